"""회원탈퇴: a plain account before, a receipt after (7.2). The same plan is told and carried out; the sessions end with it.

The receipt can be seen later by a link that opens nothing else and shows no personal data; it is mailed to the address that the membership held.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from jikim.accounts.credentials import prove
from jikim.accounts.sessions import end_sessions
from jikim.answers import Card, Receipt
from jikim.app import AsyncJikim
from jikim.crypto import derived, unwrap, wrap
from jikim.errors import JikimError, SealError
from jikim.mail.letters import letter, site_of, source
from jikim.mail.sending import MailError, send
from jikim.paper import pdf
from jikim.policy.model import PurposeKind
from jikim.web.account.stepping import step_up_first
from jikim.web.door import SESSION_COOKIE
from jikim.web.forms import Form
from jikim.web.member.account import Account, account_of
from jikim.web.member.as_paper import receipt_paper
from jikim.web.member.looking import Seen, book_of, gone, look
from jikim.web.member.telling import email_of
from jikim.web.page import Page

RECEIPT = b"receipt"


@get("/my/leave")
async def leaving(page: Page, jk: AsyncJikim) -> Response[Any]:
    """What leaving would do."""
    if (first := step_up_first(page)) is not None:
        return first
    seen = await look(page, jk)
    return page.show(
        "my/leave.html", seen=seen, account=account_of(seen, seen.dossier.leaving), password=_asks_password(seen)
    )


@post("/my/leave")
async def leave(page: Page, jk: AsyncJikim, request: Request[Any, Any, Any]) -> Response[Any]:
    """Leaves: asks for the password once more, and for a tick."""
    if (first := step_up_first(page)) is not None:
        return first
    form = await Form.of(request)
    seen = await look(page, jk)
    if not form.on("sure"):
        form.wrong("sure", "위 내용을 확인하고 표시해 주세요", "please read the above and tick this")
    if _asks_password(seen):
        form.need("password")
        if form.fine and not await _right_password(page, jk, seen, form["password"]):
            form.wrong("password", "비밀번호가 맞지 않습니다", "that is not the password")
    if not form.fine:
        return page.show(
            "my/leave.html",
            seen=seen,
            account=account_of(seen, seen.dossier.leaving),
            password=_asks_password(seen),
            form=form,
        )
    address = await _address(jk, seen)
    # What is told now is what the verb answers: the plan of this moment.
    done = await jk.leave(seen.subject, actor=page.visitor.actor)
    await jk.driver.run(end_sessions(jk.house, seen.subject))
    page.visitor.session = None
    page.visitor.drop_cookie(SESSION_COOKIE)
    account = account_of(seen, done)
    path = f"/receipt/{await receipt_token(jk, seen.subject)}"
    mailed = bool(address) and await _mail(page, jk, seen, account, address, path)
    return page.show(
        "my/left.html",
        account=account,
        receipt_path=path,
        mailed=mailed,
        receipt=await jk.receipt(seen.subject),
        steps=STEPS,
    )


def _asks_password(seen: Seen) -> bool:
    """Whether leaving asks for a password: of a member who has one, and acts for themself."""
    session = seen.page.visitor.session
    return session is not None and not session.guardian and seen.main is not None


async def _right_password(page: Page, jk: AsyncJikim, seen: Seen, secret: str) -> bool:
    """Whether it is the password. Tries here count with those at the door, and wait as they do."""
    found = await jk.driver.run(prove(jk.house, seen.subject, secret, page.visitor.actor))
    return found.ref is not None


async def _address(jk: AsyncJikim, seen: Seen) -> str:
    """The address to which the receipt goes, by a real use for what the policy lets a leaving person be written for."""
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
                    try:
                        found = await jk.use(card.ref, purpose=name, items=[item], reason="receipt of leaving")
                    except JikimError:
                        continue
                    return str(found.get(item, ""))
    return ""


def _candidates(seen: Seen) -> list[Card]:
    main = seen.main
    rest = [card for card in reversed(seen.dossier.cards) if card is not main][:3]
    return [card for card in ([main] if main else []) + rest if email_of(seen.page.policy, card)]


async def _mail(page: Page, jk: AsyncJikim, seen: Seen, account: Account, address: str, path: str) -> bool:
    link = site_of(jk.settings, page.policy) + page.visitor.href(path)
    words = letter(
        page.policy, page.visitor.language, "leaving", link=link, when=page.moment(account.at),
        rests=account.rests_in_words(seen.book), site=site_of(jk.settings, page.policy),
    )  # fmt: skip
    try:
        await send(jk.settings, address, words)
    except MailError:
        return False
    return True


# ---- the receipt, later

# What each date means, in its order.
STEPS = (
    ("hidden", "감춤", "hidden", "어디에도 보이지 않습니다", "nothing shows it any more"),
    ("key_destroyed", "열쇠 파기", "key destroyed", "시스템을 쓰는 누구도 열 수 없습니다", "nobody who works with the system can open it"),
    ("rows_removed", "행 삭제", "rows removed", "자료가 데이터베이스에서 지워졌습니다", "its rows went from the database"),
    ("irrecoverable", "복구 불가", "irrecoverable", "백업과 디스크를 훔쳐도 되살릴 수 없습니다", "nothing brings it back, not even stolen disks and backups"),
)  # fmt: skip


async def receipt_token(jk: AsyncJikim, subject: UUID) -> str:
    """What a receipt's link ends with: the person's number, sealed, so that the link tells and opens nothing else."""
    return base64.urlsafe_b64encode(wrap(await _receipt_key(jk), RECEIPT, subject.bytes)).decode().rstrip("=")


async def _receipt_key(jk: AsyncJikim) -> bytes:
    return derived(await jk.driver.run(jk.house.keyring.ensure("web", b"pages")), RECEIPT)


async def _receipt(page: Page, jk: AsyncJikim, token: str) -> Receipt:
    """The receipt behind a link. Any other token is a page that there is not."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        subject = UUID(bytes=unwrap(await _receipt_key(jk), RECEIPT, raw))
        return await jk.receipt(subject)
    except (binascii.Error, ValueError, SealError):
        raise gone(page) from None
    except JikimError as error:
        if type(error) is JikimError:
            raise gone(page) from None
        raise


@get("/receipt/{token:str}")
async def receipt(page: Page, jk: AsyncJikim, token: FromPath[str]) -> Response[Any]:
    """The four dates, for whoever holds the link."""
    found = await _receipt(page, jk, token)
    return page.show("my/receipt.html", receipt=found, receipt_path=f"/receipt/{token}", steps=STEPS)


@get("/receipt/{token:str}/receipt.json")
async def receipt_json(page: Page, jk: AsyncJikim, token: FromPath[str]) -> Response[bytes]:
    """The same for a machine."""
    found = await _receipt(page, jk, token)
    text = json.dumps(found.as_json(), ensure_ascii=False, indent=1).encode()
    return Response(
        text,
        media_type="application/json",
        headers={"content-disposition": 'attachment; filename="jikim-receipt.json"'},
    )


@get("/receipt/{token:str}/receipt.pdf")
async def receipt_pdf(page: Page, jk: AsyncJikim, token: FromPath[str]) -> Response[bytes]:
    """The same on paper."""
    paper = receipt_paper(book_of(page), await _receipt(page, jk, token), STEPS)
    made = await asyncio.to_thread(pdf, paper)
    return Response(
        made, media_type="application/pdf", headers={"content-disposition": 'attachment; filename="jikim-receipt.pdf"'}
    )
