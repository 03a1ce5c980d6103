"""A question in words, Korean or English, becomes one by names: by the file's labels and names and a fixed list of words.

What was understood is said, and so is what was assumed. A word that is not understood, one that may mean two things, and a
part that is missing are asked back: nothing is guessed in silence, and the same words always mean the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from jikim.policy.compiled import Policy
from jikim.policy.may.completing import completed, listed
from jikim.policy.may.hearing import Span, Words, not_understood, spans_of, unknown
from jikim.policy.may.question import Question
from jikim.policy.model import Language
from jikim.policy.render.particles import i_ga
from jikim.policy.states import Verb

_MOST_LETTERS, _MOST_MEANINGS = 400, 400


class Heard(NamedTuple):
    """Words of the question and what they were taken for: a kind of thing (`item`, `verb`…) and its name."""

    words: str
    kind: str
    name: str


@dataclass(frozen=True)
class Understood:
    """A question in words as it was understood. `question` is None where something must be said first: `asks` says what."""

    text: str
    question: Question | None
    heard: tuple[Heard, ...]
    assumed: tuple[Words, ...] = ()
    asks: tuple[Words, ...] = ()


def understand(policy: Policy, text: str) -> Understood:
    """Reads one question. Never raises for what it says."""
    if len(text) > _MOST_LETTERS:
        return Understood(text[:40], None, (), (), ({"ko": "물음이 너무 깁니다", "en": "the question is too long"},))
    spans, rest = spans_of(policy, " ".join(text.split()).casefold())
    strange = tuple(unknown(rest))
    if strange:
        return Understood(text, None, _told(spans), (), tuple(not_understood(policy, word) for word in strange))
    if not spans:
        return Understood(
            text, None, (), (), ({"ko": "무엇을 묻는지 알 수 없습니다", "en": "there is no question in it"},)
        )
    found = _meant(policy, spans)
    if isinstance(found, dict):
        return Understood(text, None, _told(spans), (), (found,))
    return _completed(policy, text, found)


def _told(spans: Iterable[Span]) -> tuple[Heard, ...]:
    return tuple(Heard(span.words, *meaning) for span in spans for meaning in span.meanings[:1])


# ---- one meaning for each


def _meant(policy: Policy, spans: list[Span]) -> list[Heard] | dict[Language, str]:
    """One meaning for each of the words: the one way to read them that makes a whole question; else what to ask."""
    size = 1
    for span in spans:
        size *= len(span.meanings)
    if size > _MOST_MEANINGS:
        span = max(spans, key=lambda one: len(one.meanings))
        return _which(span.words, span.meanings)
    best: list[tuple[int, list[Heard]]] = []
    for chosen in product(*(span.meanings for span in spans)):
        heard = [Heard(span.words, *meaning) for span, meaning in zip(spans, chosen, strict=True)]
        score = _score(policy, heard)
        if score is not None:
            best.append((score, heard))
    if not best:
        return _too_many(spans) or _which(
            *max(((one.words, one.meanings) for one in spans), key=lambda one: len(one[1]))
        )
    top = max(score for score, _ in best)
    ways = [heard for score, heard in best if score == top]
    if len(ways) > 1:
        for index, one in enumerate(ways[0]):
            others = {(way[index].kind, way[index].name) for way in ways}
            if len(others) > 1:
                return _which(one.words, tuple(sorted(others)))
    return ways[0]


_KINDS: dict[str, tuple[str, str]] = {
    "item": ("항목", "item"), "record": ("기록", "record"), "purpose": ("목적", "purpose"), "archive": ("보관 목적", "purpose of the archive"),
    "recipient": ("제공받는 자", "recipient"), "processor": ("수탁자", "processor"), "partner": ("제휴사", "partner"), "channel": ("경로", "channel"),
}  # fmt: skip
# Of these a question has one.
_ONE_OF = ("record", "purpose", "archive", "recipient", "processor", "channel")


def _too_many(spans: list[Span]) -> dict[Language, str] | None:
    """What to say where words that mean one thing each are two of a kind: two purposes, two processors."""
    for kind in _ONE_OF:
        named = {
            name
            for span in spans
            if len({one for one, _ in span.meanings}) == 1
            for one, name in span.meanings
            if one == kind
        }
        if len(named) > 1:
            ko, en = _KINDS[kind]
            return {
                "ko": f"둘 이상입니다: {ko} {listed(sorted(named))}. 하나씩 물어봐 주세요",
                "en": f"there is more than one {en}: {listed(sorted(named))}; ask of one at a time",
            }
    return None


def _which(words: str, meanings: tuple[tuple[str, str], ...]) -> dict[Language, str]:
    named = [(_KINDS.get(kind, (kind, kind)), name) for kind, name in meanings]
    return {
        "ko": f"{i_ga(f'‘{words}’')} 여럿을 뜻합니다: " + ", ".join(f"{kind[0]} `{name}`" for kind, name in named),
        "en": f"‘{words}’ may mean: " + ", ".join(f"the {kind[1]} `{name}`" for kind, name in named),
    }


def _score(policy: Policy, heard: list[Heard]) -> int | None:
    """How well a way to read the words makes one question; None where it makes none."""
    of = _by_kind(heard)
    counts = {kind: len(set(names)) for kind, names in of.items()}
    if any(counts.get(kind, 0) > 1 for kind in _ONE_OF):
        return None
    verb = _verb(of)
    if verb is None:
        return 0
    wants = {
        Verb.USE: ("purpose", "item", "record"), Verb.PROVIDE: ("recipient", "item", "record"), Verb.ENTRUST: ("processor", "item", "record"),
        Verb.COLLECT: ("channel", "item", "record"), Verb.CONSULT: ("archive", "item", "record"), Verb.SHOW: ("record", "item"),
        Verb.CORRECT: ("record", "item"), Verb.LEAVE: (),
    }[verb]  # fmt: skip
    score = 10 * sum(kind in of for kind in wants) - 5 * sum(
        kind in of
        for kind in ("purpose", "archive", "recipient", "processor", "channel", "partner")
        if kind not in wants
    )
    record = next(iter(of.get("record", ())), None)
    if record is not None:
        rules = policy.records[record]
        score += 2 * all(ref in rules.names for ref in of.get("item", ()))
        score += 3 * any(purpose in rules.record.for_ for purpose in of.get("purpose", ()))
    for purpose in of.get("purpose", ()):
        score += any(ref in policy.file.purposes[purpose].items for ref in of.get("item", ()))
    return score


def _verb(of: Mapping[str, list[str]]) -> Verb | None:
    said = set(of.get("verb", ()))
    owner = {"member", "guardian"} & set(of.get("actor", ()))
    if "leave" in said:
        return Verb.LEAVE
    if "correct" in said:
        return Verb.CORRECT
    if "entrust" in said or ("provide" in said and "processor" in of):
        return Verb.ENTRUST
    if "provide" in said or ("use" in said and "recipient" in of):
        return Verb.PROVIDE
    if "collect" in said:
        return Verb.COLLECT
    if "archive" in of and {"use", "consult"} & said:
        return Verb.CONSULT
    if owner and {"use", "consult"} & said and "handler" not in of.get("actor", ()) and "purpose" not in of:
        return Verb.SHOW
    if "use" in said or ("consult" in said and "purpose" in of):
        return Verb.USE
    return Verb.CONSULT if "consult" in said else None


# ---- a whole question


def _completed(policy: Policy, text: str, heard: list[Heard]) -> Understood:
    of = _by_kind(heard)
    verb = _verb(of)
    if verb is None:
        asks: Words = {
            "ko": "무엇을 하려는지 말해 주세요: 보다, 제공하다, 맡기다, 수집하다, 열람하다, 정정하다, 탈퇴하다",
            "en": "say what is to be done: read, provide, entrust, collect, consult, correct, leave",
        }
        return Understood(text, None, tuple(heard), (), (asks,))
    made, assumed, missing = completed(policy, verb, of)
    return Understood(text, None if missing else made, tuple(heard), assumed, missing)


def _by_kind(heard: Iterable[Heard]) -> dict[str, list[str]]:
    of: dict[str, list[str]] = {}
    for one in heard:
        of.setdefault(one.kind, []).append(one.name)
    return of
