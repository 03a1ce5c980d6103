"""Everybody who may stand at a page, and something of theirs for every address that has a parameter. All invented."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.employed import employ, lasting
from tests.homepage.shop import CARD, PLACE, Browser, Shop
from tests.web.routes import Route

import jikim
from jikim.accounts.links import make_link
from jikim.accounts.sessions import Q, begin_session, parse_token
from jikim.clock import machine_moment
from jikim.db.driver import Steps
from jikim.demo.receiver import Receiver
from jikim.desk.guardians import link_guardian
from jikim.desk.notices import post_notice
from jikim.mail.campaigns import refusal
from jikim.policy.ask import Actor
from jikim.processors.contracts import add_contract
from jikim.processors.deletion_letters import due as letters_due
from jikim.processors.deletion_letters import gather

# nobody is not signed in; `stale` is the member who proved who they are too long ago; `other` another member at the
# first one's things; the guardian acts for a child; `handler` works at the desk, and has no session here: a handler's
# name opens no page.
WHO = ("nobody", "guest", "member", "stale", "other", "corporate", "guardian")


@dataclass
class Everybody:
    """The people of a running homepage. `tokens` are their sessions', by who they are; `things` what fills an address'
    parameters."""

    shop: Shop
    tokens: dict[str, str | None] = field(default_factory=dict)
    people: dict[str, jikim.Person] = field(default_factory=dict)
    given: dict[str, dict[str, Any]] = field(default_factory=dict)
    things: dict[str, dict[str, str]] = field(default_factory=dict)
    acting: tuple[jikim.Person, ...] = ()  # a guardian, and the child they act for

    def address(self, route: Route) -> str:
        """The address of a route, its parameters filled with things of the member's. Raises KeyError with the route's
        name for a new one."""
        path = route.path
        for name in route.parameters:
            for start, values in self.things.items():
                if route.path.startswith(start) and name in values:
                    path = path.replace("{" + name + "}", values[name])
                    break
            else:
                raise KeyError(f"{route}: nothing is arranged for `{name}` (tests/web/arranged.py)")
        return path

    def cookies(self, who: str) -> dict[str, str]:
        token = self.tokens[who]
        return {} if token is None else {"jikim_session": token}

    def renew(self, who: str) -> None:
        """A new session, where the old one was ended on the way."""
        if who != "nobody":
            person = self.people["member" if who == "stale" else who]
            self.tokens[who] = session(self.shop, *self.acting) if who == "guardian" else session(self.shop, person)
            self.prove()

    def prove(self) -> None:
        """Everybody but the stale one proves once more who they are."""
        for who, token in self.tokens.items():
            if token is not None:
                _stepped(self.shop, token, timedelta(minutes=-20 if who == "stale" else 0))


def _stepped(shop: Shop, token: str, since: timedelta) -> None:
    parsed = parse_token(token)
    assert parsed is not None

    def step() -> Steps[None]:
        yield Q["session.step"](subject=parsed[0], session=parsed[1], at=machine_moment() + since)

    shop.jk.driver.run(step())


def session(shop: Shop, person: jikim.Person, ward: jikim.Person | None = None) -> str:
    """A session of a person's, or of theirs for a ward, beside those that run: answers its token."""
    run, house, whose = shop.jk.driver.run, shop.jk.house, ward or person
    token: str = run(
        begin_session(house, person.subject, whose.kind, at_once=50, ward=None if ward is None else ward.subject)
    )
    return token


