"""The scene of the blind index's rotation: someone leaves, and the index gets a new key."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.faults.killing import Scene
from tests.invariants import Watch

import jikim
from jikim.app import Jikim
from jikim.store.index import SPACE

_count = iter(range(10**9))


class Turn(NamedTuple):
    """Who stays and who has left, by login."""

    stays: str
    subject: Any
    left: str


def _join(jk: Jikim, login: str) -> jikim.Ref:
    values = {"login_id": login, "password": "a quiet heron 4471", "name": "가나다", "email": f"{login}@example.com"}
    return jk.collect("membership", values, channel="homepage", old_enough=True).ref


def _prepare(jk: Jikim) -> Turn:
    n = next(_count)
    stays, left = _join(jk, f"stays{n}"), _join(jk, f"leaves{n}")
    jk.leave(left.subject)
    return Turn(f"stays{n}", stays.subject, f"leaves{n}")


def _found(jk: Jikim, turn: Turn) -> list[str]:
    wrong = []
    if [person.subject for person in jk.find("login_id", turn.stays)] != [turn.subject]:
        wrong.append(f"{turn.stays} is not found")
    if jk.find("login_id", turn.left):
        wrong.append(f"{turn.left} is found")
    return wrong


def _boundary(watch: Watch, turn: Turn) -> list[str]:
    """Between any two steps each row can be opened by a key that stands, and every version that stands has its key."""
    names = {
        int(name)
        for (name,) in watch.rows(
            "keys", "SELECT convert_from(name, 'UTF8') FROM keys.key WHERE space = %s AND name <> 'base'", (SPACE,)
        )
    }
    standing = watch.one("live", "SELECT live.index_versions()")
    under = {row[0] for row in watch.rows("live", "SELECT DISTINCT version FROM live.claim")}
    return [
        *(f"version {n} has no key" for n in {*standing, *under} - names),
        *(f"version {n} stands no more" for n in under - {*standing}),
    ]


def _done(jk: Jikim, watch: Watch, turn: Turn) -> list[str]:
    wrong = _found(jk, turn)
    under = watch.rows("live", "SELECT DISTINCT version FROM live.claim")
    keys = watch.rows("keys", "SELECT name FROM keys.key WHERE space = %s AND name <> 'base'", (SPACE,))
    if len(under) != 1 or [bytes(name) for (name,) in keys] != [b"%d" % under[0][0]]:
        wrong.append(f"claims under {under}, keys {keys}")
    if watch.one("live", "SELECT due FROM live.index_state()"):
        wrong.append("still due")
    return wrong


REINDEX = Scene(_prepare, lambda jk, _turn: jk.reindex(), _done, _boundary, settles=False)
