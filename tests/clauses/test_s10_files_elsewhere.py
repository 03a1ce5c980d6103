"""Files beyond the live record: in the archive, and on their way to a receiver (clauses 10.3, 3.4, 5.8)."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.clauses import facts
from tests.clauses.conftest import Outside
from tests.employed import employ, lasting
from tests.uploads.scanner import EICAR, clamd

import jikim
from jikim.app import Jikim
from jikim.policy.model import PolicyFile
from jikim.uploads import accept, pack, unpack
from jikim.uploads.packing import Accepted
from jikim.uploads.quarantine import rescan, wait_for_scan
from jikim.verbs.show_resting import show_resting

WORDS, OTHER = "분쟁의 증거가 되는 글".encode(), "처음부터 검사한 글".encode()


@pytest.fixture
def homepage() -> PolicyFile:
    """The homepage's policy, but that a complaint's files rest with it, and an enquiry's go to a recipient."""
    content: Any = YAML(typ="safe").load(facts.PLACE.read_text(encoding="utf-8"))
    content["records"]["complaint"]["keep"][0]["items"].append("files")
    recipient = content["recipients"]["service-least"]
    recipient["records"].append("enquiry")
    recipient["items"].append("enquiry.files")
    return PolicyFile.model_validate(content)


def taken(jk: Jikim, kind: str, tmp_path: Path) -> jikim.Ref:
    """A record with three files: one that nobody could scan and that turns out clean, one scanned at once, one
    infected."""
    with clamd(tmp_path / "at-once") as address:
        scanned = asyncio.run(accept(replace(jk.settings, clamd=address), "검사함.txt", OTHER))
    later = Accepted("나중에.txt", "text/plain", WORDS, None)
    infected = Accepted("감염.txt", "text/plain", EICAR, None)
    values = {
        "name": "가나다",
        "email": "dan@example.org",
        "text": "봐 주세요",
        "files": pack([later, scanned, infected]),
    }
    channel = "board" if kind == "enquiry" else "homepage"
    ref = jk.collect(kind, values, channel=channel, subject="guest", old_enough=True).ref
    jk.driver.run(wait_for_scan(jk.house, ref, "files", [later, infected]))
    return ref


def scan(jk: Jikim, tmp_path: Path) -> None:
    with clamd(tmp_path / "later") as address:
        assert rescan(jk.driver, jk.house, replace(jk.settings, clamd=address)).clean == 1


@pytest.mark.clause("5.8")
@pytest.mark.clause("10.3")
@pytest.mark.parametrize("released", [True, False])
def test_a_file_rests_as_open_as_it_was(jk: Jikim, tmp_path: Path, released: bool) -> None:
    """What a scan found clean before its record came to rest opens there for who consults it and for its person; what
    none did stays closed."""
    ref = taken(jk, "complaint", tmp_path)
    if released:
        scan(jk, tmp_path)
    jk.event(ref, "answered")
    jk.event(ref, "closed")
    jk.sweep()
    expected = [WORDS if released else None, OTHER, None]
    how: dict[str, Any] = {
        "purpose": "dispute-evidence",
        "reason_kind": "dispute",
        "reason": "조정",
        "items": ["files"],
    }
    for name in ("hana", "duri"):
        employ(jk, name)
        lasting(jk, name, ["support", "dispute-evidence"])
    hana, duri = (jk.handler(name, purpose="dispute-evidence") for name in ("hana", "duri"))
    jk.by(duri).decide_look(jk.by(hana).ask_look(ref, **how), True)
    packed = jk.by(hana).consult(ref, **how)["files"]
    assert [file.content for file in unpack(packed)] == expected
    assert EICAR not in packed
    me = jk.acting("member", str(ref.subject))
    own = jk.driver.run(show_resting(jk.house.by(me), ref.subject))
    [part] = [card.values["files"] for card in own if "files" in card.values]
    assert [file.content for file in unpack(part)] == expected


@pytest.mark.clause("3.4")
@pytest.mark.clause("10.3")
def test_a_receiver_gets_a_files_bytes_and_none_that_is_held(jk: Jikim, tmp_path: Path, outside: Outside) -> None:
    """The message says of each file its name, type and size; what was found clean comes with its bytes, what was not
    without any."""
    ref = taken(jk, "enquiry", tmp_path)
    scan(jk, tmp_path)
    jk.provide(ref, to="service-least", purpose="support", items=["files"])
    assert jk.deliver(outside.endpoints()).sent == 1
    [got] = outside.to("service-least")
    files = got.body["items"]["files"]
    assert [(one["name"], one["size"], one.get("held", False)) for one in files] == [
        ("나중에.txt", len(WORDS), False),
        ("검사함.txt", len(OTHER), False),
        ("감염.txt", len(EICAR), True),
    ]
    assert [base64.b64decode(one["base64"]) for one in files if "base64" in one] == [WORDS, OTHER]
    assert base64.b64encode(EICAR) not in got.raw
