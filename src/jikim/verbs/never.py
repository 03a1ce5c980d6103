"""Numbers that are never taken, in what people of the office write: a resident number or a card number has no place in a reason, a note or a notice.

What is refused is told by the name of its field; the number is never repeated. What people themselves send is judged by `values`.
"""

from __future__ import annotations

from jikim.errors import InvalidError
from jikim.policy.compiled import Policy
from jikim.policy.detect import find_refused
from jikim.policy.model import ItemType


def holds_never(policy: Policy, text: str) -> bool:
    """Whether a text holds a number that the policy never takes, or a card number, which goes to the payment processor alone."""
    never = policy.refused | {ItemType.CARD}
    return any(hit.type in never for hit in find_refused(text))


def no_numbers(policy: Policy, **texts: str) -> None:
    """Raises InvalidError beside the first of these fields that holds one."""
    for item, text in texts.items():
        if holds_never(policy, text):
            raise InvalidError(
                f"`{item}`: it holds a number that is never taken", item=item, hint="remove that number",
                ko=("받지 않는 번호(주민등록번호, 카드번호 등)가 들어 있습니다", "그 번호를 지우고 다시 보내 주세요"),
            )  # fmt: skip
