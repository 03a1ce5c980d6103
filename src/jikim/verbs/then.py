"""then: the words of an entry are those of its version. A register tells what was true at each entry; no row is worded
by the policy of today.

INVARIANT: a row carries its `Then`, an entry of the ledger its `Told`, and the pages that show it have labels from
nowhere else (a test holds the registers to it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from jikim.answers import Card, Dossier, RestingCard, Went
from jikim.db.driver import Steps
from jikim.policy.compiled import Policy
from jikim.policy.identity import key_of
from jikim.policy.model import Language, Partner, Processor, Recipient
from jikim.policy.numbers import Space
from jikim.policy.render.voice import Voice
from jikim.verbs.house import House

RECEIVERS: tuple[Space, ...] = ("processor", "recipient", "system")
# What an entry names, and in which spaces it may be declared.
FIELDS: dict[str, tuple[Space, ...]] = {
    "kind": ("record",),
    "items": ("item",),
    "purpose": ("purpose", "archive"),
    "to": RECEIVERS,
}


@dataclass(frozen=True)
class Then:
    """The version by whose words an entry is told: its number, and what it declares."""

    policy: Policy = field(repr=False)
    version: int

    def items(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.policy.name("item", one) for one in numbers)

    def name(self, space: Space, number: int) -> str:
        """The name in that version's file of what stands behind a number."""
        return self.policy.name(space, number)

    def purpose(self, name: str, language: str) -> str:
        """What a purpose was called, by its name there or its name for ever."""
        return self.voice(language).purpose(key_of(name))

    def voice(self, language: str) -> Voice:
        return Voice(self.policy.file, "ko" if language == "ko" else "en")

    def declared(self, space: str, name: str) -> Recipient | Processor | Partner | None:
        """A receiver or partner as that version declares it."""
        file = self.policy.file
        found: Mapping[str, Recipient | Processor | Partner]
        found = {"processor": file.processors, "partner": file.partners}.get(space, file.recipients)  # type: ignore[assignment]
        return found.get(name)

    def receiver(self, space: str, name: str, language: Language) -> str:
        """Who it was, by the label of then."""
        found = self.declared(space, name)
        return self.voice(language).text(found.label) if found is not None else name

    def receiver_of(self, name: str, language: str) -> str:
        """The same where an entry names a receiver alone."""
        found = (
            self.declared("processor", name) or self.declared("recipient", name) or self.policy.file.systems.get(name)
        )
        return self.voice(language).text(found.label) if found is not None else name


@dataclass(frozen=True)
class Told:
    """An entry with the version whose digest it carries, and where each name in it is declared: there, else nearest to
    it."""

    body: Mapping[str, Any]
    then: Then
    declared: Mapping[tuple[Space, str], tuple[Then, str]]

    def purpose(self, language: str) -> str:
        return self._word("purpose", language, Voice.purpose)

    def kind(self, language: str) -> str:
        return self._word("kind", language, Voice.record)

    def items(self, language: str, *, inside: bool = True) -> tuple[str, ...]:
        """What was in it; `inside`: beside its kind, so that a record's own contents are named without it."""
        kind = str(self.body.get("kind", "")) if inside else ""
        found = (self.declares(FIELDS["items"], name) for name in names_in(self.body, "items"))
        return tuple(
            at.voice(language).item(key.removeprefix(f"{kind}.") if kind else key, kind or None) for at, key in found
        )

    def receiver(self, language: str) -> str:
        if not (to := str(self.body.get("to", ""))):
            return ""
        at, key = self.declares(RECEIVERS, to)
        return at.receiver_of(key, language)

    def labels(self) -> dict[str, dict[str, str]]:
        """Purpose and receiver in each language of the version: what a name alone may mean another by."""
        said = {"purpose": self.purpose, "to": self.receiver}
        languages = self.then.policy.file.service.languages
        return {where: {one: say(one) for one in languages} for where, say in said.items() if self.body.get(where)}

    def declares(self, spaces: Iterable[Space], name: str) -> tuple[Then, str]:
        """The version that says what a name of the entry was, and the name there; its own version for a name that none
        declares."""
        found = [self.declared[space, name] for space in spaces if (space, name) in self.declared]
        return min(found, key=lambda one: one[0].version != self.then.version, default=(self.then, name))

    def _word(self, where: str, language: str, said: Callable[[Voice, str], str]) -> str:
        if not (name := str(self.body.get(where, ""))):
            return ""
        at, key = self.declares(FIELDS[where], name)
        return said(at.voice(language), key)


