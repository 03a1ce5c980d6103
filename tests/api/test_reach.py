"""What a key reaches: every route, and for each the names that a key needs. A key that lacks one of them is refused,
and nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest
from psycopg import sql
from tests.api.conftest import ORDER, PURPOSES, Served, wire

import jikim
from jikim.answers import Correction, Read
from jikim.api.keys import MAY, Application, look_key, make_key, reachable, revoke_key
from jikim.api.route import BASE
from jikim.api.routes import ROUTES
from jikim.db.driver import Steps
from jikim.db.keeper import ADMIN
from jikim.policy.ask import EVERYTHING, Actor
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM
from jikim.verbs.statistics import statistics

EVERY = ("purposes", "records", "channels", "events", "consents", "may")
NUMBER = "5d1a3c77-2b8e-4f60-9c4d-7e8f90a1b2c3"
GUEST = {"name": "나다라", "email": "nadara@example.com"}
VISIT = {"ip": "192.0.2.7", "access_log": {"path": "/products", "status": 200}}
# What moves by itself: the key that is asked by, what its making waits at and is told by to other servers, the count of
# requests, what is being appended beside the ring of acts before,
# and of what is asked for, whatever comes of it.
MOVES = {"api_key", "grant_", "latch", "rules", "tally", "restriction", "beside", "read_asked"}


@dataclass
class Case:
    """One request, and the names that a key needs for it: with every name but one of them it is refused."""

    path: str
    body: Callable[[Served], Mapping[str, Any]]
    needs: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


def _order(served: Served) -> jikim.Ref:
    return served.order(served.member()[0])


def _payment(served: Served) -> jikim.Ref:
    values = {"payment": {"method": "card", "amount": 48_000, "currency": "KRW"}}
    return served.jk.collect("payment", values, channel="homepage", subject=served.member()[0], old_enough=True).ref


def _about(served: Served, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"subject": str(served.member()[0].subject), **(more or {})}


def _away(served: Served) -> dict[str, Any]:
    """Somebody who left and may come back, as the statement of another policy's leaving makes them."""
    jk, subject = served.jk, served.member()[0].subject

    def gone() -> Steps[None]:
        entry = yield from jk.house.entry("subject:leave", jk.policy, SYSTEM, None, "")
        yield Q["leave_for_now"](subject=subject, until=jk.now() + timedelta(days=30), grant=0, entry=entry)

    jk.driver.run(gone())
    return {"subject": str(subject)}


def _offer(served: Served) -> dict[str, Any]:
    who = {"subject": str(served.member()[0].subject), "kind": "member"}
    return {"subject": who, "kind": "visit", "channel": "automatic", "values": VISIT}


def _open(served: Served) -> dict[str, Any]:
    ref = _order(served)
    asked = served.jk.by(served.jk.acting("member", str(ref.subject))).ask_correction(ref, ["phone"])
    return {"request": str(asked.request), "ref": wire(ref)}


def _found(served: Served) -> dict[str, Any]:
    return {"item": "email", "value": served.member()[1]["email"]}


def _hook(_served: Served) -> dict[str, Any]:
    return {"url": "https://shop.example.com/hooks/jikim", "events": ["subject:leave"]}


def _records(_served: Served) -> dict[str, Any]:
    row = {"at": "2013-01-07T09:30:00+09:00", "who": "h-07", "whose": "c-1", "what": "viewed"}
    return {"system": "crm", "records": [row]}


