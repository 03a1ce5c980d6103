"""Reading the catalogue's data, strictly: what a row may hold and must hold, and how rows hang together.

A mistake in the data raises ValueError with the file and the row; nothing is guessed or passed over.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from jikim.policy.model import ItemType, Name, RecordClass, RightName
from jikim.policy.period import Period
from jikim.policy.source import plain, read
from jikim.policy.statutes.row import Asked, Body, Clock, Statute, Sure, Threshold, WellKnown

T = TypeVar("T")

FILES = ("acts", "keeping", "medical", "guarded", "duties", "guideline", "eu", "bodies")

_Said = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class _Words(_Closed):
    ko: _Said
    en: _Said

    def both(self) -> dict[str, str]:
        return {"ko": self.ko, "en": self.en}


def _both(words: _Words | None) -> dict[str, str] | None:
    return None if words is None else words.both()


class _Clock(_Words):
    events: tuple[Name, ...] = Field(min_length=1)


class _Threshold(_Closed):
    people: int = Field(ge=1)
    or_guarded: bool = False
    guarded_people: int | None = Field(None, ge=1)


class _Row(_Closed):
    label: _Words
    act: _Said
    article: _Said | None = None
    says: _Words
    minimum: Period | None = None
    maximum: Period | None = None
    covers: tuple[RecordClass, ...] = ()
    names: tuple[ItemType, ...] = ()
    deadline: Period | None = None
    extended: Period | None = None
    every: Period | None = None
    rights: tuple[RightName, ...] = ()
    topics: tuple[Name, ...] = ()
    threshold: _Threshold | None = None
    binds: _Words | None = None
    clock: _Clock | None = None
    number: _Said | None = None
    asked: Asked | None = None
    sure: Sure
    in_force_from: date | _Said
    in_force_until: date | None = None
    days: Literal["read", "common-knowledge"] = "common-knowledge"
    ended_by: _Words | None = None
    source: _Said

    @field_validator("in_force_from", mode="before")
    @classmethod
    def _whole(cls, value: Any) -> Any:
        # Only what YAML itself took for a day is one; `"2026-04"` and `unknown` are words.
        if isinstance(value, str) and value != "unknown" and not (_MONTH.fullmatch(value) or _YEAR.fullmatch(value)):
            raise ValueError('a first day is a day, a month as "2026-04", a year as "2026", or unknown')
        return value


class _Numbers(_Closed):
    phone: _Said | None = None
    url: _Said | None = None
    since: date | None = Field(None, alias="from")
    until: date | None = None
    sure: Sure
    source: _Said


class _Body(_Closed):
    label: _Words
    numbers: tuple[_Numbers, ...]


class _Safeguard(_Closed):
    label: _Words
    names: tuple[Name, ...] = Field(min_length=1)
    statute: Name


class _File(_Closed):
    acts: Mapping[Name, _Words] = Field(default_factory=dict)
    statutes: Mapping[Name, _Row] = Field(default_factory=dict)
    bodies: Mapping[Name, _Body] = Field(default_factory=dict)
    safeguards: Mapping[Name, _Safeguard] = Field(default_factory=dict)
    eea: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")], ...] = ()
    uk: Mapping[Name, _Words] = Field(default_factory=dict)


class Catalogue(NamedTuple):
    """All that the data says."""

    statutes: Mapping[str, Statute]
    bodies: Mapping[str, tuple[Body, ...]]
    labels: Mapping[str, Mapping[str, str]]
    safeguards: tuple[WellKnown, ...]
    eea: frozenset[str]


def load() -> Catalogue:
    """The catalogue as it ships. Raises ValueError where its data is not whole."""
    here = files("jikim.policy.statutes")
    return build({name: here.joinpath(f"{name}.yaml").read_text(encoding="utf-8") for name in FILES})


def build(texts: Mapping[str, str]) -> Catalogue:
    """A catalogue from its files' texts by their names. Raises ValueError where the data is not whole."""
    acts: dict[str, _Words] = {}
    rows: dict[str, _Row] = {}
    bodies: dict[str, _Body] = {}
    safeguards: dict[str, _Safeguard] = {}
    eea: tuple[str, ...] = ()
    otherwise: dict[str, _Words] = {}
    for name, text in texts.items():
        part = _file(name, text)
        _add(name, acts, part.acts)
        _add(name, rows, part.statutes)
        _add(name, bodies, part.bodies)
        _add(name, safeguards, part.safeguards)
        eea += part.eea
        otherwise.update(part.uk)
    _add("eu", rows, _british(rows, acts, otherwise))
    statutes = {id: _statute(id, row, acts, rows) for id, row in rows.items()}
    for kind, one in bodies.items():
        _follow(kind, one.numbers)
    known = tuple(_well_known(name, row, statutes) for name, row in safeguards.items())
    return Catalogue(
        statutes,
        {kind: tuple(_numbers(kind, row, one) for one in row.numbers) for kind, row in bodies.items()},
        {kind: row.label.both() for kind, row in bodies.items()},
        known,
        frozenset(eea),
    )


