"""compiled: what a policy is once it runs, tables of integers and the names behind them. Made by `compile` alone; it
works nothing out.

A set of numbers is an integer whose bits they are (a mask); a consent clause's name holds its items, so that other
items make another clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from jikim.policy.identity import identity, key_of, purpose_clause, recipient_clause
from jikim.policy.model import BUILT_IN_EVENTS, Basis, ItemType, Keep, PolicyFile, Raiser, Record, SubjectKind, Under
from jikim.policy.model.what import ChannelKind
from jikim.policy.numbers import SPACES, Numbers, Space
from jikim.policy.people import is_guest

# A condition on a subject's live consents, in conjunctive form: each group must contain one that is given.
Needs = tuple[tuple[int, ...], ...]

# Of what kinds another label is another one (`identity`).
KNOWN_BY_LABEL: tuple[Space, ...] = ("purpose", "recipient", "processor", "partner")


# From which a time begins anew whenever a record's person uses the service; before they first do, from its collection.
LAST_USE = "last-use"


def mask_of(numbers: Iterable[int]) -> int:
    """A set of numbers as a mask."""
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def numbers_of(mask: int) -> tuple[int, ...]:
    """A mask's numbers, ascending."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one purpose may read of one record kind."""

    items: int
    needs: Needs
    clause: str
    reason: bool
    aggregate: bool


@dataclass(frozen=True, slots=True)
class Bringing:
    """What one channel may bring of one record kind, for one kind of subject.

    `free` items have a purpose that asks no consent; `asking` maps each other item to the consents that would admit it.
    `by` says whose door the channel is: a person's own, a handler's, a partner's, who must be named.
    """

    required: int
    allowed: int
    free: int
    asking: Mapping[int, tuple[int, ...]]
    clause: str
    by: ChannelKind = ChannelKind.SELF
    one_of: tuple[int, ...] = ()  # of each of these sets one at least
    together: tuple[int, ...] = ()  # of each of these sets all, once one is given

    @property
    def supplied(self) -> bool:
        return self.by is ChannelKind.PARTNER

    @property
    def least(self) -> int:
        """The fewest items of which a record is taken: of each set that asks for one, the first that this channel brings."""
        found = self.required
        for group in self.one_of:
            brought = group & self.allowed or group
            found |= 0 if group & found else brought & -brought
        return found


@dataclass(frozen=True, slots=True)
class Handing:
    """What one recipient or processor may get of one record kind for one purpose."""

    items: int
    needs: Needs
    clause: str
    ground: str
    until_withdrawal: bool


@dataclass(frozen=True, slots=True)
class KeepRule:
    """One retention rule of a record kind."""

    number: int
    items: int
    keep: Keep
    clause: str
    from_event: int
    once: frozenset[int]
    subjects: frozenset[int]
    purpose: int


@dataclass(frozen=True, slots=True)
class RecordRules:
    """A record kind, compiled."""

    name: str
    number: int
    record: Record
    clause: str
    items: int
    required: int
    names: Mapping[str, int]
    spoken: Mapping[int, str]
    keep: tuple[KeepRule, ...]
    ending: Mapping[int, frozenset[Raiser]]  # the events that end it, and who records each
    events: Mapping[str, int]
    finishes: bool
    single: bool
    unique: int
    lookup: int
    pairs: tuple[tuple[int, int], ...]  # a name and a telephone number by which, together, its person is found
    address: int  # of a record of signing in: the address by which one is held against another's; 0: it is none
    consent_only: Needs
    needs_purposes: tuple[int, ...]
    files: frozenset[int]


