"""A file that was handed over by hand, checked by whoever has it: each fault its own, and the whole by `jikim verify`,
without a house."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from jikim.cli import main
from jikim.proof import ProofError, Signer, handover

FILES = {"data.csv": "번호,이름\r\n1,가나다\r\n".encode(), "files/1-1.pdf": b"%PDF invented"}
SAID = {"to": "kis", "purpose": "debt-collection", "at": "2013-03-04T09:00:00+09:00", "messages": ["m-1", "m-2"]}
OURS, THEIRS = Signer("shop.example/jikim", b"1" * 32), Signer("other.example/jikim", b"2" * 32)


def changed(change: Callable[[dict[str, bytes]], None], blob: bytes) -> bytes:
    """The ZIP with its files changed, by somebody without the key."""
    with zipfile.ZipFile(io.BytesIO(blob)) as opened:
        inside = {name: opened.read(name) for name in opened.namelist()}
    change(inside)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in inside.items():
            made.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def blob() -> bytes:
    """A sound one."""
    return handover.packed(FILES, SAID, OURS)


def test_a_sound_one_says_whose_it_is_and_for_whom(blob: bytes) -> None:
    """By the published key and by its own; the report says which it was."""
    for key in (OURS.verifier, None):
        found = handover.verify(blob, key)
        assert found.ok, found.faults
        assert (found.to, found.purpose, found.messages, found.files) == (
            "kis",
            "debt-collection",
            ("m-1", "m-2"),
            tuple(FILES),
        )
        assert found.self_signed is (key is None)
        assert str(found).endswith("\nverified")


def relisted(inside: dict[str, bytes], **change: str) -> None:
    listed = json.loads(inside[handover.LIST])
    listed["content"] = json.dumps({**json.loads(listed["content"]), **change}, ensure_ascii=False, sort_keys=True)
    inside[handover.LIST] = json.dumps(listed).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one.update({"data.csv": one["data.csv"] + b"2,x"}), "`data.csv` was altered"),
        (lambda one: one.pop("files/1-1.pdf"), "`files/1-1.pdf` is listed and missing"),
        (lambda one: one.update({"more.csv": b"x"}), "`more.csv` is there and not listed"),
        (lambda one: relisted(one, to="another"), "`signature.json` has a signature that does not fit"),
        (lambda one: relisted(one, purpose="marketing"), "`signature.json` has a signature that does not fit"),
    ],
    ids=["altered", "missing", "added", "receiver", "purpose"],
)
def test_each_change_is_a_fault_of_its_own(blob: bytes, change: Callable[[dict[str, bytes]], None], said: str) -> None:
    """What somebody without the key altered, took out, put in or readdressed is said, by the file's name."""
    found = handover.verify(changed(change, blob), OURS.verifier)
    assert [one.en for one in found.faults] == [said]


def test_another_companys_is_not_ours() -> None:
    """Signed by another key it is no word of ours, though it is whole."""
    found = handover.verify(handover.packed(FILES, SAID, THEIRS), OURS.verifier)
    assert not found.ok
    assert found.faults[0].en == "`signature.json` names another key than the one you gave"


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04 no", b"{}"], ids=["empty", "zip", "json"])
def test_what_is_no_such_file_is_said_and_not_crashed_at(broken: bytes) -> None:
    """Nothing, half a ZIP, another file: an error that says what to do."""
    with pytest.raises(ProofError) as refused:
        handover.verify(broken)
    assert refused.value.hint is not None


def test_a_name_that_stands_twice_is_a_fault(blob: bytes) -> None:
    """Which of the two a program opens is its own choice, so neither is believed."""
    out = io.BytesIO(blob)
    with zipfile.ZipFile(out, "a") as made, pytest.warns(UserWarning, match="Duplicate name"):
        made.writestr("data.csv", b"another")
    found = handover.verify(out.getvalue(), OURS.verifier)
    assert "`data.csv` stands in it twice" in [one.en for one in found.faults]


def test_jikim_verify_checks_it(
    blob: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 0 and `verified`; 1 with the fault, in the language of the run as JSON too; 2 for one that is still encrypted, with the way on, and for options of a
    ledger."""
    sound, bad, sealed = tmp_path / "a.zip", tmp_path / "b.zip", tmp_path / "c.p7m"
    sound.write_bytes(blob)
    bad.write_bytes(changed(lambda one: one.update({"data.csv": b"x"}), blob))
    sealed.write_bytes(b"\x30\x82\x00\x00")
    assert main(["verify", str(sound), "--key", str(OURS.verifier)]) == 0
    assert "verified" in capsys.readouterr().out
    assert main(["verify", str(bad), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["faults"] == ["`data.csv` was altered"]
    with monkeypatch.context() as korean:
        korean.setenv("LC_ALL", "ko_KR.UTF-8")
        assert main(["verify", str(bad), "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["faults"] == ["`data.csv`: 내용이 바뀜"]
        assert main(["verify", str(bad)]) == 1
        assert "잘못된 것: `data.csv`: 내용이 바뀜" in capsys.readouterr().out
    assert main(["verify", str(sealed)]) == 2
    assert "openssl cms -decrypt" in capsys.readouterr().err
    assert main(["verify", str(sound), "--held", str(bad)]) == 2


def test_an_auditor_needs_no_more_than_the_proof(
    blob: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`python -m jikim.proof FILE KEY` does the same."""
    from jikim.proof.__main__ import main as alone

    file = tmp_path / "a.zip"
    file.write_bytes(blob)
    assert alone([str(file), str(OURS.verifier)]) == 0
    assert "handed over to kis for debt-collection" in capsys.readouterr().out
