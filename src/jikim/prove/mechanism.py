"""How a kind of promise is kept, and the judge that says what was found of it: pure functions of the evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Literal, NamedTuple

from jikim.ledger.counting import Count
from jikim.policy.compiled import Policy
from jikim.policy.model import Language
from jikim.policy.render.mechanisms import KEPT
from jikim.policy.render.voice import Voice
from jikim.prove.evidence import Evidence
from jikim.tables import table

State = Literal["kept", "attested", "ready", "unproven", "late", "broken"]
_WORDS = table(__package__, "findings")
_N = re.compile(r"\{n\}(건|명|개|회)?")
GROUP = 10  # where the policy names no smallest group
LANGUAGES: tuple[Language, Language] = ("ko", "en")
WORST: tuple[State, ...] = ("broken", "late", "unproven", "ready", "attested", "kept")


class Finding(NamedTuple):
    """A state, and why, in both languages. No name of a person, no address, no value.

    `idle`: nothing that this promise is about has happened yet. Alone it is unproven; beside a mechanism that was tried
    just now it is ready.
    """

    state: State
    ko: str
    en: str
    idle: bool = False

    def said(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


class Asked(NamedTuple):
    """What a judge sees: the evidence, the policy in force, the names of the parts that make this promise (`kcp`,
    `order:0`), and whether whoever reads it is outside."""

    evidence: Evidence
    policy: Policy
    names: tuple[str, ...] = ()
    outside: bool = False

    def happened(self, *events: str, **among: Iterable[str]) -> Count:
        """How many entries of these events the ledger counts, about these names (`Happened.of`)."""
        return self.evidence.happened.of(*events, **among)

    def number(self, many: int | Count, unit: str, language: Language) -> str:
        """A number in words, with its unit. Whoever is outside reads one by year, and none below the policy's smallest
        group: the running year, and what is so now, in steps of that."""
        if not self.outside:
            return f"{many if isinstance(many, int) else many.many:,}{unit}"
        if isinstance(many, int):
            return self._steps(many, unit, language)
        this, ko = self.evidence.today.year, language == "ko"
        told = []
        for year, n in many.years.items():
            said = f"{n:,}{unit}" if year < this and n >= self._group else self._steps(n, unit, language)
            told.append(f"{year}년 {said}" if ko else f"{said} in {year}")
        return ", ".join(told)

    def _steps(self, many: int, unit: str, language: Language) -> str:
        if not many:
            return f"0{unit}"
        if many < self._group:
            return f"{self._group}{unit} 미만" if language == "ko" else f"fewer than {self._group}"
        least = many // self._group * self._group
        return f"{least:,}{unit} 이상" if language == "ko" else f"{least:,} or more"

    @property
    def _group(self) -> int:
        """The smallest group that the policy lets leave in statistics."""
        return max((one.least for one in self.policy.file.recipients.values()), default=0) or GROUP

    def day(self, when: datetime | date | None, language: Language) -> str:
        """A day in words, in the policy's time zone; a dash for none."""
        if when is None:
            return "—"
        return Voice(self.policy.file, language).date(
            when.astimezone(self.policy.zone).date() if isinstance(when, datetime) else when
        )

    def dated(self, ko: str, en: str, *days: datetime | date | None) -> tuple[str, str]:
        """The same sentence in both languages with these days in its places."""
        return ko.format(*(self.day(one, "ko") for one in days)), en.format(*(self.day(one, "en") for one in days))

    def many(self, numbers: Iterable[int]) -> int:
        return sum(numbers)


Judge = Callable[[Asked], Finding]


class Mechanism(NamedTuple):
    """How it is judged that the promises of one kind of part are kept, and the office's room where one acts. `also`:
    parts whose promises are kept the same way; `words`: the row that says how, where it is not the key's own."""

    key: str
    judge: Judge
    room: str = ""
    also: tuple[str, ...] = ()
    words: str = ""

    @property
    def ko(self) -> str:
        """How they are kept, in a sentence that the policy's document says too."""
        return KEPT[self.words or self.key][0]

    @property
    def en(self) -> str:
        return KEPT[self.words or self.key][1]


def kept(ko: str, en: str) -> Finding:
    return Finding("kept", ko, en)


def broken(ko: str, en: str) -> Finding:
    return Finding("broken", ko, en)


def late(ko: str, en: str) -> Finding:
    """Something is overdue, and there is still time before that breaks the promise."""
    return Finding("late", ko, en)


def unproven(ko: str, en: str) -> Finding:
    return Finding("unproven", ko, en)


def ready(ko: str, en: str) -> Finding:
    """The mechanism was tried just now and works; of what happened under it this says nothing."""
    return Finding("ready", ko, en)


def idle(ko: str, en: str) -> Finding:
    """Nothing that this promise is about has happened yet."""
    return Finding("unproven", ko, en, idle=True)


