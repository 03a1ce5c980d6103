"""Section 10: how it is kept safe, as far as the rooms that stand can show it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from tests.clauses import facts, samples
from tests.clauses.conftest import Household, Ledger
from tests.conftest import ALICE, Cast
from tests.employed import employ
from tests.house import source
from tests.policy.test_password_hashes import HASHES

import jikim
from jikim.app import Jikim
from jikim.crypto import SealContext, open_items
from jikim.db.driver import Steps
from jikim.handlers.proofs import sound_password
from jikim.keys.keyring import person_name
from jikim.passwords import check_password
from jikim.store.sealed import Q


@pytest.mark.clause("10.1")
@pytest.mark.usefixtures("costly_passwords")
def test_a_password_is_stored_as_argon2id_and_known_to_nobody(
    jk: Jikim, cast: Cast, holding: Callable[[str], list[str]]
) -> None:
    """What is sealed is an Argon2id hash; no purpose, officer, hand-over or page gives it out, and no one else can set
    it."""
    ref, password = cast.alice_membership, str(ALICE["password"])
    assert holding(password) == []
    assert holding("argon2") == []

    def sealed() -> Steps[str]:
        entry = yield from jk.house.entry("subject:show", jk.policy, jk.actor)
        rows = yield Q["show"](subject=ref.subject, only=None, finishes=None, entry=entry)
        row = next(row for row in rows if row[0] == ref.record)
        key = yield from jk.house.keyring.open("person", person_name(ref.subject, row[4]))
        opened = open_items(
            key, SealContext(ref.subject, ref.record, row[3], row[4]), row[15], zip(row[13], row[16], strict=True)
        )
        return opened[jk.policy.number("item", "password") or 0].decode()

    stored = jk.driver.run(sealed())
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password(password, stored)
    for purpose in facts.policy()["purposes"]:
        with pytest.raises(jikim.DeniedError):
            jk.by(cast.omar).use(ref, purpose=purpose, items=["password"], reason="curious")
    assert all("password" not in card.values for card in jk.by(cast.omar).show(ref.subject).cards)
    for staff in (cast.omar, cast.hana):
        with pytest.raises(jikim.DeniedError) as denied:
            jk.by(staff).ask_correction(ref, ["password"])
        assert (denied.value.why, denied.value.clause) == ("unreadable", "10.1")
    own = jk.acting("member", str(ref.subject))
    asked = jk.by(own).ask_correction(ref, ["password"])
    with pytest.raises(jikim.DeniedError):
        jk.by(cast.omar).correct(asked, {"password": "a quiet heron 4472"})
    jk.by(own).correct(asked, {"password": "a quiet heron 4472"})
    assert check_password("a quiet heron 4472", jk.driver.run(sealed()))


@pytest.mark.clause("10.1")
def test_a_hash_of_another_system_opens_nothing(jk: Jikim, cast: Cast) -> None:
    """At every door that takes a password, a hash is refused with what to do instead: no string of a stolen table signs
    in."""
    own = jk.acting("member", str(cast.alice_membership.subject))
    asked = jk.by(own).ask_correction(cast.alice_membership, ["password"])
    for given in HASHES.values():
        joining = {**ALICE, "login_id": "bcrypted", "email": "bcrypted@example.com", "password": given}
        for door in (
            partial(jk.collect, "membership", joining, channel="homepage", old_enough=True),
            partial(jk.by(own).correct, asked, {"password": given}),
            lambda given=given: jk.driver.run(sound_password(jk.house, "omar", given)),
        ):
            with pytest.raises(jikim.InvalidError) as refused:
                door()
            assert refused.value.item == "password"
            assert "choose a new one" in str(refused.value.hint)
            assert given not in str(refused.value)


def test_a_password_is_hashed_where_it_was_judged() -> None:
    """What hashes a password is called by the two doors that judge it before, where a moved-in one has just been told
    right, and by the self-check."""
    callers = {
        source.name(path)
        for path in source.modules()
        if "hash_password(" in (text := path.read_text()) or "hash_password," in text
    }
    rooms = ("handlers/proofs.py", "passwords.py", "prove/checking_values.py", "verbs/rehash.py", "verbs/values.py")
    assert callers == {f"src/jikim/{room}" for room in rooms}


def test_a_grant_names_its_purposes_and_ends(
    household: Household, ledger: Ledger, forward: Callable[..., datetime]
) -> None:
    """A handler names the purposes of the grant alone; when it is over or revoked, every verb denies, also to whoever
    held on to it; both are recorded.
    """
    jk = household.jk
    order = household.take("order")
    ways: dict[str, Callable[[jikim.Actor], object]] = {
        "use": lambda who: jk.by(who).use(order, purpose="delivery", items=["name"]),
        "show": lambda who: jk.by(who).show(order.subject),
        "find": lambda who: jk.by(who).find("email", "nobody@example.com"),
        "correct": lambda who: jk.by(who).ask_correction(order, ["note"]),
        "event": lambda who: jk.by(who).event(order, "paid"),
        "provide": lambda who: jk.by(who).provide(order, to="service-least", purpose="delivery"),
        "consent": lambda who: jk.by(who).consent(order.subject, give=["marketing.ads"]),
        "collect": lambda who: jk.by(who).collect(
            "order",
            samples.record("order", "name", "phone"),
            channel="phone",
            subject=household.people["member"],
            old_enough=True,
        ),
        "leave": lambda who: jk.by(who).leave(order.subject),
    }
    until = jk.now() + timedelta(days=30)
    employ(jk, "hana")
    number = jk.by(household.officer).grant("hana", ["delivery"], until)
    held = jk.handler("hana")
    assert ways["use"](held)
    with pytest.raises(jikim.DeniedError):
        jk.by(held).use(order, purpose="support", reason="curious")
    jk.by(household.officer).revoke(number)
    for actor in (held, jk.handler("hana"), jk.handler("nobody")):
        for name, way in ways.items():
            with pytest.raises(jikim.DeniedError) as denied:
                way(actor)
            assert (denied.value.why, denied.value.clause) == ("grant", "10.6"), name
    employ(jk, "hana")
    second = jk.by(household.officer).grant("hana", ["delivery"], jk.now() + timedelta(days=30))
    held = jk.handler("hana")
    assert held.grant == second
    forward(days=30)
    for actor in (held, jk.handler("hana")):
        for name, way in ways.items():
            with pytest.raises(jikim.DeniedError) as denied:
                way(actor)
            assert denied.value.why == "grant", name
    with pytest.raises(jikim.DeniedError):
        jk.by(held).grant("hana", ["delivery"], until)
    events = [entry["event"] for entry in ledger()]
    assert events.count("handler:grant:allowed") == 3
    assert events.count("handler:revoke:allowed") == 1


def test_the_file_names_every_safeguard_and_when_its_evidence_is_due() -> None:
    """Each of section 10's promises stands in the file as a safeguard; those of people say how often where the policy
    does."""
    stated = {row["clause"] for row in facts.policy()["safeguards"].values()}
    assert {f"10.{number}" for number in range(1, 11)} <= stated
    people = {row["clause"] for row in facts.policy()["safeguards"].values() if row["kind"] == "organisation"}
    assert people == {"10.7", "10.8", "10.9", "10.10"}
