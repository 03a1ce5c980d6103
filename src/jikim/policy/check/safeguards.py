"""Rules about safeguards: the well-known ones are named, and their evidence is kept as long as the law asks."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy import statutes
from jikim.policy.check.retention import shorter
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, both
from jikim.policy.finding import Finding, Severity
from jikim.policy.statutes import Statute

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(safeguard_not_named=N)
def well_known(scope: Scope) -> Iterator[Finding]:
    """A policy names the safeguards that the safety notice asks of everybody (PIPA §29, safety notice §5–§11; GDPR 32).

    A safeguard is known by its name, or by the statute that it cites; see the catalogue's `safeguards`.
    """
    if not scope.korean and not scope.european:
        return
    named = set(scope.policy.safeguards)
    laws = {safeguard.law for safeguard in scope.policy.safeguards.values()}
    for known in statutes.well_known():
        if known.statute not in laws and not named & known.names:
            yield scope.find(
                "safeguard-not-named",
                ("safeguards",),
                label=(known.label["ko"], known.label["en"]),
                known=known.name,
                statute=known.statute if scope.korean else scope.law("safety"),
            )


@rule(evidence_kept_too_short=W, evidence_without_period=N)
def evidence(scope: Scope) -> Iterator[Finding]:
    """A safeguard's evidence is kept as long as its statute asks: access records 1 year, or 2 from 50,000 people on and
    where unique identifiers or sensitive data are held; grants 3 (notice §8, §5③).

    The statute is the one it cites; where that names no period, under Korean law, the one that the catalogue knows for
    its name. How many people there are stands in `service.people`.
    """
    by_name = {name: known.statute for known in statutes.well_known() for name in known.names}
    for name, safeguard in scope.policy.safeguards.items():
        cited = statutes.get(safeguard.law or "")
        known = statutes.get(by_name.get(name, "")) if scope.korean else None
        row = _stricter(scope, cited if cited is not None and cited.minimum is not None else known)
        if row is None or row.minimum is None:
            continue
        if safeguard.lasts is not None and shorter(safeguard.lasts, row.minimum):
            yield scope.find(
                "evidence-kept-too-short",
                ("safeguards", name, "lasts"),
                name=name,
                lasts=both(safeguard.lasts.words),
                law=both(row.name),
                minimum=both(row.minimum.words),
                whom=(_whom(row, "ko"), _whom(row, "en")),
                period=row.minimum,
                statute=row.id,
            )
        elif safeguard.lasts is None and safeguard.law is not None:
            yield scope.find(
                "evidence-without-period",
                ("safeguards", name),
                name=name,
                law=both(row.name),
                minimum=both(row.minimum.words),
                period=row.minimum,
                statute=row.id,
            )


def _stricter(scope: Scope, row: Statute | None) -> Statute | None:
    """The row that binds a house of this size: one with a threshold that is reached goes before the general one."""
    if row is None or not row.in_force(scope.at):
        return None
    for other in statutes.all():
        reached = other.threshold is not None and other.threshold.reached(scope.policy.service.people, scope.guarded())
        if reached and other.covers and other.covers == row.covers and other.in_force(scope.at):
            return other
    return row


def _whom(row: Statute, language: str) -> str:
    """For whom a row asks for more than in general."""
    if row.threshold is None or row.binds is None:
        return ""
    return f" ({row.binds[language]})"


@rule(threshold_duty=N)
def thresholds(scope: Scope) -> Iterator[Finding]:
    """From a number of people on the law asks for more: notices of use every year, of the source unasked (PIPA §20-2,
    §20).

    `service.people` says how many there are; the notices themselves are sent by the office.
    """
    people = scope.policy.service.people
    for topic in ("usage-notice", "source"):
        row = statutes.get(scope.law(topic) or "")
        if row is None or row.threshold is None or not row.threshold.reached(people, scope.guarded()):
            continue
        if topic == "source" and not scope.policy.partners:
            continue
        yield scope.tell(
            "threshold-duty",
            ("service", "people"),
            f"{people:,}명이면 이런 의무가 있습니다: {row.label['ko']}",
            f"with {people:,} people this is asked for: {row.label['en']}",
            (row.says["ko"].rstrip("."), row.says["en"].rstrip(".")),
            statute=row.id,
        )
