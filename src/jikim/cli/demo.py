"""`jikim demo`: the homepage's policy, played through."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from jikim.cli import terminal
from jikim.cli.options import Lang, language


def demo(
    *,
    members: Annotated[
        int | None,
        Parameter(
            metavar="N",
            help="How many invented people; else 500, or 60 with --once.",
            validator=Number(gte=1, lte=100_000),
        ),
    ] = None,
    once: Annotated[
        bool, Parameter(help="A quick pass with fewer people, in which nothing redraws or stays open.")
    ] = False,
    keep: Annotated[
        Path | None,
        Parameter(metavar="DIR", help="A new or empty directory for the databases, the ledger's export and the pages."),
    ] = None,
    whole: Annotated[
        bool,
        Parameter(help="Tell the whole story on the terminal, too; else a line a chapter, and the rest in a file."),
    ] = False,
    lang: Lang = None,
) -> int:
    """Play the homepage's policy through, with invented people on a moving clock, and open the site.

    Six years pass in a minute: people join, order, correct, withdraw and leave; the office keeps its registers; data
    rests, is destroyed on its day, and every promise is proved at the end. Then the whole site opens on this machine
    with them in it, its office too, and a clock that is moved on screen. In a terminal it stays open until Ctrl-C;
    else, or with --once, each address is fetched once. Exits 0 where no promise is broken and every step did what the
    policy says, else 1. Without --keep the databases are temporary.
    """
    from jikim.demo import run

    return run(
        members=members, once=once, keep=keep, lang=language(lang), console=terminal.console(wrap=True), whole=whole
    )
