"""People in the office: found, looked at without a value, read masked and unmasked for a purpose, printed; and reads of
many by two people."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from tests.employed import admin_of, ledger_of, swept
from tests.office.conftest import Office, post
from tests.office.desk_asked import mine

import jikim
from jikim.alerts.raising import open_alerts
from jikim.clock import Clock
from jikim.desk.complaints import complain
from jikim.errors import ConflictError, DeniedError
from jikim.reading.mass import (
    Approval,
    Mass,
    Query,
    ask_mass,
    begin,
    decide_mass,
    forget_masses,
    lapse_masses,
    mass_of,
    page,
)
from jikim.verbs.house import House

SECRET = "010-0000-7788"


def entries(office: Office, subject: UUID) -> list[dict[str, Any]]:
    """The ledger's entries about a person."""
    return ledger_of(office.jk, subject)


def person_with_order(office: Office) -> tuple[jikim.Person, dict[str, Any], jikim.Ref]:
    person, given = office.member(mobile=SECRET, name="마바사")
    values = {
        "name": "마바사",
        "phone": "02-555-0177",
        "address": "서울특별시 없는구 없는로 9",
        "lines": [{"product": "상자"}],
    }
    order = office.jk.collect("order", values, channel="homepage", subject=person, old_enough=True).ref
    return person, given, order


def test_a_person_is_found_by_exact_value_and_by_number(office: Office) -> None:
    """A whole value leads to the person and is in no address; a part of one finds nobody, and the page says by what one
    can look; numbers lead there too."""
    person, given, order = person_with_order(office)
    browser = office.worker("h-find", "support", "complaints", "delivery")
    front = browser.get("/office/people").text
    for label in ("로그인 아이디", "이메일 주소", "이름과 전화번호 끝 네 자리", "휴대전화번호", "사업자등록번호"):
        assert f">{label}</option>" in front
    way = f"/office/people/{person.subject}"
    answer = post(browser, "/office/people/find", item="email", value=given["email"])
    assert answer.headers["location"] == way
    part = post(browser, "/office/people/find", item="email", value="member")
    assert part.status_code == 422
    nobody = post(browser, "/office/people/find", item="email", value="nobody-at-all@example.com")
    assert "일치하는 정보주체가 없습니다" in nobody.text
    alone = post(browser, "/office/people/find", item="name", value="마바사")
    assert alone.status_code == 422
    assert "네 자리를 입력해 주세요" in alone.text
    called = post(browser, "/office/people/find", item="name", value="마바사 7788")
    assert str(person.subject) in (called.headers.get("location") or called.text)
    for number in (person.subject, order.record):
        assert post(browser, "/office/people/number", number=str(number)).headers["location"].startswith(way)
    assert post(browser, "/office/people/number", number="00000000-0000-4000-8000-000000000000").status_code == 422
    assert post(browser, "/office/people/number", number="7K3QX-2MHVD").status_code == 422


