"""The fields of a policy file's form: each part as the model has it, with what the file says now.

A key that the language gains is on the form the same day; what a name may be is offered where the model says what it
names. A short form (`ends: paid`) is shown as what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, TypeAdapter, ValidationError

from jikim.policy import statutes
from jikim.policy.compiled import LAST_USE
from jikim.policy.finding import Path
from jikim.policy.form import TEXT, Spot, address_of, alternatives, spot_at
from jikim.policy.meanings import of_key, of_literal, of_word
from jikim.policy.model import BUILT_IN_EVENTS, SubjectKind
from jikim.policy.model.part import Language, Names
from jikim.policy.period import UNIT_WORDS, Period
from jikim.policy.render import terms

Kind = Literal["line", "text", "yes-no", "number", "date", "period", "choice", "choices", "words", "part", "as-text"]
LONGEST_NUMBER = 19  # digits; what is longer stays text, which `check` refuses
LANGUAGES: tuple[Language, ...] = get_args(Language)
_PERIOD = re.compile(r"([0-9]+)([a-z]+)")
_LONG = ("note", "text", "refusal")  # texts of more than a line
_ABSENT = object()


class Choice(NamedTuple):
    """One word of a known set, and what it means in each language."""

    word: str
    means: Mapping[str, str]


class Field(NamedTuple):
    """A value of a part. `part`: more fields below it, on a form of their own; `as-text`: it is written in the file's
    text alone.

    `value` is what the file says: text; of `choices` and `words` a list; of a `period` its count and its unit, which may
    also be a word of its own (`standing`). `needed`: the file must say it.
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
        return address_of(self.path)

    @property
    def key(self) -> str:
        """The key in the file."""
        return str(self.path[-2] if self.language else self.path[-1])


class Entry(NamedTuple):
    """One of several that stand somewhere by name or in their order: its step, and what people call it."""

    step: str | int
    label: Mapping[str, str]

    def words(self, language: str) -> str:
        number = str(self.step + 1) if isinstance(self.step, int) else str(self.step)
        return self.label.get(language) or next(iter(self.label.values()), number)


def inside(data: Any, path: Path, absent: Any = None) -> Any:
    """What stands at a path, short forms written out; `absent` where nothing does."""
    for n, step in enumerate(path):
        known = step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data))
        if not known:
            return absent
        data = data[step]
        if (spot := spot_at(path[: n + 1])) is not None:
            data = spot.long_form(data)
    return data


def entries_at(data: Any, path: Path) -> list[Entry] | None:
    """The entries there, where the model has several by name or in order; None for what is itself a part."""
    spot = spot_at(path)
    if spot is None or not spot.several:
        return None
    found = inside(data, path)
    if isinstance(found, list) and spot.named is None:
        return [Entry(n, _called(one)) for n, one in enumerate(found)]
    known = terms.EVENTS if path[-2:] == ("ends", "on") else {}
    named = found.items() if isinstance(found, dict) else ()
    return [Entry(name, _called(one) or dict(zip(LANGUAGES, known.get(name, ()), strict=False))) for name, one in named]


def _called(entry: Any) -> Mapping[str, str]:
    """What people call an entry: its own text, or the one under `label` or `title`."""
    found = entry if isinstance(entry, dict) else {}
    texts = (found.get("label"), found.get("title"), found)
    words: list[dict[str, str]] = [
        {k: v for k, v in one.items() if k in LANGUAGES and isinstance(v, str)}
        for one in texts
        if isinstance(one, dict)
    ]
    return next((one for one in words if one), {})


def can_add(path: Path) -> bool:
    """Whether entries are added there."""
    spot = spot_at(path)
    return spot is not None and spot.several


def names_at(path: Path) -> tuple[Choice, ...] | None:
    """The names that an entry may have there; empty where it may be any, None where entries have no names."""
    spot = spot_at(path)
    if spot is None or spot.named is None:
        return None
    return _words_of(alternatives(spot.named[0])[0], path[-1])


def is_name(path: Path, name: str) -> bool:
    """Whether the model takes a name for an entry there."""
    spot = spot_at(path)
    if spot is None or spot.named is None:
        return False
    try:
        return bool(TypeAdapter(spot.named[0]).validate_python(name) == name)
    except ValidationError:
        return False


def new_entry(path: Path) -> Any:
    """What a new entry there begins as."""
    spot = spot_at(path)
    inner = Spot(spot.named[1] if spot.named else spot.listed) if spot is not None else None
    return "" if inner is not None and inner.only is str else {}


