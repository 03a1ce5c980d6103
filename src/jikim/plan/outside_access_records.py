"""Access records of other systems, taken into the ledger: who of a company's people handled whose data there, when and
why.

Each row becomes an entry (`access:take-in`), signed with all others; who, whose and from where lie sealed in it like
every entry's. A row that was taken in before is not taken in again, as long as its month's entries are kept; what tells
it is a digest under that month's own key, which goes with its time. What another system says is that system's word: the
entry says by which key and when it came.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID, uuid4

from jikim.crypto import keyed, wrap
from jikim.db.driver import Steps
from jikim.db.steps import value_of
from jikim.errors import InvalidError, KeyGoneError
from jikim.ledger.entry import WHO, month_key, month_of, text_of
from jikim.ledger.retention_lots import Lot, is_over, periods
from jikim.plan.management_plan import Q
from jikim.policy.ask import Actor
from jikim.policy.decide import deny
from jikim.policy.detect import find_refused
from jikim.store.sealed import Q as STORE
from jikim.verbs.destroy import destroy_key
from jikim.verbs.house import SYSTEM, House

FIELDS = ("at", "who", "from", "whose", "what", "purpose")
NEEDED = ("at", "who", "whose", "what")
_SYSTEM = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
MOST, LONGEST = 5_000, 200
SPACE = "taken-rows"  # a key for each month in which rows happened
Way = Literal["csv", "api"]


class Access(NamedTuple):
    """One access record: when, by whom, from which address, whose data, what was done, and why."""

    at: datetime
    who: str
    from_: str
    whose: str
    what: str
    purpose: str


class Wrong(NamedTuple):
    """A row that was not taken in: its number (from 1), the field, and why in both languages. Nothing of the row is
    repeated."""

    row: int
    field: str
    ko: str
    en: str


class Taken(NamedTuple):
    """What became of a batch."""

    batch: UUID
    records: int
    known: int
    wrong: tuple[Wrong, ...] = ()


class Batch(NamedTuple):
    """A batch that was taken in."""

    batch: UUID
    system: str
    way: str
    at: datetime
    records: int
    known: int
    first: datetime | None
    last: datetime | None


def read_csv(content: bytes) -> tuple[list[Access], list[Wrong]]:
    """The rows of a CSV file (UTF-8 or CP949) with a head line that names the fields. Raises InvalidError for one that
    is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp949", "replace")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        names = [name.strip().lower() for name in rows.fieldnames or ()]
        given = [dict(zip(names, row.values(), strict=False)) for row in rows]
    except csv.Error:
        raise _file("it is no CSV file", "CSV 파일로 읽을 수 없습니다") from None
    if missing := [name for name in NEEDED if name not in names]:
        raise _file(f"its first line lacks {', '.join(missing)}", f"첫 줄에 {', '.join(missing)} 칸이 없습니다")
    if len(given) > MOST:
        raise _file(f"it has more than {MOST} rows", f"한 번에 {MOST:,}줄까지 받습니다. 나누어 올려 주세요")
    return read_rows(given)


def read_rows(rows: Iterable[Mapping[str, object]]) -> tuple[list[Access], list[Wrong]]:
    """Rows by field name: what can be taken in, and what is wrong with the rest."""
    found, wrong = [], []
    for n, row in enumerate(rows, 1):
        values = {name: str(row.get(name) or "").strip() for name in FIELDS}
        problem = _problem(values)
        if problem is not None:
            wrong.append(Wrong(n, *problem))
        else:
            at = _moment(values["at"])
            assert at is not None
            found.append(Access(at, *(values[name] for name in FIELDS[1:])))
    return found, wrong


