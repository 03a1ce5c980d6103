"""Bars: counts side by side, as a picture beside the table that says the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from jikim.web.parts.heat import label_room
from jikim.web.parts.html import Html

_ROW, _WIDE = 30, 420


class Bar(NamedTuple):
    """One bar. `shade` is a class of the life line: `live`, `rest`, `gone-bar`, `frozen`."""

    label: str
    amount: int
    shade: str = "live"


def bars(title: str, rows: Sequence[Bar]) -> Html:
    """The picture, with its numbers at the bars' ends. Nothing for no rows."""
    if not rows:
        return Html("")
    room = label_room(bar.label for bar in rows)
    most = max((bar.amount for bar in rows), default=0) or 1
    height = _ROW * len(rows)
    drawn = []
    for n, bar in enumerate(rows):
        top, width = n * _ROW, max(bar.amount / most * _WIDE, 2 if bar.amount else 0)
        drawn.append(
            f'<text class="heat-label" x="{room - 10}" y="{top + 19}" text-anchor="end">{escape(bar.label)}</text>'
            f'<rect class="{bar.shade}" x="{room}" y="{top + 5}" width="{width:.1f}" height="20" rx="3"/>'
            f'<text class="bar-count" x="{room + width + 8:.1f}" y="{top + 19}">{bar.amount:,}</text>'
        )
    said = ", ".join(f"{bar.label} {bar.amount:,}" for bar in rows)
    return Html(
        f'<div class="scroll"><svg class="bars" role="img" viewBox="0 0 {room + _WIDE + 90} {height}" width="{room + _WIDE + 90}" height="{height}" '
        f'aria-label="{escape(f"{title}: {said}")}">{"".join(drawn)}</svg></div>'
    )
