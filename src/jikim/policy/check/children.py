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
    numbered = {ItemType.MOBILE, ItemType.PHONE} & scope.types(record.items.required)
    for index, way in enumerate(refuse.ways):
        if way in _BY_NUMBER and not numbered:
            yield scope.find(
                "guardian-without-number",
                ("refuse", "ways", index),
                f"`{way}`: 법정대리인의 전화번호를 받지 않아 회사가 먼저 연락할 수 없습니다",
                f"`{way}`: no number of the guardian is asked for, so the company cannot reach them by it",
                (
                    f"`{name}` 기록의 `required`에 휴대전화번호를 더하거나 이 방법을 빼 주세요",
                    f"require a mobile number in `{name}`, or take this way out",
                ),
                statute=law,
                severity=_BY_NUMBER[way],
            )
    if not refuse.ways:
        yield scope.find(
            "guardian-without-way",
            ("refuse", "ways"),
            "법정대리인이 동의했는지 확인하는 방법이 없습니다",
            "there is no way by which a guardian’s consent is confirmed",
            ("`ways: [email]`처럼 적어 주세요", "write for example `ways: [email]`"),
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