@dataclass(frozen=True)
class Policy:
    """A policy that runs. Made by `compile_policy` only; frozen; `digest` names it in every ledger entry."""

    file: PolicyFile
    digest: bytes
    numbers: Numbers
    zone: ZoneInfo
    records: Mapping[str, RecordRules]
    by_number: Mapping[int, RecordRules]
    reading: Mapping[tuple[int, int], Reading]
    bringing: Mapping[tuple[int, int, int], Bringing]
    providing: Mapping[tuple[int, int, int], Handing]
    entrusting: Mapping[tuple[int, int, int], Handing]
    supplying: Mapping[tuple[int, int], int]
    consents: Mapping[str, int]
    types: Mapping[int, ItemType]
    refused: frozenset[ItemType]
    never: frozenset[ItemType]  # the numbers that no value holds but an item's own of that type
    unreadable: int
    of_office: int  # what the office writes in people's records

    def number(self, space: Space, name: str) -> int | None:
        """The permanent number of a name that this version declares, or None."""
        return self._numbered.get(space, {}).get(name)

    def meant(self, space: Space, name: str, by: Policy) -> int | None:
        """The number of a name that a caller uses as the version in force (`by`) means it.

        INVARIANT: where both versions declare the name and mean another one by it, none is found: what goes to a
        company by its name never goes to the one that bore the name before, nor the other way.
        """
        number = self._numbered.get(space, {}).get(name)
        return number if by is self or by._numbered.get(space, {}).get(name, number) == number else None

    def name(self, space: Space, number: int) -> str:
        """The name behind a number, of this or an older version; where this version means another one by the name, with
        its place: `carrier#1`."""
        return self._names[space].get(number, f"#{number}")

    def declares(self, space: Space, number: int) -> bool:
        """Whether this version declares what stands behind a number."""
        return number in self._declared_numbers.get(space, frozenset())

    def known(self, space: Space, name: str) -> int | None:
        """The number behind a name as `name` writes it, of this or an older version."""
        return next(iter(self.bearing(space, name)), None)

    def bearing(self, space: Space, name: str) -> tuple[int, ...]:
        """Every number that `name` writes so: several where this version declares none of them."""
        return tuple(number for number, one in self._names[space].items() if one == name)

    def every(self, space: Space) -> Mapping[int, str]:
        """Whatever this or an older version declared in a space: number and name, as `name` writes it."""
        return self._names[space]

    def handle(self, space: Space, name: str) -> str:
        """The name for ever of what this version means by a name: settings and sealed papers are filed under it."""
        number = self.number(space, name)
        return name if number is None else self.numbers.handle(space, number)

    def sign_ins(self, kind: str | None = None) -> RecordRules | None:
        """The record of signing in that this policy keeps, or keeps of people of a kind; None where it keeps none."""
        kept = (rules for rules in self.records.values() if rules.address)
        return next((rules for rules in kept if kind is None or kind in rules.record.of), None)

    @cached_property
    def by_last_use(self) -> tuple[RecordRules, ...]:
        """The kinds whose time is counted from their person's last use of the service."""
        return tuple(
            rules
            for rules in self.records.values()
            if rules.record.ends.after is not None and rules.record.ends.from_ == LAST_USE
        )

    @cached_property
    def people(self) -> Mapping[str, int]:
        """The kinds of people of this and older versions, each with its number."""
        return self.numbers.table["people"]

    @cached_property
    def people_named(self) -> Mapping[int, str]:
        """The same by number."""
        return {number: name for name, number in self.people.items()}

    @cached_property
    def guests(self) -> frozenset[int]:
        """The numbers of those who come without an account."""
        return frozenset(number for name, number in self.people.items() if is_guest(name))

    def clause(self, mechanism: str) -> str:
        """The promise behind a mechanism (`frozen` → `7.4a`), or the mechanism's own name where the file gives none."""
        return self.file.clauses.get(mechanism, mechanism)

    @cached_property
    def digest_hex(self) -> str:
        """The digest as ledger entries write it."""
        return self.digest.hex()

    @cached_property
    def facts(self) -> dict[tuple[str, str, int, int, bool], str]:
        """What ledger entries said of asks by this policy (`verbs.house.fact_text`)."""
        return {}

    @cached_property
    def sinks(self) -> dict[tuple[str, str, int], dict[str, frozenset[str]]]:
        """Where values may be handed out, as it was worked out already (`policy.sinks`)."""
        return {}

    @cached_property
    def _names(self) -> dict[Space, dict[int, str]]:
        found = {space: self.numbers.names(space) for space in SPACES}
        for space in KNOWN_BY_LABEL:
            declared = self._numbered[space]
            for number, name in found[space].items():
                key = key_of(name)
                here = declared.get(key) in (None, number)
                handle = self.numbers.handle(space, number)
                found[space][number] = key if here else handle if "#" in handle else f"{key}#1"
        return found

    @cached_property
    def _declared_numbers(self) -> dict[Space, frozenset[int]]:
        return {space: frozenset(names.values()) for space, names in self._numbered.items()}

    @cached_property
    def _numbered(self) -> dict[Space, dict[str, int]]:
        known = known_names(self.file)
        return {
            space: {name: self.numbers.table[space][known.get(space, {}).get(name, name)] for name in names}
            for space, names in self.declared.items()
        }

    @cached_property
    def declared(self) -> dict[Space, frozenset[str]]:
        """What this version declares, apart from what older ones did."""
        file = self.file
        return {
            "item": frozenset(item_names(file)),
            "purpose": frozenset(file.purposes),
            "archive": frozenset(file.archive.purposes),
            "consent": frozenset(self.consents),
            "record": frozenset(file.records),
            "event": frozenset(event_names(file)),
            "recipient": frozenset(file.recipients),
            "processor": frozenset(file.processors),
            "channel": frozenset(file.channels),
            "partner": frozenset(file.partners),
            "system": frozenset(file.systems),
            "people": frozenset(people_of(file)),
            "rule": frozenset(rule_name(name, keep) for name, kind in file.records.items() for keep in kind.keep),
        }

    @cached_property
    def purpose_consents(self) -> dict[str, int]:
        """Purpose name to the number of its consent clause in this version."""
        return {
            name: self.consents[purpose_clause(self.file, name)]
            for name, purpose in self.file.purposes.items()
            if purpose.basis is Basis.CONSENT
        }

    @cached_property
    def recipient_consents(self) -> dict[str, int]:
        """`recipient/purpose` to the number of its consent clause in this version."""
        return {
            f"{name}/{purpose}": self.consents[recipient_clause(self.file, name, purpose)]
            for name, recipient in self.file.recipients.items()
            if recipient.under is Under.CONSENT
            for purpose in recipient.purposes
        }


