"""Abuse prevention (2.2): who signed in from where, held against each other; a measure, its evidence and the objection."""

from __future__ import annotations

import itertools
import re

import httpx
import pytest
from tests.entering import typed
from tests.office.conftest import Office, post

from jikim.answers import Correction, Ref
from jikim.cases.cases import act
from jikim.desk.measures import KIND, MEASURES, propose_measure
from jikim.errors import DeniedError, JikimError
from jikim.policy.ask import Actor
from jikim.policy.plan import plan
from jikim.verbs.collect import Person
from jikim.verbs.correct import correct_now
from jikim.verbs.leave import inventory_of

ABUSE = "abuse-prevention"
_hosts = itertools.count(2)


def _elsewhere() -> str:
    """An address of this machine that no other test comes from."""
    return f"127.77.0.{next(_hosts)}"


def _signs_in(office: Office, given: dict[str, str], address: str) -> httpx.Client:
    client = office.client(transport=httpx.HTTPTransport(local_address=address))
    came = typed(client, "/sign-in", name=given["login_id"], password=given["password"])
    assert came.status_code == 303, came.text
    return client


def _compares(browser: httpx.Client, **asked: str) -> str:
    answer = post(
        browser,
        "/office/sign-ins",
        **{"way": "address", "days": "7", "least": "2", "reason": "한 곳의 여러 계정", **asked},
    )
    assert answer.status_code == 200, answer.text
    return answer.text


def _group(page: str, person: Person) -> str:
    """The row that an account stands in; empty where none does."""
    return next((row for row in re.findall(r"<tr>.*?</tr>", page, re.S) if str(person.subject) in row), "")


def _signed_in(office: Office, person: Person) -> list[Ref]:
    return [card.ref for card in office.jk.show(person.subject).cards if card.ref.kind == "sign-in"]


def test_sign_ins_are_noted_whatever_was_agreed_to_once_a_day_and_address(office: Office) -> None:
    """Who agreed to nothing among the cookies is noted all the same; the second sign-in of a day from there adds none."""
    person, given = office.member()
    here, there = _elsewhere(), _elsewhere()
    for address in (here, here, there):
        _signs_in(office, given, address)
    found = _signed_in(office, person)
    assert len(found) == 2
    seen = {office.jk.use(ref, purpose=ABUSE, items=["ip"], reason="a test")["ip"] for ref in found}
    assert seen == {here, there}
    for purpose in ("marketing.frequency", "marketing.effectiveness", "member-services"):
        with pytest.raises(DeniedError):
            office.jk.use(found[0], purpose=purpose, items=["access_log"], reason="a test")


@pytest.mark.clause("2.2")
def test_accounts_of_one_address_and_addresses_of_one_account_are_found(office: Office) -> None:
    """Each way finds the accounts that are so and no other, without a value, and stands in the ledger with its reason."""
    (one, first), (other, second), (third, alone) = (office.member() for _ in range(3))
    shared = _elsewhere()
    for given in (first, second):
        _signs_in(office, given, shared)
    for address in (_elsewhere(), _elsewhere()):
        _signs_in(office, alone, address)
    browser = office.worker("h-abuse-compares", ABUSE)
    together = _group(_compares(browser, reason="공유 주소 확인 7781"), one)
    assert str(other.subject) in together
    assert str(third.subject) not in together
    assert shared not in together
    apart = _compares(browser, way="account")
    assert _group(apart, third)
    assert not _group(apart, one)
    office.jk.sequence()
    officer = office.officer("h-abuse-reads")
    found = officer.get("/office/ledger", params={"event": "sign-in:compare", "who": "h-abuse-compares"})
    assert "공유 주소 확인 7781" in found.text


def test_only_who_may_stop_abuse_compares_and_says_why(office: Office) -> None:
    """Without the purpose's grant neither the page nor the place is there; without a reason nothing is compared."""
    outside = office.worker("h-abuse-outside", "support")
    assert "/office/sign-ins" not in outside.get("/office").text
    assert outside.get("/office/sign-ins").status_code == 403
    assert post(outside, "/office/sign-ins", reason="궁금해서").status_code == 403
    inside = office.worker("h-abuse-inside", ABUSE)
    assert 'href="/office/sign-ins"' in inside.get("/office").text
    assert "<table" not in post(inside, "/office/sign-ins", way="address", days="7", least="2", reason=" ").text


