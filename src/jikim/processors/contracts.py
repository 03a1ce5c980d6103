"""The register of contracts and inspections (4.7): each paper is added and never changed; the newest of a processor
counts.

Scope, safeguards, sub-processors and the person to write to are sealed under a key of that processor's, the document
too. When the next inspection is due follows from the policy's `inspect_every`; one with findings becomes a task.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid4

from email_validator import EmailNotValidError, validate_email

from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import InvalidError
from jikim.keys.sealed_words import opened, seal
from jikim.policy.ask import Actor, blank
from jikim.policy.decide import deny
from jikim.policy.languages import worded
from jikim.policy.model import Contract as Agreed
from jikim.policy.period import due
from jikim.tasks.filing import file_task
from jikim.verbs.approve import only_officers
from jikim.verbs.forbidden_numbers import sound_texts
from jikim.verbs.house import House

Q = load("jikim.processors")
SPACE = "processor"
Space = Literal["processor", "partner", "recipient"]
Told = Literal["webhook", "email"]
Result = Literal["sound", "findings"]
LONGEST = 4_000
MEND = timedelta(days=14)  # by when what an inspection found is looked at again


class Contract(NamedTuple):
    """A paper of the register. `told`: how the processor is told to delete; `email` is to whom a letter goes then."""

    space: Space
    to: str
    paper: UUID
    signed: date | None
    ends: date | None
    told: Told
    scope: str
    safeguards: str
    subprocessors: tuple[str, ...]
    email: str
    place: str
    scanned: bool
    by: str
    at: datetime


class Inspection(NamedTuple):
    """One inspection. `due` is the last day of the next one."""

    space: Space
    to: str
    inspection: UUID
    day: date
    result: Result
    due: date | None
    text: str
    scanned: bool
    by: str
    at: datetime


def declared(house: House, space: Space, to: str) -> Any:
    """What the policy says of it; None where it says nothing."""
    file = house.policy.file
    table: Any = {"processor": file.processors, "partner": file.partners, "recipient": file.recipients}[space]
    return table.get(to)


def agreed(house: House, space: Space, to: str) -> Agreed | None:
    """The contract's terms as the policy states them."""
    found: Agreed | None = getattr(declared(house, space, to), "contract", None)
    return found


def clause_of(house: House, space: Space, to: str) -> str:
    """The promise behind its contract."""
    terms = agreed(house, space, to)
    found = declared(house, space, to)
    return (terms.clause if terms else None) or (found.clause if found else None) or house.policy.clause("entrust")


def _number(house: House, event: str, space: Space, to: str, actor: Actor) -> Steps[int]:
    number = house.policy.number(space, to)
    if number is None:
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "no-recipient"))
    assert number is not None
    return number


def seal_words(house: House, space: Space, number: int, name: bytes, content: bytes) -> Steps[bytes]:
    """Seals something of a processor's, under its permanent number."""
    return seal(house.keyring, SPACE, f"{space}:{number}".encode(), name, content)


def open_words(house: House, space: Space, number: int, name: bytes, sealed: bytes) -> Steps[bytes]:
    """The reverse; empty where it does not open."""
    return opened(house.keyring, SPACE, f"{space}:{number}".encode(), name, sealed)


def add_contract(
    house: House, space: Space, to: str, *, signed: date | None, ends: date | None = None, told: Told = "webhook", scope: str = "", safeguards: str = "",
    subprocessors: Sequence[str] = (), email: str = "", place: str = "", scan: bytes = b"", actor: Actor,
) -> Steps[UUID]:  # fmt: skip
    """Adds a paper. Raises InvalidError for a day of signing that lies ahead, an end before it, or a letter without an
    address."""
    event = "processor:contract"
    yield from only_officers(house, event, actor)
    number = yield from _number(house, event, space, to, actor)
    if signed is not None and signed > house.today():
        raise InvalidError(
            "it lies ahead",
            item="signed",
            hint="enter the contract when it is signed",
            ko=("아직 오지 않은 날입니다", "계약한 뒤에 적어 주세요"),
        )
    if ends is not None and signed is not None and ends < signed:
        raise InvalidError(
            "before it was signed",
            item="ends",
            hint="look at both days again",
            ko=("계약한 날보다 앞섭니다", "두 날짜를 다시 확인해 주세요"),
        )
    if email or told == "email":
        try:
            email = validate_email(email, check_deliverability=False).normalized
        except EmailNotValidError:
            raise InvalidError(
                "no address that a letter could go to",
                item="email",
                hint="such as privacy@example.com",
                ko=("편지를 보낼 수 있는 주소가 아닙니다", "예: privacy@example.com"),
            ) from None
    sound_texts(
        house.policy, LONGEST, scope=scope, safeguards=safeguards, place=place, subprocessors=" ".join(subprocessors)
    )
    paper = uuid4()
    words = {
        "scope": scope,
        "safeguards": safeguards,
        "subprocessors": list(subprocessors),
        "email": email,
        "place": place,
    }
    said = yield from seal_words(
        house, space, number, b"said" + paper.bytes, json.dumps(words, ensure_ascii=False).encode()
    )
    sealed = (yield from seal_words(house, space, number, b"scan" + paper.bytes, scan)) if scan else None
    entry = yield from house.entry(event, house.policy, actor, None, clause_of(house, space, to), to=to)
    yield Q["contract.add"](
        space=space,
        target=number,
        paper=paper,
        signed=signed,
        ends=ends,
        told=told,
        said=said,
        scan=sealed,
        by=actor.id,
        entry=entry,
    )
    return paper


