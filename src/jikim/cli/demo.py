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
        int,
        Parameter(
            metavar="N", show_default=True, help="How many invented members.", validator=Number(gte=1, lte=100_000)
        ),
    ] = 200,
    once: Annotated[bool, Parameter(help="Play it through without waiting for anyone.")] = False,
    keep: Annotated[
        Path | None,
        Parameter(metavar="DIR", help="Keep the data in this directory, to look at it with other commands."),
    ] = None,
    lang: Lang = None,
) -> int:
    """Play the homepage's policy through, with invented people on a moving clock.

    Years pass in a minute: people join, order, correct, withdraw and leave; data rests, is destroyed on its day, and the
    ledger is verified at the end. Nothing stays behind unless --keep says where.
    """
    from jikim.demo import run

    return run(members=members, once=once, keep=keep, lang=language(lang), console=terminal.console())
