"""Sections 6.2 and 6.4 in the office of the running homepage: paper lies in a cabinet of its own, and is shredded
before a witness when it is due."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from tests.employed import employ
from tests.office.conftest import Office, post
from tests.office.test_office_open import end

import jikim
from jikim.app import Jikim
from jikim.app.disclosure_work import give
from jikim.jobs.certificate import certify
from jikim.policy.period import day_of

PLACE: dict[str, Any] = {"cabinet": "서류함 A", "shelf": "3"}


def enquiry(jk: Jikim, person: jikim.Person) -> Any:
    """An enquiry that came by fax."""
    given = {"name": "가나다", "email": "fax@example.com", "text": "팩스로 드립니다"}
    employ(jk, "h-fax")
    jk.by(jk.acting("system", "set-up")).grant("h-fax", ["support"], jk.now() + timedelta(days=1))
    return jk.by(jk.handler("h-fax")).collect("enquiry", given, channel="fax", subject=person, old_enough=True).ref


@pytest.mark.by_hand
@pytest.mark.clause("6.2")
@pytest.mark.clause("6.4")
def test_a_paper_has_its_place_its_label_and_its_end(office: Office) -> None:
    """Entered with its record, it lives as long; when the record is over it is due, becomes a task, is shredded before
    a witness, and is certified."""
    jk = office.jk
    person, _ = office.member()
    record = enquiry(jk, person)
    officer, worker = office.officer("h-cabinet"), office.worker("h-saem", "support")
    assert post(worker, "/office/cabinet", kind="enquiry", cabinet="", shelf="3").status_code == 422
    wrong = {"person": str(person.subject), "record": str(person.subject)}
    assert post(worker, "/office/cabinet", kind="enquiry", **PLACE, **wrong).status_code == 422
    about = {"person": str(person.subject), "record": str(record.record), "note": "팩스 두 장"}
    made = post(worker, "/office/cabinet", kind="enquiry", **PLACE, **about)
    assert made.status_code == 303, made.text
    path = made.headers["location"]
    number = int(path.rpartition("/")[2])
    page = worker.get(path).text
    assert "팩스 두 장" in page
    assert "서류함 A · 3" in page
    assert "기록을 이용하는 동안" in page
    assert post(worker, "/office/cabinet", kind="payment", **PLACE).status_code == 422
    # Its label: the number, the place and a code; nobody's name.
    label = (
        PdfReader(io.BytesIO(worker.get(f"/office/cabinet/labels.pdf?numbers={number}").content))
        .pages[0]
        .extract_text()
    )
    assert f"J-{number:06d}" in label
    assert "서류함 A" in label
    assert worker.get("/office/cabinet/find", params={"number": f"J-{number:06d}"}).headers["location"] == path
    assert (
        worker.get("/office/cabinet/find", params={"number": f"http://x/office/cabinet/{number}"}).headers["location"]
        == path
    )
    assert worker.get("/office/cabinet/find", params={"number": "nothing"}).status_code == 422
    assert post(worker, f"{path}/move", cabinet="서류함 B", shelf="1").status_code == 303
    assert "서류함 B · 1" in worker.get(path).text
    # While it lives nobody shreds it.
    today = jk.house.today().isoformat()
    early = post(officer, f"{path}/destroy", method="shred", day=today, witness="h-saem")
    assert early.status_code == 422
    end(worker, "answered", record, reason="팩스로 답변하였음")
    assert give(jk)["papers"] >= 1
    assert give(jk)["papers"] == 0
    assert f"J-{number:06d}" in officer.get("/office/tasks").text
    assert "파기할 종이 문서" in officer.get("/office").text
    assert f"J-{number:06d}" in officer.get("/office/cabinet?which=due").text
    assert post(officer, f"{path}/destroy", method="bury", day=today, witness="h-saem").status_code == 422
    assert post(officer, f"{path}/destroy", method="shred", day="2999-01-01", witness="h-saem").status_code == 422
    assert post(officer, f"{path}/destroy", method="shred", day=today, witness="h-nobody").status_code == 422
    alone = post(officer, f"{path}/destroy", method="shred", day=today, witness="h-cabinet")
    assert alone.status_code == 422
    assert "#c10.6" in alone.text
    assert post(officer, f"{path}/destroy", method="shred", day=today, witness="h-saem").status_code == 303
    gone = officer.get(path).text
    assert f"J-{number:06d}" not in officer.get("/office/tasks").text
    assert "파쇄" in gone
    assert "h-saem" in gone
    assert "팩스 두 장" not in gone
    assert f"J-{number:06d}" in officer.get("/office/cabinet/papers.csv").text
    # The same register as the electronic.
    certificate = jk.driver.run(certify(jk.house))
    assert certificate is not None
    lines = [line for line in certificate[1]["destroyed"] if line["what"] == "papers, shredded"]
    assert lines == [
        {
            "kind": "enquiry",
            "what": "papers, shredded",
            "count": 1,
            "clause": "6.4",
            "on": str(day_of(jk.now(), jk.policy.zone)),
        }
    ]
    receipt = jk.certificate_receipt(certificate[0])
    assert next(line for line in receipt.lines if line.what == "papers, shredded").dates.irrecoverable is not None
    # Whose grant does not reach such records sees where papers lie, and opens none.
    other = office.worker("h-other", "delivery")
    assert other.get("/office/cabinet").status_code == 200
    assert other.get(path).status_code == 403
    assert any("paper:look" in use["event"] for use in jk.show(person.subject).uses)
