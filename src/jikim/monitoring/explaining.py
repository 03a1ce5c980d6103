"""Explanations (소명): a handler says in their own words what a conspicuous read was for; an officer who is not the
reader judges it.

Asked of a pause, and of a row that an access review marks as to be asked about or wrong. The words are sealed under a
key of their own and forgotten three years after. Nobody but the reader writes them, and the reader never judges them:
the statements hold both.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import InvalidError
from jikim.keys.sealed_words import opened, seal
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.decide import deny
from jikim.policy.states import Verb
from jikim.verbs.approve import only_officers
from jikim.verbs.destroy import destroy_now
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import SYSTEM, House

Q = load("jikim.monitoring")
SPACE = "explanation"
CLAUSE = "audit"
WITHIN = timedelta(days=7)
PATH = "/office/explanations"


class Explanation(NamedTuple):
    """One explanation. `about`: `pause:7`, or `review:<number>:<position>`. `words` are its reader's, empty until they
    wrote any.

    `verdict` is the pause's, where it is about one.
    """

    number: UUID
    about: str
    reader: str
    due: date
    ko: str
    en: str
    asked: datetime
    said: datetime | None
    words: str
    verdict: str
    judged: datetime | None
    judged_by: str

    def heard(self, today: date) -> bool:
        """Whether it can be judged: its reader has spoken, or let their day go by."""
        return self.said is not None or self.due < today


def ask_explanation(house: House, about: str, reader: str, ko: str, en: str, actor: Actor = SYSTEM) -> Steps[None]:
    """Asks somebody of the office for their word, once about one thing."""
    entry = yield from house.note("handler:ask-explanation", actor, CLAUSE)
    yield Q["explanation.ask"](
        explanation=uuid4(), about=about, reader=reader, due=house.today() + WITHIN, ko=ko, en=en, entry=entry
    )


def explanations(
    house: House, reader: str | None = None, about: str = "", limit: int = 100
) -> Steps[list[Explanation]]:
    """Those that nobody has judged, by their day; then the newest. Of one reader, or of all; `about`: only those whose
    reference begins so."""
    found = []
    for row in (yield Q["explanation.list"](reader=reader, about=about, limit=limit)):
        number, of, who, due, ko, en, asked, said, sealed, verdict, judged, by = row
        words = (yield from opened(house.keyring, SPACE, number.bytes, b"words", sealed)).decode()
        found.append(Explanation(number, of, who, due, ko, en, asked, said, words, verdict or "", judged, by or ""))
    return found


def explain(house: House, number: UUID, words: str, *, actor: Actor) -> Steps[None]:
    """Its reader writes it, once. No grant is asked for: whose reads are paused has none. Raises DeniedError for
    anybody else."""
    if blank(words):
        raise InvalidError("it is empty", item="words", hint="write it", ko=("비어 있습니다", "적어 주세요"))
    yield from no_numbers(house.policy, words=words)
    sealed = yield from seal(house.keyring, SPACE, number.bytes, b"words", words.strip().encode())
    entry = yield from house.note("handler:explain", actor, CLAUSE)
    done = yield Q["explanation.say"](explanation=number, by=actor.id, words=sealed, entry=entry)
    house.expect(done)


def reasoned(house: House, event: str, actor: Actor, reason: str) -> Steps[Ask]:
    """The ask of an officer's word, which needs a reason that the ledger keeps sealed. Raises DeniedError for anybody
    else's, and for a reason that says nothing."""
    yield from only_officers(house, event, actor)
    ask = Ask(Verb.USE, 0, 0, actor, reason=reason)
    if blank(reason):
        yield from house.refuse(event, house.policy, actor, deny(house.policy, "reason"), ask)
    return ask


def judge_explanation(house: House, number: UUID, verdict: str, reason: str, *, actor: Actor) -> Steps[None]:
    """An officer judges one about a row of an access review: `fine` or `misuse`, with a reason that the ledger keeps
    sealed.

    Raises DeniedError for its reader, and ConflictError before they were heard or their day is over, or a second time.
    """
    event = "handler:judge-explanation"
    ask = yield from reasoned(house, event, actor, reason)
    entry = yield from house.entry(event, house.policy, actor, ask, house.policy.clause(CLAUSE), verdict=verdict)
    done = yield Q["explanation.judge"](
        explanation=number, verdict=verdict, today=house.today(), grant=actor.grant, entry=entry
    )
    house.expect(done)


def forget_explanations(house: House) -> Steps[int]:
    """Those that are three years over go: the key first, then the row. Answers how many."""
    numbers = [explanation for (explanation,) in (yield Q["explanation.over"](at=house.now()))]
    for number in numbers:
        yield from destroy_now(house, "handler:forget-explanation", SPACE, number.bytes)
        entry = yield from house.note("handler:forget-explanation", SYSTEM, CLAUSE)
        yield Q["explanation.forget"](explanation=number, entry=entry)
    return len(numbers)
