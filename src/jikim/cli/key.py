"""`jikim key`: keys with which applications come to the REST API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from jikim.cli import house, terminal, when
from jikim.cli.exits import DONE, UsageError
from jikim.cli.options import Directory, Json, PolicyPath

YEAR = timedelta(days=365)


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def _named(text: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """Names by commas; `all` for every one that there is now, and none that a later policy adds."""
    words = _words(text)
    return tuple(known) if words == ("all",) else words


def new(
    policy: PolicyPath,
    name: Annotated[str, Parameter(help="The application's name, which its acts are recorded under.")],
    /,
    *,
    purposes: Annotated[str | None, Parameter(metavar="NAMES", help="The purposes that it may name, separated by commas.")] = None,
    records: Annotated[str | None, Parameter(metavar="NAMES", help="The record kinds that it may read and write.")] = None,
    channels: Annotated[str | None, Parameter(metavar="NAMES", help="The channels that it enters by: no handler's, no partner's.")] = None,
    events: Annotated[str | None, Parameter(metavar="NAMES", help="The events that it may tell of, like paid,settled.")] = None,
    consents: Annotated[str | None, Parameter(metavar="NAMES", help="The consents that it may give and withdraw, like marketing.events,acme/delivery.")] = None,
    until: Annotated[str | None, Parameter(metavar="TIME", help="When it ends; a year from now unless given.")] = None,
    may: Annotated[
        str | None, Parameter(metavar="WHAT", help="What it may besides: people, evidence, webhooks, metrics, access-records; by commas.")
    ] = None,
    limit: Annotated[
        int, Parameter(metavar="NUMBER", validator=Number(gte=1, lte=100_000_000), help="Requests a minute.")
    ] = 1_000_000,
    directory: Directory = None,
    json: Json = False,
) -> int:  # fmt: skip
    """Make a key and print it, once: a hash of it is stored.

    A key is a grant: it reaches what is named here, to read and to write, and nothing unnamed; without a name it
    reaches nothing. `all` names every one that the policy has now. It ends on its day, can be revoked, and every act
    under it is recorded with the application's name. With `people` it acts for persons whom the application itself has
    signed in: corrects and consents, and, where it names all records, shows, leaves, files requests and signs in.
    """
    from jikim.api.keys import make_key, reachable

    with house.opened(policy, directory) as jk:
        end = jk.now() + YEAR if until is None else when.moment(until, jk.policy.zone)
        known = reachable(jk.policy)
        steps = make_key(
            jk.house,
            name,
            _named(purposes, known["purpose"]),
            until=end,
            records=_named(records, known["record"]),
            channels=_named(channels, known["channel"]),
            events=_named(events, known["event"]),
            consents=_named(consents, known["consent"]),
            may=_words(may),
            most=limit,
        )
        number, key = jk.driver.run(steps)
    if json:
        terminal.document({"number": number, "key": key, "until": end.isoformat()})
        return DONE
    terminal.line(key)
    terminal.line(f"number {number}, until {end:%Y-%m-%d}; it is shown this once", stderr=True)
    return DONE


def listed(policy: PolicyPath, /, *, directory: Directory = None, json: Json = False) -> int:
    """List keys: number, application, until when, and what each reaches. Never a key."""
    from jikim.api.keys import keys_of
    from jikim.wire import plain

    with house.opened(policy, directory) as jk:
        rows, now = jk.do(keys_of), jk.now()
    if json:
        named = ({"limit" if name == "most" else name: one for name, one in plain(row).items()} for row in rows)
        terminal.document(list(named))
        return DONE
    for one in rows:
        state = (
            f"revoked {one.revoked:%Y-%m-%d}"
            if one.revoked
            else "over"
            if one.until <= now
            else f"until {one.until:%Y-%m-%d}"
        )
        terminal.line(f"{one.number}  {one.name}  {state}")
        for what in ("purposes", "records", "channels", "events", "consents", "may"):
            terminal.line(f"   {what}: {', '.join(getattr(one, what)) or 'none'}")
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
        stood = jk.do(revoke_key, number)
    if not stood:
        raise UsageError(f"key {number} was revoked before", hint="`jikim key list` says when")
    terminal.line(f"key {number} is revoked")
    return DONE
