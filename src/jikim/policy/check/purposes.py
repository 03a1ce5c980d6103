"""Rules about purposes: each has a basis that carries it, and what it cannot be served without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, listed
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import Basis, ItemType, PurposeKind, Under
from jikim.policy.model.why import BY_STATUTE

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Needs:
    """What a kind of purpose needs: of each group of item types one; `or_hand`: or somebody who does it instead."""

    groups: tuple[frozenset[ItemType], ...]
    or_hand: bool = False


_PERSON = frozenset({ItemType.PERSON_NAME, ItemType.COMPANY})
_REACH = frozenset({ItemType.EMAIL, ItemType.MOBILE, ItemType.PHONE, ItemType.ADDRESS})
_PAY = frozenset({ItemType.CARD, ItemType.BANK_ACCOUNT, ItemType.PAYMENT})
_IDENTITY = frozenset({ItemType.PERSON_NAME, ItemType.MOBILE, ItemType.EMAIL, ItemType.CARD, ItemType.BANK_ACCOUNT})

# A country says where somebody is, not what group of people they belong to: alone it makes nothing demographic.
_GROUP = frozenset({ItemType.GENDER, ItemType.AGE_BAND, ItemType.BIRTH_DATE, ItemType.REGION})

NEEDS: dict[PurposeKind, Needs] = {
    PurposeKind.DEMOGRAPHICS: Needs((_GROUP,)),
    PurposeKind.DELIVERY: Needs((frozenset({ItemType.ADDRESS}),)),
    PurposeKind.PAYMENT: Needs((_PAY,), or_hand=True),
    PurposeKind.IDENTITY_CHECK: Needs((_IDENTITY,), or_hand=True),
    PurposeKind.DEBT_COLLECTION: Needs((_PERSON, _REACH)),
}


@rule(lasting_without_sums=E)
def results(scope: Scope) -> Iterator[Finding]:
    """What stays when the data is gone identifies nobody: it comes out in sums alone (PIPA §58-2)."""
    for name, purpose in scope.policy.purposes.items():
        if purpose.lasting and not purpose.aggregate:
            yield scope.find("lasting-without-sums", ("purposes", name, "lasting"), name=name)


@rule(good_for_without_consent=E)
def lasting(scope: Scope) -> Iterator[Finding]:
    """Only what rests on a consent can be over with it."""
    for name, purpose in scope.policy.purposes.items():
        if purpose.good_for is not None and purpose.basis is not Basis.CONSENT:
            yield scope.find("good-for-without-consent", ("purposes", name, "good_for"), name=name)


@rule(ground_twice=E, consent_decides_nothing=E)
def also(scope: Scope) -> Iterator[Finding]:
    """A further ground is another one. A consent is no further ground: whoever is asked believes that it decides (EDPB,
    Guidelines 05/2020, 121-123; PIPA §22③), and `basis` alone does."""
    for name, purpose in scope.policy.purposes.items():
        for index, ground in enumerate(purpose.also):
            if ground in purpose.grounds[: index + 1]:
                yield scope.find("ground-twice", ("purposes", name, "also", index), name=name, ground=ground)
            elif ground is Basis.CONSENT:
                yield scope.find("consent-decides-nothing", ("purposes", name, "also", index), name=name)


@rule(public_task_not_public=W, law="basis")
def public(scope: Scope) -> Iterator[Finding]:
    """Under the PIPA a task of its own is a ground of public bodies alone (§15①3); the GDPR asks who gave the task (6(3))."""
    for name, purpose in scope.policy.purposes.items():
        if Basis.PUBLIC_TASK in purpose.grounds and scope.korean and not scope.policy.service.public_body:
            yield scope.find("public-task-not-public", ("purposes", name, "basis"), name=name)


@rule(purpose_without_record=W)
def used(scope: Scope) -> Iterator[Finding]:
    """A purpose is one that some record kind, or some cookie, serves."""
    served = {name for _, _, record in scope.records() for name in record.for_}
    if scope.policy.cookies is not None:
        served |= {cookie.purpose for cookie in scope.policy.cookies.purposes.values() if cookie.purpose is not None}
    for name in scope.policy.purposes:
        if name not in served:
            yield scope.find("purpose-without-record", ("purposes", name), name=name)


@rule(purpose_reads_nothing=W, purpose_item_without_record=W)
def reads(scope: Scope) -> Iterator[Finding]:
    """A purpose lists what it uses, and all that it lists is in one of its records: it says no more than it can do."""
    for name, purpose in scope.policy.purposes.items():
        if not purpose.items:
            yield scope.find("purpose-reads-nothing", ("purposes", name, "items"), name=name)
        records = [record for _, record, kind in scope.records() if name in kind.for_]
        held = scope.held_by(records)
        for index, ref in enumerate(purpose.items):
            if records and ref in scope.refs and ref not in held:
                yield scope.find(
                    "purpose-item-without-record",
                    ("purposes", name, "items", index),
                    ref=ref,
                    name=name,
                    records=listed(records),
                )


@rule(basis_without_law=E, law_without_basis=W)
def law(scope: Scope) -> Iterator[Finding]:
    """Basis `law` names its statute, and a statute is named as a basis only (PIPA §15①2); a substantial public interest too
    stands in a law (GDPR 9(2)(g))."""
    for name, purpose in scope.policy.purposes.items():
        by_law = not BY_STATUTE.isdisjoint(purpose.grounds)
        if by_law and purpose.law is None:
            yield scope.find("basis-without-law", ("purposes", name, "basis"), name=name, statute=scope.law("basis"))
        elif not by_law and purpose.law is not None:
            yield scope.find("law-without-basis", ("purposes", name, "law"), name=name, basis=purpose.basis)


@rule(consent_without_items=E, consent_without_refusal=E, law="basis")
def told(scope: Scope) -> Iterator[Finding]:
    """A consent says which items it is about, and what follows from refusing: of an optional one nothing does (PIPA
    §15②2, 4). Its purpose is its label; its period, until it is taken back or the person leaves, is the product's own.
    """
    for name, purpose in scope.policy.purposes.items():
        if purpose.basis is not Basis.CONSENT:
            continue
        if not purpose.items:
            yield scope.find("consent-without-items", ("purposes", name, "items"), name=name)
        if not purpose.optional and purpose.refusal is None:
            yield scope.find("consent-without-refusal", ("purposes", name), name=name)


@rule(optional_without_consent=E, mandatory_consent=W)
def consent(scope: Scope) -> Iterator[Finding]:
    """Only a consent can be refused; and a consent that cannot be refused is none (PIPA §22⑤, GDPR 7(4))."""
    for name, purpose in scope.policy.purposes.items():
        if purpose.optional and purpose.basis is not Basis.CONSENT:
            yield scope.find("optional-without-consent", ("purposes", name, "optional"), name=name, basis=purpose.basis)
        elif purpose.basis is Basis.CONSENT and not purpose.optional:
            yield scope.find(
                "mandatory-consent", ("purposes", name, "basis"), name=name, statute=scope.law("no-condition")
            )


@rule(purpose_without_its_item=W)
def kinds(scope: Scope) -> Iterator[Finding]:
    """A purpose of a well-known kind has the items that it cannot be served without.

    Demographics: a gender, an age, a birth date or a region; a country alone does not do. Delivery: an address. Payment
    and identity checks: an item to do it with, or a processor or recipient that does it. Debt collection: who owes, and
    where to reach them. Contents are not looked at: they have no type.
    """
    for name, purpose in scope.policy.purposes.items():
        needs = NEEDS.get(purpose.kind)
        if needs is None:
            continue
        types = scope.types(purpose.items)
        lacking = [group for group in needs.groups if not group & types]
        if lacking and not (needs.or_hand and _hands(scope, name)):
            choices = listed(sorted(lacking[0]))
            yield scope.find(
                "purpose-without-its-item", ("purposes", name, "kind"), name=name, kind=purpose.kind, choices=choices
            )


@rule(delivery_without_carrier=W, law="entrustment")
def carriers(scope: Scope) -> Iterator[Finding]:
    """Goods are delivered by somebody, and who gets the address is named: a processor, or a recipient (PIPA §26②, §17).

    The counterparty of the order, an authority and statistics carry nothing.
    """
    for name, purpose in scope.policy.purposes.items():
        if purpose.kind is PurposeKind.DELIVERY and not _hands(scope, name):
            yield scope.find("delivery-without-carrier", ("purposes", name, "kind"), name=name)


@rule(invoice_without_issuer=W, law="entrustment")
def issuers(scope: Scope) -> Iterator[Finding]:
    """In Korea, who gives tax invoices and cash receipts has them issued electronically, by somebody: a payment purpose
    that reads a business registration number names the processor or recipient that does (VAT Act §32; PIPA §26②)."""
    if scope.policy.service.country != "KR":
        return
    numbers = {name for name, item in scope.policy.items.items() if item.type is ItemType.BUSINESS_NUMBER}
    for name, purpose in scope.policy.purposes.items():
        if purpose.kind is PurposeKind.PAYMENT and numbers & set(purpose.items) and not _hands(scope, name):
            yield scope.find("invoice-without-issuer", ("purposes", name, "kind"), name=name)


@rule(balance_without_interest=W, legitimate_interest_not_balanced=N)
def weighed(scope: Scope) -> Iterator[Finding]:
    """A legitimate interest counts where people's own do not outweigh it (PIPA §15①6, GDPR 6(1)(f)): who weighed it can say
    how. Another basis has nothing to weigh."""
    for name, purpose in scope.policy.purposes.items():
        interest = Basis.LEGITIMATE_INTEREST in purpose.grounds
        if purpose.balance is not None and not interest:
            yield scope.find("balance-without-interest", ("purposes", name, "balance"), name=name)
        elif interest and purpose.balance is None:
            yield scope.find(
                "legitimate-interest-not-balanced", ("purposes", name, "basis"), name=name, statute=scope.law("basis")
            )


def _hands(scope: Scope, purpose: str) -> list[str]:
    """Who carries out a purpose: processors by their task, and recipients by consent.

    A recipient under `service` is a limit on what may go to whoever the service needs, not somebody: it names no one.
    """
    hands = [name for name, processor in scope.policy.processors.items() if purpose in processor.purposes]
    hands += [
        name
        for name, recipient in scope.policy.recipients.items()
        if purpose in recipient.purposes and recipient.under is Under.CONSENT
    ]
    return hands
