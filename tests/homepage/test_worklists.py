"""Every worklist of the back office: before an act its page says what becomes of the record, after it what was
recorded."""

from __future__ import annotations

import re

import pytest
from homepage.staff import WORKLISTS
from homepage.staff import today as first_page
from tests.homepage.shop import Shop
from tests.homepage.test_staff_enquiries import asked
from tests.homepage.test_staff_enquiries import place_of as enquiry_at
from tests.homepage.test_staff_orders import called, clerk, place_of, state
from tests.office.conftest import Office, post


def test_every_act_says_what_becomes_of_the_record_and_what_was_recorded() -> None:
    """By the event that it records, whose rules the page reads from the policy, or in words of its own; in both
    languages."""
    silent = [
        f"{worklist.path} {act.name}"
        for worklist in WORKLISTS
        for act in worklist.acts
        if not all(act.done) or not all(act.label) or not (act.event or all(act.after))
    ]
    assert sum(len(worklist.acts) for worklist in WORKLISTS) > 20
    assert silent == []


def test_an_orders_page_says_both(rv: Shop, back: Office) -> None:
    """Under each act that is open stands what becomes of the order, and nothing changes by looking; after one, who
    recorded what and when, and what the order is now."""
    ref, browser = called(rv), clerk(back)
    page = browser.get(place_of(ref)).text
    forms = [form for form in re.findall(r"<details.*?</details>", page, re.S) if 'name="do"' in form]
    assert len(forms) > 2
    assert [form for form in forms if "이렇게 처리할 경우 이 기록은" not in form] == []
    assert state(rv, ref) == "live"
    done = post(browser, place_of(ref), do="cancelled", reason="입금되지 않음").text
    assert "취소로 기록했습니다" in done
    assert "입금되지 않음" in done
    assert "수행자와 함께 처리 원장에 기록했습니다" in done
    assert 'aria-label="이 기록은"' in done


def test_what_can_be_done_now_stands_on_one_page(rv: Shop, back: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every list that a grant reads, with the next act: a matter that is read first by its button, which records the
    list's own reason. What was done leads to the next one; no value stands on any of it."""
    monkeypatch.setattr(first_page, "FIRST", 100)  # however many boxes other tests left on the list
    box = {"address": "서울특별시 가상구 없는로 1"}
    order, (first, number), (second, _) = (
        called(rv, **box),
        asked(rv, "one@example.com"),
        asked(rv, "two@example.com"),
    )
    rv.jk.event(order, "paid")
    browser = back.worker("h-all-of-it", "support", "billing", "delivery")
    page = browser.get("/office/shop/today").text
    assert "one@example.com" not in page
    for act in (
        f'href="/office/shop/deliveries/{order.subject}/{order.record}#act"',
        f'action="{enquiry_at(first)}#act"',
    ):
        assert page.count(act) == 1
    row = next(one for one in re.findall(r"<tr>.*?</tr>", page, re.S) if str(order.record) in one)
    assert re.search(r"\d+일 남음", row)
    # It waits for its delivery: the list of all orders says it no second time.
    assert f'href="{place_of(order)}' not in page
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.S) if f'action="{enquiry_at(first)}#act"' in one)
    hidden = dict(re.findall(r'name="(do|purpose|reason)"\s+value="([^"]*)"', form))
    assert "one@example.com" in post(browser, enquiry_at(first), **hidden).text
    done = post(browser, enquiry_at(first), do="close", reason="시험").text
    assert number in done
    # To the next of the oldest, whosever it is.
    assert re.search(r'action="[^"]+#act"', done)
    post(browser, enquiry_at(second), do="close", reason="시험")
    assert back.worker("h-none-of-it", "debt-collection").get("/office/shop/today").status_code == 200
