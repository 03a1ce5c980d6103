"""The scenes of the other verbs, the outbox and the sequencer: what each prepares, does, and must have done in the end."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from tests.answered import SECRET, deleted
from tests.faults.ending import resting
from tests.faults.killing import Scene
from tests.faults.making import member, order
from tests.invariants import Watch

import jikim
from jikim.app import Jikim
from jikim.db.schema import DATABASES
from jikim.errors import ConflictError, DeniedError
from jikim.jobs.deletion_answers import Answer
from jikim.jobs.outbox import deliver
from jikim.settings import Endpoint

ENDPOINTS = {
    "service-least": Endpoint("http://127.0.0.1:9/", SECRET),
    "agreed-partner": Endpoint("http://127.0.0.1:9/", SECRET),
}

_count = iter(range(10**9))

# ---- leave


def _leave(jk: Jikim, thing: jikim.Person) -> None:
    try:
        jk.leave(thing.subject)
    except DeniedError as error:
        if error.why != "left":
            raise


def _has_left(jk: Jikim, watch: Watch, thing: jikim.Person) -> list[str]:
    rows = watch.rows(
        "live", "SELECT state, cardinality(consents) FROM live.subject WHERE subject = %s", (thing.subject,)
    )
    claims = watch.rows("live", "SELECT 1 FROM live.claim WHERE subject = %s", (thing.subject,))
    wrong = [] if rows == [(2, 0)] and not claims else [f"{rows}, {len(claims)} claims"]
    return wrong + ["a value is shown" for card in jk.show(thing.subject).cards if card.values]


LEAVE = Scene(lambda jk: member(jk, "marketing.ads"), _leave, _has_left, settles=False)


# ---- consent


def _consented(jk: Jikim) -> jikim.Ref:
    n = next(_count)
    values = {"name": "Dan Example", "email": f"dan{n}@example.org", "answers": "파란색"}
    return jk.collect(
        "event-entry", values, channel="event", subject="guest", old_enough=True, consents=["marketing.events"]
    ).ref


def _withdrawn(jk: Jikim, watch: Watch, ref: jikim.Ref) -> list[str]:
    consents = watch.one("live", "SELECT consents FROM live.subject WHERE subject = %s", (ref.subject,))
    state = watch.one("live", "SELECT state FROM live.record WHERE record = %s", (ref.record,))
    return [] if not consents and state == 2 else [f"consents {consents}, state {state}"]


def _withdraw(jk: Jikim, ref: jikim.Ref) -> None:
    jk.consent(ref.subject, withdraw=["marketing.events"])


CONSENT = Scene(_consented, _withdraw, _withdrawn, settles=False)


# ---- collect


def _join(jk: Jikim, thing: dict[str, Any]) -> None:
    try:
        jk.collect("membership", thing, channel="homepage", old_enough=True)
    except DeniedError as error:
        # The first try had committed: its answer alone was lost.
        if error.why != "taken":
            raise


def _joined(jk: Jikim, watch: Watch, thing: dict[str, Any]) -> list[str]:
    found = jk.find("login_id", thing["login_id"])
    if len(found) != 1:
        return [f"{len(found)} people have the login"]
    cards = jk.show(found[0].subject).cards
    return [] if [card.values["login_id"] for card in cards] == [thing["login_id"]] else ["another record"]


def _application(_jk: Jikim) -> dict[str, Any]:
    n = next(_count)
    return {
        "login_id": f"crane{n}",
        "password": "a quiet heron 4471",
        "name": "가나다",
        "email": f"crane{n}@example.com",
    }


def _whole(watch: Watch, thing: dict[str, Any]) -> list[str]:
    """A subject, its claims and its record come together or not at all."""
    loose = watch.rows(
        "live",
        "SELECT subject FROM live.subject s WHERE NOT EXISTS (SELECT FROM live.record r WHERE r.subject = s.subject)",
    )
    claims = watch.rows(
        "live",
        "SELECT subject FROM live.claim c WHERE NOT EXISTS (SELECT FROM live.record r WHERE (r.subject, r.record) = (c.subject, c.record))",
    )
    return [f"{len(loose)} subjects and {len(claims)} claims without a record"] if loose or claims else []


COLLECT = Scene(_application, _join, _joined, _whole, settles=False)


def _collect_for_member(jk: Jikim, whose: jikim.Person) -> None:
    preferences = {"language": "ko"}
    try:
        jk.collect("preferences", preferences, channel="homepage", subject=whose, old_enough=True)
    except DeniedError as error:
        if error.why != "single":
            raise


def _one_preference(jk: Jikim, watch: Watch, whose: jikim.Person) -> list[str]:
    cards = [card for card in jk.show(whose.subject).cards if card.ref.kind == "preferences"]
    return [] if [card.values["language"] for card in cards] == ["ko"] else [f"{len(cards)} preferences"]


COLLECT_SINGLE = Scene(member, _collect_for_member, _one_preference)


# ---- correct


def _asked(jk: Jikim) -> jikim.Correction:
    return jk.ask_correction(order(jk), ["phone"])


def _correct(jk: Jikim, correction: jikim.Correction) -> None:
    try:
        jk.correct(correction, {"phone": "02-555-0199"})
    except DeniedError as error:
        if error.why != "correction":
            raise


def _corrected(jk: Jikim, watch: Watch, correction: jikim.Correction) -> list[str]:
    read = jk.by(jk.acting("system", "looker")).use(correction.ref, purpose="delivery", items=["phone"])
    state = watch.one("live", "SELECT state FROM live.request WHERE request = %s", (correction.request,))
    return (
        []
        if (read["phone"], read.version, state) == ("+8225550199", 2, "done")
        else [f"version {read.version}, {state}"]
    )


def _frozen_or_new(watch: Watch, correction: jikim.Correction) -> list[str]:
    rows = watch.rows("live", "SELECT version, frozen FROM live.record WHERE record = %s", (correction.ref.record,))
    return [] if rows in ([(1, correction.request)], [(2, None)]) else [f"{rows}"]


CORRECT = Scene(_asked, _correct, _corrected, _frozen_or_new)


# ---- the outbox: an order handed to a carrier


def _queued(jk: Jikim) -> jikim.Ref:
    SENT.clear()
    ref = order(jk)
    jk.by(jk.acting("system", "shop")).provide(ref, to="service-least", purpose="delivery")
    return ref


SENT: list[tuple[str, bytes]] = []


def _post(endpoint: Endpoint, message: str, body: bytes, _at: Any) -> Answer:
    SENT.append((message, body))
    return deleted(endpoint, message)


def _deliver(jk: Jikim, _ref: jikim.Ref) -> None:
    for _ in range(2):
        deliver(jk.driver, jk.house, ENDPOINTS, _post)
        jk.move_clock(jk.now() + timedelta(days=1))


def _delivered(jk: Jikim, watch: Watch, ref: jikim.Ref) -> list[str]:
    rows = watch.rows("live", "SELECT state, message FROM live.outbox WHERE record = %s", (ref.record,))
    went = watch.rows("live", "SELECT version FROM live.disclosure WHERE record = %s", (ref.record,))
    return [] if [row[0] for row in rows] == ["done"] and went == [(1,)] else [f"{rows} {went}"]


def _recorded_before_it_leaves(watch: Watch, ref: jikim.Ref) -> list[str]:
    messages = {str(row[0]) for row in watch.rows("live", "SELECT message FROM live.disclosure")}
    return [f"{message} left without a record" for message, _ in SENT if message not in messages]


OUTBOX = Scene(_queued, _deliver, _delivered, _recorded_before_it_leaves, settles=False)


def _hand(jk: Jikim, ref: jikim.Ref) -> None:
    jk.by(jk.acting("system", "shop")).provide(ref, to="service-least", purpose="delivery")


HAND = Scene(order, _hand, lambda _j, _w, _r: [], settles=False)


# ---- the sequencer


def _entries(jk: Jikim) -> jikim.Ref:
    """Entries in every inbox that people's data leads to."""
    ref, _ = resting(jk)
    with suppress(DeniedError, ConflictError):
        jk.by(jk.acting("system", "looker")).use(ref, purpose="delivery")
    return ref


def _covered(jk: Jikim, watch: Watch, _ref: jikim.Ref) -> list[str]:
    size = watch.one("ledger", "SELECT size FROM ledger.tree")
    signed = watch.rows("ledger", "SELECT max(size) FROM ledger.checkpoint")[0][0]
    wrong = [] if size == signed else [f"the tree has {size} entries, {signed} are signed for"]
    for database in DATABASES:
        if watch.one(database, "SELECT count(*) FROM ledger.inbox"):
            wrong.append(f"entries wait in {database}")
    return wrong


SEQUENCER = Scene(_entries, lambda jk, _: jk.sequence(), _covered)
