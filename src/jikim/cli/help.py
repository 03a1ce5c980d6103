"""How help is written: plain text in two columns, no boxes, the same for eyes and for a screen reader."""

from __future__ import annotations

import re
import textwrap
from typing import Any

from cyclopts.help import HelpEntry, HelpPanel
from rich.console import Console, ConsoleOptions

_WIDEST = 100
_COLUMN = 26
_UNWRAPPED = 10_000
ALIASES = ("--language", "--directory", "--output", "-o")


class Plain:
    """A formatter for cyclopts (its `HelpFormatter` protocol)."""

    def render_usage(self, console: Console, options: ConsoleOptions, usage: Any) -> None:
        text = _plain(console, usage).removeprefix("Usage:").strip()
        if text:
            console.print(f"usage: {text}", soft_wrap=True)
            console.print()

    def render_description(self, console: Console, options: ConsoleOptions, description: Any) -> None:
        for paragraph in re.split(r"\n\s*\n", _plain(console, description)):
            if paragraph:
                console.print("\n".join(textwrap.wrap(" ".join(paragraph.split()), _width(console))), soft_wrap=True)
                console.print()

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        rows = [(_label(entry), _about(console, entry)) for entry in panel.entries]
        if not rows:
            return
        console.print(f"{_plain(console, panel.title).lower()}:", soft_wrap=True)
        column = min(max(len(label) for label, _ in rows), _COLUMN) + 4
        for label, about in rows:
            head = f"  {label}".ljust(column)
            if len(head) > column:
                console.print(head, soft_wrap=True)
                head = " " * column
            lines = textwrap.wrap(about, max(_width(console) - column, 20)) or [""]
            console.print(f"\n{' ' * column}".join([head + lines[0], *lines[1:]]).rstrip(), soft_wrap=True)
        console.print()


def _width(console: Console) -> int:
    return min(console.width, _WIDEST) - 1


def _plain(console: Console, said: Any) -> str:
    """The text of whatever cyclopts hands over, unwrapped."""
    if said is None or isinstance(said, str):
        return (said or "").strip()
    return "".join(part.text for part in console.render(said, console.options.update(width=_UNWRAPPED))).strip()


def _label(entry: HelpEntry) -> str:
    # An alias is for who types it all the same; the one name is shown.
    labels = entry.display_labels_with_metavar
    shown = [one for one in labels if one.split()[0] not in ALIASES]
    metavar = labels[-1].partition(" ")[2] if labels else ""
    return ", ".join(shown) + (f" {metavar}" if metavar and not shown[-1].endswith(metavar) else "")


def _about(console: Console, entry: HelpEntry) -> str:
    about = _plain(console, entry.description)
    if entry.default is not None:
        about += f" Without it: {entry.default}."
    return about
