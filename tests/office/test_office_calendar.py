"""The calendar in the office: what is due when, legal holds, dry runs and approvals of sweeps, and the register of
destructions."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest
from tests.employed import swept
from tests.office.conftest import Office, post
from tests.office.test_office_open import end

import jikim
from jikim.errors import StoppedError
from jikim.web.office.calendar.picture import months_from
from jikim.web.parts.heat import Band, Cell, heat, level


def resting_identity(office: Office) -> tuple[jikim.Ref, date]:
    """An identity check that rests; and its last day."""
    values = {"name": "가나다", "mobile": "010-0000-3344", "result": {"ok": True}}
    person, _ = office.member()
    ref = office.jk.collect("identity-check", values, channel="homepage", subject=person, old_enough=True).ref
    office.jk.event(ref, "checked")
    swept(office.jk)
    parts = office.jk.driver.run(office.jk.house.archive.parts_of(ref.subject, office.jk.house.today()))
    return ref, parts[0][1]


def enquiry(office: Office) -> jikim.Ref:
    values = {"name": "가나다", "email": "guest@example.com", "subject": "문의", "text": "끊깁니다"}
    return office.jk.collect("enquiry", values, channel="board", subject="guest", old_enough=True).ref


@pytest.mark.clause("6.5")
def test_the_calendar_says_what_goes_when(office: Office) -> None:
    """A part that rests stands in its month, on its day, with its rule; the table says the same as the picture; both
    languages."""
    browser = office.officer("h-calendar")
    ref, due = resting_identity(office)
    year = browser.get("/office/calendar").text
    assert f"/office/calendar?month={due:%Y-%m}" in year
    assert '<svg class="heat"' in year
    month = browser.get(f"/office/calendar?month={due:%Y-%m}").text
    assert f'href="/office/calendar/{due}"' in month
    day = browser.get(f"/office/calendar/{due}").text
    assert "본인확인" in day
    assert "정보통신망" in day
    # A visit ends its life by time alone, a month from now.
    office.jk.collect(
        "visit", {"ip": "192.0.2.9", "access_log": {"path": "/"}}, channel="automatic", subject="guest", old_enough=True
    )
    assert "방문 기록" in browser.get("/office/calendar").text
    for path in (
        "/office/calendar",
        "/office/calendar?span=years",
        f"/office/calendar?month={due:%Y-%m}",
        f"/office/calendar/{due}",
    ):
        assert browser.get(f"/en{path}").status_code == 200
    assert office.worker("h-nocalendar").get("/office/calendar").status_code == 403
    assert browser.get("/office/calendar/2026-99-99").status_code == 404
    assert ref


def test_legal_holds_are_laid_and_released_on_the_page(office: Office) -> None:
    """Two holds on one record, by its number, each with its reason; the calendar says it is held; a release needs a
    reason too."""
    browser = office.officer("h-holds")
    ref, due = resting_identity(office)
    form = {"record": str(ref.record), "reason": "법원 문서제출명령 2026-1"}
    assert post(browser, "/office/calendar/holds", record=str(ref.record)).status_code == 422
    assert post(browser, "/office/calendar/holds", record="모르는 번호", reason="x").status_code == 422
    assert post(browser, "/office/calendar/holds", **form).status_code == 303
    assert post(browser, "/office/calendar/holds", **{**form, "reason": "다른 사건 2026-2"}).status_code == 303
    page = browser.get("/office/calendar/holds").text
    assert "법원 문서제출명령 2026-1" in page
    assert "다른 사건 2026-2" in page
    assert "파기 보류 1건 제외" in browser.get(f"/office/calendar/{due}").text
    assert "파기 보류" in browser.get(f"/office/people/{ref.subject}").text
    numbers = re.findall(r"/office/calendar/holds/([0-9a-f-]{36})/release", page)
    mine = {"subject": str(ref.subject), "record": str(ref.record), "kind": ref.kind}
    assert len(numbers) >= 2
    assert post(browser, f"/office/calendar/holds/{numbers[0]}/release", **mine).status_code == 422
    assert (
        post(browser, f"/office/calendar/holds/{numbers[0]}/release", **mine, release_reason="사건이 끝남").status_code
        == 303
    )
    assert "파기 보류 1건 제외" in browser.get(f"/office/calendar/{due}").text
    assert (
        post(browser, f"/office/calendar/holds/{numbers[1]}/release", **mine, release_reason="사건이 끝남").status_code
        == 303
    )
    assert "파기 보류 1건 제외" not in browser.get(f"/office/calendar/{due}").text
    assert office.worker("h-noholds").get("/office/calendar/holds").status_code == 403


def test_a_dry_run_tells_before_and_changes_nothing(office: Office) -> None:
    """What a sweep would do today and half a year ahead: told in numbers, and afterwards everything is as it was."""
    browser = office.officer("h-dry")
    _, due = resting_identity(office)
    office.jk.event(enquiry(office), "answered")
    before = office.jk.counts(), office.jk.counts("archive.counts")
    today = browser.get("/office/calendar/sweep").text
    assert "보관 근거 없어 파기" in today
    assert "문의" in today
    ahead = browser.get(f"/office/calendar/sweep?at={due + timedelta(days=1)}").text
    assert "까지 보관한 기록 파기" in ahead
    assert (office.jk.counts(), office.jk.counts("archive.counts")) == before
    assert browser.get("/office/calendar/sweep?at=1999-01-01").status_code == 422
    assert "이번 주" not in browser.get("/en/office/calendar/sweep").text
    swept(office.jk)


@pytest.mark.clause("6.6")
@pytest.mark.by_hand
def test_a_second_person_approves_and_the_register_certifies(office: Office) -> None:
    """More than a sweep may alone waits in the morning of the officers; one who just proved who they are approves it;
    then the register has a certificate, verified, as page, PDF, JSON and CSV."""
    browser = office.officer("h-second-look")
    swept(office.jk)
    # More than the declared share of all, however many others are in this office.
    many = 12 + sum(people for *_, people in office.jk.counts("people")) // 3
    asked = [enquiry(office) for _ in range(many)]
    worker = office.worker("h-answers-twelve", "support")
    left = list(asked)
    while left:  # a page lists fifty, and those of others with them
        page = worker.get("/office/records/enquiry?order=newest").text
        listed = [one for one in left if str(one.record) in page]
        assert listed
        end(worker, "answered", *listed, reason="전화로 답변하였음")
        left = [one for one in left if one not in listed]
    with pytest.raises(StoppedError) as stopped:
        office.jk.sweep()
    assert stopped.value.plan is not None
    assert f"파기 승인: {many}명의 기록" in browser.get("/office").text
    assert "이 파기를 승인" in browser.get("/office/calendar/sweep").text
    assert office.worker("h-noapproval").post("/office/calendar/sweep/" + stopped.value.plan).status_code == 403
    assert post(browser, f"/office/calendar/sweep/{stopped.value.plan}").status_code == 303
    done = office.jk.sweep()
    assert done.destroyed["enquiry"] == many
    register = browser.get("/office/destruction").text
    assert "확인됨" in register
    way = f"/office/destruction/{done.certificate}"
    assert way in register
    page = browser.get(way).text
    assert "전자서명을 확인했습니다" in page
    assert "파기 단계별 일시" in page
    assert browser.get(f"{way}/certificate.pdf").content.startswith(b"%PDF")
    signed = json.loads(browser.get(f"{way}/certificate.json").text)
    assert json.loads(signed["content"])["certificate"] == str(done.certificate)
    rows = list(csv.reader(io.StringIO(browser.get("/office/destruction/register.csv").content.decode("utf-8-sig"))))
    assert rows[0] == ["파기 관리대장"]
    assert any(row and row[0] == str(done.certificate) for row in rows)
    for path in ("/office/destruction", way):
        assert browser.get(f"/en{path}").status_code == 200
    assert browser.get("/office/destruction/00000000-0000-4000-8000-000000000000").status_code == 404


def test_the_heat_map_is_sound() -> None:
    """Levels grow by powers of ten, labels are escaped, and months follow one another over a year's end."""
    assert [level(count) for count in (0, 1, 9, 10, 999, 10_000, 10**7)] == [0, 1, 1, 2, 3, 5, 5]
    drawn = str(heat("그림", [Band("<주문>", "rest", [Cell(12, 1, "/office/calendar?a=1&b=2", "12")])], ["1월"]))
    assert "&lt;주문&gt;" in drawn
    assert "a=1&amp;b=2" in drawn
    assert "heat-rest-2" in drawn
    assert "heat-held" in drawn
    assert list(months_from(date(2026, 11, 1), 3)) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]
