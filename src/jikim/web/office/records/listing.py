"""/office/records: each record kind with its open records by age, what ends them and who records that; then one kind's,
by the day they were collected, or what they wait for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from types import MappingProxyType
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.disclosures.handing_on import declared, ways
from jikim.handlers.sessions import Signed, reads
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.policy.expecting import by_time
from jikim.reading.open_records import MOST, Open, Waits, counted, events_for, open_records, overdue
from jikim.reading.people import PAGE
from jikim.store.holding import Ref
from jikim.verbs.house import House, error_of
from jikim.web.forms import Form
from jikim.web.office.me import actor_of
from jikim.web.office.people.saying import office_book
from jikim.web.office.todo import FINISH, Todo
from jikim.web.page import Page
from jikim.web.parts.traces import recorded
from jikim.web.visitor import Visitor


def within(policy: Policy, me: Signed) -> list[str]:
    """The record kinds that a handler's grants reach, in the policy's order."""
    return [kind for kind in policy.records if any(reads(policy, grant, kind) for grant in me.grants)]


def reached(page: Page, me: Signed, kind: str) -> None:
    """Raises DeniedError for a kind that no grant of the handler's reaches."""
    if kind not in within(page.policy, me):
        raise error_of(deny(page.policy, "beyond-grant", kind))


@dataclass(frozen=True)
class ListedRecord:
    """An open record as the list shows it: since when, what happened meanwhile, and how much is left of what is
    expected."""

    ref: Ref
    collected: datetime
    happened: str
    left: str
    late: bool
    waits: str
    record: Open

    @property
    def value(self) -> str:
        """What a form carries of it."""
        return f"{self.ref.subject}/{self.ref.record}"


def purposes_of(me: Signed) -> set[str]:
    return {name for one in me.grants for name in one.purposes}


def refs_of(kind: str, values: Sequence[str]) -> list[Ref]:
    """The records that a form names. What names none is left out."""
    found = []
    for value in values[:PAGE]:
        subject, _, record = value.partition("/")
        try:
            found.append(Ref(UUID(subject), UUID(record), kind))
        except ValueError:
            continue
    return found


@get("/office/records")
async def kinds(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """Every kind that the handler's grants reach."""
    rows = [
        (one, page.policy.records[one.kind].record, by_time(page.policy.records[one.kind].record))
        for one in await jk.do(counted, within(page.policy, me))
    ]
    # A member's account is no open matter: what leaving or time ends stands below what people end.
    rows.sort(key=lambda row: (row[2] or row[0].expected is None, -row[0].broken, -row[0].late))
    return page.show("office/records/kinds.html", rows=rows, most=MOST, ago=partial(_ago, page))


def _ago(page: Page, at: datetime) -> str:
    """How many days ago something was collected."""
    days = (page.now - at).days
    return page.say(f"{days:,}일 전", f"{days:,} days ago") if days else page.say("오늘", "today")


@get("/office/records/{kind:str}")
async def listed(
    page: Page, jk: AsyncJikim, me: Signed, visitor: Visitor, request: Request[Any, Any, Any], kind: FromPath[str]
) -> Response[str]:
    """A kind's open records, or the one that another page named."""
    reached(page, me, kind)
    query = request.query_params
    only = refs_of(kind, [query["record"]]) if "record" in query else None
    return await show(page, jk, me, kind, Form(visitor), only, query)


def place_after(query: Any) -> tuple[datetime, UUID] | None:
    """Where a page of a list goes on, by its query."""
    try:
        at, of = datetime.fromisoformat(query["after"]), UUID(query["of"])
    except (KeyError, ValueError):
        return None
    return (at, of) if at.tzinfo is not None else None


async def show(
    page: Page,
    jk: AsyncJikim,
    me: Signed,
    kind: str,
    form: Form,
    only: Sequence[Ref] | None = None,
    query: Mapping[str, str] = MappingProxyType({}),
) -> Response[str]:
    """The list of one kind."""
    rules, after = page.policy.records[kind], place_after(query)
    actor = await actor_of(jk, me, kind=kind)
    sought = Form(page.visitor, {name: query.get(name, "") for name in ("since", "until", "state", "order")})
    chosen = sought.values
    waiting = _waiting(page)
    rows = await jk.do(
        open_records, kind, actor=actor, only=only, after=after, limit=PAGE + 1, newest=chosen["order"] == "newest",
        since=sought.day("since"), until=sought.day("until"),
        waits=next((one for one in waiting if one == chosen["state"]), ""),
    )  # fmt: skip
    more = rows[PAGE - 1] if len(rows) > PAGE else None
    return page.show(
        "office/records/records.html", kind=kind, record=rules.record, lines=[line(page, jk, one) for one in rows[:PAGE]], more=more, form=form,
        count=(await jk.do(counted, [kind]))[0], most=MOST, paged=after is not None, only=only is not None,
        ticked=set(form.many.get("record", ())), sought=sought, chosen=chosen, waiting=list(waiting.items()), people=any(one.kinds is None for one in me.grants),
        clause=rules.clause,
        events=[(name, done_of(page, name), ends) for name, ends in events_for(rules).items()],
        ways=[(one, declared(page.policy, one.space, one.to)) for one in ways(page.policy, kind, purposes_of(me))],
    )  # fmt: skip


def _waiting(page: Page) -> dict[Waits, str]:
    return {
        "late": page.say("예상 기간이 지남", "open for longer than expected"),
        "frozen": page.say("정정 처리 중", "correction open"),
        "held": page.say("파기 보류", "legal hold"),
    }


def done_of(page: Page, event: str) -> str:
    """An event as what a handler records: `답변이 끝난 것으로 기록`, `Record that it is answered`."""
    return recorded(page.voice, event, "Record")


def line(page: Page, jk: AsyncJikim, one: Open) -> ListedRecord:
    """One row of the list."""
    today, voice = jk.house.today(), office_book(page).voice
    names = [one.policy.name("event", number) for number in one.facts.events]
    left = "" if one.until is None else page.days_left((one.until - today).days)
    waits = ""
    if one.facts.frozen:
        waits = page.say("정정 처리 중", "correction open")
    elif one.facts.held:
        waits = page.say("파기 보류", "legal hold")
    happened = ", ".join(voice.event(name) for name in names)
    return ListedRecord(
        one.ref, one.facts.collected, happened, left, one.until is not None and one.until < today, waits, one
    )


def late(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Kinds with records that are open for longer than their purpose should last: of everybody who may end them."""
    found = []
    for one in (yield from overdue(house, within(house.policy, me))):
        label = house.policy.file.records[one.kind].label
        ko, en = label.get("ko", one.kind), label.get("en", one.kind)
        found.append(
            Todo(
                "overdue",
                f"오래 열려 있는 기록: {ko}",
                f"Open for longer than expected: {en}",
                f"/office/records/{one.kind}",
                FINISH,
                None,
                one.late,
            )
        )
    return found
