"""What a statement found when it locked the rows: the same answers as `decide` with facts, and the reason that people
are told."""

from __future__ import annotations

from enum import IntEnum

from jikim.policy.reasons import Why


class Outcome(IntEnum):
    """What the statement found: the same answers as `decide` with facts. The schema names them (`db/schema.py`)."""

    ALLOWED = 0
    GONE = 1
    LEFT = 2
    ENDED = 3
    FROZEN = 4
    NO_CONSENT = 5
    OTHER_VERSION = 6
    GRANT = 7
    TAKEN = 8
    SINGLE = 9
    RESTING = 10
    HELD = 11
    CONFLICT = 12
    CORRECTION = 13
    CONTRACT_OVER = 14
    SAME_PERSON = 15
    NO_HANDLER = 16
    NO_PLEDGE = 17
    NO_DEMAND = 18
    NEW_OFFICER = 19
    SETTLED = 20  # a case's step that its state does not allow (any more): somebody was faster
    NOT_DONE = 22
    NO_TRAINING = 23
    NOT_APPROVED = 40
    OVER_CEILING = 41
    NOT_PAID = 43
    NOT_ITS_ORDER = 44
    ARCHIVE_APPROVAL = 45
    NO_REQUEST = 46
    OTHER_BRAND = 47
    BARRED = 48
    REFUSED = 99  # denied before any statement; the fact says why


WHY_OF: dict[Outcome, Why] = {
    Outcome.GONE: "gone",
    Outcome.LEFT: "left",
    Outcome.ENDED: "ended",
    Outcome.FROZEN: "frozen",
    Outcome.NO_CONSENT: "no-consent",
    Outcome.OTHER_VERSION: "other-version",
    Outcome.GRANT: "grant",
    Outcome.TAKEN: "taken",
    Outcome.SINGLE: "single",
    Outcome.RESTING: "resting",
    Outcome.HELD: "held",
    Outcome.CORRECTION: "correction",
    Outcome.CONTRACT_OVER: "no-recipient",
    Outcome.SAME_PERSON: "second-person",
    Outcome.NO_HANDLER: "no-handler",
    Outcome.NO_PLEDGE: "no-pledge",
    Outcome.NO_TRAINING: "no-training",
    Outcome.NO_DEMAND: "authority",
    Outcome.NEW_OFFICER: "new-officer",
    Outcome.NOT_DONE: "not-done",
    Outcome.NOT_APPROVED: "not-approved",
    Outcome.OVER_CEILING: "over-ceiling",
    Outcome.NOT_PAID: "not-paid",
    Outcome.NOT_ITS_ORDER: "not-its-order",
    Outcome.ARCHIVE_APPROVAL: "archive-approval",
    Outcome.NO_REQUEST: "no-request",
    Outcome.OTHER_BRAND: "other-brand",
    Outcome.BARRED: "barred",
}
