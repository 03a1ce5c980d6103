"""`jikim distribute`: people on further servers of one's own, beside the house's (decision 25).

The house's server publishes its rules, who lies where among them; each further one gets copies of them that follow, by
PostgreSQL's logical replication, and a range of people's numbers where there is nobody yet. Where there are people, all
numbers stay with the house's server, or where they are, and go by `jikim rebalance` (`moving`). Each step is looked for
before it is made, so that a run that was killed is run again. The last is the list of ranges: until it is there, the house
goes on with one server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from jikim.db.migrate import OWNER, expect_head, role_of
from jikim.db.remains import until
from jikim.db.schema import COPIED
from jikim.db.spread import HOUSE, RANGES, Spread, variable_of
from jikim.errors import StoreError

RULES = "jikim_rules"  # the publication, its subscriptions, and what their slots' names begin with
FOLLOWS_SECONDS = 600.0
ENDS_SECONDS = 10.0  # in which a server notices that a connection has ended
_PUBLISHED = "SELECT 1 FROM pg_publication WHERE pubname = %s"
_SLOTS = "SELECT subslotname FROM pg_subscription WHERE subname = %s AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
_RANGED = "SELECT 1 FROM live.lies"
_NAMED = "SELECT 1 FROM live.this_server WHERE name = %s"
_NAMES = "INSERT INTO live.this_server VALUES (true, {}) ON CONFLICT (one) DO UPDATE SET name = excluded.name"
_SENT = "SELECT p.prrelid::regclass::text FROM pg_publication_rel p JOIN pg_publication u ON u.oid = p.prpubid WHERE u.pubname = %s"
_TAKEN = "SELECT r.srrelid::regclass::text FROM pg_subscription_rel r JOIN pg_subscription s ON s.oid = r.srsubid WHERE s.subname = %s"
_MOVES = "SELECT first FROM live.lies WHERE moves"
_RANGES = "SELECT first, server FROM live.lies ORDER BY first"
_OPENED = (
    "SELECT 1 FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid WHERE a.datname = current_database()"
    " AND NOT r.rolsuper AND pg_has_role(r.oid, %s, 'USAGE')"
)
_SOMEBODY = "SELECT 1 WHERE EXISTS (SELECT 1 FROM live.subject) OR EXISTS (SELECT 1 FROM live.tombstone)"
_OUTSIDE = "SELECT s.subject FROM live.subject s WHERE s.subject >= %s AND s.subject < %s"
_THERE = "SELECT count(*) FROM live.subject s WHERE s.subject = ANY (%s)"
_LAST = UUID(int=2**128 - 1)
# What one person alone has is listed with the house from then on (`store/directory.py`).
_LISTED = sql.SQL(
    "WITH listed AS (INSERT INTO live.taken (tag, whose, record, made, ticket)"
    " SELECT tag, subject, record, true, gen_random_uuid() FROM live.claim WHERE exclusive ON CONFLICT DO NOTHING) "
)
# What of a server's own tables names the rules: let go of while these are emptied, so that nothing of people goes with them.
_TIES = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', f.conrelid::regclass, f.conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s NOT VALID', f.conrelid::regclass, f.conname, regexp_replace(pg_get_constraintdef(f.oid), ' NOT VALID$', '')),
       format('ALTER TABLE %%s VALIDATE CONSTRAINT %%I', f.conrelid::regclass, f.conname), f.convalidated
  FROM pg_constraint f WHERE f.contype = 'f' AND f.conparentid = 0
   AND f.confrelid = ANY (%s::text[]::regclass[]) AND NOT f.conrelid = ANY (%s::text[]::regclass[]) ORDER BY 1
"""
# One server may have several houses, and each slot has a name of its own there.
_HOUSE = "SELECT oid FROM pg_database WHERE datname = current_database()"
_SLOT = "SELECT 1 FROM pg_replication_slots s WHERE slot_name = %s"
_ACTIVE = f"{_SLOT} AND active"
# INVARIANT: a slot outlives a fail-over only where the house's server sends nothing that its standby lacks: who follows would
# be ahead of what took over, and never be sent what is committed there up to that place.
_STANDS_BY = "SELECT 1 WHERE coalesce(current_setting('synchronized_standby_slots', true), '') <> ''"
_KEPT = (
    f"{_SLOT} AND coalesce(wal_status, 'lost') <> 'lost'"
    f" AND (to_jsonb(s) ->> 'failover' = 'true' OR NOT EXISTS ({_STANDS_BY}))"
)
_RANGED_HERE = "SELECT EXISTS (SELECT 1 FROM live.lies)"
_FOLLOWING = "SELECT coalesce(bool_and(srsubstate = 'r'), false) FROM pg_subscription_rel"
_ENDED = (
    f"BEGIN;\nALTER SUBSCRIPTION {RULES} DISABLE;\nALTER SUBSCRIPTION {RULES} SET (slot_name = NONE);\n"
    f"DROP SUBSCRIPTION {RULES};\nCOMMIT"
)
_SUBSCRIBES = (
    "SELECT rolsuper FROM pg_roles WHERE rolname = session_user AND"
    " (rolsuper OR pg_has_role(session_user, to_regrole('pg_create_subscription'), 'USAGE'))"
)
_REPLICATES = """
SELECT 1 FROM pg_roles r WHERE rolname = %s AND (rolsuper OR rolreplication
   AND NOT EXISTS (SELECT 1 FROM unnest(%s::text[]) t WHERE NOT has_table_privilege(r.oid, t, 'SELECT')))
"""
_FOLLOW = (
    "CREATE SUBSCRIPTION {} CONNECTION {} PUBLICATION {} WITH (slot_name = {}, streaming = off, synchronous_commit = on"
)


