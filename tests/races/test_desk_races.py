"""What two people do to one request at once: the statement settles it, the second finds it settled, and a freeze never
outlives its request."""

from __future__ import annotations

import pytest
from tests.races.interleave import Ring, ring  # noqa: F401
from tests.races.people import member
from tests.suspected import report

import jikim
from jikim.app import Jikim
from jikim.cases.listing import cases_of
from jikim.desk.complaints import COMPLAINTS, answer_complaint, close_complaint, complain
from jikim.desk.impersonation import IMPERSONATION, end_account, release_account, report_impersonation
from jikim.desk.request_steps import answer, refuse
from jikim.desk.requests import Request, cancel_request, file_request, request_of, requests_of
from jikim.policy.ask import Actor
from jikim.verbs.correct import Correction


def filed(ring: Ring, kind: str = "delete") -> tuple[Request, Actor]:  # noqa: F811
    """A request of a new member, and the member."""
    _, ref = member(ring.one)
    me = Actor("member", str(ref.subject))
    record = ref if kind == "correct" else None
    words = None if record else {"name": "가나다", "text": "지워 주세요"}
    return ring.one.driver.run(
        file_request(ring.one.house, ref.subject, kind, record, "page", me, words=words)  # type: ignore[arg-type]
    ), me


@pytest.mark.parametrize("first", ["cancel", "answer"])
def test_a_request_is_withdrawn_or_answered_and_never_both(ring: Ring, first: str) -> None:  # noqa: F811
    """Withdrawn while it is answered: who comes first has settled it, and the other is told that it was."""
    # Words alone close no deletion: what is raced for is a request that words can answer.
    made, me = filed(ring, "access")
    desk = ring.two.acting("system", "desk")

    def cancels() -> object:
        return ring.one.driver.run(cancel_request(ring.one.house, made.subject, made.request, me))

    def answers() -> object:
        return ring.two.driver.run(answer(ring.two.house, made.subject, made.request, "지웠습니다", actor=desk))

    a, b = ring.race(f"request:{first}", *((cancels, answers) if first == "cancel" else (answers, cancels)))
    assert (a.outcome(), b.outcome()) == ("ok", "ConflictError")
    found = ring.one.driver.run(request_of(ring.one.house, made.subject, made.request, me))
    assert found is not None
    assert found[0].state == ("withdrawn" if first == "cancel" else "answered")
    assert found[0].said == ("" if first == "cancel" else "지웠습니다")
    assert [step.step for step in found[1]] == ["file", first]


@pytest.mark.parametrize("first", ["record:correct", "request:cancel", "request:refuse"])
def test_a_correction_is_made_or_its_request_ends(ring: Ring, first: str) -> None:  # noqa: F811
    """Corrected while its request is taken back or refused: one of them has happened, and the record is frozen no
    longer."""
    made, me = filed(ring, "correct")
    assert made.record is not None
    record = made.record
    desk = ring.two.acting("system", "desk")

    def corrects() -> object:
        return ring.one.by(me).correct(Correction(made.request, record), {"name": "라마바"})

    def ends() -> object:
        house = ring.two.house
        if first == "request:refuse":
            return ring.two.driver.run(refuse(house, made.subject, made.request, "맞는 값입니다", actor=desk))
        return ring.two.driver.run(cancel_request(house, made.subject, made.request, me))

    a, b = ring.race(first, *((corrects, ends) if first == "record:correct" else (ends, corrects)), must=False)
    assert sorted([a.outcome(), b.outcome()]) == ["correction", "ok"]
    [found] = ring.one.driver.run(requests_of(ring.one.house, made.subject))
    [card] = [card for card in ring.one.by(me).show(made.subject).cards if card.ref == record]
    assert card.frozen is None
    assert found.state == {"record:correct": "done", "request:cancel": "withdrawn", "request:refuse": "refused"}[first]
    assert card.values["name"] == ("라마바" if first == "record:correct" else "가나다")


@pytest.mark.parametrize("first", ["answer", "close"])
def test_a_complaint_is_answered_or_closed_once(ring: Ring, first: str) -> None:  # noqa: F811
    """Two answer, or close, one complaint at the same moment: the first has done it, and the second is told; nothing of
    theirs is written."""
    _, ref = member(ring.one)
    me, desk = Actor("member", str(ref.subject)), ring.two.acting("system", "desk")
    person = jikim.Person(ref.subject, "member")
    words = {"name": "가나다", "email": "zqrace@example.com", "text": "광고가 잦습니다"}
    made = ring.one.driver.run(complain(ring.one.house, words, person=person, actor=me, old_enough=True))
    if first == "close":
        ring.one.driver.run(answer_complaint(ring.one.house, made, {"answer": "하나"}, actor=desk))

    def steps(jk: Jikim, said: str) -> object:
        if first == "answer":
            return jk.driver.run(answer_complaint(jk.house, made, {"answer": said}, actor=desk))
        return jk.driver.run(close_complaint(jk.house, made, actor=me))

    event = "record:correct" if first == "answer" else "record:event"
    a, b = ring.race(event, lambda: steps(ring.one, "하나"), lambda: steps(ring.two, "둘"))
    assert (a.outcome(), b.outcome()) == ("ok", "ConflictError")
    [found] = ring.one.driver.run(cases_of(ring.one.house, COMPLAINTS, ref.subject))
    assert found.state == ("answered" if first == "answer" else "closed")
    [card] = [card for card in ring.one.by(me).show(ref.subject).cards if card.ref.record == made.id]
    assert (card.values.get("answer"), card.frozen) == ("하나" if first == "answer" else None, None)


@pytest.mark.parametrize("first", ["impersonation:release", "subject:leave"])
def test_a_report_is_settled_once(ring: Ring, first: str) -> None:  # noqa: F811
    """Released while it is ended, by two officers: one of them has happened, whole."""
    _, ref = member(ring.one)
    [card] = ring.one.show(ref.subject).cards
    ring.one.driver.run(
        report_impersonation(ring.one.house, "email", str(card.values["email"]), actor=ring.one.acting("outsider", "x"))
    )
    made = report(ring.one, ref.subject)

    def releases(jk: Jikim) -> object:
        actor = jk.acting("system", "desk")
        return jk.driver.run(release_account(jk.house, made, {"released": "본인입니다"}, actor=actor))

    def ends(jk: Jikim) -> object:
        actor = jk.acting("system", "desk")
        return jk.driver.run(end_account(jk.house, made, {"confirmed": "도용입니다"}, actor=actor))

    one, two = (releases, ends) if first == "impersonation:release" else (ends, releases)
    a, b = ring.race(first, lambda: one(ring.one), lambda: two(ring.two))
    assert (a.outcome(), b.outcome()) == ("ok", "ConflictError")
    [found] = ring.one.driver.run(cases_of(ring.one.house, IMPERSONATION, ref.subject))
    assert found.state == ("released" if one is releases else "confirmed")
    assert ring.one.show(ref.subject).here is (one is releases)
