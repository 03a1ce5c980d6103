"""The detection matrix: each way to falsify a ledger's export is found, at the entry itself where the export's tiles
can show it.

The ledger has 700 entries over three tiles, some of them expired, and a checkpoint every hundred or so. The forger has
the file and all its forms, and no key of the ledger; where the forger has that too, a held checkpoint or a witness
finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace
from tests.proof.sample_ledger import HEADER, KEY, LOT, ORIGIN, SIGNER, encoded, entry_at, note_over

from jikim.proof import Checkpoint, Cosigner, Report, export, verify
from jikim.proof.checkpoint import Note
from jikim.proof.export import Entry

COUNT = 700
SIZES = (1, 100, 256, 300, 400, 511, 512, 600, 699, 700)
ENTRIES = [entry_at(n, erased=n % 5 == 2) for n in range(COUNT)]
NOTES = [note_over(ENTRIES[:size]) for size in SIZES]
LINES = b"".join(export.write(HEADER, ENTRIES, NOTES)).splitlines(keepends=True)
PLACES = [n for n, line in enumerate(LINES) if export.is_entries(line)]
AT = (0, 1, 50, 99, 255, 256, 257, 399, 511, 512, 602, 698, 699)
WITNESS = Cosigner("witness.example/w1", bytes([1]) * 32)


def forged(entries: Sequence[Entry]) -> Report:
    """The report on an export whose entries were replaced, renumbered, and everything else left as it is."""
    lines = list(LINES)
    for n, entry in enumerate(entries):
        lines[PLACES[n]] = encoded(replace(entry, n=n))
    return verify(lines, trusted_key=KEY)


def first_place(report: Report) -> int | None:
    """The first entry that a fault names, of those that come from what was signed."""
    assert not report.ok
    return min((fault.position for fault in report.faults if fault.position is not None), default=None)


def other(n: int) -> Entry:
    """An entry that was never in the ledger, whole in itself."""
    return replace(entry_at(n + 10_000), n=n)


def test_the_untouched_export_verifies() -> None:
    """Nothing is found in what nobody touched, and three tiles and a part of one agree."""
    report = verify(LINES, trusted_key=KEY)
    assert report.ok, str(report)
    assert report.checkpoints == len(SIZES)
    assert sum(line.startswith(b'{"tile":') for line in LINES) == 3


@pytest.mark.parametrize("n", AT)
def test_a_replaced_entry_is_found_at_its_place(n: int) -> None:
    """Leaf, body and salt of one entry are another's: the tiles name it exactly."""
    report = forged([*ENTRIES[:n], other(n), *ENTRIES[n + 1 :]])
    assert report.faults[-1].kind in ("root", "body")
    (fault,) = [fault for fault in report.faults if fault.kind == "root"]
    assert fault.position == n
    assert f"entry {n}: another entry than was signed stands here" in fault.text


@pytest.mark.parametrize("n", AT)
def test_a_deleted_entry_is_found_at_its_place(n: int) -> None:
    """One entry is taken out, the rest moves up, and the end is filled: the fault is where the first one is missing."""
    report = forged([*ENTRIES[:n], *ENTRIES[n + 1 :], other(COUNT - 1)])
    (fault,) = [fault for fault in report.faults if fault.kind == "root"]
    assert fault.position == n
    if 1 < n % 256 < 180:
        assert f"entry {n}: 1 missing here" in fault.text


@pytest.mark.parametrize("n", AT)
def test_an_inserted_entry_is_found_at_its_place(n: int) -> None:
    """One entry is put in, the rest moves down, and the last one falls off: the fault is where the first one stands."""
    report = forged([*ENTRIES[:n], other(n), *ENTRIES[n:-1]])
    (fault,) = [fault for fault in report.faults if fault.kind == "root"]
    assert fault.position == n
    if 1 < n % 256 < 180:
        assert f"entry {n}: 1 put in here" in fault.text