@pytest.mark.clause("10.6")
def test_no_value_before_a_purpose_then_masked_then_one_unmasked(office: Office) -> None:
    """The page of a person has no value; a purpose with its reason shows them masked; one item opens on purpose; the
    ledger tells the two looks apart."""
    person, _, order = person_with_order(office)
    browser = office.worker("h-look", "support", "delivery")
    way = f"/office/people/{person.subject}"
    shown = browser.get(way)
    assert shown.status_code == 200
    for value in ("마바사", "0177", "7788", "없는로"):
        assert value not in shown.text
    assert "고객 상담" in shown.text
    assert "금융 서비스" not in shown.text
    choose = browser.get(f"{way}/read?purpose=support").text
    assert f"{order.record}/phone" in choose
    assert f"{order.record}/address" not in choose
    ticked = {"purpose": "support", "item": [f"{order.record}/phone", f"{order.record}/name"], "act": "show"}
    assert "사유" in post(browser, f"{way}/read", **ticked).text
    assert post(browser, f"{way}/read", **ticked).status_code == 422
    masked = post(browser, f"{way}/read", **ticked, reason="주문 문의 전화")
    assert masked.status_code == 200
    assert masked.headers["cache-control"] == "no-store"
    assert "02-***" in masked.text or "0177" in masked.text
    assert "마바사" not in masked.text
    one = {"purpose": "support", "reason": "주문 문의 전화", "record": str(order.record), "item": "name"}
    open_ = post(browser, f"{way}/unmask", **one)
    assert "마바사" in open_.text
    assert "02-555" not in open_.text
    uses = [
        one
        for one in entries(office, person.subject)
        if one["event"] == "record:use:allowed" and one["actor"] == "handler:h-look"
    ]
    assert [(one["shown"], one["items"]) for one in uses] == [("masked", ["name", "phone"]), ("unmasked", ["name"])]
    assert uses[0]["reason"] == "주문 문의 전화"
    # What the purpose may not read is not read, whatever the form says.
    assert post(browser, f"{way}/unmask", **{**one, "item": "address"}).status_code == 403
    assert browser.get(f"{way}/read?purpose=billing").status_code == 403


def test_a_print_out_carries_purpose_person_and_time(office: Office) -> None:
    """The PDF is of the items that were ticked, and the look is recorded as printed."""
    person, _, order = person_with_order(office)
    browser = office.worker("h-print", "delivery")
    ticked = {"purpose": "delivery", "item": f"{order.record}/address", "act": "print", "unmasked": "yes"}
    answer = post(browser, f"/office/people/{person.subject}/read", **ticked)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert str(person.subject) not in answer.headers["content-disposition"]
    last = [one for one in entries(office, person.subject) if one["event"] == "record:use:allowed"][-1]
    assert (last["shown"], last["items"], last["purpose"]) == ("printed", ["address"], "delivery")


def test_a_grant_for_some_kinds_and_items_shows_no_more(office: Office) -> None:
    """Records of other kinds are counted, not listed; items beyond the grant are not offered."""
    person, _, order = person_with_order(office)
    office.employ("h-narrow", "handler", ("delivery", "support"), kinds=["order"], items=["name"])
    browser = office.browser("h-narrow")
    text = browser.get(f"/office/people/{person.subject}").text
    assert "권한이 없는 기록 1건" in text
    choose = browser.get(f"/office/people/{person.subject}/read?purpose=delivery").text
    assert f"{order.record}/name" in choose
    assert f"{order.record}/address" not in choose


@pytest.mark.clause("5.8")
def test_what_rests_is_consulted_for_its_keeping_alone(office: Office) -> None:
    """A resting record asks for its archive purpose and a reason, shows its values masked, and one of them open; each
    is a consult in the ledger."""
    person, _, order = person_with_order(office)
    office.jk.event(order, "settled")
    swept(office.jk)
    browser = office.worker("h-rest", "support", "legal-evidence")
    way = f"/office/people/{person.subject}"
    text = browser.get(way).text
    assert "보관 목적으로 열람" in text
    asked = post(browser, f"{way}/rest", record=str(order.record), rests="yes")
    assert "계약·결제·공급의 증빙" in asked.text
    assert (
        post(browser, f"{way}/rest", record=str(order.record), rests="yes", purpose="legal-evidence").status_code == 422
    )
    read = {"record": str(order.record), "rests": "yes", "purpose": "legal-evidence", "reason": "소송 증거"}
    assert "분쟁·소송의 대응" in asked.text
    for kind in ("", "curious", "demand-by-law"):
        refused = post(browser, f"{way}/rest", **read, reason_kind=kind)
        assert (refused.status_code, "소송 증거" in refused.text) == (422, True)
    law = {"reason_kind": "demand-by-law", "statute": "통신비밀보호법 제13조", "document": "2013-1"}
    assert post(browser, f"{way}/rest", **read, **law).status_code == 200
    read["reason_kind"] = "dispute"
    shown = post(browser, f"{way}/rest", **read)
    assert shown.status_code == 200, shown.text
    assert "마바사" not in shown.text
    assert "마바사" in post(browser, f"{way}/unmask", **read, item="name").text
    assert post(browser, f"{way}/unmask", **{**read, "reason": ""}, item="name").status_code == 403
    membership = next(one.ref for one in office.jk.show(person.subject).cards if one.ref.kind == "membership")
    assert post(browser, f"{way}/rest", **{**read, "record": str(membership.record), "rests": ""}).status_code == 404
    marks = [one["shown"] for one in entries(office, person.subject) if one["event"] == "archive:consult:allowed"]
    assert marks == ["masked", "masked", "unmasked"]


