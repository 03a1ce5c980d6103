"""The tree's inner hashes from the database: roots at any size, and consistency proofs, without reading the leaves.

Full subtrees of 256, 65,536, … entries are stored when they are complete, so a proof reads a few hundred rows, however
long the ledger is.
"""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from jikim.db.driver import Row, Steps
from jikim.db.queries import load
from jikim.errors import StoreError
from jikim.ledger.objects import Objects
from jikim.ledger.stored import commitments
from jikim.proof.export import TILE
from jikim.proof.merkle import EMPTY_ROOT, HASH_BYTES, Frontier, consistency_proof, leaf_hashes, node_hash, root

Q = load("jikim.ledger")
STEP = 8  # levels of the tree between two that are stored

Node = tuple[int, int]  # level and index of a perfect subtree


def root_at(objects: Objects, size: int) -> Steps[bytes]:
    """The root over the first `size` entries, as the database has them now."""
    found = None
    at = size
    for level in range(size.bit_length()):
        if size >> level & 1:
            at -= 1 << level
            one = yield from _subtree(objects, (level, at >> level))
            found = one if found is None else node_hash(one, found)
    return EMPTY_ROOT if found is None else found


def proof(objects: Objects, old: int, new: int) -> Steps[tuple[bytes, ...]]:
    """The consistency proof from one size to a larger one (RFC 6962 §2.1.2); empty from size 0."""
    if old in (0, new):
        return ()
    wanted: list[Node] = []

    def ask(level: int, index: int) -> bytes:
        wanted.append((level, index))
        return bytes(HASH_BYTES)

    consistency_proof(ask, old, new)
    found: dict[Node, bytes] = {}
    for node in wanted:
        found[node] = yield from _subtree(objects, node)
    return consistency_proof(lambda level, index: found[level, index], old, new)


def _subtree(objects: Objects, node: Node) -> Steps[bytes]:
    level, index = node
    stored = level // STEP - 1
    count = 1 << (level % STEP if stored >= 0 else level)
    first = index * count
    hashes: Sequence[bytes]
    if stored < 0:
        hashes = leaf_hashes((yield from commitments(objects, first, count)))
    else:
        rows = yield Q["ledger.roots"](level=stored, from_=first, limit=count)
        hashes = [bytes(hashed) for k, (number, hashed, *_) in enumerate(rows) if number == first + k]
    if len(hashes) != count:
        raise StoreError(
            f"the ledger's tree is not whole from entry {first << (STEP * (stored + 1))} on",
            hint="someone changed the database: export the ledger and verify it against a checkpoint that you hold",
            ko=(
                f"원장의 트리가 {first << STEP * (stored + 1)}번 기록부터 온전하지 않습니다",
                "누군가 DB를 변경했습니다. 원장을 내보내 가지고 있는 체크포인트로 검증해 주세요",
            ),
        )
    return root(hashes)


def grown(
    conn: psycopg.Connection[Row], size: int, frontier: Frontier, leaves: list[bytes]
) -> list[tuple[int, int, bytes, bytes | None]]:
    """Grows the tree. Answers the subtrees that are full now: level, number, root, and of the smallest their leaf
    hashes."""
    full: list[tuple[int, int, bytes, bytes | None]] = []
    open_ = size % TILE
    tiles: dict[int, bytes] = {}
    if open_ + len(leaves) >= TILE:
        rows = (
            conn.execute(Q["ledger.open_leaves"].text, (size - open_, open_), binary=True).fetchall() if open_ else []
        )
        hashes = [*leaf_hashes(bytes(row[0]) for row in rows), *leaves]
        for at in range(0, len(hashes) - TILE + 1, TILE):
            tiles[(size - open_ + at) // TILE] = b"".join(hashes[at : at + TILE])

    def keep(level: int, index: int, nodes: Sequence[bytes]) -> None:
        if level and level % STEP == 0:
            stored = level // STEP - 1
            full.extend((stored, index + n, node, None if stored else tiles[index + n]) for n, node in enumerate(nodes))

    frontier.extend(leaves, keep)
    return full
