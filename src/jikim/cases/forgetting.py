"""Cases whose time is over are forgotten."""

from __future__ import annotations

from jikim.cases.cases import Q
from jikim.cases.facts import SPACE
from jikim.db.driver import Steps
from jikim.ledger.entry import Entry
from jikim.verbs.destroy import destroy_key
from jikim.verbs.house import SYSTEM, House


def forget_cases(house: House) -> Steps[int]:
    """Closed cases whose time is over are known no more; of the house's the key goes first. Answers how many; a
    person's ledger says of theirs which."""

    def entry() -> Steps[Entry]:
        return (yield from house.note("case:forget", SYSTEM, "audit"))

    [(forgotten,)] = yield Q["case.forget"](limit=500, entry=(yield from entry()))
    over = yield Q["case.over"](at=house.now(), limit=500)
    for (case,) in over:
        yield from destroy_key(house, SPACE, case.bytes, (yield from entry()))
        yield Q["case.forget_house"](id=case, entry=(yield from entry()))
    return int(forgotten) + len(over)
