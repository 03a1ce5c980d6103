"""Keys for the REST API, and a body for each of its routes that would be answered well."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
from tests.homepage.shop import Shop

from jikim.api.keys import make_key, reachable
from jikim.api.route import BASE
from jikim.api.routes import ROUTES

# Without a key, with one that is none, one whose purposes are others, one with the purposes, one that also may act for
# people.
KEYS = ("none", "wrong", "bare", "purposes", "people")
ORDER = {
    "name": "가나다",
    "phone": "02-555-0101",
    "address": {"postcode": "04524", "line1": "서울특별시 가상구 없는로 1"},
    "lines": [{"product": "personal-1y", "quantity": 1}],
}


def keys(shop: Shop) -> dict[str, str | None]:
    """A key of each sort."""
    jk = shop.jk
    until, known = jk.now() + timedelta(days=30), reachable(jk.policy)
    reach = {f"{what}s": known[what] for what in ("record", "channel", "event", "consent")}

    def make(name: str, purposes: list[str], may: tuple[str, ...] = ()) -> str:
        return str(jk.driver.run(make_key(jk.house, name, purposes, until=until, may=may, **reach))[1])

    every = [name for name in jk.policy.file.purposes if name != "marketing.statistics"]
    return {
        "none": None,
        "wrong": "jk_" + "0" * 60,
        "bare": make("bare", ["marketing.ads"]),
        "purposes": make("purposes", [*every, "marketing.statistics"]),
        "people": make("people", [*every, "marketing.statistics"], ("people", "evidence", "webhooks")),
    }


def bodies(shop: Shop) -> Mapping[str, dict[str, Any]]:
    """A body for each route, about a new person of its own each time."""
    jk = shop.jk
    person, given = shop.web.member()
    ref = jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref
    wire = {"subject": str(ref.subject), "record": str(ref.record), "kind": ref.kind}
    who, subject = {"subject": str(person.subject), "kind": "member"}, {"subject": str(person.subject)}
    correction = jk.by(jk.acting("member", str(person.subject))).ask_correction(ref, ["phone"])
    open_one = {"request": str(correction.request), "ref": wire}
    second = jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref
    other = {"subject": str(second.subject), "record": str(second.record), "kind": second.kind}
    payment = jk.collect(
        "payment",
        {"payment": {"method": "card", "amount": 48_000, "currency": "KRW"}, "card": "4242424242424242"},
        channel="homepage",
        subject=person,
        old_enough=True,
    ).ref
    paid = {"subject": str(payment.subject), "record": str(payment.record), "kind": payment.kind}
    values = {"ip": "192.0.2.7", "access_log": {"path": "/products", "status": 200}}
    visit = {"subject": who, "kind": "visit", "channel": "automatic", "values": values}
    number = "5d1a3c77-2b8e-4f60-9c4d-7e8f90a1b2c3"
    return {
        "/collect": {"kind": "order", "channel": "homepage", "subject": who, "old_enough": True, "values": ORDER},
        "/collect-many": {"offers": [visit], "old_enough": True},
        "/use": {"ref": other, "purpose": "delivery", "items": ["name", "address"]},
        "/use-many": {"reads": [{"ref": other, "purpose": "delivery"}]},
        "/status": {**subject, "kind": "order"},
        "/event": {"ref": other, "name": "paid"},
        "/provide": {"ref": other, "to": "service-least", "purpose": "delivery", "items": ["phone"]},
        "/entrust": {"ref": paid, "to": "kcp", "purpose": "billing"},
        "/corrections/ask": {"ref": other, "items": ["phone"]},
        "/corrections/make": {"correction": open_one, "values": {"phone": "02-555-0102"}},
        "/corrections/refuse": {"correction": open_one, "reason": "the number is right"},
        "/consent": {**subject, "give": ["marketing.events"], "withdraw": []},
        "/show": subject, "/consent-receipt": {**subject, "language": "en"}, "/leaving-plan": subject, "/come-back": subject, "/seen": subject,
        "/leave": subject, "/receipt": subject, "/hand-off": subject,
        "/consult": {"ref": other, "purpose": "legal-evidence", "reason": "a court's question", "reason_kind": "dispute"},
        "/hold": {"ref": other, "reason": "a dispute"},
        "/release": {"ref": other, "number": number, "reason": "over"},
        "/certificates/receipt": {"number": number},
        "/feeds/{partner}": {"kind": "order", "rows": [{"values": {"name": "가나다"}, "old_enough": True}]},
        "/find": {"item": "email", "value": given["email"]},
        "/decide": {"act": "use", "kind": "order", "items": ["name"], "purpose": "delivery"},
        "/observe": {"rows": [{"table": "shop", "columns": "name", "deed": "read", "verdict": "allowed", "times": 1}]},
        "/statistics": {"kind": "usage-history", "purpose": "marketing.statistics"},
        "/requests/list": subject, "/requests/file": {**subject, "kind": "access"},
        "/sessions/look": {"token": "none"},
        "/access-records": {"system": "crm", "records": [{"at": "2026-11-25T09:30:00+09:00", "who": "h-07", "whose": "c-1", "what": "viewed"}]},
        "/webhooks/add": {"url": "https://shop.example.com/hooks/jikim", "events": ["subject:leave"]},
        "/webhooks/end": {"number": number}, "/webhooks/dead": {"webhook": number}, "/webhooks/replay": {"webhook": number},
    }  # fmt: skip


def call(shop: Shop, path: str, key: str | None, body: Mapping[str, Any], **more: Any) -> httpx.Response:
    """One request."""
    route = ROUTES[BASE + path]
    headers = {} if key is None else {"authorization": f"Bearer {key}"}
    with shop.web.client(headers=headers, **more) as client:
        if route.method == "GET":
            return client.get(route.full)
        return client.post(route.full, json=body)


__all__ = ["KEYS", "ORDER", "bodies", "call", "keys"]
