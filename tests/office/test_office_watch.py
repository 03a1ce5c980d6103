"""The ledger searched, access records reviewed, breaches and alerts, as an officer works them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.office.conftest import Office, post

import jikim
from jikim.alerts.raising import alert, open_alerts
from jikim.app import alerting
from jikim.app.alerting import tell_alerts
from jikim.app.breaching import tell_breaches
from jikim.breach.cases import Case, case_of, cases, is_late, step
from jikim.breach.changing import change_facts
from jikim.desk.notices import notices
from jikim.ledger import export, stored
from jikim.mail.sending import MailError
from jikim.policy.ask import Actor
from jikim.proof.verify import verify
from jikim.review import search as searching
from jikim.review.reviewing import Leaver, family_of, reviews
from jikim.review.search import Wanted, search
from jikim.review.worksheet import Sheet, draw
from jikim.store.holding import Ref
from jikim.verbs.entries import told_of


def around(now: datetime) -> dict[str, str]:
    """Two hours before, to one after, as the form has it."""
    return {
        "since": (now - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
        "until": (now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
    }


@pytest.fixture(scope="module")
def read(office: Office) -> tuple[jikim.Person, Ref, Actor]:
    """A member whose order a handler has read, and tried to read beyond their grant."""
    person, _ = office.member(name="나가람")
    ref = office.jk.collect(
        "enquiry",
        {"name": "나가람", "email": "garam@example.com", "text": "화면이 멈춥니다"},
        channel="board",
        subject=person,
        old_enough=True,
    ).ref
    reader = office.employ("h-reader", "handler", ("support",))
    office.jk.by(reader).use(ref, purpose="support", items=["email", "text"], reason="가상의 상담")
    with pytest.raises(jikim.DeniedError):
        office.jk.by(reader).use(ref, purpose="billing", items=["email"])
    office.jk.sequence()
    return person, ref, reader


@pytest.mark.clause("10.10")
def test_the_ledger_is_searched_by_person_handler_purpose_and_time(
    office: Office, read: tuple[jikim.Person, Ref, Actor]
) -> None:
    """Each way to search finds the read and not what does not fit; a search is in the ledger itself; a handler may not
    search."""
    person, _, _ = read
    browser = office.officer("h-watch")
    today = office.jk.house.today()
    for query in (
        f"subject={person.subject}",
        "handler=h-reader",
        "handler=h-reader&purpose=support",
        "handler=h-reader&event=record:",
    ):
        page = browser.get(f"/office/ledger?{query}").text
        assert "가상의 상담" in page, query
        assert "garam@example.com" not in page
    for query in (
        "handler=h-nobody",
        "handler=h-reader&purpose=delivery",
        f"handler=h-reader&until={today - timedelta(days=2)}",
    ):
        assert "가상의 상담" not in browser.get(f"/office/ledger?{query}").text, query
    refused = browser.get("/office/ledger?handler=h-reader&refused=yes").text
    assert "거절" in refused
    assert "가상의 상담" not in refused
    assert browser.get("/office/ledger?since=yesterday").status_code == 422
    assert browser.get("/office/ledger?subject=hello").status_code == 422
    assert office.worker("h-peeping").get("/office/ledger?handler=h-reader").status_code == 403
    office.jk.sequence()
    assert (
        "ledger:search" in browser.get("/office/ledger?event=ledger:").text
        or "ledger" in browser.get("/office/ledger?event=ledger:").text
    )


@pytest.mark.clause("10.10")
def test_the_export_verifies_without_us(office: Office, read: tuple[jikim.Person, Ref, Actor]) -> None:
    """The file that the office exports is verified by the proof room alone, and any changed byte of an entry is found."""
    browser = office.officer("h-watch")
    answer = browser.get("/office/ledger/export")
    assert answer.status_code == 200
    assert "garam@example.com" not in answer.text
    key = str(office.jk.signer.verifier)
    assert verify([answer.content], trusted_key=key).faults == ()
    changed = answer.content.replace(b"record:use", b"record:usf", 1)
    assert verify([changed], trusted_key=key).faults != ()
    assert read


@pytest.mark.by_hand
@pytest.mark.clause("10.10")
def test_a_review_is_drawn_written_signed_and_then_stays(office: Office, read: tuple[jikim.Person, Ref, Actor]) -> None:
    """The worksheet counts the handler's reads, asks about what stands out, is signed only when complete, and what was
    wrong becomes a task."""
    house = office.jk.house
    browser = office.officer("h-watch")
    today = house.today()
    # Today is not over: a review of it is refused, and one of the days before finds nothing.
    assert post(browser, "/office/review", begins=str(today), ends=str(today)).status_code == 422
    made = post(browser, "/office/review", begins=str(today - timedelta(days=9)), ends=str(today - timedelta(days=8)))
    assert made.status_code == 303
    way = made.headers["location"]
    assert (
        post(
            browser, "/office/review", begins=str(today - timedelta(days=9)), ends=str(today - timedelta(days=8))
        ).status_code
        == 422
    )
    first = office.jk.driver.run(reviews(house))[0]
    other = office.officer("h-watch-two")
    assert "직접 만든 점검표" in post(browser, way, do="sign", remarks="살펴보았습니다").text
    assert post(other, way, do="sign", remarks="살펴보았습니다").status_code == 303
    assert post(other, way, do="write", remarks="다시").status_code == 422
    done = next(one for one in office.jk.driver.run(reviews(house)) if one.review == first.review)
    assert done.signer == "h-watch-two"
    assert done.sheet.remarks == "살펴보았습니다"
    pdf = browser.get(f"{way}/review.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert read


def test_what_stands_out(office: Office) -> None:
    """Each rule of the worksheet fires on what it is for, and not on a quiet day's work."""
    from random import Random

    zone = office.jk.policy.zone
    noon = datetime(2026, 3, 2, 12, tzinfo=zone)

    def entry(
        n: int, who: str, at: datetime, subject: str = "s", event: str = "record:use:allowed"
    ) -> dict[str, object]:
        return {
            "position": n,
            "actor": f"handler:{who}",
            "at": at.isoformat(),
            "event": event,
            "subject": subject,
            "purpose": "support",
            "policy": office.jk.policy.digest_hex,
        }

    quiet = [entry(n, "h-calm", noon + timedelta(minutes=n), f"s{n}") for n in range(8)]
    assert draw(quiet, zone, left={}, kin={}, chance=Random(1)).outliers == ()
    cases_of = {
        "night": [entry(100, "h-x", noon.replace(hour=23))],
        "again": [entry(200 + n, "h-x", noon, "one") for n in range(11)],
        "refused": [entry(300 + n, "h-x", noon, event="record:use:denied") for n in range(5)],
        "volume": [entry(400 + n, "h-x", noon, f"p{n}") for n in range(60)],
        "leaving": [entry(500, "h-x", noon)],
    }
    for sign, bodies in cases_of.items():
        left = {"h-x": noon + timedelta(days=3)} if sign == "leaving" else {}
        sheet = draw([*quiet, *bodies], zone, left=left, kin={}, chance=Random(1))
        assert [one.sign for one in sheet.outliers] == [sign]
        assert Sheet.of_json(json.loads(json.dumps(sheet.as_json()))) == sheet
        assert not sheet.complete
    kin = draw(quiet, zone, left={}, kin={"h-calm": [3]}, chance=Random(1))
    assert [one.sign for one in kin.outliers] == ["family"]
    assert family_of("나가람") == "나"
    assert family_of("Ada Lovely") == "lovely"
    assert Leaver("나", None).family == "나"


