"""Reads are watched (10.5): beyond the plan's limits grants pause, officers are alerted, and somebody else lifts and
judges it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from tests.employed import admin_of, employ
from tests.limited import limit_reads
from tests.office.conftest import Office, post

from jikim.alerts.raising import open_alerts
from jikim.app import Jikim
from jikim.errors import ConflictError, DeniedError
from jikim.ledger.reads import Reads
from jikim.monitoring.explaining import explain, explanations
from jikim.monitoring.pausing import LIMITS, Pause, forget_counts, judge, lift, limits, pauses, tell_pauses
from jikim.plan.management_plan import draft_of, plan_of
from jikim.policy.ask import Actor
from jikim.store.holding import Ref
from jikim.verbs.use import Read

Forward = Callable[..., datetime]
LOW = {
    "burst": 6,
    "hour": 9,
    "unmasked": 4,
    "night": 3,
    "day": 14,
    "usual": 3,
    "desk": 3,
    "floor": 4,
    "application": 12,
}


@pytest.fixture
def people(jk: Jikim) -> list[Ref]:
    """Fifteen members of whom a membership is there."""
    return [
        jk.collect(
            "membership",
            {"login_id": f"member{n}", "password": f"quiet heron {n}", "name": "가나다", "email": f"m{n}@example.com"},
            channel="homepage",
            old_enough=True,
        ).ref
        for n in range(15)
    ]


@pytest.fixture
def low(jk: Jikim, cast: Any) -> None:
    """A plan with low limits is in force."""
    limit_reads(jk, cast.omar, **LOW)


def handler(jk: Jikim, name: str) -> Actor:
    """A handler who may name support."""
    employ(jk, name)
    jk.by(jk.acting("system", "set-up")).grant(name, ["support"], jk.now() + timedelta(days=90))
    return jk.handler(name, origin="192.0.2.30")


def look(jk: Jikim, ref: Ref, actor: Actor, shown: str = "") -> None:
    """One read, as an application makes it."""
    from jikim.verbs.use import use

    jk.driver.run(use(jk.house.by(actor), ref, purpose="support", items=["email"], reason="문의 확인", shown=shown))


def beyond(jk: Jikim, ref: Ref, actor: Actor, shown: str = "") -> None:
    """One read more than a limit leaves."""
    with pytest.raises(DeniedError) as denied:
        look(jk, ref, actor, shown)
    assert (denied.value.why, denied.value.left) == ("read-limit", 0)


def paused(jk: Jikim) -> list[Pause]:
    """The pauses, once everything is placed."""
    jk.sequence()
    return jk.driver.run(pauses(jk.house))


@pytest.mark.clause("10.5")
def test_one_after_another_is_refused_and_paused(jk: Jikim, low: None, cast: Any, people: list[Ref]) -> None:
    """Single reads of many people: an alert, a pause, and a remembered actor reads nothing more; a pause takes no other
    handler's grant."""
    hana = handler(jk, "h-many")
    for ref in people[:6]:
        look(jk, ref, hana)
    assert paused(jk) == []
    beyond(jk, people[6], hana)
    (one,) = paused(jk)
    assert (one.actor, one.rule, one.seen, one.most, one.effective) == ("handler:h-many", "burst", 7, 6, True)
    assert [found.kind for found in jk.driver.run(open_alerts(jk.house))] == ["reads-paused"]
    with pytest.raises(DeniedError):
        look(jk, people[7], hana)
    with pytest.raises(DeniedError) as denied:
        jk.by(hana).find("email", "m7@example.com")
    assert denied.value.why == "grant"
    assert not jk.handler("h-many").grant
    assert jk.handler("hana").grant


def test_records_of_one_person_are_one_person(jk: Jikim, low: None, cast: Any, people: list[Ref]) -> None:
    """A `use_many` counts people, however many of their records it reads."""
    other = handler(jk, "h-card")
    reads = [Read(people[0], "support", ["email"]) for _ in range(12)]
    assert len(jk.by(other).use_many(reads, reason="문의 확인")) == 12
    assert paused(jk) == []


def spread(jk: Jikim, forward: Forward, refs: list[Ref], actor: Actor, minutes: int, shown: str = "") -> None:
    """Reads with a pause between each."""
    for ref in refs:
        look(jk, ref, actor, shown)
        jk.sequence()
        forward(minutes=minutes)


def test_slowly_too(jk: Jikim, low: None, cast: Any, people: list[Ref], forward: Forward) -> None:
    """No rhythm escapes the hour, the day or the unmasked values."""
    hour, day, bare = (handler(jk, f"h-{name}") for name in ("hour", "day", "bare"))
    spread(jk, forward, people[:9], hour, 6)
    beyond(jk, people[9], hour)
    spread(jk, forward, people[:4], bare, 7, shown="unmasked")
    beyond(jk, people[4], bare, "unmasked")
    spread(jk, forward, people[:14], day, 12)
    beyond(jk, people[14], day)
    found = {one.whose: one.rule for one in paused(jk)}
    assert found == {"h-hour": "hour", "h-bare": "unmasked", "h-day": "day"}


