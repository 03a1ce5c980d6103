"""Feeds of partners: each row is judged by `collect` as if it came alone, and the report says which were refused and
why, without a value (1.4).

Guarantees: nothing comes in but what the policy lets this partner supply; the same row is taken once, however often it
comes (known by its `reference`, else by all of it: claimed in the blind index, in the record's own statement, for as
long as the record lives or rests); a message that was taken is answered with the report that it got, on the same day.
The record names its partner, and so does the entry in the ledger: its person sees who supplied what, and when.

Who a row is about: the one person here who has its e-mail; else somebody new, a guest.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID, uuid4

from jikim.clock import machine_moment
from jikim.crypto import keyed
from jikim.db.driver import Steps
from jikim.errors import ConflictError, DeniedError, InvalidError, JikimError
from jikim.intake.webhook_signatures import TOLERANCE, Q, Signature, declared
from jikim.keys.day_keys import daily_key
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.model import ItemType
from jikim.policy.model.what import ChannelKind
from jikim.policy.reasons import REASONS
from jikim.store.holding import Claim
from jikim.store.index import FEED_ROW
from jikim.verbs.collect import Person, collect
from jikim.verbs.find import find
from jikim.verbs.house import SYSTEM, House

Way = Literal["api", "csv"]
MOST = 5_000
OLD_ENOUGH, REFERENCE = "old_enough", "reference"
_YES, _NO = ("yes", "true", "1", "y", "예", "네"), ("no", "false", "0", "n", "아니요", "아니오")


class FeedEntry(NamedTuple):
    """One row of a feed. `number` is its place in what was sent, from 1. `old_enough` is what its person answered;
    None: nobody asked."""

    number: int
    values: Mapping[str, Any]
    old_enough: bool | None
    reference: str = ""


class Refused(NamedTuple):
    """A row that was not taken: which, why (a code of `policy/reasons.py`), about which items, by which promise. Never
    a value."""

    row: int
    why: str
    items: tuple[str, ...]
    clause: str

    def words(self, language: str) -> str:
        """Why, in `ko` or `en`."""
        reason = next((found for why, found in REASONS.items() if why == self.why), None)
        if reason is None:
            return "지금은 처리하지 못했습니다" if language == "ko" else "it could not be done right now"
        return reason.ko if language == "ko" else reason.en

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "why": self.why, "items": list(self.items), "clause": self.clause}


class Report(NamedTuple):
    """What became of a feed. `again` counts rows that were here already."""

    feed: UUID
    partner: str
    way: str
    by: str
    at: datetime
    rows: int
    taken: int
    again: int
    refused: tuple[Refused, ...]
    ended: datetime | None


class ReplayError(JikimError):
    """A message that came before: as it is (`replay`), or with another body under its name (`other`)."""

    def __init__(self, state: str) -> None:
        super().__init__(
            "this message came before",
            hint="sign each message anew, under a name of its own",
            ko=("이미 받은 메시지입니다", "메시지마다 다른 이름을 붙여 새로 서명해 주세요"),
        )
        self.state = state


def channel_of(policy: Policy, kind: str) -> str | None:
    """The channel by which partners supply a record kind."""
    rules = policy.records.get(kind)
    vias = rules.record.via if rules is not None else ()
    return next((via for via in vias if policy.file.channels[via].kind is ChannelKind.PARTNER), None)


def supplies(house: House, partner: str, kind: str) -> str:
    """The channel by which a partner supplies a record kind. Raises JikimError where the policy declares none."""
    declared(house, partner)
    records = house.policy.file.partners[partner].records
    channel = channel_of(house.policy, kind)
    if channel is None or kind not in records:
        raise JikimError(
            "this partner supplies no such records",
            hint=f"it supplies {', '.join(records)}",
            ko=("이 제휴사가 제공하지 않는 기록입니다", f"제공하는 기록: {', '.join(records)}"),
        )
    return channel


def begin_feed(house: House, partner: str, signature: Signature, body: bytes) -> Steps[Report | UUID]:
    """A signed message comes in: the number of its feed, or the report that it got before. Raises ReplayError."""
    # The message stands here for minutes, and what it held can't be asked for after the day.
    digest, feed = keyed((yield from daily_key(house.keyring, b"feed messages")), body), uuid4()
    rows = yield Q["feed.begin"](
        partner=partner,
        message=signature.message,
        digest=digest,
        signed=signature.signed,
        feed=feed,
        at=house.now(),
        oldest=machine_moment() - TOLERANCE * 2,
    )
    state, number = rows[0]
    if state in ("replay", "other"):
        raise ReplayError(state)
    if state == "known":
        known = yield from report_of(house, number)
        if known is not None and known.ended is not None:
            return known
    found: UUID = number
    return found


def take_feed(
    house: House,
    partner: str,
    kind: str,
    rows: Sequence[FeedEntry],
    *,
    actor: Actor,
    way: Way,
    feed: UUID | None = None,
) -> Steps[Report]:
    """Takes the rows of a feed, each with its own outcome. Raises JikimError for a partner or a record kind that the
    policy does not let it supply."""
    policy, channel = house.policy, supplies(house, partner, kind)
    if len(rows) > MOST:
        raise JikimError(
            "these are too many rows at once",
            hint=f"at most {MOST:,}",
            ko=("한 번에 보낸 행이 너무 많습니다", f"{MOST:,}행까지 보낼 수 있습니다"),
        )
    taken = again = 0
    refused: list[Refused] = []
    for row in rows:
        once = _once(policy.handle("partner", partner), kind, row)
        if (yield from house.holding.claims.held(once)):
            again += 1
            continue
        try:
            yield from _collect(house, partner, kind, channel, row, actor, once)
        except (DeniedError, InvalidError, ConflictError) as error:
            # Of two that bring it at the same time the index lets one through.
            if isinstance(error, DeniedError) and error.why == "taken" and (yield from house.holding.claims.held(once)):
                again += 1
            else:
                refused.append(_refused(policy, kind, row.number, error))
            continue
        taken += 1
    number = feed or uuid4()
    by = actor.id if actor.kind in ("handler", "officer") else ""
    entry = yield from house.note(
        "partner:feed", actor, "partner", partner=partner, kind=kind, rows=len(rows), refused=len(refused)
    )
    lines = json.dumps([one.as_json() for one in refused])
    yield Q["feed.end"](
        feed=number,
        partner=partner,
        way=way,
        by=by,
        rows=len(rows),
        taken=taken,
        again=again,
        refused=len(refused),
        lines=lines,
        entry=entry,
    )
    return Report(number, partner, way, by, entry.at, len(rows), taken, again, tuple(refused), entry.at)


def _collect(
    house: House, partner: str, kind: str, channel: str, row: FeedEntry, actor: Actor, once: Claim
) -> Steps[None]:
    person = yield from _person(house, kind, row)
    yield from collect(
        house.by(actor),
        kind,
        row.values,
        channel=channel,
        subject=person or "guest",
        old_enough=row.old_enough,
        partner=partner,
        once=once,
    )


def _person(house: House, kind: str, row: FeedEntry) -> Steps[Person | None]:
    """The one person here who has the row's e-mail. A row that is refused anyhow looks for nobody."""
    policy = house.policy
    rules = policy.records[kind]
    for name, value in row.values.items():
        item = policy.file.items.get(name)
        if (
            item is None
            or item.type is not ItemType.EMAIL
            or not (item.lookup or item.unique)
            or name not in rules.names
            or not isinstance(value, str)
        ):
            continue
        try:
            people = yield from find(house.by(SYSTEM), name, value)
        except JikimError:
            return None
        fitting = [one for one in people if one.kind in rules.record.of]
        return fitting[0] if len(fitting) == 1 else None
    return None


