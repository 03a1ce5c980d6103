"""A record kind moves from an application's columns into sealed keeping, and back, while the application runs.

twin      beside each row its values are sealed; every decision and read is the columns' still. What the application writes
          from here on follows by the outbox (`jobs/attached_outbox.py`).
verify    rows and twins are counted and digested on both sides; what differs is named by its key, and by nothing else.
cut over  page by page, under the lock of the application's own rows: what changed is sealed anew, and then each record's
          holding changes in one statement of live. From there on reads and writes are the sealed record's.
roll back while the columns hold it still: what changed since goes back into them, and the record is the columns' again.
empty     so long after (`emptied` of the mapping): by statement, each record with its receipt.

A row that the application adds after the cut lies in its columns until the next run cuts it over and, in its time, empties it.

Guarantees: a record has one holding at a time, and it stands in the record's own row (its generation), so that whatever reads
it locks what it reads by. The stages stand in the register of moves. Killed anywhere and run again, each goes on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from hashlib import blake2b
from typing import Any
from uuid import UUID

from jikim.attach.caller import Run, at_once
from jikim.attach.gate import Gate
from jikim.attach.held import Held
from jikim.attach.statements import Sql, whole_after, whole_of, written
from jikim.cases.cases import Case, take_step
from jikim.db.driver import Aside, Beside, Driver, Steps
from jikim.errors import DeniedError, JikimError
from jikim.moves.comparison import Compared, Comparison, Side, key_of
from jikim.moves.emptying import PAGE, cut_pages, emptied, numbered
from jikim.moves.register import MOVES, begin_move, digest_of, move_of
from jikim.policy.ask import Actor
from jikim.policy.outcome import Outcome
from jikim.policy.period import Period, over_before, start_of
from jikim.store.attached import Register
from jikim.store.attached_columns import columns_of
from jikim.store.encoded import encode
from jikim.store.holding import Ref
from jikim.store.sealed import Q
from jikim.store.twins import Stood, Twin, Twins
from jikim.verbs.correct import correct_now
from jikim.verbs.house import SYSTEM, By, House
from jikim.verbs.move_in import Unmoved
from jikim.verbs.values import spoken_values


def digest_of_kind(content: bytes, kind: str) -> str:
    """What is approved: this kind, by this mapping."""
    return digest_of("seal", content, kind.encode())


class Sealing:
    """One kind's move, on the application's database by Jikim's own role there. `run` commits each statement, but within
    `_locked`."""

    def __init__(
        self,
        driver: Driver,
        house: House,
        register: Register,
        run: Run,
        held: Held,
        actor: Actor,
        move: UUID,
        gate: Callable[[], Gate] | None = None,
    ) -> None:
        """`gate`: what is cut over or emptied goes through, by the schema as it is then; nothing does without. Raises JikimError
        for a mapping that does not say how the columns are emptied, and after what time."""
        if not held.erase or not held.emptied:
            raise JikimError(
                "the mapping does not say how the columns of `{}` are emptied",
                hint="write `erase` by column and `emptied: 14d` at its table",
                given=held.kind,
                ko=(
                    "매핑에 `{}`의 열을 비우는 방법이 없습니다",
                    "그 표에 열마다 `erase`와 `emptied: 14d`를 적어 주세요",
                ),
            )
        rules = house.policy.records[held.kind]
        self._driver, self._house, self._register, self._run, self._held = driver, house, register, run, held
        self._gate, self._by, self._move, self._rules = gate, By(house, actor), move, rules
        self._twins = Twins(house.keyring, move, rules.number)
        self._beside = Comparison(self._by, register, held, move, self._twins)

    # ---- stages

    def begin(self, found: Case, digest: str) -> None:
        """Begins what was approved, or finds it begun. Raises DeniedError where that is not this."""
        if found.state not in ("running", "verified", "cut"):
            self._driver.run(begin_move(self._by, found, "seal", digest))
        kind = self._rules.number
        [(left,)] = self._driver.run(_asked("moving.left", kind=kind))
        [(done,)] = self._driver.run(_asked("moving.begin", move=self._move, kind=kind, left=left))
        if not done or found.about != digest:
            raise JikimError(
                "this kind moves under another approval",
                hint="end that one first",
                ko=("이 기록은 다른 승인으로 이전하고 있습니다", "그 이전을 먼저 끝내 주세요"),
            )

    def twin(self) -> Compared:
        """Seals beside each row what it holds, where that is not sealed there yet."""
        compared = Compared()
        for rows in self._pages():
            sides = self._driver.run(self._beside(rows, compared))
            compared.done += self._driver.run(self._put(sides))
            compared.differing.clear()  # they are the same now
        return compared

    def follow(self, wrote: Mapping[str, Sequence[int]]) -> None:
        """The same of rows that were written just now, each with the items that it was written for. What a transaction of the
        application wrote that was judged before the cut, and waited for its row, is corrected in the sealed record, but for
        items that somebody has corrected there since, and for what is refused there."""
        asked = whole_of(self._held, [*wrote])
        rows, before = self._driver.run(self._there(asked)), list[tuple[Any, ...]]()
        while rows != before:
            # INVARIANT: the rows are read after the records were looked at: what they say is no older than the version
            # that is looked at, and a newer one refuses it (`live.twin_late`).
            sides = self._driver.run(self._beside(rows, Compared()))
            rows, before = self._driver.run(self._there(asked)), rows
        if rows:
            self._driver.run(self._put(sides))
            for one in sides:
                if one.twin is not None and one.twin.stood.sealed:
                    with suppress(DeniedError):  # that is recorded, and holds up no other row
                        self._driver.run(self._late(one, one.twin, wrote[one.key]))
                        self._driver.run(
                            self._twins.seen(one.ref, one.twin.stood, self._beside.columns(one, wrote[one.key]))
                        )

    def verify(self) -> Compared:
        """Compares all of it; equal, it may be cut over. Of what was cut over it says what the application wrote since, past the
        verbs."""
        compared, key = Compared(), os.urandom(32)
        sides_of = (blake2b(key=key), blake2b(key=key))
        for rows in self._pages():
            for one in self._driver.run(self._beside(rows, compared)):
                if one.twin is not None:
                    for side, values in zip(sides_of, (one.twin.values, one.twin.stood.values), strict=True):
                        side.update(encode([one.ref.record, sorted((values or {}).items())]))
        compared.digests = (sides_of[0].hexdigest(), sides_of[1].hexdigest())
        if compared.equal and self._found().state != "cut":
            self._step("verify")
        return compared

    def cut_over(self) -> Compared:
        """Seals every record of the kind from here on. Raises ConflictError where it was not verified, and GateError."""
        self._checked()
        self._step("cut")
        compared, after = Compared(), None
        while True:
            with at_once(self._run):
                rows = self._driver.run(self._there(whole_after(self._held, after, PAGE, lock=True)))
                if not rows:
                    return compared
                after = key_of(rows[-1])
                sides = self._driver.run(self._beside(rows, compared))
                self._driver.run(self._put(sides))
                self._driver.run(self._cut(sides, compared))
                compared.differing.clear()

    def roll_back(self) -> Compared:
        """Gives every record of the kind that its columns hold still back to them, and lets the other twins go. What is being
        emptied stays sealed; so does what was written in its columns and corrected here."""
        self._step("back")
        compared = Compared()
        for page in cut_pages(self._driver, self._rules.number, self._house.now()):
            with at_once(self._run):
                rows = self._driver.run(self._there(whole_of(self._held, [one.key for one in page], lock=True)))
                sides = self._driver.run(self._beside(rows, compared))
                given = self._driver.run(self._give_back(sides, compared))
            self._driver.run(self._back(given, compared))
        while self._driver.run(self._drop()):
            pass
        return compared

    def empty(self) -> Compared:
        """Empties the columns whose time is over, and of records that are gone; but no row that the application wrote since.
        Raises ConflictError where the kind is not cut over, or is rolled back, and GateError."""
        gate = self._checked()
        self._step("empty")
        house = self._house
        day = over_before(house.today(), Period.parse(self._held.emptied)) + timedelta(days=1)
        before = start_of(day, house.policy.zone)
        done, written = emptied(
            self._driver,
            house,
            self._register,
            self._run,
            gate,
            self._held,
            before,
            self._by.actor,
            self._move,
            self._new,
        )
        return Compared(done=done, written=written)

    def end(self) -> Compared:
        """Ends the move, where every row is sealed and no column holds one beside: the application writes no more of them
        into its columns. Else says what is left."""
        compared = Compared()
        for rows in self._pages():
            self._driver.run(self._beside(rows, compared))
        compared.differing += [
            one.key for page in cut_pages(self._driver, self._rules.number, self._house.now()) for one in page
        ]
        if compared.rows == compared.sealed + compared.gone and not compared.differing and not compared.written:
            while self._driver.run(self._drop()):
                pass
            self._step("settle")
        return compared

    # ---- their steps

    def _new(self, rows: Sequence[tuple[Any, ...]]) -> list[str]:
        """Of these rows those that say something of which the sealed record knows nothing, by key."""
        compared = Compared()
        self._driver.run(self._beside(rows, compared))
        return compared.written

    def _checked(self) -> Gate:
        assert self._gate is not None, "a stage that somebody takes"
        (gate := self._gate()).check(self._run)
        return gate

    def _found(self) -> Case:
        return self._driver.run(move_of(self._by, str(self._move)))

    def _step(self, name: str) -> None:
        self._driver.run(take_step(self._house, MOVES, self._found(), name, actor=self._by.actor))

    def _there(self, sql: Sql) -> Steps[list[tuple[Any, ...]]]:
        rows: list[tuple[Any, ...]] = yield Aside(partial(self._run, *sql))
        return rows

    def _pages(self) -> Iterator[list[tuple[Any, ...]]]:
        after = None
        while rows := self._driver.run(self._there(whole_after(self._held, after, PAGE))):
            after = key_of(rows[-1])
            yield rows

    def _put(self, sides: Sequence[Side]) -> Steps[int]:
        given = [one.twin for one in sides if one.twin is not None and not one.same and not one.twin.stood.sealed]
        if not given:
            return 0
        return len((yield from self._twins.put(given, (yield from self._beside.entry("record:twin")))))

    def _late(self, one: Side, twin: Twin, items: Sequence[int]) -> Steps[None]:
        sealed, newer = twin.stood.values or {}, twin.stood.newer
        late = {
            item: twin.values[item]
            for item in items
            if newer is not None and item not in newer and twin.values.get(item) not in (None, sealed.get(item))
        }
        if late:
            said = spoken_values(self._house.policy, self._rules, late)
            guarded = Beside(Q["twin.late"], {"looked": twin.stood.version})
            yield from correct_now(By(self._house, SYSTEM), one.ref, said, asked=False, beside=lambda _: guarded)

    def _cut(self, sides: Sequence[Side], compared: Compared) -> Steps[None]:
        given = [one.twin for one in sides if one.twin is not None and not one.twin.stood.sealed]
        if not given:
            return
        _count((yield from self._twins.cut(given, (yield from self._beside.entry("record:cut-over")))), compared)

    def _give_back(self, sides: Sequence[Side], compared: Compared) -> Steps[list[tuple[Ref, Stood]]]:
        """Writes into the columns what they do not hold as it is sealed."""
        policy, given = self._house.policy, []
        # INVARIANT: what the application wrote since stays as it is, and of an item that was corrected here, too, both stay.
        both = {one.key for one in sides if one.stood is not None and one.since & {*(one.stood.newer or ())}}
        compared.written = [key for key in compared.written if key in both]
        sealed = [
            (one, one.stood, one.stood.values)
            for one in sides
            if one.stood is not None and one.stood.sealed and one.key not in both
        ]
        rows = numbered([(*one.ref[:2], one.key) for one, *_ in sealed])
        claimed = yield Q["twin.claim"](
            move=self._move, kind=self._rules.number, going="back", before=self._house.now(), rows=rows
        )
        mine = {n for (n,) in claimed}
        compared.refused.update(["emptied"] * (len(sealed) - len(mine)))
        for n, (one, stood, values) in enumerate(sealed):
            if n not in mine or values is None:
                continue
            there = {} if isinstance(one.ready, Unmoved) else one.ready.checked.values
            changed = {
                item: value for item, value in values.items() if there.get(item) != value and item not in one.since
            }
            try:
                columns = columns_of(policy, self._held, changed)
            except JikimError:
                compared.refused["no-column"] += 1
                continue
            if columns:
                yield from self._there(written(self._held, one.key, columns))
            given.append((one.ref, stood))
        return given

    def _back(self, given: Sequence[tuple[Ref, Stood]], compared: Compared) -> Steps[None]:
        if given:
            _count((yield from self._twins.back(given, (yield from self._beside.entry("record:roll-back")))), compared)

    def _drop(self) -> Steps[int]:
        [(gone,)] = yield Q["twin.drop"](
            move=self._move, kind=self._rules.number, limit=PAGE, entry=(yield from self._beside.entry("record:twin"))
        )
        return int(gone)


def moving() -> Steps[list[tuple[int, UUID]]]:
    """The record kinds that move now, by number, each under its approval."""
    return [(kind, move) for kind, move in (yield Q["moving"]())]


def _asked(name: str, **given: Any) -> Steps[list[tuple[Any, ...]]]:
    rows: list[tuple[Any, ...]] = yield Q[name](**given)
    return rows


def _count(outcomes: Sequence[Outcome], compared: Compared) -> None:
    for outcome in outcomes:
        if outcome is Outcome.ALLOWED:
            compared.done += 1
        else:
            compared.refused[outcome.name.lower()] += 1
