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
from jikim.errors import SealedError, StoreError

Q = load("jikim.db")
ROUNDS = 2_000  # of a hundredth of a second: what is not there by then is told


def expect_servers() -> Steps[None]:
    """Asked when a house opens. Raises SealedError where people lie on other servers than those that are set."""
    ranges = yield Q["lies.all"]()
    there, here = {server for _, server in ranges} or {HOUSE}, {*(yield Servers()).servers}
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


def hold_everywhere() -> Steps[None]:
    """Waits until whatever the house's server has committed of the rules holds on each server. Raises StoreError for a
    server that is away, or where it takes more than some twenty seconds."""
    _, *further = (yield Servers()).servers
    if not further:
        return
    mark = yield from value_of(Q["rules.mark"]().on(HOUSE))
    for server in further:
        begun: list[str] | None = None
        for _ in range(ROUNDS):
            begun = yield from value_of(Q["rules.stand"](mark=mark, begun=begun).on(server))
            if begun == []:
                break
        else:
            raise StoreError(
                f"what was asked is done, and does not hold on server `{server}` yet",
                hint="is its subscription running? try again: it is answered when it holds everywhere",
                ko=(
                    f"요청한 일은 실행했지만 `{server}` 서버에는 아직 적용되지 않았습니다",
                    "그 서버의 구독이 실행 중인지 확인하고 다시 시도해 주세요. 모든 서버에 적용되어야 응답합니다",
                ),
            )
