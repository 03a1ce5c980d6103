"""`jikim attach outbox`, `take`, `erase`, `sweep`, `enforce` and `observe`: data that is ruled in the application's own
database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from jikim.cli import house, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, FAILED
from jikim.cli.options import Directory, Json, Lang, Language, PolicyPath, language

if TYPE_CHECKING:
    from jikim.jobs.attached_erasure import Erased
    from jikim.verbs.modes import Mode

Mapping_ = Annotated[Path, about("The mapping, attached.yaml.", "매핑 파일(attached.yaml)", name="MAPPING")]
Ruled = Annotated[
    str,
    about(
        "The application's database, such as postgresql://user@host/name, by a role of Jikim's own; PGPASSFILE has its password.",
        "애플리케이션의 DB(예: postgresql://user@host/name), 지킴 전용 계정. 비밀번호는 PGPASSFILE",
        name="DATABASE",
    ),
]


@in_korean(
    """애플리케이션 DB의 소유자가 실행할 아웃박스의 SQL을 출력합니다.

    애플리케이션의 계정은 아웃박스에 추가만 할 수 있고, 있는 것을 읽거나 바꾸거나 지울 수 없습니다.
    """
)
def outbox(
    role: Annotated[
        str, about("The role that the application connects as.", "애플리케이션이 접속하는 DB 계정", name="ROLE")
    ],
    /,
    *,
    mariadb: Annotated[
        str | None,
        about(
            "For MariaDB: the application's database. The outbox lies in NAME_jikim beside it; ROLE is name@host.",
            "MariaDB에서 쓸 때: 애플리케이션의 DB 이름. 아웃박스는 그 옆의 NAME_jikim에 두고, ROLE은 name@host로 적음",
            metavar="NAME",
        ),
    ] = None,
) -> int:
    """Print the SQL of the outbox, for the owner of the application's database.

    The application's role may insert into the outbox, and neither read, change nor delete what is there.
    """
    from jikim.attach.dialects import POSTGRESQL, MariaDB

    terminal.line((POSTGRESQL if mariadb is None else MariaDB(database=mariadb)).outbox_for(role).rstrip())
    return DONE


@in_korean(
    """애플리케이션의 트랜잭션이 기록한 것을 원장으로 옮깁니다.

    도중에 무엇이 중단되어도 기록마다 한 번만 옮깁니다. 1분마다 실행해 주세요. 이 하우스의 프로세스가 쓰지 않은 행은
    그대로 두고 1로 끝납니다.
    """
)
def take(
    mapping: Mapping_,
    database: Ruled,
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Take over what the application's transactions recorded, into the ledger.

    Each entry is taken once, whatever is killed in between. Run it every minute. A row that no process of this house
    wrote is left where it is, and the command exits 1.
    """
    tongue = language(lang)
    with house.opened(policy, directory) as jk:
        done = jk.attached(mapping).take(database)
    if json:
        terminal.document(done._asdict())
    else:
        terminal.line(f"옮겨 기록한 것 {done.taken}건" if tongue == "ko" else f"taken over: {done.taken}")
    if done.foreign and not json:
        terminal.line(
            f"이 지킴이 쓰지 않은 행 {done.foreign}개가 jikim.outbox에 남아 있습니다"
            if tongue == "ko"
            else f"{done.foreign} rows in jikim.outbox were not written by this Jikim, and stay there"
        )
    return FAILED if done.foreign else DONE


_BUDGET = about("How many rows may go in a second.", "1초에 지울 수 있는 행 수", metavar="ROWS")
Budget = Annotated[int, _BUDGET]


