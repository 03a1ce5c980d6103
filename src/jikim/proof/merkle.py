"""The Merkle tree of RFC 9162 §2.1 (the same as RFC 6962's): roots, proofs, and a frontier that grows fast.

SHA-256; a leaf is hashed after the byte 0x00, two nodes after 0x01, so that no leaf passes for a node. Everywhere here
a *hash* is 32 bytes, a *leaf hash* is `leaf_hash(data)`, positions count from 0, and a size is a number of leaves.

A proof is made from a list of leaf hashes, or from a function that gives the hash of a perfect subtree, so that
whoever stores the subtrees reads about log2(size) squared of them, never all leaves. A check returns nothing or raises
`ProofError`: there is no boolean to forget. A proof doesn't bind the size it was made for: take size and root together,
from a signed checkpoint.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from jikim.errors import JikimError

HASH_BYTES = 32
MAX_SIZE = 2**63 - 1
EMPTY_ROOT = sha256(b"").digest()

Subtree = Callable[[int, int], bytes]
"""`subtree(level, index)`: the hash of the perfect subtree over leaves `index << level` up to `index + 1 << level`."""

Keep = Callable[[int, int, Sequence[bytes]], None]
"""`keep(level, index, hashes)`: the hashes of perfect subtrees of this level, from this index on."""


class ProofError(JikimError):
    """Something offered as proof does not prove what it is offered for, or does not have the form of one. `ko` is the
    message in Korean, `hint` the way on in English and Korean."""

    def __init__(self, message: str, ko: str, *, hint: tuple[str, str] = ("", "")) -> None:
        super().__init__(message, hint=hint[0], ko=(ko, hint[1]))


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf's data (any length)."""
    return sha256(b"\x00" + data).digest()


def leaf_hashes(data: Iterable[bytes]) -> list[bytes]:
    """The hashes of many leaves' data, in their order."""
    return [sha256(b"\x00" + one).digest() for one in data]


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children's hashes."""
    return sha256(b"\x01" + left + right).digest()


def root(hashes: Iterable[bytes]) -> bytes:
    """The root over these leaf hashes, in their order; SHA-256 of nothing where there are none."""
    frontier = Frontier()
    frontier.extend(hashes)
    return frontier.root()


class Frontier:
    """A tree's compact range: its size and the roots of its perfect subtrees, one for each 1 bit of the size.

    It is all that is needed to add leaves and to give the root: at most 63 hashes, however many leaves there are.
    As bytes it is the size (8 bytes, big-endian) and then the subtree roots, largest subtree first.
    """

    __slots__ = ("_peaks", "_size")

    def __init__(self) -> None:
        self._size = 0
        # INVARIANT: the keys are the 1 bits of the size; the value at `level` covers 2**level leaves.
        self._peaks: dict[int, bytes] = {}

    @property
    def size(self) -> int:
        return self._size

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """The roots of the perfect subtrees, largest (leftmost) first."""
        return tuple(self._peaks[level] for level in sorted(self._peaks, reverse=True))

    def append(self, leaf: bytes) -> None:
        """Adds one leaf hash. Raises ProofError where it isn't 32 bytes."""
        self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes], keep: Keep | None = None) -> None:
        """Adds leaf hashes in their order: all of them, or none and a ProofError.

        `keep` is called with each level, the index there of the first node that these leaves completed, and those
        nodes, for whoever stores subtrees; it copies what it keeps.

        It works level by level over the whole batch, so a batch costs one list comprehension a level and one hash a
        leaf, and not a loop for each leaf.
        """
        nodes = list(leaves)
        if not nodes:
            return
        if set(map(len, nodes)) != {HASH_BYTES}:
            raise ProofError(
                "a leaf hash is not 32 bytes",
                "잎 해시가 32바이트가 아닙니다",
                hint=("hash the leaf's data with `leaf_hash` first", "먼저 `leaf_hash`로 잎의 데이터를 해시해 주세요"),
            )
        if self._size + len(nodes) > MAX_SIZE:
            raise ProofError(f"a tree holds at most {MAX_SIZE} leaves", f"트리의 잎은 {MAX_SIZE}개까지입니다")
        first = self._size
        self._size += len(nodes)
        peaks = self._peaks
        level = 0
        while nodes:
            if keep is not None:
                keep(level, first >> level, nodes)
            peak = peaks.pop(level, None)
            if peak is not None:
                nodes.insert(0, peak)
            if len(nodes) & 1:
                peaks[level] = nodes.pop()
            pairs = iter(nodes)
            nodes = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
            level += 1

    def root(self) -> bytes:
        """The root at the present size."""
        if not self._size:
            return EMPTY_ROOT
        smallest, *larger = sorted(self._peaks)
        found = self._peaks[smallest]
        for level in larger:
            found = node_hash(self._peaks[level], found)
        return found

    def copy(self) -> Frontier:
        """Another frontier of the same tree; either grows without the other."""
        other = Frontier()
        other._size = self._size
        other._peaks = dict(self._peaks)
        return other

    def to_bytes(self) -> bytes:
        return self._size.to_bytes(8, "big") + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> Frontier:
        """Reads what `to_bytes` gave. Raises ProofError where the length isn't the one that the size asks for."""
        size = int.from_bytes(data[:8], "big")
        if len(data) != 8 + HASH_BYTES * size.bit_count() or size > MAX_SIZE:
            raise ProofError(
                "the bytes are not a frontier: their length does not fit their size",
                "경계(frontier)가 아닙니다. 바이트의 길이가 크기에 맞지 않습니다",
            )
        frontier = cls()
        frontier._size = size
        levels = [level for level in range(size.bit_length() - 1, -1, -1) if size >> level & 1]
        at = range(8, len(data), HASH_BYTES)
        frontier._peaks = {level: data[i : i + HASH_BYTES] for level, i in zip(levels, at, strict=True)}
        return frontier

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frontier) and self._size == other._size and self._peaks == other._peaks

    __hash__ = None  # type: ignore[assignment]  # it changes, so it is no key

    def __repr__(self) -> str:
        return f"<Frontier of {self._size} leaves>"


