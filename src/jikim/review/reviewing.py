"""Making, writing and signing a review. The worksheet lies sealed; signed, it stays as it was signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from random import SystemRandom
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from jikim.crypto import unwrap
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import ConflictError, InvalidError, JikimError
from jikim.keys.sealed_words import seal_words
from jikim.ledger.backlog import spans
from jikim.ledger.searching import looked_through, span
from jikim.policy.ask import EVERY_PURPOSE, Actor, blank
from jikim.policy.compiled import Policy
from jikim.policy.model import ItemType
from jikim.policy.outcome import Outcome
from jikim.policy.period import Period, day_of, due, start_of
from jikim.review.worksheet import Sheet, draw, handled
from jikim.store.holding import Ref
from jikim.verbs.approve import only_officers
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.grant import grants_of
from jikim.verbs.house import House
from jikim.verbs.then import Told, told
from jikim.verbs.use import Read, use_many

Q = load("jikim.review")
REVIEWER = Actor("system", "review", EVERY_PURPOSE)
MOST = 200_000  # entries of handlers in one span
GRACE = Period(10, "d")  # after a span is over, its review is due


class Review(NamedTuple):
    """A review. `ends` is its last day; `signed` None: it is still being written."""

    review: UUID
    begins: date
    ends: date
    made: datetime
    by: str
    sheet: Sheet
    sealed: bytes
    signed: datetime | None
    signer: str | None

    @property
    def own(self) -> bool:
        """Whether who signed it looked at reads of their own."""
        return self.signer in self.sheet.concerned

    @property
    def alone(self) -> bool:
        """Whether who signed it drew it themselves."""
        return self.signer == self.by


class Words(NamedTuple):
    """What a worksheet names, each entry by its own version: of the sample by position, of handlers their purposes."""

    sample: Mapping[int, Told]
    counted: Mapping[str, tuple[Told, ...]]

    def purposes(self, handler: str, language: str) -> str:
        """For what somebody read, each purpose once."""
        return ", ".join(dict.fromkeys(one.purpose(language) for one in self.counted[handler]))


class Leaver(NamedTuple):
    """Whom a review compares with: a handler's family name, and when they left, where they have."""

    family: str
    left: datetime | None


def family_of(name: str) -> str:
    """The family name: the first syllable of a Korean name, the last word of another; empty where there is none."""
    name = name.strip()
    if name and "가" <= name[0] <= "힣":
        return name[0]
    return name.rpartition(" ")[2].casefold()


def make_review(house: House, begins: date, ends: date, people: Mapping[str, Leaver], *, actor: Actor) -> Steps[UUID]:
    """Draws the worksheet of a span of days from the ledger. Raises InvalidError for one that is not over,
    ConflictError where there is one.

    Names of those whose data was read are compared with their reader's family name by a recorded use of the house's
    own, and not kept.
    """
    event = "review:make"
    yield from only_officers(house, event, actor)
    zone = house.policy.zone
    if not begins <= ends < house.today():
        raise InvalidError(
            "the span is not over",
            item="ends",
            hint="review days that have passed",
            ko=("아직 지나지 않은 기간입니다", "지난 기간을 선택해 주세요"),
        )
    since, until = start_of(begins, zone), start_of(ends + timedelta(days=1), zone)
    low, high = yield from span(since, until)
    first, last = since.timestamp(), until.timestamp()
    entries, _ = yield from looked_through(
        house.keyring,
        house.objects,
        low,
        high,
        lambda body: handled(body) and first <= datetime.fromisoformat(body["at"]).timestamp() < last,
        most=MOST,
        pages=MOST,
    )
    kin = yield from _kin(house, entries, people)
    left = {handler: one.left for handler, one in people.items() if one.left is not None}
    sheet = draw(entries, zone, left=left, kin=kin, chance=SystemRandom())
    number = uuid4()
    sealed = yield from _seal(house, number, sheet)
    entry = yield from house.note(event, actor, "audit", begins=str(begins), ends=str(ends))
    [(outcome,)] = yield Q["review.make"](review=number, begins=begins, ends=ends, sheet=sealed, entry=entry)
    if outcome:
        raise ConflictError(
            "this span has a review",
            hint="open the one that is there",
            ko=("이 기간의 점검이 이미 있습니다", "있는 점검을 열어 주세요"),
        )
    return number


def _seal(house: House, number: UUID, sheet: Sheet) -> Steps[bytes]:
    return seal_words(house.keyring, "review", number.bytes, b"sheet", sheet.as_json())


def _kin(house: House, entries: list[dict[str, Any]], people: Mapping[str, Leaver]) -> Steps[dict[str, list[int]]]:
    """By handler, the positions of reads of people who bear their family name."""
    pairs: dict[tuple[str, str, str], set[tuple[str, int]]] = {}
    for body in entries:
        handler = str(body["actor"]).partition(":")[2]
        if (
            handler in people
            and people[handler].family
            and body.get("record")
            and str(body["event"]).endswith(":allowed")
        ):
            place = pairs.setdefault((str(body["subject"]), str(body["record"]), str(body.get("kind", ""))), set())
            place.add((handler, int(body["position"])))
    asked = [(key, read) for key in pairs if (read := _read_of_name(house.policy, *key)) is not None]
    found: dict[str, list[int]] = {}
    for begin in range(0, len(asked), 500):
        lot = asked[begin : begin + 500]
        answers = yield from use_many(house.by(REVIEWER), [read for _, read in lot], reason="review of access records")
        for (key, _), answer in zip(lot, answers, strict=True):
            if isinstance(answer, JikimError):
                continue
            family = family_of(next(iter(answer.values()), ""))
            for handler, position in pairs[key]:
                if family and people[handler].family == family:
                    found.setdefault(handler, []).append(position)
    return {handler: sorted(places) for handler, places in found.items()}


