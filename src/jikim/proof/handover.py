"""A file that was handed over by hand, once its receiver has opened the envelope: a ZIP whose every file stands in a
signed list.

    signature.json  {"content": "{\"at\":…,\"sha256\":{\"data.csv\":\"…\"},\"to\":\"kis\",…}", "key":
    "shop.example/jikim+a37d7676+AQOh…",
                     "kind": "jikim handed over v1", "signature": "…128 hex digits…"}

What is signed (Ed25519) is the line `jikim handed over v1` and the `content` after it, by the ledger's key. It
guarantees that whoever keeps the ledger gave out these files, to whom and for what, and that none was added, left out
or altered since. That the ledger holds the messages is `jikim verify`'s to say of an export, by their numbers.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from jikim.proof.checkpoint import Signer, VerifierKey
from jikim.proof.merkle import ProofError

KIND = "jikim handed over v1"
LIST = "signature.json"
LARGEST = 512 * 1024 * 1024  # of all files together, unpacked
_AGAIN = ("take the file as its receiver decrypted it", "받은 사람이 복호화한 그대로의 파일을 주세요")


class Fault(NamedTuple):
    """What is wrong, in both languages."""

    en: str
    ko: str


@dataclass(frozen=True)
class Handover:
    """What was checked. `key` signed it; `self_signed`: no other key was given to hold it against. No fault: it is as
    it was made."""

    to: str
    purpose: str
    at: str
    messages: tuple[str, ...]
    files: tuple[str, ...]
    key: str
    self_signed: bool
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults

    def __str__(self) -> str:
        lines = [
            f"handed over to {self.to} for {self.purpose}, {self.at}",
            f"{len(self.messages)} records in {len(self.files)} files",
            f"signed by {self.key}" + (", the key that it brings along" if self.self_signed else ""),
            *(f"fault: {one.en}" for one in self.faults),
            "verified" if self.ok else "NOT VERIFIED",
        ]
        return "\n".join(lines)


def packed(files: Mapping[str, bytes], said: Mapping[str, Any], signer: Signer) -> bytes:
    """The files and their signed list, as a ZIP."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    content = json.dumps({**said, "jikim-handover": 1, "sha256": digests}, ensure_ascii=False, sort_keys=True)
    listed = {
        "kind": KIND,
        "content": content,
        "signature": signer.statement(KIND, content.encode()).hex(),
        "key": str(signer.verifier),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, inside in {**files, LIST: json.dumps(listed, ensure_ascii=False).encode()}.items():
            made.writestr(name, inside)
    return out.getvalue()


def verify(blob: bytes, key: VerifierKey | None = None) -> Handover:
    """Checks the list's signature, by `key` or else by the one that it names, and each file's digest. Raises ProofError
    for what is no such file."""
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as opened:
            entries = opened.infolist()
            if sum(one.file_size for one in entries) > LARGEST:
                raise ProofError(
                    "it unpacks to more than 512 MiB",
                    "풀면 512MiB보다 큽니다",
                    hint=("such a file was not made by hand", "직접 만든 파일이 아닙니다"),
                )
            names = [one.filename for one in entries]
            digests = {one.filename: hashlib.sha256(opened.read(one)).hexdigest() for one in entries}
            listed = json.loads(opened.read(LIST))
        content, signature = str(listed["content"]), bytes.fromhex(str(listed["signature"]))
        named, said = VerifierKey.parse(str(listed["key"])), json.loads(content)
        wanted: dict[str, str] = dict(said["sha256"])
        to, purpose, at = str(said["to"]), str(said["purpose"]), str(said["at"])
        messages = tuple(str(one) for one in said["messages"])
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, RuntimeError, EOFError):
        raise ProofError(
            "this is no file that was handed over, or it is broken",
            "전달한 파일이 아니거나 손상되었습니다",
            hint=_AGAIN,
        ) from None
    signed = (key or named).signed(signature, KIND.encode() + b"\n" + content.encode())
    twice = {one for one in names if names.count(one) > 1}
    altered = {name for name in wanted.keys() & digests.keys() if wanted[name] != digests[name]}
    wrong: list[tuple[Iterable[str], str, str]] = [
        (
            [LIST] if key not in (None, named) else [],
            "names another key than the one you gave",
            "적어 주신 키와 다른 키",
        ),
        ([] if signed else [LIST], "has a signature that does not fit", "서명이 맞지 않음"),
        (twice, "stands in it twice", "두 번 들어 있음"),
        (wanted.keys() - digests.keys(), "is listed and missing", "목록에는 있고 파일은 없음"),
        (digests.keys() - wanted.keys() - {LIST}, "is there and not listed", "파일은 있고 목록에는 없음"),
        (altered, "was altered", "내용이 바뀜"),
    ]
    faults = [Fault(f"`{name}` {en}", f"`{name}`: {ko}") for found, en, ko in wrong for name in sorted(found)]
    return Handover(to, purpose, at, messages, tuple(sorted(wanted)), str(named), key is None, tuple(faults))
