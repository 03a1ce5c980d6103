"""A mixed load on `jikim serve`: pages of anybody and of members, sign-ins, uses and collections, so many a second, each
with when it was asked, how long it took and whether it was answered."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, NamedTuple

import httpx

import jikim
from bench.house import LOGIN, PASSWORD, key_of, sign_in
from bench.records import VALUES, VISIT
from bench.stage import POLICY
from jikim.accounts.sessions import begin_session
from jikim.app import Jikim, read_policy
from jikim.settings import Settings

RATE, CLIENTS = 20, 4
BUYERS, READERS = 40, 20  # whose orders are used and visits collected; who read their own pages
PAGES = (
    "/",
    "/policy",
    "/promises",
    "/notices",
    "/sign-in",
    "/join",
    "/cookies",
    "/en/policy",
    "/api/ready",
    "/static/jikim.css",
)
MINE = ("/my", "/my/uses", "/my/consents", "/my/requests", "/sessions")


class Asked(NamedTuple):
    """One request: seconds since the load began, of what, how long it took; `subject` and `record` of a use or of what
    was collected. Not `answered`: an error, or none at all."""

    at: float
    what: str
    took: float
    answered: bool
    subject: str = ""
    record: str = ""


class People(NamedTuple):
    """Who is asked about: a key of the REST API, members' sessions, and orders that may be used."""

    key: dict[str, str]
    sessions: list[str]
    orders: list[jikim.Ref]


def peopled(settings: Settings) -> People:
    """Makes the house. Another member signs in by `LOGIN` and `PASSWORD`."""
    with Jikim(read_policy(POLICY), settings, "bench") as jk:

        def joined(name: str) -> jikim.Person:
            given = {"login_id": name, "password": PASSWORD, "name": "가나다", "email": f"{name}@example.com"}
            ref = jk.collect("membership", given, channel="homepage", old_enough=True).ref
            return jikim.Person(ref.subject, "member")

        joined(LOGIN)
        readers = [joined(f"reads{n}") for n in range(READERS)]
        buyers = [joined(f"buys{n}") for n in range(BUYERS)]
        return People(
            {"authorization": f"Bearer {key_of(jk)}"},
            [jk.do(begin_session, one.subject, one.kind) for one in readers],
            [jk.collect("order", VALUES, channel="homepage", subject=one, old_enough=True).ref for one in buyers],
        )


@contextmanager
def mixed(port: int, people: People) -> Iterator[list[Asked]]:
    """The load, until it is left; what was asked so far."""
    over, asked, url = Event(), list[Asked](), f"http://127.0.0.1:{port}"
    begun = time.perf_counter()
    clients = [Thread(target=_client, args=(url, people, number, begun, over, asked)) for number in range(CLIENTS)]
    for one in clients:
        one.start()
    try:
        yield asked
    finally:
        over.set()
        for one in clients:
            one.join()


def _client(url: str, people: People, number: int, begun: float, over: Event, asked: list[Asked]) -> None:
    """Each its share of the rate. Who was kept waiting does not make up for it."""
    n, due = number, time.perf_counter() + number / RATE
    with httpx.Client(base_url=url, timeout=60) as client:
        while not over.wait(max(0.0, due - time.perf_counter())):
            before = time.perf_counter()
            what, subject, record, answered = _ask(client, people, n)
            took = time.perf_counter() - before
            asked.append(Asked(before - begun, what, took, answered, subject, record))
            n, due = n + CLIENTS, max(due + CLIENTS / RATE, before)


def _ask(client: httpx.Client, people: People, n: int) -> tuple[str, str, str, bool]:
    ref = people.orders[n % BUYERS]
    subject = str(ref.subject)
    what = ("page", "page", "page", "mine", "mine", "collect", "collect", "use", "use", "use")[n // CLIENTS % 10]
    if what == "collect" and n % 100 == 0:
        what = "sign-in"
    try:
        match what:
            case "page":
                return what, "", "", client.get(PAGES[n // 10 % len(PAGES)]).status_code < 400
            case "mine":
                cookies = {"cookie": f"jikim_session={people.sessions[n % READERS]}"}
                return what, "", "", client.get(MINE[n // 10 % len(MINE)], headers=cookies).status_code == 200
            case "sign-in":
                return what, "", "", sign_in(str(client.base_url)) == 303
            case "use":
                asks: dict[str, Any] = {
                    "ref": {"subject": subject, "record": str(ref.record), "kind": ref.kind},
                    "purpose": "delivery",
                    "items": ["name", "phone"],
                }
                done = client.post("/api/v1/use", json=asks, headers=people.key).status_code == 200
                return what, subject, str(ref.record), done
            case _:
                gives = {
                    "kind": "visit",
                    "channel": "automatic",
                    "subject": {"subject": subject, "kind": "member"},
                    "old_enough": True,
                    "values": VISIT,
                }
                found = client.post("/api/v1/collect", json=gives, headers=people.key)
                done = found.status_code == 200
                return what, subject, found.json()["ref"]["record"] if done else "", done
    except httpx.TransportError:
        return what, subject, "", False
