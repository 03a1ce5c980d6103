"""`jikim drill`: erasure shown on this machine, attack included."""

from __future__ import annotations

import json as jsons
from collections.abc import Callable
from itertools import count, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts.validators import Number
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from jikim.cli import files, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, FAILED, UsageError
from jikim.cli.options import Json, Lang, Language, language

if TYPE_CHECKING:
    from jikim.drill import Finding, Report
    from jikim.drill.report import ReportLine

_MUST = {
    "none": ("must be 0", "0이어야 함"),
    "some": ("must not be 0", "0이면 안 됨"),
    "all": ("must be all", "전부여야 함"),
}


@in_korean(
    """지운 것이 남지 않음을 보여 줍니다: DB, DB의 로그, 모든 백업에서, 그리고 존재하는 모든 키를 가진 공격자에게도.

    훈련만을 위한 하우스에 표식이 있는 가상의 인물이 들어옵니다. 모두 백업하고 탈취합니다. 그다음 사람들이 탈퇴하고,
    기간이 끝나고, 동의가 철회되고, 키 고리를 교체합니다. 탈취한 사본을 존재하는 모든 키로 공격하고, 가장 오래된
    백업을 복원하고, 모든 바이트에서 표식을 찾습니다. 0이어야 하는 수가 모두 0이고, 0이 아니어야 하는 대조가 모두
    0이 아니면 0으로 끝납니다.
    """
)
def drill(
    policy: Annotated[
        Path | None, about("The policy file; else the homepage's.", "방침 파일. 없으면 홈페이지의 방침")
    ] = None,
    /,
    *,
    directory: Annotated[
        Path | None,
        about(
            "A new or empty directory to drill in; else a temporary one.",
            "훈련할 새 디렉터리나 빈 디렉터리. 없으면 임시 디렉터리",
            name="--dir",
            metavar="DIR",
        ),
    ] = None,
    keep: Annotated[
        bool,
        about(
            "Leave everything there, to be looked at: databases, backups, thief's copies.",
            "살펴볼 수 있도록 모두 남김: DB, 백업, 탈취한 사본",
        ),
    ] = False,
    people: Annotated[
        int,
        about(
            "How many invented people: 40, or from 8 to 200.",
            "가상 인물의 수(8~200). 없으면 40",
            metavar="N",
            validator=Number(gte=8, lte=200),
        ),
    ] = 40,
    report: Annotated[
        Path | None,
        about("Write the report there too, as JSON.", "결과 보고서를 이 파일에도 JSON으로 저장", metavar="FILE"),
    ] = None,
    server: Annotated[
        bool,
        about(
            "Drill in throw-away databases on your own PostgreSQL: JIKIM_DRILL_DSN, as a superuser.",
            "직접 운영하는 PostgreSQL에 임시 DB를 만들어 훈련: JIKIM_DRILL_DSN(슈퍼유저)",
        ),
    ] = False,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Show that what was erased is gone: from the databases, their log, every backup, and for a thief with every key
    that exists.

    Invented people with marked data come into a house of the drill's own. All of it is backed up and stolen. Then
    people leave, periods end, consents are withdrawn and the epoch turns; the stolen copies are attacked with every key
    there is, the oldest backup is restored, and every byte is searched for the marks. Exits 0 where every count that
    must be 0 is 0 and every control, which must not be, is not.
    """
    from jikim.db.dsns import said

    dsn = said("JIKIM_DRILL_DSN")
    if server and not dsn:
        raise UsageError(
            "no server is named",
            hint="set JIKIM_DRILL_DSN to a superuser's connection string",
            ko=("서버를 알 수 없습니다", "JIKIM_DRILL_DSN에 슈퍼유저의 연결 문자열을 설정해 주세요"),
        )
    if keep and directory is None:
        raise UsageError(
            "--keep leaves everything in a directory, and none is named",
            hint="add --dir DIR",
            ko=("--keep은 디렉터리에 모두 남기는데 디렉터리를 적지 않았습니다", "--dir DIR을 함께 적어 주세요"),
        )
    from jikim.demo.where import homepage
    from jikim.drill import run

    spoken = language(lang)
    found = run(
        policy or homepage() / "policy.yaml",
        directory=directory,
        keep=keep,
        people=people,
        server=dsn if server else None,
        further=[*takewhile(bool, (said("JIKIM_DRILL_2_DSN".replace("2", str(n))) or "" for n in count(2)))],
        told=(lambda _line: None) if json else _telling(spoken),
    )
    if report is not None:
        files.write(report, [jsons.dumps(found.as_json(), ensure_ascii=False, indent=2).encode(), b"\n"])
    if json:
        terminal.document(found.as_json())
    else:
        _show(found, spoken)
    return DONE if found.ok else FAILED


def _telling(spoken: Language) -> Callable[[ReportLine], None]:
    """Tells each step as it begins."""
    console = terminal.console(wrap=True)

    def told(line: ReportLine) -> None:
        console.print(Text.assemble(("· ", "dim"), _in(line, spoken)))

    return told


def _in(line: ReportLine, spoken: Language) -> str:
    return line.ko if spoken == "ko" else line.en


def _show(report: Report, spoken: Language) -> None:
    """The report as a table: what must be 0 first, then the controls."""
    console = terminal.console(wrap=True)
    facts = report.facts

    from jikim.keys.keyring import LEASE_SECONDS

    def say(en: str, ko: str) -> str:
        return ko if spoken == "ko" else en

    lines = [
        say(
            f"{facts['people']} people, {facts['records']} records, {facts['values']:,} marked values; {facts['erased']:,} of them erased",
            f"사람 {facts['people']}명, 기록 {facts['records']}건, 표식을 넣은 값 {facts['values']:,}개, 그중 파기 {facts['erased']:,}개",
        ),
        say("where: ", "장소: ") + facts["server"][spoken],
        say(
            f"root key: a file; lease: {facts['lease_seconds']:g} s (a house's own is {LEASE_SECONDS:g} unless JIKIM_LEASE says less)",
            f"루트 키: 파일, 임대 시간: {facts['lease_seconds']:g}초 (실제로는 JIKIM_LEASE로 줄이지 않으면 {LEASE_SECONDS:g}초)",
        ),
        say(
            f"tried: {facts['attack']['ring_files']} ring files, {facts['attack']['shard_keys']} shard keys, "
            f"{facts['attack']['wrapped_keys']:,} wrapped keys, {facts['attack']['ciphertexts']:,} ciphertexts",
            f"시도: 키 고리 파일 {facts['attack']['ring_files']}개, 조각 키 {facts['attack']['shard_keys']}개, "
            f"감싼 키 {facts['attack']['wrapped_keys']:,}개, 암호문 {facts['attack']['ciphertexts']:,}건",
        ),
        *(say("looked at: ", "뒤진 곳: ") + _in(line, spoken) for line in report.looked_at),
        *(say("left out: ", "빠진 것: ") + _in(line, spoken) for line in report.left_out),
    ]
    console.print()
    for text in lines:
        console.print(Padding(Text(text), (0, 0, 0, 2), expand=False))
    for title, musts in (
        (say("What must be 0", "0이어야 하는 것"), ("none",)),
        (say("Controls: what must not be", "대조: 0이면 안 되는 것"), ("some", "all")),
    ):
        table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("")
        table.add_column(title, overflow="fold")
        table.add_column(say("count", "수"), justify="right", no_wrap=True)
        for finding in report.findings:
            if finding.must in musts:
                table.add_row(*_row(finding, spoken))
        console.print()
        console.print(Padding(table, (0, 0, 0, 2), expand=False))
    console.print()
    from jikim.drill.report import NOT_SHOWN

    console.print(Text(say("What this does not show:", "이 훈련이 보여 주지 않는 것:"), style="dim"))
    for line in NOT_SHOWN:
        console.print(Padding(Text(f"- {_in(line, spoken)}", style="dim"), (0, 0, 0, 2), expand=False))
    console.print()
    if report.ok:
        said = say(
            f"Everything that was erased is gone ({facts['seconds']} s)",
            f"파기한 것은 모두 사라졌습니다 ({facts['seconds']}초)",
        )
        console.print(Text(said, style="bold green"))
    else:
        wrong = sum(not finding.ok for finding in report.findings)
        said = say(f"{wrong} counts are not what they must be", f"{wrong}가지가 있어야 할 수와 다릅니다")
        console.print(Text(said, style="bold red"))


def _row(finding: Finding, spoken: Language) -> tuple[Text, Text, Text]:
    mark = Text("✓", style="green") if finding.ok else Text("✗", style="bold red")
    text = Text(finding.ko if spoken == "ko" else finding.en)
    if not finding.ok:
        text.append(f" ({_MUST[finding.must][spoken == 'ko']})", style="bold red")
        for place in finding.where:
            text.append(f"\n{terminal.shown(place)}", style="red")
    count = f"{finding.count:,}" if not finding.of else f"{finding.count:,} / {finding.of:,}"
    return mark, text, Text(count)
