"""Events by the hand of whoever runs them: drawn, told, handed to whom the winner agreed to, closed; nobody without a
grant."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from homepage.site.books import NAME, Books
from homepage.site.events import EVENTS
from tests.homepage.shop import Shop
from tests.homepage.test_events import ENTRY, deliver, entries
from tests.homepage.test_staff_orders import clerk
from tests.office.conftest import Office, post
from tests.pressed import forged

import jikim

LIST, TODAY, EVENT = "/office/shop/events", "/office/shop/today", "farthest-desk"
AT = f"{LIST}/{EVENT}"


@pytest.fixture
def fresh(rv: Shop) -> Iterator[None]:
    """The event begins without entries; afterwards every event is open again: in the shop itself one that has ended
    stays so."""
    with closing(sqlite3.connect(Books(rv.web.settings.directory / NAME).path)) as db, db:
        db.execute("DELETE FROM opened WHERE kind = 'event-entry' AND about = ?", (EVENT,))
    yield
    with closing(sqlite3.connect(rv.web.settings.directory / NAME)) as db, db:
        db.execute("DELETE FROM closed")


def ends(rv: Shop, monkeypatch: pytest.MonkeyPatch, days: int = -1) -> None:
    """Its last day is so many days from today."""
    monkeypatch.setitem(EVENTS, EVENT, replace(EVENTS[EVENT], until=rv.jk.house.today() + timedelta(days=days)))


def entered(rv: Shop, name: str, **more: str) -> tuple[jikim.Person, str]:
    """A member who has entered."""
    person, given = rv.web.member()
    with rv.browser(person) as browser:
        mine = {field: value for field, value in ENTRY.items() if field != "age"}  # which is known of a member
        done = browser.post(f"/events/{EVENT}", {**mine, "name": name, "email": given["email"], **more}).text
        assert "응모가 완료되었습니다" in done, done
    return person, given["email"]


def withdraws(rv: Shop, person: jikim.Person, consent: str) -> None:
    """Takes a consent back on the page, which tells before what goes with it."""
    with rv.browser(person) as browser:
        done = browser.post("/my/consents", {"consent": consent, "do": "withdraw"})
        if 'name="sure"' in done.text:
            done = browser.post("/my/consents", {"consent": consent, "do": "withdraw", "sure": "yes"})
        assert done.status_code == 200, done.text


def seen(rv: Shop) -> str:
    """The event's page as everybody sees it."""
    with rv.browser() as browser:
        return browser.get(f"/events/{EVENT}").text


def states(rv: Shop, person: jikim.Person) -> list[str]:
    return [card.state for card in rv.jk.show(person.subject).cards if card.ref.kind == "event-entry"]


def deletion(rv: Shop, person: jikim.Person) -> str:
    """How it stands with what the partner was told to delete; empty where it was told nothing."""
    [found] = [one.deletion for one in rv.jk.show(person.subject).went if one.to == "agreed-partner"]
    return str(found)


