"""Editing a policy file as a form: a changed field (`fields`) written back into the text.

Comments, order and formatting of what is not changed stay (ruamel's round trip, merged line by line into the text as it
was). What was written is read again and held against what was asked for, so that no change reaches the file that nobody
made.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString, ScalarString

from jikim.errors import InvalidError
from jikim.policy.fields import inside
from jikim.policy.finding import Path
from jikim.policy.form import spot_at
from jikim.policy.model import PolicyFile
from jikim.policy.source import plain, read

_WORD = re.compile(r"\s*\S+|\s+$")
_LINES_APART = re.compile(r"\n(?:[ \t]*(?:#[^\n]*)?\n)+")
_ABSENT = object()


@lru_cache(4)
def data_of(text: str) -> dict[str, Any] | None:
    """The file's plain data, for reading alone; None where its text is no YAML that a policy may be."""
    root, findings = read(text, "policy.yaml")
    found = None if root is None or findings else plain(root)
    return found if isinstance(found, dict) else None


def changed(text: str, changes: Mapping[Path, Any]) -> str:
    """The text with these values in place; None takes one out, and one behind a list's last is added to it.

    A short form stays until something in it changes. Raises InvalidError where the text can't be changed so.
    """
    before = data_of(text)
    if before is None:
        raise _unreadable()
    wanted, made = copy.deepcopy(before), []
    for path, value in changes.items():
        was = inside(before, path, _ABSENT)
        if was != value and not (value is None and was is _ABSENT):
            _put(wanted, path, value, lambda _old, new: new)
            made.append((path, value))
    if not made:
        return text
    for begin, end in _stretches(text, before, made):
        part = text[begin:end]
        # A comment on lines of its own is of what follows it; ruamel would have it be of what stands before.
        for base in dict.fromkeys((_LINES_APART.sub("\n", part), part)):
            try:
                tree = _yaml().load(base)
            except (YAMLError, ValueError):  # what is no day for YAML (2013-13-45) is one of our findings
                raise _unreadable() from None
            old = _dumped(tree)
            for path, value in made:
                _put(tree, path, value, _like)
            for candidate in (_merged(old, part, new := _dumped(tree)), new):
                whole = text[:begin] + candidate + text[end:]
                if data_of(whole) == wanted:
                    return whole
    raise _unreadable()


def _stretches(text: str, data: Mapping[str, Any], made: Sequence[tuple[Path, Any]]) -> Iterator[tuple[int, int]]:
    """Where the text may change: within the one section that all changes are of, where that can be read alone, then
    anywhere. A round trip of a whole policy takes a second, one of a section a tenth."""
    key, *others = {str(path[0]) for path, _value in made}
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if line.startswith(f"{key}:")), None)
    if first is not None and not others:
        end = next((n for n in range(first + 1, len(lines)) if lines[n] and lines[n][0] not in " -#"), len(lines))
        while not lines[end - 1] or lines[end - 1].startswith("#"):
            end -= 1
        begin, long = len("\n".join([*lines[:first], ""])), len("\n".join(lines[first:end])) + 1
        if data_of(text[begin : begin + long]) == {key: data[key]}:
            yield begin, begin + long
    yield 0, len(text)


def _unreadable() -> InvalidError:
    return InvalidError(
        "this change cannot be made by the form",
        item="text",
        hint="make it in the text",
        ko=("양식으로는 이 변경을 적용할 수 없습니다", "파일 내용에서 직접 수정해 주세요"),
    )


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(tree: Any) -> str:
    into = io.StringIO()
    _yaml().dump(tree, into)
    return into.getvalue()


def _put(tree: Any, path: Path, value: Any, written: Callable[[Any, Any], Any]) -> None:
    """Sets or takes out a value; parts on the way are made, and go again once they are empty."""
    seen: list[tuple[Any, str | int]] = []
    at: Any = tree
    step: Any
    for n, step in enumerate(path):
        _reach(at, step)
        found = at.get(step) if isinstance(at, dict) else next(iter(at[step : step + 1]), None)
        seen.append((at, step))
        if n == len(path) - 1:
            break
        if found is None:
            if value is None:
                return
            _set(seen, found := written(None, [] if isinstance(path[n + 1], int) else {}))
        elif (spot := spot_at(path[: n + 1])) is not None and (whole := spot.long_form(found)) != found:
            _set(seen, found := written(None, whole))
        at = found
    if value is not None:
        _set(seen, written(found, value))
        return
    for n, (above, step) in reversed(list(enumerate(seen))):
        entry = (spot := spot_at(path[:n])) is not None and spot.several  # it stays, by its name or place
        if n == len(path) - 1 or (n > 1 and not entry and above[step] in ({}, [])):
            del above[step]


