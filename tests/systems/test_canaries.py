"""Canaries: people who do not exist, of whom each system should have nothing once they are gone."""

from __future__ import annotations

import socketserver
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mailbox import Maildir
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from tests.clauses.conftest import Outside
from tests.conftest import Cast, Databases
from tests.listening import listening

from jikim.alerts.raising import open_alerts
from jikim.app import Jikim
from jikim.app.canaries import mind_canaries
from jikim.db.embedded import Embedded
from jikim.db.keeper import ADMIN
from jikim.errors import ConflictError, DeniedError, InvalidError, JikimError
from jikim.jobs.mails import mails
from jikim.mail import queue
from jikim.prove.gathering import gather
from jikim.prove.promises import Promise, judge
from jikim.settings import Settings
from jikim.systems.canaries import days_of, pairs, plant
from jikim.verbs.house import SYSTEM, By
from jikim.verbs.planted import Canary, canaries
from jikim.verbs.planted import planted as everybody_planted

ADDRESS = "letters@shop.example"


@dataclass
class Index:
    """A search index that answers GET /members?email=…: what it has a copy of."""

    port: int = 0
    emails: set[str] = field(default_factory=set)

    @property
    def probe(self) -> dict[str, str]:
        return {"http": f"http://127.0.0.1:{self.port}/members?email={{email}}"}


@pytest.fixture
def index() -> Iterator[Index]:
    found = Index()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            [email] = parse_qs(urlsplit(self.path).query)["email"]
            self.send_response(200 if email in found.emails else 404)
            self.send_header("content-length", "9" if email in found.emails else "0")
            self.end_headers()
            self.wfile.write(b'{"id": 7}' if email in found.emails else b"")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    with listening(server):
        yield found


def planted(jk: Jikim, cast: Cast, system: str, *, again: bool = False) -> Canary:
    """A member who does not exist, for thirty days, by the officer."""
    by = By(jk.house, jk.actor)
    number = jk.driver.run(plant(by, system, "membership", days=30, again=again, address=ADDRESS, actor=cast.omar))
    return next(one for one in jk.driver.run(canaries(jk.house)) if one.number == number)


def probing(jk: Jikim, outside: Outside, mailbox: str | None = None, **probes: dict[str, str]) -> None:
    """How the systems are told and asked."""
    told = outside.endpoints("search", "mailer")
    jk.settings = replace(jk.settings, canaries=probes, canary_address=ADDRESS, canary_mailbox=mailbox, endpoints=told)


def pass_(jk: Jikim, forward: Callable[..., datetime]) -> dict[str, int]:
    """Their day comes, they leave and are destroyed, and the systems' time to answer passes."""
    forward(days=30)
    mind_canaries(jk)
    jk.sweep()
    jk.deliver(jk.settings.endpoints)
    mind_canaries(jk)
    forward(days=6)
    return mind_canaries(jk)


def promise(jk: Jikim) -> Promise:
    evidence = jk.driver.run(gather(jk.house, jk.settings))
    return next(one for one in judge(evidence, jk.policy) if one.clause == "6.9")


def alerts(jk: Jikim) -> list[str]:
    return [one.en for one in jk.driver.run(open_alerts(jk.house)) if one.kind == "canary"]


