"""A question by choices: for each part of it the names that the policy declares, and the question that chosen ones
make.

The command line's options and the page's form are the same choices, so both ask the same question. What a verb needs
and nobody chose is told; nothing is assumed but who asks, which the first choice of `actor` shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from jikim.policy.compiled import Policy
from jikim.policy.may.question import Question
from jikim.policy.model import Language, PolicyFile, SubjectKind
from jikim.policy.period import Period
from jikim.policy.render.voice import Voice
from jikim.policy.states import Verb

Part = Literal[
    "may",
    "record",
    "item",
    "purpose",
    "to",
    "channel",
    "actor",
    "of",
    "state",
    "ended",
    "consent",
    "grant",
    "left",
    "reason",
    "old_enough",
    "terms",
]
Chosen = Mapping[Part, Sequence[str]]
PARTS: tuple[Part, ...] = get_args(Part)
NONE = "none"
_LANGUAGES: tuple[Language, ...] = ("ko", "en")
Words = Mapping[Language, str]


class Choice(NamedTuple):
    """One name that may be chosen, and how people call it."""

    value: str
    label: Words


class Field(NamedTuple):
    """One part of a question: what is asked, and what may be chosen. `needed`: there is no answer without it."""

    part: Part
    label: Words
    choices: tuple[Choice, ...]
    needed: bool = False
    many: bool = False


def _table(rows: str) -> dict[str, Words]:
    """`name: Korean / English`, a row a line."""
    cut = [row.strip().partition(": ") for row in rows.strip().splitlines()]
    return {name: dict(zip(_LANGUAGES, words.split(" / "), strict=True)) for name, _, words in cut}


_VERBS = _table("""
    use: 이용(값 열람) / use (read the values)
    provide: 제3자에게 제공 / provide to a recipient
    entrust: 수탁자에게 위탁 / entrust to a processor
    collect: 수집 / collect
    consult: 분리 보관된 값 열람 / consult what rests in the archive
    show: 본인에게 열람 제공 / show to the person
    correct: 정정 / correct
    leave: 탈퇴 / leave
""")
_ACTORS = _table("""
    handler: 취급자 / a handler
    officer: 보호책임자 / an officer
    member: 본인 / the person
    guardian: 법정대리인 / a guardian
    application: 프로그램 / an application
    partner: 제휴사 / a partner
    system: 시스템 / the system
""")
_STATES = _table("""
    live: 목적이 끝나지 않음 / its purpose is not fulfilled
    ended: 목적이 끝남 / its purpose is fulfilled
    archived: 분리 보관 중 / it rests in the archive
    destroyed: 파기됨 / it is destroyed
    frozen: 정정이 끝나지 않음 / a correction is open
    held: 보전 조치 중 / it is under a legal hold
""")
_TERMS = _table("""
    authority: 기관의 요구 / an authority demands it
    statute: 법률 조항 / by a statute that is named
    document: 문서(영장, 공문) / with a document
    approved: 승인을 받음 / approved
""")
_SAID = _table("""
    yes: 예 / yes
    no: 아니요 / no
""")
_NOTHING = _table("""
    consent: 없음 / to nothing
    grant: 권한 없음 / no grant
""")
_ENDED = _table("""
    1min: 방금 / just now
    7d: 7일 전 / 7 days ago
    1mo: 1개월 전 / 1 month ago
    1y: 1년 전 / 1 year ago
    3y: 3년 전 / 3 years ago
    5y: 5년 전 / 5 years ago
    10y: 10년 전 / 10 years ago
""")
_LABELS = _table("""
    may: 무엇을 하려 하나요 / What is to be done
    record: 어느 기록 / Of which record
    item: 어느 항목 / Which items
    purpose: 어떤 목적으로 / For which purpose
    to: 누구에게(또는 누구에게서) / To whom (or from whom)
    channel: 어느 경로로 / By which channel
    actor: 누가 / Who does it
    of: 누구의 정보 / Whose data
    state: 기록의 상태 / How the record stands
    ended: 목적이 끝난 때 / When its purpose was fulfilled
    consent: 동의한 것 / What was consented to
    grant: 권한의 목적 / Purposes of the grant
    left: 탈퇴한 사람 / The person has left
    reason: 사유를 적음 / A reason is stated
    old_enough: 기준 나이 이상 / Old enough
    terms: 요구의 근거 / What a demand comes with
