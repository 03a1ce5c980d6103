"""What both SDKs share: reading the policy, starting the databases, the keys and the default actor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jikim.clock import Clock, WallClock
from jikim.db.driver import Statement, Steps
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.db.migrate import DATABASES, Database, create_databases, expect_head, migrate, role_of
from jikim.errors import JikimError, PolicyError
from jikim.keys.keyring import Keyring
from jikim.keys.ring import open_ring
from jikim.policy.check import check
from jikim.policy.compile import Policy, mask_of
from jikim.policy.decide import EVERY_PURPOSE, Actor, ActorKind
from jikim.policy.finding import Severity
from jikim.policy.model import PolicyFile
from jikim.policy.parse import parse
from jikim.settings import Settings
from jikim.store.archive import Archive
from jikim.store.sealed import Q, SealedHolding
from jikim.store.versions import Versions
from jikim.verbs.house import House


def read_policy(path: Path | str) -> PolicyFile:
    """Reads and checks a policy file. Raises PolicyError with every finding where it has errors."""
    path = Path(path)
    try:
        text = path.read_bytes()
    except OSError:
        raise PolicyError(f"`{path}` cannot be read", hint="give the path of a policy file") from None
    parsed = parse(text, str(path))
    findings = parsed.findings or check(parsed, WallClock().now().date())
    errors = tuple(finding for finding in findings if finding.severity is Severity.ERROR)
    if errors or parsed.policy is None:
        raise PolicyError(
            "\n".join(finding.render("en") for finding in errors) or "the policy is empty",
            errors,
            hint=f"jikim check {path}",
        )
    return parsed.policy


class Opened:
    """What the sync and the async Jikim share: settings, keys, versions and the default actor."""

    def __init__(self, file: PolicyFile, settings: Settings, application: str) -> None:
        self.settings = settings
        self.actor = Actor("application", application, EVERY_PURPOSE)
        self._file = file
        self._server: AbstractContextManager[Embedded] | None = None
        self.house: House

    def _start(self) -> dict[Database, str]:
        """Starts the embedded server where no DSNs are given, and brings the databases to their heads."""
        if self.settings.dsns:
            for database, dsn in self.settings.dsns.items():
                expect_head(database, dsn)
            return dict(self.settings.dsns)
        self.settings.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        server = Embedded.start(self.settings.directory)
        self._server = server
        create_databases(server.conninfo("postgres", ADMIN))
        for database in DATABASES:
            migrate(database, server.conninfo(database, ADMIN))
        return {database: server.conninfo(database, role_of(database)) for database in DATABASES}

    def _furnish(self, clock: Clock) -> None:
        keyring = Keyring(open_ring(self.settings.ring_directory))
        self.house = House(keyring, SealedHolding(keyring), Archive(keyring), Versions(), clock)

    @property
    def policy(self) -> Policy:
        """The policy that is in force here."""
        return self.house.policy

    @property
    def origin(self) -> str:
        """The ledger's name in its checkpoints."""
        return f"{urlsplit(self._file.service.url).hostname or 'localhost'}/jikim"

    def now(self) -> datetime:
        """Policy time."""
        return self.house.now()

    def acting(self, kind: ActorKind, id: str, *, purposes: Iterable[str] | None = None, origin: str = "") -> Actor:
        """An actor: a member (id: the subject), a partner, an application with its own purposes. Handlers come from `handler`."""
        if kind in ("handler", "officer"):
            raise JikimError(f"a {kind} acts by a grant", hint="give one with `grant`, then use `handler`")
        mask = EVERY_PURPOSE if kind == "system" else 0
        if purposes is not None:
            mask = self._purposes(purposes)
        return Actor(kind, id, mask, origin)

    def _purposes(self, names: Iterable[str]) -> int:
        numbers = []
        for name in names:
            number = self.policy.number("purpose", name)
            if number is None:
                raise JikimError(f"the policy declares no purpose `{name}`", hint="see `purposes` in the policy")
            numbers.append(number)
        return mask_of(numbers)


def rows_of(query: str, params: Sequence[Any]) -> Steps[Any]:
    return (yield Statement(Q[query], params))


def one_of(query: str, params: Sequence[Any]) -> Steps[Any]:
    rows = yield Statement(Q[query], params)
    return rows[0][0]
