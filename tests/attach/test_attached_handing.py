"""Rows of an application's own tables are handed on, read together and checked, as sealed records are."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.attach.attached_shop import START, AttachedShop, recorded
from tests.attach.django_shop import POLICY
from tests.conftest import Databases

import jikim
from jikim.answers import RowRead, Values
from jikim.app import Jikim, read_policy
from jikim.app.attached import AttachedDatabase
from jikim.db.embedded import Embedded
from jikim.settings import Endpoint

COURIER = """processors:
  courier: {label: {ko: 가상택배, en: Imaginary Couriers}, task: {ko: 배송, en: delivery}, purposes: [delivery], records: [order], items: [name, mobile, address], until: [withdrawal, contract-end], country: KR, contract: {signed: 2026-01-02, scope: {ko: 배송, en: delivery}, safeguards: {ko: 암호화, en: encryption}, inspect_every: 1y}}
"""  # noqa: E501
ENDS = {"courier": Endpoint("http://127.0.0.1:9/", "whsec_aW52ZW50ZWQ=")}


@pytest.fixture(scope="module")
def shop(server: Embedded) -> AttachedShop:
    shop = AttachedShop(server, 40)
    shop.run("UPDATE shop_order SET settled_at = NULL")
    return shop


@pytest.fixture
def jk(databases: Databases, tmp_path: Path) -> Iterator[Jikim]:
    """A Jikim of the shop's policy, with a courier."""
    policy = tmp_path / "policy.yaml"
    policy.write_text(POLICY.read_text(encoding="utf-8").replace("archive:\n", COURIER + "archive:\n", 1), "utf-8")
    with Jikim(read_policy(policy), databases.settings(tmp_path / "data"), demo_start=START) as jk:
        yield jk


class Courier(list[dict[str, Any]]):
    """What leaves for the courier, who answers that it has come."""

    def __call__(self, _endpoint: Endpoint, _message: str, body: bytes, _at: datetime) -> tuple[int, bytes]:
        self.append(json.loads(body))
        return 200, b"{}"


@pytest.fixture
def sent() -> Courier:
    return Courier()


def test_many_rows_are_read_together(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """Each is judged and recorded by itself; a refusal and a row that is not there keep no other from its answer."""
    asked = [
        RowRead("order", 3, "delivery"),
        RowRead("account", 4, "tailored", ["email"]),
        RowRead("order", 4040, "delivery"),
        RowRead("account", "5", "membership", ["email"]),
        RowRead("order", 3, "delivery", ["address"]),
    ]
    with shop.application() as conn:
        first, refused, missing, account, address = here.on(conn).use_many(asked)
    assert isinstance(refused, jikim.DeniedError)
    assert refused.why == "no-consent"
    assert "no such row" in str(missing)
    assert isinstance(first, Values)
    assert isinstance(account, Values)
    assert isinstance(address, Values)
    assert (set(first), dict(account)) == ({"name", "mobile", "address"}, {"email": "reader5@example.com"})
    assert dict(address) == {"address": first["address"]}
    assert [one.rpartition(":")[0] for one in recorded(jk)] == ["record:use"] * 4


def test_a_secret_is_checked_where_it_lies(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """By the form that the application wrote; nothing answers the hash, and it stays as it was."""
    made = b64encode(hashlib.pbkdf2_hmac("sha256", b"an invented secret", b"salt", 1000)).decode()
    hashed = f"pbkdf2_sha256$1000$salt${made}"
    shop.run(f"UPDATE shop_member SET password = '{hashed}' WHERE id = 6")
    with shop.application() as conn:
        on = here.on(conn)
        assert on.check("account", 6, "password", "an invented secret", purpose="membership")
        assert not on.check("account", 6, "password", "another one", purpose="membership")
        assert not on.check("account", 7, "password", "an invented secret", purpose="membership")
        with pytest.raises(jikim.DeniedError):
            on.check("account", 6, "email", "reader6@example.com", purpose="membership")
    assert shop.one("SELECT password FROM shop_member WHERE id = 6") == hashed


def test_a_row_is_handed_on_as_it_stands_when_it_leaves(
    shop: AttachedShop, jk: Jikim, here: AttachedDatabase, sent: Courier
) -> None:
    """Queued by reference: who cannot read the row sends nothing and records nothing as sent; then its value of that
    moment leaves."""
    with shop.application() as conn:
        here.on(conn).entrust("order", 8, to="courier", purpose="delivery", items=["name", "address"])
        assert jk.deliver(ENDS).waiting == 1
        conn.execute("UPDATE shop_order SET address = '없는로 88' WHERE id = 8")
    assert not sent
    assert here.deliver(shop.address, ENDS, sent).sent == 1
    assert [(one["record"], one["items"]["address"]) for one in sent] == [("order", "없는로 88")]
    assert [one for one in recorded(jk) if one.startswith("record:entrust")] == [
        "record:entrust:0",
        "record:entrust-sent:0",
        "record:entrust-receipt:0",
    ]


def test_what_became_frozen_does_not_leave(
    shop: AttachedShop, jk: Jikim, here: AttachedDatabase, sent: Courier
) -> None:
    """It is decided again at the moment of sending, as of a sealed record."""
    with shop.application() as conn:
        on = here.on(conn)
        on.entrust("order", 9, to="courier", purpose="delivery")
        jk.ask_correction(on.ref("order", 9), ["address"])
    assert here.deliver(shop.address, ENDS, sent).waiting == 1
    assert not sent


def test_who_got_a_wrong_value_is_told(shop: AttachedShop, jk: Jikim, here: AttachedDatabase, sent: Courier) -> None:
    """Once the correction of a row is taken over, exactly the receivers of the version before are told (7.4b)."""
    with shop.application() as conn:
        on = here.on(conn)
        on.entrust("order", 11, to="courier", purpose="delivery", items=["mobile"])
        here.deliver(shop.address, ENDS, sent)
        on.correct("order", 11, {"mobile": "010-0000-1111"})
    here.take(shop.address)
    here.deliver(shop.address, ENDS, sent)
    told = [one for one in sent if one["topic"] == "corrected"]
    assert [one["items"] for one in told] == [{"mobile": "+821000001111"}]
