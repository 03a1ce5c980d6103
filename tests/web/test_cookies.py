"""Cookies (section 9): the three choices, what the server lets out, the browser's own signal, and the record of each
choice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from tests.clauses import facts
from tests.web.cookie_site import Browser, Browsing, asks_first, browsing, cookie_site, question, set_in
from tests.web.running import Running

from jikim.cookies.choice import Choice
from jikim.cookies.record import choices_of, forget_choices, last_set, note_set
from jikim.cookies.rules import Rules, expect_declared
from jikim.crypto import derived
from jikim.errors import JikimError
from jikim.policy.model import PolicyFile
from jikim.web.cookies import choosing

ESSENTIAL = {name for name, one in facts.policy()["cookies"]["table"].items() if one["purpose"] == "essential"}


@pytest.fixture(scope="module")
def shop(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One site with pages that set cookies."""
    with cookie_site(homepage, tmp_path_factory.mktemp("shop")) as one:
        yield one


@pytest.fixture
def browse(shop: Running) -> Iterator[Browsing]:
    """Opens browsers, and closes them."""
    with browsing(shop) as made:
        yield made


def choice_of(run: Running, browser: Browser) -> Choice:
    """What a browser's own cookie says."""
    key = run.jk.driver.run(run.jk.house.keyring.ensure("web", b"pages"))
    found = Choice.decoded(derived(key, b"cookies"), browser.http.cookies["jikim_cookies"])
    assert found is not None
    return found


@pytest.mark.clause("9.3")
@pytest.mark.parametrize("path", ["/thing", "/en/thing", "/nowhere", "/help/cookies"])
def test_a_new_visitor_is_given_three_choices_of_equal_weight(browse: Browsing, path: str) -> None:
    """Every page asks until a choice was made, with exactly three buttons of one class, in the page and before its
    content."""
    answer = browse().get(path)
    assert asks_first(answer) == ["all", "ask", "none"]
    assert answer.text.index('id="cookies"') < answer.text.index("<main")
    assert "autofocus" not in answer.text
    assert "checked" not in answer.text


@pytest.mark.clause("9.3")
@pytest.mark.parametrize("choice", ["all", "ask", "none"])
def test_a_choice_ends_the_question_and_stays_changeable(browse: Browsing, choice: str) -> None:
    """After any choice no page asks for one, and the cookie page changes it to any other at any time."""
    browser = browse()
    assert browser.choose(choice).headers["location"] == "/thing"
    assert asks_first(browser.get("/thing")) == []
    for other in ("none", "ask", "all"):
        browser.choose(other, back="/cookies")
        page = browser.get("/cookies").text
        assert f'value="{other}" aria-pressed="true"' in page
        assert page.count('aria-pressed="true"') == 1


