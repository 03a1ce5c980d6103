"""A paper of a record that is entered, killed before and after its statements: it lies in the register with its tie, or
neither does."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from tests.employed import employ, lasting
from tests.faults.killing import Scene, Stage, play_failed, play_killed, stage
from tests.faults.making import order
from tests.invariants import Watch

from jikim.app import Jikim
from jikim.cabinet.papers import enter_paper, settle_ties
from jikim.store.holding import Ref

__all__ = ["stage"]


class Entering(Scene):
    """A scene of this file's own, in no other file's list."""

    @property
    def name(self) -> str:
        return "enter-paper"


def _enter(jk: Jikim, ref: Ref) -> None:
    jk.do(enter_paper, "order", cabinet="가", shelf="1", ref=ref, actor=jk.handler("omar", kind="officer"))


def _ordered(jk: Jikim) -> Ref:
    employ(jk, "omar", "officer")
    if not jk.handler("omar").grant:
        lasting(jk, "omar")
    return order(jk)


def _tied(watch: Watch, ref: Ref) -> list[str]:
    """Each paper with a person has its tie, at every moment."""
    loose = watch.rows(
        "live",
        "SELECT p.paper FROM live.paper p LEFT JOIN live.paper_of l ON l.paper = p.paper WHERE p.linked AND l.paper IS NULL",
    )
    return [f"paper {paper} of nobody" for (paper,) in loose]


def _entered(jk: Jikim, watch: Watch, ref: Ref) -> list[str]:
    jk.move_clock(jk.now() + timedelta(days=2))
    jk.driver.run(settle_ties(jk.house))
    ties: set[UUID] = {paper for (paper,) in watch.rows("live", "SELECT paper FROM live.paper_of WHERE since IS NULL")}
    waiting = watch.rows("live", "SELECT 1 FROM live.paper_of WHERE since IS NOT NULL")
    papers = {paper for (paper,) in watch.rows("live", "SELECT paper FROM live.paper WHERE linked")}
    return _tied(watch, ref) + (
        [] if ties == papers and not waiting else [f"{len(ties)}, {len(papers)}, {len(waiting)}"]
    )


def test_entering_a_paper_survives_a_kill_at_its_statements(stage: Stage) -> None:  # noqa: F811
    """Killed before or after a third of its statements, and with the answers of a third lost, no paper lies without its tie,
    and a day later no tie without its paper."""
    scene = Entering(_ordered, _enter, _entered, _tied, settles=False)
    met = play_killed(stage, scene, every=True, stride=3)
    assert {"paper.tie", "paper.enter", "paper.tied"} <= met
    assert play_failed(stage, scene, every=True, stride=3)
