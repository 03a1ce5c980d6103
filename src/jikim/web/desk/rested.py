"""/rested: what is kept, for guests and for who has left: by the number of an order or of a receipt, a code to the
address that is held with it, and a fact that was given with it (7.5).

The answer is the same, and as quick, whether or not anything is kept under a number. The number of an order opens that
order as it is archived; that of a receipt all that is archived of its person and, once they have left, what is in
progress. Whom no address reaches any more turns to the officer, who sends a link for one use in place of the code and
the fact (`desk.recognised`). Each entry is told to every address that is held. Members who are here see theirs under
/my.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Response, Stream

from jikim.accounts.links import make_link, take_link
from jikim.accounts.rate_limits import forget_tries, try_secret, within
from jikim.answers import Card, Dossier, Person, Ref
from jikim.app import AsyncJikim
from jikim.mail.letters import site_of
from jikim.mail.queue import doubtful_of
from jikim.mail.returned import back_to
from jikim.policy.ask import Actor
from jikim.policy.languages import prefix
from jikim.policy.model import Language
from jikim.verbs.former import Behind, Held, behind, show_former
from jikim.verbs.then import telling_of
from jikim.web.account.mailing import afterwards
from jikim.web.desk.reaching import Address, texts_leave
from jikim.web.desk.reaching import post as post_to
from jikim.web.downloads import as_pdf, attachment
from jikim.web.forms import Form, Problem
from jikim.web.member import as_json
from jikim.web.member.as_paper import data_paper
from jikim.web.member.download import attached, gathered
from jikim.web.member.looking import Seen, book_of
from jikim.web.page import Page
from jikim.web.parts.card import live_card, resting_card
from jikim.web.parts.html import Html
from jikim.web.parts.traces import Traces
from jikim.web.sealed_tokens import seal, unseal

Answer = Response[Any] | Redirect
LIFE, OPEN, LINK = timedelta(minutes=10), timedelta(minutes=30), timedelta(days=1)


@get("/rested")
async def ask(page: Page) -> Answer:
    """The question: which number."""
    return page.show("desk/rested.html", form=Form(page.visitor))


@post("/rested", status_code=200)
async def asked(page: Page, jk: AsyncJikim, form: Form) -> Answer:
    """Sends a code where something rests under the number; says the same in either case."""
    if not form.need("number"):
        return page.show("desk/rested.html", form=form)
    number, code = form["number"].strip()[:64], f"{secrets.randbelow(1_000_000):06d}"
    # Looked for and sent in a task of its own, so that the answer's time tells nothing.
    afterwards(_send(jk, number, code, page.visitor.language, page.visitor.address))
    sealed = await seal(jk, "rested-code", {"number": number, "code": code})
    return page.show("desk/rested_code.html", form=Form(page.visitor), sealed=sealed, minutes=_minutes(LIFE))


async def _send(jk: AsyncJikim, number: str, code: str, language: Language, origin: str) -> None:
    few = await jk.do(within, "rested", number.lower(), 5, timedelta(hours=1))
    if not (few and await jk.do(within, "rested-from", origin, 30, timedelta(hours=1))):
        return
    if (found := await jk.do(behind, number)) is not None and (to := await _written_to(jk, found)):
        await _post(jk, found.subject, to[0], "rested-code", language, code=code, minutes=_minutes(LIFE))


async def _written_to(jk: AsyncJikim, found: Behind) -> Sequence[Held]:
    """Every address that is held and can be written to, but those at which nothing arrives. Where there is no other, the
    best of these: whoever asks for a code waits for it there, and comes in by no other way."""
    doubted = {one.record for one in await jk.do(doubtful_of, found.subject)}
    held = {one.text: one for one in reversed(found.addresses)}
    every = [held[text] for text in dict.fromkeys(one.text for one in found.addresses)]
    mail = [one for one in every if "@" in one.text and one.record not in doubted]
    texts = [one for one in every if "@" not in one.text and texts_leave(jk)]
    return [*mail, *texts] or every[:1]


async def _post(jk: AsyncJikim, subject: UUID, to: Held, name: str, language: Language, **facts: str) -> None:
    back = await jk.do(back_to, Ref(subject, to.record, ""))
    await post_to(jk, Address(to.text, (), to.text), name, language, back, **facts)


def _minutes(span: timedelta) -> str:
    return str(int(span.total_seconds() // 60))


@post("/rested/code", status_code=200)
async def opened(page: Page, jk: AsyncJikim, form: Form) -> Answer:
    """The code opens what rests under the number, once."""
    said = await unseal(jk, "rested-code", form["sealed"], within=LIFE)
    if said is None:
        return page.to("/rested")
    found = await _behind(jk, str(said["number"]), str(said["code"]), form)
    if found is None:
        return page.show("desk/rested_code.html", form=form, sealed=form["sealed"], minutes=_minutes(LIFE))
    return await _show(page, jk, found)


async def _show(page: Page, jk: AsyncJikim, found: Behind) -> Answer:
    """What rests, and what is in progress, with the way to keep it; told to whoever holds an address of theirs."""
    afterwards(_tell(page, jk, found))
    record = found.record.hex if found.record is not None else ""
    way = await seal(jk, "rested-open", {"subject": found.subject.hex, "record": record})
    seen = await _seen(page, jk, await _look(page, jk, found.subject, found.record))
    book, traces = replace(seen.book, record_page=None), Traces(seen.telling)
    cards: list[tuple[Card | None, Html]] = [
        (card, live_card(book, seen.dossier, card, (), seen.today, traces)) for card in seen.dossier.cards
    ]
    cards += [(None, resting_card(book, seen.dossier, part, seen.today, traces)) for part in seen.dossier.resting]
    return page.show("desk/rested_data.html", form=Form(page.visitor), cards=cards, way=way, minutes=_minutes(OPEN))


async def _tell(page: Page, jk: AsyncJikim, found: Behind) -> None:
    """Whoever holds an address of theirs hears that it was opened, and to whom to turn."""
    for to in await _written_to(jk, found):
        await _post(jk, found.subject, to, "rested-opened", page.visitor.language, when=page.moment(jk.now()))


async def send_link(jk: AsyncJikim, of: Person, number: UUID, to: str, language: Language) -> bool:
    """Sends whoever the officer recognised (`of`: as they are filed) a link for one use to what is kept under a number.
    Answers whether it left."""
    token = await jk.do(make_link, of.subject, of.kind, _use(number), LINK)
    before = prefix(jk.policy.file.service.languages, language)
    link = f"{site_of(jk.settings, jk.policy)}{before}/rested/{number}/{token}"
    return await post_to(
        jk, Address(to, (), to), "rested-link", language, link=link, hours=str(LINK // timedelta(hours=1))
    )


def _use(number: UUID) -> str:
    return f"rested {number.hex}"


@get("/rested/{number:uuid}/{token:str}")
async def arrive(page: Page, number: FromPath[UUID], token: FromPath[str]) -> Answer:
    """A button, so that a program that looks into mails does not use the link up."""
    return page.show("desk/rested_link.html", form=Form(page.visitor), number=number, token=token)


@post("/rested/{number:uuid}/{token:str}", status_code=200)
async def let_in(page: Page, jk: AsyncJikim, number: FromPath[UUID], token: FromPath[str]) -> Answer:
    """Opens what the link is for, once."""
    found = None
    if await jk.do(take_link, token, _use(number)) is not None:
        found = await jk.do(behind, str(number))
    if found is not None:
        return await _show(page, jk, found)
    form = Form(page.visitor)
    form.problem = Problem(
        page.say("이미 사용했거나 유효 시간이 지난 링크입니다.", "This link has been used or has expired."),
        page.say("개인정보 보호책임자에게 새 링크를 요청해 주세요.", "Please ask the privacy officer for a new one."),
    )
    return page.show("desk/rested.html", status=410, form=form)


async def _behind(jk: AsyncJikim, number: str, code: str, form: Form) -> Behind | None:
    """Who is behind a number, where the code is right, in time, and used for the first time, and the fact is one of what
    was given."""
    if form.need("code", "fact"):
        tried = await jk.do(try_secret, "rested", number.lower())
        if tried.allowed and hmac.compare_digest(form["code"].strip().encode(), code.encode()):
            found = await jk.do(behind, number)
            to = await _written_to(jk, found) if found is not None else ()
            knows = found is not None and bool(to) and found.knows(jk.policy, form["fact"], to[0].text)
            if knows and await jk.do(within, "rested-used", _digest(form["sealed"]), 1, LIFE):
                await jk.do(forget_tries, "rested", number.lower())
                return found
        form.wrong(
            "code",
            "인증번호나 남기신 정보가 일치하지 않거나 이미 사용되었습니다. 여러 번 잘못 입력하면 일시 제한됩니다.",
            "the code or the entry is wrong, or the code has been used; after several wrong attempts you have to wait",
        )
    return None


def _digest(sealed: str) -> str:
    return hashlib.sha256(sealed.encode()).hexdigest()


async def _look(page: Page, jk: AsyncJikim, subject: UUID, record: UUID | None) -> Dossier:
    actor = Actor("member", str(subject), 0, page.visitor.address)
    return await jk.by(actor).do(show_former, subject, record=record)


async def _seen(page: Page, jk: AsyncJikim, dossier: Dossier) -> Seen:
    telling = await jk.do(telling_of, dossier)
    return Seen(page, book_of(page), dossier, telling, jk.now().astimezone(page.zone).date(), (), ())


async def former(page: Page, jk: AsyncJikim, form: Form) -> Dossier | None:
    """What is kept of whoever proved a moment ago that it is theirs, for a page that is opened from theirs (`Addition.former`).
    None where the form brings no such proof, or its time is over."""
    said = await unseal(jk, "rested-open", form["way"], within=OPEN)
    if said is None:
        return None
    return await _look(page, jk, UUID(hex=said["subject"]), UUID(hex=said["record"]) if said["record"] else None)


@post("/rested/download", status_code=200)
async def download(page: Page, jk: AsyncJikim, form: Form) -> Answer:
    """The same to keep: as JSON, or as PDF."""
    dossier = await former(page, jk, form)
    if dossier is None:
        return page.to("/rested")
    seen = await _seen(page, jk, dossier)
    if form["do"] == "pdf":
        return await as_pdf(f"my-data-{seen.today}.pdf", lambda: data_paper(seen, jk.now()))
    pieces = as_json.pieces(seen, jk.now(), attached(seen))
    headers = attachment(f"my-data-{seen.today}.json")
    return Stream(gathered(pieces), media_type="application/json", headers=headers)
