"""One policy spoken in one language: names, dates, periods and statutes in words; anchors of promises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from jikim.particles import gwa, i_ga
from jikim.policy import statutes
from jikim.policy.complaint_word import in_own_words
from jikim.policy.items.countries import NAMES
from jikim.policy.languages import worded
from jikim.policy.model import (
    Case,
    Contents,
    Cookie,
    Ending,
    Ends,
    Keep,
    Language,
    PolicyFile,
    Processor,
    Promise,
    Recipient,
    Record,
    Right,
    SubjectKind,
)
from jikim.policy.model.where import THEIR_OWN
from jikim.policy.parts import clause_of
from jikim.policy.period import Period
from jikim.policy.render import terms
from jikim.policy.render.document import NOTHING, Anchor, Inline, Line, Link, Row
from jikim.policy.statutes.row import cited

OWN_PROMISE = "own-promise"
Key = TypeVar("Key")


@dataclass(frozen=True)
class Voice:
    """Speaks `policy` in `language`. One voice makes one document: it remembers which anchors are taken."""

    policy: PolicyFile
    language: Language
    taken: set[str] = field(default_factory=set)

    # ---- words

    def say(self, ko: str, en: str) -> str:
        """The sentence in this document's language, and in the company's own words for a complaint and for itself."""
        return in_own_words(self.policy, ko, en) if self.language == "ko" else en

    def text(self, text: Mapping[Language, str]) -> str:
        """A text of the file; one that lacks this language is shown in the one it has (`check` reports it)."""
        return worded(text, self.language)

    def word(self, table: Mapping[Key, tuple[str, str]], key: Key) -> str:
        """A fixed term; one the table lacks reads as it is written, with its hyphens as spaces."""
        pair = table.get(key)
        return str(key).replace("-", " ").replace(".", " ") if pair is None else self.say(*pair)

    def words(self, table: Mapping[Key, tuple[str, str]], keys: Iterable[Key]) -> str:
        return self.join([self.word(table, key) for key in keys])

    def first(self, table: Mapping[Key, tuple[str, str]], key: Key) -> str:
        """A fixed term at the head of a cell or line: with a capital."""
        return capital(self.word(table, key))

    def join(self, things: Sequence[str]) -> str:
        """`a, b, c` in Korean; `a, b and c` in English; a dash for none."""
        if not things:
            return NOTHING
        if len(things) == 1:
            return things[0]
        if self.language == "ko":
            return f"{gwa(things[0])} {things[1]}" if len(things) == 2 else ", ".join(things)
        return f"{', '.join(things[:-1])} and {things[-1]}"

    def either(self, things: Sequence[str]) -> str:
        """`a 또는 b`; `a, b or c`."""
        if len(things) < 2:
            return "".join(things)
        return f"{', '.join(things[:-1])}{self.say(' 또는 ', ' or ')}{things[-1]}"

    def date(self, day: date) -> str:
        """`2026년 11월 24일`; `24 November 2026`."""
        return date_in(day, self.language)

    def period(self, period: Period) -> str:
        return period.words(self.language)

    def answer(self, right: Right) -> str:
        """By when a request is answered: `10일 이내에`, `지체 없이`; `within 5 working days`, `without delay`."""
        if right.pace in terms.PACES:
            return self.word(terms.PACES, right.pace)
        days = round(right.within.approximate_days())
        working = self.say(f"{days}영업일", f"{days} working {'day' if days == 1 else 'days'}")
        long = working if right.pace else self.period(right.within)
        return self.say(f"{long} 이내에", f"within {long}")

    def country(self, code: str) -> str:
        return self.word(NAMES, code)

    def places(self, party: Recipient | Processor) -> str:
        """Every country in which somebody keeps what they got: `일본, 미국`; nothing where none is named."""
        further = party.further if isinstance(party, Processor) else ()
        return ", ".join(self.country(code) for code in (party.country, *further) if code)

    def countries(self) -> list[tuple[str, str]]:
        """Every country, by code and name: the controller's own first, then by name."""
        named = [(code, self.country(code)) for code in NAMES]
        return sorted(named, key=lambda one: (one[0] != self.policy.service.country, one[1].removeprefix("the ")))

    # ---- names of the policy's parts

    def statute(self, name: str) -> str:
        """The statute's name and article from the catalogue; the id where the catalogue has none."""
        if name == OWN_PROMISE:
            return self.say("회사의 약속(내부 방침)", "our own promise (internal rule)")
        if name in self.policy.laws:
            own = self.policy.laws[name]
            return cited(self.text(own.label), own.article, self.language)
        found = statutes.get(name)
        return name if found is None else found.name(self.language)

    def laws(self, names: Iterable[str]) -> str:
        return self.say(", ", "; ").join(self.statute(name) for name in names)

    def contents(self, ref: str, record: str | None = None) -> Contents | None:
        """The contents that `ref` means, seen from `record` or from outside."""
        for kind, part in self.policy.records.items():
            for name, contents in part.items.contents.items():
                if ref == f"{kind}.{name}" or (record == kind and ref == name):
                    return contents
        return None

    def item(self, ref: str, record: str | None = None) -> str:
        """An item's label; contents as `주문: 주문 내용`, or without the record's label inside that record."""
        if ref in self.policy.items:
            return self.text(self.policy.items[ref].label)
        contents = self.contents(ref, record)
        if contents is None:
            return ref
        label = self.text(contents.label)
        kind = ref.rpartition(".")[0]
        if record is not None or kind not in self.policy.records:
            return label
        return f"{label} ({self.record(kind)})"

    def items(self, refs: Iterable[str], record: str | None = None) -> str:
        """Items in one line: an enumeration, never joined by a conjunction."""
        return ", ".join(self.item(ref, record) for ref in refs) or NOTHING

    def items_by_record(self, refs: Iterable[str]) -> tuple[str, ...]:
        """Items as the lines of a cell: those of the item list, then each record's contents under its label."""
        plain: list[str] = []
        by_record: dict[str, list[str]] = {}
        for ref in refs:
            kind, _, name = ref.rpartition(".")
            if ref not in self.policy.items and kind in self.policy.records:
                by_record.setdefault(kind, []).append(self.item(name, kind))
            else:
                plain.append(self.item(ref))
        lines = [", ".join(plain)] if plain else []
        lines += [f"{self.record(kind)}: {', '.join(names)}" for kind, names in by_record.items()]
        return tuple(lines)

    def _name(self, parts: Mapping[str, Promise], name: str) -> str:
        return self.text(parts[name].label) if name in parts else name

    def record(self, name: str) -> str:
        return self._name(self.policy.records, name)

    def records(self, names: Iterable[str]) -> str:
        return ", ".join(self.record(name) for name in names) or NOTHING

    def purpose(self, name: str) -> str:
        return self._name({**self.policy.purposes, **self.policy.archive.purposes}, name)

    def purposes(self, names: Iterable[str]) -> str:
        return ", ".join(self.purpose(name) for name in names) or NOTHING

    def channels(self, names: Iterable[str]) -> str:
        doors = {**self.policy.channels, **self.policy.partners}
        # A partner and the channel it comes by may bear the same label: it is said once.
        return ", ".join(dict.fromkeys(self._name(doors, name) for name in names)) or NOTHING

    def case(self, case: Case, kind: str = "", *, named: bool = True) -> str:
        """What is required in a case: `결제 수단: 카드, 계좌 가운데 하나`; `Tax invoice: company and number, together`."""
        items = self.items(case.items, kind or None)
        if case.need == "one":
            said = self.say(f"{items} 가운데 하나", f"one of {items}")
        else:
            said = items if case.always else self.say(f"{items}(함께)", f"{items}, together")
        limits = [self.channels(case.via)] * bool(case.via) + [self.subjects(case.of)] * bool(case.of)
        said += f" ({'; '.join(limits)})" if limits else ""
        return f"{self.text(case.label)}: {said}" if named else said

    def subjects(self, kinds: Iterable[SubjectKind]) -> str:
        """Kinds of people, by the company's own words (`labels`) where it has them: students, patients, sellers."""
        return self.join([self.kind(kind) for kind in kinds])

    def covered(self, kinds: Iterable[SubjectKind]) -> str:
        """Those of these kinds of people whom the policy covers."""
        return self.subjects(kind for kind in kinds if kind in self.policy.service.covers)

    def kind(self, kind: str) -> str:
        """One kind of people, or guardians: by the company's own word, or the usual one."""
        own = self.policy.labels.get(kind)
        return self.text(own) if own else self.word(terms.WHO, str(kind))

    # ---- time

    def event(self, name: str) -> str:
        """When an event happens: `결제한 때`; `it is paid`. An event of the policy's own reads as its label, or its name."""
        endings = (record.ends.on[name] for record in self.policy.records.values() if name in record.ends.on)
        plain = next((self.text(one.label) for one in endings if one.label is not None), "")
        if not plain and name in self.policy.labels:
            plain = self.text(self.policy.labels[name])
        pair = terms.EVENTS.get(name)
        if pair is not None and not plain:
            return self.say(*pair)
        plain = plain or name.replace("-", " ").replace(".", " ")
        if _SAYS_WHEN.search(plain):
            return plain
        return self.say(f"‘{plain}’ 시점", f"‘{plain}’ happens")

    def group(self, name: str) -> str:
        """The heading of a group of purposes."""
        own = self.policy.labels.get(name)
        return self.text(own) if own else self.word(terms.GROUPS, name)

    def ends(self, ends: Ends, *, brief: bool = False) -> str:
        """When a record's purpose is met: `결제한 때 또는 취소된 때`; `when it is paid or when it is cancelled`.

        `brief`: of what stops its time only that there is such a thing.
        """
        when = [self.happening(name) for name in ends.on]
        if ends.after is not None:
            when.append(self.time(ends, brief=brief))
        return self.either(when) or NOTHING

    def time(self, ends: Ends, *, brief: bool = False) -> str:
        """The time after which a record ends by itself, and what stops it."""
        assert ends.after is not None
        start, after = self.event(ends.from_), self.period(ends.after)
        but = self.either([self.event(name) for name in ends.unless])
        stops = self.say(f"{but}가 먼저 오면 제외", f"unless {but} by then")
        if brief:
            stops = self.say("예외 있음", "with exceptions")
        time = self.say(f"{start}부터 {i_ga(after)} 지난 때", f"{after} after {start}")
        return time + (self.say(f"({stops})", f" ({stops})") if but else "")

    def until(self, ends: Ends) -> str:
        """How long a record is used: `탈퇴한 때까지`; `until you leave`."""
        if self.language == "ko":
            return f"{self.ends(ends, brief=True)}까지"
        when = [self.event(name) for name in ends.on]
        return f"until {self.either([*when, *([self.time(ends, brief=True)] if ends.after else [])]) or NOTHING}"

    def raised(self, ends: Ends) -> tuple[str, ...]:
        """Who records each event that ends a record: one line where it is the same of all. Leaving says it by itself."""
        by = {name: self.raisers(one) for name, one in ends.on.items() if name not in THEIR_OWN}
        if len(set(by.values())) <= 1:
            return tuple(f"{self.say('기록 주체', 'Recorded by')}: {who}" for who in set(by.values()))
        return tuple(f"{capital(self.happening(name))}: {who}" for name, who in by.items())

    def happening(self, name: str) -> str:
        return self.say(self.event(name), f"when {self.event(name)}")

    def once(self, keep: Keep) -> str:
        """Without which event a rule keeps nothing: `결제한 때에 이른 기록만`; nothing where it always does."""
        if not keep.once:
            return ""
        when = self.either([self.event(name) for name in keep.once])
        return self.say(f"{when}에 이른 기록만", f"only where {when}")

    def held_until(self, processor: Processor) -> list[str]:
        """What ends a processor's holding: `이용자의 탈퇴`, `결제한 때`; `you leave`, `it is paid`."""
        return [
            *(self.word(terms.UNTIL, end) for end in processor.until),
            *(self.event(name) for name in processor.recall),
            *([self.passed(processor.for_, processor.from_)] if processor.for_ else []),
        ]

    def of_brands(self, section: str, name: str) -> str:
        """Of which brands alone a processor, a recipient or a body is; nothing where it is everybody's."""
        own = [self.text(one.label) for one in self.policy.brands.values() if name in getattr(one, section)]
        return self.say(f"{', '.join(own)}만 해당합니다.", f"For {self.join(own)} only.") if own else ""

    def passed(self, period: Period, since: str) -> str:
        """`전달한 날부터 90일이 지난 때`, `탈퇴한 날부터 90일이 지난 때`; `90 days have passed since it got them`."""
        length = self.period(period)
        ko, en = ("탈퇴한", "you left") if since == "leaving" else ("전달한", "it got them")
        return self.say(f"{ko} 날부터 {i_ga(length)} 지난 때", f"{length} have passed since {en}")

    def raisers(self, ending: Ending) -> str:
        """`사이트 또는 담당자`; `the site or a handler`."""
        return self.either([self.word(terms.RAISERS, one) for one in ending.by]) or NOTHING

    def expected(self, record: Record) -> str:
        """How long its purpose should last, as the policy says; nothing where it does not."""
        if record.expected is None:
            return ""
        if not isinstance(record.expected, Period):
            return self.say("가입해 있는 동안", "for as long as the account stands")
        return self.say(f"보통 {self.period(record.expected)} 이내", f"usually within {self.period(record.expected)}")

    def life(self, cookie: Cookie) -> str:
        if isinstance(cookie.life, Period):
            return self.period(cookie.life)
        return self.say("브라우저를 닫을 때까지", "until you close the browser")

    @property
    def promptly(self) -> bool:
        """Whether the company promises that what is over goes without delay: Korean law does (PIPA §21①), or it says so."""
        return (
            self.policy.korean or "destroyed-when-met" in self.policy.clauses or self.policy.archive.within is not None
        )

    # ---- anchors and lines

    def anchor(self, path: str, clause: str | None = None) -> Anchor:
        """The anchor of the promise at `path`; the first to ask for a clause's id gets it, later ones their path."""
        for wanted in ([f"c{clause}"] if clause else []) + [path]:
            if wanted not in self.taken:
                self.taken.add(wanted)
                return Anchor(wanted, path, clause, clause_of(self.policy, path))
        number = 2
        while f"{path}-{number}" in self.taken:
            number += 1
        self.taken.add(f"{path}-{number}")
        return Anchor(f"{path}-{number}", path, clause, clause_of(self.policy, path))

    def line(self, path: str, clause: str | None, *parts: Inline, head: str = "") -> Line:
        return Line(tuple(part for part in parts if part), self.anchor(path, clause), head)

    def mechanism(self, key: str, ko: str, en: str) -> Line:
        """A sentence of what the product itself does; its clause number is in the file's `clauses`, by `key`."""
        return self.line(f"clauses.{key}", self.policy.clauses.get(key), self.say(ko, en))

    def row(self, path: str, clause: str | None, *cells: Inline | Sequence[Inline]) -> Row:
        """A row of cells; a cell is a text or a sequence of short lines, without its empty ones."""
        lines = ((cell,) if isinstance(cell, (str, Link)) else cell for cell in cells)
        said = tuple(tuple(part for part in cell if part) or (NOTHING,) for cell in lines)
        return Row(said, self.anchor(path, clause))

    def named(self, promise: Promise) -> tuple[Inline, ...]:
        """The cell that names a promise: its label, with a capital, and under it its note."""
        return (capital(self.text(promise.label)), *self.note(promise))

    def note(self, promise: Promise) -> tuple[str, ...]:
        return (self.text(promise.note),) if promise.note else ()


