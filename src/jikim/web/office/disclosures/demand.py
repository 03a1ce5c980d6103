"""One demand: whose records with which items, the second person's approval of exactly that, and what left.

Nothing is shown of a person but their number and what records there are: whoever prepares a demand reads no value for
it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.disclosures import demand_register
from jikim.disclosures import demands as room
from jikim.disclosures.demand_register import Demand, DemandedRecord
from jikim.disclosures.secrecy import keep_secret, secrecy_of, tell_from
from jikim.errors import JikimError
from jikim.handlers.officers import goes_alone
from jikim.handlers.sessions import Signed
from jikim.jobs.handing_over_by_hand import hand_over
from jikim.paper import Block, Facts, Heading, Paper
from jikim.policy.compiled import numbers_of
from jikim.policy.decide import deny
from jikim.reading.person import look
from jikim.store.holding import Ref
from jikim.verbs.house import error_of
from jikim.web.downloads import as_pdf
from jikim.web.forms import Form
from jikim.web.office.disclosures.demands import GROUNDS, state_of
from jikim.web.office.disclosures.waiting import look_due
from jikim.web.office.entering.proving import prove_first
from jikim.web.office.me import actor_of, manned, officer_only
from jikim.web.office.people.saying import office_book, plainly
from jikim.web.office.requests.one import lookups
from jikim.web.page import Page
from jikim.web.uploading import one_of
from jikim.web.visitor import Visitor

SHOWN = 200


async def _demand(jk: AsyncJikim, me: Signed, demand: UUID) -> Demand:
    manned(jk, me)
    found = await jk.do(demand_register.demand_of, demand)
    if found is None or not (me.officer or found.prepared == me.handler):
        raise error_of(deny(jk.policy, "gone"))
    return found


async def _offered(jk: AsyncJikim, me: Signed, one: Demand, subject: UUID) -> list[dict[str, Any]]:
    """The records of a person that the demand could reach and this grant reaches, with the items that may leave of
    each. A recorded look."""
    policy, found = jk.policy, []
    actor = await actor_of(jk, me, one.purpose)
    known = await jk.do(look, subject, actor=actor)
    to, purpose = policy.number("recipient", one.to), policy.number("purpose", one.purpose)
    for record in known.records if known is not None else ():
        rules = policy.records.get(record.ref.kind)
        handing = policy.providing.get((to or 0, purpose or 0, rules.number)) if rules is not None else None
        if rules is None or handing is None or record.state != "live":
            continue
        held = {policy.number("item", item) for item in record.items}
        may = [item for item in numbers_of(handing.items & ~policy.unreadable & actor.items) if item in held]
        spoken = [rules.spoken.get(item) or policy.name("item", item) for item in may]
        found.append(
            {
                "record": record.ref.record,
                "kind": record.ref.kind,
                "collected": record.collected,
                "names": spoken,
                "frozen": record.frozen is not None,
            }
        )
    return found


async def _show(page: Page, jk: AsyncJikim, me: Signed, demand: UUID, form: Form, **more: Any) -> Response[Any]:
    one = await _demand(jk, me, demand)
    parts = await jk.do(demand_register.parts_of, demand)
    context = {"people": (), "offered": (), "subject": None, "queued": None, **more}
    return page.show(
        "office/disclosures/demand.html", form=form, one=one, listed=parts[:SHOWN], count=len(parts), state_of=state_of, grounds=GROUNDS,
        look_due=look_due(jk.house, one.decided_at) if one.decided_at else None, lookups=lookups(page),
        mine=one.prepared == me.handler, by_webhook=jk.policy.handle("recipient", one.to) in jk.settings.endpoints, waiting=_waiting(parts),
        ready=sum(not part.state and not part.denied for part in parts), secrecy=await jk.do(secrecy_of, demand),
        today=jk.house.today(), sole=await jk.do(goes_alone, one.decided or me.handler), **context,
    )  # fmt: skip


def _waiting(parts: list[DemandedRecord]) -> int:
    return sum(part.state == "waiting" for part in parts)


@get("/office/disclosures/demands/{demand:uuid}")
async def one(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, request: Request[Any, Any, Any], demand: FromPath[UUID]
) -> Response[Any]:
    """The demand; with `person`, that person's records to choose from."""
    found = await _demand(jk, me, demand)
    more: dict[str, Any] = {}
    try:
        subject = UUID(request.query_params.get("person", ""))
    except ValueError:
        subject = None
    if subject is not None and found.state == "draft":
        more = {"subject": subject, "offered": await _offered(jk, me, found, subject)}
    return await _show(page, jk, me, demand, Form(visitor), **more)


@post("/office/disclosures/demands/{demand:uuid}/find", status_code=200)
async def found(page: Page, jk: AsyncJikim, me: Signed, form: Form, demand: FromPath[UUID]) -> Response[Any]:
    """Finds a person by an exact value of an item that is looked up by; the value stays in the form's body."""
    one = await _demand(jk, me, demand)
    people: list[Any] = []
    if form.need("item", "value"):
        with form.catching():
            actor = await actor_of(jk, me, one.purpose)
            people = await jk.by(actor).find(form["item"], form["value"])
            if not people:
                form.wrong(
                    "value",
                    "일치하는 정보주체가 없습니다. 값을 정확히 입력했는지 확인해 주세요.",
                    "there is nobody with exactly this value",
                )
    return await _show(page, jk, me, demand, form, people=people)


