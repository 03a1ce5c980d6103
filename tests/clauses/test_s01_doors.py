"""Section 1.2 at the homepage's doors: the age, and what is never taken, wherever somebody may type."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.clauses.at_home import complains, enquires, enters, found_by, orders
from tests.clauses.test_s01_collection import NEVER
from tests.homepage.shop import Browser, Shop
from tests.web.test_account_joining import first, newcomer

Door = Callable[..., httpx.Response]


def joins(rv: Shop, _browser: Browser, address: str, **more: str) -> httpx.Response:
    """Begins to join."""
    with rv.web.client() as client:
        return first(client, newcomer(email=address, **more))


# How each door asks for the age, and where somebody may write what they like.
DOORS: dict[str, tuple[Door, str, str]] = {
    "join": (joins, "old_enough", "name"),
    "board": (lambda _rv, browser, address, **more: enquires(browser, address, **more), "age", "text"),
    "event": (lambda _rv, browser, address, **more: enters(browser, address, **more), "age", "answers"),
    "order": (orders, "age", "note"),
    "complaint": (lambda _rv, browser, address, **more: complains(browser, address, **more), "age", "text"),
}


@pytest.mark.clause("1.2")
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("answer", ["no", ""])
def test_every_door_asks_about_the_age_and_a_no_keeps_nothing(rv: Shop, door: str, answer: str) -> None:
    """Who is under 14, or does not say, has left nothing: no person, no record, and no mail goes to the address."""
    through, field, _ = DOORS[door]
    address, before = f"young.{door}.{answer or 'silent'}@example.com", rv.jk.counts("people")
    with rv.browser() as browser:
        said = through(rv, browser, address, **{field: answer})
    assert said.status_code in (200, 422)
    assert rv.jk.counts("people") == before
    assert found_by(rv, address) == []
    assert not any(address in str(mail["to"]) for mail in rv.web.mails.mails)


@pytest.mark.clause("1.2")
@pytest.mark.parametrize("door", [door for door in DOORS if door != "join"])
def test_a_number_that_is_never_taken_is_refused_by_its_promise(rv: Shop, door: str) -> None:
    """Of every kind, typed into a door's free text, it is refused with this promise, the words around it stay on the
    page, and nothing is kept."""
    through, _, field = DOORS[door]
    address, before = f"number.{door}@example.com", rv.jk.counts("people")
    with rv.browser() as browser:
        for what, number in NEVER.items():
            said = through(rv, browser, address, **{field: f"제 것은 {number} 입니다"})
            assert said.status_code == 422, what
            assert 'role="alert"' in said.text, what
            assert re.search(r"(?:처리방침 |policy#c)1\.2", said.text), what
            assert "제 것은" in said.text, what
    assert rv.jk.counts("people") == before
    assert found_by(rv, address) == []


@pytest.mark.clause("1.2")
def test_no_form_asks_for_a_birth_date_or_a_sex(rv: Shop) -> None:
    """Typed into a form all the same, they are not stored."""
    with rv.browser() as browser:
        enquires(
            browser, "more.items@example.com", birth_date="1990-01-01", gender="F", resident_number="900101-1234568"
        )
    (person,) = found_by(rv, "more.items@example.com")
    (card,) = rv.jk.show(person.subject).cards
    assert set(card.values) <= {"name", "email", "phone", "subject", "text", "files"}
    assert "1990" not in str(card.values)


@pytest.mark.clause("1.2")
def test_a_child_found_later_is_gone_from_the_homepage(rv: Shop) -> None:
    """The officer ends the membership of somebody who turns out to be a child: no session opens, and the sweep leaves
    nothing of it."""
    child, given = rv.web.member()
    officer: Any = rv.handler(*rv.jk.policy.file.purposes)._replace(kind="officer")
    with rv.browser(child) as browser:
        assert browser.client.get("/my").status_code == 200
        rv.jk.by(officer).leave(child.subject)
        assert browser.client.get("/my").headers["location"].startswith("/sign-in")
        assert browser.post("/sign-in", {"name": given["login_id"], "password": given["password"]}).status_code == 422
    rv.sweep()
    dossier = rv.jk.show(child.subject)
    assert (dossier.here, dossier.cards, dossier.resting) == (False, (), ())
