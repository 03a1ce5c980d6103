"""The ring's files: the newest whole one of any copy is read, copies heal from it, and nobody takes a wrong one for
right."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from jikim.errors import JikimError, KeyGoneError, SealError, StoreError
from jikim.keys.ring import Ring, RingFiles, open_ring
from jikim.keys.root import FileRoot
from jikim.keys.root_choice import Roots
from jikim.keys.shards import SECRET_BYTES, SHARDS, Secret, shard_of

NAME = b"a name"
KEY = bytes(range(32))


class Places:
    """A ring directory and two copies."""

    def __init__(self, root: Path) -> None:
        self.directories = (root / "ring", root / "copy-1", root / "copy-2")
        self.roots = Roots(FileRoot(*self.directories))
        self.files = RingFiles(self.directories, self.roots)

    def open(self) -> Ring:
        return self.files.open(make=True)

    def turn(self, touched: list[int]) -> Ring:
        """What an epoch does to the files, without its last steps."""
        ring = self.open()
        standing: Mapping[int, int] = {shard: ring.made(shard) for shard in range(SHARDS)}
        version = self.roots.current.new_version()
        self.files.lay(ring.number + 1, version, ring.next_secret(ring.number + 1, touched, standing))
        return self.open()

    def texts(self, number: int) -> list[bytes | None]:
        paths = [directory / f"ring-{number}.json" for directory in self.directories]
        return [path.read_bytes() if path.exists() else None for path in paths]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Three directories with the first ring."""
    found = Places(tmp_path)
    found.open()
    return found


def test_the_first_ring_lies_in_every_copy(places: Places) -> None:
    """All directories have the same file, private to its owner, and it says whose root key it needs."""
    texts = places.texts(1)
    assert len(set(texts)) == 1
    found = json.loads(texts[0] or b"")
    assert (found["jikim-ring"], found["ring"], found["provider"], found["root"]) == (2, 1, "file", "1")
    assert {os.stat(directory / "ring-1.json").st_mode & 0o777 for directory in places.directories} == {0o600}
    assert places.open().told == ()


def test_a_secret_comes_back_as_it_was() -> None:
    """256 shard keys, their numbers and the backup key, in one piece and out of it again; nothing else is taken for
    one."""
    secret = Secret.first()
    assert Secret.from_bytes(secret.to_bytes()) == secret
    assert len(set(secret.keys)) == SHARDS
    for wrong in (b"", secret.to_bytes()[:-1], secret.to_bytes() + b"\x00"):
        with pytest.raises(SealError):
            Secret.from_bytes(wrong)
    assert len(secret.to_bytes()) == SECRET_BYTES


