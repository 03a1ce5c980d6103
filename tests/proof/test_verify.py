"""Verifying an export: a good one passes, and each way to tamper with it is found and pinpointed."""

from __future__ import annotations

import random
from hashlib import sha256

import pytest
from msgspec.structs import replace
from tests.proof import reference
from tests.proof.sample_ledger import (
    ENTRIES,
    EVENTS,
    EXPIRE,
    HEADER,
    KEY,
    LINES,
    LOT,
    NOTES,
    ORIGIN,
    OUTSIDER,
    SIZES,
    WHOLE,
    encoded,
    entry_at,
    first_fault,
    kinds_of,
    line_of,
    note_over,
    salt_of,
)

from jikim.proof import Signer, export, verify
from jikim.proof.export import Entry, Header

# ---- a good export


def test_a_good_export_verifies_and_is_counted() -> None:
    """An untouched export has no fault, and its report counts entries, erased bodies, checkpoints, tail and events."""
    report = verify(LINES, trusted_key=KEY)
    assert report.ok
    assert (report.origin, report.key, report.self_signed) == (ORIGIN, KEY, False)
    assert (report.entries, report.erased, report.checkpoints, report.disagreeing, report.uncovered) == (20, 5, 4, 0, 2)
    assert report.root == reference.mth([sha256(b"\x00" + entry.leaf).digest() for entry in ENTRIES])
    kept = [EVENTS[entry.n % 3] for entry in ENTRIES[1:] if entry.body is not None]
    assert report.events == {EXPIRE: 1, **{name: kept.count(name) for name in EVENTS}}
    assert (report.expired, report.generations, report.witnessed) == (5, (), None)
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
    entries = [entry_at(n, erased=n % 3 == 0) for n in range(6000)]
    notes = [note_over(entries[:size]) for size in (1, 2, 1500, 1501, 4096, 6000)]
    report = verify(export.write(HEADER, entries, notes), trusted_key=KEY)
    assert report.ok
    assert (report.entries, report.erased, report.checkpoints, report.uncovered) == (6000, 1999, 6, 0)
    lines = b"".join(export.write(HEADER, entries, notes)).splitlines(keepends=True)
    at = 1 + 5432 + 5 + 5432 // 256
    body = entries[5432]
    lines[at] = encoded(Entry(5432, bytes(32), body.body, body.salt))
    assert first_fault(verify(lines)) == ("commitment", at + 1, 5432)


def test_an_empty_ledger_verifies() -> None:
    """A ledger without entries needs no checkpoint, and may have one of size 0."""
    assert verify(export.write(HEADER, [], [])).ok
    report = verify(export.write(HEADER, [], [note_over([])]))
    assert report.ok
    assert report.checkpoints == 1


def test_erasing_a_body_changes_no_root() -> None:
    """Once bodies are erased, the same checkpoints still verify."""
    erased = [ENTRIES[0], *(Entry(entry.n, entry.leaf, None, expired=LOT) for entry in ENTRIES[1:])]
    report = verify(export.write(HEADER, erased, NOTES), trusted_key=KEY)
    assert report.ok
    assert report.erased == report.expired == 19
    assert report.root == verify(LINES).root


# ---- tampering, byte by byte


def test_no_byte_before_the_last_checkpoint_can_be_flipped() -> None:
    """Any bit flipped in anything that a checkpoint covers, or in a checkpoint, is found on its line."""
    made = random.Random(1)
    ends = [sum(map(len, LINES[: index + 1])) for index in range(len(LINES))]
    covered = ends[line_of(17) + 2]
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
            assert first.position <= next(n for n in range(20) if line_of(n) + 1 >= line)
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
    at = line_of(n)
    report = verify(LINES[:at] + LINES[at + 1 :], trusted_key=KEY)
    if n + 1 in SIZES:
        # The line in its place is a checkpoint, which covers one entry more than there are.
        assert first_fault(report) == ("checkpoint", at + 1, n)
        assert f"the tiles show where: entry {n}: " in report.faults[0].text
    else:
        assert first_fault(report) == ("position", at + 1, n)
        assert "1 missing" in report.faults[0].text


@pytest.mark.parametrize("n", range(18))
def test_a_deletion_that_renumbers_is_found(n: int) -> None:
    """Where an entry was taken out and the rest renumbered, the next checkpoint says between which two it was."""
    entries = [replace(one, n=index) for index, one in enumerate(ENTRIES[:n] + ENTRIES[n + 1 :])]
    report = verify(export.write(HEADER, entries, NOTES), trusted_key=KEY)
    after = next(size for size in SIZES if size > n)
    agreed = max((size for size in SIZES if size <= n), default=0)
    kind, _, position = first_fault(report)
    assert (kind, position) == ("root", agreed)
    assert f"size {after} " in report.faults[0].text
    assert f"in {agreed} to {after - 1}" in report.faults[0].text
    assert report.disagreeing == sum(size > n for size in SIZES)
    assert set(kinds_of(report)) == ({"root"} if n else {"root", "body"})


