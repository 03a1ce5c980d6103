"""Everything that is due, in the order in which one step makes the next possible: the house's daily work in one call.

1. servers: whether the rules follow to each further server of people; told only where they do not;
   publish: what is to be announced today, what comes into force, and who is taken over to it; told only where there was
   something to do; company sign-in: whether the company's provider still vouches for who signs in by it, likewise;
   deliver: what waits to be sent to recipients and processors; remind: who is due to look at their data or to change
   their password, told only where there was something to do; site: the company's own work
   (`jikim.web.Addition.work`), before what it ends is swept; attached: what an application's own transactions recorded, where
   its database is named; give: new consents that are asked for, processors that are
   told by letter, demands, releases, papers; mind: the deadlines of requests and complaints; usage: a year's letters of
   use and provision, where they were begun; statistics: the month that is over is counted; figures: what is released is
   copied to the database that a BI tool reads, where one is named, once on each policy day until it is done;
2. mail: what waits to be sent to people, while their keys stand;
3. sweep: what is over rests, what is due goes; attached sweep: the same in that application's tables, once on each policy day
   until it is done; past months of the ledger move to objects, where these have a place;
4. backup, where the policy's safeguard asks for one and a place is named: what survived the sweep stands in it, and
   after it, where a place is named for them, the keys;
5. sweep again, where keys waited for that backup;
6. reindex and epoch, where the policy asks for one: what went becomes irrecoverable;
7. prove, once a day: whether each promise is kept; what is found broken becomes a task; and sequence: all of it is in
   the ledger, under a signed checkpoint;
8. webhooks: whoever asked is told what is new in it;
9. scan: uploads in quarantine, where a scanner is there now; late records: what is open for longer than its purpose
   should last becomes a task; canaries: those whose day it is leave, and each system is asked for those that are gone;
   desk: what was written for a request that is settled is over; cookies: choices that are
   no evidence any more go; taken records: those of other systems whose time is over are known no more; daily keys:
   those of days that are over are destroyed. These are told only where there was something to do, and while the clock
   is in doubt they forget nothing but what was written for a request, and daily keys.

A step that fails is told and stops no other. Safe in several processes, and killed anywhere: each step is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jikim.alerts.raising import alert
from jikim.app.alerting import tell_alerts
from jikim.app.board_report import file_report
from jikim.app.breaching import tell_breaches
from jikim.app.canaries import mind_canaries, take_returned
from jikim.app.deadline_reminders import mind
from jikim.app.disclosure_work import give
from jikim.app.late_records import file_late
from jikim.app.proving import note, prove_due
from jikim.app.publishing import proceed
from jikim.app.reminding import remind
from jikim.app.usage_notices import notice_usage
from jikim.app.vouching import ask_provider
from jikim.cases.forgetting import forget_cases
from jikim.clock import machine_seconds
from jikim.cookies.record import forget_choices
from jikim.db.everywhere import expect_followed
from jikim.desk.requests import end_served
from jikim.disclosures.counted_items import count_items
from jikim.errors import JikimError
from jikim.handlers.deputies import begin_deputies
from jikim.handlers.officers import end_officers
from jikim.handlers.register import forget_workers
from jikim.jobs.clock_doubt import forgotten
from jikim.jobs.daily import end_days
from jikim.monitoring.pausing import forget_counts, tell_pauses
from jikim.plan.outside_access_records import forget_taken
from jikim.policy.period import day_of
from jikim.prove.working import Did, last_fine
from jikim.reading.mass import forget_masses
from jikim.reports.figures import copy_figures, figures
from jikim.uploads.quarantine import rescan
from jikim.verbs.looks import forget_looks
from jikim.verbs.statistics import close_months

if TYPE_CHECKING:
    from jikim.app.blocking import Jikim


# What this thread's run did, also where there was nothing to tell: for the office's page of jobs.
_here = threading.local()


@dataclass(frozen=True)
class Ran:
    """One step: its name, what it did, as data; or (`error`) why it did not."""

    step: str
    done: dict[str, Any]
    error: JikimError | None = None

    @property
    def failed(self) -> str | None:
        """Why it was not done, in English: for what is kept and for programs."""
        return None if self.error is None else str(self.error)

    def as_json(self) -> dict[str, Any]:
        return {"step": self.step, "done": self.done, "failed": self.failed}


def run_due(jk: Jikim) -> Iterator[Ran]:
    """Runs what is due, and answers each step when it has ended. One that fails raises an alert, once while nobody has
    looked at it."""
    did: list[Did] = []
    _here.did = did
    for ran in _steps(jk):
        if ran.failed is not None:
            _ran("alert", lambda ran=ran: _alarm(jk, ran))  # type: ignore[misc]
        yield ran
    note(jk, did)


def _alarm(jk: Jikim, ran: Ran) -> dict[str, Any]:
    jk.do(alert, "job", f"작업이 멈추었습니다: {ran.step}", f"A job stopped: {ran.step}", href="/office/jobs")
    return {}


def _steps(jk: Jikim) -> Iterator[Ran]:
    run, house = jk.driver.run, jk.house
    yield from _quiet(("servers", lambda: _followed(jk)))
    # Before all else: whatever follows is judged by what is in force now.
    yield from _quiet(("publish", lambda: proceed(jk)), ("company sign-in", lambda: ask_provider(jk)))
    yield _ran("deliver", lambda: jk.deliver()._asdict())
    yield from _quiet(("site", lambda: _own(jk)), ("attached", lambda: _take(jk)))
    # Before the sweep: what a demand let out is counted before its people are forgotten.
    yield from _quiet(
        ("remind", lambda: remind(jk)),
        ("give", lambda: give(jk)),
        ("mind", lambda: mind(jk)),
        ("usage", lambda: notice_usage(jk)),
        # Before the records of the month that is over end.
        ("statistics", lambda: {"counted": run(close_months(house)) + run(count_items(house))}),
    )
    if (there := jk.figures) is not None and not _done_today(jk, "figures"):
        yield from _quiet(("figures", lambda: {"copied": copy_figures(jk.do(figures), there)}))
    yield from _quiet(("returned mail", lambda: take_returned(jk)))
    yield _ran("mail", lambda: jk.mails()._asdict())
    swept = _ran("sweep", lambda: jk.sweep().as_json())
    yield swept
    yield from _sweep_there(jk)
    # Apart from it: whoever cannot reach the store of objects destroys in time all the same.
    yield from _quiet(("past months", lambda: {"entries": jk.move_ledger()}))
    waiting = swept.done.get("keys_waiting_for_a_backup", 0)
    if jk.settings.backups is not None and ((due := jk.backups.due()) is None or due <= jk.now()):
        made = _ran("backup", lambda: _set(jk))
        yield made
        if waiting and made.failed is None:
            yield _ran("sweep", lambda: jk.sweep().as_json())
    if jk.epoch_due().now:
        yield _ran("reindex", lambda: jk.reindex().as_json())
        yield _ran("epoch", lambda: jk.epoch().as_json())
    yield from _quiet(("breach letters", lambda: run(tell_breaches(house))), ("alerts", lambda: tell_alerts(jk)))
    proved = _ran("prove", lambda: prove_due(jk))
    if proved.failed is not None or proved.done.get("tasks"):
        yield proved
    yield _ran("sequence", lambda: jk.sequence()._asdict())
    yield _ran("webhooks", lambda: jk.call_webhooks()._asdict())
    yield from _quiet(
        ("scan", lambda: rescan(jk.driver, house, jk.settings).as_json()),
        ("desk", lambda: {"ended": run(end_served(house))}),
        ("reading", lambda: {"forgotten": run(forgotten(house, forget_masses, forget_looks))}),
        (
            "handlers",
            lambda: {
                "forgotten": run(forgotten(house, forget_workers)),
                "ended": run(end_officers(house)),
                "begun": run(begin_deputies(house)),
            },
        ),
        ("canaries", lambda: dict(mind_canaries(jk))),
        ("monitoring", lambda: {"told": run(tell_pauses(house)), "forgotten": run(forgotten(house, forget_counts))}),
        ("cases", lambda: {"forgotten": run(forgotten(house, forget_cases))}),
        ("late records", lambda: {"tasks": run(file_late(house))}),
        ("board report", lambda: {"filed": run(file_report(house))}),
        ("cookies", lambda: {"forgotten": run(forgotten(house, forget_choices))}),
        ("taken records", lambda: {"forgotten": run(forgotten(house, forget_taken))}),
        ("daily keys", lambda: {"ended": run(end_days(house))}),
    )


def _followed(jk: Jikim) -> dict[str, Any]:
    jk.driver.run(expect_followed())
    return {}


def _own(jk: Jikim) -> dict[str, Any]:
    """The company's own work."""
    with _theirs("the site's own work failed", "홈페이지 자체 업무에 실패했습니다"):
        return dict(jk.own_work()) if jk.own_work is not None else {}


