"""May this be done? A question by names, answered yes or no by `decide` with the clauses that say so."""

from __future__ import annotations

from jikim.policy.may.choices import PARTS, Chosen, Field, fields, offered, question
from jikim.policy.may.judge import asked, may
from jikim.policy.may.question import MAY, Answer, Question, Step, UnknownNameError

__all__ = [
    "MAY",
    "PARTS",
    "Answer",
    "Chosen",
    "Field",
    "Question",
    "Step",
    "UnknownNameError",
    "asked",
    "fields",
    "may",
    "offered",
    "question",
]
