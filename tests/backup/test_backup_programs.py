"""PostgreSQL's programs: which are used, what they are handed, and what of their words is told."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from tests.backup.stored import made, means, open_rows, programs, readers, whole  # noqa: F401
from tests.conftest import ROOT, Cast, Databases

from jikim.app import Jikim
from jikim.backup import programs as room
from jikim.backup.dump import Means, connected
from jikim.backup.programs import Programs, find_programs, piped, plain_environment, target
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.schema import DATABASES
from jikim.errors import StoreError
from jikim.jobs import backup as job

SECRET = "correct-horse-hunter-22"


def wrapped(directory: Path, programs: Programs, **scripts: str) -> Programs:
    """The real programs, and in front of some of them a line of Python: `real` is the program, `argv` its arguments."""
    directory.mkdir()
    for path in programs.directory.iterdir():
        name = path.name
        if name in scripts:
            body = f"import os, sys, json, time\nreal = {str(path)!r}\nargv = sys.argv[1:]\n{scripts[name]}\n"
            (directory / name).write_text(f"#!{sys.executable}\n{body}", encoding="utf-8")
            (directory / name).chmod(0o755)
        else:
            (directory / name).symlink_to(path)
    return programs._replace(directory=directory)


def test_no_secret_is_among_the_arguments(
    jk: Jikim,
    cast: Cast,
    means: Means,
    databases: Databases,
    programs: Programs,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Connection strings go by the environment; ours, with passphrases and other DSNs, are kept from the programs."""
    log = tmp_path / "log"
    monkeypatch.setenv("JIKIM_LIVE_DSN", "password=other")
    monkeypatch.setenv("JIKIM_PASSPHRASE_FILE", "/nowhere")
    told = (
        f"open({str(log)!r}, 'a').write(json.dumps([argv, dict(os.environ)]) + chr(10)); os.execv(real, [real, *argv])"
    )
    spied = wrapped(tmp_path / "bin", programs, pg_dump=told, pg_restore=told)
    conninfo = databases.admin["live"] + f" password={SECRET} keepalives_idle=30"
    job.backup(jk.driver, jk.house, replace(readers(means, "live", conninfo), programs=spied), tmp_path / "sets")
    runs = [json.loads(line) for line in log.read_text().splitlines()]
    # A dump of each server, and for each a look at its contents and a reading to the end.
    further = len(databases.people)
    assert len(runs) == 3 * (3 + further)
    for argv, environment in runs:
        words = " ".join(word for word in argv if word != "--no-password")
        assert not re.search(r"password|host=|user=|dbname=live", words), words
        assert [name for name in environment if name.startswith("JIKIM_")] == []
    dumps = [run for run in runs if any(word.startswith("--snapshot") for word in run[0])]
    assert [run[1].get("PGPASSWORD") for run in dumps] == [*[None] * further, SECRET, None, None]
    assert "fallback_application_name=jikim keepalives_idle='30'" in " ".join(dumps[further][0])
    assert dumps[further][1]["PGDATABASE"] != dumps[further + 1][1]["PGDATABASE"]


@pytest.mark.parametrize(
    ("conninfo", "wrong"),
    [
        ("host=x sslpassword=y", "`sslpassword`"),
        ("host=x nonsense=y", "cannot be read"),
        ("'", "cannot be read"),
        ("host=x replication=database", "`replication`"),
    ],
)
def test_what_cannot_be_handed_on_unseen_is_refused(conninfo: str, wrong: str) -> None:
    """A keyword that has no variable, and one that libpq does not know, are told by name, never by value."""
    with pytest.raises(StoreError, match=re.escape(wrong)) as refused:
        target(conninfo)
    assert not re.search(r"\by\b|database$", refused.value.message)


def test_a_url_is_a_connection_string_too() -> None:
    """libpq's other form gives the same environment."""
    reach = target("postgresql://reader:s%20cret@db.example:5433/live?sslmode=verify-full")
    assert (
        reach.environment.items()
        >= {
            "PGHOST": "db.example",
            "PGPORT": "5433",
            "PGUSER": "reader",
            "PGPASSWORD": "s cret",
            "PGDATABASE": "live",
            "PGSSLMODE": "verify-full",
            "PGAPPNAME": "jikim backup",
        }.items()
    )
    assert "cret" not in reach.words


