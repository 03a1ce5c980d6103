"""The office's lists of people and of open records: in the order that is asked for, filtered, page after page, each line
once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.employed import admin_of
from tests.office.conftest import Office

from jikim.policy.ask import Actor
from jikim.reading.open_records import Open, Waits, open_records
from jikim.reading.people import STATES, ListedPerson, Order, people

KINDS = ("corporate", "guest", "member")


@pytest.fixture
def by(office: Office) -> Actor:
    return office.employ("h-lists", "handler", ("support", "delivery"))


def pages(page: Callable[[Any], list[Any]]) -> Iterator[list[Any]]:
    """Page after page, to the end."""
    after = None
    while rows := page(after):
        yield rows
        after = rows[-1]


def everyone(office: Office, by: Actor, order: Order, **chosen: Any) -> list[ListedPerson]:
    def page(after: Any) -> list[ListedPerson]:
        return office.jk.do(people, actor=by, order=order, after=after, limit=3, **chosen)

    return [one for rows in pages(page) for one in rows]


def opened(office: Office, by: Actor, kind: str, **chosen: Any) -> list[Open]:
    def page(after: Any) -> list[Open]:
        return office.jk.do(open_records, kind, actor=by, after=after, limit=2, **chosen)

    return [one for rows in pages(page) for one in rows]


def test_people_stand_in_the_order_that_is_asked_for(office: Office, by: Actor) -> None:
    """By the day they came, either way, by kind and by state; each page goes on where the last ended, nobody twice and
    nobody left out."""
    for _ in range(4):
        office.member()
    leaver, _ = office.member()
    office.jk.leave(leaver.subject)
    guest = {"name": "아자차", "email": "list@example.com", "text": "질문"}
    office.jk.collect("enquiry", guest, channel="board", subject="guest", old_enough=True)
    newest = everyone(office, by, "newest")
    numbers = [one.subject for one in newest]
    assert len(set(numbers)) == len(numbers) >= 6
    assert newest == sorted(newest, key=lambda one: (one.joined, one.subject), reverse=True)
    assert [one.subject for one in everyone(office, by, "oldest")] == numbers[::-1]
    order = list(office.jk.policy.people)
    kinds = everyone(office, by, "kind")
    assert kinds == sorted(kinds, key=lambda one: (order.index(one.kind), -one.joined.timestamp(), -one.subject.int))
    states = everyone(office, by, "state")
    assert states == sorted(states, key=lambda one: (_state(one), -one.joined.timestamp(), -one.subject.int))
    assert {one.subject for one in kinds} == {one.subject for one in states} == set(numbers)
    left = everyone(office, by, "kind", states=["left"])
    assert leaver.subject in {one.subject for one in left}
    assert not any(one.here for one in left)


def _state(one: ListedPerson) -> int:
    return STATES["here" if one.here else "away" if one.away else "left"]


def test_records_stand_in_the_order_and_by_what_they_wait_for(office: Office, by: Actor) -> None:
    """The newest or the oldest first, of some days, late ones, and those that a correction freezes."""
    person, _ = office.member()
    values = {"name": "가타파", "email": "lists@example.com", "text": "질문"}
    refs = [
        office.jk.collect("enquiry", values, channel="board", subject=person, old_enough=True).ref for _ in range(5)
    ]
    with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
        for days, ref in zip((400, 300, 2, 1), refs, strict=False):
            admin.execute(
                "UPDATE live.record SET collected = collected - %s * interval '1 day' WHERE record = %s",
                (days, ref.record),
            )
    frozen = office.jk.ask_correction(refs[3], ["text"])

    def mine(waits: Waits = "", **chosen: Any) -> list[int]:
        known = [ref.record for ref in refs]
        found = [one.ref.record for one in opened(office, by, "enquiry", waits=waits, **chosen)]
        return [known.index(record) for record in found if record in known]

    try:
        assert mine() == [0, 1, 2, 3, 4]
        assert mine(newest=True) == [4, 3, 2, 1, 0]
        assert mine("late") == [0, 1]
        assert mine("late", newest=True) == [1, 0]
        assert mine("frozen") == [3]
        assert mine("held") == []
        today = office.jk.house.today()
        assert mine(since=today - timedelta(days=2), until=today - timedelta(days=1)) == [2, 3]
    finally:
        office.jk.refuse_correction(frozen, reason="이 시험의 기록입니다")
        for ref in refs:
            office.jk.event(ref, "closed")


@pytest.mark.parametrize("path", ["/office/people", "/office/records/membership"])
def test_the_pages_carry_what_was_chosen(office: Office, path: str) -> None:
    """The next page and the first keep order and filters; what is no order or day shows a page all the same."""
    for _ in range(52):
        office.member()
    browser = office.worker("h-list-pages", "member-services", "support")
    chosen = {"order": "newest" if "records" in path else "kind", "since": "2013-01-01", "state": ""}
    first = browser.get(path, params=chosen)
    assert first.status_code == 200
    way = re.search(r'rel="next"\s+href="([^"]+)"', first.text)
    assert way is not None
    assert f"order={chosen['order']}" in way[1]
    second = browser.get(way[1].replace("&amp;", "&").partition("#")[0])
    lines = [set(re.findall(r'class="mono"\s+href="([^"]+)"', one.text)) for one in (first, second)]
    assert len(lines[0]) == 50
    assert lines[1]
    assert not lines[0] & lines[1]
    assert "처음으로" in second.text
    assert f'value="{chosen["order"]}" selected' in re.sub(r"\s+", " ", second.text)
    odd = {"order": "salary", "since": "yesterday", "state": "rich", "after": "x", "of": "y", "rank": "z"}
    late = {"after": "9999-12-31T00:00:00+00:00", "of": str(UUID(int=1)), "rank": "9" * 30}
    for query in (odd, late, {**late, "rank": "1"}, {**late, "after": "2026-01-01"}):
        assert browser.get(path, params=query).status_code == 200


def test_a_day_that_is_none_is_told_beside_its_field(office: Office) -> None:
    """A filter's day that cannot be read is told in both languages, and the page is there all the same."""
    browser = office.officer("h-lists-wrong")
    told = (("", "날짜를 2026-11-30 형식으로 입력해 주세요"), ("/en", "please enter the date as 2026-11-30"))
    for path, field in (
        ("people", "since"),
        ("records/membership", "until"),
        ("disclosures", "first"),
        ("reports/access", "since"),
        ("reports/provision", "until"),
    ):
        for prefix, said in told:
            wrong, right = (
                browser.get(f"{prefix}/office/{path}", params={field: day}) for day in ("abc", "2013-02-05")
            )
            assert right.status_code == 200
            assert f'id="e-{field}">{said}' in wrong.text, path
            assert said not in right.text


def test_a_persons_number_that_is_none_is_told_beside_its_field(office: Office) -> None:
    """Of a number that is cut off the register of disclosures says so, and lists nothing."""
    page = office.officer("h-lists-person").get("/office/disclosures", params={"person": "3f2b8c1e"}).text
    assert 'id="e-person">정보주체 번호 36자 전체를 입력해 주세요' in page
