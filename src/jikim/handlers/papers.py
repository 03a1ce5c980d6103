"""Pledges, trainings, handovers and an officer's appointment: what people have signed, learnt and handed over, and what the board decided, with the day
and where the paper lies (10.7-10.9).

A paper is added and never changed. When the next training is due follows from the policy's safeguard `training`.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID, uuid4

from jikim.crypto import wrap
from jikim.db.driver import Statement, Steps
from jikim.errors import InvalidError
from jikim.handlers.register import Q
from jikim.policy import statutes
from jikim.policy.ask import Actor
from jikim.policy.outcome import Outcome
from jikim.policy.period import due
from jikim.verbs.entries import HANDLERS, said_of
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.grant import office_only
from jikim.verbs.house import SYSTEM, House

APPOINTMENT = "kr.pipa.officer-appointment"
PaperKind = Literal["pledge", "training", "handover", "appointment"]


class Paper(NamedTuple):
    """One of somebody's papers. `to`: who took over, of a handover."""

    paper: UUID
    kind: PaperKind
    day: date
    due: date | None
    text: str
    place: str
    to: str
    at: datetime


def add_paper(
    house: House, handler: str, kind: PaperKind, *, day: date | None = None, text: str = "", place: str = "", to: str = "",
    actor: Actor = SYSTEM,
) -> Steps[UUID]:  # fmt: skip
    """Records a paper of somebody's: `day` it was signed or held (a handover: today), what it says, where it lies, and (of a handover) `to` whom.

    Answers its number. Raises InvalidError for one that does not say what was signed, taught or handed over, on which day and where it lies: it
    unlocks nothing.
    """
    event = f"handler:{kind}"
    # A pledge and a training may be recorded by whoever signs for themselves as well; what they may then do is the office's to say.
    if not (kind in ("pledge", "training") and actor.kind in ("handler", "officer") and actor.id == handler):
        yield from office_only(house, event, actor)
    if kind != "handover":
        whole(day, text, place)
    day = day or house.today()
    if day > house.today():
        raise InvalidError(
            "it lies ahead", item="day", hint="record it when it has been done",
            ko=("아직 오지 않은 날입니다", "마친 뒤에 적어 주세요"),
        )  # fmt: skip
    if kind == "handover" and not (text.strip() and to.strip()):
        raise InvalidError(
            "a handover says what was handed over, and to whom", item="text" if not text.strip() else "to", hint="write both",
            ko=("무엇을 누구에게 넘겼는지 적어야 합니다", "인계한 것과 받은 사람을 적어 주세요"),
        )  # fmt: skip
    yield from no_numbers(house.policy, text=text, place=place, to=to)
    key = yield from house.keyring.ensure(HANDLERS, handler.encode())
    said = wrap(key, b"paper", json.dumps({"text": text, "place": place, "to": to}, ensure_ascii=False).encode())
    clause = house.policy.clause("grant" if kind == "appointment" else kind)
    entry = yield from house.entry(event, house.policy, actor, None, clause, handler=handler)
    again = due(day, house.every("training")) if kind == "training" else None
    number = uuid4()
    rows = yield Statement(Q["handler.paper"], (handler, number, kind, day, again, said, *entry))
    if rows[0][0]:
        house.denied(house.policy, None, Outcome.GONE)
    return number


def whole(day: date | None, text: str, place: str) -> None:
    """Raises InvalidError beside the first of a paper's fields that is empty."""
    for item, given, en, ko in (
        ("day", day, "the day on which it was signed, held or decided", "서명하거나 교육하거나 정한 날을 적어 주세요"),
        (
            "text",
            text.strip(),
            "what was signed, taught or decided",
            "무엇에 서약했는지, 무엇을 배웠는지, 무엇을 정했는지 적어 주세요",
        ),
        ("place", place.strip(), "where the paper lies", "문서를 둔 곳을 적어 주세요"),
    ):
        if not given:
            raise InvalidError(f"a paper says {en}", item=item, hint="write it", ko=("비어 있습니다", ko))


def appointment_due(house: House, handler: str) -> Steps[date | None]:
    """From when the board's appointment of an officer, and that the authority was told, stands in the register; None where it does, or no law asks yet.

    PIPA as changed for 2026-09-11 (`kr.pipa.officer-appointment`): the text, and above which size, was not read. A company below it says so in the paper.
    """
    row, today = statutes.get(APPOINTMENT), house.today()
    if "kr.pipa" not in house.policy.file.service.under or row is None or not row.in_force(today):
        return None
    if any(one.kind == "appointment" for one in (yield from papers_of(house, handler))):
        return None
    return row.in_force_from if isinstance(row.in_force_from, date) else today


def papers_of(house: House, handler: str) -> Steps[list[Paper]]:
    """Somebody's papers, the newest first."""
    found = []
    for number, kind, day, again, sealed, at in (yield Statement(Q["handler.papers"], (handler,))):
        said = yield from said_of(house, handler, sealed, b"paper")
        found.append(
            Paper(number, kind, day, again, said.get("text", ""), said.get("place", ""), said.get("to", ""), at)
        )
    return found
