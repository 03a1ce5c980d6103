"""Rules about time in which people are neither here nor gone: they can come back, and were told before."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.retention import longer
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import ItemType
from jikim.policy.period import Period

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE
_LONG = Period(3, "mo")


@rule(away_without_sign_in=E, grace_long=W)
def comes_back(scope: Scope) -> Iterator[Finding]:
    """Who may come back signs in for it, so each kind of people named there has a record with a password. A grace of more
    than three months keeps data whose purpose is over (PIPA §21①)."""
    policy = scope.policy
    can = {
        who
        for record in policy.records.values()
        if ItemType.PASSWORD in scope.types(record.items.names)
        for who in record.of
    }
    for key, part in (("leaving", policy.leaving), ("dormancy", policy.dormancy)):
        for index, who in enumerate(part.of if part is not None else ()):
            if who in policy.service.covers and who not in can:
                yield scope.find(
                    "away-without-sign-in",
                    (key, "of", index),
                    f"`{who}`에게 비밀번호로 로그인하는 기록이 없어 다시 이용하겠다고 할 수 없습니다",
                    f"`{who}` has no record with a password, so they cannot sign in to come back",
                    ("`of`에서 빼 주세요", "leave them out of `of`"),
                )
    if policy.leaving is not None and longer(policy.leaving.grace, _LONG):
        yield scope.find(
            "grace-long",
            ("leaving", "grace"),
            "탈퇴를 취소할 수 있는 기간이 석 달을 넘습니다. 목적을 이룬 개인정보는 지체 없이 파기해야 합니다",
            "the time in which leaving can be undone is more than three months: data is destroyed without delay once its purpose is over",
            ("꼭 필요한 기간만 두어 주세요", "leave only the time that it takes to think again"),
            statute=scope.law("destruction"),
        )


@rule(dormancy_untold=E, dormancy_without_address=E, dormancy_ends_at_once=E)
def told(scope: Scope) -> Iterator[Finding]:
    """Nobody's account becomes dormant untold: it is told within the time of no use, to an e-mail address that the account
    holds; and only what is set apart stays so for a time."""
    dormancy = scope.policy.dormancy
    if dormancy is None:
        return
    if not longer(dormancy.after, dormancy.told):
        yield scope.find(
            "dormancy-untold",
            ("dormancy", "told"),
            "이용하지 않은 기간보다 먼저 알릴 수는 없습니다",
            "it would have to be told before the time of no use has begun",
            ("`after`보다 짧게 적어 주세요", "write less than `after`"),
        )
    holding = {
        who
        for record in scope.policy.records.values()
        if ItemType.EMAIL in scope.types(record.items.required) and record.single
        for who in record.of
    }
    for index, who in enumerate(dormancy.of):
        if who in scope.policy.service.covers and who not in holding:
            yield scope.find(
                "dormancy-without-address",
                ("dormancy", "of", index),
                f"`{who}`에게 미리 알릴 이메일이 계정에 없습니다",
                f"the account of `{who}` holds no e-mail address to tell them by",
                ("계정의 필수 항목에 이메일을 넣어 주세요", "require an e-mail address in the account"),
            )
    if dormancy.for_ is not None and dormancy.then == "leaves":
        yield scope.find(
            "dormancy-ends-at-once",
            ("dormancy", "for"),
            "탈퇴한 것으로 보면 따로 두는 기간이 없습니다",
            "what ends at once is not kept apart for a time",
            ("`then: apart`로 적거나 `for`를 빼 주세요", "write `then: apart`, or leave out `for`"),
        )
