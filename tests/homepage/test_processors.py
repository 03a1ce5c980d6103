"""What reaches those whom the shop works with: exactly what the policy lets through, signed; and what they answer to
being told to delete."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from homepage.signing import sign
from tests.homepage.shop import CARD, GUEST, PLACE, Shop, out_of
from tests.office.conftest import Office, post
from tests.waiting import PATIENCE

ASKED = re.compile(r'name="message" value="([0-9a-f-]{36})"')
METHODS = [
    pytest.param("kcp", marks=pytest.mark.clause("4.1")),
    pytest.param("kftc", marks=pytest.mark.clause("4.2")),
    pytest.param("paypal", marks=pytest.mark.clause("4.3")),
    pytest.param("epsilon", marks=pytest.mark.clause("4.4")),
    pytest.param("alipay", marks=pytest.mark.clause("4.5")),
]


def identified(rv: Shop, browser: Any, number: str, provider: str = "kftc") -> str:
    """Goes through the identity check. Answers the page one comes back to."""
    browser.get(f"/orders/{number}/pay/{provider}")
    page = browser.post(f"/orders/{number}/identity/{provider}", {"name": "나그네", "mobile": "010-0000-1234"})
    back = rv.pay(out_of(page), code="123456")
    return str(browser.get(back).url)


@pytest.mark.by_hand
@pytest.mark.clause("4.1", "4.2", "4.3", "4.4", "4.5", "5.6", "7.2")
@pytest.mark.parametrize("provider", [one.values[0] for one in METHODS])
def test_who_paid_through_it_and_left_has_its_answer_written_down(rv: Shop, back: Office, provider: str) -> None:
    """A member orders, pays through the processor's page and leaves; an officer writes down what its letter says of the
    copy that it had, and the register of what left shows the answer."""
    person, given = rv.web.member()
    officer, at = back.officer("h-answers-processor"), f"/office/processors/processor/{provider}"
    with rv.browser(person) as browser:
        number = rv.order(browser, name=given["name"], phone="02-555-0101")
        if provider == "kftc":
            identified(rv, browser, number)
        assert "결제됐습니다." in rv.paid(browser, number, provider).text
        rv.jk.deliver()
        before = set(ASKED.findall(officer.get(at).text))
        assert "/receipt/" in browser.post("/my/leave", {"password": given["password"]}).text
    asked = set(ASKED.findall(officer.get(at).text)) - before
    assert asked
    for message in asked:
        done = post(officer, f"{at}/answer", message=message, how="편지로 삭제를 확인함", state="done")
        assert done.status_code == 303, done.text
    left = officer.get("/office/disclosures", params={"to": f"processor:{provider}", "person": str(person.subject)})
    rows = re.findall(r'<th scope="row">.*?</tr>', left.text, re.S)
    assert rows
    assert all("삭제 확인" in row for row in rows)


def of_order(rv: Shop, number: str, topic: str = "entrust") -> list[Any]:
    """The messages about an order's payment that the stand-in holds."""
    return [
        one
        for one in rv.kept.messages
        if one.topic == topic and one.body["items"].get("payment", {}).get("order") == number
    ]


@pytest.mark.parametrize("provider", METHODS)
def test_a_processor_gets_what_its_task_needs(rv: Shop, provider: str) -> None:
    """After a payment through it, the processor has the payment's items that the policy gives it, no other, and shows
    them on its page."""
    with rv.browser() as browser:
        number = rv.order(browser)
        if provider == "kftc":
            assert f"/pay/{provider}" in identified(rv, browser, number)
        assert "결제됐습니다." in rv.paid(browser, number, provider).text
    rv.jk.deliver()
    (message,) = of_order(rv, number)
    (payment,) = rv.cards(number, "payment")
    declared = set(rv.jk.policy.file.processors[provider].items)
    assert message.to == provider
    assert set(message.body["items"]) == set(payment.values) & declared
    assert set(payment.values) - declared == ({"email"} if provider == "kftc" else set())
    assert "4242424242424242" not in json.dumps(message.body)
    shown = httpx.get(f"{rv.stand_in}/{provider}").text
    assert number in shown
    assert "돈이 움직이지 않습니다" in shown


def test_what_travels_before_names_nobody(rv: Shop) -> None:
    """On the way to a payment page goes what is bought and for how much; who buys it is in no address and no body."""
    with rv.browser() as browser:
        number = rv.order(browser)
        url = out_of(browser.get(f"/orders/{number}/pay/kcp"))
        import base64

        note = json.loads(base64.urlsafe_b64decode(httpx.URL(url).params["m"].split(".")[0]))
        assert set(note) == {"attempt", "order", "amount", "currency", "goods", "back", "language", "token"}
        for value in (GUEST["name"], GUEST["phone"], GUEST["email"]):
            assert value not in json.dumps(note, ensure_ascii=False)


