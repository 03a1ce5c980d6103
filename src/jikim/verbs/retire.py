"""retire: an ended record moves to the archive, or goes where nothing keeps it. A journal of idempotent steps.

    live: retire.begin     the record is over and its plan is written down (the first plan stands)
    keys: key.put …        the day's key and the person's archive key are durable
    archive: archive.admit the parts arrive, re-sealed, with their entry
    live: retire.finish    the live row goes, a tombstone stays, with its entry

Killed anywhere and run again it converges: the live row stays until the archive has committed, and from `retire.begin`
on the live side answers nobody, so a record is never in neither and never usable in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from jikim.db.driver import Steps
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy
from jikim.policy.decide import Denied
from jikim.policy.outcome import Outcome
from jikim.policy.planned import RecordFacts, Step
from jikim.policy.states import Verb
from jikim.store.normal_forms import NormalForms
from jikim.verbs.file_packages import STORED, settled
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.values import released_of


def retire(house: House, policy: Policy, step: Step) -> Steps[Outcome]:
    """Carries out one step of a plan: `rests` moves it, `goes` destroys it. Other fates do nothing and answer CONFLICT.

    Answers GONE where another process was faster, FROZEN or HELD where something came in between.
    """
    if step.fate not in ("rests", "goes"):
        return Outcome.CONFLICT
    if step.fate == "rests" and (moved := (yield from move(house, policy, step))) is not Outcome.ALLOWED:
        return moved
    [outcome] = yield from (finish_moved if step.fate == "rests" else destroy_records)(house, policy, [step])
    return outcome


def move(house: House, policy: Policy, step: Step) -> Steps[Outcome]:
    """The first three steps: the record's parts rest, and its live row, which answers nobody, waits for `finish_moved`.
    Answers as `retire` does."""
    facts = step.facts
    ask = Ask(Verb.RETIRE, facts.kind, facts.items, SYSTEM)
    if isinstance(house.judge(policy, ask), Denied):
        return Outcome.CONFLICT
    ended = facts.ended or house.now()
    begun = yield from house.archive.begin(step, ended, (yield from house.resealing("retire")))
    if begun.outcome is not Outcome.ALLOWED:
        return begun.outcome
    begun = begun._replace(values=(yield from _settled(policy, facts, begun.values)))
    rules = ",".join(sorted({policy.name("rule", rule) for part in begun.parts for rule, _ in part.rules}))
    entry = yield from house.entry("record:archive", policy, SYSTEM, ask, step.clause, rules=rules)
    yield from house.archive.admit(step, begun, NormalForms(policy)(begun.values), entry)
    return Outcome.ALLOWED


def finish_moved(house: House, policy: Policy, steps: Sequence[Step]) -> Steps[list[Outcome]]:
    """The last step, of records that `move` moved, of one kind, by one clause and all in whole or all in part: no more
    than 256 in one statement. Answers an outcome for each."""
    first, *_ = steps
    entry = yield from house.entry("record:retire", policy, SYSTEM, _ask(Verb.RETIRE, steps), first.clause)
    return (yield from house.archive.finish(steps, "rests", entry))


def destroy_records(house: House, policy: Policy, steps: Sequence[Step]) -> Steps[list[Outcome]]:
    """Destroys records that nothing keeps, of one kind and by one clause, in one statement: no more than 256. Answers an
    outcome for each, as `retire` does."""
    first, *_ = steps
    ask = _ask(Verb.DESTROY, steps)
    if isinstance(house.judge(policy, ask), Denied):
        return [Outcome.CONFLICT] * len(steps)
    entry = yield from house.entry("record:destroy", policy, SYSTEM, ask, first.clause)
    return (yield from house.archive.finish(steps, "destroyed", entry))


def _ask(verb: Verb, steps: Sequence[Step]) -> Ask:
    return Ask(verb, steps[0].facts.kind, reduce(or_, (step.facts.items for step in steps)), SYSTEM)


def _settled(policy: Policy, facts: RecordFacts, values: Mapping[int, bytes]) -> Steps[Mapping[int, bytes]]:
    """The values as they rest. INVARIANT: what a later scan found clean is open there too, although what says so goes
    with the live row."""
    rules = policy.by_number.get(facts.kind)
    if rules is None or rules.files.isdisjoint(values):
        return values
    released = yield from released_of(facts.subject)
    files = {
        item: STORED + settled(value.removeprefix(STORED), released)
        for item, value in values.items()
        if item in rules.files
    }
    return {**values, **files}
