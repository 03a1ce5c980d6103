"""Whether a sweep may believe its clock: what is destroyed early by a wrong one is gone for good.

Four looks, each against something that the clock's own error did not make: the moment of the last sweep (in the
database), the policy's bound on the time between two, the machine's count of seconds since it started, and the database
server's clock. A doubt stops the sweep before anything ends, moves or goes, until the clock is right again or an
officer has looked and says that it is. A clock that is moved on purpose, a demo's, is believed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from jikim import clock
from jikim.db.driver import Steps
from jikim.errors import StoppedError
from jikim.particles import eun
from jikim.policy.ask import Actor
from jikim.policy.outcome import Outcome
from jikim.store.sealed import Q
from jikim.verbs.approve import only_officers
from jikim.verbs.house import House

BACK = timedelta(minutes=5)  # by how much the clocks of two machines that sweep may differ
APART = timedelta(hours=1)  # by how much two accounts of the same time may


class Seen(NamedTuple):
    """What is known when a sweep begins. `last` is the moment of the last sweep (or, where none `ran`, of the first
    policy's adoption); `word` the grant of an officer at whose word a sweep went on that has not gone through yet;
    `booted` where this start of the machine stood at a sweep: moment and seconds."""

    last: datetime | None = None
    ran: bool = False
    word: int = 0
    booted: tuple[datetime, float] | None = None
    seconds: float | None = None
    server: datetime | None = None


class Doubt(NamedTuple):
    """What speaks against the clock, in words that name no one."""

    english: str
    korean: str


def doubt(now: datetime, seen: Seen, gap: timedelta) -> Doubt | None:
    """What speaks against `now`; None where nothing does.

    >>> doubt(datetime(2036, 1, 9, tzinfo=UTC), Seen(datetime(2026, 1, 8, tzinfo=UTC), True), timedelta(days=7)).english
    'it is 2036-01-09 00:00 UTC by the clock, and the last sweep ran 3653 days before, on 2026-01-08 00:00 UTC'
    """
    en, ko = f"it is {_say(now)} by the clock", f"시계는 {_say(now)}인데"
    if seen.last is not None and now < seen.last - BACK:
        what, was = (
            ("the last sweep ran", "마지막 파기 작업") if seen.ran else ("the policy was adopted", "방침을 채택한 때")
        )
        return Doubt(
            f"{en}, and {what} later, on {_say(seen.last)}", f"{ko} {eun(f'{was}')} 그보다 뒤인 {_say(seen.last)}입니다"
        )
    if seen.booted is not None and seen.seconds is not None and seen.seconds >= seen.booted[1]:
        passed = timedelta(seconds=seen.seconds - seen.booted[1])
        since = now - seen.booted[0]
        if abs(since - passed) > APART:
            return Doubt(
                f"{en}, which is {_length(since)} after the last sweep here, and the machine has counted {_length(passed)}",
                f"{ko} 이 컴퓨터의 마지막 파기 작업에서 {_length(since, 'ko')} 뒤이고, 컴퓨터가 센 것은 {_length(passed, 'ko')}입니다",
            )
    if seen.server is not None and abs(now - seen.server) > APART:
        return Doubt(
            f"{en}, and {_say(seen.server)} by the database server's",
            f"{ko} DB 서버의 시계는 {_say(seen.server)}입니다",
        )
    if seen.last is not None and now - seen.last > gap:
        days = (now - seen.last).days
        what, was = (
            ("the last sweep ran", "마지막 파기 작업은")
            if seen.ran
            else ("no sweep ever ran: the policy was adopted", "파기 작업을 실행한 적이 없고 방침을 채택한 것은")
        )
        return Doubt(
            f"{en}, and {what} {days} days before, on {_say(seen.last)}",
            f"{ko} {was} {days}일 전인 {_say(seen.last)}입니다",
        )
    return None


def _say(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _length(time: timedelta, language: str = "en") -> str:
    hours = time / timedelta(hours=1)
    if abs(hours) >= 48:
        return f"{hours / 24:.1f}일" if language == "ko" else f"{hours / 24:.1f} days"
    return f"{hours:.1f}시간" if language == "ko" else f"{hours:.1f} hours"


def begin(house: House, actor: Actor, *, after_gap: bool = False) -> Steps[int]:
    """A sweep begins: the moment is judged and recorded with its entry. Answers the grant of an officer at whose word
    it goes on, or 0.

    Raises StoppedError for a clock that is in doubt, recorded; with `after_gap` the doubt is the officer's to dispel,
    by a grant that stands, and their word is recorded with what was found. Raises DeniedError for anyone else.
    """
    if actor.kind != "system":
        # Whoever's name is written down sweeps by a grant.
        yield from only_officers(house, "sweep:begin", actor)
    uptime = clock.machine_uptime() if house.clock.worldly else None
    boot, seconds = uptime or ("", 0.0)
    while True:
        seen = yield from _look(house, boot, uptime)
        now = house.clock.now()
        found = _found(house, now, seen)
        if found is not None and not after_gap:
            yield from _stop(house, actor, found)
        if found is not None:
            yield from only_officers(house, "sweep:go-on", actor)
            entry = yield from house.entry(
                "sweep:go-on", house.policy, actor, None, _clause(house), found=found.english
            )
        else:
            entry = yield from house.entry("sweep:begin", house.policy, actor, None, _clause(house))
        word = actor.grant if found is not None else 0
        [(begun,)] = yield Q["sweep.begin"](last=seen.last, boot=boot, seconds=seconds, word=word, entry=entry)
        if begun:
            return word or seen.word
        # Another sweep began in between, at a moment that this one's was not judged against.


def heed(house: House, actor: Actor) -> Steps[None]:
    """For a job that destroys and is no sweep. Raises StoppedError, recorded, where the clock is in doubt."""
    found = yield from doubted(house)
    if found is not None:
        yield from _stop(house, actor, found)


def forgotten(house: House, *forget: Callable[[House], Steps[int]]) -> Steps[int]:
    """What the daily work forgets is gone for good, as what a sweep destroys: nothing, while the clock is in doubt.
    Answers how many went."""
    if (yield from doubted(house)) is not None:
        return 0
    gone = 0
    for one in forget:
        gone += yield from one(house)
    return gone


def doubted(house: House) -> Steps[Doubt | None]:
    """What speaks against the clock now; records nothing. For a dry run."""
    uptime = clock.machine_uptime() if house.clock.worldly else None
    seen = yield from _look(house, uptime[0] if uptime else "", uptime)
    return _found(house, house.clock.now(), seen)


def _look(house: House, boot: str, uptime: tuple[str, float] | None) -> Steps[Seen]:
    rows = yield Q["sweep.before"](boot=boot)
    last, ran, word, boot_at, boot_seconds = rows[0]
    server = (yield from _server_time()) if house.clock.worldly else None
    booted = (boot_at, boot_seconds) if boot_at is not None else None
    return Seen(last, ran, word, booted, uptime[1] if uptime else None, server)


def _server_time() -> Steps[datetime]:
    [(moment,)] = yield Q["sweep.server_time"]()
    at: datetime = moment
    return at


def _found(house: House, now: datetime, seen: Seen) -> Doubt | None:
    return doubt(now, seen, house.policy.file.sweep.gap.delta()) if house.clock.worldly else None


def _stop(house: House, actor: Actor, found: Doubt) -> Steps[None]:
    entry = yield from house.entry(
        "sweep:stop", house.policy, actor, None, _clause(house), why="clock", found=found.english
    )
    yield Q["deny"](entry=entry, subject=None, record=None, items=None, outcome=Outcome.REFUSED)
    raise StoppedError(
        f"nothing was destroyed, because the time is in doubt: {found.english}",
        why="clock",
        hint="set the clock right and sweep again; if it is right, an officer says so: `jikim sweep --after-gap --by NAME`",
        ko=(
            f"시각이 의심스러워 아무것도 파기하지 않았습니다: {found.korean}",
            "시계를 맞추고 다시 실행해 주세요. 시계가 맞으면 보호책임자가 확인합니다: `jikim sweep --after-gap --by NAME`",
        ),
    )


def _clause(house: House) -> str:
    return house.policy.clause("ended")
