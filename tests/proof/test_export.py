"""The export's format: one form for each line, the canonical bytes of a body, the writer, and the command."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.proof.sample_ledger import (
    ENTRIES,
    EVENTS,
    HEADER,
    KEY,
    LINES,
    LOT,
    NOTES,
    ORIGIN,
    SIGNER,
    WHOLE,
    encoded,
    entry_at,
    first_fault,
    line_of,
    note_over,
    salt_of,
)

from jikim.proof import Checkpoint, Fault, ProofError, export, verify
from jikim.proof.__main__ import main
from jikim.proof.export import Entry, Header

# ---- form


GOOD = LINES[line_of(6)]
ERASED = LINES[line_of(5)]
# The last letter of its leaf, whose two lowest bits stand for nothing.
UNUSED = ERASED.index(b'=","body"') - 1
MALFORMED_LINES = {
    "an empty line": b"\n",
    "no object": b"7\n",
    "an unknown kind": b'{"hello":1}\n',
    "a space": GOOD.replace(b'"n":6', b'"n": 6'),
    "a number with a fraction": GOOD.replace(b'"n":6', b'"n":6.0'),
    "a negative position": GOOD.replace(b'"n":6', b'"n":-6'),
    "a position too large": GOOD.replace(b'"n":6', b'"n":' + b"9" * 5000),
    "an unknown key": ERASED.replace(b"}", b',"more":1}'),
    "a key twice": ERASED.replace(b'"body"', b'"body":"x","body"'),
    "keys in another order": ERASED.replace(b'"n":5,', b"").replace(b"}", b',"n":5}'),
    "an escape that isn't needed": GOOD.replace(b"event", b"\\u0065vent"),
    "a short leaf": encoded(Entry(6, bytes(31), None)),
    "a short salt": encoded(Entry(6, bytes(32), "{}", bytes(15))),
    "no salt": encoded(Entry(6, bytes(32), "{}")),
    "an empty salt": ERASED.replace(b"}", b',"salt":""}'),
    "no body": b'{"n":6,"leaf":"' + b"A" * 43 + b'="}\n',
    "base64 with unused bits": ERASED[:UNUSED] + bytes([ERASED[UNUSED] + 1]) + ERASED[UNUSED + 1 :],
    "a carriage return": GOOD.replace(b"\n", b"\r\n"),
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "not UTF-8": GOOD.replace("줄".encode(), b"\xff\xfe\xfd"),
    "a second header": LINES[0],
}


@pytest.mark.parametrize("line", MALFORMED_LINES.values(), ids=MALFORMED_LINES)
def test_a_malformed_line_is_found(line: bytes) -> None:
    """A line in any but its one form is a fault on its own line, and the text repeats nothing of it."""
    assert line != GOOD
    lines = list(LINES)
    lines[line_of(6)] = line
    report = verify(lines, trusted_key=KEY)
    assert first_fault(report)[:2] == ("line", line_of(6) + 1)
    assert "hello" not in str(report)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (b"\n", KEY),
        (LINES[1], KEY),
        (LINES[0].replace(b":1,", b":2,"), KEY),
        (LINES[0].replace(b'"jikim-ledger":1,', b""), KEY),
        (LINES[0].replace(b"T00:00:00Z", b""), KEY),
        (encoded(Header("ledger.example/other", KEY, HEADER.exported_at)), KEY),
        (encoded(Header(ORIGIN, "no key", HEADER.exported_at)), KEY),
        (encoded(Header(ORIGIN, "no key", HEADER.exported_at)), None),
    ],
    ids=["empty", "an entry", "a later version", "no version", "no time", "another origin", "no key", "no key at all"],
)
def test_a_malformed_header_is_found(header: bytes, key: str | None) -> None:
    """A first line that is no header of this version, or whose parts don't fit, is a fault on line 1."""
    assert first_fault(verify([header, *LINES[1:]], trusted_key=key)) == ("header", 1, None)


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"event":7}', '{"event":"\\u001b[2J"}', '{"event":""}', "{", '"x"'])
def test_a_body_that_names_no_event_is_found(body: str) -> None:
    """A body that was committed to but names no event is a fault, and what it says reaches no terminal."""
    entries = [Entry(0, export.commitment(salt_of(0), body.encode()), body, salt_of(0)), entry_at(1)]
    report = verify(export.write(HEADER, entries, [note_over(entries)]))
    assert report.faults == (Fault("body", 2, 0, "the body is not an object that names an event"),)
    assert report.events == {EVENTS[1]: 1}
    assert "\x1b" not in str(report)


def test_an_endless_line_is_refused() -> None:
    """A line beyond the bound ends the reading before it fills the memory."""
    taken = 0

    def pieces() -> Iterable[bytes]:
        nonlocal taken
        yield LINES[0]
        for _ in range(1000):
            taken += 1
            yield b"x" * 100_000

    report = verify(pieces())
    assert report.faults[0].kind == "line"
    assert taken < 100


def test_a_trusted_key_that_is_none_is_the_callers_error() -> None:
    """A trusted key that can't be read raises before anything of the export is looked at."""
    with pytest.raises(ProofError, match="verifier key"):
        verify(LINES, trusted_key="nonsense")


@given(st.lists(st.sampled_from(LINES[1:]), max_size=30))
@settings(max_examples=300)
def test_no_other_choice_of_lines_verifies(lines: list[bytes]) -> None:
    """Lines of a good export, drawn at random after its header, give a report, and never one without a fault."""
    if lines != LINES[1:]:
        assert not verify([LINES[0], *lines]).ok


@given(st.binary(max_size=400))
@settings(max_examples=300)
def test_any_bytes_are_judged(data: bytes) -> None:
    """Bytes of any kind, alone or after a good header, give a report with faults and never an error."""
    assert not verify([data]).ok
    assert not verify([LINES[0], data]).ok


