"""/report-impersonation: somebody's address or number was used without them (8.2). A code sent there proves that it is
theirs; then the account stands still.

The first answer is the same, and as quick, whether or not an account uses the address; who has proved that it is theirs
is told.
"""

from __future__ import annotations

from datetime import timedelta

from litestar import get, post
from litestar.response import Redirect, Response

from jikim.accounts.codes import LIFE, begin_code, check_code
from jikim.accounts.rate_limits import within
from jikim.app import AsyncJikim
from jikim.desk.impersonation import owe_outcome, report_impersonation
from jikim.errors import JikimError
from jikim.web.account.mailing import afterwards
from jikim.web.desk.reaching import address_in, address_of
from jikim.web.desk.reaching import post as post_to
from jikim.web.forms import Form, Problem
from jikim.web.page import Page

Answer = Response[str] | Redirect
USE = "impersonation"


@get("/report-impersonation")
async def report(page: Page, jk: AsyncJikim) -> Answer:
    """What happens after a report, and the question which address it is about."""
    return page.show("desk/impersonation.html", form=Form(page.visitor))


@post("/report-impersonation")
async def prove(page: Page, jk: AsyncJikim, form: Form) -> Answer:
    """Sends a code to the address."""
    address = address_in(jk, form, "개인정보 보호책임자에게 연락해 주세요", "contact the privacy officer")
    if address is not None:
        few = await jk.do(within, "impersonation", address.key, 5, timedelta(hours=1))
        if not (few and await jk.do(within, "impersonation-from", page.visitor.address, 20, timedelta(hours=1))):
            form.problem = Problem(
                page.say("시도 횟수를 초과했습니다.", "Too many attempts."),
                page.say("한 시간 뒤에 다시 시도해 주세요.", "Please try again in an hour."),
            )
    if not form.fine or address is None:
        return page.show("desk/impersonation.html", form=form)
    code, sealed = await jk.do(begin_code, USE, address.text)
    minutes = int(LIFE.total_seconds() // 60)
    afterwards(post_to(jk, address, "verify-code", page.visitor.language, code=code, minutes=str(minutes)))
    return page.show("desk/impersonation_code.html", form=Form(page.visitor), sealed=sealed, minutes=minutes)


@post("/report-impersonation/code")
async def proved(page: Page, jk: AsyncJikim, form: Form) -> Answer:
    """The code is right: what uses the address stands still."""
    minutes = int(LIFE.total_seconds() // 60)
    proven = await jk.do(check_code, USE, form["sealed"], form["code"])
    address = address_of(jk, proven) if proven is not None else None
    if address is None:
        form.wrong("code", "인증번호가 일치하지 않거나 유효 시간이 지났습니다", "the code is wrong or has expired")
        return page.show("desk/impersonation_code.html", form=form, sealed=form["sealed"], minutes=minutes)
    found, numbers = set(), set[str]()
    language = page.visitor.language
    for item in address.items:
        try:
            people = await jk.do(report_impersonation, item, address.text, actor=page.visitor.actor)
        except JikimError as error:
            form.caught(error)
            return page.show("desk/impersonation_code.html", form=form, sealed=form["sealed"], minutes=minutes)
        for person in people:
            found.add(person.subject)
            numbers.add(await jk.do(owe_outcome, person.subject, item, address.text, language))
    for number in numbers - {""}:
        afterwards(post_to(jk, address, "impersonation-received", language, number=number))
    return page.show("desk/impersonation_done.html", count=len(found), numbers=sorted(numbers - {""}))


@get("/stopped")
async def stopped(page: Page) -> Answer:
    """Where a sign-in to an account leads that a report has stopped."""
    return page.show("desk/stopped.html")
