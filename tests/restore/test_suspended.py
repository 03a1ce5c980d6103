"""A backup of an earlier moment is put back: whose account was suspended since is suspended still, and who was let go on
goes on."""

from __future__ import annotations

from typing import Any

import pytest
from tests.conftest import START
from tests.employed import officer_of
from tests.lost import person
from tests.restore.restore_past import Past, past

import jikim
from jikim.app import Jikim
from jikim.cases.cases import Case, act
from jikim.cases.listing import cases_of, history_of, offers, open_cases
from jikim.desk.impersonation import IMPERSONATION, release_account, report_impersonation, suspicion_of
from jikim.desk.measures import MEASURES, propose_measure, suspended
from jikim.errors import ConflictError, DeniedError
from jikim.policy.ask import Actor
from jikim.policy.plan import plan
from jikim.verbs.leave import inventory_of

__all__ = ["past"]
EVIDENCE = "같은 주소에서 여러 계정이 번갈아 로그인함"


def _proposed(jk: Jikim, who: jikim.Person, by: Actor) -> Case:
    return jk.do(propose_measure, who, EVIDENCE, actor=by)


def _steps(jk: Jikim, case: Case, *steps: tuple[str, Actor], **given: str) -> None:
    for name, by in steps:
        jk.driver.run(act(jk.house, MEASURES, case, name, given, actor=by))


def _officers(jk: Jikim) -> tuple[Actor, Actor, Actor]:
    one, two, three = (officer_of(jk, name) for name in ("omar", "olga", "otto"))
    return one, two, three


def _again(jk: Jikim, who: jikim.Person) -> Case:
    [found] = jk.do(cases_of, MEASURES, who.subject)
    return found


@pytest.mark.clause("2.2")
def test_a_suspension_outlives_the_backup_before_it(past: Past) -> None:
    """The backup holds the proposal: after the restore the account is suspended, whoever suspended it cannot judge the
    objection, another lifts it, and it is kept as a measure that was taken."""
    with past.open() as jk:
        omar, olga, _ = _officers(jk)
        who, _membership = person(jk, 1)
        case = _proposed(jk, who, omar)
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        _steps(jk, case, ("suspend", olga))
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names), demo_start=START) as jk:
        omar, olga, otto = _officers(jk)
        assert jk.do(suspended, who.subject)
        now = _again(jk, who)
        assert [(one.step, one.by) for one in jk.do(history_of, MEASURES, now, actor=omar)] == [
            ("file", "omar"),
            ("suspend", "olga"),
        ]
        assert case.id in [one.id for one in jk.do(open_cases, MEASURES, actor=omar, waiting=True)]
        _steps(jk, now, ("object", Actor("member", str(who.subject))), objection="제가 아닙니다")
        with pytest.raises((ConflictError, DeniedError)):
            _steps(jk, now, ("keep", olga), answer="그대로 둡니다")
        _steps(jk, now, ("lift", otto), answer="확인하고 해제합니다")
        assert not jk.do(suspended, who.subject)
        facts, policy, _ = jk.driver.run(inventory_of(jk.house, who.subject))
        # Of a proposal that came to nothing no rule keeps the record.
        [fate] = [step.fate for step in plan(policy, facts, jk.now()).steps if step.facts.record == case.id]
        assert fate == "rests"


def test_whose_evidence_is_lost_stays_suspended_until_an_officer_looks(past: Past) -> None:
    """The backup is older than the proposal: the account is suspended still, stands on the officers' list, cannot be
    answered in words that have no record, and is lifted by the step for that, which nobody is offered otherwise."""
    with past.open() as jk:
        omar, olga, _ = _officers(jk)
        who, _membership = person(jk, 1)
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        case = _proposed(jk, who, omar)
        _steps(jk, case, ("suspend", olga))
        now = _again(jk, who)
        assert "lapse" not in {one.name for one in jk.do(offers, MEASURES, now, actor=olga)}
        with pytest.raises((ConflictError, DeniedError)):
            _steps(jk, case, ("lapse", olga))
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names), demo_start=START) as jk:
        omar, olga, _ = _officers(jk)
        assert jk.do(suspended, who.subject)
        now = _again(jk, who)
        assert (now.number, now.state, now.due) == (case.number, "suspended", case.due)
        assert case.id in [one.id for one in jk.do(open_cases, MEASURES, actor=omar, waiting=True)]
        with pytest.raises(jikim.JikimError):
            _steps(jk, now, ("lift", omar), answer="해제합니다")
        assert jk.do(suspended, who.subject)
        assert "lapse" in {one.name for one in jk.do(offers, MEASURES, now, actor=omar)}
        _steps(jk, now, ("lapse", omar))
        assert not jk.do(suspended, who.subject)


def test_a_suspension_that_was_lifted_does_not_come_back(past: Past) -> None:
    """The backup was made while the account was suspended: who was let go on since goes on."""
    with past.open() as jk:
        omar, olga, _ = _officers(jk)
        who, _membership = person(jk, 1)
        case = _proposed(jk, who, omar)
        _steps(jk, case, ("suspend", olga))
    names = past.keep("live")
    with past.open() as jk:
        _steps(jk, case, ("lift", olga), answer="확인하고 해제합니다")
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names), demo_start=START) as jk:
        assert not jk.do(suspended, who.subject)
        assert _again(jk, who).state == "lifted"


@pytest.mark.clause("8.2")
def test_a_reported_account_stands_still_out_of_an_older_backup(past: Past) -> None:
    """Reported after the backup: after the restore the report is there with its number, its records are frozen, and
    whoever looks sets them all free in one step."""
    with past.open() as jk:
        officer_of(jk, "omar")
        who, membership = person(jk, 1)
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        reporter = jk.acting("outsider", "visitor")
        jk.driver.run(report_impersonation(jk.house, "email", "person1@example.com", actor=reporter))
        before: Any = jk.do(suspicion_of, who.subject)
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names), demo_start=START) as jk:
        found: Any = jk.do(suspicion_of, who.subject)
        assert (found.number, found.due) == (before.number, before.due)
        assert [one.id for one in jk.do(open_cases, IMPERSONATION, actor=officer_of(jk, "omar"))] == [before.id]
        assert [card.ref for card in jk.show(who.subject).cards if card.frozen] == [membership]
        jk.driver.run(release_account(jk.house, found, {"released": "본인입니다"}, actor=officer_of(jk, "omar")))
        assert not [card for card in jk.show(who.subject).cards if card.frozen]
