"""A database of an older release becomes what the source makes; one of a newer version is refused in words.

Until a release is cut an older one is pretended here: a database without one function and one column of today's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests.db.catalogue import catalogue

from jikim.cli import main
from jikim.db import releases
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import expect_head, migrate
from jikim.db.releases import Release, release_of, version_of
from jikim.db.schema import DATABASES, digest, source
from jikim.errors import StoreError

OLD = "0123456789ab"
UNDO = "DROP FUNCTION live.company_ties(); ALTER TABLE live.handler_proof DROP COLUMN asked;"
_function = re.search(r"CREATE FUNCTION live\.company_ties\(.*?\nEND \$\$;", source("live"), re.DOTALL)
assert _function is not None
STEP = f"""
{_function[0]}
REVOKE ALL ON FUNCTION live.company_ties() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION live.company_ties() TO jikim_live;
ALTER TABLE live.handler_proof ADD COLUMN asked timestamptz;
"""


def pretend(monkeypatch: pytest.MonkeyPatch, place: Path, step: str = STEP) -> None:
    """As if 0.1 had been released, with a live database that one step brings to today's."""
    old = Release("0.1", {database: OLD if database == "live" else digest(database) for database in DATABASES})
    monkeypatch.setattr(releases, "RELEASES", (old,))
    monkeypatch.setattr(releases, "_MIGRATIONS", place)
    (place / "live").mkdir()
    (place / "live" / "after_0.1.sql").write_text(step, encoding="utf-8")


@pytest.fixture
def two(server: Embedded) -> Iterator[tuple[str, str]]:
    """Two empty databases as an administrator makes them."""
    names = ("older_live", "fresh_live")
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        for name in names:
            conn.execute(sql.SQL("CREATE DATABASE {} OWNER jikim_owner").format(sql.Identifier(name)))
    yield server.conninfo(names[0], ADMIN), server.conninfo(names[1], ADMIN)
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        for name in names:
            conn.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def set_back(dsn: str, at: str = f"1_{OLD}") -> None:
    """Makes of today's database what an older release made."""
    with psycopg.connect(dsn, autocommit=True) as conn:
        conn.execute(UNDO)
        conn.execute("UPDATE public.alembic_version SET version_num = %s", (at,))


@pytest.mark.parametrize("way", ["migrate", "script"])
def test_a_database_of_an_older_release_becomes_what_the_source_makes(
    two: tuple[str, str], way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By `jikim migrate` as by its script: the same tables, functions, owners and grants; a second time changes
    nothing."""
    older, fresh = two
    migrate("live", older)
    set_back(older)
    pretend(monkeypatch, tmp_path)
    migrate("live", fresh)
    if way == "migrate":
        with pytest.raises(StoreError, match=r"is of jikim 0\.1") as behind:
            expect_head("live", older)
        assert "jikim migrate" in str(behind.value.hint)
        monkeypatch.setenv("JIKIM_LIVE_OWNER_DSN", older)
        for _ in range(2):
            assert main(["migrate"]) == 0
            assert capsys.readouterr().out == f"live: at version 2_{digest('live')}\n"
    else:
        assert main(["migrate", "--sql", "live", "--since", "0.1"]) == 0
        text = capsys.readouterr().out
        with psycopg.connect(older, autocommit=True) as conn:
            conn.execute(text.encode())
            with pytest.raises(psycopg.Error, match=r"not of release 0\.1"):
                conn.execute(text.encode())
    assert catalogue(older) == catalogue(fresh)
    expect_head("live", older)


def test_a_step_that_fails_leaves_the_database_as_it_was(
    two: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An upgrade is done whole or not at all."""
    older, _ = two
    migrate("live", older)
    set_back(older)
    before = catalogue(older)
    pretend(monkeypatch, tmp_path, f"{STEP} SELECT 1 / 0;")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate("live", older)
    assert catalogue(older) == before


def test_what_no_version_opens_is_refused_with_the_way_on(
    two: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A newer version's database, one that was never released and one from before 0.1 are each told, and left alone."""
    older, _ = two
    migrate("live", older)
    pretend(monkeypatch, tmp_path)
    told = {
        "3_abcdefabcdef": ("made by a newer version", "install the newer version again"),
        "2_abcdefabcdef": ("made by another version", "never released"),
        "base_abcdefabcdef": ("made by another version", "start in a new directory"),
    }
    for at, (message, hint) in told.items():
        with psycopg.connect(older, autocommit=True) as conn:
            conn.execute("UPDATE public.alembic_version SET version_num = %s", (at,))
        before = catalogue(older)
        for refused in (migrate, expect_head):
            with pytest.raises(StoreError, match=message) as caught:
                refused("live", older)
            assert hint in str(caught.value.hint), at
        assert catalogue(older) == before


def test_a_release_that_changed_nothing_is_opened_by_its_neighbours(
    two: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A newer version whose source is the same made the same database: it is opened, back and forth."""
    _, fresh = two
    migrate("live", fresh)
    pretend(monkeypatch, tmp_path)
    expect_head("live", fresh)
    migrate("live", fresh)
    assert version_of("live") == f"2_{digest('live')}"


def test_each_step_is_of_a_release() -> None:
    """No file of a step stands there that no release leads to, and each older database leads here."""
    versions = {one.version for one in releases.RELEASES}
    for database in DATABASES:
        files = {one.stem.removeprefix("after_") for one in (releases._MIGRATIONS / database).glob("after_*.sql")}
        assert files <= versions
        for one in releases.RELEASES:
            found = release_of(database, f"1_{one.digests[database]}", "it", "그것")
            assert found.digests[database] == one.digests[database]
