"""Advertising by the hand of whoever writes it (2.3): a second person releases it, it goes to those who agreed, by day,
and whoever refuses gets no more."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from tests.homepage.shop import Shop
from tests.homepage.test_staff_orders import clerk
from tests.office.conftest import Office, post

import jikim
from jikim.mail.campaigns import campaigns

PAGE = "/office/shop/advertising"


def agreed(rv: Shop) -> tuple[jikim.Person, str]:
    """A member who agreed to advertising."""
    person, given = rv.web.member()
    rv.jk.by(rv.jk.acting("member", str(person.subject))).consent(person.subject, give=["marketing.ads"])
    return person, given["email"]


def at(rv: Shop, hour: int) -> None:
    """Moves the clock to this hour of the next day."""
    now = rv.jk.now().astimezone(rv.jk.policy.zone)
    rv.jk.move_clock(datetime.combine(now.date() + timedelta(days=1), time(hour), rv.jk.policy.zone))


def written(rv: Shop, back: Office, **more: str) -> tuple[Any, str, str]:
    """One that was written: its writer's browser, its title and its number."""
    browser, title = clerk(back, "marketing.ads"), f"새 기능 안내 {secrets.token_hex(4)}"
    form = {"do": "write", "purpose": "marketing.ads", "title": title, "text": "더 빨라졌습니다.", **more}
    page = post(browser, PAGE, **form).text
    assert "다른 담당자가 확인해야 발송됩니다" in page
    (number,) = [str(one.campaign) for one in rv.jk.do(campaigns) if one.title == title]
    return browser, title, number


def titles(rv: Shop, email: str) -> list[str]:
    return [str(mail["subject"]) for mail in rv.web.mails.mails if email in str(mail["to"])]


@pytest.mark.clause("2.3")
@pytest.mark.by_hand
def test_an_advertisement_goes_to_those_who_agreed_after_a_second_look(rv: Shop, back: Office) -> None:
    """Its writer cannot send it; another person can, and then those who agreed get it with (광고), its sender and a free
    refusal, and nobody else."""
    _, email = agreed(rv)
    _, other = rv.web.member()
    writer, title, number = written(rv, back)
    assert 'value="release"' not in writer.get(PAGE).text.split(title)[1].split("</article>")[0]
    alone = post(writer, PAGE, do="release", campaign=number)
    assert alone.status_code in (403, 422)
    at(rv, 10)
    rv.jk.mails()
    assert titles(rv, email) == []
    second = clerk(back, "marketing.ads")
    row = f'href="{PAGE}#c-{number}"'
    assert row not in writer.get("/office/shop/today").text
    assert row in second.get("/office/shop/today").text
    assert "발송을 승인했습니다" in post(second, PAGE, do="release", campaign=number).text
    assert row not in second.get("/office/shop/today").text
    rv.jk.mails()
    rv.jk.mails()
    assert titles(rv, email) == [f"(광고) {title}"]
    assert titles(rv, other["email"]) == []
    text = rv.web.mails.text(email)
    assert "보내는 곳: 알서포트주식회사, 070-7011-3900" in text
    assert "무료 수신 거부" in text


@pytest.mark.clause("2.3")
def test_whoever_refuses_in_the_mail_gets_no_more_and_is_told(rv: Shop, back: Office) -> None:
    """Without signing in: the link shows a button, which takes the consent back; what was queued a minute ago does not
    leave any more."""
    person, email = agreed(rv)
    _, _, first = written(rv, back)
    at(rv, 10)
    post(clerk(back, "marketing.ads"), PAGE, do="release", campaign=first)
    rv.jk.mails()
    found = re.search(r"/refuse/(\S+)", rv.web.mails.text(email))
    assert found is not None
    before = len(titles(rv, email))
    with rv.browser() as browser:
        asked = browser.get(f"/refuse/{found[1]}")
        assert asked.status_code == 200
        assert rv.jk.show(person.subject).consents
        _, _, second = written(rv, back)
        post(clerk(back, "marketing.ads"), PAGE, do="release", campaign=second)
        done = browser.post(f"/refuse/{found[1]}", {})
        assert "수신 거부를 처리했습니다" in done.text
        assert browser.get("/refuse/nonsense").status_code == 404
    assert rv.jk.show(person.subject).consents == ()
    rv.jk.mails()
    assert len(titles(rv, email)) == before


@pytest.mark.clause("2.3")
def test_none_leaves_at_night(rv: Shop, back: Office) -> None:
    """Released at ten in the evening it waits for eight in the morning."""
    _, email = agreed(rv)
    _, _, number = written(rv, back)
    at(rv, 22)
    post(clerk(back, "marketing.ads"), PAGE, do="release", campaign=number)
    rv.jk.mails()
    assert titles(rv, email) == []
    at(rv, 7)
    rv.jk.mails()
    assert titles(rv, email) == []
    at(rv, 8)
    rv.jk.mails()
    assert len(titles(rv, email)) == 1


def test_one_that_is_stopped_leaves_no_more(rv: Shop, back: Office) -> None:
    """Stopped before its mails leave, none does; stopped twice is a conflict that is said."""
    _, email = agreed(rv)
    writer, title, number = written(rv, back)
    at(rv, 22)
    post(clerk(back, "marketing.ads"), PAGE, do="release", campaign=number)
    rv.jk.mails()
    assert "중지했습니다" in post(writer, PAGE, do="stop", campaign=number).text
    at(rv, 10)
    rv.jk.mails()
    assert f"(광고) {title}" not in titles(rv, email)
    assert post(writer, PAGE, do="stop", campaign=number).status_code in (409, 422)


@pytest.mark.parametrize(
    ("field", "value"), [("title", ""), ("text", ""), ("text", "900101-1234568"), ("purpose", "billing")]
)
def test_what_is_wrong_with_an_advertisement_is_said(rv: Shop, back: Office, field: str, value: str) -> None:
    """An empty one, one with a number that is never taken, and one for what nobody may advertise for are not written."""
    form = {"do": "write", "purpose": "marketing.ads", "title": "제목", "text": "내용", field: value}
    before = len(rv.jk.do(campaigns))
    assert post(clerk(back, "marketing.ads"), PAGE, **form).status_code == 422
    assert len(rv.jk.do(campaigns)) == before


@pytest.mark.clause("10.6")
def test_a_handler_without_the_grant_advertises_to_nobody(rv: Shop, back: Office) -> None:
    """Shown no such place, refused by page and by every act; and so is one whose grant names another purpose."""
    _, _, number = written(rv, back)
    assert f'href="{PAGE}"' in clerk(back, "marketing.ads").get("/office").text
    for other in (clerk(back, "billing"), clerk(back, "marketing.demographics")):
        assert f'href="{PAGE}"' not in other.get("/office").text
        assert other.get(PAGE).status_code == 403
        for do in ("write", "release", "stop"):
            form = {"do": do, "campaign": number, "purpose": "marketing.ads", "title": "제목", "text": "내용"}
            assert post(other, PAGE, **form).status_code == 403, do
