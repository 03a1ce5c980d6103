"""The basket: in an essential cookie that is declared in the policy, sealed, gone with the browser. It knows no name.

It also remembers which orders were placed in this browser, so that a guest can follow them without an account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from jikim import AsyncJikim, Person, Ref
from jikim.web import Visitor, seal, unseal

from .catalogue import MOST, PRODUCTS, BasketLine, lines_of

COOKIE = "rv_cart"
_ORDERS = 8
# A browser that is never closed, or a copy of its cookie, opens a guest's orders no longer than a session may run at
# most.
LASTS = timedelta(hours=12)


@dataclass
class Basket:
    """`id` becomes one order at most; `guest` is the guest that an earlier order of this browser made."""

    id: str
    chosen: dict[str, int] = field(default_factory=dict)
    guest: UUID | None = None
    orders: dict[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[BasketLine, ...]:
        return lines_of(self.chosen)

    def put(self, product: str, quantity: int) -> None:
        """Sets how many of a product; none takes it out."""
        if product in PRODUCTS:
            self.chosen.pop(product, None)
            if quantity > 0:
                self.chosen[product] = min(quantity, MOST)

    def ordered(self, ref: Ref, kind: str) -> None:
        """It has become an order, and is empty again."""
        self.id, self.chosen = uuid4().hex, {}
        self.remember(ref, kind)
        if kind == "guest":
            self.guest = ref.subject

    def remember(self, ref: Ref, kind: str) -> None:
        """Something was left in this browser: who left it may see it from here."""
        self.orders = {**self.orders, ref.record.hex: f"{ref.subject.hex} {kind}"}
        while len(self.orders) > _ORDERS:
            self.orders.pop(next(iter(self.orders)))


async def basket_of(jk: AsyncJikim, visitor: Visitor) -> Basket:
    """The visitor's basket; an empty one where there is none, or none that we sealed."""
    said = await unseal(jk, COOKIE, visitor.cookies.get(COOKIE, ""), within=LASTS) or {}
    chosen = said.get("chosen", {})
    guest = said.get("guest")
    return Basket(
        said.get("id") or uuid4().hex,
        {name: int(count) for name, count in chosen.items() if name in PRODUCTS} if isinstance(chosen, Mapping) else {},
        UUID(hex=guest) if guest else None,
        dict(said.get("orders", {})),
    )


async def keep(jk: AsyncJikim, visitor: Visitor, basket: Basket) -> None:
    """Puts the basket back into its cookie."""
    said = {
        "id": basket.id,
        "chosen": basket.chosen,
        "guest": basket.guest.hex if basket.guest else "",
        "orders": basket.orders,
    }
    visitor.set_cookie(COOKIE, await seal(jk, COOKIE, said))


async def owner_of(jk: AsyncJikim, visitor: Visitor, number: str) -> Person | None:
    """Whose order that is, where the visitor may see it: a guest's was placed in this browser, a member's needs the
    member's own session."""
    basket = await basket_of(jk, visitor)
    subject, _, kind = basket.orders.get(number, "").partition(" ")
    # A browser is not a member: after they have signed out, whoever sits there next is somebody else.
    return Person(UUID(hex=subject), kind) if kind == "guest" else visitor.person
