"""Section 3: nothing goes to a third party, but for the exceptions."""

from __future__ import annotations

import inspect
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from ruamel.yaml import YAML
from tests.clauses import facts
from tests.clauses.conftest import Household, Ledger, Outside
from tests.conftest import Databases
from tests.demanded import PARTICULARS, approved, approving, demanded
from tests.employed import employ, lasting

import jikim
from jikim.disclosures import demand_register, demands
from jikim.policy.compile import compile_policy
from jikim.policy.model import PolicyFile
from jikim.verbs.provide import provide


def declared(recipient: str, kind: str, purpose: str) -> set[str]:
    """What a recipient may get of a record kind for a purpose, by the file."""
    row = facts.policy()["recipients"][recipient]
    if row["under"] == "statistics" or kind not in row["records"] or purpose not in row["purposes"]:
        return set()
    return (set(row["items"]) & set(facts.items(kind))) - {"password"}


@pytest.mark.parametrize(
    "recipient",
    [
        pytest.param("agreed-partner", marks=pytest.mark.clause("3.2")),
        pytest.param("publication", marks=pytest.mark.clause("3.2")),
        "authority",
        pytest.param("service-least", marks=pytest.mark.clause("3.4")),
        pytest.param("research", marks=pytest.mark.clause("3.5")),
        "counterparty",
        "asked-later",
    ],
)
def test_exactly_the_declared_items_leave(
    household: Household, outside: Outside, ledger: Ledger, recipient: str
) -> None:
    """Of every record kind and for every purpose, the recipient gets the items that the file lists for it, and each
    other one is refused."""
    jk, row = household.jk, facts.policy()["recipients"][recipient]
    refs = {kind: household.take(kind) for kind in facts.KINDS}
    if row["under"] == "consent":
        for person in household.people.values():
            jk.consent(person.subject, give=[f"{recipient}/{purpose}" for purpose in row["purposes"]])
    counted, refused, sent = len(ledger()), 0, {}
    paid: set[str] = set()
    for kind, ref in refs.items():
        for purpose in facts.policy()["purposes"]:
            may = declared(recipient, kind, purpose)
            how: dict[str, Any] = {"to": recipient, "purpose": purpose}
            if not may:
                with pytest.raises(jikim.DeniedError) as denied:
                    jk.provide(ref, **how)
                assert denied.value.clause in ("3.1", row["clause"]), (kind, purpose)
                refused += 1
                continue
            for item in set(facts.items(kind)) - may:
                with pytest.raises(jikim.DeniedError) as denied:
                    jk.provide(ref, items=[facts.short(kind, item)], **how)
                assert denied.value.clause == row["clause"], (kind, purpose, item)
                refused += 1
            if row["under"] == "law":
                with pytest.raises(jikim.DeniedError):
                    jk.provide(ref, **how)
                refused += 1
                one = approved(jk, ref, [facts.short(kind, item) for item in may], to=recipient, purpose=purpose)
                jk.driver.run(demands.carry_out(jk.house, one, actor=approving(jk, "o-approves")))
                (part,) = jk.driver.run(demand_register.parts_of(jk.house, one.demand))
                message = part.message
            else:
                if row["under"] == "counterparty" and kind not in paid:
                    with pytest.raises(jikim.DeniedError, match="before an order is paid"):
                        jk.provide(ref, **how)
                    refused += 1
                    jk.event(ref, "paid")
                    paid.add(kind)
                message = jk.provide(ref, **how).message
            sent[str(message)] = {
                facts.short(kind, item) for item in may & facts.brought(facts.widest_channel(kind), kind)
            }
    assert jk.deliver(outside.endpoints()).sent == len(sent)
    assert {got.to for got in outside.got} <= {recipient}
    assert {got.body["message"]: set(got.body["items"]) for got in outside.got} == sent
    assert bool(sent) is (row["under"] != "statistics")
    events = [entry["event"] for entry in ledger()[counted:]]
    assert events.count("record:provide:denied") == refused
    assert events.count("record:provide-sent:allowed") == events.count("record:provide-receipt:allowed") == len(sent)


