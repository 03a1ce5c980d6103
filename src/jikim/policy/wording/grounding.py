"""grounding: each fact of a file held against the sentences that it names (`# s12`), and each sentence against the
facts that name it.

Both ways by the same reading as counsel's wording: names, numbers, periods, days, contacts, acts and countries, and
whether a clause says *not*. Deterministic and pure. It does not judge what neither names nor counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from jikim.particles import eul, i_ga
from jikim.policy.items.countries import NAMES, SHORT
from jikim.policy.model import ItemType, Language
from jikim.policy.period import Period
from jikim.policy.render import terms
from jikim.policy.source import Node, plain
from jikim.policy.wording.facts import Facts, acts, measure
from jikim.policy.wording.mentions import Kind, Names, Value, host, negated, read

_MARKED = re.compile(r"(?:^|\s)#[^#]*?\b(s\d{1,5}(?:[\s,]+s\d{1,5})*)\b")
_PERIOD = re.compile(r"[1-9]\d{0,3}(?:min|h|d|w|mo|y)")
_WORDS = ("label", "task", "company", "relay", "title")  # said in just these words
_TEXTS = ("note", "text", "where", "place", "notice", "refusal", "until")
_CONTACTS: Mapping[str, Kind] = {"phone": "phone", "email": "email", "url": "url", "contact": "phone"}
_ACTS = ("because", "law", "laws", "under", "own_duty")
_REFS = {"items": "items", "required": "items", "optional": "items", "purposes": "purposes"}
_LOOKED_FOR: tuple[Kind, ...] = ("period", "date", "phone", "email", "url")
Path = tuple[str, ...]


class Doubt(NamedTuple):
    """One difference: `line` of the file (0: of none), `sentence` (0: of none), and what differs in each language."""

    code: str
    line: int
    path: str
    sentence: int
    text: Mapping[Language, str]


class _Leaf(NamedTuple):
    path: Path
    value: Any
    line: int
    sentences: tuple[int, ...]
    marked: int  # how deep the path is at which the sentences are named


def grounded(
    text: str, root: Node, sentences: Mapping[int, str], headings: Iterable[int], language: Language
) -> tuple[Doubt, ...]:
    """Everything in which a file and a document differ. `text`: the file's own; `root`: as it was read."""
    return tuple(_Grounding(text, root, sentences, language).doubts(frozenset(headings)))


