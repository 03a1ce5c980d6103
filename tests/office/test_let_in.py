"""Whom no code reaches any more: the page says whom to ask, the officer sees proof and lets them in, and they see what
is open and what is archived of theirs."""

from __future__ import annotations

import io
import json
import re
from typing import Any
from uuid import UUID

import httpx
import pytest
from pypdf import PdfReader
from tests.employed import ledger_of
from tests.office.conftest import Office, post
from tests.office.desk_asked import asked
from tests.office.test_rested import ORDER, rests
from tests.pressed import forged
from tests.web.person import post as post_page
from tests.web.running import plain

import jikim
from jikim.policy.ask import Actor

NEW = "moved.house@example.com"


def gone(office: Office, old: str) -> jikim.Person:
    """Somebody who left with one order archived and one in progress, both with an address of theirs."""
    person, _ = office.member()
    rests(office, person, email=old)
    ref = office.jk.collect(
        "order", {**ORDER, "email": f"open.{old}"}, channel="homepage", subject=person, old_enough=True
    ).ref
    office.jk.event(ref, "paid")
    office.jk.by(Actor("member", str(person.subject))).leave(person.subject)
    return person


def filed(
    office: Office,
    officer: httpx.Client,
    at: str = "",
    *,
    name: str = ORDER["name"],
    way: str = "letter",
    proof: str = "document",
) -> str:  # type: ignore[assignment]
    """Files what came from somebody whom no value finds, and confirms who they are; the path of the request."""
    form: dict[str, Any] = {
        "item": "email", "value": NEW, "kind": "access", "way": way, "name": name, "email": NEW, "language": "en" if at else "ko",
    }  # fmt: skip
    post(officer, f"{at}/office/requests/new", do="find", **form)
    made = post(
        officer, f"{at}/office/requests/new", do="file", person="guest", age="yes", **form, cabinet="A", shelf="1"
    )
    assert made.status_code == 303, made.text
    path = made.headers["location"]
    assert post(officer, f"{path}/confirm", proof=proof).status_code == 303
    return str(path)


def links(office: Office) -> list[str]:
    """The links that went to the new address, in order."""
    return [
        found[0]
        for mail in office.mails.all_to(NEW)
        if (found := re.search(r"/(?:en/)?rested/[0-9a-f-]{36}/\S+", plain(mail)))
    ]


@pytest.mark.by_hand
@pytest.mark.clause("7.5")
@pytest.mark.parametrize("en", [False, True], ids=["ko", "en"])
def test_whom_no_code_reaches_is_let_in_by_the_officer_who_saw_proof(office: Office, en: bool) -> None:
    """From the first page to the officer's address; from the officer's page, by the number and an identity document, a
    link to the new address: it opens what is archived and what is in progress, once, and the old addresses are told."""
    at, old = ("/en", "old.en@example.com") if en else ("", "old.ko@example.com")
    person = gone(office, old)
    with office.client() as browser:
        for page in (at or "/", f"{at}/guest", f"{at}/rested"):
            said = browser.get(page).text
        assert ("If no code can reach you" if en else "인증번호를 받을 수 없다면") in said
        body = said.partition("<main")[2].partition("</main>")[0]
        assert f'href="mailto:{office.jk.policy.file.officers.officer.email}"' in body
    name = f"h-let-{'en' if en else 'ko'}"
    officer = office.officer(name)
    path = filed(office, officer, at)
    sent = post(officer, f"{path}/let-in", rested=str(person.subject))
    assert ("The link has been sent" if en else "열람 링크를 보냈습니다") in sent.text
    assert old not in sent.text
    link = office.mails.link(NEW)
    link = link[link.index("/", 8) :]
    with office.client() as browser:
        assert old not in browser.get(link).text
        shown = post_page(browser, link, link).text
        assert old in shown
        assert f"open.{old}" in shown
        way = re.search(r'name="way" value="([^"]+)"', shown)
        assert way is not None
        kept = json.loads(post_page(browser, link, f"{at}/rested/download", way=way[1], do="json").text)
        assert {one["kind"] for one in (*kept["records"], *kept["resting"])} == {"order"}
        assert (len(kept["records"]), bool(kept["resting"])) == (1, True)
        over = post_page(browser, link, link)
        assert (over.status_code, old in over.text) == (410, False)
    told = "Your records were opened" if en else "보관 중인 기록이 열람되었습니다"
    for address in (old, f"open.{old}"):
        office.mails.newest(
            lambda mail, to=address: str(mail["to"]) == to and told in str(mail["subject"]), f"that tells {address}"
        )
    did = {"did": "Handed over" if en else "열람하게 해 드렸습니다", "handed": "link"}
    assert post(officer, f"{path}/do", **did).status_code == 303
    events = [(one["event"], one["actor"]) for one in ledger_of(office.jk, person.subject)]
    assert ("archive:let-in:allowed", f"officer:{name}") in events
    assert ("archive:show:allowed", f"member:{person.subject}") in events


