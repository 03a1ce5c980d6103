"""The demo from its first line to its exit status."""

from __future__ import annotations

import io
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

from rich.console import Console

import jikim
from jikim.db.embedded import stopped
from jikim.db.places import data_home
from jikim.demo import clauses, desk_story, evidence, forbidden, hands, leaving, opening, pages, proven, story, years
from jikim.demo.first_site import first_site
from jikim.demo.receiver import Receiver
from jikim.demo.report import WIDTH, BrokenError, Report
from jikim.demo.stage import Stage
from jikim.demo.where import homepage
from jikim.errors import JikimError
from jikim.mail.mailbox import Mailbox
from jikim.policy.model import Language

STORY = "story.txt"
MEMBERS = 500
ONCE = 60
SEED = 20130205
START = datetime.fromisoformat("2013-02-05T09:00:00+09:00")


def run(
    *,
    members: int | None = None,
    once: bool = False,
    keep: Path | None = None,
    lang: str = "en",
    console: Console | None = None,
    whole: bool = False,
) -> int:
    """Plays the story with this many invented people. Answers 0 where every step did what the policy says, else 1.

    `members` is 500 unless given, and 60 where `once` asks for a quick pass, in which nothing redraws. `keep` is a new
    or empty directory for the databases, the ledger's export and the pages; without it the databases are temporary, and
    the pages stay in a directory whose path is told. On a terminal a chapter is a line, and the whole story lies beside
    the pages, unless `whole` asks for it on the screen. `lang` is `en` or `ko`. Raises JikimError for a `keep` that holds
    anything.
    """
    if keep is not None and keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise JikimError(
            f"`{keep}` is not empty",
            hint="name a new or an empty directory for the demo to keep",
            ko=(f"`{keep}` 디렉터리가 비어 있지 않습니다", "데모를 남길 새 디렉터리나 빈 디렉터리를 지정해 주세요"),
        )
    language: Language = "ko" if lang == "ko" else "en"
    console = console or Console(highlight=False)
    aside = Console(file=io.StringIO(), width=WIDTH) if console.is_terminal and not whole else None
    report = Report(console, language, live=console.is_terminal and not once, aside=aside)
    people = (ONCE if once else MEMBERS) if members is None else members
    with ExitStack() as stack:
        if not console.is_terminal and console.width < WIDTH:
            stack.callback(setattr, console, "width", console.width)
            console.width = WIDTH
        home = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jikim-demo-")))
        home.mkdir(parents=True, exist_ok=True)
        try:
            with report.part("demo"):
                _play(stack, report, people, home, keep, once)
        except BrokenError as error:
            report.stopped(str(error))
            if report.aside is not None:
                console.print(_told(report.aside), soft_wrap=True)
            with report.aloud():
                report.line("이야기는 여기서 멈춥니다.", "The story stops here.", style="bold")
    if report.failed:
        with report.aloud():
            report.line(
                f"방침대로 되지 않은 것이 {report.failed}건 있습니다.",
                f"{report.failed} things were not as the policy says.",
                style="bold red",
            )
    return 1 if report.failed else 0


def _play(stack: ExitStack, report: Report, people: int, home: Path, keep: Path | None, once: bool) -> None:
    folder = homepage()
    data = home / "data"
    if keep is None:
        stack.callback(_removed, data)
    jk = stack.enter_context(jikim.open(folder / "policy.yaml", data, demo_start=START))
    file = jk.policy.file
    receiver = stack.enter_context(Receiver([*file.recipients, *file.processors], jk.now))
    box = stack.enter_context(Mailbox())
    jk.settings = replace(jk.settings, smtp=box.url, mail_from=opening.SENDER)
    # An epoch waits until no process remembers a key: where nobody else runs, that is a moment.
    jk.house.keyring.lease = opening.LEASE
    stage = Stage(jk, receiver, report, Random(SEED))  # noqa: S311 - invented people, not secrets
    with report.part("policy"):
        story.policy(stage)
    with report.part("join"):
        story.join(stage, people, folder / "data")
    with report.part("forbidden"):
        forbidden.forbidden(stage)
    with first_site(stage) as site:
        with report.part("entrusted"):
            hands.entrusted(stage, site)
        with report.part("corrected"):
            hands.told(stage, site)
        with report.part("desk"):
            desk_story.served(stage, site)
        with report.part("leaving"):
            leaving.withdrawn(stage, site)
            leaving.leaver(stage, site)
    with report.part("years"):
        years.years(stage)
    with report.part("evidence"):
        shown = evidence.evidence(stage, home)
    with report.part("pages"):
        stage.pages.certificate, stage.pages.key = (shown.content, shown.signature), str(jk.signer.verifier)
        folder = home / "pages" if keep else Path(tempfile.mkdtemp(prefix="jikim-pages-"))
        written = pages.write(folder, stage.policy, stage.pages)
    with report.part("clauses"):
        clauses.table(stage.policy, report)
    _farewell(report, folder, written, home if keep else None)
    with report.part("site"):
        opened = opening.open_site(stack, stage)
    with report.part("proof"):
        proven.proven(report, jk)
    report.ended()
    if report.aside is not None:
        (folder / STORY).write_text(_told(report.aside), encoding="utf-8")
        report.path(f"화면 {len(written)}쪽", f"{len(written)} pages", folder / f"index.{report.language}.html")
        report.path("이야기 전체", "the whole story", folder / STORY)
    with report.part("site"):
        opening.tell(report, opened)
        if once or not opening.attended(report):
            opening.look(report, opened, jk.policy)
        else:
            opening.stay(report)


def _told(aside: Console) -> str:
    return aside.file.getvalue() if isinstance(aside.file, io.StringIO) else ""


def _farewell(report: Report, folder: Path, written: list[Path], home: Path | None) -> None:
    report.chapter("남은 것", "What is left to look at")
    report.path(f"화면 {len(written)}쪽", f"{len(written)} pages", folder / f"index.{report.language}.html")
    if home is not None:
        report.path("원장 내보내기", "the ledger's export", home / evidence.LEDGER)


def _removed(data: Path) -> None:
    """Where PostgreSQL could not reach the directory, its files lie elsewhere (`db/places.py`); a temporary demo leaves
    none."""
    stopped(data, 10)
    elsewhere = data_home(data)
    if elsewhere != data:
        shutil.rmtree(elsewhere, ignore_errors=True)
