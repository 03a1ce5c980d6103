"""`jikim import-records`: people's data that an application holds moves in, once an officer who did not ask approved it."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from jikim.cli import files, house, policy_file, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, FAILED, UsageError
from jikim.cli.export import move_asked
from jikim.cli.options import Directory, Json, Lang, Language, PolicyPath, language, words
from jikim.errors import ConflictError

if TYPE_CHECKING:
    from jikim.app import Jikim
    from jikim.moves.importing import MoveTally, Told
    from jikim.moves.mapping import TableMap

Mapping_ = Annotated[
    Path,
    about(
        "Which columns are which items: a mapping of `jikim attach`, with dates.",
        "어느 열이 어느 항목인지 적은, 날짜 열까지 있는 `jikim attach` 매핑",
        name="MAPPING",
    ),
]
Source_ = Annotated[
    str,
    about(
        "A database (postgresql:// or mariadb://user@host/name, by a role that reads), a directory with a CSV or "
        "Parquet file a table, one such file, or a file of rows set aside.",
        "DB(postgresql:// 또는 mariadb://user@host/name, 읽기 전용 계정), "
        "표마다 CSV나 Parquet 파일이 하나씩 있는 디렉터리, 그런 파일 하나, 또는 거부된 행을 모아 둔 파일",
        name="SOURCE",
    ),
]
By = Annotated[
    str,
    about(
        "Who does it: a handler or officer with a grant.",
        "실행하는 사람: 권한이 있는 취급자나 보호책임자",
        name="--by",
        metavar="NAME",
    ),
]
Number = Annotated[
    str, about("The move's number, as asking for it printed.", "승인을 요청할 때 출력된 이전 번호", name="NUMBER")
]


@in_korean(
    """애플리케이션의 DB나 파일에서 개인정보를 가져옵니다.

    행마다 처음 수집한 경로로 들어온 기록으로 보아 방침에 따라 판단하고, 수집일, 종료일, 동의일을 그대로 둡니다.
    이미 있는 행은 건드리지 않습니다. 요청하지 않은 보호책임자가 이 매핑을 승인해야 들어오며(`jikim import-records
    ask`, `approve`), --dry-run에는 승인이 필요 없습니다. 값은 출력하지 않습니다. 거부된 행이 있으면 1로 끝납니다.
    --rejects로 거부된 행과 사유를 파일에 모으고, 고친 다음 그 파일을 원본으로 다시 가져올 수 있습니다.
    """
)
def import_records(
    mapping: Mapping_,
    source: Source_,
    policy: PolicyPath,
    /,
    *,
    by: Annotated[
        str | None,
        about(
            "Who imports: a handler or officer with a grant.",
            "가져오는 사람: 권한이 있는 취급자나 보호책임자",
            name="--by",
            metavar="NAME",
        ),
    ] = None,
    approval: Annotated[
        str | None, about("The approved move that this is.", "승인된 이전의 번호", metavar="NUMBER")
    ] = None,
    dry_run: Annotated[
        bool,
        about(
            "Say what would be taken and what refused, and why; write nothing.",
            "아무것도 쓰지 않고, 가져올 것과 거부될 것을 사유와 함께 출력",
        ),
    ] = False,
    resume: Annotated[
        bool, about("Go on with an import that began before.", "이미 시작한 가져오기를 이어서 진행")
    ] = False,
    rejects: Annotated[
        Path | None,
        about(
            "Set refused rows aside in this file, for its owner alone to read.",
            "거부된 행을 이 파일에 모음(파일 소유자만 읽을 수 있음)",
            metavar="FILE",
        ),
    ] = None,
    directory: Directory = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Move people's data in from an application's database or files.

    Each row is judged by the policy as any record is, by the channel through which it once came, and keeps the dates of
    its collection, end and consents. A row that is here already is left as it is. Nothing comes in before an officer who
    did not ask approved this mapping (`jikim import-records ask` and `approve`); --dry-run needs no approval. No value
    is printed. Exits 1 where rows were refused; --rejects has them, with why, to be put right and imported again by
    naming that file as the source.
    """
    from jikim.moves.importing import bring_in, counted, expect_people, foresee
    from jikim.moves.register import begin_move, digest_of, end_move, move_of
    from jikim.moves.set_aside import SetAside
    from jikim.moves.sources import source_of

    if not dry_run and (by is None or approval is None):
        raise UsageError(
            "an import needs who does it and its approval",
            hint="add --by and --approval, or --dry-run to see what would come in",
            ko=(
                "가져오려면 실행하는 사람과 승인 번호가 필요합니다",
                "--by와 --approval을 적거나, --dry-run으로 들어올 것을 먼저 확인해 주세요",
            ),
        )
    tongue, of, content = language(lang), source_of(source), files.read(mapping)
    with house.opened(policy, directory) as jk:
        tables = _tables(jk, content, mapping, tongue)
        told = _progress(tongue) if not json else _silent
        if dry_run:
            tally = foresee(jk.by(jk.handler(by) if by is not None else jk.actor).do, of, tables, told)
        else:
            assert by is not None
            assert approval is not None
            acting = jk.by(jk.handler(by))
            found = acting.do(move_of, approval)
            if found.state == "running" and not resume:
                raise ConflictError(
                    "this import began already",
                    hint="add --resume to go on where it stood",
                    ko=("이미 시작한 가져오기입니다", "멈춘 곳부터 이어서 하려면 --resume을 적어 주세요"),
                )
            acting.do(begin_move, found, "import", digest_of("import", content))
            with SetAside(rejects) if rejects is not None else nullcontext() as aside:
                tally = bring_in(acting.do, found.id, of, tables, aside, told)
            if not tally.refused:
                acting.do(end_move, acting.do(move_of, approval))
        expect_people(tally, tables)
    if json:
        terminal.document(counted(tally))
    else:
        for text in _lines(tally, tongue, dry_run):
            terminal.line(text)
    return FAILED if tally.refused else DONE


