"""Section 3.3 in the office of the running homepage: an authority gets what the law says, an officer approved, and no
more; recorded apart."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import httpx
import pytest
from pypdf import PdfReader
from tests.office.conftest import Office, post
from tests.pressed import forged

import jikim
from jikim.clock import machine_moment
from jikim.disclosures import demands
from jikim.disclosures.left import Sought, left
from jikim.uploads import Accepted, pack

PARTICULARS: dict[str, Any] = {
    "ground": "order",
    "authority": "가나경찰서 사이버수사팀",
    "statute": "통신비밀보호법 제13조",
    "document": "가나-2026-0101",
}


def draft(worker: httpx.Client, **more: str) -> str:
    """A draft that a handler entered on the page; its address."""
    answer = post(
        worker,
        "/office/disclosures/demands/new",
        purpose="authority/identification",
        place="서류함 A, 3번 칸",
        **PARTICULARS,
        **more,
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def digest_of(browser: httpx.Client, path: str) -> str:
    """What the approving officer's page binds the approval to."""
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', browser.get(path).text)
    assert found is not None
    return found[1]


@pytest.mark.by_hand
@pytest.mark.clause("3.3")
def test_a_demand_is_prepared_by_one_and_approved_by_another_for_exactly_that(office: Office) -> None:
    """A handler prepares the least items, an officer approves what they were shown, it is handed over on paper, and the
    register tells it apart."""
    person, given = office.member(login_id="quiet.otter")
    worker = office.worker("h-jun", "identification", "support")
    officer = office.officer("h-on")
    assert (
        post(worker, "/office/disclosures/demands/new", purpose="authority/identification", **PARTICULARS).status_code
        == 422
    )
    path = draft(worker)
    found = post(worker, f"{path}/find", item="login_id", value=given["login_id"])
    assert str(person.subject) in found.text
    assert given["email"] not in found.text
    page = worker.get(path, params={"person": str(person.subject)})
    record = re.search(r'name="record" value="([0-9a-f-]{36})"', page.text)
    assert record is not None
    part = {"subject": str(person.subject), "record": record[1], "kind": "membership"}
    beyond = post(worker, f"{path}/part", item=["name", "country"], **part)
    assert beyond.status_code == 422
    assert "#c3.3" in beyond.text
    assert post(worker, f"{path}/part", item=["name", "email"], **part).status_code == 303
    assert post(worker, f"{path}/step", do="put").status_code == 303
    # What lies before the second person changes no more, and the first is not the second.
    assert post(worker, f"{path}/part", item=["name"], **part).status_code == 422
    digest = digest_of(officer, path)
    assert post(worker, f"{path}/step", do="approve", digest=digest).status_code == 422
    with forged():
        assert post(officer, f"{path}/step", do="carry-out").status_code == 200
    office.jk.mails()
    assert not [mail for mail in office.mails.mails if "authority@example.com" in str(mail["to"])]
    assert jk_left(office, person) == []
    assert post(officer, f"{path}/step", do="approve", digest="0" * 64).status_code == 422
    assert post(officer, f"{path}/step", do="approve", digest=digest).status_code == 303
    assert "1" in post(officer, f"{path}/step", do="carry-out").text
    handed = post(officer, f"{path}/step", do="hand-over")
    assert handed.headers["content-type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(handed.content)).pages)
    assert given["email"] in text
    assert PARTICULARS["document"] in text
    assert given["login_id"] not in text
    [one] = jk_left(office, person)
    assert set(one.items) == {"name", "email"}
    assert one.receipt == {"receipt": "handed over by hand"}
    # The register apart, and the one of all that left.
    register = officer.get("/office/disclosures/demands.csv").text
    # Each download says what for, who and when (safety notice §12).
    assert [line.partition(",")[0] for line in register.removeprefix("\ufeff").splitlines()[:3]] == [
        "목적",
        "취급자",
        "시각",
    ]
    row = next(row for row in csv.reader(io.StringIO(register)) if PARTICULARS["document"] in row and "h-on" in row)
    assert {"h-jun", PARTICULARS["statute"], PARTICULARS["authority"], "제공 완료"} <= set(row)
    assert officer.get("/office/disclosures/demands.pdf").content.startswith(b"%PDF")
    everything = officer.get(
        "/office/disclosures", params={"to": "recipient:authority", "item": "email", "person": str(person.subject)}
    )
    assert str(person.subject)[:8] in everything.text
    nothing = officer.get(
        "/office/disclosures", params={"to": "recipient:authority", "item": "card", "person": str(person.subject)}
    )
    assert str(person.subject)[:8] not in nothing.text.split("<table")[-1].split("</form>")[-1]
    assert office.worker("h-nosy", "support").get("/office/disclosures").status_code == 403
    assert office.worker("h-nosy", "support").get(path).status_code in (403, 404, 409, 410)
    entries = [one for one in office.jk.show(person.subject).uses if "demand:part" in one["event"]]
    assert entries


def jk_left(office: Office, person: jikim.Person) -> list[Any]:
    """The register of what left, of one person, as an officer reads it."""
    house = office.jk.house
    officer = office.employ("h-demands", "officer")
    return office.jk.driver.run(left(house, Sought(subject=person.subject), actor=officer))


@pytest.mark.clause("3.3")
def test_the_document_is_with_the_demand(office: Office) -> None:
    """A demand without its document, or the place of it, is none; the scan lies sealed with it and opens for an officer
    alone."""
    jk = office.jk
    worker = office.worker("h-scan", "identification")
    nothing = post(worker, "/office/disclosures/demands/new", purpose="authority/identification", **PARTICULARS)
    assert nothing.status_code == 422
    assert "요구 문서가 없습니다" in nothing.text
    content = b"%PDF-1.4 an invented demand"
    scan = pack([Accepted("demand.pdf", "application/pdf", content, machine_moment())])
    number = jk.driver.run(
        demands.prepare(
            jk.house,
            to="authority",
            purpose="identification",
            scan=scan,
            actor=jk.handler("h-scan", origin="127.0.0.1"),
            **PARTICULARS,
        )
    )
    path = f"/office/disclosures/demands/{number}/scan/0"
    assert office.officer("h-on").get(path).content == content
    assert worker.get(path).status_code == 403
    assert post(
        worker, "/office/disclosures/demands/new", purpose="authority/delivery", place="A", **PARTICULARS
    ).status_code in (403, 422)


@pytest.mark.by_hand
@pytest.mark.clause("3.3")
def test_what_one_officer_approved_alone_is_shown_so_and_looked_at_by_another(office: Office) -> None:
    """With a warrant the officer who prepared a demand approves it; list and page say so in both languages until another
    officer has looked, and then who did."""
    person, given = office.member()
    officer, other = office.officer("h-warrant"), office.officer("h-warrant-looks")
    said = {**PARTICULARS, "ground": "warrant", "document": "가나-2026-0909"}
    entered = post(officer, "/office/disclosures/demands/new", purpose="authority/identification", place="A", **said)
    path = str(entered.headers["location"])
    post(officer, f"{path}/find", item="login_id", value=given["login_id"])
    page = officer.get(path, params={"person": str(person.subject)})
    record = re.search(r'name="record" value="([0-9a-f-]{36})"', page.text)
    assert record is not None
    part = {"subject": str(person.subject), "record": record[1], "kind": "membership"}
    assert post(officer, f"{path}/part", item=["name"], **part).status_code == 303
    assert post(officer, f"{path}/step", do="put").status_code == 303
    assert post(officer, f"{path}/step", do="approve", digest=digest_of(officer, path)).status_code == 303

    def shown(way: str) -> str:
        listed = officer.get(f"{way}/office/disclosures/demands").text
        return next(row for row in listed.split("<tr>") if path.rpartition("/")[2] in row)

    assert ("단독 승인" in shown(""), "approved alone" in shown("/en"), "not reviewed yet" in shown("/en")) == (
        True,
    ) * 3
    assert "단독 승인" in officer.get(path).text
    assert post(other, f"{path}/step", do="look").status_code == 303
    assert ("단독 승인" in shown(""), "reviewed by h-warrant-looks" in shown("/en")) == (True, True)
