"""The account of leaving: what goes at once, what finishes first, what rests, until when and why. Drawn from the plan
that leaving carries out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from jikim.policy.compiled import numbers_of
from jikim.policy.planned import Plan, Step
from jikim.web.member.looking import Seen
from jikim.web.page import Page
from jikim.web.parts import Book, Html, Own, draw
from jikim.web.parts.card import because

NOTHING = Html("")


@dataclass(frozen=True)
class Group:
    """Records of one kind that meet one fate. `until` is None for what does not rest; `why` the rules that keep it, as
    list items."""

    name: str
    count: int
    items: str
    since: date | None
    until: date | None
    why: tuple[Html, ...]
    line: Html
    ends: str
    clause: str


@dataclass(frozen=True)
class Account:
    """All of it, by fate. `beside`: items of resting records that go at once, for no rule keeps them."""

    at: datetime
    goes: tuple[Group, ...]
    rests: tuple[Group, ...]
    stays: tuple[Group, ...]
    waits: tuple[Group, ...]
    beside: tuple[Group, ...]
    already: int

    def rests_in_words(self, book: Book) -> str:
        """What rests, in one line, for a mail: kinds and days, no value."""
        return ", ".join(
            book.say(
                f"{group.name} {group.count:,}건({book.voice.date(group.until)}까지)",
                f"{group.name} ({group.count:,}, until {book.voice.date(group.until)})",
            )
            for group in self.rests
            if group.until
        )


def account_of(seen: Seen, plan: Plan) -> Account:
    """The account of a plan, said in the page's language."""
    page, book, today = seen.page, seen.book, seen.today
    kinds = list(page.policy.file.records)

    def grouped(steps: Iterable[Step]) -> dict[str, list[Step]]:
        found: dict[str, list[Step]] = {}
        for step in steps:
            found.setdefault(page.policy.name("record", step.facts.kind), []).append(step)
        return dict(sorted(found.items(), key=lambda pair: kinds.index(pair[0]) if pair[0] in kinds else len(kinds)))

    def plain(kind: str, steps: list[Step], line: Html = NOTHING) -> Group:
        record = page.policy.file.records.get(kind)
        mask = 0
        for step in steps:
            mask |= step.facts.items
        ends = book.voice.ends(record.ends) if record is not None else ""
        return Group(
            book.voice.record(kind),
            len(steps),
            _names(page, book, kind, mask),
            None,
            None,
            (),
            line,
            ends,
            steps[0].clause,
        )

    rests: list[Group] = []
    beside: list[Group] = []
    for kind, steps in grouped(plan.of("rests")).items():
        rests += _resting(page, book, kind, steps, today, len(rests))
        left_out = [step for step in steps if step.destroyed]
        if left_out:
            mask = 0
            for step in left_out:
                mask |= step.destroyed
            clause = page.policy.clause("ended")
            beside.append(
                Group(
                    book.voice.record(kind),
                    len(left_out),
                    _names(page, book, kind, mask),
                    None,
                    None,
                    (),
                    Html(""),
                    "",
                    clause,
                )
            )
    return Account(
        plan.at,
        tuple(plain(kind, steps) for kind, steps in grouped(plan.of("goes")).items()),
        tuple(rests),
        tuple(
            plain(kind, steps, _finishing(book, kind, steps, today))
            for kind, steps in grouped(plan.of("stays")).items()
        ),
        tuple(plain(kind, steps) for kind, steps in grouped(plan.of("waits")).items()),
        tuple(beside),
        len(seen.dossier.resting),
    )


def _names(page: Page, book: Book, kind: str, mask: int) -> str:
    names = [page.policy.name("item", number).removeprefix(f"{kind}.") for number in numbers_of(mask)]
    return book.voice.items(names, kind)


def _resting(page: Page, book: Book, kind: str, steps: list[Step], today: date, first: int) -> list[Group]:
    """The parts of one kind's records that rest, together where the same rules keep them."""
    parts: dict[tuple[str, ...], list[tuple[Step, int, date]]] = {}
    for step in steps:
        for part in step.parts:
            rules = tuple(page.policy.name("rule", number) for number, _ in part.rules)
            parts.setdefault(rules, []).append((step, part.items, part.due))
    groups: list[Group] = []
    for rules, found in parts.items():
        mask = 0
        for _, items, _ in found:
            mask |= items
        dues = [due for _, _, due in found]
        begun = min(step.facts.collected for step, _, _ in found).astimezone(book.zone).date()
        reasons = because(book, kind, rules)
        own = Own(begun, today, ended=today, until=max(dues), rests=reasons[0][0] if reasons else "")
        groups.append(
            Group(
                book.voice.record(kind),
                len(found),
                _names(page, book, kind, mask),
                min(dues),
                max(dues),
                tuple(said for _, said in reasons),
                draw(book, own, f"rest{first + len(groups)}"),
                "",
                found[0][0].clause,
            )
        )
    return groups


def _finishing(book: Book, kind: str, steps: list[Step], today: date) -> Html:
    record = book.policy.records.get(kind)
    if record is None:
        return Html("")
    begun = min(step.facts.collected for step in steps).astimezone(book.zone).date()
    kept = max(record.keep, key=lambda keep: keep.for_.approximate_days(), default=None)
    rests = book.voice.period(kept.for_) if kept else ""
    return draw(book, Own(begun, today, ends=book.voice.ends(record.ends), rests=rests), f"stay-{kind}")
