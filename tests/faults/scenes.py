"""The scenes that are killed: what each prepares, does, and must have done in the end."""

from __future__ import annotations

import base64
import contextlib
import json
import pickle
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from killing import Scene

import jikim
from conftest import HOMEPAGE, ORDER
from invariants import Watch
from jikim.app import Jikim, read_policy
from jikim.errors import ConflictError, DeniedError
from jikim.jobs.outbox import deliver
from jikim.jobs.sweep import _stale as stale_people
from jikim.jobs.sweep import _steps as steps_due
from jikim.settings import Endpoint, Settings
from jikim.verbs.destroy import renew_person
from jikim.verbs.retire import retire

ENDPOINTS = {"service-least": Endpoint("http://127.0.0.1:9/"), "agreed-partner": Endpoint("http://127.0.0.1:9/")}


def reopen(order: str) -> tuple[Jikim, Any]:
    """In a child: the Jikim and the thing that its parent packed."""
    given = json.loads(order)
    directory = Path(given["directory"])
    settings = Settings(directory=directory, dsns=given["dsns"], ring=directory / "ring")
    return Jikim(read_policy(HOMEPAGE), settings), pickle.loads(base64.b64decode(given["thing"]))


_count = iter(range(10**9))


def member(jk: Jikim, *consents: str) -> jikim.Person:
    """A new member."""
    n = next(_count)
    values = {
        "login_id": f"heron{n}",
        "password": "a quiet heron 4471",
        "name": "가나다",
        "email": f"heron{n}@example.com",
    }
    got = jk.collect("membership", values, channel="homepage", old_enough=True, consents=consents)
    return jikim.Person(got.ref.subject, "member")


def guest(jk: Jikim, kind: str, values: dict[str, Any], channel: str) -> jikim.Ref:
    return jk.collect(kind, values, channel=channel, subject="guest", old_enough=True).ref


def order(jk: Jikim, whose: jikim.Person | str = "guest") -> jikim.Ref:
    return jk.collect("order", ORDER, channel="homepage", subject=whose, old_enough=True).ref


def identity(jk: Jikim, whose: jikim.Person | str = "guest") -> jikim.Ref:
    values = {"name": "가나다", "mobile": "010-5550-0101", "result": {"ok": True}}
    return jk.collect("identity-check", values, channel="homepage", subject=whose, old_enough=True).ref


def usable(jk: Jikim, ref: jikim.Ref, use: str, consult: str) -> list[str]:
    """Which doors a record answers at: `use`, `consult`."""
    doors = []
    omar = jk.acting("system", "looker")
    for door in ("use", "consult"):
        try:
            if door == "use":
                jk.use(ref, purpose=use, actor=omar)
            else:
                jk.consult(ref, purpose=consult, reason="a test", actor=omar)
        except DeniedError:
            continue
        doors.append(door)
    return doors


# ---- retire: an order that was settled moves to the archive; its person has another one and gets a new key


def someone(jk: Jikim) -> tuple[jikim.Person, jikim.Ref]:
    """A guest with an open order."""
    ref = order(jk)
    return jikim.Person(ref.subject, "guest"), ref


def _settled(jk: Jikim) -> tuple[jikim.Ref, jikim.Person]:
    whose, _ = someone(jk)
    ref = order(jk, whose)
    jk.event(ref, "settled")
    return ref, whose


def _somewhere(watch: Watch, thing: tuple[jikim.Ref, Any]) -> list[str]:
    """Never in neither database."""
    places = watch.look().places(thing[0].record)
    return [] if places & {"live", "archive"} else [f"the record is in neither database: {places}"]


def _rests(jk: Jikim, watch: Watch, thing: tuple[jikim.Ref, jikim.Person]) -> list[str]:
    ref, whose = thing
    wrong = []
    if (places := watch.look().places(ref.record)) != {"archive", "rests"}:
        wrong.append(f"the order is in {places}")
    if (doors := usable(jk, ref, "delivery", "legal-evidence")) != ["consult"]:
        wrong.append(f"the order answers at {doors}")
    if not jk.show(whose.subject).cards[0].values:
        wrong.append("the other order no longer opens")
    return wrong


RETIRE = Scene(_settled, lambda jk, _: jk.sweep(), _rests, _somewhere)


# ---- destroy: an identity check whose kept day is over


def _past(jk: Jikim) -> tuple[jikim.Ref, jikim.Person]:
    ref = identity(jk)
    whose = jikim.Person(ref.subject, "guest")
    jk.event(ref, "checked")
    jk.sweep()
    jk.move_clock(jk.now() + timedelta(days=190))
    return ref, whose


