"""Who lies where, and what `jikim distribute` refuses; two real servers are in `test_two_servers.py`."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from tests.db.standby import rows

from jikim.cli import main
from jikim.db.distributing import distribute, expect_roles
from jikim.db.dsns import people_dsns
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import OWNER
from jikim.db.moving import Move, planned, stretches
from jikim.db.queries import load
from jikim.db.spread import ALL_HERE, HERE, HOUSE, RANGES, Spread, database_of, variable_of
from jikim.errors import JikimError, StoreError

LOW, HIGH = UUID(int=5), UUID(int=(9 << 124) + 5)
STORE = load("jikim.store")


@pytest.fixture
def spread() -> Spread:
    """Two halves of people's numbers."""
    made = Spread(["live@2"])
    assert made.learn([(UUID(int=8 << 124), "live@2"), (UUID(int=0), "live")])
    return made


def test_a_person_lies_in_the_range_of_their_number(spread: Spread) -> None:
    """The range goes from its first number to where the next begins."""
    assert [spread.of(one) for one in (UUID(int=0), LOW, UUID(int=(8 << 124) - 1))] == ["live"] * 3
    assert [spread.of(one) for one in (UUID(int=8 << 124), HIGH)] == ["live@2"] * 2
    assert not spread.learn([(UUID(int=0), "live"), (UUID(int=8 << 124), "live@2")])
    assert Spread(["live@2"]).of(HIGH) == "live"


def test_a_statement_goes_to_its_person_and_every_other_to_the_house(spread: Spread) -> None:
    """By the person that it names, and that server is asked whether they are its own."""
    for subject, server in ((LOW, "live"), (HIGH, "live@2")):
        [sent] = spread.sent(STORE["subject_of"](subject=subject))
        assert sent.server == server
        assert sent.query.text.endswith(HERE)
        assert sent.params[-1] == subject
    [sent] = spread.sent(STORE["setting_of"](name="demo"))
    assert (sent.server, sent.query) == ("live", STORE["setting_of"])
    sent = spread.sent(STORE["people"]())
    assert [one.server for one in sent] == ["live", "live@2"]
    assert {one.query for one in sent} == {STORE["people"]}
    # Of people who are thought to lie somewhere, that server says whether all do.
    [one] = spread.sent(STORE["people"]().on("live@2", [HIGH]))
    assert (one.server, one.params[-1]) == ("live@2", [HIGH])
    assert one.query.text.endswith(ALL_HERE)


def test_of_a_batch_what_is_about_people_is_asked_by_itself(spread: Spread) -> None:
    """Whoever has moved is asked for again; what is about nobody goes together, in its places."""
    asked = [STORE["subject_of"](subject=HIGH), STORE["setting_of"](name="demo"), STORE["people"]()]
    alone, together = spread.split([*asked, STORE["setting_of"](name="other")])
    assert alone == {0: asked[0], 2: asked[2]}
    assert {server: list(group) for server, group in together.items()} == {"live": [1, 3]}


def test_names_of_servers_and_of_their_settings() -> None:
    """A further server is its database's name and a number."""
    assert (database_of("live@2"), database_of("keys")) == ("live", "keys")
    assert variable_of("live@12", "_OWNER") == "JIKIM_LIVE_12_OWNER_DSN"


def test_servers_are_named_without_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A third without a second is a mistake, and so is a second beside no databases of one's own."""
    monkeypatch.setenv("JIKIM_LIVE_3_DSN", "dbname=third")
    with pytest.raises(JikimError, match="without those before it"):
        people_dsns("", {"live": "dbname=live"})
    monkeypatch.setenv("JIKIM_LIVE_2_DSN", "dbname=second")
    assert people_dsns("", {"live": "dbname=live"}) == {"live@2": "dbname=second", "live@3": "dbname=third"}
    with pytest.raises(JikimError) as refused:
        people_dsns("", {})
    assert "JIKIM_LIVE_DSN" in refused.value.hint


