"""Colours of a site: what a company names, what follows from it, and whether it can be read.

Contrast is that of WCAG 2.1: (lighter + 0.05) / (darker + 0.05) of relative luminances; text needs 4.5 (AA). Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jikim.policy.model.site import Colours

READABLE = 4.5

# The look of a site whose company names no colours; what is text in each scheme beside what a company chooses.
LIGHT = {
    "paper": "#fdfdfb",
    "ink": "#1d2125",
    "soft": "#596068",
    "line": "#dcdfe0",
    "tint": "#f4f5f2",
    "act": "#1d4f8a",
}
DARK = {"paper": "#16191c", "ink": "#e6e8e6", "soft": "#a5adb3", "line": "#343a3f", "tint": "#1e2226", "act": "#8fc2f5"}
STATES = {
    "light": {"live": "#2f7a50", "broken": "#b3261e", "frozen": "#2a6fb0", "gone": "#6d747b"},
    "dark": {"live": "#63b587", "broken": "#f2877d", "frozen": "#6fa8dc", "gone": "#9aa2a9"},
}
WHITE, BLACK = "#ffffff", "#111111"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that must be told apart: text and what it stands on. `of`: the keys of the file that gave them."""

    of: tuple[str, str]
    text: str
    ground: str

    @property
    def contrast(self) -> float:
        return contrast(self.text, self.ground)


def contrast(one: str, other: str) -> float:
    """From 1 (alike) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palette(chosen: Colours | None, scheme: str, main: str | None = None) -> dict[str, str]:
    """Every colour of a scheme, by its name in the style sheet. `main`: the company's, where this scheme names none; it
    is made lighter until it can be read on the dark."""
    base = dict(LIGHT if scheme == "light" else DARK)
    given = chosen or Colours()
    if given.paper or given.ink:
        base |= {"paper": given.paper or base["paper"], "ink": given.ink or base["ink"]}
        base |= {name: mixed(base["ink"], base["paper"], share) for name, share in (("tint", 0.04), ("line", 0.15))}
        base["soft"] = mixed(base["ink"], base["paper"], 0.72)
    if given.main:
        base["act"] = given.main
    elif main:
        base["act"] = _readable(main, base["tint"])
    base["on-act"] = given.on_main or max((WHITE, BLACK), key=lambda one: contrast(one, base["act"]))
    if given.main or main:
        base["link"] = base["act"]
    return base


def pairs(chosen: Colours | None, scheme: str) -> Iterator[Pair]:
    """What stands on what, where a company names a colour of it."""
    if chosen is None:
        return
    made = palette(chosen, scheme)
    if chosen.main or chosen.paper:
        yield Pair(("main", "paper"), made["act"], made["paper"])
    if chosen.main or chosen.on_main:
        yield Pair(("on_main", "main"), made["on-act"], made["act"])
    if chosen.ink or chosen.paper:
        yield Pair(("ink", "paper"), made["ink"], made["paper"])
        yield Pair(("ink", "paper"), made["soft"], made["tint"])
    if chosen.paper:
        # What says how something stands keeps its colour on every site.
        for name in ("live", "broken", "frozen"):
            yield Pair((name, "paper"), STATES[scheme][name], made["paper"])


def mixed(one: str, other: str, share: float) -> str:
    """A share of one colour in another."""
    both = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in both)


def _readable(colour: str, ground: str) -> str:
    share, found = 0.0, colour
    while contrast(found, ground) < READABLE and share < 1:
        share += 0.05
        found = mixed(WHITE, colour, share)
    return found


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(one / 255) for one in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
