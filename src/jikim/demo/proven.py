"""The last word: every promise of the policy is proved, in this process, of this very demo. One that is broken ends the
demo with 1."""

from __future__ import annotations

from rich.padding import Padding
from rich.text import Text

from jikim.app import Jikim
from jikim.demo.report import BROKEN, FROZEN, LIVES, RESTS, Report
from jikim.prove.proving import Proven

_WORDS = (
    ("kept", "이행 중", "kept", LIVES),
    ("attested", "증명됨", "attested", FROZEN),
    ("ready", "준비됨", "ready", FROZEN),
    ("unproven", "확인 불가", "unproven", RESTS),
    ("late", "지연", "late", RESTS),
    ("broken", "이행 안 됨", "broken", BROKEN),
)


def proven(report: Report, jk: Jikim) -> Proven:
    """Chapter: the proof, recorded in the ledger as `jikim prove` does. Tells the counts, and each promise that is not
    kept."""
    report.chapter("모든 약속을 증명합니다", "Every promise, proved")
    found = jk.prove(record=True)
    jk.sequence()
    tell(report, found)
    return found


def tell(report: Report, found: Proven) -> None:
    """Tells what was found. Each promise that is broken counts as a failure of the demo."""
    counts = found.counts
    text = Text()
    for state, ko, en, colour in _WORDS:
        text.append(f"{report.say(ko, en)} ", style=colour)
        text.append(f"{counts[state]}   ")  # type: ignore[index]
    with report.aloud():
        report.show(Padding(text, (0, 0, 0, 2), expand=False))
    for one in found.promises:
        if one.state in ("attested", "ready", "unproven", "late"):
            report.line(f"{one.clause:<6}{one.said('ko')}", f"{one.clause:<6}{one.said('en')}", style="dim")
    for one in found.broken:
        report.failed += 1
        with report.aloud():
            report.line(
                f"✗ 이행 안 됨 {one.clause}  {one.said('ko')}",
                f"✗ broken {one.clause}  {one.said('en')}",
                style=f"bold {BROKEN}",
            )
