"""The register of moves: what is to come in or to go out is asked for, approved by an officer who did not ask, and runs.

INVARIANT: an import runs for the mapping that was approved, by its digest, within the days of its approval; an export
runs once; a kind that moves into sealed keeping begins so, and is cut over once it was verified.
"""

from __future__ import annotations

import hashlib
from typing import Literal
from uuid import UUID

from jikim.cases.cases import Case, file_house, take_step
from jikim.cases.listing import case_by
from jikim.cases.register import Field, Register, Step
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import InvalidError, JikimError
from jikim.policy.ask import blank
from jikim.policy.decide import deny
from jikim.policy.period import Period
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import By

Q = load("jikim.moves")
Kind = Literal["import", "export", "seal"]
_TITLES: dict[Kind, tuple[str, str]] = {
    "import": ("자료 가져오기", "Import of data"),
    "export": ("자료 내보내기", "Export of all data"),
    "seal": ("암호화 보관으로 옮기기", "Move into encrypted storage"),
}
_STAGE = Period(30, "d")  # no stage of a kind's move has a day; one that stands still so long is late
_WHAT = Field("what", ("대상", "What"), optional=True)
_WHY = Field("why", ("사유", "Why"), optional=True)

MOVES = Register(
    name="data-move",
    path="/office/data-moves",
    one=("자료 이전", "Data move"),
    many=("자료 이전", "Data moves"),
    intro=(
        "개인정보를 다른 시스템에서 가져오거나, 모두 내보내거나, 애플리케이션의 표에서 암호화 보관으로 옮기는 일입니다. 요청하지 않은 보호책임자가 승인해야 합니다.",
        "People’s data that is imported, exported whole, or moved from an application’s table into encrypted storage. An officer who did not ask approves it.",
    ),
    states={
        "asked": ("승인 대기", "awaiting approval"), "approved": ("승인", "approved"), "running": ("진행 중", "running"),
        "verified": ("대조 완료", "verified"), "cut": ("암호화 보관으로 전환", "cut over"),
        "done": ("완료", "done"), "refused": ("거절", "refused"), "stopped": ("중단", "stopped"),
    },
    steps=(
        Step(
            "approve", ("asked",), "approved", ("officer",), ("승인", "approved"), guard="another", title=("승인", "Approve"),
            note=(
                "승인하면 7일 안에 적힌 그대로 시작할 수 있습니다.",
                "Once approved it can be started within seven days, exactly as it is written here.",
            ),
            button=("승인", "Approve"), within=Period(7, "d"),
        ),
        Step(
            "refuse", ("asked",), "refused", ("officer",), ("거절", "refused"), title=("거절", "Refuse"),
            asks=(Field("refused", ("거절 사유", "Why not"), rows=2),), button=("거절", "Refuse"), second=True,
        ),
        Step("begin", ("approved", "running"), "running", ("desk",), ("실행", "run"), asks=(_WHAT, _WHY)),
        # Of a kind that moves into sealed keeping (`moves/sealing.py`): taken by what they name, once that is so.
        Step("verify", ("running", "verified"), "verified", ("desk",), ("대조", "verified"), within=_STAGE),
        Step("cut", ("verified", "cut"), "cut", ("desk",), ("전환", "cut over"), within=_STAGE),
        Step("empty", ("cut",), "cut", ("desk",), ("열 비우기", "emptied"), within=_STAGE),
        Step("back", ("running", "verified", "cut"), "running", ("desk",), ("되돌림", "rolled back"), within=_STAGE),
        Step("settle", ("cut",), "done", ("desk",), ("완료", "done")),
        Step(
            "end", ("running",), "done", ("desk",), ("완료", "done"), guard="one-run", title=("완료 처리", "Finish"), button=("완료", "Finish"),
            second=True,
        ),
        Step(
            "stop", ("approved", "running", "verified"), "stopped", ("officer",), ("중단", "stopped"), title=("중단", "Stop"),
            asks=(Field("stopped", ("중단 사유", "Why it is stopped"), rows=2),), button=("중단", "Stop"), second=True,
        ),
    ),
    within=Period(7, "d"),
    clause="grant",
    todo=("자료 이전: {title}", "Data move: {title}"),
    filed=("요청", "asked for"),
    house=True,
    menu="policy",
    kept=Period(3, "y"),
    stepped=Q["move.step"],
)  # fmt: skip


def digest_of(kind: Kind, *parts: bytes) -> str:
    """What is approved, as one word: of an import the mapping, of an export its form, of a kind both."""
    made = hashlib.sha256(kind.encode())
    for one in parts:
        made.update(hashlib.sha256(one).digest())
    return made.hexdigest()


def ask_move(by: By, kind: Kind, digest: str, what: str, *, reason: str) -> Steps[UUID]:
    """Asks for an import, an export or a kind's move. Nothing moves yet. Answers its number; that of the open one for the same digest,
    where there is one. Raises DeniedError for who has no grant that stands: an officer who made a name up would be the
    second person of their own request."""
    house, actor = by
    if actor.kind not in ("handler", "officer") or not (yield from house.manned(actor)):
        yield from house.refuse("data-move:file", house.policy, actor, deny(house.policy, "grant"))
    if blank(reason):
        raise InvalidError(
            "it is empty",
            item="reason",
            hint="say what it is for",
            ko=("사유가 비어 있습니다", "무엇을 위한 것인지 적어 주세요"),
        )
    yield from no_numbers(house.policy, reason=reason)
    ko, en = _TITLES[kind]
    facts = {"what": what, "why": reason}
    return (yield from file_house(house, MOVES, kind, digest, ko=ko, en=en, actor=actor, facts=facts))


def move_of(by: By, number: str) -> Steps[Case]:
    """A move by its number. Raises JikimError for none."""
    found = yield from case_by(by.house, MOVES, number, actor=by.actor)
    if found is None:
        raise JikimError(
            "there is no data move of this number",
            hint="copy the number that asking for it printed",
            ko=("이 번호의 데이터 이전이 없습니다", "요청할 때 출력된 번호를 그대로 적어 주세요"),
        )
    return found


def approve_move(by: By, number: str) -> Steps[Case]:
    """An officer who did not ask approves it, for seven days. Raises DeniedError, or ConflictError where it is settled."""
    house, actor = by
    if actor.kind != "officer":
        yield from house.refuse("data-move:approve", house.policy, actor, deny(house.policy, "not-confirmed"))
    found = yield from move_of(by, number)
    yield from take_step(house, MOVES, found, "approve", actor=actor)
    return found


def begin_move(by: By, found: Case, kind: Kind, digest: str) -> Steps[None]:
    """Begins what was approved, or an import anew. Raises DeniedError where that is not this, or its days are over."""
    house, actor = by
    entry = yield from house.entry("data-move:begin", house.policy, actor, None, house.policy.clause("grant"))
    done = yield Q["move.begin"](
        move=found.id, kind=kind, digest=digest, today=house.today(), as_=actor.kind, grant=actor.grant,
        entry=entry,
    )  # fmt: skip
    house.expect(done)


def end_move(by: By, found: Case) -> Steps[None]:
    """It is over."""
    yield from take_step(by.house, MOVES, found, "end", actor=by.actor)
