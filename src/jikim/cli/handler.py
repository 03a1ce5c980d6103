"""`jikim handler`: the people of the office, where there is no office yet: the first officer is entered here, and the
rest on the office's pages."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from jikim.cli import house, terminal, when
from jikim.cli.exits import DONE
from jikim.cli.options import Directory, Json, PolicyPath
from jikim.policy.period import day_of
from jikim.uploads import accept, pack
from jikim.verbs.grant import last_day

if TYPE_CHECKING:
    from jikim.app import Jikim

Handler = Annotated[str, Parameter(help="The short name that grants and the ledger know somebody by, like h-haneul.")]


def new(
    policy: PolicyPath,
    handler: Handler,
    /,
    *,
    name: Annotated[str, Parameter(help="Their name. It is sealed under a key of their own.")],
    email: Annotated[str, Parameter(help="Their e-mail address, sealed alike; alerts go there.")] = "",
    duty: Annotated[str, Parameter(help="What they do.")] = "",
    officer: Annotated[bool, Parameter(negative="", help="They are a privacy officer, who appoints others.")] = False,
    pledged: Annotated[
        str | None,
        Parameter(metavar="DAY", help="When they signed the pledge on paper; with --pledge, --place, --scan."),
    ] = None,
    pledge: Annotated[str, Parameter(metavar="TEXT", help="What they signed: the pledge's title and version.")] = "",
    place: Annotated[str, Parameter(help="Where the signed paper lies.")] = "",
    scan: Annotated[Path | None, Parameter(help="A file of the signed paper: nobody signs for another.")] = None,
    directory: Directory = None,
) -> int:
    """Enter somebody into the register and print the link by which they come in the first time.

    By the link they sign the security pledge and set a passkey, or a password and an authenticator app. It works once,
    for three days. What they may do then is given with `jikim handler grant`, or on the office's pages.
    """
    with house.opened(policy, directory) as jk:
        day = None if pledged is None else when.moment(pledged, jk.policy.zone).date()
        file = (
            b"" if scan is None else pack([asyncio.run(accept(jk.settings, scan.name, scan.read_bytes(), item="scan"))])
        )
        jk.enter_handler(
            handler,
            name=name,
            email=email,
            duty=duty,
            kind="officer" if officer else "handler",
            pledged=day,
            pledge=pledge,
            place=place,
            scan=file,
        )
        link = _link(jk, handler)
    terminal.line(link)
    terminal.line("it is shown this once, works once, and ends in three days", stderr=True)
    return DONE


def invite(policy: PolicyPath, handler: Handler, /, *, directory: Directory = None) -> int:
    """Print a new link for somebody who is in the register; an older one ends."""
    with house.opened(policy, directory) as jk:
        link = _link(jk, handler)
    terminal.line(link)
    return DONE


def grant(
    policy: PolicyPath,
    handler: Handler,
    /,
    *,
    purposes: Annotated[str, Parameter(metavar="NAMES", help="The purposes that they may name, separated by commas; `all` for every one.")],
    records: Annotated[str | None, Parameter(metavar="NAMES", help="The record kinds that it reaches; all unless given.")] = None,
    items: Annotated[str | None, Parameter(metavar="NAMES", help="The items that it reaches; all unless given.")] = None,
    until: Annotated[str | None, Parameter(metavar="TIME", help="When it ends: by the day on which it has to be renewed, which it is unless given.")] = None,
    directory: Directory = None,
) -> int:  # fmt: skip
    """Give a handler a grant. Refused for somebody who has signed no pledge."""
    with house.opened(policy, directory) as jk:
        end = None if until is None else when.moment(until, jk.policy.zone)
        last = last_day(jk.house) if end is None else day_of(end, jk.policy.zone)
        named = list(jk.policy.file.purposes) if purposes == "all" else _names(purposes)
        number = jk.by(jk.acting("system", "jikim handler")).grant(
            handler,
            named,
            end,
            kinds=None if records is None else _names(records),
            items=None if items is None else _names(items),
        )
    terminal.line(f"grant {number}, until {last}")
    return DONE


def listed(policy: PolicyPath, /, *, directory: Directory = None, json: Json = False) -> int:
    """List the register: who is in it, when they pledged and are trained, and until when their grants run. No name is
    printed."""
    from jikim.handlers.register import grants, workers
    from jikim.policy.period import day_of

    with house.opened(policy, directory) as jk:
        people, given, now = jk.do(workers), jk.do(grants), jk.now()
        zone = jk.policy.zone
    rows = []
    for one in people:
        ends = sorted(
            day_of(grant.until, zone).isoformat() for grant in given if grant.handler == one.handler and grant.runs(now)
        )
        rows.append(
            {
                "handler": one.handler,
                "kind": one.kind,
                "pledged": _day(one.pledged),
                "training_due": _day(one.training_due),
                "left": None if one.left is None else day_of(one.left, zone).isoformat(),
                "grants_until": ends,
            }
        )
    if json:
        terminal.document(rows)
        return DONE
    for row in rows:
        state = f"left {row['left']}" if row["left"] else f"pledged {row['pledged'] or 'never'}"
        until = f"; grants until {', '.join(row['grants_until'])}" if row["grants_until"] else "; no grant"
        terminal.line(f"{row['handler']}  {row['kind']}  {state}{until}")
    return DONE


def leave(policy: PolicyPath, handler: Handler, /, *, directory: Directory = None) -> int:
    """Somebody leaves their duty: every grant, session and proof ends at once, and the handover is asked for."""
    with house.opened(policy, directory) as jk:
        ended = jk.by(jk.acting("system", "jikim handler")).leave_duty(handler)
    terminal.line(f"{ended} grants ended; record the handover on the office's pages")
    return DONE


def _link(jk: Jikim, handler: str) -> str:
    from jikim.handlers.invitations import invite as make

    url = (jk.settings.url or jk.policy.file.service.url).rstrip("/")
    return f"{url}/office/begin/{jk.do(make, handler)}"


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _day(day: object) -> str | None:
    return None if day is None else str(day)
