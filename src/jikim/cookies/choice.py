"""A browser's choice, and the cookie that carries it: signed, so that what counts was said on our own form.

    {"b": browser, "c": "ask", "y": ["frequency"], "n": ["trail"], "g": 0, "t": 1795564800, "d": digest, "w": []}

as base64url, a dot, and the first 16 bytes of an HMAC-SHA-256. `b` is a random number of the browser's, which leads to
no person.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from jikim.crypto import keyed

Kind = Literal["all", "ask", "none"]
KINDS: tuple[Kind, ...] = ("all", "ask", "none")
_LONGEST = 4096


@dataclass(frozen=True)
class Choice:
    """What a browser chose. `yes` and `no` are the purposes it decided on; with `ask`, one that is in neither is asked
    when it comes up.

    `told`: it was made while Global Privacy Control was seen, and the page had said so. `digest` names the table that
    it was made about. `wanted` are purposes that wanted to set a cookie where no page could ask.
    """

    browser: bytes
    kind: Kind
    yes: frozenset[str]
    no: frozenset[str]
    told: bool
    at: datetime
    digest: str
    wanted: tuple[str, ...] = ()

    def asking(self, wanted: tuple[str, ...]) -> Choice:
        return replace(self, wanted=wanted)

    def encoded(self, key: bytes) -> str:
        """The cookie's value."""
        row = {
            "b": self.browser.hex(),
            "c": self.kind,
            "y": sorted(self.yes),
            "n": sorted(self.no),
            "g": int(self.told),
            "t": int(self.at.timestamp()),
            "d": self.digest,
            "w": list(self.wanted),
        }
        text = json.dumps(row, separators=(",", ":")).encode()
        return f"{_base64(text)}.{_base64(keyed(key, text)[:16])}"

    @classmethod
    def decoded(cls, key: bytes, value: str) -> Choice | None:
        """The choice of a cookie's value; None for anything that we did not write."""
        if len(value) > _LONGEST:
            return None
        text, _, mark = value.partition(".")
        try:
            raw, given = _bytes(text), _bytes(mark)
            if not hmac.compare_digest(keyed(key, raw)[:16], given):
                return None
            row: dict[str, Any] = json.loads(raw)
            return cls(
                bytes.fromhex(row["b"]),
                row["c"],
                frozenset(row["y"]),
                frozenset(row["n"]),
                bool(row["g"]),
                datetime.fromtimestamp(row["t"], UTC),
                row["d"],
                tuple(row["w"]),
            )
        except (binascii.Error, ValueError, KeyError, TypeError):
            return None


def new_browser() -> bytes:
    """A random number for a browser that chooses for the first time."""
    return os.urandom(16)


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
