"""facts: what may be said of the promises that a sentence is bound to.

What the generated sentence of a promise names, and what the part of the file behind it holds: its periods, numbers,
dates and contacts, its items, its parties. A sentence that says any of these says nothing that the facts do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import BaseModel

from jikim.policy import statutes
from jikim.policy.items.countries import NAMES
from jikim.policy.model import ItemType, Language, PolicyFile, Topic
from jikim.policy.parts import part_at
from jikim.policy.period import Period
from jikim.policy.render import terms
from jikim.policy.render.document import Anchor, Inline, Line, Lines, Link, Row, Table
from jikim.policy.render.layout import LAYOUTS, plans_of
from jikim.policy.render.worded import Passages
from jikim.policy.wording.mentions import Kind, Names, Token, Value, read

_MEASURES = {"min": ("min", 1), "h": ("min", 60), "d": ("d", 1), "w": ("d", 7), "mo": ("mo", 1), "y": ("mo", 12)}
# Kinds of personal data that a sentence may name although the file has no such item.
# The countries that policies name most: the names of others are words of their own too (수단, 이란, Jersey).
_COUNTRIES = [
    "AU",
    "BR",
    "CA",
    "CH",
    "CN",
    "DE",
    "ES",
    "FR",
    "GB",
    "HK",
    "ID",
    "IE",
    "IN",
    "IT",
    "JP",
    "KR",
    "LU",
    "NL",
    "PH",
    "SE",
    "SG",
    "TH",
    "TW",
    "US",
    "VN",
]
_TYPES = (
    ItemType.GENDER,
    ItemType.BIRTH_DATE,
    ItemType.RESIDENT_NUMBER,
    ItemType.ALIEN_NUMBER,
    ItemType.PASSPORT,
    ItemType.DRIVER_LICENCE,
    ItemType.SENSITIVE,
)
_BRACKETED = re.compile(r"^(.{2,}?)\s*[(（]([^()（）]{2,})[)）]$")
_FORMS = re.compile(
    r"\s*(?:\(주\)|㈜|주식회사|,?\s*(?:Co\.,?\s*Ltd\.?|Inc\.?|Ltd\.?|LLC|Corp\.?|GmbH))\s*", re.IGNORECASE
)


@dataclass
class Facts:
    """What may be said: the values of each kind."""

    values: dict[Kind, set[Value]] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    shown: dict[Kind, dict[str, None]] = field(default_factory=dict)

    def add(self, token: Token) -> None:
        if token.kind == "name":
            self.parts.update(str(part) for part in token.value)
        self.put(token.kind, token.value, token.text)

    def put(self, kind: Kind, value: Value, shown: str) -> None:
        """One fact, and how it reads."""
        self.values.setdefault(kind, set()).add(value)
        self.shown.setdefault(kind, {}).setdefault(shown)

    def has(self, token: Token) -> bool:
        """Whether what a sentence names is among the facts."""
        known = self.values.get(token.kind, set())
        match token.kind:
            case "name":
                return bool({str(part) for part in token.value} & self.parts)
            case "date":
                # A day without its year, or a year alone, is part of a date.
                return any(_within(token.value, day) for day in known)
            case "number":
                phones = {str(value[0]) for value in self.values.get("phone", set())}
                return token.value in known or str(token.value[0]) in phones
            case _:
                return token.value in known


def _within(part: Value, day: Value) -> bool:
    return part == day[: len(part)] or part == day[-len(part) :]


def measure(period: Period) -> Value:
    """A period as the reading has it: months, days or minutes."""
    unit, length = _MEASURES[period.unit]
    return unit, period.count * length


# ---- names


def names_of(policy: PolicyFile, language: Language) -> Names:
    """How a sentence may name the items, the parties, the countries and the acts: their labels, the parts of a label in
    brackets, and counsel's own words for them."""
    spelled: dict[str, list[str]] = {}

    def spell(name: str, path: str) -> None:
        spelled.setdefault(name, []).append(path)

    for path, label, single in _labelled(policy, language):
        # A record's `reason` or `답변` is a word of everybody's: as a name only counsel's own words make it one.
        if single and not re.search(r"\s", label.strip()):
            continue
        spell(label, path)
        plain = _FORMS.sub("", label).strip()
        for name in (plain, *(_BRACKETED.match(plain) or re.match("()()", "")).groups()):  # type: ignore[union-attr]
            if len(name) > 1:
                spell(name, path)
    ours = {item.type for item in policy.items.values()}
    for kind in _TYPES:
        if kind not in ours:
            spell(terms.TYPES[kind][language == "en"], f"types.{kind.value}")
    for code in _COUNTRIES:
        if code != policy.service.country:
            spell(NAMES[code][language == "en"].removeprefix("the "), f"countries.{code}")
    for act, name in acts(language):
        spell(name, f"statutes.{act}")
    wording = policy.wording.get(language)
    for word, path in wording.words.items() if wording else ():
        spell(word, path)
    return Names(spelled, language)


# What acts are called in short; their full names are the catalogue's.
_SHORT: dict[Language, dict[str, str]] = {
    "ko": {
        "전자상거래법": "kr.ecommerce",
        "정보통신망법": "kr.network-act",
        "개인정보보호법": "kr.pipa",
        "통신비밀보호법": "kr.comms-secrets",
        "신용정보법": "kr.credit-information",
    },
    "en": {
        "E-Commerce Act": "kr.ecommerce",
        "Network Act": "kr.network-act",
        "PIPA": "kr.pipa",
        "GDPR": "eu.gdpr",
        "UK GDPR": "uk.gdpr",
    },
}


