"""Pledges, trainings, handovers and an officer's appointment: what people have signed, learnt and handed over, and what
the board decided, with the day and where the paper lies (10.7-10.9).

A paper counts by more than one person's word. A pledge is signed by its own person, or shown by a file; who was trained
confirms it, and so does who takes a duty over: with a word, and what they recorded of themselves by a file beside. When
the next training is due follows from the safeguard `training`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal, NamedTuple
from uuid import UUID, uuid4

from jikim.crypto import unwrap
from jikim.db.driver import Steps
from jikim.db.steps import value_of
from jikim.errors import ConflictError, InvalidError
from jikim.handlers.register import Q, worker
from jikim.keys.sealed_words import seal, seal_words
from jikim.policy import statutes
from jikim.policy.ask import Actor, blank
from jikim.policy.outcome import Outcome
from jikim.policy.period import due
from jikim.verbs.entries import HANDLERS, said_of
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.grant import office_only
from jikim.verbs.house import SYSTEM, House

APPOINTMENT = "kr.pipa.officer-appointment"
PaperKind = Literal["pledge", "training", "handover", "appointment"]
PLEDGE = (
    (
        "나는 업무에 필요한 범위에서 정해진 목적으로만 개인정보를 처리하겠습니다.",
        "I will handle personal data only as far as my work requires and only for the stated purpose.",
    ),
    (
        "업무상 알게 된 개인정보를 다른 사람에게 누설하거나 제공하지 않으며, 업무를 그만둔 뒤에도 이를 지키겠습니다.",
        "I will not disclose it to anyone, during or after my duty.",
    ),
    (
        "비밀번호와 인증 수단을 공유하지 않으며, 유출 또는 그 징후를 알게 되면 즉시 보호책임자에게 알리겠습니다.",
        "I will not share my password or devices, and will report any leak or sign of one to the privacy officer immediately.",
    ),
    (
        "열람한 정보주체의 수를 5분 단위로 집계하여 4주 동안 보관하고, "
        "내부관리계획의 한도를 넘으면 권한이 정지되며, 보호책임자가 확인한 결과를 3년 동안 보관한다는 사실을 알고 있습니다.",
        "I understand that the number of people whose data I read is counted in five-minute steps and kept for four weeks; and that beyond the limits of the "
        "internal management plan my access is suspended, an officer reviews it, and the outcome is kept for three years.",
    ),
)


class Paper(NamedTuple):
    """One of somebody's papers. `hand`: whose word it takes, of a handover who takes over; `confirmed`: since when it
    counts."""

    handler: str
    paper: UUID
    kind: PaperKind
    day: date
    due: date | None
    text: str
    place: str
    at: datetime
    recorder: str
    hand: str | None
    confirmed: datetime | None
    word: str
    scanned: bool


def add_paper(
    house: House,
    handler: str,
    kind: PaperKind,
    *,
    day: date | None = None,
    text: str = "",
    place: str = "",
    to: str = "",
    scan: bytes = b"",
    actor: Actor = SYSTEM,
) -> Steps[UUID]:
    """Records a paper of somebody's: `day` it was signed or held (a handover: today), what it says, where it lies, (of
    a handover) `to` whom, and the packed file that shows it. Answers its number; `confirm_paper` is whose word it
    takes.

    Raises InvalidError for one that does not say what was signed, taught or handed over, on which day and where it
    lies, for a pledge that neither its person signs nor a file shows, for a training without a file of somebody who
    signs in nowhere, and for a handover to nobody who could confirm it.
    """
    event = f"handler:{kind}"
    own = actor.kind in ("handler", "officer") and actor.id == handler
    # A pledge and a training may be recorded by whoever signs for themselves as well; what they may then do is the
    # office's to say.
    if not (kind in ("pledge", "training") and own):
        yield from office_only(house, event, actor)
    if kind != "handover":
        whole(day, text, place)
    day = day or house.today()
    if day > house.today():
        raise InvalidError(
            "it lies ahead",
            item="day",
            hint="record it when it has been done",
            ko=("아직 오지 않은 날입니다", "마친 뒤에 적어 주세요"),
        )
    if kind == "handover" and (blank(text) or not to.strip()):
        raise InvalidError(
            "a handover says what was handed over, and to whom",
            item="text" if blank(text) else "to",
            hint="write both",
            ko=("무엇을 누구에게 넘겼는지 적어야 합니다", "인계한 것과 받은 사람을 적어 주세요"),
        )
    if not scan:
        yield from _shown(house, handler, kind, own)
    yield from no_numbers(house.policy, text=text, place=place)
    number, name, keyring = uuid4(), handler.encode(), house.keyring
    said = yield from seal_words(keyring, HANDLERS, name, b"paper", {"text": text, "place": place})
    sealed = (yield from seal(keyring, HANDLERS, name, b"scan" + number.bytes, scan)) if scan else None
    clause = house.policy.clause("grant" if kind == "appointment" else kind)
    entry = yield from house.entry(event, house.policy, actor, None, clause, handler=handler)
    again = due(day, house.every("training")) if kind == "training" else None
    [(outcome,)] = yield Q["handler.paper"](
        handler=handler,
        paper=number,
        kind=kind,
        day=day,
        due=again,
        said=said,
        scan=sealed,
        to=to.strip(),
        by=actor.id,
        entry=entry,
    )
    if outcome == Outcome.NO_HANDLER:
        raise InvalidError(
            "nobody who could confirm it has that name",
            item="to",
            hint="choose somebody else of the register, who has signed the pledge",
            ko=("인수를 확인할 수 있는 사람이 아닙니다", "서약한 다른 취급자 가운데에서 선택해 주세요"),
        )
    if outcome:
        house.denied(house.policy, None, Outcome(outcome))
    return number


def _shown(house: House, handler: str, kind: PaperKind, own: bool) -> Steps[None]:
    """Raises InvalidError where nothing but the recorder's word would show a paper."""
    if kind == "pledge" and not own:
        signed(b"")
    if kind == "training" and (yield from worker(house, handler)).kind == "staff":
        raise InvalidError(
            "they sign in nowhere, so nobody can confirm it",
            item="scan",
            hint="attach the signed list or the certificate",
            ko=("로그인하지 않는 직원이어서 본인이 확인할 수 없습니다", "서명한 교육 명부나 수료증을 첨부해 주세요"),
        )