# A label that says by itself when it is: `수강을 마친 때`; `the course is over`.
_SAYS_WHEN = re.compile(
    r"때$|^(?:it|they|you|the|a|an|its|their)\b.* (?:is|are|was|were|has|have|ends|end)\b| (?:has|have) \w+ed$"
)


def date_in(day: date, language: Language) -> str:
    """A day as people read it."""
    if language == "ko":
        return f"{day.year}년 {day.month}월 {day.day}일"
    return f"{day.day} {terms.MONTHS[day.month - 1]} {day.year}"


def capital(text: str) -> str:
    """The text with its first letter a capital; the rest as it is."""
    return text[:1].upper() + text[1:]


def telephone(number: str) -> Inline:
    """A number to tap on a phone: of what stands there the first that is one (`02-555-0101~9`, `118 (no area code)`)."""
    found = _DIALLED.search(number.replace("(0)", ""))
    if found is None:
        return number
    return Link(number, "tel:" + "".join(letter for letter in found[0] if letter.isdigit() or letter == "+"))


_DIALLED = re.compile(r"\+?\(?\d+(?:[-.) ]{1,2}\d+| ?\(\d+\) ?\d+)*", re.ASCII)


def mailbox(address: str) -> Link:
    return Link(address, f"mailto:{address}")


def address(text: str) -> Inline:
    """A contact as given: a link where it is plainly an e-mail or web address, else its words."""
    if text.startswith(("https://", "http://")) and " " not in text:
        return Link(text, text)
    if "@" in text and " " not in text:
        return mailbox(text)
    return text
