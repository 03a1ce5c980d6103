"""Sections 1.3 and 1.4 in the office of the running homepage: what came off-line is entered by channel; partners' feeds
are judged row by row."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.employed import ledger_of
from tests.office.conftest import Office, post
from tests.office.desk_asked import asked
from tests.waiting import PATIENCE

import jikim
from jikim.answers import Correction
from jikim.clock import machine_moment
from jikim.intake.webhook_signatures import make_partner_key, signed
from jikim.policy.ask import Actor

FEED = "/api/v1/feeds/reseller"


@pytest.mark.clause("1.3")
def test_each_channel_asks_for_its_own_items_and_nothing_else(office: Office) -> None:
    """Every channel that a handler enters has a form of each record kind that it brings; what it does not bring is no
    field, and refused where it is sent."""
    browser = office.officer("h-intake")
    policy = office.jk.policy.file
    front = browser.get("/office/intake").text
    for channel, kinds in {
        "paper": ("order", "enquiry", "complaint", "order-withdrawal"),
        "phone": ("order", "enquiry", "complaint"),
        "fax": ("order", "enquiry"),
        "email": ("enquiry", "complaint", "order-withdrawal"),
        "event": ("event-entry",),
        "delivery-request": ("delivery-request",),
    }.items():
        for kind in kinds:
            path = f"/office/intake/entry/{channel}/{kind}"
            assert f'href="{path}"' in front, path
            page = browser.get(path).text
            fields = set(re.findall(r'name="v\.([a-z_]+)', page))
            record = policy.records[kind]
            allowed = {name.rpartition(".")[2] for name in policy.channels[channel].items}
            assert fields, path
            assert fields <= allowed & {*record.items.required, *record.items.optional, *record.items.contents}, path
            assert {"password", "card", "answer"}.isdisjoint(fields)
    assert browser.get("/office/intake/entry/homepage/membership").status_code == 404
    assert 'name="files"' not in browser.get("/office/intake/entry/phone/enquiry").text
    assert 'name="files"' in browser.get("/office/intake/entry/fax/enquiry").text
    given = {"v.name": "가나다", "v.phone": "02-555-0101", "v.lines": "RemoteView, 2", "age": "yes", "paperless": "yes"}
    refused = post(browser, "/office/intake/entry/phone/order", **given, **{"v.card": "4111111111111111"})
    assert refused.status_code == 422
    assert "#c1.1" in refused.text
    assert "4111111111111111" not in refused.text
    bank = post(
        browser,
        "/office/intake/entry/phone/complaint",
        **{**given, "v.email": "paper@example.com", "v.text": "불만", "v.lines": ""},
        **{"v.files": "x"},
    )
    assert bank.status_code == 422


@pytest.mark.clause("1.2")
def test_an_officer_may_record_that_a_shape_is_no_resident_number(office: Office) -> None:
    """Asked once, an officer says why; it is in the ledger. A handler is not asked, and a certain number no word lets
    through."""
    path = "/office/intake/entry/phone/enquiry"
    form: dict[str, Any] = {
        "v.name": "가나다",
        "v.email": "shape@example.com",
        "v.subject": "물음",
        "age": "yes",
        "paperless": "yes",
        "do": "enter",
    }
    shape, certain = (
        {"v.text": "제품에 8801011234564 라고 적혀 있습니다"},
        {"v.text": "제품에 900101-1234568 라고 적혀 있습니다"},
    )
    officer, worker = office.officer("h-shape"), office.worker("h-shape-worker", "support", "complaints", "billing")
    asked = post(officer, path, **form, **shape)
    assert asked.status_code == 422
    assert 'name="no_resident_number"' in asked.text
    assert "8801011234564" in asked.text
    other = post(worker, path, **form, **shape)
    assert 'name="no_resident_number"' not in other.text
    assert "8801011234564" not in other.text
    word = {"no_resident_number": "제품 뒷면의 바코드를 보았습니다"}
    assert post(worker, path, **form, **shape, **word).status_code == 422
    assert post(officer, path, **form, **certain, **word).status_code == 422
    assert post(officer, path, **form, **shape, **word).status_code == 200
    office.jk.sequence()
    [guest] = office.jk.by(office.jk.acting("system", "look")).find("email", form["v.email"])
    [entry] = [use for use in ledger_of(office.jk, guest.subject) if use["event"] == "record:collect:allowed"]
    assert (entry["cleared"], entry["reason"]) == ("resident-number", word["no_resident_number"])


@pytest.mark.clause("1.2")
@pytest.mark.clause("7.3")
def test_a_request_that_staff_file_takes_an_officers_word_too(office: Office) -> None:
    """What somebody wrote by letter holds a product's number: an officer is asked once and says why it is none; a
    handler is not asked."""
    person, given = office.member()
    path, shape = "/office/requests/new", "제품 8801011234564 의 주문 기록을 보여 주세요"
    form = {
        "item": "email",
        "value": given["email"],
        "person": str(person.subject),
        "kind": "access",
        "way": "letter",
        "cabinet": "A",
        "shelf": "1",
        "name": "가나다",
        "email": "letter@example.com",
        "do": "file",
    }
    officer, worker = office.officer("h-shape-filing"), office.worker("h-shape-filing-worker", "support", "complaints")
    other = post(worker, path, **form, text=shape)
    assert other.status_code == 422
    assert 'name="no_resident_number"' not in other.text
    asking = post(officer, path, **form, text=shape)
    assert asking.status_code == 422
    assert 'name="no_resident_number"' in asking.text
    assert "8801011234564" in asking.text
    word = {"no_resident_number": "제품 뒷면의 바코드를 보았습니다"}
    assert post(worker, path, **form, text=shape, **word).status_code in (403, 422)
    assert post(officer, path, **form, text="900101-1234568 입니다", **word).status_code == 422
    assert post(officer, path, **form, text=shape, **word).headers["location"].startswith("/office/requests/")
    [entry] = [use for use in ledger_of(office.jk, person.subject) if use.get("cleared") == "resident-number"]
    assert (entry["event"], entry["reason"]) == ("record:collect:allowed", word["no_resident_number"])


@pytest.mark.clause("1.3")
@pytest.mark.by_hand
def test_what_came_on_paper_is_entered_with_its_place_and_belongs_to_its_person(office: Office) -> None:
    """The age is asked, a scan or the paper's place is needed, errors stand beside the fields, and the record is its
    person's, by the handler who entered it."""
    person, given = office.member()
    browser = office.worker("h-intake-worker", "support", "complaints", "billing")
    path = "/office/intake/entry/paper/enquiry"
    form: dict[str, Any] = {
        "item": "email",
        "value": given["email"],
        "v.name": "가나다",
        "v.email": "not an address",
        "v.subject": "물음",
        "v.text": "편지로 여쭙니다",
    }
    found = post(browser, path, do="find", **form)
    assert str(person.subject) in found.text
    form["person"] = str(person.subject)
    missing = post(browser, path, do="enter", **form)
    assert missing.status_code == 422
    assert "나이 확인 결과" in missing.text
    assert "종이 보관 위치" in missing.text
    assert "종이가 없습니다" not in missing.text
    wrong = post(browser, path, do="enter", age="yes", cabinet="A", shelf="2", **form)
    assert wrong.status_code == 422
    assert 'aria-describedby="e-v.email"' in wrong.text
    assert "편지로 여쭙니다" in wrong.text
    form["v.email"] = given["email"]
    young = post(browser, path, do="enter", age="no", cabinet="A", shelf="2", **form)
    assert young.status_code == 422
    assert "#c1.2" in young.text
    done = post(browser, path, do="enter", age="yes", cabinet="A", shelf="2", **form)
    assert done.status_code == 200, done.text
    assert "접수했습니다" in done.text
    assert "종이 문서 번호" in done.text
    cards = [
        card
        for card in office.jk.by(Actor("member", str(person.subject))).show(person.subject).cards
        if card.ref.kind == "enquiry"
    ]
    assert [(card.channel, card.values["text"]) for card in cards] == [("paper", "편지로 여쭙니다")]
    office.jk.sequence()
    uses = ledger_of(office.jk, person.subject)
    entered = [use for use in uses if use["event"] == "record:collect:allowed" and use.get("channel") == "paper"]
    assert entered[0]["actor"] == "handler:h-intake-worker"
    assert "편지" not in json.dumps(list(map(dict, uses)), ensure_ascii=False)
    number = {"v.text": "제 번호는 900101-1234568입니다"}
    hidden = post(browser, path, do="enter", age="yes", cabinet="A", shelf="2", **{**form, **number})
    assert hidden.status_code == 422
    assert "주민등록번호" in hidden.text


