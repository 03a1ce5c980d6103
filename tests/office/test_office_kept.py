"""The registers of the office's own duties: clients, damage insurance, impact assessments; on the running office."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from tests.office.conftest import Office, post
from tests.uploads.samples import PDF

from jikim.app.registers import REGISTERS
from jikim.cases.cases import take_step
from jikim.cases.listing import case_by, open_cases
from jikim.errors import ConflictError, DeniedError
from jikim.plan.impact import IMPACT, demanded
from jikim.plan.insurance import INSURANCE
from jikim.plan.self_check import ASKED
from jikim.policy.model import ItemType, PolicyFile
from jikim.processors.clients import CLIENTS
from jikim.web.office.places import GROUPS
from jikim.web.office.plan import duties

CLIENT = {
    "client": "가상서점(주)", "contact": "정보보호팀 02-000-0000", "task": "주문 안내 문자 발송", "items": "이름, 휴대전화 번호",
    "where": "서울의 서버", "sub": "재위탁 없음", "measures": "암호화, 접근 통제", "until": "2년", "return": "파기 후 확인서",
}  # fmt: skip


@pytest.fixture
def soon(office: Office) -> date:
    """A day on which the first page has what is due."""
    return office.jk.house.today() + timedelta(days=9)


def entered(browser: httpx.Client, path: str, **given: Any) -> str:
    """Enters one by hand; answers its page."""
    made = post(browser, path, **given)
    assert made.status_code == 303, made.text
    return made.headers["location"]


def test_a_client_is_entered_changed_ended_and_returned(office: Office, soon: date) -> None:
    """What the company does for another stands with each of its facts; a change shows in the entry, and the entry
    closes only once the data went back, with evidence."""
    browser = office.worker("h-clients", "support")
    path = entered(browser, "/office/clients", **CLIENT, due=soon.isoformat(), owner="h-clients")
    page = browser.get(path).text
    assert all(value in page for value in CLIENT.values())
    changed = {**CLIENT, "sub": "가상전송(주), 위탁자 동의"}
    assert post(browser, f"{path}/change", **changed, due=soon.isoformat()).status_code == 303
    facts = browser.get(path).text.partition('<dl class="facts">')[2].partition("</dl>")[0]
    assert "가상전송(주), 위탁자 동의" in facts
    assert "재위탁 없음" not in facts
    assert post(browser, f"{path}/return", returned="모두", proof="문서 7").status_code == 422
    assert post(browser, f"{path}/end", how="기간 만료").status_code == 303
    assert post(browser, f"{path}/return", returned="원본 반환", proof=" ").status_code == 422
    assert post(browser, f"{path}/return", returned="원본 반환", proof="인수증 7호").status_code == 303
    assert "인수증 7호" in browser.get(path).text
    assert "가상서점" in browser.get("/office/clients?which=closed").text


def test_who_rewrites_what_another_changed_meanwhile_is_told(office: Office, soon: date) -> None:
    """A form that was filled in from an older writing changes nothing, on the page and below it: of two, the first
    stands."""
    browser = office.worker("h-rewriter", "support")
    path = entered(browser, "/office/clients", **{**CLIENT, "client": "두 번 적은 회사"}, due=soon.isoformat())
    run, house = office.jk.driver.run, office.jk.house
    seen = browser.get(path).text.partition('name="seen" value="')[2].partition('"')[0]
    before = run(case_by(house, CLIENTS, path.rpartition("/")[2]))
    assert before is not None
    assert seen
    first = {**CLIENT, "measures": "먼저 적은 조치", "due": soon.isoformat(), "seen": seen}
    assert post(browser, f"{path}/change", **first).status_code == 303
    late = post(browser, f"{path}/change", **{**first, "measures": "나중에 적은 조치"})
    assert late.status_code == 422
    assert "그사이 이미 처리되었습니다" in late.text
    given = {**CLIENT, "measures": "밑에서 적은 조치", "due": soon.isoformat()}
    with pytest.raises(ConflictError):
        run(take_step(house, CLIENTS, before, "change", given, actor=office.jk.handler("h-rewriter")))
    assert "먼저 적은 조치" in browser.get(path).text


def test_a_duty_stands_on_its_day_and_on_the_first_page_when_it_nears(office: Office) -> None:
    """What is due in a year is in no morning's list; a month before it is, with its act, and the calendar has its
    day."""
    officer, today = office.officer("h-duties"), office.jk.house.today()
    given = {"kind": "insurance", "insurer": "가상화재", "basis": "매출 20억 원, 정보주체 3만 명"}
    far = today + timedelta(days=200)
    path = entered(officer, "/office/insurance", **given, due=far.isoformat(), owner="h-duties")
    way = path.rpartition("/")[2]
    assert way not in officer.get("/office").text
    assert way in officer.get(f"/office?span=month&day={far}").text
    near = today + timedelta(days=20)
    assert post(officer, f"{path}/renew", **given, due=near.isoformat()).status_code == 303
    morning = officer.get("/en/office").text
    assert way in morning
    assert "Renew" in morning.partition(way)[2]
    assert post(officer, f"{path}/renew", **{**given, "kind": "nothing"}, due=near.isoformat()).status_code == 422
    assert post(officer, f"{path}/renew", **given, due="2001-01-01").status_code == 422


def test_a_certificate_is_filed_with_its_insurance_and_read_again(office: Office, scanned: None) -> None:
    """A file that comes with an entry, or with a renewal, stands in the history under its name, and is handed out under
    none; one that is no file of its kind is refused, and nothing is entered."""
    officer, today = office.officer("h-certified"), office.jk.house.today()
    given = {
        "kind": "insurance",
        "insurer": "증권화재",
        "basis": "매출 20억 원",
        "due": str(today + timedelta(days=300)),
    }
    bad = {"files": ("증권.pdf", b"%PDF-broken", "application/pdf")}
    assert post(officer, "/office/insurance", files=bad, **given).status_code == 422
    assert "증권화재" not in officer.get("/office/insurance").text
    path = entered(officer, "/office/insurance", files={"files": ("증권 1.pdf", PDF, "application/pdf")}, **given)
    renewed = {"files": ("증권 2.pdf", PDF, "application/pdf")}
    assert post(officer, f"{path}/renew", files=renewed, **given).status_code == 303
    page = officer.get(path).text
    for n, name in ((1, "증권 1.pdf"), (2, "증권 2.pdf")):
        assert f'href="{path}/files/{n}/0">{name}' in page
        file = officer.get(f"{path}/files/{n}/0")
        assert file.content.startswith(b"%PDF")
        assert "document-1.pdf" in file.headers["content-disposition"]
    assert officer.get(f"{path}/files/3/0").status_code != 200
    assert "증권" not in officer.get("/office/insurance/register.csv").text.partition("증권화재")[2].splitlines()[0]


def test_an_assessment_is_signed_by_somebody_who_wrote_none_of_it(office: Office) -> None:
    """Risks, measures and an opinion come before the signature; the database takes it from no one who took a step of
    the assessment, whoever offers it."""
    one, other = office.officer("h-assessor"), office.officer("h-signer")
    path = entered(one, "/office/impact", what="추천 기능", why="민감한 항목을 새로 다룸")
    assert post(one, f"{path}/sign", signed="보았습니다").status_code == 422
    assert post(one, f"{path}/risks", need="추천에 필요한 항목만", risks="성향이 드러날 수 있음").status_code == 303
    assert post(one, f"{path}/measures", measures="집계만 사용", left="낮음").status_code == 303
    assert post(one, f"{path}/opinion", opinion="시행해도 좋음").status_code == 303
    assert 'name="signed"' not in one.get(path).text
    run, house = office.jk.driver.run, office.jk.house
    found = run(case_by(house, IMPACT, path.rpartition("/")[2]))
    assert found is not None
    with pytest.raises(DeniedError) as refused:
        run(
            take_step(
                house,
                IMPACT,
                found,
                "sign",
                {"signed": "스스로"},
                actor=office.jk.handler("h-assessor", kind="officer"),
            )
        )
    assert refused.value.why == "second-person"
    assert "성향이 드러날 수 있음" in other.get(path).text
    assert post(other, f"{path}/sign", signed="모두 읽었습니다").status_code == 303
    text = other.get("/office/impact?which=closed").text
    assert "추천 기능" in text
    assert "영향평가(자율)" in text


def test_no_assessment_is_called_that_of_section_33(office: Office) -> None:
    """The register says in both languages that it is the company's own, and not what public bodies have made."""
    officer = office.officer("h-assessor")
    assert "개인정보 영향평가가 아닙니다" in officer.get("/office/impact").text
    assert "not the one that public bodies" in officer.get("/en/office/impact").text


