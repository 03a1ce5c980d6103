"""use: read items of a record for a declared purpose. Locked, judged and recorded on disk before the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from jikim.answers import Read as Read
from jikim.answers import Values as Values
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.ledger.entry import Entry
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy, RecordRules, mask_of
from jikim.policy.decide import Allowed, Denied, deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import Found, Ref
from jikim.verbs.house import By, House
from jikim.verbs.judged import Done, Prepared, answered, judged
from jikim.verbs.read_limits import Exempt, within
from jikim.verbs.values import spoken

EVENT = "record:use"
T = TypeVar("T")


def items_asked(policy: Policy, rules: RecordRules, items: Iterable[str] | None, otherwise: int) -> int | Denied:
    """A mask of item names of one record kind; None stands for all that may be asked (`otherwise`)."""
    if items is None:
        return otherwise & rules.items
    unknown = [name for name in items if name not in rules.names]
    if unknown:
        return deny(policy, "undeclared-item", *(name for name in unknown if name in policy.file.items))
    return mask_of(rules.names[name] for name in items)


def read_asked(
    policy: Policy, kind: str, purpose: str, items: Iterable[str] | None, actor: Actor, reason: str, by: Policy
) -> Prepared[RecordRules]:
    """The ask behind a read, from names as the version in force (`by`) means them."""
    number, rules = policy.meant("purpose", purpose, by), policy.records.get(kind)
    if number is None or rules is None:
        return deny(policy, "purpose" if number is None else "record-kind")
    reading = policy.reading.get((number, rules.number))
    mask = items_asked(policy, rules, items, reading.items & ~policy.unreadable if reading is not None else 0)
    if isinstance(mask, Denied):
        return mask
    return Ask(Verb.USE, rules.number, mask, actor, number, reason=reason), rules


def use(
    by: By, ref: Ref, *, purpose: str, items: Sequence[str] | None = None, reason: str = "", shown: str = ""
) -> Steps[Values]:
    """Reads `items` (by default all that the purpose may read) of one record. The entry says how they are `shown`, such as
    `unmasked`.

    Of a file in quarantine its name is read and not its content. Raises DeniedError with the clause: wrong purpose, no
    grant, no consent, frozen by a correction, ended, gone, or beyond a limit of the internal management plan
    (`read-limit`).
    """
    house, actor = by
    return (yield from opened_values(ref, *(yield from use_opened(house, ref, purpose, items, actor, reason, shown))))


def use_opened(
    house: House, ref: Ref, purpose: str, items: Sequence[str] | None, actor: Actor, reason: str, shown: str = ""
) -> Steps[tuple[Policy, Found]]:
    """A read with its values as they are stored, files in quarantine whole: for `use`, and for the scanner that opens
    these."""
    return (yield from _use(house, ref, purpose, items, actor, reason, marks_of(shown), reads=True))


def marks_of(shown: str) -> Mapping[str, str]:
    """What an entry says of how values are shown."""
    return {"shown": shown} if shown else {}


def _use(
    house: House,
    ref: Ref,
    purpose: str,
    items: Sequence[str] | None,
    actor: Actor,
    reason: str,
    marks: Mapping[str, str],
    *,
    reads: bool,
) -> Steps[tuple[Policy, Found]]:
    def prepare(policy: Policy, by: Policy) -> Prepared[RecordRules]:
        return read_asked(policy, ref.kind, purpose, items, actor, reason, by)

    def act(allowed: Allowed, _rules: RecordRules, version: int, entry: Entry) -> Steps[Done[tuple[Policy, Found]]]:
        return _done(allowed, (yield from house.holding.use(allowed, version, ref, entry)))

    return (
        yield from judged(
            house,
            EVENT,
            actor,
            prepare,
            act,
            subject=ref.subject,
            record=ref.record,
            facts=marks,
            reads=ref.subject if reads else None,
        )
    )


def _done(allowed: Allowed, found: Found) -> Done[tuple[Policy, Found]]:
    return Done(found.outcome, found.policy, (allowed.policy, found), found.blocker)


def opened_values(ref: Ref, policy: Policy, found: Found) -> Steps[Values]:
    """What a read gave, by item name."""
    return Values((yield from spoken(policy, policy.records[ref.kind], ref.subject, found.values)), found.version)


def use_many(
    by: By, reads: Sequence[Read], *, reason: str = "", shown: str = ""
) -> Steps[Sequence[Values | JikimError]]:
    """Reads many records, sent together; each is locked, judged and recorded by itself and has its own outcome: of a server
    that is away, where another is not, why.

    Raises DeniedError (`read-limit`), and reads nothing, where all of it would pass a limit of the internal management
    plan: `left` says how many people are left.
    """
    return (yield from each_of(by, reads, reason, shown, lambda read, *found: opened_values(read.ref, *found)))


def each_of(
    by: By,
    reads: Sequence[Read],
    reason: str,
    shown: str,
    made: Callable[[Read, Policy, Found], Steps[T]],
    exempt: Exempt | None = None,
) -> Steps[list[T | JikimError]]:
    """What `made` makes of each read, of the policy that judged it and what it found; or its error. `exempt`: no limit is
    asked of these, where it covers each."""
    house, actor = by
    policy, version = house.in_force()
    free = exempt is not None and all(exempt.covers(read.ref.subject, read.ref.kind) for read in reads)
    marks = exempt.marks if exempt is not None and free else marks_of(shown)
    together: dict[int, tuple[Allowed, Entry]] = {}
    # What reads have in common is judged once; None: refused.
    judged_: dict[tuple[object, ...], tuple[Allowed, Entry] | None] = {}
    shared: Entry | None = None
    for n, read in enumerate(reads):
        asked = read.ref.kind, read.purpose, None if read.items is None else tuple(read.items)
        if asked in judged_:
            if (one := judged_[asked]) is not None:
                together[n] = one[0], one[1].another()
            continue
        judged_[asked] = None
        prepared = read_asked(policy, read.ref.kind, read.purpose, read.items, actor, reason, policy)
        allowed = prepared if isinstance(prepared, Denied) else house.judge(policy, prepared[0])
        if isinstance(allowed, Denied):
            continue
        if shared is None:
            shared = yield from house.own_look(EVENT, policy, actor, allowed.ask, allowed.clause, **marks)
            entry = shared
        else:
            entry = shared.another(house.fact_text(EVENT, policy, allowed.ask, allowed.clause, **marks))
        judged_[asked] = together[n] = allowed, entry
    if actor.grant and not free:
        # INVARIANT: of all, before any is read; what another version may allow, too.
        people = {read.ref.subject for n, read in enumerate(reads) if n in together or house.versions.several}
        ask = next((allowed.ask for allowed, _ in together.values()), None)
        yield from within(house, EVENT, actor, people, ask, shown)
    rows = [(allowed, reads[n].ref, entry) for n, (allowed, entry) in together.items()]
    found = dict(zip(together, (yield from house.holding.use_many(rows, version)), strict=True))
    answers: list[T | JikimError] = []
    for n, read in enumerate(reads):
        got = found.get(n)
        try:
            if isinstance(got, JikimError):
                answers.append(got)
            elif got is not None and got.outcome is not Outcome.OTHER_VERSION:
                allowed = together[n][0]
                answers.append((yield from made(read, *answered(allowed, _done(allowed, got)))))
            else:
                # What is refused, or is another version's to judge, is judged alone.
                alone = yield from _use(house, read.ref, read.purpose, read.items, actor, reason, marks, reads=False)
                answers.append((yield from made(read, *alone)))
        except JikimError as error:
            answers.append(error)
    return answers
