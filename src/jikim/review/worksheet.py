"""The worksheet of a review: who handled how much, what stands out, and a sample to be checked by hand.

What stands out is counted by rules that can be read here; whether it was right, a person says. Names are compared, and
never written down: the sheet has people as numbers.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Literal
from zoneinfo import ZoneInfo

NIGHT = (22, 6)  # from this hour to that one, in the policy's time zone
MANY = 50  # reads in a span that are never a matter of volume, however few others read
TIMES = 3  # as many times what the others read (their median)
AGAIN = 10  # reads of one person by one handler
REFUSED = 5
LEAVING = timedelta(days=30)
SAMPLE = 12
READS = ("record:use", "archive:consult", "archive:show", "archive:find", "subject:show", "record:download", "reading:")
Sign = Literal["night", "volume", "again", "refused", "leaving", "family"]
SIGNS: dict[Sign, tuple[str, str]] = {
    "night": ("야간(22시~6시) 열람", "Reads at night (22:00 to 6:00)"),
    "volume": ("다른 취급자보다 현저히 많은 열람", "Far more accesses than others"),
    "again": ("동일 정보주체의 반복 열람", "One person read again and again"),
    "refused": ("반복 거절된 열람", "Reads refused again and again"),
    "leaving": ("업무 종료 전 1개월의 열람", "Reads in the month before leaving"),
    "family": ("같은 성씨의 정보주체 열람", "Reads of people of one’s own family name"),
}
Check = Literal["", "fine", "ask", "wrong"]


@dataclass(frozen=True)
class Counted:
    """What one handler did in the span. `purposes`: the digest of each version under which something was done, and the
    purpose's name there."""

    handler: str
    reads: int
    people: int
    refused: int
    night: int
    purposes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Outlier:
    """Something that stands out: which rule, whose acts, how many, and where in the ledger (the first few positions)."""

    sign: Sign
    handler: str
    count: int
    positions: tuple[int, ...]


@dataclass(frozen=True)
class Sampled:
    """One entry that was drawn to be checked, with the digest of its version, and what was found."""

    position: int
    at: str
    handler: str
    event: str
    purpose: str
    kind: str
    reason: str
    subject: str
    policy: str
    found: Check = ""
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """The whole worksheet. `entries` is how many of handlers' entries the span has."""

    entries: int
    counted: tuple[Counted, ...]
    outliers: tuple[Outlier, ...]
    sample: tuple[Sampled, ...]
    answers: Mapping[str, str] = field(default_factory=dict)
    remarks: str = ""

    @property
    def concerned(self) -> frozenset[str]:
        """Whose acts are judged on it: those of the sample, and of whom something stands out."""
        return frozenset({one.handler for one in self.sample} | {one.handler for one in self.outliers})

    @property
    def complete(self) -> bool:
        """Whether each of the sample was checked, and each thing that stands out was answered."""
        return all(one.found for one in self.sample) and all(self.answers.get(name(one)) for one in self.outliers)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, said: Mapping[str, Any]) -> Sheet:
        return cls(
            said["entries"],
            tuple(
                Counted(**{**one, "purposes": tuple((by, name) for by, name in one["purposes"])})
                for one in said["counted"]
            ),
            tuple(
                Outlier(one["sign"], one["handler"], one["count"], tuple(one["positions"])) for one in said["outliers"]
            ),
            tuple(Sampled(**one) for one in said["sample"]),
            dict(said["answers"]),
            said["remarks"],
        )


def name(one: Outlier) -> str:
    """The field of a form in which something that stands out is answered."""
    return f"{one.sign}.{one.handler}"


def handled(body: Mapping[str, Any]) -> bool:
    """Whether an entry is an act of the office's people, and no look at the ledger itself."""
    return str(body.get("actor", "")).startswith(("handler:", "officer:"))


