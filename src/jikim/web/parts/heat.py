"""The heat map: how many of which kind are due when. One row a kind, one column a month or a day; the darker, the more.
A picture for the eye alone.

The same numbers stand beside it in a table, which is what a screen reader and a keyboard go by; so the picture is
hidden from both, and its cells are links for the mouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal, NamedTuple

from jikim.web.parts.html import Html

LEVELS = (1, 10, 100, 1_000, 10_000)
_ROW, _HEAD = 30, 22
_WIDE = 910  # what fits beside the office's menu at a desk


class Cell(NamedTuple):
    """One place of the map: so many; `held` of them stay."""

    amount: int
    held: int = 0
    href: str = ""
    title: str = ""


class Band(NamedTuple):
    """One row. `shade` is the life line's colour: what rests, or what lives until then."""

    label: str
    shade: Literal["rest", "live"]
    cells: Sequence[Cell]


def level(count: int) -> int:
    """How dark: 0 for none, then one for each power of ten, five at most."""
    return sum(1 for least in LEVELS if count >= least)


def label_room(labels: Iterable[str]) -> int:
    """How wide the column of labels is: a Hangul syllable is as wide as two letters."""
    widest = max((sum(14 if char > "\u1100" else 8 for char in label) for label in labels), default=0)
    return min(widest, 260) + 16


def heat(title: str, bands: Sequence[Band], columns: Sequence[str]) -> Html:
    """The picture. A column without a name has no label. `title` is what the region that scrolls is called."""
    room = label_room(band.label for band in bands)
    step = max(6, min(56, (_WIDE - room) // max(len(columns), 1)))
    gap = 3 if step > 12 else 1
    width, height = room + step * len(columns) + 24, _HEAD + _ROW * len(bands)
    drawn = [
        f'<text class="heat-head" x="{room + n * step + (step - gap) / 2:.0f}" y="14" text-anchor="middle">{escape(name)}</text>'
        for n, name in enumerate(columns)
        if name
    ]
    for n, band in enumerate(bands):
        top = _HEAD + n * _ROW
        drawn.append(
            f'<text class="heat-label" x="{room - 10}" y="{top + 18}" text-anchor="end">{escape(band.label)}</text>'
        )
        drawn += [
            _cell(band.shade, cell, room + place * step, top, step - gap) for place, cell in enumerate(band.cells)
        ]
    return Html(
        f'<div class="scroll heat-scroll" role="region" tabindex="0" aria-label="{escape(title)}">'
        f'<svg class="heat" viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true" focusable="false">'
        f"{''.join(drawn)}</svg></div>"
    )


def _cell(shade: str, cell: Cell, x: int, top: int, width: int) -> str:
    title = f"<title>{escape(cell.title)}</title>" if cell.title else ""
    round_ = 3 if width > 9 else 1
    box = f'<rect class="heat-{shade}-{level(cell.amount)}" x="{x}" y="{top + 2}" width="{width}" height="{_ROW - 6}" rx="{round_}">{title}</rect>'
    if cell.held:
        box += f'<circle class="heat-held" cx="{x + width - min(5, width / 2):.1f}" cy="{top + 7}" r="3"/>'
    if not cell.href:
        return box
    return f'<a href="{escape(cell.href)}" tabindex="-1">{box}</a>'
