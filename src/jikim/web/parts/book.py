"""The book: what all parts of one page share: the policy in one language, its time zone, and where its sentences and
pages are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from jikim.policy.citing import cited, place_of
from jikim.policy.model import Language, PolicyFile
from jikim.policy.render.voice import Voice
from jikim.verbs.then import Then
from jikim.web.parts.html import Html, element


@dataclass(frozen=True)
class Book:
    """`promise` answers the address of a clause's sentence; `record_page` that of one record's own page, `version_page`
    that of a version of the policy, where there is one."""

    policy: PolicyFile
    language: Language
    zone: ZoneInfo
    promise: Callable[[str], str]
    record_page: Callable[[str], str] | None = None
    version_page: Callable[[int], str] | None = None
    voice: Voice = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "voice", Voice(self.policy, self.language))

    def told(self, then: Then) -> Book:
        """The book of what was true then: its words, and its clauses as that version has them."""
        if then.policy.file is self.policy:
            return self
        page = self.version_page

        def promise(clause: str) -> str:
            return self.promise(clause) if page is None else f"{page(then.version)}#{place_of(clause)}"

        return Book(then.policy.file, self.language, self.zone, promise, self.record_page, page)

    def say(self, ko: str, en: str) -> str:
        return self.voice.say(ko, en)

    def day(self, moment: datetime) -> str:
        """A moment's day, in the policy's time zone and this language."""
        return self.voice.date(moment.astimezone(self.zone).date())

    def moment(self, moment: datetime) -> str:
        """A moment's day and its time."""
        return f"{self.day(moment)} {moment.astimezone(self.zone):%H:%M}"

    def clause(self, clause: str | None) -> Html:
        """A promise's number, or its words where it has none, as a link to its sentence in the published policy."""
        if not clause:
            return Html("")
        return element("a", self.cited(clause), class_="clause", href=self.promise(clause))

    def cited(self, clause: str) -> str:
        """A promise by its number, or in words where it has none."""
        return cited(clause, self.language, self.policy)
