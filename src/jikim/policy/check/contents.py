"""What a policy contains by the guideline of April 2026: each section, whether it applies, and what of the file states
it.

A section is mandatory, recommended, or asked for where it applies. What the file shows to apply and does not state is a
finding; what only the company can know (its cameras, say) is left open, and `jikim check --contents` lists it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jikim.policy import statutes
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import TRACES, Scope
from jikim.policy.finding import Finding, Path, Severity
from jikim.policy.model import ItemType, Matter, PolicyFile, Processor, PurposeKind, Recipient, RecordClass, Under
from jikim.policy.statutes import Asked, Statute

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


class State(StrEnum):
    """What a policy does about a section."""

    STATED = "stated"
    MISSING = "missing"
    NOT_APPLICABLE = "not-applicable"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the guideline in a policy. `key` is what of the file states it, or would; `found` is the code of
    the finding by which another rule already says that it is missing."""

    row: Statute
    state: State
    key: str
    found: str | None = None


def contents(policy: PolicyFile, at: date) -> tuple[Section, ...]:
    """Every section of the guideline, in its order, whether or not it is in force on the day."""
    return tuple(_section(row, policy, at) for row in statutes.sections())


def _section(row: Statute, policy: PolicyFile, at: date) -> Section:
    key, judge, found = _SECTIONS[row.id.rpartition(".")[2]]
    return Section(row, judge(policy), key, found)


def _is(stated: bool, applies: bool | None = True) -> State:
    """`applies` is None where only the company can know."""
    if stated:
        return State.STATED
    if applies is None:
        return State.OPEN
    return State.MISSING if applies else State.NOT_APPLICABLE


def _mentions(policy: PolicyFile, matter: Matter) -> bool:
    return any(said.about is matter for said in policy.statements.values())


def _holds(policy: PolicyFile, *types: ItemType) -> bool:
    return any(item.type in types for item in policy.items.values())


def _title(policy: PolicyFile) -> State:
    return _is(bool(policy.service.name) and bool(policy.service.controller))


def _children(policy: PolicyFile) -> State:
    return _is(policy.refuse.below_age >= 14 or _mentions(policy, Matter.CHILDREN))


def _periods(policy: PolicyFile) -> State:
    return _is(all(record.ends.on or record.ends.after for record in policy.records.values()))


def _destruction(policy: PolicyFile) -> State:
    return _is(bool(policy.archive.place) and bool(policy.archive.paper or not _papers(policy)))


def _papers(policy: PolicyFile) -> bool:
    return any(channel.kind == "handler" for channel in policy.channels.values())


def _overseas(policy: PolicyFile) -> State:
    home = policy.service.country
    hands: list[Recipient | Processor] = [*policy.recipients.values(), *policy.processors.values()]
    abroad = [hand for hand in hands if hand.country not in (None, home)]
    unknown = any(hand.country is None for hand in hands if isinstance(hand, Processor) or hand.under is Under.CONSENT)
    if not abroad:
        return State.OPEN if unknown else State.NOT_APPLICABLE
    return _is(all(hand.abroad is not None for hand in abroad))


def _pseudonymised(policy: PolicyFile) -> State:
    return _is(_mentions(policy, Matter.PSEUDONYMISED), applies=True if _pseudonyms(policy) else None)


def _pseudonyms(policy: PolicyFile) -> list[Path]:
    """The retention rules that keep records of pseudonymised processing."""
    return [
        ("records", name, "keep", index)
        for name, record in policy.records.items()
        for index, keep in enumerate(record.keep)
        if RecordClass.PSEUDONYMISED in keep.class_
    ]


def _cookies(policy: PolicyFile) -> State:
    return _is(policy.cookies is not None, applies=_holds(policy, ItemType.COOKIE_ID))


def _behaviour(policy: PolicyFile) -> State:
    return _is(_mentions(policy, Matter.BEHAVIOUR), applies=True if _watchers(policy) else None)


def _watchers(policy: PolicyFile) -> list[Path]:
    """The recipients and processors that get traces of use for marketing, demographics or statistics."""
    kinds = {PurposeKind.MARKETING, PurposeKind.STATISTICS, PurposeKind.DEMOGRAPHICS}
    hands: list[tuple[Path, Recipient | Processor]] = [
        (("recipients", name), to) for name, to in policy.recipients.items() if to.under is Under.CONSENT
    ]
    hands += [(("processors", name), processor) for name, processor in policy.processors.items()]
    return [
        path
        for path, hand in hands
        if any(name in policy.purposes and policy.purposes[name].kind in kinds for name in hand.purposes)
        and any(ref in policy.items and policy.items[ref].type in TRACES for ref in hand.items)
    ]


