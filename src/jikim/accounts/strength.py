"""How strong a password must be, beyond what the item itself asks (`policy/items/account.py`): it says nothing of its
owner that others know."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_APART = re.compile(r"[^0-9a-z가-힣]+")
LEAST = 4  # a shorter piece of a name is in many words


def tells_of(password: str, known: Iterable[str]) -> bool:
    """Whether a password holds its owner's login ID, the name in their e-mail address, or their telephone number, also
    backwards."""
    typed = _plain(password)
    for value in known:
        name = _plain(value.partition("@")[0])
        if len(name) >= LEAST and (name in typed or name[::-1] in typed):
            return True
    return False


def _plain(text: str) -> str:
    return _APART.sub("", unicodedata.normalize("NFKC", text).casefold())
