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
                f"`{name}`: 어떤 정당한 이익인지 적혀 있지 않습니다",
                f"`{name}` does not say which legitimate interest it serves",
                ("그 이익을 `note`에 적어 주세요", "state the interest in `note`"),
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
            f"{ko} 밖({country})에 있는데 그 안의 대리인이 적혀 있지 않습니다",
            f"the controller is outside {en} ({country}), and no representative in it is named",
            (
                "`officers.representative`에 이름과 주소와 연락처를 적어 주세요",
                "name one in `officers.representative`, with its address and contact",
            ),
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
            f"만 {below}세부터 스스로 동의하게 되어 있습니다",
            f"people consent for themselves from the age of {below}",
            (
                f"`below_age: {age}`으로 하거나, 보호자의 동의를 어떻게 받는지 `statements`에 적어 주세요(`about: children`)",
                f"set `below_age: {age}`; or say in `statements`, with `about: children`, how a guardian consents",
            ),
            statute=scope.gdpr("children"),
            severity=W if below < 13 else N,
        )


@rule(recipients_not_told=W)
def told(scope: Scope) -> Iterator[Finding]:
    """Whoever got the data is told of a correction (GDPR 19); under Korean law alone a note says so."""
    right = scope.policy.rights.get("correct")
    if scope.european and right is not None and not right.tell_recipients:
        yield scope.find(
            "recipients-not-told",
            ("rights", "correct"),
            "정정한 내용을 제공받은 자에게 알리지 않습니다",
            "whoever got the wrong value is not told of its correction",
            ("`tell_recipients: true`로 정해 주세요", "write `tell_recipients: true`"),
            statute=scope.gdpr("recipients"),
        )
