"""What takes long says on a terminal that it goes on, and leaves nothing behind; elsewhere it says nothing."""

from __future__ import annotations

import inspect
import io
import sys
import threading

import pytest
from tests.waiting import PATIENCE

from jikim.cli import terminal
from jikim.cli.application import command
from jikim.cli.commands import EVERY


class Screen(io.StringIO):
    """A terminal, or a file; `told` is set once a line says what was awaited."""

    def __init__(self, awaited: str, *, terminal: bool = True) -> None:
        super().__init__()
        self.awaited, self.terminal, self.told = awaited, terminal, threading.Event()

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        if self.awaited in text:
            self.told.set()
        return super().write(text)


def test_a_terminal_sees_that_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last line says for how long and at what, without a character that steers, and is empty in the end."""
    screen = Screen("0:01  live: 3 MB\\x1b")
    monkeypatch.setattr(sys, "stderr", screen)
    with terminal.waiting() as at:
        at("live: 3 MB\x1b")
        assert screen.told.wait(PATIENCE)
    assert screen.getvalue().endswith("\r\x1b[K")


def test_a_file_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody looks, nothing is written."""
    screen = Screen("", terminal=False)
    monkeypatch.setattr(sys, "stderr", screen)
    with terminal.waiting() as at:
        at("live: 3 MB")
    assert screen.getvalue() == ""


@pytest.mark.parametrize(
    "name", ["backup", "backup verify", "epoch", "export ledger", "prove", "reindex", "restore", "sweep", "verify"]
)
def test_each_long_command_waits_so(name: str) -> None:
    """What may take minutes on much data is done while the terminal is told."""
    assert "terminal.waiting()" in inspect.getsource(command(EVERY[name][0]))
