"""/office/requests/{subject}/{request}: one request: who, what, until when, what happened, and what may be done now.

What its person wrote is opened on purpose alone, by a recorded use for a purpose of the handler's grant.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.cases.cases import Happened
from jikim.cases.who_may import WORDING
from jikim.db.driver import Steps
from jikim.desk.deadlines import deadline, putting_off
from jikim.desk.deleting import Deletable, deletion_plan
from jikim.desk.guardians import guardians_of
from jikim.desk.recognised import may_let_in
from jikim.desk.request_register import WAITS
from jikim.desk.request_steps import AtDesk, desk_of, proofs_of, told_of
from jikim.desk.request_steps import compared as keep_compared
from jikim.desk.requests import Request, person_of, records_here, request_of
from jikim.desk.transfers import transfers_of
from jikim.errors import ConflictError, DeniedError, JikimError
from jikim.handlers.sessions import Signed
from jikim.particles import gwa
from jikim.policy.ask import Actor
from jikim.policy.model import ItemType
from jikim.reading.people import searchable
from jikim.store.sealed import Q as STORE
from jikim.uploads import unpack
from jikim.verbs.collect import Person
from jikim.web.forms import Form, Problem
from jikim.web.member.fields import TYPED
from jikim.web.office import clearing
from jikim.web.office.me import actor_of
from jikim.web.office.people.saying import masked, office_book
from jikim.web.office.requests.words import common, fates, read
from jikim.web.page import Page

# By what somebody is known over the telephone, or by a document.
TELLING = frozenset({ItemType.PERSON_NAME, ItemType.MOBILE, ItemType.PHONE, ItemType.EMAIL, ItemType.BIRTH_DATE})
# What is usually said with what was asked for, as it stands in the form until somebody writes it otherwise.
USUAL = {
    "access": (
        "요청하신 대로 보유하고 있는 개인정보를 모두 담은 열람 자료를 전달해 드립니다.",
        "As you asked, we are handing you everything that we hold about you.",
    )
}

# How what is known is handed to who asked to see it.
HANDED = {
    "registered-post": ("등기우편", "by registered post"),
    "in-person": ("직접 교부", "in person"),
    "link": ("일회용 열람 링크", "by a link for one use"),
    "protected-mail": ("암호를 설정한 이메일 첨부", "as a password-protected attachment"),
}
APART = ("registered-post", "in-person")  # than by mail


@dataclass(frozen=True)
class Found:
    """A request as the desk sees it. `items` are those of an open correction, by the names that verbs take."""

    made: Request
    steps: list[Happened]
    desk: AtDesk | None
    person: Person | None
    items: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"/office/requests/{self.made.subject}/{self.made.request}"

    @property
    def guest(self) -> bool:
        """Whether it is somebody's who has no account."""
        return self.person is not None and self.person.kind == "guest"

    @property
    def seen(self) -> int:
        return self.desk.steps if self.desk is not None else 0


async def find_request(
    page: Page, jk: AsyncJikim, me: Signed, subject: FromPath[UUID], number: FromPath[UUID]
) -> Found:
    """The parameter `found` of a request's pages. Raises DeniedError for who does not work at the desk."""
    asked = await jk.do(request_of, subject, number, await actor_of(jk, me, kind=WORDING))
    if asked is None:
        raise page.missing("office/requests/none.html")
    made, steps = asked
    items: tuple[str, ...] = ()
    if made.kind == "correct" and made.record is not None:
        items = await _frozen(jk, made)
    return Found(made, steps, await jk.do(desk_of, subject, number), await jk.do(person_of, subject), items)


OF = {"found": Provide(find_request)}


async def _frozen(jk: AsyncJikim, made: Request) -> tuple[str, ...]:
    def steps() -> Steps[list[Any]]:
        rows: list[Any] = yield STORE["requests_of"](subject=made.subject)
        return rows

    rules = jk.policy.records.get(made.record.kind) if made.record is not None else None
    for number, _record, _kind, _state, items, _opened, _closed in await jk.driver.run(steps()):
        if number == made.request and rules is not None:
            return tuple(rules.spoken.get(item, jk.policy.name("item", item)) for item in items or ())
    return ()


async def show_again(page: Page, jk: AsyncJikim, me: Signed, found: Found, form: Form, **more: Any) -> Response[str]:
    """The page as the request stands now, with what is wrong in the form."""
    found = await find_request(page, jk, me, found.made.subject, found.made.request)
    return await show(page, jk, found, form, **more)


