"""Answered when it holds everywhere (decision 25): the rules are the house's, and servers of people have copies that follow.

Who changes them commits on the house's server, and is answered when each other server has the copy and what began there
before it is through; so no statement that was answered later was judged by what was there earlier. Nobody is locked out
meanwhile. Killed in between, nobody was answered, and whoever asks once more waits for the same
(`tests/model/nodes/copies.pml`).
"""

from __future__ import annotations

from jikim.db.queries import load
from jikim.db.spread import HOUSE, variable_of
from jikim.db.steps import Servers, Steps, value_of
from jikim.errors import ConflictError, SealedError, StoreError

Q = load("jikim.db")
ROUNDS = 2_000  # of a hundredth of a second: what is not there by then is told
TURNS = 10  # in which nobody has changed a rule between two looks, once at least


def expect_servers() -> Steps[None]:
    """Asked when a house opens; ends a move of people that was cut off. Raises SealedError where people lie on other servers
    than those that are set, or one that is set was not distributed to, and StoreError where one of them has not the
    house's rules."""
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
    yield from _expect_slots()
    yield from hold_everywhere()
    yield from end_move()
    yield from _expect_same()


def end_move() -> Steps[None]:
    """Ends a move of people that was cut off: rows of whoever lies elsewhere by the house's list go. Asked when a house opens,
    before anything else. Raises ConflictError while somebody moves people."""
    several = (yield Servers()).several
    if not several:
        return
    [(cut_off, works)] = yield Q["lies.cut_off"]()
    if cut_off and not works:
        # Every server has to know by its copy of the list who is its own.
        yield from hold_everywhere()
        for server in several:
            works |= not (yield from value_of(Q["lies.clear"]().on(server)))
    if works:
        raise ConflictError(
            "people are being moved to other servers",
            hint="wait for the end of `jikim rebalance`",
            ko=("정보주체를 다른 서버로 옮기고 있습니다", "`jikim rebalance`가 끝날 때까지 기다려 주세요"),
        )
    if cut_off:
        yield Q["lies.over"]()


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
        yield from _expect_slots()
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


def expect_followed() -> Steps[None]:
    """Raises StoreError for a further server that takes no rules, so that the house's server keeps its log for it, or to which
    they do not follow, or that has others."""
    for server, slot, kept in (yield from _expect_slots()):
        drop = f"SELECT pg_drop_replication_slot('{slot}')"
        raise StoreError(
            f"server `{server}` takes no rules; the house's server keeps {kept >> 20} MiB of its log for it",
            hint=f"start it; where it is lost, `{drop}` on the house's server lets go of the log",
            ko=(
                f"`{server}` 서버가 규칙을 받지 않아 하우스 서버가 로그 {kept >> 20} MiB를 보관하고 있습니다",
                f"그 서버를 시작해 주세요. 잃은 서버라면 하우스 서버에서 `{drop}`를 실행하면 로그를 지웁니다",
            ),
        )
    yield from _expect_same()


def _expect_slots() -> Steps[list[tuple[str, str, int]]]:
    """Answers which further servers take no rules now, each with its slot, and how many bytes of the log are kept for it. Raises
    StoreError for one without a slot, as after a fail-over, or where that log went."""
    _, *further = (yield Servers()).servers
    sent = (yield Q["rules.sent"]()) if further else []
    for server in further:
        if not any(one[0] == server for one in sent):
            raise StoreError(
                f"the rules do not follow to server `{server}`: the house's server has no slot for it",
                hint="stop every process of the house, then run `jikim distribute`: it gets them anew",
                ko=(
                    f"`{server}` 서버가 규칙을 따르지 않습니다. 하우스 서버에 그 서버의 복제 슬롯이 없습니다",
                    "하우스의 모든 프로세스를 멈추고 `jikim distribute`를 실행하면 규칙을 새로 복사합니다",
                ),
            )
    return [(server, slot, kept) for server, slot, taken, kept in sent if not taken and server in further]


def _expect_same() -> Steps[None]:
    """Raises StoreError where a further server's rules are not the house's, though they follow: it was put back, or its
    standby took over without what it had taken."""
    _, *further = (yield Servers()).servers
    for server in further:
        for _ in range(TURNS):
            # What is changed meanwhile is there a moment later.
            house = yield from value_of(Q["rules.digest"]().on(HOUSE))
            yield from hold_everywhere()
            if house == (yield from value_of(Q["rules.digest"]().on(server))):
                break
        else:
            raise StoreError(
                f"the rules on server `{server}` are not the house's",
                hint="stop every process of the house, then `jikim restore POLICY --replay`: it gets them anew",
                ko=(
                    f"`{server}` 서버의 규칙이 하우스의 규칙과 다릅니다",
                    "하우스의 모든 프로세스를 멈추고 `jikim restore POLICY --replay`를 실행하면 규칙을 새로 복사합니다",
                ),
            )
