"""The versions of the policy that the database knows: which is in force at a moment, and which serves whom.

Each person is served by one version. What is announced stands in the schedule with its moment, so a process that knows
the schedule serves the new version at that minute without being told; one that does not know it yet learns of it from
whatever statement finds another version than its own, and whenever it looks (`refresh`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from jikim.db.driver import Servers, Steps
from jikim.db.steps import value_of
from jikim.errors import PolicyError, StoreError
from jikim.ledger.entry import Entry
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy, numbers_of
from jikim.policy.diff.consents import asked_numbers, crossing
from jikim.policy.model import PolicyFile
from jikim.policy.numbers import Numbers
from jikim.policy.render.voice import date_in
from jikim.store.holding import flat
from jikim.store.sealed import Q


class Versions:
    """The version in force, those that come, and every older one that still serves someone."""

    def __init__(self) -> None:
        self.number = 0
        self._policies: dict[int, Policy] = {}
        self._by_digest: dict[str, int] = {}
        # (from when on, version), in the order in which they come into force; and the moment of the next.
        self._schedule: list[tuple[datetime, int]] = []
        self._next: datetime | None = None

    @property
    def current(self) -> Policy:
        """The version in force when this was last looked at."""
        return self._policies[self.number]

    @property
    def several(self) -> bool:
        """Whether there ever was more than one, so that another may serve somebody."""
        return len(self._schedule) > 1

    def in_force(self, now: datetime) -> tuple[Policy, int]:
        """The version in force at a moment and its number; it never goes back."""
        if self._next is not None and now >= self._next:
            self._advance(now)
        return self._policies[self.number], self.number

    def was_in_force(self, number: int) -> bool:
        """Whether a version was in force before the one that is: people may still be served by it."""
        return number != self.number and any(version == number for _, version in self._before())

    def began(self) -> list[tuple[datetime, int]]:
        """The versions in force until now, each once with the moment from which it was first, the oldest first."""
        found: dict[int, datetime] = {}
        for since, version in self._before():
            found.setdefault(version, since)
        return [(since, version) for version, since in found.items()]

    def earlier(self) -> list[int]:
        """The versions in force until now, each once."""
        return list(dict.fromkeys([version for _, version in self._before()] + [self.number]))

    def _before(self) -> list[tuple[datetime, int]]:
        return [one for one in self._schedule if self._next is None or one[0] < self._next]

    def load(self, file: PolicyFile) -> Steps[Policy]:
        """Compiles the file with the store's registry; whether it may be the law here, `adopt` says."""
        rows = yield Q["numbers"]()
        self._numbers = Numbers.from_rows(rows)
        return compile_policy(file, self._numbers)

    def adopt(self, policy: Policy, entry: Entry) -> Steps[bool]:
        """Opens with a file. It is put in force only while nobody's data is here. Answers whether it was.

        Where it was announced, or is or was in force, what is in force goes on. Raises PolicyError for any other file:
        it must be published.
        """
        numbers, bound = numbers_json(policy), False
        if len((yield Servers()).servers) > 1:
            bound = yield from value_of(Q["adopt.bound"]())
        rows = yield Q["adopt"](
            digest=policy.digest,
            text=policy.file.model_dump_json(by_alias=True),
            announced=policy.file.version.announced,
            effective=policy.file.version.effective,
            numbers=numbers,
            bound=bound,
            entry=entry,
        )
        _, added, state = rows[0]
        if state == "unknown":
            raise PolicyError(
                f"this policy file (in force from {policy.file.version.effective}) is not the one in force here, and was never announced",
                hint="announce it with `jikim publish POLICY`; until its day, or to look first, open the house with the file that is in force",
                ko=(
                    f"이 방침 파일({date_in(policy.file.version.effective, 'ko')} 시행)은 지금 시행 중인 방침이 아니고, 공고한 적도 없습니다",
                    "`jikim publish POLICY`로 공고해 주세요. 시행일 전이거나 먼저 살펴보려면 시행 중인 파일로 열어 주세요",
                ),
            )
        yield from self.refresh(entry.at, policy)
        if state == "promised":
            yield from self.cross(policy)
        return bool(added)

    def refresh(self, now: datetime, given: Policy | None = None) -> Steps[bool]:
        """Looks what is in force, and what comes. Answers whether anything is new. `given` is a version that is
        compiled already."""
        rows = yield Q["version.schedule"]()
        schedule = [(since, version) for version, since, _ in rows]
        done = [(since, version) for version, since, switched in rows if switched or since <= now]
        if schedule == self._schedule and done and done[-1][1] == self.number:
            return False
        ahead = [version for since, version in schedule if (since, version) not in done]
        if given is not None:
            for number, (digest, _) in (yield from self._read()).items():
                if digest == given.digest:
                    self._policies.setdefault(number, given)
        for number in (*(version for _, version in done[-1:]), *ahead):
            yield from self.serving(number)
        # What is to be served stands before it is named: another thread may look meanwhile.
        self._schedule = schedule
        if done:
            self.number = done[-1][1]
        self._next = min((since for since, version in schedule if (since, version) not in done), default=None)
        return True

    def _advance(self, now: datetime) -> None:
        for since, version in self._schedule:
            if self._next is not None and self._next <= since <= now:
                self.number = version
        self._next = min((since for since, _ in self._schedule if since > now), default=None)

    def serving(self, number: int) -> Steps[Policy]:
        """The version with this number. Raises StoreError for one that the database does not know."""
        if number not in self._policies:
            stored = yield from self._read()
            if number not in stored:
                raise StoreError(
                    f"the database knows no policy version {number}", ko=(f"DB에 방침 {number}번 버전이 없습니다", "")
                )
            file = PolicyFile.model_validate_json(stored[number][1])
            registry = yield Q["numbers"]()
            self._policies[number] = compile_policy(file, Numbers.from_rows(registry))
        return self._policies[number]

    def with_digests(self, digests: Collection[str]) -> Steps[Mapping[str, int]]:
        """The numbers of versions by their digests, as entries write them; what the database does not know is left out."""
        if not self._by_digest.keys() >= set(digests):
            self._by_digest = {digest.hex(): number for number, (digest, _) in (yield from self._read()).items()}
        return self._by_digest

    def _read(self) -> Steps[dict[int, tuple[bytes, str]]]:
        rows = yield Q["policies"]()
        return {found: (bytes(digest), text) for found, digest, text in rows}

    def cross(self, new: Policy) -> Steps[None]:
        """Writes down what crossing to a version asks and changes, from each that people may be served by."""
        rows = yield Q["policies"]()
        number = next(found for found, digest, _ in rows if bytes(digest) == new.digest)
        older = [one for one in self.earlier() if one != number]
        questions, crossings = yield from self.crossings(new, older)
        yield Q["version.cross"](version=number, previous=older, questions=questions, crossings=crossings)

    def crossings(self, new: Policy, older: Sequence[int]) -> Steps[tuple[str, str]]:
        """The same as the statement's parameters: questions and crossings, as JSON."""
        asked: list[dict[str, Any]] = []
        crossed: list[dict[str, Any]] = []
        for number in older:
            old = yield from self.serving(number)
            asked += [
                {"previous": number, "name": name, "clause": clause, "had": had, "kind": kind}
                for name, clause, had, kind in asked_numbers(old, new)
            ]
            found = crossing(old, new)
            needs = {kind: new.by_number[kind].consent_only for kind in found.by_consent}
            crossed.append(
                {
                    "previous": number,
                    "gone": _array(found.gone),
                    "trimmed": {str(kind): list(numbers_of(mask)) for kind, mask in found.trimmed},
                    "retimed": _array(found.retimed),
                    "lapsed": _array(found.lapsed),
                    "kinds": _array(needs),
                    "needs": [flat(one) for one in needs.values()],
                }
            )
        return json.dumps(asked), json.dumps(crossed)


def numbers_json(policy: Policy) -> str:
    """The registry that a version needs, as the statement takes it."""
    return json.dumps([{"space": s, "name": n, "number": k} for s, n, k in policy.numbers.rows()])


def _array(numbers: Any) -> str:
    """Numbers as PostgreSQL reads an array."""
    return "{" + ",".join(str(number) for number in numbers) + "}"


def parse_moment(text: str) -> datetime:
    """A moment as the database's settings keep it."""
    return datetime.fromisoformat(text)
