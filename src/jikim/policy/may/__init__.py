"""May this be done? A question by names, or in words, answered yes or no by `decide` with the clauses that say so."""

from __future__ import annotations

from jikim.policy.may.judge import asked, labels_of, may
from jikim.policy.may.question import MAY, Answer, Question, Step, UnknownNameError

__all__ = ["MAY", "Answer", "Question", "Step", "UnknownNameError", "asked", "labels_of", "may"]
