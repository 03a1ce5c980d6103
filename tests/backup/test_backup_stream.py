"""The encrypted stream: vectors against a reference written from the format's description, and a corpus of changes,
none accepted."""

from __future__ import annotations

import hashlib
import hmac
import io
import itertools
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from jikim.backup import stream
from jikim.backup.stream import CHUNK, HEADER, MAGIC, TAG, seal, unseal
from jikim.errors import SealError

KEY = bytes(range(32))
SALT = bytes(range(100, 132))
PLACE = (b"data", b"7", b"live.dump")
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 17]


def plain(size: int) -> bytes:
    """Bytes that repeat nowhere within a chunk's length."""
    return b"".join(hashlib.sha256(n.to_bytes(4, "big")).digest() for n in range(size // 32 + 1))[:size]


def sealed(content: bytes, key: bytes = KEY, place: tuple[bytes, ...] = PLACE, salt: bytes | None = SALT) -> bytes:
    out = io.BytesIO()
    done = seal(key, place, io.BytesIO(content), out, salt=salt)
    assert (done.size, done.plain) == (len(out.getvalue()), len(content))
    assert done.sha256 == hashlib.sha256(out.getvalue()).digest()
    return out.getvalue()


def opened(data: bytes, key: bytes = KEY, place: tuple[bytes, ...] = PLACE) -> bytes:
    return b"".join(unseal(key, place, io.BytesIO(data)))


def beginning(data: bytes) -> tuple[bytes, bool]:
    """What a stream answers before its end or its refusal, and whether it was refused."""
    before = b""
    try:
        for piece in unseal(KEY, PLACE, io.BytesIO(data)):
            before += piece
    except SealError:
        return before, True
    return before, False


def reference(content: bytes, chunk: int = CHUNK) -> bytes:
    """The format as its docstring tells it, with RFC 5869 written out and no line of the product's."""
    info = b""
    for part in (b"jikim backup stream v1", *PLACE):
        info += len(part).to_bytes(4, "big") + part
    prk = hmac.digest(SALT, KEY, "sha512")
    okm = hmac.digest(prk, info + b"\x01", "sha512")
    pieces = [content[at : at + chunk] for at in range(0, len(content), chunk)] or [b""]
    out = b"jikim-stream-1\n" + SALT + okm[32:]
    for number, piece in enumerate(pieces):
        nonce = number.to_bytes(11, "big") + bytes([number == len(pieces) - 1])
        out += AESGCM(okm[:32]).encrypt(nonce, piece, None)
    return out


@pytest.mark.parametrize("size", SIZES)
def test_a_stream_is_what_its_description_says(size: int) -> None:
    """For each size around the chunks' borders the stream equals the reference's, byte for byte, and opens to what was
    sealed."""
    content = plain(size)
    data = sealed(content)
    assert data == reference(content)
    assert opened(data) == content
    assert len(data) == HEADER + size + TAG * max(1, -(-size // CHUNK))


def test_a_stream_stays_what_it_was() -> None:
    """A vector written down once: a set of today opens tomorrow."""
    assert (
        hashlib.sha256(sealed(plain(CHUNK + 1))).hexdigest()
        == "c732c440e9d1e52f6998c7863f67dedd7e96efdad14422f9927551ccdb386ec3"
    )


def test_two_streams_of_the_same_content_share_nothing() -> None:
    """The salt is drawn anew each time, so that equal content does not show."""
    one, other = sealed(plain(200), salt=None), sealed(plain(200), salt=None)
    assert one[len(MAGIC) :] != other[len(MAGIC) :]
    assert not {one[at : at + 16] for at in range(len(MAGIC), len(one) - 16)} & {
        other[at : at + 16] for at in range(len(MAGIC), len(other) - 16)
    }


@pytest.mark.parametrize("short", [1, 7, 4096, CHUNK - 1])
def test_a_source_may_answer_short_at_its_end_alone(short: int) -> None:
    """A stream that is read in full chunks and ends short is sealed whole."""
    assert opened(sealed(plain(CHUNK + short))) == plain(CHUNK + short)


# ---- the corpus

WHOLE = sealed(plain(3 * CHUNK + 1000))
CHUNKS = [WHOLE[at : at + CHUNK + TAG] for at in range(HEADER, len(WHOLE), CHUNK + TAG)]
HEAD = WHOLE[:HEADER]
OTHER = sealed(plain(3 * CHUNK + 1000), salt=bytes(32))
EXACT = sealed(plain(2 * CHUNK))


def flipped(data: bytes, at: int, bit: int = 0) -> bytes:
    return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]


def corpus() -> Iterator[tuple[str, bytes]]:
    """Every change that the format must notice, by name."""
    borders = [HEADER + n * (CHUNK + TAG) for n in range(len(CHUNKS))]
    cuts = {0, 1, len(MAGIC) - 1, len(MAGIC), HEADER - 1, HEADER, HEADER + TAG, len(WHOLE) - 1, len(WHOLE) - TAG}
    for at in sorted(cuts | {border + d for border in borders[1:] for d in (-TAG, -1, 0, 1, TAG)}):
        yield f"cut at {at}", WHOLE[:at]
    yield "cut at the last border of an exact one", EXACT[: HEADER + CHUNK + TAG]
    for at in range(HEADER):
        yield f"header byte {at} changed", flipped(WHOLE, at)
    for number, border in enumerate(borders):
        end = min(border + CHUNK + TAG, len(WHOLE))
        for at in (border, (border + end) // 2, end - TAG - 1, end - TAG, end - 1):
            for bit in (0, 7):
                yield f"chunk {number}: bit {bit} of byte {at - border} flipped", flipped(WHOLE, at, bit)
    for one, other in itertools.combinations(range(len(CHUNKS)), 2):
        moved = list(CHUNKS)
        moved[one], moved[other] = moved[other], moved[one]
        yield f"chunks {one} and {other} swapped", HEAD + b"".join(moved)
    for number in range(len(CHUNKS)):
        yield f"chunk {number} dropped", HEAD + b"".join(CHUNKS[:number] + CHUNKS[number + 1 :])
        yield f"chunk {number} repeated", HEAD + b"".join(CHUNKS[: number + 1] + CHUNKS[number:])
        yield f"chunk {number} appended", WHOLE + CHUNKS[number]
        other = HEADER + number * (CHUNK + TAG)
        mixed = [*CHUNKS[:number], OTHER[other : other + CHUNK + TAG], *CHUNKS[number + 1 :]]
        yield f"chunk {number} of another stream", HEAD + b"".join(mixed)
    for name, tail in {
        "a byte": b"\0",
        "a tag": bytes(TAG),
        "a chunk of zeros": bytes(CHUNK + TAG),
        "itself": WHOLE,
    }.items():
        yield f"{name} appended", WHOLE + tail
        yield f"{name} appended to an exact one", EXACT + tail
    yield "a byte before it", b"\0" + WHOLE
    yield "a byte taken from within", WHOLE[: HEADER + 100] + WHOLE[HEADER + 101 :]
    yield "another's header", OTHER[:HEADER] + WHOLE[HEADER:]
    yield "empty", b""
    # An empty last chunk, made by who has the key: nothing that we write ends so.
    yield "an empty last chunk", _with_empty_last()


def _with_empty_last() -> bytes:
    data = sealed(plain(CHUNK))
    cipher, _ = stream._derive(KEY, SALT, PLACE)
    first = cipher.encrypt(bytes(12), plain(CHUNK), None)
    return data[:HEADER] + first + cipher.encrypt((1).to_bytes(11, "big") + b"\x01", b"", None)


def test_no_change_is_accepted() -> None:
    """Each of the corpus is refused, and what was answered before the refusal is the beginning of what was sealed."""
    tried = 0
    for name, data in corpus():
        before, refused = beginning(data)
        assert refused, name
        assert plain(3 * CHUNK + 1000).startswith(before), name
        tried += 1
    assert tried > 150
    assert opened(WHOLE) == plain(3 * CHUNK + 1000)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        (bytes(32), PLACE),
        (flipped(KEY, 31), PLACE),
        (KEY, (b"keys", b"7", b"live.dump")),
        (KEY, (b"data", b"8", b"live.dump")),
        (KEY, (b"data", b"7", b"archive.dump")),
        (KEY, (b"data", b"7live.dump", b"")),
        (KEY, ()),
        (KEY, (b"data7", b"live.dump")),
    ],
)
def test_a_stream_opens_nowhere_else(key: bytes, place: tuple[bytes, ...]) -> None:
    """Another key, another set or another file's name opens nothing of it."""
    with pytest.raises(SealError, match="does not belong to this key and set"):
        opened(WHOLE, key, place)


SMALL = 48


def in_small_chunks(content: bytes) -> bytes:
    """The same format with chunks so small that a few bytes make many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "CHUNK", SMALL)
        return sealed(content)


@st.composite
def changes(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A content, and its stream after some cutting, pasting, flipping and swapping."""
    content = draw(st.binary(max_size=5 * SMALL))
    data = bytearray(in_small_chunks(content))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(data)))
        to = draw(st.integers(at, len(data)))
        where = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(["cut", "copy", "write", "move"])):
            case "cut":
                del data[at:to]
            case "copy":
                data[where:where] = data[at:to]
            case "write":
                data[at : at + 4] = draw(st.binary(min_size=1, max_size=8))
            case _:
                piece = bytes(data[at:to])
                del data[at:to]
                data[where:where] = piece
    return content, bytes(data)


@given(changes())
def test_whatever_is_done_to_a_stream_is_noticed(change: tuple[bytes, bytes]) -> None:
    """After any edit it is refused, unless the edit undid itself; it never opens to anything but what was sealed."""
    content, data = change
    original = in_small_chunks(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stream, "CHUNK", SMALL)
        _judged(content, data, original)


def _judged(content: bytes, data: bytes, original: bytes) -> None:
    if data == original:
        assert opened(data) == content
        return
    before, refused = beginning(data)
    assert refused
    assert content.startswith(before)
