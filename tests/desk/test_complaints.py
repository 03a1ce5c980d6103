"""Complaints: numbered, answered into their own record, kept by their rule; and the bodies outside, as they are reached
today."""

from __future__ import annotations

from datetime import date

import pytest
from tests.conftest import Cast
from tests.employed import employ

import jikim
from jikim.app import Jikim
from jikim.cases.cases import take_step
from jikim.cases.listing import case_by, cases_of, open_cases
from jikim.cases.numbering import normal_number
from jikim.desk.complaints import COMPLAINTS, answer_complaint, close_complaint, complain, ref_of
from jikim.desk.requests import requests_of
from jikim.errors import ConflictError
from jikim.policy.ask import Actor
from jikim.policy.bodies import bodies_of
from jikim.policy.model import PolicyFile

WORDS = {"name": "가나다", "email": "alice@example.com", "text": "동의하지 않은 광고가 왔습니다"}


@pytest.mark.clause("11.2")
def test_a_complaint_is_looked_at_answered_and_rests(jk: Jikim, cast: Cast) -> None:
    """Its states follow one another, the answer is in its record, and once closed it rests for three years."""
    run, house = jk.driver.run, jk.house
    me = Actor("member", str(cast.alice.subject))
    made = run(complain(house, WORDS, person=cast.alice, actor=me, old_enough=True))
    assert made.due == date(2013, 2, 15)
    assert [one.number for one in run(open_cases(house, COMPLAINTS, actor=cast.omar))] == [made.number]
    with pytest.raises(jikim.DeniedError):
        run(answer_complaint(house, made, {"answer": "멈췄습니다"}, actor=cast.hana))
    run(take_step(house, COMPLAINTS, made, "look", actor=cast.omar))
    with pytest.raises(ConflictError):
        run(close_complaint(house, made, actor=me))
    run(answer_complaint(house, made, {"answer": "광고를 멈췄습니다"}, actor=cast.omar))
    [card] = [card for card in jk.by(me).show(cast.alice.subject).cards if card.ref == ref_of(made)]
    assert card.values["answer"] == "광고를 멈췄습니다"
    assert run(requests_of(house, cast.alice.subject)) == []  # an answer is nobody's correction
    with pytest.raises(jikim.DeniedError):
        run(close_complaint(house, made, actor=Actor("member", str(cast.bob.subject))))
    run(close_complaint(house, made, actor=me))
    assert [one.state for one in run(cases_of(house, COMPLAINTS, cast.alice.subject))] == ["closed"]
    jk.sweep()
    [rests] = [card for card in jk.show(cast.alice.subject).resting if card.ref == ref_of(made)]
    assert rests.until == date(2016, 2, 5)


@pytest.mark.clause("5.1")
def test_a_complaint_of_somebody_who_left_is_closed_by_the_desk(jk: Jikim, cast: Cast) -> None:
    """No answer is written into a record of theirs any more; closed, it rests and goes as any. While they are here it
    is answered first."""
    run, house = jk.driver.run, jk.house
    me = Actor("member", str(cast.alice.subject))
    made = run(complain(house, WORDS, person=cast.alice, actor=me, old_enough=True))
    with pytest.raises(ConflictError):
        run(close_complaint(house, made, actor=cast.omar))
    jk.by(me).leave(cast.alice.subject)
    jk.sweep()
    with pytest.raises(jikim.DeniedError):
        run(answer_complaint(house, made, {"answer": "멈췄습니다"}, actor=cast.omar))
    run(close_complaint(house, made, actor=cast.omar))
    assert run(open_cases(house, COMPLAINTS, actor=cast.omar)) == []
    jk.sweep()
    [rests] = [card for card in jk.show(cast.alice.subject).resting if card.ref == ref_of(made)]
    assert rests.until == date(2016, 2, 5)


def test_a_number_is_read_as_people_type_it(jk: Jikim, cast: Cast) -> None:
    """Case, spaces and dashes do not matter; another number finds nothing."""
    made = jk.driver.run(complain(jk.house, WORDS, person=cast.alice, actor=jk.actor, old_enough=True))
    typed = made.number.lower().replace("-", " ")
    assert normal_number(typed) == made.number
    found = jk.driver.run(case_by(jk.house, COMPLAINTS, typed))
    assert found is not None
    assert found.id == made.id
    assert jk.driver.run(case_by(jk.house, COMPLAINTS, "AAAAA-AAAAA")) is None


@pytest.mark.clause("11.3")
def test_a_body_that_moved_has_todays_number_beside_it(homepage: PolicyFile) -> None:
    """On the policy's own day all numbers are right; today those that changed have the present one, or are said to be
    unknown."""
    assert all(one.current for one in bodies_of(homepage, date(2013, 2, 5)))
    now = {one.phone: one for one in bodies_of(homepage, date(2026, 11, 25))}
    assert now["1336"].phone_now == "1833-6972"
    assert now["1566-0112"].phone_now == "182"
    assert now["118"].phone_now == ""
    assert now["02-3480-2000"].unknown


@pytest.mark.clause("11.2")
def test_whoever_answered_does_not_close_it(jk: Jikim, cast: Cast) -> None:
    """One hand answers, another looks whether that is sufficient: the desk's second, or the person. Who took it in and
    looked at it is no first hand."""
    run, house = jk.driver.run, jk.house
    employ(jk, "boris")
    jk.by(jk.acting("system", "set-up")).grant("boris", ["complaints"])
    boris = jk.handler("boris")
    made = run(complain(house, WORDS, person=cast.alice, channel="phone", actor=boris, old_enough=True))
    run(take_step(house, COMPLAINTS, made, "look", actor=boris))
    run(answer_complaint(house, made, {"answer": "멈췄습니다"}, actor=cast.omar))
    with pytest.raises(jikim.DeniedError) as denied:
        run(close_complaint(house, made, actor=cast.omar))
    assert denied.value.why == "second-person"
    assert [one.state for one in run(cases_of(house, COMPLAINTS, cast.alice.subject))] == ["answered"]
    run(close_complaint(house, made, actor=boris))
    assert [one.state for one in run(cases_of(house, COMPLAINTS, cast.alice.subject))] == ["closed"]


@pytest.mark.clause("11.2")
def test_who_is_alone_in_the_office_closes_what_they_answered(jk: Jikim, cast: Cast) -> None:
    """Where nobody else works in the office no complaint waits for a second hand for ever."""
    run, house = jk.driver.run, jk.house
    made = run(complain(house, WORDS, person=cast.alice, actor=jk.actor, old_enough=True))
    run(answer_complaint(house, made, {"answer": "멈췄습니다"}, actor=cast.omar))
    with pytest.raises(jikim.DeniedError):
        run(close_complaint(house, made, actor=cast.omar))
    jk.by(cast.omar).leave_duty("hana")
    run(close_complaint(house, made, actor=cast.omar))
    assert [one.state for one in run(cases_of(house, COMPLAINTS, cast.alice.subject))] == ["closed"]
