"""What the pages of the desk share: names of rights, ways, states and proofs, how far a deadline is, and what a handler
may read of a record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from jikim.app import AsyncJikim
from jikim.desk.answering import use_asked
from jikim.desk.deadlines import working_days
from jikim.desk.request_register import REQUESTS, STEP_WORDS
from jikim.desk.requests import records_here
from jikim.desk.right_names import right_name
from jikim.errors import JikimError
from jikim.handlers.register import workers
from jikim.handlers.sessions import Signed
from jikim.policy.bodies import bodies_of
from jikim.policy.compiled import Policy, numbers_of
from jikim.policy.period import day_of
from jikim.policy.planned import Plan
from jikim.store.holding import Ref
from jikim.web.office.me import actor_of
from jikim.web.office.people.saying import kind_said
from jikim.web.page import Page

WAYS: Mapping[str, tuple[str, str]] = {
    "page": ("홈페이지", "on a page"),
    "letter": ("서면", "by letter"),
    "phone": ("전화", "by phone"),
    "email": ("이메일", "by e-mail"),
    "fax": ("팩스", "by fax"),
    "visit": ("방문", "in person"),
}
ASKS: Mapping[str, tuple[str, str]] = {
    "representative": ("위임받은 대리인", "a representative with a power of attorney"),
    "heir": ("사망한 이용자의 상속인", "an heir of the person, who has died"),
}
PROOFS: Mapping[str, tuple[str, str]] = {
    "session": ("로그인 후 본인 확인", "signed in and confirmed their identity"),
    "document": ("신분 확인 서류", "an identity document was seen"),
    "call-back": ("등록된 번호로 전화 확인", "called back on the number on record"),
    "mail-code": ("등록된 주소로 보낸 인증번호 확인", "confirmed with a code sent to the address on record"),
    "in-person": ("대면 확인", "met in person"),
    "known": ("이전 연락으로 확인", "known from earlier contact"),
}
WHO: Mapping[str, tuple[str, str]] = {
    "member": ("본인", "the person"),
    "guardian": ("법정대리인", "a guardian"),
    "officer": ("보호책임자", "officer"),
    "handler": ("취급자", "handler"),
    "system": ("시스템", "the system"),
    "application": ("홈페이지", "the site"),
    "partner": ("제휴사", "partner"),
    "outsider": ("미인증 접속자", "an outsider"),
}
SOON = 3  # working days


async def common(page: Page, jk: AsyncJikim) -> dict[str, Any]:
    """What the templates of the desk name."""
    today = day_of(page.now, page.zone)
    people = await jk.do(workers)
    names = {one.handler: one.name or one.handler for one in people}
    country = page.policy.file.service.country

    def word(table: Mapping[Any, tuple[str, str]], key: str) -> str:
        return page.say(*table.get(key, (key, key)))

    def haste(due: date) -> tuple[str, str]:
        """A class, by the working days that are left, and the words for how far a deadline is, in calendar days as its
        page counts them."""
        mark = "late" if due < today else "soon" if working_days(today, due, country) <= SOON else "soft nowrap"
        return mark, page.days_left((due - today).days)

    return {
        "name_of": lambda kind: right_name(page.policy, page.visitor.language, kind),
        "state_of": lambda state: word(REQUESTS.states, state),
        "way_of": lambda way: word(WAYS, way),
        "asks_of": lambda who: word(ASKS, who),
        "proof_of": lambda proof: word(PROOFS, proof),
        "step_of": lambda step: word(STEP_WORDS, step),
        "who_of": lambda who: word(WHO, who),
        "kind_of": lambda kind: kind_said(page, kind),
        "today": today,
        "haste": haste,
        "owners": [one for one in people if one.left is None and one.kind != "staff"],
        "handler_name": lambda handler: names.get(handler or "", handler or ""),
        "record_name": lambda kind: page.voice.record(kind) if kind in page.policy.file.records else kind,
        "items_of": lambda mask, kind: page.voice.items(
            [page.policy.name("item", number) for number in numbers_of(mask)], kind
        ),
        "recipient_name": lambda name: page.voice.text(
            page.policy.file.recipients[name].company or page.policy.file.recipients[name].label
        ),
        "bodies": bodies_of(page.policy.file, today),
        "opened_day": lambda moment: day_of(moment, page.zone),
    }


def fates(page: Page, plan: Plan) -> list[tuple[str, str, int]]:
    """What a plan of leaving does, those records of a kind with one fate together: kind, words, how many."""
    say = page.say
    found: dict[tuple[str, str], int] = {}
    for step in plan.steps:
        if step.fate == "rests":
            until = max((part.due for part in step.parts), default=None)
            words = say("법정 기간 동안 분리 보관 후 파기", "archived as the law requires, then destroyed")
            if until is not None:
                words = say(
                    f"{page.day(until)}까지 분리 보관 후 파기", f"archived until {page.day(until)}, then destroyed"
                )
        else:
            words = {
                "goes": say("파기", "destroyed"),
                "stays": say("진행 중인 항목 완료 후 처리", "completed first"),
                "waits": say("파기 보류·정정 종료까지 대기", "waits for a legal hold or a correction to end"),
            }[step.fate]
        name = page.policy.name("record", step.facts.kind)
        key = (page.voice.record(name) if name in page.policy.file.records else name, words)
        found[key] = found.get(key, 0) + 1
    return [(kind, words, count) for (kind, words), count in found.items()]


def reads(policy: Policy, me: Signed, kind: str) -> tuple[str, tuple[str, ...]] | None:
    """A purpose of this handler's grants that reads a record kind, and the items that it reaches; the widest. None
    where none does."""
    rules = policy.records.get(kind)
    best: tuple[str, tuple[str, ...]] | None = None
    for granted in me.grants:
        if rules is None or (granted.kinds is not None and kind not in granted.kinds):
            continue
        for purpose in granted.purposes:
            reading = policy.reading.get((policy.number("purpose", purpose) or 0, rules.number))
            if reading is None or reading.aggregate:
                continue
            items = tuple(
                short
                for short, number in rules.names.items()
                if reading.items >> number & 1
                and not policy.unreadable >> number & 1
                and short == rules.spoken.get(number, short)
                and (granted.items is None or policy.name("item", number) in granted.items)
            )
            if items and (best is None or len(items) > len(best[1])):
                best = (purpose, items)
    return best


async def read(
    jk: AsyncJikim,
    me: Signed,
    ref: Ref | None,
    reason: str,
    only: tuple[str, ...] | None = None,
    request: UUID | None = None,
) -> tuple[dict[str, Any], str]:
    """What this handler may read of a record, by a recorded use; and the purpose. Nothing where no grant reads it, or
    it is over. `request`: the one of its person that this answers."""
    found = reads(jk.policy, me, ref.kind) if ref is not None else None
    if ref is None or found is None:
        return {}, ""
    purpose, items = found
    wanted = items if only is None else tuple(name for name in items if name in only)
    held = await _held(jk, ref)
    wanted = tuple(name for name in wanted if held is None or name in held)
    if not wanted:
        return {}, purpose
    try:
        actor = await actor_of(jk, me, purpose)
        by, items = jk.by(actor), wanted
        if request is not None:
            asked = by.do(use_asked, ref, request, purpose=purpose, items=items, reason=reason)
        else:
            asked = by.use(ref, purpose=purpose, items=items, reason=reason)
        return dict(await asked), purpose
    except JikimError:
        return {}, purpose


async def _held(jk: AsyncJikim, ref: Ref) -> set[str] | None:
    """The items that a record holds, by the names that verbs take; None where it is not there."""
    rules = jk.policy.records.get(ref.kind)
    for record, _, items in await jk.do(records_here, ref.subject):
        if record == ref and rules is not None:
            return {rules.spoken.get(number, jk.policy.name("item", number)) for number in items}
    return None


def cursor_of(text: str) -> tuple[datetime, UUID] | None:
    """Where a list goes on, as an address says it; None for what says none."""
    at, _, number = text.partition("_")
    try:
        return datetime.fromisoformat(at), UUID(number)
    except ValueError:
        return None