def test_an_address_that_takes_no_mail_keeps_no_other_officer_from_knowing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two officers one address is refused: the other is written to all the same, and the alert is told."""
    office.officer("h-refuses"), office.officer("h-reached")
    told: list[str] = []

    def send(_settings: object, address: str, _letter: object) -> None:
        if address.startswith("h-refuses"):
            raise MailError("refused", hint="try another", ko=("거부됨", "다른 주소로"), permanent=True)
        told.append(address)

    monkeypatch.setattr(alerting, "send_now", send)
    office.jk.driver.run(
        alert(office.jk.house, "refused", "h-refuses의 가상의 알림", "h-refuses's alert", href="/office/jobs")
    )
    assert tell_alerts(office.jk)["told"] >= 1
    assert "h-reached@example.com" in told


@pytest.mark.by_hand
@pytest.mark.clause("10.5")
def test_an_alert_is_told_by_mail_once_and_seen(office: Office) -> None:
    """An alert goes to every officer's address, names nobody, is not raised twice while unseen, and is gone from the
    morning page once seen."""
    browser = office.officer("h-alerted")
    house, words = office.jk.house, "h-alerted의 가상의 알림입니다"
    for _ in range(2):
        office.jk.driver.run(alert(house, "alerted", words, "h-alerted's invented alert", href="/office/jobs"))
    mine = [one.number for one in office.jk.driver.run(open_alerts(house)) if one.ko == words]
    assert len(mine) == 1
    for _ in range(2):
        tell_alerts(office.jk)
        told = [one.get_body(("plain",)) for one in office.mails.mails if "h-alerted@example.com" in str(one["to"])]
        assert sum(words in str(body.get_content()) for body in told if body is not None) == 1
    assert f"/office/alerts/{mine[0]}/seen" in browser.get("/office/alerts").text
    assert words in browser.get("/office").text
    assert post(browser, f"/office/alerts/{mine[0]}/seen").status_code == 303
    assert words not in browser.get("/office").text
    assert office.worker("h-other").get("/office/alerts").status_code == 403


def write_facts(browser: httpx.Client, way: str, /, **facts: str) -> httpx.Response:
    """Sends the form of a case's facts, as its page shows it now."""
    seen = re.search(r'name="seen" value="([0-9a-f]{32})"', browser.get(way).text)
    assert seen is not None
    return post(browser, f"{way}/facts", seen=seen[1], **facts)


