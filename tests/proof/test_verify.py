"""Verifying an export: a good one passes, and each way to tamper with it is found and pinpointed."""

from __future__ import annotations

import gzip
import io
import random
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
import reference
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.proof import Checkpoint, Fault, ProofError, Report, Signer, export, verify
from jikim.proof.__main__ import main
from jikim.proof.export import Entry, Header

ORIGIN = "ledger.example/shop"
SIGNER = Signer(ORIGIN, bytes(32))
OUTSIDER = Signer(ORIGIN, bytes([2]) * 32)
KEY = str(SIGNER.verifier)
HEADER = Header(ORIGIN, KEY, datetime(2026, 1, 5, tzinfo=UTC))
SIZES = (4, 9, 16, 18)
EVENTS = ("record:use:allowed", "record:use:denied", "consent:marketing:given")


def _salt(n: int) -> bytes:
    return sha256(b"salt %d" % n).digest()[:16]


def _entry(n: int, *, erased: bool = False) -> Entry:
    """An invented entry whose commitment is computed here, apart from the product's."""
    body = f'{{"at":"2026-01-02T09:{n % 60:02}:00Z","event":"{EVENTS[n % 3]}","note":"줄\\n{n}"}}'
    leaf = sha256(b"jikim entry v1\x00" + _salt(n) + body.encode()).digest()
    return Entry(n, leaf, None) if erased else Entry(n, leaf, body, _salt(n))


def _note(entries: Iterable[Entry], signer: Signer = SIGNER, origin: str = ORIGIN) -> str:
    leaves = [sha256(b"\x00" + entry.leaf).digest() for entry in entries]
    return signer.sign(Checkpoint(origin, len(leaves), reference.mth(leaves)))


ENTRIES = [_entry(n, erased=n % 4 == 1) for n in range(20)]
NOTES = [_note(ENTRIES[:size]) for size in SIZES]
LINES = b"".join(export.write(HEADER, ENTRIES, NOTES)).splitlines(keepends=True)
WHOLE = b"".join(LINES)


def _line_of(n: int) -> int:
    """The index in LINES of entry n: after the header and the checkpoints before it."""
    return 1 + n + sum(size <= n for size in SIZES)


def _first(report: Report) -> tuple[str, int, int | None]:
    assert not report.ok
    return report.faults[0].kind, report.faults[0].line, report.faults[0].position


def _kinds(report: Report) -> list[str]:
    return [fault.kind for fault in report.faults]


def _encoded(*found: object) -> bytes:
    return msgspec.json.Encoder().encode_lines(found)


# ---- a good export


def test_a_good_export_verifies_and_is_counted() -> None:
    """An untouched export has no fault, and its report counts entries, erased bodies, checkpoints, tail and events."""
    report = verify(LINES, trusted_key=KEY)
    assert report.ok
    assert (report.origin, report.key, report.self_signed) == (ORIGIN, KEY, False)
    assert (report.entries, report.erased, report.checkpoints, report.disagreeing, report.uncovered) == (20, 5, 4, 0, 2)
    assert report.root == reference.mth([sha256(b"\x00" + entry.leaf).digest() for entry in ENTRIES])
    kept = [EVENTS[entry.n % 3] for entry in ENTRIES if entry.body is not None]
    assert report.events == {name: kept.count(name) for name in EVENTS}
    assert str(report).endswith("verified\n")


def test_without_a_trusted_key_the_report_says_so() -> None:
    """The export's own key verifies it, and the report says that it came from the export."""
    report = verify(LINES)
    assert report.ok
    assert report.self_signed
    assert "the export's own" in str(report)


@pytest.mark.parametrize("step", [1, 7, 100, len(WHOLE)])
def test_the_pieces_may_be_cut_anywhere(step: int) -> None:
    """However the bytes come in, the report is the same."""
    pieces = [WHOLE[at : at + step] for at in range(0, len(WHOLE), step)]
    assert verify(pieces) == verify(LINES)


