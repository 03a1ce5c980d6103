"""Section 4: those who work for the company get what their task needs, and are told to delete it at the end."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.answered import deleted
from tests.clauses import facts
from tests.clauses.conftest import SECRET, Household, Ledger, Outside
from tests.conftest import HOMEPAGE

import jikim
from jikim.disclosures.left import Sought, left
from jikim.jobs.deletion_answers import Answer, signed
from jikim.jobs.outbox import deliver
from jikim.policy.check import check
from jikim.policy.model import PolicyFile
from jikim.policy.parse import parse
from jikim.policy.render import render_markdown
from jikim.settings import Endpoint

PROCESSORS = [
    pytest.param("kcp", marks=pytest.mark.clause("4.1")),
    pytest.param("kftc", marks=pytest.mark.clause("4.2")),
    pytest.param("paypal", marks=pytest.mark.clause("4.3")),
    pytest.param("epsilon", marks=pytest.mark.clause("4.4")),
    pytest.param("alipay", marks=pytest.mark.clause("4.5")),
    pytest.param("kis", marks=pytest.mark.clause("4.6")),
]


def declared(processor: str, kind: str, purpose: str) -> set[str]:
    """What a processor may get of a record kind for a purpose, by the file: its own items that this purpose of the
    record uses."""
    row = facts.policy()["processors"][processor]
    if kind not in row["records"] or purpose not in row["purposes"]:
        return set()
    return set(row["items"]) & facts.readable(purpose, kind)


def entrusted(household: Household, processor: str) -> jikim.Ref:
    """A new record of Alice's, queued for the processor."""
    row = facts.policy()["processors"][processor]
    kind = row["records"][0]
    purpose = next(purpose for purpose in row["purposes"] if declared(processor, kind, purpose))
    ref = household.take(kind)
    household.jk.entrust(ref, to=processor, purpose=purpose)
    return ref


@pytest.mark.parametrize("processor", PROCESSORS)
def test_exactly_what_the_task_needs_is_entrusted(
    household: Household, outside: Outside, ledger: Ledger, processor: str
) -> None:
    """Of every record kind and for every purpose, the processor gets its task's items, signed and recorded with their
    version; each other item is refused.
    """
    jk, row = household.jk, facts.policy()["processors"][processor]
    refs = {kind: household.take(kind) for kind in facts.KINDS}
    counted, refused, sent = len(ledger()), 0, {}
    for kind, ref in refs.items():
        for purpose in facts.policy()["purposes"]:
            may = declared(processor, kind, purpose)
            how: dict[str, Any] = {"to": processor, "purpose": purpose}
            if not may:
                with pytest.raises(jikim.DeniedError):
                    jk.entrust(ref, **how)
                refused += 1
                continue
            for item in set(facts.items(kind)) - may:
                with pytest.raises(jikim.DeniedError) as denied:
                    jk.entrust(ref, items=[facts.short(kind, item)], **how)
                assert denied.value.clause == row["clause"], (kind, purpose, item)
                refused += 1
            sent[str(jk.entrust(ref, **how).message)] = (kind, {facts.short(kind, item) for item in may})
    assert {kind for kind, _ in sent.values()} == set(row["records"])
    assert jk.deliver(outside.endpoints()).sent == len(sent)
    assert {got.to for got in outside.got} == {processor}
    assert {got.body["message"]: (got.body["record"], set(got.body["items"])) for got in outside.got} == sent
    for got in outside.got:
        signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.raw
        signature = base64.b64encode(hmac.digest(SECRET.encode(), signed, hashlib.sha256)).decode()
        assert got.headers["webhook-signature"] == f"v1,{signature}"
    entries = ledger()[counted:]
    assert sum(entry["event"] == "record:entrust:denied" for entry in entries) == refused
    left = {entry["about"]: entry for entry in entries if entry["event"] == "record:entrust-sent:allowed"}
    assert left.keys() == sent.keys()
    assert all((entry["to"], entry["version"]) == (processor, 1) for entry in left.values())


@pytest.mark.clause("4.1")
def test_the_ledger_tells_what_left_and_nothing_that_was_never_given(
    household: Household, outside: Outside, ledger: Ledger
) -> None:
    """Of a payment without a bank account none is told to be asked for, sent or received."""
    jk, ref = household.jk, household.take("payment", "member", "payment", "name", "email", "card")
    jk.entrust(ref, to="kcp", purpose="billing")
    assert jk.deliver(outside.endpoints()).sent == 1
    told = [one for one in ledger() if one["event"].startswith("record:entrust")]
    assert [one["event"].split(":")[1] for one in told] == ["entrust", "entrust-sent", "entrust-receipt"]
    assert [sorted(one["items"]) for one in told] == [["card", "email", "name", "payment"]] * 3


