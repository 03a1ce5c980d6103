"""What rests is still its person's: members, guests and who has left read and download it; staff find it by an exact
value, for its keeping alone."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import httpx
import pytest
from pypdf import PdfReader
from tests.employed import ledger_of, swept
from tests.office.conftest import Office, post
from tests.pressed import forged
from tests.web.person import post as post_page
from tests.web.person import signed_in

import jikim
from jikim.accounts.rate_limits import FREE
from jikim.errors import DeniedError, InvalidError
from jikim.policy.ask import Actor
from jikim.verbs.show_resting import find_resting

ORDER = {
    "name": "가나다",
    "phone": "02-555-0177",
    "address": {"postcode": "04524", "line1": "서울특별시 가상구 없는로 1"},
    "lines": [{"product": "remoteview-1y", "quantity": 3}],
}


def rests(office: Office, subject: Any, **more: Any) -> jikim.Ref:
    """A settled order that the sweep has moved into the archive."""
    jk = office.jk
    given = {**ORDER, **more}
    ref = jk.collect("order", given, channel="homepage", subject=subject, old_enough=True).ref
    jk.event(ref, "settled")
    swept(jk)
    return ref


def code_of(office: Office, browser: httpx.Client, number: str, address: str) -> httpx.Response:
    """Goes the whole way of a number, a code and a fact."""
    asked = post_page(browser, "/rested", number=number)
    assert asked.status_code == 200, asked.text
    sealed = re.search(r'name="sealed" value="([^"]+)"', asked.text)
    assert sealed is not None
    return post_page(
        browser, "/rested", "/rested/code", sealed=sealed[1], code=office.mails.code(address), fact=ORDER["phone"]
    )


@pytest.mark.by_hand
@pytest.mark.clause("5.8")
@pytest.mark.clause("7.5")
def test_a_member_reads_and_downloads_what_rests_of_theirs(office: Office) -> None:
    """The card has its values, masked until opened, and so has each download; the look is recorded in the archive."""
    person, _ = office.member()
    ref = rests(office, person, email="still.mine@example.com")
    with signed_in(office, person) as client:
        for path in ("/my", f"/my/record/{ref.record}"):
            assert "still.mine@example.com" in client.get(path).text, path
        [part] = [
            one
            for one in json.loads(client.get("/my/download/my-data.json").text)["resting"]
            if one["values"].get("email")
        ]
        assert part["values"]["lines"] == ORDER["lines"]
        printed = PdfReader(io.BytesIO(client.get("/my/download/my-data.pdf").content))
    assert "still.mine@example.com" in " ".join(one.extract_text() for one in printed.pages)
    looks = [one for one in ledger_of(office.jk, person.subject) if one["event"] == "archive:show:allowed"]
    assert {one["actor"] for one in looks} == {f"member:{person.subject}"}
    assert len(looks) >= 4


@pytest.mark.clause("5.8")
def test_nobody_else_is_shown_a_value_of_what_rests(office: Office) -> None:
    """Not an officer at the desk, not an application, not another member: they see what, why and until when, or are
    refused."""
    person, _ = office.member()
    other, _ = office.member()
    rests(office, person, email="not.yours@example.com")
    jk = office.jk
    for actor in (office.employ("h-rest-on", "officer"), Actor("application", "erp", -1), jk.acting("system", "x")):
        parts = jk.by(actor).show(person.subject).resting
        assert parts
        assert all(not part.values for part in parts), actor.kind
    with pytest.raises(DeniedError):
        jk.by(Actor("member", str(other.subject))).show(person.subject)


@pytest.mark.clause("7.5")
def test_who_has_left_reads_what_rests_by_their_receipts_number_and_a_code(office: Office) -> None:
    """The receipt's number and the code that comes to the address that rests open all that rests, and its downloads;
    the code works once."""
    person, _ = office.member()
    rests(office, person, email="left.behind@example.com")
    jk = office.jk
    jk.by(Actor("member", str(person.subject))).leave(person.subject)
    swept(jk)
    with office.client() as browser:
        shown = code_of(office, browser, str(person.subject), "left.behind@example.com")
        assert "left.behind@example.com" in shown.text
        way = re.search(r'name="way" value="([^"]+)"', shown.text)
        assert way is not None
        kept = post_page(browser, "/rested", "/rested/download", way=way[1], do="json").text
        assert json.loads(kept)["resting"][0]["values"]["email"] == "left.behind@example.com"
        paper = post_page(browser, "/rested", "/rested/download", way=way[1], do="pdf").content
        assert paper.startswith(b"%PDF")
    events = [one["event"] for one in ledger_of(jk, person.subject)]
    assert events.count("archive:show:allowed") == 3
    assert "archive:reach:allowed" in events


@pytest.mark.clause("7.5")
def test_a_guest_reads_an_order_that_rests_by_its_number_and_that_order_alone(office: Office) -> None:
    """The short number that the order's mail gave is enough; of two orders the one that was asked for is shown."""
    guest = jikim.Person(
        office.jk.collect(
            "enquiry",
            {"name": "가나다", "email": "g.one@example.com", "subject": "질문", "text": "여쭙니다"},
            channel="board",
            subject="guest",
            old_enough=True,
        ).ref.subject,
        "guest",
    )
    ref = rests(office, guest, email="guest.order@example.com")
    rests(office, guest, email="other.order@example.com")
    number = ref.record.hex
    with office.client() as browser:
        shown = code_of(office, browser, f"{number[:4]}-{number[4:8]}".upper(), "guest.order@example.com").text
    assert "guest.order@example.com" in shown
    assert "other.order@example.com" not in shown


