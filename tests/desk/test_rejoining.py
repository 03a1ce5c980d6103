"""Whose membership was ended for misuse does not join again until the policy's day: by a keyed hash that goes with its
day, decided by a person, told before and at the refusal, and lifted where an objection is right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from tests.conftest import ALICE, HOMEPAGE, Databases
from tests.employed import employ, lasting
from tests.faults.killing import Killed
from tests.restore.restore_past import Past, past

import jikim
from jikim.app import Jikim, read_policy
from jikim.cases.cases import Case, act
from jikim.cases.listing import case_by
from jikim.desk.barring import barred_by, bars, lift_bar
from jikim.desk.measures import MEASURES, propose_measure
from jikim.errors import DeniedError, InvalidError, JikimError
from jikim.policy.ask import Actor
from jikim.policy.model import PolicyFile, Rejoining
from jikim.policy.period import Period, due_from
from jikim.policy.render import render_markdown

__all__ = ["past"]
YEAR, DAY = timedelta(days=365), timedelta(days=1)


@pytest.fixture
def homepage() -> PolicyFile:
    bar = Rejoining.model_validate({"items": ["email", "mobile"], "for": "1y", "clause": "5.1"})
    return read_policy(HOMEPAGE).model_copy(update={"rejoining": bar})


def join(jk: Jikim, **other: str) -> jikim.Person:
    given = {**ALICE, **other}
    return jikim.Person(jk.collect("membership", given, channel="homepage", old_enough=True).ref.subject, "member")


def officer(jk: Jikim, name: str) -> Actor:
    employ(jk, name, "officer")
    lasting(jk, name)
    return jk.handler(name, kind="officer", origin="192.0.2.11")


def step(jk: Jikim, case: Case, name: str, actor: Actor, **given: str) -> None:
    now = jk.do(case_by, MEASURES, case.number)
    assert now is not None
    jk.driver.run(act(jk.house, MEASURES, now, name, given, actor=actor))


def suspended(jk: Jikim, person: jikim.Person, actor: Actor) -> Case:
    case = jk.do(propose_measure, person, "한 곳에서 여러 계정을 번갈아 씀", actor=jk.acting("system", "desk"))
    step(jk, case, "suspend", actor)
    return case


def ended(jk: Jikim, person: jikim.Person, actor: Actor) -> Case:
    case = suspended(jk, person, actor)
    jk.move_clock(jk.now() + 8 * DAY)
    step(jk, case, "end", jk.acting("system", "officers"), ended="되풀이됨")
    return case


def killed_at(jk: Jikim, name: str, **other: str) -> Case:
    """The end of a membership, killed before that statement."""
    case = suspended(jk, join(jk, **other), officer(jk, "omar"))
    jk.move_clock(jk.now() + 8 * DAY)

    def kill(called: str, when: str) -> None:
        if (called, when) == (name, "before"):
            raise Killed

    jk.driver.hook = kill
    with pytest.raises(Killed):
        step(jk, case, "end", jk.acting("system", "officers"), ended="되풀이됨")
    jk.driver.hook = None
    return case


def refused(jk: Jikim, **other: str) -> str:
    try:
        join(jk, **other)
    except DeniedError as error:
        return error.why
    return ""


def test_who_misused_it_joins_again_when_the_day_is_over(jk: Jikim) -> None:
    """Until the last day the same address is refused under any login ID, and another is not; on the day after, the key
    and the hash are gone and the address joins."""
    omar = officer(jk, "omar")
    ended(jk, join(jk), omar)
    until = due_from(jk.now(), jk.policy.zone, Period(1, "y"))
    assert [(one.due, one.items) for one in jk.do(bars)] == [(until, ("email",))]
    assert refused(jk, login_id="another") == "barred"
    assert refused(jk, login_id="another", email="ALICE@example.com") == "barred"
    assert refused(jk, login_id="bystander", email="else@example.com") == ""
    jk.move_clock(jk.now() + YEAR - DAY)
    jk.sweep()
    assert refused(jk, login_id="another") == "barred"
    jk.move_clock(jk.now() + 2 * DAY)
    jk.sweep()
    assert jk.do(bars) == []
    assert refused(jk, login_id="another") == ""


def test_nobody_is_ended_before_they_were_told_long_enough(jk: Jikim) -> None:
    """Within the policy's seven days of the suspension it is refused, whatever the caller thinks; without a reason too."""
    omar = officer(jk, "omar")
    case = suspended(jk, join(jk), omar)
    for days in (0, 6):
        jk.move_clock(jk.now() + days * DAY)
        with pytest.raises(InvalidError):
            step(jk, case, "end", jk.acting("system", "officers"), ended="되풀이됨")
    jk.move_clock(jk.now() + 2 * DAY)
    with pytest.raises(DeniedError):
        step(jk, case, "end", jk.acting("system", "officers"), ended=" ")
    assert jk.do(bars) == []
    step(jk, case, "end", jk.acting("system", "officers"), ended="되풀이됨")
    assert len(jk.do(bars)) == 1


