"""What two people do to one request at once: the statement settles it, the second finds it settled, and a freeze never outlives its request."""

from __future__ import annotations

import pytest
from interleave import Ring, ring  # noqa: F401
from people import member

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
    """Corrected while its request is taken back or refused: one of them has happened, and the record is frozen no longer."""
    made, me = filed(ring, "correct")
    assert made.record is not None
    record = made.record
    desk = ring.two.acting("system", "desk")

    def corrects() -> object:
        return ring.one.correct(Correction(made.request, record), {"name": "라마바"}, actor=me)

    def ends() -> object:
        house = ring.two.house
        if first == "request:refuse":
            return ring.two.driver.run(refuse(house, made.subject, made.request, "맞는 값입니다", actor=desk))
        return ring.two.driver.run(cancel_request(house, made.subject, made.request, me))

    a, b = ring.race(first, *((corrects, ends) if first == "record:correct" else (ends, corrects)), must=False)
    assert sorted([a.outcome(), b.outcome()]) == ["correction", "ok"]
    [found] = ring.one.driver.run(requests_of(ring.one.house, made.subject))
    [card] = [card for card in ring.one.show(made.subject, actor=me).cards if card.ref == record]
    assert card.frozen is None
    assert found.state == {"record:correct": "done", "request:cancel": "withdrawn", "request:refuse": "refused"}[first]
    assert card.values["name"] == ("라마바" if first == "record:correct" else "가나다")