# ---- writing


def test_the_writer_refuses_what_would_not_verify() -> None:
    """Entries out of order or malformed, checkpoints that don't grow, and one that covers too much are not written."""
    for entries, notes, match in (
        ([ENTRIES[0], ENTRIES[2]], [], "order of their positions"),
        ([ENTRIES[1]], [], "order of their positions"),
        ([Entry(0, bytes(31), None)], [], "not 32 bytes"),
        ([Entry(0, bytes(32), None, bytes(16))], [], "salt is left"),
        ([Entry(0, bytes(32), "{}")], [], "not 16 bytes"),
        (ENTRIES, [NOTES[1], NOTES[0]], "comes after"),
        (ENTRIES, [NOTES[1], NOTES[1]], "comes after"),
        (ENTRIES[:3], NOTES[:1], "only 3"),
        (ENTRIES, ["no note"], "no signature"),
    ):
        with pytest.raises(ProofError, match=match):
            list(export.write(HEADER, entries, notes))


def test_the_lines_are_as_documented() -> None:
    """Each kind of line has exactly the keys and the order that the format's page shows."""
    zero = b"A" * 43 + b"="
    entries = [Entry(0, bytes(32), '{"a":"b"}', bytes(16)), Entry(1, bytes(32), None, expired=LOT)]
    note = SIGNER.sign(Checkpoint(ORIGIN, 2, bytes(32)))
    assert b"".join(export.write(HEADER, entries, [note])).splitlines() == [
        b'{"jikim-ledger":1,"origin":"%b","key":"%b","exported_at":"2026-01-05T00:00:00Z"}'
        % (ORIGIN.encode(), KEY.encode()),
        b'{"n":0,"leaf":"%b","body":"{\\"a\\":\\"b\\"}","salt":"AAAAAAAAAAAAAAAAAAAAAA=="}' % zero,
        b'{"n":1,"leaf":"%b","body":null,"expired":"2026-01/access"}' % zero,
        b'{"checkpoint":"%b"}' % note.replace("\n", "\\n").encode(),
        b'{"tile":0,"hashes":"%b"}' % b64encode(sha256(b"\0" + bytes(32)).digest() * 2),
        b'{"entries":2}',
    ]


class _Word(StrEnum):
    USE = "use"


def test_the_canonical_form_is_one() -> None:
    """Keys are sorted at every depth, only what must be is escaped, and texts of any kind are written as text."""
    body = {"b": [True, None, -1, {"z": 1, "é": 2, "a": {}}], "a": '줄\n"\\/\x01\u2028', "c": _Word.USE, "d": (1,)}
    text = '{"a":"줄\\n\\"\\\\/\\u0001\u2028","b":[true,null,-1,{"a":{},"z":1,"é":2}],"c":"use","d":[1]}'
    assert export.canonical(body) == text.encode()
    assert export.canonical(dict(reversed(body.items()))) == text.encode()


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), 1 << 53, -(1 << 53), b"x", datetime(2026, 1, 1), {1: "x"}, {1, 2}, "\ud800", [[1.5]], object()],
    ids=["float", "nan", "large", "small", "bytes", "time", "number as key", "set", "surrogate", "nested", "object"],
)
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    """A value that two encoders might write in two ways is refused, at any depth."""
    for body in ({"a": value}, {"a": [{"b": value}]}):
        with pytest.raises(ProofError):
            export.canonical(body)


def test_a_commitment_needs_its_whole_salt() -> None:
    """A salt of another length is refused, since it could move the border between salt and body."""
    for length in (0, 15, 17, 32):
        with pytest.raises(ProofError, match="16 bytes"):
            export.commitment(bytes(length), b"{}")


# ---- the command


def test_the_command_prints_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It reads plain and compressed files, exits 0 on a good one, 1 on faults and 2 where it can't begin."""
    plain, packed, bad = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz", tmp_path / "bad.jsonl"
    plain.write_bytes(WHOLE)
    packed.write_bytes(gzip.compress(WHOLE))
    bad.write_bytes(WHOLE.replace(b"allowed", b"refused", 1))
    assert main([str(plain)]) == 0
    assert main([str(packed), KEY]) == 0
    assert capsys.readouterr().out == str(verify(LINES)) + str(verify(LINES, trusted_key=KEY))
    assert main([str(bad), KEY]) == 1
    assert "line 2, entry 0: commitment:" in capsys.readouterr().out
    assert main([str(plain), "nonsense"]) == 2
    assert main([str(tmp_path / "none")]) == 2
    assert main([]) == 2
    errors = capsys.readouterr().err
    assert "can't be read: no such file" in errors
    assert "usage:" in errors


def test_the_command_runs_alone(tmp_path: Path) -> None:
    """It runs as a module and loads no other room of Jikim."""
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(WHOLE)
    done = subprocess.run([sys.executable, "-m", "jikim.proof", str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, str(verify(LINES)), "")
    script = "import sys, jikim.proof.__main__; print(*sorted(m for m in sys.modules if m.startswith('jikim')))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in loaded if not name.startswith("jikim.proof")] == ["jikim", "jikim.errors", "jikim.version"]


def test_a_broken_compressed_file_is_found() -> None:
    """A gzip file that is cut off, or damaged inside, is a fault and not a crash."""
    packed = gzip.compress(WHOLE)
    for broken in (packed[:-1], packed[: len(packed) // 2], packed[:40] + b"\xff" * 40 + packed[80:], packed + b"x"):
        report = verify(export.blocks(io.BufferedReader(io.BytesIO(broken))))
        assert any("compressed file" in fault.text for fault in report.faults)