@in_korean(
    """애플리케이션의 DB에서 한 사람의 정보를 삭제합니다. 매핑에서 연결한 기록이 모두 대상입니다.

    본인의 것이 아닌 행까지 삭제될 것이면 아무것도 삭제하지 않고 그 표와 수를 알리며 1로 끝납니다.
    먼저 탈퇴 처리하여 그 사람의 정보를 더는 이용하지 않게 하고, 보존 근거가 있는 것은 분리 보관합니다.
    기다려야 하는 것(파기 보류, 정산되지 않은 주문)은 알리고 1로 끝나므로 다시 실행해 주세요.
    언제든지 멈춰도 됩니다.
    """
)
def erase(
    mapping: Mapping_,
    database: Ruled,
    policy: PolicyPath,
    person: Annotated[str, about("The key of the person's row.", "그 사람의 행 키", name="PERSON")],
    /,
    *,
    by: Annotated[
        str | None,
        about("Who erases: an officer with a grant.", "삭제하는 사람: 권한이 있는 보호책임자", metavar="NAME"),
    ] = None,
    budget: Annotated[int | None, _BUDGET] = None,
    directory: Directory = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Erase a person in the application's database, with all that is theirs of the attached kinds.

    They leave first, and nothing of theirs is used any more; what a rule keeps moves to the archive. What waits (a hold,
    an order that is not settled) is said, and exits 1: run it again. It may be stopped at any time. Where more would go
    than is theirs, nothing does: it says which table and how many rows, and exits 1.
    """
    with house.opened(policy, directory) as jk:
        actor = jk.handler(by, kind="officer") if by is not None else None
        with _told(json):
            done = jk.attached(mapping).erase(database, person, actor, budget=budget)
    return _said(done, language(lang), json)


@in_korean(
    """애플리케이션의 DB에서 기한이 된 것을 분리 보관하거나 삭제합니다.

    매일 실행해 주세요. 두 번 실행하거나 도중에 멈춰도 문제가 없습니다. 기다려야 하는 것은 알리고 1로 끝납니다. 시계가
    의심스럽거나, 방침이 혼자 파기하도록 정한 인원보다 많은 사람의 기록을 삭제하게 되면, 아무것도 삭제하지 않고 1로
    끝납니다. 그 다음은 보호책임자가 결정합니다(`jikim sweep approve`). 기한이 된 것이 아닌 행까지 삭제될 것이면 그
    묶음을 삭제하지 않고 1로 끝납니다.
    """
)
def sweep(
    mapping: Mapping_,
    database: Ruled,
    policy: PolicyPath,
    /,
    *,
    budget: Budget = 2_000,
    dry_run: Annotated[bool, about("Say what would be done, and erase nothing.", "삭제하지 않고 할 일만 출력")] = False,
    directory: Directory = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Archive or erase what is over in the application's database.

    Run it daily: running it twice, or stopping it, does no harm. What waits is said, and exits 1. It erases nothing and
    exits 1 where its clock is in doubt, or where it would erase records of more people than the policy lets it alone:
    then an officer says how to go on (`jikim sweep approve`).
    """
    with house.opened(policy, directory) as jk, _told(json):
        done = jk.attached(mapping).sweep(database, budget=budget, dry_run=dry_run)
    return _said(done, language(lang), json, dry=dry_run)


Kind = Annotated[str, about("The record kind, by the policy's name.", "방침에 적힌 기록 이름", name="KIND")]
Purpose = Annotated[
    str,
    about(
        "For this purpose alone; it goes before the kind's own mode.",
        "이 목적에만 적용. 기록 전체의 설정보다 우선",
        metavar="PURPOSE",
    ),
]
Officer = Annotated[
    str,
    about(
        "Who says so: an officer with a grant.", "결정하는 사람: 권한이 있는 보호책임자", name="--by", metavar="NAME"
    ),
]


@in_korean(
    """방침이 거부하는 기록에 대한 애플리케이션의 SQL 문을 지금부터 차단합니다.

    애플리케이션의 관찰 기능이 차단하도록 설정된 곳에서 10초 안에 적용됩니다. 누가 결정했는지 원장에 기록됩니다.
    """
)
def enforce(
    kind: Kind, policy: PolicyPath, /, *, by: Officer, purpose: Purpose = "", directory: Directory = None
) -> int:
    """Stop the application's own statements on a record kind that the policy refuses, from here on.

    It holds where the application's observer is made to enforce, within ten seconds. The ledger says who said so.
    """
    return _ruled(kind, policy, "enforce", by, purpose, directory)


@in_korean("차단을 풀고 횟수만 집계합니다.")
def observe(
    kind: Kind, policy: PolicyPath, /, *, by: Officer, purpose: Purpose = "", directory: Directory = None
) -> int:
    """Let them run again, and count them alone."""
    return _ruled(kind, policy, "observe", by, purpose, directory)


def _ruled(kind: str, policy: Path, mode: Mode, by: str, purpose: str, directory: Path | None) -> int:
    from jikim.verbs.modes import rule

    with house.opened(policy, directory) as jk:
        jk.by(jk.handler(by, kind="officer")).do(rule, kind, mode, purpose=purpose)
    return DONE


@contextmanager
def _told(json: bool) -> Iterator[None]:
    """What the gate refuses is a document, too."""
    from jikim.attach.gate import GateError

    try:
        yield
    except GateError as stopped:
        if json:
            terminal.document(stopped.as_json())
        raise


def _said(done: Erased, tongue: Language, json: bool, *, dry: bool = False) -> int:
    if json:
        terminal.document(done.as_json())
    else:
        for line in lines(done, tongue, dry=dry):
            terminal.line(line)
    return FAILED if done.waiting else DONE


def lines(done: Erased, tongue: Language, *, dry: bool) -> Iterator[str]:
    """What a run did, by record kind; `dry`: what it would do."""
    heads = (
        (done.retired, "분리 보관할 것" if dry else "분리 보관", "would be archived" if dry else "archived"),
        (
            done.destroyed,
            "삭제 명령으로 지울 것" if dry else "삭제 명령으로 지움",
            "would be erased by statement" if dry else "erased by statement",
        ),
        (done.waiting, "대기", "waiting"),
    )
    for counted, ko, en in heads:
        for kind, count in sorted(counted.items()):
            yield f"{ko if tongue == 'ko' else en}: {kind} {count}"
    if not dry and (done.retired or done.destroyed):
        yield (
            f"그 데이터베이스의 이전 백업에는 보관 기간이 끝나는 {done.backups}까지 남아 있을 수 있습니다"
            if tongue == "ko"
            else f"older backups of that database hold it until their end on {done.backups}"
        )
