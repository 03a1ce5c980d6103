"""wording: counsel's sentences held against the facts that they are bound to.

In each sentence the names (items, parties, countries), the numbers, the periods, the dates and the contacts are read
out and looked for among the facts of what the sentence states. A difference is a slip at its letters; so is a sentence
that states nothing and is not marked as a statement, and a promise that a worded section leaves unsaid. Pure. It does
not judge whether a sentence is true in any other way: what neither names nor counts is counsel's own.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from jikim.particles import eul
from jikim.policy.model import Language, PolicyFile, Sentence, Topic
from jikim.policy.parts import part_at
from jikim.policy.period import Period
from jikim.policy.render import generated
from jikim.policy.render.document import Anchor
from jikim.policy.render.voice import Voice
from jikim.policy.render.worded import Passages, anchors, stated
from jikim.policy.wording.facts import Facts, facts_of, measure, names_of
from jikim.policy.wording.mentions import Kind, Names, Token, Value, read

Path = tuple[str | int, ...]
Both = tuple[str, str]

_CODES: dict[Kind, str] = {
    "period": "wording-period",
    "number": "wording-number",
    "date": "wording-date",
    "phone": "wording-contact",
    "email": "wording-contact",
    "url": "wording-contact",
    "name": "wording-name",
}
_CALLED: dict[Kind, Both] = {
    "period": ("기간", "period"),
    "number": ("숫자", "number"),
    "date": ("날짜", "date"),
    "phone": ("전화번호", "phone number"),
    "email": ("이메일 주소", "e-mail address"),
    "url": ("인터넷 주소", "web address"),
    "name": ("이름", "name"),
}


@dataclass(frozen=True, slots=True)
class Slip:
    """One difference. `path` is the part of the file, `word` the letters in its text that it is about (`place`: where
    they begin), or nothing where it is about the whole."""

    code: str
    path: Path
    ko: str
    en: str
    hint: Both | None = None
    word: str = ""
    place: int = 0


class _Saying(NamedTuple):
    """A sentence that states a promise: where it is, how many it states, and the parts and the values that it names."""

    path: Path
    width: int
    parts: frozenset[str]
    values: set[Value]


def compare(policy: PolicyFile) -> tuple[Slip, ...]:
    """Everything in which the file's wording differs from its facts."""
    return tuple(slip for language in policy.wording for slip in _language(policy, language))


def _language(policy: PolicyFile, language: Language) -> Iterator[Slip]:
    wording = policy.wording[language]
    root: Path = ("wording", language)
    if language not in policy.service.languages:
        yield Slip(
            "wording-language",
            root,
            f"이 방침은 `{language}`로 내지 않습니다",
            f"the policy is not published in `{language}`",
            (
                f"쓰는 언어: {', '.join(policy.service.languages)}",
                f"its languages: {', '.join(policy.service.languages)}",
            ),
        )
        return
    # Without the wording: each promise as the facts alone say it.
    passages = generated(Voice(policy, language))
    names = names_of(policy, language)
    known = {anchor.path for blocks in passages.values() for anchor in anchors(blocks)}
    clauses = {anchor.clause for blocks in passages.values() for anchor in anchors(blocks) if anchor.clause}
    for word, meant in wording.words.items():
        if part_at(policy, meant) is None:
            yield _unknown((*root, "words", word), meant, known)
    saying: dict[str, list[_Saying]] = {}
    for topic, section in wording.sections.items():
        for place, sentence in enumerate(section.sentences):
            path: Path = (*root, "sections", topic, "sentences", place)
            found = stated(passages, topic, sentence.states)
            yield from _bound(policy, path, topic, sentence, passages, known | clauses)
            tokens = read(sentence.text, language, names)
            if sentence.states and found:
                facts = facts_of(policy, language, passages, topic, found, names)
                yield from (_slip(path, token, facts) for token in tokens if not facts.has(token))
            elif sentence.statement is not None and not sentence.states:
                yield from _in_statement(path, tokens)
            parts = frozenset(str(part) for token in tokens if token.kind == "name" for part in token.value)
            said = {token.value for token in tokens if token.kind in ("period", "number")}
            for anchor in found:
                saying.setdefault(anchor.id, []).append(_Saying(path, len(found), parts, said))
    for topic in wording.sections:
        for anchor in anchors(passages[topic]):
            if anchor.path in _SAID_ANYWAY:
                continue
            sentences = saying.get(anchor.id)
            if sentences is None:
                yield _missing((*root, "sections", topic), anchor)
            else:
                yield from _unsaid(policy, language, anchor, sentences)


# The dates and languages of the document stand at its head whatever the wording says.
_SAID_ANYWAY = frozenset({"version.announced", "version.effective", "service.languages"})


