"""The cabinet: papers with their place and label, due when nothing keeps their record, destroyed before a witness,
certified with the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.at_once import both
from tests.employed import employ, officer_of

from jikim.app import Jikim
from jikim.app.disclosure_work import give
from jikim.cabinet.paper_register import counts, paper_of, papers
from jikim.cabinet.papers import destroy_paper, enter_paper
from jikim.errors import ConflictError, DeniedError, InvalidError
from jikim.jobs.certificate import certify

PLACE: dict[str, Any] = {"cabinet": "서류함 A", "shelf": "3"}


def test_a_paper_is_due_by_the_same_plan_as_its_record(jk: Jikim, cast: Any, forward: Callable[..., Any]) -> None:
    """It lives with its record, rests until the last day of what rests, is due at once where nothing keeps it, and
    never while a hold does."""
    run: Any = jk.driver.run
    house = jk.house
    officer = officer_of(jk, "files")
    order = run(enter_paper(house, "order", ref=cast.alice_order, actor=officer, **PLACE))
    membership = run(enter_paper(house, "membership", ref=cast.alice_membership, actor=officer, **PLACE))
    assert (order.due, membership.due) == (None, None)
    jk.leave(cast.alice.subject)
    assert run(paper_of(house, membership.number)).due == house.today()
    assert run(paper_of(house, order.number)).due is None
    ended = jk.now()
    jk.event(cast.alice_order, "settled")
    resting = run(paper_of(house, order.number)).due
    assert resting == date(ended.year + 5, ended.month, ended.day + 1)
    jk.sweep()
    assert run(paper_of(house, order.number)).due == resting
    number = jk.by(officer).hold(cast.alice_order, reason="소송")
    held = run(paper_of(house, order.number))
    assert (held.due, held.held) == (None, True)
    with pytest.raises(DeniedError) as denied:
        run(destroy_paper(house, held, method="shred", day=house.today(), witness="omar", actor=officer))
    assert denied.value.why == "held"
    jk.by(officer).release(cast.alice_order, number, reason="끝남")
    assert run(paper_of(house, order.number)).due == resting
    assert run(counts(house)).due == 1
    # When nothing rests any more, the paper is still there, and due.
    forward(to=jk.now().replace(year=2018, month=4))
    jk.sweep(after_gap=True, actor=officer_of(jk, "sweeps"))
    give(jk)
    found = run(paper_of(house, order.number))
    assert found.due is not None
    assert found.due <= house.today()


def test_a_paper_of_nobody_in_particular_counts_its_kind_from_the_day_it_came(jk: Jikim) -> None:
    """Without a record, the longest rule of its kind runs from the day it was received; a kind that nothing keeps is
    due at once."""
    run: Any = jk.driver.run
    house = jk.house
    officer = officer_of(jk, "files")
    kept = run(enter_paper(house, "complaint", received=date(2013, 1, 10), actor=officer, **PLACE))
    assert kept.due == date(2016, 1, 11)
    assert run(enter_paper(house, "enquiry", received=date(2013, 1, 10), actor=officer, **PLACE)).due == date(
        2013, 1, 10
    )
    with pytest.raises(InvalidError):
        run(enter_paper(house, "enquiry", received=house.today() + timedelta(days=1), actor=officer, **PLACE))
    with pytest.raises(InvalidError):
        run(enter_paper(house, "enquiry", received=date.min, actor=officer, **PLACE))
    with pytest.raises(InvalidError):
        run(enter_paper(house, "enquiry", note="900101-1234567", actor=officer, **PLACE))
    assert [one.number for one in run(papers(house, limit=1))] == [2]
    assert [one.number for one in run(papers(house, before=2))] == [1]
    jk.by(jk.acting("system", "set-up")).grant("files", ["delivery"], jk.now() + timedelta(days=9))
    employ(jk, "porter")
    jk.by(jk.acting("system", "set-up")).grant("porter", ["delivery"], jk.now() + timedelta(days=9))
    with pytest.raises(DeniedError) as denied:
        run(enter_paper(house, "complaint", actor=jk.handler("porter"), **PLACE))
    assert denied.value.why == "beyond-grant"


def test_two_who_confirm_one_paper_confirm_it_once(jk: Jikim, cast: Any) -> None:
    """Of two confirmations at once one stands, and one line is certified; a hold that came first keeps the paper."""
    run: Any = jk.driver.run
    house = jk.house
    first, second = officer_of(jk, "one"), officer_of(jk, "two")
    paper = run(enter_paper(house, "enquiry", received=date(2013, 1, 10), actor=first, **PLACE))
    deed: dict[str, Any] = {"method": "burn", "day": house.today(), "witness": "omar"}
    answers = both(
        lambda: run(destroy_paper(house, paper, actor=first, **deed)),
        lambda: run(destroy_paper(house, paper, actor=second, **deed)),
    )
    assert sum(isinstance(answer, ConflictError) for answer in answers) == 1
    made = run(certify(house))
    assert made is not None
    assert [(line["what"], line["count"]) for line in made[1]["destroyed"]] == [("papers, burnt", 1)]
    assert json.dumps(made[1]).count("omar") == 0
    # A hold and a shredding: whichever comes first, a held paper is never gone.
    order = run(enter_paper(house, "order", ref=cast.alice_order, actor=first, **PLACE))
    both(
        lambda: jk.by(first).hold(cast.alice_order, reason="소송"),
        lambda: run(destroy_paper(house, order, actor=second, **deed)),
    )
    assert run(paper_of(house, order.number)).state == "kept"
