"""The scenes in which something ends: what each prepares, does, and must have done in the end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.employed import employ, lasting
from tests.faults.killing import Scene
from tests.faults.making import guest, identity, member, order, someone, usable
from tests.invariants import Watch

import jikim
from jikim.app import Jikim
from jikim.errors import StoppedError
from jikim.jobs.key_renewal import renew_stale
from jikim.jobs.retention_sweep import _steps as steps_due
from jikim.verbs.retire import retire

# ---- retire: an order that was settled moves to the archive; its person has another one and gets a new key


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
    whose = member(jk)
    ref = identity(jk, whose)
    jk.event(ref, "checked")
    jk.sweep()
    jk.move_clock(jk.now() + timedelta(days=190))
    jk.sweep()
    jk.leave(whose.subject)
    return ref, whose


FORGET_SHELL = Scene(_shell, lambda jk, _: jk.sweep(), _nothing)


# ---- renew: a person something of whose was destroyed gets a new key; two records survive under it


def _stale(jk: Jikim) -> tuple[jikim.Person, jikim.Ref, jikim.Ref]:
    whose, stays = someone(jk)
    goes = order(jk, whose)
    jk.event(goes, "settled")
    for policy, step in steps_due(jk.driver, jk.house):
        jk.driver.run(retire(jk.house, policy, step))
    return whose, stays, goes


def _renew(jk: Jikim, thing: tuple[jikim.Person, jikim.Ref, jikim.Ref]) -> None:
    renew_stale(jk.driver, jk.house)


def _renewed(jk: Jikim, watch: Watch, thing: tuple[jikim.Person, jikim.Ref, jikim.Ref]) -> list[str]:
    whose, stays, goes = thing
    wrong = []
    if jk.by(jk.acting("system", "looker")).use(stays, purpose="delivery", items=["phone"])["phone"] != "+8225550101":
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


def resting(jk: Jikim) -> tuple[jikim.Ref, jikim.Person]:
    ref, whose = _settled(jk)
    jk.sweep()
    return ref, whose


def _hold(jk: Jikim, thing: tuple[jikim.Ref, jikim.Person]) -> None:
    jk.by(jk.acting("system", "officer")).hold(thing[0], reason="a lawsuit")


def _held(jk: Jikim, watch: Watch, thing: tuple[jikim.Ref, jikim.Person]) -> list[str]:
    ref, _ = thing
    wrong = _rests(jk, watch, thing)
    holds = {row[0] for row in watch.rows("archive", "SELECT hold FROM archive.part WHERE record = %s", (ref.record,))}
    if len(holds) != 1 or None in holds:
        wrong.append(f"under {holds}")
    return wrong


HOLD = Scene(resting, _hold, _held, _somewhere)


def _under_hold(jk: Jikim) -> tuple[jikim.Ref, jikim.Person, UUID]:
    ref, whose = resting(jk)
    return ref, whose, jk.by(jk.acting("system", "officer")).hold(ref, reason="a lawsuit")


def _release(jk: Jikim, thing: tuple[jikim.Ref, jikim.Person, UUID]) -> None:
    jk.by(jk.acting("system", "officer")).release(thing[0], thing[2], reason="it was settled")


def _released(jk: Jikim, watch: Watch, thing: tuple[jikim.Ref, jikim.Person, UUID]) -> list[str]:
    ref, whose, _ = thing
    wrong = _rests(jk, watch, (ref, whose))
    if watch.rows("archive", "SELECT 1 FROM archive.part WHERE record = %s AND hold IS NOT NULL", (ref.record,)):
        wrong.append("still held")
    if watch.rows("keys", "SELECT 1 FROM keys.key WHERE space = 'hold'"):
        wrong.append("a hold's key stands")
    if watch.rows("archive", "SELECT 1 FROM archive.holding"):
        wrong.append("its run is not over")
    return wrong


RELEASE = Scene(_under_hold, _release, _released, lambda w, t: _somewhere(w, t[:2]))


# ---- release of one of two holds: what rests stays, sealed anew under the other


def _under_two(jk: Jikim) -> tuple[jikim.Ref, jikim.Person, UUID]:
    ref, whose, first = _under_hold(jk)
    jk.by(jk.acting("system", "officer")).hold(ref, reason="another lawsuit")
    return ref, whose, first


def _release_one(jk: Jikim, thing: tuple[jikim.Ref, jikim.Person, UUID]) -> None:
    try:
        _release(jk, thing)
    except jikim.DeniedError as error:
        # An earlier try had come to its end, and the other hold is not released by this number.
        if error.why != "held":
            raise


def _one_left(jk: Jikim, watch: Watch, thing: tuple[jikim.Ref, jikim.Person, UUID]) -> list[str]:
    ref, _, first = thing
    wrong = _held(jk, watch, thing[:2])
    if watch.rows("archive", "SELECT 1 FROM archive.part WHERE record = %s AND hold = %s", (ref.record, first)):
        wrong.append("still under the hold that was released")
    if watch.hold_key(ref.record, first) is not None:
        wrong.append("the released hold's key stands")
    if len(watch.rows("live", "SELECT 1 FROM live.held WHERE record = %s", (ref.record,))) != 1:
        wrong.append("the list of holds is wrong")
    return wrong


RELEASE_ONE = Scene(_under_two, _release_one, _one_left, lambda w, t: _somewhere(w, t[:2]))

# ---- too much for one sweep: it stops, an officer approves, it goes


def _too_much(jk: Jikim) -> tuple[list[jikim.Ref], None]:
    employ(jk, "omar", "officer")
    lasting(jk, "omar", ["delivery", *jk.policy.file.archive.purposes])
    return [_answered(jk)[0] for _ in range(1 + jk.policy.file.sweep.few)], None


def _approve(jk: Jikim, _thing: Any) -> None:
    try:
        jk.sweep()
    except StoppedError as stopped:
        jk.by(jk.handler("omar", kind="officer")).approve(stopped.plan or "")
        jk.sweep()


def _all_gone(jk: Jikim, watch: Watch, thing: tuple[list[jikim.Ref], None]) -> list[str]:
    return [line for ref in thing[0] for line in _gone(jk, watch, (ref, None))]


APPROVE = Scene(_too_much, _approve, _all_gone)
