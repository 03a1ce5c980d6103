"""Rules about children who join with a guardian's consent: who the guardian is comes first, alone, and for a few days."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.retention import longer
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, near
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import ChannelKind, GuardianWay, ItemType
from jikim.policy.period import Period

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# What a child may be asked before the consent (PIPA §22-2②), and within which time it is destroyed without one.
_WHO = frozenset({ItemType.PERSON_NAME, ItemType.EMAIL, ItemType.MOBILE, ItemType.PHONE})
_WITHIN = Period(5, "d")
# Of the decree's ways, those by which a guardian is reached at a number, and how much it counts that none is asked for: a
# text message must reach them, but they may call themselves.
_BY_NUMBER = {GuardianWay.TEXT: W, GuardianWay.PHONE: N}


@rule(
    guardian_record_unknown=E,
    guardian_asked_more=E,
    guardian_without_end=E,
    guardian_of_no_age=E,
    guardian_without_way=E,
    guardian_without_number=W,
)
def guardians(scope: Scope) -> Iterator[Finding]:
    """The record of a guardian's consent is entered on the site, holds their name and contact and nothing else, with an
    e-mail address by which they answer; and is over within five days unless they confirm, or when its child leaves. Their
    consent is confirmed by one of the ways of the decree (art. 17-2), and by a text message only where they have a number."""
    refuse, name = scope.policy.refuse, scope.policy.refuse.guardian
    if name is None:
        return
    record = scope.policy.records.get(name)
    law = scope.law("children")
    if not refuse.below_age:
        yield scope.find("guardian-of-no-age", ("refuse", "guardian"), statute=law)
    if record is None:
        yield scope.tell(
            "guardian-record-unknown",
            ("refuse", "guardian"),
            f"`{name}` 기록이 없습니다",
            f"`{name}` is not a record kind",
            near(name, scope.policy.records),
            statute=law,
        )
        return
    types = scope.types(record.items.names)
    channels = [scope.policy.channels[via].kind for via in record.via if via in scope.policy.channels]
    reached = {ItemType.EMAIL} if GuardianWay.EMAIL in refuse.ways else _WHO - {ItemType.PERSON_NAME}
    alone = types <= _WHO and reached & scope.types(record.items.required) and not record.items.contents
    if not alone or not channels or channels[0] is not ChannelKind.SELF:
        yield scope.find("guardian-asked-more", ("records", name, "items"), statute=law)
    numbered = {ItemType.MOBILE, ItemType.PHONE} & scope.types(record.items.required)
    for index, way in enumerate(refuse.ways):
        if way in _BY_NUMBER and not numbered:
            yield scope.find(
                "guardian-without-number",
                ("refuse", "ways", index),
                way=way,
                name=name,
                statute=law,
                severity=_BY_NUMBER[way],
            )
    if not refuse.ways:
        yield scope.find("guardian-without-way", ("refuse", "ways"), statute=law)
    ends = record.ends
    if (
        ends.after is None
        or longer(ends.after, _WITHIN)
        or ends.from_ != "collected"
        or not ends.unless
        or "left" not in ends.on
    ):
        yield scope.find("guardian-without-end", ("records", name, "ends"), statute=law)
