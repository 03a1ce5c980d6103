"""Random lives at the running homepage, by its pages alone: people join, order, pay, are delivered to, ask and are
answered, withdraw, leave, and are swept for years of its clock; its data is lost and comes back from a backup; in the end
a processor's contract ends. After each step
every page about a person is compared, in both languages, with what this test did and wrote down: nothing that it expects
was read from the product.

The periods are those of the published policy, written here by hand: an unpaid order goes after 14 days; one that was
carried out and a withdrawal are archived for five years (a delivery's items from the delivery on), a payment for five
years from the day that it was paid; an enquiry goes three days after its answer, and a membership when its member leaves.
"""

from __future__ import annotations

import copy
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.homepage.shop import PLACE, Browser, Shop, shop
from tests.homepage.test_staff_orders import LIST as ORDERS
from tests.lost import Lost, lost
from tests.office.conftest import Office, post

import jikim
from jikim.app.restoring import restore

__all__ = ["lost"]
SEOUL = ZoneInfo("Asia/Seoul")
LIVES = 300


@dataclass
class Thing:
    """A record, as this test knows it: what it is, since when, and what becomes of it."""

    kind: str
    at: datetime
    number: str = ""
    state: str = "live"  # live, ended, archived, destroyed
    boxed: bool = False
    paid: bool = False
    delivered: datetime | None = None
    answered: datetime | None = None
    ended: datetime | None = None
    until: set[date] = field(default_factory=set)
    archived: bool = False


@dataclass
class Life:
    """Somebody, and what they did."""

    person: jikim.Person
    given: dict[str, Any]
    here: bool = True
    things: list[Thing] = field(default_factory=list)
    went: Counter[str] = field(default_factory=Counter)
    destroyed: int = 0
    receipt: str = ""

    def of(self, *states: str) -> list[Thing]:
        return [one for one in self.things if one.state in states]


def five_years_after(moment: datetime) -> date:
    """The last day of five years from a day on, which does not count (Civil Act §157, §160)."""
    first = moment.astimezone(SEOUL).date() + timedelta(days=1)
    try:
        return first.replace(year=first.year + 5) - timedelta(days=1)
    except ValueError:
        return date(first.year + 5, 2, 28)


