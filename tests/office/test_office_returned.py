"""What is mailed at once comes back for good: a code, a link, the letter of a leaving."""

from __future__ import annotations

import dataclasses
import json
import mailbox
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.clauses.test_s08_accounts import REPORT
from tests.employed import admin_of, swept
from tests.entering import typed
from tests.office.conftest import Office, post
from tests.office.desk_asked import asked
from tests.office.papers import arrived, text_of
from tests.office.test_rested import ORDER, rests
from tests.waiting import eventually
from tests.web.person import post as post_page
from tests.web.running import plain

from jikim.app.canaries import take_returned
from jikim.cli.receipt import _lines

MARKED = "보낸 메일이 반송되었습니다"


@dataclass
class Returning:
    """The company's mailbox, to which mail comes back."""

    office: Office
    box: mailbox.Maildir

    def mails(self, address: str, holding: str) -> list[Any]:
        """The mails to an address with these words, the oldest first."""
        return [one for one in self.office.mails.all_to(address) if holding in plain(one)]

    def newest(self, address: str, holding: str, earlier: int = 0) -> Any:
        """The newest of them; waits for one after so many earlier ones."""
        return eventually(lambda: self.mails(address, holding)[earlier:], f"{holding} to {address}")[-1]

    def back(self, mail: Any, action: str = "failed", status: str = "5.1.1") -> int:
        """A mail comes back; answers how many addresses are in doubt by it."""
        to, of = str(mail["Return-Path"]), str(mail["to"])
        assert to.startswith("letters+r"), to
        self.box.add(REPORT.format(to=to, number=uuid4(), of=of, action=action, status=status).encode())
        return take_returned(self.office.jk)["doubted"]

    def doubts(self, subject: Any) -> int:
        with psycopg.connect(admin_of(self.office.jk)) as admin:
            found = admin.execute("SELECT count(*) FROM live.doubt WHERE subject = %s", (subject,)).fetchone()
        assert found is not None
        return int(found[0])