def test_the_list_says_what_is_open_and_opens_no_value(office: Office) -> None:
    """A line says kind, state, since when, and how many requests and complaints wait; listing reads nobody's record and
    shows nothing of one."""
    person, given = office.member(name="타파하", mobile="010-0000-9911")
    said = {"name": "타파하", "email": given["email"], "text": "두 번 받았습니다"}
    office.jk.driver.run(complain(office.jk.house, said, person=person, actor=office.jk.actor, old_enough=True))
    browser = office.worker("h-lists-open", "support", "complaints")
    page = browser.get("/office/people").text
    line = next(one for one in re.findall(r"<tr>.*?</tr>", page, re.S) if str(person.subject) in one)
    assert re.search(r'class="number" data-label="진행 중">1</td>', line)
    assert "이용 중" in line
    for value in ("타파하", given["email"], "010-0000-9911", "두 번 받았습니다"):
        assert value not in page
    office.jk.sequence()
    assert not [one for one in entries(office, person.subject) if "h-lists-open" in str(one["actor"])]


def test_the_search_field_holds_what_was_searched_for_alone(office: Office) -> None:
    """The field on top of every page is empty on a person's page and the ledger's, whatever those two are made of."""
    person, _ = office.member(name="나다마")
    browser = office.officer("h-search-field")
    for path in (f"/office/people/{person.subject}", "/office/ledger"):
        page = browser.get(path).text
        assert re.search(r'id="f-q"[^>]*\svalue=""', page), path


def test_the_list_pages_by_keyset(office: Office) -> None:
    """Pages follow one another without a person twice, and filters by kind and state hold."""
    for _ in range(53):
        office.member()
    browser = office.worker("h-list")
    first = browser.get("/office/people?kind=member&state=here").text
    numbers = re.findall(r'class="mono" href="/office/people/([0-9a-f-]{36})"', first)
    assert len(numbers) == 50
    next_ = re.search(r'rel="next" href="([^"]+)"', first)
    assert next_ is not None
    second = browser.get(next_[1].replace("&amp;", "&").partition("#")[0]).text
    more = re.findall(r'class="mono" href="/office/people/([0-9a-f-]{36})"', second)
    assert more
    assert not set(more) & set(numbers)
    assert "조건에 맞는 정보주체가 없습니다" in browser.get("/office/people?until=2001-01-01").text


# ---- reads of many


QUERY = Query("order", "delivery", ("name", "address"), 100_000)


@pytest.fixture(scope="module")
def two(office: Office) -> tuple[jikim.Actor, jikim.Actor]:
    """Who asks, an officer too; and another officer. An order and two memberships are there to be read."""
    office.member()
    office.member()
    values = {
        "name": "가나다",
        "phone": "02-555-0101",
        "address": {"postcode": "04524", "line1": "서울특별시 중구 세종대로 110"},
    }
    office.jk.collect("order", values, channel="homepage", subject="guest", old_enough=True)
    return office.employ("h-asks", "officer"), office.employ("h-second", "officer")


def asked(office: Office, actor: Any, query: Query = QUERY) -> Mass:
    run, house = office.jk.driver.run, office.jk.house
    found = run(mass_of(house, run(ask_mass(house, query, actor=actor, reason="배송 지연 안내"))))
    assert found is not None
    return found


