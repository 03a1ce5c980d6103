"""What the policy file says, read from the YAML alone: the tests' own reckoning, apart from `compile`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

PLACE = Path(__file__).parents[2] / "homepage" / "policy.yaml"


@cache
def policy() -> dict[str, Any]:
    """The file as plain data."""
    found: dict[str, Any] = YAML(typ="safe").load(PLACE.read_text(encoding="utf-8"))
    return found


def purposes(clause: str) -> list[str]:
    """The purposes that state a promise."""
    return [name for name, purpose in policy()["purposes"].items() if purpose["clause"] == clause]


def contents(kind: str) -> list[str]:
    """A record kind's own contents, by short name."""
    return list(policy()["records"][kind]["items"].get("contents", {}))


def required(kind: str) -> list[str]:
    return list(policy()["records"][kind]["items"].get("required", []))


def items(kind: str) -> list[str]:
    """All that a record kind may hold: items by name, contents as `kind.name`."""
    listed = policy()["records"][kind]["items"]
    return [*listed.get("required", []), *listed.get("optional", []), *(f"{kind}.{name}" for name in contents(kind))]


def short(kind: str, item: str) -> str:
    """An item's name inside its record kind."""
    return item.removeprefix(f"{kind}.")


def readable(purpose: str, kind: str) -> set[str]:
    """What a purpose may read of a record kind. A password is never read (10.1)."""
    if purpose not in policy()["records"][kind]["for"]:
        return set()
    return (set(policy()["purposes"][purpose]["items"]) & set(items(kind))) - {"password"}


def by_consent(purpose: str) -> bool:
    return bool(policy()["purposes"][purpose]["basis"] == "consent")


def consents_for(kind: str) -> list[str]:
    """Every consent that a purpose of a record kind asks for."""
    return [purpose for purpose in policy()["records"][kind]["for"] if by_consent(purpose)]


def widest_channel(kind: str) -> str:
    """The channel that brings most of a record kind's items."""
    record = policy()["records"][kind]
    return str(max(record["via"], key=lambda via: len(brought(via, kind))))


def brought(channel: str, kind: str) -> set[str]:
    """What a channel brings of a record kind."""
    return set(policy()["channels"][channel]["items"]) & set(items(kind))


def endings(kind: str) -> list[str]:
    """The events that end a record kind; none where time alone does."""
    ends = policy()["records"][kind]["ends"]
    if isinstance(ends, str):
        return [ends]
    return list(ends.get("on", []) if "after" in ends else ends)


KINDS = list(policy()["records"])


def party(kind: str) -> str:
    """The recipient that is the other party of such a record; empty where there is none."""
    found = policy()["recipients"].items()
    return next((name for name, row in found if row["under"] == "counterparty" and kind in row["records"]), "")
