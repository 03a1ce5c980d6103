"""check: what a policy means, held against itself and against the statute catalogue.

All findings at once, by place in the file. An error: the policy can't run. A warning: a law or the policy's own text is
not met. A note: worth knowing. What the file waives is marked with its reason. Pure: the day on which the law is asked
(`at`) is passed in. No rule knows any one policy.
"""

from __future__ import annotations

from datetime import date

from jikim.policy.check import (
    away,
    bodies,
    brands,
    children,
    citations,
    contents,
    cookies,
    european,
    guarded,
    handing,
    handover,
    items,
    liability,
    partners,
    processors,
    purposes,
    recipients,
    records,
    references,
    resting,
    retention,
    rights,
    safeguards,
    sections,
    service,
    site,
    systems,
    transfers,
    waived,
    wording,
)
from jikim.policy.check.rule import Rule, rules
from jikim.policy.check.scope import Scope
from jikim.policy.finding import Finding, in_order
from jikim.policy.parse import Parsed

FAMILIES = (
    references,
    brands,
    service,
    site,
    items,
    purposes,
    records,
    retention,
    citations,
    handing,
    handover,
    recipients,
    processors,
    partners,
    systems,
    cookies,
    rights,
    bodies,
    safeguards,
    liability,
    guarded,
    children,
    away,
    resting,
    transfers,
    european,
    contents,
    sections,
    wording,
    waived,
)


def check(parsed: Parsed, at: date) -> tuple[Finding, ...]:
    """All findings of a parsed file on a day, by place, waived ones among them. A file that did not parse has only its
    structure's findings."""
    if parsed.policy is None:
        return parsed.findings
    severities = {code: severity for rule in rules() for code, severity in rule.codes.items()}
    scope = Scope(parsed, parsed.policy, at, severities)
    # Waivers are judged last, by what all others found.
    for one in sorted(rules(), key=lambda one: one.run is waived.kept_true):
        scope.found += tuple(scope.by_law(found, one.law) for found in one.run(scope))
    return in_order(waived.mark(scope.found, parsed.policy, at))


__all__ = ["FAMILIES", "Rule", "check", "rules"]
