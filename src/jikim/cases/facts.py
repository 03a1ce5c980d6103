"""What a form of a register asks for, as it is taken, sealed and read: each value by its field's name, of files their
names.

Guarantees: what is needed is there, a day is a day within reach, a choice is one of the choices, and no number that is
never taken comes in. It lies under a key of the case's own, and goes with it. Files come packed, as `uploads` accepted
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from jikim.cases.register import DUE, Field
from jikim.db.driver import Steps
from jikim.errors import InvalidError
from jikim.keys.sealed_words import opened as opened_bytes
from jikim.keys.sealed_words import seal, seal_words, words_of
from jikim.policy.ask import blank
from jikim.verbs.file_packages import parts_of
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House

SPACE = "case"  # of the keys under which the words of the house's cases are sealed
FARTHEST = timedelta(days=3 * 366)  # ahead: a list counts the working days until then
Facts = Mapping[str, str]


def taken(
    house: House, asks: Sequence[Field], given: Facts, files: bytes = b""
) -> Steps[tuple[dict[str, str], date | None]]:
    """What a form holds, and the case's day, where it asks for one. Raises InvalidError beside the first field that is
    wrong; DeniedError for a number that is never taken."""
    facts: dict[str, str] = {}
    day = None
    for one in asks:
        text = _named(files) if one.kind == "file" else given.get(one.name, "").strip()
        if blank(text):
            if not one.optional:
                raise _missing(one)
            continue
        if one.kind == "choice" and text not in one.choices:
            raise InvalidError(
                "that is none of the choices",
                item=one.name,
                hint=f"it is {', '.join(one.choices)}",
                ko=("목록에 없는 값입니다", "목록에서 선택해 주세요"),
            )
        if one.kind in ("date", "past"):
            when = _day(house, one, text)
            day = when if one.name == DUE else day
        facts[one.name] = text
    yield from no_numbers(house.policy, **{one.name: facts[one.name] for one in asks if one.name in facts})
    return facts, day


def _named(files: bytes) -> str:
    """The names of packed files, a line each."""
    return "\n".join(part.row["name"] for part in parts_of(files)) if files else ""


def _missing(field: Field) -> InvalidError:
    if field.kind == "file":
        return InvalidError(
            "no file shows it",
            item=field.name,
            hint="attach a file that shows it",
            ko=("증빙 파일이 없습니다", "확인할 수 있는 파일을 첨부해 주세요"),
        )
    return InvalidError("it is empty", item=field.name, hint="write it", ko=("비어 있습니다", "적어 주세요"))


def _day(house: House, field: Field, text: str) -> date:
    try:
        when = date.fromisoformat(text)
    except ValueError:
        raise InvalidError(
            "that is no day",
            item=field.name,
            hint="write the day as 2026-11-30",
            ko=("날짜가 아닙니다", "날짜를 2026-11-30 형식으로 입력해 주세요"),
        ) from None
    if field.kind == "past" and when > house.today():
        raise InvalidError(
            "it lies ahead",
            item=field.name,
            hint="record it when it has been done",
            ko=("아직 오지 않은 날입니다", "실제로 한 날을 입력해 주세요"),
        )
    if field.name == DUE and when > house.today() + FARTHEST:
        raise InvalidError(
            "that day is too far away",
            item=field.name,
            hint=f"choose a day within {FARTHEST.days} days",
            ko=("기한이 너무 멉니다", "3년 안의 날짜로 입력해 주세요"),
        )
    return when


def sealed(house: House, case: UUID, use: bytes, facts: Facts) -> Steps[bytes | None]:
    """Facts of a case of the house, sealed; None for none."""
    return (yield from seal_words(house.keyring, SPACE, case.bytes, use, facts)) if facts else None


def opened(house: House, case: UUID, use: bytes, content: bytes | None) -> Steps[dict[str, str] | None]:
    """Facts that were sealed; None where their key is gone."""
    if content is None:
        return {}
    return (yield from words_of(house.keyring, SPACE, case.bytes, use, content)) or None


def sealed_files(house: House, case: UUID, step: str, files: bytes) -> Steps[bytes | None]:
    """Packed files that came with a step, sealed; None for none."""
    return (yield from seal(house.keyring, SPACE, case.bytes, b"files:" + step.encode(), files)) if files else None


def opened_files(house: House, case: UUID, step: str, content: bytes | None) -> Steps[bytes]:
    """Packed files that were sealed; empty where there are none, or their key is gone."""
    return (yield from opened_bytes(house.keyring, SPACE, case.bytes, b"files:" + step.encode(), content))
