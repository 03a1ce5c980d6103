"""Every worklist of the back office: before an act its page says what becomes of the record, after it what was
recorded."""

from __future__ import annotations

import re

from homepage.staff import WORKLISTS
from tests.homepage.shop import Shop
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
