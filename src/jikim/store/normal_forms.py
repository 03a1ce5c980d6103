"""The normal form of what people are found by (`lookup` and `unique` items), out of a record's values."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from jikim.policy.compiled import Policy
from jikim.policy.items import ItemError, accept


class NormalForms:
    """Of a version of the policy. Records of one person say the same time and again, which is looked at once."""

    def __init__(self, policy: Policy) -> None:
        self._country = policy.file.service.country
        self._types = {
            number: declared.type
            for name, declared in policy.file.items.items()
            if (number := policy.number("item", name)) is not None and (declared.lookup or declared.unique)
        }
        self._known: dict[tuple[int, bytes], str] = {}

    def __call__(self, values: Mapping[int, bytes]) -> dict[int, str]:
        """By item's number; what has no normal form is not found by it."""
        found = {}
        for number in self._types.keys() & values.keys():
            said = number, values[number]
            if said not in self._known:
                self._known[said] = self._normal(*said)
            if self._known[said]:
                found[number] = self._known[said]
        return found

    def _normal(self, number: int, value: bytes) -> str:
        with suppress(ItemError, UnicodeDecodeError):
            return accept(self._types[number], value.decode(), country=self._country).key or ""
        return ""
