"""The sentence that stands by every list of what was done with a person's data or where it went, whether there is such
a thing or not (3.3)."""

from __future__ import annotations

from collections.abc import Callable

SECRET = (
    "영장이나 법률에 따라 통지가 금지된 제공은 통지할 수 있게 된 날부터 표시됩니다. 그전에는 해당 여부를 알려 드릴 수 없습니다.",
    "A disclosure that a court’s order or a statute forbids us to reveal appears here once we are allowed "
    "to reveal it. Until then we cannot say whether there is one.",
)


def secret_note(say: Callable[[str, str], str]) -> str:
    """It, in the reader's language."""
    return say(*SECRET)
