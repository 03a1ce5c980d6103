"""Clause 5.8: values of what rests that the policy shows to nobody alone (`second_person: values`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from tests.clauses.conftest import Household, Ledger, Look
from tests.conftest import Databases
from tests.employed import employ, lasting

import jikim
from jikim.errors import ConflictError
from jikim.policy.ask import Actor
from jikim.policy.explain import explain
from jikim.policy.may import Question, may
from jikim.policy.states import Verb
from jikim.verbs.looks import STANDS, WAITS, forget_looks, look_of

PURPOSE = "dispute-evidence"
HOW: dict[str, Any] = {"purpose": PURPOSE, "reason_kind": "dispute", "reason": "분쟁 조정 3호의 자료"}


@pytest.fixture
def complaint(household: Household) -> jikim.Ref:
    """A complaint that rests."""
    ref = household.take("complaint")
    household.jk.event(ref, "closed")
    household.jk.sweep()
    return ref


def worker(household: Household, name: str, purpose: str = PURPOSE) -> Actor:
    """A handler with a grant for a purpose of keeping."""
    employ(household.jk, name)
    lasting(household.jk, name, ["support", purpose])
    return household.jk.handler(name, purpose=purpose)


def why(act: Callable[[], Any]) -> str:
    """Why it is refused."""
    with pytest.raises(jikim.DeniedError) as denied:
        act()
    assert denied.value.hint
    return denied.value.why


@pytest.mark.clause("5.8")
def test_values_are_shown_once_another_person_approved_the_look(
    household: Household, complaint: jikim.Ref, ledger: Ledger
) -> None:
    """Not to who holds the grant alone, not while it waits, not after a no; to who asked for it, after a yes; the
    ledger names both."""
    jk, hana, duri = household.jk, worker(household, "hana"), worker(household, "duri")
    assert why(lambda: jk.by(hana).consult(complaint, **HOW)) == "archive-approval"
    first = jk.by(hana).ask_look(complaint, **HOW)
    assert why(lambda: jk.by(hana).consult(complaint, **HOW)) == "archive-approval"
    jk.by(duri).decide_look(first, False)
    assert why(lambda: jk.by(hana).consult(complaint, **HOW)) == "archive-approval"
    with pytest.raises(ConflictError):
        jk.by(duri).decide_look(first, True)
    number = jk.by(hana).ask_look(complaint, **HOW)
    jk.by(duri).decide_look(number, True)
    assert jk.by(hana).consult(complaint, **HOW)["name"]
    assert why(lambda: jk.by(duri).consult(complaint, **HOW)) == "archive-approval"
    told = [(one["event"], one["actor"]) for one in ledger() if one["event"].startswith(("archive:ask", "archive:app"))]
    assert told == [
        ("archive:ask:allowed", "handler:hana"),
        ("archive:approve:denied", "handler:duri"),
        ("archive:ask:allowed", "handler:hana"),
        ("archive:approve:allowed", "handler:duri"),
    ]


@pytest.mark.clause("5.8")
def test_the_second_person_is_never_the_first(household: Household, complaint: jikim.Ref) -> None:
    """Who asked approves nothing, by whichever grant and as whoever acts for them; nor does the database take it."""
    jk, hana = household.jk, worker(household, "hana")
    number = jk.by(hana).ask_look(complaint, **HOW)
    assert why(lambda: jk.by(hana).decide_look(number, True)) == "second-person"
    lasting(jk, "hana", ["support", PURPOSE])
    assert why(lambda: jk.by(jk.handler("hana", purpose=PURPOSE)).decide_look(number, True)) == "second-person"
    assert why(lambda: jk.by(hana).consult(complaint, **HOW)) == "archive-approval"


@pytest.mark.clause("5.8")
def test_an_officer_alone_is_no_second_person_for_themself(household: Household, complaint: jikim.Ref) -> None:
    """Elsewhere an officer who is long alone may go on alone; here nobody does."""
    jk, officer = household.jk, household.officer
    number = jk.by(officer).ask_look(complaint, **HOW)
    assert why(lambda: jk.by(officer).decide_look(number, True)) == "second-person"


@pytest.mark.clause("5.8")
def test_a_row_that_names_one_person_twice_is_no_row(household: Household, complaint: jikim.Ref, look: Look) -> None:
    """The table itself refuses it, whoever writes."""
    jk, hana = household.jk, worker(household, "hana")
    jk.by(hana).ask_look(complaint, **HOW)
    with pytest.raises(psycopg.errors.CheckViolation):
        look("archive", "UPDATE archive.look SET state = 'approved', approver = asker RETURNING look")


@pytest.mark.clause("5.8")
def test_the_second_person_holds_a_grant_for_that_purpose_of_keeping(
    household: Household, complaint: jikim.Ref
) -> None:
    """Another purpose's grant, none, an application or the system approves nothing."""
    jk, hana = household.jk, worker(household, "hana")
    number = jk.by(hana).ask_look(complaint, **HOW)
    other = worker(household, "other-second", "legal-evidence")
    assert why(lambda: jk.by(other).decide_look(number, True)) == "keeping-grant"
    for actor in (jk.acting("system", "robot"), jk.handler("nobody"), jk.actor):
        with pytest.raises(jikim.DeniedError):
            jk.by(actor).decide_look(number, True)
    assert why(lambda: jk.by(hana).consult(complaint, **HOW)) == "archive-approval"


