"""A sweep that would destroy too much: nothing of it goes until a second person has approved exactly that."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE, Databases
from tests.employed import employ, lasting
from tests.faults.killing import Stage, stage  # noqa: F401
from tests.faults.making import guest, identity, member, order
from tests.faults.scenes import SCENES
from tests.faults.world import World, house, watch, world  # noqa: F401
from tests.invariants import watching

import jikim
from jikim.app import Jikim
from jikim.cli import main
from jikim.errors import DeniedError, StoppedError, StoreError

DAN = {"name": "Dan Example", "email": "dan@example.org", "text": "끊깁니다"}


def answered(jk: Jikim, count: int) -> list[jikim.Ref]:
    """So many guests with an answered enquiry: nothing keeps it."""
    refs = [guest(jk, "enquiry", DAN, "board") for _ in range(count)]
    for ref in refs:
        jk.event(ref, "answered")
    return refs


def appoint(jk: Jikim) -> None:
    for name in ("omar", "ona"):
        employ(jk, name, "officer")
        lasting(jk, name, ["delivery"])


def stop(jk: Jikim) -> StoppedError:
    with pytest.raises(StoppedError) as stopped:
        jk.sweep()
    assert stopped.value.why == "share"
    assert stopped.value.plan is not None
    return stopped.value


def test_a_house_of_ten_works(jk: Jikim) -> None:
    """Ten people are few enough in the smallest house: all of them may go by themselves, and an eleventh makes it wait."""
    answered(jk, 10)
    assert jk.sweep().destroyed == {"enquiry": 10}
    answered(jk, 11)
    stop(jk)


@pytest.mark.parametrize(("others", "waits"), [(119, True), (120, False)])
def test_the_share_is_of_all_people(stage: Stage, others: int, waits: bool) -> None:
    """Of so many that thirteen are a tenth of all, thirteen may go: those who are here and those of whom something
    rests alike."""
    jk = stage.director
    resting = [identity(jk) for _ in range(others - 100)]
    for ref in resting:
        jk.event(ref, "checked")
    for _ in range(97):
        order(jk)
    jk.sweep()
    answered(jk, 13)
    for _ in range(others - len(resting) - 97):
        member(jk)
    judged = jk.sweep(dry_run=True).judged
    assert judged is not None
    total = others + 13
    assert (judged.people, judged.most, judged.total, judged.waits) == (13, total // 10, total, total // 10 < 13)


def test_nothing_goes_until_a_second_person_approved_it(stage: Stage) -> None:
    """Thirty people's records are due at once: nothing moves or goes, again and again; approved, they go and are
    certified, once."""
    jk = stage.director
    appoint(jk)
    refs = answered(jk, 30)
    settled = order(jk)
    jk.event(settled, "settled")
    for _ in range(3):
        stage.tally.tried("sweep", "too much")
        told = stop(jk)
        found = stage.watch.look()
        gone = [str(ref) for ref in [*refs, settled] if found.places(ref.record) != {"live"}]
        stage.tally.wrong("sweep", "too much", [*found.wrong, *gone])
    assert "records of 30 people would go, of 31" in told.message
    assert told.plan is not None
    approved = jk.by(jk.handler("omar", kind="officer")).approve(told.plan[:12])
    assert (approved.people, approved.total, approved.records) == (30, 31, 30)
    swept = jk.sweep()
    assert (swept.destroyed, swept.retired) == ({"enquiry": 30}, {"order": 1})
    assert swept.certificate is not None
    assert jk.sweep().certificate is None
    bodies = stage.watch.ledger(jk)
    stops = [body for body in bodies if body["event"] == "sweep:stop:denied"]
    assert {body["plan"] for body in stops} == {told.plan}
    yes = [body for body in bodies if body["event"] == "sweep:approve:allowed"]
    assert [(body["actor"], body["plan"], body["people"]) for body in yes] == [("officer:omar", told.plan, 30)]


def test_archived_days_count_too_and_a_person_counts_once(stage: Stage) -> None:
    """Six people of whom a part's day is past and a record is over are six; with five more whose day is past it is
    eleven."""
    jk = stage.director
    appoint(jk)
    people = [member(jk) for _ in range(11)]
    for whose in people:
        jk.event(identity(jk, whose), "checked")
    jk.sweep()
    jk.move_clock(jk.now() + timedelta(days=190))
    for whose in people[:6]:
        ref = jk.collect("enquiry", DAN, channel="board", subject=whose, old_enough=True).ref
        jk.event(ref, "answered")
    told = stop(jk)
    assert "of 11 people would go, of 11" in told.message
    assert len(stage.watch.look().parts) == 11
    assert told.plan is not None
    jk.by(jk.handler("omar", kind="officer")).approve(told.plan)
    swept = jk.sweep()
    assert (swept.parts, swept.destroyed) == (11, {"enquiry": 6})


def test_an_approval_is_for_its_plan_and_its_day(jk: Jikim) -> None:
    """What is due beyond the plan is counted anew: a few go with it, too many wait; and after a day the approval is
    none."""
    appoint(jk)
    omar = jk.handler("omar", kind="officer")
    answered(jk, 11)
    first = stop(jk)
    assert first.plan is not None
    jk.by(omar).approve(first.plan)
    answered(jk, 11)
    second = stop(jk)
    assert second.plan != first.plan
    assert "records of 11 people would go" in second.message
    assert second.plan is not None
    until = jk.by(omar).approve(second.plan).until
    assert until is not None
    jk.move_clock(until)
    stop(jk)
    jk.by(omar).approve(second.plan)
    answered(jk, 10)
    assert jk.sweep().destroyed == {"enquiry": 32}


def test_only_an_officer_with_a_grant_approves(jk: Jikim) -> None:
    """A handler, the system, an officer without a grant and a number that no sweep named are refused; a revoked grant
    takes its yes along."""
    appoint(jk)
    employ(jk, "hana")
    lasting(jk, "hana", ["delivery"])
    answered(jk, 11)
    plan = stop(jk).plan
    assert plan is not None
    system = jk.acting("system", "x")
    refused = [
        (jk.handler("hana"), "not-confirmed"),
        (system, "not-confirmed"),
        (jk.handler("no", kind="officer"), "grant"),
    ]
    for actor, why in refused:
        with pytest.raises(DeniedError) as denied:
            jk.by(actor).approve(plan)
        assert denied.value.why == why
    omar = jk.handler("omar", kind="officer")
    for number in ("0" * 64, plan[:7]):
        with pytest.raises(StoreError, match="no sweep has proposed"):
            jk.by(omar).approve(number)
    jk.by(omar).approve(plan)
    jk.by(omar).revoke(omar.grant)  # one's own ends at once; somebody else's runs for a day more
    stop(jk)
    with pytest.raises(DeniedError):
        jk.by(omar).approve(plan)
    jk.by(jk.handler("ona", kind="officer")).approve(plan)
    assert jk.sweep().destroyed == {"enquiry": 11}
    assert [one.plan for one in jk.proposals()] == [plan]


def test_who_vouched_for_the_clock_is_not_the_second_person(house: Jikim, world: World) -> None:
    """The officer at whose word a sweep goes on after a gap cannot approve what it then would destroy; another one can,
    and the word is kept once that sweep has gone through."""
    answered(house, 11)
    world.passes(days=30)
    omar = house.handler("omar", kind="officer")
    with pytest.raises(StoppedError) as stopped:
        house.sweep(actor=omar, after_gap=True)
    plan = stopped.value.plan
    assert plan is not None
    # Also when the schedule has come to the same in between.
    stop(house)
    with pytest.raises(DeniedError) as denied:
        house.by(omar).approve(plan)
    assert denied.value.why == "second-person"
    house.by(house.handler("ona", kind="officer")).approve(plan)
    assert house.sweep().destroyed == {"enquiry": 11}
    answered(house, 11)
    plan = stop(house).plan
    assert plan is not None
    house.by(omar).approve(plan)


def test_what_was_begun_is_finished_while_the_rest_waits(stage: Stage) -> None:
    """A sweep killed after it hid a day; then too much is due: the next one stops, and still destroys what nobody can
    read any more."""
    thing = SCENES["destroy"].prepare(stage.director)

    class EndedError(BaseException):
        pass

    def end(step: str, when: str) -> None:
        if (step, when) == ("destroy.hide", "after"):
            raise EndedError

    with stage.opened() as jk:
        jk.driver.hook = end
        with pytest.raises(EndedError):
            jk.sweep()
    refs = answered(stage.director, 11)
    stop(stage.director)
    found = stage.watch.look()
    assert SCENES["destroy"].done(stage.director, stage.watch, thing) == []
    assert all(found.places(ref.record) == {"live"} for ref in refs)
    assert found.wrong == []


def test_the_commands_tell_it(
    jk: Jikim, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`jikim sweep` names the plan and exits 1; `jikim sweep approve` says yes to it; then it goes."""
    databases.named(monkeypatch, tmp_path / "ring")
    appoint(jk)
    answered(jk, 11)
    assert main(["sweep", str(HOMEPAGE), "--dry-run"]) == 0
    assert "it would wait for a second person: 11 people, of 11" in capsys.readouterr().out
    assert main(["sweep", str(HOMEPAGE)]) == 1
    err = capsys.readouterr().err
    assert "error: records of 11 people would go, of 11, and nothing of that was destroyed" in err
    plan = err.split("approve POLICY ")[1].split()[0]
    assert main(["sweep", "approve", str(HOMEPAGE), plan, "--by", "nobody"]) == 1
    assert "clause 10.6" in capsys.readouterr().err
    assert main(["sweep", "approve", str(HOMEPAGE), plan, "--by", "omar"]) == 0
    assert "records of 11 people, of 11, may go\napproved by omar until 2013-02-06 09:00 UTC" in capsys.readouterr().out
    assert main(["sweep", str(HOMEPAGE)]) == 0
    assert capsys.readouterr().out.startswith("enquiry: 11 destroyed, as nothing keeps them\n")
    with watching(databases, tmp_path) as watch:
        assert watch.settled() == []