PEOPLE, WHOLE = {"may": "people"}, {"may": "people", "records": "order"}
CASES = (
    Case("/collect", lambda s: {**_offer(s), "old_enough": True}, {"records": "visit", "channels": "automatic"}),
    Case("/collect", lambda _: {
        "kind": "event-entry", "channel": "event", "subject": "guest", "old_enough": True, "consents": ["marketing.events"], "values": GUEST,
    }, {"records": "event-entry", "channels": "event", "consents": "marketing.events"}),
    Case("/collect-many", lambda s: {"offers": [_offer(s)], "old_enough": True}, {"records": "visit", "channels": "automatic"}),
    Case("/use", lambda s: {"ref": wire(_order(s)), "purpose": "delivery"}, {"purposes": "delivery", "records": "order"}),
    Case("/use-many", lambda s: {"reads": [{"ref": wire(_order(s)), "purpose": "delivery"}]}, {"purposes": "delivery", "records": "order"}),
    Case("/event", lambda s: {"ref": wire(_order(s)), "name": "settled"}, {"records": "order", "events": "settled"}),
    Case("/status", lambda s: {"subject": str(_order(s).subject), "kind": "order"}, {"records": "order"}),
    Case("/provide", lambda s: {"ref": wire(_order(s)), "to": "service-least", "purpose": "delivery"}, {"purposes": "delivery", "records": "order"}),
    Case("/entrust", lambda s: {"ref": wire(_payment(s)), "to": "kcp", "purpose": "billing"}, {"purposes": "billing", "records": "payment"}),
    Case("/corrections/ask", lambda s: {"ref": wire(_order(s)), "items": ["phone"]}, {"may": "people", "records": "order"}),
    Case("/corrections/make", lambda s: {"correction": _open(s), "values": {"phone": "02-555-0102"}}, {"may": "people", "records": "order"}),
    Case("/corrections/refuse", lambda s: {"correction": _open(s), "reason": "the number is right"}, {"may": "people", "records": "order"}, 204),
    Case("/consent", lambda s: _about(s, {"give": ["marketing.events"]}), {"may": "people", "consents": "marketing.events"}),
    Case("/consent", lambda s: _about(s, {"withdraw": ["marketing.ads"]}), {"may": "people", "consents": "marketing.ads"}),
    Case("/show", _about, WHOLE), Case("/consent-receipt", _about, WHOLE), Case("/leaving-plan", _about, WHOLE),
    Case("/come-back", _away, WHOLE, 204), Case("/seen", _about, WHOLE, 204),
    Case("/leave", _about, WHOLE),
    Case("/receipt", _about, WHOLE), Case("/hand-off", _about, WHOLE), Case("/requests/list", _about, WHOLE),
    Case("/requests/file", lambda s: _about(s, {"kind": "access"}), WHOLE),
    Case("/sessions/look", lambda _: {"token": "none"}, PEOPLE, 404),
    Case("/find", _found, {"purposes": "*", "records": "*"}),
    Case("/statistics", lambda _: {"kind": "usage-history", "purpose": "marketing.statistics"}, {"purposes": "marketing.statistics", "records": "usage-history"}),
    Case("/deletions", lambda _: {}, {"may": "evidence"}), Case("/certificates", lambda _: {}, {"may": "evidence"}),
    Case("/certificates/receipt", lambda _: {"number": NUMBER}, {"may": "evidence"}, 404),
    Case("/access-records", _records, {"may": "access-records"}),
    Case("/webhooks", lambda _: {}, {"may": "webhooks"}), Case("/webhooks/add", _hook, {"may": "webhooks"}),
    Case("/webhooks/end", lambda _: {"number": NUMBER}, {"may": "webhooks"}), Case("/webhooks/dead", lambda _: {"webhook": NUMBER}, {"may": "webhooks"}),
    Case("/webhooks/replay", lambda _: {"webhook": NUMBER}, {"may": "webhooks"}),
)  # fmt: skip
# These no key reaches, whatever it names; and these need none.
NEVER = {
    "/consult": lambda s: {
        "ref": wire(_order(s)),
        "purpose": "legal-evidence",
        "reason": "a court's question",
        "reason_kind": "dispute",
    },
    "/hold": lambda s: {"ref": wire(_order(s)), "reason": "a dispute"},
    "/release": lambda s: {"ref": wire(_order(s)), "number": NUMBER, "reason": "it is over"},
}
OPEN = {"/policy", "/policy/versions", "/purposes", "/cookies", "/notices", "/feeds/{partner}"}
# Any key may: a question that touches nobody, and counts that name nobody.
ANY = {"/decide", "/observe"}


@pytest.fixture(scope="module")
def look(served: Served) -> Iterator[psycopg.Connection[Any]]:
    """The superuser's eyes on the live database."""
    server: Any = served.jk._server
    with psycopg.connect(server.conninfo("live", ADMIN), autocommit=True) as connection:
        yield connection


