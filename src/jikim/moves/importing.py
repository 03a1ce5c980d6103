"""An import, from beginning to end: rows are read, judged and taken in batches, each in one commit.

Guarantees: `foresee` writes nothing and says what would be refused, and why. `bring_in` may be killed anywhere and go on:
what was set aside is on the disk before a commit says that its row was read, and a row that is here is not taken twice.
Memory does not grow with the source but by eight bytes for each person.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from jikim.cases.facts import opened, sealed
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.moves.mapping import TableMap
from jikim.moves.rows import row_of
from jikim.moves.set_aside import SetAside
from jikim.moves.sources import Cells, RowSource, part_of
from jikim.policy.ask import Facts
from jikim.policy.condition import unmet
from jikim.policy.decide import deny
from jikim.store.arrivals import ReadTo
from jikim.verbs.house import By
from jikim.verbs.move_in import OldRow, Ready, Unmoved, begin, judge, move_in, read_to

BATCH = 300


class WhyRefused(NamedTuple):
    """A reason for which rows are refused, as they are counted."""

    table: str
    why: str
    items: tuple[str, ...]
    clause: str


@dataclass
class MoveTally:
    """What came of the rows that were read: taken, here before, and refused by why."""

    read: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    here: Counter[str] = field(default_factory=Counter)
    refused: Counter[WhyRefused] = field(default_factory=Counter)

    def refuse(self, table: str, refused: Unmoved) -> None:
        self.refused[WhyRefused(table, refused.why, refused.items, refused.clause)] += 1


class Doing(Protocol):
    """Runs a verb as who imports."""

    def __call__(self, step: Callable[..., Steps[Any]], /, *args: Any) -> Any: ...


Told = Callable[[str, MoveTally], None]  # after each batch


def _batches(rows: Iterator[Cells]) -> Iterator[list[Cells]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def bring_in(
    do: Doing, move: UUID, source: RowSource, tables: Sequence[TableMap], aside: SetAside | None, told: Told
) -> MoveTally:
    """Brings in every table of a source, from where this import stood. Raises as `move_in` does."""
    tally, people, run = MoveTally(), tables[0].name, do(begin, move)
    for mapped in tables:
        part = part_of(source, mapped.name)
        before: ReadTo = do(_reached, move, part)
        reached, last = before.rows, do(_last, move, before)
        for batch in _batches(source.rows(mapped.name, mapped.columns, mapped.key, reached, last)):
            # INVARIANT: a commit says that the rows before it were read, and they are settled; if this is killed, its own
            # are read again.
            do(_bring, move, run, part, mapped, people, (reached, last), batch, aside, tally)
            if aside is not None:
                aside.settle()
            reached, last = reached + len(batch), [batch[-1].get(one) for one in mapped.key]
            told(mapped.name, tally)
        do(_bring, move, run, part, mapped, people, (reached, last), [], aside, tally)
    return tally


def _reached(by: By, move: UUID, part: str) -> Steps[ReadTo]:
    return (yield from read_to(move, part))


def _last(by: By, move: UUID, reached: ReadTo) -> Steps[list[str | int]]:
    said = yield from opened(by.house, move, b"last", reached.last)
    return [int(one[1:]) if one[0] == "i" else one[1:] for _, one in sorted((said or {}).items())]


def _bring(
    by: By, move: UUID, run: UUID | None, part: str, mapped: TableMap, people: str, before: tuple[int, Sequence[Any]],
    batch: Sequence[Cells], aside: SetAside | None, tally: MoveTally,
) -> Steps[None]:  # fmt: skip
    rows: list[tuple[OldRow, Cells]] = []

    def refuse(refused: Unmoved, cells: Cells) -> None:
        tally.refuse(mapped.name, refused)
        if aside is not None:
            aside.put(mapped.name, [str(cells.get(one)) for one in mapped.key], refused, cells)

    for cells in batch:
        made = row_of(by.house.policy, people, mapped, cells)
        if isinstance(made, Unmoved):
            refuse(made, cells)
        else:
            rows.append((made, cells))
    said = {str(n): f"i{one}" if isinstance(one, int) else f"s{one}" for n, one in enumerate(before[1])}
    reached = ReadTo(before[0], (yield from sealed(by.house, move, b"last", said)))
    answers = yield from move_in(by, move, run, part, reached, [row for row, _ in rows])
    tally.read[mapped.name] += len(batch)
    for (_, cells), answer in zip(rows, answers, strict=True):
        if isinstance(answer, Unmoved):
            refuse(answer, cells)
        elif answer is None:
            tally.here[mapped.name] += 1
        else:
            tally.taken[mapped.name] += 1


class _Numbers:
    """Whether a value was met: eight bytes each, of a digest."""

    def __init__(self) -> None:
        self._met = array("Q")
        self._sorted = True

    def add(self, text: str) -> None:
        self._met.append(int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()))
        self._sorted = False

    def _settled(self) -> array[int]:
        if not self._sorted:
            self._met = array("Q", sorted(self._met))
            self._sorted = True
        return self._met

    def __contains__(self, text: str) -> bool:
        found = self._settled()
        wanted = int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest())
        at = bisect_left(found, wanted)
        return at < len(found) and found[at] == wanted

    def twice(self) -> int:
        """How many were met before."""
        found = self._settled()
        return sum(found[n] == found[n - 1] for n in range(1, len(found)))


def foresee(do: Doing, source: RowSource, tables: Sequence[TableMap], told: Told) -> MoveTally:
    """What an import would take and refuse, as far as rows say it by themselves: nothing is written. What a value shares
    with somebody who is here already is found when it is imported."""
    tally, people = MoveTally(), tables[0].name
    here, unique = _Numbers(), dict[str, _Numbers]()
    for mapped in tables:
        for batch in _batches(source.rows(mapped.name, mapped.columns, mapped.key, 0, ())):
            do(_foresee, mapped, people, batch, here, unique, tally)
            told(mapped.name, tally)
        for item, numbers in unique.items():
            if twice := numbers.twice():
                tally.refused[WhyRefused(mapped.name, "taken", (item,), "")] += twice
                tally.taken[mapped.name] -= twice
        unique.clear()
    return tally


def _foresee(
    by: By, mapped: TableMap, people: str, batch: Sequence[Cells], here: _Numbers, unique: dict[str, _Numbers],
    tally: MoveTally,
) -> Steps[None]:  # fmt: skip
    house, actor = by
    policy = house.policy
    made = [row_of(policy, people, mapped, cells) for cells in batch]
    keys = {key for row in made if isinstance(row, OldRow) for key in (row.key, row.person)}
    known = yield from house.holding.arrivals.moved(list(keys))
    tally.read[mapped.name] += len(batch)
    for row in made:
        answer: Ready | Unmoved
        if isinstance(row, Unmoved):
            answer = row
        elif row.key in known:
            tally.here[mapped.name] += 1
            continue
        elif not row.is_person and row.person not in known and row.person not in here:
            answer = Unmoved("gone", (), deny(policy, "gone").clause)
        else:
            answer = judge(house, policy, row, actor)
        if isinstance(answer, Ready) and isinstance(row, OldRow) and row.is_person:
            # Of whoever comes in, the row says all that they agreed to.
            allowed = answer.allowed
            if (why := unmet(policy, allowed.ask, allowed.needs, Facts(allowed.ask.consents))) is not None:
                answer = Unmoved(why, (), allowed.clause)
        if isinstance(answer, Unmoved):
            tally.refuse(mapped.name, answer)
            continue
        assert isinstance(row, OldRow)
        tally.taken[mapped.name] += 1
        if row.is_person:
            here.add(row.person)
        for claim in answer.checked.claims:
            if claim.exclusive:
                unique.setdefault(policy.name("item", claim.item), _Numbers()).add(claim.key)


def counted(tally: MoveTally) -> Mapping[str, Any]:
    """The tally as one document: counts and names of the policy's, no value."""
    return {
        "tables": {
            name: {"read": read, "taken": tally.taken[name], "here": tally.here[name]}
            for name, read in tally.read.items()
        },
        "refused": [{**why._asdict(), "rows": rows} for why, rows in tally.refused.most_common()],
    }


def expect_people(tally: MoveTally, tables: Sequence[TableMap]) -> None:
    """Raises JikimError where a source holds none of the mapping's tables: an address that is another's."""
    if not any(tally.read.values()):
        raise JikimError(
            f"the source has no row of {', '.join(f'`{one.name}`' for one in tables)}",
            hint="a file is named for its table, such as customer.csv",
            ko=(
                f"원본에 {', '.join(f'`{one.name}`' for one in tables)}의 행이 없습니다",
                "파일 이름은 customer.csv처럼 표의 이름으로 정해 주세요",
            ),
        )
