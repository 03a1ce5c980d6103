"""An epoch beside everybody else: whoever has the old ring in memory goes on making, opening and destroying keys, at
any moment of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from tests.conftest import ORDER, Cast, Databases
from tests.epoch.epoch_world import World, Worlds, worlds  # noqa: F401
from tests.epoch.thief import Thief, destroyed
from tests.waiting import PATIENCE, eventually

from jikim.app import Jikim
from jikim.keys.keyring import person_name
from jikim.keys.shards import shard_of
from jikim.verbs.destroy import destroy_key
from jikim.verbs.house import SYSTEM


def _in_shard(shard: int, count: int = 1, tail: bytes = b"") -> list[bytes]:
    found: list[bytes] = []
    n = 0
    while len(found) < count:
        name = b"%d-%b" % (n, tail)
        n += 1
        if shard_of(name) == shard:
            found.append(name)
    return found


class Between:
    """A hook that acts once, at one call of one step."""

    def __init__(self, jk: Jikim, at: str, act: Callable[[], Any]) -> None:
        self._jk, self._at, self._act = jk, at, act
        self.done = False
        jk.driver.hook = self._hook

    def _hook(self, step: str, when: str) -> None:
        if f"{when} {step}" == self._at and not self.done:
            self.done = True
            self._act()

    def __enter__(self) -> Between:
        return self

    def __exit__(self, *_: object) -> None:
        self._jk.driver.hook = None


@pytest.fixture
def touched(jk: Jikim, cast: Cast, another: Callable[[], Jikim]) -> tuple[Jikim, Jikim, int, bytes]:
    """One who turns, another with the old ring in memory, a shard that the epoch touches, and a survivor's name in it."""
    jk.house.keyring.lease = 0.0
    shard = shard_of(person_name(cast.bob.subject, 1))
    name = _in_shard(shard)[0]
    jk.driver.run(jk.house.keyring.ensure("day", name))
    jk.leave(cast.bob.subject)
    jk.sweep()
    return jk, another(), shard, name


@pytest.mark.parametrize("step", ["before key.put", "after key.get", "after key.get_many"])
def test_a_whole_epoch_between_the_ring_and_the_store(touched: tuple[Jikim, Jikim, int, bytes], step: str) -> None:
    """Between wrapping a key and storing it, or fetching one and opening it, an epoch runs from its beginning to its
    end."""
    jk, two, shard, name = touched
    key = jk.driver.run(jk.house.keyring.open("day", name))
    keyring = two.house.keyring
    fresh = _in_shard(shard, 3, b"new")
    with Between(two, step, jk.epoch) as between:
        if step == "before key.put":
            made = {fresh[0]: two.driver.run(keyring.ensure("day", fresh[0]))}
        elif step == "after key.get":
            made = {name: two.driver.run(keyring.open("day", name))}
        else:
            made = two.driver.run(keyring.open_many("day", [name]))
    assert between.done
    jk.house.keyring.forget_all()
    for of, found in made.items():
        assert jk.driver.run(jk.house.keyring.open("day", of)) == found
    assert made.get(name, key) == key
    assert two.house.keyring.ring.number == (1 if step.startswith("after") else 2)
    assert set(made) >= ({name} if step.startswith("after") else set(fresh[:1]))


def test_between_the_ring_and_its_turn_the_former_key_is_the_right_one(
    touched: tuple[Jikim, Jikim, int, bytes],
) -> None:
    """A process that starts when the new ring lies there and has not turned yet wraps under the former shard key, as
    the store asks."""
    jk, two, shard, _ = touched
    fresh = _in_shard(shard, 2, b"early")

    def early() -> None:
        ring = two.house.keyring.reload()
        assert (ring.number, ring.made(shard)) == (2, 2)
        for of in fresh:
            two.driver.run(two.house.keyring.ensure("day", of))
        rows = [two.driver.run(_row(of)) for of in fresh]
        assert rows == [1, 1]

    with Between(jk, "after epoch.lay_ring", early) as between:
        assert jk.epoch().rewrapped >= 3
    assert between.done
    two.house.keyring.forget_all()
    for of in fresh:
        assert two.driver.run(_row(of)) == 2
        assert two.driver.run(two.house.keyring.open("day", of))


def _row(name: bytes) -> Any:
    from jikim.keys.keyring import Q

    rows = yield Q["key.get"](space="day", name=name)
    return rows[0][0]


