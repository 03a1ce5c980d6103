"""What is asked of one server after the other while somebody moves between them: they are met once, and as one (decision 25)."""

from __future__ import annotations

import itertools
from typing import Any
from uuid import UUID

import pytest
from tests.db.moving_people import join, moved
from tests.db.standby import rows
from tests.db.two_servers import SECOND, Two, jk, of_the_office, pages_of_usage, ring, servers  # noqa: F401

import jikim
from jikim.accounts.sign_ins import note_sign_in
from jikim.app import Jikim
from jikim.db.moving import Move
from jikim.reading.sign_ins import compare_sign_ins

pytestmark = pytest.mark.long
_ranges = itertools.count(0x2000)


def _somebody(servers: Two, jk: Jikim, *, there: bool) -> tuple[Move, jikim.Person]:
    """A person in a range of their own, on the second server (`there`) or the house's, and the move to the other."""
    first = next(_ranges)
    out = Move(UUID(int=first << 112), UUID(int=first + 1 << 112), "live", SECOND)
    person = jikim.Person(join(jk, out.first.int + 1).subject, "member")
    if not there:
        return out, person
    moved(jk, servers.owners(), out)
    return out._replace(from_=SECOND, to="live"), person


def _moves(servers: Two, jk: Jikim, move: Move, step: str) -> None:
    """They move once this step is done."""

    def hook(name: str, when: str) -> None:
        if (name, when) == (step, "after"):
            jk.driver.hook = None
            assert moved(jk, servers.owners(), move) == 1

    jk.driver.hook = hook


def test_nobody_who_moves_is_two_people_of_one_address(servers: Two, jk: Jikim) -> None:
    """Whoever was counted where they were, and is at the house when it counts, is one person still: no abuse is seen in it."""
    by = of_the_office(jk)
    back, person = _somebody(servers, jk, there=True)
    jk.do(note_sign_in, person, "198.51.100.9")
    _moves(servers, jk, back, "sign_ins.part")
    given: dict[str, Any] = {"days": 7, "least": 2, "reason": "한 곳의 여러 계정", "actor": by}
    assert jk.do(compare_sign_ins, "address", **given) == []
    assert jk.driver.hook is None


def test_nobody_who_moves_is_two_of_a_small_group(servers: Two, jk: Jikim) -> None:
    """Four people are kept back from who may see five, although one of them moves while they are counted."""
    people = [_somebody(servers, jk, there=n == 0) for n in range(4)]
    for _, person in people:
        jk.consent(person.subject, give=["marketing.statistics"])
        jk.collect("usage-history", {"usage": {"sessions": 1}}, channel="automatic", subject=person, old_enough=True)
    month = "date_trunc('month', now()) - interval '10 days'"
    kind = jk.policy.records["usage-history"].number
    for one in (servers.house, servers.second):
        rows(
            one, "live", f"UPDATE live.record SET collected = {month}, over_from = NULL WHERE kind = {kind} RETURNING 1"
        )
    _moves(servers, jk, people[0][0], "statistics.part")
    groups = jk.statistics("usage-history", purpose="marketing.statistics")
    assert jk.driver.hook is None
    assert [group.people for group in groups] == []


def test_who_moves_is_read_once(servers: Two, jk: Jikim, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records that are read page by page are read of each person once: of one who moves ahead of the walk, and of one who moves
    behind it."""
    monkeypatch.setattr("jikim.disclosures.opened.PAGE", 1)
    (back, low), (out, high) = _somebody(servers, jk, there=True), _somebody(servers, jk, there=False)
    for person in (low, high):
        jk.consent(person.subject, give=["marketing.statistics"])
        jk.collect("usage-history", {"usage": {"sessions": 1}}, channel="automatic", subject=person, old_enough=True)
    found: list[UUID] = []
    for opened in pages_of_usage(jk):
        found += [one.subject for one in opened]
        if found[-1:] == [high.subject] and opened:
            assert moved(jk, servers.owners(), back) + moved(jk, servers.owners(), out) == 2
    assert [found.count(one.subject) for one in (low, high)] == [1, 1]
