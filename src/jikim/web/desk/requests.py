"""/my/requests: what a person asked for, until when it is answered and how it stands; asking anew; taking a request
back.

Access is answered by the page itself (what somebody wrote beside it, by a person), a deletion after a plain account of
what goes and what rests, a correction freezes its record at once. A right that the policy does not declare is refused
with the promise named, and with what there is instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from jikim.accounts.sessions import Session
from jikim.answers import Card, Dossier
from jikim.app import AsyncJikim
from jikim.cases.cases import Happened
from jikim.cases.who_may import WORDING
from jikim.desk.deadlines import deadline
from jikim.desk.deleting import Deletable, delete_records, deletion_plan, deletion_said
from jikim.desk.request_register import REQUESTS, STEP_WORDS
from jikim.desk.requests import (
    KINDS,
    Request,
    answer_at_once,
    cancel_request,
    declared,
    file_request,
    request_of,
    requests_of,
)
from jikim.desk.right_names import right_name
from jikim.desk.sealed_messages import in_both
from jikim.desk.transfers import Offer, offers, send_transfers, to_send, transfers_of
from jikim.errors import ConflictError, JikimError
from jikim.policy.bodies import bodies_of
from jikim.policy.check.rights import ASKED_BY_GDPR
from jikim.policy.compiled import numbers_of
from jikim.policy.period import day_of
from jikim.policy.render.people import other_ways
from jikim.store.holding import Ref
from jikim.verbs.house import SYSTEM
from jikim.web.desk.telling import write_answered, write_received
from jikim.web.forms import Form, Problem
from jikim.web.page import Page

Answer = Response[str] | Redirect
WHO = {
    "member": ("본인", "you"),
    "guardian": ("법정대리인", "guardian"),
    "officer": ("개인정보 보호책임자", "the privacy officer"),
    "handler": ("담당자", "a handler"),
    "system": ("화면에서 즉시", "immediately, on the page"),
    "application": ("화면에서", "on a page"),
}


SHOWN = in_both(
    "본인 확인을 거친 화면에서 제공해 드렸습니다. 같은 내용을 파일로도 내려받으실 수 있습니다.",
    "Shown immediately on the page, after you confirmed your identity. You can also download it as a file.",
)
SENT = in_both(
    "요청하신 정보를 암호화된 통신으로 전송합니다. 전송 상태와 수신 확인은 이 화면과 ‘제공·위탁 내역’에서 확인하실 수 있습니다.",
    "What you asked for is being sent over an encrypted connection. This page and “Disclosures” show when it was sent and received.",
)
# What nobody can do without knowing what is meant.
_IN_WORDS = ("correct", "suspend", "object", "human-review")


def _common(page: Page) -> dict[str, Any]:
    """What the templates of requests name."""
    language = page.visitor.language

    def word(table: Mapping[str, tuple[str, str]], key: str) -> str:
        return page.say(*table.get(key, (key, key)))

    return {
        "name_of": lambda kind: right_name(page.policy, language, kind),
        "state_of": lambda one: word(REQUESTS.states, one.state),
        "step_of": lambda name: word(STEP_WORDS, name),
        "who_of": lambda name: word(WHO, name),
        "record_name": lambda kind: page.voice.record(kind) if kind in page.policy.file.records else kind,
        "items_of": lambda mask, kind: page.voice.items(
            [page.policy.name("item", number) for number in numbers_of(mask)], kind
        ),
        "recipient_name": lambda name: page.voice.text(
            page.policy.file.recipients[name].company or page.policy.file.recipients[name].label
        ),
        "today": day_of(page.now, page.zone),
        "writes": WORDING in page.policy.records,
        "opened_day": lambda one: day_of(one.opened, page.zone),
        "bodies": bodies_of(page.policy.file, day_of(page.now, page.zone)),
    }


@get("/my/requests")
async def requests(page: Page, jk: AsyncJikim, proven: Session) -> Answer:
    """All requests of who is signed in."""
    found = await jk.do(requests_of, proven.subject)
    return page.show(
        "desk/requests.html",
        waiting=[one for one in found if one.waiting],
        settled=[one for one in found if not one.waiting],
        **_common(page),
    )


@get("/my/requests/new")
async def asking(
    page: Page, jk: AsyncJikim, proven: Session, kind: FromQuery[str] = "", record: FromQuery[str] = ""
) -> Answer:
    """Which right, and then its own form."""
    form = Form(page.visitor, {"record": record})
    return await _ask(page, jk, kind, form)


async def _ask(page: Page, jk: AsyncJikim, kind: str, form: Form) -> Response[str]:
    assert page.visitor.session is not None
    common = _common(page)
    if kind not in KINDS or kind == "guardian":
        return page.show(
            "desk/rights.html",
            form=form,
            other_ways=other_ways(page.voice),
            rights=[name for name in KINDS if name != "guardian" and declared(page.policy, name)],
            missing=[name for name in ASKED_BY_GDPR if not declared(page.policy, name)],
            **common,
        )
    subject = page.visitor.session.subject
    cards: Sequence[Card] = ()
    plan: list[Deletable] = []
    sendable: list[Offer] = []
    if kind == "correct" and declared(page.policy, kind):
        shown = (await jk.by(page.visitor.actor).show(subject)).cards
        cards = [card for card in shown if card.state == "live" and card.ref.kind != WORDING]
    if kind == "delete" and declared(page.policy, kind):
        plan = await jk.do(deletion_plan, subject)
    if kind == "portability":
        sendable = await jk.do(offers, subject)
    return page.show(
        "desk/ask.html",
        form=form,
        kind=kind,
        is_declared=declared(page.policy, kind),
        cards=cards,
        plan=plan,
        offers=sendable,
        deadline=deadline(page.policy, kind, page.now),
        **common,
    )


@post("/my/requests/new")
async def ask(page: Page, jk: AsyncJikim, proven: Session, form: Form) -> Answer:
    """Files a request."""
    kind = form["kind"]
    if kind not in KINDS or kind == "guardian":
        return page.to("/my/requests/new")
    try:
        made = await _file(page, jk, form, kind)
    except JikimError as error:
        form.caught(error)
        return await _ask(page, jk, kind, form)
    if made is None:
        return await _ask(page, jk, kind, form)
    return page.to(f"/my/requests/{made.request}")


async def _file(page: Page, jk: AsyncJikim, form: Form, kind: str) -> Request | None:
    assert page.visitor.session is not None
    session, actor, language = page.visitor.session, page.visitor.actor, page.visitor.language
    house, subject = jk.house, session.subject
    if kind == "correct" and not form["record"]:
        form.wrong("record", "정정할 기록을 선택해 주세요", "choose the record that is wrong")
    if kind in _IN_WORDS and declared(page.policy, kind) and WORDING in page.policy.records:
        form.need("text")
    if not form.fine:
        return None
    if WORDING not in page.policy.records:
        # Where the policy has no record for it, nothing that is written could be kept: the page asks for none.
        form.values.pop("text", None)
    if kind == "delete":
        chosen = form.ids("records")
        if not chosen and not form["text"]:
            form.wrong(
                "records",
                "삭제할 기록을 선택하거나 요청 내용을 입력해 주세요",
                "choose what to delete, or say what you would like",
            )
            return None
    dossier = await jk.by(actor).show(subject) if form["text"] or kind == "correct" else None
    record: Ref | None = None
    if kind == "correct":
        assert dossier is not None
        record = next((card.ref for card in dossier.cards if str(card.ref.record) == form["record"]), None)
        if record is None:
            form.wrong("record", "정정할 기록을 선택해 주세요", "choose the record that is wrong")
            return None
    words = _words(page, dossier, form) if form["text"] else None
    if words == {}:
        return None
    if kind == "delete" and chosen:
        # Filed first: a deletion that is cut off is still a request, and somebody sees to the rest.
        made = await jk.do(file_request, subject, "delete", None, "page", actor, words=words, language=language)
        gone = await jk.do(delete_records, subject, chosen, actor=actor)
        if gone and not form["text"]:
            made = await jk.do(
                answer_at_once, subject, made.request, deletion_said(page.policy.file, gone), actor, done=True
            )
            await write_answered(jk, made)
            return made
        await write_received(jk, made)
        return made
    sent = to_send(house, await jk.do(offers, subject), form.many.get("transfers", ())) if kind == "portability" else []
    if form.on("send") and not sent:
        form.wrong("transfers", "전송할 정보를 선택해 주세요", "choose what to send")
        return None
    made = await jk.do(
        file_request,
        subject,
        kind,  # type: ignore[arg-type]
        record,
        "page",
        actor,
        words=words,
        language=language,
        transfers=sent,
    )
    if sent:
        # What may not leave now (a correction is open) stays in the request, and the desk sees to it.
        if await jk.do(send_transfers, subject, made.request, actor=SYSTEM) or words is not None:
            await write_received(jk, made)
            return made
        made = await jk.do(answer_at_once, subject, made.request, SENT, actor, done=True)
        await write_answered(jk, made)
        return made
    if kind in ("access", "portability") and words is None:
        return await jk.do(answer_at_once, subject, made.request, SHOWN, actor)
    await write_received(jk, made)
    return made


def _words(page: Page, dossier: Dossier | None, form: Form) -> dict[str, Any]:
    """What a request's own record holds: the text, and who to answer, as the person has given it already."""
    items = page.policy.records[WORDING].record.items
    known: dict[str, str] = {}
    for name in ("name", "email"):
        if name not in items.names:
            continue
        for card in dossier.cards if dossier is not None else ():
            value = card.values.get(name)
            if name not in known and card.state == "live" and isinstance(value, str):
                known[name] = value
        if form[name]:
            known[name] = form[name]
    if not form.need(*(name for name in items.required if name not in known)):
        return {}
    return {**known, "text": form["text"]}


