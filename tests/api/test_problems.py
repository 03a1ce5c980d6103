"""Problems: what is wrong, where and what can be done; nothing of a request is repeated in one."""

from __future__ import annotations

from typing import Any

import httpx
import msgspec
import pytest
from tests.api.conftest import ORDER, Served, wire

SECRET = "ZX-secret-81c2"


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("/use", {"ref": {"subject": SECRET, "record": SECRET, "kind": SECRET}, "purpose": SECRET}, "body"),
        ("/use", {SECRET: SECRET}, "body"),
        ("/use", [SECRET], "body"),
        ("/collect", {"kind": "order", "channel": "homepage", "values": {SECRET: SECRET}, "old_enough": True}, "undeclared-item"),
        ("/collect", {"kind": SECRET, "channel": "homepage", "values": {}, "old_enough": True}, "record-kind"),
        ("/collect", {"kind": "order", "channel": SECRET, "values": {}, "old_enough": True}, "channel"),
        ("/collect", {"kind": "order", "channel": "homepage", "partner": SECRET, "values": {}, "old_enough": True}, "partner"),
        ("/collect", {"kind": "order", "channel": "homepage", "consents": [SECRET], "values": ORDER, "old_enough": True, "subject": "guest"}, "purpose"),
        ("/collect", {"kind": "order", "channel": "homepage", "subject": SECRET, "values": ORDER}, "body"),
        ("/collect", {"kind": "order", "channel": "homepage", "values": {**ORDER, "phone": SECRET}, "old_enough": True}, "invalid"),
        ("/collect", {"kind": "enquiry", "channel": "board", "files": {"files": SECRET}, "old_enough": True}, "body"),
        ("/find", {"item": SECRET, "value": SECRET}, "undeclared-item"),
        ("/find", {"item": "email", "value": SECRET}, "invalid"),
        ("/statistics", {"kind": SECRET, "purpose": SECRET}, "purpose-not-covering"),
        ("/certificates/receipt", {"number": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}, "unknown"),
        ("/receipt", {"subject": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}, "unknown"),
        ("/show", {"subject": "6f9619ff-8b86-d011-b42d-00c04fc964ff", SECRET: 1}, "body"),
        ("/webhooks/add", {"url": f"http://{SECRET}.example.com", "events": ["subject:leave"]}, "body"),
        ("/webhooks/add", {"url": "https://shop.example.com/x", "events": [SECRET]}, "body"),
    ],
)  # fmt: skip
def test_nothing_that_was_sent_comes_back(shop: httpx.Client, path: str, body: Any, kind: str) -> None:
    """Whatever is wrong with a request, its problem has the right type and holds no word of it."""
    answer = shop.post(path, json=body)
    found = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert found["type"] == f"urn:jikim:problem:{kind}", found
    assert found["status"] == answer.status_code
    assert "ZX" not in answer.text
    assert "6f9619ff" not in answer.text
    assert not {"hint", "title"} - set(found)


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"x=1", "application/x-www-form-urlencoded", 415),
        (b"{" + b" " * 300_000, "application/json", 413),
    ],
)
def test_a_body_is_json_of_a_size(shop: httpx.Client, content: bytes, media: str, status: int) -> None:
    """What is no JSON, says that it is none, or is too large is refused as that."""
    answer = shop.post("/use", content=content, headers={"content-type": media})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/use", 405),
        ("DELETE", "/deletions", 405),
        ("POST", "/deletions", 405),
        ("GET", "/nowhere", 404),
        ("POST", "/../v1/x", 404),
    ],
)
def test_a_route_that_is_not_there_is_no_page(shop: httpx.Client, method: str, path: str, status: int) -> None:
    """A wrong path or method is a problem too, with what is allowed."""
    answer = shop.request(method, path)
    assert answer.status_code == status
    assert answer.json()["status"] == status
    assert ("allow" in answer.headers) == (status == 405)


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=501", "limit=x", "cursor=x", "cursor=AAAA", "other=1", "limit=1&limit=2", "limit", "%ff=1"],
)
def test_a_query_is_what_the_route_takes(shop: httpx.Client, query: str) -> None:
    """A query that a list does not know, or a cursor that it did not give, is refused."""
    assert shop.get(f"/deletions?{query}").status_code == 400


@pytest.mark.clause("7.4a")
def test_a_refusal_names_the_promise_and_the_way_on(served: Served, shop: httpx.Client) -> None:
    """A record that a correction froze is refused with the clause, the number of the request, and what can be done."""
    person, _ = served.member()
    order = served.order(person)
    opened = shop.post("/corrections/ask", json={"ref": wire(order), "items": ["phone"]}).json()
    found = shop.post("/use", json={"ref": wire(order), "purpose": "delivery"}).json()
    assert found["type"] == "urn:jikim:problem:frozen"
    assert found["request"] == opened["request"]
    assert found["clause"] == served.jk.policy.clause("frozen")
    assert found["hint"]


def test_an_unexpected_error_says_nothing(served: Served) -> None:
    """What nobody foresaw is a 500 without a word of it, since it could hold a person's data."""
    from jikim.api.problems import problem_of

    found = problem_of(RuntimeError("가나다 02-555-0101"), served.jk.policy)
    assert found.status == 500
    assert "555" not in msgspec.json.encode(found.body("en")).decode()


def test_every_problem_is_in_the_reference() -> None:
    """Each code of the table has a line in the reference of errors."""
    from tests.house.source import ROOT

    from jikim.api.problems import KINDS

    page = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    assert [code for code in KINDS if f"| `{code}` |" not in page] == []
