"""What may no longer be done is appended beside the key ring before its verb answers: raced by processes and threads,
and cut off in between."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import Databases
from tests.faults.counting import Tally
from tests.races.deeds import WITHDRAWN
from tests.races.interleave import Pause, start
from tests.races.judging import World, world
from tests.races.peer import Peer, peering
from tests.waiting import PATIENCE

import jikim
from jikim.app import AsyncJikim, Jikim
from jikim.db.schema import RESTRICTED
from jikim.db.spread import database_of
from jikim.errors import DeniedError, StoreError
from jikim.keys.restrictions import Restrictions
from jikim.policy.model import PolicyFile
from jikim.settings import Settings

# Each restriction as it is written, in the transaction that makes it: the log's own lines leave the table once they are
# logged.
_KEEP = """
CREATE TABLE public.restricted (seq bigint, what text, detail jsonb);
GRANT INSERT ON public.restricted TO PUBLIC;
CREATE FUNCTION public.keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN INSERT INTO public.restricted VALUES (NEW.seq, NEW.what, NEW.detail); RETURN NEW; END $$;
CREATE TRIGGER keep AFTER INSERT ON {}.restriction FOR EACH ROW EXECUTE FUNCTION public.keep();
"""


@pytest.fixture
def races(databases: Databases, homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world that remembers every restriction that ever committed."""
    with world(databases, homepage, tmp_path_factory.mktemp("races")) as made:
        admin = made.ring.watch.admin
        for name in RESTRICTED:
            admin[name].execute(_KEEP.format(name))  # type: ignore[arg-type]
        yield made
        for name in RESTRICTED:
            conn = admin[name]
            conn.execute("DROP FUNCTION public.keep() CASCADE")
            conn.execute("DROP TABLE public.restricted")


def _settings(races: World) -> Settings:
    return races.ring.databases.settings(races.ring.directory)


def _peer(races: World) -> AbstractContextManager[Peer]:
    return peering(policy=races.ring.homepage, settings=_settings(races))


def _people(races: World, count: int) -> list[UUID]:
    return [races.case("entry", ("withdraw", "use")).ref.subject for _ in range(count)]


def _wrong(races: World, *copies: Path) -> list[str]:
    """What each database wrote against its log: every line once, in the database's order, and the chain whole."""
    wrong = []
    directories = [races.ring.directory / "ring", *copies]
    for name, log in Restrictions(directories, races.ring.databases.people).logs.items():
        # Reading it checks the chain, and that the copies are the same.
        with log.locked():
            lines = log.entries(0)
        look = races.ring.watch.alone
        rows = look(name, "SELECT seq, what, detail FROM public.restricted ORDER BY seq")
        [(last,)] = look(name, f"SELECT last FROM {database_of(name)}.beside")
        if [line.n for line in lines] != list(range(1, len(lines) + 1)) or last != len(lines):
            wrong.append(f"{name} counts {last}, its log {len(lines)}")
        written, logged = (
            _told(row[1:] for row in rows),
            _told((line.what, line.detail) for line in lines[len(lines) - len(rows) :]),
        )
        if Counter(map(_key, written)) != Counter(map(_key, logged)):
            wrong.append(f"{name} and its log tell of different things")
        if _by_whom(written) != _by_whom(logged):
            wrong.append(f"{name}: somebody's restrictions stand in another order")
    return wrong


def _told(rows: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(what, detail) for what, detail in rows]


def _key(row: tuple[str, dict[str, Any]]) -> str:
    return f"{row[0]} {json.dumps(row[1], sort_keys=True)}"


def _by_whom(rows: list[tuple[str, dict[str, Any]]]) -> dict[str, list[str]]:
    """Each one's, in order: only what concerns the same is made one after another."""
    found = defaultdict(list)
    for row in rows:
        found[str(row[1].get("subject") or row[1].get("name") or row[1])].append(_key(row))
    return dict(found)


def _withdraw(jk: Jikim, subject: UUID) -> Any:
    return jk.consent(subject, withdraw=WITHDRAWN)


@pytest.mark.parametrize("count", [12, pytest.param(150, marks=pytest.mark.long)])
def test_two_processes_restrict_at_once(races: World, raced: Tally, count: int) -> None:
    """Two processes with three threads each, and this one, restrict and erase at once: each log has every line once, in
    order, and is whole."""
    mine, one, two = (_people(races, count) for _ in range(3))
    with _peer(races) as a, _peer(races) as b:
        a.tell("restrict", people=one, threads=3)
        b.tell("restrict", people=two, threads=3)
        for subject in mine:
            _withdraw(races.ring.one, subject)
        assert (a.hear(), b.hear()) == ([], [])
    raced.tried("several", "beside", 3 * count)
    raced.wrong("several", "beside", _wrong(races))
    assert races.ring.watch.look().wrong == []


def test_tasks_of_one_loop_restrict_at_once(races: World, raced: Tally) -> None:
    """Twenty tasks of an async Jikim and a thread of a sync one: the same, in a copy of the ring too."""
    people, others = _people(races, 20), _people(races, 10)
    copy = races.ring.directory / "copy"
    settings = replace(_settings(races), ring_copies=(copy,))

    async def restrict() -> None:
        async with AsyncJikim(races.ring.homepage, settings) as jk:
            await asyncio.gather(*(jk.consent(subject, withdraw=WITHDRAWN) for subject in people))

    with Jikim(races.ring.homepage, settings) as jk:
        sync = start(lambda: [_withdraw(jk, subject) for subject in others])
        asyncio.run(restrict())
        sync.result()
    logs = [(directory / "restrictions-live.log").read_bytes() for directory in (races.ring.directory / "ring", copy)]
    assert logs[0] == logs[1]
    raced.tried("withdraw", "beside", 30)
    raced.wrong("withdraw", "beside", _wrong(races, copy))


