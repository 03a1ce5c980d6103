"""What the demo says, in one language, and what it has seen: every step is checked, and one that fails is remembered.

Calm by intent: a few colours that each mean something (lives green, rests amber, destroyed grey, frozen blue, broken
red), each with its word. Nothing here redraws, except `years.py`, and that on a terminal only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TextColumn
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from jikim.errors import DeniedError, InvalidError, JikimError
from jikim.policy.model import Language
from jikim.policy.reasons import REASONS

LIVES, RESTS, DESTROYED, FROZEN, BROKEN = "green", "yellow", "bright_black", "blue", "red"
WIDTH, WIDEST = 112, 132  # columns: at least where nobody looks, and at most


class BrokenError(Exception):
    """A step after which the story cannot go on. What went wrong has been told already."""


class Seen(NamedTuple):
    """One thing that was seen of a clause. `awaits` names what of the clause is still to come."""

    what: str
    ok: bool
    awaits: str


class Refusal(NamedTuple):
    """One attempt and its answer, ready to be shown."""

    attempt: str
    clause: str
    reason: str
    hint: str


@dataclass
class Counts:
    """How many records and parts are in which part of their life."""

    lives: int = 0
    rests: int = 0
    destroyed: int = 0
    frozen: int = 0


class Report:
    """Tells the story on a console and keeps what was seen, by clause."""

    def __init__(self, console: Console, language: Language, *, live: bool, aside: Console | None = None) -> None:
        self.console = console
        self.live = live
        # Where it is given, it takes the whole story, and the screen a line a chapter and what is told aloud.
        self.aside = aside
        self._aloud = aside is None
        self._told = ("", 0)
        self.language: Language = language
        self.seen: dict[str, list[Seen]] = {}
        self.failed = 0
        self._chapter = 0

    # ---- words

    def say(self, ko: str, en: str) -> str:
        return ko if self.language == "ko" else en

    def many(self, count: int, one: str) -> str:
        """`1 part`, `2 parts`; for English sentences."""
        return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"

    def text(self, text: Mapping[Language, str]) -> str:
        """A text of the policy in this language."""
        return text.get(self.language) or next(iter(text.values()))

    def reason(self, error: JikimError) -> tuple[str, str, str]:
        """Clause, reason and hint of a refusal, in this language. Neither ever carries a value."""
        if isinstance(error, DeniedError):
            said = REASONS[error.why]  # type: ignore[index]
            about = ", ".join(f"`{name}`" for name in error.about)
            reason = self.say(said.ko, said.en) + (f": {about}" if about else "")
            return error.clause, reason, self.say(said.hint_ko, said.hint_en)
        if isinstance(error, InvalidError):
            said = REASONS["invalid-value"]
            reason = self.say(f"{said.ko}: `{error.item}`", error.message)
            return "1.1", reason, self.say(said.hint_ko, error.hint or said.hint_en)
        return "", error.message, error.hint or ""

    # ---- the page

    def show(self, *things: Any) -> None:
        """Prints. Lines wrap here, whatever the console's own habit."""
        for one in (self.aside, self.console if self._aloud else None):
            if one is not None:
                one.print(*things, width=min(self.console.width, WIDEST), soft_wrap=False)

    @contextmanager
    def aloud(self) -> Iterator[None]:
        """What is told within stands on the screen in any case."""
        before, self._aloud = self._aloud, True
        try:
            yield
        finally:
            self._aloud = before

    def chapter(self, ko: str, en: str) -> None:
        self._chapter += 1
        if not self._aloud:
            self._close()
            self._told = (f"{self._chapter:>2}  {self.say(ko, en)}", self._count())
        self.show()
        self.show(Rule(Text(f"{self._chapter}  {self.say(ko, en)}", style="bold"), align="left", style="dim"))

    def _count(self) -> int:
        return sum(map(len, self.seen.values()))

    def _close(self) -> None:
        """The line on the screen of the chapter that has ended, with how much was seen in it."""
        title, before = self._told
        if title:
            seen = self._count() - before
            mark = f"  ✓ {seen}" if seen else ""
            self.console.print(Text.assemble(f"  {title}", (mark, LIVES)), soft_wrap=True)
        self._told = ("", 0)

    def line(self, ko: str, en: str, *, style: str = "") -> None:
        self.show(Padding(Text(self.say(ko, en), style=style), (0, 0, 0, 2), expand=False))

    def path(self, ko: str, en: str, path: Path) -> None:
        """A line that ends with a path, whole, so that it can be copied."""
        for one in filter(None, (self.aside, self.console if self._aloud else None)):
            one.print(Text(f"  {self.say(ko, en)}: {path}"), soft_wrap=True)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str | Text]], *, right: Sequence[int] = ()) -> None:
        """A table without lines but the one under its head; columns in `right` are numbers."""
        table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
        for place, name in enumerate(head):
            table.add_column(
                name, justify="right" if place in right else "left", overflow="fold", no_wrap=place in right
            )
        for row in rows:
            table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
        self.show(Padding(table, (0, 0, 0, 2), expand=False))

    @contextmanager
    def progress(self, total: int, ko: str, en: str) -> Iterator[Callable[[int], None]]:
        """Shows how far something slow has come, on a terminal only."""
        if not self.live:
            yield lambda _done: None
            return
        with Progress(
            TextColumn("  {task.description}"),
            BarColumn(40, complete_style=LIVES),
            TextColumn("{task.completed}/{task.total}"),
            console=self.console,
            transient=True,
        ) as bar:
            task = bar.add_task(self.say(ko, en), total=total)
            yield lambda done: bar.advance(task, done)

    # ---- what is seen

    def check(
        self, clause: str, ok: bool, ko: str, en: str, *, awaits: tuple[str, str] = ("", ""), quiet: bool = False
    ) -> bool:
        """Notes one thing that must be so, and tells it. A failure is remembered, and told even where `quiet`."""
        what = self.say(ko, en)
        self.seen.setdefault(clause, []).append(Seen(what, ok, self.say(*awaits)))
        if not ok:
            self.failed += 1
        if not quiet or not ok:
            mark = (
                Text("✓ ", style=LIVES) if ok else Text(self.say("✗ 이행 안 됨 ", "✗ broken "), style=f"bold {BROKEN}")
            )
            told = Text.assemble(mark, what, " ", (clause, "dim"))
            with nullcontext() if ok else self.aloud():
                self.show(Padding(told, (0, 0, 0, 2), expand=False))
        return ok

    def ended(self) -> None:
        """The story is over: its last chapter has its line, and what follows stands on the screen."""
        self._close()
        self._aloud = True

    def broke(self, where: str, kind: str) -> None:
        """A step ended in an error. Only its kind is told: an error of a library may carry a value."""
        self.failed += 1
        with self.aloud():
            self.line(f"✗ {where}에서 멈추었습니다 ({kind})", f"✗ stopped in {where} ({kind})", style=f"bold {BROKEN}")

    def stopped(self, why: str) -> None:
        """The story ends early, for `why`; with none, what went wrong was told before, if anything was."""
        if why or not self.failed:
            self.broke(why or "demo", BrokenError.__name__)

    @contextmanager
    def part(self, where: str) -> Iterator[None]:
        """A part of the story. An error in it is told by its kind and clause, and ends the story."""
        try:
            yield
        except BrokenError:
            raise
        except JikimError as error:
            clause, reason, _ = self.reason(error)
            self.broke(where, " ".join(filter(None, (type(error).__name__, clause, reason))))
            raise BrokenError from None
        except Exception as error:
            self.broke(where, type(error).__name__)
            raise BrokenError from error

    # ---- pictures

    def life(self, counts: Counts, width: int = 40) -> Text:
        """The life line of everything that was ever taken: lives, rests, is destroyed, to scale."""
        parts = (
            (counts.lives, LIVES, "█"),
            (counts.frozen, FROZEN, "█"),
            (counts.rests, RESTS, "▓"),
            (counts.destroyed, DESTROYED, "░"),
        )
        there = [part for part in parts if part[0]]
        whole = sum(count for count, _, _ in there) or 1
        # Whatever there is shows, however little it is; the longest part gives way.
        widths = [max(1, round(width * count / whole)) for count, _, _ in there]
        if there:
            widths[widths.index(max(widths))] += width - sum(widths)
        return Text.assemble(*((mark * length, style) for (_, style, mark), length in zip(there, widths, strict=True)))

    def picture(self, label: str, counts: Counts) -> None:
        """One line: the life line and its numbers."""
        text = Text.assemble(f"{label}  " if label else "", self.life(counts), "  ", self.counts(counts))
        self.show(Padding(text, (0, 0, 0, 2), expand=False))

    def counts(self, counts: Counts) -> Text:
        """The four numbers with their words."""
        said = [
            (self.say("이용 중", "active"), counts.lives, LIVES),
            (self.say("분리 보관 중", "archived"), counts.rests, RESTS),
            (self.say("파기", "destroyed"), counts.destroyed, DESTROYED),
        ]
        if counts.frozen:
            said.insert(1, (self.say("정지", "suspended"), counts.frozen, FROZEN))
        text = Text()
        for word, count, style in said:
            text.append(f"{word} ", style=style)
            text.append(f"{count:>5,}  ")
        return text
