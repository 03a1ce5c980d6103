"""`jikim key`: keys with which applications come to the REST API."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from jikim.cli import house, terminal, when
from jikim.cli.options import Directory, Json, PolicyPath
from jikim.cli.run import DONE, UsageError

YEAR = timedelta(days=365)


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def new(
    policy: PolicyPath,
    name: Annotated[str, Parameter(help="The application's name, which its acts are recorded under.")],
    /,
    *,
    purposes: Annotated[str, Parameter(metavar="NAMES", help="The purposes that it may name, separated by commas.")],
    until: Annotated[str | None, Parameter(metavar="TIME", help="When it ends; a year from now unless given.")] = None,
    may: Annotated[
        str | None, Parameter(metavar="WHAT", help="What it may besides: people, webhooks, metrics, access-records; by commas.")
    ] = None,
    limit: Annotated[
        int, Parameter(metavar="NUMBER", validator=Number(gte=1, lte=100_000_000), help="Requests a minute.")
    ] = 1_000_000,
    directory: Directory = None,
    json: Json = False,
) -> int:  # fmt: skip
    """Make a key and print it, once: a hash of it is stored.

    A key is a grant: it names purposes, ends on its day, and can be revoked, and every act under it is recorded with the application's name.
    With `people` it acts for persons whom the application itself has signed in: shows, corrects, consents, leaves.
    """
    from jikim.api.keys import make_key

    with house.opened(policy, directory) as jk:
        end = jk.now() + YEAR if until is None else when.moment(until, jk.policy.zone)
        number, key = jk.driver.run(make_key(jk.house, name, _words(purposes), until=end, may=_words(may), most=limit))
    if json:
        terminal.document({"number": number, "key": key, "until": end.isoformat()})
        return DONE
    terminal.line(key)
    terminal.line(f"number {number}, until {end:%Y-%m-%d}; it is shown this once", stderr=True)
    return DONE


def listed(policy: PolicyPath, /, *, directory: Directory = None, json: Json = False) -> int:
    """List keys: number, application, purposes, until when. Never a key."""
    from jikim.api.keys import keys_of

    with house.opened(policy, directory) as jk:
        rows, now = jk.driver.run(keys_of(jk.house)), jk.now()
    if json:
        terminal.document(
            [
                {
                    "number": one.number, "name": one.name, "purposes": list(one.purposes), "may": list(one.may), "limit": one.most,
                    "given": one.given.isoformat(), "until": one.until.isoformat(),
                    "revoked": None if one.revoked is None else one.revoked.isoformat(),
                }
                for one in rows
            ]
        )  # fmt: skip
        return DONE
    for one in rows:
        state = (
            f"revoked {one.revoked:%Y-%m-%d}"
            if one.revoked
            else "over"
            if one.until <= now
            else f"until {one.until:%Y-%m-%d}"
        )
        may = f"; may: {', '.join(one.may)}" if one.may else ""
        terminal.line(f"{one.number}  {one.name}  {state}  {', '.join(one.purposes)}{may}")
    return DONE


def revoke(
    policy: PolicyPath,
    number: Annotated[int, Parameter(help="The key's number, as `jikim key list` says it.")],
    /,
    *,
    directory: Directory = None,
) -> int:
    """End a key at once: whatever comes under it from here on is refused."""
    from jikim.api.keys import revoke_key

    with house.opened(policy, directory) as jk:
        stood = jk.driver.run(revoke_key(jk.house, number))
    if not stood:
        raise UsageError(f"key {number} was revoked before", hint="`jikim key list` says when")
    terminal.line(f"key {number} is revoked")
    return DONE