def test_a_task_that_is_cancelled_keeps_nobody_out(races: World, raced: Tally) -> None:
    """Tasks are cancelled at any moment, as by a client that hangs up: whoever restricts next is not kept waiting, and
    no line is lost or torn."""
    people, last = _people(races, 24), _people(races, 1)[0]
    rng = random.Random(1)

    async def restrict() -> None:
        async with AsyncJikim(races.ring.homepage, _settings(races)) as jk:
            for subject in people:
                task = asyncio.ensure_future(jk.consent(subject, withdraw=WITHDRAWN))
                await asyncio.sleep(rng.random() * 0.012)
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await asyncio.wait_for(jk.consent(last, withdraw=WITHDRAWN), PATIENCE)

    asyncio.run(restrict())
    raced.tried("withdraw", "beside, cancelled", len(people))
    raced.wrong("withdraw", "beside, cancelled", _wrong(races))


def test_whoever_reads_between_commit_and_append_is_denied(races: World, raced: Tally) -> None:
    """The restriction has committed and does not stand beside the ring yet: every other process is denied already, and
    waits to add its own."""
    case, other = races.case("entry", ("withdraw", "use")), _people(races, 1)[0]
    with Pause(races.ring.one, "restrictions.append.live") as pause:
        restricting = start(lambda: _withdraw(races.ring.one, case.ref.subject))
        pause.at()
        assert not restricting.done(), "it has not answered"
        with pytest.raises(DeniedError):
            races.ring.two.use(case.ref, purpose="marketing.events", items=["email"])
        second = start(lambda: _withdraw(races.ring.two, other))
        second.thread.join(0.2)
        assert not second.done(), "nobody writes between another's look and line"
    restricting.result()
    second.result()
    raced.tried("withdraw", "beside", 2)
    raced.wrong("withdraw", "beside", _wrong(races))


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_between_commit_and_append(races: World, raced: Tally, when: str) -> None:
    """A process is killed between the two, or right after: the next restriction of another process, or the next
    opening, appends what is missing."""
    for next_ in ("another restricts", "one opens"):
        case = races.case("entry", ("withdraw", "use"))
        server = races.ring.one.driver.spread.of(case.ref.subject)
        with _peer(races) as peer:
            peer.ask("at", step=f"restrictions.append.{server}", when=when, end="kill")
            peer.tell("restrict", people=[case.ref.subject], threads=1)
            assert "at" in peer.hear()
            peer.killed()
        if next_ == "another restricts":
            beside = (one for one in _people(races, 2) if races.ring.one.driver.spread.of(one) == server)
            _withdraw(races.ring.two, next(beside))
        else:
            Jikim(races.ring.homepage, _settings(races)).close()
        raced.tried("withdraw", "beside, killed")
        raced.wrong("withdraw", "beside, killed", _wrong(races), f"{when}, then {next_}")


def test_cut_off_inside_a_line(races: World, raced: Tally) -> None:
    """The log ends at every byte of its last line: that line was never acknowledged, and the next opening writes it
    whole again."""
    subject = _people(races, 1)[0]
    server = races.ring.one.driver.spread.of(subject)
    log = races.ring.directory / "ring" / f"restrictions-{server}.log"
    before = log.stat().st_size if log.exists() else 0

    def torn(_step: str, _when: str) -> None:
        raise StoreError("the process ends here", ko=("여기서 끝남", ""))

    races.ring.one.driver.hook = lambda step, when: (
        torn(step, when) if (step, when) == (f"restrictions.append.{server}", "before") else None
    )
    with pytest.raises(StoreError):
        _withdraw(races.ring.one, subject)
    races.ring.one.driver.hook = None
    start_of_log = log.read_bytes()
    assert len(start_of_log) == before or before == 0
    Jikim(races.ring.homepage, _settings(races)).close()
    whole = log.read_bytes()
    assert whole.startswith(start_of_log)
    for cut in range(len(start_of_log), len(whole), 7):
        log.write_bytes(whole[:cut])
        # The database still has what it numbered and never saw logged.
        fresh = Restrictions([races.ring.directory / "ring"], races.ring.databases.people)
        races.three.driver.run(fresh.settle())
        raced.tried("withdraw", "beside, killed")
        raced.wrong(
            "withdraw", "beside, killed", [] if log.read_bytes() == whole else ["another line"], f"cut at {cut}"
        )
    assert _wrong(races) == []
    with pytest.raises(jikim.DeniedError):
        _withdraw_again(races, subject)


def _withdraw_again(races: World, subject: UUID) -> None:
    (card,) = races.three.show(subject).cards
    races.three.use(card.ref, purpose="marketing.events", items=["email"])


def test_every_database_has_a_log(races: World) -> None:
    """There is one for each, and nothing else is kept there."""
    logs = {path.name for path in (races.ring.directory / "ring").glob("restrictions-*.log")}
    assert logs == {f"restrictions-{name}.log" for name in (*RESTRICTED, *races.ring.databases.people)}
