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
            yield scope.find(
                "rejoining-unknown",
                path,
                f"`{name}` 항목이 없습니다",
                f"there is no item `{name}`",
                ("`items`에 있는 이름을 적어 주세요", "write a name that stands under `items`"),
            )
        elif item.type in GUARDED:
            yield scope.find(
                "rejoining-guarded",
                path,
                f"`{name}` 항목은 고유식별정보나 민감정보여서 재가입 확인에 쓸 수 없습니다",
                f"`{name}` is guarded by law and cannot serve to know somebody again",
                (
                    "이메일이나 휴대전화번호처럼 계정의 항목을 적어 주세요",
                    "name an item of the account, such as its e-mail address",
                ),
            )
        elif not (item.lookup or item.unique) or not any(
            name in record.items.required and set(bar.of) & set(record.of) and record.single
            for record in policy.records.values()
        ):
            yield scope.find(
                "rejoining-unfound",
                path,
                f"`{name}` 항목으로는 다시 가입하는 사람을 알아볼 수 없습니다",
                f"nobody who joins again is known by `{name}`",
                (
                    "계정의 필수 항목이면서 `lookup`이나 `unique`인 항목을 적어 주세요",
                    "name an item that the account requires and that has `lookup` or `unique`",
                ),
            )
    if "leaving" in bar.after and policy.leaving is not None:
        yield scope.find(
            "rejoining-in-the-grace",
            ("rejoining", "after"),
            "탈퇴를 취소할 수 있는 기간(`leaving`)에는 같은 정보로 다시 가입할 수 없으므로 탈퇴 뒤의 재가입 제한을 함께 둘 수 없습니다",
            "while leaving can be undone (`leaving`) nobody joins by the same details anyway: a bar after leaving does not stand beside it",
            ("둘 가운데 하나만 적어 주세요", "write one of the two"),
        )
    if "measure" not in policy.records and "misuse" in bar.after:
        yield scope.find(
            "rejoining-undecided",
            ("rejoining",),
            "부정 이용 조치를 적는 기록(`measure`)이 없어 재가입 제한을 결정할 수 없습니다",
            "no record kind `measure` takes what was seen and decided, so nobody can decide it",
            ("`records`에 `measure`를 넣어 주세요", "declare `measure` among the records"),
        )
    if longer(bar.for_, _LONGEST):
        yield scope.find(
            "rejoining-long",
            ("rejoining", "for"),
            "재가입을 제한하는 기간이 5년을 넘습니다. 목적에 필요한 기간만 두어야 합니다",
            "nobody is kept from joining again for more than five years: keep no longer than the purpose needs",
            ("꼭 필요한 기간만 적어 주세요", "write no more than it needs"),
            statute=scope.law("destruction"),
        )
