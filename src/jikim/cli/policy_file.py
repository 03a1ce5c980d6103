"""The policy file that a command is given: read, parsed and checked."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

from jikim.cli import files, terminal, when
from jikim.errors import PolicyError
from jikim.particles import eul
from jikim.policy.check import check
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import Language, PolicyFile
from jikim.policy_files import parse_files

_NAMES = {
    "en": {
        Severity.ERROR: ("error", "errors"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.NOTE: ("note", "notes"),
    },
    "ko": {Severity.ERROR: ("오류",) * 2, Severity.WARNING: ("경고",) * 2, Severity.NOTE: ("참고",) * 2},
}


class Checked(NamedTuple):
    """A policy file with its findings on a day. `policy` is None where its structure has a mistake."""

    policy: PolicyFile | None
    findings: tuple[Finding, ...]
    at: date
    files: tuple[str, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings of a severity stand open; those that the file waives do not count."""
        return sum(finding.severity is severity and finding.counts for finding in self.findings)

    @property
    def waived(self) -> int:
        """How many findings the file waives."""
        return sum(not finding.counts for finding in self.findings)


def checked(path: Path, at: date | None = None) -> Checked:
    """Reads and checks a policy file as of a day (None: today, in the policy's time zone). Raises UsageError."""
    try:
        parsed = parse_files(path)
    except OSError as error:
        raise files.unreadable(path, error) from None
    day = at or when.today(parsed.policy.service.time_zone if parsed.policy else None)
    return Checked(parsed.policy, check(parsed, day), day, parsed.files)


def sound(path: Path, language: Language) -> PolicyFile:
    """A policy file without errors. Otherwise they are told on stderr, and PolicyError is raised."""
    found = checked(path)
    errors = tuple(finding for finding in found.findings if finding.severity is Severity.ERROR)
    if errors or found.policy is None:
        for finding in errors:
            terminal.finding(finding.render(language), str(finding.position), finding.severity.value, stderr=True)
        raise PolicyError(
            f"`{path}` can't run: {counted(errors, 'en')}",
            errors,
            hint=f"`jikim check {path}` says all of it",
            ko=(
                f"{eul(f'`{path}`')} 실행할 수 없습니다: {counted(errors, 'ko')}",
                f"`jikim check {path}`로 모두 볼 수 있습니다",
            ),
        )
    return found.policy


def counted(findings: tuple[Finding, ...], language: Language) -> str:
    """`2 errors, 1 note, 1 waived`, or that there is nothing."""
    counts = Counter(finding.severity for finding in findings if finding.counts)
    waived = sum(not finding.counts for finding in findings)
    words = _NAMES[language]
    said = [
        f"{words[severity][0]} {counts[severity]}건"
        if language == "ko"
        else f"{counts[severity]} {words[severity][counts[severity] != 1]}"
        for severity in Severity
        if counts[severity]
    ]
    if waived:
        said.append(f"면제 {waived}건" if language == "ko" else f"{waived} waived")
    return ", ".join(said) or {"en": "nothing found", "ko": "지적 사항 없음"}[language]