@pytest.mark.clause("3.1")
def test_provision_is_denied_unless_the_policy_names_the_recipient(
    household: Household, outside: Outside, ledger: Ledger
) -> None:
    """Nobody gets anything by being named in a call: an unheard-of company, a processor, a partner and a purpose are
    each denied, recorded, and nothing waits to leave.
    """
    jk = household.jk
    counted = len(ledger())
    for kind in facts.KINDS:
        ref = household.take(kind)
        for to in ("a-data-broker", "kcp", "reseller", "delivery", ""):
            with pytest.raises(jikim.DeniedError) as denied:
                jk.provide(ref, to=to, purpose="delivery")
            assert (denied.value.why, denied.value.clause) == ("no-recipient", "3.1")
    assert jk.counts("outbox_states") == []
    jk.deliver(outside.endpoints())
    assert outside.got == []
    events = [entry["event"] for entry in ledger()[counted:]]
    assert events.count("record:provide:denied") == 5 * len(facts.KINDS)


@pytest.mark.clause("3.1")
def test_no_use_beyond_the_purpose_without_a_consent(household: Household) -> None:
    """An order's phone number serves no advertisement, whoever asks, and a handler without a grant for the purpose
    provides nothing."""
    jk = household.jk
    order = household.take("order")
    with pytest.raises(jikim.DeniedError):
        jk.use(order, purpose="marketing.ads", items=["phone"])
    employ(jk, "hana")
    lasting(jk, "hana", ["support"], actor=household.officer)
    with pytest.raises(jikim.DeniedError) as denied:
        jk.by(jk.handler("hana")).provide(order, to="service-least", purpose="delivery")
    assert denied.value.why == "grant"


@pytest.mark.clause("3.2")
def test_a_provision_by_consent_needs_it_live_when_it_leaves(household: Household, outside: Outside) -> None:
    """Without that recipient's consent for that purpose nothing is queued; one withdrawn before sending stops the
    message; one withdrawn later has the recipient told to delete.
    """
    jk, alice, membership = household.jk, household.people["member"], household.memberships["member"]
    ours = "agreed-partner/marketing.ads"
    how: dict[str, Any] = {"to": "agreed-partner", "purpose": "marketing.ads"}
    jk.consent(alice.subject, give=["marketing.ads", "marketing.events", "agreed-partner/marketing.events"])
    with pytest.raises(jikim.DeniedError) as denied:
        jk.provide(membership, **how)
    assert (denied.value.why, denied.value.clause) == ("no-consent", "3.2")
    jk.consent(alice.subject, give=[ours])
    jk.provide(membership, **how)
    jk.consent(alice.subject, withdraw=[ours])
    assert jk.deliver(outside.endpoints()).denied == 1
    assert outside.got == []
    jk.consent(alice.subject, give=[ours])
    jk.provide(membership, **how)
    jk.deliver(outside.endpoints())
    (got,) = outside.to("agreed-partner")
    assert set(got.body["items"]) == {"name", "email", "mobile"}
    assert jk.consent(alice.subject, withdraw=[ours]).told == 1
    jk.deliver(outside.endpoints())
    (delete,) = outside.to("agreed-partner", "delete")
    assert delete.body["about"] == [got.body["message"]]


@pytest.mark.clause("3.2")
def test_after_the_consent_was_taken_back_not_even_a_correction_leaves(household: Household, outside: Outside) -> None:
    """A recipient that was told to delete gets no corrected value, neither one made later nor one that was waiting."""
    jk, alice, membership = household.jk, household.people["member"], household.memberships["member"]
    ours = "agreed-partner/marketing.ads"
    for withdrawn_first in (True, False):
        jk.consent(alice.subject, give=[ours])
        jk.provide(membership, to="agreed-partner", purpose="marketing.ads")
        jk.deliver(outside.endpoints())
        correction = jk.ask_correction(membership, ["name"])
        if withdrawn_first:
            jk.consent(alice.subject, withdraw=[ours])
        jk.correct(correction, {"name": "나가다"})
        if not withdrawn_first:
            jk.consent(alice.subject, withdraw=[ours])
        jk.deliver(outside.endpoints())
        assert outside.to("agreed-partner", "corrected") == []
    assert len(outside.to("agreed-partner", "delete")) == 2


@pytest.mark.clause("3.2")
def test_a_consent_is_for_its_set_of_items(homepage: PolicyFile) -> None:
    """A version of the policy that hands the recipient one item more asks a new consent: the old one has another
    number."""
    text = facts.PLACE.read_text(encoding="utf-8")
    content: Any = YAML(typ="safe").load(text)
    content["recipients"]["agreed-partner"]["items"].append("country")
    old = compile_policy(homepage)
    new = compile_policy(PolicyFile.model_validate(content), old.numbers)
    name = "agreed-partner/marketing.ads"
    assert new.recipient_consents[name] != old.recipient_consents[name]
    assert (
        new.recipient_consents["publication/marketing.events"] == old.recipient_consents["publication/marketing.events"]
    )


