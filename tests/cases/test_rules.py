"""What a register is stands in the database, and the application changes nothing of it: it names a case and a step."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from psycopg import errors
from tests.conftest import Cast, Databases

from jikim.app import Jikim
from jikim.app.registers import REGISTERS
from jikim.cases.cases import HOUSE, Case, file_house, take_step
from jikim.cases.forgetting import forget_cases
from jikim.cases.listing import case_by, cases_of, history_of
from jikim.cases.register import Register
from jikim.desk.complaints import COMPLAINTS, answer_complaint, close_complaint, complain
from jikim.errors import ConflictError, KeyGoneError, StoreError
from jikim.policy.ask import Actor
from jikim.policy.statutes import get
from jikim.tasks.filing import TASKS, do_task
from jikim.verbs.house import SYSTEM

WORDS = {"name": "가나다", "email": "alice@example.com", "text": "광고가 잦습니다"}
ENTRY = "ROW(gen_random_uuid(), '2013-02-05', '{}', '', 0)::ledger.entry"


def filed(jk: Jikim, cast: Cast) -> Case:
    me = Actor("member", str(cast.alice.subject))
    return jk.driver.run(complain(jk.house, WORDS, person=cast.alice, actor=me, old_enough=True))


@pytest.mark.parametrize(
    "table", ["register", "register_step", "person_case", "person_case_step", "house_case", "house_case_step"]
)
@pytest.mark.parametrize(
    "deed", ["SELECT FROM live.{}", "DELETE FROM live.{}", "INSERT INTO live.{} DEFAULT VALUES", "TRUNCATE live.{}"]
)
def test_the_application_has_no_part_in_the_tables(databases: Databases, table: str, deed: str) -> None:
    """Its role reads and writes neither the rules nor the cases: it may call the functions, and nothing else."""
    with psycopg.connect(databases.dsns["live"], autocommit=True) as conn, pytest.raises(errors.InsufficientPrivilege):
        conn.execute(deed.format(table))  # type: ignore[arg-type]


def test_the_application_reads_no_case_by_the_view(databases: Databases) -> None:
    """What shows the cases of people and of the house together is for the functions."""
    with psycopg.connect(databases.dsns["live"], autocommit=True) as conn, pytest.raises(errors.InsufficientPrivilege):
        conn.execute("SELECT FROM live.case_")


def test_no_function_takes_where_a_step_leads(databases: Databases) -> None:
    """A step names the case and the step: of all that the application may call, nothing about a case takes a state, a
    way or a guard."""
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        found = conn.execute(
            "SELECT p.proname, a.name FROM pg_proc p, unnest(p.proargnames) AS a(name) WHERE p.pronamespace = 'live'::regnamespace "
            "AND p.proname ~ '^((house_)?case|asked_(file|step))' AND has_function_privilege('jikim_live', p.oid, 'EXECUTE')"
        ).fetchall()
    assert len({name for name, _ in found}) >= 15
    # `case_take` names whom a case is taken from.
    assert {one for one in found if one[1] in ("p_to", "p_state", "p_from", "p_guard", "p_closes", "p_side")} == {
        ("case_take", "p_from")
    }


def test_what_no_register_has_is_an_error(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """A step that is none, and a register that is none, are errors of the database and change nothing; a step of
    another state is a conflict."""
    case, desk = filed(jk, cast), jk.acting("system", "desk")
    with pytest.raises(StoreError):
        jk.driver.run(take_step(jk.house, COMPLAINTS, case, "burn", actor=desk))
    other = Register(
        "nothing", "/", *[("", "")] * 3, {"a": ("", "")}, (), COMPLAINTS.within, "audit", ("", ""), house=True
    )
    with pytest.raises(StoreError):
        jk.driver.run(file_house(jk.house, other, "matter", "x", ko="가", en="a", actor=desk))
    with pytest.raises(ConflictError):
        jk.driver.run(take_step(jk.house, COMPLAINTS, case, "close", actor=desk))
    assert [one.state for one in jk.driver.run(cases_of(jk.house, COMPLAINTS, cast.alice.subject))] == ["received"]
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn, pytest.raises(errors.RaiseException):
        conn.execute("SELECT live.case_guard('the-moon-is-full', %s, %s, '', now())", (cast.alice.subject, case.id))


@pytest.mark.parametrize("who", ["member", "outsider", "application", "handler", "officer", ""])
def test_the_database_knows_whose_step_it_is(jk: Jikim, cast: Cast, databases: Databases, who: str) -> None:
    """Whoever calls the statement itself as somebody whose step it is not, or as a handler or officer without a grant,
    is refused there; a name is no part of it."""
    case = filed(jk, cast)
    with psycopg.connect(databases.dsns["live"], autocommit=True) as conn:
        row = conn.execute(
            f"SELECT live.case_step(%s, %s, 'look', %s, NULL, NULL, NULL, NULL, %s, %s, {ENTRY})",
            (case.subject, case.id, None, who, 0),  # type: ignore[arg-type]
        ).fetchone()
        with pytest.raises(errors.RaiseException, match="a name beside a grant"):
            conn.execute(
                f"SELECT live.case_step(%s, %s, 'look', NULL, NULL, NULL, NULL, NULL, 'officer:omar', 0, {ENTRY})",
                (case.subject, case.id),  # type: ignore[arg-type]
            )
    assert row is not None
    assert row[0] != 0
    found = jk.driver.run(case_by(jk.house, COMPLAINTS, case.number))
    assert found is not None
    assert found.state == "received"


def test_a_closed_case_is_forgotten_on_its_day(jk: Jikim, cast: Cast) -> None:
    """Three years after it was closed, and not before, whoever asks: its number finds nothing, and its person's ledger
    says so."""
    run, house, desk = jk.driver.run, jk.house, jk.acting("system", "desk")
    case, waits = filed(jk, cast), filed(jk, cast)
    run(answer_complaint(house, case, {"answer": "멈췄습니다"}, actor=desk))
    run(close_complaint(house, case, actor=desk))
    jk.move_clock(jk.now() + timedelta(days=3 * 365))
    assert run(forget_cases(house)) == 0
    jk.move_clock(jk.now() + timedelta(days=3))
    assert run(forget_cases(house)) == 1
    assert run(case_by(house, COMPLAINTS, case.number)) is None
    assert [one.number for one in run(cases_of(house, COMPLAINTS, cast.alice.subject))] == [waits.number]
    told = [use for use in jk.show(cast.alice.subject).uses if use["event"] == "case:forget:allowed"]
    assert [use["record"] for use in told] == [str(case.id)]


@pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.name)
def test_a_declaration_holds_together(register: Register) -> None:
    """Every state is reached and every step leads somewhere; both languages are written; a keeping that a statute asks
    for is as long as it says."""
    reached = {register.first} | {step.to for step in register.steps}
    assert reached == set(register.states)
    assert {state for step in register.steps for state in step.from_} <= set(register.states)
    assert register.ends
    assert register.waits or register.seconds
    said = [
        register.one,
        register.many,
        register.intro,
        register.todo,
        register.filed,
        *register.states.values(),
        *(one.words for one in register.steps),
    ]
    assert all(ko and en for ko, en in said)
    assert {one.name for one in register.steps} >= set(register.acts)
    # What a form asks for is written somewhere: into a case of the house, or by the register's own function.
    assert {one.name for one in register.steps if one.asks and not register.house} <= set(register.acts)
    # A field is one thing wherever a form has it.
    forms = (register.files, *(one.asks for one in register.steps))
    assert all(field.words == register.fields[field.name].words for form in forms for field in form)
    assert all(ko and en for field in register.fields.values() for ko, en in (field.words, *field.choices.values()))
    assert register.house or not (register.files or any(one.rewrites or one.within for one in register.steps))
    if register.because:
        assert register.kept is not None
        statute = get(register.because)
        assert statute is not None
        assert statute.minimum == register.kept


def test_a_case_of_the_house_is_filed_once_while_it_is_open(jk: Jikim) -> None:
    """Of each kind about the same one is open; closed, the next is another. What somebody wrote is read as it was
    written."""
    run, house = jk.driver.run, jk.house

    def file(kind: str, about: str) -> Case:
        made = run(
            file_house(house, TASKS, kind, about, ko="가나다", en="abc", actor=SYSTEM, facts={"text": "할 일\n자세히"})
        )
        found = run(case_by(house, TASKS, str(made)))
        assert found is not None
        return found

    first = file("finding", "5.1")
    assert (first.said, first.title("ko"), first.subject) == ({"text": "할 일\n자세히"}, "가나다", HOUSE)
    assert file("finding", "5.1").id == first.id
    assert len({first.id, file("finding", "5.2").id, file("review", "5.1").id}) == 3
    run(take_step(house, TASKS, first, "done", {"words": "했습니다"}, actor=SYSTEM))
    assert file("finding", "5.1").id != first.id
    steps = run(history_of(house, TASKS, first, actor=SYSTEM))
    assert [(one.step, one.words) for one in steps] == [("file", {}), ("done", {"words": "했습니다"})]
    with pytest.raises(ConflictError):
        run(take_step(house, TASKS, first, "done", {"words": "또"}, actor=SYSTEM))


def test_a_closed_case_of_the_house_is_forgotten_with_its_key(jk: Jikim, databases: Databases) -> None:
    """On its day, and not before, whoever asks: row, steps and the key of its words are gone; an open one stays,
    however old."""
    run, house = jk.driver.run, jk.house
    done, waits = (
        run(file_house(house, TASKS, "own", "", ko="가", en="a", actor=SYSTEM, facts={"text": text}))
        for text in ("할 일", "다른 일")
    )
    run(do_task(house, done, "했습니다", actor=SYSTEM))
    jk.move_clock(jk.now() + timedelta(days=3 * 365))
    assert run(forget_cases(house)) == 0
    with psycopg.connect(databases.dsns["live"], autocommit=True) as conn:
        conn.execute(f"SELECT live.house_case_forget(%s, {ENTRY})", (done,))  # type: ignore[arg-type]
    assert run(case_by(house, TASKS, str(done))) is not None
    jk.move_clock(jk.now() + timedelta(days=3))
    assert run(forget_cases(house)) == 1
    assert run(case_by(house, TASKS, str(done))) is None
    with pytest.raises(KeyGoneError):
        run(house.keyring.open("case", done.bytes))
    left = run(case_by(house, TASKS, str(waits)))
    assert left is not None
    assert left.said == {"text": "다른 일"}
