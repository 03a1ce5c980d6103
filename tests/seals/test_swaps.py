"""Ciphertexts moved in the real tables, by a superuser: nothing opens at a place that it was not sealed for, and the
error says no value."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from tests.conftest import Cast, Databases

import jikim
from jikim.app import Jikim
from jikim.errors import SealError
from jikim.policy.ask import Actor
from jikim.verbs.use import Read

ORDER = {
    "name": "Alice Unlikely",
    "phone": "02-555-0177",
    "address": {"postcode": "04524", "line1": "서울특별시 가상구 없는로 7"},
    "lines": [{"product": "unlikely-product", "quantity": 3}],
}
WORDS = ("Unlikely", "0177", "없는로", "unlikely-product", "alice", "가나다")


def _admin(databases: Databases, name: str) -> psycopg.Connection[Any]:
    return psycopg.connect(databases.admin[name], autocommit=True)  # type: ignore[index]


def _refused(act: Callable[[], Any]) -> None:
    with pytest.raises(SealError) as refused:
        act()
    said = str(refused.value) + repr(refused.value)
    assert not [word for word in WORDS if word in said]


@pytest.fixture
def two(jk: Jikim, cast: Cast) -> tuple[jikim.Ref, jikim.Ref]:
    """Two orders of Alice's."""
    made = [jk.collect("order", ORDER, channel="homepage", subject=cast.alice, old_enough=True).ref for _ in range(2)]
    return made[0], made[1]


SWAPS = {
    "the whole of another record": "SET head = o.head, body = o.body, items = o.items",
    "another record's body": "SET body = o.body",
    "another record's head": "SET head = o.head",
    "another version": "SET version = r.version + 1",
    "another generation": "SET generation = r.generation + 1",
}


@pytest.mark.parametrize("what", SWAPS)
def test_a_record_takes_nothing_of_another(
    jk: Jikim, databases: Databases, two: tuple[jikim.Ref, jikim.Ref], what: str
) -> None:
    """A live row that is given another's ciphertexts, version or generation no longer opens; the other one still does."""
    one, other = two
    with _admin(databases, "keys") as keys:
        # Another generation has a key, too: it is the place that is wrong.
        keys.execute(
            "INSERT INTO keys.key SELECT space, substr(name, 1, 16) || '\\x00000002'::bytea, ring, wrapped FROM keys.key "
            "WHERE space = 'person' AND substr(name, 1, 16) = %s ON CONFLICT DO NOTHING",
            (one.subject.bytes,),
        )
    with _admin(databases, "live") as live:
        live.execute(
            f"UPDATE live.record r {SWAPS[what]} FROM live.record o WHERE r.record = %s AND o.record = %s",  # type: ignore[arg-type]
            (one.record, other.record),
        )
    _refused(lambda: jk.use(one, purpose="delivery", items=["phone"]))
    assert jk.use(other, purpose="delivery", items=["phone"])["phone"] == "+8225550177"


def test_a_record_put_to_another_person_does_not_open(
    jk: Jikim, cast: Cast, databases: Databases, two: tuple[jikim.Ref, jikim.Ref]
) -> None:
    """A row moved to another subject is sealed under a key and for a place that are not theirs."""
    with _admin(databases, "live") as live:
        live.execute("UPDATE live.record SET subject = %s WHERE record = %s", (cast.dan.subject, two[0].record))
    _refused(lambda: jk.use(two[0]._replace(subject=cast.dan.subject), purpose="delivery", items=["phone"]))


def test_a_record_put_to_another_number_does_not_open(
    jk: Jikim, databases: Databases, two: tuple[jikim.Ref, jikim.Ref]
) -> None:
    """Two rows of one person that exchange their numbers open neither."""
    one, other = two
    with _admin(databases, "live") as live:
        live.execute("UPDATE live.record SET record = gen_random_uuid() WHERE record = %s", (other.record,))
        live.execute("UPDATE live.record SET record = %s WHERE record = %s", (other.record, one.record))
    _refused(lambda: jk.use(other, purpose="delivery", items=["phone"]))


def test_items_that_change_places_do_not_open(
    jk: Jikim, databases: Databases, two: tuple[jikim.Ref, jikim.Ref]
) -> None:
    """The ciphertexts of one record in another order: the phone is not read out of the address's place."""
    with _admin(databases, "live") as live:
        live.execute(
            "UPDATE live.record SET body = ARRAY(SELECT b FROM unnest(body) WITH ORDINALITY AS t(b, n) ORDER BY n DESC) WHERE record = %s",
            (two[0].record,),
        )
    _refused(lambda: jk.use(two[0], purpose="delivery"))


