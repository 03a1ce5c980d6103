"""Settings: where the data lies and whom messages go to. From arguments, else from the environment, else embedded.

| variable | what |
|---|---|
| `JIKIM_DIR` | directory of the embedded server, the key ring and the rest (default `./jikim-data`) |
| `JIKIM_LIVE_DSN`, `JIKIM_ARCHIVE_DSN`, `JIKIM_KEYS_DSN` | three databases of your own instead of the embedded server (all or none) |
| `JIKIM_RING_DIR` | directory of the key ring (default: `ring` in `JIKIM_DIR`); keep it off the databases' disks |
| `JIKIM_ENDPOINTS` | a JSON file: receiver name to `{"url": …, "secret": …}` for what provide and entrust send |
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from jikim.db.migrate import DATABASES, Database
from jikim.errors import JikimError


@dataclass(frozen=True)
class Endpoint:
    """Where a recipient or processor receives: a URL, and the secret that signs messages to it (never shown).

    Raises JikimError for a URL that is no place for personal data: off loopback it is https.
    """

    url: str
    secret: str = field(repr=False, default="")

    def __post_init__(self) -> None:
        try:
            url = urlsplit(self.url)
            known = bool(url.hostname) and (url.port is None or url.port > 0)
        except ValueError:
            known = False
        local = known and url.hostname in ("127.0.0.1", "localhost", "::1")
        if not known or not (url.scheme == "https" or (url.scheme == "http" and local)):
            raise JikimError(
                "an endpoint's URL is no place for personal data", hint="use https://host/path (http on loopback only)"
            )


@dataclass(frozen=True)
class Settings:
    """All settings. `dsns` is empty for the embedded server."""

    directory: Path
    dsns: Mapping[Database, str] = field(default_factory=dict, repr=False)
    ring: Path | None = None
    endpoints: Mapping[str, Endpoint] = field(default_factory=dict)

    @property
    def ring_directory(self) -> Path:
        return self.ring or self.directory / "ring"

    @classmethod
    def from_environment(
        cls, directory: Path | None = None, endpoints: Mapping[str, Endpoint] | None = None
    ) -> Settings:
        """Reads the environment; arguments win. Raises JikimError for settings that contradict each other."""
        found: dict[Database, str] = {}
        for database in DATABASES:
            if dsn := os.environ.get(f"JIKIM_{database.upper()}_DSN"):
                found[database] = dsn
        if found and len(found) < len(DATABASES):
            missing = ", ".join(f"JIKIM_{name.upper()}_DSN" for name in DATABASES if name not in found)
            raise JikimError("some databases are named and others are not", hint=f"set {missing} too, or none of them")
        ring = os.environ.get("JIKIM_RING_DIR")
        return cls(
            directory=directory or Path(os.environ.get("JIKIM_DIR", "jikim-data")),
            dsns=found,
            ring=Path(ring) if ring else None,
            endpoints=endpoints if endpoints is not None else _endpoints(),
        )


def _endpoints() -> dict[str, Endpoint]:
    path = os.environ.get("JIKIM_ENDPOINTS")
    if not path:
        return {}
    try:
        rows = json.loads(Path(path).read_text(encoding="utf-8"))
        return {name: Endpoint(row["url"], row.get("secret", "")) for name, row in rows.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise JikimError(
            f"`{path}` is not a list of endpoints", hint='it holds JSON: {"kcp": {"url": "https://…", "secret": "…"}}'
        ) from None
