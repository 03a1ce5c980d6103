"""What a witness decides (C2SP tlog-witness, c2sp.org): one request to `add-checkpoint`, judged by what it cosigned
last.

    old 20852014
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
    jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=

    ledger.example/shop
    20852163
    47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=

    — ledger.example/shop wzUVVp+qc8grnaDIz+upJaQXCM8n1kn+wNti16DZfweEcPNmNNss6yPY0G1XAVKEx62yXKARdMqsTlVG+EoWsSH54wo=

That is the size that the log thinks was cosigned last, the consistency proof from there (RFC 6962 §2.1.2), an empty
line and the checkpoint. This file decides and keeps nothing: `jikim.witness` has the state, the clock and the door.

INVARIANT: what is answered with a checkpoint extends what was cosigned last, so a witness never cosigns two histories,
and never a smaller tree after a larger one. Whoever calls holds the state's lock from before the call until the new
state is on disk.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jikim.proof.checkpoint import Checkpoint, Note, VerifierKey, verify_note
from jikim.proof.merkle import EMPTY_ROOT, HASH_BYTES, ProofError, check_consistency

MAX_PROOF = 63
MAX_REQUEST_BYTES = 256 << 10
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")


class RefusalError(ProofError):
    """A request that is not cosigned: the HTTP status of the specification, and with 409 the size that was cosigned
    last. It is answered to a program, in English."""

    def __init__(self, status: int, message: str, size: int | None = None) -> None:
        super().__init__(message, message)
        self.status = status
        self.size = size


class Request(NamedTuple):
    """What was asked: the old size, the proof's hashes, and the signed note as it came."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    @classmethod
    def parse(cls, body: bytes) -> Request:
        """Reads a request's body. Raises RefusalError (400) for another form."""
        if len(body) > MAX_REQUEST_BYTES:
            raise RefusalError(400, f"a request is at most {MAX_REQUEST_BYTES} bytes")
        try:
            text = body.decode()
        except UnicodeDecodeError:
            raise RefusalError(400, "the request is not UTF-8") from None
        head, empty, note = text.partition("\n\n")
        first, *lines = head.split("\n")
        old = _OLD.fullmatch(first)
        if not empty or old is None:
            raise RefusalError(400, "the request does not begin with `old`, a size and an empty line after the proof")
        if len(lines) > MAX_PROOF:
            raise RefusalError(400, f"a proof has at most {MAX_PROOF} hashes")
        return cls(int(old[1]), tuple(map(_hash, lines)), note)

    def __bytes__(self) -> bytes:
        lines = "".join(f"{b64encode(one).decode()}\n" for one in self.proof)
        return f"old {self.old}\n{lines}\n{self.note}".encode()


def judge(request: Request, logs: Sequence[VerifierKey], latest: Mapping[str, Checkpoint]) -> Checkpoint:
    """The checkpoint to record and then cosign. Raises RefusalError with the status that the specification asks for.

    `logs` are the keys that the witness trusts (a log's name is its origin), `latest` what it cosigned last of each
    origin.
    """
    try:
        checkpoint = Checkpoint.parse(Note.parse(request.note).text)
    except ProofError as error:
        raise RefusalError(400, error.message) from None
    keys = [key for key in logs if key.name == checkpoint.origin]
    if not keys:
        raise RefusalError(404, "this witness does not know the checkpoint's origin")
    try:
        verify_note(request.note, keys)
    except ProofError as error:
        raise RefusalError(403, error.message) from None
    if request.old > checkpoint.size:
        raise RefusalError(400, "the old size is above the checkpoint's")
    known = latest.get(checkpoint.origin, Checkpoint(checkpoint.origin, 0, EMPTY_ROOT))
    if request.old != known.size:
        raise RefusalError(409, f"the last checkpoint cosigned here has size {known.size}", known.size)
    if checkpoint.size == known.size and checkpoint.root != known.root:
        raise RefusalError(409, f"another root of size {known.size} was cosigned here", known.size)
    try:
        if known.size:
            check_consistency(known.size, checkpoint.size, known.root, checkpoint.root, request.proof)
        elif request.proof:
            raise ProofError("a proof from size 0 is empty", "크기 0에서 시작하는 증명은 비어 있어야 합니다")
    except ProofError as error:
        raise RefusalError(422, error.message) from None
    return checkpoint


def _hash(line: str) -> bytes:
    try:
        found = b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != HASH_BYTES or b64encode(found).decode() != line:
        raise RefusalError(400, "a line of the proof is not a hash in base64")
    return found
