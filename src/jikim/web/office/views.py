"""How somebody looks at their morning: whose, which state, in which order, as a list, a week or a month; and those they
have saved.

What is saved are words out of closed lists, in a cookie of this browser under a mark of the handler: nobody else's
stand there, and no text does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from jikim.web.office.todo import HASTE, WORDS

Choice = Mapping[str, tuple[str, str]]
VIEWS = "jikim_office_views"
LIFE = 180 * 86_400
MOST = 5
WHOSE: Choice = {"": ("전체", "All"), "mine": ("내 담당", "Mine"), "free": ("담당자 미지정", "Unassigned")}
STATES: Choice = {"": ("모든 상태", "Any state"), **{state: WORDS[state] for state in HASTE}}
ORDERS: Choice = {"": ("급한 순", "Most urgent"), "day": ("기한순", "By day"), "owner": ("담당자순", "By owner")}
SPANS: Choice = {"": ("목록", "List"), "week": ("주", "Week"), "month": ("월", "Month")}
FIELDS: tuple[tuple[str, tuple[str, str], Choice], ...] = (
    ("whose", ("담당", "Owner"), WHOSE),
    ("state", ("상태", "State"), STATES),
    ("by", ("정렬", "Order"), ORDERS),
    ("span", ("보기", "View"), SPANS),
)


class View(NamedTuple):
    """One way to look; what is none of the lists is as if it had not been said."""

    whose: str = ""
    state: str = ""
    by: str = ""
    span: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> View:
        return cls(*(word if (word := said.get(name, "")) in known else "" for name, _, known in FIELDS))

    @property
    def query(self) -> str:
        """As it stands in an address: nothing of what is as usual."""
        return "&".join(f"{name}={word}" for name, word in self._asdict().items() if word)

    def words(self, at: int) -> str:
        """What it is called: `0` in Korean, `1` in English."""
        said = [known[word][at] for (_, _, known), word in zip(FIELDS, self, strict=True) if word]
        return " · ".join(said) or WHOSE[""][at]


def saved(cookie: str, handler: str) -> list[View]:
    """The views that a handler has saved in this browser."""
    mark, *codes = cookie.split("~")
    if mark != _mark(handler):
        return []
    found = [code.split(".") for code in codes[:MOST]]
    return [View.of(dict(zip(View._fields, one, strict=True))) for one in found if len(one) == len(FIELDS)]


def cookie_of(views: list[View], handler: str) -> str:
    """The newest five, as the cookie holds them."""
    return "~".join((_mark(handler), *(".".join(one) for one in views[-MOST:])))


def _mark(handler: str) -> str:
    return hashlib.sha256(handler.encode()).hexdigest()[:16]
