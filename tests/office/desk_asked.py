"""What tests of the desk ask for: a request of a person, and a clock that is later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.office.conftest import Office

import jikim
from jikim.app import deadline_reminders
from jikim.clock import MovableClock
from jikim.desk.requests import file_request
from jikim.policy.ask import Actor


def mine(person: jikim.Person) -> Actor:
    return Actor("member", str(person.subject))


@contextmanager
def later(office: Office, **delta: float) -> Iterator[None]:
    """The house's own clock, so much later; the running site stays where it is."""
    house = office.jk.house
    moved = MovableClock(house.clock.now() + timedelta(**delta))
    office.jk.house = replace(house, clock=moved)
    try:
        yield
    finally:
        office.jk.house = house


def asked(office: Office, person: jikim.Person, kind: str = "suspend", **more: Any) -> str:
    """A request that a person filed on a page; the path of the desk to it."""
    made = office.jk.driver.run(
        file_request(office.jk.house, person.subject, kind, more.pop("record", None), "page", mine(person), **more)  # type: ignore[arg-type]
    )
    return f"/office/requests/{made.subject}/{made.request}"


def mind_alone(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """Nobody is written to about whatever else waits in this office."""
    every = deadline_reminders._waiting
    monkeypatch.setattr(deadline_reminders, "_waiting", lambda jk: [one for one in every(jk) if one.href == path])
