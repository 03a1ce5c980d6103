"""The one sequencer: takes the inboxes, gives positions, grows the tree and signs checkpoints.

What waits in an inbox is taken as a numbered batch, in a commit of its own; its entries get their positions and the
batch its mark in one commit; and only then the inbox lets go of it. Killed anywhere and run again, every entry has
exactly one position. A lock on the tree's row lets one sequencer work at a time, so that no inbox has two batches.

With the entries go the tree's full subtrees (`subtrees`), where each month's bodies lie (`retention_lots`), and how
many of each kind they are (`proof.counts`), which a checkpoint signs, too. A checkpoint stands beside the key ring
(`beside`) before it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from functools import cache, lru_cache
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
from psycopg.types.json import Jsonb

from jikim.clock import machine_seconds
from jikim.db.driver import Driver, Row
from jikim.db.everywhere import hold_everywhere
from jikim.db.queries import load
from jikim.db.schema import Database
from jikim.db.spread import HOUSE, database_of
from jikim.db.steps import rows_of
from jikim.errors import KeyGoneError, StoreError
from jikim.keys.keyring import Keyring
from jikim.ledger.alike import Month, told
from jikim.ledger.batch import Batch, Counting
from jikim.ledger.body import Names, Waiting, moment, own
from jikim.ledger.checkpoint_copies import LastNote
from jikim.ledger.copy_rows import copied
from jikim.ledger.entry import month_key, month_of, who_reader
from jikim.ledger.numbers import MacKey, place_of
from jikim.ledger.objects import Objects
from jikim.ledger.processes import ALARMS, KEY, TAIL_SECONDS, Ahead, Processes, Said, behind, judged, true_place
from jikim.ledger.stored import Keys, Stored, body_of, opened, page
from jikim.ledger.subtrees import grown
from jikim.ledger.taken import Composed, Taken
from jikim.proof.checkpoint import Checkpoint, Signer
from jikim.proof.counts import UNKNOWN, Counts, counts_of, extension
from jikim.proof.generation import split_origin
from jikim.proof.merkle import Frontier, leaf_hashes

Q = load("jikim.ledger")
BATCH = 5_000
_PAGES = 20  # of entries that were placed before entries were counted: so many are counted in one run
TREE: Database = "ledger"  # where the tree is
SEQUENCER = {"actor": "system:sequencer"}


class Sequenced(NamedTuple):
    """What one run did: entries placed, and the tree's size after it."""

    placed: int
    size: int
    alarm: bool = False  # there are entries that somebody should look at, of whom nobody was alerted yet


