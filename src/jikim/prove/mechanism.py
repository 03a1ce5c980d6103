"""How a kind of promise is kept, and the judge that says what was found of it: pure functions of the evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Literal, NamedTuple

from jikim.policy.compiled import Policy
from jikim.policy.model import Language
from jikim.policy.render.voice import Voice
from jikim.prove.evidence import Evidence

State = Literal["kept", "attested", "unproven", "broken"]
WORST: tuple[State, ...] = ("broken", "unproven", "attested", "kept")


class Finding(NamedTuple):
    """A state, and why, in both languages. No name of a person, no address, no value."""

    state: State
    ko: str
    en: str

    def said(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


class Asked(NamedTuple):
    """What a judge sees: the evidence, the policy in force, and the names of the parts that make this promise (`kcp`, `order:0`)."""

    evidence: Evidence
    policy: Policy
    names: tuple[str, ...] = ()

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
    """How the promises of one kind of part are kept, in a sentence, how that is judged, and the office's room where one acts."""

    key: str
    ko: str
    en: str
    judge: Judge
    room: str = ""


def kept(ko: str, en: str) -> Finding:
    return Finding("kept", ko, en)


def broken(ko: str, en: str) -> Finding:
    return Finding("broken", ko, en)


def unproven(ko: str, en: str) -> Finding:
    return Finding("unproven", ko, en)


def refusals(asked: Asked, *checks: str) -> Finding:
    """What self-checks found: asks that must be refused were put to the decision that runs."""
    found = [asked.evidence.refusals[check] for check in checks if check in asked.evidence.refusals]
    passed = list(dict.fromkeys(name for one in found for name in one.passed))
    many = sum(one.asked for one in found)
    if passed:
        some = ", ".join(passed[:5])
        return broken(
            f"거절되어야 할 물음 가운데 {len(passed)}건이 통과했습니다: {some}.",
            f"{len(passed)} asks that must be refused went through: {some}.",
        )
    if not many:
        return unproven(
            "지금 방침에는 이 약속으로 거절해 볼 것이 없습니다.",
            "In this policy there is nothing that this promise would refuse.",
        )
    return kept(
        f"거절되어야 할 물음 {many:,}건을 방금 던져 보았고 모두 거절되었습니다.",
        f"{many:,} asks that must be refused were put to it just now, and each was refused."
        if many > 1
        else "An ask that must be refused was put to it just now, and was.",
    )


def none_of(many: int, ko: str, en: str, good_ko: str, good_en: str) -> Finding:
    """A count that must be zero: `ko` and `en` say what is wrong, with `{n}` for the count; the others what holds where it is zero."""
    if many:
        return broken(ko.format(n=f"{many:,}"), en.format(n=f"{many:,}"))
    return kept(good_ko, good_en)


def some(many: int, ko: str, en: str, none_ko: str, none_en: str) -> tuple[str, str]:
    """What holds of a number, in both languages, with `{n}` for it; of nothing, the others."""
    return (ko.format(n=f"{many:,}"), en.format(n=f"{many:,}")) if many else (none_ko, none_en)


def all_of(*findings: Finding) -> Finding:
    """Several findings of one promise: the worst of them, with what is worst said first."""
    ordered = sorted(findings, key=lambda one: WORST.index(one.state))
    if ordered[0].state == "broken":
        # What is wrong alone is said; the good news beside it would only hide it.
        ordered = [one for one in ordered if one.state == "broken"]
    return Finding(ordered[0].state, " ".join(one.ko for one in ordered), " ".join(one.en for one in ordered))


def seen_of_pages(
    asked: Asked, look: Callable[[Asked], bool], wrong: tuple[str, str], good: tuple[str, str]
) -> Finding:
    """What was seen of the pages themselves; unproven where whoever asked serves none."""
    if asked.evidence.pages is None:
        return unproven(
            "이번에는 화면을 살피지 않았습니다. 화면을 내는 서버나 명령이 물을 때 확인합니다.",
            "The pages were not looked at this time: whoever serves them does that when it asks.",
        )
    return kept(*good) if look(asked) else broken(*wrong)


def has_paths(*paths: str) -> Callable[[Asked], bool]:
    """Whether the running program answers at these paths."""
    return lambda asked: asked.evidence.pages is not None and all(path in asked.evidence.pages.paths for path in paths)
