"""Connection strings of databases of one's own, as the environment names them, and any setting as it is written there."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from jikim.db.schema import DATABASES, Database
from jikim.db.spread import HOUSE, variable_of
from jikim.errors import JikimError

MOST_SERVERS = 99  # of people


def said(variable: str) -> str | None:
    """A setting: from the environment, else from the file that the variable with `_FILE` behind it names, whose last
    line's end is none of it. Raises JikimError where both are there, or the file holds nothing that can be read."""
    value, file = os.environ.get(variable), os.environ.get(f"{variable}_FILE")
    if not file:
        return value or None
    if value:
        raise JikimError(
            f"{variable} and {variable}_FILE are both set",
            hint="leave one of the two out",
            ko=(f"{variable}과 {variable}_FILE이 둘 다 설정되어 있습니다", "하나를 빼 주세요"),
        )
    try:
        text = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise JikimError(
            f"{variable}_FILE: `{file}` can't be read",
            hint="name a file of one line that this user may read",
            ko=(
                f"{variable}_FILE: `{file}` 파일을 읽을 수 없습니다",
                "이 사용자가 읽을 수 있는 한 줄짜리 파일을 적어 주세요",
            ),
        ) from None
    if not text:
        raise JikimError(
            f"{variable}_FILE: `{file}` is empty",
            hint=f"write into it what {variable} would hold",
            ko=(f"{variable}_FILE: `{file}` 파일이 비어 있습니다", f"{variable}에 적을 내용을 그 파일에 적어 주세요"),
        )
    return text


def all_dsns(role: str) -> dict[str, str]:
    """The databases of one's own and further servers of people, by name, of another role than the application's: `_OWNER`,
    which may act as their owner, or `_BACKUP`, which reads all."""
    own = dsns_of(DATABASES, role)
    return dict([*own.items(), *people_dsns(role, own).items()])


def people_dsns(role: str, own: Mapping[Database, str]) -> dict[str, str]:
    """The connection strings of further servers of people that are set, from `live@2` on without a gap. Raises JikimError
    for one behind a gap, and where the databases are not one's `own`."""
    found = {
        server: dsn for n in range(2, MOST_SERVERS + 1) if (dsn := said(variable_of(server := f"{HOUSE}@{n}", role)))
    }
    wanted = [HOUSE if not own else f"{HOUSE}@{n}" for n in range(2, len(found) + 2)]
    if missing := [server for server in wanted if server not in found]:
        raise JikimError(
            "a further server of people is named without those before it",
            hint=f"set {variable_of(missing[0], role)} too",
            ko=(
                "앞 번호의 정보주체 서버 없이 뒤 번호만 설정되어 있습니다",
                f"{variable_of(missing[0], role)}도 설정해 주세요",
            ),
        )
    return found


def dsns_of(databases: Sequence[Database], role: str) -> dict[Database, str]:
    """The connection strings that are set, of the application (no role's name) or another role."""
    named = {database: said(variable_of(database, role)) for database in databases}
    return {database: dsn for database, dsn in named.items() if dsn}


def whole(
    found: dict[Database, str], databases: Sequence[Database], role: str, wrong: tuple[str, str]
) -> dict[Database, str]:
    if found and len(found) < len(databases):
        missing = ", ".join(variable_of(name, role) for name in databases if name not in found)
        raise JikimError(
            wrong[0],
            hint=f"set {missing} too, or none of them",
            ko=(wrong[1], f"{missing}도 모두 설정하거나, 하나도 설정하지 않아야 합니다"),
        )
    return found
