"""What the office's people, papers and registers show, for `gathering`."""

from __future__ import annotations

from datetime import date, timedelta

from jikim.breach.cases import cases, is_late
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.handlers.register import grants, workers
from jikim.ledger.retention_lots import Lot, periods
from jikim.plan.management_plan import cycle
from jikim.policy.period import Period, day_of, due
from jikim.processors.processor_status import processor_statuses
from jikim.prove.evidence import Contract, Found, Papers, Staff, System
from jikim.review.reviewing import began, missing
from jikim.verbs.house import House

Q = load("jikim.prove")
NEW = Period(30, "d")  # within which somebody who is new has their first training


ANSWERING = timedelta(days=5)
HIRING = timedelta(days=7)  # "at hiring", and the handover after leaving


def staff(house: House) -> Steps[Found]:
    now, today, zone = house.now(), house.today(), house.policy.zone
    every = house.every("grant-renewal")
    people = yield from workers(house)
    running = [one for one in (yield from grants(house)) if one.runs(now)]
    strays = sum(grants for why, grants in (yield Q["prove.grants"](now=now)) if why)
    granted = {one.handler for one in running}
    here = [one for one in people if one.left is None]
    designated = [one for one in here if one.kind != "staff"]
    gone = [one for one in people if one.left is not None and one.handed is None]
    lots = periods(house.policy.file, 0)
    return {
        "staff": Staff(
            here=len(here),
            handlers=sum(one.kind == "handler" for one in here),
            officers=sum(one.kind == "officer" for one in here),
            unsworn=sum(one.pledged is None and (now - one.entered > HIRING or one.handler in granted) for one in here),
            untrained=sum(
                _untrained(one.trained, one.training_due, day_of(one.entered, zone), today) for one in designated
            ),
            stale=sum(one.renewed is not None and today > due(day_of(one.renewed, zone), every) for one in designated),
            handing=len(gone),
            handed=sum(one.handed is not None for one in people),
            unhanded=sum(one.left is not None and now - one.left > HIRING for one in gone),
            strays=strays,
            grants=len(running),
            unaccepted=sum(one.waits and now - one.given > ANSWERING for one in running),
            trained=max((one.trained for one in people if one.trained is not None), default=None),
        ),
        "grants_kept": int(lots[Lot.GRANTS].approximate_days()),
        "access_kept": int(lots[Lot.ACCESS].approximate_days()),
    }


def _untrained(trained: date | None, until: date | None, entered: date, today: date) -> bool:
    if trained is None or until is None:
        return today > due(entered, NEW)
    return today > until


def registers(house: House) -> Steps[Found]:
    papers = {
        name: Papers(open, overdue, last)
        for name, open, overdue, last in (yield Q["prove.registers"](today=house.today(), now=house.now()))
    }
    contracts = {
        one.name: Contract(
            tuple(what for what in one.missing if what in ("signed", "scope", "safeguards")),
            tuple(what for what in one.missing if what in ("ended", "inspection")),
            one.next,
        )
        for one in (yield from processor_statuses(house))
        if one.space == "processor" and one.former is None
    }
    systems = []
    for system, reach, ko, en, clauses, _, number, day, until, *_ in (yield Q["system.list"]()):
        systems.append(System(system, reach, ko, en, tuple(clauses), day, until, str(number or "")))
    late = 0
    for case in (yield from cases(house)):
        late += yield from is_late(house, case)
    papers["breaches"] = papers["breaches"]._replace(overdue=late)
    every = yield from cycle(house)
    spans = yield from missing(house, every, (yield from began(house)))
    now = house.now()
    for name, _may, _most, _number, purposes, *_reach, _given, until, revoked in (yield Q["prove.keys"]()):
        if revoked is None and until > now:
            clauses = _clauses(house, purposes)
            systems.append(System(f"key:{name}", "attached", name, name, clauses))
    runs = yield Q["prove.runs"](limit=1)
    open_findings = [clause for clause, _, _, over, *_ in (yield Q["prove.findings"](limit=500)) if over is None]
    return {
        "papers": papers,
        "contracts": contracts,
        "reviewed": papers["reviews"].last,
        "review_cycle": every,
        "unreviewed": sum(one.due < house.today() for one in spans),
        "review_due": spans[0].due if spans else None,
        "systems": tuple(systems),
        "proved": next((at for _run, at, *_ in runs), None),
        "findings": len(open_findings),
        "findings_overdue": papers["tasks"].overdue,
    }


def _clauses(house: House, purposes: list[int]) -> tuple[str, ...]:
    """The promises of the purposes that an application may name."""
    named = (house.policy.file.purposes.get(house.policy.name("purpose", one)) for one in purposes)
    return tuple(dict.fromkeys(one.clause for one in named if one is not None and one.clause))
