"""syntax: what the YAML reader says of a text that it can't read, in words of both languages, and where to look.

The reader speaks of tokens (`expected <block end>, but found '<block mapping start>'`); people think of indentation,
colons, quotes and brackets. What is not known here is told in the reader's own words.
"""

from __future__ import annotations

import re
from typing import NamedTuple

Both = tuple[str, str]


class Said(NamedTuple):
    """One mistake in words. `opened`: it is found late, and what it is about stands where the reader's context began.
    `bracket`: what the context began with may stand lines above."""

    text: Both
    hint: Both
    opened: bool = False
    bracket: bool = False


_QUOTES = (
    "`:`, `,`, `#`, `{`, `[`가 든 글은 따옴표로 감싸 주세요",
    'text that holds `:`, `,`, `#`, `{` or `[` stands in quotes: "…"',
)
_INDENT = (
    "같은 묶음의 줄은 첫 빈칸 수가 같아야 합니다",
    "lines that belong together begin with the same number of blanks",
)
_KNOWN: tuple[tuple[str, Said], ...] = (
    (
        r"could not find expected ':'",
        Said(
            ("`키: 값` 꼴이 아닙니다", "this is no `key: value`"),
            (
                "콜론 뒤에 빈칸을 두어 주세요. 여러 줄인 글은 따옴표로 감싸 주세요",
                "put a blank after the colon; text of several lines stands in quotes",
            ),
            opened=True,
        ),
    ),
    (
        r"mapping values are not allowed here",
        Said(
            ("여기에는 `키: 값`이 올 수 없습니다", "there can't be a `key: value` here"),
            (
                "앞줄보다 더 들여 쓰지 않았는지 확인해 주세요. `: `이 든 글은 따옴표로 감싸 주세요",
                "is the line indented more than the one before it? Text that holds `: ` stands in quotes",
            ),
        ),
    ),
    (
        r"expected <block end>",
        Said(("들여쓰기가 앞의 줄들과 맞지 않습니다", "this line is indented unlike those before it"), _INDENT),
    ),
    (
        r"expected ',' or '[}\]]'",
        Said(
            (
                "`{…}`나 `[…]` 안에서 쉼표나 닫는 괄호를 찾지 못했습니다",
                "inside `{…}` or `[…]` a comma or the closing bracket is missing here",
            ),
            _QUOTES,
            bracket=True,
        ),
    ),
    (
        r"unexpected end of stream",
        Said(
            ("여기서 연 따옴표를 닫지 않았습니다", "the quote that opens here is never closed"),
            ("같은 따옴표로 닫아 주세요", "close it with the same quote"),
            opened=True,
        ),
    ),
    (
        r"that cannot start any token",
        Said(
            ("글이 이 문자로 시작할 수 없습니다", "text can't begin with this character"),
            ("따옴표로 감싸 주세요", "put it in quotes"),
        ),
    ),
    (
        r"found unknown escape character",
        Said(
            ("큰따옴표 안의 `\\`가 무엇인지 알 수 없습니다", "a `\\` in double quotes begins nothing that there is"),
            ("`\\\\`로 적거나 작은따옴표로 감싸 주세요", "write `\\\\`, or use single quotes"),
        ),
    ),
)


def said(problem: str) -> Said | None:
    """What the reader's words mean; None where they are not known."""
    return next((words for pattern, words in _KNOWN if re.search(pattern, problem)), None)
