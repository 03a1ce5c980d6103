"""The site of other companies, each with a policy from `jikim init`: nothing on it is the reference policy's, and
nothing is in a language it lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urldefrag, urljoin, urlsplit
from uuid import UUID

import httpx
import psycopg
import pytest
from tests.drawn import sampled
from tests.employed import admin_of
from tests.office.conftest import Office, post
from tests.waiting import eventually
from tests.web.running import running
from tests.web.test_account_joining import hidden, second

from jikim.accounts.credentials import person_of
from jikim.app import read_policy
from jikim.cli.starting import Answers, composed
from jikim.clock import machine_moment
from jikim.desk.requests import requests_of
from jikim.errors import DeniedError
from jikim.jobs.outbox import deliver
from jikim.policy.ask import Actor
from jikim.policy.citing import MECHANISMS
from jikim.policy.model import ItemType, PolicyFile
from jikim.policy.parse import parse
from jikim.prove.promises import promised
from jikim.settings import Endpoint
from jikim.verbs.collect import Person

OTHERS = Path(__file__).parents[1] / "policy" / "others"
COMPANIES: dict[str, Answers | Path] = {
    "notes under the GDPR": OTHERS / "notes.yaml",
    "a shop": Answers("shop"),
    "a shop in the States": Answers("shop", countries=("US", "DE", "GB"), languages=("en",)),
    "a community": Answers("community", "members", payments=False, languages=("ko",)),
    "an academy": OTHERS / "academy.yaml",
}
KOREAN_LAW = re.compile(r"\bPIPA\b|Civil Act|Korea|Network Act|E-Commerce Act|resident registration")
CITED = re.compile(
    rf".*(?:{KOREAN_LAW.pattern}|[Ss]afety notice|Criminal Procedure Act|ISMS|(?<!Fiscal Code )§).*"
)  # its own law is cited by its section
# The reference's customers, processors, bureau and product.
REFERENCE = re.compile(
    r"remoteview|리모트뷰|rview|rsupport|알서포트|\bKCP\b|\bKIS\b|한국신용|Internet Explorer|제품 안내|product pages",
    re.IGNORECASE,
)
# How a company with other people calls nobody; the verbs of having an account (회원가입, 회원탈퇴, 회원정보수정) are everybody's.
MEMBERS = re.compile(r"회원(?!가입|탈퇴| ?정보| 관리| 자격)|\b[Mm]embers?\b(?! of our staff| state)")
NUMBER = re.compile(r"(?<![\d.])(\d{1,2}\.\d{1,2}[a-z]?)(?![\d.%]| ?[a-z]{2})")
AWAY = re.compile(r"/sign-out|/out\b|/download|\.(pdf|md|zip|json|csv|xml|txt|svg|css)$")
SAME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\d+")
NO_BIRTH_DATE = re.compile("생년월일을 수집하지|생년월일은 묻지|not (?:ask for|collect) (?:your )?dates? of birth")
PASSWORD = "quiet heron walks 77"  # noqa: S105 - invented
FLAGS = {"access-records"}  # which `jikim key new --may` takes too
# What the tests themselves write of everybody who works in the office.
EMPLOYED = re.compile("가나다|보안 서약|가상 서류철")


class Read(HTMLParser):
    """What a page says to people, where it leads, and which places it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.clauses: list[str] = []
        self.language = ""
        self._silent = self._foreign = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "code", "pre"):
            self._silent += 1
        if tag == "html":
            self.language = told.get("lang", "")
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if told.get("class") == "clause":
            self.clauses.append(told.get("href", ""))
        self.ids |= {told["id"]} if "id" in told else set()
        self.said += [told[name] for name in ("placeholder", "title", "aria-label", "alt") if told.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "code", "pre"):
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.said.append(data.strip())


class Seen(NamedTuple):
    """One page that was walked to."""

    address: str
    status: int
    page: Read


def walk(client: httpx.Client, *begin: str) -> Iterator[Seen]:
    """Every page that links lead to; of pages that differ by a number alone, the first."""
    todo, seen = list(begin), set()
    while todo:
        address = urldefrag(todo.pop(0)).url
        shape = SAME.sub("N", address)
        if not address.startswith("/") or shape in seen or AWAY.search(address):
            continue
        seen.add(shape)
        answer = client.get(address, follow_redirects=True)
        page = Read(answer.text if "html" in answer.headers.get("content-type", "") else "")
        yield Seen(address, answer.status_code, page)
        todo += [urljoin(address, link) for link in page.links]


