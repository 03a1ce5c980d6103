"""Rules about record kinds: somebody's, for something, by some door, with an end."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, listed
from jikim.policy.compiled import LAST_USE
from jikim.policy.expecting import STANDING, by_time, expected_of
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import Raiser, Record
from jikim.policy.model.where import THEIR_OWN

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
                yield scope.tell(
                    code,
                    (*path, part),
                    f"`{name}` 기록에 {ko} 적혀 있지 않습니다",
                    f"`{name}` does not say {en}",
                    (f"`{part}`: 채워 주세요", f"fill in `{part}`"),
                )


@rule(record_without_end=E, law="destruction")
def ends(scope: Scope) -> Iterator[Finding]:
    """A record's purpose ends: by an event, or after a time. Then it is destroyed without delay (PIPA §21①)."""
    for path, name, record in scope.records():
        if not record.ends.on and record.ends.after is None:
            yield scope.find("record-without-end", (*path, "ends"), name=name)


@rule(unless_without_time=E)
def unless(scope: Scope) -> Iterator[Finding]:
    """What stops a time stops one that began with the record: only then is it known, once it has happened, that none
    runs any more."""
    for path, name, record in scope.records():
        if record.ends.unless and (record.ends.after is None or record.ends.from_ != "collected"):
            yield scope.find("unless-without-time", (*path, "ends", "unless"), name=name)


@rule(last_use_unseen=W)
def last_uses(scope: Scope) -> Iterator[Finding]:
    """Of those who sign in the house sees each use; of guests only what they give, and what the application says."""
    for path, name, record in scope.records():
        if record.ends.after is not None and record.ends.from_ == LAST_USE and any(who.guest for who in record.of):
            yield scope.find("last-use-unseen", (*path, "ends", "from"), name=name)


@rule(ending_nobody_records=E, law="destruction")
def nobody_records(scope: Scope) -> Iterator[Finding]:
    """Somebody records each event that ends a record: else its purpose ends for nobody, and nothing is destroyed (PIPA
    §21①).

    `collected` and `ended` end nothing. Only members leave; a consent is withdrawn only where a purpose asks for one.
    """
    for path, name, record in scope.records():
        for event, ending in record.ends.on.items():
            asks = any(scope.by_consent(purpose) for purpose in record.for_)
            why = None
            if not ending.by:
                why = "`by`가 비어 있습니다", "its `by` is empty"
            elif event in ("collected", "ended"):
                why = "이 시스템이 스스로 남기는 때입니다", "the system itself notes it"
            elif event in THEIR_OWN and Raiser.PERSON not in ending.by:
                why = "본인만 할 수 있는 일입니다", "only the person does it"
            elif event == "left" and guests_alone(record):
                why = "비회원은 탈퇴하지 않습니다", "guests do not leave"
            elif event == "consent-withdrawn" and not asks:
                why = "동의로 처리하는 목적이 없습니다", "no purpose of this record asks for a consent"
            if why is not None:
                yield scope.find("ending-nobody-records", (*path, "ends", "on", event), name=name, event=event, why=why)


@rule(expectation_not_stated=W, expectation_never_over=W, law="destruction")
def expectation(scope: Scope) -> Iterator[Finding]:
    """A record kind says how long its purpose should last, so that one which nobody ends is found (PIPA §21①).

    What time alone ends needs no such word. `standing` is an account's: of guests, or where leaving ends nothing, it
    would last for ever.
    """
    for path, name, record in scope.records():
        period = expected_of(record)
        if record.expected is None and not by_time(record):
            ko = f"{period.words('ko')}을 기준으로 봅니다" if period else "가입해 있는 동안으로 봅니다"
            en = f"{period.words('en')} are taken" if period else "as long as the account stands is taken"
            yield scope.find("expectation-not-stated", path, name=name, said=(ko, en))
        if record.expected == STANDING and (
            ("left" not in record.ends.on and record.leaving != "ends") or guests_alone(record)
        ):
            yield scope.find("expectation-never-over", (*path, "expected"), name=name)


def guests_alone(record: Record) -> bool:
    """Whether a kind's records are guests' alone, who never leave."""
    return bool(record.of) and all(who.guest for who in record.of)


@rule(subject_not_covered=E)
def subjects(scope: Scope) -> Iterator[Finding]:
    """A record kind is of subjects that the policy covers."""
    covered = scope.policy.service.covers
    for path, name, record in scope.records():
        for key, case in record.items.cases.items():
            for index, who in enumerate(case.of):
                if who not in record.of:
                    yield scope.tell(
                        "subject-not-covered",
                        (*path, "items", "cases", key, "of", index),
                        f"`{name}`: `{who}`: 이 기록의 사람이 아닙니다",
                        f"`{name}` is not of a `{who}`",
                        ("기록의 `of`에 더하거나 여기서 빼 주세요", "add it to the record's `of`, or take it out here"),
                    )
        for index, who in enumerate(record.of):
            if covered and who not in covered:
                yield scope.tell(
                    "subject-not-covered",
                    (*path, "of", index),
                    f"`{name}`: `{who}`: 방침이 다룬다고 한 사람이 아닙니다",
                    f"`{name}` is of a `{who}`, whom the policy does not cover",
                    ("`service.covers`에 더하거나 여기서 빼 주세요", "add it to `service.covers`, or take it out here"),
                )


@rule(contents_not_listed=W, law="contents")
def contents(scope: Scope) -> Iterator[Finding]:
    """A record's contents are data that the list of items does not name, where the law asks for it (PIPA §30①).

    They are sealed, kept and destroyed like any item; but who reads the published list does not learn of them there.
    """
    for path, name, record in scope.records():
        for part in record.items.contents:
            yield scope.find("contents-not-listed", (*path, "items", "contents", part), name=name, part=part)


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
        guests = [record for record in holders if any(who.guest for who in scope.policy.records[record].of)]
        many = [record for record in holders if not scope.policy.records[record].single and record not in guests]
        path = ("items", name, "unique")
        if guests:
            yield scope.find("unique-in-guest-record", path, name=name, guests=listed(guests))
        if len(holders) - len(guests) > 1:
            others = listed(record for record in holders if record not in guests)
            yield scope.find("unique-in-several-records", path, name=name, others=others)
        if many:
            yield scope.find("unique-in-many-records", path, name=name, many=listed(many))
