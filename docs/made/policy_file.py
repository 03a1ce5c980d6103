"""The reference of the policy file, made from `policy/model/`: every part, every key, its form and what it means.

A key's meaning is its description in the model; where the model has none, it is in `policy/meanings.yaml`, as is all that
is said in Korean. A key without one fails the build of the page.
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
from jikim.policy.meanings import of_key, of_part
from jikim.policy.model import (
    Language,
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
    systems,
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

A key in **bold** must be given. Where a form is one of the parts below, it links to it. [한국어](policy-file.ko.md)
"""
_HEAD_KO = """\
# 방침 파일

`make docs`가 `src/jikim/policy/model/`에서 만듭니다. `jikim schema`는 같은 내용을 편집기가 읽는 JSON Schema로 출력합니다. [English](policy-file.md)

방침은 YAML 파일 하나입니다. 여기에 없는 키는 오류이므로, 잘못 적은 약속이 지켜지는 약속처럼 보이는 일이 없습니다.
`jikim check FILE`은 잘못된 것을 파일, 줄, 칸과 함께 한꺼번에 알려 줍니다.
[`homepage/policy.yaml`](../../homepage/policy.yaml)은 설명이 달린 전체 예제입니다.

## 형식

| 형식 | 뜻 |
|---|---|
| 글 | 언어별로 적은 같은 말: `{ko: 이름, en: Name}` |
| 이름 | 직접 정하는 이름. 소문자와 숫자, 그 사이의 `.` `_` `-` (`marketing.events`) |
| 참조 | 항목의 이름(`email`)이나 기록 고유의 내용(`order.lines`. 그 기록 안에서는 `lines`) |
| 기간 | 숫자와 단위: `30min`, `12h`, `30d`, `2w`, `6mo`, `5y`. [기간을 세는 방법](../adr/0004-periods-by-the-civil-act.md)(영어) |
| 조항 | 공개한 문서의 번호: `5.3` |
| 국가 | 영문 대문자 두 자 |
| 날짜 | `2013-02-05` |

**굵은** 키는 반드시 적어야 합니다. 형식이 아래의 부분이면 그 부분으로 이어집니다.
"""
_WORDS = {
    "name": "이름", "reference": "참조", "clause": "조항", "text": "글", "country": "국가", "period": "기간", "day": "날짜",
    "words": "말", "number": "숫자", " or ": " 또는 ", "list of {}": "{} 목록", "map: {} → {}": "표: {} → {}",
    "{}, or one alone": "{}. 하나이면 그대로", "default": "기본값", "One of": "다음 가운데 하나", "key": "키", "form": "형식",
    "meaning": "뜻", "The whole file": "파일 전체",
    "Any part that states a promise has these; a statement has nothing else.": "약속을 적는 부분에는 모두 있으며, 안내에는 이것만 있습니다.",
}  # fmt: skip

_FORMS: tuple[tuple[Any, str], ...] = (
    (model.Name, "name"),
    (model.Ref, "reference"),
    (model.Clause, "clause"),
    (model.Text, "text"),
    (model.Country, "country"),
    (Period, "period"),
)
_PLAIN = {str: "words", int: "number"}


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
        systems,
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


def _said(english: str, language: Language) -> str:
    return english if language == "en" else _WORDS[english]


def form(hint: Any, language: Language = "en") -> str:
    """A type in the reader's words."""
    for known, word in _FORMS:
        if hint == known:
            return _said(word, language)
    origin, arguments = get_origin(hint), get_args(hint)
    either = _said(" or ", language)
    if origin is Annotated and any(isinstance(extra, part.Names) for extra in arguments[1:]):
        rest = (extra for extra in arguments[1:] if not isinstance(extra, part.Names))
        return form(Annotated[(arguments[0], *rest)], language)
    if origin is Annotated:
        if any(isinstance(extra, StringConstraints) and "[A-Z]{2}" in str(extra.pattern) for extra in arguments[1:]):
            return _said("country", language)
        inner = form(arguments[0], language)
        if any(isinstance(extra, BeforeValidator) and extra.func is where._texts for extra in arguments[1:]):
            return _said("{}, or one alone", language).format(inner)
        return inner
    if origin is Literal:
        return either.join(f"`{value}`" for value in arguments)
    if origin in (Union, types.UnionType):
        return either.join(form(one, language) for one in arguments if one is not type(None))
    if origin is tuple:
        return _said("list of {}", language).format(form(arguments[0], language))
    if origin is not None and issubclass(origin, Mapping):
        return _said("map: {} → {}", language).format(*(form(one, language) for one in arguments))
    if inspect.isclass(hint) and (issubclass(hint, Part) or (issubclass(hint, Enum) and len(hint) > 6)):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    if inspect.isclass(hint) and issubclass(hint, Enum):
        return either.join(f"`{one.value}`" for one in hint)
    if hint is bool:
        return either.join(("`true`", "`false`"))
    if hint in _PLAIN:
        return _said(_PLAIN[hint], language)
    if getattr(hint, "__name__", "") == "date":
        return _said("day", language)
    raise TypeError(f"the reference has no word for {hint}")


def _rows(part: type[Part], language: Language) -> list[str]:
    """A part's keys. Raises KeyError for one that nobody has described in that language."""
    hints = get_type_hints(part, include_extras=True)
    rows = []
    for name, field in part.model_fields.items():
        key = field.alias or name
        default = field.default
        shown = f"**`{key}`**" if field.is_required() else f"`{key}`"
        if default not in (None, PydanticUndefined, (), "") and default is not False:
            value = default.value if isinstance(default, Enum) else default
            said = (
                ", ".join(map(str, value))
                if isinstance(value, tuple)
                else str(value).lower()
                if value is True
                else value
            )
            shown += f" ({_said('default', language)} `{said}`)"
        rows.append(f"| {shown} | {form(hints[name], language)} | {of_key(part, name)[language]} |")
    return rows


def _about(one: type, language: Language) -> str:
    """What a part is, or a set of words."""
    if one is model.Promise:
        return _said("Any part that states a promise has these; a statement has nothing else.", language)
    if language == "ko":
        return of_part(one.__name__).get("ko", "")
    about = " ".join((one.__doc__ or "").split())
    return "" if one is PolicyFile or about == " ".join((Part.__doc__ or "").split()) else about


def page(language: Language = "en") -> str:
    """The whole page."""
    sections = []
    head = " | ".join(_said(word, language) for word in ("key", "form", "meaning"))
    for one in parts():
        title = _said("The whole file", language) if one is PolicyFile else one.__name__
        about = f"{said}\n\n" if (said := _about(one, language)) else ""
        rows = "\n".join(_rows(one, language))
        sections.append(f"## {title}\n\n{about}| {head} |\n|---|---|---|\n{rows}\n")
    for words in _classes():
        if issubclass(words, Enum) and len(words) > 6:
            listed = " ".join(f"`{one.value}`" for one in words)
            about = f"{said}\n\n" if (said := _about(words, language)) else ""
            sections.append(f"## {words.__name__}\n\n{about}{_said('One of', language)}: {listed}\n")
    return (_HEAD if language == "en" else _HEAD_KO) + "\n" + "\n".join(sections)
