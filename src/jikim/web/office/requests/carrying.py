"""Carrying out what was asked: a correction with the right values, a deletion, a leaving, a guardian's link; and saying
so, in the same step.

A correction is made by the verb `correct`: who got a wrong version is told, and the record thaws (7.4a, 7.4b). No
handler ever types a password.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from litestar import post
from litestar.response import Redirect, Response

from jikim.app import AsyncJikim, desk_letters
from jikim.cases.who_may import WORDING
from jikim.desk.deleting import delete_records, deletion_said
from jikim.desk.request_register import SERVED, WAITS
from jikim.desk.request_steps import openly_told
from jikim.desk.requests import address_of
from jikim.desk.sealed_messages import in_both
from jikim.desk.transfers import send_transfers, transfers_of
from jikim.errors import JikimError
from jikim.handlers.sessions import Signed
from jikim.mail.letters import letter, site_of
from jikim.mail.purposes import email_of
from jikim.mail.returned import back_to
from jikim.mail.sending import send
from jikim.policy.ask import Actor
from jikim.policy.languages import prefix
from jikim.policy.period import day_of
from jikim.verbs.collect import Person
from jikim.verbs.correct import Correction
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.leave import grace_of
from jikim.verbs.receipt import say_sent
from jikim.web.forms import Form
from jikim.web.member.fields import ADDRESS
from jikim.web.member.receipt import receipt_token
from jikim.web.office.me import actor_of
from jikim.web.office.requests.one import OF, Found, catching, correcting_fields, seen_of, show_again
from jikim.web.office.requests.words import read
from jikim.web.page import Page


@post("/office/requests/{subject:uuid}/{number:uuid}/correct", status_code=200, dependencies=OF)
async def corrected(page: Page, jk: AsyncJikim, me: Signed, form: Form, found: Found) -> Response[Any]:
    """The right values, made a new version of the record; then the request is done."""
    made = found.made
    if made.record is None:
        form.wrong("value", "정정할 기록이 없습니다", "there is no record to correct")
        return await show_again(page, jk, me, found, form)
    _asked(form, "value", found, "correct")
    values = _values(page, found, form)
    with form.catching():
        # Before anything is corrected: the answer goes with it.
        await jk.driver.run(no_numbers(page.policy, did=form["did"]))
    if form.fine and not values:
        form.wrong("value", "올바른 값을 하나 이상 입력해 주세요", "please enter at least one correct value")
    if form.fine:
        actor = await actor_of(jk, me, kind=WORDING)
        with catching(page, form, actor):
            await jk.by(actor).correct(
                Correction(made.request, made.record), values, no_resident_number=form["no_resident_number"]
            )
            told = await jk.do(openly_told, made.record, made.opened)
            if found.desk is not None:
                said = form["did"] or _correction_said(told)
                await jk.do(desk_letters.carry_out, made.subject, made.request, said, actor=actor)
            return page.to(found.path)
        form.errors = {(f"v.{name}" if name in values else name): text for name, text in form.errors.items()}
    return await show_again(page, jk, me, found, form)


def _correction_said(told: int) -> str:
    """That it was corrected, and how many who got a wrong version are told."""
    ko = f" 잘못된 내용을 제공받은 {told}곳에 정정 내용을 통지합니다." if told else ""
    en = f" {told} that had a wrong version {'is' if told == 1 else 'are'} told." if told else ""
    return in_both(f"요청하신 대로 정정했습니다.{ko}", f"We corrected it.{en}")


def _values(page: Page, found: Found, form: Form) -> dict[str, Any]:
    """What was typed, by item. Data is JSON, an address its lines."""
    values: dict[str, Any] = {}
    for name, _label, how in correcting_fields(page, found):
        field = f"v.{name}"
        if how == "address":
            typed: Any = {part: text for part in ADDRESS if (text := form[f"{field}.{part}"])}
        else:
            typed = form[field]
        if how == "data" and typed:
            try:
                typed = json.loads(typed)
            except ValueError:
                form.wrong(field, "JSON으로 입력해 주세요", "write it as JSON")
                continue
        if typed:
            values[name] = typed
    return values


@post("/office/requests/{subject:uuid}/{number:uuid}/delete", status_code=200, dependencies=OF)
async def deleted(page: Page, jk: AsyncJikim, me: Signed, form: Form, found: Found) -> Response[Any]:
    """Deletes the records that were chosen, as far as they may go; then the request is done."""
    chosen = form.ids("records")
    if not chosen:
        form.wrong("records", "삭제할 기록을 선택해 주세요", "choose what to delete")
    _asked(form, "records", found, "delete")
    if form.fine:
        with catching(page, form):
            actor = await actor_of(jk, me, kind=WORDING)
            gone = await jk.do(delete_records, found.made.subject, chosen, actor=actor)
            return await _done(page, jk, found, form, deletion_said(page.policy.file, gone), actor)
    return await show_again(page, jk, me, found, form)


@post("/office/requests/{subject:uuid}/{number:uuid}/transfer", status_code=200, dependencies=OF)
async def transferred(page: Page, jk: AsyncJikim, me: Signed, form: Form, found: Found) -> Response[Any]:
    """Sends what the request names to whom it names; then it is done. What may not leave is said, and the request stays
    open. What was denied as it was to leave is sent again, of a request that is done too."""
    again = found.made.state in SERVED
    _asked(form, "transfer", found, "portability", *SERVED)
    if form.fine:
        subject, number = found.made.subject, found.made.request
        every = await jk.do(transfers_of, subject, number, page.now)
        with catching(page, form):
            for purpose in dict.fromkeys(one.purpose.key for one in every):
                # By the grant for each purpose: two may have come from two hands.
                sender = await actor_of(jk, me, purpose)
                if denied := await jk.do(send_transfers, subject, number, actor=sender, purpose=purpose):
                    raise denied[0]
            if again:
                return page.to(found.path)
            said = in_both(
                "요청하신 정보를 암호화된 통신으로 전송합니다.",
                "What you asked for is being sent over an encrypted connection.",
            )
            return await _done(page, jk, found, form, said, await actor_of(jk, me, kind=WORDING))
    return await show_again(page, jk, me, found, form)


async def _done(page: Page, jk: AsyncJikim, found: Found, form: Form, said: str, actor: Actor) -> Redirect:
    """What was asked for is carried out, and its person is told."""
    await jk.do(desk_letters.carry_out, found.made.subject, found.made.request, said, actor=actor, seen=seen_of(form))
    return page.to(found.path)


def _asked(form: Form, field: str, found: Found, kind: str, *more: str) -> None:
    """INVARIANT: what a request did not ask for is not carried out by it, and nothing before its person is confirmed or
    after it is settled, but for the states in `more`."""
    if found.made.kind != kind:
        form.wrong(field, "요청하신 권리와 다른 처리입니다", "that is not what this request asks for")
    elif found.made.state not in (*WAITS, *more):
        form.wrong(
            field, "이미 처리되었거나 본인 확인 전인 요청입니다", "it is settled, or its person is not confirmed yet"
        )


@post("/office/requests/{subject:uuid}/{number:uuid}/leave", status_code=200, dependencies=OF)
async def left(page: Page, jk: AsyncJikim, me: Signed, form: Form, found: Found) -> Response[Any]:
    """The person leaves, as they asked; the letter with the way to the receipt goes to the address that they had."""
    if not form.on("sure"):
        form.wrong("sure", "위 내용을 확인하고 표시해 주세요", "please read the above and tick this")
    _asked(form, "sure", found, "withdraw")
    if form.fine:
        with catching(page, form):
            address, back = await _address(jk, me, found)
            until = await jk.do(grace_of, found.made.subject)
            actor = await actor_of(jk, me, kind=WORDING)
            await jk.by(actor).leave(found.made.subject)
            said = in_both("요청하신 대로 탈퇴 처리했습니다.", "Your account has been closed, as you asked.")
            if found.guest:
                said = in_both("요청하신 대로 개인정보를 삭제했습니다.", "Your data has been deleted, as you asked.")
            done = await _done(page, jk, found, form, said, actor)
            await _tell_left(jk, found, address, back, until)
            return done
    return await show_again(page, jk, me, found, form)


async def _address(jk: AsyncJikim, me: Signed, found: Found) -> tuple[str, str]:
    """Where the letter goes, read before the leaving closes it; and where it comes back to."""
    ref = await jk.do(address_of, found.made.subject, found.made.wording)
    item = email_of(jk.policy, ref.kind) if ref is not None else None
    back = await jk.do(back_to, ref, "leaving") if ref is not None else ""
    values, _ = await read(jk, me, ref, f"request {found.made.number}", (item,) if item else (), found.made.request)
    return str(values.get(item or "", "")), back


async def _tell_left(jk: AsyncJikim, found: Found, address: str, back: str, until: datetime | None) -> None:
    """Where no mail leaves, the letter on paper does: what was done stands."""
    if not address:
        return
    language = found.made.language
    site = site_of(jk.settings, jk.policy)
    before = prefix(jk.policy.file.service.languages, language)
    link = f"{site}{before}/receipt/{await receipt_token(jk, found.made.subject)}"
    today = jk.house.today()
    facts = {"link": link, "when": desk_letters.day(jk.house, language, today), "site": site}
    if until is not None:
        facts["until"] = desk_letters.day(jk.house, language, day_of(until, jk.policy.zone))
    try:
        words = letter(jk.policy, today, language, "leaving", found.guest, **facts)
        await send(jk.settings, address, replace(words, back=back))
        await jk.do(say_sent, found.made.subject)
    except JikimError:
        return


@post("/office/requests/{subject:uuid}/{number:uuid}/guardian", status_code=200, dependencies=OF)
async def linked(page: Page, jk: AsyncJikim, me: Signed, form: Form, found: Found) -> Response[Any]:
    """Finds the child by an exact value, then confirms the link: an officer who has seen the evidence does."""
    _asked(form, "value", found, "guardian")
    if not form.fine:
        return await show_again(page, jk, me, found, form)
    subject, child, people = found.made.subject, form.id("child"), list[Person]()
    with catching(page, form):
        actor = await actor_of(jk, me, kind=WORDING)
        if child is not None:
            await jk.do(desk_letters.link_guardian, child, subject, actor=actor)
            said = in_both("연결을 확인했습니다.", "The link is confirmed.")
            return await _done(page, jk, found, form, said, actor)
        if form["child"]:
            form.wrong("value", "자녀를 다시 찾아 주세요", "please find the child again")
        elif form.need("value"):
            people = [one for one in await jk.by(actor).find(form["item"], form["value"]) if one.subject != subject]
            if not people:
                form.wrong("value", "일치하는 다른 정보주체가 없습니다", "nobody else here has that value")
    return await show_again(page, jk, me, found, form, people=people)