@get("/my/requests/{number:uuid}")
async def one_request(page: Page, jk: AsyncJikim, number: FromPath[UUID], proven: Session) -> Answer:
    """One request: its history, its answer, and on a refusal the way on."""
    return await _one(page, jk, number, Form(page.visitor))


async def _one(page: Page, jk: AsyncJikim, number: UUID, form: Form) -> Answer:
    assert page.visitor.session is not None
    found: tuple[Request, list[Happened]] | None = await jk.do(
        request_of, page.visitor.session.subject, number, page.visitor.actor
    )
    if found is None:
        raise page.missing("desk/no_request.html")
    made, steps = found
    return page.show(
        "desk/request.html",
        form=form,
        made=made,
        steps=steps,
        deadline=deadline(page.policy, made.kind, made.opened),
        transfers=await jk.do(transfers_of, made.subject, number, made.opened),
        **_common(page),
    )


@post("/my/requests/{number:uuid}/cancel")
async def cancel(page: Page, jk: AsyncJikim, number: FromPath[UUID], proven: Session) -> Answer:
    """Takes a request back; where it was settled in the meantime, says so and shows how."""
    form = Form(page.visitor)
    try:
        await jk.do(cancel_request, proven.subject, number, page.visitor.actor)
    except ConflictError:
        form.problem = Problem(
            page.say("그사이 이 요청이 처리되었습니다.", "This request was settled in the meantime."),
            page.say("아래에서 결과를 확인해 주세요.", "You can see the outcome below."),
        )
        return await _one(page, jk, number, form)
    except JikimError as error:
        form.caught(error)
        return await _one(page, jk, number, form)
    return page.to(f"/my/requests/{number}")
