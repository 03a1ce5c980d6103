"""A row of a table, as a record: columns become items, and texts become moments and answers. Pure; what cannot be read is
told by its column, and never repeated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from jikim.moves.mapping import TableMap
from jikim.policy.compiled import Policy
from jikim.verbs.move_in import BAD_DATE, NO_KEY, OldRow, Unmoved
from jikim.verbs.values import STRUCTURED

_DAY = len("2012-12-02")
# Of a day whose hour nobody knows. A period counts from the day after, unless its day begins with it (Civil Act §157): as
# the first moment it would make each period a day shorter.
_SOME_TIME = time(0, 0, 1)
_YES = frozenset({"1", "t", "true", "y", "yes", "예", "o"})
_NO = frozenset({"", "0", "f", "false", "n", "no", "아니오", "아니요", "x"})


def row_of(policy: Policy, people: str, mapped: TableMap, cells: Mapping[str, Any]) -> OldRow | Unmoved:
    """A row as `verbs.move_in` takes it, or why it is none."""
    zone = policy.zone
    key, person = [_text(cells.get(one)) for one in mapped.key], _text(cells.get(mapped.person))
    if not all(key) or not person:
        return Unmoved(NO_KEY)
    try:
        collected = _moment(cells.get(mapped.collected), zone)
        ended = _later(cells.get(mapped.ended), collected, zone) if mapped.ended else None
        events = {
            name: at for name, column in mapped.events.items() if (at := _later(cells.get(column), collected, zone))
        }
        consents = {
            name: at for name, column in mapped.consents.items() if (at := _since(cells.get(column), collected, zone))
        }
    except ValueError:
        return Unmoved(BAD_DATE)
    old_enough = _answer(cells.get(mapped.old_enough)) if isinstance(mapped.old_enough, str) else mapped.old_enough
    return OldRow(
        "\0".join((mapped.name, *key)), f"{people}\0{person}", mapped.record,
        _text(cells.get(mapped.via_column)) or mapped.via, _text(cells.get(mapped.of_column)) or mapped.of,
        _values(policy, mapped, cells), collected, ended, events, consents, old_enough, mapped.brings,
    )  # fmt: skip


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _values(policy: Policy, mapped: TableMap, cells: Mapping[str, Any]) -> dict[str, Any]:
    """Values by item: columns of one item as one text, or by its parts (`address.line1`); contents that are data as
    JSON says."""
    contents, found = policy.records[mapped.record].record.items.contents, dict[str, Any]()
    for column, name in mapped.items.items():
        value = cells.get(column)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        item, _, part = name.partition(".")
        declared = policy.file.items.get(item)
        has_parts = declared is not None and declared.type in STRUCTURED and str(value)[:1] in "[{"
        if has_parts or (item in contents and contents[item].type == "data"):
            found[item] = _data(value)
        elif part:
            found.setdefault(item, {})[part] = _text(value)
        elif isinstance(value, Mapping):
            found[item] = value
        elif isinstance(before := found.get(item), str):
            found[item] = f"{before} {_text(value)}"
        else:
            found[item] = _text(value)
    return found


def _data(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _moment(value: object, zone: ZoneInfo) -> datetime | None:
    """A moment; one that names no time zone is of the policy's. Raises ValueError for what is none."""
    if isinstance(value, str):
        if not (text := value.strip()):
            return None
        value = date.fromisoformat(text) if len(text) <= _DAY else datetime.fromisoformat(text)
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, _SOME_TIME, zone)
    if value is None:
        return None
    raise ValueError


def _later(value: object, collected: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A moment after the collection; a day alone may be that of the collection itself."""
    at = _moment(value, zone)
    if at is None or collected is None or at >= collected or at.time() != _SOME_TIME:
        return at
    return collected if at.date() == collected.astimezone(zone).date() else at


def _answer(value: object) -> bool | None:
    """Yes or no, as databases and spreadsheets write them; None for neither."""
    text = str(value).strip().lower() if value is not None else ""
    return True if text in _YES else False if text in _NO else None


def _since(value: object, collected: datetime | None, zone: ZoneInfo) -> datetime | None:
    """Since when a consent stands: a moment, or (a yes alone) as long as the record. None where it does not."""
    said = _answer(value) if not isinstance(value, datetime | date) else None
    if said is None:
        return _moment(value, zone)
    return collected if said else None