@in_korean("이 매핑 그대로 가져오기의 승인을 요청합니다.")
def ask(
    mapping: Mapping_,
    source: Source_,
    policy: PolicyPath,
    /,
    *,
    by: By,
    reason: Annotated[
        str, about("What it is for: whoever approves reads it.", "요청하는 사유(승인하는 사람이 읽음)", metavar="TEXT")
    ],
    directory: Directory = None,
    lang: Lang = None,
) -> None:
    """Ask for the approval of an import, exactly by this mapping."""
    from jikim.moves.register import ask_move, digest_of
    from jikim.moves.sources import source_of

    content, of = files.read(mapping), source_of(source)
    with house.opened(policy, directory) as jk:
        tables = _tables(jk, content, mapping, language(lang))
        what = f"{of.name}: {', '.join(f'{one.name} → {one.record}' for one in tables)}"
        number = jk.by(jk.handler(by)).do(ask_move, "import", digest_of("import", content), what, reason=reason)
    for text in move_asked(policy, number):
        terminal.line(text)


@in_korean("요청하지 않은 보호책임자로서 가져오기나 내보내기를 승인합니다. 7일 동안 유효합니다.")
def approve(policy: PolicyPath, number: Number, /, *, by: By, directory: Directory = None) -> None:
    """Say yes, as an officer who did not ask, to an import or an export; for seven days."""
    from jikim.moves.register import approve_move

    with house.opened(policy, directory) as jk:
        found = jk.by(jk.handler(by, kind="officer")).do(approve_move, number)
    what = found.said.get("what", "")
    terminal.line(words(f"approved for seven days: {what}", f"7일 동안 승인함: {what}"))


def _tables(jk: Jikim, content: bytes, mapping: Path, tongue: Language) -> tuple[TableMap, ...]:
    from jikim.attach.mapping import read
    from jikim.moves.mapping import tables_of

    written, found = read(content, str(mapping))
    tables: tuple[TableMap, ...] = ()
    if written is not None:
        tables, found = tables_of(written, jk.policy)
    if not found:
        return tables
    for one in found:
        terminal.finding(one.render(tongue), str(one.position), one.severity.value, stderr=True)
    raise UsageError(
        f"{mapping}: {policy_file.counted(found, tongue)}",
        hint="put the mapping right first; nothing was imported",
        ko=(f"{mapping}: {policy_file.counted(found, 'ko')}", "매핑을 먼저 바로잡아 주세요. 가져온 것은 없습니다"),
    )


def _silent(_table: str, _tally: MoveTally) -> None:
    """A document says it once, at the end."""


def _progress(tongue: Language) -> Told:
    """Tells after every ten thousand rows how far it is, on stderr."""
    said = dict[str, int]()

    def told(table: str, tally: MoveTally) -> None:
        read = tally.read[table]
        if read // 10_000 > said.get(table, 0):
            said[table] = read // 10_000
            terminal.line(
                f"{table}: {read:,}행 읽음, {tally.taken[table]:,}행 가져옴"
                if tongue == "ko"
                else f"{table}: {read:,} rows read, {tally.taken[table]:,} taken",
                stderr=True,
            )

    return told


def _lines(tally: MoveTally, tongue: Language, dry: bool) -> list[str]:
    ko, lines = tongue == "ko", []
    for table, read in tally.read.items():
        taken, here = tally.taken[table], tally.here[table]
        refused = sum(rows for why, rows in tally.refused.items() if why.table == table)
        if ko:
            did = "가져올 것" if dry else "가져옴"
            lines.append(f"{table}: {read:,}행 중 {taken:,}행 {did}, {here:,}행은 이미 있음, {refused:,}행 거부")
        else:
            did = "would come in" if dry else "came in"
            lines.append(f"{table}: {read:,} rows: {taken:,} {did}, {here:,} here already, {refused:,} refused")
    for why, rows in tally.refused.most_common():
        items = f" ({', '.join(why.items)})" if why.items else ""
        clause = f" [{why.clause}]" if why.clause else ""
        lines.append(f"  {why.table}: {rows:,}× {_word(why.why, tongue)}{items}{clause}")
    return lines


_OWN = {
    "no-key": ("행의 번호나 사람의 번호가 비어 있음", "the row’s own number or its person’s is empty"),
    "no-date": ("수집일이 비어 있음", "the date of collection is empty"),
    "bad-date": (
        "읽을 수 없거나 앞뒤가 맞지 않는 날짜",
        "a date that cannot be read, lies ahead, or comes before the collection",
    ),
}


def _word(why: str, tongue: Language) -> str:
    from jikim.policy.reasons import REASONS

    if why in _OWN:
        ko, en = _OWN[why]
    elif (reason := REASONS.get(why)) is not None:  # type: ignore[call-overload]
        ko, en = reason.ko, reason.en
    else:
        ko = en = why
    return f"{ko if tongue == 'ko' else en} ({why})"
