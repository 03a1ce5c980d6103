"""The demo's site: it opens whole, its clock moves on screen through every job, one move at a time, and its mailbox
takes real mails."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple

import httpx
import pyotp
import pytest
from rich.console import Console
from tests import unsynced
from tests.at_once import run_all
from tests.clauses.test_s13_published import announced, begun
from tests.conftest import START, Cast, Databases
from tests.publishing.revision import revised
from tests.waiting import PATIENCE, eventually

import jikim
from jikim.app import Jikim
from jikim.clock import machine_moment
from jikim.demo import opening, where
from jikim.demo.acts import Act, Doings
from jikim.demo.bar import came_from, parts, within
from jikim.demo.doors import Door
from jikim.demo.entering import OFFICE, Entrance, code
from jikim.demo.moving import Move, Mover, ahead
from jikim.demo.office_story import appoint
from jikim.demo.opening import Opened, open_site
from jikim.demo.people import cast as players
from jikim.demo.receiver import Receiver
from jikim.demo.report import Report
from jikim.demo.stage import Stage
from jikim.demo.waiting import paper_due
from jikim.errors import StoreError
from jikim.handlers.proofs import STEP, set_code
from jikim.mail.queue import queue
from jikim.policy.ask import Actor
from jikim.policy.model import PolicyFile


@pytest.fixture(scope="module")
def told() -> io.StringIO:
    """What the demo says."""
    return io.StringIO()


@pytest.fixture(scope="module")
def stage(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory, told: io.StringIO) -> Iterator[Stage]:
    """A stage on which the member 가나다 has joined, and nothing else has happened yet."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("demo")
        stack.enter_context(unsynced.start(folder))
        jk = stack.enter_context(jikim.open(where.homepage() / "policy.yaml", folder, demo_start=START))
        jk.house.keyring.lease = opening.LEASE
        receiver = stack.enter_context(Receiver([*homepage.recipients, *homepage.processors], jk.now))
        made = Stage(jk, receiver, Report(Console(file=told, width=200), "ko", live=False), Random(1))
        appoint(made)
        gana = Doings(players()["gana"])
        gana.acts = [Act("membership", "homepage", gana.person.membership)]
        (made.cast["gana"],) = made.take([gana])
        paper_due(made)
        yield made


