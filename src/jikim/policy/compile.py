"""compile: a checked policy file becomes tables of integers that `decide` looks things up in.

Everything a decision needs is worked out here once: which items a purpose may read of a record kind, which consents that
needs, what a channel may bring, what each recipient and processor may get. Items, purposes and consent clauses have permanent
numbers (`numbers`), so masks stored under an older version keep their meaning. A consent clause is a purpose, or a recipient,
*with its items*: changing the items makes another clause, which nobody has consented to yet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from jikim.policy.model import (
    Basis,
    ChannelKind,
    ItemType,
    Keep,
    PolicyFile,
    Record,
    SubjectKind,
    Under,
)
from jikim.policy.numbers import Numbers, Space

_Number = Callable[[Space, str], int]

# A condition on a subject's live consents, in conjunctive form: each group must contain one that is given.
Needs = tuple[tuple[int, ...], ...]

SUBJECT_KINDS: dict[SubjectKind, int] = {SubjectKind.MEMBER: 1, SubjectKind.CORPORATE: 2, SubjectKind.GUEST: 3}

# Events that happen to every record, whatever its policy declares.
BUILT_IN_EVENTS = ("collected", "ended", "left", "consent-withdrawn")


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
    `supplied` says that a partner brings it, who must be named.
    """

    required: int
    allowed: int
    free: int
    asking: Mapping[int, tuple[int, ...]]
    clause: str
    supplied: bool = False


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
    ending: frozenset[int]
    events: Mapping[str, int]
    finishes: bool
    single: bool
    unique: int
    lookup: int
    consent_only: Needs
    needs_purposes: tuple[int, ...]


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
    unreadable: int

    def number(self, space: Space, name: str) -> int | None:
        """The permanent number of a name that this version declares, or None."""
        return self.numbers.of(space, name) if name in self.declared.get(space, frozenset()) else None

    def name(self, space: Space, number: int) -> str:
        """The name behind a number, of this or an older version."""
        return self._names[space].get(number, f"#{number}")

    def clause(self, mechanism: str) -> str:
        """The promise behind a mechanism (`frozen` → `7.4a`), or the mechanism's own name where the file gives none."""
        return self.file.clauses.get(mechanism, mechanism)

    @cached_property
    def digest_hex(self) -> str:
        """The digest as ledger entries write it."""
        return self.digest.hex()

    @cached_property
    def _names(self) -> dict[Space, dict[int, str]]:
        spaces: tuple[Space, ...] = (
            "item", "purpose", "archive", "consent", "record", "event", "rule", "recipient", "processor", "channel", "partner",
        )  # fmt: skip
        return {space: self.numbers.names(space) for space in spaces}

    @cached_property
    def declared(self) -> dict[Space, frozenset[str]]:
        """What this version declares, apart from what older ones did."""
        file = self.file
        return {
            "item": frozenset(_item_names(file)),
            "purpose": frozenset(file.purposes),
            "archive": frozenset(file.archive.purposes),
            "consent": frozenset(self.consents),
            "record": frozenset(file.records),
            "event": frozenset(_event_names(file)),
            "recipient": frozenset(file.recipients),
            "processor": frozenset(file.processors),
            "channel": frozenset(file.channels),
            "partner": frozenset(file.partners),
        }

    @cached_property
    def purpose_consents(self) -> dict[str, int]:
        """Purpose name to the number of its consent clause in this version."""
        return {
            name: self.consents[_purpose_clause(name, purpose.items)]
            for name, purpose in self.file.purposes.items()
            if purpose.basis is Basis.CONSENT
        }

    @cached_property
    def recipient_consents(self) -> dict[str, int]:
        """`recipient/purpose` to the number of its consent clause in this version."""
        return {
            f"{name}/{purpose}": self.consents[_recipient_clause(name, purpose, recipient.items)]
            for name, recipient in self.file.recipients.items()
            if recipient.under is Under.CONSENT
            for purpose in recipient.purposes
        }


def _purpose_clause(name: str, items: Iterable[str]) -> str:
    return f"use:{name}:{','.join(sorted(items))}"


def _recipient_clause(name: str, purpose: str, items: Iterable[str]) -> str:
    return f"provide:{name}:{purpose}:{','.join(sorted(items))}"


def _contents_name(record: str, ref: str, file: PolicyFile) -> str:
    """A reference inside a record kind, in full."""
    if ref in file.records[record].items.contents:
        return f"{record}.{ref}"
    return ref


def _item_names(file: PolicyFile) -> list[str]:
    names = list(file.items)
    names += [f"{record}.{name}" for record, kind in file.records.items() for name in kind.items.contents]
    return names


def _event_names(file: PolicyFile) -> list[str]:
    names = list(BUILT_IN_EVENTS)
    for kind in file.records.values():
        for name in (*kind.events, *kind.ends.on, kind.ends.from_, *(rule.from_ for rule in kind.keep)):
            if name not in names:
                names.append(name)
    return names