def test_an_authority_gets_nothing_but_by_an_approved_demand(
    household: Household, outside: Outside, ledger: Ledger, databases: Databases
) -> None:
    """No caller sends: not by `provide`, not under another's demand, other items or another record, and not by the
    statements themselves."""
    jk, membership = household.jk, household.memberships["member"]
    order = household.take("order")
    with pytest.raises(jikim.DeniedError) as denied:
        jk.provide(membership, to="authority", purpose="identification")
    assert (denied.value.why, denied.value.clause) == ("authority", "3.3")
    assert "terms" not in inspect.signature(jk.provide).parameters
    one = approved(jk, membership, ["name"])
    (part,) = jk.driver.run(demand_register.parts_of(jk.house, one.demand))
    for ref, items, demand, message in (
        (membership, ["name"], uuid4(), part.message),
        (membership, ["name"], one.demand, uuid4()),
        (membership, ["name", "email"], one.demand, part.message),
        (order, ["name"], one.demand, part.message),
    ):
        with pytest.raises(jikim.DeniedError) as refused:
            jk.driver.run(
                provide(
                    jk.house.by(jk.actor),
                    ref,
                    to="authority",
                    purpose="identification",
                    items=items,
                    demand=demand,
                    message=message,
                )
            )
        assert refused.value.why == "authority"
    assert jk.deliver(outside.endpoints()).sent == 0
    # A row that somebody wrote into the outbox by hand, without a demand: the statement that sends refuses it.
    jk.driver.run(demands.carry_out(jk.house, one, actor=approving(jk, "o-approves")))
    with psycopg.connect(databases.admin["live"], autocommit=True) as admin:
        admin.execute("UPDATE live.outbox SET demand = NULL")
    assert jk.deliver(outside.endpoints()).sent == 0
    assert outside.got == []


def test_what_a_demand_says_stands_in_the_ledger(household: Household, outside: Outside, ledger: Ledger) -> None:
    """Authority, statute, document and who approved it are those of the demand's own row."""
    jk = household.jk
    assert demanded(jk, household.memberships["member"], ["name"]) == 1
    jk.deliver(outside.endpoints())
    (got,) = outside.got
    assert set(got.body["items"]) == {"name"}
    for event in ("record:provide:allowed", "record:provide-sent:allowed"):
        entry = next(entry for entry in ledger() if entry["event"] == event)
        assert {field: entry[field] for field in PARTICULARS} == PARTICULARS
        assert entry["approved_by"] == "officer:o-approves"


@pytest.mark.clause("3.4")
def test_the_exception_for_the_service_is_three_items_wide() -> None:
    """Name, address and phone number, and never a fourth: the file declares no wider recipient on that ground."""
    (row,) = [row for row in facts.policy()["recipients"].values() if row["under"] == "service"]
    assert sorted(row["items"]) == ["address", "name", "phone"]


@pytest.mark.clause("3.5")
def test_research_has_the_aggregated_door_alone(household: Household, outside: Outside) -> None:
    """No record leaves for research in any way, consent or not; the smallest group that comes out is the policy's, and
    nobody can lower it."""
    jk, alice = household.jk, household.people["member"]
    jk.consent(alice.subject, give=["marketing.statistics"])
    with pytest.raises(jikim.DeniedError) as denied:
        jk.provide(household.memberships["member"], to="research", purpose="marketing.statistics", items=["country"])
    assert (denied.value.why, denied.value.clause) == ("aggregate-only", "3.5")
    assert facts.policy()["recipients"]["research"]["least"] == 5
    with pytest.raises(TypeError):
        jk.statistics("membership", purpose="marketing.statistics", least=1)  # type: ignore[call-arg]
    assert jk.statistics("membership", purpose="marketing.statistics") == []


def test_nothing_leaves_before_a_new_consent_is_answered(household: Household, outside: Outside) -> None:
    """A recipient that people are asked about later gets nothing until they say yes."""
    jk, alice, membership = household.jk, household.people["member"], household.memberships["member"]
    with pytest.raises(jikim.DeniedError) as denied:
        jk.provide(membership, to="asked-later", purpose="support")
    assert (denied.value.why, denied.value.clause) == ("no-consent", "3.7")
    jk.consent(alice.subject, give=["asked-later/support"])
    jk.provide(membership, to="asked-later", purpose="support")
    jk.deliver(outside.endpoints())
    assert set(outside.got[0].body["items"]) == {"name", "email"}
