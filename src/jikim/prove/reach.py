"""The reach of promises: systems attached to this one, and systems outside, of which somebody attests with a dated
document that has an end.

A system's labels and clauses are no personal data. Who attested, in which words and with which file, or where the paper
lies, is sealed under a key of the house. Whoever brings a file has it scanned at the door, as every upload is
(`uploads.accept`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID, uuid4

from jikim.crypto import unwrap, wrap
from jikim.db.driver import Steps
from jikim.errors import InvalidError
from jikim.policy.ask import Actor, blank
from jikim.policy.model import PolicyFile
from jikim.policy.outcome import Outcome
from jikim.prove.gathering import Q
from jikim.prove.promises import order_of, promised
from jikim.verbs.approve import only_officers
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House

SPACE = "attestation"
NAMES = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST = timedelta(days=400)  # an attestation speaks for a year and a little at most
LARGEST = 10 * 1024 * 1024
Kind = Literal["attached", "outside"]


class Attested(NamedTuple):
    """The attestation of a system that runs longest."""

    attestation: UUID
    day: date
    until: date
    by: str
    words: str
    file: str
    at: datetime
    place: str = ""


class Beside(NamedTuple):
    """A system beside this one."""

    system: str
    reach: Kind
    ko: str
    en: str
    clauses: tuple[str, ...]
    entered: datetime
    attested: Attested | None


def clauses_of(file: PolicyFile) -> list[str]:
    """Every clause of the policy, in order."""
    return sorted({clause for clause, _ in promised(file)}, key=order_of)


def enter_system(
    house: House, system: str, reach: Kind, *, ko: str, en: str, clauses: Sequence[str], actor: Actor
) -> Steps[None]:
    """Enters a system beside this one, and the promises that it has a part in. Raises InvalidError beside what is
    wrong."""
    event = "promises:system"
    yield from only_officers(house, event, actor)
    if not NAMES.fullmatch(system) or len(system) > 40:
        raise _wrong(
            "system",
            "small letters, digits and hyphens, a letter first",
            "영문 소문자로 시작하고 소문자, 숫자, 붙임표로 적어야 합니다",
            "예: mail-provider",
        )
    for name, text in (("ko", ko), ("en", en)):
        if blank(text) or len(text) > 100:
            raise _wrong(
                name, "it is empty or longer than 100", "비었거나 100자를 넘습니다", "두 언어로 짧게 적어 주세요"
            )
    known = clauses_of(house.policy.file)
    if not clauses or any(clause not in known for clause in clauses):
        raise _wrong(
            "clauses", "it names no clause of the policy", "관련된 약속을 선택해야 합니다", "하나 이상 선택해 주세요"
        )
    entry = yield from house.note(event, actor, "audit", system=system, reach=reach)
    named = sorted(set(clauses), key=order_of)
    [(outcome,)] = yield Q["system.enter"](
        system=system, reach=reach, ko=ko.strip(), en=en.strip(), clauses=named, entry=entry
    )
    if outcome:
        raise _wrong("system", "there is one of this name", "이미 있는 이름입니다", "다른 이름을 적어 주세요")


def end_system(house: House, system: str, *, actor: Actor) -> Steps[None]:
    """A system is used no more: no promise rests on it any longer."""
    event = "promises:system-end"
    yield from only_officers(house, event, actor)
    entry = yield from house.note(event, actor, "audit", system=system)
    [(outcome,)] = yield Q["system.end"](system=system, entry=entry)
    if outcome:
        house.denied(house.policy, None, Outcome.GONE)


def attest(
    house: House, system: str, *, day: date, until: date, by: str, words: str, name: str = "", content: bytes = b"", place: str = "", actor: Actor
) -> Steps[UUID]:  # fmt: skip
    """Files an attestation of an outside system: of what day it speaks, until when it stands, who says so in which
    words, and the file, or else where the paper lies. Answers its number."""
    event = "promises:attest"
    yield from only_officers(house, event, actor)
    today = house.today()
    if day > today:
        raise _wrong("day", "it lies ahead", "오늘 이후의 날짜입니다", "증명서에 적힌 날을 적어 주세요")
    if not today <= until <= day + LONGEST:
        raise _wrong(
            "until",
            "it is over already, or more than thirteen months after its day",
            "이미 지났거나 증명한 날부터 13개월을 넘습니다",
            "1년 안에 다시 확인할 날을 적어 주세요",
        )
    for item, text in (("by", by), ("words", words)):
        if blank(text):
            raise _wrong(item, "it is empty", "비어 있습니다", "적어 주세요")
    yield from no_numbers(house.policy, by=by, words=words, place=place)
    if not content and not place.strip():
        raise _wrong(
            "file",
            "it is empty, and no place of the paper is named",
            "파일이나 종이 보관 위치가 필요합니다",
            "증명서 파일을 올리거나 종이 보관 위치를 입력해 주세요",
        )
    if len(content) > LARGEST or len(place) > 200:
        raise _wrong(
            "file" if len(content) > LARGEST else "place",
            "it is larger than 10 MiB, or the place is longer than 200",
            "파일이 10MB를 넘거나 보관 위치가 200자를 넘습니다",
            "줄여 주세요",
        )
    key = yield from house.keyring.ensure(SPACE, system.encode())
    number = uuid4()
    spoken = {"by": by.strip(), "words": words.strip(), "file": name[:200] if content else "", "place": place.strip()}
    said = json.dumps(spoken, ensure_ascii=False).encode()
    digest = hashlib.sha256(content).digest()
    entry = yield from house.note(
        event, actor, "audit", system=system, day=day.isoformat(), until=until.isoformat(), file=digest.hex()
    )
    [(outcome,)] = yield Q["system.attest"](
        system=system,
        attestation=number,
        day=day,
        until=until,
        said=wrap(key, b"said" + number.bytes, said),
        file=wrap(key, b"file" + number.bytes, content),
        digest=digest,
        entry=entry,
    )
    if outcome:
        house.denied(house.policy, None, Outcome.GONE)
    return number


def systems(house: House) -> Steps[list[Beside]]:
    """Every system beside this one that has not ended."""
    found = []
    for system, reach, ko, en, clauses, entered, number, day, until, said, at in (yield Q["system.list"]()):
        attested = None
        if number is not None:
            key = yield from house.keyring.ensure(SPACE, system.encode())
            words = json.loads(unwrap(key, b"said" + number.bytes, bytes(said)))
            attested = Attested(
                number, day, until, words["by"], words["words"], words["file"], at, words.get("place", "")
            )
        found.append(Beside(system, reach, ko, en, tuple(clauses), entered, attested))
    return found


def attestation_file(house: House, system: str, number: UUID) -> Steps[tuple[str, bytes] | None]:
    """The name and content of an attestation's file; None where there is none of that number, or it is paper."""
    rows = yield Q["system.file"](system=system, attestation=number)
    for said, file, _digest in rows:
        key = yield from house.keyring.ensure(SPACE, system.encode())
        words = json.loads(unwrap(key, b"said" + number.bytes, bytes(said)))
        content = unwrap(key, b"file" + number.bytes, bytes(file))
        return (words["file"], content) if content else None
    return None


def _wrong(item: str, text: str, ko: str, hint_ko: str) -> InvalidError:
    return InvalidError(text, item=item, hint="correct it", ko=(ko, hint_ko))
