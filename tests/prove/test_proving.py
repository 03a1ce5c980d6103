"""One real house, whose promises are broken in turn: each time the proof turns red for that promise, and for no other;
and a run on the record."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from tests.conftest import Cast, Databases
from tests.employed import swear, train
from tests.waiting import PATIENCE

import jikim
from jikim.accounts.sessions import begin_session
from jikim.answers import Group
from jikim.app import Jikim
from jikim.app.due import run_due
from jikim.cases.listing import open_cases
from jikim.db.schema import Database
from jikim.desk.complaints import complain
from jikim.desk.notices import post_notice
from jikim.desk.requests import file_request
from jikim.disclosures import releases
from jikim.handlers.papers import add_paper, confirm_paper
from jikim.handlers.proofs import set_password
from jikim.ledger.export import bodies_from
from jikim.plan.management_plan import approve_plan, draft_of, plan_of, save_plan
from jikim.policy.ask import Actor
from jikim.policy.model import PolicyFile
from jikim.policy.period import Period
from jikim.prove.proving import findings, runs
from jikim.prove.reach import attest, attestation_file, enter_system, systems
from jikim.tasks.filing import TASKS
from jikim.verbs.house import SYSTEM
from jikim.verbs.statistics import Month
from jikim.web.public.looked import look

NOBODYS = uuid4()


class House:
    """A house with the fixed cast, a superuser's hands on its tables, and the word of its proof."""

    def __init__(self, jk: Jikim, cast: Cast, databases: Databases) -> None:
        self.jk, self.cast, self.databases = jk, cast, databases
        pages = look(jk.policy, jk.now())
        jk.look_at_pages = lambda: pages
        self.hands = {name: psycopg.connect(admin, autocommit=True) for name, admin in databases.admin.items()}

    def sql(self, text: str, *params: Any, database: Database = "live") -> list[tuple[Any, ...]]:
        cursor = self.hands[database].execute(text, params)
        return cursor.fetchall() if cursor.description else []

    def red(self) -> dict[str, str]:
        """The broken promises, with what the proof says."""
        return {one.clause: one.said("en") for one in self.jk.prove().broken}

    @contextmanager
    def wrong(self, clause: str, do: str, undo: str = "", *params: Any, database: Database = "live") -> Iterator[None]:
        """Something is wrong while this runs: the proof is red for this clause (or these, with a space between) alone."""
        self.sql(do, *params, database=database)
        found = self.red()
        assert set(found) == set(clause.split()), (do, found)
        yield
        if undo:
            self.sql(undo, database=database)

    def breaks(self, clause: str, do: str, undo: str, *params: Any, database: Database = "live") -> None:
        with self.wrong(clause, do, undo, *params, database=database):
            pass

    def run(self, steps: Any) -> Any:
        return self.jk.driver.run(steps)

    def number(self, space: Any, name: str) -> int:
        found = self.jk.policy.number(space, name)
        assert found is not None
        return found


@pytest.fixture
def house(jk: Jikim, cast: Cast, databases: Databases) -> Iterator[House]:
    """In order: swept, signed, with a backup that was read back."""
    house = House(jk, cast, databases)
    jk.sweep()
    house.sql("INSERT INTO live.backup VALUES (1, %s, %s, NULL, 'x', 1)", jk.now(), jk.now())
    jk.sequence()
    assert house.red() == {}
    yield house
    for one in house.hands.values():
        one.close()


def test_what_was_refused_or_taken_back_is_no_release_and_no_decision(house: House) -> None:
    """The page counts releases that were approved and demands that somebody decided: not one that came to nothing."""
    for state in ("refused", "withdrawn"):
        house.sql(
            "INSERT INTO live.release (release, kind, recipient, purpose, record, least, why, state, prepared, made) "
            "VALUES (%s, 'aggregate', 1, 1, 1, 5, '-', %s, 'h', now())",
            uuid4(),
            state,
        )
    house.sql(
        "INSERT INTO live.demand (demand, recipient, purpose, ground, statute, state, prepared, opened) "
        "VALUES (%s, 1, 1, 'order', '-', 'withdrawn', 'h', now())",
        uuid4(),
    )
    said = {one.clause: one.said("en") for one in house.jk.prove().promises}
    assert "No statistics or pseudonymised data have been released yet" in said["3.5"]
    assert "No demand by an authority has been decided yet" in said["3.3"]