def test_a_long_export_verifies_in_blocks() -> None:
    """An export of many blocks, with checkpoints before, at and after block borders, verifies like a short one."""
    entries = [_entry(n, erased=n % 3 == 0) for n in range(6000)]
    notes = [_note(entries[:size]) for size in (1, 2, 1500, 1501, 4096, 6000)]
    report = verify(export.write(HEADER, entries, notes), trusted_key=KEY)
    assert report.ok
    assert (report.entries, report.erased, report.checkpoints, report.uncovered) == (6000, 2000, 6, 0)
    lines = b"".join(export.write(HEADER, entries, notes)).splitlines(keepends=True)
    tampered = entries[5432]
    lines[1 + 5432 + 5] = _encoded(Entry(5432, bytes(32), tampered.body, tampered.salt))
    assert _first(verify(lines)) == ("root" if tampered.body is None else "commitment", 1 + 5432 + 5 + 1, 5432) or (
        tampered.body is None
    )


def test_an_empty_ledger_verifies() -> None:
    """A ledger without entries needs no checkpoint, and may have one of size 0."""
    assert verify(export.write(HEADER, [], [])).ok
    report = verify(export.write(HEADER, [], [_note([])]))
    assert report.ok
    assert report.checkpoints == 1


def test_erasing_a_body_changes_no_root() -> None:
    """Once bodies are erased, the same checkpoints still verify."""
    erased = [Entry(entry.n, entry.leaf, None) for entry in ENTRIES]
    report = verify(export.write(HEADER, erased, NOTES), trusted_key=KEY)
    assert report.ok
    assert report.erased == 20
    assert report.root == verify(LINES).root


# ---- tampering, byte by byte


def test_no_byte_before_the_last_checkpoint_can_be_flipped() -> None:
    """Any bit flipped in anything that a checkpoint covers, or in a checkpoint, is found on its line."""
    made = random.Random(1)
    ends = [sum(map(len, LINES[: index + 1])) for index in range(len(LINES))]
    covered = ends[_line_of(17) + 1]
    for _ in range(1500):
        at = made.randrange(ends[0], covered)
        flipped = WHOLE[:at] + bytes([WHOLE[at] ^ 1 << made.randrange(8)]) + WHOLE[at + 1 :]
        line = next(index for index, end in enumerate(ends) if at < end) + 1
        report = verify([flipped], trusted_key=KEY)
        assert not report.ok
        first = report.faults[0]
        if first.kind == "root":
            # Of an erased entry only the leaf is there: the fault lies between two checkpoints.
            assert first.position is not None
            assert first.position <= next(n for n in range(20) if _line_of(n) + 1 >= line)
            assert first.line > line
        else:
            assert first.line == line


def test_no_byte_of_the_header_or_trailer_can_be_flipped() -> None:
    """A flipped bit in the first line is found there unless it only changes the date; one in the last is found too."""
    made = random.Random(2)
    date = LINES[0].index(b"2026")
    for _ in range(300):
        at = made.randrange(date)
        header = LINES[0][:at] + bytes([LINES[0][at] ^ 1 << made.randrange(8)]) + LINES[0][at + 1 :]
        assert verify([header, *LINES[1:]], trusted_key=KEY).faults[0].line == 1
        at = made.randrange(len(LINES[-1]))
        trailer = LINES[-1][:at] + bytes([LINES[-1][at] ^ 1 << made.randrange(8)]) + LINES[-1][at + 1 :]
        assert verify([*LINES[:-1], trailer], trusted_key=KEY).faults[0].line == len(LINES)


# ---- tampering, entry by entry


