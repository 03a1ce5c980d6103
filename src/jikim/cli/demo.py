"""`jikim demo`: the homepage's policy, played through."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts.validators import Number

from jikim.cli import terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.options import Lang, language


@in_korean(
    """가상의 인물과 움직이는 시계로 홈페이지의 방침을 실행하고 사이트를 엽니다.

    여섯 해가 1분 안에 지나갑니다. 사람들이 가입하고 주문하고 정정하고 철회하고 탈퇴하며, 관리자 페이지는 대장을
    관리하고, 정보는 분리 보관되었다가 기한에 파기되고, 끝으로 모든 약속을 증명합니다. 이어서 그 사람들이 있는
    사이트 전체가 관리자 페이지까지 이 컴퓨터에서 열리며, 화면에서 시계를 옮길 수 있습니다. 터미널에서는 Ctrl-C를
    누를 때까지 열려 있고, 터미널이 아니거나 --once이면 주소마다 한 번씩만 열어 봅니다. 이행되지 않은 약속이 없고
    모든 단계가 방침대로이면 0, 아니면 1로 끝납니다. --keep이 없으면 DB는 임시입니다.
    """
)
def demo(
    *,
    members: Annotated[
        int | None,
        about(
            "How many invented people; else 500, or 60 with --once.",
            "가상 인물의 수. 없으면 500, --once이면 60",
            metavar="N",
            validator=Number(gte=1, lte=100_000),
        ),
    ] = None,
    once: Annotated[
        bool,
        about(
            "A quick pass with fewer people, in which nothing redraws or stays open.",
            "적은 인원으로 짧게 실행(화면을 다시 그리거나 열어 두지 않음)",
        ),
    ] = False,
    keep: Annotated[
        Path | None,
        about(
            "A new or empty directory for the databases, the ledger's export and the pages.",
            "DB, 내보낸 원장, 페이지를 남길 새 디렉터리나 빈 디렉터리",
            metavar="DIR",
        ),
    ] = None,
    whole: Annotated[
        bool,
        about(
            "Tell the whole story on the terminal, too; else a line a chapter, and the rest in a file.",
            "터미널에도 전체를 출력. 없으면 장마다 한 줄, 나머지는 파일로",
        ),
    ] = False,
    lang: Lang = None,
) -> int:
    """Play the homepage's policy through, with invented people on a moving clock, and open the site.

    Six years pass in a minute: people join, order, correct, withdraw and leave; the office keeps its registers; data
    rests, is destroyed on its day, and every promise is proved at the end. Then the whole site opens on this machine
    with them in it, its office too, and a clock that is moved on screen. In a terminal it stays open until Ctrl-C;
    else, or with --once, each address is fetched once. Exits 0 where no promise is broken and every step did what the
    policy says, else 1. Without --keep the databases are temporary.
    """
    from jikim.demo import run

    return run(
        members=members, once=once, keep=keep, lang=language(lang), console=terminal.console(wrap=True), whole=whole
    )
