"""diff: what a new version of a policy changes for people, by rule; the earliest day it may take effect; whom it must ask; what loses its basis.

Pure, as all of the policy: two files in, one `Comparison` out. The lead is the older version's own promise, since that is what people were
promised: date subtraction for days and weeks (29 January to 5 February is 7), the corresponding day for months and years.

>>> compare(old, new).earliest(date(2026, 12, 1))
datetime.date(2026, 12, 31)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple

from jikim.policy.diff.asking import WHY, Question, Undeclared, questions, undeclared
from jikim.policy.diff.rules import RULES, Rule, Weight, rule_of
from jikim.policy.diff.walk import Difference, Kind, plain, walk
from jikim.policy.diff.words import said, sides
from jikim.policy.model import Language, PolicyFile
from jikim.policy.period import Period, earliest

__all__ = [
    "RULES", "WHY", "Change", "Comparison", "Difference", "Kind", "Question", "Rule", "Undeclared", "Weight", "compare", "earliest", "lead_of",
]  # fmt: skip


class Change(NamedTuple):
    """One change, with the rule that weighs it."""

    difference: Difference
    rule: Rule

    @property
    def path(self) -> str:
        return ".".join(self.difference.path)

    @property
    def important(self) -> bool:
        return self.rule.weight == "important"


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

    @property
    def lead(self) -> Period:
        """The notice that the older version promises for this."""
        return lead_of(self.old, self.weight == "important")

    @property
    def lead_clause(self) -> str:
        """The promise that the lead is."""
        notice = self.old.notice
        important = self.weight == "important"
        return (notice.clause_important if important else notice.clause_ordinary) or (
            "notice.important" if important else "notice.ordinary"
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
                    "weight": change.rule.weight, "rule": change.rule.name, "why": {one: change.rule.why(one) for one in tongues},
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
    changes = [Change(one, rule_of(one, found)) for one in found]
    return Comparison(old, new, tuple(sorted(changes, key=lambda change: not change.important)))


def lead_of(file: PolicyFile, important: bool) -> Period:
    """The notice that a version promises for a change. An important one never gets less than an ordinary one."""
    notice = file.notice
    if important and notice.important.approximate_days() >= notice.ordinary.approximate_days():
        return notice.important
    return notice.ordinary
