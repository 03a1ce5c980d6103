"""The scenes of measures against abuse: an account is suspended, its member objects, and it is lifted."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from tests.faults.killing import Scene
from tests.faults.making import member
from tests.invariants import Watch

import jikim
from jikim.app import Jikim
from jikim.cases.cases import Case
from jikim.cases.listing import case_by, cases_of
from jikim.desk.measures import MEASURES, propose_measure, suspended
from jikim.errors import ConflictError
from jikim.policy.ask import Actor

EVIDENCE, OBJECTION, ANSWER = "같은 주소에서 여러 계정", "제가 아닙니다", "확인하고 풀었습니다"
# state → steps so far, version of the record, events of the record
WHOLE = {
    "proposed": (["file"], 1, 0),
    "suspended": (["file", "suspend"], 1, 1),
    "suspension-objected": (["file", "suspend", "object"], 2, 1),
    "lifted": (["file", "suspend", "object", "lift"], 3, 2),
}


def _propose(jk: Jikim, whose: jikim.Person) -> None:
    if not jk.do(cases_of, MEASURES, whose.subject):
        jk.do(propose_measure, whose, EVIDENCE, actor=jk.acting("system", "desk"))


def _step(name: str, **given: str) -> Any:
    def act(jk: Jikim, case: Case) -> None:
        mine = name == "object"
        actor = Actor("member", str(case.subject)) if mine else jk.acting("system", "officers")
        now = jk.do(case_by, MEASURES, case.number)
        assert now is not None
        with suppress(ConflictError):
            jk.driver.run(MEASURES.acts[name](jk.house, now, given, actor=actor))

    return act


STEPS = {
    "suspend": _step("suspend"),
    "object": _step("object", objection=OBJECTION),
    "lift": _step("lift", answer=ANSWER),
}


def _before(*steps: str) -> Any:
    def prepare(jk: Jikim) -> Case:
        whose = member(jk)
        case = jk.do(propose_measure, whose, EVIDENCE, actor=jk.acting("system", "desk"))
        for name in steps:
            STEPS[name](jk, case)
        return case

    return prepare


def _whole(watch: Watch, case: Case) -> list[str]:
    """State, steps, the record's version and its events say the same, and nothing stays frozen."""
    state = watch.one("live", "SELECT state FROM live.person_case WHERE id = %s", (case.id,))
    steps = [
        step
        for (step,) in watch.rows("live", "SELECT step FROM live.person_case_step WHERE id = %s ORDER BY n", (case.id,))
    ]
    [(version, events, frozen)] = watch.rows(
        "live", "SELECT version, events, frozen FROM live.record WHERE record = %s", (case.id,)
    )
    found = (steps, version, len(events))
    return [] if (found, frozen) == (WHOLE[state], None) else [f"{state}: {found}"]


def _both_or_neither(watch: Watch, whose: jikim.Person) -> list[str]:
    kind = watch.one("live", "SELECT number FROM live.number WHERE space = 'record' AND name = 'measure'")
    records = watch.rows(
        "live", "SELECT record FROM live.record WHERE subject = %s AND kind = %s", (whose.subject, kind)
    )
    cases = watch.rows("live", "SELECT id FROM live.person_case WHERE subject = %s", (whose.subject,))
    return [] if records == cases else [f"records {records}, cases {cases}"]


def _one(jk: Jikim, _watch: Watch, whose: jikim.Person) -> list[str]:
    found = jk.do(cases_of, MEASURES, whose.subject)
    return [] if [one.state for one in found] == ["proposed"] else [f"{found}"]


def _is(state: str, *, shut: bool) -> Any:
    def done(jk: Jikim, watch: Watch, case: Case) -> list[str]:
        now = watch.one("live", "SELECT state FROM live.person_case WHERE id = %s", (case.id,))
        closed = jk.do(suspended, case.subject)
        return _whole(watch, case) + ([] if (now, closed) == (state, shut) else [f"it is {now}, shut {closed}"])

    return done


FILE_MEASURE = Scene(member, _propose, _one, _both_or_neither, settles=False)
SUSPEND_MEASURE = Scene(_before(), STEPS["suspend"], _is("suspended", shut=True), _whole, settles=False)
OBJECT_MEASURE = Scene(
    _before("suspend"), STEPS["object"], _is("suspension-objected", shut=True), _whole, settles=False
)
LIFT_MEASURE = Scene(_before("suspend", "object"), STEPS["lift"], _is("lifted", shut=False), _whole, settles=False)
