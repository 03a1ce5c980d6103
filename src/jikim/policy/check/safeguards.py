"""Rules about safeguards: the well-known ones are named, and their evidence is kept as long as the law asks."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy import statutes
from jikim.policy.check.keeping import shorter
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope
from jikim.policy.finding import Finding, Severity

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(safeguard_not_named=N)
def well_known(scope: Scope) -> Iterator[Finding]:
    """A policy names the safeguards that the safety notice asks of everybody (PIPA §29, safety notice §5–§11).

    A safeguard is known by its name, or by the statute that it cites; see the catalogue's `safeguards`.
    """
    if not scope.under("kr"):
        return
    named = set(scope.policy.safeguards)
    laws = {safeguard.law for safeguard in scope.policy.safeguards.values()}
    for known in statutes.well_known():
        row = statutes.get(known.statute)
        cited = row is not None and row.keeps and known.statute in laws
        if not cited and not named & known.names:
            yield scope.find(
                "safeguard-not-named",
                ("safeguards",),
                f"안전조치에 {known.label['ko']} 항목이 없습니다",
                f"the safeguards don't name {known.label['en']}",
                (f"`safeguards`에 더하세요: `{known.name}`", f"add `{known.name}` to `safeguards`"),
                statute=known.statute,
            )


@rule(evidence_kept_too_short=W, evidence_without_period=N)
def evidence(scope: Scope) -> Iterator[Finding]:
    """A safeguard's evidence is kept as long as its statute asks: access records 1 year, grants 3 (notice §8, §5③).

    The statute is the one it cites; where it cites none, the one that the catalogue knows for its name.
    """
    by_name = {name: known.statute for known in statutes.well_known() for name in known.names}
    for name, safeguard in scope.policy.safeguards.items():
        row = statutes.get(safeguard.law or by_name.get(name, ""))
        if row is None or row.minimum is None:
            continue
        if safeguard.lasts is not None and shorter(safeguard.lasts, row.minimum):
            yield scope.find(
                "evidence-kept-too-short",
                ("safeguards", name, "lasts"),
                f"`{name}`: 증빙을 {safeguard.lasts.words('ko')} 두는데, "
                f"{row.name('ko')}: {row.minimum.words('ko')} 이상",
                f"`{name}`: evidence is kept for {safeguard.lasts.words('en')}, where {row.name('en')} asks for "
                f"{row.minimum.words('en')}",
                (f"`lasts: {row.minimum}` 이상으로 하세요", f"write `lasts: {row.minimum}` or more"),
                statute=row.id,
            )
        elif safeguard.lasts is None and safeguard.law is not None:
            yield scope.find(
                "evidence-without-period",
                ("safeguards", name),
                f"`{name}`: 증빙을 얼마나 두는지 적혀 있지 않습니다. {row.name('ko')}: {row.minimum.words('ko')} 이상",
                f"`{name}` does not say how long its evidence is kept; {row.name('en')} asks for "
                f"{row.minimum.words('en')}",
                (f"`lasts: {row.minimum}` 줄을 더하세요", f"add `lasts: {row.minimum}`"),
                statute=row.id,
            )
