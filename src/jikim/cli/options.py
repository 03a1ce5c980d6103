"""Arguments and options that several commands share, each with its one line of help."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from jikim.cli.bilingual import Both, about

Language = Literal["en", "ko"]
PolicyPath = Annotated[Path, about("The policy file.", "방침 파일")]
Lang = Annotated[
    Language | None, about("Language: en or ko.", "언어: en 또는 ko", name="--lang", alias="--language", metavar="LANG")
]
Json = Annotated[bool, about("Answer with one JSON document.", "JSON 문서 하나로 출력", name="--json")]
Directory = Annotated[
    Path | None,
    about(
        "Where the data lies; else JIKIM_DIR, else `jikim-data` here.",
        "데이터가 있는 디렉터리. 없으면 JIKIM_DIR, 그것도 없으면 현재 위치의 `jikim-data`",
        name="--dir",
        alias="--directory",
        metavar="DIR",
    ),
]


def language(asked: Language | None) -> Language:
    """The language asked for, else that of the user's locale, else English."""
    if asked is not None:
        return asked
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return "ko" if locale.startswith("ko") else "en"


def words(english: str, korean: str, asked: Language | None = None) -> str:
    """The one of the two that is in the language asked for, else in that of the run."""
    return korean if language(asked) == "ko" else english


def asked_for(arguments: Sequence[str]) -> Language:
    """The language of a run, from its words: that of `--lang`, else the locale's."""
    for word, after in zip(arguments, (*arguments, "")[1:], strict=True):
        name, _, said = word.partition("=")
        if name in ("--lang", "--language") and (said or after) in ("en", "ko"):
            return "ko" if (said or after) == "ko" else "en"
    return language(None)


def out_option(about: Both) -> Parameter:
    """The option `--out`, whose `-` is stdout and no option."""
    return Parameter(
        name="--out",
        alias=("--output", "-o"),
        metavar="FILE",
        allow_leading_hyphen=True,
        validator=_no_option,
        help=about,
    )


def _no_option(_type: Any, path: Path) -> None:
    if str(path).startswith("-") and str(path) != "-":
        raise ValueError("needs a file's name")
