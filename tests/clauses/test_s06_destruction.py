"""Section 6: the separate database, and how things end."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg
import pytest
from tests.clauses import facts
from tests.clauses.conftest import Household, Ledger, Look
from tests.conftest import Cast, Databases

import jikim
from jikim.app import Jikim
from jikim.db.embedded import Embedded
from jikim.db.migrate import role_of
from jikim.db.schema import DATABASES
from jikim.jobs.certificate import check_certificate
from jikim.store.sealed import Q


class CutError(Exception):
    """The process ends here."""


@pytest.mark.clause("6.1")
def test_a_move_that_is_cut_off_anywhere_resumes(household: Household, look: Look) -> None:
    """Cut off before or after each of its steps, a move leaves the record in at least one place and usable in at most
    one; the next sweep finishes it.
    """
    jk, officer = household.jk, household.officer
    points: list[tuple[str, str]] = []
    whole = False
    while not whole:
        order = household.take("order")
        jk.event(order, "settled")
        left = len(points)

        def cut(step: str, when: str) -> None:
            nonlocal left
            if left == 0:
                points.append((step, when))
                raise CutError
            left -= 1

        jk.driver.hook = cut
        try:
            jk.sweep()
        except CutError:
            pass
        else:
            whole = True
        jk.driver.hook = None
        live = look("live", "SELECT count(*) FROM live.record WHERE record = %s", order.record)[0][0]
        resting = look("archive", "SELECT count(*) FROM archive.part WHERE record = %s", order.record)[0][0]
        assert live + resting >= 1, points[-1]
        with pytest.raises(jikim.DeniedError):
            jk.use(order, purpose="billing")
        jk.sweep()
        assert look("live", "SELECT count(*) FROM live.record WHERE record = %s", order.record) == [(0,)]
        assert (
            jk.by(officer).consult(order, purpose="legal-evidence", reason_kind="dispute", reason="a dispute")["name"]
            == "가나다"
        )
    assert {"retire.begin", "archive.admit", "retire.finish"} <= {step for step, _ in points}


@pytest.mark.clause("6.1")
def test_the_archive_is_another_database_with_another_role_and_other_keys(
    server: Embedded, databases: Databases, household: Household, look: Look
) -> None:
    """The live side's role cannot even connect to the archive, nor the archive's to the live side; a record that
    moved is sealed under a day's and an archive key.
    """
    for database in DATABASES:
        for other in DATABASES:
            if other == database:
                continue
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                psycopg.connect(server.conninfo(database, role_of(other)))
    assert len(set(databases.dsns.values())) == 4
    order = household.take("order")
    household.jk.event(order, "settled")
    spaces = "SELECT space, count(*) FROM keys.key WHERE space IN ('day', 'archive') GROUP BY 1 ORDER BY 1"
    assert look("keys", spaces) == []
    household.jk.sweep()
    assert look("keys", spaces) == [("archive", 1), ("day", 1)]


@pytest.mark.clause("6.1")
@pytest.mark.clause("6.3")
def test_each_role_executes_functions_and_reads_no_personal_table(databases: Databases, household: Household) -> None:
    """Neither side's own role can read a table of personal data; the archive's rows come out of its functions alone."""
    order = household.take("order")
    household.jk.event(order, "settled")
    household.jk.sweep()
    tables = {
        "live": ("live.subject", "live.record", "live.claim", "live.disclosure", "live.outbox", "live.request"),
        "archive": ("archive.part", "archive.day"),
        "keys": ("keys.key",),
    }
    for database, names in tables.items():
        with psycopg.connect(databases.dsns[database], autocommit=True) as conn:  # type: ignore[index]
            for name in names:
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    conn.execute(f"SELECT * FROM {name}")


@pytest.mark.clause("6.3")
def test_no_join_from_the_live_side_reaches_the_archive(look: Look) -> None:
    """No link between the databases is installed, every statement of the product names one database, and the archive
    is reached by a handful that ask for a reason, move, hold or destroy.
    """
    for database in DATABASES:
        assert look(database, "SELECT extname FROM pg_extension") == [("plpgsql",)]
        assert look(database, "SELECT count(*) FROM pg_foreign_server") == [(0,)]
        bodies = look(
            database,
            "SELECT prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = %s",
            database,
        )
        for other in set(DATABASES) - {database}:
            assert not any(f"{other}." in body.replace("ledger.", "") for (body,) in bodies), (database, other)
    with_values = {
        name for name, query in Q.items() if query.database == "archive" and "archive.consult(" in query.text
    }
    assert with_values == {"archive.consult"}


@pytest.mark.clause("6.3")
def test_what_rests_serves_no_purpose_of_the_live_side(household: Household) -> None:
    """For every purpose of the policy, every kind of record that rests answers that it rests."""
    jk = household.jk
    for kind in facts.KINDS:
        if not facts.policy()["records"][kind].get("keep") or not facts.endings(kind):
            continue
        ref, rules = household.take(kind), facts.policy()["records"][kind]
        # What is kept only once something happened rests only then.
        for event in {event for rule in rules["keep"] for event in rule.get("once", ())} & set(rules.get("events", ())):
            jk.event(ref, event)
        jk.event(ref, facts.endings(kind)[0])
        jk.sweep()
        for purpose in facts.policy()["records"][kind]["for"]:
            with pytest.raises(jikim.DeniedError) as denied:
                jk.by(household.officer).use(ref, purpose=purpose, reason="curious")
            assert (denied.value.why, denied.value.clause) == ("resting", "5.8")


@pytest.mark.clause("6.6")
def test_every_run_that_destroys_gives_a_signed_certificate_without_personal_data(
    household: Household, forward: Callable[..., datetime], ledger: Ledger
) -> None:
    """It says what, how many, why, when and by whom; its signature is the ledger's key; it names nobody; a run that
    destroys nothing gives none."""
    jk = household.jk
    assert jk.sweep().certificate is None
    for _ in range(3):
        jk.event(household.take("enquiry"), "answered")
    payment = household.take("payment")
    jk.event(payment, "paid")
    jk.event(payment, "settled")
    first = jk.sweep()
    forward(days=5 * 366)
    second = jk.sweep()
    certificates = jk.certificates()
    assert [number for number, *_ in certificates] == [first.certificate, second.certificate]
    public = jk.signer.verifier.public
    people = [person.subject for person in household.people.values()]
    for number, at, content, signature in certificates:
        assert check_certificate(public, content, signature)
        assert not check_certificate(public, content.replace("enquiry", "order").replace("payment", "order"), signature)
        said: dict[str, Any] = json.loads(content)
        assert (said["certificate"], said["by"], datetime.fromisoformat(said["at"])) == (
            str(number),
            "system:sweep",
            at,
        )
        assert said["policy"] == jk.policy.digest_hex
        for personal in (*people, payment.record, "가나다", "heron", "example.com"):
            assert str(personal) not in content
        for row in said["destroyed"]:
            assert row.keys() >= {"kind", "what", "count", "clause"}
    rows = {row["kind"]: row for row in json.loads(certificates[0][2])["destroyed"]}
    assert (rows["enquiry"]["count"], rows["enquiry"]["clause"]) == (3, "5.1")
    (row,) = json.loads(certificates[1][2])["destroyed"]
    assert (row["kind"], row["count"], row["due"], row["why"]) == ("payment", 1, "2018-02-05", ["kr.ecommerce.payment"])
    noted = [entry["about"] for entry in ledger() if entry["event"] == "destruction:certify:allowed"]
    assert noted == [str(number) for number, *_ in certificates]


@pytest.mark.clause("6.6")
@pytest.mark.parametrize(
    ("step", "when"),
    [("certify", "before"), ("certify", "after"), ("archive.settle", "after"), ("destroy.rows", "after")],
)
def test_a_run_that_is_cut_off_leaves_no_destruction_uncertified_and_certifies_none_twice(
    household: Household, forward: Callable[..., datetime], step: str, when: str
) -> None:
    """Cut off before or after its certificate, what it destroyed stands in exactly one certificate after the next run."""
    jk = household.jk
    jk.event(household.take("enquiry"), "answered")
    payment = household.take("payment")
    jk.event(payment, "paid")
    jk.event(payment, "settled")
    jk.sweep()
    forward(days=5 * 366)
    jk.event(household.take("enquiry"), "answered")

    def cut(name: str, moment: str) -> None:
        if (name, moment) == (step, when):
            raise CutError

    jk.driver.hook = cut
    with pytest.raises(CutError):
        jk.sweep()
    jk.driver.hook = None
    jk.sweep()
    jk.sweep()
    lines = [line for _, _, content, _ in jk.certificates() for line in json.loads(content)["destroyed"]]
    counted = sorted((line["kind"], line["what"], line["count"]) for line in lines)
    assert counted == sorted(
        [
            ("enquiry", "records that nothing keeps", 1),
            ("enquiry", "records that nothing keeps", 1),
            ("payment", "archived parts", 1),
            *((kind, what, count) for kind, what, count in counted if what == "items that no rule keeps"),
        ]
    )


def test_after_a_destruction_neither_key_nor_row_is_left(jk: Jikim, cast: Cast, look: Look) -> None:
    """What a person's old key sealed, copied beforehand, is under no key that is still there."""
    before = look(
        "keys",
        "SELECT name, wrapped FROM keys.key WHERE space = 'person' AND position(%s in name) = 1",
        cast.dan.subject.bytes,
    )
    assert len(before) == 1
    jk.leave(cast.dan.subject)
    jk.sweep()
    assert look("live", "SELECT count(*) FROM live.record WHERE subject = %s", cast.dan.subject) == [(0,)]
    after = look("keys", "SELECT wrapped FROM keys.key")
    assert before[0][1] not in [wrapped for (wrapped,) in after]
    gone = look("keys", "SELECT count(*) FROM keys.destroyed WHERE space = 'person' AND name = %s", before[0][0])
    assert gone == [(1,)]
