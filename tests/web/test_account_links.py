"""One-time links, limits and codes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.web.running import Running

from jikim.accounts import codes, rate_limits
from jikim.accounts.links import make_link, take_link


def test_a_link_opens_once_and_for_its_use(web: Running) -> None:
    """A link is taken once, for the use it was made for, and not when its time is over."""
    person, _ = web.member()
    run = web.jk.driver.run
    house = web.jk.house
    token = run(make_link(house, person.subject, "member", "reset", timedelta(minutes=5)))
    assert run(take_link(house, token, "guest")) is None
    assert run(take_link(house, token, "reset")) == person
    assert run(take_link(house, token, "reset")) is None
    over = run(make_link(house, person.subject, "member", "reset", timedelta(seconds=-1)))
    assert run(take_link(house, over, "reset")) is None
    for wrong in ("", "no token", "한글", token[:-4] + "AAAA", token + "AAAA"):
        assert run(take_link(house, wrong, "reset")) is None


@pytest.mark.clause("7.5")
def test_links_go_with_their_person(web: Running) -> None:
    """Who has left comes back by no link."""
    person, _ = web.member()
    run = web.jk.driver.run
    token = run(make_link(web.jk.house, person.subject, "member", "reset", timedelta(minutes=5)))
    web.jk.leave(person.subject)
    assert run(take_link(web.jk.house, token, "reset")) is None


def test_a_limit_counts_by_key(web: Running) -> None:
    """So many and no more, each key by itself, and anew when the time is over."""
    run = web.jk.driver.run
    house = web.jk.house
    minute = timedelta(minutes=1)
    assert [run(rate_limits.within(house, "test", "one", 2, minute)) for _ in range(3)] == [True, True, False]
    assert run(rate_limits.within(house, "test", "two", 2, minute))
    assert [run(rate_limits.within(house, "over", "one", 1, timedelta(seconds=-1))) for _ in range(2)] == [True, True]


def test_wrong_secrets_wait_longer_and_longer(web: Running) -> None:
    """A few tries are free, then each has to wait; the right one forgets them."""
    run = web.jk.driver.run
    house = web.jk.house
    tries = [run(rate_limits.try_secret(house, "test", "three")) for _ in range(rate_limits.FREE + 2)]
    assert [one.number for one in tries] == [1, 2, 3, 4, 5, 0, 0]
    run(rate_limits.forget_tries(house, "test", "three"))
    assert run(rate_limits.try_secret(house, "test", "three")).number == 1


def test_a_code_proves_its_address(web: Running) -> None:
    """The right digits in the right form prove an address; others, elsewhere or too often, prove nothing."""
    run = web.jk.driver.run
    house = web.jk.house
    code, sealed = run(codes.begin_code(house, "join", "newcomer@example.com"))
    assert "newcomer" not in sealed
    assert code not in sealed
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert run(codes.check_code(house, "join", sealed, wrong)) is None
    assert run(codes.check_code(house, "other", sealed, code)) is None
    assert run(codes.check_code(house, "join", "", code)) is None
    assert run(codes.check_code(house, "join", sealed, f" {code[:3]} {code[3:]}")) == "newcomer@example.com"
    for _ in range(3):
        assert run(codes.check_code(house, "join", sealed, wrong)) is None
    assert run(codes.check_code(house, "join", sealed, code)) is None
    token = run(codes.proof(house, "join", "newcomer@example.com"))
    assert run(codes.proven(house, "join", token)) == "newcomer@example.com"
    assert run(codes.proven(house, "other", token)) is None
