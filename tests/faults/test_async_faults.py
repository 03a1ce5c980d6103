"""The N-th call of a verb on the event loop fails, before it ran or with its answer lost: one retry does it whole."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.drawn import sampled
from tests.faults.killing import LOOPED, Stage, bomb, check, stage  # noqa: F401
from tests.faults.scenes import SCENES

from jikim.app import AsyncJikim
from jikim.clock import MovableClock
from jikim.errors import DeniedError, StoreError


async def _leave(jk: AsyncJikim, thing: Any) -> None:
    try:
        await jk.leave(thing.subject)
    except DeniedError as error:
        if error.why != "left":
            raise


async def _consent(jk: AsyncJikim, ref: Any) -> None:
    await jk.consent(ref.subject, withdraw=["marketing.events"])


async def _hold(jk: AsyncJikim, thing: Any) -> None:
    await jk.by(jk.acting("system", "officer")).hold(thing[0], reason="a lawsuit")


ACTS: dict[str, Callable[[AsyncJikim, Any], Awaitable[None]]] = {"leave": _leave, "consent": _consent, "hold": _hold}


def _fail(step: str, _when: str) -> None:
    raise StoreError(f"the database refused step `{step}`", ko=("거부됨", ""))


async def play(stage: Stage, verb: str) -> set[str]:
    """Plays the scene once for every call of the hook. Answers the steps it met."""
    scene, act = SCENES[verb], ACTS[verb]
    async with AsyncJikim(stage.homepage, stage.databases.settings(stage.directory)) as jk:
        for at in range(1_000):
            thing = scene.prepare(stage.director)
            assert isinstance(jk.house.clock, MovableClock)
            jk.house.clock.move(stage.director.now())
            jk.house.keyring.forget_all()
            passed: list[tuple[str, str]] = []
            jk.driver.hook = bomb(at, _fail, passed)
            failed = False
            try:
                await act(jk, thing)
            except StoreError:
                failed = True
            jk.driver.hook = None
            if failed:
                await act(jk, thing)
            where = f"failed {passed[at][1]} {passed[at][0]} ({at}), then once more" if failed else "whole"
            stage.tally.tried(verb, LOOPED, failed)
            check(stage, scene, thing, LOOPED, where, boundary=False)
            if not failed:
                stage.watch.ledger(stage.director)
                return {step for step, _ in passed}
    raise AssertionError("a scene without an end")


@pytest.mark.drawn
@pytest.mark.parametrize("verb", sampled(sorted(ACTS)))
def test_a_verb_on_the_loop_whose_call_fails_is_done_by_one_retry(stage: Stage, verb: str) -> None:
    """Statements and the log beside the key ring alike."""
    met = asyncio.run(play(stage, verb))
    assert any(step.startswith("restrictions.append.") for step in met)