@dataclass
class World:
    """All of it: the shop, its staff, and the lives so far."""

    begin: Callable[[ExitStack], Shop]
    lost: Lost
    dice: random.Random
    held: ExitStack = field(default_factory=ExitStack)
    lives: list[Life] = field(default_factory=list)
    certified: Counter[str] = field(default_factory=Counter)
    staff: int = 0
    head: Any = None

    def __post_init__(self) -> None:
        self.opens()

    def opens(self) -> None:
        self.rv = self.begin(self.held)
        self.back = Office(**vars(self.rv.web))
        self.head = None

    def closes(self) -> None:
        self.held.close()

    @property
    def officer(self) -> Any:
        """An officer's browser; another after each of the clock's leaps, which end its session."""
        if self.head is None:
            self.staff += 1
            self.head = self.back.officer(f"h-head-{self.staff}")
        return self.head

    @property
    def now(self) -> datetime:
        return self.rv.jk.now()  # type: ignore[no-any-return]

    def clerk(self) -> Any:
        self.staff += 1
        return self.back.worker(f"h-lives-{self.staff}", "billing", "delivery", "support")

    # ---- what happens

    def join(self) -> Life:
        person, given = self.rv.web.member()
        life = Life(person, given, things=[Thing("membership", self.now)])
        self.lives.append(life)
        return life

    def orders(self, life: Life, browser: Browser) -> None:
        boxed = self.dice.random() < 0.4
        place = PLACE if boxed else {}
        number = self.rv.order(
            browser, "business-box" if boxed else "personal-1y", name=life.given["name"], phone="02-555-0101", **place
        )
        life.things.append(Thing("order", self.now, number, boxed=boxed))

    def pays(self, life: Life, browser: Browser) -> None:
        for order in life.things:
            if order.kind == "order" and order.state == "live" and not order.paid and not over(order, self.now):
                self.rv.paid(browser, order.number)
                order.paid = True
                life.things.append(Thing("payment", self.now, order.number))
                self.rv.jk.deliver()
                life.went["kcp"] += 1
                life.went["service-least"] += order.boxed
                return

    def withdraws(self, life: Life, browser: Browser) -> None:
        for order in life.things:
            if (
                order.kind == "order"
                and order.state == "live"
                and order.paid
                and self.now - order.at < timedelta(days=6)
            ):
                browser.post(f"/orders/{order.number}/withdraw", {"reason": "마음이 바뀌었습니다"})
                life.things.append(Thing("order-withdrawal", self.now, order.number))
                self.rv.jk.deliver()
                for one in life.things:
                    if one.number == order.number:
                        self.ends(one)
                return

    def asks(self, life: Life, browser: Browser) -> None:
        given = {"name": "가나다", "email": life.given["email"], "subject": "물음", "text": "자꾸 끊깁니다"}
        before = {one.number for one in life.things}
        browser.post("/board/write", given)
        [number] = set(re.findall(r'href="/board/([0-9a-f]{32})"', browser.get("/board").text)) - before
        life.things.append(Thing("enquiry", self.now, number))

    def answers(self, life: Life, _browser: Browser) -> None:
        for one in life.of("live"):
            if one.kind == "enquiry" and one.answered is None:
                said = {"reason": "게시판 답변", "text": "공유기를 다시 켜 보세요.", "language": "ko"}
                place = f"/office/shop/enquiries/{life.person.subject}/{one.number}"
                assert "답변을 메일로 보내고" in post(self.clerk(), place, do="answer", **said).text
                one.answered = self.now
                return

    def leaves(self, life: Life, browser: Browser) -> None:
        answer = browser.post("/my/leave", {"password": life.given["password"]})
        life.here = False
        found = re.search(r'href="(/receipt/[^"/]+)"', answer.text)
        assert found is not None, answer.text
        life.receipt = found[1]
        for one in life.things:
            if one.state == "live" and one.kind in ("membership", "enquiry"):
                self.ends(one)

    def carried_out(self) -> None:
        """Staff record what was delivered, and settle what is over its days of withdrawal."""
        clerk = None
        for life in self.lives:
            for order in life.of("live"):
                if order.kind != "order" or not order.paid:
                    continue
                if order.boxed and order.delivered is None and self.dice.random() < 0.7:
                    clerk = clerk or self.clerk()
                    assert "배송 완료로 기록했습니다" in post(clerk, self.desk(life, order), do="delivered").text
                    order.delivered = self.now
                elif self.now - (order.delivered or order.at) > timedelta(days=16) and (
                    order.delivered or not order.boxed
                ):
                    clerk = clerk or self.clerk()
                    post(clerk, self.desk(life, order), do="settled")
                    for one in life.things:
                        if one.number == order.number and one.state == "live":
                            self.ends(one)

    def desk(self, life: Life, order: Thing) -> str:
        return f"{ORDERS}/{life.person.subject}/{order.number}"

    def ends(self, one: Thing) -> None:
        one.state, one.ended = "ended", self.now
        if one.kind in ("order", "order-withdrawal"):
            one.until = {five_years_after(self.now)}
        if one.kind == "payment":
            one.until = {day for day in [five_years_after(one.at)] if day >= self.now.astimezone(SEOUL).date()}
        if one.kind == "order" and one.boxed and one.delivered is not None:
            one.until.add(five_years_after(one.delivered))

    def days(self, days: int) -> None:
        self.rv.later(days=days)
        self.head = None
        self.carried_out()
        self.rv.sweep()
        for life in self.lives:
            for one in life.things:
                if one.state == "live" and over(one, self.now):
                    one.state, one.ended = "ended", self.now
                if one.state == "ended":
                    one.state = "archived" if one.until else "destroyed"
                    life.destroyed += one.state == "destroyed"
                if one.state == "archived":
                    one.archived = True
                    one.until = {day for day in one.until if day >= self.now.astimezone(SEOUL).date()}
                    if not one.until:
                        one.state = "destroyed"

    def contract_ends(self) -> None:
        """The payment processor's contract ends: everybody's data there is to be deleted."""
        done = post(self.officer, "/office/processors/processor/kcp/end", sure="yes")
        assert "계약을 종료했습니다" in done.text
        for life in self.lives:
            if life.here and life.went["kcp"]:
                with self.rv.browser(life.person) as browser:
                    for prefix, words in (("", "삭제 "), ("/en", "delete")):
                        page = browser.client.get(f"{prefix}/my/went").text
                        assert page.count(words) >= life.went["kcp"], page

    def comes_back(self) -> None:
        """A backup is made; then somebody joins, somebody orders, and somebody leaves; the data is lost and comes back.
        Whoever joined is unknown, the order was never made, and who left has left."""
        self.rv.jk.backups.make()
        self.rv.jk.backups.keys()
        [orders, leaves] = self.dice.sample([life for life in self.lives if life.here], 2)
        before = {life.person.subject: copy.deepcopy(life) for life in self.lives}
        self.join()
        with self.rv.browser(orders.person) as browser:
            self.orders(orders, browser)
        with self.rv.browser(leaves.person) as browser:
            self.leaves(leaves, browser)
        self.closes()
        self.lost.lose()
        restore(self.lost.homepage, self.lost.settings, self.lost.set("data"), self.lost.set("keys"))
        before[leaves.person.subject] = leaves
        self.lives = list(before.values())
        self.held.enter_context(self.lost.open())  # a server that runs is not taken for one that nobody needs
        self.opens()

    # ---- what the pages say

    def compare(self, life: Life) -> None:
        """All that is told of somebody, against what was done."""
        held = life.of("live", "ended")
        parts = sum(len(one.until) for one in life.of("archived"))
        if life.here:
            with self.rv.browser(life.person) as browser:
                for prefix in ("", "/en"):
                    self.glance(browser.client.get(f"{prefix}/my").text, prefix, life, len(held), parts)
                    went = browser.client.get(f"{prefix}/my/went").text
                    assert went.count("<tr") - 1 == sum(life.went.values()) or not life.went, went
                listed = browser.client.get("/my/orders").text
                for one in life.things:
                    if one.kind == "order":
                        assert (f"/orders/{one.number}" in listed) == (one.state in ("live", "ended")), (one, listed)
                told = browser.client.get("/my/download/my-data.json").json()
                assert Counter(one["kind"] for one in told["records"]) == Counter(one.kind for one in held)
                assert len(told["resting"]) == parts
                assert sum(one["records"] for one in told["destroyed"]) == life.destroyed
        else:
            for prefix in ("", "/en"):
                self.receipt(life, prefix, len(held), parts)
        for prefix in ("", "/en"):
            page = self.officer.get(f"{prefix}/office/people/{life.person.subject}")
            assert page.text.count("<article") == len(held) + parts, (page.text, life)

    def glance(self, page: str, prefix: str, life: Life, held: int, parts: int) -> None:
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
        said = (
            text[text.find("At a glance" if prefix else "한눈에 보기") :][:400],
            [
                (
                    one.kind,
                    one.number[:4],
                    str(one.at)[:10],
                    one.state,
                    one.boxed,
                    one.paid,
                    str(one.delivered)[:10],
                    str(one.ended)[:10],
                    sorted(map(str, one.until)),
                )
                for one in life.things
            ],
        )
        if prefix:
            assert f"{held:,} record{'s' if held != 1 else ''}, all below." in text, said
            assert (f"{parts:,} part{'s' if parts != 1 else ''}. Others may view" in text) == (parts > 0), said
        else:
            assert (f"파기한 기록{life.destroyed:,}건." in text) == (life.destroyed > 0), said
            assert f"기록 {held:,}건. 아래에서" in text, said
            assert (f"{parts:,}건. 본인 외에는 보관 목적으로만" in text) == (parts > 0), said

    def receipt(self, life: Life, prefix: str, held: int, parts: int) -> None:
        with self.rv.browser() as browser:
            page = browser.client.get(prefix + life.receipt)
            told = browser.client.get(f"{prefix}{life.receipt}/receipt.json").json()
        assert page.status_code == 200
        lines = {line["what"]: line for line in told["lines"]}
        assert ("archive" in lines) == any(one.archived for one in life.things), life
        assert (lines["archive"]["count"] if "archive" in lines else 0) == parts, life
        assert (lines["live"]["rows_removed"] is None) == (held > 0)


