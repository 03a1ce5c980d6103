"""What a version asks of a person, and their answer: recorded under the name of the version that asks, and counted from
its day on.

An answer may be changed until the version takes the person over; afterwards a consent is given and taken back like any
other (`verbs/consent.py`).
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from jikim.db.driver import Steps
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy
from jikim.policy.decide import Allowed, Denied, deny
from jikim.policy.diff import Question, compare
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.publishing.publications import Q
from jikim.verbs.house import House, error_of


class Asked(NamedTuple):
    """One question to one person. `given` is None while there is no answer; `effective` may be past, where nobody has
    answered."""

    version: int
    publication: int
    previous: int
    effective: datetime
    clause: int
    question: Question
    given: bool | None
    answered: datetime | None
    policy: Policy


def questions_of(house: House, subject: UUID) -> Steps[list[Asked]]:
    """What is asked of a person now, answered or not."""
    rows = yield Q["publish.questions"](subject=subject, at=house.now())
    found: list[Asked] = []
    for version, publication, effective, previous, name, clause, _had, given, answered in rows:
        old = yield from house.versions.serving(previous)
        new = yield from house.versions.serving(version)
        question = next((one for one in compare(old.file, new.file).questions if one.name == name), None)
        if question is not None:
            found.append(Asked(version, publication, previous, effective, clause, question, given, answered, new))
    return found


def answer_question(house: House, subject: UUID, version: int, clause: int, given: bool, *, actor: Actor) -> Steps[int]:
    """Records an answer. Answers the version that serves the person afterwards: where it is in force already, they are
    taken over at once.

    Raises DeniedError for anybody but the person, and for what is not asked of them.
    """
    asked = next(
        (one for one in (yield from questions_of(house, subject)) if (one.version, one.clause) == (version, clause)),
        None,
    )
    policy = asked.policy if asked is not None else house.policy
    ask = Ask(Verb.CONSENT, 0, 0, actor, of=subject)
    answer = house.judge(policy, ask)
    if isinstance(answer, Allowed) and not (yield from house.grant_runs(actor)):
        answer = deny(policy, "grant")
    if isinstance(answer, Denied) or asked is None:
        denied = answer if isinstance(answer, Denied) else deny(policy, "purpose")
        return (yield from house.refuse("subject:consent", policy, actor, denied, ask, subject))
    name = asked.question.name
    entry = yield from house.entry(
        "subject:consent",
        policy,
        actor,
        ask,
        policy.clause("new-consent"),
        given=name if given else "",
        withdrawn="" if given else name,
        version=version,
    )
    [(code,)] = yield Q["publish.answer"](subject=subject, version=version, clause=clause, given=given, entry=entry)
    outcome = Outcome(code)
    if outcome is Outcome.ENDED:
        raise error_of(deny(policy, "purpose"))
    if outcome is not Outcome.ALLOWED:
        house.denied(policy, answer, outcome)
    people = yield from house.elsewhere(subject, 0)
    return people[1] if people is not None else house.in_force()[1]
