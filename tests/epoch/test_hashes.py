"""A thief with every column, the ring after the epoch and a dictionary that holds the true values: none of an erased
person's is confirmed."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.conftest import ROOT, START, Databases
from tests.employed import signature_of, signed_by
from tests.epoch.thief import Thief

import jikim
from jikim.accounts.openid_accounts import link_outside, person_outside
from jikim.accounts.rate_limits import try_secret, within
from jikim.api import idempotency
from jikim.app import Jikim
from jikim.clock import machine_moment
from jikim.crypto import blind, derived, digest
from jikim.db.contents import COLUMNS
from jikim.db.schema import DATABASES
from jikim.intake.feeds import FeedEntry, begin_feed, take_feed
from jikim.keys.keyring import Q as KEYS
from jikim.plan.outside_access_records import Access, forget_taken, take_in
from jikim.store.index import FEED_ROW, OUTSIDE

LOGIN, EMAIL, PHONE, CARD = "whimbrel", "whimbrel@example.com", "02-555-0177", "4111-1111-1111-1111"
ELSEWHERE = ("https://id.example.com", "whimbrel-77")
ADDRESS = "192.0.2.177"
FED = {"name": "가나다", "phone": PHONE, "email": EMAIL, "lines": [{"product": "remoteview-1y", "quantity": 1}]}
BODY = json.dumps({"kind": "payment", "values": {"card": CARD}}).encode()
MESSAGE = json.dumps({"kind": "order", "rows": [{"values": FED}]}).encode()


def _labels() -> set[bytes]:
    """Every label that a key is derived by, anywhere in the source."""
    found: set[bytes] = set()
    for path in (ROOT / "src").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"derived\(|daily_key\(|house_key\(", text):
            found |= {label.encode() for label in re.findall(r'b"([ -~]{3,40})"', text)}
    return found


class Dictionary:
    """What the thief guesses: the true values, in every form in which a hash here is made of them."""

    def __init__(self, jk: Jikim, access: Access) -> None:
        number = jk.policy.number
        items = [
            (number("item", "login_id") or 0, LOGIN),
            (number("item", "email") or 0, EMAIL),
            (OUTSIDE, "\0".join(ELSEWHERE)),
        ]
        fed = json.dumps(FED, sort_keys=True, ensure_ascii=False)
        items += [(FEED_ROW, f"reseller\0order\0False\0{fed}")]
        self.items = items
        record = json.dumps(["crm", access.at.timestamp(), *access[1:]], ensure_ascii=False).encode()
        self.messages = [
            *(value.encode() for value in (LOGIN, EMAIL, PHONE, CARD, ADDRESS)),
            f"sign-in\0{LOGIN}".encode(),
            f"enquiry\0{ADDRESS}".encode(),
            "\0".join(ELSEWHERE).encode(),
            f"reseller\0order\0False\0{fed}".encode(),
            MESSAGE,
            BODY,
            digest([b"/collect", BODY]),
            record,
        ]

    def confirmed(self, keys: set[bytes], columns: dict[str, set[bytes]]) -> set[str]:
        """The columns in which a guess is found, by any key, or one derived of it by any label, or none."""
        every = keys | {derived(key, label) for key in keys for label in _labels()}
        made = {hashlib.sha256(one).digest() for one in self.messages}
        made |= {hmac.digest(key, one, "sha256") for key in every for one in self.messages}
        inner = {blind(key, item, value) for key in keys for item, value in self.items}
        made |= inner | {hmac.digest(key, one, "sha256") for key in every for one in inner}
        return {place for place, values in columns.items() if values & made}


def steal(databases: Databases) -> dict[str, set[bytes]]:
    """Every value of every column of bytes."""
    found: dict[str, set[bytes]] = {}
    for database in DATABASES:
        with psycopg.connect(databases.admin[database]) as conn:
            for place in {one.place for one in COLUMNS}:
                table, column = place.rsplit(".", 1)
                if conn.execute("SELECT to_regclass(%s)", (table,)).fetchone() == (None,):
                    continue
                for (value,) in conn.execute(f'SELECT "{column}" FROM {table}', binary=True).fetchall():  # noqa: S608
                    parts = value if isinstance(value, list) else [value or b""]
                    found.setdefault(place, set()).update(bytes(part) for part in parts)
    return found


def everywhere(jk: Jikim) -> tuple[jikim.Ref, Access]:
    """Somebody of whom a hash lies in each column that is made of what is about people."""
    run, house = jk.driver.run, jk.house
    member = {"login_id": LOGIN, "password": "a quiet heron 4471", "name": "가나다", "email": EMAIL}
    ref = jk.collect("membership", member, channel="homepage", old_enough=True).ref
    run(try_secret(house, "sign-in", LOGIN))
    assert run(within(house, "enquiry", ADDRESS, 5, timedelta(days=1)))
    assert run(link_outside(house, ref.subject, *ELSEWHERE))
    signature = signature_of(jk, "reseller", MESSAGE)
    begun = run(begin_feed(house, "reseller", signature, MESSAGE))
    actor = signature.actor()
    fed = run(take_feed(house, "reseller", "order", [FeedEntry(1, FED, True)], actor=actor, way="api", feed=begun))  # type: ignore[arg-type]
    assert (fed.taken, fed.refused) == (1, ())
    access = Access(jk.now() - timedelta(hours=1), "h-07", ADDRESS, LOGIN, "viewed", "support")
    assert run(take_in(house, "crm", "csv", [access], actor=jk.acting("system", "test"))).records == 1
    place = run(idempotency.reserve(house, "shop", str(uuid4()), "/collect", BODY))
    assert isinstance(place, idempotency.RequestKey)
    run(idempotency.keep(place, 200, b"{}"))
    return ref, access


@pytest.mark.clause("6.5")
def test_no_hash_confirms_a_guess_about_who_was_erased(
    jk: Jikim, databases: Databases, tmp_path: Path, forward: Any
) -> None:
    """Before the epoch the dictionary finds them in each column but a request's fingerprint; after it in none but an
    access record's mark: until its month ends."""
    jk.house.keyring.lease = 0.0
    thief = Thief((tmp_path / "ring",), databases.admin["keys"])
    ref, access = everywhere(jk)
    thief.look()
    stolen, guesses = steal(databases), Dictionary(jk, access)

    def opened() -> set[bytes]:
        thief.look()
        return set(thief.opens(thief.wrapped).values())

    there = {"live.claim.tag", "live.tally.hash", "live.feed_message.digest", "live.taken_row.mark"}
    there |= {"live.taken.tag"} if databases.people else set()
    assert guesses.confirmed(opened(), stolen) == there, "the thief's tools find what can be found"

    jk.leave(ref.subject)
    jk.sweep()
    jk.reindex()
    jk.epoch()
    # What is in the ledger's sealed bodies for a year or two, an access record's mark answers no longer than those.
    assert guesses.confirmed(opened(), stolen) == {"live.taken_row.mark"}
    assert guesses.confirmed(opened(), steal(databases)) == {"live.taken_row.mark"}

    forward(to=START + timedelta(days=365 * 3 + 40))
    assert jk.driver.run(forget_taken(jk.house)) == 1
    jk.epoch()
    assert guesses.confirmed(opened(), stolen) == guesses.confirmed(opened(), steal(databases)) == set()