def state(look: psycopg.Connection[Any]) -> dict[str, Any]:
    """Every row of every table that an act could change, as a digest."""
    names = [row[0] for row in look.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'live' ORDER BY 1")]
    text = "SELECT count(*), md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) FROM live.{} AS t"
    return {
        one: look.execute(sql.SQL(text).format(sql.Identifier(one))).fetchone() for one in names if one not in MOVES
    }


def everything(served: Served) -> dict[str, list[str]]:
    """All that a key can be given."""
    known = reachable(served.jk.policy)
    return {**{f"{what}s": names for what, names in known.items()}, "may": list(MAY)}


def ask(served: Served, case: Case, names: Mapping[str, Any], body: Mapping[str, Any]) -> httpx.Response:
    """The request, by a key of these names."""
    until = served.jk.now() + timedelta(days=1)
    purposes, more = names["purposes"], {what: names[what] for what in EVERY[1:]}
    key = served.jk.driver.run(make_key(served.jk.house, "reach", purposes, until=until, **more))[1]
    route = ROUTES[BASE + case.path]
    with served.api(key) as client:
        return client.get(case.path) if route.method == "GET" else client.post(case.path, json=body)


def problem(answer: httpx.Response) -> dict[str, Any] | None:
    """What was refused; of many, the first."""
    found: dict[str, Any] = answer.json() if answer.content else {}
    if "type" in found:
        return found
    one: dict[str, Any] | None = next((row["problem"] for row in found.get("answers", ()) if "problem" in row), None)
    return one


def test_every_route_of_the_api_is_in_the_table() -> None:
    """A route that is added has a row here: what a key needs for it, or that no key does."""
    assert {BASE + path for path in {case.path for case in CASES} | set(NEVER) | OPEN | ANY} == set(ROUTES)


@pytest.mark.clause("10.6")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path[1:] + ("+" if "consents" in case.needs else ""))
def test_a_key_that_lacks_one_name_is_refused_and_nothing_changes(served: Served, look: Any, case: Case) -> None:
    """With every name but one that the route needs, and with none at all, a key is refused with clause and hint; with
    all of them it is not."""
    every, body = everything(served), case.body(served)
    before = state(look)
    nothing: dict[str, list[str]] = {what: [] for what in EVERY}
    lacking = [
        every | {what: [name for name in every[what] if needed not in ("*", name)]}
        for what, needed in case.needs.items()
    ]
    for names in (*lacking, nothing):
        answer = ask(served, case, names, body)
        found = problem(answer)
        assert found is not None, (case.path, names)
        assert found["status"] == 403, found
        assert found["hint"]
        if found["type"] != "urn:jikim:problem:not-allowed":
            assert found["clause"] == served.jk.policy.clause("grant"), found
    after = state(look)
    assert {name for name in before if before[name] != after[name]} == set()
    answer = ask(served, case, every, body)
    assert (answer.status_code, answer.status_code == 404 or problem(answer)) == (
        case.status,
        case.status == 404 or None,
    ), answer.text


@pytest.mark.clause("10.6")
def test_a_key_finds_people_only_by_what_it_may_read(served: Served) -> None:
    """By e-mail a key for statistics, and one for other records, finds nobody; one whose purpose reads that of a
    membership does."""
    body, every = _found(served), everything(served)
    case = Case("/find", lambda _: body)
    answer = ask(served, case, every | {"purposes": ["marketing.statistics"]}, body)
    assert (problem(answer) or {}).get("type") == "urn:jikim:problem:grant"
    assert ask(served, case, every | {"records": ["order"]}, body).json() == {"people": []}
    assert (
        len(
            ask(served, case, every | {"records": ["membership"], "purposes": ["member-services"]}, body).json()[
                "people"
            ]
        )
        == 1
    )


@pytest.mark.parametrize("path", sorted(NEVER))
def test_what_no_key_reaches_is_refused_to_one_that_names_everything(served: Served, look: Any, path: str) -> None:
    """What is an officer's or a handler's alone changes nothing when a key asks for it."""
    body = NEVER[path](served)
    before = state(look)
    found = problem(ask(served, Case(path, lambda _: {}), everything(served), body))
    assert found is not None
    assert (found["status"], bool(found["clause"]), bool(found["hint"])) == (403, True, True)
    assert state(look) == before


# ---- the statements themselves


