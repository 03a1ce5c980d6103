"""Carving: wrapped keys out of raw pages and log files, where no table shows them any more.

A deleted row of `keys.key` stays in its page and in the log (WAL) until something else is written there. As PostgreSQL
lays a row out:

    length, space ‖ length, name ‖ 0 to 3 bytes of padding ‖ ring (4 bytes, little endian) ‖ length, wrapped key

A length of fewer than 127 bytes is one byte: (length + 1) · 2 + 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from jikim.crypto import KEY_BYTES
from jikim.drill.rows import WrappedKey
from jikim.drill.scan import files_below, is_wal, without_headers
from jikim.keys.shards import NONCE_BYTES

_SPACES = ("person", "archive", "day", "hold", "index", "bar")
_WRAPPED = NONCE_BYTES + KEY_BYTES + 16


def _short(length: int) -> bytes:
    return bytes([(length + 1) * 2 + 1])


_SPACE = re.compile(b"|".join(re.escape(_short(len(space)) + space.encode()) for space in _SPACES))
# Rings are counted from 1 up, and few of their number's bytes are in use.
_REST = re.compile(rb"\x00{0,3}[^\x00].\x00\x00" + re.escape(_short(_WRAPPED)) + b"(.{%d})" % _WRAPPED, re.DOTALL)


def carve(trees: Iterable[Path]) -> frozenset[WrappedKey]:
    """Every wrapped key that lies in some file below these directories, whether a table still shows it or not."""
    found: set[WrappedKey] = set()
    for tree in trees:
        for path in files_below(tree, []):
            try:
                content = path.read_bytes()
            except OSError:
                continue
            found.update(_in(content))
            if is_wal(path):
                found.update(_in(without_headers(content)))
    return frozenset(found)


def _in(content: bytes) -> Iterator[WrappedKey]:
    for match in _SPACE.finditer(content):
        at = match.end()
        if at >= len(content) or not content[at] & 1:
            continue
        length = (content[at] - 1) // 2 - 1
        name, end = content[at + 1 : at + 1 + length], at + 1 + length
        rest = _REST.match(content, end)
        if length > 0 and rest is not None:
            yield WrappedKey(match[0][1:].decode(), name, rest[1])
