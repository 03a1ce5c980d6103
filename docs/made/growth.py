"""The growth of each act with the people of a house: a part of `docs/performance.md` and its picture, made of what
`python -m bench growth` wrote into `docs/growth.json`."""

from __future__ import annotations

import json
import math
from html import escape
from pathlib import Path
from typing import Any

from docs.made.picture import COLOURS, FONT

MEASURED = Path(__file__).parents[1] / "growth.json"
HEAD = "## As a house grows"
_LEFT, _RIGHT, _TOP, _BOTTOM, _HEIGHT, _APART = 70, 520, 30, 400, 440, 17
_DASHES = ("", "7 3", "2 3", "9 3 2 3", "12 4", "4 4")


def part() -> list[str]:
    """The lines of the page. Before the first run they say so."""
    curves = _curves()
    if not curves:
        return [HEAD, "", "`make bench-growth` has not been run yet."]
    sizes = sorted({size for points in curves.values() for size in points})
    lines = [
        HEAD,
        "",
        f"What each act costs with so many people in the house, each with a membership, an order and an entry of the ledger; measured on {_told()['day']}, by "
        "`make bench-growth`. What is done once, over the whole house, grows with it; what is done for one person should not.",
        "",
        "<picture>",
        '  <source media="(prefers-color-scheme: dark)" srcset="pictures/growth.dark.svg">',
        '  <img src="pictures/growth.light.svg" alt="The table below as curves, both axes logarithmic">',
        "</picture>",
        "",
        "| what | " + " | ".join(f"{size:,} people" for size in sizes) + " |",
        "|---" * (len(sizes) + 1) + "|",
    ]
    for what, points in curves.items():
        lines.append(
            f"| {what} | " + " | ".join(_said(points[size]) if size in points else "" for size in sizes) + " |"
        )
    return lines


def curves(ground: str) -> str:
    """Milliseconds over people, both logarithmic; each act a line of its own dashes, named at its right end."""
    colour, found = COLOURS[ground], _curves()
    drawn = [f'<rect width="800" height="{_HEIGHT}" rx="10" fill="{colour["paper"]}" stroke="{colour["line"]}"/>']
    sizes = sorted({size for points in found.values() for size in points})
    if len(sizes) > 1:
        every = [one for points in found.values() for one in points.values()]
        low, high = math.floor(math.log10(min(every))), math.ceil(math.log10(max(every)))

        def across(size: int) -> float:
            whole = math.log(sizes[-1] / sizes[0])
            return _LEFT + (_RIGHT - _LEFT) * math.log(size / sizes[0]) / whole

        def up(value: float) -> float:
            return _BOTTOM - (_BOTTOM - _TOP) * (math.log10(value) - low) / max(high - low, 1)

        for power in range(low, high + 1):
            at = up(10.0**power)
            drawn.append(f'<path d="M{_LEFT} {at:.1f}H{_RIGHT}" stroke="{colour["line"]}"/>')
            drawn.append(_text(_LEFT - 8, at + 4, _said(10.0**power), colour["soft"], "end"))
        for size in sizes:
            drawn.append(_text(across(size), _BOTTOM + 22, f"{size:,}", colour["soft"], "middle"))
        below = -math.inf
        for n, (what, points) in enumerate(sorted(found.items(), key=lambda one: -one[1][max(one[1])])):
            path = " ".join(f"{across(size):.1f},{up(value):.1f}" for size, value in sorted(points.items()))
            dash, shade = _DASHES[n % len(_DASHES)], colour[("live", "rest", "ink")[n % 3]]
            last = up(points[max(points)])
            below = max(last + 4, below + _APART)
            drawn.append(
                f'<polyline points="{path}" fill="none" stroke="{shade}" stroke-width="2" stroke-dasharray="{dash}"/>'
            )
            drawn.append(
                f'<path d="M{_RIGHT + 2} {last:.1f}L{_RIGHT + 14} {below - 4:.1f}" stroke="{colour["line"]}"/>'
            )
            drawn.append(
                _text(
                    _RIGHT + 18, below, f"{what.replace('`', '')}: {_said(points[max(points)])}", colour["ink"], "start"
                )
            )
    said = "; ".join(
        f"{what.replace('`', '')}: "
        + ", ".join(f"{_said(value)} with {size:,} people" for size, value in sorted(points.items()))
        for what, points in found.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="{_HEIGHT}" viewBox="0 0 800 {_HEIGHT}" role="img" lang="en" '
        f'aria-labelledby="t d" font-family="{FONT}">\n<title id="t">What each act costs as a house grows</title>\n'
        f'<desc id="d">{escape(said or "nothing was measured yet")}</desc>\n' + "\n".join(drawn) + "\n</svg>\n"
    )


def _told() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {"figures": []}
    return found


def _curves() -> dict[str, dict[int, float]]:
    """Milliseconds by act and people."""
    found: dict[str, dict[int, float]] = {}
    for one in _told()["figures"]:
        found.setdefault(one["what"], {})[one["people"]] = one["ours"]
    return found


def _said(milliseconds: float) -> str:
    value, unit = (milliseconds / 1e3, "s") if milliseconds >= 1e3 else (milliseconds, "ms")
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"


def _text(x: float, y: float, words: str, fill: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="13" fill="{fill}" text-anchor="{anchor}">{escape(words)}</text>'