def _wanted(file: PolicyFile) -> list[tuple[Space, str]]:
    wanted: list[tuple[Space, str]] = [("item", name) for name in _item_names(file)]
    wanted += [("purpose", name) for name in file.purposes]
    wanted += [("archive", name) for name in file.archive.purposes]
    wanted += [("record", name) for name in file.records]
    wanted += [("event", name) for name in _event_names(file)]
    wanted += [("channel", name) for name in file.channels]
    wanted += [("partner", name) for name in file.partners]
    wanted += [("recipient", name) for name in file.recipients]
    wanted += [("processor", name) for name in file.processors]
    wanted += [
        ("consent", _purpose_clause(name, purpose.items))
        for name, purpose in file.purposes.items()
        if purpose.basis is Basis.CONSENT
    ]
    wanted += [
        ("consent", _recipient_clause(name, purpose, recipient.items))
        for name, recipient in file.recipients.items()
        if recipient.under is Under.CONSENT
        for purpose in recipient.purposes
    ]
    wanted += [("rule", _rule_name(name, rule)) for name, kind in file.records.items() for rule in kind.keep]
    return wanted


def _rule_name(record: str, rule: Keep) -> str:
    """A retention rule is its terms: other terms make another rule, so a resting part keeps the one it was kept under."""
    only = ",".join(sorted(rule.only))
    return f"{record}:{rule.because}:{rule.for_}:{rule.from_}:{rule.purpose}:{','.join(sorted(rule.items))}:{only}"


def digest_of(file: PolicyFile) -> bytes:
    """SHA-256 of the file's canonical JSON, 32 bytes: comments and layout do not change it."""
    return hashlib.sha256(file.model_dump_json(by_alias=True).encode()).digest()


def compile_policy(file: PolicyFile, numbers: Numbers | None = None) -> Policy:
    """Compiles a file that `check` found no error in. `numbers` is the store's registry; the result's is grown from it."""
    grown = (numbers or Numbers()).grown(_wanted(file))

    def number(space: Space, name: str) -> int:
        found = grown.of(space, name)
        if found is None:
            raise KeyError(f"{space} {name}")
        return found

    records = {name: _record(file, name, number) for name in file.records}
    reading: dict[tuple[int, int], Reading] = {}
    for purpose_name, purpose in file.purposes.items():
        needs: Needs = ()
        if purpose.basis is Basis.CONSENT:
            needs = ((number("consent", _purpose_clause(purpose_name, purpose.items)),),)
        for rules in records.values():
            if purpose_name not in rules.record.for_:
                continue
            items = mask_of(number("item", ref) for ref in purpose.items) & rules.items
            reading[number("purpose", purpose_name), rules.number] = Reading(
                items, needs, purpose.clause or f"purposes.{purpose_name}", purpose.reason, purpose.aggregate
            )
    policy_types: dict[int, ItemType] = {number("item", name): item.type for name, item in file.items.items()}
    for name, kind in file.records.items():
        for contents in kind.items.contents:
            policy_types[number("item", f"{name}.{contents}")] = ItemType.TEXT
    return Policy(
        file=file,
        digest=digest_of(file),
        numbers=grown,
        zone=ZoneInfo(file.service.time_zone),
        records=records,
        by_number={rules.number: rules for rules in records.values()},
        reading=reading,
        bringing=_bringing(file, records, reading, number),
        providing=_providing(file, records, number),
        entrusting=_entrusting(file, records, number),
        supplying={
            (number("partner", name), number("record", record)): mask_of(number("item", ref) for ref in partner.items)
            for name, partner in file.partners.items()
            for record in partner.records
        },
        consents={name: number("consent", name) for space, name in _wanted(file) if space == "consent"},
        types=policy_types,
        refused=frozenset(file.refuse.types),
        # INVARIANT: a password is checked, never read (clause 10.1), whatever a purpose lists.
        unreadable=mask_of(found for found, kind in policy_types.items() if kind is ItemType.PASSWORD),
    )