def names_of(file: PolicyFile) -> set[str]:
    """The file's own names that no reader would take for a word."""
    parts = (
        file.items,
        file.purposes,
        file.records,
        file.channels,
        file.recipients,
        file.processors,
        file.safeguards,
        file.statements,
    )
    return {name for part in (*parts, MECHANISMS) for name in part if "-" in name or "_" in name} - FLAGS


def wrong(file: PolicyFile, seen: Sequence[Seen]) -> list[str]:
    """What a reader of these pages would stumble over."""
    numbers = {number for number, _ in promised(file)}
    names = re.compile(r"(?<![\w./:-])(" + "|".join(sorted(map(re.escape, names_of(file)))) + r")(?![\w./-])")
    document = {
        one.page.language: one.page.ids for one in seen if one.address in ("/policy", "/en/policy", "/ko/policy")
    }
    found = []
    for address, status, page in seen:
        text = EMPLOYED.sub("", "\n".join(page.said))
        faults = [] if status == 200 else [f"answers {status}"]
        faults += ["leads to nobody's mailbox"] * ("mailto:" in page.links)
        faults += [
            f"says {one!r}" for one in re.findall(r"\bNone\b(?! (?:yet|of|is)|\.)|\bUndefined\b|\{\{|\}\}", text)
        ]
        faults += [f"names the reference: {one}" for one in REFERENCE.findall(text)]
        if "member" in file.labels and not address.startswith("/office"):
            faults += [f"calls somebody {one!r}" for one in MEMBERS.findall(text)]
        if ItemType.BIRTH_DATE not in file.refuse.types:
            faults += [f"denies {one!r}" for one in NO_BIRTH_DATE.findall(text)]
        if "complaints" not in file.clauses:
            faults += [
                f"promises {one!r}"
                for one in re.findall("신속하고 충분하게|promptly and in full|prompt and sufficient", text)
            ]
        faults += [f"cites {one}" for one in NUMBER.findall(text) if one not in numbers and "MB" not in text]
        faults += [f"shows the name {one}" for one in names.findall(text)]
        if page.said and page.language not in file.service.languages:
            faults.append(f"is in {page.language!r}")
        # The internal management plan is a document of Korean law, in Korean; its page says so.
        if "ko" not in file.service.languages and not address.startswith("/office/plan/"):
            faults += [f"speaks Korean: {one}" for one in re.findall(r".*[가-힣].*", text)]
        for other in {"ko", "en"} - set(file.service.languages[1:]):
            faults += [f"leads to {one}" for one in page.links if one == f"/{other}" or one.startswith(f"/{other}/")]
        for link in page.clauses:
            path, _, fragment = link.partition("#")
            if fragment and path.endswith("/policy") and fragment not in document[page.language]:
                faults.append(f"leads to no sentence: {link}")
        found += [f"{address} {fault}" for fault in dict.fromkeys(faults)]
    return found


def join(site: Office, client: httpx.Client, who: str) -> None:
    """Joins through the pages, and is signed in."""
    page = client.get("/join?kind=member")
    assert page.status_code == 200
    typed = {
        "old_enough": "yes",
        "terms": "yes",
        "email": who,
        "name": "Abigail Invented",
        "login_id": who.split("@")[0],
    }
    typed |= {"nickname": "osprey", "company": "Invented Ltd.", "phone": "02-555-0101", "mobile": "010-0000-7788"}
    told = client.post("/join", data={**hidden(page.text), **typed})
    assert "mail_token" in told.text, Read(told.text).said
    done = second(client, told, code=site.mails.code(who), password=PASSWORD, password_again=PASSWORD)
    assert done.status_code == 303, re.findall(r'class="error"[^>]*>([^<]*)', done.text)