@dataclass
class Later:
    """A clock that is ahead of another."""

    clock: Clock
    by: timedelta
    worldly: bool = True

    def now(self) -> datetime:
        return self.clock.now() + self.by


def later_house(house: House, by: timedelta) -> House:
    """The same house, so much later."""
    return replace(house, clock=Later(house.clock, by))


def again(office: Office, one: Mass) -> Mass:
    found = office.jk.driver.run(mass_of(office.jk.house, one.number))
    assert found is not None
    return found


def refused(office: Office, one: Mass, actor: Any) -> str:
    with pytest.raises(DeniedError) as denied:
        office.jk.driver.run(begin(office.jk.house, one, actor=actor))
    return denied.value.why


@pytest.mark.clause("10.6")
def test_a_read_of_many_needs_a_second_person_for_exactly_that(office: Office, two: Any) -> None:
    """Without approval, by one's own, under another query, for another handler, and twice: refused each time."""
    asker, second = two
    run, house = office.jk.driver.run, office.jk.house
    with pytest.raises(TypeError):
        Approval()
    one = asked(office, asker)
    assert refused(office, one, asker) == "not-approved"
    with pytest.raises(DeniedError) as own:
        run(decide_mass(house, one, True, actor=asker))
    assert own.value.why == "second-person"
    worker = office.employ("h-only", "handler", ("delivery",))
    with pytest.raises(DeniedError):
        run(decide_mass(house, one, True, actor=worker))
    # What the officer saw is what is approved: a query that differs is another.
    forged = Mass(**{**vars(one), "query": Query("order", "delivery", ("name", "address", "phone"), 100_000)})
    with pytest.raises(ConflictError):
        run(decide_mass(house, forged, True, actor=second))
    run(decide_mass(house, one, True, actor=second))
    with pytest.raises(ConflictError):
        run(decide_mass(house, one, False, actor=second))
    one = again(office, one)
    assert refused(office, Mass(**{**vars(one), "query": forged.query}), asker) == "not-approved"
    assert refused(office, one, second) == "not-approved"
    approval = run(begin(house, one, actor=asker))
    assert run(page(house, approval, None, actor=asker))
    assert refused(office, again(office, one), asker) == "not-approved"


def test_a_read_of_many_is_over_after_its_hour_and_with_its_grants(office: Office, two: Any) -> None:
    """An approval is gone after an hour, with the approver's grant, and with the asker's; a ceiling that is passed
    reads nobody."""
    asker, second = two
    run, house = office.jk.driver.run, office.jk.house
    small = asked(office, asker, Query("membership", "notices", ("email",), 1))
    run(decide_mass(house, small, True, actor=second))
    assert refused(office, again(office, small), asker) == "over-ceiling"
    system = office.jk.acting("system", "set-up")
    lent = office.employ("h-lent", "officer")
    of_lent = asked(office, asker)
    run(decide_mass(house, of_lent, True, actor=lent))
    office.jk.by(lent).revoke(lent.grant)
    assert refused(office, again(office, of_lent), asker) == "not-approved"
    brief = office.employ("h-brief", "handler", ("delivery",))
    of_brief = asked(office, brief)
    run(decide_mass(house, of_brief, True, actor=second))
    office.jk.by(system).revoke(brief.grant)
    assert refused(office, again(office, of_brief), brief) == "grant"
    one = asked(office, asker)
    run(decide_mass(house, one, True, actor=second))
    later = later_house(house, timedelta(hours=1, seconds=1))
    with pytest.raises(DeniedError) as denied:
        run(begin(later, again(office, one), actor=asker))
    assert denied.value.why == "not-approved"


