"""Two versions side by side: unique in both, found in both, and whoever does not know of the new one is told by the
statement itself."""

from __future__ import annotations

import pytest
from tests.index.looking import Slow, found, join, key_versions, versions, why
from tests.races.interleave import Ring, ring, start  # noqa: F401
from tests.waiting import eventually

import jikim
from jikim.app import Jikim
from jikim.errors import StoreError


def _refused(jk: Jikim, login: str, email: str | None = None) -> bool:
    return why(lambda: join(jk, login, email)) == "taken"


def _midway(ring: Ring, moved: int = 0) -> Slow:
    """A rotation of `two` that has begun, with so many pages of one row moved."""
    ring.one.leave(join(ring.one).subject)
    slow = Slow(ring.two)
    slow.until("index.page")
    for _ in range(moved):
        slow.until("index.move")
        slow.advance()
        slow.until("index.page")
    return slow


@pytest.fixture
def single(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of one row."""
    monkeypatch.setattr("jikim.jobs.reindex.PAGE", 1)


def test_a_value_is_unique_in_both(ring: Ring, single: None) -> None:
    """While some rows lie under the old version and some under the new, each value is taken, whoever asks and whatever
    they knew."""
    held = [join(ring.one, f"knot{n}") for n in range(3)]
    slow = _midway(ring, moved=3)
    assert versions(ring.watch) == [1, 2]
    fresh = join(ring.one, "fresh")
    for jk in (ring.one, ring.two, ring.another()):
        for n, ref in enumerate(held):
            assert _refused(jk, f"knot{n}", "another@example.com")
            assert _refused(jk, f"another{n}", f"knot{n}@example.com")
            assert found(jk, "login_id", f"knot{n}") == found(jk, "email", f"knot{n}@example.com") == [ref.subject]
        assert _refused(jk, "fresh", "another@example.com")
        assert found(jk, "login_id", "fresh") == [fresh.subject]
    assert slow.finish().moved == 6
    assert (versions(ring.watch), key_versions(ring.watch)) == ([2], [2])
    assert _refused(ring.one, "knot1", "another@example.com")


def test_two_newcomers_share_nothing_while_it_runs(ring: Ring) -> None:
    """Two sign up at once under one login, one of whom knows the old version alone: one of them gets it."""
    join(ring.one)
    slow = _midway(ring)
    runs = [
        start(lambda: join(ring.one, "grebe", "a@example.com")),
        start(lambda: join(ring.two, "grebe", "b@example.com")),
    ]
    assert sorted(run.outcome() for run in runs) == ["ok", "taken"]
    slow.finish()
    assert len(found(ring.one, "login_id", "grebe")) == 1
    assert ring.watch.one("live", "SELECT count(*) FROM live.subject WHERE state = 1") == 2


def test_a_beginning_waits_for_whoever_writes_under_the_old_list(ring: Ring) -> None:
    """A sign-up that is about to commit holds the beginning up: after it, no row comes under the old version alone."""
    ring.one.leave(join(ring.one).subject)
    slow = Slow(ring.two)
    slow.until("index.begin")
    signed, begun = ring.race("record:collect", lambda: join(ring.one, "grebe"), slow.advance)
    assert (signed.outcome(), begun.outcome()) == ("ok", "ok")
    assert versions(ring.watch) == [1]
    assert _refused(ring.two, "grebe")
    assert slow.finish().moved == 2


def test_a_sign_up_that_waited_for_the_beginning_is_made_under_the_new(ring: Ring) -> None:
    """Whoever comes while it begins learns it from their own statement and tries again, unseen; the first try took
    nothing and leaves nothing."""
    join(ring.one)
    ring.one.leave(join(ring.one).subject)
    slow = Slow(ring.two)
    slow.until("index.begin")
    begun, signed = ring.race("index:begin", slow.advance, lambda: join(ring.one, "grebe"))
    assert (begun.outcome(), signed.outcome()) == ("ok", "ok")
    assert versions(ring.watch) == [1, 2]
    outcomes = "SELECT outcome FROM public.seen WHERE fact::jsonb ->> 'event' = 'record:collect' ORDER BY n"
    assert [row[0] for row in ring.watch.rows("live", outcomes)] == [0, 0, 0]
    slow.finish()
    assert found(ring.one, "login_id", "grebe") == [signed.answer.subject]


@pytest.mark.parametrize("step", ["index.begin", "index.page", "index.move", "index.end", "key.destroy"])
def test_whoever_knows_older_versions_is_served_all_the_same(ring: Ring, step: str) -> None:
    """At each step a process that last looked before it finds, takes, corrects and refuses as if nothing happened."""
    held, mended = join(ring.one, "grebe"), join(ring.one, "heron")
    asked = ring.one.ask_correction(mended, ["login_id"])
    slow = _midway(ring) if step != "index.begin" else None
    if slow is None:
        ring.one.leave(join(ring.one).subject)
        slow = Slow(ring.two)
    stale = ring.another()
    assert found(stale, "login_id", "grebe") == [held.subject]  # it knows what stands now
    slow.until(step)
    slow.advance()
    # Its keys are cached for a lease: here it has to fetch them again, and the oldest may be gone.
    if step == "key.destroy":
        stale.house.keyring.forget_all()
    assert found(stale, "login_id", "grebe") == [held.subject]
    assert _refused(stale, "grebe")
    assert found(stale, "email", "heron@example.com") == [mended.subject]
    new = join(stale, "plover")
    stale.correct(asked, {"login_id": "avocet"})
    slow.finish()
    for jk in (ring.one, ring.two, stale):
        assert found(jk, "login_id", "avocet") == [mended.subject]
        assert found(jk, "login_id", "heron") == []
        assert found(jk, "login_id", "plover") == [new.subject]
        assert _refused(jk, "avocet", "another@example.com")


def test_a_correction_to_a_value_of_the_old_version_is_refused(ring: Ring) -> None:
    """A correction asks both versions too, and what it is refused leaves the old claims as they were."""
    held, other = join(ring.one, "grebe"), join(ring.one, "heron")
    slow = _midway(ring)
    asked = ring.one.ask_correction(other, ["login_id"])
    before = ring.watch.rows("live", "SELECT tag, subject FROM live.claim ORDER BY tag")
    with pytest.raises(jikim.DeniedError) as denied:
        ring.one.correct(asked, {"login_id": "grebe"})
    assert denied.value.why == "taken"
    assert ring.watch.rows("live", "SELECT tag, subject FROM live.claim ORDER BY tag") == before
    # To one's own value it may be corrected, whichever version that lies under.
    ring.one.correct(asked, {"login_id": "heron"})
    slow.finish()
    assert found(ring.two, "login_id", "grebe") == [held.subject]
    assert found(ring.two, "login_id", "heron") == [other.subject]


def test_a_leaving_under_way_leaves_no_row_behind(ring: Ring) -> None:
    """A page that comes upon the rows of someone who is just leaving lets them be; once they are gone nothing of them
    is under either version."""
    leaver, stays = join(ring.one, "grebe"), join(ring.one, "heron")
    slow = _midway(ring)
    slow.until("index.move")
    left, moved = ring.race("subject:leave", lambda: ring.one.leave(leaver.subject), slow.advance)
    assert (left.outcome(), moved.outcome()) == ("ok", "ok")
    assert slow.finish().moved == 2
    assert ring.watch.rows("live", "SELECT 1 FROM live.claim WHERE subject = %s", (leaver.subject,)) == []
    assert found(ring.two, "login_id", "heron") == [stays.subject]


def test_a_leaving_that_waited_for_a_page_leaves_no_row_behind(ring: Ring) -> None:
    """The page goes first, and the leaving that waited for its row removes the row as it has become."""
    leaver = join(ring.one, "grebe")
    slow = _midway(ring)
    slow.until("index.move")
    ring.watch.admin["live"].execute(
        "CREATE FUNCTION public.slowly() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN PERFORM pg_advisory_xact_lock_shared(7001, 1); RETURN NULL; END $$"
    )
    ring.watch.admin["live"].execute(
        "CREATE TRIGGER slowly AFTER UPDATE ON live.claim FOR EACH STATEMENT EXECUTE FUNCTION public.slowly()"
    )
    try:
        with ring.watch.admin["live"].transaction():
            ring.watch.admin["live"].execute("SELECT pg_advisory_xact_lock(7001, 1)")
            move = start(slow.advance)
            eventually(lambda: ring.waiting("live") == 1, "the page has changed the row")
            leave = start(lambda: ring.one.leave(leaver.subject))
            eventually(lambda: ring.waiting("live") == 2, "the leaving waits for the page")
        assert (move.outcome(), leave.outcome()) == ("ok", "ok")
    finally:
        ring.watch.admin["live"].execute("DROP FUNCTION public.slowly() CASCADE")
    slow.finish()
    assert ring.watch.rows("live", "SELECT 1 FROM live.claim WHERE subject = %s", (leaver.subject,)) == []
    # Their row lay under the new version for a moment: so that one goes too.
    assert ring.two.reindex().destroyed == 1


def test_two_processes_carry_one_rotation_together(ring: Ring, single: None) -> None:
    """Both run it at once, one row at a time: it ends once, and everyone is found."""
    refs = {f"knot{n}": join(ring.one, f"knot{n}") for n in range(12)}
    ring.one.leave(join(ring.one).subject)
    runs = [start(jk.reindex) for jk in (ring.one, ring.two, ring.another())]
    done = [run.result() for run in runs]
    assert sum(one.moved for one in done) == 24
    # One that had its key and did not come to begin leaves that key to the end of the other's version.
    (version,) = {one.version for one in done}
    assert sum(one.destroyed for one in done) == version - 1
    for login, ref in refs.items():
        assert found(ring.two, "login_id", login) == [ref.subject]
    ends = "SELECT count(*) FROM public.seen WHERE fact::jsonb ->> 'event' = 'index:end'"
    assert ring.watch.one("live", ends) == 1


def test_a_slow_process_moves_nothing_back(ring: Ring) -> None:
    """A page that was read before the rotation ended, and another began and ended, changes nothing when it arrives."""
    held = join(ring.one, "grebe")
    slow = _midway(ring)
    slow.until("index.move")
    assert ring.one.reindex().version == 2
    ring.one.leave(join(ring.one).subject)
    assert ring.one.reindex().version == 3
    done = slow.finish()
    assert (done.moved, done.version) == (0, 3)
    assert (versions(ring.watch), key_versions(ring.watch)) == ([3], [3])
    assert found(ring.two, "login_id", "grebe") == [held.subject]


def test_a_finding_is_of_one_look(ring: Ring) -> None:
    """Someone who is here is found at every moment of a rotation: never between two versions."""
    refs = [join(ring.one, f"knot{n}") for n in range(20)]
    missed: list[int] = []
    over = False

    def seek() -> int:
        n = 0
        while not over:
            if found(ring.one, "login_id", f"knot{n % 20}") != [refs[n % 20].subject]:
                missed.append(n)
            n += 1
        return n

    seeking = start(seek)
    for _ in range(6):
        ring.two.leave(join(ring.two).subject)
        ring.two.reindex()
    over = True
    assert seeking.result() > 20
    assert missed == []


def test_a_rotation_that_loses_its_database_goes_on(ring: Ring) -> None:
    """A page whose connection ends changes nothing and is done by the next run."""
    held = join(ring.one, "grebe")
    slow = _midway(ring)
    slow.until("index.move")
    ring.watch.admin["live"].execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'jikim_live' AND datname = current_database()"
    )
    with pytest.raises(StoreError):
        slow.advance()
    assert ring.two.reindex().moved == 2
    assert found(ring.two, "login_id", "grebe") == [held.subject]