def test_at_night(jk: Jikim, low: None, cast: Any, people: list[Ref], forward: Forward) -> None:
    """Few are many at night, by the policy's own time zone."""
    hana = handler(jk, "h-night")
    while jk.now().astimezone(jk.policy.zone).hour != 23:
        forward(hours=1)
    spread(jk, forward, people[:3], hana, 20)
    beyond(jk, people[3], hana)
    assert [one.rule for one in paused(jk)] == ["night"]


def test_a_handler_and_the_officer_they_became_are_one_reader(jk: Jikim, people: list[Ref]) -> None:
    """The ledger's names differ; what is counted is one person's, and whom they read twice is one."""
    found = Reads(jk.policy.zone)
    for kind, ref in (("handler", people[0]), ("officer", people[0]), ("officer", people[1])):
        found.add({"actor": f"{kind}:h-rises"}, jk.now(), ref.subject)
    assert [(one["actor"], one["people"]) for one in found.counted()] == [("handler:h-rises", 2)]


def test_beyond_ones_own_usual_and_the_desks(
    jk: Jikim, low: None, cast: Any, people: list[Ref], forward: Forward
) -> None:
    """Three times one's own day of the last weeks, or the middle of the other handlers that day, is beyond either."""
    usual = handler(jk, "h-usual")
    for n in range(6):
        spread(jk, forward, people[n : n + 1], usual, 60)
        forward(hours=23)
    while jk.now().astimezone(jk.policy.zone).hour != 9:
        forward(hours=1)
    spread(jk, forward, people[:5], usual, 15)
    assert {one.whose: one.rule for one in paused(jk)} == {"h-usual": "usual"}
    for name in ("h-a", "h-b", "h-c"):
        spread(jk, forward, people[:1], handler(jk, name), 1)
    spread(jk, forward, people[:5], handler(jk, "h-desk"), 15)
    assert {one.whose: one.rule for one in paused(jk)} == {"h-usual": "usual", "h-desk": "desk"}


def test_applications_are_watched_by_their_name(jk: Jikim, low: None, cast: Any, people: list[Ref]) -> None:
    """Code inside the process has no grant to pause: it is alerted and judged, and the pause says that it stopped
    nothing."""
    for ref in people:
        look(jk, ref, jk.actor)
    (one,) = paused(jk)
    assert (one.actor, one.rule, one.effective) == ("application:app", "application", False)


def test_a_pause_is_lifted_with_a_reason_and_judged_afterwards(
    jk: Jikim, low: None, cast: Any, people: list[Ref]
) -> None:
    """By an officer, once each, with words; the grants have the ends they had, and what was counted before is not
    counted again."""
    run: Any = jk.driver.run
    hana = handler(jk, "h-many")
    for ref in people[:6]:
        look(jk, ref, hana)
    beyond(jk, people[6], hana)
    (one,) = paused(jk)
    for steps in (
        lift(jk.house, one.number, " ", actor=cast.omar),
        lift(jk.house, one.number, "검토함", actor=cast.hana),
    ):
        with pytest.raises(DeniedError):
            run(steps)
    run(lift(jk.house, one.number, "설 연휴 문의를 몰아서 처리했습니다", actor=cast.omar))
    assert jk.handler("h-many").until == hana.until
    look(jk, people[8], jk.handler("h-many"))
    assert len(paused(jk)) == 1
    run(judge(jk.house, one.number, "fine", "문의 번호와 맞음", actor=cast.omar))
    (one,) = run(pauses(jk.house))
    assert (one.lifted_by, one.judged_by, one.verdict) == ("omar", "omar", "fine")
    for again in (
        lift(jk.house, one.number, "또", actor=cast.omar),
        judge(jk.house, one.number, "misuse", "또", actor=cast.omar),
    ):
        with pytest.raises(ConflictError):
            run(again)


def test_a_pause_asks_its_reader_who_is_heard_before_misuse(jk: Jikim, low: None, cast: Any, people: list[Ref]) -> None:
    """Told once, it asks the paused handler for their word; `misuse` waits for that, and both stand beside the pause.
    An application is not asked."""
    run: Any = jk.driver.run
    hana = handler(jk, "h-heard")
    for ref in people[:6]:
        look(jk, ref, hana)
    beyond(jk, people[6], hana)
    for ref in people:
        look(jk, ref, jk.actor)
    found = {one.actor: one.number for one in paused(jk)}
    run(tell_pauses(jk.house))
    run(tell_pauses(jk.house))
    (asked,) = run(explanations(jk.house))
    number = found["handler:h-heard"]
    assert (asked.about, asked.reader) == (f"pause:{number}", "h-heard")
    with pytest.raises(ConflictError):
        run(judge(jk.house, number, "misuse", "들어 보지 않음", actor=cast.omar))
    run(
        explain(jk.house, asked.number, "설 연휴 문의를 몰아서 처리", actor=Actor("handler", "h-heard", 0, "192.0.2.9"))
    )
    run(judge(jk.house, number, "misuse", "문의가 없었음", actor=cast.omar))
    (heard,) = run(explanations(jk.house, "h-heard"))
    assert (heard.words, heard.verdict, heard.judged_by) == ("설 연휴 문의를 몰아서 처리", "misuse", "omar")


