"""`jikim attach`: a database that an application owns, held against the policy. Nothing is written to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from jikim.cli import files, house, policy_file, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, FAILED, UsageError
from jikim.cli.options import Directory, Json, Lang, Language, PolicyPath, language
from jikim.particles import eun
from jikim.policy.finding import Finding, Severity

if TYPE_CHECKING:
    from datetime import datetime

    from jikim.answers import Overdue
    from jikim.attach.tables import Schema
    from jikim.observed.report import Point, Report

Address = Annotated[
    str,
    about(
        "The application's database, postgresql:// or mariadb://user@host/name, by a role that reads; PGPASSFILE has its password.",
        "애플리케이션의 DB. postgresql:// 또는 mariadb://user@host/name, 읽기 전용 계정. 비밀번호는 PGPASSFILE",
        name="DATABASE",
    ),
]


@in_korean(
    """애플리케이션의 표를 방침의 기록과 항목에 잇는 첫 매핑을 작성합니다.

    어느 열에 방침에 적힌 것이 있는지 알기 위해 스키마와 표마다 최대 200행을 읽습니다. 이름과 형식은 추측이므로
    사람이 확인해야 합니다. 값은 보관하거나 출력하지 않습니다.
    """
)
def draft(
    database: Address,
    policy: PolicyPath,
    /,
    *,
    people: Annotated[
        str | None, about("The table with one row a person.", "한 사람이 한 행인 표", metavar="TABLE")
    ] = None,
    out: Annotated[
        Path | None,
        about("The file to write; without it attached.yaml.", "출력 파일. 없으면 attached.yaml", metavar="FILE"),
    ] = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Write a first mapping of an application's tables to the policy's records and items.

    Reads the schema, and at most 200 rows of each table, to see which columns hold what the policy names. Names and
    forms are guessed, and a person confirms them. No value is kept or printed.
    """
    from jikim.attach.drafting import drafted, looked_at, undeclared
    from jikim.attach.reach import people_of, reached

    tongue = language(lang)
    file, schema = policy_file.sound(policy, tongue), _read(database)
    table = people or people_of(schema)
    if table is None or table not in schema.tables:
        raise UsageError(
            f"`{table}` is no table that this role can read" if table else "this role can read no table",
            hint="name the table with one row a person, with its schema: --people public.customer",
            ko=(
                f"{eun(f'`{table}`')} 이 계정이 읽을 수 있는 표가 아닙니다"
                if table
                else "이 계정이 읽을 수 있는 표가 없습니다",
                "한 사람이 한 행인 표를 스키마와 함께 적어 주세요: --people public.customer",
            ),
        )
    if (path := out or Path("attached.yaml")).exists():
        raise UsageError(
            f"`{path}` is there already",
            hint="name another file with --out",
            ko=(f"`{path}` 파일이 이미 있습니다", "--out으로 다른 파일을 적어 주세요"),
        )
    found, unread = looked_at(schema, table)
    files.write(path, [drafted(schema, file, table, found, tongue).encode()])
    ways, missing = reached(schema, table), undeclared(found, file)
    tables = sum(not one.view for one in schema.tables.values())
    apart = sorted({one.table for one in found if one.table != table and one.table not in ways})
    if json:
        terminal.document(
            {
                "file": str(path),
                "people": table,
                "tables": tables,
                "reached": len(ways),
                "columns": [
                    {"column": f"{one.table}.{one.column}", "type": one.type.value, "share": one.share} for one in found
                ],
                "undeclared": {
                    type.value: [f"{one.table}.{one.column}" for one in ones] for type, ones in missing.items()
                },
                "unreached": apart,
                "unread": list(unread),
            }
        )
        return DONE
    for line in _told(tables, path, table, len(found), len(ways), tongue):
        terminal.line(line)
    for type, ones in missing.items():
        columns = ", ".join(f"{one.table}.{one.column}" for one in ones)
        terminal.line(
            f"처리방침에 없는 {type.value}: {columns}"
            if tongue == "ko"
            else f"{type.value}, which the policy declares nowhere: {columns}"
        )
    if apart:
        terminal.line(
            f"삭제가 닿지 않는 표: {', '.join(apart)}" if tongue == "ko" else f"no erasure reaches: {', '.join(apart)}"
        )
    if unread:
        terminal.line(
            f"값을 읽지 못해 이름으로만 짐작한 표: {', '.join(unread)}"
            if tongue == "ko"
            else f"judged by names alone, since their rows could not be read: {', '.join(unread)}"
        )
    return DONE


