"""What stands around a house: settings that could carry data in the clear, who may reach the office, and the virus
scanner. No secret is repeated."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from jikim.db.spread import variable_of
from jikim.policy.compiled import Policy
from jikim.prove.checking_values import check_hash
from jikim.settings import Settings
from jikim.uploads.scanning import Scanner, interval_of, scanner_of

_HERE = ("127.0.0.1", "localhost", "::1", "")
_SAFE = ("require", "verify-ca", "verify-full")


class Around(NamedTuple):
    """`insecure` are names of settings; `scanner` is a state of `uploads.scanning`; `hashed`: a password became a hash
    just now."""

    insecure: tuple[str, ...]
    networks: tuple[str, ...]
    uploads: str
    backups: bool
    scanner: str
    signatures: datetime | None
    hashed: bool


def look_around(settings: Settings, policy: Policy) -> Around:
    """Looks now. Takes a tenth of a second, and up to half a minute where a scanner does not answer: to be done aside."""
    scanner = _scanner(settings, policy)
    return Around(
        insecure=insecure(settings, policy),
        networks=settings.office_networks,
        uploads=settings.uploads,
        backups=settings.backups is not None,
        scanner=scanner.state,
        signatures=scanner.signatures,
        hashed=check_hash(),
    )


def _scanner(settings: Settings, policy: Policy) -> Scanner:
    """Asks the scanner, in a thread of its own: whoever asks may have an event loop that runs."""
    if settings.clamd is None:
        return Scanner("none", None)
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(lambda: asyncio.run(scanner_of(settings, interval_of(policy)))).result()


def insecure(settings: Settings, policy: Policy) -> tuple[str, ...]:
    """The settings by which data would leave this machine unencrypted."""
    found = []
    if not _safe_url(settings.url or policy.file.service.url):
        found.append("JIKIM_URL")
    if settings.smtp is not None and urlsplit(settings.smtp).scheme == "smtp" and not _here(settings.smtp):
        found.append("JIKIM_SMTP")
    if (
        settings.clamd is not None
        and not settings.clamd.startswith("/")
        and settings.clamd.rpartition(":")[0].strip("[]") not in _HERE
    ):
        found.append("JIKIM_CLAMD")
    found += [
        variable_of(name) for name, dsn in (*settings.dsns.items(), *settings.people.items()) if not _safe_dsn(dsn)
    ]
    found += [f"JIKIM_ENDPOINTS: {name}" for name, one in settings.endpoints.items() if not _safe_url(one.url)]
    found += [f"JIKIM_WITNESSES: {name}" for name, one in settings.witnesses.items() if not _safe_url(one.url)]
    return tuple(found)


def _here(url: str) -> bool:
    return (urlsplit(url).hostname or "") in _HERE


def _safe_url(url: str) -> bool:
    return urlsplit(url).scheme == "https" or _here(url)


def _safe_dsn(dsn: str) -> bool:
    """Whether a database is here (a socket or loopback), or the connection asks for TLS."""
    if "://" in dsn:
        parts = urlsplit(dsn)
        host, mode = parts.hostname or "", re.search(r"sslmode=([a-z-]+)", parts.query)
    else:
        named = re.search(r"\bhost(?:addr)?\s*=\s*'?([^'\s]*)", dsn)
        host, mode = named[1] if named else "", re.search(r"\bsslmode\s*=\s*'?([a-z-]+)", dsn)
    return host in _HERE or host.startswith("/") or (mode is not None and mode[1] in _SAFE)
