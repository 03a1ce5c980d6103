"""The gate in front of an application's tables: whatever the mapping or the database is like, nothing goes but what is theirs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.attach.attached_shop import AttachedShop
from tests.attach.django_shop import MAPPING, POLICY
from tests.attach.test_attached_erasure import LEFT, many
from tests.conftest import Databases
from tests.house.source import PACKAGE, modules

from jikim.app import Jikim
from jikim.app.attached import AttachedDatabase
from jikim.attach.caller import opened
from jikim.attach.gate import GateError
from jikim.cli import main
from jikim.db.embedded import Embedded
from jikim.errors import StoreError
from jikim.jobs.attached_erasure import Eraser

EVERY = "SELECT array_agg(relname ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
LIKES = """
    CREATE TABLE shop_like (id bigint PRIMARY KEY, post_id bigint NOT NULL, member_id bigint NOT NULL REFERENCES shop_member,
        CONSTRAINT liked FOREIGN KEY (post_id) REFERENCES shop_post ON DELETE {action});
    CREATE INDEX ON shop_like (member_id); CREATE INDEX ON shop_like (post_id);
    INSERT INTO shop_like SELECT m.id, p.id, m.id FROM shop_member m, (SELECT min(id) AS id FROM shop_post WHERE member_id = 5) p WHERE m.id <= 9;
"""
LIKE = "  public.shop_like: {record: account, person: member_id, other: [id, post_id]}\n"
AUDIT = "CREATE TABLE shop_audit (id bigint, of text); INSERT INTO shop_audit VALUES (1, 'before');"
AUDITED = '  public.shop_audit: {nobody: "what happened, without anybody"}\n'
TRIGGER = """CREATE FUNCTION does() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does}; RETURN {answer}; END $$;
    CREATE {kind} TRIGGER does {when} DELETE ON shop_post {deferred} FOR EACH ROW EXECUTE FUNCTION does();"""


def trigger(does: str, *, answer: str = "OLD", when: str = "AFTER", deferred: bool = False) -> str:
    return TRIGGER.format(
        does=does,
        answer=answer,
        when=when,
        kind="CONSTRAINT" * deferred,
        deferred="DEFERRABLE INITIALLY DEFERRED" * deferred,
    )


def rows(shop: AttachedShop) -> dict[str, str]:
    """What every table holds."""
    return {
        name: shop.one(f"SELECT md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM public.{name} t")
        for name in shop.one(EVERY)
    }


@pytest.fixture
def shop(sixty: AttachedShop, server: Embedded) -> AttachedShop:
    """All of whose orders are over."""
    shop = sixty.copied(server)
    shop.run("UPDATE shop_order SET created_at = '2015-01-02', settled_at = '2015-01-03'")
    return shop


@pytest.fixture
def mapped(jk: Jikim, tmp_path: Path) -> Callable[..., AttachedDatabase]:
    """The shop's mapping with more tables, or with a line of it changed."""

    def made(more: str = "", old: str = "", new: str = "") -> AttachedDatabase:
        text = MAPPING.read_text(encoding="utf-8")
        assert old in text
        (path := tmp_path / "mapping.yaml").write_text(text.replace(old, new, 1) + more, encoding="utf-8")
        return AttachedDatabase(jk, path)

    return made


def refused(shop: AttachedShop, there: AttachedDatabase, person: int = 5) -> GateError:
    """An erasure is refused before anything is lost: no row of any table changed, and nobody left."""
    before = rows(shop)
    with pytest.raises(GateError) as stopped:
        there.erase(shop.address, person)
    assert rows(shop) == before, "before anything is lost"
    with shop.application() as conn:
        assert there.on(conn).use("account", person, purpose="membership")
    return stopped.value


def test_a_mapping_that_does_not_hold_is_refused(shop: AttachedShop, mapped: Callable[..., AttachedDatabase]) -> None:
    """A part by a column that is no foreign key, a column or a table that the mapping does not name: by code, and nothing goes."""
    wrong = {
        "old": "record: order, person: order_id, other: [id,",
        "new": "record: order, person: id, other: [order_id,",
    }
    assert "part-way" in {one.code for one in refused(shop, mapped(**wrong)).findings}
    shop.run("ALTER TABLE shop_post ADD note text")
    assert {one.code for one in refused(shop, mapped()).findings} == {"unmapped-column"}
    shop.run("ALTER TABLE shop_post DROP note; CREATE TABLE shop_note (post_id bigint REFERENCES shop_post)")
    assert "unmapped-table" in {one.code for one in refused(shop, mapped()).findings}
    with pytest.raises(GateError):
        mapped().sweep(shop.address)
    assert mapped().sweep(shop.address, dry_run=True).destroyed.total() > 0


