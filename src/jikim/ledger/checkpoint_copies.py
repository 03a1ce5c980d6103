"""The last checkpoint beside the key ring: `checkpoint.note` in the ring directory and each of its copies.

It is on disk there before the checkpoint counts in the database. A database whose ledger is shorter than it, or
another, was put back or changed: `settle` refuses to open it until a new generation begins (`jobs.continuing`). When
one does, the last note of the generation before stays as `checkpoint-N.note`.

INVARIANT: what stands beside the ring only grows, generation first and size second; no checkpoint leaves the house
before it does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import SealedError, StoreError
from jikim.keys.copies import locked, write_durably
from jikim.ledger.objects import Objects
from jikim.ledger.subtrees import root_at
from jikim.proof.checkpoint import Checkpoint, Note, VerifierKey
from jikim.proof.generation import split_origin
from jikim.proof.merkle import Frontier, ProofError

Q = load("jikim.ledger")
NAME = "checkpoint.note"


class LastNote:
    """The file in its directories. `public` is the ledger's Ed25519 public key (32 bytes)."""

    def __init__(self, directories: Sequence[Path], public: bytes) -> None:
        self._directories = tuple(directories)
        self._public = public

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with locked(self._directories[0] / "checkpoint.lock"):
            yield

    def read(self) -> Checkpoint | None:
        """The furthest checkpoint that any copy has; None where there is none yet. Raises StoreError where none can be
        read."""
        found = self._furthest()
        return found[0] if found is not None else None

    def note(self) -> str | None:
        """The same as its signed note."""
        found = self._furthest()
        return found[1] if found is not None else None

    def _furthest(self) -> tuple[Checkpoint, str] | None:
        found: list[tuple[Checkpoint, str]] = []
        damaged = False
        for directory in self._directories:
            try:
                text = (directory / NAME).read_text(encoding="utf-8")
            except FileNotFoundError:
                continue
            except (OSError, UnicodeDecodeError):
                damaged = True
                continue
            try:
                origin = Checkpoint.parse(Note.parse(text).text).origin
                found.append((Checkpoint.verify(text, [VerifierKey(origin, self._public)]), text))
            except ProofError:
                damaged = True
        if damaged and not found:
            raise StoreError(
                f"`{NAME}` beside the key ring is damaged",
                hint="put back one of its copies",
                ko=(f"키 고리 옆의 `{NAME}` 파일이 손상되었습니다", "사본 하나를 되돌려 주세요"),
            )
        return max(found, key=lambda one: _rank(one[0]), default=None)

    def write(self, note: str) -> None:
        """Puts a checkpoint there. Raises SealedError where a further one, or another of the same size, stands there
        already."""
        new = Checkpoint.parse(Note.parse(note).text)
        with self._locked():
            last = self.read()
            if last is not None:
                if _rank(last) > _rank(new) or (_rank(last) == _rank(new) and last.root != new.root):
                    raise _behind(last, new.size)
                if _rank(last)[0] < _rank(new)[0]:
                    self._keep(_rank(last)[0])
            try:
                for directory in self._directories:
                    write_durably(directory / NAME, note.encode())
            except OSError as error:
                raise StoreError(
                    f"`{NAME}` beside the key ring cannot be written ({os.strerror(error.errno or 0).lower()})",
                    hint="make room there, or mount the copy; the entries are placed, and the next run signs for them",
                    ko=(
                        f"키 고리 옆의 `{NAME}` 파일에 쓸 수 없습니다 ({os.strerror(error.errno or 0).lower()})",
                        "공간을 확보하거나 사본의 디스크를 연결해 주세요. 기록은 원장에 있고, 다음 실행에서 서명합니다",
                    ),
                ) from None

    def _keep(self, generation: int) -> None:
        for directory in self._directories:
            try:
                content = (directory / NAME).read_bytes()
            except FileNotFoundError:
                continue
            write_durably(directory / f"checkpoint-{generation}.note", content)

    def settle(self, objects: Objects) -> Steps[None]:
        """Asked when a house opens. Raises SealedError for a ledger that is shorter than its last checkpoint, or
        another than it."""
        last = self.read()
        if last is None:
            return
        rows = yield Q["ledger.tree_now"]()
        size, frontier, generation = rows[0]
        if generation > split_origin(last.origin)[1]:
            # It goes on from a backup, and its first entry since then names this checkpoint.
            return
        if generation < split_origin(last.origin)[1] or size < last.size:
            raise _behind(last, size)
        there = (
            Frontier.from_bytes(bytes(frontier)).root()
            if size == last.size
            else (yield from root_at(objects, last.size))
        )
        if there != last.root:
            raise SealedError(
                f"the ledger's first {last.size} entries are others than those that were signed",
                hint="`jikim restore` puts back a backup; a held checkpoint and `jikim verify --held` show where they differ",
                ko=(
                    f"원장의 처음 {last.size}건이 서명할 때의 것과 다릅니다",
                    "`jikim restore`로 백업을 되돌릴 수 있고, 가지고 있는 체크포인트와 `jikim verify --held`로 어디가 다른지 알 수 있습니다",
                ),
            )


def _rank(checkpoint: Checkpoint) -> tuple[int, int]:
    return split_origin(checkpoint.origin)[1], checkpoint.size


def _behind(last: Checkpoint, size: int) -> SealedError:
    return SealedError(
        f"the ledger has {size} entries, and its last checkpoint beside the key ring {last.size}: an older database was put back",
        hint="jikim restore --replay",
        ko=(
            f"원장에는 {size}건이 있는데 키 고리 옆의 마지막 체크포인트는 {last.size}건입니다. 이전의 DB를 되돌렸습니다",
            "jikim restore --replay",
        ),
    )
