"""Bars on joining again whose day is over: the day's key goes, then what nobody can compare any more (`store/bars.py`)."""

from __future__ import annotations

from datetime import date

from jikim.db.driver import Steps
from jikim.keys.keyring import Q as KEYS
from jikim.store.bars import SPACE
from jikim.store.sealed import Q
from jikim.verbs.destroy import destroy_now
from jikim.verbs.house import SYSTEM, House


def end_bars(house: House) -> Steps[None]:
    """Ends every bar of a day that is past. Killed in between and run again, the rows follow their key.

    What a leaving drew that was killed before it stood stands first.
    """
    yield from house.holding.bars.stand_all()
    for (name,) in (yield KEYS["key.names"](space=SPACE, prefix=b"")):
        if date.fromisoformat(bytes(name).decode()) < house.today():
            yield from destroy_now(house, "bar:destroy-key", SPACE, bytes(name))
    yield Q["bar.over"](at=house.now(), entry=(yield from house.note("bar:end", SYSTEM, "rejoining")))
