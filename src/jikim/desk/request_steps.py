"""The desk's own steps on requests, for an officer or a handler who acts by a grant: file for somebody, confirm who
they are, answer, refuse, postpone.

A refusal and a postponement state their reason, and a refusal the way on: the bodies that hear complaints (11.3), which
the page adds. What happens is in the ledger with who did it; the words are sealed for the person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from jikim.cases.cases import take_on
from jikim.cases.who_may import at_desk, settled
from jikim.db.driver import Steps
from jikim.desk.deadlines import deadline, putting_off
from jikim.desk.request_register import REQUESTS
from jikim.desk.requests import Asks, Kind, Q, Request, Way, file_request, requests_of, step
from jikim.desk.right_names import right_name
from jikim.errors import InvalidError
from jikim.policy.ask import Actor, blank
from jikim.policy.decide import deny
from jikim.policy.model import Language
from jikim.policy.numbers import Space
from jikim.policy.outcome import Outcome
from jikim.policy.render.voice import date_in
from jikim.store.holding import Ref
from jikim.verbs.entries import held_back
from jikim.verbs.house import House
from jikim.verbs.then import Named, Then, in_force, name_of, named

PAGE = 50
# How it was seen that it was the person. `session`: they were signed in, and had proved who they are.
Proof = Literal["session", "document", "call-back", "mail-code", "in-person", "known"]
# What each way shows: nobody sees a document, or a face, over the telephone.
PROOFS_BY: Mapping[str, tuple[Proof, ...]] = {
    "page": ("document", "call-back", "mail-code", "known"),
    "letter": ("document", "call-back", "mail-code", "known"),
    "phone": ("call-back", "mail-code", "known"),
    "email": ("document", "call-back", "mail-code", "known"),
    "fax": ("document", "call-back", "mail-code", "known"),
    "visit": ("document", "in-person", "known"),
}


def proofs_of(by: str, asks: str) -> tuple[Proof, ...]:
    """How the desk may know who asked this way. Who asks for somebody else sends a document, however they asked."""
    return PROOFS_BY[by] if asks == "person" else ("document",)


class Waiting(NamedTuple):
    """A request that waits for the desk, without a word of it."""

    then: Then
    subject: UUID
    request: UUID
    kind: str
    state: str
    by: str
    opened: datetime
    due: date
    owner: str | None
    told: int
    closed: datetime | None

    def right(self, language: Language) -> str:
        """What was asked for, by the words of the version in force when it was settled, else of today's."""
        return right_name(self.then.policy, language, self.kind)

    @property
    def number(self) -> str:
        """As a person reads it out."""
        return str(self.request)[:8].upper()


class AtDesk(NamedTuple):
    """What the desk alone knows of a request: who has taken it on, how its person was recognised and by whom, how many
    steps it has had, and which items stood on the page to compare with."""

    owner: str | None
    proof: Proof | None
    proof_by: str | None
    proved: datetime | None
    asks: Asks
    steps: int
    compared: list[int] | None


class Told(NamedTuple):
    """One receiver of a wrong version, and how far the telling of the corrected one has come. `tries` counts attempts.

    Receiver and items stand by the words of the version under which it was told.
    """

    space: Space
    to: Named
    items: tuple[Named, ...]
    state: str
    tries: int
    next: datetime
    made: datetime
    receipt: str


def file_for(
    house: House,
    subject: UUID,
    kind: Kind,
    record: Ref | None,
    by: Way,
    *,
    actor: Actor,
    items: Sequence[str] = (),
    words: Mapping[str, Any] | None = None,
    language: Language = "ko",
    written: Ref | None = None,
    no_resident_number: str = "",
    transfers: Sequence[Mapping[str, Any]] = (),
    asks: Asks = "person",
) -> Steps[Request]:
    """Files what somebody asked by letter, phone or e-mail (7.3). A correction freezes its record from here on (7.4a),
    as one from a page does; nothing is done before it is known that it was they (`confirm`), and where it was not, the
    refusal ends the freeze. `no_resident_number`: an officer's reason why what they wrote holds none, as `collect`
    takes it."""
    yield from at_desk(house, "request:file", subject, actor)
    return (
        yield from file_request(
            house,
            subject,
            kind,
            record,
            by,
            actor,
            items=items,
            words=words,
            confirmed=False,
            language=language,
            written=written,
            no_resident_number=no_resident_number,
            transfers=transfers,
            asks=asks,
        )
    )


