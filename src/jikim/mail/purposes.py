"""Under which purpose a letter reads the address of a record. Pure."""

from __future__ import annotations

from jikim.mail.letters import Source
from jikim.policy.compiled import Policy
from jikim.policy.model import Basis, ItemType, PurposeKind


def email_of(policy: Policy, kind: str) -> str | None:
    """The item of a record kind that is an e-mail address; None where it has none."""
    rules = policy.records.get(kind)
    found = (
        (name for name, number in rules.names.items() if policy.types.get(number) is ItemType.EMAIL) if rules else ()
    )
    return next(iter(found), None)


def purpose_of(policy: Policy, kind: str, read: Source) -> str | None:
    """The purpose under which a letter may read the address of a record kind; None where the policy has none.

    A service letter goes by what the person asked for (a contract), and by a consent only where the record lives by
    one; an advertisement by a consent to marketing and nothing else.
    """
    rules, email = policy.records.get(kind), email_of(policy, kind)
    if rules is None or email is None:
        return None
    fitting: list[tuple[bool, int, int, str]] = []
    for place, name in enumerate(rules.record.for_):
        purpose = policy.file.purposes[name]
        reading = policy.reading.get((policy.number("purpose", name) or 0, rules.number))
        if reading is None or not reading.items >> rules.names[email] & 1 or purpose.aggregate:
            continue
        asks = purpose.basis is Basis.CONSENT
        if read.kind == "marketing" and not (asks and purpose.kind is PurposeKind.MARKETING):
            continue
        wanted = read.purposes.index(purpose.kind) if purpose.kind in read.purposes else len(read.purposes)
        fitting.append((asks, wanted, place, name))
    return min(fitting)[3] if fitting else None