""")
_GIVEN = (Verb.PROVIDE, Verb.ENTRUST)


def needed(verb: Verb) -> tuple[Part, ...]:
    """What a verb's question cannot do without."""
    match verb:
        case Verb.LEAVE | Verb.SHOW | Verb.CORRECT:
            return ()
        case Verb.PROVIDE | Verb.ENTRUST:
            return ("to", "purpose", "record", "item")
        case Verb.COLLECT:
            return ("channel", "of", "record", "item")
    return ("purpose", "record", "item")


def question(chosen: Chosen) -> tuple[Question | None, tuple[Part, ...]]:
    """The question that is chosen, or what it lacks. Raises ValueError for a verb or another fixed word that there is
    not."""
    if not (said := _one(chosen, "may")):
        return None, ("may",)
    verb = Verb(said)
    if lacking := tuple(part for part in needed(verb) if not any(chosen.get(part, ()))):
        return None, lacking
    for part, words in (("actor", _ACTORS), ("state", _STATES), ("terms", _TERMS)):
        if unknown := [one for one in chosen.get(part, ()) if one and one not in words]:  # type: ignore[call-overload]
            raise ValueError(f"`{unknown[0]}` is no {part}")
    states, terms = chosen.get("state", ()), chosen.get("terms", ())
    condition = {one for one in states if one not in ("frozen", "held", "")}
    if len(condition) > 1:
        raise ValueError("a record has one state")
    old, ended, of = _one(chosen, "old_enough"), _one(chosen, "ended"), _one(chosen, "of")
    made = Question(
        verb,
        record=_one(chosen, "record"),
        items=tuple(one for one in chosen.get("item", ()) if one),
        purpose=_one(chosen, "purpose"),
        actor=_one(chosen, "actor") or _actors(verb)[0],  # type: ignore[arg-type]
        to=_one(chosen, "to"),
        channel=_one(chosen, "channel"),
        subject=SubjectKind(of) if of else None,
        condition=next(iter(condition), "live"),  # type: ignore[arg-type]
        ended=Period.parse(ended) if ended else None,
        frozen="frozen" in states,
        held="held" in states,
        left=bool(_one(chosen, "left")),
        consents=_names(chosen, "consent"),
        granted=_names(chosen, "grant"),
        reason=bool(_one(chosen, "reason")),
        old_enough=None if not old else old == "yes",
        **{one: one in terms for one in _TERMS},  # type: ignore[arg-type]
    )
    return made, ()


