"""Lists, cards and sheets of the office and of a person name each row by the version that the row names, and nothing by
today's alone."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from uuid import UUID

import pytest
from tests.office.papers import text_of
from tests.office.renamed_site import READ, RENAMED, RIGHT, Later
from tests.web.person import signed_in

import jikim
from jikim.reading.mass import masses
from jikim.review.reviewing import make_review, reviews

KIND, ITEM = RENAMED[1][:2], RENAMED[2][:2]


def flat(text: str) -> str:
    """A page or a paper without marks and spaces."""
    return re.sub(r"\s", "", re.sub(r"<[^>]+>", " ", text))


def row_of(page: str, mark: str) -> str:
    """The one row of a page's tables that has a mark."""
    [row] = [row for row in (one.partition("</tr>")[0] for one in page.split("<tr")[1:]) if mark in row]
    return row


def assert_words_of_then(text: str, *pairs: tuple[str, str]) -> None:
    """Each word of before stands there, and none that only today's policy has."""
    for was, now in pairs:
        assert flat(was) in flat(text), was
        assert flat(now) not in flat(text), now


def test_the_offices_list_of_settled_requests_names_the_right_of_then(later: Later) -> None:
    """What was settled reads by the version in force then; what is open, and the choice of the form, by today's."""
    office, _, path = later
    page = office.officer("h-then-lists").get("/office/requests?whose=settled").text
    assert_words_of_then(row_of(page, path), RIGHT)
    assert RIGHT[1] in page.partition("<select")[2].partition("</select>")[0]


def test_a_persons_list_of_requests_names_right_and_record_of_then(later: Later) -> None:
    """A correction that was carried out keeps its words on the list and on its own page."""
    office, _, path = later
    subject, number = path.rsplit("/", 2)[1:]
    with signed_in(office, jikim.Person(UUID(subject), "member")) as client:
        listed, one = client.get("/my/requests").text, client.get(f"/my/requests/{number}").text
    assert_words_of_then(row_of(listed, number), RIGHT, KIND)
    assert_words_of_then(one.partition("<h1>")[2].partition("</h1>")[0], RIGHT, KIND)


def test_the_cabinet_names_a_paper_by_the_version_it_was_entered_under(later: Later) -> None:
    """List, page, label and CSV agree on what lies there, as it was called when it was put there."""
    office, _, _ = later
    browser = office.officer("h-then-cabinet")
    page = browser.get("/office/cabinet").text
    row = row_of(page, "가상 서류함")
    assert_words_of_then(row, KIND)
    [number] = re.findall(r"/office/cabinet/(\d+)", row)
    one = browser.get(f"/office/cabinet/{number}").text
    assert_words_of_then(one.partition("<h1>")[2].partition("</h1>")[0], KIND)
    assert_words_of_then(text_of(browser.get(f"/office/cabinet/labels.pdf?numbers={number}").content), KIND)
    sheet = browser.get("/office/cabinet/papers.csv?which=kept").content.decode("utf-8-sig")
    [line] = [line for line in csv.reader(io.StringIO(sheet)) if "가상 서류함" in line]
    assert_words_of_then(" ".join(line), KIND)


def test_a_grant_is_told_by_the_version_it_was_given_under(later: Later) -> None:
    """Purpose, kind and item of a grant stand as they were called on its day, for the officer and for its handler; the
    form offers today's."""
    office, _, _ = later
    page = office.officer("h-then-grants").get("/office/handlers/h-then-reads").text
    card = page.partition('class="grant-purposes"')[2].partition("</section>")[0]
    mine = office.browser("h-then-reads").get("/office/me").text
    own = mine.partition('class="grant-purposes"')[2].partition("</section>")[0]
    for text in (card, own):
        assert_words_of_then(text, READ[:2], KIND, ITEM)
    assert READ[1] in page.partition('class="picks"')[2]


def test_a_read_of_many_is_told_by_the_version_it_was_asked_under(later: Later) -> None:
    """What was asked of many stands in list and page as its officer read it."""
    office, _, _ = later
    [one] = [one for one in office.jk.driver.run(masses(office.jk.house)) if one.asker == "h-then-many"]
    browser = office.officer("h-then-approves-many")
    row = row_of(browser.get("/office/people/many").text, str(one.number))
    assert_words_of_then(row, READ[:2], KIND)
    page = browser.get(f"/office/people/many/{one.number}").text.partition("<h1>")[2]
    assert_words_of_then(page, READ[:2], KIND, ITEM)


@pytest.fixture
def sheet(later: Later) -> str:
    """The review of the days before the new version: its page."""
    office, _, _ = later
    run, house = office.jk.driver.run, office.jk.house
    spans = {one.begins: one for one in run(reviews(house))}
    if (begins := date(2013, 2, 1)) not in spans:
        run(make_review(house, begins, date(2013, 2, 28), {}, actor=office.employ("h-then-reviews", "officer")))
    return f"/office/review/{next(one for one in run(reviews(house)) if one.begins == begins).review}"


def test_a_review_names_purposes_and_records_of_each_entrys_version(later: Later, sheet: str) -> None:
    """The count by handler and the sample read as the entries did, on the page and on the paper that is signed."""
    office, _, _ = later
    browser = office.officer("h-then-reviews")
    page = browser.get(sheet).text
    assert_words_of_then(row_of(page, "h-then-reads"), READ[:2])
    [sampled] = [one for one in page.split('<section class="card">') if "h-then-reads" in one and "가상의 문의" in one]
    assert_words_of_then(sampled, READ[:2], KIND)
    assert_words_of_then(text_of(browser.get(f"{sheet}/review.pdf").content), READ[:2])


def test_what_left_is_answered_by_the_names_of_then(later: Later) -> None:
    """A program that reads a person's dossier gets receiver and items by the version whose digest stands beside them."""
    office, person, _ = later
    before, after = office.jk.show(person.subject).went
    assert before.policy != after.policy
    assert after.policy == office.jk.policy.digest_hex
    assert (before.to, after.to) == ("agreed-partner", "agreed-partner")
    assert before.items == after.items == ("email",)
