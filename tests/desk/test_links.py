"""Guardians and reports of impersonation: who may confirm, end and release them, and what they let nobody do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest
from tests.conftest import ALICE, Cast, Databases
from tests.suspected import report

import jikim
from jikim.accounts.sessions import begin_session, end_everybody, end_session, end_sessions, session_of, sessions_of
from jikim.app import Jikim
from jikim.cases.listing import open_cases
from jikim.db.driver import Steps
from jikim.desk.guardians import acts_for, guardians_of, link_guardian, unlink, wards_of
from jikim.desk.impersonation import IMPERSONATION, end_account, release_account, report_impersonation
from jikim.errors import ConflictError
from jikim.policy.ask import Actor
from jikim.verbs.house import House


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.clause("7.1")
def test_a_link_is_an_officers_to_confirm_and_lasts_a_year(
    jk: Jikim, cast: Cast, forward: Callable[..., datetime]
) -> None:
    """Nobody links themselves; a link lets the guardian see the child's data and no other's, and is over after a year."""
    run, house = jk.driver.run, jk.house
    child, parent = cast.alice.subject, cast.bob.subject
    for actor in (Actor("member", str(parent)), cast.hana, cast.mallory, Actor("officer", "nobody")):
        with pytest.raises(jikim.DeniedError):
            run(link_guardian(house, child, parent, actor=actor))
    link = run(link_guardian(house, child, parent, actor=cast.omar))
    assert run(acts_for(house, parent, child)) == link
    assert run(acts_for(house, child, parent)) is None
    acting = Actor("guardian", str(child))
    assert jk.by(acting).show(child).cards
    with pytest.raises(jikim.DeniedError):
        jk.by(acting).show(parent)
    forward(days=366)
    assert run(wards_of(house, parent)) == []
    assert run(guardians_of(house, child)) == []


@pytest.mark.clause("7.1")
@pytest.mark.parametrize("side", ["child", "parent", "officer"])
def test_either_side_ends_a_link_and_what_is_open_through_it(jk: Jikim, cast: Cast, side: str) -> None:
    """The child, the guardian or the officer ends it: a session that acts for the child closes, the child's own stays;
    a stranger ends nothing."""
    run, house = jk.driver.run, jk.house
    child, parent = cast.alice.subject, cast.bob.subject
    run(link_guardian(house, child, parent, actor=cast.omar))
    own = run(begin_session(house, child, "member"))
    acting = run(begin_session(house, parent, "member", ward=child))
    assert run(session_of(house, acting)) is not None
    with pytest.raises(jikim.DeniedError):
        run(unlink(house, child, parent, actor=Actor("member", str(cast.dan.subject))))
    actor = {"child": Actor("member", str(child)), "parent": Actor("member", str(parent)), "officer": cast.omar}[side]
    run(unlink(house, child, parent, actor=actor))
    assert run(session_of(house, own)) is not None
    assert run(session_of(house, acting)) is None
    assert run(wards_of(house, parent)) == []
    with pytest.raises(jikim.DeniedError):
        run(unlink(house, child, parent, actor=actor))


@pytest.mark.clause("7.1")
def test_what_a_guardian_has_open_lies_with_them_and_ends_at_the_child(jk: Jikim, cast: Cast) -> None:
    """The child sees a guardian's session and ends it; so do a report of the child and the child's leaving; a link that is made anew opens nothing old."""
    run, house = jk.driver.run, jk.house
    child, parent = cast.alice.subject, cast.bob.subject
    run(link_guardian(house, child, parent, actor=cast.omar))

    def opened() -> str:
        return run(begin_session(house, parent, "member", ward=child))

    stranger = run(begin_session(house, cast.dan.subject, "member", ward=child))
    assert run(session_of(house, stranger)) is None
    acting, own = opened(), run(begin_session(house, parent, "member"))
    seen = run(session_of(house, acting))
    assert seen is not None
    assert (seen.subject, seen.holder, seen.guardian) == (child, parent, True)
    [listed] = run(sessions_of(house, child))
    assert (listed.holder, listed.guardian) == (parent, True)
    assert [one.session for one in run(sessions_of(house, parent))] == [run(session_of(house, own)).session]
    assert run(end_session(house, child, listed.session))
    assert run(session_of(house, acting)) is None
    acting = opened()
    assert run(session_of(house, acting)) is not None
    run(end_sessions(house, child))
    assert run(session_of(house, acting)) is None
    acting = opened()
    actor = Actor("member", str(child))
    run(unlink(house, child, parent, actor=actor))
    run(link_guardian(house, child, parent, actor=cast.omar))
    assert run(session_of(house, acting)) is None
    acting = opened()
    run(link_guardian(house, child, parent, actor=cast.omar))  # confirmed for another year: what is open stays so
    assert run(session_of(house, acting)) is not None
    jk.by(actor).leave(child)
    assert run(session_of(house, acting)) is None
    assert run(session_of(house, own)) is not None


@pytest.mark.clause("7.1")
def test_a_forgotten_guardians_links_go_in_a_step_of_their_own(
    jk: Jikim, cast: Cast, databases: Databases, forward: Callable[..., datetime]
) -> None:
    """A guardian's links at children go before they are forgotten, and each child finds it, once; killed between the two
    steps, the next sweep goes on."""
    run, house = jk.driver.run, jk.house
    child, parent = cast.alice.subject, cast.bob.subject
    run(link_guardian(house, child, parent, actor=cast.omar))
    jk.by(Actor("member", str(parent))).leave(parent)
    forward(days=3000)

    def standing() -> tuple[int, int]:
        with psycopg.connect(databases.admin["live"]) as admin:
            links = admin.execute("SELECT count(*) FROM live.guardian WHERE guardian = %s", (parent,)).fetchone()
            people = admin.execute("SELECT count(*) FROM live.subject WHERE subject = %s", (parent,)).fetchone()
        assert links is not None
        assert people is not None
        return links[0], people[0]

    seen: list[tuple[int, int]] = []

    def killed(step: str, when: str) -> None:
        if (step, when) in (("forget.links", "before"), ("forget", "before")):
            seen.append(standing())
        if (step, when) == ("forget", "before") and seen[-1] == (0, 1):
            raise Killed

    jk.driver.hook = killed
    with pytest.raises(Killed):
        jk.sweep()
    jk.driver.hook = None
    assert seen[-2:] == [(1, 1), (0, 1)]
    jk.sweep()
    assert standing() == (0, 0)
    ends = [use for use in jk.show(child).uses if use["event"] == "guardian:unlink:allowed"]
    assert [use["actor"] for use in ends] == ["system:sweep"]


@pytest.mark.clause("7.1")
@pytest.mark.parametrize("at", ["guardian.link", "guardian.met"])
def test_a_guardian_who_is_forgotten_as_a_link_is_made_has_none(
    jk: Jikim, cast: Cast, databases: Databases, forward: Callable[..., datetime], at: str
) -> None:
    """Who was here when an officer was about to confirm them, and is forgotten before the link is made or before that is
    known: the officer is told, and no row names them."""
    child, parent = cast.alice.subject, cast.bob.subject

    def forgotten(step: str, when: str) -> None:
        if (step, when) == (at, "before"):
            jk.driver.hook = None
            jk.by(Actor("member", str(parent))).leave(parent)
            forward(days=3000)
            jk.sweep()

    jk.driver.hook = forgotten
    with pytest.raises(ConflictError):
        jk.do(link_guardian, child, parent, actor=cast.omar)
    assert _naming(databases, parent) == 0


@pytest.mark.clause("7.1")
@pytest.mark.parametrize("at", [("guardian.link", "after"), ("guardian.met", "before")])
def test_a_link_whose_making_was_killed_is_asked_about(
    jk: Jikim, cast: Cast, databases: Databases, at: tuple[str, str], forward: Callable[..., datetime]
) -> None:
    """It holds; the next sweep learns that the guardian is here, and once they were forgotten no row names them."""
    child, parent = cast.alice.subject, cast.bob.subject

    def kill(step: str, when: str) -> None:
        if (step, when) == at:
            raise Killed

    jk.driver.hook = kill
    with pytest.raises(Killed):
        jk.do(link_guardian, child, parent, actor=cast.omar)
    jk.driver.hook = None
    assert jk.do(acts_for, parent, child) is not None
    assert _naming(databases, parent, "NOT met") == 1
    jk.sweep()
    assert _naming(databases, parent, "met") == 1
    assert jk.do(acts_for, parent, child) is not None
    # A row as a restore of the child's server alone would bring it back, when the guardian has been forgotten.
    jk.by(Actor("member", str(parent))).leave(parent)
    forward(days=3000)
    jk.sweep()
    assert _naming(databases, parent) == 0
    with psycopg.connect(databases.admin["live"]) as admin:
        again = "INSERT INTO live.guardian (subject, guardian, linked, until, met) VALUES (%s, %s, now(), '2030-01-01', true)"
        admin.execute(again, (child, parent))
    jk.do(lambda _house: end_everybody())
    jk.sweep()
    assert _naming(databases, parent) == 0


def _naming(databases: Databases, guardian: UUID, so: LiteralString = "true") -> int:
    with psycopg.connect(databases.admin["live"]) as admin:
        rows = admin.execute(f"SELECT 1 FROM live.guardian g WHERE g.guardian = %s AND {so}", (guardian,)).fetchall()
    return len(rows)


@pytest.mark.clause("8.2")
def test_a_reported_account_is_released_whole(jk: Jikim, cast: Cast) -> None:
    """While a report is open nothing of the account is used and no session opens; an officer's release with a reason
    undoes all of it."""
    run, house = jk.driver.run, jk.house
    found = run(report_impersonation(house, "email", ALICE["email"], actor=cast.mallory))
    assert [person.subject for person in found] == [cast.alice.subject]
    assert run(report_impersonation(house, "email", ALICE["email"], actor=cast.mallory)) == found  # twice is once
    assert len(run(open_cases(house, IMPERSONATION, actor=cast.omar))) == 1
    one = report(jk, cast.alice.subject)
    for ref in (cast.alice_membership, cast.alice_order):
        with pytest.raises(jikim.DeniedError) as frozen:
            jk.use(ref, purpose="support", items=["name"], reason="look")
        assert frozen.value.why == "frozen"
    token = run(begin_session(house, cast.alice.subject, "member"))
    assert run(session_of(house, token)) is None
    for actor in (cast.hana, Actor("member", str(cast.alice.subject))):
        with pytest.raises(jikim.DeniedError):
            run(release_account(house, one, {"released": "내 계정"}, actor=actor))
    with pytest.raises(jikim.DeniedError):
        run(release_account(house, one, {"released": ""}, actor=cast.omar))
    run(release_account(house, one, {"released": "본인의 계정으로 확인"}, actor=cast.omar))
    assert jk.use(cast.alice_membership, purpose="member-services")["name"] == ALICE["name"]
    assert jk.use(cast.alice_order, purpose="support", items=["name"], reason="look")["name"] == "가나다"
    assert run(session_of(house, token)) is not None
    assert run(open_cases(house, IMPERSONATION, actor=cast.omar)) == []


@pytest.mark.clause("8.2")
def test_confirmed_misuse_ends_the_membership(jk: Jikim, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The officer ends it by the same plan as leaving, for good where a policy has a grace, and the address is free for its
    owner."""

    def month(_house: House, _subject: UUID) -> Steps[datetime | None]:
        return jk.now() + timedelta(days=30)
        yield

    monkeypatch.setattr("jikim.verbs.leave.grace_of", month)
    run, house = jk.driver.run, jk.house
    run(report_impersonation(house, "email", ALICE["email"], actor=cast.mallory))
    run(end_account(house, report(jk, cast.alice.subject), {"confirmed": "도용 확인"}, actor=cast.omar))
    assert run(open_cases(house, IMPERSONATION, actor=cast.omar)) == []
    assert not jk.show(cast.alice.subject).here
    jk.sweep()
    jk.collect("membership", {**ALICE, "login_id": "alice.own"}, channel="homepage", old_enough=True)


def test_an_address_of_nobody_and_a_guests_stop_nothing(jk: Jikim, cast: Cast) -> None:
    """A guest has no account to stop, and an unused address names none."""
    for address in ("dan@example.org", "nobody@example.org"):
        assert jk.driver.run(report_impersonation(jk.house, "email", address, actor=cast.mallory)) == []
    assert jk.use(cast.dan_enquiry, purpose="support", reason="look", items=["text"])
