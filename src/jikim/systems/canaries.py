"""The register of canaries: planted by an officer, or again by the daily work, as a person would enter the record; gone
with their day; and asked for in the system that they are of.

They consent to nothing. So no advertisement to one is explained, and no other mail once it is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid4

from jikim.alerts.raising import alert
from jikim.db.driver import Steps
from jikim.errors import ConflictError, InvalidError
from jikim.keys.sealed_words import seal_words
from jikim.policy.ask import Actor
from jikim.policy.compiled import Policy
from jikim.policy.languages import worded
from jikim.policy.model import Basis, ItemType
from jikim.policy.period import Period, day_of, due, start_of
from jikim.store.rows import person_row, record_rows
from jikim.systems.invented import channel_of, invented, plantable
from jikim.systems.standing import Q
from jikim.verbs.approve import only_officers
from jikim.verbs.collect import collect
from jikim.verbs.house import SYSTEM, By, House
from jikim.verbs.leave import leave_for_good
from jikim.verbs.planted import SPACE, USE, Canary, canaries

if TYPE_CHECKING:
    from jikim.systems.probing import Arrived

LONGEST = 366


def pairs(policy: Policy) -> list[tuple[str, str]]:
    """Each system with each kind of record that it holds and that can be invented."""
    return [
        (name, kind)
        for name, system in policy.file.systems.items()
        for kind in system.records
        if plantable(policy, kind)
    ]


def plant(
    by: By, system: str, kind: str, *, days: int, again: bool, address: str, actor: Actor, number: UUID | None = None
) -> Steps[UUID]:
    """Plants one, of which `by` is the application: its record comes as everybody's does. `days`: after how many it
    leaves; `again`: another follows once it has gone; `number`: its own in the register, of which there is one. Raises
    InvalidError for what cannot be planted, and ConflictError for a number that stands there."""
    house, event = by.house, "canary:plant"
    if actor != SYSTEM:
        yield from only_officers(house, event, actor)
    if not 1 <= days <= LONGEST:
        raise InvalidError(
            f"a canary stays for 1 to {LONGEST} days",
            item="days",
            hint="enter a whole number",
            ko=(f"점검용 인물은 1일부터 {LONGEST}일까지 둘 수 있습니다", "일수를 숫자로 입력해 주세요"),
        )
    if (system, kind) not in pairs(house.policy) or "@" not in address:
        raise InvalidError(
            "no such canary can be planted",
            item="pair",
            hint="a system of the policy, a kind of record that it holds, and JIKIM_CANARY_ADDRESS",
            ko=("심을 수 없는 점검용 인물입니다", "방침의 사내 시스템과 그 기록, JIKIM_CANARY_ADDRESS가 필요합니다"),
        )
    values = invented(house.policy, kind, address)
    assert values is not None
    until, nothing = house.today() + timedelta(days=days), (None,) * 5
    one = Canary(
        number or uuid4(), system, kind, house.now(), until, again, *nothing, False, uuid4(), uuid4(), values, False
    )
    # INVARIANT: the register knows whose number it is before anybody is here by it: whatever ends this in between.
    yield from _put(house, event, actor, one)
    yield from bring(by, one, actor)
    return one.number


def bring(by: By, one: Canary, actor: Actor = SYSTEM) -> Steps[None]:
    """Its record comes, unless it is here: planting it goes on where it was cut off. Raises as `collect` does."""
    policy = by.house.policy
    if (yield from person_row(one.subject)) is None:
        of, channel = policy.file.records[one.kind].of[0], channel_of(policy, one.kind) or ""
        yield from collect(
            by,
            one.kind,
            one.values,
            channel=channel,
            subject=of.value,
            old_enough=True,
            newcomer=(one.subject, one.record),
        )
    items = policy.file.items
    values = {
        name: value
        for name, value in one.values.items()
        if name not in items or items[name].type is not ItemType.PASSWORD
    }
    yield from _put(by.house, "canary:planted", actor, one._replace(values=values, came=True))


def _put(house: House, event: str, actor: Actor, one: Canary) -> Steps[None]:
    words = {"values": one.values, "subject": str(one.subject), "record": str(one.record), "came": one.came}
    sealed = yield from seal_words(house.keyring, SPACE, one.number.bytes, USE, words)
    entry = yield from house.note(event, actor, "audit", system=one.system, canary=str(one.number))
    kind = house.policy.number("record", one.kind)
    [(done,)] = yield Q["canary.put"](
        number=one.number, system=one.system, kind=kind, until=one.until, again=one.again, came=one.came, sealed=sealed,
        entry=entry,
    )  # fmt: skip
    if not done:
        raise ConflictError.meanwhile()


def noted(house: House, one: Canary, what: str, actor: Actor = SYSTEM) -> Steps[None]:
    """Something became of it: `left`, `gone`, `asked`, `silent`, `found` or `mailed`."""
    entry = yield from house.note(f"canary:{what}", actor, "audit", system=one.system, canary=str(one.number))
    yield Q["canary.note"](number=one.number, what=what, entry=entry)


def end(by: By, one: Canary, actor: Actor = SYSTEM) -> Steps[None]:
    """It leaves, as a person does."""
    if actor != SYSTEM:
        yield from only_officers(by.house, "canary:left", actor)
    if one.came and one.left is None:
        person = yield from person_row(one.subject)
        if person is not None and person.left_at is None:  # else this was cut off before the register said so
            yield from leave_for_good(by, one.subject)
        yield from noted(by.house, one, "left", actor)


def see_gone(house: House) -> Steps[int]:
    """Notes of each that has left and whose records have all gone from the live database."""
    done = 0
    for one in (yield from canaries(house)):
        if one.left is not None and one.gone is None and not (yield from record_rows(one.subject, house.now())):
            yield from noted(house, one, "gone")
            done += 1
    return done


def overdue(house: House, one: Canary, at: datetime) -> bool:
    """Whether its system should have nothing of it any more: it is gone, and the system's time to answer has passed."""
    since = _over(house, one)
    return since is not None and at >= since


