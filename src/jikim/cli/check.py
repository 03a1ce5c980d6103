"""`jikim check`: what is wrong in a policy file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from jikim.cli import policy_file, sections, terminal, watching, when
from jikim.cli.exits import DONE, FAILED
from jikim.cli.options import Json, Lang, Language, PolicyPath, language
from jikim.policy.finding import Severity


def check(
    policy: PolicyPath,
    /,
    *,
    at: Annotated[
        str | None, Parameter(metavar="DATE", help="Judge by the law of this day (2026-11-24) instead of today's.")
    ] = None,
    strict: Annotated[bool, Parameter(help="Warnings fail too.")] = False,
    contents: Annotated[
        bool, Parameter(help="List what the guideline of April 2026 asks for, and what of the file states it.")
    ] = False,
    watch: Annotated[bool, Parameter(help="Check again at each save, until Ctrl-C.")] = False,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Say what is wrong in a policy file, where, and what to do about it.

    Errors: the policy can't run. Warnings: a law, or the policy's own word, is not met. Notes: worth knowing. What the
    file waives is shown with its reason and fails nothing. Exits 0 where there is no error, 1 on errors (with --strict
    on warnings too), 2 where the file can't be read.
    """
    if contents:
        return sections.told(policy, when.day(at) if at is not None else None, strict, language(lang), json)
    if watch:
        return watching.watch(policy, lambda: _checked(policy, at, strict, lang, json), language(lang), json)
    return _checked(policy, at, strict, lang, json)[0]


def _checked(
    policy: Path, at: str | None, strict: bool, lang: Language | None, json: bool
) -> tuple[int, tuple[str, ...]]:
    """Checks and tells; answers the exit code and the names of the files that were read."""
    found = policy_file.checked(policy, when.day(at) if at is not None else None)
    failing = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    ok = not any(found.count(severity) for severity in failing)
    if json:
        counts: dict[str, Any] = {f"{severity.value}s": found.count(severity) for severity in Severity}
        terminal.document(
            {
                "file": str(policy),
                "at": found.at.isoformat(),
                "strict": strict,
                "ok": ok,
                **counts,
                "waived": found.waived,
                "findings": [finding.as_json() for finding in found.findings],
            }
        )
    else:
        tongue = language(lang)
        for finding in found.findings:
            terminal.finding(finding.render(tongue), str(finding.position), finding.severity.value)
            terminal.line()
        terminal.line(f"{policy}: {policy_file.counted(found.findings, tongue)}", (str(policy), "bold"))
    return DONE if ok else FAILED, found.files
