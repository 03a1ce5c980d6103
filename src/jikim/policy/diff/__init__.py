"""diff: what a new version of a policy changes for people, by rule; the earliest day it may take effect; whom it must
ask; what loses its basis.

Pure, as all of the policy: two files in, one `Comparison` out. The lead is the older version's own promise, since that
is what people were promised: date subtraction for days and weeks (29 January to 5 February is 7), the corresponding day
for months and years.

>>> compare(old, new).earliest(date(2026, 12, 1))
datetime.date(2026, 12, 31)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple

from jikim.policy.diff.consents import WHY, Question, Undeclared, questions, undeclared
from jikim.policy.diff.described import said, sides
from jikim.policy.diff.rules import JUDGEABLE, RULES, Rule, Weight, rule_of
from jikim.policy.diff.walk import Difference, Kind, is_text, plain, walk
from jikim.policy.identity import same
from jikim.policy.model import Language, PolicyFile
from jikim.policy.period import Period, earliest

__all__ = [
    "RULES", "WHY", "Change", "Comparison", "Difference", "Kind", "Question", "Rule", "Undeclared", "Weight", "compare", "earliest", "lead_of",
]  # fmt: skip


ALONE: dict[Language, tuple[str, str]] = {
    "ko": (
        "한국어 글만 달라지고 영어 글은 그대로입니다",
        "Only the Korean text changes; the English one stays as it was",
    ),
    "en": (
        "영어 글만 달라지고 한국어 글은 그대로입니다",
        "Only the English text changes; the Korean one stays as it was",
    ),
}


class Change(NamedTuple):
    """One change, with the rule that weighs it; `because`, the officer's reason where one judged it ordinary; `alone`,
    the languages of a text that change while others of the service do not."""

    difference: Difference
    rule: Rule
    because: Mapping[Language, str] | None = None
    alone: tuple[Language, ...] = ()

    @property
    def path(self) -> str:
        return ".".join(self.difference.path)

    @property
    def important(self) -> bool:
        return self.rule.weight == "important"

    def why(self, language: str) -> str:
        """The rule in words, with the officer's reason, and a warning where a text changes in one language alone."""
        said = self.rule.why(language)
        if self.because is not None:
            said = (
                f"{said}: {self.because.get('ko' if language == 'ko' else 'en') or next(iter(self.because.values()))}"
            )
        return f"{said}. {ALONE[self.alone[0]][0 if language == 'ko' else 1]}" if self.alone else said


@dataclass(frozen=True)
class Comparison:
    """Two versions beside each other. The changes stand with the important ones first, each group in the file's order."""

    old: PolicyFile
    new: PolicyFile
    changes: tuple[Change, ...]

    @property
    def weight(self) -> Weight | Literal["same"]:
        """What the heaviest change makes of the whole."""
        if not self.changes:
            return "same"
        return "important" if self.changes[0].important else "ordinary"

    @property
    def substance(self) -> tuple[Change, ...]:
        """The changes without the version's own dates."""
        return tuple(change for change in self.changes if change.rule.name != "dates")

    @cached_property
    def misjudged(self) -> tuple[str, ...]:
        """Paths of the newer version's `ordinary` under which no sentence and no label changes: what they judge is not
        there, or no officer's to judge."""
        return tuple(
            one.at
            for one in self.new.version.ordinary
            if not any(change.rule.name == "judged" and _under(change.path, one.at) for change in self.changes)
        )

    @cached_property
    def renamings(self) -> tuple[str, ...]:
        """Paths of what has another label in the newer version, and is another one: where it is the same, `formerly`
        must say so."""
        found = []
        for space in ("purposes", "recipients", "processors", "partners"):
            before, after = getattr(self.old, space), getattr(self.new, space)
            found += [
                f"{space}.{name}" for name in after if name in before and not same(name, before[name], after[name])
            ]
        return tuple(found)

    @property
    def lead(self) -> Period:
        """The notice that the older version promises for this; of a business that goes to another company, the longer one
        of the two (the data goes after the version is in force)."""
        lead, handover = lead_of(self.old, self.weight == "important"), self.old.notice.handover
        if handover is None or self.new.handover in (None, self.old.handover):
            return lead
        return max(lead, handover, key=Period.approximate_days)

    @property
    def lead_clause(self) -> str:
        """The promise that the lead is."""
        notice = self.old.notice
        important = self.weight == "important"
        return (notice.clause_important if important else notice.clause_ordinary) or (
            "notice.important" if important else "notice.ordinary"
        )

    def promised(self, language: Language) -> str:
        """The notice that counts, why, and what the policy promises of other changes, in words."""
        important, ko = self.weight == "important", language == "ko"
        words, other = self.lead.words(language), lead_of(self.old, not important).words(language)
        if self.lead != lead_of(self.old, important):
            return (
                f"{words}(영업이 다른 회사로 넘어갑니다)" if ko else f"{words} (the business goes to another company)"
            )
        if important:
            why = self.changes[0].why(language)
            return (
                f"{words}(중요한 변경: {why}. 일반 변경은 {other})"
                if ko
                else (f"{words} (an important change: {why}; for an ordinary one {other})")
            )
        return (
            f"{words}(일반 변경. 중요한 변경은 {other})"
            if ko
            else (f"{words} (an ordinary change; for an important one {other})")
        )

    def earliest(self, announced: date) -> date:
        """The first day on which it may be in force, if it is announced on that day."""
        return earliest(announced, self.lead)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return questions(self.old, self.new)

    @cached_property
    def undeclared(self) -> Undeclared:
        return undeclared(self.old, self.new)

    def said(self, change: Change, language: str) -> str:
        """A change in a line of words."""
        return said(self.old, self.new, change.difference, language)

    def sides(self, change: Change, language: str) -> tuple[str, str, str]:
        """What it is about, before and after: the cells of a table."""
        return sides(self.old, self.new, change.difference, language)

    def as_json(self, language: Language | None = None) -> dict[str, Any]:
        """All of it as data; with a language, its words in that one alone."""
        tongues: tuple[Language, ...] = (language,) if language else ("ko", "en")
        gone = self.undeclared
        return {
            "weight": self.weight,
            "changes": [
                {
                    "path": change.path, "kind": change.difference.kind, "before": change.difference.before, "after": change.difference.after,
                    "weight": change.rule.weight, "rule": change.rule.name, "why": {one: change.why(one) for one in tongues},
                    "because": change.because, "only_in": list(change.alone),
                    "words": {one: self.said(change, one) for one in tongues},
                }
                for change in self.changes
            ],
            "notice": {"lead": str(self.lead), "clause": self.lead_clause},
            "asks": [
                {
                    "consent": one.name, "why": one.why, "of": [kind.value for kind in one.kinds], "before": list(one.before), "after": list(one.after),
                    "words": {each: one.label(self.new, each) for each in tongues},
                }
                for one in self.questions
            ],
            "undeclared": {
                "records": list(gone.records), "items": [{"record": name, "items": list(items)} for name, items in gone.items],
                "rules": [{"record": name, "because": because} for name, because in gone.rules], "purposes": list(gone.purposes),
            },
        }  # fmt: skip