def _reach(at: Any, step: Any) -> None:
    if not (isinstance(at, list) and isinstance(step, int) and step <= len(at)) and not isinstance(at, dict):
        raise _unreadable()


def _set(seen: Sequence[tuple[Any, Any]], value: Any) -> None:
    """Puts a value in its place, behind the last one too. What was an empty `{}` is written line by line."""
    at, step = seen[-1]
    if isinstance(at, CommentedMap) and not at and len(seen) > 1 and not seen[-2][0].fa.flow_style():
        at.fa.set_block_style()
    if isinstance(at, list) and step == len(at):
        at.append(value)
    else:
        at[step] = value


def _like(old: Any, new: Any) -> Any:
    """A new value in the old one's style."""
    if old == new:
        return old
    if isinstance(new, str):
        if "\n" in new:
            return LiteralScalarString(new)
        return type(old)(new) if isinstance(old, ScalarString) and not isinstance(old, LiteralScalarString) else new
    if isinstance(new, list):
        # What stays in a list stays as it is written.
        found = CommentedSeq([next((one for one in old or () if one == each), each) for each in new])
        flat = not any(isinstance(each, dict) for each in new)
        if old.fa.flow_style() if isinstance(old, CommentedSeq) else new and flat:
            found.fa.set_flow_style()
        return found
    if isinstance(new, dict):
        return CommentedMap((key, _like(None, each)) for key, each in new.items())
    return new


def _merged(base: str, ours: str, theirs: str) -> str:
    """The text of `ours`, but where `theirs` differs from `base`: a three-way merge of words, in which blanks do not
    count."""
    old, mine, new = (_WORD.findall(text) for text in (base, ours, theirs))
    here, there = _same(old, mine), _same(old, new)
    found: list[str] = []
    at = my = their = 0
    for n in [*(n for n in range(len(old)) if n in here and n in there), len(old)]:
        # Everything before a word that all three have.
        my_end, their_end = (here[n], there[n]) if n < len(old) else (len(mine), len(new))
        if _bare(old[at:n]) == _bare(new[their:their_end]):
            found += mine[my:my_end]
        else:
            found += new[their:their_end] + _comments_behind(mine[my:my_end])
        found += mine[my_end : my_end + 1]
        at, my, their = n + 1, my_end + 1, their_end + 1
    return "".join(found)


def _comments_behind(words: list[str]) -> list[str]:
    """The comments on lines of their own that are the last of these words."""
    begin, comment = len(words), False
    for n, word in enumerate(words):
        if "\n" in word[: len(word) - len(word.lstrip())]:
            comment = word.lstrip().startswith("#")
            begin = min(begin, n) if comment else len(words)
        elif not comment:
            begin = len(words)
    return words[begin:]


def _bare(words: Sequence[str]) -> list[str]:
    return [word.strip() for word in words]


def _same(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    """Which word of the other each word is."""
    a, b = _bare(one), _bare(other)
    most = min(len(a), len(b))
    head = next((n for n in range(most) if a[n] != b[n]), most)
    tail = next((n for n in range(most - head) if a[-1 - n] != b[-1 - n]), most - head)
    found = {n: n for n in range(head)} | {len(a) - 1 - n: len(b) - 1 - n for n in range(tail)}
    middle = SequenceMatcher(None, a[head : len(a) - tail], b[head : len(b) - tail], autojunk=False)
    for block in middle.get_matching_blocks():
        found |= {head + block.a + n: head + block.b + n for n in range(block.size)}
    return found


def written(file: PolicyFile) -> str:
    """A policy as a file's text, where its own text is not at hand: every part in the model's order, without comments."""

    def block(value: Any) -> Any:
        if isinstance(value, Mapping):
            return CommentedMap((str(key), block(each)) for key, each in value.items())
        return [block(each) for each in value] if isinstance(value, (list, tuple)) else value

    return _dumped(block(file.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude_none=True)))
