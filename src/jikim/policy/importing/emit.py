"""A draft's plain values as YAML that people edit: short maps in one line, and a remark behind what the text did not say."""

from __future__ import annotations

import json
import re
from typing import Any

MARK = "<-"
_PLAIN = re.compile(r"[A-Za-z가-힣][\w가-힣 ·()/%‘’–-]*")
_OTHERWISE = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


class Said(str):
    """A value with a remark behind it: what the text did not say."""

    remark: str

    def __new__(cls, value: str, remark: str = "") -> Said:
        made = super().__new__(cls, value)
        made.remark = remark
        return made


def written(made: dict[str, Any]) -> str:
    """The whole as YAML, a blank line between its sections."""
    lines: list[str] = []
    for key, value in made.items():
        lines.append("")
        lines += _entry(key, value, 0)
    return "\n".join(lines).lstrip("\n") + "\n"


def _entry(key: str, value: Any, indent: int) -> list[str]:
    lead = " " * indent
    if isinstance(value, dict) and value and not _short(value):
        return [f"{lead}{key}:", *(line for name, part in value.items() for line in _entry(name, part, indent + 2))]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        lines = [f"{lead}{key}:"]
        for part in value:
            inner = [line for name, one in part.items() for line in _entry(name, one, indent + 4)]
            inner[0] = f"{lead}  - {inner[0].lstrip()}"
            lines += inner
        return lines
    remarks = [
        one.remark
        for one in ([value] if isinstance(value, Said) else value if isinstance(value, list) else [])
        if isinstance(one, Said) and one.remark
    ]
    return [f"{lead}{key}: {_flow(value)}" + (f"  # {MARK} {remarks[0]}" if remarks else "")]


def _short(value: dict[str, Any]) -> bool:
    flat = all(
        isinstance(part, (str, int, bool)) and not (isinstance(part, Said) and part.remark) for part in value.values()
    )
    return flat and len(_flow(value)) < 90


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else scalar(value)


def scalar(text: str) -> str:
    """A text as YAML, quoted where YAML would read something else."""
    if re.fullmatch(r"[a-z][a-z0-9_.-]*|\d{4}-\d\d-\d\d|\d+(min|h|d|w|mo|y)", text) and text not in _OTHERWISE:
        return text
    if _PLAIN.fullmatch(text) and text.lower() not in _OTHERWISE and not text.endswith(" "):
        return text
    return json.dumps(text, ensure_ascii=False)
