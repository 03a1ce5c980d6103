"""decide: may this be done, by the policy? The only maker of an `Allowed`, which every store function asks for.

What the policy alone can say is said here before any I/O. What depends on the person (live consents, freeze, state) is
a condition that travels with the `Allowed` into the same statement that locks the rows; given `facts`, this module
judges it too, and a property test holds the statement to the same answers. An error, or anything unforeseen, denies.

>>> answer = decide(policy, ask)
>>> isinstance(answer, Denied) and answer.why
'no-recipient'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple, Self

from jikim.policy.ask import Actor, ActorKind, Ask, Facts, blank
from jikim.policy.compiled import Bringing, Handing, Needs, Policy, Reading, RecordRules, numbers_of
from jikim.policy.condition import unmet
from jikim.policy.grounds import ungrounded
from jikim.policy.model.what import ChannelKind
from jikim.policy.model.where import Raiser, ReasonKind
from jikim.policy.reach import beyond
from jikim.policy.reasons import REASONS, Why
from jikim.policy.states import Verb


class Denied(NamedTuple):
    """No: the clause that refuses, a stable code, and the items it is about (names), never a value."""

    clause: str
    why: Why
    about: tuple[str, ...] = ()
    fault: str = ""  # the error's type and place, where evaluating a rule failed

    def reason(self, language: str = "en") -> str:
        reason = REASONS[self.why]
        return reason.ko if language == "ko" else reason.en

    def text(self, language: str = "en") -> str:
        """The reason, and what it is about."""
        words = self.reason(language)
        return f"{words}: {', '.join(f'`{name}`' for name in self.about)}" if self.about else words

    def hint(self, language: str = "en") -> str:
        reason = REASONS[self.why]
        return reason.hint_ko if language == "ko" else reason.hint_en


class Allowed(tuple[Ask, str, Needs, int, Policy]):
    """Yes, under a clause, on a condition. Only `decide` makes one; the store takes nothing else."""

    __slots__ = ()

    def __new__(cls, *_: object) -> Self:
        raise TypeError("an Allowed comes from decide alone")

    def __init_subclass__(cls, **_: object) -> None:
        raise TypeError("an Allowed comes from decide alone")

    @property
    def ask(self) -> Ask:
        return self[0]

    @property
    def clause(self) -> str:
        return self[1]

    @property
    def needs(self) -> Needs:
        return self[2]

    @property
    def items(self) -> int:
        return self[3]

    @property
    def policy(self) -> Policy:
        return self[4]


_make = tuple.__new__
# Who may enter by a channel that is not a person's own.
_DOORS: Mapping[ChannelKind, tuple[ActorKind, ...]] = {
    ChannelKind.HANDLER: ("handler", "officer"),
    ChannelKind.PARTNER: ("partner", "handler", "officer"),
}


def _allow(policy: Policy, ask: Ask, clause: str, needs: Needs, items: int) -> Allowed:
    return _make(Allowed, (ask, clause, needs, items, policy))


def deny(policy: Policy, why: Why, *about: str, clause: str | None = None) -> Denied:
    """A denial with the clause behind its mechanism."""
    return Denied(clause or policy.clause(REASONS[why].mechanism), why, about)


def _names(policy: Policy, items: int) -> tuple[str, ...]:
    return tuple(policy.name("item", number) for number in numbers_of(items))


def decide(policy: Policy, ask: Ask, facts: Facts | None = None, now: datetime | None = None) -> Allowed | Denied:
    """Judges one ask. Without `facts` the `Allowed` is on condition; with them it is final.

    `now` is compared with the end of the actor's grant; without it, a grant that ends denies.
    """
    try:
        actor = ask.actor
        if actor.until is not None and (now is None or now >= actor.until):
            return deny(policy, "grant")
        judge = _JUDGES.get(ask.verb)
        # A mask below zero is every number at once; no set of declared items is that.
        if judge is None or ask.items < 0:
            return deny(policy, "purpose" if judge is None else "undeclared-item")
        answer = judge(policy, ask)
        if isinstance(answer, Allowed) and (over := beyond(policy, ask, answer.items)) is not None:
            answer = deny(policy, "beyond-grant", *over)
        # What is written down as the reason says something, whoever writes it and whether one was asked for or not.
        if ask.reason and blank(ask.reason) and isinstance(answer, Allowed):
            answer = deny(policy, "reason")
        if facts is None or isinstance(answer, Denied):
            return answer
        refused = unmet(policy, ask, answer.needs, facts)
        if refused is None:
            return answer
        return deny(policy, refused, clause=answer.clause if refused == "no-consent" else None)
    except Exception as error:
        # INVARIANT: an evaluation error denies. It is no word of the policy's: no clause stands behind it.
        return Denied("", "evaluation-error", fault=_fault(error))


def _fault(error: Exception) -> str:
    """An error's type and where it was raised: its words could repeat what was asked."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    at = "" if place is None else f" in {place.tb_frame.f_globals.get('__name__', '?')}:{place.tb_lineno}"
    return f"{type(error).__name__}{at}"


