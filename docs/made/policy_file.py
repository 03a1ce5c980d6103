"""The reference of the policy file, made from `policy/model/`: every part, every key, its form and what it means.

A key's meaning is its description in the model; where the model has none, it is in `policy/meanings.yaml`. A key with
neither fails the build of the page.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticUndefined

from jikim.policy import model
from jikim.policy.meanings import of_key
from jikim.policy.model import (
    Part,
    PolicyFile,
    away,
    brands,
    care,
    contact,
    cookies,
    file,
    handover,
    matters,
    part,
    site,
    what,
    where,
    who,
    whom,
    why,
    wording,
)
from jikim.policy.period import Period

_HEAD = """\
# The policy file

Made by `make docs` from `src/jikim/policy/model/`. `jikim schema` prints the same as a JSON Schema, for editors.

A policy is one YAML file. Every part is closed: a key that is not listed here is an error, so a misspelt promise never
passes for a kept one. `jikim check FILE` reports everything at once, each finding with its file, line and column.
[`homepage/policy.yaml`](../../homepage/policy.yaml) is a whole one, with comments that lead through it.

## Forms

| form | is |
|---|---|
| text | the same words in each language: `{ko: 이름, en: Name}` |
| name | a name that you choose: lower case, digits, and `.` `_` `-` between them (`marketing.events`) |
| reference | the name of an item (`email`), or of a record's contents (`order.lines`; inside that record just `lines`) |
| period | a whole number and a unit: `30min`, `12h`, `30d`, `2w`, `6mo`, `5y`. [How they are counted](../adr/0004-periods-by-the-civil-act.md) |
| clause | a number in the published document: `5.3` |
| country | two capital letters |
| day | `2013-02-05` |

A key in **bold** must be given. Where a form is one of the parts below, it links to it.
"""

_FORMS: tuple[tuple[Any, str], ...] = (
    (model.Name, "name"),
    (model.Ref, "reference"),
    (model.Clause, "clause"),
    (model.Text, "text"),
    (model.Country, "country"),
    (Period, "period"),
)
_PLAIN = {str: "words", int: "number", bool: "`true` or `false`"}


def parts() -> list[type[Part]]:
    """Every part that a file can hold, the whole file first, then in the order of the model."""
    return [PolicyFile, *(one for one in _classes() if issubclass(one, Part) and one not in (Part, PolicyFile))]


def _classes() -> Iterator[type]:
    """Every class of the model where it is written, in the order of its files and of their lines."""
    for module in (
        part,
        who,
        what,
        why,
        where,
        away,
        whom,
        handover,
        cookies,
        care,
        contact,
        brands,
        matters,
        wording,
        site,
        file,
    ):
        yield from (one for one in vars(module).values() if inspect.isclass(one) and one.__module__ == module.__name__)


def form(hint: Any) -> str:
    """A type in the reader's words."""
    for known, word in _FORMS:
        if hint == known:
            return word
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated and any(isinstance(extra, part.Names) for extra in arguments[1:]):
        return form(Annotated[(arguments[0], *(extra for extra in arguments[1:] if not isinstance(extra, part.Names)))])
    if origin is Annotated:
        if any(isinstance(extra, StringConstraints) and "[A-Z]{2}" in str(extra.pattern) for extra in arguments[1:]):
            return "country"
        inner = form(arguments[0])
        if any(isinstance(extra, BeforeValidator) and extra.func is where._texts for extra in arguments[1:]):
            return f"{inner}, or one alone"
        return inner
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin in (Union, types.UnionType):
        return " or ".join(form(one) for one in arguments if one is not type(None))
    if origin is tuple:
        return f"list of {form(arguments[0])}"
    if origin is not None and issubclass(origin, Mapping):
        return f"map: {form(arguments[0])} → {form(arguments[1])}"
    if inspect.isclass(hint) and issubclass(hint, Part):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    if inspect.isclass(hint) and issubclass(hint, Enum) and len(hint) > 6:
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    if inspect.isclass(hint) and issubclass(hint, Enum):
        return " or ".join(f"`{one.value}`" for one in hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if getattr(hint, "__name__", "") == "date":
        return "day"
    raise TypeError(f"the reference has no word for {hint}")


def meaning(part: type[Part], name: str) -> str:
    """What a key means. Raises KeyError for one that nobody has described."""
    return of_key(part, name)["en"]


def _rows(part: type[Part]) -> list[str]:
    hints = get_type_hints(part, include_extras=True)
    rows = []
    for name, field in part.model_fields.items():
        key = field.alias or name
        default = field.default
        shown = f"**`{key}`**" if field.is_required() else f"`{key}`"
        if default not in (None, PydanticUndefined, (), "") and default is not False:
            value = default.value if isinstance(default, Enum) else default
            shown += f" (default `{', '.join(map(str, value)) if isinstance(value, tuple) else str(value).lower() if value is True else value}`)"
        rows.append(f"| {shown} | {form(hints[name])} | {meaning(part, name)} |")
    return rows


def page() -> str:
    """The whole page."""
    sections = []
    for one in parts():
        if one is model.Promise:
            about = "Any part that states a promise has these; a statement has nothing else."
        else:
            about = " ".join((one.__doc__ or "").split())
            if about == " ".join((Part.__doc__ or "").split()) or one.__doc__ is None:
                about = ""
        title = "The whole file" if one is PolicyFile else one.__name__
        rows = "\n".join(_rows(one))
        about = f"{about}\n\n" if about and one is not PolicyFile else ""
        sections.append(f"## {title}\n\n{about}| key | form | meaning |\n|---|---|---|\n{rows}\n")
    for words in _classes():
        if issubclass(words, Enum) and len(words) > 6:
            listed = " ".join(f"`{one.value}`" for one in words)
            sections.append(f"## {words.__name__}\n\n{' '.join((words.__doc__ or '').split())}\n\nOne of: {listed}\n")
    return _HEAD + "\n" + "\n".join(sections)