def test_a_register_leaves_as_a_file_with_every_fact(office: Office, soon: date) -> None:
    """An officer has the register of clients as CSV and as PDF, recorded; a handler has neither."""
    officer = office.officer("h-sheets")
    entered(officer, "/office/clients", **{**CLIENT, "client": "대장에 있는 회사"}, due=soon.isoformat())
    text = officer.get("/office/clients/register.csv").text
    row = next(line for line in text.splitlines() if "대장에 있는 회사" in line)
    assert all(value in row for name, value in CLIENT.items() if name != "client" and "," not in value)
    assert officer.get("/office/clients/register.pdf").content.startswith(b"%PDF")
    assert office.worker("h-no-sheets", "support").get("/office/clients/register.csv").status_code == 403


def test_a_self_check_is_closed_once_every_question_has_an_answer_and_evidence(office: Office) -> None:
    """The running system answers what it can; an answer without evidence closes nothing; what the system said is kept
    with the end. There is no score."""
    officer = office.officer("h-checker")
    path = entered(officer, "/office/self-check", why="시행 중인 버전")
    page = officer.get(f"/en{path}").text
    assert "sections of the guideline are stated" in page
    assert "no official evaluation" in officer.get("/en/office/self-check").text
    given = {one.key: "yes" for one in ASKED}
    assert post(officer, f"{path}/answer", **given).status_code == 303
    refused = post(officer, f"{path}/close", conclusion="좋음")
    assert refused.status_code == 422
    assert "답이나 증빙이 없는 질문" in refused.text
    proofs = {f"{one.key}-evidence": f"회의록 {one.key}" for one in ASKED}
    assert post(officer, f"{path}/answer", **given, **proofs).status_code == 303
    assert post(officer, f"{path}/close", conclusion="표를 줄이기로 함").status_code == 303
    closed = officer.get(path).text
    assert "표를 줄이기로 함" in closed
    assert "작성지침의 항목 가운데" in closed
    assert "점수는 매기지 않으며" in officer.get("/office/self-check").text


