"""Which distributions an installation needs: what a wheel asks for, followed to its end, at the versions that are
locked and installed."""

from __future__ import annotations

import re
import zipfile
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def asked(wheel: Path) -> list[str]:
    """A wheel's own requirements, those of its extras included."""
    with zipfile.ZipFile(wheel) as content:
        (name,) = (one for one in content.namelist() if one.endswith(".dist-info/METADATA"))
        return re.findall(r"^Requires-Dist: (.+)$", content.read(name).decode(), re.MULTILINE)


def needed(requirements: list[str], extra: str) -> dict[str, metadata.Distribution]:
    """The installed distributions that these requirements of an extra lead to, themselves included."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [(Requirement(one), extra) for one in requirements]
    while waiting:
        wanted, extra = waiting.pop()
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        one = found.setdefault(name, metadata.distribution(name))
        for extra_of_it in {"", *wanted.extras}:
            more = [(Requirement(text), extra_of_it) for text in one.requires or ()]
            # A requirement that was followed once need not be again.
            waiting += [(r, e) for r, e in more if canonicalize_name(r.name) not in found or r.extras]
    return found


def pinned(lock: Path) -> dict[str, str]:
    """A lock's packages and their versions."""
    text = lock.read_text(encoding="utf-8")
    return {canonicalize_name(n): v for n, v in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)}
