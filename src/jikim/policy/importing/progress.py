"""What people have said of a draft's sentences: which they accepted as they stand in it, and which it need not carry.

It stands in the draft itself, as comments, so that it goes where the file goes:

    # accepted: s3 s14
    # skipped: s7

and by which line of the file a sentence is named (`# s12`), so that the two can be read side by side. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from jikim.policy.editing import data_of

Word = Literal["accepted", "skipped"]
WORDS: tuple[Word, ...] = ("accepted", "skipped")
_NUMBERS = re.compile(r"\bs(\d{1,5})\b")
_NAMED = re.compile(r"(?:^|\s)#\s*(s\d{1,5}(?:[\s,]+s\d{1,5})*)\s*$")
_SAID = {word: re.compile(rf"^# {word}:((?: s\d{{1,5}})*)\s*$", re.MULTILINE) for word in WORDS}


class Progress(NamedTuple):
    """The sentences that somebody accepted, and those that were skipped."""

    accepted: frozenset[int] = frozenset()
    skipped: frozenset[int] = frozenset()


def progress_of(text: str) -> Progress:
    """What a draft's text says of its sentences."""
    found = [frozenset(int(n) for said in _SAID[word].findall(text) for n in _NUMBERS.findall(said)) for word in WORDS]
    return Progress(*found)


def said_of(text: str, sentence: int, word: Word | None) -> str:
    """The text in which a sentence is accepted, skipped, or (None) open again."""
    now = progress_of(text)
    for each, numbers in zip(WORDS, now, strict=True):
        wanted = (numbers | {sentence}) if each == word else (numbers - {sentence})
        line = f"# {each}:{''.join(f' s{number}' for number in sorted(wanted))}"
        if wanted == numbers:
            continue
        if not wanted:
            text = re.sub(_SAID[each].pattern + r"\n?", "", text, flags=re.MULTILINE)
        elif _SAID[each].search(text):
            text = _SAID[each].sub(line, text, count=1)
        else:
            text = f"{text.rstrip()}\n{line}\n"
    return text


def named_at(text: str) -> dict[int, list[int]]:
    """By sentence, the lines that name it, with those below them that name none of their own; a list of what is left
    names none."""
    found: dict[int, list[int]] = {}
    above: list[tuple[int, list[str]]] = []  # how far in a line stands that names sentences, and which
    for n, line in enumerate(text.splitlines(), start=1):
        bare = line.lstrip()
        if not bare or bare.startswith("#"):
            continue
        indent = len(line) - len(bare)
        above = [one for one in above if one[0] < indent]
        named = _NAMED.search(line)
        if named is not None:
            above.append((indent, _NUMBERS.findall(named[1])))
        for number in above[-1][1] if above else ():
            found.setdefault(int(number), []).append(n)
    return found


def marked(old: str, new: str, sentences: Iterable[int]) -> str:
    """The new text, in which each line that was not in the old one names these sentences.

    Where naming them would change what the file says (a line of a long text), the new text stays as it is.
    """
    names = [f"s{number}" for number in sentences]
    before, lines = old.splitlines(), new.splitlines()
    for tag, _, _, begin, end in SequenceMatcher(None, before, lines, autojunk=False).get_opcodes():
        for n in range(begin, end) if tag in ("replace", "insert") else ():
            if lines[n].strip() and not lines[n].lstrip().startswith("#"):
                lines[n] = _naming(lines[n], names)
    made = "\n".join(lines) + "\n"
    return made if data_of(made) == data_of(new) else new


def _naming(line: str, names: list[str]) -> str:
    found = _NAMED.search(line)
    if found is None:
        return f"{line.rstrip()}  # {' '.join(names)}"
    every = dict.fromkeys([*(f"s{n}" for n in _NUMBERS.findall(found[1])), *names])
    return f"{line[: found.start()].rstrip()}  # {' '.join(every)}"
