"""The office's page of promises: the same as the public one, runs on the record, findings with their tasks, systems
outside with their attestations."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from tests.employed import admin_of
from tests.office.conftest import Office, post
from tests.uploads.samples import PDF

from jikim.cases.listing import open_cases
from jikim.prove.proving import findings, runs
from jikim.prove.reach import systems
from jikim.tasks.filing import TASKS
from jikim.uploads import accepting
from jikim.verbs.house import SYSTEM


@pytest.mark.clause("10.10")
def test_it_is_proved_on_the_record_and_what_is_broken_is_a_task(office: Office) -> None:
    """An officer has it proved: the run stands in the history, each broken promise is on the first page and has its
    task; a handler may look."""
    officer, worker = office.officer(), office.worker("h-looks")
    assert worker.get("/office/promises").status_code == 200
    assert post(worker, "/office/promises").status_code == 403
    before = office.jk.driver.run(runs(office.jk.house))
    answer = post(officer, "/office/promises")
    where = answer.headers["location"]
    assert (answer.status_code, where[:20]) == (303, "/office/promises?by=")
    after = office.jk.driver.run(runs(office.jk.house))
    assert len(after) == len(before) + 1
    page = officer.get(where).text
    assert "원장에 기록했습니다" in page
    assert str(after[0].entry)[:8] in page
    found = {one.clause for one in office.jk.driver.run(findings(office.jk.house)) if one.over is None}
    assert found == {clause for clause, state in after[0].states.items() if state == "broken"}
    tasks = {
        one.about: one
        for one in office.jk.driver.run(open_cases(office.jk.house, TASKS, actor=SYSTEM))
        if one.kind == "promise"
    }
    assert found <= set(tasks)
    first = officer.get("/office").text
    for clause in found:
        assert f"/office/promises#p{clause}" in first
        assert f'href="/office/tasks/{tasks[clause].id}"' in page
    shown = dict(re.findall(r'<section class="promise state-(\w+)" id="p([^"]+)"', page))
    assert set(shown) == set(after[0].states.values())
    english = officer.get("/en/office/promises").text
    assert "Earlier checks" in english
    assert not re.search(
        "[가-힣]{6}",
        re.sub(r"<(header|nav|title)[\s\S]*?</\1>", "", english)
        .split("<main")[1]
        .split("</main>")[0]
        .replace("한국", ""),
    )


def test_records_in_the_companys_own_database_are_said_to_be_there(office: Office) -> None:
    """The promise of such a kind carries its reach beside its state, on both pages and in both languages; no other
    promise does."""
    officer, kind = office.officer(), office.jk.policy.records["order"].number
    with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
        admin.execute("INSERT INTO live.attached_kind VALUES (%s, 3, '2030-01-31')", (kind,))
        try:
            korean = officer.get(post(officer, "/office/promises").headers["location"]).text
            english = officer.get("/en/promises").text
        finally:
            admin.execute("DELETE FROM live.attached_kind")
    for page, chip, scope, said in (
        (korean, "(자체 데이터베이스)", "의 자체 데이터베이스 (삭제 명령으로 파기)", "보관 기간이 끝나는 2030년 1월 31일까지 남아 있을 수 있습니다"),
        (english, "(attached)", "(attached, erased by statement)", "hold what was erased until their end on 31 January 2030"),
    ):  # fmt: skip
        parts = {
            one: part.split("</section>")[0] for one, part in re.findall(r'id="p([^"]+)"([\s\S]*?)</section>', page)
        }
        shown = {clause for clause, part in parts.items() if chip in part}
        assert shown == {clause for clause, part in parts.items() if said in part}
        assert shown == {clause for clause, part in parts.items() if scope in " ".join(part.split())}
        assert 3 < len(shown) < len(parts) - 10


def test_a_system_outside_is_entered_and_attested(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong input is said beside its field; entered and attested with a file, its promises read attested; officers
    alone get the file, and end it."""
    officer, worker = office.officer(), office.worker("h-looks-too")
    assert post(worker, "/office/promises/systems", system="x").status_code == 403
    wrong = post(officer, "/office/promises/systems", system="Not A Name", ko="메일", en="Mail")
    assert wrong.status_code == 422
    assert 'value="Not A Name"' in wrong.text
    good = {
        "system": "office-mail",
        "ko": "메일 발송 대행사",
        "en": "Mail provider",
        "clauses": ["12.1"],
        "reach": "outside",
    }
    assert post(officer, "/office/promises/systems", **good).status_code == 303
    assert post(officer, "/office/promises/systems", **good).status_code == 422
    today = office.jk.house.today()
    said = {"by": "가나다", "words": "확인했습니다", "day": str(today), "until": str(today + timedelta(days=90))}
    path = "/office/promises/systems/office-mail"
    assert "아직 없습니다" in officer.get(path).text
    missing = post(officer, f"{path}/attest", **said)
    assert missing.status_code == 422
    assert 'id="e-file"' in missing.text
    late = post(officer, f"{path}/attest", **{**said, "until": str(today - timedelta(days=1)), "place": "서류함 A"})
    assert late.status_code == 422
    assert 'id="e-until"' in late.text
    found = {"file": ("a.pdf", PDF, "application/pdf")}
    number = post(officer, f"{path}/attest", **{**said, "words": "담당자 800101-1234567", "place": "서류함 A"})
    assert number.status_code == 422
    assert "받지 않는 번호" in number.text

    async def ill(_settings: Any, _content: bytes) -> tuple[bool, str]:
        return True, "Invented-Test-Signature"

    async def well(_settings: Any, _content: bytes) -> tuple[bool, None]:
        return True, None

    with monkeypatch.context() as scanning:
        scanning.setattr(accepting, "found_in", ill)
        sick = post(officer, f"{path}/attest", **said, files=found)
    assert sick.status_code == 422
    assert "바이러스" in sick.text
    with monkeypatch.context() as scanning:
        scanning.setattr(accepting, "found_in", well)
        whole = {"file": ("확인서.pdf", PDF, "application/pdf")}
        two = [("file", whole["file"]), ("file", whole["file"])]
        assert post(officer, f"{path}/attest", **said, files=two).status_code == 422
        assert post(officer, f"{path}/attest", **said, files=whole).status_code == 303
    held = next(one for one in office.jk.driver.run(systems(office.jk.house)) if one.system == "office-mail").attested
    assert held is not None
    file = officer.get(f"{path}/{held.attestation}")
    assert (file.status_code, file.content) == (200, PDF)
    assert worker.get(f"{path}/{held.attestation}").status_code == 403
    assert "확인했습니다" in officer.get(path).text
    assert office.jk.prove().of("12.1").state in ("attested", "unproven")
    assert post(officer, f"{path}/end").status_code == 303
    assert officer.get(path).status_code == 404