def policy_of(company: Answers | Path) -> PolicyFile:
    """A company's policy, in force since yesterday."""
    announced = machine_moment().date() - timedelta(days=8)
    if isinstance(company, Path):
        days = {"announced": announced, "effective": announced + timedelta(days=7)}
        file = read_policy(company)
        return file.model_copy(update={"version": file.version.model_copy(update=days)})
    parsed = parse(composed(company, announced).text, "policy.yaml")
    assert parsed.policy is not None
    return parsed.policy


def object_to_something(site: Office, client: httpx.Client) -> None:
    """An objection is filed with what it is about, and the desk has its words; it has the policy's month."""
    page = client.get("/my/requests/new?kind=object")
    told = client.post("/my/requests/new", data={**hidden(page.text), "kind": "object", "text": "no counting please"})
    assert told.status_code == 303, Read(told.text).said
    shown = client.get(told.headers["location"])
    number = UUID(told.headers["location"].rpartition("/")[2])
    known = (site.jk.driver.run(person_of(site.jk.house, name, "")) for name in ("abigail@example.com", "abigail"))
    person = next(filter(None, known), None)
    assert person is not None
    [made] = site.jk.driver.run(requests_of(site.jk.house, person.subject))
    assert made.request == number
    assert (made.kind, made.state) == ("object", "open")
    assert (made.due - machine_moment().astimezone(site.jk.policy.zone).date()).days in range(27, 32)
    assert shown.status_code == 200
    words = [card for card in site.jk.show(made.subject).cards if card.ref.kind == "rights-request"]
    assert [card.values["text"] for card in words] == ["no counting please"]


def complain_of_something(site: Office, client: httpx.Client) -> None:
    """A complaint is taken with what the policy's record holds and no more, has its number, and its words are its person's."""
    page = client.get("/complaint")
    fields = set(re.findall(r'<(?:input|textarea)[^>]* name="(\w+)"', page.text))
    held = site.jk.policy.file.records["complaint"].items
    for name in ("name", "phone", "files"):
        assert (name in fields) == (name in {*held.names, *held.contents})
    given = {"name": "Abigail Invented", "email": "abigail@example.com", "text": "a parcel was opened"}
    told = client.post(
        "/complaint", data={**hidden(page.text), **{key: one for key, one in given.items() if key in fields}}
    )
    assert told.status_code == 303, Read(told.text).said
    assert given["text"] in client.get(told.headers["location"]).text


def send_a_note_elsewhere(site: Office, client: httpx.Client) -> None:
    """A member has a note sent: which items go to whom, through which relay agency, is shown before; what they asked by
    letter goes from the desk."""
    person = site.jk.driver.run(person_of(site.jk.house, "abigail@example.com", ""))
    assert person is not None
    note = {"name": "Abigail Invented", "notes": "a recipe for plum cake"}
    for _ in range(2):
        site.jk.collect("note", note, channel="site", subject=person, old_enough=True)
    page = client.get("/my/requests/new?kind=portability")
    through = "(through the relay agency Errand Relay)"
    assert {"Paperwork SE", through, "Name, Notes"} <= set(Read(page.text).said), Read(page.text).said
    keys = re.findall(r'name="transfers" value="([^"]+)"', page.text)
    asked = {**hidden(page.text), "kind": "portability", "send": "on"}
    assert client.post("/my/requests/new", data=asked).status_code == 422
    told = client.post("/my/requests/new", data={**asked, "transfers": keys[0]})
    shown = Read(client.get(told.headers["location"]).text).said
    assert {"Paperwork SE", through, "waiting to be sent", "done"} <= set(shown), shown
    with site.officer("h-portability") as officer:
        find = {"item": "email", "value": "abigail@example.com", "kind": "portability"}
        page = post(officer, "/office/requests/new", do="find", **find)
        assert {"Paperwork SE", through} <= set(Read(page.text).said)
        found = {
            **find,
            "person": str(person.subject),
            "way": "letter",
            "cabinet": "A",
            "shelf": "1",
            "name": "Abigail Invented",
            "email": find["value"],
        }
        filed = post(officer, "/office/requests/new", do="file", transfers=keys[1], text="send it", **found)
        assert filed.status_code == 303, Read(filed.text).said
        path = filed.headers["location"]
        assert post(officer, f"{path}/transfer").status_code == 422
        assert post(officer, f"{path}/confirm", proof="document").status_code == 303
        done = post(officer, f"{path}/transfer")
        assert done.status_code == 303, Read(done.text).said
        assert "waiting to be sent" in Read(officer.get(path).text).said
        # A part that was denied as it was to leave stands in the morning, and is sent again by the same request.
        with psycopg.connect(admin_of(site.jk), autocommit=True) as admin:
            admin.execute("UPDATE live.outbox SET state = 'denied' WHERE topic = 'provide' AND state = 'waiting'")
        assert f'{path.removeprefix(str(officer.base_url))}"' in officer.get("/office").text
        assert {"not sent", "Send again"} <= set(Read(officer.get(path).text).said)
        assert post(officer, f"{path}/transfer").status_code == 303
        assert "waiting to be sent" in Read(officer.get(path).text).said
        # Who left before it was sent: it stays here, and why is said.
        site.jk.leave(person.subject)
        paperwork = Endpoint("https://paperwork.example/in", "an invented secret")
        deliver(site.jk.driver, site.jk.house, {"paperwork": paperwork}, lambda *_: (200, b"{}"))
        assert "not sent" in Read(officer.get(path).text).said
        assert post(officer, f"{path}/transfer").status_code == 422


