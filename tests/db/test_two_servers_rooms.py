"""What the office lists, counts and does for many, on two servers: of both, in one order, once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.conftest import HOMEPAGE
from tests.db.standby import rows
from tests.db.two_servers import (  # noqa: F401
    BOTH,
    SECOND,
    Two,
    counted,
    every,
    jk,
    joined,
    newcomer,
    number,
    of_the_office,
    ordered,
    pages_of_usage,
    ring,
    servers,
)
from tests.faults.killing import Killed

import jikim
from jikim.accounts.credentials import sign_in
from jikim.accounts.rate_limits import FREE
from jikim.accounts.sign_ins import note_sign_in
from jikim.app import Jikim, read_policy
from jikim.breach.cases import Scope, case_of, find_people, open_case, people_of, step, told
from jikim.cabinet.paper_register import paper_of, papers, stirred
from jikim.cabinet.papers import destroy_paper, enter_paper, settle_ties
from jikim.disclosures.opened import OpenedRow
from jikim.errors import ConflictError, DeniedError
from jikim.reading.for_purpose import listed
from jikim.reading.mass import Query, ask_mass, begin, decide_mass, mass_of, page
from jikim.reading.open_records import open_records
from jikim.reading.people import people
from jikim.reading.sign_ins import compare_sign_ins
from jikim.verbs.entries import told_of
from jikim.verbs.hold import LAST, holds
from jikim.verbs.house import SYSTEM, By

pytestmark = pytest.mark.long
WHAT = {
    "what": "가상의 서버가 열려 있었습니다",
    "when": "어제",
    "measures": "닫았습니다",
    "advice": "비밀번호를 바꾸세요",
    "contact": "p@example.com",
}


def test_lists_are_those_of_one_server(jk: Any) -> None:
    """People, open records, records for a purpose and legal holds of both servers stand in one order, each once, however small
    the pages are."""
    by = of_the_office(jk)
    refs = [ordered(jk, server) for server in (*BOTH, *BOTH, SECOND)]
    whole = {one.subject for one in jk.do(people, actor=by, limit=1000)}
    assert {one.subject for one in refs} <= whole
    for order in ("newest", "oldest", "kind", "state"):
        found = every(lambda after, order=order: jk.do(people, actor=by, order=order, after=after, limit=2))
        assert [one.subject for one in found] == [
            one.subject for one in jk.do(people, actor=by, order=order, limit=1000)
        ]
        assert {one.subject for one in found} == whole
        if order in ("newest", "oldest"):
            at = [(one.joined, one.subject) for one in found]
            assert at == sorted(at, reverse=order == "newest")
    for newest in (False, True):
        found = every(
            lambda after, newest=newest: jk.do(open_records, "order", actor=by, newest=newest, after=after, limit=2)
        )
        at = [(one.facts.collected, one.facts.record) for one in found]
        assert at == sorted(at, reverse=newest)
        assert {one.record for one in refs} <= {record for _, record in at}
    some = jk.do(open_records, "order", actor=by, only=refs[:2])
    assert {one.facts.record for one in some} == {one.record for one in refs[:2]}
    of_house = By(jk.house, SYSTEM)
    found = every(lambda after: jk.driver.run(listed(of_house, "order", purpose="delivery", after=after, limit=2)))
    assert [one.collected for one in found] == sorted(one.collected for one in found)
    assert {one.record for one in refs} <= {one.ref.record for one in found}
    for ref in refs[:4]:
        jk.by(by).hold(ref, reason="가상의 사건")
    laid, before = [], LAST
    while found := jk.do(holds, before, 3):
        laid += found
        before = (found[-1].laid, found[-1].number)
    assert [one.laid for one in laid] == sorted((one.laid for one in laid), reverse=True)
    assert {one.ref.record for one in laid} == {one.record for one in refs[:4]}


def test_who_may_not_list_is_told_by_every_server(jk: Any) -> None:
    """Whose grant is over sees nobody of either server."""
    by = of_the_office(jk, "late")
    joined(jk, SECOND)
    jk.by(by).revoke(by.grant)
    with pytest.raises(DeniedError):
        jk.do(people, actor=by)


def test_a_read_of_many_is_of_both_and_never_of_more_than_was_approved(jk: Any) -> None:
    """Approved for fewer people than both servers have of them it does not begin; for as many it reads all, in one order."""
    asker, second = of_the_office(jk, "asker"), of_the_office(jk, "second")
    refs = [ordered(jk, server) for server in BOTH]
    everybody = len({one.ref.subject for one in jk.do(open_records, "order", actor=asker, limit=1000)})

    def asked(ceiling: int) -> Any:
        query = Query("order", "delivery", ("name", "phone"), ceiling)
        number = jk.do(ask_mass, query, actor=asker, reason="배송 지연 안내")
        jk.do(decide_mass, jk.do(mass_of, number), True, actor=second)
        return jk.do(mass_of, number)

    with pytest.raises(DeniedError) as denied:
        jk.do(begin, asked(everybody - 1), actor=asker)
    assert denied.value.why == "over-ceiling"
    approval = jk.do(begin, asked(everybody), actor=asker)
    assert approval.people == everybody
    found = jk.do(page, approval, None, actor=asker)
    places = [(one.ref.subject, one.ref.record) for one in found]
    assert places == sorted(places)
    assert {(one.subject, one.record) for one in refs} <= set(places)
    assert jk.do(page, approval, found[-1].ref, actor=asker) == []


def test_a_breach_counts_and_closes_by_both(jk: Any) -> None:
    """Its people lie on both servers; it is late, and cannot be closed, while one on either is still to be told."""
    by = of_the_office(jk)
    begun = jk.now()
    refs = [ordered(jk, server) for server in BOTH]
    for ref in refs:
        jk.use(ref, purpose="delivery", items=["phone"])
    jk.sequence()
    number = jk.do(open_case, WHAT, jk.now(), outside=False, actor=by)
    assert jk.do(find_people, number, Scope(begun, jk.now() + timedelta(minutes=1), kind="order"), actor=by) == 2
    case = jk.do(case_of, number)
    assert (case.people, case.told, case.unreached) == (2, 0, 0)
    reached = jk.do(people_of, case)
    assert [one.subject for one in reached] == sorted(ref.subject for ref in refs)
    jk.do(step, number, "report", actor=by)
    for ref in refs:
        with pytest.raises(ConflictError):
            jk.do(step, number, "close", actor=by)
        assert jk.do(told, number, ref.subject, "mail", actor=by)
    jk.do(step, number, "close", actor=by)
    assert jk.do(case_of, number).closed is not None


def test_papers_are_tied_where_their_people_lie(servers: Two, jk: Any) -> None:
    """A paper of somebody on either server shows whose it is, is looked at again once they have left, and is destroyed with its
    tie; a tie whose paper went while somebody was killed goes a day later."""
    by = of_the_office(jk)
    made = {}
    for server in BOTH:
        ref = ordered(jk, server)
        made[server] = jk.do(enter_paper, "order", cabinet="가", shelf=server[-1], ref=ref, note="비고", actor=by)
        assert jk.do(paper_of, made[server].number).ref == ref
    assert {one.number for one in jk.do(papers)} >= {one.number for one in made.values()}
    assert jk.do(stirred) == []
    for one in made.values():
        jk.by(by).hold(one.ref, reason="가상의 사건")
    assert {one.number for one in jk.do(stirred)} == {one.number for one in made.values()}
    for hold in jk.do(holds, LAST, 1000):
        jk.by(by).release(hold.ref, hold.number, reason="끝남")
    _due(servers)
    today = jk.house.today()
    for server, one in made.items():
        found = jk.do(paper_of, one.number)
        if server == SECOND:

            def kill(name: str, when: str) -> None:
                if (name, when) == ("paper.tied", "before"):
                    raise Killed

            jk.driver.hook = kill
            with pytest.raises(Killed):
                jk.do(destroy_paper, found, method="shred", day=today, witness="hana", actor=by)
            jk.driver.hook = None
        else:
            jk.do(destroy_paper, found, method="shred", day=today, witness="hana", actor=by)
    assert counted(servers, "SELECT count(*) FROM live.paper_of") == [0, 1]
    with psycopg.connect(servers.owners()[SECOND], autocommit=True) as conn:
        conn.execute("UPDATE live.paper_of SET since = since - interval '2 days'")
    jk.driver.run(settle_ties(jk.house))
    assert counted(servers, "SELECT count(*) FROM live.paper_of") == [0, 0]
    assert rows(servers.house, "live", "SELECT DISTINCT state FROM live.paper") == [("destroyed",)]
    for one in made.values():
        # What waits with the house and what waits with their own server, before either has its position and after.
        for _ in range(2):
            told = jk.driver.run(told_of(jk.house, one.ref.subject, frozenset()))
            events = [body["event"].rpartition(":")[0] for body in told]
            assert {"record:collect", "paper:destroy"} <= {*events}
            assert len({body["entry"] for body in told}) == len(told)
            jk.sequence()


def test_wrong_tries_are_counted_once_for_both(servers: Two, jk: Any, ring: Path) -> None:
    """Whoever lies on either server waits after as many wrong tries, whichever process counts them."""
    with Jikim(read_policy(HOMEPAGE), servers.settings(ring)) as other:
        for server in BOTH:
            values = newcomer()
            jk.house.holding._unused.append(number(server))
            jk.collect("membership", values, channel="homepage", old_enough=True)
            for n in range(FREE):
                assert (jk, other)[n % 2].do(sign_in, values["login_id"], "wrong", "192.0.2.1").tried.allowed
            for one in (jk, other):
                assert not one.do(sign_in, values["login_id"], values["password"], "192.0.2.1").tried.allowed


def _due(servers: Two) -> None:
    """The records of papers are over, long ago."""
    over = "UPDATE live.record r SET state = 2, ended = now() - interval '20 years', over_from = NULL FROM live.paper_of l WHERE l.record = r.record"
    for conninfo in servers.owners().values():
        with psycopg.connect(conninfo, autocommit=True) as conn:
            conn.execute(over)


def test_small_groups_of_both_are_counted_together(servers: Two, jk: Any) -> None:
    """Three people on one server and two on the other are a group of five: what is small is kept back only after the sum."""
    month = "date_trunc('month', now()) - interval '10 days'"
    for server in (*BOTH, *BOTH, SECOND):
        person = jikim.Person(joined(jk, server).subject, "member")
        jk.consent(person.subject, give=["marketing.statistics"])
        jk.collect("usage-history", {"usage": {"sessions": 1}}, channel="automatic", subject=person, old_enough=True)
    kind = jk.policy.records["usage-history"].number
    for conninfo in servers.owners().values():
        with psycopg.connect(conninfo, autocommit=True) as conn:
            conn.execute(f"UPDATE live.record SET collected = {month}, over_from = NULL WHERE kind = {kind}".encode())
    groups = jk.statistics("usage-history", purpose="marketing.statistics")
    assert [(group.often, group.people) for group in groups] == [(1, 5)]


def test_sign_ins_of_both_are_held_against_each_other(jk: Any) -> None:
    """One address from which people of both servers signed in is one group; so are the addresses of one account."""
    by = of_the_office(jk)
    here, there = (jikim.Person(joined(jk, server).subject, "member") for server in BOTH)
    for person, address in ((here, "198.51.100.7"), (there, "198.51.100.7"), (there, "198.51.100.8")):
        jk.do(note_sign_in, person, address)
    given: dict[str, Any] = {"days": 7, "least": 2, "reason": "한 곳의 여러 계정", "actor": by}
    [group] = jk.do(compare_sign_ins, "address", **given)
    assert (group.people, group.accounts, group.sign_ins, group.whole) == (
        sorted([here.subject, there.subject]),
        2,
        2,
        True,
    )
    [group] = jk.do(compare_sign_ins, "account", **given)
    assert (group.people, group.addresses) == ([there.subject], 2)


def test_records_without_a_name_are_read_range_by_range(jk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row that is read is recorded, and each once: a page goes on where the last ended, on whichever server that is."""
    monkeypatch.setattr("jikim.disclosures.opened.PAGE", 1)
    refs = [joined(jk, server) for server in (*BOTH, *BOTH)]
    for ref in refs:
        jk.consent(ref.subject, give=["marketing.statistics"])
        person = jikim.Person(ref.subject, "member")
        jk.collect("usage-history", {"usage": {"sessions": 1}}, channel="automatic", subject=person, old_enough=True)
    found: list[OpenedRow] = []
    for opened in pages_of_usage(jk):
        found += opened
    assert len({one.subject for one in found}) == len(found)
    assert {one.subject for one in found} >= {ref.subject for ref in refs}
