"""A record that comes in with consents on the same sheet: both are kept, or neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.policy.ask import Actor
from jikim.policy.identity import key_of
from jikim.store.rows import person_row
from jikim.verbs.collect import Collected, Person, collect, foresee
from jikim.verbs.consent import consent
from jikim.verbs.house import House


def take_agreed(
    house: House,
    kind: str,
    values: Mapping[str, Any],
    consents: Sequence[str],
    *,
    person: Person,
    channel: str,
    old_enough: bool | None,
    country: str,
    actor: Actor,
    no_resident_number: str = "",
    counterparty: str = "",
) -> Steps[Collected]:
    """Takes a record of somebody who is here, with the consents that they ticked beside it. Raises as `collect` does.

    INVARIANT: of a sheet that is refused (a wrong value, somebody below the age) no consent is left either.
    """
    said: dict[str, Any] = {
        "channel": channel,
        "old_enough": old_enough,
        "country": country,
        "no_resident_number": no_resident_number,
    }
    by, new = house.by(actor), list[str]()
    if consents:
        yield from foresee(by, kind, values, subject=person, **said)
        new = yield from _missing(house, person, consents)
        yield from consent(by, person.subject, give=consents)
    try:
        return (yield from collect(by, kind, values, subject=person, counterparty=counterparty, **said))
    except JikimError:
        if new:
            with suppress(JikimError):
                yield from consent(by, person.subject, withdraw=new)
        raise


def _missing(house: House, person: Person, consents: Sequence[str]) -> Steps[list[str]]:
    """Which of these purposes they had not agreed to before, in whatever version's words."""
    row = yield from person_row(person.subject)
    standing = {key_of(house.policy.name("consent", number)) for number in (() if row is None else row.consents)}
    return [name for name in consents if f"use:{name}" not in standing]
