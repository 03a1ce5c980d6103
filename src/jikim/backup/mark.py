"""The mark of a restore that is under way: while it stands beside the key ring, no house opens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jikim.errors import SealedError, StoreError
from jikim.keys.root import write_durably
from jikim.particles import eul


class Mark:
    """`restoring.json` beside the ring: which sets are being put back, and which databases are."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "restoring.json"

    def begin(self, sets: Mapping[str, str]) -> bool:
        """Answers whether it was begun before. Raises StoreError while a restore of other sets is under way."""
        if self._path.exists():
            if (other := self._read()["sets"]) != dict(sets):
                begun = next(iter(other.values()))
                raise StoreError(
                    f"a restore of `{begun}` was begun here and did not end",
                    hint="run it again with the same sets; or, with databases that are empty again, remove "
                    f"`{self._path.name}` beside the key ring",
                    ko=(
                        f"`{begun}`의 복원을 이곳에서 시작했으나 끝나지 않았습니다",
                        f"같은 세트로 다시 실행해 주세요. 다시 빈 DB이면 키 고리와 함께 있는 {eul(f'`{self._path.name}`')} 지워 주세요",
                    ),
                )
            return True
        write_durably(self._path, json.dumps({"sets": dict(sets), "done": []}).encode())
        return False

    def _read(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self._path.read_bytes())
        return content

    def done(self) -> list[str]:
        return list(self._read()["done"])

    def did(self, database: str) -> None:
        content = self._read()
        content["done"].append(database)
        write_durably(self._path, json.dumps(content).encode())

    def end(self) -> None:
        self._path.unlink(missing_ok=True)


def expect_open(ring_directory: Path) -> None:
    """Raises SealedError while a restore is under way."""
    if (ring_directory / "restoring.json").exists():
        raise SealedError(
            "a restore was begun here and did not end: the house stays sealed",
            hint="run `jikim restore` again with the same sets",
            ko=(
                "이곳에서 시작한 복원이 끝나지 않아 하우스가 봉인되어 있습니다",
                "같은 세트로 `jikim restore`를 다시 실행해 주세요",
            ),
        )
