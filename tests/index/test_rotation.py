"""A rotation by itself: when it is due, what it costs when it is not, what it leaves, and what it does with claims that
are damaged."""

from __future__ import annotations

from uuid import UUID

import pytest
from tests.index.looking import Slow, claims, found, jk, join, key_versions, versions, watch  # noqa: F401
from tests.invariants import Watch

import jikim
from jikim.app import Jikim
from jikim.jobs import reindex as reindexing


@pytest.mark.one_server("an idle run's statements are counted, and each server is asked for the versions")
def test_nothing_is_due_while_nobody_was_removed(watch: Watch, jk: Jikim) -> None:
    """People who come, and corrections of other items, make nothing due; an idle run is three small statements and
    writes nothing."""
    ref = join(jk, "dunlin")
    jk.correct(jk.ask_correction(ref, ["mobile"]), {"mobile": "010-5550-0101"})
    jk.find("login_id", "dunlin")
    entries = watch.one("live", "SELECT count(*) FROM public.seen")
    steps: list[str] = []
    jk.driver.hook = lambda step, when: steps.append(step) if when == "before" else None
    done = jk.reindex()
    jk.driver.hook = None
    assert (done.version, done.moved, done.destroyed, done.due) == (1, 0, 0, False)
    assert steps == ["index.state", "key.page", "key.page"]
    assert watch.one("live", "SELECT count(*) FROM public.seen") == entries


def test_an_empty_house_has_nothing_to_do(jk: Jikim) -> None:
    """Before anyone has come there is nothing to rotate."""
    assert jk.reindex().as_json() == {
        "version": 1,
        "moved": 0,
        "mended": 0,
        "destroyed_keys": 0,
        "lost": [],
        "due": False,
    }


def test_each_way_out_makes_it_due(watch: Watch, jk: Jikim) -> None:
    """Leaving, a correction of the value, and the end of the record: each asks for one rotation, and one is enough."""
    leaves, corrects, ends = join(jk), join(jk), join(jk)
    jk.leave(leaves.subject)
    assert (jk.reindex().version, jk.reindex().version) == (2, 2)
    jk.correct(jk.ask_correction(corrects, ["email"]), {"email": "other@example.com"})
    assert (jk.reindex().version, jk.reindex().version) == (3, 3)
    # As the sweep does at the end of a record.
    watch.admin["live"].execute("SELECT live.unclaim(%s, %s, NULL)", (ends.subject, ends.record))
    assert (jk.reindex().version, jk.reindex().version) == (4, 4)
    assert (versions(watch), key_versions(watch)) == ([4], [4])