def fields_at(data: Mapping[str, Any], path: Path) -> list[Field]:
    """The fields of the part at a path, in the model's order; empty where no part can stand."""
    spot, languages = spot_at(path), _languages(data)
    if spot is None or spot.several:
        return []
    value = inside(data, path)
    if (part := spot.part) is not None:
        return list(_fields(data, part, value, path, languages))
    above = spot_at(path[:-1])
    if above is None or not above.several:
        return []
    return list(_field(data, spot, path, {}, value, True, languages))  # an entry that is a text, or a word


def _languages(data: Mapping[str, Any]) -> list[str]:
    said = inside(data, ("service", "languages"))
    return [one for one in LANGUAGES if not isinstance(said, list) or one in said]


def acts_of(data: Mapping[str, Any]) -> list[str]:
    """The acts that the file says it is made under; Korea's where it says none."""
    return _list(inside(data, ("service", "under"))) or ["kr"]


def _fields(
    data: Mapping[str, Any], part: type[BaseModel], value: Any, path: Path, languages: Sequence[str]
) -> Iterator[Field]:
    given: Any = value if isinstance(value, dict) else {}
    for name, info in part.model_fields.items():
        key = info.alias or name
        spot = Spot(info.annotation, tuple(info.metadata))
        now = inside(data, (*path, key)) if key in given else None
        yield from _field(data, spot, (*path, key), of_key(part, name), now, info.is_required(), languages)


def _field(
    data: Mapping[str, Any],
    spot: Spot,
    path: Path,
    means: Mapping[str, str],
    now: Any,
    needed: bool,
    languages: Sequence[str],
) -> Iterator[Field]:
    only = spot.only
    if only == TEXT:
        for language in languages:
            said = now.get(language) if isinstance(now, dict) else None
            kind: Kind = "text" if path[-1] in _LONG else "line"
            yield Field((*path, language), kind, means, _shown(said), needed, language=language)
    elif spot.part is not None or spot.several:
        whole = now is None or isinstance(now, list if spot.listed is not None else dict)
        yield Field(path, "part" if whole else "as-text", means, len(now or ()) if whole else now, needed)
    elif spot.listed is not None:
        value = [_shown(one) for one in now] if isinstance(now, list) else ([] if now is None else [_shown(now)])
        words = _offered(data, path, spot) or _words_of(alternatives(spot.listed)[0], path[-1])
        yield Field(path, "choices" if words else "words", means, value, needed, _with(words, value))
    elif isinstance(now, (dict, list)) or (get_origin(only) is not None and get_origin(only) is not Literal):
        yield Field(path, "as-text", means, now, needed)
    elif Period in spot.choices:
        own, said = _own_words(spot), _shown(now)
        found = _PERIOD.fullmatch(said)
        split = list(found.groups()) if found else ["", said] if said in own else [said, ""]
        yield Field(
            path,
            "period",
            means,
            split,
            needed,
            (*_UNITS, *(Choice(word, of_literal(str(path[-1]), word)) for word in own)),
        )
    elif not (get_origin(only) is Literal and len(get_args(only)) == 1):  # what never differs is not filled in
        words = _offered(data, path, spot) or _words_of(only, path[-1])
        kind = "choice" if words else _kind(spot.choices)
        yield Field(path, kind, means, _shown(now), needed, _with(words, [_shown(now)]))


def _with(words: tuple[Choice, ...], value: Iterable[str]) -> tuple[Choice, ...]:
    """The words to choose from, and what the file says beside them: `check` says that it is none of them."""
    if not words:
        return ()
    known = {one.word for one in words}
    return (*words, *(Choice(one, {}) for one in value if one and one not in known))


def _kind(choices: Sequence[Any]) -> Kind:
    kinds: tuple[tuple[Any, Kind], ...] = ((bool, "yes-no"), (int, "number"), (date, "date"))
    return next((kind for of, kind in kinds if choices == [of]), "line")


def _shown(value: Any) -> str:
    """A plain value as its field shows it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _words_of(annotation: Any, key: str | int) -> tuple[Choice, ...]:
    if get_origin(annotation) is Literal:
        return tuple(Choice(str(word), of_literal(str(key), str(word))) for word in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(Choice(str(one.value), of_word(annotation.__name__, str(one.value))) for one in annotation)
    return ()


def _own_words(spot: Spot) -> list[str]:
    """The words that may stand in a period's place: `standing`, `none`."""
    shorts = [one.json_schema_input_type for one in spot.beside if isinstance(one, BeforeValidator)]
    every = [*spot.choices, *(choice for one in shorts for choice in alternatives(one))]
    return [word for one in every if get_origin(one) is Literal for word in get_args(one)]


_UNITS = tuple(Choice(unit, words) for unit, words in UNIT_WORDS.items())


