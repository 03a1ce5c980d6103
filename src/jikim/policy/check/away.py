"""Rules about time in which people are neither here nor gone: they can come back, and were told before."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.retention import longer
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import GUARDED, ItemType
from jikim.policy.period import Period

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_LONG, _LONGEST = Period(3, "mo"), Period(5, "y")


@rule(away_without_sign_in=E, grace_long=W)
def comes_back(scope: Scope) -> Iterator[Finding]:
    """Who may come back signs in for it, so each kind of people named there has a record with a password. A grace of more
    than three months keeps data whose purpose is over (PIPA §21①)."""
    policy = scope.policy
    can = {
        who
        for record in policy.records.values()
        if ItemType.PASSWORD in scope.types(record.items.names)
        and (record.single or not any(who.guest for who in record.of))
        for who in record.of
    }
    for key, part in (("leaving", policy.leaving), ("dormancy", policy.dormancy)):
        for index, who in enumerate(part.of if part is not None else ()):
            if who in policy.service.covers and who not in can:
                yield scope.find("away-without-sign-in", (key, "of", index), who=who)
    if policy.leaving is not None and longer(policy.leaving.grace, _LONG):
        yield scope.find("grace-long", ("leaving", "grace"), statute=scope.law("destruction"))


@rule(dormancy_untold=E, dormancy_without_address=E, dormancy_ends_at_once=E)
def told(scope: Scope) -> Iterator[Finding]:
    """Nobody's account becomes dormant untold: it is told within the time of no use, to an e-mail address that the account
    holds; and only what is set apart stays so for a time."""
    dormancy = scope.policy.dormancy
    if dormancy is None:
        return
    if not longer(dormancy.after, dormancy.told):
        yield scope.find("dormancy-untold", ("dormancy", "told"))
    holding = {
        who
        for record in scope.policy.records.values()
        if ItemType.EMAIL in scope.types(record.items.required) and record.single
        for who in record.of
    }
    for index, who in enumerate(dormancy.of):
        if who in scope.policy.service.covers and who not in holding:
            yield scope.find("dormancy-without-address", ("dormancy", "of", index), who=who)
    if dormancy.for_ is not None and dormancy.then == "leaves":
        yield scope.find("dormancy-ends-at-once", ("dormancy", "for"))


@rule(
    rejoining_unknown=E,
    rejoining_unfound=E,
    rejoining_guarded=E,
    rejoining_undecided=E,
    rejoining_long=W,
    rejoining_in_the_grace=E,
)
def rejoins(scope: Scope) -> Iterator[Finding]:
    """Who does not join again is known by an item of their account that is looked up by its exact value, and never by a
    number that the law guards (PIPA §§23, 24, 24-2); a person decides it, by a measure against abuse, which needs its
    record kind. More than five years is hardly needed (PIPA §§16, 21)."""
    policy, bar = scope.policy, scope.policy.rejoining
    if bar is None:
        return
    for index, name in enumerate(bar.items):
        item = policy.items.get(name)
        path = ("rejoining", "items", index)
        if item is None:
            yield scope.find("rejoining-unknown", path, name=name)
        elif item.type in GUARDED:
            yield scope.find("rejoining-guarded", path, name=name)
        elif not (item.lookup or item.unique) or not any(
            name in record.items.required and set(bar.of) & set(record.of) and record.single
            for record in policy.records.values()
        ):
            yield scope.find("rejoining-unfound", path, name=name)
    if "leaving" in bar.after and policy.leaving is not None:
        yield scope.find("rejoining-in-the-grace", ("rejoining", "after"))
    if "measure" not in policy.records and "misuse" in bar.after:
        yield scope.find("rejoining-undecided", ("rejoining",))
    if longer(bar.for_, _LONGEST):
        yield scope.find("rejoining-long", ("rejoining", "for"), statute=scope.law("destruction"))
