"""Answered when it holds everywhere (decision 25): the rules are the house's, and servers of people have copies that follow.

Who changes them commits on the house's server, and is answered when each other server has the copy and what began there
before it is through; so no statement that was answered later was judged by what was there earlier. Nobody is locked out
meanwhile. Killed in between, nobody was answered, and whoever asks once more waits for the same
(`tests/model/nodes/copies.pml`).
"""

from __future__ import annotations

from jikim.db.queries import load
from jikim.db.spread import HOUSE, Spread, variable_of
from jikim.db.steps import Servers, Steps, value_of
from jikim.errors import SealedError, StoreError

Q = load("jikim.db")
ROUNDS = 2_000  # of a hundredth of a second: what is not there by then is told


def expect_servers() -> Steps[None]:
    """Asked when a house opens. Raises SealedError where people lie on other servers than those that are set, or one that is
    set was not distributed to."""
    there = {server for _, server in (yield Q["lies.all"]())} or {HOUSE}
    here = {*(yield Servers()).servers}
    for server in sorted(here - there):
        # It has the house's ranges, and nobody yet.
        if (yield Q["lies.all"]().on(server)):
            there.add(server)
    if there != here:
        names = ", ".join(map(variable_of, sorted(there ^ here)))
        raise SealedError(
            f"people lie on {len(there)} servers, and {len(here)} are set",
            hint=f"check {names}; `jikim distribute` adds a server",
            ko=(
                f"정보주체는 서버 {len(there)}대에 있는데 {len(here)}대가 설정되어 있습니다",
                f"{names} 설정을 확인해 주세요. 서버는 `jikim distribute`로 추가합니다",
            ),
        )


def expect_together() -> Steps[None]:
    """Asked when a set of the data is begun, while nobody can move: each server says of who lies where what the house's says.
    Raises StoreError where a move was cut off."""
    spread = yield Servers()
    if len(spread.servers) == 1:
        return
    spread.learn((yield Q["lies.all"]()))
    for server in spread.servers:
        there = Spread(())
        there.learn((yield Q["lies.all"]().on(server)))
        closed = yield from value_of(Q["lies.closed"]().on(server))
        if closed or there.ranges != spread.ranges:
            raise StoreError(
                "a move of people was cut off",
                hint="`jikim rebalance` goes on with it: make the set behind it",
                ko=("정보주체 이동이 중단되어 있습니다", "`jikim rebalance`로 이어 간 뒤 백업해 주세요"),
            )


def hold_everywhere() -> Steps[None]:
    """Waits until whatever the house's server has committed of the rules holds on each server. Raises StoreError, once
    the others are waited for, where one is away, or takes more than some twenty seconds."""
    _, *further = (yield Servers()).servers
    if not further:
        return
    mark = yield from value_of(Q["rules.mark"]().on(HOUSE))
    missing = []
    for server in further:
        if not (yield from _holds(mark, server)):
            missing.append(server)
    if missing:
        names = ", ".join(f"`{server}`" for server in missing)
        raise StoreError(
            f"the house has committed it, and it holds on every server but {names}: there it is not known to hold",
            hint="does it run, and its subscription? try again: it is answered when it holds everywhere",
            ko=(
                f"하우스의 서버에 반영되었고 {names} 외의 모든 서버에 적용되었습니다. {names} 서버에 적용되었는지는 확인하지 못했습니다",
                "그 서버와 구독이 실행 중인지 확인하고 다시 시도해 주세요. 모든 서버에 적용되어야 응답합니다",
            ),
        )


def through(server: str) -> Steps[bool]:
    """Waits until what the application runs on a server now is over there. Answers whether it is known to be."""
    mark = yield from value_of(Q["rules.mark"]().on(HOUSE))
    return (yield from _holds(mark, server))


def _holds(mark: int, server: str) -> Steps[bool]:
    begun: list[str] | None = None
    try:
        for _ in range(ROUNDS):
            begun = yield from value_of(Q["rules.stand"](mark=mark, begun=begun).on(server))
            if begun == []:
                return True
    except StoreError:
        return False  # it is away
    return False
