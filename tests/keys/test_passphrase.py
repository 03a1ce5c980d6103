"""The root key under a passphrase: what the file says, what a wrong passphrase is told, and how it is changed."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
from tests.keys.houses import CHEAP, WORDS
from tests.keys.killed import killed_at

from jikim.errors import JikimError, SealedError, StoreError
from jikim.keys.passphrase import Cost, Derivation, Passphrase, PassphraseRoot, new_passphrase
from jikim.keys.secret_file import read_secret

OTHER = "other invented words there"


def known(words: str, *places: Path) -> PassphraseRoot:
    return PassphraseRoot(Passphrase(words, CHEAP), *places)


def test_the_file_says_how_its_key_is_derived(tmp_path: Path) -> None:
    """The file's head names Argon2id with its costs and salt; the key itself is nowhere in it."""
    version = known(WORDS, tmp_path).new_version()
    head, line, body = (tmp_path / f"sealed-root-{version}.key").read_text().splitlines()
    assert head == "jikim root key 1"
    assert line.startswith("argon2id 1 64 1 ")
    assert len(base64.b64decode(body)) == 12 + 32 + 16
    assert Derivation.read(line).line() == line


def test_the_cost_is_argon2s_for_a_stolen_file() -> None:
    """Without another word, a derivation costs at least what RFC 9106 recommends where memory is scarce: 64 MiB, three
    passes."""
    cost = Cost()
    assert cost.memory >= 64 * 1024
    assert cost.passes >= 3
    assert cost.derivation().salt != cost.derivation().salt


def test_a_wrong_passphrase_is_told_nothing_else(tmp_path: Path) -> None:
    """A wrong passphrase gets one sentence, which is the same for any key, makes no version and names neither
    passphrase."""
    root = known(WORDS, tmp_path)
    version = root.new_version()
    wrapped = root.wrap(version, b"label", b"secret")
    wrong = known(OTHER, tmp_path)
    for call in (
        lambda: wrong.unwrap(version, b"label", wrapped),
        lambda: wrong.wrap(version, b"label", b"secret"),
        wrong.new_version,
        wrong.unlocked,
    ):
        with pytest.raises(SealedError) as refused:
            call()
        assert str(refused.value) == "the passphrase does not open the root key"
    assert root.versions() == [version]


def test_versions_share_their_derivation(tmp_path: Path) -> None:
    """A second version is sealed under the same salt, so that one derivation opens all of them."""
    known(WORDS, tmp_path).new_version()
    known(WORDS, tmp_path).new_version()
    lines = [path.read_text().splitlines()[1] for path in tmp_path.glob("sealed-root-*.key")]
    assert len(lines) == 2
    assert len(set(lines)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "argon2id 3 64 1",
        "scrypt 3 64 1 AAAAAAAAAAAAAAAAAAAAAA==",
        "argon2id 0 64 1 AAAAAAAAAAAAAAAAAAAAAA==",
        "argon2id 101 64 1 AAAAAAAAAAAAAAAAAAAAAA==",
        "argon2id 3 99999999999 1 AAAAAAAAAAAAAAAAAAAAAA==",
        "argon2id 3 64 9 AAAAAAAAAAAAAAAAAAAAAA==",
        "argon2id 3 64 1 AAAA",
        "argon2id 03 64 1 AAAAAAAAAAAAAAAAAAAAAA==",
        "argon2id x 64 1 AAAAAAAAAAAAAAAAAAAAAA==",
    ],
)
def test_a_head_of_another_form_is_refused(tmp_path: Path, line: str) -> None:
    """A head that is not ours, or would cost all the memory there is, is a damaged file and is not tried."""
    root = known(WORDS, tmp_path)
    version = root.new_version()
    path = tmp_path / f"sealed-root-{version}.key"
    head, _, body = path.read_text().splitlines()
    path.write_text(f"{head}\n{line}\n{body}\n")
    with pytest.raises(StoreError, match="damaged"):
        root.unlocked()


def test_every_byte_of_the_file_counts(tmp_path: Path) -> None:
    """A flipped bit anywhere in a sealed root key is refused, and the error holds nothing of it."""
    root = known(WORDS, tmp_path)
    version = root.new_version()
    path = tmp_path / f"sealed-root-{version}.key"
    whole = path.read_bytes()
    for at in range(len(whole) - 1):
        flipped = bytearray(whole)
        flipped[at] ^= 1
        path.write_bytes(bytes(flipped))
        with pytest.raises(StoreError) as refused:
            known(WORDS, tmp_path).unlocked()
        assert whole[-40:-1].decode() not in str(refused.value)