def confirm(
    house: House,
    subject: UUID,
    request: UUID,
    *,
    actor: Actor,
    proof: Proof,
    items: Sequence[str] = (),
    seen: int | None = None,
) -> Steps[Request]:
    """It was the person who asked, seen by this proof: the request is open. A correction's record is frozen since the
    filing; `items` are those that they say are wrong, where they are not all.
    """
    yield from at_desk(house, "request:confirm", subject, actor)
    asked = next((one for one in (yield from requests_of(house, subject)) if one.request == request), None)
    known = yield from desk_of(house, subject, request)
    if asked is None or known is None:
        settled(house, Outcome.GONE, request)
    if known.asks != "person" and proof != "document":
        raise InvalidError(
            "who asks for somebody else shows a document for it",
            item="proof",
            hint="a power of attorney, or a certificate of the death and of who inherits",
            ko=(
                "대신 요청한 사람은 서류로 확인해야 합니다",
                "위임장, 또는 사망과 상속을 증명하는 서류를 확인해 주세요",
            ),
        )
    if proof not in (ways := proofs_of(asked.by, known.asks)):
        raise InvalidError(
            "that does not show who asked in this way",
            item="proof",
            hint=f"it is {', '.join(ways)}",
            ko=("이 접수 경로로는 쓸 수 없는 확인 방법입니다", f"이 중에서 선택해 주세요: {', '.join(ways)}"),
        )
    found = yield from step(house, subject, request, "confirm", actor, seen=seen, proof=proof)
    if found.record is not None and (rules := house.policy.records.get(found.record.kind)) is not None:
        wrong = sorted(rules.names[name] for name in items if name in rules.names)
        if found.kind == "correct" and wrong:
            yield Q["asked.narrow"](subject=subject, request=request, items=wrong)
    return found


def answer(
    house: House, subject: UUID, request: UUID, text: str, *, actor: Actor, seen: int | None = None
) -> Steps[Request]:
    """Answers a request."""
    yield from at_desk(house, "request:answer", subject, actor)
    return (yield from step(house, subject, request, "answer", actor, said=_said(text), seen=seen))


def carry_out(
    house: House, subject: UUID, request: UUID, text: str = "", *, actor: Actor, seen: int | None = None
) -> Steps[Request]:
    """What was asked for is done. A correction is done by the verb `correct` first: until then this is refused."""
    yield from at_desk(house, "request:do", subject, actor)
    return (yield from step(house, subject, request, "do", actor, said=text or None, seen=seen))


def refuse(
    house: House, subject: UUID, request: UUID, reason: str, *, actor: Actor, seen: int | None = None
) -> Steps[Request]:
    """Refuses a request with its reason, within its time; a freeze ends."""
    yield from at_desk(house, "request:refuse", subject, actor)
    yield from _reasoned(house, subject, "refuse", reason, actor)
    return (yield from step(house, subject, request, "refuse", actor, said=reason, seen=seen))


def postpone(
    house: House,
    subject: UUID,
    request: UUID,
    reason: str,
    *,
    actor: Actor,
    until: date | None = None,
    seen: int | None = None,
) -> Steps[Request]:
    """Puts a request off with its reason, told within its deadline; the new day counts from the deadline, and is never
    before it.

    Raises InvalidError where the law knows no postponement of this right, the deadline is over, or the day is none that
    may be named.
    """
    yield from at_desk(house, "request:postpone", subject, actor)
    yield from _reasoned(house, subject, "postpone", reason, actor)
    found = next((one for one in (yield from requests_of(house, subject)) if one.request == request), None)
    if found is None:
        settled(house, Outcome.GONE, request)
    may = putting_off(house.policy, found.kind, found.due)
    if may is None:
        raise InvalidError(
            "the law knows no postponement of this right",
            item="delay",
            hint="carry it out, or refuse it with the reason",
            ko=("법에 이 요청을 미루는 길이 없습니다", "처리하거나, 사유를 적어 거절해 주세요"),
        )
    if house.today() > found.due and found.state == "open":
        raise InvalidError(
            "a postponement is told within the deadline, and it is over",
            item="delay",
            hint="answer now, or refuse it with the reason",
            ko=(
                "기한이 지나 미룰 수 없습니다",
                "미룬다는 알림은 기한 안에 해야 합니다. 지금 답하거나, 사유를 적어 거절해 주세요",
            ),
        )
    if until is not None and not found.due < until <= may.latest:
        raise InvalidError(
            "a postponement counts from the deadline, and is never shorter than it",
            item="until",
            hint=f"a day after {date_in(found.due, 'en')}, up to {date_in(may.latest, 'en')}",
            ko=(
                "선택할 수 없는 날짜입니다",
                f"기한({date_in(found.due, 'ko')}) 다음 날부터 {date_in(may.latest, 'ko')}까지로 정해 주세요",
            ),
        )
    until = until or may.latest
    return (yield from step(house, subject, request, "postpone", actor, said=reason, due=until, seen=seen))


def resume(house: House, subject: UUID, request: UUID, *, actor: Actor, seen: int | None = None) -> Steps[Request]:
    """The reason of a postponement has ended: what was asked is done without delay, so that it is due today."""
    yield from at_desk(house, "request:resume", subject, actor)
    return (yield from step(house, subject, request, "resume", actor, due=house.today(), seen=seen))


