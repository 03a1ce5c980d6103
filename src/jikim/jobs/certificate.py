"""The destruction certificate (파기 관리대장): what was destroyed, how many, why, when and by whom. Signed; no personal data in it.

{"jikim-certificate": 1, "certificate": "…", "at": "…", "by": "system:sweep", "policy": "…digest…",
 "destroyed": [{"kind": "order", "what": "archived parts", "due": "2018-03-05", "count": 12, "why": ["…rule…"], "clause": "6.5"}]}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jikim.db.driver import Statement, Steps
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM, House


def certify(house: House, destroyed: Sequence[Mapping[str, Any]], at: datetime) -> Steps[tuple[UUID, dict[str, Any]]]:
    """Makes, signs and stores one certificate. The signature is Ed25519 over the content's bytes, by the ledger's key."""
    number = uuid4()
    content: dict[str, Any] = {
        "jikim-certificate": 1,
        "certificate": str(number),
        "at": at.isoformat(),
        "by": f"{SYSTEM.kind}:{SYSTEM.id}",
        "policy": house.policy.digest_hex,
        "destroyed": list(destroyed),
    }
    text = msgspec.json.encode(content, order="sorted")
    private = yield from house.keyring.ensure("signing", b"ledger")
    signature = Ed25519PrivateKey.from_private_bytes(private).sign(text)
    entry = yield from house.entry(
        "destruction:certify", house.policy, SYSTEM, None, house.policy.clause("certificate")
    )
    # The entry's own moment: the month whose key its `who` is sealed under must be the month it is recorded in.
    yield Statement(Q["certify"], (number, entry.at, text.decode(), signature, entry.entry, entry.fact, entry.who))
    return number, content


def check_certificate(public: bytes, content: str, signature: bytes) -> bool:
    """Whether a certificate was signed by the holder of an Ed25519 public key (32 bytes)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content.encode())
    except InvalidSignature:
        return False
    return True
