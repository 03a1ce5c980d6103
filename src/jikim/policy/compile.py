"""compile: a checked policy file becomes tables of integers that `decide` looks things up in.

Everything a decision needs is worked out here once: which items a purpose may read of a record kind, which consents
that needs, what a channel may bring, what each recipient and processor may get. Items, purposes and consent clauses
have permanent numbers (`numbers`), so masks stored under an older version keep their meaning. A consent clause is a
purpose, or a recipient, *with its items*, each as people know it (`identity`): other items, or another company, make
another clause, which nobody has consented to yet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from jikim.policy.compiled import (
    Bringing,
    Handing,
    KeepRule,
    Needs,
    Policy,
    Reading,
    RecordRules,
    contents_name,
    event_names,
    item_names,
    known_names,
    mask_of,
    numbers_of,
    of_ends,
    of_rules,
    people_of,
    rule_name,
)
from jikim.policy.identity import clauses_of, identity, purpose_clause, recipient_clause
from jikim.policy.model import (
    BUILT_IN_EVENTS,
    GUARDED,
    Basis,
    ChannelKind,
    ItemType,
    PolicyFile,
    PurposeKind,
    Record,
    SubjectKind,
    Under,
)
from jikim.policy.numbers import Numbers, Space

_Number = Callable[[Space, str], int]


def _wanted(file: PolicyFile) -> list[tuple[Space, str]]:
    wanted: list[tuple[Space, str]] = [("people", name) for name in people_of(file)]
    wanted += [("item", name) for name in item_names(file)]
    wanted += [("purpose", identity(name, one)) for name, one in file.purposes.items()]
    wanted += [("archive", name) for name in file.archive.purposes]
    wanted += [("record", name) for name in file.records]
    wanted += [("event", name) for name in event_names(file)]
    wanted += [("channel", name) for name in file.channels]
    wanted += [("partner", identity(name, one)) for name, one in file.partners.items()]
    wanted += [("recipient", identity(name, one)) for name, one in file.recipients.items()]
    wanted += [("processor", identity(name, one)) for name, one in file.processors.items()]
    wanted += [("system", name) for name in file.systems]
    wanted += [("consent", name) for name in clauses_of(file)]
    wanted += [("rule", rule_name(name, rule)) for name, kind in file.records.items() for rule in kind.keep]
    return wanted


def digest_of(file: PolicyFile) -> bytes:
    """SHA-256 of the file's canonical JSON, 32 bytes: comments and layout do not change it."""
    return hashlib.sha256(file.model_dump_json(by_alias=True).encode()).digest()


def compile_policy(file: PolicyFile, numbers: Numbers | None = None) -> Policy:
    """Compiles a file that `check` found no error in. `numbers` is the store's registry; the result's is grown from it."""
    grown = (numbers or Numbers()).grown(_wanted(file))

    known = known_names(file)

    def number(space: Space, name: str) -> int:
        found = grown.of(space, known.get(space, {}).get(name, name))
        if found is None:
            raise KeyError(f"{space} {name}")
        return found

    records = {name: _record(file, name, number) for name in file.records}
    guarded = mask_of(number("item", name) for name in file.guarded)
    identifiers = mask_of(number("item", name) for name in file.guarded if file.holds_identifier(name))
    resident = mask_of(number("item", n) for n, item in file.items.items() if item.type is ItemType.RESIDENT_NUMBER)
    reading: dict[tuple[int, int], Reading] = {}
    for purpose_name, purpose in file.purposes.items():
        needs: Needs = ()
        if purpose.basis is Basis.CONSENT:
            needs = ((number("consent", purpose_clause(file, purpose_name)),),)
        for rules in records.values():
            if purpose_name not in rules.record.for_:
                continue
            items = mask_of(number("item", ref) for ref in purpose.items) & rules.items
            # INVARIANT: what the law guards is read by a consent of its own or by a statute, whatever else a purpose
            # rests on; a resident number by a statute alone (PIPA §24-2). Under the GDPR alone what is sensitive is read by
            # a body of its own people (9(2)(d)), and in a substantial public interest (9(2)(g)).
            if purpose.basis is Basis.CONSENT:
                items &= ~resident
            elif (purpose.own_people or purpose.basis is Basis.SUBSTANTIAL_PUBLIC_INTEREST) and not file.korean:
                items &= ~identifiers
            elif purpose.basis is not Basis.LAW:
                items &= ~guarded
            reading[number("purpose", purpose_name), rules.number] = Reading(
                items,
                needs,
                purpose.clause or f"purposes.{purpose_name}",
                file.reason_asked(purpose),
                purpose.aggregate,
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
        consents={name: number("consent", name) for name in clauses_of(file)},
        types=policy_types,
        refused=frozenset(file.refuse.types),
        # INVARIANT: guarded data that an item holds is taken by that item alone, never in words.
        never=frozenset({*file.refuse.types, ItemType.CARD, *(GUARDED & set(policy_types.values()))}),
        # INVARIANT: a password is checked, never read (clause 10.1), whatever a purpose lists.
        unreadable=mask_of(found for found, kind in policy_types.items() if kind is ItemType.PASSWORD),
        of_office=mask_of(
            number("item", f"{record}.{name}")
            for record, kind in file.records.items()
            for name, part in kind.items.contents.items()
            if part.writer == "office"
        ),
    )