@pytest.mark.parametrize(("a", "b"), [(0, 1), (3, 200), (255, 256), (10, 690), (600, 601), (698, 699)])
def test_swapped_entries_are_found_at_both_places(a: int, b: int) -> None:
    """Two entries change places: both are named, and where they were signed is said within a tile."""
    entries = list(ENTRIES)
    entries[a], entries[b] = entries[b], entries[a]
    report = forged(entries)
    (fault,) = [fault for fault in report.faults if fault.kind == "root"]
    assert fault.position == a
    assert f"entry {a}:" in fault.text
    assert f"entry {b}:" in fault.text or b - a == 1


@pytest.mark.parametrize("n", AT)
def test_a_flipped_byte_is_found_at_its_place(n: int) -> None:
    """A bit of an entry's leaf, body, salt or mark is another: the entry is named."""
    good = ENTRIES[n]
    wrong = [replace(good, leaf=bytes([good.leaf[0] ^ 1]) + good.leaf[1:])]
    if good.body is not None:
        wrong.append(replace(good, body=good.body.replace("09:", "08:") if n else good.body.replace("5", "9")))
        wrong.append(replace(good, salt=bytes([good.salt[0] ^ 128]) + good.salt[1:]))
        wrong.append(replace(good, body=None, salt=b""))
    else:
        wrong.append(replace(good, expired=""))
        wrong.append(replace(good, expired="2026-02/access"))
    for entry in wrong:
        assert first_place(forged([*ENTRIES[:n], entry, *ENTRIES[n + 1 :]])) == n


def test_a_body_swapped_for_another_is_found_at_both_places() -> None:
    """Two entries change bodies and salts and keep their leaves: each is a fault of its own."""
    a, b = ENTRIES[11], ENTRIES[411]
    entries = list(ENTRIES)
    entries[11], entries[411] = (replace(a, body=b.body, salt=b.salt), replace(b, body=a.body, salt=a.salt))
    report = forged(entries)
    assert [(fault.kind, fault.position) for fault in report.faults] == [("commitment", 11), ("commitment", 411)]


def test_many_changes_are_all_found() -> None:
    """Twenty changed entries of three tiles are each named, or counted where one tile has more than eight."""
    entries = list(ENTRIES)
    changed = [7, 9, *range(300, 316), 650, 651]
    for n in changed:
        entries[n] = other(n)
    (fault,) = [fault for fault in forged(entries).faults if fault.kind == "root"]
    for n in (7, 9, *range(300, 308), 650, 651):
        assert f"entry {n}: " in fault.text
    assert "8 more in this tile" in fault.text


@pytest.mark.parametrize("keep", [1, 100, 255, 256, 300, 650])
def test_a_truncated_tail_is_found_at_the_first_missing_entry(keep: int) -> None:
    """The file's end is cut off; made whole again with a trailer and earlier checkpoints, it is found by a held
    checkpoint."""
    assert not verify(LINES[: PLACES[keep]], trusted_key=KEY).ok
    lines = [*LINES[: PLACES[keep]], encoded(export.Trailer(keep))]
    for note, size in zip(NOTES, SIZES, strict=True):
        report = verify(lines, trusted_key=KEY, held=[note])
        if size > keep:
            assert ("held", keep) in [(fault.kind, fault.position) for fault in report.faults]
        else:
            assert "held" not in [fault.kind for fault in report.faults]


def _signature_of(note: str) -> str:
    return note.split("\n\n")[1]


CHECKPOINTS: dict[str, Callable[[], str]] = {
    "another root": lambda: (
        NOTES[4].replace("\n400\n", "\n400\n", 1).replace(NOTES[4].split("\n")[2], NOTES[3].split("\n")[2])
    ),
    "another size": lambda: NOTES[4].replace("\n400\n", "\n401\n"),
    "another origin": lambda: NOTES[4].replace(ORIGIN, "ledger.example/other"),
    "another's signature": lambda: NOTES[4].split("\n\n")[0] + "\n\n" + _signature_of(NOTES[3]),
    "a bit of its signature": lambda: NOTES[4][:-12] + ("A" if NOTES[4][-12] != "A" else "B") + NOTES[4][-11:],
    "an extension": lambda: NOTES[4].replace("\n\n", "\nmore\n\n", 1),
    "an earlier one": lambda: NOTES[3],
    "a later one": lambda: NOTES[5],
}


