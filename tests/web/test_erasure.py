"""After somebody has done everything that a site offers, has left, and their days are over: no value and no number of
theirs is in any table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from tests.conftest import START
from tests.employed import employ, lasting
from tests.suspected import report
from tests.web.person import post
from tests.web.running import Running, free_port, running
from tests.web.test_account_signing import sign_in

import jikim
from jikim.accounts.links import make_link
from jikim.accounts.openid_accounts import link_outside
from jikim.accounts.sessions import begin_session
from jikim.api.keys import make_key
from jikim.app.due import run_due
from jikim.cases.listing import cases_of
from jikim.clock import machine_moment
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.schema import DATABASES
from jikim.db.spread import database_of
from jikim.desk import request_steps
from jikim.desk.complaints import COMPLAINTS, close_complaint
from jikim.desk.guardians import link_guardian
from jikim.desk.impersonation import release_account, report_impersonation
from jikim.desk.requests import requests_of
from jikim.jobs.outbound_addresses import Outward
from jikim.jobs.webhooks import GIVEN_UP, add_webhook, call_webhooks, dead_messages
from jikim.mail.queue import queue
from jikim.policy.model import PolicyFile
from jikim.verbs.collect import Person

GIVEN = {
    "login_id": "zqleaves7701",
    "password": "quiet heron walks zq7702",
    "name": "Zqleaver Vxwk",
    "email": "zqmail7703@example.com",
    "mobile": "010-5550-7704",
}
MORE = {"text": "zqtext7705 자꾸 끊깁니다", "note": "zqfact7706", "line1": "뷁뛟로 7707", "browser": "zqbrowser7708"}
NEEDLES = (
    "zqleaves7701",
    "zq7702",
    "Zqleaver",
    "zqmail7703",
    "55507704",
    "zqtext7705",
    "zqfact7706",
    "뷁뛟로",
    "zqbrowser7708",
)
# Where the number of somebody who is gone may stand (docs/explanation/erasure.md): what was done in the ledger, in
# bodies that go by the month; that a record and a key are destroyed, so that no restored backup brings them back and no
# name gets another key; and what a restore replays.
EVIDENCE = frozenset(
    {
        "ledger.body",
        "ledger.inbox",
        "live.tombstone",
        "live.departure",
        "keys.said",
        "live.restriction",
        "keys.destroyed",
    }
)


# The tables that what they do leaves something in.
OWN = (
    "session",
    "link",
    "known_browser",
    "reminded",
    "asked",
    "person_case",
    "mail",
    "guardian",
    "person_case_step",
    "upload_waiting",
)


@pytest.fixture(scope="module")
def site(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A site of its own, on a demo's clock: years go by in it."""
    with running(homepage, tmp_path_factory.mktemp("erased"), demo_start=START, uploads="quarantine", lease=1.0) as one:
        yield one


def tables(site: Running) -> dict[str, str]:
    """Every row of every table, wherever people lie, as text; bytes are in hex."""
    server = site.jk._server
    assert isinstance(server, Embedded)
    ways = {database: server.conninfo(database, ADMIN) for database in DATABASES}
    ways |= {name: make_conninfo(dsn, user=ADMIN) for name, dsn in site.jk.settings.people.items()}
    found: dict[str, str] = {}
    for inbox, way in ways.items():
        with psycopg.connect(way) as conn:
            names = conn.execute(
                "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                "WHERE n.nspname IN ('live', 'archive', 'keys', 'ledger', 'public') AND c.relkind = 'r'"
            ).fetchall()
            for (name,) in names:
                with conn.cursor().copy(f"COPY {name} TO STDOUT") as copy:
                    place = f"{database_of(inbox)} {name}"
                    found[place] = found.get(place, "") + b"".join(map(bytes, copy)).decode()
    return found


def with_number(site: Running, subject: UUID) -> set[str]:
    """The tables that hold a person's number, written out or as its bytes."""
    return {name for name, rows in tables(site).items() if str(subject) in rows or subject.hex in rows}


def with_value(site: Running) -> dict[str, list[str]]:
    """The tables that hold a value of theirs, as it is or in hex."""
    found: dict[str, list[str]] = {}
    for name, rows in tables(site).items():
        folded = rows.casefold()
        for needle in NEEDLES:
            if needle.casefold() in folded or needle.encode().hex() in folded:
                found.setdefault(name, []).append(needle)
    return found


