"""What the company's own systems are told, in the form of an OpenDSR 2.0 request (§7), by reference: never a value.

    {"api_version": "2.0", "regulation": "pipa", "subject_request_id": "6f1c…", "subject_request_type": "erasure",
     "submitted_time": "2026-11-29T03:00:00+00:00",
     "subject_identities": [{"identity_type": "controller_customer_id", "identity_value": "9b2e…", "identity_format": "raw"}],
     "extensions": {"jikim": {"to": "search", "record": "51d0…", "kind": "order", "items": ["name"]}}}

Where the house is reached by people, `status_callback_urls` says where the system may tell that it is done (§8.6), signed
as its answers are; it need not, for what is pending is sent again.

`erasure` is OpenDSR's. `rectification` (the items that are another by now; the system reads them anew) and `withdrawal`
(of the consent for `purpose`) are ours. The identity is the person's number here, under which the system got its copy;
`regulation` is `gdpr` where the policy is under it, else ours. It is signed, answered and judged as every message of the
outbox is (`deletion_answers.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from jikim.db.driver import Steps
from jikim.jobs.deletion_answers import Answer, judged
from jikim.policy.compiled import Policy
from jikim.processors.contracts import Q as ANSWERS
from jikim.settings import Endpoint
from jikim.systems.standing import Q as MESSAGES
from jikim.verbs.house import SYSTEM, House

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
    site: str = "",
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
    request: dict[str, Any] = {
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
    if site:
        request["status_callback_urls"] = [f"{site}/hooks/systems/{subject}/{message}"]
    return json.dumps(request, ensure_ascii=False).encode()


def called_back(
    house: House,
    endpoints: Mapping[str, Endpoint],
    subject: UUID,
    message: UUID,
    headers: Mapping[str, str],
    body: bytes,
) -> Steps[bool]:
    """A system tells by itself that it is done, as it would have answered. Answers whether it is that system's word; what
    is no news changes nothing."""
    rows = yield MESSAGES["system.message"](subject=subject, message=message)
    if not rows:
        return False
    [(target, topic, waits)] = rows
    name = house.policy.name("system", target)
    endpoint = endpoints.get(house.policy.numbers.handle("system", target))
    if endpoint is None:
        return False
    fate, receipt = judged(endpoint.secret, str(message), Answer(200, body, headers), house.today())
    if waits and fate in ("done", "kept"):
        entry = yield from house.entry(f"record:{topic}-receipt", house.policy, SYSTEM, None, "", to=name, state=fate)
        said = json.dumps(receipt, ensure_ascii=False)
        yield ANSWERS["deletion.answer"](subject=subject, message=message, state=fate, receipt=said, entry=entry)
    return fate != "unclear"