def test_a_handler_ends_nobody_and_who_suspended_does_not_end(jk: Jikim) -> None:
    """The end is an officer's who had no part in the measure; so is lifting what came of it."""
    omar, other = officer(jk, "omar"), officer(jk, "nari")
    case = suspended(jk, join(jk), omar)
    jk.move_clock(jk.now() + 8 * DAY)
    for actor in (omar, jk.handler("nobody")):
        with pytest.raises(JikimError):
            step(jk, case, "end", actor, ended="되풀이됨")
    step(jk, case, "end", other, ended="되풀이됨")
    for actor in (other, jk.handler("nobody"), Actor("member", "x")):
        with pytest.raises(DeniedError):
            jk.do(lift_bar, case.number, "이의가 옳음", actor=actor)
    with pytest.raises(DeniedError):
        jk.do(lift_bar, case.number, "", actor=omar)
    assert refused(jk, login_id="another") == "barred"
    jk.do(lift_bar, case.number, "이의가 옳음", actor=omar)
    assert refused(jk, login_id="another") == ""


def test_what_is_lifted_stays_lifted_where_a_kill_left_it_on_its_way(jk: Jikim) -> None:
    """Killed before what bars stands with the house, and before that is known where the person lay: it is lifted all the
    same, and the sweep brings nothing back."""
    omar = officer(jk, "omar")
    for killed in ("bar.stand", "bar.stands"):
        address = f"{killed}@example.com"
        case = killed_at(jk, killed, login_id=killed.replace(".", "-"), email=address)
        # Where people lie on several servers it is taken until the bar stands with the house.
        assert refused(jk, login_id="gives-another", email=address) in ("barred", "taken")
        jk.do(lift_bar, case.number, "이의가 옳음", actor=omar)
        jk.sweep()
        assert refused(jk, login_id=f"again-{killed[4:]}", email=address) == ""


def test_a_bar_that_a_kill_left_on_its_way_keeps_nobody_else_out(jk: Jikim) -> None:
    """Whoever joins before the next sweep, wherever they lie, makes it stand, and is taken in."""
    killed_at(jk, "bar.stand")
    for n in range(2):
        assert refused(jk, login_id=f"bystander{n}", email=f"else{n}@example.com") == ""


def test_a_sweep_frees_nothing_before_what_bars_it_stands(jk: Jikim) -> None:
    """Killed before it stands with the house: whoever joins while the sweep goes on is refused at each of its steps."""
    killed_at(jk, "bar.stand")
    whys = set[str]()

    def look(name: str, when: str) -> None:
        if when == "before" and name.startswith(("bar.", "taken.", "freed.")):
            jk.driver.hook = None
            whys.add(refused(jk, login_id="another"))
            jk.driver.hook = look

    jk.driver.hook = look
    jk.sweep()
    jk.driver.hook = None
    assert whys <= {"barred", "taken"}
    assert whys
    assert refused(jk, login_id="another") == "barred"


def test_a_leaving_that_is_killed_while_a_sweep_goes_on_frees_nothing_either(jk: Jikim) -> None:
    """The sweep has let all bars stand before, and another of the same day stands: what was left is taken until this one does."""
    omar = officer(jk, "omar")
    first = suspended(jk, join(jk, login_id="first", email="first@example.com", mobile="010-8888-1111"), omar)
    case = suspended(jk, join(jk), omar)
    jk.move_clock(jk.now() + 8 * DAY)
    step(jk, first, "end", jk.acting("system", "officers"), ended="되풀이됨")
    left = False

    def meanwhile(name: str, when: str) -> None:
        nonlocal left
        if (name, when) == ("bar.stand", "before"):
            raise Killed
        if not left and (name, when) == ("bar.over", "after"):
            left = True
            with pytest.raises(Killed):
                step(jk, case, "end", jk.acting("system", "officers"), ended="되풀이됨")

    jk.driver.hook = meanwhile
    jk.sweep()
    jk.driver.hook = None
    assert left
    assert {refused(jk, login_id=f"another{n}") for n in range(8)} <= {"barred", "taken"}
    jk.sweep()
    assert refused(jk, login_id="another") == "barred"


def test_a_bar_names_nobody_and_is_made_under_its_day_alone(jk: Jikim, databases: Databases) -> None:
    """Two people of two days have no hash in common; no row holds a value, a subject or what the blind index holds."""
    omar = officer(jk, "omar")
    person = join(jk)
    ended(jk, person, omar)
    with psycopg.connect(databases.admin["live"]) as admin:
        [(row,)] = admin.execute("SELECT b::text FROM live.bar b").fetchall()
        assert person.subject.hex not in row.replace("-", "")
        first = admin.execute("SELECT tag FROM live.bar").fetchall()
        assert not admin.execute("SELECT FROM live.claim c JOIN live.bar b USING (tag)").fetchall()
    case = jk.do(bars)[0].number
    jk.do(lift_bar, case, "이의가 옳음", actor=omar)
    ended(jk, join(jk), omar)
    with psycopg.connect(databases.admin["live"]) as admin:
        assert admin.execute("SELECT tag FROM live.bar").fetchall() != first


