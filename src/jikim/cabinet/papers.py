"""Papers: entered, moved, found, destroyed. One is tied to its record until it is shredded, also while the record
rests; its note goes with the person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal
from uuid import UUID, uuid4

from jikim.cabinet.paper import DESK, Paper, Q, may_handle
from jikim.cabinet.paper_register import paper_of
from jikim.cabinet.paper_tasks import close_task, note_reckoned, to_move, to_shred
from jikim.cabinet.reckoning import reckon
from jikim.crypto import derived, wrap
from jikim.db.driver import Steps
from jikim.db.steps import value_of
from jikim.errors import ConflictError, InvalidError
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.store.holding import Ref
from jikim.verbs.forbidden_numbers import no_numbers, none_in_short
from jikim.verbs.house import House

FIRST = date(1900, 1, 1)
PAGE = 200
Method = Literal["shred", "burn"]
METHODS: dict[str, tuple[str, str]] = {"shred": ("파쇄", "shredded"), "burn": ("소각", "burnt")}


def enter_paper(
    house: House,
    kind: str,
    *,
    cabinet: str,
    shelf: str,
    received: date | None = None,
    ref: Ref | None = None,
    note: str = "",
    actor: Actor,
) -> Steps[Paper]:
    """Puts a paper into the register: of which record, in which cabinet, on which shelf. Its due day follows from the
    record, or from its kind's rules.

    Raises InvalidError for a place that is not said or a day ahead, DeniedError for an actor whose grant does not reach
    such records.
    """
    policy = house.policy
    event = "paper:enter"
    yield from may_handle(house, event, actor, kind)
    number = policy.number("record", kind)
    if number is None or (ref is not None and ref.kind != kind):
        yield from house.refuse(event, policy, actor, deny(policy, "record-kind"))
    sound_place(policy, cabinet, shelf)
    received = received or house.today()
    if not FIRST <= received <= house.today():
        raise InvalidError(
            "this is no day on which it came",
            item="received",
            hint="enter the paper when it is there",
            ko=("받은 날이 될 수 없는 날입니다", "받은 뒤에 그날을 적어 주세요"),
        )
    yield from no_numbers(policy, note=note)
    paper = uuid4()
    said = (yield from _seal_note(house, ref.subject, paper, note)) if ref is not None and note.strip() else None
    now = yield from reckon(house, kind, received, ref)
    rests = house.today() if now.rests else None
    if ref is not None:
        entry = yield from house.note("paper:tie", actor, "paper", kind=kind)
        tie = Q["paper.tie"](subject=ref.subject, paper=paper, record=ref.record, said=said, entry=entry)
        _placed(house, (yield from value_of(tie)), rests is not None)
    entry = yield from house.note(event, actor, "paper", kind=kind)
    [(outcome, made)] = yield Q["paper.enter"](
        paper=paper,
        kind=number,
        cabinet=cabinet.strip(),
        shelf=shelf.strip(),
        received=received,
        due=now.due,
        rests=rests,
        linked=ref is not None,
        entry=entry,
    )
    if ref is not None:
        yield Q["paper.tied"](subject=ref.subject, paper=paper, entered=outcome == Outcome.ALLOWED)
    _placed(house, outcome, rests is not None)
    found = yield from paper_of(house, made)
    assert found is not None
    return found


def settle_ties(house: House) -> Steps[None]:
    """Ends what a kill left of `enter_paper` and `destroy_paper`, a day later: a tie whose paper is there stays, and any other
    goes."""
    while ties := (yield Q["paper.ties"](before=house.now() - timedelta(days=1), limit=PAGE)):
        entered = {paper for (paper,) in (yield Q["paper.entered"](papers=[paper for _subject, paper in ties]))}
        for subject, paper in ties:
            yield Q["paper.tied"](subject=subject, paper=paper, entered=paper in entered)


def sound_place(policy: Policy, cabinet: str, shelf: str) -> None:
    """Raises InvalidError for what is no place: empty, long, or a number that is never taken."""
    for item, text in (("cabinet", cabinet), ("shelf", shelf)):
        if not text.strip() or len(text) > 60:
            raise InvalidError(
                "a paper has its place",
                item=item,
                hint="up to 60 letters, such as A or 3-2",
                ko=("자리를 적지 않았거나 너무 깁니다", "60자까지, 예: A 또는 3-2"),
            )
    none_in_short(policy, cabinet=cabinet, shelf=shelf)


def _seal_note(house: House, subject: UUID, paper: UUID, note: str) -> Steps[bytes]:
    key = yield from house.keyring.ensure(DESK, subject.bytes)
    return wrap(derived(key, b"paper"), paper.bytes, note.strip()[:500].encode())


def _placed(house: House, outcome: int, rests: bool) -> None:
    """Raises InvalidError where the cabinet is not for such papers, DeniedError for anything else that the statement
    refused."""
    if outcome == Outcome.RESTING:
        raise InvalidError(
            "papers of records in use lie there"
            if rests
            else "that is a separate cabinet, for papers of archived records",
            item="cabinet",
            hint="name a cabinet of its own for archived records" if rests else "name a cabinet for records in use",
            ko=("이용 중인 기록의 문서가 있는 서류함입니다", "분리 보관함을 적어 주세요")
            if rests
            else ("분리 보관 중인 기록의 문서만 두는 분리 보관함입니다", "다른 서류함을 적어 주세요"),
        )
    if outcome:
        house.denied(house.policy, None, Outcome(outcome))


def move_paper(house: House, one: Paper, cabinet: str, shelf: str, *, actor: Actor) -> Steps[None]:
    """A paper goes to another place; one whose record rests to a separate cabinet, and its task is done by it (6.2).

    Raises InvalidError for a cabinet that is not for it, ConflictError where it is destroyed.
    """
    event = "paper:move"
    yield from may_handle(house, event, actor, one.kind)
    sound_place(house.policy, cabinet, shelf)
    entry = yield from house.note(event, actor, "paper", paper=one.number)
    # What the record says now: it may have come to rest since the night.
    now = yield from reckon(house, one.kind, one.received, one.ref, one.linked)
    yield from note_reckoned(house, one, now)
    place = (cabinet.strip(), shelf.strip())
    [(outcome,)] = yield Q["paper.move"](
        paper=one.paper, cabinet=place[0], shelf=place[1], today=house.today(), entry=entry
    )
    _placed(house, outcome, now.rests)
    if one.mixed or (now.rests and one.rests is None):
        yield from close_task(house, (yield from to_move(house, one, actor)), " ".join(place))


def destroy_paper(
    house: House, one: Paper, *, method: str, day: date, witness: str, words: str = "", actor: Actor
) -> Steps[None]:
    """Confirms that a paper was shredded or burnt, on a day, before a witness who is another. It comes into the next
    certificate. `words`: what shows it beside the witness, such as the number of the shredder's certificate.

    Raises DeniedError for a paper under a legal hold or a witness who is the same person; ConflictError for one that is
    not due, or is gone already.
    """
    policy = house.policy
    event = "paper:destroy"
    yield from may_handle(house, event, actor, one.kind)
    if method not in policy.file.archive.paper:
        raise InvalidError(
            "the policy destroys paper in no such way",
            item="method",
            hint=", ".join(policy.file.archive.paper),
            ko=("방침에 없는 방법입니다", "방침에 적힌 방법 가운데 선택해 주세요"),
        )
    if not witness.strip():
        raise InvalidError(
            "somebody else looks on",
            item="witness",
            hint="the name under which they work here",
            ko=("입회한 사람을 적지 않았습니다", "취급자 아이디를 적어 주세요"),
        )
    if not one.received <= day <= house.today():
        raise InvalidError(
            "it lies ahead, or before the paper came",
            item="day",
            hint="confirm it when it has been done",
            ko=("아직 오지 않았거나 종이를 받기 전의 날입니다", "마친 뒤에 그날을 적어 주세요"),
        )
    yield from no_numbers(policy, text=words)
    # What the record says now, not what was reckoned at night.
    now = yield from reckon(house, one.kind, one.received, one.ref, one.linked)
    yield from note_reckoned(house, one, now)
    entry = yield from house.note(
        event,
        actor,
        "paper",
        paper=one.number,
        method=method,
        witness=witness,
        **({"evidence": words.strip()} if words.strip() else {}),
    )
    held = now.held
    if one.ref is not None:
        held |= yield from value_of(Q["paper.loosen"](subject=one.ref.subject, paper=one.paper, at=house.now()))
    [(code,)] = yield Q["paper.destroy"](
        paper=one.paper,
        method=method,
        day=day,
        witness=witness.strip(),
        held=held,
        today=house.today(),
        whose=one.ref and one.ref.subject,
        record=one.ref and one.ref.record,
        entry=entry,
    )
    outcome = Outcome(code)
    if one.ref is not None and outcome is Outcome.ALLOWED:
        # Where it was refused the tie waits for `settle_ties`, which knows whether another has destroyed it.
        yield Q["paper.tied"](subject=one.ref.subject, paper=one.paper, entered=False)
    if outcome is Outcome.CONFLICT:
        raise ConflictError(
            "this paper is not due, or is destroyed already",
            hint="look at its due day again",
            ko=("기한이 되지 않았거나 이미 파기한 문서입니다", "파기 예정일을 다시 확인해 주세요"),
        )
    if outcome is not Outcome.ALLOWED:
        house.denied(policy, None, outcome)
    done = f"{method} {day.isoformat()} {words}"
    yield from close_task(house, (yield from to_shred(house, one, day, actor)), done)
    if one.mixed:
        yield from close_task(house, (yield from to_move(house, one, actor)), done)
