"""use, for an application whose values keep their purpose (`jikim.values`): the same reads, wrapped by the policy that
judged them."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.answers import Read, Ref
from jikim.db.driver import Steps
from jikim.errors import DeniedError, JikimError
from jikim.policy.compiled import Policy
from jikim.policy.decide import deny
from jikim.policy.sinks import sinks_of
from jikim.store.holding import Found
from jikim.values import Keeping, Private, PrivateValues
from jikim.verbs.house import By, House, error_of
from jikim.verbs.use import each_of, opened_values, use_opened


def use(
    by: By, ref: Ref, *, purpose: str, items: Sequence[str] | None = None, reason: str = "", shown: str = ""
) -> Steps[PrivateValues]:
    """As `use`; each value hands itself out only where the policy lets one of this purpose go (`Private.to`)."""
    house, actor = by
    policy, found = yield from use_opened(house, ref, purpose, items, actor, reason, shown)
    return (yield from _kept(house, Read(ref, purpose), policy, found))


def use_many(
    by: By, reads: Sequence[Read], *, reason: str = "", shown: str = ""
) -> Steps[Sequence[PrivateValues | JikimError]]:
    """As `use_many`; each value hands itself out only where the policy lets one of its purpose go (`Private.to`)."""
    return (yield from each_of(by, reads, reason, shown, lambda *one: _kept(by.house, *one)))


def _kept(house: House, read: Read, policy: Policy, found: Found) -> Steps[PrivateValues]:
    ref, purpose = read.ref, read.purpose
    sinks = sinks_of(policy, house.policy, purpose, policy.records[ref.kind])
    values = yield from opened_values(ref, policy, found)

    def private(name: str, value: object) -> Private:
        def denied() -> DeniedError:
            item = name if name in policy.file.items else f"{ref.kind}.{name}"
            return error_of(deny(policy, "no-sink", item)).spoken(house.settings().language)

        return Private(value, Keeping(f"{name} for {purpose}", sinks.get(name, frozenset()), denied))

    return PrivateValues({name: private(name, value) for name, value in values.items()}, values.version)
