"""Between a row's columns and the items of its record: what a row says of its person, and where a value is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from jikim.attach.held import Held
from jikim.errors import JikimError
from jikim.policy.compiled import Policy, RecordRules
from jikim.policy.model import ItemType


def by_item(rules: RecordRules, held: Held, row: tuple[Any, ...], items: int) -> dict[int, bytes]:
    """What a row says, by item's number: several columns of one item in the mapping's order."""
    found: dict[int, bytes] = {}
    for (_, item), value in zip(held.items.items(), row, strict=True):
        number = rules.names[item]
        if value in (None, "") or not items >> number & 1:
            continue
        said = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
        found[number] = found[number] + b" " + said.encode() if number in found else said.encode()
    return found


def columns_of(policy: Policy, held: Held, values: Mapping[int, bytes]) -> dict[str, str]:
    """Values by column. Raises JikimError for what has no column of its own or is no text, and for a password."""
    found = {}
    for number, value in values.items():
        name = policy.name("item", number)
        columns = [column for column, item in held.items.items() if item in (name, name.removeprefix(f"{held.kind}."))]
        text = _text(policy.types.get(number), value.decode())
        if len(columns) != 1 or text is None:
            raise JikimError(
                "the item `{}` has no column that can be written here",
                hint="a password, an item of several columns, and what is no single text are written by the application's own way",
                given=name,
                ko=(
                    "이 항목을 쓸 수 있는 열이 없습니다: `{}`",
                    "비밀번호, 여러 열로 된 항목, 글 하나가 아닌 값은 애플리케이션의 방식으로 저장해 주세요",
                ),
            )
        found[columns[0]] = text
    return found


def _text(type: ItemType | None, said: str) -> str | None:
    """A checked value as one column holds it; None where one column does not."""
    if type is ItemType.PASSWORD:
        return None
    if type is ItemType.ADDRESS and said[:1] == "{":
        parts = json.loads(said)
        return parts["line1"] if parts.keys() <= {"country", "line1"} else None
    return None if said[:1] in "[{" else said
