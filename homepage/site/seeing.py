"""Which order a visitor may see, and how it is spoken of."""

from __future__ import annotations

from jikim import AsyncJikim
from jikim.web import Page, Response, Visitor

from .basket import owner_of
from .standing import Order, Standing, standing_of


async def order_of(jk: AsyncJikim, visitor: Visitor, number: str) -> tuple[Standing, Order] | None:
    """An order that the visitor may see."""
    person = await owner_of(jk, visitor, number)
    if person is None:
        return None
    standing = await standing_of(jk, person, own=True)
    found = standing.of(number)
    return (standing, found) if found is not None else None


def unknown(page: Page) -> Response[str]:
    """The same for an order that is none and for one of somebody else."""
    return page.show(
        "rv/none.html",
        status=404,
        said=page.say("이 브라우저에서 볼 수 있는 주문이 아닙니다", "There is no such order for you here"),
        to="/guest",
        more=page.say(
            "비회원 주문은 이메일이나 전화로 받은 링크로 볼 수 있습니다",
            "Guests open it by a link to their e-mail or phone",
        ),
    )


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