def test_the_key_of_a_day_goes_with_it_and_not_before(jk: Jikim, databases: Databases) -> None:
    """The key store refuses to destroy it early, has it no more on the day after, and never makes it again."""
    omar = officer(jk, "omar")
    ended(jk, join(jk), omar)

    def keys() -> list[str]:
        with psycopg.connect(databases.admin["keys"]) as admin:
            return [bytes(name).decode() for (name,) in admin.execute("SELECT name FROM keys.key WHERE space = 'bar'")]

    [day] = keys()
    with psycopg.connect(databases.dsns["keys"]) as conn, pytest.raises(psycopg.errors.RaiseException):
        conn.execute(
            "SELECT keys.destroy('bar', %s, NULL, ROW(gen_random_uuid(), %s, '{}', '', 0)::ledger.entry)",
            (day.encode(), jk.now()),
        )
    jk.move_clock(jk.now() + YEAR + 2 * DAY)
    jk.sweep()
    assert keys() == []
    with psycopg.connect(databases.admin["keys"]) as admin:
        assert admin.execute("SELECT count(*) FROM keys.destroyed WHERE space = 'bar'").fetchone() == (1,)


def test_a_writer_who_knows_other_days_is_told(jk: Jikim, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who looked before the bar stood is not let in by what they saw: the statement asks again."""
    omar = officer(jk, "omar")
    person = join(jk)
    case = suspended(jk, person, omar)
    jk.move_clock(jk.now() + 8 * DAY)
    asked = jk.house.holding.bars.asked
    late: list[Callable[[], None]] = [lambda: step(jk, case, "end", jk.acting("system", "officers"), ended="되풀이됨")]

    def slow(claims):  # type: ignore[no-untyped-def]
        found = yield from asked(claims)
        if late:
            late.pop()()
        return found

    monkeypatch.setattr(jk.house.holding.bars, "asked", slow)
    assert refused(jk, login_id="another") == "barred"


def test_at_the_refusal_the_measure_and_the_day_are_known(jk: Jikim) -> None:
    """Whoever has proved the address learns by which measure and until when; of another address nothing is found."""
    omar = officer(jk, "omar")
    case = ended(jk, join(jk), omar)
    [found] = jk.do(barred_by, "membership", {"email": "alice@example.com"})
    assert (found.number, found.due) == (case.number, jk.do(bars)[0].due)
    assert jk.do(barred_by, "membership", {"email": "bob@example.com"}) == []


def test_the_document_says_it_whole(homepage: PolicyFile) -> None:
    """What is kept, of what, how long, that its key goes with it, that they are told before and may object; and nothing
    of it where the policy bars nobody."""
    for language, words in (
        ("ko", ("1년 동안 다시 가입할 수 없습니다", "일방향 암호화한 값만", "암호키와 함께 파기", "7일 전까지", "이의를 제기할 수 있습니다")),
        ("en", ("cannot join again for 1 year", "only a hash", "together with its key", "at least 7 days before", "may object")),
    ):  # fmt: skip
        text = render_markdown(homepage, language)  # type: ignore[arg-type]
        assert [word for word in words if word not in text] == []
        assert words[0] not in render_markdown(read_policy(HOMEPAGE), language)  # type: ignore[arg-type]


# ---- restored


@pytest.mark.parametrize("since", ["set", "lifted", "over"])
def test_a_bar_outlives_a_backup_of_before_and_comes_back_in_none(past: Past, homepage: PolicyFile, since: str) -> None:
    """Set after the backup it stands after the restore; lifted or over since, it does not come back."""
    past.homepage = homepage
    with past.open() as jk:
        omar, person = officer(jk, "omar"), join(jk)
        case = ended(jk, person, omar) if since != "set" else suspended(jk, person, omar)
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        if since == "set":
            jk.move_clock(jk.now() + 8 * DAY)
            step(jk, case, "end", jk.acting("system", "officers"), ended="되풀이됨")
        elif since == "lifted":
            jk.do(lift_bar, case.number, "이의가 옳음", actor=jk.handler("omar", kind="officer"))
        else:
            jk.move_clock(jk.now() + YEAR + 2 * DAY)
            jk.sweep()
    past.replayed(names)
    with Jikim(homepage, past.settings(names)) as jk:
        if since == "over":
            jk.move_clock(jk.now() + YEAR + 10 * DAY)
            jk.sweep()
        assert len(jk.do(bars)) == (1 if since == "set" else 0)
        assert refused(jk, login_id="another") == ("barred" if since == "set" else "")