def test_a_canary_is_a_person_like_any_other(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """It comes by its kind's own channel, and nothing in the database outside the sealed register says that it is one."""
    one = planted(jk, cast, "search")
    [card] = jk.by(cast.omar).show(one.subject).cards
    assert (card.ref.kind, card.values["email"]) == ("membership", one.values["email"])
    assert one.email.startswith("letters+")
    assert one.email.endswith("@shop.example")
    assert "password" not in one.values
    with psycopg.connect(databases.admin["live"]) as live:
        [[row]] = live.execute("SELECT to_jsonb(c)::text FROM live.canary c").fetchall()
    assert str(one.subject) not in row
    assert one.email not in row


def test_an_officer_plants_what_a_system_holds(jk: Jikim, cast: Cast) -> None:
    """A handler is refused, and so is a kind that the system does not hold, or whose values nobody can invent."""
    assert pairs(jk.policy) == [("search", "membership"), ("search", "order"), ("mailer", "membership")]
    by = By(jk.house, jk.actor)
    with pytest.raises(DeniedError):
        jk.driver.run(plant(by, "search", "membership", days=30, again=False, address=ADDRESS, actor=cast.hana))
    with pytest.raises(InvalidError):
        jk.driver.run(plant(by, "mailer", "order", days=30, again=False, address=ADDRESS, actor=cast.omar))


def test_a_system_that_still_has_one_breaks_the_promise_with_where(
    jk: Jikim, cast: Cast, outside: Outside, index: Index, forward: Callable[..., datetime]
) -> None:
    """It answered that it has erased, and has not: the promise names it, and the officers are told. Once it has, the
    promise is kept again."""
    probing(jk, outside, search=index.probe)
    one = planted(jk, cast, "search")
    index.emails.add(str(one.values["email"]))
    assert mind_canaries(jk)["asked"] == 0  # it is here: nobody asks
    assert pass_(jk, forward)["found"] == 1
    assert promise(jk).state == "broken"
    assert "Member search" in promise(jk).said("en")
    assert any("Member search" in said for said in alerts(jk))
    index.emails.clear()
    forward(days=1)
    assert mind_canaries(jk)["asked"] == 1
    assert (promise(jk).state, "not found: 1" in promise(jk).said("en")) == ("kept", True)


def test_a_warehouse_is_asked_by_a_query_that_can_only_read(
    jk: Jikim, cast: Cast, outside: Outside, server: Embedded, forward: Callable[..., datetime]
) -> None:
    """A real table; a query that would write asks nothing, and a count of nobody is nobody."""
    owner = server.conninfo("postgres", ADMIN)
    place = psycopg.conninfo.conninfo_to_dict(owner)
    dsn = f"postgresql://{ADMIN}@/postgres?host={place['host']}&port={place['port']}"
    probing(jk, outside, search={"sql": dsn, "query": "SELECT 1 FROM warehouse_member WHERE email = :email"})
    one = planted(jk, cast, "search")
    with psycopg.connect(owner, autocommit=True) as warehouse:
        warehouse.execute("CREATE TABLE warehouse_member (email text)")
        try:
            warehouse.execute("INSERT INTO warehouse_member VALUES (%s)", (one.values["email"],))
            assert pass_(jk, forward)["found"] == 1
            probing(jk, outside, search={"sql": dsn, "query": "DELETE FROM warehouse_member RETURNING 1"})
            forward(days=1)
            done = mind_canaries(jk)
            assert (done["asked"], done["unasked"]) == (0, 1)
            assert warehouse.execute("SELECT count(*) FROM warehouse_member").fetchone() == (1,)
            warehouse.execute("DELETE FROM warehouse_member")
            probing(
                jk, outside, search={"sql": dsn, "query": "SELECT count(*) FROM warehouse_member WHERE email = :email"}
            )
            done = mind_canaries(jk)
            assert (done["asked"], done["found"]) == (1, 0)
        finally:
            warehouse.execute("DROP TABLE warehouse_member")


def post(box: Maildir, one: Canary, number: int, **fields: str) -> None:
    """A mail to a canary."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = (
        "shop@shop.example",
        str(one.values["email"]),
        f"<{number}@shop.example>",
    )
    for name, value in fields.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("가상의 내용")
    box.add(mail)


def test_a_mailing_that_no_consent_explains_raises_an_alert(
    jk: Jikim, cast: Cast, outside: Outside, tmp_path: Path, forward: Callable[..., datetime]
) -> None:
    """While it is here, a letter that needs no consent says nothing and an advertisement does, once; when it is gone,
    every letter does, and the mailing tool is found to have it still."""
    box = Maildir(tmp_path / "letters")
    probing(jk, outside, f"maildir:{tmp_path / 'letters'}", mailer={"mailbox": "14d"})
    one = planted(jk, cast, "mailer")
    post(box, one, 1, Subject="가입을 환영합니다")
    assert (mind_canaries(jk)["mailed"], alerts(jk)) == (0, [])
    post(box, one, 2, Subject="(광고) 봄 할인")
    post(box, one, 3, Subject="News", List_Unsubscribe="<https://shop.example/off>")
    assert mind_canaries(jk)["mailed"] == 2
    assert mind_canaries(jk)["mailed"] == 0
    assert ["no purpose explains" in said for said in alerts(jk)] == [True]
    assert promise(jk).state != "broken"
    pass_(jk, forward)
    early = f"by mx.shop.example; {format_datetime(one.made)}"
    post(box, one, 4, Subject="주문 안내", Received=early)
    assert (mind_canaries(jk)["mailed"], promise(jk).state) == (0, "kept")  # it came in time, and nobody looked
    post(box, one, 5, Subject="주문 안내")
    assert mind_canaries(jk)["mailed"] == 1
    assert promise(jk).state == "broken"
    forward(days=14)
    assert mind_canaries(jk)["asked"] == 0
    forward(days=1)
    assert mind_canaries(jk)["asked"] == 1
    assert (promise(jk).state, "no mail comes any more: 1" in promise(jk).said("en")) == ("kept", True)


def test_no_mail_for_the_declared_span_is_said_as_such(
    jk: Jikim, cast: Cast, outside: Outside, tmp_path: Path, forward: Callable[..., datetime]
) -> None:
    """Counted from when its system should have had nothing of it, and only where the mailbox could be read; it is not called
    *not found*, and another follows."""
    Maildir(tmp_path / "letters")
    probing(jk, outside, f"maildir:{tmp_path / 'letters'}", mailer={"mailbox": "7d"})
    planted(jk, cast, "mailer", again=True)
    assert pass_(jk, forward)["asked"] == 0
    forward(days=8)
    jk.settings = replace(jk.settings, canary_mailbox=f"maildir:{tmp_path / 'nowhere'}")
    with pytest.raises(JikimError, match="can't be read"):
        mind_canaries(jk)
    jk.settings = replace(jk.settings, canary_mailbox=f"maildir:{tmp_path / 'letters'}")
    done = mind_canaries(jk)
    assert (done["asked"], done["planted"]) == (1, 1)
    said = promise(jk).said("en")
    assert ("no mail comes any more: 1" in said, "not found" in said) == (True, False)


@pytest.mark.parametrize("step", ["collect", "canary.put"])
def test_planting_that_is_cut_off_goes_on(
    jk: Jikim, cast: Cast, outside: Outside, step: str, forward: Callable[..., datetime]
) -> None:
    """Killed before its record came, or after it and before the register said so: the register knows whose number it is, no
    count has it, and the next run plants it once."""
    probing(jk, outside)
    puts = 0

    def kill(name: str, when: str) -> None:
        nonlocal puts
        puts += (name, when) == ("canary.put", "before")
        if (name, when) == (step, "before") and puts == (2 if step == "canary.put" else 1):
            raise KeyboardInterrupt

    jk.driver.hook = kill
    with pytest.raises(KeyboardInterrupt):
        planted(jk, cast, "search")
    jk.driver.hook = None
    [one] = jk.driver.run(canaries(jk.house))
    assert (one.came, jk.driver.run(everybody_planted(jk.house))) == (False, [one.subject])
    mind_canaries(jk)
    mind_canaries(jk)
    [one] = jk.driver.run(canaries(jk.house))
    [card] = jk.by(cast.omar).show(one.subject).cards
    assert (one.came, card.values["email"], "password" in one.values) == (True, one.values["email"], False)
    forward(days=30)

    def kill_again(name: str, when: str) -> None:
        if (name, when) == ("canary.note", "before"):
            raise KeyboardInterrupt

    jk.driver.hook = kill_again
    with pytest.raises(KeyboardInterrupt):
        mind_canaries(jk)  # it has left, and the register does not say so
    jk.driver.hook = None
    assert mind_canaries(jk)["ended"] == 1


def test_a_mail_that_no_parser_reads_stops_nothing(jk: Jikim, cast: Cast, outside: Outside, tmp_path: Path) -> None:
    """Anybody may send one: the mails beside it are looked at, and a box that is not there is told as one."""
    box = Maildir(tmp_path / "letters")
    probing(jk, outside, f"maildir:{tmp_path / 'letters'}", mailer={"mailbox": "31d"})
    one = planted(jk, cast, "mailer")
    for head in (b'To: "', b"Cc: a:b;c@d", b"To: =?utf-8?q?=0A?= <a@b>"):
        box.add(head + b"\n\n")
    post(box, one, 1, Subject="(광고) 봄 할인")
    assert mind_canaries(jk)["mailed"] == 1
    probing(jk, outside, f"maildir:{tmp_path / 'nowhere'}")
    with pytest.raises(JikimError, match="can't be read"):
        mind_canaries(jk)


def test_another_follows_one_that_was_found_nowhere(
    jk: Jikim, cast: Cast, outside: Outside, index: Index, forward: Callable[..., datetime]
) -> None:
    """Where the officer wants it again; for as long, and once."""
    probing(jk, outside, search=index.probe)
    planted(jk, cast, "search", again=True)
    assert pass_(jk, forward)["planted"] == 1
    assert mind_canaries(jk)["planted"] == 0
    first, second = jk.driver.run(canaries(jk.house))
    again: dict[str, Any] = {"days": 30, "again": True, "address": ADDRESS, "actor": SYSTEM, "number": second.number}
    with pytest.raises(ConflictError):  # of two processes that plant it, one
        jk.driver.run(plant(By(jk.house, jk.actor), "search", "membership", **again))
    assert len(jk.driver.run(canaries(jk.house))) == 2
    assert (second.until - second.made.date()).days == (first.until - first.made.date()).days
    assert second.email != first.email


def test_what_cannot_be_planted_again_has_no_follower(
    jk: Jikim, cast: Cast, outside: Outside, index: Index, forward: Callable[..., datetime]
) -> None:
    """Where no address is named any more the work goes on without one; and the days that one stays are those of the
    policy's calendar, also of one that was planted before nine in Seoul."""
    probing(jk, outside, search=index.probe)
    one = planted(jk, cast, "search", again=True)
    jk.settings = replace(jk.settings, canary_address=None)
    done = pass_(jk, forward)
    assert (done["asked"], done["planted"]) == (1, 0)
    early = one._replace(made=datetime(2026, 11, 28, 20, tzinfo=UTC), until=date(2026, 12, 29))
    assert days_of(jk.house, early) == 30


def test_no_letter_reaches_a_canary_and_no_count_has_it(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """What is queued to it is dropped; a month's statistics count the two members and not the canary."""
    one = planted(jk, cast, "mailer")
    record = next(card.ref for card in jk.by(cast.omar).show(one.subject).cards)
    jk.driver.run(queue.queue(jk.house, record, "data-reminder", "ko", {}))
    settings = replace(jk.settings, smtp="smtp://127.0.0.1:1")
    assert mails(jk.driver, jk.house, settings, lambda *_: pytest.fail("it left")).dropped == 1
    count = "SELECT live.statistic_close('UTC', %s, %s, '{}', 1, '2013-03-01', %s::text::uuid[], '[]', now())"
    cells = (
        "SELECT sum((c -> 3)::integer) FROM live.statistic s, jsonb_array_elements(s.cells) AS c WHERE s.purpose = %s"
    )
    kind = jk.policy.number("record", "membership")
    with psycopg.connect(databases.admin["live"]) as live:
        for purpose, nobody in ((901, []), (902, jk.driver.run(everybody_planted(jk.house)))):
            live.execute(count, (purpose, kind, f"{{{','.join(map(str, nobody))}}}"))
        assert [live.execute(cells, (purpose,)).fetchall() for purpose in (901, 902)] == [[(3,)], [(2,)]]


class Server(socketserver.StreamRequestHandler):
    """As much of IMAP4rev1 (RFC 3501) as a client that only reads needs. It refuses to open a folder for writing."""

    mails: ClassVar[list[bytes]] = []

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            verb = command.upper()
            told = b""
            if verb.startswith("CAPABILITY"):
                told = b"* CAPABILITY IMAP4rev1\r\n"
            elif verb.startswith("EXAMINE"):
                told = b"* %d EXISTS\r\n" % len(self.mails)
            elif verb.startswith("UID SEARCH"):
                told = b"* SEARCH %s\r\n" % b" ".join(b"%d" % n for n in range(1, len(self.mails) + 1))
            elif verb.startswith("UID FETCH"):
                head = self.mails[int(command.split()[2]) - 1]
                told = b"* 1 FETCH (UID 1 BODY[HEADER] {%d}\r\n%s)\r\n" % (len(head), head)
            refused = verb.startswith("SELECT")
            self.wfile.write(told + f"{tag} {'NO' if refused else 'OK'} done\r\n".encode())
            if verb.startswith("LOGOUT"):
                return


def test_a_mailbox_is_read_over_imap(jk: Jikim, cast: Cast, outside: Outside) -> None:
    """The same by IMAP, whose folder is opened for reading alone; one that cannot be reached is an error, not silence."""
    one = planted(jk, cast, "mailer")
    head = f"To: Somebody <{one.values['email']}>\r\nSubject: News\r\nPrecedence: bulk\r\nMessage-ID: <a@b>\r\n\r\n"
    Server.mails = [b"To: other@shop.example\r\n\r\n", head.encode()]
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server)
    server.daemon_threads = True
    place = f"imap://reader:secret@127.0.0.1:{server.server_address[1]}/INBOX"
    with listening(server):
        probing(jk, outside, place)
        assert (mind_canaries(jk)["mailed"], mind_canaries(jk)["mailed"]) == (1, 0)
    with pytest.raises(JikimError, match="can't be read"):
        mind_canaries(jk)


def test_a_list_that_asks_in_no_known_way_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A row of JIKIM_CANARIES that names none of the ways, or no time without a mail, is told with what one looks like."""
    file = tmp_path / "canaries.json"
    monkeypatch.setenv("JIKIM_CANARIES", str(file))
    for row in ('{"url": "https://search.example"}', '{"mailbox": "yes"}', '{"mailbox": "32d"}'):
        file.write_text(f'{{"search": {row}}}', encoding="utf-8")
        with pytest.raises(JikimError, match="list of how systems are asked"):
            Settings.from_environment(tmp_path)
