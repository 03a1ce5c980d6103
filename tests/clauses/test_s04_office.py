"""Section 4.7 in the office of the running homepage: what the law asks is laid down with each processor, looked at in
time, and missed where it is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.office.conftest import Office, post

from jikim.processors import contracts
from jikim.processors.inspections import inspections
from jikim.processors.processor_status import processor_status_of


@pytest.mark.clause("4.7")
def test_what_the_law_asks_is_laid_down_looked_at_and_missed(office: Office) -> None:
    """A contract with scope, safeguards and sub-processors, an inspection with its next day, findings that wait
    until they are put right, and what is missing, on the page."""
    officer, today = office.officer("h-terms"), office.jk.house.today()
    page = officer.get("/office/processors").text
    assert "한국사이버결제" in page
    assert "국가 미기재" in page
    assert "계약일 미등록" in page
    way = "/office/processors/processor/epsilon"
    words: dict[str, Any] = {
        "scope": "결제 대행에만 씁니다",
        "safeguards": "접근 통제와 암호화",
        "subprocessors": "바사 호스팅\n아자 백업",
        "told": "email",
        "email": "privacy@epsilon.example.com",
        "place": "계약 서류함 1",
    }
    assert post(officer, f"{way}/contract", signed="2999-01-01", **words).status_code == 422
    assert post(officer, f"{way}/contract", signed="2026-01-05", **{**words, "email": ""}).status_code == 422
    assert post(officer, f"{way}/contract", signed="2026-01-05", ends="2025-01-05", **words).status_code == 422
    assert post(officer, f"{way}/contract", signed="2026-01-05", **words).status_code == 303
    text = officer.get(way).text
    for said in ("바사 호스팅", "아자 백업", "privacy@epsilon.example.com", "계약 서류함 1"):
        assert said in text
    assert "계약일 미등록" not in text
    assert post(officer, f"{way}/inspection", day=today.isoformat(), result="findings").status_code == 422
    found = post(officer, f"{way}/inspection", day=today.isoformat(), result="findings", text="접속 기록이 없음")
    assert found.status_code == 303
    assert "접속 기록이 없음" in officer.get(way).text
    assert "엡실론 점검" in officer.get("/office/inspections").text
    assert "엡실론 점검" in officer.get("/office").text
    case = office.jk.driver.run(inspections(office.jk.house))["processor", "epsilon"][0].case
    assert post(officer, f"/office/inspections/{case.number}/mend", how="접속 기록을 남기게 함").status_code == 303
    assert "조치 확인" in officer.get(way).text
    assert "엡실론 점검" in officer.get("/office/inspections?which=closed").text
    house = office.jk.house
    one = office.jk.driver.run(processor_status_of(house, "processor", "epsilon"))
    assert one is not None
    assert one.next is not None
    assert one.next > today + timedelta(days=360)
    assert "inspection" not in one.missing
    # What is due of the others stands on the first page of the morning.
    assert "수탁자 점검: 페이팔" in officer.get("/office").text
    assert "수탁자·제휴사 대장의 누락 사항" in officer.get("/office").text
    # The database holds none of the words in the clear.
    rows = office.jk.driver.run(contracts.contracts(house))
    assert rows["processor", "epsilon"][0].subprocessors == ("바사 호스팅", "아자 백업")
    partner = "/office/processors/partner/reseller"
    assert (
        post(officer, f"{partner}/contract", signed="2026-02-01", scope="주문 전달", told="webhook").status_code == 303
    )
    assert "주문 전달" in officer.get(partner).text
    abroad = officer.get("/office/processors/abroad.csv").text
    assert "페이팔" in abroad
    assert "국가 미기재" in abroad
    assert officer.get("/office/processors/abroad").status_code == 200
    assert officer.get("/office/processors/abroad.pdf").content.startswith(b"%PDF")
    assert office.worker("h-notheirs", "support").get("/office/processors").status_code == 403
    assert officer.get("/office/processors/processor/nobody").status_code in (403, 404, 409)
