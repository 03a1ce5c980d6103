"""Idempotency-Key: the same request twice is one act, and its answer is given twice.

A request takes its place before it acts, and its answer is sealed afterwards, for a day. The keys of its seal and of
its request's fingerprint are made of the house's and of the Idempotency-Key itself, which is stored nowhere and too
long to be guessed: an old copy of the database opens no answer and confirms no guess about a body. Where a process died
between act and answer, a second request is told that nobody knows, and nothing is done twice.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NamedTuple

from jikim.api.keys import Q
from jikim.api.problems import ProblemError
from jikim.clock import machine_moment
from jikim.crypto import derived, digest, keyed, unwrap, wrap
from jikim.db.driver import Steps
from jikim.errors import SealError
from jikim.verbs.house import House

LIFE = timedelta(hours=24)
# Longer than any request may take: whoever has not answered by then never will.
RUNNING_SECONDS = 60
# 22 characters of base64 are 128 random bits.
SHORTEST_KEY, LONGEST_KEY = 22, 255
_KEY = re.compile(rf"[!-~]{{{SHORTEST_KEY},{LONGEST_KEY}}}")


class RequestKey(NamedTuple):
    """A request's place: its hash, and the key that seals its answer."""

    hash: bytes
    seal: bytes


class Answered(NamedTuple):
    """An answer that was given before."""

    status: int
    body: bytes


def reserve(house: House, whose: str, key: str, route: str, body: bytes) -> Steps[RequestKey | Answered]:
    """Takes a request's place, or answers what it was answered before to the same key of the API (`whose`). Raises
    ProblemError where there is neither."""
    if _KEY.fullmatch(key) is None:
        raise ProblemError.of(
            "key-form",
            detail=(
                f"an Idempotency-Key has {SHORTEST_KEY} to {LONGEST_KEY} printable characters of ASCII",
                f"Idempotency-Key는 인쇄할 수 있는 ASCII 문자 {SHORTEST_KEY}~{LONGEST_KEY}자입니다",
            ),
        )
    secret = yield from house.keyring.ensure("web", b"api")
    named = digest([whose.encode(), key.encode()])
    place = RequestKey(keyed(derived(secret, b"kept"), named), keyed(derived(secret, b"sealed"), named))
    print_ = keyed(keyed(derived(secret, b"print"), named), digest([route.encode(), body]))
    now = machine_moment()
    rows = yield Q["answer.reserve"](hash=place.hash, print=print_, at=now, until=now + LIFE, running=RUNNING_SECONDS)
    state, status, sealed = rows[0]
    match state:
        case "new":
            return place
        case "other":
            raise ProblemError.of("key-reused")
        case "unknown":
            raise ProblemError.of("unknown-outcome")
        case "done":
            try:
                return Answered(status, unwrap(place.seal, place.hash, bytes(sealed)))
            except SealError:
                raise ProblemError.of("unknown-outcome") from None
    raise ProblemError.of("in-progress", headers={"retry-after": "1"})


def keep(place: RequestKey, status: int, body: bytes) -> Steps[None]:
    """Seals the answer of what was done."""
    yield Q["answer.keep"](hash=place.hash, status=status, sealed=wrap(place.seal, place.hash, body))


def drop(place: RequestKey) -> Steps[None]:
    """Nothing was done: the same key may come again."""
    yield Q["answer.drop"](hash=place.hash)


def doubt(place: RequestKey) -> Steps[None]:
    """It may have been done or not: nobody may try again with this key."""
    yield Q["answer.doubt"](hash=place.hash)
