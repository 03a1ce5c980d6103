"""`jikim epoch`: what was destroyed becomes irrecoverable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from jikim.cli import house, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.options import Directory, Json, PolicyPath, words
from jikim.particles import euro

if TYPE_CHECKING:
    from datetime import datetime

    from jikim.jobs.epoch_due import Due
    from jikim.jobs.epoch_report import Turned
    from jikim.policy.period import Period


@in_korean(
    """파기한 것을, 디스크와 백업을 누가 가지고 있더라도 복구할 수 없게 합니다.

    파기된 것과 키를 함께 쓰던 부분에 새 키를 만들고, 남은 것을 새로 감싼 다음, 이전 루트 키를 파기합니다. 몇 초에서
    1분쯤 걸리고 그동안 모두 계속 일할 수 있으며, 도중에 중단되면 그곳부터 이어집니다. 얼마나 자주 할지는 방침의
    안전조치 `key-rotation`이 정합니다. 파기 작업 뒤마다 --if-due로 실행해 주세요.
    """
)
def epoch(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    if_due: Annotated[
        bool,
        about(
            "Only when the policy's safeguards ask for it; else say when.",
            "방침의 안전조치에 따라 필요할 때만 실행하고, 아니면 예정일을 출력",
        ),
    ] = False,
    dry_run: Annotated[bool, about("Say what would be done, and do nothing.", "실행하지 않고 할 일만 출력")] = False,
    give_up_damaged: Annotated[
        bool,
        about(
            "Go on although wrapped keys are damaged, which no backup brings back afterwards.",
            "손상된 키가 있어도 진행(그 키는 어떤 백업으로도 복구할 수 없게 됨)",
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Make what was destroyed irrecoverable, whoever holds the disks and the backups.

    The key ring gets fresh keys for all that shared one with something destroyed, what survives is wrapped anew, and
    the former root key is destroyed. It takes seconds and up to a minute, in which everybody may work on; killed
    anywhere, it goes on where it was. The policy's safeguard `key-rotation` says how often: run it with --if-due after
    each sweep.
    """
    with house.opened(policy, directory) as jk:
        due = jk.epoch_due()
        if dry_run or (if_due and not due.now):
            if json:
                terminal.document({"turned": None, **due.as_json()})
            else:
                for text in _plans(due, dry_run):
                    terminal.line(text)
            return
        with terminal.waiting():
            turned = jk.epoch(give_up_damaged=give_up_damaged)
        after = jk.epoch_due()
    if json:
        terminal.document({"turned": turned.as_json(), **after.as_json()})
    else:
        for text in _lines(turned, after):
            terminal.line(text)


def _plans(due: Due, dry: bool) -> Iterator[str]:
    if due.open is not None:
        yield words(
            f"an epoch to ring {due.open.ring} was cut off after the step `{due.open.step}`; it would be brought to its end",
            f"키 고리 {euro(f'{due.open.ring}')}의 교체가 `{due.open.step}` 단계 뒤에 중단되었으며, 이어서 끝낼 것입니다",
        )
    names, shards, survivors = due.ahead.names, due.ahead.shards, due.ahead.survivors
    if names:
        would = "would become" if dry else "will become"
        yield words(
            f"{names} destroyed keys {would} irrecoverable, and {survivors} that share {shards} shards with them be wrapped anew",
            f"파기한 키 {names}개를 복구할 수 없게 하고, 조각 {shards}개를 함께 쓰는 키 {survivors}개를 새로 감쌀 것입니다",
        )
    elif due.open is None:
        yield words("nothing was destroyed since the last epoch", "지난 교체 뒤에 파기한 것이 없습니다")
    if due.at is not None:
        yield _next("due from", "예정", due.at, due.every)


def _lines(turned: Turned, after: Due) -> Iterator[str]:
    yield from (words(en, ko) for en, ko in turned.told)
    if turned.resumed:
        yield words("an epoch that was cut off was brought to its end", "중단된 교체를 이어서 끝냈습니다")
    yield words(
        f"ring {turned.ring}: {turned.names} destroyed keys, {turned.rewrapped} survivors wrapped anew in {turned.shards} shards",
        f"키 고리 {turned.ring}: 파기한 키 {turned.names}개, 조각 {turned.shards}개에서 새로 감싼 키 {turned.rewrapped}개",
    )
    if turned.damaged:
        yield words(f"{turned.damaged} damaged keys were given up", f"손상된 키 {turned.damaged}개를 포기했습니다")
    if turned.backup is None:
        yield words(
            "no backup of the keys is configured: none was made", "키 백업이 설정되어 있지 않아 백업하지 않았습니다"
        )
    at = turned.irrecoverable.isoformat(timespec="minutes")
    yield words(f"irrecoverable from {at} on", f"{at}부터 복구할 수 없습니다")
    yield words(f"what that is worth: {turned.worth['en']}", f"보장 범위: {turned.worth['ko']}")
    if after.at is not None:
        yield _next("next due from", "다음 예정", after.at, after.every)


def _next(en: str, ko: str, at: datetime, every: Period) -> str:
    moment = at.isoformat(timespec="minutes")
    return words(f"{en} {moment} on, {every.every('en')}", f"{ko}: {moment}부터, {every.every('ko')}")
