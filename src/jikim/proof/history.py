"""What an export says about its own past: generations, bodies whose time was over, and what a reader who held a
checkpoint can tell."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable
from typing import Protocol

import msgspec

from jikim.proof.checkpoint import Checkpoint, Note, VerifierKey
from jikim.proof.counts import UNKNOWN, Counted, Counts, read
from jikim.proof.export import EXPIRE, NO_LEAF, Entry
from jikim.proof.generation import CONTINUE, Generation, key_of, split_origin
from jikim.proof.merkle import ProofError
from jikim.proof.report import Kind

EXPIRED, CONTINUED = f"{EXPIRE}:allowed", f"{CONTINUE}:allowed"


class Say(Protocol):
    """How a fault is told: its kind, the words, the entry, the line (else the present one)."""

    def __call__(self, kind: Kind, text: str, position: int | None = None, line: int | None = None) -> int: ...


class _Told(msgspec.Struct, gc=False):
    """What the ledger says about itself."""

    event: str
    lot: str = ""
    count: int = 0
    counts: str = ""
    generation: int = 0
    last_generation: int = 0
    last_size: int = 0
    last_root: str = ""


_told = msgspec.json.Decoder(_Told)


class History:
    """Reads along one export."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self.generations: list[Generation] = []
        self._expired: Counter[str] = Counter()
        self._first: dict[str, tuple[int, int]] = {}
        self._stated: Counter[str] = Counter()
        self._counts: Counts = Counter()
        self._counted: Counter[str] = Counter()  # how many entries of each lot these are
        self._held: list[Checkpoint] = []  # those still ahead, the nearest last
        self._agreed = 0  # the size of the last one that agreed

    # ---- what the ledger says

    def told(self, entry: Entry, line: int) -> None:
        """An entry whose event may be one of the two."""
        try:
            told = _told.decode(entry.body or "")
        except msgspec.MsgspecError:
            # Another event may use these words for something else; one of these two that doesn't say what it must
            # states nothing.
            return
        if told.event == EXPIRED:
            self._stated[told.lot] += max(told.count, 0)
            stated = read(told.counts)
            self._counts.update(stated)
            self._counted[told.lot] += stated.total()
        elif told.event == CONTINUED:
            if not self.generation(entry.n) <= told.last_generation < told.generation or told.last_size < 0:
                self._say("generation", "a generation begins that does not follow the one before", entry.n, line)
            else:
                after, size, root = told.last_generation, told.last_size, told.last_root
                self.generations.append(Generation(told.generation, entry.n, after, size, root))

    def without(self, entry: Entry, line: int) -> None:
        """An entry whose body is not there."""
        if entry.expired:
            self._expired[entry.expired] += 1
            self._first.setdefault(entry.expired, (entry.n, line))
        elif entry.damaged and entry.leaf == NO_LEAF:
            self._say("position", "it is not in the ledger any more: somebody removed it", entry.n, line)
        elif entry.damaged:
            self._say("body", "its body does not open: it was altered where it lay", entry.n, line)
        else:
            self._say("body", "its body is missing before its time", entry.n, line)

    def counts(self) -> Counts:
        """How many entries they were whose bodies are gone, as the ledger says; of those that it says nothing of, by
        their month alone."""
        found = self._counts.copy()
        for lot, many in self._expired.items():
            found[Counted(lot.partition("/")[0], UNKNOWN, "")] += max(many - self._counted[lot], 0)
        return found

    @property
    def expired(self) -> int:
        """How many bodies are gone because their time was over."""
        return self._expired.total()

    def generation(self, size: int) -> int:
        """The generation that a checkpoint of this size is of."""
        return next((one.number for one in reversed(self.generations) if one.start < size), 1)

    # ---- what the reader holds

    def hold(self, notes: Iterable[str], key: VerifierKey) -> None:
        """Takes the reader's own checkpoints, signed by this key in whichever generation."""
        base = split_origin(key.name)[0]
        for note in notes:
            try:
                held = Checkpoint.parse(Note.parse(note).text)
                Checkpoint.verify(note, [key_of(key, split_origin(held.origin)[1])])
                if split_origin(held.origin)[0] != base:
                    raise ProofError("its origin is another", "origin이 다릅니다")
            except ProofError as error:
                self._say("held", f"a held checkpoint is not this ledger's: {error.message}")
            else:
                self._held.append(held)
        self._held.sort(key=lambda checkpoint: checkpoint.size, reverse=True)

    @property
    def ahead(self) -> int | None:
        """The size of the held checkpoint that comes next."""
        return self._held[-1].size if self._held else None

    def compare(self, size: int, root: bytes) -> None:
        """Compares the held checkpoints of this size with the entries' root there, and drops them."""
        while self._held and self._held[-1].size == size:
            held = self._held.pop()
            generation = split_origin(held.origin)[1]
            if generation < self.generation(size):
                self._lost(held, generation)
            elif generation > self.generation(size):
                self._say("held", f"the held checkpoint of size {size} is of a later generation than these entries")
            elif held.root == root:
                self._agreed = size
            else:
                since = f", somewhere in {self._agreed} to {size - 1}" if size else ""
                text = f"the held checkpoint of size {size} was signed over other entries than those exported{since}"
                self._say("held", text, self._agreed)

    def _lost(self, held: Checkpoint, generation: int) -> None:
        """A checkpoint of what was signed before a backup was put back."""
        later = next(one for one in self.generations if one.number > generation)
        size, number = held.size, later.number
        if generation != later.after:
            text = f"the held checkpoint covers {size - later.start} entries more than were put back, and generation {later.after} is lost"
        elif size > later.last_size:
            text = f"the held checkpoint covers {size} entries, and generation {number} says that {later.last_size} were signed"
        elif size == later.last_size and b64encode(held.root).decode() != later.last_root:
            text = f"the held checkpoint of size {size} is not the one that generation {number} names as the last"
        else:
            text = f"the held checkpoint covers {size - later.start} entries that a restore lost, as generation {number} says"
        self._say("held", text, later.start)

    # ---- the end

    def end(self, size: int) -> None:
        """What can be said once all entries were read."""
        for held in reversed(self._held):
            generation = split_origin(held.origin)[1]
            if generation < self.generation(size + 1):
                self._lost(held, generation)
            else:
                text = f"the held checkpoint of size {held.size} covers more than the {size} entries exported"
                self._say("held", text, size)
        for lot, count in sorted(self._expired.items()):
            if count > self._stated[lot]:
                text = f"{count} bodies of {lot}, from here on, are marked as expired; the ledger's own entries say {self._stated[lot]}"
                self._say("body", text, *self._first[lot])
