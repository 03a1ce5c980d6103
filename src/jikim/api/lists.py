"""What the routes answer beside the verbs: the published policy, notices, requests, sessions, hand-offs, certificates,
webhooks."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlencode

from msgspec import UNSET

from jikim.accounts.hand_off import LIFE
from jikim.accounts.hand_off import hand_off as handed
from jikim.accounts.sessions import session_of
from jikim.answers import Person
from jikim.api import shapes
from jikim.api.answered import (
    Asked,
    Certified,
    CookieRow,
    Declared,
    Done,
    Handed,
    Hook,
    Hooked,
    Posted,
    Published,
    Replayed,
    Signed,
    Undelivered,
)
from jikim.api.call import Call
from jikim.api.problems import ProblemError
from jikim.clock import machine_moment
from jikim.db.steps import rows_of
from jikim.desk.notices import notices as posted_notices
from jikim.desk.requests import Request, file_request, person_of, requests_of
from jikim.errors import JikimError
from jikim.jobs.outbound_addresses import Outward
from jikim.jobs.webhooks import add_webhook, dead_messages, end_webhook, replay, webhooks
from jikim.policy.languages import worded
from jikim.policy.model import PolicyFile
from jikim.store.sealed import Q as STORE
from jikim.wire import plain

Body = Any


# ---- what is published


async def policy(call: Call, query: shapes.Version) -> Body:
    """The policy in force, or an earlier version."""
    number = call.house.in_force()[1] if query.version is UNSET else query.version
    for found, digest, text in await _published(call):
        if found == number:
            file = PolicyFile.model_validate_json(text)
            version = file.version
            return plain(Published(found, bytes(digest).hex(), version.announced, version.effective, json.loads(text)))
    raise ProblemError.of("unknown")


async def _published(call: Call) -> list[Any]:
    """The versions that are, were or will be in force; one that nobody was told of is nobody's to read."""
    known = {row[0] for row in await call.run(rows_of(STORE["version.schedule"]()))}
    return [row for row in await call.run(rows_of(STORE["policies"]())) if row[0] in known]


async def policy_versions(call: Call, query: shapes.Page) -> Body:
    rows = await _published(call)

    def shown(row: Any) -> Body:
        version = PolicyFile.model_validate_json(row[2]).version
        return {
            "number": row[0],
            "digest": bytes(row[1]).hex(),
            "announced": version.announced.isoformat(),
            "effective": version.effective.isoformat(),
        }

    return await call.page("versions", rows, query.cursor, query.limit, shown)


async def purposes(call: Call, query: shapes.Page) -> Body:
    rows = [
        Declared(
            name,
            worded(one.label, "ko"),
            worded(one.label, "en"),
            str(one.basis),
            one.optional,
            one.aggregate,
            one.clause or "",
        )
        for name, one in call.house.policy.file.purposes.items()
    ]
    return await call.page("purposes", rows, query.cursor, query.limit, plain)


async def cookies(call: Call, query: shapes.Page) -> Body:
    declared = call.house.policy.file.cookies
    rows = [] if declared is None else [
        CookieRow(
            name, one.purpose, declared.purposes[one.purpose].essential, worded(one.set_by, "ko"), worded(one.set_by, "en"), str(one.life), worded(one.label, "ko"),
            worded(one.label, "en"),
        )
        for name, one in declared.table.items()
    ]  # fmt: skip
    return await call.page("cookies", rows, query.cursor, query.limit, plain)


async def notices(call: Call, query: shapes.Page) -> Body:
    before = await call.after("notices", query.cursor)
    rows = await call.run(posted_notices(call.house, before, query.limit + 1))
    shown = [plain(Posted(*row)) for row in rows[: query.limit]]
    return await call.paged("notices", shown, rows[query.limit - 1].number if len(rows) > query.limit else None)


# ---- people


def _asked(one: Request) -> Body:
    right = {language: one.right(language) for language in one.then.policy.file.service.languages}
    return plain(
        Asked(one.subject, one.request, one.kind, one.state, one.record, one.opened, one.due, one.closed, right)
    )


