"""Rules about record kinds: somebody's, for something, by some door, with an end."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, listed
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import SubjectKind

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(record_of_nobody=E, record_without_channel=E, record_without_purpose=E, record_without_items=E)
def whole(scope: Scope) -> Iterator[Finding]:
    """A record kind is of somebody, comes by some channel, is for some purpose and holds something."""
    for path, name, record in scope.records():
        lacking = [
            ("record-of-nobody", "of", not record.of, "누구의 것인지", "whose it is"),
            ("record-without-channel", "via", not record.via, "어떻게 받는지", "how it is collected"),
            ("record-without-purpose", "for", not record.for_, "무엇에 쓰는지", "what it is for"),
            ("record-without-items", "items", not scope.held(name), "무엇이 들어가는지", "what it holds"),
        ]
        for code, part, lacks, ko, en in lacking:
            if lacks:
                yield scope.find(
                    code,
                    (*path, part),
                    f"`{name}` 기록에 {ko} 적혀 있지 않습니다",
                    f"`{name}` does not say {en}",
                    (f"`{part}`: 채우세요", f"fill in `{part}`"),
                )


@rule(record_without_end=E)
def ends(scope: Scope) -> Iterator[Finding]:
    """A record's purpose ends: by an event, or after a time. Then it is destroyed without delay (PIPA §21①)."""
    for path, name, record in scope.records():
        if not record.ends.on and record.ends.after is None:
            yield scope.find(
                "record-without-end",
                (*path, "ends"),
                f"`{name}` 기록의 목적이 언제 끝나는지 적혀 있지 않습니다",
                f"`{name}` does not say when its purpose ends",
                (
                    "`ends: 사건` 또는 `ends: {after: 1y, from: collected}`처럼 적어 주세요",
                    "write `ends: <event>` or `ends: {after: 1y, from: collected}`",
                ),
                statute=scope.law("destruction"),
            )


@rule(subject_not_covered=E)
def subjects(scope: Scope) -> Iterator[Finding]:
    """A record kind is of subjects that the policy covers."""
    covered = scope.policy.service.covers
    for path, name, record in scope.records():
        for index, who in enumerate(record.of):
            if covered and who not in covered:
                yield scope.find(
                    "subject-not-covered",
                    (*path, "of", index),
                    f"`{name}`: `{who}`: 방침이 다룬다고 한 사람이 아닙니다",
                    f"`{name}` is of a `{who}`, whom the policy does not cover",
                    ("`service.covers`에 더하거나 여기서 빼세요", "add it to `service.covers`, or take it out here"),
                )


@rule(contents_not_listed=W)
def contents(scope: Scope) -> Iterator[Finding]:
    """A record's contents are data that the list of items does not name, where the law asks for it (PIPA §30①).

    They are sealed, kept and destroyed like any item; but who reads the published list does not learn of them there.
    """
    for path, name, record in scope.records():
        for part in record.items.contents:
            yield scope.find(
                "contents-not-listed",
                (*path, "items", "contents", part),
                f"`{name}.{part}`: 받지만 수집항목 목록에는 없습니다",
                f"`{name}.{part}` is collected, but the list of items does not name it",
                (
                    "공개하는 수집항목에도 넣을지 정해 주세요",
                    "decide whether the published list of items should name it too",
                ),
                statute=scope.law("contents"),
            )


@rule(unique_in_guest_record=N, unique_in_several_records=N, unique_in_many_records=N)
def unique(scope: Scope) -> Iterator[Finding]:
    """A unique value belongs to one member; what that means for guests, and across records, is said.

    A guest may type a member's e-mail: that is no second member. Where several record kinds hold the item, or a subject
    may have several records of a kind, the same person may hold the value more than once.
    """
    for name, item in scope.policy.items.items():
        if not item.unique:
            continue
        holders = [record for _, record, _ in scope.records() if name in scope.held(record)]
        guests = [record for record in holders if SubjectKind.GUEST in scope.policy.records[record].of]
        many = [record for record in holders if not scope.policy.records[record].single and record not in guests]
        path = ("items", name, "unique")
        if guests:
            yield scope.find(
                "unique-in-guest-record",
                path,
                f"`{name}`: 비회원의 기록({listed(guests)})에도 있습니다. 회원끼리만 겹치지 않게 합니다",
                f"`{name}` is also in guests' records ({listed(guests)}): it is unique among members only",
                ("그대로 두어도 됩니다", "nothing needs to be done"),
            )
        if len(holders) - len(guests) > 1:
            others = listed(record for record in holders if record not in guests)
            yield scope.find(
                "unique-in-several-records",
                path,
                f"`{name}`: 여러 기록({others})에 있습니다. 한 사람은 어디서나 같은 값을 쓸 수 있습니다",
                f"`{name}` is in several record kinds ({others}): one person may hold the same value in each",
                ("그대로 두어도 됩니다", "nothing needs to be done"),
            )
        if many:
            yield scope.find(
                "unique-in-many-records",
                path,
                f"`{name}`: 한 사람이 여러 건을 가질 수 있는 기록({listed(many)})에 있습니다",
                f"`{name}` is in records of which a person may have several: {listed(many)}",
                ("한 건만 있으면 `single: true`로 정해 주세요", "write `single: true` where there is only one"),
            )
