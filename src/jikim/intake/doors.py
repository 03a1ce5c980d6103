"""Doors: the channels by which a handler enters what came off-line, and the form of each record kind that comes in by
one.

A form is made of the policy alone: it asks for what this channel may bring of this record kind, and for nothing else
(1.3). What is typed is judged by `collect`, as from every other door.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from jikim.policy.compiled import Bringing, Policy
from jikim.policy.model import Basis, Case, Under
from jikim.policy.model.what import ChannelKind


class Door(NamedTuple):
    """One channel, and the record kinds that come in by it."""

    channel: str
    kinds: tuple[str, ...]


class Entry(NamedTuple):
    """One item of a form. `how` is an item type, or `text`, `file`, `data` of contents. `asks`: the purposes whose
    consent it needs, one of them."""

    name: str
    how: str
    required: bool
    contents: bool
    asks: tuple[str, ...]
    case: Case | None = None  # in which it is required


class Question(NamedTuple):
    """One consent, asked apart: the purpose, what it covers of this form, and whether it is needed for anything to be
    kept."""

    purpose: str
    items: tuple[str, ...]
    needed: bool


def doors(policy: Policy) -> list[Door]:
    """The channels that a handler enters, in the policy's order.

    A channel of the person's own (an event's page) is one too where its records come in by no handler's channel and
    hold no secret: somebody asks for a delivery over the phone.
    """
    file = policy.file
    by_handler = {
        kind
        for kind, record in file.records.items()
        if any(file.channels[via].kind is ChannelKind.HANDLER for via in record.via)
    }
    found = []
    for channel, declared in file.channels.items():
        kinds = tuple(kind for kind, record in file.records.items() if channel in record.via)
        if declared.kind is ChannelKind.SELF:
            secret = any(policy.records[kind].items & policy.unreadable for kind in kinds)
            kinds = () if secret else tuple(kind for kind in kinds if kind not in by_handler)
        elif declared.kind not in (ChannelKind.HANDLER, ChannelKind.PUBLIC):
            continue
        if kinds:
            found.append(Door(channel, kinds))
    return found


def is_door(policy: Policy, channel: str, kind: str) -> bool:
    """Whether a handler enters this record kind by this channel."""
    return any(one.channel == channel and kind in one.kinds for one in doors(policy))


def bringing_of(policy: Policy, channel: str, kind: str) -> Mapping[str, Bringing]:
    """What the channel may bring of the record kind, by kind of person."""
    number, record = policy.number("channel", channel), policy.records.get(kind)
    if number is None or record is None:
        return {}
    found = {name: policy.bringing.get((number, record.number, of)) for name, of in policy.people.items()}
    return {name: one for name, one in found.items() if one is not None}


def form_of(policy: Policy, channel: str, kind: str) -> list[Entry]:
    """The form of a record kind that comes in by a channel: only what the channel may bring, in the policy's order.
    Never a secret."""
    rules, brought = policy.records.get(kind), bringing_of(policy, channel, kind)
    if rules is None or not brought:
        return []
    listed = policy.file.channels[channel].items
    some = next(iter(brought.values()))
    needed = -1
    for one in brought.values():
        needed &= one.required
    entries = []
    for name in (*rules.record.items.names, *rules.record.items.contents):
        number = rules.names[name]
        contents = rules.record.items.contents.get(name)
        full = f"{kind}.{name}" if contents is not None else name
        if full not in listed or policy.unreadable >> number & 1 or (name == "answer" and contents is not None):
            # An answer is what the house says; nobody brings one.
            continue
        case = next(iter(rules.record.items.cases_of(name)), None)
        how = contents.type if contents is not None else str(policy.types[number].value)
        asks = (
            tuple(_purpose_of(policy, one) for one in some.asking.get(number, ()))
            if not some.free >> number & 1
            else ()
        )
        entries.append(
            Entry(name, how, bool(needed >> number & 1), contents is not None, tuple(filter(None, asks)), case)
        )
    return entries


def _purpose_of(policy: Policy, consent: int) -> str:
    return next((name for name, number in policy.purpose_consents.items() if number == consent), "")


def questions_of(policy: Policy, channel: str, kind: str) -> list[Question]:
    """The consents that this form asks for, each apart: those of the record kind's purposes that rest on one. None is a
    condition of another."""
    rules = policy.records.get(kind)
    if rules is None:
        return []
    needed = {number for group in rules.consent_only for number in group}
    entries = form_of(policy, channel, kind)
    found = []
    for name in rules.record.for_:
        purpose = policy.file.purposes[name]
        if purpose.basis is not Basis.CONSENT or name not in policy.purpose_consents:
            continue
        covered = tuple(
            one.name for one in entries if (f"{kind}.{one.name}" if one.contents else one.name) in purpose.items
        )
        found.append(Question(name, covered, policy.purpose_consents[name] in needed))
    return found


def parties_of(policy: Policy, kind: str) -> list[str]:
    """Who may be the other party of such a record (3.6)."""
    return [
        name for name, one in policy.file.recipients.items() if one.under is Under.COUNTERPARTY and kind in one.records
    ]


def typed(policy: Policy, kind: str, given: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, as `collect` takes it: the lines of data become rows (`RemoteView, 2`). Raises nothing; what is
    wrong is `collect`'s to say."""
    rules = policy.records[kind]
    values: dict[str, Any] = {}
    for name, text in given.items():
        contents = rules.record.items.contents.get(name)
        values[name] = lines_of(text) if contents is not None and contents.type == "data" else text
    return values


def lines_of(text: str) -> Sequence[Mapping[str, Any]]:
    """Lines of an order as people write them, one product a line, its count behind a comma or an x.

    >>> lines_of("RemoteView, 2")
    [{'product': 'RemoteView', 'count': 2}]
    """
    rows = []
    for line in text.splitlines():
        name, separator, count = line.strip().rpartition(",")
        if not separator:
            name, separator, count = line.strip().rpartition(" x ")
        number = count.strip()
        if separator and number.isascii() and number.isdigit() and len(number) < 7:
            rows.append({"product": name.strip(), "count": int(number)})
        elif line.strip():
            rows.append({"product": line.strip(), "count": 1})
    return rows
