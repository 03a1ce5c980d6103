"""Rules about citations anywhere in the file: a statute is law on the day, and how well the catalogue knows it."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy import statutes
from jikim.policy.check.references import cited
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, both
from jikim.policy.finding import Finding, Severity

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(statute_no_longer_in_force=W, statute_not_yet_in_force=W)
def in_force(scope: Scope) -> Iterator[Finding]:
    """What is cited is law on the day of the check: it has begun, and was neither repealed nor struck down."""
    for path, name in cited(scope):
        statute = statutes.get(name)
        if statute is None or statute.in_force(scope.at):
            continue
        if statute.in_force_from is not None and scope.at < statute.in_force_from:
            yield scope.find(
                "statute-not-yet-in-force",
                path,
                law=both(statute.name),
                since=statute.since,
                at=scope.at,
                statute=statute.id,
            )
            continue
        ended = statute.ended_by or {"ko": "폐지", "en": "repealed"}
        yield scope.tell(
            "statute-no-longer-in-force",
            path,
            f"{statute.name('ko')}: {statute.in_force_until}부터 효력이 없습니다({ended['ko']})",
            f"{statute.name('en')} has not been in force since {statute.in_force_until} ({ended['en']})",
            (
                "다른 법령을 대거나 `own-promise`로 하고 사유를 적어 주세요",
                "cite another statute; or make it `own-promise` and give the reason",
            )
            if path[-1] == "because"
            else ("지금 시행되는 법령을 적어 주세요", "cite what is in force today"),
            statute=statute.id,
        )


@rule(statute_unverified=N, statute_binds_some=N)
def known(scope: Scope) -> Iterator[Finding]:
    """Where the catalogue did not read a row's period in the statute itself, or the statute binds only some, it says
    so: once for each statute, at its first citation."""
    said: set[str] = set()
    for path, name in cited(scope):
        statute = statutes.get(name)
        if statute is None or name in said or statute.period is None:
            continue
        said.add(name)
        if not statute.verified:
            yield scope.find("statute-unverified", path, law=both(statute.name), source=statute.source, statute=name)
        if statute.binds is not None:
            yield scope.find(
                "statute-binds-some",
                path,
                law=both(statute.name),
                binds=(statute.binds["ko"], statute.binds["en"]),
                statute=name,
            )