@pytest.mark.clause("5.8")
def test_an_approval_is_for_these_items_of_this_record_for_this_purpose_and_kind_of_reason(
    household: Household, complaint: jikim.Ref
) -> None:
    """Not for another item, another record or another kind of reason."""
    jk, hana, duri = household.jk, worker(household, "hana"), worker(household, "duri")
    other = household.take("complaint")
    jk.event(other, "closed")
    jk.sweep()
    jk.by(duri).decide_look(jk.by(hana).ask_look(complaint, items=["name"], **HOW), True)
    assert set(jk.by(hana).consult(complaint, items=["name"], **HOW)) == {"name"}
    for ref, more in (
        (complaint, {"items": ["name", "email"]}),
        (complaint, {}),
        (other, {"items": ["name"]}),
        (complaint, {"items": ["name"], "reason_kind": "person-request"}),
    ):
        assert why(lambda ref=ref, more=more: jk.by(hana).consult(ref, **{**HOW, **more})) == "archive-approval"


@pytest.mark.clause("5.8")
def test_an_approval_ends_with_its_hour_and_with_the_grant_it_was_given_under(
    household: Household, complaint: jikim.Ref, forward: Callable[..., datetime]
) -> None:
    """A minute before the hour it opens, at the hour not; and not once the second person's grant is revoked."""
    jk, hana = household.jk, worker(household, "hana")
    employ(jk, "duri")
    number = jk.by(jk.acting("system", "set-up")).grant("duri", ["support", PURPOSE], jk.now() + timedelta(days=60))
    jk.by(jk.handler("duri", purpose=PURPOSE)).decide_look(jk.by(hana).ask_look(complaint, **HOW), True)
    forward(to=jk.now() + STANDS - timedelta(minutes=1))
    assert jk.by(hana).consult(complaint, **HOW)["name"]
    forward(to=jk.now() + timedelta(minutes=1))
    assert why(lambda: jk.by(hana).consult(complaint, **HOW)) == "archive-approval"
    jk.by(jk.handler("duri", purpose=PURPOSE)).decide_look(jk.by(hana).ask_look(complaint, **HOW), True)
    assert jk.by(hana).consult(complaint, **HOW)["name"]
    jk.by(household.officer).revoke(number)
    assert why(lambda: jk.by(hana).consult(complaint, **HOW)) == "archive-approval"


@pytest.mark.clause("5.8")
def test_a_request_that_nobody_decides_lapses_and_is_forgotten(
    household: Household, complaint: jikim.Ref, forward: Callable[..., datetime]
) -> None:
    """After its week nobody approves it; a week later the key of its reason and its row are gone."""
    jk, hana, duri = household.jk, worker(household, "hana"), worker(household, "duri")
    number = jk.by(hana).ask_look(complaint, **HOW)
    one = jk.driver.run(look_of(jk.house, number))
    assert one is not None
    assert (one.reason, one.asker, one.state) == (HOW["reason"], "hana", "asked")
    forward(to=jk.now() + WAITS)
    with pytest.raises(ConflictError):
        jk.by(duri).decide_look(number, True)
    assert jk.driver.run(forget_looks(jk.house)) == 0
    forward(to=jk.now() + WAITS + timedelta(minutes=1))
    assert jk.driver.run(forget_looks(jk.house)) == 1
    assert jk.driver.run(look_of(jk.house, number)) is None


