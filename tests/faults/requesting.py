"""The scenes of a request: its filing, with what is written or the freeze that goes with it, and each of its seven steps,
with the freeze of a correction, the proof and the day that go with it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

from tests.faults.killing import Scene
from tests.faults.making import member
from tests.invariants import Watch

import jikim
from jikim.app import Jikim
from jikim.desk import request_steps as desk
from jikim.desk.requests import cancel_request, file_request, request_of, requests_of
from jikim.errors import ConflictError
from jikim.policy.ask import Actor
from jikim.verbs.correct import Correction
from jikim.verbs.house import SYSTEM

WORDS = {"name": "가나다", "email": "alice@example.com", "text": "제 것을 살펴봐 주세요"}
SAID = "살펴보았습니다"
STATE = "SELECT state, closed IS NOT NULL FROM live.person_case WHERE id = %s"
STEPS = "SELECT step FROM live.person_case_step WHERE id = %s ORDER BY n"


class Asked(NamedTuple):
    """A request, and the record that it is about."""

    subject: UUID
    request: UUID
    record: jikim.Ref | None

    @property
    def me(self) -> Actor:
        return Actor("member", str(self.subject))


def _asked(kind: str, *, letter: bool = False) -> Any:
    def prepare(jk: Jikim) -> Asked:
        subject = member(jk).subject
        own = next(card.ref for card in jk.show(subject).cards if card.ref.kind == "membership")
        record = own if kind == "correct" else None
        given: Any = (jk.house, subject, kind, record)
        if letter:
            made = jk.driver.run(desk.file_for(*given, "letter", actor=SYSTEM))
        else:
            made = jk.driver.run(file_request(*given, "page", Actor("member", str(subject)), words=WORDS))
        return Asked(subject, made.request, record)

    return prepare


def _corrected(jk: Jikim) -> Asked:
    asked: Asked = _asked("correct")(jk)
    assert asked.record is not None
    jk.by(asked.me).correct(Correction(asked.request, asked.record), {"name": "라마바"})
    return asked


def _postponed(jk: Jikim) -> Asked:
    asked: Asked = _asked("access")(jk)
    _act("postpone")(jk, asked)
    return asked


def _act(name: str) -> Any:
    def act(jk: Jikim, asked: Asked) -> None:
        whose, by = (jk.house, asked.subject, asked.request), {"actor": SYSTEM}
        steps: Any = {
            "confirm": lambda: desk.confirm(*whose, proof="document", **by),
            "answer": lambda: desk.answer(*whose, SAID, **by),
            "do": lambda: desk.carry_out(*whose, SAID, **by),
            "refuse": lambda: desk.refuse(*whose, SAID, **by),
            "postpone": lambda: desk.postpone(*whose, SAID, **by),
            "resume": lambda: desk.resume(*whose, **by),
            "cancel": lambda: cancel_request(*whose, asked.me),
        }
        with suppress(ConflictError):
            jk.driver.run(steps[name]())

    return act


def _scene(
    name: str, prepare: Any, was: str, to: str, *, before: str = "file", frozen: str = "", said: str = ""
) -> Scene:
    """One step from a state to another, after the steps `before`. `frozen`: in which of the two states its record is."""

    def whole(watch: Watch, asked: Asked) -> list[str]:
        """The state, the steps and the freeze say the same."""
        [(state, closed)] = watch.rows("live", STATE, (asked.request,))
        steps = [row[0] for row in watch.rows("live", STEPS, (asked.request,))]
        stops = asked.record is not None and watch.one(
            "live", "SELECT frozen IS NOT NULL FROM live.record WHERE record = %s", (asked.record.record,)
        )
        taken = [*before.split(), *([name] if state == to else [])]
        expected = (state in (was, to), taken, state in ("answered", "done", "refused", "withdrawn"), state in frozen)
        found = (True, steps, closed, stops)
        return [] if found == expected else [f"{state}: {found}"]

    def done(jk: Jikim, watch: Watch, asked: Asked) -> list[str]:
        seen = jk.driver.run(request_of(jk.house, asked.subject, asked.request, asked.me))
        known = jk.driver.run(desk.desk_of(jk.house, asked.subject, asked.request))
        assert seen is not None
        assert known is not None
        days = {"postpone": 2, "resume": 0}.get(name, 1)  # of the ten that it is answered in; put off, as many again
        day = (seen[0].due - jk.house.today()).days
        right = {0: day == 0, 1: 10 <= day < 20, 2: day >= 20}[days]
        found = (seen[0].state, seen[0].said, right, known.proof)
        wanted = (to, said, True, "document" if name == "confirm" else "session")
        return whole(watch, asked) + ([] if found == wanted else [f"{found}, due in {day} days"])

    return Scene(prepare, _act(name), done, whole, settles=False)


def _filing(kind: Any, words: dict[str, str] | None) -> Scene:
    """A request is filed once: with what is written for it, or with the freeze of what it corrects."""

    def prepare(jk: Jikim) -> jikim.Ref:
        subject = member(jk).subject
        return next(card.ref for card in jk.show(subject).cards if card.ref.kind == "membership")

    def act(jk: Jikim, own: jikim.Ref) -> None:
        if not jk.driver.run(requests_of(jk.house, own.subject)):
            about, me = own if kind == "correct" else None, Actor("member", str(own.subject))
            jk.driver.run(file_request(jk.house, own.subject, kind, about, "page", me, words=words))

    def whole(watch: Watch, own: jikim.Ref) -> list[str]:
        """The request, and what goes with it: both or neither."""
        cases = watch.rows("live", "SELECT id FROM live.person_case WHERE subject = %s", (own.subject,))
        records = watch.rows("live", "SELECT frozen FROM live.record WHERE subject = %s", (own.subject,))
        frozen = [one for one in records if one[0] is not None]
        beside = len(records) - 1 if words else len(frozen)
        return [] if beside == len(cases) <= 1 else [f"{len(cases)} requests, {records}"]

    def done(jk: Jikim, watch: Watch, own: jikim.Ref) -> list[str]:
        found = [one.kind for one in jk.driver.run(requests_of(jk.house, own.subject))]
        return whole(watch, own) + ([] if found == [kind] else [f"{found}"])

    return Scene(prepare, act, done, whole, settles=False)


FILE_REQUEST = _filing("access", WORDS)
FREEZE_REQUEST = _filing("correct", None)
CONFIRM_REQUEST = _scene("confirm", _asked("correct", letter=True), "unconfirmed", "open", frozen="unconfirmed open")
ANSWER_REQUEST = _scene("answer", _asked("access"), "open", "answered", said=SAID)
DO_REQUEST = _scene("do", _corrected, "open", "done", said=SAID)
REFUSE_REQUEST = _scene("refuse", _asked("correct"), "open", "refused", frozen="open", said=SAID)
POSTPONE_REQUEST = _scene("postpone", _asked("access"), "open", "postponed", said=SAID)
RESUME_REQUEST = _scene("resume", _postponed, "postponed", "open", before="file postpone", said=SAID)
CANCEL_REQUEST = _scene("cancel", _asked("correct"), "open", "withdrawn", frozen="open")
