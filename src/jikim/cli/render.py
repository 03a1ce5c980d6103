"""`jikim render`: the policy as the document people read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from jikim.cli import files, policy_file, terminal
from jikim.cli.options import Lang, PolicyPath, language, out_option
from jikim.errors import JikimError
from jikim.policy.model import Language, PolicyFile


def render(
    policy: PolicyPath,
    /,
    *,
    lang: Lang = None,
    format_: Annotated[
        Literal["markdown", "html"] | None,
        Parameter(
            name="--format", metavar="FORMAT", help="markdown or html; else by the name of --out, else markdown."
        ),
    ] = None,
    out: Annotated[Path, out_option("The file to write; it is replaced.")] = files.STDOUT,
) -> None:
    """Write the policy as the document people read.

    Without --lang in the policy's first language. HTML is one page that fetches nothing. A policy with errors is not
    rendered: what can't run is not published.
    """
    file = policy_file.sound(policy, language(lang))
    tongue = published(file, lang)
    html = format_ == "html" if format_ else out.suffix.lower() in (".html", ".htm")
    from jikim.policy.render import render_html, render_markdown

    text = (render_html if html else render_markdown)(file, tongue)
    files.write(out, [text.encode()])
    if out != files.STDOUT:
        terminal.line(f"wrote {out}")


def published(file: PolicyFile, asked: Language | None) -> Language:
    """The language asked for, if the policy has it; else the policy's first. Raises JikimError."""
    languages = file.service.languages
    if asked is None:
        return languages[0]
    if asked not in languages:
        raise JikimError(f"the policy has no `{asked}`", hint=f"its languages are {', '.join(languages)}")
    return asked