@pytest.mark.clause("10.5")
def test_a_read_of_many_on_the_pages(office: Office) -> None:
    """Asked by a handler, seen in the morning by the officer, approved, downloaded once: purpose, handler, time and
    approver at its head, no formula runs, each person's read in the ledger with the number of the approval."""
    person, _ = office.member()
    values = {
        "name": "마바사",
        "note": "=HYPERLINK(1)",
        "phone": "02-555-0199",
        "address": "서울특별시 없는구 없는로 1",
        "lines": [{"product": "상자"}],
    }
    office.jk.collect("order", values, channel="homepage", subject=person, old_enough=True)
    handler, officer = office.worker("h-many", "delivery"), office.officer("h-approves")
    ask = {"what": "delivery/order", "item": ["note", "address"], "ceiling": "5000", "reason": "배송 지연 안내"}
    assert post(handler, "/office/people/many/new", **{**ask, "ceiling": "0"}).status_code == 422
    assert post(handler, "/office/people/many/new", **{**ask, "what": "billing/order"}).status_code == 422
    # Whom or how nobody understands would be left out of what runs, and everybody would be read.
    for wrong in ({"people": "nobody"}, {"channel": "nobody"}, {"until": "9999-12-31"}, {"since": "0001-01-01"}):
        assert post(handler, "/office/people/many/new", **{**ask, **wrong}).status_code == 422, wrong
    way = post(handler, "/office/people/many/new", **ask).headers["location"]
    assert "대량 열람 승인: h-many" in officer.get("/office").text
    assert handler.get(way).status_code == 200
    assert office.worker("h-other", "delivery").get(way).status_code == 404
    assert post(handler, f"{way}/run").status_code == 422
    assert post(officer, f"{way}/decide", decision="yes").status_code == 303
    assert "한 시간 이내에" in handler.get("/office").text
    answer = post(handler, f"{way}/run")
    assert answer.status_code == 200, answer.text
    text = answer.content.decode("utf-8-sig")
    head = text.splitlines()
    assert head[0] == "목적,제품 배송"
    assert "h-many" in head[1]
    assert any(line.startswith("승인,h-approves") for line in head)
    assert "'=HYPERLINK(1)" in text
    assert "02-555-0199" not in text
    assert post(handler, f"{way}/run").status_code == 422
    last = [one for one in entries(office, person.subject) if one["event"] == "record:use:allowed"][-1]
    assert (last["mass"], last["shown"], last["items"]) == (
        way.rpartition("/")[2],
        "downloaded",
        ["address", "order.note"],
    )
    assert "대량 열람 확인: h-many" in officer.get("/office").text
    raised = [one for one in office.jk.driver.run(open_alerts(office.jk.house)) if one.href == way]
    assert [one.kind for one in raised] == ["mass-read"]


def test_reads_of_many_are_forgotten_with_the_access_records(office: Office, two: Any) -> None:
    """Two years on, the reason opens for nobody, and then the row is gone."""
    one = asked(office, two[0])
    run, house = office.jk.driver.run, office.jk.house
    assert run(forget_masses(house)) == 0
    with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
        admin.execute("UPDATE live.mass SET asked = asked - interval '735 days' WHERE number = %s", (one.number,))
    assert run(forget_masses(house)) >= 1
    assert run(mass_of(house, one.number)) is None


def test_no_approval_survives_a_restore(office: Office, two: Any) -> None:
    """What a restore does to the reads of many that were asked and approved before it: they are over."""
    asker, second = two
    one = asked(office, asker)
    office.jk.driver.run(decide_mass(office.jk.house, one, True, actor=second))
    office.jk.driver.run(lapse_masses())
    assert refused(office, again(office, one), asker) == "not-approved"


def test_of_two_runs_at_once_one_reads(office: Office, two: Any) -> None:
    """The asker's two browsers run the same approval at the same moment: one is answered, the other refused."""
    asker, second = two
    one = asked(office, asker)
    office.jk.driver.run(decide_mass(office.jk.house, one, True, actor=second))
    one = again(office, one)

    def run(_: int) -> str:
        try:
            office.jk.driver.run(begin(office.jk.house, one, actor=asker))
        except DeniedError as error:
            return error.why
        return "allowed"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(run, range(2))) == ["allowed", "not-approved"]


