"""Shared fixtures: a real PostgreSQL for the session, four databases that each test finds empty, and the fixed cast.

Alice is a member, Bob another, Carol a corporate member, Dan a guest; Hana is a handler, Omar the officer, Mallory an
outsider. All are invented.
"""

from __future__ import annotations

import gc
import itertools
import logging
import os
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples
from psycopg import sql
from psycopg.conninfo import make_conninfo
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from tests import in_memory, kept_connections, servers, unsynced
from tests.attach import mariadb
from tests.employed import employ, lasting
from tests.entering import pytest_generate_tests, pytest_runtest_setup, real_browser, through  # noqa: F401
from tests.faults.counting import pytest_runtest_logreport, pytest_terminal_summary, raced, tally  # noqa: F401
from tests.keys import softhsm
from tests.model import spin
from tests.policies_once import compiled_once, read_once  # noqa: F401
from tests.uploads import scanner
from tests.web import browser
from tests.web.running import close_browsers

import jikim
from jikim import passwords
from jikim.app import Jikim, read_policy
from jikim.db import connections
from jikim.db.embedded import Embedded, EmbeddedError
from jikim.db.keeper import ADMIN
from jikim.db.migrate import ERASED, ERASER, create_databases, mark_demo, migrate, role_of
from jikim.db.schema import DATABASES, Database
from jikim.db.spread import variable_of
from jikim.policy.ask import Actor
from jikim.policy.model import PolicyFile
from jikim.settings import Settings
from jikim.web.account import joining, signing_in
from jikim.web.account import passwords as account_passwords
from jikim.web.desk import guest_orders

# How long an example takes to draw or to try is the machine's, and no test is a timed one.
examples.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("untimed")

ROOT = Path(__file__).parents[1]
HOMEPAGE = ROOT / "homepage" / "policy.yaml"
START = datetime(2013, 2, 5, 9, 0, tzinfo=UTC)

in_memory.settle()

_COSTLY = {name: getattr(passwords, name) for name in ("_HASH", "_NOBODYS")}
_numbers = itertools.count(1)

collect_ignore = [
    *([] if softhsm.HERE else ["keys/test_pkcs11.py"]),
    *([] if mariadb.HERE else ["attach/test_attach_mariadb.py", "observed/test_observed_mariadb.py"]),
    *([] if spin.HERE else ["model/test_erasure_model.py", "model/test_nodes_model.py"]),
    *([] if scanner.HERE else scanner.users(ROOT / "tests")),
]


# Files that take long, in seconds of a quiet machine. They begin first, so that no worker is left alone with one at the
# end (--dist loadfile hands whole files out, in this order). The figures need not be right, only their order.
HEAVY = {
    "races/test_every_order.py": 900,
    "office/pages/test_office_walk.py": 30, "clauses/test_s06_erasure.py": 27, "web/pages/test_pages_keyboard.py": 23,
    "test_wheel.py": 18, "cli/test_commands.py": 18, "db/test_embedded.py": 18, "web/test_matrix.py": 18,
    "restore/test_restore.py": 16, "web/pages/test_pages_walk.py": 13, "office/test_office_editor.py": 13,
    "db/test_embedded_faults.py": 13, "races/test_some_orders.py": 12, "races/test_ledger_races.py": 12,
    "web/test_public_tutorial.py": 11, "races/test_beside_races.py": 10, "restore/test_replay.py": 10,
    "backup/test_backup_job.py": 10, "backup/test_backup_restored.py": 10, "api/test_api_commands.py": 10,
    "office/test_office_matrix.py": 9, "races/test_second_process.py": 9, "faults/test_kill_destroy.py": 9,
    "publishing/test_publishing.py": 9, "web/test_hostile.py": 8, "policy/test_diff.py": 8,
    "policy/test_broken.py": 8, "demo/test_site.py": 8, "house/test_style.py": 8, "web/test_cookies.py": 8,
    "web/test_another_company.py": 8, "office/test_office_jobs.py": 8, "prove/test_proving.py": 8,
}  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--servers") > 1:
        servers.begin()
        config.pluginmanager.register(servers, "servers")