def row(**more: Any) -> dict[str, Any]:
    """A row of an order that a reseller passes on."""
    values = {
        "name": "가나다",
        "phone": "02-555-0101",
        "lines": [{"product": "RemoteView", "count": 1}],
        **more.pop("values", {}),
    }
    return {"values": values, "old_enough": True, **more}


def send(
    office: Office,
    secret: str,
    message: str,
    body: dict[str, Any],
    at: float = 0,
    path: str = FEED,
    since: datetime | None = None,
) -> httpx.Response:
    """A message of the partner, signed now (or `since`) or `at` seconds from then."""
    content = json.dumps(body, ensure_ascii=False).encode()
    moment = (since or machine_moment()) + timedelta(seconds=at)
    headers = {
        "content-type": "application/json",
        "webhook-id": message,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": signed(secret, message, moment, content),
    }
    return httpx.post(f"{office.url}{path}", content=content, headers=headers, timeout=PATIENCE)


@pytest.mark.clause("1.4")
def test_a_signed_feed_is_judged_row_by_row_and_its_person_sees_the_partner(office: Office) -> None:
    """What the policy declares for this partner is taken, the rest is refused by row, item and clause without a value;
    the subject sees who and when."""
    _, secret = office.jk.driver.run(
        make_partner_key(office.jk.house, "reseller", actor=office.jk.acting("system", "set-up"))
    )
    person, given = office.member()
    body = {
        "kind": "order",
        "rows": [
            row(values={"email": given["email"]}, reference="R-1"),
            row(values={"card": "4111111111111111"}),
            row(old_enough=False),
            row(old_enough=None),
            row(values={"phone": "not a number"}),
            row(values={"note": "900101-1234568"}),
            row(values={"email": "fresh@example.com"}, reference="R-2"),
        ],
    }
    since = machine_moment()
    answer = send(office, secret, "m-1", body, since=since)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert (said["rows"], said["taken"], said["again"]) == (7, 2, 0)
    assert {(one["row"], one["why"]) for one in said["refused"]} == {
        (2, "undeclared-item"),
        (3, "under-age"),
        (4, "age-not-asked"),
        (5, "invalid-value"),
        (6, "refused-in-text"),
    }
    assert next(one for one in said["refused"] if one["row"] == 2)["items"] == ["card"]
    assert next(one for one in said["refused"] if one["row"] == 3)["clause"] == "1.2"
    assert "41111111" not in answer.text
    assert "900101" not in answer.text
    dossier = office.jk.by(Actor("member", str(person.subject))).show(person.subject)
    order = next(card for card in dossier.cards if card.ref.kind == "order")
    assert (order.source, order.channel) == ("reseller", "partner")
    page = office.signed_in(person).get(f"/my/record/{order.ref.record}").text
    assert "판매 제휴사" in page
    # Sent again as it was: a replay. Signed anew under its name: its report. The same rows in another message: taken
    # once.
    assert send(office, secret, "m-1", body, since=since).status_code == 409
    assert send(office, secret, "m-1", body, at=5, since=since).json() == said
    assert send(office, secret, "m-1", {**body, "rows": [row()]}, at=9, since=since).status_code == 409
    again = send(office, secret, "m-2", body).json()
    assert (again["taken"], again["again"]) == (0, 2)
    assert (
        len(
            [
                card
                for card in office.jk.by(Actor("member", str(person.subject))).show(person.subject).cards
                if card.ref.kind == "order"
            ]
        )
        == 1
    )