def _bound(
    policy: PolicyFile, path: Path, topic: Topic, sentence: Sentence, passages: Passages, known: set[str]
) -> Iterator[Slip]:
    """That a sentence says what it states, in names that there are, or that it states nothing."""
    if not sentence.states and sentence.statement is None:
        yield Slip(
            "wording-unbound",
            (*path, "text"),
            "이 문장이 무엇을 말하는지 적혀 있지 않습니다",
            "it is not said what this sentence states",
            (
                "`states`에 약속의 경로나 번호를 적거나, 약속이 아니면 `statement`를 적어 주세요",
                "name the promises in `states`, by path or clause, or mark it as a `statement` where it is none",
            ),
        )
    if sentence.states and sentence.statement is not None:
        yield Slip(
            "wording-both",
            (*path, "statement"),
            "약속을 말하는 문장은 `statement`가 아닙니다",
            "a sentence that states a promise is no `statement`",
            ("둘 가운데 하나만 적어 주세요", "keep one of the two"),
        )
    for place, name in enumerate(sentence.states):
        if not stated(passages, topic, (name,)):
            yield _unknown((*path, "states", place), name, known)


def _unknown(path: Path, name: str, known: set[str]) -> Slip:
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return Slip(
        "wording-unknown",
        path,
        f"`{name}`에는 문서에 나오는 약속이 없습니다",
        f"`{name}` is no promise of the document",
        (f"혹시 `{near[0]}`?", f"did you mean `{near[0]}`?")
        if near
        else (
            "`jikim render`의 문장마다 그 경로가 있습니다",
            "each sentence of `jikim render --format html` shows its path",
        ),
    )


def _slip(path: Path, token: Token, facts: Facts) -> Slip:
    ko, en = _CALLED[token.kind]
    shown = ", ".join(list(facts.shown.get(token.kind, {}))[:8])
    return Slip(
        _CODES[token.kind],
        (*path, "text"),
        f"이 문장이 말하는 부분에 없는 {ko}입니다: `{token.text}`",
        f"what this sentence states has no such {en}: `{token.text}`",
        (f"거기에 있는 {ko}: {shown}", f"the {en}s there: {shown}")
        if shown
        else (
            f"거기에는 {ko}이 없습니다".replace("주소이", "주소가")
            .replace("숫자이", "숫자가")
            .replace("날짜이", "날짜가")
            .replace("번호이", "번호가"),
            f"it has no {en}",
        ),
        token.text,
        token.start,
    )


def _in_statement(path: Path, tokens: tuple[Token, ...]) -> Iterator[Slip]:
    """A definition or a disclaimer that names a term or a party reads like a promise that nothing keeps."""
    for token in tokens:
        party = token.kind == "name" and str(token.value[0]).startswith(("processors.", "recipients.", "partners."))
        if token.kind == "period" or party:
            yield Slip(
                "wording-statement",
                (*path, "text"),
                f"`statement`인 문장이 {eul(f'`{token.text}`')} 말합니다",
                f"a sentence marked as a `statement` names `{token.text}`",
                (
                    "약속이라면 `states`로 사실에 이어 주세요",
                    "if it promises something, bind it to the facts by `states`",
                ),
                token.text,
                token.start,
            )


def _missing(path: Path, anchor: Anchor) -> Slip:
    number = f" ({anchor.clause})" if anchor.clause else ""
    return Slip(
        "wording-missing",
        path,
        f"이 절의 어느 문장도 {eul(f'`{anchor.path}`{number}')} 말하지 않습니다",
        f"no sentence of this wording states `{anchor.path}`{number}",
        (
            "그것을 말하는 문장의 `states`에 넣거나, 문장을 추가해 주세요",
            "add it to the `states` of the sentence that says it, or add a sentence",
        ),
    )


def _unsaid(policy: PolicyFile, language: Language, anchor: Anchor, sentences: list[_Saying]) -> Iterator[Slip]:
    """What of a promise must be said wherever it is stated: who a party is, what an item is called, how long."""
    group, _, rest = anchor.path.partition(".")
    part = part_at(policy, anchor.path)
    # Of a general sentence and one of its own, the own one should say it.
    nearest = min(sentences, key=lambda one: one.width).path
    named = {name for one in sentences for name in one.parts}
    counted = {value for one in sentences for value in one.values}
    if group in ("processors", "partners", "items") and rest in getattr(policy, group) and anchor.path not in named:
        label = part.label.get(language, rest)
        yield _silent(nearest, label, anchor)
    for period in _periods(anchor.path, part):
        if measure(period) not in counted:
            yield _silent(nearest, period.words(language), anchor)


def _periods(path: str, part: object) -> Iterator[Period]:
    """The length that a promise stands for: of a keeping, of an answer, of a notice."""
    if path.startswith("records.") and ".keep." in path:
        yield part.for_  # type: ignore[attr-defined]
    elif path.startswith("rights."):
        if part.pace is None:  # type: ignore[attr-defined]
            yield part.within  # type: ignore[attr-defined]
    elif path in ("notice.ordinary", "notice.important") and isinstance(part, Period):
        yield part


def _silent(path: Path, what: str, anchor: Anchor) -> Slip:
    return Slip(
        "wording-unsaid",
        (*path, "text"),
        f"{eul(f'`{anchor.path}`')} 말하면서 {eul(f'`{what}`')} 말하지 않습니다",
        f"it states `{anchor.path}` and does not say `{what}`",
        (
            "문장에 넣어 주세요. 다른 이름으로 부른다면 `words`에 적어 주세요",
            "say it in the sentence; if it goes by another name, put that under `words`",
        ),
    )


__all__ = ["Names", "Slip", "compare"]
