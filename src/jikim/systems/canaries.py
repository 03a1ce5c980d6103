"""The register of canaries: planted by an officer, or again by the daily work, as a person would enter the record; gone
with their day; and asked for in the system that they are of.

They consent to nothing. So no advertisement to one is explained, and no other mail once it is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from jikim.alerts.raising import alert
from jikim.db.driver import Steps
from jikim.errors import InvalidError
from jikim.keys.sealed_words import seal_words
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.languages import worded
from jikim.policy.model import Basis
from jikim.policy.period import due, start_of
from jikim.store.rows import record_rows
from jikim.systems.invented import channel_of, invented, plantable
from jikim.systems.probing import Arrived
from jikim.systems.standing import Q
from jikim.verbs.approve import only_officers
from jikim.verbs.collect import collect
from jikim.verbs.house import SYSTEM, By, House
from jikim.verbs.leave import leave_for_good
from jikim.verbs.planted import SPACE, USE, Canary, canaries

LONGEST = 366


def pairs(policy: Policy) -> list[tuple[str, str]]:
    """Each system with each kind of record that it holds and that can be invented."""
    return [
        (name, kind)
        for name, system in policy.file.systems.items()
        for kind in system.records
        if plantable(policy, kind)
    ]


def plant(by: By, system: str, kind: str, *, days: int, again: bool, address: str, actor: Actor) -> Steps[UUID]:
    """Plants one, of which `by` is the application: its record comes as everybody's does. `days`: after how many it
    leaves; `again`: another follows once it has gone. Raises InvalidError for what cannot be planted."""
    house, event = by.house, "canary:plant"
    if actor != SYSTEM:
        yield from only_officers(house, event, actor)
    if (system, kind) not in pairs(house.policy) or "@" not in address or not 1 <= days <= LONGEST:
        raise InvalidError(
            "no such canary can be planted",
            item="pair",
            hint="a system of the policy, a kind of record that it holds, 1 to 366 days, and JIKIM_CANARY_ADDRESS",
            ko=(
                "심을 수 없는 점검용 인물입니다",
                "방침의 사내 시스템과 그 기록, 1일부터 366일까지의 기간, JIKIM_CANARY_ADDRESS가 필요합니다",
            ),
        )
    number, values = uuid4(), invented(house.policy, kind, address)
    assert values is not None
    until = house.today() + timedelta(days=days)
    given: dict[str, Any] = {"number": number, "system": system, "kind": house.policy.number("record", kind)}
    given |= {"until": until, "again": again}
    # The register knows it before anybody else does: what is cut off here is in the register, without a number.
    yield from _put(house, event, actor, given, {"values": values}, system, kind)
    of = house.policy.file.records[kind].of[0]
    channel = channel_of(house.policy, kind) or ""
    taken = yield from collect(by, kind, values, channel=channel, subject=of.value, old_enough=True)
    values.pop("password", None)
    words = {"values": values, "subject": str(taken.ref.subject)}
    yield from _put(house, "canary:planted", actor, given, words, system, kind)
    return number


def _put(
    house: House, event: str, actor: Actor, given: dict[str, Any], words: dict[str, Any], system: str, kind: str
) -> Steps[None]:
    sealed = yield from seal_words(house.keyring, SPACE, given["number"].bytes, USE, words)
    entry = yield from house.note(event, actor, "audit", system=system, canary=str(given["number"]))
    yield Q["canary.put"](**given, sealed=sealed, entry=entry)


def noted(house: House, one: Canary, what: str, actor: Actor = SYSTEM) -> Steps[None]:
    """Something became of it: `left`, `gone`, `asked`, `found` or `mailed`."""
    entry = yield from house.note(f"canary:{what}", actor, "audit", system=one.system, canary=str(one.number))
    yield Q["canary.note"](number=one.number, what=what, entry=entry)


def end(by: By, one: Canary, actor: Actor = SYSTEM) -> Steps[None]:
    """It leaves, as a person does."""
    if actor != SYSTEM:
        yield from only_officers(by.house, "canary:left", actor)
    if one.subject is not None and one.left is None:
        yield from leave_for_good(by, one.subject)
        yield from noted(by.house, one, "left", actor)


def see_gone(house: House) -> Steps[int]:
    """Notes of each that has left and whose records have all gone from the live database."""
    done = 0
    for one in (yield from canaries(house)):
        waits = one.left is not None and one.gone is None
        if waits and one.subject is not None and not (yield from record_rows(one.subject)):
            yield from noted(house, one, "gone")
            done += 1
    return done


def overdue(house: House, one: Canary) -> bool:
    """Whether its system should have nothing of it any more: it is gone, and the system's time to answer has passed."""
    system = house.policy.file.systems.get(one.system)
    if one.gone is None or system is None:
        return False
    day = one.gone.astimezone(house.policy.zone).date()
    return house.now() >= start_of(due(day, system.within) + timedelta(days=1), house.policy.zone)