def _kinds_of_people(data: Mapping[str, Any], kinds: Iterable[Any], key: str | int) -> tuple[Choice, ...]:
    """The three that every policy knows, the further ones that this covers, and who else may stand beside them."""
    words = {one.word: one.means for one in _entries(data, ("labels",))}
    covers = [one for one in _list(inside(data, ("service", "covers"))) if "." in one]
    return (
        *_words_of(SubjectKind, key),
        *(Choice(one, words.get(one, {})) for one in covers),
        *(word for kind in kinds if kind is not SubjectKind for word in _words_of(kind, key)),
    )


def _offered(data: Mapping[str, Any], path: Path, spot: Spot) -> tuple[Choice, ...]:
    """What a name may be, of what the file and the catalogue of statutes have; empty where it names nothing."""
    named = _named(spot.annotation) or next((one for one in spot.beside if isinstance(one, Names)), None)
    if named is None:
        kinds = alternatives(spot.listed) if spot.listed is not None else ()
        return _kinds_of_people(data, kinds, path[-1]) if SubjectKind in kinds else ()
    match named.what:
        case "statutes" | "acts" | "kept-by" as which:
            rows = [row for row in statutes.all() if row.keeps or which != "kept-by"]
            own = (
                [Choice("own-promise", {"ko": "회사의 약속", "en": "the company’s own promise"})]
                if which == "kept-by"
                else []
            )
            found = [
                Choice(row.id, {each: row.name(each) for each in LANGUAGES})
                for row in rows
                if row.article is None or which != "acts"
            ]
            return (*own, *found, *_entries(data, ("laws",)))
        case "body-kinds":
            return tuple(Choice(kind, statutes.body_label(kind)) for kind in statutes.body_kinds())
        case "events" | "own-events" as which:
            here = inside(data, path[:2])
            every = [
                *(BUILT_IN_EVENTS if which == "events" else ()),
                *((LAST_USE,) if path[-2:] == ("ends", "from") else ()),
                *_list(inside(here, ("events",))),
                *_list(inside(data, (*path[:2], "ends", "on"))),
            ]
            own_words = {
                one.word: one.means
                for one in (*_entries(data, (*path[:2], "ends", "on")), *_entries(data, ("labels",)))
                if one.means
            }
            return tuple(
                Choice(one, own_words.get(one) or dict(zip(LANGUAGES, terms.EVENTS.get(one, ()), strict=False)))
                for one in dict.fromkeys(every)
            )
        case "refs":
            contents = [
                (kind, one)
                for kind in _list(inside(data, ("records",)))
                for one in _entries(data, ("records", kind, "items", "contents"))
            ]
            return (*_entries(data, ("items",)), *(Choice(f"{kind}.{one.word}", one.means) for kind, one in contents))
        case "own-refs":
            items = {one.word: one for one in _entries(data, ("items",))}
            held = [name for key in ("required", "optional") for name in _list(inside(data, (*path[:2], "items", key)))]
            held += [
                name
                for key in _list(inside(data, (*path[:2], "items", "cases")))
                for name in _list(inside(data, (*path[:2], "items", "cases", key, "items")))
            ]
            return (
                *(items.get(name, Choice(name, {})) for name in dict.fromkeys(held)),
                *_entries(data, (*path[:2], "items", "contents")),
            )
        case family:
            return _entries(data, tuple(family.split(".")))


def _named(annotation: Any) -> Names | None:
    beside = annotation.__metadata__ if get_origin(annotation) is Annotated else ()
    found = [*(one for one in beside if isinstance(one, Names)), *map(_named, get_args(annotation))]
    return next((one for one in found if one is not None), None)


def _entries(data: Mapping[str, Any], path: Path) -> tuple[Choice, ...]:
    return tuple(Choice(str(one.step), one.label) for one in entries_at(data, path) or ())


def _list(found: Any) -> list[str]:
    return [str(one) for one in found] if isinstance(found, (list, dict)) else []


def value_of(field: Field, typed: Sequence[str]) -> Any:
    """What was typed into a field as the file says it; None where it is empty. What is no number or date stays text:
    `check` says so."""
    lines = [line.strip() for one in typed for line in (one.splitlines() if field.kind == "words" else [one])]
    given = [line for line in lines if line]
    if field.kind == "choices":  # what stands in the file already keeps its order
        return [one for one in field.value if one in given] + [one for one in given if one not in field.value] or None
    if field.kind == "words":
        return given or None
    if field.kind == "period":
        count, unit = (*lines, "", "")[:2]
        return (f"{count}{unit}" if count else "") or None if unit in UNIT_WORDS else unit or count or None
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
