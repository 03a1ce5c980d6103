"""`jikim sweep`: what is due is archived and destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from jikim.cli import house, terminal, when
from jikim.cli.options import Directory, Json, PolicyPath
from jikim.errors import JikimError, StoreError

if TYPE_CHECKING:
    from jikim.jobs.sweep import Swept


def sweep(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    at: Annotated[
        str | None, Parameter(metavar="TIME", help="Judge as of this time; with --dry-run it may lie ahead.")
    ] = None,
    dry_run: Annotated[bool, Parameter(help="Say what would be done, and do nothing.")] = False,
    json: Json = False,
) -> None:
    """Archive and destroy what is due, or say what would be.

    Records whose purpose is fulfilled move to the archive, or go where nothing keeps them; what has rested for its
    period is destroyed; a certificate says what went. A damaged record stops nothing else, and exits 1. Run it daily:
    running it twice, or killing it, does no harm. A demo's data is swept at the demo's own clock. --at takes 2026-11-24,
    2026-11-24T09:30 or 2026-11-24T09:30+09:00, in the policy's time zone where it names no other.
    """
    with house.opened(policy, directory) as jk:
        moment = when.moment(at, jk.policy.zone) if at is not None else None
        if moment is not None and not dry_run and moment > jk.now():
            raise JikimError(
                "nothing is destroyed before its day: --at lies ahead", hint="add --dry-run to see what will be due"
            )
        swept = jk.sweep(dry_run=dry_run, at=moment)
    if json:
        terminal.document({"at": (moment or jk.now()).isoformat(), **swept.as_json()})
    else:
        for text in _lines(swept):
            terminal.line(text)
    if swept.failed:
        kinds = ", ".join(f"{kind} {record} ({error})" for kind, record, error in swept.failed)
        raise StoreError(
            f"{len(swept.failed)} records could not be opened, and stay where they are: {kinds}",
            hint="everything else was done; bring back their rows or keys from a backup, and sweep again",
        )


def _lines(swept: Swept) -> Iterator[str]:
    would = "would be " if swept.dry else ""
    done = (swept.retired, swept.destroyed, swept.days, swept.renewed, swept.forgotten, swept.certificate)
    for kind, count in sorted(swept.retired.items()):
        yield f"{kind}: {count} {would}moved to the archive"
    for kind, count in sorted(swept.destroyed.items()):
        yield f"{kind}: {count} {would}destroyed, as nothing keeps them"
    for kind, due, parts in swept.days:
        what = "the archived parts" if swept.dry else f"{parts} archived parts"
        yield f"{kind}: {what} kept until {due} {would}destroyed"
    for kind, count in sorted(swept.waiting.items()):
        yield f"{kind}: {count} left alone, frozen by a correction or under a legal hold"
    if swept.renewed:
        yield f"{swept.renewed} people got a new key, and their old one went"
    if swept.forgotten:
        yield f"{swept.forgotten} people who left are forgotten"
    if swept.certificate is not None:
        yield f"certificate {swept.certificate}"
    if not any(done) and not swept.failed:
        yield "nothing is due"
