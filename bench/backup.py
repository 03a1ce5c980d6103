"""A backup of live and archive, sealed, read back to the last row and marked, against plain `pg_dump` of the same
databases in the same run."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from bench.stage import Figure, Stage, alternating, seconds
from jikim.backup.keep import Keep
from jikim.backup.sets import DATA
from jikim.db.keeper import ADMIN
from jikim.jobs import backup as job

# As records are: about half a kilobyte of ciphertext in four items, which no compression makes smaller.
RECORD = """INSERT INTO live.record (subject, record, kind, version, generation, policy, channel, source, collected, items, head, body)
    SELECT gen_random_uuid(), gen_random_uuid(), %s, 1, 1, 1, 1, 0, %s, ARRAY[3, 4, 7, 9], public.noise(65),
           ARRAY[public.noise(25), public.noise(40), public.noise(80), public.noise(300)]
      FROM generate_series(1, %s)"""
NOISE = """CREATE FUNCTION public.noise(n integer) RETURNS bytea LANGUAGE sql VOLATILE AS $$
    SELECT substring(string_agg(uuid_send(gen_random_uuid()), ''::bytea) FOR n) FROM generate_series(1, n / 16 + 1) $$"""


def backup(stage: Stage) -> list[Figure]:
    """The records are laid out by the superuser: what they hold is never opened."""
    jk, records = stage.jk, stage.size(100_000, 2_000)
    with stage.admin("live") as conn:
        conn.execute(NOISE)
        conn.execute(RECORD, (jk.policy.records["order"].number, jk.now(), records))
        conn.execute("DROP FUNCTION public.noise")
        conn.execute("VACUUM ANALYZE live.record")
        conn.execute("CHECKPOINT")
    server: Any = jk._server
    means = jk.backups.means()
    place, plain = stage.directory / "sets", stage.directory / "plain.dump"

    def ours() -> float:
        return seconds(lambda: job.backup(jk.driver, jk.house, means, place, Keep(1, None)))

    def dumped() -> float:
        def run() -> None:
            for database in DATA:
                reach = server.conninfo(database, ADMIN)
                subprocess.run(
                    [means.programs.path("pg_dump"), "-Fc", "-Z1", "-f", str(plain), "-d", reach], check=True
                )
                _sync(plain)

        return seconds(run)

    mine, theirs = alternating(3, ours, dumped)
    made = job.backup(jk.driver, jk.house, means, place, Keep(1, None)).set
    assert made is not None
    megabytes = sum(file.size for file in made.files.values()) / 1e6
    shutil.rmtree(place)
    plain.unlink()
    what = f"a backup of {records:,} records ({megabytes:.0f} MB), sealed and read back"
    return [
        Figure(what, mine, "s", theirs, "(pg_dump, to plain files)"),
        Figure("… megabytes a second", megabytes / mine, "MB/s", megabytes / theirs, "(pg_dump)"),
    ]


def _sync(path: Path) -> None:
    with open(path, "rb") as file:
        os.fsync(file.fileno())
