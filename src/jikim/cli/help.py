"""How help is written: plain text in two columns, no boxes, the same for eyes and for a screen reader.

A Korean letter takes two columns of a terminal, and lines are as wide as they look."""

from __future__ import annotations

import re
from typing import Any

from cyclopts.help import HelpEntry, HelpPanel
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions

from jikim.cli.bilingual import Both
from jikim.cli.options import Language

_WIDEST = 100
_COLUMN = 26
_UNWRAPPED = 10_000
_USAGE = Both("usage", "사용법")
_WITHOUT = Both("Without it", "없으면")
# The headings that are the parser's own.
_HEADS: dict[str, Both] = {one: one for one in (Both("commands", "명령"), Both("arguments", "인수"))}
ALIASES = ("--language", "--directory", "--output", "-o")


class Plain:
    """A formatter for cyclopts (its `HelpFormatter` protocol), in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def render_usage(self, console: Console, options: ConsoleOptions, usage: Any) -> None:
        text = plain(console, usage).removeprefix("Usage:").strip()
        if text:
            console.print(f"{_USAGE.said(self._language)}: {text}", soft_wrap=True)
            console.print()

    def render_description(self, console: Console, options: ConsoleOptions, description: Any) -> None:
        for paragraph in re.split(r"\n\s*\n", plain(console, description)):
            if paragraph:
                console.print("\n".join(_wrapped(paragraph, _width(console))), soft_wrap=True)
                console.print()

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        rows = [(label(entry), self.about(console, entry)) for entry in panel.entries]
        if not rows:
            return
        title = plain(console, panel.title).lower()
        head = _HEADS[title].said(self._language) if title in _HEADS else title
        console.print(f"{head}:", soft_wrap=True)
        column = min(max(len(name) for name, _ in rows), _COLUMN) + 4
        for name, about in rows:
            head = f"  {name}".ljust(column)
            if len(head) > column:
                console.print(head, soft_wrap=True)
                head = " " * column
            lines = _wrapped(about, max(_width(console) - column, 20))
            console.print(f"\n{' ' * column}".join([head + lines[0], *lines[1:]]).rstrip(), soft_wrap=True)
        console.print()

    def about(self, console: Console, entry: HelpEntry) -> str:
        """What a row says of its command, argument or option."""
        about = plain(console, entry.description)
        if entry.default is not None:
            about += f" {_WITHOUT.said(self._language)}: {entry.default}."
        return about


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines that are no wider than that; a word that is wider has its own."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and cell_len(joined) > width:
            lines.append(word)
        else:
            lines[-1] = joined
    return lines


def _width(console: Console) -> int:
    return min(console.width, _WIDEST) - 1


def plain(console: Console, said: Any) -> str:
    """The text of whatever cyclopts hands over, unwrapped."""
    if said is None or isinstance(said, str):
        return (said or "").strip()
    return "".join(part.text for part in console.render(said, console.options.update(width=_UNWRAPPED))).strip()


def label(entry: HelpEntry) -> str:
    """How an argument or option is written. An alias is for who types it all the same; the one name is shown."""
    labels = entry.display_labels_with_metavar
    shown = [one for one in labels if one.split()[0] not in ALIASES]
    metavar = labels[-1].partition(" ")[2] if labels else ""
    return ", ".join(shown) + (f" {metavar}" if metavar and not shown[-1].endswith(metavar) else "")
