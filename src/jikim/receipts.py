"""What a receipt of a destruction says: four dates, in whole and part by part, and what the last of them waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

WAITS: Mapping[str, tuple[str, str]] = {
    "here": (
        "이용 중인 정보주체이므로 파기할 정보가 없습니다",
        "This person is active, so there is nothing to destroy",
    ),
    "grace": (
        "탈퇴를 취소할 수 있습니다. {detail}부터는 취소할 수 없으며 암호키를 파기하고 데이터를 삭제합니다",
        "Closing the account can still be undone; from {detail} it cannot, and the keys are destroyed and the data deleted",
    ),
    "apart": (
        "오랫동안 이용하지 않아 분리하여 보관하고 있습니다",
        "The account was not used for a long time, and its data is kept apart",
    ),
    "sweep": (
        "다음 파기 작업에서 암호키를 파기하고 데이터를 삭제합니다",
        "The next destruction run destroys the keys and deletes the data",
    ),
    "unfinished": (
        "진행 중인 건은 처리를 마친 뒤 파기하거나 법정 기간 동안 분리 보관합니다",
        "What is still in progress is destroyed, or archived by law, once it is done",
    ),
    "held": (
        "정정 중이거나 파기를 보류한 기록은 그 사유가 끝난 뒤 파기합니다",
        "What a correction or a legal hold keeps is destroyed once that has ended",
    ),
    "resting": ("법정 기간까지 분리 보관합니다: {detail}", "A part is archived by law until {detail}"),
    "backup": (
        "보관할 정보를 재암호화한 백업이 생성된 뒤 암호키를 파기합니다",
        "A key is destroyed once a backup holds what is kept, re-encrypted",
    ),
    "epoch": (
        "다음 키 교체(jikim epoch) 시 복구할 수 없게 됩니다",
        "The next key rotation (jikim epoch) makes it irrecoverable",
    ),
    "turning": ("키 교체가 진행 중입니다: {detail}", "A key rotation is under way: {detail}"),
    "system": (
        "사본이 있던 사내 시스템 {detail}곳의 삭제 확인을 기다립니다",
        "Internal systems that held a copy and have not confirmed yet: {detail}",
    ),
    "backups": (
        "회사 데이터베이스에서 삭제 명령으로 지웠습니다. 그 데이터베이스의 이전 백업에는 보관 기간이 끝나는 {detail}까지 남아 있을 수 있습니다",
        "Erased by statement; older backups of that database hold it until their end on {detail}",
    ),
    "provider": ("루트 키 보관 기관이 {detail}까지 파기합니다", "The holder of the root key destroys it by {detail}"),
}


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
    "hidden": (
        ("접근 차단", "hidden"),
        ("진행 중이거나 분리 보관하는 정보 외에는 표시되지 않음", "not shown, except what is in progress or archived"),
    ),
    "key_destroyed": (
        ("암호키 파기", "key destroyed"),
        ("암호키가 없어 시스템의 어떤 사용자도 열 수 없음", "without its key, no user of the system can open it"),
    ),
    "rows_removed": (("데이터 삭제", "data deleted"), ("데이터베이스에서 데이터를 삭제", "removal from the database")),
    "irrecoverable": (
        ("복구·재생 불가", "irrecoverable"),
        ("백업과 디스크를 탈취해도 복구할 수 없음", "beyond recovery, even from stolen disks and backups"),
    ),
}
PLACES: Mapping[str, tuple[str, str]] = {
    "live": ("이용하던 정보", "data in use"),
    "archive": ("분리 보관하던 정보", "archived data"),
    "attached": ("회사 데이터베이스에 있던 정보", "data in the application’s own database"),
}


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


@dataclass(frozen=True)
class Receipt:
    """A receipt. `of` is `person` or `certificate`; `records` counts what went; `worth` is the root key providers'
    word, by name; `systems`: of a person, the company's own systems that held copies."""

    of: str
    number: UUID
    at: datetime
    dates: Dates
    records: int
    lines: tuple[ReceiptLine, ...]
    worth: Mapping[str, Mapping[str, str]]
    systems: tuple[SystemTold, ...] = ()

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
        }
