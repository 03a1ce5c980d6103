"""The Merkle tree against RFC 9162's own words (`reference`), and its proofs against every way to spoil one."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.proof import reference

from jikim.proof import merkle
from jikim.proof.merkle import Frontier, ProofError

LEAVES = [merkle.leaf_hash(b"entry %d" % number) for number in range(300)]
ROOTS = [reference.mth(LEAVES[:size]) for size in range(66)]


def test_the_empty_tree_and_one_leaf_hash_as_the_rfc_says() -> None:
    """The root of nothing is SHA-256 of nothing, and the root of one leaf is its leaf hash."""
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle.root([merkle.leaf_hash(b"x")]) == sha256(b"\x00x").digest()


def test_the_logs_published_vector_holds() -> None:
    """The eight leaves that certificate transparency's own tests use give the roots they publish."""
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    hashes = merkle.leaf_hashes(bytes.fromhex(one) for one in data)
    assert merkle.root(hashes[:2]).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert merkle.root(hashes).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.parametrize("size", range(65))
def test_every_small_tree_and_its_proofs_are_the_references(size: int) -> None:
    """For each size to 64, the root, every inclusion proof and every consistency proof are those of the RFC."""
    leaves = LEAVES[:size]
    assert merkle.root(leaves) == ROOTS[size]
    for index in range(size):
        proof = merkle.inclusion_proof(leaves, index, size)
        assert list(proof) == reference.path(index, leaves)
        merkle.check_inclusion(leaves[index], index, size, proof, ROOTS[size])
    for old in range(1, size + 1):
        proof = merkle.consistency_proof(leaves, old, size)
        assert list(proof) == reference.proof(old, leaves)
        merkle.check_consistency(old, size, ROOTS[old], ROOTS[size], proof)


@given(seed=st.integers(0, 2**32), size=st.integers(65, 5000), data=st.data())
@settings(max_examples=30)
def test_a_big_tree_and_its_proofs_are_the_references(seed: int, size: int, data: st.DataObject) -> None:
    """For sizes drawn at random, root and proofs are those of the RFC, and both checkers accept them."""
    made = random.Random(seed)
    leaves = [made.randbytes(32) for _ in range(size)]
    root = reference.mth(leaves)
    assert merkle.root(leaves) == root
    index = data.draw(st.integers(0, size - 1))
    inclusion = merkle.inclusion_proof(leaves, index, size)
    assert list(inclusion) == reference.path(index, leaves)
    merkle.check_inclusion(leaves[index], index, size, inclusion, root)
    assert reference.verifies_inclusion(leaves[index], index, size, inclusion, root)
    old = data.draw(st.integers(1, size))
    consistency = merkle.consistency_proof(leaves, old, size)
    assert list(consistency) == reference.proof(old, leaves)
    old_root = reference.mth(leaves[:old])
    merkle.check_consistency(old, size, old_root, root, consistency)
    assert reference.verifies_consistency(old, size, old_root, root, consistency)


@given(batches=st.lists(st.integers(0, 70), max_size=12))
def test_a_frontier_grown_in_any_batches_is_the_same(batches: list[int]) -> None:
    """However its leaves come in, a frontier gives the RFC's root, and survives being written and read at each step."""
    frontier = Frontier()
    leaves: list[bytes] = []
    for count in batches:
        more = [merkle.leaf_hash(b"%d" % number) for number in range(len(leaves), len(leaves) + count)]
        leaves += more
        if count == 1:
            frontier.append(more[0])
        else:
            frontier.extend(more)
        assert frontier.size == len(leaves)
        assert len(frontier.peaks) == len(leaves).bit_count()
        assert frontier.root() == reference.mth(leaves)
        frontier = Frontier.from_bytes(frontier.to_bytes())
        assert frontier.root() == reference.mth(leaves)


def test_a_copy_grows_alone() -> None:
    """Adding to a copy of a frontier leaves the first one as it was."""
    first = Frontier()
    first.extend(LEAVES[:5])
    second = first.copy()
    assert second == first
    second.append(LEAVES[5])
    assert second != first
    assert (first.root(), second.root()) == (ROOTS[5], ROOTS[6])


def test_a_refused_batch_changes_nothing() -> None:
    """A batch with one hash of another length is refused whole."""
    frontier = Frontier()
    frontier.extend(LEAVES[:3])
    with pytest.raises(ProofError, match="not 32 bytes"):
        frontier.extend([LEAVES[3], LEAVES[4][:31]])
    assert frontier.root() == ROOTS[3]