@pytest.mark.clause("1.4")
def test_who_did_not_sign_or_is_not_declared_brings_nothing(office: Office) -> None:
    """A wrong key, a changed body, an old message, a partner that there is not, records that it may not supply, a key
    that ended: nothing is taken."""
    officer = office.officer("h-intake")
    shown = post(officer, "/office/intake/partners/reseller/key")
    found = re.search(r"whsec_[A-Za-z0-9+/=]+", shown.text)
    assert found is not None
    secret = found[0]
    assert secret not in officer.get("/office/intake/partners/reseller").text
    body = {"kind": "order", "rows": [row(reference="never")]}
    assert send(office, "whsec_" + "A" * 43 + "=", "w-1", body).status_code == 401
    assert send(office, secret, "w-2", body, at=-400).status_code == 401
    assert send(office, secret, "w-3", body, path="/api/v1/feeds/nobody").status_code == 401
    unsigned = httpx.post(f"{office.url}{FEED}", json=body)
    assert (unsigned.status_code, unsigned.json()["type"]) == (401, "urn:jikim:problem:signature")
    assert send(office, secret, "w-4", {"kind": "membership", "rows": [row()]}).status_code == 409
    assert send(office, secret, "w-5", {"kind": "order", "rows": []}).status_code == 400
    handler = office.worker("h-intake-worker", "support", "complaints", "billing")
    assert post(handler, "/office/intake/partners/reseller/key").status_code in (403, 422)
    for number in re.findall(r'name="number" value="([^"]+)"', officer.get("/office/intake/partners/reseller").text):
        assert post(officer, "/office/intake/partners/reseller/end", number=number).status_code == 303
    assert send(office, secret, "w-6", body).status_code == 401
    office.jk.sequence()