@pytest.fixture
def returning(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Returning:
    """A mailbox of the company's that the office reads."""
    own = dataclasses.replace(office.jk.settings, canary_mailbox=f"maildir:{tmp_path / 'letters'}")
    monkeypatch.setattr(office.jk, "settings", own)
    return Returning(office, mailbox.Maildir(tmp_path / "letters"))


@pytest.mark.by_hand
@pytest.mark.clause("8.1")
def test_a_link_for_a_password_that_comes_back_marks_its_address(office: Office, returning: Returning) -> None:
    """Its person sees why at sign-in; the link that they ask for again is sent all the same, and the
    answer is the one that nobody's name gets."""
    person, given = office.member()
    words = "/reset/"
    with office.client() as client:
        assert 'href="/forgot"' in client.get("/sign-in").text
        first = post_page(client, "/forgot", name=given["login_id"])
        assert returning.back(returning.newest(given["email"], words), "delayed", "4.4.1") == 0
        assert returning.back(returning.newest(given["email"], words)) == 1
        assert returning.doubts(person.subject) == 1
        again = post_page(client, "/forgot", name=given["login_id"])
        nobody = post_page(client, "/forgot", name="nobody-of-this-name")
        assert first.status_code == again.status_code == nobody.status_code
        assert first.text == again.text == nobody.text
        link = re.search(r"https?://[^/]+(/reset/\S+)", plain(returning.newest(given["email"], words, 1)))
        assert link is not None
        new = "four slow lanterns"
        assert typed(client, link[1], password_new=new, password_again=new).status_code == 303
        came = typed(client, "/sign-in", name=given["login_id"], password=new)
        assert came.headers["location"] == "/my"
        assert MARKED in client.get("/my").text


@pytest.mark.by_hand
@pytest.mark.clause("7.2")
@pytest.mark.clause("8.1")
def test_the_letter_of_a_leaving_that_comes_back_is_said_not_to_have_arrived(
    office: Office, returning: Returning
) -> None:
    """It comes when its account is gone: nothing of theirs is marked, and the certificate says that its link was not
    delivered, as the page of that person in the office does while something is archived."""
    person, given = office.member()
    rests(office, person)
    client = office.signed_in(person)
    assert typed(client, "/my/leave", password=given["password"]).status_code == 200
    letter = returning.newest(given["email"], "/receipt/")
    link = re.search(r"https?://[^/]+(/receipt/\S+)", plain(letter))
    assert link is not None
    assert "메일로 보냈습니다" in client.get(link[1]).text
    officer = office.officer("h-letters")
    path = f"/office/people/{person.subject}"
    assert "파기 확인서 안내 메일" in officer.get(path).text
    assert "전달되지 않음" not in officer.get(path).text
    swept(office.jk)
    assert returning.back(letter) == 0
    assert returning.doubts(person.subject) == 0
    assert "전달되지 않음" in officer.get(path).text
    said = client.get(link[1]).text
    assert "반송되어 전달되지 않았습니다" in said
    assert given["email"] not in said
    assert "was not delivered" in client.get(f"/en{link[1]}").text
    assert json.loads(client.get(f"{link[1]}/receipt.json").text)["letter"]["returned"]
    assert "반송되어 전달되지" in "".join(text_of(client.get(f"{link[1]}/receipt.pdf").content).split("\n"))
    told = " ".join(_lines(office.jk.receipt(person.subject), "en", office.jk.policy.zone))
    assert "was not delivered" in told


@pytest.mark.clause("7.5")
@pytest.mark.clause("8.1")
def test_a_code_by_number_goes_to_an_address_that_came_back(office: Office, returning: Returning) -> None:
    """Who left with an order in progress asks for a code by the number of their receipt; the mail comes back, the address is
    marked, and the next code is sent there all the same: they have no other way."""
    person, given = office.member()
    jk, address = office.jk, "in.progress@example.com"
    ref = jk.collect("order", {**ORDER, "email": address}, channel="homepage", subject=person, old_enough=True).ref
    jk.event(ref, "paid")
    left = typed(office.signed_in(person), "/my/leave", password=given["password"])
    assert left.status_code == 200
    with office.client() as client:
        said = post_page(client, "/rested", number=str(person.subject))
        mail = returning.newest(address, "인증번호")
        assert returning.back(mail) == 1
        assert returning.doubts(person.subject) == 1
        again = post_page(client, "/rested", number=str(person.subject))
        assert said.status_code == again.status_code
        assert returning.newest(address, "인증번호", 1)


@pytest.mark.clause("8.1")
def test_a_code_for_what_rests_alone_marks_nothing(office: Office, returning: Returning) -> None:
    """What is archived is not mailed to by itself: there is nothing to stop, and no return address."""
    person, _ = office.member()
    rests(office, person, email="long.over@example.com")
    with office.client() as client:
        post_page(client, "/rested", number=str(person.subject))
        assert not str(returning.newest("long.over@example.com", "인증번호")["Return-Path"]).startswith("letters")


@pytest.mark.clause("8.1")
def test_a_guests_link_that_comes_back_marks_the_one_record_that_holds_its_address(
    office: Office, returning: Returning
) -> None:
    """And is sent again to whoever asks again."""
    address = "link.back@example.com"
    given = {"name": "가나다", "email": address, "text": "묻습니다"}
    ref = office.jk.collect("enquiry", given, channel="board", subject="guest", old_enough=True).ref
    with office.client() as client:
        post_page(client, "/guest", address=address)
        assert returning.back(returning.newest(address, "/guest/")) == 1
        assert returning.doubts(ref.subject) == 1
        post_page(client, "/guest", address=address)
        assert returning.newest(address, "/guest/", 1)


@pytest.mark.by_hand
@pytest.mark.clause("7.3")
@pytest.mark.clause("8.1")
def test_an_access_whose_mail_comes_back_is_open_again(office: Office, returning: Returning) -> None:
    """By its own day, on the list and in the morning, saying why; it is put together anew. Another mail there ends nothing; it
    is over once it is handed over in another way, whose letter opens nothing again."""
    person, given = office.member()
    browser = office.officer("h-mails-back")
    path = by_letter(browser, person, given)
    assert post(browser, f"{path}/confirm", seen="1", proof="call-back").status_code == 303
    due = day_in(browser.get(path).text)
    assert post(browser, f"{path}/data.pdf").status_code == 200
    assert post(browser, f"{path}/do", seen="2", did="보내 드립니다", handed="protected-mail").status_code == 303
    assert path not in browser.get("/office/requests").text
    office.jk.mails()
    assert returning.back(returning.newest(given["email"], "보내 드립니다"), "delayed", "4.4.1") == 0
    assert path not in browser.get("/office/requests").text
    assert returning.back(returning.newest(given["email"], "보내 드립니다")) == 1
    listed = browser.get("/office/requests").text
    assert "반송되어 다시 처리" in listed.partition(path)[2].partition("</tr>")[0]
    assert "답변 메일 미전달" in browser.get("/office").text
    page = browser.get(path).text
    assert "답변 메일 주소에서 메일이 반송되어 열람 자료가 전달되지 않았습니다" in page
    assert "답변 메일 미전달" in page.partition("진행 내역")[2]
    assert day_in(page) == due
    # Nothing is mailed to that address, so that an answer there gives nothing.
    assert post(browser, f"{path}/data.pdf").status_code == 200
    assert post(browser, f"{path}/do", seen="4", did="또 보냅니다", handed="protected-mail").status_code == 303
    assert "반송되어 다시 처리" in browser.get("/office/requests").text.partition(path)[2].partition("</tr>")[0]
    handed = {"did": "등기로 보내 드립니다", "handed": "registered-post"}
    assert "열람 자료를 내려받아 전달하거나" in post(browser, f"{path}/do", seen="6", **handed).text
    assert post(browser, f"{path}/data.pdf").status_code == 200
    assert post(browser, f"{path}/do", seen="6", **handed).status_code == 303
    assert path not in browser.get("/office/requests").text
    # Its letter waits until its person has looked, and is only a letter.
    assert post_page(office.signed_in(person), "/my", "/my/edit/confirm").status_code == 200
    office.jk.mails()
    assert returning.back(returning.newest(given["email"], "등기로 보내 드립니다")) == 1
    assert path not in browser.get("/office/requests").text


@pytest.mark.clause("7.3")
def test_an_access_whose_mail_no_server_takes_is_open_again(office: Office) -> None:
    """As one whose mail comes back later; the next answer is mailed anew."""
    person, given = office.member()
    browser = office.officer("h-unserved")
    path = asked(office, person, "access")
    office.mails.unknown.add(given["email"])
    assert post(browser, f"{path}/answer", text="여기 있습니다").status_code == 303
    office.jk.mails()
    assert "반송되어 다시 처리" in browser.get(path).text
    office.mails.unknown.discard(given["email"])
    assert post(browser, f"{path}/answer", text="다시 여기 있습니다").status_code == 303
    assert arrived(office, given["email"], "다시 여기 있습니다")
    assert path in browser.get("/office/requests?whose=settled").text


@pytest.mark.by_hand
@pytest.mark.clause("7.3")
def test_a_proof_says_what_was_compared(office: Office) -> None:
    """Which items stood masked on the page, by name and without a value, beside how the person was recognised."""
    person, given = office.member(mobile="010-7777-4321")
    browser = office.officer("h-compares")
    path = by_letter(browser, person, given)
    assert "비교한 항목" not in browser.get(path).text
    assert "4321" in post(browser, f"{path}/compare").text
    assert post(browser, f"{path}/confirm", seen="1", proof="call-back").status_code == 303
    page = browser.get(path).text
    said = page.partition("비교한 항목: ")[2].partition(")")[0]
    assert {"이름", "휴대전화번호"} <= set(said.split(", ")), said
    assert "4321" not in page
    assert "compared with" in browser.get(f"/en{path}").text


def by_letter(browser: Any, person: Any, given: dict[str, Any]) -> str:
    """Files a letter of somebody who asks what is held; the path of their request."""
    form = {
        "item": "email",
        "value": given["email"],
        "kind": "access",
        "way": "letter",
        "name": given["name"],
        "email": given["email"],
    }
    assert post(browser, "/office/requests/new", do="find", **form).status_code == 200
    filed = {**form, "do": "file", "person": str(person.subject), "cabinet": "가", "shelf": "8-서신"}
    made = post(browser, "/office/requests/new", **filed)
    assert made.status_code == 303, made.text
    return str(made.headers["location"])


def day_in(page: str) -> str:
    """The last day of an answer in time, as a request's page says it."""
    found = re.search(r"법정 기한: ([^<]+)", page)
    assert found is not None
    return found[1].strip()
