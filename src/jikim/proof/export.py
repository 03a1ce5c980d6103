r"""The exported ledger: its format, the bytes of an entry, and how both are written and read.

An export is one file of JSON Lines in UTF-8, plain or under gzip. The first line is the header; then come the entries
in the order of their positions, from 0; each checkpoint stands directly after the last entry that it covers, so that
whoever verifies need hold neither bodies nor leaves; the last line is the trailer. (Long values are cut short here.)

    {"jikim-ledger":1,"origin":"ledger.example/shop","key":"ledger.example/shop+c3351556+ATtq…","exported_at":"2026-…"}
    {"n":0,"leaf":"ql7W…","body":"{\"at\":\"2026-01-02T09:30:00Z\",\"event\":\"record:use:allowed\"}","salt":"wT0…"}
    {"n":1,"leaf":"Zr0f…","body":null,"expired":"2024-12/access"}
    {"checkpoint":"ledger.example/shop\n2\nQ0Fv…=\n\n— ledger.example/shop PLnR…\n"}
    {"tile":0,"hashes":"mZ3…"}
    {"n":2,"leaf":"1kQe…","body":"{…}","salt":"9aE…"}
    {"entries":3}

- `leaf` is the entry's 32-byte **commitment**, SHA-256("jikim entry v1" ‖ 0x00 ‖ salt ‖ body), in base64. It is the
  data of a leaf in the Merkle tree, whose leaf hash is therefore SHA-256(0x00 ‖ commitment).
- `body` is a JSON *string* that holds exactly the bytes committed to, so that nobody needs to encode a body again to
  verify it. Its canonical form (`canonical`): a JSON object in UTF-8, keys sorted by code point at every depth, no
  white space, only what must be escaped escaped, and no number but whole ones of at most 2^53 - 1.
- `salt` is 16 bytes in base64. Once the body is erased, `body` is null and there is no `salt`: with the salt, anyone
  could test guesses at the body against the commitment.
- `expired` says that the body's time was over: the month and the lot (`access`, `grants`) with which it went. The ledger
  itself says so too, in an entry of the event `ledger:expire:allowed` that counts the lot's bodies and stays for good.
  A body that is null without it is missing; with `damaged` it is there and does not open: somebody altered it where it lay. Where the
  `leaf` is 32 zero bytes, too, the entry is not there: somebody removed it.
- `hashes` are the leaf hashes of entries 256 × `tile` on, 32 bytes each: 256 of them, and fewer only in the last tile. They
  are what C2SP's tlog-tiles calls a tile of level 0, kept apart from the entries. As they lead to the signed roots by
  themselves, they show which entry was changed, where the root alone shows only that one was. A tile stands after the last
  entry that it covers and the checkpoints there; the last one stands after the last checkpoint.
- `checkpoint` is a signed note (`jikim.proof.checkpoint`). Sizes grow from one to the next.
- `entries` is the number of entries.

Each line has one form only: the keys in this order, no white space, canonical base64, a newline at its end. A reader
encodes what it read again and refuses a line that differs, so no byte of the file can be changed unnoticed.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from io import BufferedReader
from itertools import islice
from typing import Annotated, NamedTuple, cast

import msgspec

from jikim.proof.checkpoint import Checkpoint, Note
from jikim.proof.merkle import HASH_BYTES, MAX_SIZE, ProofError, leaf_hashes

SALT_BYTES = 16
MAX_LINE_BYTES = 4 << 20
NO_LEAF = bytes(HASH_BYTES)  # of an entry that somebody removed: no entry's commitment
_BLOCK_BYTES = 256 << 10
TILE = 256
LOT = re.compile(r"[0-9]{4}-[0-9]{2}/[a-z]{1,16}")
EXPIRE = "ledger:expire"
_BATCH = 1024
_TAG = b"jikim entry v1\x00"
_MAX_WHOLE = 2**53 - 1

Count = Annotated[int, msgspec.Meta(ge=0, le=MAX_SIZE)]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="jikim-ledger", tag=1):
    """The first line: which ledger this is, the text of its verifier key, and when it was exported (with an offset)."""

    origin: str
    key: str
    exported_at: Annotated[datetime, msgspec.Meta(tz=True)]


class Entry(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, forbid_unknown_fields=True):
    """One entry: its position, its commitment (32 bytes), and body and salt (16 bytes) until the body is erased.

    `expired` names the lot with which an erased body went (`2024-12/access`); empty where nothing says that it was to
    go. `damaged`: the body is there and does not open.
    """

    n: Count
    leaf: bytes
    body: str | None
    salt: bytes = b""
    expired: str = ""
    damaged: bool = False


class Tile(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The leaf hashes of up to 256 entries, 32 bytes each, from entry 256 × `tile` on."""

    tile: Count
    hashes: bytes


class Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A checkpoint's line: the signed note as text."""

    checkpoint: str


class Trailer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last line: how many entries there were."""

    entries: Count


class Placed(NamedTuple):
    """A checkpoint with the number of entries that it is to stand after, whatever its text says."""

    size: int
    note: str


Line = Header | Entry | Signed | Tile | Trailer

_encoder = msgspec.json.Encoder()
_sorted_encoder = msgspec.json.Encoder(order="sorted")
_entries = msgspec.json.Decoder(Entry)
_PLAIN = {(HASH_BYTES, SALT_BYTES, False, ""), (HASH_BYTES, 0, True, "")}
# The first bytes of a line say which kind it is.
_KINDS: dict[bytes, msgspec.json.Decoder[Line]] = {
    b'{"n":': cast("msgspec.json.Decoder[Line]", _entries),
    b'{"checkpoint":': cast("msgspec.json.Decoder[Line]", msgspec.json.Decoder(Signed)),
    b'{"tile":': cast("msgspec.json.Decoder[Line]", msgspec.json.Decoder(Tile)),
    b'{"entries":': cast("msgspec.json.Decoder[Line]", msgspec.json.Decoder(Trailer)),
    b'{"jikim-ledger":': cast("msgspec.json.Decoder[Line]", msgspec.json.Decoder(Header)),
}
_ENTRY = next(iter(_KINDS))
_WRITE = ("write an export with `jikim.proof.export.write`", "내보낸 파일은 `jikim.proof.export.write`로 만들어 주세요")


# ---- the bytes of an entry


def canonical(body: Mapping[str, object]) -> bytes:
    """The body's canonical bytes, which the commitment is over.

    It takes text, whole numbers, booleans, None, and lists and dicts of them. Raises ProofError for anything else: a
    moment or an identifier is written as text by whoever knows its form.

    >>> canonical({"event": "record:use:allowed", "at": "2026-01-02T09:30:00Z"})
    b'{"at":"2026-01-02T09:30:00Z","event":"record:use:allowed"}'
    """
    _check_value(body)
    try:
        return _sorted_encoder.encode(body)
    except UnicodeEncodeError:
        raise ProofError(
            "a text in the entry's body is not valid Unicode", "기록의 본문에 올바른 유니코드가 아닌 글이 있습니다"
        ) from None


def _check_value(value: object) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if not -_MAX_WHOLE <= value <= _MAX_WHOLE:
            raise ProofError(
                "a number in the entry's body is beyond 2^53 - 1",
                "기록의 본문에 2^53 - 1을 넘는 수가 있습니다",
                hint=("write it as text", "글로 적어 주세요"),
            )
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise ProofError("a key in the entry's body is not text", "기록의 본문에 글이 아닌 키가 있습니다")
            _check_value(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_value(inner)
    else:
        raise ProofError(
            f"an entry's body can't hold a {type(value).__name__}",
            f"기록의 본문에 담을 수 없는 형식입니다: {type(value).__name__}",
            hint=("write it as text", "글로 적어 주세요"),
        )


def commitment(salt: bytes, body: bytes) -> bytes:
    """The 32 bytes that hide the body and bind to it: the leaf's data. `salt` is 16 random bytes, used once."""
    if len(salt) != SALT_BYTES:
        raise ProofError("an entry's salt is 16 bytes", "기록의 솔트는 16바이트입니다")
    return sha256(_TAG + salt + body).digest()


