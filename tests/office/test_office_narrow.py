"""What unlocks nothing, and what a grant for some records does not reach: papers that say nothing, and other people's
tasks."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import HOMEPAGE
from tests.employed import employ

import jikim
from jikim.app import Jikim
from jikim.cases.cases import take_on
from jikim.cases.listing import case_by, closed_cases, open_cases
from jikim.cli import main
from jikim.handlers.papers import add_paper
from jikim.handlers.register import grants, worker
from jikim.policy.ask import Actor
from jikim.policy.model import PolicyFile
from jikim.settings import Settings
from jikim.tasks.filing import TASKS, do_task, file_own
from jikim.verbs.house import SYSTEM

pytestmark = pytest.mark.usefixtures("ready_clusters")

WHOLE: dict[str, Any] = {"day": date(2013, 2, 5), "text": "보안 서약", "place": "서류철 1"}


@pytest.mark.clause("10.9")
@pytest.mark.parametrize("kind", ["pledge", "training"])
@pytest.mark.parametrize(
    "lacks", [{"day": None}, {"text": ""}, {"text": "  "}, {"place": ""}, {"place": "\n"}], ids=str
)
def test_a_paper_that_says_nothing_unlocks_nothing(jk: Jikim, kind: Any, lacks: dict[str, Any]) -> None:
    """A pledge or training without its day, its words or its place is refused by name, and no grant is given on it."""
    system = jk.acting("system", "set-up")
    jk.enter_handler("hana", name="가나다")
    with pytest.raises(jikim.InvalidError) as caught:
        jk.driver.run(add_paper(jk.house, "hana", kind, actor=system, **(WHOLE | lacks)))
    assert caught.value.item == next(iter(lacks))
    found = jk.driver.run(worker(jk.house, "hana"))
    assert (found.pledged, found.trained, found.may) == (None, None, False)
    with pytest.raises(jikim.DeniedError):
        jk.by(system).grant("hana", ["delivery"], jk.now() + timedelta(days=1))


def test_nobody_is_entered_with_a_pledge_that_says_nothing(jk: Jikim) -> None:
    """A day alone is no pledge: nobody is entered by it."""
    with pytest.raises(jikim.InvalidError):
        jk.enter_handler("hana", name="가나다", pledged=jk.house.today())
    with pytest.raises(jikim.DeniedError):
        jk.driver.run(worker(jk.house, "hana"))


@pytest.fixture
def tasks(jk: Jikim) -> tuple[Actor, Actor, dict[str, UUID]]:
    """Somebody whose grant is for orders alone, an officer, and three tasks: one's own, an officer's, nobody's."""
    system = jk.acting("system", "set-up")
    employ(jk, "hana")
    employ(jk, "omar", "officer")
    until = jk.now() + timedelta(days=30)
    jk.by(system).grant("hana", ["delivery"], until, kinds=["order"])
    jk.by(system).grant("omar", list(jk.policy.file.purposes), until)
    hana, omar = jk.handler("hana"), jk.handler("omar", kind="officer")
    due, made = jk.house.today() + timedelta(days=3), {}
    for whose in ("hana", "omar", ""):
        made[whose] = jk.driver.run(file_own(jk.house, f"과제 {whose}", whose or None, due, actor=omar))
    return hana, omar, made


@pytest.mark.clause("10.6")
def test_a_narrow_handler_reads_and_closes_their_own_tasks_alone(
    jk: Jikim, tasks: tuple[Actor, Actor, dict[str, UUID]]
) -> None:
    """By a grant for some records nobody lists, opens, takes on or closes what is another's or nobody's; their own they
    do."""
    hana, omar, made = tasks
    run, house = jk.driver.run, jk.house
    for whose in (None, ["omar", ""], [""]):
        assert {one.id for one in run(open_cases(house, TASKS, whose=whose, actor=hana))} <= {made["hana"]}
    for whose in ("omar", ""):
        task = run(case_by(house, TASKS, str(made[whose])))
        assert task is not None
        assert run(case_by(house, TASKS, task.number, actor=hana)) is None
        with pytest.raises(jikim.DeniedError):
            run(do_task(house, made[whose], "했습니다", actor=hana))
        with pytest.raises(jikim.DeniedError):
            run(take_on(house, TASKS, task.subject, task.id, task.owner, actor=hana))
    run(do_task(house, made["omar"], "했습니다", actor=omar))
    assert run(closed_cases(house, TASKS, actor=hana)) == []
    run(do_task(house, made["hana"], "했습니다", actor=hana))
    assert [one.id for one in run(closed_cases(house, TASKS, actor=hana))] == [made["hana"]]
    assert [one.id for one in run(open_cases(house, TASKS, actor=SYSTEM))] == [made[""]]


@pytest.mark.clause("10.6")
def test_the_command_gives_no_grant_beyond_the_day_of_its_renewal(homepage: PolicyFile, tmp_path: Path) -> None:
    """A grant by the command line ends by the renewal's day, as on the page: a later end, and one that is over, are
    refused."""
    with Jikim(homepage, Settings(directory=tmp_path)) as opened:
        employ(opened, "hana")
        late, over = opened.now() + timedelta(days=400), opened.now() - timedelta(days=1)
    command = ["handler", "grant", str(HOMEPAGE), "hana", "--purposes", "delivery", "--dir", str(tmp_path)]
    for until in (late, over):
        assert main([*command, "--until", until.isoformat()]) != 0
    assert main(command) == 0
    with Jikim(homepage, Settings(directory=tmp_path)) as opened:
        (given,) = opened.driver.run(grants(opened.house, "hana"))
        assert given.until <= opened.now() + timedelta(days=186)
