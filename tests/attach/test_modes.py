"""Enforce by kind and purpose, and back again: what the policy refuses is not run, and who said so is recorded."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from tests.attach.attached_shop import recorded
from tests.attach.django_shop import MAPPING
from tests.conftest import Databases
from tests.employed import employ, lasting

import jikim
from jikim.app import Jikim
from jikim.attach.caller import running
from jikim.cli import main
from jikim.contrib.observing import Observer, tables_of
from jikim.contrib.psycopg import observed
from jikim.contrib.saying import purpose
from jikim.errors import StoreError
from jikim.policy.ask import Actor
from jikim.verbs.modes import modes, rule

LABEL = "SELECT recipient, address FROM shop_order WHERE id = 1"
WHOLE = "SELECT email, birth FROM shop_member"


@pytest.fixture
def jk(jk: Jikim) -> Jikim:
    employ(jk, "omar", "officer")
    lasting(jk, "omar")
    return jk


@pytest.fixture
def omar(jk: Jikim) -> Actor:
    return jk.handler("omar", kind="officer")


@pytest.fixture
def observer(jk: Jikim) -> Observer:
    return Observer(lambda: jk, tables_of(MAPPING), seconds=3600, enforcing=True)


def _why(observer: Observer, sql: str | None) -> str:
    """Why it is not run; empty where it is."""
    assert observer.enforcer is not None
    observer.enforcer.forget()
    try:
        observer.saw(sql)  # type: ignore[arg-type]
    except jikim.DeniedError as error:
        return error.why if error.clause else "without a clause"
    return ""


def test_there_and_back_by_one_line_each(jk: Jikim, omar: Actor, observer: Observer) -> None:
    """A kind, a purpose of it, and the kind again; other kinds run as they did; each line is in the ledger."""
    assert _why(observer, LABEL) == ""
    jk.by(omar).do(rule, "order", "enforce")
    assert _why(observer, LABEL) == "purpose-not-named"
    assert _why(observer, WHOLE) == ""
    with purpose("delivery"):
        assert _why(observer, LABEL) == ""
    with purpose("reviews"):
        assert _why(observer, LABEL) == "purpose-not-covering"
        jk.by(omar).do(rule, "order", "observe", purpose="reviews")
        assert _why(observer, LABEL) == ""
    assert _why(observer, "DELETE FROM shop_order") == "purpose-not-named"
    with purpose("orders"):
        assert _why(observer, "DELETE FROM shop_order") == "not-confirmed"
        assert _why(observer, 'SELECT "shop_order"."door" FROM "shop_order"') == "unmapped-column"
    assert [(one.kind, one.purpose, one.mode) for one in jk.do(modes)] == [
        ("order", "", "enforce"),
        ("order", "reviews", "observe"),
    ]
    jk.by(omar).do(rule, "order", "observe")
    assert _why(observer, LABEL) == ""
    found = [one for one in recorded(jk) if one.startswith("attach:")]
    assert found == ["attach:enforce:0", "attach:observe:0", "attach:observe:0"]


def test_what_needs_a_consent_is_the_verbs(jk: Jikim, omar: Actor, observer: Observer) -> None:
    """A statement shows nobody's consent; one that cannot be read is not run where anything is enforced."""
    jk.by(omar).do(rule, "account", "enforce")
    with purpose("tailored"):
        assert _why(observer, WHOLE) == "consent"
    assert _why(observer, None) == "unread"


def test_an_officer_says_so_and_nobody_else(jk: Jikim, omar: Actor, observer: Observer) -> None:
    """The application cannot turn it off for itself; what the policy does not declare is refused."""
    with pytest.raises(jikim.DeniedError, match="may not do that"):
        jk.by(jk.actor).do(rule, "order", "enforce")
    for asked in ({"kind": "orders"}, {"kind": "order", "purpose": "mail"}):
        with pytest.raises(jikim.DeniedError):
            jk.by(omar).do(rule, mode="enforce", **asked)  # type: ignore[call-arg, arg-type]
    assert jk.do(modes) == []


def test_what_cannot_be_asked_denies(jk: Jikim, omar: Actor) -> None:
    """At the start nothing mapped runs; once it is known it holds while nobody answers; an observer alone never stops."""
    away: list[bool] = [True]

    def asked() -> Any:
        if away[0]:
            raise StoreError("away", hint="later", ko=("없음", "나중에"))
        return jk

    late = Observer(asked, tables_of(MAPPING), seconds=3600, enforcing=True)
    with pytest.raises(StoreError):
        late.saw(LABEL)
    late.saw("SELECT 1")
    Observer(asked, tables_of(MAPPING), seconds=3600).saw(LABEL)
    away[0] = False
    jk.by(omar).do(rule, "order", "enforce")
    assert _why(late, LABEL) == "purpose-not-named"
    jk.driver.close()
    assert _why(late, LABEL) == "purpose-not-named"


def test_a_statement_that_is_refused_reaches_no_database(
    jk: Jikim, omar: Actor, observer: Observer, databases: Databases
) -> None:
    """A cursor stops it before it is sent; what a verb runs on the same connection is not judged a second time."""
    jk.by(omar).do(rule, "order", "enforce")
    assert observer.enforcer is not None
    observer.enforcer.forget()
    with psycopg.connect(databases.admin["live"], cursor_factory=observed(observer)) as conn:
        with pytest.raises(jikim.DeniedError):
            conn.execute("SELECT recipient FROM shop_order")
        with pytest.raises(psycopg.errors.UndefinedTable):
            running(conn)("SELECT recipient FROM shop_order", ())


def test_the_command_says_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Without who says so it is a usage error, and nothing is opened."""
    assert main(["attach", "enforce", "order", "policy.yaml"]) == 2
    assert "--by" in capsys.readouterr().err