class Step(NamedTuple):
    """One statement that a server still needs. `shown` is what a dry run prints: no connection string is in it."""

    server: str
    shown: str
    make: Callable[[], None]


def distribute(owners: Mapping[str, str], rules: str, *, anew: bool = False) -> Iterator[Step]:
    """What is to be done, step by step: make each before the next is asked for, or print them all. A server whose slot is
    gone (a fail-over of the house's, a log that went) gets the rules anew; `anew`: each does, as it may be older than what
    the house's server still sends.

    `owners` are the servers by name, the house's, `live`, first, as a role that may act as jikim_owner, and on the
    further ones makes a subscription; `rules` is how these reach the house's, as a role with REPLICATION. Raises
    StoreError before anything is changed where a server is not ready: of another version, without logical replication,
    or with people outside its ranges.
    """
    servers = {name: connected(name, dsn) for name, dsn in owners.items()}
    try:
        ranges = _ranges(servers)
        cut_off = _expect_ready(servers, ranges)
        expect_roles(servers, rules)
        house, copied = servers[HOUSE], list(COPIED)
        further = [one for one in servers if one != HOUSE]
        [(number,)] = house.execute(_HOUSE).fetchall()
        slots = {name: f"{RULES}_{name.partition('@')[2]}_{number}" for name in further}
        subscribed = {name for name in further if _found(servers[name], _SLOTS, RULES)}
        # An older version's house sends other tables.
        following = {name for name in subscribed if not anew and _names(servers[name], _TAKEN) == {*copied}}
        fresh = {name for name in further if name not in following or not _found(house, _KEPT, slots[name])}
        ties = {name: there.execute(_TIES, (copied, copied)).fetchall() for name, there in servers.items()}
        tables = sql.SQL(", ").join(sql.Identifier(*table.split(".")) for table in COPIED)
        if fresh or not _found(house, _RANGED):
            # What bars somebody is not there while it is copied; and who opened the house before knows nothing of the servers that
            # it has from then on: they would go on with all that they knew, and list nothing of what one person alone has.
            yield Step(HOUSE, "-- until nobody has the house open", partial(expect_closed, owners[HOUSE]))
        for name, conn in servers.items():
            if not _found(conn, _NAMED, name):
                yield _step(servers, name, sql.SQL(_NAMES).format(sql.Literal(name)))
        if _names(house, _SENT) != {*copied}:
            there = _found(house, _PUBLISHED, RULES)
            publishes = sql.SQL("ALTER PUBLICATION {} SET TABLE {}" if there else "CREATE PUBLICATION {} FOR TABLE {}")
            yield _step(servers, HOUSE, publishes.format(sql.Identifier(RULES), tables))
        for name in further:
            if name in fresh:
                slot = slots[name]
                if name in subscribed:
                    yield _step(servers, name, _ENDED, owner=False)
                # What a database begins with, or came back with, is the house's too, and comes from there.
                let_go, tied = ([one[n] for one in ties[name]] for n in (0, 1))
                emptied = sql.SQL("TRUNCATE {}").format(tables).as_string(servers[name])
                yield _step(servers, name, ";\n".join(("BEGIN", *let_go, emptied, *tied, "COMMIT")))
                if _found(house, _SLOT, slot):
                    # Of the server that was there before, or of what it follows no more.
                    drop = _step(servers, HOUSE, f"SELECT pg_drop_replication_slot('{slot}')", owner=False)
                    yield drop._replace(make=partial(_let_go, house, slot, drop.make))
                # INVARIANT: what came is its standby's too before it counts as come, and before the house's lets go of it.
                text = sql.SQL(_FOLLOW + (", failover = true)" if _found(house, _STANDS_BY) else ")"))
                made, shown = (
                    text.format(sql.Identifier(RULES), sql.Literal(one), sql.Identifier(RULES), sql.Identifier(slot))
                    for one in (rules, "…")
                )
                yield _step(servers, name, made, shown, owner=False)
        for name in further:
            yield Step(name, f"-- until {RULES} has copied every table", partial(_follow, name, servers[name]))
            if loose := [one[2] for one in ties[name] if name in fresh or not one[3]]:
                yield _step(servers, name, ";\n".join(loose))
        for first in cut_off:
            # Whoever opens the house next ends it (`everywhere.end_move`).
            moves = sql.SQL("UPDATE live.lies SET moves = true WHERE first = {}").format(sql.Literal(str(first)))
            yield _step(servers, HOUSE, moves)
        if not _found(house, _RANGED):
            rows = sql.SQL(", ").join(
                sql.SQL("({}, {})").format(sql.Literal(str(first)), sql.Literal(one)) for first, one in ranges
            )
            yield _step(servers, HOUSE, sql.SQL("{}INSERT INTO live.lies VALUES {}").format(_LISTED, rows))
            for name in further:
                yield Step(name, "-- until it has the list", partial(_follow, name, servers[name], _RANGED_HERE))
    finally:
        for conn in servers.values():
            conn.close()


