"""Being away, as it is raced: somebody goes away and comes back, their time away ends, an account that nobody uses is set
apart and woken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.races.deeds import Case, Deed, StoppedClock
from tests.races.stepping import Party

import jikim
from jikim.accounts.sessions import Q as ACCOUNTS
from jikim.app import Jikim
from jikim.app.dormancy import WHAT, _rest
from jikim.db.driver import Steps
from jikim.jobs.outbox import deliver
from jikim.policy.model import Dormancy, Leaving, PolicyFile, SubjectKind
from jikim.policy.outcome import Outcome
from jikim.store.rows import person_row
from jikim.store.sealed import Q
from jikim.verbs.house import SYSTEM, House

# After this everybody's grace and year without use are over.
LONG = timedelta(days=500)
# Who is hidden before these, and here after.
BRING_BACK = ("come-back", "wake")


def with_time_away(homepage: PolicyFile) -> PolicyFile:
    """The homepage's policy, with a grace and a dormancy for guests, of whom the races' cases are."""
    guests = (SubjectKind.GUEST,)
    return homepage.model_copy(
        update={
            "leaving": Leaving.model_validate({"grace": "30d", "of": guests}),
            "dormancy": Dormancy.model_validate(
                {"after": "1y", "told": "30d", "then": "apart", "for": "1y", "of": guests}
            ),
        }
    )


def long_after(house: House) -> House:
    return replace(house, clock=StoppedClock(house.now() + LONG))


def _go_away(by: Party, case: Case) -> str:
    by.jk.leave(case.ref.subject)
    return "ok"


def _come_back(by: Party, case: Case) -> str:
    by.jk.come_back(case.ref.subject)
    return "ok"


def _end_away(by: Party, case: Case) -> str:
    """What the sweep does to one person whose time away is over."""
    return by.jk.driver.run(_ended(long_after(by.jk.house), case.ref.subject))


def _ended(house: House, subject: UUID) -> Steps[str]:
    if [(subject,)] != (yield Q["away_over"](at=house.now(), after=UUID(int=subject.int - 1), limit=1)):
        return "not"
    entry = yield from house.entry("subject:leave", house.policy, SYSTEM, None, house.policy.clause("ended"))
    [(outcome,)] = yield Q["leave_in_the_end"](subject=subject, entry=entry)
    return "ended" if outcome == Outcome.ALLOWED else "not"


def _rest_apart(by: Party, case: Case) -> str:
    """What the day's look does to one person whom nobody has seen."""
    return rested(by.jk, case.ref)


def rested(jk: Jikim, ref: jikim.Ref) -> str:
    def steps(house: House) -> Steps[str]:
        dormancy = house.policy.file.dormancy
        assert dormancy is not None
        rows = yield Q["unused"](
            kinds=[house.policy.people["guest"]],
            accounts=[rules.number for rules in house.policy.records.values()],
            before=house.now(),
            after=UUID(int=ref.subject.int - 1),
            limit=1,
        )
        found: list[tuple[Any, ...]] = [row for row in rows if row[0] == ref.subject]
        if not found or found[0][4] is None:
            return "not"
        *_, last, told = found[0]
        return "apart" if (yield from _rest(house, ref.subject, dormancy, last, told, ())) else "not"

    return jk.driver.run(steps(long_after(jk.house)))


def _seen(by: Party, case: Case) -> str:
    """They use the service, a moment before whoever sets them apart looks."""
    by.jk.driver.run(_used(long_after(by.jk.house), case.ref.subject))
    return "ok"


def _used(house: House, subject: UUID) -> Steps[None]:
    yield Q["seen"](subject=subject, at=house.now(), clocks="[]")


def prepare(jk: Jikim, restriction: str, case: Case, *, tried: bool) -> None:
    """Brings a case's person to where the restriction finds them. `tried`: what is to leave was tried meanwhile, and
    waits."""
    subject = case.ref.subject
    if restriction in ("rest-apart", "wake"):
        # What is over is never apart: something else of theirs is.
        values = {"name": "Dan Example", "email": "dan@example.org", "text": "끊깁니다"}
        person = jikim.Person(subject, "guest")
        jk.collect("enquiry", values, channel="board", subject=person, old_enough=True)
        at = jk.now() + timedelta(seconds=1)
        jk.driver.run(_told(subject, at))
    if restriction == "wake":
        assert rested(jk, case.ref) == "apart"
    elif restriction in ("come-back", "end-away"):
        jk.leave(subject)
    if tried and restriction in BRING_BACK:
        deliver(jk.driver, jk.house, case.receiver.endpoints)


def _told(subject: UUID, at: Any) -> Steps[None]:
    yield ACCOUNTS["remind.mark"](subject=subject, what=WHAT, before=at, at=at, said=False)


def lost(jk: Jikim, case: Case) -> list[str]:
    """Brings back who is away still, and looks whether what lives of the case opens."""
    person = jk.driver.run(person_row(case.ref.subject))
    if person is None or person.state == 2:
        return []
    if person.state == 3:
        jk.come_back(case.ref.subject)
    actor = jk.acting("member", str(case.ref.subject))
    cards = jk.by(actor).show(case.ref.subject).cards
    wrong = [f"{card.ref} does not open" for card in cards if not card.values]
    mine = [card for card in cards if card.ref == case.ref]
    return wrong + [f"{mine} is another" for card in mine if card.values.get(case.item) not in (case.old, case.new)]


END_AWAY = Deed("end-away", "subject:leave", _end_away)
RESTRICTIONS = {
    deed.name: deed
    for deed in (
        Deed("go-away", "subject:leave", _go_away),
        Deed("come-back", "subject:return", _come_back),
        END_AWAY,
        Deed("rest-apart", "subject:dormant", _rest_apart),
        Deed("wake", "subject:return", _come_back),
    )
}
OPPONENTS = {deed.name: deed for deed in (END_AWAY, Deed("seen", "subject:seen", _seen))}
TIMES_AWAY = tuple(RESTRICTIONS)
