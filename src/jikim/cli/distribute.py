"""`jikim distribute`: people on further servers of one's own."""

from __future__ import annotations

from typing import Annotated

from jikim.cli import terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import UsageError
from jikim.cli.options import words


@in_korean(
    """정보주체를 여러 서버에 나누어 둡니다.

    JIKIM_LIVE_OWNER_DSN에는 하우스의 서버를, JIKIM_LIVE_2_OWNER_DSN부터는 추가할 서버를 적습니다. 하우스의 규칙을 각
    서버에 복사하고 이후의 변경도 논리 복제로 반영하며, 정보주체가 아직 없으면 번호의 범위를 똑같이 나눕니다. 추가한 서버는
    JIKIM_LIVE_RULES_DSN으로 하우스의 서버에 연결하며, 이 변수가 없으면 JIKIM_LIVE_OWNER_DSN을 씁니다.

    정보주체가 이미 있으면 번호는 모두 지금 있는 서버에 남습니다. 서버를 추가할 때도 같습니다. 그 뒤 `jikim rebalance`로
    옮겨 주세요. 프로세스를 모두 멈추고 실행해 주세요. 하우스를 연 프로세스가 있으면 거부합니다. 중단되면 다시 실행해 주세요.

    새로 만든 기능이므로 먼저 하우스의 복사본으로 시험해 주세요.
    """
)
def distribute(
    *,
    dry_run: Annotated[
        bool,
        about(
            "Print what each server still needs, and change nothing.",
            "각 서버에 아직 필요한 SQL만 출력하고 아무것도 바꾸지 않음",
        ),
    ] = False,
) -> None:
    """Lay people on several servers of your own.

    The server of JIKIM_LIVE_OWNER_DSN is the house's; those of JIKIM_LIVE_2_OWNER_DSN and on are further ones. The
    house's rules are copied to each, and follow by logical replication; where there is nobody yet, people's numbers are
    shared out in equal ranges. The further servers reach the house's by JIKIM_LIVE_RULES_DSN, or by
    JIKIM_LIVE_OWNER_DSN without it.

    Where there are people, all numbers stay with the servers that have them, also when one is added: `jikim rebalance`
    moves them afterwards. Stop every process first: it is refused while one has the house open. Cut off, it is run again.

    This is new: try it with a copy of your house first.
    """
    from jikim.db.distributing import distribute as steps
    from jikim.db.dsns import said
    from jikim.db.spread import HOUSE

    servers = owners()
    for step in steps(servers, said("JIKIM_LIVE_RULES_DSN") or servers[HOUSE]):
        if not dry_run:
            step.make()
        terminal.line(f"{step.server}: {step.shown}")
    if not dry_run:
        count = len(servers)
        terminal.line(words(f"the house has {count} servers for people", f"정보주체를 둘 서버가 {count}대입니다"))


def owners() -> dict[str, str]:
    """The servers of people by name, the house's first, as roles that may act as jikim_owner. Raises UsageError where there
    is one alone."""
    if len(found := owners_set()) < 2:
        raise UsageError(
            "no further server of people is named",
            hint="set JIKIM_LIVE_OWNER_DSN and JIKIM_LIVE_2_OWNER_DSN",
            ko=(
                "정보주체를 나누어 둘 서버가 설정되어 있지 않습니다",
                "JIKIM_LIVE_OWNER_DSN과 JIKIM_LIVE_2_OWNER_DSN을 설정해 주세요",
            ),
        )
    return found


def owners_set() -> dict[str, str]:
    """The same as they are set, where one is alone too."""
    from jikim.db.dsns import all_dsns
    from jikim.db.spread import HOUSE, database_of

    return {name: dsn for name, dsn in all_dsns("_OWNER").items() if database_of(name) == HOUSE}
