"""Verifying an exported ledger with nothing but the export.

It shows that the entries stand in their order without a gap, that each body still there is the one committed to, that
the entries up to each checkpoint are exactly those that the ledger signed, and that the file is whole. It reads the
file once, and holds a `Frontier` and one block of lines, however long the ledger is. Where a checkpoint was signed over
other entries, the export's tiles show which (`tiles`).

What no export can show alone: that its key is the ledger's (give `trusted_key`); when it was exported (no one signs
that); that entries after the last checkpoint are as they were recorded (`Report.uncovered` counts them); and that this
is the only history that the ledger shows, and the whole of it (give `held`: checkpoints that you kept from an earlier
export; or `witnesses`: whose cosignatures the last checkpoint must have). A ledger that was put back from a backup goes
on as another generation (`generation`): what was signed before and is not in it is said to be lost, and can't be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from jikim.proof import export
from jikim.proof.checkpoint import Checkpoint, Note, VerifierKey, verify_note
from jikim.proof.cosignature import WitnessKey, cosignatures
from jikim.proof.counts import Counts, extension, extension_of
from jikim.proof.events import counted_of
from jikim.proof.generation import key_of, split_origin
from jikim.proof.history import CONTINUED, EXPIRED, History
from jikim.proof.merkle import Frontier, ProofError, leaf_hashes
from jikim.proof.report import Fault, Kind, Report
from jikim.proof.tiles import Mismatch, Tiles


def verify(
    pieces: Iterable[bytes],
    *,
    trusted_key: str | None = None,
    held: Sequence[str] = (),
    witnesses: Sequence[str] = (),
    quorum: int | None = None,
    most: int = 100,
) -> Report:
    """Verifies an export, given as its lines or in pieces cut anywhere (`export.blocks` gives them from a file).

    `trusted_key` is the text of the ledger's verifier key, from another source than the export; `held` are signed notes
    of the same ledger that the export must agree with; `witnesses` are the texts of witnesses' keys, of whom `quorum`
    (all, where it is None) must have cosigned the last checkpoint. At most `most` faults are kept (1 or more). Whatever
    is wrong with the export is a fault in the report; ProofError is raised only where a key can't be read or the quorum
    is none of that many.
    """
    watching = tuple(dict.fromkeys(map(WitnessKey.parse, witnesses)))
    if quorum is not None and not 1 <= quorum <= len(watching):
        raise ProofError(
            f"a quorum of {quorum} is asked for, of {len(watching)} witnesses",
            f"정족수가 {quorum}인데 증인은 {len(watching)}명입니다",
            hint=("give as many keys", "키를 그만큼 적어 주세요"),
        )
    trusted = None if trusted_key is None else VerifierKey.parse(trusted_key)
    run = _Run(trusted, held, watching, len(watching) if quorum is None else quorum, max(most, 1))
    try:
        for section in export.sections(pieces):
            if not run.take(section):
                break
        else:
            run.end()
    except ProofError as error:
        run.line += 1
        run.fault("line", f"{error.message}; nothing after it was read")
    return run.report()


class _Run:
    """One pass over an export."""

    def __init__(
        self, trusted: VerifierKey | None, held: Sequence[str], watching: Sequence[WitnessKey], quorum: int, most: int
    ) -> None:
        self.key = trusted
        self.self_signed = trusted is None
        self.notes = held
        self.watching = watching
        self.quorum = quorum
        self.witnessed = 0
        self.cosigned: dict[str, tuple[int, int]] = {}
        self.most = most
        self.faults: list[Fault] = []
        self.more = 0
        self.line = 0
        self.begun = self.ended = False
        self.frontier = Frontier()
        self.events: Counter[str] = Counter()
        self.counts: Counts = Counter()
        self.signed: tuple[int, str] | None = None  # the counts that the last checkpoint signs, and its size
        self.entries = self.erased = self.uncovered = 0
        self.next = 0  # the position that the next entry should have
        self.checkpoints = self.disagreeing = 0
        self.agreed = 0  # the size of the last checkpoint that agreed
        self.last_size = -1
        # Once the tree is wrong it stays wrong, so of checkpoints that disagree in a row one is reported: this one.
        self.broken: int | None = None
        self.tiles = Tiles()
        self.history = History(self.fault)

    def fault(self, kind: Kind, text: str, position: int | None = None, line: int | None = None) -> int:
        if len(self.faults) < self.most:
            self.faults.append(Fault(kind, self.line if line is None else line, position, text))
            return len(self.faults) - 1
        self.more += 1
        return self.most

    def take(self, section: bytes) -> bool:
        """Takes in a section of the export. False where nothing after it can be judged."""
        if self.begun and not self.ended and export.is_entries(section):
            try:
                entries = export.read_entries(section)
            except ProofError:
                pass  # Some line is at fault. Taken one by one, below, it shows itself.
            else:
                self._entries(entries)
                return True
        start = 0
        while start < len(section):
            end = section.find(b"\n", start) + 1 or len(section)
            self.line += 1
            if not self._line(section[start:end]):
                return False
            start = end
        return True

    def _line(self, line: bytes) -> bool:
        if self.ended:
            self.fault("line", "there is more after the trailer; it was not read")
            return False
        try:
            found = export.read_line(line)
        except ProofError as error:
            if not self.begun:
                self.fault("header", f"{error.message}; nothing after the first line was read")
                return False
            is_entry = export.is_entries(line)
            self.fault("line", error.message, self.next if is_entry else None)
            if is_entry:
                # It counts as the entry that should stand here, so that it isn't reported as missing too.
                self.next += 1
                self.entries += 1
                self.uncovered += 1
            return True
        if isinstance(found, export.Header):
            return self._header(found)
        if not self.begun:
            self.fault("header", "the first line is not a header; nothing after it was read")
            return False
        if isinstance(found, export.Entry):
            self.line -= 1
            self._entries([found])
        elif isinstance(found, export.Signed):
            self._checkpoint(found.checkpoint)
        elif isinstance(found, export.Tile):
            self._tile(found)
        else:
            self.ended = True
            if not found.entries == self.entries == self.next:
                self.fault("trailer", f"the trailer counts {found.entries} entries, but there are {self.entries}")
        return True

    def _header(self, header: export.Header) -> bool:
        if self.begun:
            self.fault("line", "a second header")
            return True
        self.begun = True
        try:
            named = VerifierKey.parse(header.key)
        except ProofError as error:
            self.fault("header", error.message)
            named = None
        if self.self_signed:
            self.key = named
        elif named is not None and self.key is not None:
            if named == key_of(self.key, split_origin(named.name)[1]):
                if split_origin(named.name)[1] < split_origin(self.key.name)[1]:
                    self.fault("key", "the export is of an older generation of the ledger than the trusted key")
                self.key = named
            else:
                self.fault("key", "the export names another key than the trusted one")
        if self.key is None:
            return False
        if header.origin != self.key.name:
            self.fault("header", "the origin is not the name of the key")
        self.history.hold(self.notes, self.key)
        self.history.compare(0, self.frontier.root())
        return True

    # ---- entries

    def _entries(self, entries: Sequence[export.Entry]) -> None:
        """Takes in entries whose form was checked; `line` is that of the one before the first."""
        first = self.line + 1
        self.line += len(entries)
        positions = [entry.n for entry in entries]
        if positions != list(range(self.next, self.next + len(entries))):
            self._misplaced(positions, first)
        self.next = positions[-1] + 1
        for index in export.uncommitted(entries):
            self.fault("commitment", "the body and its salt do not give the leaf", positions[index], first + index)
        counted, wrong = counted_of(entries, self.events)
        names = [one.event for one in counted]
        self.counts.update(counted)
        for index in wrong:
            self.fault("body", "the body is not an object that names an event", entries[index].n, first + index)
        self.events.update(names)
        if EXPIRED in names or CONTINUED in names:
            self._told(entries, first)
        if len(names) < len(entries):
            for index, entry in enumerate(entries):
                if entry.body is None:
                    self.erased += 1
                    self.history.without(entry, first + index)
        self.entries += len(entries)
        self.uncovered += len(entries)
        leaves = leaf_hashes([entry.leaf for entry in entries])
        self.tiles.entries(leaves)
        while (size := self.history.ahead) is not None and size <= self.frontier.size + len(leaves):
            ahead = size - self.frontier.size
            self.frontier.extend(leaves[:ahead])
            leaves = leaves[ahead:]
            self.history.compare(size, self.frontier.root())
        self.frontier.extend(leaves)

    def _misplaced(self, positions: Sequence[int], first: int) -> None:
        expected = self.next
        for index, position in enumerate(positions):
            if position > expected:
                text = f"entry {position} stands where entry {expected} should: {position - expected} missing before it"
                self.fault("position", text, expected, first + index)
            elif position < expected:
                text = f"entry {position} stands after entry {expected - 1}: out of order, or there twice"
                self.fault("position", text, position, first + index)
            expected = position + 1

    def _told(self, entries: Sequence[export.Entry], first: int) -> None:
        for index, entry in enumerate(entries):
            if entry.body is not None and any(event in entry.body for event in (EXPIRED, CONTINUED)):
                self.history.told(entry, first + index)

    # ---- checkpoints and tiles

    def _tile(self, tile: export.Tile) -> None:
        try:
            verdict = self.tiles.take(tile, self.frontier)
        except ProofError as error:
            self.fault("tile", error.message)
            return
        if verdict.wrong is not None:
            self.fault("tile", "the tile is not of these entries, which a checkpoint agrees with", verdict.wrong)
        if verdict.places and self.broken is not None and self.broken < len(self.faults):
            self._located(self.broken, verdict.places)

    def _located(self, index: int, places: Sequence[Mismatch]) -> None:
        """Says in the fault of a checkpoint that disagreed which entries it is that differ."""
        fault = self.faults[index]
        words = "; ".join(f"entry {place.position}: {place.words}" for place in places)
        if "the tiles show" in fault.text:
            self.faults[index] = fault._replace(text=f"{fault.text}; {words}")
        else:
            text = f"{fault.text}; the tiles show where: {words}"
            self.faults[index] = fault._replace(position=places[0].position, text=text)

    def _checkpoint(self, note: str) -> None:
        assert self.key is not None
        try:
            checkpoint = Checkpoint.parse(Note.parse(note).text)
        except ProofError as error:
            self.fault("checkpoint", error.message)
            return
        base, generation = split_origin(checkpoint.origin)
        ours = base == split_origin(self.key.name)[0]
        try:
            verify_note(note, [key_of(self.key, generation) if ours else self.key])
        except ProofError as error:
            self.fault("signature", error.message)
            return
        size = checkpoint.size
        if not ours:
            self.fault("checkpoint", "the checkpoint's origin is another ledger")
            return
        if size <= self.last_size:
            self.fault("checkpoint", f"a checkpoint of size {size} comes after one of size {self.last_size}")
            return
        if generation != self.history.generation(size):
            text = (
                f"a checkpoint of generation {generation} stands among the entries of {self.history.generation(size)}"
            )
            self.fault("generation", text, min(size, self.next))
            return
        self.last_size = size
        agrees = size == self.next and checkpoint.root == self.frontier.root()
        self.tiles.checkpoint(size, checkpoint.root, agrees)
        if size != self.next:
            text = f"a checkpoint of size {size} stands after {self.next} entries: some are missing, or it is misplaced"
            self._disagree("checkpoint", text)
        elif not agrees:
            self._disagree("root", self._where(size))
        else:
            if self.broken is not None:
                self._forked(self.broken)
            self.broken = None
            self.agreed = size
            self.checkpoints += 1
            self.uncovered = 0
            line = extension_of(checkpoint.extensions)
            self.signed = None if line is None else (size, line)
            if self.watching:
                self._cosignatures(note, size)

    def _cosignatures(self, note: str, size: int) -> None:
        try:
            found = cosignatures(note, self.watching)
        except ProofError as error:
            self.fault("witness", error.message)
            return
        self.cosigned.update((one.key.name, (size, one.time)) for one in found)
        if len(found) >= self.quorum:
            self.witnessed = size

    def _disagree(self, kind: Kind, text: str) -> None:
        self.disagreeing += 1
        if self.broken is None:
            self.broken = self.fault(kind, text, min(self.agreed, self.next))

    def _where(self, size: int) -> str:
        text = f"the checkpoint of size {size} was signed over other entries, in {self.agreed} to {size - 1}"
        if self.agreed:
            text += f", as the checkpoint of size {self.agreed} agrees"
        for fault in self.faults:
            if fault.position is not None and self.agreed <= fault.position < size:
                return f"{text}; entry {fault.position} (line {fault.line}) is at fault already"
        return text

    def _forked(self, index: int) -> None:
        """A later checkpoint agrees with all the entries, so where an earlier one differs it isn't the entries."""
        if index < len(self.faults) and self.faults[index].kind == "root":
            text = f"this checkpoint was signed over other entries; with these, the one on line {self.line} agrees"
            self.faults[index] = self.faults[index]._replace(kind="fork", position=None, text=text)

    # ---- the end

    def end(self) -> None:
        """Finds what is missing once all of the export was read."""
        self.line += not self.line
        if not self.begun:
            self.fault("header", "the export is empty")
            return
        if not self.ended:
            self.fault("trailer", "the last line is not a trailer: the end is cut off")
        self.history.end(self.frontier.size)
        self.counts.update(self.history.counts())
        # Of entries that are at fault already the counts are no others.
        whole = not self.faults and self.signed is not None and self.signed[0] == self.next
        if whole and self.signed is not None and self.signed[1] != extension(self.counts):
            self.fault("counts", "the last checkpoint signs other counts of the entries than they give")
        if self.key is not None and split_origin(self.key.name)[1] != self.history.generation(self.next + 1):
            self.fault("generation", "the header names another generation than the last one that an entry begins")
        if self.watching and self.agreed > self.witnessed:
            text = (
                f"from entry {self.witnessed} on, fewer than {self.quorum} of {len(self.watching)} witnesses cosigned"
            )
            self.fault("witness", text, self.witnessed)
        if self.entries and not self.checkpoints and not self.faults:
            self.fault("checkpoint", "no checkpoint covers any entry, so nothing shows that they are the ledger's")

    def report(self) -> Report:
        return Report(
            origin=self.key.name if self.key else "",
            key=str(self.key) if self.key else "",
            self_signed=self.self_signed,
            entries=self.entries,
            erased=self.erased,
            expired=self.history.expired,
            uncovered=self.uncovered,
            checkpoints=self.checkpoints,
            disagreeing=self.disagreeing,
            root=self.frontier.root(),
            events=dict(self.events),
            counts=self.counts if self.signed is not None else None,
            generations=tuple(self.history.generations),
            witnessed=self.witnessed if self.watching else None,
            witnesses=dict(sorted(self.cosigned.items())),
            faults=tuple(self.faults),
            more_faults=self.more,
        )
