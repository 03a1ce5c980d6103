"""`jikim attach outbox`, `take`, `erase`, `sweep`, `enforce` and `observe`: data that is ruled in the application's own
database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from jikim.cli import house, terminal
from jikim.cli.exits import DONE, FAILED
from jikim.cli.options import Directory, Json, Lang, Language, PolicyPath, language

if TYPE_CHECKING:
    from jikim.jobs.attached_erasure import Erased
    from jikim.verbs.modes import Mode

Mapping_ = Annotated[Path, Parameter(name="MAPPING", help="The mapping, attached.yaml.")]
Ruled = Annotated[
    str,
    Parameter(
        name="DATABASE",
        help="The application's database, postgresql://user@host/name, by a role of Jikim's own; PGPASSFILE has its password.",
    ),
]


def outbox(role: Annotated[str, Parameter(name="ROLE", help="The role that the application connects as.")], /) -> int:
    """Print the SQL of the outbox, for the owner of the application's database.

    The application's role may insert into `jikim.outbox`, and neither read, change nor delete what is there.
    """
    from jikim.attach.statements import OUTBOX

    terminal.line(OUTBOX.format(role='"' + role.replace('"', '""') + '"').rstrip())
    return DONE


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


Budget = Annotated[int, Parameter(metavar="ROWS", help="How many rows may go in a second.")]


def erase(
    mapping: Mapping_,
    database: Ruled,
    policy: PolicyPath,
    person: Annotated[str, Parameter(name="PERSON", help="The key of the person's row.")],
    /,
    *,
    by: Annotated[str | None, Parameter(metavar="NAME", help="Who erases: an officer with a grant.")] = None,
    budget: Budget = 2_000,
    directory: Directory = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Erase a person in the application's database, with all that foreign keys reach.

    They leave first, and nothing of theirs is used any more; what a rule keeps moves to the archive. What waits (a hold,
    an order that is not settled) is said, and exits 1: run it again. It may be stopped at any time.
    """
    with house.opened(policy, directory) as jk:
        actor = jk.handler(by, kind="officer") if by is not None else None
        done = jk.attached(mapping).erase(database, person, actor, budget=budget)
    return _said(done, language(lang), json)


def sweep(
    mapping: Mapping_,
    database: Ruled,
    policy: PolicyPath,
    /,
    *,
    budget: Budget = 2_000,
    directory: Directory = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Archive or erase what is over in the application's database.

    Run it daily: running it twice, or stopping it, does no harm. What waits is said, and exits 1.
    """
    with house.opened(policy, directory) as jk:
        done = jk.attached(mapping).sweep(database, budget=budget)
    return _said(done, language(lang), json)


Kind = Annotated[str, Parameter(name="KIND", help="The record kind, by the policy's name.")]
Purpose = Annotated[
    str, Parameter(metavar="PURPOSE", help="For this purpose alone; it goes before the kind's own mode.")
]
Officer = Annotated[str, Parameter(name="--by", metavar="NAME", help="Who says so: an officer with a grant.")]


def enforce(
    kind: Kind, policy: PolicyPath, /, *, by: Officer, purpose: Purpose = "", directory: Directory = None
) -> int:
    """Stop the application's own statements on a record kind that the policy refuses, from here on.

    It holds where the application's observer is made to enforce, within ten seconds. The ledger says who said so.
    """
    return _ruled(kind, policy, "enforce", by, purpose, directory)


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


def _said(done: Erased, tongue: Language, json: bool) -> int:
    if json:
        terminal.document(done.as_json())
    else:
        heads = (
            (done.retired, "분리 보관", "archived"),
            (done.destroyed, "삭제 명령으로 지움", "erased by statement"),
            (done.waiting, "대기", "waiting"),
        )
        for counted, ko, en in heads:
            for kind, count in sorted(counted.items()):
                terminal.line(f"{ko if tongue == 'ko' else en}: {kind} {count}")
        if done.retired or done.destroyed:
            terminal.line(
                f"그 데이터베이스의 이전 백업에는 보관 기간이 끝나는 {done.backups}까지 남아 있을 수 있습니다"
                if tongue == "ko"
                else f"older backups of that database hold it until their end on {done.backups}"
            )
    return FAILED if done.waiting else DONE
