"""What leaves beyond the daily work: demands by authorities, new consents, statistics and pseudonyms, and the register
of all of it."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from tests.at_once import both
from tests.employed import employ, ledger_of, officer_of
from tests.entering import typed
from tests.office.conftest import Office, post
from tests.office.papers import text_of
from tests.office.test_office_handing import THEIRS, message_of, opened
from tests.office.test_office_open import alone, once, value
from tests.pressed import forged

import jikim
from jikim.alerts.raising import open_alerts
from jikim.app import Jikim
from jikim.app.disclosure_work import give
from jikim.disclosures import demand_register, demands, new_consents, pseudonyms
from jikim.disclosures.handing_on import ways
from jikim.disclosures.left import Sought, left
from jikim.disclosures.pseudonyms import TooSmallError
from jikim.disclosures.releases import release_counts, release_of, releases
from jikim.errors import ConflictError, DeniedError, InvalidError, KeyGoneError
from jikim.handlers.officers import revoke_grant
from jikim.paper.document import WIDE, Table
from jikim.policy.ask import Actor
from jikim.policy.compile import compile_policy
from jikim.policy.grounds import ungrounded
from jikim.policy.model import PolicyFile
from jikim.web.office.disclosures.waiting import look_due

PARTICULARS: dict[str, Any] = {
    "ground": "order",
    "authority": "가나경찰서 사이버수사팀",
    "statute": "통신비밀보호법 제13조",
    "document": "가나-2026-0101",
}
ROOT = Path(__file__).parents[2]


def test_one_page_hands_on_and_nothing_by_law_or_as_counts(homepage: PolicyFile) -> None:
    """Of the office's pages, open records alone call `provide` and `entrust`, and never by a demand; authorities and
    research are no way of theirs.

    A company's own pages call both as the handler who is signed in: what the policy does not let that handler hand on
    is refused there too.
    """
    pages = {path: path.read_text(encoding="utf-8") for path in (ROOT / "src/jikim/web").rglob("*.py")}
    found = {path: text for path, text in pages.items() if re.search(r"\.provide\b|\.entrust\b|verbs\.hand\b", text)}
    assert [f"{path.parent.name}/{path.name}" for path in sorted(found)] == ["office/added.py", "records/handing_on.py"]
    assert "demand" not in "".join(found.values())
    policy = compile_policy(homepage)
    offered = {way.to for kind in policy.records for way in ways(policy, kind, set(policy.file.purposes))}
    assert offered == set(homepage.recipients) - {"authority", "research"} | set(homepage.processors)
    room = (ROOT / "src/jikim/disclosures").rglob("*.py")
    assert [path.name for path in room if "verbs.provide" in path.read_text(encoding="utf-8")] == ["demands.py"]


def prepared(jk: Jikim, person: jikim.Person, record: Any, actor: Actor, **said: str) -> Any:
    """A demand that lies before the second person, made through the room."""
    run: Any = jk.driver.run
    house = jk.house
    number = run(
        demands.prepare(
            house, to="authority", purpose="identification", place="A", actor=actor, **{**PARTICULARS, **said}
        )
    )
    run(demands.set_part(house, run(demand_register.demand_of(house, number)), record, ["name"], actor=actor))
    run(demands.put(house, run(demand_register.demand_of(house, number)), actor=actor))
    found = run(demand_register.demand_of(house, number))
    assert found is not None
    assert person.subject == record.subject
    return found


def test_nobody_fills_a_draft_that_somebody_else_prepared(jk: Jikim, cast: Any) -> None:
    """An officer who puts records into a colleague's draft, or puts it before the second person, could approve their
    own choice: both are refused."""
    run: Any = jk.driver.run
    house, preparer, other = jk.house, officer_of(jk, "prep"), officer_of(jk, "other")
    number = run(
        demands.prepare(house, to="authority", purpose="identification", place="A", actor=preparer, **PARTICULARS)
    )
    draft = run(demand_register.demand_of(house, number))
    for steps in (
        demands.set_part(house, draft, cast.alice_membership, ["name"], actor=other),
        demands.put(house, draft, actor=other),
        # The statement itself holds it too.
        demands._step(house, draft._replace(prepared="other"), "draft", "asked", other),
    ):
        if steps.__name__ == "_step":
            run(demands.set_part(house, draft, cast.alice_membership, ["name"], actor=preparer))
        with pytest.raises(DeniedError) as denied:
            run(steps)
        assert denied.value.why == ("grant" if steps.__name__ == "_step" else "second-person")
    run(demands.put(house, draft, actor=preparer))
    asked = run(demand_register.demand_of(house, number))
    run(demands.approve(house, asked, asked.digest, actor=other))
    assert run(demand_register.demand_of(house, number)).state == "approved"


@pytest.mark.clause("3.3")
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"ground": "letter"}, "no-ground"),
        ({"ground": "statute", "statute": "형사소송법 제199조제2항"}, "no-ground"),
        ({"ground": "statute", "statute": "「형사소송법」 제199조제2항"}, "no-ground"),
        ({"ground": "statute", "document": "수사협조 의뢰 2026-1"}, "no-ground"),
        ({"ground": "public"}, "public-ground"),
        ({"ground": "statute", "statute": "개인정보 보호법 제18조제2항제7호"}, "public-ground"),
        ({"ground": "order", "statute": "개인정보보호법 제18조 제2항 제5호"}, "public-ground"),
    ],
)
def test_a_letter_that_asks_for_cooperation_is_no_ground(jk: Jikim, said: dict[str, str], why: str) -> None:
    """A private company's grounds are a warrant, an order, a named statute or a danger to life; the rest is refused
    with a sentence, recorded."""
    asked = {**PARTICULARS, "to": "authority", "purpose": "identification", "place": "A", **said}
    with pytest.raises(DeniedError) as denied:
        jk.driver.run(demands.prepare(jk.house, actor=officer_of(jk, "prep"), **asked))
    assert (denied.value.why, denied.value.clause) == (why, "3.3")
    assert denied.value.hint


def test_a_public_body_says_so_in_its_policy(jk: Jikim) -> None:
    """What serves public bodies alone is a ground where the policy says that the controller is one, and nowhere else."""
    file = jk.policy.file
    public = file.model_copy(update={"service": file.service.model_copy(update={"public_body": True})})
    assert not file.service.public_body
    assert ungrounded(compile_policy(public), "public", "개인정보 보호법 제18조제2항제7호", "") is None
    assert ungrounded(compile_policy(public), "letter", "", "") == "no-ground"


@pytest.mark.clause("3.3")
@pytest.mark.parametrize("ground", ["warrant", "danger"])
def test_a_warrant_waits_for_nobody_and_is_looked_at_afterwards(jk: Jikim, cast: Any, ground: str) -> None:
    """One officer prepares and approves, marked and alerted; a second looks within a working day, and nobody looks at
    their own."""
    run: Any = jk.driver.run
    house, first, second = jk.house, officer_of(jk, "served"), officer_of(jk, "second")
    one = prepared(jk, cast.alice, cast.alice_membership, first, ground=ground)
    run(demands.approve(house, one, one.digest, actor=first))
    one = run(demand_register.demand_of(house, one.demand))
    assert (one.state, one.alone, one.looked) == ("approved", True, None)
    assert [found.kind for found in run(open_alerts(house))] == ["demand-alone"]
    assert run(demands.carry_out(house, one, actor=first)) == 1
    due = look_due(house, one.decided_at)
    assert due > house.today()
    assert due.weekday() < 5
    with pytest.raises(DeniedError) as denied:
        run(demands.look_at(house, one, actor=first))
    assert denied.value.why == "second-person"
    run(demands.look_at(house, one, actor=second))
    assert run(demand_register.demand_of(house, one.demand)).looked == "second"
    with pytest.raises(ConflictError):
        run(demands.look_at(house, one, actor=second))


def test_a_handler_approves_no_warrant_alone(jk: Jikim, cast: Any) -> None:
    """What passes with one officer passes with an officer: a handler who prepared it cannot approve it, by the
    statement itself either."""
    run: Any = jk.driver.run
    employ(jk, "hasty", "handler")
    jk.by(jk.acting("system", "set-up")).grant("hasty", ["identification"], jk.now() + timedelta(days=9))
    hasty = jk.handler("hasty", origin="192.0.2.20")
    one = prepared(jk, cast.alice, cast.alice_membership, hasty, ground="warrant")
    for steps in (
        demands.approve(jk.house, one, one.digest, actor=hasty),
        demands._step(jk.house, one, "asked", "approved", hasty, bytes.fromhex(one.digest)),
    ):
        with pytest.raises(DeniedError):
            run(steps)
    assert run(demand_register.demand_of(jk.house, one.demand)).state == "asked"


def test_two_officers_decide_one_demand_once(jk: Jikim, cast: Any) -> None:
    """Of an approval and a refusal at once one stands; carried out by two at once, a record leaves under one number,
    once."""
    run: Any = jk.driver.run
    house = jk.house
    one = prepared(jk, cast.alice, cast.alice_membership, officer_of(jk, "prep"))
    with pytest.raises(DeniedError) as denied:
        run(demands.approve(house, one, one.digest, actor=jk.handler("prep", origin="192.0.2.20")))
    assert denied.value.why == "second-person"
    first, second = officer_of(jk, "yes"), officer_of(jk, "no")
    answers = both(
        lambda: run(demands.approve(house, one, one.digest, actor=first)),
        lambda: run(demands.refuse(house, one, one.digest, "절차가 빠졌습니다", actor=second)),
    )
    assert sum(isinstance(answer, ConflictError) for answer in answers) == 1
    # Another demand, approved: two carry it out.
    two = prepared(jk, cast.alice, cast.alice_membership, officer_of(jk, "prep"))
    run(demands.approve(house, two, two.digest, actor=first))
    two = run(demand_register.demand_of(house, two.demand))
    queued = both(
        lambda: run(demands.carry_out(house, two, actor=first)),
        lambda: run(demands.carry_out(house, two, actor=second)),
    )
    assert sum(n for n in queued if isinstance(n, int)) == 1
    assert [row[4] for row in jk.counts("outbox_states")] == [1]


def test_a_demand_is_closed_when_all_has_left_and_its_words_go_in_time(
    jk: Jikim, cast: Any, forward: Callable[..., Any]
) -> None:
    """What was denied counts as settled; three years after, who asked and why is gone, and the numbers stay."""
    run: Any = jk.driver.run
    house = jk.house
    first = officer_of(jk, "yes")
    one = prepared(jk, cast.alice, cast.alice_membership, officer_of(jk, "prep"))
    run(demands.approve(house, one, one.digest, actor=first))
    jk.leave(cast.alice.subject)
    one = run(demand_register.demand_of(house, one.demand))
    assert run(demands.carry_out(house, one, actor=first)) == 0
    assert [part.denied for part in run(demand_register.parts_of(house, one.demand))] == ["left"]
    give(jk)
    closed = run(demand_register.demand_of(house, one.demand))
    assert (closed.state, closed.left) == ("done", 0)
    forward(days=365 * 3 + 3)
    give(jk)
    gone = run(demand_register.demand_of(house, one.demand))
    assert (gone.authority, gone.document, gone.records, gone.statute) == ("", "", 1, PARTICULARS["statute"])
    with pytest.raises(KeyGoneError):
        run(house.keyring.ensure(demand_register.SPACE, one.demand.bytes))


@pytest.mark.clause("3.7")
@pytest.mark.by_hand
def test_nothing_leaves_before_the_yes_to_a_new_consent(office: Office) -> None:
    """Asked by letter and on their page: an officer hands nothing on before the answer, after a no, and after a yes is
    taken back; between, the file for the receiver alone is made and given, and its person sees to whom it went."""
    officer = office.officer("h-asks")
    (yes, her), (no, him) = office.member(), office.member()
    jk = office.jk

    def leaves(person: jikim.Person) -> bool:
        record = membership_of(office, person)
        form = {"to": "recipient/asked-later/support", "record": value(record)}
        alone(officer, record)
        told = post(officer, "/office/records/membership/hand-on/before", **form).text
        form |= {"item": ["name", "email"], "chosen": "yes", "once": once(told)}
        refused = "전달하지 않음: " in told
        with forged() if refused else nullcontext():
            done = post(officer, "/office/records/membership/hand-on", **form).text
        assert ("1건의 전송을 등록했습니다" in done, "등록한 전송이 없습니다" in done) == (not refused, refused)
        return not refused

    words = {
        "why_ko": "새 상담 창구를 엽니다",
        "why_en": "A new help desk opens",
        "until": (office.jk.house.today() + timedelta(days=30)).isoformat(),
    }
    for person, given in ((yes, her), (no, him)):
        form = {"name": "asked-later/support", "person": str(person.subject), **words}
        account = post(officer, "/office/disclosures/asking", **form)
        assert 'name="sure"' in account.text
        assert asked_open(office, person) == []
        done = post(officer, "/office/disclosures/asking", sure="yes", **form)
        assert done.status_code == 200
        assert "1" in done.text
        assert not leaves(person)
        give(jk)
        jk.mails()
        assert "asked" in office.mails.text(given["email"]) or "동의 요청" in str(
            office.mails.to(given["email"])["subject"]
        )
    assert (
        post(
            officer, "/office/disclosures/asking", name="asked-later/support", person=str(yes.subject), **words
        ).status_code
        == 422
    )
    for person, answer in ((yes, "yes"), (no, "no")):
        browser = office.signed_in(person)
        page = browser.get("/my/consents")
        assert "새 상담 창구를 엽니다" in page.text
        token = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)
        number = re.search(r'name="request" value="([0-9a-f-]{36})"', page.text)
        assert token is not None
        assert number is not None
        form = {"_csrf_token": token[1], "request": number[1], "answer": answer}
        assert browser.post("/my/consents/asked", data=form).status_code == 200
        assert 'name="request"' not in browser.get("/my/consents").text
        # Twice is not once more: a no can't become a yes behind its back.
        assert browser.post("/my/consents/asked", data={**form, "answer": "yes"}).status_code == 422
    assert leaves(yes)
    assert not leaves(no)
    way = "/office/handing/recipient/asked-later/support"
    post(officer, f"{way}/certificate", files={"certificate": ("c.pem", THEIRS)})
    message = message_of(office, membership_of(office, yes), "recipient", "asked-later", "support")
    made = post(officer, f"{way}/file", message=[message], once=once(officer.get(way).text))
    assert her["email"] in opened(made)["data.csv"].decode("utf-8-sig")
    assert "1건의 전달을 확인했습니다" in post(officer, f"{way}/given", message=[message], how="post", number="1").text
    for person, seen in ((yes, True), (no, False)):
        browser = office.signed_in(person)
        browser.get("/my/uses")
        assert ("가상협력" in browser.get("/my/went").text) is seen
    form = {"consent": "asked-later/support", "do": "withdraw"}
    assert typed(office.signed_in(yes), "/my/consents", **form).status_code == 200
    assert not leaves(yes)
    said = {row.name: (row.yes, row.no) for row in jk.driver.run(new_consents.askings(jk.house)) if row.asked == 1}
    assert "asked-later/support" in said
    assert "1" in officer.get("/office/disclosures/asking").text


def membership_of(office: Office, person: jikim.Person) -> jikim.Ref:
    return next(card.ref for card in office.jk.show(person.subject).cards if card.ref.kind == "membership")


def asked_open(office: Office, person: jikim.Person) -> list[Any]:
    """What waits for a person's answer."""
    return [one for one in office.jk.driver.run(new_consents.asked_of(office.jk.house, person.subject)) if one.open]


