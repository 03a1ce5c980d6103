"""Section 4: those who work for the company get what their task needs, and are told to delete it at the end."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from conftest import HOMEPAGE

import jikim
from clauses import facts
from clauses.conftest import SECRET, Household, Ledger, Outside
from jikim.policy.check import check
from jikim.policy.parse import parse

PROCESSORS = list(facts.policy()["processors"])


def declared(processor: str, kind: str, purpose: str) -> set[str]:
    """What a processor may get of a record kind for a purpose, by the file: its own items that this purpose of the record uses."""
    row = facts.policy()["processors"][processor]
    if kind not in row["records"] or purpose not in row["purposes"]:
        return set()
    return set(row["items"]) & facts.readable(purpose, kind)


@pytest.mark.parametrize("processor", PROCESSORS)
def test_exactly_what_the_task_needs_is_entrusted(
    household: Household, outside: Outside, ledger: Ledger, processor: str
) -> None:
    """Of every record kind and for every purpose, the processor gets its task's items, signed and recorded with their version; each other item is refused."""
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


@pytest.mark.parametrize("processor", PROCESSORS)
def test_who_leaves_has_each_processor_told_to_delete_and_its_answer_awaited(
    household: Household, outside: Outside, ledger: Ledger, forward: Callable[..., datetime], processor: str
) -> None:
    """On leaving the processor is told; while it only says "received" it is asked again; its "kept by our own duty" or "deleted" ends that."""
    jk, alice = household.jk, household.people["member"]
    row = facts.policy()["processors"][processor]
    assert row["until"] == ["withdrawal", "contract-end"]
    kind = row["records"][0]
    household_record = household.take(kind)
    purpose = next(purpose for purpose in row["purposes"] if declared(processor, kind, purpose))
    jk.entrust(household_record, to=processor, purpose=purpose)
    jk.deliver(outside.endpoints())
    jk.leave(alice.subject)
    outside.answer(processor, 202)
    jk.deliver(outside.endpoints())
    (told,) = outside.to(processor, "delete")
    assert told.body["about"] == [outside.got[0].body["message"]]
    assert "items" not in told.body

    def deletions() -> dict[str, int]:
        number = jk.policy.number("processor", processor)
        return {
            state: count
            for space, target, topic, state, count in jk.counts("outbox_states")
            if (space, target, topic) == ("processor", number, "delete")
        }

    assert deletions() == {"sent": 1}
    outside.answer(processor, 503)
    forward(days=2)
    assert jk.deliver(outside.endpoints()).failed == 1
    assert len(outside.to(processor, "delete")) == 2
    forward(days=2)
    if row.get("own_duty"):
        outside.answer(processor, 200, state="kept", statute=row["own_duty"][0], until="2018-02-05")
    else:
        outside.answer(processor, 200, state="deleted")
    jk.deliver(outside.endpoints())
    assert deletions() == {"kept" if row.get("own_duty") else "done": 1}
    assert {got.headers["webhook-id"] for got in outside.to(processor, "delete")} == {told.headers["webhook-id"]}
    forward(days=30)
    assert jk.deliver(outside.endpoints()).sent == 0
    receipts = [entry["state"] for entry in ledger() if entry["event"] == "record:delete-receipt:allowed"]
    assert receipts == ["sent", "kept" if row.get("own_duty") else "done"]


def test_check_says_which_particulars_section_four_leaves_out() -> None:
    """No country, no contract date, and no carrier for the goods: `check` reports each of them."""
    findings = check(parse(HOMEPAGE.read_text(encoding="utf-8"), "policy.yaml"), date(2013, 2, 5))
    codes = {finding.code for finding in findings}
    assert "delivery-without-carrier" in codes
    unnamed = {finding.path[1] for finding in findings if finding.code == "country-not-named" and finding.path[0] == "processors"}
    assert unnamed == set(PROCESSORS)