def test_the_plan_demands_an_assessment_of_what_is_new(homepage: PolicyFile) -> None:
    """Data that a law guards, another recipient, another country: each is demanded; a changed label, or less of it, is
    not."""
    assert not demanded(homepage, homepage)
    name, one = next(iter(homepage.recipients.items()))
    fewer = homepage.model_copy(update={"recipients": {k: v for k, v in homepage.recipients.items() if k != name}})
    assert demanded(fewer, homepage)
    assert not demanded(homepage, fewer)
    abroad = homepage.model_copy(
        update={"recipients": {**homepage.recipients, name: one.model_copy(update={"country": "US"})}}
    )
    assert demanded(homepage, abroad)
    item, what = next(iter(homepage.items.items()))
    guarded = what.model_copy(update={"type": ItemType.SENSITIVE})
    assert demanded(homepage, homepage.model_copy(update={"items": {**homepage.items, item: guarded}}))


def test_who_has_ten_thousand_people_is_told_to_enter_the_insurance_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line stands until something is entered, whatever its kind."""
    monkeypatch.setattr(duties, "PEOPLE", 0)  # this policy names no number of people, which counts as none
    officer, jk = office.officer("h-teller"), office.jk
    me = jk.handler("h-teller", kind="officer")
    for case in jk.do(open_cases, INSURANCE, actor=me):
        jk.do(take_step, INSURANCE, case, "end", {"why": "다시 등록"}, actor=me)
    assert "Enter the damage insurance" in officer.get("/en/office").text
    due = (jk.house.today() + timedelta(days=300)).isoformat()
    entered(officer, "/office/insurance", insurer="대상 아님", kind="not-bound", basis="매출 1억 원", due=due)
    assert "Enter the damage insurance" not in officer.get("/en/office").text


def test_each_register_stands_in_one_place_of_the_menu() -> None:
    """A page that stands twice in the navigation is marked twice as the one that is open."""
    paths = [place.path for _, _, places in GROUPS for place in places]
    assert len(paths) == len(set(paths))
    assert {one.path for one in REGISTERS} <= set(paths)
