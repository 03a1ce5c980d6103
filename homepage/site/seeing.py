"""Which order a visitor may see, how it is spoken of, and how a record stands."""

from __future__ import annotations

from typing import Any

from jikim import AsyncJikim, RecordStatus, Ref
from jikim.web import AnsweredError, Page, Request, proven

from .basket import owner_of
from .order_history import Order, OrderHistory, history_of


async def status_of(jk: AsyncJikim, ref: Ref) -> RecordStatus | None:
    """How a record stands, for the shop's own work: it reads no value. None for one that is gone."""
    return next(iter(await jk.status(ref.subject, ref.kind, record=ref.record)), None)


async def order_of(
    page: Page, jk: AsyncJikim, request: Request[Any, Any, Any], number: str
) -> tuple[OrderHistory, Order]:
    """An order that the visitor may see; who is signed in proves who they are first."""
    person = await owner_of(jk, page.visitor, number)
    history = await history_of(jk, person, own=True) if person is not None else None
    found = history.of(number) if history is not None else None
    if history is None or found is None:
        raise unknown(page)
    if page.visitor.session is not None:
        await proven(page, jk, request)
    return history, found


def unknown(page: Page) -> AnsweredError:
    """The same for an order that is none and for one of somebody else."""
    said = "이 브라우저에서 볼 수 있는 주문이 아닙니다", "There is no such order for you here"
    return nothing(
        page,
        said,
        "/guest",
        (
            "비회원 주문은 이메일이나 전화로 받은 링크로 볼 수 있습니다",
            "Guests open it by a link to their e-mail or phone",
        ),
    )


def nothing(page: Page, said: tuple[str, str], to: str, more: tuple[str, str]) -> AnsweredError:
    """There is no such thing, and where to go on."""
    return page.missing("rv/none.html", said=page.say(*said), to=to, more=page.say(*more))


def here(page: Page, jk: AsyncJikim) -> str:
    """This site's address, in the visitor's language."""
    base = (jk.settings.url or jk.policy.file.service.url).rstrip("/")
    return base + (page.visitor.href("/").rstrip("/") if page.visitor.language == "en" else "")


def goods(page: Page, order: Order) -> str:
    """What a payment page shows as bought: products only."""
    first = order.lines[0].product if order.lines else None
    name = page.say(first.ko, first.en) if first is not None else ""
    rest = len(order.lines) - 1
    return name + (page.say(f" 외 {rest}건", f" and {rest} more") if rest > 0 else "")
