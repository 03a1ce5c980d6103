"""What is known of the packages that production installs, from a file of advisories and without a connection.

    python -m tests.house.advisories all.zip

The file is OSV's own of the ecosystem PyPI (a zip with a JSON file an advisory, https://ossf.github.io/osv-schema/),
carried here by hand. Ends with 1 where a pinned version is affected, with 2 where the file can't be read or holds none.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version
from tests.house.source import ROOT


class Advisories(NamedTuple):
    """Those of a file that are not withdrawn, and the day of the youngest."""

    found: tuple[Mapping[str, Any], ...]
    youngest: str


def read(path: Path) -> Advisories:
    """Raises ValueError for a file without an advisory of PyPI, OSError and BadZipFile for one that can't be read."""
    with ZipFile(path) as file:
        whole = [json.loads(file.read(name)) for name in file.namelist() if name.endswith(".json")]
    ours = [one for one in whole if any(True for _ in affected(one))]
    if not ours:
        raise ValueError(f"`{path}` holds no advisory of PyPI")
    return Advisories(
        tuple(one for one in ours if "withdrawn" not in one), max(str(one["modified"]) for one in ours)[:10]
    )


def affected(advisory: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What an advisory says of packages of PyPI."""
    return (one for one in advisory.get("affected", ()) if one.get("package", {}).get("ecosystem") == "PyPI")


def hits(said: Mapping[str, Any], version: str) -> bool:
    """Whether a version is named, or lies in one of the ranges. One that can't be compared counts as affected."""
    if version in said.get("versions", ()):
        return True
    return any(_within(one["events"], version) for one in said.get("ranges", ()) if one.get("type") == "ECOSYSTEM")


def _within(events: list[Mapping[str, str]], version: str) -> bool:
    try:
        asked = Version(version)
        ordered = sorted((Version(at), what) for event in events for what, at in event.items())
    except InvalidVersion:
        return True
    inside = False
    for at, what in ordered:
        if what == "introduced" and asked >= at:
            inside = True
        elif (what == "fixed" and asked >= at) or (what == "last_affected" and asked > at):
            inside = False
    return inside


def findings(lock: str, advisories: Advisories) -> list[str]:
    """A line for each advisory that reaches a version of the lock."""
    pins = {
        (canonicalize_name(name), version)
        for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE)
    }
    return sorted(
        {
            f"{name} {version}: {one['id']} {', '.join(one.get('aliases', ()))} {one.get('summary', '')}".strip()
            for one in advisories.found
            for said in affected(one)
            for name, version in pins
            if canonicalize_name(said["package"]["name"]) == name and hits(said, version)
        }
    )


def main(path: Path) -> int:
    try:
        advisories = read(path)
    except (OSError, BadZipFile, ValueError) as error:
        print(f"not looked: {error}\nhint: carry OSV's `PyPI/all.zip` here, and name it", file=sys.stderr)
        return 2
    found = findings((ROOT / "requirements-production.lock").read_text(encoding="utf-8"), advisories)
    print("\n".join(found) or "no pinned version is in an advisory")
    print(f"{len(advisories.found)} advisories, the youngest of {advisories.youngest}")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
