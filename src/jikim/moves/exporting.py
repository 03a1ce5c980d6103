"""An export: a table a record kind, as CSV or Parquet files or in a database, and the mapping by which `jikim import-records` reads them back.

Streamed: memory holds one page of people, and so many rows of each table. Every file is its owner's alone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from jikim.errors import JikimError, StoreError
from jikim.moves.importing import Doing
from jikim.moves.tables_out import Form, private
from jikim.policy.compiled import Policy, RecordRules
from jikim.verbs.event import NEVER_TOLD
from jikim.verbs.move_out import Outgoing, move_out

PAGE = 200
_NOBODY = UUID(int=0)


@dataclass
class Written:
    """What went out: records by kind, people, and files that are no part of a table, by item."""

    people: int = 0
    records: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


def export(
    do: Doing, policy: Policy, move: UUID, form: Form, directory: Path, told: Callable[[Written], None]
) -> Written:
    """Writes everything that lives, and the mapping into `directory`. Raises as `move_out` does, and JikimError for a
    directory that holds something."""
    try:
        directory.mkdir(mode=0o700, exist_ok=True)
        if any(directory.iterdir()):
            raise JikimError(
                f"`{directory}` holds something already",
                hint="name an empty directory with --out",
                ko=(f"`{directory}` 디렉터리에 이미 파일이 있습니다", "--out으로 빈 디렉터리를 지정해 주세요"),
            )
        written, after = Written(), _NOBODY
        with ExitStack() as files:
            tables = {name: _Table(files, form, policy, rules) for name, rules in policy.records.items()}
            while True:
                last, records = do(move_out, move, after, PAGE)
                if last is None:
                    break
                for one in records:
                    tables[one.kind].put(one)
                    written.records[one.kind] += 1
                    written.left_out.update(one.left_out)
                after, written.people = last, written.people + len({one.person for one in records})
                told(written)
            for table in tables.values():
                table.out.settle()
        for name in tables.keys() - written.records.keys():
            tables[name].out.drop()
        with private(directory / "mapping.yaml") as mapping:
            mapping.writelines(_mapping([tables[name] for name in written.records]))
    except OSError as error:
        raise StoreError.of_file(error) from None
    return written


class _Table:
    """One kind's table."""

    def __init__(self, files: ExitStack, form: Form, policy: Policy, rules: RecordRules) -> None:
        self.name = rules.name
        named = (name.removeprefix(f"{rules.name}.") for name, n in rules.names.items() if n not in rules.files)
        self.items = list(dict.fromkeys(named))
        self.events = [name for name in rules.events if name not in NEVER_TOLD]
        self.consents = [*policy.purpose_consents, *policy.recipient_consents]
        self.out = form.table(
            files,
            rules.name,
            [
                "record", "person", "of", "via", "collected", "ended", *(f"event {one}" for one in self.events),
                *(f"consent {one}" for one in self.consents), *self.items,
            ],
        )  # fmt: skip

    def put(self, one: Outgoing) -> None:
        self.out.put(
            [
                str(one.record), str(one.person), one.who, one.channel, _moment(one.collected), _moment(one.ended),
                *(_moment(one.events.get(name)) for name in self.events),
                *(_moment(one.consents.get(name)) for name in self.consents),
                *(_text(one.values.get(name)) for name in self.items),
            ]
        )  # fmt: skip


def _moment(at: datetime | None) -> str:
    return "" if at is None else at.isoformat()


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _mapping(tables: list[_Table]) -> Iterator[str]:
    """The mapping, in the form that YAML and JSON share."""
    yield f"people: {tables[0].name if tables else 'nobody'}\ntables:\n"
    for one in tables:
        told = {
            "record": one.name, "key": "record", "person": "person", "brings": True, "of": {"column": "of"}, "via": {"column": "via"},
            "collected": "collected", "ended": "ended", "events": {name: f"event {name}" for name in one.events},
            "consents": {name: f"consent {name}" for name in one.consents}, "items": {name: name for name in one.items}, "old_enough": True,
        }  # fmt: skip
        yield f"  {one.name}: {json.dumps(told, ensure_ascii=False)}\n"
