"""The trades that `jikim init` knows (`trades.json`): what each takes, and the work that it does for people, as a purpose and its record.

Of items, a `*` is taken with members alone, a `^` where people pay. Everybody named here is invented.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple, get_args

from jikim.tables import table

Kind = Literal[
    "shop", "saas", "community", "app", "appointment", "clinic", "academy", "finance", "game", "b2b", "gdpr", "recruiting"
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
Pair = tuple[str, str]


class Keep(NamedTuple):
    """What rests of a record. Without the Korean statute it is the company's own promise, for `why`."""

    label: Pair
    items: str
    period: str
    because: str = "own-promise"
    class_: str = ""
    paid: bool = False  # only where people pay
    why: Pair = ("거래에 관한 분쟁에 대응하기 위하여 보존합니다.", "To answer disputes about what was agreed.")


class Work(NamedTuple):
    """What a trade does for people. Without a record of its own the membership serves it, and what is paid is a subscription."""

    purpose: str
    label: Pair
    items: str
    kind: str = "content"
    record: str = ""
    called: Pair = ("", "")
    required: str = ""
    optional: str = ""
    by_phone: bool = False
    ends: tuple[tuple[str, str], ...] = ()
    expected: str = ""
    keeps: tuple[Keep, ...] = ()
    labels: tuple[tuple[str, str, str], ...] = ()  # of events that have no words of their own, and of the company


class Trade(NamedTuple):
    """`abroad` is the invented name of a company outside Korea; `under` are the acts of this trade beside those of all."""

    words: Pair
    items: str
    work: Work
    service: Pair
    company: Pair
    host: str
    abroad: str
    under: tuple[str, ...] = ()


def _tuples(row: Any) -> Any:
    """What JSON lists, as it is held here."""
    if isinstance(row, dict):
        return {name: _tuples(each) for name, each in row.items()}
    return tuple(map(_tuples, row)) if isinstance(row, list) else row


def _keeps(rows: Iterable[Any]) -> tuple[Keep, ...]:
    return tuple(Keep(**row) for row in rows)


def _work(row: dict[str, Any]) -> Work:
    return Work(**row | {"keeps": _keeps(row.get("keeps", ()))})


_TABLE = _tuples(table(__package__, "trades"))
SUBSCRIPTION = _keeps(_TABLE["subscription"])
TRADES: dict[Kind, Trade] = {
    kind: Trade(**row | {"work": _work(row["work"])}) for kind, row in _TABLE["trades"].items()
}
# Each item's type, whatever else is said of it, and its name.
ITEMS: dict[str, tuple[str, str, str]] = _TABLE["items"]
