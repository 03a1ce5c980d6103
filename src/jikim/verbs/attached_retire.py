"""retire, for many records of an application's tables that are of one kind and one fate: judged once, each recorded by itself.

    live: attached.begin          they are over, and their plans are written down (the first plan of each stands)
    archive: archive.admit_many   of what rests: the parts, sealed, each with its entry
    application                   the rows go, in batches
    live: attached.gone           the register's rows go, tombstones stay, each with its entry

Of somebody who left, rows that no verb ever met and of which nothing is kept take a shorter way:

    live: attached.batch_begin    they are named: nothing is entered, held or frozen of them from here on
    application                   the rows go, in batches
    live: attached.batch_end      one entry names them all, and stays

Killed anywhere and run again both converge, as `retire` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

from jikim.attach.held import Held
from jikim.db.driver import Steps
from jikim.policy.ask import Ask
from jikim.policy.compiled import Policy
from jikim.policy.decide import Denied
from jikim.policy.outcome import Outcome
from jikim.policy.planned import Step
from jikim.policy.states import Verb
from jikim.store.attached_archive import AttachedArchive, Going, Row
from jikim.store.resting import Begun
from jikim.verbs.house import SYSTEM, House


def retire_rows(
    house: House, archive: AttachedArchive, policy: Policy, held: Held, rows: Sequence[Row]
) -> Steps[list[Outcome]]:
    """Carries out steps of a plan: `rests` seals them into the archive and deletes their rows, `goes` erases these.

    Answers for each: GONE where another process was faster, FROZEN or HELD where something came in between, CONFLICT where something still refers to its row.
    """
    step = rows[0].step
    rests = step.fate == "rests"
    ask = Ask(
        Verb.RETIRE if rests else Verb.DESTROY, step.facts.kind, reduce(or_, (row.facts.items for row in rows)), SYSTEM
    )
    if isinstance(house.judge(policy, ask), Denied):
        return [Outcome.CONFLICT] * len(rows)
    entry = yield from house.resealing("retire" if rests else "erase")
    begun = yield from archive.begin_rows(policy, held, rows, entry)
    outcomes = [one.outcome for one in begun]
    going = [n for n, outcome in enumerate(outcomes) if outcome is Outcome.ALLOWED]
    by_rules: dict[str, list[tuple[Row, Begun]]] = {}
    for n in going:
        if rests and begun[n].parts:
            by_rules.setdefault(_rules(policy, begun[n]), []).append((rows[n], begun[n]))
    for rules, some in by_rules.items():
        entry = yield from house.entry("record:archive", policy, SYSTEM, ask, step.clause, rules=rules)
        yield from archive.admit_rows(policy, some, entry)
    referred = yield from archive.erase_rows(held, {rows[n].key: rows[n].facts.subject for n in going})
    done = [n for n in going if rows[n].key not in referred]
    if done:
        event, backups = "record:retire" if rests else "record:destroy", archive.until.isoformat()
        entry = yield from house.entry(event, policy, SYSTEM, ask, step.clause, how="statement", backups=backups)
        ended = yield from archive.finish_rows([rows[n] for n in done], "rests" if rests else "destroyed", entry)
        for n, outcome in zip(done, ended, strict=True):
            outcomes[n] = outcome
    return [
        Outcome.CONFLICT if outcome is Outcome.ALLOWED and row.key in referred else outcome
        for row, outcome in zip(rows, outcomes, strict=True)
    ]


def erase_named(
    house: House, archive: AttachedArchive, policy: Policy, held: Held, step: Step, going: Going
) -> Steps[tuple[int, int]]:
    """Erases what `AttachedArchive.name_rows` named. `step`: the fate of each. Answers how many went, and how many something still refers to."""
    ask = Ask(Verb.DESTROY, step.facts.kind, step.facts.items, SYSTEM)
    if step.fate != "goes" or isinstance(house.judge(policy, ask), Denied):
        return 0, len(going.keys)
    left = yield from archive.erase_rows(held, dict.fromkeys(going.keys, going.subject))
    names = [record for key, record in zip(going.keys, going.records, strict=True) if key not in left]
    entry = yield from house.entry(
        "record:destroy",
        policy,
        SYSTEM,
        ask,
        step.clause,
        how="statement",
        backups=archive.until.isoformat(),
        count=len(names),
        records=" ".join(names),
    )
    done = yield from archive.finish_named(step, going, left, entry)
    return len(names) if done else 0, len(left)


def _rules(policy: Policy, begun: Begun) -> str:
    return ",".join(sorted({policy.name("rule", rule) for part in begun.parts for rule, _ in part.rules}))
