"""correct: a correction is asked for (the record freezes), then made or refused (it thaws), or asked and made in one;
who got a wrong version is told.

While it is open the record is neither used nor provided. When it is made, the whole record is sealed anew as the next
version, and each recipient and processor that got a changed item in an earlier version has a message in the outbox.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from jikim.answers import Correction as Correction
from jikim.db.driver import Beside, Steps
from jikim.db.steps import together
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.compiled import Policy, RecordRules, numbers_of
from jikim.policy.decide import Allowed, Denied, deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import Corrected, Ref
from jikim.store.sealed import Q
from jikim.verbs.house import By, error_of
from jikim.verbs.judged import Done, Prepared, judged
from jikim.verbs.use import items_asked
from jikim.verbs.values import Checked, check_values, held_by_others, lane_of


def ask_correction(
    by: By, ref: Ref, items: Sequence[str], *, number: UUID | None = None, beside: Beside | None = None
) -> Steps[Correction]:
    """Opens a correction of these items: from here on the record is neither used nor provided (clause 7.4a).

    `number` is the number of the request that it is asked by, where there is one already; `beside` what commits with
    it.
    """
    house, actor = by
    request = number or uuid4()

    def prepare(policy: Policy, _by: Policy) -> Prepared[RecordRules]:
        if (rules := policy.records.get(ref.kind)) is None:
            return deny(policy, "record-kind")
        mask = items_asked(policy, rules, items, 0)
        return mask if isinstance(mask, Denied) else (_ask(rules, mask, ref, actor), rules)

    def act(allowed: Allowed, rules: RecordRules, version: int, entry: Entry) -> Steps[Done[Correction]]:
        numbers = sorted(rules.names[name] for name in items)
        rows = yield together(
            Q["freeze"],
            beside,
            subject=ref.subject,
            record=ref.record,
            kind=rules.number,
            policy=version,
            request=request,
            items=numbers,
            grant=actor.grant,
            entry=entry,
        )
        outcome, serving, blocker = rows[0]
        return Done(Outcome(outcome), serving, Correction(request, ref), blocker)

    return (yield from judged(house, "record:freeze", actor, prepare, act, subject=ref.subject, record=ref.record))


def correct(
    by: By, correction: Correction, values: Mapping[str, Any], *, country: str = "KR", no_resident_number: str = ""
) -> Steps[Corrected]:
    """Makes a correction: a new version; the freeze ends; answers how many recipients of a wrong version are told
    (7.4b).

    `no_resident_number`: an officer's reason why what has the shape of a resident number is none; recorded, as with
    `collect`.
    """
    return (yield from _made(by, correction.ref, correction.request, values, country, no_resident_number, False, None))


def correct_now(
    by: By,
    ref: Ref,
    values: Mapping[str, Any],
    *,
    asked: bool = True,
    country: str = "KR",
    no_resident_number: str = "",
    beside: Callable[[Policy], Beside] | None = None,
) -> Steps[Corrected]:
    """Asks for a correction and makes it in one statement: the record is never left frozen, whatever ends this in
    between. Answers as `correct` does.

    Not `asked`: nobody asked for it, and no request is noted. `beside`: what commits with it, by the version that it is
    judged by.
    """
    number = uuid4() if asked else None
    return (yield from _made(by, ref, number, values, country, no_resident_number, True, beside))


def _made(
    by: By,
    ref: Ref,
    request: UUID | None,
    values: Mapping[str, Any],
    country: str,
    no_resident_number: str,
    now: bool,
    beside: Callable[[Policy], Beside] | None,
) -> Steps[Corrected]:
    house, actor = by

    def prepare(policy: Policy, _by: Policy) -> Prepared[Checked]:
        if (rules := policy.records.get(ref.kind)) is None:
            return deny(policy, "record-kind")
        if no_resident_number and actor.kind != "officer":
            return deny(policy, "not-confirmed")
        checked = check_values(policy, rules, values, country, cleared=bool(no_resident_number))
        if isinstance(checked, Denied):
            return checked
        if actor.kind in ("member", "guardian") and (theirs := checked.items & policy.of_office):
            return deny(policy, "office-writes", *(policy.name("item", one) for one in numbers_of(theirs)))
        return _ask(rules, checked.items, ref, actor)._replace(reason=no_resident_number), checked

    def act(allowed: Allowed, checked: Checked, version: int, entry: Entry) -> Steps[Done[Corrected]]:
        done, about = yield from house.holding.correct(
            allowed,
            version,
            ref,
            request,
            checked.values,
            checked.claims,
            entry,
            house.resealing("correct", actor),
            now=now,
            beside=beside(allowed.policy) if beside is not None else None,
        )
        if done.outcome is Outcome.TAKEN:
            mine = (ref.subject, allowed.ask.kind)
            if held := (yield from held_by_others(house, allowed.policy, checked.claims, mine)):
                raise error_of(deny(allowed.policy, "taken", *held))
        return Done(done.outcome, done.policy, done, about)

    return (
        yield from judged(
            house,
            "record:correct",
            actor,
            prepare,
            act,
            subject=ref.subject,
            record=ref.record,
            facts={"cleared": "resident-number"} if no_resident_number else None,
            lane=lambda policy: lane_of(policy, ref.kind, values),
        )
    )


def refuse_correction(by: By, correction: Correction, *, reason: str) -> Steps[None]:
    """Refuses a correction with its reason: the value stays and may be used again."""
    house, actor = by
    event, ref = "record:refuse-correction", correction.ref

    def prepare(policy: Policy, _by: Policy) -> Prepared[RecordRules]:
        if (rules := policy.records.get(ref.kind)) is None:
            return deny(policy, "record-kind")
        return _ask(rules, 0, ref, actor)._replace(reason="" if blank(reason) else reason), rules

    def act(allowed: Allowed, rules: RecordRules, _version: int, entry: Entry) -> Steps[Done[None]]:
        policy, ask = allowed.policy, allowed.ask
        if not ask.reason:
            return (yield from house.refuse(event, policy, actor, deny(policy, "reason"), ask, ref.subject, ref.record))
        [(outcome,)] = yield Q["refuse_correction"](
            subject=ref.subject,
            record=ref.record,
            request=correction.request,
            kind=rules.number,
            grant=actor.grant,
            entry=entry,
        )
        return Done(Outcome(outcome), None, None, correction.request)

    return (yield from judged(house, event, actor, prepare, act, subject=ref.subject, record=ref.record))


def _ask(rules: RecordRules, items: int, ref: Ref, actor: Actor) -> Ask:
    return Ask(Verb.CORRECT, rules.number, items, actor, of=ref.subject)