GUARDIAN = "guardian@example.com"


def child_asks(site: Office, client: httpx.Client) -> str:
    """A child says that they are too young, and names a guardian: nothing else is asked. Answers the guardian's link."""
    page = client.get("/join")
    told = client.post("/join", data={**hidden(page.text), "old_enough": "no", "name": "Secret Child"})
    fields = set(re.findall(r'<input[^>]* name="(\w+)"', told.text)) - {"csrf", "_csrf"}
    assert {"guardian_name", "guardian_email"} <= fields
    assert not fields & {"name", "login_id", "email"}
    assert re.search("동의를 확인하는 방법|Their consent is confirmed by", told.text)
    asked = {**hidden(told.text), "guardian_name": "Gail Invented", "guardian_email": GUARDIAN}
    sent = client.post("/join/guardian", data=asked)
    assert sent.status_code == 200, Read(sent.text).said
    return urlsplit(site.mails.link(GUARDIAN)).path


def children_join(site: Office) -> None:
    """One guardian refuses, and what was given goes; another agrees, and their child joins; an old link opens nothing."""
    with site.client() as client:
        link = child_asks(site, client)
        with site.client() as guardian:
            page = guardian.get(link)
            refused = guardian.post(link, data={**hidden(page.text), "answer": "refuse"})
            assert refused.status_code == 200
            assert guardian.post(link, data={**hidden(page.text), "answer": "agree"}).status_code == 410
        link = child_asks(site, client)
        with site.client() as guardian:
            page = guardian.get(link)
            agreed = guardian.post(link, data={**hidden(page.text), "answer": "agree"})
            [on] = [one for one in Read(agreed.text).links if "/join?child=" in one]
        page = client.get(on)
        assert "old-no" not in page.text
        typed = {"terms": "yes", "email": "child@example.com", "name": "Cassie Invented", "login_id": "cassie"}
        told = client.post("/join", data={**hidden(page.text), **typed})
        done = second(
            client, told, code=site.mails.code("child@example.com"), password=PASSWORD, password_again=PASSWORD
        )
        assert done.status_code == 303, Read(done.text).said
    [child] = [site.jk.driver.run(person_of(site.jk.house, "cassie", ""))]
    assert child is not None
    assert {card.ref.kind for card in site.jk.show(child.subject).cards} == {"guardian", "student"}
    # A child agrees to nothing more: who acts for them as their guardian does, and either takes it back.
    for actor in (Actor("member", str(child.subject)), Actor("application", "site")):
        with pytest.raises(DeniedError, match="age"):
            site.jk.by(actor).consent(child.subject, give=["openings"])
    site.jk.by(Actor("guardian", str(child.subject))).consent(child.subject, give=["openings"])
    site.jk.by(Actor("member", str(child.subject))).consent(child.subject, withdraw=["openings"])