def refusals(asked: Asked, *checks: str) -> Finding:
    """What self-checks found: asks that must be refused were put to the decision that runs. Good news is `ready`: what
    happened is measured elsewhere."""
    found = [asked.evidence.refusals[check] for check in checks if check in asked.evidence.refusals]
    passed = list(dict.fromkeys(name for one in found for name in one.passed))
    many = sum(one.asked for one in found)
    if passed:
        some = ", ".join(passed[:5])
        return broken(
            f"거절해야 하는 요청 가운데 {len(passed)}건이 허용되었습니다: {some}.",
            f"Of the requests that must be refused, {len(passed)} were allowed: {some}.",
        )
    if not many:
        return unproven(
            "현재 처리방침에는 이 약속에 따라 거절할 요청이 없습니다.",
            "In this policy there is nothing that this promise would refuse.",
        )
    return ready(
        f"거절해야 하는 요청 {many:,}건을 방금 시험했으며 모두 거절되었습니다.",
        f"{many:,} requests that must be refused were tested just now, and all were refused."
        if many > 1
        else "A request that must be refused was tested just now, and was refused.",
    )


def none_of(row: str, many: int, found: Finding) -> Finding:
    """A count that must be zero: the row's words (`findings.json`) say what is wrong, with `{n}` for the count; where it
    is zero, what was found."""
    ko, en = _WORDS[row]["broken"]
    return broken(ko.format(n=f"{many:,}"), en.format(n=f"{many:,}")) if many else found


def some(asked: Asked, row: str, many: int | Count) -> Finding:
    """What a promise was kept for, in the row's words. Of none it is idle, never kept."""
    return counted(asked, many, *_WORDS[row]["kept"], *_WORDS[row]["idle"])


def counted(asked: Asked, many: int | Count, ko: str, en: str, none_ko: str, none_en: str) -> Finding:
    """The same in words of its own: `ko` and `en` of a number, with `{n}` for it. Where entries were erased before they
    were counted, none is unknown."""
    if many if isinstance(many, int) else many.many:
        korean = _N.sub(lambda found: asked.number(many, found[1] or "", "ko"), ko)
        return kept(korean, en.replace("{n}", asked.number(many, "", "en")))
    if isinstance(many, Count) and not many.whole:
        return idle(
            "집계하기 전에 파기된 원장 기록이 있어, 지금까지 없었는지는 알 수 없습니다.",
            "Whether there ever was one is not known: entries of the ledger were erased before they were counted.",
        )
    return idle(none_ko, none_en)


def held(asked: Asked, kinds: Iterable[str] | None = None) -> Finding:
    """Records that were collected: what promises about any record were kept for. `kinds`: of these kinds alone."""
    among = {} if kinds is None else {"kind": set(kinds)}
    return some(asked, "held", asked.happened("record:collect", "record:move-in", **among))


def state_of(findings: Iterable[Finding]) -> State:
    """The state of a promise with several findings.

    One that is broken, that is late, or that nothing could measure, decides, in this order. Otherwise it is kept (or
    attested) where something happened and agrees; ready where its mechanism was tried alone; and unproven where nothing
    was tried and nothing has happened.
    """
    found = {one.state for one in findings if not one.idle}
    decides: tuple[State, ...] = ("broken", "late", "unproven")
    if found.intersection(decides) or not found:
        return next((state for state in decides if state in found), "unproven")
    if "kept" not in found and "ready" in found:
        return "ready"
    return "attested" if "attested" in found else "kept"


def all_of(*findings: Finding) -> Finding:
    """Several findings of one promise as one, with what decides said first."""
    state = state_of(findings)
    ordered = sorted(findings, key=lambda one: (one.state != state, WORST.index(one.state)))
    if state == "broken":
        # What is wrong alone is said; the good news beside it would only hide it.
        ordered = [one for one in ordered if one.state == "broken"]
    said = " ".join(one.ko for one in ordered if one.ko), " ".join(one.en for one in ordered if one.en)
    return Finding(state, *said, idle=all(one.idle for one in findings))


def seen_of_pages(
    asked: Asked, look: Callable[[Asked], bool], wrong: tuple[str, str], good: tuple[str, str]
) -> Finding:
    """What was seen of the pages themselves, for a promise of what a page shows; unproven where whoever asked serves
    none."""
    if asked.evidence.pages is None:
        return unproven(
            "이번에는 화면을 점검하지 않았습니다. 화면을 제공하는 서버나 명령에서 점검할 때 확인합니다.",
            "The pages were not looked at this time: whoever serves them does that when it asks.",
        )
    return kept(*good) if look(asked) else broken(*wrong)


def has_paths(*paths: str) -> Callable[[Asked], bool]:
    """Whether the running program answers at these paths."""
    return lambda asked: asked.evidence.pages is not None and all(path in asked.evidence.pages.paths for path in paths)