@pytest.mark.parametrize("changed", CHECKPOINTS.values(), ids=CHECKPOINTS)
def test_a_changed_checkpoint_is_found_on_its_line(changed: Callable[[], str]) -> None:
    """A checkpoint in which anything differs is a fault on its line, and every other one still counts."""
    at = next(n for n, line in enumerate(LINES) if b"\\n400\\n" in line)
    lines = [*LINES[:at], encoded(export.Signed(changed())), *LINES[at + 1 :]]
    report = verify(lines, trusted_key=KEY)
    assert not report.ok
    assert at + 1 in [fault.line for fault in report.faults]
    assert report.checkpoints >= len(SIZES) - 2


@pytest.mark.parametrize("tile", [0, 1, 2])
def test_a_changed_tile_accuses_itself(tile: int) -> None:
    """Leaf hashes that were changed in a tile do not cast doubt on entries that a checkpoint agrees with."""
    at = next(n for n, line in enumerate(LINES) if line.startswith(b'{"tile":%d,' % tile))
    found = export.read_line(LINES[at])
    assert isinstance(found, export.Tile)
    wrong = found.hashes[:320] + bytes(32) + found.hashes[352:]
    lines = [*LINES[:at], encoded(replace(found, hashes=wrong)), *LINES[at + 1 :]]
    report = verify(lines, trusted_key=KEY)
    assert [(fault.kind, fault.line, fault.position) for fault in report.faults] == [("tile", at + 1, 256 * tile + 10)]
    for misplaced in (
        [*LINES[:at], *LINES[at + 1 :]],
        [*LINES[:at], encoded(replace(found, tile=tile + 1)), *LINES[at + 1 :]],
    ):
        report = verify(misplaced, trusted_key=KEY)
        # The last one may be left out: it shows no more than the checkpoint.
        assert report.ok is (tile == 2 and misplaced[at : at + 1] != [encoded(replace(found, tile=3))])


def test_tiles_changed_with_their_entries_show_nothing() -> None:
    """Who changes an entry and its tile alike is found by the next checkpoint, within the entries that it adds."""
    entries = [*ENTRIES[:350], other(350), *ENTRIES[351:]]
    report = verify(export.write(HEADER, entries, NOTES), trusted_key=KEY)
    (fault,) = [fault for fault in report.faults if fault.kind == "root"]
    assert fault.position == 300
    assert "in 300 to 399, as the checkpoint of size 300 agrees" in fault.text


# ---- the forger has the ledger's key


def test_a_rollback_by_the_ledger_itself_is_found_by_what_outsiders_hold() -> None:
    """Signed anew at a smaller size: a held checkpoint says how many entries are gone; without one, nothing could."""
    shorter = list(export.write(HEADER, ENTRIES[:500], [*NOTES[:5], note_over(ENTRIES[:500])]))
    assert verify(shorter, trusted_key=KEY).ok
    (fault,) = verify(shorter, trusted_key=KEY, held=[NOTES[-1]]).faults
    assert (fault.kind, fault.position) == ("held", 500)


