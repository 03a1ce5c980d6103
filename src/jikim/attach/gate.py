"""What deletes or empties rows in an application's database passes this gate, and it is shut.

A mapping's parts are not held against the database's foreign keys, so an erasure can delete other people's rows; what an
application writes after the cut can be lost. Until both are counted and compared before anything goes, nothing goes.
"""

from __future__ import annotations

from jikim.errors import StoppedError


def pass_gate(act: str) -> None:
    """Raises StoppedError: `act` (`attach erase`, `attach sweep`, `cut`, `empty`) does not run in this version."""
    raise StoppedError(
        "`{}` does not run in this version: it could delete rows of other people, or lose what the application wrote since",
        why="gate",
        given=act,
        hint="nothing was changed; delete by the application's own means meanwhile. `--dry-run`, `twin`, `verify` and"
        " `back` run",
        ko=(
            "다른 사람의 행을 지우거나 애플리케이션이 그 뒤에 쓴 값을 잃을 수 있어 이 버전에서는 실행할 수 없습니다: `{}`",
            "아무것도 바뀌지 않았습니다. 그동안은 애플리케이션의 방법으로 삭제해 주세요. `--dry-run`, `twin`, `verify`, `back`은 실행할 수 있습니다",
        ),
    )
