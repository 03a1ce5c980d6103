"""`jikim attach outbox` and `take`: what an application needs where its data is ruled in place, and what it recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jikim.cli import house, terminal
from jikim.cli.exits import DONE, FAILED
from jikim.cli.options import Directory, Json, Lang, PolicyPath, language

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
            else f"{done.foreign} rows in jikim.outbox were written by no process of this house, and stay there"
        )
    return FAILED if done.foreign else DONE
