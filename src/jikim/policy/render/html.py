"""The document as one HTML page that fetches nothing and runs nothing.

The page's own content security policy allows its style sheet, by its hash, and nothing else. Every text of the file is
escaped; addresses are links only where `document.Link` admits them. Beside each sentence stands its clause: opened, it
says how the promise is kept, and leads to the Promises page where the reader's site has one.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from importlib import resources

from jikim.policy.render.document import (
    NOTHING,
    Anchor,
    Block,
    Document,
    Heading,
    Inline,
    Label,
    LifeLine,
    Line,
    Lines,
    Link,
    Row,
    Section,
    Table,
)
from jikim.policy.render.icons import icon
from jikim.policy.render.lifeline import draw

STYLE = resources.files(__package__).joinpath("style.css").read_text(encoding="utf-8")
STYLE_HASH = "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


# A card on a phone leaves these cells out.
_NONE = ' class="none"'


def write(document: Document, site: str | None = None) -> str:
    """The whole page. `site` is the address before `/promises`, empty for the same site; None: nothing leads there."""
    promise = None if site is None else (lambda clause: f"{site.rstrip('/')}/promises#p{clause}")
    page = _Page(document, promise)
    policy = f"default-src 'none'; style-src '{STYLE_HASH}'; base-uri 'none'; form-action 'none'"
    return (
        "<!doctype html>\n"
        f'<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(document.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#policy">{escape(document.skip)}</a>\n'
        f'<header class="top">\n<h1>{_text(document.title)}</h1>\n<p class="dates">{_text(document.dates)}</p>\n'
        f"{page.note()}</header>\n"
        f'{page.summary()}<div class="page">\n{page.contents()}'
        f'<main id="policy" tabindex="-1">\n{page.sections()}</main>\n</div>\n</body>\n</html>\n'
    )


def inside(document: Document, lead: Callable[[str], str], promise: Callable[[str], str]) -> str:
    """What a page with a frame, a style sheet and a heading of its own shows: the labels, the contents, the sections.

    `lead` says where a link to another site goes, `promise` where a clause's number does.
    """
    page = _Page(document, promise, lead)
    return f'{page.summary()}<div class="page">\n{page.contents()}<div class="sections">\n{page.sections()}</div>\n</div>\n'


def _text(text: str) -> str:
    return "<br>".join(escape(line.strip()) for line in text.splitlines())


def _number(section: Section) -> str:
    return f'<span class="number">{section.number}</span> ' if section.number > 0 else ""


def _same(url: str) -> str:
    return url


@dataclass(frozen=True)
class _Page:
    """One document on its way into a page, and where its links lead."""

    document: Document
    promise: Callable[[str], str] | None = None
    lead: Callable[[str], str] = _same

    def say(self, ko: str, en: str) -> str:
        return ko if self.document.language == "ko" else en

    def note(self) -> str:
        return f'<p class="dates">{_text(self.document.note)}</p>\n' if self.document.note else ""

    def summary(self) -> str:
        rows = "".join(map(_label, self.document.summary.rows))
        title = f'<h2 id="minute">{_text(self.document.summary.title)}</h2>'
        return f'<section class="labels" aria-labelledby="minute">\n{title}\n<ul>\n{rows}</ul>\n</section>\n'

    def contents(self) -> str:
        rows = "".join(
            f'<li><a href="#{section.id}">{_number(section)}<span>{_text(section.title)}</span></a></li>\n'
            for section in self.document.sections
        )
        title = f'<h2 id="contents">{_text(self.document.contents)}</h2>'
        return f'<nav class="contents" aria-labelledby="contents">\n{title}\n<ul>\n{rows}</ul>\n</nav>\n'

    def sections(self) -> str:
        return "".join(map(self._section, self.document.sections))

    def _section(self, section: Section) -> str:
        name = section.id
        blocks = "".join(self._block(block, f"{name}-{place}") for place, block in enumerate(section.blocks))
        return (
            f'<section id="{name}" aria-labelledby="h-{name}">\n'
            f'<h2 id="h-{name}">{_number(section)}{_text(section.title)}</h2>\n{blocks}</section>\n'
        )

    def _block(self, block: Block, identity: str) -> str:
        match block:
            case Heading():
                return f"<h3>{_text(block.text)}</h3>\n"
            case Lines():
                return f'<ul class="lines">\n{"".join(map(self._line, block.lines))}</ul>\n'
            case Table():
                return self._table(block, identity)
            case LifeLine():
                return draw(block, identity)

    def _inline(self, part: Inline) -> str:
        if not isinstance(part, Link):
            return _text(part)
        if part.href.startswith("#"):
            return f'<a href="{escape(part.href)}">{escape(part.text)}</a>'
        href = self.lead(part.href) if part.href.startswith("http") else part.href
        return f'<a href="{escape(href)}" rel="noopener noreferrer">{escape(part.text)}</a>'

    def _mark(self, *anchors: Anchor | None) -> str:
        """The clause beside its promise; opened, it says how the promise is kept and leads to the evidence."""
        stated = [anchor for anchor in anchors if anchor is not None and not anchor.path.startswith("wording.")]
        kept = list(dict.fromkeys(said for anchor in stated if (said := self.document.kept(anchor.path))))
        if not kept:
            return ""
        numbers = list(dict.fromkeys(anchor.number for anchor in stated if anchor.number))
        # The margin has room for two.
        shown = ", ".join(numbers) if len(numbers) <= 2 else f"{numbers[0]} …"
        paths = "".join(f"<code>{escape(anchor.path)}</code> " for anchor in stated[:_SHOWN])
        evidence = ""
        if self.promise is not None:
            evidence = " ".join(
                f'<a class="evidence" href="{escape(self.promise(number))}">'
                f"{self.say(f'{number} 약속의 증거', f'Evidence for {number}')}</a>"
                for number in map(escape, numbers)
            )
        says = "".join(f"<span>{_text(sentence)}</span> " for sentence in kept)
        how = self.say("이행 방법", "How it is kept")
        return (
            f'<details class="how" name="how"><summary title="{escape(" ".join(kept))}"><span class="clause">'
            f'{escape(shown) or "§"}</span><span class="unseen"> {how}</span></summary>'
            f"<div><b>{how}</b> {says}{evidence}<small>{paths}</small></div></details>"
        )

    def _line(self, line: Line) -> str:
        head = f"<strong>{_text(line.head)}</strong> " if line.head else ""
        parts = "".join(map(self._inline, line.parts))
        also = "".join(f"<span{_attributes(anchor)}></span>" for anchor in line.also)
        return f"<li{_attributes(line.anchor)}>{also}<span>{head}{parts}</span> {self._mark(*line.stated)}</li>\n"

    def _table(self, table: Table, identity: str) -> str:
        # The roles keep it a table to screen readers where the style sheet turns its rows into cards.
        head = "".join(f'<th scope="col" role="columnheader">{_text(name)}</th>' for name in table.head)
        rows = "".join(self._row(row, table.head) for row in table.rows)
        return (
            f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{identity}">\n'
            f'<table role="table">\n<caption id="{identity}">{_text(table.caption)}</caption>\n'
            f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
            f'<tbody role="rowgroup">\n{rows}</tbody>\n</table>\n</div>\n'
        )

    def _row(self, row: Row, head: tuple[str, ...]) -> str:
        name, *cells = row.cells
        first = f'<th scope="row" role="rowheader"><b>{self._inline(name[0])}</b> {self._mark(row.anchor)}{self._more(name[1:])}</th>'
        rest = "".join(
            f'<td role="cell"{_NONE if cell == (NOTHING,) else ""} data-label="{escape(label)}">{self._cell(cell)}</td>'
            for label, cell in zip(head[1:], cells, strict=True)
        )
        return f'<tr role="row"{_attributes(row.anchor)}>{first}{rest}</tr>\n'

    def _cell(self, cell: tuple[Inline, ...]) -> str:
        return f"<div>{self._inline(cell[0])}{self._more(cell[1:])}</div>"

    def _more(self, parts: Iterable[Inline]) -> str:
        return "".join(f'<span class="more">{self._inline(part)}</span>' for part in parts)


# Of a sentence that states many promises, the first.
_SHOWN = 3


def _label(label: Label) -> str:
    return (
        f'<li>{icon(label.icon)}<div><h3><a href="#s{label.section}">{_text(label.name)}</a></h3>'
        f"<p><b>{_text(label.short)}</b></p><p>{_text(label.line)}</p></div></li>\n"
    )


def _attributes(anchor: Anchor | None) -> str:
    if anchor is None:
        return ""
    clause = f' data-clause="{escape(anchor.clause)}"' if anchor.clause else ""
    return f' id="{escape(anchor.id)}" data-path="{escape(anchor.path)}"{clause}'
