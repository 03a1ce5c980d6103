"""Rules that only the GDPR brings: what its policies say beside what Korean law asks for.

What both laws ask for (rights, deadlines, contracts, transfers, consent) stands in the other families, which name the
row of whichever law the policy is under.
"""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy import statutes
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import Basis, Matter

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(legitimate_interest_not_explained=W)
def interests(scope: Scope) -> Iterator[Finding]:
    """Where a purpose rests on legitimate interests, people are told which (GDPR 13(1)(d)): in the purpose's `note`."""
    if not scope.european:
        return
    for name, purpose in scope.policy.purposes.items():
        if Basis.LEGITIMATE_INTEREST in purpose.grounds and purpose.note is None:
            yield scope.find(
                "legitimate-interest-not-explained",
                ("purposes", name, "basis"),
                name=name,
                statute=scope.gdpr("information"),
            )


@rule(representative_not_named=W)
def representative(scope: Scope) -> Iterator[Finding]:
    """A controller outside the European Economic Area, or of the United Kingdom where its GDPR is the one, names a
    representative in it (GDPR 27)."""
    country = scope.policy.service.country
    named = scope.policy.officers.representative is not None or scope.mentions(Matter.REPRESENTATIVE)
    if scope.by_kingdom and not scope.by_union:
        outside, ko, en = country != "GB", "영국", "the United Kingdom"
    else:
        outside, ko, en = not statutes.in_eea(country), "유럽경제지역", "the European Economic Area"
    if scope.european and outside and not named:
        yield scope.find(
            "representative-not-named",
            ("service", "country"),
            said=(ko, en),
            country=country,
            statute=scope.gdpr("representative"),
        )


@rule(children_below_consent_age=W)
def children(scope: Scope) -> Iterator[Finding]:
    """A child's consent to an online service counts from 16, or from 13 to 15 where a member state says so (GDPR 8);
    below, a guardian's is needed. A note where only a member state's own age can carry it. In the United Kingdom it counts
    from 13."""
    below = scope.policy.refuse.below_age
    age = 16 if scope.by_union else 13
    consents = any(purpose.basis is Basis.CONSENT for purpose in scope.policy.purposes.values())
    if scope.european and consents and below < age and not scope.mentions(Matter.CHILDREN):
        yield scope.find(
            "children-below-consent-age",
            ("refuse", "below_age"),
            below=below,
            age=age,
            statute=scope.gdpr("children"),
            severity=W if below < 13 else N,
        )


@rule(recipients_not_told=W)
def told(scope: Scope) -> Iterator[Finding]:
    """Whoever got the data is told of a correction (GDPR 19); under Korean law alone a note says so."""
    right = scope.policy.rights.get("correct")
    if scope.european and right is not None and not right.tell_recipients:
        yield scope.find("recipients-not-told", ("rights", "correct"), statute=scope.gdpr("recipients"))
