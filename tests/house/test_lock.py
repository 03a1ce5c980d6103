"""The lock file is the project's: it holds what pyproject.toml asks for, each with its hashes, and nothing else."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.house.source import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
# One package may stand there in two versions, each for some versions of Python.
PINS = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK, re.MULTILINE)
PINNED = {canonicalize_name(name): version for name, version in PINS}


def wanted() -> list[Requirement]:
    """What the project, its extras and its development ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [one for extra in project["project"]["optional-dependencies"].values() for one in extra]
    needed = (*project["project"]["dependencies"], *extras, *project["dependency-groups"]["dev"])
    return [Requirement(one) for one in needed]


def test_the_lock_holds_what_is_asked_for() -> None:
    """Each requirement is pinned to a version that meets it."""
    unmet = [
        str(one)
        for one in wanted()
        if canonicalize_name(one.name) not in PINNED or PINNED[canonicalize_name(one.name)] not in one.specifier
    ]
    assert unmet == []


def test_everything_is_pinned_by_hash() -> None:
    """Each entry of the lock has hashes, and the lock names no place to fetch from."""
    entries = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(set(PINS))
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK
    assert "--index" not in LOCK
