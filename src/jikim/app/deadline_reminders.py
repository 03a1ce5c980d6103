"""Minding the desk's deadlines: who has taken a request or a complaint on is written to before its day, and told with
the officers after it.

Each is told once for each stage, by a compare-and-set; where no mail leaves, the stage is taken back and tried again
another day. The morning page of the office shows the same without any mail.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from jikim.alerts.raising import alert
from jikim.app.registers import REGISTERS
from jikim.cases.cases import Case, tell
from jikim.cases.listing import open_cases
from jikim.desk.deadlines import working_days
from jikim.desk.request_steps import waiting
from jikim.errors import JikimError
from jikim.handlers.register import Worker, workers
from jikim.mail.letters import letter, site_of
from jikim.mail.sending import send_now
from jikim.policy.model import Language
from jikim.policy.render.voice import Voice
from jikim.verbs.house import SYSTEM

if TYPE_CHECKING:
    from jikim.app.blocking import Jikim

SOON = 3  # working days
MOST = 1000


class Minded(NamedTuple):
    """Something with a deadline: whose it is to answer, what in both languages, and how far it was told already."""

    subject: UUID
    case: UUID
    ko: str
    en: str
    href: str
    due: date
    owner: str | None
    told: int


def mind(jk: Jikim) -> dict[str, int]:
    """Reminds and escalates. Answers how many of each, and how many mails did not leave."""
    run, house = jk.driver.run, jk.house
    people = {one.handler: one for one in run(workers(house)) if one.may}
    today, country = house.today(), house.policy.file.service.country
    done = {"reminded": 0, "escalated": 0, "unsent": 0}
    for one in _waiting(jk):
        stage = 2 if one.due < today else 1 if working_days(today, one.due, country) <= SOON else 0
        if stage <= one.told or not run(tell(one.subject, one.case, one.told, stage)):
            continue
        if stage == 2:
            ko, en = f"기한이 지남: {one.ko}", f"Overdue: {one.en}"
            run(alert(house, "desk-overdue", ko, en, href=one.href, actor=SYSTEM))
        if _write(jk, one, stage, people):
            done["escalated" if stage == 2 else "reminded"] += 1
        elif stage == 2:
            # The alert goes its own way, and is tried again by itself.
            done["escalated"] += 1
        else:
            run(tell(one.subject, one.case, stage, one.told))
            done["unsent"] += 1
    return done


def _waiting(jk: Jikim) -> list[Minded]:
    run, house = jk.driver.run, jk.house
    found = [
        Minded(
            one.subject,
            one.request,
            f"{one.right('ko')} 요청 {one.number}",
            f"request {one.number} ({one.right('en')})",
            f"/office/requests/{one.subject}/{one.request}",
            one.due,
            one.owner,
            one.told,
        )
        for one in run(waiting(house, actor=SYSTEM, limit=MOST))
    ]
    found += [
        Minded(
            one.subject,
            one.id,
            # What somebody wrote of a case of the house is sealed: no mail and no alert has it.
            one.ko or _named(register.one[0], one),
            one.en or _named(register.one[1].lower(), one),
            f"{register.path}/{one.number}",
            one.due,
            one.owner,
            one.told,
        )
        for register in REGISTERS
        for one in run(open_cases(house, register, actor=SYSTEM, limit=MOST))
        if one.state in register.waits
    ]
    return found


def _named(kind: str, one: Case) -> str:
    """A case without words of its own: its kind, and its number where that is one to be read."""
    return kind if one.number == str(one.id) else f"{kind} {one.number}"


def _late(jk: Jikim, one: Minded, language: Language) -> str:
    days = (jk.house.today() - one.due).days
    return f"{days}일 지남" if language == "ko" else f"{days} day{'' if days == 1 else 's'} late"


def _write(jk: Jikim, one: Minded, stage: int, people: dict[str, Worker]) -> bool:
    """Writes to who has taken it on; where nobody has, to the officers. Answers whether every mail left, and there was
    one."""
    policy = jk.house.policy
    owner = people.get(one.owner or "")
    to = [owner.email] if owner is not None and owner.email else []
    if not to and stage == 1:
        to = [who.email for who in people.values() if who.kind == "officer" and who.email] or [
            policy.file.officers.email
        ]
    language: Language = policy.file.service.languages[0]
    voice = Voice(policy.file, language)
    what = one.ko if language == "ko" else one.en
    link = f"{site_of(jk.settings, policy)}{one.href}"
    facts = {
        "what": what,
        "due": voice.date(one.due),
        "link": link,
        **({"late": _late(jk, one, language)} if stage == 2 else {}),
    }
    sent = False
    for address in dict.fromkeys(to):
        try:
            send_now(
                jk.settings,
                address,
                letter(policy, jk.house.today(), language, "desk-reminder", site=site_of(jk.settings, policy), **facts),
            )
            sent = True
        except JikimError:
            continue
    return sent
