"""The verbs over HTTP: each does what it does in process, and its refusals carry the clause."""

from __future__ import annotations

import httpx
from tests.api.conftest import ORDER, Served


def test_a_record_is_collected_used_and_shown(served: Served, shop: httpx.Client) -> None:
    """What comes in over HTTP is read for a purpose, and shown to its person with who read it and why."""
    person, _ = served.member()
    subject = {"subject": str(person.subject), "kind": "member"}
    made = shop.post(
        "/collect",
        json={"kind": "order", "channel": "homepage", "subject": subject, "old_enough": True, "values": ORDER},
    )
    assert made.status_code == 200, made.text
    ref = made.json()["ref"]
    read = shop.post("/use", json={"ref": ref, "purpose": "delivery", "items": ["name", "address"]})
    assert read.status_code == 200, read.text
    assert read.json()["values"]["name"] == "가나다"
    assert "phone" not in read.json()["values"]
    told = shop.post("/show", json={"subject": str(person.subject)})
    assert told.status_code == 200, told.text
    uses = [one for one in told.json()["uses"] if one["event"] == "record:use:allowed"]
    assert [(one["actor"], one["purpose"], one["from"]) for one in uses] == [
        ("application:shop", "delivery", "127.0.0.1")
    ]
