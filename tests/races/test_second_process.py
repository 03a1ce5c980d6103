"""A second process whose cache still holds the keys, and one that stood still meanwhile: after a restriction it gives
nothing away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from tests.faults.counting import Tally
from tests.races.deeds import RESTRICTIONS, Case, tidy
from tests.races.judging import World
from tests.races.peer import Peer, peering
from tests.races.stepping import Unstepped

from jikim.crypto import SealContext
from jikim.db.driver import Statement
from jikim.jobs.outbox import HOLDS_SECONDS, deliver
from jikim.keys.keyring import LEASE_SECONDS, day_name, person_name
from jikim.verbs.destroy import destroy_day

READS = ("use", "use-many", "show")


def _peer(races: World, **more: Any) -> Any:
    return peering(policy=races.ring.homepage, settings=races.ring.databases.settings(races.ring.directory), **more)


@pytest.fixture(scope="module")
def running(races: World) -> Iterator[Peer]:
    """A second process for whoever needs none of their own."""
    with _peer(races) as peer:
        yield peer


@pytest.fixture
def peer(races: World, running: Peer) -> Peer:
    """The same, with an empty cache, at the time that the others have come to."""
    running.ask("move", to=races.three.now())
    running.ask("forget")
    return running


def _sent(case: Case) -> Case:
    """A case as another process may have it: without the receiver."""
    return replace(case, receiver=None)  # type: ignore[arg-type]


def _keys(races: World, case: Case) -> list[tuple[str, bytes]]:
    if case.due is None:
        return [("person", person_name(case.ref.subject, 1))]
    kind = races.three.policy.records[case.ref.kind].number
    return [("archive", case.ref.subject.bytes), ("day", day_name(kind, case.due))]


def _leaks(races: World, peer: Peer, case: Case, since: int, got: int) -> list[str]:
    """Where the old value was met since then: in what the process said, and at the receiver."""
    where = []
    if case.old.encode() in peer.said[since:]:
        where.append("the other process gave the old value")
    if any(case.old.encode() in body for body in races.receiver.raw[got:]):
        where.append("the receiver got the old value")
    return where


def _restrict(races: World, case: Case, name: str) -> None:
    RESTRICTIONS[name].do(Unstepped(races.ring.one), case)  # type: ignore[arg-type]


def test_a_warm_cache_gives_nothing_after_a_restriction(races: World, raced: Tally, peer: Peer) -> None:
    """Another process has a person's key in its cache; after a withdrawal, freeze, end, leaving or erasure it denies
    every read and sends nothing."""
    for restriction in ("withdraw", "freeze", "end", "leave", "erase"):
        for read in (*READS, "deliver"):
            if (restriction, read) == ("freeze", "show"):
                continue  # a person goes on seeing what they want corrected
            case = races.case("entry", (restriction, "deliver"))
            assert peer.ask("use", case=_sent(case)) == {"email": case.old}
            since, got = len(peer.said), len(races.receiver.raw)
            _restrict(races, case, restriction)
            assert peer.ask("cached", keys=_keys(races, case)) == [True], "the cache is warm"
            if read == "deliver":
                assert peer.ask("deliver", endpoints=races.receiver.endpoints)["sent"] == 0
            else:
                answer = peer.ask(read, case=_sent(case))
                assert "no" in answer or (read == "show" and not any(answer)), answer
            raced.tried(restriction, "warm process")
            raced.wrong(restriction, "warm process", _leaks(races, peer, case, since, got))


def test_a_warm_cache_gives_nothing_of_a_destroyed_day(races: World, raced: Tally, peer: Peer) -> None:
    """A due day is destroyed here, at each of its steps; there, where both keys are in the cache, a consultation is
    denied."""
    for last in ("destroy.hide", "key.destroy", "destroy.key_gone", "destroy.rows"):
        case = races.case("resting", ("destroy-day", "consult"))
        assert case.due is not None
        assert peer.ask("consult", case=_sent(case))["result"]["number"] == case.old
        since = len(peer.said)
        _until(races, case, last)
        assert peer.ask("cached", keys=_keys(races, case)) == [True, True], "the cache is warm"
        assert peer.ask("consult", case=_sent(case)) == {"no": "gone"}
        raced.tried("destroy-day", "warm process")
        raced.wrong("destroy-day", "warm process", _leaks(races, peer, case, since, 0))
        if last != "destroy.rows":
            _restrict(races, case, "destroy-day")


def _until(races: World, case: Case, last: str) -> None:
    """Destroys a day up to one of its statements, as a process that is killed there."""
    from tests.races.deeds import a_day_later

    jk = races.ring.one
    assert case.due is not None
    house = a_day_later(jk.house, case.due)

    def some() -> Any:
        steps = destroy_day(house, house.policy, house.policy.records[case.ref.kind].number, case.due)
        wanted = next(steps)
        while True:
            rows = yield wanted
            if isinstance(wanted, Statement) and wanted.step == last:
                return
            wanted = steps.send(rows)

    jk.driver.run(some())


def test_a_stolen_copy_does_not_open_once_the_lease_is_over(races: World, raced: Tally) -> None:
    """A ciphertext that was copied off the disk: after the erasure no process opens it for longer than the lease for
    which keys are cached."""
    with _peer(races) as peer:
        case = races.case("entry", ("erase", "use"))
        subject, record = case.ref[:2]
        (row,) = races.ring.watch.rows(
            "live", "SELECT version, items, head, body FROM live.record WHERE record = %s", (record,)
        )
        place = SealContext(subject, record, row[0], 1)
        stolen = {"row": (place, *row[1:]), "space": "person", "name": person_name(subject, 1)}
        assert case.old in peer.ask("steal", **stolen)
        _restrict(races, case, "erase")
        peer.ask("pass", seconds=LEASE_SECONDS)
        assert case.old in peer.ask("steal", **stolen), "the key is in the cache"
        peer.ask("pass", seconds=0.1)
        answer = peer.ask("steal", **stolen)
        raced.tried("erase", "stolen copy")
        raced.wrong("erase", "stolen copy", [] if answer == {"no": "KeyGoneError"} else ["opened after its lease"])


def test_a_read_that_stood_still_is_denied_or_stands_before(races: World, raced: Tally, peer: Peer) -> None:
    """A process is stopped in the middle of a read and goes on after the restriction: it is denied, or its entry stands
    before."""
    for restriction, when, warm in product(
        ("withdraw", "leave", "freeze", "erase"), ("before", "after"), (True, False)
    ):
        case = races.case("entry", (restriction, "use"))
        peer.ask("forget")
        if warm:
            peer.ask("warm", keys=_keys(races, case))
        peer.ask("at", step="use", when=when, end="stop")
        since = races.mark()
        peer.tell("use", case=_sent(case))
        peer.stopped()
        said = len(peer.said)
        _restrict(races, case, restriction)
        peer.goes_on()
        answer = peer.hear()
        stood = races.entries(since, case, RESTRICTIONS[restriction])
        read = races.entries(since, case, races.deed("use"))
        leaks = _leaks(races, peer, case, said, 0)
        raced.tried(restriction, "stopped process")
        wrong = []
        if when == "before":
            wrong = leaks + ([] if "no" in answer else ["it was not denied"])
        elif leaks and not read[-1][0] < stood[-1][0]:
            wrong = ["a read that was recorded after gave the old value"]
        elif restriction == "erase" and not warm:
            # The key went while it stood still: what it had read does not open any more.
            wrong = leaks
        raced.wrong(restriction, "stopped process", wrong, f"{when} use, warm {warm}")


def test_a_sender_that_stood_still_before_it_took_the_message_sends_nothing(
    races: World, raced: Tally, peer: Peer
) -> None:
    """A process is stopped before it dispatches a message, and goes on after the restriction: nothing arrives."""
    for restriction in ("withdraw", "leave", "freeze", "end", "erase"):
        case = races.case("entry", (restriction, "deliver"))
        peer.ask("warm", keys=_keys(races, case))
        peer.ask("at", step="dispatch", when="before", end="stop")
        peer.tell("deliver", endpoints=races.receiver.endpoints)
        peer.stopped()
        since, got = len(peer.said), len(races.receiver.raw)
        _restrict(races, case, restriction)
        peer.goes_on()
        assert peer.hear()["sent"] == 0
        raced.tried(restriction, "stopped process")
        raced.wrong(restriction, "stopped process", _leaks(races, peer, case, since, got))


def test_whoever_has_taken_the_message_may_send_it_and_the_deletion_comes_after(
    races: World, raced: Tally, peer: Peer
) -> None:
    """A process is stopped when a message was dispatched and not yet sent: the receiver is not told to delete before
    that is over."""
    case = races.case("entry", ("withdraw", "deliver"))
    got = len(races.receiver.got)
    peer.ask("warm", keys=_keys(races, case))
    peer.ask("at", step="dispatch", when="after", end="stop")
    peer.tell("deliver", endpoints=races.receiver.endpoints)
    peer.stopped()
    _restrict(races, case, "withdraw")
    jk = races.three
    deliver(jk.driver, jk.house, races.receiver.endpoints)
    assert races.receiver.got[got:] == [], "neither the message nor its deletion has left"
    peer.goes_on()
    assert peer.hear()["sent"] == 1
    deliver(jk.driver, jk.house, races.receiver.endpoints)
    raced.tried("withdraw", "stopped process")
    assert [one["topic"] for one in races.receiver.got[got:]] == ["provide", "delete"]
    assert races.receiver.deletions(case.message) == [got + 1]


def test_a_sender_that_stood_still_for_long_sends_nothing(races: World, raced: Tally) -> None:
    """The same, where it stands still for longer than a decision holds: the deletion goes out, and nothing comes after
    it."""
    with _peer(races) as peer:
        for restriction in ("withdraw", "leave", "erase"):
            case = races.case("entry", (restriction, "deliver"))
            peer.ask("warm", keys=_keys(races, case))
            peer.ask("at", step="dispatch", when="after", end="stop", seconds=HOLDS_SECONDS + 0.1)
            peer.tell("deliver", endpoints=races.receiver.endpoints)
            peer.stopped()
            got = len(races.receiver.got)
            _restrict(races, case, restriction)
            races.later()
            jk = races.three
            for _ in range(2):
                deliver(jk.driver, jk.house, races.receiver.endpoints)
            assert [one["topic"] for one in races.receiver.got[got:]] == ["delete"]
            peer.goes_on()
            assert peer.hear()["sent"] == 0
            raced.tried(restriction, "stopped process")
            assert [one["topic"] for one in races.receiver.got[got:]] == ["delete"]
            tidy(jk, case.ref.subject)
            races.drain()
            peer.ask("move", to=jk.now())