# ---- making proofs


def inclusion_proof(tree: Sequence[bytes] | Subtree, index: int, size: int) -> tuple[bytes, ...]:
    """The proof that the leaf at `index` is in the tree of the first `size` leaves (RFC 9162 §2.1.3.1).

    Raises ProofError where the index isn't below the size, or the size is more than the list holds.
    """
    subtree = _subtree(tree, size)
    if not 0 <= index < size:
        raise ProofError(
            f"position {index} is not in a tree of size {size}", f"크기 {size}의 트리에 {index}번이 없습니다"
        )
    low, high = 0, size
    proof = []
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            proof.append(_range(subtree, middle, high))
            high = middle
        else:
            proof.append(_range(subtree, low, middle))
            low = middle
    return tuple(reversed(proof))


def consistency_proof(tree: Sequence[bytes] | Subtree, old: int, new: int) -> tuple[bytes, ...]:
    """The proof that the tree of the first `old` leaves is a prefix of that of the first `new` (RFC 9162 §2.1.4.1).

    It is empty where the two sizes are equal. Raises ProofError unless 0 < old <= new, and where the list holds fewer.
    """
    subtree = _subtree(tree, new)
    if not 0 < old <= new:
        raise ProofError(
            f"no proof leads from size {old} to size {new}",
            f"크기 {old}에서 {new}로 가는 증명은 없습니다",
            hint=("the sizes must hold 0 < old <= new", "크기는 0 < old <= new여야 합니다"),
        )
    low, high = 0, new
    proof = []
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            proof.append(_range(subtree, middle, high))
            high = middle
        else:
            proof.append(_range(subtree, low, middle))
            low = middle
    # Where the old tree itself is this subtree, whoever checks has its root already.
    if low:
        proof.append(_range(subtree, low, high))
    return tuple(reversed(proof))