class Gone(NamedTuple):
    """A disclosure with the version by whose words it is told, and what this version calls its receiver (`known`: one
    name, one receiver)."""

    went: Went
    then: Then
    known: str

    @property
    def to(self) -> str:
        return self.went.to

    def receiver(self, language: str) -> str:
        return self.then.receiver_of(self.to, language)

    def label(self) -> dict[str, str]:
        """The receiver in each language of its version."""
        return {language: self.receiver(language) for language in self.then.policy.file.service.languages}


@dataclass(frozen=True)
class Telling:
    """A person's uses and disclosures, each with its words, the oldest first; and by their digests the versions that
    records were collected and rest under."""

    uses: tuple[Told, ...]
    went: tuple[Gone, ...]
    records: Mapping[str, Then]


def telling_of(house: House, dossier: Dossier) -> Steps[Telling]:
    """The words of all that a dossier tells. An entry that names a record without its kind gets the kind that another
    names."""
    kinds = {use["record"]: use["kind"] for use in dossier.uses if "record" in use and "kind" in use}
    named = ({"kind": kinds[use["record"]], **use} if use.get("record") in kinds else use for use in dossier.uses)
    records = yield from versions_of(house, dossier.cards, dossier.resting)
    return Telling(tuple((yield from told(house, named))), (yield from gone(house, dossier.went)), records)


def versions_of(house: House, cards: Iterable[Card], parts: Sequence[RestingCard]) -> Steps[Mapping[str, Then]]:
    """By their digests the versions that records were collected under, and archived under the rules of."""
    found = {}
    versions = yield from house.versions.with_digests(
        {*(card.policy for card in cards), *(part.policy for part in parts)}
    )
    for digest, version in versions.items():
        found[digest] = Then((yield from house.versions.serving(version)), version)
    for part in parts:
        for rule, _ in part.rules:
            of = yield from then(house, part.moved, "rule", *house.policy.bearing("rule", rule))
            found.setdefault(of.policy.digest_hex, of)
    return found


def gone(house: House, went: Iterable[Went]) -> Steps[tuple[Gone, ...]]:
    """Disclosures, each with its words."""
    found, every = [], tuple(went)
    versions = yield from house.versions.with_digests({one.policy for one in every})
    for one in every:
        version = versions[one.policy]
        at = Then((yield from house.versions.serving(version)), version)
        space: Space = "processor" if one.to in at.policy.file.processors else "recipient"
        number = at.policy.number(space, one.to)
        found.append(Gone(one, at, one.to if number is None else house.policy.name(space, number)))
    return tuple(found)


def told(house: House, entries: Iterable[Mapping[str, Any]]) -> Steps[list[Told]]:
    """Entries of the ledger, each with its words. A version is read once, and known from then on."""
    bodies, found = list(entries), []
    known = yield from house.versions.with_digests({str(body["policy"]) for body in bodies if "policy" in body})
    words: dict[int, dict[tuple[Space, str], tuple[Then, str]]] = {}
    for body in bodies:
        at = datetime.fromisoformat(str(body["at"]))
        version = known.get(str(body.get("policy", ""))) or _begun(house, at)[0]
        own = Then((yield from house.versions.serving(version)), version)
        declared = words.setdefault(version, {})
        for space, name in _named(body):
            if (space, name) not in declared and (numbers := own.policy.bearing(space, name)):
                telling = own if any(own.policy.declares(space, one) for one in numbers) else None
                telling = telling or (yield from then(house, at, space, *numbers))
                number = next((one for one in numbers if telling.policy.declares(space, one)), numbers[0])
                declared[space, name] = (telling, key_of(telling.name(space, number)))
        found.append(Told(body, own, declared))
    return found


