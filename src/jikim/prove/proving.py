"""A run of the proof: evidence, promises, and its record: an entry of the ledger, findings opened and ended, and a task
for each new one (clause 10.10).

Guarantees: whatever several runs find at once, of one promise one finding is open, and it has one task. Looking alone
(`prove`) writes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.errors import NotFoundError
from jikim.handlers.register import workers
from jikim.policy.ask import EVERY_PURPOSE, Actor
from jikim.policy.citing import cited
from jikim.policy.compiled import Policy
from jikim.policy.period import Period, day_of, due
from jikim.prove.attached import AttachedReach
from jikim.prove.evidence import Evidence, Pages
from jikim.prove.gathering import Q, gather
from jikim.prove.mechanism import WORST, State
from jikim.prove.promises import Promise, judge, tally
from jikim.settings import Settings
from jikim.tasks.filing import file_task
from jikim.verbs.approve import only_officers
from jikim.verbs.house import House

PROVER = Actor("system", "prove", EVERY_PURPOSE)
MENDING = Period(
    7, "d"
)  # within which what was found broken is put right ("at once" of clause 10.10, as a day that can be overdue)


@dataclass(frozen=True)
class Proven:
    """The promises as they stand: what was measured, each clause with its state, and how many are in each."""

    at: datetime
    evidence: Evidence
    promises: tuple[Promise, ...]

    def outside(self, policy: Policy) -> Proven:
        """The same as whoever is outside reads it."""
        return Proven(self.at, self.evidence, tuple(judge(self.evidence, policy, outside=True)))

    @property
    def counts(self) -> dict[State, int]:
        return tally(one.state for one in self.promises)

    @property
    def broken(self) -> tuple[Promise, ...]:
        return tuple(one for one in self.promises if one.state == "broken")

    @property
    def unproven(self) -> tuple[Promise, ...]:
        return tuple(one for one in self.promises if one.state == "unproven")

    def of(self, clause: str) -> Promise:
        """One clause. Raises JikimError for one that the policy does not have."""
        for one in self.promises:
            if one.clause == clause:
                return one
        raise NotFoundError(
            "the policy has no clause `{}`",
            hint="`jikim prove POLICY` lists them",
            given=clause,
            ko=("방침에 없는 조항입니다: `{}`", "조항은 `jikim prove POLICY`로 확인해 주세요"),
        )

    def as_json(self) -> dict[str, Any]:
        """The run as data: no name of a person, no address, no value."""
        return {
            "jikim-proof": 1,
            "at": self.at.isoformat(),
            "version": self.evidence.version,
            "ledger": self.evidence.entries,
            "counts": self.counts,
            "promises": [_promise(one) for one in self.promises],
        }


def _promise(one: Promise) -> dict[str, Any]:
    return {
        "clause": one.clause, "state": one.state, "reads": one.reads, "ko": one.said("ko"), "en": one.said("en"),
        "mechanisms": [
            {
                "key": part.mechanism.key, "of": list(dict.fromkeys(part.names)), "state": part.finding.state,
                "how": {"ko": part.mechanism.ko, "en": part.mechanism.en}, "found": {"ko": part.finding.ko, "en": part.finding.en},
            }
            for part in one.parts
        ],
        "reach": [{"system": "jikim", "reach": "sealed"}, *(
            {"system": reach.system.system, "reach": reach.system.reach, "until": reach.system.until.isoformat() if reach.system.until else None}
            for reach in one.reach
        )],
        "attached": _attached(one.attached),
    }  # fmt: skip


def _attached(reach: AttachedReach | None) -> dict[str, Any] | None:
    if reach is None:
        return None
    return {
        "kinds": list(reach.kinds), "by": "statement", "erased": reach.erased,
        "backups": reach.backups.isoformat() if reach.backups else None, "ko": reach.ko, "en": reach.en,
    }  # fmt: skip


def prove(house: House, settings: Settings, pages: Pages | None = None) -> Steps[Proven]:
    """Measures and judges. Reads only."""
    evidence = yield from gather(house, settings, pages)
    return Proven(evidence.at, evidence, tuple(judge(evidence, house.policy)))


def record(house: House, proven: Proven, actor: Actor = PROVER) -> Steps[int]:
    """Records a run that was just made, and files a task for each finding that has none. Answers how many tasks that
    were.

    Raises DeniedError, recorded, for anybody but the system or an officer with a grant that stands.
    """
    event = "promises:prove"
    if actor.kind != "system":
        yield from only_officers(house, event, actor)
    found = proven.counts
    entry = yield from house.note(
        event,
        actor,
        "audit",
        **{state: many for state, many in found.items() if state != "broken"},
        broken=",".join(one.clause for one in proven.broken),
    )
    states = json.dumps({one.clause: one.state for one in proven.promises})
    rows = yield Q["prove.note"](
        states=states,
        clauses=[one.clause for one in proven.broken],
        ko=[one.said("ko") for one in proven.broken],
        en=[one.said("en") for one in proven.broken],
        entry=entry,
    )
    if not rows:
        return 0
    owner = next(
        (one.handler for one in (yield from workers(house)) if one.kind == "officer" and one.left is None), None
    )
    filed = 0
    for clause, since, ko, en in rows:
        last = due(day_of(since, house.policy.zone), MENDING)
        said = {language: cited(clause, language, house.policy.file) for language in ("ko", "en")}
        task = yield from file_task(
            house,
            "promise",
            clause,
            owner,
            last,
            f"약속 {said['ko']}: 이행 안 됨. {ko}",
            f"Promise {said['en']} is broken. {en}",
            actor,
            f"/office/promises#p{clause}",
        )
        [(took,)] = yield Q["prove.tasked"](clause=clause, since=since, task=task)
        filed += bool(took)
    return filed


class Run(NamedTuple):
    """A run that was recorded. `states`: clause to state."""

    number: int
    at: datetime
    entry: UUID
    states: dict[str, State]

    @property
    def counts(self) -> dict[State, int]:
        """How many promises were in each state."""
        return tally(self.states.values())


def runs(_house: House, most: int = 50) -> Steps[list[Run]]:
    """The runs that were recorded, the newest first."""
    return [
        Run(number, at, entry, json.loads(states)) for number, at, entry, states in (yield Q["prove.runs"](limit=most))
    ]


class Found(NamedTuple):
    """A finding: since when a promise was found broken, when it was seen so last, when it was found kept again (None:
    it is open)."""

    clause: str
    since: datetime
    seen: datetime
    over: datetime | None
    ko: str
    en: str
    task: UUID | None


def findings(_house: House, most: int = 200) -> Steps[list[Found]]:
    """What runs found broken: open findings first, then the newest."""
    return [Found(*row) for row in (yield Q["prove.findings"](limit=most))]


__all__ = ["PROVER", "WORST", "Found", "Proven", "Run", "findings", "prove", "record", "runs"]