@contextmanager
def _theirs(en: str, ko: str) -> Iterator[None]:
    """What others' programs and databases raise stops no other step, and is told by its type alone: its text may name
    somebody."""
    try:
        yield
    except JikimError:
        raise
    except Exception as error:
        why = type(error).__name__
        raise JikimError(f"{en}: {why}", ko=(f"{ko}: {why}", "")) from error


_THERE = ("the work at the application's database failed", "애플리케이션 DB의 작업에 실패했습니다")


def _take(jk: Jikim) -> dict[str, Any]:
    settings = jk.settings
    if settings.attached is None or settings.attached_dsn is None:
        return {}
    with _theirs(*_THERE):
        taken = jk.attached(settings.attached).take(settings.attached_dsn)
    if taken.foreign:
        raise JikimError(
            f"{taken.foreign} rows of the application's outbox were written by no process of this house",
            hint="see who may write there; `jikim attach take` tells when they are gone",
            ko=(
                f"애플리케이션의 아웃박스에 이 지킴이 쓰지 않은 행이 {taken.foreign}개 있습니다",
                "누가 쓸 수 있는지 확인해 주세요. 없어졌는지는 `jikim attach take`로 확인할 수 있습니다",
            ),
        )
    return {"taken": taken.taken}


def _sweep_there(jk: Jikim) -> Iterator[Ran]:
    """The sweep of an application's tables, where it was not done on this policy day."""
    settings = jk.settings
    if settings.attached is None or settings.attached_dsn is None:
        return
    mapping, dsn = settings.attached, settings.attached_dsn
    if not _done_today(jk, "attached sweep"):

        def sweep() -> dict[str, Any]:
            with _theirs(*_THERE):
                return jk.attached(mapping).sweep(dsn).counted()

        yield _ran("attached sweep", sweep)


def _done_today(jk: Jikim, step: str) -> bool:
    """Whether a step was done on this policy day."""
    last = jk.do(last_fine, step)
    return last is not None and day_of(last, jk.house.policy.zone) >= jk.house.today()


def _quiet(*steps: tuple[str, Callable[[], dict[str, Any]]]) -> Iterator[Ran]:
    """Steps that are told only where they did something, or failed."""
    for name, act in steps:
        ran = _ran(name, act)
        if ran.failed is not None or any(ran.done.values()):
            yield ran


def _set(jk: Jikim) -> dict[str, Any]:
    sets = dict(zip(("set", "keys"), jk.backups.both(), strict=False))
    names = {name: one.set.path.name if one.set else None for name, one in sets.items()}
    return {**names, "pruned": len(sets["set"].pruned)}


def _ran(step: str, act: Callable[[], dict[str, Any]]) -> Ran:
    begun = machine_seconds()
    try:
        ran = Ran(step, act())
    except JikimError as error:
        ran = Ran(step, {}, error)
    did: list[Did] = getattr(_here, "did", [])
    did.append(Did(step, int((machine_seconds() - begun) * 1000), ran.done, ran.failed))
    return ran
