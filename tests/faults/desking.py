"""The scenes of the desk: a complaint, a report, a task, each filed and stepped to its end; what each prepares, does,
and must have done in the end."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.faults.killing import Scene
from tests.faults.making import member, order
from tests.invariants import Watch

import jikim
from jikim.app import Jikim
from jikim.cases.cases import Case, file_house, take_on, take_step
from jikim.cases.forgetting import forget_cases
from jikim.cases.listing import case_by, cases_of, files_of, history_of
from jikim.desk.complaints import COMPLAINTS, answer_complaint, close_complaint, complain
from jikim.desk.impersonation import end_account, release_account, report_impersonation, suspicion_of
from jikim.errors import ConflictError
from jikim.policy.ask import EVERYTHING, Actor
from jikim.processors.inspections import INSPECTIONS, inspections, record_inspection
from jikim.tasks.filing import TASKS
from jikim.uploads import Accepted, pack, unpack
from jikim.verbs.house import SYSTEM

WORDS = {"name": "Dan Example", "email": "dan@example.org", "text": "끊깁니다"}
ANSWER = "고쳤습니다"


def _file(jk: Jikim, whose: jikim.Person) -> None:
    if not jk.driver.run(cases_of(jk.house, COMPLAINTS, whose.subject)):
        me = Actor("member", str(whose.subject))
        jk.driver.run(complain(jk.house, WORDS, person=whose, actor=me, old_enough=True))


def _filed(jk: Jikim) -> Case:
    whose = member(jk)
    return jk.driver.run(
        complain(jk.house, WORDS, person=whose, actor=Actor("member", str(whose.subject)), old_enough=True)
    )


def _answered(jk: Jikim) -> Case:
    case = _filed(jk)
    _answer(jk, case)
    return case


def _both_or_neither(watch: Watch, whose: jikim.Person) -> list[str]:
    """A complaint's record and its case come together or not at all."""
    kind = watch.one("live", "SELECT number FROM live.number WHERE space = 'record' AND name = 'complaint'")
    records = watch.rows(
        "live", "SELECT record FROM live.record WHERE subject = %s AND kind = %s", (whose.subject, kind)
    )
    cases = watch.rows("live", "SELECT id FROM live.person_case WHERE subject = %s", (whose.subject,))
    return [] if records == cases else [f"records {records}, cases {cases}"]


def _one(jk: Jikim, watch: Watch, whose: jikim.Person) -> list[str]:
    found = jk.driver.run(cases_of(jk.house, COMPLAINTS, whose.subject))
    return [] if [one.state for one in found] == ["received"] else [f"{found}"]


def _whole(watch: Watch, case: Case) -> list[str]:
    """The state, the steps, the record's version and its events say the same; nothing stays frozen, and nobody asked
    for a correction."""
    state, closed = watch.rows("live", "SELECT state, closed FROM live.person_case WHERE id = %s", (case.id,))[0]
    steps = [
        row[0]
        for row in watch.rows("live", "SELECT step FROM live.person_case_step WHERE id = %s ORDER BY n", (case.id,))
    ]
    version, frozen, ended, events = watch.rows(
        "live", "SELECT version, frozen, state, events FROM live.record WHERE record = %s", (case.id,)
    )[0]
    asked = watch.one("live", "SELECT count(*) FROM live.request WHERE record = %s", (case.id,))
    done = {
        "received": (["file"], 1, 1, 0),
        "looked-at": (["file", "look"], 1, 1, 0),
        "answered": (["file", "answer"], 2, 1, 1),
    }
    expected = (*done.get(state, (["file", "answer", "close"], 2, 2, 2)), None, 0, state == "closed")
    found = (steps, version, ended, len(events), frozen, asked, closed is not None)
    return [] if found == expected else [f"{state}: {found}"]


def _step(name: str) -> Any:
    def act(jk: Jikim, case: Case) -> None:
        desk = jk.acting("system", "desk")
        with suppress(ConflictError):
            if name == "answer":
                jk.driver.run(answer_complaint(jk.house, case, {"answer": ANSWER}, actor=desk))
            elif name == "close":
                jk.driver.run(close_complaint(jk.house, case, actor=desk))
            elif name == "take":
                jk.driver.run(
                    take_on(
                        jk.house,
                        COMPLAINTS,
                        case.subject,
                        case.id,
                        None,
                        actor=Actor("officer", "h-omar", desk.purposes),
                    )
                )
            else:
                jk.driver.run(take_step(jk.house, COMPLAINTS, case, name, actor=desk))

    return act


def _in(state: str) -> Any:
    def done(jk: Jikim, watch: Watch, case: Case) -> list[str]:
        wrong = _whole(watch, case)
        now = watch.one("live", "SELECT state FROM live.person_case WHERE id = %s", (case.id,))
        if now == "answered":
            [card] = [card for card in jk.show(case.subject).cards if card.ref.record == case.id]
            wrong += [] if card.values.get("answer") == ANSWER else ["another answer"]
        return wrong + ([] if now == state else [f"it is {now}"])

    return done


