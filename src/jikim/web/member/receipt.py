"""The receipt of leaving, later: the same object as page, PDF and JSON, behind a link that opens nothing else and shows
no personal data."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.crypto import derived, unwrap, wrap
from jikim.errors import JikimError, SealError
from jikim.receipts import Receipt
from jikim.web.downloads import as_file, as_pdf
from jikim.web.member.as_paper import receipt_paper
from jikim.web.member.looking import book_of, gone
from jikim.web.page import Page

RECEIPT = b"receipt"


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
    return page.show("my/receipt.html", receipt=found, receipt_path=f"/receipt/{token}")


@get("/receipt/{token:str}/receipt.json")
async def receipt_json(page: Page, jk: AsyncJikim, token: FromPath[str]) -> Response[bytes]:
    """The same for a machine."""
    found = await _receipt(page, jk, token)
    text = json.dumps(found.as_json(), ensure_ascii=False, indent=1).encode()
    return as_file("jikim-receipt.json", "application/json", text)


@get("/receipt/{token:str}/receipt.pdf")
async def receipt_pdf(page: Page, jk: AsyncJikim, token: FromPath[str]) -> Response[bytes]:
    """The same on paper."""
    found = await _receipt(page, jk, token)
    return await as_pdf("jikim-receipt.pdf", lambda: receipt_paper(book_of(page), found))
