"""Visits and interests (clauses 2.3, 9.2): taken only as consented, whose they are, what ends them, and what comes out
as statistics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from tests.web.cookie_site import Browser, Browsing, asks_first, browsing, cookie_site, question, set_in
from tests.web.running import Running

import jikim
from jikim.accounts.sessions import begin_session
from jikim.cookies.choice import Choice
from jikim.cookies.record import choices_of, forget_choices
from jikim.cookies.rules import Rules
from jikim.cookies.visits import Trace, interests_of, visits_of
from jikim.crypto import derived
from jikim.policy.model import PolicyFile

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One site, on a demo's clock that the tests move."""
    with cookie_site(homepage, tmp_path_factory.mktemp("visits"), demo_start=START) as one:
        yield one


@pytest.fixture
def browse(shop: Running) -> Iterator[Browsing]:
    """Opens browsers, and closes them."""
    with browsing(shop) as made:
        yield made


def trace(run: Running, browser: Browser, cookie: str) -> Trace:
    """What a browser's trace holds."""
    key = run.jk.driver.run(run.jk.house.keyring.ensure("web", b"pages"))
    found = Trace.opened(derived(key, b"cookies"), cookie, browser.http.cookies.get(cookie))
    assert found is not None
    return found


def records(run: Running, subject: UUID | None, kind: str, state: str = "live") -> list[jikim.Ref]:
    """The records of a kind that somebody has."""
    assert subject is not None
    own = run.jk.acting("member", str(subject))
    return [card.ref for card in run.jk.by(own).show(subject).cards if card.ref.kind == kind and card.state == state]


def people(run: Running) -> int:
    """How many people are here."""
    return sum(row[-1] for row in run.jk.counts("people"))


def forward(run: Running, **delta: float) -> None:
    run.jk.move_clock(run.jk.now() + timedelta(**delta))


def signed_in(run: Running, browser: Browser, consents: list[str]) -> jikim.Person:
    """A member with these consents, signed in in a browser."""
    person, _ = run.member()
    run.jk.by(run.jk.acting("member", str(person.subject))).consent(person.subject, give=consents)
    token = run.jk.driver.run(begin_session(run.jk.house, person.subject, "member"))
    browser.http.cookies.set("jikim_session", token, domain="127.0.0.1")
    return person


def test_which_records_they_are_is_read_from_the_policy(shop: Running) -> None:
    """The homepage's visits wait for the cookie of the frequency analysis, its interests for that of the interests."""
    rules = Rules.of(shop.jk.policy)
    visits, interests = visits_of(shop.jk.policy, rules), interests_of(shop.jk.policy, rules)
    assert visits is not None
    assert interests is not None
    assert (visits.kind, visits.cookie, visits.serves) == ("visit", "rv_visit", "marketing.frequency")
    assert (interests.kind, interests.cookie, interests.serves) == ("interests", "rv_interest", "marketing.tailored")


@pytest.mark.clause("9.2")
@pytest.mark.parametrize("choice", ["", "none", "ask"])
def test_nobody_is_counted_who_did_not_allow_it(shop: Running, browse: Browsing, choice: str) -> None:
    """Without a yes no guest is made, no record taken and no cookie set, however many pages are seen."""
    before, browser = people(shop), browse()
    if choice:
        browser.choose(choice)
    for _ in range(3):
        answer = browser.get("/thing/topic")
    assert people(shop) == before
    assert not {"rv_visit", "rv_interest"} & browser.names()
    assert question(answer) == ("frequency" if choice == "ask" else None)


@pytest.mark.clause("9.2")
def test_a_visit_is_one_record_however_many_pages_it_has(shop: Running, browse: Browsing) -> None:
    """A visit goes on while no half hour passes; the next is another record of the same guest. What is no page is no
    visit."""
    browser = browse()
    browser.choose("all")
    for path in ("/static/jikim.css", "/cookies", "/nowhere"):
        browser.get(path)
    browser.get("/thing", headers={"accept": "application/json"})
    assert "rv_visit" not in browser.names()
    for _ in range(4):
        browser.get("/thing")
        forward(shop, minutes=10)
    first = trace(shop, browser, "rv_visit")
    assert (first.count, len(records(shop, first.guest, "visit"))) == (1, 1)
    forward(shop, minutes=31)
    browser.get("/en/thing")
    again = trace(shop, browser, "rv_visit")
    assert (again.guest, again.count) == (first.guest, 2)
    held = records(shop, first.guest, "visit")
    assert len(held) == 2
    seen = shop.jk.use(held[0], purpose="abuse-prevention", items=["ip", "access_log"], reason="a test")
    assert seen["ip"] == "127.0.0.1"
    assert seen["access_log"] == {"language": "ko", "page": "/thing"}


@pytest.mark.clause("9.2")
def test_the_cookie_tells_nobody_who_it_is_of(shop: Running, browse: Browsing) -> None:
    """What a trace's cookie holds is sealed: it names no guest, and another's or a changed one is no trace."""
    browser = browse()
    browser.choose("all")
    browser.get("/thing")
    value, found = browser.http.cookies["rv_visit"], trace(shop, browser, "rv_visit")
    assert found.guest is not None
    assert found.guest.hex not in value
    key = derived(shop.jk.driver.run(shop.jk.house.keyring.ensure("web", b"pages")), b"cookies")
    assert Trace.opened(key, "rv_interest", value) is None
    for bad in (value[:-4] + "AAAA", "", "x", value[::-1]):
        assert Trace.opened(key, "rv_visit", bad) is None


