"""Editing a policy file as a form: each part as fields, and a changed field written back into the text.

Comments, order and formatting of what is not changed stay (ruamel's round trip, merged line by line into the text as it
was). What was written is read again and held against what was asked for, so that no change reaches the file that nobody
made.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from enum import Enum
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString, ScalarString

from jikim.errors import InvalidError
from jikim.policy.finding import Path
from jikim.policy.form import alternatives
from jikim.policy.meanings import of_key, of_word
from jikim.policy.model import PolicyFile
from jikim.policy.model.part import Language, Text
from jikim.policy.source import plain, read

Kind = Literal["line", "text", "yes-no", "number", "date", "choice", "choices", "words", "part", "as-text"]
TEXT = get_args(Text)[0]
_WORD = re.compile(r"\s*\S+|\s+$")
LONGEST_NUMBER = 19  # digits; what is longer stays text, which `check` refuses
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Choice(NamedTuple):
    """One word of a known set, and what it means in each language."""

    word: str
    means: Mapping[str, str]


class Field(NamedTuple):
    """A value of a part. `part`: more fields below it, on a form of their own; `as-text`: it is written in the file's
    text alone.

    `value` is what the file says: text, and of `choices` and `words` a list. `needed`: the file must say it.
    """

    path: Path
    kind: Kind
    means: Mapping[str, str]
    value: Any
    needed: bool
    choices: tuple[Choice, ...] = ()
    language: str = ""  # of a text that is given in each of the service's languages

    @property
    def name(self) -> str:
        """As a form posts it: `items/email/type`."""
        return "/".join(str(step) for step in self.path)


@lru_cache(4)
def data_of(text: str) -> dict[str, Any] | None:
    """The file's plain data, for reading alone; None where its text is no YAML that a policy may be."""
    root, findings = read(text, "policy.yaml")
    found = None if root is None or findings else plain(root)
    return found if isinstance(found, dict) else None


def inside(data: Any, path: Path) -> Any:
    """What stands at a path; None where nothing does."""
    for step in path:
        if not isinstance(data, dict):
            return None
        data = data.get(step)
    return data


def parts_at(data: Mapping[str, Any], path: Path) -> list[str] | None:
    """The names of the entries there, where the model has a mapping of parts; None for what is itself a part."""
    if _part_of(_annotation(path)) is not None:
        return None
    found = inside(data, path)
    return list(found) if isinstance(found, dict) else []


def can_add(path: Path) -> bool:
    """Whether entries are added there by name."""
    return _entries_of(_annotation(path)) is not None


def fields_at(data: Mapping[str, Any], path: Path) -> list[Field]:
    """The fields of the part at a path, in the model's order; empty where no part can stand."""
    part = _part_of(_annotation(path))
    return [] if part is None else list(_fields(part, inside(data, path), path, _languages(data)))


def _languages(data: Mapping[str, Any]) -> list[str]:
    said = inside(data, ("service", "languages"))
    return [one for one in LANGUAGES if not isinstance(said, list) or one in said]


def _fields(part: type[BaseModel], value: Any, path: Path, languages: Sequence[str]) -> Iterator[Field]:
    given: Any = value if isinstance(value, dict) else {}
    for name, info in part.model_fields.items():
        key = info.alias or name
        means, here, now = of_key(part, name), (*path, key), given.get(key)
        yield from _field(info.annotation, here, means, now, info.is_required(), languages)


def _field(
    annotation: Any, path: Path, means: Mapping[str, str], now: Any, needed: bool, languages: Sequence[str]
) -> Iterator[Field]:
    choices = [one for one in alternatives(annotation) if one is not type(None)]
    only = choices[0] if len(choices) == 1 else None
    if only == TEXT:
        for language in languages:
            said = now.get(language) if isinstance(now, dict) else None
            kind: Kind = "text" if path[-1] in ("note", "text", "refusal") else "line"
            yield Field((*path, language), kind, means, _shown(said), needed, language=language)
    elif (part := _part_of(only)) is not None or _entries_of(only) is not None:
        # What stands there in a short form (`ends: {paid: …}`) has other keys than the part.
        known = part is None or {info.alias or name for name, info in part.model_fields.items()}.issuperset(now or ())
        whole = known and (now is None or isinstance(now, dict))
        yield Field(path, "part" if whole else "as-text", means, len(now or ()) if whole else now, needed)
    elif (many := _many(only)) is not None:
        words = _words_of(many)
        value = [_shown(one) for one in now] if isinstance(now, list) else ([] if now is None else [_shown(now)])
        if words or many is str:
            yield Field(path, "choices" if words else "words", means, value, needed, words)
        else:
            yield Field(path, "as-text", means, now, needed)
    elif isinstance(now, (dict, list)) or (get_origin(only) is not None and not _words_of(only)):
        yield Field(path, "as-text", means, now, needed)
    else:
        yield Field(path, _kind(choices), means, _shown(now), needed, _words_of(only))


