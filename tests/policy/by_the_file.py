"""A slow reading of a policy file: what may be done, worked out by names from the file's own words each time it is
asked.

Nothing here uses what `compile` makes. A consent is a name: a purpose, or `recipient/purpose`. A condition is a set of
groups of consents; each group must hold one that is given.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.policy.strategies import Named

from jikim.policy.model import Basis, ChannelKind, Keep, PolicyFile, Record, Under
from jikim.policy.period import destroyed_from, due
from jikim.policy.reasons import Why
from jikim.policy.states import Verb

Groups = frozenset[frozenset[str]]
RIGHT_OF = {Verb.SHOW: "access", Verb.CORRECT: "correct", Verb.LEAVE: "withdraw", Verb.CONSENT: "withdraw"}
BUILT_IN = {"collected", "ended", "left", "consent-withdrawn"}


class Yes(NamedTuple):
    """May be done while these consents live."""

    groups: Groups


def held(name: str, record: Record) -> set[str]:
    """All that a record kind may hold, contents by their full names."""
    return {*record.items.required, *record.items.optional, *(f"{name}.{part}" for part in record.items.contents)}


def readable(file: PolicyFile, record: str, purpose: str) -> set[str]:
    """What a purpose may read of a record kind."""
    if purpose not in file.records[record].for_:
        return set()
    return set(file.purposes[purpose].items) & held(record, file.records[record])


def passwords(file: PolicyFile) -> set[str]:
    """What is checked and never read."""
    return {name for name, item in file.items.items() if item.type == "password"}


def judge(file: PolicyFile, ask: Named) -> Yes | Why:
    """The answer that the file gives: on which consents, or why not; and then whether the actor's grant reaches that
    far."""
    answer = _judge(file, ask)
    if not isinstance(answer, Yes):
        return answer
    if ask.kinds is not None and ask.record not in ask.kinds:
        return "beyond-grant"
    if ask.reached is not None and ask.items - ask.reached:
        return "beyond-grant"
    if ask.verb is Verb.COLLECT and ask.entered is not None and ask.channel not in ask.entered:
        return "beyond-grant"
    if ask.verb is Verb.EVENT and ask.told is not None and ask.event not in ask.told:
        return "beyond-grant"
    return answer


def _judge(file: PolicyFile, ask: Named) -> Yes | Why:
    match ask.verb:
        case Verb.COLLECT:
            return _collect(file, ask)
        case Verb.USE:
            return _use(file, ask)
        case Verb.CHECK:
            return _check(file, ask)
        case Verb.PROVIDE | Verb.ENTRUST:
            return _hand(file, ask)
        case Verb.SHOW | Verb.CORRECT | Verb.LEAVE | Verb.CONSENT:
            return _own(file, ask)
        case Verb.EVENT:
            return _event(file, ask)
        case Verb.CONSULT:
            return _consult(file, ask)
        case _:
            if ask.actor.kind not in ("system", "officer"):
                return "not-confirmed"
            return "grant" if unmanned(ask) else Yes(frozenset())


def unmanned(ask: Named) -> bool:
    """Whether a handler or officer asks who was granted nothing."""
    return ask.actor.kind in ("handler", "officer") and not ask.actor.purposes


def _collect(file: PolicyFile, ask: Named) -> Yes | Why:
    if ask.record not in file.records:
        return "record-kind"
    name, record = ask.record, file.records[ask.record]
    if ask.channel not in record.via:
        return "channel"
    if ask.subject_kind not in record.of:
        return "subject-kind"
    if file.refuse.below_age and ask.old_enough is None:
        return "age-not-asked"
    if file.refuse.below_age and not ask.old_enough:
        return "under-age"
    if unmanned(ask):
        return "grant"
    channel = file.channels[ask.channel]
    if channel.kind is ChannelKind.HANDLER and ask.actor.kind not in ("handler", "officer"):
        return "by-handlers"
    if channel.kind is ChannelKind.PARTNER and ask.actor.kind not in ("handler", "officer", "partner"):
        return "by-signature"
    if not ask.items <= held(name, record):
        return "undeclared-item"
    if (channel.kind is ChannelKind.PARTNER) != (ask.to is not None):
        return "partner"
    if ask.actor.kind == "partner" and ask.actor.id != ask.to:
        return "partner"
    if ask.to is not None:
        partner = file.partners[ask.to]
        if name not in partner.records or not ask.items <= set(partner.items):
            return "partner"
    if not set(record.items.required) <= ask.items:
        return "required-missing"
    readers = {item: [p for p in record.for_ if item in readable(file, name, p)] for item in ask.items}
    if any(not purposes for purposes in readers.values()):
        return "no-purpose"
    brought = {f"{name}.{ref}" if ref in record.items.contents else ref for ref in channel.items}
    if not ask.items <= brought:
        return "channel"
    groups = set()
    if all(_asks(file, purpose) for purpose in record.for_):
        groups.add(frozenset(record.for_))
    for purposes in readers.values():
        if all(_asks(file, purpose) for purpose in purposes):
            groups.add(frozenset(purposes))
    return Yes(frozenset(groups))


def _asks(file: PolicyFile, purpose: str) -> bool:
    """Whether a purpose waits for a consent."""
    return file.purposes[purpose].basis is Basis.CONSENT


def _consent(file: PolicyFile, purpose: str) -> Groups:
    return frozenset({frozenset({purpose})}) if _asks(file, purpose) else frozenset()


def _use(file: PolicyFile, ask: Named) -> Yes | Why:
    if ask.purpose is None or not any(ask.purpose in record.for_ for record in file.records.values()):
        return "purpose"
    if ask.record is None or ask.purpose not in file.records[ask.record].for_:
        return "purpose-not-covering"
    if ask.purpose not in ask.granted:
        return "grant"
    if ask.items & passwords(file):
        return "unreadable"
    if not ask.items <= readable(file, ask.record, ask.purpose):
        return "purpose-not-covering"
    purpose = file.purposes[ask.purpose]
    if purpose.aggregate:
        return "aggregate-only"
    if purpose.reason and not ask.reason and ask.actor.kind in ("handler", "officer"):
        return "reason"
    return Yes(_consent(file, ask.purpose))


def _check(file: PolicyFile, ask: Named) -> Yes | Why:
    if ask.record is None:
        return "record-kind"
    if not ask.items or not ask.items <= held(ask.record, file.records[ask.record]):
        return "undeclared-item"
    if not ask.items <= passwords(file):
        return "no-secret"
    if ask.actor.kind in ("handler", "officer"):
        return "unreadable"
    # The ask names no person, so nobody can say that it is about themselves.
    if ask.actor.kind != "application":
        return "not-yours" if ask.actor.kind == "member" else "not-confirmed"
    if ask.purpose is None or not ask.items <= readable(file, ask.record, ask.purpose):
        return "purpose-not-covering"
    if file.purposes[ask.purpose].aggregate:
        return "purpose-not-covering"
    return Yes(_consent(file, ask.purpose)) if ask.purpose in ask.granted else "grant"


def _hand(file: PolicyFile, ask: Named) -> Yes | Why:
    party = (file.recipients if ask.verb is Verb.PROVIDE else file.processors).get(ask.to or "")
    if party is None or ask.record not in party.records or ask.purpose not in party.purposes:
        return "no-recipient"
    if ask.record is None or ask.purpose is None:
        return "no-recipient"
    if ask.verb is Verb.ENTRUST and ask.purpose not in file.records[ask.record].for_:
        return "no-recipient"
    if ask.purpose not in ask.granted:
        return "grant"
    gets = set(party.items) & held(ask.record, file.records[ask.record])
    if ask.verb is Verb.ENTRUST:
        gets &= set(file.purposes[ask.purpose].items)
    if not ask.items <= gets:
        return "recipient-items"
    ground = file.recipients[ask.to or ""].under if ask.verb is Verb.PROVIDE else None
    if ground is Under.LAW and not all(ask.terms):
        return "authority"
    if ground is Under.STATISTICS:
        return "aggregate-only"
    if ask.items & passwords(file):
        return "unreadable"
    if ask.verb is Verb.ENTRUST:
        return Yes(_consent(file, ask.purpose))
    agreed = frozenset({frozenset({f"{ask.to}/{ask.purpose}"})})
    return Yes(agreed if ground is Under.CONSENT else frozenset())


def _own(file: PolicyFile, ask: Named) -> Yes | Why:
    if ask.record is None:
        return "record-kind"
    if not ask.items <= held(ask.record, file.records[ask.record]):
        return "undeclared-item"
    if RIGHT_OF[ask.verb] not in file.rights:
        return "right"
    if ask.actor.kind in ("partner", "outsider"):
        return "not-confirmed"
    # The ask names no person, so nobody can say that it is about themselves.
    if ask.actor.kind in ("member", "guardian"):
        return "not-yours"
    if unmanned(ask):
        return "grant"
    if ask.actor.kind in ("handler", "officer") and ask.items & passwords(file):
        return "unreadable"
    if ask.verb is not Verb.CORRECT:
        return Yes(frozenset())
    record = file.records[ask.record]
    readers = [[p for p in record.for_ if item in readable(file, ask.record, p)] for item in ask.items]
    return Yes(
        frozenset(frozenset(purposes) for purposes in readers if purposes and all(_asks(file, p) for p in purposes))
    )


def _event(file: PolicyFile, ask: Named) -> Yes | Why:
    if ask.record is None:
        return "record-kind"
    record = file.records[ask.record]
    ends = record.ends
    known = BUILT_IN | {
        *record.events,
        *ends.on,
        ends.from_,
        *ends.unless,
        *(name for rule in record.keep for name in (rule.from_, *rule.once)),
    }
    if ask.event not in known:
        return "event"
    if ask.actor.kind in ("partner", "outsider"):
        return "not-confirmed"
    if unmanned(ask):
        return "grant"
    hands = {
        "member": "person",
        "guardian": "person",
        "application": "person site",
        "handler": "handler",
        "officer": "handler",
    }
    named = ends.on.get(ask.event)
    if named is not None and ask.actor.kind != "system" and not set(named.by) & set(hands[ask.actor.kind].split()):
        return "not-theirs-to-end"
    return Yes(frozenset())


def _consult(file: PolicyFile, ask: Named) -> Yes | Why:
    if ask.record is None:
        return "record-kind"
    if not ask.reason:
        return "reason"
    if ask.actor.kind not in ("handler", "officer", "system"):
        return "not-confirmed"
    if unmanned(ask) and not ask.actor.keeping:
        return "grant"
    if ask.purpose is None:
        return "archive-purpose"
    if ask.actor.kind != "system" and ask.purpose not in ask.kept:
        return "keeping-grant"
    purpose, named, both = file.archive.purposes[ask.purpose], any(ask.terms[1:3]), all(ask.terms[1:3])
    listed = set(purpose.reasons) or {"person-request", "dispute"} | ({"demand-by-law"} if purpose.by_law else set())
    if ask.reason_kind not in listed:
        return "reason-kind"
    if (ask.reason_kind == "demand-by-law" and not both) or (named and not (both and purpose.by_law)):
        return "archive-law"
    record = file.records[ask.record]
    kept = {
        item for rule in record.keep if rule.purpose == ask.purpose for item in kept_items(ask.record, record, rule)
    }
    if not ask.items <= kept:
        return "archive-purpose"
    if ask.items & passwords(file):
        return "unreadable"
    return Yes(frozenset())


def kept_items(name: str, record: Record, rule: Keep) -> set[str]:
    """What one retention rule keeps, by full names."""
    return {f"{name}.{ref}" if ref in record.items.contents else ref for ref in rule.items}


# ---- what becomes of a record


class Life(NamedTuple):
    """What a record's life was, by names."""

    kind: str
    who: str
    items: frozenset[str]
    collected: datetime
    events: dict[str, datetime]
    ended: datetime | None


