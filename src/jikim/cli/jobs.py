"""`jikim jobs`: everything that is due, in its order."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from cyclopts.validators import Number

from jikim.cli import house, terminal
from jikim.cli.addition import site_of, working
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import DONE, FAILED
from jikim.cli.options import Directory, Json, Language, PolicyPath, language, words

if TYPE_CHECKING:
    from jikim.app.due import Ran
    from jikim.errors import JikimError


QUARTER = 92


@in_korean(
    """기한이 된 일을 모두 실행합니다: 발송, 파기 작업, 백업, 키 고리 교체, 원장 순번.

    앞의 일이 다음 일을 가능하게 하는 순서로, 방침의 안전조치가 요구할 때만 실행합니다. 실패한 일은 알리고 다른 일은
    계속하며, 1로 끝납니다. 타이머로 원하는 만큼 자주 실행하거나, --every 60으로 계속 실행해 주세요.
    """
)
def jobs(
    policy: PolicyPath,
    /,
    *,
    directory: Directory = None,
    every: Annotated[
        int | None,
        about(
            "Go on, and look again after so many seconds; else once.",
            "계속 실행하며 이 시간(초)마다 다시 확인. 없으면 한 번만",
            metavar="SECONDS",
            validator=Number(gte=1),
        ),
    ] = None,
    site: Annotated[
        str | None,
        about(
            "Also do the work of your own site: a `jikim.web.Addition`, as `serve` takes it.",
            "직접 만든 사이트의 작업도 함께 실행: `serve`에 주는 것과 같은 `jikim.web.Addition`",
            metavar="MODULE:NAME",
        ),
    ] = None,
    json: Json = False,
) -> int:
    """Do everything that is due: send, sweep, back up, make irrecoverable, sequence the ledger.

    Each in the order in which it makes the next possible, and only when the policy's safeguards ask for it. What fails
    is told, stops nothing else, and exits 1. Run it from a timer, as often as you like, or leave it running with
    --every 60.
    """
    addition = site_of(site)
    with house.opened(policy, directory) as jk, working(jk, addition):
        from jikim.app.due import run_due

        release = jk.server_release()
        if release is not None and not json:
            terminal.line(_server(*release, jk.now()))
        while True:
            if jk.mend_server():
                jk.driver.doubt()
            ran = []
            for one in run_due(jk):
                ran.append(one)
                if not json:
                    for text in step_lines(one):
                        terminal.line(text)
            if json:
                server = None if release is None else {"postgresql": release[0], "since": release[1].isoformat()}
                terminal.document(
                    {"at": jk.now().isoformat(), "server": server, "steps": [one.as_json() for one in ran]}
                )
            if every is None:
                return FAILED if any(one.failed for one in ran) else DONE
            time.sleep(every)


def _server(version: str, since: datetime, now: datetime) -> str:
    """PostgreSQL's minor releases come each quarter: one that is older than that has a younger one."""
    days = max(0, (now - since).days)
    old, ko = "", ""
    if days > QUARTER:
        old = "; a newer minor release is likely: upgrade the package, or set JIKIM_PG_BIN"
        ko = ". 더 새로운 부 버전이 나왔을 것입니다. 패키지를 업그레이드하거나 JIKIM_PG_BIN을 설정해 주세요"
    return words(
        f"server: PostgreSQL {version}, here for {days} day{'s' if days != 1 else ''}{old}",
        f"서버: PostgreSQL {version}, 설치한 지 {days}일{ko}",
    )


def undone(step: str, error: JikimError) -> str:
    """The line of a step that failed, in the language of the run."""
    tongue = language(None)
    said = error.spoken(tongue)
    hint = f"\n{words('hint', '도움말')}: {said.hint}" if said.hint else ""
    return f"{step_words(step, tongue)}: {words('not done', '하지 못함')}: {said.message}{hint}"


def step_words(step: str, tongue: Language) -> str:
    """What a step is called: in English by its own name, which JSON has too."""
    from jikim.app.job_words import STEPS

    return STEPS[step][0] if tongue == "ko" and step in STEPS else step


def counted(name: str, tongue: Language) -> str:
    from jikim.app.job_words import MORE, NUMBERS

    if tongue == "ko":
        return NUMBERS[name][0] if name in NUMBERS else MORE.get(name, name)
    return name.replace("_", " ")


def step_lines(ran: Ran) -> Iterator[str]:
    tongue = language(None)
    if ran.error is not None:
        yield undone(ran.step, ran.error)
        return
    did = {name: value for name, value in ran.done.items() if value and not isinstance(value, (dict, list))}
    told = ", ".join(
        f"{counted(name, tongue)} {value}" for name, value in did.items() if name not in ("size", "dry_run")
    )
    yield f"{step_words(ran.step, tongue)}: {told or words('nothing to do', '할 일 없음')}"
