"""What the routes answer beside the verbs: the published policy, notices, requests, certificates, webhooks."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from jikim.answers import Deletion, Ref
from jikim.api.answered import (
    Asked,
    Certified,
    CookieRow,
    Declared,
    Done,
    Hook,
    Hooked,
    Page,
    Posted,
    Published,
    Replayed,
    Undelivered,
    VersionRow,
)
from jikim.api.call import Call
from jikim.api.problems import ProblemError, both
from jikim.db.steps import rows_of
from jikim.desk.notices import notices as posted_notices
from jikim.desk.requests import Request, file_request, requests_of
from jikim.errors import JikimError
from jikim.jobs.outbound_addresses import Outward
from jikim.jobs.webhooks import add_webhook, dead_messages, end_webhook, replay, webhooks
from jikim.policy.languages import worded
from jikim.policy.model import Language, PolicyFile, RightName
from jikim.store.sealed import Q as STORE
from jikim.verbs.deletions import deletions as all_deletions

Number = Annotated[int, Meta(ge=1, le=2_000_000_000)]


# ---- what is published


async def policy(call: Call, version: Number | UnsetType = UNSET) -> Published:
    """The policy in force, or a version of it."""
    number = call.house.in_force()[1] if version is UNSET else version
    for found, digest, text in await _published(call):
        if found == number:
            file = PolicyFile.model_validate_json(text)
            told = file.version
            return Published(found, bytes(digest).hex(), told.announced, told.effective, json.loads(text))
    raise ProblemError.of("unknown", detail=("the policy has no such version", "처리방침에 없는 버전입니다"))


async def _published(call: Call) -> list[Any]:
    """The versions that are, were or will be in force; one that nobody was told of is nobody's to read."""
    known = {number for number, *_ in await call.run(rows_of(STORE["version.schedule"]()))}
    return [row for row in await call.run(rows_of(STORE["policies"]())) if known.intersection(row[:1])]


async def policy_versions(call: Call, cursor: str = "", limit: int = 100) -> Page[VersionRow]:
    """The policy's versions."""

    def shown(row: Any) -> VersionRow:
        number, digest, text = row
        version = PolicyFile.model_validate_json(text).version
        return VersionRow(number, bytes(digest).hex(), version.announced, version.effective)

    return await call.page("versions", await _published(call), cursor, limit, shown)


def _both(text: Mapping[Language, str]) -> tuple[str, str]:
    return worded(text, "ko"), worded(text, "en")


async def purposes(call: Call, cursor: str = "", limit: int = 100) -> Page[Declared]:
    """The policy's purposes."""
    rows = [
        Declared(name, *_both(one.label), str(one.basis), one.optional, one.aggregate, one.clause or "")
        for name, one in call.house.policy.file.purposes.items()
    ]
    return await call.page("purposes", rows, cursor, limit)


async def cookies(call: Call, cursor: str = "", limit: int = 100) -> Page[CookieRow]:
    """The cookie table."""
    declared = call.house.policy.file.cookies
    table, purposes = (declared.table, declared.purposes) if declared is not None else ({}, {})
    rows = [
        CookieRow(
            name, one.purpose, purposes[one.purpose].essential, *_both(one.set_by), str(one.life), *_both(one.label)
        )
        for name, one in table.items()
    ]
    return await call.page("cookies", rows, cursor, limit)


async def notices(call: Call, cursor: str = "", limit: int = 100) -> Page[Posted]:
    """Notices, the newest first."""
    before = await call.after("notices", cursor)
    rows = await call.run(posted_notices(call.house, before, limit + 1))
    shown = [Posted(*row) for row in rows[:limit]]
    return await call.paged("notices", shown, rows[limit - 1].number if len(rows) > limit else None)


# ---- people


def _asked(one: Request) -> Asked:
    right = {language: one.right(language) for language in one.then.policy.file.service.languages}
    return Asked(one.subject, one.request, one.kind, one.state, one.record, one.opened, one.due, one.closed, right)


async def requests(call: Call, subject: UUID, cursor: str = "", limit: int = 100) -> Page[Asked]:
    """A person's requests, each with its deadline."""
    await call.for_person("request:list", subject)
    return await call.page("requests", await call.run(requests_of(call.house, subject)), cursor, limit, _asked)


async def request(call: Call, subject: UUID, kind: RightName, record: Ref | None = None) -> Asked:
    """Files a person's request to exercise a right."""
    await call.for_person("request:file", subject, "" if record is None else record.kind)
    return _asked(await call.run(file_request(call.house, subject, kind, record, "page", call.actor)))


# ---- evidence


async def deletions(call: Call, cursor: str = "", limit: int = 100) -> Page[Deletion]:
    """What each receiver that was told to delete has answered."""
    call.allowed("evidence")
    await call.stands("record:deletions")
    return await call.page("deletions", await call.run(all_deletions(call.house)), cursor, limit)


async def certificates(call: Call, cursor: str = "", limit: int = 100) -> Page[Certified]:
    """Destruction certificates."""
    call.allowed("evidence")
    await call.stands("destruction:list")

    def shown(row: Any) -> Certified:
        number, at, content, signature = row
        return Certified(number, at, json.loads(content), base64.b64encode(bytes(signature)).decode())

    return await call.page("certificates", await call.run(rows_of(STORE["certificates"]())), cursor, limit, shown)


# ---- webhooks


async def _owner(call: Call, event: str) -> str:
    """Whose webhooks these are, where the key may have any."""
    owner = call.allowed("webhooks")
    await call.stands(event)
    return owner


async def hooks(call: Call, cursor: str = "", limit: int = 100) -> Page[Hook]:
    """This application's webhooks."""
    owner = await _owner(call, "webhook:list")
    rows = [
        Hook(one.webhook, one.url, one.events, one.made, one.waiting, one.dead)
        for one in await call.run(webhooks(call.house, owner))
    ]
    return await call.page("webhooks", rows, cursor, limit)


async def add_hook(call: Call, url: str, events: list[str]) -> Hooked:
    """Adds a webhook, which is told of events from now on."""
    owner = await _owner(call, "webhook:add")
    try:
        outward = Outward.of(call.api.jk.settings)
        return Hooked(*await call.run(add_webhook(call.house, owner, url, events, outward)))
    except JikimError as error:
        detail, hint = both(error)
        raise ProblemError.of("body", hint, detail=detail) from error


async def end_hook(call: Call, number: UUID) -> Done:
    """Ends a webhook."""
    return Done(await call.run(end_webhook(number, await _owner(call, "webhook:end"))))


async def dead(call: Call, webhook: UUID, cursor: str = "", limit: int = 100) -> Page[Undelivered]:
    """Messages of a webhook that were given up."""
    owner = await _owner(call, "webhook:dead")
    after = await call.after("dead", cursor)
    rows = await call.run(dead_messages(owner, webhook, -1 if after is None else after, limit + 1))
    shown = [Undelivered(one.webhook, one.message, one.tries, one.status, dict(one.body)) for one in rows[:limit]]
    return await call.paged("dead", shown, rows[limit - 1].position if len(rows) > limit else None)


async def replay_dead(call: Call, webhook: UUID, message: UUID | None = None) -> Replayed:
    """Tries again what was given up."""
    return Replayed(await call.run(replay(await _owner(call, "webhook:replay"), webhook, message)))
