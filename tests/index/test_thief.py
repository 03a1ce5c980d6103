"""A thief with an old copy of the index and every key that exists today: nobody who was erased is found in it."""

from __future__ import annotations

import pytest
from tests.index.looking import Slow, Thief, claims, found, jk, join, key_versions, versions, watch  # noqa: F401
from tests.invariants import Watch

import jikim
from jikim.app import Jikim


def test_who_left_is_not_found_in_an_old_copy(watch: Watch, jk: Jikim) -> None:
    """Before the rotation the thief's question is answered (so it can be); after it no key that exists answers, and
    survivors are still found."""
    left, stays = join(jk, "erased", "erased@example.com"), join(jk, "stays")
    copy = claims(watch)
    jk.leave(left.subject)
    assert claims(watch) != copy
    for item, value in (("email", "Erased@Example.com"), ("login_id", "erased")):
        assert Thief(jk, watch).who(copy, item, value) == {left.subject}  # the positive control
    done = jk.reindex()
    assert (done.moved, done.version, done.destroyed, done.due) == (2, 2, 1, False)
    thief = Thief(jk, watch)
    for item, value in (("email", "erased@example.com"), ("login_id", "erased"), ("login_id", "stays")):
        assert thief.who(copy, item, value) == set()
    assert all(thief.opened(row) == set() for row in copy)
    assert thief.who(claims(watch), "login_id", "stays") == {stays.subject}
    assert found(jk, "login_id", "stays") == found(jk, "email", "stays@example.com") == [stays.subject]
    assert found(jk, "login_id", "erased") == []
    assert join(jk, "erased", "erased@example.com").subject != left.subject


def test_what_was_corrected_is_not_found_in_an_old_copy(watch: Watch, jk: Jikim) -> None:
    """An address that someone no longer has goes from the index as they themselves would."""
    ref = join(jk, "godwit", "old@example.com")
    copy = claims(watch)
    jk.correct(jk.ask_correction(ref, ["email"]), {"email": "new@example.com"})
    assert Thief(jk, watch).who(copy, "email", "old@example.com") == {ref.subject}
    jk.reindex()
    assert Thief(jk, watch).who(copy, "email", "old@example.com") == set()
    assert found(jk, "email", "new@example.com") == found(jk, "login_id", "godwit") == [ref.subject]
    assert found(jk, "email", "old@example.com") == []


@pytest.mark.parametrize("step", ["index.begin", "index.page", "index.move", "index.end", "key.destroy"])
def test_who_leaves_while_it_runs_goes_with_the_next(watch: Watch, jk: Jikim, step: str) -> None:
    """Wherever a rotation is when someone leaves, the copies of that moment answer nothing after the next one."""
    gone_before, left = join(jk), join(jk, "fleeting")
    jk.leave(gone_before.subject)
    slow = Slow(jk)
    slow.until(step)
    copies = [claims(watch)]
    jk.leave(left.subject)
    copies.append(claims(watch))
    assert all(row[1] != left.subject for row in copies[-1])
    slow.finish()
    if any(left.subject in Thief(jk, watch).who(copy, "login_id", "fleeting") for copy in copies):
        # Under the version that is now the youngest: then another is due.
        assert watch.one("live", "SELECT due FROM live.index_state()") is True
    jk.reindex()
    assert not any(Thief(jk, watch).who(copy, "login_id", "fleeting") for copy in copies)


@pytest.mark.one_server("where rows lie in a server's file is read by hand")
def test_who_is_refused_never_lay_in_the_index(watch: Watch, jk: Jikim) -> None:
    """A sign-up under a taken login writes no tag at all, not even one that is taken back, and makes nothing due."""
    watch.admin["live"].execute("TRUNCATE live.claim")
    join(jk, "plover")
    for n in range(5):
        with pytest.raises(jikim.DeniedError) as denied:
            join(jk, "plover", f"refused{n}@example.com")
        assert denied.value.why == "taken"
    taken = join(jk, "knot")
    # Rows lie in the order in which they were written: there is no gap where a refused one would have lain.
    places = watch.rows("live", "SELECT ctid::text, subject FROM live.claim ORDER BY ctid")
    assert [place for place, _ in places] == ["(0,1)", "(0,2)", "(0,3)", "(0,4)"]
    assert [subject for _, subject in places[2:]] == [taken.subject] * 2
    assert watch.one("live", "SELECT count(*) FROM live.index_due") == 0


def test_an_index_put_back_is_made_anew_and_finds_no_one_who_left(watch: Watch, jk: Jikim) -> None:
    """An old database is put back after its version's key went: the survivors are found again, from their records, and
    the erased are not."""
    left, stays = join(jk, "erased"), join(jk, "stays")
    copy = watch.rows("live", "SELECT * FROM live.claim")
    listed = watch.rows("live", "SELECT * FROM live.index_version")
    jk.leave(left.subject)
    jk.reindex()
    jk.leave(join(jk).subject)
    assert jk.reindex().version == 3
    # The lost life of the database was at version 3; what is put back knows the first alone.
    live = watch.admin["live"]
    live.execute("DELETE FROM live.claim")
    live.execute("DELETE FROM live.index_version")
    assert listed == []
    for row in copy:
        live.execute("INSERT INTO live.claim VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", row)
    # The restrictions are replayed, as `jikim restore` does.
    live.execute("DELETE FROM live.claim WHERE subject = %s", (left.subject,))
    jk.house.keyring.forget_all()
    with pytest.raises(Exception, match="index is gone"):
        found(jk, "login_id", "stays")
    done = jk.reindex()
    # Not 2, nor 3: those keys once found people who may have gone since.
    assert (done.version, done.moved, done.mended, done.lost) == (4, 0, 2, [])
    assert found(jk, "login_id", "stays") == found(jk, "email", "stays@example.com") == [stays.subject]
    assert found(jk, "login_id", "erased") == []
    assert (versions(watch), key_versions(watch)) == ([4], [4])