def waiting(
    house: House,
    *,
    actor: Actor,
    limit: int = 200,
    kind: str | None = None,
    whose: str | None = None,
    after: tuple[date, UUID] | None = None,
) -> Steps[list[Waiting]]:
    """The requests that wait, the most pressing first. `whose`: of one handler; "" for nobody's. `after`: those behind
    that one."""
    yield from at_desk(house, "request:list", None, actor)
    due, request = after or (None, None)
    rows = yield Q["asked.waiting"](kind=kind, whose=whose, due=due, request=request, limit=limit)
    now = yield from in_force(house, house.now())
    return [Waiting(now, *row) for row in rows]


def beside(house: House, *, actor: Actor, limit: int = PAGE) -> Steps[list[Waiting]]:
    """Open corrections that came by no request of the desk (an application opened them), with the day that the policy
    gives them."""
    yield from at_desk(house, "request:list", None, actor)
    rows = yield Q["asked.beside"](limit=limit)
    now = yield from in_force(house, house.now())
    return [
        Waiting(now, subject, request, "correct", "open", "page", opened, deadline(now.policy, "correct", opened).due, None, 0, None)
        for subject, request, opened in rows
    ]  # fmt: skip


def undelivered(house: House, *, actor: Actor, limit: int = PAGE) -> Steps[list[Waiting]]:
    """Settled transfers of which something was denied as it was to leave: whoever sees that sends it again, or tells its
    person why not."""
    yield from at_desk(house, "request:list", None, actor)
    rows = yield Q["transfers.denied"](limit=limit)
    now = yield from in_force(house, house.now())
    return [Waiting(now, *row) for row in rows]


def settled_requests(
    house: House,
    *,
    actor: Actor,
    limit: int = PAGE,
    kind: str | None = None,
    before: tuple[datetime, UUID] | None = None,
) -> Steps[list[Waiting]]:
    """The requests that are settled, the newest first."""
    yield from at_desk(house, "request:list", None, actor)
    at, request = before or (None, None)
    found = []
    for row in (yield Q["asked.settled"](kind=kind, at=at, request=request, limit=limit)):
        *_, moment = row
        found.append(Waiting((yield from in_force(house, moment)), *row))
    return found


def desk_of(_house: House, subject: UUID, request: UUID) -> Steps[AtDesk | None]:
    """What the desk knows of a request; None for one that it did not file."""
    rows = yield Q["asked.desk"](subject=subject, request=request)
    return AtDesk(*rows[0]) if rows else None


def compared(_house: House, subject: UUID, request: UUID, items: Sequence[int]) -> Steps[None]:
    """These items stood on the page, masked, to compare with whoever asked: it is kept with how they were recognised."""
    yield Q["asked.compare"](subject=subject, request=request, items=list(items))


def take(house: House, subject: UUID, request: UUID, from_: str | None, *, actor: Actor) -> Steps[None]:
    """A handler takes a request on, from whoever had it. Raises ConflictError where somebody was faster."""
    yield from take_on(house, REQUESTS, subject, request, from_, actor=actor)


def told_of(house: House, record: Ref, since: datetime, until: datetime | None = None) -> Steps[list[Told]]:
    """Who got a wrong version of a record and is told of its corrections in a span of time (7.4b): tries and receipts
    too.

    A request's own are those between its filing and its end: meanwhile its record is frozen, and nobody else corrects
    it.
    """
    rows = yield Q["corrected.told"](
        subject=record.subject, record=record.record, since=since, until=until or house.now()
    )
    found = []
    for _, space, target, items, state, tries, again, made, receipt in rows:
        to = yield from name_of(house, made, space, target)
        words = yield from named(house, made, "item", items)
        found.append(Told(space, to, tuple(words.values()), state, tries, again, made, receipt or ""))
    return found


def openly_told(house: House, record: Ref, since: datetime) -> Steps[int]:
    """How many are told of a record's corrections since a moment, of those whom its person may know of."""
    held = yield from held_back(house, record.subject)
    rows = yield Q["corrected.told"](subject=record.subject, record=record.record, since=since, until=house.now())
    return len({(space, target) for message, space, target, *_ in rows if str(message) not in held})


def _said(text: str) -> str:
    if blank(text):
        raise InvalidError(
            "an answer says something",
            item="text",
            hint="write the answer",
            ko=("답변이 비어 있습니다", "답변을 적어 주세요"),
        )
    return text


def _reasoned(house: House, subject: UUID, name: str, reason: str, actor: Actor) -> Steps[None]:
    if blank(reason):
        yield from house.refuse(f"request:{name}", house.policy, actor, deny(house.policy, "reason"), None, subject)
