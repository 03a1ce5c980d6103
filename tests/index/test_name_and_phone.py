"""A name with the last four digits of a telephone number finds its person: one value, one tag, kept through all that
happens to a record."""

from __future__ import annotations

import pytest
from tests.index.looking import claims, found, jk, versions, watch, why  # noqa: F401
from tests.invariants import Watch

import jikim
from jikim.app import Jikim
from jikim.errors import InvalidError
from jikim.policy.items import ItemError
from jikim.policy.name_and_phone import asked, key_of, number_of, parts_of

ITEM = "name"
MEMBER = {
    "login_id": "dunlin",
    "password": "a quiet heron 4471",
    "name": "김 가나",
    "email": "dunlin@example.com",
    "mobile": "010-5550-0101",
    "phone": "02-555-0202",
}


@pytest.fixture
def ref(jk: Jikim) -> jikim.Ref:
    return jk.collect("membership", MEMBER, channel="homepage", old_enough=True).ref


def test_both_together_find_and_neither_alone(jk: Jikim, ref: jikim.Ref, watch: Watch) -> None:  # noqa: F811
    """However a name is spaced or cased, with either number's digits; a name alone, digits alone, others' digits and half
    a name find nobody; the entry names both items and no value."""
    for typed in ("김가나 0101", "김 가나 0202", "김가나0101", " 김가나   ０１０１ "):
        assert found(jk, ITEM, typed) == [ref.subject]
    for typed in ("김가나 0102", "김가 0101", "이가나 0101", "가나 0202"):
        assert found(jk, ITEM, typed) == []
    for typed in ("김가나", "0101", "김가나 01010", "010-5550-0101"):
        with pytest.raises(InvalidError):
            jk.find(ITEM, typed)
    told = [one for one in watch.ledger(jk) if one["event"].startswith("subject:find:allowed")]
    assert {frozenset(one["items"]) for one in told} == {frozenset({"name", "mobile", "phone"})}
    assert not any(word in str(told) for word in ("가나", " 0101", "0101'"))


def test_who_may_not_read_both_may_not_search_by_them(jk: Jikim, ref: jikim.Ref) -> None:
    """A purpose that reads names and no telephone number finds nobody so."""
    assert found(jk, ITEM, "김가나 0101") == [ref.subject]
    mailing = jk.by(jk.acting("application", "mailing", purposes=["joining"]))
    assert why(lambda: mailing.find(ITEM, "김가나 0101")) == "grant"


def test_a_correction_of_either_takes_it_along(jk: Jikim, ref: jikim.Ref, watch: Watch) -> None:  # noqa: F811
    """The old pair finds nobody any more and the new one does; a correction of something else leaves both where they
    are."""
    before = claims(watch)
    jk.correct(jk.ask_correction(ref, ["company"]), {"company": "Gana"})
    assert claims(watch) == before
    jk.correct(jk.ask_correction(ref, ["mobile"]), {"mobile": "010-5550-0303"})
    assert [found(jk, ITEM, f"김가나 {digits}") for digits in ("0101", "0303", "0202")] == [
        [],
        [ref.subject],
        [ref.subject],
    ]
    jk.correct(jk.ask_correction(ref, ["name"]), {"name": "김다라"})
    assert [found(jk, ITEM, typed) for typed in ("김가나 0303", "김가나 0202")] == [[], []]
    assert [found(jk, ITEM, typed) for typed in ("김다라 0303", "김다라 0202")] == [[ref.subject], [ref.subject]]


def test_leaving_ends_it(jk: Jikim, ref: jikim.Ref, watch: Watch) -> None:  # noqa: F811
    """Whoever leaves is found by nothing, and no claim of theirs stays."""
    jk.leave(ref.subject)
    assert (found(jk, ITEM, "김가나 0101"), claims(watch)) == ([], [])


def test_a_rotation_keeps_it(jk: Jikim, ref: jikim.Ref, watch: Watch) -> None:  # noqa: F811
    """Under the next version it finds the same; and one that is damaged is made anew from both values."""
    other = jk.collect(
        "membership",
        {**MEMBER, "login_id": "knot", "email": "knot@example.com", "name": "이마바"},
        channel="homepage",
        old_enough=True,
    ).ref
    watch.admin["live"].execute("UPDATE live.claim SET sealed = '\\x00' WHERE subject = %s", (other.subject,))
    jk.correct(jk.ask_correction(ref, ["email"]), {"email": "another@example.com"})
    done = jk.reindex()
    assert (done.version, done.mended, done.lost) == (
        2,
        len([row for row in claims(watch) if row[1] == other.subject]),
        [],
    )
    assert versions(watch) == [2]
    assert found(jk, ITEM, "김가나 0101") == [ref.subject]
    assert found(jk, ITEM, "이마바 0202") == found(jk, "email", "knot@example.com") == [other.subject]


def test_each_of_many_records_claims_it(jk: Jikim, ref: jikim.Ref) -> None:
    """Records that are taken many at a time are found as one that is taken alone."""
    person = jikim.Person(ref.subject, "member")
    enquiry = {"name": "박사아", "phone": "02-555-0404", "email": "a@example.org", "text": "가상의 문의"}
    (done,) = jk.collect_many([jikim.Offer(person, "enquiry", enquiry, "board")], old_enough=True)
    assert not isinstance(done, jikim.JikimError)
    assert found(jk, ITEM, "박사아 0404") == [ref.subject]


def test_the_numbers_of_two_are_read_back() -> None:
    """A claim's number says of which two items it is, and no item's own number is taken for one."""
    assert parts_of(number_of(3, 7)) == (3, 7)
    assert parts_of(12) == (12,)
    assert number_of(3, 7) < 2**31 - 3
    assert asked("Gana  KIM 0101") == key_of("Gana Kim", "+82255550101;ext=12")


def test_what_is_typed_is_read_in_one_pass() -> None:
    """Spaces around and within say nothing; a long run of them is refused at once, and not after their square."""
    assert asked(" 김 가나  0101 ") == asked("김가나0101") == "김가나 0101"
    with pytest.raises(ItemError):
        asked(f"a{' ' * 200_000}12345")