def test_the_page_before_says_what_they_will_get(rv: Shop) -> None:
    """Before one leaves for a payment page, the items that its company will get stand there, with the promise behind
    them."""
    with rv.browser() as browser:
        number = rv.order(browser)
        page = browser.get(f"/orders/{number}/pay/paypal").text
        assert "결제 기록" in page
        assert "처리방침 4.3" in page


@pytest.mark.clause("1.1", "4.1")
@pytest.mark.parametrize(("provider", "by_card"), [("kcp", True), ("epsilon", True), ("paypal", False)])
def test_a_card_is_not_said_to_be_left_out_above_a_list_that_has_it(rv: Shop, provider: str, by_card: bool) -> None:
    """Where what a company will get names the card, the page before says what of a card is collected, not that nothing
    is."""
    with rv.browser() as browser:
        way = f"/orders/{rv.order(browser)}/pay/{provider}"
        ko, en = browser.get(way).text, browser.get(f"/en{way}").text
    assert [("신용카드 정보" in ko), ("Card information" in en)] == [by_card, by_card]
    assert [("끝 네 자리만 수집" in ko), ("last four digits" in en)] == [by_card, by_card]
    assert [("홈페이지는 수집하지 않습니다" in ko), ("does not collect them" in en)] == [not by_card, not by_card]


@pytest.mark.by_hand
@pytest.mark.clause("5.6")
def test_an_identity_check_comes_before_a_transfer(rv: Shop) -> None:
    """A transfer asks who pays first; a wrong code and a cancelled check keep nothing; a right one is entrusted, and
    over when that arrived."""
    with rv.browser() as browser:
        number = rv.order(browser)
        asked = browser.get(f"/orders/{number}/pay/kftc")
        assert "/identity/kftc" in str(asked.url)
        page = browser.post(f"/orders/{number}/identity/kftc", {"name": "나그네", "mobile": "010-0000-1234"})
        url = out_of(page)
        wrong = httpx.post(
            url.split("?")[0], data={"m": httpx.URL(url).params["m"], "code": "000000"}, timeout=PATIENCE
        )
        assert wrong.status_code == 422
        cancelled = browser.get(rv.pay(url, act="cancel"))
        assert "저장한 정보는 없습니다" in cancelled.text
        assert rv.cards(number, "identity-check") == []
        assert "/pay/kftc" in identified(rv, browser, number)
        (check,) = rv.cards(number, "identity-check")
        assert check.values["result"]["checked"] is True
        rv.paid(browser, number, "kftc")
        rv.jk.deliver()
        browser.get(f"/orders/{number}")
        (check,) = rv.cards(number, "identity-check")
        assert check.state == "ended"
        got = [one for one in rv.kept.of("kftc") if one.body.get("record") == "identity-check"]
        assert set(got[-1].body["items"]) == {"name", "mobile"}


def test_a_mobile_number_that_is_none_is_said_beside_the_field(rv: Shop) -> None:
    """What the check needs and was mistyped is said when one comes back, beside the field, and nothing is kept."""
    with rv.browser() as browser:
        number = rv.order(browser)
        page = browser.post(f"/orders/{number}/identity/kftc", {"name": "나그네", "mobile": "02-555-0101"})
        back = browser.get(rv.pay(out_of(page), code="123456"))
        assert back.status_code == 422
        assert 'id="e-mobile"' in back.text
        assert rv.cards(number, "identity-check") == []


def test_the_stand_in_takes_nothing_unsigned(rv: Shop) -> None:
    """A message with no signature or another's, and a payment page that the shop did not ask for, are refused."""
    before = len(rv.kept.messages)
    assert httpx.post(f"{rv.stand_in}/kcp", content=b'{"topic":"entrust","message":"forged"}').status_code == 401
    note = sign("another secret", "pay", {"attempt": "x"}, rv.jk.now())
    assert httpx.get(f"{rv.stand_in}/kcp/pay", params={"m": note}).status_code == 403
    assert httpx.get(f"{rv.stand_in}/nobody").status_code == 404
    assert len(rv.kept.messages) == before


