"""Two who act at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from tests.waiting import PATIENCE

import jikim


def both(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What two who act at once are answered: what they got, or the error."""
    gate = threading.Barrier(2)
    answers: list[Any] = [None, None]

    def act(n: int, deed: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answers[n] = deed()
        except jikim.JikimError as error:
            answers[n] = error

    threads = [threading.Thread(target=act, args=(n, deed)) for n, deed in enumerate((first, second))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return answers


def run_all(threads: Sequence[threading.Thread]) -> None:
    """Starts all, and waits until each is done."""
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
