"""Which restriction meets which reader, sender or sweeper, over what; and what must then be so. Every pair stands here,
with its case or with the reason why there is none.

| | use | use-many | show | consult | provide | entrust | deliver | go | rest | destroy-day | renew | end-away | seen |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| withdraw | entry | entry | entry | – | entry | – | entry | entry | – | – | stale | – | – |
| leave | entry | entry | entry | – | entry | payment | entry | entry | order | – | stale | – | – |
| freeze | entry | entry | entry | – | entry | payment | entry | entry | order | – | stale | – | – |
| correct | entry | entry | entry | – | entry | payment | entry | entry | order | – | stale | – | – |
| refuse | entry | entry | entry | – | entry | payment | entry | entry | order | – | stale | – | – |
| end | entry | entry | entry | – | entry | payment | entry | entry | order | – | stale | – | – |
| revoke | entry | entry | entry | resting | entry | payment | – | – | – | – | – | – | – |
| end-contract | – | – | – | – | – | payment | payment | – | – | – | – | – | – |
| hold | entry | entry | entry | resting | entry | payment | entry | entry | order | resting | stale | – | – |
| release | entry | entry | entry | resting | entry | payment | entry | entry | order | resting | stale | – | – |
| go | entry | entry | entry | – | entry | payment | entry | entry | order | – | stale | – | – |
| recall | – | – | – | – | – | – | entry | – | – | – | – | – | – |
| erase | entry | entry | entry | resting | entry | payment | entry | entry | order | resting | stale | – | – |
| destroy-day | – | – | – | resting | – | – | – | – | – | resting | – | – | – |
| renew | stale | stale | stale | – | stale | – | stale | stale | – | – | stale | – | – |
| go-away | entry | entry | entry | – | entry | payment | entry | entry | order | – | stale | – | – |
| come-back | entry | entry | entry | – | entry | payment | entry | entry | order | – | stale | entry | – |
| end-away | – | – | – | – | – | – | entry | – | – | – | stale | – | – |
| rest-apart | entry | – | entry | – | – | – | entry | entry | order | – | stale | – | entry |
| wake | entry | – | entry | – | – | – | entry | entry | order | – | stale | entry | – |

Each pair is played in both orders inside a statement (`test_gate_matrix.py`) and in every order of its statements
(`test_every_order.py`).
"""

from __future__ import annotations

from typing import Literal

from tests.races import being_away, deeds

RESTRICTIONS = deeds.RESTRICTIONS | being_away.RESTRICTIONS
OPPONENTS = deeds.OPPONENTS | being_away.OPPONENTS

Scene = Literal["entry", "payment", "order", "resting", "stale"]

READS_LIVE = ("use", "use-many", "show")
SENDS = ("provide", "entrust", "deliver")

_RESTS = (
    "of what rests nothing is in the live database: it is not used, corrected or handed on, and hangs on no consent"
)
_KEPT = "nothing that is entrusted, and nothing that the law keeps, hangs on a consent"
_NO_GRANT = "the sweep and the outbox act by no grant"
_TOLD = "a withdrawal whose deletion is sent at once differs from another for whoever sends alone"
_CONTRACT = "a contract's end binds what is handed to its processor"
_ONE_KEY = "a person's new key is the same, whichever of their records is handed on or rests"
_HERE = "who is here, or has left for good, has no time away that ends"
_TOLD_BEFORE = "nobody rests who was seen, and nothing else asks when somebody was"
_THE_SAME = "an account that rests is hidden as by going away, and woken as by coming back: what differs is where its values lie"

_COLUMN: dict[str, Scene] = dict.fromkeys(OPPONENTS, "entry") | {
    "consult": "resting",
    "entrust": "payment",
    "rest": "order",
    "destroy-day": "resting",
    "renew": "stale",
}


def _why_not(restriction: str, opponent: str) -> str | None:
    resting = opponent in ("consult", "destroy-day")
    if opponent == "end-away":
        return None if restriction in being_away.BRING_BACK else _HERE
    if opponent == "seen":
        return None if restriction == "rest-apart" else _TOLD_BEFORE
    if restriction in being_away.RESTRICTIONS and resting:
        return _RESTS
    if restriction == "end-away":
        return None if opponent in ("deliver", "renew") else _HERE
    if restriction in ("rest-apart", "wake"):
        return None if opponent in ("use", "show", "deliver", "go", "rest", "renew") else _THE_SAME
    if restriction == "destroy-day":
        return None if resting else _RESTS
    if restriction == "end-contract":
        return None if opponent in ("entrust", "deliver") else _CONTRACT
    if restriction == "recall":
        return None if opponent == "deliver" else _TOLD
    if restriction == "revoke":
        return None if opponent in (*READS_LIVE, "consult", "provide", "entrust") else _NO_GRANT
    if resting:
        return None if restriction in ("hold", "release", "erase") else _RESTS
    if restriction == "withdraw" and opponent in ("entrust", "rest"):
        return _KEPT
    if restriction == "renew" and opponent in ("entrust", "rest"):
        return _ONE_KEY
    return None


def _scene(restriction: str, opponent: str) -> Scene:
    if restriction == "end-contract":
        return "payment"
    return "stale" if restriction == "renew" else _COLUMN[opponent]


Pair = tuple[str, str]
WHY_NOT: dict[Pair, str] = {
    (one, two): why for one in RESTRICTIONS for two in OPPONENTS if (why := _why_not(one, two)) is not None
}
PAIRS: dict[Pair, Scene] = {
    (one, two): _scene(one, two) for one in RESTRICTIONS for two in OPPONENTS if (one, two) not in WHY_NOT
}

# What the house's server decides, and each other has a copy of.
OF_RULES = frozenset({"revoke", "end-contract"})
# What an opponent no longer gets once the restriction stands in the ledger.
_ALL = ("use", "use-many", "show", *SENDS)
STOPS: dict[str, tuple[str, ...]] = {
    "withdraw": ("use", "use-many", "show", "provide", "deliver"),
    "recall": ("deliver",),
    "leave": ("use", "use-many", "show", "provide", "deliver"),
    "go-away": ("use", "use-many", "show", "provide", "deliver"),
    "rest-apart": ("use", "show", "deliver"),
    "end-away": ("deliver",),
    "freeze": ("use", "use-many", *SENDS),
    "correct": ("use", "use-many", "show", "deliver"),
    "end": _ALL,
    "revoke": ("use", "use-many", "show", "consult", "provide", "entrust"),
    "end-contract": ("entrust", "deliver"),
    "hold": ("go", "rest", "destroy-day"),
    "go": _ALL,
    "erase": ("use", "use-many", "show", "provide", "deliver"),
    "destroy-day": ("consult",),
}
# What an opponent gets from then on alone.
OPENS: dict[str, tuple[str, ...]] = {
    "correct": ("use", "use-many", *SENDS),
    "refuse": ("use", "use-many", *SENDS),
    "release": ("go", "rest", "destroy-day"),
    "come-back": ("use", "use-many", "show", "provide", "deliver", "end-away"),
    "wake": ("use", "show", "deliver"),
}
# Who holds data on the ground that was taken away is told to delete it.
TELLS = ("withdraw", "recall", "leave", "erase", "end-contract")


def table() -> list[str]:
    """The matrix as its lines stand above."""
    lines = [" | ".join(["|", *OPPONENTS]).replace("|  |", "| |") + " |", "|" + "---|" * (len(OPPONENTS) + 1)]
    for one in RESTRICTIONS:
        lines.append(" | ".join(["| " + one, *(PAIRS.get((one, two), "–") for two in OPPONENTS)]) + " |")
    return lines
