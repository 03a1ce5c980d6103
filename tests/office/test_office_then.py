"""Registers tell what was true then: after a version that renames, what was done before reads by the words of before,
what was done after by the new."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from urllib.parse import quote

import jsonschema_rs
import pytest
from pypdf import PdfReader
from tests.employed import ledger_of
from tests.office.conftest import post
from tests.office.renamed_site import AFTER, BEFORE, PAYS, READ, RENAMED, Later
from tests.publishing.test_renaming import GIVEN
from tests.web.person import signed_in
from tests.web.test_member_download import SCHEMA

from jikim.desk.notices import notices
from jikim.disclosures import demand_register
from jikim.disclosures.new_consents import askings, unmailed
from jikim.reports.usage import notice
from jikim.verbs.then import told


def handed(page: str) -> list[str]:
    """The rows of a page that say that something was provided, without their marks, the newest first."""
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in page.split("<tr")]
    return [row for row in rows if "제공 요청" in row]


def assert_told(after: str, before: str) -> None:
    for words, others, row in ((AFTER, BEFORE, after), (BEFORE, AFTER, before)):
        assert [one for one in words if one not in row] == [], row
        assert [one for one in others if one in row] == [], row


def test_the_offices_ledger_tells_each_entry_by_its_own_version(later: Later) -> None:
    """Receiver, kind, item and purpose stand by the label of the version whose digest the entry carries."""
    office, person, _ = later
    page = office.officer("h-then").get(f"/office/ledger?subject={person.subject}&since=2013-01-01").text
    assert_told(*handed(page))


def test_the_access_report_tells_each_entry_by_its_own_version(later: Later) -> None:
    """Kind, items and purpose of every line are those of its version, also in what is downloaded."""
    office, person, _ = later
    report = (
        office.officer("h-then-report").get("/office/reports/access.csv?who=all&since=2013-01-01&until=2013-12-31").text
    )
    before, after = (row for row in report.splitlines() if "제공 요청" in row and str(person.subject) in row)
    for words, others, row in ((BEFORE[1:], AFTER[1:], before), (AFTER[1:], BEFORE[1:], after)):
        assert [one for one in words if one not in row] == [], row
        assert [one for one in others if one in row] == [], row


def test_a_persons_pages_and_paper_tell_each_entry_by_its_own_version(later: Later) -> None:
    """On 누가 썼나, on the record's own page and on paper each line has its words of then, and its clause leads to the
    version that had it."""
    office, person, _ = later
    with signed_in(office, person) as client:
        page = client.get("/my/uses").text
        assert_told(*handed(page))
        assert {"/policy/1", "/policy"} <= set(re.findall(r'<a class="clause" href="(/policy[^#]*)#', page))
        meanings = page.partition("<dl class=")[2]
        assert BEFORE[3] in meanings
        assert AFTER[3] in meanings
        card = handed(client.get(f"/my/record/{office.jk.show(person.subject).cards[0].ref.record}").text)
        paper = "".join(
            one.extract_text() for one in PdfReader(io.BytesIO(client.get("/my/download/my-data.pdf").content)).pages
        )
    assert [BEFORE[3] in row for row in card] == [False, True]
    assert [AFTER[3] in row for row in card] == [True, False]
    for words in (*BEFORE, *AFTER):
        assert words.replace(" ", "") in re.sub(r"\s", "", paper), words
    assert "agreed-partner" not in paper


def test_a_persons_downloads_name_receiver_and_purpose_of_then(later: Later) -> None:
    """JSON and CSV tell the company that got it from the one that bears its name today, and say by which version each
    line is named."""
    office, person, _ = later
    with signed_in(office, person) as client:
        data = client.get("/my/download/my-data.json").json()
        archive = zipfile.ZipFile(io.BytesIO(client.get("/my/download/my-data.zip").content))
    jsonschema_rs.validate(SCHEMA, data, validate_formats=True)
    receivers, purposes = [BEFORE[0], AFTER[0]], [BEFORE[3], AFTER[3]]
    assert [(one["to"], one["receiver"]["ko"]) for one in data["went"]] == [
        ("agreed-partner", one) for one in receivers
    ]
    assert len({one["policy"] for one in data["went"]}) == 2
    uses = [one for one in data["uses"] if one["event"] == "record:provide:allowed"]
    assert [(one["labels"]["to"]["ko"], one["labels"]["purpose"]["ko"]) for one in uses] == [
        *zip(receivers, purposes, strict=True)
    ]
    went, listed = (
        list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")))) for name in ("_went.csv", "_uses.csv")
    )
    assert [(one["to"], one["receiver"]) for one in went] == [("agreed-partner", one) for one in receivers]
    named = [(one["receiver"], one["purpose_label"]) for one in listed if one["event"] == "record:provide:allowed"]
    assert named == [*zip(receivers, purposes, strict=True)]


def test_the_yearly_notice_says_what_receivers_items_and_purposes_were_called_then(later: Later) -> None:
    """The letter of a year in which a version came into force names both companies, and each purpose for which data was
    read by its label then."""
    office, person, _ = later
    found = office.jk.driver.run(notice(office.jk.house, person.subject, 2013))
    assert found.went_said("ko") == f"{BEFORE[0]} ({BEFORE[2]}); {AFTER[0]} ({AFTER[2]})"
    assert found.used_said("ko") == f"{READ[0]} ({BEFORE[2]}) 1회; {READ[1]} ({AFTER[2]}) 1회"


def test_a_former_processor_has_its_page(later: Later) -> None:
    """It is listed beside the company that bears its name today, and its page has its papers, its words of then, and no
    form for new ones."""
    office, _, _ = later
    browser = office.officer("h-then-processors")
    listed = browser.get("/office/processors").text
    assert PAYS[1] in listed
    assert re.search(r'href="(/office/processors/processor/kcp%231)">[^<]*KCP', listed)
    former, today = (browser.get(f"/office/processors/processor/{name}").text for name in ("kcp%231", "kcp"))
    assert PAYS[0] in former
    assert BEFORE[2] in former
    assert "가상의 범위" in former
    assert "/contract" not in former
    assert "가상의 범위" not in today
    assert "/contract" in today


def test_a_demand_that_is_over_is_told_by_the_version_it_was_closed_under(later: Later) -> None:
    """Purpose, record and items of a demand by an authority stand by the labels of then on its page; its items in the
    register too."""
    office, _, _ = later
    browser = office.officer("h-then-demands")
    [one] = office.jk.driver.run(demand_register.demands(office.jk.house))
    page = browser.get(f"/office/disclosures/demands/{one.demand}").text
    register = browser.get("/office/disclosures/demands.csv").text
    for was, now in (READ[:2], RENAMED[1][:2], RENAMED[2][:2]):
        assert was in page, was
        assert now not in page, now
    assert BEFORE[2] in register
    assert AFTER[2] not in register


def test_the_offices_page_of_a_person_names_receivers_of_then(later: Later) -> None:
    """Where a person's data went stands by the labels of each disclosure's version; the former company by its own."""
    office, person, _ = later
    page = office.officer("h-then-person").get(f"/office/people/{person.subject}").text
    rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in page.split("<tr")]
    went = [[label for label in (BEFORE[0], AFTER[0], BEFORE[2], AFTER[2]) if label in row] for row in rows]
    assert [one for one in went if len(one) > 1] == [[BEFORE[0], BEFORE[2]], [AFTER[0], AFTER[2]]]


def test_a_page_of_entries_reads_no_version_twice(later: Later) -> None:
    """Once the versions are known, any number of entries is worded without a statement; one of a version that nobody
    knows is told by its moment's."""
    office, person, _ = later
    jk = office.jk
    entries = ledger_of(jk, person.subject)
    jk.driver.run(told(jk.house, entries))
    with pytest.raises(StopIteration):
        next(told(jk.house, entries * 50))
    strange = [{**one, "policy": "00"} for one in entries if one["event"] == "record:provide:allowed"]
    assert [one.receiver("ko") for one in jk.driver.run(told(jk.house, strange))] == [BEFORE[0], AFTER[0]]


