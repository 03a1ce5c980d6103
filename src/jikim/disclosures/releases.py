"""Releases that identify nobody (3.5), and their register: counts here, records under pseudonyms in `pseudonyms.py`.

Counts leave as a CSV that the register keeps word for word: the stored answers of closed months
(`verbs/statistics.py`), so that two releases of the same months say the same.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid4

from jikim.answers import Group
from jikim.db.driver import Steps
from jikim.disclosures.demand_register import LAST, LATEST, Q
from jikim.disclosures.demands import sound_text
from jikim.errors import InvalidError
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.compiled import Reading
from jikim.policy.decide import deny
from jikim.policy.model import Under
from jikim.policy.states import Verb
from jikim.verbs.approve import only_officers
from jikim.verbs.house import House
from jikim.verbs.statistics import LEAST, stored
from jikim.verbs.then import Then, then

ReleaseKind = Literal["aggregate", "pseudonymised"]
OFTEN = {1: "1", 2: "2-4", 5: "5+"}


class Release(NamedTuple):
    """A row of the register. `content` is what left, of counts alone; `then` is the version of the day it left or was
    prepared."""

    release: UUID
    kind: ReleaseKind
    to: str
    purpose: str
    record: str
    items: tuple[str, ...]
    quasi: tuple[str, ...]
    least: int
    why: str
    ends: date | None
    state: str
    prepared: str
    decided: str
    made: datetime
    released: datetime | None
    lines: int
    small: int
    content: str
    destroyed: datetime | None
    alone: bool
    then: Then

    @property
    def number(self) -> str:
        return str(self.release)[:8].upper()


def open_to(house: House) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The recipients that get statistics, with their purposes and record kinds."""
    found = house.policy.file.recipients.items()
    return {name: (one.purposes, one.records) for name, one in found if one.under is Under.STATISTICS}


def least_of(house: House, to: str) -> int:
    """The smallest group that leaves to a recipient."""
    declared = house.policy.file.recipients.get(to)
    return max(declared.least if declared is not None else 0, 2) if declared is not None and declared.least else LEAST


def judged(house: House, event: str, to: str, record: str, purpose: str, actor: Actor) -> Steps[tuple[Ask, Reading]]:
    """Whether an officer may release this: their grant names the purpose, and the policy lets it out to the recipient
    as statistics."""
    policy = house.policy
    yield from only_officers(house, event, actor)
    purposes, records = open_to(house).get(to, ((), ()))
    rules, number = policy.records.get(record), policy.number("purpose", purpose)
    reading = policy.reading.get((number, rules.number)) if rules is not None and number is not None else None
    if rules is None or number is None or reading is None or purpose not in purposes or record not in records:
        yield from house.refuse(event, policy, actor, deny(policy, "no-recipient"))
    assert rules is not None
    assert number is not None
    assert reading is not None
    if not actor.purposes >> number & 1:
        yield from house.refuse(event, policy, actor, deny(policy, "grant"))
    return Ask(Verb.USE, rules.number, 0, actor, number), reading


def reasoned(house: House, why: str) -> None:
    """Raises InvalidError for a release that says no purpose of its own, or says a number that is never taken."""
    if blank(why):
        raise InvalidError(
            "a release says what it is for",
            item="why",
            hint="name the study or the report",
            ko=("무엇에 쓸지 적지 않았습니다", "연구나 보고서의 이름을 적어 주세요"),
        )
    sound_text(house, "why", why)


def nothing_leaves() -> InvalidError:
    """A release without a row is none."""
    return InvalidError(
        "no row would leave, so nothing was released",
        item="offer",
        hint="choose another record kind or purpose, or come back once there is enough",
        ko=(
            "제공할 내용이 한 줄도 없어 제공하지 않았습니다",
            "다른 기록이나 목적을 선택하거나, 기록이 충분히 쌓인 뒤 다시 시도해 주세요",
        ),
    )


def release_counts(house: House, to: str, record: str, *, purpose: str, why: str, actor: Actor) -> Steps[Release]:
    """Counts, and releases the counts. Answers the register's row, with the CSV that left. Raises InvalidError where no
    group of a closed month may leave."""
    policy = house.policy
    event = "release:aggregate"
    ask, reading = yield from judged(house, event, to, record, purpose, actor)
    reasoned(house, why)
    least = least_of(house, to)
    # A month that was counted while a smaller group could leave stays here.
    counted = [one for one in (yield from stored(house, ask, reading, to=to)) if one.least >= least]
    groups = [group for month in counted for group in month.groups]
    if not groups:
        raise nothing_leaves()
    release = uuid4()
    entry = yield from house.entry(event, policy, actor, ask, reading.clause, to=to)
    yield Q["release.open"](
        release=release,
        kind="aggregate",
        recipient=policy.number("recipient", to),
        purpose=ask.purpose,
        record=ask.kind,
        items=[],
        quasi=[],
        least=least,
        why=why,
        ends=None,
        entry=entry,
    )
    back = sum(month.back for month in counted)
    yield from stepped(
        house, release, "released", ask, to, reading.clause, lines=len(groups), small=back, content=as_csv(groups)
    )
    found = yield from release_of(house, release)
    assert found is not None
    return found


def stepped(
    house: House,
    release: UUID,
    state: str,
    ask: Ask,
    to: str,
    clause: str,
    *,
    lines: int = 0,
    small: int = 0,
    content: str | None = None,
) -> Steps[None]:
    """One step of a release; the second of two who take it at once finds it taken."""
    actor = ask.actor
    entry = yield from house.entry(f"release:{state}", house.policy, actor, ask, clause, to=to, lines=lines)
    done = yield Q["release.step"](
        release=release, to=state, grant=actor.grant, lines=lines, small=small, content=content, entry=entry
    )
    house.expect(done)


def as_csv(groups: Sequence[Group]) -> str:
    """`month,kind,channel,times,people`: closed months alone, rounded down, and nothing of what is kept back."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("month", "kind", "channel", "times", "people"))
    for one in groups:
        writer.writerow((f"{one.month:%Y-%m}", one.subject_kind, one.channel, OFTEN[one.often], one.people))
    return out.getvalue()


def releases(
    house: House, before: datetime = LATEST, before_release: UUID = LAST, limit: int = 50
) -> Steps[list[Release]]:
    """The register, the newest first, a page at a time."""
    rows = yield Q["release.all"](before=before, before_release=before_release, limit=limit)
    found = []
    for row in rows:
        found.append((yield from _release(house, row)))
    return found


def release_of(house: House, release: UUID) -> Steps[Release | None]:
    """One release."""
    rows = yield Q["release.one"](release=release)
    return (yield from _release(house, rows[0])) if rows else None


def _release(house: House, row: Sequence[Any]) -> Steps[Release]:
    (
        release, kind, recipient, purpose, record, items, quasi, least, why, ends, state, prepared, decided, made, released, lines, small,
        content, destroyed, alone,
    ) = row  # fmt: skip
    policy = house.policy

    def names(numbers: Sequence[int]) -> tuple[str, ...]:
        return tuple(policy.name("item", number) for number in numbers)

    return Release(
        release, kind, policy.name("recipient", recipient), policy.name("purpose", purpose), policy.name("record", record), names(items),
        names(quasi), least, why, ends, state, prepared, decided or "", made, released, lines, small, content or "", destroyed, alone,
        (yield from then(house, released or made, "record", record)),
    )  # fmt: skip
