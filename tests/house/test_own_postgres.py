"""The how-to for one's own PostgreSQL, done as it is written: its SQL on a bare server, then migrate, then a record's
use."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest
from tests.house.source import ROOT
from tests.seals.test_privileges import FAMILIES, holders

import jikim
from jikim.app.due import run_due
from jikim.cli import main
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import FIGURES
from jikim.db.schema import DATABASES

PAGE = (ROOT / "docs" / "how-to" / "own-postgres.md").read_text(encoding="utf-8")


def test_the_how_to_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The page's roles, databases and variables are enough: migrated by the migrator, used by five roles that read no
    table, and figures are copied by a sixth. No role of a BI tool's could take a lock where it should not even
    connect."""
    variables = dict(re.findall(r'^export (JIKIM_\w+_DSN)="host=\S+ (.+?)(?: sslmode=\S+)?"$', PAGE, re.MULTILINE))
    assert len(variables) == 11
    with Embedded.start(tmp_path / "bare") as server:
        with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as admin:
            for kind, block in re.findall(r"^```(sql|sh)\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE):
                for statement in filter(str.strip, block.split(";") if kind == "sql" else ()):
                    admin.execute(statement.encode())
                for names in re.findall(r"^for database in (.*); do\n  jikim migrate --sql privileges \|", block):
                    assert main(["migrate", "--sql", "privileges"]) == 0
                    script = capsys.readouterr().out
                    for name in names.split():
                        with psycopg.connect(server.conninfo(name, ADMIN)) as there:
                            there.execute(script.encode())
        for name, value in variables.items():
            place = dict(part.split("=") for part in value.split())
            monkeypatch.setenv(name, server.conninfo(place["dbname"], place["user"]))
        monkeypatch.setenv("JIKIM_RING_DIR", str(tmp_path / "ring"))
        monkeypatch.delenv("JIKIM_ENDPOINTS", raising=False)
        with pytest.raises(jikim.JikimError, match="migrate"):
            jikim.open(ROOT / "homepage" / "policy.yaml", tmp_path / "data")
        assert main(["migrate"]) == 0
        assert main(["migrate"]) == 0
        what = {"name": "Alice Example", "phone": "02-555-0101", "lines": []}
        with jikim.open(ROOT / "homepage" / "policy.yaml", tmp_path / "data") as jk:
            order = jk.collect("order", what, channel="homepage", subject="guest", old_enough=True).ref
            assert jk.use(order, purpose="delivery", items=["name"])["name"] == "Alice Example"
            assert jk.event(order, "settled")
            assert jk.sweep().retired == {"order": 1}
            assert not any(ran.failed for ran in run_due(jk) if ran.step == FIGURES)
        with psycopg.connect(server.conninfo(FIGURES, ADMIN)) as admin:
            assert admin.execute("SELECT count(*) FROM bi.people_by_month").fetchone() == (0,)
            admin.execute("CREATE ROLE jikim_bi LOGIN")
        for name in ("live", "archive", "keys", "ledger", FIGURES, "template1", "postgres"):
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                psycopg.connect(server.conninfo(name, "jikim_bi"))
            for family in FAMILIES:
                assert "-" not in holders(server, name, family)[1]
        tables = {"live": "live.record", "archive": "archive.part", "keys": "keys.key", "ledger": "ledger.body"}
        for database in DATABASES:
            with (
                psycopg.connect(server.conninfo(database, f"jikim_{database}")) as role,
                pytest.raises(psycopg.errors.InsufficientPrivilege),
            ):
                role.execute(f"SELECT FROM {tables[database]}".encode())
            others = set(DATABASES) - {database}
            for other in others:
                with pytest.raises(psycopg.OperationalError, match="permission denied"):
                    psycopg.connect(server.conninfo(other, f"jikim_{database}"))
