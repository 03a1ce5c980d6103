"""masking: a key by which somebody means to mask records in place of destroying them, and why no policy can say so.

What is masked, hashed or pseudonymised still tells who it is about, together with other data: it is personal data (PIPA §2
1나; GDPR 4(5)) and has not been destroyed (PIPA §21). What is anonymous are statistics, taken while the record lives.
"""

from __future__ import annotations

from jikim.policy.nearest import nearest

_WRITTEN = (
    "mask", "masked", "masking", "anonymise", "anonymize", "anonymised", "anonymized", "pseudonymise", "pseudonymize",
)  # fmt: skip
# Korean, English, and a hint in both.
NOT_DESTROYED: tuple[str, str, tuple[str, str]] = (
    "마스킹하거나 가명으로 바꾸어 남기는 것은 파기가 아닙니다. 다른 정보와 결합하면 누구인지 알 수 있기 때문입니다",
    "what is masked or pseudonymised is not destroyed: together with other data it still tells who it is about",
    (
        "이 키를 지워 주세요. 기록은 기간이 끝나면 파기됩니다. 통계는 파기하기 전에 `aggregate: true`인 목적으로 만들어 두어 주세요",
        "delete this key: the record is destroyed when its time is over; statistics are taken before, by a purpose with"
        " `aggregate: true`",
    ),
)


def means_masking(key: str) -> bool:
    """Whether a key is one by which a record would be masked."""
    return nearest(key, _WRITTEN, cutoff=0.85) is not None