@pytest.mark.clause("1.4")
def test_a_csv_file_is_judged_like_the_call_and_its_report_goes_back(office: Office) -> None:
    """A handler uploads it; each row has its outcome; the report names rows, items, reasons and clauses, and no value;
    the file again takes nothing twice."""
    browser = office.officer("h-intake")
    lines = [
        ["reference", "old_enough", "이름", "phone", "email", "card", "lines"],
        ["C-1", "yes", "가나다", "02-555-0101", "csv-one@example.com", "", "RemoteView"],
        ["C-2", "no", "다라마", "02-555-0102", "", "", "RemoteView"],
        ["C-3", "예", "마바사", "02-555-0103", "", "4111111111111111", "RemoteView"],
        ["C-4", "", "사아자", "02-555-0104", "", "", "RemoteView"],
    ]
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    made = post(
        browser,
        "/office/intake/partners/reseller",
        kind="order",
        files={"file": ("orders.csv", out.getvalue().encode(), "text/csv")},
    )
    assert made.status_code == 303, made.text
    path = made.headers["location"]
    page = browser.get(path).text
    assert "거절한 행과 사유" in page
    assert "신용카드 정보" in page
    assert "41111111" not in page
    assert "csv-one@example.com" not in page
    rows = list(csv.reader(io.StringIO(browser.get(f"/en{path}/report.csv").text.removeprefix("\ufeff"))))
    assert [(one[0], one[1], one[3]) for one in rows[1:]] == [("2", "", "1.2"), ("3", "card", "1.1"), ("4", "", "1.2")]
    again = post(
        browser,
        "/office/intake/partners/reseller",
        kind="order",
        files={"file": ("orders.csv", out.getvalue().encode(), "text/csv")},
    )
    tiles = re.findall(r"<li><b>(\d+)</b>", browser.get(again.headers["location"]).text)
    assert tiles == ["4", "0", "1", "3"]
    broken = post(
        browser,
        "/office/intake/partners/reseller",
        kind="order",
        files={"file": ("orders.csv", b"\xff\xfe", "text/csv")},
    )
    assert broken.status_code == 422
    assert "UTF-8" in broken.text
    assert browser.get("/office/intake/partners/nobody").status_code == 404
    assert "판매 제휴사" in browser.get("/office/intake").text


@pytest.mark.clause("7.1")
def test_an_officers_word_corrects_a_value_that_its_person_could_not(office: Office) -> None:
    """A member's own correction is refused and says the way on; at the desk an officer is asked once, and the
    correction is made with the word recorded."""
    person, _ = office.member()
    me = office.jk.acting("member", str(person.subject))
    given = {"name": "가나다", "email": "g@example.com", "subject": "물음", "text": "무엇입니까"}
    enquiry = office.jk.collect("enquiry", given, channel="board", subject=person, old_enough=True).ref
    shape, certain = "제품에 8801011234564 라고 적혀 있습니다", "제품에 900101-1234568 라고 적혀 있습니다"
    path = asked(office, person, "correct", record=enquiry, items=["text"])
    correction = Correction(UUID(path.rpartition("/")[2]), enquiry)
    with pytest.raises(jikim.DeniedError):
        office.jk.by(me).correct(correction, {"text": shape})
    officer, worker = office.officer("h-shape-desk"), office.worker("h-shape-desk-worker", "support", "complaints")
    other = post(worker, f"{path}/correct", **{"v.text": shape})
    assert other.status_code == 422
    assert "보호책임자가 사유를 적고 입력할 수 있습니다" in other.text
    assert 'name="no_resident_number"' not in other.text
    asking = post(officer, f"{path}/correct", **{"v.text": shape})
    assert 'name="no_resident_number"' in asking.text
    assert "8801011234564" in asking.text
    word = {"no_resident_number": "제품 뒷면의 바코드를 보았습니다"}
    assert post(worker, f"{path}/correct", **{"v.text": shape}, **word).status_code in (403, 422)
    assert post(officer, f"{path}/correct", **{"v.text": certain}, **word).status_code == 422
    assert post(officer, f"{path}/correct", **{"v.text": shape}, **word).status_code == 303
    assert office.jk.use(enquiry, purpose="support", items=["text"], reason="look")["text"] == shape
    office.jk.sequence()
    [entry] = [use for use in ledger_of(office.jk, person.subject) if use["event"] == "record:correct:allowed"]
    assert (entry["cleared"], entry["reason"]) == ("resident-number", word["no_resident_number"])
