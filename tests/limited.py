"""A plan whose limits of reading are low."""

from __future__ import annotations

from typing import Any

from jikim.app import Jikim
from jikim.monitoring.pausing import limits
from jikim.plan.management_plan import MONTHLY, approve_plan, draft_of, plan_of, save_plan
from jikim.policy.ask import Actor


def limit_reads(jk: Jikim, officer: Actor, **low: int) -> None:
    """The first plan of a house is in force, with these limits and the others as they are."""
    run: Any = jk.driver.run
    sections = dict.fromkeys(draft_of(jk.house, run(plan_of(jk.house)), jk.settings), "적어 둔 내용입니다.")
    most = run(limits(jk.house)) | low
    run(save_plan(jk.house, 0, sections, MONTHLY, actor=officer, limits=most))
    run(approve_plan(jk.house, 1, "검토함", actor=officer))