def _step(
    servers: Mapping[str, psycopg.Connection[Any]],
    name: str,
    made: sql.Composed | str,
    shown: sql.Composed | str | None = None,
    *,
    owner: bool = True,
) -> Step:
    def make() -> None:
        conn = servers[name]
        try:
            conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)) if owner else sql.SQL("RESET ROLE"))
            conn.execute(_text(conn, made).encode())
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

    return Step(name, _text(servers[name], shown or made) + ";", make)


def _text(conn: psycopg.Connection[Any], made: sql.Composed | str) -> str:
    return made if isinstance(made, str) else made.as_string(conn)


def connected(name: str, dsn: str) -> psycopg.Connection[Any]:
    expect_head(name, dsn)
    return psycopg.connect(dsn, autocommit=True, connect_timeout=10)


def _found(conn: psycopg.Connection[Any], text: str, *params: str) -> bool:
    return conn.execute(text.encode(), params).fetchone() is not None


def _names(conn: psycopg.Connection[Any], text: LiteralString) -> set[str]:
    return {name for (name,) in conn.execute(text, (RULES,)).fetchall()}


def _ranges(servers: Mapping[str, psycopg.Connection[Any]]) -> list[tuple[UUID, str]]:
    """Who lies where, by the first number of each range: as the house has it, else all that there are with the house, and
    where nobody is yet equal parts."""
    there: list[tuple[UUID, str]] = servers[HOUSE].execute(_RANGES).fetchall()
    if missing := sorted({server for _, server in there} - servers.keys()):
        raise StoreError(
            f"people lie on {', '.join(missing)}, which is not named",
            hint=f"set {variable_of(missing[0], '_OWNER')} too",
            ko=(
                f"정보주체가 있는 {', '.join(missing)} 서버가 설정되어 있지 않습니다",
                f"{variable_of(missing[0], '_OWNER')}도 설정해 주세요",
            ),
        )
    if there:
        return there
    return [(UUID(int=0), HOUSE)] if _found(servers[HOUSE], _SOMEBODY) else equal_parts([*servers])


