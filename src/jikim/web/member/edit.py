"""회원정보수정: a member's own data corrected in one go; a new e-mail address is proven first; who had the old is told (7.4a,
7.4b, 8.1).

One's own record is frozen and thawed within one request: a correction that is refused leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from litestar import get, post
from litestar.response import Response

from jikim.accounts.codes import begin_code, check_code
from jikim.accounts.links import end_links
from jikim.accounts.rate_limits import within
from jikim.accounts.reminders import kept_current
from jikim.accounts.sessions import Session
from jikim.answers import Card, Corrected, Ref
from jikim.app import AsyncJikim
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.mail.letters import letter
from jikim.mail.queue import trust
from jikim.mail.sending import MailError, send
from jikim.policy.ask import Actor
from jikim.policy.model import ItemType
from jikim.store.sealed import Q as STORE
from jikim.verbs.collect import Person
from jikim.verbs.correct import correct_now
from jikim.verbs.house import House
from jikim.web.account.mailing import address_of, afterwards, why_unsent, write_to_address
from jikim.web.account.passwords import USE as RESET
from jikim.web.forms import Form
from jikim.web.member.fields import changes, fields
from jikim.web.member.looking import Seen, look
from jikim.web.member.telling import tell
from jikim.web.page import Page
from jikim.web.parts import Html
from jikim.web.parts.traces import receiver

PREFERENCES = "preferences"
TOPICS = (
    ("products", "제품 소식", "product news"),
    ("events", "행사와 이벤트", "events"),
    ("notices", "서비스 안내", "service notices"),
)
CODES, CODE_SPAN = 5, timedelta(hours=1)
NAMES, NAME_SPAN = 10, timedelta(days=1)


@get("/my/edit")
async def edit(page: Page, jk: AsyncJikim, proven: Session) -> Response[Any]:
    """The fields of the membership record with their values; for a guest, the records that can be corrected."""
    return _show(page, await look(page, jk))


@post("/my/edit")
async def change(page: Page, jk: AsyncJikim, seen: Seen, form: Form) -> Response[Any]:
    """Corrects what was changed. A new address waits for its code; nothing is changed before."""
    card = seen.main
    if card is None:
        return page.to("/my/edit")
    listed = fields(seen, card)
    wanted = changes(seen, card, listed, form)
    if not form.fine:
        return _show(page, seen, form)
    if not wanted:
        return _show(page, seen, form, done=(), same=True)
    address = next(
        (field.name for field in listed if field.how == "email" and field.unique and field.name in wanted), ""
    )
    if address and not await _proven(page, jk, seen, form, address, str(wanted[address])):
        sealed = form["sealed"]
        return _show(page, seen, form, sealed=sealed, waiting=wanted if sealed else {})
    if any(field.how != "email" and field.unique and field.name in wanted for field in listed) and not await jk.do(
        within, "rename", str(seen.subject), NAMES, NAME_SPAN
    ):
        form.wrong(
            "login_id",
            "오늘은 더 이상 변경할 수 없습니다. 내일 다시 시도해 주세요",
            "no more changes today; please try again tomorrow",
        )
        return _show(page, seen, form)
    # Who had a wrong version is known before, and is told by the correction itself.
    tell_to = receivers(seen, card, wanted)
    try:
        before = await address_of(jk, card.ref, "address-changed") if address else None
        done = await correct_at_once(jk, card.ref, wanted, page.visitor.actor)
    except JikimError as error:
        form.caught(error)
        return _show(page, seen, form)
    if address:
        # What lies in the mailbox of before sets no password any more.
        await jk.do(end_links, seen.subject, RESET)
    if before:
        # Whoever reads the old one hears of it there: the change may not have been theirs.
        when, language = page.moment(jk.now()), page.visitor.language
        afterwards(write_to_address(jk, before, "address-changed", language, when=when))
    after = await look(page, jk)
    await tell(page, jk, after.main, "correction-done", record=seen.book.voice.record(card.ref.kind))
    names = tuple(seen.book.voice.item(name, card.ref.kind) for name in wanted)
    return _show(page, after, done=names, told=tell_to if done.told else [])


async def _proven(page: Page, jk: AsyncJikim, seen: Seen, form: Form, name: str, address: str) -> bool:
    """Whether the code that was typed proves the new address; else a code is sent there, or what is wrong is said."""
    if form["sealed"]:
        if form["code"] and await jk.do(check_code, "edit", form["sealed"], form["code"]) == address:
            return True
        form.wrong(
            "code",
            "인증번호가 일치하지 않거나 유효 시간이 지났습니다. 다시 확인해 주세요",
            "the code is wrong or has expired; please check it",
        )
        return False
    if not await jk.do(within, "edit-code", str(seen.subject), CODES, CODE_SPAN):
        form.wrong(
            name,
            "인증번호를 여러 번 보냈습니다. 한 시간 뒤에 다시 시도해 주세요",
            "several codes were sent already; please try again in an hour",
        )
        return False
    code, sealed = await jk.do(begin_code, "edit", address)
    try:
        await send(
            jk.settings,
            address,
            letter(page.policy, jk.house.today(), page.visitor.language, "verify-code", code=code, minutes="10"),
        )
    except MailError as error:
        korean, english = why_unsent(error)
        form.wrong(name, f"해당 주소로 메일을 보내지 못했습니다. {korean}", f"no e-mail could be sent there; {english}")
        return False
    form.values["sealed"] = sealed
    return False


async def correct_at_once(jk: AsyncJikim, ref: Ref, values: Mapping[str, Any], actor: Actor) -> Corrected:
    """Asks for a correction and makes it, in one statement."""
    return await jk.by(actor).do(correct_now, ref, values)


def receivers(seen: Seen, card: Card, wanted: Mapping[str, Any]) -> list[Html]:
    """Who has any of these items of a record, and is told of a correction: by the condition that the correction itself
    goes by (7.4b)."""
    names = {name if name in seen.page.policy.file.items else f"{card.ref.kind}.{name}" for name in wanted}
    to = {
        one.known: receiver(seen.book.told(one.then), one.to)
        for one in seen.telling.went
        if one.went.tells and one.went.record == card.ref.record and names & set(one.went.items)
    }
    return list(to.values())


@post("/my/edit/preferences")
async def prefer(page: Page, jk: AsyncJikim, seen: Seen, form: Form) -> Response[Any]:
    """The settings of a member: the language of mails and the topics they want."""
    if not _prefers(seen):
        return page.to("/my/edit")
    known = [name for name, _, _ in TOPICS]
    wanted: dict[str, Any] = {"language": form["language"]}
    if _may_want(seen):
        wanted["topics"] = [topic for topic in form.many.get("topics", []) if topic in known]
    if wanted["language"] not in page.policy.file.service.languages:
        form.wrong("language", "언어를 선택해 주세요", "please choose a language")
        return _show(page, seen, form)
    card = _preferences(seen)
    with form.catching():
        if card is None:
            await jk.by(page.visitor.actor).collect(
                PREFERENCES,
                wanted,
                channel="homepage",
                subject=Person(seen.subject, seen.dossier.kind),
                old_enough=True,
            )
        elif any(card.values.get(name) != value for name, value in wanted.items()):
            await correct_at_once(jk, card.ref, wanted, page.visitor.actor)
        return _show(page, await look(page, jk), saved=True)
    return _show(page, seen, form)


@post("/my/edit/confirm")
async def confirm(page: Page, jk: AsyncJikim, seen: Seen) -> Response[Any]:
    """The member says that their data is still right (8.1): the ledger notes when."""
    await jk.do(confirmed, seen.main, page.visitor.actor)
    if seen.main is not None:
        await jk.do(trust, seen.main.ref)
    await jk.do(kept_current, seen.subject)
    return _show(page, seen, confirmed=True)


def confirmed(house: House, card: Card | None, actor: Actor) -> Steps[None]:
    """Notes in the ledger that a record's person confirmed it."""
    if card is None:
        return
    policy = house.policy
    duty = policy.file.duties.get("current-data")
    entry = yield from house.entry(
        "record:confirm", policy, actor, None, (duty.clause if duty else None) or policy.clause("rights")
    )
    yield STORE["note"](entry=entry, subject=card.ref.subject, record=card.ref.record, items=None)