def _record(file: PolicyFile, name: str, number: _Number) -> RecordRules:
    kind = file.records[name]
    clause = kind.clause or f"records.{name}"
    names = {item: number("item", item) for item in (*kind.items.required, *kind.items.optional)}
    contents = {item: number("item", f"{name}.{item}") for item in kind.items.contents}
    every = mask_of(names.values()) | mask_of(contents.values())
    consented = tuple(
        number("consent", _purpose_clause(purpose, file.purposes[purpose].items))
        for purpose in kind.for_
        if file.purposes[purpose].basis is Basis.CONSENT
    )
    all_by_consent = len(consented) == len(kind.for_)
    rules = []
    for index, rule in enumerate(kind.keep):
        rules.append(
            KeepRule(
                number=number("rule", _rule_name(name, rule)),
                items=mask_of(number("item", _contents_name(name, ref, file)) for ref in rule.items) & every,
                keep=rule,
                clause=rule.clause or f"records.{name}.keep.{index}",
                from_event=number("event", rule.from_),
                subjects=frozenset(SUBJECT_KINDS[who] for who in (rule.only or kind.of)),
                purpose=number("archive", rule.purpose),
            )
        )
    return RecordRules(
        name=name,
        number=number("record", name),
        record=kind,
        clause=clause,
        items=every,
        required=mask_of(names[item] for item in kind.items.required),
        spoken={found: item for item, found in (*names.items(), *contents.items())},
        names={**names, **contents, **{f"{name}.{item}": found for item, found in contents.items()}},
        keep=tuple(rules),
        ending=frozenset(number("event", event) for event in kind.ends.on),
        events={
            event: number("event", event)
            for event in (*BUILT_IN_EVENTS, *kind.events, *kind.ends.on, kind.ends.from_, *(r.from_ for r in kind.keep))
        },
        finishes=kind.leaving == "finishes",
        single=kind.single,
        # A value is a person's own by the record that a person has once, the account: a second order may repeat it.
        unique=mask_of(found for item, found in names.items() if kind.single and file.items[item].unique),
        lookup=mask_of(found for item, found in names.items() if file.items[item].lookup or file.items[item].unique),
        consent_only=(consented,) if all_by_consent else (),
        needs_purposes=consented if all_by_consent else (),
    )


def _bringing(
    file: PolicyFile,
    records: Mapping[str, RecordRules],
    reading: Mapping[tuple[int, int], Reading],
    number: _Number,
) -> dict[tuple[int, int, int], Bringing]:
    table: dict[tuple[int, int, int], Bringing] = {}
    for rules in records.values():
        free, asking = 0, dict[int, list[int]]()
        for purpose in rules.record.for_:
            read = reading[number("purpose", purpose), rules.number]
            if not read.needs:
                free |= read.items
            else:
                for item in numbers_of(read.items):
                    asking.setdefault(item, []).append(read.needs[0][0])
        for via in rules.record.via:
            channel = file.channels[via]
            allowed = (
                mask_of(number("item", _contents_name(rules.name, ref, file)) for ref in channel.items) & rules.items
            )
            # What a purpose needs nobody's consent for is free; the rest is taken only with a consent that covers it.
            # An item that no purpose reads is never taken.
            allowed &= free | mask_of(asking)
            for who in rules.record.of:
                table[number("channel", via), rules.number, SUBJECT_KINDS[who]] = Bringing(
                    required=rules.required,
                    allowed=allowed,
                    free=free,
                    asking={item: tuple(given) for item, given in asking.items() if not free >> item & 1},
                    clause=channel.clause or f"channels.{via}",
                    supplied=channel.kind is ChannelKind.PARTNER,
                )
    return table


def _providing(
    file: PolicyFile, records: Mapping[str, RecordRules], number: _Number
) -> dict[tuple[int, int, int], Handing]:
    table: dict[tuple[int, int, int], Handing] = {}
    for name, recipient in file.recipients.items():
        items = mask_of(number("item", ref) for ref in recipient.items)
        for record in recipient.records:
            rules = records[record]
            for purpose in recipient.purposes:
                needs: Needs = ()
                if recipient.under is Under.CONSENT:
                    needs = ((number("consent", _recipient_clause(name, purpose, recipient.items)),),)
                table[number("recipient", name), number("purpose", purpose), rules.number] = Handing(
                    items=items & rules.items,
                    needs=needs,
                    clause=recipient.clause or f"recipients.{name}",
                    ground=recipient.under,
                    until_withdrawal=recipient.under is Under.CONSENT,
                )
    return table


def _entrusting(
    file: PolicyFile, records: Mapping[str, RecordRules], number: _Number
) -> dict[tuple[int, int, int], Handing]:
    table: dict[tuple[int, int, int], Handing] = {}
    for name, processor in file.processors.items():
        items = mask_of(number("item", ref) for ref in processor.items)
        for record in processor.records:
            rules = records[record]
            for purpose in processor.purposes:
                if purpose not in rules.record.for_:
                    continue
                needs: Needs = ()
                if file.purposes[purpose].basis is Basis.CONSENT:
                    needs = ((number("consent", _purpose_clause(purpose, file.purposes[purpose].items)),),)
                table[number("processor", name), number("purpose", purpose), rules.number] = Handing(
                    items=items & mask_of(number("item", ref) for ref in file.purposes[purpose].items) & rules.items,
                    needs=needs,
                    clause=processor.clause or f"processors.{name}",
                    ground="task",
                    until_withdrawal="withdrawal" in processor.until,
                )
    return table
