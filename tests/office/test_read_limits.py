"""The plan's limits are looked at before anything is read: by client and by person, whole batches, whoever asks at once;
and what law demands asks none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.at_once import run_all
from tests.conftest import Cast, Databases
from tests.employed import employ
from tests.limited import limit_reads
from tests.mail.servers import post

from jikim.answers import Values
from jikim.api.keys import Application, look_key, make_key
from jikim.app import Jikim
from jikim.app.breaching import tell_breaches
from jikim.breach.cases import Scope, find_people, open_case, step
from jikim.desk.answering import Answering, show_asked, use_asked
from jikim.desk.requests import cancel_request, file_request
from jikim.errors import DeniedError
from jikim.handlers.register import workers
from jikim.monitoring.pausing import pauses
from jikim.policy.ask import Actor
from jikim.reading.mass import Approval, Query, ask_mass, begin, decide_mass, mass_of, page
from jikim.store.holding import Ref
from jikim.verbs.read_limits import Exempt
from jikim.verbs.use import Read

LOW = {"application": 10, "hour": 10, "burst": 10, "day": 10, "night": 10}


def enquiries(jk: Jikim, count: int) -> list[Ref]:
    """Guests who each asked something."""
    return [
        jk.collect(
            "enquiry",
            {"name": "가나다", "email": f"guest{n}@example.com", "text": "화면이 멈춥니다"},
            channel="board",
            subject="guest",
            old_enough=True,
        ).ref
        for n in range(count)
    ]


@pytest.fixture
def low(jk: Jikim, cast: Cast) -> None:
    limit_reads(jk, cast.omar, **LOW)


@pytest.fixture
def people(jk: Jikim) -> list[Ref]:
    return enquiries(jk, 24)


def client(jk: Jikim, name: str = "shop") -> Actor:
    """Who acts by a new key of an application."""
    _, token = jk.driver.run(
        make_key(jk.house, name, ["support"], until=jk.now() + timedelta(days=9), records=["enquiry", "membership"])
    )
    found = jk.driver.run(look_key(token))
    assert isinstance(found, Application)
    return found.actor("192.0.2.7")


def worker(jk: Jikim, name: str, *purposes: str) -> Actor:
    """A handler, or one more grant of theirs."""
    if name not in {one.handler for one in jk.driver.run(workers(jk.house))}:
        employ(jk, name)
    number = jk.by(jk.acting("system", "set-up")).grant(name, list(purposes), jk.now() + timedelta(days=90))
    return jk.handler(name, grant=number)


def reads(refs: list[Ref]) -> list[Read]:
    return [Read(ref, "support", ["email"]) for ref in refs]


def read(jk: Jikim, actor: Actor, refs: list[Ref]) -> int:
    """How many people a batch answered about."""
    return len(jk.by(actor).use_many(reads(refs), reason="문의 확인"))


def refused(act: Callable[[], Any]) -> int | None:
    """How many people the limits leave, of an act that would pass them."""
    with pytest.raises(DeniedError) as denied:
        act()
    assert denied.value.why == "read-limit"
    return denied.value.left


def answered(databases: Databases, refs: list[Ref]) -> int:
    """Of how many of these people a read is recorded as allowed, in what waits for its place or has it."""
    with psycopg.connect(databases.admin["live"]) as conn:
        sql = "SELECT count(DISTINCT subject) FROM ledger.inbox WHERE outcome = 0 AND fact LIKE '%%record:use%%' AND subject = ANY (%s)"
        row = conn.execute(sql, ([ref.subject for ref in refs],)).fetchone()
    assert row is not None
    return int(row[0])


# ---- before a batch


def test_a_batch_beyond_the_limit_reads_nothing(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """Of 300 under a limit of 100 nobody is read, and the denial says that 100 are left; these are then read, and the
    next one pauses the client."""
    limit_reads(jk, cast.omar, application=100)
    refs, shop = enquiries(jk, 300), client(jk)
    assert refused(lambda: read(jk, shop, refs)) == 100
    assert answered(databases, refs) == 0
    assert jk.driver.run(pauses(jk.house)) == []
    assert read(jk, shop, refs[:100]) == 100
    assert refused(lambda: read(jk, shop, refs[100:101])) == 0
    assert answered(databases, refs) == 100
    (pause,) = jk.driver.run(pauses(jk.house))
    assert (pause.actor, pause.rule, pause.seen, pause.most, pause.effective) == (
        "application:shop", "application", 101, 100, True,
    )  # fmt: skip


def test_a_refusal_is_recorded_with_what_was_asked_and_what_was_left(jk: Jikim, low: None, people: list[Ref]) -> None:
    """One entry for a batch, in the name of who asked, by number alone."""
    shop = client(jk)
    refused(lambda: read(jk, shop, people))
    jk.sequence()
    text = b"".join(jk.export_ledger()).decode()
    assert text.count("read-limit") == 1
    (line,) = [line for line in text.splitlines() if "read-limit" in line]
    assert '\\"people\\":24' in line or '"people":24' in line
    assert '\\"left\\":10' in line or '"left":10' in line


# ---- by client and by person


def test_the_keys_of_a_client_are_one_reader(jk: Jikim, low: None, people: list[Ref]) -> None:
    """Three keys of one client read as many as one; another client has its own limit."""
    keys = [client(jk) for _ in range(3)]
    assert [read(jk, one, people[3 * n : 3 * n + 3]) for n, one in enumerate(keys)] == [3, 3, 3]
    assert [refused(lambda one=one: read(jk, one, people[9:11])) for one in keys] == [1, 1, 1]
    assert read(jk, client(jk, "desk"), people[:10]) == 10


def test_the_grants_of_a_handler_are_one_reader(jk: Jikim, low: None, people: list[Ref]) -> None:
    """By two grants a handler reads as many as by one, and as an officer no more than as the handler that they were."""
    first, second = worker(jk, "h-two", "support"), worker(jk, "h-two", "support", "delivery")
    assert first.grant != second.grant
    assert read(jk, first, people[:6]) == 6
    assert refused(lambda: read(jk, second, people[6:12])) == 4
    assert refused(lambda: read(jk, second._replace(kind="officer"), people[6:12])) == 4
    assert read(jk, second, people[6:10]) == 4


@pytest.mark.parametrize("size", [1, 3, 7])
def test_who_asks_at_once_passes_no_limit_together(
    jk: Jikim, low: None, people: list[Ref], another: Callable[[], Jikim], size: int
) -> None:
    """Four processes' worth of connections, each by a key of the same client: they read no more than ten
    people, whatever the batches are."""
    got: list[int] = []

    def run(one: Jikim, actor: Actor) -> None:
        for n in range(0, len(people) - size + 1, size):
            try:
                got.append(read(one, actor, people[n : n + size]))
            except DeniedError:
                continue

    run_all([Thread(target=run, args=(another(), client(jk))) for _ in range(4)])
    assert sum(got) == 10 - 10 % size


def test_one_look_waits_for_the_one_before(jk: Jikim, low: None, databases: Databases) -> None:
    """What is asked for at the same moment is compared with what was let through just before, not with what was there
    when both began."""
    shop, at = client(jk), jk.now()
    draw = "SELECT refused FROM live.read_draw(%s, 8, '{}', false, false, %s)"
    answers: list[Any] = []
    with psycopg.connect(databases.dsns["live"]) as one, psycopg.connect(databases.dsns["live"]) as other:

        def second() -> None:
            answers.append(other.execute(draw, (shop.grant, at)).fetchone())

        assert one.execute(draw, (shop.grant, at)).fetchone() == (False,)
        waits = Thread(target=second)
        waits.start()
        until_waiting(databases, other.info.backend_pid)
        one.commit()
        waits.join()
    assert answers == [(True,)]


def until_waiting(databases: Databases, backend: int) -> None:
    """Goes on once a connection waits for a lock of another."""
    with psycopg.connect(databases.admin["live"], autocommit=True) as admin:
        while admin.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", (backend,)).fetchone() != (True,):
            pass


# ---- each verb that opens values


def test_what_rests_counts_too(jk: Jikim, cast: Cast, low: None, people: list[Ref]) -> None:
    """A look into the archive is one more person: `consult` asks the limits before it opens anything."""
    jk.event(cast.alice_order, "settled")
    jk.sweep()
    looker, other = (worker(jk, name, "support", "legal-evidence") for name in ("h-looks", "h-also"))

    def look(actor: Actor) -> Any:
        how = {"reason": "분쟁 확인", "reason_kind": "dispute"}
        return jk.by(actor).consult(cast.alice_order, purpose="legal-evidence", **how)

    assert look(looker)
    assert refused(lambda: read(jk, looker, people[:10])) == 9
    assert read(jk, other, people[:10]) == 10
    assert refused(lambda: look(other)) == 0


def test_all_that_is_known_counts_too(jk: Jikim, cast: Cast, low: None, people: list[Ref]) -> None:
    """`show` is the person's own; by a grant, of a handler or a key, it is a read like any other, and its person's own
    look is none."""
    hana, other, me = (
        worker(jk, "h-shows", "support"),
        worker(jk, "h-also", "support"),
        jk.acting("member", str(cast.alice.subject)),
    )
    assert jk.by(hana).show(cast.alice.subject).cards
    assert refused(lambda: read(jk, hana, people[:10])) == 9
    assert read(jk, other, people[:10]) == 10
    assert refused(lambda: jk.by(other).show(cast.alice.subject)) == 0
    for _ in range(12):
        assert jk.by(me).show(cast.alice.subject).cards


def test_somebody_who_is_read_again_is_one_person(
    jk: Jikim, low: None, people: list[Ref], databases: Databases, forward: Callable[..., Any]
) -> None:
    """Whoever works on ten people goes on with them, whatever they open and as often, and reads no eleventh; no database
    tells who they are."""
    hana = worker(jk, "h-works", "support")
    for n in range(50):
        assert read(jk, hana, people[n % 10 : n % 10 + 1]) == 1
    forward(minutes=6)
    assert read(jk, hana, people[:10]) == 10
    assert refused(lambda: read(jk, hana, people[10:11])) == 0
    with psycopg.connect(databases.admin["live"]) as admin:
        rows = admin.execute("SELECT to_jsonb(a)::text, cardinality(marks) FROM live.read_asked a").fetchall()
    assert [count for _, count in rows] == [10, 10]
    assert not any(str(ref.subject) in row for row, _ in rows for ref in people)


def test_values_that_keep_their_purpose_count_too(
    jk: Jikim, low: None, people: list[Ref], databases: Databases, homepage: Any, tmp_path: Any
) -> None:
    """`open(private=True)` reads by the same limits."""
    from jikim.app.private import PrivateJikim

    shop = client(jk)
    with PrivateJikim(homepage, databases.settings(tmp_path), "app", None) as private:
        assert refused(lambda: private.by(shop).use_many(reads(people[:11]), reason="문의 확인")) == 10
        assert len(private.by(shop).use_many(reads(people[:10]), reason="문의 확인")) == 10
        assert refused(lambda: private.by(shop).use(people[0], purpose="support", reason="문의 확인")) == 0


# ---- what law demands


@pytest.mark.parametrize("count", [130, pytest.param(5_000, marks=pytest.mark.long)])
def test_letters_of_a_breach_leave_whatever_the_limits_are(jk: Jikim, cast: Cast, count: int) -> None:
    """Everybody concerned is written to under a limit of 100 for everybody who reads (PIPA §34)."""
    run: Any = jk.driver.run
    limit_reads(jk, cast.omar, **dict.fromkeys(LOW, 100))
    refs, since = enquiries(jk, count), jk.now()
    jk.use_many(reads(refs))
    jk.sequence()
    facts = {"what": "가상의 유출", "measures": "막았습니다", "advice": "살펴봐 주세요", "contact": "02-555-0100"}
    number = run(open_case(jk.house, facts, jk.now(), outside=False, actor=cast.omar))
    scope = Scope(since - timedelta(hours=1), jk.now() + timedelta(hours=1), kind="enquiry")
    assert run(find_people(jk.house, number, scope, actor=cast.omar)) == count
    run(step(jk.house, number, "tell", actor=cast.omar))
    with post() as box:
        jk.settings = replace(jk.settings, smtp=f"smtp://127.0.0.1:{box.port}", url="https://rview.example")
        assert run(tell_breaches(jk.house, most=count)) == {"written": count, "unreached": 0}
        while jk.mails().sent:
            pass
        assert len(set(box.to)) == count


def test_a_request_is_answered_whatever_the_limits_are(
    jk: Jikim, cast: Cast, low: None, people: list[Ref], databases: Databases
) -> None:
    """A handler to whom nothing is left opens all that is known of who asked to see it (PIPA §35), for that request and
    nobody else's; a request that is not confirmed, or that asks for something else, opens nothing beyond."""
    hana, run, alice = worker(jk, "h-answers", "support", "member-services"), jk.driver.run, cast.alice.subject
    assert read(jk, hana, people[:10]) == 10

    def asked(kind: Any, by: Any, actor: Actor, *, confirmed: bool = True) -> UUID:
        return run(file_request(jk.house, alice, kind, None, by, actor, confirmed=confirmed)).request

    me = jk.acting("member", str(alice))
    access, other = asked("access", "page", me), asked("delete", "page", me)
    by = jk.by(hana)
    assert by.do(show_asked, alice, access).cards
    address = {"purpose": "member-services", "items": ["email"], "reason": "답변"}
    assert by.do(use_asked, cast.alice_membership, other, **address)["email"]
    for subject, request in ((cast.bob.subject, access), (alice, other), (alice, uuid4())):
        with pytest.raises(DeniedError) as denied:
            by.do(show_asked, subject, request)
        assert denied.value.why == "gone"
    for ref, request in ((cast.bob_membership, access), (cast.alice_membership, uuid4())):
        assert refused(lambda ref=ref, request=request: by.do(use_asked, ref, request, **address)) == 0
    unconfirmed = asked("access", "letter", cast.omar, confirmed=False)
    with pytest.raises(DeniedError, match="no such record"):
        by.do(show_asked, alice, unconfirmed)
    assert refused(lambda: by.do(use_asked, cast.alice_membership, unconfirmed, **address)) == 0
    # It is not counted afterwards either, and its person sees which request it was for.
    jk.sequence()
    uses = jk.by(me).show(alice).uses
    assert {use["answers"] for use in uses if "answers" in use} == {str(access), str(other)}
    assert counted(databases, "handler:h-answers") == 10