def acts(language: Language) -> Iterator[tuple[str, str]]:
    """Each act by its names; a decree goes by its act."""
    for row in statutes.all():
        act = _act(row.id)
        name = row.act[language]
        yield act, name
        for form in (" 시행령", "Enforcement Decree of the "):
            if form in name:
                yield act, name.replace(form, "")
    for name, act in _SHORT[language].items():
        yield act, name


def _act(statute: str) -> str:
    """The act of a row of the catalogue: `kr.ecommerce` of `kr.ecommerce.contract`."""
    return ".".join(statute.split(".")[:2])


def _labelled(policy: PolicyFile, language: Language) -> Iterator[tuple[str, str, bool]]:
    """Path and label of what has a name, and whether one word is too common to be it."""
    groups: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("items", policy.items),
        ("recipients", policy.recipients),
        ("processors", policy.processors),
        ("partners", policy.partners),
    )
    for group, parts in groups:
        for name, part in parts.items():
            yield f"{group}.{name}", part.label.get(language, ""), False
    for kind, record in policy.records.items():
        for name, contents in record.items.contents.items():
            yield f"records.{kind}.items.contents.{name}", contents.label.get(language, ""), True


# ---- what a promise says


def facts_of(
    policy: PolicyFile, language: Language, passages: Passages, topic: Topic, anchors: Sequence[Anchor], names: Names
) -> Facts:
    """The facts behind a sentence of a topic that is bound to these promises."""
    facts = Facts()
    # What the policy is made under may be named anywhere.
    facts.parts.update(f"statutes.{_act(statute)}" for statute in policy.service.under)
    bound = {anchor.id for anchor in anchors}
    topics = {topic}
    around: set[str] = set()
    for other, blocks in passages.items():
        for block in blocks:
            if not isinstance(block, (Lines, Table)):
                continue
            for row in block.lines if isinstance(block, Lines) else block.rows:
                if row.anchor is None or row.anchor.id not in bound:
                    continue
                topics.add(other)
                for text in said(row):
                    _read_into(facts, text, language, names)
                if isinstance(block, Table):
                    around.update((block.caption, *block.head))
    for text in (*around, *_titles(policy, topics, language)):
        # A title promises nothing; but what it names is what the section is about.
        for token in read(text, language, names):
            if token.kind == "name":
                facts.add(token)
    for anchor in anchors:
        part = part_at(policy, anchor.path)
        facts.parts.add(anchor.path)
        if anchor.number:
            facts.put("number", (anchor.number,), anchor.number)
        for owner in ("processors", "recipients", "partners", "items"):
            if anchor.path.startswith(f"{owner}."):
                facts.parts.update(
                    f"{owner}.{name}" for name in getattr(policy, owner) if _of(anchor.path, owner, name)
                )
        _gather(facts, policy, part, "", language, names)
    return facts


def _of(path: str, owner: str, name: str) -> bool:
    return path == f"{owner}.{name}" or path.startswith(f"{owner}.{name}.")


def _titles(policy: PolicyFile, topics: Iterable[Topic], language: Language) -> Iterator[str]:
    for plans in (*LAYOUTS.values(), plans_of(policy)):
        for plan in plans:
            for place in plan.places:
                if place.topic in topics:
                    yield plan.title[language == "en"]
                    if place.heading:
                        yield place.heading[language == "en"]


def said(row: Line | Row) -> Iterator[str]:
    """The texts of a line or a row."""
    if isinstance(row, Line):
        if row.head:
            yield row.head
        yield "".join(_text(part) for part in row.parts)
    else:
        for cell in row.cells:
            yield from (_text(part) for part in cell)


def _text(part: Inline) -> str:
    return part.text if isinstance(part, Link) else part


def _read_into(facts: Facts, text: str, language: Language, names: Names) -> None:
    for token in read(text, language, names):
        facts.add(token)


def _gather(facts: Facts, policy: PolicyFile, value: Any, key: str, language: Language, names: Names) -> None:
    """The periods, numbers, dates, texts and references of a part."""
    match value:
        case Period():
            facts.put("period", measure(value), value.words(language))
        case bool() | None:
            pass
        case int():
            facts.put("number", (str(value),), str(value))
        case date():
            facts.put("date", (value.year, value.month, value.day), value.isoformat())
        case BaseModel():
            for name in type(value).model_fields:
                _gather(facts, policy, getattr(value, name), name, language, names)
        case Mapping():
            if set(value) <= {"ko", "en"}:
                _read_into(facts, value.get(language, ""), language, names)
            else:
                for name, part in value.items():
                    _gather(facts, policy, part, str(name), language, names)
        case tuple():
            for part in value:
                _gather(facts, policy, part, key, language, names)
        case str():
            if key in ("items", "required", "optional"):
                facts.parts.add(_item(policy, value))
            elif key in ("because", "law", "laws", "under", "own_duty"):
                facts.parts.add(f"statutes.{_act(value)}")
            elif key == "country":
                facts.parts.add(f"countries.{value}")
            else:
                _read_into(facts, value, language, names)


def _item(policy: PolicyFile, ref: str) -> str:
    """A reference to an item by its path."""
    if ref in policy.items:
        return f"items.{ref}"
    for kind, record in policy.records.items():
        for name in record.items.contents:
            if ref in (f"{kind}.{name}", name):
                return f"records.{kind}.items.contents.{name}"
    return f"items.{ref}"
