"""The plan's limits of reading, asked before anything is read: of how many people, in ten minutes, an hour, a night and a
day.

Guarantees: one statement compares and counts, under the reader's own lock, so that reads that are made at once, by any
number of processes, pass no limit together; what would pass it is refused whole. The database names the reader, by the
grant: a person with all their grants and sessions, an application with all its keys. What is asked for counts, also
where the statement that reads then denies it; somebody whom a person of the office reads again is one. No row names
whose data was read.

Who acts by no grant has no limit: people and guardians at their own data, the system's own work (letters of a breach,
notices, sweeps), and code inside the process. Two reads by a grant have none either, by an `Exempt` each.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from jikim.crypto import derived, keyed
from jikim.db.driver import Steps
from jikim.errors import DeniedError
from jikim.ledger.entry import month_key, month_of
from jikim.ledger.reads import at_night
from jikim.policy.ask import Actor, Ask
from jikim.policy.decide import deny
from jikim.store.sealed import Q
from jikim.verbs.house import House

_LABEL = b"\x0ejikim reads v1"
UNMASKED = "unmasked"  # how a value was shown, as its entry says it

# What each limit counts, in both languages; the numbers stand in the database (`live.monitor_limits`), under those of
# the plan in force.
LIMITS: dict[str, tuple[str, str]] = {
    "burst": ("10분 동안 연속으로 열람한 정보주체 수", "people read one after another in 10 minutes"),
    "hour": ("한 시간 동안 열람한 정보주체 수", "people read in an hour"),
    "unmasked": ("한 시간 동안 마스킹을 해제한 횟수", "values unmasked in an hour"),
    "night": ("야간(22시~7시)에 열람한 정보주체 수", "people read at night (22:00–07:00)"),
    "day": ("하루 동안 열람한 정보주체 수", "people read in a day"),
    "usual": ("본인의 평소(4주간 하루 평균) 대비 배수", "times the handler’s own daily average of the last four weeks"),
    "desk": ("같은 날 다른 취급자의 중앙값 대비 배수", "times the median of the other handlers that day"),
    "floor": ("배수를 비교하기 시작하는 하루 정보주체 수", "people a day from which a handler is compared"),
    "application": (
        "애플리케이션 하나가 한 시간 동안 열람한 정보주체 수",
        "people that one application reads in an hour",
    ),
}


class Exempt(ABC):
    """The right to read some people without asking the limits: what an officer approved for many (`reading/mass.py`), and
    the answer to a person's own request (`desk/answering.py`).

    INVARIANT: its room alone makes one, of what its statement found in the database, and it covers nobody else's data.
    """

    __slots__ = ()

    def __new__(cls, *_: object) -> Self:
        raise TypeError("what asks no limit was found in the database")

    @property
    @abstractmethod
    def marks(self) -> Mapping[str, str]:
        """What the entry of each read says: by it the sequencer does not count it either (`ledger/reads.py`)."""

    @abstractmethod
    def covers(self, subject: UUID, kind: str = "") -> bool:
        """Whether it is for this person's records of a kind; with none, for all that is known of them."""


def within(
    house: House, event: str, actor: Actor, people: Collection[UUID], ask: Ask | None = None, shown: str = ""
) -> Steps[None]:
    """Goes on where the limits leave these people to this actor, for whom they are then counted. Raises DeniedError
    (`read-limit`), recorded, else; whoever asks for more where nothing is left is paused."""
    if not actor.grant or not people:
        return
    at, policy, count = house.now(), house.policy, len(people)
    asked: dict[str, Any] = {
        "grant": actor.grant,
        "people": count,
        # Whom an application reads again, and again, is no single person to it: it is counted by requests.
        "marks": [] if actor.kind == "application" else (yield from _marks(house, at, people)),
        "unmasked": shown == UNMASKED,
        "night": at_night(at, policy.zone),
        "at": at,
    }
    [(refused, rule, most, left)] = yield Q["reads.draw"](**asked)
    if not refused:
        return
    if not left:
        yield Q["reads.stop"](**asked)
    try:
        yield from house.refuse(event, policy, actor, deny(policy, "read-limit"), ask, people=count, left=left)
    except DeniedError as error:
        error.left = left
        raise error.helped(en=_hint(left, most, rule), ko=_hint_ko(left, most, rule)) from None


def _marks(house: House, at: datetime, people: Iterable[UUID]) -> Steps[list[int]]:
    """Marks of people, by which a reader who reads somebody again is known to: under a key out of the month's ledger key,
    which no database has."""
    month = yield from month_key(house.keyring, month_of(at, house.policy.zone))
    key = derived(month, _LABEL)
    return [int.from_bytes(keyed(key, one.bytes)[:4], "big", signed=True) for one in people]


def _hint(left: int, most: int, rule: str) -> str:
    what = f"{left:,} of {most:,} are left ({LIMITS[rule][1]})"
    return f"{what}: read fewer at once" if left else f"{what}: an officer looks at it"


def _hint_ko(left: int, most: int, rule: str) -> str:
    what = f"{most:,} 중 {left:,} 남음 ({LIMITS[rule][0]})"
    return f"{what}: 한 번에 더 적게 열람해 주세요" if left else f"{what}: 개인정보 보호책임자가 확인합니다"
