"""The verbs on an application's own rows: judged and recorded as on sealed ones, in the caller's transaction."""

from __future__ import annotations

import psycopg
import pytest
from psycopg.rows import dict_row
from tests.attach.attached_shop import AttachedShop, recorded
from tests.conftest import Databases

import jikim
from jikim.app import Jikim
from jikim.app.attached import AttachedDatabase
from jikim.db.embedded import Embedded
from jikim.remote import AsyncRemote
from jikim.remote.problems import WithoutRows


@pytest.fixture(scope="module")
def shop(server: Embedded) -> AttachedShop:
    return AttachedShop(server, 40)


def test_a_read_is_recorded_before_it_is_answered(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """On the caller's connection, whatever its rows look like; a rollback takes back the caller's work and no entry."""
    with shop.application() as conn:
        conn.row_factory = dict_row  # type: ignore[assignment]
        with conn.transaction(force_rollback=True):
            conn.execute("UPDATE shop_order SET address = '없는로 9' WHERE id = 16")
            found = here.on(conn).use("order", 16, purpose="delivery")
            assert dict(found) == {"name": "이없음", "mobile": "010-0016-0000", "address": "없는로 9"}
    assert shop.one("SELECT address FROM shop_order WHERE id = 16") == "서울특별시 없는구 없는로 17"
    assert recorded(jk) == ["record:use:0"]


def test_what_the_policy_refuses_is_not_read(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """By purpose, by an item's name, by a consent that nobody gave: each with its clause, recorded."""
    with shop.application() as conn:
        for kind, asked, why in (
            ("order", {"purpose": "tailored"}, "purpose-not-covering"),
            ("order", {"purpose": "delivery", "items": ["birth"]}, "undeclared-item"),
            ("account", {"purpose": "membership", "items": ["password"]}, "unreadable"),
            ("account", {"purpose": "tailored", "items": ["email"]}, "no-consent"),
        ):
            with pytest.raises(jikim.DeniedError) as denied:
                here.on(conn).use(kind, 4, **asked)  # type: ignore[arg-type]
            assert (denied.value.why, bool(denied.value.clause)) == (why, True)
        with pytest.raises(jikim.JikimError, match="no such row"):
            here.on(conn).use("order", 999, purpose="delivery")
    assert [one.rpartition(":")[0] for one in recorded(jk)] == ["record:use"] * 4


def test_whose_rows_are_attached_has_sealed_records_too(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """They have no key until the first; then it is sealed under theirs, and they see both on one page."""
    with shop.application() as conn:
        mine = here.of(conn, 25)
        person = jikim.Person(mine.ref("account", 25).subject, "member")
        ref = jk.collect("review", {"words": "봉인한 서평"}, channel="site", subject=person, old_enough=True).ref
        assert dict(jk.use(ref, purpose="reviews")) == {"words": "봉인한 서평"}
        said = [value for card in mine.show(25).cards for value in card.values.values()]
        assert {"봉인한 서평", "reader25@example.com"} <= set(said)
        with pytest.raises(jikim.DeniedError):
            mine.show(26)


def test_an_exact_value_finds_rows(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """By what the policy lets people be found by; recorded without the value, a refusal too."""
    with shop.application() as conn:
        on = here.on(conn, jk.acting("system", "set-up"))
        assert on.find("mobile", "010-0027-0000") == [("account", "27"), ("order", "27")]
        assert on.find("login_id", "reader27") == [("account", "27")]
        assert on.find("email", "nobody@example.com") == []
        for item in ("address", "name", "birth"):
            with pytest.raises(jikim.DeniedError):
                on.find(item, "x")
    assert recorded(jk) == ["subject:find:0"] * 3 + ["subject:find:99"] * 3


def test_a_consent_and_a_freeze_reach_the_rows(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """What opens and closes a sealed record does the same to a row, by the very same verbs."""
    with shop.application() as conn:
        on = here.on(conn)
        ref = on.ref("account", 5)
        jk.consent(ref.subject, give=["tailored"])
        assert set(on.use("account", 5, purpose="tailored")) == {"email", "birth"}
        open_ = jk.ask_correction(ref, ["email"])
        with pytest.raises(jikim.DeniedError) as denied:
            on.use("account", 5, purpose="membership")
        assert (denied.value.why, denied.value.request) == ("frozen", open_.request)
        jk.refuse_correction(open_, reason="the address is right")
        assert on.use("account", 5, purpose="membership")["email"] == "reader5@example.com"


def test_what_the_rows_dates_end_is_over(shop: AttachedShop, here: AttachedDatabase) -> None:
    """An order that the application settled is read for its delivery no more, from its next look on."""
    with shop.application() as conn:
        conn.execute("UPDATE shop_order SET settled_at = NULL WHERE id = 8")
        assert here.on(conn).use("order", 8, purpose="delivery")
        conn.execute("UPDATE shop_order SET settled_at = '2026-11-30 12:00+09' WHERE id = 8")
        with pytest.raises(jikim.DeniedError) as denied:
            here.on(conn).use("order", 8, purpose="delivery")
        assert denied.value.why == "ended"


def test_a_person_is_shown_all_of_their_rows(shop: AttachedShop, jk: Jikim, here: AttachedDatabase) -> None:
    """Each card with its values, the dates of its row, and no password; recorded once, and to that person."""
    with shop.application() as conn:
        told = here.on(conn).show(4)
    cards = {card.ref.kind: card for card in told.cards}
    assert sorted(cards) == ["account", "order"]
    assert cards["account"].values["login_id"] == "reader4"
    assert "password" not in cards["account"].values
    assert cards["order"].values["name"] == "정예시"
    assert cards["order"].collected.year == 2016
    assert recorded(jk) == ["subject:show:0"]
    assert told.subject == cards["order"].ref.subject


def test_no_value_comes_to_lie_in_live(
    shop: AttachedShop, jk: Jikim, here: AttachedDatabase, databases: Databases
) -> None:
    """The register has numbers, dates and states; and another house's numbers are others."""
    with shop.application() as conn:
        here.on(conn).show(6)
        ref = here.on(conn).ref("account", 6)
    with psycopg.connect(databases.admin["live"]) as conn:
        text = str(
            conn.execute("SELECT r::text, a::text FROM live.record r JOIN live.attached a USING (record)").fetchall()
        )
    assert "reader6" not in text
    assert str(ref.record) in text
    assert ref.record.version == 8


def test_a_house_elsewhere_rules_no_rows() -> None:
    """The SDK over HTTP says so, and the way; the one of an event loop too."""
    with jikim.connect("https://privacy.example", "key") as elsewhere:
        with pytest.raises(jikim.JikimError, match="opens the house") as refused:
            elsewhere.attached("attached.yaml")
        assert "jikim.open" in str(refused.value.hint)
    assert issubclass(AsyncRemote, WithoutRows)
