"""The versions of the policy that the database knows: each subject is served by one of them."""

from __future__ import annotations

import json
from datetime import datetime

from jikim.db.driver import Statement, Steps
from jikim.errors import StoreError
from jikim.ledger.entry import Entry
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy
from jikim.policy.model import PolicyFile
from jikim.policy.numbers import Numbers
from jikim.store.sealed import Q


class Versions:
    """The current version, and every older one that still serves someone."""

    def __init__(self) -> None:
        self.number = 0
        self._policies: dict[int, Policy] = {}
        self._texts: dict[int, str] = {}

    @property
    def current(self) -> Policy:
        return self._policies[self.number]

    def load(self, file: PolicyFile) -> Steps[Policy]:
        """Compiles the file with the store's registry; it becomes current once `adopt` has stored it."""
        rows = yield Statement(Q["numbers"], ())
        self._numbers = Numbers.from_rows(rows)
        return compile_policy(file, self._numbers)

    def adopt(self, policy: Policy, entry: Entry) -> Steps[bool]:
        """Stores a version and its numbers, once. Answers whether it was new."""
        numbers = json.dumps([{"space": s, "name": n, "number": k} for s, n, k in policy.numbers.rows()])
        rows = yield Statement(
            Q["adopt"],
            (
                policy.digest, policy.file.model_dump_json(by_alias=True), policy.file.version.announced,
                policy.file.version.effective, numbers, *entry,
            ),
        )  # fmt: skip
        number, added = rows[0]
        self._policies[number] = policy
        self.number = number
        return bool(added)

    def serving(self, number: int) -> Steps[Policy]:
        """The version with this number. Raises StoreError for one that the database does not know."""
        if number not in self._policies:
            rows = yield Statement(Q["policies"], ())
            self._texts = {found: text for found, _digest, text in rows}
            if number not in self._texts:
                raise StoreError(f"the database knows no policy version {number}")
            file = PolicyFile.model_validate_json(self._texts[number])
            registry = yield Statement(Q["numbers"], ())
            self._policies[number] = compile_policy(file, Numbers.from_rows(registry))
        return self._policies[number]


def parse_moment(text: str) -> datetime:
    """A moment as the database's settings keep it."""
    return datetime.fromisoformat(text)