@pytest.mark.parametrize("processor", PROCESSORS)
def test_who_leaves_has_the_processor_told_to_delete_and_its_answer_awaited(
    household: Household, outside: Outside, ledger: Ledger, forward: Callable[..., datetime], processor: str
) -> None:
    """On leaving the processor is told; "received" has it asked again, silence makes it overdue, and "deleted" or
    "kept by our own duty" ends that and is shown.
    """
    jk, alice = household.jk, household.people["member"]
    entrusted(household, processor)
    jk.deliver(outside.endpoints())
    jk.leave(alice.subject)

    def standing() -> dict[str, int]:
        (shown,) = {went.deletion for went in jk.show(alice.subject).went if went.to == processor}
        found: dict[str, int] = {one.standing: one.messages for one in jk.deletions() if one.to == processor}
        assert shown in found
        return found

    outside.answer(processor, 202)
    jk.deliver(outside.endpoints())
    told = outside.to(processor, "delete")[0]
    assert told.body["about"] == [outside.got[0].body["message"]]
    assert "items" not in told.body
    assert standing() == {"asked": 1}
    outside.answer(processor, 503)
    forward(days=5)
    assert jk.deliver(outside.endpoints()).failed == 1
    assert standing() == {"asked": 1}
    forward(days=1)
    assert standing() == {"overdue": 1}
    duty = facts.policy()["processors"][processor].get("own_duty")
    if duty:
        outside.answer(processor, 200, request_status="kept", statute=duty[0], until="2018-02-05")
    else:
        outside.answer(processor, 200, request_status="completed")
    assert jk.deliver(outside.endpoints()).sent == 1
    assert standing() == {"kept" if duty else "deleted": 1}
    assert len(outside.to(processor, "delete")) == 3
    assert {got.headers["webhook-id"] for got in outside.to(processor, "delete")} == {told.headers["webhook-id"]}
    forward(days=30)
    assert jk.deliver(outside.endpoints()) == (0, 0, 0, 0)
    receipts = [entry["state"] for entry in ledger() if entry["event"] == "record:delete-receipt:allowed"]
    assert receipts == ["sent", "kept" if duty else "done"]


@pytest.mark.parametrize("processor", PROCESSORS)
def test_the_end_of_the_contract_ends_the_entrusting(
    household: Household, outside: Outside, forward: Callable[..., datetime], processor: str
) -> None:
    """At the end of its contract the processor is told to delete all it got; what was waiting, or being tried again,
    stays, and nothing more is entrusted.
    """
    jk = household.jk
    sent = entrusted(household, processor)
    jk.deliver(outside.endpoints())
    outside.answer(processor, 503)
    entrusted(household, processor)
    assert jk.deliver(outside.endpoints()).failed == 1
    entrusted(household, processor)
    with pytest.raises(jikim.DeniedError):
        jk.by(jk.actor).end_contract(processor)
    assert jk.by(household.officer).end_contract(processor) == 2
    del outside.got[:]
    outside.answer(processor, 200, request_status="completed")
    forward(days=10)
    assert jk.deliver(outside.endpoints()).sent == 2
    assert {got.body["topic"] for got in outside.got} == {"delete"}
    assert [(one.standing, one.messages) for one in jk.deletions()] == [("deleted", 2)]
    with pytest.raises(jikim.DeniedError) as denied:
        entrusted(household, processor)
    assert denied.value.why == "no-recipient"
    correction = jk.ask_correction(sent, ["name"])
    assert jk.correct(correction, {"name": "나가다"}).told == 0


@pytest.mark.clause("4.2")
def test_a_hand_over_stays_listed_until_the_last_of_its_person_is_destroyed(
    household: Household, outside: Outside, forward: Callable[..., datetime]
) -> None:
    """Who left has a payment in the archive and nothing live: the register has what was handed over, and the processor's
    answer; once nothing of theirs rests, their number is in no register."""
    jk, whose = household.jk, household.people["member"].subject
    ref = entrusted(household, "kftc")
    jk.event(ref, "paid")
    jk.deliver(outside.endpoints())
    jk.event(ref, "settled")
    jk.leave(whose)
    outside.answer("kftc", 200, request_status="completed")
    jk.deliver(outside.endpoints())

    def listed() -> list[tuple[str, str]]:
        lines = jk.do(left, Sought(subject=whose), actor=household.officer)
        assert sum(one.messages for one in jk.deletions()) == len(lines)
        return [(one.to, one.deletion) for one in lines]

    assert jk.sweep().forgotten
    assert listed() == [("kftc", "done")]
    forward(days=6 * 366)
    jk.sweep()
    assert listed() == []


