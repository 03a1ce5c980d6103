"""Evidence of a house in which everything is as it was promised, for the homepage's policy: what tests change, one
thing at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from jikim.ledger.counting import Happened
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy
from jikim.policy.model import PolicyFile
from jikim.proof.counts import Counted
from jikim.prove.checking import check_decision
from jikim.prove.checking_values import check_values
from jikim.prove.evidence import (
    Checkpoint,
    Contract,
    DatabaseAccess,
    Evidence,
    Given,
    Looks,
    Pages,
    Papers,
    Posted,
    Reminded,
    Requests,
    Sessions,
    Staff,
    Told,
    Witnessed,
)

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = NOW.date()
LONG_AGO = NOW - timedelta(days=400)
REGISTERS = (
    "demands",
    "demands.told",
    "releases",
    "places",
    "shreds",
    "mass",
    "alerts",
    "breaches",
    "tasks",
    "reviews",
)


EVENTS = (
    "record:retire", "record:destroy", "record:archive", "archive:consult", "subject:leave", "record:correct", "record:delete", "record:freeze", "request:file",
    "record:corrected-sent", "record:delete-receipt", "impersonation:file", "complaint:file", "consent:ask", "release:released", "demand:approved", "mass:begin",
    "breach:open", "alert:raise", "paper:destroy", "paper:enter",
)  # fmt: skip


def all_happened(policy: Policy) -> Happened:
    """Each event once this year, about each name that a judge asks for."""
    file = policy.file
    parts = [
        ("record:collect", f"channel={channel} kind={kind}") for channel in file.channels for kind in policy.records
    ]
    parts += [("record:provide", f"to={name}") for name in file.recipients] + [
        ("record:entrust", f"to={name}") for name in file.processors
    ]
    parts += [("record:delete-receipt", f"to={name}") for name in file.processors]
    parts += [("request:file", f"by=letter right={name}") for name in (*file.rights, "guardian")]
    parts += [(event, f"kind={kind}") for event in ("record:retire", "record:destroy") for kind in policy.records]
    parts += [("archive:consult", f"purpose={name}") for name in file.archive.purposes]
    parts += [(event, "") for event in EVENTS]
    return Happened({Counted("2026-11", f"{event}:allowed", part): 2 for event, part in parts})


def policy_of(file: PolicyFile) -> Policy:
    return compile_policy(file)


def good(policy: Policy, **more: Any) -> Evidence:
    """Everything is well; `more` is what differs."""
    whole: dict[str, Any] = {
        "at": NOW, "today": TODAY, "version": 1, "stored": True, "versions": 2,
        "notices": (
            Posted(1, False, TODAY - timedelta(days=90), TODAY - timedelta(days=80)), Posted(2, True, TODAY - timedelta(days=60), TODAY - timedelta(days=20)),
        ),
        "refusals": {**check_decision(policy, NOW), **check_values(policy, NOW)},
        "lives": dict.fromkeys(policy.records, 1), "happened": all_happened(policy), "left": 1, "choices": 3,
        "given": {
            **{f"recipient:{name}": Given(2, 0, 0) for name in policy.file.recipients}, **{f"processor:{name}": Given(4, 4, 0) for name in policy.file.processors},
        },
        "corrected": {"processor:kcp": Told(1, 0)}, "deleted": {"processor:kcp": Told(1, 0)},
        "swept": NOW - timedelta(hours=3), "rests": dict.fromkeys(policy.records, 2), "looks": {"dispute-evidence": Looks(2)},
        "certificates": 2, "certified": NOW - timedelta(days=1),
        "destroyed": {"order": 7}, "epoch": NOW - timedelta(days=1),
        "live": DatabaseAccess("live", "jikim_live", 0), "archive": DatabaseAccess("archive", "jikim_archive", 0),
        "keys": DatabaseAccess("keys", "jikim_keys", 0), "ledger": DatabaseAccess("ledger", "jikim_ledger", 0), "reads": (),
        "requests": {**{(name, True): Requests(1, 0) for name in policy.file.rights}, ("correct", False): Requests(2, 0)},
        "complaints": Requests(1, 0), "corrections": Requests(1, 0), "suspicions": (1, 0, 0),
        "reminded": {"current-data": Reminded(2), "credentials": Reminded(2)},
        "sessions": Sessions(4, 0, 0, 0), "unreminded": {"current-data": 0, "credentials": 0},
        "hashed": True, "backup": NOW - timedelta(hours=9), "scanner": "fresh", "signatures": NOW - timedelta(hours=20), "networks": ("10.0.0.0/8",),
        "staff": Staff(here=4, handlers=2, officers=1, grants=3, handed=1, trained=TODAY - timedelta(days=30)), "grants_kept": 1096, "access_kept": 365,
        "entries": 100, "checkpoint": Checkpoint(100, True), "witnesses": (Witnessed("auditor.example", 90, NOW),), "proved": NOW - timedelta(days=1),
        "papers": {name: Papers(open=1) for name in REGISTERS}, "reviewed": TODAY - timedelta(days=10), "began": LONG_AGO.date(),
        "contracts": {name: Contract(next=TODAY + timedelta(days=90)) for name in policy.file.processors},
        "pages": Pages(
            frozenset({"/my/edit", "/my/leave", "/terms", "/join", "/help/cookies", "/out"}), contact=True, bodies=True, cookies=True, leads_out=True,
            languages=("ko", "en"),
        ),
    }  # fmt: skip
    return Evidence(**{**whole, **more})
