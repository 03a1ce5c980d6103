"""then: the words of an entry are those of its version. A register tells what was true at each entry; no row is worded by the policy of today.

INVARIANT: a row carries its `Then`, and the pages that show it have labels from nowhere else (a test holds the registers to it).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jikim.db.driver import Steps
from jikim.policy.compiled import Policy
from jikim.policy.model import Language, Processor, Recipient
from jikim.policy.numbers import Space
from jikim.policy.render.voice import Voice
from jikim.verbs.house import House


@dataclass(frozen=True)
class Then:
    """The version by whose words an entry is told: its number, and what it declares."""

    policy: Policy
    version: int

    def items(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.policy.name("item", one) for one in numbers)

    def name(self, space: Space, number: int) -> str:
        """The name in that version's file of what stands behind a number."""
        return self.policy.name(space, number)

    def voice(self, language: str) -> Voice:
        return Voice(self.policy.file, "ko" if language == "ko" else "en")

    def declared(self, space: str, name: str) -> Recipient | Processor | None:
        """A receiver as that version declares it."""
        file = self.policy.file
        return file.processors.get(name) if space == "processor" else file.recipients.get(name)

    def receiver(self, space: str, name: str, language: Language) -> str:
        """Who it was, by the label of then."""
        found = self.declared(space, name)
        return self.voice(language).text(found.label) if found is not None else name


def then(house: House, at: datetime, space: Space, number: int) -> Steps[Then]:
    """The version that an entry of a moment about something is told by: the newest in force by then that declares it, else the nearest that does."""
    versions = house.versions
    began = versions.began() or [(at, versions.number)]
    before = [version for since, version in began if since <= at][::-1]
    after = [version for since, version in began if since > at]
    for version in (*before, *after):
        policy = yield from versions.serving(version)
        if policy.declares(space, number):
            return Then(policy, version)
    version = (*before, *after)[0]
    return Then((yield from versions.serving(version)), version)
