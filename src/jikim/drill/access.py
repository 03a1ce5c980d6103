"""Asking a house for planted values by its own verbs, for every purpose there is: what comes out, of what the policy
lets come out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from jikim.app import Jikim
from jikim.drill.account import Account
from jikim.drill.people import Value
from jikim.errors import DeniedError, KeyGoneError
from jikim.policy.ask import Actor
from jikim.policy.model import ItemType
from jikim.store.holding import Ref

_REASON = "a drill"


class Access:
    """Everything that a house may be asked for."""

    def __init__(self, jk: Jikim, account: Account, officer: str, second: str) -> None:
        self._jk = jk
        self._officer, self._second = jk.handler(officer, kind="officer"), jk.handler(second)
        self._consents = {someone.person.subject: someone.consents for someone in account.people}
        self._people = {someone.person.subject: someone.person for someone in account.people}

    def used(self, values: Iterable[Value]) -> tuple[set[str], set[str]]:
        """By `use`, for every purpose that reads the record: the marks that came out, and those that the policy lets
        out."""
        policy = self._jk.policy
        out, may = set[str](), set[str]()
        for ref, some in _by_record(values).items():
            rules = policy.records[ref.kind]
            said = []
            for name in rules.record.for_:
                number = policy.number("purpose", name)
                assert number is not None
                reading = policy.reading[number, rules.number]
                given = name not in policy.purpose_consents or name in self._consents[ref.subject]
                if reading.aggregate or not reading.items & ~policy.unreadable:
                    continue
                if given:
                    may |= {one.mark for one in some if reading.items >> one.item & 1 and not self.secret(one)}
                try:
                    said.append(repr(dict(self._jk.by(self._officer).use(ref, purpose=name, reason=_REASON))))
                except (DeniedError, KeyGoneError):
                    continue
            out |= _marks(said, some)
        return out, may

    def consulted(self, values: Iterable[Value]) -> tuple[set[str], set[str]]:
        """By `consult`, for every archive purpose of the record: the marks that came out, and those that a rule keeps."""
        policy = self._jk.policy
        out, may = set[str](), set[str]()
        for ref, some in _by_record(values).items():
            rules = policy.records[ref.kind]
            said = []
            for number in sorted({rule.purpose for rule in rules.keep}):
                items = 0
                for rule in rules.keep:
                    items |= rule.items if rule.purpose == number else 0
                may |= {one.mark for one in some if items >> one.item & 1 and not self.secret(one)}
                purpose = policy.name("archive", number)
                kinds = policy.file.archive.purposes[purpose].kinds
                try:
                    # A demand by law would need its statute: it is chosen where a policy lists no other kind, and then
                    # refused.
                    kind = min(kinds, key="demand-by-law".__eq__, default="")
                    self._approved(ref, purpose, kind)
                    got = self._jk.by(self._officer).consult(ref, purpose=purpose, reason=_REASON, reason_kind=kind)
                except (DeniedError, KeyGoneError):
                    continue
                said.append(repr(dict(got)))
            out |= _marks(said, some)
        return out, may

    def _approved(self, ref: Ref, purpose: str, kind: str) -> None:
        """Has a second person look first, where the policy shows the values to nobody alone."""
        if self._jk.policy.file.archive.purposes[purpose].second_person == "values":
            asked = self._jk.by(self._officer).ask_look(ref, purpose=purpose, reason=_REASON, reason_kind=kind)
            self._jk.by(self._second).decide_look(asked, True)

    def found(self, values: Iterable[Value]) -> tuple[int, int]:
        """By `find`: how many values find their person, of how many that people are found by."""
        found = asked = 0
        for value in values:
            if value.key is None:
                continue
            asked += 1
            name = self._jk.policy.name("item", value.item)
            found += value.ref.subject in {person.subject for person in self._jk.by(self._asker).find(name, value.key)}
        return found, asked

    def shown(self, subjects: Iterable[UUID]) -> tuple[int, int]:
        """By `show`: of how many people a value is shown, of how many."""
        shown = asked = 0
        for subject in subjects:
            asked += 1
            shown += any(card.values for card in self._jk.by(self._asker).show(subject).cards)
        return shown, asked

    def consents(self, subjects: Iterable[UUID]) -> tuple[int, int]:
        """Of how many people a consent stands, of how many."""
        standing = asked = 0
        for subject in subjects:
            asked += 1
            standing += bool(self._jk.by(self._asker).show(subject).consents)
        return standing, asked

    def secret(self, value: Value) -> bool:
        """Whether a value is kept as a hash, which nobody reads."""
        return self._jk.policy.types[value.item] is ItemType.PASSWORD

    @property
    def _asker(self) -> Actor:
        return self._jk.acting("system", "drill")


def _by_record(values: Iterable[Value]) -> dict[Ref, list[Value]]:
    found: defaultdict[Ref, list[Value]] = defaultdict(list)
    for value in values:
        found[value.ref].append(value)
    return found


def _marks(said: Iterable[str], values: Iterable[Value]) -> set[str]:
    every = "\n".join(said)
    # A file's content is bytes, whose repr escapes what is not ASCII.
    return {one.mark for one in values if one.mark in every or repr(one.mark.encode())[2:-1] in every}