@pytest.mark.clause("9.3")
def test_a_choice_that_the_policy_does_not_name_is_neither_offered_nor_taken(
    homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Of two choices the banner and the cookie page show two, ask nothing by purpose, and refuse the third."""
    assert homepage.cookies is not None
    two = homepage.model_copy(update={"cookies": homepage.cookies.model_copy(update={"choices": ("all", "none")})})
    with cookie_site(two, tmp_path_factory.mktemp("two")) as site, browsing(site) as opening:
        browser = opening()
        assert asks_first(browser.get("/thing")) == ["all", "none"]
        page = browser.get("/cookies").text
        assert (page.count('name="choice"'), "매번 묻기" in page, "/cookies/purposes" in page) == (2, False, False)
        assert browser.post("/cookies/choose", back="/cookies", choice="ask").status_code == 422
        assert browser.post("/cookies/purposes", back="/cookies").status_code == 404
        assert asks_first(browser.get("/thing")) == ["all", "none"]
        browser.choose("all")
        assert asks_first(browser.get("/thing")) == []


@pytest.mark.clause("9.2")
def test_nothing_but_the_essential_leaves_before_a_choice(browse: Browsing) -> None:
    """Whatever handlers set, a browser that has not chosen holds essential cookies alone."""
    browser = browse()
    for path in ("/thing", "/thing/trail", "/thing/late", "/thing/raw", "/thing/topic", "/cookies"):
        browser.get(path)
    assert browser.names() <= ESSENTIAL


@pytest.mark.clause("9.1")
def test_the_list_says_which_cookies_are_set_today(
    homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Of each cookie that the policy names the list says whether the server set it today, on which day last, or never;
    a new process knows it too."""
    with cookie_site(homepage, tmp_path_factory.mktemp("fresh")) as fresh, browsing(fresh) as opening:
        browser = opening()

        def listed(name: str) -> str:
            row = browser.get("/cookies").text.partition(f"<code>{name}</code><br>")[2].partition("</tr>")[0]
            return row.rpartition("</td>")[0].rpartition(">")[2]

        browser.choose("none")
        assert listed("jikim_cookies") == "오늘 설정"
        assert listed("rv_ad") == "설정한 적 없음"
        browser.choose("all")
        browser.get("/thing/raw")
        assert listed("rv_ad") == "오늘 설정"
        today = fresh.jk.house.today()
        assert fresh.jk.driver.run(last_set(fresh.jk.house))["rv_ad"] == today
        fresh.jk.driver.run(note_set(fresh.jk.house, ["rv_ad"]))
        assert not {"sneaky"} & set(fresh.jk.driver.run(last_set(fresh.jk.house)))


@pytest.mark.clause("9.3")
def test_what_a_handler_writes_by_itself_is_cut_to_what_is_declared(shop: Running, browse: Browsing) -> None:
    """With everything allowed, an undeclared cookie is stripped, a long one shortened, and each hardened and bound to
    this host."""
    browser = browse()
    browser.choose("all")
    stopped = shop.app.door.site.keeper.gate.stopped.copy()
    out = set_in(browser.get("/thing/raw"))
    assert "sneaky" not in out
    assert {"rv_ad", "rv_event", "rv_trail"} <= set(out)
    for attributes in out.values():
        assert {"httponly", "samesite", "path"} <= set(attributes)
        assert attributes["samesite"] == "Lax"
        assert attributes["path"] == "/"
        assert "domain" not in attributes
    assert "max-age" not in out["rv_trail"]
    assert 80 * 86400 < int(out["rv_ad"]["max-age"]) <= 92 * 86400
    assert 80 * 86400 < int(out["rv_event"]["max-age"]) <= 92 * 86400
    counted = shop.app.door.site.keeper.gate.stopped - stopped
    assert counted["undeclared", ""] == 1
    assert counted["shortened", "rv_ad"] == counted["shortened", "rv_trail"] == 1
    assert "sneaky" not in str(shop.app.door.site.keeper.gate.stopped)


@pytest.mark.clause("9.3")
def test_what_is_not_allowed_any_more_is_neither_seen_nor_kept(browse: Browsing) -> None:
    """After a refusal a handler no longer sees the cookie, and the next answer deletes it; an undeclared one is never
    seen."""
    browser = browse()
    browser.choose("all")
    browser.get("/thing/trail")
    browser.http.cookies.set("other_site", "1", domain="127.0.0.1")
    seen = json.loads(browser.get("/thing/seen").text)
    assert "rv_trail" in seen
    assert "other_site" not in seen
    held = dict(browser.http.cookies)
    browser.choose("none")
    assert browser.names() <= {*ESSENTIAL, "other_site"}
    browser.http.cookies.set("rv_trail", held["rv_trail"], domain="127.0.0.1")
    answer = browser.get("/thing/seen")
    assert "rv_trail" not in json.loads(answer.text)
    assert set_in(answer)["rv_trail"]["max-age"] == "0"


@pytest.mark.clause("9.3")
def test_each_purpose_is_asked_about_when_it_first_comes_up(shop: Running, browse: Browsing) -> None:
    """With "ask", the page that wants a cookie asks about that purpose alone; yes sets it from then on, no never again."""
    browser = browse()
    browser.choose("ask")
    browser.post("/cookies/answer", purpose="frequency", answer="no")
    assert question(browser.get("/thing")) is None
    answer = browser.get("/thing/trail")
    assert question(answer) == "trail"
    assert "rv_trail" in answer.text
    assert "rv_trail" not in set_in(answer)
    assert question(browser.get("/thing")) is None
    assert (
        browser.post("/cookies/answer", "/thing/trail", purpose="trail", answer="yes").headers["location"]
        == "/thing/trail"
    )
    answer = browser.get("/thing/trail")
    assert question(answer) is None
    assert "rv_trail" in set_in(answer)
    choice = choice_of(shop, browser)
    assert (choice.yes, choice.no) == (frozenset({"trail"}), frozenset({"frequency"}))


@pytest.mark.clause("9.3")
def test_a_page_that_could_not_ask_leaves_the_question_to_the_next(browse: Browsing) -> None:
    """A cookie that was set after the page was made is asked about once, on the page after it."""
    browser = browse()
    browser.choose("ask")
    browser.post("/cookies/answer", purpose="frequency", answer="no")
    assert question(browser.get("/thing/late")) is None
    assert question(browser.get("/thing")) == "trail"
    assert question(browser.get("/thing")) is None


@pytest.mark.clause("9.2")
def test_purposes_are_chosen_one_by_one(shop: Running, browse: Browsing) -> None:
    """The cookie page takes yes, no or later for each purpose; one that is left out is told beside it and changes
    nothing."""
    browser = browse()
    asked = Rules.of(shop.jk.policy).asked
    said = {f"p-{name}": "no" for name in asked} | {"p-trail": "yes", "p-events": "later"}
    assert browser.post("/cookies/purposes", **said).status_code == 303
    choice = choice_of(shop, browser)
    assert (choice.kind, choice.yes) == ("ask", frozenset({"trail"}))
    assert choice.no == frozenset(asked) - {"trail", "events"}
    answer = browser.post("/cookies/purposes", **{**said, "p-trail": ""})
    assert answer.status_code == 422
    assert "f-p-trail" in answer.text
    assert choice_of(shop, browser) == choice
    assert browser.post("/cookies/choose", choice="everything").status_code == 422


@pytest.mark.clause("9.3")
def test_the_browsers_signal_is_a_no_until_somebody_told_of_it_chooses(browse: Browsing) -> None:
    """`Sec-GPC: 1` refuses everything and the page says so; only a choice made on the page that says it goes beyond."""
    browser = browse(signal=True)
    page = browser.get("/thing")
    assert asks_first(page) == []
    assert "Global Privacy Control" in browser.get("/en/thing").text
    browser.get("/thing/trail")
    assert "rv_trail" not in browser.names()
    assert browser.post("/cookies/choose", choice="all").status_code == 422
    assert 'name="told" value="signal"' in browser.get("/cookies").text
    browser.choose("all", told="signal")
    browser.get("/thing/trail")
    assert "rv_trail" in browser.names()
    earlier = browse()
    earlier.choose("all")
    earlier.http.headers["sec-gpc"] = "1"
    earlier.get("/thing/trail")
    assert "rv_trail" not in earlier.names()
    assert earlier.get("/.well-known/gpc.json").json() == {"gpc": True, "lastUpdate": "2013-02-05"}


@pytest.mark.clause("9.1")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_lists_every_cookie_and_deletes_them_all(shop: Running, browse: Browsing, language: str) -> None:
    """Each declared cookie stands in the table with purpose, who sets it and its life; one button deletes every one of
    them."""
    browser = browse()
    browser.choose("all")
    browser.get("/thing/trail")
    text = browser.get("/cookies" if language == "ko" else "/en/cookies").text
    cookies = shop.jk.policy.file.cookies
    assert cookies is not None
    for name, cookie in cookies.table.items():
        for part in (
            name,
            cookie.label[language],
            cookie.set_by[language],
            cookies.purposes[cookie.purpose].label[language],
        ):  # type: ignore[index]
            assert part in text
    assert cookies.what[language][:40] in text  # type: ignore[index]
    assert browser.names() > {"jikim_csrf", "jikim_cookies"}
    out = set_in(browser.post("/cookies/delete"))
    assert set(out) == set(cookies.table)
    assert {one["max-age"] for one in out.values()} == {"0"}
    assert browser.names() == set()


@pytest.mark.clause("9.4")
@pytest.mark.parametrize("path", ["/help/cookies", "/en/help/cookies"])
def test_the_help_page_tells_each_browser(browse: Browsing, path: str) -> None:
    """Today's browsers are told, on a desk and on a phone, and Internet Explorer where the policy's own words name it."""
    text = browse().get(path).text
    for name in ("Chrome", "Edge", "Safari", "Firefox", "Samsung Internet"):
        assert f"<h2>{name}</h2>" in text
    assert "2022" in text


@pytest.mark.clause("9.3")
def test_each_choice_is_kept_as_evidence_and_forgotten_in_time(shop: Running, browse: Browsing) -> None:
    """A choice stands in the record under the policy it was made about, by a number that is not the cookie's, and goes
    in time."""
    browser = browse()
    browser.choose("all")
    browser.choose("none")
    choice, run = choice_of(shop, browser), shop.jk.driver.run
    past = run(choices_of(shop.jk.house, choice.browser))
    assert [one.kind for one in past] == ["none", "all"]
    assert past[0].policy == shop.jk.policy.digest
    today = shop.jk.house.today()
    assert today + timedelta(days=700) < past[0].until < today + timedelta(days=740)
    assert run(forget_choices(shop.jk.house)) == 0
    assert "모두 거부" in browser.get("/cookies").text.split("이 브라우저의 선택 기록")[1]


@pytest.mark.clause("9.3")
def test_a_choice_that_somebody_else_wrote_counts_for_nothing(browse: Browsing) -> None:
    """A forged, damaged or oversized choice is no choice: the page asks, and nothing leaves."""
    browser = browse()
    browser.choose("all")
    good = browser.http.cookies["jikim_cookies"]
    for bad in (good[:-3] + "AAA", good.partition(".")[0] + ".", "x" * 5000, "e30.AAAA", good + "A"):
        other = browse()
        other.http.cookies.set("jikim_cookies", bad, domain="127.0.0.1")
        answer = other.get("/thing/trail")
        assert asks_first(answer) == ["all", "ask", "none"]
        assert "rv_trail" not in set_in(answer)


@pytest.mark.clause("9.2")
def test_a_table_that_changes_asks_anew(shop: Running, homepage: PolicyFile) -> None:
    """A yes is about the cookies that were declared then: under another table it does not stand, while a no does."""
    key, now = b"k" * 32, shop.jk.now()
    rules = Rules.of(shop.jk.policy)
    from jikim.cookies.cookie_state import CookieState

    for kind, left in (("all", "open"), ("ask", "open"), ("none", "none")):
        made = Choice(b"b" * 16, kind, frozenset(rules.asked), frozenset(), False, now, "another table")  # type: ignore[arg-type]
        found = Choice.decoded(key, made.encoded(key))
        assert found is not None
        standing = CookieState(rules, found, False, now)
        assert standing.kind == left
        assert not standing.may("trail")
        assert standing.changed is (kind != "none")
    fresh = Choice(b"b" * 16, "all", frozenset(rules.asked), frozenset(), False, now, rules.digest)
    assert CookieState(rules, fresh, False, now + timedelta(days=360)).may("trail")
    assert not CookieState(rules, fresh, False, now + timedelta(days=367)).may("trail")


def test_a_site_needs_its_own_cookies_declared(homepage: PolicyFile) -> None:
    """The pages do not start under a policy that does not declare the cookies they cannot do without."""
    expect_declared(homepage)
    with pytest.raises(JikimError) as error:
        expect_declared(homepage.model_copy(update={"cookies": None}))
    assert "jikim_csrf" in str(error.value)


@pytest.mark.clause("9.3")
def test_htmx_gets_what_takes_the_banners_place(shop: Running, browse: Browsing) -> None:
    """With scripts the banner is replaced in place by a word that a screen reader says; the choice is the same."""
    browser = browse()
    answer = browser.post("/cookies/choose", choice="none", headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert 'role="status"' in answer.text
    assert "<html" not in answer.text
    assert choice_of(shop, browser).kind == "none"


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "", "javascript:alert(1)"]
)
def test_a_form_leads_back_to_this_site_alone(browse: Browsing, back: str) -> None:
    """What the form says of where it stood is no way out of the site."""
    answer = browse().post("/cookies/choose", back=back, choice="none")
    assert answer.headers["location"].startswith("/cookies?by=")