def _read_of_name(policy: Policy, subject: str, record: str, kind: str) -> Read | None:
    """A read of the record's name, for a purpose that asks no consent; None where the kind has no name or no such
    purpose."""
    rules = policy.records.get(kind)
    if rules is None:
        return None
    for item, number in rules.names.items():
        if policy.types.get(number) is not ItemType.PERSON_NAME:
            continue
        for purpose in rules.record.for_:
            of = policy.number("purpose", purpose)
            reading = None if of is None else policy.reading.get((of, rules.number))
            if reading is not None and reading.items >> number & 1 and not reading.needs and not reading.aggregate:
                return Read(Ref(UUID(subject), UUID(record), kind), purpose, (item,))
    return None


def write_review(house: House, review: Review, sheet: Sheet, *, actor: Actor, sign: bool = False) -> Steps[None]:
    """Writes down what was found; `sign`: for good. Raises ConflictError where somebody wrote meanwhile.

    Two hands make a review: one draws the sheet, another signs it. Raises InvalidError where something is left open or
    no remark says what was found, and DeniedError for the signature of an officer who drew the sheet, or whose own reads are
    judged on it, while another could sign: an officer whose grant runs, whose word counts, and of whom neither is true.
    Where there is none it is signed all the same, and filed as done alone.
    """
    event = "review:sign" if sign else "review:write"
    yield from only_officers(house, event, actor)
    if sign and blank(sheet.remarks):
        raise InvalidError(
            "there are no remarks",
            item="remarks",
            hint="write what the review found",
            ko=("의견이 비어 있습니다", "점검한 결과를 적어 주세요"),
        )
    if sign and not sheet.complete:
        raise InvalidError(
            "not everything was checked",
            item="sheet",
            hint="check each of the sample, and answer what stands out",
            ko=("아직 살펴보지 않은 것이 있습니다", "표본을 모두 확인하고 이상 징후마다 답을 적어 주세요"),
        )
    yield from no_numbers(
        house.policy,
        remarks=sheet.remarks,
        **{f"answer.{row}": text for row, text in sheet.answers.items()},
        **{f"note.{one.position}": one.note for one in sheet.sample},
    )
    sealed = yield from _seal(house, review.review, sheet)
    entry = yield from house.note(event, actor, "audit", ends=str(review.ends))
    [(outcome,)] = yield Q["review.write"](
        review=review.review, was=review.sealed, sheet=sealed, concerned=sorted(sheet.concerned), sign=sign, entry=entry
    )
    if Outcome(outcome) is Outcome.CONFLICT:
        raise ConflictError.meanwhile()
    if outcome:
        house.denied(house.policy, None, Outcome(outcome))


def words_of(house: House, review: Review) -> Steps[Words]:
    """The words of a worksheet."""
    sheet, at = review.sheet, start_of(review.begins, house.policy.zone).isoformat()
    sample = yield from told(house, [asdict(one) for one in sheet.sample])
    counted = {}
    for one in sheet.counted:
        entries = [{"at": at, "policy": by, "purpose": name} for by, name in one.purposes]
        counted[one.handler] = tuple((yield from told(house, entries)))
    return Words({one.position: said for one, said in zip(sheet.sample, sample, strict=True)}, counted)


def signers(house: House, review: Review) -> Steps[list[str]]:
    """The officers who may sign a sheet without judging themselves: their grant runs, nothing on it is theirs, and
    another drew it."""
    found = []
    for handler, kind, _said, _joined, _entered, left, *_ in (yield Q["review.people"]()):
        if kind == "officer" and left is None and handler not in review.sheet.concerned | {review.by}:
            actor = yield from grants_of(house, handler, kind="officer")
            found += [handler] if actor.grant else []
    return sorted(found)


def reviews(house: House) -> Steps[list[Review]]:
    """Every review, the newest span first."""
    found = []
    for number, begins, ends, made, by, sealed, signed, signer in (yield Q["review.list"]()):
        key = yield from house.keyring.ensure("review", number.bytes)
        sheet = Sheet.of_json(json.loads(unwrap(key, b"sheet", bytes(sealed))))
        found.append(Review(number, begins, ends, made, by, sheet, bytes(sealed), signed, signer))
    return found


class Missing(NamedTuple):
    """A span whose review is not signed yet, and the day by which it should be."""

    begins: date
    ends: date
    due: date
    review: UUID | None


def missing(house: House, cycle: Period, since: date) -> Steps[list[Missing]]:
    """Every span of the cycle since a day that is over and has no signed review, the oldest first."""
    done = yield from reviews(house)
    signed = [(one.begins, one.ends) for one in done if one.signed is not None]
    found: list[Missing] = []
    begin, today = since, house.today()
    while True:
        last = due(begin, cycle) - timedelta(days=1)
        if last >= today or last < begin:
            return found
        # A review of other days that covers the span is one of it too.
        if not any(first <= begin and last <= end for first, end in signed):
            open_one = next(
                (one.review for one in done if one.signed is None and (one.begins, one.ends) == (begin, last)), None
            )
            found.append(Missing(begin, last, due(last, GRACE), open_one))
        begin = last + timedelta(days=1)


def began(house: House) -> Steps[date]:
    """The first day that a review is about: the first of the month in which the ledger's oldest access record lies."""
    months = [month for month, *_ in (yield from spans(house.policy.zone))]
    return min(months, default=day_of(house.now(), house.policy.zone).replace(day=1))
