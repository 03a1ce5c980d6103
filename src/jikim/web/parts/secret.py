"""The sentence that stands by every list of what was done with a person's data or where it went, whether there is such a thing or not (3.3)."""

from __future__ import annotations

from collections.abc import Callable

SECRET = (
    "법원의 영장이나 법률이 알리지 못하게 한 제공이 있으면, 알릴 수 있게 된 날부터 여기에 나타납니다. 그런 제공이 있는지는 그날까지 알려 드릴 수 없습니다.",
    "A disclosure that a court’s order or a statute forbids us to tell of appears here from the day on which we may. "
    "Until that day we cannot say whether there is one.",
)


def secret_note(say: Callable[[str, str], str]) -> str:
    """It, in the reader's language."""
    return say(*SECRET)