@pytest.mark.parametrize("action", ["CASCADE", "SET NULL", "SET DEFAULT"])
def test_a_foreign_key_takes_nobody_elses_row_along(
    shop: AttachedShop, mapped: Callable[..., AttachedDatabase], action: str
) -> None:
    """Likes of nine people, one of them theirs, would go or change with the post: eight are told, with table and constraint."""
    shop.run(LIKES.format(action=action))
    [beside] = refused(shop, mapped(LIKE)).beside
    assert beside == ("public.shop_like", "liked", 8, 8)


def test_a_cascade_of_ones_own_goes_along(shop: AttachedShop, mapped: Callable[..., AttachedDatabase]) -> None:
    """Where the mapping says that a like is its post's, all nine go with it, and whoever liked something keeps their rows."""
    shop.run(LIKES.format(action="CASCADE"))
    there = mapped("  public.shop_like: {record: review, person: post_id, other: [id, member_id]}\n")
    others = shop.one("SELECT count(*) FROM shop_post WHERE member_id <> 5")
    assert not there.erase(shop.address, 5).waiting
    assert (shop.one(LEFT.format(5)), shop.one("SELECT count(*) FROM shop_like")) == ((0, 0, 0, 0), 0)
    assert shop.one("SELECT count(*) FROM shop_post") == others


@pytest.mark.parametrize(
    ("does", "counted"),
    [
        (trigger("DELETE FROM shop_post WHERE id = (SELECT min(id) FROM shop_post WHERE member_id <> 5)"), "public.shop_post"),
        (trigger("UPDATE shop_member SET first_name = 'x' WHERE id = 7"), "public.shop_member"),
        (trigger("UPDATE shop_member SET first_name = 'x' WHERE id = 7", deferred=True), "public.shop_member"),
        (trigger("UPDATE shop_member SET first_name = first_name WHERE id = 5"), "public.shop_member"),
        (trigger("INSERT INTO shop_audit VALUES (OLD.id, OLD.body)"), "public.shop_audit"),
        (trigger("TRUNCATE shop_audit"), "public.shop_audit"),
        (trigger("NULL", answer="NULL", when="BEFORE"), "public.shop_post"),
    ],
)  # fmt: skip
def test_what_a_trigger_does_beside_is_undone(
    shop: AttachedShop, mapped: Callable[..., AttachedDatabase], does: str, counted: str
) -> None:
    """It deletes, changes, adds or keeps what the statement did not say: PostgreSQL's own account differs, in the rehearsal
    before anybody leaves."""
    shop.run(AUDIT + does)
    assert counted in {one.table for one in refused(shop, mapped(AUDITED)).beside}


@pytest.mark.parametrize("does", ["INSTEAD NOTHING", "ALSO DELETE FROM shop_member WHERE id = 7"])
def test_a_rule_that_rewrites_the_statement_is_refused(
    shop: AttachedShop, mapped: Callable[..., AttachedDatabase], does: str
) -> None:
    """PostgreSQL itself takes no such statement on a table with a rule; it is said, and nothing went."""
    shop.run(f"CREATE RULE does AS ON DELETE TO shop_post DO {does}")
    before = rows(shop)
    with pytest.raises(StoreError, match="does not let"):
        mapped().erase(shop.address, 5)
    assert rows(shop) == before


def test_a_trigger_that_touches_no_other_row_holds_up_nothing(
    shop: AttachedShop, mapped: Callable[..., AttachedDatabase]
) -> None:
    """It runs, twice: in the rehearsal and in the erasure."""
    shop.run("CREATE SEQUENCE runs; " + trigger("PERFORM nextval('runs')"))
    posts = shop.one("SELECT count(*) FROM shop_post WHERE member_id = 5")
    assert not mapped().erase(shop.address, 5).waiting
    assert (shop.one(LEFT.format(5)), shop.one("SELECT last_value FROM runs")) == ((0, 0, 0, 0), 2 * posts)


def test_a_sweep_that_would_take_more_takes_nothing_of_its_batch(
    shop: AttachedShop, mapped: Callable[..., AttachedDatabase]
) -> None:
    """A trigger on orders that deletes another's post: the sweep ends, and every row stands."""
    shop.run(
        trigger("DELETE FROM shop_post WHERE id = (SELECT min(id) FROM shop_post)").replace(
            "ON shop_post", "ON shop_order"
        )
        + "UPDATE shop_order SET settled_at = NULL WHERE member_id > 5"
    )
    before, there = rows(shop), mapped()
    with pytest.raises(GateError) as stopped:
        there.sweep(shop.address)
    assert [one.table for one in stopped.value.beside] == ["public.shop_post"]
    assert rows(shop) == before