@pytest.mark.parametrize("n", range(18))
def test_a_deleted_entry_is_found(n: int) -> None:
    """Where an entry was taken out, the fault names it and the line where it should stand."""
    at = _line_of(n)
    report = verify(LINES[:at] + LINES[at + 1 :], trusted_key=KEY)
    # Just before a checkpoint, the checkpoint is what shows it.
    kind = "checkpoint" if n + 1 in SIZES else "position"
    found = _first(report)
    assert (found[0], found[1]) == (kind, at + 1)
    if kind == "position":
        assert found[2] == n
        assert "1 missing" in report.faults[0].text
    assert not verify(LINES[:at] + LINES[at + 1 :], trusted_key=KEY).ok


@pytest.mark.parametrize("n", range(18))
def test_a_deletion_that_renumbers_is_found(n: int) -> None:
    """Where an entry was taken out and the rest renumbered, the next checkpoint says between which two it was."""
    entries = [Entry(index, one.leaf, one.body, one.salt) for index, one in enumerate(ENTRIES[:n] + ENTRIES[n + 1 :])]
    lines = b"".join(export.write(HEADER, entries, [note for note, s in zip(NOTES, SIZES, strict=True) if s <= 19]))
    report = verify([lines], trusted_key=KEY)
    next_size = next(size for size in SIZES if size > n)
    agreed = max((size for size in SIZES if size <= n), default=0)
    kind, _, position = _first(report)
    assert (kind, position) == ("root", agreed)
    assert f"size {next_size} " in report.faults[0].text
    assert f"in {agreed} to {next_size - 1}" in report.faults[0].text
    assert report.disagreeing == sum(size > n for size in SIZES)
    assert _kinds(report) == ["root"]


def test_swapped_lines_are_found() -> None:
    """Two entries that changed places are found where the first of them stands."""
    lines = list(LINES)
    lines[_line_of(5)], lines[_line_of(6)] = lines[_line_of(6)], lines[_line_of(5)]
    assert _first(verify(lines)) == ("position", _line_of(5) + 1, 5)


def test_swapped_contents_are_found() -> None:
    """Two entries that changed contents but not positions are found by the next checkpoint."""
    entries = list(ENTRIES)
    entries[10], entries[12] = (
        Entry(10, ENTRIES[12].leaf, ENTRIES[12].body, ENTRIES[12].salt),
        Entry(12, ENTRIES[10].leaf, ENTRIES[10].body, ENTRIES[10].salt),
    )
    report = verify(export.write(HEADER, entries, NOTES))
    assert _first(report)[0::2] == ("root", 9)
    assert "in 9 to 15, as the checkpoint of size 9 agrees" in report.faults[0].text


def test_a_repeated_entry_is_found() -> None:
    """An entry that is there twice is found at its second place."""
    at = _line_of(7)
    assert _first(verify([*LINES[: at + 1], LINES[at], *LINES[at + 1 :]])) == ("position", at + 2, 7)


def test_a_body_that_does_not_fit_its_leaf_is_found() -> None:
    """A changed body, a changed salt and a changed leaf are each found at the entry itself."""
    good = ENTRIES[6]
    assert good.body is not None
    for bad in (
        Entry(6, good.leaf, good.body.replace("allowed", "altered"), good.salt),
        Entry(6, good.leaf, good.body, _salt(7)),
        Entry(6, ENTRIES[7].leaf, good.body, good.salt),
        Entry(6, good.leaf, ENTRIES[7].body, ENTRIES[7].salt),
    ):
        lines = list(LINES)
        lines[_line_of(6)] = _encoded(bad)
        report = verify(lines, trusted_key=KEY)
        assert _first(report) == ("commitment", _line_of(6) + 1, 6)
        assert all("altered" not in fault.text for fault in report.faults)


def test_a_replaced_entry_is_found_though_it_fits_its_own_leaf() -> None:
    """A body forged together with its leaf is found by the next checkpoint."""
    body = '{"event":"record:use:denied"}'
    lines = list(LINES)
    lines[_line_of(6)] = _encoded(Entry(6, export.commitment(_salt(6), body.encode()), body, _salt(6)))
    report = verify(lines)
    assert _first(report)[0::2] == ("root", 4)
    assert _kinds(report) == ["root"]