@pytest.mark.clause("4.5")
def test_check_says_which_particulars_section_four_leaves_out() -> None:
    """No country, no contract date, and no carrier for the goods: `check` reports each of them."""
    findings = check(parse(HOMEPAGE.read_text(encoding="utf-8"), "policy.yaml"), date(2013, 2, 5))
    codes = {finding.code for finding in findings}
    assert "delivery-without-carrier" in codes
    unnamed = {
        finding.path[1]
        for finding in findings
        if finding.code == "country-not-named" and finding.path[0] == "processors"
    }
    assert unnamed == set(facts.policy()["processors"])


@pytest.mark.clause("4.3")
@pytest.mark.clause("4.4")
@pytest.mark.clause("4.5")
@pytest.mark.parametrize("processor", ["paypal", "epsilon", "alipay"])
def test_a_transfer_abroad_states_its_particulars(processor: str) -> None:
    """Once a country abroad is named, `check` asks for when, how, contact, ground and how to refuse, and the document
    says them."""
    content: Any = YAML(typ="safe").load(facts.PLACE.read_text(encoding="utf-8"))
    row = content["processors"][processor]
    row["country"] = "US"

    def run() -> tuple[set[str], PolicyFile]:
        parsed = parse(json.dumps(content, default=str), "policy.yaml")
        assert parsed.policy is not None
        found = {
            finding.code for finding in check(parsed, date(2013, 2, 5)) if finding.path[:2] == ("processors", processor)
        }
        return found, parsed.policy

    assert "abroad-without-particulars" in run()[0]
    row["abroad"] = {
        "when": {"ko": "결제할 때", "en": "as you pay"},
        "how": {"ko": "암호화하여 전송", "en": "sent encrypted"},
        "contact": "privacy@processor.example",
        "refuse": {"ko": "다른 결제 수단을 고릅니다", "en": "choose another way to pay"},
        "ground": "contract-published",
    }
    codes, stated = run()
    assert "abroad-without-particulars" not in codes
    for language in ("ko", "en"):
        text = render_markdown(stated, language)
        for said in (row["abroad"]["when"], row["abroad"]["how"], row["abroad"]["refuse"]):
            assert said[language] in text
        assert "privacy@processor.example" in text


@pytest.mark.clause("4.1")
@pytest.mark.parametrize(
    ("status", "said", "secret"),
    [
        (200, {"state": "failed"}, SECRET),
        (200, {"request_status": "cancelled"}, SECRET),
        (200, {}, SECRET),
        (200, None, SECRET),
        (200, {"request_status": "completed"}, "another secret"),
        (200, {"request_status": "completed"}, ""),
        (200, {"request_status": "completed", "subject_request_id": "of-another"}, SECRET),
        (200, {"request_status": "kept"}, SECRET),
        (200, {"request_status": "kept", "statute": "가상의 법", "until": "2001-01-01"}, SECRET),
        (204, {}, SECRET),
    ],
)
def test_nothing_but_a_signed_answer_that_says_so_is_a_deletion(
    household: Household,
    ledger: Ledger,
    forward: Callable[..., datetime],
    status: int,
    said: dict[str, str] | None,
    secret: str,
) -> None:
    """Failed, HTML, nothing, unsigned, of another request or half kept: *unclear*, asked again, and nowhere counted as
    deleted."""
    jk, alice = household.jk, household.people["member"]
    processor = "kcp"
    entrusted(household, processor)
    ends = {processor: Endpoint("http://127.0.0.1:9/", SECRET)}
    deliver(jk.driver, jk.house, ends, post=lambda *_: (200, b""))
    jk.leave(alice.subject)

    def answer(_endpoint: Endpoint, message: str, _body: bytes, at: datetime) -> Answer:
        content = b"<html>OK</html>" if said is None else json.dumps({"subject_request_id": message, **said}).encode()
        return Answer(status, content, signed(secret, message, content, at) if secret else {})

    assert deliver(jk.driver, jk.house, ends, post=answer)[:2] == (0, 1)
    assert [one.standing for one in jk.deletions()] == ["unclear"]
    assert [went.deletion for went in jk.show(alice.subject).went] == ["unclear"]
    receipts = [entry["state"] for entry in ledger() if entry["event"] == "record:delete-receipt:allowed"]
    assert receipts == ["unclear"]
    forward(days=2)
    assert deliver(jk.driver, jk.house, ends, post=lambda endpoint, message, *_: deleted(endpoint, message)).sent == 1
    assert [one.standing for one in jk.deletions()] == ["deleted"]
