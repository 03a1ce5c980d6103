"""The promises of a policy: each clause, the parts of the file that make it, how each is kept, and what the evidence
says of it.

A clause's state follows from all that was found of its parts (`mechanism.state_of`). Where an outside system has a part
in it, the best that it can be is `attested`: what happens there, nobody here has measured. One that is about records in
an application's own database says so beside its state (`attached`), and until when backups of that database hold them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from jikim.policy.compiled import Policy
from jikim.policy.model import ChannelKind, PolicyFile
from jikim.prove import (
    s00_scope,
    s01_collection,
    s02_purposes,
    s03_provision,
    s04_processors,
    s05_retention,
    s06_destruction,
    s07_rights,
    s08_duties,
    s09_cookies,
    s10_people,
    s10_safeguards,
    s11_contacts,
    s12_links,
    s13_notice,
)
from jikim.prove.attached import AttachedReach, attached_reach, kinds_of
from jikim.prove.evidence import Evidence, System
from jikim.prove.mechanism import WORST, Asked, Finding, Mechanism, State, broken, state_of, unproven
from jikim.prove.numbering import Stated, numbered

SECTIONS = (
    s00_scope, s01_collection, s02_purposes, s03_provision, s04_processors, s05_retention, s06_destruction, s07_rights, s08_duties, s09_cookies,
    s10_safeguards, s10_people, s11_contacts, s12_links, s13_notice,
)  # fmt: skip
MECHANISMS: dict[str, Mechanism] = {
    key: one for section in SECTIONS for one in section.MECHANISMS for key in (one.key, *one.also)
}


class MechanismFinding(NamedTuple):
    """How a promise is kept in one way, and what was found of that. `names` are the parts of the file that it is kept
    for."""

    mechanism: Mechanism
    names: tuple[str, ...]
    finding: Finding


class Reach(NamedTuple):
    """A system that has a part in a promise, and what is known of it."""

    system: System
    finding: Finding | None


class Promise(NamedTuple):
    """One clause: the path of the first part of the file that makes it, how it is kept, over which systems, its state,
    and what of it lies in an application's own database."""

    clause: str
    path: str
    parts: tuple[MechanismFinding, ...]
    reach: tuple[Reach, ...]
    state: State
    attached: AttachedReach | None = None

    @property
    def reads(self) -> str:
        """Its state with its reach: `kept`, `kept (attached)`."""
        return f"{self.state} (attached)" if self.attached is not None else self.state

    @property
    def section(self) -> int:
        return section_of(self.clause)

    def findings(self) -> tuple[Finding, ...]:
        return (*(part.finding for part in self.parts), *(one.finding for one in self.reach if one.finding is not None))

    def said(self, language: str) -> str:
        """What was found, the worst first, and last what is so of attached records."""
        found = sorted(self.findings(), key=lambda one: WORST.index(one.state))
        if self.state == "broken":
            found = [one for one in found if one.state == "broken"]
        beside = [self.attached.said(language)] if self.attached is not None else []
        return " ".join(dict.fromkeys([*(one.said(language) for one in found), *beside]))


def section_of(clause: str) -> int:
    """The section that a clause is numbered by; -1 for one without a number."""
    head = clause.partition(".")[0]
    return int(head) if head.isdecimal() else -1


def places(file: PolicyFile) -> Iterator[Stated]:
    """Every part of the file that states a promise, with a clause or without."""

    yield Stated(file.service.clause, "service", "", "service")
    yield Stated(file.version.clause, "version", "", "version")
    for name, item in file.items.items():
        yield Stated(item.clause, "items", name, f"items.{name}")
    yield Stated(file.refuse.clause, "refuse", "", "refuse")
    for name, channel in file.channels.items():
        key = "channels.partner" if channel.kind is ChannelKind.PARTNER else "channels"
        yield Stated(channel.clause, key, name, f"channels.{name}")
    for name, recipient in file.recipients.items():
        yield Stated(recipient.clause, f"recipients.{recipient.under.value}", name, f"recipients.{name}")
    for name, processor in file.processors.items():
        yield Stated(processor.clause, "processors", name, f"processors.{name}")
        if processor.contract is not None:
            yield Stated(processor.contract.clause, "contracts", name, f"processors.{name}.contract")
    for name, record in file.records.items():
        yield Stated(record.clause, "records", name, f"records.{name}")
        for n, rule in enumerate(record.keep):
            yield Stated(rule.clause, "keep", f"{name}:{n}", f"records.{name}.keep.{n}")
    yield Stated(file.archive.clause, "archive", "", "archive")
    named: tuple[tuple[str, Any], ...] = (
        ("partners", file.partners),
        ("systems", file.systems),
        ("purposes", file.purposes),
        ("rights", file.rights),
        ("duties", file.duties),
        ("safeguards", file.safeguards),
        ("bodies", file.bodies),
        ("statements", file.statements),
        ("archive.purposes", file.archive.purposes),
    )
    for key, parts in named:
        for name, part in parts.items():
            yield Stated(part.clause, f"{key}.{name}", name, f"{key}.{name}")
    yield Stated(file.officers.officer.clause, "officers", "officer", "officers.officer")
    yield Stated(file.officers.handler.clause, "officers", "handler", "officers.handler")
    if file.cookies is not None:
        yield Stated(file.cookies.clause, "cookies", "", "cookies")
        for name, cookie in file.cookies.table.items():
            yield Stated(cookie.clause, "cookies.table", name, f"cookies.table.{name}")
        for name, purpose in file.cookies.purposes.items():
            yield Stated(purpose.clause, "cookies.purposes", name, f"cookies.purposes.{name}")
    if file.links is not None:
        yield Stated(file.links.clause, "links", "", "links")
    yield Stated(file.notice.clause_ordinary, "notice.ordinary", "", "notice.ordinary")
    yield Stated(file.notice.clause_important, "notice.important", "", "notice.important")
    for name, clause in file.clauses.items():
        yield Stated(clause, f"clauses.{name}", name, f"clauses.{name}")


