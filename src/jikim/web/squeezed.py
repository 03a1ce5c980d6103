"""A template's layout is for who reads the template: its line breaks and indentation are not sent to browsers.

White space at the edges of a block (a paragraph, a cell, a button) is never shown (CSS Text 3, §4.1.2), so it goes.
Elsewhere a run of it becomes one space. What stands in `pre`, `textarea`, `script`, `style` or an
attribute's value stays as it is. This is done once, when a template is compiled; values are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_BLOCK = re.compile(
    r"html|head|body|title|meta|link|main|header|footer|nav|section|article|aside|div|p|h[1-6]|ul|ol|li|dl|dt|dd|table"
    r"|caption|thead|tbody|tfoot|tr|td|th|form|fieldset|legend|details|summary|figure|figcaption|hr|br|blockquote"
    r"|option|optgroup|dialog|path|g|circle|rect|line"
)
_IN_LINES = frozenset({"button", "select", "svg"})
"""They stand in a line of text as a word does: only what is inside them has an edge."""
_AS_IT_IS = frozenset({"pre", "textarea", "script", "style"})
_PIECE = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*|<!--.*?-->|\s+|[^\s<>\"']+|.", re.DOTALL)


_IN_A_TAG = re.compile(r"\{\{.*?\}\}|\{#.*?#\}|\{%.*?%\}|<[a-zA-Z]|[>\"']", re.DOTALL)


class Squeezed(Extension):
    """A Jinja extension: template text without what only its own readers need."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Between two blocks on lines of their own Jinja leaves nothing (`trim_blocks`, `lstrip_blocks`): within a tag,
        where they are attributes, a space stays."""
        made: list[str] = []
        tag, quote, done = False, "", 0
        for match in _IN_A_TAG.finditer(source):
            piece = match.group()
            if piece.startswith("{%") and tag and not quote and source[match.end() : match.end() + 1] == "\n":
                made += source[done : match.end()], " "
                done = match.end()
            elif piece[0] == "<" or piece == ">":
                tag = piece != ">" or bool(quote)
            elif piece in "\"'" and tag:
                quote = "" if piece == quote else quote or piece
        return "".join((*made, source[done:]))

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        text = _Text()
        for token in stream:
            yield Token(token.lineno, "data", text.squeezed(token.value)) if token.type == "data" else token


class _Text:
    """Where in HTML a template's text is, from one piece of it to the next."""

    def __init__(self) -> None:
        self.tag = self.quote = self.inside = ""

    def squeezed(self, value: str) -> str:
        made: list[str] = []
        edge = False
        for match in _PIECE.finditer(value):
            piece = match.group()
            if self.inside or self.quote:
                made.append(piece)
                self._leave(piece)
            elif piece.isspace() and self.tag:
                made.append("" if value[match.end() : match.end() + 1] == ">" else " ")
            elif piece.isspace():
                made.append("" if edge or _ends_line(value, match.end()) else " ")
            else:
                made.append(piece)
                edge = self._next(piece)
        return "".join(made)

    def _leave(self, piece: str) -> None:
        if self.quote:
            self.quote = "" if piece == self.quote else self.quote
        elif piece.lower() == f"</{self.inside}":
            self.tag, self.inside = piece.lower(), ""

    def _next(self, piece: str) -> bool:
        """Whether a block has just begun or ended with this piece."""
        if self.tag:
            if piece in "\"'":
                self.quote = piece
            elif piece == ">":
                name, self.tag = self.tag, ""
                self.inside = name[1:] if name[1:] in _AS_IT_IS else ""
                return _BLOCK.fullmatch(name.lstrip("</")) is not None or name[1:] in _IN_LINES
            return False
        if piece[0] == "<" and len(piece) > 1 and piece[1] != "!":
            self.tag = piece.lower()
        return False


def _ends_line(value: str, at: int) -> bool:
    found = _PIECE.match(value, at)
    tag = found.group().lower() if found else ""
    return tag.startswith("<") and (_BLOCK.fullmatch(tag.lstrip("</")) is not None or tag[2:] in _IN_LINES)
