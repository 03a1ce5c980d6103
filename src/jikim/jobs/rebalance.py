"""`jikim rebalance`: people go to other servers until their numbers are shared out in equal parts (decision 25), while the house
is open.

What is done to the rows is said in `db/moving`. The ledger has who moved which range, from where to where, once when it
begins and once when it is over, with how many people went.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jikim.db.driver import Driver, Steps
from jikim.db.everywhere import cut_off
from jikim.db.moving import BATCH, Around, Move, moving, planned
from jikim.db.spread import variable_of
from jikim.errors import ConflictError, StoreError
from jikim.jobs.webhooks import Q
from jikim.verbs.house import SYSTEM, House

Told = Callable[[Move, int], None]  # (which range, people who have gone so far)


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


def rebalance(
    driver: Driver,
    house: House,
    owners: Mapping[str, str],
    placed: Callable[[], object],
    told: Told,
    people: int = BATCH,
) -> Rebalanced:
    """Moves so many people at a time. `owners` are the servers by name, the house's first, as roles that may act as
    jikim_owner; `placed` gives what waits its place in the ledger. Raises ConflictError where another run is under way, or
    a batch could not go in as many tries as a run makes (`PATIENCE_SECONDS`), and StoreError; what went stays, and another run goes on.
    """
    _expect_all(driver, owners)
    done = Rebalanced()
    with moving(owners, around(driver, placed)) as mover:
        for move in planned(mover.ranges, [*owners]):
            driver.run(_told(house, move))
            gone = 0
            for count in mover.moved(move, people):
                gone += count
                told(move, gone)
            driver.run(_told(house, move, gone))
            done.moved.append((move, gone))
    return done


def end_cut_off(driver: Driver, named: Callable[[], Mapping[str, str]], placed: Callable[[], object]) -> bool:
    """Ends a move that was cut off, by roles that may act as jikim_owner: the application's cannot, as it could end one too
    soon. Answers whether there was one. Raises StoreError where there is one and no such roles are `named`, which are asked for
    then alone."""
    if not driver.run(cut_off()):
        return False
    if not (owners := named()):
        raise StoreError(
            "a move of people was cut off: those who were on their way are refused",
            hint="run `jikim rebalance`: it goes on; where JIKIM_LIVE_OWNER_DSN, JIKIM_LIVE_2_OWNER_DSN and on are set, `jikim jobs` ends it",
            ko=(
                "정보주체 이동이 중단되어 옮기던 사람의 요청을 처리할 수 없습니다",
                "`jikim rebalance`를 실행하면 이어 갑니다. JIKIM_LIVE_OWNER_DSN, JIKIM_LIVE_2_OWNER_DSN 등을 설정하면 `jikim jobs`가 마무리합니다",
            ),
        )
    _expect_all(driver, owners)
    try:
        with moving(owners, around(driver, placed)):
            return True
    except ConflictError:
        return False  # somebody else goes on with it


def _expect_all(driver: Driver, owners: Mapping[str, str]) -> None:
    """INVARIANT: what was cut off is ended by the word of every server: one that is not asked may serve those who arrived there."""
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


def around(driver: Driver, placed: Callable[[], object]) -> Around:
    """What a mover asks of the house that is open."""

    def logged(server: str) -> None:
        with driver.gathering():
            driver.restricted(server)

    return Around(logged, placed)


def _told(house: House, move: Move, gone: int | None = None) -> Steps[None]:
    said: dict[str, str | int] = {"first": str(move.first), "from": move.from_, "to": move.to}
    if move.until is not None:
        said["until"] = str(move.until)
    said |= {"step": "begun"} if gone is None else {"people": gone}
    entry = yield from house.entry("house:move-people", house.policy, SYSTEM, None, "", **said)
    yield Q["people.moved"](entry=entry, subject=None, record=None, items=None)