def compare(old: PolicyFile, new: PolicyFile) -> Comparison:
    """Every change from one version to another, each weighed by its rule."""
    found = tuple(walk(plain(old), plain(new)))
    changes = [_weighed(one, found, old, new) for one in found]
    return Comparison(old, new, tuple(sorted(changes, key=lambda change: not change.important)))


def _weighed(one: Difference, found: Sequence[Difference], old: PolicyFile, new: PolicyFile) -> Change:
    rule = _identified(one, rule_of(one, found), old, new)
    because = next((judged.because for judged in new.version.ordinary if _under(".".join(one.path), judged.at)), None)
    alone = _alone(one, found, new.service.languages)
    if because is None or rule.name not in JUDGEABLE:
        return Change(one, rule, None, alone)
    return Change(one, RULES["judged"], because, alone)


_NEW = {
    "purposes": "new-purpose",
    "recipients": "new-recipient",
    "processors": "new-processor",
    "partners": "new-partner",
}


def _identified(one: Difference, rule: Rule, old: PolicyFile, new: PolicyFile) -> Rule:
    """Of a label, or the former ones: another company or purpose, or the same one under another name."""
    if len(one.path) != 3 or one.path[0] not in _NEW or one.path[2] not in ("label", "company", "formerly"):
        return rule
    space, name, field = one.path
    before, after = getattr(old, space)[name], getattr(new, space)[name]
    if not same(name, before, after):
        return RULES[_NEW[space]]
    # A label beside the company's own name says what kind of recipient it is.
    return rule if field == "label" and getattr(after, "company", None) else RULES["renamed"]


def _under(path: str, at: str) -> bool:
    return path == at or path.startswith(f"{at}.")


def _alone(one: Difference, found: Sequence[Difference], languages: Sequence[Language]) -> tuple[Language, ...]:
    """The languages in which a text changes, where it stays in another one of the service."""
    if one.path[:1] == ("wording",) and len(one.path) > 1:
        rest = one.path[2:4]
        changed = {each.path[1] for each in found if each.path[:1] == ("wording",) and each.path[2:4] == rest}
    elif is_text(one.before) and is_text(one.after):
        changed = {language for language in languages if one.before.get(language) != one.after.get(language)}
    else:
        return ()
    kept = [language for language in languages if language not in changed]
    return tuple(language for language in languages if language in changed) if kept else ()


def lead_of(file: PolicyFile, important: bool) -> Period:
    """The notice that a version promises for a change. An important one never gets less than an ordinary one."""
    notice = file.notice
    if important and notice.important.approximate_days() >= notice.ordinary.approximate_days():
        return notice.important
    return notice.ordinary
