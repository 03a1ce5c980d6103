"""Cards tell what was collected, for what, and by which rule it is kept, by the words of then; and why it is held now
by those of today."""

from __future__ import annotations

import json
import re
from uuid import UUID

import pytest
from tests.office.renamed_site import KEEP, READ, RENAMED, RIGHT, Later
from tests.web.person import signed_in

import jikim
from jikim.answers import Ref
from jikim.cabinet.paper_register import paper_of
from jikim.policy.compile import compile_policy
from jikim.verbs.then import Telling, Then, telling_of
from jikim.web.parts import Book
from jikim.web.parts.card import resting_card
from jikim.web.parts.traces import Traces

KIND, ITEM = RENAMED[1][:2], RENAMED[2][:2]


def facts(page: str) -> dict[str, str]:
    """What stands under each question of a page's cards."""
    found = re.findall(
        r"<dt>([^<]+)</dt>\s*<dd[^>]*>(.*?)(?=<dt>[^<]+</dt>\s*<dd[^>]*>|</article>|\Z)", page, re.DOTALL
    )
    return {name: re.sub(r"<[^>]+>", " ", said) for name, said in found}


def assert_words(text: str, was: str, now: str) -> None:
    assert was in text, text
    assert now not in text, text


@pytest.fixture
def paper(later: Later) -> tuple[str, Ref]:
    """The paper of an order that rests: its page, and the order."""
    office, _, _ = later
    listed = office.officer("h-then-keeps").get("/office/cabinet").text
    [row] = [one for one in listed.split("<tr") if "가상 금고" in one]
    [number] = re.findall(r"/office/cabinet/(\d+)", row)
    found = office.jk.driver.run(paper_of(office.jk.house, int(number)))
    assert found is not None
    assert found.ref is not None
    return f"/office/cabinet/{number}", found.ref


def test_a_persons_card_of_what_lives(later: Later) -> None:
    """Items and the purposes of then by their labels of then, beside why it is held now."""
    office, person, _ = later
    [card] = [card for card in office.jk.show(person.subject).cards if card.ref.kind == "membership"]
    with signed_in(office, person) as client:
        whole = client.get(f"/my/record/{card.ref.record}").text
    assert_words(" ".join(re.findall(r"<title>.*?</title>|<h1.*?</h1>|<h3.*?</h3>", whole, re.DOTALL)), *KIND)
    page = whole.partition('<article class="record"')[2]
    values = page.partition('<dl class="values">')[2].partition("</dl>")[0]
    assert_words(values, *ITEM)
    said = facts(page)
    assert_words(said["수집 당시의 목적"], *READ[:2])
    assert_words(said["보유 목적"], READ[1], READ[0])


def test_a_persons_card_of_what_rests(later: Later, paper: tuple[str, Ref]) -> None:
    """Items and the rule that keeps it as they were called when it came to rest; its file says by which version."""
    office, _, _ = later
    ref = paper[1]
    with signed_in(office, jikim.Person(ref.subject, "member")) as client:
        page = client.get(f"/my/record/{ref.record}").text.partition('<article class="record"')[2]
        page = page.partition("개인정보 이용 내역")[0]
        for was, now in (ITEM, KEEP[:2]):
            assert_words(page, was, now)


def test_a_rule_that_a_version_between_alone_has_is_told(later: Later, paper: tuple[str, Ref]) -> None:
    """Neither the version that it was collected under nor today's has the rule that a part rests under: its card says
    it all the same."""
    office, _, _ = later
    jk, subject = office.jk, paper[1].subject
    dossier = jk.by(jk.acting("member", str(subject))).show(subject)
    telling = jk.driver.run(telling_of(jk.house, dossier))
    between = telling.records[dossier.resting[0].policy]
    file = between.policy.file
    bare = file.model_copy(
        update={"records": {name: record.model_copy(update={"keep": ()}) for name, record in file.records.items()}}
    )
    lacking = Then(compile_policy(bare, jk.policy.numbers), 1)
    part = dossier.resting[0]._replace(policy="collected")
    told = Telling((), (), {"collected": lacking, "between": between})
    book = Book(bare, "ko", jk.policy.zone, lambda clause: f"#{clause}")
    assert KEEP[0] in str(resting_card(book, dossier, part, jk.house.today(), Traces(told)))


def test_the_offices_cards_of_a_person(later: Later, paper: tuple[str, Ref]) -> None:
    """The same in the office, of what lives and of what rests."""
    office, person, _ = later
    browser = office.officer("h-then-cards")
    page = browser.get(f"/office/people/{person.subject}").text.partition('<article class="record')[2]
    assert_words(page.partition("</header>")[0], *KIND)
    said = facts(page)
    assert_words(said["항목"], *ITEM)
    assert_words(said["수집 당시의 목적"], *READ[:2])
    page = browser.get(f"/office/people/{paper[1].subject}").text
    [card] = [one for one in page.split('<article class="record')[1:] if str(paper[1].record) in one]
    for was, now in (ITEM, KEEP[:2]):
        assert_words(card.partition("</article>")[0], was, now)


def test_the_rule_that_keeps_a_paper(later: Later, paper: tuple[str, Ref]) -> None:
    """A paper of an order that rests is kept by the rules it rests under, as they were called then and by no other."""
    office, _, _ = later
    page = office.officer("h-then-keeps").get(paper[0]).text
    assert_words(page, *KEEP[:2])
    parts = office.jk.driver.run(office.jk.house.archive.parts_of(paper[1].subject, office.jk.house.today()))
    resting = {rule for row in parts if row[0] == paper[1].record for rule in row[5]}
    told = page.partition("파기 예정일")[2].partition("</dd>")[0]
    assert told.count("<li>") == len(resting) > 0


def test_a_record_says_by_which_version_it_is_told(later: Later, paper: tuple[str, Ref]) -> None:
    """A program that reads a dossier or a person's own file gets the digest of the version beside each record."""
    office, person, _ = later
    me = office.jk.acting("member", str(person.subject))
    [card] = [card for card in office.jk.by(me).show(person.subject).cards if card.ref.kind == "membership"]
    subject = paper[1].subject
    [part, *_] = office.jk.by(office.jk.acting("member", str(subject))).show(subject).resting
    now = office.jk.policy.digest_hex
    assert {card.policy, part.policy} != {now}
    assert now not in (card.policy, part.policy)
    with signed_in(office, person) as client:
        file = json.loads(client.get("/my/download/my-data.json").content)
    assert {one["policy"] for one in file["records"] if one["record"] == str(card.ref.record)} == {card.policy}


def test_the_list_of_requests_over_rest_names_the_right_of_then(later: Later) -> None:
    """What was settled is named in each language as it was then; the key of the right stays."""
    from jikim.api.lists import _asked
    from jikim.desk.requests import requests_of

    office, _, path = later
    subject, number = path.rsplit("/", 2)[1:]
    rows = office.jk.driver.run(requests_of(office.jk.house, UUID(subject)))
    [row] = [_asked(one) for one in rows if str(one.request) == number]
    assert (row.kind, row.right["ko"]) == ("correct", RIGHT[0])
