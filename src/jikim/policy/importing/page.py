"""A web page as blocks. Nothing is fetched and nothing runs: what a script, a style or a hidden part says is left out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from jikim.policy.importing.blocks import MAX_BLOCKS, MAX_CELLS, Block, Cell, UnreadableError, squared, squeezed
from jikim.policy.importing.plain import decoded, mark_of

_SILENT = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "head",
        "nav",
        "footer",
        "select",
        "button",
        "textarea",
        "iframe",
        "object",
    }
)
_BREAKS = frozenset(
    {
        "p", "div", "section", "article", "main", "ul", "ol", "dl", "dd", "dt", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr", "br",
        "hr", "blockquote", "header", "aside", "form", "fieldset", "figure", "pre", "address", "tbody", "thead", "caption",
    }
)  # fmt: skip
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "wbr", "area", "base", "col", "embed", "source", "track"}
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{2,20})""", re.I)
_MOST_DEEP = 200


def read_html(content: bytes) -> tuple[Block, ...]:
    """The blocks of a web page. Raises UnreadableError for what is no page."""
    reader = _Reader()
    text = _decoded(content)
    reader.feed(text)
    reader.close()
    reader.end()
    return tuple(reader.blocks)


def _decoded(content: bytes) -> str:
    named = _CHARSET.search(content[:4096])
    if named is not None and named[1].decode().lower() in ("euc-kr", "ks_c_5601-1987", "cp949"):
        try:
            content = content.decode("cp949").encode()
        except UnicodeDecodeError:
            raise UnreadableError("the page is not in the character set that it names") from None
    return decoded(content)


def _span(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 4 else 1


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.silent = 0
        self.kind = ("text", 0)
        self.tables: list[list[list[Cell]]] = []
        self.spans: list[tuple[int, int]] = []
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        hidden = (
            "hidden" in named
            or (named.get("aria-hidden") == "true")
            or "display:none" in (named.get("style") or "").replace(" ", "").lower()
        )
        if tag in _VOID:
            if tag in ("br", "hr") and not self.silent:
                self._cut()
            return
        if len(self.open) > _MOST_DEEP:
            raise UnreadableError("the page is nested deeper than a policy")
        self.open.append(tag)
        if self.silent or tag in _SILENT or hidden:
            self.silent += 1
            return
        if tag in _BREAKS:
            self._cut()
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.kind = ("heading", int(tag[1]))
        elif tag in ("li", "dt", "dd"):
            self.kind = ("item", 7)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self.spans.append((_span(named.get("colspan")), _span(named.get("rowspan"))))
            self.words = []

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open:
            last = self.open.pop()
            if self.silent:
                self.silent -= 1
            elif last in ("td", "th") and self.tables:
                wide, high = self.spans.pop() if self.spans else (1, 1)
                if self.tables[-1]:
                    self.tables[-1][-1].append(Cell(squeezed(" ".join(self.words)), wide, high))
                self.words = []
                self.cells += 1
                if self.cells > MAX_CELLS:
                    raise UnreadableError("the page has more cells than a policy")
            elif last == "table" and self.tables:
                self._table()
            elif last in _BREAKS:
                self._cut()
                self.kind = ("text", 0)
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)

    def _table(self) -> None:
        rows = squared(self.tables.pop())
        if self.tables:
            # A table in a cell: its words belong to the cell.
            self.words += [" ".join(cell for cell in row if cell) for row in rows]
            return
        if len(rows) > 1 and len(rows[0]) > 1:
            self._add(Block("table", "", len(self.blocks) + 1, rows=rows))
        else:
            for cell in (cell for row in rows for cell in row if cell):
                self._add(Block("text", cell, len(self.blocks) + 1))

    def _cut(self) -> None:
        if self.tables:
            self.words.append(" ")
            return
        text = squeezed("".join(self.words))
        self.words = []
        if not text:
            return
        kind, level = self.kind
        if kind == "text":
            _, marked, words = mark_of(text)
            if marked and words:
                kind, level = "item", marked
        self._add(Block(kind, text, len(self.blocks) + 1, level))  # type: ignore[arg-type]

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        if len(self.blocks) > MAX_BLOCKS:
            raise UnreadableError("the page has more parts than a policy")

    def end(self) -> None:
        while self.tables:
            self._table()
        self._cut()
