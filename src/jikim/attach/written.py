"""A mapping as it was written, with its lines, so that each finding says its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as Path_
from pathlib import PurePath

from jikim.errors import JikimError
from jikim.policy.finding import Finding, Path, Position, Severity, Words
from jikim.policy.source import Node, plain
from jikim.policy.source import read as read_yaml
from jikim.policy.source_text import decode


@dataclass(frozen=True)
class Written:
    """A mapping as it was written: its tree, and its lines."""

    file: str
    tree: Node
    lines: tuple[str, ...]

    @property
    def people(self) -> str:
        return self.word("people")

    def word(self, name: str) -> str:
        """What stands at the top, as it is written: `backups`, `database`, `zone`; empty where nothing says it."""
        return str(plain(self.tree).get(name, ""))

    @property
    def tables(self) -> Mapping[str, Mapping[str, object]]:
        found = plain(self.tree).get("tables")
        return {name: one for name, one in found.items() if isinstance(one, dict)} if isinstance(found, dict) else {}

    @property
    def items(self) -> dict[str, dict[str, str]]:
        """The items of columns, by a table's name without its schema, in lower case as statements are seen."""
        return {
            name.rpartition(".")[2].lower(): {str(column).lower(): str(item) for column, item in items.items()}
            for name, one in self.tables.items()
            if isinstance(items := one.get("items"), dict)
        }

    def finding(self, code: str, path: Path, text: Words, hint: Words, severity: Severity = Severity.ERROR) -> Finding:
        """A finding at the place in the file that a path names, or at the nearest above it that there is."""
        line, column, node = 1, 1, self.tree
        for step in path:
            if node.kind == "map" and str(step) in node.entries:
                line, column, node = node.entries[str(step)]
            elif node.kind == "list" and isinstance(step, int) and step < len(node.parts):
                node = node.parts[step]
                line, column = node.line, node.column
            else:
                break
        source = self.lines[line - 1] if line <= len(self.lines) else ""
        return Finding(code, severity, path, Position(self.file, line, column), source, text, hint)


def columns_to_person(told: Mapping[str, object]) -> tuple[str, ...]:
    """The columns of the foreign key that a table's `person` names; empty where it says none."""
    said = told.get("person")
    return tuple(map(str, said)) if isinstance(said, list) else (str(said),) if said else ()


def of_file(path: Path_ | str) -> Written:
    """The mapping of a file that is to be gone by. Raises JikimError for what is none."""
    try:
        content = Path_(path).read_bytes()
    except OSError as error:
        raise JikimError(
            "the mapping `{}` can't be read",
            hint="name a file that this user may read",
            given=str(path),
            ko=("매핑 파일을 읽을 수 없습니다: `{}`", "이 사용자가 읽을 수 있는 파일을 적어 주세요"),
        ) from error
    made, wrong = read(content, Path_(path).name)
    if made is None:
        raise JikimError(
            "the file is no mapping: " + wrong[0].text["en"],
            hint="see `jikim attach check`",
            ko=("매핑 파일이 아닙니다: " + wrong[0].text["ko"], "`jikim attach check`로 확인해 주세요"),
        )
    return made


def read(content: bytes, name: str) -> tuple[Written | None, tuple[Finding, ...]]:
    """The mapping of a file, or what keeps it from being read."""
    text, wrong = decode(content, name)
    if wrong:
        return None, wrong
    tree, wrong = read_yaml(text, name)
    if tree is None or wrong:
        return None, wrong
    made = Written(PurePath(name).name, tree, tuple(text.splitlines()))
    if tree.kind != "map" or "people" not in tree.entries or "tables" not in tree.entries:
        text_ = {"ko": "people과 tables가 있어야 합니다", "en": "`people` and `tables` are needed"}
        hint = {"ko": "`jikim attach draft`로 시작해 주세요", "en": "begin with `jikim attach draft`"}
        return None, (made.finding("mapping-form", (), text_, hint),)
    return made, ()
