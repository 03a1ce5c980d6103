"""Any sequence of making, destroying, turning and killing keeps the survivors openable and the destroyed gone."""

from __future__ import annotations

import pytest
from tests.epoch.epoch_world import World, Worlds, worlds  # noqa: F401


def _history(world: World, length: int) -> None:
    """Random acts of two processes; an epoch may be killed anywhere, and anybody brings it to its end."""
    chance = world.chance
    with world.process() as one, world.process() as two:
        world.put(one, 5)
        for _ in range(length):
            jk = chance.choice([one, two])
            match chance.choice(["put", "put", "destroy", "use", "turn", "kill"]):
                case "put":
                    world.put(jk, chance.randint(1, 4))
                case "destroy":
                    world.destroy(jk, chance.randint(1, 2))
                case "use":
                    world.use(jk)
                case "turn":
                    world.turn(jk)
                case "kill":
                    world.turn(jk, killed_at=chance.randrange(40))
        world.check()
        # The first may bring one that was killed to its end; what was destroyed since that one began belongs to the
        # next.
        world.turn(one)
        world.turn(one)
    world.check()
    world.settled()


@pytest.mark.clause("6.5")
@pytest.mark.parametrize("seed", range(4))
def test_a_history_keeps_what_stands_and_loses_what_is_gone(worlds: Worlds, seed: int) -> None:
    """Two processes make, use and destroy keys and turn epochs that are killed here and there."""
    _history(worlds(seed), 14)


def _killed(world: World, at: int) -> bool:
    """An epoch that is killed at one step; another process works on before it is brought to its end. False: it was not
    met."""
    with world.process() as one:
        world.put(one, 6)
        world.destroy(one, 3)
        with world.process() as two:
            world.use(two)
            met = world.turn(one, killed_at=at)
            # The other one had its ring in memory before the epoch, and goes on.
            world.put(two, 2)
            world.use(two)
            world.destroy(two, 1)
            world.check()
    with world.process() as three:
        world.put(three, 1)
        world.turn(three)
        world.check()
        world.turn(three)
    world.settled()
    return len(met) > at


def _calls(world: World) -> list[str]:
    """The epoch's calls of the hook, in order."""
    with world.process() as jk:
        world.put(jk, 6)
        world.destroy(jk, 3)
        return world.turn(jk)


@pytest.mark.clause("6.5")
def test_an_epoch_is_killed_here_and_there(worlds: Worlds) -> None:
    """Killed at every ninth call, and at those that touch files and the root key, an epoch converges and nobody
    notices."""
    calls = _calls(worlds(99))
    files = ("make_root", "lay_ring", "destroy_root", "remove_rings")
    chosen = {n for n, call in enumerate(calls) if n % 9 == 0 or (call.startswith("after") and call.endswith(files))}
    assert len(calls) > 30
    assert len(chosen) >= 7
    for at in sorted(chosen):
        assert _killed(worlds(at), at)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_an_epoch_is_killed_at_every_step(worlds: Worlds, seed: int) -> None:
    """Killed at every call of the hook, in twenty worlds."""
    calls = _calls(worlds(1_000 + seed))
    for at in range(len(calls)):
        _killed(worlds(100_000 * seed + at), at)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 160))
def test_long_histories(worlds: Worlds, seed: int) -> None:
    """Sixty histories of sixty acts."""
    _history(worlds(seed), 60)
