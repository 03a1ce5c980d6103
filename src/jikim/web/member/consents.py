"""Consents: each optional purpose and each recipient apart, given and taken back by one button each (clauses 2.3, 3.2,
7.2).

Before a consent is taken back the page says which records end by it; after, it gives a receipt of what was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from litestar import get, post
from litestar.response import Response

from jikim.accounts.sessions import Session
from jikim.answers import Card
from jikim.app import AsyncJikim
from jikim.disclosures.new_consents import answer, asked_of
from jikim.errors import JikimError
from jikim.policy.diff import WHY
from jikim.policy.model import Under
from jikim.policy.render.consent import blocks_nothing, receiver
from jikim.policy.render.voice import Voice
from jikim.publishing.version_consents import Asked, answer_question, questions_of
from jikim.web.downloads import as_file
from jikim.web.forms import Form
from jikim.web.member.looking import Seen, look, subject_of
from jikim.web.member.telling import tell
from jikim.web.page import Page


class Choice(NamedTuple):
    """One consent: whether it is given, to what, since when and under which wording; and what taking it back would end."""

    name: str
    label: str
    note: str
    to: str
    clause: str
    given: bool
    since: datetime | None
    version: str
    ends: tuple[Card, ...]
    number: str
    free: bool  # whether refusing it blocks nothing else


@get("/my/consents")
async def consents(page: Page, jk: AsyncJikim, seen: Seen) -> Response[Any]:
    """Every consent there is, and what a version that is announced asks."""
    return await _show(page, jk, seen, asked_now=await _asked(jk, seen))


@post("/my/consents/answer")
async def answered(page: Page, jk: AsyncJikim, seen: Seen, form: Form) -> Response[Any]:
    """Answers what a version asks; the answer names the version (13.3), and nothing changes before it is in force
    (3.7)."""
    waiting = await _asked(jk, seen)
    one = next((each for each in waiting if f"{each.version}/{each.clause}" == form["question"]), None)
    if one is None or form["do"] not in ("give", "refuse"):
        form.wrong(
            "question",
            "현재 요청 중인 동의가 아닙니다. 아래에서 선택해 주세요.",
            "This is not asked now. Please choose one below.",
        )
        return await _show(page, jk, seen, form, asked_now=waiting)
    try:
        await jk.do(
            answer_question, seen.subject, one.version, one.clause, form["do"] == "give", actor=page.visitor.actor
        )
    except JikimError as error:
        form.caught(error)
        return await _show(page, jk, seen, form, asked_now=waiting)
    after = await look(page, jk)
    return await _show(page, jk, after, asked_now=await _asked(jk, after), replied=one, reply=form["do"], at=jk.now())


async def _asked(jk: AsyncJikim, seen: Seen) -> list[Asked]:
    return await jk.do(questions_of, seen.subject)


@post("/my/consents")
async def change(page: Page, jk: AsyncJikim, seen: Seen, form: Form) -> Response[Any]:
    """Gives or takes back one consent; both are one button."""
    name, give = form["consent"], form["do"] == "give"
    known = next((one for one in (*for_purposes(seen), *for_recipients(seen)) if one.name == name), None)
    if known is None or form["do"] not in ("give", "withdraw"):
        form.wrong(
            "consent",
            "해당 동의 항목이 없습니다. 아래에서 선택해 주세요.",
            "There is no such consent. Please choose one below.",
        )
        return await _show(page, jk, seen, form)
    if not give and known.ends and form["sure"] != "yes":
        # What ends by it is told first; the second button is the answer.
        return await _show(page, jk, seen, form, asked=known)
    try:
        done = await jk.by(page.visitor.actor).consent(
            seen.subject, give=[name] if give else [], withdraw=[] if give else [name]
        )
    except JikimError as error:
        form.caught(error)
        return await _show(page, jk, seen, form)
    at = jk.now()
    after = await look(page, jk)
    await tell(
        page, jk, after.main, "consent-changed", when=page.moment(at), **{"given" if give else "withdrawn": known.label}
    )
    return await _show(
        page, jk, after, changed=known, did="give" if give else "withdraw", at=at, ended=done.ended, told=done.told
    )


@get("/my/consents/receipt.json")
async def receipt(page: Page, jk: AsyncJikim, proven: Session) -> Response[Any]:
    """Everything that was agreed to and taken back, signed by the ledger's key; the look is recorded, and no browser
    keeps it."""
    language = page.visitor.language if page.visitor.language in page.policy.file.service.languages else None
    made = await jk.by(page.visitor.actor).consent_receipt(subject_of(page.visitor), language=language)
    return as_file(f"consent-receipt-{jk.now():%Y-%m-%d}.json", "application/json", made)


async def _show(page: Page, jk: AsyncJikim, seen: Seen, form: Form | None = None, **more: Any) -> Response[Any]:
    context = {
        "asked_now": [],
        "replied": None,
        "reply": "",
        "why_asked": WHY,
        "item_in": lambda file, item: Voice(file, page.visitor.language).item(item),
        "asked": None,
        "changed": None,
        "did": "",
        "at": None,
        "ended": 0,
        "told": 0,
        "said_asked": "",
        **more,
    }
    return page.show(
        "my/consents.html",
        seen=seen,
        form=form or Form(page.visitor),
        purposes=for_purposes(seen),
        recipients=for_recipients(seen),
        asks=await jk.do(asked_of, seen.subject),
        **context,
    )


@post("/my/consents/asked")
async def answer_asked(page: Page, jk: AsyncJikim, seen: Seen, form: Form) -> Response[Any]:
    """Answers a request for a new consent, once (3.7): a yes gives the consent, a no gives nothing."""
    request = form.id("request")
    if request is None or form["answer"] not in ("yes", "no"):
        form.wrong("answer", "예 또는 아니요로 답해 주세요.", "please answer yes or no")
        return await _show(page, jk, seen, form)
    with form.catching():
        await jk.do(answer, seen.subject, request, form["answer"] == "yes", actor=page.visitor.actor)
        return await _show(page, jk, await look(page, jk), said_asked=form["answer"])
    return await _show(page, jk, seen, form)


def for_purposes(seen: Seen) -> list[Choice]:
    """Each purpose that asks for a consent."""
    book, policy = seen.book, seen.page.policy
    found: list[Choice] = []
    for name in policy.purpose_consents:
        purpose = policy.file.purposes[name]
        # A purpose that no record of this kind of person is for asks them nothing.
        kinds = [
            kind
            for kind, record in policy.file.records.items()
            if name in record.for_ and seen.dossier.kind in record.of
        ]
        if not kinds:
            continue
        since, version = _since(seen, name)
        found.append(
            Choice(
                name,
                book.voice.text(purpose.label),
                book.voice.text(purpose.note) if purpose.note else "",
                "",
                purpose.clause or "",
                name in seen.given,
                since,
                version,
                _ending(seen, name) if name in seen.given else (),
                str(len(found)),
                blocks_nothing(policy.file, name),
            )
        )
    return found


def for_recipients(seen: Seen) -> list[Choice]:
    """Each recipient that asks for a consent, for each of its purposes."""
    book, policy = seen.book, seen.page.policy
    found: list[Choice] = []
    for name in policy.recipient_consents:
        to, _, purpose = name.partition("/")
        recipient = policy.file.recipients[to]
        if recipient.under is not Under.CONSENT or not any(
            seen.dossier.kind in policy.file.records[kind].of
            for kind in recipient.records
            if kind in policy.file.records
        ):
            continue
        since, version = _since(seen, name)
        found.append(
            Choice(
                name,
                f"{book.voice.text(recipient.label)} · {book.voice.purpose(purpose)}",
                book.voice.text(recipient.note) if recipient.note else "",
                receiver(book.voice, recipient),
                recipient.clause or "",
                name in seen.given_to,
                since,
                version,
                (),
                f"r{len(found)}",
                blocks_nothing(policy.file, name),
            )
        )
    return found


def _since(seen: Seen, name: str) -> tuple[datetime | None, str]:
    """When a consent was last given, and under which version of the policy, as far as the ledger still knows.

    One that no change of consents gave was given on joining: with the first record.
    """
    joined = None
    for use in reversed(seen.dossier.uses):
        if use["event"] == "subject:consent:allowed" and name in _names(use.get("given", "")):
            return _said(seen, use)
        if use["event"] == "record:collect:allowed":
            joined = use
    return _said(seen, joined) if joined is not None else (None, "")


def _said(seen: Seen, use: Mapping[str, Any]) -> tuple[datetime, str]:
    policy = seen.page.policy
    version = (
        seen.book.voice.date(policy.file.version.effective)
        if use["policy"] == policy.digest_hex
        else str(use["policy"])[:12]
    )
    return datetime.fromisoformat(str(use["at"])), version


def _names(value: Any) -> Iterable[str]:
    return value.split(",") if isinstance(value, str) else value


def _ending(seen: Seen, name: str) -> tuple[Card, ...]:
    """The live records that stand by this consent alone: taking it back ends them."""
    policy = seen.page.policy
    held = {policy.purpose_consents[one] for one in seen.given} - {policy.purpose_consents[name]}
    ends = []
    for card in seen.dossier.cards:
        rules = policy.records.get(card.ref.kind)
        if rules is not None and rules.consent_only and not all(set(group) & held for group in rules.consent_only):
            ends.append(card)
    return tuple(ends)
