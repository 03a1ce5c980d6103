"""Several inspections, several papers at once: chosen by a tick, with evidence of each; each recorded singly, what
fails said by row."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import psycopg
import pytest
from tests.employed import admin_of
from tests.office.conftest import Office, post
from tests.uploads.samples import PDF

from jikim.cabinet.paper_register import paper_of
from jikim.cabinet.papers import enter_paper
from jikim.cases.cases import file_house, take_step
from jikim.cases.listing import case_by
from jikim.errors import InvalidError, StoreError
from jikim.processors.inspections import INSPECTIONS, inspections, record_inspection
from jikim.web.office.together import MOST

TOGETHER, SHREDDING = "/office/processors/inspections", "/office/cabinet/shredding"


@pytest.fixture(autouse=True)
def all_are_due(office: Office) -> None:
    """What other tests inspected, they did years ago: every company is due again, in whatever order tests come."""
    with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
        admin.execute(
            "UPDATE live.house_case SET said = NULL, opened = opened - interval '3 years' WHERE register = 'inspection'"
        )


def _once(browser: httpx.Client, path: str) -> str:
    found = re.search(r'name="once" value="([0-9a-f]{32})"', browser.get(path).text)
    assert found is not None
    return found[1]


def _offered(browser: httpx.Client, space: str = "") -> list[str]:
    """Whom the form offers: companies whose contract is over are not inspected."""
    return [
        key for key in re.findall(r'name="pick" value="([^"]+)"', browser.get(TOGETHER).text) if key.startswith(space)
    ]


def _rows(keys: list[str], **fields: str) -> dict[str, Any]:
    return {"pick": keys, **{f"{name}@{key}": text for key in keys for name, text in fields.items()}}


def _seen(office: Office) -> dict[str, int]:
    found = office.jk.driver.run(inspections(office.jk.house))
    return {f"{space}.{name}": len(rows) for (space, name), rows in found.items()}


def _row(page: str, key: str) -> str:
    return next(one for one in re.findall(r"<tr.*?</tr>", page, re.S) if f'value="{key}"' in one)


@pytest.mark.by_hand
@pytest.mark.clause("4.7")
def test_five_inspections_are_recorded_by_one_form(office: Office, scanned: None) -> None:
    """One submit, five inspections, each with its own entry and its own evidence; sent again it records none."""
    browser, today = office.officer("h-five"), office.jk.house.today().isoformat()
    morning = browser.get("/office").text
    assert f'href="{TOGETHER}"' in morning
    assert re.search(r"수탁자 점검 \d+건 함께 처리", morning)
    before, five = _seen(office), _offered(browser)[:5]
    form = {"day": today, "once": _once(browser, TOGETHER), **_rows(five)}
    shown = {f"files@{key}": ("seen.pdf", PDF, "application/pdf") for key in five}
    answer = post(browser, TOGETHER, files=shown, **form)
    assert answer.status_code == 200
    assert "5건을 기록했습니다" in answer.text
    assert "기록했습니다" not in browser.get(f"{TOGETHER}?done=7").text
    after = _seen(office)
    assert {key: after[key] - before.get(key, 0) for key in five} == dict.fromkeys(five, 1)
    assert len(five) == 5
    assert "이미 접수된 양식입니다" in post(browser, TOGETHER, files=shown, **form).text
    assert _seen(office) == after
    office.jk.sequence()
    ledger = browser.get("/office/ledger?event=inspection:sound&handler=h-five").text
    assert ledger.count("h-five") >= 5


@pytest.mark.clause("4.7")
def test_one_file_shows_all_that_are_ticked(office: Office, scanned: None) -> None:
    """Attached once it is the evidence of each, beside a file of a row's own; without any, none is recorded."""
    browser, today = office.officer("h-one-file"), office.jk.house.today().isoformat()
    before, two = _seen(office), _offered(browser)[:2]
    bare = post(browser, TOGETHER, day=today, once=_once(browser, TOGETHER), **_rows(two))
    assert bare.status_code == 422
    assert _seen(office) == before
    form = {"day": today, "once": _once(browser, TOGETHER), **_rows(two)}
    assert post(browser, TOGETHER, files={"files": ("all.pdf", PDF, "application/pdf")}, **form).status_code == 200
    after = _seen(office)
    assert [after[key] - before.get(key, 0) for key in two] == [1, 1]


@pytest.mark.clause("4.7")
def test_a_row_without_evidence_is_said_and_the_others_stand(office: Office, scanned: None) -> None:
    """No file and no finding: that row says so and stays ticked with what was typed; a file alone is evidence and can
    be fetched again."""
    browser, today = office.officer("h-rows"), office.jk.house.today().isoformat()
    before, three = _seen(office), _offered(browser, "processor.")[:3]
    form = {
        "day": today,
        "once": _once(browser, TOGETHER),
        "pick": three,
        f"text@{three[0]}": "접속 기록이 없음",
        f"result@{three[0]}": "findings",
        f"result@{three[1]}": "findings",
        f"text@{three[1]}": " ",
    }
    answer = post(browser, TOGETHER, files={f"files@{three[2]}": ("seen.pdf", PDF, "application/pdf")}, **form)
    assert answer.status_code == 422
    row = _row(answer.text, three[1])
    assert "비어 있습니다" in row
    assert " checked" in row
    assert 'value="findings" selected' in row
    assert " checked" not in _row(answer.text, three[0])
    after = _seen(office)
    assert [after.get(key, 0) - before.get(key, 0) for key in three] == [1, 0, 1]
    page = browser.get(f"/office/processors/processor/{three[2].partition('.')[2]}").text
    way = re.search(r'href="(/office/inspections/[^"]+)"', page)
    assert way is not None
    shown = re.search(r'href="([^"]+/files/2/0)">seen.pdf', browser.get(way[1]).text)
    assert shown is not None
    assert browser.get(shown[1]).content.startswith(b"%PDF")
    assert browser.get(shown[1].replace("/2/0", "/1/0")).status_code == browser.get(f"{way[1]}/files/9/9").status_code
    assert browser.get(f"{way[1]}/files/9/9").status_code in (403, 404, 409, 410)
    assert office.worker("h-curious").get(shown[1]).status_code == 403
    assert "선택해 주세요" in post(browser, TOGETHER, day=today, once=_once(browser, TOGETHER)).text


