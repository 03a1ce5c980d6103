"""Papers: entered, moved, found, destroyed. One is tied to its record until it is shredded, also while the record
rests; its note goes with the person."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple, cast
from uuid import UUID, uuid4

from jikim.cabinet.reckoning import Reckoned, reckon
from jikim.crypto import derived, unwrap, wrap
from jikim.db.driver import Row, Steps
from jikim.db.queries import load
from jikim.errors import ConflictError, InvalidError, KeyGoneError, SealError
from jikim.policy.ask import Actor, Ask
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.policy.outcome import Outcome
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.store.sealed import Q as STORE
from jikim.tasks.filing import do_task, file_task
from jikim.verbs.forbidden_numbers import no_numbers, none_in_short
from jikim.verbs.house import SYSTEM, House
from jikim.verbs.then import Named, name_of

Q = load("jikim.cabinet")
DESK = "desk"  # whose keys go with their person (`verbs/destroy.py`)
HIGHEST = 2**31 - 1
FIRST = date(1900, 1, 1)
Method = Literal["shred", "burn"]
WITHIN = timedelta(days=5)  # the standard guideline's "without delay"
METHODS: dict[str, tuple[str, str]] = {"shred": ("파쇄", "shredded"), "burn": ("소각", "burnt")}


class Paper(NamedTuple):
    """One paper. `due` is the day from which on it is to go; none while its record lives. `held`: a legal hold keeps
    it. `rests`: since when its record rests; `apart`: since when it lies in a separate cabinet for that, by whose hand
    (`moved_by`).

    `of` is its kind of record, by the words of the version under which it was entered.
    """

    paper: UUID
    number: int
    kind: str
    cabinet: str
    shelf: str
    received: date
    linked: bool
    due: date | None
    held: bool
    state: Literal["kept", "destroyed"]
    entered: datetime
    by: str
    method: str
    destroyed: date | None
    witness: str
    done_by: str
    ref: Ref | None
    of: Named
    rests: date | None = None
    apart: date | None = None
    moved_by: str = ""
    note: str = ""

    @property
    def mixed(self) -> bool:
        """Whether it still lies among papers in use although its record rests."""
        return self.state == "kept" and self.rests is not None and self.apart is None

    @property
    def label(self) -> str:
        """What stands on its label."""
        return f"J-{self.number:06d}"

    def __repr__(self) -> str:
        return f"<Paper {self.label} {self.state}>"


def _may(house: House, event: str, actor: Actor, kind: str) -> Steps[None]:
    """An officer, or a handler whose grant reaches the record kind and names a purpose of it."""
    policy = house.policy
    rules = policy.records.get(kind)
    if actor.kind not in ("handler", "officer"):
        yield from house.refuse(event, policy, actor, deny(policy, "not-confirmed"))
    if not actor.grant or not (yield from house.manned(actor)):
        yield from house.refuse(event, policy, actor, deny(policy, "grant"))
    if rules is not None and actor.kind == "handler":
        reads = any(actor.purposes >> number & 1 for number, of in policy.reading if of == rules.number)
        if not reads or not actor.kinds >> rules.number & 1:
            yield from house.refuse(
                event, policy, actor, deny(policy, "beyond-grant"), Ask(Verb.USE, rules.number, 0, actor)
            )


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
    yield from _may(house, event, actor, kind)
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
    entry = yield from house.entry(event, policy, actor, None, policy.clause("paper"), kind=kind)
    [(outcome, made)] = yield Q["paper.enter"](
        paper=paper,
        kind=number,
        cabinet=cabinet.strip(),
        shelf=shelf.strip(),
        received=received,
        due=now.due,
        rests=rests,
        subject=ref.subject if ref else None,
        record=ref.record if ref else None,
        said=said,
        by=actor.id,
        entry=entry,
    )
    _placed(house, outcome, rests is not None)
    found = yield from paper_of(house, made)
    assert found is not None
    return found


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


def _open_note(house: House, subject: UUID | None, paper: UUID, said: bytes | None) -> Steps[str]:
    if said is None or subject is None:
        return ""
    try:
        key = yield from house.keyring.open(DESK, subject.bytes)
        return unwrap(derived(key, b"paper"), paper.bytes, bytes(said)).decode()
    except (KeyGoneError, SealError):
        return ""


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
    yield from _may(house, event, actor, one.kind)
    sound_place(house.policy, cabinet, shelf)
    entry = yield from house.entry(event, house.policy, actor, None, house.policy.clause("paper"), paper=one.number)
    # What the record says now: it may have come to rest since the night.
    now = yield from reckon(house, one.kind, one.received, one.ref, one.linked)
    yield from note_reckoned(house, one, now)
    place = (cabinet.strip(), shelf.strip())
    [(outcome,)] = yield Q["paper.move"](
        paper=one.paper, cabinet=place[0], shelf=place[1], by=actor.id, today=house.today(), entry=entry
    )
    _placed(house, outcome, now.rests)
    if one.mixed or (now.rests and one.rests is None):
        yield from _done(house, (yield from _to_move(house, one, actor)), " ".join(place), actor)


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
    yield from _may(house, event, actor, one.kind)
    if method not in policy.file.archive.paper:
        raise InvalidError(
            "the policy destroys paper in no such way",
            item="method",
            hint=", ".join(policy.file.archive.paper),
            ko=("방침에 없는 방법입니다", "방침에 적힌 방법 가운데 골라 주세요"),
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
    entry = yield from house.entry(
        event,
        policy,
        actor,
        None,
        policy.clause("paper"),
        paper=one.number,
        method=method,
        witness=witness,
        **({"evidence": words.strip()} if words.strip() else {}),
    )
    [(code,)] = yield Q["paper.destroy"](
        paper=one.paper,
        method=method,
        day=day,
        witness=witness.strip(),
        by=actor.id,
        held=now.held,
        today=house.today(),
        entry=entry,
    )
    outcome = Outcome(code)
    if outcome is Outcome.CONFLICT:
        raise ConflictError("this paper is not due, or is destroyed already", hint="look at its due day again")
    if outcome is not Outcome.ALLOWED:
        house.denied(policy, None, outcome)
    done = f"{method} {day.isoformat()} {words}"
    yield from _done(house, (yield from to_shred(house, one, day, actor)), done, actor)
    if one.mixed:
        yield from _done(house, (yield from _to_move(house, one, actor)), done, actor)


def _done(house: House, task: UUID, words: str, actor: Actor) -> Steps[None]:
    with suppress(ConflictError):
        # The deed was within the grant, or it was refused before: its task closes with it, whoever's it is.
        yield from do_task(house, task, words, actor=actor._replace(grant=0))


def came_due(house: House, one: Paper, now: Reckoned) -> Reckoned:
    """A paper whose day has come keeps that day: of a record that is gone every day would else be the first, and
    nothing overdue."""
    if one.due is not None and now.due is not None and one.due <= now.due <= house.today():
        return now._replace(due=one.due)
    return now


def note_reckoned(house: House, one: Paper, now: Reckoned) -> Steps[bool]:
    """Writes down what follows from the record now, and files a task where its day has come, or where it begins to
    rest. Answers whether it is another."""
    now = came_due(house, one, now)
    begins = now.rests and one.rests is None
    if (one.due, one.held) == (now.due, now.held) and not begins:
        return False
    yield from file_tasks(house, one, now)
    [(done,)] = yield Q["paper.reckon"](
        paper=one.paper, due=now.due, held=now.held, rests=house.today() if begins else None
    )
    return bool(done)


def file_tasks(house: House, one: Paper, now: Reckoned) -> Steps[None]:
    """What somebody has to do with a paper as its record stands now: destroy it, or else put it into a separate
    cabinet. Each is filed once."""
    if now.due is not None and now.due <= house.today() and not now.held:
        yield from to_shred(house, one, now.due, SYSTEM)
    elif now.rests and one.apart is None:
        yield from _to_move(house, one, SYSTEM)


def papers(
    house: House,
    *,
    state: str = "kept",
    due: date | None = None,
    free: bool = False,
    cabinet: str = "",
    before: int = HIGHEST,
    limit: int = 50,
) -> Steps[list[Paper]]:
    """The papers, the newest number first, a page at a time; with `due`, those due by that day; `free`: under no hold.
    Notes stay sealed."""
    return (
        yield from _papers(
            house, (yield Q["paper.page"](state=state, due=due, free=free, cabinet=cabinet, before=before, limit=limit))
        )
    )


def stirred(house: House, before: int = HIGHEST, limit: int = 200) -> Steps[list[Paper]]:
    """The papers whose day may have changed since it was reckoned, the newest number first, a page at a time."""
    return (yield from _papers(house, (yield Q["paper.stirred"](at=house.now(), before=before, limit=limit))))


def to_shred(house: House, one: Paper, due: date, actor: Actor) -> Steps[UUID]:
    """The task of destroying a paper, filed once while it is open. Answers its number."""
    return (
        yield from file_task(
            house,
            "shred",
            str(one.number),
            None,
            due + WITHIN,
            f"종이 문서 {one.label} 파기",
            f"destroy the paper {one.label}",
            actor,
            f"/office/cabinet/{one.number}",
        )
    )


def _to_move(house: House, one: Paper, actor: Actor) -> Steps[UUID]:
    """The task of putting a paper into a separate cabinet, filed once while it is open."""
    return (
        yield from file_task(
            house,
            "apart",
            str(one.number),
            None,
            (one.rests or house.today()) + WITHIN,
            f"종이 문서 {one.label}, 분리 보관함으로 이동",
            f"move the paper {one.label} to the separate cabinet",
            actor,
            f"/office/cabinet/{one.number}",
        )
    )


def look_paper(house: House, number: int, *, actor: Actor) -> Steps[Paper | None]:
    """One paper with its note opened, for somebody whose grant reaches its kind; recorded where there is a note."""
    found = yield from paper_of(house, number)
    if found is None:
        return None
    event = "paper:look"
    yield from _may(house, event, actor, found.kind)
    rows = yield Q["paper.one"](number=number)
    sealed = next((said for *_, said, _rests, _apart, _moved_by in rows), None)
    if found.ref is None or sealed is None:
        return found
    entry = yield from house.entry(event, house.policy, actor, None, house.policy.clause("paper"), paper=number)
    yield STORE["deny"](entry=entry, subject=found.ref.subject, record=found.ref.record, items=None, outcome=0)
    return found._replace(note=(yield from _open_note(house, found.ref.subject, found.paper, sealed)))


def paper_of(house: House, number: int) -> Steps[Paper | None]:
    """One paper by its number, with its due day as its record stands now. Its note stays sealed."""
    rows = yield from _papers(house, (yield Q["paper.one"](number=number)))
    if not rows:
        return None
    found = rows[0]
    if found.state == "kept":
        now = yield from reckon(house, found.kind, found.received, found.ref, found.linked)
        yield from note_reckoned(house, found, now)
        now = came_due(house, found, now)
        rests = found.rests or (house.today() if now.rests else None)
        found = found._replace(due=now.due, held=now.held, rests=rests)
    return found


def _papers(house: House, rows: Sequence[Row]) -> Steps[list[Paper]]:
    found = []
    for (
        paper, number, kind, cabinet, shelf, received, linked, due, held, state, entered, by, method, destroyed, witness, done_by, subject, record, _said,
        rests, apart, moved_by,
    ) in rows:  # fmt: skip
        name, of = house.policy.name("record", kind), (yield from name_of(house, entered, "record", kind))
        found.append(
            Paper(
                paper, number, name, cabinet, shelf, received, linked, due, held, cast("Any", state), entered, by, method or "", destroyed,
                witness or "", done_by or "", Ref(subject, record, name) if subject is not None else None, of, rests, apart, moved_by or "",
            )
        )  # fmt: skip
    return found


class Counts(NamedTuple):
    """How many papers lie there, are due (and since when), are held, and lie among those in use although their record
    rests (and since when)."""

    kept: int
    due: int
    first: date | None
    held: int
    mixed: int
    mixed_since: date | None


def counts(house: House) -> Steps[Counts]:
    """The cabinet in numbers."""
    rows = yield Q["paper.counts"](today=house.today())
    return Counts(*rows[0])