@pytest.mark.usefixtures("fresh")
@pytest.mark.clause("3.2", "5.1")
@pytest.mark.by_hand
def test_winners_are_drawn_told_and_handed_to_whom_they_agreed_to(
    rv: Shop, back: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One by one to the last: the others' entries go at once, the winners' once what they agreed to was handed over; a
    name goes with its consent."""
    monkeypatch.setattr(secrets, "randbelow", lambda _: 0)
    winner = f"당첨{chr(0xAC00 + secrets.token_bytes(1)[0])}"  # a name, which holds no digit
    gone, _ = entered(rv, "그만둔이")
    agreed, email = entered(rv, winner, publication="yes", partner="yes", mobile="010-0000-4321")
    shy, _ = entered(rv, "수줍은이")
    others = [entered(rv, "여럿이") for _ in range(4)]
    withdraws(rv, gone, "marketing.events")
    browser = clerk(back, "marketing.events")
    assert "가장 먼 내 자리" in browser.get(LIST).text
    with forged():
        assert "아직 할 수 없습니다" in post(browser, AT, do="draw").text
    ends(rv, monkeypatch)
    with forged():
        assert post(browser, AT, do="tell").text.count("아직 할 수 없습니다") == 1
    drawn = post(browser, AT, do="draw").text
    assert "5건을 무작위로 뽑았습니다" in drawn
    assert "수줍은이" not in drawn
    assert "아직 할 수 없습니다" in post(browser, AT, do="draw").text
    told = post(browser, AT, do="tell").text
    assert "당첨자 5명에게 알렸습니다" in told
    assert "동의하지 않은 4명" in told
    ours = told.split("회사가 직접 보낼 경품")[1].split("</dd>")[0]
    assert ours.count('href="/office/people/') == 4
    assert f"/office/people/{agreed.subject}?" not in ours
    assert "당첨되셨습니다" in rv.web.mails.text(email)
    assert "끝났습니다" in post(browser, AT, do="close").text
    rv.later(days=2)
    browser = clerk(back, "marketing.events")
    with forged():
        assert "아직 할 수 없습니다" in post(browser, AT, do="finish").text
    deliver(rv)
    got = [one.body["items"] for one in rv.kept.of("agreed-partner")]
    assert [set(one) for one in got if one.get("name") == winner] == [{"name", "email", "mobile"}]
    assert [one for one in got if one.get("name") in ("수줍은이", "여럿이")] == []
    page = seen(rv)
    assert "당첨자의 응모 내용은 경품을 보낸 뒤 파기합니다" in page
    assert f"<li>{winner}</li>" in page
    assert "수줍은이" not in page
    assert states(rv, others[-1][0]) == ["ended"]
    assert states(rv, agreed) == ["live"]
    told = "가상제휴 주식회사(보기)에 제공한 1건은 당첨자가 동의를 철회하거나 탈퇴하면 삭제를 요청합니다"
    assert told in browser.get(AT).text
    assert "당첨자의 응모 5건이 끝났습니다" in post(browser, AT, do="finish").text
    assert deletion(rv, agreed) == ""
    assert states(rv, agreed) == states(rv, shy) == ["ended"]
    assert entries(rv, EVENT) == []
    assert "응모 내용은 파기했습니다" in seen(rv)
    withdraws(rv, agreed, "publication/marketing.events")
    rv.later(minutes=2)
    deliver(rv)
    assert f"{winner}</li>" not in seen(rv)
    withdraws(rv, agreed, "agreed-partner/marketing.events")
    assert deletion(rv, agreed) == "asked"


@pytest.mark.usefixtures("fresh")
@pytest.mark.clause("3.2")
def test_a_winner_s_entry_stays_until_a_partner_by_hand_has_its_data(
    rv: Shop, back: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long nobody hands it over: the page says that it is queued and leads to where it is handed over, and no act
    ends the entry."""
    person, _ = entered(rv, "기다림", partner="yes")
    monkeypatch.delitem(rv.web.inside.settings.endpoints, "agreed-partner")
    ends(rv, monkeypatch)
    browser = clerk(back, "marketing.events")
    for do in ("draw", "tell", "close"):
        post(browser, AT, do=do)
    deliver(rv)
    rv.later(days=9)
    browser = clerk(back, "marketing.events")
    page = browser.get(AT).text
    assert "완료 0건, 전송 대기 1건" in page
    way = "/office/handing/recipient/agreed-partner/marketing.events"
    assert f'href="{way}"' in page
    assert browser.get(way).status_code == 200
    assert "아직 할 수 없습니다" in post(browser, AT, do="finish").text
    assert states(rv, person) == ["live"]


@pytest.mark.usefixtures("fresh")
@pytest.mark.clause("5.1")
def test_an_event_past_its_last_day_takes_no_entry_and_waits_for_its_end(
    rv: Shop, back: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On its last day it takes one still; from the next on neither page nor form does, and whoever works on events finds
    it under what is to be done today until it is closed."""
    browser, row = clerk(back, "marketing.events"), f'href="{AT}#act"'
    ends(rv, monkeypatch, 0)
    person, _ = entered(rv, "막차")
    assert states(rv, person) == ["live"]
    assert row not in browser.get(TODAY).text
    ends(rv, monkeypatch)
    late, _ = rv.web.member()
    with rv.browser(late) as one, rv.browser() as guest:
        assert 'name="answers"' not in one.get(f"/events/{EVENT}").text
        posted = one.post(f"/events/{EVENT}", {**ENTRY, "email": "late@example.com"}, page="/my/edit")
        assert "응모는" in posted.text
        assert "응모 마감" in guest.get("/events").text
    assert states(rv, late) == []
    assert row in browser.get(TODAY).text
    assert "당첨되지 않은 응모 1건이 끝났습니다" in post(browser, AT, do="close").text
    assert row not in browser.get(TODAY).text
    assert states(rv, person) == ["ended"]


@pytest.mark.usefixtures("fresh")
@pytest.mark.clause("5.1")
def test_who_enters_while_the_event_is_being_closed_is_no_entry(rv: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passed as open and closed a moment later: the entry ends at once, its consent is taken back, and the page says
    that the event is over."""
    late, given = rv.web.member()
    enter = Books.enter

    def closed_before(books: Books, ref: jikim.Ref, event: str) -> bool:
        books.close(event, rv.jk.now())
        return enter(books, ref, event)

    monkeypatch.setattr(Books, "enter", closed_before)
    with rv.browser(late) as browser:
        mine = {field: value for field, value in ENTRY.items() if field != "age"}
        done = browser.post(f"/events/{EVENT}", {**mine, "email": given["email"]}).text
    assert "종료된 이벤트입니다" in done
    assert "응모가 완료되었습니다" not in done
    assert states(rv, late) == ["ended"]
    assert rv.jk.show(late.subject).consents == ()
    assert entries(rv, EVENT) == []


@pytest.mark.usefixtures("fresh")
@pytest.mark.clause("5.1")
def test_an_entry_that_came_before_the_closing_ends_with_it(
    rv: Shop, back: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that was taken after the entries were counted: what ends is read once nobody enters any more."""
    first, _ = entered(rv, "처음이")
    person, given = rv.web.member()
    rv.jk.by(rv.jk.acting("member", str(person.subject))).consent(person.subject, give=["marketing.events"])
    values = {"name": "막차", "email": given["email"], "answers": "부산"}
    ref = rv.jk.collect("event-entry", values, channel="event", subject=person, old_enough=True).ref
    close = Books.close

    def entered_before(books: Books, event: str, at: datetime) -> None:
        assert books.enter(ref, event)
        close(books, event, at)

    monkeypatch.setattr(Books, "close", entered_before)
    done = post(clerk(back, "marketing.events"), AT, do="close").text
    assert "당첨되지 않은 응모 2건이 끝났습니다" in done
    assert states(rv, first) == states(rv, person) == ["ended"]


@pytest.mark.usefixtures("fresh")
@pytest.mark.clause("10.6")
def test_a_handler_without_the_grant_draws_and_ends_nothing(rv: Shop, back: Office) -> None:
    """Refused by list, page and every act."""
    person, _ = entered(rv, "그대로")
    other: Any = clerk(back, "billing")
    assert f'href="{LIST}"' not in other.get("/office").text
    for path in (LIST, AT):
        assert other.get(path).status_code == 403
    for do in ("draw", "tell", "close", "finish"):
        assert post(other, AT, do=do).status_code == 403
    assert states(rv, person) == ["live"]
