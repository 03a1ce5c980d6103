"""A house of 0.1 on two servers, in the middle of a move: each server said there for itself who was its own."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests.conftest import HOMEPAGE
from tests.db.moving_people import going, lying, numbers, rich
from tests.db.standby import rows
from tests.db.two_servers import SECOND, Two
from tests.db.two_servers import ring as ring
from tests.db.two_servers import servers as servers

from jikim.app import Jikim, read_policy
from jikim.db import moving as mover
from jikim.db import releases
from jikim.db.migrate import OWNER
from jikim.db.moving import moving
from jikim.db.schema import COPIED, renewed
from jikim.db.spread import HOUSE

pytestmark = pytest.mark.long
_STUBS = (
    "lies_closed() RETURNS boolean",
    "lies_so(p text) RETURNS boolean",
    "stand_here(p uuid[]) RETURNS boolean",
    "stays(p uuid) RETURNS boolean",
)
# In the words of `live.lies`, by server: whose the range that moves is there, whether its own, and whether closed.
STATES = {
    "closed where they are": {HOUSE: (HOUSE, False, True), SECOND: (HOUSE, False, False)},
    "arrived": {HOUSE: (HOUSE, False, True), SECOND: (SECOND, True, False)},
    "the house knows": {HOUSE: (SECOND, False, False), SECOND: (SECOND, True, False)},
}


def _step() -> str:
    """What the upgrade does to the list."""
    text = (Path(releases.__file__).parent / "migrations" / "live" / "after_0.1.sql").read_text(encoding="utf-8")
    return text[text.index("-- Who lies where is the house's list") : text.index("-- How often something happened")]


def _as_in_0_1(servers: Two, name: str, first: str, until: str, state: tuple[str, bool, bool]) -> None:
    """The list of one server, its functions, and what the house's sends to the others."""
    with psycopg.connect(servers.owners()[name], autocommit=True) as conn:
        conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
        for text in (
            "DROP FUNCTION live.lies_cut_off(), live.lies_clear(), live.lies_over(), live.tables_of_people()",
            "DROP TABLE live.this_server, live.lies CASCADE",
            "CREATE TABLE live.lies (first uuid PRIMARY KEY, server text NOT NULL, own boolean NOT NULL, closed boolean NOT NULL DEFAULT false)",
            *(f"CREATE FUNCTION live.{stub} LANGUAGE sql AS 'SELECT true'" for stub in _STUBS),
        ):
            conn.execute(text.encode())
        parts = (
            ("00000000-0000-0000-0000-000000000000", HOUSE),
            (until, HOUSE),
            ("80000000-0000-0000-0000-000000000000", SECOND),
        )
        for start, server in parts:
            conn.execute("INSERT INTO live.lies VALUES (%s, %s, %s)", (start, server, server == name))
        conn.execute("INSERT INTO live.lies VALUES (%s, %s, %s, %s)", (first, *state))


@pytest.mark.parametrize("state", STATES)
def test_a_move_of_0_1_that_was_cut_off_is_undone_or_finished(servers: Two, ring: Path, state: str) -> None:
    """`jikim migrate`, `jikim distribute`, and the house opens: everybody is whole, once, where its list says."""
    move = going(0x30 + [*STATES].index(state))
    both = servers.house, servers.second

    def opened() -> Jikim:
        return Jikim(read_policy(HOMEPAGE), servers.settings(ring))

    with opened() as jk:
        people = [rich(jk, number) for number in numbers(move, 2)]
        jk.sequence()
    names = [ref.subject for ref in people]
    before = {one: there[0] for one, there in lying(both, names).items()}
    if state != "closed where they are":
        # Their rows are on both servers.
        with moving(servers.owners()) as found:
            for table in found._filled(found._servers[HOUSE], mover._within(move)):
                found._copied(found._servers[HOUSE], found._servers[SECOND], *table, mover._within(move))
    for name in (HOUSE, SECOND):
        _as_in_0_1(servers, name, str(move.first), str(move.until), STATES[state][name])
        with psycopg.connect(servers.owners()[name], autocommit=True) as conn:
            conn.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
            conn.execute(_step().encode())
            conn.execute(renewed("live").encode())
            conn.execute(
                "GRANT EXECUTE ON FUNCTION live.lies_all(), live.here(uuid), live.all_here(uuid[]) TO jikim_live"
            )
    servers.distributed()
    with opened() as jk:
        there = lying(both, names)
        [where] = {*map(tuple, there.values())}
        assert where == ((1,) if state == "the house knows" else (0,))
        assert {one: lines for one, found in there.items() for lines in found.values()} == before
        assert [jk.use(ref, purpose="content")["name"] for ref in people] == ["가나다"] * 2
        jk.sequence()
    sent = rows(servers.house, "live", "SELECT prrelid::regclass::text FROM pg_publication_rel")
    assert {name for (name,) in sent} == {*COPIED}
