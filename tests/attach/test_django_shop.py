"""The Django shop of `examples` under the policy: its mapping is whole, and what nobody declared is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.attach.django_shop import MAPPING, POLICY, DjangoShop

from jikim.attach.drafting import looked_at, undeclared
from jikim.attach.reach import people_of, reached
from jikim.attach.reflection import read as tables_of
from jikim.cli import main
from jikim.db.embedded import Embedded
from jikim.policy_files import parse_files

# A column that somebody adds, what it holds, and a value for the first members.
PLANTED = {
    "shop_member.jumin_no": ("text", "'900101-1000009'"),
    "shop_member.sex": ("text", "'F'"),
    "shop_member.last_ip": ("inet", "'192.0.2.7'"),
    "shop_member.refund_account": ("text", "'000-00-000000'"),
    "shop_member.nationality": ("text", "'KR'"),
    "shop_order.card_no": ("text", "'0000-0000-0000-0000'"),
    "shop_order.biz_no": ("text", "'000-00-00000'"),
    "shop_order.company_name": ("text", "'없는상사'"),
    "shop_post.passport_no": ("text", "'M00000000'"),
    "shop_post.tel": ("text", "'02-555-0101'"),
}


@pytest.fixture(scope="module")
def shop(server: Embedded) -> DjangoShop:
    return DjangoShop(server, 300)


def test_its_mapping_is_whole_and_a_planted_column_fails_the_build(
    shop: DjangoShop, capsys: pytest.CaptureFixture[str]
) -> None:
    """The gate passes on what the migrations made; a new column, and a table without a way to its person, each exit 1."""
    asked = ["attach", "check", str(MAPPING), shop.address, str(POLICY), "--lang", "en"]
    assert main(asked) == 0
    assert ": nothing found" in capsys.readouterr().out
    shop.run("ALTER TABLE shop_order ADD COLUMN door_code text; CREATE TABLE shop_letter (email text)")
    try:
        assert main(asked) == 1
        said = capsys.readouterr().out
        assert "`public.shop_order.door_code` is in neither" in said
        assert "[unmapped-table]" in said
    finally:
        shop.run("ALTER TABLE shop_order DROP COLUMN door_code; DROP TABLE shop_letter")


def test_ten_planted_columns_are_found_and_no_other(shop: DjangoShop) -> None:
    """Of a type that the policy declares nowhere: the ten that were planted, in three tables, and nothing of Django's."""
    policy = parse_files(POLICY).policy
    assert policy is not None
    assert not undeclared(looked_at(tables_of(shop.address)).columns, policy)
    for place, (type, value) in PLANTED.items():
        table, _, column = place.partition(".")
        shop.run(f"ALTER TABLE {table} ADD COLUMN {column} {type}; UPDATE {table} SET {column} = {value} WHERE id < 99")
    try:
        missing = undeclared(looked_at(tables_of(shop.address)).columns, policy)
        found = [f"{one.table.removeprefix('public.')}.{one.column}" for ones in missing.values() for one in ones]
        assert sorted(found) == sorted(PLANTED)
    finally:
        for place in PLANTED:
            table, _, column = place.partition(".")
            shop.run(f"ALTER TABLE {table} DROP COLUMN {column}")


def test_what_an_erasure_of_a_member_reaches(shop: DjangoShop) -> None:
    """Orders, their lines, reviews and the admin's log lead to the members, each by an indexed foreign key."""
    schema = tables_of(shop.address)
    assert people_of(schema) == "public.shop_member"
    ways = reached(schema, "public.shop_member")
    assert ways["public.shop_order"].steps == 1
    assert ways["public.shop_orderline"].steps == 2
    assert {"public.shop_post", "public.django_admin_log"} <= set(ways)
    assert all(way.link.indexed for way in ways.values())


def test_a_draft_of_it_finds_what_its_mapping_says(shop: DjangoShop, tmp_path: Path) -> None:
    """What the draft guesses of the members' items is what a person wrote into the mapping; a table without an item of its
    own belongs to the record that it leads to, and what Django keeps for itself is about nobody. One line is open."""
    path = tmp_path / "attached.yaml"
    assert main(["attach", "draft", shop.address, str(POLICY), "--out", str(path), "--lang", "en"]) == 0
    text = path.read_text()
    for line in ("email: email", "mobile: mobile", "birth: birth", "password: password", "username: login_id"):
        assert f"      {line}" in text, line
    assert text.count("???") == 2  # the head's own, and the sessions
    assert "  public.shop_orderline:\n    record: order\n" in text
    assert "  public.django_migrations:\n    nobody: which migrations ran\n" in text
    assert "  public.django_session:\n    nobody: ???" in text
