"""The blind index: a rotation over many claims, and a look-up meanwhile."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator

from bench.stage import Figure, Stage
from jikim.store.index import FIRST, TagContext, base_key, version_key


def _rows(stage: Stage, number: int) -> Iterator[tuple[bytes, uuid.UUID, uuid.UUID, int, int, bool, bytes]]:
    """Claims of people who are not here: a rotation looks at claims alone."""
    keyring = stage.jk.house.keyring
    stage.jk.driver.run(base_key(keyring))
    key = stage.jk.driver.run(version_key(keyring, FIRST))
    for _ in range(number):
        row = TagContext(uuid.uuid4(), uuid.uuid4(), 1)
        inner = os.urandom(32)
        yield key.tag(inner), *row, FIRST, True, key.seal(row, inner)


def reindex(stage: Stage) -> list[Figure]:
    """Every claim to the next version: opened, tagged, sealed, written; then an idle run."""
    number = stage.size(100_000, 5_000)
    with stage.admin() as conn:
        standing = conn.execute("SELECT live.index_versions()").fetchone()
        assert standing == ([FIRST],), "this row needs an index that was never rotated"
        with (
            conn.cursor() as cursor,
            cursor.copy("COPY live.claim (tag, subject, record, item, version, exclusive, sealed) FROM STDIN") as copy,
        ):
            for row in _rows(stage, number):
                copy.write_row(row)
        conn.execute("ANALYZE live.claim")
        conn.execute("SELECT live.index_touch()")
        start = time.perf_counter()
        done = stage.jk.reindex()
        took = time.perf_counter() - start
        assert done.moved >= number
        assert done.lost == []
        start = time.perf_counter()
        assert stage.jk.reindex().moved == 0
        idle = time.perf_counter() - start
        # The bare statement that gives the same rows another tag of the same length, without a key or a look at what
        # was sealed.
        start = time.perf_counter()
        conn.execute(
            "UPDATE live.claim SET tag = sha256(tag), version = version + 1, sealed = sealed || ''::bytea"
            " WHERE NOT EXISTS (SELECT FROM live.subject s WHERE s.subject = claim.subject)"
        )
        bare = time.perf_counter() - start
        conn.execute(
            "DELETE FROM live.claim WHERE NOT EXISTS (SELECT FROM live.subject s WHERE s.subject = claim.subject)"
        )
    return [
        Figure(
            f"blind index, {number:,} claims to the next version",
            done.moved / took,
            "/s",
            done.moved / bare,
            "one UPDATE of the same rows",
        ),
        Figure("… when nothing is due", idle * 1e3, "ms"),
    ]