def test_a_day_s_key_ends_with_its_day(jk: Jikim, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day's work destroys the keys of days before; an epoch ends the running day's, and the next use has another.
    What was tried is counted anew."""
    from jikim.jobs import daily
    from jikim.keys import day_keys as keys

    run, house, moment = jk.driver.run, jk.house, machine_moment()

    def names() -> list[str]:
        def steps() -> Any:
            return (yield KEYS["key.names"](space=keys.SPACE, prefix=b""))

        return [bytes(name).decode() for (name,) in run(steps())]

    assert [run(within(house, "enquiry", ADDRESS, 1, timedelta(days=2))) for _ in range(2)] == [True, False]
    assert names() == [f"{moment.date()}.0"]
    assert run(daily.end_days(house)) == 0
    for module in (daily, keys):
        monkeypatch.setattr(module, "machine_moment", lambda: moment + timedelta(days=1))
    assert run(within(house, "enquiry", ADDRESS, 1, timedelta(days=2)))
    assert run(daily.end_days(house)) == 1
    assert names() == [f"{(moment + timedelta(days=1)).date()}.0"]
    house.keyring.lease = 0.0
    assert not jk.epoch_due().now, "for a day's key alone no ring is turned"
    jk.epoch()
    assert run(within(house, "enquiry", ADDRESS, 1, timedelta(days=2)))
    assert names() == [f"{(moment + timedelta(days=1)).date()}.1"]
    # A clock that goes back to a day that is over finds that day's next key.
    for module in (daily, keys):
        monkeypatch.setattr(module, "machine_moment", lambda: moment)
    assert run(within(house, "enquiry", ADDRESS, 1, timedelta(days=2)))


def test_an_account_elsewhere_signs_in_across_rotations(jk: Jikim) -> None:
    """A link finds its person before and after a rotation of the index, is nobody else's, and is gone with its person."""
    run, house = jk.driver.run, jk.house
    ref, _ = everywhere(jk)
    other = jk.collect(
        "membership",
        {"login_id": "dunlin", "password": "a quiet heron 4471", "name": "나다라", "email": "dunlin@example.com"},
        channel="homepage",
        old_enough=True,
    ).ref
    assert not run(link_outside(house, other.subject, *ELSEWHERE))
    jk.leave(other.subject)
    assert jk.reindex().lost == []
    found = run(person_outside(house, *ELSEWHERE))
    assert found is not None
    assert found.subject == ref.subject
    jk.leave(ref.subject)
    assert run(person_outside(house, *ELSEWHERE)) is None
    assert not run(link_outside(house, ref.subject, *ELSEWHERE))


def test_a_partner_s_row_is_taken_once_while_its_record_lives_or_rests(jk: Jikim, forward: Any) -> None:
    """The same row adds nothing while its record lives, nor while it rests; when nothing of it is kept any more,
    nothing tells that it was here."""
    run, house, actor = jk.driver.run, jk.house, signed_by(jk, "reseller")

    def feed(*rows: dict[str, Any]) -> tuple[int, int, list[str]]:
        given = [FeedEntry(n, row, True) for n, row in enumerate(rows, 1)]
        made = run(take_feed(house, "reseller", "order", given, actor=actor, way="api"))
        return made.taken, made.again, [one.why for one in made.refused]

    assert feed(FED, FED, {**FED, "phone": "1"}) == (1, 1, ["invalid-value"])
    (person,) = jk.find("email", EMAIL)
    (card,) = jk.show(person.subject).cards
    jk.event(card.ref, "settled")
    jk.sweep()
    assert jk.show(person.subject).resting
    jk.reindex()
    assert feed(FED)[1] == 1
    forward(days=365 * 11)
    jk.sweep()
    assert feed(FED)[0] == 1
