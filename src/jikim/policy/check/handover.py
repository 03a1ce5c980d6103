"""Rules about a business that goes to another company: people are told before, and can leave before."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, both, listed, near
from jikim.policy.finding import Finding, Severity
from jikim.policy.period import earliest, enough

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(handover_sooner_than_promised=E)
def promised(scope: Scope) -> Iterator[Finding]:
    """The data goes no sooner than the policy says that people are told (`notice.handover`)."""
    found, version, lead = scope.policy.handover, scope.policy.version, scope.policy.notice.handover
    if found is not None and lead is not None and not enough(version.announced, found.day, lead):
        first = earliest(version.announced, lead)
        yield scope.find("handover-sooner-than-promised", ("handover", "day"), lead=both(lead.words), first=first)


@rule(handover_untold=W, handover_no_way_out=W, handover_record_unknown=E, law="handover")
def told(scope: Scope) -> Iterator[Finding]:
    """Before people's data goes with a business they are told, have days to leave, and can (PIPA §27①): the last day to
    leave comes after the version that says so is in force, and before the data goes; whoever is covered may withdraw."""
    found, version = scope.policy.handover, scope.policy.version
    if found is None:
        return
    for index, name in enumerate(found.records):
        if name not in scope.policy.records:
            yield scope.tell(
                "handover-record-unknown",
                ("handover", "records", index),
                f"`{name}` 기록이 없습니다",
                f"there is no record `{name}`",
                near(name, scope.policy.records),
            )
    if not version.effective < found.leave_by < found.day:
        yield scope.find(
            "handover-untold", ("handover", "leave_by"), severity=E if found.day <= version.effective else None
        )
    right = scope.policy.rights.get("withdraw")
    left_out = [who for who in scope.policy.service.covers if right is None or who not in right.who]
    if left_out:
        yield scope.find("handover-no-way-out", ("handover",), left_out=listed(left_out))
