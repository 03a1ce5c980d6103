"""Idempotency-Key: done once, answered twice, and honest about what nobody knows."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from tests.api.conftest import ORDER, Served

import jikim
from jikim.answers import Collected
from jikim.api import idempotency
from jikim.api.openapi import schema_of
from jikim.api.problems import ProblemError
from jikim.clock import machine_moment
from jikim.crypto import derived, digest, keyed, unwrap
from jikim.db.keeper import ADMIN
from jikim.jobs import webhooks
from jikim.jobs.outbound_addresses import Outward
from jikim.wire import plain

KEY = "a-key-of-22-characters"


def _order(person: jikim.Person, **values: Any) -> dict[str, Any]:
    subject = {"subject": str(person.subject), "kind": "member"}
    return {
        "kind": "order",
        "channel": "homepage",
        "subject": subject,
        "old_enough": True,
        "values": {**ORDER, **values},
    }


@contextmanager
def admin(served: Served) -> Iterator[psycopg.Connection[Any]]:
    """The database as its superuser sees it."""
    server: Any = served.jk._server
    with psycopg.connect(server.conninfo("live", ADMIN), autocommit=True) as conn:
        yield conn


def _orders(served: Served, person: jikim.Person) -> int:
    return [card.ref.kind for card in served.jk.show(person.subject).cards].count("order")


def test_the_same_request_twice_is_one_act(served: Served, shop: httpx.Client) -> None:
    """The second answer is the first one, and says so; the record is there once."""
    person, _ = served.member()
    headers = {"idempotency-key": str(uuid4())}
    first, second = (shop.post("/collect", json=_order(person), headers=headers) for _ in range(2))
    assert first.json() == second.json()
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert _orders(served, person) == 1
    other = shop.post("/collect", json=_order(person, note="다른 요청"), headers=headers)
    assert (other.status_code, other.json()["type"]) == (422, "urn:jikim:problem:key-reused")
    # Another application's key of the same text is another key.
    with served.api(served.key(name="neighbour")[1]) as neighbour:
        assert "idempotency-replayed" not in neighbour.post("/collect", json=_order(person), headers=headers).headers
    assert _orders(served, person) == 2


def test_what_did_nothing_may_be_tried_again(served: Served, shop: httpx.Client) -> None:
    """A refusal leaves the key free: the same request is judged anew, and another may have it."""
    person, _ = served.member()
    headers = {"idempotency-key": str(uuid4())}
    wrong = _order(person, phone="1")
    assert shop.post("/collect", json=wrong, headers=headers).status_code == 422
    assert shop.post("/collect", json=wrong, headers=headers).status_code == 422
    assert shop.post("/collect", json=_order(person), headers=headers).status_code == 200


def _payment(person: jikim.Person) -> dict[str, Any]:
    payment = {"method": "card", "amount": 1000, "currency": "KRW", "at": "2026-11-25T09:00:00+09:00"}
    return {
        "kind": "payment",
        "channel": "homepage",
        "subject": {"subject": str(person.subject), "kind": "member"},
        "old_enough": True,
        "values": {"payment": payment, "card": "4111-1111-1111-1111"},
    }


def test_what_is_handed_over_is_never_kept(served: Served) -> None:
    """A full card number is in no answer, so not even whoever has the database, every key and the Idempotency-Key finds
    it in a kept one."""
    person, _ = served.member()
    key = str(uuid4())
    number, mine = served.key(name="hands-over")
    with served.api(mine) as client:
        first, second = (
            client.post("/collect", json=_payment(person), headers={"idempotency-key": key}) for _ in range(2)
        )
    assert first.status_code == 200, first.text
    assert first.json() == {"ref": first.json()["ref"], "files": []}
    assert first.json() == second.json()
    house = served.jk.house
    secret = served.jk.driver.run(house.keyring.ensure("web", b"api"))
    named = digest([str(number).encode(), key.encode()])
    with admin(served) as conn:
        rows = conn.execute("SELECT hash, sealed FROM live.kept_answer WHERE sealed IS NOT NULL").fetchall()
    opened = [
        unwrap(keyed(derived(secret, b"sealed"), named), bytes(hash_), bytes(sealed))
        for hash_, sealed in rows
        if bytes(hash_) == keyed(derived(secret, b"kept"), named)
    ]
    assert len(opened) == 1
    assert not re.search(rb"1111\D?1111", opened[0])


def test_no_answer_has_a_place_for_what_is_handed_over() -> None:
    """As JSON a record's answer says where it is and what became of its files, and nothing else, whatever the verb
    answered; the published shape is the same."""
    ref = jikim.Ref(uuid4(), uuid4(), "payment")
    assert list(plain(Collected(ref, {"card": "4111111111111111"}))) == ["ref", "files"]
    assert list(schema_of(Collected)["properties"]) == ["ref", "files"]


def test_a_fingerprint_says_nothing_of_a_body_without_its_key(served: Served, shop: httpx.Client) -> None:
    """The same body under two Idempotency-Keys leaves two fingerprints: with every key of the house no guess about a
    body is confirmed."""
    person, _ = served.member()
    for _ in range(2):
        assert (
            shop.post("/collect", json=_payment(person), headers={"idempotency-key": str(uuid4())}).status_code == 200
        )
    with admin(served) as conn:
        prints = [
            bytes(one) for (one,) in conn.execute("SELECT print FROM live.kept_answer ORDER BY begun DESC LIMIT 2")
        ]
    assert len(set(prints)) == 2


@pytest.mark.parametrize("key", ["x", "order-2026-0001", "k" * 21, "k" * 256, "with a space in between it"])
def test_a_key_that_can_be_guessed_is_refused(served: Served, shop: httpx.Client, key: str) -> None:
    """Under 22 characters, too long or not printable: refused, with the way on, and nothing is done."""
    person, _ = served.member()
    answer = shop.post("/collect", json=_order(person), headers={"idempotency-key": key})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:jikim:problem:key-form")
    assert "UUID" in answer.json()["hint"]
    assert _orders(served, person) == 0


def test_of_two_at_once_one_acts(served: Served, shop: httpx.Client) -> None:
    """Many requests with one key at the same time are one act: each other one is told that it still runs, or gets its
    answer."""
    person, _ = served.member()
    headers = {"idempotency-key": str(uuid4())}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: shop.post("/collect", json=_order(person), headers=headers), range(8)))
    assert {one.status_code for one in answers} <= {200, 409}
    assert {one.json()["type"] for one in answers if one.status_code == 409} <= {"urn:jikim:problem:in-progress"}
    assert len({one.json()["ref"]["record"] for one in answers if one.status_code == 200}) == 1
    assert _orders(served, person) == 1


def test_killed_between_act_and_answer_it_is_not_done_twice(jk: jikim.Jikim) -> None:
    """A process that died after the act and before its answer was kept leaves a place that says: nobody knows. Nothing
    is done twice."""
    run, body = jk.driver.run, b'{"kind": "order"}'
    place = run(idempotency.reserve(jk.house, "shop", KEY, "/collect", body))
    assert isinstance(place, idempotency.RequestKey)
    jk.collect("order", ORDER, channel="homepage", subject="guest", old_enough=True)
    # Here the process is killed. Whoever asks at once is told that it still runs; after the longest time of a request,
    # that nobody knows.
    with pytest.raises(ProblemError) as caught:
        run(idempotency.reserve(jk.house, "shop", KEY, "/collect", body))
    assert (caught.value.status, caught.value.code) == (409, "in-progress")
    later = machine_moment() + timedelta(seconds=idempotency.RUNNING_SECONDS + 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(idempotency, "machine_moment", lambda: later)
        with pytest.raises(ProblemError) as caught:
            run(idempotency.reserve(jk.house, "shop", KEY, "/collect", body))
        assert (caught.value.status, caught.value.code) == (409, "unknown-outcome")
        # Another body is another request, and told so.
        with pytest.raises(ProblemError) as caught:
            run(idempotency.reserve(jk.house, "shop", KEY, "/collect", b"{}"))
        assert caught.value.status == 422
    assert jk.counts()[0][2] == 1


def test_an_act_whose_end_is_unknown_says_so_at_once(served: Served, shop: httpx.Client) -> None:
    """Where the database broke off during the act the answer is 503, and the same key is not tried again: 409, unknown
    outcome."""
    person, _ = served.member()
    order = served.order(person)
    headers = {"idempotency-key": str(uuid4())}
    body = {"ref": {"subject": str(order.subject), "record": str(order.record), "kind": "order"}, "name": "paid"}
    stop = threading.Event()
    with admin(served) as conn, conn.transaction():
        conn.execute("SELECT FROM live.record WHERE subject = %s FOR UPDATE", (person.subject,))

        def cut() -> None:
            with admin(served) as other:
                while not stop.wait(0.1):
                    other.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%live.happen%'"
                    )

        thread = threading.Thread(target=cut)
        thread.start()
        answer = shop.post("/event", json=body, headers=headers)
        stop.set()
        thread.join()
    assert answer.status_code == 503, answer.text
    again = shop.post("/event", json=body, headers=headers)
    while again.json()["type"] == "urn:jikim:problem:in-progress":
        # That nobody knows is written beside the answer.
        again = shop.post("/event", json=body, headers=headers)
    assert (again.status_code, again.json()["type"]) == (409, "urn:jikim:problem:unknown-outcome")


def test_an_answer_is_kept_for_a_day(jk: jikim.Jikim) -> None:
    """After a day the daily work removes kept answers, and the key is free."""
    run = jk.driver.run
    place = run(idempotency.reserve(jk.house, "shop", KEY, "/collect", b"{}"))
    assert isinstance(place, idempotency.RequestKey)
    run(idempotency.keep(place, 200, b'{"a":1}'))
    found = run(idempotency.reserve(jk.house, "shop", KEY, "/collect", b"{}"))
    assert found == idempotency.Answered(200, b'{"a":1}')
    webhooks.call_webhooks(jk.driver, jk.house, "x", Outward(), at=machine_moment() + timedelta(hours=25))
    assert isinstance(run(idempotency.reserve(jk.house, "shop", KEY, "/collect", b"{}")), idempotency.RequestKey)


def test_a_revoked_key_gets_no_kept_answer(served: Served) -> None:
    """What was answered before is answered again to a key that stands, and to no other."""
    from jikim.api.keys import revoke_key

    person, _ = served.member()
    number, key = served.key(name="kept")
    headers = {"idempotency-key": str(uuid4())}
    with served.api(key) as client:
        assert client.post("/collect", json=_order(person), headers=headers).status_code == 200
        served.jk.driver.run(revoke_key(served.jk.house, number))
        assert client.post("/collect", json=_order(person), headers=headers).status_code in (401, 403)


def test_an_answer_opens_for_its_own_key_alone(served: Served) -> None:
    """Another key of the same application, which may less, gets nothing that the first was answered: its request is one
    of its own."""
    person, _ = served.member()
    headers = {"idempotency-key": str(uuid4())}
    wide, narrow = served.key(name="same")[1], served.key("support", name="same")[1]
    with served.api(wide) as first, served.api(narrow) as second:
        answered = first.post("/collect", json=_order(person), headers=headers)
        asked = second.post("/collect", json=_order(person), headers=headers)
    assert answered.status_code == 200
    assert "idempotency-replayed" not in asked.headers
    assert asked.json().get("ref") != answered.json()["ref"]