def over(one: Thing, now: datetime) -> bool:
    """Whether time has ended it: an order that nobody paid after 14 days, an enquiry three days after its answer."""

    def days(since: datetime) -> int:
        return (now.astimezone(SEOUL).date() - since.astimezone(SEOUL).date()).days

    if one.kind == "enquiry":
        return one.answered is not None and days(one.answered) > 3
    return one.kind == "order" and not one.paid and days(one.at) > 14


@pytest.fixture
def world(lost: Lost) -> Iterator[World]:
    places = {name: getattr(lost.settings, name) for name in ("ring", "ring_copies", "backups", "keys_backups")}

    def begin(held: ExitStack) -> Shop:
        rv = held.enter_context(shop(lost.homepage, lost.settings.directory, **places))
        lost.settings = rv.web.settings
        return rv

    world = World(begin, lost, random.Random(20261203))
    yield world
    world.closes()


def test_pages_say_what_was_done_through_random_lives(world: World) -> None:
    """Each step of each life, and after it every page about whoever it was."""
    dice = world.dice
    acts = (world.orders, world.pays, world.pays, world.withdraws, world.asks, world.answers, world.leaves)
    while len(world.lives) < LIVES:
        here = [life for life in world.lives if life.here]
        if len(here) < 6 or dice.random() < 0.25:
            world.compare(world.join())
            continue
        if dice.random() < 0.08:
            world.days(dice.choice([1, 15, 20, 40, 400]))
            for life in dice.sample(world.lives, min(12, len(world.lives))):
                world.compare(life)
            continue
        life = dice.choice(here[-12:])
        with world.rv.browser(life.person) as browser:
            dice.choice(acts)(life, browser)
        world.compare(life)
    world.comes_back()
    for life in world.lives:
        world.compare(life)
    for days in (20, 366 * 5, 30):
        world.days(days)
        for life in world.lives:
            world.compare(life)
    world.contract_ends()