def people_of(file: PolicyFile) -> list[str]:
    """The kinds of people that a version covers, after those that every version knows."""
    named = (
        who for who in (*SubjectKind, *file.service.covers, *(one for kind in file.records.values() for one in kind.of))
    )
    return list(dict.fromkeys(who.value for who in named))


def rule_name(record: str, rule: Keep) -> str:
    """A retention rule is its terms: other terms make another rule, so a resting part keeps the one it was kept under."""
    only, once = ",".join(sorted(rule.only)), ",".join(sorted(rule.once))
    terms = f"{record}:{rule.because}:{rule.for_}:{rule.from_}:{rule.purpose}:{','.join(sorted(rule.items))}:{only}"
    return f"{terms}:{once}" if once else terms


def known_names(file: PolicyFile) -> dict[Space, dict[str, str]]:
    """Of what people know by a label, the registry's name of each name of the file."""
    return {
        "purpose": {name: identity(name, one) for name, one in file.purposes.items()},
        "recipient": {name: identity(name, one) for name, one in file.recipients.items()},
        "processor": {name: identity(name, one) for name, one in file.processors.items()},
        "partner": {name: identity(name, one) for name, one in file.partners.items()},
    }


def contents_name(record: str, ref: str, file: PolicyFile) -> str:
    """A reference inside a record kind, in full."""
    if ref in file.records[record].items.contents:
        return f"{record}.{ref}"
    return ref


def item_names(file: PolicyFile) -> list[str]:
    names = list(file.items)
    names += [f"{record}.{name}" for record, kind in file.records.items() for name in kind.items.contents]
    return names


def of_ends(kind: Record) -> list[str]:
    """The events that a kind's end names: those that bring it, the one its time is counted from, and those that stop
    that time."""
    return [*kind.ends.on, kind.ends.from_, *kind.ends.unless]


def of_rules(kind: Record) -> list[str]:
    """The events that a kind's retention rules name."""
    return [name for rule in kind.keep for name in (rule.from_, *rule.once)]


def event_names(file: PolicyFile) -> list[str]:
    names = list(BUILT_IN_EVENTS)
    names += [event for one in file.processors.values() for event in one.recall if event not in names]
    for kind in file.records.values():
        for name in (*kind.events, *of_ends(kind), *of_rules(kind)):
            if name not in names:
                names.append(name)
    return names
