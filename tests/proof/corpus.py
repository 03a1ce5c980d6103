"""False proofs, notes and exports, thousands of them from a seed, each made from a true one by one structured change.

A case says which change it is and how either verifier judges it. What makes nothing false is not done: a checkpoint or
the last tile left out, the date of an export, which nobody signs, or a line by a key that nobody knows.
"""

from __future__ import annotations

import random
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

import tests.proof.reference_ledger as second
from msgspec.structs import replace
from tests.proof import reference
from tests.proof.sample_ledger import KEY, LOT, ORIGIN, OUTSIDER, SIGNER, encoded, entry_at, note_over

from jikim.proof import (
    Checkpoint,
    Cosigner,
    ProofError,
    check_consistency,
    check_inclusion,
    cosignatures,
    export,
    verify,
)
from jikim.proof.checkpoint import Note
from jikim.proof.export import Entry, Header

Hashes = tuple[bytes, ...]

WITNESS = Cosigner("witness.example/w1", bytes([1]) * 32)
STRANGER = Cosigner("witness.example/w1", bytes([9]) * 32)
WITNESS_KEY = str(WITNESS.verifier)
ELSEWHERE = "ledger.example/other"


class Case(NamedTuple):
    """One thing to judge: what it is, and the two verdicts, made when they are asked for."""

    name: str
    first: Callable[[], bool]
    second: Callable[[], bool]


def accepted(check: Callable[[], object]) -> bool:
    with suppress(ProofError):
        check()
        return True
    return False


# ---- changes of single values


def flipped(made: random.Random, data: bytes) -> bytes:
    at = made.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << made.randrange(8)]) + data[at + 1 :]


def changed_hashes(made: random.Random, proof: Hashes, others: Sequence[bytes]) -> tuple[str, Hashes]:
    """A proof that is another list of hashes."""
    ways: list[tuple[str, Callable[[], Sequence[bytes]]]] = [
        ("extended", lambda: (*proof, made.choice(others))),
        ("begun otherwise", lambda: (made.choice(others), *proof)),
    ]
    if proof:
        at = made.randrange(len(proof))
        ways += [
            ("a bit", lambda: (*proof[:at], flipped(made, proof[at]), *proof[at + 1 :])),
            ("another hash", lambda: (*proof[:at], made.choice(others), *proof[at + 1 :])),
            ("left out", lambda: (*proof[:at], *proof[at + 1 :])),
            ("doubled", lambda: (*proof[:at], proof[at], *proof[at:])),
            ("truncated", lambda: proof[:at]),
            ("a short hash", lambda: (*proof[:at], proof[at][:-1], *proof[at + 1 :])),
            ("a long hash", lambda: (*proof[:at], proof[at] + b"\0", *proof[at + 1 :])),
        ]
    if len(proof) > 1:
        ways += [
            ("reversed", lambda: proof[::-1]),
            ("shuffled", lambda: made.sample(proof, len(proof))),
            ("turned", lambda: (*proof[1:], proof[0])),
        ]
    while True:
        name, way = made.choice(ways)
        if (found := tuple(way())) != proof:
            return name, found