def test_a_newer_server_is_refused_clearly(jk: Jikim, means: Means, tmp_path: Path) -> None:
    """A server that the programs are too old for is named with both versions before anything is dumped."""
    old = replace(means, programs=means.programs._replace(major=14))
    with pytest.raises(StoreError, match=r"the live(@2)? server is PostgreSQL \d+, and `.*` is 14") as refused:
        job.backup(jk.driver, jk.house, old, tmp_path / "sets")
    assert "JIKIM_PG_BIN" in str(refused.value)
    assert whole(tmp_path / "sets") == []


def test_programs_are_found_where_they_are_named(
    programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`JIKIM_PG_BIN` may be a client's directory without a server; one without the programs, or with others, is told."""
    client = tmp_path / "client"
    client.mkdir()
    for name in ("pg_dump", "pg_restore"):
        (client / name).symlink_to(programs.directory / name)
    monkeypatch.setenv("JIKIM_PG_BIN", str(client))
    assert find_programs() == (client, programs.major)
    (client / "pg_restore").unlink()
    with pytest.raises(StoreError, match="holds no `pg_restore` that can be run"):
        find_programs()
    odd = wrapped(tmp_path / "odd", programs, pg_dump="print('something else')")
    with pytest.raises(StoreError, match="does not run"):
        find_programs(odd.directory)


@pytest.fixture
def reader(server: Embedded, databases: Databases) -> Iterator[str]:
    """A role with the least that a backup needs: what the how-to says, on this test's databases."""
    names = [str(psycopg.conninfo.conninfo_to_dict(databases.admin[each])["dbname"]) for each in DATABASES]
    page = (ROOT / "docs" / "how-to" / "backup.md").read_text(encoding="utf-8")
    block, locks = re.findall(r"^```sql\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        for statement in filter(str.strip, block.replace("live, archive, keys, ledger", ", ".join(names)).split(";")):
            conn.execute(statement.encode())
    for each in ("live", "keys"):
        with psycopg.connect(databases.admin[each]) as conn:
            conn.execute(locks.encode())
    yield "jikim_backup"
    for each in DATABASES:
        with psycopg.connect(databases.admin[each], autocommit=True) as conn:
            conn.execute("DROP OWNED BY jikim_backup")
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        conn.execute("DROP ROLE jikim_backup")


def as_role(databases: Databases, role: str) -> dict[str, str]:
    return {each: psycopg.conninfo.make_conninfo(databases.admin[each], user=role) for each in DATABASES}


@pytest.mark.one_server("a role of one server")
def test_a_role_that_may_read_is_enough(
    jk: Jikim, cast: Cast, means: Means, databases: Databases, reader: str, tmp_path: Path
) -> None:
    """`pg_read_all_data` and CONNECT make sets of the data and of the keys; nothing may be changed by it."""
    modest = replace(means, readers=as_role(databases, reader))
    assert job.backup(jk.driver, jk.house, modest, tmp_path / "sets").set is not None
    assert (
        job.backup_keys(jk.driver, jk.house, modest, lambda: jk.house.keyring.ring, tmp_path / "keys").set is not None
    )
    with connected("live", modest.readers["live"]) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("DELETE FROM live.record")


@pytest.mark.one_server("a role of one server")
def test_a_role_that_may_not_read_is_told_what_it_lacks(
    jk: Jikim, means: Means, databases: Databases, reader: str, tmp_path: Path
) -> None:
    """The application's own role makes no backup: it takes no lock, and reads no table. The error says which right is
    missing."""
    with pytest.raises(StoreError, match="may take no lock in the live database") as refused:
        job.backup(jk.driver, jk.house, replace(means, readers=databases.dsns), tmp_path / "sets")
    assert refused.value.hint == "grant it what docs/how-to/backup.md says there"
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        conn.execute(f"REVOKE pg_read_all_data FROM {reader}".encode())
    weak = replace(means, readers=as_role(databases, reader))
    with pytest.raises(StoreError, match="may not read the whole live database") as refused:
        job.backup(jk.driver, jk.house, weak, tmp_path / "sets")
    assert refused.value.hint == "grant it pg_read_all_data"
    with pytest.raises(StoreError, match="no role is named that may read the whole live database"):
        job.backup(jk.driver, jk.house, replace(means, readers={}), tmp_path / "sets")
    assert list((tmp_path / "sets").glob("jikim-*")) == []


def test_a_server_that_is_not_there_is_told_without_its_address(jk: Jikim, means: Means, tmp_path: Path) -> None:
    """No connection string, user or password is in an error."""
    gone = readers(means, "live", f"host=127.0.0.1 port=9 dbname=nowhere user=somebody password={SECRET}")
    with pytest.raises(StoreError, match="cannot be reached") as refused:
        job.backup(jk.driver, jk.house, gone, tmp_path / "sets")
    assert not re.search(f"{SECRET}|somebody|nowhere|127", str(refused.value))
    assert SECRET not in repr(gone)


FAULTS = {
    "ends with an error": ("sys.stderr.write('pg_dump: error: secret row\\n'); sys.exit(1)", "`pg_dump` ended with 1"),
    "dies after some bytes": (
        "sys.stdout.write('PGDMP' + 'x' * 200000); sys.stdout.flush(); os.kill(os.getpid(), 9)",
        "ended with -9",
    ),
    "says nothing and is content": ("sys.exit(0)", "no table of contents|cannot be read back|dump is not whole"),
    "writes half and is content": (
        "import subprocess; out = subprocess.run([real, *argv], capture_output=True).stdout; "
        "sys.stdout.buffer.write(out[: len(out) // 2])",
        "cannot be read back|lacks|no table of contents",
    ),
    "talks without end": (
        "sys.stderr.write('word ' * 400000); sys.stderr.write('permission denied for table record'); sys.exit(1)",
        "the role may not read `record`",
    ),
    "meets a lock": ("sys.stderr.write('canceling statement due to lock timeout'); sys.exit(1)", "locked for too long"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_dump_that_fails_leaves_nothing(
    jk: Jikim, cast: Cast, means: Means, programs: Programs, tmp_path: Path, fault: str
) -> None:
    """However pg_dump ends, what is no whole set is gone, the error says what was being done and none of its words, and
    the next run works."""
    script, wrong = FAULTS[fault]
    broken = replace(means, programs=wrapped(tmp_path / "bin", programs, pg_dump=script))
    with pytest.raises(StoreError, match=wrong) as refused:
        job.backup(jk.driver, jk.house, broken, tmp_path / "sets")
    assert "secret row" not in str(refused.value)
    assert list((tmp_path / "sets").glob("jikim-*")) == []
    assert len(open_rows(jk)) == 1
    job.backup(jk.driver, jk.house, means, tmp_path / "sets")
    assert [one.number for one in whole(tmp_path / "sets")] == [2]
    assert open_rows(jk) == []


def test_a_program_whose_feeding_fails_is_killed_first() -> None:
    """It never sees the end of its input: had it, it could take a part for the whole."""

    def chunks() -> Iterator[bytes]:
        yield b"one\n"
        raise StoreError("a fault in the middle", ko=("중간의 오류", ""))

    script = "import sys, time; sys.stdin.read(); print('whole', flush=True); time.sleep(1)"
    heard = []
    with pytest.raises(StoreError, match="a fault in the middle"):
        heard += list(piped([sys.executable, "-c", script], plain_environment(), chunks(), "reading"))
    assert heard == []


def test_what_follows_is_looked_at_even_when_the_program_has_had_enough() -> None:
    """A program that ends early does not end the reading: the last chunk decides as well."""
    met = []

    def chunks() -> Iterator[bytes]:
        for number in range(200):
            met.append(number)
            yield bytes(65536)
        raise StoreError("changed at the very end", ko=("끝에서 변경됨", ""))

    with pytest.raises(StoreError, match="changed at the very end"):
        list(piped([sys.executable, "-c", "print('enough')"], plain_environment(), chunks(), "reading"))
    assert len(met) == 200


def test_a_program_that_is_not_there_is_told() -> None:
    """A missing program is an error of the store's, with its name."""
    with pytest.raises(StoreError, match="`pg_nowhere` cannot be run"):
        room.Process(["/nowhere/pg_nowhere"], plain_environment(), fed=False)


def test_a_set_of_a_newer_server_is_told_as_that() -> None:
    """Where a server does not know a mark that a newer one made, the error says which server the set needs."""
    script = "import sys; sys.stderr.write('pg_restore: error: unrecognized parameter \"pg_attver\"\\n'); sys.exit(1)"
    command = [sys.executable, "-c", script]
    with pytest.raises(StoreError, match="the set comes from a newer PostgreSQL") as told:
        list(piped(command, plain_environment(), [], ("it cannot be put back", "되돌릴 수 없습니다")))
    assert str(told.value.hint) == "restore into a server at least as new as that one"
