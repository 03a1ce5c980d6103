"""The register of destructions (파기 관리대장): certificates as they were signed, and whether each signature still stands. No
personal data in any."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jikim.db.driver import Row, Steps
from jikim.db.queries import load
from jikim.verbs.house import House
from jikim.verbs.then import Then, Told, told

Q = load("jikim.reports")
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_LAST = (datetime.max.replace(tzinfo=UTC), UUID(int=2**128 - 1))


@dataclass(frozen=True)
class Certificate:
    """One certificate. `text` is what was signed, byte for byte; `stands` whether the signature is the ledger key's
    over exactly that; `told` are its lines with the words of the version that it names."""

    number: UUID
    at: datetime
    text: str
    signature: bytes
    stands: bool
    told: tuple[Told, ...] = field(default=(), repr=False)

    @property
    def then(self) -> Then:
        """The version that it names."""
        return self.told[0].then

    @property
    def content(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads(self.text)
        return found

    @property
    def lines(self) -> Sequence[Mapping[str, Any]]:
        found: Sequence[Mapping[str, Any]] = self.content["destroyed"]
        return found

    @property
    def count(self) -> int:
        return sum(int(line["count"]) for line in self.lines)

    def as_json(self) -> bytes:
        """The certificate with its signature, for whoever checks it elsewhere."""
        whole = {"content": self.text, "signature": base64.b64encode(self.signature).decode()}
        return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def certificates(
    house: House, *, since: datetime | None = None, before: Certificate | None = None, limit: int = 50
) -> Steps[list[Certificate]]:
    """A page of the register, the newest first."""
    at, number = _LAST if before is None else (before.at, before.number)
    asked = Q["report.certificates"](from_=since or _FIRST, before=at, before_certificate=number, limit=limit)
    return (yield from _checked(house, (yield asked)))


def certificate(house: House, number: UUID) -> Steps[Certificate | None]:
    """One certificate; None where there is none of that number."""
    found = yield from _checked(house, (yield Q["report.certificate"](certificate=number)))
    return found[0] if found else None


def _checked(house: House, rows: Sequence[Row]) -> Steps[list[Certificate]]:
    private = yield from house.keyring.ensure("signing", b"ledger")
    public = Ed25519PrivateKey.from_private_bytes(private).public_key()
    found = []
    for number, at, text, signature in rows:
        try:
            public.verify(bytes(signature), text.encode())
            stands = True
        except InvalidSignature:
            stands = False
        one = Certificate(number, at, text, bytes(signature), stands)
        bodies = [{**line, "at": one.content["at"], "policy": one.content["policy"]} for line in one.lines]
        found.append(replace(one, told=tuple((yield from told(house, bodies)))))
    return found
