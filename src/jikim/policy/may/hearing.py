"""Which words of a question mean something: names and labels of the file, and the fixed words of the lexicon, longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from jikim.policy.compiled import Policy
from jikim.policy.may import lexicon
from jikim.policy.may.judge import labels_of
from jikim.policy.model import Language
from jikim.policy.nearest import nearest
from jikim.policy.numbers import Space

Words = Mapping[Language, str]
_SPACES: tuple[Space, ...] = ("item", "record", "purpose", "archive", "recipient", "processor", "partner", "channel")


class Span(NamedTuple):
    """Words at a place of the question, and everything that they may mean: a kind and a name."""

    start: int
    end: int
    words: str
    meanings: tuple[tuple[str, str], ...]


def spans_of(policy: Policy, text: str) -> tuple[list[Span], str]:
    """Every word that means something, the longest first; and the text without them."""
    spans: list[Span] = []
    rest = text
    named = _named(policy)
    for words in sorted(named, key=len, reverse=True):
        for start in _places(rest, words):
            spans.append(Span(start, start + len(words), words, tuple(named[words])))
            rest = rest[:start] + "\0" * len(words) + rest[start + len(words) :]
    for kind, table in (
        ("ago", {period: (pattern,) for pattern, period in lexicon.AGO}), ("condition", lexicon.CONDITIONS),
        ("subject", lexicon.SUBJECTS), ("actor", lexicon.ACTORS), ("verb", lexicon.VERBS),
    ):  # fmt: skip
        while (best := _longest(rest, table)) is not None:
            name, found = best
            if kind == "ago" and name in ("d", "w", "mo", "y"):
                name = f"{int(found[1])}{name}"
            spans.append(Span(found.start(), found.end(), found[0], ((kind, name),)))
            rest = rest[: found.start()] + "\0" * len(found[0]) + rest[found.end() :]
    return sorted(spans), rest


def _longest(text: str, table: Mapping[str, Iterable[str]]) -> tuple[str, re.Match[str]] | None:
    found = [
        (name, at)
        for name, patterns in table.items()
        for one in patterns
        for at in re.finditer(one, text)
        if at[0].strip()
    ]
    # A Korean word starts where its pattern does: `배송팀` holds the word for a team, `스팀` does not.
    found = [(name, at) for name, at in found if not _inside(text, at.start())]
    return max(found, key=lambda one: (len(one[1][0]), -one[1].start()), default=None)


def _inside(text: str, start: int) -> bool:
    return start > 0 and re.match(r"\w", text[start - 1]) is not None and re.match(r"\w", text[start]) is not None


def _places(text: str, words: str) -> list[int]:
    latin = words.isascii()
    found = []
    for at in re.finditer(re.escape(words) + (r"(?!\w)|" + re.escape(words) + r"(?=s\b)" if latin else ""), text):
        if not _inside(text, at.start()):
            found.append(at.start())
    return found


def _named(policy: Policy) -> dict[str, list[tuple[str, str]]]:
    """Everything that the file names, by its name, its labels and its common names."""
    named: dict[str, list[tuple[str, str]]] = {}

    def add(words: str, kind: str, name: str) -> None:
        words = " ".join(words.casefold().split())
        if len(words) > 1 and (kind, name) not in (meanings := named.setdefault(words, [])):
            meanings.append((kind, name))

    file = policy.file
    for space in _SPACES:
        for name, labels in labels_of(policy, space).items():
            add(name, space, name)
            add(name.replace("-", " ").replace("_", " "), space, name)
            for label in labels:
                add(label, space, name)
                add(re.sub(r"\s*\(.*?\)", "", label), space, name)
    # What the file itself calls so is meant, and nothing else of its kind.
    own = {(words, kind) for words, meanings in named.items() for kind, _ in meanings}
    for space, common in (
        ("item", {name: lexicon.ITEMS.get(item.type, ()) for name, item in file.items.items()}),
        ("purpose", {name: lexicon.PURPOSES.get(purpose.kind, ()) for name, purpose in file.purposes.items()}),
    ):
        for name, called in common.items():
            for words in called:
                if (words, space) not in own:
                    add(words, space, name)
    return named


def unknown(rest: str) -> Iterator[str]:
    """What is left and carries something: neither filler nor particle."""
    for word in re.findall(r"[^\s\0.,?!:;'\"‘’“”()\-/]+", rest):
        if word in lexicon.FILLERS or word in lexicon.PARTICLES or word == "s":
            continue
        stem = next((word[: -len(end)] for end in lexicon.PARTICLES if word.endswith(end) and word != end), word)
        first = next((word[len(end) :] for end in lexicon.PARTICLES if word.startswith(end)), word)
        if stem not in lexicon.FILLERS and first not in lexicon.FILLERS:
            yield word


def not_understood(policy: Policy, word: str) -> Words:
    named = _named(policy)
    meant = nearest(word, named, cutoff=0.75)
    return {
        "ko": f"`{word}`: 알아듣지 못했습니다" + (f". 혹시 `{meant}`?" if meant else ""),
        "en": f"`{word}` is not understood" + (f"; did you mean `{meant}`?" if meant else ""),
    }