def test_a_salt_left_after_erasure_is_found() -> None:
    """An erased entry that still carries its salt is a fault: it would let anyone test guesses at the body."""
    lines = list(LINES)
    lines[_line_of(5)] = _encoded(Entry(5, ENTRIES[5].leaf, None, _salt(5)))
    report = verify(lines)
    assert _first(report) == ("line", _line_of(5) + 1, 5)
    assert "salt" in report.faults[0].text


def test_of_two_faults_in_an_interval_the_root_points_to_the_first() -> None:
    """Where an entry between two checkpoints is at fault already, the checkpoint's fault names it."""
    lines = list(LINES)
    good = ENTRIES[11]
    lines[_line_of(11)] = _encoded(Entry(11, bytes(32), good.body, good.salt))
    report = verify(lines)
    assert _kinds(report) == ["commitment", "root"]
    assert f"entry 11 (line {_line_of(11) + 1}) is at fault already" in report.faults[1].text


# ---- tampering with the whole


def test_a_cut_off_tail_is_found() -> None:
    """Whatever number of lines is cut off, or part of a line, the missing trailer shows it."""
    for keep in range(1, len(LINES)):
        report = verify(LINES[:keep])
        assert report.faults[-1].kind == "trailer", keep
        assert not verify([*LINES[: keep - 1], LINES[keep - 1][:-3]]).ok
    assert _kinds(verify([])) == ["header"]
    assert not verify([WHOLE[:-1]]).ok


def test_a_trailer_that_counts_otherwise_is_found() -> None:
    """A tail that was cut off under the old trailer, or under too low a count, is found by the count."""
    report = verify([*LINES[:-2], LINES[-1]])
    assert _first(report) == ("trailer", len(LINES) - 1, None)
    assert _first(verify([*LINES[:-1], b'{"entries":19}\n'])) == ("trailer", len(LINES), None)


def test_what_follows_the_trailer_is_found() -> None:
    """Nothing may stand after the trailer, not even an empty line."""
    for more in (b"\n", LINES[1], LINES[-1], b"x"):
        assert _first(verify([*LINES, more])) == ("line", len(LINES) + 1, None)


def test_a_ledger_cut_short_and_closed_again_is_found_by_a_held_checkpoint() -> None:
    """A shorter export, whole in itself, agrees with all it says; whoever holds a later checkpoint sees the cut."""
    shorter = list(export.write(HEADER, ENTRIES[:12], NOTES[:2]))
    assert verify(shorter, trusted_key=KEY).ok
    report = verify(shorter, trusted_key=KEY, held=[NOTES[2]])
    assert _kinds(report) == ["held"]
    assert "covers more than the 12 entries" in report.faults[0].text


def test_a_forked_history_is_found_by_a_held_checkpoint() -> None:
    """Another history signed by the same key is whole in itself; whoever holds a checkpoint of the first sees it."""
    other = [*ENTRIES[:6], _entry(106), *ENTRIES[7:]]
    other[6] = Entry(6, other[6].leaf, other[6].body, other[6].salt)
    forked = list(export.write(HEADER, other, [_note(other[:size]) for size in SIZES]))
    assert verify(forked, trusted_key=KEY).ok
    assert verify(forked, trusted_key=KEY, held=[NOTES[0]]).ok
    for note in NOTES[1:]:
        assert _kinds(verify(forked, trusted_key=KEY, held=[note])) == ["held"]


def test_held_checkpoints_that_agree_find_nothing() -> None:
    """Held checkpoints of any size in the export, repeated or of size 0, agree with an honest export."""
    held = [_note(ENTRIES[:size]) for size in (20, 0, 7, 7, 13)]
    assert verify(LINES, trusted_key=KEY, held=held).ok
    other = Signer("elsewhere.example", bytes([3]) * 32)
    assert _kinds(verify(LINES, held=[_note(ENTRIES[:4], other)])) == ["held"]