def changed_note(made: random.Random, note: str, others: Sequence[str]) -> tuple[str, str]:
    """A note that its signers did not sign: another text, another signature, another form."""
    text, lines = note.split("\n\n")
    origin, size, root, *more = text.split("\n")
    signatures = lines.split("\n")[:-1]
    first = signatures[0]
    name, value = first[2:].split(" ")
    data = b64decode(value)
    at = made.randrange(len(signatures))

    def text_of(origin: str = origin, size: str = size, root: str = root) -> str:
        return "\n".join((origin, size, root, *more)) + "\n\n" + lines

    ways: list[tuple[str, Callable[[], str]]] = [
        ("size", lambda: text_of(size=str(int(size) + made.choice((-1, 1, 256, 10**6))))),
        ("size's form", lambda: text_of(size=made.choice(("0", "+", "-", " ")) + size)),
        ("root", lambda: text_of(root=b64encode(flipped(made, b64decode(root))).decode())),
        ("root's form", lambda: text_of(root=root[:-1])),
        ("origin", lambda: text_of(origin=made.choice((ELSEWHERE, origin + "/2", origin[:-1], origin.upper())))),
        ("an extension", lambda: f"{text}\nmore\n\n{lines}"),
        ("lines swapped", lambda: f"{size}\n{origin}\n{root}\n\n{lines}"),
        (
            "a bit of a signature",
            lambda: f"{text}\n\n— {name} {b64encode(data[:4] + flipped(made, data[4:])).decode()}\n",
        ),
        ("a key's id", lambda: f"{text}\n\n— {name} {b64encode(flipped(made, data[:4]) + data[4:]).decode()}\n"),
        ("a key's name", lambda: f"{text}\n\n— {name}x {value}\n"),
        ("no signature", lambda: f"{text}\n\n"),
        ("no line's end", lambda: note[:-1]),
        ("truncated", lambda: note[: made.randrange(len(note))]),
        ("the dash", lambda: note.replace("—", made.choice(("-", "–", "--")))),
        ("another's signature", lambda: f"{text}\n\n{made.choice(others).split(chr(10) * 2)[1]}"),
        ("another's text", lambda: f"{made.choice(others).split(chr(10) * 2)[0]}\n\n{lines}"),
        ("a line less", lambda: f"{text}\n\n" + "".join(f"{line}\n" for n, line in enumerate(signatures) if n != at)),
        ("signed by an outsider", lambda: OUTSIDER.sign(Checkpoint(origin, int(size), b64decode(root)))),
    ]
    while True:
        what, way = made.choice(ways)
        found = way()
        # A line of another that is added, or one that is there twice, makes nothing false.
        if found != note and not found.startswith(note):
            return what, found


# ---- cases


class Tree:
    """A tree of up to 80 leaves, with its signed notes at every size."""

    def __init__(self, made: random.Random, name: bytes) -> None:
        self.leaves = [
            sha256(b"%b %d %d" % (name, n, made.getrandbits(32))).digest() for n in range(made.randrange(2, 80))
        ]
        self.roots = [reference.mth(self.leaves[:size]) for size in range(len(self.leaves) + 1)]
        self.notes = [SIGNER.sign(Checkpoint(ORIGIN, size, root)) for size, root in enumerate(self.roots)]


def inclusion(made: random.Random, tree: Tree) -> tuple[Case, list[Case]]:
    """A true proof and false ones: raw, and with the signed note that it belongs to."""
    size = made.randrange(1, len(tree.leaves) + 1)
    index = made.randrange(size)
    leaf, proof = tree.leaves[index], tuple(reference.path(index, tree.leaves[:size]))

    def case(name: str, note: str, leaf: bytes, index: int, proof: Hashes) -> Case:
        def ours() -> None:
            checkpoint = Checkpoint.verify(note, [SIGNER.verifier])
            if checkpoint.origin != ORIGIN:
                raise ProofError("another ledger", "다른 원장")
            check_inclusion(leaf, index, checkpoint.size, proof, checkpoint.root)

        return Case(
            f"inclusion: {name}",
            lambda: accepted(ours),
            lambda: second.accepts_inclusion(note, KEY, leaf, index, proof),
        )

    note = tree.notes[size]
    others = [one for one in tree.leaves + tree.roots if one != leaf]
    way, hashes = changed_hashes(made, proof, others)
    false = [case(f"proof, {way}", note, leaf, index, hashes)]
    false.append(case("leaf", note, made.choice([flipped(made, leaf), *others]), index, proof))
    false.append(case("index", note, leaf, made.choice([n for n in range(-1, size + 2) if n != index]), proof))
    other = made.choice([n for n in range(len(tree.notes)) if n != size])
    if tree.roots[other] != tree.roots[size]:
        false.append(case("another size's note", tree.notes[other], leaf, index, proof))
    way, changed = changed_note(made, note, [one for one in tree.notes if one != note])
    false.append(case(f"note, {way}", changed, leaf, index, proof))
    return case("true", note, leaf, index, proof), false


