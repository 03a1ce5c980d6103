"""Steps of a person's case that write into the record that holds its words: the words, the event that goes with them and
the step are one statement."""

from __future__ import annotations

from collections.abc import Mapping

from jikim.cases.cases import Case, Q, entry_of
from jikim.cases.register import Register
from jikim.db.driver import Beside, Steps
from jikim.errors import InvalidError
from jikim.policy.ask import Actor, Ask, blank
from jikim.policy.compiled import Policy
from jikim.policy.states import Verb
from jikim.store.holding import Ref
from jikim.verbs.correct import correct_now
from jikim.verbs.event import happening
from jikim.verbs.house import House
from jikim.verbs.judged import permit


def step_in_words(
    house: House,
    register: Register,
    case: Case,
    step: str,
    item: str,
    given: Mapping[str, str],
    happens: str = "",
    *,
    actor: Actor,
) -> Steps[None]:
    """Writes what a step's form asked for into the case's record, as its `item`, with the event that the kind declares
    for it. The words are kept and destroyed with the record, and recorded as every change of it is.

    Raises InvalidError for no words.
    """
    text, rules = given.get(item, ""), house.policy.records[register.reads]
    if blank(text):
        raise InvalidError(
            "the text is empty", item=item, hint="write something", ko=("내용이 비어 있습니다", "내용을 적어 주세요")
        )
    stepped, clause, asked = (yield from entry_of(house, register, step, actor)), "", None
    if happens in rules.events:
        asked = Ask(Verb.EVENT, rules.number, 0, actor, to=rules.events[happens])
        clause = (yield from permit(house, "record:event", asked, case.subject, case.id)).clause
    happened = yield from house.entry("record:event", house.policy, actor, asked, clause, happened=happens)
    event_entry = happened if asked is not None else happened.unvouched()

    def beside(policy: Policy) -> Beside:
        event, ends, over = happening(policy, policy.records[register.reads], happens, house.now())
        given = {"step": step, "as_": actor.kind, "stepped": stepped, "event": event, "ends": ends}
        return Beside(Q["case.correct"], {**given, "over_from": over, "happened": event_entry})

    ref = Ref(case.subject, case.id, register.reads)
    yield from correct_now(house.by(actor), ref, {item: text}, asked=False, beside=beside)
