"""What each invented person does: which records they bring, by which channel, what happens to them and when. Drawn from
a seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from jikim.demo.people import Invented

EVENTS, PARTNER = "marketing.events", "agreed-partner/marketing.events"
TAILORED = "marketing.tailored"
STATISTICS = "marketing.statistics"
# Numbers that card companies publish for tests.
CARDS = ("4242 4242 4242 4242", "5555 5555 5555 4444", "3782 822463 10005")
_PRODUCTS = ("RemoteView Standard", "RemoteView Enterprise", "RemoteView Box")
_QUESTIONS = (
    "원격 접속이 자꾸 끊깁니다. 어떻게 해야 하나요?",
    "Can I move my licence to another machine?",
    "세금계산서를 다시 받을 수 있을까요?",
    "Which ports does the agent use?",
)


class Act(NamedTuple):
    """One record somebody brings. `events` are (days after, what happens); `to` is the processor that its payment goes
    to, `party` the other party of an order."""

    kind: str
    channel: str
    values: Mapping[str, Any]
    events: tuple[tuple[int, str], ...] = ()
    to: str = ""
    party: str = ""


@dataclass
class Doings:
    """All that one person does at the start."""

    person: Invented
    consents: tuple[str, ...] = ()
    acts: list[Act] = field(default_factory=list)


def order(person: Invented, rng: Random, channel: str, *, delivered: bool | None = None) -> Act:
    """An order; with something to deliver it has an address, and comes to be delivered."""
    ships = rng.random() < 0.4 if delivered is None else delivered
    values: dict[str, Any] = {
        "name": person.name,
        "phone": person.phone,
        "lines": [{"product": _PRODUCTS[2] if ships else rng.choice(_PRODUCTS[:2]), "quantity": rng.randint(1, 9)}],
    }
    if rng.random() < 0.6:
        values["email"] = person.email
    if ships:
        values["address"] = person.address
    if person.kind == "corporate":
        values |= {"company": person.company, "business_no": person.business_no}
    settles = rng.randint(8, 20)
    if rng.random() < 0.06:
        # Before it is over by itself: nobody paid it.
        return Act("order", channel, values, ((min(settles, 14), "withdrawn"),))
    steps = ((1, "paid"), (3, "delivered"), (settles, "settled")) if ships else ((1, "paid"), (settles, "settled"))
    return Act("order", channel, values, steps)


def payment(person: Invented, rng: Random, number: int, *, without: str = "") -> Act:
    """A payment: by card through KCP or Epsilon, by account through KFTC, or through PayPal or Alipay; not through
    `without`."""
    abroad = person.country != "KR"
    through = ("paypal", "alipay", "epsilon") if abroad else ("kcp", "kcp", "kcp", "kftc")
    to = rng.choice([name for name in through if name != without])
    method = {"kcp": "card", "epsilon": "card", "kftc": "transfer"}.get(to, to)
    values: dict[str, Any] = {
        "payment": {
            "method": method,
            "amount": 1000 * rng.randint(10, 900),
            "currency": "KRW",
            "order": f"demo-{number}",
        },
        "name": person.name,
    }
    if to != "kftc":
        values["email"] = person.email
    if method == "card":
        values["card"] = rng.choice(CARDS)
    elif method == "transfer":
        values["bank_account"] = {"bank": "가상은행", "number": f"000000-00-{number:06d}"}
    return Act("payment", "homepage", values, ((0, "paid"), (rng.randint(10, 25), "settled")), to)


def visit(person: Invented, consents: tuple[str, ...] = ()) -> Act:
    """A visit. Its cookie is taken only from those who agreed to a purpose that reads it."""
    values: dict[str, Any] = {
        "ip": f"192.0.2.{person.number % 254 + 1}",
        "access_log": {"path": "/products", "status": 200},
    }
    if EVENTS in consents:
        values["cookie"] = f"invented-{person.number:06d}"
    return Act("visit", "automatic", values)


def doings(person: Invented, rng: Random) -> Doings:
    """What one of the crowd does."""
    done = Doings(person)
    member = person.kind != "guest"
    draw = rng.random
    consents = [name for name, share in ((EVENTS, 0.3), (TAILORED, 0.2), (STATISTICS, 0.8)) if draw() < share]
    if EVENTS in consents and draw() < 0.5:
        consents.append(PARTNER)
    done.consents = tuple(consents)
    add = done.acts.append
    values: dict[str, Any]
    if member:
        kind = "membership" if person.kind == "member" else "corporate-membership"
        add(Act(kind, "homepage", person.membership))
    if member and draw() < 0.2:
        add(Act("preferences", "homepage", {"language": "ko"}))
    if draw() < (0.5 if member else 0.35):
        add(order(person, rng, rng.choice(("homepage", "homepage", "paper", "phone", "fax"))))
        if draw() < 0.7:
            add(payment(person, rng, person.number))
        if draw() < 0.12:
            wishes = {
                "name": person.name,
                "phone": person.phone,
                "address": person.address,
                "wishes": "문 앞에 놓아 주세요",
            }
            add(Act("delivery-request", "delivery-request", wishes, ((rng.randint(2, 5), "delivered"),)))
        if draw() < 0.1:
            values = {"name": person.name, "lines": [{"product": _PRODUCTS[0]}], "reason": "주문을 잘못했습니다"}
            add(Act("order-withdrawal", "email", values, ((rng.randint(3, 9), "refunded"),)))
    if draw() < 0.14:
        values = {**person.contact, "text": rng.choice(_QUESTIONS)}
        channel = rng.choice(("board", "board", "phone", "fax", "email", "paper"))
        add(Act("enquiry", channel, values, ((rng.randint(1, 6), "answered"),)))
    if draw() < 0.05:
        values = {**person.contact, "text": "배송이 늦었습니다"}
        steps = ((2, "answered"), (rng.randint(5, 20), "closed"))
        add(Act("complaint", rng.choice(("email", "phone", "homepage")), values, steps))
    if draw() < 0.03:
        values = {"name": person.name, "email": person.email, "text": "제 정보를 열람하고 싶습니다"}
        add(Act("rights-request", "email", values, ((rng.randint(1, 9), "answered"),)))
    if EVENTS in consents and draw() < 0.8:
        add(Act("event-entry", "event", {**person.contact, "answers": "remote"}, ((30, "closed"),)))
    if person.mobile and draw() < 0.15:
        values = {"name": person.name, "mobile": person.mobile, "result": {"checked": True, "by": "kcp"}}
        add(Act("identity-check", "homepage", values, ((1, "checked"),), rng.choice(("kcp", "kftc"))))
    if person.kind == "corporate" or (member and draw() < 0.2):
        add(
            Act(
                "usage-history",
                "automatic",
                {"usage": {"sessions": rng.randint(1, 40), "minutes": rng.randint(5, 900)}},
            )
        )
    if draw() < 0.25 or not (member or done.acts):
        add(visit(person, done.consents))
    if TAILORED in consents and draw() < 0.6:
        add(Act("interests", "automatic", {"cookie": f"interest-{person.number:06d}", "topics": ["remote-support"]}))
    return done
