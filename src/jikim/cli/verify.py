"""`jikim verify`: an exported ledger, checked. Only `jikim.proof` works here: no database, no policy, no clock."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from jikim.cli import files, terminal
from jikim.cli.options import Json
from jikim.cli.run import DONE, FAILED, UsageError

if TYPE_CHECKING:
    from jikim.proof.report import Report


def verify(
    file: Annotated[Path, Parameter(help="The export, plain or compressed with gzip.")],
    /,
    *,
    key: Annotated[
        str | None, Parameter(metavar="TEXT", help="The ledger's verifier key, as published; else the export's own.")
    ] = None,
    json: Json = False,
) -> int:
    """Check an exported ledger; needs no database.

    Recomputes each entry's commitment, the tree over all of them and each checkpoint's signature. Exits 0 where nothing
    is wrong, 1 on faults, 2 where the file or the key can't be read. Without --key the export is held against the key
    that it brings along, which proves that it is whole but not whose it is.
    """
    from jikim.proof import ProofError, export
    from jikim.proof import verify as verified

    try:
        with file.open("rb") as opened:
            report = verified(export.blocks(opened), trusted_key=key)
    except OSError as error:
        raise files.unreadable(file, error) from None
    except ProofError as error:
        raise UsageError(error.message, hint="the key is the line that the company publishes with its policy") from None
    if json:
        terminal.document(_as_json(report))
    else:
        style = "bold green" if report.ok else "bold red"
        *lines, verdict = str(report).splitlines()
        for text in lines:
            terminal.line(text)
        terminal.line(verdict, (verdict, style))
    return DONE if report.ok else FAILED


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "ok": report.ok,
        "origin": report.origin,
        "key": report.key,
        "self_signed": report.self_signed,
        "entries": report.entries,
        "erased": report.erased,
        "uncovered": report.uncovered,
        "checkpoints": report.checkpoints,
        "disagreeing": report.disagreeing,
        "root": b64encode(report.root).decode(),
        "events": dict(sorted(report.events.items())),
        "faults": [fault._asdict() for fault in report.faults],
        "more_faults": report.more_faults,
    }
