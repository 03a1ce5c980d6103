"""Consent receipts: what a person agreed to, refused or took back, in the words of ISO/IEC TS 27560, for them to keep.

A receipt holds no value of theirs: purposes, items by name, who is behind it, how to take it back, and each consent's
events with their positions in the ledger. The ledger's key signs it (`proof/consent_receipt`). Making one is a look,
and recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from jikim.answers import Dossier
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.policy.compiled import Policy
from jikim.policy.model import Language, Text
from jikim.proof.consent_receipt import signed
from jikim.verbs.house import By
from jikim.verbs.show import show

SCHEMA = "jikim-consent-receipt/1"
_STATES = ("given", "withdrawn")


def consent_receipt(by: By, subject: UUID, *, language: Language | None = None) -> Steps[dict[str, Any]]:
    """A person's consent receipt, signed. Raises DeniedError as `show` does, and JikimError for a language that the
    policy does not have."""
    dossier = yield from show(by, subject)
    house, signer = by.house, by.house.signer
    assert signer is not None, "a house whose ledger was opened"
    policy = house.policy
    # Whom an older version serves consented by that one.
    if (served := (yield from house.elsewhere(subject, house.in_force()[1]))) is not None:
        policy = served[0]
    spoken = language or policy.file.service.languages[0]
    if spoken not in policy.file.service.languages:
        languages = ", ".join(policy.file.service.languages)
        raise JikimError(
            "the policy has no `{}`",
            hint=f"its languages are {languages}",
            given=spoken,
            ko=("방침에 없는 언어입니다: `{}`", f"방침의 언어: {languages}"),
        )
    clauses: dict[str, Mapping[str, int]] = {policy.digest_hex: _clauses(policy)}
    for version in house.versions.earlier():
        former = yield from house.versions.serving(version)
        clauses[former.digest_hex] = _clauses(former)
    return signed(told(policy, dossier, house.now(), spoken, signer.verifier.name, clauses), signer)


def _clauses(policy: Policy) -> dict[str, int]:
    """What a version's consents are, by name: under another number the name stood for something else."""
    return {**policy.purpose_consents, **policy.recipient_consents}


