"""`jikim sequence`: the ledger's sequencer, as a process of its own."""

from __future__ import annotations

import signal
import sys
from threading import Event, Thread
from typing import Annotated

from jikim.cli import house, terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE
from jikim.cli.options import Directory, PolicyPath


@in_korean(
    """멈출 때까지 원장의 기록에 순번을 붙입니다.

    1초에 여러 번 확인하고, 순번을 붙인 것이 있으면 체크포인트에 서명하고, 1분마다 증인에게 공동 서명을 요청하고,
    하루가 지난 체크포인트는 시간별 것과 공동 서명된 것만 남깁니다. `jikim serve`는 하나를 함께 실행합니다. 여러
    개를 동시에 실행해도 됩니다.
    """
)
def sequence(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    beside: Annotated[
        bool,
        about(
            "End when standard input does, as the one that `jikim serve` starts.",
            "표준 입력이 닫히면 종료(`jikim serve`가 시작한 것처럼)",
        ),
    ] = False,
) -> int:
    """Give the ledger's entries their positions, until it is stopped.

    It looks several times a second, signs a checkpoint where something was placed, asks the witnesses each minute, and
    thins checkpoints older than a day to hourly and cosigned ones. `jikim serve` runs one beside itself. Any number may
    run at once.
    """
    from jikim.app.sequencing import keep_sequencing
    from jikim.cli.jobs import undone

    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    if beside:
        Thread(target=_until_closed, args=(ended,), daemon=True).start()
    with house.opened(policy, directory) as jk:
        keep_sequencing(jk, ended, lambda error: terminal.line(undone("sequence", error), stderr=True))
    return DONE


def _until_closed(ended: Event) -> None:
    sys.stdin.buffer.read()
    ended.set()
