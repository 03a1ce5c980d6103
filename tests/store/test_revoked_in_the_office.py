"""A revocation that commits first wins in every room of the office, too: the ledger takes no deed by a grant that is
over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.conftest import Cast, Databases
from tests.employed import ledger_of
from tests.store.revoking import denied_meanwhile

from jikim.accounts.hand_off import hand_off
from jikim.api.keys import look_key, make_key, reachable
from jikim.app import Jikim
from jikim.breach.cases import open_case
from jikim.breach.cases import step as breach_step
from jikim.cabinet.papers import enter_paper, move_paper
from jikim.db.driver import Steps
from jikim.desk.notices import post_notice
from jikim.desk.request_steps import answer, file_for, take
from jikim.desk.requests import file_request
from jikim.disclosures.demands import prepare
from jikim.handlers.papers import add_paper
from jikim.plan.management_plan import approve_plan, draft_of, plan_of, save_plan
from jikim.policy.ask import Actor
from jikim.policy.period import Period
from jikim.processors.contracts import add_contract
from jikim.review.reviewing import make_review

BEFORE = date(2013, 2, 4)
WHAT = {
    "what": "가상의 서버가 열려 있었습니다",
    "when": "2013-02-05",
    "measures": "닫았습니다",
    "advice": "비밀번호를 바꾸세요",
    "contact": "privacy@example.com",
}
PLACE = {"cabinet": "서류함 A", "shelf": "3"}
NOTICE = {"title_ko": "점검", "title_en": "Maintenance", "body_ko": "점검합니다", "body_en": "Maintenance"}


def asked(jk: Jikim, cast: Cast) -> Any:
    """A request of Alice's that waits at the desk."""
    alice = jk.acting("member", str(cast.alice.subject))
    return jk.driver.run(file_request(jk.house, cast.alice.subject, "access", None, "page", alice)).request


def paper(jk: Jikim, cast: Cast) -> Any:
    return jk.driver.run(enter_paper(jk.house, "order", ref=cast.alice_order, actor=cast.omar, **PLACE))


def case(jk: Jikim, cast: Cast) -> Any:
    return jk.driver.run(open_case(jk.house, WHAT, jk.now(), outside=False, actor=cast.omar))


def sections(jk: Jikim) -> dict[str, str]:
    draft = draft_of(jk.house, jk.driver.run(plan_of(jk.house)), jk.settings)
    return {name: text or "가상의 내용" for name, text in draft.items()}


def saved(jk: Jikim, cast: Cast) -> int:
    written = dict.fromkeys(sections(jk), "가상의 내용")
    jk.driver.run(save_plan(jk.house, 0, written, Period(1, "mo"), actor=cast.omar))
    found = jk.driver.run(plan_of(jk.house)).draft
    assert found is not None
    return found.edit


DEEDS: dict[str, tuple[str, Callable[[Jikim, Cast], Steps[Any]]]] = {
    "file-request": (
        "asked.file",
        lambda jk, cast: file_for(jk.house, cast.alice.subject, "access", None, "phone", actor=cast.omar),
    ),
    "answer-request": (
        "asked.step",
        lambda jk, cast: answer(jk.house, cast.alice.subject, asked(jk, cast), "여기 있습니다", actor=cast.omar),
    ),
    "take-request": (
        "case.take",
        lambda jk, cast: take(jk.house, cast.alice.subject, asked(jk, cast), None, actor=cast.omar),
    ),
    "notice": ("notice.post", lambda jk, cast: post_notice(jk.house, **NOTICE, actor=cast.omar)),
    "breach": ("breach.open", lambda jk, cast: open_case(jk.house, WHAT, jk.now(), outside=False, actor=cast.omar)),
    "breach-step": ("breach.step", lambda jk, cast: breach_step(jk.house, case(jk, cast), "report", actor=cast.omar)),
    "plan": (
        "plan.save",
        lambda jk, cast: save_plan(
            jk.house, 0, dict.fromkeys(sections(jk), "가상의 내용"), Period(1, "mo"), actor=cast.omar
        ),
    ),
    "approve-plan": (
        "plan.approve",
        lambda jk, cast: approve_plan(jk.house, saved(jk, cast), "검토함", actor=cast.omar),
    ),
    "enter-paper": (
        "paper.enter",
        lambda jk, cast: enter_paper(jk.house, "order", ref=cast.alice_order, actor=cast.omar, **PLACE),
    ),
    "move-paper": (
        "paper.move",
        lambda jk, cast: move_paper(jk.house, paper(jk, cast), "서류함 B", "1", actor=cast.omar),
    ),
    "handler-paper": (
        "handler.paper",
        lambda jk, cast: add_paper(
            jk.house, "hana", "training", day=jk.house.today(), text="가상의 교육", place="서류함", actor=cast.omar
        ),
    ),
    "demand": (
        "demand.open",
        lambda jk, cast: prepare(
            jk.house,
            to="authority",
            purpose="identification",
            ground="warrant",
            authority="가상법원",
            statute="형사소송법 제215조",
            document="2013-1",
            place="서류함",
            actor=cast.omar,
        ),
    ),
    "contract": (
        "contract.add",
        lambda jk, cast: add_contract(
            jk.house, "processor", "kis", signed=None, told="email", email="kis@example.com", actor=cast.omar
        ),
    ),
    "review": ("review.make", lambda jk, cast: make_review(jk.house, BEFORE, BEFORE, {}, actor=cast.omar)),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_of_the_office_after_a_revocation_is_denied(
    jk: Jikim, cast: Cast, databases: Databases, deed: str
) -> None:
    """The revocation commits between what was looked up and the acting statement: nothing is done, and the denial is
    recorded."""
    step, begin = DEEDS[deed]
    denied_meanwhile(jk, databases, cast.omar, step, begin(jk, cast))


KEYED: dict[str, tuple[str, Callable[[Jikim, Cast, Actor], Steps[Any]]]] = {
    "file-request": (
        "asked.file",
        lambda jk, cast, shop: file_request(jk.house, cast.alice.subject, "access", None, "page", shop),
    ),
    "hand-off": ("link.hand", lambda jk, cast, shop: hand_off(jk.house, cast.alice.subject, "member", shop)),
}


@pytest.mark.parametrize("deed", KEYED)
def test_a_deed_by_a_key_that_was_revoked_meanwhile_is_denied(
    jk: Jikim, cast: Cast, databases: Databases, deed: str
) -> None:
    """A request that a program files, and a person whom it hands over signed in: the statement looks for the key's
    grant."""
    known, until = reachable(jk.policy), jk.now() + timedelta(days=3)
    reach = {f"{what}s": known[what] for what in ("record", "channel", "event", "consent")}
    _, key = jk.driver.run(make_key(jk.house, "shop", known["purpose"], until=until, may=("people",), **reach))
    shop = jk.driver.run(look_key(key))
    assert not isinstance(shop, str)
    actor = shop.actor("192.0.2.1")
    step, begin = KEYED[deed]
    denied_meanwhile(jk, databases, actor, step, begin(jk, cast, actor))


def test_a_persons_hand_off_is_in_their_ledger(jk: Jikim, cast: Cast) -> None:
    """Who was signed in here by a program sees that, and by which."""
    jk.driver.run(hand_off(jk.house, cast.alice.subject, "member", jk.actor))
    told = [one for one in ledger_of(jk, cast.alice.subject) if one["event"] == "session:hand-off:allowed"]
    assert [one["actor"] for one in told] == [f"application:{jk.actor.id}"]
