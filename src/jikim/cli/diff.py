"""`jikim diff`: what a new version of a policy changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from jikim.cli import comparing, house, policy_file, terminal, when
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, UsageError
from jikim.cli.options import Json, Lang, language
from jikim.errors import PolicyError
from jikim.particles import eun
from jikim.policy.diff import Comparison, compare
from jikim.policy.model import PolicyFile

ORDINARY, IMPORTANT = 3, 4
_CODES = {"same": DONE, "ordinary": ORDINARY, "important": IMPORTANT}


@in_korean(
    """새 버전에서 정보주체에게 달라지는 것과, 시행할 수 있는 날을 알려 줍니다.

    변경마다 중요한 변경인지 일반 변경인지를 그렇게 본 규칙과 함께 표시합니다. 공고 기간은 OLD가 약속한 대로입니다.
    이어서 누구에게 새로 동의를 요청해야 하는지, 무엇이 근거를 잃는지 알려 줍니다. 바뀐 것이 없으면 0, 일반
    변경뿐이면 3, 중요한 변경이 있으면 4로 끝나며, 1과 2는 다른 명령과 같이 오류입니다.
    """
)
def diff(
    old: Annotated[Path, about("The policy file as it is.", "현재 방침 파일")],
    new: Annotated[Path, about("The policy file as it is to be.", "바꾸려는 방침 파일")],
    /,
    *,
    announced: Annotated[
        str | None,
        about(
            "Reckon the earliest day from an announcement on this day; else today.",
            "이 날짜에 공고하는 것으로 가장 빠른 시행일을 계산. 없으면 오늘",
            metavar="DATE",
        ),
    ] = None,
    directory: Annotated[
        Path | None,
        about(
            "Count in that house of how many people a consent must be asked.",
            "동의를 다시 요청해야 하는 사람 수를 이 하우스에서 집계",
            name="--dir",
            metavar="DIR",
        ),
    ] = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Say what a new version of a policy changes for people, and when it may take effect.

    Each change is important or ordinary by a rule that is named. The notice is the one that OLD promises. Then: of whom
    a new consent must be asked, and what loses its basis. Exits 0 where nothing changes, 3 where all that changes is
    ordinary, 4 where something is important; 1 and 2 are errors, as everywhere.
    """
    before, after = _read(old), _read(new)
    found = compare(before, after)
    day = when.day(announced) if announced is not None else when.today(before.service.time_zone)
    concerned = None if directory is None else _counted(old, directory, found)
    if json:
        asked = {} if concerned is None else {"concerned": concerned}
        terminal.document(
            {
                "old": str(old),
                "new": str(new),
                **found.as_json(lang),
                "announced": day.isoformat(),
                "earliest": found.earliest(day).isoformat(),
                **asked,
            }
        )
    else:
        for text in comparing.lines(found, day, language(lang), concerned):
            terminal.line(text, ("important", "bold"), ("중요한 변경", "bold"))
    return _CODES[found.weight]


def _read(path: Path) -> PolicyFile:
    """A policy file whose structure is right; what `check` thinks of it is another matter."""
    found = policy_file.checked(path)
    if found.policy is None:
        raise PolicyError(
            f"`{path}` can't be read as a policy",
            hint=f"`jikim check {path}` says why",
            ko=(f"`{path}` 파일을 방침으로 읽을 수 없습니다", f"`jikim check {path}`가 사유를 알려 줍니다"),
        )
    return found.policy


def _counted(old: Path, directory: Path, found: Comparison) -> dict[str, int]:
    from jikim.publishing.publications import concerned

    with house.opened(old, directory, publishing=True) as jk:
        if jk.policy.file != found.old:
            raise UsageError(
                f"`{old}` is not the policy that is in force in `{directory}`",
                hint="name the file that is in force as OLD",
                ko=(
                    f"{eun(f'`{old}`')} `{directory}`에서 시행 중인 방침이 아닙니다",
                    "시행 중인 파일을 OLD로 적어 주세요",
                ),
            )
        return {one.question.name: one.people for one in jk.do(concerned, found)}