def too_young(policy: Policy, kind: str, old_enough: bool | None) -> Literal["under-age", "age-not-asked"] | None:
    """Why nothing is taken of somebody for their age. INVARIANT: below it only who their guardian is comes in, where the
    policy takes children with a guardian's consent."""
    refuse = policy.file.refuse
    if not refuse.below_age or old_enough is True or (old_enough is False and kind == refuse.guardian):
        return None
    return "under-age" if old_enough is False else "age-not-asked"


def _without_grant(actor: Actor) -> bool:
    """A handler or officer acts by a grant; one without any may do nothing (10.6)."""
    return actor.kind in ("handler", "officer") and not actor.purposes


def _collect(policy: Policy, ask: Ask) -> Allowed | Denied:
    rules = policy.by_number.get(ask.kind)
    if rules is None:
        return deny(policy, "record-kind")
    bringing: Bringing | None = policy.bringing.get((ask.channel, ask.kind, ask.subject_kind))
    if bringing is None:
        known = any(channel == ask.channel and kind == ask.kind for channel, kind, _ in policy.bringing)
        return deny(policy, "subject-kind" if known else "channel", rules.name)
    if (why := too_young(policy, rules.name, ask.old_enough)) is not None:
        return deny(policy, why)
    if _without_grant(ask.actor):
        return deny(policy, "grant")
    # INVARIANT: paper, phone and fax are a handler's to enter; a partner's channel takes what its partner signed, or
    # hands a handler in a file.
    if bringing.by in _DOORS and ask.actor.kind not in _DOORS[bringing.by]:
        return deny(policy, "by-signature" if bringing.supplied else "by-handlers", policy.name("channel", ask.channel))
    if over := ask.items & ~rules.items:
        return deny(policy, "undeclared-item", *_names(policy, over))
    # INVARIANT: what a partner's channel brings is its declared partner's, and a partner has no other door (1.4).
    if bringing.supplied != bool(ask.to):
        return deny(policy, "partner", rules.name)
    if ask.actor.kind == "partner" and policy.name("partner", ask.to) != ask.actor.id:
        return deny(policy, "partner", rules.name)
    if ask.to:
        supplied = policy.supplying.get((ask.to, ask.kind))
        if supplied is None:
            return deny(policy, "partner", rules.name)
        if over := ask.items & ~supplied:
            return deny(policy, "partner", *_names(policy, over))
    if missing := bringing.required & ~ask.items:
        return deny(policy, "required-missing", *_names(policy, missing), clause=rules.clause)
    for group in bringing.one_of:
        if not group & ask.items:
            return deny(policy, "one-of-missing", *_names(policy, group), clause=rules.clause)
    for group in bringing.together:
        if group & ask.items and (missing := group & ~ask.items):
            return deny(policy, "case-missing", *_names(policy, missing), clause=rules.clause)
    if over := ask.items & ~bringing.allowed:
        readable = bringing.free
        for item in bringing.asking:
            readable |= 1 << item
        if unread := over & ~readable:
            return deny(policy, "no-purpose", *_names(policy, unread))
        return deny(policy, "channel", *_names(policy, over), clause=bringing.clause)
    needs = rules.consent_only
    if asked := ask.items & ~bringing.free:
        # A record that lives by consent alone still asks for each item a consent that covers it.
        groups = {bringing.asking[item]: None for item in numbers_of(asked)}
        needs = tuple(dict.fromkeys((*needs, *groups)))
    return _allow(policy, ask, bringing.clause, needs, ask.items)


