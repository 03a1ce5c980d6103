"""A rule that could not be evaluated denies, whichever verb asked: by a reason of its own, counted and logged, never as
the policy's word."""

from __future__ import annotations

import ast
import logging
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from tests.conftest import BOB, ORDER, Cast, Databases
from tests.house.source import PACKAGE, holding

import jikim
from jikim.app import Jikim
from jikim.policy import decide as judging
from jikim.policy.states import Verb

SECRET = "what nobody may read"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[Verb], None]:
    """Breaks the rule of one verb: it raises, with words that it may not repeat."""

    def rule(*_: Any) -> Any:
        raise KeyError(SECRET)

    return lambda verb: monkeypatch.setitem(judging._JUDGES, verb, rule)  # type: ignore[index]


DEEDS: dict[str, tuple[Verb, Callable[[Jikim, Cast], Any]]] = {
    "collect": (
        Verb.COLLECT,
        lambda jk, cast: jk.collect("order", ORDER, channel="homepage", subject=cast.alice, old_enough=True),
    ),
    "collect-new": (Verb.COLLECT, lambda jk, cast: jk.collect("membership", BOB, channel="homepage", old_enough=True)),
    "use": (Verb.USE, lambda jk, cast: jk.use(cast.alice_order, purpose="delivery", items=["phone"])),
    "check": (Verb.CHECK, lambda jk, cast: jk.check(cast.bob_membership, "password", "x", purpose="identification")),
    "provide": (Verb.PROVIDE, lambda jk, cast: jk.provide(cast.alice_order, to="service-least", purpose="delivery")),
    "entrust": (Verb.ENTRUST, lambda jk, cast: jk.entrust(cast.alice_order, to="kcp", purpose="billing")),
    "freeze": (Verb.CORRECT, lambda jk, cast: jk.ask_correction(cast.alice_order, ["phone"])),
    "event": (Verb.EVENT, lambda jk, cast: jk.event(cast.alice_order, "paid")),
    "consent": (Verb.CONSENT, lambda jk, cast: jk.consent(cast.alice.subject, give=["marketing.events"])),
    "show": (Verb.SHOW, lambda jk, cast: jk.show(cast.alice.subject)),
    "leave": (Verb.LEAVE, lambda jk, cast: jk.leave(cast.alice.subject)),
    "consult": (
        Verb.CONSULT,
        lambda jk, cast: jk.by(jk.acting("system", "looker")).consult(
            cast.alice_order, purpose="identity-evidence", reason="a dispute", reason_kind="dispute"
        ),
    ),
}


def entries(databases: Databases) -> dict[Any, Any]:
    """What each that waits for its position says."""
    with psycopg.connect(databases.admin["live"], autocommit=True) as conn:
        return dict(conn.execute("SELECT entry, fact::jsonb FROM ledger.inbox").fetchall())


@pytest.mark.parametrize("deed", DEEDS)
def test_an_error_in_a_rule_denies_and_is_no_word_of_the_policy(
    jk: Jikim,
    cast: Cast,
    databases: Databases,
    broken: Callable[[Verb], None],
    caplog: pytest.LogCaptureFixture,
    deed: str,
) -> None:
    """It is denied without a clause, in the error and in the ledger; log and counter have the error's type and place,
    not its words."""
    verb, do = DEEDS[deed]
    broken(verb)
    before = entries(databases)
    with caplog.at_level(logging.ERROR), pytest.raises(jikim.DeniedError) as found:
        do(jk, cast)
    assert (found.value.why, found.value.clause) == ("evaluation-error", "")
    (one,) = [fact for entry, fact in entries(databases).items() if entry not in before]
    assert (one["why"], "clause" in one) == ("evaluation-error", False)
    ((at, number),) = jk.house.faults.items()
    assert at.startswith("KeyError in ")
    assert number == 1
    assert at in caplog.text
    assert SECRET not in caplog.text + str(found.value) + str(one)


def test_in_bulk_each_row_says_so(jk: Jikim, cast: Cast, broken: Callable[[Verb], None]) -> None:
    """Many reads or offers at once are denied row by row, by the same reason."""
    broken(Verb.USE)
    broken(Verb.COLLECT)
    visit = {"ip": "192.0.2.1", "access_log": "GET /"}
    found = [
        *jk.use_many([jikim.Read(cast.alice_order, "delivery", ["phone"])] * 2),
        *jk.collect_many([jikim.Offer(cast.alice, "visit", visit, "automatic")] * 2, old_enough=True),
    ]
    assert [getattr(one, "why", one) for one in found] == ["evaluation-error"] * 4


def test_what_waits_to_be_sent_waits_on(
    jk: Jikim, cast: Cast, databases: Databases, broken: Callable[[Verb], None]
) -> None:
    """The outbox sends nothing by a rule that it could not evaluate, and records no refusal: the message waits and goes
    out afterwards."""
    jk.provide(cast.alice_order, to="service-least", purpose="delivery")
    before = entries(databases)
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(judging._JUDGES, Verb.PROVIDE, lambda *_: 1 // 0)  # type: ignore[index]
        assert jk.deliver({"service-least": ("http://127.0.0.1:9/", "secret")}).failed == 0
    assert entries(databases) == before
    assert jk.house.faults


def test_judging_stands_in_one_place() -> None:
    """No verb and no room asks `decide` itself or tries versions by a loop of its own: `House.judge` and
    `verbs/judged.py` do, and see to errors."""
    asking, looping = set(), set()
    for path, parsed in holding("decide|elsewhere"):
        name = path.relative_to(PACKAGE).as_posix()
        for node in ast.walk(parsed):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "decide":
                asking.add(name)
            if isinstance(node, ast.Attribute) and node.attr == "elsewhere" and name.startswith("verbs/"):
                looping.add(name)
    assert {name for name in asking if not name.startswith(("policy/", "prove/"))} == {"verbs/house.py"}
    assert looping == {"verbs/collect.py", "verbs/judged.py"}, "foresee asks without acting"


def test_a_grant_revoked_while_a_person_is_looked_at_shows_nothing(jk: Jikim, cast: Cast) -> None:
    """A grant that is revoked between the look at a person and the answer shows nothing."""
    from jikim.verbs.show import show

    def revoked_in_between(steps: Any) -> Any:
        answer: Any = None
        while True:
            try:
                statement = steps.send(answer)
            except StopIteration as end:
                return end.value
            answer = yield statement
            if getattr(statement, "step", "") == "show":
                jk.by(jk.acting("system", "set-up")).revoke(cast.hana.grant)

    with pytest.raises(jikim.DeniedError) as found:
        jk.driver.run(revoked_in_between(show(jk.house.by(cast.hana), cast.alice.subject)))
    assert found.value.why == "grant"
