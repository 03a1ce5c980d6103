"""Bodies of old entries go when their time is over, by the eraser alone, and the tree verifies from an export that says
so."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

import psycopg
import pytest
from tests.conftest import START, Cast, Databases

from jikim.app import Jikim
from jikim.errors import KeyGoneError, StoreError
from jikim.ledger.retention_lots import Lot, interval, is_over, key_name, label, lot_of, periods
from jikim.policy.model import PolicyFile
from jikim.policy.period import Period
from jikim.proof import Report, verify

Forward = Callable[..., datetime]


def _export(jk: Jikim) -> tuple[Report, list[dict[str, object]]]:
    lines = b"".join(jk.export_ledger())
    return verify([lines], trusted_key=str(jk.signer.verifier)), [json.loads(line) for line in lines.splitlines()]


def _bodies(rows: list[dict[str, object]], event: str) -> list[dict[str, object]]:
    found = [json.loads(str(row["body"])) for row in rows if row.get("body")]
    return [body for body in found if str(body["event"]).startswith(event)]


def test_access_records_go_after_a_year_and_grants_after_three(jk: Jikim, cast: Cast, forward: Forward) -> None:
    """13, 25 and 37 months on: first who used what goes, at last who was granted what; the tree verifies each time, and
    says why."""
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    report, rows = _export(jk)
    assert report.ok
    assert report.erased == 0
    before = report.entries
    assert _bodies(rows, "record:use")
    forward(to=START.replace(year=2014, month=2))
    assert jk.sweep().expired.bodies == 0
    forward(to=START.replace(year=2014, month=3))
    assert jk.sweep(dry_run=True).expired.lots == ("2013-02/access",)
    done = jk.sweep().expired
    assert done.lots == ("2013-02/access",)
    report, rows = _export(jk)
    assert report.ok, str(report)
    assert (report.erased, report.expired) == (done.bodies, done.bodies)
    assert done.bodies > 4
    assert {row["expired"] for row in rows if "expired" in row} == {"2013-02/access"}
    assert not _bodies(rows, "record:use")
    assert len(_bodies(rows, "handler:grant")) == 2
    (said,) = _bodies(rows, "ledger:expire")
    assert (said["lot"], said["count"]) == ("2013-02/access", done.bodies)
    assert jk.expire().lots == ()
    forward(to=START.replace(year=2015, month=3))
    jk.expire()
    assert len(_bodies(_export(jk)[1], "handler:grant")) == 2
    forward(to=START.replace(year=2016, month=2))
    assert "2013-02/grants" not in jk.expire().lots
    forward(to=START.replace(year=2016, month=3))
    assert "2013-02/grants" in jk.expire().lots
    report, rows = _export(jk)
    assert report.ok, str(report)
    assert not _bodies(rows, "handler:grant")
    # What the house itself did names no one, and stays.
    assert _bodies(rows, "policy:adopt")
    assert len(_bodies(rows, "ledger:expire")) == len(_bodies(rows, "ledger:destroy-key"))
    assert report.entries > before


def test_a_person_no_longer_sees_what_has_expired(jk: Jikim, cast: Cast, forward: Forward) -> None:
    """What is known of a person leaves out the uses whose time is over, and nothing else."""
    jk.event(cast.alice_order, "paid")
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    jk.sequence()
    forward(to=START.replace(year=2014, month=3))
    jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
    assert len([use for use in jk.show(cast.alice.subject).uses if use["event"] == "record:use:allowed"]) == 2
    jk.expire()
    assert len([use for use in jk.show(cast.alice.subject).uses if use["event"] == "record:use:allowed"]) == 1


def test_the_key_goes_and_never_comes_back(jk: Jikim, cast: Cast, forward: Forward) -> None:
    """The month's key is destroyed, its name gets no other, and no row says whom the entries were about."""
    jk.sequence()
    forward(to=START.replace(year=2014, month=3))
    jk.expire()
    name = key_name(date(2013, 2, 1), Lot.ACCESS)
    with pytest.raises(KeyGoneError):
        jk.driver.run(jk.house.keyring.open("ledger-month", name))
    with pytest.raises(KeyGoneError):
        jk.driver.run(jk.house.keyring.ensure("ledger-month", name))
    assert cast.alice.kind == "member"