def test_a_full_tree_takes_no_more() -> None:
    """A tree of 2^63 - 1 leaves refuses another one."""
    full = Frontier.from_bytes(merkle.MAX_SIZE.to_bytes(8, "big") + bytes(63 * 32))
    with pytest.raises(ProofError, match="at most"):
        full.append(LEAVES[0])
    assert full.size == merkle.MAX_SIZE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(7),
        bytes(8) + bytes(32),
        (3).to_bytes(8, "big") + bytes(32),
        (3).to_bytes(8, "big") + bytes(65),
        (1 << 63).to_bytes(8, "big") + bytes(32),
    ],
    ids=["empty", "short size", "hash too many", "hash too few", "byte too many", "size too big"],
)
def test_bytes_that_are_no_frontier_are_refused(data: bytes) -> None:
    """A frontier is read only where its length is the one that its size asks for."""
    with pytest.raises(ProofError, match="not a frontier"):
        Frontier.from_bytes(data)


def test_proofs_come_from_stored_subtrees_too() -> None:
    """A function that gives perfect subtrees makes the same proofs as the list, and is asked for few of them."""
    asked: list[tuple[int, int]] = []

    def subtree(level: int, index: int) -> bytes:
        asked.append((level, index))
        return merkle.root(LEAVES[index << level : index + 1 << level])

    for index, old in ((0, 1), (201, 173), (299, 256)):
        asked.clear()
        assert merkle.inclusion_proof(subtree, index, 300) == merkle.inclusion_proof(LEAVES, index, 300)
        assert merkle.consistency_proof(subtree, old, 300) == merkle.consistency_proof(LEAVES, old, 300)
        assert len(asked) < 40
        assert all(index + 1 << level <= 300 for level, index in asked)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0), (0, 301), (0, 1 << 63)])
def test_an_inclusion_out_of_range_is_refused(index: int, size: int) -> None:
    """No proof is made of a leaf outside the tree or of a tree larger than the list, and none is checked."""
    with pytest.raises(ProofError):
        merkle.inclusion_proof(LEAVES, index, size)
    if size != 301:
        with pytest.raises(ProofError):
            merkle.check_inclusion(LEAVES[0], index, size, (), LEAVES[0])


@pytest.mark.parametrize(("old", "new"), [(0, 5), (-1, 5), (6, 5), (0, 0), (5, 301), (5, 1 << 63)])
def test_a_consistency_out_of_range_is_refused(old: int, new: int) -> None:
    """No proof is made from an empty tree, backwards, or beyond the list, and none is checked."""
    with pytest.raises(ProofError):
        merkle.consistency_proof(LEAVES, old, new)
    with pytest.raises(ProofError):
        merkle.check_consistency(old, new, LEAVES[0], LEAVES[0], ())


# ---- spoilt proofs


class Inclusion(NamedTuple):
    leaf: bytes
    at: int
    size: int
    proof: tuple[bytes, ...]
    root: bytes

    def accepted(self) -> bool:
        return _accepts(lambda: merkle.check_inclusion(*self))

    def accepted_by_reference(self) -> bool:
        return reference.verifies_inclusion(*self)


class Consistency(NamedTuple):
    old: int
    new: int
    old_root: bytes
    new_root: bytes
    proof: tuple[bytes, ...]

    def accepted(self) -> bool:
        return _accepts(lambda: merkle.check_consistency(*self))

    def accepted_by_reference(self) -> bool:
        return reference.verifies_consistency(*self)


def _accepts(check: Callable[[], None]) -> bool:
    try:
        check()
    except ProofError:
        return False
    return True


def _flip(one: bytes, made: random.Random) -> bytes:
    at = made.randrange(len(one))
    return one[:at] + bytes([one[at] ^ 1 << made.randrange(8)]) + one[at + 1 :]


def _spoilt(proof: tuple[bytes, ...], others: Sequence[bytes], made: random.Random) -> Iterator[tuple[bytes, ...]]:
    """Every way to spoil a list of hashes: flip, drop, duplicate, swap, extend, empty."""
    for at in range(len(proof)):
        yield (*proof[:at], _flip(proof[at], made), *proof[at + 1 :])
        yield (*proof[:at], *proof[at + 1 :])
        yield (*proof[: at + 1], *proof[at:])
        for to in range(at + 1, len(proof)):
            swapped = list(proof)
            swapped[at], swapped[to] = proof[to], proof[at]
            yield tuple(swapped)
    for other in (*others, bytes(32), merkle.EMPTY_ROOT):
        yield (other, *proof)
        yield (*proof, other)
    if proof:
        yield ()