def fields(policy: Policy, chosen: Chosen) -> tuple[Field, ...]:
    """The parts of a question of the chosen verb, with what may be chosen for each; only the verb, where none is
    chosen."""
    first = Field("may", _LABELS["may"], _fixed(_VERBS), needed=True)
    verb = next((Verb(one) for one in _VERBS if one == _one(chosen, "may")), None)
    if verb is None:
        return (first,)
    file = policy.file
    rules = policy.records.get(_one(chosen, "record"))
    found: list[tuple[Part, tuple[Choice, ...]]] = [("actor", _fixed({one: _ACTORS[one] for one in _actors(verb)}))]
    if verb is not Verb.LEAVE:
        parts = rules.record.items if rules else None
        held = (
            {**{ref: file.items[ref] for ref in (*parts.required, *parts.optional)}, **parts.contents}
            if parts
            else file.items
        )
        found += [("record", _declared(file.records)), ("item", _declared(held))]
    if verb in (Verb.USE, *_GIVEN):
        found.append(("purpose", _declared(file.purposes)))
    if verb is Verb.CONSULT:
        found.append(("purpose", _declared(file.archive.purposes)))
    if verb is Verb.COLLECT:
        found += [("channel", _declared(file.channels)), ("of", _people(file)), ("to", _declared(file.partners))]
        found.append(("old_enough", _fixed(_SAID)))
    if verb in _GIVEN:
        found.append(("to", _declared(file.recipients if verb is Verb.PROVIDE else file.processors)))
    if verb not in (Verb.COLLECT, Verb.LEAVE):
        # What has become of a record follows from the day its purpose was fulfilled; a form that asked for both could
        # be told both.
        found += [("state", _fixed(_STATES)[4:]), ("ended", _fixed(_ENDED)), ("left", _fixed(_SAID)[:1])]
    if verb not in (Verb.CONSULT, Verb.SHOW, Verb.LEAVE):
        consents = {**policy.purpose_consents, **policy.recipient_consents}
        found.append(("consent", (*(_consent(policy, name) for name in consents), Choice(NONE, _NOTHING["consent"]))))
    if verb in (Verb.CONSULT, Verb.PROVIDE):
        found += [("reason", _fixed(_SAID)[:1]), ("terms", _fixed(_TERMS))]
    grants = {**file.purposes, **(file.archive.purposes if verb is Verb.CONSULT else {})}
    found.append(("grant", (*_declared(grants), Choice(NONE, _NOTHING["grant"]))))
    wants = needed(verb)
    return (
        first,
        *(
            Field(part, _LABELS[part], choices, part in wants, part in ("item", "state", "consent", "terms", "grant"))
            for part, choices in found
            if choices or part in wants
        ),
    )


def offered(policy: Policy, chosen: Chosen) -> tuple[tuple[Field, ...], Chosen]:
    """The parts of the question, and of what was chosen what they offer: the answer is to what the form shows, and to
    nothing else."""
    found, kept = fields(policy, chosen), {}
    for field in found:
        values = {choice.value for choice in field.choices}
        said = [one for one in dict.fromkeys(chosen.get(field.part, ())) if one in values]
        # `none` beside a name says two things: the name stays.
        kept[field.part] = [one for one in said if one != NONE] or said if field.many else said[:1]
    return found, kept


def _actors(verb: Verb) -> tuple[str, ...]:
    """Who may ask to do it, the one first who mostly does."""
    mostly = "member" if verb in (Verb.SHOW, Verb.CORRECT, Verb.LEAVE, Verb.COLLECT) else "handler"
    return (mostly, *(one for one in _ACTORS if one != mostly))


def _one(chosen: Chosen, part: Part) -> str:
    return next((one for one in chosen.get(part, ()) if one), "")


def _names(chosen: Chosen, part: Part) -> tuple[str, ...] | None:
    """Names that are given; empty for `none`; None where nothing is said of them."""
    said = [one for one in chosen.get(part, ()) if one]
    return tuple(one for one in said if one != NONE) if said else None


def _fixed(words: Mapping[str, Words]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label) for value, label in words.items())


def _declared(parts: Mapping[str, object]) -> tuple[Choice, ...]:
    return tuple(Choice(name, _named(part.label, name)) for name, part in parts.items())  # type: ignore[attr-defined]


def _people(file: PolicyFile) -> tuple[Choice, ...]:
    return tuple(
        Choice(who.value, {language: Voice(file, language).kind(who) for language in _LANGUAGES})
        for who in file.service.covers
    )


def _named(label: Mapping[Language, str], name: str) -> Words:
    return {language: label.get(language) or next(iter(label.values()), name) for language in _LANGUAGES}


def _consent(policy: Policy, name: str) -> Choice:
    to, _, purpose = name.rpartition("/")
    file = policy.file
    labels: Iterable[Mapping[Language, str]] = [
        *([file.recipients[to].label] if to in file.recipients else []),
        *([file.purposes[purpose].label] if purpose in file.purposes else []),
    ]
    named = [_named(label, name) for label in labels]
    return Choice(name, {language: " · ".join(one[language] for one in named) or name for language in _LANGUAGES})
