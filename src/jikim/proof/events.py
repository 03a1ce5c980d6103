"""What an entry's body is counted by, its event above all: all of a body that a verification reads."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

import msgspec

from jikim.proof import export
from jikim.proof.counts import Counted, part_of


class _Body(msgspec.Struct, gc=False):
    event: str
    at: str = ""
    by: str | int = ""
    channel: str | int = ""
    kind: str | int = ""
    purpose: str | int = ""
    right: str | int = ""
    to: str | int = ""

    def counted(self) -> Counted:
        part = part_of(self.by, self.channel, self.kind, self.purpose, self.right, self.to)
        return Counted(self.at[:7], self.event, part)


_bodies = msgspec.json.Decoder(_Body)
_EVENT = re.compile(r"[a-z][a-z0-9_.-]{0,63}(?::[a-z0-9_.-]{1,64}){0,7}")


def counted_of(entries: Sequence[export.Entry], known: Container[str]) -> tuple[list[Counted], list[int]]:
    """What the bodies that are there are counted by, and the indexes of those that are not an object which names an
    event.

    `known`: events that were seen to be of the right form."""
    try:
        found = [_bodies.decode(entry.body).counted() for entry in entries if entry.body is not None]
        if all(name in known or _EVENT.fullmatch(name) for name in {one.event for one in found}):
            return found, []
    except msgspec.MsgspecError:
        pass  # Some body is at fault: each is looked at alone.
    found, wrong = [], []
    for index, entry in enumerate(entries):
        if entry.body is None:
            continue
        try:
            one = _bodies.decode(entry.body).counted()
        except msgspec.MsgspecError:
            one = None
        if one is not None and _EVENT.fullmatch(one.event):
            found.append(one)
        else:
            wrong.append(index)
    return found, wrong