def csrf(text: str) -> str:
    found = re.search(r'name="_csrf_token" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def still(mover: Mover) -> None:
    eventually(lambda: not mover.moving, "a mover that stands still")


_FIELD = re.compile(r'<(?:input(?![^>]*type="hidden")|textarea|select)[^>]*\srequired')


def acts_of(client: httpx.Client, link: str) -> int:
    """How often somebody acts to finish a matter of the morning: opens it, fills in each field that its form asks for,
    presses."""
    page = client.get(link.partition("#")[0], follow_redirects=True).text
    part = page[max(page.find("<main"), page.find('id="act"'), 0) :]
    form = next((form for form in re.findall(r"<form.*?</form>", part, re.S) if "_csrf_token" in form), "")
    return 2 + len(_FIELD.findall(form))


def morning_of(client: httpx.Client) -> dict[str, int]:
    """Each line of the morning, and how many acts it takes."""
    page = client.get("/office").text
    links = dict.fromkeys(re.findall(r'href="(/office/[^"]+#[^"]+)"', page))
    return {link: acts_of(client, link.replace("&amp;", "&")) for link in links}


class First(NamedTuple):
    """What comes first on the open site, whatever order the tests are in: its addresses are looked at, and its clock
    moves by a day."""

    site: Opened
    failed: int
    before: date
    page: httpx.Response
    pressed: httpx.Response
    after: httpx.Response
    move: Move | None
    morning: dict[str, int]


@pytest.fixture(scope="module")
def first(stage: Stage) -> Iterator[First]:
    """The site is opened, looked at and moved."""
    with ExitStack() as stack:
        site = open_site(stack, stage)
        opening.tell(stage.report, site)
        opening.look(stage.report, site, stage.policy)
        morning = morning_of(site.doors["omar"].client)
        mover = site.mover
        before = mover.today
        with httpx.Client(base_url=site.url, timeout=PATIENCE) as client:
            page = client.get("/policy")
            form = {"by": "day", "to": "/policy", "_csrf_token": csrf(page.text)}
            pressed = client.post("/demo/clock", data=form)
            still(mover)
            after = client.get("/demo/clock/now", headers={"hx-current-url": f"{site.url}/policy"})
        yield First(site, stage.report.failed, before, page, pressed, after, mover.move, morning)


@pytest.fixture(scope="module")
def opened(first: First) -> Opened:
    """The open site."""
    return first.site


def test_every_address_answers(opened: Opened, first: First, told: io.StringIO) -> None:
    """What is printed is there, in both languages, and so is each place of the office; the addresses and the log-ins
    are printed."""
    said = told.getvalue()
    assert first.failed == 0, said
    assert opened.url in said
    assert f"{opened.url}/office" in said
    assert f"{opened.url}/demo/code" in said
    assert opened.knocked == 404
    assert all(one.login in said and one.password in said for one in opened.entries)


def test_a_mornings_matters_are_few_acts_each(first: First) -> None:
    """Each line of the officer's morning leads straight to its form. At five seconds to open or press and twenty to fill
    in a field, twenty such matters are done in fifteen minutes."""
    counted = first.morning
    assert len(counted) >= 8, counted
    seconds = sum(10 + 20 * (acts - 2) for acts in counted.values()) / len(counted)
    assert seconds <= 15 * 60 / 20, counted


def test_the_clock_moves_on_screen(first: First) -> None:
    """A button moves the date by a day, through the jobs: the two orders that were over rest the next morning, and the
    page says so."""
    assert "2013년 2월 5일" in first.page.text
    assert first.pressed.status_code == 303
    assert first.pressed.headers["location"].startswith("/demo/clock")
    assert first.move is not None
    assert first.move.today == first.before + timedelta(days=1)
    assert first.move.rested == 2
    assert first.after.headers["hx-redirect"] == "/policy"
    assert "주문 2 보관" in " ".join(first.after.text.split())


def _shown(client: httpx.Client, stage: Stage, officer: Entrance = OFFICE[0]) -> str:
    """The officer's digits as the page shows them. Whoever came in within the half-minute before used up two at most:
    the secret is set anew, as for a new phone, by the code before."""
    before = pyotp.TOTP(officer.secret, interval=STEP).at(int(machine_moment().timestamp()) - STEP)
    stage.jk.do(set_code, officer.login, officer.secret, before, actor=Actor("handler", officer.login))
    found = re.search(rf"<code>{officer.login}</code>.*?<b>(\d{{6}})</b>", client.get("/demo/code").text)
    assert found is not None
    return found[1]


def test_digits_that_are_used_are_not_shown_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each code is good once, half a minute early: instead of what is used the page shows the next, then none."""
    step = 45_000_000
    monkeypatch.setattr("jikim.demo.entering.machine_moment", lambda: datetime.fromtimestamp(step * STEP + 4, UTC))
    present, following, none = (code(OFFICE[0], used) for used in (step - 1, step, step + 1))
    assert (present.left, following.left) == (STEP - 4, 2 * STEP - 4)
    assert "" != present.digits != following.digits != ""
    assert (none.digits, none.left) == ("", STEP - 4)


def test_the_office_is_entered_and_moves_the_clock(stage: Stage, opened: Opened) -> None:
    """A handler comes in by the digits that the stand-in shows; what waits is listed; the clock moves from there, and
    leads back there."""
    mover, omar = opened.mover, OFFICE[0]
    before = mover.today
    with httpx.Client(base_url=opened.url, timeout=PATIENCE) as client:
        # The bar's form carries the site's token, the page's own form its own.
        page = client.get("/office/sign-in").text
        form = csrf(page[page.index("<main") :])
        said = {"handler": "omar", "password": omar.password, "_csrf_token": form}
        shown = _shown(client, stage)
        assert client.post("/office/sign-in", data=said | {"code": shown}).status_code == 303
        assert shown not in client.get("/demo/code").text
        today = client.get("/office")
        for waits in (
            "/office/requests",
            "/office/complaints",
            "/office/impersonation",
            "/office/disclosures",
            "/office/tasks",
        ):
            assert f'href="{waits}' in today.text, waits
        bar = today.text[: today.text.index("<header")]
        moved = client.post("/demo/clock", data={"by": "day", "to": "/office", "_csrf_token": csrf(bar)})
        assert (moved.status_code, moved.headers["location"]) == (303, "/demo/clock?to=%2Foffice")
        still(mover)
        after = client.get("/en/demo/clock/now", headers={"hx-current-url": f"{opened.url}/en/demo/clock?to=%2Foffice"})
        assert after.headers["hx-redirect"] == "/en/office"
        assert mover.today == before + timedelta(days=1)
        # A browser that was never on the site has no token of it: there the bar leads to the clock's own page.
        client.cookies.delete("jikim_csrf")
        alone = client.get("/office").text
        assert 'action="/demo/clock"' in today.text
        assert 'action="/demo/clock"' not in alone
        assert 'href="/demo/clock?to=/office"' in alone


def test_two_clicks_at_once_move_once(opened: Opened) -> None:
    """Of several that press at once one moves the clock; the others are told that it moves already."""
    mover = opened.mover
    before, gate = mover.today, threading.Barrier(4)
    begun: list[bool] = []

    def press() -> None:
        gate.wait()
        begun.append(mover.begin("day"))

    threads = [threading.Thread(target=press) for _ in range(4)]
    run_all(threads)
    still(mover)
    assert sorted(begun) == [False, False, False, True]
    assert mover.today == before + timedelta(days=1)


@pytest.mark.long
def test_a_month_goes_by_day_by_day(stage: Stage, opened: Opened) -> None:
    """Usage is destroyed a month after it came, on its day; while the clock moves, the fragment asks for itself again
    and shows how far it is."""
    mover, seen = opened.mover, ""
    mover.begin("month")
    with httpx.Client(base_url=opened.url, timeout=PATIENCE) as client:
        while mover.moving:
            found = client.get("/demo/clock/now")
            seen += found.text if "hx-redirect" not in found.headers else ""
    assert mover.move is not None
    assert mover.move.days in (28, 30, 31)
    assert mover.move.destroyed >= 1
    assert 'hx-trigger="every 400ms"' in seen
    assert "하루씩 가고 있습니다" in seen
    # Nobody has done any of the office's work meanwhile: a letter, a complaint and a paper are overdue.
    broken = {one.clause for one in stage.jk.prove().broken}
    assert {"6.4", "7.3", "11.2"} <= broken, broken
    assert any(one.destroyed["usage-history"] for one in mover.move.happened)


def test_to_the_next_thing_that_happens(stage: Stage, opened: Opened) -> None:
    """The clock goes to the very morning on which the next thing is over, and not beyond: another answer to an enquiry,
    then nothing for years."""
    jk, mover = stage.jk, opened.mover
    enquiry = jk.collect(
        "enquiry",
        {"name": "가나다", "email": "gana@example.kr", "text": "어디 있나요"},
        channel="board",
        subject=stage.cast["gana"].person,
        old_enough=True,
    )
    jk.event(enquiry.ref, "answered")
    before = mover.today
    assert mover.begin("next")
    still(mover)
    assert mover.move is not None
    assert mover.today == before + timedelta(days=1)
    assert mover.move.happened[-1].destroyed == {"enquiry": 1}
    with pytest.raises(jikim.DeniedError, match=r"7\.5|5\.1"):
        jk.by(stage.handlers["hana"]).use(enquiry.ref, purpose="support", items=["text"], reason="본 것")


def test_nothing_ahead_is_said(databases: Databases, jk: Jikim) -> None:
    """Where nothing is over within twelve years the clock stays where it is, and says so."""
    mover = Mover(jk)
    before = mover.today
    assert mover.begin("next")
    still(mover)
    assert mover.today == before
    assert mover.move is not None
    assert mover.move.nothing


def test_only_a_demo_has_a_clock(
    databases: Databases, homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A database that is no demo gives nobody a clock to move."""
    with (
        Jikim(homepage, databases.settings(tmp_path_factory.mktemp("real"))) as real,
        pytest.raises(StoreError, match="no demo"),
    ):
        Mover(real)


def test_a_sweep_that_waits_is_approved_as_in_the_story(jk: Jikim, cast: Cast) -> None:
    """Where more people's data would go than a sweep may destroy alone, the demo's officer approves it, and the page
    says so."""
    for n in range(25):
        ref = jk.collect(
            "enquiry",
            {"name": "가나다", "email": f"a{n}@example.org", "text": "x"},
            channel="board",
            subject="guest",
            old_enough=True,
        ).ref
        jk.event(ref, "answered")
    mover = Mover(jk, cast.omar)
    mover.begin("day")
    still(mover)
    assert mover.move is not None
    (day,) = mover.move.happened
    assert not day.failed
    assert day.destroyed["enquiry"] >= 25


@pytest.mark.parametrize(
    ("day", "by", "expected"),
    [
        (date(2019, 2, 5), "day", date(2019, 2, 6)),
        (date(2019, 1, 31), "month", date(2019, 2, 28)),
        (date(2019, 12, 31), "month", date(2020, 1, 31)),
        (date(2020, 2, 29), "year", date(2021, 2, 28)),
        (date(2019, 2, 5), "year", date(2020, 2, 5)),
    ],
)
def test_how_far_a_button_goes(day: date, by: str, expected: date) -> None:
    """A month and a year later is the same day, or the last one of a shorter month."""
    assert ahead(day, by) == expected  # type: ignore[arg-type]


def test_the_mailbox_takes_real_mails(stage: Stage, opened: Opened) -> None:
    """What waits is mailed within seconds without the clock being moved, and can be read on the mailbox's page, its
    links as links."""
    ref = stage.cast["gana"].ref("membership")
    stage.jk.driver.run(queue(stage.jk.house, ref, "guest-link", "ko", {"link": "/guest/x", "minutes": "30"}))
    (mail,) = eventually(lambda: [one for one in opened.box.mails if "/guest/x" in one.text], "the mail")
    assert mail.to == "gana@example.kr"
    with httpx.Client(base_url=opened.url, timeout=PATIENCE) as client:
        assert mail.subject in client.get("/demo/mail").text
        shown = client.get(f"/demo/mail/{mail.number}")
        assert f'href="{opened.url}/guest/x"' in shown.text
        assert client.get("/demo/mail/999").status_code == 404


@pytest.mark.clause("13.1")
def test_a_second_officer_signs_in_and_a_revision_is_played_to_the_new_consent(stage: Stage, opened: Opened) -> None:
    """By pages alone: of five days the editor says which notice counts and why; for thirty the second officer approves,
    the first announces, and a member answers the new consent."""
    opened.mover.begin("day")  # A new officer's word counts after a day.
    still(opened.mover)
    with Door(opened.url) as omar, Door(opened.url) as dain:
        for door, one in zip((omar, dain), OFFICE, strict=False):
            shown = _shown(door.client, stage, one)
            door.send("/office/sign-in", handler=one.login, password=one.password, code=shown)
        _plays(opened, omar.client, dain.client)


def _plays(opened: Opened, omar: httpx.Client, dain: httpx.Client) -> None:
    today = opened.mover.today
    way = begun(omar, revised(today, today + timedelta(days=5)))
    judged = " ".join(omar.get(way).text.split())
    assert "30일(중요한 변경: " in judged
    assert "일반 변경은 7일)" in judged
    assert "방침은 일반 변경을 7일, 중요한 변경을 30일 전에 알린다고 합니다" in judged
    english = " ".join(omar.get(f"/en{way}").text.split())
    assert "30 days (an important change: " in english
    assert "for an ordinary one 7 days)" in english
    refused = announced(omar, dain, way)
    assert (refused.status_code, "30일(중요한 변경: " in refused.text) == (422, True)
    done = announced(omar, dain, begun(omar, revised(today, today + timedelta(days=30))))
    assert (done.status_code, done.headers.get("location")) == (303, "/office/policy/1"), done.text
    with Door(opened.url) as gana:
        page = gana.enter(opened.entries[0]).client.get("/my/consents")
        assert "개정 처리방침에 대한 동의 요청" in page.text
        question = page.text.partition('name="question" value="')[2].partition('"')[0]
        answer = gana.press(page, "/my/consents/answer", question=question, do="give")
        assert "동의한다고 답하셨습니다" in answer.text


def test_where_a_button_leads_back_to() -> None:
    """Back leads to a page of this site and nowhere else; a mail's text is words and web links."""
    assert within("/my/record/1") == "/my/record/1"
    assert {within(path) for path in ("//evil.example", "https://evil.example", "/\\evil", "x", "", "/a\nb")} == {"/"}
    assert came_from("http://x/en/my?a=1") == "/my"
    assert came_from("http://x/demo/clock?to=%2Foffice") == "/office"
    assert came_from("http://x/demo/clock?to=//evil.example") == came_from("") == "/"
    assert [[part.link for part in block] for block in parts("a https://x.example/ b\n\njavascript:alert(1)")] == [
        [False, True, False],
        [False],
    ]
