"""The demo's parts by themselves: its people, its own account and calendar, the receivers' stand-in, and the clauses it
knows."""

from __future__ import annotations

import http.client
import io
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from rich.console import Console

from jikim.app import Jikim
from jikim.demo.clauses import AWAITS, numbers
from jikim.demo.model import Model, last_day
from jikim.demo.people import cast, crowd
from jikim.demo.play import run
from jikim.demo.receiver import Receiver
from jikim.demo.report import Counts, Report
from jikim.demo.where import homepage
from jikim.errors import JikimError
from jikim.jobs.outbox import post
from jikim.policy.items import accept
from jikim.policy.items.business import accept_business_number
from jikim.policy.model import ItemType

NOW = datetime(2013, 2, 5, tzinfo=UTC)


def test_the_homepage_is_found() -> None:
    """The policy and the partner's feed are where the demo looks for them."""
    assert (homepage() / "policy.yaml").is_file()
    assert (homepage() / "data" / "partner.csv").is_file()


def test_a_directory_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    """The demo keeps nothing beside what is there already: it stops before it writes, and says what to name instead."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for keep in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(JikimError, match="is not empty"):
            run(members=1, keep=keep, console=Console(file=io.StringIO()))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_crowd_is_the_same_each_time_and_valid() -> None:
    """A seed gives the same people; what they give has the form of its item, and no two share an e-mail address."""
    people = [*cast().values(), *crowd(300, Random(7))]
    assert people[5:] == crowd(300, Random(7))
    assert len({person.email for person in people}) == len(people)
    assert {person.kind for person in people} == {"member", "corporate", "guest"}
    assert {person.country for person in people} == {"KR", "US", "GB", "DE", "JP"}
    for person in people:
        assert person.email.rpartition("@")[2] in ("example.com", "example.org", "example.kr")
        accept(ItemType.PHONE, person.phone)
        accept(ItemType.ADDRESS, person.address)
        accept(ItemType.PERSON_NAME, person.name)
        if person.mobile:
            accept(ItemType.MOBILE, person.mobile)
        if person.business_no:
            accept_business_number(person.business_no, "KR")


@pytest.mark.parametrize(
    ("event", "months", "expected"),
    [
        (date(2013, 2, 5), 60, date(2018, 2, 5)),
        (date(2013, 8, 31), 6, date(2014, 2, 28)),
        (date(2012, 2, 29), 12, date(2013, 2, 28)),
        (date(2013, 1, 30), 1, date(2013, 2, 28)),
        (date(2012, 12, 31), 12, date(2013, 12, 31)),
        (date(2013, 2, 28), 12, date(2014, 2, 28)),
    ],
)
def test_the_accounts_own_calendar(event: date, months: int, expected: date) -> None:
    """A period starts on the day after its event and ends on the day before the same day, or with a shorter month."""
    assert last_day(event, months) == expected


def test_the_account_moves_and_destroys_by_the_policys_text() -> None:
    """An order rests in two parts of its own days; a membership goes when its person leaves; a hold keeps a part."""
    model = Model()
    day = date(2013, 2, 5)
    model.take("order", "kim", "order", "member", ["name", "phone", "address", "lines"], day)
    model.take("membership", "kim", "membership", "member", ["name"], day)
    model.happen("order", "delivered", day)
    model.happen("order", "settled", day + timedelta(days=3))
    model.leave("kim", day)
    assert model.sweep(day + timedelta(days=3)).retired == {"order": 1}
    assert model.lives() == {}
    assert model.rests() == {("order", date(2018, 2, 5)): 1, ("order", date(2018, 2, 8)): 1}
    model.hold("order")
    assert not model.sweep(date(2018, 2, 9)).days
    assert model.release("order", date(2018, 2, 9)) == 2
    assert (model.ended, model.resting) == (3, {})


def test_the_stand_in_takes_what_is_signed_and_nothing_else() -> None:
    """It checks signature and time, keeps what it got, and answers a deletion: done, kept by duty, or only noted at
    first."""
    now = [NOW]
    with Receiver(["kcp", "alipay", "paypal"], lambda: now[0]) as receiver:
        for name in ("kcp", "alipay", "paypal"):
            body = b'{"topic":"entrust","message":"m1","items":{}}'
            assert post(receiver.endpoints[name], "m1", body, NOW)[0] == 200
        delete = b'{"topic":"delete","message":"m2","about":["m1"]}'
        assert b'"kept"' in post(receiver.endpoints["kcp"], "m2", delete, NOW)[1]
        assert post(receiver.endpoints["alipay"], "m2", delete, NOW)[0] == 202
        assert b'"completed"' in post(receiver.endpoints["alipay"], "m2", delete, NOW)[1]
        assert b'"completed"' in post(receiver.endpoints["paypal"], "m2", delete, NOW)[1]
        assert {name: list(held) for name, held in receiver.held.items()} == {"kcp": ["m1"], "alipay": [], "paypal": []}
        assert receiver.forged("kcp") == 401
        assert post(receiver.endpoints["kcp"], "m3", body, NOW - timedelta(hours=1))[0] == 401
        assert len(receiver.got) == 7
        port = receiver.port
    with pytest.raises(OSError):
        http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()


def test_every_clause_is_known(jk: Jikim) -> None:
    """The numbers taken from the policy are those of the list of clauses, and what the demo does not show awaits
    something."""
    listed = re.findall(
        r"^\| (\d+\.\d+[a-z]?) \|", (Path(__file__).parents[2] / "docs/reference/clauses.md").read_text(), re.M
    )
    assert numbers(jk.policy) == listed
    assert set(AWAITS) <= set(listed)


def test_the_life_line_shows_whatever_there_is() -> None:
    """Each part that is not empty has a mark, however small its share, and the line keeps its width."""
    report = Report(Console(file=io.StringIO()), "en", live=False)
    line = report.life(Counts(lives=9_000, rests=1, destroyed=1, frozen=1), 40)
    assert len(line.plain) == 40
    assert {span.style for span in line.spans} == {"green", "yellow", "bright_black", "blue"}
    assert report.life(Counts(), 40).plain == ""


def test_on_a_terminal_a_chapter_is_a_line() -> None:
    """The screen has each chapter's title with how much was seen, and whatever failed; the whole story lies aside. Without
    an aside the screen has all of it."""
    screen, aside = Console(file=io.StringIO(), width=112), Console(file=io.StringIO(), width=112)
    report = Report(screen, "en", live=False, aside=aside)
    report.chapter("하나", "One")
    report.check("1.1", True, "됨", "it was so")
    report.check("1.2", True, "됨", "and so")
    report.chapter("둘", "Two")
    report.check("2.1", False, "안 됨", "it was not so")
    report.ended()
    report.line("끝", "the end")
    assert isinstance(screen.file, io.StringIO)
    assert isinstance(aside.file, io.StringIO)
    assert screen.file.getvalue().splitlines() == [
        "   1  One  ✓ 2",
        "  ✗ broken it was not so 2.1",
        "   2  Two  ✓ 1",
        "  the end",
    ]
    assert "it was so 1.1" in aside.file.getvalue()
    assert "it was not so" in aside.file.getvalue()
    whole = Report(Console(file=io.StringIO(), width=112), "en", live=False)
    whole.chapter("하나", "One")
    whole.check("1.1", True, "됨", "it was so")
    assert isinstance(whole.console.file, io.StringIO)
    assert "it was so 1.1" in whole.console.file.getvalue()