def _kind(choices: Sequence[Any]) -> Kind:
    kinds: tuple[tuple[Any, Kind], ...] = ((bool, "yes-no"), (int, "number"), (date, "date"))
    for of, kind in kinds:
        if choices == [of]:
            return kind
    return "choice" if len(choices) == 1 and _words_of(choices[0]) else "line"


def _shown(value: Any) -> str:
    """A plain value as its field shows it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _annotation(path: Path) -> Any:
    annotation: Any = PolicyFile
    for step in path:
        part = _part_of(annotation)
        if part is not None:
            annotation = next((i.annotation for n, i in part.model_fields.items() if (i.alias or n) == step), None)
        else:
            annotation = _entries_of(annotation)
        if annotation is None:
            return None
    return annotation


def _part_of(annotation: Any) -> type[BaseModel] | None:
    """The part that may stand there, where nothing else may."""
    found = [one for one in alternatives(annotation) if one is not type(None)]
    one = found[0] if len(found) == 1 else None
    return one if isinstance(one, type) and issubclass(one, BaseModel) else None


def _entries_of(annotation: Any) -> type[BaseModel] | None:
    """The part that a mapping by name holds."""
    for one in alternatives(annotation):
        args = get_args(one)
        if len(args) == 2 and isinstance(get_origin(one), type) and issubclass(get_origin(one), Mapping):
            return _part_of(args[1])
    return None


def _many(annotation: Any) -> Any:
    return alternatives(get_args(annotation)[0])[0] if get_origin(annotation) is tuple else None


def _words_of(annotation: Any) -> tuple[Choice, ...]:
    if get_origin(annotation) is Literal:
        return tuple(Choice(str(word), {}) for word in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(Choice(str(one.value), of_word(annotation.__name__, str(one.value))) for one in annotation)
    return ()


def value_of(field: Field, typed: Sequence[str]) -> Any:
    """What was typed into a field as the file says it; None where it is empty. What is no number or date stays text:
    `check` says so."""
    lines = [line.strip() for one in typed for line in (one.splitlines() if field.kind == "words" else [one])]
    given = [line for line in lines if line]
    if field.kind in ("choices", "words"):
        return given or None
    if not given:
        return None
    text = "\n".join(one.rstrip() for one in typed[0].strip().splitlines())
    if field.kind == "yes-no":
        return {"true": True, "false": False}.get(text, text)
    if field.kind == "number" and text.isdecimal() and len(text) < LONGEST_NUMBER:
        return int(text)
    if field.kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def changed(text: str, changes: Mapping[Path, Any]) -> str:
    """The text with these values in place; None takes one out. Raises InvalidError where the text can't be changed so."""
    before = data_of(text)
    if before is None:
        raise _unreadable()
    wanted = copy.deepcopy(before)
    try:
        tree = _yaml().load(text)
    except (YAMLError, ValueError):  # what is no day for YAML (2013-13-45) is one of our findings
        raise _unreadable() from None
    was = _dumped(tree)
    for path, value in changes.items():
        _put(wanted, path, value, lambda _old, new: new)
        _put(tree, path, value, _like)
    for candidate in (_merged(was, text, made := _dumped(tree)), made):
        if data_of(candidate) == wanted:
            return candidate
    raise _unreadable()


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


def _put(tree: Any, path: Path, value: Any, written: Any) -> None:
    """Sets or takes out a value; parts on the way are made, and go again once they are empty."""
    *way, last = path
    at, seen = tree, []
    for step in way:
        if not isinstance(at, dict):
            raise _unreadable()
        if at.get(step) is None:
            if value is None:
                return
            at[step] = CommentedMap() if isinstance(tree, CommentedMap) else {}
        seen.append((at, step))
        at = at[step]
    if not isinstance(at, dict):
        raise _unreadable()
    if value is not None:
        at[last] = written(at.get(last), value)
        return
    at.pop(last, None)
    for above, step in reversed(seen[2:]):
        if above[step] == {}:
            del above[step]


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
        if not isinstance(old, CommentedSeq) or old.fa.flow_style():
            found.fa.set_flow_style()
        return found
    if isinstance(new, dict):
        return CommentedMap(new)
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
        found += mine[my:my_end] if _bare(old[at:n]) == _bare(new[their:their_end]) else new[their:their_end]
        found += mine[my_end : my_end + 1]
        at, my, their = n + 1, my_end + 1, their_end + 1
    return "".join(found)


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
