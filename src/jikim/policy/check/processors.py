"""Rules about processors: each gets what its task needs, under a contract, until a day."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.handing import beyond, lacking, parties
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, listed, near
from jikim.policy.finding import Finding, Severity

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(processor_gets_more_than_its_task=W, law="minimal")
def task(scope: Scope) -> Iterator[Finding]:
    """A processor gets what the purposes of its task use, and nothing beyond (PIPA §26⑤, §3①)."""
    for party in parties(scope, "processors"):
        for path, ref, purposes in beyond(scope, party):
            yield scope.find("processor-gets-more-than-its-task", path, name=party.name, ref=ref, purposes=purposes)


@rule(processor_without_purposes=E, processor_without_items=W, processor_without_records=W)
def whole(scope: Scope) -> Iterator[Finding]:
    """A processor's task serves a purpose, on some items of some records."""
    says = {
        "purposes": ("어느 목적을 위한 일인지", "for which purpose"),
        "items": ("무엇을 넘기는지", "which items it gets"),
        "records": ("어느 기록인지", "from which records"),
    }
    for party in parties(scope, "processors"):
        yield from lacking(scope, party, says)


@rule(processor_without_until=E, law="entrustment")
def until(scope: Scope) -> Iterator[Finding]:
    """A processor keeps the data until something; then it is told to delete, and must confirm (PIPA §26①)."""
    for name, processor in scope.policy.processors.items():
        if not processor.until and processor.for_ is None:
            yield scope.find("processor-without-until", ("processors", name, "until"), name=name)


@rule(processor_time_never_counts=E)
def counted(scope: Scope) -> Iterator[Finding]:
    """A time from the person's leaving is a time, and nothing has the processor delete on that very day."""
    for name, processor in scope.policy.processors.items():
        if processor.from_ == "leaving" and (processor.for_ is None or "withdrawal" in processor.until):
            yield scope.find("processor-time-never-counts", ("processors", name, "from"), name=name)


@rule(recall_never_happens=E)
def recall(scope: Scope) -> Iterator[Finding]:
    """What calls data back from a processor happens to records that go to it."""
    for name, processor in scope.policy.processors.items():
        kinds = [scope.policy.records[kind] for kind in processor.records if kind in scope.policy.records]
        events = [event for kind in kinds for event in (*kind.events, *kind.ends.on)]
        for place, event in enumerate(processor.recall):
            if event not in events:
                yield scope.tell(
                    "recall-never-happens",
                    ("processors", name, "recall", place),
                    f"수탁자 `{name}`: 맡기는 기록에 `{event}` 사건이 없습니다",
                    f"the processor `{name}`: `{event}` is not an event of the records that go to it",
                    near(event, events),
                )


@rule(contract_not_stated=N, contract_particulars_missing=N, law="entrustment")
def contract(scope: Scope) -> Iterator[Finding]:
    """What the law asks of a processor's contract is laid down: scope, safeguards, inspection (PIPA §26①; GDPR 28(3),
    under which it is a warning)."""
    severity = W if scope.european else N
    for name, processor in scope.policy.processors.items():
        if processor.contract is None:
            yield scope.find("contract-not-stated", ("processors", name), name=name, severity=severity)
            continue
        parts = ("signed", "scope", "safeguards", "inspect_every")
        lacking = [part for part in parts if getattr(processor.contract, part) is None]
        if lacking:
            yield scope.find(
                "contract-particulars-missing",
                ("processors", name, "contract"),
                name=name,
                lacking=listed(lacking),
                severity=severity,
            )


@rule(contract_ended=W, contract_ends_before_signed=E)
def contract_days(scope: Scope) -> Iterator[Finding]:
    """A processor works under a contract that is running on the day of the check."""
    for name, processor in scope.policy.processors.items():
        terms = processor.contract
        if terms is None or terms.ends is None:
            continue
        path = ("processors", name, "contract", "ends")
        if terms.signed is not None and terms.ends < terms.signed:
            yield scope.find("contract-ends-before-signed", path, name=name, signed=terms.signed, ends=terms.ends)
        elif terms.ends < scope.at:
            yield scope.find("contract-ended", path, name=name, ends=terms.ends)
