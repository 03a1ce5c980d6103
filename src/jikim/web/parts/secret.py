"""The sentences that stand by every list of what was done with a person's data or where it went: what may not be told yet,
whether there is such a thing or not (3.3), and that other people are masked (PIPA §35④, named where Korean law judges)."""

from __future__ import annotations

from collections.abc import Callable


def secret_words(*, korean: bool) -> tuple[str, str]:
    """They, in Korean and in English."""
    return (
        "영장이나 법률에 따라 통지가 금지된 제공은 통지할 수 있게 된 날부터 표시됩니다. "
        "그전에는 해당 여부를 알려 드릴 수 없습니다. 취급자와 신고인 등 다른 사람은 이름 대신 역할로 표시합니다"
        + ("(개인정보 보호법 제35조 제4항)." if korean else "."),
        "A disclosure that a court’s order or a statute forbids us to reveal appears here once we are allowed "
        "to reveal it. Until then we cannot say whether there is one. "
        "Other people, such as our staff or whoever reported something, are shown by their role, not by name"
        + (" (PIPA Article 35(4))." if korean else "."),
    )


def secret_note(say: Callable[[str, str], str], korean: bool) -> str:
    """They, in the reader's language."""
    return say(*secret_words(korean=korean))
