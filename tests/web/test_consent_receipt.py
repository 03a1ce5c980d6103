"""A consent receipt: in the form that is described, signed, with each event's place in the ledger, and without a value
of anyone's."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import jsonschema_rs
import pytest
from tests.conftest import ALICE, Cast
from tests.web.person import signed_in
from tests.web.running import Running

import jikim.web
from jikim.app import Jikim
from jikim.clock import machine_moment
from jikim.errors import DeniedError, JikimError
from jikim.proof.checkpoint import Signer
from jikim.proof.consent_receipt import signed, verify
from jikim.proof.merkle import ProofError

SCHEMA = json.loads(
    (Path(jikim.web.__file__).parent / "static" / "consent-receipt.schema.json").read_text(encoding="utf-8")
)


@pytest.mark.clause("7.1")
def test_the_sdk_gives_a_receipt_of_what_was_given_and_taken_back(jk: Jikim, cast: Cast) -> None:
    """Given, taken back and given again stand in it with their places in the ledger; the ledger's key signed it; a
    change breaks it."""
    person = cast.alice.subject
    me = jk.acting("member", str(person))
    jk.by(me).consent(person, give=["marketing.ads", "agreed-partner/marketing.ads"])
    jk.by(me).consent(person, withdraw=["marketing.ads"])
    jk.sequence()
    receipt = jk.by(me).consent_receipt(person, language="ko")
    jsonschema_rs.validate(SCHEMA, receipt, validate_formats=True)
    told = {one["purpose_id"]: one for one in receipt["purposes"]}
    ads = told["marketing.ads"]
    assert (ads["consent_status"], [one["event_state"] for one in ads["events"]]) == (
        "not-given",
        ["given", "withdrawn"],
    )
    assert all(isinstance(one["ledger_position"], int) for one in ads["events"])
    assert {one["entity_id"] for one in ads["events"]} == {"member"}
    to = told["agreed-partner/marketing.ads"]
    assert (to["consent_status"], to["recipient_third_parties"]) == ("given", ["agreed-partner"])
    assert {one["party_id"] for one in receipt["parties"]} >= {"controller", "agreed-partner"}
    assert told["marketing.tailored"]["events"] == []
    # No value of hers is in it: only her number, and what she decided.
    text = json.dumps(receipt, ensure_ascii=False)
    assert not any(ALICE[item] in text for item in ("login_id", "email", "name"))
    assert verify(receipt) == verify(receipt, jk.signer.verifier) == jk.signer.verifier
    assert jk.by(me).consent_receipt(person, language="en")["purposes"][0]["purpose"].isascii()
    for change in (
        lambda one: one["purposes"][0].update(consent_status="given"),
        lambda one: one.pop("ledger"),
        lambda one: one["signature"].update(value="AAAA"),
        lambda one: one["signature"].update(algorithm="none"),
        lambda one: one.pop("signature"),
        lambda one: one["signature"].update(key="x"),
        lambda one: one["signature"].update(value="*"),
    ):
        forged = copy.deepcopy(receipt)
        change(forged)
        with pytest.raises(ProofError):
            verify(forged)
    stranger = Signer("elsewhere.example/jikim", b"\x07" * 32)
    with pytest.raises(ProofError, match="another ledger"):
        verify(signed(receipt, stranger), jk.signer.verifier)


def test_a_receipt_is_its_owners(jk: Jikim, cast: Cast) -> None:
    """Another member is refused with the clause, and a language that the policy does not have is none."""
    with pytest.raises(DeniedError):
        jk.by(jk.acting("member", str(cast.bob.subject))).consent_receipt(cast.alice.subject)
    with pytest.raises(JikimError, match="the policy has no"):
        jk.consent_receipt(cast.alice.subject, language="fr")  # type: ignore[arg-type]
    # What the ledger signs as a statement is never one of its checkpoints.
    with pytest.raises(ProofError):
        jk.signer.statement("rview.com/jikim", b"1\n")


@pytest.mark.clause("7.1")
def test_a_member_downloads_it_from_the_page(web: Running) -> None:
    """One link on the page of consents; nobody keeps a copy, the name of the file says nothing, and the look is on
    record."""
    person, given = web.member()
    with signed_in(web, person) as client:
        page = client.get("/my/consents")
        answer = client.get("/my/consents/receipt.json")
        seen = client.get("/my/download/my-data.json").json()
        schema = client.get("/static/consent-receipt.schema.json")
    assert "/my/consents/receipt.json" in page.text
    receipt = answer.json()
    jsonschema_rs.validate(SCHEMA, receipt, validate_formats=True)
    verify(receipt)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"].startswith('attachment; filename="consent-receipt-')
    assert given["name"] not in answer.text
    assert schema.json()["title"] == "A consent receipt"
    assert sum(one["event"] == "subject:show:allowed" for one in seen["uses"]) >= 2


def test_what_every_site_says_of_itself(web: Running) -> None:
    """security.txt by RFC 9116 with the officer's address and a day in the future; gpc.json says whether the signal is
    honoured."""
    from datetime import datetime, timedelta

    with web.client() as client:
        security, gpc = client.get("/.well-known/security.txt"), client.get("/.well-known/gpc.json")
    assert security.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in security.text.splitlines() if line)
    assert fields["Contact"] == "mailto:support.kr@rsupport.com"
    assert set(fields) == {"Contact", "Expires", "Preferred-Languages", "Canonical", "Policy"}
    ends = datetime.fromisoformat(fields["Expires"].replace("Z", "+00:00"))
    assert timedelta(days=30) < ends - machine_moment() < timedelta(days=366)
    assert fields["Canonical"].endswith("/.well-known/security.txt")
    assert gpc.headers["content-type"].startswith("application/json")
    assert gpc.json()["gpc"] is True
    datetime.fromisoformat(gpc.json()["lastUpdate"])
