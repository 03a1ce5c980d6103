"""A database of an earlier moment is put back: nothing that was restricted since comes back with it."""

from __future__ import annotations

import base64
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.conftest import ALICE, ORDER, START
from tests.employed import employ, lasting
from tests.lost import person, why
from tests.restore.restore_past import Past, past

import jikim
from jikim.accounts.sessions import begin_session, session_of
from jikim.alerts.raising import open_alerts
from jikim.app import Jikim
from jikim.db.driver import Steps
from jikim.db.schema import RESTRICTED, Database
from jikim.db.steps import rows_of
from jikim.desk.guardians import link_guardian, unlink, wards_of
from jikim.errors import SealedError, StoreError
from jikim.intake.webhook_signatures import end_partner_key, make_partner_key, partner_keys
from jikim.jobs.deletion_answers import Answer
from jikim.jobs.outbox import deliver
from jikim.keys.keyring import Q as KEYS
from jikim.keys.keyring import person_name
from jikim.ledger.processes import FORGED, MISSING
from jikim.ledger.processes import Q as LEDGER
from jikim.monitoring.pausing import lift, pauses
from jikim.settings import Endpoint
from jikim.store.sealed import Q as STORE
from jikim.verbs.house import SYSTEM
from jikim.verbs.use import Read

__all__ = ["past"]
FORGET = timedelta(days=4000)


def _order(jk: Jikim, whose: jikim.Person) -> jikim.Ref:
    return jk.collect("order", ORDER, channel="homepage", subject=whose, old_enough=True).ref


def test_an_older_database_is_sealed_until_it_is_replayed(past: Past) -> None:
    """Every kind of restriction that was laid after the copy was made stands in it again before it opens."""
    with past.open() as jk:
        system = jk.acting("system", "set-up")
        employ(jk, "hana")
        grant = lasting(jk, "hana", ["delivery"])
        employ(jk, "omar", "officer")
        lasting(jk, "omar")
        leaver, leaver_ref = person(jk, 1)
        withdrawer, _ = person(jk, 2, "marketing.events")
        settled, _ = person(jk, 3)
        ended, kept = _order(jk, settled), _order(jk, settled)
        asker, _ = person(jk, 4)
        frozen, corrected, refused, held = (_order(jk, asker) for _ in range(4))
        rested = _order(jk, asker)
        jk.event(rested, "settled")
        jk.sweep()
        child, guardian = person(jk, 5)[0], person(jk, 6)[0]
        jk.driver.run(
            link_guardian(jk.house, child.subject, guardian.subject, actor=jk.handler("omar", kind="officer"))
        )
        token = jk.driver.run(begin_session(jk.house, settled.subject, "member"))
        key, _ = jk.driver.run(make_partner_key(jk.house, "reseller", actor=system))
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        jk.driver.run(unlink(jk.house, child.subject, guardian.subject, actor=jk.handler("omar", kind="officer")))
        assert jk.driver.run(session_of(jk.house, token)) is not None
        jk.driver.run(end_partner_key(jk.house, "reseller", key, actor=jk.acting("system", "set-up")))
        omar = jk.handler("omar", kind="officer")
        jk.leave(leaver.subject)
        jk.consent(withdrawer.subject, withdraw=["marketing.events"])
        jk.event(ended, "settled")
        jk.ask_correction(frozen, ["phone"])
        jk.correct(jk.ask_correction(corrected, ["phone"]), {"phone": "02-555-0199"})
        jk.refuse_correction(jk.ask_correction(refused, ["phone"]), reason="it is right")
        number = jk.by(omar).hold(held, reason="a dispute")
        resting_hold = jk.by(omar).hold(rested, reason="a dispute")
        jk.by(omar).revoke(grant)
        late, _ = person(jk, 9)
    with pytest.raises(SealedError, match="older than what stands beside the key ring") as refused_:
        Jikim(past.homepage, past.settings(names))
    assert refused_.value.hint == "jikim restore --replay"
    done = past.replayed(names).replayed
    assert done.restrictions["live"] >= 8
    assert done.holds == 1
    assert done.people_lost == 1
    with Jikim(past.homepage, past.settings(names)) as jk:
        assert not [card for card in jk.show(leaver.subject).cards if card.values]
        assert why(jk, leaver_ref, "member-services") == "left"
        assert not jk.show(withdrawer.subject).consents
        assert not jk.driver.run(wards_of(jk.house, guardian.subject))
        assert [one.ended is not None for one in jk.driver.run(partner_keys(jk.house))] == [True]
        # The copy does not know which sessions were ended since: none of them goes on.
        assert jk.driver.run(session_of(jk.house, token)) is None
        assert why(jk, ended) == "ended"
        assert why(jk, kept) == "allowed"
        assert why(jk, frozen) == "frozen"
        # Its right value is lost with the backup: the wrong one is not used again.
        assert why(jk, corrected) == "frozen"
        assert why(jk, refused) == "allowed"
        omar = jk.handler("omar", kind="officer")
        jk.by(omar).release(held, number, reason="settled")
        assert jk.by(omar).consult(
            rested, purpose="legal-evidence", reason_kind="dispute", reason="a dispute about the contract"
        )["name"]
        jk.by(omar).release(rested, resting_hold, reason="settled")
        assert late.subject not in {found.subject for found in jk.find("login_id", "person9")}
        assert not jk.find("login_id", "person1")
        jk.sequence()
    # A second replay changes nothing.
    again = past.replayed(names).replayed
    assert again.restrictions == {"keys": 0, "archive": 0, "live": 0}