def _taken(_jk: Jikim, watch: Watch, case: Case) -> list[str]:
    owner = watch.one("live", "SELECT owner FROM live.person_case WHERE id = %s", (case.id,))
    return [] if owner == "h-omar" else [f"it is {owner}'s"]


_answer = _step("answer")
FILE_COMPLAINT = Scene(member, _file, _one, _both_or_neither, settles=False)
LOOK_AT_COMPLAINT = Scene(_filed, _step("look"), _in("looked-at"), _whole, settles=False)
TAKE_COMPLAINT = Scene(_filed, _step("take"), _taken, _whole, settles=False)
ANSWER_COMPLAINT = Scene(_filed, _answer, _in("answered"), _whole, settles=False)
CLOSE_COMPLAINT = Scene(_answered, _step("close"), _in("closed"), _whole, settles=False)


# ---- a report of impersonation


def _named(jk: Jikim) -> tuple[jikim.Person, str]:
    whose = member(jk)
    order(jk, whose)
    [card] = [card for card in jk.show(whose.subject).cards if card.ref.kind == "membership"]
    return whose, str(card.values["email"])


def _report(jk: Jikim, thing: tuple[jikim.Person, str]) -> None:
    jk.driver.run(report_impersonation(jk.house, "email", thing[1], actor=jk.acting("outsider", "visitor")))


def _suspected(jk: Jikim) -> tuple[jikim.Person, str]:
    thing = _named(jk)
    _report(jk, thing)
    return thing


def _settle(how: Any, field: str) -> Any:
    def act(jk: Jikim, thing: tuple[jikim.Person, str]) -> None:
        case = jk.driver.run(suspicion_of(jk.house, thing[0].subject))
        if case is not None:
            jk.driver.run(how(jk.house, case, {field: "살펴보았습니다"}, actor=jk.acting("system", "desk")))

    return act


def _stands_still(watch: Watch, thing: tuple[jikim.Person, str]) -> list[str]:
    """An account with an open report is frozen whole, one without is not frozen at all; one that was ended is left, and
    its report is closed."""
    subject = thing[0].subject
    states = [row[0] for row in watch.rows("live", "SELECT state FROM live.person_case WHERE subject = %s", (subject,))]
    frozen = {
        row[0]
        for row in watch.rows("live", "SELECT frozen IS NOT NULL FROM live.record WHERE subject = %s", (subject,))
    }
    left = watch.one("live", "SELECT state FROM live.subject WHERE subject = %s", (subject,)) == 2
    expected = {"open": ({True}, False), "released": ({False}, False), "confirmed": ({True}, True)}
    found, wanted = (frozen, left), expected[states[0]] if states else ({False}, False)
    return [] if len(states) < 2 and found == wanted else [f"{states}: {found}"]


def _settled(state: str) -> Any:
    def done(_jk: Jikim, watch: Watch, thing: tuple[jikim.Person, str]) -> list[str]:
        now = watch.one("live", "SELECT state FROM live.person_case WHERE subject = %s", (thing[0].subject,))
        return _stands_still(watch, thing) + ([] if now == state else [f"it is {now}"])

    return done


REPORT_IMPERSONATION = Scene(_named, _report, _settled("open"), _stands_still, settles=False)
RELEASE_IMPERSONATION = Scene(
    _suspected, _settle(release_account, "released"), _settled("released"), _stands_still, settles=False
)
END_IMPERSONATION = Scene(
    _suspected, _settle(end_account, "confirmed"), _settled("confirmed"), _stands_still, settles=False
)


# ---- a task: a case of the house


def _nothing(_jk: Jikim) -> str:
    return uuid4().hex


def _file_task(jk: Jikim, about: str) -> Case:
    text, due = "열쇠를 바꿉니다", jk.house.today()
    made = jk.driver.run(
        file_house(jk.house, TASKS, "finding", about, ko="가", en="a", actor=SYSTEM, due=due, facts={"text": text})
    )
    found = jk.driver.run(case_by(jk.house, TASKS, str(made)))
    assert found is not None
    return found


def _a_task(jk: Jikim) -> Case:
    return _file_task(jk, _nothing(jk))


def _done_task(jk: Jikim) -> Case:
    task = _a_task(jk)
    _step_task("done")(jk, task)
    jk.move_clock(jk.now() + timedelta(days=3 * 366))
    return task


def _step_task(name: str) -> Any:
    def act(jk: Jikim, task: Case) -> None:
        with suppress(ConflictError):
            if name == "take":
                jk.driver.run(
                    take_on(jk.house, TASKS, task.subject, task.id, None, actor=Actor("officer", "h-omar", EVERYTHING))
                )
            else:
                jk.driver.run(take_step(jk.house, TASKS, task, name, {"words": ANSWER}, actor=SYSTEM))

    return act