@pytest.mark.parametrize(("at", "least"), [(50, 1), (350, 300), (650, 600), (699, 699)])
def test_a_fork_by_the_ledger_itself_is_found_between_what_outsiders_hold(at: int, least: int) -> None:
    """Rewritten from an entry on and signed anew: of the checkpoints that are held, the last that agrees says from
    where it may differ."""
    entries = [*ENTRIES[:at], other(at), *ENTRIES[at + 1 :]]
    notes = [note_over(entries[:size]) for size in SIZES]
    rewritten = list(export.write(HEADER, entries, notes))
    assert verify(rewritten, trusted_key=KEY).ok
    report = verify(rewritten, trusted_key=KEY, held=NOTES)
    assert report.faults[0].kind == "held"
    assert report.faults[0].position == least
    assert least <= at
    alone = verify(rewritten, trusted_key=KEY, held=[NOTES[-1]])
    assert [(fault.kind, fault.position) for fault in alone.faults] == [("held", 0)]
    assert "somewhere in 0 to 699" in alone.faults[0].text


def test_a_fork_by_the_ledger_itself_has_no_witness() -> None:
    """A second history can be signed by the ledger, and not be cosigned: who asks for the witness sees where its word
    ends."""
    seen = NOTES[6]
    cosigned = seen + str(WITNESS.cosign(Note.parse(seen).text, 1_700_000_000))
    notes = [*NOTES[:6], cosigned, *NOTES[7:]]
    honest = verify(export.write(HEADER, ENTRIES[:512], notes[:7]), trusted_key=KEY, witnesses=[str(WITNESS.verifier)])
    assert honest.ok
    assert honest.witnessed == 512
    (fault,) = verify(export.write(HEADER, ENTRIES, notes), trusted_key=KEY, witnesses=[str(WITNESS.verifier)]).faults
    assert (fault.kind, fault.position) == ("witness", 512)
    entries = [*ENTRIES[:400], other(400), *ENTRIES[401:]]
    fork = note_over(entries[:512])
    stolen = fork + _signature_of(cosigned).split("\n")[1] + "\n"
    forked = export.write(HEADER, entries[:512], [*NOTES[:5], stolen])
    report = verify(forked, trusted_key=KEY, witnesses=[str(WITNESS.verifier)])
    assert {fault.kind for fault in report.faults} == {"witness"}
    assert "does not fit" in report.faults[0].text


def test_a_quorum_counts_witnesses_not_lines() -> None:
    """Two lines of one witness are one; a quorum that nobody can meet is an error of whoever asks."""
    two = Cosigner("witness.example/w2", bytes([2]) * 32)
    text = Checkpoint.parse(Note.parse(NOTES[-1]).text).text
    note = NOTES[-1] + str(WITNESS.cosign(text, 5)) + str(WITNESS.cosign(text, 6))
    lines = list(export.write(HEADER, ENTRIES, [note]))
    keys = [str(WITNESS.verifier), str(two.verifier)]
    assert verify(lines, trusted_key=KEY, witnesses=keys, quorum=1).ok
    assert [fault.kind for fault in verify(lines, trusted_key=KEY, witnesses=keys).faults] == ["witness"]
    from jikim.proof import ProofError

    for wrong in (0, 3):
        with pytest.raises(ProofError, match="quorum"):
            verify(lines, trusted_key=KEY, witnesses=keys, quorum=wrong)
    assert verify(lines, trusted_key=KEY, witnesses=[keys[0], keys[0]]).ok


def test_the_mark_of_an_expired_body_must_be_the_ledgers_own_word() -> None:
    """More bodies are marked as expired than the ledger says: the first of the lot is named."""
    first = ENTRIES[0]
    assert first.body is not None
    body = first.body.replace("5000", "3")
    said = Entry(0, export.commitment(first.salt, body.encode()), body, first.salt)
    entries = [
        said,
        *(
            replace(one, body=None, salt=b"", expired=LOT) if n < 4 else entry_at(n + 1)
            for n, one in enumerate(ENTRIES[1:10])
        ),
    ]
    assert verify(export.write(HEADER, entries[:4], [note_over(entries[:4])]), trusted_key=KEY).ok
    report = verify(export.write(HEADER, entries, [note_over(entries)]), trusted_key=KEY)
    assert [(fault.kind, fault.position) for fault in report.faults] == [("body", 1)]
    assert SIGNER.verifier.name == ORIGIN
