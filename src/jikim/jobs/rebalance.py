"""`jikim rebalance`: people go to other servers until their numbers are shared out in equal parts (decision 32).

What is done to the rows is said in `db/moving`, while nobody has the house open. The ledger has who moves which ranges, from
where to where, before it, and how many people went, after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jikim.db.driver import Driver, Steps
from jikim.db.moving import Move, planned, stretches
from jikim.db.spread import HOUSE, variable_of
from jikim.errors import StoreError
from jikim.jobs.webhooks import Q
from jikim.verbs.house import SYSTEM, House


@dataclass
class Rebalanced:
    """The ranges that were moved, and how many people went with each."""

    moved: list[tuple[Move, int]] = field(default_factory=list)

    @property
    def people(self) -> int:
        return sum(people for _, people in self.moved)

    def as_json(self) -> dict[str, object]:
        ranges = [
            {"first": str(move.first), "until": move.until and str(move.until), "from": move.from_, "to": move.to, "people": people}
            for move, people in self.moved
        ]  # fmt: skip
        return {"people": self.people, "ranges": ranges}


def plan(driver: Driver, owners: Mapping[str, str], without: str | None = None) -> list[Move]:
    """What has to go. `owners` are the servers by name, the house's first; `without`: the one that is to have nobody. Raises
    StoreError where others are named than people lie on, or that one cannot go."""
    if differ := sorted({*owners} ^ {*driver.spread.servers}):
        names = ", ".join(variable_of(one, "_OWNER") for one in differ)
        raise StoreError(
            f"people lie on {len(driver.spread.servers)} servers, and owners of {len(owners)} are named",
            hint=f"check {names}",
            ko=(
                f"정보주체는 서버 {len(driver.spread.servers)}대에 있는데 소유자 계정은 {len(owners)}대 것이 설정되어 있습니다",
                f"{names} 설정을 확인해 주세요",
            ),
        )
    highest = [*owners][-1]
    if without is not None and (without != highest or without == HOUSE):
        raise StoreError(
            "`{}` cannot go: servers are numbered without a gap",
            hint=f"name the last one: {highest}",
            given=without,
            ko=(
                "`{}` 서버는 뺄 수 없습니다. 서버 번호는 빈 번호 없이 이어져야 합니다",
                f"마지막 서버를 적어 주세요: {highest}",
            ),
        )
    return planned(driver.spread.ranges, [one for one in owners if one != without])


def begun(driver: Driver, house: House, moves: Iterable[Move]) -> None:
    """Records what is about to move, and writes beside the ring whatever a process that was killed left unwritten."""
    with driver.gathering():
        for server in driver.spread.servers:
            driver.restricted(server)
    for move, _ in stretches((move, 0) for move in moves):
        driver.run(_told(house, move))


def over(driver: Driver, house: House, done: Iterable[tuple[Move, int]]) -> Rebalanced:
    """Records how many people went."""
    found = Rebalanced(stretches(done))
    for move, people in found.moved:
        driver.run(_told(house, move, people))
    return found


def _told(house: House, move: Move, gone: int | None = None) -> Steps[None]:
    said: dict[str, str | int] = {"first": str(move.first), "from": move.from_, "to": move.to}
    if move.until is not None:
        said["until"] = str(move.until)
    said |= {"step": "begun"} if gone is None else {"people": gone}
    entry = yield from house.entry("house:move-people", house.policy, SYSTEM, None, "", **said)
    yield Q["people.moved"](entry=entry, subject=None, record=None, items=None)
