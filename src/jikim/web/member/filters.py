"""The filters of a person's own pages: by why, until when, and who. What may be chosen is what there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from litestar import Request

from jikim.answers import RestingCard
from jikim.verbs.then import Told
from jikim.web.member.looking import Seen
from jikim.web.parts.traces import NAMED, said_actor

SOON = timedelta(days=30)


class Choice(NamedTuple):
    """One choice of a list: what the form sends, and its words."""

    value: str
    words: str


@dataclass(frozen=True)
class Filter:
    """One list of choices, with the one that is chosen; "" for all."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: str


def choose(request: Request[Any, Any, Any], name: str, label: str, choices: Iterable[Choice]) -> Filter:
    """A list with what the request chose; a choice that there is not counts as none."""
    listed = tuple(choices)
    asked = request.query_params.get(name, "")
    return Filter(name, label, listed, asked if any(asked == choice.value for choice in listed) else "")


def is_use(use: Told) -> bool:
    """Whether an entry is a use of the data that was allowed."""
    return is_allowed_use(use.body)


def is_allowed_use(use: Mapping[str, Any]) -> bool:
    """The same of an entry without its words: what the page of uses lists as one."""
    event, _, outcome = str(use["event"]).rpartition(":")
    return event in ("record:use", "archive:consult", "record:statistics") and outcome == "allowed"


def is_refused(use: Mapping[str, Any]) -> bool:
    """Whether an entry is a refusal: what the page of uses lists as one."""
    return str(use["event"]).endswith(":denied")


def actor_key(use: Mapping[str, Any]) -> str:
    """Who acted, as a filter names them: the office by duty, applications and partners by name, everyone else by kind."""
    actor = str(use["actor"])
    kind = actor.partition(":")[0]
    return actor if kind in NAMED else kind


def actors(seen: Seen, uses: Iterable[Told]) -> list[Choice]:
    """Who acted, each by the words of their newest entry."""
    named = {actor_key(use.body): said_actor(seen.book.told(use.then), actor_key(use.body)) for use in uses}
    return [Choice(key, words) for key, words in sorted(named.items())]


def purposes(seen: Seen, names: Iterable[str]) -> list[Choice]:
    declared = seen.page.policy.file.purposes
    there = set(names)
    return [Choice(name, seen.book.voice.text(purpose.label)) for name, purpose in declared.items() if name in there]


def untils(seen: Seen) -> list[Choice]:
    """Until when: what lives, what goes within a month, and each year in which something that rests goes."""
    say = seen.book.say
    years = sorted({(part.until + timedelta(days=1)).year for part in seen.dossier.resting})
    choices = [Choice("lives", say("이용 중", "active")), Choice("frozen", say("정정 중", "being corrected"))]
    if any(part.until - seen.today <= SOON for part in seen.dossier.resting):
        choices.append(Choice("soon", say("30일 이내 파기 예정", "to be destroyed within 30 days")))
    return choices + [Choice(str(year), say(f"{year}년 파기 예정", f"to be destroyed in {year}")) for year in years]


def rests_by(chosen: str, part: RestingCard, today: date) -> bool:
    """Whether a resting part is among those that an `until` chooses."""
    if chosen == "soon":
        return part.until - today <= SOON
    return not chosen or chosen == str((part.until + timedelta(days=1)).year)
