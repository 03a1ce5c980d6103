"""Deliveries by the hand of whoever sends them: three items to the carrier that the policy names, its answer back; none
where it names nobody."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import httpx
import pytest
from homepage.staff.deliveries import carrier
from tests.homepage.shop import PLACE, Shop
from tests.homepage.test_staff_enquiries import deeds
from tests.homepage.test_staff_orders import called, clerk
from tests.homepage.test_staff_orders import place_of as order_page
from tests.office.conftest import Office, post
from tests.pressed import forged

import jikim
from jikim.policy.model import PolicyFile

LIST = "/office/shop/deliveries"


def place_of(ref: jikim.Ref) -> str:
    return f"{LIST}/{ref.subject}/{ref.record}"


def boxed(rv: Shop, back: Office, name: str) -> jikim.Ref:
    """A box that somebody ordered by phone and paid by transfer."""
    ref = called(rv, name=name, address=PLACE)
    post(clerk(back), order_page(ref), do="paid", amount="1000", day=str(rv.jk.house.today()))
    return ref


@pytest.mark.clause("3.4")
@pytest.mark.by_hand
def test_a_box_by_phone_takes_three_items_to_the_carrier_and_its_answer_comes_back(rv: Shop, back: Office) -> None:
    """From the list, with the day by which it has to leave, to the carrier's own word that it came; pressed twice it
    goes once."""
    ref, browser = boxed(rv, back, "택배손님"), clerk(back, "delivery")
    before = len(rv.kept.of("service-least"))
    number = f"{ref.record.hex[:4]}-{ref.record.hex[4:8]}".upper()
    listed = browser.get(LIST).text
    assert number in listed
    assert "발송 기한" in listed
    assert "이름, 주소, 전화번호만 전달" in browser.get(place_of(ref)).text
    assert "택배손님" not in browser.get(place_of(ref)).text
    assert "전달하도록 등록했습니다" in post(browser, place_of(ref), do="hand").text
    assert "그사이 이미 처리되었습니다" in post(browser, place_of(ref), do="hand").text
    rv.jk.deliver()
    (message,) = [one for one in rv.kept.of("service-least")[before:] if one.body["items"].get("name") == "택배손님"]
    assert set(message.body["items"]) == {"name", "address", "phone"}
    waits = post(browser, place_of(ref), do="ask")
    assert waits.status_code == 422
    assert "아직 배송 중입니다" in waits.text
    httpx.post(f"{rv.stand_in}/service-least/delivered", data={"message": message.id})
    assert "배송을 완료했다는 답을 받아" in post(browser, place_of(ref), do="ask").text
    assert [one["happened"] for one in deeds(rv, ref, "record:event:allowed")][-1] == "delivered"
    assert number not in browser.get(LIST).text


def test_what_is_not_paid_or_has_no_box_waits_for_no_delivery(rv: Shop, back: Office) -> None:
    """Neither stands on the list, and neither leaves, whatever form is posted."""
    browser = clerk(back, "delivery")
    for ref in (called(rv, address=PLACE), called(rv)):
        assert f"{ref.record.hex[:4]}-{ref.record.hex[4:8]}".upper() not in browser.get(LIST).text
        post(browser, place_of(ref), do="hand")
        assert deeds(rv, ref, "record:provide:allowed") == []


@pytest.mark.clause("3.4")
def test_where_the_policy_names_no_carrier_nothing_leaves(homepage: PolicyFile) -> None:
    """A recipient that gets fewer than the three items, or not for deliveries, is no carrier."""

    def named(**change: object) -> str:
        one = homepage.recipients["service-least"].model_copy(update=change)
        file = SimpleNamespace(recipients={**homepage.recipients, "service-least": one})
        return carrier(SimpleNamespace(policy=SimpleNamespace(file=file)))  # type: ignore[arg-type]

    assert named() == "service-least"
    assert named(purposes=("support",)) == named(items=("name", "phone")) == named(records=("delivery-request",)) == ""


@pytest.mark.clause("3.4")
def test_a_carrier_without_a_system_is_handed_a_file(rv: Shop, back: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page leads to the office's own way of handing over, where the message waits with the three items."""
    ref, browser = boxed(rv, back, "직접전달"), clerk(back, "delivery")
    settings = back.inside.settings
    without = {name: one for name, one in settings.endpoints.items() if name != "service-least"}
    monkeypatch.setattr(back.inside, "settings", replace(settings, endpoints=without))
    post(browser, place_of(ref), do="hand")
    shown = browser.get(place_of(ref)).text
    where = "/office/handing/recipient/service-least/delivery"
    assert f'href="{where}"' in shown
    assert 'value="ask"' not in shown
    assert browser.get(where).status_code == 200