def test_changing_the_passphrase_changes_every_file(tmp_path: Path) -> None:
    """After a change the new passphrase opens everything and the old one nothing; no former file is left in any
    directory."""
    places = (tmp_path / "ring", tmp_path / "copy")
    root = known(WORDS, *places)
    versions = [root.new_version(), root.new_version()]
    wrapped = [root.wrap(version, b"label", b"secret") for version in versions]
    former = {path: path.read_bytes() for place in places for path in place.glob("*.key")}
    root.reseal(Passphrase(OTHER, CHEAP))
    for version, text in zip(versions, wrapped, strict=True):
        assert known(OTHER, *places).unwrap(version, b"label", text) == b"secret"
        with pytest.raises(SealedError):
            known(WORDS, *places).unwrap(version, b"label", text)
    left = {path.read_bytes() for place in places for path in place.iterdir()}
    assert not left & set(former.values())
    assert known(OTHER, *places).new_version() not in versions


@pytest.mark.parametrize("step", range(16))
def test_an_interrupted_change_is_finished_by_the_next(
    tmp_path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at any file operation of a change, the same two passphrases finish it, and at no moment is a version lost."""
    places = (tmp_path / "ring", tmp_path / "copy")
    root = known(WORDS, *places)
    versions = [root.new_version(), root.new_version()]
    wrapped = [root.wrap(version, b"label", b"secret") for version in versions]
    with killed_at(step, monkeypatch):
        root.reseal(Passphrase(OTHER, CHEAP))
    for version, text in zip(versions, wrapped, strict=True):
        opened = []
        for words in (WORDS, OTHER):
            try:
                opened.append(known(words, *places).unwrap(version, b"label", text))
            except SealedError:
                continue
        assert set(opened) == {b"secret"}
    known(WORDS, *places).reseal(Passphrase(OTHER, CHEAP))
    for version, text in zip(versions, wrapped, strict=True):
        assert known(OTHER, *places).unwrap(version, b"label", text) == b"secret"
    assert not [path for place in places for path in place.iterdir() if path.suffix in (".former", ".draft")]


def test_a_short_passphrase_is_refused() -> None:
    """A new passphrase has at least twelve characters, and the refusal does not repeat it."""
    with pytest.raises(JikimError, match="shorter than 12") as refused:
        new_passphrase("opensesame!")
    assert "opensesame" not in str(refused.value)
    assert new_passphrase("열두 글자가 되는 암호 구문") == "열두 글자가 되는 암호 구문"


# ---- the passphrase's file


def test_a_passphrase_file_is_read_whole_and_the_same_everywhere(tmp_path: Path) -> None:
    """The first line counts without its end, and Korean that was typed decomposed (as on macOS) is the same passphrase."""
    path = tmp_path / "passphrase"
    path.write_bytes("가상의 암호 구문\nanother line\n".encode())
    path.chmod(0o600)
    composed = read_secret(path, "passphrase")
    path.write_bytes("\u1100\u1161\u1109\u1161\u11bc\u110b\u1174 암호 구문\r\n".encode())
    assert read_secret(path, "passphrase") == composed == "가상의 암호 구문"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o777])
def test_a_passphrase_file_that_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    """A file that group or others may read or write is not read, and the hint says the command."""
    path = tmp_path / "passphrase"
    path.write_text(WORDS)
    path.chmod(mode)
    with pytest.raises(StoreError, match="open to others") as refused:
        read_secret(path, "passphrase")
    assert refused.value.hint == f"chmod 600 {path}"


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "empty"), (b"\nwords", "empty"), (b"x" * 5000, "too long"), (b"\xff\xfe", "no text")]
)
def test_a_passphrase_file_without_a_passphrase_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """A file that is empty, too long or no text is refused."""
    path = tmp_path / "passphrase"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(StoreError, match=said):
        read_secret(path, "passphrase")


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    """A directory, a pipe that nobody writes, or nothing at all is refused at once."""
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name in ("", "pipe", "absent"):
        with pytest.raises(StoreError, match="passphrase file"):
            read_secret(tmp_path / name, "passphrase")
