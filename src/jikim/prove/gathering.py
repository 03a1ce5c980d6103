"""Gathering: asks the databases, the decision and the surroundings once, and answers numbers. Reads only; several may
gather at once.

Each number is of its own moment: they are milliseconds apart. What fails is an error, not a good number.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jikim.accounts.reminders import DUTIES, LETTERS, What
from jikim.clock import machine_moment
from jikim.db.driver import Aside, Statement, Steps
from jikim.db.queries import load
from jikim.db.steps import value_of
from jikim.jobs.backup import Q as BACKUP
from jikim.jobs.certificate import check_certificate
from jikim.jobs.epoch_due import Ahead, last_epoch
from jikim.keys.keyring import Q as KEYS
from jikim.ledger.backlog import backlog
from jikim.ledger.checkpoint_copies import Q as LEDGER
from jikim.ledger.counting import happened
from jikim.ledger.searching import PAGE, looked_through, span
from jikim.ledger.subtrees import root_at
from jikim.policy.model import ChannelKind, ItemType, PolicyFile
from jikim.policy.period import Period, day_of, due, start_of
from jikim.proof.checkpoint import Checkpoint as SignedCheckpoint
from jikim.proof.checkpoint import Note, VerifierKey
from jikim.proof.merkle import Frontier, ProofError
from jikim.prove.around import look_around
from jikim.prove.checking import check_decision
from jikim.prove.checking_values import check_values
from jikim.prove.disclosures import PROMPT, giving
from jikim.prove.evidence import (
    AttachedKind,
    Checkpoint,
    DatabaseAccess,
    Evidence,
    Found,
    Looks,
    Pages,
    Posted,
    Reminded,
    Requests,
    Sessions,
    Witnessed,
)
from jikim.prove.office_gathering import registers, staff
from jikim.reading.open_records import ALL, overdue
from jikim.settings import Settings
from jikim.store.sealed import Q as STORE
from jikim.systems.canaries import looked
from jikim.systems.standing import system_standings
from jikim.verbs.house import House

Q = load("jikim.prove")

CERTIFIED = timedelta(days=2)  # within which a destruction stands in a certificate: the sweep makes one each day
WAITING = 5_000  # entries that wait in the archive, looked through at once
SIGNED = 20  # certificates whose signatures are looked at anew


def gather(house: House, settings: Settings, pages: Pages | None = None) -> Steps[Evidence]:
    """Everything that judges look at. `pages`: what was seen of the pages, where whoever asks serves them."""
    now, today, policy = house.now(), house.today(), house.policy
    found: dict[str, Any] = {"at": now, "today": today, "pages": pages}
    around = yield Aside(lambda: look_around(settings, policy))
    found |= {
        "insecure": around.insecure,
        "networks": around.networks,
        "uploads": around.uploads,
        "scanner": around.scanner,
        "signatures": around.signatures,
        "hashed": around.hashed,
        "refusals": {**check_decision(policy, now), **check_values(policy, now)},
    }
    found["copies"] = {one.name: one for one in (yield from system_standings(house))}
    found["looked"] = yield from looked(house)
    found["happened"] = yield from happened()
    found["unreached"] = frozenset(policy.file.systems) - settings.endpoints.keys()
    for part in (_policy, _records, giving, _keeping, _places, _rights, _accounts, staff, _ledger, registers):
        found |= yield from part(house)
    return Evidence(**found)


def _one(asked: Statement) -> Steps[Any]:
    [found] = yield asked
    return found


def _policy(house: House) -> Steps[Found]:
    """The versions, each read back and compared with its digest; the notices of changes."""
    unreadable, number, policy = 0, 0, house.policy
    rows = yield STORE["policies"]()
    for version, digest, text in rows:
        number = version if bytes(digest) == policy.digest else number
        unreadable += hashlib.sha256(text.encode()).digest() != bytes(digest) or not _reads(text)
    posted = [
        Posted(n, important, day_of(at, policy.zone), effective)
        for n, important, at, effective in (yield Q["prove.notices"]())
    ]
    return {
        "version": number,
        "stored": number > 0,
        "versions": len(rows),
        "unreadable_versions": unreadable,
        "notices": tuple(posted),
    }


_read: dict[str, bool] = {}


def _reads(text: str) -> bool:
    """Whether a version's text is a policy. Texts never change: each is read once."""
    mark = hashlib.sha256(text.encode()).hexdigest()
    if mark not in _read:
        try:
            PolicyFile.model_validate_json(text)
            _read[mark] = True
        except ValueError:
            return False
    return _read[mark]


