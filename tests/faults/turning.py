"""The scene in which the key ring turns: what it prepares, does, and must have done in the end."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import NamedTuple

from tests.faults.killing import Scene
from tests.faults.making import member, someone
from tests.invariants import Watch

import jikim
from jikim.app import Jikim
from jikim.crypto import unwrap
from jikim.db.driver import Steps
from jikim.errors import SealError
from jikim.keys.keyring import Q, person_name
from jikim.keys.shards import Secret, shard_of


class Turning(NamedTuple):
    """Who left, what a thief stole of them before (the wrapped key, the ring's file), where the ring lies, and who
    stayed."""

    whose: jikim.Person
    wrapped: bytes
    ring: bytes
    directory: Path
    stays: jikim.Ref


def _wrapped(name: bytes) -> Steps[bytes]:
    rows = yield Q["key.get"](space="person", name=name)
    return bytes(rows[0][1])


def _left(jk: Jikim) -> Turning:
    _, stays = someone(jk)
    whose = member(jk)
    directory = jk.settings.ring_directory
    wrapped = jk.driver.run(_wrapped(person_name(whose.subject, 1)))
    ring = (directory / f"ring-{jk.house.keyring.reload().number}.json").read_bytes()
    # Somebody shares the shard, and survives.
    shard = shard_of(person_name(whose.subject, 1))
    names = (b"day %d" % n for n in range(1_000_000))
    jk.driver.run(jk.house.keyring.ensure("day", next(name for name in names if shard_of(name) == shard)))
    jk.leave(whose.subject)
    jk.sweep()
    return Turning(whose, wrapped, ring, directory, stays)


def _turn(jk: Jikim, _thing: Turning) -> None:
    jk.house.keyring.lease = 0.05
    jk.epoch()


def opens(thing: Turning) -> bool:
    """Whether the thief, with every root key that is there now, opens what was stolen."""
    name = person_name(thing.whose.subject, 1)
    rings = {thing.ring, *(path.read_bytes() for path in thing.directory.glob("ring-*.json"))}
    for root in [path.read_bytes() for path in thing.directory.glob("root-*.key*")]:
        for ring in rings:
            found = json.loads(ring)
            try:
                secret = unwrap(root, b"jikim ring %d" % found["ring"], base64.b64decode(found["shards"]))
                unwrap(Secret.from_bytes(secret).keys[shard_of(name)], name, thing.wrapped)
            except (SealError, ValueError):
                continue
            return True
    return False


def _irrecoverable(jk: Jikim, watch: Watch, thing: Turning) -> list[str]:
    wrong = []
    if opens(thing):
        wrong.append("a thief opens the key of who left")
    if jk.epoch_due().open is not None:
        wrong.append("an epoch is not done")
    if watch.one("keys", "SELECT count(*) FROM keys.destroyed WHERE epoch IS NULL"):
        wrong.append("something destroyed has no epoch")
    receipt = jk.receipt(thing.whose.subject).dates
    if receipt.irrecoverable is None or receipt.waits:
        wrong.append(f"the receipt says {receipt}")
    jk.house.keyring.forget_all()
    if not jk.by(jk.acting("system", "looker")).use(thing.stays, purpose="delivery", items=["phone"])["phone"]:
        wrong.append("who stayed can't be read")
    return wrong


def _works_on(watch: Watch, thing: Turning) -> list[str]:
    """At any moment everybody reads what stands (`Watch.look`), and there is a ring that opens."""
    return [] if watch.ring.again().number >= 1 else ["no ring"]


EPOCH = Scene(_left, _turn, _irrecoverable, _works_on)
