"""`jikim verify`: an exported ledger, or a file that was handed over by hand, checked. Only `jikim.proof` works here:
no database, no policy, no clock."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from jikim.cli import files, terminal
from jikim.cli.exits import DONE, FAILED, UsageError
from jikim.cli.options import Json

if TYPE_CHECKING:
    from jikim.proof.report import Report


def verify(
    file: Annotated[
        Path,
        Parameter(help="The export, plain or compressed with gzip; or the ZIP of a file that was handed over by hand."),
    ],
    /,
    *,
    key: Annotated[
        str | None, Parameter(metavar="TEXT", help="The ledger's verifier key, as published; else the export's own.")
    ] = None,
    held: Annotated[
        list[Path] | None,
        Parameter(
            metavar="FILE", negative=(), help="A checkpoint, or an older export, that you kept; may be given again."
        ),
    ] = None,
    witness: Annotated[
        list[str] | None,
        Parameter(metavar="TEXT", negative=(), help="A witness' key, as it printed it; may be given again."),
    ] = None,
    quorum: Annotated[
        int | None, Parameter(metavar="N", help="How many of these witnesses must have cosigned; else all.")
    ] = None,
    json: Json = False,
) -> int:
    """Check an exported ledger, or a file that was handed over by hand; needs no database.

    Recomputes each entry's commitment, the tree over all of them and each checkpoint's signature, and says at which
    entry it is wrong. Exits 0 where nothing is, 1 on faults, 2 where a file or a key can't be read. Without --key the
    export is held against the key that it brings along, which proves that it is whole but not whose it is. What no
    export can show alone, a rollback or a second history, show --held (what you kept of an earlier one) and --witness.

    Of a file that was handed over by hand, once its receiver has decrypted it, the list's signature and each file's
    digest are checked: that the company gave out exactly these, to whom and for what.
    """
    if _begins(file, b"PK"):
        if held or witness or quorum is not None:
            raise UsageError("--held, --witness and --quorum are for a ledger's export", hint="leave them out")
        return _handed_over(file, key, json)
    if _begins(file, b"\x30"):
        raise UsageError(
            f"`{file}` is still encrypted to its receiver",
            hint="openssl cms -decrypt -inform DER -in FILE.p7m -inkey KEY.pem -out FILE.zip, then verify FILE.zip",
        )
    from jikim.proof import ProofError, export
    from jikim.proof import verify as verified

    notes = [note for path in held or () for note in _notes(path)]
    try:
        with file.open("rb") as opened:
            report = verified(
                export.blocks(opened), trusted_key=key, held=notes, witnesses=witness or (), quorum=quorum
            )
    except OSError as error:
        raise files.unreadable(file, error) from None
    except ProofError as error:
        hint = error.hint if quorum is not None else None
        raise UsageError(
            error.message, hint=hint or "the key is the line that the company publishes with its policy"
        ) from None
    if json:
        terminal.document(_as_json(report))
    else:
        style = "bold green" if report.ok else "bold red"
        *lines, verdict = str(report).splitlines()
        for text in lines:
            terminal.line(text)
        terminal.line(verdict, (verdict, style))
    return DONE if report.ok else FAILED


def _begins(file: Path, mark: bytes) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(mark)) == mark
    except OSError as error:
        raise files.unreadable(file, error) from None


def _handed_over(file: Path, key: str | None, json: bool) -> int:
    from jikim.proof import ProofError, VerifierKey, handover

    try:
        found = handover.verify(file.read_bytes(), VerifierKey.parse(key) if key else None)
    except OSError as error:
        raise files.unreadable(file, error) from None
    except ProofError as error:
        raise UsageError(f"`{file}`: {error.message}", hint=error.hint) from None
    if json:
        terminal.document({"ok": found.ok, **asdict(found)})
    else:
        *lines, verdict = str(found).splitlines()
        for text in lines:
            terminal.line(text)
        terminal.line(verdict, (verdict, "bold green" if found.ok else "bold red"))
    return DONE if found.ok else FAILED


def _notes(path: Path) -> list[str]:
    """The checkpoints in a file: a signed note as it is, or those of an older export."""
    from jikim.proof import ProofError, export

    try:
        with path.open("rb") as opened:
            whole = list(export.sections(export.blocks(opened)))
    except OSError as error:
        raise files.unreadable(path, error) from None
    except ProofError as error:
        raise UsageError(f"`{path}` can't be read: {error.message}") from None
    try:
        lines = [
            line for section in whole if not export.is_entries(section) for line in section.splitlines(keepends=True)
        ]
        if lines and lines[0].startswith(b'{"jikim-ledger":'):
            found = [export.read_line(line) for line in lines if line.startswith(b'{"checkpoint":')]
            return [one.checkpoint for one in found if isinstance(one, export.Signed)]
        return [b"".join(whole).decode()]
    except (ProofError, UnicodeDecodeError):
        raise UsageError(
            f"`{path}` is no checkpoint and no export", hint="give a signed note, or a file of `jikim export ledger`"
        ) from None


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "ok": report.ok,
        "origin": report.origin,
        "key": report.key,
        "self_signed": report.self_signed,
        "entries": report.entries,
        "erased": report.erased,
        "expired": report.expired,
        "uncovered": report.uncovered,
        "checkpoints": report.checkpoints,
        "disagreeing": report.disagreeing,
        "root": b64encode(report.root).decode(),
        "events": dict(sorted(report.events.items())),
        "generations": [one._asdict() for one in report.generations],
        "witnessed": report.witnessed,
        "witnesses": {name: {"size": size, "time": time} for name, (size, time) in report.witnesses.items()},
        "faults": [fault._asdict() for fault in report.faults],
        "more_faults": report.more_faults,
    }
