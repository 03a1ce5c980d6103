"""parse: the text of a policy file becomes typed data, with a position for each of its parts.

All structural mistakes are found at once: those of YAML (`source`), those of a policy split over files (`including`),
then those of the model, each as a finding at the key or value that is wrong. What the parts mean is left to `check`.
Pure: the text is passed in, and `fetch` brings further files; `file` is only a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from jikim.policy.finding import Finding, Path, Position, in_order
from jikim.policy.form import allowed_keys, description
from jikim.policy.including import Fetch, gather
from jikim.policy.masking import NOT_DESTROYED, means_masking
from jikim.policy.model import PolicyFile
from jikim.policy.model.part import Text
from jikim.policy.nearest import nearest
from jikim.policy.source import Node, plain, read
from jikim.policy.source_text import Lines, decode


@dataclass(frozen=True, slots=True)
class Location:
    """Where a part of the file stands: its key (none for a list's element) and its value."""

    key: Position | None
    value: Position
    scalar: bool


@dataclass(frozen=True)
class Parsed:
    """A policy file, read. `policy` is None where its structure has a mistake; the findings then say which."""

    file: str
    text: str
    policy: PolicyFile | None
    positions: Mapping[Path, Location]
    findings: tuple[Finding, ...]
    lines: Lines = field(repr=False)
    others: Mapping[str, Lines] = field(default_factory=dict, repr=False)

    @property
    def files(self) -> tuple[str, ...]:
        """The names of all files that were read, this one first."""
        return (self.file, *(name for name in self.others if name != self.file))

    def at(self, path: Path) -> Position:
        """Where a part stands: a plain value itself, and of a list or mapping its key. The nearest parent's, where the
        file leaves the part out."""
        while path and path not in self.positions:
            path = path[:-1]
        place = self.positions.get(path)
        if place is None:
            return Position(self.file, 1, 1)
        return place.value if place.scalar or place.key is None else place.key

    def key(self, path: Path) -> Position:
        """Where a part's key stands; for a list's element, the element."""
        place = self.positions.get(path)
        if place is None:
            return self.at(path)
        return place.key or place.value

    def source(self, position: Position) -> str:
        """The line that a position is on, of whichever file."""
        return self.others.get(position.file, self.lines).source(position.line)

    def error(
        self, code: str, position: Position, ko: str, en: str, hint: tuple[str, str] | None = None, path: Path = ()
    ) -> Finding:
        """An error at a place of whichever file."""
        lines = self.others.get(position.file, self.lines)
        return lines.error(code, position.line, position.column, ko, en, hint, path)


def parse(text: str | bytes, file: str, fetch: Fetch | None = None, identity: str = "") -> Parsed:
    """Reads and validates a policy file. Never raises for what the text holds: mistakes are in `Parsed.findings`.

    `file` is the name that positions carry. At most `source.MAX_CHARACTERS` characters are read, of all files together.
    `fetch` brings the files that it includes, and knows this one as `identity`; without it, none is included.
    """
    text, findings = decode(text, file)
    lines = Lines(text, file)
    if findings:
        return Parsed(file, text, None, {}, findings, lines)
    root, findings = read(text, file)
    if root is None:
        return Parsed(file, text, None, {}, in_order(findings), lines)
    gathered = gather(root, file, lines, fetch, identity or file)
    root = gathered.root or root
    findings = (*findings, *gathered.findings)
    positions: dict[Path, Location] = {}
    _locate(root, (), None, positions)
    nodes: dict[Path, Node] = {}
    _index(root, (), nodes)
    for short in [path for path in nodes if len(path) >= 4 and path[0] == "records" and path[2] == "ends"]:
        # `ends: {paid: …}` is short for what stands under `on`.
        full = (*short[:3], "on", *short[3:])
        if short[3] not in ("on", "after", "from", "unless") and (*short[:3], "on") not in nodes:
            nodes[full], positions[full] = nodes[short], positions[short]
    policy, errors = _validate(plain(root), nodes)
    parsed = Parsed(file, text, policy, positions, (), lines, gathered.lines)
    # What a file that could not be read would have declared is not missed besides.
    errors = [error for error in errors if not gathered.findings or error["type"] != "missing"]
    if _is_part(root, errors):
        part = lines.error(
            "not-a-whole-policy",
            1,
            1,
            "나누어 적은 방침의 한 부분입니다. 이 파일만으로는 볼 수 없습니다",
            "this is a part of a policy, and can't be judged alone",
            (
                "이 파일을 `include`로 부르는 파일을 확인해 주세요. 온전한 방침은 `jikim: 1`로 시작합니다",
                "name the file that says `include`; a whole policy begins with `jikim: 1`",
            ),
        )
        findings = (*findings, part)
        errors = [error for error in errors if error["type"] != "missing" or len(error["loc"]) > 1]
    explained = tuple(_explain(error, parsed, nodes) for error in _told_once(errors, nodes))
    found = in_order((*findings, *explained))
    return Parsed(file, text, policy if not found else None, positions, found, lines, gathered.lines)


def _is_part(root: Node, errors: Sequence[ErrorDetails]) -> bool:
    """Whether a file is one that another includes: it neither calls itself a policy nor says whose it would be."""
    missed = {error["loc"] for error in errors if error["type"] == "missing"}
    return root.kind == "map" and {("jikim",), ("service",), ("version",)} <= missed


def _locate(node: Node, path: Path, key: Position | None, into: dict[Path, Location]) -> None:
    # An empty value starts wherever the next token does, so its key says better where it is.
    scalar = node.kind == "scalar" and node.value is not None
    into[path] = Location(key, Position(node.file, node.line, node.column), scalar)
    for name, (line, column, value) in node.entries.items():
        _locate(value, (*path, name), Position(value.file, line, column), into)
    for index, part in enumerate(node.parts):
        _locate(part, (*path, index), None, into)


def _index(node: Node, path: Path, into: dict[Path, Node]) -> None:
    into[path] = node
    for name, (_, _, value) in node.entries.items():
        _index(value, (*path, name), into)
    for index, part in enumerate(node.parts):
        _index(part, (*path, index), into)


def _validate(data: Any, nodes: Mapping[Path, Node]) -> tuple[PolicyFile | None, list[ErrorDetails]]:
    policy, errors = _validated(data)
    # `clause: 7.10` or `phone: 118` is text as written: quotes are asked of nobody. A second pass takes such values by
    # their letters where the model asked for text.
    again = False
    for error in errors:
        path = tuple(error["loc"])
        node = nodes.get(path)
        if error["type"] == "string_type" and node is not None and node.raw and node.value is not None:
            _put(data, path, node.raw)
            again = True
    return _validated(data) if again else (policy, errors)


def _validated(data: Any) -> tuple[PolicyFile | None, list[ErrorDetails]]:
    try:
        return PolicyFile.model_validate(data, by_alias=True, by_name=False), []
    except ValidationError as error:
        # Inputs are left out: a value never travels further than the file it stands in.
        return None, error.errors(include_input=False, include_url=False)


def _put(data: Any, path: Path, value: str) -> None:
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value


# ---- what pydantic says, in words


def _told_once(errors: list[ErrorDetails], nodes: Mapping[Path, Node]) -> list[ErrorDetails]:
    """Of a value that fits neither of two types, what it is nearer to: `sessino` is no period, but nearly `session`."""
    fuller: set[Path] = set()
    nearer: set[Path] = set()
    for error in errors:
        union = tuple(error["loc"][:-1])
        if str(error["loc"][-1:]).startswith("('function-"):
            fuller.add(union)
        elif error["type"] == "literal_error" and union in nodes:
            said = str(nodes[union].raw or nodes[union].value or "")
            if nearest(said, _choices(str(error.get("ctx", {}).get("expected", "")))):
                nearer.add(union)
    told = []
    for error in errors:
        union = tuple(error["loc"][:-1])
        if union not in fuller or (error["type"] == "literal_error") is (union in nearer):
            told.append(error)
    return told


def _explain(error: ErrorDetails, parsed: Parsed, nodes: Mapping[Path, Node]) -> Finding:
    loc = tuple(step for step in error["loc"] if step != "[key]")
    of_key = "[key]" in error["loc"]
    known = loc
    while known and known not in nodes:
        known = known[:-1]
    kind = error["type"]
    if kind == "missing":
        return _missing(known, str(loc[-1]), parsed)
    if kind == "extra_forbidden":
        return _unknown(known, parsed)
    node = nodes[known]
    position = parsed.key(known) if of_key or node.value is None else parsed.at(known)
    name = str(known[-1]) if known else ""
    code, ko, en, hint = _words(error, node, of_key, name)
    if kind == "dict_type" and node.kind == "scalar" and description(known[:-1], name) == _TEXT:
        hint = (f"언어마다 적습니다: `{name}: {{ko: …, en: …}}`", f"write it by language: `{name}: {{ko: …, en: …}}`")
    if code == "bad-name" and not of_key and _of_statute(known):
        hint = _STATUTE_HINT
    elif code == "bad-name" and not of_key and (meant := _declared(str(node.value), nodes)):
        hint = (
            f"혹시 `{meant}`? 표시 이름(label)이 아니라 이름을 적습니다",
            f"did you mean `{meant}`? Names are written here, not labels",
        )
    return parsed.error(code, position, ko, en, hint, known)


# Where a file cites, by a name of the catalogue.
_CITING = frozenset({"because", "law", "laws", "under", "own_duty"})
_STATUTE_HINT = (
    "법령은 목록의 이름으로 적습니다: `kr.ecommerce.contract`. 이름은 docs/reference/statutes.md에 있습니다",
    "statutes go by their names in the catalogue, such as `kr.ecommerce.contract`: docs/reference/statutes.md lists them",
)


def _of_statute(path: Path) -> bool:
    return path[-1] in _CITING or (isinstance(path[-1], int) and path[-2] in _CITING)


_TEXT = next(part.description for part in get_args(Text) if isinstance(part, FieldInfo))


def _missing(parent: Path, name: str, parsed: Parsed) -> Finding:
    position = parsed.key(parent) if parent else parsed.at(())
    where_ko = f"`{_dotted(parent)}`에" if parent else "파일에"
    where_en = f"`{_dotted(parent)}`" if parent else "the file"
    # The pydantic model says what a key is for; where it says nothing, its name must do.
    told = description(parent, name)
    line = "jikim: 1" if not parent and name == "jikim" else f"{name}:"
    return parsed.error(
        "missing-key",
        position,
        f"{where_ko} `{name}` 키가 없습니다",
        f"{where_en} lacks the key `{name}`",
        (f"`{line}` 줄을 추가해 주세요", f"add `{line}`" + (f" ({told})" if told else "")),
        parent,
    )


def _unknown(path: Path, parsed: Parsed) -> Finding:
    position = parsed.key(path)
    name = str(path[-1])
    allowed = allowed_keys(path[:-1])
    if path[0] == "records" and means_masking(name):
        return parsed.error("masked-not-destroyed", position, *NOT_DESTROYED, path)
    near = nearest(name, allowed)
    names = ", ".join(f"`{key}`" for key in allowed)
    ko = (f"혹시 `{near}`? " if near else "") + f"쓸 수 있는 키: {names}"
    en = (f"did you mean `{near}`? " if near else "") + f"allowed keys: {names}"
    return parsed.error(
        "unknown-key",
        position,
        f"`{name}` 키는 여기에 쓸 수 없습니다",
        f"the key `{name}` is not allowed here",
        (ko, en) if allowed else None,
        path,
    )


def _declared(said: str, nodes: Mapping[Path, Node]) -> str | None:
    """The declared thing whose name or label is nearest to what was written where a name must stand."""
    labels: dict[str, list[str]] = {}
    for path, node in nodes.items():
        if len(path) >= 3 and path[-2] == "label" and isinstance(node.value, str):
            name = f"{path[1]}.{path[4]}" if path[3:4] == ("contents",) else str(path[-3])
            labels.setdefault(name, []).append(node.value)
    return nearest(said, labels, labels)


_NAME_HINT = (
    "소문자로 시작하고 소문자, 숫자, `.`, `_`, `-`만 씁니다",
    "a name starts with a small letter and holds small letters, digits, `.`, `_` and `-`",
)


def _words(error: ErrorDetails, node: Node, of_key: bool, name: str) -> tuple[str, str, str, tuple[str, str] | None]:
    """Code, Korean, English, hint."""
    kind = error["type"]
    context = error.get("ctx", {})
    empty = node.kind == "scalar" and node.value is None
    if empty and not of_key:
        return (
            "empty-value",
            f"`{name}` 값이 비어 있습니다",
            f"`{name}` has no value",
            ("값을 적거나 키를 지워 주세요", "give it a value, or delete the key"),
        )
    if kind in {"enum", "literal_error"}:
        return _choice(str(context.get("expected", "")), name if of_key else str(node.raw or node.value or ""))
    if kind == "string_pattern_mismatch":
        if of_key or "a-z" in str(context.get("pattern")):
            return "bad-name", "이름의 꼴이 맞지 않습니다", "this is not a name", _NAME_HINT
        pattern = context.get("pattern")
        if pattern == "^[A-Z]{2}$":
            hint = ("`KR`처럼 대문자 두 글자로 적습니다", "write two capital letters, such as `KR` (ISO 3166)")
            return "bad-country", "국가 부호가 아닙니다", "this is not a country's code", hint
        return "bad-value", f"값의 꼴이 `{pattern}`에 맞지 않습니다", f"the value does not match `{pattern}`", None
    if kind == "value_error" and "period" in error["msg"]:
        return (
            "bad-period",
            "기간이 아닙니다",
            "this is not a period",
            (
                "정수에 min, h, d, w, mo, y를 붙입니다: `5y`, `6mo`, `30d`. 길어야 `999y`입니다",
                "write a whole number and one of min, h, d, w, mo, y: `5y`, `6mo`, `30d`; at most `999y`",
            ),
        )
    if kind.startswith("date"):
        hint = ("`2013-02-05`처럼 적어 주세요", "write it as `2013-02-05`")
        if _DAY.fullmatch(str(node.raw or node.value)):
            return "bad-date", "달력에 없는 날입니다", "no calendar has this day", None
        return "bad-date", "날짜가 아닙니다", "this is not a date", hint
    wanted = _WANTED.get(kind)
    if wanted is not None:
        return "wrong-type", f"여기에는 {wanted[0]} 와야 합니다", f"this must be {wanted[1]}", None
    message = error["msg"][:1].lower() + error["msg"][1:]
    for key, (ko, en) in _LIMITS.items():
        if key in context:
            return "bad-value", ko.format(context[key]), en.format(context[key]), None
    return "bad-value", f"값이 알맞지 않습니다: {message}", message, None


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LIMITS = {
    "ge": ("{}보다 작을 수 없습니다", "this can't be less than {}"),
    "le": ("{}보다 클 수 없습니다", "this can't be more than {}"),
    "min_length": ("비어 있을 수 없습니다", "this can't be empty"),
    "max_length": ("{}자보다 길 수 없습니다", "this can't be longer than {}"),
}
_WANTED = {
    "string_type": ("글이", "text"),
    "tuple_type": ("목록이", "a list"),
    "list_type": ("목록이", "a list"),
    "mapping_type": ("`이름: 값` 묶음이", "a mapping of names to values"),
    "dict_type": ("`이름: 값` 묶음이", "a mapping of names to values"),
    "model_type": ("`이름: 값` 묶음이", "a mapping of names to values"),
    "model_attributes_type": ("`이름: 값` 묶음이", "a mapping of names to values"),
    "bool_type": ("`true`나 `false`가", "`true` or `false`"),
    "bool_parsing": ("`true`나 `false`가", "`true` or `false`"),
    "int_type": ("정수가", "a whole number"),
    "int_parsing": ("정수가", "a whole number"),
    "int_parsing_size": ("그보다 작은 정수가", "a smaller whole number"),
    "int_from_float": ("정수가", "a whole number"),
}


def _choices(expected: str) -> list[str]:
    return [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",")]


def _choice(expected: str, given: str) -> tuple[str, str, str, tuple[str, str]]:
    choices = _choices(expected)
    near = nearest(given, choices)
    names = ", ".join(f"`{choice}`" for choice in choices)
    return (
        "bad-choice",
        "쓸 수 있는 값이 아닙니다",
        "this is not one of the values allowed here",
        (
            (f"혹시 `{near}`? " if near else "") + f"쓸 수 있는 값: {names}",
            (f"did you mean `{near}`? " if near else "") + f"allowed values: {names}",
        ),
    )


def _dotted(path: Path) -> str:
    return ".".join(str(step) for step in path)