def test_swapped_lines_are_found() -> None:
    """Two entries that changed places are found where the first of them stands."""
    lines = list(LINES)
    lines[line_of(5)], lines[line_of(6)] = lines[line_of(6)], lines[line_of(5)]
    assert first_fault(verify(lines)) == ("position", line_of(5) + 1, 5)


def test_swapped_contents_are_found() -> None:
    """Two entries that changed contents but not positions are found by the next checkpoint."""
    entries = list(ENTRIES)
    entries[10], entries[12] = (
        Entry(10, ENTRIES[12].leaf, ENTRIES[12].body, ENTRIES[12].salt),
        Entry(12, ENTRIES[10].leaf, ENTRIES[10].body, ENTRIES[10].salt),
    )
    report = verify(export.write(HEADER, entries, NOTES))
    assert first_fault(report)[0::2] == ("root", 9)
    assert "in 9 to 15, as the checkpoint of size 9 agrees" in report.faults[0].text


def test_a_repeated_entry_is_found() -> None:
    """An entry that is there twice is found at its second place."""
    at = line_of(7)
    assert first_fault(verify([*LINES[: at + 1], LINES[at], *LINES[at + 1 :]])) == ("position", at + 2, 7)


def test_a_body_that_does_not_fit_its_leaf_is_found() -> None:
    """A changed body, a changed salt and a changed leaf are each found at the entry itself."""
    good = ENTRIES[6]
    assert good.body is not None
    for bad in (
        Entry(6, good.leaf, good.body.replace("allowed", "altered"), good.salt),
        Entry(6, good.leaf, good.body, salt_of(7)),
        Entry(6, ENTRIES[7].leaf, good.body, good.salt),
        Entry(6, good.leaf, ENTRIES[7].body, ENTRIES[7].salt),
    ):
        lines = list(LINES)
        lines[line_of(6)] = encoded(bad)
        report = verify(lines, trusted_key=KEY)
        assert first_fault(report) == ("commitment", line_of(6) + 1, 6)
        assert all("altered" not in fault.text for fault in report.faults)


def test_a_replaced_entry_is_found_though_it_fits_its_own_leaf() -> None:
    """A body forged together with its leaf is found by the next checkpoint."""
    body = '{"event":"record:use:denied"}'
    lines = list(LINES)
    lines[line_of(6)] = encoded(Entry(6, export.commitment(salt_of(6), body.encode()), body, salt_of(6)))
    report = verify(lines)
    assert first_fault(report)[0::2] == ("root", 6)
    assert "entry 6: another entry than was signed stands here" in report.faults[0].text
    assert kinds_of(report) == ["root"]


def test_a_salt_left_after_erasure_is_found() -> None:
    """An erased entry that still carries its salt is a fault: it would let anyone test guesses at the body."""
    lines = list(LINES)
    lines[line_of(5)] = encoded(Entry(5, ENTRIES[5].leaf, None, salt_of(5)))
    report = verify(lines)
    assert first_fault(report) == ("line", line_of(5) + 1, 5)
    assert "salt" in report.faults[0].text


def test_of_two_faults_in_an_interval_the_root_points_to_the_first() -> None:
    """Where an entry between two checkpoints is at fault already, the checkpoint's fault names it."""
    lines = list(LINES)
    good = ENTRIES[11]
    lines[line_of(11)] = encoded(Entry(11, bytes(32), good.body, good.salt))
    report = verify(lines)
    assert kinds_of(report) == ["commitment", "root"]
    assert f"entry 11 (line {line_of(11) + 1}) is at fault already" in report.faults[1].text


# ---- tampering with the whole


def test_a_cut_off_tail_is_found() -> None:
    """Whatever number of lines is cut off, or part of a line, the missing trailer shows it."""
    for keep in range(1, len(LINES)):
        report = verify(LINES[:keep])
        assert report.faults[-1].kind == "trailer", keep
        assert not verify([*LINES[: keep - 1], LINES[keep - 1][:-3]]).ok
    assert first_fault(verify([])) == ("header", 1, None)
    assert not verify([WHOLE[:-1]]).ok


def test_a_trailer_that_counts_otherwise_is_found() -> None:
    """A tail that was cut off under the old trailer, or under too low a count, is found by the count."""
    report = verify([*LINES[:-2], LINES[-1]])
    assert first_fault(report) == ("trailer", len(LINES) - 1, None)
    assert first_fault(verify([*LINES[:-1], b'{"entries":19}\n'])) == ("trailer", len(LINES), None)


def test_what_follows_the_trailer_is_found() -> None:
    """Nothing may stand after the trailer, not even an empty line."""
    for more in (b"\n", LINES[1], LINES[-1], b"x"):
        assert first_fault(verify([*LINES, more])) == ("line", len(LINES) + 1, None)


def test_a_ledger_cut_short_and_closed_again_is_found_by_a_held_checkpoint() -> None:
    """A shorter export, whole in itself, agrees with all it says; whoever holds a later checkpoint sees the cut."""
    shorter = list(export.write(HEADER, ENTRIES[:12], NOTES[:2]))
    assert verify(shorter, trusted_key=KEY).ok
    report = verify(shorter, trusted_key=KEY, held=[NOTES[2]])
    assert kinds_of(report) == ["held"]
    assert "covers more than the 12 entries" in report.faults[0].text


