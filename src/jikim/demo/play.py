"""The demo from its first line to its exit status."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from random import Random

from rich.console import Console

import jikim
from jikim.demo import forbidden, story
from jikim.demo.receiver import Receiver
from jikim.demo.report import Broken, Report
from jikim.demo.stage import Stage
from jikim.demo.where import homepage
from jikim.policy.model import Language

MEMBERS = 500
ONCE = 60
SEED = 20130205
START = datetime.fromisoformat("2013-02-05T09:00:00+09:00")


def run(
    *, members: int = MEMBERS, once: bool = False, keep: Path | None = None, lang: str = "en", console: Console | None = None
) -> int:  # fmt: skip
    """Plays the story with this many invented people. Answers 0 where every step did what the policy says, else 1.

    `once` is a pass without anything that redraws, with 60 people unless another number than the usual 500 is asked for. `keep` is
    a new or empty directory for the databases and the pages; without it the databases are temporary, and the pages stay in a
    directory whose path is told. `lang` is `en` or `ko`.
    """
    language: Language = "ko" if lang == "ko" else "en"
    console = console or Console(highlight=False)
    report = Report(console, language, live=console.is_terminal and not once)
    people = ONCE if once and members == MEMBERS else members
    with ExitStack() as stack:
        home = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jikim-demo-")))
        try:
            with report.part("demo"):
                _play(stack, report, people, home)
        except Broken:
            pass
    return 1 if report.failed else 0


def _play(stack: ExitStack, report: Report, people: int, home: Path) -> None:
    folder = homepage()
    jk = stack.enter_context(jikim.open(folder / "policy.yaml", home / "data", demo_start=START))
    file = jk.policy.file
    receiver = stack.enter_context(Receiver([*file.recipients, *file.processors], jk.now))
    stage = Stage(jk, receiver, report, Random(SEED))  # noqa: S311 - invented people, not secrets
    with report.part("policy"):
        story.policy(stage)
    with report.part("join"):
        story.join(stage, people, folder / "data")
    with report.part("forbidden"):
        forbidden.forbidden(stage)
