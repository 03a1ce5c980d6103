"""The lock file is the project's: it holds what pyproject.toml asks for, each with its hashes, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
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
    return [Requirement(one) for one in needed if Requirement(one).name != "jikim"]


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


# Litestar asks for them at all times, and uses them in tests alone.
HELPERS = {"faker", "polyfactory"}


def test_production_holds_no_test_helper() -> None:
    """The lock of production pins the same versions with hashes: what the project asks for, less what only tests and
    Litestar's test helpers need."""
    production = (ROOT / "requirements-production.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", production, re.MULTILINE)
    names = {canonicalize_name(name) for name, _ in pins}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = (*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["server"])
    asked = {canonicalize_name(Requirement(one).name) for one in parts}
    tests = {canonicalize_name(Requirement(one).name) for one in project["dependency-groups"]["dev"]}
    assert asked <= names
    assert names & (HELPERS | (tests - asked)) == set()
    assert {name: version for name, version in pins if PINNED.get(canonicalize_name(name)) != version} == {}
    assert production.count("--hash=sha256:") >= len(pins)


@pytest.mark.long
def test_the_pages_run_without_the_test_helpers() -> None:
    """Where nobody can import Litestar's test helpers, every module of Jikim is imported all the same."""
    code = (
        "import importlib, pkgutil, sys, django.conf, jikim\n"
        "django.conf.settings.configure(INSTALLED_APPS=['django.contrib.auth', 'django.contrib.contenttypes'])\n"
        "django.setup()\n"
        f"for name in {sorted(HELPERS)}: sys.modules[name] = None\n"
        "for one in pkgutil.walk_packages(jikim.__path__, 'jikim.'):\n"
        "    if not one.name.endswith('__main__'): importlib.import_module(one.name)\n"
        "from litestar import Litestar; from litestar.static_files import create_static_files_router\n"
        "Litestar([create_static_files_router('/s', ['.'])], openapi_config=None)\n"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