def _sensitive(policy: PolicyFile) -> list[Path]:
    """The items and contents that are sensitive data."""
    items: list[Path] = [
        ("items", name, "type") for name, one in policy.items.items() if one.type is ItemType.SENSITIVE
    ]
    return items + [
        ("records", kind, "items", "contents", name, "sensitive")
        for kind, record in policy.records.items()
        for name, part in record.items.contents.items()
        if part.sensitive
    ]


def _automated(policy: PolicyFile) -> State:
    return _is(
        any(one.automated for one in policy.purposes.values()) or _mentions(policy, Matter.AUTOMATED), applies=None
    )


def _open(matter: Matter) -> Callable[[PolicyFile], State]:
    return lambda policy: _is(_mentions(policy, matter), applies=None)


def _about(matter: Matter) -> str:
    return f"statements.*.about: {matter.value}"


_Judge = Callable[[PolicyFile], State]
# Of each section: what of the file states it, how that is judged, and the finding that says already that it is missing.
_SECTIONS: dict[str, tuple[str, _Judge, str | None]] = {
    "title": ("service", _title, None),
    "purposes": ("purposes", lambda policy: _is(bool(policy.purposes)), None),
    "items": ("items", lambda policy: _is(bool(policy.items)), None),
    "children": (f"refuse.below_age, {_about(Matter.CHILDREN)}", _children, "children-not-kept-out"),
    "period": ("records.*.ends, records.*.keep", _periods, "record-without-end"),
    "destruction": ("archive", _destruction, "paper-without-end"),
    "provision": ("recipients", lambda policy: _is(bool(policy.recipients), applies=False), None),
    "additional-use": (_about(Matter.ADDITIONAL_USE), _open(Matter.ADDITIONAL_USE), None),
    "entrustment": ("processors", lambda policy: _is(bool(policy.processors), applies=False), None),
    "overseas": ("processors.*.abroad, recipients.*.abroad", _overseas, "abroad-without-particulars"),
    "safeguards": ("safeguards", lambda policy: _is(bool(policy.safeguards)), None),
    "sensitive": (
        _about(Matter.SENSITIVE),
        lambda policy: _is(_mentions(policy, Matter.SENSITIVE), applies=bool(_sensitive(policy))),
        None,
    ),
    "pseudonymised": (_about(Matter.PSEUDONYMISED), _pseudonymised, None),
    "cookies": ("cookies", _cookies, "cookies-not-described"),
    "behaviour": (_about(Matter.BEHAVIOUR), _behaviour, None),
    "rights": ("rights", lambda policy: _is(bool(policy.rights)), "right-missing"),
    "automated": (f"purposes.*.automated, {_about(Matter.AUTOMATED)}", _automated, "automated-without-review"),
    "officer": ("officers", lambda policy: _is(bool(policy.officers.officer.ways)), "officer-contact-missing"),
    "agent": (
        f"officers.domestic_agent, {_about(Matter.AGENT)}",
        lambda policy: _is(
            policy.officers.domestic_agent is not None or _mentions(policy, Matter.AGENT),
            applies=policy.service.country != "KR",
        ),
        None,
    ),
    "remedies": ("bodies", lambda policy: _is(bool(policy.bodies)), "body-none"),
    "cctv": (_about(Matter.CCTV), _open(Matter.CCTV), None),
    "cameras": (_about(Matter.CAMERAS), _open(Matter.CAMERAS), None),
    "voluntary": (_about(Matter.VOLUNTARY), _open(Matter.VOLUNTARY), None),
    "changes": ("version, notice", lambda policy: _is(True), None),
    "ai": (_about(Matter.AI), _open(Matter.AI), None),
}


def _where(policy: PolicyFile, name: str, key: str) -> Path:
    """What of the file shows that a section applies; or what would state it."""
    shown: list[Path] = []
    if name == "sensitive":
        shown = _sensitive(policy)
    elif name == "agent":
        shown = [("service", "country")]
    elif name == "behaviour":
        shown = _watchers(policy)
    elif name == "pseudonymised":
        shown = _pseudonyms(policy)
    return shown[0] if shown else (key.partition(".")[0],)


_NOTED = frozenset({Asked.RECOMMENDED, Asked.RECOMMENDED_IF_APPLIES})


@rule(content_missing=W)
def sections(scope: Scope) -> Iterator[Finding]:
    """A policy under the PIPA has the sections of the guideline, once that is in force: the mandatory ones, and those
    that the file shows to apply; a note where a section is only recommended. `jikim check --contents` lists all of
    them."""
    if scope.section("title") is None:
        return
    for section in contents(scope.policy, scope.at):
        if section.state is not State.MISSING or section.found is not None:
            continue
        row = section.row
        yield scope.find(
            "content-missing",
            _where(scope.policy, row.id.rpartition(".")[2], section.key),
            number=row.number,
            label=(row.label["ko"], row.label["en"]),
            says=(row.says["ko"].rstrip("."), row.says["en"].rstrip(".")),
            key=section.key,
            statute=row.id,
            severity=N if row.asked in _NOTED else W,
        )
