"""What the company's own systems are told, in the form of an OpenDSR 2.0 request (§7), by reference: never a value.

    {"api_version": "2.0", "regulation": "pipa", "subject_request_id": "6f1c…", "subject_request_type": "erasure",
     "submitted_time": "2026-11-29T03:00:00+00:00",
     "subject_identities": [{"identity_type": "controller_customer_id", "identity_value": "9b2e…", "identity_format": "raw"}],
     "extensions": {"jikim": {"to": "search", "record": "51d0…", "kind": "order", "items": ["name"]}}}

`erasure` is OpenDSR's. `rectification` (the items that are another by now; the system reads them anew) and `withdrawal`
(of the consent for `purpose`) are ours. The identity is the person's number here, under which the system got its copy;
`regulation` is `gdpr` where the policy is under it, else ours. It is signed, answered and judged as every message of the
outbox is (`deletion_answers.py`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from jikim.policy.compiled import Policy

_TYPES = {"delete": "erasure", "corrected": "rectification", "withdrawn": "withdrawal"}


def system_request(
    policy: Policy,
    system: str,
    topic: str,
    *,
    message: UUID,
    subject: UUID,
    record: UUID,
    kind: int,
    items: Sequence[int],
    purpose: int,
    asked: datetime,
) -> bytes:
    """The request, as it leaves."""
    about: dict[str, Any] = {
        "to": system,
        "record": str(record),
        "kind": policy.name("record", kind),
        "items": [policy.name("item", item) for item in items],
    }
    if purpose:
        about["purpose"] = policy.name("purpose", purpose)
    european = any(act.partition(".")[2] == "gdpr" for act in policy.file.service.under)
    request = {
        "api_version": "2.0",
        "regulation": "gdpr" if european else "pipa",
        "subject_request_id": str(message),
        "subject_request_type": _TYPES[topic],
        "submitted_time": asked.isoformat(),
        "subject_identities": [
            {"identity_type": "controller_customer_id", "identity_value": str(subject), "identity_format": "raw"}
        ],
        "extensions": {"jikim": about},
    }
    return json.dumps(request, ensure_ascii=False).encode()