def told(
    policy: Policy,
    dossier: Dossier,
    at: datetime,
    language: Language,
    ledger: str,
    clauses: Mapping[str, Mapping[str, int]],
) -> dict[str, Any]:
    """The receipt without its signature. `clauses`: by a version's digest, what its consents are; an event of another
    clause is another consent's."""
    file = policy.file
    held = set(dossier.consents)
    kinds = {name for name, record in file.records.items() if dossier.kind in record.of}

    def text(words: Text | Mapping[Language, str] | None) -> str | None:
        return None if words is None else words.get(language) or next(iter(words.values()))

    def pii(refs: tuple[str, ...]) -> list[dict[str, Any]]:
        return [{"pii_attribute_id": ref, "pii_type": _label(policy, ref, language)} for ref in refs]

    purposes: list[dict[str, Any]] = []
    for name, number in policy.purpose_consents.items():
        purpose = file.purposes[name]
        if not any(name in file.records[kind].for_ for kind in kinds):
            continue
        clause = policy.name("consent", number)
        purposes.append(
            {
                "purpose_id": name,
                "purpose": text(purpose.label),
                "purpose_description": text(purpose.note),
                "lawful_basis": "consent",
                "clause": purpose.clause,
                "pii_information": pii(purpose.items),
                "recipient_third_parties": [],
                "retention_period": _until(language),
                "withdrawal_method": _withdrawal(policy, language),
                "consent_status": "given" if clause in held else "not-given",
                "events": _events(dossier, name, number, clause in held, clauses),
            }
        )
    for name, number in policy.recipient_consents.items():
        to, _, purpose_name = name.partition("/")
        recipient = file.recipients[to]
        if not kinds & set(recipient.records):
            continue
        clause = policy.name("consent", number)
        purposes.append(
            {
                "purpose_id": name,
                "purpose": text(file.purposes[purpose_name].label),
                "purpose_description": text(recipient.note),
                "lawful_basis": "consent",
                "clause": recipient.clause,
                "pii_information": pii(recipient.items),
                "recipient_third_parties": [to],
                "retention_period": text(recipient.until) or _until(language),
                "withdrawal_method": _withdrawal(policy, language),
                "consent_status": "given" if clause in held else "not-given",
                "events": _events(dossier, name, number, clause in held, clauses),
            }
        )
    officer = file.officers.officer
    parties = [
        {
            "party_id": "controller",
            "party_role": "pii_controller",
            "party_name": text(file.service.controller),
            "party_url": file.service.url,
            "party_country": file.service.country,
            "party_contact": text(officer.title),
            "party_email": officer.email,
            "party_phone": officer.phone,
        }
    ]
    third = {to for purpose in purposes for to in purpose["recipient_third_parties"]}
    parties += [
        {
            "party_id": to,
            "party_role": "third_party",
            "party_name": text(file.recipients[to].company or file.recipients[to].label),
            "party_url": None,
            "party_country": file.recipients[to].country,
            "party_contact": file.recipients[to].contact,
            "party_email": None,
            "party_phone": None,
        }
        for to in file.recipients
        if to in third
    ]
    return {
        "schema_version": SCHEMA,
        "receipt_id": str(uuid4()),
        "receipt_time": at.isoformat(),
        "pii_principal_id": str(dossier.subject),
        "language": language,
        "privacy_notice": f"{file.service.url.rstrip('/')}/policy",
        "privacy_notice_version": policy.digest_hex,
        "privacy_notice_effective": file.version.effective.isoformat(),
        "jurisdictions": [file.service.country],
        "ledger": ledger,
        "parties": parties,
        "purposes": purposes,
    }


def _label(policy: Policy, ref: str, language: Language) -> str:
    kind, _, name = ref.rpartition(".")
    item = policy.file.items.get(ref)
    label = item.label if item is not None else policy.file.records[kind].items.contents[name].label
    return label.get(language) or next(iter(label.values()))


def _until(language: Language) -> str:
    return "동의를 철회하거나 탈퇴할 때까지" if language == "ko" else "until you withdraw it or close your account"


def _withdrawal(policy: Policy, language: Language) -> str:
    page = f"{policy.file.service.url.rstrip('/')}/my/consents"
    return f"{page} 화면의 버튼 하나로" if language == "ko" else f"one button at {page}"


def _events(
    dossier: Dossier, name: str, number: int, given: bool, clauses: Mapping[str, Mapping[str, int]]
) -> list[dict[str, Any]]:
    """What the ledger still says of one consent, oldest first. One that no change of consents gave was given with the
    first record."""
    events: list[dict[str, Any]] = []
    joined: Mapping[str, Any] | None = None
    for use in dossier.uses:
        if use["event"] == "record:collect:allowed" and joined is None:
            joined = use
        if use["event"] != "subject:consent:allowed" or clauses.get(str(use["policy"]), {}).get(name, number) != number:
            continue
        for state in _STATES:
            if name in _names(use.get(state, "")):
                events.append(_event(use, state))
    if given and not any(event["event_state"] == "given" for event in events) and joined is not None:
        events.insert(0, _event(joined, "given"))
    return events


def _event(use: Mapping[str, Any], state: str) -> dict[str, Any]:
    return {
        "event_time": str(use["at"]),
        "event_type": "explicit",
        "event_state": state,
        "entity_id": str(use.get("actor", "")).partition(":")[0] or "unknown",
        "privacy_notice_version": str(use["policy"]),
        "ledger_position": use.get("position"),
    }


def _names(value: Any) -> tuple[str, ...]:
    return tuple(value.split(",")) if isinstance(value, str) else tuple(value)
