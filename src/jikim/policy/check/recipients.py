"""Rules about third parties: each gets what its ground allows, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jikim.policy.check.handing import beyond, lacking, parties
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, listed
from jikim.policy.finding import Finding, Path, Severity
from jikim.policy.model import Basis, PolicyFile, Text, Under

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

LEAST_GROUP = 3


@rule(recipient_without_purposes=E, recipient_without_items=E, recipient_without_records=E, law="provision")
def whole(scope: Scope) -> Iterator[Finding]:
    """A consent says to whom, for what, and which items (PIPA §17②); so does an exception for the service or an order.

    What an authority gets, its demand says; what statistics take is no one's data. Those two need list no items.
    """
    says = {
        "purposes": ("무엇에 쓰는지", "for what"),
        "items": ("무엇을 주는지", "which items"),
        "records": ("어느 기록에서 주는지", "from which records"),
    }
    for party in parties(scope, "recipients"):
        if scope.policy.recipients[party.name].under not in {Under.LAW, Under.STATISTICS}:
            yield from lacking(scope, party, says)


@rule(recipient_unnamed=E, law="provision")
def named(scope: Scope) -> Iterator[Finding]:
    """Nobody is asked to agree to an unnamed recipient: a consent to provision says who receives it (PIPA §17②1). Nor
    does anybody ask to have data sent to one."""
    for name, recipient in scope.policy.recipients.items():
        if recipient.under in {Under.CONSENT, Under.REQUEST} and recipient.company is None:
            yield scope.find("recipient-unnamed", ("recipients", name), name=name)


@rule(consent_not_in_each_language=E, law="provision")
def spoken(scope: Scope) -> Iterator[Finding]:
    """Whoever is asked reads in their language to whom, which items, for what, for how long, and what follows from
    refusing (PIPA §15②, §17②)."""
    file, wanted = scope.policy, scope.policy.service.languages
    told: dict[Path, Text | None] = {}
    for name, purpose in file.purposes.items():
        if purpose.basis is Basis.CONSENT:
            told |= {("purposes", name, field): getattr(purpose, field) for field in ("label", "refusal")}
            told |= _items(file, purpose.items)
    for name, recipient in file.recipients.items():
        if recipient.under is Under.CONSENT:
            told |= {
                ("recipients", name, field): getattr(recipient, field) for field in ("company", "until", "refusal")
            }
            told |= _items(file, recipient.items)
            told |= {
                ("purposes", one, "label"): file.purposes[one].label
                for one in recipient.purposes
                if one in file.purposes
            }
    for path, text in told.items():
        lacking = [language for language in wanted if text is not None and language not in text]
        if lacking:
            where = ".".join(map(str, path))
            yield scope.find("consent-not-in-each-language", path, where=where, lacking=listed(lacking))


def _items(file: PolicyFile, refs: Iterable[str]) -> dict[Path, Text | None]:
    found: dict[Path, Text | None] = {}
    for ref in refs:
        kind, _, name = ref.rpartition(".")
        if ref in file.items:
            found["items", ref, "label"] = file.items[ref].label
        elif kind in file.records and name in file.records[kind].items.contents:
            found["records", kind, "items", "contents", name, "label"] = file.records[kind].items.contents[name].label
    return found


@rule(recipient_without_until=E, law="provision")
def until(scope: Scope) -> Iterator[Finding]:
    """A consent to provision says how long the recipient keeps what it gets (PIPA §17②4)."""
    for name, recipient in scope.policy.recipients.items():
        if recipient.under is Under.CONSENT and recipient.until is None:
            yield scope.find("recipient-without-until", ("recipients", name), name=name)


@rule(transfer_without_right=E, law="portability-third")
def asked(scope: Scope) -> Iterator[Finding]:
    """What leaves because its person asks for it leaves by a right that they can exercise (PIPA §35-2)."""
    for name, recipient in scope.policy.recipients.items():
        if recipient.under is Under.REQUEST and "portability" not in scope.policy.rights:
            yield scope.find("transfer-without-right", ("recipients", name, "under"), name=name)


@rule(transfer_without_relay=N, relay_unused=N, law="portability-third")
def relayed(scope: Scope) -> Iterator[Finding]:
    """Whoever must send to third parties sends through a relay agency (PIPA decree §42-6⑦), and people are told which.
    Who only promises it may send directly. On any other ground a `relay` does nothing."""
    for name, recipient in scope.policy.recipients.items():
        asked = recipient.under is Under.REQUEST
        if asked and recipient.relay is None and scope.law("portability-third") is not None:
            yield scope.find("transfer-without-relay", ("recipients", name), name=name)
        if recipient.relay is not None and not asked:
            yield scope.find("relay-unused", ("recipients", name, "relay"), name=name)


@rule(counterparty_never_paid=W)
def paid(scope: Scope) -> Iterator[Finding]:
    """The other party of an order gets it once it was paid: a record kind that knows no event `paid` never goes to it."""
    file = scope.policy
    for name, recipient in file.recipients.items():
        if recipient.under is not Under.COUNTERPARTY:
            continue
        for kind in recipient.records:
            record = file.records.get(kind)
            if record is not None and "paid" not in {*record.events, *record.ends.on}:
                yield scope.find("counterparty-never-paid", ("recipients", name, "records"), name=name, kind=kind)


@rule(interest_not_the_purposes=E, interest_carries_no_guarded=E, law="provision")
def interested(scope: Scope) -> Iterator[Finding]:
    """Who gets data by a legitimate interest gets it for a purpose that rests on one, which says it and weighs it (GDPR
    6(1)(f), 13(1)(d); PIPA §17①2); what the law guards leaves by none."""
    file = scope.policy
    for name, recipient in file.recipients.items():
        if recipient.under is not Under.LEGITIMATE_INTEREST:
            continue
        for index, purpose in enumerate(recipient.purposes):
            if purpose in file.purposes and Basis.LEGITIMATE_INTEREST not in file.purposes[purpose].grounds:
                yield scope.find(
                    "interest-not-the-purposes", ("recipients", name, "purposes", index), name=name, purpose=purpose
                )
        for index, ref in enumerate(recipient.items):
            if ref in file.guarded:
                yield scope.find(
                    "interest-carries-no-guarded", ("recipients", name, "items", index), name=name, ref=ref
                )


@rule(statistics_group_too_small=E)
def statistics(scope: Scope) -> Iterator[Finding]:
    """Statistics leave in groups in which nobody can be told apart: three people at the very least."""
    for name, recipient in scope.policy.recipients.items():
        if recipient.under is Under.STATISTICS and recipient.least < LEAST_GROUP:
            yield scope.find(
                "statistics-group-too-small",
                ("recipients", name, "least"),
                name=name,
                least=recipient.least,
                least_group=LEAST_GROUP,
            )


@rule(least_unused=N)
def least_elsewhere(scope: Scope) -> Iterator[Finding]:
    """`least` is the smallest group of statistics; on any other ground it does nothing."""
    for name, recipient in scope.policy.recipients.items():
        if recipient.under is not Under.STATISTICS and recipient.least:
            yield scope.find("least-unused", ("recipients", name, "least"), name=name, under=recipient.under)


@rule(law_recipient_lists_items=N, law="authority")
def authorities(scope: Scope) -> Iterator[Finding]:
    """What an authority gets is the least that its demand asks for (PIPA §18②); a list only bounds it."""
    for name, recipient in scope.policy.recipients.items():
        if recipient.under is Under.LAW and recipient.items:
            yield scope.find("law-recipient-lists-items", ("recipients", name, "items"), name=name)


@rule(recipient_gets_more_than_its_purpose=W, law="minimal")
def least(scope: Scope) -> Iterator[Finding]:
    """A third party gets what its purposes use, and nothing beyond (PIPA §3①)."""
    for party in parties(scope, "recipients"):
        if scope.policy.recipients[party.name].under is not Under.LAW:
            for path, ref, purposes in beyond(scope, party):
                yield scope.find(
                    "recipient-gets-more-than-its-purpose", path, name=party.name, ref=ref, purposes=purposes
                )
