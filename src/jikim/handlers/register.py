"""The register of the office's people: entered, changed, leaving, and forgotten three years after (safety notice §5③).

A handler has a short name (`h-haneul`), under which grants and the ledger know them. Their real name, address and duty
are sealed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, NamedTuple

from jikim.alerts.raising import alert
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import InvalidError
from jikim.keys.sealed_words import seal_words
from jikim.policy.ask import Actor
from jikim.policy.numbers import Space
from jikim.policy.outcome import Outcome
from jikim.policy.period import Period, due, start_of
from jikim.verbs.destroy import destroy_key
from jikim.verbs.entries import HANDLERS, said_of
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.grant import office_only
from jikim.verbs.house import SYSTEM, By, House
from jikim.verbs.then import Named, named

Q = load("jikim.handlers")
Kind = Literal["staff", "handler", "officer"]
NAMES = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
KEPT = Period(3, "y")


class Worker(NamedTuple):
    """Somebody of the office. `name`, `email` and `duty` are empty where their key is gone. `handed` is when the
    handover was recorded."""

    handler: str
    kind: Kind
    name: str
    email: str
    duty: str
    joined: date
    entered: datetime
    left: datetime | None
    handed: datetime | None
    pledged: date | None
    trained: date | None
    training_due: date | None
    renewed: datetime | None
    proofs: tuple[str, ...]

    @property
    def may(self) -> bool:
        """Whether they may hold a grant: designated, here, and sworn."""
        return self.left is None and self.kind != "staff" and self.pledged is not None


def _seal(house: House, handler: str, name: str, email: str, duty: str) -> Steps[bytes]:
    yield from no_numbers(house.policy, name=name, email=email, duty=duty)
    words = {"name": name, "email": email, "duty": duty}
    return (yield from seal_words(house.keyring, HANDLERS, handler.encode(), b"who", words))


def in_register(_house: House, handler: str) -> Steps[bool]:
    """Whether somebody works here, or did, under this name."""
    return handler in {handler for handler, *_ in (yield Q["handler.all"]())}


def _named(handler: str) -> None:
    if not NAMES.fullmatch(handler) or len(handler) > 40:
        raise InvalidError(
            f"`{handler[:40]}` is no handler's name",
            item="handler",
            hint="small letters, digits and hyphens, a letter first: h-haneul",
            ko=(
                "취급자의 아이디로 쓸 수 없습니다",
                "영문 소문자로 시작하고 소문자, 숫자, 붙임표로 적어 주세요. 예: h-haneul",
            ),
        )


def enter_worker(
    house: House,
    handler: str,
    *,
    name: str,
    email: str = "",
    duty: str = "",
    kind: Kind = "handler",
    joined: date | None = None,
    actor: Actor = SYSTEM,
) -> Steps[None]:
    """Enters somebody into the register. They can do nothing yet: a pledge comes first, then a grant (10.6, 10.9).

    Raises InvalidError for a name that is taken or of another form.
    """
    event = "handler:enter"
    yield from office_only(house, event, actor)
    _named(handler)
    said = yield from _seal(house, handler, name, email, duty)
    entry = yield from house.note(event, actor, "grant", handler=handler, kind_of=kind)
    [(outcome,)] = yield Q["handler.enter"](
        handler=handler, kind=kind, said=said, joined=joined or house.today(), entry=entry
    )
    if outcome == Outcome.GRANT:
        house.denied(house.policy, None, Outcome.GRANT)
    if outcome:
        raise InvalidError(
            f"`{handler}` is in the register already",
            item="handler",
            hint="names are used once, also of who has left",
            ko=(
                "이미 쓰였던 아이디입니다",
                "떠난 사람의 것을 포함해 한 번만 쓸 수 있습니다. 다른 아이디를 적어 주세요",
            ),
        )


def change_worker(
    house: House, handler: str, *, name: str, email: str, duty: str, kind: Kind, actor: Actor
) -> Steps[None]:
    """Changes what they are and how they are reached. Who becomes `staff` loses every grant and session with it.

    An officer whom somebody else makes less than one stays an officer for a day and is told; their grants end with it.
    """
    event = "handler:change"
    yield from office_only(house, event, actor)
    said = yield from _seal(house, handler, name, email, duty)
    entry = yield from house.own_look(
        event, house.policy, actor, None, house.policy.clause("grant"), handler=handler, kind_of=kind
    )
    # An officer's own grant may end by it: the statement looks for that first.
    rows = yield Q["handler.change"](handler=handler, kind=kind, said=said, grant=actor.grant, entry=entry)
    [ends] = house.expect(rows)
    if ends is not None:
        yield from told_of_ending(house, actor)


def leave_duty(by: By, handler: str) -> Steps[int]:
    """Somebody leaves: every grant, session and proof ends in one statement, and the handover's record is asked for
    (10.8). Answers how many grants ended.

    An officer whom somebody else removes leaves a day later, and is told; their grants end with that day.
    """
    house, actor = by
    event = "handler:leave"
    yield from office_only(house, event, actor)
    entry = yield from house.own_look(
        event, house.policy, actor, None, house.policy.clause("handover"), handler=handler
    )
    # As in `change_worker`: who leaves may be who acts.
    rows = yield Q["handler.leave"](handler=handler, grant=actor.grant, entry=entry)
    revoked, ends = house.expect(rows)
    if ends is not None:
        yield from told_of_ending(house, actor)
    return int(revoked)


def told_of_ending(house: House, actor: Actor) -> Steps[None]:
    """The officers, the one it is about among them, are told that an officer ends in a day. The words name nobody: they
    go into mails."""
    yield from alert(
        house,
        "officer-ending",
        "다른 사람이 보호책임자 한 사람의 자격이나 권한을 거두었습니다. 하루 뒤에 끝납니다. 잘못된 것이면 그 전에 되돌려 주세요",
        "Somebody removed an officer, or an officer’s grant. It ends in a day; if it is wrong, undo it before",
        href="/office/handlers",
        actor=actor,
    )


def workers(house: House) -> Steps[list[Worker]]:
    """Everyone in the register; who has left comes last."""
    found = []
    for handler, kind, sealed, *facts, proofs in (yield Q["handler.all"]()):
        said = yield from said_of(house, handler, sealed)
        words = [said.get(name, "") for name in ("name", "email", "duty")]
        found.append(Worker._make((handler, kind, *words, *facts, tuple(proofs))))
    return found


def worker(house: House, handler: str) -> Steps[Worker]:
    """One of them. Raises DeniedError where there is none of that name."""
    for one in (yield from workers(house)):
        if one.handler == handler:
            return one
    house.denied(house.policy, None, Outcome.GONE)


class Reach(NamedTuple):
    """What a grant reaches, by the words of the day it was given; None: every kind, every item."""

    purposes: tuple[Named, ...]
    keeping: tuple[Named, ...]
    kinds: tuple[Named, ...] | None
    items: tuple[Named, ...] | None


class Granted(NamedTuple):
    """A grant as it was given: names of what it reaches; None: every kind, every item. `words_of` tells its `reach`."""

    number: int
    handler: str
    purposes: tuple[str, ...]
    keeping: tuple[str, ...]
    kinds: tuple[str, ...] | None
    items: tuple[str, ...] | None
    given: datetime
    until: datetime
    revoked: datetime | None
    stands_for: int | None
    reach: tuple[tuple[Space, list[int] | None], ...]
    accepted: datetime | None = None  # since when its handler answers for it; a deputy's is another's

    @property
    def waits(self) -> bool:
        """Whether its handler has not said yet that they answer for it."""
        return self.accepted is None and self.stands_for is None

    def runs(self, now: datetime) -> bool:
        return self.revoked is None and self.until > now


def grants(house: House, handler: str | None = None) -> Steps[list[Granted]]:
    """Every grant of people, or one's own, the newest first. An application's keys are none."""
    policy, found = house.policy, []
    for number, of, purposes, keeping, kinds, items, given, until, revoked, stands_for, accepted in (
        yield Q["handler.grants"]()
    ):
        if ":" in of or (handler is not None and of != handler):
            continue
        asked: tuple[tuple[Space, list[int] | None], ...] = (
            ("purpose", purposes),
            ("archive", keeping),
            ("record", kinds),
            ("item", items),
        )
        names = [None if some is None else tuple(policy.name(space, one) for one in some) for space, some in asked]
        found.append(
            Granted(
                number,
                of,
                names[0] or (),
                names[1] or (),
                names[2],
                names[3],
                given,
                until,
                revoked,
                stands_for,
                asked,
                accepted,
            )
        )
    return found


def accept_grant(house: House, number: int, *, actor: Actor) -> Steps[None]:
    """Who has a grant says that they know what it reaches, and answer for it (10.6). Raises DeniedError for anybody else,
    and for one that is over."""
    entry = yield from house.entry(
        "handler:accept", house.policy, actor, None, house.policy.clause("grant"), grant=number
    )
    [(outcome,)] = yield Q["grant.accept"](handler=actor.id, number=number, entry=entry)
    if outcome:
        house.denied(house.policy, None, Outcome(outcome))


def words_of(house: House, granted: Iterable[Granted]) -> Steps[dict[int, Reach]]:
    """What grants reach, by number. Apart from the grants: who acts by one does not wait for versions that are over."""
    found = {}
    for one in granted:
        words = []
        for space, some in one.reach:
            words.append(None if some is None else tuple((yield from named(house, one.given, space, some)).values()))
        found[one.number] = Reach(words[0] or (), words[1] or (), words[2], words[3])
    return found


def forget_workers(house: House) -> Steps[int]:
    """Who left three years ago, and has handed over, is forgotten: their key first, then the row. Answers how many."""
    today, zone = house.today(), house.policy.zone
    done = 0
    for one in (yield from workers(house)):
        if (
            one.left is None
            or one.handed is None
            or start_of(due(one.left.astimezone(zone).date(), KEPT), zone).date() >= today
        ):
            continue
        entry = yield from house.note("handler:forget", SYSTEM, "grant", handler=one.handler)
        yield from destroy_key(house, HANDLERS, one.handler.encode(), entry)
        again = yield from house.note("handler:forget", SYSTEM, "grant", handler=one.handler)
        yield Q["handler.forget"](handler=one.handler, entry=again)
        done += 1
    return done