def counted(databases: Databases, actor: str) -> int:
    """How many people the sequencer counted for somebody."""
    with psycopg.connect(databases.admin["live"]) as admin:
        row = admin.execute(
            "SELECT coalesce(sum(people), 0) FROM live.read_count WHERE actor = %s", (actor,)
        ).fetchone()
    assert row is not None
    return int(row[0])


def test_a_settled_request_opens_nothing_for_long(
    jk: Jikim, cast: Cast, low: None, people: list[Ref], forward: Callable[..., Any]
) -> None:
    """Its letter is printed by no limit for a week; from then on the limits are asked."""
    me, run = jk.acting("member", str(cast.alice.subject)), jk.driver.run
    request = run(file_request(jk.house, cast.alice.subject, "access", None, "page", me)).request
    run(cancel_request(jk.house, cast.alice.subject, request, me))
    for days, left in ((6, None), (2, 0)):
        forward(days=days)
        hana = worker(jk, f"h-late{days}", "support", "member-services")
        assert read(jk, hana, people[:10]) == 10
        how = {"purpose": "member-services", "items": ["email"], "reason": "답변"}

        def letter(hana: Actor = hana, how: Any = how) -> Any:
            return jk.by(hana).do(use_asked, cast.alice_membership, request, **how)

        assert letter() if left is None else refused(letter) == left


def test_what_an_officer_approved_for_many_asks_no_limit(
    jk: Jikim, cast: Cast, low: None, people: list[Ref], databases: Databases
) -> None:
    """A read of many is read whole by who asked for it, once another approved exactly that; it counts for nothing after."""
    hana, run = worker(jk, "h-many", "support"), jk.driver.run
    query = Query("enquiry", "support", ("email",), 100)
    number = run(ask_mass(jk.house, query, actor=hana, reason="문의 확인"))

    def one() -> Any:
        return run(mass_of(jk.house, number))

    run(decide_mass(jk.house, one(), True, actor=cast.omar))
    approval = run(begin(jk.house, one(), actor=hana))
    found = run(page(jk.house, approval, None, actor=hana))
    assert sum(isinstance(line.values, Values) for line in found) == len(people) + 1
    assert read(jk, hana, people[:10]) == 10
    jk.sequence()
    assert counted(databases, "handler:h-many") == 10


def test_nobody_makes_an_exemption_by_hand() -> None:
    """What asks no limit comes from the database: no class of it can be made."""
    for kind in (Exempt, Answering, Approval):
        with pytest.raises(TypeError):
            kind((uuid4(), uuid4(), True))
