"""`jikim webhook`: who is told what happened, by reference."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from cyclopts import Parameter

from jikim.cli import house, terminal
from jikim.cli.exits import DONE, UsageError
from jikim.cli.options import Directory, Json, PolicyPath


def _number(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UsageError(f"`{text}` is no webhook's number", hint="`jikim webhook list` says the numbers") from None


def add(
    policy: PolicyPath,
    url: Annotated[str, Parameter(help="Where to: https, outside; networks of your own by JIKIM_WEBHOOK_NETWORKS.")],
    /,
    *,
    events: Annotated[str, Parameter(metavar="NAMES", help="Which: `subject:leave`, `record:*` or `*`, by commas.")],
    directory: Directory = None,
    json: Json = False,
) -> int:
    """Add a webhook, which is told of events from now on, and print its secret, once.

    What is told names the person, the record, the event and the clause, and never a value. It is signed as Standard
    Webhooks says.
    """
    from jikim.jobs.outbound_addresses import Outward
    from jikim.jobs.webhooks import add_webhook

    names = [part.strip() for part in events.split(",") if part.strip()]
    with house.opened(policy, directory) as jk:
        number, secret = jk.do(add_webhook, "", url, names, Outward.of(jk.settings))
    if json:
        terminal.document({"webhook": str(number), "secret": secret})
        return DONE
    terminal.line(secret)
    terminal.line(f"webhook {number}; its secret is shown this once", stderr=True)
    return DONE


def listed(policy: PolicyPath, /, *, directory: Directory = None, json: Json = False) -> int:
    """List webhooks, with how much waits and how much was given up."""
    from jikim.jobs.webhooks import webhooks
    from jikim.wire import plain

    with house.opened(policy, directory) as jk:
        rows = jk.do(webhooks)
    if json:
        terminal.document([plain(one) for one in rows])
        return DONE
    for one in rows:
        owner = f"  of {one.owner}" if one.owner else ""
        terminal.line(
            f"{one.webhook}  {one.url}  {', '.join(one.events)}  waiting: {one.waiting}, dead: {one.dead}{owner}"
        )
    return DONE


def end(
    policy: PolicyPath, webhook: Annotated[str, Parameter(help="Its number.")], /, *, directory: Directory = None
) -> int:
    """End a webhook, with all that it had still to tell."""
    from jikim.jobs.webhooks import end_webhook

    number = _number(webhook)
    with house.opened(policy, directory) as jk:
        if not jk.driver.run(end_webhook(number)):
            raise UsageError(f"there is no webhook `{webhook}`", hint="`jikim webhook list` says the numbers")
    terminal.line(f"webhook {number} is over")
    return DONE


def dead(
    policy: PolicyPath,
    webhook: Annotated[str | None, Parameter(help="Its number; without it, of all.")] = None,
    /,
    *,
    directory: Directory = None,
    json: Json = False,
) -> int:
    """List messages that were given up: the webhook, the event, how often it was tried and the last answer's status."""
    from jikim.jobs.webhooks import dead_messages

    number = None if webhook is None else _number(webhook)
    with house.opened(policy, directory) as jk:
        rows = jk.driver.run(dead_messages(None, number, limit=10_000))
    if json:
        terminal.document(
            [
                {
                    "webhook": str(one.webhook),
                    "message": str(one.message),
                    "tries": one.tries,
                    "status": one.status,
                    "event": dict(one.body),
                }
                for one in rows
            ]
        )
        return DONE
    for one in rows:
        terminal.line(
            f"{one.webhook}  {one.message}  {one.body['data']['event']}  {one.tries} tries, status {one.status or 'none'}"
        )
    return DONE


def replay(
    policy: PolicyPath,
    webhook: Annotated[str | None, Parameter(help="Its number; without it, of all.")] = None,
    /,
    *,
    directory: Directory = None,
) -> int:
    """Try again what was given up, at the next run of the jobs."""
    from jikim.jobs.webhooks import replay as again

    number = None if webhook is None else _number(webhook)
    with house.opened(policy, directory) as jk:
        count = jk.driver.run(again(None, number))
    terminal.line(f"{count} message{'s' if count != 1 else ''} will be tried again")
    return DONE