SIZES = (1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 21, 32, 33, 47, 64)


def test_every_spoilt_inclusion_proof_is_refused() -> None:
    """Thousands of spoilt inclusion proofs are each refused by the product and by the reference alike."""
    made = random.Random(9162)
    tried = 0
    for size in SIZES:
        root = ROOTS[size]
        for index in {0, 1, size // 2, size - 2, size - 1} & set(range(size)):
            good = Inclusion(LEAVES[index], index, size, merkle.inclusion_proof(LEAVES, index, size), root)
            assert good.accepted()
            assert good.accepted_by_reference()
            bad = [good._replace(proof=proof) for proof in _spoilt(good.proof, (good.leaf, root), made)]
            bad += [good._replace(at=other) for other in range(-1, size + 2) if other != index]
            # A proof binds no size, so another size is refused with the root that belongs to it.
            bad += [good._replace(size=other, root=ROOTS[other]) for other in range(66) if other != size]
            bad += [good._replace(leaf=_flip(good.leaf, made)), good._replace(leaf=LEAVES[99])]
            bad += [good._replace(root=_flip(root, made)), good._replace(root=merkle.EMPTY_ROOT)]
            for one in bad:
                assert not one.accepted(), one
                assert not one.accepted_by_reference(), one
            tried += len(bad)
    assert tried > 5000


def test_every_spoilt_consistency_proof_is_refused() -> None:
    """Thousands of spoilt consistency proofs are each refused by the product and by the reference alike."""
    made = random.Random(6962)
    tried = 0
    for new in SIZES:
        for old in {1, 2, 3, new // 2, new - 1, new} & set(range(1, new + 1)):
            good = Consistency(old, new, ROOTS[old], ROOTS[new], merkle.consistency_proof(LEAVES, old, new))
            assert good.accepted()
            assert good.accepted_by_reference()
            bad = [good._replace(proof=proof) for proof in _spoilt(good.proof, (ROOTS[old], ROOTS[new]), made)]
            bad += [good._replace(old=n, old_root=ROOTS[n]) for n in range(-1, 66) if n != old]
            bad += [good._replace(new=n, new_root=ROOTS[n]) for n in range(66) if n != new]
            bad += [good._replace(old_root=_flip(ROOTS[old], made)), good._replace(new_root=_flip(ROOTS[new], made))]
            if old != new:
                bad.append(good._replace(old_root=ROOTS[new], new_root=ROOTS[old]))
            for one in bad:
                assert not one.accepted(), one
                assert not one.accepted_by_reference(), one
            tried += len(bad)
    assert tried > 5000


@given(
    size=st.integers(1, 64),
    index=st.integers(0, 64),
    other=st.integers(0, 66),
    cut=st.integers(0, 7),
    extra=st.lists(st.integers(0, 299), max_size=2),
)
@settings(max_examples=500)
def test_the_product_and_the_reference_agree_on_anything(
    size: int, index: int, other: int, cut: int, extra: list[int]
) -> None:
    """On arguments that don't belong together, the product's checkers answer as the RFC's algorithms do."""
    proof = merkle.inclusion_proof(LEAVES, index % size, size)[:cut] + tuple(LEAVES[at] for at in extra)
    inclusion = Inclusion(LEAVES[index % size], index, other, proof, ROOTS[size])
    assert inclusion.accepted() == inclusion.accepted_by_reference()
    old = max(index % size, 1)
    proof = merkle.consistency_proof(LEAVES, old, size)[:cut] + tuple(LEAVES[at] for at in extra)
    consistency = Consistency(old, other, ROOTS[old], ROOTS[size], proof)
    assert consistency.accepted() == consistency.accepted_by_reference()


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_hash_of_another_length_is_refused(length: int) -> None:
    """A proof, leaf or root that isn't made of 32-byte hashes is refused before anything is hashed."""
    wrong = bytes(length)
    proof = merkle.inclusion_proof(LEAVES, 3, 8)
    for leaf, given_proof, root in (
        (wrong, proof, ROOTS[8]),
        (LEAVES[3], (wrong, *proof[1:]), ROOTS[8]),
        (LEAVES[3], proof, wrong),
    ):
        with pytest.raises(ProofError, match="32 bytes"):
            merkle.check_inclusion(leaf, 3, 8, given_proof, root)
    with pytest.raises(ProofError, match="32 bytes"):
        merkle.check_consistency(4, 4, wrong, wrong, ())
