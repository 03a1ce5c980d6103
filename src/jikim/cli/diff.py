"""`jikim diff`: what a new version of a policy changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jikim.cli import comparing, house, policy_file, terminal, when
from jikim.cli.exits import DONE, UsageError
from jikim.cli.options import Json, Lang, language
from jikim.errors import PolicyError
from jikim.policy.diff import Comparison, compare
from jikim.policy.model import PolicyFile

ORDINARY, IMPORTANT = 3, 4
_CODES = {"same": DONE, "ordinary": ORDINARY, "important": IMPORTANT}


def diff(
    old: Annotated[Path, Parameter(help="The policy file as it is.")],
    new: Annotated[Path, Parameter(help="The policy file as it is to be.")],
    /,
    *,
    announced: Annotated[
        str | None,
        Parameter(metavar="DATE", help="Reckon the earliest day from an announcement on this day; else today."),
    ] = None,
    directory: Annotated[
        Path | None,
        Parameter(name="--dir", metavar="DIR", help="Count in this house of how many people a consent must be asked."),
    ] = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Say what a new version of a policy changes for people, and when it may take effect.

    Each change is important or ordinary by a rule that is named. The notice is the one that OLD promises. Then: of whom
    a new consent must be asked, and what loses its basis. Exits 0 where nothing changes, 3 where all that changes is
    ordinary, 4 where something is important; 1 and 2 are errors, as everywhere.
    """
    before, after = _read(old), _read(new)
    found = compare(before, after)
    day = when.day(announced) if announced is not None else when.today(before.service.time_zone)
    concerned = None if directory is None else _counted(old, directory, found)
    if json:
        asked = {} if concerned is None else {"concerned": concerned}
        terminal.document(
            {
                "old": str(old),
                "new": str(new),
                **found.as_json(lang),
                "announced": day.isoformat(),
                "earliest": found.earliest(day).isoformat(),
                **asked,
            }
        )
    else:
        for text in comparing.lines(found, day, language(lang), concerned):
            terminal.line(text, ("important", "bold"), ("중요한 변경", "bold"))
    return _CODES[found.weight]


def _read(path: Path) -> PolicyFile:
    """A policy file whose structure is right; what `check` thinks of it is another matter."""
    found = policy_file.checked(path)
    if found.policy is None:
        raise PolicyError(f"`{path}` can't be read as a policy", hint=f"`jikim check {path}` says why")
    return found.policy


def _counted(old: Path, directory: Path, found: Comparison) -> dict[str, int]:
    from jikim.publishing.publications import concerned

    with house.opened(old, directory, publishing=True) as jk:
        if jk.policy.file != found.old:
            raise UsageError(
                f"`{old}` is not the policy that is in force in `{directory}`",
                hint="name the file that is in force as OLD",
            )
        return {one.question.name: one.people for one in jk.do(concerned, found)}
