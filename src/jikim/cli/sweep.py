"""`jikim sweep`: what is due is archived and destroyed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from jikim.cli import house, terminal, when
from jikim.cli.attach_ruled import lines as attached_lines
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import UsageError
from jikim.cli.options import Directory, Json, PolicyPath, language, words
from jikim.errors import JikimError, StoreError
from jikim.particles import i_ga

if TYPE_CHECKING:
    from jikim.jobs.retention_sweep import Swept


By = Annotated[
    str | None,
    about(
        "Who sweeps: an officer with a grant; else the schedule.",
        "실행하는 사람: 권한이 있는 보호책임자. 없으면 정기 작업",
        name="--by",
        metavar="NAME",
    ),
]


@in_korean(
    """기한이 된 것을 분리 보관하거나 파기하고, 또는 그 대상만 알려 줍니다.

    목적을 달성한 기록은 분리 보관하고, 보존 근거가 없으면 파기합니다. 보존기간이 끝난 것은 파기하고, 무엇을
    파기했는지 증명서를 남깁니다. 손상된 기록이 있어도 나머지는 진행하고 1로 끝납니다. 가득 찬 원장 구간은
    압축합니다. 매일 실행해 주세요. 두 번 실행하거나 도중에 중단해도 문제가 없습니다. 데모의 데이터는 데모의 시계로
    처리합니다. --at은 2026-11-24, 2026-11-24T09:30 또는 2026-11-24T09:30+09:00이며, 시간대가 없으면 방침의
    시간대입니다.

    시계가 의심스럽거나, 방침이 혼자 파기하도록 정한 인원보다 많은 사람의 기록을 파기하게 되면, 아무것도 파기하지
    않고 1로 끝납니다. 그 다음은 보호책임자가 결정합니다.
    """
)
def sweep(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    at: Annotated[
        str | None,
        about(
            "Judge as of this time; with --dry-run it may lie ahead.",
            "기준 시각. --dry-run이면 앞으로의 시각도 가능",
            metavar="TIME",
        ),
    ] = None,
    dry_run: Annotated[bool, about("Say what would be done, and do nothing.", "실행하지 않고 할 일만 출력")] = False,
    after_gap: Annotated[
        bool,
        about(
            "Go on although the clock is in doubt: an officer has looked, and it is right.",
            "시계가 의심스러워도 진행: 보호책임자가 확인하여 시계가 맞는 경우",
        ),
    ] = False,
    attached: Annotated[
        tuple[Path, str] | None,
        about(
            "And then what is over in an application's own tables, as `jikim attach sweep`.",
            "이어서 애플리케이션의 표에서 기한이 된 것도 처리. `jikim attach sweep`과 같음",
            metavar="MAPPING DATABASE",
        ),
    ] = None,
    by: By = None,
    json: Json = False,
) -> None:
    """Archive and destroy what is due, or say what would be.

    Records whose purpose is fulfilled move to the archive, or go where nothing keeps them; what has rested for its
    period is destroyed; a certificate says what went. A damaged record stops nothing else, and exits 1. Full
    ranges of the ledger's entries are packed. Run it daily:
    running it twice, or killing it, does no harm. A demo's data is swept at the demo's own clock. --at takes
    2026-11-24, 2026-11-24T09:30 or 2026-11-24T09:30+09:00, in the policy's time zone where it names no other.

    A sweep destroys nothing and exits 1 where its clock is in doubt, or where it would destroy records of more people
    than the policy lets it alone: then an officer says how to go on.
    """
    if after_gap and (by is None or dry_run):
        raise UsageError(
            "--after-gap is an officer's word, for a sweep that is no dry run",
            hint="add --by NAME",
            ko=(
                "--after-gap은 보호책임자가 실제로 실행하는 파기 작업에만 쓸 수 있습니다",
                "--by NAME을 함께 적어 주세요",
            ),
        )
    with house.opened(policy, directory) as jk:
        moment = when.moment(at, jk.policy.zone) if at is not None else None
        if moment is not None and not dry_run and moment > jk.now():
            raise JikimError(
                "nothing is destroyed before its day: --at lies ahead",
                hint="add --dry-run to see what will be due",
                ko=(
                    "기한 전에는 파기하지 않습니다. --at이 앞날입니다",
                    "무엇이 기한이 되는지 보려면 --dry-run을 적어 주세요",
                ),
            )
        actor = jk.handler(by, kind="officer") if by is not None else None
        with terminal.waiting():
            swept = jk.sweep(dry_run=dry_run, at=moment, actor=actor, after_gap=after_gap)
            there = jk.attached(attached[0]).sweep(attached[1], dry_run=dry_run) if attached is not None else None
    if json:
        told = {} if there is None else {"attached": there.as_json()}
        terminal.document({"at": (moment or jk.now()).isoformat(), **swept.as_json(), **told})
    else:
        more = () if there is None else attached_lines(there, language(None), dry=dry_run)
        for text in (*_lines(swept), *more):
            terminal.line(text)
    if swept.failed:
        kinds = ", ".join(f"{kind} {record} ({error})" for kind, record, error in swept.failed)
        raise StoreError(
            f"{len(swept.failed)} records could not be opened, and stay where they are: {kinds}",
            hint="everything else was done; bring back their rows or keys from a backup, and sweep again",
            ko=(
                f"기록 {len(swept.failed)}건을 열 수 없어 그대로 두었습니다: {kinds}",
                "나머지는 모두 완료했습니다. 백업에서 행이나 키를 되돌린 다음 다시 실행해 주세요",
            ),
        )


@in_korean(
    """파기 작업이 혼자 파기할 수 없는 것을 다른 담당자로서 승인합니다.

    승인은 그 파기 계획에 대해 24시간 동안 유효하며, 다음 파기 작업이 파기합니다. 그 뒤에 기한이 된 것은 새로
    셉니다. 그 계획이 근거로 삼은 시계를 확인해 준 사람은 승인까지 할 수 없습니다.
    """
)
def approve(
    policy: PolicyPath,
    plan: Annotated[
        str, about("The plan's number, as the sweep that stopped told it.", "멈춘 파기 작업이 알려 준 파기 계획 번호")
    ],
    /,
    *,
    by: Annotated[
        str, about("Who approves: an officer with a grant.", "승인하는 사람: 권한이 있는 보호책임자", metavar="NAME")
    ],
    directory: Directory = None,
    json: Json = False,
) -> None:
    """Say yes, as a second person, to what a sweep may not destroy alone.

    The yes is for that plan and for 24 hours: the next sweep destroys it. What has come to be due since is counted
    anew. Who gave the word for the clock that the plan rests on cannot approve it as well.
    """
    with house.opened(policy, directory) as jk:
        approved = jk.by(jk.handler(by, kind="officer")).approve(plan)
    if json:
        terminal.document(
            {
                "plan": approved.plan,
                "people": approved.people,
                "total": approved.total,
                "records": approved.records,
                "days": approved.days,
                "until": approved.until.isoformat() if approved.until else None,
            }
        )
        return
    until = f"{approved.until:%Y-%m-%d %H:%M} UTC"
    terminal.line(
        words(
            f"plan {approved.plan[:12]}: records of {approved.people} people, of {approved.total}, may go",
            f"파기 계획 {approved.plan[:12]}: 전체 {approved.total}명 중 {approved.people}명의 기록을 파기할 수 있습니다",
        )
    )
    terminal.line(
        words(
            f"approved by {by} until {until}; sweep again", f"{i_ga(f'{by}')} 승인함, {until}까지. 다시 실행해 주세요"
        )
    )


def _lines(swept: Swept) -> Iterator[str]:
    would, ko = ("would be ", "할 것") if swept.dry else ("", "함")
    done = (
        swept.retired,
        swept.destroyed,
        swept.days,
        swept.renewed,
        swept.forgotten,
        swept.certificate,
        swept.packed,
        *swept.expired[1:],
    )
    for kind, count in sorted(swept.retired.items()):
        yield words(f"{kind}: {count} {would}moved to the archive", f"{kind}: {count}건 분리 보관{ko}")
    for kind, count in sorted(swept.destroyed.items()):
        yield words(
            f"{kind}: {count} {would}destroyed, as nothing keeps them", f"{kind}: {count}건 파기{ko}(보존 근거 없음)"
        )
    for kind, due, parts in swept.days:
        what = "the archived parts" if swept.dry else f"{parts} archived parts"
        yield words(
            f"{kind}: {what} kept until {due} {would}destroyed",
            f"{kind}: {due}까지 분리 보관한 것{'' if swept.dry else f' {parts}건'} 파기{ko}",
        )
    for kind, count in sorted(swept.waiting.items()):
        yield words(
            f"{kind}: {count} left alone, frozen by a correction or under a legal hold",
            f"{kind}: {count}건 그대로 둠(정정 중이거나 파기 보류 중)",
        )
    yield from _people(swept)
    yield from _ledger(swept, would, ko)
    if swept.certificate is not None:
        yield words(f"certificate {swept.certificate}", f"파기 증명서 {swept.certificate}")
    if not any(done) and not swept.failed:
        yield words("nothing is due", "기한이 된 것이 없습니다")
    if swept.doubt is not None:
        yield words(
            f"it would stop, because the time is in doubt: {swept.doubt.english}",
            f"시각이 의심스러워 멈출 것입니다: {swept.doubt.korean}",
        )
    if swept.judged is not None and swept.judged.waits:
        judged = swept.judged
        yield words(
            f"it would wait for a second person: {judged.beyond} people, of {judged.total}, and alone it may destroy records "
            f"of {judged.most} (plan {judged.plan[:12]})",
            f"다른 담당자의 승인을 기다릴 것입니다: 전체 {judged.total}명 중 {judged.beyond}명이며, 혼자 파기할 수 있는 것은 "
            f"{judged.most}명까지입니다(파기 계획 {judged.plan[:12]})",
        )


def _people(swept: Swept) -> Iterator[str]:
    if swept.renewed:
        yield words(
            f"{swept.renewed} people got a new key, and their old one went",
            f"{swept.renewed}명의 키를 새로 만들고 이전 키를 파기함",
        )
    if swept.forgotten:
        yield words(f"{swept.forgotten} people who left are forgotten", f"탈퇴한 {swept.forgotten}명의 흔적을 삭제함")


def _ledger(swept: Swept, would: str, ko: str) -> Iterator[str]:
    if swept.expired.lots:
        lots = ", ".join(swept.expired.lots)
        count = "" if swept.dry else f"{swept.expired.bodies} "
        yield words(
            f"ledger: what {count}entries of {lots} say of people {would}erased",
            f"원장: {lots}의 기록{'' if swept.dry else f' {swept.expired.bodies}건'}에서 사람에 관한 내용을 삭제{ko}",
        )
    if swept.expired.waiting:
        lots = ", ".join(swept.expired.waiting)
        yield words(
            f"ledger: the time of {lots} is over, and no eraser is set: JIKIM_LEDGER_ERASER_DSN",
            f"원장: {lots}의 보존기간이 끝났으나 삭제할 계정이 없습니다. JIKIM_LEDGER_ERASER_DSN을 설정해 주세요",
        )
    if swept.packed:
        yield words(f"ledger: {swept.packed} entries packed", f"원장: 기록 {swept.packed}건 압축함")
