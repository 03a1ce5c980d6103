"""The commands as `jikim --help` groups them, each with its examples."""

from __future__ import annotations

from jikim.cli.application import ABOUT, COMMANDS, EXPORTS, GROUPS, SECOND
from jikim.cli.examples import EXAMPLES


def table() -> str:
    """A table for each group."""
    told = {name: about for name, (_, about) in COMMANDS.items()}
    within = {**{name: commands for name, (_, commands) in (GROUPS | SECOND).items()}, "export": EXPORTS}
    lines: list[str] = []
    for group, names in ABOUT.items():
        lines += [f"### {group.capitalize()}", "", "| command | what | for example |", "|---|---|---|"]
        for name in names:
            each = {name: told[name]} if name in told else {}
            each |= {f"{name} {second}": about for second, (_, about) in within.get(name, {}).items()}
            for command, about in each.items():
                place = "jikim-" + command.replace(" ", "-")
                examples = "<br>".join(f"`{one}`" for one in EXAMPLES[command])
                lines.append(f"| [`jikim {command}`](#{place}) | {about} | {examples} |")
        lines.append("")
    return "\n".join(lines).rstrip()
