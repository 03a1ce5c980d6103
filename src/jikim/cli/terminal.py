"""What is written to the terminal: lines of text with colours where a person reads them, documents as they are.

Colours go to a terminal only, and not where `NO_COLOR` is set. Nothing is wrapped, so that a line of output can be
searched and copied. A control character in a text is shown, never sent: a policy file must not steer a terminal.
"""

from __future__ import annotations

import json
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.text import Text

# What would steer it; and marks that turn the text around, so that it reads otherwise than it is.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}


class Terminal(Console):
    """A console of rich's that leaves a closed pipe to `run`."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console(*, stderr: bool = False, wrap: bool = False) -> Terminal:
    """A console on the stream as it is now; with `wrap`, one that breaks lines at words."""
    return Terminal(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=not wrap)


def shown(text: str) -> str:
    """The text with control characters but tab and newline written out."""
    return _CONTROL.sub(
        lambda found: f"\\x{ord(found[0]):02x}" if ord(found[0]) < 256 else f"\\u{ord(found[0]):04x}", text
    )


def line(text: str = "", *marks: tuple[str, str], stderr: bool = False) -> None:
    """Writes a line, or several. Each mark is a part of the text and its style; its first occurrence is styled."""
    said = Text(shown(text))
    for part, style in marks:
        start = said.plain.find(part)
        if part and start >= 0:
            said.stylize(style, start, start + len(part))
    console(stderr=stderr).print(said, soft_wrap=True)


def finding(text: str, position: str, severity: str, *, stderr: bool = False) -> None:
    """Writes a rendered finding: its place bold, its severity's word in its colour."""
    word = text[len(position) :].removeprefix(": ").partition(":")[0]
    line(text, (position, "bold"), (f"{word}:", _STYLES[severity]), stderr=stderr)


def fresh() -> None:
    """A new page: the terminal is cleared; in a file or a pipe, a line says that something new begins."""
    screen = console()
    if screen.is_terminal:
        screen.clear()
    else:
        line("-" * 24)


@contextmanager
def waiting() -> Iterator[Callable[[str], None]]:
    """While something takes long, a terminal's last line says each second for how long already, and what it is at, as
    the caller tells; in the end the line is empty. Elsewhere nothing is written."""
    at, ended = [""], threading.Event()

    def tell() -> None:
        passed = 0
        while not ended.wait(1):
            passed += 1
            sys.stderr.write(f"\r\x1b[K{passed // 60}:{passed % 60:02}  {at[0]}")
            sys.stderr.flush()

    teller = threading.Thread(target=tell, daemon=True)
    if sys.stderr.isatty():
        teller.start()
    try:
        yield lambda what: at.__setitem__(0, shown(what))
    finally:
        ended.set()
        if teller.ident is not None:
            teller.join()
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def error(message: str, hint: str | None, language: str = "en") -> None:
    """Writes an error and its hint to stderr."""
    wrong, help_ = ("오류:", "도움말:") if language == "ko" else ("error:", "hint:")
    line(f"{wrong} {message}", (wrong, _STYLES["error"]), stderr=True)
    if hint:
        line(f"{help_} {hint}", (help_, "bold"), stderr=True)


def document(value: Any) -> None:
    """Writes a value as the one JSON document of this run."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
