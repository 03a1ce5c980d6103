"""What a register declares: its states and steps, who takes them, its day, its words, what it asks for, how long it is
kept, and its letters.

The database's rules (`rules.sql`), the pages of the office and the names of its events follow from the declaration. A
step with a deed beside it (an answer that is written into a record) is carried out by a function of the register's own,
named in `acts`; every other by `cases.take_step`.

>>> Register("key", "/office/keys", ("열쇠", "Key"), ("열쇠", "Keys"), ("", ""), {"lost": ("분실", "lost"), "found": ("회수", "found")},
...          (Step("find", ("lost",), "found", ("desk",), ("회수", "found")),), Period(7, "d"), "audit", ("{number} 찾기",
"Find {number}")).first
'lost'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias

from jikim.db.driver import Steps
from jikim.db.queries import Query
from jikim.policy.model import Language
from jikim.policy.period import Period, due
from jikim.policy.render.voice import date_in

Words: TypeAlias = tuple[str, str]  # Korean, English
Side = Literal["person", "desk", "officer"]
Guard = Literal[
    "",
    "person-here",
    "person-left",
    "another",
    "uninvolved",
    "words-lost",
    "words-suffice",
    "carried-out",
    "one-run",
    "never-alone",
]
SECOND: tuple[Guard, ...] = (
    "another",
    "uninvolved",
    "never-alone",
)  # what somebody else does than who did the step before
RARE: tuple[Guard, ...] = ("person-left", "words-lost")  # what the office owes no case that is as it should be
Menu = Literal["today", "people", "disclosures", "policy"]
Act: TypeAlias = Callable[..., Steps[Any]]  # (house, case, given, *, actor)

DUE = "due"  # a field of this name is the case's day
FILES = "files"  # and the one of a form that takes files is called this


class Field(NamedTuple):
    """What a form asks for: a line or more of words, a day (`past`: none that lies ahead), one of several `choices`, or
    files. One named `due` is the case's day."""

    name: str
    words: Words
    hint: Words = ("", "")
    rows: int = 1
    kind: Literal["text", "date", "past", "choice", "file"] = "text"
    choices: Mapping[str, Words] = MappingProxyType({})
    optional: bool = False
    shown: bool = True  # on the form; else a function of the register's own fills it in

    def said(self, value: str, language: Language) -> str:
        """A value as people read it."""
        if self.kind in ("date", "past") and value:
            return date_in(date.fromisoformat(value), language)
        ko, en = self.choices.get(value, (value, value))
        return ko if language == "ko" else en


@dataclass(frozen=True)
class Step:
    """One step: from which states to which, whose it is, and what must be true beside (a predicate of the database,
    `live.case_guard`).

    `words` name it in a history; `title`, `note`, `asks` and `button` are its form. `letter` tells the person that it
    was taken. A step that `rewrites` puts what it asks for into what is known of a case of the house; one with `within`
    gives it a new day, so long from today, unless it asks for the day.
    """

    name: str
    from_: tuple[str, ...]
    to: str
    by: tuple[Side, ...]
    words: Words
    guard: Guard = ""
    title: Words = ("", "")
    note: Words = ("", "")
    asks: tuple[Field, ...] = ()
    button: Words = ("", "")  # none: its form is the register's own
    second: bool = False  # a button of less weight
    sure: Words = ("", "")  # of what cannot be undone: what is to be ticked
    letter: str = ""
    rewrites: bool = False
    within: Period | None = None

    @property
    def shown(self) -> bool:
        """Whether a file has to come with it."""
        return any(one.kind == "file" and not one.optional for one in self.asks)


@dataclass(frozen=True)
class Register:
    """A register. The first of its states is where a case is filed; those that no step leaves are its ends."""

    name: str  # its events are `name:file`, `name:take` and `name:step`
    path: str
    one: Words
    many: Words
    intro: Words
    states: Mapping[str, Words]
    steps: tuple[Step, ...]
    within: Period
    clause: str  # by which promise it is kept, as `policy.clause` knows it
    todo: Words  # on the first page, with {number}, or the {title} of a case of the house
    filed: Words = ("접수", "filed")
    reads: str = ""  # the record kind that a handler's grant reaches; none: an officer's alone
    law: str = ""  # the act that asks for it; offered under every policy where none is named
    house: bool = False  # its cases are the house's, about no person: every handler's whose grant runs
    menu: Menu | None = None  # where the office's navigation has it; with today's work, or beside people and requests
    files: tuple[Field, ...] = ()  # what somebody of the office fills in to file one; none: nobody files one by hand
    ahead: Period | None = None  # on the first page so long before its day; none: as soon as it is filed
    kinds: Mapping[str, Words] = field(default_factory=dict)  # of the house's cases: what they are called
    kept: Period | None = None  # how long a closed case is known; none: as long as its person
    because: str = ""  # by which statute, where it is one that says how long
    link: str = ""  # where its person follows it
    acts: Mapping[str, Act] = field(default_factory=dict)
    stepped: Query | None = None  # the statement of its own by which a case of the house goes one step on

    @property
    def fields(self) -> dict[str, Field]:
        """Every field that a form of it asks for, by its name."""
        return {one.name: one for asks in (self.files, *(step.asks for step in self.steps)) for one in asks}

    @property
    def first(self) -> str:
        return next(iter(self.states))

    @property
    def ends(self) -> frozenset[str]:
        """The states that no step leaves."""
        return frozenset(self.states) - {state for step in self.steps for state in step.from_}

    @property
    def waits(self) -> frozenset[str]:
        """The states in which the office owes a step that its person cannot take."""
        owed = (one for one in self.steps if "person" not in one.by and one.guard not in (*RARE, "never-alone"))
        return frozenset(state for one in owed for state in one.from_)

    @property
    def seconds(self) -> Mapping[str, Step]:
        """The states beside `waits` in which a step waits for a second person of the office. Its person can take it too,
        so that nobody is late with it."""
        asked = (one for one in self.steps if one.guard in SECOND and one.by != ("person",))
        return {state: one for one in asked for state in one.from_ if state not in self.waits}

    def last_day(self, opened: date) -> date:
        """The last day on which a case that was opened on a day is answered in time."""
        return due(opened, self.within)

    @property
    def officers(self) -> bool:
        """Whether it is an officer's alone: no handler's grant reads it, or, of the house's, each step is an officer's."""
        return not self.reads and (not self.house or all(one.by == ("officer",) for one in self.steps))

    def step(self, name: str, guard: str = "") -> Step:
        """A step by its name, of several the one under a guard."""
        return next(one for one in self.steps if (one.name, one.guard) == (name, guard))

    @property
    def named(self) -> dict[str, Words]:
        """Its steps in words, the filing included, as a history has them."""
        return {"file": self.filed, **{one.name: one.words for one in self.steps}}

    def deeds(self) -> dict[str, Words]:
        """What its events are called."""
        steps = {"take": ("담당자 지정", "taken on"), "look": ("확인", "looked at"), **self.named}
        said = {
            f"{self.name}:{name}": (f"{self.one[0]} {ko}", f"{self.one[1].lower()} {en}")
            for name, (ko, en) in steps.items()
        }
        listed = (f"{self.many[0]} 목록 조회", f"{self.many[1].lower()} listed")
        return {
            **said,
            f"{self.name}:list": listed,
            f"{self.name}:forget": (f"{self.one[0]} 삭제", f"{self.one[1].lower()} deleted"),
        }