def _told(tables: int, path: Path, table: str, found: int, ways: int, tongue: Language) -> tuple[str, ...]:
    if tongue == "ko":
        return (
            f"{path}: 표 {tables}개, 개인정보로 보이는 열 {found}개",
            f"사람의 표는 {table}이며, 여기서 표 {ways}개에 닿습니다",
        )
    return (
        f"{path}: {tables} tables, {found} columns that look personal",
        f"people are in {table}; {ways} tables lead there",
    )


@in_korean(
    """어느 기록에도 속하지 않고 삭제도 미치지 않는 표와 열을 알려 줍니다. 지속적 통합(CI)에서 쓰기 위한 명령입니다.

    DB에는 있고 매핑에는 없는 표나 열이 있거나, 매핑에 적힌 것이 이제 없거나, 표에서 그 사람으로 이어지는 외래 키가
    없으면 1로 끝납니다.
    """
)
def check(
    mapping: Annotated[Path, about("The mapping, attached.yaml.", "매핑 파일(attached.yaml)", name="MAPPING")],
    database: Address,
    policy: PolicyPath,
    /,
    *,
    format: Annotated[
        Literal["text", "github"],
        about(
            "github: as annotations of a pull request.", "github이면 풀 리퀘스트의 주석 형식으로 출력", metavar="FORMAT"
        ),
    ] = "text",
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Say which tables and columns no record, and no erasure, reaches; meant for continuous integration.

    Exits 1 where a table or column stands in the database and in no mapping, where the mapping names what is no more,
    or where no foreign key leads from a table to its person.
    """
    from jikim.attach.mapping import gaps, read

    tongue = language(lang)
    file, schema = policy_file.sound(policy, tongue), _read(database)
    made, found = read(files.read(mapping), str(mapping))
    if made is not None:
        found = gaps(made, schema, file)
    errors = sum(one.severity is Severity.ERROR for one in found)
    if json:
        terminal.document({"file": str(mapping), "ok": not errors, "findings": [one.as_json() for one in found]})
    elif format == "github":
        for one in found:
            terminal.line(_annotation(one, str(mapping), tongue))
    else:
        for one in found:
            terminal.finding(one.render(tongue), str(one.position), one.severity.value)
            terminal.line()
        terminal.line(f"{mapping}: {policy_file.counted(found, tongue)}", (str(mapping), "bold"))
    return FAILED if errors else DONE


def _annotation(one: Finding, path: str, tongue: Language) -> str:
    """A workflow command of GitHub Actions: `::error file=…,line=…,col=…,title=…::message`."""
    kind = {Severity.ERROR: "error", Severity.WARNING: "warning"}.get(one.severity, "notice")
    hint = f". {one.hint[tongue]}" if one.hint else ""
    return f"::{kind} file={path},line={one.position.line},col={one.position.column},title={one.code}::{one.text[tongue]}{hint}"


@in_korean(
    """방침을 강제하면 무엇이 막힐지, 지난 31일 동안 관찰한 것에서 뷰와 조항별로 알려 줍니다.

    방침이 거부했을 것, 판단할 수 없었던 것, 아무도 밝히지 않은 목적, 아무도 읽지 않은 항목을 나열하고, 세지 못한
    것도 밝힙니다. --database를 적으면 표마다 보존기간이 지난 행을 세어 그 수를 보관하고, 적지 않으면 지난번 집계를
    알려 줍니다. 정리할 것이 남아 있으면 1로 끝납니다.
    """
)
def report(
    mapping: Annotated[Path, about("The mapping, attached.yaml.", "매핑 파일(attached.yaml)", name="MAPPING")],
    policy: PolicyPath,
    /,
    *,
    database: Annotated[
        str | None,
        about(
            "Count the rows past their period there, by a role that reads; postgresql:// or mariadb://.",
            "보존기간이 지난 행을 셀 DB. 읽기 전용 계정, postgresql:// 또는 mariadb://",
            metavar="DATABASE",
        ),
    ] = None,
    directory: Directory = None,
    lang: Lang = None,
    json: Json = False,
) -> int:
    """Say what would break if the policy were enforced, by view and by clause, of what was observed in the last 31 days.

    Lists what the policy would have refused, what it could not judge, purposes that nobody named and items that nobody
    read. What was lost is said. With --database, rows past their period are counted table by table, and the counts are
    kept; without it, the last counts are told. Exits 1 while a point is open.
    """
    from jikim.attach.held import dated
    from jikim.attach.mapping import read
    from jikim.observed.counts import keep_overdue, observations, overdue_of
    from jikim.observed.report import report as told_of

    tongue = language(lang)
    file, (made, found) = policy_file.sound(policy, tongue), read(files.read(mapping), str(mapping))
    if made is None:
        raise UsageError(
            "the file is no mapping: " + found[0].text[tongue],
            hint="see `jikim attach check`",
            ko=("매핑 파일이 아닙니다: " + found[0].text["ko"], "`jikim attach check`로 확인해 주세요"),
        )
    with house.opened(policy, directory) as jk:
        if database is not None:
            from jikim.attach.overdue import overdue

            jk.do(keep_overdue, overdue(_read(database), dated(made), jk.house.policy, jk.now()))
        rows, lost = jk.do(observations)
        counted, late = jk.do(overdue_of)
    told = told_of(file, rows, lost, made.items, late)
    if json:
        parts: dict[str, tuple[Point, ...] | tuple[Overdue, ...]] = {
            "refused": told.refused,
            "gaps": told.gaps,
            "overdue": told.overdue,
        }
        points = {name: [one._asdict() for one in ones] for name, ones in parts.items()}
        at = counted.isoformat() if counted is not None else None
        terminal.document({**told._asdict(), **points, "counted": at, "open": told.open})
    else:
        for line in _standing(told, tongue, counted):
            terminal.line(line)
    return FAILED if told.open else DONE


def _standing(told: Report, tongue: Language, counted: datetime | None) -> Iterator[str]:
    from jikim.observed.report import overdue_said

    ko = tongue == "ko"
    if not told.seen:
        yield "아직 관찰한 것이 없습니다" if ko else "nothing was observed yet"
    yield from _points("거부될 것" if ko else "would be refused", told.refused, tongue)
    yield from _points("판단할 수 없는 것" if ko else "cannot be judged", told.gaps, tongue)
    if counted is not None:
        day = counted.date().isoformat()
        yield (
            f"보존기간이 지난 행 ({day}): {len(told.overdue)}가지"
            if ko
            else f"rows past their period ({day}), by table and what is due: {len(told.overdue)}"
        )
    for late in told.overdue:
        yield f"  {late.table}  {late.record}: {overdue_said(late, tongue)} ({late.clause})"
    if told.unused:
        yield ("어느 코드도 밝히지 않은 목적: " if ko else "purposes that nobody named: ") + ", ".join(told.unused)
    if told.unread:
        yield ("한 번도 읽지 않은 항목: " if ko else "items that nobody read: ") + ", ".join(told.unread)
    if told.lost:
        yield f"세지 못한 관찰: {told.lost}" if ko else f"observations lost: {told.lost}"
    yield (
        f"관찰 {told.seen}건; 정리할 것 {told.open}가지"
        if ko
        else f"{told.seen} observed; {told.open} points to settle"
    )


def _points(head: str, points: tuple[Point, ...], tongue: Language) -> Iterator[str]:
    if points:
        yield f"{head}:"
    for one in points:
        clause = f" ({one.clause})" if one.clause else ""
        yield f"  {one.view or '-'}  {one.table}: {', '.join(one.columns)}  {one.times}×  {one.said(tongue)}{clause}"


def _read(database: str) -> Schema:
    from jikim.attach.reflection import read

    return read(database)
