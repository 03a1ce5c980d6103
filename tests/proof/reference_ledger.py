"""A second verifier of notes, cosignatures and exports, written from their pages (C2SP signed-note, tlog-checkpoint,
tlog-cosignature; the export's docstring) and RFC 9162, slowly and apart from the product: only the signature itself is
a library's.

Everything answers True or False: whether the thing is to be accepted, whole.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.proof import reference

Key = tuple[str, bytes, bytes, int]  # name, key id, public key, type byte


class RefusedError(Exception):
    """It is not what it should be."""


def want(true: object) -> None:
    if not true:
        raise RefusedError


def base64_of(text: str) -> bytes:
    want(re.fullmatch(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", text))
    found = b64decode(text)
    want(b64encode(found).decode() == text)
    return found


def key_of(text: str) -> Key:
    name, key_id, encoded = text.split("+", 2)
    data = base64_of(encoded)
    want(len(data) == 33 and data[0] in (1, 4))
    want(sha256(name.encode() + b"\n" + data).digest()[:4].hex() == key_id)
    return name, bytes.fromhex(key_id), data[1:], data[0]


def signed(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def open_note(note: str, keys: Sequence[Key]) -> tuple[str, set[str]]:
    """The text, and the names of those keys that signed it. A known key's line that does not verify refuses the whole."""
    want(not re.search(r"[\x00-\x09\x0b-\x1f]", note))
    note.encode()
    want(note.endswith("\n"))
    text, lines = note[: note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2 : -1].split("\n")
    want(len(lines) <= 100)
    by: set[str] = set()
    for line in lines:
        want(line.startswith("— "))
        name, encoded = line[2:].split(" ")
        want(name and "+" not in name and not re.search(r"\s", name))
        data = base64_of(encoded)
        want(len(data) > 4)
        for known, key_id, public, kind in keys:
            if (known, key_id) != (name, data[:4]):
                continue
            value, message = data[4:], text.encode()
            if kind == 4:
                want(len(value) == 72)
                time = int.from_bytes(value[:8], "big")
                want(time < 2**63)
                value, message = value[8:], b"cosignature/v1\ntime %d\n" % time + message
            want(signed(public, value, message))
            by.add(name)
    return text, by


def open_checkpoint(note: str, key: Key, witnesses: Sequence[Key] = ()) -> tuple[int, bytes]:
    text, by = open_note(note, [key, *witnesses])
    want(by >= {key[0], *(witness[0] for witness in witnesses)})
    origin, size, root, *more = text[:-1].split("\n")
    want(origin == key[0] and all(more))
    want(re.fullmatch(r"0|[1-9][0-9]*", size) and int(size) < 2**63)
    hash_ = base64_of(root)
    want(len(hash_) == 32)
    return int(size), hash_


def accepts_inclusion(note: str, key: str, leaf: bytes, index: int, proof: Sequence[bytes]) -> bool:
    try:
        size, root = open_checkpoint(note, key_of(key))
        want(all(len(one) == 32 for one in (leaf, *proof)))
    except (RefusedError, ValueError):
        return False
    return reference.verifies_inclusion(leaf, index, size, proof, root)


def accepts_consistency(old: str, new: str, key: str, proof: Sequence[bytes]) -> bool:
    try:
        first, first_root = open_checkpoint(old, key_of(key))
        second, second_root = open_checkpoint(new, key_of(key))
        want(all(len(one) == 32 for one in proof))
    except (RefusedError, ValueError):
        return False
    return reference.verifies_consistency(first, second, first_root, second_root, proof)


def accepts_note(note: str, key: str, witnesses: Sequence[str] = ()) -> bool:
    try:
        open_checkpoint(note, key_of(key), [key_of(one) for one in witnesses])
    except (RefusedError, ValueError):
        return False
    return True


def accepts_export(data: bytes, key: str, held: Sequence[str] = ()) -> bool:
    try:
        _export(data, key_of(key), key, held)
    except (RefusedError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    return True


def _export(data: bytes, key: Key, key_text: str, held: Sequence[str]) -> None:
    want(data.endswith(b"\n"))
    rows: list[dict[str, Any]] = []
    for line in data.decode().split("\n")[:-1]:
        row = json.loads(line)
        want(isinstance(row, dict))
        # One form only: no white space, no escape that isn't needed, no key twice.
        want(json.dumps(row, ensure_ascii=False, separators=(",", ":")) == line)
        rows.append(row)
    head, *rows, tail = rows
    want(list(head) == ["jikim-ledger", "origin", "key", "exported_at"])
    want(head["jikim-ledger"] == 1 and head["origin"] == key[0] and head["key"] == key_text)
    leaves: list[bytes] = []
    last = -1
    tiles = 0
    stated: Counter[str] = Counter()
    expired: Counter[str] = Counter()
    for row in rows:
        if "checkpoint" in row:
            want(list(row) == ["checkpoint"])
            size, root = open_checkpoint(row["checkpoint"], key)
            want(size == len(leaves) and size > last and root == reference.mth(leaves))
            last = size
        elif "tile" in row:
            want(list(row) == ["tile", "hashes"] and row["tile"] == tiles)
            want(base64_of(row["hashes"]) == b"".join(leaves[256 * tiles :]))
            tiles += 1
        else:
            leaves.append(sha256(b"\x00" + _leaf(row, len(leaves), stated, expired)).digest())
    want(list(tail) == ["entries"] and tail["entries"] == len(leaves))
    want(last > 0 or not leaves)
    want(all(count <= stated[lot] for lot, count in expired.items()))
    for note in held:
        size, root = open_checkpoint(note, key)
        want(size <= len(leaves) and root == reference.mth(leaves[:size]))


def _leaf(row: dict[str, Any], n: int, stated: Counter[str], expired: Counter[str]) -> bytes:
    want(type(row["n"]) is int and row["n"] == n)
    leaf = base64_of(row["leaf"])
    want(len(leaf) == 32)
    if row["body"] is None:
        want(list(row) == ["n", "leaf", "body", "expired"] and re.fullmatch(r"\d{4}-\d\d/[a-z]{1,16}", row["expired"]))
        expired[row["expired"]] += 1
        return leaf
    want(list(row) == ["n", "leaf", "body", "salt"])
    salt = base64_of(row["salt"])
    want(len(salt) == 16)
    want(sha256(b"jikim entry v1\x00" + salt + row["body"].encode()).digest() == leaf)
    body = json.loads(row["body"])
    want(re.fullmatch(r"[a-z][a-z0-9_.-]{0,63}(?::[a-z0-9_.-]{1,64}){0,7}", body["event"]))
    if body["event"] == "ledger:expire:allowed":
        stated[body["lot"]] += body["count"]
    return leaf