def test_one_item_opens_though_every_other_is_spoilt(
    jk: Jikim, databases: Databases, two: tuple[jikim.Ref, jikim.Ref]
) -> None:
    """A read of one item looks at no other item's ciphertext."""
    phone = jk.policy.records["order"].names["phone"]
    with _admin(databases, "live") as live:
        live.execute(
            "UPDATE live.record SET body = ARRAY(SELECT CASE WHEN i = %s THEN b ELSE '\\x00'::bytea END FROM unnest(items, body) "
            "WITH ORDINALITY AS t(i, b, n) ORDER BY n) WHERE record = %s",
            (phone, two[0].record),
        )
    assert jk.use(two[0], purpose="delivery", items=["phone"])["phone"] == "+8225550177"
    _refused(lambda: jk.use(two[0], purpose="delivery", items=["name"]))


@pytest.mark.parametrize("column", ["head", "body"])
def test_a_flipped_bit_in_the_table_is_refused(
    jk: Jikim, databases: Databases, two: tuple[jikim.Ref, jikim.Ref], column: str
) -> None:
    """One bit in the stored head or ciphertext, wherever a disk or a hand changes it."""
    change = {
        "head": "head = set_byte(head, 40, get_byte(head, 40) # 1)",
        "body": "body = ARRAY(SELECT set_byte(b, 3, get_byte(b, 3) # 1) FROM unnest(body) WITH ORDINALITY AS t(b, n) ORDER BY n)",
    }[column]
    with _admin(databases, "live") as live:
        live.execute(f"UPDATE live.record SET {change} WHERE record = %s", (two[0].record,))  # type: ignore[arg-type]
    _refused(lambda: jk.use(two[0], purpose="delivery", items=["phone"]))


@pytest.mark.parametrize("change", ["flip", "swap", "cut"])
def test_a_spoilt_or_swapped_wrapped_key_is_refused(
    jk: Jikim,
    another: Callable[[], Jikim],
    cast: Cast,
    databases: Databases,
    two: tuple[jikim.Ref, jikim.Ref],
    change: str,
) -> None:
    """A wrapped key with another bit, another person's, or one that is too short opens nothing."""
    with _admin(databases, "keys") as keys:
        keys.execute(
            {
                "flip": "UPDATE keys.key SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 4) WHERE space = 'person' AND substr(name, 1, 16) = %s",
                "cut": "UPDATE keys.key SET wrapped = substr(wrapped, 1, 7) WHERE space = 'person' AND substr(name, 1, 16) = %s",
                "swap": "UPDATE keys.key k SET wrapped = o.wrapped FROM keys.key o WHERE k.space = 'person' AND o.space = 'person' "
                "AND substr(k.name, 1, 16) = %s AND o.name <> k.name",
            }[change],  # type: ignore[arg-type]
            (cast.alice.subject.bytes,),
        )
    fresh = another()
    _refused(lambda: fresh.use(two[0], purpose="delivery", items=["phone"]))
    # A key that was opened before stays in its process for at most a lease; there it is the key that was.
    assert jk.use(two[0], purpose="delivery", items=["phone"])["phone"] == "+8225550177"


def test_every_write_is_sealed_afresh(jk: Jikim, databases: Databases, cast: Cast) -> None:
    """Two orders alike, a correction and a new key: no salt, commitment or ciphertext is ever there twice."""
    seen: list[bytes] = []

    def look() -> None:
        with _admin(databases, "live") as live:
            for head, body in live.execute(
                "SELECT head, body FROM live.record WHERE subject = %s", (cast.alice.subject,)
            ):
                seen.extend((head[1:33], head[33:], *body))

    refs = [jk.collect("order", ORDER, channel="homepage", subject=cast.alice, old_enough=True).ref for _ in range(2)]
    look()
    first = len(seen)
    for ref in refs:
        correction = jk.ask_correction(ref, ["phone"])
        jk.correct(correction, {"phone": "02-555-0177"})
    jk.event(cast.alice_order, "settled")
    jk.sweep()
    look()
    assert len(seen) > first
    assert len(set(seen)) == len(seen)