def promised(file: PolicyFile) -> Iterator[tuple[str, Stated]]:
    """Every part of the file that states a promise, with its promise's number."""

    return numbered(file, places(file), lambda key: kind_of(key) or key)


def kind_of(key: str) -> str | None:
    """The kind of a part: the longest key with a mechanism that it begins with. A clause that stands behind a mechanism
    has its own, or none."""
    parts = key.split(".")
    shortest = len(parts) if key.startswith("clauses.") else 1
    heads = (".".join(parts[:length]) for length in range(len(parts), shortest - 1, -1))
    return next((head for head in heads if head in MECHANISMS), None)


def mechanism_of(key: str) -> Mechanism | None:
    """The mechanism of a part."""
    return MECHANISMS.get(kind_of(key) or "")


def judge(evidence: Evidence, policy: Policy, *, outside: bool = False) -> list[Promise]:
    """Every clause of the policy in its order, each with its state, as whoever is `outside` reads it. Pure."""
    found: dict[str, dict[str, list[str]]] = {}
    paths: dict[str, str] = {}
    about: dict[str, frozenset[str]] = {}
    for clause, place in promised(policy.file):
        ways = found.setdefault(clause, {})
        paths.setdefault(clause, place.path)
        about[clause] = about.get(clause, frozenset()) | kinds_of(place, policy)
        kind = kind_of(place.key)
        if kind is not None:
            ways.setdefault(kind, []).extend([place.name] if place.name else [])
    systems = list(evidence.systems)
    promises = []
    for clause in sorted(found, key=order_of):
        parts = _parts(found[clause], evidence, policy, outside)
        reach = tuple(Reach(one, _attested(one, evidence)) for one in systems if clause in one.clauses)
        beside = attached_reach(about[clause], evidence, policy)
        promises.append(Promise(clause, paths[clause], parts, reach, _state(parts, reach), beside))
    return promises


def _parts(
    ways: dict[str, list[str]], evidence: Evidence, policy: Policy, outside: bool
) -> tuple[MechanismFinding, ...]:
    found: dict[Any, MechanismFinding] = {}
    for key, names in ways.items():
        mechanism = MECHANISMS[key]
        finding = mechanism.judge(Asked(evidence, policy, tuple(dict.fromkeys(names)), outside))
        # Two keys with one judge (`clauses.pledge`, `safeguards.pledge`) are one way; an empty promise says nothing
        # beside a full one.
        found.setdefault(mechanism.judge, MechanismFinding(mechanism, tuple(names), finding))
    spoken = [part for part in found.values() if part.mechanism.key not in ("statements", "duties")] or list(
        found.values()
    )
    return tuple(spoken)


def _attested(system: System, evidence: Evidence) -> Finding | None:
    """What is known of a system beside this one: nothing of an attached one, which acts by this one's own verbs."""
    if system.reach != "outside":
        return None
    if system.until is None or system.day is None:
        return unproven(f"{system.ko}: 등록된 증명서가 없습니다.", f"{system.en}: nobody has attested it yet.")
    if system.until < evidence.today:
        return broken(f"{system.ko}: 증명서의 유효 기한이 지났습니다.", f"{system.en}: its attestation is out of date.")
    return Finding("attested", f"{system.ko}: 유효한 증명서가 있습니다.", f"{system.en}: a dated attestation stands.")


def _state(parts: tuple[MechanismFinding, ...], reach: tuple[Reach, ...]) -> State:
    return state_of([part.finding for part in parts] + [one.finding for one in reach if one.finding is not None])


def order_of(clause: str) -> tuple[int, int, str]:
    """Clauses in the order of their numbers: 7.4a before 7.4b before 7.10."""
    head, _, rest = clause.partition(".")
    digits = "".join(character for character in rest if character.isdecimal())
    return (int(head) if head.isdecimal() else 10_000), int(digits or 0), clause


def tally(states: Iterable[State]) -> dict[State, int]:
    """How many promises are in each state."""
    found = list(states)
    return {state: found.count(state) for state in WORST}
