"""Rules about what needs more care than the rest: sensitive data, identifiers, secrets, and what makes marketing of it."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.retention import rules_of
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import GUARDED, TRACES, Scope, listed
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import Basis, ChannelKind, ItemType, PurposeKind

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_SECRETS = frozenset({ItemType.PASSWORD})
_NUMBERS = frozenset({ItemType.CARD, ItemType.BANK_ACCOUNT})
_TYPED = frozenset(
    {ItemType.PASSWORD, ItemType.PERSON_NAME, ItemType.ADDRESS, ItemType.CARD, ItemType.BANK_ACCOUNT, ItemType.LOGIN_ID}
)


@rule(guarded_consent_not_apart=W)
def apart(scope: Scope) -> Iterator[Finding]:
    """Sensitive data and unique identifiers are agreed to apart from everything else (PIPA §23①1, §24①1; GDPR 9(2)(a)): the
    consent purpose that reads them reads nothing of another kind."""
    for name, purpose in scope.policy.purposes.items():
        if purpose.basis is not Basis.CONSENT:
            continue
        guarded = [ref for ref in purpose.items if scope.types([ref]) & GUARDED]
        others = [ref for ref in purpose.items if ref not in guarded]
        if guarded and others:
            sensitive = ItemType.SENSITIVE in scope.types(guarded)
            yield scope.find(
                "guarded-consent-not-apart",
                ("purposes", name, "items", purpose.items.index(guarded[0])),
                f"`{name}` 목적의 동의가 {listed(guarded)} 항목을 다른 항목({listed(others)})과 함께 묻습니다",
                f"the consent for `{name}` asks for {listed(guarded)} together with {listed(others)}",
                ("그 항목만 쓰는 동의 목적을 따로 두세요", "give it a consent purpose of its own"),
                statute=scope.law("sensitive" if sensitive else "identifiers"),
            )


@rule(secret_kept=W)
def kept(scope: Scope) -> Iterator[Finding]:
    """What only opened an account or paid has no use once that is over: no password, card or account number rests (PIPA
    §21, §3①)."""
    for path, _, _, keep in rules_of(scope):
        for index, ref in enumerate(keep.items):
            if scope.types([ref]) & (_SECRETS | _NUMBERS):
                yield scope.find(
                    "secret-kept",
                    (*path, "items", index),
                    f"`{ref}` 항목은 목적이 끝난 뒤 남겨 둘 사유가 없습니다",
                    f"`{ref}` is of no use once the record has ended, and yet it is kept",
                    ("남기는 항목에서 빼세요", "take it out of what is kept"),
                    statute=scope.law("kept-apart"),
                )


@rule(secret_looked_up=W)
def looked_up(scope: Scope) -> Iterator[Finding]:
    """Nobody is found by a password, a card or an account: an index over them is one more place that gives them away."""
    for name, item in scope.policy.items.items():
        if item.lookup and item.type in _SECRETS | _NUMBERS:
            yield scope.find(
                "secret-looked-up",
                ("items", name, "lookup"),
                f"`{name}`: 비밀번호나 카드·계좌번호로 사람을 찾게 되어 있습니다",
                f"people can be found by `{name}`, a password or a number to pay with",
                ("`lookup`을 지우세요", "delete `lookup`"),
                statute=scope.law("encryption") or scope.law("safety"),
            )


@rule(automatic_brings_typed=W, trace_typed_in=N)
def doors(scope: Scope) -> Iterator[Finding]:
    """What arises from use is not what people type, and the other way round: a channel says how data really comes (PIPA
    §30①)."""
    for name, channel in scope.policy.channels.items():
        for index, ref in enumerate(channel.items):
            types = scope.types([ref])
            if channel.kind is ChannelKind.AUTOMATIC and types & _TYPED:
                yield scope.find(
                    "automatic-brings-typed",
                    ("channels", name, "items", index),
                    f"`{ref}` 항목은 쓰는 동안 저절로 생기지 않습니다",
                    f"`{ref}` does not arise from use by itself",
                    (
                        "사람이 적는 수집방법(`kind: self`)으로 옮겨 주세요",
                        "move it to a channel on which people enter it",
                    ),
                    statute=scope.law("contents"),
                )
            elif channel.kind in {ChannelKind.SELF, ChannelKind.HANDLER} and types & TRACES:
                yield scope.find(
                    "trace-typed-in",
                    ("channels", name, "items", index),
                    f"`{ref}` 항목은 사람이 적어 넣는 것이 아닙니다",
                    f"`{ref}` is nothing that people type in",
                    ("`kind: automatic`인 수집방법으로 옮겨 주세요", "move it to a channel of kind `automatic`"),
                    statute=scope.law("cookies"),
                )


@rule(marketing_without_consent=W)
def marketing(scope: Scope) -> Iterator[Finding]:
    """Under Korean law marketing is agreed to, apart from everything else (PIPA §22; Network Act §50①). The GDPR may carry
    it by legitimate interests, and is not asked."""
    for name, purpose in scope.policy.purposes.items():
        if purpose.kind is PurposeKind.MARKETING and purpose.basis is not Basis.CONSENT and scope.korean:
            yield scope.find(
                "marketing-without-consent",
                ("purposes", name, "basis"),
                f"`{name}`: 홍보·마케팅인데 근거가 `{purpose.basis}`입니다",
                f"`{name}` is marketing, and its basis is `{purpose.basis}`",
                ("`basis: consent`와 `optional: true`로 정해 주세요", "write `basis: consent` and `optional: true`"),
                statute=scope.law("marketing"),
            )


@rule(guardian_without_right=W)
def guardians(scope: Scope) -> Iterator[Finding]:
    """Where children are admitted, their guardians can look up, correct, delete and withdraw for them (PIPA §38②; Network
    Act §31 until 2020-08-05)."""
    if scope.policy.refuse.below_age >= 14 or not scope.korean:
        return
    for name in ("access", "correct", "delete", "withdraw"):
        right = scope.policy.rights.get(name)
        if right is not None and right.who and "guardian" not in right.who:
            yield scope.find(
                "guardian-without-right",
                ("rights", name, "who"),
                f"아동을 받으면서 법정대리인이 `{name}` 권리를 쓸 수 없습니다",
                f"children are admitted, and their guardians do not have the right `{name}`",
                ("`who`에 `guardian`을 추가해 주세요", "add `guardian` to `who`"),
                statute=scope.law("guardian"),
            )
