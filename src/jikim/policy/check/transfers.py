"""Rules about the ground on which data goes abroad: each ground carries some transfers and not others."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy import statutes
from jikim.policy.check.handing import Party, parties
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, both, listed
from jikim.policy.finding import Finding, Severity

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# The grounds of the GDPR's chapter V (45, 46, 49); the PIPA's (§28-8①) are consent, law, publication,
# certification.
EUROPEAN = frozenset({"adequacy", "standard-clauses", "binding-rules", "certified", "consent", "derogation"})
KOREAN = frozenset({"consent", "law", "contract-published", "certified", "adequacy"})


def _abroad(scope: Scope) -> Iterator[tuple[Party, str]]:
    """Each party abroad that states a ground, with it."""
    for party in parties(scope):
        if party.abroad is not None and party.country is not None and party.country != scope.policy.service.country:
            yield party, party.abroad.ground


@rule(transfer_ground_not_in_law=W)
def grounds(scope: Scope) -> Iterator[Finding]:
    """The ground is one that the policy's law knows: PIPA §28-8① has neither standard clauses nor binding rules, the
    GDPR (44–49) no publication."""
    statute = scope.law("overseas")
    row = statutes.get(statute or "")
    if row is None or not (row.european or row.id == "kr.pipa.overseas"):
        return
    for party, ground in _abroad(scope):
        known = EUROPEAN if row.european else KOREAN
        if scope.korean and scope.european:
            known = EUROPEAN | KOREAN
        # Between the countries of the Union's Area, and from the United Kingdom to them, no ground is asked for.
        if row.european and statutes.in_eea(party.country or ""):
            continue
        if ground not in known:
            yield scope.find(
                "transfer-ground-not-in-law",
                (*party.path, "abroad", "ground"),
                role=(party.ko, party.en),
                party=party.name,
                ground=ground,
                law=both(row.name),
                known=listed(sorted(known)),
                statute=statute,
            )


@rule(publication_without_entrustment=W)
def published(scope: Scope) -> Iterator[Finding]:
    """Publication in the policy is enough for entrustment and storage that the contract needs, not for provision to a
    third party: that needs a consent of its own (PIPA §28-8①3, and what stood before it)."""
    statute = scope.law("overseas")
    if not scope.korean or statute is None:
        return
    for party, ground in _abroad(scope):
        if ground == "contract-published" and party.path[0] == "recipients":
            yield scope.find(
                "publication-without-entrustment",
                (*party.path, "abroad", "ground"),
                role=(party.ko, party.en),
                party=party.name,
                statute=statute,
            )


@rule(transfer_consent_not_asked=W, law="overseas")
def asked(scope: Scope) -> Iterator[Finding]:
    """A transfer on the ground of consent serves a purpose whose consent is asked, or a provision that is agreed to."""
    for party, ground in _abroad(scope):
        consents = party.somebody and party.path[0] == "recipients"
        if ground == "consent" and not consents and not any(scope.by_consent(name) for name in party.purposes):
            yield scope.find(
                "transfer-consent-not-asked",
                (*party.path, "abroad", "ground"),
                role=(party.ko, party.en),
                party=party.name,
            )
