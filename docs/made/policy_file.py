"""The reference of the policy file, made from `policy/model/`: every part, every key, its form and what it means.

A key's meaning is its description in the model; where the model has none, it is in `MEANINGS` here. A key with neither
fails the build of the page.
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
from jikim.policy.model import (
    Part,
    PolicyFile,
    care,
    contact,
    cookies,
    file,
    matters,
    part,
    what,
    where,
    who,
    whom,
    why,
    wording,
)
from jikim.policy.period import Period

_CLAUSE = "the promise's number in the published document; a refusal names it"
_LABEL = "what people read"
_NOTE = "the sentence under the label"
_COMMON = {"clause": _CLAUSE, "label": _LABEL, "note": _NOTE}

MEANINGS: dict[str, dict[str, str]] = {
    "Service": {
        "name": "the service's name",
        "controller": "who decides about the data: the company's name",
        "url": "the service's address; its host names the ledger",
        "country": "the controller's country, two letters (ISO 3166)",
        "time_zone": "the zone in which days begin and end (`Asia/Seoul`)",
        "languages": "the languages in which every text is given",
        "covers": "whose data the policy is about",
    },
    "Version": {
        "announced": "the day on which this version was announced",
        "effective": "the day from which it is in force; between the two lies the notice's lead",
    },
    "Item": {"type": "what a value is: its validator, its normal form and how it is masked"},
    "Refuse": {
        "types": "item types that are refused from anyone, inside free text too",
        "below_age": "nothing is taken from anyone below this age; 0: nobody is asked",
    },
    "Channel": {"kind": "who enters what comes this way"},
    "Partner": {
        "country": "where the partner is",
        "contact": "how it is reached",
        "records": "the record kinds that it may supply",
        "items": "the items that it may supply",
        "purposes": "what the supplied data is for",
    },
    "Purpose": {
        "group": "the heading under which the document lists it",
        "kind": "a well-known kind, about which `check` knows what it needs (delivery needs a carrier)",
        "basis": "the legal ground",
    },
    "Ends": {
        "on": "the events of which any one fulfils the purpose; a single name may stand without brackets, or alone for the whole part",
        "after": "or this long after the event in `from`",
        "from_": "the event from which `after` runs",
    },
    "Contents": {"type": "text, a structure (`data`) or a file"},
    "RecordItems": {
        "required": "the items without which the record is not taken",
        "optional": "the items that may come with it",
        "contents": "parts of the record that the item list does not name",
    },
    "Keep": {
        "items": "the items that rest; what no rule names is destroyed when the record ends",
        "for_": "for how long; counted from the day after the event",
        "from_": "the event from which it is counted: one of the record's, or `collected`, `ended`, `left`, `consent-withdrawn`",
    },
    "Record": {
        "of": "whose record it is",
        "items": "what it holds",
        "via": "the channels by which it comes",
        "for_": "the purposes that it serves",
        "ends": "what fulfils its purpose",
        "keep": "the retention rules; none: it is destroyed when it ends",
    },
    "Archive": {
        "place": "where records rest, in words",
        "cabinet": "where paper rests, in words",
        "paper": "how paper is destroyed",
        "purposes": "what resting records may be read for",
    },
    "Abroad": {
        "when": "when the data goes abroad",
        "how": "by what means",
        "contact": "whom to ask there",
        "refuse": "how to refuse it, and what that means",
        "ground": "on what ground it goes",
    },
    "Recipient": {
        "under": "the ground on which it may get data",
        "purposes": "for what",
        "records": "from which record kinds",
        "items": "which items",
        "country": "where it is",
        "abroad": "the particulars, where that is abroad",
        "until": "until when it holds them, in words",
        "contact": "how it is reached",
    },
    "Contract": {
        "signed": "the day of its signature",
        "ends": "its last day",
        "scope": "what it lets the processor do",
        "safeguards": "what it asks for the data's safety",
        "subprocessors": "who works for the processor",
        "inspect_every": "how often the processor is inspected",
    },
    "Processor": {
        "task": "what it does for the controller",
        "purposes": "for which purposes",
        "records": "from which record kinds",
        "items": "which items it gets",
        "until": "what ends its holding them",
        "country": "where it is",
        "abroad": "the particulars, where that is abroad",
        "contract": "what is agreed with it",
    },
    "CookiePurpose": {"essential": "set without asking: the service does not work without it"},
    "Cookie": {
        "purpose": "one of the cookie purposes",
        "set_by": "who sets it",
        "life": "how long it lives",
    },
    "Cookies": {
        "choices": "the choices that a visitor has",
        "purposes": "what cookies are for",
        "table": "every cookie that is set, by its name",
        "honour_gpc": "Global Privacy Control counts as a refusal",
        "what": "what a cookie is, in words",
        "limits": "what refusing them limits, in words",
        "browser_help": "how a browser is told, in words",
    },
    "Right": {
        "page": "the page on which it is exercised, by its name",
        "by": "the ways by which a request comes",
        "who": "who has it",
        "identity_check": "whoever asks is identified first",
        "within": "the time in which it is answered",
    },
    "Duty": {
        "every": "how often the service reminds of it",
        "limit": "the longest that a session lasts",
        "idle": "the longest that a session may stand idle",
        "laws": "the laws that it speaks of",
    },
    "Safeguard": {
        "kind": "kept by the system, or by people: then the system keeps the register and the due dates",
        "law": "the law that asks for it",
    },
    "Officer": {"title": "the post, never a person's name", "phone": "its telephone", "email": "its address"},
    "Officers": {"officer": "the privacy officer", "handler": "who handles questions"},
    "Body": {
        "kind": "the catalogue's row for it",
        "phone": "its telephone, as the policy states it",
        "url": "its address",
    },
    "Links": {"notice": "what is said before someone leaves for another site"},
    "Notice": {
        "where": "where changes are announced",
        "ordinary": "the least lead of any change",
        "important": "the least lead of a change that touches people's rights",
        "important_when": "which changes those are, in words",
        "clause_ordinary": "the number of the first promise",
        "clause_important": "the number of the second promise",
    },
    "ArchivePurpose": {},
    "Promise": {},
    "PolicyFile": {
        "jikim": "the file format's version",
        "service": "who speaks, for which service, under which laws",
        "version": "announced when, in force when",
        "items": "every item that is ever collected, by its name",
        "refuse": "what is never taken",
        "channels": "the ways by which data comes",
        "partners": "companies that supply data",
        "purposes": "what data is used for",
        "records": "the kinds of record: what they hold, what for, how long",
        "archive": "where and for what records rest",
        "recipients": "third parties that may get data",
        "processors": "who works with the data on the controller's behalf",
        "cookies": "cookies and the choices about them",
        "rights": "what people may ask, how, and in which time",
        "duties": "what users are asked to do",
        "safeguards": "how the data is kept safe",
        "officers": "whom to turn to",
        "bodies": "outside bodies that hear complaints",
        "links": "sites that are linked to",
        "notice": "how changes are announced, and how long before",
    },
}

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
_TEXT = next(extra.description for extra in get_args(model.Text)[1:] if getattr(extra, "description", None))
_PLAIN = {str: "words", int: "number", bool: "`true` or `false`"}


def parts() -> list[type[Part]]:
    """Every part that a file can hold, the whole file first, then in the order of the model."""
    return [PolicyFile, *(one for one in _classes() if issubclass(one, Part) and one not in (Part, PolicyFile))]


def _classes() -> Iterator[type]:
    """Every class of the model where it is written, in the order of its files and of their lines."""
    for module in (part, who, what, why, where, whom, cookies, care, contact, matters, wording, file):
        yield from (one for one in vars(module).values() if inspect.isclass(one) and one.__module__ == module.__name__)


def form(hint: Any) -> str:
    """A type in the reader's words."""
    for known, word in _FORMS:
        if hint == known:
            return word
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        if any(isinstance(extra, StringConstraints) and "[A-Z]{2}" in (extra.pattern or "") for extra in arguments[1:]):
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
    described = part.model_fields[name].description
    # The form `text` carries a description of its own, which says nothing of the key.
    if described == _TEXT:
        described = None
    return described or MEANINGS.get(part.__name__, {}).get(name) or _COMMON[name]


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