async def show(page: Page, jk: AsyncJikim, found: Found, form: Form, **more: Any) -> Response[str]:
    """The page."""
    made, subject = found.made, found.made.subject
    here = {ref.record: numbers for ref, _, numbers in await jk.do(records_here, subject)}
    told = (
        await jk.do(told_of, made.record, made.opened, made.closed)
        if made.record is not None and made.kind == "correct"
        else []
    )
    plan: list[Deletable] = []
    guardians = []
    if made.kind == "delete" and made.waiting:
        plan = await jk.do(deletion_plan, subject)
    if made.kind == "guardian":
        guardians = await jk.do(guardians_of, subject)
    leaving = []
    if made.kind == "withdraw" and made.state in WAITS:
        leaving = fates(page, await jk.leaving_plan(subject))
    words = made.then.voice(page.visitor.language)
    context: dict[str, Any] = {
        "words": {},
        "files": [],
        "purpose": "",
        "opened_words": False,
        "looked": (),
        "known": {},
        "asked_known": False,
        "let_in": False,
        **more,
    }
    return page.show(
        "office/requests/request.html", form=form, found=found, made=made, told=told, plan=plan, stays=_stays(page, plan),
        choices=_choices(page, made, here), putting=putting_off(page.policy, made.kind, made.due),
        guardians=guardians, leaving=leaving,
        deadline=deadline(page.policy, made.kind, made.opened), fields=correcting_fields(page, found),
        proofs=proofs_of(made.by, found.desk.asks if found.desk else "person"),
        item_of=lambda name, kind: words.item(name.removeprefix(f"{kind}."), kind),
        transfers=await jk.do(transfers_of, subject, made.request, made.opened),
        handed={name: page.say(*words) for name, words in HANDED.items()} if to_hand(found) else {},
        usual=USUAL.get(made.kind, ("", ""))[made.language == "en"],
        lookups=lookups(page), recognised=may_let_in(found.desk), waits=WAITS, compared=_compared(page, found), **context,
        **await common(page, jk),
    )  # fmt: skip


def to_hand(found: Found) -> bool:
    """Whether what is known has to reach its person by other ways than the pages."""
    return found.made.kind == "access" and found.made.by != "page"


def _stays(page: Page, plan: list[Deletable]) -> list[tuple[str, str, int]]:
    """What a deletion does not take now, and why, those of a kind together."""
    words = {
        "leaving": ("회원 자격을 유지하는 동안 필요합니다", "needed while they are a member"),
        "finishes": ("진행 중인 항목입니다", "still in progress"),
        "frozen": ("정정 요청이 진행 중입니다", "a correction is in progress"),
        "held": ("파기 보류 중입니다", "under a legal hold"),
    }
    found: dict[tuple[str, str], int] = {}
    for one in plan:
        if one.fate in words:
            key = (page.voice.record(one.ref.kind), page.say(*words[one.fate]))
            found[key] = found.get(key, 0) + 1
    return [(kind, why, count) for (kind, why), count in found.items()]


def _choices(page: Page, made: Request, here: dict[UUID, tuple[int, ...]]) -> list[tuple[str, str]]:
    """The items that a correction which waits for its person may be about: what the record holds and can be seen."""
    rules = page.policy.records.get(made.record.kind) if made.record is not None else None
    if rules is None or made.record is None or made.kind != "correct" or made.state != "unconfirmed":
        return []
    names = [
        rules.spoken.get(number, page.policy.name("item", number))
        for number in here.get(made.record.record, ())
        if not page.policy.unreadable >> number & 1
    ]
    return [(name, page.voice.item(name, made.record.kind)) for name in names]


def lookups(page: Page) -> list[tuple[str, str]]:
    """The items by which people are found, by exact value; of a name, with what is typed beside it."""
    return [
        (name, _with_digits(page, said) if page.policy.file.items[name].lookup_with else said)
        for name in searchable(page.policy)
        for said in (page.voice.item(name),)
    ]


def _with_digits(page: Page, name: str) -> str:
    return page.say(f"{gwa(name)} 전화번호 끝 네 자리", f"{name} and the last four digits of a telephone number")


async def found_by(jk: AsyncJikim, me: Signed, form: Form) -> list[Person]:
    """Who has the exact value that a form asks for; nobody where it asks for none. What is wrong stands beside it."""
    if not form["value"]:
        return []
    with form.catching():
        return await jk.by(await actor_of(jk, me, item=form["item"])).find(form["item"], form["value"])
    if form.errors:
        form.errors = {"value": next(iter(form.errors.values()))}
    return []


