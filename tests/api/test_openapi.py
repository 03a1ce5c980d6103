"""The document says what the routes do: schemathesis asks them all, and nothing of anyone else is in any answer."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.conftest import Served, wire

from jikim.api.routes import ROUTES
from jikim.api.shapes import Shape

MARKED = {
    "name": "표식자",
    "phone": "02-555-7391",
    "address": {"postcode": "04524", "line1": "서울특별시 표식구 표식로 7391"},
}
MARKS = ("표식", "표식로 7391", "25557391", "marked-person")
CHECKS = [status_code_conformance, content_type_conformance, response_headers_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def marked(served: Served) -> tuple[str, ...]:
    """Somebody else, whose every value is marked; and what may never be in an answer: their values and numbers."""
    person, _ = served.member(login_id="markedperson", email="marked-person@example.com", name="표식자")
    order = served.order(person, **MARKED)
    served.jk.consent(person.subject, give=["marketing.ads"])
    served.jk.ask_correction(order, ["phone"])
    return (*MARKS, str(person.subject), str(order.record))


@pytest.fixture(scope="module")
def document(served: Served) -> Any:
    """The document, as it is served."""
    return httpx.get(f"{served.url}/api/v1/openapi.json").json()


def _asked(served: Served, document: Any, examples: int, key: str, marked: tuple[str, ...]) -> int:
    """Asks every operation so many times; answers how many answers there were."""
    schema = schemathesis.openapi.from_dict(document)
    asked = 0
    bounds = settings(
        max_examples=examples,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    with requests.Session() as session:
        for found in schema.get_all_operations():

            def one(case: Case) -> None:
                nonlocal asked
                asked += 1
                answer = case.call(base_url=served.url, session=session, headers={"authorization": f"Bearer {key}"})
                assert answer.status_code < 500, (case.method, case.path, answer.text)
                for mark in marked:
                    assert mark not in answer.text, (case.path, mark)
                case.validate_response(answer, checks=CHECKS)

            bounds(given(case=found.ok().as_strategy())(one))()
    return asked


def test_every_route_conforms(served: Served, document: Any, marked: tuple[str, ...]) -> None:
    """Whatever is sent that the document allows: no 5xx, an answer as the document says, and nothing of a person who
    was not asked about."""
    _, key = served.key(may=("people", "webhooks"), name="fuzz")
    assert _asked(served, document, 2, key, marked) >= len(ROUTES)


@pytest.mark.long
def test_every_route_conforms_at_length(served: Served, document: Any, marked: tuple[str, ...]) -> None:
    """The same, many times more."""
    _, key = served.key(may=("people", "webhooks"), name="fuzz-long")
    assert _asked(served, document, 150, key, marked) >= len(ROUTES) * 50


def test_nothing_of_others_is_in_an_answer_about_oneself(served: Served, marked: tuple[str, ...]) -> None:
    """Asked about one person by everything that is theirs, no answer holds a word of another; and the marked one's own
    does."""
    _, key = served.key(may=("people", "webhooks"), name="looker")
    person, gave = served.member()
    order = served.order(person)
    with served.api(key) as client:
        bodies: dict[str, dict[str, Any]] = {
            "/show": {"subject": str(person.subject)},
            "/consent-receipt": {"subject": str(person.subject)},
            "/leaving-plan": {"subject": str(person.subject)},
            "/receipt": {"subject": str(person.subject)},
            "/requests/list": {"subject": str(person.subject)},
            "/use": {"ref": wire(order), "purpose": "delivery"},
            "/status": {"subject": str(person.subject), "kind": "order"},
            "/find": {"item": "email", "value": gave["email"]},
            "/statistics": {"kind": "usage-history", "purpose": "marketing.statistics"},
        }
        answers = [client.post(path, json=body).text for path, body in bodies.items()]
        answers += [client.get(route.path).text for route in ROUTES.values() if route.method == "GET"]
        for text in answers:
            assert not [mark for mark in marked if mark in text]
        own = client.post("/show", json={"subject": marked[-2]}).text
    assert [mark for mark in MARKS if mark not in own] == []


def test_a_record_is_not_read_by_another_persons_number(
    served: Served, shop: httpx.Client, marked: tuple[str, ...]
) -> None:
    """A record asked for under another person's number is not there."""
    person, _ = served.member()
    mixed = {"subject": str(person.subject), "record": marked[-1], "kind": "order"}
    answer = shop.post("/use", json={"ref": mixed, "purpose": "delivery"})
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:jikim:problem:gone")


def test_every_example_is_what_its_route_takes(document: Any) -> None:
    """The document is OpenAPI 3.1 with an example for every body, which decodes, and no shape takes what it does not
    know."""
    assert document["openapi"] == "3.1.0"
    for route in ROUTES.values():
        operation = document["paths"][route.full][route.method.lower()]
        if route.method == "POST":
            content = operation["requestBody"]["content"]["application/json"]
            assert content["example"], route.path
            assert _decoded(route.takes, content["example"])
        assert issubclass(route.takes, Shape)
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("additionalProperties") is False, name


def _decoded(shape: Any, example: Any) -> Any:
    import msgspec

    return msgspec.json.decode(msgspec.json.encode(example), type=shape)


def test_people_can_read_it_too(served: Served) -> None:
    """A page lists every route, and fetches nothing from elsewhere."""
    text = httpx.get(f"{served.url}/api/v1").text
    for route in ROUTES.values():
        assert route.full in text
    assert "//" not in text.replace("https://shop.example.com", "")


def test_lists_come_in_pages(served: Served, shop: httpx.Client) -> None:
    """A list's pages follow each other by cursors that are sealed: each row once, and a cursor of another list or key
    opens nothing."""
    person, _ = served.member()
    for _ in range(3):
        assert shop.post("/requests/file", json={"subject": str(person.subject), "kind": "access"}).status_code in (
            200,
            403,
            409,
        )
    names: list[str] = []
    cursor = ""
    while True:
        page = shop.get("/purposes", params={"limit": 7, **({"cursor": cursor} if cursor else {})}).json()
        names += [one["name"] for one in page["items"]]
        if not (cursor := page["next"]):
            break
        last = cursor
    assert names == list(served.jk.policy.file.purposes)
    assert shop.get("/deletions", params={"cursor": last}).json()["type"] == "urn:jikim:problem:cursor"


def test_the_published_is_open_to_all(served: Served) -> None:
    """Policy, versions, purposes, cookies and notices are read without a key."""
    with served.client() as client:
        found = client.get("/api/v1/policy").json()
        assert found["policy"]["service"]["name"]["ko"] == "리모트뷰 제품 홈페이지"
        assert client.get("/api/v1/policy", params={"version": found["number"]}).json()["digest"] == found["digest"]
        assert client.get("/api/v1/policy", params={"version": 99}).status_code == 404
        for path in ("/policy/versions", "/purposes", "/cookies", "/notices"):
            assert client.get(f"/api/v1{path}").status_code == 200
