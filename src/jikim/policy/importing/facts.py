"""What was found in a document: proposals of facts, each with how sure it is, and which sentence said so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from jikim.policy.importing.sections import Section, Sentence

SURE, LIKELY, GUESSED = 0.95, 0.7, 0.3


class Binding(NamedTuple):
    """A sentence states a part of the file, as sure as this."""

    sentence: int
    path: str
    confidence: float


@dataclass
class Found:
    """One proposed part: its label, how sure it is, and what else the text says of it."""

    name: str
    label: str
    confidence: float
    kind: str = ""
    group: str = ""
    basis: str = ""
    items: list[str] = field(default_factory=list)
    purposes: list[str] = field(default_factory=list)
    period: str = ""
    law: str = ""
    classes: tuple[str, ...] = ()
    record: str = ""
    task: str = ""
    until: list[str] = field(default_factory=list)
    country: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    required: bool | None = None
    said: str = ""


@dataclass
class Facts:
    """Everything that was found, by family, and the bindings."""

    sections: list[Section]
    sentences: list[Sentence]
    items: dict[str, Found] = field(default_factory=dict)
    refused: dict[str, Found] = field(default_factory=dict)
    purposes: dict[str, Found] = field(default_factory=dict)
    channels: dict[str, Found] = field(default_factory=dict)
    keeps: list[Found] = field(default_factory=list)
    processors: dict[str, Found] = field(default_factory=dict)
    recipients: dict[str, Found] = field(default_factory=dict)
    safeguards: dict[str, Found] = field(default_factory=dict)
    bodies: dict[str, Found] = field(default_factory=dict)
    rights: dict[str, Found] = field(default_factory=dict)
    cookies: dict[str, Found] = field(default_factory=dict)
    officers: dict[str, Found] = field(default_factory=dict)
    laws: dict[str, int] = field(default_factory=dict)
    below_age: int = 0
    paper: list[str] = field(default_factory=list)
    announced: date | None = None
    effective: date | None = None
    ordinary: str = ""
    important: str = ""
    service: str = ""
    controller: str = ""
    url: str = ""
    matters: dict[str, str] = field(default_factory=dict)
    outside: list[tuple[int, str]] = field(default_factory=list)
    bindings: dict[int, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    statements: dict[int, str] = field(default_factory=dict)

    def bind(self, sentence: int, path: str, confidence: float) -> None:
        """A sentence states this part; the surest says how sure."""
        if sentence:
            known = self.bindings[sentence]
            known[path] = max(known.get(path, 0.0), round(confidence, 2))

    def all_bindings(self) -> list[Binding]:
        return [
            Binding(number, path, confidence)
            for number, paths in sorted(self.bindings.items())
            for path, confidence in sorted(paths.items(), key=lambda one: (-one[1], one[0]))
        ]

    def unplaced(self) -> list[Sentence]:
        """Sentences that nothing was found in: neither a fact nor a kind of statement."""
        return [one for one in self.sentences if one.number not in self.bindings and one.number not in self.statements]
