"""Section 2: why data is used. A read names one purpose; what it does not cover is denied and recorded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.clauses import facts
from tests.clauses.conftest import Household, Ledger
from tests.employed import employ, lasting

import jikim
from jikim.app import Jikim


def exactly_as_the_file_says(household: Household, ledger: Ledger, clause: str) -> None:
    """For each purpose of a clause, reads every item of every record kind, and holds each answer to the YAML."""
    jk, by = household.jk, household.officer
    refs = {kind: household.take(kind) for kind in facts.KINDS}
    counted = len(ledger())
    expected: list[tuple[str, str, str]] = []
    for purpose in facts.purposes(clause):
        declared = facts.policy()["purposes"][purpose]
        for kind, ref in refs.items():
            held = facts.brought(facts.widest_channel(kind), kind)
            covered = set() if declared.get("aggregate") else facts.readable(purpose, kind)
            for item in facts.items(kind):
                short = facts.short(kind, item)
                ask: dict[str, Any] = {"purpose": purpose, "items": [short]}
                if item not in covered:
                    with pytest.raises(jikim.DeniedError) as denied:
                        jk.by(by).use(ref, reason="a test of the policy", **ask)
                    assert denied.value.clause, (purpose, kind, item)
                    expected.append((purpose, kind, "denied"))
                    continue
                read = jk.by(by).use(ref, reason="a test of the policy", **ask)
                assert set(read) == ({short} if item in held else set()), (purpose, kind, item)
                expected.append((purpose, kind, "allowed"))
                if declared.get("reason"):
                    with pytest.raises(jikim.DeniedError, match="must state a reason"):
                        jk.by(by).use(ref, **ask)
                    expected.append((purpose, kind, "denied"))
    uses = [entry for entry in ledger()[counted:] if entry["event"].startswith("record:use:")]
    # What lies on several servers has its places in the ledger server by server.
    assert sorted((use["purpose"], use["kind"], use["event"].rpartition(":")[2]) for use in uses) == sorted(expected)
    assert {use["clause"] for use in uses if use["event"].endswith("allowed")} <= {clause}
    assert {(use["actor"], use["from"]) for use in uses} == {("officer:omar", "192.0.2.11")}


@pytest.mark.clause("2.1")
def test_the_purposes_of_the_contract_read_what_the_file_says(household: Household, ledger: Ledger) -> None:
    """Of every record kind, each purpose reads exactly its items; all else is denied with a clause and recorded."""
    exactly_as_the_file_says(household, ledger, "2.1")


@pytest.mark.clause("2.2")
def test_the_purposes_of_membership_read_what_the_file_says(household: Household, ledger: Ledger) -> None:
    """Of every record kind, each purpose reads exactly its items; all else is denied with a clause and recorded."""
    exactly_as_the_file_says(household, ledger, "2.2")


@pytest.mark.clause("2.3")
def test_the_purposes_of_marketing_read_what_the_file_says(household: Household, ledger: Ledger) -> None:
    """With every consent given, each purpose reads exactly its items, and an aggregated one reads none at all."""
    exactly_as_the_file_says(household, ledger, "2.3")


@pytest.mark.clause("2.1")
@pytest.mark.clause("2.2")
@pytest.mark.clause("2.3")
def test_the_policy_states_the_published_purposes() -> None:
    """The file has the contract's eight purposes, membership's eight and marketing's eight, and no others."""
    stated = {clause: len(facts.purposes(clause)) for clause in ("2.1", "2.2", "2.3")}
    assert stated == {"2.1": 8, "2.2": 8, "2.3": 8}
    assert sum(stated.values()) == len(facts.policy()["purposes"])