def pytest_sessionstart() -> None:
    """Whatever collecting makes stays to the end: nobody looks for garbage in it, then or later."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--shuffle SEED`: the same tests in another order, in which they have to pass as well. `--servers 2`: in houses
    whose people lie on two servers (`servers.py`)."""
    parser.addoption("--shuffle", type=int, metavar="SEED", help="shuffle the tests of each file by this seed")
    parser.addoption("--servers", type=int, choices=(1, 2), default=1, help="on how many servers people lie")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Heavy files first; the tests of one file stay together, in their order or, with `--shuffle`, in a random one."""
    seed = config.getoption("--shuffle")
    if seed is not None:
        random.Random(seed).shuffle(items)
    files = {
        item.path: (-HEAVY.get(item.path.relative_to(ROOT / "tests").as_posix(), 0), at)
        for at, item in enumerate(items)
    }
    items.sort(key=lambda item: files[item.path])


def pytest_report_header() -> list[str]:
    """Says what this machine has no means to test; nothing else is left out."""
    return [one.LEFT_OUT for one in (softhsm, browser, scanner, mariadb, spin) if not one.HERE]


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Passwords hashed by Argon2id at its least cost: hardly a test looks at the cost, and every member and officer has
    one."""
    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_HASH", cheap)
        patched.setattr(passwords, "_NOBODYS", cheap.hash("nobody's"))
        yield


@pytest.fixture(scope="session", autouse=True)
def many_from_one_address() -> Iterator[None]:
    """All tests come from one address, and are more than people behind one are; a test of that limit sets its own."""
    with pytest.MonkeyPatch.context() as patched:
        for module in (signing_in, joining, account_passwords, guest_orders):
            patched.setattr(module, "FROM_ONE_ADDRESS", 1_000_000)
        yield


@pytest.fixture(scope="session", autouse=True)
def unsynced_files() -> Iterator[None]:
    """Files of this process do not wait for the disk; those of another that a test starts do, as the product's."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", unsynced.leave)
        yield


@pytest.fixture(scope="session", autouse=True)
def connections_kept() -> Iterator[None]:
    """A connection to the databases outlives the Jikim that opened it, with its plans."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(connections, "Connection", kept_connections.Kept)
        yield


@pytest.fixture(scope="module", autouse=True)
def browsers_closed() -> Iterator[None]:
    """No file of tests leaves its browsers' connections to those after it."""
    yield
    close_browsers()


@pytest.fixture(scope="module", autouse=True)
def logs_as_before() -> Iterator[None]:
    """No file of tests leaves another level of what this process logs to the next."""
    before = logging.getLogger().level
    yield
    assert logging.getLogger().level == before


@pytest.fixture
def costly_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed as the product does, for a test that looks at their cost or measures it."""
    for name, value in _COSTLY.items():
        monkeypatch.setattr(passwords, name, value)


@pytest.fixture
def ready_clusters(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that Jikim starts itself, in this process or another, does not sync either and begins as a copy:
    `tests/db` looks at the product's."""
    with suppress(EmbeddedError):
        monkeypatch.setenv("JIKIM_PG_BIN", str(unsynced.begins()))


