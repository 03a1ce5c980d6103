"""The index against a dictionary: whatever happens between any two statements of a rotation, a value finds who holds
it, and nobody else."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.conftest import START, Databases
from tests.index.looking import Slow, Thief, claims, found, join, key_versions, versions, watch, why  # noqa: F401
from tests.invariants import Watch

import jikim
from jikim.app import Jikim
from jikim.jobs import reindex as reindexing
from jikim.policy.model import PolicyFile

LOGINS = st.sampled_from([f"tern{n}" for n in range(5)])
WHO = st.integers(0, 1)
_NUMBERS = itertools.count(1)  # an address is used once in all examples


class IndexMachine(RuleBasedStateMachine):
    """Two processes, at most two rotations under way, and a dictionary: login → membership. Old copies are kept for a
    thief."""

    doors: tuple[Jikim, Jikim]
    watch: Watch

    def __init__(self) -> None:
        super().__init__()
        self.holds: dict[str, jikim.Ref] = {}
        self.left: list[tuple[str, Any, list[Any]]] = []
        self.slow: list[Slow | None] = [None, None]
        for ref in self.watch.rows("live", "SELECT subject FROM live.subject WHERE state = 1"):
            self.doors[0].leave(ref[0])
        # Every example begins alike: one version, nothing due, and nothing remembered.
        self.doors[0].reindex()
        for jk in self.doors:
            jk.house.keyring.forget_all()

    @rule(who=WHO, login=LOGINS)
    def come(self, who: int, login: str) -> None:
        """A sign-up: taken exactly if the dictionary holds the login."""
        email = f"example-{next(_NUMBERS)}@example.com"
        made: list[jikim.Ref] = []
        told = why(lambda: made.append(join(self.doors[who], login, email)))
        assert told == ("taken" if login in self.holds else "")
        for ref in made:
            self.holds[login] = ref

    @rule(who=WHO, login=LOGINS)
    def leave(self, who: int, login: str) -> None:
        if (ref := self.holds.get(login)) is not None:
            copy = claims(self.watch)
            self.doors[who].leave(ref.subject)
            self.left.append((login, ref.subject, copy))
            del self.holds[login]

    @rule(who=WHO, login=LOGINS, to=LOGINS)
    def correct(self, who: int, login: str, to: str) -> None:
        if (ref := self.holds.get(login)) is None:
            return
        jk = self.doors[who]
        asked = jk.ask_correction(ref, ["login_id"])
        told = why(lambda: jk.correct(asked, {"login_id": to}))
        assert told == ("taken" if to != login and to in self.holds else "")
        if told:
            jk.refuse_correction(asked, reason="another has it")
        else:
            self.holds[to] = self.holds.pop(login)

    @rule(who=WHO, statements=st.integers(1, 6))
    def rotate(self, who: int, statements: int) -> None:
        """A rotation goes on by a few statements, or begins."""
        slow = self.slow[who] or Slow(self.doors[who])
        for _ in range(statements):
            if slow.answer is None:
                slow.advance()
        self.slow[who] = slow if slow.answer is None else None

    @rule(who=WHO)
    def kill(self, who: int) -> None:
        """A rotation is dropped where it stands."""
        self.slow[who] = None

    @rule(who=WHO)
    def lease_ends(self, who: int) -> None:
        self.doors[who].house.keyring.forget_all()

    @invariant()
    def everyone_is_found(self) -> None:
        """By both processes, whichever versions they knew; nobody by a login that is free."""
        for n in range(5):
            held = self.holds.get(f"tern{n}")
            expected = [held.subject] if held else []
            assert [found(jk, "login_id", f"tern{n}") for jk in self.doors] == [expected, expected]

    def teardown(self) -> None:
        for slow in self.slow:
            if slow is not None:
                slow.finish()
        self.doors[0].reindex()
        now = self.doors[1].reindex().version
        assert len(versions(self.watch)) <= 1
        # Whoever was killed between a key and its beginning leaves one that nothing was ever sealed under: the next
        # rotation's end takes it.
        assert not [number for number in key_versions(self.watch) if number < now]
        thief = Thief(self.doors[0], self.watch) if self.left else None
        for login, subject, copy in self.left:
            assert thief is not None
            assert subject not in thief.who(copy, "login_id", login)
        assert self.watch.one("live", "SELECT count(*) FROM live.claim") == 2 * len(self.holds)


@pytest.fixture
def machine(
    watch: Watch, databases: Databases, homepage: PolicyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[type[IndexMachine]]:
    """The machine on this test's databases; pages of two rows, so that a rotation has many steps."""
    monkeypatch.setattr(reindexing, "PAGE", 2)
    with (
        Jikim(homepage, databases.settings(tmp_path), demo_start=START) as one,
        Jikim(homepage, databases.settings(tmp_path)) as two,
    ):
        yield type("IndexMachineHere", (IndexMachine,), {"doors": (one, two), "watch": watch})


def _run(machine: type[IndexMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(max_examples=examples, stateful_step_count=steps, suppress_health_check=list(HealthCheck)),
    )


def test_the_index_is_a_dictionary(machine: type[IndexMachine]) -> None:
    """Come, leave, be corrected, rotate by a few statements, be killed: the index answers as a dictionary does."""
    _run(machine, 8, 20)


@pytest.mark.long
def test_the_index_is_a_dictionary_for_long(machine: type[IndexMachine]) -> None:
    """The same with many more examples."""
    _run(machine, 60, 50)