def _destroyed(jk: Jikim, watch: Watch, thing: tuple[jikim.Ref, jikim.Person]) -> list[str]:
    ref, _ = thing
    wrong = []
    if (places := watch.look().places(ref.record)) != {"rests"}:
        wrong.append(f"the check is in {places}")
    if doors := usable(jk, ref, "identity-check", "identity-evidence"):
        wrong.append(f"the check answers at {doors}")
    return wrong


DESTROY = Scene(_past, lambda jk, _: jk.sweep(), _destroyed)


# ---- what nothing keeps goes at once: an answered enquiry


def _answered(jk: Jikim) -> tuple[jikim.Ref, None]:
    ref = guest(jk, "enquiry", {"name": "Dan Example", "email": "dan@example.org", "text": "끊깁니다"}, "board")
    jk.event(ref, "answered")
    return ref, None


def _gone(jk: Jikim, watch: Watch, thing: tuple[jikim.Ref, Any]) -> list[str]:
    places = watch.look().places(thing[0].record)
    wrong = [] if places == {"destroyed"} else [f"the record is in {places}"]
    if doors := usable(jk, thing[0], "support", "dispute-evidence"):
        wrong.append(f"it answers at {doors}")
    return wrong


GOES = Scene(_answered, lambda jk, _: jk.sweep(), _gone)


# ---- forget: someone who left; an enquiry goes, an identity check rests, and then nothing is left of either


def _left(jk: Jikim) -> tuple[jikim.Ref, jikim.Person]:
    ref = identity(jk)
    whose = jikim.Person(ref.subject, "guest")
    jk.event(ref, "checked")
    enquiry = {"name": "Dan Example", "email": "dan@example.org", "text": "끊깁니다"}
    jk.collect("enquiry", enquiry, channel="board", subject=whose, old_enough=True)
    jk.leave(whose.subject)
    return ref, whose


def _left_and_rests(jk: Jikim, watch: Watch, thing: tuple[jikim.Ref, jikim.Person]) -> list[str]:
    ref, whose = thing
    wrong = []
    if watch.rows("live", "SELECT 1 FROM live.subject WHERE subject = %s", (whose.subject,)):
        wrong.append("the person was not forgotten")
    if (doors := usable(jk, ref, "identity-check", "identity-evidence")) != ["consult"]:
        wrong.append(f"the check answers at {doors}")
    return wrong


FORGET = Scene(_left, lambda jk, _: jk.sweep(), _left_and_rests, _somewhere)


def _left_long_ago(jk: Jikim) -> tuple[jikim.Ref, jikim.Person]:
    ref, whose = _left(jk)
    jk.sweep()
    jk.move_clock(jk.now() + timedelta(days=190))
    return ref, whose


def _nothing(jk: Jikim, watch: Watch, thing: tuple[jikim.Ref, jikim.Person]) -> list[str]:
    _ref, whose = thing
    name = whose.subject.bytes
    wrong = _destroyed(jk, watch, thing)
    for database, query in (
        ("keys", "SELECT space FROM keys.key WHERE substr(name, 1, 16) = %s"),
        ("archive", "SELECT 'part' FROM archive.part WHERE subject = encode(%s, 'hex')::uuid"),
        ("live", "SELECT 'subject' FROM live.subject WHERE subject = encode(%s, 'hex')::uuid"),
    ):
        wrong += [f"{row[0]} is left" for row in watch.rows(database, query, (name,))]  # type: ignore[arg-type]
    return wrong


FORGET_ALL = Scene(_left_long_ago, lambda jk, _: jk.sweep(), _nothing)


def _shell(jk: Jikim) -> tuple[jikim.Ref, jikim.Person]:
    """Nothing rests any more when this person leaves: only the archive key is there."""
    ref, whose = _past(jk)
    jk.sweep()
    jk.leave(whose.subject)
    return ref, whose


FORGET_SHELL = Scene(_shell, lambda jk, _: jk.sweep(), _nothing)


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
    read = jk.use(correction.ref, purpose="delivery", items=["phone"], actor=jk.acting("system", "looker"))
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


# ---- renew: a person something of whose was destroyed gets a new key; two records survive under it


def _stale(jk: Jikim) -> tuple[jikim.Person, jikim.Ref, jikim.Ref]:
    whose, stays = someone(jk)
    goes = order(jk, whose)
    jk.event(goes, "settled")
    for policy, step in steps_due(jk.driver, jk.house):
        jk.driver.run(retire(jk.house, policy, step))
    return whose, stays, goes


def _renew(jk: Jikim, thing: tuple[jikim.Person, jikim.Ref, jikim.Ref]) -> None:
    for subject, generation, _state, _records in jk.driver.run(stale_people(UUID(int=0))):
        jk.driver.run(renew_person(jk.house, subject, generation, gone=False))