def uncommitted(entries: Sequence[Entry]) -> list[int]:
    """The indices of those entries that have a body which, with its salt, doesn't give their commitment."""
    return [
        index
        for index, entry in enumerate(entries)
        if entry.body is not None and sha256(_TAG + entry.salt + entry.body.encode()).digest() != entry.leaf
    ]


# ---- writing


def write(
    header: Header, entries: Iterable[Entry], checkpoints: Iterable[str | Placed], tiles: Iterable[bytes] | None = None
) -> Iterator[bytes]:
    """The export in pieces that each end with a line's end, each checkpoint (a signed note) and tile put in its place.

    Entries come in the order of their positions, from 0; checkpoints in the order of their sizes, or of where they are
    `Placed`; `tiles` are the full tiles' hashes in their order, as they were stored, else (and for the last one) they
    are made of the entries. All are read as they are needed. Raises ProofError where an order is broken, an entry isn't
    well formed, or one is missing that a checkpoint covers; signatures aren't looked at.
    """
    yield _encoder.encode_lines([header])
    source = iter(entries)
    stored = iter(tiles or ())
    leaves: list[bytes] = []  # of the tile that is open
    count = 0
    covered = -1
    for given in checkpoints:
        size, note = given if isinstance(given, Placed) else (Checkpoint.parse(Note.parse(given).text).size, given)
        if size <= covered and not isinstance(given, Placed):
            raise ProofError(
                f"a checkpoint of size {size} comes after one of size {covered}",
                f"크기 {size}의 체크포인트가 크기 {covered}의 체크포인트 뒤에 있습니다",
            )
        while count < size:
            if len(leaves) == TILE:
                yield _tile(count, leaves, stored)
            batch = list(islice(source, min(TILE - len(leaves), size - count)))
            if not batch:
                raise ProofError(
                    f"a checkpoint covers {size} entries, but there are only {count}",
                    f"체크포인트는 {size}건을 말하는데 기록은 {count}건뿐입니다",
                )
            yield _placed(batch, count)
            count += len(batch)
            leaves += leaf_hashes([entry.leaf for entry in batch])
        covered = size
        yield _encoder.encode_lines([Signed(note)])
    if leaves:
        yield _tile(count, leaves, stored)
    # What follows no checkpoint covers, so no tile of it could show anything.
    while batch := list(islice(source, _BATCH)):
        yield _placed(batch, count)
        count += len(batch)
    yield _encoder.encode_lines([Trailer(count)])


def _placed(batch: Sequence[Entry], count: int) -> bytes:
    """The lines of entries whose form and positions were checked."""
    _check_form(batch)
    if [entry.n for entry in batch] != list(range(count, count + len(batch))):
        raise ProofError(
            f"the entries from position {count} on are not in the order of their positions",
            f"{count}번부터 기록의 순서가 맞지 않습니다",
        )
    return _encoder.encode_lines(batch)