def equal_parts(servers: Sequence[str]) -> list[tuple[UUID, str]]:
    """The ranges of people's numbers in equal parts."""
    return [(UUID(int=(n * RANGES // len(servers)) << 120), name) for n, name in enumerate(servers)]


def ranges_of(owner: str) -> list[tuple[UUID, str]]:
    """Who lies where as the house's server says, by the first number of each range, read by its owner."""
    with connected(HOUSE, owner) as conn:
        return _merged(conn.execute(_RANGES).fetchall())


def _merged(ranges: Iterable[tuple[UUID, str]]) -> list[tuple[UUID, str]]:
    """The same, of neighbours that lie on one server one range."""
    found = Spread(())
    found.learn(ranges)
    return found.ranges


def expect_closed(owner: str) -> None:
    """INVARIANT: nobody works on who opened the house before a server of people comes back alone: they would be served by it
    before what was restricted since is replayed there. Raises StoreError where anybody is connected."""
    role = role_of(HOUSE)
    with connected(HOUSE, owner) as conn:
        if any(not _found(conn, _OPENED, role) for _ in until(ENDS_SECONDS)):
            return
    raise StoreError(
        f"the house is open: somebody is connected to its live database as `{role}`",
        hint="stop every process of it, then run this again",
        ko=(
            f"하우스가 열려 있습니다. 운영 DB에 `{role}` 계정으로 연결한 프로세스가 있습니다",
            "모든 프로세스를 멈춘 뒤 다시 실행해 주세요",
        ),
    )


def _expect_ready(servers: Mapping[str, psycopg.Connection[Any]], ranges: Sequence[tuple[UUID, str]]) -> Sequence[UUID]:
    """Answers the ranges, by the first number of each, of which another server has people too that their own has as well, and
    nobody knows it yet: a move was cut off there by an older version, or a server was put back from before it."""
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
    nexts, cut_off = [*(first for first, _ in ranges[1:]), _LAST], set[UUID]()
    for name, conn in servers.items():
        for (first, one), behind in zip(ranges, nexts, strict=True):
            outside = [] if one == name else [who for (who,) in conn.execute(_OUTSIDE, (first, behind)).fetchall()]
            if not outside:
                continue
            [(twice,)] = servers[one].execute(_THERE, (outside,)).fetchall()
            if lost := len(outside) - twice:
                raise StoreError(
                    f"{lost} people lie on server `{name}` alone, outside its range",
                    hint="restore all servers from one set of the data",
                    ko=(
                        f"`{name}` 서버에만 있고 그 서버의 범위를 벗어난 정보주체가 {lost}명 있습니다",
                        "모든 서버를 한 백업 세트로 복원해 주세요",
                    ),
                )
            cut_off.add(first)
        if (
            name != HOUSE
            and not _found(conn, _RANGED)
            and not _found(conn, _SLOTS, RULES)
            and _found(conn, "SELECT 1 FROM live.policy_version")
        ):
            raise StoreError(
                f"server `{name}` is a house of its own",
                hint="name an empty database, as `jikim migrate` makes it",
                ko=(
                    f"`{name}` 서버는 이미 다른 하우스가 사용하고 있습니다",
                    "`jikim migrate`로 만든 빈 DB를 설정해 주세요",
                ),
            )
    for name, conn in servers.items():
        lies = _merged(conn.execute(_RANGES).fetchall())
        if lies and lies != _merged(ranges):
            raise StoreError(
                f"who lies on server `{name}` is not what the house says",
                hint="is it another house's, or put back from before people were moved?",
                ko=(
                    f"`{name}` 서버의 범위가 하우스가 아는 것과 다릅니다",
                    "다른 하우스의 서버이거나, 정보주체를 옮기기 전의 것으로 되돌렸는지 확인해 주세요",
                ),
            )
    return sorted(cut_off - {first for (first,) in servers[HOUSE].execute(_MOVES).fetchall()})


def expect_roles(servers: Mapping[str, psycopg.Connection[Any]], rules: str) -> None:
    """Whoever makes a subscription may, and whoever follows it: PostgreSQL says so only once its server begins to."""
    reached = conninfo_to_dict(rules)
    user = str(reached.get("user") or servers[HOUSE].info.user)
    if not servers[HOUSE].execute(_REPLICATES, (user, list(COPIED))).fetchone():
        raise StoreError(
            f"role `{user}` may not follow the house's rules",
            hint=f"as a superuser of the house's server: ALTER ROLE {user} REPLICATION; it reads them as a member of {OWNER}",
            ko=(
                f"`{user}` 계정은 하우스의 규칙을 복제할 권한이 없습니다",
                f"하우스 서버의 슈퍼유저로 ALTER ROLE {user} REPLICATION을 실행해 주세요. 표를 읽으려면 {OWNER}에 속해야 합니다",
            ),
        )
    for name, conn in servers.items():
        may = [] if name == HOUSE else conn.execute(_SUBSCRIBES).fetchall()
        if name != HOUSE and not may:
            raise StoreError(
                f"role `{conn.info.user}` may make no subscription on server `{name}`",
                hint=f"as its superuser: GRANT pg_create_subscription TO {conn.info.user}; on PostgreSQL 15 run this as a superuser",
                ko=(
                    f"`{conn.info.user}` 계정은 `{name}` 서버에서 구독을 만들 권한이 없습니다",
                    f"그 서버의 슈퍼유저로 GRANT pg_create_subscription TO {conn.info.user}를 실행하고, PostgreSQL 15에서는 슈퍼유저로 다시 실행해 주세요",
                ),
            )
        if may == [(False,)] and not reached.get("password"):
            raise StoreError(
                "the connection by which the rules are followed has no password",
                hint="PostgreSQL asks for one where no superuser follows: set it in JIKIM_LIVE_RULES_DSN, and have pg_hba.conf ask for it",
                ko=(
                    "규칙을 복제할 연결에 비밀번호가 없습니다",
                    "슈퍼유저가 아니면 PostgreSQL이 비밀번호를 요구합니다. JIKIM_LIVE_RULES_DSN에 적고 pg_hba.conf에서도 비밀번호를 묻게 해 주세요",
                ),
            )


def forsake(owner: str, house: str) -> None:
    """Has a further server follow no more, and the house's keep nothing for it: before a database of either is dropped."""
    with psycopg.connect(owner, autocommit=True) as there, psycopg.connect(house, autocommit=True) as here:
        for (slot,) in there.execute(_SLOTS, (RULES,)).fetchall():
            there.execute(_ENDED.encode())
            _let_go(here, slot, partial(here.execute, "SELECT pg_drop_replication_slot(%s)", (slot,)))


def _let_go(house: psycopg.Connection[Any], slot: str, drop: Callable[[], object]) -> None:
    """Drops a slot, whose server may have ended its connection a moment ago."""
    any(not _found(house, _ACTIVE, slot) for _ in until(ENDS_SECONDS))
    drop()


def _follow(name: str, conn: psycopg.Connection[Any], look: LiteralString = _FOLLOWING) -> None:
    """Waits until each table is copied, and follows; or until something has come."""
    if not any(conn.execute(look).fetchone() == (True,) for _ in until(FOLLOWS_SECONDS)):
        raise StoreError(
            f"the rules have not come to server `{name}`",
            hint="its log says why; then run this again",
            ko=(
                f"`{name}` 서버에 규칙이 복사되지 않았습니다",
                "그 서버의 로그에서 원인을 확인한 뒤 다시 실행해 주세요",
            ),
        )