def options(page: str, name: str) -> dict[str, str]:
    """The choices of a form's field: label and value."""
    field = page.partition(f'<select id="f-{name}"')[2].partition("</select>")[0]
    return {label: value for value, label in re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)</option>', field)}


def test_a_request_that_is_settled_is_told_by_its_version_on_its_page(later: Later) -> None:
    """Who had the wrong version, which items, and the record that it was about stand by the labels of then."""
    office, _, path = later
    page = office.officer("h-then-request").get(path).text
    table = page.partition("잘못된 값을 제공받은 곳에 통지")[2].partition("</table>")[0]
    assert [one for one in (BEFORE[0], BEFORE[2]) if one not in table] == []
    assert [one for one in AFTER if one in page] == []
    assert BEFORE[1] in page


def test_a_certificate_is_told_by_the_version_that_it_names(later: Later) -> None:
    """What was destroyed stands by its label of then in the register, on its page, on paper and as CSV; its clause
    leads to that version."""
    office, _, _ = later
    browser = office.officer("h-then-destroyed")
    register, sheet = browser.get("/office/destruction").text, browser.get("/office/destruction/register.csv").text
    numbers = dict.fromkeys(re.findall(r"/office/destruction/([0-9a-f-]{36})", register))
    pages = [browser.get(f"/office/destruction/{one}").text for one in numbers]
    [page] = [one for one in pages if BEFORE[1] in one]
    assert 'href="/policy/1#c' in page
    [number] = [one for one, text in zip(numbers, pages, strict=True) if text == page]
    pdf = PdfReader(io.BytesIO(browser.get(f"/office/destruction/{number}/certificate.pdf").content))
    paper = "".join(one.extract_text() for one in pdf.pages)
    for text in (register, sheet, page, re.sub(r"\s", "", paper)):
        assert BEFORE[1] in text or BEFORE[1].replace(" ", "") in text
        assert AFTER[1] not in text


