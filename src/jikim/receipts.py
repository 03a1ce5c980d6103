"""What a receipt of a destruction says: four dates, in whole and part by part, and what the last of them waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from jikim.tables import pairs, table

WAITS = pairs(__package__, "receipts", "waits")


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


class Wait(NamedTuple):
    """What a receipt waits for: a code of `WAITS`, and its day or step."""

    code: str
    detail: str = ""

    def words(self, language: str) -> str:
        """It in `ko` or `en`."""
        return WAITS[self.code][language == "en"].format(detail=self.detail)


# The four dates in their order: name, in words, and what each means.
DATES: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    step: ((ko, en), (means_ko, means_en))
    for step, ((ko, en), (means_ko, means_en)) in table(__package__, "receipts")["dates"].items()
}
PLACES = pairs(__package__, "receipts", "places")


class DateStep(NamedTuple):
    """One of the four dates, as page, PDF and terminal say it. `at` is None: not yet."""

    name: str
    at: datetime | None

    def label(self, language: str) -> str:
        return DATES[self.name][0][language == "en"]

    def meaning(self, language: str) -> str:
        return DATES[self.name][1][language == "en"]


@dataclass(frozen=True)
class Dates:
    """The four dates of one thing. None: not yet."""

    hidden: datetime | None
    key_destroyed: datetime | None
    rows_removed: datetime | None
    irrecoverable: datetime | None
    waits: tuple[Wait, ...]

    @property
    def steps(self) -> tuple[DateStep, ...]:
        """The four in their order: what every rendering of a receipt is made from."""
        return tuple(DateStep(name, getattr(self, name)) for name in DATES)

    def as_json(self) -> dict[str, Any]:
        return {
            **{step.name: _text(step.at) for step in self.steps},
            "waits": [
                {"for": wait.code, "ko": wait.words("ko"), "en": wait.words("en")}
                | ({"detail": wait.detail} if wait.detail else {})
                for wait in self.waits
            ],
        }


@dataclass(frozen=True)
class ReceiptLine:
    """A part of it with its own dates: of a person, what was `live` and what rested in the `archive`; of a certificate,
    its lines."""

    kind: str
    what: str
    due: date | None
    count: int
    dates: Dates

    def label(self, language: str) -> str:
        return PLACES[self.what][language == "en"] if self.what in PLACES else self.what


class SystemTold(NamedTuple):
    """A system of the company's own that held a copy: when it was told last, and when it said that it has deleted all."""

    system: str
    ko: str
    en: str
    told: datetime
    answered: datetime | None

    def words(self, language: str) -> str:
        """It in `ko` or `en`."""
        told = self.told.date().isoformat()
        answered = self.answered.date().isoformat() if self.answered else ""
        if language == "ko":
            return f"{self.ko}: {told}에 삭제 요청, " + (f"{answered}에 확인" if answered else "확인 대기")
        return f"{self.en}: told on {told}, " + (f"answered on {answered}" if answered else "not yet answered")


class LetterSent(NamedTuple):
    """The letter of a leaving, with the way to the receipt: when it was sent, and when it came back for good."""

    sent: datetime
    returned: datetime | None

    def words(self, language: str, sent: str, returned: str) -> str:
        """It in `ko` or `en`, with its moments as they are said there."""
        if language == "ko" and self.returned:
            return f"이 확인서의 링크를 {sent}에 메일로 보냈으나 {returned}에 반송되어 전달되지 않았습니다."
        if language == "ko":
            return f"이 확인서의 링크를 {sent}에 메일로 보냈습니다."
        if self.returned:
            return f"The link to this certificate was not delivered: the e-mail of {sent} came back on {returned}."
        return f"The link to this certificate was sent by e-mail on {sent}."


@dataclass(frozen=True)
class Receipt:
    """A receipt. `of` is `person` or `certificate`; `records` counts what went; `worth` is the root key providers'
    word, by name; `systems`: of a person, the company's own systems that held copies; `letter`: the one with the way to it."""

    of: str
    number: UUID
    at: datetime
    dates: Dates
    records: int
    lines: tuple[ReceiptLine, ...]
    worth: Mapping[str, Mapping[str, str]]
    systems: tuple[SystemTold, ...] = ()
    letter: LetterSent | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "jikim-receipt": 1,
            "of": self.of,
            "number": str(self.number),
            "at": self.at.isoformat(),
            **self.dates.as_json(),
            "records": self.records,
            "lines": [
                {
                    "kind": line.kind,
                    "what": line.what,
                    "due": line.due.isoformat() if line.due else None,
                    "count": line.count,
                    **line.dates.as_json(),
                }
                for line in self.lines
            ],
            "worth": {name: dict(words) for name, words in self.worth.items()},
            "systems": [
                {**one._asdict(), "told": one.told.isoformat(), "answered": _text(one.answered)} for one in self.systems
            ],
            **({"letter": {name: _text(at) for name, at in self.letter._asdict().items()}} if self.letter else {}),
        }