def test_a_row_that_is_somebody_elses_by_now_stays(
    shop: AttachedShop, jk: Jikim, mapped: Callable[..., AttachedDatabase]
) -> None:
    """An order is handed over to another member after it was entered as the first one's: their erasure leaves it, and says so;
    nor is it archived as theirs."""
    shop.run("UPDATE shop_order SET created_at = '2026-01-02', settled_at = '2026-01-03' WHERE member_id IN (6, 7)")
    there = mapped()

    def meanwhile(step: str, when: str) -> None:
        if (step, when) == ("attached.begin", "before"):
            jk.driver.hook = None
            shop.run("UPDATE shop_order SET member_id = 7 WHERE member_id = 6")

    with shop.application() as conn:
        ref = there.on(conn).ref("order", 6)
    jk.driver.hook = meanwhile
    done = there.erase(shop.address, 6)
    assert done.waiting["order"] == done.because["public.shop_order", ""] == 1
    assert shop.one("SELECT array_agg(id ORDER BY id) FROM shop_order WHERE member_id = 7") == [6, 7]
    assert not jk.show(ref.subject).resting


def test_a_schema_that_changes_meanwhile_ends_it(
    shop: AttachedShop, jk: Jikim, mapped: Callable[..., AttachedDatabase]
) -> None:
    """A foreign key of the way is dropped after the check: the next batch finds it gone, under the table's lock."""
    shop.run("UPDATE shop_order SET settled_at = NULL WHERE member_id > 5")
    there, orders = mapped(), shop.one("SELECT count(*) FROM shop_order")
    [(key,)] = [
        (shop.one("SELECT conname FROM pg_constraint WHERE conrelid = 'shop_orderline'::regclass AND contype = 'f'"),)
    ]

    def meanwhile(step: str, when: str) -> None:
        if (step, when) == ("attached.begin", "before"):
            jk.driver.hook = None
            shop.run(f"ALTER TABLE shop_orderline DROP CONSTRAINT {key}")

    jk.driver.hook = meanwhile
    with pytest.raises(GateError, match="schema has changed"):
        there.sweep(shop.address)
    assert shop.one("SELECT count(*) FROM shop_order") == orders


def test_a_database_that_keeps_no_account_is_refused(
    shop: AttachedShop, mapped: Callable[..., AttachedDatabase]
) -> None:
    """Without `track_counts` nothing could be compared."""
    name = shop.one("SELECT current_database()")
    shop.run(f"ALTER DATABASE {name} SET track_counts = off")
    assert "track_counts" in str(refused(shop, mapped()).hint)


def test_rows_that_a_policy_of_the_database_hides_are_not_overlooked(
    shop: AttachedShop, mapped: Callable[..., AttachedDatabase]
) -> None:
    """A role that row security keeps from seeing some rows counts none: it is an error, and nothing goes."""
    shop.run("DO $$ BEGIN CREATE ROLE narrow LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    shop.run(
        "GRANT SELECT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO narrow; GRANT USAGE ON SCHEMA jikim TO narrow"
    )
    shop.run("ALTER TABLE shop_post ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON shop_post USING (member_id <> 5)")
    before, there = rows(shop), mapped()
    narrow = psycopg.conninfo.conninfo_to_dict(shop.owner)
    address = f"postgresql://narrow@/{narrow['dbname']}?host={narrow['host']}&port={narrow['port']}"
    with pytest.raises(StoreError, match="row-level security"):
        there.erase(address, 5)
    assert rows(shop) == before
    shop.run("ALTER TABLE shop_post DISABLE ROW LEVEL SECURITY")
    assert not there.erase(address, 5).waiting


@pytest.mark.parametrize(("act", "counts"), [(("erase", "5"), (8, 8)), (("sweep",), (9, 4))])
def test_a_command_says_table_constraint_and_count(
    shop: AttachedShop, databases: Databases, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    tmp_path: Path, act: tuple[str, ...], counts: tuple[int, int],
) -> None:  # fmt: skip
    """It exits 1, in words and as JSON, and no row changed. A sweep counts by the people of its batch: five of the nine."""
    databases.named(monkeypatch, tmp_path / "ring")
    shop.run(
        LIKES.format(action="CASCADE")
        + "UPDATE shop_order SET settled_at = NULL WHERE member_id > 5;"
        + "ALTER TABLE shop_like DROP CONSTRAINT liked; ALTER TABLE shop_like ADD CONSTRAINT liked FOREIGN KEY (post_id)"
        " REFERENCES shop_order ON DELETE CASCADE NOT VALID; UPDATE shop_like SET post_id = 5"
    )
    (mapping := tmp_path / "mapping.yaml").write_text(MAPPING.read_text(encoding="utf-8") + LIKE, encoding="utf-8")
    before = rows(shop)
    typed = ["attach", act[0], str(mapping), shop.address, str(POLICY), *act[1:], "--directory", str(tmp_path)]
    assert main([*typed, "--json", "--lang", "en"]) == 1
    said = capsys.readouterr()
    assert "{} rows of `public.shop_like` by `liked`, {} of them not theirs".format(*counts) in said.err
    assert json.loads(said.out)["beside"] == [
        {"table": "public.shop_like", "constraint": "liked", "rows": counts[0], "others": counts[1]}
    ]
    assert rows(shop) == before