def _named(body: Mapping[str, Any]) -> Iterator[tuple[Space, str]]:
    """The names in an entry, by each space in which they may be declared."""
    for where, spaces in FIELDS.items():
        for name in names_in(body, where):
            yield from ((space, name) for space in spaces)


def names_in(body: Mapping[str, Any], where: str) -> tuple[str, ...]:
    """The names of an entry's field. A grant's entry has several in one text."""
    names = body.get(where, ())
    return tuple(filter(None, names.split(","))) if isinstance(names, str) else tuple(names)


def then(house: House, at: datetime, space: Space, *numbers: int) -> Steps[Then]:
    """The version that an entry of a moment about something is told by: the newest in force by then that declares it,
    else the nearest that does."""
    begun = _begun(house, at)
    for version in begun:
        policy = yield from house.versions.serving(version)
        if any(policy.declares(space, number) for number in numbers):
            return Then(policy, version)
    return Then((yield from house.versions.serving(begun[0])), begun[0])


def in_force(house: House, at: datetime) -> Steps[Then]:
    """The version that was in force at a moment."""
    version = _begun(house, at)[0]
    return Then((yield from house.versions.serving(version)), version)


class Named(NamedTuple):
    """What stands behind a number: the version by whose words it is told, and its name there."""

    then: Then
    space: Space
    key: str

    def label(self, language: Language, kind: str | None = None) -> str:
        """What it was called; `kind`: an item inside that record, whose own contents are named without it."""
        voice = self.then.voice(language)
        match self.space:
            case "item":
                return voice.item(self.key.removeprefix(f"{kind}.") if kind else self.key, kind)
            case "record":
                return voice.record(self.key)
            case "purpose" | "archive":
                return voice.purpose(self.key)
            case _:
                return self.then.receiver(self.space, self.key, language)


def named(house: House, at: datetime, space: Space, numbers: Iterable[int]) -> Steps[dict[int, Named]]:
    """The words of a moment for numbers that a row keeps, each by the version that `then` finds for it."""
    found = {}
    for number in numbers:
        found[number] = yield from name_of(house, at, space, number)
    return found


def name_of(house: House, at: datetime, space: Space, number: int) -> Steps[Named]:
    """The same for one."""
    telling = yield from then(house, at, space, number)
    return Named(telling, space, key_of(telling.name(space, number)))


class Choice(NamedTuple):
    """Something that a register may be narrowed to: of today, or of an earlier version (`former`). `value` is its name
    as this version writes it."""

    value: str
    of: Named
    former: bool


def choices(house: House, *spaces: Space) -> Steps[list[Choice]]:
    """Everything of a space that a version in force until now declared, that of today first."""
    policy, found = house.policy, []
    for space in spaces:
        every = {number: name for number, name in policy.every(space).items() if "." not in name or space != "item"}
        words = yield from named(house, house.now(), space, every)
        declared = [number for number in every if words[number].then.policy.declares(space, number)]
        for number in sorted(declared, key=lambda one: not policy.declares(space, one)):
            found.append(Choice(every[number], words[number], not policy.declares(space, number)))
    return found


def meant(house: House, value: str, *spaces: Space) -> Steps[frozenset[tuple[str, str]]]:
    """By which name an entry of each version names what a choice stands for: digest of the version, name."""
    found = set()
    for version in house.versions.earlier():
        policy = yield from house.versions.serving(version)
        for space in spaces:
            found |= {(policy.digest_hex, policy.name(space, number)) for number in house.policy.bearing(space, value)}
    return frozenset(found)


def _begun(house: House, at: datetime) -> list[int]:
    """The versions by their nearness to a moment: the one in force first, the older ones, and those that came later."""
    began = house.versions.began() or [(at, house.versions.number)]
    before = [version for since, version in began if since <= at][::-1]
    return before + [version for since, version in began if since > at]