@pytest.mark.clause("7.5")
def test_the_door_opens_to_no_wrong_code_and_says_nothing_about_a_number(office: Office) -> None:
    """Known or not, a number gets the same page; a wrong code, a code of another number and a used one open nothing,
    and tries run out."""
    person, other = office.member()[0], office.member()[0]
    ref, elsewhere = (
        rests(office, person, email="door.shut@example.com"),
        rests(office, other, email="by.door@example.com"),
    )

    def opening(sealed: str, code: str) -> httpx.Response:
        return post_page(browser, "/rested", "/rested/code", sealed=sealed, code=code, fact=ORDER["phone"])

    with office.client() as browser:
        unknown = post_page(browser, "/rested", number="0F0F-0F0F").text
        known = post_page(browser, "/rested", number=str(ref.record)).text
        blank = re.compile(r'(?:value|content)="[^"]{20,}"')
        assert blank.sub("", unknown) == blank.sub("", known)
        its = post_page(browser, "/rested", number=str(elsewhere.record)).text
        (sealed,), (apart,) = (re.findall(r'name="sealed" value="([^"]+)"', page) for page in (known, its))
        right, theirs = (office.mails.code(f"{name}@example.com") for name in ("door.shut", "by.door"))
        wrong = f"{(int(right) + 1) % 1_000_000:06d}"
        refused = opening(sealed, wrong)
        assert refused.status_code == 422
        assert "door.shut@example.com" not in refused.text
        assert theirs == right or opening(sealed, theirs).status_code == 422
        assert "door.shut" in opening(sealed, right).text
        assert opening(sealed, right).status_code == 422
        # The right code of the other number, which nobody used: after so many wrong ones it is not looked at.
        for _ in range(FREE):
            assert opening(apart, f"{(int(theirs) + 1) % 1_000_000:06d}").status_code == 422
        late = opening(apart, theirs)
        assert (late.status_code, "by.door@example.com" in late.text) == (422, False)
        assert post_page(browser, "/rested", "/rested/download", way="made-up", do="json").status_code == 303


