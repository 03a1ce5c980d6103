"""`jikim check`: what is wrong in a policy file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from jikim.cli import policy_file, sections, terminal, watching, when
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, FAILED
from jikim.cli.options import Json, Lang, Language, PolicyPath, language
from jikim.policy.finding import Severity


@in_korean(
    """방침 파일의 문제와 위치, 고치는 방법을 알려 줍니다.

    오류: 방침을 실행할 수 없습니다. 경고: 법령이나 방침 스스로의 약속에 맞지 않습니다. 참고: 알아 두면 좋습니다.
    파일에서 면제한 것은 사유와 함께 표시하며 실패로 처리하지 않습니다. 오류가 없으면 0, 있으면(--strict이면 경고만
    있어도) 1, 파일을 읽을 수 없으면 2로 끝납니다.
    """
)
def check(
    policy: PolicyPath,
    /,
    *,
    at: Annotated[
        str | None,
        about(
            "Judge by the law of this day (2026-11-24) instead of today's.",
            "오늘이 아니라 이 날짜(2026-11-24)의 법령으로 점검",
            metavar="DATE",
        ),
    ] = None,
    strict: Annotated[bool, about("Warnings fail too.", "경고도 실패로 처리")] = False,
    contents: Annotated[
        bool,
        about(
            "List what the guideline of April 2026 asks for, and what of the file states it.",
            "2026년 4월 작성지침이 요구하는 항목과, 그것을 적은 곳을 나열",
        ),
    ] = False,
    watch: Annotated[
        bool, about("Check again at each save, until Ctrl-C.", "저장할 때마다 다시 점검(Ctrl-C로 종료)")
    ] = False,
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