def correcting_fields(page: Page, found: Found) -> list[tuple[str, str, str]]:
    """The items of an open correction that a handler types: name, label, how. Never a secret, a card or a file."""
    made = found.made
    record = page.policy.file.records.get(made.record.kind) if made.record is not None else None
    if record is None or made.record is None:
        return []
    fields = []
    for name in found.items:
        contents = record.items.contents.get(name)
        if contents is not None:
            how = {"text": "area", "data": "data"}.get(contents.type, "")
        else:
            how = TYPED.get(page.policy.file.items[name].type, ("",))[0]
        if how:
            fields.append((name, page.voice.item(name, made.record.kind), how))
    return fields


@get("/office/requests/{subject:uuid}/{number:uuid}", dependencies=OF)
async def one_request(page: Page, jk: AsyncJikim, found: Found) -> Response[str]:
    """One request."""
    return await show(page, jk, found, Form(page.visitor))


@post("/office/requests/{subject:uuid}/{number:uuid}/open", status_code=200, dependencies=OF)
async def opened(page: Page, jk: AsyncJikim, me: Signed, found: Found) -> Response[str]:
    """Opens what its person wrote, on purpose: recorded with the request's number as the reason."""
    made = found.made
    reason = f"request {made.number}"
    words, purpose = await read(jk, me, made.wording, reason, request=made.request)
    files = unpack(words.pop("files", b""))
    wrong: dict[str, Any] = {}
    if (
        made.record is not None
        and made.record.record != (made.wording.record if made.wording else None)
        and made.state == "unconfirmed"
    ):
        wrong, _ = await read(jk, me, made.record, reason, found.items or None)
    form = Form(page.visitor)
    return await show(page, jk, found, form, words=words, files=files, purpose=purpose, opened_words=True, looked=wrong)


@post("/office/requests/{subject:uuid}/{number:uuid}/compare", status_code=200, dependencies=OF)
async def compared(page: Page, jk: AsyncJikim, me: Signed, found: Found) -> Response[str]:
    """What is on record to compare with whoever asks, masked: enough to see that it is another's, too little to learn
    it. The read is recorded, with the request as its reason."""
    if found.made.state != "unconfirmed":
        raise page.missing("office/requests/none.html")
    written = found.made.wording.record if found.made.wording else None
    known: dict[str, str] = {}
    book = office_book(page)
    for ref, _, _ in await jk.do(records_here, found.made.subject):
        if ref.record != written and not known:
            telling = _telling(page, ref.kind)
            values, _ = await read(jk, me, ref, f"identity of request {found.made.number}", telling)
            known = {
                book.voice.item(name, ref.kind): masked(book, name, values[name]) for name in telling if name in values
            }
            numbers = [page.policy.number("item", name) or 0 for name in telling if name in values]
            await jk.do(keep_compared, found.made.subject, found.made.request, numbers)
    return await show(page, jk, found, Form(page.visitor), known=known, asked_known=True)


def _compared(page: Page, found: Found) -> list[str]:
    """The items, by name, that stood on the page to compare with."""
    numbers = (found.desk.compared if found.desk else None) or ()
    return [page.voice.item(page.policy.name("item", number)) for number in numbers]


def _telling(page: Page, kind: str) -> tuple[str, ...]:
    """The items of a record kind by which somebody is known over the telephone or by a document."""
    items = page.policy.file.items
    held = page.policy.file.records[kind].items.names if kind in page.policy.file.records else ()
    return tuple(name for name in held if name in items and items[name].type in TELLING)


@contextmanager
def catching(page: Page, form: Form, actor: Actor | None = None) -> Iterator[None]:
    """What a step refuses in here is said on the form; a conflict, that somebody was faster. `actor`: who may give their
    word on a value (`clearing`)."""
    try:
        yield
    except JikimError as error:
        _caught(page, form, error, actor)


def _caught(page: Page, form: Form, error: JikimError, actor: Actor | None) -> None:
    if isinstance(error, ConflictError):
        form.problem = Problem(
            page.say(
                "이 요청은 그사이 이미 처리되었습니다. 입력하신 내용은 저장하지 않았습니다.",
                "Somebody else acted on this request in the meantime. What you wrote was not saved.",
            ),
            page.say("아래에서 현재 상태를 확인해 주세요.", "Its current state is shown below."),
        )
    elif isinstance(error, DeniedError) and error.why == "correction":
        form.problem = Problem(
            page.say("아직 정정하지 않았습니다.", "The correction has not been made yet."),
            page.say("올바른 값을 먼저 입력해 주세요.", "Please enter the correct value first."),
            error.clause,
        )
    elif actor is not None:
        clearing.caught(page, form, error, actor)
    else:
        form.caught(error)


def seen_of(form: Form) -> int | None:
    """How many steps the request had when its page was read."""
    return form.whole("seen", 5)
