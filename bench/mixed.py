"""A mixed load on `jikim serve`: pages of anybody and of members, sign-ins, uses and collections, so many a second, each
with when it was asked, how long it took and whether it was answered."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from typing import Any, NamedTuple

import httpx

import jikim
from bench.house import LOGIN, PASSWORD, key_of, sign_in
from bench.records import VALUES, VISIT
from jikim.accounts.sessions import begin_session
from jikim.answers import Read
from jikim.app import Jikim
from jikim.errors import JikimError
from jikim.web.member.uses import NEWEST

RATE, CLIENTS = 20, 4
FRESH_SECONDS = 300.0  # a member who signed in ten minutes ago is asked for the password again
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


class People:
    """Who is asked about: a key of the REST API, orders that may be used, and members by their sessions."""

    def __init__(self, jk: Jikim) -> None:
        """Makes them in a house. Another member signs in by `LOGIN` and `PASSWORD`. The readers' data was used so
        often that their pages are full, and grow no longer."""

        def joined(name: str) -> jikim.Ref:
            given = {"login_id": name, "password": PASSWORD, "name": "가나다", "email": f"{name}@example.com"}
            return jk.collect("membership", given, channel="homepage", old_enough=True).ref

        joined(LOGIN)
        self._house, self._renewing = jk, Lock()
        accounts = [joined(f"reads{n}") for n in range(READERS)]
        self._readers = [jikim.Person(ref.subject, "member") for ref in accounts]
        reads = [Read(ref, "member-services", ["name"]) for ref in accounts]
        for _ in range(NEWEST):
            jk.use_many(reads)
        buyers = [jikim.Person(joined(f"buys{n}").subject, "member") for n in range(BUYERS)]
        self.key = {"authorization": f"Bearer {key_of(jk)}"}
        self.sessions = [self._begun(one) for one in self._readers]
        self.orders = [
            jk.collect("order", VALUES, channel="homepage", subject=one, old_enough=True).ref for one in buyers
        ]

    def _begun(self, reader: jikim.Person) -> str:
        return str(self._house.do(begin_session, reader.subject, reader.kind))

    def sign_in_again(self, over: Event) -> None:
        """Begins everybody's session anew, again and again, until it is over."""
        while not over.wait(FRESH_SECONDS):
            for n, one in enumerate(self._readers):
                # Where the database is away, the one that runs does for five minutes more.
                with self._renewing, suppress(JikimError):
                    self.sessions[n] = self._begun(one)

    def newest(self, n: int) -> str:
        """A reader's session that runs, also while a newer one ends it."""
        with self._renewing:
            return self.sessions[n]


@contextmanager
def mixed(port: int, people: People) -> Iterator[list[Asked]]:
    """The load, until it is left; what was asked so far."""
    over, asked, url = Event(), list[Asked](), f"http://127.0.0.1:{port}"
    begun = time.perf_counter()
    threads = [Thread(target=_client, args=(url, people, number, begun, over, asked)) for number in range(CLIENTS)]
    threads.append(Thread(target=people.sign_in_again, args=(over,)))
    for one in threads:
        one.start()
    try:
        yield asked
    finally:
        over.set()
        for one in threads:
            one.join()


def _client(url: str, people: People, number: int, begun: float, over: Event, asked: list[Asked]) -> None:
    """Each its share of the rate. Who was kept waiting does not make up for it, and asks at its own turn again: were all
    kept waiting at once, as while the database is away, they would ask together ever after."""
    n, due, turn = number, time.perf_counter() + number / RATE, CLIENTS / RATE
    with httpx.Client(base_url=url, timeout=60) as client:
        while not over.wait(max(0.0, due - time.perf_counter())):
            before = time.perf_counter()
            what, subject, record, answered = _ask(client, people, n)
            took = time.perf_counter() - before
            asked.append(Asked(before - begun, what, took, answered, subject, record))
            late = max(0.0, time.perf_counter() - due)
            n, due = n + CLIENTS, due + turn * max(1, math.ceil(late / turn))


def _answers(client: httpx.Client, page: str, session: str) -> bool:
    return client.get(page, headers={"cookie": f"jikim_session={session}"}).status_code == 200


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
                page, reader = MINE[n // 10 % len(MINE)], n % READERS
                answered = _answers(client, page, people.sessions[reader])
                return what, "", "", answered or _answers(client, page, people.newest(reader))
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