def _once(partner: str, kind: str, row: FeedEntry) -> Claim:
    """What a row is known by, as the blind index claims it with the record: nobody else has it, and it goes with the
    record."""
    said = row.reference or json.dumps(row.values, sort_keys=True, ensure_ascii=False, default=str)
    known = f"{partner}\0{kind}\0{bool(row.reference)}\0{said}".encode("utf-8", "replace").decode()
    return Claim(FEED_ROW, known, True)


def _refused(policy: Policy, kind: str, number: int, error: JikimError) -> Refused:
    """What is said of a refused row: names that the policy itself has, and nothing that the row held."""
    if isinstance(error, InvalidError):
        return Refused(number, "invalid-value", _known(policy, kind, [error.item]), policy.clause("undeclared-item"))
    if isinstance(error, DeniedError):
        return Refused(number, error.why, _known(policy, kind, error.about), error.clause)
    return Refused(number, "conflict", (), policy.clause("partner"))


def _known(policy: Policy, kind: str, names: Sequence[str]) -> tuple[str, ...]:
    rules = policy.records[kind]
    return tuple(
        dict.fromkeys(
            name.removeprefix(f"{kind}.") for name in names if name in rules.names or name in policy.file.items
        )
    )


# ---- the reports


def feeds(
    _house: House, partner: str | None = None, before: tuple[datetime, UUID] | None = None, limit: int = 20
) -> Steps[list[Report]]:
    """The feeds of a partner, or of all, the newest first."""
    at, feed = before or (None, None)
    return [_report(row) for row in (yield Q["feed.list"](partner=partner, at=at, feed=feed, limit=limit))]