@pytest.mark.clause("2.1")
@pytest.mark.clause("2.2")
def test_a_read_names_a_declared_purpose_that_its_reader_may_name(household: Household, ledger: Ledger) -> None:
    """No purpose, an unheard-of one, and one outside the handler's grant are denied and recorded; none of these waits
    for a consent."""
    jk = household.jk
    order = household.take("order")
    for purpose in ("", "curiosity", "legal-evidence"):
        with pytest.raises(jikim.DeniedError) as denied:
            jk.use(order, purpose=purpose)
        assert (denied.value.why, denied.value.clause) == ("purpose", "2.1")
    employ(jk, "hana")
    lasting(jk, "hana", ["delivery"], actor=household.officer)
    hana = jk.handler("hana")
    assert jk.by(hana).use(order, purpose="delivery", items=["name"])["name"] == "가나다"
    with pytest.raises(jikim.DeniedError) as beyond:
        jk.by(hana).use(order, purpose="billing", items=["name"])
    assert beyond.value.why == "grant"
    assert [entry["why"] for entry in ledger() if entry["event"] == "record:use:denied"] == ["purpose"] * 3 + ["grant"]
    assert not any(facts.by_consent(purpose) for clause in ("2.1", "2.2") for purpose in facts.purposes(clause))


@pytest.mark.clause("2.3")
def test_each_marketing_purpose_has_a_consent_of_its_own(household: Household) -> None:
    """A consent opens its own purpose and no other, its withdrawal closes it again, and all of them may be refused."""
    jk, alice = household.jk, household.people["member"]
    membership = household.memberships["member"]
    direct = {"marketing.demographics": "country", "marketing.ads": "email"}
    assert jk.show(alice.subject).consents == ()
    assert jk.use(membership, purpose="member-services")["login_id"]
    for purpose in direct:
        jk.consent(alice.subject, give=[purpose])
        for other, item in direct.items():
            if other == purpose:
                assert jk.use(membership, purpose=other, items=[item])[item]
                continue
            with pytest.raises(jikim.DeniedError) as denied:
                jk.use(membership, purpose=other, items=[item])
            assert (denied.value.why, denied.value.clause) == ("no-consent", "2.3")
        jk.consent(alice.subject, withdraw=[purpose])
        with pytest.raises(jikim.DeniedError, match="no live consent"):
            jk.use(membership, purpose=purpose, items=[direct[purpose]])
    for purpose in facts.purposes("2.3"):
        assert facts.policy()["purposes"][purpose]["optional"] is True


@pytest.mark.clause("2.3")
def test_what_lived_by_a_consent_alone_goes_with_it(household: Household) -> None:
    """Interests exist only for those who agreed: none is taken before a consent, and taking it back ends them."""
    jk, guest = household.jk, household.people["guest"]
    with pytest.raises(jikim.DeniedError) as before:
        household.take("interests", "guest", consent=False)
    assert before.value.why == "no-consent"
    interests = household.take("interests", "guest")
    assert jk.use(interests, purpose="marketing.tailored", items=["topics"])
    assert jk.consent(guest.subject, withdraw=facts.consents_for("interests")).ended == 1
    jk.sweep()
    with pytest.raises(jikim.DeniedError, match="no such record"):
        jk.use(interests, purpose="marketing.tailored", items=["topics"])


@pytest.mark.clause("2.3")
@pytest.mark.clause("3.5")
def test_statistics_are_counts_without_small_groups_and_without_those_who_refused(
    jk: Jikim, ledger: Ledger, forward: Callable[..., Any]
) -> None:
    """A closed month comes out for groups of five consenting people and more, rounded down and counted once: who leaves
    later changes no answer."""
    people = []
    for n in range(6):
        got = jk.collect(
            "membership",
            {
                "login_id": f"egret{n}",
                "password": "a quiet heron 4471",
                "name": "가나다",
                "email": f"egret{n}@example.com",
            },
            channel="homepage",
            old_enough=True,
        )
        people.append(got.ref.subject)

    def count() -> list[tuple[str, int]]:
        groups = jk.statistics("membership", purpose="marketing.statistics")
        return [(group.channel, group.people) for group in groups]

    for person in people:
        jk.consent(person, give=["marketing.statistics"])
    # The month that runs is nobody's answer: two of them could differ by one person.
    assert count() == []
    forward(days=31)
    assert count() == [("homepage", 5)]
    jk.consent(people[0], withdraw=["marketing.statistics"])
    jk.consent(people[1], withdraw=["marketing.statistics"])
    assert count() == [("homepage", 5)]
    with pytest.raises(jikim.DeniedError):
        jk.statistics("membership", purpose="notices")
    statistics = [entry for entry in ledger() if entry["event"].startswith("record:statistics")]
    assert [entry["event"].rpartition(":")[2] for entry in statistics] == ["allowed"] * 3 + ["denied"]
    assert not any("subject" in entry for entry in statistics)