def nobody_is_taken_without_a_guardian(site: Office) -> None:
    """Asked by the application, a child is refused but for who the guardian is; and whose guardian has not confirmed is
    refused too."""
    values = {"login_id": "early", "password": PASSWORD, "name": "Early Invented", "email": "early@example.com"}
    with pytest.raises(DeniedError, match="age limit"):
        site.jk.collect("student", values, channel="site", old_enough=False)
    given = {"guardian_name": "Gus Invented", "guardian_email": "gus@example.com"}
    waiting = site.jk.collect("guardian", given, channel="site", old_enough=False).ref
    with pytest.raises(DeniedError):
        site.jk.collect("student", values, channel="site", subject=Person(waiting.subject, "member"), old_enough=False)
    with pytest.raises(DeniedError):
        site.jk.collect("guardian", given, channel="site")
    with pytest.raises(DeniedError, match="age"):
        site.jk.collect("guardian", given, channel="site", old_enough=False, consents=["openings"])


def a_guardian_agrees_by_phone(site: Office) -> None:
    """In the office who waits is confirmed, with how it came, and the child goes on by the link that is shown once."""
    given = {"guardian_name": "Gia Invented", "guardian_email": "gia@example.com"}
    waiting = site.jk.collect("guardian", given, channel="site", old_enough=False).ref
    way = f"/office/guardian-consents/{waiting.subject}/{waiting.record}"
    with site.worker("h-consents", "guardian") as worker:
        page = worker.get("/office/guardian-consents").text
        assert way in page
        assert "gia@example.com" not in page
        assert "card" not in re.findall(r'<option value="([^"]*)"', page)
        assert "동의를 어떻게" in post(worker, way, way="phone", said=" ").text
        done = post(worker, way, way="phone", said="11월 28일 오전에 통화함").text
        [link] = re.findall(r"/join\?child=[^<\s]+", done)
        assert way not in worker.get("/office/guardian-consents").text
    with site.client() as client:
        assert "old-no" not in client.get(link).text
        assert client.get(link).status_code == 200


def by_letter(site: Office) -> None:
    """Who is away and has forgotten the password is asked by a link in a letter, which opening uses up for nobody."""
    with site.client() as client:
        page = client.get("/forgot")
        assert client.post("/forgot", data={**hidden(page.text), "name": "bruno@example.com"}).status_code == 200
        link = eventually(lambda: re.search(r"https?://\S+/come-back/\S+", site.mails.text("bruno@example.com")))[0]
        for _ in range(2):
            assert "탈퇴한 계정입니다" in client.get(link).text
        assert client.get("/come-back/nothing").status_code == 410


def leaving_is_undone(site: Office) -> None:
    """Who leaves is told until when it can be undone, signs in, and is asked: they come back, or have it erased now."""

    def leave(client: httpx.Client) -> None:
        page = client.get("/my/leave")
        told = " ".join(Read(page.text).said)
        assert "전에 로그인하시면 취소하실 수 있습니다" in told, (page.status_code, told)
        left = client.post("/my/leave", data={**hidden(page.text), "password": PASSWORD})
        assert left.status_code == 200, Read(left.text).said
        assert client.get("/my").status_code == 303

    async def due(*_: Any) -> bool:
        return True

    def asked(client: httpx.Client) -> httpx.Response:
        """Signs in, and is asked what to do."""
        page = client.get("/sign-in")
        told = client.post("/sign-in", data={**hidden(page.text), "name": "bruno", "password": PASSWORD})
        assert told.status_code == 200
        assert "Abigail" not in told.text
        assert client.get("/my").status_code == 303
        # The pass stands in the form alone, in no address.
        assert hidden(told.text)["to"] not in str(told.url)
        assert client.get("/come-back").status_code == 410
        return told

    with site.client() as client:
        join(site, client, "bruno@example.com")
        leave(client)
    with site.client() as client:
        with pytest.MonkeyPatch.context() as patch:
            # Who was away for long has an old password, and is asked all the same.
            patch.setattr("jikim.web.account.signing_in.change_due", due)
            page = asked(client)
        back = client.post("/come-back", data={**hidden(page.text), "what": "back"})
        assert back.status_code == 303, Read(back.text).said
        assert client.get("/my").status_code == 200
        with site.client() as other:
            # The page that stayed open lets nobody in.
            for what in ("back", "erase"):
                told = {
                    **hidden(other.get("/sign-in").text),
                    "to": hidden(page.text)["to"],
                    "what": what,
                    "sure": "yes",
                }
                assert other.post("/come-back", data=told).status_code == 410
            assert other.get("/my").status_code == 303
        first = hidden(page.text)["to"]
        leave(client)
        with site.client() as other:
            # What was given for the first leaving undoes no second one, and erases nothing.
            for what in ("back", "erase"):
                told = {**hidden(other.get("/sign-in").text), "to": first, "what": what, "sure": "yes"}
                assert other.post("/come-back", data=told).status_code == 410
        by_letter(site)
    with site.client() as client:
        page = asked(client)
        assert client.post("/come-back", data={**hidden(page.text), "what": "erase"}).status_code == 422
        page = asked(client)
        erased = client.post("/come-back", data={**hidden(page.text), "what": "erase", "sure": "yes"})
        assert erased.status_code == 200, Read(erased.text).said
        assert client.post("/come-back", data={**hidden(page.text), "what": "back"}).status_code == 410
        page = client.get("/sign-in")
        told = client.post("/sign-in", data={**hidden(page.text), "name": "bruno", "password": PASSWORD})
        assert told.status_code == 422