def test_an_officers_own_reads_are_judged_by_somebody_else(jk: Jikim, low: None, cast: Any, people: list[Ref]) -> None:
    """The only officer reads nothing beyond the limit either, and keeps their grants; with another there, neither lifts
    nor judges their own."""
    run: Any = jk.driver.run
    for ref in people[:6]:
        look(jk, ref, cast.omar)
    beyond(jk, people[6], cast.omar)
    (one,) = paused(jk)
    assert (one.effective, bool(jk.handler("omar").grant)) == (False, True)
    for steps in (
        lift(jk.house, one.number, "확인함", actor=cast.omar),
        judge(jk.house, one.number, "fine", "확인함", actor=cast.omar),
    ):
        with pytest.raises(DeniedError) as denied:
            run(steps)
        assert denied.value.why == "second-person"
    employ(jk, "second", "officer")
    jk.by(jk.acting("system", "set-up")).grant("second", ["support"], jk.now() + timedelta(days=9))
    second = jk.handler("second", kind="officer")
    run(lift(jk.house, one.number, "확인함", actor=second))
    run(judge(jk.house, one.number, "fine", "확인함", actor=second))


def test_what_is_watched_is_said_and_goes_in_time(
    jk: Jikim, low: None, cast: Any, people: list[Ref], forward: Forward
) -> None:
    """The plan has a section and the limits that hold; no row names whose data was read, and counts are gone after four
    weeks."""
    run: Any = jk.driver.run
    assert run(limits(jk.house)) == LOW
    assert set(LIMITS) == set(LOW)
    assert "watching" in draft_of(jk.house, run(plan_of(jk.house)), jk.settings)
    look(jk, people[0], handler(jk, "h-many"))
    jk.sequence()
    with psycopg.connect(admin_of(jk)) as admin:
        (row,) = admin.execute("SELECT to_jsonb(c)::text FROM live.read_count c").fetchall()
        assert str(people[0].subject) not in row[0]
        forward(days=30)
        assert run(forget_counts(jk.house)) == 1
        assert admin.execute("SELECT count(*) FROM live.read_count").fetchone() == (0,)


def test_the_limits_take_one_statement_whichever_many(jk: Jikim, cast: Any, people: list[Ref]) -> None:
    """By a grant the limits are asked once for a read or a batch; code inside the process, which has none, asks nothing."""
    steps: list[str] = []
    reads, hana = [Read(ref, "support", ["email"]) for ref in people], handler(jk, "h-counted")
    jk.driver.hook = lambda step, when: steps.append(step) if when == "before" else None
    for actor in (jk.actor, hana):
        jk.by(actor).use_many(reads, reason="문의 확인")
        look(jk, people[0], actor)
    jk.driver.hook = None
    asked = [step for step in steps if step in ("use", "use_many", "reads.draw")]
    assert asked == ["use_many", "use", "reads.draw", "use_many", "reads.draw", "use"]


@pytest.mark.clause("10.5")
def test_a_pause_is_answered_on_its_page_by_another_officer(office: Office) -> None:
    """An officer lifts and judges with words; a handler sees the limits and their own pauses, and nobody else's."""
    site = office.jk
    officer = office.officer("h-watches")
    mine, other = office.worker("h-paused"), office.worker("h-bystander")
    with psycopg.connect(admin_of(site), autocommit=True) as admin:
        admin.execute("SELECT live.pause_begin('handler:h-paused', %s, 'hour', 101, 100)", (site.now(),))
    number = next(one.number for one in site.driver.run(pauses(site.house)) if one.whose == "h-paused")
    way = f"/office/monitoring/{number}"
    assert "h-paused" in officer.get("/office/monitoring").text
    assert "h-paused" in officer.get("/office").text
    assert way not in mine.get("/office/monitoring").text
    assert "h-paused" not in other.get("/office/monitoring").text
    assert post(other, way, do="lift", reason="괜찮습니다").status_code == 403
    assert post(officer, way, do="lift", reason=" ").status_code == 422
    assert post(officer, way, do="lift", reason="몰린 문의를 처리했습니다").status_code == 303
    assert post(officer, way, do="fine", reason="문의 번호와 맞습니다").status_code == 303
    assert way not in officer.get("/office/monitoring").text
    assert site.handler("h-paused").grant