@pytest.mark.parametrize("lost", [0, 1, 2])
@pytest.mark.parametrize("how", ["missing", "torn", "empty"])
def test_a_copy_that_is_not_whole_is_healed_and_told(places: Places, lost: int, how: str) -> None:
    """A missing, torn or empty file in any directory, the first included, is written again from the others before
    anything else."""
    wrapped = places.open().wrap(NAME, KEY)
    path = places.directories[lost] / "ring-1.json"
    whole = path.read_bytes()
    if how == "missing":
        path.unlink()
    else:
        path.write_bytes(whole[: len(whole) // 2] if how == "torn" else b"")
    ring = places.open()
    assert ring.unwrap(NAME, wrapped) == KEY
    assert places.texts(1) == [whole] * 3
    assert len(ring.told) == 1
    assert f"`{places.directories[lost]}`" in ring.told[0][0]
    assert ("missing" if how == "missing" else "damaged") in ring.told[0][0]
    assert places.open().told == ()


def test_an_older_copy_is_healed_from_the_newest(places: Places) -> None:
    """A directory that missed an epoch, as one that was not mounted, gets the newest ring, and is told."""
    places.turn([3])
    os.unlink(places.directories[1] / "ring-2.json")
    ring = places.open()
    assert ring.number == 2
    assert len(set(places.texts(2))) == 1
    assert len(ring.told) == 1
    assert "ring 2 was missing" in ring.told[0][0]


def test_copies_that_disagree_are_an_error(places: Places, tmp_path: Path) -> None:
    """Two whole files of one number that differ: nobody guesses which is right."""
    other = Places(tmp_path / "other")
    other.open()
    (places.directories[1] / "ring-1.json").write_bytes((other.directories[0] / "ring-1.json").read_bytes())
    before = [places.texts(1)]
    with pytest.raises(StoreError, match="ring 1 disagree") as refused:
        places.open()
    assert "ring-1.json" in (refused.value.hint or "")
    assert [places.texts(1)] == before


def test_a_copy_that_cannot_be_written_stops_nobody_from_reading(places: Places) -> None:
    """A copy's place that is a file now: reading goes on and tells it; making a ring does not go on."""
    copy = places.directories[2]
    for path in copy.iterdir():
        path.unlink()
    copy.rmdir()
    copy.write_text("no directory")
    ring = places.open()
    assert len(ring.told) == 1
    assert "can't be written" in ring.told[0][0]
    with pytest.raises((StoreError, OSError)):
        places.turn([1])
    secret = ring.next_secret(2, [1], {})
    with pytest.raises(StoreError, match="can't be written"):
        places.files.lay(2, ring.root, secret)


def test_no_ring_is_made_where_the_key_store_has_keys(places: Places, tmp_path: Path) -> None:
    """An empty directory, as one whose disk is not mounted, gets no new ring: the old one is missed, and nothing is
    written."""
    empty = tmp_path / "empty"
    with pytest.raises(StoreError, match="no key ring") as refused:
        open_ring(empty, make=False)
    assert "copies" in (refused.value.hint or "")
    assert not list(empty.glob("r*.json"))
    assert not list(empty.glob("*.key"))
    ring = places.open()
    for directory in places.directories:
        (directory / "ring-1.json").unlink()
    with pytest.raises(StoreError, match="no key ring"):
        ring.again()


def test_while_an_epoch_is_under_way_both_rings_open(places: Places) -> None:
    """A key under a shard's former key and one under its fresh key both open; a shard that was not touched has one key."""
    before = places.open()
    name, shard = NAME, shard_of(NAME)
    other = next(n for n in (b"%d" % i for i in range(10_000)) if shard_of(n) == (shard + 1) % SHARDS)
    old, still = before.wrap(name, KEY), before.wrap(other, KEY)
    ring = places.turn([shard])
    assert (ring.number, ring.made(shard), ring.made(shard_of(other))) == (2, 2, 1)
    assert ring.backup_key == before.backup_key
    new = ring.wrap(name, KEY)
    assert [ring.unwrap(name, old, 1), ring.unwrap(name, new, 2), ring.unwrap(other, still, 1)] == [KEY] * 3
    assert (ring.unwrap(name, old), ring.unwrap(name, new)) == (KEY, KEY)
    with pytest.raises(SealError):
        ring.unwrap(name, old, 2)
    with pytest.raises(SealError):
        ring.unwrap(name, new, 3)
    assert ring.changed() is False
    assert before.changed() is True
    places.roots.current.destroy_version("1")
    after = places.open()
    assert after.unwrap(name, new) == KEY
    with pytest.raises(SealError):
        after.unwrap(name, old)
    places.files.remove_below(2)
    assert places.texts(1) == [None] * 3
    assert places.open().unwrap(other, still) == KEY


def test_a_ring_that_is_there_is_not_laid_twice(places: Places) -> None:
    """A run that was cut off laid a ring in one directory: the next spreads that one, and makes no other of the same
    number."""
    places.turn([1])
    first = places.texts(2)
    for directory in places.directories[1:]:
        (directory / "ring-2.json").unlink()
    ring = open_ring(places.directories[0], make=False)
    secret = ring.next_secret(2, [1], {})
    assert secret.keys[1] != Secret.first().keys[1]
    places.files.lay(2, "2", secret)
    assert places.texts(2) == first
    with pytest.raises(StoreError, match="another ring 2"):
        places.files.lay(2, "1", secret)


def test_a_shard_key_that_is_not_here_is_not_replaced_in_silence(places: Places) -> None:
    """A new ring needs every shard key that the store still wraps under: a missing one stops it."""
    with pytest.raises(SealError, match="ring 7 is not here"):
        places.open().next_secret(8, [1], {5: 7})


def test_a_ring_under_another_provider_is_refused_with_what_to_do(places: Places) -> None:
    """A ring that names a provider which the settings don't is refused, and says so."""
    path = places.directories[0] / "ring-1.json"
    for directory in places.directories:
        (directory / "ring-1.json").write_text(json.dumps(json.loads(path.read_bytes()) | {"provider": "pkcs11"}))
    with pytest.raises(StoreError, match="pkcs11"):
        places.open()


def test_no_error_of_the_ring_shows_a_key(places: Places) -> None:
    """Whatever is wrong, neither message nor hint nor representation holds a key."""
    ring = places.open()
    secret = places.roots.current.unwrap("1", b"jikim ring 1", _wrapped(places))
    root = (places.directories[0] / "root-1.key").read_bytes()
    texts = [repr(ring), str(ring)]
    for act in (
        lambda: ring.unwrap(NAME, b"x" * 60),
        lambda: ring.cipher(1, 9),
        lambda: ring.next_secret(9, [], {1: 8}),
    ):
        with pytest.raises(JikimError) as refused:
            act()
        texts.append(str(refused.value))
    places.roots.current.destroy_version("1")
    with pytest.raises(KeyGoneError) as gone:
        places.open()
    texts.append(str(gone.value))
    for text in texts:
        for hidden in (secret[:32], secret[-32:], root):
            assert hidden.hex() not in text
            assert repr(hidden)[2:20] not in text


def _wrapped(places: Places) -> bytes:
    import base64

    return base64.b64decode(json.loads((places.directories[0] / "ring-1.json").read_bytes())["shards"])
