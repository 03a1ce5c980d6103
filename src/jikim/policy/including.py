"""including: a policy that is split over files becomes one, and each of its parts remembers its file.

`include: [items.yaml, records/*.yaml]` names files beside the one that says so. Sections that are maps of names
(`items`, `records`, `purposes`…) are put together, the including file's names first, then those of each file in the
order of the list; a `*` stands for names in the order of their letters. Any other section stands in one file. A name
that is declared twice is an error that names both places, and so are a cycle, a file that is included twice and one
outside the directory of the first. Pure: `fetch` brings the files, and answers for where they lie.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_origin

from jikim.policy.finding import Finding, Position
from jikim.policy.model import PolicyFile
from jikim.policy.nearest import nearest
from jikim.policy.source import MAX_NODES, Node, read
from jikim.policy.source_text import MAX_CHARACTERS, Lines, decode

MAX_FILES = 64
MAX_NESTED = 8

KEY = "include"


class Piece(NamedTuple):
    """One file that was included: its name for people, what it is whatever name it goes by, and its bytes."""

    file: str
    identity: str
    content: bytes


class Absent(NamedTuple):
    """Why a file is not given: nothing of that name (`there` are names beside it), outside the directory, unreadable."""

    why: Literal["missing", "outside", "unreadable"]
    there: tuple[str, ...] = ()


Fetch = Callable[[str, str], tuple[Piece, ...] | Absent]
"""From the words of an `include` and the file that says them to the files; more than one where a `*` stands for them.
"""


@dataclass
class Gathered:
    """A policy's files as one tree. `root` is None where a file has no structure to go on with."""

    root: Node | None
    findings: list[Finding]
    lines: dict[str, Lines]
    _size: int = 0
    _seen: dict[str, str] = field(default_factory=dict)


def sections() -> frozenset[str]:
    """The sections that may be spread over files: maps of names."""
    return frozenset(
        info.alias or name
        for name, info in PolicyFile.model_fields.items()
        if isinstance(origin := get_origin(info.annotation), type) and issubclass(origin, Mapping)
    )


def gather(root: Node, file: str, lines: Lines, fetch: Fetch | None, identity: str) -> Gathered:
    """The tree of a whole policy: the first file's `root` with what it includes, `include` itself taken out."""
    gathered = Gathered(root, [], {file: lines}, _size=sum(map(len, lines.lines)), _seen={identity: file})
    if root.kind == "map" and KEY in root.entries:
        whole = _copy(root)
        gathered.root = whole
        _include(whole, whole, file, fetch, gathered, (identity,))
    return gathered


def _copy(node: Node) -> Node:
    # A section may be an alias's target as well: what is merged into it must not show up there.
    return Node(node.kind, node.line, node.column, node.weight, entries=dict(node.entries), file=node.file)


def _include(
    whole: Node, said: Node, file: str, fetch: Fetch | None, gathered: Gathered, chain: tuple[str, ...]
) -> None:
    line, column, value = said.entries.pop(KEY)
    lines = gathered.lines[file]

    def wrong(code: str, node: Node | None, ko: str, en: str, hint: tuple[str, str] | None = None) -> None:
        at = (line, column) if node is None else (node.line, node.column)
        gathered.findings.append(lines.error(code, *at, ko, en, hint, (KEY,)))

    for part in value.parts if value.kind == "list" else [value]:
        pattern = part.value
        if value.kind != "list" or not isinstance(pattern, str) or not pattern:
            hint = (
                "`include: [items.yaml, records/*.yaml]`처럼 적어 주세요",
                "write `include: [items.yaml, records/*.yaml]`",
            )
            if value.kind == "list":
                wrong("wrong-type", part, "여기에는 파일 이름이 와야 합니다", "this must be the name of a file", hint)
            else:
                wrong(
                    "wrong-type",
                    part,
                    "여기에는 파일 이름의 목록이 와야 합니다",
                    "this must be a list of file names",
                    hint,
                )
            continue
        if not _plain(pattern):
            wrong(
                "include-outside",
                part,
                f"`{pattern}`: 이 방침의 폴더를 벗어나는 이름입니다",
                f"`{pattern}` does not stay in the policy's directory",
                (
                    "이 파일이 있는 폴더 안의 이름을 `/`로 이어 적어 주세요",
                    "name files below this one, with `/` between: no `..`, no absolute path",
                ),
            )
            continue
        if fetch is None:
            wrong(
                "include-unreadable",
                part,
                f"`{pattern}`: 여기서는 다른 파일을 읽지 않습니다",
                f"`{pattern}`: no other file is read here",
                ("방침을 한 파일에 담아 주세요", "put the policy into one file"),
            )
            continue
        if len(chain) > MAX_NESTED:
            wrong(
                "include-too-deep",
                part,
                f"`include`가 {MAX_NESTED}단보다 깊습니다",
                f"more than {MAX_NESTED} files include one another",
            )
            continue
        found = fetch(pattern, file)
        if isinstance(found, Absent):
            wrong(*_absent(found, pattern, part))
            continue
        for piece in found:
            if piece.identity == chain[-1] and len(found) > 1:
                continue  # `*.yaml` means the others.
            if piece.identity in chain:
                wrong(
                    "include-cycle",
                    part,
                    f"`{piece.file}` 파일이 자신을 다시 포함합니다",
                    f"`{piece.file}` includes itself",
                    ("이 이름을 지워 주세요", "take it out of the list")
                    if piece.identity == chain[-1]
                    else ("포함하는 쪽을 하나만 남겨 주세요", "let one of the two include the other"),
                )
                continue
            if piece.identity in gathered._seen:
                wrong(
                    "include-twice",
                    part,
                    f"`{piece.file}` 파일은 이미 포함되어 있습니다",
                    f"`{piece.file}` is included already",
                    ("한 번만 적어 주세요", "name it once"),
                )
                continue
            if len(gathered._seen) >= MAX_FILES:
                wrong("include-too-many", part, f"파일이 {MAX_FILES}개보다 많습니다", f"more than {MAX_FILES} files")
                return
            gathered._seen[piece.identity] = piece.file
            _merge(whole, piece, fetch, gathered, chain, wrong, part)


