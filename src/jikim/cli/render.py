"""`jikim render`: the policy as the document people read."""

from __future__ import annotations

import sys
from datetime import datetime, time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from jikim.cli import files, policy_file, terminal
from jikim.cli.bilingual import Both, about, in_korean
from jikim.cli.exits import UsageError
from jikim.cli.options import Lang, PolicyPath, language, out_option
from jikim.errors import JikimError
from jikim.particles import eun, i_ga
from jikim.policy.model import Language, Layout, PolicyFile

Format = Literal["markdown", "md", "html", "pdf"]
_BY_NAME: dict[str, Format] = {
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "markdown",
    "": "markdown",
}


@in_korean(
    """방침을 사람이 읽는 문서로 출력합니다.

    --lang이 없으면 방침의 첫 언어로 씁니다. HTML은 외부에서 아무것도 불러오지 않는 한 페이지이고, PDF는 태그가 있고
    글꼴이 들어 있습니다. 오류가 있는 방침은 출력하지 않습니다. 실행할 수 없는 방침은 공개할 수 없기 때문입니다.
    """
)
def render(
    policy: PolicyPath,
    /,
    *,
    lang: Lang = None,
    layout: Annotated[
        Layout | None,
        about(
            "Order of the sections: kr.2013, kr.2026 or general; else as the file says.",
            "차례: kr.2013, kr.2026 또는 general. 없으면 파일에 적힌 대로",
            metavar="LAYOUT",
        ),
    ] = None,
    before: Annotated[
        Path | None,
        about(
            "The policy before this one; the document shows what changed.",
            "직전 방침. 문서에 바뀐 내용을 표시",
            metavar="FILE",
        ),
    ] = None,
    site: Annotated[
        str | None,
        about(
            "Where the Promises page is, to which clauses lead: an address, / for links within the site, or none; else the service's address.",
            "조항이 연결될 ‘약속과 증거’ 페이지의 위치: 주소, 사이트 안의 링크이면 /, 연결하지 않으면 none. 없으면 서비스 주소",
            metavar="URL",
        ),
    ] = None,
    format_: Annotated[
        Format | None,
        about(
            "markdown (md), html or pdf; else by the name of --out, else markdown.",
            "markdown(md), html 또는 pdf. 없으면 --out의 확장자대로, 그것도 없으면 markdown",
            name="--format",
            metavar="FORMAT",
        ),
    ] = None,
    out: Annotated[
        Path, out_option(Both("The file to write; it is replaced.", "출력 파일. 있으면 교체"))
    ] = files.STDOUT,
) -> None:
    """Write the policy as the document people read.

    Without --lang in the policy's first language. HTML is one page that fetches nothing; PDF is tagged, with its fonts
    in it. A policy with errors is not rendered: what can't run is not published.
    """
    wanted = format_ or _named(out)
    file = policy_file.sound(policy, language(lang))
    # What was in force may not pass today's check; it needs only to be read.
    earlier = (policy_file.checked(before).policy or policy_file.sound(before, language(lang))) if before else None
    tongue = published(file, lang)
    if earlier is not None and tongue not in earlier.service.languages:
        languages = ", ".join(earlier.service.languages)
        raise JikimError(
            f"the earlier policy has no `{tongue}`",
            hint=f"its languages are {languages}",
            ko=(f"이전 방침에 {i_ga(f'`{tongue}`')} 없습니다", f"이전 방침의 언어: {languages}"),
        )
    leads = _site(site, file)
    from jikim.policy.render import document, html, markdown, sheet

    made = document(file, tongue, layout, earlier)
    match wanted:
        case "html":
            content = html.write(made, leads).encode()
        case "pdf":
            if out == files.STDOUT and sys.stdout.isatty():
                raise JikimError(
                    "a PDF does not go to a terminal",
                    hint="name a file: `--out policy.pdf`",
                    ko=("PDF는 터미널에 쓰지 않습니다", "파일을 적어 주세요: `--out policy.pdf`"),
                )
            from jikim.paper import policy_pdf

            # Dated by the version, so that one policy makes one file.
            day = datetime.combine(file.version.announced, time(), ZoneInfo(file.service.time_zone))
            content = policy_pdf(sheet.data(made, leads), day)
        case _:
            content = markdown.write(made).encode()
    files.write(out, [content])
    if out != files.STDOUT:
        terminal.line(files.wrote(out))


def _named(out: Path) -> Format:
    """The format that a file's name ends in; a name that promises another one is not given Markdown under it."""
    suffix = "" if out == files.STDOUT else out.suffix.lower()
    if suffix not in _BY_NAME:
        raise UsageError(
            f"`{out}` ends in none of the formats",
            hint="end it in .html, .pdf or .md, or say which with --format",
            ko=(
                f"{eun(f'`{out}`')} 알 수 없는 형식입니다",
                ".html, .pdf, .md로 끝나는 이름을 적거나 --format으로 정해 주세요",
            ),
        )
    return _BY_NAME[suffix]


def _site(asked: str | None, file: PolicyFile) -> str | None:
    """What stands before `/promises`: an address, nothing for the same site, None for no link at all."""
    if asked is None:
        return file.service.url if file.service.url.startswith(("https://", "http://")) else None
    if asked == "none":
        return None
    if asked == "/":
        return ""
    if not asked.startswith(("https://", "http://")):
        raise JikimError(
            f"`{asked}` is no address of a site",
            hint="give https://…, `/` or `none`",
            ko=(f"{eun(f'`{asked}`')} 사이트 주소가 아닙니다", "https://…, `/`, `none` 가운데 하나를 적어 주세요"),
        )
    return asked


def published(file: PolicyFile, asked: Language | None) -> Language:
    """The language asked for, if the policy has it; else the policy's first. Raises JikimError."""
    languages = file.service.languages
    if asked is None:
        return languages[0]
    if asked not in languages:
        raise JikimError(
            f"the policy has no `{asked}`",
            hint=f"its languages are {', '.join(languages)}",
            ko=(f"방침에 {i_ga(f'`{asked}`')} 없습니다", f"방침의 언어: {', '.join(languages)}"),
        )
    return asked
