"""What was measured, in numbers and states without a name, an address or a value: the one thing that judges see.

Every field is of one moment. What could not be measured is None (or absent), never a good number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from jikim.ledger.counting import NOTHING, Happened
from jikim.policy.period import Period
from jikim.systems.canaries import Looked
from jikim.systems.standing import SystemStanding

Found = dict[str, Any]  # some of its fields, by name


class Refusals(NamedTuple):
    """One self-check: how many asks that must be refused were put to the real decision, and which of them were let
    through (names, no values)."""

    asked: int
    passed: tuple[str, ...] = ()


class Requests(NamedTuple):
    """Requests of one right, or other matters that people raise: how many are open, and how many of them overdue."""

    open: int
    overdue: int


class Given(NamedTuple):
    """What left to one recipient or processor. `bare`: without a consent behind it. `beyond`: items that no version
    which was in force by then lets it have. `versions`: how many versions that was judged by; 0: one of them can't be
    read, and nothing was judged."""

    given: int
    bare: int
    beyond: int
    undeclared: bool = False
    versions: int = 1


class Looks(NamedTuple):
    """Looks at values that rest, for one purpose whose version asks for another person's approval; `alone`: without
    one."""

    approved: int = 0
    alone: int = 0


class Told(NamedTuple):
    """What one receiver is to be told: how many messages wait for its answer, and how many have waited too long."""

    waiting: int
    late: int


class Reminded(NamedTuple):
    """People who were reminded of a duty; `unanswered`: who have neither confirmed nor corrected anything since."""

    people: int = 0
    unanswered: int = 0


class Sessions(NamedTuple):
    """Sessions that run; `loose`: for longer than the policy says; `crowded`: people in more places than it says;
    `gone`: of people who left."""

    running: int
    loose: int
    crowded: int
    gone: int


class DatabaseAccess(NamedTuple):
    """Where the application is in one database, by which role, and how many servers are linked to it."""

    place: str
    role: str
    links: int


class Staff(NamedTuple):
    """The office's people, counted. The days are those that the policy's safeguards give."""

    here: int = 0
    handlers: int = 0
    officers: int = 0
    unsworn: int = 0  # here for more than a week without a pledge, or with a grant before it
    untrained: int = 0  # whose training is overdue
    stale: int = 0  # whose password or passkey is overdue
    handing: int = 0  # left, and the handover is not recorded yet
    handed: int = 0  # left, and it is
    unhanded: int = 0  # left more than a week ago, and it is not
    strays: int = 0  # grants that run of somebody who may hold none
    grants: int = 0
    unaccepted: int = 0  # grants that run, whose handler has not said for five days that they answer for them
    trained: date | None = None


class AttachedKind(NamedTuple):
    """A record kind that lies in an application's own database: how many of its records were erased there by statement,
    and on which day the oldest backup that holds one of them ends (None: none was erased)."""

    erased: int = 0
    backups: date | None = None


class Posted(NamedTuple):
    """A notice of a change: its number, its kind, when it was posted and from when it holds."""

    number: int
    important: bool
    posted: date
    effective: date

    @property
    def lead(self) -> int:
        return (self.effective - self.posted).days


class Checkpoint(NamedTuple):
    """The ledger's newest checkpoint. `sound`: its signature and its root are right."""

    size: int
    sound: bool


class Witnessed(NamedTuple):
    """What an outside witness confirmed last."""

    name: str
    size: int
    at: datetime


class System(NamedTuple):
    """A system beside this one. `until`: the last day of its attestation; None: there is none."""

    system: str
    reach: str
    ko: str
    en: str
    clauses: tuple[str, ...]
    day: date | None = None
    until: date | None = None
    attestation: str = ""


class Pages(NamedTuple):
    """What was seen of the pages themselves, where whoever asks serves them: their paths, and what a page made just now
    carries."""

    paths: frozenset[str]
    contact: bool
    bodies: bool
    cookies: bool
    leads_out: bool
    languages: tuple[str, ...]


class Papers(NamedTuple):
    """A register of the office that people fill: how many rows are open, how many overdue; `last`: the last day that a
    signed review covers."""

    open: int = 0
    overdue: int = 0
    last: date | None = None


class Contract(NamedTuple):
    """What the register of contracts lacks of one processor (`signed`, `scope`, `safeguards`), and what it has against
    it (`ended`, `inspection`)."""

    lacking: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    next: date | None = None


NO_REQUESTS, NO_SESSIONS, NOBODY, MONTHLY = Requests(0, 0), Sessions(0, 0, 0, 0), Staff(), Period(1, "mo")


