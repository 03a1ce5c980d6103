"""The RemoteView product homepage, on Jikim's public SDK alone (`jikim` and `jikim.web`).

jikim serve homepage/policy.yaml --site homepage.site:addition
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from jikim.web import Addition

from . import after, board, checking, company, events, help, home, ordering, paying, tidying, usage
from .catalogue import won

_HERE = Path(__file__).parent


def addition() -> Addition:
    """The homepage's own pages, as `jikim.web.site` takes them."""
    # Not at the top: the back office reads this package's books, and either may be imported first.
    from ..staff import OFFICE

    return Addition(
        pages=[
            *home.PAGES, *ordering.PAGES, *paying.PAGES, *checking.PAGES, *after.PAGES, *board.PAGES, *events.PAGES, *usage.PAGES, *company.PAGES, *help.PAGES,
        ],
        templates=[_HERE / "templates"],
        static=_HERE / "assets",
        names={"asset": _asset, "won": won},
        home=[
            ("/products", "제품", "Products"), ("/events", "이벤트", "Events"), ("/board", "상담", "Ask us"), ("/help", "도움말", "Help"),
            ("/cart", "장바구니", "Basket"),
        ],
        office=OFFICE,
        work=tidying.work,
        former={"order": ("/orders/{record}/withdraw", "청약철회", "Withdraw from the order")},
        own=[("/my/orders", "주문 내역", "Orders"), ("/my/usage", "서비스 이용 기록", "Usage history")],
    )  # fmt: skip


@cache
def _stamp(name: str) -> str:
    return hashlib.sha256((_HERE / "assets" / name).read_bytes()).hexdigest()[:12]


def _asset(name: str) -> str:
    """The address of one of our files, which changes with its content."""
    return f"/assets/{name}?v={_stamp(name)}"