def signed(scan: bytes) -> None:
    """Raises InvalidError for a pledge that somebody else records without the file that its person signed."""
    if not scan:
        raise InvalidError(
            "nobody signs for another",
            item="scan",
            hint="attach the signed pledge, or send an invitation: they sign it on the page",
            ko=(
                "다른 사람이 대신 서약할 수 없습니다",
                "서명한 서약서 파일을 첨부하거나, 초대 링크를 보내 본인이 서약하게 해 주세요",
            ),
        )


def confirm_paper(house: House, handler: str, paper: UUID, word: str, *, actor: Actor) -> Steps[None]:
    """Whose word a paper waits for says it: that they were trained, or have taken over. From here on it counts.

    Raises InvalidError for no word, DeniedError for anybody else and for what they recorded themselves without a file,
    ConflictError for one that counts.
    """
    if blank(word):
        raise InvalidError(
            "nothing is confirmed without a word",
            item="word",
            hint="write what you learnt, or what you have taken over",
            ko=("내용이 비어 있습니다", "배운 것이나 인수한 것을 적어 주세요"),
        )
    yield from no_numbers(house.policy, word=word)
    use = b"word" + paper.bytes
    sealed = yield from seal_words(house.keyring, HANDLERS, handler.encode(), use, {"word": word})
    kind = next((one.kind for one in (yield from papers_of(house, handler)) if one.paper == paper), "training")
    clause = house.policy.clause(kind)
    entry = yield from house.entry("handler:confirm", house.policy, actor, None, clause, handler=handler, paper=kind)
    outcome = Outcome(
        (yield from value_of(Q["handler.confirm"](handler=handler, paper=paper, by=actor.id, word=sealed, entry=entry)))
    )
    if outcome is Outcome.CONFLICT:
        raise ConflictError(
            "it was confirmed before",
            hint="look at it again",
            ko=("이미 확인한 문서입니다", "지금 내용을 확인해 주세요"),
        )
    if outcome is not Outcome.ALLOWED:
        house.denied(house.policy, None, outcome)


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
        if given is None or (isinstance(given, str) and blank(given)):
            raise InvalidError(f"a paper says {en}", item=item, hint="write it", ko=("비어 있습니다", ko))


def appointment_due(house: House, handler: str) -> Steps[date | None]:
    """From when the board's appointment of an officer, and that the authority was told, stands in the register; None
    where it does, or no law asks yet.

    PIPA as changed for 2026-09-11 (`kr.pipa.officer-appointment`): the text, and above which size, was not read. A
    company below it says so in the paper.
    """
    row, today = statutes.get(APPOINTMENT), house.today()
    if "kr.pipa" not in house.policy.file.service.under or row is None or not row.in_force(today):
        return None
    if any(one.kind == "appointment" for one in (yield from papers_of(house, handler))):
        return None
    return row.in_force_from if isinstance(row.in_force_from, date) else today


def papers_of(house: House, handler: str) -> Steps[list[Paper]]:
    """Somebody's papers, the newest first."""
    return [one for one in (yield from _papers(house, handler, "")) if one.handler == handler]


def waiting_for(house: House, hand: str) -> Steps[list[Paper]]:
    """The papers that wait for somebody's word."""
    return (yield from _papers(house, "", hand))


def _papers(house: House, handler: str, hand: str) -> Steps[list[Paper]]:
    found = []
    for of, number, kind, day, again, sealed, at, recorder, hand_, confirmed, word, scanned in (
        yield Q["handler.papers"](handler=handler, hand=hand)
    ):
        said = yield from said_of(house, of, sealed, b"paper")
        spoken = (yield from said_of(house, of, word, b"word" + number.bytes)) if word else {}
        found.append(
            Paper(
                of, number, kind, day, again, said.get("text", ""), said.get("place", ""), at, recorder, hand_, confirmed,
                spoken.get("word", ""), scanned,
            )
        )  # fmt: skip
    return found


def scan_of(house: House, handler: str, paper: UUID, *, actor: Actor) -> Steps[bytes]:
    """The packed file of a paper, for an officer, its person and whose word it takes; empty where there is none."""
    rows = yield Q["handler.paper.scan"](handler=handler, paper=paper)
    sealed, of = next(((scan, whose) for scan, whose in rows), (None, None))
    if actor.id not in (handler, of):
        yield from office_only(house, "handler:scan", actor)
    if sealed is None:
        return b""
    key = yield from house.keyring.open(HANDLERS, handler.encode())
    return unwrap(key, b"scan" + paper.bytes, bytes(sealed))