def _records(house: House) -> Steps[Found]:
    policy = house.policy
    finishing = [rules.number for rules in policy.records.values() if rules.finishes]
    counts = yield STORE["counts"]()
    late = yield Q["prove.late"](before=house.now() - PROMPT, finishing=finishing)
    lives: Counter[str] = Counter()
    for kind, _state, records in counts:
        lives[policy.name("record", kind)] += records
    partners = [
        policy.number("channel", name) or 0
        for name, one in policy.file.channels.items()
        if one.kind is ChannelKind.PARTNER
    ]
    unsourced: int = yield from value_of(Q["prove.unsourced"](channels=partners))
    left, choices = yield from _one(Q["prove.left"]())
    aged = yield from overdue(house, most=ALL)
    return {
        "open_late": {one.kind: one.late for one in aged},
        "open_broken": {one.kind: one.broken for one in aged},
        "lives": lives,
        "left": left,
        "choices": choices,
        "late": {policy.name("record", kind): n for kind, n in late},
        "unsourced": unsourced,
    }


def _keeping(house: House) -> Steps[Found]:
    policy, today = house.policy, house.today()
    rests: dict[str, int] = {}
    overdue: dict[str, int] = {}
    for kind, day, parts, kept in (yield STORE["archive.counts"]()):
        name = policy.name("record", kind)
        rests[name] = rests.get(name, 0) + parts
        if day < today - timedelta(days=1) and parts > kept:
            overdue[name] = overdue.get(name, 0) + parts - kept
    [swept] = yield STORE["sweep.before"](boot="")
    seed = yield from house.keyring.ensure("signing", b"ledger")
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    certificates = yield STORE["certificates"]()
    forged = sum(not check_certificate(public, text, bytes(mark)) for _, _, text, mark in certificates[-SIGNED:])
    owed, uncertified = yield from _owed(house)
    epoch = yield from last_epoch()
    ahead = Ahead._make((yield from _one(KEYS["epoch.ahead"]())))
    sets = yield BACKUP["sets"]()
    verified = [verified for _, _, verified, pruned, *_ in sets if verified is not None and pruned is None]
    return {
        "looks": (yield from _looks(house)),
        "rests": rests,
        "overdue": overdue,
        "swept": swept[0] if swept[1] else None,
        "certificates": len(certificates),
        "certified": max((at for _number, at, _text, _signature in certificates), default=None),
        "forged": forged,
        "destroyed": sum((_destroyed(text) for _, _, text, _ in certificates), Counter()),
        "attached": {
            policy.name("record", kind): AttachedKind(erased, backups)
            for kind, erased, backups in (yield Q["prove.attached"]())
        },
        "owed": owed,
        "uncertified": uncertified,
        "epoch": epoch.done if epoch is not None else None,
        "waits_since": ahead.since if ahead.names else None,
        "backup": max(verified) if verified else None,
    }


def _looks(house: House) -> Steps[dict[str, Looks]]:
    """Looks at values that rest, of those versions that ask for another person's approval."""
    found: dict[str, Looks] = {}
    for version, purpose, approved, alone in (yield Q["prove.looks"]()):
        policy = yield from house.versions.serving(version)
        name = policy.name("archive", purpose)
        if policy.file.archive.purposes[name].second_person == "values":
            seen = found.get(name, Looks())
            found[name] = Looks(seen.approved + approved, seen.alone + alone)
    return found


def _owed(house: House) -> Steps[tuple[int, int]]:
    """How many destructions stand in no certificate, and of how many of them the ledger has no entry of the last two
    days.

    Each is named by the entry that says it, so its age is the entry's. What waits for its position is counted as new:
    the archive's by name, of the live database's as many as wait (`ledger.take` alone reads those). That many wait for
    long is another finding (10.10).
    """
    here = {entry for entry, *_ in (yield STORE["owed"]())}
    rows = {entry for entry, *_ in (yield STORE["archive.owed"]())}
    # What a certificate holds already may not have been let go of there yet.
    there = {entry for (entry,) in (yield STORE["unsettled"](entries=list(rows)))} if rows else set()
    if not here and not there:
        return 0, 0
    since = house.now() - CERTIFIED
    waits = yield LEDGER["ledger.waiting_archive"](limit=WAITING)
    there -= {entry for _seq, entry, at, *_ in waits if at >= since}
    wanted, counted = {str(one) for one in here | there}, len(here | there)

    def one_of(body: Mapping[str, Any]) -> bool:
        return body["entry"] in wanted

    low, _ = yield from span(since, house.now())
    [(high, _frontier, _generation)] = yield LEDGER["ledger.tree_now"]()
    while wanted and high > low:
        found, high = yield from looked_through(house.keyring, house.objects, low, high, one_of, most=PAGE, pages=1)
        # One that is found and is older than that is late as well.
        wanted -= {body["entry"] for body in found if datetime.fromisoformat(body["at"]) >= since}
    waiting, _ = yield from _one(LEDGER["ledger.backlog_live"]())
    unseen_here = len(wanted & {str(one) for one in here})
    return counted, len(wanted) - min(unseen_here, waiting)


def _destroyed(content: str) -> Counter[str]:
    """What a certificate says was destroyed, by record kind."""
    found: Counter[str] = Counter()
    for row in json.loads(content)["destroyed"]:
        if not row["what"].startswith("items "):
            found[row["kind"]] += row["count"]
    return found


