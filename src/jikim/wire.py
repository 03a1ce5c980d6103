"""Answers as JSON and back: what the REST API writes and the SDK over HTTP reads, in one place, so that neither can
drift from the other.

Moments and days are ISO 8601, numbers of people and records are UUIDs, a file's content is base64 in `files` beside the
other values. A plan carries names for whoever reads it, and the policy's permanent numbers for whoever computes with
it.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from jikim.answers import Card, Collected, Values
from jikim.policy.outcome import Outcome
from jikim.policy.planned import Plan, RecordFacts, Resting, Step
from jikim.policy.states import State
from jikim.receipts import Dates as ReceiptDates
from jikim.receipts import Receipt, ReceiptLine, SystemTold, Wait

Named = Callable[[str, int], str]  # (space, number) -> the policy's name


# ---- out


def plain(value: Any, named: Named | None = None) -> Any:
    """A value or answer as JSON has it. `named`: the policy's names, for answers that hold a plan."""
    # What most values are, before the checks that cost more.
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is dict:
        return {str(name): plain(each, named) for name, each in value.items()}
    if kind is list:
        return [plain(each, named) for each in value]
    if isinstance(value, Values):
        return {**apart(value), "version": value.version}
    if isinstance(value, Card):
        fields = {**value._asdict(), **apart(value.values)}
        return (
            {"ref": plain(value.ref)}
            | {name: plain(each, named) for name, each in fields.items() if name not in ("ref", "items")}
            | {"items": list(value.items)}
        )
    if isinstance(value, Receipt):
        return value.as_json()
    if isinstance(value, Collected):
        # What is to be handed over leaves by no answer: whoever asked has sent it.
        return {"ref": plain(value.ref), "files": plain(value.files)}
    if isinstance(value, Plan):
        assert named is not None, "a plan is told in names"
        return {"at": value.at.isoformat(), "steps": [_step(step, named) for step in value.steps]}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain(each, named) for name, each in value._asdict().items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name), named) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(each, named) for name, each in value.items()}
    if isinstance(value, tuple):
        return [plain(each, named) for each in value]
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def apart(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Values and files apart."""
    return {
        "values": {name: value for name, value in values.items() if not isinstance(value, bytes)},
        "files": {name: base64.b64encode(value).decode() for name, value in values.items() if isinstance(value, bytes)},
    }


def together(values: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, Any]:
    """The reverse of `apart`. Raises ValueError for what is no base64."""
    try:
        return {**values, **{name: base64.b64decode(text, validate=True) for name, text in files.items()}}
    except binascii.Error:
        raise ValueError("a file's content is base64") from None


def _step(step: Step, named: Named) -> dict[str, Any]:
    facts = step.facts

    def items(mask: int) -> list[str]:
        return [named("item", number) for number in _numbers(mask)]

    return {
        "subject": str(facts.subject), "record": str(facts.record), "kind": named("record", facts.kind), "fate": step.fate,
        "clause": step.clause, "items": items(facts.items), "destroyed": items(step.destroyed),
        "rests": [
            {
                "until": part.due.isoformat(), "items": items(part.items),
                "rules": [{"rule": named("rule", rule), "until": until.isoformat()} for rule, until in part.rules],
            }
            for part in step.parts
        ],
        "numbers": {
            **plain(facts), "items": _numbers(facts.items), "destroyed": _numbers(step.destroyed),
            "rests": [
                {"due": part.due.isoformat(), "items": _numbers(part.items), "rules": [[rule, day.isoformat()] for rule, day in part.rules]}
                for part in step.parts
            ],
        },
    }  # fmt: skip


def _numbers(mask: int) -> list[int]:
    return [number for number in range(mask.bit_length()) if mask >> number & 1]


# ---- back


def typed(kind: Any, data: Any) -> Any:
    """JSON as a value of a type: named tuples, dataclasses, and what they are made of."""
    special = _SPECIAL.get(kind)
    if special is not None:
        return special(data)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if data is None else typed(next(one for one in get_args(kind) if one is not types.NoneType), data)
    if origin is Literal:
        return data
    if origin is tuple:
        inner = get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(typed(inner[0], each) for each in data)
        return tuple(typed(one, each) for one, each in zip(inner, data, strict=True))
    if origin is list:
        return [typed(get_args(kind)[0], each) for each in data]
    if isinstance(kind, type) and (hasattr(kind, "_fields") or dataclasses.is_dataclass(kind)):
        hints = _hints(kind)
        return kind(**{name: typed(hint, data[name]) for name, hint in hints.items() if name in data})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    return data


@cache
def _hints(kind: type) -> dict[str, Any]:
    names = getattr(kind, "_fields", None) or tuple(field.name for field in dataclasses.fields(kind))
    found = get_type_hints(kind)
    return {name: found[name] for name in names}


def _values(data: Any) -> Values:
    return Values(together(data["values"], data["files"]), data["version"])


def _card(data: Any) -> Card:
    hints = _hints(Card)
    given = {name: typed(hint, data[name]) for name, hint in hints.items() if name in data and name != "values"}
    return Card(**given, values=together(data["values"], data["files"]))


def _plan(data: Any) -> Plan:
    return Plan(datetime.fromisoformat(data["at"]), tuple(_step_of(step["numbers"], step) for step in data["steps"]))


def _step_of(numbers: Any, step: Any) -> Step:
    facts = RecordFacts(
        UUID(numbers["subject"]),
        UUID(numbers["record"]),
        numbers["kind"],
        numbers["subject_kind"],
        State(numbers["state"]),
        _mask(numbers["items"]),
        datetime.fromisoformat(numbers["collected"]),
        {int(number): datetime.fromisoformat(at) for number, at in numbers["events"].items()},
        None if numbers["ended"] is None else datetime.fromisoformat(numbers["ended"]),
        numbers["frozen"],
        numbers["held"],
    )
    parts = tuple(
        Resting(
            date.fromisoformat(part["due"]),
            _mask(part["items"]),
            tuple((rule, date.fromisoformat(day)) for rule, day in part["rules"]),
        )
        for part in numbers["rests"]
    )
    # A step that was read, not planned: no store is here that would take it.
    return tuple.__new__(Step, (facts, step["fate"], parts, _mask(numbers["destroyed"]), step["clause"]))


def _mask(numbers: Iterable[int]) -> int:
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def _dates(data: Any) -> ReceiptDates:
    def moment(name: str) -> datetime | None:
        return None if data[name] is None else datetime.fromisoformat(data[name])

    waits = tuple(Wait(wait["for"], wait.get("detail", "")) for wait in data["waits"])
    return ReceiptDates(
        moment("hidden"), moment("key_destroyed"), moment("rows_removed"), moment("irrecoverable"), waits
    )


def _receipt(data: Any) -> Receipt:
    lines = tuple(
        ReceiptLine(
            line["kind"],
            line["what"],
            None if line["due"] is None else date.fromisoformat(line["due"]),
            line["count"],
            _dates(line),
        )
        for line in data["lines"]
    )
    return Receipt(
        data["of"],
        UUID(data["number"]),
        datetime.fromisoformat(data["at"]),
        _dates(data),
        data["records"],
        lines,
        data["worth"],
        tuple(
            SystemTold(
                one["system"],
                one["ko"],
                one["en"],
                datetime.fromisoformat(one["told"]),
                datetime.fromisoformat(one["answered"]) if one["answered"] else None,
            )
            for one in data["systems"]
        ),
    )


def _collected(data: Any) -> Collected:
    return Collected(typed(_hints(Collected)["ref"], data["ref"]), files=tuple(data.get("files", ())))


_SPECIAL: dict[Any, Callable[[Any], Any]] = {
    Values: _values,
    Card: _card,
    Plan: _plan,
    Receipt: _receipt,
    Collected: _collected,
    UUID: UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Outcome: Outcome,
}