def _task_is(state: str, owner: str | None, *words: str) -> Any:
    def done(jk: Jikim, _watch: Watch, task: Case) -> list[str]:
        now = jk.driver.run(case_by(jk.house, TASKS, task.number))
        assert now is not None
        said = [one.words for one in jk.driver.run(history_of(jk.house, TASKS, now, actor=SYSTEM))]
        found = (now.state, now.owner, now.said, said)
        kept = [{}, *({"words": one} if one else {} for one in words)]
        return [] if found == (state, owner, task.said, kept) else [f"{found}"]

    return done


def _task_whole(watch: Watch, task: Case) -> list[str]:
    """The state and the steps say the same; what has no words any more is being forgotten, and was done."""
    rows = watch.rows("live", "SELECT state, closed IS NOT NULL FROM live.house_case WHERE id = %s", (task.id,))
    steps = [
        row[0]
        for row in watch.rows("live", "SELECT step FROM live.house_case_step WHERE id = %s ORDER BY n", (task.id,))
    ]
    expected = {(): [], (("open", False),): ["file"], (("done", True),): ["file", "done"]}
    return [] if expected.get(tuple(map(tuple, rows))) == steps else [f"{rows}: {steps}"]


def _one_task(watch: Watch, about: str) -> list[str]:
    """Of one matter one case is open, with its first step."""
    found = watch.rows(
        "live",
        "SELECT s.step FROM live.house_case c LEFT JOIN live.house_case_step s USING (subject, id) WHERE c.about = %s",
        (about,),
    )
    return [] if found in ([], [("file",)]) else [f"{found}"]


def _filed_task(jk: Jikim, watch: Watch, about: str) -> list[str]:
    return _one_task(watch, about) + _task_is("open", None)(jk, watch, _file_task(jk, about))


def _task_gone(_jk: Jikim, watch: Watch, task: Case) -> list[str]:
    left = watch.rows("live", "SELECT id FROM live.house_case WHERE id = %s", (task.id,))
    keys = watch.rows("keys", "SELECT space FROM keys.key WHERE space = 'case' AND name = %s", (task.id.bytes,))
    return [] if not left and not keys else [f"{left} {keys}"]


FILE_TASK = Scene(_nothing, _file_task, _filed_task, _one_task, settles=False)
TAKE_TASK = Scene(_a_task, _step_task("take"), _task_is("open", "h-omar"), _task_whole, settles=False)
DO_TASK = Scene(_a_task, _step_task("done"), _task_is("done", None, ANSWER), _task_whole, settles=False)
FORGET_TASK = Scene(
    _done_task, lambda jk, _task: jk.driver.run(forget_cases(jk.house)), _task_gone, _task_whole, settles=False
)


# ---- an inspection: filed, and its result with the file that shows it

_FILES = pack([Accepted("inspection.txt", "text/plain", b"invented", datetime(2013, 2, 5, tzinfo=UTC))])
_OFFICER = Actor("officer", "h-omar", EVERYTHING)


def _uninspected(jk: Jikim) -> str:
    """A day of its own for each play: what is recorded twice is the same inspection."""
    return (jk.house.today() - timedelta(days=sum(map(len, jk.driver.run(inspections(jk.house)).values())))).isoformat()


def _inspect(jk: Jikim, day: str) -> None:
    seen = jk.driver.run(inspections(jk.house)).get(("processor", "kcp"), [])
    if all(one.day.isoformat() != day for one in seen):
        jk.driver.run(record_inspection(jk.house, "processor", "kcp", "sound", {"day": day}, _FILES, actor=_OFFICER))


def _inspected(jk: Jikim, _watch: Watch, day: str) -> list[str]:
    seen = [one.case for one in jk.driver.run(inspections(jk.house))["processor", "kcp"] if one.day.isoformat() == day]
    kept = [jk.driver.run(files_of(jk.house, INSPECTIONS, one, 2, actor=_OFFICER)) for one in seen]
    said = [[(file.name, file.content) for file in unpack(one)] for one in kept]
    return (
        [] if [one.state for one in seen] == ["sound"] and said == [[("inspection.txt", b"invented")]] else [f"{seen}"]
    )


def _inspection_whole(watch: Watch, day: str) -> list[str]:
    """One case of the day, open without a result or closed with its file."""
    rows = watch.rows(
        "live",
        "SELECT c.state, c.closed IS NOT NULL, array_agg(s.step ORDER BY s.n), bool_or(s.files IS NOT NULL) FROM live.house_case c "
        "JOIN live.house_case_step s USING (subject, id) WHERE c.register = 'inspection' AND c.about = %s GROUP BY c.id, c.state, c.closed",
        (day,),
    )
    whole = ([], [("begun", False, ["file"], False)], [("sound", True, ["file", "sound"], True)])
    return [] if list(map(tuple, rows)) in whole else [f"{rows}"]


RECORD_INSPECTION = Scene(_uninspected, _inspect, _inspected, _inspection_whole, settles=False)
