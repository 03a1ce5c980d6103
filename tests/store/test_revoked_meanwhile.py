"""A revocation that commits first always wins: each write verb looks for the grant in the statement that acts, whatever
was looked up before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import Cast, Databases
from tests.store.revoking import denied_meanwhile
from tests.suspected import report

import jikim
from jikim.app import Jikim
from jikim.cases.cases import Case, take_on, take_step
from jikim.db.driver import Steps
from jikim.desk.complaints import COMPLAINTS, answer_complaint, close_complaint, complain
from jikim.desk.impersonation import end_account, release_account, report_impersonation
from jikim.handlers.invitations import invite
from jikim.handlers.register import change_worker, enter_worker, leave_duty
from jikim.verbs.collect import collect
from jikim.verbs.consent import consent
from jikim.verbs.correct import ask_correction, correct, correct_now, refuse_correction
from jikim.verbs.end_contract import end_contract
from jikim.verbs.event import event
from jikim.verbs.grant import end_grant, give_grant
from jikim.verbs.hold import hold, release
from jikim.verbs.leave import leave
from jikim.verbs.provide import provide

DEEDS: dict[str, tuple[str, Callable[[Jikim, Cast], Steps[Any]]]] = {
    "collect": (
        "collect",
        lambda jk, cast: collect(
            jk.house.by(cast.omar), "enquiry", {"name": "Dan Example", "email": "dan@example.org", "text": "안녕하세요"},
            channel="board", subject=cast.alice, old_enough=True,
        ),
    ),
    "consent": ("consent", lambda jk, cast: consent(jk.house.by(cast.omar), cast.alice.subject, give=["marketing.events"])),
    "event": ("happen", lambda jk, cast: event(jk.house.by(cast.omar), cast.alice_order, "paid")),
    "provide": (
        "authorise",
        lambda jk, cast: provide(jk.house.by(cast.omar), cast.alice_order, to="service-least", purpose="delivery"),
    ),
    "freeze": ("freeze", lambda jk, cast: ask_correction(jk.house.by(cast.omar), cast.alice_order, ["phone"])),
    "correct": (
        "correct", lambda jk, cast: correct(jk.house.by(cast.omar), opened(jk, cast), {"phone": "02-555-0199"}),
    ),
    "refuse-correction": (
        "refuse_correction",
        lambda jk, cast: refuse_correction(jk.house.by(cast.omar), opened(jk, cast), reason="it was right"),
    ),
    "leave": ("leave", lambda jk, cast: leave(jk.house.by(cast.omar), cast.alice.subject)),
    "hold": ("hold", lambda jk, cast: hold(jk.house.by(cast.omar), cast.alice_order, reason="a lawsuit")),
    "release": (
        "hold",
        lambda jk, cast: release(jk.house.by(cast.omar), cast.alice_order, held(jk, cast), reason="it is over"),
    ),
    "give-grant": (
        "grant_give",
        lambda jk, cast: give_grant(jk.house.by(cast.omar), "hana", ["delivery"], jk.now() + timedelta(days=3)),
    ),
    "end-grant": ("grant_revoke", lambda jk, cast: end_grant(jk.house.by(cast.omar), cast.hana.grant)),
    "enter-worker": (
        "handler.enter",
        lambda jk, cast: enter_worker(jk.house, "ivy", name="Ivy", email="ivy@example.com", kind="handler", actor=cast.omar),
    ),
    "change-worker": (
        "handler.change",
        lambda jk, cast: change_worker(
            jk.house, "hana", name="Hana", email="hana@example.com", duty="desk", kind="staff", actor=cast.omar
        ),
    ),
    "leave-duty": ("handler.leave", lambda jk, cast: leave_duty(jk.house.by(cast.omar), "hana")),
    "invite": ("handler.invite", lambda jk, cast: invite(jk.house, "hana", actor=cast.omar)),
    "correct-now": ("correct", lambda jk, cast: correct_now(jk.house.by(cast.omar), cast.alice_order, {"phone": "02-555-0199"})),
    "file-complaint": (
        "case.collect",
        lambda jk, cast: complain(jk.house, WORDS, person=cast.alice, actor=cast.omar, channel="phone", old_enough=True),
    ),
    "look-at-complaint": ("case.step", lambda jk, cast: take_step(jk.house, COMPLAINTS, made(jk, cast), "look", actor=cast.omar)),
    "take-complaint": ("case.take", lambda jk, cast: take_on(jk.house, COMPLAINTS, (one := made(jk, cast)).subject, one.id, None, actor=cast.omar)),
    "answer-complaint": (
        "case.correct", lambda jk, cast: answer_complaint(jk.house, made(jk, cast), {"answer": "멈췄습니다"}, actor=cast.omar),
    ),
    "close-complaint": ("case.happen", lambda jk, cast: close_complaint(jk.house, made(jk, cast, answered=True), actor=cast.omar)),
    "release-account": (
        "case.thaw", lambda jk, cast: release_account(jk.house, suspected(jk, cast), {"released": "본인입니다"}, actor=cast.omar),
    ),
    "end-account": (
        "case.leave", lambda jk, cast: end_account(jk.house, suspected(jk, cast), {"confirmed": "도용입니다"}, actor=cast.omar),
    ),
    "end-contract": ("end_contract", lambda jk, cast: end_contract(jk.house.by(cast.omar), "kcp")),
}  # fmt: skip
WORDS = {"name": "가나다", "email": "alice@example.com", "text": "광고가 잦습니다"}


def made(jk: Jikim, cast: Cast, *, answered: bool = False) -> Case:
    system, me = jk.acting("system", "looker"), jk.acting("member", str(cast.alice.subject))
    case = jk.driver.run(complain(jk.house, WORDS, person=cast.alice, actor=me, old_enough=True))
    if answered:
        jk.driver.run(answer_complaint(jk.house, case, {"answer": "멈췄습니다"}, actor=system))
    return case


def suspected(jk: Jikim, cast: Cast) -> Case:
    jk.driver.run(report_impersonation(jk.house, "email", "alice@example.com", actor=cast.mallory))
    return report(jk, cast.alice.subject)


def opened(jk: Jikim, cast: Cast) -> jikim.Correction:
    return jk.ask_correction(cast.alice_order, ["phone"])


def held(jk: Jikim, cast: Cast) -> Any:
    return jk.by(jk.acting("system", "looker")).hold(cast.alice_order, reason="a lawsuit")


@pytest.mark.parametrize("deed", DEEDS)
def test_a_write_after_a_revocation_is_denied(jk: Jikim, cast: Cast, databases: Databases, deed: str) -> None:
    """The revocation commits between what was looked up and the acting statement: that one denies, records it, and
    changes nothing."""
    step, begin = DEEDS[deed]
    denied_meanwhile(jk, databases, cast.omar, step, begin(jk, cast))


def test_the_house_itself_acts_by_no_grant(jk: Jikim, cast: Cast) -> None:
    """The system's own writes are none of a grant's: it holds, releases, ends a contract and revokes."""
    system = jk.acting("system", "looker")
    number = jk.by(system).hold(cast.alice_order, reason="a lawsuit")
    jk.by(system).release(cast.alice_order, number, reason="it is over")
    jk.by(system).end_contract("kcp")
    assert jk.by(system).revoke(cast.hana.grant)


def test_an_officer_who_ended_their_own_grant_ends_no_other(jk: Jikim, cast: Cast) -> None:
    """A grant is revoked by its own officer at once, and everything of theirs after it is denied."""
    assert jk.by(cast.omar).revoke(cast.omar.grant)
    with pytest.raises(jikim.DeniedError) as found:
        jk.by(cast.omar).revoke(cast.hana.grant)
    assert found.value.why == "grant"