@pytest.mark.clause("7.5")
def test_nobody_is_let_in_by_another_name_a_weaker_proof_or_a_handler(office: Office) -> None:
    """Another's name and a number of nobody get the same answer and no link; so do a call and a handler. Tries run
    out, and each that met somebody is in their ledger."""
    person = gone(office, "stays.shut@example.com")
    officer, before = office.officer("h-let-no"), len(links(office))
    other = filed(office, officer, name="다라마")
    kept = {"rested": str(person.subject)}
    known, unknown = (
        re.sub(r"[0-9a-zA-Z_-]{20,}", "", post(officer, f"{other}/let-in", rested=number).text).replace(number, "")
        for number in (str(person.subject), "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f")
    )
    assert "이 번호로 찾을 수 없습니다" in known
    assert known == unknown
    called = filed(office, officer, way="phone", proof="known")
    assert f"{called}/let-in" not in officer.get(called).text
    with forged():
        assert post(officer, f"{called}/let-in", **kept).status_code in (403, 422)
        right = filed(office, officer)
        assert post(office.worker("h-let-worker"), f"{right}/let-in", **kept).status_code in (403, 422)
        # Three tries of this officer's are counted: four more, and the right one is not looked at.
        for _ in range(4):
            post(officer, f"{other}/let-in", **kept)
        late = post(officer, f"{right}/let-in", **kept)
    assert "시도 횟수를 초과했습니다" in late.text
    assert len(links(office)) == before
    tries = [one["event"] for one in ledger_of(office.jk, person.subject) if one["event"].startswith("archive:let-in")]
    assert tries
    assert "archive:let-in:allowed" not in tries


@pytest.mark.clause("7.5")
def test_a_name_that_was_corrected_after_the_proof_lets_nobody_in(office: Office) -> None:
    """Nor does another request of the same person: the name is the one of the request whose document was seen."""
    kept = {"rested": str(gone(office, "not.by.turns@example.com").subject)}
    officer, before = office.officer("h-let-turns"), len(links(office))
    path = filed(office, officer, name="다라마")
    subject = UUID(path.split("/")[3])
    [wording] = office.jk.show(subject).cards
    me = office.jk.acting("member", str(subject))
    correction = office.jk.by(me).ask_correction(wording.ref, ["name"])
    office.jk.by(me).correct(correction, {"name": ORDER["name"]})
    assert office.jk.show(subject).cards[0].version > 1
    assert "이 번호로 찾을 수 없습니다" in post(officer, f"{path}/let-in", **kept).text
    asked(office, jikim.Person(subject, "guest"), "access", words={"name": ORDER["name"]})
    assert "이 번호로 찾을 수 없습니다" in post(officer, f"{path}/let-in", **kept).text
    assert len(links(office)) == before


@pytest.mark.clause("7.5")
def test_a_link_opens_what_it_was_sent_for_and_nothing_else(office: Office) -> None:
    """A guest is let in to the one order that they named; its token opens no other number, and the answer on paper of
    the officer holds no value of it."""
    guest = jikim.Person(
        office.jk.collect(
            "enquiry",
            {"name": "가나다", "email": "g.link@example.com", "subject": "질문", "text": "여쭙니다"},
            channel="board",
            subject="guest",
            old_enough=True,
        ).ref.subject,
        "guest",
    )
    ref, other = (rests(office, guest, email=f"{one}.link@example.com") for one in ("this", "that"))
    officer = office.officer("h-let-guest")
    path = filed(office, officer)
    assert "열람 링크를 보냈습니다" in post(officer, f"{path}/let-in", rested=str(ref.record)).text
    paper = PdfReader(io.BytesIO(post(officer, f"{path}/data.pdf").content))
    assert "link@example.com" not in " ".join(one.extract_text() for one in paper.pages)
    link = office.mails.link(NEW)
    link = link[link.index("/", 8) :]
    with office.client() as browser:
        assert post_page(browser, link, link.replace(str(ref.record), str(other.record))).status_code == 410
        shown = post_page(browser, link, link).text
    assert "this.link@example.com" in shown
    assert "that.link@example.com" not in shown
