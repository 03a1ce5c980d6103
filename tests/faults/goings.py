"""The scenes of being away: somebody goes and comes back, their grace ends, an account that nobody uses rests and wakes."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from tests.faults.killing import Scene
from tests.faults.making import member
from tests.invariants import Watch

import jikim
from jikim.app import Jikim
from jikim.app.dormancy import rest_unused
from jikim.errors import ConflictError, DeniedError
from jikim.mail.queue import drop, due


def _goes(jk: Jikim, thing: jikim.Person) -> None:
    try:
        jk.leave(thing.subject)
    except DeniedError as error:
        # The first try had committed: its answer alone was lost.
        if error.why != "left":
            raise


def _returns(jk: Jikim, thing: jikim.Person) -> None:
    # Where it had committed, whoever tries again is back already.
    with suppress(ConflictError):
        jk.come_back(thing.subject)


def _left(jk: Jikim) -> jikim.Person:
    thing = member(jk)
    jk.leave(thing.subject)
    return thing


def _over(jk: Jikim) -> jikim.Person:
    thing = _left(jk)
    jk.move_clock(jk.now() + timedelta(days=32))
    return thing


def _unused(jk: Jikim) -> jikim.Person:
    """They were told, and not seen since."""
    thing = member(jk)
    for days in (400, 40):
        jk.move_clock(jk.now() + timedelta(days=days))
        if days == 400:
            _look(jk, thing)
        for letter in jk.driver.run(due(jk.house, 10)):
            jk.driver.run(drop(jk.house, letter))
    return thing


def _look(jk: Jikim, _thing: Any) -> None:
    jk.driver.run(rest_unused(jk.house))


def _resting(jk: Jikim) -> jikim.Person:
    thing = _unused(jk)
    _look(jk, thing)
    return thing


def _in_one_place(watch: Watch, thing: jikim.Person) -> list[str]:
    """What a person's records hold lies among the others or apart: never in both, never in neither."""
    rows = watch.rows(
        "live",
        "SELECT s.state, r.body <> '{}', a.body IS NOT NULL FROM live.subject s JOIN live.record r ON r.subject = s.subject "
        "LEFT JOIN live.apart a ON a.subject = r.subject AND a.record = r.record WHERE s.subject = %s",
        (thing.subject,),
    )
    return [f"state {state}: here {here}, apart {apart}" for state, here, apart in rows if here == apart]


def _is(state: int, why: str | None, *, shown: bool, apart: bool = False) -> Any:
    """How a person must stand in the end, whether what they gave is shown, and whether it lies apart."""

    def done(jk: Jikim, watch: Watch, thing: jikim.Person) -> list[str]:
        rows = watch.rows("live", "SELECT state, away FROM live.subject WHERE subject = %s", (thing.subject,))
        lies = bool(watch.rows("live", "SELECT 1 FROM live.apart WHERE subject = %s", (thing.subject,)))
        values = any(card.values for card in jk.show(thing.subject).cards)
        wrong = [] if rows == ([(state, why)] if state else []) else [f"they are {rows}"]
        return wrong + ([] if (values, lies) == (shown, apart) else [f"shown {values}, apart {lies}"])

    return done


AWAY = Scene(member, _goes, _is(3, "leaving", shown=False), _in_one_place)
BACK = Scene(_left, _returns, _is(1, None, shown=True), _in_one_place)
END = Scene(_over, lambda jk, _: jk.sweep(), _is(0, None, shown=False), _in_one_place)
REST = Scene(_unused, _look, _is(3, "dormant", shown=False, apart=True), _in_one_place)
WAKE = Scene(_resting, _returns, _is(1, None, shown=True), _in_one_place)
