"""The commands as `jikim --help` groups them, each with its examples; and what each one's `--help` says, in Korean."""

from __future__ import annotations

from io import StringIO
from typing import Any

from cyclopts.help import HelpPanel
from rich.console import Console, ConsoleOptions

from jikim.cli.application import application, command
from jikim.cli.bilingual import korean
from jikim.cli.commands import ABOUT, EVERY
from jikim.cli.examples import EXAMPLES
from jikim.cli.help import Plain, label, plain
from jikim.cli.options import Language

_HEAD = {"en": "| command | what | for example |", "ko": "| 명령 | 하는 일 | 예 |"}


def table(language: Language = "en") -> str:
    """A table for each group."""
    lines: list[str] = []
    for group, names in ABOUT.items():
        said = group.said(language)
        lines += [f"### {said[:1].upper()}{said[1:]}", "", _HEAD[language], "|---|---|---|"]
        for name in names:
            for one, (_, about) in EVERY.items():
                if one.split()[0] == name:
                    examples = "<br>".join(f"`{each}`" for each in EXAMPLES[one])
                    lines.append(f"| [`jikim {one}`](#{_place(one)}) | {about.said(language)} | {examples} |")
        lines.append("")
    return "\n".join(lines).rstrip()


def in_korean() -> str:
    """What each command's `--help` says: how it is written, what it does, its arguments and options."""
    lines: list[str] = []
    for name, (path, _) in EVERY.items():
        shown = _Shown()
        app = application([*name.split(), "--lang", "ko"])
        app.help_formatter = shown
        app.help_print(name.split(), console=Console(width=10_000, file=StringIO()))
        lines += [f"## `jikim {name}`", "", "```text", *shown.usage, "```", "", *korean(command(path)).split("\n"), ""]
        lines += ["| 인수, 옵션 | 설명 |", "|---|---|", *(f"| `{one}` | {about} |" for one, about in shown.rows), ""]
    return "\n".join(lines).rstrip()


class _Shown(Plain):
    """What a command's help would show, kept instead of printed."""

    def __init__(self) -> None:
        super().__init__("ko")
        self.usage: list[str] = []
        self.rows: list[tuple[str, str]] = []

    def render_usage(self, console: Console, options: ConsoleOptions, usage: Any) -> None:
        said = plain(console, usage).removeprefix("Usage:")
        self.usage = [line.strip() for line in said.splitlines() if line.strip()]

    def render_description(self, console: Console, options: ConsoleOptions, description: Any) -> None:
        """The command says it itself."""

    def __call__(self, console: Console, options: ConsoleOptions, panel: HelpPanel) -> None:
        if panel.format == "parameter":
            self.rows += [(label(one), self.about(console, one)) for one in panel.entries]


def _place(name: str) -> str:
    return "jikim-" + name.replace(" ", "-")