@dataclass(frozen=True)
class Databases:
    """One test's four databases: the application's connection strings, the superuser's (for looking only) and the
    eraser's; with `--servers 2` also the application's to the further server of people."""

    dsns: dict[Database, str]
    admin: dict[Database, str]
    erasers: dict[Database, str]
    people: dict[str, str] = field(default_factory=dict)

    def settings(self, directory: Path, **more: Any) -> Settings:
        # No test needs a scanner to hand a file over: what is not scanned waits.
        more = {"people": self.people, "ring": directory / "ring", "uploads": "quarantine", **more}
        return Settings(directory=directory, **{"dsns": self.dsns, "erasers": self.erasers, **more})

    @property
    def readers(self) -> dict[str, str]:
        """The superuser's way to each, who may read and back up all of it."""
        return {**self.admin, **{name: make_conninfo(dsn, user=ADMIN) for name, dsn in self.people.items()}}

    def lying(self, jk: Jikim, subject: UUID) -> str:
        """The application's way to the live database that a person lies in."""
        return {**self.dsns, **self.people}[jk.driver.spread.of(subject)]

    def named(self, environment: pytest.MonkeyPatch, ring: Path) -> None:
        """Names them and the ring in the environment, for a command."""
        for name, dsn in (*self.dsns.items(), *self.people.items()):
            environment.setenv(variable_of(name), dsn)
        environment.setenv("JIKIM_RING_DIR", str(ring))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """One embedded server for the session, with migrated template databases."""
    with unsynced.start(tmp_path_factory.mktemp("server")) as running:
        create_databases(running.conninfo("postgres", ADMIN))
        for database in DATABASES:
            migrate(database, running.conninfo(database, ADMIN))
            mark_demo(database, running.conninfo(database, ADMIN))
        yield running


_EMPTY = """
DO $$
DECLARE t record;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL ('{}') AND backend_type NOT IN ('walsender', 'logical replication apply worker');
    FOR t IN SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE (c.relispartition AND c.relkind = 'r') OR (n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'alembic_version')
    LOOP EXECUTE format('DROP TABLE %s', t.name); END LOOP;
    FOR t IN SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
              WHERE n.nspname IN ('live', 'archive', 'keys', 'ledger') AND c.relkind = 'r'
                AND c.relname NOT IN ('tree', 'beside', 'demo', 'term', 'register', 'register_step')
    LOOP EXECUTE format('DELETE FROM %s', t.name); END LOOP;
    INSERT INTO ledger.demo VALUES (true) ON CONFLICT DO NOTHING;
    UPDATE ledger.term SET term = CASE lot WHEN 0 THEN interval '1 year' ELSE interval '3 years' END;
    IF to_regclass('ledger.tree') IS NOT NULL THEN UPDATE ledger.tree SET size = 0, frontier = '', alarm = false, generation = 1, origin = NULL, counted = 0; END IF;
    FOR t IN SELECT c.oid::regclass AS name FROM pg_class c WHERE c.relname = 'beside' AND c.relkind = 'r'
    LOOP EXECUTE format('UPDATE %s SET last = 0', t.name); END LOOP;
END $$
"""


@pytest.fixture(scope="session")
def cloned(server: Embedded) -> Iterator[Databases]:
    """Four databases cloned from the templates; with `--servers 2`, a fifth on a server of its own."""
    number = next(_numbers)
    names: dict[Database, str] = {database: f"{database}_{number}" for database in DATABASES}
    with psycopg.connect(server.conninfo("postgres", ADMIN), autocommit=True) as conn:
        for database, name in names.items():
            conn.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(database))
            )
    kept_connections.DATABASES.update(names.values())
    yield Databases(
        {database: server.conninfo(name, role_of(database)) for database, name in names.items()},
        {database: server.conninfo(name, ADMIN) for database, name in names.items()},
        {database: server.conninfo(names[database], ERASER) for database in ERASED},
        servers.beside(server.conninfo(names["live"], ADMIN), demo=True),
    )
    kept_connections.end_all()


def emptied(cloned: Databases) -> Databases:
    """The session's databases, emptied. A connection knows a database's hundred tables only once it has looked at each:
    the same one empties it for every test."""
    admins = [kept_connections.standing(admin, "empties") for admin in cloned.admin.values()]
    empty = _EMPTY.replace("'{}'", "'{" + ",".join(map(str, kept_connections.resting())) + "}'")
    for admin in admins:
        if isinstance(admin, servers.Everywhere):
            admin.emptied(empty)
        else:
            admin.execute(empty)
    return cloned


