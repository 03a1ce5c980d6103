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


@rule(guardian_record_unknown=E, guardian_asked_more=E, guardian_without_end=E, guardian_of_no_age=E)
def guardians(scope: Scope) -> Iterator[Finding]:
    """The record of a guardian's consent is entered on the site, holds their name and contact and nothing else, with an
    e-mail address by which they answer; and is over within five days unless they confirm, or when its child leaves."""
    refuse, name = scope.policy.refuse, scope.policy.refuse.guardian
    if name is None:
        return
    record = scope.policy.records.get(name)
    law = scope.law("children")
    if not refuse.below_age:
        yield scope.find(
            "guardian-of-no-age",
            ("refuse", "guardian"),
            "몇 세 미만인지 적혀 있지 않아 법정대리인에게 묻는 일이 없습니다",
            "no guardian is ever asked: the age below which one is has not been given",
            ("`below_age: 14`처럼 적어 주세요", "write for example `below_age: 14`"),
            statute=law,
        )
    if record is None:
        yield scope.find(
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
        yield scope.find(
            "guardian-asked-more",
            ("records", name, "items"),
            "동의를 받기 전에는 법정대리인의 성명과 연락처(이메일)만 본인이 입력하게 받습니다",
            "before the consent a guardian's name and contact are taken alone, entered on the site, with an e-mail address",
            (
                "`required`에 성명과 이메일만 두고 `via`의 처음을 본인이 입력하는 곳으로 해 주세요",
                "leave a name and an e-mail address in `required`, and put a channel of kind `self` first in `via`",
            ),
            statute=law,
        )
    ends = record.ends
    if (
        ends.after is None
        or longer(ends.after, _WITHIN)
        or ends.from_ != "collected"
        or not ends.unless
        or "left" not in ends.on
    ):
        yield scope.find(
            "guardian-without-end",
            ("records", name, "ends"),
            "5일 안에 확인되지 않은 동의와 함께 법정대리인의 정보를 파기해야 합니다",
            "without a consent that is confirmed within five days, who the guardian is has to go",
            (
                "`{on: left, after: 5d, from: collected, unless: confirmed}`처럼 적어 주세요",
                "write `{on: left, after: 5d, from: collected, unless: confirmed}`",
            ),
            statute=law,
        )