@pytest.mark.clause("4.5")
def test_whoever_leaves_has_the_processors_delete(rv: Shop) -> None:
    """Once somebody leaves: PayPal deletes, KCP keeps by its own duty, Alipay answers later and is asked again; each is
    shown so."""
    person, given = rv.web.member()
    numbers = {}
    with rv.browser(person) as browser:
        for provider in ("kcp", "paypal", "alipay"):
            numbers[provider] = rv.order(browser, name=given["name"], phone="02-555-0101")
            rv.paid(browser, numbers[provider], provider)
    rv.jk.deliver()
    for _ in range(5):
        if all(of_order(rv, number) for number in numbers.values()):
            break
        # What did not arrive at the first try is tried again after a minute.
        rv.later(minutes=2)
        rv.jk.deliver()
    messages = {provider: of_order(rv, number)[0] for provider, number in numbers.items()}
    rv.jk.by(rv.jk.acting("member", str(person.subject))).leave(person.subject)
    # Whom a message went to a moment ago is told a minute later, so that the deletion never overtakes it.
    rv.later(minutes=2)
    rv.jk.deliver()
    assert {provider: message.fate for provider, message in messages.items()} == {
        "kcp": "kept",
        "paypal": "deleted",
        "alipay": "asked",
    }
    went = {one.to: one.deletion for one in rv.jk.show(person.subject).went}
    assert went == {"kcp": "kept", "paypal": "deleted", "alipay": "asked"}
    assert httpx.post(f"{rv.stand_in}/alipay/confirm").status_code == 303
    rv.later(days=2)
    rv.jk.deliver()
    assert {one.to: one.deletion for one in rv.jk.show(person.subject).went}["alipay"] == "deleted"
    assert messages["paypal"].body["items"] == messages["alipay"].body["items"] == {}


@pytest.mark.clause("3.4")
def test_a_box_takes_three_items_to_the_carrier(rv: Shop) -> None:
    """Once a box is paid, the carrier gets name, address and phone; what it says of the delivery ends the wishes for
    it."""
    with rv.browser() as browser:
        number = rv.order(browser, "business-box", **PLACE, note="초인종이 고장입니다")
        rv.paid(browser, number)
        wished = browser.post(f"/orders/{number}/wishes", {**GUEST, **PLACE, "wishes": "문 앞에 놓아 주세요"})
        assert "배송 요청을 전했습니다." in wished.text
        rv.jk.deliver()
        message = next(
            one for one in reversed(rv.kept.of("service-least")) if one.body["items"]["name"] == GUEST["name"]
        )
        assert set(message.body["items"]) == {"name", "address", "phone"}
        looked = browser.post(f"/orders/{number}/look", {}, page=f"/orders/{number}")
        assert "배송이 끝났습니다." not in looked.text
        httpx.post(f"{rv.stand_in}/service-least/delivered", data={"message": message.id})
        looked = browser.post(f"/orders/{number}/look", {}, page=f"/orders/{number}")
        assert "배송이 끝났습니다." in looked.text
        assert [card.state for card in rv.cards(number, "delivery-request")] == ["ended"]


@pytest.mark.clause("3.6")
def test_another_seller_gets_its_own_order_and_no_other(rv: Shop) -> None:
    """What a partner shop sells goes to it, once it is paid and not before, with what the two sides need; our own box
    does not."""
    rv.jk.deliver()  # whatever other tests left to be sent
    before = len(rv.kept.of("counterparty"))
    with rv.browser() as browser:
        ours, theirs = rv.order(browser, "business-box", **PLACE), rv.order(browser, "install-visit", **PLACE)
        rv.jk.deliver()
        assert len(rv.kept.of("counterparty")) == before
        for number in (ours, theirs):
            rv.paid(browser, number)
        rv.jk.deliver()
        assert len(rv.kept.of("counterparty")) == before + 1
        assert set(rv.kept.of("counterparty")[-1].body["items"]) == {"name", "address", "phone"}
        (went,) = [use for use in rv.events(theirs, "record:provide:allowed") if use["to"] == "counterparty"]
        assert went["record"].replace("-", "") == theirs
        assert went["clause"] == "3.6"


def test_a_card_form_says_what_is_wrong_and_gives_no_number_back(rv: Shop) -> None:
    """A mistyped card is said beside its field, with the date that was typed and without the number."""
    with rv.browser() as browser:
        url = out_of(browser.get(f"/orders/{rv.order(browser)}/pay/kcp"))
        answer = httpx.post(
            url.split("?")[0],
            data={"m": httpx.URL(url).params["m"], "card": CARD[:-1] + "3", "expires": "12/29"},
            timeout=PATIENCE,
        )
        assert answer.status_code == 422
        assert 'id="e-card"' in answer.text
        assert "12/29" in answer.text
        assert "4242 4243" not in answer.text
