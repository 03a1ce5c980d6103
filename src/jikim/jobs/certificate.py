"""The destruction certificate (파기 관리대장): what was destroyed, how many, why, when and by whom. Signed; no personal data
in it.

{"jikim-certificate": 1, "certificate": "…", "at": "…", "by": "system:sweep", "policy": "…digest…",
 "destroyed": [{"kind": "order", "what": "archived parts", "due": "2018-03-05", "count": 12, "why": ["…rule…"],
 "clause": "6.5"}]}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jikim.db.driver import Row, Servers, Steps
from jikim.db.spread import HOUSE
from jikim.policy.compiled import Policy
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM, House

WHAT = {"records": "records that nothing keeps", "items": "items that no rule keeps", "parts": "archived parts"}
# Of an application's own database, with the day on which its older backups end.
BY_STATEMENT = {
    "attached-records": "attached records, erased by statement",
    "attached-items": "items of attached records, erased by statement",
}
# Papers stand in the same register, with the day on which they went and how (6.4).
PAPER = {"paper-shred": "papers, shredded", "paper-burn": "papers, burnt"}


def certify(house: House) -> Steps[tuple[UUID, dict[str, Any]] | None]:
    """Certifies every destruction that stands in no certificate yet. None where there is none.

    Each destruction writes what it owes in its own transaction, and the certificate takes it in its own, so a run that
    is cut off loses none and certifies none twice. The signature is Ed25519 over the content's bytes, by the ledger's
    key.
    """
    here = yield Q["owed"]().on(HOUSE)
    there: list[Row] = [*(yield Q["archive.owed"]())]
    for server in (yield Servers()).servers[1:]:
        there += yield Q["owed"]().on(server)
    if there:
        new = yield Q["unsettled"](entries=[entry for entry, *_ in there])
        open_ones = {entry for (entry,) in new}
        settled = [entry for entry, *_ in there if entry not in open_ones]
        there = [row for row in there if open_ones.intersection(row[:1])]
        yield from _settle(settled)
    if not here and not there:
        return None
    number = uuid4()
    entry = yield from house.note("destruction:certify", SYSTEM, "certificate")
    content: dict[str, Any] = {
        "jikim-certificate": 1,
        "certificate": str(number),
        "at": entry.at.isoformat(),
        "by": f"{SYSTEM.kind}:{SYSTEM.id}",
        "policy": house.policy.digest_hex,
        "destroyed": _lines(house.policy, [*here, *there]),
    }
    text = msgspec.json.encode(content, order="sorted")
    private = yield from house.keyring.ensure("signing", b"ledger")
    signature = Ed25519PrivateKey.from_private_bytes(private).sign(text)
    archived = [one for one, *_ in there]
    # The entry's own moment: the month whose key its `who` is sealed under must be the month it is recorded in.
    [(done,)] = yield Q["certify"](
        certificate=number,
        content=text.decode(),
        signature=signature,
        here=[one for one, *_ in here],
        there=archived,
        entry=entry,
    )
    if not done:
        # Another process certified some of it: what it left is certified now.
        return (yield from certify(house))
    yield from _settle(archived)
    return number, content


def _settle(entries: list[UUID]) -> Steps[None]:
    if entries:
        yield Q["archive.settle"](entries=entries)
        for server in (yield Servers()).servers[1:]:
            yield Q["owed.settle"](entries=entries).on(server)


def _lines(policy: Policy, owed: Sequence[Row]) -> list[dict[str, Any]]:
    """What was destroyed, counted by kind, what it was and (of parts) the day."""
    counts: Counter[tuple[int, str, date | None]] = Counter()
    for _entry, kind, what, due, count in owed:
        counts[kind, what, due] += count
    lines: list[dict[str, Any]] = []
    for (kind, what, due), count in sorted(counts.items(), key=lambda one: (one[0][1], str(one[0][2]), one[0][0])):
        name = policy.name("record", kind)
        if what in PAPER:
            lines.append(
                {"kind": name, "what": PAPER[what], "count": count, "clause": policy.clause("paper"), "on": str(due)}
            )
            continue
        if what in BY_STATEMENT:
            lines.append(
                {
                    "kind": name,
                    "what": BY_STATEMENT[what],
                    "count": count,
                    "clause": policy.clause("ended"),
                    "backups": str(due),
                }
            )
            continue
        line: dict[str, Any] = {"kind": name, "what": WHAT[what], "count": count, "clause": policy.clause("ended")}
        if due is not None:
            rules = policy.records[name].keep if name in policy.records else ()
            line |= {
                "due": due.isoformat(),
                "why": sorted({rule.keep.because for rule in rules}),
                "clause": policy.clause("irrecoverable"),
            }
        lines.append(line)
    return lines


def check_certificate(public: bytes, content: str, signature: bytes) -> bool:
    """Whether a certificate was signed by the holder of an Ed25519 public key (32 bytes)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content.encode())
    except InvalidSignature:
        return False
    return True
