"""`jikim prove`: every promise with what was measured of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from jikim.cli import house, terminal
from jikim.cli.exits import DONE, FAILED
from jikim.cli.options import Directory, Json, Lang, PolicyPath, language
from jikim.policy.citing import cited

if TYPE_CHECKING:
    from jikim.cli.options import Language
    from jikim.policy.model import PolicyFile
    from jikim.prove.promises import Promise
    from jikim.prove.proving import Proven

MARKS = {"kept": "+", "attested": "~", "ready": "=", "unproven": "?", "late": "-", "broken": "!"}


def prove(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    clause: Annotated[
        str | None, Parameter(metavar="N", help="Only this promise, with how it is kept and over which systems.")
    ] = None,
    strict: Annotated[bool, Parameter(help="Exit 1 for an unproven or late promise, too.")] = False,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Measure whether each promise of the policy is kept, now, and say what was found.

    A promise is kept only where what it is about has happened, was measured and agrees; attested where it rests on a
    system outside, of which somebody attested it; ready where nothing of the kind has happened yet and its mechanism
    was tried just now; unproven where nothing here can measure it, with the reason; late where something is overdue and
    there is still time before that breaks it; broken where the numbers contradict it. The run is recorded in the
    ledger, and each promise found broken becomes a task with an owner and a day. Exits 1 when one is broken. It runs
    beside a server, and changes nobody's data.
    """
    with house.opened(policy, directory) as jk:
        proven = jk.prove()
        wanted = [proven.of(clause)] if clause is not None else list(proven.promises)
        if clause is None:
            jk.prove_on_record(proven)
            jk.sequence()
    if json:
        told = proven.as_json()
        told["promises"] = [one for one in told["promises"] if clause in (None, one["clause"])]
        terminal.document(told)
    else:
        for text in _lines(proven, jk.policy.file, wanted, language(lang), whole=clause is not None):
            terminal.line(text)
    bad = ("broken", "late", "unproven") if strict else ("broken",)
    return FAILED if any(one.state in bad for one in wanted) else DONE


def _lines(proven: Proven, file: PolicyFile, wanted: list[Promise], tongue: Language, *, whole: bool) -> Iterator[str]:
    for one in wanted:
        said = cited(one.clause, tongue, file)
        if whole:
            yield from _whole(one, said, tongue)
        elif one.state != "kept":
            yield f"{MARKS[one.state]} {said}  {one.state}: {one.said(tongue)}"
    if not whole:
        found = proven.counts
        told = ", ".join(
            f"{found[state]} {state}"
            for state in ("kept", "attested", "ready", "unproven", "late", "broken")
            if found[state]
        )
        yield f"{len(proven.promises)} promises: {told}"


def _whole(one: Promise, said: str, tongue: Language) -> Iterator[str]:
    yield f"{MARKS[one.state]} {said}  {one.state}"
    for part in one.parts:
        how, found = part.mechanism, part.finding
        yield f"  {how.ko if tongue == 'ko' else how.en}"
        yield f"    {MARKS[found.state]} {found.said(tongue)}"
    yield f"  reach: jikim (sealed){''.join(f', {reach.system.system} ({reach.system.reach})' for reach in one.reach)}"
    for reach in one.reach:
        if reach.finding is not None:
            yield f"    {MARKS[reach.finding.state]} {reach.finding.said(tongue)}"