def _tile(count: int, leaves: list[bytes], stored: Iterator[bytes]) -> bytes:
    """The line of the tile that ends with entry `count`, whose leaves it takes."""
    hashes = b"".join(leaves)
    leaves.clear()
    if count % TILE == 0:
        hashes = next(stored, hashes)
    return _encoder.encode_lines([Tile((count - 1) // TILE, hashes)])


# ---- reading


def blocks(file: BufferedReader) -> Iterator[bytes]:
    """The bytes of an export from an open binary file, plain or gzip, in pieces that are cut anywhere.

    Raises ProofError where the compressed data is broken or ends too early.
    """
    source: BufferedReader | gzip.GzipFile = gzip.GzipFile(fileobj=file) if file.peek(2)[:2] == b"\x1f\x8b" else file
    try:
        while block := source.read(_BLOCK_BYTES):
            yield block
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise ProofError(
            "the compressed file is broken or ends too early", "압축 파일이 손상되었거나 중간에 끊겼습니다"
        ) from None


def sections(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The export cut into sections: either lines of entries, many at a time, or one line of another kind.

    The pieces may be cut anywhere. Which kind a section is, `is_entries` says; its form is not checked here. Raises
    ProofError for a line longer than 4 MiB, so that no file can fill the memory.
    """
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size < _BLOCK_BYTES:
            continue
        block = b"".join(kept)
        end = block.rfind(b"\n") + 1
        if len(block) - end > MAX_LINE_BYTES:
            raise ProofError(
                f"a line is longer than {MAX_LINE_BYTES} bytes", f"{MAX_LINE_BYTES}바이트보다 긴 줄이 있습니다"
            )
        kept = [block[end:]]
        size = len(kept[0])
        yield from _sections(block[:end])
    yield from _sections(b"".join(kept))


def is_entries(section: bytes) -> bool:
    return section.startswith(_ENTRY)


def _sections(block: bytes) -> Iterator[bytes]:
    """Cuts before and after each line that isn't an entry; an entry's line holds no newline but its last."""
    start = at = 0
    while at < len(block):
        end = block.find(b"\n", at) + 1 or len(block)
        if not block.startswith(_ENTRY, at):
            if start < at:
                yield block[start:at]
            yield block[at:end]
            start = end
        at = end
    if start < at:
        yield block[start:]


def read_entries(section: bytes) -> list[Entry]:
    """The entries in these lines, each in its one form. Raises ProofError otherwise, and doesn't say where."""
    try:
        entries = _entries.decode_lines(section)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise ProofError("a line is not an entry", "기록이 아닌 줄이 있습니다") from None
    if _encoder.encode_lines(entries) != section:
        raise ProofError("a line is not in its one form", "정해진 형식이 아닌 줄이 있습니다", hint=_WRITE)
    _check_form(entries)
    return entries


def read_line(line: bytes) -> Line:
    """The one line, of whichever kind. Raises ProofError, which never repeats the line, where it has another form."""
    decoder = next((decoder for kind, decoder in _KINDS.items() if line.startswith(kind)), None)
    if decoder is None:
        raise ProofError("the line is of no known kind", "알 수 없는 종류의 줄입니다")
    try:
        found = decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise ProofError("the line is not what its beginning says", "줄의 내용이 처음과 다릅니다") from None
    if _encoder.encode_lines([found]) != line:
        raise ProofError("the line is not in its one form", "정해진 형식이 아닌 줄입니다", hint=_WRITE)
    if isinstance(found, Entry):
        _check_form([found])
    if isinstance(found, Tile) and (len(found.hashes) % HASH_BYTES or not 0 < len(found.hashes) <= TILE * HASH_BYTES):
        raise ProofError(f"a tile is not 1 to {TILE} hashes", f"타일의 해시는 1개부터 {TILE}개까지입니다")
    return found


def _check_form(entries: Sequence[Entry]) -> None:
    # Nearly every batch is of these two forms, and is looked at no closer.
    forms = {
        (len(entry.leaf), len(entry.salt), entry.body is None, entry.damaged or entry.expired) for entry in entries
    }
    if forms <= _PLAIN:
        return
    if any(length != HASH_BYTES for length, _, _, _ in forms):
        raise ProofError("an entry's leaf is not 32 bytes", "기록의 잎이 32바이트가 아닙니다")
    for entry in entries:
        if entry.damaged and (entry.body is not None or entry.expired):
            raise ProofError(
                f"entry {entry.n} has a body or is expired, and is said to be damaged",
                f"{entry.n}번 기록은 본문이 있거나 기한이 지났는데 손상되었다고 적혀 있습니다",
            )
        if entry.expired and (entry.body is not None or not LOT.fullmatch(entry.expired)):
            raise ProofError(
                f"entry {entry.n} has a body and is said to be expired, or its lot has another form",
                f"{entry.n}번 기록은 본문이 있는데 기한이 지났다고 적혀 있거나, 묶음의 형식이 다릅니다",
            )
        if len(entry.salt) != (0 if entry.body is None else SALT_BYTES):
            if entry.body is None:
                raise ProofError(
                    f"entry {entry.n} is erased but its salt is left",
                    f"{entry.n}번 기록은 지웠는데 솔트가 남아 있습니다",
                    hint=("the salt goes with the body", "솔트는 본문과 함께 지웁니다"),
                )
            raise ProofError(
                f"the salt of entry {entry.n} is not 16 bytes", f"{entry.n}번 기록의 솔트가 16바이트가 아닙니다"
            )