@pytest.mark.parametrize(
    "step",
    [
        "after epoch.begin",
        "after epoch.turn",
        "after epoch.page",
        "before epoch.rewrap",
        "after epoch.rewrap",
        "after epoch.rewrapped",
    ],
)
def test_what_is_destroyed_meanwhile_belongs_to_the_next(
    touched: tuple[Jikim, Jikim, int, bytes], databases: Databases, step: str
) -> None:
    """A key in a touched shard is destroyed while the epoch runs: it is gone at once, stays gone, and the next epoch is
    for it."""
    jk, two, _, name = touched
    thief = Thief((jk.settings.ring_directory,), databases.admin["keys"])
    thief.look()

    def destroy() -> None:
        entry = two.driver.run(two.house.entry("subject:destroy-key", two.policy, SYSTEM))
        assert two.driver.run(destroy_key(two.house, "day", name, entry))

    with Between(jk, step, destroy) as between:
        first = jk.epoch()
    assert between.done
    keys = databases.admin["keys"]
    assert ("day", name) not in destroyed(keys)
    assert jk.epoch_due().ahead.names == 1
    thief.look()
    second = jk.epoch()
    assert (first.ring, second.ring, second.names) == (2, 3, 1)
    assert ("day", name) in destroyed(keys)
    thief.look()
    assert thief.opens([("day", name)]) == {}


@pytest.mark.clause("6.5")
def test_verbs_go_on_at_every_step(jk: Jikim, cast: Cast, another: Callable[[], Jikim]) -> None:
    """Another process, which cached nothing, reads an order and takes a new one between any two steps of an epoch."""
    jk.house.keyring.lease = 0.0
    jk.leave(cast.bob.subject)
    jk.sweep()
    two = another()
    steps: list[str] = []

    def work(step: str, when: str) -> None:
        if not step.startswith("epoch."):
            return
        steps.append(step)
        two.house.keyring.forget_all()
        assert two.use(cast.alice_order, purpose="delivery", items=["name"])["name"]
        two.collect("enquiry", ENQUIRY, channel="board", subject="guest", old_enough=True)

    jk.driver.hook = work
    assert jk.epoch().ring == 2
    jk.driver.hook = None
    assert len(steps) > 20
    for order in range(3):
        two.collect("order", {**ORDER, "note": f"{order}"}, channel="homepage", subject=cast.alice, old_enough=True)


ENQUIRY = {"name": "Dan Example", "email": "dan@example.org", "text": "끊깁니다"}


def test_a_writer_in_mid_transaction_is_waited_for(
    touched: tuple[Jikim, Jikim, int, bytes], databases: Databases
) -> None:
    """A key that is being stored under a former shard key when the epoch turns is stored before it, and wrapped anew."""
    jk, two, shard, _ = touched
    fresh = _in_shard(shard, 1, b"late")[0]
    ring = two.house.keyring.ring
    with psycopg.connect(databases.dsns["keys"]) as conn:
        conn.execute("SELECT * FROM keys.put('day', %s, 1, %s)", (fresh, ring.wrap(fresh, b"k" * 32)))
        turned: list[int] = []
        thread = threading.Thread(target=lambda: turned.append(jk.epoch().ring))
        thread.start()
        with psycopg.connect(databases.admin["keys"], autocommit=True) as looker:
            query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 7345605 AND NOT granted"
            eventually(lambda: not thread.is_alive() or looker.execute(query).fetchone()[0], "an epoch that waits")  # type: ignore[index]
            assert thread.is_alive()
        assert not turned
        conn.commit()
        thread.join(PATIENCE)
    assert turned == [2]
    jk.house.keyring.forget_all()
    assert jk.driver.run(jk.house.keyring.open("day", fresh)) == b"k" * 32
    assert jk.driver.run(_row(fresh)) == 2


def _storm(world: World, epochs: int) -> None:
    """Two processes make, open and destroy as fast as they can, while a third turns."""
    stop = threading.Event()
    errors: list[BaseException] = []
    parts = [World(world.databases, world.homepage, world.directory, world.seed + n) for n in (1, 2)]

    def work(part: World) -> None:
        try:
            with part.process() as jk:
                part.put(jk, 4)
                while not stop.is_set():
                    part.put(jk, part.chance.randint(1, 3))
                    part.use(jk)
                    if part.chance.random() < 0.4 and len(part.stands) > 3:
                        part.destroy(jk)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(part,)) for part in parts]
    for thread in threads:
        thread.start()
    try:
        with world.process() as jk:
            for _ in range(epochs):
                world.turn(jk)
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert errors == []
    with world.process() as jk:
        world.turn(jk)
    for part in parts:
        assert len(part.stands) > 3
        part.check()
        part.settled()


def test_a_storm_of_writers(worlds: Worlds) -> None:  # noqa: F811
    """Nobody fails and no key is lost, while five epochs turn under two busy processes."""
    _storm(worlds(7), 5)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_storms(worlds: Worlds, seed: int) -> None:  # noqa: F811
    """Twenty storms of twenty epochs."""
    _storm(worlds(500 + 10 * seed), 20)