class Sequencer:
    """Gives entries their positions. `names` turns numbers into what the policy calls them; `beside` is where
    checkpoints stand too."""

    def __init__(
        self,
        driver: Driver,
        keyring: Keyring,
        objects: Objects,
        zone: ZoneInfo,
        signer: Signer,
        names: Names,
        beside: LastNote | None = None,
    ) -> None:
        self._driver = driver
        self._keyring = keyring
        self._objects = objects
        self._zone = zone
        self._signer = signer
        self._names = names
        self._beside = beside
        self._at: datetime | None = None
        self._ahead: dict[int, Ahead] = {}
        self._dropped: dict[str, UUID] = {}
        self._began = False
        self._counted = False  # whether all entries were counted when the tree was locked last
        self._alarm = False

    def run(self, at: datetime) -> Sequenced:
        """Places what waits in the inboxes, and signs for the tree as it then is. Raises StoreError.

        INVARIANT: a run ends, however much is recorded meanwhile: it goes in each inbox as far as what waits there when its
        turn comes, and to the end of that batch.
        """
        try:
            with self._driver.gathering():
                return self._run(at)
        except psycopg.Error as error:
            self._driver.doubt()
            raise StoreError(
                f"the database refused to sequence the ledger (SQLSTATE {error.sqlstate or 'none: connection'})",
                hint="is the database running and migrated? the next run goes on where this one stopped",
                ko=(
                    f"DB가 원장의 순서 부여를 거부했습니다 (SQLSTATE {error.sqlstate or '없음: 연결'})",
                    "DB가 실행 중이고 최신 버전인지 확인해 주세요. 다음 실행이 멈춘 곳부터 이어서 합니다",
                ),
            ) from None
        except OSError as error:
            raise StoreError.of_file(error) from None

    def count(self, pages: int | None = None) -> None:
        """Counts the entries that were placed before entries were counted: all, or those of so many pages. What was erased
        by now is counted as unknown."""
        [(begin, size, _)] = self._driver.run(rows_of(Q["ledger.counted"]()))
        keys: Keys = {}
        while begin < size and pages != 0:
            lying = self._driver.run(page(self._keyring, self._objects, keys, begin, BATCH))
            counting = Counting()
            until = min(begin + BATCH, size)
            for one in opened(lying, keys):
                if one.place < until:
                    counting.add(one.month or date.min, one.lot, body_of(one) or _erased(one))
            self._driver.run(rows_of(Q["ledger.count_on"](from_=begin, until=until, counts=Jsonb(counting.rows()))))
            begin, pages = until, None if pages is None else pages - 1

    def _run(self, at: datetime) -> Sequenced:
        self._at = at
        placed = 0
        if not self._counted:
            self.count(_PAGES)
        if not self._began:
            with self._driver.pools[TREE].connection() as conn:
                self._ahead = behind(conn, self._key_of_numbers(), at)
            self._began = True
        # INVARIANT: words are read before the inboxes are emptied: what they vouch for was on disk, and has its place
        # or is missing.
        words = self._words()
        still, size, self._alarm = self._still()
        placed += self._place(TREE) + self._place_people() + self._place("archive") + self._place("keys")
        placed += self._judge(words)
        if still and not placed:
            return Sequenced(0, size, self._alarm)
        # Always: a run that was killed between placing and signing has left entries that no checkpoint covers.
        return Sequenced(placed, self.checkpoint(at), self._alarm)

    def _key_of_numbers(self) -> bytes:
        return self._driver.run(self._keyring.ensure("signing", KEY))

    def _words(self) -> list[Said]:
        with self._driver.pools[TREE].connection() as conn:
            words = [Said(*row) for row in conn.execute(Q["ledger.words"].text, binary=True).fetchall()]
        months = {at: self._month(month_of(at, self._zone)) for at in {word.at for word in words}}
        return [word._replace(holds=true_place(months[word.at].mac, *word[:3], b"") is not None) for word in words]

    def _judge(self, words: Sequence[Said]) -> int:
        """Says what is missing of what these words vouch for, and who has not said a word for a minute. Answers how
        many entries that took."""
        now = machine_seconds()
        late = {
            process: one.last > now - TAIL_SECONDS / 2
            for process, one in self._ahead.items()
            if one.since < now - TAIL_SECONDS
        }
        if not words and not late:
            return 0
        key = self._key_of_numbers()
        with self._growing() as (conn, tree):
            # Another sequencer may have read some of them meanwhile.
            there = {row[0] for row in conn.execute(Q["ledger.words"].text, binary=True).fetchall()}
            words = [word for word in words if word.entry in there]
            known = Processes(conn, key, {place_of(word.entry).process for word in words if word.holds} | set(late))
            for process in [one for one in late if self._ahead[one].moved(known.states[one])]:
                self._ahead[process] = Ahead(now, now, known.states[process].told)
                del late[process]
            said, ended, heard = judged(words, known.states, late)
            known.keep([word.entry for word in words], ended)
            if said:
                assert self._at is not None
                month = self._month(month_of(self._at, self._zone)).lies
                whole: list[Composed] = []
                for body in said:
                    row = own(self._at)
                    body = {**SEQUENCER, **body, "at": moment(row.at), "entry": str(row.entry)}
                    whole.append((row, month, told(row, SEQUENCER, body)))
                self._append(conn, whole, len(whole), *tree)
                if any(body["event"] in ALARMS for body in said):
                    self._alarmed(conn)
        for process, state in known.states.items():
            if not state.ahead or process in ended:
                self._ahead.pop(process, None)
            elif process in heard:
                self._ahead[process] = Ahead(now, now, state.told)
        return len(said)

    def _alarmed(self, conn: psycopg.Connection[Row]) -> None:
        """With the entries themselves: a process that is killed before somebody was alerted leaves that to the next."""
        conn.execute(Q["ledger.alarm"].text, (True,))
        self._alarm = True

    def _still(self) -> tuple[bool, int, bool]:
        """Whether a checkpoint covers the tree; the tree's size; and whether somebody is to be alerted. Nothing is
        locked."""
        with self._driver.pools[TREE].connection() as conn:
            row = conn.execute(Q["ledger.still"].text).fetchone()
        assert row is not None
        return bool(row[0]), int(row[1]), bool(row[2])

    def _hook(self, step: str, when: str) -> None:
        if self._driver.hook is not None:
            self._driver.hook(step, when)

    def _month(self, month: date) -> Month:
        """Of a moment's month. An entry can come so late that its time is over; it lies in the present month then, and no
        longer says who."""
        try:
            key = self._driver.run(month_key(self._keyring, month))
        except KeyGoneError:
            assert self._at is not None
            return Month(month_of(self._at, self._zone), who_reader(None), None)
        return Month(month, who_reader(key), MacKey(key))

    def _tree(self, conn: psycopg.Connection[Row]) -> tuple[int, Frontier]:
        """The tree, locked. Raises StoreError where another generation began since this sequencer was made."""
        row = conn.execute(Q["ledger.tree"].text, binary=True).fetchone()
        assert row is not None
        size, frontier, generation, counted = row
        self._counted = counted == size
        if generation != split_origin(self._signer.verifier.name)[1]:
            now = f"the ledger is in generation {generation} now"
            raise StoreError(now, hint="open it again", ko=(f"원장은 지금 {generation}세대입니다", "다시 열어 주세요"))
        return size, Frontier.from_bytes(bytes(frontier)) if frontier else Frontier()

    def _place_people(self) -> int:
        """Places what waits with people. Where they lie on several servers the house's batch is cut first and placed last:
        so no use has its place behind what ended the grant that it was by (`tests/model/nodes/copies.pml`)."""
        further = self._driver.spread.servers[1:]
        if not further:
            return self._place(HOUSE)
        last = self._youngest(HOUSE)
        placed, more = 0, last is not None
        while last is not None and more:
            cut, more = self._cut(last)
            if cut is not None:
                self._driver.run(hold_everywhere())
                placed += sum(self._place(source) for source in further) + self._place(HOUSE, cut)
        return placed or sum(self._place(source) for source in further)

    def _youngest(self, source: str) -> int | None:
        """The number of what waits last in an inbox; None where nothing does."""
        database = database_of(source)
        with self._driver.pools[source].connection() as there:
            [(last,)] = there.execute(Q[f"ledger.youngest_{database}"].text, binary=True).fetchall()
        return None if last is None else int(last)

    def _cut(self, last: int) -> tuple[UUID | None, bool]:
        """The batch of the house's inbox that is placed next (None where nothing waits there), and whether more waits up to
        that number."""
        with self._growing() as (conn, _), self._inbox(HOUSE, conn) as there:
            self._drop(conn, there, HOUSE)
            found = there.execute(Q["ledger.take_live"].text, (BATCH,), binary=True).fetchall()
        return (found[0][-2], _more(found, last)) if found else (None, False)

    def _place(self, source: str, only: UUID | None = None) -> int:
        """Places what waits in one inbox, a batch at a time; or `only` this batch, where no other sequencer has. Answers how
        many entries that were."""
        database, last = database_of(source), self._youngest(source)
        if last is None:
            return 0
        placed, more = 0, True
        while more:
            self._hook(f"ledger.place_{source}", "before")
            # INVARIANT: a batch is taken, and dropped, under the tree's lock alone: no other sequencer takes the next
            # one before this one is marked.
            with self._growing() as (conn, tree), self._inbox(source, conn) as there:
                self._drop(conn, there, source)
                found = there.execute(Q[f"ledger.take_{database}"].text, (BATCH,), binary=True).fetchall()
                self._hook(f"ledger.take_{source}", "after")
                if not found or (only is not None and found[0][-2] != only):
                    return placed
                rows = [Waiting._make(row[:-2]) for row in found]
                batch, stood = found[0][-2:]
                # INVARIANT: behind a batch that a sequencer before this one left lies what the words vouch for, too.
                behind_it = stood or len(rows) == BATCH
                more = only is None and _more(found, last)
                names = Names(lru_cache(self._names.item), lru_cache(self._names.clause))
                taken = Taken(conn, rows, self._zone, cache(self._month), self._key_of_numbers(), names)
                self._append(conn, taken.composed(), len(rows), *tree, source, batch)
                self._kept(conn, taken, more=behind_it)
            self._hook(f"ledger.place_{source}", "after")
            placed += len(rows)
        with self._growing() as (conn, _), self._inbox(source, conn) as there:
            self._drop(conn, there, source)
        return placed

    def _kept(self, conn: psycopg.Connection[Row], taken: Taken, *, more: bool) -> None:
        assert self._at is not None
        now = machine_seconds()
        for process, state in taken.keep(self._at, more=more).items():
            one = self._ahead.get(process)
            if one is None or one.left is not None:
                # From here on it is this machine's seconds that count, whatever the house's clock did meanwhile.
                one = self._ahead[process] = Ahead(now, now, state.told)
            one.last = now
        if taken.strange:
            self._alarmed(conn)

    @contextmanager
    def _growing(self) -> Iterator[tuple[psycopg.Connection[Row], tuple[int, Frontier]]]:
        """A transaction with the tree, locked."""
        try:
            with self._driver.pools[TREE].connection() as conn, conn.transaction():
                yield conn, self._tree(conn)
        except BaseException:
            # What the ledger's own inbox let go of in it is there once more.
            self._dropped.clear()
            raise

    def _inbox(self, source: str, conn: psycopg.Connection[Row]) -> AbstractContextManager[psycopg.Connection[Row]]:
        """A connection to an inbox; beside the tree, the one that has the lock."""
        return nullcontext(conn) if source == TREE else self._driver.pools[source].connection()

    def _drop(self, conn: psycopg.Connection[Row], there: psycopg.Connection[Row], source: str) -> None:
        """An inbox lets go of the batch that was marked last, where it did not yet; the reads that it told of are counted
        before."""
        marked = conn.execute(Q["ledger.placed"].text, (source,), binary=True).fetchone()
        if marked is None or self._dropped.get(source) == marked[0]:
            return
        batch, counted = marked
        self._hook(f"ledger.drop_{source}", "before")
        if counted:
            assert self._at is not None
            with self._inbox("live", conn) as live:
                row = live.execute(Q["ledger.monitor"].text, (source, batch, Jsonb(counted), self._at)).fetchone()
            if row is not None and row[0]:
                self._driver.restricted("live")
                self._driver.run(hold_everywhere())
            self._hook(f"ledger.count_{source}", "after")
        database = database_of(source)
        there.execute(Q[f"ledger.drop_{database}"].text, (batch,))
        self._hook(f"ledger.drop_{source}", "after")
        self._dropped[source] = batch

    def _append(
        self,
        conn: psycopg.Connection[Row],
        rows: Iterable[Composed],
        count: int,
        size: int,
        frontier: Frontier,
        source: str | None = None,
        batch: UUID | None = None,
    ) -> None:
        """Gives so many entries their positions; they are a batch of an inbox, or the ledger's own."""
        made = Batch(size, count, self._zone, lambda month, lot: self._driver.run(month_key(self._keyring, month, lot)))
        copied(conn, made.bodies(rows), made.leaf_rows())
        subtrees = grown(conn, size, frontier, leaf_hashes(made.leaves))
        done = conn.execute(
            Q["ledger.grow"].text,
            (
                source,
                batch,
                Jsonb(made.reads.counted()),
                size,
                size + count,
                frontier.to_bytes(),
                *made.lots(),
                *(list(column) for column in (zip(*subtrees, strict=True) if subtrees else ((), (), (), ()))),
                Jsonb(made.counts()),
            ),
        ).fetchone()
        assert done is not None
        assert done[0]

    def checkpoint(self, at: datetime) -> int:
        """Signs the tree as it is. Returns its size."""
        with self._growing() as (conn, (size, frontier)):
            if size == 0:
                return 0
            lines = (extension(self._counts(conn)),) if self._counted else ()
            note = self._signer.sign(Checkpoint(self._signer.verifier.name, size, frontier.root(), lines))
            conn.execute(Q["ledger.checkpoint"].text, (size, at, note))
            if self._beside is not None:
                self._hook("ledger.beside", "before")
                self._beside.write(note)
                self._hook("ledger.beside", "after")
            return size

    @staticmethod
    def _counts(conn: psycopg.Connection[Row]) -> Counts:
        return counts_of(conn.execute(Q["ledger.counts"].text, (None, None)))


def _erased(one: Stored) -> dict[str, str]:
    return {"at": f"{one.month or date.min:%Y-%m}", "event": UNKNOWN}


def _more(found: Sequence[Row], last: int) -> bool:
    """Whether there may be more behind this batch of an inbox, up to that number.

    INVARIANT: each batch behind which there is takes a row up to it, of which there is an end. Behind one that stood there may
    be, as rows are numbered before they commit."""
    first, *_, stood = found[0]
    return bool(first <= last and (stood or (len(found) == BATCH and found[-1][0] < last)))
