"""`jikim export`: the ledger as a file that anyone can verify; and every record, for another system, by two people's word."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from jikim.cli import files, house, terminal
from jikim.cli.bilingual import Both, about, in_korean
from jikim.cli.options import Directory, Json, PolicyPath, out_option, words

if TYPE_CHECKING:
    from jikim.moves.exporting import Written


@in_korean(
    """누구나 검증할 수 있는 파일로 원장을 씁니다.

    누가 무엇을 언제 왜 했는지가 정보주체 번호와 함께 있고, 개인정보의 값은 없습니다. `jikim verify`로 어디서나
    검증할 수 있습니다. 파일은 소유자만 읽을 수 있습니다.
    """
)
def ledger(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    out: Annotated[
        Path,
        out_option(
            Both(
                "The file to write, compressed if its name ends in .gz; - for stdout.",
                "출력 파일. 이름이 .gz로 끝나면 압축하고, -이면 표준 출력",
            )
        ),
    ] = files.STDOUT,
) -> None:
    """Write the ledger as a file that anyone can verify.

    It says who did what, when and why, with people as numbers, and never a value of theirs. `jikim verify` checks it
    anywhere. The file is readable by its owner alone.
    """
    with house.opened(policy, directory) as jk:
        with terminal.waiting():
            files.write(out, jk.export_ledger(), private=True)
        key = str(jk.signer.verifier)
        asked = list(jk.asked)
    if out != files.STDOUT:
        terminal.line(files.wrote(out))
        verify = f"jikim verify {out} --key {key}"
        terminal.line(words(f"verify it with: {verify}", f"검증 명령: {verify}"))
    for one in asked:
        if one.said != "cosigned":
            ko = f"증인 {one.name}: {_WITNESS[one.said].format(size=one.size)}"
            terminal.line(words(f"witness {one.name}: {one.said}: {one.detail}", ko), stderr=out == files.STDOUT)


_WITNESS: dict[str, str] = {
    "down": "응답하지 않습니다",
    "refused": "공동 서명을 거부했습니다",
    "ahead": "이 원장보다 앞선 {size}건까지 공동 서명했습니다",
    "diverged": "{size}건까지 다른 원장에 공동 서명했습니다",
}


To = Annotated[
    str,
    about(
        "csv, parquet, or a database's address, in which a table a record kind is made.",
        "csv, parquet, 또는 기록 종류마다 표를 만들 DB의 주소",
        name="--to",
        metavar="FORM",
    ),
]


def move_asked(policy: Path, number: object) -> tuple[str, str]:
    """What is said when an import or an export was asked for: its number, and who has to say yes."""
    approve = f"jikim import-records approve {policy} {number} --by NAME"
    return (
        words(f"asked: {number}", f"요청 번호: {number}"),
        words(f"another officer approves it: {approve}", f"다른 보호책임자가 승인합니다: {approve}"),
    )


@in_korean("모든 기록 내보내기의 승인을 요청합니다.")
def request(
    policy: PolicyPath,
    /,
    *,
    by: Annotated[
        str,
        about(
            "Who asks: a handler or officer with a grant.",
            "요청하는 사람: 권한이 있는 취급자나 보호책임자",
            name="--by",
            metavar="NAME",
        ),
    ],
    reason: Annotated[
        str, about("What it is for: whoever approves reads it.", "요청하는 사유(승인하는 사람이 읽음)", metavar="TEXT")
    ],
    to: To = "csv",
    directory: Directory = None,
) -> None:
    """Ask for the approval of an export of every record, in this form."""
    from jikim.moves.register import ask_move, digest_of
    from jikim.moves.tables_out import name_of

    form = name_of(to)
    with house.opened(policy, directory) as jk:
        what = f"모든 현재 기록과 비밀번호 해시 · all current records, with password hashes ({form})"
        number = jk.by(jk.handler(by)).do(ask_move, "export", digest_of("export", form.encode()), what, reason=reason)
    for text in move_asked(policy, number):
        terminal.line(text)


@in_korean(
    """다른 보호책임자가 승인한 뒤, 이용 중인 모든 기록을 다른 시스템이 읽는 CSV나 Parquet 파일, 또는 DB의 표로 씁니다.

    기록 종류마다 파일이나 표 하나이며, 날짜, 이벤트, 동의와, `jikim import-records`가 다시 읽을 수 있는 매핑이 함께
    있습니다. 내보낸 사실은 정보주체마다 원장에 기록됩니다. 분리 보관 중인 기록은 내보내지 않으며, 사람들이 올린
    파일은 표에 담을 수 없어 수만 셉니다. 파일은 소유자만 읽을 수 있습니다.
    """
)
def records(
    policy: PolicyPath,
    /,
    *,
    by: Annotated[
        str,
        about(
            "Who exports: an officer with a grant.",
            "내보내는 사람: 권한이 있는 보호책임자",
            name="--by",
            metavar="NAME",
        ),
    ],
    approval: Annotated[
        str,
        about(
            "The approved move that this is; it runs once.",
            "승인된 이전의 번호. 한 번만 실행할 수 있음",
            metavar="NUMBER",
        ),
    ],
    out: Annotated[
        Path, about("An empty or new directory for the files.", "파일을 둘 빈 디렉터리나 새 디렉터리", metavar="DIR")
    ],
    to: To = "csv",
    directory: Directory = None,
    json: Json = False,
) -> None:
    """Write every active record for another system, as CSV or Parquet files or into a database, once another officer
    approved it.

    One file or table a record kind, with its dates, events and consents, and the mapping by which `jikim import-records` reads
    them back. Each person's ledger says that their data went out. What rests in the archive stays there, and files that
    people gave are no part of a table: they are counted. The files are readable by their owner alone.
    """
    from jikim.moves.exporting import export
    from jikim.moves.register import begin_move, digest_of, end_move, move_of
    from jikim.moves.tables_out import form_of

    form = form_of(to, out)
    with house.opened(policy, directory) as jk:
        do = jk.by(jk.handler(by, kind="officer")).do
        found = do(move_of, approval)
        do(begin_move, found, "export", digest_of("export", form.name.encode()))
        written = export(do, jk.policy, found.id, form, out, _progress if not json else _silent)
        do(end_move, do(move_of, approval))
    if json:
        terminal.document(
            {"people": written.people, "records": dict(written.records), "left_out": dict(written.left_out)}
        )
        return
    for kind, count in sorted(written.records.items()):
        terminal.line(words(f"{kind}: {count:,} records", f"{kind}: 기록 {count:,}건"))
    for item, count in sorted(written.left_out.items()):
        terminal.line(words(f"{item}: {count:,} files left out", f"{item}: 파일 {count:,}개 제외"))
    terminal.line(
        words(
            f"wrote records of {written.people:,} people to {out}",
            f"{written.people:,}명의 기록을 {out}에 저장했습니다",
        )
    )


def _progress(written: Written) -> None:
    if written.people % 10_000 < 200 <= written.people:
        terminal.line(words(f"{written.people:,} people", f"{written.people:,}명"), stderr=True)


def _silent(_written: Written) -> None:
    """A document says it once, at the end."""
