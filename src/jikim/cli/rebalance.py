"""`jikim rebalance`: people go to other servers of one's own, while the house is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts.validators import Number

from jikim.cli import house, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.distribute import owners
from jikim.cli.options import Directory, Json, PolicyPath, words

if TYPE_CHECKING:
    from jikim.db.moving import Move


@in_korean(
    """정보주체를 서버들에 고르게 옮깁니다.

    `jikim distribute`로 추가한 서버까지 번호의 범위를 똑같이 나누고, 다른 서버로 가야 할 정보주체를 몇 명씩 옮깁니다.
    서비스는 그대로 운영해 주세요. 옮기는 동안에는 그 몇 명에 대한 요청과, 모두를 다루는 작업과 관리자 페이지만 잠시
    기다립니다. 모두에게 보내는 안내, 새 처리방침의 적용이나 백업이 진행 중이면 기다리고, 10분이 넘도록 옮길 수 없으면
    오류로 끝납니다. 옮긴 범위와 인원은 원장에 남습니다.

    중단되면 다시 실행해 주세요. 옮기던 정보주체는 그때까지, 또는 `jikim jobs`가 마무리할 때까지 처리할 수 없으며, 나머지는 그대로 이어 갑니다. 모든
    프로세스에 같은 서버가 설정되어 있어야 합니다. 서버에는 JIKIM_LIVE_OWNER_DSN, JIKIM_LIVE_2_OWNER_DSN 등으로 연결합니다.
    """
)
def rebalance(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    dry_run: Annotated[
        bool, about("Say which ranges would move, and move nobody.", "옮길 범위만 출력하고 아무도 옮기지 않음")
    ] = False,
    batch: Annotated[
        int | None,
        about(
            "How many people move at once; by default 200. Fewer wait for less long.",
            "한 번에 옮기는 인원. 기본값 200. 적을수록 짧게 기다림",
            metavar="PEOPLE",
            validator=Number(gte=1),
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Move people until their servers have equal parts of them.

    People's numbers are shared out in equal ranges over all servers, those that `jikim distribute` added included, and
    whoever has to lie on another one moves, some at a time. The service goes on: only requests for one of those few, and
    jobs and office pages that reach everybody, wait meanwhile. While a letter to everybody, a new version of the policy or
    a backup is under way, it waits itself; after ten minutes or more it ends with an error. The ledger has which range
    moved, and how many people.

    Cut off, it is run again: who was on their way is not served until then, or until `jikim jobs` ends that batch; it goes
    on with the others. Every process has the same servers set. It connects by JIKIM_LIVE_OWNER_DSN, JIKIM_LIVE_2_OWNER_DSN and on.
    """
    servers = owners()
    from jikim.db.moving import BATCH, planned
    from jikim.jobs.rebalance import Rebalanced
    from jikim.jobs.rebalance import rebalance as move_people

    with house.opened(policy, directory) as jk:
        if dry_run:
            plan = planned(jk.driver.spread.ranges, [*servers])
            if json:
                terminal.document(Rebalanced([(move, 0) for move in plan]).as_json())
            for move in plan if not json else ():
                terminal.line(move.said)
            return
        with terminal.waiting() as tell:

            def told(move: Move, people: int) -> None:
                tell(words(f"{move.from_} -> {move.to}: {people} people", f"{move.from_} -> {move.to}: {people}명"))

            done = move_people(jk.driver, jk.house, servers, jk.place, told, batch or BATCH)
    if json:
        terminal.document(done.as_json())
        return
    for move, people in done.moved:
        terminal.line(words(f"{move.said}: {people} people", f"{move.said}: {people}명"))
    terminal.line(words(f"{done.people} people have moved", f"정보주체 {done.people}명을 옮겼습니다"))