def test_a_forked_history_is_found_by_a_held_checkpoint() -> None:
    """Another history signed by the same key is whole in itself; whoever holds a checkpoint of the first sees it."""
    other = [*ENTRIES[:6], entry_at(106), *ENTRIES[7:]]
    other[6] = Entry(6, other[6].leaf, other[6].body, other[6].salt)
    forked = list(export.write(HEADER, other, [note_over(other[:size]) for size in SIZES]))
    assert verify(forked, trusted_key=KEY).ok
    assert verify(forked, trusted_key=KEY, held=[NOTES[0]]).ok
    for note in NOTES[1:]:
        assert kinds_of(verify(forked, trusted_key=KEY, held=[note])) == ["held"]


def test_held_checkpoints_that_agree_find_nothing() -> None:
    """Held checkpoints of any size in the export, repeated or of size 0, agree with an honest export."""
    held = [note_over(ENTRIES[:size]) for size in (20, 0, 7, 7, 13)]
    assert verify(LINES, trusted_key=KEY, held=held).ok
    other = Signer("elsewhere.example", bytes([3]) * 32)
    assert kinds_of(verify(LINES, held=[note_over(ENTRIES[:4], other)])) == ["held"]
    elsewhere = note_over(ENTRIES[:4], origin="ledger.example/other")
    assert kinds_of(verify(LINES, held=[elsewhere, "no note"])) == ["held", "held"]


def test_a_checkpoint_of_another_history_is_called_a_fork() -> None:
    """A well-signed checkpoint with another root, while the next one agrees, shows two histories."""
    forked = note_over([*ENTRIES[:8], entry_at(42)])
    report = verify(export.write(HEADER, ENTRIES, [NOTES[0], forked, *NOTES[2:]]), trusted_key=KEY)
    assert first_fault(report) == ("fork", line_of(8) + 2, None)
    assert (report.checkpoints, report.disagreeing) == (3, 1)


def test_two_breaks_are_two_faults() -> None:
    """Once a checkpoint agreed again, the next one that doesn't is reported anew."""
    forked = note_over([*ENTRIES[:3], entry_at(42)])
    entries = [*ENTRIES[:12], Entry(12, bytes(32), None, expired=LOT), *ENTRIES[13:]]
    report = verify(export.write(HEADER, entries, [forked, *NOTES[1:]]))
    assert kinds_of(report) == ["fork", "root"]
    assert report.faults[1].position == 9
    assert (report.checkpoints, report.disagreeing) == (1, 3)


def test_another_key_is_found() -> None:
    """An export made anew under another key fails against the trusted one, and its checkpoints don't count."""
    header = Header(ORIGIN, str(OUTSIDER.verifier), HEADER.exported_at)
    forged = list(export.write(header, ENTRIES, [note_over(ENTRIES[:size], OUTSIDER) for size in SIZES]))
    assert verify(forged).ok
    report = verify(forged, trusted_key=KEY)
    assert kinds_of(report) == ["key"] + ["signature"] * 4
    assert report.checkpoints == 0
    assert report.uncovered == 20


def test_a_checkpoint_signed_by_another_is_found() -> None:
    """One checkpoint by another key is a fault on its line; the others still count."""
    report = verify(export.write(HEADER, ENTRIES, [NOTES[0], note_over(ENTRIES[:9], OUTSIDER), *NOTES[2:]]))
    assert first_fault(report) == ("signature", line_of(8) + 2, None)
    assert report.checkpoints == 3


def test_a_checkpoint_of_another_ledger_is_found() -> None:
    """A checkpoint that our key signed for another origin doesn't count."""
    report = verify(export.write(HEADER, ENTRIES, [note_over(ENTRIES[:4], origin="ledger.example/other")]))
    assert first_fault(report) == ("checkpoint", line_of(3) + 2, None)


def test_checkpoints_must_grow_and_stand_in_place() -> None:
    """A repeated, an earlier and a misplaced checkpoint are each a fault on their line."""
    at = line_of(8) + 1
    for again in (LINES[at], LINES[line_of(3) + 1]):
        assert first_fault(verify([*LINES[: at + 1], again, *LINES[at + 1 :]])) == ("checkpoint", at + 2, None)
    moved = [*LINES[:at], LINES[at + 1], LINES[at], *LINES[at + 2 :]]
    assert first_fault(verify(moved))[:2] == ("checkpoint", at + 2)


def test_without_any_checkpoint_nothing_is_verified() -> None:
    """Entries that no checkpoint covers at all are not taken for verified."""
    assert kinds_of(verify(export.write(HEADER, ENTRIES, []))) == ["checkpoint"]


def test_faults_are_kept_up_to_a_bound() -> None:
    """However much is wrong, only so many faults are kept, the first ones, and the rest are counted."""
    lines = [line.replace(b'"leaf"', b'"feal"') for line in LINES]
    report = verify(lines, most=3)
    assert [fault.position for fault in report.faults] == [0, 1, 2]
    assert report.more_faults >= 17
    assert "more faults" in str(report)
