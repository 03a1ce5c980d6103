"""A small world of keys: put, destroyed, turned and killed at random, beside a dictionary that knows what must be.

It works on the key store alone, through the keyring and the epoch of real Jikims, so that many seeds are cheap.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.conftest import START, Databases
from tests.epoch.thief import Thief, destroyed, standing

from jikim.app import Jikim
from jikim.errors import KeyGoneError
from jikim.keys.keyring import Keyring
from jikim.keys.ring import open_ring
from jikim.policy.model import PolicyFile
from jikim.verbs.destroy import destroy_key
from jikim.verbs.house import SYSTEM

LEASE = 0.0
Worlds = Callable[[int], "World"]


class Killed(BaseException):
    """The process ends here: nothing catches it, nothing is tidied up."""


@dataclass
class World:
    """`stands`: what must open, with its key. `gone`: what was destroyed."""

    databases: Databases
    homepage: PolicyFile
    directory: Path
    seed: int
    stands: dict[tuple[str, bytes], bytes] = field(default_factory=dict)
    gone: set[tuple[str, bytes]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.thief = Thief((self.directory / "ring",), self.databases.admin["keys"])

    @contextmanager
    def process(self) -> Iterator[Jikim]:
        """A Jikim of its own, as another process has it."""
        jk = Jikim(self.homepage, self.databases.settings(self.directory, lease=LEASE))
        try:
            yield jk
        finally:
            jk.driver.hook = None
            jk.close()

    def put(self, jk: Jikim, count: int = 1) -> None:
        """New keys."""
        space = self.chance.choice(["person", "archive", "day"])
        names = [self.chance.randbytes(20) for _ in range(count)]
        found = {name: jk.driver.run(jk.house.keyring.ensure(space, name)) for name in names}
        assert set(found) == set(names), "a key was lost while it was made"
        self.stands.update({(space, name): found[name] for name in names})

    def destroy(self, jk: Jikim, count: int = 1) -> None:
        """Destroys some keys that stand. A thief saw them before."""
        self.thief.look()
        for space, name in self.chance.sample(sorted(self.stands), min(count, len(self.stands))):
            entry = jk.driver.run(jk.house.entry("subject:destroy-key", jk.policy, SYSTEM))
            # From here on it may be gone.
            key = self.stands.pop((space, name))
            assert key
            self.gone.add((space, name))
            jk.driver.run(destroy_key(jk.house, space, name, entry))

    def use(self, jk: Jikim, count: int = 3) -> None:
        """Opens some of what stands, from the store."""
        jk.house.keyring.forget_all()
        for space, name in self.chance.sample(sorted(self.stands), min(count, len(self.stands))):
            assert jk.driver.run(jk.house.keyring.open(space, name)) == self.stands[space, name]

    def turn(
        self, jk: Jikim, killed_at: int | None = None, between: Callable[[str], None] = lambda _step: None
    ) -> list[str]:
        """An epoch, killed at the n-th call of the hook. Answers the calls that it met."""
        met: list[str] = []

        def hook(step: str, when: str) -> None:
            if step.startswith("epoch."):
                met.append(f"{when} {step}")
                if killed_at is not None and len(met) == killed_at + 1:
                    raise Killed
                between(met[-1])

        jk.driver.hook = hook
        try:
            jk.epoch()
        except Killed:
            pass
        finally:
            jk.driver.hook = None
        return met

    def check(self) -> None:
        """A fresh process opens all that stands, and nothing that was destroyed; a thief opens nothing whose epoch is
        over."""
        self.thief.look()
        with self.process() as jk:
            keyring = Keyring(open_ring(self.directory / "ring", make=False), LEASE)
            for (space, name), key in self.stands.items():
                assert jk.driver.run(keyring.open(space, name)) == key, f"{space} {name.hex()} opens as another key"
            for space, name in self.gone:
                for act in (keyring.open, keyring.ensure):
                    try:
                        jk.driver.run(act(space, name))
                    except KeyGoneError:
                        continue
                    raise AssertionError(f"{space} {name.hex()} was destroyed and opens")
        keys = self.databases.admin["keys"]
        over = destroyed(keys)
        assert not (brought := self.thief.opens(over)), f"a thief opens {len(brought)} of {len(over)}"
        assert not self.gone & standing(keys)

    def settled(self) -> None:
        """After an epoch that is through: all that is gone is over, and whatever else stands opens to the thief, who
        thus could."""
        keys = self.databases.admin["keys"]
        assert self.gone <= destroyed(keys)
        self.thief.look()
        assert self.thief.opens(self.stands) == self.stands, "the thief's tools do not work"
        assert {path.name for path in (self.directory / "ring").glob("ring-*.json*")} == {
            f"ring-{open_ring(self.directory / 'ring', make=False).number}.json"
        }
        assert len(list((self.directory / "ring").glob("root-*.key*"))) == 1


@pytest.fixture
def worlds(databases: Databases, homepage: PolicyFile, tmp_path: Path) -> Worlds:
    """Worlds of keys by seed, on one test's databases."""
    Jikim(homepage, databases.settings(tmp_path, lease=LEASE), demo_start=START).close()
    return lambda seed: World(databases, homepage, tmp_path, seed)
