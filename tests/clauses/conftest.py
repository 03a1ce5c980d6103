"""What the clauses' tests share: the ledger as plain data, a receiver that stands for the outside world, and a
household."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from tests.clauses import facts, samples
from tests.clauses.sites import homepage_site
from tests.conftest import START, Databases
from tests.employed import employ, lasting
from tests.homepage.shop import Shop
from tests.kept_connections import looking
from tests.listening import listening
from tests.office.conftest import Office
from tests.web.cookie_site import Browsing, browsing

import jikim
from jikim.app import Jikim
from jikim.db.schema import DATABASES
from jikim.jobs.deletion_answers import signed
from jikim.policy.ask import Actor
from jikim.policy.model import PolicyFile
from jikim.proof.export import Entry, read_line
from jikim.settings import Endpoint

SECRET = "a secret that signs"

Ledger = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def ledger(jk: Jikim) -> Ledger:
    """Every entry of the ledger, oldest first, as an outsider reads it from the export."""

    def read() -> list[dict[str, Any]]:
        found = []
        for piece in jk.export_ledger():
            for line in piece.splitlines(keepends=True):
                entry = read_line(line)
                if isinstance(entry, Entry) and entry.body is not None:
                    found.append(json.loads(entry.body))
        return found

    return read


@pytest.fixture(scope="module")
def office(rv: Shop) -> Office:
    """The office of the running homepage."""
    return Office(**vars(rv.web))


@dataclass(frozen=True)
class Got:
    """One message as it came in: to whom, its headers, its body."""

    to: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found


@dataclass
class Outside:
    """Everyone who may receive something. `answers` says what a name answers next; the last answer stays."""

    port: int
    got: list[Got] = field(default_factory=list)
    answers: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)

    def endpoints(self, *names: str) -> dict[str, Endpoint]:
        every = names or (*facts.policy()["recipients"], *facts.policy()["processors"])
        return {name: Endpoint(f"http://127.0.0.1:{self.port}/{name}", SECRET) for name in every}

    def to(self, name: str, topic: str | None = None) -> list[Got]:
        return [got for got in self.got if got.to == name and topic in (None, got.body["topic"])]

    def answer(self, name: str, status: int, **said: str) -> None:
        self.answers[name] = [(status, said)]


@pytest.fixture
def outside() -> Iterator[Outside]:
    """An HTTP receiver on the loopback; each recipient and processor is a path of it."""

    class Receive(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            name = self.path.strip("/")
            raw = self.rfile.read(int(self.headers["content-length"]))
            there.got.append(Got(name, {key.lower(): value for key, value in self.headers.items()}, raw))
            waiting = there.answers.get(name, [(200, {"request_status": "completed"})])
            status, said = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            message = str(self.headers["webhook-id"])
            content = json.dumps({"subject_request_id": message, **said}).encode()
            self.send_response(status)
            for header, value in signed(SECRET, message, content, START).items():
                self.send_header(header, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: the tests look at what came in."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receive)
    there = Outside(server.server_address[1])
    with listening(server):
        yield there


@dataclass(frozen=True)
class Household:
    """One person of each kind, an officer who may name every purpose, and a way to take any record of theirs."""

    jk: Jikim
    people: dict[str, jikim.Person]
    memberships: dict[str, jikim.Ref]
    officer: Actor

    def anyone(self, kind: str) -> jikim.Person | str:
        """Someone who may have another record of the kind, with every consent that it asks for; for a membership,
        someone new."""
        of = str(facts.policy()["records"][kind]["of"][0])
        if kind in ("membership", "corporate-membership"):
            return of
        if facts.consents_for(kind):
            self.jk.consent(self.people[of].subject, give=facts.consents_for(kind))
        return self.people[of]

    def take(self, kind: str, of: str | None = None, *wanted: str, consent: bool = True) -> jikim.Ref:
        """A record with every item that its widest channel brings (or with `wanted`), for the first kind of person that
        may have it."""
        whose = of or facts.policy()["records"][kind]["of"][0]
        person = self.people[whose]
        if consent and facts.consents_for(kind):
            self.jk.consent(person.subject, give=facts.consents_for(kind))
        if kind in ("membership", "corporate-membership"):
            return self.memberships[whose]
        channel = facts.widest_channel(kind)
        values = samples.record(kind, *(wanted or sorted(facts.brought(channel, kind))))
        verbs = self.jk.by(self.by(channel))
        party = facts.party(kind)
        return verbs.collect(kind, values, channel=channel, subject=person, old_enough=True, counterparty=party).ref

    def by(self, channel: str) -> Actor:
        """Who enters by a channel: what comes on paper, by phone or by fax, the officer; the rest, the application."""
        by_hand = facts.policy()["channels"][channel]["kind"] in ("handler", "partner")
        return self.officer if by_hand else self.jk.actor


@pytest.fixture
def household(jk: Jikim) -> Household:
    """A member and a corporate member with every item of their membership, a guest, and the officer."""
    people, memberships = {}, {}
    for of, kind in (("member", "membership"), ("corporate", "corporate-membership")):
        got = jk.collect(kind, samples.record(kind), channel="homepage", subject=of, old_enough=True)
        people[of], memberships[of] = jikim.Person(got.ref.subject, of), got.ref
    guest = jk.collect(
        "enquiry", samples.record("enquiry", "name", "email"), channel="board", subject="guest", old_enough=True
    )
    people["guest"] = jikim.Person(guest.ref.subject, "guest")
    employ(jk, "omar", "officer")
    lasting(jk, "omar")
    return Household(jk, people, memberships, jk.handler("omar", kind="officer", origin="192.0.2.11"))


Look = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def look(databases: Databases) -> Look:
    """Looks into a database as its superuser: `look("live", "SELECT …")`."""

    def rows(database: Any, query: Any, *params: Any) -> list[tuple[Any, ...]]:
        with looking(databases.admin[database]) as conn:
            return conn.execute(query, params or ()).fetchall()

    return rows


@pytest.fixture
def holding(look: Look) -> Callable[[str], list[str]]:
    """The tables of the three databases in which a text stands in the clear (as text or as its UTF-8 bytes)."""

    def search(text: str) -> list[str]:
        found = []
        for database in DATABASES:
            tables = look(
                database,
                "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables"
                " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
            )
            for (table,) in tables:
                hits = look(
                    database,
                    f"SELECT count(*) FROM {table} t WHERE position(%s in t::text) > 0 OR position(%s in t::text) > 0",
                    text,
                    text.encode().hex(),
                )
                if hits[0][0]:
                    found.append(f"{database}:{table}")
        return found

    return search


Counts = Callable[[], tuple[int, ...]]


@pytest.fixture
def kept(look: Look) -> Counts:
    """How many people, records, claims and personal keys there are: equal before and after means that nothing was kept."""

    def count() -> tuple[int, ...]:
        return (
            look("live", "SELECT count(*) FROM live.subject")[0][0],
            look("live", "SELECT count(*) FROM live.record")[0][0],
            look("live", "SELECT count(*) FROM live.claim")[0][0],
            look("archive", "SELECT count(*) FROM archive.part")[0][0],
            look("keys", "SELECT count(*) FROM keys.key WHERE space = 'person'")[0][0],
        )

    return count


@pytest.fixture(scope="session")
def rv(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The homepage as it runs, with the stand-in of whom it works with: one for all clauses. Each test makes its own
    people in it."""
    with homepage_site(homepage, tmp_path_factory.mktemp("rv")) as one:
        yield one


@pytest.fixture
def browse(rv: Shop) -> Iterator[Browsing]:
    """Opens browsers that choose their cookies, and closes them."""
    with browsing(rv.web) as made:
        yield made
