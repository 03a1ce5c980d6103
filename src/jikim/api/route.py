"""What a route is: its path, what it takes and answers, and whom it serves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from jikim.api.shapes import Shape

KIB = 1024
BASE = "/api/v1"


@dataclass(frozen=True)
class Route:
    """A route. `answers` is the type of its answer, or of what a list of it holds (`many` names the list's field;
    `items`: in pages)."""

    path: str
    about: str
    act: Callable[[Any, Any], Awaitable[Any]]
    takes: type[Shape]
    answers: Any
    example: Mapping[str, Any]
    changes: bool = False
    method: Literal["GET", "POST"] = "POST"
    many: str = ""
    needs: Literal["key", "people", "evidence", "webhooks", "access-records", "signature", "nothing"] = "key"
    largest: int = 256 * KIB

    @property
    def full(self) -> str:
        return BASE + self.path
