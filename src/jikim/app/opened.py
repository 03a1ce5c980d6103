"""What both SDKs share: reading the policy, starting the databases, the keys and the default actor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jikim.backup.mark import expect_open
from jikim.clock import Clock, WallClock
from jikim.db.driver import Driver, Steps
from jikim.db.embedded import Embedded
from jikim.db.everywhere import expect_servers
from jikim.db.keeper import ADMIN
from jikim.db.looping import AsyncDriver
from jikim.db.migrate import ERASED, ERASER, FIGURES, create_databases, expect_head, mark_demo, migrate, role_of
from jikim.db.schema import DATABASES, Database
from jikim.errors import JikimError, PolicyError, SealedError
from jikim.faces import Answering, Awaiting
from jikim.jobs.ledger_generation import begin_generation
from jikim.keys.keyring import Keyring
from jikim.keys.keyring import Q as KEYS
from jikim.keys.ring import open_ring
from jikim.keys.root_choice import roots
from jikim.ledger.checkpoint_copies import LastNote
from jikim.ledger.checkpoint_copies import Q as LEDGER
from jikim.ledger.objects import Objects
from jikim.ledger.put_back import expect_inboxes
from jikim.policy.ask import EVERY_PURPOSE, Actor, ActorKind
from jikim.policy.check import check
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.finding import Severity
from jikim.policy.model import PolicyFile
from jikim.policy.nearest import nearest
from jikim.policy.period import day_of
from jikim.policy_files import parse_files
from jikim.proof.checkpoint import Signer
from jikim.proof.generation import origin_of
from jikim.prove.evidence import Pages
from jikim.settings import Settings
from jikim.store.archive import Archive
from jikim.store.sealed import SealedHolding
from jikim.store.versions import Versions
from jikim.verbs.house import House

P = ParamSpec("P")
T = TypeVar("T")


def read_policy(path: Path | str) -> PolicyFile:
    """Reads and checks a policy file. Raises PolicyError with every finding where it has errors."""
    path = Path(path)
    try:
        parsed = parse_files(path)
    except OSError:
        raise PolicyError(
            f"`{path}` cannot be read",
            hint="give the path of a policy file",
            ko=(f"`{path}` 파일을 읽을 수 없습니다", "방침 파일의 경로를 적어 주세요"),
        ) from None
    now = WallClock().now()
    today = day_of(now, ZoneInfo(parsed.policy.service.time_zone)) if parsed.policy is not None else now.date()
    findings = parsed.findings or check(parsed, today)
    errors = tuple(finding for finding in findings if finding.severity is Severity.ERROR)
    if errors or parsed.policy is None:
        raise PolicyError(
            "\n".join(finding.render("en") for finding in errors) or "the policy is empty",
            errors,
            hint=f"jikim check {path}",
            ko=("\n".join(finding.render("ko") for finding in errors) or "방침이 비어 있습니다", f"jikim check {path}"),
        )
    return parsed.policy


class Opened:
    """What the sync and the async Jikim share: settings, keys, versions and the default actor."""

    def __init__(self, file: PolicyFile, settings: Settings, application: str) -> None:
        self.settings = settings
        self.actor = Actor("application", application, EVERY_PURPOSE)
        self._file = file
        self.house: House
        self._server: AbstractContextManager[Embedded] | None = None
        self._reached: Mapping[Database, str] = settings.dsns
        self._erasers: Mapping[Database, str] = settings.erasers
        self.figures = settings.figures  # the database that released statistics are copied to; None: there is none
        # Set by whoever serves pages: what is seen of them, for the proof.
        self.look_at_pages: Callable[[], Pages] | None = None

    def seen_pages(self) -> Pages | None:
        """What whoever serves the pages sees of them now; None where nobody does."""
        return self.look_at_pages() if self.look_at_pages is not None else None

    def _start(self, demo: bool = False, beside: Opened | None = None) -> Mapping[Database, str]:
        """Starts the embedded server where no DSNs are given, and brings the databases to their heads; as a `demo`'s
        where they are empty. `beside`: another of this process, which has done it."""
        if beside is not None:
            self._reached, self._erasers = beside._reached, beside._erasers
            self._server = beside._server.shared() if isinstance(beside._server, Embedded) else None
            return self._reached
        expect_open(self.settings.ring_directory)
        if self.settings.dsns:
            for database, dsn in self.settings.dsns.items():
                expect_head(database, dsn)
            for further, dsn in self.settings.people.items():
                expect_head(further, dsn)
            return self._reached
        self.settings.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        server = Embedded.start(self.settings.directory)
        self._server = server
        create_databases(server.conninfo("postgres", ADMIN))
        for database in DATABASES:
            migrate(database, server.conninfo(database, ADMIN))
            if demo:
                mark_demo(database, server.conninfo(database, ADMIN))
        self._erasers = {database: server.conninfo(database, ERASER) for database in ERASED}
        self._reached = {database: server.conninfo(database, role_of(database)) for database in DATABASES}
        self.figures = self.figures or server.conninfo(FIGURES, role_of(FIGURES))
        return self._reached

    def _furnish(self, clock: Clock, new: bool = False) -> None:
        """`new`: the key store holds nothing yet, so that a key ring is made where there is none."""
        first, *copies = self.settings.ring_directories
        ring = open_ring(first, *copies, roots=roots(self.settings), make=new)
        keyring = Keyring(ring, self.settings.lease)
        self.house = House(
            keyring,
            SealedHolding(keyring),
            Archive(keyring),
            Versions(),
            clock,
            settings=lambda: self.settings,
            objects=Objects(self.settings.ledger_objects),
        )

    def word(self, ended: bool) -> Steps[None]:
        """What this process vouches for, said by the house as it is then: a demo's clock may be another than at first."""
        return self.house.word(ended)

    def _ledger(self) -> Steps[LastNote]:
        """Gives the house the ledger's signer, under its generation's name. Raises SealedError where the ledger isn't
        that of its last checkpoint, and where people lie on other servers than those that are set."""
        yield from expect_servers()
        seed = yield from self.house.keyring.ensure("signing", b"ledger")
        [(text,)] = yield LEDGER["ledger.named"](origin=self.origin)
        [(_, _, generation)] = yield LEDGER["ledger.tree_now"]()
        signer = Signer(origin_of(text, generation), seed)
        beside = LastNote(self.settings.ring_directories, signer.verifier.public)
        yield from beside.settle(self.house.objects)
        yield from expect_inboxes()
        self.house = replace(self.house, signer=signer)
        return beside

    def _go_on(self, *, whatever: bool) -> Steps[int | None]:
        """Begins the ledger's next generation, for a restore: `whatever` the ledger is, or only where it is behind its
        last checkpoint.

        Answers the generation that began; None where the ledger is not behind.
        """
        seed = yield from self.house.keyring.ensure("signing", b"ledger")
        beside = LastNote(self.settings.ring_directories, Signer(self.origin, seed).verifier.public)
        if not whatever:
            try:
                yield from beside.settle(self.house.objects)
            except SealedError:
                pass
            else:
                return None
        return (yield from begin_generation(self.house, beside))

    def server_release(self) -> tuple[str, datetime] | None:
        """The embedded PostgreSQL's version, and since when its programs are here; None for databases of one's own."""
        return self._server.release() if isinstance(self._server, Embedded) else None

    def mend_server(self) -> bool:
        """Sees to it that the embedded server is there. Answers whether it is another one than before. Raises
        EmbeddedError."""
        return isinstance(self._server, Embedded) and self._server.mend()

    @property
    def signer(self) -> Signer:
        """Signs what leaves in the ledger's name."""
        assert self.house.signer is not None, "opened"
        return self.house.signer

    @property
    def policy(self) -> Policy:
        """The policy that is in force here."""
        return self.house.policy

    @property
    def file(self) -> PolicyFile:
        """The policy file that this was opened with, which says how the site looks; the law here is `policy`."""
        return self._file

    @property
    def origin(self) -> str:
        """The ledger's name in its checkpoints."""
        return f"{urlsplit(self._file.service.url).hostname or 'localhost'}/jikim"

    def now(self) -> datetime:
        """Policy time."""
        return self.house.now()

    def acting(self, kind: ActorKind, id: str, *, purposes: Iterable[str] | None = None, origin: str = "") -> Actor:
        """An actor: a member (id: the subject), an application with its own purposes. Handlers come from `handler`,
        partners from what they sign."""
        if kind in ("handler", "officer"):
            raise JikimError(
                f"a {kind} acts by a grant",
                hint="give one with `grant`, then use `handler`",
                ko=(
                    "취급자와 보호책임자는 부여받은 권한으로 일합니다",
                    "`grant`로 부여한 다음 `handler`를 사용해 주세요",
                ),
            )
        if kind == "partner":
            raise JikimError(
                "a partner acts by its signature",
                hint="send the signed message to its feed, `POST /api/v1/feeds/<partner>`",
                ko=("제휴사는 서명으로 일합니다", "서명한 메시지를 피드 `POST /api/v1/feeds/<partner>`로 보내 주세요"),
            )
        mask = EVERY_PURPOSE if kind == "system" else 0
        if purposes is not None:
            mask = self._purposes(purposes)
        return Actor(kind, id, mask, origin)

    def _purposes(self, names: Iterable[str]) -> int:
        numbers = []
        for name in names:
            number = self.policy.number("purpose", name)
            if number is None:
                meant = nearest(name, self.policy.file.purposes)
                hint = f"did you mean `{meant}`?" if meant else "see `purposes` in the policy"
                raise JikimError(
                    "the policy declares no purpose `{}`",
                    hint=hint,
                    given=name,
                    ko=(
                        "방침에 없는 목적입니다: `{}`",
                        f"혹시 `{meant}`인가요?" if meant else "방침의 `purposes`를 확인해 주세요",
                    ),
                )
            numbers.append(number)
        return mask_of(numbers)


class Driven(Opened, Answering):
    """What is opened on sync connections."""

    driver: Driver

    def do(self, step: Callable[Concatenate[House, P], Steps[T]], *args: P.args, **named: P.kwargs) -> T:
        """Runs a step of a room here, `jk.do(requests_of, subject)`, and answers what it answers."""
        return self.driver.run(step(self.house, *args, **named))


class OnLoop(Opened, Awaiting):
    """What is opened on an event loop."""

    driver: AsyncDriver

    async def do(self, step: Callable[Concatenate[House, P], Steps[T]], *args: P.args, **named: P.kwargs) -> T:
        """Runs a step of a room here, `await jk.do(requests_of, subject)`, and answers what it answers."""
        return await self.driver.run(step(self.house, *args, **named))


def untouched() -> Steps[bool]:
    """Whether the key store holds nothing yet."""
    [(done,)] = yield KEYS["key.untouched"]()
    return bool(done)