def silent(house: House, one: Canary, span: Period) -> bool:
    """Whether no mail has come to it for so long, while its system should have had nothing of it."""
    since = _over(house, one)
    return since is not None and house.now() >= _behind(house, max(since, one.mailed or since), span)


def _over(house: House, one: Canary) -> datetime | None:
    system = house.policy.file.systems.get(one.system)
    return None if one.gone is None or system is None else _behind(house, one.gone, system.within)


def _behind(house: House, at: datetime, span: Period) -> datetime:
    zone = house.policy.zone
    return start_of(due(day_of(at, zone), span) + timedelta(days=1), zone)


def explained(house: House, one: Canary, mail: Arrived, at: datetime) -> bool:
    """Whether a purpose may have written to it then: one that needs no consent, as long as it is here. It consents to
    nothing, so nothing explains an advertisement."""
    file = house.policy.file
    declared = file.records.get(one.kind)
    reading = [file.purposes[name] for name in (declared.for_ if declared else ()) if name in file.purposes]
    may = any("email" in purpose.items and purpose.basis is not Basis.CONSENT for purpose in reading)
    return may and not mail.bulk and (one.left is None or at < one.left)


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
    """A system's canaries: how many there are, are gone, were asked for, get no mail any more, and are found there still."""

    planted: int = 0
    gone: int = 0
    asked: int = 0
    silent: int = 0
    found: int = 0


def looked(house: House) -> Steps[dict[str, Looked]]:
    """The counts by system."""
    counts: dict[str, Looked] = {}
    for one in (yield from canaries(house)):
        was = counts.get(one.system, Looked())
        asked = one.asked is not None and not one.silent
        more = (1, one.gone is not None, asked, one.silent, one.found is not None)
        counts[one.system] = Looked(*(a + b for a, b in zip(was, more, strict=True)))
    return counts


def label_of(policy: Policy, system: str) -> tuple[str, str]:
    """A system's label in Korean and in English; its name where it is declared no more."""
    declared = policy.file.systems.get(system)
    return (worded(declared.label, "ko"), worded(declared.label, "en")) if declared else (system, system)


def days_of(house: House, one: Canary) -> int:
    """How many days it was to stay: its follower stays as long."""
    return max(1, (one.until - one.made.astimezone(house.policy.zone).date()).days)
