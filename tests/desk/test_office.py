"""The desk's own steps: who may take them, what they do, and what of them the person sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests.conftest import Cast

import jikim
from jikim.app import Jikim
from jikim.desk import request_steps
from jikim.desk.answering import show_asked
from jikim.desk.deadlines import putting_off
from jikim.desk.deleting import delete_records
from jikim.desk.request_register import REQUESTS
from jikim.desk.requests import Request, cancel_request, end_served, file_request, request_of, requests_of
from jikim.errors import ConflictError, InvalidError
from jikim.keys.keyring import Q as KEYS
from jikim.policy.ask import Actor
from jikim.verbs.correct import Correction

WORDS = {"name": "가나다", "email": "alice@example.com", "text": "제 주소록을 지워 주세요"}


def me(person: jikim.Person) -> Actor:
    return Actor("member", str(person.subject))


def filed(jk: Jikim, person: jikim.Person, kind: str = "access") -> Request:
    """A request that a person filed on a page."""
    return jk.driver.run(
        file_request(jk.house, person.subject, kind, None, "page", me(person), words=WORDS)  # type: ignore[arg-type]
    )


def seen(jk: Jikim, made: Request, person: jikim.Person) -> Request:
    found = jk.driver.run(request_of(jk.house, person.subject, made.request, me(person)))
    assert found is not None
    return found[0]


@pytest.mark.clause("7.3")
def test_a_letter_is_filed_confirmed_and_answered(jk: Jikim, cast: Cast) -> None:
    """What came by letter freezes from its filing (7.4a), before the desk knows whose it is, and each step stands in
    the history."""
    run, house = jk.driver.run, jk.house
    made = run(
        request_steps.file_for(
            house, cast.alice.subject, "correct", cast.alice_membership, "letter", actor=cast.omar, words=WORDS
        )
    )
    assert made.state == "unconfirmed"
    with pytest.raises(jikim.DeniedError, match=str(made.request)):
        jk.use(cast.alice_membership, purpose="member-services")
    with pytest.raises(ConflictError):
        run(request_steps.answer(house, cast.alice.subject, made.request, "정정했습니다", actor=cast.omar))
    run(request_steps.confirm(house, cast.alice.subject, made.request, actor=cast.omar, proof="document"))
    with pytest.raises(jikim.DeniedError, match=str(made.request)):
        jk.use(cast.alice_membership, purpose="member-services")
    with pytest.raises(jikim.DeniedError) as nothing_done:
        run(request_steps.carry_out(house, cast.alice.subject, made.request, actor=cast.omar))
    assert nothing_done.value.why == "correction"
    jk.by(cast.omar).correct(Correction(made.request, cast.alice_membership), {"name": "라마바"})
    run(request_steps.carry_out(house, cast.alice.subject, made.request, "이름을 고쳤습니다", actor=cast.omar))
    found = run(request_of(house, cast.alice.subject, made.request, me(cast.alice)))
    assert found is not None
    assert (found[0].state, found[0].said) == ("done", "이름을 고쳤습니다")
    assert [step.step for step in found[1]] == ["file", "confirm", "do"]
    jk.sequence()
    uses = [use for use in jk.show(cast.alice.subject).uses if use["event"] == "request:do:allowed"]
    assert uses
    assert uses[0]["actor"] == "officer"
    assert all("이름" not in str(value) for use in uses for value in use.values())


@pytest.mark.parametrize("who", ["hana", "mallory", "bob"])
def test_only_the_desk_takes_its_steps(jk: Jikim, cast: Cast, who: str) -> None:
    """A handler whose grant reads no requests, an outsider and another member answer nothing, and each try is in the
    ledger."""
    made = filed(jk, cast.alice)
    actor = me(cast.bob) if who == "bob" else getattr(cast, who)
    for step in (
        request_steps.answer(jk.house, cast.alice.subject, made.request, "답", actor=actor),
        request_steps.refuse(jk.house, cast.alice.subject, made.request, "아니요", actor=actor),
        request_steps.confirm(jk.house, cast.alice.subject, made.request, actor=actor, proof="document"),
        request_steps.waiting(jk.house, actor=actor),
        cancel_request(jk.house, cast.alice.subject, made.request, actor),
    ):
        with pytest.raises(jikim.DeniedError):
            jk.driver.run(step)  # type: ignore[misc]
    assert seen(jk, made, cast.alice).state == "open"
    jk.sequence()
    assert any(use["event"] == "request:answer:denied" for use in jk.show(cast.alice.subject).uses)


def test_a_refusal_says_why_and_lifts_the_freeze(jk: Jikim, cast: Cast) -> None:
    """No reason, no refusal; with one the person reads it, and the record may be used again."""
    run, house = jk.driver.run, jk.house
    made = run(file_request(house, cast.alice.subject, "correct", cast.alice_membership, "page", me(cast.alice)))
    with pytest.raises(jikim.DeniedError) as silent:
        run(request_steps.refuse(house, cast.alice.subject, made.request, " ", actor=cast.omar))
    assert silent.value.why == "reason"
    run(request_steps.refuse(house, cast.alice.subject, made.request, "맞는 값입니다", actor=cast.omar))
    found = seen(jk, made, cast.alice)
    assert (found.state, found.said) == ("refused", "맞는 값입니다")
    assert jk.use(cast.alice_membership, purpose="member-services")["name"] == "가나다"
    with pytest.raises(ConflictError):
        run(request_steps.refuse(house, cast.alice.subject, made.request, "다시", actor=cast.omar))


@pytest.mark.clause("7.3")
def test_who_was_not_the_person_freezes_nothing_for_long(jk: Jikim, cast: Cast) -> None:
    """A correction by phone freezes from its filing; where it was not the person, the refusal ends the freeze."""
    run, house, subject = jk.driver.run, jk.house, cast.alice.subject
    made = run(
        request_steps.file_for(house, subject, "correct", cast.alice_membership, "phone", actor=cast.omar, words=WORDS)
    )
    with pytest.raises(jikim.DeniedError, match=str(made.request)):
        jk.use(cast.alice_membership, purpose="member-services")
    run(request_steps.refuse(house, subject, made.request, "본인이 아닙니다", actor=cast.omar))
    assert jk.use(cast.alice_membership, purpose="member-services")["name"] == "가나다"


@pytest.mark.clause("7.3")
def test_words_alone_never_close_what_was_not_done(jk: Jikim, cast: Cast) -> None:
    """A deletion and a leaving are not closed by an answer, nor said to be done before they are; once done, they are."""
    run, house, subject = jk.driver.run, jk.house, cast.alice.subject
    for kind in ("delete", "withdraw"):
        made = filed(jk, cast.alice, kind)
        with pytest.raises(jikim.DeniedError) as words:
            run(request_steps.answer(house, subject, made.request, "지웠습니다", actor=cast.omar))
        assert words.value.why == "not-done"
        assert seen(jk, made, cast.alice).waiting
        with pytest.raises(jikim.DeniedError):
            run(request_steps.carry_out(house, subject, made.request, "지웠습니다", actor=cast.omar))
        assert seen(jk, made, cast.alice).waiting
    entry = {"name": "가나다", "email": "alice@example.com"}
    jk.by(me(cast.alice)).consent(subject, give=["marketing.events"])
    taken = jk.collect("event-entry", entry, channel="event", subject=cast.alice, old_enough=True).ref
    made = filed(jk, cast.alice, "delete")
    assert run(delete_records(house, subject, {taken.record}, actor=me(cast.alice)))
    assert run(request_steps.carry_out(house, subject, made.request, "지웠습니다", actor=cast.omar)).state == "done"


@pytest.mark.clause("7.3")
def test_what_a_letter_asks_to_see_is_put_together_before_it_is_over(jk: Jikim, cast: Cast) -> None:
    """By a look for that very request: none for another closes it, nor the person's own, nor a handler's. Of somebody
    who has left, too, what is still known is put together."""
    run, house, subject = jk.driver.run, jk.house, cast.alice.subject
    order = {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "RemoteView", "count": 1}]}
    bought = jk.collect("order", order, channel="homepage", subject=cast.alice, old_enough=True).ref
    jk.event(bought, "paid")
    jk.event(bought, "delivered")

    def asked() -> Request:
        made = run(request_steps.file_for(house, subject, "access", None, "letter", actor=cast.omar))
        return run(request_steps.confirm(house, subject, made.request, actor=cast.omar, proof="document"))

    def closes(made: Request) -> None:
        done = run(request_steps.carry_out(house, subject, made.request, "보냈습니다", actor=cast.omar))
        assert done.state == "done"

    def stays_open(made: Request) -> None:
        for step in (request_steps.answer, request_steps.carry_out):
            with pytest.raises(jikim.DeniedError) as denied:
                run(step(house, subject, made.request, "보냈습니다", actor=cast.omar))
            assert denied.value.why == "not-done"

    one, other = asked(), asked()
    jk.by(me(cast.alice)).show(subject)
    jk.by(cast.omar).show(subject)
    assert jk.by(cast.omar).do(show_asked, subject, other.request).cards
    stays_open(one)
    closes(other)
    assert jk.by(cast.omar).do(show_asked, subject, one.request).cards
    closes(one)
    jk.leave(subject)
    after = asked()
    stays_open(after)
    jk.by(cast.omar).do(show_asked, subject, after.request)
    closes(after)


@pytest.mark.clause("7.3")
def test_a_postponement_is_no_extension_and_never_shortens(
    jk: Jikim, cast: Cast, forward: Callable[..., datetime]
) -> None:
    """PIPA §35③: told within the deadline, counted from it, never before it; access follows without delay once the
    reason ends; of a deletion there is none."""
    run, house, subject = jk.driver.run, jk.house, cast.alice.subject
    made = filed(jk, cast.alice)
    for day in (made.due, made.due - timedelta(days=3), made.due + timedelta(days=11)):
        with pytest.raises(InvalidError):
            run(request_steps.postpone(house, subject, made.request, "확인 중", actor=cast.omar, until=day))
    with pytest.raises(InvalidError):
        run(request_steps.postpone(house, subject, filed(jk, cast.alice, "delete").request, "확인 중", actor=cast.omar))
    until = made.due + timedelta(days=1)
    assert (
        run(request_steps.postpone(house, subject, made.request, "확인 중", actor=cast.omar, until=until)).due == until
    )
    back = run(request_steps.resume(house, subject, made.request, actor=cast.omar))
    assert (back.state, back.due) == ("open", house.today())
    late = filed(jk, cast.alice)
    forward(days=11)
    with pytest.raises(InvalidError) as over:
        run(request_steps.postpone(house, subject, late.request, "확인 중", actor=cast.omar))
    assert over.value.item == "delay"


def test_each_law_puts_off_in_its_own_way(jk: Jikim) -> None:
    """The GDPR extends a deadline by two months, of every right; Korean law extends none, and where both hold so does
    it."""
    last = date(2026, 11, 30)
    korean = putting_off(jk.policy, "access", last)
    assert korean is not None
    assert (korean.extended, korean.latest) == (False, date(2026, 12, 10))
    assert putting_off(jk.policy, "delete", last) is None
    service = jk.policy.file.service
    for under, extended in ((("eu.gdpr",), True), (("kr.pipa", "eu.gdpr"), False)):
        file = jk.policy.file.model_copy(update={"service": service.model_copy(update={"under": under})})
        other = putting_off(replace(jk.policy, file=file), "access", last)
        assert other is not None
        assert other.extended is extended
        if extended:
            assert other.latest == date(2027, 1, 31)


def test_a_postponement_moves_the_deadline_once(jk: Jikim, cast: Cast) -> None:
    """It runs at most as long again as the right gives, counted from the deadline, and not a second time."""
    run, house = jk.driver.run, jk.house
    made = filed(jk, cast.alice)
    too_late = made.due + timedelta(days=30)
    with pytest.raises(InvalidError):
        run(request_steps.postpone(house, cast.alice.subject, made.request, "확인 중", actor=cast.omar, until=too_late))
    later = run(request_steps.postpone(house, cast.alice.subject, made.request, "확인 중", actor=cast.omar))
    assert later.state == "postponed"
    assert later.due == made.due + timedelta(days=10)
    with pytest.raises(ConflictError):
        run(request_steps.postpone(house, cast.alice.subject, made.request, "또", actor=cast.omar))
    assert (
        run(request_steps.answer(house, cast.alice.subject, made.request, "지웠습니다", actor=cast.omar)).state
        == "answered"
    )


def test_an_answer_never_holds_a_number_that_is_not_taken(jk: Jikim, cast: Cast) -> None:
    """A resident registration number in an answer is refused before anything is sealed, and the error does not repeat
    it."""
    made = filed(jk, cast.alice)
    with pytest.raises(InvalidError) as refused:
        jk.driver.run(
            request_steps.answer(jk.house, cast.alice.subject, made.request, "900101-1234568", actor=cast.omar)
        )
    assert "900101" not in str(refused.value)
    assert seen(jk, made, cast.alice).state == "open"


def test_the_desk_sees_what_presses_and_no_word_of_it(jk: Jikim, cast: Cast, forward: Callable[..., datetime]) -> None:
    """What waits is listed by its deadline; a late one is late on the day after."""
    first = filed(jk, cast.alice)
    forward(days=3)
    second = filed(jk, cast.bob)
    waiting = jk.driver.run(request_steps.waiting(jk.house, actor=cast.omar))
    assert [one.request for one in waiting] == [first.request, second.request]
    forward(to=datetime.combine(first.due, datetime.min.time(), jk.policy.zone) + timedelta(hours=23))
    assert not seen(jk, first, cast.alice).overdue(jk.house.today())
    forward(days=1)
    assert seen(jk, first, cast.alice).overdue(jk.house.today())


def test_what_was_written_goes_with_its_request(jk: Jikim, cast: Cast, forward: Callable[..., datetime]) -> None:
    """A member's words are over with the answer; a guest's, which hold the address the answer goes to, a day later; the
    sweep destroys both."""
    run, house = jk.driver.run, jk.house
    mine, guests = filed(jk, cast.alice), filed(jk, cast.dan)
    for person, made in ((cast.alice, mine), (cast.dan, guests)):
        run(request_steps.answer(house, person.subject, made.request, "했습니다", actor=cast.omar))

    def states() -> list[str]:
        return [
            card.state
            for person in (cast.alice, cast.dan)
            for card in jk.show(person.subject).cards
            if card.ref.kind == "rights-request"
        ]

    assert states() == ["ended", "live"]
    assert run(end_served(house)) == 0
    forward(days=1, hours=1)
    assert run(end_served(house)) == 1
    assert run(end_served(house)) == 0
    jk.sweep()
    assert states() == []
    assert seen(jk, guests, cast.dan).said == "했습니다"


def test_a_correction_made_beside_the_desk_settles_its_request(
    jk: Jikim, cast: Cast, forward: Callable[..., datetime]
) -> None:
    """Made by its person through the SDK, it is done in the list and in the history, waits for nobody, and its words
    are over a day later."""
    run, house = jk.driver.run, jk.house
    mine = me(cast.alice)
    made = run(file_request(house, cast.alice.subject, "correct", cast.alice_membership, "page", mine, words=WORDS))
    jk.by(mine).correct(Correction(made.request, cast.alice_membership), {"name": "라마바"})
    found = run(request_of(house, cast.alice.subject, made.request, mine))
    assert found is not None
    assert found[0].state == "done"
    assert [step.step for step in found[1]] == ["file", "do"]
    assert run(request_steps.waiting(house, actor=cast.omar)) == []
    forward(days=1, hours=1)
    assert run(end_served(house)) == 1


def test_the_words_of_the_desk_go_with_the_person(jk: Jikim, cast: Cast, forward: Callable[..., datetime]) -> None:
    """When the last trace of a person goes, the request rows and the key of what was said to them go too."""
    made = filed(jk, cast.bob)
    jk.driver.run(request_steps.answer(jk.house, cast.bob.subject, made.request, "했습니다", actor=cast.omar))

    def keys() -> list[object]:
        def steps():  # type: ignore[no-untyped-def] # noqa: ANN202
            return (yield KEYS["key.names"](space="desk", prefix=cast.bob.subject.bytes))

        return list(jk.driver.run(steps()))

    assert len(keys()) == 1
    jk.leave(cast.bob.subject)
    forward(days=1)
    jk.sweep()
    assert jk.driver.run(requests_of(jk.house, cast.bob.subject)) == []
    assert keys() == []


def test_an_undeclared_right_and_a_closed_way_are_refused(jk: Jikim, cast: Cast) -> None:
    """Suspension is no right of this policy; the refusal names the promise, and nothing is kept."""
    with pytest.raises(jikim.DeniedError) as refused:
        jk.driver.run(file_request(jk.house, cast.alice.subject, "suspend", None, "page", me(cast.alice), words=WORDS))
    assert (refused.value.why, refused.value.clause) == ("right", "7.1")
    assert jk.driver.run(requests_of(jk.house, cast.alice.subject)) == []


def test_the_register_of_requests_is_whole() -> None:
    """Each state but the first is reached, by a step or by what happens beside, and no end is left again."""
    reached = {step.to for step in REQUESTS.steps} | {REQUESTS.first, "overtaken", "returned"}
    assert reached == set(REQUESTS.states)
    assert REQUESTS.ends == {"answered", "done", "refused", "withdrawn", "overtaken"}
