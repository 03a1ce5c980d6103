"""/office/jobs: each step of the daily work with its last run and its failures, queues, sizes, keys, backups,
witnesses, and whom alerts reach. Numbers alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from litestar import get
from litestar.response import Response

from jikim.app import AsyncJikim
from jikim.app.job_words import NUMBERS, STEPS
from jikim.db.driver import Steps
from jikim.errors import StoreError
from jikim.handlers.sessions import Signed
from jikim.jobs.backup import Q as BACKUP
from jikim.jobs.epoch_due import last_epoch
from jikim.jobs.webhooks import webhooks
from jikim.keys.keyring import Q as KEYS
from jikim.ledger.backlog import backlog
from jikim.ledger.checkpoint_copies import Q as LEDGER
from jikim.policy.period import Period, day_of, destroyed_from, start_of
from jikim.prove.gathering import Q
from jikim.prove.working import Mails, Sizes, Step, mails, sizes, steps_of
from jikim.settings import Settings
from jikim.store.sealed import Q as STORE
from jikim.verbs.house import House
from jikim.web.office.todo import LOOK, Todo, of_officers
from jikim.web.page import Page
from jikim.web.problems import of_store

# How long after its last run a step is said to be standing still.
STILL = timedelta(days=2)


class Queue(NamedTuple):
    """What waits to leave: ledger entries, messages to recipients, webhooks; `late` messages wait for five days and
    more."""

    entries: int
    since: datetime | None
    messages: int
    late: int
    mails: Mails


class Witness(NamedTuple):
    """A witness: how far it confirmed, when it was asked last, and what it said then."""

    name: str
    size: int
    at: datetime
    said: str


class Health(NamedTuple):
    """Everything that the page shows."""

    steps: list[Step]
    queue: Queue
    sizes: Sizes
    ledger: int
    people: int
    records: int
    rests: int
    epoch: datetime | None
    ring: int
    waiting_keys: int
    backups: list[tuple[int, datetime, datetime | None, str, int | None]]
    witnesses: list[Witness]
    hooks: int
    dead: int
    next_epoch: datetime | None
    next_backup: datetime | None


def next_of(house: House, safeguard: str, last: datetime | None) -> datetime | None:
    """When the policy's safeguard wants something next that was begun then; None: now, or never."""
    declared = house.policy.file.safeguards.get(safeguard)
    every = declared.every if declared is not None and declared.every is not None else Period(1, "d")
    if last is None:
        return None
    if every.unit in ("mo", "y"):
        return start_of(destroyed_from(day_of(last, house.policy.zone), every), house.policy.zone)
    return last + every.delta()


def steps_in_order(house: House) -> Steps[list[Step]]:
    """Each step's last run, in the order of the daily work: the house's server alone knows them."""
    order = {name: n for n, name in enumerate(STEPS)}
    return sorted((yield from steps_of(house)), key=lambda one: order.get(one.step, len(order)))


def health_of(house: House) -> Steps[Health]:
    """Asks for all of it."""
    entries, since = yield from backlog()
    outbox = yield Q["prove.outbox"](before=house.now() - timedelta(days=5))
    queued = yield from mails(house)
    epoch = yield from last_epoch()
    [(waiting_keys, *_)] = yield KEYS["epoch.ahead"]()
    sets = yield BACKUP["sets"]()
    cosigned = yield LEDGER["ledger.witnesses"]()
    hooks = yield from webhooks(house)
    people = yield STORE["people"]()
    counts = yield STORE["counts"]()
    parts = yield STORE["archive.counts"]()
    [(size, *_)] = yield LEDGER["ledger.tree_now"]()
    return Health(
        steps=(yield from steps_in_order(house)),
        queue=Queue(
            entries, since, sum(waiting for *_, waiting, _late in outbox), sum(late for *_, late in outbox), queued
        ),
        sizes=(yield from sizes(house)),
        ledger=int(size),
        people=sum(count for _, state, count in people if state == 1),
        records=sum(records for _, _, records in counts),
        rests=sum(count for _, _, count, _ in parts),
        epoch=epoch.done if epoch is not None else None,
        ring=epoch.ring if epoch is not None else 0,
        waiting_keys=int(waiting_keys),
        backups=[
            (number, begun, verified, "", size) for number, begun, verified, pruned, _, size in sets if pruned is None
        ][-10:][::-1],
        witnesses=[Witness(str(key).partition("+")[0], int(size), at, said) for key, size, at, said in cosigned],
        hooks=len(hooks),
        dead=sum(one.dead for one in hooks),
        next_epoch=next_of(house, "key-rotation", epoch.begun if epoch is not None else None) if waiting_keys else None,
        next_backup=next_of(
            house, "backup", max((begun for _, begun, verified, *_ in sets if verified is not None), default=None)
        ),
    )


@get("/office/jobs")
async def jobs(page: Page, jk: AsyncJikim, me: Signed) -> Response[str]:
    """How the house runs. Where a server is away, which one, and what each job came to."""
    found, away = None, None
    try:
        found = await jk.do(health_of)
    except StoreError as error:
        away = of_store(error, page)
    steps = found.steps if found is not None else await jk.do(steps_in_order)
    now = jk.now()
    still = {
        one.step for one in steps if now - one.at > STILL and one.step not in ("backup", "reindex", "epoch", "alert")
    }
    return page.show(
        "office/jobs/jobs.html",
        health=found,
        away=away,
        steps=steps,
        words=STEPS,
        numbers=NUMBERS,
        still=still,
        set_=arranged(jk.settings),
        size=size_in_words,
    )


def arranged(settings: Settings) -> dict[str, bool]:
    """What is set up here, by name, without its value."""
    return {
        "smtp": settings.smtp is not None,
        "clamd": settings.clamd is not None,
        "backups": settings.backups is not None,
        "keys_backups": settings.keys_backups is not None,
        "witnesses": bool(settings.witnesses),
        "sms": settings.sms is not None,
        "alerts": "alerts" in settings.endpoints,
    }


def size_in_words(size: int | None) -> str:
    """`1.4 MB`, in powers of a thousand."""
    if size is None:
        return "—"
    value = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


@of_officers
def todos(house: House, me: Signed, _by: date) -> Steps[list[Todo]]:
    """Steps that are failing, and mails and messages that were given up or wait long."""
    found: list[Todo] = []
    for one in (yield from steps_of(house)):
        if one.failures:
            ko, en = STEPS.get(one.step, (one.step, one.step))
            again = one.failures > 1
            found.append(
                Todo(
                    "overdue",
                    f"작업 {one.failures}회 연속 실패: {ko}" if again else f"작업 실패: {ko}",
                    f"A job has failed {one.failures} times in a row: {en}" if again else f"A job has failed: {en}",
                    f"/office/jobs#{one.step}",
                    LOOK,
                )
            )
    queued = yield from mails(house)
    if queued.dead:
        found.append(Todo("open", "발송 실패 메일", "E-mails that failed", "/office/jobs", LOOK, None, queued.dead))
    return found
