"""The Merkle tree exactly as RFC 9162 §2.1 writes it, recursively and slowly, to hold `jikim.proof.merkle` against.

Nothing here is imported from the product. D is the list of leaf *hashes* (the RFC's HASH(0x00 || d[i])), so that a
tree over given hashes can be compared too. Checks answer True or False, as the RFC's do.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def mth(d: Sequence[bytes]) -> bytes:
    """§2.1.1: MTH({}) = HASH(); MTH({d0}) = its leaf hash; else HASH(0x01 || MTH(D[0:k]) || MTH(D[k:n]))."""
    n = len(d)
    if n == 0:
        return sha256().digest()
    if n == 1:
        return d[0]
    k = largest_power_below(n)
    return sha256(b"\x01" + mth(d[0:k]) + mth(d[k:n])).digest()


def largest_power_below(n: int) -> int:
    """§2.1.1: k, the largest power of two smaller than n (k < n <= 2k)."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, d: Sequence[bytes]) -> list[bytes]:
    """§2.1.3.1: PATH(m, D_n)."""
    n = len(d)
    if n == 1:
        return []
    k = largest_power_below(n)
    if m < k:
        return [*path(m, d[0:k]), mth(d[k:n])]
    return [*path(m - k, d[k:n]), mth(d[0:k])]


def proof(m: int, d: Sequence[bytes]) -> list[bytes]:
    """§2.1.4.1: PROOF(m, D_n) = SUBPROOF(m, D_n, true)."""
    return subproof(m, d, True)


def subproof(m: int, d: Sequence[bytes], b: bool) -> list[bytes]:
    """§2.1.4.1: SUBPROOF(m, D_n, b)."""
    n = len(d)
    if m == n:
        return [] if b else [mth(d)]
    k = largest_power_below(n)
    if m <= k:
        return [*subproof(m, d[0:k], b), mth(d[k:n])]
    return [*subproof(m - k, d[k:n], False), mth(d[0:k])]


def verifies_inclusion(
    hash_: bytes, leaf_index: int, tree_size: int, inclusion_path: Sequence[bytes], root_hash: bytes
) -> bool:
    """§2.1.3.2, step by step."""
    # 1. Compare leaf_index from the inclusion proof against tree_size.
    if leaf_index < 0 or leaf_index >= tree_size:
        return False
    # 2. Set fn to leaf_index and sn to tree_size - 1.
    fn, sn = leaf_index, tree_size - 1
    # 3. Set r to hash.
    r = hash_
    # 4. For each value p in the inclusion_path array:
    for p in inclusion_path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = sha256(b"\x01" + p + r).digest()
            if not fn & 1:
                while fn & 1 == 0 and fn != 0:
                    fn >>= 1
                    sn >>= 1
        else:
            r = sha256(b"\x01" + r + p).digest()
        fn >>= 1
        sn >>= 1
    # 5. Compare sn to 0, and r against the root_hash.
    return sn == 0 and r == root_hash


def verifies_consistency(
    first: int, second: int, first_hash: bytes, second_hash: bytes, consistency_path: Sequence[bytes]
) -> bool:
    """§2.1.4.2, step by step; the case of equal sizes, which the RFC leaves out (0 < first < second), by §2.1.4.1."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not consistency_path and first_hash == second_hash
    # 1. If consistency_path is an empty array, stop and fail the proof verification.
    if not consistency_path:
        return False
    rest = list(consistency_path)
    # 2. If first is an exact power of 2, then prepend first_hash to the consistency_path array.
    if first & (first - 1) == 0:
        rest.insert(0, first_hash)
    # 3. Set fn to first - 1 and sn to second - 1.
    fn, sn = first - 1, second - 1
    # 4. If LSB(fn) is set, then right-shift both fn and sn equally until LSB(fn) is not set.
    while fn & 1:
        fn >>= 1
        sn >>= 1
    # 5. Set both fr and sr to the first value in the consistency_path array.
    fr = sr = rest[0]
    # 6. For each subsequent value c in the consistency_path array:
    for c in rest[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr = sha256(b"\x01" + c + fr).digest()
            sr = sha256(b"\x01" + c + sr).digest()
            if not fn & 1:
                while fn & 1 == 0 and fn != 0:
                    fn >>= 1
                    sn >>= 1
        else:
            sr = sha256(b"\x01" + sr + c).digest()
        fn >>= 1
        sn >>= 1
    # 7. Verify fr equals first_hash, sr equals second_hash, and sn is 0.
    return fr == first_hash and sr == second_hash and sn == 0