@pytest.fixture
def resting(jk: Jikim, cast: Cast) -> tuple[jikim.Ref, jikim.Ref]:
    """Two orders of Alice's that rest, each in two parts."""
    refs = []
    for _ in range(2):
        ref = jk.collect("order", ORDER, channel="homepage", subject=cast.alice, old_enough=True).ref
        jk.event(ref, "delivered")
        refs.append(ref)
    jk.move_clock(jk.now() + timedelta(days=40))
    for ref in refs:
        jk.event(ref, "settled")
    jk.sweep()
    return refs[0], refs[1]


PART_SWAPS = {
    "another record's part": "SET head = o.head, body = o.body FROM archive.part o WHERE p.record = %(one)s AND o.record = %(other)s AND o.due = p.due",
    "another day's part of the same record": "SET head = o.head, body = o.body, items = o.items FROM archive.part o "
    "WHERE p.record = %(one)s AND o.record = %(one)s AND o.due <> p.due",
    "another version": "SET version = p.version + 1 WHERE p.record = %(one)s",
    "a flipped head": "SET head = set_byte(p.head, 50, get_byte(p.head, 50) # 1) WHERE p.record = %(one)s",
    "a flipped body": "SET body = ARRAY(SELECT set_byte(b, 0, get_byte(b, 0) # 128) FROM unnest(p.body) WITH ORDINALITY AS t(b, n) ORDER BY n) "
    "WHERE p.record = %(one)s",
}


@pytest.mark.parametrize("what", PART_SWAPS)
def test_a_resting_part_opens_at_its_own_place_alone(
    jk: Jikim, cast: Cast, databases: Databases, resting: tuple[jikim.Ref, jikim.Ref], what: str
) -> None:
    """A part that is moved to another record, version or due day, or changed, does not open; the other order's still
    does."""
    one, other = resting
    with _admin(databases, "archive") as archive:
        changed = archive.execute(
            f"UPDATE archive.part p {PART_SWAPS[what]}",
            {"one": one.record, "other": other.record},  # type: ignore[arg-type]
        ).rowcount
    assert changed == 2
    _refused(lambda: _consult(jk, one, cast.omar))
    assert _consult(jk, other, cast.omar)["name"] == "Alice Unlikely"


def _consult(jk: Jikim, ref: jikim.Ref, actor: Actor) -> Any:
    return jk.by(actor).consult(ref, purpose="legal-evidence", reason_kind="dispute", reason="a test")


def test_a_claim_moved_to_another_person_shows_no_value(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """The index says who, never what: a claim that a hand moved finds nobody, and opens nothing of anybody."""
    with _admin(databases, "live") as live:
        live.execute("DELETE FROM live.claim WHERE subject = %s", (cast.bob.subject,))
        live.execute("UPDATE live.claim SET subject = %s WHERE subject = %s", (cast.bob.subject, cast.alice.subject))
    assert jk.find("login_id", "alice") == []
    assert jk.use(cast.bob_membership, purpose="notices", items=["email"])["email"] == "bob@example.com"


def test_a_spoilt_row_of_a_bulk_spoils_no_other(
    jk: Jikim, databases: Databases, two: tuple[jikim.Ref, jikim.Ref]
) -> None:
    """One damaged record among many: its row says so, and every other row has its value."""
    with _admin(databases, "live") as live:
        live.execute(
            "UPDATE live.record SET head = set_byte(head, 2, get_byte(head, 2) # 1) WHERE record = %s", (two[0].record,)
        )
    first, second = jk.use_many([Read(ref, "delivery", ["phone"]) for ref in two])
    assert isinstance(first, SealError)
    assert second["phone"] == "+8225550177"  # type: ignore[index]


def test_a_swapped_ledger_body_tells_nothing(jk: Jikim, databases: Databases, cast: Cast) -> None:
    """A sealed ledger body at another position does not open: the export names its entry as damaged rather than tell
    another's story."""
    assert cast.alice.kind == "member"
    jk.sequence()
    with _admin(databases, "ledger") as live:
        live.execute(
            "UPDATE ledger.body b SET sealed = o.sealed FROM ledger.body o WHERE b.position = 1 AND o.position = 2"
        )
    lines = [json.loads(line) for line in b"".join(jk.export_ledger()).splitlines()]
    damaged = [line for line in lines if line.get("damaged")]
    assert [line["n"] for line in damaged] == [1]
    assert damaged[0].get("body") is None
