"""What must hold although no sweep has come, and what a sweep leaves of a guest; and what the ledger says of a denial."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
import psycopg
import pytest
from tests.conftest import Cast, Databases
from tests.demanded import PARTICULARS, demanded

import jikim
from jikim.app import Jikim
from jikim.proof.verify import verify
from jikim.settings import Endpoint


def _bodies(jk: Jikim) -> list[dict[str, Any]]:
    lines = b"".join(jk.export_ledger()).splitlines()
    return [json.loads(entry["body"]) for line in lines if (entry := msgspec.json.decode(line)).get("body")]


def test_a_record_is_over_when_its_time_is(jk: Jikim, cast: Cast, forward: Callable[..., datetime]) -> None:
    """A visit may be read up to its month's last moment and not after it, whether or not a sweep has come."""
    values = {"ip": "192.0.2.7", "access_log": {"path": "/"}}
    visit = jk.collect("visit", values, channel="automatic", subject=cast.alice, old_enough=True).ref
    forward(to=datetime.fromisoformat("2013-03-05T23:59:59+09:00"))
    assert jk.use(visit, purpose="abuse-prevention", items=["ip"])["ip"] == "192.0.2.7"
    forward(to=datetime.fromisoformat("2013-03-06T00:00:00+09:00"))
    with pytest.raises(jikim.DeniedError) as over:
        jk.use(visit, purpose="abuse-prevention", items=["ip"])
    assert over.value.why == "ended"


def test_a_guest_goes_with_the_last_record(
    jk: Jikim, cast: Cast, databases: Databases, forward: Callable[..., datetime]
) -> None:
    """When a guest's only enquiry is answered and swept, no row and no key of theirs is left; a member with no record
    stays."""
    jk.event(cast.dan_enquiry, "answered")
    jk.sweep()
    with psycopg.connect(databases.admin["live"]) as conn:
        people = {row[0] for row in conn.execute("SELECT subject FROM live.subject").fetchall()}
    assert people == {cast.alice.subject, cast.bob.subject}
    with psycopg.connect(databases.admin["keys"]) as conn:
        left = conn.execute(
            "SELECT count(*) FROM keys.key WHERE space IN ('person', 'archive') AND substr(name, 1, 16) = %s",
            (cast.dan.subject.bytes,),
        ).fetchone()
    assert left == (0,)


def test_a_guest_who_is_back_stays(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """A record that comes between the sweep's look and its step keeps the guest."""
    jk.event(cast.dan_enquiry, "answered")
    values = {"name": "Dan Example", "email": "dan@example.org", "text": "한 가지 더 묻습니다"}

    def back(step: str, when: str) -> None:
        if (step, when) == ("leave_empty", "before"):
            jk.driver.hook = None
            jk.collect("enquiry", values, channel="board", subject=cast.dan, old_enough=True)

    jk.driver.hook = back
    jk.sweep()
    assert jk.driver.hook is None
    shown = jk.show(cast.dan.subject)
    assert shown.here
    assert [card.values["text"] for card in shown.cards] == ["한 가지 더 묻습니다"]


def test_leaving_looks_at_the_person_once_before_it_hides(jk: Jikim, cast: Cast) -> None:
    """From asking to hidden are two statements, one that looks and one that hides, whatever the person has here."""
    met: list[str] = []
    jk.driver.hook = lambda step, when: met.append(step) if when == "before" else None
    jk.leave(cast.alice.subject)
    jk.driver.hook = None
    assert met[: met.index("leave") + 1] == ["subject_of", "leave"]


def test_a_denial_is_recorded_under_the_clause_that_refuses(jk: Jikim, cast: Cast) -> None:
    """The ledger names the freeze (7.4a) and the end (5.1), not the purpose that was asked under (2.1)."""
    jk.ask_correction(cast.alice_order, ["phone"])
    with pytest.raises(jikim.DeniedError):
        jk.use(cast.alice_order, purpose="delivery")
    denied = [body for body in _bodies(jk) if body["event"] == "record:use:denied"]
    assert [(body["why"], body["clause"]) for body in denied] == [("frozen", "7.4a")]


def test_an_entry_that_does_not_open_stops_no_other(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """An inbox entry whose actor was overwritten is placed as forged, and everything after it is placed too."""
    jk.use(cast.alice_order, purpose="delivery", items=["phone"])
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute("UPDATE ledger.inbox SET who = decode('00', 'hex') WHERE fact LIKE '%\"record:use\"%'")
    jk.use(cast.alice_order, purpose="delivery", items=["name"])
    bodies = _bodies(jk)
    assert [body["actor"] for body in bodies if body["event"] == "ledger:forged:found"] == ["unreadable"]
    assert [body["actor"] for body in bodies if body["event"] == "record:use:allowed"] == ["application:app"]
    assert verify(jk.export_ledger()).ok


def test_who_approved_a_demand_lies_sealed(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """The particulars of a demand by law lie sealed with it alone, and are opened when it is judged again."""
    demanded(jk, cast.alice_order, ["name"], purpose=_purpose(jk))
    with psycopg.connect(databases.admin["live"]) as conn:
        (row,) = conn.execute("SELECT said FROM live.demand").fetchall()
        (waiting,) = conn.execute("SELECT to_jsonb(o)::text FROM live.outbox o").fetchall()
    assert len(row[0]) > 40
    for said in (PARTICULARS["authority"], PARTICULARS["document"]):
        assert said.encode() not in bytes(row[0])
        assert said not in waiting[0]
    sent: list[dict[str, Any]] = []

    def post(endpoint: Endpoint, message: str, body: bytes, at: datetime) -> tuple[int, bytes]:
        sent.append(json.loads(body))
        return 200, b"{}"

    from jikim.jobs.outbox import deliver

    deliver(jk.driver, jk.house, {"authority": Endpoint("https://authority.example/")}, post=post)
    assert [message["to"] for message in sent] == ["authority"]


def _purpose(jk: Jikim) -> str:
    return jk.policy.file.recipients["authority"].purposes[0]


@pytest.mark.parametrize(
    "url", ["http://processor.example/", "ftp://127.0.0.1/", "https://", "kcp", "https://h:x/", ""]
)
def test_an_endpoint_that_is_no_place_for_data_cannot_be_made(url: str) -> None:
    """A URL without https (off loopback), without a host or with a broken port is refused where it is written down."""
    with pytest.raises(jikim.JikimError, match=r"no place for personal data|no URL that can be called"):
        Endpoint(url)
