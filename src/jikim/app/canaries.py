"""The daily work on canaries: each leaves on its day, is asked for in its system once that should have nothing of it, and
is followed by another where an officer wants that; and mails to their addresses are looked at.
"""

from __future__ import annotations

import mailbox
from datetime import timedelta
from imaplib import IMAP4
from typing import TYPE_CHECKING

from jikim.errors import JikimError
from jikim.systems.canaries import (
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
    unseen,
)
from jikim.systems.probing import arrived, there
from jikim.verbs.house import SYSTEM, By
from jikim.verbs.planted import canaries

if TYPE_CHECKING:
    from jikim.app.blocking import Jikim

BACK = timedelta(days=31)
LONG = timedelta(days=92)  # for so long one that is found nowhere is asked for


def mind_canaries(jk: Jikim) -> dict[str, int]:
    """All of it. Answers how many left, were asked for, found, written to and planted. Raises JikimError where the mailbox
    cannot be read, after all else was done."""
    run, house = jk.driver.run, jk.house
    by, today = By(house, jk.actor), house.today()
    done = dict.fromkeys(("ended", "asked", "found", "mailed", "planted"), 0)
    for one in run(canaries(house)):
        if one.left is None and one.until <= today and one.subject is not None:
            run(end(by, one))
            done["ended"] += 1
    run(see_gone(house))
    every = run(canaries(house))
    running, plantable = {(one.system, one.kind) for one in every if one.gone is None}, pairs(house.policy)
    for one in every:
        asked = one.asked is not None and one.asked.astimezone(house.policy.zone).date() == today
        over = one.found is None and one.gone is not None and one.gone < house.now() - LONG
        if asked or over or not overdue(house, one):
            continue
        is_there = there(jk.settings.canaries.get(one.system, {}), one.values)
        if is_there is None:
            continue
        done["asked"] += 1
        if is_there:
            done["found"] += 1
            run(found(house, one))
            continue
        run(noted(house, one, "asked"))
        address, pair = jk.settings.canary_address or "", (one.system, one.kind)
        # What the policy plants no more, or nothing says an address for, has no follower.
        if one.again and address and pair in plantable and pair not in running:
            running.add(pair)
            days = days_of(house, one)
            run(plant(by, one.system, one.kind, days=days, again=True, address=address, actor=SYSTEM))
            done["planted"] += 1
    done["mailed"] = _mails(jk)
    return done


def _mails(jk: Jikim) -> int:
    if not jk.settings.canary_mailbox:
        return 0
    run, house = jk.driver.run, jk.house
    of = {one.email: one for one in run(canaries(house)) if one.email}
    try:
        mails = [one for one in arrived(jk.settings.canary_mailbox, house.now() - BACK) if one.to & of.keys()]
    except (OSError, IMAP4.error, mailbox.Error, KeyError, ValueError):
        raise JikimError(
            "the canaries' mailbox can't be read",
            hint="look at JIKIM_CANARY_MAILBOX",
            ko=("점검용 인물의 메일함을 읽을 수 없습니다", "JIKIM_CANARY_MAILBOX를 확인해 주세요"),
        ) from None
    new, done = run(unseen(mails)) if mails else [], 0
    for mail in new:
        for address in mail.to & of.keys():
            one = of[address]
            if explained(house, one, mail):
                continue
            run(mailed(house, one))
            done += 1
            if overdue(house, one) and "mailbox" in jk.settings.canaries.get(one.system, {}):
                run(found(house, one))
        run(seen(house, [mail]))
    return done
