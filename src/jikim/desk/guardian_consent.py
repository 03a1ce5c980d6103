"""A guardian's consent that came on paper or by phone (PIPA decree, art. 17-2① 4 and 6): a handler confirms it, says how it
came, and that stands in the ledger as the reason of the event.

What is not confirmed within its record's own time is destroyed, whatever comes later.
"""

from __future__ import annotations

from jikim.db.driver import Steps
from jikim.errors import InvalidError
from jikim.policy.ask import Actor, blank
from jikim.policy.model import GuardianWay, PolicyFile
from jikim.store.holding import Ref
from jikim.verbs.event import event
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House

BY_HAND = (GuardianWay.PAPER, GuardianWay.PHONE)


def ways_by_hand(file: PolicyFile) -> tuple[GuardianWay, ...]:
    """The ways of the policy by which the office confirms a guardian's consent; none where no child joins."""
    return tuple(way for way in BY_HAND if way in file.refuse.ways) if file.refuse.guardian else ()


def confirm_by_hand(house: House, ref: Ref, way: str, said: str, *, actor: Actor) -> Steps[None]:
    """Confirms it. `said`: which paper, or who was called by whom, without a number of anybody's. Raises InvalidError for
    a way that the policy does not name, or no words; DeniedError where the record is over, or is another kind's."""
    file = house.policy.file
    if way not in ways_by_hand(file) or ref.kind != file.refuse.guardian:
        raise InvalidError(
            "the policy names no such way",
            item="way",
            hint="choose one of `refuse.ways`",
            ko=("방침에 없는 방법입니다", "방침이 정한 방법 중에서 선택해 주세요"),
        )
    if blank(said):
        raise InvalidError(
            "how it came is not said",
            item="said",
            hint="say which paper it is, or when who was called",
            ko=("동의를 어떻게 받았는지 적혀 있지 않습니다", "어느 동의서인지, 언제 누가 통화했는지 적어 주세요"),
        )
    yield from no_numbers(house.policy, said=said)
    confirmed = house.policy.records[ref.kind].record.ends.unless[0]
    yield from event(house.by(actor), ref, confirmed, reason=f"{way}: {said}")
