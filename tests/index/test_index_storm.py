"""Everything at once: people come, are corrected, are looked for and leave in several threads and a process of their
own, while rotations run."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import HOMEPAGE
from tests.index.looking import Thief, claims, found, key_versions, versions
from tests.races.interleave import Ring, ring  # noqa: F401
from tests.waiting import PATIENCE

import jikim
from jikim.app import Jikim

LOGINS = [f"gull{n}" for n in range(24)]
ACTS = 300

# A second process: it knows of no thread's caches, and rotates as fast as it can until it is told to stop.
CHILD = """
import json, sys
from pathlib import Path
from jikim.app import Jikim, read_policy
from jikim.settings import Settings
homepage, directory, there = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
with Jikim(read_policy(homepage), Settings(directory=directory, ring=directory / "ring", **there)) as jk:
    print("ready", flush=True)
    done = 0
    while sys.stdin.readline().strip() == "go":
        done += jk.reindex().destroyed
        print(done, flush=True)
"""


class Storm:
    """A dictionary of who holds which login, kept by the threads themselves: a login is free, held by one, or under
    way."""

    def __init__(self, ring: Ring, seed: int) -> None:
        self.ring, self.seed = ring, seed
        self.lock = threading.Lock()
        self.holds: dict[str, jikim.Ref] = {}
        self.busy: set[str] = set()
        self.gone: list[tuple[str, UUID]] = []
        self.wrong: list[str] = []
        self.acts = 0
        self.stop = threading.Event()

    def worker(self, number: int, jk: Jikim) -> None:
        chance = random.Random(f"{self.seed}:{number}")
        try:
            while not self.stop.is_set():
                getattr(self, chance.choice(["come", "come", "seek", "seek", "rob", "mend", "leave"]))(jk, chance)
                self.acts += 1
        except Exception as error:
            self.wrong.append(f"{type(error).__name__}: {error}")

    def _take(self, chance: random.Random, held: bool) -> tuple[str, jikim.Ref | None] | None:
        with self.lock:
            able = [login for login in LOGINS if (login in self.holds) == held and login not in self.busy]
            if not able:
                return None
            login = chance.choice(able)
            self.busy.add(login)
            return login, self.holds.get(login)

    def come(self, jk: Jikim, chance: random.Random) -> None:
        if (got := self._take(chance, held=False)) is None:
            return
        ref = _join(jk, got[0])
        with self.lock:
            self.holds[got[0]] = ref
            self.busy.discard(got[0])

    def seek(self, jk: Jikim, chance: random.Random) -> None:
        if (got := self._take(chance, held=True)) is None:
            return
        login, ref = got
        assert ref is not None
        if found(jk, "login_id", login) != [ref.subject]:
            self.wrong.append(f"{login} was not found")
        self.busy.discard(login)

    def rob(self, jk: Jikim, chance: random.Random) -> None:
        """Someone tries to take what another holds."""
        if (got := self._take(chance, held=True)) is None:
            return
        try:
            _join(jk, got[0])
        except jikim.DeniedError:
            pass
        else:
            self.wrong.append(f"{got[0]} was given twice")
        self.busy.discard(got[0])

    def mend(self, jk: Jikim, chance: random.Random) -> None:
        """Someone is corrected from one login to another that is free."""
        old, new = self._take(chance, held=True), self._take(chance, held=False)
        if old is not None and new is not None:
            assert old[1] is not None
            jk.correct(jk.ask_correction(old[1], ["login_id"]), {"login_id": new[0]})
            with self.lock:
                self.holds[new[0]] = self.holds.pop(old[0])
        for got in (old, new):
            if got is not None:
                self.busy.discard(got[0])

    def leave(self, jk: Jikim, chance: random.Random) -> None:
        if (got := self._take(chance, held=True)) is None:
            return
        login, ref = got
        assert ref is not None
        jk.leave(ref.subject)
        with self.lock:
            self.gone.append((login, self.holds.pop(login).subject))
            self.busy.discard(login)


def _join(jk: Jikim, login: str) -> jikim.Ref:
    values = {
        "login_id": login,
        "password": "a quiet heron 4471",
        "name": "가나다",
        "email": f"{random.getrandbits(64):x}@example.com",
    }
    return jk.collect("membership", values, channel="homepage", old_enough=True).ref


def _play(ring: Ring, seed: int, acts: int) -> Storm:
    storm = Storm(ring, seed)
    doors = [ring.one, ring.two, ring.another()]
    threads = [threading.Thread(target=storm.worker, args=(n, jk)) for n, jk in enumerate(doors)]
    copies: list[list[Any]] = []
    rotated = 0
    with _process(ring) as child:
        for thread in threads:
            thread.start()
        while not storm.wrong and (storm.acts < acts or rotated < 2):
            _said(child, "go")
            rotated += doors[0].reindex().destroyed
            copies.append(claims(ring.watch))
        storm.stop.set()
        for thread in threads:
            thread.join(PATIENCE)
        rotated += int(_said(child, "go"))
        child.communicate("stop\n", timeout=PATIENCE)
    assert child.returncode == 0
    assert storm.wrong == []
    ring.one.reindex()
    _look(ring, storm, copies)
    return storm


def _process(ring: Ring) -> subprocess.Popen[str]:
    there = {"dsns": ring.databases.dsns, "people": ring.databases.people}
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(HOMEPAGE), str(ring.directory), json.dumps(there)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def _said(child: subprocess.Popen[str], word: str) -> str:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(word + "\n")
    child.stdin.flush()
    return child.stdout.readline()


def _look(ring: Ring, storm: Storm, copies: list[list[Any]]) -> None:
    """The databases say what the dictionary says, and nothing of who left is found in any copy of the index that was
    made on the way."""
    for login in LOGINS:
        held = storm.holds.get(login)
        for jk in (ring.one, ring.two):
            assert found(jk, "login_id", login) == ([held.subject] if held else [])
    assert len(versions(ring.watch)) <= 1
    assert len(key_versions(ring.watch)) == 1
    assert ring.watch.one("live", "SELECT count(*) FROM live.claim") == 2 * len(storm.holds)
    orphans = "SELECT count(*) FROM live.claim c WHERE NOT EXISTS (SELECT FROM live.record r WHERE r.record = c.record)"
    assert ring.watch.one("live", orphans) == 0
    thief = Thief(ring.one, ring.watch)
    gone = {subject for _, subject in storm.gone}
    assert thief.who(claims(ring.watch), "login_id", *LOGINS) == {ref.subject for ref in storm.holds.values()}
    for copy in copies:
        assert not thief.who(copy, "login_id", *LOGINS) & gone


@pytest.mark.long
def test_a_storm_loses_no_one_and_gives_nothing_twice(ring: Ring) -> None:
    """Nobody is missed, no login is held twice, and the copies of every moment are mute about who left."""
    storm = _play(ring, 1, ACTS)
    assert storm.gone


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
def test_storms_of_many_seeds(ring: Ring, seed: int) -> None:
    """The same for longer, and otherwise each time."""
    _play(ring, seed, 8 * ACTS)
