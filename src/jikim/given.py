"""Arguments as callers give them: a number of a person or a record may be text, everywhere that a verb takes one.

What is converted is read from the verb's own declaration, by the type that stands there.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from jikim.answers import Correction, Offer, Person, Read, Ref
from jikim.errors import InvalidError
from jikim.particles import eul

Made = Callable[[Any, str], Any]


def number(value: Any, item: str) -> UUID:
    """A number, from text too. Raises InvalidError for what is none."""
    if type(value) is UUID:
        return value
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except (ValueError, AttributeError, TypeError):
        raise InvalidError(
            "this is no number of a person, a record or a request",
            item=item,
            hint="give the UUID that Jikim returned, or its text",
            ko=("사람이나 기록, 요청의 번호가 아닙니다", "지킴이 돌려준 UUID나 그 문자열을 그대로 보내 주세요"),
        ) from None


def _ref(value: Any, item: str) -> Ref:
    if type(value) is Ref and type(value[0]) is UUID and type(value[1]) is UUID:
        return value
    subject, record, kind = _parts(value, 3, item, "a `Ref`", "`Ref`")
    return Ref(number(subject, f"{item}.subject"), number(record, f"{item}.record"), kind)


def _person(value: Any, item: str) -> Any:
    if isinstance(value, str) or (type(value) is Person and type(value[0]) is UUID):
        return value
    subject, kind = _parts(value, 2, item, "a `Person`, or a new one's kind", "`Person`나 새 정보주체의 유형")
    return Person(number(subject, f"{item}.subject"), kind)


def _correction(value: Any, item: str) -> Correction:
    request, ref = _parts(value, 2, item, "a `Correction`", "`Correction`")
    return Correction(number(request, f"{item}.request"), _ref(ref, f"{item}.ref"))


def _reads(value: Sequence[Read], item: str) -> list[Read]:
    return [one._replace(ref=_ref(one.ref, f"{item}[{n}].ref")) for n, one in enumerate(value)]


def _offers(value: Sequence[Offer], item: str) -> list[Offer]:
    return [one._replace(subject=_person(one.subject, f"{item}[{n}].subject")) for n, one in enumerate(value)]


def _parts(value: Any, many: int, item: str, en: str, ko: str) -> tuple[Any, ...]:
    if not isinstance(value, tuple) or len(value) != many:
        raise InvalidError(
            "this argument has another form",
            item=item,
            hint=f"give {en}",
            ko=("인수의 형식이 다릅니다", f"{eul(f'{ko}')} 보내 주세요"),
        )
    return value


_MADE: Mapping[str, Made] = {
    "UUID": number,
    "UUID | None": lambda value, item: None if value is None else number(value, item),
    "Ref": _ref,
    "Person | str": _person,
    "Correction": _correction,
    "Sequence[Read]": _reads,
    "Sequence[Offer]": _offers,
}


def taking(asked: Callable[..., Any]) -> Callable[[tuple[Any, ...], dict[str, Any]], tuple[Any, ...]]:
    """What makes the arguments of a call of `asked` (behind its first) those that its declaration names."""
    _, *own = inspect.signature(asked).parameters.values()
    order = [_MADE.get(str(one.annotation)) for one in own if one.kind is not one.KEYWORD_ONLY]
    names = [one.name for one in own]
    by_name = {one.name: made for one in own if (made := _MADE.get(str(one.annotation))) is not None}

    def taken(args: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        for name in named.keys() & by_name.keys():
            named[name] = by_name[name](named[name], name)
        if not by_name:
            return args
        found = list(args)
        for n, made in enumerate(order[: len(args)]):
            if made is not None:
                found[n] = made(args[n], names[n])
        return tuple(found)

    return taken