def test_a_pause_outlives_the_backup_before_it(past: Past) -> None:
    """Whose reads were paused after the copy was made reads nothing from it either, until an officer lifts it there."""
    with past.open() as jk:
        for name, purpose, kind in (("hana", "delivery", "handler"), ("omar", "support", "officer")):
            employ(jk, name, kind)  # type: ignore[arg-type]
            jk.by(jk.acting("system", "set-up")).grant(name, [purpose], START + timedelta(days=90))
        refs = [jk.collect("order", ORDER, channel="homepage", subject="guest", old_enough=True).ref for _ in range(41)]
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        hana = jk.by(jk.handler("hana"))
        hana.use_many([Read(ref, "delivery", ["phone"]) for ref in refs[:40]])
        with pytest.raises(jikim.DeniedError):
            hana.use(refs[40], purpose="delivery", items=["phone"])
        assert not jk.handler("hana").grant
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names)) as jk:
        assert not jk.handler("hana").grant
        (one,) = jk.driver.run(pauses(jk.house))
        assert (one.whose, one.rule, one.effective, one.told) == ("hana", "burst", True, None)
        jk.driver.run(lift(jk.house, one.number, "배송 지연 안내", actor=jk.handler("omar", kind="officer")))
        assert jk.handler("hana").grant


KILLED = """
import base64, os, pickle, signal, sys
from jikim.app import Jikim
house, ref = pickle.loads(base64.b64decode(sys.argv[1]))
jk = Jikim(*house)
def hook(step, when):
    if (step, when) == ("restrictions.append.live", "before"):
        os.kill(os.getpid(), signal.SIGKILL)
jk.driver.hook = hook
jk.by(jk.handler("hana")).use(ref, purpose="delivery", items=["phone"])
"""


def test_a_pause_whose_process_was_killed_is_written_by_the_next(past: Past) -> None:
    """SIGKILL between a pause's commit and its line beside the ring: the next process that opens writes it, and an
    older backup comes back paused."""
    with past.open() as jk:
        employ(jk, "hana")
        jk.by(jk.acting("system", "set-up")).grant("hana", ["delivery"], START + timedelta(days=90))
        refs = [jk.collect("order", ORDER, channel="homepage", subject="guest", old_enough=True).ref for _ in range(41)]
        jk.sequence()
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        jk.by(jk.handler("hana")).use_many([Read(ref, "delivery", ["phone"]) for ref in refs[:40]])
    log = past.directory / "ring" / "restrictions-live.log"
    asked = (past.homepage, past.databases.settings(past.directory)), refs[40]
    order = base64.b64encode(pickle.dumps(asked)).decode()
    ended = subprocess.run([sys.executable, "-c", KILLED, order], check=False, timeout=300)
    assert ended.returncode == -signal.SIGKILL
    assert b'"pause"' not in log.read_bytes()
    with past.open() as jk:
        assert b'"pause"' in log.read_bytes()
        assert not jk.handler("hana").grant
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names)) as jk:
        assert not jk.handler("hana").grant


@pytest.mark.parametrize(
    "which",
    [["keys"], ["live"], ["live", "archive"], ["live", "archive", "ledger"], ["live", "archive", "keys", "ledger"]],
)
def test_an_inbox_that_was_put_back_is_no_alarm(past: Past, which: list[Database]) -> None:
    """What waited at the backup and had its place meanwhile, and what processes vouched for, is neither forged nor
    missing afterwards."""
    with past.open() as jk:
        jk.sequence()
        ref = jk.collect("order", ORDER, channel="homepage", subject="guest", old_enough=True).ref
        someone, _ = person(jk, 1)
        jk.event(ref, "settled")
        jk.leave(someone.subject)
        jk.sweep()
        jk.driver.hurried(jk.word(False))
        assert all(jk.driver.run(rows_of(LEDGER[f"ledger.waiting_{database}"](limit=1))) for database in RESTRICTED)
    names = past.keep(*which)
    with past.open() as jk:
        jk.sequence()
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names)) as jk:
        jk.driver.hurried(jk.word(False))
        jk.sequence()
        jk.sequence()
        assert [one.kind for one in jk.driver.run(open_alerts(jk.house))] == []
        events = b"".join(jk.export_ledger())
    assert not any(event.encode() in events for event in (MISSING, FORGED))