def _problem(values: Mapping[str, str]) -> tuple[str, str, str] | None:
    for name in NEEDED:
        if not values[name]:
            return name, "비어 있습니다", "it is empty"
    for name, value in values.items():
        if len(value) > LONGEST:
            return name, f"{LONGEST}자를 넘습니다", f"it is longer than {LONGEST}"
        if name != "at" and find_refused(value):
            return name, "받지 않는 번호(주민등록번호 등)가 있습니다", "it holds a number that is never taken"
    if _moment(values["at"]) is None:
        return (
            "at",
            "시각과 시간대가 있어야 합니다. 예: 2026-11-25T09:30:00+09:00",
            "a moment with its time zone: 2026-11-25T09:30:00+09:00",
        )
    return None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def take_in(
    house: House, system: str, way: Way, rows: Sequence[Access], *, actor: Actor, wrong: Sequence[Wrong] = ()
) -> Steps[Taken]:
    """Takes rows into the ledger, each once. Raises InvalidError for a system's name of another form or too many rows,
    DeniedError without a grant that stands."""
    event = "access:take-in-batch"
    if actor.kind not in ("officer", "application", "system"):
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "not-confirmed"))
    if not (yield from house.grant_runs(actor)):
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "grant"))
    if not _SYSTEM.fullmatch(system) or len(system) > 40:
        raise InvalidError(
            "small letters, digits and hyphens, a letter first",
            item="system",
            hint="crm, mail-archive",
            ko=("영문 소문자로 시작하고 소문자, 숫자, 붙임표로 적어야 합니다", "예: crm, mail-archive"),
        )
    if len(rows) > MOST:
        raise _file(f"there are more than {MOST} rows", f"한 번에 {MOST:,}줄까지 받습니다")
    now, policy = house.now(), house.policy
    if ahead := next((n for n, row in enumerate(rows, 1) if row.at > now), 0):
        raise InvalidError(
            f"a record (number {ahead} of those that can be read) lies ahead",
            item="file",
            hint="look at that system's clock",
            ko=("아직 오지 않은 시각이 있습니다", "그 시스템의 시계를 확인해 주세요"),
        )
    key = yield from month_key(house.keyring, month_of(now, policy.zone))
    months = [month_of(row.at, policy.zone) for row in rows]
    batch, marks, whos = uuid4(), [], []
    for n, (row, month) in enumerate(zip(rows, months, strict=True), 1):
        try:
            marking = yield from house.keyring.ensure(SPACE, month.isoformat().encode())
        except KeyGoneError:
            raise InvalidError(
                f"a record (number {n} of those that can be read) is of a month whose time is over",
                item="file",
                hint="leave it out",
                ko=("보관 기간이 끝난 달의 기록이 있습니다", "그 기록을 빼고 올려 주세요"),
            ) from None
        said = {
            "actor": f"taken:{row.who}",
            "whose": row.whose,
            "did": row.what,
            "when": row.at.isoformat(),
            "system": system,
            "by": f"{actor.kind}:{actor.id}",
        }
        said |= {name: value for name, value in (("from", row.from_), ("reason", row.purpose)) if value}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False).encode()
        marks.append(keyed(marking, json.dumps([system, row.at.timestamp(), *row[1:]], ensure_ascii=False).encode()))
        whos.append(wrap(key, WHO, text))
    clause = policy.clause("audit")
    fact = text_of(house.fact("access:take-in", policy, None, clause, batch=str(batch)))
    entry = yield from house.note(event, actor, "audit", system=system, batch=str(batch), records=len(rows))
    done = yield Q["taken.in"](
        batch=batch,
        system=system,
        way=way,
        marks=marks,
        months=months,
        entries=[entry.another(fact, who).entry for who in whos],
        whos=whos,
        whens=[row.at for row in rows],
        row_fact=fact,
        entry=entry,
    )
    records, known = done[0]
    return Taken(batch, records, known, tuple(wrong))


def forget_taken(house: House) -> Steps[int]:
    """Months whose entries' time is over: first the key that their rows are known by goes, then the rows. Answers how
    many rows."""
    months = yield Q["taken.months"]()
    if not months:
        return 0
    people = yield STORE["people"]()
    kept = periods(house.policy.file, sum(count for _, _, count in people))[Lot.ACCESS]
    gone = 0
    for month in [month for (month,) in months if is_over(month, kept, house.today())]:
        entry = yield from house.note("access:forget", SYSTEM, "irrecoverable", month=f"{month:%Y-%m}")
        yield from destroy_key(house, SPACE, month.isoformat().encode(), entry)
        gone += yield from value_of(Q["taken.forget"](month=month, at=entry.at))
    return gone


def batches(_house: House, most: int = 50) -> Steps[list[Batch]]:
    """What was taken in, the newest first."""
    return [Batch(*row) for row in (yield Q["taken.list"](limit=most))]


def _file(text: str, ko: str) -> InvalidError:
    return InvalidError(
        f"{text}", item="file", hint=f"the fields are {', '.join(FIELDS)}", ko=(ko, f"칸은 {', '.join(FIELDS)}입니다")
    )
