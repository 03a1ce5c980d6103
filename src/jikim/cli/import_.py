"""`jikim import`: an existing policy becomes a draft."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jikim.cli import files, terminal, when
from jikim.cli.exits import DONE, UsageError
from jikim.cli.options import Json, Lang, Language, language
from jikim.errors import JikimError

_ZONE = "Asia/Seoul"


def import_(
    document: Annotated[Path, Parameter(name="FILE", help="The published policy: text, HTML or docx.")],
    /,
    *,
    out: Annotated[
        Path, Parameter(metavar="FILE", help="The draft to write; without it, policy.draft.yaml here.")
    ] = Path("policy.draft.yaml"),
    report: Annotated[
        Path | None,
        Parameter(metavar="FILE", help="The report to write; without it, beside the draft, its name ending in `.md`."),
    ] = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Make a draft of an existing policy.

    Cuts it into sentences, proposes its facts and binds each sentence to what it states. Writes the draft, which parses; the
    published sentences as a file that the draft may include; and a report, which begins with what found no place. A file that
    is there is never overwritten. With --json the report is answered on stdout as well.
    """
    from jikim.policy.check import check
    from jikim.policy.finding import Severity
    from jikim.policy.importing import UnreadableError, as_json, as_markdown, draft, gather, read
    from jikim.policy.parse import parse

    content = files.read(document)
    try:
        facts = gather(read(content, document.name))
    except UnreadableError as error:
        raise UsageError(f"`{document}` can't be read: {error}", hint="give a policy as text, HTML or docx") from None
    if not facts.sentences:
        raise UsageError(f"`{document}` holds no text", hint="give a policy as text, HTML or docx")
    hangul = sum(len(re.findall("[가-힣]", one.text)) for one in facts.sentences)
    spoken: Language = "ko" if hangul > 20 else "en"
    tongue = lang or language(None)
    wording = out.with_name(f"{out.name.removesuffix('.yaml').removesuffix('.yml')}.wording.yaml")
    told = report or out.with_name(f"{out.name.removesuffix('.yaml').removesuffix('.yml')}.md")
    today = when.today(_ZONE)
    made = draft(facts, (spoken,), today, wording.name)
    parsed = parse(made.policy, str(out))
    findings = check(parsed, today)
    lines = [one.render(tongue).split("\n", 1)[0] for one in findings if one.severity is not Severity.NOTE]
    written = [(out, made.policy), (told, as_markdown(facts, tongue, document.name, lines))]
    if made.wording:
        written.insert(1, (wording, made.wording))
    for path, _ in written:
        if path.exists() or path.is_symlink():
            raise JikimError(f"`{path}` is there already", hint="name another file, or move it away")
    for path, text in written:
        _write(path, text)
    if json:
        terminal.document(
            {
                "draft": str(out),
                "wording": str(wording) if made.wording else None,
                "report": str(told),
                **as_json(facts, len(lines)),
            }
        )
        return DONE
    for path, _ in written:
        terminal.line(f"wrote {path}")
    unplaced, doubtful = len(facts.unplaced()), len(as_json(facts)["doubtful"])
    terminal.line(
        f"문장 {len(facts.sentences)}개, 자리를 찾지 못한 것 {unplaced}개, 확실하지 않은 것 {doubtful}개, 초안에 대한 지적 {len(lines)}건"
        if tongue == "ko"
        else f"{len(facts.sentences)} sentences: {unplaced} found no place, {doubtful} are doubtful; {len(lines)} findings on the draft"
    )
    return DONE


def _write(path: Path, text: str) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise JikimError(f"`{path}` is there already", hint="name another file, or move it away") from None
    except OSError as error:
        raise JikimError(
            f"`{path}` can't be written: {files.reason(error)}", hint="name a file that you may write"
        ) from None