@dataclass(frozen=True)
class Evidence:
    """The numbers of one moment."""

    at: datetime
    today: date
    # section 0, 13: the policy that runs
    version: int = 0
    stored: bool = False
    versions: int = 0
    unreadable_versions: int = 0
    notices: tuple[Posted, ...] = ()
    # what the real decision answered to asks that it must refuse, by the self-check's name
    refusals: Mapping[str, Refusals] = field(default_factory=dict)
    happened: Happened = NOTHING  # the entries of the ledger, counted
    # people and records
    lives: Mapping[str, int] = field(default_factory=dict)  # record kind -> records in the live database
    left: int = 0  # people who left and of whom something is still kept
    unsourced: int = 0  # records of a partner's channel without the partner's name
    late: Mapping[str, int] = field(
        default_factory=dict
    )  # record kind -> still here although its purpose ended days ago
    open_late: Mapping[str, int] = field(default_factory=dict)  # record kind -> open for longer than it should be
    open_broken: Mapping[str, int] = field(default_factory=dict)  # of them, those whose grace is over
    # giving
    given: Mapping[str, Given] = field(default_factory=dict)  # `recipient:name` or `processor:name`
    handed: Mapping[str, Told] = field(default_factory=dict)  # what is to reach them, by the same names
    corrected: Mapping[str, Told] = field(default_factory=dict)
    deleted: Mapping[str, Told] = field(default_factory=dict)
    # keeping and destroying
    swept: datetime | None = None
    rests: Mapping[str, int] = field(default_factory=dict)
    overdue: Mapping[str, int] = field(default_factory=dict)  # record kind -> parts in the archive whose day is over
    looks: Mapping[str, Looks] = field(default_factory=dict)  # purpose of keeping -> those that had to be approved
    certificates: int = 0
    certified: datetime | None = None
    forged: int = 0
    destroyed: Mapping[str, int] = field(
        default_factory=dict
    )  # record kind -> what certificates say was destroyed of it
    attached: Mapping[str, AttachedKind] = field(
        default_factory=dict
    )  # record kind -> in an application's own database
    owed: int = 0  # destructions that stand in no certificate yet
    uncertified: int = 0  # of them, those that no entry of the last days accounts for
    epoch: datetime | None = None
    waits_since: datetime | None = None
    live: DatabaseAccess | None = None
    archive: DatabaseAccess | None = None
    keys: DatabaseAccess | None = None
    ledger: DatabaseAccess | None = None
    reads: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    # rights
    requests: Mapping[tuple[str, bool], Requests] = field(default_factory=dict)
    complaints: Requests = NO_REQUESTS
    corrections: Requests = NO_REQUESTS
    suspicions: tuple[int, int, int] = (0, 0, 0)  # open, without a freeze, open for long
    sessions: Sessions = NO_SESSIONS
    reminded: Mapping[str, Reminded] = field(default_factory=dict)  # by the duty's name
    unreminded: Mapping[str, int] = field(default_factory=dict)  # duty -> people who should have been reminded days ago
    choices: int = 0  # cookie choices of visitors that hold
    # safeguards
    hashed: bool | None = None
    backup: datetime | None = None
    scanner: str = ""
    signatures: datetime | None = None
    uploads: str = "refuse"
    insecure: tuple[str, ...] = ()  # settings that would carry data in the clear
    networks: tuple[str, ...] = ()
    staff: Staff = NOBODY
    grants_kept: int = 0  # days
    access_kept: int = 0
    entries: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None
    checkpoint: Checkpoint | None = None
    witnesses: tuple[Witnessed, ...] = ()
    proved: datetime | None = None
    findings: int = 0
    findings_overdue: int = 0
    # registers that people fill; absent: the register is not part of this installation
    papers: Mapping[str, Papers] = field(default_factory=dict)
    reviewed: date | None = None  # the last day of the newest review that is signed
    unreviewed: int = 0  # spans whose review should have been signed by now
    review_due: date | None = None  # by when the oldest span that is over and not signed is due
    review_cycle: Period = MONTHLY
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    began: date | None = None  # when this house began to run
    pages: Pages | None = None
    systems: tuple[System, ...] = ()
    copies: Mapping[str, SystemStanding] = field(default_factory=dict)  # the company's own systems, by name
    looked: Mapping[str, Looked] = field(default_factory=dict)  # canaries, by the system that is asked for them
    unreached: frozenset[str] = frozenset()  # of them, those that no endpoint reaches