def test_a_question_for_consent_is_told_by_the_company_and_purpose_it_named(later: Later) -> None:
    """The register of questions keeps the company that was asked about, though another bears its name today; no letter
    asks about that one."""
    office, _, _ = later
    page = office.officer("h-then-asking").get("/office/disclosures/asking").text
    [row] = [one.partition("</tr>")[0] for one in page.split("<tr")[1:] if BEFORE[0] in one]
    assert BEFORE[3] in row
    assert [one for one in (AFTER[0], AFTER[3]) if one in row] == []
    house = office.jk.house
    assert [one.name for one in office.jk.driver.run(askings(house))] == [GIVEN]
    assert office.jk.driver.run(unmailed(house)) == []


def test_a_breach_of_then_names_records_and_items_of_then(later: Later) -> None:
    """People are found by a record kind of then, also where today's policy calls it otherwise; page, report and posting
    name items as they were called."""
    office, person, _ = later
    jk, browser = office.jk, office.officer("h-then-breach")
    words = {
        "what": "가상의 유출",
        "when": "2월",
        "measures": "막았습니다",
        "advice": "바꾸세요",
        "contact": "02-555-0100",
    }
    way = post(browser, "/office/breach", known="2013-02-20T09:00", **words).headers["location"]
    kinds = options(browser.get(way).text, "kind")
    found = {"since": "2013-02-05T00:00", "until": "2013-02-20T00:00", "kind": kinds[AFTER[1]]}
    assert post(browser, f"{way}/find", **found).status_code == 303
    page = browser.get(way).text
    table = page.partition("<tbody>")[2]
    assert str(person.subject) in table
    assert BEFORE[1] in table
    assert BEFORE[2] in table
    assert [one for one in AFTER if one in table] == []
    report = PdfReader(io.BytesIO(browser.get(f"{way}/report.pdf").content)).pages[0].extract_text()
    assert BEFORE[2].replace(" ", "") in re.sub(r"\s", "", report)
    assert post(browser, f"{way}/post").status_code == 303
    [notice] = [one for one in jk.driver.run(notices(jk.house)) if "가상의 유출" in one.body_ko]
    assert BEFORE[2] in notice.body_ko
    assert AFTER[2] not in notice.body_ko


def test_what_existed_then_can_be_chosen(later: Later) -> None:
    """The former company, purpose and item are among the choices of the registers, marked as of an earlier policy, and
    find what was done under them alone."""
    office, person, _ = later
    browser = office.officer("h-then-choices")
    purposes = options(browser.get("/office/ledger").text, "purpose")
    receivers = options(browser.get("/office/disclosures").text, "to")
    for was, found in ((BEFORE[3], purposes), (BEFORE[0], receivers)):
        assert f"{was} (예전 처리방침)" in found
    query = f"subject={person.subject}&since=2013-01-01&purpose="
    before, after = (
        handed(browser.get(f"/office/ledger?{query}{quote(purposes[name])}").text)
        for name in (f"{BEFORE[3]} (예전 처리방침)", AFTER[3])
    )
    assert [(BEFORE[3] in row, AFTER[3] in row) for row in before] == [(True, False)]
    assert [(BEFORE[3] in row, AFTER[3] in row) for row in after] == [(False, True)]
    went = browser.get(
        f"/office/disclosures?person={person.subject}&to={quote(receivers[f'{BEFORE[0]} (예전 처리방침)'])}"
    ).text
    assert AFTER[2] not in went.partition("<tbody>")[2]
    assert BEFORE[2] in went.partition("<tbody>")[2]


def test_the_contract_of_a_former_processor_is_ended(later: Later) -> None:
    """One that today's policy no longer names is told to delete what it got, from its page; the company that bears its
    name today is not."""
    office, _, _ = later
    browser = office.officer("h-then-ends")
    way = "/office/processors/processor/kcp%231"
    assert f'action="{way}/end"' in browser.get(way).text
    assert "계약 종료 시 처리 내용" in post(browser, f"{way}/end").text
    assert "계약을 종료했습니다" in post(browser, f"{way}/end", sure="yes").text
    assert "계약 종료 일시" in browser.get(way).text
    assert "계약 종료 일시" not in browser.get("/office/processors/processor/kcp").text
