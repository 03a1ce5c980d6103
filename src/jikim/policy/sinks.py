"""sinks: where a value that was read for a purpose may be handed out. Pure, as `decide` is.

The policy says it twice over already, and once here: a purpose's `to`, and each processor that gets the item for that
purpose. A third party is no sink: what it gets leaves by `provide`, which asks for consents at the moment of sending.
"""

from __future__ import annotations

from collections.abc import Mapping

from jikim.policy.compiled import Policy, RecordRules, numbers_of


def sinks_of(policy: Policy, by: Policy, purpose: str, rules: RecordRules) -> Mapping[str, frozenset[str]]:
    """The sinks of each item of a record kind that a purpose reads, by its name as `use` answers it: `page`,
    `processor:kcp`. `policy` is the version that judged the read, `by` the one whose names callers use.

    INVARIANT: a processor is a sink by a name that means the same company in both.
    """
    key = by.digest_hex, purpose, rules.number
    if (known := policy.sinks.get(key)) is None:
        known = policy.sinks[key] = _worked_out(policy, by, purpose, rules)
    return known


def _worked_out(policy: Policy, by: Policy, purpose: str, rules: RecordRules) -> dict[str, frozenset[str]]:
    number = policy.meant("purpose", purpose, by)
    declared, reading = policy.file.purposes.get(purpose), policy.reading.get((number or 0, rules.number))
    if declared is None or reading is None:
        return {}
    found: dict[str, frozenset[str]] = {}
    for item in numbers_of(reading.items):
        processors = (
            policy.name("processor", to)
            for (to, aim, kind), handing in policy.entrusting.items()
            if (aim, kind) == (number, rules.number)
            and handing.items >> item & 1
            and set(handing.needs) <= set(reading.needs)
        )
        to = {f"processor:{name}" for name in processors if policy.meant("processor", name, by) is not None}
        found[rules.spoken.get(item, "")] = frozenset({*(one.value for one in declared.to), *to})
    return found
