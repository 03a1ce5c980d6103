"""Self-checks: asks that the policy must refuse are put to the decision that runs, and each that is let through is
named.

What may pass is read from the file, not from the tables that `decide` uses, so that a table that says more than the
file is found. Nothing is stored and nobody's data is looked at; a refusal counts only with the reason that it must
have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from jikim.policy.ask import EVERY_PURPOSE, Actor, Ask, Facts
from jikim.policy.compiled import Policy, contents_name, mask_of
from jikim.policy.decide import Denied, decide
from jikim.policy.model import Basis, ChannelKind, Under
from jikim.policy.model.where import ReasonKind
from jikim.policy.reasons import Why
from jikim.policy.states import State, Verb
from jikim.prove.evidence import Refusals

NOBODY = UUID(int=0)
SOMEBODY = UUID(int=1)
APPLICATION = Actor("application", "proof", EVERY_PURPOSE)
HANDLER = Actor("handler", "proof", EVERY_PURPOSE)
HANDLER = Actor("handler", "proof", EVERY_PURPOSE)
OFFICER = Actor("officer", "proof", EVERY_PURPOSE)
KEEPER = OFFICER._replace(keeping=EVERY_PURPOSE)
OUTSIDER = Actor("outsider", "proof")
UNDECLARED = 9_999  # a number that no registry has given
REASON = "a check of this promise"


class Asking:
    """Puts asks to the decision and remembers which were let through, or refused for another reason than they must be."""

    def __init__(self, policy: Policy, now: datetime) -> None:
        self.policy, self.now = policy, now
        self.found: dict[str, tuple[int, list[str]]] = {}

    def refused(self, check: str, about: str, ask: Ask, *why: Why, facts: Facts | None = None) -> None:
        asked, passed = self.found.setdefault(check, (0, []))
        answer = decide(self.policy, ask, facts, self.now)
        if not (isinstance(answer, Denied) and answer.why in why):
            passed.append(about if not isinstance(answer, Denied) else f"{about} ({answer.why})")
        self.found[check] = (asked + 1, passed)

    def held(self, check: str, about: str, right: bool) -> None:
        """A check of another kind: `right` where it holds."""
        asked, passed = self.found.setdefault(check, (0, []))
        if not right:
            passed.append(about)
        self.found[check] = (asked + 1, passed)

    def answer(self) -> dict[str, Refusals]:
        return {name: Refusals(asked, tuple(passed)) for name, (asked, passed) in self.found.items()}


def check_decision(policy: Policy, now: datetime) -> dict[str, Refusals]:
    """Every self-check of the decision, by its name: `items`, `age`, `channel:board`, `purpose:billing`, `recipient:…`,
    `processor:…`, `archive`, …"""
    asking = Asking(policy, now)
    for check in (_doors, _partners, _purposes, _recipients, _processors, _resting, _frozen, _own, _handlers):
        check(asking)
    return asking.answer()


def _items(policy: Policy, record: str, refs: Iterable[str]) -> int:
    """The items of a record kind that a list of the file names."""
    numbers = (policy.number("item", contents_name(record, ref, policy.file)) for ref in refs)
    return mask_of(number for number in numbers if number is not None) & policy.records[record].items


def _numbers(policy: Policy, space: str, names: Iterable[str]) -> dict[str, int]:
    found = {name: policy.number(space, name) for name in names}  # type: ignore[arg-type]
    return {name: number for name, number in found.items() if number is not None}


def _one(mask: int) -> int:
    """The lowest item of a set."""
    return mask & -mask


def _doors(asking: Asking) -> None:
    """Doors: an item that nothing declares, a door that does not bring this kind, an item that this door does not
    bring, no answer about age."""
    policy, file = asking.policy, asking.policy.file
    channels = _numbers(policy, "channel", file.channels)
    for name, rules in policy.records.items():
        for channel, number in channels.items():
            who = policy.people[rules.record.of[0]]
            to = 0
            if file.channels[channel].kind is ChannelKind.PARTNER:
                to = next(
                    (policy.number("partner", one) or 0 for one, p in file.partners.items() if name in p.records), 0
                )
            brought = policy.bringing.get((number, rules.number, who))
            least = rules.required if brought is None else brought.least
            ask = Ask(
                Verb.COLLECT, rules.number, least, HANDLER, channel=number, subject_kind=who, old_enough=True, to=to
            )
            if channel not in rules.record.via:
                asking.refused(f"channel:{channel}", f"{channel}: {name}", ask, "channel")
                continue
            if file.channels[channel].kind in (ChannelKind.HANDLER, ChannelKind.PARTNER):
                program = ask._replace(actor=APPLICATION)
                asking.refused(f"channel:{channel}", f"{channel}: {name}", program, "by-handlers", "by-signature")
            asking.refused(
                "items", f"{channel}: {name}", ask._replace(items=least | 1 << UNDECLARED), "undeclared-item"
            )
            if over := rules.items & ~_items(policy, name, file.channels[channel].items):
                asked = ask._replace(items=least | _one(over))
                asking.refused(f"channel:{channel}", f"{channel}: {name}", asked, "channel", "no-purpose", "partner")
            if file.refuse.below_age:
                if name != file.refuse.guardian:
                    asking.refused("age", f"{channel}: {name}", ask._replace(old_enough=False), "under-age")
                asking.refused("age", f"{channel}: {name}", ask._replace(old_enough=None), "age-not-asked")
            if not rules.consent_only:
                # Nothing optional need be given, and no optional purpose agreed to, for what is required to be taken.
                allowed = not isinstance(decide(policy, ask, Facts(consents=0), asking.now), Denied)
                asking.held("minimum", f"{channel}: {name}", allowed)


def _partners(asking: Asking) -> None:
    """What a partner's channel brings is a declared partner's, and of it only what that partner may bring."""
    policy, file = asking.policy, asking.policy.file
    for channel, number in _numbers(policy, "channel", file.channels).items():
        if file.channels[channel].kind is not ChannelKind.PARTNER:
            continue
        for name, rules in policy.records.items():
            if channel not in rules.record.via:
                continue
            who = policy.people[rules.record.of[0]]
            ask = Ask(
                Verb.COLLECT, rules.number, rules.required, HANDLER, channel=number, subject_kind=who, old_enough=True
            )
            asking.refused("partners", f"{channel}: {name}", ask, "partner")
            asking.refused("partners", f"{channel}: {name}", ask._replace(to=UNDECLARED), "partner")
            for partner, of in file.partners.items():
                to = policy.number("partner", partner) or 0
                other = Actor("partner", f"not-{partner}")
                asking.refused("partners", f"{partner}: {name}", ask._replace(to=to, actor=other), "partner")
                if name not in of.records:
                    asking.refused("partners", f"{partner}: {name}", ask._replace(to=to), "partner")
                elif over := rules.items & ~_items(policy, name, of.items):
                    asked = ask._replace(to=to, items=rules.required | _one(over))
                    asking.refused("partners", f"{partner}: {name}", asked, "partner")


def _purposes(asking: Asking) -> None:
    """A read without a purpose, beyond its items, beyond a grant, without the reason or the consent that it asks for,
    or one by one where only counts come out."""
    policy, file = asking.policy, asking.policy.file
    for purpose, number in _numbers(policy, "purpose", file.purposes).items():
        declared, check = file.purposes[purpose], f"purpose:{purpose}"
        for name, rules in policy.records.items():
            ask = Ask(Verb.USE, rules.number, _one(rules.items & ~policy.unreadable), APPLICATION, purpose=number)
            asking.refused(check, name, ask._replace(purpose=UNDECLARED), "purpose")
            if purpose not in rules.record.for_:
                asking.refused(check, name, ask, "purpose-not-covering")
                continue
            readable = _items(policy, name, declared.items) & ~policy.unreadable
            if over := rules.items & ~_items(policy, name, declared.items) & ~policy.unreadable:
                asking.refused(check, name, ask._replace(items=_one(over)), "purpose-not-covering")
            asking.refused(check, name, ask._replace(actor=Actor("application", "proof", 0)), "grant")
            if not readable:
                continue
            ask = ask._replace(items=_one(readable))
            if declared.aggregate:
                asking.refused(check, name, ask, "aggregate-only")
                continue
            if file.reason_asked(declared):
                asking.refused(check, name, ask._replace(actor=HANDLER), "reason")
            if declared.basis is Basis.CONSENT:
                asking.refused(check, name, ask, "no-consent", facts=Facts(consents=0))


def _recipients(asking: Asking) -> None:
    """Nobody who is not declared, nothing beyond what is declared, and nothing without the ground that is."""
    policy, file = asking.policy, asking.policy.file
    purposes = _numbers(policy, "purpose", file.purposes)
    for name, rules in policy.records.items():
        item = _one(rules.items & ~policy.unreadable)
        for number in purposes.values():
            ask = Ask(Verb.PROVIDE, rules.number, item, APPLICATION, purpose=number, to=UNDECLARED)
            asking.refused("nobody", name, ask, "no-recipient")
            asking.refused("nobody", name, ask._replace(verb=Verb.ENTRUST), "no-recipient")
    for recipient, to in _numbers(policy, "recipient", file.recipients).items():
        declared, check = file.recipients[recipient], f"recipient:{recipient}"
        for name, rules in policy.records.items():
            for purpose, number in purposes.items():
                item = _one(rules.items & ~policy.unreadable)
                ask = Ask(Verb.PROVIDE, rules.number, item, APPLICATION, purpose=number, to=to)
                if name not in declared.records or purpose not in declared.purposes:
                    asking.refused(check, name, ask, "no-recipient")
                    continue
                given = _items(policy, name, declared.items)
                if over := rules.items & ~given:
                    asking.refused(check, name, ask._replace(items=_one(over)), "recipient-items")
                if not given & ~policy.unreadable:
                    continue
                ask = ask._replace(items=_one(given & ~policy.unreadable))
                if declared.under is Under.CONSENT:
                    asking.refused(check, name, ask, "no-consent", facts=Facts(consents=0))
                elif declared.under is Under.LAW:
                    asking.refused(check, name, ask, "authority")
                    part = ask._replace(authority="-", statute="-", document="-")
                    asking.refused(check, name, part, "authority")
                elif declared.under is Under.STATISTICS:
                    asking.refused(check, name, ask, "aggregate-only")


def _processors(asking: Asking) -> None:
    """A processor gets what its task needs, and no more."""
    policy, file = asking.policy, asking.policy.file
    purposes = _numbers(policy, "purpose", file.purposes)
    for processor, to in _numbers(policy, "processor", file.processors).items():
        declared, check = file.processors[processor], f"processor:{processor}"
        for name, rules in policy.records.items():
            for purpose, number in purposes.items():
                item = _one(rules.items & ~policy.unreadable)
                ask = Ask(Verb.ENTRUST, rules.number, item, APPLICATION, purpose=number, to=to)
                covered = purpose in declared.purposes and purpose in rules.record.for_
                if name not in declared.records or not covered:
                    asking.refused(check, name, ask, "no-recipient")
                    continue
                given = _items(policy, name, declared.items) & _items(policy, name, file.purposes[purpose].items)
                if over := rules.items & ~given:
                    asking.refused(check, name, ask._replace(items=_one(over)), "recipient-items")
                ended = Facts(consents=-1, subject_left=True)
                if "withdrawal" in declared.until and given & ~policy.unreadable:
                    asking.refused(
                        check, name, ask._replace(items=_one(given & ~policy.unreadable)), "left", facts=ended
                    )


def _resting(asking: Asking) -> None:
    """What rests opens for the purpose of the rule that keeps it, with a reason, to an officer or handler; to no
    purpose of section 2."""
    policy, file = asking.policy, asking.policy.file
    archive = _numbers(policy, "archive", file.archive.purposes)
    for name, rules in policy.records.items():
        for purpose in rules.record.for_:
            reading = policy.reading.get((policy.number("purpose", purpose) or 0, rules.number))
            if reading is None or reading.aggregate or not reading.items & ~policy.unreadable:
                continue
            item = _one(reading.items & ~policy.unreadable)
            ask = Ask(Verb.USE, rules.number, item, APPLICATION, purpose=policy.number("purpose", purpose) or 0)
            asking.refused("resting", name, ask, "resting", facts=Facts(consents=-1, state=State.ARCHIVED))
            asking.refused("resting", name, ask, "ended", facts=Facts(consents=-1, state=State.ENDED))
            asking.refused("gone", name, ask, "gone", facts=Facts(consents=-1, state=State.DESTROYED))
            if not rules.finishes:
                asking.refused("left", name, ask, "left", facts=Facts(consents=-1, subject_left=True))
        for purpose, number in archive.items():
            kept = 0
            for rule in rules.record.keep:
                if rule.purpose == purpose:
                    kept |= _items(policy, name, rule.items)
            kinds = file.archive.purposes[purpose].kinds
            plain = next((one for one in kinds if one != ReasonKind.DEMAND_BY_LAW), "")
            ask = Ask(Verb.CONSULT, rules.number, 0, KEEPER, purpose=number, reason=REASON, reason_kind=plain)
            if over := rules.items & ~kept & ~policy.unreadable:
                asking.refused(f"archive:{purpose}", name, ask._replace(items=_one(over)), "archive-purpose")
            if kept:
                ask = ask._replace(items=_one(kept))
                asking.refused(f"archive:{purpose}", name, ask._replace(reason=""), "reason")
                asking.refused(f"archive:{purpose}", name, ask._replace(actor=OFFICER), "keeping-grant")
                asking.refused(f"archive:{purpose}", name, ask._replace(actor=APPLICATION), "not-confirmed")
                asking.refused(f"archive:{purpose}", name, ask._replace(purpose=UNDECLARED), "archive-purpose")
                asking.refused(f"archive:{purpose}", name, ask._replace(statute="-"), "archive-law")
                asking.refused(f"archive:{purpose}", name, ask._replace(reason_kind="-"), "reason-kind")


def _frozen(asking: Asking) -> None:
    """While a correction is open, nothing of the record is used, provided or entrusted."""
    policy = asking.policy
    frozen = Facts(consents=-1, frozen=True)
    for (purpose, kind), reading in policy.reading.items():
        items = reading.items & ~policy.unreadable
        if items and not reading.aggregate:
            ask = Ask(Verb.USE, kind, _one(items), APPLICATION, purpose=purpose)
            asking.refused("frozen", policy.name("record", kind), ask, "frozen", facts=frozen)
    for verb, table in ((Verb.PROVIDE, policy.providing), (Verb.ENTRUST, policy.entrusting)):
        for (to, purpose, kind), handing in table.items():
            items = handing.items & ~policy.unreadable
            if items and handing.ground != "statistics":
                ask = Ask(
                    verb,
                    kind,
                    _one(items),
                    APPLICATION,
                    purpose=purpose,
                    to=to,
                    authority="-",
                    statute="-",
                    document="-",
                    approved_by="-",
                )
                asking.refused("frozen", policy.name("record", kind), ask, "frozen", facts=frozen)


def _own(asking: Asking) -> None:
    """What is for a person alone: nobody else sees, corrects or ends it, and nobody who did not say who they are."""
    policy = asking.policy
    me = Actor("member", str(SOMEBODY))
    for right, verb in (("access", Verb.SHOW), ("correct", Verb.CORRECT), ("withdraw", Verb.LEAVE)):
        if right not in policy.file.rights:
            continue
        asking.refused(f"right:{right}", "another", Ask(verb, 0, 0, me, of=NOBODY), "not-yours")
        asking.refused(f"right:{right}", "outsider", Ask(verb, 0, 0, OUTSIDER, of=SOMEBODY), "not-confirmed")
        asking.refused(f"right:{right}", "no grant", Ask(verb, 0, 0, Actor("handler", "proof"), of=SOMEBODY), "grant")
        own = decide(policy, Ask(verb, 0, 0, me, of=SOMEBODY), None, asking.now)
        asking.held(f"right:{right}", "oneself", not isinstance(own, Denied))


def _handlers(asking: Asking) -> None:
    """A password is read, tried and set by nobody but its owner; a grant that ended or does not reach so far lets
    nothing through."""
    policy = asking.policy
    over = Actor("handler", "proof", EVERY_PURPOSE, "", 1, asking.now - timedelta(seconds=1))
    for (purpose, kind), reading in policy.reading.items():
        name, secret = policy.name("record", kind), reading.items & policy.unreadable
        item = _one(reading.items & ~policy.unreadable)
        if secret:
            ask = Ask(Verb.USE, kind, _one(secret), OFFICER, purpose=purpose, reason=REASON)
            asking.refused("secrets", name, ask, "unreadable")
            asking.refused("secrets", name, ask._replace(verb=Verb.CHECK), "unreadable")
            asking.refused("secrets", name, ask._replace(verb=Verb.CORRECT), "unreadable")
            other = Actor("member", str(SOMEBODY))
            asking.refused("secrets", name, ask._replace(verb=Verb.CHECK, actor=other, of=NOBODY), "not-yours")
        if item and not reading.aggregate:
            ask = Ask(Verb.USE, kind, item, over, purpose=purpose, reason=REASON)
            asking.refused("grants", name, ask, "grant")
            asking.refused("grants", name, ask._replace(actor=Actor("handler", "proof", 0)), "grant")
            beyond = Actor("handler", "proof", EVERY_PURPOSE, kinds=0)
            asking.refused("grants", name, ask._replace(actor=beyond), "beyond-grant")


def declared_items(policy: Policy) -> Mapping[str, int]:
    """What the file lets each recipient and processor have, over all record kinds: `recipient:name` to a set of items."""
    found: dict[str, int] = {}
    for space, parts in (("recipient", policy.file.recipients), ("processor", policy.file.processors)):
        for name, part in parts.items():
            mask = 0
            for record in part.records:
                mask |= _items(policy, record, part.items)
            found[f"{space}:{name}"] = mask
    return found
