"""The draft: a policy file begun with the facts that form makes sure, each line with the sentences that say so (`#
s12`).

    processors:
      party-1:  # s14
        label: {ko: "두루미택배(주)"}
        task: {ko: "상품 배송"}

It is no policy yet: what stands in sentences without a place is for people to write, and they are listed at its end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from jikim.policy.importing.sentences import Sentence
from jikim.policy.importing.tables import Fact
from jikim.policy.model import Language
from jikim.policy.period import Period
from jikim.policy.render import terms

_LATIN = re.compile(r"[a-z][a-z0-9]*(?: [a-z0-9]+){0,2}")
_KINDS = {
    "개인정보분쟁조정위원회": "kr.dispute-mediation",
    "개인정보침해신고센터": "kr.infringement-report",
    "대검찰청": "kr.prosecutors",
    "경찰청": "kr.police",
}


def spoken(sentences: Iterable[Sentence]) -> Language:
    """The language of a document."""
    return "ko" if sum(len(re.findall("[가-힣]", one.text)) for one in sentences) > 20 else "en"


def drafted(sentences: Sequence[Sentence], facts: Sequence[Fact], tongue: Language, name: str) -> str:
    """The draft's text; `tongue`: of its remarks."""
    placed = {number for fact in facts for number in fact.sentences}
    left = [one for one in sentences if not one.heading and one.number not in placed]
    every = sum(not one.heading for one in sentences)
    said = {
        "ko": (
            f"{name}에서 시작한 초안입니다. 아직 처리방침이 아닙니다.",
            f"문장 {every}개 가운데 {len(left)}개는 자리가 없습니다. 끝에 있습니다.",
            "`# s12`는 그 사실을 말하는 문장의 번호입니다. 직접 적은 사실에도 붙여 주세요.",
        ),
        "en": (
            f"A draft begun from {name}. It is no policy yet.",
            f"{len(left)} of {every} sentences have no place; they stand at the end.",
            "`# s12` is the sentence that says so. Put it behind each fact that you write.",
        ),
    }[tongue]
    lines = [*(f"# {one}" for one in said), "jikim: 1", *_Parts(facts, spoken(sentences)).lines()]
    head = "자리가 없는 문장" if tongue == "ko" else "Sentences without a place"
    return "\n".join([*lines, "", f"# {head}:", *(f"# s{one.number}: {one.text}" for one in left)]) + "\n"


class _Parts:
    def __init__(self, facts: Sequence[Fact], language: Language) -> None:
        self.facts, self.language = facts, language
        self.names: dict[tuple[str, str], str] = {}
        for family, word in (
            ("items", "item"),
            ("purposes", "purpose"),
            ("processors", "party"),
            ("recipients", "recipient"),
            ("bodies", "body"),
        ):
            for label in self.labels(family):
                self.names[family, label] = self.slug(label, word, family)

    def labels(self, family: str) -> list[str]:
        """The labels of a family; what a recipient gets data for is a purpose too."""
        found = [fact.label for fact in self.facts if fact.family == family]
        if family == "purposes":
            found += [fact.value for fact in self.facts if fact.family == "recipients" and fact.key == "purpose"]
        return list(dict.fromkeys(found))

    def slug(self, label: str, word: str, family: str) -> str:
        latin = _LATIN.fullmatch(label.lower())
        made = (
            re.sub(r"\s+", "_", label.lower()) if latin else f"{word}_{sum(key == family for key, _ in self.names) + 1}"
        )
        while made in {name for (key, _), name in self.names.items() if key == family}:
            made += "_2"
        return made

    def lines(self) -> Iterator[str]:
        days = [fact for fact in self.facts if fact.family == "version"]
        if days:
            yield "version:"
            yield from (f"  {fact.label}: {fact.value}{_said(fact.sentences)}" for fact in days)
        for family in ("items", "purposes", "recipients", "processors", "bodies"):
            labels = self.labels(family)
            if labels:
                yield f"{family}:"
                for label in labels:
                    yield from self.part(family, label)
        yield from self.kept()
        officers = [fact for fact in self.facts if fact.family == "officers"]
        if officers:
            yield "officers:  # no person's name comes in: posts alone"
            for post in dict.fromkeys(fact.label for fact in officers):
                yield f"  {post}:"
                yield from (
                    f"    {fact.key}: {_text(fact.value)}{_said(fact.sentences)}"
                    for fact in officers
                    if fact.label == post
                )

    def part(self, family: str, label: str) -> Iterator[str]:
        mine = [fact for fact in self.facts if fact.family == family and fact.label == label]
        numbers = {number for fact in mine or self.facts if mine or label == fact.value for number in fact.sentences}
        yield f"  {self.names[family, label]}:{_said(numbers)}"
        yield f"    label: {self.words(label)}"
        if family == "items" and (kind := _type_of(label)):
            yield f"    type: {kind}"
        if family == "bodies":
            yield f"    kind: {_KINDS[label]}"
        for fact in mine:
            said = _said(fact.sentences)
            if fact.key == "required":
                yield f"    # {'required' if fact.value == 'yes' else 'optional'}{said}"
            elif fact.key == "period":
                words = Period.parse(fact.value).words(self.language)
                yield (
                    f"    until: {self.words(words)}{said}"
                    if family == "recipients"
                    else f"    # kept for {words}{said}"
                )
            elif fact.key in ("phone", "url", "country"):
                yield f"    {fact.key}: {_text(fact.value)}{said}"
        if tasks := [fact for fact in mine if fact.key == "task"]:
            yield f"    task: {self.words(', '.join(fact.value for fact in tasks))}{_said(n for fact in tasks for n in fact.sentences)}"
        if family == "recipients" and (wanted := [fact for fact in mine if fact.key == "purpose"]):
            yield f"    purposes: [{', '.join(self.names['purposes', fact.value] for fact in wanted)}]{_said(n for fact in wanted for n in fact.sentences)}"
        if items := [fact for fact in mine if fact.key == "items"]:
            yield f"    items: [{', '.join(self.names['items', fact.value] for fact in items)}]{_said(n for fact in items for n in fact.sentences)}"

    def kept(self) -> Iterator[str]:
        keeps = [fact for fact in self.facts if fact.family == "keep"]
        if not keeps:
            return
        yield "records:"
        yield "  unsorted:  # which record each is about is for people to say"
        yield "    keep:"
        for label, period in dict.fromkeys((fact.label, fact.value) for fact in keeps if fact.key == "for"):
            mine = [fact for fact in keeps if fact.label == label]
            said = _said(number for fact in mine for number in fact.sentences)
            yield f"      - label: {self.words(label)}{said}"
            yield f"        for: {period}{said}"
            yield from (f"        because: {fact.value}{said}" for fact in mine if fact.key == "law")

    def words(self, text: str) -> str:
        return f"{{{self.language}: {_text(text)}}}"


def _type_of(label: str) -> str:
    """The type that is called just so; none where no type is."""
    plain = label.replace(" ", "").casefold()
    return next(
        (
            kind.value
            for kind, names in terms.TYPES.items()
            if plain in {one.replace(" ", "").casefold() for one in names}
        ),
        "",
    )


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _said(numbers: Iterable[int]) -> str:
    found = sorted(set(numbers))
    return f"  # {' '.join(f's{number}' for number in found)}" if found else ""
