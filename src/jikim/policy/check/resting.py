"""Rules about time that the statutes on keeping do not cover: accounts unused, keeping that never begins, paper,
sweeps."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.retention import OWN_PROMISE, longer, rules_of, shorter
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, both, listed
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import ChannelKind
from jikim.policy.period import Period

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_UNUSED = frozenset({"dormant", "dormancy", "inactive", "unused"})
_LONG = Period(10, "y")


@rule(dormancy_not_stated=W, dormancy_no_longer_asked=N)
def dormancy(scope: Scope) -> Iterator[Finding]:
    """From 2012-08-18 until 2023-09-15 data of members who no longer used a service was destroyed or stored apart; a
    policy of then says so, by an event such as `dormant` that ends the record or starts a clock. Since then it is the
    company's own promise."""
    statute = scope.law("dormancy")
    unused = {name: event for _, name, record in scope.records() for event in scope.events(record) if event in _UNUSED}
    members = {who for who in scope.policy.service.covers if not who.guest}
    standing = [name for _, name, record in scope.records() if record.single and members & set(record.of)]
    if statute is not None and standing and not unused:
        yield scope.find("dormancy-not-stated", ("records", standing[0]), standing=listed(standing), statute=statute)
    if statute is None and scope.korean:
        for name in unused:
            yield scope.find(
                "dormancy-no-longer-asked", ("records", name), name=name, statute="kr.network-act.dormancy"
            )


@rule(keep_over_before_it_begins=W, law="kept-apart")
def overlap(scope: Scope) -> Iterator[Finding]:
    """A rule that counts from the record's own start keeps longer than the record lives; else nothing ever rests by it."""
    for path, _, record, keep in rules_of(scope):
        after = record.ends.after
        if after is None or record.ends.on or keep.from_ != record.ends.from_:
            continue
        if shorter(keep.for_, after) or keep.for_ == after:
            yield scope.find(
                "keep-over-before-it-begins", (*path, "for"), after=both(after.words), period=both(keep.for_.words)
            )


@rule(own_promise_very_long=W)
def very_long(scope: Scope) -> Iterator[Finding]:
    """What no statute asks for is kept no longer than a purpose needs (PIPA §21①; GDPR 5(1)(e)): more than ten years of
    the company's own promise, for the archive or for a record's life, is doubtful."""
    for path, name, _, keep in rules_of(scope):
        if keep.because == OWN_PROMISE and longer(keep.for_, _LONG):
            yield _too_long(scope, (*path, "for"), name, keep.for_)
    for path, name, record in scope.records():
        if record.ends.after is not None and longer(record.ends.after, _LONG):
            yield _too_long(scope, (*path, "ends", "after"), name, record.ends.after)


def _too_long(scope: Scope, path: tuple[str | int, ...], name: str, period: Period) -> Finding:
    return scope.find(
        "own-promise-very-long", path, name=name, period=both(period.words), statute=scope.law("destruction")
    )


@rule(paper_without_end=W)
def paper(scope: Scope) -> Iterator[Finding]:
    """Where handlers take data on paper, by phone or fax, the policy says how paper is destroyed (safety notice §13)."""
    if not scope.policy.archive.paper and any(
        channel.kind is ChannelKind.HANDLER for channel in scope.policy.channels.values()
    ):
        yield scope.find(
            "paper-without-end", ("archive", "paper"), statute=scope.law("paper") or scope.law("destruction")
        )


@rule(destruction_later_than_said=W)
def within(scope: Scope) -> Iterator[Finding]:
    """Where the policy says by when everything is destroyed, its sweeps come as often without anybody's word."""
    within, gap = scope.policy.archive.within, scope.policy.sweep.gap
    if within is not None and longer(gap, within):
        yield scope.find(
            "destruction-later-than-said",
            ("archive", "within"),
            within=both(within.words),
            gap=both(gap.words),
            period=within,
        )


@rule(sweep_unbounded=W)
def sweep(scope: Scope) -> Iterator[Finding]:
    """A sweep that may destroy everybody's records alone stops at no mistake; a bound asks a second person first."""
    if scope.policy.sweep.share == 100:
        yield scope.find("sweep-unbounded", ("sweep", "share"))