@pytest.mark.clause("4.7")
def test_no_inspection_stands_without_evidence(office: Office) -> None:
    """That all is well is no officer's word alone: by the function itself, by the database, and by the page of one
    processor."""
    browser, jk = office.officer("h-evidence"), office.jk
    me = jk.handler("h-evidence", kind="officer")
    given = {"day": jk.house.today().isoformat(), "text": "이상 없음"}
    with pytest.raises(InvalidError) as refused:
        jk.do(record_inspection, "processor", "kcp", "sound", given, actor=me)
    assert refused.value.item == "files"
    made = jk.do(file_house, INSPECTIONS, "processor:1", "", ko="가상 점검", en="invented", actor=me)
    case = jk.do(case_by, INSPECTIONS, str(made))
    assert case is not None
    bare = replace(INSPECTIONS, steps=(replace(INSPECTIONS.step("sound"), asks=()),))
    with pytest.raises(StoreError):
        jk.do(take_step, bare, case, "sound", actor=me)
    assert jk.do(case_by, INSPECTIONS, str(made)).state == "begun"
    way = "/office/processors/processor/kcp/inspection"
    page = post(browser, way, day=jk.house.today().isoformat(), result="sound")
    assert page.status_code == 422
    assert "증빙 파일이 없습니다" in page.text


@pytest.mark.clause("6.2")
def test_ten_papers_are_destroyed_by_one_form(office: Office) -> None:
    """Nine go with what shows it, the tenth without is refused beside its row and is still there; a paper that is not
    due is none of the rows."""
    browser, jk = office.officer("h-ten"), office.jk
    office.employ("h-ten-witness")
    me = jk.handler("h-ten", kind="officer")
    place = {"cabinet": "서류함 열", "shelf": "1"}
    ten = [jk.do(enter_paper, "enquiry", received=date(2013, 1, 10), actor=me, **place).number for _ in range(10)]
    young = jk.do(enter_paper, "order", actor=me, **place).number
    keys = [str(number) for number in ten]
    assert SHREDDING in browser.get("/office").text
    form: dict[str, Any] = {"day": jk.house.today().isoformat(), "method": "shred", "witness": "h-ten-witness"}
    rows = {**_rows([*keys, str(young)], text="파쇄 확인서 2026-가상-7"), f"text@{keys[9]}": ""}
    answer = post(browser, SHREDDING, once=_once(browser, SHREDDING), **form, **rows)
    assert answer.status_code == 422
    assert "증빙이 비어 있습니다" in _row(answer.text, keys[9])
    assert f'value="{young}"' not in answer.text
    states = [jk.do(paper_of, number).state for number in (*ten, young)]
    assert states == ["destroyed"] * 9 + ["kept"] * 2
    blind = post(
        browser, SHREDDING, once=_once(browser, SHREDDING), **{**form, "witness": ""}, **_rows(keys[9:], text="확인서")
    )
    assert blind.status_code == 422
    assert jk.do(paper_of, ten[9]).state == "kept"
    last = post(browser, SHREDDING, once=_once(browser, SHREDDING), **form, **_rows(keys[9:], text="확인서"))
    assert last.status_code == 200
    assert "1건을 기록했습니다" in last.text
    assert jk.do(paper_of, ten[9]).state == "destroyed"
    assert "기록했습니다" not in browser.get(f"{SHREDDING}?done=7").text


def test_only_an_officer_records_several_inspections(office: Office) -> None:
    """A handler is refused, by the page and by its form."""
    handler = office.worker("h-not-officer")
    assert handler.get(TOGETHER).status_code == 403
    assert (
        post(handler, TOGETHER, day="2026-01-01", pick="processor.kcp", **{"text@processor.kcp": "x"}).status_code
        == 403
    )


@pytest.mark.clause("6.2")
def test_papers_under_a_hold_push_no_due_one_out_of_sight(office: Office) -> None:
    """However many newer ones are due and held, the one that is to go stands on the page; it never says that none is
    due."""
    browser, jk = office.officer("h-held-papers"), office.jk
    me, place = jk.handler("h-held-papers", kind="officer"), {"cabinet": "서류함 보류", "shelf": "1"}
    goes, *held = [
        jk.do(enter_paper, "enquiry", received=date(2013, 1, 10), actor=me, **place).number for _ in range(MOST + 1)
    ]
    with psycopg.connect(admin_of(jk), autocommit=True) as admin:
        admin.execute("UPDATE live.paper SET held = true WHERE number = ANY (%s)", (held,))
    try:
        assert f'value="{goes}"' in browser.get(SHREDDING).text
    finally:
        with psycopg.connect(admin_of(jk), autocommit=True) as admin:
            admin.execute(
                "UPDATE live.paper SET held = false, state = 'destroyed' WHERE number = ANY (%s)", ([goes, *held],)
            )
