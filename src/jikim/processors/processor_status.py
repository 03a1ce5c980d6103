"""How each processor, partner and recipient stands: the policy's words, the register's, and what is missing between
them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, cast

from jikim.db.driver import Steps
from jikim.policy.identity import key_of
from jikim.policy.model import Abroad
from jikim.policy.period import due
from jikim.processors.contracts import Contract, Q, Space, agreed, contracts, declared
from jikim.processors.inspections import Inspection, inspections
from jikim.verbs.deletions import DeletionStanding, deletions
from jikim.verbs.house import House
from jikim.verbs.then import Then, then

Missing = Literal["country", "abroad", "signed", "scope", "safeguards", "inspection", "address", "ended"]
WORDS: dict[Missing, tuple[str, str]] = {
    "country": ("국가 미기재", "no country is stated"),
    "abroad": ("국외 이전 고지 사항 미기재", "the particulars of the overseas transfer are missing"),
    "signed": ("계약일 미등록", "no day of signing"),
    "scope": ("위탁 범위 미등록", "no scope"),
    "safeguards": ("안전조치 미등록", "no safeguards"),
    "inspection": ("점검 기한 지남", "the inspection is overdue"),
    "address": ("삭제 요청 방법 미등록", "no way to tell it to delete"),
    "ended": ("계약 기간 종료", "the contract has run out"),
}


class ProcessorStatus(NamedTuple):
    """One of them. `next` is the last day of its next inspection; `ends` its contract's; `over` is when its contract
    was ended here. `former`: the version that last declared it, of one that the policy of today does not declare, or
    declares another under its name."""

    space: Space
    name: str
    declared: Any
    contract: Contract | None
    papers: tuple[Contract, ...]
    inspections: tuple[Inspection, ...]
    next: date | None
    missing: tuple[Missing, ...]
    deletions: dict[DeletionStanding, int]
    over: datetime | None
    former: Then | None = None
    ends: date | None = None

    @property
    def country(self) -> str:
        return getattr(self.declared, "country", None) or ""

    @property
    def abroad(self) -> Abroad | None:
        found: Abroad | None = getattr(self.declared, "abroad", None)
        return found


def processor_statuses(house: House, endpoints: Container[str] = ()) -> Steps[list[ProcessorStatus]]:
    """All of them, those of today first, processors before the others. `endpoints` names those that a webhook reaches."""
    file = house.policy.file
    papers, seen = (yield from contracts(house)), (yield from inspections(house))
    over = {
        (cast("Space", space), house.policy.name(space, target)): at
        for space, target, at in (yield Q["contract.over"]())
        if space in ("processor", "recipient")
    }
    told: dict[str, Counter[DeletionStanding]] = {}
    for asked in (yield from deletions(house)):
        told.setdefault(asked.to, Counter())[asked.standing] += asked.messages
    named: list[tuple[Space, str]] = [("processor", name) for name in file.processors]
    named += [("partner", name) for name in file.partners]
    named += [("recipient", name) for name, one in file.recipients.items() if one.country]
    found = []
    for space, name in named:
        of = tuple(papers.get((space, name), ()))
        looks = tuple(seen.get((space, name), ()))
        one = ProcessorStatus(
            space,
            name,
            declared(house, space, name),
            of[0] if of else None,
            of,
            looks,
            _next(house, space, name, of, looks),
            (),
            dict(told.get(name, {})),
            over.get((space, name)),
        )
        ends = _ends(house, space, name, one.contract)
        found.append(one._replace(missing=_missing(house, one, endpoints), ends=ends))
    receivers: list[tuple[Space, str]] = [("processor", to) for to in told]
    for space, name in dict.fromkeys([*papers, *seen, *over, *receivers]):
        numbers = house.policy.bearing(space, name)
        if numbers and house.policy.number(space, name) is None:
            at = yield from then(house, house.now(), space, *numbers)
            of, looks = tuple(papers.get((space, name), ())), tuple(seen.get((space, name), ()))
            if (was := at.declared(space, key_of(name))) is not None:
                found.append(
                    ProcessorStatus(
                        space, name, was, of[0] if of else None, of, looks, None, (), dict(told.get(name, {})), over.get((space, name)), at
                    )
                )  # fmt: skip
    return found


def processor_status_of(
    house: House, space: Space, name: str, endpoints: Container[str] = ()
) -> Steps[ProcessorStatus | None]:
    """One of them."""
    every = yield from processor_statuses(house, endpoints)
    return next((one for one in every if (one.space, one.name) == (space, name)), None)


def working(house: House) -> Steps[frozenset[str]]:
    """The processors that something may be entrusted to today: declared, and their contract neither ended here nor run
    out."""
    policy, papers = house.policy, (yield from contracts(house))
    over = {
        policy.name("processor", target) for space, target, _ in (yield Q["contract.over"]()) if space == "processor"
    }
    found = set()
    for name in policy.file.processors:
        of = tuple(papers.get(("processor", name), ()))
        ends = _ends(house, "processor", name, of[0] if of else None)
        if name not in over and (ends is None or ends >= house.today()):
            found.add(name)
    return frozenset(found)


def _ends(house: House, space: Space, name: str, paper: Contract | None) -> date | None:
    """The last day of a contract, by its newest paper, else by the policy."""
    terms = agreed(house, space, name)
    return (paper.ends if paper else None) or (terms.ends if terms else None)


def _next(
    house: House, space: Space, name: str, papers: tuple[Contract, ...], seen: tuple[Inspection, ...]
) -> date | None:
    terms = agreed(house, space, name)
    if terms is None or terms.inspect_every is None:
        return None
    if seen:
        return seen[0].due
    begun = (papers[-1].signed if papers else None) or terms.signed or house.policy.file.version.effective
    return due(begun, terms.inspect_every)


def _missing(house: House, one: ProcessorStatus, endpoints: Container[str]) -> tuple[Missing, ...]:
    if one.over is not None:
        return ()
    found: list[Missing] = []
    home, country = house.policy.file.service.country, one.country
    if not country:
        found.append("country")
    elif country != home and one.abroad is None and one.space != "partner":
        found.append("abroad")
    if one.space == "recipient":
        return tuple(found)
    terms, paper = agreed(house, one.space, one.name), one.contract
    if (paper is None or paper.signed is None) and (terms is None or terms.signed is None):
        found.append("signed")
    ends = _ends(house, one.space, one.name, paper)
    if ends is not None and ends < house.today():
        found.append("ended")
    if not (paper and paper.scope) and not (terms and terms.scope):
        found.append("scope")
    if one.space == "processor":
        if not (paper and paper.safeguards) and not (terms and terms.safeguards):
            found.append("safeguards")
        if house.policy.handle(one.space, one.name) not in endpoints and not (
            paper and paper.told == "email" and paper.email
        ):
            found.append("address")
    if one.next is not None and one.next < house.today():
        found.append("inspection")
    return tuple(found)
