"""The register of processing (개인정보 처리 대장; GDPR Art. 30): from the policy alone, one line for each record kind, with
what the article asks for.

Counts of what is held now stand beside it, from the registers. What the policy does not state (a country, a contact) is
left empty, and said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jikim.db.driver import Steps
from jikim.policy.model import PolicyFile, Record
from jikim.policy.render.purposes import grounds
from jikim.policy.render.voice import Voice, capital
from jikim.store.sealed import Q as STORE
from jikim.verbs.house import House


@dataclass(frozen=True)
class Processing:
    """One line. Texts are in the voice's language; `live`, `ended` and `resting` count what is held now."""

    name: str
    record: str
    whose: str
    purposes: tuple[tuple[str, str, str], ...]
    items: str
    channels: str
    recipients: tuple[tuple[str, str], ...]
    processors: tuple[tuple[str, str, str], ...]
    ends: str
    keeps: tuple[str, ...]
    clause: str
    live: int = 0
    ended: int = 0
    resting: int = 0


@dataclass(frozen=True)
class House30:
    """Who is responsible, and how data is kept safe: what the article asks for once (Art. 30(1)(a), (g))."""

    controller: str
    service: str
    officer: str
    contact: str
    safeguards: tuple[tuple[str, str], ...]


Counts = Mapping[str, tuple[int, int, int]]


def held(house: House) -> Steps[Counts]:
    """How many of each record kind live, have ended, and rest."""
    found: dict[str, list[int]] = {}
    for kind, state, records in (yield STORE["counts"]()):
        found.setdefault(house.policy.name("record", kind), [0, 0, 0])[0 if state == 1 else 1] += records
    for kind, _, parts, _ in (yield STORE["archive.counts"]()):
        found.setdefault(house.policy.name("record", kind), [0, 0, 0])[2] += parts
    return {kind: (live, ended, resting) for kind, (live, ended, resting) in found.items()}


def processing(file: PolicyFile, voice: Voice, counts: Counts) -> list[Processing]:
    """Every line, in the order of the policy."""
    return [_line(file, voice, name, record, counts.get(name, (0, 0, 0))) for name, record in file.records.items()]


def _line(file: PolicyFile, voice: Voice, name: str, record: Record, counts: tuple[int, int, int]) -> Processing:
    purposes = tuple(
        (voice.purpose(one), grounds(voice, file.purposes[one]), file.purposes[one].clause or "")
        for one in record.for_
        if one in file.purposes
    )
    items = [*record.items.names, *record.items.contents]
    recipients = tuple(
        (voice.text(one.label), voice.items(one.items)) for one in file.recipients.values() if name in one.records
    )
    processors = tuple(
        (voice.text(one.label), voice.text(one.task), one.country or "")
        for one in file.processors.values()
        if name in one.records
    )
    keeps = tuple(
        f"{voice.text(keep.label)}: {voice.period(keep.for_)} ({voice.statute(keep.because)})" for keep in record.keep
    )
    return Processing(
        name, voice.record(name), voice.subjects(record.of), purposes, ", ".join(voice.item(one, name) for one in items),
        voice.channels(record.via), recipients, processors, capital(voice.ends(record.ends)), keeps, record.clause or "", *counts,
    )  # fmt: skip


def responsible(file: PolicyFile, voice: Voice) -> House30:
    """Who is responsible, and the safeguards that the policy states."""
    officer = file.officers.officer
    return House30(
        voice.text(file.service.controller),
        voice.text(file.service.name),
        voice.text(officer.title),
        ", ".join(one for one in (officer.email, officer.phone) if one),
        tuple((voice.text(one.label), voice.text(one.note) if one.note else "") for one in file.safeguards.values()),
    )
