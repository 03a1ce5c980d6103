"""Processors and partners: contracts, inspections, what is missing; deletions told by letter, confirmed, chased; the
end of a contract."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.at_once import both
from tests.employed import employ, officer_of
from tests.office.conftest import Office, post
from tests.waiting import PATIENCE

import jikim
from jikim.app import Jikim
from jikim.app.disclosure_work import give
from jikim.demo.receiver import Receiver
from jikim.errors import ConflictError, DeniedError, InvalidError
from jikim.policy.compile import compile_policy
from jikim.processors import contracts, deletion_letters
from jikim.processors.deletion_answers import holds, told, write_down
from jikim.processors.processor_status import processor_status_of, processor_statuses
from jikim.verbs.deletions import PROMPT

ORDER: dict[str, Any] = {
    "name": "가나다",
    "phone": "010-0000-0001",
    "lines": [{"product": "remoteview-1y", "quantity": 1}],
}


def entrusted(jk: Jikim, person: jikim.Person, to: str = "kis") -> Any:
    """An order of somebody's, of which a processor got what its task needs."""
    order = jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref
    with Receiver([to], jk.now) as receiver:
        jk.deliver(receiver.endpoints)  # whatever other tests of the site left waiting
        jk.entrust(order, to=to, purpose="debt-collection")
        assert jk.deliver(receiver.endpoints).sent == 1
    return order


def test_a_country_abroad_asks_for_its_particulars(homepage: Any) -> None:
    """Whoever is abroad without particulars of the transfer is missing something; with them, nothing."""
    from jikim.processors.processor_status import _missing

    words = {"ko": "글", "en": "words"}
    abroad = {"when": words, "how": words, "contact": "x@example.com", "refuse": words, "ground": "contract-published"}
    file = homepage.model_copy(
        update={
            "processors": {
                **homepage.processors,
                "paypal": homepage.processors["paypal"].model_copy(update={"country": "US"}),
            }
        }
    )

    class Known:
        """The policy alone: what is judged here asks for nothing else."""

        def __init__(self, which: Any) -> None:
            self.policy = compile_policy(which)
            self.today = lambda: date(2013, 2, 5)

    from jikim.processors.processor_status import ProcessorStatus

    def missing(which: Any) -> Any:
        declared = which.processors["paypal"]
        one = ProcessorStatus("processor", "paypal", declared, None, (), (), None, (), {}, None)
        return _missing(Known(which), one, ("paypal",))  # type: ignore[arg-type]

    assert "abroad" in missing(file)
    from jikim.policy.model import Abroad

    told_all = file.processors["paypal"].model_copy(update={"abroad": Abroad.model_validate(abroad)})
    assert "abroad" not in missing(file.model_copy(update={"processors": {**file.processors, "paypal": told_all}}))
    assert "country" in missing(homepage)


@pytest.mark.clause("4.6")
def test_a_processor_with_an_address_alone_is_told_by_letter_and_confirms_once(office: Office) -> None:
    """The letter holds references and no value; its page takes one answer: deleted, and what a law makes it keep, with
    statute and day."""
    officer, jk = office.officer("h-letter"), office.jk
    way = "/office/processors/processor/kis"
    address = "privacy@kis.example.com"
    assert (
        post(officer, f"{way}/contract", signed="2026-01-05", told="email", email=address, scope="추심").status_code
        == 303
    )
    leavers = [office.member()[0] for _ in range(2)]
    orders = [entrusted(jk, person) for person in leavers]
    give(jk)  # whatever other tests of this site left to be told
    for person in leavers:
        jk.leave(person.subject)
    done = give(jk)
    assert done["told"] == 2
    assert done["letters"] >= 1
    text = office.mails.text(address)
    assert ORDER["name"] not in text
    link = office.mails.link(address)
    path = link.removeprefix(office.url)
    outsider = office.client()
    page = outsider.get(path)
    assert page.status_code == 200
    assert ORDER["name"] not in page.text
    assert "010-0000-0001" not in page.text
    numbers = re.findall(r'name="kept" value="([0-9a-f-]{36})"', page.text)
    assert len(numbers) == 2
    token = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    form: dict[str, Any] = {"_csrf_token": token[1]}
    assert outsider.post(path, data=form).status_code == 422
    assert outsider.post(path, data={**form, "sure": "yes", "kept": numbers[:1]}).status_code == 422
    until = (office.jk.house.today() + timedelta(days=900)).isoformat()
    answer = outsider.post(
        path, data={**form, "sure": "yes", "kept": numbers[:1], "statute": "신용정보법 제20조의2", "until": until}
    )
    assert answer.status_code == 200, answer.text
    assert outsider.post(path, data={**form, "sure": "yes"}).status_code in (409, 422)
    assert outsider.get("/confirm-deletion/nothing").status_code == 404
    rows: Any = jk.driver.run(told(jk.house, "processor", "kis"))
    mine = {row.record: row for row in rows}
    assert sorted(mine[order.record].standing for order in orders) == ["deleted", "kept"]
    kept = next(row for row in mine.values() if row.standing == "kept")
    assert (kept.receipt["statute"], kept.receipt["until"]) == ("신용정보법 제20조의2", until)
    shown = officer.get(way).text
    assert "신용정보법 제20조의2" in shown
    assert give(jk)["letters"] == 0


