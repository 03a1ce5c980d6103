"""What PostgreSQL and MariaDB write differently: names, keys, moments, and an entry beside its row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from tests.attach.django_shop import POLICY
from tests.attach.test_held import SCHEMA, WHOLE

from jikim.app import read_policy
from jikim.attach import statements
from jikim.attach.caller import awaiting, running
from jikim.attach.dates import dates_of
from jikim.attach.dialects import POSTGRESQL, Dialect, MariaDB
from jikim.attach.held import Held, attached
from jikim.attach.mapping import gaps, read
from jikim.cli import main
from jikim.errors import JikimError
from jikim.policy.compile import compile_policy

SEOUL = MariaDB(ZoneInfo("Asia/Seoul"), "shop")
NUMBER = UUID("00000000-0000-8000-8000-000000000001")
AT = datetime(2026, 11, 30, 15, 0, 0, 7, UTC)
TOLD = NUMBER, AT, "{}", b"\x00", "collect", "{1,2}", "{}"


def _held(sql: Dialect, **more: Any) -> Held:
    return Held("order", "shop.my%order", "id", "member_id", "made", {'na"me`': "name"}, sql=sql, **more)


@pytest.mark.parametrize("sql", [POSTGRESQL, SEOUL])
def test_each_place_of_a_statement_has_its_parameter(sql: Dialect) -> None:
    """Whatever is asked, a `%` in a name is none."""
    held = _held(sql, erase={'na"me`': "pseudonym"}, parts=("shop.line",))
    for one in (
        statements.standing(held, [NUMBER]),
        statements.standing(held, [], whole=True),
        statements.standing_of(held, 4),
        statements.standing_of(held, 4, "1", 2),
        statements.keys_of(held, 4, "1", 2),
        statements.over(held, [], None, None, 5),
        statements.over(held, [], AT, "1", 5),
        statements.whole_after(held, "1", 5, lock=True),
        statements.values_of(held, ["1", "2"]),
        statements.holding(held, "mobile", ["a"], 5),
        statements.written(held, "1", {'na"me`': "x"}),
        statements.inserted(held, {"id": NUMBER, "made": AT}, TOLD),
        statements.inserted(held, {"made": AT}, TOLD),
        statements.updated(held, "1", {'na"me`': "x"}, TOLD),
        statements.whose(held, ["1"]),
        statements.waiting(sql, 0, 5),
        statements.let_go(sql, [1, 2]),
        statements.sealed(sql, NUMBER, NUMBER, 1, b""),
        statements.sealed_waiting(sql, 0, 5),
        statements.sealed_gone(sql, [1, 2]),
    ):
        assert one.text % tuple(["?"] * len(one.params))


def test_names_and_keys_of_mariadb() -> None:
    """Names stand in backticks; a key is found by the column's index and then compared as it is written."""
    said = statements.values_of(_held(SEOUL), [4, "5"])
    assert said.text == (
        'SELECT CAST(`id` AS CHAR), `na"me```, FROM'.replace(", FROM", " FROM")
        + " `shop`.`my%%order` WHERE `id` IN (%s, %s) AND BINARY CAST(`id` AS CHAR) IN (%s, %s)"
    )
    assert said.params == ("4", "5", "4", "5")


def test_moments_of_mariadb_say_no_zone() -> None:
    """Written in the mapping's zone and read by it; a day is the policy's; the outbox's are UTC."""
    policy = compile_policy(read_policy(POLICY))
    rules = policy.records["order"]
    assert SEOUL.value(AT) == datetime(2026, 12, 1, 0, 0, 0, 7)
    found = dates_of(policy, rules, datetime(2026, 12, 1), {"settled": date(2026, 12, 2)}, ZoneInfo("UTC"))
    assert (found.collected, found.ended) == (datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 1, 15, tzinfo=UTC))
    told = statements.inserted(_held(SEOUL), {}, TOLD).params
    assert told[:2] == (str(NUMBER), datetime(2026, 11, 30, 15, 0, 0, 7))
    back = SEOUL.entry((7, *told[:2], *TOLD[2:], "shop.order", "4", "5"))
    assert tuple(back) == (7, NUMBER, AT, "{}", b"\x00", "collect", [1, 2], [], "shop.order", "4", "5")


def test_a_row_and_its_entry_are_one_statement() -> None:
    """Of MariaDB, one that undoes both where either fails: the entry of a change first, and of a new row second."""
    for sql, begins in ((POSTGRESQL, "WITH made AS ("), (SEOUL, "BEGIN NOT ATOMIC")):
        for one in (
            statements.inserted(_held(sql), {"made": AT}, TOLD),
            statements.updated(_held(sql), "1", {"made": AT}, TOLD),
        ):
            assert one.text.startswith(begins)
            assert one.text.count("outbox") == 1


def test_a_mapping_of_mariadb_says_so() -> None:
    """And of which zone its moments are: else it is not opened, and `attach check` says why; nor may a key have several forms."""
    file = read_policy(POLICY)
    for top, known in (
        ("database: mariadb\nzone: UTC\n", True),
        ("zone: UTC\n", True),
        ("database: mariadb\n", False),
        ("database: mariadb\nzone: Nowhere/At\n", False),
        ("database: oracle\nzone: UTC\n", False),
    ):
        made, _ = read((top + WHOLE).encode(), "attached.yaml")
        assert made is not None
        assert ("database" in {one.code for one in gaps(made, SCHEMA, file)}) is not known
        if known:
            assert attached(made).sql.zone == ZoneInfo("UTC")
        else:
            with pytest.raises(JikimError, match="which database"):
                attached(made)
    made, _ = read(
        ("database: mariadb\nzone: UTC\n" + WHOLE.replace("person: member_id", "person: recipient")).encode(),
        "attached.yaml",
    )
    assert made is not None
    assert {"held-words", "held-date"} <= {one.code for one in gaps(made, SCHEMA, file)}


def test_what_is_no_connection_to_that_database() -> None:
    """Whatever is given is refused, and on an event loop MariaDB is."""
    for sql in (POSTGRESQL, SEOUL):
        with pytest.raises(JikimError, match="no open connection"):
            running(object(), sql)
        with pytest.raises(JikimError, match="no open connection"):
            awaiting(object(), sql)


def test_the_outbox_of_mariadb(capsys: pytest.CaptureFixture[str]) -> None:
    """It lies in a database beside the application's, and an account may add to it alone."""
    assert main(["attach", "outbox", "app@10.%", "--mariadb", "shop"]) == 0
    said = capsys.readouterr().out
    assert "CREATE TABLE `shop_jikim`.outbox (" in said
    assert said.endswith("outbox TO `app`@`10.%`;\nGRANT INSERT ON `shop_jikim`.sealed TO `app`@`10.%`;\n")
