"""`jikim witness`: cosigns one history of a ledger only. It runs elsewhere than the ledger, and opens no database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jikim.cli import terminal


def witness(
    *,
    key: Annotated[Path, Parameter(metavar="FILE", help="The witness' own key; made at the first start.")],
    state: Annotated[Path, Parameter(metavar="DIR", help="Where it keeps what it cosigned last.")],
    listen: Annotated[str, Parameter(metavar="HOST:PORT", help="Where it answers, such as 127.0.0.1:8080.")],
    log: Annotated[
        list[str],
        Parameter(metavar="VKEY", negative=(), help="A ledger's verifier key, as published; may be given again."),
    ],
    name: Annotated[
        str | None,
        Parameter(metavar="TEXT", help="The new key's name, such as witness.example/w1; at the first start."),
    ] = None,
    behind_proxy: Annotated[
        bool, Parameter(negative=(), help="A reverse proxy with TLS stands before this address.")
    ] = False,
) -> None:
    """Watch a ledger from elsewhere, and cosign one history of it only.

    The ledger's house sends each checkpoint with a proof that it extends the one before; the witness keeps the last
    one, and answers with a cosignature that says when it saw it. A ledger that was rolled back or rewritten gets none.
    It prints the key that `jikim verify --witness` asks for, and answers until it is stopped. Keep the key and the
    state together: without the state the key is refused.
    """
    from jikim.witness.running import serve

    serve(key, state, listen, log, name=name, behind_proxy=behind_proxy, say=_say)


def _say(text: str) -> None:
    terminal.line(text)
    # It runs for months: whoever reads a log sees the key at once.
    sys.stdout.flush()
