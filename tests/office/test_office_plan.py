"""The internal management plan: filled in from the policy, saved, approved, kept in versions; the controls; access
records of other systems."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from tests.office.conftest import Office, post

from jikim.api.keys import make_key
from jikim.ledger.export import bodies_from
from jikim.monitoring.pausing import limits
from jikim.plan.controls import CONTROLS
from jikim.plan.management_plan import MONTHLY, cycle, plan_of
from jikim.plan.sections import BLANK, MATTERS, Here, prefilled
from jikim.policy.period import Period
from jikim.web.office.places import GROUPS

HANGUL = re.compile("[가-힣]")
FORM = re.compile(r'<textarea id="f-([a-z]+)"[^>]*>([^<]*)</textarea>')

WORDS = {"reason": "검토함"}


def bodies(office: Office) -> list[dict[str, Any]]:
    office.jk.sequence()
    return [
        body
        for _, body in office.jk.driver.run(bodies_from(office.jk.house.keyring, office.jk.house.objects, 0, 10_000))
        if body
    ]


@pytest.mark.clause("10.10")
def test_the_plan_is_written_approved_and_kept(office: Office) -> None:
    """The form comes filled in; what is empty is said beside it; two officers at once are told; approved, the plan sets
    the cycle of the review."""
    house, officer, other = office.jk.house, office.officer(), office.officer("h-second")
    worker = office.worker("h-reads-plan")
    assert office.jk.driver.run(cycle(house)) == MONTHLY
    assert worker.get("/office/plan").status_code == 200
    assert worker.get("/office/plan/edit").status_code == 403
    assert "내부관리계획을 수립해 주세요" in officer.get("/office").text
    filled = dict(FORM.findall(officer.get("/office/plan/edit").text))
    assert set(filled) == {matter.key for matter in MATTERS}
    sections = prefilled(office.jk.policy.file, Here(MONTHLY, scanner=False, uploads="refuse"))
    assert "한국사이버결제" in sections["processors"]
    assert "6개월" in sections["access"]
    # What is said of uploads is what this house does: no scanner is set here.
    assert filled["malware"] == sections["malware"]
    assert "백신이 설정되어 있지 않아" in filled["malware"]
    assert "접수하지 않습니다" in filled["malware"]
    scanned = prefilled(office.jk.policy.file, Here(MONTHLY, scanner=True, uploads="quarantine"))["malware"]
    assert "모두 백신으로 검사" in scanned
    assert "격리" in scanned
    assert "격리" in prefilled(office.jk.policy.file, Here(MONTHLY, scanner=False, uploads="quarantine"))["malware"]
    wrong = post(officer, "/office/plan/edit", edit="0", cycle="1mo", **{**sections, "weak": " "})
    assert wrong.status_code == 422
    assert 'id="e-weak"' in wrong.text
    numbers = post(officer, "/office/plan/edit", edit="0", cycle="1mo", **{**sections, "weak": "900101-1234567"})
    assert numbers.status_code == 422
    assert post(officer, "/office/plan/edit", edit="0", cycle="3y", **sections).status_code == 422
    sections["weak"] = "석 달마다 점검합니다."
    assert post(officer, "/office/plan/edit", edit="0", cycle="3mo", **sections).status_code == 303
    # Another officer who opened the form before it was saved, and one who approves what they have not seen.
    clash = post(other, "/office/plan/edit", edit="0", cycle="1mo", **{**sections, "weak": "내가 쓴 것"})
    assert clash.status_code == 422
    assert "내가 쓴 것" in clash.text
    none = post(other, "/office/plan/edit", edit="1", cycle="3mo", **sections, **{"limit.hour": "0"})
    assert none.status_code == 422
    assert 'id="e-limit.hour"' in none.text
    assert (
        post(other, "/office/plan/edit", edit="1", cycle="3mo", **sections, **{"limit.hour": "99999"}).status_code
        == 303
    )
    assert office.jk.driver.run(limits(house))["hour"] == 100
    assert post(officer, "/office/plan/approve", edit="1", **WORDS).status_code == 422
    assert office.jk.driver.run(cycle(house)) == MONTHLY
    # A section that still asks to be written is approved by nobody.
    blank = post(officer, "/office/plan/approve", edit="2", **WORDS)
    assert blank.status_code == 422
    assert BLANK in blank.text
    sections["risk"] = "해마다 한 번 분석하고 결과를 이 계획에 담습니다."
    assert (
        post(officer, "/office/plan/edit", edit="2", cycle="3mo", **sections, **{"limit.hour": "99999"}).status_code
        == 303
    )
    unsaid = post(officer, "/office/plan/approve", edit="3", reason=" . ")
    assert unsaid.status_code == 422
    assert 'id="e-reason"' in unsaid.text
    assert post(officer, "/office/plan/approve", edit="3", **WORDS).status_code == 303
    assert office.jk.driver.run(cycle(house)) == Period(3, "mo")
    assert office.jk.driver.run(limits(house))["hour"] == 99999
    found = office.jk.driver.run(plan_of(house))
    assert found.current is not None
    assert found.current.review is not None
    assert (found.current.review - house.today()).days in (365, 366)
    assert found.current.sections["weak"] == "석 달마다 점검합니다."
    page = officer.get("/office/plan").text
    assert "석 달마다 점검합니다." in page
    assert "3개월마다" in page
    assert officer.get("/office/plan/versions/1").status_code == 200
    assert officer.get("/office/plan/versions/9").status_code == 404
    # The yearly review that changes nothing: the version that was seen becomes a new one, and of another nothing does.
    assert post(officer, "/office/plan/keep", version="7", **WORDS).status_code == 422
    unsaid = post(officer, "/office/plan/keep", version="1", reason=" . ")
    assert unsaid.status_code == 422
    assert 'id="e-reason"' in unsaid.text
    assert post(officer, "/office/plan/keep", version="1", **WORDS).status_code == 303
    again = office.jk.driver.run(plan_of(house))
    assert again.draft is None
    assert again.current is not None
    assert (again.current.version, again.current.sections) == (2, found.current.sections)
    assert (again.current.cycle, again.current.limits) == (found.current.cycle, found.current.limits)
    signed = [body for body in bodies(office) if body["event"] == "plan:approve:allowed"]
    assert [body["reason"] for body in signed] == ["검토함"] * 2
    assert "review" in office.jk.prove().of("10.10").said("en").lower()


def test_each_control_leads_to_a_room_and_leaves_as_csv(office: Office) -> None:
    """The table of controls names rooms that exist, says what is to be compared before an audit, and is a CSV that a
    spreadsheet opens; in English all of it is English."""
    officer = office.officer()
    rooms = {place.path for _, _, places in GROUPS for place in places}
    assert {one.room for one in CONTROLS} <= rooms
    assert len({one.number for one in CONTROLS}) == len(CONTROLS)
    page = officer.get("/en/office/plan/controls").text
    assert "compare them with the notice before an audit" in page
    assert not HANGUL.search(page.split("<tbody>")[1].split("</tbody>")[0])
    english = officer.get("/en/office/plan/controls.csv").content.decode("utf-8-sig")
    assert len(english.splitlines()) == len(CONTROLS) + 1
    assert not HANGUL.search(english)
    answer = officer.get("/office/plan/controls.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [one.number for one in CONTROLS]


CSV = (
    "at,who,from,whose,what,purpose\n2026-11-20T09:30:00+09:00,clerk-07,192.0.2.7,c-1029,조회,상담\n"
    "2026-11-20T09:31:00+09:00,clerk-07,192.0.2.7,900101-1234567,조회,상담\n2026-11-20 09:32,clerk-07,,c-1030,조회,\n"
)


def taken_in(office: Office) -> list[dict[str, Any]]:
    return [body for body in bodies(office) if str(body["event"]).startswith("access:take-in:")]


@pytest.mark.clause("10.10")
def test_access_records_of_other_systems_are_signed_into_the_ledger(office: Office) -> None:
    """A CSV file is taken in row by row, once; rows that can't be read are named without repeating them; who and whose
    lie sealed until the entry is opened."""
    officer, worker = office.officer(), office.worker("h-no-csv")
    assert post(worker, "/office/plan/taken", system="crm").status_code == 403
    file = {"file": ("access.csv", CSV.encode(), "text/csv")}
    assert post(officer, "/office/plan/taken", system="CRM!", files=file).status_code == 422
    none = post(officer, "/office/plan/taken", system="crm", files={"file": ("a.csv", b"name\nx\n", "text/csv")})
    assert none.status_code == 422
    assert "at, who, whose, what" in none.text
    first = post(officer, "/office/plan/taken", system="crm", files=file)
    assert "1건을 원장에 기록했습니다" in first.text
    assert "2번째 줄, whose" in first.text
    assert "3번째 줄, at" in first.text
    assert "900101" not in first.text
    again = post(officer, "/office/plan/taken", system="crm", files=file)
    assert "0건을 원장에 기록했습니다" in again.text
    assert "1건은 이미 있었습니다" in again.text
    found = [one for one in taken_in(office) if one["system"] == "crm"]
    assert [(one["actor"], one["whose"], one["did"], one["system"], one["from"]) for one in found] == [
        ("taken:clerk-07", "c-1029", "조회", "crm", "192.0.2.7")
    ]
    assert found[0]["when"] == "2026-11-20T09:30:00+09:00"


def test_a_system_sends_its_access_records_by_the_api(office: Office) -> None:
    """A key that may sends them, each row once and wrong ones named; a key that may not is refused, and so is a moment
    that lies ahead."""
    house = office.jk.house
    keys = {
        name: office.jk.driver.run(
            make_key(house, name, ["support"], until=office.jk.now().replace(year=2030), may=may)
        )[1]
        for name, may in (("crm", ("access-records",)), ("shop", ()))
    }
    row = {"at": "2026-11-21T10:00:00+09:00", "who": "clerk-08", "whose": "c-77", "what": "viewed", "from": "192.0.2.8"}
    body = {"system": "billing", "records": [row, {**row, "at": "yesterday"}]}

    def send(key: str, body: dict[str, Any]) -> Any:
        with office.client(headers={"authorization": f"Bearer {keys[key]}"}) as client:
            return client.post("/api/v1/access-records", json=body)

    before = len(taken_in(office))
    answer = send("crm", body).json()
    assert (answer["records"], answer["known"]) == (1, 0)
    assert answer["wrong"] == [
        {"row": 2, "field": "at", "why": "a moment with its time zone: 2026-11-25T09:30:00+09:00"}
    ]
    assert send("crm", body).json()["known"] == 1
    assert send("shop", body).status_code == 403
    ahead = send("crm", {"system": "billing", "records": [{**row, "at": "2099-01-01T00:00:00Z"}]})
    assert ahead.status_code == 422
    assert "clerk-08" not in ahead.text
    found = taken_in(office)
    assert len(found) == before + 1
    assert found[-1]["by"] == "application:crm"
