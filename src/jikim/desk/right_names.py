"""The names of rights, as people read them: the policy's own, or by what they are known where it declares none."""

from __future__ import annotations

from collections.abc import Mapping

from jikim.policy.compiled import Policy
from jikim.policy.model import Language
from jikim.policy.render.voice import Voice

GUARDIAN = ("법정대리인 연결", "Link as a guardian")
KNOWN: Mapping[str, tuple[str, str]] = {
    "access": ("열람", "Access"),
    "correct": ("정정", "Correct"),
    "delete": ("삭제", "Delete"),
    "withdraw": ("동의 철회와 탈퇴", "Withdraw consent and close the account"),
    "suspend": ("처리정지", "Suspend processing"),
    "portability": ("내려받기(전송)", "Data portability"),
    "object": ("처리에 대한 반대", "Object"),
    "human-review": ("자동화된 결정의 검토", "Have a person review a decision"),
    "opt-out": ("판매·공유 거부", "Opt out of sale and sharing"),
    "guardian": GUARDIAN,
}


def right_name(policy: Policy, language: Language, kind: str) -> str:
    """A right by the policy's own name."""
    right = None if kind == "guardian" else policy.file.rights.get(kind)  # type: ignore[call-overload]
    if right is not None:
        return Voice(policy.file, language).text(right.label)
    ko, en = KNOWN.get(kind, (kind, kind))
    return ko if language == "ko" else en
