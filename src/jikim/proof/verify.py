"""Verifying an exported ledger with nothing but the export.

It shows that the entries stand in their order without a gap, that each body still there is the one committed to, that
the entries up to each checkpoint are exactly those that the ledger signed, and that the file is whole. It reads the
file once, and holds a `Frontier` and one block of lines, however long the ledger is.

What no export can show alone: that its key is the ledger's (give `trusted_key`); when it was exported (no one signs
that); that entries after the last checkpoint are as they were recorded (`Report.uncovered` counts them); and that this
is the only history that the ledger shows, and the whole of it (give `held`: checkpoints that you kept from an earlier
export, or that a witness gave you).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from jikim.proof import export
from jikim.proof.checkpoint import Checkpoint, Note, VerifierKey, verify_note
from jikim.proof.merkle import Frontier, ProofError, leaf_hashes
from jikim.proof.report import Fault, Kind, Report


class _Event(msgspec.Struct, gc=False):
    """All of a body that is read."""

    event: str


_bodies = msgspec.json.Decoder(_Event)
_EVENT = re.compile(r"[a-z][a-z0-9_.-]{0,63}(?::[a-z0-9_.-]{1,64}){0,7}")


def verify(
    pieces: Iterable[bytes], *, trusted_key: str | None = None, held: Sequence[str] = (), most: int = 100
) -> Report:
    """Verifies an export, given as its lines or in pieces cut anywhere (`export.blocks` gives them from a file).

    `trusted_key` is the text of the ledger's verifier key, from another source than the export; `held` are signed notes
    of the same ledger that the export must agree with. At most `most` faults are kept (1 or more). Whatever is wrong
    with the export is a fault in the report; ProofError is raised only where `trusted_key` itself can't be read.
    """
    run = _Run(None if trusted_key is None else VerifierKey.parse(trusted_key), held, max(most, 1))
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

    def __init__(self, trusted: VerifierKey | None, held: Sequence[str], most: int) -> None:
        self.key = trusted
        self.self_signed = trusted is None
        self.notes = held
        self.held: list[Checkpoint] = []  # those still ahead, the nearest last
        self.most = most
        self.faults: list[Fault] = []
        self.more = 0
        self.line = 0
        self.begun = self.ended = False
        self.frontier = Frontier()
        self.events: Counter[str] = Counter()
        self.entries = self.erased = self.uncovered = 0
        self.next = 0  # the position that the next entry should have
        self.checkpoints = self.disagreeing = 0
        self.agreed = 0  # the size of the last checkpoint that agreed
        self.last_size = -1
        # Once the tree is wrong it stays wrong, so of checkpoints that disagree in a row one is reported: this one.
        self.broken: int | None = None

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
        elif named is not None and named != self.key:
            self.fault("key", "the export names another key than the trusted one")
        if self.key is None:
            return False
        if header.origin != self.key.name:
            self.fault("header", "the origin is not the name of the key")
        for note in self.notes:
            try:
                held = Checkpoint.verify(note, [self.key])
            except ProofError as error:
                self.fault("held", f"a held checkpoint is not this ledger's: {error.message}")
                continue
            if held.origin == self.key.name:
                self.held.append(held)
            else:
                self.fault("held", "a held checkpoint is not this ledger's: its origin is another")
        self.held.sort(key=lambda checkpoint: checkpoint.size, reverse=True)
        self._compare_held()
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
        names = self._names(entries, first)
        self.events.update(names)
        self.erased += sum(entry.body is None for entry in entries)
        self.entries += len(entries)
        self.uncovered += len(entries)
        leaves = leaf_hashes([entry.leaf for entry in entries])
        while self.held and self.held[-1].size <= self.frontier.size + len(leaves):
            ahead = self.held[-1].size - self.frontier.size
            self.frontier.extend(leaves[:ahead])
            leaves = leaves[ahead:]
            self._compare_held()
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

    def _names(self, entries: Sequence[export.Entry], first: int) -> list[str]:
        """The event that each body names."""
        try:
            names = [_bodies.decode(entry.body).event for entry in entries if entry.body is not None]
            if all(map(_EVENT.fullmatch, set(names) - self.events.keys())):
                return names
        except msgspec.MsgspecError:
            pass  # Some body is at fault: each is looked at alone.
        names = []
        for index, entry in enumerate(entries):
            if entry.body is None:
                continue
            try:
                name = _bodies.decode(entry.body).event
            except msgspec.MsgspecError:
                name = ""
            if _EVENT.fullmatch(name):
                names.append(name)
            else:
                self.fault("body", "the body is not an object that names an event", entry.n, first + index)
        return names

    # ---- checkpoints

    def _checkpoint(self, note: str) -> None:
        assert self.key is not None
        try:
            checkpoint = Checkpoint.parse(Note.parse(note).text)
        except ProofError as error:
            self.fault("checkpoint", error.message)
            return
        try:
            verify_note(note, [self.key])
        except ProofError as error:
            self.fault("signature", error.message)
            return
        size = checkpoint.size
        if checkpoint.origin != self.key.name:
            self.fault("checkpoint", "the checkpoint's origin is another ledger")
            return
        if size <= self.last_size:
            self.fault("checkpoint", f"a checkpoint of size {size} comes after one of size {self.last_size}")
            return
        self.last_size = size
        if size != self.next:
            text = f"a checkpoint of size {size} stands after {self.next} entries: some are missing, or it is misplaced"
            self._disagree("checkpoint", text)
        elif checkpoint.root != self.frontier.root():
            self._disagree("root", self._where(size))
        else:
            if self.broken is not None:
                self._forked(self.broken)
            self.broken = None
            self.agreed = size
            self.checkpoints += 1
            self.uncovered = 0

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

    def _compare_held(self) -> None:
        """Compares the held checkpoints of the present size, and drops them."""
        while self.held and self.held[-1].size == self.frontier.size:
            held = self.held.pop()
            if held.root != self.frontier.root():
                text = f"the held checkpoint of size {held.size} was signed over other entries than those exported"
                self.fault("held", text)

    # ---- the end

    def end(self) -> None:
        """Finds what is missing once all of the export was read."""
        self.line += not self.line
        if not self.begun:
            self.fault("header", "the export is empty")
            return
        if not self.ended:
            self.fault("trailer", "the last line is not a trailer: the end is cut off")
        for held in reversed(self.held):
            text = f"the held checkpoint of size {held.size} covers more than the {self.frontier.size} entries exported"
            self.fault("held", text)
        if self.entries and not self.checkpoints and not self.faults:
            self.fault("checkpoint", "no checkpoint covers any entry, so nothing shows that they are the ledger's")

    def report(self) -> Report:
        return Report(
            origin=self.key.name if self.key else "",
            key=str(self.key) if self.key else "",
            self_signed=self.self_signed,
            entries=self.entries,
            erased=self.erased,
            uncovered=self.uncovered,
            checkpoints=self.checkpoints,
            disagreeing=self.disagreeing,
            root=self.frontier.root(),
            events=dict(self.events),
            faults=tuple(self.faults),
            more_faults=self.more,
        )
