"""`jikim check --watch`: the policy is checked again whenever it, or a file that it includes, is saved.

Files are looked at a few times a second: an editor that writes in place, one that puts a new file in its stead and a
directory on another machine are all the same to that. It ends on Ctrl-C, with the exit status of the last check.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from jikim.cli import terminal
from jikim.cli.exits import INTERRUPTED, UNUSABLE, UsageError
from jikim.cli.options import Language

EVERY = 0.25
# A save is often two steps, an empty file and its text; whoever looks between them would tell of an empty file.
_SETTLE = 0.05

_WAITS = {
    "en": "watching {files}: save to check again, Ctrl-C to end",
    "ko": "{files} 파일을 지켜봅니다. 저장하면 다시 검사하고, Ctrl-C를 누르면 끝납니다",
}
_FILES = {"en": ("{first} and {more} more", "{first}"), "ko": ("{first} 외 {more}개", "{first}")}

Checked = tuple[int, tuple[str, ...]]


def watch(
    path: Path,
    once: Callable[[], Checked],
    language: Language,
    json: bool = False,
    pause: threading.Event | None = None,
) -> int:
    """Checks until Ctrl-C, and answers the last check's exit status. `once` checks, tells, and names the files it read.

    `pause`: whoever sets it ends the watch as Ctrl-C would. Raises UsageError with `json`: a document is one check's.
    """
    if json:
        raise UsageError(
            "`--watch` and `--json` don't go together",
            hint="leave one of the two out",
            ko=("`--watch`와 `--json`은 함께 쓸 수 없습니다", "둘 가운데 하나를 빼 주세요"),
        )
    waiting = pause or threading.Event()
    code = INTERRUPTED
    files: tuple[str, ...] = (str(path),)
    try:
        while True:
            before = seen_of(files)
            try:
                code, files = once()
            except UsageError as error:
                # Between an editor's removing and its writing there is no file; it comes back.
                said = error.spoken(language)
                terminal.error(said.message, said.hint, language)
                code = UNUSABLE
            # Looked at before it is said: what is saved from then on is seen.
            seen = seen_of(files)
            _wait_words(path, files, language)
            # What was saved while it was being checked is checked again.
            if all(seen.get(name, state) == state for name, state in before.items()):
                while seen_of(files) == seen:
                    if waiting.wait(EVERY):
                        return code
            waiting.wait(_SETTLE)
            terminal.fresh()
    except KeyboardInterrupt:
        return code


def _wait_words(path: Path, files: tuple[str, ...], language: Language) -> None:
    more = len(files) - 1
    names = _FILES[language][more == 0].format(first=path, more=more)
    terminal.line()
    terminal.line(_WAITS[language].format(files=names))


Seen = dict[str, tuple[object, ...]]


def seen_of(files: Iterable[str]) -> Seen:
    """What would differ if a file had been saved, or if one had come that an `include` now stands for."""
    seen: Seen = {}
    for name in files:
        try:
            found = os.stat(name)
            seen[name] = (found.st_mtime_ns, found.st_size, found.st_ino)
        except OSError:
            seen[name] = ()
        directory = os.path.dirname(name) or "."
        if directory not in seen:
            with suppress(OSError):
                names = sorted(os.listdir(directory))
                seen[directory] = tuple(one for one in names if one.endswith((".yaml", ".yml")) and one[0] != ".")
    return seen