def report_of(_house: House, feed: UUID) -> Steps[Report | None]:
    """One feed and its report; None where there is none of that number."""
    rows = yield Q["feed.one"](feed=feed)
    return _report(rows[0]) if rows else None


def _report(row: Any) -> Report:
    feed, partner, way, by, at, rows, taken, again, _refused_count, lines, ended = row
    found = lines if isinstance(lines, list) else json.loads(lines)
    refused = tuple(Refused(one["row"], one["why"], tuple(one["items"]), one["clause"]) for one in found)
    return Report(feed, partner, way, by, at, rows, taken, again, refused, ended)


def report_csv(policy: Policy, report: Report, language: str) -> str:
    """What was refused, as CSV: row, items, why, clause. It can go back to the partner: it holds no value."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    korean = language == "ko"
    writer.writerow(["행", "항목", "사유", "조항"] if korean else ["row", "items", "why", "clause"])
    for one in report.refused:
        writer.writerow([one.row, " ".join(one.items), one.words(language), one.clause])
    return "\ufeff" + out.getvalue()


# ---- CSV


def rows_of(policy: Policy, kind: str, text: str) -> list[FeedEntry]:
    """The rows of a CSV file: its first line names items, by the policy's names or their labels; `old_enough` and
    `reference` beside them.

    Raises InvalidError beside `file` for one that cannot be read. A column that the policy does not know is left in:
    its rows are refused for it.
    """
    try:
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        lines = [line for line in reader if any(cell.strip() for cell in line)]
    except csv.Error:
        raise _unreadable(
            "the file is no CSV", ("CSV로 읽을 수 없습니다", "쉼표로 나눈 UTF-8 파일로 저장해 주세요")
        ) from None
    if len(lines) < 2:
        raise _unreadable(
            "the file holds no row", ("자료가 없습니다", "첫 줄에 항목 이름을, 다음 줄부터 자료를 적어 주세요")
        )
    if len(lines) > MOST + 1:
        raise _unreadable(f"more than {MOST:,} rows", (f"{MOST:,}줄이 넘습니다", "나누어 올려 주세요"))
    names = list(_named(policy, kind, lines[0]))
    rules = policy.records[kind]
    rows = []
    for number, line in enumerate(lines[1:], 1):
        values: dict[str, Any] = {}
        old_enough: bool | None = None
        reference = ""
        for name, cell in zip(names, line, strict=False):
            text = cell.strip()
            if name == OLD_ENOUGH:
                old_enough = True if text.lower() in _YES else False if text.lower() in _NO else None
            elif name == REFERENCE:
                reference = text
            elif text:
                contents = rules.record.items.contents.get(name)
                values[name] = _data(text) if contents is not None and contents.type == "data" else text
        rows.append(FeedEntry(number, values, old_enough, reference))
    return rows


def _unreadable(text: str, ko: tuple[str, str]) -> InvalidError:
    return InvalidError(
        f"{text}", item="file", hint="save it as CSV in UTF-8, the items' names in its first line", ko=ko
    )


def _named(policy: Policy, kind: str, head: Sequence[str]) -> Iterator[str]:
    rules = policy.records[kind]
    labels = {
        said: name
        for name in (*rules.record.items.names, *rules.record.items.contents)
        for said in ((rules.record.items.contents.get(name) or policy.file.items.get(name)).label.values())  # type: ignore[union-attr]
    }
    special = {"만 14세 이상": OLD_ENOUGH, "주문번호": REFERENCE, "번호": REFERENCE}
    for cell in head:
        name = cell.strip()
        yield special.get(name) or labels.get(name) or name.removeprefix(f"{kind}.") or "unnamed"


def _data(text: str) -> Any:
    """Data in a cell: JSON, or the text as it stands."""
    try:
        return json.loads(text)
    except ValueError:
        return [{"product": part.strip(), "count": 1} for part in text.split(";") if part.strip()]