def test_destroyed_records_do_not_come_back_and_survivors_do(past: Past) -> None:
    """What was destroyed after the copy is gone from it, by its restriction or by its key; what lives on opens,
    re-sealed or not."""
    with past.open() as jk:
        alice = jk.collect("membership", ALICE, channel="homepage", old_enough=True, consents=["marketing.events"]).ref
        whose = jikim.Person(alice.subject, "member")
        values = {"name": "가나다", "email": "alice@example.com", "answers": "노랑"}
        old, young = (
            jk.collect("event-entry", values, channel="event", subject=whose, old_enough=True).ref for _ in range(2)
        )
        before = _order(jk, whose)
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        with suppress(jikim.DeniedError):
            jk.consent(whose.subject, withdraw=["marketing.events"])
        swept = jk.sweep()
        assert swept.destroyed["event-entry"] == 2
        assert swept.renewed == 1
    done = past.replayed(names).replayed
    # No backup was ever made here, so the old key went at once, and with it what the copy holds under it: that is what
    # the wait is for.
    assert done.records_gone >= 1
    with Jikim(past.homepage, past.settings(names)) as jk:
        for ref in (old, young):
            assert why(jk, ref, "marketing.events") in ("gone", "unknown")
        assert why(jk, before) in ("gone", "unknown")
        assert not [card for card in jk.show(whose.subject).cards if card.values]
        fresh = _order(jk, whose)
        assert why(jk, fresh) == "allowed"


@pytest.mark.clause("4.6")
def test_what_was_called_back_is_called_back_again(past: Past) -> None:
    """Paid after the copy was made: the copy knows of no payment, and the debt collector is told to delete all the
    same."""

    def taken(_endpoint: Endpoint, _message: str, _body: bytes, _at: datetime) -> Answer:
        return Answer(200, b"{}")

    with past.open() as jk:
        who, _ = person(jk, 1)
        owed = _order(jk, who)
        jk.entrust(owed, to="kis", purpose="debt-collection")
        assert deliver(jk.driver, jk.house, {"kis": Endpoint("http://127.0.0.1:9/", "s")}, taken).sent == 1
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        jk.event(owed, "paid")
        assert [one.to for one in jk.deletions()] == ["kis"]
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names)) as jk:
        assert [one.to for one in jk.deletions()] == ["kis"]


def test_a_restore_tells_and_removes_by_its_run_alone(past: Past) -> None:
    """Whoever holds an application's role has nothing told or removed as a restore would, by a run that nobody began,
    or that is over."""
    with past.open() as jk:
        who, _ = person(jk, 1)
        ref = _order(jk, who)
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        jk.leave(who.subject)
        jk.sweep()
    past.replayed(names)
    settings = past.settings(names)
    entry = "ROW(gen_random_uuid(), '2013-02-05', '{}', '', 0)::ledger.entry"
    calls: dict[Database, tuple[str, ...]] = {
        "live": (
            "SELECT * FROM live.sealed_under(%(run)s, %(nil)s, 9)",
            f"SELECT live.drop_sealed(%(run)s, ARRAY[%(subject)s]::uuid[], '{{1}}', '{{}}', '{{}}', {entry})",
        ),
        "archive": (
            "SELECT * FROM archive.sealed_under(%(run)s, %(nil)s, %(nil)s, '2000-01-01', 9)",
            f"SELECT archive.drop_sealed(%(run)s, ARRAY[%(subject)s]::uuid[], ARRAY[%(nil)s]::uuid[], '{{2013-02-05}}', {entry})",
        ),
    }
    for database, texts in calls.items():
        with psycopg.connect(settings.dsns[database], autocommit=True) as conn:
            runs = conn.execute(
                "SELECT DISTINCT i.blocker FROM ledger.waiting(100) i WHERE i.fact::jsonb ->> 'event' = 'house:restore'"
            ).fetchall()
            # The restore wrote down its beginning and its end under one number, or the sequencer has placed them
            # already.
            assert len(runs) == 1
            for run in (uuid4(), UUID(int=0), runs[0][0]):
                for text in texts:
                    with pytest.raises(psycopg.errors.RaiseException, match="no such restore runs"):
                        conn.execute(text, {"run": run, "nil": UUID(int=0), "subject": ref.subject})


