"""use: read items of a record for a declared purpose. Locked, judged and recorded on disk before the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from jikim.answers import Read as Read
from jikim.answers import Values as Values
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.ledger.entry import Entry, sibling, text_of
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.decide import Allowed, Denied, decide, deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import Found, Ref
from jikim.verbs.house import House, error_of
from jikim.verbs.values import spoken


def items_asked(policy: Policy, kind: str, items: Iterable[str] | None, otherwise: int) -> int | Denied:
    """A mask of item names of one record kind; None stands for all that may be asked (`otherwise`)."""
    rules = policy.records.get(kind)
    if rules is None:
        return deny(policy, "record-kind")
    if items is None:
        return otherwise & rules.items
    unknown = [name for name in items if name not in rules.names]
    if unknown:
        return deny(policy, "undeclared-item", *(name for name in unknown if name in policy.file.items))
    return mask_of(rules.names[name] for name in items)


def prepare(
    policy: Policy, ref: Ref, purpose: str, items: Iterable[str] | None, actor: Actor, reason: str, *, by: Policy
) -> Ask | Denied:
    """The ask behind a read, from names as the version in force (`by`) means them."""
    number = policy.meant("purpose", purpose, by)
    if number is None:
        return deny(policy, "purpose")
    rules = policy.records.get(ref.kind)
    reading = policy.reading.get((number, rules.number)) if rules is not None else None
    mask = items_asked(policy, ref.kind, items, reading.items & ~policy.unreadable if reading is not None else 0)
    if isinstance(mask, Denied):
        return mask
    assert rules is not None
    return Ask(Verb.USE, rules.number, mask, actor, number, reason=reason)


def use(
    house: House,
    ref: Ref,
    *,
    purpose: str,
    actor: Actor,
    items: Sequence[str] | None = None,
    reason: str = "",
    marks: Mapping[str, str] | None = None,
) -> Steps[Values]:
    """Reads `items` (by default all that the purpose may read) of one record. `marks` are facts that the entry carries beside (`shown: unmasked`).

    Of a file in quarantine its name is read and not its content. Raises DeniedError with the clause: wrong purpose, no grant, no consent, frozen
    by a correction, ended, or gone.
    """
    policy, allowed, found = yield from use_opened(house, ref, purpose, items, actor, reason, marks)
    return (yield from _values(house, policy, ref, allowed, found))


def use_opened(
    house: House,
    ref: Ref,
    purpose: str,
    items: Sequence[str] | None,
    actor: Actor,
    reason: str,
    marks: Mapping[str, str] | None = None,
) -> Steps[tuple[Policy, Allowed, Found]]:
    """A read with its values as they are stored, files in quarantine whole: for `use`, and for the scanner that opens these."""
    now_in_force, version = house.in_force()
    policy = now_in_force
    for _ in range(3):
        ask = prepare(policy, ref, purpose, items, actor, reason, by=now_in_force)
        answer = ask if isinstance(ask, Denied) else decide(policy, ask, now=house.now())
        if isinstance(answer, Denied) and (other := (yield from house.elsewhere(ref.subject, version))) is not None:
            policy, version = other
            continue
        if isinstance(answer, Denied):
            yield from house.refuse(
                "record:use", policy, actor, answer, None if isinstance(ask, Denied) else ask, ref.subject, ref.record
            )
        assert isinstance(answer, Allowed)
        assert isinstance(ask, Ask)
        entry = yield from house.entry("record:use", policy, actor, ask, answer.clause, **(marks or {}))
        found = yield from house.holding.use(answer, version, ref, entry)
        if found.outcome is Outcome.OTHER_VERSION:
            policy, version = yield from house.served(ref.subject, found.policy)
            continue
        return policy, answer, found
    house.denied(policy, None, Outcome.CONFLICT)


def _values(house: House, policy: Policy, ref: Ref, allowed: Allowed, found: Found) -> Steps[Values]:
    if found.outcome is not Outcome.ALLOWED:
        house.denied(policy, allowed, found.outcome, found.blocker)
    return Values((yield from spoken(policy, policy.records[ref.kind], ref.subject, found.values)), found.version)


def use_many(
    house: House, reads: Sequence[Read], *, actor: Actor, reason: str = "", marks: Mapping[str, str] | None = None
) -> Steps[list[Values | JikimError]]:
    """Reads many records, sent together; each is locked, judged and recorded by itself and has its own outcome."""
    policy, version = house.in_force()
    answers: list[Values | JikimError | None] = [None] * len(reads)
    together: list[tuple[int, Allowed, Entry]] = []
    shared: Entry | None = None
    for n, read in enumerate(reads):
        ask = prepare(policy, read.ref, read.purpose, read.items, actor, reason, by=policy)
        answer = ask if isinstance(ask, Denied) else decide(policy, ask, now=house.now())
        if isinstance(answer, Denied):
            try:
                if house.versions.several:
                    # Another version may serve this person.
                    answers[n] = yield from use(
                        house, read.ref, purpose=read.purpose, actor=actor, items=read.items, reason=reason, marks=marks
                    )
                    continue
                yield from house.refuse(
                    "record:use", policy, actor, answer, None if isinstance(ask, Denied) else ask, *read.ref[:2]
                )
            except JikimError as error:
                answers[n] = error
            continue
        assert isinstance(ask, Ask)
        if shared is None:
            shared = entry = yield from house.entry("record:use", policy, actor, ask, answer.clause, **(marks or {}))
        else:
            entry = sibling(shared, text_of(house.fact("record:use", policy, ask, answer.clause, **(marks or {}))))
        together.append((n, answer, entry))
    found = yield from house.holding.use_many([(a, reads[n].ref, e) for n, a, e in together], version)
    for (n, allowed, _), one in zip(together, found, strict=True):
        read = reads[n]
        try:
            if isinstance(one, JikimError):
                answers[n] = one
            elif one.outcome is Outcome.OTHER_VERSION:
                answers[n] = yield from use(
                    house, read.ref, purpose=read.purpose, actor=actor, items=read.items, reason=reason, marks=marks
                )
            else:
                answers[n] = yield from _values(house, policy, read.ref, allowed, one)
        except JikimError as error:
            answers[n] = error
    return [answer if answer is not None else error_of(deny(policy, "gone")) for answer in answers]