@pytest.mark.clause("4.6", "7.2")
def test_what_a_receiver_keeps_is_told_in_words(office: Office) -> None:
    """A statute that it answered by its id stands by name and article, its last day as a date, and what it was told to
    delete by the labels of then: no id."""
    officer, jk = office.officer("h-kept-words"), office.jk
    person, _ = office.member()
    order = entrusted(jk, person)
    jk.leave(person.subject)
    [mine] = [row for row in jk.driver.run(told(jk.house, "processor", "kis")) if row.record == order.record]
    way, until = "/office/processors/processor/kis", "2031-07-02"
    given = {"how": "편지", "state": "kept", "statute": "kr.e-finance.transactions", "until": until}
    assert post(officer, f"{way}/answer", message=mine.message, **given).status_code == 303
    row = officer.get(way).text.partition(f">{str(mine.message)[:8]}<")[2].partition("</tr>")[0]
    assert "「전자금융거래법」 제22조" in row
    assert "2031년 7월 2일까지" in row
    assert "kr.e-finance" not in row
    assert until not in row


def test_who_does_not_answer_is_asked_again_after_a_growing_pause(
    jk: Jikim, cast: Any, forward: Callable[..., Any]
) -> None:
    """Unanswered, a letter is due again after three days, then five, and what was asked is overdue; an answer on paper
    ends it."""
    run: Any = jk.driver.run
    house = jk.house
    officer = officer_of(jk, "chases")
    run(
        contracts.add_contract(
            house, "processor", "kis", signed=None, told="email", email="kis@example.com", actor=officer
        )
    )
    order = entrusted(jk, cast.bob)
    jk.leave(cast.bob.subject)
    assert run(deletion_letters.gather(house)) == 1
    assert run(deletion_letters.gather(house)) == 0
    with Receiver(["kis"], jk.now) as receiver:
        # A letter is no webhook's any more.
        assert jk.deliver(receiver.endpoints).sent == 0
    pauses = []
    for _ in range(7):
        [one] = run(deletion_letters.due(house))
        assert one.lines == 1
        assert run(deletion_letters.take(house, one))
        assert not run(deletion_letters.take(house, one))
        run(deletion_letters.sent(house, one))
        days = 0
        while not run(deletion_letters.due(house)):
            forward(days=1)
            days += 1
        pauses.append(days)
    assert pauses == [3, 5, 8, 13, 21, 30, 30]
    [row] = run(told(house, "processor", "kis"))
    assert row.standing == "overdue"
    one = run(processor_status_of(house, "processor", "kis"))
    assert one is not None
    assert one.deletions == {"overdue": 1}
    with pytest.raises(InvalidError):
        run(write_down(house, "kis", row, state="kept", how="전화", actor=officer))
    run(write_down(house, "kis", row, state="done", how="2013년 4월 1일 공문", actor=officer))
    with pytest.raises(ConflictError):
        run(write_down(house, "kis", row, state="done", how="again", actor=officer))
    assert order.record == row.record
    assert PROMPT.count == 5


@pytest.mark.clause("7.4b")
def test_a_corrected_value_is_taken_through_the_letters_link_once(office: Office) -> None:
    """A processor with an address alone is told that something was corrected; the value is in no letter, and leaves as
    its receiver takes it, recorded."""
    jk = office.jk
    officer = office.employ("h-told", "officer")
    address = "privacy@kftc.example.com"
    run: Any = jk.driver.run
    run(contracts.add_contract(jk.house, "processor", "kftc", signed=None, told="email", email=address, actor=officer))
    person, _ = office.member()
    given = {"name": "가나다", "payment": {"method": "card", "amount": 1000, "currency": "KRW"}}
    payment = jk.collect("payment", given, channel="homepage", subject=person, old_enough=True).ref
    with Receiver(["kftc"], jk.now) as receiver:
        jk.entrust(payment, to="kftc", purpose="billing", items=["name"])
        jk.deliver(receiver.endpoints)
    jk.correct(jk.ask_correction(payment, ["name"]), {"name": "나라다"})
    assert give(jk)["told"] == 1
    assert "나라다" not in office.mails.text(address)
    path = office.mails.link(address).removeprefix(office.url)
    outsider = office.client()
    page = outsider.get(path)
    assert "나라다" not in page.text
    token = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    form = {"_csrf_token": token[1]}
    assert outsider.post(path, data=form).status_code == 422
    assert "나라다" in outsider.post(path, data={**form, "do": "take"}).text
    assert "나라다" not in outsider.post(path, data={**form, "do": "take"}).text
    assert "나라다" not in outsider.get(path).text
    went = [one for one in jk.show(person.subject).went if one.to == "kftc"]
    assert [one.version for one in went] == [1, 2]
    assert give(jk)["letters"] == 0


