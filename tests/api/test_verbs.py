"""The verbs over HTTP: each does what it does in process, and its refusals carry the clause."""

from __future__ import annotations

import base64
from uuid import uuid4

import httpx
import pytest
from tests.api.conftest import ORDER, Served

from jikim.uploads import unpack


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


def test_a_person_is_handed_on_once(served: Served, shop: httpx.Client) -> None:
    """The link of a hand-off signs its person in on their own pages, once; the session that it began is looked up by
    the company's back end."""
    person, _ = served.member()
    handed = shop.post("/hand-off", json={"subject": str(person.subject)}).json()
    with served.client() as browser:
        arrived = browser.get(handed["url"].removeprefix(served.url))
        assert arrived.status_code == 303
        token = browser.cookies["jikim_session"]
        found = shop.post("/sessions/look", json={"token": token}).json()
        assert found["person"] == {"subject": str(person.subject), "kind": "member"}
        assert found["guardian"] is False
    with served.client() as other:
        assert other.get(handed["url"].removeprefix(served.url)).status_code == 410
    assert shop.post("/sessions/look", json={"token": "x"}).status_code == 404
    assert shop.post("/hand-off", json={"subject": str(uuid4())}).status_code == 404


@pytest.mark.clause("7.2")
def test_a_request_is_filed_and_listed_with_its_deadline(served: Served, shop: httpx.Client) -> None:
    """A person's request is filed on their behalf and listed with the last day of an answer in time."""
    person, _ = served.member()
    made = shop.post("/requests/file", json={"subject": str(person.subject), "kind": "access"})
    assert made.status_code == 200, made.text
    listed = shop.post("/requests/list", json={"subject": str(person.subject)}).json()["items"]
    assert [(one["request"], one["kind"], one["due"]) for one in listed] == [
        (made.json()["request"], "access", made.json()["due"])
    ]


def test_files_travel_as_base64(served: Served, shop: httpx.Client) -> None:
    """A file goes the way of every upload and comes back packed, apart from the other values; one in quarantine without
    its bytes."""
    person, _ = served.member()
    body = {
        "kind": "enquiry",
        "channel": "board",
        "subject": {"subject": str(person.subject), "kind": "member"},
        "old_enough": True,
        "values": {"name": "가나다", "email": "ganada@example.com", "subject": "질문", "text": "어떻게 씁니까"},
        "files": {"files": base64.b64encode(b"plain").decode()},
    }
    ref = shop.post("/collect", json=body).json()["ref"]
    read = shop.post("/use", json={"ref": ref, "purpose": "support", "items": ["files", "subject"]}).json()
    assert read["values"] == {"subject": "질문"}
    packed = base64.b64decode(read["files"]["files"])
    assert b"plain" not in packed.partition(b"]")[2]
    [file] = unpack(packed)
    assert (file.name, file.type, file.size) == ("file.txt", "text/plain; charset=utf-8", 5)
