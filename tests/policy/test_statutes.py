"""The statute catalogue: its rows are whole, and say what is law on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jikim.policy import statutes
from jikim.policy.model import RecordClass
from jikim.policy.period import Period


def test_every_row_says_when_it_is_in_force_and_where_it_comes_from() -> None:
    """No row lacks its names in both languages, its first day or its source; one that ended says by what."""
    assert len(statutes.all()) >= 140
    for row in statutes.all():
        assert set(row.label) == set(row.act) == set(row.says) == {"ko", "en"}
        assert all((*row.label.values(), *row.act.values(), *row.says.values()))
        assert row.source
        assert (row.in_force_from is None) == (row.since == "unknown")
        if row.in_force_from is not None:
            assert row.in_force(row.in_force_from)
            assert not row.in_force(row.in_force_from - timedelta(days=1))
        assert (row.in_force_until is None) == (row.ended_by is None)
        assert bool(row.covers) == (row.period is not None)


@pytest.mark.parametrize(
    ("id", "minimum", "covers"),
    [
        ("kr.ecommerce.contract", "5y", {"contract", "withdrawal"}),
        ("kr.ecommerce.payment", "5y", {"payment", "supply"}),
        ("kr.ecommerce.dispute", "3y", {"complaint", "dispute"}),
        ("kr.ecommerce.advertising", "6mo", {"advertising"}),
        ("kr.network-act.identity-check", "6mo", {"identity-check"}),
        ("kr.comms-secrets.visit-log", "3mo", {"visit-log"}),
        ("kr.commercial-act.books", "10y", {"books"}),
        ("kr.tax.books", "5y", {"tax"}),
        ("kr.e-finance.transactions", "5y", {"electronic-finance"}),
        ("kr.pipa.safety.access-records", "1y", {"access-record"}),
        ("kr.pipa.safety.grants", "3y", {"access-grant"}),
    ],
)
def test_a_row_gives_the_period_and_the_records_of_its_article(id: str, minimum: str, covers: set[str]) -> None:
    """The periods and record classes are those of the statutes."""
    row = statutes.get(id)
    assert row is not None
    assert row.minimum == Period.parse(minimum)
    assert {kind.value for kind in row.covers} == covers


def test_credit_information_has_a_maximum_and_no_minimum() -> None:
    """A statute that bounds keeping from above is told apart from those that ask for it."""
    row = statutes.get("kr.credit-information.ended")
    assert row is not None
    assert (row.minimum, row.maximum) == (None, Period(5, "y"))


def test_every_class_of_record_is_covered_by_some_row() -> None:
    """A policy can name no class of record that the catalogue knows nothing about."""
    covered = {kind for row in statutes.all() for kind in row.covers}
    assert covered == set(RecordClass)


def test_the_identity_check_rule_ended_on_the_day_it_was_struck_down() -> None:
    """It was law the day before 2010Hun-Ma47 and has not been since."""
    row = statutes.get("kr.network-act.identity-check")
    assert row is not None
    assert row.in_force(date(2012, 8, 22))
    assert not row.in_force(date(2012, 8, 23))
    assert row.ended_by is not None
    assert "2010헌마47" in row.ended_by["ko"]
    assert statutes.covering(RecordClass.IDENTITY_CHECK, date(2013, 2, 5)) == ()


@pytest.mark.parametrize(
    ("kind", "day", "phone"),
    [
        ("kr.dispute-mediation", date(2013, 2, 5), "1336"),
        ("kr.dispute-mediation", date(2026, 11, 24), "1833-6972"),
        ("kr.infringement-report", date(2013, 2, 5), "118"),
        ("kr.infringement-report", date(2026, 11, 24), "118"),
        ("kr.prosecutors", date(2013, 2, 5), "02-3480-2000"),
        ("kr.prosecutors", date(2026, 10, 1), "1301"),
        ("kr.prosecutors", date(2026, 10, 2), None),
        ("kr.police", date(2013, 2, 5), "1566-0112"),
        ("kr.police", date(2026, 11, 24), "182"),
    ],
)
def test_a_body_has_the_number_of_the_day(kind: str, day: date, phone: str | None) -> None:
    """Numbers change over time; where the catalogue does not know the present one, it says none."""
    body = statutes.bodies(kind, day)
    assert body is not None
    assert body.phone == phone


def test_the_numbers_of_a_body_follow_one_another_without_gap_or_overlap() -> None:
    """On each day a body has exactly one number."""
    for kind in statutes.body_kinds():
        rows = statutes.history(kind)
        if not rows:
            continue
        assert rows[0].since is None
        assert rows[-1].until is None
        assert [row.until for row in rows[:-1]] == [row.since for row in rows[1:]]


def test_an_unknown_id_and_an_unknown_body_are_none() -> None:
    """The catalogue does not guess."""
    assert statutes.get("kr.nothing") is None
    assert statutes.bodies("kr.nobody", date(2026, 11, 24)) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kr.ecommerce.contrct", "kr.ecommerce.contract"),
        ("kr.network.identity-check", "kr.network-act.identity-check"),
        ("kr.communications.visit-log", "kr.comms-secrets.visit-log"),
        ("통신비밀보호법", "kr.comms-secrets"),
        ("credit information", "kr.credit-information"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(written: str, meant: str) -> None:
    """Misspelt ids, a wrong act before the right part, and names of acts lead to rows."""
    assert meant in statutes.suggest(written)


def test_nonsense_suggests_nothing() -> None:
    """A word that resembles no row brings up none."""
    assert statutes.suggest("zzzzqqqq") == ()


def test_the_rows_of_an_act_are_those_that_keep_records() -> None:
    """An act as a whole leads to the rows that can be cited for keeping."""
    assert {row.id for row in statutes.rows_of("kr.ecommerce")} == {
        "kr.ecommerce.advertising",
        "kr.ecommerce.contract",
        "kr.ecommerce.payment",
        "kr.ecommerce.dispute",
    }


def test_a_well_known_safeguard_is_asked_for_by_a_row_of_the_catalogue() -> None:
    """No safeguard names a statute that does not exist."""
    for known in statutes.well_known():
        assert statutes.get(known.statute) is not None
        assert known.name in known.names
