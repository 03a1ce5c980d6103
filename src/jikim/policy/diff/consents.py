"""What a new version asks people for, and what it leaves without a basis.

A question is a consent that the new version rests on and that nobody, or not everybody, has given yet: a purpose or a
recipient that is new, or of which something is another that people were told when they agreed (PIPA §15(2), §17(2)):
who gets it, what for, which items, of which records, for how long, in which country. Until a person has answered, the
version that their data was given under goes on serving it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from jikim.policy.compiled import Policy, RecordRules
from jikim.policy.identity import same, same_items
from jikim.policy.model import Basis, Language, PolicyFile, SubjectKind, Under
from jikim.policy.render.voice import Voice

Why = Literal["new", "receiver", "purpose", "items", "records", "longer", "country"]
WHY: dict[Why, tuple[str, str]] = {
    "new": ("새로 구하는 동의입니다", "a consent that was not asked for before"),
    "receiver": ("제공받는 자가 변경되어 동의를 다시 요청합니다", "asked again, because another company gets it"),
    "purpose": ("이용 목적이 변경되어 동의를 다시 요청합니다", "asked again, because it is for another purpose"),
    "items": ("이용 항목이 변경되어 동의를 다시 요청합니다", "asked again, because its items are other ones"),
    "records": ("이용하는 기록이 늘어 동의를 다시 요청합니다", "asked again, because it covers further records"),
    "longer": ("보유 기간이 늘어 동의를 다시 요청합니다", "asked again, because what it covers is kept for longer"),
    "country": ("이전 국가가 변경되어 동의를 다시 요청합니다", "asked again, because the data goes to another country"),
}


class Question(NamedTuple):
    """A consent to be asked for: by its name (`marketing.ads`, `acme/marketing.ads`), of whom, why, and which items it
    was and is about."""

    name: str
    why: Why
    kinds: tuple[SubjectKind, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]

    def label(self, file: PolicyFile, language: Language) -> str:
        """The purpose, or the recipient and its purpose, in words."""
        voice = Voice(file, language)
        to, _, purpose = self.name.rpartition("/")
        return f"{voice.text(file.recipients[to].label)} · {voice.purpose(purpose)}" if to else voice.purpose(purpose)


class Crossing(NamedTuple):
    """The numbers of what changes for whoever is taken from one version to another; the store's statement carries it
    out."""

    gone: tuple[int, ...]  # record kinds that are no longer declared
    trimmed: tuple[tuple[int, int], ...]  # record kind, and the mask of items that it no longer declares
    retimed: tuple[int, ...]  # record kinds that another time ends
    lapsed: tuple[int, ...]  # consents that the new version does not know
    by_consent: tuple[int, ...]  # record kinds that live by a consent alone


class Undeclared(NamedTuple):
    """What the new version no longer declares, by name."""

    records: tuple[str, ...]
    items: tuple[tuple[str, tuple[str, ...]], ...]
    rules: tuple[tuple[str, str], ...]
    purposes: tuple[str, ...]


def questions(old: PolicyFile, new: PolicyFile) -> tuple[Question, ...]:
    """What a person who is served by the old version is asked before the new one serves them."""
    found: list[Question] = []
    longer, abroad = _longer_by_consent(old, new), _newly_abroad(old, new)
    for name, purpose in new.purposes.items():
        covered = _covered(new, name)
        kinds = _kinds(new, covered)
        if purpose.basis is not Basis.CONSENT or not kinds:
            continue
        was = old.purposes.get(name)
        if was is None or was.basis is not Basis.CONSENT:
            found.append(Question(name, "new", kinds, (), purpose.items))
            continue
        asks: dict[Why, bool] = {
            "purpose": not same(name, was, purpose),
            "items": not same_items(old, was.items, new, purpose.items),
            "records": bool(covered - _covered(old, name)),
            "longer": name in longer,
            "country": name in abroad,
        }
        found += [Question(name, why, kinds, was.items, purpose.items) for why, asked in asks.items() if asked][:1]
    for to, recipient in new.recipients.items():
        kinds = _kinds(new, (kind for kind in recipient.records if kind in new.records))
        if recipient.under is not Under.CONSENT or not kinds:
            continue
        before = old.recipients.get(to)
        for name in recipient.purposes:
            if before is None or before.under is not Under.CONSENT or name not in before.purposes:
                found.append(Question(f"{to}/{name}", "new", kinds, (), recipient.items))
                continue
            asks = {
                "receiver": not same(to, before, recipient),
                "purpose": not same(name, old.purposes[name], new.purposes[name]),
                "items": not same_items(old, before.items, new, recipient.items),
                "records": bool(set(recipient.records) - set(before.records)),
                "longer": before.until != recipient.until,
                "country": before.country != recipient.country,
            }
            found += [
                Question(f"{to}/{name}", why, kinds, before.items, recipient.items)
                for why, asked in asks.items()
                if asked
            ][:1]
    return tuple(found)


def _covered(file: PolicyFile, purpose: str) -> set[str]:
    """The record kinds that are there for a purpose."""
    return {kind for kind, record in file.records.items() if purpose in record.for_}


def _kinds(file: PolicyFile, records: Iterable[str]) -> tuple[SubjectKind, ...]:
    held = {kind for name in records for kind in file.records[name].of}
    return tuple(kind for kind in dict.fromkeys((*SubjectKind, *sorted(held))) if kind in held)


def _longer_by_consent(old: PolicyFile, new: PolicyFile) -> set[str]:
    """Purposes whose consent was given to a shorter time: of records that live by consents alone and are now held
    longer."""
    found: set[str] = set()
    for name, record in new.records.items():
        was = old.records.get(name)
        if was is None or any(new.purposes[purpose].basis is not Basis.CONSENT for purpose in record.for_):
            continue
        kept = {(rule.because, rule.purpose, *sorted(rule.only)): rule.for_.approximate_days() for rule in was.keep}
        longer = any(
            rule.because == "own-promise"
            and rule.for_.approximate_days() > kept.get((rule.because, rule.purpose, *sorted(rule.only)), 0.0)
            for rule in record.keep
        )
        before, after = was.ends.after, record.ends.after
        timed = before is not None and (
            after is None
            or after.approximate_days() > before.approximate_days()
            or not set(record.ends.unless) <= set(was.ends.unless)
        )
        if longer or timed:
            found |= set(record.for_)
    return found


def _newly_abroad(old: PolicyFile, new: PolicyFile) -> set[str]:
    """Purposes for which a processor takes data to a country on the ground of consent, and did not so before."""

    def taken(file: PolicyFile) -> set[tuple[str, str, str]]:
        return {
            (name, purpose, country or "")
            for name, processor in file.processors.items()
            if processor.abroad is not None and processor.abroad.ground == "consent"
            for purpose in processor.purposes
            for country in (processor.country, *processor.further)
        }

    return {purpose for _, purpose, country in taken(new) - taken(old) if country != new.service.country}


def undeclared(old: PolicyFile, new: PolicyFile) -> Undeclared:
    """What loses its basis: it is destroyed, or rests where a rule that it was given under keeps it."""
    return Undeclared(
        records=tuple(name for name in old.records if name not in new.records),
        items=tuple(
            (name, gone)
            for name, record in old.records.items()
            if name in new.records
            and (gone := tuple(item for item in _items(record) if item not in _items(new.records[name])))
        ),
        rules=tuple(
            (name, rule.because)
            for name, record in old.records.items()
            for rule in record.keep
            if name in new.records
            and (rule.because, rule.purpose) not in {(r.because, r.purpose) for r in new.records[name].keep}
        ),
        purposes=tuple(name for name in old.purposes if name not in new.purposes),
    )


def _items(record: object) -> tuple[str, ...]:
    items = record.items  # type: ignore[attr-defined]
    return (*items.names, *items.contents)


def crossing(old: Policy, new: Policy) -> Crossing:
    """The same in numbers, of two compiled versions that share a registry."""
    was = {rules.number: rules for rules in old.records.values()}
    now = {rules.number: rules for rules in new.records.values()}
    kept = set(new.consents.values())
    return Crossing(
        gone=tuple(sorted(was.keys() - now.keys())),
        trimmed=tuple(
            (number, dropped)
            for number, rules in sorted(was.items())
            if number in now and (dropped := rules.items & ~now[number].items)
        ),
        retimed=tuple(
            sorted(number for number, rules in was.items() if number in now and _timed(rules) != _timed(now[number]))
        ),
        lapsed=tuple(sorted(number for number in old.consents.values() if number not in kept)),
        by_consent=tuple(sorted(number for number, rules in now.items() if rules.consent_only)),
    )


def _timed(rules: RecordRules) -> tuple[str, str, frozenset[str]]:
    ends = rules.record.ends
    return str(ends.after), ends.from_, frozenset(ends.unless)


def asked_numbers(old: Policy, new: Policy) -> list[tuple[str, int, int, int]]:
    """Each question as the store keeps it: name, the new consent's number, the number of the older one (0: none was
    asked), the kind of person."""
    rows: list[tuple[str, int, int, int]] = []
    for one in questions(old.file, new.file):
        table, before = (
            (new.recipient_consents, old.recipient_consents)
            if "/" in one.name
            else (new.purpose_consents, old.purpose_consents)
        )
        had = 0 if one.why == "new" else before[one.name]
        rows += [(one.name, table[one.name], had, new.people[kind]) for kind in one.kinds]
    return rows