@pytest.mark.clause("9.2")
@pytest.mark.parametrize("choice", ["new", "none", "ask", "all", "signal"])
def test_no_route_lets_out_what_is_not_declared_or_not_allowed(shop: Running, browse: Browsing, choice: str) -> None:
    """Every page of the site is opened as each kind of visitor: what leaves is declared, and allowed to that visitor."""
    browser = browse(signal=choice == "signal")
    if choice in ("none", "ask", "all"):
        browser.choose(choice)
    rules = Rules.of(shop.jk.policy)
    allowed = set(rules.table) if choice == "all" else ESSENTIAL
    paths = sorted(
        {
            route.path
            for route in shop.app.door.site.app.app.routes
            if "GET" in getattr(route, "methods", ()) and "{" not in route.path
        }
    )
    assert len(paths) > 8
    for path in (*paths, "/api/v1/policy", "/api/v1/nothing"):
        answer = browser.get(path)
        for name, attributes in set_in(answer).items():
            assert name in allowed or attributes.get("max-age") == "0", f"{path} sets {name}"
            longest = rules.seconds(name, shop.jk.now())
            assert int(attributes.get("max-age", 0)) <= (longest or 0) + 60, f"{path} keeps {name}"
            assert "httponly" in attributes
    assert browser.names() <= allowed


def test_a_flood_of_choices_fills_no_record(shop: Running, browse: Browsing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one address chooses too often nothing new is allowed or recorded, and a refusal counts all the same."""
    browser = browse()
    browser.choose("all")
    before, number = choice_of(shop, browser), choice_of(shop, browser).browser
    monkeypatch.setattr(choosing, "CHOICES", 0)
    other = browse()
    assert other.post("/cookies/choose", choice="all").status_code == 422
    assert "jikim_cookies" not in other.names()
    other.choose("none")
    browser.choose("none")
    assert (before.kind, choice_of(shop, browser).kind) == ("all", "none")
    assert [one.kind for one in shop.jk.driver.run(choices_of(shop.jk.house, number))] == ["all"]