def consistency(made: random.Random, tree: Tree, fork: Tree) -> tuple[Case, list[Case]]:
    """A true proof between two signed notes, and false ones."""
    new = made.randrange(1, len(tree.leaves) + 1)
    old = made.randrange(1, new + 1)
    proof = tuple(reference.proof(old, tree.leaves[:new]))

    def case(name: str, first: str, last: str, proof: Hashes) -> Case:
        def ours() -> None:
            one, two = (Checkpoint.verify(note, [SIGNER.verifier]) for note in (first, last))
            if {one.origin, two.origin} != {ORIGIN}:
                raise ProofError("another ledger", "다른 원장")
            check_consistency(one.size, two.size, one.root, two.root, proof)

        return Case(
            f"consistency: {name}", lambda: accepted(ours), lambda: second.accepts_consistency(first, last, KEY, proof)
        )

    first, last = tree.notes[old], tree.notes[new]
    way, hashes = changed_hashes(made, proof, tree.leaves + tree.roots)
    false = [case(f"proof, {way}", first, last, hashes)]
    if old != new:
        false.append(case("swapped", last, first, proof))
    size = made.choice([n for n in range(len(tree.notes)) if n != old])
    false.append(case("another old size", tree.notes[size], last, proof))
    size = made.choice([n for n in range(len(tree.notes)) if n != new])
    false.append(case("another new size", first, tree.notes[size], proof))
    if old < len(fork.notes):
        false.append(case("a fork's old note", fork.notes[old], last, proof))
    if new < len(fork.notes):
        false.append(case("a fork's new note", first, fork.notes[new], proof))
    way, changed = changed_note(made, last, [one for one in tree.notes if one != last])
    false.append(case(f"note, {way}", first, changed, proof))
    return case("true", first, last, proof), false


def noted(made: random.Random, tree: Tree) -> tuple[Case, list[Case]]:
    """A note that a witness cosigned, and false ones."""
    plain = made.choice(tree.notes)
    text = Note.parse(plain).text
    time = made.randrange(2**33)
    line = WITNESS.cosign(text, time)

    def case(name: str, note: str) -> Case:
        def ours() -> None:
            Checkpoint.verify(note, [SIGNER.verifier])
            if not cosignatures(note, [WITNESS.verifier]) or Checkpoint.parse(Note.parse(note).text).origin != ORIGIN:
                raise ProofError("not cosigned", "공동 서명 없음")

        return Case(f"note: {name}", lambda: accepted(ours), lambda: second.accepts_note(note, KEY, [WITNESS_KEY]))

    note = plain + str(line)
    other = made.choice([one for one in tree.notes if one != plain])
    wrong = {
        "not cosigned": plain,
        "a stranger's cosignature": plain + str(STRANGER.cosign(text, time)),
        "a stranger's under the witness' id": plain + str(STRANGER.cosign(text, time)._replace(key_id=line.key_id)),
        "another note's cosignature": plain + str(WITNESS.cosign(Note.parse(other).text, time)),
        "another time": plain + str(line._replace(value=flipped(made, line.value[:8]) + line.value[8:])),
        "a time beyond": plain + str(line._replace(value=b"\x80" + line.value[1:])),
        "a bit of the cosignature": plain + str(line._replace(value=line.value[:8] + flipped(made, line.value[8:]))),
        "no time": plain + str(line._replace(value=line.value[8:])),
        "longer": plain + str(line._replace(value=line.value + b"\0")),
        "the log's signature as a cosignature": plain + str(Note.parse(plain).signatures[0]._replace(name=line.name)),
        "cosigned, not signed": str(Note(text, (line,))),
        "a good line and a wrong one": note + str(line._replace(value=flipped(made, line.value))),
    }
    names = made.sample(sorted(wrong), 5)
    way, changed = changed_note(made, note, [one + str(line) for one in tree.notes if one != plain])
    return case("true", note), [*(case(name, wrong[name]) for name in names), case(way, changed)]


