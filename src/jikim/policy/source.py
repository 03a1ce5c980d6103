"""Reading YAML text into plain data that remembers where everything stood.

This is a deliberately small YAML: one document, no tags, keys that are text and occur once, aliases only to what is
finished and only until the whole has `MAX_NODES` parts. Plain scalars are null, `true`/`false`, whole numbers, dates
(`2013-01-29`) or text; `no`, `on` and `5.10` stay text. Each mistake is a finding with its position.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import yaml
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from jikim.policy import syntax
from jikim.policy.finding import Finding
from jikim.policy.nearest import nearest
from jikim.policy.source_text import UNREADABLE, Lines

MAX_NODES = 50_000
MAX_DEPTH = 32

MERGE, OWN = "<<", "x-"
_INT = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BLANKS = re.compile(r"\s*\t")
# Other line breaks than YAML 1.2's, tabs, directives, ends of documents, tags, and names of anchors with a colon.
_OTHERWISE = re.compile(r"[\t\x85\u2028\u2029\ufeff]|^(?:%|\.\.\.)|(?:^|[\s,\[{])![^ ]|[&*]\S*:|[>|]\S*#", re.MULTILINE)


@dataclass(slots=True)
class Node:
    """A value of a file: where it starts, and what it holds. `raw` is a plain scalar as written."""

    kind: Literal["map", "list", "scalar"]
    line: int
    column: int
    weight: int = 1
    value: Any = None
    raw: str | None = None
    entries: dict[str, tuple[int, int, Node]] = field(default_factory=dict)
    parts: list[Node] = field(default_factory=list)
    file: str = ""


def read(text: str, file: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """The document's root, or None where the text has no structure to go on with; and what is wrong with it as YAML."""
    reader = _Reader(Lines(text, file))
    events = scanned(text)
    root: Node | None = None
    try:
        for event in events:
            if isinstance(event, DocumentStartEvent) and root is not None:
                reader.say(
                    "several-documents",
                    event,
                    "문서가 둘 이상 들어 있습니다",
                    "the file holds more than one document",
                    ("`---`부터 끝까지 다른 파일로 옮겨 주세요", "move what follows `---` to a file of its own"),
                )
                break
            if isinstance(event, (ScalarEvent, AliasEvent, MappingStartEvent, SequenceStartEvent)):
                root = reader.node(event, events, 0)
    except _Stop:
        return None, tuple(reader.findings)
    except MarkedYAMLError as error:
        reader.findings.append(_syntax(error, reader.lines))
        return None, tuple(reader.findings)
    except YAMLError:
        reader.findings.append(
            reader.lines.error("yaml-syntax", 1, 1, "YAML로 읽을 수 없습니다", "the file can't be read as YAML")
        )
        return None, tuple(reader.findings)
    if root is not None:
        # What a file keeps for its own anchors: `x-rights: &rights {who: [member], within: 10d}`.
        root.entries = {name: entry for name, entry in root.entries.items() if not name.startswith(OWN)}
    if root is None or (root.kind == "scalar" and root.value is None):
        reader.findings.append(
            reader.lines.error(
                "empty-file",
                1,
                1,
                "파일이 비어 있습니다",
                "the file is empty",
                ("`jikim init`이 쓰는 틀에서 시작해 주세요", "start from what `jikim init` writes"),
            )
        )
        return None, tuple(reader.findings)
    return root, tuple(reader.findings)


def scanned(text: str) -> Iterator[Event]:
    """The text's YAML events. Raises YAMLError at what is no YAML.

    libyaml reads them where there is one, twenty times as fast as Python. It is of YAML 1.1: a text that it may read
    otherwise than YAML 1.2 would is not given to it, and one that it can't read is read again, in words that people know.
    """
    if yaml.__with_libyaml__ and _OTHERWISE.search(text) is None:
        with suppress(YAMLError):
            return iter(list(yaml.parse(text, Loader=yaml.CSafeLoader)))
    from jikim.policy.scanning import scanned_in_python

    return scanned_in_python(text)


def plain(node: Node) -> Any:
    """The node as plain data: dict, list, str, int, bool, date or None."""
    if node.kind == "map":
        return {key: plain(value) for key, (_, _, value) in node.entries.items()}
    if node.kind == "list":
        return [plain(part) for part in node.parts]
    return node.value