@pytest.mark.clause("10.6")
def test_a_handler_without_the_grant_gives_no_carrier_anything(rv: Shop, back: Office) -> None:
    """Refused by list, page and act."""
    ref, other = boxed(rv, back, "권한없음"), clerk(back, "marketing.events")
    assert f'href="{LIST}"' not in other.get("/office").text
    for answer in (other.get(LIST), other.get(place_of(ref)), post(other, place_of(ref), do="hand")):
        assert answer.status_code == 403
    biller = clerk(back, "invoicing")
    post(biller, place_of(ref), do="hand")
    assert deeds(rv, ref, "record:provide:allowed") == []


@pytest.mark.clause("3.6")
@pytest.mark.by_hand
def test_a_visit_by_phone_goes_to_the_shop_that_makes_it(rv: Shop, back: Office) -> None:
    """The intake names the other party of the order; once it is paid, it is offered to that party and not to the
    carrier."""
    browser, name = clerk(back, "billing", "delivery"), "방문손님"
    form = {"do": "enter", "age": "yes", "paperless": "yes", "v.name": name, "v.phone": "010-0000-7799"}
    form |= {f"v.address.{part}": value for part, value in PLACE.items()}
    path = "/office/intake/entry/phone/order"
    made = post(browser, path, **form, **{"v.lines": "현장 설치 지원, 1"}, counterparty="counterparty").text
    subject = re.findall(r"/office/people/([0-9a-f-]{36})", made)[0]
    (order,) = rv.jk.show(subject).cards
    post(browser, order_page(order.ref), do="paid", amount="165000", day=str(rv.jk.house.today()))
    shown = browser.get(place_of(order.ref)).text
    assert "거래 상대방에 전달" in shown
    assert "택배사에 전달" not in shown
    shops = len(rv.kept.of("counterparty"))
    with forged():
        assert "그사이 이미 처리되었습니다" in post(browser, place_of(order.ref), do="hand").text
    assert "거래 상대방에 전달하도록 등록했습니다" in post(browser, place_of(order.ref), do="party").text
    rv.jk.deliver()
    assert name not in str([one.body for one in rv.kept.of("service-least")])
    (message,) = rv.kept.of("counterparty")[shops:]
    assert message.body["items"]["name"] == name
    httpx.post(f"{rv.stand_in}/counterparty/delivered", data={"message": message.id})
    assert "배송을 완료했다는 답을 받아" in post(browser, place_of(order.ref), do="ask").text


@pytest.mark.clause("3.6")
@pytest.mark.by_hand
def test_the_other_party_is_named_later_and_once(rv: Shop, back: Office) -> None:
    """An order that was taken in without one: named, it goes to that party alone; nobody names it again, and nobody who
    delivers nothing."""
    ref, browser = boxed(rv, back, "나중에정함"), clerk(back, "delivery")
    with forged():
        assert post(clerk(back, "invoicing"), place_of(ref), do="name").status_code >= 400
    assert "거래 상대방에 전달" not in browser.get(place_of(ref)).text
    assert "거래 상대방을 지정했습니다" in post(browser, place_of(ref), do="name").text
    shown = browser.get(place_of(ref)).text
    assert "택배사에 전달" not in shown
    assert "거래 상대방 지정" not in shown
    assert "거래 상대방에 전달하도록 등록했습니다" in post(browser, place_of(ref), do="party").text
    named = deeds(rv, ref, "record:name-party:allowed")
    assert [one["to"] for one in named] == ["counterparty"]
