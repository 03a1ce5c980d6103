"""The daily work on canaries: each leaves on its day, is asked for in its system once that should have nothing of it, and
is followed by another where an officer wants that; and mails to their addresses are looked at. The same mailbox takes
what of our mails cannot be delivered.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid5

from jikim.errors import ConflictError, JikimError
from jikim.mail.queue import come_back
from jikim.mail.returned import MARK
from jikim.on_demand import on_demand
from jikim.policy.period import Period, day_of
from jikim.systems.canaries import (
    bring,
    days_of,
    end,
    explained,
    found,
    mailed,
    noted,
    overdue,
    pairs,
    plant,
    see_gone,
    seen,
    silent,
    unseen,
)
from jikim.verbs.house import SYSTEM, By
from jikim.verbs.planted import Canary, canaries

if TYPE_CHECKING:
    from jikim.app.blocking import Jikim
    from jikim.systems import probing
else:
    probing = on_demand("jikim.systems.probing")

BACK = timedelta(days=31)  # no span without a mail is longer (`settings.SILENCE`)
LONG = timedelta(days=92)  # for so long one that is found nowhere is asked for


def mind_canaries(jk: Jikim) -> dict[str, int]:
    """All of it. Answers how many left, were asked for or could not be, were found, written to and planted. Raises
    JikimError where the mailbox cannot be read, after all else was done."""
    run, house = jk.driver.run, jk.house
    by, today = By(house, jk.actor), house.today()
    done = dict.fromkeys(("ended", "asked", "unasked", "found", "mailed", "planted"), 0)
    for one in run(canaries(house)):
        if not one.came:
            # What the policy takes no more stays as it is: the register says that it was cut off.
            with suppress(JikimError):
                run(bring(by, one))
    for one in run(canaries(house)):
        if one.came and one.left is None and one.until <= today:
            run(end(by, one))
            done["ended"] += 1
    run(see_gone(house))
    for one in _to_ask(jk):
        probe = jk.settings.canaries.get(one.system, {})
        is_there = probing.there(probe, one.values)
        if is_there is None:
            done["unasked"] += "http" in probe or "sql" in probe
        else:
            done["asked"] += 1
            done["found"] += is_there
            run(found(house, one) if is_there else noted(house, one, "asked"))
            done["planted"] += 0 if is_there else _followed(jk, one)
    if jk.settings.canary_mailbox:
        done["mailed"] = _mails(jk)
        for one in _to_ask(jk):
            # The mailbox was read just now, as far back as this looks.
            span = jk.settings.canaries.get(one.system, {}).get("mailbox")
            if span is not None and one.email and silent(house, one, Period.parse(span)):
                done["asked"] += 1
                run(noted(house, one, "silent"))
                done["planted"] += _followed(jk, one)
    return done


def _to_ask(jk: Jikim) -> list[Canary]:
    """Those whose system should have nothing of them, and that were not asked for today."""
    house = jk.house
    today, wanted = house.today(), list[Canary]()
    for one in jk.driver.run(canaries(house)):
        asked = one.asked is not None and day_of(one.asked, house.policy.zone) == today
        over = one.found is None and one.gone is not None and one.gone < house.now() - LONG
        if not asked and not over and overdue(house, one, house.now()):
            wanted.append(one)
    return wanted


def _followed(jk: Jikim, one: Canary) -> int:
    """Another follows one that was found nowhere. What the policy plants no more, or nothing says an address for, has no
    follower. Answers how many were planted."""
    run, house, address = jk.driver.run, jk.house, jk.settings.canary_address or ""
    pair = one.system, one.kind
    running = ((other.system, other.kind) == pair and other.gone is None for other in run(canaries(house)))
    if not one.again or not address or pair not in pairs(house.policy) or any(running):
        return 0
    by, days = By(house, jk.actor), days_of(house, one)
    with suppress(ConflictError):  # another process plants the same one
        run(plant(by, *pair, days=days, again=True, address=address, actor=SYSTEM, number=uuid5(one.number, "again")))
        return 1
    return 0


def _arrived(jk: Jikim, to: str = "") -> Iterator[tuple[probing.Arrived, bytes]]:
    try:
        yield from probing.arrived(jk.settings.canary_mailbox or "", jk.house.now() - BACK, to)
    except probing.UNREAD:
        raise JikimError(
            "the company's mailbox can't be read",
            hint="look at JIKIM_CANARY_MAILBOX",
            ko=("회사의 메일함을 읽을 수 없습니다", "JIKIM_CANARY_MAILBOX를 확인해 주세요"),
        ) from None


def take_returned(jk: Jikim) -> dict[str, int]:
    """Mails of ours that came back: what they went to is in doubt. Answers how many did. Raises JikimError where the
    mailbox cannot be read."""
    run, name = jk.driver.run, (jk.settings.canary_address or "").casefold().partition("@")[0]
    if not name or not jk.settings.canary_mailbox:
        return {}
    came = {head.digest: (head, content) for head, content in _arrived(jk, name + MARK)}
    new, done = run(unseen([head for head, _ in came.values()])) if came else [], 0
    for head in new:
        done += run(come_back(jk.house, head.to, came[head.digest][1]))
        run(seen(jk.house, [head]))
    return {"doubted": done}


def _mails(jk: Jikim) -> int:
    run, house = jk.driver.run, jk.house
    of = {one.email: one for one in run(canaries(house)) if one.email}
    mails = [one for one, _ in _arrived(jk) if one.to & of.keys()]
    new, done = run(unseen(mails)) if mails else [], 0
    for mail in new:
        for address in mail.to & of.keys():
            one, at = of[address], min(mail.at or house.now(), house.now())  # it may have come while nobody looked
            if explained(house, one, mail, at):
                continue
            run(mailed(house, one))
            done += 1
            if overdue(house, one, at) and "mailbox" in jk.settings.canaries.get(one.system, {}):
                run(found(house, one))
        run(seen(house, [mail]))
    return done
