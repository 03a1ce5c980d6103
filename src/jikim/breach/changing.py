"""The facts of a breach completed and corrected: a sentence opens a case, and the rest is written as it becomes known.

What is changed goes into the letters that are still to be written, into the posting and the report; what went out stays
as it went. The ledger says which facts were changed, and none of their words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from uuid import UUID

from jikim.breach.cases import Q, case_of, sealed_facts
from jikim.breach.facts import facts_of, missing, whole
from jikim.db.driver import Steps
from jikim.errors import ConflictError
from jikim.policy.ask import Actor
from jikim.policy.outcome import Outcome
from jikim.verbs.approve import only_officers
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House


def change_facts(
    house: House, number: UUID, what: Mapping[str, str], *, seen: str, actor: Actor
) -> Steps[tuple[str, ...]]:
    """Writes the facts of a case anew; `seen` is `Case.seen` of the one that was looked at. Answers which were changed.

    Raises ConflictError for a case that is closed, or that somebody changed in between, and InvalidError where letters
    or the posting went out and something is taken away that the law has told.
    """
    event = "breach:change"
    yield from only_officers(house, event, actor)
    case = yield from case_of(house, number)
    facts = facts_of(what)
    yield from no_numbers(house.policy, **facts)
    changed = tuple(name for name, said in facts.items() if said != case.what.get(name, ""))
    if case.gone_out:
        whole(facts)
    if not changed and seen == case.seen:
        return ()
    outcome = Outcome.CONFLICT
    if seen == case.seen:
        said = yield from sealed_facts(house, number, json.dumps(facts, ensure_ascii=False))
        entry = yield from house.note(event, actor, "audit", breach=str(number), facts=",".join(changed))
        [(code,)] = yield Q["breach.change"](
            breach=number, was=case.sealed, what=said, whole=not missing(facts), entry=entry
        )
        outcome = Outcome(code)
    if outcome is not Outcome.ALLOWED:
        raise ConflictError(
            "the case was changed in between, or is closed",
            hint="look how it stands now, and write again",
            ko=("그 사이에 사건이 변경되었거나 종결되었습니다", "지금 내용을 확인하고 다시 적어 주세요"),
        )
    return changed
