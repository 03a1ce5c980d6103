"""회원탈퇴: a plain account before, a receipt after (7.2). The same plan is told and carried out; the sessions end with it.

The receipt can be seen later by a link that opens nothing else and shows no personal data; it is mailed to the address
that the membership held.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from litestar import get, post
from litestar.response import Response

from jikim.accounts.credentials import prove
from jikim.accounts.sessions import end_sessions
from jikim.answers import Card
from jikim.app import AsyncJikim
from jikim.cookies.rules import BROWSER
from jikim.errors import JikimError
from jikim.mail.letters import letter, site_of, source
from jikim.mail.returned import back_to
from jikim.mail.sending import MailError, send
from jikim.policy.model import PurposeKind
from jikim.verbs.leave import grace_of
from jikim.verbs.receipt import say_sent
from jikim.web.door import SESSION_COOKIE
from jikim.web.forms import Form
from jikim.web.member.account import Account, account_of
from jikim.web.member.looking import Seen
from jikim.web.member.receipt import receipt_token
from jikim.web.member.telling import email_of
from jikim.web.page import Page


@get("/my/leave")
async def leaving(page: Page, jk: AsyncJikim, seen: Seen) -> Response[Any]:
    """What leaving would do."""
    return await _shown(page, jk, seen)


@post("/my/leave")
async def leave(page: Page, jk: AsyncJikim, seen: Seen, form: Form) -> Response[Any]:
    """Leaves. The one confirmation is the password, or a tick of who has none; no reason is asked (E-Commerce Act
    §21-2)."""
    if _asks_password(seen):
        form.need("password")
        if form.fine and not await _right_password(page, jk, seen, form["password"]):
            form.wrong("password", "비밀번호가 맞지 않습니다", "the password is incorrect")
    elif not form.on("sure"):
        form.wrong("sure", "위 내용을 확인하고 표시해 주세요", "please read the above and tick this")
    if not form.fine:
        return await _shown(page, jk, seen, form)
    member = page.visitor.member
    (address, back), until = await _address(jk, seen), await jk.do(grace_of, seen.subject)
    # What is told now is what the verb answers: the plan of this moment.
    done = await jk.by(page.visitor.actor).leave(seen.subject)
    await jk.do(end_sessions, seen.subject)
    page.visitor.session = None
    page.visitor.drop_cookie(SESSION_COOKIE)
    if page.visitor.browser:
        page.visitor.drop_cookie(BROWSER)
    account = account_of(seen, done)
    path = f"/receipt/{await receipt_token(jk, seen.subject)}"
    mailed = bool(address) and await _mail(page, jk, seen, account, address, back, path, until, member)
    receipt = await jk.receipt(seen.subject)
    return page.show(
        "my/left.html", account=account, member=member, receipt_path=path, mailed=mailed, receipt=receipt, until=until
    )


async def _shown(page: Page, jk: AsyncJikim, seen: Seen, form: Form | None = None) -> Response[Any]:
    account = account_of(seen, seen.dossier.leaving)
    until = await jk.do(grace_of, seen.subject)
    return page.show(
        "my/leave.html",
        seen=seen,
        account=account,
        password=_asks_password(seen),
        form=form or Form(page.visitor),
        until=until,
    )


def _asks_password(seen: Seen) -> bool:
    """Whether leaving asks for a password: of a member who has one, and acts for themself."""
    session = seen.page.visitor.session
    return session is not None and not session.guardian and seen.main is not None


async def _right_password(page: Page, jk: AsyncJikim, seen: Seen, secret: str) -> bool:
    """Whether it is the password. Tries here count with those at the door, and wait as they do."""
    found = await jk.do(prove, seen.subject, secret, page.visitor.actor, page.visitor.browser)
    return found.ref is not None


async def _address(jk: AsyncJikim, seen: Seen) -> tuple[str, str]:
    """The address to which the receipt goes, by a real use for what the policy lets a leaving person be written for; and
    where it comes back to."""
    kinds = [*source("leaving").purposes, PurposeKind.SUPPORT, PurposeKind.PAYMENT]
    purposes = seen.page.policy.file.purposes
    for card in _candidates(seen):
        item = email_of(seen.page.policy, card)
        fitting = [
            name
            for name in card.why
            if name in purposes and item in purposes[name].items and purposes[name].basis != "consent"
        ]
        for kind in kinds:
            for name in fitting:
                if purposes[name].kind == kind:
                    back = await jk.do(back_to, card.ref, "leaving")
                    try:
                        found = await jk.by(jk.actor).use(
                            card.ref, purpose=name, items=[item], reason="receipt of leaving"
                        )
                    except JikimError:
                        continue
                    return str(found.get(item, "")), back
    return "", ""


def _candidates(seen: Seen) -> list[Card]:
    main = seen.main
    rest = [card for card in reversed(seen.dossier.cards) if card is not main][:3]
    return [card for card in ([main] if main else []) + rest if email_of(seen.page.policy, card)]


async def _mail(
    page: Page,
    jk: AsyncJikim,
    seen: Seen,
    account: Account,
    address: str,
    back: str,
    path: str,
    until: datetime | None,
    member: bool,
) -> bool:
    link = site_of(jk.settings, page.policy) + page.visitor.href(path)
    words = letter(
        page.policy,
        jk.house.today(),
        page.visitor.language,
        "leaving",
        not member,
        link=link,
        when=page.moment(account.at),
        rests=account.rests_in_words(seen.book),
        **({"until": page.moment(until)} if until else {}),
        site=site_of(jk.settings, page.policy),
    )
    try:
        await send(jk.settings, address, replace(words, back=back))
    except MailError:
        return False
    await jk.do(say_sent, seen.subject)
    return True
