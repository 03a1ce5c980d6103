"""What a row of the catalogue is: a statute's article (or an act as a whole), an outside body, a well-known safeguard.

A row says how its content is known: only what was read in the text itself is `verified`. Days may be unknown, and a
month or a year stands for its last day, so that nothing is asked of a policy before it surely is law.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jikim.policy.model import ItemType, RecordClass
from jikim.policy.period import Period

Words = Mapping[str, str]

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ARTICLE = re.compile(rf"§(\d+)(?:-(\d+))?(?:–(\d+))?([{_CIRCLED}])?((?:\([a-z]\))?)(\d+)?")


class Sure(StrEnum):
    """How a row's content is known."""

    READ = "read"
    OTHER_SOURCE = "other-source"
    WELL = "known-well"
    FAIRLY = "known-fairly"
    LITTLE = "known-little"

    def words(self, language: str) -> str:
        """How it is known, in a few words."""
        return _SURE[self][language]


_SURE: dict[Sure, Words] = {
    Sure.READ: {"ko": "원문에서 확인", "en": "read in its own text"},
    Sure.OTHER_SOURCE: {
        "ko": "원문 미확인(간접 자료)",
        "en": "read in another source; the law's own text was not read",
    },
    Sure.WELL: {"ko": "원문 미확인(널리 알려진 내용)", "en": "common knowledge, not read in its own text"},
    Sure.FAIRLY: {
        "ko": "원문 미확인(대체로 알려진 내용)",
        "en": "common knowledge and less than sure, not read in its own text",
    },
    Sure.LITTLE: {"ko": "원문 미확인(확실하지 않음)", "en": "unsure, not read in its own text"},
}


class Asked(StrEnum):
    """How strongly the guideline asks for a section."""

    MANDATORY = "M"
    IF_APPLIES = "C"
    RECOMMENDED = "R"
    RECOMMENDED_IF_APPLIES = "RC"


@dataclass(frozen=True, slots=True)
class Clock:
    """What starts a statute's period, in words, and the policy events that are that start."""

    text: Words
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """From how many people on a row binds. `or_guarded`: or where unique identifiers or sensitive data are held at all;
    `guarded_people`: or from so many people of whom such data is held."""

    people: int
    or_guarded: bool = False
    guarded_people: int | None = None

    def reached(self, people: int | None, guarded: bool) -> bool:
        """Whether a house of so many people (None: not known) reaches it."""
        if guarded and self.or_guarded:
            return True
        least = self.guarded_people if guarded and self.guarded_people is not None else self.people
        return people is not None and people >= least


@dataclass(frozen=True, slots=True)
class Statute:
    """One row. A row without `article` is an act as a whole."""

    id: str
    label: Words
    act: Words
    article: str | None
    says: Words
    minimum: Period | None
    maximum: Period | None
    covers: frozenset[RecordClass]
    names: frozenset[ItemType]  # kinds of guarded data that the article asks for or permits by name
    deadline: Period | None
    extended: Period | None
    every: Period | None
    rights: tuple[str, ...]
    topics: tuple[str, ...]
    threshold: Threshold | None
    binds: Words | None
    clock: Clock | None
    number: str | None
    asked: Asked | None
    sure: Sure
    in_force_from: date | None
    in_force_until: date | None
    since: str
    days_read: bool
    ended_by: Words | None
    source: str

    @property
    def verified(self) -> bool:
        """Whether its content was read in the statute's, decree's or guideline's own text."""
        return self.sure is Sure.READ

    def in_force(self, at: date) -> bool:
        """Whether it is law on this day. `in_force_until` is the first day on which it is not; an unknown first day is
        long past."""
        begun = self.in_force_from is None or self.in_force_from <= at
        return begun and (self.in_force_until is None or at < self.in_force_until)

    @property
    def period(self) -> Period | None:
        """The period it names, whether a minimum or a maximum."""
        return self.minimum or self.maximum

    @property
    def keeps(self) -> bool:
        """Whether the row asks that some class of record be kept; an act as a whole, or a deadline, does not."""
        return bool(self.covers)

    @property
    def european(self) -> bool:
        """Whether it is of the European Union, or kept from it by the United Kingdom."""
        return self.id.startswith(("eu.", "uk."))

    def name(self, language: str) -> str:
        """`E-Commerce Act §6(1)2`, `「전자상거래법」 제6조제1항제2호`; of the Union `General Data Protection Regulation Article
        28`."""
        return cited(self.act[language], self.article or "", language, european=self.european)


def cited(act: str, short: str, language: str, *, european: bool = False) -> str:
    """An act and its article, as lawyers of a language write them; an act as a whole where there is no article."""
    named = f"「{act}」" if language == "ko" else act
    return f"{named} {article(short, language, european=european)}" if short else named


def article(short: str, language: str, *, european: bool = False) -> str:
    """An article: `§6①2` is 제6조제1항제2호, and §6(1)2; of the Union Article 6(1)2."""

    def said(found: re.Match[str]) -> str:
        first, branch, last, paragraph, letter, item = found.groups()
        number, part = f"{first}–{last}" if last else first, f"{_CIRCLED.index(paragraph) + 1}" if paragraph else ""
        if language == "ko":
            whole = f"제{number}조" + (f"의{branch}" if branch else "") + (f"제{part}항" if part else "")
            return whole + letter + (f"제{item}호" if item else "")
        mark = ("Articles " if last else "Article ") if european else "§"
        return mark + number + (f"-{branch}" if branch else "") + (f"({part})" if part else "") + letter + (item or "")

    return _ARTICLE.sub(said, short)


@dataclass(frozen=True, slots=True)
class Body:
    """An outside body's number on the days from `since` (inclusive) to `until` (exclusive).

    `phone` is None where the catalogue knows that the number changed and not to what.
    """

    kind: str
    label: Words
    phone: str | None
    url: str | None
    since: date | None
    until: date | None
    sure: Sure
    source: str

    @property
    def verified(self) -> bool:
        """Whether the numbers themselves were looked up."""
        return self.sure is Sure.READ

    def current(self, at: date) -> bool:
        """Whether these are the body's numbers on this day."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class WellKnown:
    """A safeguard that most policies name, the names it goes by, and the statute that asks for it."""

    name: str
    label: Words
    names: frozenset[str]
    statute: str