def contracts(house: House) -> Steps[dict[tuple[Space, str], list[Contract]]]:
    """The whole register, the newest paper of each first."""
    found: dict[tuple[Space, str], list[Contract]] = {}
    for space, target, paper, signed, ends, told, sealed, scanned, by, at in (yield Q["contract.all"]()):
        to = house.policy.name(space, target)
        raw = yield from open_words(house, space, target, b"said" + paper.bytes, bytes(sealed))
        said = json.loads(raw) if raw else {}
        found.setdefault((space, to), []).append(
            Contract(
                space, to, paper, signed, ends, told, said.get("scope", ""), said.get("safeguards", ""), tuple(said.get("subprocessors", ())),
                said.get("email", ""), said.get("place", ""), scanned, by, at,
            )
        )  # fmt: skip
    return found


def scan_of(house: House, paper: UUID, *, actor: Actor) -> Steps[bytes]:
    """The packed document of a paper or an inspection, for an officer; empty where there is none."""
    yield from only_officers(house, "processor:scan", actor)
    rows = yield Q["contract.scan"](paper=paper)
    if not rows:
        return b""
    space, target, sealed = rows[0]
    return (yield from open_words(house, space, target, b"scan" + paper.bytes, bytes(sealed)))


def add_inspection(
    house: House, space: Space, to: str, *, day: date, result: Result, text: str, scan: bytes = b"", actor: Actor
) -> Steps[UUID]:
    """Records an inspection with its evidence: what was found, in words, or a packed file. Findings become a task.

    Raises InvalidError for a day ahead, for findings without words, and for one without findings that no file shows.
    """
    event = "processor:inspection"
    yield from only_officers(house, event, actor)
    number = yield from _number(house, event, space, to, actor)
    if day > house.today():
        raise InvalidError(
            "it lies ahead",
            item="day",
            hint="record it when it has been done",
            ko=("아직 오지 않은 날입니다", "점검한 뒤에 적어 주세요"),
        )
    if result == "findings" and blank(text):
        raise InvalidError(
            "findings are written down",
            item="text",
            hint="say what was found",
            ko=("발견한 문제를 적지 않았습니다", "무엇을 고쳐야 하는지 적어 주세요"),
        )
    if result == "sound" and not scan:
        raise InvalidError(
            "nothing but your word shows that it was inspected",
            item="scan",
            hint="attach the record of the inspection; or write down what was found",
            ko=(
                "점검 증빙이 없습니다",
                "점검 결과 파일을 첨부해 주세요. 지적 사항이 있으면 결과를 바꾸고 내용을 적어 주세요",
            ),
        )
    sound_texts(house.policy, LONGEST, text=text)
    inspection = uuid4()
    said = yield from seal_words(house, space, number, b"seen" + inspection.bytes, text.encode())
    sealed = (yield from seal_words(house, space, number, b"scan" + inspection.bytes, scan)) if scan else None
    terms = agreed(house, space, to)
    again = due(day, terms.inspect_every) if terms is not None and terms.inspect_every is not None else None
    entry = yield from house.entry(event, house.policy, actor, None, clause_of(house, space, to), to=to, result=result)
    yield Q["inspection.add"](
        space=space,
        target=number,
        inspection=inspection,
        day=day,
        result=result,
        due=again,
        said=said,
        scan=sealed,
        by=actor.id,
        entry=entry,
    )
    if result == "findings":
        name = declared(house, space, to).label
        yield from file_task(
            house,
            "processor-findings",
            f"{space}:{to}:{inspection}",
            actor.id,
            house.today() + MEND,
            f"{worded(name, 'ko')} 점검에서 나온 문제를 바로잡았는지 확인",
            f"see that what the inspection of {worded(name, 'en')} found is put right",
            actor,
            f"/office/processors/{space}/{to}",
        )
    return inspection


def inspections(house: House) -> Steps[dict[tuple[Space, str], list[Inspection]]]:
    """Every inspection, the newest of each first."""
    found: dict[tuple[Space, str], list[Inspection]] = {}
    for space, target, inspection, day, result, again, sealed, scanned, by, at in (yield Q["inspection.all"]()):
        to = house.policy.name(space, target)
        text = (yield from open_words(house, space, target, b"seen" + inspection.bytes, bytes(sealed))).decode()
        found.setdefault((space, to), []).append(
            Inspection(space, to, inspection, day, result, again, text, scanned, by, at)
        )
    return found