# ---- checking proofs


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raises ProofError unless the proof shows this leaf hash at `index` in the tree of this size and root."""
    if not 0 <= index < size <= MAX_SIZE:
        raise ProofError(
            f"position {index} is not in a tree of size {size}", f"크기 {size}의 트리에 {index}번이 없습니다"
        )
    _check_hashes((leaf, root, *proof))
    # Below `inner` the path may turn either way; above it, the path runs along the right border of the tree.
    inner = (index ^ (size - 1)).bit_length()
    border = (index >> inner).bit_count()
    if len(proof) != inner + border:
        raise ProofError(
            f"an inclusion proof here has {inner + border} hashes, this one {len(proof)}",
            f"여기서 포함 증명의 해시는 {inner + border}개인데 {len(proof)}개가 왔습니다",
        )
    if _climb_border(_climb(leaf, proof[:inner], index), proof[inner:]) != root:
        raise ProofError(
            f"the proof does not lead from the leaf at position {index} to the root of size {size}",
            f"증명이 {index}번 잎에서 크기 {size}의 루트에 이르지 않습니다",
        )


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Raises ProofError unless the proof shows the tree of size `old` to be a prefix of that of size `new`."""
    if not 0 < old <= new <= MAX_SIZE:
        raise ProofError(
            f"no proof leads from size {old} to size {new}",
            f"크기 {old}에서 {new}로 가는 증명은 없습니다",
            hint=("the sizes must hold 0 < old <= new", "크기는 0 < old <= new여야 합니다"),
        )
    _check_hashes((old_root, new_root, *proof))
    if old == new:
        if proof or old_root != new_root:
            raise ProofError(
                f"two trees of the same size {old} have the same root and an empty proof, or differ",
                f"크기가 {old}로 같은 두 트리는 루트가 같고 증명이 비어 있어야 합니다",
            )
        return
    # The climb starts from the root of the last perfect subtree of the old tree.
    level = (old & -old).bit_length() - 1
    inner = ((old - 1) ^ (new - 1)).bit_length() - level
    index = (old - 1) >> level
    border = (index >> inner).bit_count()
    given = 0 if old == 1 << level else 1
    if len(proof) != given + inner + border:
        raise ProofError(
            f"a consistency proof here has {given + inner + border} hashes, this one {len(proof)}",
            f"여기서 일관성 증명의 해시는 {given + inner + border}개인데 {len(proof)}개가 왔습니다",
        )
    seed = proof[0] if given else old_root
    path, edge = proof[given : given + inner], proof[given + inner :]
    left_only = [sibling for height, sibling in enumerate(path) if index >> height & 1]
    if _climb_border(_climb_border(seed, left_only), edge) != old_root:
        raise ProofError(
            f"the proof does not lead to the root of size {old}", f"증명이 크기 {old}의 루트에 이르지 않습니다"
        )
    if _climb_border(_climb(seed, path, index), edge) != new_root:
        raise ProofError(
            f"the proof does not lead to the root of size {new}", f"증명이 크기 {new}의 루트에 이르지 않습니다"
        )


def _climb(found: bytes, siblings: Sequence[bytes], index: int) -> bytes:
    """Up from a node at `index` of its level: each sibling stands left where the index's bit is 1, else right."""
    for height, sibling in enumerate(siblings):
        found = node_hash(sibling, found) if index >> height & 1 else node_hash(found, sibling)
    return found


def _climb_border(found: bytes, siblings: Iterable[bytes]) -> bytes:
    """Up along the right border, where every sibling stands left."""
    for sibling in siblings:
        found = node_hash(sibling, found)
    return found


def _check_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ProofError("a hash in the proof is not 32 bytes", "증명에 32바이트가 아닌 해시가 있습니다")


# ---- subtrees


def _split(size: int) -> int:
    """The largest power of two below `size` (RFC 9162's k), for sizes above 1."""
    return 1 << (size - 1).bit_length() - 1


def _range(subtree: Subtree, low: int, high: int) -> bytes:
    """The root over leaves `low` up to `high`, where `low` is aligned to the size of the range, as the proofs need."""
    found: bytes | None = None
    width = high - low
    while width:
        # From the right: the smallest perfect subtree ends the range.
        level = (width & -width).bit_length() - 1
        width &= width - 1
        one = subtree(level, (low + width) >> level)
        found = one if found is None else node_hash(one, found)
    assert found is not None
    return found


def _subtree(tree: Sequence[bytes] | Subtree, size: int) -> Subtree:
    if not 0 < size <= MAX_SIZE:
        raise ProofError(
            f"size {size} is out of range",
            f"크기 {size}: 범위를 벗어났습니다",
            hint=(
                f"a proof needs a tree of 1 to {MAX_SIZE} leaves",
                f"증명에는 잎이 1개부터 {MAX_SIZE}개까지인 트리가 필요합니다",
            ),
        )
    if callable(tree):
        return tree
    hashes = tree
    if len(hashes) < size:
        raise ProofError(
            f"a tree of size {size} needs as many leaf hashes; there are {len(hashes)}",
            f"크기 {size}의 트리에는 잎 해시도 그만큼 필요한데 {len(hashes)}개뿐입니다",
        )
    return lambda level, index: root(hashes[index << level : index + 1 << level])
