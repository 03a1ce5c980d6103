"""One file of the key ring (`ring-7.json`):

    {"jikim-ring": 2, "ring": 7, "provider": "file", "root": "7", "shards": "…base64 of the wrapped secret…"}

Read whole or not at all, and durable before it counts.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import NamedTuple

from jikim.errors import StoreError
from jikim.keys.copies import write_durably
from jikim.keys.root import RootProvider
from jikim.keys.shards import Secret

FORMAT = 2


NAME = re.compile(r"ring-([1-9][0-9]{0,8})\.json")


_KEYS = {"jikim-ring", "ring", "provider", "root", "shards"}


class RingFile(NamedTuple):
    """A whole file: what it says, not yet opened."""

    number: int
    provider: str
    root: str
    wrapped: bytes
    content: bytes


def label(number: int) -> bytes:
    return b"jikim ring %d" % number


def read(path: Path, number: int) -> RingFile | None:
    """A file that is whole and of this number; None where it is not there, or not whole. Raises OSError."""
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        found = json.loads(content)
        if found.keys() != _KEYS or found["jikim-ring"] != FORMAT or found["ring"] != number:
            return None
        provider, root, shards = found["provider"], found["root"], found["shards"]
        wrapped = base64.b64decode(shards, validate=True)
        if type(provider) is not str or type(root) is not str or base64.b64encode(wrapped).decode() != shards:
            return None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return RingFile(number, provider, root, wrapped, content)


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_durably(path, content)


def written(number: int, provider: RootProvider, version: str, secret: Secret) -> RingFile:
    wrapped = provider.wrap(version, label(number), secret.to_bytes())
    content = {
        "jikim-ring": FORMAT,
        "ring": number,
        "provider": provider.name,
        "root": version,
        "shards": base64.b64encode(wrapped).decode(),
    }
    return RingFile(number, provider.name, version, wrapped, json.dumps(content).encode())


def reason_of(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def unwritable(directory: Path, error: OSError) -> StoreError:
    return StoreError(
        f"the key ring can't be written in `{directory}`: {reason_of(error)}",
        hint="mount the copy's disk and make room, or correct JIKIM_RING_DIR and JIKIM_RING_COPIES; then try again",
        ko=(
            f"`{directory}`에 키 고리를 쓸 수 없습니다: {reason_of(error)}",
            "사본의 디스크를 연결하고 공간을 확보하거나 JIKIM_RING_DIR과 JIKIM_RING_COPIES를 바로잡은 다음 다시 시도해 주세요",
        ),
    )