def test_what_its_preparer_may_release_is_no_broken_promise(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts leave by one officer's word, as the statement lets; the same of which no statement says so is red."""

    def counted(*_: Any, **__: Any) -> Any:
        """One closed month with a group that may leave."""
        yield from ()
        return [Month(date(2013, 1, 1), house.jk.now(), 5, 0, (Group(date(2013, 1, 1), "member", "homepage", 1, 5),))]

    monkeypatch.setattr(releases, "stored", counted)
    how = {"purpose": "marketing.statistics", "why": "figures"}
    house.run(releases.release_counts(house.jk.house, "research", "membership", **how, actor=house.cast.omar))
    assert house.red() == {}
    said = {one.clause: one.said("en") for one in house.jk.prove().promises}
    assert "Releases of statistics or pseudonymised data: 1; each was approved" in said["3.5"]
    house.breaks("3.5", "UPDATE live.release SET alone = false", "UPDATE live.release SET alone = true")


@pytest.mark.clause("10.10")
def test_time_breaks_what_is_not_done_in_it(house: House, forward: Callable[..., Any]) -> None:
    """A sweep, a backup, a training, a password, a pledge, a handover, the review of access records: each is red once
    its time is over."""
    jk, system = house.jk, house.jk.acting("system", "set-up")

    def refreshed(**days: float) -> None:
        """Days later; the machine's own work was done, but for what is said."""
        forward(**days)
        house.sql("UPDATE live.backup SET verified = %s", jk.now())
        jk.sequence()

    refreshed(days=3)
    assert set(house.red()) == {"5.1"}
    jk.sweep()
    house.breaks(
        "10.2",
        "UPDATE live.backup SET verified = verified - interval '3 days'",
        "UPDATE live.backup SET verified = verified + interval '3 days'",
    )
    jk.enter_handler("h-new", name="가나다")
    assert house.red() == {}
    refreshed(days=8)
    jk.sweep(after_gap=True, actor=house.cast.omar) if house.red().get("5.1") else None
    assert set(house.red()) == {"10.9"}
    swear(jk, "h-new")
    assert house.red() == {}
    house.run(set_password(jk.house, "hana", "seven quiet herons", actor=system))
    house.breaks(
        "10.6",
        "UPDATE live.handler_proof SET renewed = renewed - interval '200 days'",
        "UPDATE live.handler_proof SET renewed = renewed + interval '200 days'",
    )
    jk.by(house.cast.omar).leave_duty("h-new")
    assert house.red() == {}
    house.breaks("10.8", 'UPDATE live.handler SET "left" = "left" - interval \'9 days\' WHERE "left" IS NOT NULL', "")
    paper = house.run(add_paper(jk.house, "h-new", "handover", text="열쇠와 문서", to="hana", actor=system))
    assert set(house.red()) == {"10.8"}
    house.run(confirm_paper(jk.house, "h-new", paper, "넘겨받았습니다", actor=Actor("handler", "hana")))
    assert house.red() == {}
    house.breaks("10.7", "UPDATE live.handler SET entered = entered - interval '40 days' WHERE handler = 'hana'", "")
    paper = house.run(
        add_paper(jk.house, "hana", "training", day=jk.house.today(), text="교육", place="서류철", actor=system)
    )
    assert set(house.red()) == {"10.7"}
    house.run(confirm_paper(jk.house, "hana", paper, "배웠습니다", actor=Actor("handler", "hana")))
    assert house.red() == {}
    house.breaks(
        "10.6",
        "UPDATE live.handler SET kind = 'staff' WHERE handler = 'hana'",
        "UPDATE live.handler SET kind = 'handler' WHERE handler = 'hana'",
    )
    # The review of access records: monthly, as the policy says, until a plan says otherwise.
    plan = house.run(plan_of(jk.house))
    written = draft_of(jk.house, plan, jk.settings) | {"weak": "해마다 점검합니다.", "risk": "해마다 분석합니다."}
    house.run(save_plan(jk.house, 0, written, Period(3, "mo"), actor=house.cast.omar))
    forward(to=datetime(2013, 3, 14, 9, tzinfo=UTC))
    jk.sweep(after_gap=True, actor=house.cast.omar)
    house.sql("UPDATE live.backup SET verified = %s", jk.now())
    train(jk, "omar", jk.house.today(), system)
    jk.sequence()
    # And an enquiry that nobody has answered for five weeks.
    assert set(house.red()) == {"5.1", "10.10"}
    jk.event(house.cast.dan_enquiry, "answered")
    assert set(house.red()) == {"10.10"}
    house.run(approve_plan(jk.house, 1, "검토함", actor=house.cast.omar))
    assert house.red() == {}


@pytest.mark.clause("10.10")
def test_each_promise_that_rows_can_break_turns_red_alone(house: House, cloned: Databases) -> None:
    """What left, what waits, what is overdue, forged, unfrozen or readable: each turns the proof red for its promise,
    and it is green again after."""
    jk, cast = house.jk, house.cast
    day = jk.now().date()
    # sections 1 and 3: where it came from and to whom it went
    channel, homepage = house.number("channel", "partner"), house.number("channel", "homepage")
    house.breaks(
        "1.4",
        f"UPDATE live.record SET channel = {channel}",
        f"UPDATE live.record SET channel = {homepage} WHERE channel = {channel}",
    )
    left = "INSERT INTO live.disclosure VALUES (%s, %s, %s, 1, 'recipient', %s, '{}', 0, false, now())"
    gone = "DELETE FROM live.disclosure"
    house.breaks("3.1", left, gone, NOBODYS, uuid4(), uuid4(), 999)
    house.breaks("3.2", left, gone, NOBODYS, uuid4(), uuid4(), house.number("recipient", "agreed-partner"))
    house.breaks(
        "3.3",
        "INSERT INTO live.demand (demand, recipient, purpose, ground, statute, state, prepared, decided, opened) "
        "VALUES (%s, 1, 1, 'order', '-', 'approved', 'h', 'h', now())",
        "DELETE FROM live.demand",
        uuid4(),
    )
    house.breaks(
        "3.5",
        "INSERT INTO live.release (release, kind, recipient, purpose, record, least, why, state, prepared, made) VALUES "
        "(%s, 'aggregate', 1, 1, 1, 5, '-', 'released', 'h', now())",
        "DELETE FROM live.release",
        uuid4(),
    )
    # section 4 and 7.4b: deletions and corrections that nobody confirmed
    message = (
        "INSERT INTO live.outbox (subject, message, record, topic, space, target, purpose, kind, items, policy, not_before, made) "
        "VALUES (%s, %s, %s, '{}', 'processor', %s, 0, 1, '{{}}', 1, %s, %s)"
    )
    old = jk.now() - timedelta(days=6)
    for clause, topic, name in (("4.1", "delete", "kcp"), ("4.6", "delete", "kis"), ("7.4b", "corrected", "kcp")):
        house.breaks(
            clause,
            message.format(topic),
            "DELETE FROM live.outbox",
            NOBODYS,
            uuid4(),
            uuid4(),
            house.number("processor", name),
            old,
            old,
        )
    house.breaks(
        "4.7",
        "INSERT INTO live.contract_paper VALUES ('processor', %s, %s, %s, %s, 'email', '', NULL, 'h', now())",
        "DELETE FROM live.contract_paper",
        house.number("processor", "kis"),
        uuid4(),
        day - timedelta(days=300),
        day - timedelta(days=1),
    )
    # sections 5 and 6: what should be gone, and how
    house.breaks(
        "5.1",
        "UPDATE live.record SET state = 2, ended = %s WHERE subject = %s",
        "UPDATE live.record SET state = 1, ended = NULL",
        old,
        cast.dan.subject,
    )
    checked = jk.collect(
        "identity-check",
        {"name": "가나다", "mobile": "010-0000-0001", "result": {"ok": True}},
        channel="homepage",
        subject=cast.alice,
        old_enough=True,
    )
    jk.event(checked.ref, "checked")
    jk.sweep()
    assert house.red() == {}
    due = house.sql("SELECT due FROM archive.part", database="archive")[0][0]
    past = day - timedelta(days=10)
    house.sql("SELECT archive.places_for(ARRAY[%s]::date[])", past, database="archive")
    house.breaks(
        "5.6", f"UPDATE archive.part SET due = '{past}'", f"UPDATE archive.part SET due = '{due}'", database="archive"
    )
    house.breaks("6.1", "GRANT SELECT ON live.record TO jikim_live", "REVOKE SELECT ON live.record FROM jikim_live")
    paper = "INSERT INTO live.paper (paper, number, kind, cabinet, shelf, received, linked, due, entered, by) VALUES (%s, 1, 1, %s, '', %s, false, %s, now(), 'h')"
    house.breaks("6.2", paper, "DELETE FROM live.paper", uuid4(), " ", day, None)
    house.breaks("6.4", paper, "DELETE FROM live.paper", uuid4(), "A", day, day - timedelta(days=9))
    house.breaks(
        "6.5",
        "INSERT INTO keys.destroyed VALUES ('person', 'x', %s)",
        "DELETE FROM keys.destroyed WHERE name = 'x'",
        old,
        database="keys",
    )
    assert house.red() == {}
    jk.event(cast.dan_enquiry, "answered")
    jk.sweep()
    assert jk.certificates()
    house.breaks(
        "6.6",
        "UPDATE live.certificate SET content = replace(content, '\"count\":1', '\"count\":2')",
        "UPDATE live.certificate SET content = replace(content, '\"count\":2', '\"count\":1')",
    )
    jk.sequence()
    for database, table in (("live", "live.owed"), ("archive", "archive.owed")):
        house.breaks(
            "6.6",
            f"INSERT INTO {table} VALUES (%s, 1, 'records', NULL, 1)",
            f"DELETE FROM {table}",
            uuid4(),
            database=database,  # type: ignore[arg-type]
        )
    # sections 7, 8 and 11: requests, sessions, reports, complaints
    asked = house.run(
        file_request(jk.house, cast.alice.subject, "access", None, "page", jk.acting("member", str(cast.alice.subject)))
    )
    assert house.red() == {}
    house.breaks("7.1", "UPDATE live.person_case SET due = '2013-01-01'", "")
    house.breaks(
        "7.1 7.3", "UPDATE live.asked SET by = 'letter'", f"DELETE FROM live.person_case WHERE id = '{asked.request}'"
    )
    house.run(begin_session(jk.house, cast.bob.subject, "member"))
    assert house.red() == {}
    house.breaks(
        "8.4",
        "UPDATE live.session SET until = until + interval '3 days'",
        "UPDATE live.session SET until = until - interval '3 days'",
    )
    house.breaks("7.5", "UPDATE live.session SET subject = gen_random_uuid()", "DELETE FROM live.session")
    told = "INSERT INTO live.reminded SELECT subject, %s, %s FROM live.subject"
    for clause, other in (("8.1", "password"), ("8.3", "data")):
        house.sql(told, other, jk.now())
        house.breaks(
            clause,
            "UPDATE live.record SET collected = collected - interval '2 years' WHERE kind = %s",
            "UPDATE live.record SET collected = collected + interval '2 years' WHERE collected < '2012-01-01'",
            jk.policy.records["membership"].number,
        )
        house.sql("DELETE FROM live.reminded")
    # Who is marked as reminded, and whose letter does not leave, was reminded by nobody.
    membership = jk.policy.records["membership"].number
    older = "UPDATE live.record SET collected = collected {} interval '2 years' WHERE kind = %s"
    for what in ("data", "password"):
        house.sql(told, what, jk.now())
    house.sql(older.format("-"), membership)
    house.breaks(
        "8.1",
        "INSERT INTO live.mail (subject, mail, record, kind, letter, language, facts, generation, not_before, made) SELECT subject, "
        "gen_random_uuid(), record, 'membership', 'data-reminder', 'ko', '', 1, collected, collected FROM live.record WHERE kind = %s",
        "DELETE FROM live.mail WHERE letter = 'data-reminder'",
        membership,
    )
    house.sql(older.format("+"), membership)
    house.sql("DELETE FROM live.reminded")
    house.breaks(
        "8.2",
        "INSERT INTO live.person_case VALUES (%s, %s, 'impersonation', 'X', 'ko', 'open', %s, '2033-01-01')",
        "DELETE FROM live.person_case",
        cast.bob.subject,
        uuid4(),
        jk.now(),
    )
    complaint = {"name": "가나다", "email": "ganada@example.com", "text": "답을 받지 못했습니다"}
    house.run(
        complain(
            jk.house, complaint, person=cast.alice, actor=jk.acting("member", str(cast.alice.subject)), old_enough=True
        )
    )
    assert house.red() == {}
    house.breaks(
        "11.2", "UPDATE live.person_case SET due = '2013-01-01'", "UPDATE live.person_case SET due = '2033-01-01'"
    )
    # section 10: mass reads, breaches, tasks, the ledger itself
    house.breaks(
        "10.5",
        "INSERT INTO live.mass (number, digest, query, said, asker, asked, approver, run) VALUES (%s, '', '{}', '', 'h', now(), 'h', now())",
        "DELETE FROM live.mass",
        uuid4(),
    )
    house.breaks(
        "10.5",
        "INSERT INTO live.breach (breach, known, opened, by, what, outside) VALUES (%s, %s, %s, 'h', '', true)",
        "DELETE FROM live.breach",
        uuid4(),
        old,
        old,
    )
    # Nobody has looked whom it reached.
    house.breaks(
        "10.5",
        "INSERT INTO live.breach (breach, known, opened, by, what, outside) VALUES (%s, %s, %s, 'h', '', false)",
        "DELETE FROM live.breach",
        uuid4(),
        old,
        old,
    )
    house.breaks(
        "10.10",
        "INSERT INTO live.house_case (id, register, kind, about, due, ko, en, href, state, opened) "
        "VALUES (%s, 'task', 'promise', '5.1', '2013-01-01', '-', '-', '', 'open', now())",
        "DELETE FROM live.house_case",
        uuid4(),
    )
    jk.sequence()
    note = house.sql("SELECT note FROM ledger.checkpoint ORDER BY size DESC LIMIT 1", database="ledger")[0][0]
    forged = note.replace("— ", "— x", 1)
    last = "WHERE size = (SELECT max(size) FROM ledger.checkpoint)"
    house.sql(f"UPDATE ledger.checkpoint SET note = %s {last}", forged, database="ledger")
    assert set(house.red()) == {"10.10"}
    house.sql(f"UPDATE ledger.checkpoint SET note = %s {last}", note, database="ledger")
    # section 13: announced late, and a version that was changed
    officer = cast.omar
    for clause, kind, days in (("13.1", "policy-change", 1), ("13.2", "important", 10)):
        house.run(
            post_notice(
                jk.house,
                title_ko="개정",
                title_en="A change",
                body_ko="바뀝니다",
                body_en="It changes",
                actor=officer,
                kind=kind,  # type: ignore[arg-type]
                effective=day + timedelta(days=days),
            )
        )
        assert set(house.red()) == {clause}
        house.sql("DELETE FROM live.notice")
    house.breaks(
        "13.3", "UPDATE live.policy_version SET text = text || ' '", "UPDATE live.policy_version SET text = rtrim(text)"
    )
    assert house.red() == {}


@pytest.mark.clause("6.6")
def test_what_is_destroyed_and_not_certified_is_told_after_two_days(
    house: House, forward: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With certificates there, a destruction that none of them holds is a recent one for two days, and turns the
    promise red then: also before its entry has its position, in either database; certified, it is green again."""
    jk, cast = house.jk, house.cast

    def days_on(days: int) -> None:
        for _ in range(days):
            forward(days=1)
            jk.sweep()
        house.sql("UPDATE live.backup SET verified = %s", jk.now())

    def nothing(_house: Any) -> Any:
        yield from ()

    jk.event(cast.dan_enquiry, "answered")
    jk.sweep()
    assert len(jk.certificates()) == 1
    days_on(9)
    whole = jk.prove().evidence
    assert (whole.owed, whole.uncertified) == (0, 0)
    checked = jk.collect(
        "identity-check",
        {"name": "가나다", "mobile": "010-0000-0001", "result": {"ok": True}},
        channel="homepage",
        subject=cast.alice,
        old_enough=True,
    )
    jk.event(checked.ref, "checked")
    with monkeypatch.context() as broken:
        broken.setattr("jikim.jobs.retention_sweep.certify", nothing)
        jk.event(cast.alice_order, "settled")
        days_on(1)
        made = jk.collect(
            "enquiry",
            {"name": "가나다", "email": "ganada@example.com", "text": "묻습니다"},
            channel="board",
            subject="guest",
            old_enough=True,
        ).ref
        jk.event(made, "answered")
        jk.sweep()
        for sequence in (lambda: None, jk.sequence):
            sequence()
            seen = jk.prove()
            assert seen.evidence.owed >= 1
            assert seen.evidence.uncertified == 0
            assert seen.of("6.6").state == "kept"
            assert "wait for the next certificate" in seen.of("6.6").said("en")
        days_on(1)
        jk.sequence()
        assert jk.prove().of("6.6").state == "kept"
        days_on(2)
        jk.sequence()
        assert "6.6" in house.red()
        assert "after two days" in house.red()["6.6"]
    jk.sweep()
    assert len(jk.certificates()) == 2
    assert "6.6" not in house.red()


@contextmanager
def clamd(said: bytes) -> Iterator[str]:
    """Somebody who answers like clamd, with signatures of the day that is said."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def serve() -> None:
            while True:
                try:
                    other, _ = server.accept()
                except OSError:
                    return
                with other:
                    other.recv(100)
                    other.sendall(said)

        threading.Thread(target=serve, daemon=True).start()
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_settings_break_promises_too(house: House) -> None:
    """Old signatures, a way out in the clear, an office that is open to the world: each is red for its promise alone."""
    jk, settings = house.jk, house.jk.settings
    with clamd(b"ClamAV 1.4.3/27000/Mon Jan  1 00:00:00 2024\0") as address:
        jk.settings = replace(settings, clamd=address)

        async def inside() -> dict[str, str]:
            return house.red()

        # Also where whoever asks has an event loop that runs.
        assert set(asyncio.run(inside())) == {"10.3"}
    assert set(house.red()) == {"10.3"}, "a scanner that is silent"
    jk.settings = replace(settings, smtp="smtp://mail.example.com")
    assert set(house.red()) == {"10.4"}
    jk.settings = replace(settings, dsns={**settings.dsns, "archive": "postgresql://x@db.example.com/archive"})
    assert "JIKIM_ARCHIVE_DSN" in house.red()["10.4"]
    jk.settings = replace(
        settings, dsns={**settings.dsns, "archive": "postgresql://x@db.example.com/archive?sslmode=verify-full"}
    )
    assert house.red() == {}
    jk.settings = replace(settings, office_networks=("0.0.0.0/0",))
    assert set(house.red()) == {"10.5"}


@pytest.mark.clause("10.10")
def test_a_run_is_on_the_record_and_a_finding_is_one_task(house: House) -> None:
    """Each run has its entry in the ledger; what is found broken becomes one task of the officer's, due in a week; kept
    again, it is over."""
    jk = house.jk
    jk.prove(record=True)
    jk.sequence()
    assert house.run(open_cases(jk.house, TASKS, actor=SYSTEM)) == []
    house.sql("UPDATE live.backup SET verified = verified - interval '3 days'")
    for _ in range(2):
        jk.prove(record=True, actor=house.cast.omar)
    tasks = house.run(open_cases(jk.house, TASKS, actor=SYSTEM))
    assert [(one.kind, one.about, one.owner) for one in tasks] == [("promise", "10.2", "omar")]
    assert tasks[0].due == jk.now().date() + timedelta(days=7)
    found = house.run(findings(jk.house))
    assert [(one.clause, one.over, one.task) for one in found] == [("10.2", None, tasks[0].id)]
    house.sql("UPDATE live.backup SET verified = verified + interval '3 days'")
    jk.prove(record=True)
    assert [one.over is not None for one in house.run(findings(jk.house))] == [True]
    before = house.run(runs(jk.house))
    assert [one.counts["broken"] for one in before] == [0, 1, 1, 0]
    assert before[1].states["10.2"] == "broken"
    jk.sequence()
    entries = [
        body
        for _, body in house.run(bodies_from(jk.house.keyring, jk.house.objects, 0, 1000))
        if body and "promises:prove" in str(body["event"])
    ]
    assert len(entries) == 4
    with pytest.raises(jikim.DeniedError):
        jk.prove(record=True, actor=house.cast.hana)


def test_the_proof_as_data_names_nobody(house: House) -> None:
    """The run as JSON holds each clause with its mechanisms and reach, and no name, address or value of anybody who is
    here."""
    told = house.jk.prove().as_json()
    assert len(told["promises"]) == 69
    assert told["counts"]["broken"] == 0
    assert all(
        one["mechanisms"] and one["reach"][0] == {"system": "jikim", "reach": "sealed"} for one in told["promises"]
    )
    text = str(told)
    assert all(value not in text for value in ("alice", "bob.example", "Dan Example", "hana", "omar"))


def test_an_outside_system_rests_on_its_attestation(house: House, forward: Callable[..., Any]) -> None:
    """Entered by an officer, it reads unproven, attested with a file and an end, and broken after it; the file lies
    sealed."""
    jk, omar = house.jk, house.cast.omar
    day = jk.now().date()
    house.run(
        enter_system(
            jk.house,
            "mail-provider",
            "outside",
            ko="메일 발송 대행사",
            en="Mail provider",
            clauses=["10.4"],
            actor=omar,
        )
    )
    assert jk.prove().of("10.4").state == "unproven"
    number = house.run(
        attest(
            jk.house,
            "mail-provider",
            day=day,
            until=day + timedelta(days=30),
            by="가나다",
            words="TLS로만 보냅니다",
            name="letter.pdf",
            content=b"%PDF-1.7 invented",
            actor=omar,
        )
    )
    assert jk.prove().of("10.4").state == "attested"
    assert house.run(attestation_file(jk.house, "mail-provider", number)) == ("letter.pdf", b"%PDF-1.7 invented")
    assert house.run(systems(jk.house))[0].attested.by == "가나다"
    stored = house.sql("SELECT said, file FROM live.attestation")[0]
    assert b"invented" not in stored[1]
    assert "가나다".encode() not in stored[0]
    forward(days=31)
    jk.sequence()
    assert jk.prove().of("10.4").state == "broken"
    for more in (
        {"until": day - timedelta(days=1)},
        {"until": day + timedelta(days=900)},
        {"day": day + timedelta(days=90)},
        {"content": b""},
        {"by": " "},
    ):
        given: dict[str, Any] = {
            "day": day,
            "until": day + timedelta(days=60),
            "by": "가나다",
            "words": "그렇습니다",
            "name": "x",
            "content": b"x",
            **more,
        }
        with pytest.raises(jikim.InvalidError):
            house.run(attest(jk.house, "mail-provider", actor=omar, **given))
    with pytest.raises(jikim.InvalidError):
        house.run(enter_system(jk.house, "mail-provider", "outside", ko="또", en="again", clauses=["10.4"], actor=omar))
    with pytest.raises(jikim.DeniedError):
        house.run(
            enter_system(jk.house, "another", "outside", ko="또", en="again", clauses=["10.4"], actor=house.cast.hana)
        )


def test_the_daily_work_proves_once_and_notes_what_it_did(house: House, tmp_path: Path, homepage: PolicyFile) -> None:
    """`run_due` makes one run a day (in a demo: a month), and each step's last run stands for the page of jobs, with
    failures counted."""
    from jikim.prove.working import Did, note_steps, steps_of

    jk = house.jk
    for _ in range(2):
        list(run_due(jk))
    assert len(house.run(runs(jk.house))) == 1
    found = {one.step: one for one in house.run(steps_of(jk.house))}
    assert {"sweep", "sequence", "prove", "mail", "deliver"} <= set(found)
    assert (found["sweep"].runs, found["sweep"].failures, found["sweep"].failed) == (2, 0, None)
    for _ in range(3):
        house.run(note_steps(jk.house, [Did("sweep", 5, {"people": 1}, "the disk is full"), Did("mail", 1, {}, None)]))
    again = {one.step: one for one in house.run(steps_of(jk.house))}
    assert (again["sweep"].failures, again["sweep"].failed, again["sweep"].fine) == (
        3,
        "the disk is full",
        found["sweep"].fine,
    )
    assert again["mail"].failures == 0


def test_several_proofs_at_once_open_one_finding_and_one_task(house: House, another: Callable[[], Jikim]) -> None:
    """Of several processes that find the same promise broken at once, each has its run, and together they have one
    finding and one task."""
    jk = house.jk
    house.sql("UPDATE live.backup SET verified = verified - interval '3 days'")
    provers = [jk, *(another() for _ in range(2))]
    proven = [one.prove() for one in provers]
    gate = threading.Barrier(len(provers))
    failed: list[BaseException] = []

    def record(one: Jikim, found: Any) -> None:
        gate.wait()
        try:
            one.prove_on_record(found)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=record, args=pair) for pair in zip(provers, proven, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert failed == []
    assert len(house.run(runs(jk.house))) == 3
    assert [one.clause for one in house.run(findings(jk.house))] == ["10.2"]
    assert [one.about for one in house.run(open_cases(jk.house, TASKS, actor=SYSTEM))] == ["10.2"]
