"""`jikim init`: a policy file to start from."""

from __future__ import annotations

from datetime import timedelta
from importlib import resources
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jikim.cli import files, terminal, when
from jikim.errors import JikimError

NAME = "policy.yaml"
_ZONE, _NOTICE = "Asia/Seoul", timedelta(days=7)
_DATES = "version: {announced: 2026-01-01, effective: 2026-01-08}"


def init(
    directory: Annotated[Path, Parameter(name="DIR", help="Where to write it; made if it is not there.")] = Path("."),
    /,
) -> None:
    """Write a policy file to start from.

    Writes policy.yaml, the commented policy of an invented web shop in Korean and English, announced today and in force
    in seven days. A file that is there is never overwritten.
    """
    path = directory / NAME
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(starter())
    except FileExistsError:
        raise JikimError(f"`{path}` is there already", hint="name another directory, or move the file away") from None
    except OSError as error:
        raise JikimError(
            f"`{path}` can't be written: {files.reason(error)}", hint="name a directory that you may write"
        ) from None
    terminal.line(f"wrote {path}")
    terminal.line(f"now make it your own, and run: jikim check {path}")


def starter() -> str:
    """The starter's text, with the dates of a version announced today."""
    today = when.today(_ZONE)
    text = resources.files("jikim.cli").joinpath("starter.yaml").read_text(encoding="utf-8")
    dates = f"version: {{announced: {today}, effective: {today + _NOTICE}}}"
    return text.replace(_DATES, dates)