def draw(
    entries: Sequence[Mapping[str, Any]],
    zone: ZoneInfo,
    *,
    left: Mapping[str, datetime],
    kin: Mapping[str, Sequence[int]],
    chance: Random,
) -> Sheet:
    """A sheet from the entries of handlers. `left`: who left and when; `kin`: by handler, positions of reads of people
    of their family name."""
    by: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for body in entries:
        by[str(body["actor"]).partition(":")[2]].append(body)
    counted = tuple(_count(handler, bodies, zone) for handler, bodies in sorted(by.items()))
    outliers = [
        one for handler, bodies in sorted(by.items()) for one in _outliers(handler, bodies, zone, left.get(handler))
    ]
    outliers += _volume(counted, by)
    outliers += [
        Outlier("family", handler, len(places), tuple(places[:5])) for handler, places in sorted(kin.items()) if places
    ]
    reads = [body for body in entries if _is_read(body)]
    drawn = chance.sample(reads, min(SAMPLE, len(reads)))
    sample = tuple(_sampled(body) for body in sorted(drawn, key=lambda body: int(body["position"])))
    return Sheet(len(entries), counted, tuple(outliers), sample)


def _is_read(body: Mapping[str, Any]) -> bool:
    return str(body["event"]).startswith(READS) and str(body["event"]).endswith(":allowed")


def _at_night(body: Mapping[str, Any], zone: ZoneInfo) -> bool:
    hour = datetime.fromisoformat(str(body["at"])).astimezone(zone).hour
    return hour >= NIGHT[0] or hour < NIGHT[1]


def _count(handler: str, bodies: Sequence[Mapping[str, Any]], zone: ZoneInfo) -> Counted:
    reads = [body for body in bodies if _is_read(body)]
    return Counted(
        handler,
        len(reads),
        len({body.get("subject") for body in reads} - {None}),
        sum(str(body["event"]).endswith(":denied") for body in bodies),
        sum(_at_night(body, zone) for body in reads),
        tuple(sorted({(str(body["policy"]), str(body["purpose"])) for body in reads if "purpose" in body})),
    )


def _outliers(
    handler: str, bodies: Sequence[Mapping[str, Any]], zone: ZoneInfo, left: datetime | None
) -> list[Outlier]:
    reads = [body for body in bodies if _is_read(body)]
    found: list[tuple[Sign, list[Mapping[str, Any]]]] = [("night", [body for body in reads if _at_night(body, zone)])]
    often = Counter(str(body.get("subject")) for body in reads if body.get("subject"))
    again = {subject for subject, count in often.items() if count > AGAIN}
    found.append(("again", [body for body in reads if str(body.get("subject")) in again]))
    refused = [body for body in bodies if str(body["event"]).endswith(":denied")]
    found.append(("refused", refused if len(refused) >= REFUSED else []))
    if left is not None:
        near = [body for body in reads if left - LEAVING <= datetime.fromisoformat(str(body["at"])) <= left]
        found.append(("leaving", near))
    return [Outlier(sign, handler, len(some), _places(some)) for sign, some in found if some]


def _volume(counted: Sequence[Counted], by: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Outlier]:
    found = []
    for one in counted:
        others = [other.reads for other in counted if other.handler != one.handler]
        if one.reads > max(MANY, TIMES * (statistics.median(others) if others else 0)):
            reads = [body for body in by[one.handler] if _is_read(body)]
            found.append(Outlier("volume", one.handler, one.reads, _places(reads)))
    return found


def _places(bodies: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    return tuple(sorted(int(body["position"]) for body in bodies)[:5])


def _sampled(body: Mapping[str, Any]) -> Sampled:
    return Sampled(
        int(body["position"]),
        str(body["at"]),
        str(body["actor"]).partition(":")[2],
        str(body["event"]).rpartition(":")[0],
        str(body.get("purpose", "")),
        str(body.get("kind", "")),
        str(body.get("reason", "")),
        str(body.get("subject", "")),
        str(body["policy"]),
    )