async def requests(call: Call, body: shapes.ListOfPerson) -> Body:
    await call.for_person("request:list", body.subject)
    rows = await call.run(requests_of(call.house, body.subject))
    return await call.page("requests", rows, body.cursor, body.limit, _asked)


async def request(call: Call, body: shapes.FileRequest) -> Body:
    await call.for_person("request:file", body.subject, "" if body.record is None else body.record.kind)
    record = None if body.record is None else body.record.value()
    return _asked(await call.run(file_request(call.house, body.subject, body.kind, record, "page", call.actor)))


async def session(call: Call, body: shapes.Token) -> Body:
    """Who is signed in, for a company's own back end."""
    await call.for_person("session:look", kind=None)
    found = await call.run(session_of(call.house, body.token))
    if found is None:
        raise ProblemError.of("unknown")
    return plain(Signed(Person(found.subject, found.kind), found.guardian, found.begun, found.seen, found.fresh))


async def hand_off(call: Call, body: shapes.Subject) -> Body:
    """Where to send the browser of somebody whom the company itself has signed in, once."""
    await call.for_person("session:hand-off", body.subject)
    person = await call.run(person_of(call.house, body.subject))
    if person is None:
        raise ProblemError.of("unknown")
    token = await call.run(handed(call.house, person.subject, person.kind, call.actor))
    return plain(Handed(f"{call.api.site}/hand-off?{urlencode({'token': token})}", machine_moment() + LIFE))


# ---- evidence


async def certificates(call: Call, query: shapes.Page) -> Body:
    call.allowed("evidence")
    await call.stands("certificate:list")
    rows = await call.run(rows_of(STORE["certificates"]()))

    def shown(row: Any) -> Body:
        number, at, content, signature = row
        return plain(Certified(number, at, json.loads(content), base64.b64encode(bytes(signature)).decode()))

    return await call.page("certificates", rows, query.cursor, query.limit, shown)


# ---- webhooks


async def hooks(call: Call, query: shapes.Page) -> Body:
    owner = call.allowed("webhooks")
    await call.stands("webhook:list")
    rows = [
        Hook(one.webhook, one.url, one.events, one.made, one.waiting, one.dead)
        for one in await call.run(webhooks(call.house, owner))
    ]
    return await call.page("webhooks", rows, query.cursor, query.limit, plain)


async def add_hook(call: Call, body: shapes.Webhook) -> Body:
    owner = call.allowed("webhooks")
    await call.stands("webhook:add")
    try:
        return plain(
            Hooked(
                *await call.run(add_webhook(call.house, owner, body.url, body.events, Outward.of(call.api.jk.settings)))
            )
        )
    except JikimError as error:
        raise ProblemError.of(
            "body",
            detail="the address or an event has another form: https://host/path, `subject:leave`, `record:*` or `*`",
        ) from error


async def end_hook(call: Call, body: shapes.Number) -> Body:
    owner = call.allowed("webhooks")
    await call.stands("webhook:end")
    return plain(Done(await call.run(end_webhook(body.number, owner))))


async def dead(call: Call, body: shapes.Dead) -> Body:
    owner = call.allowed("webhooks")
    await call.stands("webhook:dead")
    after = await call.after("dead", body.cursor)
    rows = await call.run(dead_messages(owner, body.webhook, -1 if after is None else after, body.limit + 1))
    shown = [
        plain(Undelivered(one.webhook, one.message, one.tries, one.status, dict(one.body)))
        for one in rows[: body.limit]
    ]
    return await call.paged("dead", shown, rows[body.limit - 1].position if len(rows) > body.limit else None)


async def replay_dead(call: Call, body: shapes.Replay) -> Body:
    owner = call.allowed("webhooks")
    await call.stands("webhook:replay")
    return plain(Replayed(await call.run(replay(owner, body.webhook, body.message))))