@pytest.mark.drawn
@pytest.mark.parametrize("company", sampled(COMPANIES, one_in=5))
def test_its_site_is_its_own(company: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Somebody joins and reads every page; where there is one language, an officer every page of the office: nothing
    reads as another company's."""
    file = policy_of(COMPANIES[company])
    with running(file, tmp_path_factory.mktemp("another")) as one:
        site = Office(**vars(one))
        with site.client() as client:
            join(site, client, "abigail@example.com")
            pages = list(walk(client, "/", "/policy", "/my"))
            if "complaint" in file.records:
                complain_of_something(site, client)
            if "object" in file.rights:
                object_to_something(site, client)
            if any(one.under == "request" for one in file.recipients.values()):
                send_a_note_elsewhere(site, client)
        with site.client() as client:
            pages += walk(client, "/sign-in", "/guest")
        if not file.korean:
            assert [
                (one.address, KOREAN_LAW.findall("\n".join(one.page.said)))
                for one in pages
                if KOREAN_LAW.search("\n".join(one.page.said))
            ] == []
        if file.refuse.guardian is not None:
            children_join(site)
            nobody_is_taken_without_a_guardian(site)
            a_guardian_agrees_by_phone(site)
        if file.leaving is not None:
            leaving_is_undone(site)
        if file.holds:
            with site.officer("h-holds") as officer:
                page = officer.get("/office/calendar/holds").text
                assert re.findall(r'<option value="(\w+)"', page) == list(file.holds)
        assert {"/policy", "/promises", "/my", "/my/edit", "/my/leave"} <= {seen.address for seen in pages}
        if "민원" not in file.model_dump_json():
            # Who does not say so in its policy is nobody's authority: a complaint to it is called as the law does.
            assert [one.address for one in pages if "민원" in " ".join(one.page.said)] == []
        if "complaint" not in file.records:
            # Nothing is offered that nobody could take: no form, no number to follow.
            [shown] = [" ".join(one.page.said) for one in pages if one.address in ("/complaint", "/en/complaint")][:1]
            assert not re.search("접수한 고충 조회|고충 접수|Track a complaint|Make a complaint", shown)
        if len(file.service.languages) == 1:
            with site.officer("h-abigail") as employed:
                pages += walk(employed, "/office", "/office?span=week")
                searched = post(employed, "/office/search", q="abigail")
                pages.append(Seen("/office/search", searched.status_code, Read(searched.text)))
            assert {"/office/people", "/office/records", "/office/plan"} <= {seen.address for seen in pages}
            if not file.korean:
                # The internal management plan alone is a document of Korean law, whoever has one.
                office = [one for one in pages if re.match(r"/office(?!/plan/edit)", one.address)]
                found = [(one.address, CITED.findall("\n".join(one.page.said))) for one in office]
                assert [f"{address} {lines}" for address, lines in found if lines] == []
                assert not {"/office/insurance", "/office/self-check"} & {one.address for one in office}
        found = wrong(file, pages)
        assert not found, "\n".join(found)