class Ledger:
    """An export of some entries that its last checkpoint covers, and a fork of it by the same key."""

    def __init__(self, made: random.Random) -> None:
        count = made.choice((5, 9, 14, 22, 30))
        self.entries = [entry_at(n, erased=n % 4 == 1) for n in range(count)]
        self.sizes = sorted({count, *(made.randrange(1, count) for _ in range(3))})
        self.notes = [note_over(self.entries[:size]) for size in self.sizes]
        header = Header(ORIGIN, KEY, datetime(2026, 1, 5, tzinfo=UTC))
        self.lines = b"".join(export.write(header, self.entries, self.notes)).splitlines(keepends=True)
        at = made.randrange(1, count)
        forked = [*self.entries[:at], replace(entry_at(500 + at), n=at), *self.entries[at + 1 :]]
        self.fork_notes = [note_over(forked[:size]) for size in self.sizes]
        self.fork = b"".join(export.write(header, forked, self.fork_notes)).splitlines(keepends=True)
        self.at = [n for n, line in enumerate(self.lines) if export.is_entries(line)]

    def case(self, name: str, lines: Sequence[bytes]) -> Case:
        data = b"".join(lines)
        held = self.notes[-1:]
        return Case(
            f"export: {name}",
            lambda: verify([data], trusted_key=KEY, held=held).ok,
            lambda: second.accepts_export(data, KEY, held),
        )


