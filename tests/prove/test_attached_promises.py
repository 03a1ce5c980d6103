"""Promises about records that lie in an application's own database: they say so, and until when its backups hold them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.prove.good import NOW, TODAY, good, policy_of

from jikim.policy.compiled import Policy
from jikim.policy.model import PolicyFile
from jikim.prove.evidence import AttachedKind
from jikim.prove.promises import Promise, judge, promised
from jikim.prove.proving import Proven


@pytest.fixture(scope="module")
def policy(homepage: PolicyFile) -> Policy:
    return policy_of(homepage)


def _judged(policy: Policy, **attached: AttachedKind) -> dict[str, Promise]:
    return {one.clause: one for one in judge(replace(good(policy), attached=attached), policy)}


def _clauses(policy: Policy, key: str, name: str = "") -> set[str]:
    """The promises that parts of this key make, of this name."""
    return {
        clause
        for clause, place in promised(policy.file)
        if place.key == key and (not name or place.name.partition(":")[0] == name)
    }


def test_a_promise_about_attached_records_says_so(policy: Policy) -> None:
    """Of the kind's own life, its purposes, and every destruction; with the day on which backups end; its state is the
    same, and no promise about other kinds alone says it."""
    until = TODAY + timedelta(days=30)
    before, after = _judged(policy), _judged(policy, order=AttachedKind(3, until))
    said = {clause for clause, one in after.items() if one.attached is not None}
    purposes = set().union(*(_clauses(policy, f"purposes.{one}") for one in policy.file.records["order"].for_))
    wanted = _clauses(policy, "records", "order") | _clauses(policy, "keep", "order") | purposes
    wanted |= _clauses(policy, "clauses.electronic") | _clauses(policy, "clauses.certificate")
    assert wanted <= said
    assert not _clauses(policy, "clauses.paper") & said
    assert not (_clauses(policy, "keep", "membership") - _clauses(policy, "keep", "order")) & said
    for clause, one in after.items():
        assert one.state == before[clause].state
        assert one.reads == (f"{one.state} (attached)" if clause in said else one.state)
        assert one.said("en").startswith(before[clause].said("en"))
    [electronic] = _clauses(policy, "clauses.electronic")
    assert (after[electronic].reads, after[electronic].parts[0].finding.state) == ("kept (attached)", "kept")
    english, korean = after[electronic].said("en"), after[electronic].said("ko")
    assert "are erased by statement; older backups of that database hold what was erased until their end on" in english
    assert f"{until.year}년 {until.month}월 {until.day}일까지" in korean
    assert "shred" not in english + korean


def test_without_attached_records_nothing_is_said(policy: Policy) -> None:
    """No promise says it, in words or in data."""
    told = Proven(NOW, good(policy), tuple(_judged(policy).values())).as_json()
    assert {one["attached"] for one in told["promises"]} == {None}
    assert all(one["reads"] == one["state"] for one in told["promises"])
    assert "statement" not in str([one["en"] for one in told["promises"]])


def test_until_when_backups_hold_it(policy: Policy) -> None:
    """Of nothing that was erased, no day is named; of what no backup holds any more, the day is past; of several kinds,
    the last."""
    [clause] = _clauses(policy, "clauses.electronic")
    none = _judged(policy, order=AttachedKind())[clause].attached
    over = _judged(policy, order=AttachedKind(2, TODAY - timedelta(days=1)))[clause].attached
    both = _judged(policy, order=AttachedKind(2, TODAY), membership=AttachedKind(5, TODAY + timedelta(days=9)))[
        clause
    ].attached
    assert none is not None
    assert over is not None
    assert both is not None
    assert none.backups is None
    assert none.en.endswith("hold what is erased until their end.")
    assert "ended on" in over.en
    assert (both.kinds, both.erased, both.backups) == (("membership", "order"), 7, TODAY + timedelta(days=9))
