"""The company's own systems are told what becomes of what they hold copies of, and what they answer is judged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from tests.clauses.conftest import SECRET, Outside
from tests.conftest import Cast

from jikim.app import Jikim
from jikim.jobs.deletion_answers import signed
from jikim.jobs.outbox import deliver
from jikim.jobs.system_requests import called_back
from jikim.ledger.backlog import backlog
from jikim.prove.gathering import gather
from jikim.prove.promises import judge
from jikim.systems.standing import SystemStanding, system_standings


def told(jk: Jikim, outside: Outside) -> dict[str, list[dict[str, Any]]]:
    """What each system gets now: the requests' bodies."""
    before = len(outside.got)
    deliver(jk.driver, jk.house, outside.endpoints("search", "mailer"))
    found: dict[str, list[dict[str, Any]]] = {"search": [], "mailer": []}
    for got in outside.got[before:]:
        found[got.to].append(got.body)
    return found


def kinds(requests: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return sorted((one["subject_request_type"], one["extensions"]["jikim"]["kind"]) for one in requests)


def standing(jk: Jikim, name: str) -> SystemStanding:
    return next(one for one in jk.driver.run(system_standings(jk.house)) if one.name == name)


def test_an_erasure_reaches_each_system_that_holds_a_copy(jk: Jikim, cast: Cast, outside: Outside) -> None:
    """A member leaves: each system is asked to erase what it holds of that person, by reference, and answers signed."""
    me = jk.by(jk.acting("member", str(cast.alice.subject)))
    me.leave(cast.alice.subject)
    jk.sweep()
    found = told(jk, outside)
    assert ("erasure", "membership") in kinds(found["search"])
    assert [kind for type_, kind in kinds(found["mailer"]) if type_ == "erasure"] == ["membership"]
    request = next(one for one in found["search"] if one["extensions"]["jikim"]["kind"] == "membership")
    assert request["api_version"] == "2.0"
    assert request["regulation"] == "pipa"
    assert request["subject_identities"] == [
        {"identity_type": "controller_customer_id", "identity_value": str(cast.alice.subject), "identity_format": "raw"}
    ]
    assert request["extensions"]["jikim"]["items"] == ["name", "email"]
    assert not any("alice" in got.raw.decode() for got in outside.got)
    assert standing(jk, "search").waiting == 0
    assert told(jk, outside) == {"search": [], "mailer": []}


def test_a_correction_is_told_of_the_items_that_a_system_holds(jk: Jikim, cast: Cast, outside: Outside) -> None:
    """Each system is told that an item which it holds reads otherwise, and none of one that it lacks."""
    me = jk.by(jk.acting("member", str(cast.alice.subject)))
    me.correct(me.ask_correction(cast.alice_membership, ["name"]), {"name": "나다라"})
    found = told(jk, outside)
    assert kinds(found["search"]) == [("rectification", "membership")]
    assert found["search"][0]["extensions"]["jikim"]["items"] == ["name"]
    assert found["mailer"] == []


def test_a_consent_taken_back_is_told_to_the_system_that_serves_its_purpose(
    jk: Jikim, cast: Cast, outside: Outside
) -> None:
    """The mailing tool hears of it with the purpose; the search index, which serves no consent, hears nothing."""
    me = jk.by(jk.acting("member", str(cast.alice.subject)))
    me.consent(cast.alice.subject, give=["marketing.ads"])
    told(jk, outside)
    me.consent(cast.alice.subject, withdraw=["marketing.ads"])
    found = told(jk, outside)
    assert found["search"] == []
    assert kinds(found["mailer"]) == [("withdrawal", "membership")]
    assert found["mailer"][0]["extensions"]["jikim"]["purpose"] == "marketing.ads"


def test_a_system_that_does_not_answer_is_late_and_then_breaks_the_promise(
    jk: Jikim, cast: Cast, outside: Outside, forward: Callable[..., datetime]
) -> None:
    """Late once its own time has passed, broken once as much again has; an unsigned word is no answer."""
    outside.answer("mailer", 500)
    jk.by(jk.acting("member", str(cast.alice.subject))).leave(cast.alice.subject)
    jk.sweep()
    told(jk, outside)
    assert (standing(jk, "mailer").late, standing(jk, "mailer").broken) == (0, 0)
    forward(days=3)
    late = standing(jk, "mailer")
    assert late.late == late.waiting > 0
    forward(days=2)
    assert standing(jk, "mailer").broken == late.waiting
    outside.answer("mailer", 200, request_status="completed")
    told(jk, outside)
    assert standing(jk, "mailer").waiting == 0


def test_nothing_is_told_of_what_no_system_holds(jk: Jikim, cast: Cast, outside: Outside) -> None:
    """A guest's enquiry, which neither holds, is destroyed in silence."""
    jk.by(cast.omar).event(cast.dan_enquiry, "answered")
    jk.sweep()
    assert told(jk, outside) == {"search": [], "mailer": []}


def test_the_receipt_says_when_each_system_was_told_and_answered(jk: Jikim, cast: Cast, outside: Outside) -> None:
    """It waits for the one that has not answered, and keeps what it said once everybody has."""
    outside.answer("mailer", 202, request_status="pending")
    jk.by(jk.acting("member", str(cast.alice.subject))).leave(cast.alice.subject)
    jk.sweep()
    told(jk, outside)
    receipt = jk.receipt(cast.alice.subject)
    answered = {one.system: one.answered is not None for one in receipt.systems}
    assert answered == {"search": True, "mailer": False}
    assert [wait.detail for wait in receipt.dates.waits if wait.code == "system"] == ["1"]
    assert receipt.systems[0].words("en").startswith("Member search: told on ")
    assert json.loads(json.dumps(receipt.as_json()))["systems"][0]["system"] == "search"
    for got in outside.got:
        if got.to == "mailer":
            message = got.body["subject_request_id"]
            body = json.dumps({"subject_request_id": message, "request_status": "completed"}).encode()
            headers, endpoints = signed(SECRET, message, body, jk.now()), outside.endpoints("search", "mailer")
            steps = called_back(jk.house, endpoints, cast.alice.subject, UUID(message), headers, body)
            assert jk.driver.run(steps)
    # Nobody looks at it before the sweep that forgets her, and takes the messages along.
    jk.sweep()
    receipt = jk.receipt(cast.alice.subject)
    assert {one.system: one.answered is not None for one in receipt.systems} == {"search": True, "mailer": True}
    assert not [wait for wait in receipt.dates.waits if wait.code == "system"]


def test_the_promise_is_late_then_broken_and_kept_once_answered(
    jk: Jikim, cast: Cast, outside: Outside, forward: Callable[..., datetime]
) -> None:
    """The Promises page follows what the systems answered."""

    def state() -> str:
        jk.settings = replace(jk.settings, endpoints=outside.endpoints("search", "mailer"))
        evidence = jk.driver.run(gather(jk.house, jk.settings))
        return next(one for one in judge(evidence, jk.policy) if one.clause == "6.9").state

    outside.answer("mailer", 500)
    jk.by(jk.acting("member", str(cast.alice.subject))).leave(cast.alice.subject)
    jk.sweep()
    told(jk, outside)
    states = [state()]
    for _ in range(2):
        forward(days=3)
        states.append(state())
    outside.answer("mailer", 200, request_status="completed")
    told(jk, outside)
    assert [*states, state()] == ["kept", "late", "broken", "kept"]


def test_a_system_tells_by_itself_that_it_is_done(jk: Jikim, cast: Cast, outside: Outside) -> None:
    """It said that it has the request; then it calls the address that the request named. Nobody else's word counts."""
    outside.answer("mailer", 201, expected_completion_time="2013-02-07T00:00:00Z")
    jk.by(jk.acting("member", str(cast.alice.subject))).leave(cast.alice.subject)
    jk.sweep()
    endpoints = outside.endpoints("search", "mailer")
    jk.deliver(endpoints)
    request = next(got.body for got in outside.got if got.to == "mailer")
    waiting = standing(jk, "mailer").waiting
    subject, message = (UUID(part) for part in request["status_callback_urls"][0].split("/")[-2:])
    assert (subject, str(message)) == (cast.alice.subject, request["subject_request_id"])

    def call(secret: str, **said: str) -> bool:
        body = json.dumps({"subject_request_id": str(message), **said}).encode()
        headers = signed(secret, str(message), body, jk.now())
        return jk.driver.run(called_back(jk.house, endpoints, subject, message, headers, body))

    assert not call("another secret", request_status="completed")
    assert call(SECRET, request_status="in_progress")
    assert standing(jk, "mailer").waiting == waiting
    assert call(SECRET, request_status="completed")
    assert standing(jk, "mailer").waiting == waiting - 1
    recorded = jk.driver.run(backlog())
    assert call(SECRET, request_status="completed")  # said again, it is no news
    assert jk.driver.run(backlog()) == recorded
    assert not jk.driver.run(called_back(jk.house, endpoints, subject, uuid4(), {}, b""))
