"""Paper in the story: what came by letter lies in a cabinet whose place is known, and is shredded on its day (6.2,
6.4)."""

from __future__ import annotations

from jikim.app.disclosure_work import reckon_papers
from jikim.cabinet.paper_register import counts, paper_of, papers
from jikim.cabinet.papers import destroy_paper, enter_paper, move_paper
from jikim.cases.listing import open_cases
from jikim.demo.stage import Stage
from jikim.errors import ConflictError
from jikim.store.holding import Ref
from jikim.tasks.filing import TASKS, do_task
from jikim.verbs.house import SYSTEM

MOST = 6  # papers of the crowd: an office has more, and each is the same


def shelve(stage: Stage) -> None:
    """What came on paper is put into its cabinet."""
    jk, hana = stage.jk, stage.handlers["hana"]
    came = stage.papers
    for number, ref in enumerate(came[:MOST]):
        _enter(stage, ref, f"{number // 4 + 1}-{number % 4 + 1}")
    lies = [one for one in jk.do(papers) if one.kind in {ref.kind for ref in came}]
    labels = {one.label for one in lies}
    stage.report.check(
        "6.2",
        len(lies) == min(len(came), MOST) > 0
        and len(labels) == len(lies)
        and all(one.cabinet and one.shelf for one in lies),
        f"종이로 온 주문과 문의 {len(lies)}장에 라벨을 붙여 잠긴 서류함에 보관했습니다",
        f"{stage.report.many(len(lies), 'paper')} that came by letter lie in a locked cabinet, each under its label",
    )
    first = jk.do(paper_of, min(one.number for one in lies))
    assert first is not None
    why = ""
    try:
        jk.do(destroy_paper, first, method="shred", day=stage.today, witness="hana", actor=hana)
    except ConflictError:
        why = "not due"
    stage.report.check(
        "6.4",
        bool(why),
        "아직 기한이 아닌 종이의 파쇄는 거절됩니다",
        "shredding a paper before its day is refused",
        quiet=True,
    )


def _enter(stage: Stage, ref: Ref, shelf: str) -> None:
    stage.jk.do(enter_paper, ref.kind, cabinet="가", shelf=shelf, ref=ref, actor=stage.handlers["hana"])


def set_apart(stage: Stage) -> None:
    """The paper of a record that rests goes into the separate cabinet (6.2)."""
    jk, hana = stage.jk, stage.handlers["hana"]
    jk.do(reckon_papers)
    for one in jk.do(papers, state="apart"):
        jk.do(move_paper, one, "나 (분리 보관)", one.shelf, actor=hana)


def shred(stage: Stage) -> None:
    """Papers are reckoned anew; those whose day has come are shredded before a witness, and their tasks are done."""
    jk, house, hana = stage.jk, stage.jk.house, stage.handlers["hana"]
    jk.driver.run(reckon_papers(house))
    gone = jk.driver.run(papers(house, due=stage.today))
    for one in gone:
        jk.driver.run(destroy_paper(house, one, method="shred", day=stage.today, witness="omar", actor=hana))
    numbers = {str(one.number) for one in gone}
    for task in jk.driver.run(open_cases(house, TASKS, actor=SYSTEM)):
        if task.kind == "shred" and task.about in numbers:
            jk.driver.run(do_task(house, task.id, "파쇄했습니다.", actor=hana))


def shredded(stage: Stage) -> None:
    """At the end: paper went on its day, and stands in the certificates."""
    jk = stage.jk
    shred(stage)
    set_apart(stage)
    gone = jk.do(papers, state="destroyed")
    stands = jk.do(counts)
    resting = [one for one in (*jk.do(papers), *gone) if one.rests]
    stage.report.check(
        "6.2",
        not stands.mixed and all(one.apart and one.moved_by == "hana" for one in resting if one.state == "kept"),
        f"기록이 분리 보관된 종이 {len(resting)}장은 분리 보관함으로 옮겼습니다",
        f"{stage.report.many(len(resting), 'paper')} of archived records went to the separate cabinet",
    )
    stage.report.check(
        "6.4",
        bool(gone) and all(one.method == "shred" and one.witness == "omar" for one in gone) and not stands.due,
        f"기한이 된 종이 {len(gone)}장은 입회 아래 파쇄했고, {stands.kept}장이 남아 있습니다",
        f"{stage.report.many(len(gone), 'paper')} whose day had come were shredded before a witness; {stands.kept} lie on",
    )