@pytest.mark.clause("10.3")
@pytest.mark.parametrize("unscanned", ["refuse", "quarantine"])
def test_an_attestation_that_nobody_could_scan_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch, unscanned: str
) -> None:
    """Without a scanner its file is refused as every upload is, whatever the setting; the place of the paper does
    instead, and no file is handed out."""
    officer, system = office.officer(), f"paper-{unscanned}"
    path = f"/office/promises/systems/{system}"
    made = {"system": system, "ko": "문서고", "en": "Archive of paper", "clauses": ["12.1"], "reach": "outside"}
    assert post(officer, "/office/promises/systems", **made).status_code == 303
    today = office.jk.house.today()
    said = {"by": "가나다", "words": "확인했습니다", "day": str(today), "until": str(today + timedelta(days=90))}
    found = {"file": ("a.pdf", PDF, "application/pdf")}
    assert office.inside is not None
    monkeypatch.setattr(office.inside, "settings", replace(office.inside.settings, uploads=unscanned))
    refused = post(officer, f"{path}/attest", **said, place="서류함 A", files=found)
    assert refused.status_code == 422
    assert "바이러스 검사를 할 수 없어" in refused.text
    assert post(officer, f"{path}/attest", **said, place="서류함 A, 3번 칸").status_code == 303
    held = next(one for one in office.jk.driver.run(systems(office.jk.house)) if one.system == system).attested
    assert held is not None
    assert (held.place, held.file) == ("서류함 A, 3번 칸", "")
    page = officer.get(path).text
    assert "서류함 A, 3번 칸" in page
    assert str(held.attestation) not in page
    assert officer.get(f"{path}/{held.attestation}").status_code == 404
    assert post(officer, f"{path}/end").status_code == 303


@pytest.mark.clause("10.3")
def test_a_scan_that_nobody_looks_at_later_never_waits_in_quarantine(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scan of a contract or of an authority's demand is of no record: without a scanner it is refused, also where
    other uploads would wait."""
    officer = office.officer("h-scans")
    assert office.inside is not None
    monkeypatch.setattr(office.inside, "settings", replace(office.inside.settings, uploads="quarantine"))
    scan = ("a.pdf", PDF, "application/pdf")
    contract = {
        "signed": "2026-01-05",
        "scope": "결제 대행",
        "safeguards": "암호화",
        "told": "webhook",
        "place": "서류함",
    }
    demand = {
        "purpose": "authority/support",
        "ground": "order",
        "authority": "가상경찰청",
        "statute": "통신비밀보호법 제13조",
        "document": "가상-1",
        "place": "서류함",
    }
    for path, form, field in (
        ("/office/processors/processor/kcp/contract", contract, "scan"),
        ("/office/disclosures/demands/new", demand, "files"),
    ):
        refused = post(officer, path, **form, files={field: scan})
        assert refused.status_code == 422, path
        assert "바이러스 검사를 할 수 없어" in refused.text, path
        assert post(officer, path, **form).status_code == 303, path
