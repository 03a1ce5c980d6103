"""`jikim distribute`: people on further servers of one's own, beside the house's (decision 25).

The house's server publishes its rules; each further one gets copies of them that follow, by PostgreSQL's logical
replication, and a range of people's numbers. Each step is looked for before it is made, so that a run that was killed is
run again. The last is the house's own list of ranges: until it is there, the house goes on with one server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg import sql

from jikim.db.migrate import OWNER, expect_head
from jikim.db.remains import until
from jikim.db.schema import COPIED
from jikim.db.spread import HOUSE
from jikim.errors import StoreError

RULES = "jikim_rules"  # the publication and its subscriptions
FOLLOWS_SECONDS = 600.0
_PUBLISHED = "SELECT 1 FROM pg_publication WHERE pubname = %s"
_SUBSCRIBED = "SELECT 1 FROM pg_subscription WHERE subname = %s AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
_RANGED = "SELECT 1 FROM live.lies"
_OUTSIDE = "SELECT count(*) FROM live.subject s WHERE NOT (s.subject >= %s AND coalesce(s.subject < %s, true))"
# What one person alone has is listed with the house from then on (`store/directory.py`).
_LISTED = sql.SQL(
    "WITH listed AS (INSERT INTO live.taken (tag, whose, record, made, ticket)"
    " SELECT tag, subject, record, true, gen_random_uuid() FROM live.claim WHERE exclusive ON CONFLICT DO NOTHING) "
)
_FOLLOWING = "SELECT coalesce(bool_and(srsubstate = 'r'), false) FROM pg_subscription_rel"


class Step(NamedTuple):
    """One statement that a server still needs. `shown` is what a dry run prints: no connection string is in it."""

    server: str
    shown: str
    make: Callable[[], None]


def distribute(owners: Mapping[str, str], rules: str) -> Iterator[Step]:
    """What is to be done, step by step: make each before the next is asked for, or print them all.

    `owners` are the servers by name, the house's, `live`, first, as a role that may act as jikim_owner, and on the
    further ones makes a subscription; `rules` is how these reach the house's, as a role with REPLICATION. Raises
    StoreError before anything is changed where a server is not ready: of another version, without logical replication,
    or with people outside its range.
    """
    servers = {name: _connected(name, dsn) for name, dsn in owners.items()}
    try:
        ranges = _ranges(servers)
        _expect_ready(servers, ranges)
        house = servers[HOUSE]
        tables = sql.SQL(", ").join(sql.Identifier(*table.split(".")) for table in COPIED)
        if not _found(house, _PUBLISHED, RULES):
            yield _step(
                servers, HOUSE, sql.SQL("CREATE PUBLICATION {} FOR TABLE {}").format(sql.Identifier(RULES), tables)
            )
        for name in [one for one in servers if one != HOUSE]:
            there = servers[name]
            if not _found(there, _SUBSCRIBED, RULES):
                # What a database begins with is the house's too, and comes from there.
                yield _step(servers, name, sql.SQL("TRUNCATE {} CASCADE").format(tables))
                slot = f"{RULES}_{name.partition('@')[2]}"
                text = sql.SQL(
                    "CREATE SUBSCRIPTION {} CONNECTION {} PUBLICATION {} WITH (slot_name = {}, streaming = off)"
                )
                made, shown = (
                    text.format(sql.Identifier(RULES), sql.Literal(one), sql.Identifier(RULES), sql.Identifier(slot))
                    for one in (rules, "…")
                )
                yield _step(servers, name, made, shown, owner=False)
        for name in [*(one for one in servers if one != HOUSE), HOUSE]:
            if name != HOUSE:
                yield Step(name, f"-- until {RULES} has copied every table", partial(_follow, name, servers[name]))
            if not _found(servers[name], _RANGED):
                rows = sql.SQL(", ").join(
                    sql.SQL("({}, {}, {})").format(sql.Literal(str(first)), sql.Literal(one), sql.Literal(one == name))
                    for one, first in ranges.items()
                )
                lies = sql.SQL("{}INSERT INTO live.lies VALUES {}").format(
                    _LISTED if name == HOUSE else sql.SQL(""), rows
                )
                yield _step(servers, name, lies)
    finally:
        for conn in servers.values():
            conn.close()


def _step(
    servers: Mapping[str, psycopg.Connection[Any]],
    name: str,
    made: sql.Composed,
    shown: sql.Composed | None = None,
    *,
    owner: bool = True,
) -> Step:
    def make() -> None:
        conn = servers[name]
        try:
            conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)) if owner else sql.SQL("RESET ROLE"))
            conn.execute(made)
        except psycopg.Error as error:
            # The server's own sentence: it speaks of roles, tables and settings.
            said = error.diag.message_primary or type(error).__name__
            raise StoreError(
                f"server `{name}` refused a step: {said}",
                hint="what was done before stays; mend it and run this again",
                ko=(
                    f"`{name}` 서버가 단계를 거부했습니다: {said}",
                    "그 앞까지는 완료되었습니다. 고친 뒤 다시 실행해 주세요",
                ),
            ) from None

    return Step(name, (shown or made).as_string(servers[name]) + ";", make)


def _connected(name: str, dsn: str) -> psycopg.Connection[Any]:
    expect_head(name, dsn)
    return psycopg.connect(dsn, autocommit=True, connect_timeout=10)


def _found(conn: psycopg.Connection[Any], text: str, *params: str) -> bool:
    return conn.execute(text.encode(), params).fetchone() is not None


def _ranges(servers: Mapping[str, psycopg.Connection[Any]]) -> dict[str, UUID]:
    """The first number of each server's range: as the house has them, else equal parts, by the number's first 16 bits."""
    there = {
        server: first
        for first, server in servers[HOUSE].execute("SELECT first, server FROM live.lies ORDER BY first").fetchall()
    }
    if there and there.keys() != servers.keys():
        raise StoreError(
            f"people lie on {', '.join(there)} already, and other servers are named",
            hint="name these: people are not moved to another server yet",
            ko=(
                f"정보주체가 이미 {', '.join(there)} 서버에 있는데 다른 서버를 설정했습니다",
                "이 서버들을 설정해 주세요. 다른 서버로 옮기는 기능은 아직 없습니다",
            ),
        )
    return there or {name: UUID(int=(n * 2**16 // len(servers)) << 112) for n, name in enumerate(servers)}


def _expect_ready(servers: Mapping[str, psycopg.Connection[Any]], ranges: Mapping[str, UUID]) -> None:
    level = servers[HOUSE].execute("SHOW wal_level").fetchone()
    if level != ("logical",):
        raise StoreError(
            "the house's server does not replicate its tables (wal_level)",
            hint="ALTER SYSTEM SET wal_level = 'logical', then start it anew",
            ko=(
                "하우스 서버의 wal_level이 logical이 아닙니다",
                "ALTER SYSTEM SET wal_level = 'logical'을 실행하고 서버를 다시 시작해 주세요",
            ),
        )
    nexts = dict(zip(ranges, [*list(ranges.values())[1:], None], strict=True))
    for name, conn in servers.items():
        [(outside,)] = conn.execute(_OUTSIDE, (ranges[name], nexts[name])).fetchall()
        if outside:
            raise StoreError(
                f"{outside} people lie on server `{name}` outside its range",
                hint="a house is distributed before it has people: they are not moved to another server yet",
                ko=(
                    f"`{name}` 서버의 범위를 벗어난 정보주체가 {outside}명 있습니다",
                    "정보주체가 아직 없을 때만 나눌 수 있습니다. 다른 서버로 옮기는 기능은 아직 없습니다",
                ),
            )
        if name != HOUSE and not _found(conn, _SUBSCRIBED, RULES) and _found(conn, "SELECT 1 FROM live.policy_version"):
            raise StoreError(
                f"server `{name}` is a house of its own",
                hint="name an empty database, as `jikim migrate` makes it",
                ko=(
                    f"`{name}` 서버는 이미 다른 하우스가 사용하고 있습니다",
                    "`jikim migrate`로 만든 빈 DB를 설정해 주세요",
                ),
            )


def _follow(name: str, conn: psycopg.Connection[Any]) -> None:
    """Waits until each table is copied, and follows."""
    if not any(conn.execute(_FOLLOWING).fetchone() == (True,) for _ in until(FOLLOWS_SECONDS)):
        raise StoreError(
            f"the rules have not come to server `{name}`",
            hint="its log says why; then run this again",
            ko=(
                f"`{name}` 서버에 규칙이 복사되지 않았습니다",
                "그 서버의 로그에서 원인을 확인한 뒤 다시 실행해 주세요",
            ),
        )