class _Grounding:
    def __init__(self, text: str, root: Node, sentences: Mapping[int, str], language: Language) -> None:
        self.lines, self.sentences, self.language = text.splitlines(), sentences, language
        self.data: dict[str, Any] = plain(root) if root.kind == "map" else {}
        self.none = Names({}, language)
        spelled: dict[str, list[str]] = {}
        for act, name in acts(language):
            spelled.setdefault(name, []).append(act)
        self.acts = Names(spelled, language)
        self.leaves = list(self.walk(root, (), (), 0))
        self.facts: dict[int, Facts] = {}

    def doubts(self, headings: frozenset[int]) -> Iterator[Doubt]:
        """First what the file says, by its lines; then what the sentences say, by their numbers."""
        unnamed: set[Path] = set()
        for leaf in self.leaves:
            for number in leaf.sentences:
                self.carry(self.facts.setdefault(number, Facts()), leaf)
            if not (checks := self.checked(leaf)):
                continue
            missing = [number for number in leaf.sentences if number not in self.sentences]
            if missing:
                yield self.doubt(
                    "no-sentence", leaf, f"문장 {missing[0]}은 없습니다", f"there is no sentence {missing[0]}"
                )
            elif not leaf.sentences:
                part = leaf.path[:2]
                if part not in unnamed:
                    unnamed.add(part)
                    yield self.doubt(
                        "unnamed", leaf, "어느 문장이 말하는지 적혀 있지 않습니다", "it names no sentence that says so"
                    )
            else:
                yield from checks(leaf, [self.sentences[number] for number in leaf.sentences])
        for number, text in self.sentences.items():
            if number in headings:
                continue
            facts = self.facts.get(number)
            if facts is None:
                yield Doubt(
                    "unplaced",
                    0,
                    "",
                    number,
                    {"ko": f"이 문장을 드는 사실이 없습니다: {text}", "en": f"no fact names this sentence: {text}"},
                )
                continue
            for token in read(text, self.language, self.none):
                if token.kind in _LOOKED_FOR and not facts.has(token):
                    yield Doubt(
                        "uncarried",
                        0,
                        "",
                        number,
                        {
                            "ko": f"`{token.text}`: 이 문장을 드는 어느 사실에도 없습니다",
                            "en": f"it says `{token.text}`, and no fact of it does",
                        },
                    )

    # ---- the file

    def walk(self, node: Node, path: Path, said: tuple[int, ...], marked: int) -> Iterator[_Leaf]:
        if node.kind == "map":
            for key, (line, _, value) in node.entries.items():
                own = self.named(line)
                yield from self.walk(value, (*path, key), own or said, len(path) + 1 if own else marked)
        elif node.kind == "list":
            for place, value in enumerate(node.parts):
                own = self.named(value.line) if value.kind != "map" else ()
                yield from self.walk(value, (*path, str(place)), own or said, len(path) + 1 if own else marked)
        else:
            yield _Leaf(path, node.value, node.line, said, marked)

    def named(self, line: int) -> tuple[int, ...]:
        found = _MARKED.search(self.lines[line - 1]) if 0 < line <= len(self.lines) else None
        return tuple(int(one[1:]) for one in re.findall(r"s\d+", found[1])) if found else ()

    def key(self, leaf: _Leaf) -> str:
        """The key that a value stands under, without the language or the place in a list."""
        return next(step for step in reversed(leaf.path) if step not in ("ko", "en") and not step.isdecimal())

    def checked(self, leaf: _Leaf) -> Any:
        """What a value is held to; None for what no sentence need say (a name, a word of the language)."""
        key, value = self.key(leaf), leaf.value
        if leaf.path[-1] in ("ko", "en") and leaf.path[-1] != self.language:
            return None
        if isinstance(value, bool) or value is None or leaf.path[0] in ("jikim", "include", "clauses", "wording"):
            return None
        if isinstance(value, date):
            return self.day
        if isinstance(value, int):
            return self.count
        if key in _ACTS:
            return self.act
        if key in _CONTACTS and isinstance(value, str):
            return self.contact
        if key == "country" and leaf.path[0] != "service":
            return self.country
        if key in _REFS:
            return self.reference
        if leaf.path[:2] == ("refuse", "types"):
            return self.refused
        if isinstance(value, str) and _PERIOD.fullmatch(value):
            return self.period
        if key in _WORDS and leaf.path[-1] == self.language and leaf.path[0] != "service":
            return self.words
        return self.speech if key in _TEXTS and leaf.path[-1] == self.language else None

    def doubt(self, code: str, leaf: _Leaf, ko: str, en: str) -> Doubt:
        return Doubt(
            code, leaf.line, ".".join(leaf.path), leaf.sentences[0] if leaf.sentences else 0, {"ko": ko, "en": en}
        )

    def differs(self, leaf: _Leaf, shown: str) -> Doubt:
        return self.doubt(
            "differs",
            leaf,
            f"문장에 `{shown}`{i_ga(shown)[len(shown) :]} 없습니다",
            f"the sentence does not say `{shown}`",
        )

    def values(self, texts: Sequence[str], kind: Kind) -> set[Value]:
        return {token.value for text in texts for token in read(text, self.language, self.none) if token.kind == kind}

    def period(self, leaf: _Leaf, texts: Sequence[str]) -> Iterator[Doubt]:
        if measure(Period.parse(leaf.value)) not in self.values(texts, "period"):
            yield self.differs(leaf, Period.parse(leaf.value).words(self.language))

    def day(self, leaf: _Leaf, texts: Sequence[str]) -> Iterator[Doubt]:
        if (leaf.value.year, leaf.value.month, leaf.value.day) not in self.values(texts, "date"):
            yield self.differs(leaf, leaf.value.isoformat())

    def count(self, leaf: _Leaf, texts: Sequence[str]) -> Iterator[Doubt]:
        if (str(leaf.value),) not in self.values(texts, "number") and not any(
            re.search(rf"(?<!\d){leaf.value}(?!\d)", text) for text in texts
        ):
            yield self.differs(leaf, str(leaf.value))

    def contact(self, leaf: _Leaf, texts: Sequence[str]) -> Iterator[Doubt]:
        said = [_letters(text) for text in texts]
        wanted = _letters(re.sub(r"^https?://(?:www\.)?", "", leaf.value).rstrip("/"))
        if not any(re.search(rf"(?<![a-z0-9]){re.escape(wanted)}(?![a-z0-9])", text) for text in said):
            yield self.differs(leaf, leaf.value)

    def act(self, leaf: _Leaf, texts: Sequence[str]) -> Iterator[Doubt]:
        if not isinstance(leaf.value, str) or not leaf.value.startswith(("kr.", "eu.", "uk.")):
            return
        act = ".".join(leaf.value.split(".")[:2])
        if act not in {str(part) for text in texts for token in self.acts.find(text) for part in token.value}:
            yield self.differs(leaf, leaf.value)

    def country(self, leaf: _Leaf, texts: Sequence[str]) -> Iterator[Doubt]:
        code = str(leaf.value)
        names = [one.removeprefix("the ") for one in NAMES.get(code, ())]
        # In capitals alone: *contact us* names no country.
        short = [
            one for one in SHORT.get(code, ()) for text in texts if re.search(rf"(?<![A-Za-z]){re.escape(one)}", text)
        ]
        yield from self.said(leaf, [*names, *short] or [code], texts)

    def reference(self, leaf: _Leaf, texts: Sequence[str]) -> Iterator[Doubt]:
        family = _REFS[self.key(leaf)]
        label = ((self.data.get(family) or {}).get(str(leaf.value)) or {}).get("label") or {}
        if isinstance(label, dict) and (said := label.get(self.language)):
            yield from self.said(leaf, [str(said)], texts)

    def refused(self, leaf: _Leaf, texts: Sequence[str]) -> Iterator[Doubt]:
        kinds = {kind.value: names for kind, names in terms.TYPES.items()}
        if leaf.value in {kind.value for kind in ItemType} and leaf.value in kinds:
            yield from self.said(leaf, list(kinds[leaf.value]), texts, refused=True)

    def words(self, leaf: _Leaf, texts: Sequence[str]) -> Iterator[Doubt]:
        # What the file calls its own parts is said by no sentence.
        if leaf.marked > 1 or leaf.sentences:
            # Of a list each member is said, be it in sentences of its own.
            whole = any(_written(str(leaf.value)).search(text) for text in texts)
            for name in [str(leaf.value)] if whole else re.split(r",\s*", str(leaf.value)):
                yield from self.said(leaf, [name], texts, refused=leaf.path[0] == "refuse")

    def said(
        self, leaf: _Leaf, names: Sequence[str], texts: Sequence[str], *, refused: bool = False
    ) -> Iterator[Doubt]:
        """That a sentence names it, whole words; and that its clause says *not* just where the file does."""
        places = [(text, found.start()) for name in names for text in texts for found in _written(name).finditer(text)]
        if not places:
            yield self.differs(leaf, names[self.language == "en" and len(names) > 1])
        elif all(negated(text, place) is not refused for text, place in places):
            shown = names[0]
            yield self.doubt(
                "negation",
                leaf,
                f"문장은 {eul(f'`{shown}`')} {'거절하지 않습니다' if refused else '하지 않는다고 합니다'}",
                f"the sentence says {'no *not*' if refused else '*not*'} of `{shown}`",
            )

    def speech(self, leaf: _Leaf, texts: Sequence[str]) -> Iterator[Doubt]:
        """A text of the file's own: what it names and counts stands in its sentences, and it says *not* where they do."""
        facts = Facts()
        for text in texts:
            for token in read(text, self.language, self.none):
                facts.add(token)
        for token in read(str(leaf.value), self.language, self.none):
            if not facts.has(token):
                yield self.differs(leaf, token.text)
        turned = any(negated(text, place) for text in texts for place in _clauses(text))
        if any(negated(str(leaf.value), place) for place in _clauses(str(leaf.value))) is not turned:
            yield self.doubt(
                "negation",
                leaf,
                "‘않는다’는 말이 문장과 다릅니다",
                "it says *not* where the sentence does not, or the other way round",
            )

    # ---- the sentences

    def carry(self, facts: Facts, leaf: _Leaf) -> None:
        """A value among what the facts of a sentence say."""
        value = leaf.value
        if isinstance(value, date):
            facts.put("date", (value.year, value.month, value.day), value.isoformat())
        elif isinstance(value, str) and _PERIOD.fullmatch(value):
            facts.put("period", measure(Period.parse(value)), value)
        elif isinstance(value, str) and self.key(leaf) == "url":
            facts.put("url", (host(value),), value)
        elif isinstance(value, str):
            for token in read(value, self.language, self.none):
                facts.put(token.kind, token.value, token.text)


def _clauses(text: str) -> range:
    return range(0, len(text), 8)


def _letters(text: str) -> str:
    """A text as contacts are compared: without what stands between a number's digits."""
    return re.sub(r"(?<=\d)[\s().-]+(?=\d)", "", text).casefold()


def _written(name: str) -> re.Pattern[str]:
    """A name as whole words, spaces as they come."""
    letters = [re.escape(letter) for letter in re.sub(r"\s+", "", name)]
    before = "" if not name[:1].isalnum() else r"(?<![A-Za-z0-9가-힣])"
    after = (
        r"(?![A-Za-z0-9])"
        if re.match(r"[A-Za-z0-9]", name[-1:])
        else r"(?!(?:[번명호]|아님))"
        if name[-1:].isalnum()
        else ""
    )
    return re.compile(before + r"\s*".join(letters) + after, re.IGNORECASE)
