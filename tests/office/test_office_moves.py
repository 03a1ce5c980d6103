"""Data moves on their pages: what comes next, by whom or by which command, and nothing that cannot be."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from tests.employed import admin_of
from tests.office.conftest import Office, post

from jikim.cases.cases import take_step
from jikim.moves.register import MOVES, Kind, approve_move, ask_move, begin_move, digest_of, move_of
from jikim.policy.ask import Actor
from jikim.web.office.cases.moves import NEXT


def _asked(office: Office, kind: Kind, mapping: str, *steps: str) -> tuple[str, Actor]:
    """A move that Hana of this mapping asked for and took so far. Answers its number, and her."""
    asks, approves = office.employ(f"h-{mapping}"), office.employ("h-moves-second", "officer")
    do: Any = office.jk.by(asks).do
    number = str(do(ask_move, kind, digest_of(kind, mapping.encode()), f"{mapping} → order", reason="옛 시스템을 닫음"))
    for step in steps:
        if step == "approve":
            office.jk.by(approves).do(approve_move, number)
        elif step == "begin":
            do(begin_move, do(move_of, number), kind, digest_of(kind, mapping.encode()))
        else:
            office.jk.driver.run(take_step(office.jk.house, MOVES, do(move_of, number), step, actor=asks))
    return number, asks


STATES = {"asked": (), "approved": ("approve",), "running": ("approve", "begin")}
SEALED = {**STATES, "verified": (*STATES["running"], "verify"), "cut": (*STATES["running"], "verify", "cut")}


@pytest.mark.parametrize(("kind", "state"), [*NEXT], ids="-".join)
def test_a_move_says_what_comes_next(office: Office, kind: Kind, state: str) -> None:
    """In each state that waits for a command its page shows it with the move's number, in both languages; the list says
    what is moved; and the first page asks nobody to approve what is approved."""
    mapping = f"next-{kind}-{state}"
    number, _ = _asked(office, kind, mapping, *SEALED[state])
    browser = office.officer("h-moves-reads")
    for way, words in (("", NEXT[kind, state][0]), ("/en", NEXT[kind, state][1])):
        page = browser.get(f"{way}/office/data-moves/{number}").text
        assert words in page
        assert (f"{NEXT[kind, state][2]} {number}</code>" in page) == bool(NEXT[kind, state][2])
        assert f"{mapping} → order" in browser.get(f"{way}/office/data-moves").text
        line = next(
            one
            for one in re.findall(r'<li class="matter.*?</li>', browser.get(f"{way}/office").text, re.S)
            if number in one
        )
        assert not re.search(r"승인|Approve|중단|Stop", line)


def test_a_move_that_waits_says_who_approves_it(office: Office) -> None:
    """Whoever asked is told that another approves it, where they find no button."""
    number, asks = _asked(office, "import", "asked-by-hana")
    page = office.browser(asks.id).get(f"/office/data-moves/{number}").text
    assert "요청하지 않은 보호책임자가 승인합니다" in page
    assert "/approve" not in page


def test_an_approval_that_is_over_says_so(office: Office) -> None:
    """After its days an import's page shows no command, and says that it has to be asked for anew."""
    number, _ = _asked(office, "import", "expired", "approve")
    with psycopg.connect(admin_of(office.jk)) as admin:
        admin.execute("UPDATE live.house_case SET due = due - 8 WHERE id = %s", (number,))
    page = office.officer("h-moves-late").get(f"/en/office/data-moves/{number}").text
    assert "The approval has expired" in page
    assert "<code>" not in page


def test_a_move_by_stages_is_finished_by_its_last_alone(office: Office) -> None:
    """No page offers to finish one that only runs, nothing that is sent finishes it, and no day makes it late."""
    number, asks = _asked(office, "seal", "by-stages", "approve", "begin")
    browser = office.officer("h-moves-ends")
    way = f"/office/data-moves/{number}"
    assert f"{way}/end" not in browser.get(way).text
    assert "이미 처리되었습니다" in post(browser, f"{way}/end").text
    found = office.jk.by(asks).do(move_of, number)
    assert found.state == "running"
    for step in ("verify", "cut"):
        office.jk.driver.run(
            take_step(office.jk.house, MOVES, office.jk.by(asks).do(move_of, number), step, actor=asks)
        )
    assert office.jk.by(asks).do(move_of, number).due == office.jk.house.today() + timedelta(days=30)
