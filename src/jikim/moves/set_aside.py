"""What an import sets aside: rows that were refused, with why, in a file that its owner alone reads, for a person to put
right and to import again. The source keeps them too; nothing is taken away from it.

{"table": "public.customer", "key": ["42"], "why": "invalid-value", "items": ["mobile"], "row": {…}}
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jikim.errors import StoreError
from jikim.verbs.move_in import Unmoved

_NEVER = ("refused-type", "refused-in-text")


class SetAside:
    """The file, open at its end. A row that stands in it already is not written twice."""

    def __init__(self, path: Path) -> None:
        self._there: set[tuple[str, ...]] = set()
        try:
            if path.exists():
                with path.open(encoding="utf-8") as before:
                    self._there = {(told["table"], *told["key"]) for told in map(json.loads, before)}
            self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8")
            os.fchmod(self._file.fileno(), 0o600)  # one that was there already, too
        except OSError as error:
            raise StoreError.of_file(error) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, table: str, key: Sequence[str], refused: Unmoved, row: Mapping[str, Any]) -> None:
        if (table, *key) in self._there:
            return
        self._there.add((table, *key))
        told: dict[str, Any] = {"table": table, "key": list(key), "why": refused.why, "items": list(refused.items)}
        if refused.why not in _NEVER:
            told["row"] = dict(row)
        self._file.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")

    def settle(self) -> None:
        """What was put is on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
