"""Witnesses are asked: each gets the newest checkpoint with the proof from what it cosigned last (C2SP tlog-witness),
and its cosignature becomes a line of the checkpoint's note.

A witness that is down is told, and asked again after a pause; it never stops the house. One that has seen more than the
ledger has, or to which no proof leads, says that the ledger was rolled back or rewritten: that is told too, as `ahead`
and `diverged`.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from jikim.clock import machine_seconds
from jikim.db.driver import Driver, Steps
from jikim.ledger import subtrees
from jikim.ledger.objects import Objects
from jikim.ledger.sequencer import Q
from jikim.proof.checkpoint import Note, Signature
from jikim.proof.cosignature import WitnessKey
from jikim.proof.merkle import ProofError
from jikim.proof.witness import Request
from jikim.settings import Witness

TIMEOUT_SECONDS = 5.0
PAUSE_SECONDS = 60.0
MAX_ANSWER = 64 << 10

Said = Literal["cosigned", "down", "refused", "ahead", "diverged"]


class Answer(NamedTuple):
    """What came back: the HTTP status (0: nobody answered) and the body."""

    status: int
    body: bytes


class Asked(NamedTuple):
    """What a witness said about the newest checkpoint. `size`: what it cosigned, by what it last said itself."""

    name: str
    said: Said
    size: int
    detail: str = ""

    @property
    def alarms(self) -> bool:
        """Whether the witness holds another history than this ledger's."""
        return self.said in ("ahead", "diverged")


Post = Callable[[Witness, bytes], Answer]


def post(witness: Witness, body: bytes) -> Answer:
    """One request to a witness."""
    url = urlsplit(witness.url)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", f"{url.path.rstrip('/')}/add-checkpoint", body, {"content-type": "text/plain"})
        response = connection.getresponse()
        return Answer(response.status, response.read(MAX_ANSWER))
    except (OSError, http.client.HTTPException):
        return Answer(0, b"")
    finally:
        connection.close()


class Witnesses:
    """Those that the settings name. It remembers whom to leave alone for a while."""

    def __init__(self, witnesses: Mapping[str, Witness], post: Post = post) -> None:
        self._witnesses = witnesses
        self._post = post
        self._not_before: dict[str, float] = {}

    def ask(self, driver: Driver, objects: Objects, at: datetime) -> list[Asked]:
        """Asks every witness that has not cosigned the newest checkpoint, those aside that failed a minute ago."""
        newest = driver.run(_newest())
        if newest is None:
            return []
        size, note = newest
        known = driver.run(_known())
        asked = []
        for name, witness in self._witnesses.items():
            if _line_of(note, witness.key) or self._not_before.get(name, 0.0) > machine_seconds():
                continue
            one = self._one(driver, objects, name, witness, size, note, known.get(str(witness.key), 0))
            if one.said != "cosigned":
                self._not_before[name] = machine_seconds() + PAUSE_SECONDS
            driver.run(_said(witness.key, one, at))
            asked.append(one)
        return asked

    def _one(
        self, driver: Driver, objects: Objects, name: str, witness: Witness, size: int, note: str, old: int
    ) -> Asked:
        old = min(old, size)
        for _ in range(2):
            request = Request(old, driver.run(subtrees.proof(objects, old, size)), note)
            answer = self._post(witness, bytes(request))
            match answer.status:
                case 200:
                    if (line := _cosigned(note, answer.body, witness.key)) is None:
                        return Asked(
                            name, "refused", old, "its cosignature does not verify under the key in the settings"
                        )
                    driver.run(_cosign(size, line))
                    return Asked(name, "cosigned", size)
                case 409:
                    if (theirs := _size(answer.body)) is None:
                        return Asked(name, "refused", old, "it answered 409 without a size")
                    if theirs > size:
                        return Asked(name, "ahead", theirs, f"it cosigned {theirs} entries, and the ledger has {size}")
                    if theirs == old:
                        return Asked(name, "diverged", old, f"it cosigned another tree of size {old}")
                    old = theirs
                case 422:
                    return Asked(name, "diverged", old, f"the proof from size {old} does not fit what it cosigned")
                case 0:
                    return Asked(name, "down", old, "nobody answers")
                case status if status >= 500:
                    return Asked(name, "down", old, f"it answered {status}")
                case status:
                    return Asked(name, "refused", old, f"it answered {status}")
        return Asked(name, "refused", old, "its size changes while it is asked")


def _newest() -> Steps[tuple[int, str] | None]:
    rows = yield Q["ledger.last_checkpoint"]()
    for size, note in rows:
        return int(size), str(note)
    return None


def _known() -> Steps[dict[str, int]]:
    rows = yield Q["ledger.witnesses"]()
    return {key: size for key, size, *_ in rows}


def _said(key: WitnessKey, one: Asked, at: datetime) -> Steps[None]:
    # What is ahead of the ledger is remembered as told, and asked about again.
    size = one.size if one.said == "cosigned" else 0
    yield Q["ledger.witness_said"](
        key=str(key), size=size, at=at, said=f"{one.said}: {one.detail}" if one.detail else one.said
    )


def _cosign(size: int, line: Signature) -> Steps[None]:
    yield Q["ledger.cosign"](size=size, line=str(line))


def _line_of(note: str, key: WitnessKey) -> bool:
    return any((one.name, one.key_id) == (key.name, key.key_id) for one in Note.parse(note).signatures)


def _cosigned(note: str, body: bytes, key: WitnessKey) -> Signature | None:
    """The line in an answer that this key signed over the note."""
    try:
        answer = Note.parse(note + body.decode())
    except (UnicodeDecodeError, ProofError):
        return None
    if answer.text != Note.parse(note).text:
        return None
    for line in answer.signatures:
        if (line.name, line.key_id) == (key.name, key.key_id) and key.verify(answer.text, line.value) is not None:
            return line
    return None


def _size(body: bytes) -> int | None:
    text = body.strip()
    return int(text) if text.isdigit() and len(text) < 20 else None