def test_many_pages_and_many_rotations(watch: Watch, jk: Jikim, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page by page, again and again: everyone is found by both values, each row is of the youngest version, one key is
    left."""
    monkeypatch.setattr(reindexing, "PAGE", 3)
    people = {f"knot{n}": join(jk, f"knot{n}").subject for n in range(8)}
    for turn in range(4):
        gone = f"knot{turn}"
        jk.leave(people.pop(gone))
        done = jk.reindex()
        assert (done.version, done.moved, done.destroyed) == (turn + 2, 2 * len(people), 1)
        assert found(jk, "login_id", gone) == []
        for login, subject in people.items():
            assert found(jk, "login_id", login) == found(jk, "email", f"{login}@example.com") == [subject]
        assert (versions(watch), key_versions(watch)) == ([turn + 2], [turn + 2])
    watch.ledger(jk)


def test_the_ledger_tells_it(watch: Watch, jk: Jikim) -> None:
    """Begin, end and the key's destruction are entries of their own, with the version, and name nobody."""
    jk.leave(join(jk).subject)
    jk.reindex()
    told = [body for body in watch.ledger(jk) if body["event"].startswith("index:")]
    assert [(body["event"], body["version"]) for body in told] == [
        ("index:begin:allowed", "2"),
        ("index:end:allowed", "2"),
        ("index:destroy-key:allowed", "1"),
    ]
    assert not any(body.get("subject") for body in told)


@pytest.mark.one_server("rows of two people are swapped by hand in one statement")
def test_rows_that_were_swapped_are_made_anew(watch: Watch, jk: Jikim) -> None:
    """The inner tags of two rows, exchanged by a hand, open in neither: each is made from its own record, and finds its
    own person."""
    one, other = join(jk, "grebe"), join(jk, "heron")
    watch.admin["live"].execute(
        "UPDATE live.claim c SET sealed = o.sealed FROM live.claim o WHERE o.item = c.item AND o.subject <> c.subject"
    )
    jk.leave(join(jk).subject)
    done = jk.reindex()
    assert (done.moved, done.mended, done.lost) == (0, 4, [])
    assert found(jk, "login_id", "grebe") == [one.subject]
    assert found(jk, "login_id", "heron") == [other.subject]


@pytest.mark.one_server("a hand gives one person's row to another in one statement")
def test_a_claim_that_a_hand_moved_comes_home(watch: Watch, jk: Jikim) -> None:
    """A row that was given to another person says after the rotation what that person's record says, or goes."""
    one, other = join(jk, "grebe"), join(jk, "heron")
    live = watch.admin["live"]
    live.execute("DELETE FROM live.claim WHERE subject = %s", (other.subject,))
    live.execute("UPDATE live.claim SET subject = %s, record = %s", (other.subject, other.record))
    assert found(jk, "login_id", "grebe") == [other.subject]
    jk.leave(join(jk).subject)
    done = jk.reindex()
    assert (done.moved, done.mended) == (0, 2)
    assert found(jk, "login_id", "grebe") == []
    assert found(jk, "login_id", "heron") == [other.subject]
    assert one.subject not in {row[1] for row in claims(watch)}


def test_what_opens_nowhere_goes_and_is_told(watch: Watch, jk: Jikim) -> None:
    """A claim that is damaged together with its record keeps no one else from the new version."""
    bad, good = join(jk, "grebe"), join(jk, "heron")
    live = watch.admin["live"]
    for table, column in (("claim", "sealed"), ("record", "head")):
        live.execute(
            f"UPDATE live.{table} SET {column} = set_byte({column}, 20, get_byte({column}, 20) # 1) WHERE subject = %s",  # type: ignore[arg-type]
            (bad.subject,),
        )
    jk.leave(join(jk).subject)
    done = jk.reindex()
    assert (done.moved, done.mended, done.lost) == (2, 0, [bad.record] * 2)
    assert found(jk, "login_id", "heron") == [good.subject]
    assert (versions(watch), key_versions(watch)) == ([2], [2])
    assert ("index:mend", 1) in {
        (fact, outcome)
        for fact, outcome in watch.rows("live", "SELECT fact::jsonb ->> 'event', outcome FROM public.seen")
    }


def test_a_copy_of_a_row_never_stands_in_the_way(watch: Watch, jk: Jikim) -> None:
    """A forged second row of a value gives way to the sound one: uniqueness holds, and the rotation ends."""
    one = join(jk, "grebe")
    watch.admin["live"].execute(
        "INSERT INTO live.claim SELECT sha256(tag), subject, record, item, version, exclusive, sha256(sealed) FROM live.claim"
    )
    jk.leave(join(jk).subject)
    done = jk.reindex()
    assert (done.moved, done.mended, len(done.lost)) == (2, 0, 2)
    assert found(jk, "login_id", "grebe") == found(jk, "email", "grebe@example.com") == [one.subject]
    assert len(claims(watch)) == 2


def test_a_key_that_was_made_and_never_used_goes(watch: Watch, jk: Jikim) -> None:
    """A process that was killed between its key and its beginning leaves a key: the next takes another number, and both
    old ones go."""
    jk.leave(join(jk).subject)
    slow = Slow(jk)
    slow.until("index.begin")
    assert key_versions(watch) == [1, 2]
    assert jk.reindex().version == 3
    assert key_versions(watch) == [3]
    # The slow one wakes up: its number is below the one that stands, so that it begins nothing.
    done = slow.finish()
    assert (done.version, done.moved) == (3, 0)
    assert (versions(watch), key_versions(watch)) == ([], [3])


def test_both_keys_gone_in_the_middle(watch: Watch, jk: Jikim) -> None:
    """A database that was put back as of the middle of a rotation, with both versions' keys gone since: the index is
    made anew all the same."""
    refs = {login: join(jk, login) for login in ("grebe", "heron")}
    jk.leave(join(jk).subject)
    slow = Slow(jk)
    slow.until("index.page")
    refs["plover"] = join(jk, "plover")
    assert versions(watch) == [1, 2]
    watch.admin["keys"].execute(
        "WITH gone AS (DELETE FROM keys.key WHERE space = 'index' AND name <> 'base' RETURNING space, name) "
        "INSERT INTO keys.destroyed (space, name, at) SELECT space, name, now() FROM gone"
    )
    jk.house.keyring.forget_all()
    with pytest.raises(jikim.JikimError, match="index is gone"):
        join(jk, "avocet")
    done = jk.reindex()
    assert (done.version, done.mended, done.lost) == (3, 6, [])
    for login, ref in refs.items():
        assert found(jk, "login_id", login) == [ref.subject]
    assert (versions(watch), key_versions(watch)) == ([3], [3])


def test_a_refused_sign_up_leaves_no_key_unused(watch: Watch, jk: Jikim) -> None:
    """However many are refused one after another, one key waits, and the next person who comes gets it."""
    join(jk, "grebe")
    for _ in range(4):
        with pytest.raises(jikim.DeniedError):
            join(jk, "grebe")
    people = "SELECT substring(name FOR 16) FROM keys.key WHERE space = 'person'"
    keys = {UUID(bytes=bytes(name)) for (name,) in watch.rows("keys", people)}
    assert len(keys) == 2
    made = join(jk, "heron")
    assert made.subject in keys
    assert {UUID(bytes=bytes(name)) for (name,) in watch.rows("keys", people)} == keys
    assert jk.use(made, purpose="notices", items=["email"])["email"] == "heron@example.com"
    assert watch.look().wrong == []


@pytest.mark.one_server("a rotation's statements are made by hand, where one server has them from the other")
def test_the_database_itself_keeps_the_order(watch: Watch, jk: Jikim) -> None:
    """No version ends while a claim lies under it, and no claim goes to a version that did not begin, whatever the
    application says."""
    ref = join(jk)
    jk.leave(join(jk).subject)
    Slow(jk).until("index.begin")
    entry = "ROW(gen_random_uuid(), now(), '{}', '', 0)::ledger.entry"
    live = watch.admin["live"]

    def moved(to: int) -> int:
        return int(
            watch.one(
                "live",
                "SELECT live.index_move(%s, array_agg(tag), array_agg(subject), array_agg(record), array_agg(sha256(tag)), array_agg(sealed)) "
                "FROM live.claim",
                (to,),
            )
        )

    assert watch.one("live", f"SELECT live.index_begin('{{2}}', 3, {entry})") is False
    assert watch.one("live", f"SELECT live.index_begin('{{1}}', 1, {entry})") is False
    assert moved(2) == 0
    assert watch.one("live", f"SELECT live.index_begin('{{1}}', 2, {entry})") is True
    assert watch.one("live", f"SELECT live.index_end(2, {entry})") is False
    assert watch.one("live", "SELECT live.index_versions()") == [1, 2]
    assert moved(3) == 0
    live.execute("DELETE FROM live.claim WHERE subject = %s", (ref.subject,))
    assert watch.one("live", f"SELECT live.index_end(2, {entry})") is True
    assert watch.one("live", "SELECT live.index_versions()") == [2]