def test_many_are_asked_page_by_page_and_no_one_twice(jk: Jikim, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody who can be asked is, each on their own record; who is being asked, has agreed or has left is passed
    over; one taken back asks nobody."""
    run: Any = jk.driver.run
    house = jk.house
    monkeypatch.setattr(new_consents, "PAGE", 2)
    officer = officer_of(jk, "asks")
    for n in range(3):
        jk.collect(
            "membership",
            {
                "login_id": f"more{n:04d}",
                "password": f"grey heron {n} waits",
                "name": "나다라",
                "email": f"more{n}@example.com",
            },
            channel="homepage",
            old_enough=True,
        )
    jk.consent(cast.bob.subject, give=["asked-later/support"])
    words: dict[str, Any] = {
        "why_ko": "이유",
        "why_en": "reason",
        "until": jk.now().date() + timedelta(days=9),
        "actor": officer,
    }
    assert run(new_consents.reach(house, "asked-later/support")) == 4
    number, count = run(new_consents.ask_people(house, "asked-later/support", **words))
    assert count == 4
    assert run(new_consents.reach(house, "asked-later/support")) == 0
    assert any("subject:consent-asked" in use["event"] for use in jk.show(cast.alice.subject).uses)
    run(new_consents.end(house, number, actor=officer))
    with pytest.raises(DeniedError):
        run(
            new_consents.answer(
                house, cast.alice.subject, number, True, actor=jk.acting("member", str(cast.alice.subject))
            )
        )
    with pytest.raises(DeniedError):
        run(
            new_consents.answer(
                house, cast.alice.subject, number, False, actor=jk.acting("member", str(cast.bob.subject))
            )
        )
    with pytest.raises(DeniedError):
        run(new_consents.ask_people(house, "nobody/support", **words))
    with pytest.raises(InvalidError):
        run(new_consents.ask_people(house, "asked-later/support", **{**words, "until": jk.now().date()}))


_NUMBERS = itertools.count(900)  # of people in a house that tests share


def usage(jk: Jikim, n: int, kind: str = "member", **values: Any) -> Any:
    """Somebody who agreed to statistics, with one record of usage."""
    record = "membership" if kind == "member" else "corporate-membership"
    given = {
        "login_id": f"{kind[:4]}{n:05d}",
        "password": f"calm otter {n} dives",
        "name": "다라마",
        "email": f"{kind}{n}@example.com",
        **values,
    }
    if kind == "corporate":
        given |= {"company": "가나다 회사", "business_no": "124-81-00998"}
    made = jk.collect(
        record, given, channel="homepage", subject=kind, old_enough=True, consents=["marketing.statistics"]
    )
    person = jikim.Person(made.ref.subject, kind)
    jk.collect("usage-history", {"usage": {"sessions": n % 2}}, channel="automatic", subject=person, old_enough=True)
    return person


@pytest.mark.clause("3.5")
def test_no_two_releases_differ_by_one_person(jk: Jikim, forward: Callable[..., Any]) -> None:
    """Of closed months alone, rounded down, a small group with a second to hide behind; released again after people
    left and came, it says the same."""
    run: Any = jk.driver.run
    house = jk.house
    officer = officer_of(jk, "counts")
    people = [usage(jk, n) for n in range(7)]
    ask: dict[str, Any] = {"purpose": "marketing.statistics", "why": "이용 현황 보고서", "actor": officer}
    with pytest.raises(InvalidError, match="no row would leave"):
        run(release_counts(house, "research", "usage-history", **ask))
    assert run(releases(house)) == []
    forward(days=26)
    first = run(release_counts(house, "research", "usage-history", **ask))
    rows = list(csv.DictReader(io.StringIO(first.content)))
    assert [(row["kind"], row["times"], row["people"]) for row in rows] == [("member", "1", "5")]
    for person in people[:3]:
        jk.leave(person.subject)
    usage(jk, 8)
    assert run(release_counts(house, "research", "usage-history", **ask)).content == first.content
    # Three of a company beside six members: the small group is kept back, and the other with it.
    for n in range(9, 12):
        usage(jk, n, "corporate")
    for n in range(12, 18):
        usage(jk, n)
    forward(days=31)
    made = run(release_counts(house, "research", "usage-history", **ask))
    assert (made.content, made.lines, made.small, made.state) == (first.content, 1, 2, "released")
    with pytest.raises(DeniedError):
        run(release_counts(house, "authority", "membership", **ask))
    with pytest.raises(InvalidError):
        run(release_counts(house, "research", "membership", **{**ask, "why": " "}))


@pytest.mark.clause("3.5")
def test_pseudonyms_leave_at_a_second_word_once_and_only_where_nobody_stands_alone(
    jk: Jikim, forward: Callable[..., Any]
) -> None:
    """Small groups refuse the whole release; two releases share no pseudonym; two officers let one out once; the key
    goes with the purpose."""
    run: Any = jk.driver.run
    house = jk.house
    first, second, third = (officer_of(jk, name) for name in ("pre", "let", "too"))
    people = [usage(jk, n, country="KR") for n in range(5)]
    ask: dict[str, Any] = {
        "purpose": "marketing.statistics",
        "why": "연구",
        "ends": jk.now().date() + timedelta(days=60),
        "actor": first,
    }

    def prepared_one() -> Any:
        number = run(
            pseudonyms.prepare_release(house, "research", "membership", items=["country"], quasi=["country"], **ask)
        )
        return run(release_of(house, number))

    odd = usage(jk, 77, country="JP")
    one = prepared_one()
    with pytest.raises(DeniedError) as denied:
        run(pseudonyms.let_out(house, one, actor=first))
    assert denied.value.why == "second-person"
    with pytest.raises(TooSmallError) as small:
        run(pseudonyms.let_out(house, one, actor=second))
    assert (small.value.groups, small.value.of) == (1, 2)
    assert run(release_of(house, one.release)).state == "refused"
    jk.leave(odd.subject)
    two, three = prepared_one(), prepared_one()
    answers = both(
        lambda: run(pseudonyms.let_out(house, two, actor=second)),
        lambda: run(pseudonyms.let_out(house, two, actor=third)),
    )
    [text] = [answer for answer in answers if isinstance(answer, str)]
    assert sum(isinstance(answer, ConflictError) for answer in answers) == 1
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["country"] for row in rows] == ["KR"] * 5
    other = list(csv.DictReader(io.StringIO(run(pseudonyms.let_out(house, three, actor=second)))))
    assert not {row["pseudonym"] for row in rows} & {row["pseudonym"] for row in other}
    assert all(str(person.subject) not in text for person in people)
    assert any("release:read" in use["event"] for use in jk.show(people[0].subject).uses)
    with pytest.raises(InvalidError):
        run(pseudonyms.prepare_release(house, "research", "membership", items=["email"], quasi=["email"], **ask))
    forward(days=62)
    give(jk)
    assert {run(release_of(house, each.release)).state for each in (two, three)} == {"over"}
    with pytest.raises(KeyGoneError):
        run(house.keyring.ensure(pseudonyms.SPACE, two.release.bytes))
    forward(days=365 * 3 + 3)
    give(jk)
    assert [row.kind for row in run(releases(house))] == []


@pytest.mark.clause("3.5")
def test_who_lets_a_release_out_is_whose_grant_it_is(jk: Jikim) -> None:
    """What an officer prepared is not let out by their own grant under another's name; by another's grant it is, and the
    register has the name that the grant has."""
    run: Any = jk.driver.run
    first, second = (officer_of(jk, name) for name in ("first", "second"))
    for n in range(5):
        usage(jk, n, country="KR")
    ask: dict[str, Any] = {
        "purpose": "marketing.statistics",
        "why": "연구",
        "ends": jk.now().date() + timedelta(days=9),
    }
    number = run(
        pseudonyms.prepare_release(
            jk.house, "research", "membership", items=["country"], quasi=["country"], actor=first, **ask
        )
    )
    one = run(release_of(jk.house, number))
    with pytest.raises(DeniedError) as denied:
        run(pseudonyms.let_out(jk.house, one, actor=first._replace(id="second")))
    assert denied.value.why == "second-person"
    assert run(release_of(jk.house, number)).state == "asked"
    assert "KR" in run(pseudonyms.let_out(jk.house, one, actor=second._replace(id="third")))
    assert run(release_of(jk.house, number)).decided == "second"


@pytest.mark.clause("3.5")
def test_records_of_nobody_are_not_released(office: Office) -> None:
    """A release under pseudonyms that would hold no line is refused, with the reason: no file, no line in the
    register that says *released*."""
    first, second = office.officer("h-rel-none"), office.officer("h-let-none")
    form = {
        "offer": "research/corporate-membership/marketing.statistics",
        "why": "빈 연구",
        "ends": (office.jk.house.today() + timedelta(days=9)).isoformat(),
        "items": ["country"],
        "quasi": ["country"],
    }
    assert post(first, "/office/disclosures/releases/pseudonyms", **form).status_code == 303
    [one] = [row for row in office.jk.driver.run(releases(office.jk.house)) if row.why == form["why"]]
    answer = post(second, f"/office/disclosures/releases/{one.release}/step", do="release")
    assert answer.status_code == 422
    assert "한 줄도 없어 제공하지 않았습니다" in answer.text
    assert office.jk.driver.run(release_of(office.jk.house, one.release)).state == "refused"


@pytest.mark.by_hand
@pytest.mark.clause("3.5")
def test_releases_on_their_page(office: Office) -> None:
    """Counts of no closed month are no release; a release of records waits for another officer, and says how many
    groups are too small."""
    first, second = office.officer("h-rel"), office.officer("h-let")
    for _ in range(2):
        usage(office.jk, next(_NUMBERS), country="KR")
    made = post(
        first, "/office/disclosures/releases/counts", offer="research/membership/marketing.statistics", why="현황"
    )
    assert made.status_code == 422
    assert "한 줄도 없어 제공하지 않았습니다" in made.text
    assert "counts.csv" not in first.get("/office/disclosures/releases").text
    form = {
        "offer": "research/membership/marketing.statistics",
        "why": "연구",
        "ends": (office.jk.house.today() + timedelta(days=9)).isoformat(),
        "items": ["country"],
        "quasi": ["country"],
    }
    assert post(first, "/office/disclosures/releases/pseudonyms", **{**form, "items": []}).status_code == 422
    assert post(first, "/office/disclosures/releases/pseudonyms", **form).status_code == 303
    page = second.get("/en/office/disclosures/releases").text
    number = re.search(r"releases/([0-9a-f-]{36})/step", page)
    assert number is not None
    assert "Check and release" in page
    assert "Check and release" not in first.get("/en/office/disclosures/releases").text
    answer = post(second, f"/en/office/disclosures/releases/{number[1]}/step", do="release")
    if answer.status_code == 422:
        assert "fewer than 5 people" in answer.text
    else:
        assert answer.text.startswith("pseudonym,country")


def test_the_register_pages_from_a_place(jk: Jikim, cast: Any) -> None:
    """Each page begins behind the last line of the one before: together they are the whole, in its order, and a filter
    is exact."""
    run: Any = jk.driver.run
    house = jk.house
    officer = officer_of(jk, "reads")
    from jikim.demo.receiver import Receiver

    jk.consent(cast.alice.subject, give=["agreed-partner/marketing.ads", "asked-later/support"])
    with Receiver(["agreed-partner", "asked-later"], jk.now) as receiver:
        for _ in range(3):
            jk.provide(cast.alice_membership, to="agreed-partner", purpose="marketing.ads", items=["name"])
            jk.provide(cast.alice_membership, to="asked-later", purpose="support", items=["name", "email"])
        jk.deliver(receiver.endpoints)
    whole = run(left(house, Sought(), actor=officer))
    assert len(whole) == 6
    paged, before = [], None
    while page := run(
        left(
            house,
            Sought(),
            actor=officer,
            limit=4,
            **({"before": before.at, "before_message": before.message} if before else {}),
        )
    ):
        paged += page
        before = page[-1]
    assert [one.message for one in paged] == [one.message for one in whole]
    assert {one.to for one in run(left(house, Sought(to="asked-later", item="email"), actor=officer))} == {
        "asked-later"
    }
    assert run(left(house, Sought(to="agreed-partner", item="email"), actor=officer)) == []
    assert len(run(left(house, Sought(first=jk.now().date(), last=jk.now().date()), actor=officer))) == 6
    assert run(left(house, Sought(last=jk.now().date() - timedelta(days=1)), actor=officer)) == []
    assert len(run(left(house, Sought(first=date.min, last=date.max), actor=officer))) == 6
    assert all(one.receipt for one in whole)
    with pytest.raises(DeniedError):
        run(left(house, Sought(), actor=cast.hana))


@pytest.mark.clause("10.6")
def test_a_demand_shows_whose_records_within_the_grant_and_on_the_record(office: Office) -> None:
    """Which records and items somebody has is a recorded look, within the grant of who prepares; without one there is
    no demand to see."""
    jk = office.jk
    actor = office.employ("h-words-demand", "handler", ("identification",), kinds=["membership"], items=["name"])
    narrow = office.browser("h-words-demand")
    person, _ = office.member()
    form = {
        "ground": "order",
        "authority": "가상경찰청",
        "statute": "가상법",
        "document": "가상-2",
        "place": "A",
        "purpose": "authority/identification",
    }
    way = post(narrow, "/office/disclosures/demands/new", **form).headers["location"]
    page = narrow.get(f"{way}?person={person.subject}").text
    assert 'name="item" value="name"' in page
    assert 'name="item" value="email"' not in page
    jk.sequence()
    uses = ledger_of(jk, person.subject)
    assert [one["event"] for one in uses if one["actor"] == "handler:h-words-demand"] == ["people:look:allowed"]
    jk.driver.run(revoke_grant(jk.house.by(jk.acting("system", "set-up")), actor.grant))
    for path in (
        way,
        f"{way}?person={person.subject}",
        "/office/disclosures/demands",
        "/office/disclosures/demands/new",
    ):
        assert narrow.get(path).status_code == 403, path


def test_a_handler_pages_through_their_own_demands(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others' demands between one's own push none of them off the list."""
    from jikim.web.office.disclosures import demands as listing

    monkeypatch.setattr(listing, "SIZE", 3)
    run: Any = office.jk.driver.run
    house = office.jk.house
    own_hand, other = (
        office.employ("h-words-own", "handler", ("identification",)),
        office.employ("h-words-many", "handler", ("identification",)),
    )
    said = {
        "to": "authority",
        "purpose": "identification",
        "ground": "order",
        "authority": "가상경찰청",
        "statute": "가상법",
        "document": "가상-3",
        "place": "A",
    }
    own = run(demands.prepare(house, **said, actor=own_hand))
    for _ in range(8):
        run(demands.prepare(house, **said, actor=other))
    assert str(own) in office.browser("h-words-own").get("/office/disclosures/demands").text


def test_a_demand_that_came_to_nothing_says_so(office: Office) -> None:
    """Refused or withdrawn, its page promises no disclosure and nothing to anybody, and says who refused."""
    run: Any = office.jk.driver.run
    house, person = office.jk.house, office.member()[0]
    first, second = office.employ("h-words-asks", "officer"), office.employ("h-words-refuses", "officer")
    browser = office.browser("h-words-asks")
    for state in ("refused", "withdrawn"):
        one = prepared(office.jk, person, membership_of(office, person), first)
        if state == "refused":
            run(demands.refuse(house, one, one.digest, "문서번호가 없음", actor=second))
        else:
            run(demands.withdraw(house, one, actor=first))
        page, english = (browser.get(f"{way}/office/disclosures/demands/{one.demand}").text for way in ("", "/en"))
        assert "제공하지 않음" in page
        assert "예정</span>" not in page
        assert "not among anybody’s disclosures" in english
        assert ("거절</dt>" in page, "Refused by</dt>" in english) == (state == "refused",) * 2
        assert "승인</dt>" not in page


def test_the_register_is_printed_without_an_overlap(office: Office) -> None:
    """Its fourteen columns stand across, and each word of a cell has a place to break where its column ends."""
    officer = office.employ("h-words-prints", "officer")
    said = {**PARTICULARS, "document": "2026-가상-withdrawnandverylong"}
    office.jk.driver.run(
        demands.prepare(office.jk.house, to="authority", purpose="identification", place="A", actor=officer, **said)
    )
    printed = office.browser("h-words-prints").get("/en/office/disclosures/demands.pdf").content
    box = PdfReader(io.BytesIO(printed)).pages[0].mediabox
    assert box.width > box.height
    assert "decided" in text_of(printed)
    cells = [str(n) * 30 for n in range(WIDE + 1)]
    shown = Table(cells, [cells], [2, *[1] * WIDE]).as_json()["rows"][0]
    assert [max(map(len, cell.split("\u200b"))) for cell in shown] == [25, *[11] * WIDE]


def test_what_is_handed_over_is_in_words(office: Office) -> None:
    """On the paper for an authority a telephone number and the lines of an order stand as people write them, with how
    many of each."""
    jk, first, second = office.jk, office.officer("h-words-paper"), office.officer("h-words-paper-2")
    person, _ = office.member()
    lines = [{"product": "RemoteView", "count": 3}, {"product": "상자", "quantity": 2}]
    order = jk.collect(
        "order",
        {"name": "가나다", "phone": "02-555-0101", "lines": lines},
        channel="homepage",
        subject=person,
        old_enough=True,
    ).ref
    form = {**PARTICULARS, "place": "A", "purpose": "authority/support"}
    way = post(first, "/office/disclosures/demands/new", **form).headers["location"]
    part = {"subject": str(person.subject), "record": str(order.record), "kind": "order", "item": ["phone", "lines"]}
    assert post(first, f"{way}/part", **part).status_code == 303
    assert post(first, f"{way}/step", do="put").status_code == 303
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', second.get(way).text)
    assert found is not None
    assert post(second, f"{way}/step", do="approve", digest=found[1]).status_code == 303
    assert post(first, f"{way}/step", do="carry-out").status_code == 200
    said = text_of(post(first, f"{way}/step", do="hand-over").content)
    assert "02-555-0101" in said
    assert "RemoteView × 3; 상자 × 2" in said


def test_what_cannot_be_read_lists_nobody_and_makes_no_file(office: Office) -> None:
    """A number that is nobody's and a day that is none are told beside their fields: neither page nor file takes them for
    no filter, and the page does not say that there is nothing."""
    officer, query = office.officer(), "person=12ab&first=2026-02-30"
    page = officer.get(f"/office/disclosures?{query}")
    assert set(re.findall(r'id="e-(\w+)"', page.text)) == {"person", "first"}
    assert "해당하는 내역이 없습니다" not in page.text
    assert "left.csv" not in page.text
    for kind in ("csv", "pdf"):
        refused = officer.get(f"/office/disclosures/left.{kind}?{query}")
        assert (refused.status_code, "text/html" in refused.headers["content-type"]) == (422, True)