def _places(_house: House) -> Steps[Found]:
    place, role, reads, changes, links, began = yield from _one(Q["prove.place"]())
    archive = yield from _one(Q["prove.archive_place"]())
    keys = yield from _one(Q["prove.keys_place"]())
    ledger = yield from _one(Q["prove.ledger_place"]())
    return {
        "live": DatabaseAccess(place, role, links),
        "archive": DatabaseAccess(*archive),
        "keys": DatabaseAccess(*keys),
        "ledger": DatabaseAccess(*ledger),
        "reads": tuple(reads),
        "changes": tuple(changes),
        "began": day_of(began, _house.policy.zone) if began is not None else None,
    }


def _rights(house: House) -> Steps[Found]:
    today, now = house.today(), house.now()
    requests = {(kind, paged): Requests(*found) for kind, paged, *found in (yield Q["prove.requests"](today=today))}
    right = house.policy.file.rights.get("correct")
    within = timedelta(days=max(14.0, right.within.approximate_days() * 1.6 if right is not None else 0.0))
    complaints = yield from _one(Q["prove.complaints"](today=today))
    frozen = yield from _one(Q["prove.frozen"](before=now - within))
    suspicions = yield from _one(Q["prove.suspicions"](before=now - timedelta(days=30)))
    return {
        "requests": requests,
        "complaints": Requests(*complaints),
        "corrections": Requests(*frozen),
        "suspicions": tuple(suspicions),
    }


def _accounts(house: House) -> Steps[Found]:
    """Sessions beyond what the duties say, and reminders that should have left days ago."""
    policy = house.policy
    duties = policy.file.duties
    idle = min((_seconds(one.idle) for one in duties.values() if one.idle is not None), default=2**31 - 1)
    limit = min((_seconds(one.limit) for one in duties.values() if one.limit is not None), default=2**31 - 1)
    most = min((one.at_once for one in duties.values() if one.at_once is not None), default=2**31 - 1)
    sessions = yield from _one(
        Q["prove.sessions"](now=machine_moment(), idle=idle, lasts=timedelta(seconds=min(limit, 10**9)), most=most)
    )
    reminded: dict[str, Reminded] = {}
    unreminded: dict[str, int] = {}
    secrets = {
        name: rules
        for name, rules in policy.records.items()
        if any(policy.types.get(item) is ItemType.PASSWORD for item in rules.names.values())
    }
    password = next((number for number, type in policy.types.items() if type is ItemType.PASSWORD), 0)
    for what, duty in DUTIES.items():
        every = duties[duty].every if duty in duties else None
        if every is not None and secrets:
            item = password if what == "password" else 0
            reminded[duty] = Reminded(*(yield from _one(Q["prove.reminded"](what=what, item=item))))
            kinds = [one.number for one in secrets.values()]
            unreminded[duty] = yield from _unreminded(house, what, every, kinds, item)
    return {"sessions": Sessions(*sessions), "reminded": reminded, "unreminded": unreminded}


def _unreminded(house: House, what: What, every: Period, kinds: list[int], item: int) -> Steps[int]:
    """Who was due three days ago and more, and was not reminded, or whose letter has waited for three days; 500 at most are
    counted."""
    policy, day = house.policy, house.today()
    # The newest day of which a period that began on it was over three days ago.
    while due(day, every) >= house.today() - timedelta(days=3):
        day -= timedelta(days=1)
    before = start_of(day + timedelta(days=1), policy.zone)
    stuck = house.now() - timedelta(days=3)
    asked = Q["prove.unreminded"](what=what, kinds=kinds, item=item, before=before, letter=LETTERS[what], stuck=stuck)
    late: int = yield from value_of(asked)
    return late


def _seconds(period: Period) -> int:
    return int(period.approximate_days() * 86_400 + 0.5)


def _ledger(house: House) -> Steps[Found]:
    [(size, frontier, _)] = yield LEDGER["ledger.tree_now"]()
    checkpoint = None
    for signed, note in (yield LEDGER["ledger.last_checkpoint"]()):
        sound = yield from _sound(house, note, int(size), bytes(frontier))
        checkpoint = Checkpoint(int(signed), sound)
    cosigned = yield LEDGER["ledger.witnesses"]()
    waiting, since = yield from backlog()
    return {
        "entries": int(size),
        "waiting": waiting,
        "waiting_since": since,
        "checkpoint": checkpoint,
        "witnesses": tuple(Witnessed(str(key).partition("+")[0], int(n), at) for key, n, at, said in cosigned if n),
    }


def _sound(house: House, text: str, size: int, frontier: bytes) -> Steps[bool]:
    """Whether a checkpoint is signed by the ledger's key, and the entries are those that it was signed over."""
    seed = yield from house.keyring.ensure("signing", b"ledger")
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    try:
        origin = SignedCheckpoint.parse(Note.parse(text).text).origin
        read = SignedCheckpoint.verify(text, [VerifierKey(origin, public)])
        if read.size > size:
            return False
        root = (
            Frontier.from_bytes(frontier).root()
            if read.size == size
            else (yield from root_at(house.objects, read.size))
        )
    except ProofError:
        return False
    return bool(root == read.root)
