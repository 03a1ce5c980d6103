"""Telling alerts: by mail to every officer in the register, and to the endpoint named `alerts`, signed like every
webhook of ours.

An alert whose mail server is not reached waits with a growing pause and is told when it is; the morning page has it at
once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from jikim.alerts.raising import Alert, Q
from jikim.clock import machine_moment
from jikim.db.driver import Steps
from jikim.handlers.register import workers
from jikim.jobs.outbox import post
from jikim.mail.letters import letter, site_of
from jikim.mail.sending import MailError, send_now
from jikim.policy.model import Language

if TYPE_CHECKING:
    from jikim.app.blocking import Jikim

ENDPOINT = "alerts"
PAUSE = timedelta(minutes=5)
LONGEST = timedelta(hours=6)


def due_alerts(jk: Jikim, limit: int = 100) -> Steps[list[Alert]]:
    """Those that wait to be told."""
    return [Alert(*row) for row in (yield Q["alert.due"](now=jk.house.now(), limit=limit))]


def tell_alerts(jk: Jikim) -> dict[str, int]:
    """Tells what waits. Answers how many were told and how many wait on."""
    done = {"told": 0, "waiting": 0}
    waiting = jk.driver.run(due_alerts(jk))
    if not waiting:
        return done
    officers = [one for one in jk.do(workers) if one.kind == "officer" and one.may and one.email]
    endpoint = jk.settings.endpoints.get(ENDPOINT)
    if endpoint is None and (jk.settings.smtp is None or not officers):
        # There is nobody to tell: the morning page is where it stands.
        return {"told": 0, "waiting": len(waiting)}
    for one in waiting:
        pause = min(PAUSE * 2**one.tries, LONGEST)
        if not jk.driver.run(_taken(jk, one, pause)):
            continue
        reached = _mailed(jk, one, [officer.email for officer in officers]) if jk.settings.smtp is not None else 0
        if endpoint is not None:
            answered = post(endpoint, f"alert-{one.number}", _body(one), machine_moment())[0]
            reached = reached + 1 if 200 <= answered < 300 else 0
        if not reached:
            done["waiting"] += 1
            continue
        jk.driver.run(_told(jk, one))
        done["told"] += 1
    return done


def _mailed(jk: Jikim, one: Alert, addresses: Sequence[str]) -> int:
    """Writes to every officer, and answers how many were reached: an address that takes no mail keeps no other officer
    from knowing."""
    reached = 0
    for address in addresses:
        with suppress(MailError):
            send_now(
                jk.settings, address, letter(jk.policy, jk.house.today(), _language(jk), "alert", **_facts(jk, one))
            )
            reached += 1
    return reached


def _body(one: Alert) -> bytes:
    said = {"kind": one.kind, "ko": one.ko, "en": one.en, "at": one.at.isoformat(), "href": one.href}
    return json.dumps(said, ensure_ascii=False).encode()


def _language(jk: Jikim) -> Language:
    return jk.policy.file.service.languages[0]


def _facts(jk: Jikim, one: Alert) -> dict[str, str]:
    text = one.ko if _language(jk) == "ko" else one.en
    return {"what": text, "link": one.href or "/office", "site": site_of(jk.settings, jk.house.policy)}


def _taken(jk: Jikim, one: Alert, pause: timedelta) -> Steps[bool]:
    [(done,)] = yield Q["alert.take"](number=one.number, was=one.next, next=jk.house.now() + pause)
    return bool(done)


def _told(jk: Jikim, one: Alert) -> Steps[None]:
    yield Q["alert.told"](number=one.number, at=jk.house.now())
