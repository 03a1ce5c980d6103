"""How announcements stand: the list of them, and in numbers whom a version serves, what was asked and how it was
answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.policy.diff import Comparison, Question, compare
from jikim.verbs.house import House

Q = load("jikim.publishing")

State = Literal["announcing", "announced", "withdrawn", "lapsed", "in-force"]
STATES_KO: dict[State, str] = {
    "announcing": "공고 중",
    "announced": "공고함",
    "withdrawn": "철회",
    "lapsed": "시행되지 않음",
    "in-force": "시행 중",
}


class Publication(NamedTuple):
    """One announcement. `notice` and `withdrawal` are numbers on the notice board; `mailed` and `moved` people."""

    number: int
    version: int
    previous: int
    state: State
    announced: date
    effective: datetime
    important: bool
    posted: datetime | None
    notice: int | None
    withdrawn: datetime | None
    withdrawal: int | None
    switched: datetime | None
    moved: int
    finished: datetime | None
    circular: str
    mailed: int

    @property
    def open(self) -> bool:
        """Whether it is under way: nobody announces another meanwhile."""
        return self.state in ("announcing", "announced")

    def as_json(self) -> dict[str, Any]:
        def moment(at: datetime | None) -> str | None:
            return at.isoformat() if at else None

        return {
            "number": self.number, "version": self.version, "previous": self.previous, "state": self.state, "announced": self.announced.isoformat(),
            "effective": self.effective.isoformat(), "important": self.important, "notice": self.notice, "posted": moment(self.posted),
            "withdrawn": moment(self.withdrawn), "notice_of_withdrawal": self.withdrawal, "switched": moment(self.switched),
            "mails_queued": self.mailed, "people_taken_over": self.moved, "finished": moment(self.finished),
        }  # fmt: skip


class Concerned(NamedTuple):
    """Of how many people a consent is asked."""

    question: Question
    people: int


class Answers(NamedTuple):
    """How a question was answered, by number of people."""

    clause: int
    given: int
    refused: int


class Receipt(NamedTuple):
    """What became of an announcement. `served`: people by version and kind."""

    publication: Publication
    served: tuple[tuple[int, str, int], ...]
    answers: tuple[Answers, ...]

    @property
    def waiting(self) -> int:
        """How many people another version still serves."""
        return sum(people for version, _, people in self.served if version != self.publication.version)

    def as_json(self) -> dict[str, Any]:
        return {
            **self.publication.as_json(),
            "served": [{"version": version, "kind": kind, "people": people} for version, kind, people in self.served],
            "answers": [one._asdict() for one in self.answers],
        }


def publications(_house: House) -> Steps[list[Publication]]:
    """Every announcement, the newest first."""
    rows = yield Q["publish.list"]()
    return [Publication(*row) for row in rows]


def publication_of(house: House, number: int) -> Steps[Publication | None]:
    """One of them; None where there is none of that number."""
    return next((one for one in (yield from publications(house)) if one.number == number), None)


def source_of(_house: House, number: int) -> Steps[bytes]:
    """The text of an announcement's policy, byte for byte; of one over several files, all of them."""
    [(value,)] = yield Q["publish.source"](number=number)
    return bytes(value or b"")


def receipt_of(house: House, number: int) -> Steps[Receipt | None]:
    """What became of an announcement."""
    found = yield from publication_of(house, number)
    if found is None:
        return None
    served = yield Q["publish.served"]()
    answered = yield Q["publish.answered"](version=found.version)
    by_clause: dict[int, list[int]] = {}
    for clause, given, people in answered:
        by_clause.setdefault(clause, [0, 0])[0 if given else 1] += people
    return Receipt(
        found,
        tuple((version, house.policy.people_named.get(kind, "guest"), people) for version, kind, people in served),
        tuple(Answers(clause, *counts) for clause, counts in sorted(by_clause.items())),
    )


def concerned(house: House, comparison: Comparison) -> Steps[list[Concerned]]:
    """Of how many people each consent would be asked, if this were announced now."""
    policy = house.policy
    found = []
    for one in comparison.questions:
        before = 0
        if one.why != "new":
            before = (policy.recipient_consents if "/" in one.name else policy.purpose_consents).get(one.name, 0)
        [(count,)] = yield Q["publish.consented"](
            clause=before, kinds=[policy.people[kind] for kind in one.kinds if kind in policy.people]
        )
        found.append(Concerned(one, count))
    return found


def compared(house: House, publication: Publication) -> Steps[Comparison]:
    """An announcement's version beside the one that was in force when it was announced."""
    old = yield from house.versions.serving(publication.previous)
    new = yield from house.versions.serving(publication.version)
    return compare(old.file, new.file)
