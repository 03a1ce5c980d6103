"""A verb over HTTP is declared once: of its declaration come its route, what that takes, the request of the SDK and the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
import pytest

from jikim.answers import Offer, Person, Read, Ref
from jikim.api.openapi import schema_of
from jikim.api.route import verb
from jikim.api.routes import ROUTES
from jikim.over_http import DECLARED, Declared, Verbs, over_http
from jikim.remote.calls import call_of

REF = Ref(UUID(int=1), UUID(int=2), "order")


class Lent(Verbs):
    """A verb that no house has."""

    @over_http("/lend", {"ref": {}}, changes=True, within="lent", largest=1024)
    def lend(self, ref: Ref, values: Mapping[str, Any], *, to: str, items: Sequence[str] | None = None) -> bool:
        """Lends a record.

        And more of it.
        """

    def _ask(self, asked: Declared, given: Mapping[str, Any]) -> Any:
        return asked, given


@pytest.fixture
def asked() -> tuple[Declared, dict[str, Any]]:
    """A call of it, as a client is given it."""
    return Lent().lend(REF, {"name": "가나다", "card": b"\x89"}, to="acme")


def test_a_declaration_is_a_route_a_request_and_a_shape(asked: tuple[Declared, dict[str, Any]]) -> None:
    """What the SDK sends for a new declaration is what its route takes, and comes out as it was called with; a field that
    it does not declare is refused."""
    declared, given = asked
    route, call = verb(declared), call_of(declared, given)
    assert (route.path, route.about, route.changes, route.largest) == ("/lend", "Lends a record.", True, 1024)
    body = msgspec.json.encode(call.body)
    took = msgspec.json.decode(body, type=route.takes)
    assert took.named() == {**given, "items": None}
    assert call.read({"lent": True}) is True
    assert schema_of(route.answers) == {"type": "boolean"}
    for wrong in ({**call.body, "more": 1}, {**call.body, "to": "x" * 201}, {**call.body, "ref": {"subject": "1"}}):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(wrong, route.takes)


def test_parts_of_parts_come_out_whole() -> None:
    """Offers and reads, whose parts are people, records, names and files, come out as the values that were sent."""
    person = Person(REF.subject, "member")
    sent = {
        "collect_many": [Offer(person, "enquiry", {"text": "질문", "files": b"\x89"}, "board")],
        "use_many": [Read(REF, "delivery", ["name"]), Read(REF, "delivery")],
    }
    for name, parts in sent.items():
        call = call_of(DECLARED[name], {next(iter(DECLARED[name].parameters)): parts})
        took = msgspec.json.decode(msgspec.json.encode(call.body), type=ROUTES[f"/api/v1{call.path}"].takes)
        assert parts in took.named().values()


def test_every_declaration_has_its_route() -> None:
    """No verb is declared without a route, and each route has an example that it takes."""
    assert {f"/api/v1{one.path}" for one in DECLARED.values()} <= set(ROUTES)
    for declared in DECLARED.values():
        assert msgspec.convert(dict(declared.example), ROUTES[f"/api/v1{declared.path}"].takes).named()