def _use(policy: Policy, ask: Ask) -> Allowed | Denied:
    purpose = ask.purpose
    reading: Reading | None = policy.reading.get((purpose, ask.kind))
    if reading is None:
        known = any(number == purpose for number, _ in policy.reading)
        return deny(policy, "purpose-not-covering" if known else "purpose")
    if not ask.actor.purposes >> purpose & 1:
        return deny(policy, "grant")
    items = ask.items
    if items & policy.unreadable:
        return deny(policy, "unreadable", *_names(policy, items & policy.unreadable))
    if items & ~reading.items:
        return deny(policy, "purpose-not-covering", *_names(policy, items & ~reading.items), clause=reading.clause)
    if reading.aggregate:
        return deny(policy, "aggregate-only", clause=reading.clause)
    if reading.reason and blank(ask.reason) and ask.actor.kind in ("handler", "officer"):
        return deny(policy, "reason", clause=reading.clause)
    return _make(Allowed, (ask, reading.clause, reading.needs, items, policy))


def _check(policy: Policy, ask: Ask) -> Allowed | Denied:
    """Whether a secret is the one behind its hash. INVARIANT: asked for its owner alone; whoever handles data never
    tries one (10.1)."""
    rules = policy.by_number.get(ask.kind)
    if rules is None:
        return deny(policy, "record-kind")
    if not ask.items or (over := ask.items & ~rules.items):
        return deny(policy, "undeclared-item", *_names(policy, over if ask.items else 0))
    if over := ask.items & ~policy.unreadable:
        return deny(policy, "no-secret", *_names(policy, over))
    actor = ask.actor
    if actor.kind in ("handler", "officer"):
        return deny(policy, "unreadable", *_names(policy, ask.items))
    if actor.kind not in ("member", "application"):
        return deny(policy, "not-confirmed")
    if actor.kind == "member" and (ask.of is None or actor.id != str(ask.of)):
        return deny(policy, "not-yours")
    reading: Reading | None = policy.reading.get((ask.purpose, ask.kind))
    if reading is None or ask.items & ~reading.items or reading.aggregate:
        return deny(policy, "purpose-not-covering")
    if actor.kind == "application" and not actor.purposes >> ask.purpose & 1:
        return deny(policy, "grant")
    return _allow(policy, ask, policy.clause("password"), reading.needs, ask.items)


def _hand(table: Mapping[tuple[int, int, int], Handing], policy: Policy, ask: Ask) -> Allowed | Denied:
    handing = table.get((ask.to, ask.purpose, ask.kind))
    if handing is None:
        return deny(policy, "no-recipient")
    if not ask.actor.purposes >> ask.purpose & 1:
        return deny(policy, "grant")
    if over := ask.items & ~handing.items:
        return deny(policy, "recipient-items", *_names(policy, over), clause=handing.clause)
    if handing.ground == "law" and not (ask.authority and ask.statute and ask.document and ask.approved_by):
        return deny(policy, "authority", clause=handing.clause)
    if handing.ground == "statistics":
        return deny(policy, "aggregate-only", clause=handing.clause)
    if ask.items & policy.unreadable:
        return deny(policy, "unreadable", *_names(policy, ask.items & policy.unreadable))
    return _allow(policy, ask, handing.clause, handing.needs, ask.items)


def _provide(policy: Policy, ask: Ask) -> Allowed | Denied:
    return _hand(policy.providing, policy, ask)


def _entrust(policy: Policy, ask: Ask) -> Allowed | Denied:
    return _hand(policy.entrusting, policy, ask)


def _own(policy: Policy, ask: Ask) -> Allowed | Denied:
    """What a person does with their own data, or someone for them: the right must be declared."""
    rules: RecordRules | None = policy.by_number.get(ask.kind)
    if ask.kind and rules is None:
        return deny(policy, "record-kind")
    if rules is not None and (over := ask.items & ~rules.items):
        return deny(policy, "undeclared-item", *_names(policy, over))
    right = {Verb.SHOW: "access", Verb.CORRECT: "correct", Verb.LEAVE: "withdraw", Verb.CONSENT: "withdraw"}[ask.verb]
    declared = policy.file.rights.get(right)  # type: ignore[call-overload]
    if declared is None:
        return deny(policy, "right")
    actor = ask.actor
    if actor.kind in ("partner", "outsider"):
        return deny(policy, "not-confirmed")
    if actor.kind in ("member", "guardian") and (ask.of is None or actor.id != str(ask.of)):
        return deny(policy, "not-yours")
    if _without_grant(actor):
        return deny(policy, "grant")
    # INVARIANT: a password is its owner's alone: nobody sets it for them (10.1).
    if ask.items & policy.unreadable and actor.kind in ("handler", "officer"):
        return deny(policy, "unreadable", *_names(policy, ask.items & policy.unreadable))
    needs: Needs = ()
    if ask.verb is Verb.CORRECT and ask.items:
        # What a correction adds asks for the consents that collecting it would.
        asking = next((row.asking for (_, kind, _), row in policy.bringing.items() if kind == ask.kind), {})
        needs = tuple(dict.fromkeys(asking[item] for item in numbers_of(ask.items) if item in asking))
    return _allow(policy, ask, declared.clause or f"rights.{right}", needs, ask.items)


