"""The posting of a breach: a notice for whom no letter reaches. It stays on the board, for thirty days at the least
(decree §39②)."""

from __future__ import annotations

import hashlib
from uuid import UUID

from jikim.breach.cases import Case, Q, case_of, done_before, people_of
from jikim.breach.facts import FACTS, LABELS, nature_of, remedies, title_of, whole
from jikim.db.driver import Steps
from jikim.ledger.entry import text_of
from jikim.policy.ask import Actor
from jikim.policy.model import Language
from jikim.policy.outcome import Outcome
from jikim.policy.render.voice import Voice
from jikim.verbs.approve import only_officers
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House
from jikim.verbs.then import Named

LANGUAGES: tuple[Language, Language] = ("ko", "en")
LOT = 1_000


def post_case(house: House, number: UUID, *, actor: Actor) -> Steps[None]:
    """Puts up the notice of a case, once: the case is marked and the notice stands by one statement.

    Raises InvalidError where something is missing that the law has told, and ConflictError for a case that is posted,
    closed or changed in between.
    """
    event = "breach:post"
    yield from only_officers(house, event, actor)
    case = yield from case_of(house, number)
    whole(case.what)
    yield from no_numbers(house.policy, **case.what)
    items = yield from _items(house, case)
    texts = {f"title_{language}": title_of(case.what, language) for language in LANGUAGES}
    texts |= {f"body_{language}": _text(house, case, items, language) for language in LANGUAGES}
    digest = hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()
    note = house.fact(
        "notice:post",
        house.policy,
        None,
        house.policy.file.notice.clause_ordinary or "",
        notice="important",
        words=digest,
        breach=str(number),
    )
    entry = yield from house.note(event, actor, "audit", breach=str(number))
    [(outcome,)] = yield Q["breach.post"](
        breach=number, was=case.sealed, **texts, notice=entry.beside(text_of(note)), entry=entry
    )
    if Outcome(outcome) is not Outcome.ALLOWED:
        raise done_before()


def _items(house: House, case: Case) -> Steps[list[Named]]:
    """The items that were reached, of anybody."""
    found: dict[str, Named] = {}
    after = UUID(int=0)
    while lot := (yield from people_of(house, case, after=after, most=LOT)):
        found |= {item.key: item for one in lot for item in one.items}
        after = lot[-1].subject
    return [found[key] for key in sorted(found)]


def _text(house: House, case: Case, items: list[Named], language: Language) -> str:
    voice = Voice(house.policy.file, language)
    parts = [case.what["what"]]
    if items:
        parts.append(
            voice.say(f"관련된 항목({nature_of(case.what).label[0]})", "Items")
            + ": "
            + ", ".join(one.label(language) for one in items)
        )
    parts += [f"{voice.say(*LABELS[name])}: {case.what[name]}" for name in FACTS[1:] if case.what.get(name)]
    parts += filter(None, [remedies(house.policy.file, language, house.today())])
    return "\n\n".join(parts)
