"""The register of contracts (4.7): each paper is added and never changed; the newest of a processor counts.

Scope, safeguards, sub-processors and the person to write to are sealed under a key of that processor's, the document
too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid4

from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import InvalidError
from jikim.keys.sealed_words import opened, seal
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.items import ItemError, accept
from jikim.policy.model import Contract as Agreed
from jikim.policy.model import ItemType
from jikim.verbs.approve import only_officers
from jikim.verbs.forbidden_numbers import sound_texts
from jikim.verbs.house import House

Q = load("jikim.processors")
SPACE = "processor"
Space = Literal["processor", "partner", "recipient"]
Told = Literal["webhook", "email"]
LONGEST = 4_000


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


def number_of(house: House, event: str, space: Space, to: str, actor: Actor) -> Steps[int]:
    """Its permanent number. Raises DeniedError, recorded, for whom the policy does not have."""
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
    number = yield from number_of(house, event, space, to, actor)
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
            email = accept(ItemType.EMAIL, email).value
        except ItemError:
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
    """The packed document of a paper, for an officer; empty where there is none."""
    yield from only_officers(house, "processor:scan", actor)
    rows = yield Q["contract.scan"](paper=paper)
    if not rows:
        return b""
    space, target, sealed = rows[0]
    return (yield from open_words(house, space, target, b"scan" + paper.bytes, bytes(sealed)))
