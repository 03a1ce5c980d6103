"""Rules about the company's own systems: what each holds a copy of is in the records that it names, and it can be told."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, listed
from jikim.policy.finding import Finding, Severity

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(system_without_records=E, system_without_items=E, system_name_taken=E)
def whole(scope: Scope) -> Iterator[Finding]:
    """A system holds some items of some records, and bears a name of its own: its endpoint is found by that name."""
    file = scope.policy
    for name, system in file.systems.items():
        for part, ko, en in (
            ("records", "어느 기록의 사본이 있는지", "of which records it holds a copy"),
            ("items", "사본에 어느 항목이 있는지", "which items its copy holds"),
        ):
            if not getattr(system, part):
                yield scope.tell(
                    f"system-without-{part}",
                    ("systems", name, part),
                    f"사내 시스템 `{name}`: {ko} 적혀 있지 않습니다",
                    f"the system `{name}` does not say {en}",
                    (f"`{part}`에 적어 주세요", f"name them in `{part}`"),
                )
        if name in file.processors or name in file.recipients:
            yield scope.find("system-name-taken", ("systems", name), name=name)


@rule(system_item_outside_records=E, system_purpose_without_consent=W)
def reach(scope: Scope) -> Iterator[Finding]:
    """What a system holds is in its records; what it is told of a withdrawal is of a purpose by consent."""
    for name, system in scope.policy.systems.items():
        held = scope.held_by(system.records)
        for index, ref in enumerate(system.items):
            if system.records and ref in scope.refs and ref not in held:
                yield scope.find(
                    "system-item-outside-records",
                    ("systems", name, "items", index),
                    name=name,
                    ref=ref,
                    records=listed(system.records),
                )
        for index, purpose in enumerate(system.purposes):
            if purpose in scope.policy.purposes and not scope.by_consent(purpose):
                yield scope.find(
                    "system-purpose-without-consent", ("systems", name, "purposes", index), name=name, purpose=purpose
                )
