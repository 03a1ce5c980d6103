"""Scenes of the office's own desks: an explanation (소명), handing on by hand, a paper that is confirmed or moved; each
act done whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from tests.employed import employ, lasting
from tests.faults.killing import Scene
from tests.faults.making import order
from tests.invariants import Watch

from jikim.app import Jikim
from jikim.cabinet.paper_register import paper_of
from jikim.cabinet.papers import enter_paper, move_paper
from jikim.disclosures.handing_on import messages
from jikim.errors import ConflictError
from jikim.handlers.papers import add_paper, confirm_paper
from jikim.jobs.handing_over_by_hand import confirm, take_out
from jikim.monitoring.explaining import ask_explanation, explain, explanations, forget_explanations, judge_explanation
from jikim.policy.ask import Actor

WORDS = "문의에 답하려고 보았습니다"


def _officer(jk: Jikim) -> Actor:
    """An officer, and a handler whose reads are looked at, with grants."""
    for handler, kind in (("omar", "officer"), ("hana", "handler")):
        employ(jk, handler, kind)  # type: ignore[arg-type]
        if not jk.handler(handler).grant:
            lasting(jk, handler)
    return jk.handler("omar", kind="officer")


# ---- an explanation


def _about(jk: Jikim) -> str:
    _officer(jk)
    return f"review:{uuid4()}:1"


def _ask(jk: Jikim, about: str) -> None:
    jk.do(ask_explanation, about, "hana", "원장 1번", "entry 1", jk.handler("omar", kind="officer"))


def _asked(jk: Jikim) -> UUID:
    about = _about(jk)
    _ask(jk, about)
    [one] = jk.do(explanations, None, about)
    return one.number


def _said(jk: Jikim) -> UUID:
    number = _asked(jk)
    _say(jk, number)
    return number


def _over(jk: Jikim) -> UUID:
    number = _said(jk)
    _judge(jk, number)
    jk.move_clock(jk.now() + timedelta(days=3 * 366 + 2))
    return number


def _say(jk: Jikim, number: UUID) -> None:
    with suppress(ConflictError):
        jk.do(explain, number, WORDS, actor=Actor("handler", "hana"))


def _judge(jk: Jikim, number: UUID) -> None:
    with suppress(ConflictError):
        jk.do(judge_explanation, number, "fine", "업무였습니다", actor=jk.handler("omar", kind="officer"))


def _one_asked(_jk: Jikim, watch: Watch, about: str) -> list[str]:
    found = watch.one("live", "SELECT count(*) FROM live.explanation WHERE about = %s", (about,))
    return [] if found == 1 else [f"{found} explanations"]


def _explained(verdict: str) -> Any:
    def done(jk: Jikim, _watch: Watch, number: UUID) -> list[str]:
        found = [(one.words, one.verdict) for one in jk.do(explanations) if one.number == number]
        return [] if found == [(WORDS, verdict)] else [f"{found}"]

    return done


def _explanation_whole(watch: Watch, number: UUID) -> list[str]:
    """Words come with their moment, a verdict with its judge; and nobody is judged before they were heard."""
    rows = watch.rows(
        "live",
        "SELECT words IS NULL, said IS NULL, verdict IS NULL, judged_by IS NULL FROM live.explanation WHERE explanation = %s",
        (number,),
    )
    wrong = [row for row in rows if row[0] != row[1] or row[2] != row[3] or (row[0] and not row[2])]
    return [f"{wrong}"] if wrong else []


def _explanation_gone(_jk: Jikim, watch: Watch, number: UUID) -> list[str]:
    rows = watch.rows("live", "SELECT about FROM live.explanation WHERE explanation = %s", (number,))
    keys = watch.rows("keys", "SELECT space FROM keys.key WHERE space = 'explanation' AND name = %s", (number.bytes,))
    return [] if not rows and not keys else [f"{rows} {keys}"]


def _forget(jk: Jikim, _number: UUID) -> None:
    jk.do(forget_explanations)


ASK_EXPLANATION = Scene(_about, _ask, _one_asked, settles=False)
SAY_EXPLANATION = Scene(_asked, _say, _explained(""), _explanation_whole, settles=False)
JUDGE_EXPLANATION = Scene(_said, _judge, _explained("fine"), _explanation_whole, settles=False)
FORGET_EXPLANATION = Scene(_over, _forget, _explanation_gone, _explanation_whole, settles=False)


# ---- handing on by hand

WHERE: Any = ("processor", "kis", "debt-collection")
RECEIPT = {"receipt": "handed over by hand", "how": "post"}


class Message(NamedTuple):
    subject: UUID
    message: UUID
    record: UUID


def _unpaid(jk: Jikim) -> Any:
    _officer(jk)
    return order(jk)


def _queue(jk: Jikim, ref: Any) -> None:
    if not any(one.record == ref.record for one in jk.do(messages, *WHERE)):
        jk.by(jk.handler("hana")).entrust(ref, to="kis", purpose="debt-collection", items=["name"])


def _queued(jk: Jikim) -> Message:
    ref = _unpaid(jk)
    made = jk.by(jk.handler("hana")).entrust(ref, to="kis", purpose="debt-collection", items=["name"])
    return Message(ref.subject, made.message, ref.record)


def _taken(jk: Jikim) -> Message:
    one = _queued(jk)
    _take(jk, one)
    return one


def _take(jk: Jikim, one: Message) -> None:
    jk.do(take_out, *WHERE, {one.message}, actor=jk.handler("hana"))


def _give(jk: Jikim, one: Message) -> None:
    jk.do(confirm, *WHERE, {one.message}, RECEIPT, actor=jk.handler("hana"))


def _waits(_jk: Jikim, watch: Watch, ref: Any) -> list[str]:
    found = watch.rows("live", "SELECT state FROM live.outbox WHERE record = %s", (ref.record,))
    return [] if found == [("waiting",)] else [f"{found}"]


def _is(state: str) -> Any:
    def done(_jk: Jikim, watch: Watch, one: Message) -> list[str]:
        now = watch.one("live", "SELECT state FROM live.outbox WHERE message = %s", (one.message,))
        return _left_known(watch, one) + ([] if now == state else [f"it is {now}"])

    return done


def _left_known(watch: Watch, one: Message) -> list[str]:
    """What may have left stands in the register of what left, and what stands there may have left."""
    state = watch.one("live", "SELECT state FROM live.outbox WHERE message = %s", (one.message,))
    left = watch.one(
        "live", "SELECT count(*) FROM live.disclosure WHERE subject = %s AND record = %s", (one.subject, one.record)
    )
    return [] if (state != "waiting") == (left == 1) else [f"{state}, {left} in the register"]


QUEUE_BY_HAND = Scene(_unpaid, _queue, _waits, settles=False)
TAKE_BY_HAND = Scene(_queued, _take, _is("sending"), _left_known, settles=False)
GIVE_BY_HAND = Scene(_taken, _give, _is("done"), _left_known, settles=False)


# ---- papers: a training that is confirmed, and a paper that goes into the separate cabinet


def _trained(jk: Jikim) -> UUID:
    by = _officer(jk)
    return jk.do(add_paper, "hana", "training", day=jk.house.today(), text="교육", place="서류철", actor=by)


def _confirm(jk: Jikim, paper: UUID) -> None:
    with suppress(ConflictError):
        jk.do(confirm_paper, "hana", paper, WORDS, actor=Actor("handler", "hana"))


def _confirmed(_jk: Jikim, watch: Watch, paper: UUID) -> list[str]:
    found = watch.rows(
        "live", "SELECT confirmed IS NOT NULL, word IS NOT NULL FROM live.handler_paper WHERE paper = %s", (paper,)
    )
    return [] if found == [(True, True)] else [f"{found}"]


def _rests(jk: Jikim) -> int:
    """A paper of a record that rests."""
    by = _officer(jk)
    ref = order(jk)
    made = jk.do(enter_paper, "order", cabinet="가", shelf="1", ref=ref, actor=by)
    jk.event(ref, "settled")
    jk.sweep()
    return made.number


def _move(jk: Jikim, number: int) -> None:
    one = jk.do(paper_of, number)
    assert one is not None
    if one.apart is None:
        jk.do(move_paper, one, "나", "1", actor=jk.handler("omar", kind="officer"))


def _moved(_jk: Jikim, watch: Watch, number: int) -> list[str]:
    found = watch.rows(
        "live", "SELECT cabinet, apart IS NOT NULL, moved_by FROM live.paper WHERE number = %s", (number,)
    )
    return [] if found == [("나", True, "omar")] else [f"{found}"]


CONFIRM_PAPER = Scene(_trained, _confirm, _confirmed, settles=False)
MOVE_PAPER = Scene(_rests, _move, _moved, settles=False)
