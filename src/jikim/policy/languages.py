"""Where the pages of each language lie: the policy's first language at the root, another under its code (`/en/my`).

A language that the policy does not have has no page: its addresses answer in the first language, and no link leads
there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jikim.policy.model import Language, PolicyFile

LANGUAGE_NAMES: dict[Language, str] = {"ko": "한국어", "en": "English"}
LANGUAGES: tuple[Language, ...] = ("ko", "en")


def spoken(file: PolicyFile, wanted: str | None) -> Language:
    """The language to speak to somebody who wants this one: that, or the policy's first."""
    languages = file.service.languages
    return next((one for one in languages if one == wanted), languages[0])


def prefix(languages: Sequence[Language], language: Language) -> str:
    """What the addresses of a language begin with: nothing, or `/en`."""
    return f"/{language}" if language in languages[1:] else ""


def address_of(languages: Sequence[Language], path: str) -> tuple[Language, str]:
    """The language that a request's path asks for, and the path without it."""
    for language in LANGUAGES:
        if path == f"/{language}" or path.startswith(f"/{language}/"):
            return language if language in languages else languages[0], path[len(language) + 1 :] or "/"
    return languages[0], path


def worded(text: Mapping[Language, str], language: Language) -> str:
    """A text of the file in a language; one that lacks it is shown in the one it has (`check` reports that)."""
    return text.get(language) or next(iter(text.values()))
