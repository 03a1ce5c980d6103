"""The heat map: how many of which kind are due when. One row a kind, one column a month or a day; the darker, the more. A picture for the eye alone.

The same numbers stand beside it in a table, which is what a screen reader and a keyboard go by; so the picture is hidden from both, and its
cells are links for the mouse.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Literal, NamedTuple

from jikim.web.parts.html import Html

LEVELS = (1, 10, 100, 1_000, 10_000)
_ROW, _HEAD, _LABEL, _GAP = 30, 22, 168, 3


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


def heat(bands: Sequence[Band], columns: Sequence[str], *, every: int = 1) -> Html:
    """The picture. `every` so many columns one is named."""
    step = max(16, min(56, 900 // max(len(columns), 1)))
    width, height = _LABEL + step * len(columns) + 4, _HEAD + _ROW * len(bands)
    drawn = [
        f'<text class="heat-head" x="{_LABEL + n * step + (step - _GAP) / 2:.0f}" y="14" text-anchor="middle">{escape(name)}</text>'
        for n, name in enumerate(columns)
        if n % every == 0
    ]
    for n, band in enumerate(bands):
        top = _HEAD + n * _ROW
        drawn.append(
            f'<text class="heat-label" x="{_LABEL - 10}" y="{top + 18}" text-anchor="end">{escape(band.label)}</text>'
        )
        drawn += [
            _cell(band.shade, cell, _LABEL + place * step, top, step - _GAP) for place, cell in enumerate(band.cells)
        ]
    return Html(
        f'<div class="scroll heat-scroll"><svg class="heat" viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true" '
        f'focusable="false">{"".join(drawn)}</svg></div>'
    )


def _cell(shade: str, cell: Cell, x: int, top: int, width: int) -> str:
    title = f"<title>{escape(cell.title)}</title>" if cell.title else ""
    box = f'<rect class="heat-{shade}-{level(cell.amount)}" x="{x}" y="{top + 2}" width="{width}" height="{_ROW - 6}" rx="3">{title}</rect>'
    if cell.held:
        box += f'<circle class="heat-held" cx="{x + width - 5}" cy="{top + 7}" r="3"/>'
    if not cell.href:
        return box
    return f'<a href="{escape(cell.href)}" tabindex="-1">{box}</a>'
