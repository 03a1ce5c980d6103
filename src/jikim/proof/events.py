"""The event that an entry's body names: all of a body that a verification reads."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

import msgspec

from jikim.proof import export


class _Event(msgspec.Struct, gc=False):
    event: str


_bodies = msgspec.json.Decoder(_Event)
_EVENT = re.compile(r"[a-z][a-z0-9_.-]{0,63}(?::[a-z0-9_.-]{1,64}){0,7}")


def events_of(entries: Sequence[export.Entry], known: Container[str]) -> tuple[list[str], list[int]]:
    """The events of the bodies that are there, and the indexes of those that are not an object which names one.

    `known`: events that were seen to be of the right form."""
    try:
        names = [_bodies.decode(entry.body).event for entry in entries if entry.body is not None]
        if all(name in known or _EVENT.fullmatch(name) for name in set(names)):
            return names, []
    except msgspec.MsgspecError:
        pass  # Some body is at fault: each is looked at alone.
    names, wrong = [], []
    for index, entry in enumerate(entries):
        if entry.body is None:
            continue
        try:
            name = _bodies.decode(entry.body).event
        except msgspec.MsgspecError:
            name = ""
        if _EVENT.fullmatch(name):
            names.append(name)
        else:
            wrong.append(index)
    return names, wrong
