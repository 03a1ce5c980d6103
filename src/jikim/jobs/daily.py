"""Keys of days that are over go (`keys/day_keys.py`). An epoch ends the running day's as well, so that it makes those
irrecoverable too."""

from __future__ import annotations

from jikim.clock import machine_moment
from jikim.db.driver import Steps
from jikim.keys.day_keys import SPACE
from jikim.keys.keyring import Q
from jikim.verbs.destroy import destroy_now
from jikim.verbs.house import House


def end_days(house: House, *, running: bool = False) -> Steps[int]:
    """Destroys the keys of days before today, and (`running`) today's. Answers how many."""
    today = machine_moment().date().isoformat().encode()
    names = [bytes(name) for (name,) in (yield Q["key.names"](space=SPACE, prefix=b""))]
    over = [name for name in names if running or name[:10] < today]
    for name in over:
        yield from destroy_now(house, "keys:destroy-key", SPACE, name)
    return len(over)