def test_days_that_no_calendar_reaches_are_no_days(office: Office) -> None:
    """The first and the last year that a date can hold are answered on every page that asks for days, and break none."""
    browser = office.officer("h-days")
    for path in (
        "/office/people?since=0001-01-01&until=9999-12-31",
        "/office/ledger?since=0001-01-01&until=9999-12-31",
        "/office/reports/provision?until=9999-12-31",
        "/office/reports/access?until=9999-12-31",
        "/office/calendar?month=0001-01",
        "/office/calendar?month=9999-12",
        "/office/calendar/sweep?at=9999-12-31",
        "/office/calendar/0001-01-01",
        "/office/calendar/9999-12-31",
    ):
        assert browser.get(path).status_code < 500, path


def test_pages_of_people_in_english(office: Office) -> None:
    """Each page answers in English too."""
    person, _, order = person_with_order(office)
    browser: httpx.Client = office.officer("h-english")
    for path in (
        "/office/people",
        f"/office/people/{person.subject}",
        f"/office/people/{person.subject}/read?purpose=support",
        "/office/people/many",
        "/office/people/many/new?what=delivery/order",
    ):
        answer = browser.get(f"/en{path}")
        assert answer.status_code == 200, path
        assert '<html lang="en">' in answer.text
    assert str(order.record) in browser.get(f"/en/office/people/{person.subject}").text


@pytest.mark.clause("10.6")
def test_a_second_grant_takes_nothing_away(office: Office) -> None:
    """Who holds a grant for the desk and is given another, for less, works at the desk as before, finds people, and
    sees the records of both."""
    jk = office.jk
    office.employ("h-two-grants", "handler", ("complaints", "support"))
    system = jk.acting("system", "set-up")
    jk.by(system).grant("h-two-grants", ["delivery"], jk.now() + timedelta(days=30), kinds=["order"], items=["name"])
    browser = office.browser("h-two-grants")
    person, given, _ = person_with_order(office)
    for path in ("/office/requests", "/office/complaints"):
        assert browser.get(path).status_code == 200, path
        assert f'href="{path}"' in browser.get("/office").text
    found = post(browser, "/office/people/find", item="email", value=given["email"])
    assert found.headers["location"] == f"/office/people/{person.subject}"
    page = browser.get(f"/office/people/{person.subject}").text
    assert "회원 정보" in page
    assert "권한이 없는 기록" not in page


@pytest.mark.clause("10.6")
def test_the_office_offers_what_a_grant_reaches(office: Office) -> None:
    """A handler for deliveries has no way to the desks on the side of the page, and the form of a read of many has no
    item beyond the grant."""
    office.employ("h-offered", "handler", ("delivery",), kinds=["order"], items=["name"])
    browser = office.browser("h-offered")
    page = browser.get("/office").text
    assert 'href="/office/people"' in page
    for path in ("/office/requests", "/office/complaints", "/office/alerts"):
        assert f'href="{path}"' not in page
    form = browser.get("/office/people/many/new?what=delivery/order").text
    assert 'value="name"' in form
    assert 'value="address"' not in form
    assert 'value="delivery/delivery-request"' not in form


@pytest.mark.clause("10.6")
def test_a_complaint_number_leads_nobody_without_a_grant_to_a_person(office: Office) -> None:
    """Whose complaint a number is of, is said to nobody whose every grant is over."""
    person, given = office.member()
    words = {"name": "가나다", "email": given["email"], "text": "광고가 잦습니다"}
    run: Any = office.jk.driver.run
    made = run(complain(office.jk.house, words, person=person, actor=mine(person), old_enough=True))
    office.employ("h-no-grant", "handler", ())
    browser = office.browser("h-no-grant")
    answer = post(browser, "/office/people/number", number=made.number)
    assert answer.status_code == 403
    assert str(person.subject) not in answer.text
