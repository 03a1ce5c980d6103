"""Every command that a page of the documentation shows is one: its name, its arguments and its options are taken."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from cyclopts.exceptions import CycloptsError
from tests.house.source import name, pages

from jikim.cli.application import application

# Of the command line's reference: usage lines, which name what may be given.
_USAGE = re.compile(r"[A-Z]{2,}\]|\[OPTIONS|\[--|COMMAND|\.\.\.$")


def shown(page: Path) -> Iterator[str]:
    """The command lines of a page's code, each in one line and without what follows a pipe."""
    text = page.read_text(encoding="utf-8")
    for kind, block in re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        if kind in ("", "sh"):
            for line in re.sub(r"\\\n\s*", " ", block).splitlines():
                said = re.sub(r"\s+#\s.*$", "", line).removeprefix("$ ").removeprefix(".venv/bin/")
                if said.startswith("jikim ") and not _USAGE.search(said):
                    yield re.split(r" (?:[|<>]|>>|2>) ?", said)[0]


def test_every_command_of_a_page_is_taken() -> None:
    """No page shows a command, an argument or an option that is gone or was never there."""
    lines = {(name(page), line) for page in pages() for line in shown(page)}
    assert len(lines) > 100
    wrong = []
    for page, line in sorted(lines):
        _, *words = shlex.split(line)
        try:
            application(words).parse_args(words, exit_on_error=False, print_error=False)
        except CycloptsError as error:
            wrong.append(f"{page}: {line}: {type(error).__name__}")
    assert wrong == []