def everything(site: Running) -> Person:
    """Somebody does all that a site offers, and then leaves. Answers who."""
    jk, run, house = site.jk, site.jk.driver.run, site.jk.house
    person, given = site.member(**GIVEN)
    other, _ = site.member()
    child, _ = site.member()
    employ(jk, "ofra", "officer")
    lasting(jk, "ofra")
    officer = jk.handler("ofra", kind="officer", origin="192.0.2.13")
    run(link_guardian(house, child.subject, person.subject, actor=officer))
    run(link_guardian(house, person.subject, other.subject, actor=officer))
    run(begin_session(house, person.subject, "member", ward=child.subject))
    run(report_impersonation(house, "email", given["email"], actor=officer))
    run(release_account(house, report(jk, person.subject), {"released": "it is theirs"}, actor=officer))
    run(add_webhook(house, "", f"http://127.0.0.1:{free_port()}/jikim", ["*"], Outward((ip_network("127.0.0.0/8"),))))
    run(make_link(house, person.subject, "member", "hand-off", timedelta(minutes=30)))
    run(link_outside(house, person.subject, "https://id.example.com", "zqoutside"))
    with site.client(headers={"user-agent": MORE["browser"]}) as client:
        client.headers["accept"] = "text/html"
        assert sign_in(client, given["login_id"], "not the right one").status_code == 422
        assert sign_in(client, given["login_id"], given["password"]).status_code == 303
        assert post(client, "/cookies", "/cookies/choose", choice="all", back="/policy").status_code in (200, 303)
        assert client.get("/policy").status_code == 200
        post(client, "/forgot", name=given["email"])
        _complain(client, given)
        assert (
            post(
                client, "/my/requests/new?kind=access", "/my/requests/new", kind="access", text=MORE["text"]
            ).status_code
            == 303
        )
        order = _by_api(site, person)
        membership = next(card.ref for card in jk.show(person.subject).cards if card.ref.kind == "membership")
        run(queue(house, membership, "request-answered", "ko", {"kind": "access", "answer": MORE["note"]}))
        assert post(client, "/my/edit", "/my/edit/confirm").status_code == 200
        assert {f"live live.{name}" for name in OWN} <= with_number(site, person.subject)
        jk.sequence()
        for n in range(GIVEN_UP):
            at = machine_moment() + timedelta(days=2 * n)
            call_webhooks(jk.driver, house, "https://example.com", Outward(), at=at, post=lambda *_: (500, b""))
        assert "live live.hook_message" in with_number(site, person.subject)
        left = post(client, "/my/leave", password=given["password"], sure="yes")
        assert left.status_code == 200
        assert "/receipt/" in left.text
    # What was under way when they left is carried out to its end.
    complaint = run(cases_of(house, COMPLAINTS, person.subject))[0]
    run(close_complaint(house, complaint, actor=officer))
    asked = next(one for one in run(requests_of(house, person.subject)) if one.waiting)
    run(request_steps.answer(house, person.subject, asked.request, "zqfact7706", actor=officer))
    jk.event(order, "settled")
    return person


def _complain(client: httpx.Client, given: dict[str, Any]) -> None:
    token = re.search(r'name="_csrf_token" value="([^"]+)"', client.get("/complaint").text)
    assert token is not None
    answer = client.post(
        "/complaint",
        data={"_csrf_token": token[1], "name": given["name"], "email": given["email"], "text": MORE["text"]},
        files={"files": ("zqfact7706.txt", MORE["text"].encode(), "text/plain")},
    )
    assert answer.status_code == 303, answer.text


def _by_api(site: Running, person: Person) -> jikim.Ref:
    """The company's own shop takes an order of theirs, twice with one Idempotency-Key."""
    jk = site.jk
    _, key = jk.driver.run(
        make_key(jk.house, "shop", until=jk.now() + timedelta(days=30), records=["order"], channels=["homepage"])
    )
    body = {
        "kind": "order",
        "channel": "homepage",
        "subject": {"subject": str(person.subject), "kind": "member"},
        "old_enough": True,
        "values": {
            "name": GIVEN["name"],
            "phone": "02-555-7709",
            "note": MORE["note"],
            "address": {"postcode": "04524", "line1": MORE["line1"]},
            "lines": [{"product": "personal-1y", "quantity": 1}],
        },
    }
    with site.client(
        headers={"authorization": f"Bearer {key}", "idempotency-key": "zq-once-and-never-again"}
    ) as client:
        for _ in range(2):
            answer = client.post("/api/v1/collect", json=body)
            assert answer.status_code == 200, answer.text
    assert answer.headers["idempotency-replayed"] == "true"
    return next(card.ref for card in jk.show(person.subject).cards if card.ref.kind == "order")


@pytest.mark.clause("6.5")
def test_nothing_is_left_of_somebody_who_did_everything(site: Running) -> None:
    """Between leaving and the last day nothing of theirs opens a door; after it no table but the evidence holds their
    number, and none a value."""
    person = everything(site)
    jk = site.jk
    assert with_value(site) == {}
    at_once = with_number(site, person.subject)
    gone = {f"live live.{name}" for name in ("session", "link", "known_browser", "reminded")}
    assert not at_once & gone
    for days in (1, 1200, 800, 1):
        jk.move_clock(jk.now() + timedelta(days=days))
        for ran in run_due(jk):
            assert ran.failed is None, ran
    # Whoever is told of it hears of the last days too; what could not be told them before waits for nobody once the
    # person is gone.
    assert any(str(person.subject) in str(one.body) for one in jk.driver.run(dead_messages()))
    for days in (60, 70):
        call_webhooks(
            jk.driver,
            jk.house,
            "https://example.com",
            Outward(),
            at=machine_moment() + timedelta(days=days),
            post=lambda *_: (200, b""),
        )
    assert with_value(site) == {}
    assert {name.partition(" ")[2] for name in with_number(site, person.subject)} <= EVIDENCE