def _acts(
    jk: jikim.Jikim, actor: Actor, order: jikim.Ref, person: jikim.Person, correction: Correction
) -> dict[str, Callable[[], Any]]:
    """Each act that writes or counts, by an actor whose process believes that it may do everything."""
    values = {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "RemoteView", "count": 1}]}
    offer = jikim.Offer(person, "visit", VISIT, "automatic", "")
    return {
        "collect": lambda: jk.by(actor).collect("order", values, channel="homepage", subject=person, old_enough=True),
        "collect of somebody new": lambda: jk.by(actor).collect(
            "order", values, channel="homepage", subject="guest", old_enough=True
        ),
        "collect many": lambda: _raised(jk.by(actor).collect_many([offer], old_enough=True)),
        "use": lambda: jk.by(actor).use(order, purpose="delivery"),
        "use many": lambda: _raised(jk.by(actor).use_many([Read(order, "delivery")])),
        "event": lambda: jk.by(actor).event(order, "settled"),
        "provide": lambda: jk.by(actor).provide(order, to="service-least", purpose="delivery"),
        "ask a correction": lambda: jk.by(actor).ask_correction(order, ["phone"]),
        "correct": lambda: jk.by(actor).correct(correction, {"phone": "02-555-0102"}),
        "refuse a correction": lambda: jk.by(actor).refuse_correction(correction, reason="it is right"),
        "consent": lambda: jk.by(actor).consent(person.subject, give=["marketing.events"]),
        "leave": lambda: jk.by(actor).leave(person.subject),
        "statistics": lambda: jk.driver.run(
            statistics(jk.house.by(actor), "usage-history", purpose="marketing.statistics")
        ),
    }


def _raised(answers: Any) -> None:
    for one in answers:
        if isinstance(one, jikim.JikimError):
            raise one


@pytest.mark.clause("10.6")
@pytest.mark.parametrize("how", ["unnamed", "revoked"])
def test_the_statement_refuses_what_the_process_would_let_pass(served: Served, look: Any, how: str) -> None:
    """An actor that a process made broader than its grant, or whose grant was revoked meanwhile, is refused by the
    statement that acts."""
    jk = served.jk
    reach = everything(served) if how == "revoked" else {what: [] for what in EVERY}
    more = {what: reach[what] for what in EVERY[1:]}
    number, key = jk.driver.run(make_key(jk.house, "wide", list(PURPOSES), until=jk.now() + timedelta(days=1), **more))
    found = jk.driver.run(look_key(key))
    assert isinstance(found, Application)
    actor = found.actor("192.0.2.1")._replace(
        kinds=EVERYTHING, channels=EVERYTHING, events=EVERYTHING, consents=EVERYTHING
    )
    person, _ = served.member()
    order, other = served.order(person), served.order(person, **ORDER)
    correction = jk.by(jk.acting("member", str(person.subject))).ask_correction(other, ["phone"])
    if how == "revoked":
        assert jk.driver.run(revoke_key(jk.house, number))
    before = state(look)
    for name, act in _acts(jk, actor, order, person, correction).items():
        with pytest.raises(jikim.DeniedError) as caught:
            act()
        assert caught.value.why == "grant", name
    assert state(look) == before


def test_the_database_holds_no_key_that_names_nothing_by_name(look: Any) -> None:
    """A key's grant for every record kind, channel, event or consent at once can't be written down, whoever writes it."""
    for what in ("kinds", "channels", "events", "consents"):
        names = dict.fromkeys(("kinds", "channels", "events", "consents"), "'{}'") | {what: "NULL"}
        with pytest.raises(psycopg.errors.CheckViolation):
            look.execute(
                f"INSERT INTO live.grant_ (number, handler, purposes, {', '.join(names)}, given, until)"
                f" VALUES (999999, 'application:x', '{{}}', {', '.join(names.values())}, now(), now())"
            )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"records": ["ordr"]}, "did you mean `order`"),
        ({"channels": ["paper"]}, "is a handler's"),
        ({"channels": ["partner"]}, "who signs"),
        ({"events": ["flown"]}, "no event"),
        ({"consents": ["marketing.nothing"]}, "no consent"),
        ({"purposes": ["deliver"]}, "did you mean `delivery`"),
    ],
)
def test_a_name_that_is_none_makes_no_key(jk: jikim.Jikim, more: dict[str, Any], said: str) -> None:
    """What the policy does not declare, and a channel that is no program's, is told with the name that was meant."""
    with pytest.raises(jikim.JikimError) as caught:
        jk.driver.run(make_key(jk.house, "shop", until=jk.now() + timedelta(days=1), **more))
    assert said in f"{caught.value} {caught.value.hint}"