def test_a_checkpoint_of_another_history_is_called_a_fork() -> None:
    """A well-signed checkpoint with another root, while the next one agrees, shows two histories."""
    forked = _note([*ENTRIES[:8], _entry(42)])
    report = verify(export.write(HEADER, ENTRIES, [NOTES[0], forked, *NOTES[2:]]), trusted_key=KEY)
    assert _first(report) == ("fork", _line_of(8) + 2, None)
    assert (report.checkpoints, report.disagreeing) == (3, 1)


def test_another_key_is_found() -> None:
    """An export made anew under another key fails against the trusted one, and its checkpoints don't count."""
    header = Header(ORIGIN, str(OUTSIDER.verifier), HEADER.exported_at)
    forged = list(export.write(header, ENTRIES, [_note(ENTRIES[:size], OUTSIDER) for size in SIZES]))
    assert verify(forged).ok
    report = verify(forged, trusted_key=KEY)
    assert _kinds(report) == ["key"] + ["signature"] * 4
    assert report.checkpoints == 0
    assert report.uncovered == 20


def test_a_checkpoint_signed_by_another_is_found() -> None:
    """One checkpoint by another key is a fault on its line; the others still count."""
    report = verify(export.write(HEADER, ENTRIES, [NOTES[0], _note(ENTRIES[:9], OUTSIDER), *NOTES[2:]]))
    assert _first(report) == ("signature", _line_of(8) + 2, None)
    assert report.checkpoints == 3


def test_a_checkpoint_of_another_ledger_is_found() -> None:
    """A checkpoint that our key signed for another origin doesn't count."""
    report = verify(export.write(HEADER, ENTRIES, [_note(ENTRIES[:4], origin="ledger.example/other")]))
    assert _first(report) == ("checkpoint", _line_of(3) + 2, None)


def test_checkpoints_must_grow_and_stand_in_place() -> None:
    """A repeated, an earlier and a misplaced checkpoint are each a fault on their line."""
    at = _line_of(8) + 1
    for again in (LINES[at], LINES[_line_of(3) + 1]):
        assert _first(verify([*LINES[: at + 1], again, *LINES[at + 1 :]])) == ("checkpoint", at + 2, None)
    moved = [*LINES[:at], LINES[at + 1], LINES[at], *LINES[at + 2 :]]
    assert _first(verify(moved))[:2] == ("checkpoint", at + 2)


def test_without_any_checkpoint_nothing_is_verified() -> None:
    """Entries that no checkpoint covers at all are not taken for verified."""
    assert _kinds(verify(export.write(HEADER, ENTRIES, []))) == ["checkpoint"]


# ---- form