@post("/office/disclosures/demands/{demand:uuid}/part", status_code=200)
async def parted(page: Page, jk: AsyncJikim, me: Signed, form: Form, demand: FromPath[UUID]) -> Response[Any]:
    """Puts a record with some items into the draft, or (no items) takes it out."""
    one = await _demand(jk, me, demand)
    try:
        ref = Ref(UUID(form["subject"]), UUID(form["record"]), form["kind"])
        await jk.do(room.set_part, one, ref, form.many.get("item", []), actor=await actor_of(jk, me, one.purpose))
        return page.to(f"/office/disclosures/demands/{demand}", person=str(ref.subject))
    except ValueError:
        form.wrong("record", "기록을 선택해 주세요.", "please choose a record")
    except JikimError as error:
        form.caught(error)
    return await _show(page, jk, me, demand, form)


@post("/office/disclosures/demands/{demand:uuid}/step", status_code=200)
async def stepped(page: Page, jk: AsyncJikim, me: Signed, form: Form, demand: FromPath[UUID]) -> Response[Any]:
    """One step: `put`, `approve`, `refuse`, `look`, `withdraw`, `carry-out`, `hand-over`; `keep-secret` from its
    people, and `tell` them from a day on."""
    one = await _demand(jk, me, demand)
    act, path = form["do"], f"/office/disclosures/demands/{demand}"
    if act in ("approve", "carry-out", "hand-over"):
        await prove_first(page, jk, me, path, form)
    actor = await actor_of(jk, me, one.purpose)
    with form.catching():
        match act:
            case "put":
                await jk.do(room.put, one, actor=actor)
            case "approve":
                await jk.do(room.approve, one, _digest(form), actor=actor)
            case "refuse":
                if form.need("reason"):
                    await jk.do(room.refuse, one, _digest(form), form["reason"], actor=actor)
            case "look":
                await jk.do(room.look_at, one, actor=actor)
            case "withdraw":
                await jk.do(room.withdraw, one, actor=actor)
            case "carry-out":
                queued = await jk.do(room.carry_out, one, actor=actor)
                return await _show(page, jk, me, demand, form, queued=queued)
            case "hand-over":
                officer_only(jk, me)
                return await _handed(page, jk, me, one)
            case "keep-secret":
                if form.need("secret_by", "secret_document"):
                    await jk.do(keep_secret, one, by=form["secret_by"], document=form["secret_document"], actor=actor)
            case "tell":
                if form.need("tell", "tell_document") and (day := form.day("tell")) is not None:
                    await jk.do(tell_from, one, day, document=form["tell_document"], actor=actor)
            case _:
                form.wrong("do", "작업을 선택해 주세요.", "please choose what to do")
    return await _show(page, jk, me, demand, form) if not form.fine else page.to(path)


def _digest(form: Form) -> str:
    text = form["digest"]
    return text if len(text) == 64 and all(c in "0123456789abcdef" for c in text) else "00"


async def _handed(page: Page, jk: AsyncJikim, me: Signed, one: Demand) -> Response[Any]:
    """What waits, on paper: each part is judged, locked and recorded now, as if it were sent."""
    blocks: list[Block] = [
        Facts(
            [
                (page.say("기관", "Authority"), one.authority),
                (page.say("근거 법령", "Statute"), one.statute),
                (page.say("문서번호", "Document"), one.document),
                (page.say("승인", "Approved by"), one.decided),
            ]
        )
    ]
    taken, voice = 0, one.then.voice(page.visitor.language)
    for part in await jk.do(demand_register.parts_of, one.demand):
        if part.state not in ("waiting", "sending"):
            continue
        payload = await jk.do(hand_over, part.ref.subject, part.message)
        if payload is None:
            continue
        taken += 1
        blocks.append(Heading(f"{voice.record(part.ref.kind)} · {str(part.message)[:8].upper()}"))
        rows = [
            (voice.item(name, part.ref.kind), plainly(office_book(page), name, value))
            for name, value in payload["items"].items()
        ]
        blocks.append(Facts(rows))
    if not taken:
        form = Form(page.visitor)
        form.wrong("do", "지금 제공할 수 있는 기록이 없습니다.", "there is nothing to hand over now")
        return await _show(page, jk, me, one.demand, form)
    await jk.do(room.settle)
    foot = " · ".join((one.document, f"{me.name} ({me.handler})", page.moment(page.now)))
    paper = Paper(
        page.say("개인정보 제공 문서", "Data provided by law"),
        page.visitor.language,
        page.now,
        blocks,
        under=foot,
        foot=foot,
    )
    return await as_pdf(f"demand-{one.number}.pdf", lambda: paper)


@get("/office/disclosures/demands/{demand:uuid}/scan/{n:int}")
async def scan(jk: AsyncJikim, me: Signed, demand: FromPath[UUID], n: FromPath[int]) -> Response[bytes]:
    """One file of the demand's document, for an officer."""
    officer_only(jk, me)
    return one_of(await jk.do(demand_register.scan_of, demand, actor=await actor_of(jk, me)), n, jk.policy)
