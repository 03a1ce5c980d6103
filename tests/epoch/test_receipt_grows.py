"""A receipt only grows: what it once said stays said, through every later step of a person's life, and page, PDF and
JSON are one object."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pypdf
import pytest
from tests.conftest import Cast

from jikim.answers import Person
from jikim.app import Jikim
from jikim.paper import pdf
from jikim.receipts import DATES, Dates
from jikim.web.member.as_paper import receipt_paper
from jikim.web.parts import Book

Forward = Callable[..., datetime]


def _said(jk: Jikim, subject: UUID) -> dict[str, Dates]:
    found = jk.receipt(subject)
    return {"": found.dates, **{line.what: line.dates for line in found.lines}}


def _held(before: dict[str, Dates], after: dict[str, Dates], step: str) -> None:
    """Every date that was said before is said after, and is the same one."""
    for part, dates in before.items():
        for name in DATES:
            if (was := getattr(dates, name)) is not None:
                assert getattr(after[part], name) == was, (step, part, name)


@pytest.mark.clause("6.5")
def test_it_says_what_goes_on_and_what_is_held(jk: Jikim, cast: Cast) -> None:
    """An open order of somebody who left is in progress, run after run, and is never said to go with the next one; what a
    legal hold keeps waits for its end."""
    jk.house.keyring.lease = 0.0
    jk.event(cast.alice_order, "paid")
    officer = jk.by(cast.omar)
    held = officer.hold(cast.bob_membership, reason="소송 2013가합1")
    for person in (cast.alice, cast.bob):
        jk.leave(person.subject)

    def waits(person: Person) -> set[str]:
        return {wait.code for wait in jk.receipt(person.subject).dates.waits} & {
            "sweep",
            "unfinished",
            "held",
            "resting",
        }

    assert (waits(cast.alice), waits(cast.bob)) == ({"sweep", "unfinished"}, {"held"})
    jk.sweep()
    assert (waits(cast.alice), waits(cast.bob)) == ({"unfinished"}, {"held"})
    jk.event(cast.alice_order, "settled")
    assert waits(cast.alice) == {"sweep"}
    jk.sweep()
    officer.release(cast.bob_membership, held, reason="소송이 끝났다")
    assert (waits(cast.alice), waits(cast.bob)) == ({"resting"}, {"sweep"})


@pytest.mark.clause("6.5")
@pytest.mark.parametrize("seed", range(3))
def test_what_was_once_said_stays_said(jk: Jikim, cast: Cast, forward: Forward, seed: int) -> None:
    """Whatever comes after (sweeps, epochs, months whose ledger is erased, years), no date of a receipt goes back to
    *not yet* or becomes another."""
    jk.house.keyring.lease = 0.0
    chance = random.Random(seed)
    people = (cast.alice.subject, cast.bob.subject, cast.dan.subject)
    steps: dict[str, Callable[[], object]] = {
        "sweep": jk.sweep,
        "epoch": jk.epoch,
        "sequence": jk.sequence,
        "expire": jk.expire,
        "day": lambda: forward(days=1),
        "year": lambda: forward(days=400),
        "years": lambda: forward(days=1900),
    }
    jk.event(cast.alice_order, "settled")
    jk.event(cast.dan_enquiry, "answered")
    said = {subject: _said(jk, subject) for subject in people}
    leaving = list(people[:2])
    for _ in range(14):
        if leaving and chance.random() < 0.4:
            name = "leave"
            jk.leave(leaving.pop())
        else:
            name = chance.choice(sorted(steps))
            steps[name]()
        for subject in people:
            now = _said(jk, subject)
            _held(said[subject], now, name)
            said[subject] = now
    for subject in leaving:
        jk.leave(subject)
    for name in ("sweep", "sequence", "years", "sweep", "sequence", "epoch", "year", "expire", "years", "expire"):
        steps[name]()
        for subject in people:
            now = _said(jk, subject)
            _held(said[subject], now, name)
            said[subject] = now
    for subject in people:
        assert None not in [getattr(said[subject][""], name) for name in DATES]


def test_every_rendering_is_of_one_object(jk: Jikim, cast: Cast, forward: Forward) -> None:
    """Page, PDF and JSON of a receipt say the same dates, in the same order and words."""
    jk.leave(cast.dan.subject)
    forward(hours=30)
    jk.sweep()
    found = jk.receipt(cast.dan.subject)
    told = found.as_json()
    assert [step.name for step in found.dates.steps] == list(DATES)
    assert [told[step.name] for step in found.dates.steps] == [
        step.at.isoformat() if step.at else None for step in found.dates.steps
    ]
    for language in ("ko", "en"):
        book = Book(jk.policy.file, language, jk.policy.zone, str)  # type: ignore[arg-type]
        text = "".join(
            "".join(
                page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf(receipt_paper(book, found)))).pages
            ).split()
        )
        for step in found.dates.steps:
            assert "".join(step.label(language).split()) in text
            if step.at is not None:
                assert "".join(f"{book.day(step.at)} {step.at.astimezone(book.zone):%H:%M}".split()) in text
        for wait in found.dates.waits:
            assert "".join(wait.words(language).split())[:12] in text
    assert found.dates.hidden is not None
    assert found.dates.rows_removed is not None
    assert found.dates.rows_removed - found.dates.hidden == timedelta(hours=30)
