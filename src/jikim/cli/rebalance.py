"""`jikim rebalance`: people go to other servers of one's own, while nobody has the house open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from jikim.cli import house, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.distribute import owners
from jikim.cli.options import Directory, Json, PolicyPath, words

if TYPE_CHECKING:
    from jikim.db.moving import Move


@in_korean(
    """정보주체를 서버들에 고르게 옮깁니다.

    `jikim distribute`로 추가한 서버까지 번호의 범위 256개를 똑같이 나누고, 다른 서버로 가야 할 범위를 통째로 옮깁니다.
    프로세스를 모두 멈추고 실행해 주세요. 하우스를 연 프로세스가 있으면 거부하고, 옮기는 동안에는 아무도 열 수 없습니다.
    옮긴 범위와 인원은 원장에 남습니다.

    중단되면 다음에 하우스를 여는 명령이 먼저 마무리합니다. 이미 옮긴 범위는 새 서버에 남습니다. 다시 실행하면 나머지를
    옮깁니다. 서버에는 JIKIM_LIVE_OWNER_DSN, JIKIM_LIVE_2_OWNER_DSN 등으로 연결합니다.
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
    without: Annotated[
        str | None,
        about(
            "Move everybody off the last server, such as live@3, and have it follow no more.",
            "live@3처럼 마지막 서버의 정보주체를 모두 옮기고 그 서버를 뺌",
            metavar="SERVER",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Move people until their servers have equal parts of them.

    The 256 ranges of people's numbers are shared out equally over all servers, those that `jikim distribute` added
    included, and whole ranges go to where they have to lie. Stop every process first: it is refused while one has the
    house open, and nobody opens it meanwhile. The ledger has which ranges moved, and how many people.

    Cut off, it is ended by whatever opens the house next, before anything else; ranges that have moved stay where they
    are, and another run moves the rest. It connects by JIKIM_LIVE_OWNER_DSN, JIKIM_LIVE_2_OWNER_DSN and on.
    """
    servers = owners()
    from jikim.db.distributing import forsake
    from jikim.db.moving import moving, stretches
    from jikim.db.spread import HOUSE, variable_of
    from jikim.jobs.rebalance import Rebalanced, begun, over, plan

    with house.opened(policy, directory) as jk:
        moves = plan(jk.driver, servers, without)
        if not dry_run:
            begun(jk.driver, jk.house, moves)
            jk.sequence()
    done = Rebalanced(stretches((move, 0) for move in moves))
    if moves and not dry_run:
        with terminal.waiting() as tell:
            gone = 0

            def told(move: Move, people: int) -> None:
                nonlocal gone
                gone += people
                tell(words(f"{move.from_} -> {move.to}: {gone} people", f"{move.from_} -> {move.to}: {gone}명"))

            with moving(servers) as mover:
                moved = mover.moved(moves, told)
        with house.opened(policy, directory) as jk:
            done = over(jk.driver, jk.house, moved)
            jk.sequence()
    if json:
        terminal.document(done.as_json())
    for move, people in done.moved if not json else ():
        terminal.line(move.said if dry_run else words(f"{move.said}: {people} people", f"{move.said}: {people}명"))
    if dry_run:
        return
    if not json:
        terminal.line(words(f"{done.people} people have moved", f"정보주체 {done.people}명을 옮겼습니다"))
    if without is not None:
        with moving(servers) as mover:
            mover.expect_nothing_owed(without)
            forsake(servers[without], servers[HOUSE])
        if not json:
            settings = ", ".join(variable_of(without, role) for role in ("", "_OWNER", "_BACKUP"))
            terminal.line(
                words(f"unset {settings}; its database may go", f"{settings} 설정을 지워 주세요. 그 DB는 지워도 됩니다")
            )
