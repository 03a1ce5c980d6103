"""What a drill found: counts, each with what it must be, and whether it is.

    {"key": "opened-after", "must": "none", "count": 0, "of": 412, "ok": true, "text": {"en": …, "ko": …}, "where": []}

A count that must be none says of how many it is: of nothing, it would show nothing, and is no success. No value and no
key is in a report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Must = Literal["none", "some", "all"]
_MOST = 10  # places that are told


@dataclass(frozen=True)
class Finding:
    """One count. `of`: how many were tried or there are (0 where that has no number). `where`: places, where they help
    (10 at most)."""

    key: str
    must: Must
    count: int
    of: int
    en: str
    ko: str
    where: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        match self.must:
            case "none":
                return self.count == 0 and self.of > 0
            case "some":
                return self.count > 0
            case "all":
                return self.count == self.of > 0

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "must": self.must,
            "count": self.count,
            "of": self.of,
            "ok": self.ok,
            "text": {"en": self.en, "ko": self.ko},
            "where": list(self.where),
        }


class ReportLine(NamedTuple):
    """Something to be told, in both languages."""

    en: str
    ko: str


# What no drill on one machine can show: docs/explanation/erasure.md.
NOT_SHOWN = (
    ReportLine(
        "the memory of processes, the drill's own among them", "실행 중인 프로세스의 메모리(이 훈련 자신의 것 포함)"
    ),
    ReportLine(
        "a thief who copies the databases, the ring and the root key at one moment: what stood then is his",
        "데이터베이스와 키 고리와 루트 키를 한 시점에 함께 베껴 간 도둑: 그때 있던 것은 막지 못합니다",
    ),
    ReportLine(
        "what the disk itself still holds of a removed root key: here it was a file; with yours, its keeper's word is what counts",
        "지운 루트 키가 디스크 자체에 남은 것: 여기서 루트 키는 파일이었습니다. 실제로는 루트 키를 맡은 곳의 말이 기준입니다",
    ),
    ReportLine("what was handed to others, and what people saw", "남에게 건네진 것과 사람이 본 것"),
)


@dataclass
class Report:
    """All of it. `ok` where every count is what it must be."""

    facts: dict[str, Any] = field(default_factory=dict)
    looked_at: list[ReportLine] = field(default_factory=list)
    left_out: list[ReportLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return bool(self.findings) and all(finding.ok for finding in self.findings)

    def find(self, key: str) -> Finding:
        return next(finding for finding in self.findings if finding.key == key)

    def note(self, key: str, must: Must, count: int, of: int, en: str, ko: str, where: Sequence[str] = ()) -> None:
        """Notes a count; one of the same key that stands already is replaced."""
        self.findings = [finding for finding in self.findings if finding.key != key]
        self.findings.append(Finding(key, must, count, of, en, ko, tuple(where[:_MOST])))

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            **self.facts,
            "looked_at": [line._asdict() for line in self.looked_at],
            "left_out": [line._asdict() for line in self.left_out],
            "findings": [finding.as_json() for finding in self.findings],
            "not_shown": [line._asdict() for line in NOT_SHOWN],
        }
