"""The document as one HTML page that fetches nothing and runs nothing.

The page's own content security policy allows its style sheet, by its hash, and nothing else. Every text of the file is
escaped; addresses are links only where `document.Link` admits them.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from importlib import resources

from jikim.policy.render.document import (
    NOTHING,
    Anchor,
    Block,
    Document,
    Heading,
    Inline,
    LifeLine,
    Line,
    Lines,
    Link,
    Row,
    Section,
    Table,
)
from jikim.policy.render.lifeline import draw

STYLE = resources.files(__package__).joinpath("style.css").read_text(encoding="utf-8")
STYLE_HASH = "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


# A card on a phone leaves these cells out.
_NONE = ' class="none"'
# What this file writes, and what no text of a policy can look like: in one, quotes are escaped.
_CLAUSE = re.compile(r'<a class="clause" href="#[^"]*">([^<]*)</a>')
_AWAY = re.compile(r'href="(https?://[^"]*)"')


def write(document: Document) -> str:
    """The whole page."""
    policy = f"default-src 'none'; style-src '{STYLE_HASH}'; base-uri 'none'; form-action 'none'"
    return (
        "<!doctype html>\n"
        f'<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(document.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#policy">{escape(document.skip)}</a>\n'
        f"{body(document)}</body>\n</html>\n"
    )


def body(document: Document) -> str:
    """What stands inside `body`, for a page that brings its own frame and this module's `STYLE`."""
    return (
        f'<header class="top">\n<h1>{_text(document.title)}</h1>\n<p class="dates">{_text(document.dates)}</p>\n'
        f'</header>\n{_summary(document)}<div class="page">\n{_contents(document)}'
        f'<main id="policy" tabindex="-1">\n{"".join(map(_section, document.sections))}</main>\n</div>\n'
    )


def inside(document: Document, lead: Callable[[str], str], promise: Callable[[str], str]) -> str:
    """What a page with a frame, a style sheet and a heading of its own shows: the minute, the contents, the sections.

    `lead` says where a link to another site goes, `promise` where a clause's number does.
    """
    whole = f'{_summary(document)}<div class="page">\n{_contents(document)}<div class="sections">\n{"".join(map(_section, document.sections))}</div>\n</div>\n'

    def led(found: re.Match[str]) -> str:
        return f'href="{escape(lead(unescape(found[1])))}"'

    def marked(found: re.Match[str]) -> str:
        return f'<a class="clause" href="{escape(promise(unescape(found[1])))}">{found[1]}</a>'

    return _CLAUSE.sub(marked, _AWAY.sub(led, whole))


def _text(text: str) -> str:
    return "<br>".join(escape(line.strip()) for line in text.splitlines())


def _summary(document: Document) -> str:
    rows = "".join(
        f'<div><dt><a href="#s{number}">{_text(label)}</a></dt><dd>{_text(line)}</dd></div>\n'
        for label, line, number in document.summary.rows
    )
    title = f'<h2 id="minute">{_text(document.summary.title)}</h2>'
    return f'<section class="minute" aria-labelledby="minute">\n{title}\n<dl>\n{rows}</dl>\n</section>\n'


def _contents(document: Document) -> str:
    rows = "".join(
        f'<li><a href="#s{section.number}">{_number(section)}<span>{_text(section.title)}</span></a></li>\n'
        for section in document.sections
    )
    title = f'<h2 id="contents">{_text(document.contents)}</h2>'
    return f'<nav class="contents" aria-labelledby="contents">\n{title}\n<ul>\n{rows}</ul>\n</nav>\n'


def _number(section: Section) -> str:
    return f'<span class="number">{section.number}</span> ' if section.number else ""


def _section(section: Section) -> str:
    blocks = "".join(_block(block, f"s{section.number}-{place}") for place, block in enumerate(section.blocks))
    return (
        f'<section id="s{section.number}" aria-labelledby="h{section.number}">\n'
        f'<h2 id="h{section.number}">{_number(section)}{_text(section.title)}</h2>\n{blocks}</section>\n'
    )


def _block(block: Block, identity: str) -> str:
    match block:
        case Heading():
            return f"<h3>{_text(block.text)}</h3>\n"
        case Lines():
            return f'<ul class="lines">\n{"".join(_line(line) for line in block.lines)}</ul>\n'
        case Table():
            return _table(block, identity)
        case LifeLine():
            return draw(block, identity)


def _inline(part: Inline) -> str:
    if isinstance(part, Link):
        return f'<a href="{escape(part.href)}" rel="noopener noreferrer">{escape(part.text)}</a>'
    return _text(part)


def _attributes(anchor: Anchor | None) -> str:
    if anchor is None:
        return ""
    clause = f' data-clause="{escape(anchor.clause)}"' if anchor.clause else ""
    return f' id="{escape(anchor.id)}" data-path="{escape(anchor.path)}"{clause}'


def _mark(anchor: Anchor | None) -> str:
    """The clause number beside its promise, as a link to itself."""
    if anchor is None or anchor.clause is None:
        return ""
    return f' <a class="clause" href="#{escape(anchor.id)}">{escape(anchor.clause)}</a> '


def _line(line: Line) -> str:
    head = f"<strong>{_text(line.head)}</strong> " if line.head else ""
    parts = "".join(_inline(part) for part in line.parts)
    return f"<li{_attributes(line.anchor)}>{_mark(line.anchor)}<span>{head}{parts}</span></li>\n"


def _table(table: Table, identity: str) -> str:
    # The roles keep it a table to screen readers where the style sheet turns its rows into cards.
    head = "".join(f'<th scope="col" role="columnheader">{_text(name)}</th>' for name in table.head)
    rows = "".join(_row(row, table.head) for row in table.rows)
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{identity}">\n'
        f'<table role="table">\n<caption id="{identity}">{_text(table.caption)}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n'
        f'<tbody role="rowgroup">\n{rows}</tbody>\n</table>\n</div>\n'
    )


def _row(row: Row, head: tuple[str, ...]) -> str:
    name, *cells = row.cells
    first = f'<th scope="row" role="rowheader"><b>{_inline(name[0])}</b>{_mark(row.anchor)}{_more(name[1:])}</th>'
    rest = "".join(
        f'<td role="cell"{_NONE if cell == (NOTHING,) else ""} data-label="{escape(label)}">{_cell(cell)}</td>'
        for label, cell in zip(head[1:], cells, strict=True)
    )
    return f'<tr role="row"{_attributes(row.anchor)}>{first}{rest}</tr>\n'


def _cell(cell: tuple[Inline, ...]) -> str:
    return f"<div>{_inline(cell[0])}{_more(cell[1:])}</div>"


def _more(parts: Iterable[Inline]) -> str:
    return "".join(f'<span class="more">{_inline(part)}</span>' for part in parts)