def test_a_search_by_person_opens_what_lies_in_its_span(
    office: Office, read: tuple[jikim.Person, Ref, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the ledger says of somebody before the span that an officer asks for stays sealed, and so does on the next
    page what stood on the first."""
    person, ref, reader = read
    house, officer = office.jk.house, office.employ("h-watch-span", "officer")
    since, before = office.jk.now(), len(office.jk.do(told_of, person.subject, frozenset()))
    for n in range(2):
        office.jk.by(reader).use(ref, purpose="support", items=["email"], reason=f"가상의 상담 {n}")
    office.jk.sequence()
    opened: list[int] = []

    def counting(found: stored.Whose, *keys: Any) -> list[stored.Stored]:
        opened.append(len(found.rows) + len(found.places))
        return stored.opened_of_person(found, *keys)

    monkeypatch.setattr(export, "opened_of_person", counting)
    wanted = Wanted(since, office.jk.now() + timedelta(hours=1), person.subject, event="record:use")
    first = office.jk.driver.run(search(house, wanted, actor=officer, most=1))
    second = office.jk.driver.run(search(house, wanted, actor=officer, below=first.below, most=1))
    assert [len(page.entries) for page in (first, second)] == [1, 1]
    assert opened[1] < opened[0] < before
    # Of who has more entries than a page opens, each page opens so many, and the last says that there are no more.
    monkeypatch.setattr(searching, "NEWEST", 1)
    opened.clear()
    found, below = list[str](), first.below
    while below is not None:
        page = office.jk.driver.run(search(house, wanted, actor=officer, below=below))
        found, below = [*found, *(one["entry"] for one in page.entries)], page.below
    assert (found, max(opened)) == ([one["entry"] for one in second.entries], 1)


def test_a_breach_from_known_to_closed(office: Office, read: tuple[jikim.Person, Ref, Actor]) -> None:
    """The ledger says whose items a handler reached; letters go out by the queue, the clock runs from when it was
    known, and a case closes once all are told."""
    person, _, _ = read
    browser = office.officer("h-watch")
    house = office.jk.house
    now = office.jk.now().astimezone(office.jk.policy.zone)
    assert post(browser, "/office/breach", what="").status_code == 422
    # A time that no calendar has would be read back by nobody: every first page of every officer would be down with it.
    for known in ("0001-01-01T00:00", "9999-12-31T23:59"):
        assert post(browser, "/office/breach", what="x", known=known).status_code == 422
    assert browser.get("/office").status_code == 200
    assert (
        post(
            browser, "/office/breach", what="x", known=(now + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
        ).status_code
        == 422
    )
    known = now - timedelta(hours=70)
    made = post(
        browser,
        "/office/breach",
        what="가상의 유출입니다",
        known=known.strftime("%Y-%m-%dT%H:%M"),
        measures="접속을 제한되었습니다",
    )
    assert made.status_code == 303
    way = made.headers["location"]
    number = way.rpartition("/")[2]
    assert "1시간 남음" in browser.get(way).text
    span = around(now)
    assert post(browser, f"{way}/find", handler="h-reader", until=span["since"], since=span["until"]).status_code == 422
    for _ in range(2):
        assert post(browser, f"{way}/find", handler="h-reader", **span).status_code == 303
    case = next(one for one in office.jk.driver.run(cases(house)) if str(one.breach) == number)
    assert (case.people, case.told) == (1, 0)
    page = browser.get(way).text
    assert str(person.subject) in page
    assert "이메일 주소" in page
    assert post(browser, f"{way}/close").status_code == 422
    write_facts(
        browser,
        way,
        what="가상의 유출입니다",
        measures="접속을 제한되었습니다",
        advice="비밀번호를 바꾸세요",
        contact="02-555-0100",
    )
    assert post(browser, f"{way}/tell").status_code == 303
    assert post(browser, f"{way}/tell").status_code == 422
    assert office.jk.driver.run(tell_breaches(house)) == {"written": 1, "unreached": 0}
    assert office.jk.driver.run(tell_breaches(house)) == {"written": 0, "unreached": 0}
    office.jk.mails()
    address = office.jk.show(person.subject).cards[0].values["email"]
    assert "가상의 유출입니다" in office.mails.text(str(address))
    assert post(browser, f"{way}/post").status_code == 303
    assert "개인정보 유출에 관한 안내" in office.client().get("/notices").text
    assert browser.get(f"{way}/report.pdf").content.startswith(b"%PDF")
    assert post(browser, f"{way}/close").status_code == 303
    assert "breach:person:allowed" in {use["event"] for use in office.jk.show(person.subject).uses}
    assert office.worker("h-other").get("/office/breach").status_code == 403


@pytest.mark.clause("8.3")
def test_not_everybody_is_told_while_a_notice_for_whom_no_letter_reaches_is_missing(office: Office) -> None:
    """Whoever has left is told by the posting: until then the clock runs on beside *not reached*, and
    the case is late after its time."""
    person, _ = office.member()
    ref = office.jk.show(person.subject).cards[0].ref
    office.jk.by(office.employ("h-reads-gone", "handler", ("support",))).use(
        ref, purpose="support", items=["email"], reason="가상의 상담"
    )
    office.jk.sequence()
    browser, house = office.officer("h-watch-gone"), office.jk.house
    now = office.jk.now().astimezone(office.jk.policy.zone)
    known = (now - timedelta(hours=71)).strftime("%Y-%m-%dT%H:%M")
    facts = {"measures": "막았습니다", "advice": "비밀번호를 바꾸세요", "contact": "02-555-0100"}
    way = post(browser, "/office/breach", what="떠난 분의 유출", known=known, **facts).headers["location"]
    assert post(browser, f"{way}/find", handler="h-reads-gone", **around(now)).status_code == 303
    office.jk.leave(person.subject)
    assert post(browser, f"{way}/tell").status_code == 303
    assert office.jk.driver.run(tell_breaches(house)) == {"written": 0, "unreached": 1}
    page = browser.get(way).text
    assert "공지 필요, 0시간 남음" in page
    assert "전원 통지 완료" not in page
    case = next(one for one in office.jk.driver.run(cases(house)) if way.endswith(str(one.breach)))
    assert office.jk.driver.run(is_late(house, case._replace(known=case.known - timedelta(hours=2))))
    assert post(browser, f"{way}/post").status_code == 303
    page = browser.get(way).text
    assert "통지와 공지 완료" in page
    assert "전원 통지 완료" not in page


@pytest.mark.parametrize(
    ("nature", "possible", "title", "said"),
    [
        ("leak", "", "개인정보 유출에 관한 안내", "유출되어 알려"),
        ("alteration", "", "개인정보 변조에 관한 안내", "변조되어 알려"),
        ("damage", "yes", "개인정보 훼손 가능성에 관한 안내", "훼손되었을 수 있어 알려"),
    ],
)
def test_letters_say_what_was_done_and_name_the_remedies(
    office: Office, read: tuple[jikim.Person, Ref, Actor], nature: str, possible: str, title: str, said: str
) -> None:
    """Forgery, alteration and damage are incidents too, and so is a possible one; letter and notice name damages and
    mediation with today's number."""
    person, _, _ = read
    browser, now = office.officer(f"h-watch-{nature}"), office.jk.now().astimezone(office.jk.policy.zone)
    assert post(browser, "/office/breach", what="가상의 사고", nature="gossip").status_code == 422
    facts = {
        "what": f"가상의 사고 {nature}",
        "measures": "되돌렸습니다",
        "advice": "확인해 주세요",
        "contact": "02-555-0100",
    }
    way = post(browser, "/office/breach", nature=nature, possible=possible, **facts).headers["location"]
    span = around(now)
    assert post(browser, f"{way}/find", handler="h-reader", **span).status_code == 303
    assert post(browser, f"{way}/tell").status_code == 303
    office.jk.driver.run(tell_breaches(office.jk.house))
    office.jk.mails()
    letter = office.mails.text(str(office.jk.show(person.subject).cards[0].values["email"]))
    assert said in letter
    assert post(browser, f"{way}/post").status_code == 303
    notice = (
        office.client()
        .get(f"/notices/{max(one.number for one in office.jk.driver.run(notices(office.jk.house)))}")
        .text
    )
    assert title in notice
    for text in (letter, notice):
        assert "손해배상을 청구" in text
        assert "개인정보분쟁조정위원회(1833-6972" in text
    assert post(browser, f"{way}/close").status_code == 303


def test_a_breach_is_not_over_before_the_authority_knows_or_where_it_reached_nobody(office: Office) -> None:
    """One from outside is closed once it is reported; one that reached nobody can be closed, and until then is late
    after its 72 hours."""
    browser, house = office.officer("h-watch-closing"), office.jk.house
    known = (office.jk.now().astimezone(office.jk.policy.zone) - timedelta(hours=80)).strftime("%Y-%m-%dT%H:%M")
    outside = post(browser, "/office/breach", what="밖에서 들어왔습니다", known=known, outside="on").headers["location"]
    assert post(browser, f"{outside}/close").status_code == 422
    assert post(browser, f"{outside}/report").status_code == 303
    assert post(browser, f"{outside}/close").status_code == 303
    false_alarm = post(browser, "/office/breach", what="오해였습니다", known=known).headers["location"]
    case = next(one for one in office.jk.driver.run(cases(house)) if false_alarm.endswith(str(one.breach)))
    assert office.jk.driver.run(is_late(house, case))
    assert "해당자 없음으로 종결" in browser.get(false_alarm).text
    assert post(browser, f"{false_alarm}/close").status_code == 303
    case = next(one for one in office.jk.driver.run(cases(house)) if false_alarm.endswith(str(one.breach)))
    assert not office.jk.driver.run(is_late(house, case))


def test_the_facts_of_a_breach_are_completed_before_anybody_is_told(
    office: Office, read: tuple[jikim.Person, Ref, Actor]
) -> None:
    """No letter and no posting goes out while the law's facts are missing, and the page names them in both languages;
    what is corrected meanwhile goes into the letters that are left, and the ledger says which facts, none of their
    words."""
    assert read
    browser, house = office.officer("h-watch-facts"), office.jk.house
    now = office.jk.now().astimezone(office.jk.policy.zone)
    way = post(browser, "/office/breach", what="한 문장만 아는 유출").headers["location"]
    span = around(now)
    assert post(browser, f"{way}/find", handler="h-reader", **span).status_code == 303

    def case() -> Case:
        return next(one for one in office.jk.driver.run(cases(house)) if way.endswith(str(one.breach)))

    facts = {
        "what": "한 문장만 아는 유출",
        "measures": "접속을 제한되었습니다",
        "advice": "비밀번호를 바꾸세요",
        "contact": "02-555-0100",
    }
    labels = {
        "measures": ("회사가 한 일", "what the company has done"),
        "advice": ("본인이 피해를 줄이는 방법", "what people can do"),
        "contact": ("물어볼 곳", "whom to ask"),
    }
    for name, (ko, en) in labels.items():
        assert write_facts(browser, way, **(facts | {name: ""})).status_code == 303
        for act in ("tell", "post"):
            refused = post(browser, f"{way}/{act}")
            assert refused.status_code == 422
            assert f"‘{ko}’ 칸이 비어 있습니다" in refused.text
            assert f'id="e-{name}"' in refused.text
            assert f"{en} is missing" in post(browser, f"/en{way}/{act}").text
    assert (case().telling, case().posted) == (None, None)
    assert post(browser, f"{way}/facts", seen="0" * 32, **facts).status_code == 422
    assert write_facts(browser, way, **(facts | {"what": ""})).status_code == 422
    assert write_facts(browser, way, **(facts | {"advice": "900101-1234568"})).status_code == 422
    assert write_facts(browser, way, **facts).status_code == 303
    assert post(browser, f"{way}/tell").status_code == 303
    # From now on it may be corrected, and nothing of it is taken away; the statement itself sees to that.
    assert write_facts(browser, way, **(facts | {"contact": ""})).status_code == 422
    assert write_facts(browser, way, **(facts | {"measures": "접속을 막고 문을 고쳤습니다"})).status_code == 303
    office.jk.driver.run(tell_breaches(house))
    office.jk.mails()
    person, _, _ = read
    letter = office.mails.text(str(office.jk.show(person.subject).cards[0].values["email"]))
    assert "접속을 막고 문을 고쳤습니다" in letter
    assert "비밀번호를 바꾸세요" in letter
    office.jk.sequence()
    wanted = Wanted(office.jk.now() - timedelta(hours=1), office.jk.now(), None, "", "", "breach:change", False)
    entries = office.jk.driver.run(search(house, wanted, actor=office.jk.handler("h-watch-facts"))).entries
    kept = str(entries)
    assert "'facts': 'measures'" in kept
    assert "문을 고쳤습니다" not in kept
    assert "유출 사고 내용 수정" in browser.get("/office/ledger?event=breach:").text
    assert post(browser, f"{way}/close").status_code == 303
    assert post(browser, f"{way}/facts", seen=case().seen, **(facts | {"when": "어제"})).status_code == 422


def test_what_is_changed_meanwhile_is_judged_anew(office: Office) -> None:
    """Of two who write the facts of a case at once, one is told; letters and a posting do not begin with facts that
    were emptied after they were judged, nor are facts emptied after letters began."""
    browsers = [office.officer(f"h-watch-meanwhile-{n}") for n in (1, 2)]
    house, run, inside = office.jk.house, office.jk.driver.run, office.inside
    assert inside is not None
    facts = {"what": "동시에 고칩니다", "measures": "제한되었습니다", "advice": "바꾸세요", "contact": "02-555-0100"}
    way = post(browsers[0], "/office/breach", **facts).headers["location"]
    number, actor = UUID(way.rpartition("/")[2]), office.jk.handler("h-watch-meanwhile-2")

    def case() -> Case:
        return run(case_of(house, number))

    seen = case().seen
    for browser in browsers:
        browser.get("/office/tasks")
    with ThreadPoolExecutor(2) as both:
        answers = list(
            both.map(
                lambda n: post(browsers[n], f"{way}/facts", seen=seen, **(facts | {"when": f"{n}"})).status_code, (0, 1)
            )
        )
    assert sorted(answers) == [303, 422]

    def between(at: str, meanwhile: Callable[[], object]) -> Callable[[str, str], None]:
        def hook(step: str, when: str) -> None:
            if (step, when) == (at, "before"):
                inside.driver.hook = None
                meanwhile()

        return hook

    def emptied() -> None:
        run(change_facts(house, number, facts | {"contact": ""}, seen=case().seen, actor=actor))

    def filled() -> None:
        run(change_facts(house, number, facts, seen=case().seen, actor=actor))

    for act, at in (("tell", "breach.step"), ("post", "breach.post")):
        inside.driver.hook = between(at, emptied)
        assert post(browsers[0], f"{way}/{act}").status_code == 422
        assert (case().telling, case().posted) == (None, None)
        filled()
    inside.driver.hook = between("breach.change", lambda: run(step(house, number, "tell", actor=actor)))
    assert post(browsers[0], f"{way}/facts", seen=case().seen, **(facts | {"contact": ""})).status_code == 422
    assert case().telling is not None
    assert case().what["contact"] == "02-555-0100"


def test_a_posting_that_is_cut_off_leaves_a_second_try(office: Office) -> None:
    """A case is marked as posted and its notice stands, or neither: what is cut off before the notice stands can be
    posted again, once."""
    browser, house = office.officer("h-watch-cut"), office.jk.house
    facts = {"measures": "제한되었습니다", "advice": "바꾸세요", "contact": "02-555-0100"}
    way = post(browser, "/office/breach", what="끊긴 게시", **facts).headers["location"]

    def cut(step: str, when: str) -> None:
        if when == "before" and step in ("notice.post", "breach.post"):
            raise jikim.JikimError("cut off", ko=("끊김", ""))

    assert office.inside is not None
    office.inside.driver.hook = cut
    try:
        assert post(browser, f"{way}/post").status_code == 422
    finally:
        office.inside.driver.hook = None
    assert office.jk.driver.run(case_of(house, UUID(way.rpartition("/")[2]))).posted is None
    assert [post(browser, f"{way}/post").status_code for _ in range(2)] == [303, 422]
    board = [one for one in office.jk.driver.run(notices(house, limit=500)) if "끊긴 게시" in one.body_ko]
    assert len(board) == 1
    assert "물어볼 곳: 02-555-0100" in board[0].body_ko
    assert "Whom to ask: 02-555-0100" in board[0].body_en


def test_two_who_post_one_breach_post_it_once(office: Office) -> None:
    """Of two officers who put up the notice of a case at once, one does, and one notice is on the board."""
    browsers = [office.officer(f"h-watch-post-{n}") for n in (1, 2)]
    facts = {"measures": "제한되었습니다", "advice": "바꾸세요", "contact": "02-555-0100"}
    way = post(browsers[0], "/office/breach", what="동시에 올립니다", outside="on", **facts).headers["location"]
    for browser in browsers:
        browser.get("/office/tasks")
    before = len(office.jk.driver.run(notices(office.jk.house, limit=500)))
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda browser: post(browser, f"{way}/post").status_code, browsers))
    assert sorted(answers) == [303, 422]
    assert len(office.jk.driver.run(notices(office.jk.house, limit=500))) == before + 1
