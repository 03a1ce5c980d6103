"""Which verb each state of a record denies and permits: one table.

A record is `live`, then `ended` (its purpose is fulfilled; the sweep has yet to move it), then `archived`, then
`destroyed`. Meanwhile it can be `frozen` (a correction is open) or `held` (a legal hold). What the record's state
permits, a freeze, a hold or its subject's leaving can still deny. The diagram in the docs is drawn from this table.

>>> permits(State.LIVE, Verb.USE)
True
>>> permits(State.LIVE, Verb.USE, frozen=True)
False
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Verb(StrEnum):
    """What can be asked. Each has one file in `verbs/`."""

    COLLECT = "collect"
    USE = "use"
    CHECK = "check"
    PROVIDE = "provide"
    ENTRUST = "entrust"
    CORRECT = "correct"
    SHOW = "show"
    EVENT = "event"
    CONSENT = "consent"
    LEAVE = "leave"
    RETIRE = "retire"
    CONSULT = "consult"
    DESTROY = "destroy"


class State(IntEnum):
    """A record's state, as the store keeps it."""

    LIVE = 1
    ENDED = 2
    ARCHIVED = 3
    DESTROYED = 4


_V = Verb

# What each state permits; what is not listed is denied. A correction that was open when its record ended is still made
# or refused. A freeze lets a secret be checked: it is for the owner, who must come in to see what is frozen.
STATES: dict[State, frozenset[Verb]] = {
    State.LIVE: frozenset(
        {_V.USE, _V.CHECK, _V.PROVIDE, _V.ENTRUST, _V.CORRECT, _V.SHOW, _V.EVENT, _V.CONSENT, _V.LEAVE}
    ),
    State.ENDED: frozenset({_V.SHOW, _V.RETIRE, _V.DESTROY, _V.LEAVE}),
    State.ARCHIVED: frozenset({_V.SHOW, _V.CONSULT, _V.DESTROY}),
    State.DESTROYED: frozenset(),
}

# What stands in the way although the state permits it.
FROZEN: frozenset[Verb] = frozenset({_V.USE, _V.PROVIDE, _V.ENTRUST, _V.RETIRE, _V.DESTROY})
HELD: frozenset[Verb] = frozenset({_V.DESTROY})

# What ends one state and begins the next.
TRANSITIONS: tuple[tuple[State | None, str, State], ...] = (
    (None, "collect", State.LIVE),
    (State.LIVE, "an event that ends it, a time, or its subject leaving", State.ENDED),
    (State.ENDED, "retire: a rule keeps it", State.ARCHIVED),
    (State.ENDED, "destroy: no rule keeps it", State.DESTROYED),
    (State.ARCHIVED, "destroy: its last kept day is over", State.DESTROYED),
)


def permits(state: State, verb: Verb, *, frozen: bool = False, held: bool = False) -> bool:
    """Whether a record in this state can be the object of this verb."""
    if verb not in STATES[state]:
        return False
    if frozen and verb in FROZEN:
        return False
    return not (held and verb in HELD)