@pytest.mark.by_hand
@pytest.mark.clause("2.2")
def test_a_suspension_is_proposed_decided_read_objected_to_and_lifted(office: Office) -> None:
    """A handler sets out the evidence, an officer suspends, the member cannot sign in, reads why and objects, another
    officer lifts it, and the member is back."""
    person, given = office.member()
    shared = _elsewhere()
    _signs_in(office, office.member()[1], shared)
    client = _signs_in(office, given, shared)
    handler = office.worker("h-abuse-proposes", ABUSE)
    way = f"/office/sign-ins/{person.subject}/measure"
    assert way in _compares(handler)
    once = re.search(r'name="once" value="([0-9a-f]{32})"', handler.get(way).text)
    assert once is not None
    made = post(handler, way, once=once[1], evidence="네 계정이 한 곳에서 번갈아 로그인함")
    assert made.status_code == 303, made.text
    path = made.headers["location"].removeprefix("http://127.0.0.1")
    path = path[path.index("/office/measures/") :]
    assert client.get("/my").status_code == 200
    assert post(handler, f"{path}/suspend", sure="yes").status_code in (403, 422)
    first, second = office.officer("h-abuse-first"), office.officer("h-abuse-second")
    assert "네 계정이 한 곳에서" in post(first, f"{path}/open").text
    assert post(first, f"{path}/suspend", sure="yes").status_code == 303
    assert client.get("/my").headers["location"].startswith("/sign-in")
    number = path.rpartition("/")[2]
    office.jk.mails()
    assert number in office.mails.text(given["email"])
    read = typed(client, "/sign-in", name=given["login_id"], password=given["password"])
    assert "네 계정이 한 곳에서 번갈아 로그인함" in read.text
    sealed = re.search(r'name="to" value="([^"]+)"', read.text)
    token = re.search(r'name="_csrf_token" value="([^"]+)"', read.text)
    assert sealed is not None
    assert token is not None
    objected = client.post(
        f"/measures/{number}", data={"_csrf_token": token[1], "to": sealed[1], "objection": "가족이 함께 씁니다"}
    )
    assert "가족이 함께 씁니다" in objected.text
    assert "이의신청을 접수했습니다" in objected.text
    # What may still follow is said as it stands.
    assert ("이의가 없거나" in read.text, "이의가 없거나" in objected.text) == (True, False)
    assert "이의가 기각되면 회원 자격이 종료될 수 있습니다" in objected.text
    # Too late, the way is to sign in again, with what was typed.
    late = client.post(
        f"/measures/{number}", data={"_csrf_token": token[1], "to": "gone", "objection": "다시 봐 주세요"}
    )
    assert (late.status_code, "다시 봐 주세요</textarea>" in late.text) == (403, True)
    assert 'href="/sign-in?next=/measures"' in late.text
    assert client.get("/my").headers["location"].startswith("/sign-in")
    assert post(first, f"{path}/keep", answer="그대로 둡니다").status_code in (403, 422)
    assert post(second, f"{path}/lift", answer="가족임을 확인했습니다").status_code == 303
    came = typed(client, "/sign-in", name=given["login_id"], password=given["password"])
    assert came.status_code == 303
    assert client.get("/my").status_code == 200


def test_its_person_has_the_evidence_corrected_by_the_desk_alone(office: Office) -> None:
    """What the office writes in a member's record they neither rewrite nor blank, by page or verb; they ask for it, and
    the desk corrects it or refuses with a reason. Their own words they write themselves."""
    jk = office.jk
    (person, given), handler = office.member(), office.employ("h-abuse-writes", purposes=(ABUSE,))
    case = jk.do(propose_measure, person, "네 계정이 번갈아 로그인함", actor=handler)
    ref = Ref(person.subject, case.id, KIND)
    own = Actor("member", str(person.subject))
    for item in ("evidence", "answer"):
        with pytest.raises(DeniedError) as caught:
            jk.driver.run(correct_now(jk.house.by(own), ref, {item: "아무 일도 없었음"}))
        assert caught.value.why == "office-writes"
    client = _signs_in(office, given, _elsewhere())
    page = f"/my/record/{case.id}/correct"
    token = re.search(r'name="_csrf_token" value="([^"]+)"', client.get(page).text)
    assert token is not None
    asked = client.post(page, data={"_csrf_token": token[1], "do": "ask", "items": "evidence"})
    assert "조치 사유와 근거" in asked.text
    assert 'name="evidence"' not in asked.text
    told = client.post(page, data={"_csrf_token": token[1], "do": "finish", "evidence": "아무 일도 없었음"})
    assert told.status_code == 422
    [card] = [card for card in jk.show(person.subject).cards if card.ref == ref]
    assert card.values["evidence"] == "네 계정이 번갈아 로그인함"
    assert card.frozen is not None
    jk.by(office.employ("h-abuse-corrects", "officer")).correct(Correction(card.frozen, ref), {"evidence": "두 계정"})
    [card] = [card for card in jk.show(person.subject).cards if card.ref == ref]
    assert (card.values["evidence"], card.frozen) == ("두 계정", None)


def test_a_warning_leaves_the_account_and_a_dropped_proposal_keeps_nothing(office: Office) -> None:
    """No handler decides; who is warned goes on signing in and reads why; of a proposal that came to nothing no rule
    keeps the record."""
    jk, run, house = office.jk, office.jk.driver.run, office.jk.house
    handler = office.employ("h-abuse-warns", purposes=(ABUSE,))
    officer = office.employ("h-abuse-warner", "officer")
    (warned, given), (spared, _) = office.member(), office.member()
    said = "자동 프로그램으로 보이는 접속"
    one, other = (run(propose_measure(house, person, said, actor=handler)) for person in (warned, spared))
    with pytest.raises(JikimError):
        run(act(house, MEASURES, one, "warn", {}, actor=handler))
    run(act(house, MEASURES, one, "warn", {}, actor=officer))
    run(act(house, MEASURES, other, "drop", {}, actor=officer))
    assert said in _signs_in(office, given, _elsewhere()).get("/measures").text
    number = jk.policy.records[KIND].number
    fates = {}
    for person in (warned, spared):
        facts, policy, _ = run(inventory_of(house, person.subject))
        kept = [step for step in plan(policy, facts, jk.now()).steps if step.facts.kind == number]
        fates[person] = [(step.fate, bool(step.parts)) for step in kept]
    assert fates == {warned: [("stays", False)], spared: [("goes", False)]}