def _british(
    rows: Mapping[str, _Row], acts: Mapping[str, _Words], otherwise: Mapping[str, _Words]
) -> Mapping[str, _Row]:
    """The rows of the GDPR as the United Kingdom keeps them."""
    unknown = sorted(set(otherwise) - set(rows))
    if unknown:
        raise ValueError(f"eu.yaml: the United Kingdom says otherwise of `{unknown[0]}`, which is no row")
    return {
        f"uk{id.removeprefix('eu')}": row.model_copy(
            update={
                "act": _UK,
                "label": acts[_UK] if row.article is None else row.label,
                "says": otherwise.get(id, row.says),
                "in_force_from": date(2021, 1, 1),
                "source": "common knowledge: the Union's text as the United Kingdom keeps it, not read",
            }
        )
        for id, row in rows.items()
        if row.act == "gdpr" and _UK in acts
    }


_UK = "uk-gdpr"


def _add(file: str, into: dict[str, T], more: Mapping[str, T]) -> None:
    twice = sorted(set(into) & set(more))
    if twice:
        raise ValueError(f"{file}.yaml: {twice[0]} stands in another file too")
    into.update(more)


def _file(name: str, text: str) -> _File:
    root, findings = read(text, f"{name}.yaml")
    if root is None or findings:
        raise ValueError(findings[0].render("en"))
    try:
        return _File.model_validate(plain(root))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise ValueError(f"{name}.yaml: {where}: {first['msg']}") from None


def _statute(id: str, row: _Row, acts: Mapping[str, _Words], rows: Mapping[str, _Row]) -> Statute:
    def wrong(what: str) -> ValueError:
        return ValueError(f"{id}: {what}")

    begins, since = _first_day(row.in_force_from)
    whole = row.article is None
    parent = id.rpartition(".")[0]
    if row.act not in acts:
        raise wrong(f"no act is called `{row.act}`")
    if not id.startswith(("kr.", "eu.", "uk.")):
        raise wrong("an id begins with the law's country, `kr.`, `eu.` or `uk.`")
    if not whole and not any(id.startswith(f"{other}.") for other, act in rows.items() if act.article is None):
        raise wrong(f"no act as a whole stands above it (`{parent}`)")
    if bool(row.covers) != (row.minimum is not None or row.maximum is not None):
        raise wrong("a period and the records that it covers go together")
    if row.minimum is not None and row.maximum is not None:
        raise wrong("a row has a minimum or a maximum, not both")
    if row.rights and row.deadline is None:
        raise wrong("a right is answered within a deadline")
    if row.extended is not None and row.deadline is None:
        raise wrong("only a deadline is extended")
    if (row.in_force_until is None) != (row.ended_by is None):
        raise wrong("an end has a day and a reason")
    if begins is not None and row.in_force_until is not None and begins >= row.in_force_until:
        raise wrong("it ended before it began")
    if (row.number is None) != (row.asked is None):
        raise wrong("a section of the guideline has a number and a mark")
    if whole and (row.covers or row.topics or row.deadline or row.number):
        raise wrong("an act as a whole asks for nothing by itself")
    if row.sure is Sure.READ and "another source" in row.source:
        raise wrong("what stands in another source alone was not read")
    return Statute(
        id=id,
        label=row.label.both(),
        act=acts[row.act].both(),
        article=row.article,
        says=row.says.both(),
        minimum=row.minimum,
        maximum=row.maximum,
        covers=frozenset(row.covers),
        names=frozenset(row.names),
        deadline=row.deadline,
        extended=row.extended,
        every=row.every,
        rights=row.rights,
        topics=row.topics,
        threshold=_threshold(row.threshold),
        binds=_both(row.binds),
        clock=None if row.clock is None else Clock(row.clock.both(), row.clock.events),
        number=row.number,
        asked=row.asked,
        sure=row.sure,
        in_force_from=begins,
        in_force_until=row.in_force_until,
        since=since,
        days_read=row.days == "read",
        ended_by=_both(row.ended_by),
        source=row.source,
    )


def _threshold(stated: _Threshold | None) -> Threshold | None:
    return None if stated is None else Threshold(stated.people, stated.or_guarded, stated.guarded_people)


def _first_day(stated: date | str) -> tuple[date | None, str]:
    """The day from which it surely is law, and the words of the data."""
    if isinstance(stated, date):
        return stated, stated.isoformat()
    month = _MONTH.fullmatch(stated)
    if month is not None:
        year, number = int(month[1]), int(month[2])
        return date(year, number, calendar.monthrange(year, number)[1]), stated
    return (date(int(stated), 12, 31) if _YEAR.fullmatch(stated) else None), stated


def _follow(kind: str, rows: tuple[_Numbers, ...]) -> None:
    """A body has one number on each day."""
    ends = [row.until for row in rows[:-1]]
    begins = [row.since for row in rows[1:]]
    if rows and (ends != begins or rows[0].since is not None or rows[-1].until is not None):
        raise ValueError(f"{kind}: its numbers do not follow one another")


def _numbers(kind: str, row: _Body, one: _Numbers) -> Body:
    return Body(kind, row.label.both(), one.phone, one.url, one.since, one.until, one.sure, one.source)


def _well_known(name: str, row: _Safeguard, statutes: Mapping[str, Statute]) -> WellKnown:
    if row.statute not in statutes:
        raise ValueError(f"{name}: `{row.statute}` is no row")
    if name not in row.names:
        raise ValueError(f"{name}: it does not go by its own name")
    return WellKnown(name, row.label.both(), frozenset(row.names), row.statute)
