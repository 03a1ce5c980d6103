"""Requests at the desk: filed, listed, taken back, settled once."""

from __future__ import annotations

from conftest import Cast
from jikim.app import Jikim
from jikim.desk.requests import cancel_request, file_request, request_of, requests_of
from jikim.policy.ask import Actor


def me(person: object) -> Actor:
    return Actor("member", str(person.subject))  # type: ignore[attr-defined]


def test_smoke(jk: Jikim, cast: Cast) -> None:
    """A request is filed and listed."""
    made = jk.driver.run(
        file_request(
            jk.house,
            cast.alice.subject,
            "delete",
            None,
            "page",
            me(cast.alice),
            words={"name": "가나다", "text": "지워 주세요"},
        )
    )
    assert made.state == "open"
    [one] = jk.driver.run(requests_of(jk.house, cast.alice.subject))
    assert one.due == made.due
    done = jk.driver.run(cancel_request(jk.house, cast.alice.subject, made.request, me(cast.alice)))
    assert done.state == "withdrawn"
    found = jk.driver.run(request_of(jk.house, cast.alice.subject, made.request, me(cast.alice)))
    assert found is not None
    made = jk.driver.run(
        file_request(jk.house, cast.alice.subject, "correct", cast.alice_membership, "page", me(cast.alice))
    )
    card = next(c for c in jk.show(cast.alice.subject).cards if c.ref == cast.alice_membership)
    assert card.frozen == made.request
    done = jk.driver.run(cancel_request(jk.house, cast.alice.subject, made.request, me(cast.alice)))
    card = next(c for c in jk.show(cast.alice.subject).cards if c.ref == cast.alice_membership)
    assert card.frozen is None
