"""What would break if the policy ruled, what was named by nobody, and what stands between here and that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from jikim.answers import Observed, Overdue
from jikim.policy.model import Language, PolicyFile
from jikim.policy.reasons import REASONS

# Why nothing could be judged: the observer's own words.
GAPS: Mapping[str, tuple[str, str]] = {
    "purpose-not-named": ("목적을 밝히지 않았습니다", "no purpose was named"),
    "no-channel": ("수집 경로를 밝히지 않았습니다", "no channel was named"),
    "unmapped-table": ("매핑에 없는 표입니다", "the table is in no mapping"),
    "unmapped-column": ("매핑에 없는 열입니다", "the column is in no mapping"),
}


class Point(NamedTuple):
    """One thing to settle: where, over which table, why, by which clause (empty for a gap), how often it came."""

    view: str
    table: str
    why: str
    clause: str
    columns: tuple[str, ...]
    times: int

    def said(self, language: Language) -> str:
        """Why, in words."""
        if self.why in GAPS:
            return GAPS[self.why][language == "en"]
        reason = REASONS.get(self.why)  # type: ignore[call-overload]
        return self.why if reason is None else str(reason.ko if language == "ko" else reason.en)


def overdue_said(one: Overdue, language: Language) -> str:
    """How many rows of a table a sweep would take, and what it would do with them, in words."""
    if one.rows is None:
        return "행을 제때 읽지 못했습니다" if language == "ko" else "its rows could not be read in time"
    least = ("최소 ", "at least ") if one.more else ("", "")
    if language == "ko":
        return f"{least[0]}{one.rows:,}행: {'분리 보관해야 합니다' if one.fate == 'rests' else '삭제해야 합니다'}"
    return f"{least[1]}{one.rows:,} rows {'are to rest in the archive' if one.fate == 'rests' else 'are to be erased'}"


class Report(NamedTuple):
    """`refused`: what the policy would have stopped; `gaps`: what it could not judge; `unused`: purposes that nobody
    named; `unread`: items that a mapping names and nobody read, None without a mapping; `overdue`: rows that the policy lets
    nobody keep any longer where they are, as they were counted last. Empty all: nothing stands in the
    way that was seen."""

    seen: int
    lost: int
    refused: tuple[Point, ...]
    gaps: tuple[Point, ...]
    unused: tuple[str, ...]
    unread: tuple[str, ...] | None
    overdue: tuple[Overdue, ...] = ()

    @property
    def open(self) -> int:
        """How many points stand between here and enforcing."""
        return len(self.refused) + len(self.gaps) + len(self.overdue)


def report(
    policy: PolicyFile,
    rows: Sequence[Observed],
    lost: int = 0,
    tables: Mapping[str, Mapping[str, str]] | None = None,
    overdue: Sequence[Overdue] = (),
) -> Report:
    """Of what was counted. `tables`: what a mapping says, by a table's name without its schema: its columns' items."""
    named = {one.purpose for one in rows}
    return Report(
        sum(one.times for one in rows),
        lost,
        _points(one for one in rows if one.verdict == "refused"),
        _points(one for one in rows if one.verdict == "gap"),
        tuple(name for name in policy.purposes if name not in named),
        None if tables is None else _unread(rows, tables),
        tuple(overdue),
    )


def _points(rows: Iterable[Observed]) -> tuple[Point, ...]:
    times: Counter[tuple[str, str, str, str]] = Counter()
    columns: dict[tuple[str, str, str, str], set[str]] = {}
    for one in rows:
        key = one.view, one.table, one.why, one.clause
        times[key] += one.times
        columns.setdefault(key, set()).update(one.columns.split(", "))
    return tuple(
        Point(*key, tuple(sorted(columns[key])), count)
        for key, count in sorted(times.items(), key=lambda each: (-each[1], each[0]))
    )


def _unread(rows: Iterable[Observed], tables: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    read = {
        tables[one.table].get(column)
        for one in rows
        if one.deed == "read" and one.table in tables
        for column in one.columns.split(", ")
    }
    return tuple(sorted({item for columns in tables.values() for item in columns.values()} - read))