def _renewed(jk: Jikim, watch: Watch, thing: tuple[jikim.Person, jikim.Ref, jikim.Ref]) -> list[str]:
    whose, stays, goes = thing
    wrong = []
    if (
        jk.use(stays, purpose="delivery", items=["phone"], actor=jk.acting("system", "looker"))["phone"]
        != "+8225550101"
    ):
        wrong.append("the survivor has another value")
    names = [
        name
        for (name,) in watch.rows(
            "keys",
            "SELECT name FROM keys.key WHERE space = 'person' AND substr(name, 1, 16) = %s",
            (whose.subject.bytes,),
        )
    ]
    if len(names) != 1:
        wrong.append(f"{len(names)} live keys")
    if watch.look().places(goes.record) != {"archive", "rests"}:
        wrong.append("the other order is elsewhere")
    return wrong


RENEW = Scene(_stale, _renew, _renewed)


# ---- hold and release, on what rests


def _resting(jk: Jikim) -> tuple[jikim.Ref, jikim.Person]:
    ref, whose = _settled(jk)
    jk.sweep()
    return ref, whose


def _hold(jk: Jikim, thing: tuple[jikim.Ref, jikim.Person]) -> None:
    jk.hold(thing[0], reason="a lawsuit", actor=jk.acting("system", "officer"))


def _held(jk: Jikim, watch: Watch, thing: tuple[jikim.Ref, jikim.Person]) -> list[str]:
    ref, _ = thing
    wrong = _rests(jk, watch, thing)
    holds = {row[0] for row in watch.rows("archive", "SELECT hold FROM archive.part WHERE record = %s", (ref.record,))}
    if len(holds) != 1 or None in holds:
        wrong.append(f"under {holds}")
    return wrong


HOLD = Scene(_resting, _hold, _held, _somewhere)


def _under_hold(jk: Jikim) -> tuple[jikim.Ref, jikim.Person, UUID]:
    ref, whose = _resting(jk)
    return ref, whose, jk.hold(ref, reason="a lawsuit", actor=jk.acting("system", "officer"))


def _release(jk: Jikim, thing: tuple[jikim.Ref, jikim.Person, UUID]) -> None:
    jk.release(thing[0], thing[2], reason="it was settled", actor=jk.acting("system", "officer"))


def _released(jk: Jikim, watch: Watch, thing: tuple[jikim.Ref, jikim.Person, UUID]) -> list[str]:
    ref, whose, _ = thing
    wrong = _rests(jk, watch, (ref, whose))
    if watch.rows("archive", "SELECT 1 FROM archive.part WHERE record = %s AND hold IS NOT NULL", (ref.record,)):
        wrong.append("still held")
    if watch.rows("keys", "SELECT 1 FROM keys.key WHERE space = 'hold'"):
        wrong.append("a hold's key stands")
    return wrong


RELEASE = Scene(_under_hold, _release, _released, lambda w, t: _somewhere(w, t[:2]))


# ---- the outbox: an order handed to a carrier


def _queued(jk: Jikim) -> jikim.Ref:
    SENT.clear()
    ref = order(jk)
    jk.provide(ref, to="service-least", purpose="delivery", actor=jk.acting("system", "shop"))
    return ref


SENT: list[tuple[str, bytes]] = []


def _post(_endpoint: Endpoint, message: str, body: bytes, _at: Any) -> tuple[int, bytes]:
    SENT.append((message, body))
    return 200, b"{}"


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
    jk.provide(ref, to="service-least", purpose="delivery", actor=jk.acting("system", "shop"))


HAND = Scene(order, _hand, lambda _j, _w, _r: [], settles=False)


# ---- the sequencer


def _entries(jk: Jikim) -> jikim.Ref:
    """Entries in all three inboxes."""
    ref, _ = _resting(jk)
    with contextlib.suppress(DeniedError, ConflictError):
        jk.use(ref, purpose="delivery", actor=jk.acting("system", "looker"))
    return ref


def _covered(jk: Jikim, watch: Watch, _ref: jikim.Ref) -> list[str]:
    size = watch.one("live", "SELECT size FROM ledger.tree")
    signed = watch.rows("live", "SELECT max(size) FROM ledger.checkpoint")[0][0]
    wrong = [] if size == signed else [f"the tree has {size} entries, {signed} are signed for"]
    for database in ("live", "archive", "keys"):
        if watch.one(database, "SELECT count(*) FROM ledger.inbox"):  # type: ignore[arg-type]
            wrong.append(f"entries wait in {database}")
    return wrong


SEQUENCER = Scene(_entries, lambda jk, _: jk.sequence(), _covered)

SCENES: dict[str, Scene] = {
    name.lower().replace("_", "-"): scene for name, scene in list(globals().items()) if isinstance(scene, Scene)
}
