"""Waivers: findings that the file lets stand, each with a written reason, for as long as it says.

Only warnings and notes can be waived. An error says that the policy can't run, or does what no reason makes lawful (a
statute's minimum, a resident number without a statute); it stays. A waiver that nothing answers to is itself a finding,
so that no reason outlives what it was given for. The document shows the reasons, whatever the day (`render`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from jikim.policy.check.rule import rule, rules
from jikim.policy.check.scope import Scope, near
from jikim.policy.finding import Finding, Path, Reason, Severity
from jikim.policy.model import PolicyFile, Waiver

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_OWN = ("waiver-unknown", "waiver-unused", "waiver-expired", "waiver-of-error")


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver speaks of a finding: by its code, and by the part of the file that it is about, or one above."""
    if waiver.finding != finding.code:
        return False
    return waiver.at is None or _within(waiver.at, finding.path)


def _within(at: str, path: Path) -> bool:
    where = ".".join(str(step) for step in path)
    return where == at or where.startswith(f"{at}.")


def expired(waiver: Waiver, at: date) -> bool:
    """Whether its last day has passed."""
    return waiver.until is not None and waiver.until < at


def mark(findings: Sequence[Finding], policy: PolicyFile, at: date) -> tuple[Finding, ...]:
    """The findings, those that a waiver covers marked with its reason. The first waiver that covers one gives it."""
    return tuple(_marked(finding, policy, at) for finding in findings)


def _marked(finding: Finding, policy: PolicyFile, at: date) -> Finding:
    if finding.severity is E or finding.code in _OWN:
        return finding
    for waiver in policy.waive:
        if covers(waiver, finding) and not expired(waiver, at):
            return replace(
                finding, waived=Reason({str(language): said for language, said in waiver.because.items()}, waiver.until)
            )
    return finding


@rule(waiver_unknown=W, waiver_unused=W, waiver_expired=W, waiver_of_error=W)
def kept_true(scope: Scope) -> Iterator[Finding]:
    """A waiver names a finding that there is, that may be waived, and that still stands; and its last day has not
    passed. Errors cannot be waived, nor what is said of waivers."""
    known = {code for one in rules() for code in one.codes}
    answered: set[int] = set()
    for finding in scope.found:
        index = next((number for number, one in enumerate(scope.policy.waive) if covers(one, finding)), None)
        if index is not None:
            answered.add(index)
    for number, waiver in enumerate(scope.policy.waive):
        path: Path = ("waive", number, "finding")
        open_ = [finding for finding in scope.found if covers(waiver, finding)]
        if waiver.finding not in known:
            yield scope.tell(
                "waiver-unknown",
                path,
                f"`{waiver.finding}`: 그런 지적은 없습니다",
                f"there is no finding `{waiver.finding}`",
                near(waiver.finding, known),
            )
        elif waiver.finding in _OWN or any(finding.severity is E for finding in open_):
            yield scope.find("waiver-of-error", path, finding=waiver.finding)
        elif expired(waiver, scope.at):
            yield scope.find("waiver-expired", ("waive", number, "until"), finding=waiver.finding, until=waiver.until)
        elif number not in answered:
            yield scope.find("waiver-unused", path, finding=waiver.finding)