def exported(made: random.Random, ledger: Ledger) -> tuple[Case, list[Case]]:
    """A true export, and false ones: by the entry, by the line, by the byte."""
    lines, count = ledger.lines, len(ledger.entries)
    n = made.randrange(count)
    at, entry = ledger.at[n], ledger.entries[n]
    date = lines[0].index(b"2026")

    def put(*changes: tuple[int, bytes]) -> list[bytes]:
        found = list(lines)
        for place, line in changes:
            found[place] = line
        return found

    def entry_as(**changes: object) -> list[bytes]:
        return put((at, encoded(replace(entry, **changes))))

    def renumbered(entries: Sequence[Entry]) -> list[bytes]:
        found = list(lines)
        for place, one in zip(ledger.at, enumerate(entries), strict=False):
            found[place] = encoded(replace(one[1], n=one[0]))
        return [line for place, line in enumerate(found) if place not in ledger.at[len(entries) :]]

    def byte() -> list[bytes]:
        place = made.randrange(len(lines))
        if place == 0:
            return put((0, flipped(made, lines[0][:date]) + lines[0][date:]))
        return put((place, flipped(made, lines[place])))

    notes = [place for place, line in enumerate(lines) if line.startswith(b'{"checkpoint"')]
    note = made.choice(notes)
    other = made.choice([one for one in range(count) if one != n])
    a, b = sorted((n, other))
    moved = [*ledger.entries[:a], *ledger.entries[a + 1 : b + 1], ledger.entries[a], *ledger.entries[b + 1 :]]
    swapped = list(ledger.entries)
    swapped[a], swapped[b] = swapped[b], swapped[a]
    ways: dict[str, Callable[[], Sequence[bytes]]] = {
        "a bit": byte,
        "an entry left out": lambda: [*lines[:at], *lines[at + 1 :]],
        "an entry left out, the rest renumbered": lambda: renumbered([*ledger.entries[:n], *ledger.entries[n + 1 :]]),
        "an entry twice": lambda: [*lines[:at], lines[at], *lines[at:]],
        "an entry put in, the rest renumbered": lambda: renumbered(
            [*ledger.entries[:n], entry_at(900), *ledger.entries[n:]]
        ),
        "two entries swapped": lambda: put((ledger.at[a], lines[ledger.at[b]]), (ledger.at[b], lines[ledger.at[a]])),
        "two entries swapped, renumbered": lambda: renumbered(swapped),
        "an entry moved, renumbered": lambda: renumbered(moved),
        "an entry forged whole": lambda: put((at, encoded(replace(entry_at(700 + n), n=n)))),
        "a leaf": lambda: entry_as(leaf=flipped(made, entry.leaf)),
        "a body": lambda: entry_as(body='{"event":"record:use:denied"}', salt=bytes(16), expired=""),
        "another's body": lambda: entry_as(body=entry_at(other).body, salt=entry_at(other).salt, expired=""),
        "a mark": lambda: entry_as(body=None, salt=b"", expired=made.choice(("", "2026-02/access", "2026-01/grants"))),
        "a salt left": lambda: entry_as(body=None, expired=LOT, salt=bytes(16)),
        "the fork's entry": lambda: put(
            *((place, ledger.fork[place]) for place in ledger.at if ledger.fork[place] != lines[place])
        ),
        "the fork as a whole": lambda: ledger.fork,
        "the fork's checkpoints": lambda: put(*((place, ledger.fork[place]) for place in notes)),
        "a checkpoint's note": lambda: put(
            (note, encoded(export.Signed(changed_note(made, ledger.notes[notes.index(note)], ledger.fork_notes)[1])))
        ),
        "a checkpoint twice": lambda: [*lines[:note], lines[note], *lines[note:]],
        "a checkpoint elsewhere": lambda: _moved(made, lines, note),
        "truncated": lambda: [b"".join(lines)[: made.randrange(len(b"".join(lines)))]],
        "truncated, closed again": lambda: [*lines[: max(at, 1)], encoded(export.Trailer(n))],
        "more after the end": lambda: [*lines, made.choice((b"\n", lines[at], lines[-1], b"x"))],
        "no header": lambda: lines[1:],
        "the header twice": lambda: [lines[0], *lines],
        "another key": lambda: put(
            (0, encoded(Header(ORIGIN, str(OUTSIDER.verifier), datetime(2026, 1, 5, tzinfo=UTC))))
        ),
        "another origin": lambda: put((0, encoded(Header(ELSEWHERE, KEY, datetime(2026, 1, 5, tzinfo=UTC))))),
        "another generation": lambda: put((0, lines[0].replace(ORIGIN.encode(), ORIGIN.encode() + b"/2"))),
        "the trailer's count": lambda: put((len(lines) - 1, encoded(export.Trailer(count + made.choice((-1, 1)))))),
        "a tile's hash": lambda: put((len(lines) - 2, _tile(made, lines[-2]))),
        "white space": lambda: put((at, lines[at].replace(b'":', b'": ', 1))),
        "another order of keys": lambda: put(
            (at, lines[at].replace(b'"n":%d,' % n, b"").replace(b"}\n", b',"n":%d}\n' % n))
        ),
    }
    false = []
    for name in made.sample(sorted(ways), 6):
        found = list(ways[name]())
        if found != list(lines):
            false.append(ledger.case(name, found))
    return ledger.case("true", lines), false


def _moved(made: random.Random, lines: Sequence[bytes], note: int) -> list[bytes]:
    rest = [*lines[:note], *lines[note + 1 :]]
    # Behind the tile that ends where it does, it says the same as before it.
    place = made.choice([n for n in range(1, len(rest)) if n != note and not rest[n - 1].startswith(b'{"tile"')])
    return [*rest[:place], lines[note], *rest[place:]]


def _tile(made: random.Random, line: bytes) -> bytes:
    tile = export.read_line(line)
    assert isinstance(tile, export.Tile)
    return encoded(
        replace(
            tile, hashes=made.choice((flipped(made, tile.hashes), tile.hashes[:-32] or bytes(32), tile.hashes[::-1]))
        )
    )


def cases(seed: int) -> Iterator[tuple[Case, list[Case]]]:
    """True cases with the false ones that were made of them, without end."""
    made = random.Random(seed)
    while True:
        tree, fork = Tree(made, b"one"), Tree(made, b"two")
        for _ in range(12):
            yield inclusion(made, tree)
            yield consistency(made, tree, fork)
            yield noted(made, tree)
        ledger = Ledger(made)
        for _ in range(8):
            yield exported(made, ledger)
