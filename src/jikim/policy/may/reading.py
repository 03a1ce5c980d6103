"""A question in words, Korean or English, becomes one by names: by the file's labels and names and a fixed list of words.

What was understood is said, and so is what was assumed. A word that is not understood, one that may mean two things, and a
part that is missing are asked back: nothing is guessed in silence, and the same words always mean the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, NamedTuple

from jikim.policy.compiled import Policy
from jikim.policy.may.hearing import Span, Words, not_understood, spans_of, unknown
from jikim.policy.may.question import Question
from jikim.policy.model import Language, SubjectKind
from jikim.policy.period import Period
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
                "ko": f"둘 이상입니다: {ko} {_names(sorted(named))}. 하나씩 물어보세요",
                "en": f"there is more than one {en}: {_names(sorted(named))}; ask of one at a time",
            }
    return None


def _which(words: str, meanings: tuple[tuple[str, str], ...]) -> dict[Language, str]:
    named = [(_KINDS.get(kind, (kind, kind)), name) for kind, name in meanings]
    return {
        "ko": f"‘{words}’이(가) 여럿을 뜻합니다: " + ", ".join(f"{kind[0]} `{name}`" for kind, name in named),
        "en": f"‘{words}’ may mean: " + ", ".join(f"the {kind[1]} `{name}`" for kind, name in named),
    }


def _score(policy: Policy, heard: list[Heard]) -> int | None:
    """How well a way to read the words makes one question; None where it makes none."""
    of: dict[str, list[str]] = {}
    for one in heard:
        of.setdefault(one.kind, []).append(one.name)
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
    of: dict[str, list[str]] = {}
    for one in heard:
        of.setdefault(one.kind, []).append(one.name)
    assumed: list[Words] = []
    asks: list[Words] = []
    verb = _verb(of)
    if verb is None:
        asks.append(
            {
                "ko": "무엇을 하려는지 말해 주세요: 보다, 제공하다, 맡기다, 수집하다, 열람하다, 정정하다, 탈퇴하다",
                "en": "say what is to be done: read, provide, entrust, collect, consult, correct, leave",
            }
        )
        return Understood(text, None, tuple(heard), (), tuple(asks))
    made = Question(verb, items=tuple(dict.fromkeys(of.get("item", ()))), record=_one(of, "record"))
    made = replace(made, **_who(of, verb, assumed, asks), **_what_is_known(of, verb, assumed))
    made = _whither(policy, made, of, assumed, asks)
    made = _which_record(policy, made, assumed, asks)
    made = _rest(policy, made, of, assumed, asks)
    return Understood(text, None if asks else made, tuple(heard), tuple(assumed), tuple(asks))


def _one(of: Mapping[str, list[str]], kind: str) -> str:
    return next(iter(of.get(kind, ())), "")


def _who(of: Mapping[str, list[str]], verb: Verb, assumed: list[Words], asks: list[Words]) -> dict[str, Any]:
    actors = list(dict.fromkeys(of.get("actor", ())))
    owner = {"member", "guardian"} & set(actors)
    own = verb in (Verb.SHOW, Verb.CORRECT, Verb.LEAVE)
    if own:
        actors = [one for one in actors if one in ("member", "guardian", "officer", "handler")] or ["member"]
    else:
        actors = [one for one in actors if one not in ("member", "guardian")]
    if verb is Verb.COLLECT:
        return {"actor": "member", "own": False} if not actors else {"actor": actors[0]}
    if not actors and owner:
        # `may a member read it for delivery`: the person's own look has no purpose, and staff's is another answer.
        asks.append(
            {
                "ko": "누가 하는지 말해 주세요: 담당자인가요(예: 배송 담당자가), 본인이 자기 정보를 보는 것인가요(그러면 목적은 빼세요)?",
                "en": "say who does it: staff (such as: the delivery team), or the person with their own data (then leave out the purpose)?",
            }
        )
    elif not actors:
        assumed.append({"ko": "담당자가 묻는 것으로 보았습니다", "en": "a handler who holds a grant for it is meant"})
    if not actors:
        return {"actor": "handler"}
    return {"actor": actors[0], "own": actors[0] in ("member", "guardian")}


def _what_is_known(of: Mapping[str, list[str]], verb: Verb, assumed: list[Words]) -> dict[str, Any]:
    said = set(of.get("condition", ()))
    ago = _one(of, "ago")
    known: dict[str, Any] = {
        "frozen": "frozen" in said, "held": "held" in said, "left": "left" in said, "reason": "reason" in said,
        "statute": "terms" in said, "document": "terms" in said, "authority": "terms" in said, "approved": "approved" in said,
    }  # fmt: skip
    if "old-enough" in said or "too-young" in said:
        known["old_enough"] = "too-young" not in said
    for condition in ("destroyed", "archived", "ended"):
        if condition in said:
            known["condition"] = condition
            break
    else:
        if "live" not in said and not ago and verb not in (Verb.COLLECT, Verb.LEAVE):
            assumed.append(
                {
                    "ko": "목적이 끝나지 않은 기록으로 보았습니다",
                    "en": "the record is taken to be live: its purpose is not fulfilled",
                }
            )
    if ago:
        known["ended" if "ended" in said or "condition" in known else "collected"] = Period.parse(ago)
    if "ended" in said and not ago:
        assumed.append({"ko": "방금 끝난 것으로 보았습니다", "en": "it is taken to have ended just now"})
    subject = next((one for one in of.get("subject", ()) if one != "somebody"), "")
    if subject:
        known["subject"] = SubjectKind(subject)
    if "refused" in said:
        known["consents"] = ()
    return known


def _whither(
    policy: Policy, made: Question, of: Mapping[str, list[str]], assumed: list[Words], asks: list[Words]
) -> Question:
    """Purpose, receiver and door."""
    file = policy.file
    if made.verb in (Verb.PROVIDE, Verb.ENTRUST):
        kind = "recipient" if made.verb is Verb.PROVIDE else "processor"
        to = _one(of, kind)
        if not to:
            asks.append({"ko": "누구에게인지 말해 주세요", "en": f"say to whom: one of the policy's {kind}s"})
            return made
        made = replace(made, to=to)
        party = file.recipients[to] if made.verb is Verb.PROVIDE else file.processors[to]
        purpose = _one(of, "purpose")
        fitting = [
            one
            for one in party.purposes
            if not made.record or made.verb is Verb.PROVIDE or one in policy.records[made.record].record.for_
        ]
        if not purpose and len(fitting) == 1:
            purpose = fitting[0]
            assumed.append(
                {"ko": f"목적은 `{purpose}`(으)로 보았습니다", "en": f"the purpose is taken to be `{purpose}`"}
            )
        if not purpose:
            asks.append(
                {
                    "ko": "어떤 목적인지 말해 주세요: " + _names(party.purposes),
                    "en": f"say for what purpose: {_names(party.purposes)}",
                }
            )
        return replace(made, purpose=purpose)
    if made.verb is Verb.USE:
        purpose = _one(of, "purpose")
        if not purpose:
            asks.append(
                {
                    "ko": "어떤 목적으로 보는지 말해 주세요(예: 배송 담당자가)",
                    "en": "say for what purpose (such as: the delivery team)",
                }
            )
        return replace(made, purpose=purpose)
    if made.verb is Verb.CONSULT:
        purpose = _one(of, "archive")
        if not purpose and len(file.archive.purposes) == 1:
            purpose = next(iter(file.archive.purposes))
            assumed.append(
                {
                    "ko": f"보관 목적은 `{purpose}`(으)로 보았습니다",
                    "en": f"the archive's purpose is taken to be `{purpose}`",
                }
            )
        if not purpose:
            known = _names(file.archive.purposes)
            asks.append(
                {
                    "ko": f"어떤 보관 목적인지 말해 주세요: {known}",
                    "en": f"say for which purpose of the archive: {known}",
                }
            )
        return replace(made, purpose=purpose, reason=True)
    if made.verb is Verb.COLLECT:
        channel = _one(of, "channel")
        via = policy.records[made.record].record.via if made.record else ()
        if not channel and len(via) == 1:
            channel = via[0]
            assumed.append({"ko": f"경로는 `{channel}`(으)로 보았습니다", "en": f"it is taken to come by `{channel}`"})
        if not channel:
            known = _names(via or file.channels)
            asks.append({"ko": f"어느 경로인지 말해 주세요: {known}", "en": f"say by which channel: {known}"})
        return replace(made, channel=channel, to=_one(of, "partner"))
    return made


def _which_record(policy: Policy, made: Question, assumed: list[Words], asks: list[Words]) -> Question:
    if made.record or made.verb is Verb.LEAVE:
        return made
    fitting = [
        name
        for name, rules in policy.records.items()
        if made.items and all(ref in rules.names for ref in made.items)
        and (made.verb is not Verb.USE or not made.purpose or made.purpose in rules.record.for_)
    ]  # fmt: skip
    if len(fitting) == 1:
        assumed.append(
            {"ko": f"기록은 `{fitting[0]}`(으)로 보았습니다", "en": f"the record is taken to be `{fitting[0]}`"}
        )
        return replace(made, record=fitting[0])
    if made.verb is Verb.SHOW and not made.items:
        return made
    known = _names(fitting or policy.records)
    asks.append({"ko": f"어느 기록인지 말해 주세요: {known}", "en": f"say of which record: {known}"})
    return made


def _rest(
    policy: Policy, made: Question, of: Mapping[str, list[str]], assumed: list[Words], asks: list[Words]
) -> Question:
    file = policy.file
    if not made.items and made.verb in (Verb.USE, Verb.PROVIDE, Verb.ENTRUST, Verb.CONSULT, Verb.COLLECT) and not asks:
        asks.append({"ko": "어느 항목인지 말해 주세요", "en": "say which item"})
    if made.verb is Verb.CONSULT:
        assumed.append({"ko": "사유를 적은 것으로 보았습니다", "en": "a reason is taken to be stated"})
        if made.condition == "live" and made.ended is None and "live" not in of.get("condition", ()):
            made = replace(made, condition="archived")
            assumed[:] = [one for one in assumed if "끝나지 않은" not in one["ko"]]
            assumed.append(
                {"ko": "떼어 보관하는 기록으로 보았습니다", "en": "the record is taken to rest in the archive"}
            )
    purpose = file.purposes.get(made.purpose)
    if made.verb is Verb.USE and purpose is not None and purpose.reason and not made.reason:
        made = replace(made, reason=True)
        assumed.append({"ko": "사유를 적은 것으로 보았습니다", "en": "a reason is taken to be stated"})
    if "given" in of.get("condition", ()):
        known = {**policy.purpose_consents, **policy.recipient_consents}
        wanted = [one for one in (made.purpose, f"{made.to}/{made.purpose}") if one in known]
        made = replace(made, consents=tuple(wanted))
    if made.verb is Verb.COLLECT and made.record:
        of_record = policy.records[made.record].record.of
        if made.subject is None and len(of_record) == 1:
            made = replace(made, subject=of_record[0])
        if made.subject is None:
            asks.append(
                {
                    "ko": "누구의 것인지 말해 주세요: 회원, 기업회원, 비회원",
                    "en": "say whose: a member's, a corporate member's, a guest's",
                }
            )
        if file.refuse.below_age and made.old_enough is None:
            age = file.refuse.below_age
            made = replace(made, old_enough=True)
            assumed.append({"ko": f"만 {age}세 이상으로 보았습니다", "en": f"the person is taken to be {age} or older"})
        required = [ref for ref in policy.records[made.record].record.items.required if ref not in made.items]
        if required and not asks:
            made = replace(made, items=(*made.items, *required))
            names = _names(required)
            assumed.append(
                {
                    "ko": f"필수 항목도 함께 받는 것으로 보았습니다: {names}",
                    "en": f"the required items are taken to come with it: {names}",
                }
            )
    return made


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