def _plain(pattern: str) -> bool:
    steps = pattern.split("/")
    return "\\" not in pattern and "**" not in pattern and ":" not in pattern and not {"", ".", "..", "~"} & set(steps)


def _absent(found: Absent, pattern: str, part: Node) -> tuple[str, Node, str, str, tuple[str, str] | None]:
    if found.why == "outside":
        hint = ("방침의 폴더 안에 둔 파일만 포함합니다", "only files in the policy's own directory are included")
        return (
            "include-outside",
            part,
            f"`{pattern}`: 이 방침의 폴더 밖에 있는 파일입니다",
            f"`{pattern}` lies outside the policy's directory",
            hint,
        )
    if found.why == "unreadable":
        return "include-unreadable", part, f"`{pattern}` 파일을 읽을 수 없습니다", f"`{pattern}` can't be read", None
    near = nearest(pattern, found.there)
    names = ", ".join(f"`{name}`" for name in found.there[:12])
    told = None
    if near:
        told = (f"혹시 `{near}`?", f"did you mean `{near}`?")
    elif names:
        told = (f"있는 파일: {names}", f"there are {names}")
    return "include-missing", part, f"`{pattern}` 파일이 없습니다", f"there is no file `{pattern}`", told


def _merge(
    whole: Node,
    piece: Piece,
    fetch: Fetch,
    gathered: Gathered,
    chain: tuple[str, ...],
    wrong: Callable[[str, Node | None, str, str, tuple[str, str] | None], None],
    part: Node,
) -> None:
    text, findings = decode(piece.content, piece.file)
    lines = Lines(text, piece.file)
    gathered.lines[piece.file] = lines
    gathered._size += len(text)
    if gathered._size > MAX_CHARACTERS and not findings:
        wrong(
            "file-too-large",
            part,
            f"방침의 파일을 모두 합해 {MAX_CHARACTERS:,}자까지 읽습니다",
            f"a policy's files have at most {MAX_CHARACTERS:,} characters together",
            None,
        )
        return
    root = None
    if not findings:
        root, findings = read(text, piece.file)
    gathered.findings += findings
    if root is None:
        return
    if root.kind != "map":
        gathered.findings.append(
            lines.error(
                "wrong-type",
                root.line,
                root.column,
                "여기에는 `이름: 값` 묶음이 와야 합니다",
                "this must be a mapping of names to values",
            )
        )
        return
    whole.weight += root.weight
    if whole.weight > MAX_NODES:
        wrong("too-many-values", part, f"값이 {MAX_NODES:,}개보다 많습니다", f"more than {MAX_NODES:,} values", None)
        return
    root = _copy(root)
    nested = root.entries.pop(KEY, None)
    spread = sections()
    for name, (line, column, value) in root.entries.items():
        had = whole.entries.get(name)
        if had is None:
            whole.entries[name] = (line, column, value)
        elif name in spread and had[2].kind == value.kind == "map":
            together = _copy(had[2])
            for key, entry in value.entries.items():
                if key in together.entries:
                    first = together.entries[key]
                    _twice(gathered, lines, entry, key, first, (name, key))
                else:
                    together.entries[key] = entry
            whole.entries[name] = (had[0], had[1], together)
        elif name != "jikim" or had[2].value != value.value:
            # Each file may say which format it is written in.
            _twice(gathered, lines, (line, column, value), name, had, (name,))
    if nested is not None:
        root.entries = {KEY: nested}
        _include(whole, root, piece.file, fetch, gathered, (*chain, piece.identity))


def _twice(
    gathered: Gathered,
    lines: Lines,
    entry: tuple[int, int, Node],
    name: str,
    first: tuple[int, int, Node],
    path: tuple[str, ...],
) -> None:
    place = Position(first[2].file, first[0], first[1])
    gathered.findings.append(
        lines.error(
            "declared-twice",
            entry[0],
            entry[1],
            f"`{name}`: {place}에 이미 있습니다",
            f"`{name}` is declared at {place} already",
            ("하나를 지우거나 이름을 바꿔 주세요", "delete or rename one of them"),
            path,
        )
    )
