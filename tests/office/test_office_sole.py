"""A company of one officer: what only the command line can do is said where it is missed, and no page offers it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.office.conftest import Office
from tests.web.running import running

from jikim.policy.model import PolicyFile

COMMAND = "jikim handler grant policy.yaml h-sole --purposes all"


@pytest.mark.by_hand
@pytest.mark.clause("10.6")
def test_whose_grants_have_run_out_is_told_exactly_what_to_do(homepage: PolicyFile, tmp_path: Path) -> None:
    """Alone, the officer reads the very command, and that a second officer spares it; with another, whose page gives the
    grant. Their own page offers them none."""
    with running(homepage, tmp_path) as web:
        office = Office(**vars(web))
        office.employ("h-sole", "officer", ())
        sole = office.browser("h-sole")
        assert COMMAND in sole.get("/office/me").text
        assert COMMAND in sole.get("/en/office/me").text
        assert 'action="/office/handlers/h-sole/grant"' not in sole.get("/office/handlers/h-sole").text
        assert "보호책임자가 한 사람입니다." in sole.get("/office/handlers").text
        office.employ("h-second", "officer")
        told = sole.get("/office/me").text
        assert COMMAND not in told
        assert "h-second" in told
        assert "보호책임자가 한 사람입니다." not in sole.get("/office/handlers").text
        sole.close()
