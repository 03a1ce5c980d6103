"""What the tests' many Jikims and commands make of the same policy, made once: a policy that runs is frozen, and so is
what was read and found of a text."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from jikim import policy_files
from jikim.app import opened
from jikim.cli import policy_file
from jikim.policy.check import check
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy
from jikim.policy.finding import Finding
from jikim.policy.model import PolicyFile
from jikim.policy.numbers import Numbers
from jikim.policy.parse import Parsed, parse
from jikim.store import versions


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """A policy that a Jikim opens with is compiled once, not anew for each test."""
    kept: deque[Policy] = deque(maxlen=8)
    given: deque[Numbers] = deque(maxlen=8)

    def compiled(file: PolicyFile, numbers: Numbers) -> Policy:
        for known, policy in zip(given, kept, strict=True):
            if policy.file is file and known == numbers:
                return policy
        given.append(numbers)
        kept.append(compile_policy(file, numbers))
        return kept[-1]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(versions, "compile_policy", compiled)
        yield


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """A policy in one file is read once, and judged once for a day, whichever test or command opens it again."""
    read: dict[tuple[bytes, str], Parsed] = {}
    judged: dict[tuple[int, date], tuple[Parsed, tuple[Finding, ...]]] = {}

    def reading(text: bytes, file: str, fetch: Any, identity: str) -> Parsed:
        if (text, file) not in read:
            found = parse(text, file, fetch, identity)
            if found.policy is None or found.files != (file,):
                return found
            _kept(read, (text, file), found)
        return read[text, file]

    def judging(parsed: Parsed, day: date) -> tuple[Finding, ...]:
        known = judged.get((id(parsed), day))
        if known is None:  # with what it is of, whose number nothing else has as long as it lives
            known = _kept(judged, (id(parsed), day), (parsed, check(parsed, day)))
        return known[1]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(policy_files, "parse", reading)
        for room in (opened, policy_file):
            patched.setattr(room, "check", judging)
        yield


def _kept(among: dict[Any, Any], key: Any, one: Any) -> Any:
    """Keeps it, and of all the newest sixteen."""
    while len(among) >= 16:
        del among[next(iter(among))]
    among[key] = one
    return one