def over(file: PolicyFile, life: Life) -> datetime | None:
    """The moment from which a record is over by time alone."""
    zone = ZoneInfo(file.service.time_zone)
    ends = file.records[life.kind].ends
    first = life.collected if ends.from_ in ("collected", "last-use") else None
    start = life.events.get(ends.from_, first)
    if ends.after is None or start is None or any(name in life.events for name in ends.unless):
        return None
    return datetime.combine(destroyed_from(event_day(start, zone), ends.after), datetime.min.time(), zone)


def event_day(start: datetime, zone: ZoneInfo) -> date:
    """The day that a period does not count: the one before where it starts at a midnight (Civil Act §157, proviso)."""
    local = start.astimezone(zone)
    return (
        (local - timedelta(days=1)).date()
        if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)
        else local.date()
    )


def end_of(file: PolicyFile, life: Life, now: datetime, leaving: bool = False) -> datetime | None:
    """When a record ended, as far as is known now: by an event, by time or by its subject's leaving, whichever came
    first."""
    found = [life.ended] if life.ended is not None else []
    by_time = over(file, life)
    if by_time is not None and by_time <= now:
        found.append(by_time)
    if leaving and file.records[life.kind].leaving == "ends":
        found.append(now)
    return min(found, default=None)


def last_days(file: PolicyFile, life: Life, ended: datetime) -> dict[str, date]:
    """For each item that a rule keeps, the last day on which the longest of them keeps it."""
    zone = ZoneInfo(file.service.time_zone)
    record = file.records[life.kind]
    last: dict[str, date] = {}
    for rule in record.keep:
        if rule.only and life.who not in rule.only:
            continue
        if rule.once and not any(name in life.events for name in rule.once):
            continue
        starts = {"ended": ended, "collected": life.collected}
        start = starts.get(rule.from_) or life.events.get(rule.from_) or ended
        until = due(event_day(start, zone), rule.for_)
        for item in kept_items(life.kind, record, rule) & life.items:
            last[item] = max(last.get(item, date.min), until)
    return last


def still_kept(last: dict[str, date], now: datetime, file: PolicyFile) -> dict[str, date]:
    """Those of them whose last day is not over."""
    today = now.astimezone(ZoneInfo(file.service.time_zone)).date()
    return {item: day for item, day in last.items() if day > today - timedelta(days=1)}