def test_statements_do_not_grow_with_a_persons_rows(
    shop: AttachedShop, mapped: Callable[..., AttachedDatabase]
) -> None:
    """Of a page of rows all are counted at once, go at once, and are compared at once."""

    def asked(person: int, rows: int) -> list[str]:
        many(shop, person, rows)
        here, texts = mapped(), list[str]()
        with opened(shop.address, here.register.kinds.sql) as run:

            def counting(text: str, params: Sequence[Any]) -> Sequence[tuple[Any, ...]]:
                texts.append(text.partition(" ")[0])
                return run(text, params)

            Eraser(jk.driver, jk.house, here.register, counting, here.gate(shop.address), lambda _: None).person(
                person, jk.actor
            )
        assert shop.one(LEFT.format(person)) == (0, 0, 0, 0)
        return texts

    jk: Any = mapped()._jk
    assert asked(1, 5) == asked(2, 150)


def test_only_the_gate_deletes_or_empties() -> None:
    """What makes the statement that takes rows is asked by the gate alone; every other that deletes names a table of ours."""
    asking = {path.name for path in modules() if re.search(r"\btaken\(held\b", path.read_text(encoding="utf-8"))}
    assert asking == {"gate.py", "statements.py"}
    rooms = [path for path in modules() if path.relative_to(PACKAGE).parts[0] in ("attach", "moves")]
    rooms += [path for path in modules() if path.name.startswith("attached")]
    deleting = {
        line.strip()
        for path in rooms
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b(DELETE FROM|TRUNCATE|DROP TABLE|MERGE INTO) ", line)
    }
    places = sorted(line.partition("DELETE FROM ")[2].partition(" ")[0] for line in deleting)
    assert places == ['{place}"', "{said.home}.outbox", "{said.home}.sealed"]


def test_what_a_trigger_says_is_not_repeated(shop: AttachedShop, mapped: Callable[..., AttachedDatabase]) -> None:
    """Its words may hold a value, whatever code it raises them with."""
    shop.run(trigger("RAISE EXCEPTION 'kim@hunter2.example' USING ERRCODE = 'insufficient_privilege'"))
    with pytest.raises(StoreError, match="does not let Jikim's role do this") as stopped:
        mapped().erase(shop.address, 5)
    assert "hunter2" not in "".join(str(stopped.value.spoken(language)) for language in ("en", "ko"))


def test_a_row_that_another_of_theirs_would_go_with_waits(
    shop: AttachedShop, mapped: Callable[..., AttachedDatabase]
) -> None:
    """A review, which is kept, goes with its order by a foreign key: the order waits, and why is said."""
    shop.run(
        "UPDATE shop_order SET settled_at = NULL WHERE member_id > 5; ALTER TABLE shop_post ADD order_id bigint"
        " CONSTRAINT about REFERENCES shop_order ON DELETE CASCADE; CREATE INDEX ON shop_post (order_id);"
        " UPDATE shop_post SET order_id = (SELECT min(id) FROM shop_order WHERE member_id = 5)"
        " WHERE id = (SELECT min(id) FROM shop_post WHERE member_id = 5)"
    )
    done = mapped(old="other: [isbn]", new="other: [isbn, order_id]").sweep(shop.address)
    assert done.because == {("public.shop_post", "about"): 1}
    assert shop.one("SELECT count(*) FROM shop_post WHERE order_id IS NOT NULL") == 1


def test_what_refers_to_a_column_that_is_emptied_is_tried_first(
    shop: AttachedShop, mapped: Callable[..., AttachedDatabase]
) -> None:
    """A foreign key would change another table's rows along: seen before anybody leaves."""
    shop.run(
        "ALTER TABLE shop_order ADD UNIQUE (id, address); CREATE TABLE parcel (id bigint, address text,"
        " FOREIGN KEY (id, address) REFERENCES shop_order (id, address) ON UPDATE CASCADE);"
        " INSERT INTO parcel SELECT id, address FROM shop_order WHERE member_id = 5"
    )
    erase = "    erase: {recipient: mask, mobile: pseudonym, address: mask}\n"
    events = "    events: {settled: settled_at}\n"
    there = mapped('  public.parcel: {nobody: "where parcels go"}\n', events, events + erase)
    assert [one.table for one in refused(shop, there).beside] == ["public.parcel"]