def _prefers(seen: Seen) -> bool:
    """Whether the policy knows settings of a person of this kind."""
    record = seen.page.policy.file.records.get(PREFERENCES)
    return (
        record is not None and seen.dossier.kind in record.of and set(record.items.contents) >= {"language", "topics"}
    )


def _may_want(seen: Seen) -> bool:
    """Whether topics may be kept: some purpose reads them, and where that asks for a consent, it is given."""
    purposes = seen.page.policy.file.purposes.items()
    reading = [(name, purpose) for name, purpose in purposes if f"{PREFERENCES}.topics" in purpose.items]
    return any(purpose.basis != "consent" or name in seen.given for name, purpose in reading)


def _preferences(seen: Seen) -> Card | None:
    return next((card for card in seen.dossier.cards if card.ref.kind == PREFERENCES), None)


def _show(page: Page, seen: Seen, form: Form | None = None, **more: Any) -> Response[Any]:
    card = seen.main
    held = _preferences(seen)
    context = {
        "done": (),
        "same": False,
        "told": [],
        "saved": False,
        "confirmed": False,
        "sealed": "",
        "waiting": {},
        **more,
    }
    return page.show(
        "my/edit.html",
        seen=seen,
        card=card,
        form=form or Form(page.visitor),
        fields=fields(seen, card) if card else [],
        others=[one for one in seen.dossier.cards if card is None or one.ref.kind not in (card.ref.kind, PREFERENCES)],
        prefers=_prefers(seen),
        may_want=_may_want(seen),
        preferences=held.values if held else {},
        topics=TOPICS,
        would_tell=receivers(seen, card, card.values) if card else [],
        email=ItemType.EMAIL,
        **context,
    )