def test_no_row_says_whom_it_was_about(jk: Jikim, cast: Cast, forward: Forward, databases: Databases) -> None:
    """An expired entry's row keeps its position, month and lot alone."""
    jk.sequence()
    forward(to=START.replace(year=2014, month=3))
    bodies = jk.expire().bodies
    with psycopg.connect(databases.admin["ledger"]) as conn:
        rows = conn.execute("SELECT subject, sealed FROM ledger.body WHERE month = '2013-02-01' AND lot = 0").fetchall()
    assert rows == [(None, None)] * bodies
    assert cast.alice.kind == "member"


def test_the_application_cannot_erase_its_evidence(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """Neither a body nor a month's key goes by the application's roles; and by the eraser's not before the law's time."""
    jk.sequence()
    with psycopg.connect(databases.dsns["ledger"], autocommit=True) as live:
        for text in (
            "SELECT ledger.erase('2013-02-01', 0, 10)",
            "SELECT ledger.state_expiry('2013-02-01', 0, ROW(gen_random_uuid(), '2020-01-01', '{}', '', 0)::ledger.entry)",
            "DELETE FROM ledger.body",
            "UPDATE ledger.body SET sealed = NULL",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                live.execute(text.encode())
    with psycopg.connect(databases.dsns["keys"], autocommit=True) as keys:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            keys.execute(
                "SELECT keys.destroy_month('2013-02-01', ROW(gen_random_uuid(), '2020-01-01', '{}', '', 0)::ledger.entry)"
            )
        with pytest.raises(psycopg.errors.RaiseException):
            keys.execute(
                "SELECT keys.destroy('ledger-month', '2013-02-01', NULL, ROW(gen_random_uuid(), '2020-01-01', '{}', '', 0)::ledger.entry)"
            )
    with psycopg.connect(databases.erasers["ledger"], autocommit=True) as own:
        for lot, at in ((0, "2014-02-20"), (1, "2016-02-20"), (2, "2100-01-01")):
            with pytest.raises(psycopg.errors.RaiseException, match="before its time"):
                own.execute(
                    "SELECT ledger.state_expiry('2013-02-01', %s, ROW(gen_random_uuid(), %s, '{}', '', 0)::ledger.entry)",
                    (lot, at),
                )
        with pytest.raises(psycopg.errors.RaiseException, match="not said yet"):
            own.execute("SELECT ledger.erase('2013-02-01', 0, 10)")
        for text in ("SELECT * FROM ledger.body", "DELETE FROM ledger.body", "SELECT * FROM ledger.waiting(1)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                own.execute(text.encode())
    assert cast.alice.kind == "member"


def test_an_erasure_that_the_ledger_did_not_announce_is_found(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """Whoever owns the database erases a body: the export is not verified, and names the entry, whatever mark it
    carries."""
    jk.sequence()
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        conn.execute("UPDATE ledger.body SET sealed = NULL WHERE position = 3")
        report, _ = _export(jk)
        assert [(fault.kind, fault.position) for fault in report.faults] == [("body", 3)]
        conn.execute("DELETE FROM ledger.body WHERE position = 3")
    report, _ = _export(jk)
    assert [(fault.kind, fault.position) for fault in report.faults] == [("body", 3)]
    assert "missing before its time" in report.faults[0].text
    assert cast.alice.kind == "member"


class _CutError(Exception):
    """The process died here."""


def test_killed_at_any_step_one_retry_ends_it(jk: Jikim, cast: Cast, forward: Forward, databases: Databases) -> None:
    """Killed before and after every step of an expiry, each time of another month, one retry ends it; nothing is said
    twice."""
    jk.event(cast.alice_order, "paid")
    days = (datetime(2013 + n // 12, n % 12 + 1, 9, tzinfo=START.tzinfo) for n in range(1, 200))

    def month() -> None:
        forward(to=next(days))
        jk.use(cast.alice_order, purpose="delivery", items=["phone"])

    for _ in range(13):
        month()
    steps = [
        "spans",
        "place_ledger",
        f"place_{jk.driver.spread.of(cast.alice.subject)}",
        "beside",
        "bodies_in",
        "state_expiry",
        "destroy_month",
        "erase",
        "place_keys",
        "drop_keys",
    ]
    stops = [(f"ledger.{step}", when, nth) for step in steps for when in ("before", "after") for nth in (1, 2)]
    met = set()
    for stop in stops:
        month()
        seen: Counter[tuple[str, str]] = Counter()

        def cut(step: str, when: str, seen: Counter[tuple[str, str]] = seen, stop: tuple[str, str, int] = stop) -> None:
            seen[step, when] += 1
            if (step, when, seen[step, when]) == stop:
                met.add(stop)
                raise _CutError

        jk.driver.hook = cut
        with suppress(_CutError):
            jk.expire()
        jk.driver.hook = None
        jk.expire()
    # A step that is there once only: the second time of it is never met.
    assert len(met) >= 26
    assert {step for step, _, _ in met} == {step for step, _, _ in stops}
    report, rows = _export(jk)
    assert report.ok, str(report)
    said = [body["lot"] for body in _bodies(rows, "ledger:expire")]
    assert len(said) == len(set(said)) == len(_bodies(rows, "ledger:destroy-key"))
    assert len(said) >= len(stops)
    with psycopg.connect(databases.admin["ledger"]) as conn:
        months = conn.execute("SELECT DISTINCT month FROM ledger.body WHERE sealed IS NOT NULL AND lot = 0").fetchall()
        assert len(months) == 13


def test_an_entry_that_comes_after_its_months_end_has_its_place(
    jk: Jikim, cast: Cast, forward: Forward, databases: Databases
) -> None:
    """An entry of a month whose key is gone gets its position all the same, lies in the present month, and says
    nothing: nobody can tell whose it is."""
    jk.sequence()
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        jk.by(cast.hana).use(cast.alice_order, purpose="delivery", items=["phone"])
        conn.execute("CREATE TABLE public.kept AS SELECT * FROM ledger.inbox")
        jk.sequence()
        forward(to=START.replace(year=2014, month=3))
        jk.expire()
        conn.execute("INSERT INTO ledger.inbox OVERRIDING SYSTEM VALUE SELECT * FROM public.kept")
        conn.execute("DROP TABLE public.kept")
    jk.sequence()
    report, rows = _export(jk)
    assert report.ok, str(report)
    assert not _bodies(rows, "record:use")
    assert [body["actor"] for body in _bodies(rows, "ledger:forged")] == ["unreadable"]


def test_without_an_eraser_it_waits_and_says_so(
    jk: Jikim, cast: Cast, forward: Forward, databases: Databases, tmp_path: object
) -> None:
    """A house that has set no eraser keeps the bodies and names the lots that are over."""
    assert cast.alice.kind == "member"
    jk.sequence()
    forward(to=START.replace(year=2014, month=3))
    jk._erasers = {}
    assert jk.expire() == (0, (), ("2013-02/access",))
    assert _export(jk)[0].erased == 0


# ---- how long


def test_the_longest_rule_wins(homepage: PolicyFile) -> None:
    """One year, two for a large house, for identifying data or a telecom operator; what the policy states where it is
    longer; grants three."""
    assert periods(homepage, 49_999) == {Lot.ACCESS: Period(1, "y"), Lot.GRANTS: Period(3, "y")}
    assert periods(homepage, 50_000)[Lot.ACCESS] == Period(2, "y")
    telecom = homepage.model_copy(
        update={"service": homepage.service.model_copy(update={"under": (*homepage.service.under, "kr.comms-secrets")})}
    )
    assert periods(telecom, 10)[Lot.ACCESS] == Period(2, "y")
    item = next(iter(homepage.items.values()))
    passport = item.model_copy(update={"type": "kr.passport-number"})
    assert periods(homepage.model_copy(update={"items": {"passport": passport}}), 10)[Lot.ACCESS] == Period(2, "y")
    for lasts, found in (("5y", "5y"), ("6mo", "1y")):
        stated = homepage.safeguards["access-grants"].model_copy(
            update={"law": "kr.pipa.safety.access-records", "lasts": Period.parse(lasts)}
        )
        policy = homepage.model_copy(update={"safeguards": {**homepage.safeguards, "reads": stated}})
        assert str(periods(policy, 10)[Lot.ACCESS]) == found


def test_a_months_time_counts_from_its_last_day() -> None:
    """The last entry of February 2013 is kept through 28 February 2014, and goes on 1 March."""
    month, year = date(2013, 2, 1), Period(1, "y")
    assert not is_over(month, year, date(2014, 2, 28))
    assert is_over(month, year, date(2014, 3, 1))
    assert (label(month, Lot.GRANTS), key_name(month, Lot.GRANTS)) == ("2013-02/grants", b"2013-02-01/grants")
    assert key_name(month, Lot.ACCESS) == b"2013-02-01"


def test_what_names_no_one_is_the_houses_own() -> None:
    """A system's step about no one stays for good; whatever names a handler, a person, a place or a reason has an end."""
    sweep = {"actor": "system:sweep"}
    assert lot_of("policy:adopt:allowed", sweep, False) is Lot.HOUSE
    assert lot_of("record:retire:allowed", sweep, True) is Lot.ACCESS
    assert lot_of("policy:adopt:allowed", {"actor": "officer:omar"}, False) is Lot.ACCESS
    assert lot_of("policy:adopt:allowed", {**sweep, "from": "192.0.2.1"}, False) is Lot.ACCESS
    assert lot_of("handler:revoke:allowed", sweep, False) is Lot.GRANTS


def test_an_export_from_a_broken_database_says_so(jk: Jikim, cast: Cast, databases: Databases) -> None:
    """A database that can't be read is an error of the store, never the driver's."""
    assert cast.alice.kind == "member"
    jk.sequence()
    with psycopg.connect(databases.admin["ledger"], autocommit=True) as conn:
        conn.execute("ALTER FUNCTION ledger.entries(bigint, integer) RENAME TO entries_gone")
        try:
            with pytest.raises(StoreError, match=r"ledger\.entries"):
                b"".join(jk.export_ledger())
        finally:
            conn.execute("ALTER FUNCTION ledger.entries_gone(bigint, integer) RENAME TO entries")


def test_a_longer_term_is_told_once(jk: Jikim, databases: Databases) -> None:
    """What the policy and the law ask for longer stands in the databases after one sweep, with an entry each; the next
    sweep tells nothing."""
    with psycopg.connect(databases.admin["ledger"]) as conn:
        conn.execute("UPDATE ledger.term SET term = '1 day'")
    jk.sweep()
    assert len(_bodies(_export(jk)[1], "ledger:lengthen")) == 2
    asked = periods(jk.policy.file, 0)
    for name in ("live", "keys", "ledger"):
        with psycopg.connect(databases.admin[name]) as conn:
            for lot, period in asked.items():
                (enough,) = conn.execute(
                    "SELECT term >= %s::interval FROM ledger.term WHERE lot = %s", (interval(period), int(lot))
                ).fetchone() or (None,)
                assert enough
    jk.sweep()
    assert len(_bodies(_export(jk)[1], "ledger:lengthen")) == 2


def test_a_day_on_which_nothing_is_due_is_looked_at_once(jk: Jikim, cast: Cast, forward: Forward) -> None:
    """Where nothing is over, a sweep reads each server's records and the days once and tells no term; the sequencer takes
    the live inbox once."""
    jk.sweep()
    jk.sequence()
    forward(days=1)
    asked: Counter[str] = Counter()
    jk.driver.hook = lambda step, when: asked.update([step] if when == "before" else [])
    swept = jk.sweep()
    jk.sequence()
    jk.driver.hook = None
    assert (swept.retired, swept.destroyed, swept.days) == ({}, {}, [])
    assert {step: asked[step] for step in ("inventory", "archive.days_due", "ledger.place_live")} == {
        "inventory": len(jk.driver.spread.servers),
        "archive.days_due": 1,
        "ledger.place_live": 1,
    }
    assert not [step for step in asked if step.startswith("ledger.lengthen")]
    assert cast.alice.kind == "member"