def test_a_record_that_no_key_opens_makes_the_index_due(past: Past) -> None:
    """Whom an older copy of the index still finds by it is found by nobody once the index has its next key, which is due
    from then on."""
    with past.open() as jk:
        who, _ = person(jk, 1)

        def dropped() -> Steps[tuple[bool, int, bool]]:
            [(_, before)] = yield STORE["index.state"]()
            run, begun = uuid4(), (yield from jk.house.note("house:restore", SYSTEM, "irrecoverable", step="begun"))
            yield STORE["restore.begin.live"](run=run, entry=begun)
            entry = yield from jk.house.note("record:drop", SYSTEM, "irrecoverable")
            [(gone,)] = yield STORE["restore.drop_records"](
                run=run, subjects=[who.subject], generations=[1], renewed=[], to=[], entry=entry
            )
            [(_, after)] = yield STORE["index.state"]()
            return before, gone, after

        assert jk.driver.run(dropped()) == (False, 1, True)


def test_a_log_that_was_put_back_is_noticed(past: Past) -> None:
    """A log beside the ring that ends before its database does not open the house."""
    log = past.directory / "ring" / "restrictions-live.log"
    with past.open() as jk:
        first, _ = person(jk, 1)
        second, _ = person(jk, 2)
        jk.leave(first.subject)
        kept = log.read_bytes()
        jk.leave(second.subject)
    log.write_bytes(kept)
    # The row that was taken last still stands in the database, and is appended again.
    with past.open():
        pass
    with past.open() as jk:
        third, _ = person(jk, 3)
        fourth, _ = person(jk, 4)
        jk.leave(third.subject)
        jk.leave(fourth.subject)
    log.write_bytes(kept)
    with pytest.raises(StoreError, match="goes on at"):
        past.open()


def test_a_database_that_fell_behind_under_a_house_answers_no_restriction(past: Past) -> None:
    """Where a standby that was behind takes over under a house that goes on, nobody is told of a restriction that is not
    beside the ring, and the house does not open again until it is replayed."""
    log = past.directory / "ring" / "restrictions-live.log"
    with past.open() as jk:
        first, _ = person(jk, 1)
        second, _ = person(jk, 2)
        jk.leave(first.subject)
        kept = log.read_bytes()
        with psycopg.connect(past.databases.admin["live"]) as behind:
            behind.execute("UPDATE live.beside SET last = last - 1")
        with pytest.raises(StoreError, match="restrictions"):
            jk.leave(second.subject)
        assert log.read_bytes() == kept
    with pytest.raises(SealedError, match="older than what stands beside the key ring"):
        past.open()


def test_a_key_that_a_record_is_sealed_under_stays_whoever_had_it_wait(past: Past) -> None:
    """A living person's key that was put among the waiting ones is needed: the sweep takes it out, and the record
    opens."""

    def wait(jk: Jikim, subject: UUID) -> Steps[bool]:
        name = person_name(subject, 1)
        rows = yield KEYS["key.wait"](space="person", name=name, subject=subject, after=0, at=jk.now())
        return bool(rows[0][0])

    with past.open() as jk:
        stayer, ref = person(jk, 1)
        assert jk.driver.run(wait(jk, stayer.subject))
        assert jk.sweep().keys_waiting == 0
        jk.house.keyring.forget_all()
        assert why(jk, ref, "member-services") == "allowed"


def test_a_replay_leaves_a_house_alone_that_nobody_put_back(past: Past) -> None:
    """`--replay` on databases that know every restriction replays nothing and lets no key wait, not even one that
    nobody's record uses yet."""
    with past.open() as jk:
        person(jk, 1)
        fresh = uuid4()
        jk.driver.run(jk.house.keyring.ensure("person", person_name(fresh, 1)))
        done = past.replayed({}).replayed
        assert (done.people_lost, sum(done.restrictions.values())) == (0, 0)
        assert jk.sweep().keys_waiting == 0


@pytest.mark.clause("6.5")
def test_a_receipt_says_after_a_restore_what_it_said_before(past: Past) -> None:
    """A database from before somebody left is put back and replayed: their receipt has the same dates."""
    with past.open() as jk:
        jk.house.keyring.lease = 0.0
        leaver, _ = person(jk, 1)
    names = past.keep("live", "archive", "ledger")
    with past.open() as jk:
        jk.house.keyring.lease = 0.0
        jk.leave(leaver.subject)
        jk.move_clock(START + timedelta(days=1))
        jk.sweep()
        before = jk.receipt(leaver.subject).dates
        assert before.hidden is not None
        assert before.key_destroyed is not None
        assert before.rows_removed is not None
    past.replayed(names)
    with Jikim(past.homepage, past.settings(names)) as jk:
        after = jk.receipt(leaver.subject).dates
    assert (after.hidden, after.key_destroyed, after.rows_removed) == (
        before.hidden,
        before.key_destroyed,
        before.rows_removed,
    )