def explained(house: House, one: Canary, mail: Arrived) -> bool:
    """Whether a purpose may have written to it: one that needs no consent, as long as it is here. It consents to nothing,
    so nothing explains an advertisement."""
    file = house.policy.file
    declared = file.records.get(one.kind)
    reading = [file.purposes[name] for name in (declared.for_ if declared else ()) if name in file.purposes]
    may = any("email" in purpose.items and purpose.basis is not Basis.CONSENT for purpose in reading)
    return may and not mail.bulk and one.left is None


def unseen(mails: Sequence[Arrived]) -> Steps[list[Arrived]]:
    """Of these mails those that were not looked at yet."""
    [(places,)] = yield Q["canary.unseen"](digests=[one.digest for one in mails])
    return [mails[place - 1] for place in places]


def seen(house: House, mails: Sequence[Arrived]) -> Steps[None]:
    """These were looked at."""
    yield Q["canary.seen"](digests=[one.digest for one in mails], at=house.now())


def found(house: House, one: Canary) -> Steps[None]:
    """Its system has it still: the promise is broken, and the officers are told at once."""
    ko, en = label_of(house.policy, one.system)
    yield from noted(house, one, "found")
    ko = f"파기한 정보가 사내 시스템에 남아 있습니다: {ko}. 파기 점검용 인물을 찾았습니다."
    en = f"Destroyed data is still in one of the company’s own systems: {en}. It has a canary that is gone."
    yield from alert(house, "canary", ko, en, href="/office/systems")


def mailed(house: House, one: Canary) -> Steps[None]:
    """A mail came to it that nothing explains."""
    ko, en = label_of(house.policy, one.system)
    yield from noted(house, one, "mailed")
    ko = f"파기 점검용 인물의 주소로 설명되지 않는 메일이 왔습니다: {ko}. 방침에 없는 목적으로 주소를 이용했을 수 있습니다."
    en = (
        f"A mail that no purpose explains came to a canary’s address: {en}. The address may be used against the policy."
    )
    yield from alert(house, "canary", ko, en, href="/office/systems")


class Looked(NamedTuple):
    """A system's canaries: how many there are, are gone, were asked for, and are found there still."""

    planted: int = 0
    gone: int = 0
    asked: int = 0
    found: int = 0


def looked(house: House) -> Steps[dict[str, Looked]]:
    """The counts by system."""
    counts: dict[str, Looked] = {}
    for one in (yield from canaries(house)):
        was = counts.get(one.system, Looked())
        more = (1, one.gone is not None, one.asked is not None, one.found is not None)
        counts[one.system] = Looked(*(a + b for a, b in zip(was, more, strict=True)))
    return counts


def label_of(policy: Policy, system: str) -> tuple[str, str]:
    """A system's label in Korean and in English; its name where it is declared no more."""
    declared = policy.file.systems.get(system)
    return (worded(declared.label, "ko"), worded(declared.label, "en")) if declared else (system, system)


def days_of(house: House, one: Canary) -> int:
    """How many days it was to stay: its follower stays as long."""
    return max(1, (one.until - one.made.astimezone(house.policy.zone).date()).days)