def test_two_at_once_end_one_contract_and_answer_one_letter_once(jk: Jikim, cast: Any) -> None:
    """What a processor holds it is told to delete once, whoever ends its contract; of two answers to one letter one
    stands."""
    run: Any = jk.driver.run
    first, second = officer_of(jk, "one"), officer_of(jk, "two")
    run(
        contracts.add_contract(
            jk.house, "processor", "kis", signed=None, told="email", email="kis@example.com", actor=first
        )
    )
    entrusted(jk, cast.alice)
    asked = both(lambda: jk.by(first).end_contract("kis"), lambda: jk.by(second).end_contract("kis"))
    assert sorted(asked) == [0, 1]
    assert run(deletion_letters.gather(jk.house)) == 1
    [one] = run(deletion_letters.due(jk.house))
    answers = both(
        lambda: run(deletion_letters.answer(jk.house, one.token)),
        lambda: run(deletion_letters.answer(jk.house, one.token)),
    )
    assert sum(isinstance(answer, ConflictError) for answer in answers) == 1
    assert [answer for answer in answers if isinstance(answer, tuple)] == [(1, 0)]
    assert run(deletion_letters.behind(jk.house, "nothing")) is None


@pytest.mark.clause("4.6")
def test_the_end_of_a_contract_is_told_before_and_receipted_after(office: Office) -> None:
    """An officer sees what ending does, ends it once more asked, and from then on nothing goes there; what it holds it
    is told to delete."""
    officer, jk = office.officer("h-ends"), office.jk
    person, _ = office.member()
    order = jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref
    given = {
        "name": "가나다",
        "email": "pay@example.com",
        "payment": {"method": "card", "amount": 1000, "currency": "KRW"},
    }
    payment = jk.collect("payment", given, channel="homepage", subject=person, old_enough=True).ref
    with Receiver(["alipay"], jk.now) as receiver:
        jk.entrust(payment, to="alipay", purpose="billing")
        jk.deliver(receiver.endpoints)
    way = "/office/processors/processor/alipay"
    account = post(officer, f"{way}/end")
    assert 'name="sure"' in account.text
    before = jk.driver.run(holds(jk.house, "processor", "alipay"))
    assert (before.people, before.untold) == (1, 1)
    done = post(officer, f"{way}/end", sure="yes")
    assert 'role="status"' in done.text
    assert "계약을 종료했습니다" in done.text
    with pytest.raises(DeniedError) as denied:
        jk.entrust(payment, to="alipay", purpose="billing")
    assert denied.value.why == "no-recipient"
    assert jk.driver.run(holds(jk.house, "processor", "alipay")).untold == 0
    assert post(officer, "/office/processors/partner/reseller/end", sure="yes").status_code == 422
    assert order


def test_a_legal_hold_and_the_end_of_a_contract_at_once(jk: Jikim, cast: Any, forward: Callable[..., Any]) -> None:
    """Neither waits for the other for ever and both stand: the processor is told to delete, and what is held stays
    here."""
    officer = officer_of(jk, "racing")
    order = entrusted(jk, cast.alice, "kis")
    gate = threading.Barrier(2)
    answers: list[Any] = []

    def act(deed: Callable[[], Any]) -> None:
        gate.wait()
        answers.append(deed())

    threads = [
        threading.Thread(target=act, args=(lambda: jk.by(officer).hold(order, reason="소송"),)),
        threading.Thread(target=act, args=(lambda: jk.by(officer).end_contract("kis"),)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(answers) == 2
    assert 1 in answers
    jk.leave(cast.alice.subject)
    jk.event(order, "settled")
    forward(days=365 * 6)
    employ(jk, "omar", "officer")
    jk.sweep(after_gap=True, actor=officer_of(jk, "sweeps"))
    assert {row.record for row in jk.driver.run(told(jk.house, "processor", "kis"))} == {order.record}
    rows = jk.driver.run(processor_statuses(jk.house))
    assert next(one for one in rows if one.name == "kis").over is not None
    dossier = jk.by(jk.acting("system", "look")).show(cast.alice.subject)
    everything: tuple[Any, ...] = (*dossier.cards, *dossier.resting)
    held = [one for one in everything if one.ref.record == order.record]
    assert held
    assert all(one.held for one in held)
