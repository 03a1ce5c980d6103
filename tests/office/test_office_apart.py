"""Paper whose record begins to rest goes into a separate cabinet: a task with a place and a hand (6.2)."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from tests.conftest import Cast
from tests.employed import admin_of, swept

from jikim.app import Jikim
from jikim.app.disclosure_work import reckon_papers
from jikim.cabinet.paper_register import counts, paper_of, papers
from jikim.cabinet.papers import enter_paper, move_paper
from jikim.cases.listing import open_cases
from jikim.errors import InvalidError
from jikim.tasks.filing import TASKS
from jikim.verbs.house import SYSTEM

pytestmark = pytest.mark.usefixtures("ready_clusters")


def _resting(jk: Jikim, cast: Cast) -> int:
    """A paper of an order that was settled and now rests, in a cabinet among others. Answers its number."""
    made = jk.do(enter_paper, "order", cabinet="가", shelf="1", ref=cast.alice_order, actor=cast.omar)
    jk.do(enter_paper, "enquiry", cabinet="가", shelf="2", ref=cast.dan_enquiry, actor=cast.omar)
    jk.event(cast.alice_order, "settled")
    swept(jk)
    jk.do(reckon_papers)
    return made.number


def _tasks(jk: Jikim) -> list[str]:
    return [one.about for one in jk.do(open_cases, TASKS, actor=SYSTEM) if one.kind == "apart"]


@pytest.mark.clause("6.2")
def test_a_paper_whose_record_rests_is_a_task_until_it_is_moved(jk: Jikim, cast: Cast) -> None:
    """One task, however often it is reckoned; the move says where and by whom, and closes it; what lives stays where it
    is."""
    number = _resting(jk, cast)
    jk.do(reckon_papers)
    assert _tasks(jk) == [str(number)]
    assert [one.number for one in jk.do(papers, state="apart")] == [number]
    found = jk.do(paper_of, number)
    assert found is not None
    assert found.mixed
    jk.do(move_paper, found, "나 (분리)", "1", actor=cast.omar)
    moved = jk.do(paper_of, number)
    assert moved is not None
    assert (moved.cabinet, moved.apart, moved.moved_by) == ("나 (분리)", jk.house.today(), "omar")
    assert _tasks(jk) == []
    assert jk.do(counts).mixed == 0


@pytest.mark.clause("6.2")
def test_a_separate_cabinet_is_separate(jk: Jikim, cast: Cast) -> None:
    """It takes no paper of a record in use, and what was put there does not come back among those: by the statement,
    for moving and for entering."""
    number = _resting(jk, cast)
    resting = jk.do(paper_of, number)
    assert resting is not None
    with pytest.raises(InvalidError) as refused:
        jk.do(move_paper, resting, "가", "9", actor=cast.omar)
    assert refused.value.item == "cabinet"
    jk.do(move_paper, resting, "나", "1", actor=cast.omar)
    living = next(one for one in jk.do(papers) if one.kind == "enquiry")
    for attempt in (
        lambda: jk.do(move_paper, living, "나", "2", actor=cast.omar),
        lambda: jk.do(enter_paper, "enquiry", cabinet="나", shelf="2", ref=cast.dan_enquiry, actor=cast.omar),
        lambda: jk.do(move_paper, resting, "가", "1", actor=cast.omar),
    ):
        with pytest.raises(InvalidError):
            attempt()
    assert {one.cabinet for one in jk.do(papers) if one.kind == "enquiry"} == {"가"}


@pytest.mark.clause("6.2")
def test_what_nobody_moves_breaks_the_promise(jk: Jikim, cast: Cast) -> None:
    """Five days after its record began to rest a paper among those in use is counted against 6.2; moved, it is not."""
    number = _resting(jk, cast)

    def overdue() -> int:
        with psycopg.connect(admin_of(jk)) as admin:
            rows = admin.execute(
                "SELECT overdue FROM live.prove_registers(%s, now()) WHERE register = 'places'",
                (jk.house.today() + timedelta(days=6),),
            )
            return int(rows.fetchall()[0][0])

    assert overdue() == 1
    found = jk.do(paper_of, number)
    assert found is not None
    jk.do(move_paper, found, "나", "1", actor=cast.omar)
    assert overdue() == 0