class _Stop(Exception):  # noqa: N818 - a signal within this file, not an error of the caller's
    """Reading can't go on; the reason is among the findings."""


class _Reader:
    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.findings: list[Finding] = []
        self.anchors: dict[str, Node] = {}

    def say(self, code: str, event: Event, ko: str, en: str, hint: tuple[str, str] | None = None) -> None:
        mark = event.start_mark
        self.findings.append(self.lines.error(code, mark.line + 1, mark.column + 1, ko, en, hint))

    def node(self, event: Event, events: Iterator[Event], depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.say(
                "too-deep",
                event,
                f"{MAX_DEPTH}단보다 깊게 겹쳐 있습니다",
                f"values are nested more than {MAX_DEPTH} deep",
                ("방침 파일은 그만큼 깊지 않습니다", "a policy file is never that deep"),
            )
            raise _Stop
        if isinstance(event, AliasEvent):
            return self.alias(event)
        if getattr(event, "tag", None) is not None:
            self.say(
                "tag-refused",
                event,
                "YAML 태그는 쓸 수 없습니다",
                "a YAML tag is not allowed here",
                ("`!`로 시작하는 말을 지워 주세요", "delete the word that starts with `!`"),
            )
        mark = event.start_mark
        line, column = mark.line + 1, mark.column + 1
        if isinstance(event, ScalarEvent):
            plain_style = event.style is None or event.style == ""
            text = self.readable(event)
            value = _scalar(text) if plain_style else text
            node = Node("scalar", line, column, value=value, file=self.lines.file)
            node.raw = event.value if plain_style else None
        elif isinstance(event, MappingStartEvent):
            node = Node("map", line, column, file=self.lines.file)
            self.mapping(node, events, depth)
        else:
            node = Node("list", line, column, file=self.lines.file)
            for part in events:
                if isinstance(part, SequenceEndEvent):
                    break
                found = self.node(part, events, depth + 1)
                node.parts.append(found)
                self.weigh(node, found, part)
        anchor: str | None = getattr(event, "anchor", None)
        if anchor is not None:
            # INVARIANT: an anchor is known only once its node is complete, so nothing can contain itself.
            self.anchors[anchor] = node
        return node

    def readable(self, event: ScalarEvent) -> str:
        """The text of a scalar. In double quotes an escape can stand for a character that the file itself may not hold."""
        text: str = event.value
        found = UNREADABLE.search(text)
        if found is None:
            return text
        self.say(
            "unreadable-character",
            event,
            f"글이 아닌 문자(U+{ord(found[0]):04X})를 `\\`로 적었습니다",
            f"an escape stands for a character that is not text (U+{ord(found[0]):04X})",
            ("그 문자를 지워 주세요", "delete it"),
        )
        return UNREADABLE.sub("\ufffd", text)

    def mapping(self, node: Node, events: Iterator[Event], depth: int) -> None:
        merged: list[Node] = []
        for key in events:
            if isinstance(key, MappingEndEvent):
                # What stands here wins over what is merged in, and of several the first.
                for one in merged:
                    for kept, entry in one.entries.items():
                        node.entries.setdefault(kept, entry)
                return
            name: str | None = None
            if isinstance(key, ScalarEvent):
                name = self.readable(key)
                if key.anchor is not None or getattr(key, "tag", None) is not None:
                    self.say("key-not-plain", key, "키에는 앵커나 태그를 달 수 없습니다", "a key has no anchor or tag")
            else:
                self.say(
                    "key-not-plain",
                    key,
                    "키는 글이어야 합니다",
                    "a key must be text",
                    ("목록이나 묶음은 값에만 쓸 수 있습니다", "lists, mappings and aliases can only be values"),
                )
                self.node(key, events, depth + 1)
            event = next(events)
            value = self.node(event, events, depth + 1)
            self.weigh(node, value, event)
            if name is None:
                continue
            if name == MERGE and isinstance(key, ScalarEvent) and not key.style:
                merged += self.merged(value, event)
                continue
            mark = key.start_mark
            if name in node.entries:
                first = node.entries[name][0]
                self.say(
                    "duplicate-key",
                    key,
                    f"`{name}` 키가 두 번 나옵니다. 첫 번째는 {first}행에 있습니다",
                    f"the key `{name}` occurs twice; the first is on line {first}",
                    ("하나를 지우거나 이름을 바꿔 주세요", "delete or rename one of them"),
                )
                continue
            node.entries[name] = (mark.line + 1, mark.column + 1, value)

    def merged(self, value: Node, event: Event) -> list[Node]:
        """The mappings that a merge key (`<<: *anchor`) brings in."""
        found = value.parts if value.kind == "list" else [value]
        if all(one.kind == "map" for one in found):
            return found
        self.say(
            "merge-not-a-mapping",
            event,
            "`<<`에는 묶음이나 묶음의 목록만 쓸 수 있습니다",
            "`<<` merges in a mapping, or a list of mappings",
            ("`<<: *앵커`처럼 적어 주세요", "write for example `<<: *anchor`"),
        )
        return []

    def alias(self, event: AliasEvent) -> Node:
        target = self.anchors.get(event.anchor)
        if target is None:
            meant = nearest(event.anchor, self.anchors)
            self.say(
                "unknown-alias",
                event,
                f"`*{event.anchor}` 앞에 `&{event.anchor}` 앵커가 없습니다",
                f"no finished `&{event.anchor}` stands before `*{event.anchor}`",
                (
                    (f"혹시 `*{meant}`? " if meant else "") + "앵커를 먼저 쓰거나 값을 그대로 적어 주세요",
                    (f"did you mean `*{meant}`? " if meant else "") + "put the anchor first, or write the value out",
                ),
            )
            return Node("scalar", event.start_mark.line + 1, event.start_mark.column + 1, file=self.lines.file)
        return target

    def weigh(self, whole: Node, part: Node, event: Event) -> None:
        whole.weight += part.weight
        if whole.weight > MAX_NODES:
            # Few bytes of nested aliases can stand for billions of values; they are counted, never built.
            self.say(
                "too-many-values",
                event,
                f"값이 {MAX_NODES:,}개보다 많습니다(별칭을 펼친 수)",
                f"more than {MAX_NODES:,} values, aliases written out",
                ("별칭이 별칭을 거듭 가리키지 않게 해 주세요", "don't let aliases multiply aliases"),
            )
            raise _Stop


def _scalar(text: str) -> Any:
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text in {"true", "True", "TRUE"}:
        return True
    if text in {"false", "False", "FALSE"}:
        return False
    if _INT.fullmatch(text):
        return int(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text


def _syntax(error: MarkedYAMLError, lines: Lines) -> Finding:
    mark = error.problem_mark or error.context_mark
    if mark is not None and error.context_mark is not None and not "".join(lines.lines[mark.line :]).strip():
        # What was never closed is found only at the end of the file; where it was opened is of more use.
        mark = error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    # YAML's own message can say only "found character that cannot start any token" where a tab indents a line.
    tabbed = _BLANKS.match(lines.source(line))
    if tabbed is not None and column <= tabbed.end() + 1:
        return lines.error(
            "tab-indent",
            line,
            tabbed.end(),
            "탭으로 들여쓸 수 없습니다",
            "a tab can't indent a line",
            ("빈칸으로 바꿔 주세요", "use spaces"),
        )
    problem = error.problem or "the text breaks off"
    known = syntax.said(problem)
    if known is not None:
        ko, en = known.text
        opened = error.context_mark
        if opened is not None and known.opened:
            line, column = opened.line + 1, opened.column + 1
        elif opened is not None and known.bracket and opened.line + 1 != line:
            ko, en = f"{ko}({opened.line + 1}행에서 연 것)", f"{en} (it opens on line {opened.line + 1})"
        return lines.error("yaml-syntax", line, column, ko, en, known.hint)
    return lines.error(
        "yaml-syntax",
        line,
        column,
        f"YAML로 읽을 수 없습니다: {problem}",
        f"the file can't be read as YAML: {problem}",
        (
            "들여쓰기, 콜론 뒤의 빈칸, 닫는 괄호와 따옴표를 확인해 주세요",
            "look at the indentation, the blank after a colon, and closing brackets and quotes",
        ),
    )
