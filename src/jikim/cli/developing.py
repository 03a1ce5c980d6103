"""`jikim serve --dev`: while a policy is written, the site begins anew with its file whenever that is saved.

A file with errors is told and leaves what runs as it is. So does one that may not become the law here without being announced: something was
announced, or somebody's data is here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from jikim.cli import policy_file, terminal
from jikim.cli.options import Language
from jikim.cli.watching import EVERY, seen_of
from jikim.errors import PolicyError
from jikim.policy.model import PolicyFile


class Served(Protocol):
    """A site that answers until it is stopped."""

    def until_signal(self) -> None: ...
    def stop(self) -> None: ...


def develop(policy: Path, language: Language, begun: Callable[[PolicyFile], Served]) -> None:
    """Serves until the process is asked to end. Raises PolicyError where the first file cannot run."""
    file, serving = policy_file.sound(policy, language), None
    while True:
        files = policy_file.checked(policy).files
        try:
            saved = _until_saved(begun(file), files)
            serving = file
            if not saved:
                return
            file = policy_file.sound(policy, language)
        except PolicyError as error:
            if serving is None:
                raise
            said = error.spoken(language)
            terminal.error(said.message, said.hint, language)
            file = serving


def _until_saved(site: Served, files: Iterable[str]) -> bool:
    """Serves until a file is saved (True) or the process is asked to end (False)."""
    ended, saved, before = threading.Event(), threading.Event(), seen_of(files)

    def watch() -> None:
        while not ended.wait(EVERY):
            if seen_of(files) != before:
                saved.set()
                site.stop()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        site.until_signal()
    finally:
        ended.set()
        watcher.join()
    return saved.is_set()