@pytest.mark.clause("9.2")
def test_taking_it_back_ends_what_lived_by_it(shop: Running, browse: Browsing) -> None:
    """A browser that refuses later withdraws its guest's consent: the interests end at once, and the cookies go."""
    browser = browse()
    browser.choose("all")
    browser.get("/thing/topic?which=remoteview")
    browser.get("/thing/topic?which=remoteview")
    browser.get("/thing/topic?which=remotecall")
    found = trace(shop, browser, "rv_interest")
    assert found.topics == ("remoteview", "remotecall")
    assert found.guest == trace(shop, browser, "rv_visit").guest
    held = records(shop, found.guest, "interests")
    assert len(held) == 2
    told = [shop.jk.use(ref, purpose="marketing.tailored")["topics"] for ref in held]
    assert sorted(told) == [["remotecall"], ["remoteview"]]
    out = set_in(browser.choose("none"))
    assert out["rv_interest"]["max-age"] == out["rv_visit"]["max-age"] == "0"
    assert records(shop, found.guest, "interests") == []
    with pytest.raises(jikim.DeniedError):
        shop.jk.use(held[0], purpose="marketing.tailored")
    assert found.guest is not None
    shown = shop.jk.by(shop.jk.acting("member", str(found.guest))).show(found.guest)
    assert "marketing.tailored" not in str(shown.consents)
    assert "marketing.frequency" not in str(shown.consents)


@pytest.mark.clause("9.1")
def test_deleting_the_cookies_takes_the_consent_back_too(shop: Running, browse: Browsing) -> None:
    """Whoever deletes every cookie leaves no interest behind that nobody could find again."""
    browser = browse()
    browser.choose("all")
    browser.get("/thing/topic")
    guest = trace(shop, browser, "rv_interest").guest
    assert len(records(shop, guest, "interests")) == 1
    browser.post("/cookies/delete")
    assert records(shop, guest, "interests") == []


@pytest.mark.clause("9.2")
def test_a_member_needs_both_the_browsers_choice_and_their_own(shop: Running, browse: Browsing) -> None:
    """Signed in, a cookie whose purpose the member did not agree to, or withdrew, is refused; with both, the record is
    the member's."""
    browser = browse()
    person = signed_in(shop, browser, ["marketing.frequency"])
    browser.get("/thing")
    assert records(shop, person.subject, "visit") == []
    browser.choose("all")
    out = set_in(browser.get("/thing/topic"))
    assert "rv_visit" in out
    assert "rv_interest" not in out
    found = trace(shop, browser, "rv_visit")
    assert found.guest is None
    (visit,) = records(shop, person.subject, "visit")
    assert records(shop, person.subject, "interests") == []
    own = shop.jk.acting("member", str(person.subject))
    cookie = next(card for card in shop.jk.by(own).show(person.subject).cards if card.ref == visit).values["cookie"]
    assert found.browser.hex() not in cookie
    shop.jk.by(own).consent(person.subject, withdraw=["marketing.frequency"])
    forward(shop, hours=1)
    assert set_in(browser.get("/thing"))["rv_visit"]["max-age"] == "0"
    assert len(records(shop, person.subject, "visit")) == 1
    browser.choose("none")
    assert "marketing.frequency" not in str(shop.jk.by(own).show(person.subject).consents)


@pytest.mark.clause("2.3")
def test_what_is_counted_comes_out_as_numbers_and_small_groups_do_not(shop: Running, browse: Browsing) -> None:
    """Visits of four browsers in a month are no statistic; of six in the next they are at least five; the month that
    runs is none, and nobody reads one visit."""

    def next_month() -> date:
        month = (shop.jk.house.today().replace(day=1) + timedelta(days=32)).replace(day=1)
        forward(shop, days=(month - shop.jk.house.today()).days)
        return month

    def visit(count: int) -> Browser:
        for _ in range(count):
            browser = browse()
            browser.choose("all")
            browser.get("/thing")
        return browser

    few = next_month()
    visit(4)
    many = next_month()
    found = visit(6)
    counting = {"purpose": "marketing.frequency"}
    assert many not in {group.month for group in shop.jk.statistics("visit", **counting)}
    next_month()
    counted = {group.month: (group.subject_kind, group.people) for group in shop.jk.statistics("visit", **counting)}
    assert (counted.get(few), counted[many]) == (None, ("guest", 5))
    one = records(shop, trace(shop, found, "rv_visit").guest, "visit")[0]
    with pytest.raises(jikim.DeniedError) as denied:
        shop.jk.use(one, purpose="marketing.frequency")
    assert denied.value.why == "aggregate-only"


@pytest.mark.clause("9.3")
def test_the_record_of_a_choice_goes_when_it_is_evidence_of_nothing(shop: Running, browse: Browsing) -> None:
    """Two years after, when the choice and the last cookie under it are over, the daily work deletes the record; and
    the page asks anew."""
    browser = browse()
    browser.choose("all")
    key = derived(shop.jk.driver.run(shop.jk.house.keyring.ensure("web", b"pages")), b"cookies")
    choice = Choice.decoded(key, browser.http.cookies["jikim_cookies"])
    assert choice is not None
    forward(shop, days=725)
    assert asks_first(browser.get("/thing")) == ["all", "ask", "none"]
    run = shop.jk.driver.run
    run(forget_choices(shop.jk.house))
    assert len(run(choices_of(shop.jk.house, choice.browser))) == 1
    forward(shop, days=10)
    assert run(forget_choices(shop.jk.house)) >= 1
    assert run(choices_of(shop.jk.house, choice.browser)) == []
