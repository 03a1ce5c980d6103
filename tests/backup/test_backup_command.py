"""`jikim backup`: made, listed, read back, read out, and told when the next is due."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE, Cast, Databases
from tests.waiting import PATIENCE

import jikim
from jikim.app import Jikim
from jikim.backup.sets import Set, list_sets
from jikim.cli import main, terminal
from jikim.cli.backup import amount
from jikim.cli.init import starter
from jikim.db.spread import variable_of

POLICY = str(HOMEPAGE)


@pytest.fixture(autouse=True)
def place(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that names this test's databases and two places for sets."""
    for name in [name for name in os.environ if name.startswith("JIKIM_")]:
        monkeypatch.delenv(name)
    databases.named(monkeypatch, tmp_path / "ring")
    for database, dsn in databases.readers.items():
        monkeypatch.setenv(variable_of(database, "_BACKUP"), dsn)
    monkeypatch.setenv("JIKIM_BACKUP_DIR", str(tmp_path / "sets"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_day_of_backups(
    jk: Jikim,
    cast: Cast,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    forward: Callable[..., datetime],
) -> None:
    """Due at first, then not, then again; the keys follow where they have a place; what is not kept goes."""
    monkeypatch.setenv("JIKIM_KEYS_BACKUP_DIR", str(place / "keys"))
    monkeypatch.setenv("JIKIM_BACKUP_KEEP", "1")
    assert main(["backup", POLICY, "--if-due"]) == 0
    lines = said(capsys).splitlines()
    assert lines[0].startswith(f"{place / 'sets' / 'jikim-000001-20130205T090000Z'}: ")
    assert re.search(r"[0-9] [kM]B, read back$", lines[0])
    assert lines[1].startswith(f"{place / 'keys' / 'keys-000001-20130205T090000Z'}: ")
    assert lines[2:] == ["the next is due 2013-02-06T17:00+09:00"]
    assert main(["backup", POLICY, "--if-due"]) == 0
    assert said(capsys) == "the next is due 2013-02-06T17:00+09:00\n"
    assert main(["backup", POLICY, "--if-due", "--json"]) == 0
    assert json.loads(said(capsys)) == {"runs": [], "due": "2013-02-06T17:00+09:00"}
    forward(hours=23, minutes=30)
    assert main(["backup", POLICY, "--if-due", "--json"]) == 0
    data, keys = json.loads(said(capsys))["runs"]
    assert (data["made"]["number"], data["pruned"]) == (2, ["jikim-000001-20130205T090000Z"])
    assert (keys["made"]["what"], keys["pruned"], keys["damaged"]) == ("keys", ["keys-000001-20130205T090000Z"], 0)
    assert main(["backup", POLICY, "--prune"]) == 0
    assert said(capsys) == "nothing to remove\n"


def test_sets_are_listed_and_read_back(jk: Jikim, cast: Cast, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`list` and `verify` need the ring and no database; a set that was changed is told by both, and exits 1."""
    assert main(["backup", "list"]) == 0
    assert said(capsys) == "no sets\n"
    assert main(["backup", POLICY]) == 0
    said(capsys)
    name = "jikim-000001-20130205T090000Z"
    for variable in [name for name in os.environ if name.endswith("_DSN")]:
        del os.environ[variable]
    assert main(["backup", "list"]) == 0
    assert said(capsys).startswith(f"{name}  2013-02-05T09:00+00:00  ")
    assert main(["backup", "list", "--from", "sets", "--json"]) == 0
    (listed,) = json.loads(said(capsys))["sets"]
    assert (listed["set"], listed["ok"], listed["number"]) == (name, True, 1)
    assert main(["backup", "verify", name]) == 0
    lines = said(capsys).splitlines()
    assert lines[0].startswith(f"{name}: whole, ")
    names = sorted(["archive", "ledger", *jk.driver.spread.servers])
    assert [line.split(":")[0] for line in lines[1:]] == [f"  {one}.dump" for one in names]
    assert main(["backup", "verify", f"sets/{name}", "--json"]) == 0
    assert json.loads(said(capsys))["rows"]["live.dump"] > 10
    path = place / "sets" / name / "live.dump"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert main(["backup", "verify", name]) == 1
    assert capsys.readouterr().err.startswith(
        "error: `live.dump` of `jikim-000001-20130205T090000Z` was changed\nhint: "
    )
    path.write_bytes(content[:-1])
    assert main(["backup", "list"]) == 1
    assert "is not of its length" in said(capsys)


def test_a_file_is_read_out_for_pg_restore(
    jk: Jikim, cast: Cast, place: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """What PostgreSQL wrote comes out at the other end of a pipe, byte for byte; a changed file gives nothing."""
    assert main(["backup", POLICY]) == 0
    capfdbinary.readouterr()
    assert main(["backup", "read", "jikim-000001-20130205T090000Z", "live.dump"]) == 0
    out = capfdbinary.readouterr().out
    (found,) = list_sets(place / "sets", jk.house.keyring.ring.backup_key, "data")
    assert isinstance(found, Set)
    assert out.startswith(b"PGDMP")
    assert main(["backup", "read", str(found.path), "keys.dump"]) == 1
    assert b"it holds archive.dump, ledger.dump, live.dump" in capfdbinary.readouterr().err
    path = found.path / "live.dump"
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert main(["backup", "read", str(found.path), "live.dump"]) == 1
    assert capfdbinary.readouterr().out == b""


@pytest.mark.parametrize(
    ("words", "code", "wrong"),
    [
        (["backup", POLICY, "--keys"], 1, "no directory is named for backups of the keys"),
        (["backup", POLICY, "--keys", "--base"], 2, "exclude each other"),
        (["backup", POLICY, "--base"], 1, " lies on the server of the keys"),
        (["backup", POLICY, "--to", "ring/sets"], 1, "do not lie with the key ring"),
        (["backup", POLICY, "--keys", "--to", "sets/keys"], 1, "lie apart from the key ring and from other backups"),
        (["backup", POLICY, "--to", "keys"], 1, "do not lie with those of the keys"),
        (["backup", "verify", "nowhere"], 2, "there is no set `nowhere`"),
        (["backup", "verify", "."], 1, "`.` is no backup set"),
        (["backup", "list", "--dir", "elsewhere"], 0, ""),
    ],
)
def test_what_cannot_be_is_told(
    jk: Jikim,
    words: list[str],
    code: int,
    wrong: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each mistake has its sentence and its exit code, and makes nothing."""
    if words[-1] == "keys":
        monkeypatch.setenv("JIKIM_KEYS_BACKUP_DIR", "keys")
    assert main(words) == code
    assert wrong in capsys.readouterr().err
    assert not Path("elsewhere").exists()
    assert not list(Path().rglob("jikim-0*"))


def test_no_ring_is_made_for_looking(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Listing with a misspelt directory says that there is no ring, and makes none."""
    monkeypatch.setenv("JIKIM_RING_DIR", "rnig")
    assert main(["backup", "list"]) == 1
    assert capsys.readouterr().err.startswith("error: there is no key ring in `rnig`\nhint: ")
    assert not Path("rnig").exists()


def test_a_bound_that_cannot_be_read_removes_nothing(
    jk: Jikim, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`JIKIM_BACKUP_KEEP` is read before anything is done."""
    monkeypatch.setenv("JIKIM_BACKUP_KEEP", "forever")
    assert main(["backup", POLICY]) == 1
    assert "`forever` does not say how many backups to keep" in capsys.readouterr().err
    assert not (place / "sets").exists()


def test_an_embedded_house_needs_no_roles(place: Path, ready_clusters: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the embedded server the command alone is enough, as a process of its own, with no terminal and no word too
    many."""
    for name in [name for name in os.environ if name.endswith("_DSN") or name == "JIKIM_RING_DIR"]:
        monkeypatch.delenv(name)
    Path("policy.yaml").write_text(starter(), encoding="utf-8")
    with jikim.open("policy.yaml", "data") as house:
        house.collect(
            "complaint",
            {"email": "dan@example.org", "text": "언제 도착하나요?"},
            channel="website",
            subject="guest",
            old_enough=True,
        )
    command = [sys.executable, "-m", "jikim", "backup", "policy.yaml", "--dir", "data"]
    done = subprocess.run([*command, "--to", "out"], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{place / 'out' / 'jikim-000001-'}")
    assert done.stderr == ""
    assert len(list((place / "out").glob("jikim-*"))) == 1


def test_how_far_it_is_is_told(jk: Jikim, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being done, and how many bytes of it are through, is told to the line that a terminal sees
    (`tests/cli/test_waiting.py`)."""
    told: list[str] = []
    monkeypatch.setattr(terminal, "waiting", lambda: nullcontext(told.append))
    assert main(["backup", POLICY]) == 0
    assert any(one.startswith("live: dumped ") for one in told)


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 bytes"), (999, "999 bytes"), (81_920, "81.9 kB"), (5e9, "5.0 GB"), (2e13, "20.0 TB")]
)
def test_bytes_are_told_as_people_read_them(size: float, text: str) -> None:
    """A number and a unit."""
    assert amount(size) == text
