"""What whoever is outside reads of the promises: numbers by year, none below the smallest group, and nothing of a
demand that may not be told of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.prove.good import TODAY, all_happened, good, policy_of

from jikim.ledger.counting import Happened
from jikim.policy.compiled import Policy
from jikim.policy.model import PolicyFile
from jikim.proof.counts import Counted
from jikim.prove.evidence import Papers
from jikim.prove.promises import Promise, judge


@pytest.fixture(scope="module")
def policy(homepage: PolicyFile) -> Policy:
    return policy_of(homepage)


def said(found: list[Promise], clause: str) -> tuple[str, str]:
    [one] = [one for one in found if one.clause == clause]
    return one.said("ko"), one.said("en")


def collected(*by_month: tuple[str, int]) -> Happened:
    return Happened({Counted(month, "record:collect:allowed", "channel=homepage"): many for month, many in by_month})


def test_numbers_are_by_year_and_small_ones_are_few(policy: Policy) -> None:
    """A year that is over has its number, below the group none; the running year goes up by whole groups. Inside the
    company the sum is told."""
    least = max(one.least for one in policy.file.recipients.values())
    many = collected(("2024-03", least - 1), ("2025-01", least), ("2025-12", 3), (f"{TODAY.year}-01", 2 * least + 1))
    evidence = good(policy, happened=many)
    ko, en = said(judge(evidence, policy, outside=True), "1.3")
    assert f"2024년 {least}건 미만, 2025년 {least + 3}건, {TODAY.year}년 {2 * least}건 이상" in ko
    assert f"fewer than {least} in 2024, {least + 3} in 2025, {2 * least:,} or more in {TODAY.year}" in en
    assert f"{4 * least + 3}건" in said(judge(evidence, policy), "1.3")[0]


def test_what_was_erased_before_is_unknown_and_never_never(policy: Policy) -> None:
    """Where entries went before they were counted, no promise says *not yet*."""
    none = judge(good(policy, happened=Happened({}, whole=False)), policy)
    for one in none:
        for part in one.parts:
            assert not part.finding.idle or "알 수 없습니다" in part.finding.ko or one.clause in (*ROWS, *NOW), (
                one.clause
            )


# What still goes by rows that stay (certificates, key epochs, the people of the office, notices), or by what is so now.
ROWS = ("6.5", "6.6", "10.6", "10.7", "10.8", "13.1", "13.2", "13.3")
NOW = ("6.2", "8.1", "8.3", "8.4", "9.2", "9.3")


def test_a_demand_changes_nothing_that_is_read_outside(policy: Policy) -> None:
    """Decided, waiting, and what left for it: the same bytes as without it. The office reads the number."""
    [name] = [name for name, one in policy.file.recipients.items() if one.under == "law"]
    before = good(policy)
    counts = dict(before.happened.counts)
    for event in ("record:provide:allowed", "demand:approved:allowed"):
        counts[Counted("2026-11", event, f"kind=order to={name}")] = 100
    papers = {**before.papers, "demands": Papers(open=50, overdue=1)}
    after = replace(before, happened=Happened(counts), papers=papers)
    assert judge(after, policy, outside=True) == judge(before, policy, outside=True)
    assert judge(after, policy) != judge(before, policy)
    for evidence in (before, after, good(policy, happened=Happened())):
        for words in said(judge(evidence, policy, outside=True), "3.3"):
            assert "아직" not in words
            assert "yet" not in words


def test_each_number_of_events_is_the_ledger_s(policy: Policy) -> None:
    """A judge that is idle where nothing happened is not where everything did: each asks for an event that there is."""
    idle = {one.clause for one in judge(good(policy), policy) for part in one.parts if part.finding.idle}
    assert not idle, idle
    assert all_happened(policy).counts
