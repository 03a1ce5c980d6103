"""Guessing: a dictionary that holds what people really gave, against every hash in every stolen copy, under every key
that opens.

The hashes are those of `db/contents.py`. Besides what people brought, the drill has each leaver try a password, and
repeat an act by an Idempotency-Key, so that there is something to ask for.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from uuid import uuid4

import psycopg
from psycopg import sql

from jikim.accounts.rate_limits import try_secret
from jikim.api import idempotency
from jikim.app import Jikim
from jikim.crypto import derived, digest
from jikim.db.contents import hashes
from jikim.drill.account import Planted
from jikim.errors import JikimError
from jikim.wire import plain

_APPLICATION, _ROUTE = "drill", "/collect"
# Every label that a key of the house is derived by for a hash, now or before.
_LABELS = (b"limits", b"feed messages", b"print", b"kept", b"sealed", b"feeds", b"outside", b"browsers", b"names")


def leave_hashes(jk: Jikim, planted: Planted) -> dict[bytes, str]:
    """Has an act kept for its Idempotency-Key, and a try counted for each mark. Answers what a thief would guess, with
    the mark it is of."""
    run, house = jk.driver.run, jk.house
    body = json.dumps({"kind": planted.ref.kind, "values": planted.marks}, ensure_ascii=False).encode()
    place = run(idempotency.reserve(house, _APPLICATION, str(uuid4()), _ROUTE, body))
    if not isinstance(place, idempotency.RequestKey):
        raise JikimError(
            "a new Idempotency-Key was used before",
            hint="drill again",
            ko=("새로 만든 Idempotency-Key가 이미 사용된 것입니다", "훈련을 다시 실행해 주세요"),
        )
    run(idempotency.keep(place, 200, json.dumps(plain(planted.ref)).encode()))
    guesses: dict[bytes, str] = {}
    for mark in planted.marks.values():
        run(try_secret(house, "sign-in", mark))
        guesses |= dict.fromkeys(
            (mark.encode(), f"sign-in\0{mark}".encode(), body, digest([_ROUTE.encode(), body])), mark
        )
    return guesses


def stored(admin: Mapping[str, str]) -> frozenset[bytes]:
    """Every hash in the databases, as a thief copies it."""
    found: set[bytes] = set()
    for dsn in admin.values():
        with psycopg.connect(dsn) as conn:
            for one in hashes():
                schema, table, column = one.place.split(".")
                if conn.execute("SELECT to_regclass(%s)", (f"{schema}.{table}",)).fetchone() == (None,):
                    continue
                query = sql.SQL("SELECT {} FROM {}").format(sql.Identifier(column), sql.Identifier(schema, table))
                for (value,) in conn.execute(query, binary=True).fetchall():
                    found |= {bytes(part) for part in (value if isinstance(value, list) else [value]) if part}
    return frozenset(found)


def confirmed(keys: Iterable[bytes], stolen: frozenset[bytes], guesses: Mapping[bytes, str]) -> set[str]:
    """The marks of which some hash says yes: under a key as it is, under what is derived of it, or under none."""
    given = set(keys)
    every = given | {derived(key, label) for key in given for label in _LABELS}
    return {
        mark
        for guess, mark in guesses.items()
        if hashlib.sha256(guess).digest() in stolen or any(hmac.digest(key, guess, "sha256") in stolen for key in every)
    }
