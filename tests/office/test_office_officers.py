"""Officers as second persons: who is new, who is removed by another, and who is alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from tests.employed import employ, lasting, swear
from tests.office.test_office_disclosures import prepared

from jikim.alerts.raising import open_alerts
from jikim.app import Jikim
from jikim.disclosures import demand_register, demands
from jikim.errors import ConflictError, DeniedError
from jikim.handlers.officers import end_officers, officers, revoke_grant
from jikim.handlers.register import change_worker, leave_duty, worker
from jikim.policy.ask import Actor
from jikim.reading.mass import Query, ask_mass, decide_mass, masses

Forward = Callable[..., datetime]


def officer(jk: Jikim, name: str, *, new: bool = False) -> Actor:
    """An officer with a grant for everything."""
    employ(jk, name, "officer", new=new)
    return granted(jk, name)


def granted(jk: Jikim, name: str) -> Actor:
    lasting(jk, name)
    return jk.handler(name, kind="officer", origin="192.0.2.20")


def made_by(jk: Jikim, maker: Actor, name: str) -> Actor:
    """A new officer whom an officer made."""
    jk.enter_handler(name, name="가나다", kind="officer", actor=maker)
    swear(jk, name)
    lasting(jk, name, actor=maker)
    return jk.handler(name, kind="officer", origin="192.0.2.20")


def why(jk: Jikim, steps: Any) -> str:
    """Why a step is refused."""
    with pytest.raises(DeniedError) as denied:
        jk.driver.run(steps)
    return denied.value.why


@pytest.mark.clause("3.3")
def test_an_officer_who_makes_a_second_officer_cannot_be_both(jk: Jikim, cast: Any, forward: Forward) -> None:
    """The one they made approves nothing of theirs until another officer confirmed it and a day has passed; they
    themselves confirm nobody they made."""
    run: Any = jk.driver.run
    house, second = jk.house, made_by(jk, cast.omar, "second")
    one = prepared(jk, cast.alice, cast.alice_membership, cast.omar)
    assert why(jk, demands.approve(house, one, one.digest, actor=second)) == "new-officer"
    with pytest.raises(DeniedError) as own:
        jk.by(cast.omar).confirm_officer("second")
    assert own.value.why == "second-person"
    with pytest.raises(DeniedError):
        jk.by(second).confirm_officer("second")
    third = officer(jk, "third")
    jk.by(third).confirm_officer("second")
    with pytest.raises(ConflictError):
        jk.by(third).confirm_officer("second")
    assert why(jk, demands.approve(house, one, one.digest, actor=second)) == "new-officer"
    forward(hours=25)
    run(demands.approve(house, one, one.digest, actor=second))
    assert run(demand_register.demand_of(house, one.demand)).state == "approved"


def test_a_new_officer_is_no_second_person_anywhere(jk: Jikim, cast: Any) -> None:
    """Nor for a read of many, nor to confirm another new one; with a served warrant nobody waits for the day."""
    run: Any = jk.driver.run
    house, new, other = jk.house, officer(jk, "new", new=True), officer(jk, "other", new=True)
    run(ask_mass(house, Query("membership", "support", ("name",), 10), actor=cast.hana, reason="안내를 보냅니다"))
    asked = run(masses(house))[0]
    assert why(jk, decide_mass(house, asked, True, actor=new)) == "new-officer"
    with pytest.raises(DeniedError) as denied:
        jk.by(new).confirm_officer("other")
    assert denied.value.why == "new-officer"
    assert other.grant
    one = prepared(jk, cast.alice, cast.alice_membership, new, ground="warrant")
    run(demands.approve(house, one, one.digest, actor=new))
    assert run(demand_register.demand_of(house, one.demand)).alone
    assert why(jk, demands.look_at(house, one, actor=other)) == "new-officer"
    run(demands.look_at(house, one, actor=cast.omar))


@pytest.mark.parametrize("how", ["grant", "staff", "left"])
def test_removing_an_officer_takes_a_day_and_tells_them(jk: Jikim, cast: Any, forward: Forward, how: str) -> None:
    """Whoever else removes an officer, or their grant, does it for a day later: they are alerted, act until then, and
    may be taken back."""
    run: Any = jk.driver.run
    house, second = jk.house, officer(jk, "second")
    if how == "grant":
        run(revoke_grant(house.by(cast.omar), second.grant))
    elif how == "left":
        run(leave_duty(house.by(cast.omar), "second"))
    else:
        run(change_worker(house, "second", name="가나다", email="", duty="", kind="staff", actor=cast.omar))
    assert [one.kind for one in run(open_alerts(house))] == ["officer-ending"]
    assert jk.handler("second", kind="officer").grant
    one = prepared(jk, cast.alice, cast.alice_membership, cast.omar)
    run(demands.approve(house, one, one.digest, actor=second))
    forward(hours=25)
    run(end_officers(house))
    assert not jk.handler("second").grant
    if how != "grant":
        gone = run(worker(house, second.id))
        assert (gone.left is not None) if how == "left" else gone.kind == "staff"


def test_who_leaves_by_their_own_wish_leaves_at_once(jk: Jikim, cast: Any) -> None:
    """Nobody is kept an officer for a day against their wish, and a handler's grant ends at once."""
    run: Any = jk.driver.run
    second = officer(jk, "second")
    assert run(leave_duty(jk.house.by(second), "second")) == 1
    assert run(revoke_grant(jk.house.by(cast.omar), cast.hana.grant))
    assert not jk.handler("hana").grant


def test_an_officer_alone_for_thirty_days_may_go_on_alone_and_it_shows(jk: Jikim, cast: Any, forward: Forward) -> None:
    """Not a day before, not while another was there in those days; the register says who is alone, and the demand that
    one did both."""
    run: Any = jk.driver.run
    house, second = jk.house, officer(jk, "second")
    forward(days=40)
    one = prepared(jk, cast.alice, cast.alice_membership, cast.omar)
    assert why(jk, demands.approve(house, one, one.digest, actor=cast.omar)) == "second-person"
    run(leave_duty(house.by(second), "second"))
    for days in (0, 29):
        forward(days=days)
        assert not run(officers(house))["omar"].alone
        assert why(jk, demands.approve(house, one, one.digest, actor=cast.omar)) == "second-person"
    forward(days=2)
    assert run(officers(house))["omar"].alone
    run(demands.approve(house, one, one.digest, actor=cast.omar))
    done = run(demand_register.demand_of(house, one.demand))
    assert (done.state, done.prepared, done.decided, done.alone) == ("approved", "omar", "omar", True)
