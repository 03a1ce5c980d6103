"""Rules about items: each is needed for something, comes from somewhere, and may be held at all."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, listed
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import ItemType, Matter

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(item_without_record=W, law="contents")
def declared_but_not_held(scope: Scope) -> Iterator[Finding]:
    """An item of the list is in some record kind: a policy does not say that it collects what it doesn't (PIPA §30)."""
    held = scope.held_by(scope.policy.records)
    for name in scope.policy.items:
        if name not in held:
            yield scope.find("item-without-record", ("items", name), name=name)


@rule(item_without_purpose=E, law="minimal")
def held_without_purpose(scope: Scope) -> Iterator[Finding]:
    """What a record holds, one of its purposes reads: only what a purpose needs is collected (PIPA §3①, §16①)."""
    for _, name, record in scope.records():
        read = scope.reads(record.for_)
        for path, ref, _ in scope.parts(name, record):
            if ref in scope.refs and ref not in read:
                yield scope.tell(
                    "item-without-purpose",
                    path,
                    f"`{ref}` 항목을 쓰는 목적이 `{name}` 기록에 없습니다",
                    f"no purpose of `{name}` uses `{ref}`",
                    _purpose_hint(scope, ref),
                )


def _purpose_hint(scope: Scope, ref: str) -> tuple[str, str]:
    others = [name for name, purpose in scope.policy.purposes.items() if ref in purpose.items]
    if others:
        return (
            f"이 항목을 쓰는 목적: {listed(others)}. 기록의 `for`에 더하거나 항목을 빼 주세요",
            f"purposes that use it: {listed(others)}; add one to the record's `for`, or drop the item",
        )
    return (
        "목적의 `items`에 넣거나, 필요 없으면 받지 말아 주세요",
        "list it in a purpose's `items`, or, if nothing needs it, don't collect it",
    )


@rule(item_without_channel=E)
def held_without_channel(scope: Scope) -> Iterator[Finding]:
    """What a record holds, one of its channels can bring; an error where the record can't exist without it."""
    for _, name, record in scope.records():
        # A misspelt channel is one mistake, and brings what it was meant to.
        if any(via not in scope.policy.channels for via in record.via):
            continue
        brought = {
            ref
            for via in record.via
            if via in scope.policy.channels
            for ref in scope.brings(name, scope.policy.channels[via])
        }
        for path, ref, needed in scope.parts(name, record):
            if ref in scope.refs and ref not in brought and record.via:
                yield scope.find(
                    "item-without-channel",
                    path,
                    ref=ref,
                    name=name,
                    via=listed(record.via),
                    severity=E if needed else W,
                )


@rule(channel_brings_nothing=N, channel_item_unused=N)
def channels(scope: Scope) -> Iterator[Finding]:
    """A channel is used by some record kind, and what it may bring is in one of those."""
    for name, channel in scope.policy.channels.items():
        records = [record for _, record, kind in scope.records() if name in kind.via]
        if not records:
            yield scope.find("channel-brings-nothing", ("channels", name), name=name)
            continue
        held = scope.held_by(records)
        for index, ref in enumerate(channel.items):
            if ref in scope.refs and ref not in held:
                yield scope.find("channel-item-unused", ("channels", name, "items", index), ref=ref, name=name)


@rule(required_outside_contract=E, law="no-condition")
def required_outside_contract(scope: Scope) -> Iterator[Finding]:
    """A required item is needed for more than what may be refused (PIPA §16③, §22⑤).

    Where all purposes of a record wait for consent, the record itself may be refused, and what it requires is no
    condition for anything else; so only records with another purpose are looked at.
    """
    for _, name, record in scope.records():
        if all(scope.by_consent(purpose) for purpose in record.for_):
            continue
        for path, ref, needed in scope.parts(name, record):
            readers = scope.readers(record, ref)
            if needed and readers and all(scope.by_consent(purpose) for purpose in readers):
                yield scope.find("required-outside-contract", path, ref=ref, readers=listed(readers))


@rule(item_of_refused_type=E)
def of_refused_type(scope: Scope) -> Iterator[Finding]:
    """What the policy refuses it does not list."""
    for name, item in scope.policy.items.items():
        if item.type in scope.policy.refuse.types:
            yield scope.tell(
                "item-of-refused-type",
                ("items", name, "type"),
                f"`{name}`: 받지 않겠다고 한 종류(`{item.type}`)입니다",
                f"`{name}` is of a type that the policy refuses, `{item.type}`",
                (
                    "항목에서 빼거나 `refuse.types`에서 빼 주세요",
                    "take it off the list of items, or out of `refuse.types`",
                ),
            )
    if ItemType.SENSITIVE in scope.policy.refuse.types:
        for ref in sorted(scope.sensitive_contents):
            record, _, name = ref.rpartition(".")
            yield scope.tell(
                "item-of-refused-type",
                ("records", record, "items", "contents", name, "sensitive"),
                f"`{ref}`: 받지 않겠다고 한 민감정보입니다",
                f"`{ref}` is sensitive, which the policy refuses",
                ("`refuse.types`에서 `sensitive`를 빼 주세요", "take `sensitive` out of `refuse.types`"),
            )


@rule(refuse_lacks_resident_number=W)
def refuses_resident_number(scope: Scope) -> Iterator[Finding]:
    """Under Korean law a policy that holds no resident registration number refuses it, in free text too (PIPA §24-2)."""
    statute = scope.law("resident-number")
    listed_types = {item.type for item in scope.policy.items.values()}
    if (
        statute is not None
        and ItemType.RESIDENT_NUMBER not in scope.policy.refuse.types
        and ItemType.RESIDENT_NUMBER not in listed_types
    ):
        yield scope.find(
            "refuse-lacks-resident-number",
            ("refuse", "types"),
            resident_number=ItemType.RESIDENT_NUMBER,
            statute=statute,
        )


@rule(children_not_kept_out=W, law="children")
def children(scope: Scope) -> Iterator[Finding]:
    """Under Korean law a child under 14 is admitted with a guardian's consent only (PIPA §22-2); who asks for none
    keeps them out. A statement about `children` says how a guardian's consent is obtained."""
    below = scope.policy.refuse.below_age
    if scope.korean and below < 14 and not scope.mentions(Matter.CHILDREN):
        yield scope.find("children-not-kept-out", ("refuse", "below_age"), below=below)
