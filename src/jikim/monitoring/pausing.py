"""The pauses that answer what is beyond the limits of reading (`verbs/read_limits.py`): told, lifted with a reason, judged
afterwards by somebody else."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from jikim.alerts.raising import alert
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.monitoring.explaining import ask_explanation, forget_explanations, reasoned
from jikim.policy.ask import Actor, Ask
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.read_limits import LIMITS as LIMITS

Q = load("jikim.monitoring")
HIGHEST = 2**31 - 1
Verdict = Literal["fine", "misuse"]


class Pause(NamedTuple):
    """A pause: whose reads, by which rule, how many of how many. `effective`: whether it stopped anything; `untils` are
    the grants it ended."""

    number: int
    actor: str
    at: datetime
    rule: str
    seen: int
    most: int
    effective: bool
    untils: dict[str, str]
    told: datetime | None
    lifted: datetime | None
    lifted_by: str | None
    judged: datetime | None
    judged_by: str | None
    verdict: Verdict | None

    @property
    def whose(self) -> str:
        return self.actor.partition(":")[2]


def limits(_house: House) -> Steps[dict[str, int]]:
    """The limits that hold now."""
    [(limits,)] = yield Q["monitor.limits"]()
    found: dict[str, int] = limits
    return found


def pauses(_house: House, before: int = HIGHEST, limit: int = 50) -> Steps[list[Pause]]:
    """The pauses, the newest first, a page at a time."""
    return [Pause(*row) for row in (yield Q["pause.list"](before=before, limit=limit))]


def tell_pauses(house: House) -> Steps[int]:
    """Records each new pause and alerts the officers. Answers how many. Where nothing is new it is one look."""
    rows = yield Q["pause.untold"]()
    for number, actor, rule, seen, most in rows:
        entry = yield from house.note("handler:pause", SYSTEM, "audit", handler=actor, rule=rule, seen=seen, most=most)
        yield Q["pause.told"](number=number, entry=entry)
        ko = f"열람이 한도를 넘어 멈췄습니다 ({LIMITS[rule][0]}): 확인한 뒤 사유를 적어 해제하거나 그대로 두어 주세요 [{number}]"
        en = f"Reads were paused, beyond the limit ({LIMITS[rule][1]}): look, and lift it with a reason or leave it [{number}]"
        yield from alert(house, "reads-paused", ko, en, href=f"/office/monitoring#pause-{number}")
        kind, _, whose = actor.partition(":")
        if kind in ("handler", "officer"):
            ko, en = f"한도를 넘은 열람 ({LIMITS[rule][0]})", f"access beyond the limit ({LIMITS[rule][1]})"
            yield from ask_explanation(house, f"pause:{number}", whose, ko, en)
    return len(rows)


def lift(house: House, number: int, reason: str, *, actor: Actor) -> Steps[None]:
    """An officer lifts a pause with a reason, which the ledger keeps sealed. Raises DeniedError for one's own, or a
    reason that says nothing."""
    event = "handler:unpause"
    ask = yield from reasoned(house, event, actor, reason)
    yield from _answer(house, number, event, None, actor, ask)


def judge(house: House, number: int, verdict: Verdict, reason: str, *, actor: Actor) -> Steps[None]:
    """An officer judges afterwards what was behind a pause: `fine`, or `misuse`. Raises DeniedError for one's own."""
    event = "handler:judge-pause"
    ask = yield from reasoned(house, event, actor, reason)
    yield from _answer(house, number, event, verdict, actor, ask)


def _answer(house: House, number: int, event: str, verdict: Verdict | None, actor: Actor, ask: Ask) -> Steps[None]:
    more = {"verdict": verdict} if verdict else {}
    entry = yield from house.entry(event, house.policy, actor, ask, house.policy.clause("audit"), pause=number, **more)
    done = yield Q["pause.answer"](number=number, verdict=verdict, today=house.today(), grant=actor.grant, entry=entry)
    house.expect(done)


def forget_counts(house: House) -> Steps[int]:
    """Counts older than four weeks go, and pauses three years after they were lifted and judged. Answers how many. For
    the daily work."""
    [(count,)] = yield Q["monitor.forget"](at=house.now())
    return int(count) + (yield from forget_explanations(house))