GOOD = LINES[_line_of(6)]
ERASED = LINES[_line_of(5)]
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
    "a short leaf": _encoded(Entry(6, bytes(31), None)),
    "a short salt": _encoded(Entry(6, bytes(32), "{}", bytes(15))),
    "no salt": _encoded(Entry(6, bytes(32), "{}")),
    "an empty salt": ERASED.replace(b"}", b',"salt":""}'),
    "no body": b'{"n":6,"leaf":"' + b"A" * 43 + b'="}\n',
    "base64 with unused bits": ERASED.replace(b'=","body"', b'=","body"').replace(b'=","', b'=","')[:-21]
    + b'B=","body":null}\n',
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
    lines[_line_of(6)] = line
    report = verify(lines, trusted_key=KEY)
    assert _first(report)[:2] == ("line", _line_of(6) + 1)
    assert "hello" not in str(report)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (b"\n", KEY),
        (LINES[1], KEY),
        (LINES[0].replace(b":1,", b":2,"), KEY),
        (LINES[0].replace(b'"jikim-ledger":1,', b""), KEY),
        (LINES[0].replace(b"T00:00:00Z", b""), KEY),
        (_encoded(Header("ledger.example/other", KEY, HEADER.exported_at)), KEY),
        (_encoded(Header(ORIGIN, "no key", HEADER.exported_at)), KEY),
        (_encoded(Header(ORIGIN, "no key", HEADER.exported_at)), None),
    ],
    ids=["empty", "an entry", "a later version", "no version", "no time", "another origin", "no key", "no key at all"],
)
def test_a_malformed_header_is_found(header: bytes, key: str | None) -> None:
    """A first line that is no header of this version, or whose parts don't fit, is a fault on line 1."""
    assert _first(verify([header, *LINES[1:]], trusted_key=key)) == ("header", 1, None)


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"event":7}', '{"event":"\\u001b[2J"}', '{"event":""}', "{", '"x"'])
def test_a_body_that_names_no_event_is_found(body: str) -> None:
    """A body that was committed to but names no event is a fault, and what it says reaches no terminal."""
    entries = [Entry(0, export.commitment(_salt(0), body.encode()), body, _salt(0)), _entry(1)]
    report = verify(export.write(HEADER, entries, [_note(entries)]))
    assert report.faults == (Fault("body", 2, 0, "the body is not an object that names an event"),)
    assert report.events == {EVENTS[1]: 1}
    assert "\x1b" not in str(report)


def test_faults_are_kept_up_to_a_bound() -> None:
    """However much is wrong, only so many faults are kept, the first ones, and the rest are counted."""
    lines = [line.replace(b'"leaf"', b'"feal"') for line in LINES]
    report = verify(lines, most=3)
    assert [fault.position for fault in report.faults] == [0, 1, 2]
    assert report.more_faults >= 17
    assert "more faults" in str(report)


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


@given(st.lists(st.sampled_from(LINES), max_size=30))
@settings(max_examples=300, deadline=None)
def test_no_other_order_of_the_lines_verifies(lines: list[bytes]) -> None:
    """Lines drawn at random from a good export are always judged, and never pass unless they are a whole one."""
    report = verify(lines)
    whole = lines == LINES or (len(lines) == 2 and not report.entries and lines[0] == LINES[0])
    assert report.ok == (whole and report.ok)
    assert lines != LINES or report.ok


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
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
    entries = [Entry(0, bytes(32), '{"a":"b"}', bytes(16)), Entry(1, bytes(32), None)]
    note = SIGNER.sign(Checkpoint(ORIGIN, 2, bytes(32)))
    assert b"".join(export.write(HEADER, entries, [note])).splitlines() == [
        b'{"jikim-ledger":1,"origin":"%b","key":"%b","exported_at":"2026-01-05T00:00:00Z"}'
        % (ORIGIN.encode(), KEY.encode()),
        b'{"n":0,"leaf":"%b","body":"{\\"a\\":\\"b\\"}","salt":"AAAAAAAAAAAAAAAAAAAAAA=="}' % zero,
        b'{"n":1,"leaf":"%b","body":null}' % zero,
        b'{"checkpoint":"%b"}' % note.replace("\n", "\\n").encode(),
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


def test_the_command_prints_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[bytes], bytes] | None = None
) -> None:
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
    assert [name for name in loaded if not name.startswith("jikim.proof")] == ["jikim", "jikim.errors"]


def test_a_broken_compressed_file_is_found() -> None:
    """A gzip file that is cut off, or damaged inside, is a fault and not a crash."""
    packed = gzip.compress(WHOLE)
    for broken in (packed[:-1], packed[: len(packed) // 2], packed[:40] + b"\xff" * 40 + packed[80:], packed + b"x"):
        report = verify(export.blocks(io.BufferedReader(io.BytesIO(broken))))  # type: ignore[arg-type]
        assert any("compressed file" in fault.text for fault in report.faults)
