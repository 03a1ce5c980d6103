"""The open report about an account, for tests that settle it."""

from __future__ import annotations

from uuid import UUID

from jikim.app import Jikim
from jikim.cases.cases import Case
from jikim.desk.impersonation import suspicion_of


def report(jk: Jikim, subject: UUID) -> Case:
    """The report that is open about somebody's account."""
    found = jk.driver.run(suspicion_of(jk.house, subject))
    assert found is not None
    return found