def _record(file: PolicyFile, name: str, number: _Number) -> RecordRules:
    kind = file.records[name]
    clause = kind.clause or f"records.{name}"
    names = {item: number("item", item) for item in kind.items.names}
    contents = {item: number("item", f"{name}.{item}") for item in kind.items.contents}
    every = mask_of(names.values()) | mask_of(contents.values())
    consented = tuple(
        number("consent", purpose_clause(file, purpose))
        for purpose in kind.for_
        if file.purposes[purpose].basis is Basis.CONSENT
    )
    all_by_consent = len(consented) == len(kind.for_)
    rules, address = [], _address(file, kind)
    for index, rule in enumerate(kind.keep):
        rules.append(
            KeepRule(
                number=number("rule", rule_name(name, rule)),
                items=mask_of(number("item", contents_name(name, ref, file)) for ref in rule.items) & every,
                keep=rule,
                clause=rule.clause or f"records.{name}.keep.{index}",
                from_event=number("event", rule.from_),
                once=frozenset(number("event", event) for event in rule.once),
                subjects=frozenset(number("people", who) for who in (rule.only or kind.of)),
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
        ending={number("event", event): frozenset(one.by) for event, one in kind.ends.on.items()},
        events={
            event: number("event", event) for event in (*BUILT_IN_EVENTS, *kind.events, *of_ends(kind), *of_rules(kind))
        },
        finishes=kind.leaving == "finishes",
        single=kind.single,
        # A value is a person's own by the record that a person has once, the account: a second order may repeat it.
        unique=mask_of(found for item, found in names.items() if kind.single and file.items[item].unique),
        lookup=mask_of(
            found
            for item, found in names.items()
            if file.items[item].lookup or file.items[item].unique or item == address
        ),
        pairs=tuple(
            (found, names[other])
            for item, found in names.items()
            for other in file.items[item].lookup_with
            if other in names
        ),
        address=names.get(address, 0),
        consent_only=(consented,) if all_by_consent else (),
        needs_purposes=consented if all_by_consent else (),
        files=frozenset(found for item, found in contents.items() if kind.items.contents[item].type == "file"),
    )


def _address(file: PolicyFile, kind: Record) -> str:
    """The address of a record of signing in: one that arises by itself and serves nothing but to stop abuse, and is asked
    of nobody (2.2). Empty for any other record."""
    alone = all(
        file.purposes[name].kind is PurposeKind.FRAUD_PREVENTION and file.purposes[name].basis is not Basis.CONSENT
        for name in kind.for_
    )
    by_itself = any(file.channels[name].kind is ChannelKind.AUTOMATIC for name in kind.via)
    of_type = {file.items[name].type: name for name in kind.items.required}
    if not alone or not by_itself or ItemType.ACCESS_LOG not in of_type:
        return ""
    return of_type.get(ItemType.IP_ADDRESS, "")


def _bringing(
    file: PolicyFile, records: Mapping[str, RecordRules], reading: Mapping[tuple[int, int], Reading], number: _Number
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
                mask_of(number("item", contents_name(rules.name, ref, file)) for ref in channel.items) & rules.items
            )
            # What a purpose needs nobody's consent for is free; the rest is taken only with a consent that covers it.
            # An item that no purpose reads is never taken.
            allowed &= free | mask_of(asking)
            for who in rules.record.of:
                needed, one_of, together = _cases(rules, via, who)
                table[number("channel", via), rules.number, number("people", who)] = Bringing(
                    required=rules.required | needed,
                    one_of=one_of,
                    together=together,
                    allowed=allowed,
                    free=free,
                    asking={item: tuple(given) for item, given in asking.items() if not free >> item & 1},
                    clause=channel.clause or f"channels.{via}",
                    by=channel.kind,
                )
    return table


def _cases(rules: RecordRules, via: str, who: SubjectKind) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    """Of the cases that hold for these people by this channel: what is required, of which sets one is, and what comes
    together."""
    needed, one_of, together = 0, list[int](), list[int]()
    for case in rules.record.items.cases.values():
        items = mask_of(rules.names[item] for item in case.items)
        if not case.holds(via, who):
            continue
        if case.need == "one":
            one_of.append(items)
        elif case.always:
            needed |= items
        else:
            together.append(items)
    return needed, tuple(one_of), tuple(together)


def _providing(
    file: PolicyFile, records: Mapping[str, RecordRules], number: _Number
) -> dict[tuple[int, int, int], Handing]:
    table: dict[tuple[int, int, int], Handing] = {}
    for name, recipient in file.recipients.items():
        # INVARIANT: an interest of the company's hands out nothing that the law guards.
        kept = file.guarded if recipient.under is Under.LEGITIMATE_INTEREST else frozenset()
        items = mask_of(number("item", ref) for ref in recipient.items if ref not in kept)
        for record in recipient.records:
            rules = records[record]
            for purpose in recipient.purposes:
                needs: Needs = ()
                if recipient.under is Under.CONSENT:
                    needs = ((number("consent", recipient_clause(file, name, purpose)),),)
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
                    needs = ((number("consent", purpose_clause(file, purpose)),),)
                table[number("processor", name), number("purpose", purpose), rules.number] = Handing(
                    items=items & mask_of(number("item", ref) for ref in file.purposes[purpose].items) & rules.items,
                    needs=needs,
                    clause=processor.clause or f"processors.{name}",
                    ground="task",
                    until_withdrawal="withdrawal" in processor.until,
                )
    return table