def _event(policy: Policy, ask: Ask) -> Allowed | Denied:
    rules = policy.by_number.get(ask.kind)
    if rules is None:
        return deny(policy, "record-kind")
    if ask.to not in rules.events.values():
        return deny(policy, "event")
    if ask.actor.kind in ("partner", "outsider"):
        return deny(policy, "not-confirmed")
    if _without_grant(ask.actor):
        return deny(policy, "grant")
    by = rules.ending.get(ask.to)
    if by is not None and ask.actor.kind != "system" and by.isdisjoint(_RAISES[ask.actor.kind]):
        return deny(policy, "not-theirs-to-end", policy.name("event", ask.to))
    return _allow(policy, ask, rules.clause, (), 0)


# As whom each records that a record has ended: a program of the site may be a page on which its person acts. The house
# itself only carries out what was decided, and is asked by nobody from outside.
_RAISES: dict[ActorKind, frozenset[Raiser]] = {
    "member": frozenset({Raiser.PERSON}),
    "guardian": frozenset({Raiser.PERSON}),
    "application": frozenset({Raiser.PERSON, Raiser.SITE}),
    "handler": frozenset({Raiser.HANDLER}),
    "officer": frozenset({Raiser.HANDLER}),
}


def _consult(policy: Policy, ask: Ask) -> Allowed | Denied:
    """Resting data: for the archive purpose of a rule that keeps it, or a demand by law; each time with a reason."""
    rules = policy.by_number.get(ask.kind)
    if rules is None:
        return deny(policy, "record-kind")
    if blank(ask.reason):
        return deny(policy, "reason", clause=policy.clause("kept-alone"))
    if ask.actor.kind not in ("handler", "officer", "system"):
        return deny(policy, "not-confirmed")
    if _without_grant(ask.actor) and not ask.actor.keeping:
        return deny(policy, "grant")
    name = policy.name("archive", ask.purpose)
    purpose = policy.file.archive.purposes.get(name)
    if purpose is None:
        return deny(policy, "archive-purpose")
    # INVARIANT: a grant for using data opens nothing that rests; it takes one for this very purpose of keeping (5.8,
    # 6.3).
    if ask.actor.kind != "system" and not ask.actor.keeping >> ask.purpose & 1:
        return deny(policy, "keeping-grant")
    if (ask.statute or ask.document) and (why := ungrounded(policy, "statute", ask.statute, ask.document)) is not None:
        return deny(policy, why)
    if ask.reason_kind not in purpose.kinds:
        return deny(policy, "reason-kind", *purpose.kinds)
    if ask.reason_kind == ReasonKind.DEMAND_BY_LAW and not (ask.statute and ask.document):
        return deny(policy, "archive-law")
    readable = 0
    for rule in rules.keep:
        if rule.purpose == ask.purpose:
            readable |= rule.items
    if (ask.statute or ask.document) and not (purpose.by_law and ask.statute and ask.document):
        return deny(policy, "archive-law")
    if over := ask.items & ~readable:
        return deny(policy, "archive-purpose", *_names(policy, over))
    if ask.items & policy.unreadable:
        return deny(policy, "unreadable", *_names(policy, ask.items & policy.unreadable))
    return _allow(policy, ask, policy.clause("kept-alone"), (), ask.items)


def _system(policy: Policy, ask: Ask) -> Allowed | Denied:
    """What the clock does: it needs no purpose, and nobody else may ask it."""
    if ask.actor.kind not in ("system", "officer"):
        return deny(policy, "not-confirmed")
    if _without_grant(ask.actor):
        return deny(policy, "grant")
    return _allow(policy, ask, policy.clause("ended"), (), ask.items)


_JUDGES: dict[Verb, Callable[[Policy, Ask], Allowed | Denied]] = {
    Verb.COLLECT: _collect,
    Verb.USE: _use,
    Verb.CHECK: _check,
    Verb.PROVIDE: _provide,
    Verb.ENTRUST: _entrust,
    Verb.CORRECT: _own,
    Verb.SHOW: _own,
    Verb.LEAVE: _own,
    Verb.CONSENT: _own,
    Verb.EVENT: _event,
    Verb.CONSULT: _consult,
    Verb.RETIRE: _system,
    Verb.DESTROY: _system,
}