@pytest.fixture
def databases(cloned: Databases, request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Four empty databases. They are the session's, emptied before each test: cloning them each time took seconds.

    None may leave a ledger that raises an alarm, but one that tampered (`tampers`).
    """
    yield emptied(cloned)
    row = (
        kept_connections.standing(cloned.admin["ledger"], "empties").execute("SELECT alarm FROM ledger.tree").fetchone()
    )
    tampered = request.node.get_closest_marker("tampers") is not None
    assert row in (None, (False,)) or tampered, "the ledger found entries missing or forged"


@pytest.fixture(scope="session")
def homepage() -> PolicyFile:
    """The RemoteView homepage's policy."""
    return read_policy(HOMEPAGE)


@pytest.fixture
def jk(databases: Databases, homepage: PolicyFile, tmp_path: Path) -> Iterator[Jikim]:
    """A Jikim that runs the homepage's policy, on a demo clock that starts when the policy came into force."""
    with Jikim(homepage, databases.settings(tmp_path), demo_start=START) as opened:
        yield opened


@pytest.fixture
def another(databases: Databases, homepage: PolicyFile, tmp_path: Path) -> Iterator[Callable[[], Jikim]]:
    """Opens further Jikims on the same databases, as other processes would."""
    opened: list[Jikim] = []

    def make() -> Jikim:
        opened.append(Jikim(homepage, databases.settings(tmp_path)))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@dataclass(frozen=True)
class Cast:
    """The cast, with what each has given. Records are `jikim.Ref`s."""

    alice: jikim.Person
    alice_membership: jikim.Ref
    alice_order: jikim.Ref
    bob: jikim.Person
    bob_membership: jikim.Ref
    dan: jikim.Person
    dan_enquiry: jikim.Ref
    hana: Actor
    omar: Actor
    mallory: Actor


ALICE = {"login_id": "alice", "password": "correct horse 9", "name": "가나다", "email": "alice@example.com"}
BOB = {"login_id": "bob.example", "password": "battery staple 7", "name": "Bob Example", "email": "bob@example.com"}
ORDER = {
    "name": "가나다",
    "phone": "02-555-0101",
    "address": {"postcode": "04524", "line1": "서울특별시 가상구 없는로 1"},
    "lines": [{"product": "remoteview-1y", "quantity": 1}],
}


@pytest.fixture
def cast(jk: Jikim) -> Cast:
    """Alice (with an order), Bob, and Dan (with an enquiry); Hana with grants for delivery and support, Omar the
    officer."""
    alice = jk.collect("membership", ALICE, channel="homepage", old_enough=True)
    bob = jk.collect("membership", BOB, channel="homepage", old_enough=True)
    alice_person = jikim.Person(alice.ref.subject, "member")
    order = jk.collect("order", ORDER, channel="homepage", subject=alice_person, old_enough=True)
    dan = jk.collect(
        "enquiry",
        {"name": "Dan Example", "email": "dan@example.org", "text": "원격 접속이 자꾸 끊깁니다"},
        channel="board",
        subject="guest",
        old_enough=True,
    )
    employ(jk, "hana")
    lasting(jk, "hana", ["delivery", "support"])
    employ(jk, "omar", "officer")
    lasting(jk, "omar")
    return Cast(
        alice=alice_person,
        alice_membership=alice.ref,
        alice_order=order.ref,
        bob=jikim.Person(bob.ref.subject, "member"),
        bob_membership=bob.ref,
        dan=jikim.Person(dan.ref.subject, "guest"),
        dan_enquiry=dan.ref,
        hana=jk.handler("hana", origin="192.0.2.10"),
        omar=jk.handler("omar", kind="officer", origin="192.0.2.11"),
        mallory=Actor("outsider", "mallory"),
    )


@pytest.fixture
def forward(jk: Jikim) -> Callable[..., datetime]:
    """Moves the demo's clock forward and answers the new time: `forward(days=30)`, `forward(to=...)`."""

    def move(*, to: datetime | None = None, **delta: float) -> datetime:
        jk.move_clock(to or jk.now() + timedelta(**delta))
        return jk.now()

    return move
