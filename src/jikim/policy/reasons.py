"""Why the policy says no, in words: one table (`reasons.json`) from a stable code to Korean and English text and the
next step.

The codes are part of the interface (errors, ledger, HTTP problems); the words may change. None takes a personal value.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from jikim.tables import table

Why = Literal[
    "undeclared-item", "refused-type", "refused-in-text", "invalid-value", "under-age", "age-not-asked", "channel",
    "required-missing", "one-of-missing", "case-missing", "subject-kind", "record-kind", "partner", "purpose",
    "purpose-not-covering", "no-purpose",
    "no-recipient", "recipient-items", "no-consent", "frozen", "ended", "left", "resting", "gone", "grant", "reason",
    "archive-purpose", "archive-law", "held", "taken", "single", "other-version", "not-yours", "aggregate-only", "event",
    "right", "unreadable", "correction", "authority", "not-confirmed", "second-person",
    "not-approved", "over-ceiling", "read-limit", "no-secret", "wrong-secret", "no-handler", "no-pledge", "no-training", "beyond-grant", "outside",
    "no-ground", "public-ground", "new-officer", "keeping-grant", "not-done",
    "by-handlers", "by-signature", "not-paid", "not-its-order", "evaluation-error", "reason-kind",
    "not-theirs-to-end", "archive-approval", "no-request", "other-brand", "barred", "office-writes",
    "no-sink",
]  # fmt: skip


class Reason(NamedTuple):
    """`mechanism` is the key of the file's `clauses` map that tells which promise stands behind it; empty where none
    does."""

    mechanism: str
    ko: str
    en: str
    hint_ko: str
    hint_en: str


REASONS: dict[Why, Reason] = {why: Reason(**said) for why, said in table(__package__, "reasons").items()}
