"""The gate: which cookies come in and which go out.

INVARIANT: a cookie leaves only where the policy declares its name, its purpose is essential or allowed now, for no
longer than declared, and as HttpOnly, SameSite and, over TLS, Secure. It does not matter who set it. Counts are kept,
names of undeclared ones and values never.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from jikim.cookies.cookie_state import CookieState

_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}")
# cookie-octet of RFC 6265 §4.1.1, in quotes or not.
_VALUE = re.compile(r'"?[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{0,4096}"?')


class Leaving(NamedTuple):
    """A cookie that an answer wants to set. `life` in seconds; 0 deletes it, None leaves it until the browser is
    closed."""

    name: str
    value: str
    life: int | None
    strict: bool = False


class Gate:
    """Judges cookies both ways, and counts what it stopped, by why (and by name, where the policy declares it)."""

    def __init__(self) -> None:
        self.stopped: Counter[tuple[str, str]] = Counter()

    def admit(self, cookie_state: CookieState, cookies: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
        """The cookies that handlers see, and the declared ones that are not allowed any more and are to be deleted."""
        kept, over = {}, []
        for name, value in cookies.items():
            if cookie_state.may_cookie(name):
                kept[name] = value
            elif name in cookie_state.rules.table:
                over.append(name)
                self.stopped["came", name] += 1
            else:
                # It may belong to another site under the same name: it is not seen here, and left alone.
                self.stopped["came", ""] += 1
        return kept, over

    def release(
        self, cookie_state: CookieState, leaving: Iterable[Leaving], *, secure: bool, now: datetime
    ) -> list[str]:
        """The `Set-Cookie` values that leave; the last of a name counts."""
        out: dict[str, str] = {}
        for one in leaving:
            declared = cookie_state.rules.table.get(one.name)
            if declared is None:
                self.stopped["undeclared", ""] += 1
                continue
            if _NAME.fullmatch(one.name) is None or _VALUE.fullmatch(one.value) is None:
                self.stopped["malformed", one.name] += 1
                continue
            life = one.life
            if life is None or life > 0:
                if not cookie_state.wants(declared.purpose):
                    self.stopped["not-allowed", one.name] += 1
                    continue
                longest = cookie_state.rules.seconds(one.name, now)
                if longest is None and life is not None:
                    self.stopped["shortened", one.name] += 1
                    life = None
                elif longest is not None and life is not None and life > longest:
                    self.stopped["shortened", one.name] += 1
                    life = longest
            out[one.name] = _written(one, life, secure)
        return list(out.values())


def _written(one: Leaving, life: int | None, secure: bool) -> str:
    # Path / and no domain: the cookie is this host's alone.
    words = [f"{one.name}={one.value if life != 0 else ''}", "Path=/"]
    if life is not None:
        words.append(f"Max-Age={life}")
    words += ["HttpOnly", f"SameSite={'Strict' if one.strict else 'Lax'}"]
    if secure:
        words.append("Secure")
    return "; ".join(words)


def read_header(header: str, now: datetime) -> Leaving | None:
    """A `Set-Cookie` value of whoever wrote it; None for one that names nothing."""
    first, *more = header.split(";")
    name, found, value = first.partition("=")
    if not found or not name.strip():
        return None
    life: int | None = None
    expires: int | None = None
    strict = False
    for attribute in more:
        key, _, text = attribute.strip().partition("=")
        match key.strip().lower():
            case "max-age":
                life = _whole(text)
            case "expires":
                expires = _seconds_to(text.strip(), now)
            case "samesite":
                strict = text.strip().lower() == "strict"
    # Max-Age has precedence (RFC 6265 §5.3).
    chosen = life if life is not None else expires
    return Leaving(name.strip(), value.strip(), None if chosen is None else max(0, chosen), strict)


def _whole(text: str) -> int | None:
    try:
        return int(text.strip())
    except ValueError:
        return None


def _seconds_to(text: str, now: datetime) -> int | None:
    try:
        return int((parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def read_cookies(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The cookies of a request; of two of a name, the first."""
    found: dict[str, str] = {}
    for name, value in headers:
        if name.lower() == b"cookie":
            for part in value.decode("latin-1").split(";"):
                key, equals, text = part.strip().partition("=")
                if equals and key:
                    found.setdefault(key, text)
    return found
