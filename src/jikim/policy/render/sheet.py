"""The document as plain data for paper: what the Typst template of `paper` takes, every text as text.

The lengths that a page needs (how wide a column is, how long a bar) are worked out here; how it looks is the
template's.
"""

from __future__ import annotations

import re
from typing import Any

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
    Table,
)
from jikim.policy.render.icons import standing

_LONG = re.compile(r"\S{24}(?=\S)")
# A column is never narrower than its head's words, nor wider than a page's line.
_NARROW, _WIDE = 7.0, 34.0
# Signs that our paper's fonts do not have, by what stands for them.
_LACKING = str.maketrans({"›": ">", "‹": "<"})
_GREEN = "#2f7a50"


def data(document: Document, site: str | None = None) -> dict[str, Any]:
    """The whole document. `site` as in `html.write`; on paper a link leads somewhere only by a whole address."""
    away = site.rstrip("/") if site and site.startswith("http") else None
    return {
        "title": document.title,
        "language": document.language,
        "dates": document.dates,
        "note": document.note,
        "contents": document.contents,
        "page": "쪽" if document.language == "ko" else "page",
        "summary": {
            "title": document.summary.title,
            "labels": [
                {
                    "icon": standing(label.icon, _GREEN),
                    "name": label.name,
                    "short": label.short,
                    "line": label.line,
                    "to": f"s{label.section}",
                }
                for label in document.summary.rows
            ],
        },
        "sections": [
            {
                "id": section.id,
                "number": str(section.number) if section.number > 0 else "",
                "title": section.title,
                "blocks": [_block(block, away) for block in section.blocks],
            }
            for section in document.sections
        ],
    }


def _block(block: Block, away: str | None) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "text": block.text}
        case Lines():
            return {"kind": "lines", "lines": [_line(line, away) for line in block.lines]}
        case Table():
            return {
                "kind": "table",
                "caption": block.caption,
                "head": list(block.head),
                "widths": _widths(block),
                "rows": [_row(row, away) for row in block.rows],
            }
        case LifeLine():
            longest = max((life.days for life in block.lives), default=0.0) or 1.0
            return {
                "kind": "lives",
                "title": block.title,
                "scale": block.scale,
                "words": list(block.words),
                "lives": [
                    {"name": life.name, "ends": life.ends, "rests": life.rests, "share": round(life.days / longest, 4)}
                    for life in block.lives
                ],
            }


def _mark(anchors: tuple[Anchor | None, ...], away: str | None) -> list[dict[str, str]]:
    numbers = list(dict.fromkeys(anchor.number for anchor in anchors if anchor is not None and anchor.number))
    return [
        {"text": number, "href": f"{away}/promises#p{number}" if away else ""} for number in numbers[:2]
    ]  # as much as the margin holds


def _line(line: Line, away: str | None) -> dict[str, Any]:
    anchors = (line.anchor, *line.also)
    return {
        "ids": [anchor.id for anchor in anchors if anchor is not None],
        "mark": _mark(line.stated, away),
        "head": line.head,
        "parts": [_inline(part) for part in line.parts],
    }


def _row(row: Row, away: str | None) -> dict[str, Any]:
    return {
        "ids": [row.anchor.id] if row.anchor else [],
        "mark": _mark((row.anchor,), away),
        "cells": [[_inline(part) for part in cell] for cell in row.cells],
    }


def _inline(part: Inline) -> dict[str, str]:
    if isinstance(part, Link):
        return {"text": _breakable(part.text), "href": part.href}
    return {"text": _breakable(part), "href": ""}


def _breakable(text: str) -> str:
    """The text with a place to break in each word that no column would hold."""
    return _LONG.sub("\\g<0>\u200b", text.translate(_LACKING))


def _widths(table: Table) -> list[float]:
    """Each column's share of the width, by how much its cells say."""
    shares = []
    for column, head in enumerate(table.head):
        lengths = [
            sum(len(_inline(part)["text"]) for part in row.cells[column])
            for row in table.rows
            if row.cells[column] != (NOTHING,)
        ]
        longest = max(
            (
                max(map(len, _inline(part)["text"].split()), default=0)
                for row in table.rows
                for part in row.cells[column]
            ),
            default=0,
        )
        usual = (sum(lengths) / len(lengths)) if lengths else 0.0
        shares.append(round(min(_WIDE, max(_NARROW, len(head) * 0.9, longest * 0.8, usual**0.75)), 2))
    return shares
