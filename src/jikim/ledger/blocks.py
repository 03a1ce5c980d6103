"""The bodies of one month and lot within a tile of 256 entries, sealed as one block.

An entry's text is for the most part the same as its neighbours'. So the numbers and moments are cut out of it and lie
beside it in binary form, and what is left is deflated (RFC 1951) with the block's most frequent texts as its
dictionary. Each entry is sealed by itself, so that an altered byte costs one entry; what all share stands at both ends.

    length (4) | head | piece, piece, … | head | length (4)
    head    salt (16) | AES-256-GCM of: length (2) of the places | for each piece its place in the tile (1) and its
            length (LEB128) | the dictionary, deflated
    piece   AES-256-GCM of: the text, deflated | each number (16) and moment (7: microseconds since 1970) in its order

The key is the lot's, joined with the salt and the tile's number; a piece's nonce is its place.
"""

from __future__ import annotations

import os
import re
import zlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jikim.crypto import derived

_SALT, _LENGTH, _TAG, _NUMBER, _MOMENT = 16, 4, 16, 16, 7
_LABEL = b"\x0fjikim blocks v1"
_HEAD = b"\xff" * 12  # its nonce: no place has it
_WINDOW, _MEMORY = 12, 5  # 4 KiB: what is deflated is short, and its dictionary too
_DICTIONARY = 3_000  # bytes of it, at most
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CUT = re.compile(
    r'([":])(?:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})'
    r'|([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}\+00:00))"'
)
_NUMBER_MARK, _MOMENT_MARK = "\0", "\1"  # in a text's canonical form no such character stands
_MARK = re.compile(f"([{_NUMBER_MARK}{_MOMENT_MARK}])")


class _Cut(NamedTuple):
    text: bytes
    values: bytes


def sealed_block(key: bytes, n: int, bodies: Mapping[int, bytes]) -> bytes:
    """The bodies of tile `n`, by their places in it."""
    salt = os.urandom(_SALT)
    cipher = _cipher(key, salt, n)
    cuts = {place: _cut(body) for place, body in sorted(bodies.items())}
    words = _dictionary(cut.text for cut in cuts.values())
    primed = zlib.compressobj(9, zlib.DEFLATED, -_WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, words)
    places, pieces = bytearray(), []
    for place, (text, values) in cuts.items():
        deflate = primed.copy()
        pieces.append(cipher.encrypt(_nonce(place), deflate.compress(text) + deflate.flush() + values, None))
        places += bytes([place]) + _leb128(len(pieces[-1]))
    shared = len(places).to_bytes(2, "big") + places + zlib.compress(words, 9)
    head = salt + cipher.encrypt(_HEAD, shared, None)
    length = len(head).to_bytes(_LENGTH, "big")
    return b"".join((length, head, *pieces, head, length))


def opened_block(key: bytes, n: int, sealed: bytes, wanted: Container[int] = range(256)) -> dict[int, bytes]:
    """The bodies that are wanted, by their places; without those that do not open."""
    found: dict[int, bytes] = {}
    first = int.from_bytes(sealed[:_LENGTH], "big")
    last = int.from_bytes(sealed[-_LENGTH:], "big")
    for head in (sealed[_LENGTH : _LENGTH + first], sealed[-_LENGTH - last : -_LENGTH]):
        cipher = _cipher(key, head[:_SALT], n)
        try:
            shared = cipher.decrypt(_HEAD, head[_SALT:], None)
        except (InvalidTag, ValueError):
            continue
        end = 2 + int.from_bytes(shared[:2], "big")
        words = zlib.decompress(shared[end:])
        at = _LENGTH + len(head)
        for place, length in _places(shared[2:end]):
            try:
                if place in wanted:
                    found[place] = _joined(cipher.decrypt(_nonce(place), sealed[at : at + length], None), words)
            except (InvalidTag, ValueError):
                pass
            at += length
        return found
    return found


def _cipher(key: bytes, salt: bytes, n: int) -> AESGCM:
    return AESGCM(derived(key, _LABEL + salt + n.to_bytes(8, "big")))


def _nonce(place: int) -> bytes:
    return place.to_bytes(12, "big")


def _cut(body: bytes) -> _Cut:
    try:
        kept, *cut = _CUT.split(body.decode())
        texts, values = [kept], []
        for before, number, moment, text in zip(cut[::4], cut[1::4], cut[2::4], cut[3::4], strict=True):
            texts += (before, _NUMBER_MARK if number else _MOMENT_MARK, '"', text)
            values.append(bytes.fromhex(number.replace("-", "")) if number else _micros(moment))
        return _Cut("".join(texts).encode(), b"".join(values))
    except (OverflowError, ValueError):
        # It looks like a moment, and is none that a calendar has.
        return _Cut(body, b"")


@lru_cache(maxsize=256)
def _micros(moment: str) -> bytes:
    return ((datetime.fromisoformat(moment) - _EPOCH) // timedelta(microseconds=1)).to_bytes(_MOMENT, "big")


@lru_cache(maxsize=256)
def _moment(micros: bytes) -> str:
    return (_EPOCH + timedelta(microseconds=int.from_bytes(micros, "big"))).isoformat(timespec="microseconds")


def _joined(piece: bytes, words: bytes) -> bytes:
    inflate = zlib.decompressobj(-_WINDOW, words)
    text = inflate.decompress(piece) + inflate.flush()
    values, at = inflate.unused_data, 0
    parts = _MARK.split(text.decode())
    for n in range(1, len(parts), 2):
        if parts[n] == _NUMBER_MARK:
            told = values[at : at + _NUMBER].hex()
            parts[n] = f"{told[:8]}-{told[8:12]}-{told[12:16]}-{told[16:20]}-{told[20:]}"
            at += _NUMBER
        else:
            parts[n] = _moment(values[at : at + _MOMENT])
            at += _MOMENT
    return "".join(parts).encode()


def _dictionary(texts: Iterable[bytes]) -> bytes:
    """The most frequent texts, the most frequent last, where deflate reaches it soonest."""
    words: list[bytes] = []
    size = 0
    for text, _ in Counter(texts).most_common():
        size += len(text)
        if size > _DICTIONARY:
            break
        words.append(text)
    return b"".join(reversed(words))


def _places(told: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(told):
        place, length, shift = told[at], 0, 0
        at += 1
        more = True
        while more:
            length |= (told[at] & 0x7F) << shift
            more, shift, at = told[at] > 0x7F, shift + 7, at + 1
        yield place, length


def _leb128(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