def everybody(shop: Shop) -> Everybody:
    """Makes them all."""
    web, jk = shop.web, shop.jk
    run, house = jk.driver.run, jk.house
    made = Everybody(shop)
    made.tokens["nobody"] = None
    employ(jk, "omar", "officer")
    lasting(jk, "omar")
    officer = jk.handler("omar", kind="officer", origin="192.0.2.11")

    alice, given = web.member(name="남궁서리", mobile="010-0000-1111")
    made.people["member"], made.given["member"] = alice, given
    made.people["other"], made.given["other"] = web.member(name="라마바")
    child, _ = web.member(name="사아자")
    parent, _ = web.member(name="차카타")
    run(link_guardian(house, child.subject, parent.subject, actor=officer))
    made.people["guardian"], made.acting = child, (parent, child)
    company = jk.collect(
        "corporate-membership",
        {
            "login_id": "gana.company",
            "password": "quiet heron walks 77",
            "name": "파하거",
            "email": "office@example.com",
            "company": "가나다 주식회사",
            "business_no": "120-81-47521",
            "phone": "02-555-0199",
        },
        channel="homepage",
        old_enough=True,
        subject="corporate",
    ).ref
    made.people["corporate"] = jikim.Person(company.subject, "corporate")
    guest = jk.collect(
        "enquiry",
        {"name": "나그네", "email": "wanderer@example.com", "subject": "물음", "text": "자꾸 끊깁니다"},
        channel="board",
        subject="guest",
        old_enough=True,
    ).ref
    made.people["guest"] = jikim.Person(guest.subject, "guest")
    for who, person in made.people.items():
        made.tokens[who] = session(shop, *made.acting) if who == "guardian" else session(shop, person)
    made.tokens["stale"] = session(shop, alice)
    made.prove()

    token = made.tokens["member"]
    assert token is not None
    with web.client() as client:
        client.cookies.set("jikim_session", token, domain="127.0.0.1")
        made.things = _things(shop, Browser(client), alice)
    notice = run(
        post_notice(
            house,
            title_ko="점검 안내",
            title_en="Maintenance",
            body_ko="새벽에 잠시 멈춥니다.\n\n다시 열면 알려 드립니다.",
            body_en="We pause for a while at night.\n\nWe will say when we are back.",
            actor=officer,
        )
    )
    made.things["/notices"] = {"number": str(notice.number)}
    made.things["/receipt"] = {"token": _leave(shop)}
    made.things["/confirm-deletion"] = {"token": _asked_to_delete(shop, officer)}
    made.things["/reset"] = {
        "token": run(make_link(house, made.people["other"].subject, "member", "reset", timedelta(minutes=30)))
    }
    made.things["/hand-off"] = {
        "token": run(make_link(house, made.people["other"].subject, "member", "hand-off", timedelta(minutes=30)))
    }
    made.things["/refuse"] = {"token": run(refusal(house, made.people["other"].subject, "marketing.ads"))}
    # The homepage takes no children: whatever the link, its page leads back.
    made.things["/come-back"] = {"token": "invented"}
    made.things["/join/guardian"] = {"token": "invented"}
    made.things["/rested"] = {"number": str(UUID(int=7)), "token": "invented"}  # an officer sends the link
    made.things["/sign-in"] = {"name": "none"}  # nobody else signs anybody in here
    made.things["/guest"] = {"token": run(make_link(house, guest.subject, "guest", "guest", timedelta(minutes=30)))}
    return made


def _things(shop: Shop, browser: Browser, alice: jikim.Person) -> dict[str, dict[str, str]]:
    """What the member has: a paid order with a box, another that waits, a post, a request, a complaint, an entry, a
    correction under way."""
    number = shop.order(browser, "business-box", **{**PLACE, "line1": "서울특별시 가상구 물안개로 1"})
    shop.paid(browser, number, "kcp", card=CARD, expires="12/29")
    waits = shop.order(browser, "personal-1y")
    written = browser.post(
        "/board/write",
        {
            "name": "가나다",
            "email": "alice@example.com",
            "subject": "접속이 느립니다",
            "text": "산마루에서는 느립니다",
            "once": "a" * 32,
        },
    )
    posted = re.search(r'href="/board/([0-9a-f]{32})"', written.text)
    assert posted is not None, written.text
    filed = browser.post("/my/requests/new", {"kind": "access"}, page="/my/requests/new?kind=access")
    complained = browser.post(
        "/complaint", {"name": "가나다", "email": "alice@example.com", "text": "광고가 자꾸 옵니다", "age": "yes"}
    )
    request, complaint = str(filed.url).rpartition("/")[2], str(complained.url).rpartition("/")[2].partition("?")[0]
    assert len(request) == 36, filed.text
    assert "-" in complaint, complained.text
    return {
        "/orders/{number}/paid": {"number": waits, "provider": "kcp"},
        "/orders/{number}/pay": {"number": waits, "provider": "kcp"},
        "/orders/{number}/ident": {"number": number, "provider": "kcp"},
        "/orders": {"number": number},
        "/board": {"number": posted[1]},
        "/my/requests": {"number": request},
        "/my/record": {"record": str(UUID(hex=number))},
        "/complaint": {"number": complaint},
        "/measures": {"number": complaint},
        "/events": {"id": "farthest-desk"},
        "/policy": {"effective": "2013-02-05"},
        "/products": {"id": "business-box"},
    }


def _asked_to_delete(shop: Shop, officer: Actor) -> str:
    """A processor with an address alone is asked to delete what it got of somebody. Answers what the letter's link ends
    with."""
    jk, run, house = shop.jk, shop.jk.driver.run, shop.jk.house
    leaver, _ = shop.web.member()
    given = {"name": "가나다", "phone": "010-0000-0009", "lines": [{"product": "personal-1y", "quantity": 1}]}
    order = jk.collect("order", given, channel="homepage", subject=leaver, old_enough=True).ref
    with Receiver(["kis"], jk.now) as receiver:
        jk.entrust(order, to="kis", purpose="debt-collection")
        jk.deliver(receiver.endpoints)
    run(add_contract(house, "processor", "kis", signed=None, told="email", email="kis@example.com", actor=officer))
    jk.leave(leaver.subject)
    run(gather(house))
    return run(letters_due(house))[0].token


def _leave(shop: Shop) -> str:
    """Somebody leaves by the page. Answers what the link of their receipt ends with."""
    leaver, given = shop.web.member()
    with shop.web.client() as client:
        client.cookies.set("jikim_session", session(shop, leaver), domain="127.0.0.1")
        answer = Browser(client).post("/my/leave", {"password": given["password"]})
    found = re.search(r"/receipt/([A-Za-z0-9_-]+)", answer.text)
    assert found is not None, answer.text
    return found[1]