@pytest.mark.clause("5.8")
def test_staff_find_who_has_left_by_an_exact_value_for_its_keeping_with_a_reason(office: Office) -> None:
    """The value finds the person among what rests; another purpose, no reason, an application and a value that nobody
    has find nobody. All is recorded."""
    person, _ = office.member()
    rests(office, person, email="find.me@example.com")
    jk, house = office.jk, office.jk.house
    jk.by(Actor("member", str(person.subject))).leave(person.subject)
    swept(jk)
    officer = office.employ("h-rest-find", "officer")

    def find(**how: Any) -> list[Any]:
        asked = {
            "item": "email",
            "value": "Find.Me@example.com",
            "purpose": "legal-evidence",
            "reason": "분쟁 조정",
            "reason_kind": "dispute",
            "by": officer,
            **how,
        }
        return jk.driver.run(find_resting(house.by(asked.pop("by")), asked.pop("item"), asked.pop("value"), **asked))

    assert {one.ref.subject for one in find()} == {person.subject}
    assert find(value="nobody.here@example.com") == []
    for how in (
        {"purpose": "identity-evidence"},
        {"purpose": "marketing.ads"},
        {"reason": ""},
        {"reason_kind": ""},
        {"item": "name"},
        {"by": jk.actor},
    ):
        with pytest.raises(DeniedError):
            find(**how)
    with pytest.raises(InvalidError):
        find(value="no address")
    jk.sequence()
    [found] = [one for one in ledger_of(jk, person.subject) if one["event"] == "archive:find:allowed"]
    assert (found["actor"], found["by"], found["reason"]) == ("officer:h-rest-find", "email", "분쟁 조정")
    assert found["reason_kind"] == "dispute"
    assert "find.me" not in json.dumps(found).lower()


@pytest.mark.clause("5.8")
def test_staff_find_it_on_the_page(office: Office) -> None:
    """The form of the people's page finds who has left, and leads to what rests of them; without a reason it asks for
    one."""
    person, _ = office.member()
    rests(office, person, email="page.find@example.com")
    office.jk.by(Actor("member", str(person.subject))).leave(person.subject)
    swept(office.jk)
    officer = office.officer("h-rest-page")
    form = {
        "rested_item": "email",
        "rested_value": "page.find@example.com",
        "keeping": "legal-evidence",
        "reason_kind": "dispute",
    }
    assert post(officer, "/office/people/rested", **form).status_code == 422
    found = post(officer, "/office/people/rested", reason="분쟁 조정", **form)
    assert str(person.subject) in found.text
    assert officer.get(f"/office/people/{person.subject}").status_code == 200


@pytest.mark.by_hand
@pytest.mark.clause("6.3")
def test_what_rests_is_found_and_opened_for_its_keeping_alone(office: Office) -> None:
    """Who has a grant for every purpose of use finds nobody by its value and is refused whatever they send; who has one
    for its keeping is offered that purpose alone, and is let in."""
    person, _ = office.member()
    ref = rests(office, person, email="kept.apart@example.com")
    uses = list(office.jk.policy.file.purposes)
    user, keeper = office.worker("h-uses-all", *uses), office.worker("h-keeps", "support", "legal-evidence")
    way, what = f"/office/people/{person.subject}/rest", {"record": str(ref.record), "rests": "yes"}
    why = {"reason_kind": "dispute", "reason": "분쟁 조정"}
    found = post(user, "/office/people/find", item="email", value="kept.apart@example.com")
    assert "일치하는 정보주체가 없습니다" in found.text
    assert "kept.apart@example.com" not in user.get(f"/office/people/{person.subject}").text
    with forged():
        for purpose in (*uses, "legal-evidence"):
            refused = post(user, way, **what, **why, purpose=purpose)
            assert refused.status_code in (403, 422), purpose
            assert "kept.apart" not in refused.text
    keeper.get(f"/office/people/{person.subject}")
    offered = post(keeper, way, **what).text
    assert re.findall(r'name="purpose"\s+id="p-([^"]+)"', offered) == ["legal-evidence"]
    assert post(keeper, way, **what, **why, purpose="legal-evidence").status_code == 200