@pytest.mark.clause("5.8")
def test_nothing_that_may_not_be_looked_at_is_asked_for(household: Household, complaint: jikim.Ref) -> None:
    """Without a grant, a reason, a listed kind of it, or where nothing rests, there is nothing to approve."""
    jk, hana = household.jk, worker(household, "hana")
    other = worker(household, "other-second", "legal-evidence")
    assert why(lambda: jk.by(other).ask_look(complaint, **HOW)) == "keeping-grant"
    assert why(lambda: jk.by(hana).ask_look(complaint, **{**HOW, "reason": " "})) == "reason"
    assert why(lambda: jk.by(hana).ask_look(complaint, **{**HOW, "reason_kind": "audit"})) == "reason-kind"
    living = household.take("complaint")
    assert why(lambda: jk.by(hana).ask_look(living, **HOW)) == "gone"


@pytest.mark.clause("5.8")
def test_the_proof_counts_each_look_with_its_approval_and_is_red_for_one_without(
    household: Household, complaint: jikim.Ref, databases: Databases
) -> None:
    """It says that another person must approve, and how many looks were approved; one that reaches the archive without
    is named."""
    jk, hana, duri = household.jk, worker(household, "hana"), worker(household, "duri")

    def told() -> tuple[str, str]:
        part = next(one for one in jk.prove().promises if one.clause == "5.8")
        return part.state, part.said("en")

    assert "after another person’s approval; none has been viewed yet" in told()[1]
    jk.by(duri).decide_look(jk.by(hana).ask_look(complaint, **HOW), True)
    jk.by(hana).consult(complaint, **HOW)
    assert "viewed so far, each approved: 1" in told()[1]
    # A purpose that asks for no second person is not counted among them.
    order = household.take("order")
    jk.event(order, "settled")
    jk.sweep()
    keeper = worker(household, "keeper", "legal-evidence")
    jk.by(keeper).consult(order, purpose="legal-evidence", reason_kind="audit", reason="감사 1호")
    assert "viewed so far, each approved: 1" in told()[1]
    number = jk.policy.number("archive", PURPOSE)
    with psycopg.connect(databases.dsns["archive"], autocommit=True) as conn:
        # Whoever leaves the second person out of the statement.
        row = conn.execute(
            "SELECT outcome FROM archive.consult(%s, %s, %s, %s, %s, %s, '2013-02-05', %s, 'dispute', NULL, "
            "ROW(gen_random_uuid(), '2013-02-05', '{}', '', 0)::ledger.entry)",
            (
                *(complaint.subject, complaint.record, jk.policy.records["complaint"].number, 1),
                *([], [rule.number for rule in jk.policy.records["complaint"].keep], number),
            ),
        ).fetchone()
    assert row == (0,)
    assert told() == ("broken", "Values viewed without another person’s approval: 1.")


@pytest.mark.clause("5.8")
@pytest.mark.parametrize("purpose", [PURPOSE, "legal-evidence"])
def test_explain_says_whether_another_person_must_approve(household: Household, purpose: str) -> None:
    """Of a purpose of keeping by its name, and of a look that is asked about: yes, once another person approves; or
    yes."""
    jk, second = household.jk, purpose == PURPOSE
    kind = "complaint" if second else "order"
    asked = Question(Verb.CONSULT, kind, ("name",), purpose, condition="archived", reason=True)
    answer = may(jk.policy, asked, jk.now())
    assert (answer.yes, answer.approval) == (True, second)
    path = f"archive.purposes.{purpose}.second_person"
    assert [one.words["ko"] for one in answer.chain if one.path == path] == (
        ["이 목적의 권한이 있는 다른 사람이 승인한 뒤에 값을 볼 수 있습니다"] if second else []
    )
    refused = may(jk.policy, replace(asked, reason=False), jk.now())
    assert (refused.yes, refused.approval) == (False, False)
    for language, word in (
        ("ko", "다른 사람이 승인한 뒤에만"),
        ("en", "once another person with a grant has approved"),
    ):
        found = explain(jk.policy.file, f"archive.{purpose}", language)  # type: ignore[arg-type]
        assert found is not None
        assert (word in found.text()) is second