def test_a_server_that_does_not_replicate_is_refused(server: Embedded) -> None:
    """Before anything is changed."""
    live = server.conninfo("live", ADMIN)
    with pytest.raises(StoreError, match="wal_level"):
        next(distribute({"live": live, "live@2": live}, live))
    assert rows(server, "live", "SELECT 1 FROM pg_publication") == rows(server, "live", "SELECT 1 FROM live.lies") == []


def test_who_may_not_follow_is_refused_first(server: Embedded) -> None:
    """Before anything is changed: PostgreSQL itself says so once the further server's rules are emptied."""
    name = f"follower_{uuid4().hex[:8]}"
    rules = server.conninfo("live", name)
    with psycopg.connect(server.conninfo("live", ADMIN), autocommit=True) as house:
        house.execute(f"CREATE ROLE {name} LOGIN".encode())
        house.execute(f"GRANT CONNECT ON DATABASE live TO {name}".encode())
        with psycopg.connect(rules, autocommit=True) as further:
            servers = {HOUSE: house, "live@2": further}
            for words, mend in (
                ("may not follow", f"ALTER ROLE {name} REPLICATION"),
                ("may not follow", f"GRANT {OWNER} TO {name}"),
                ("may make no subscription", f"GRANT pg_create_subscription TO {name}"),
            ):
                with pytest.raises(StoreError, match=words) as refused:
                    expect_roles(servers, rules)
                assert name in refused.value.hint
                house.execute(mend.encode())
            with pytest.raises(StoreError, match="no password"):
                expect_roles(servers, rules)
            expect_roles(servers, make_conninfo(rules, password="invented"))
        house.execute(f"DROP OWNED BY {name}".encode())
        house.execute(f"DROP ROLE {name}".encode())


def test_the_command_needs_a_further_server(capsys: pytest.CaptureFixture[str]) -> None:
    """Without one there is nothing to distribute."""
    assert main(["distribute"]) == 2
    assert "no further server of people is named" in capsys.readouterr().err


def test_nobody_lies_elsewhere_on_one_server(server: Embedded) -> None:
    """Where no ranges are, everybody is here; where they are, a server's own people alone."""
    someone = uuid4()
    assert rows(server, "live", f"SELECT live.here('{someone}')") == [(True,)]


def test_what_has_to_go_so_that_parts_are_equal() -> None:
    """From one server to two, from two to three and back, no more than that, and nothing where they are equal; the house keeps its
    first numbers."""
    two, three = ("live", "live@2"), ("live", "live@2", "live@3")
    out = planned([(_first(0), "live")], two)
    assert len(out) == RANGES // 2
    assert stretches((move, 1) for move in out) == [(Move(_first(128), None, "live", "live@2"), 128)]
    halves = [(_first(0), "live"), (_first(128), "live@2")]
    assert planned(halves, two) == []
    third = [move for move, _ in stretches((move, 0) for move in planned(halves, three))]
    assert third == [Move(_first(86), _first(128), "live", "live@3"), Move(_first(213), None, "live@2", "live@3")]
    back = planned([(_first(0), "live"), (_first(86), "live@3"), (_first(128), "live@2"), (_first(213), "live@3")], two)
    assert {move.from_ for move in back} == {"live@3"}
    assert [len([move for move in back if move.to == name]) for name in two] == [42, 43]


def test_ranges_of_an_older_version_end_where_the_256_do() -> None:
    """Thirds of the first sixteen bits ended within one of them: what lies across goes."""
    thirds = [(_first(0), "live"), (UUID(int=0x5555 << 112), "live@2"), (UUID(int=0xAAAA << 112), "live@3")]
    assert planned(thirds, ("live", "live@2", "live@3")) == [
        Move(UUID(int=0x5555 << 112), _first(0x56), "live@2", "live"),
        Move(UUID(int=0xAAAA << 112), _first(0xAB), "live@3", "live@2"),
    ]


def _first(number: int) -> UUID:
    return UUID(int=number << 120)
