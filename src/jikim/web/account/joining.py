"""Joining, in two steps of one form: what is asked for, then the codes that prove the addresses and a password. Nothing
is stored before the last.

What was typed travels with the form, the codes sealed (`accounts/codes.py`); the password is asked for last and never
sent back. Whether an e-mail address is known here is told to nobody but its owner, by mail; whether a login ID is free
may be asked so often and no more.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from litestar import Request, get, post
from litestar.response import Redirect, Response

from jikim.accounts.codes import begin_code, check_code, proof, proven
from jikim.accounts.credentials import doorkeeper, person_of
from jikim.accounts.links import make_link, take_link
from jikim.accounts.rate_limits import within
from jikim.app import AsyncJikim
from jikim.desk.barring import barred_by
from jikim.errors import DeniedError, InvalidError, JikimError
from jikim.mail.campaigns import purposes as advertised
from jikim.mail.queue import queue
from jikim.policy.items import accept
from jikim.policy.model import ItemType
from jikim.policy.render.terms import BASES
from jikim.verbs.collect import Person
from jikim.web.account.entering import come_in
from jikim.web.account.guardian import CHILD, ask_guardian
from jikim.web.account.mailing import why_unsent, write_to_address
from jikim.web.account.newcomer import (
    Joining,
    given_consents,
    hint_of,
    joinings,
    needed_purposes,
    offered_consents,
    read,
    read_password,
)
from jikim.web.account.terms import version_of
from jikim.web.account.texting import send_text
from jikim.web.desk.reaching import texts_leave
from jikim.web.forms import Form, Problem
from jikim.web.page import Page
from jikim.web.visitor import Visitor

USE, USE_TEXT = "join", "join-text"
FROM_ONE_ADDRESS, TO_ONE_ADDRESS, SPAN = 60, 6, timedelta(hours=1)
MINUTES = "10"
Answer = Response[str] | Redirect


@get("/join")
async def join_page(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Answer:
    """As whom; then the form."""
    kinds = joinings(jk.policy, page.visitor.brand)
    asked = request.query_params.get("kind", "") or (next(iter(kinds)) if len(kinds) == 1 else "")
    if asked not in kinds:
        return page.show("account/join_choose.html", kinds=kinds)
    child = request.query_params.get("child", "")
    return _first(page, jk, kinds[asked], Form(page.visitor, {"kind": asked, "child": child}))


@post("/join")
async def joining(page: Page, visitor: Visitor, jk: AsyncJikim, request: Request[Any, Any, Any], form: Form) -> Answer:
    """A step of the form. What it asks is asked again at each step, because the form comes from outside each time."""
    kind = joinings(jk.policy, visitor.brand).get(form["kind"])
    if kind is None:
        return page.to("/join")
    if form["step"] == "back":
        return _first(page, jk, kind, form)
    if form["old_enough"] == "no" and not form["child"]:
        return await _too_young(page, jk, kind, visitor)
    if form["old_enough"] != "yes" and not form["child"]:
        form.wrong("old_enough", "둘 중 하나를 선택해 주세요", "please choose one")
    values = read(kind, jk.policy, form)
    _terms(page, form)
    if form["step"] in ("2", "resend") and form.fine:
        return await _second_step(page, visitor, jk, request, kind, form, values)
    if form.fine:
        await _free(jk, visitor, kind, form, values)
    if form.fine:
        await _send_codes(page, jk, visitor, kind, form, values)
    return _second(page, jk, kind, form) if form.fine else _first(page, jk, kind, form)


async def _too_young(page: Page, jk: AsyncJikim, kind: Joining, visitor: Visitor) -> Answer:
    """A "no": the verb refuses with its clause, and nothing of what was typed is kept; where a guardian may agree, they are
    asked first."""
    if jk.policy.file.refuse.guardian is not None:
        return ask_guardian(page, jk, Form(visitor))
    try:
        await jk.by(jk.actor._replace(origin=visitor.address)).collect(
            kind.record, {}, channel=kind.channel, subject=kind.kind.value, old_enough=False
        )
    except DeniedError as error:
        return page.show("account/join_young.html", problem=Problem.of(error, visitor))
    return page.to("/join")


def _terms(page: Page, form: Form) -> None:
    """The terms are accepted as they stand now, not as they stood when the form was opened."""
    if not form.on("terms"):
        form.wrong("terms", "약관에 동의해야 가입할 수 있습니다", "the terms must be accepted to join")
    elif form["terms_version"] != version_of(page.templates):
        form.values.pop("terms")
        form.wrong(
            "terms",
            "그 사이 약관이 변경되었습니다. 다시 확인해 주세요",
            "the terms have changed in the meantime: please read them again",
        )


async def _free(jk: AsyncJikim, visitor: Visitor, kind: Joining, form: Form, values: dict[str, str]) -> None:
    """Whether the login ID is free, and whether colleagues are here already. So often and no more.

    Nobody has joined yet: what is looked up is recorded, and not from where.
    """
    if not await jk.do(within, "join from", visitor.address, FROM_ONE_ADDRESS, SPAN):
        form.problem = _too_often(visitor)
        return
    login, number = kind.of(ItemType.LOGIN_ID), kind.of(ItemType.BUSINESS_NUMBER)
    if login and await jk.do(person_of, values[login], "") is not None:
        form.wrong(
            login,
            "이미 사용 중인 아이디입니다. 다른 아이디를 입력해 주세요",
            "this login ID is taken: please choose another",
        )
    asks = number and number in values and not form.on("colleague") and jk.policy.file.items[number].lookup
    if asks and number and await jk.by(doorkeeper("")).find(number, values[number]):
        form.values["ask_colleague"] = "yes"
        form.wrong(
            "colleague",
            "이 사업자등록번호로 가입한 계정이 있습니다. 같은 회사의 직원이라면 표시하고 계속해 주세요",
            "somebody has joined with this registration number. If you are a colleague, tick this and continue",
        )


async def _send_codes(
    page: Page, jk: AsyncJikim, visitor: Visitor, kind: Joining, form: Form, values: dict[str, str]
) -> None:
    """The code goes to the e-mail address; to one that is known here goes word that somebody tried, and no code will be
    right."""
    email, mobile = kind.of(ItemType.EMAIL), kind.of(ItemType.MOBILE)
    assert email is not None
    if not await jk.do(within, "join to", _key(ItemType.EMAIL, values[email]), TO_ONE_ADDRESS, SPAN):
        form.problem = _too_often(visitor)
        return
    known = await jk.do(person_of, values[email], "")
    code, form.values["mail_token"] = await jk.do(begin_code, USE, values[email])
    try:
        if known is None:
            await write_to_address(
                jk, values[email], "verify-code", visitor.language, code=code, minutes=MINUTES, brand=visitor.brand
            )
        else:
            await write_to_address(jk, values[email], "known-address", visitor.language, brand=visitor.brand)
        if texts_leave(jk) and mobile and mobile in values:
            code, form.values["text_token"] = await jk.do(begin_code, USE_TEXT, values[mobile])
            words = page.say(f"인증번호는 {code}입니다.", f"Your code is {code}.")
            await send_text(jk.settings, values[mobile], f"[{page.voice.text(page.look.name)}] {words}")
    except JikimError as error:
        korean, english = why_unsent(error)
        form.problem = Problem(
            visitor.say("인증번호를 보내지 못했습니다.", "The code could not be sent."),
            visitor.say(f"{korean}.", f"{english[:1].upper()}{english[1:]}."),
        )


async def _second_step(
    page: Page,
    visitor: Visitor,
    jk: AsyncJikim,
    request: Request[Any, Any, Any],
    kind: Joining,
    form: Form,
    values: dict[str, str],
) -> Answer:
    if form["step"] == "resend":
        await _send_codes(page, jk, visitor, kind, form, values)
        return _second(page, jk, kind, form, resent=form.fine)
    email, mobile = kind.of(ItemType.EMAIL), kind.of(ItemType.MOBILE)
    assert email is not None
    await _prove(jk, form, USE, ItemType.EMAIL, values[email], ("mail_token", "mail_proof", "code"))
    if texts_leave(jk) and mobile and mobile in values:
        await _prove(jk, form, USE_TEXT, ItemType.MOBILE, values[mobile], ("text_token", "text_proof", "text_code"))
    password = read_password(form, "password", [value for name, value in values.items() if name != "country"])
    if not form.fine or password is None:
        return _second(page, jk, kind, form)
    child = await jk.do(take_link, form["child"], CHILD) if form["child"] else None
    agreed = [] if child else given_consents(jk.policy, kind, form)
    if form["child"] and child is None:
        return page.show("account/join_guardian.html", status=410, step="over", days=0, token="")
    try:
        taken = await jk.by(jk.actor._replace(origin=visitor.address)).collect(
            kind.record,
            {**values, kind.secret.item: password},
            channel=kind.channel,
            subject=child or kind.kind.value,
            old_enough=child is None,
            consents=agreed,
            accepted=version_of(page.templates),
        )
    except (DeniedError, InvalidError) as error:
        form.caught(error)
        if child is not None:
            form.values["child"] = await jk.do(make_link, child.subject, child.kind, CHILD, timedelta(days=1))
        if isinstance(error, DeniedError) and error.why == "barred":
            form.problem = await _barred(page, jk, kind, values)
        if isinstance(error, DeniedError) and error.why == "taken":
            # Whoever gets here has proved that the address is theirs.
            form.problem = Problem(
                visitor.say(
                    "그 사이 아이디나 이메일이 다른 계정에 등록되었습니다.",
                    "The login ID or e-mail address has been taken in the meantime.",
                ),
                visitor.say(
                    "이미 가입하셨다면 로그인해 주세요. 아니라면 다른 아이디를 입력해 주세요.",
                    "If you have joined already, please sign in. If not, choose another login ID.",
                ),
            )
        return _first(page, jk, kind, form)
    await come_in(page, jk, request, Person(taken.ref.subject, kind.kind.value))
    if ads := [page.voice.purpose(name) for name in agreed if name in advertised(jk.policy)]:
        # What came of a consent to advertising is told within 14 days (Network Act §50⑦).
        with suppress(JikimError):
            facts = {"when": page.moment(jk.now()), "given": ", ".join(ads)}
            await jk.do(queue, taken.ref, "consent-changed", visitor.language, facts)
    return page.to("/join/done")


async def _barred(page: Page, jk: AsyncJikim, kind: Joining, values: dict[str, str]) -> Problem:
    """Why nobody joins by these, until when, and how to object: told to whoever has proved that the address is theirs."""
    found = await jk.do(barred_by, kind.record, values)
    until = max((one.due for one in found), default=jk.house.today())
    numbers, officer = ", ".join(one.number for one in found if one.number), page.policy.file.officers.officer
    way = officer.email or officer.phone or officer.form or ""
    if found and not any(one.number for one in found):
        return Problem(
            page.say(
                f"탈퇴하신 뒤 {page.voice.date(until)}까지는 같은 정보로 다시 가입할 수 없습니다.",
                f"After leaving, nobody can join by the same details until {page.voice.date(until)}.",
            ),
            page.say("그 뒤에 다시 가입해 주세요.", "Please join again after that day."),
        )
    return Problem(
        page.say(
            f"부정 이용으로 회원 자격이 종료되어 {page.voice.date(until)}까지 다시 가입할 수 없습니다.",
            f"A membership was ended for misuse, so nobody can join by these details until {page.voice.date(until)}.",
        ),
        page.say(
            f"사유를 알고 싶거나 이의가 있으면 조치 번호 {numbers}를 적어 개인정보 보호책임자에게 알려 주세요({way}). 결정하지 않은 사람이 검토합니다.",
            f"To learn the reason or to object, write to the privacy officer ({way}) with the number {numbers}. Somebody who did not decide it reviews it.",
        ),
    )


async def _prove(
    jk: AsyncJikim, form: Form, use: str, type_: ItemType, typed: str, names: tuple[str, str, str]
) -> None:
    """The address is proven by its code, or was a moment ago. INVARIANT: it is the very address that is then stored."""
    token, proof_name, code = names
    address = await jk.do(proven, use, form[proof_name]) if form[proof_name] else None
    if address is None and form.need(code):
        address = await jk.do(check_code, use, form[token], form[code])
        if address is not None:
            form.values[proof_name] = await jk.do(proof, use, address)
    if address is not None and _key(type_, address) != _key(type_, typed):
        form.values[proof_name] = ""
        address = None
    if address is None:
        form.wrong(
            code,
            "인증번호가 일치하지 않거나 유효 시간이 지났습니다. 다시 받으실 수 있습니다",
            "the code is wrong or has expired. You can ask for another",
        )


def _key(type_: ItemType, typed: str) -> str:
    return accept(type_, typed, country="KR").key or typed


def _too_often(visitor: Visitor) -> Problem:
    return Problem(
        visitor.say("시도 횟수를 초과했습니다.", "Too many attempts."),
        visitor.say("한 시간 뒤에 다시 시도해 주세요.", "Please try again in an hour."),
    )


def _first(page: Page, jk: AsyncJikim, kind: Joining, form: Form) -> Response[str]:
    needed = needed_purposes(jk.policy, kind)
    return page.show(
        "account/join.html",
        form=form,
        joining=kind,
        record=jk.policy.records[kind.record].record,
        consents={} if form["child"] else offered_consents(jk.policy, kind),
        terms_version=version_of(page.templates),
        needed=needed,
        BASES=BASES,
        bases=list(dict.fromkeys(jk.policy.file.purposes[name].basis.value for name in needed)),
        hint=lambda type_: hint_of(page, type_),
    )


def _second(page: Page, jk: AsyncJikim, kind: Joining, form: Form, resent: bool = False) -> Response[str]:
    kept = [
        "kind",
        "child",
        "old_enough",
        "terms",
        "terms_version",
        "colleague",
        *(field.name for field in kind.fields),
    ]
    kept += [f"consent.{name}" for name in offered_consents(jk.policy, kind)]
    kept += ["mail_token", "mail_proof", "text_token", "text_proof"]
    mobile = kind.of(ItemType.MOBILE)
    return page.show(
        "account/join_prove.html",
        form=form,
        joining=kind,
        kept=form.given(kept),
        email=form[kind.of(ItemType.EMAIL) or ""],
        mobile=form[mobile] if mobile else "",
        minutes=MINUTES,
        resent=resent,
    )


@get("/join/done")
async def joined(page: Page, visitor: Visitor, jk: AsyncJikim) -> Answer:
    """What is held from now on, and where to see, change and end it."""
    if visitor.session is None:
        return page.to("/sign-in")
    return page.show("account/join_done.html")
