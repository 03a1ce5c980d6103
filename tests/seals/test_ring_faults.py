"""The key ring and the root key on disk: any change of them is refused, and never with a key or a value in the error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jikim.errors import JikimError, KeyGoneError, SealError, StoreError
from jikim.keys.ring import open_ring


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    """A ring's directory."""
    open_ring(tmp_path)
    return tmp_path


def _refuses(directory: Path, before: bytes, name: bytes = b"a name") -> JikimError:
    with pytest.raises((SealError, StoreError, KeyGoneError)) as refused:
        open_ring(directory).unwrap(name, before)
    return refused.value


@pytest.mark.parametrize("file", ["ring-1.json", "root-1.key"])
def test_every_byte_of_the_ring_counts(ring: Path, file: str) -> None:
    """A flipped bit anywhere in the ring or the root key is refused: at its opening, or when a key is unwrapped."""
    wrapped = open_ring(ring).wrap(b"a name", b"k" * 32)
    path = ring / file
    whole = path.read_bytes()
    where = (
        range(len(whole))
        if len(whole) < 200
        else [*range(60), *range(60, len(whole), 97), *range(len(whole) - 8, len(whole))]
    )
    for at in where:
        for bit in (1, 4, 128):
            flipped = bytearray(whole)
            flipped[at] ^= bit
            path.write_bytes(bytes(flipped))
            error = _refuses(ring, wrapped)
            assert whole[8:24].decode("latin-1") not in str(error)
    path.write_bytes(whole)
    assert open_ring(ring).unwrap(b"a name", wrapped) == b"k" * 32


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"7",
        b'{"jikim-ring":1}',
        b"\xff\xfe",
        b'{"jikim-ring":2,"ring":null,"provider":"file","root":"1","shards":""}',
    ],
)
def test_a_ring_of_another_form_is_refused(ring: Path, content: bytes) -> None:
    """Whatever stands in the file, the error is ours and says what to do."""
    (ring / "ring-1.json").write_bytes(content)
    with pytest.raises(StoreError, match="damaged") as refused:
        open_ring(ring)
    assert "copies" in (refused.value.hint or "")


@pytest.mark.parametrize("change", ["cut", "longer", "gone", "another"])
def test_a_root_key_that_is_not_the_one_is_refused(ring: Path, change: str) -> None:
    """A root key that is cut, longer, gone or another opens no ring."""
    path = ring / "root-1.key"
    whole = path.read_bytes()
    if change == "gone":
        path.unlink()
    else:
        path.write_bytes({"cut": whole[:31], "longer": whole + b"\x00", "another": bytes(32)}[change])
    with pytest.raises((SealError, KeyGoneError)):
        open_ring(ring)


def test_a_ring_opens_under_its_own_number_alone(ring: Path) -> None:
    """The ring's number is bound to its secret: an old ring can't be passed off as a newer one."""
    content = json.loads((ring / "ring-1.json").read_bytes())
    (ring / "ring-2.json").write_text(json.dumps(content | {"ring": 2}))
    with pytest.raises(SealError):
        open_ring(ring)
