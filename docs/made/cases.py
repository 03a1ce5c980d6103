"""The registers' rules as the database is given them, from their declarations."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.app.registers import RULED
from jikim.cases.register import Register

HEAD = """\
-- Made by `python -m docs` from the registers' declarations (`app/registers.py`). Edit those, not this.
-- The owner writes this into the database when it is made; no function changes it.
"""
_UNITS = {"d": "days", "w": "weeks", "mo": "months", "y": "years"}


def _row(*values: str | bool | None) -> str:
    def text(value: str | bool | None) -> str:
        if value is None or isinstance(value, bool):
            return {None: "NULL", True: "true", False: "false"}[value]
        return "'" + value.replace("'", "''") + "'"

    return "    (" + ", ".join(map(text, values)) + ")"


def rules(registers: Sequence[Register] = RULED) -> str:
    """`cases/rules.sql`."""
    lines = [HEAD]
    for one in registers:
        kept = f"{one.kept.count} {_UNITS[one.kept.unit]}" if one.kept is not None else None
        rows = [_row(one.name, "file", "", one.first, "desk", "", False, False)]
        rows += [
            _row(one.name, step.name, start, step.to, side, step.guard, step.to in one.ends, step.shown)
            for step in one.steps
            for start in step.from_
            for side in step.by
        ]
        lines += ["INSERT INTO live.register VALUES", _row(one.name, one.reads, kept) + ";"]
        lines += ["INSERT INTO live.register_step VALUES", ",\n".join(rows) + ";"]
    return "\n".join(lines) + "\n"
