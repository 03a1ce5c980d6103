"""`jikim migrate`: databases of your own, brought to this version, or the SQL that does it."""

from __future__ import annotations

import sys
from typing import Annotated, Literal

from jikim.cli import terminal
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import UsageError
from jikim.cli.options import words
from jikim.errors import StoreError


@in_korean(
    """직접 운영하는 DB를 이 버전으로 올리거나, 그 SQL을 출력합니다.

    이전에 배포된 버전의 DB는 트랜잭션 하나로 올리며, 실패하면 그대로 둡니다. 더 새로운 버전의 DB와 배포된 적 없는
    DB는 거부합니다. 먼저 백업하고, 실행 중인 것을 멈춰 주세요.

    대상은 JIKIM_LIVE_OWNER_DSN, JIKIM_ARCHIVE_OWNER_DSN, JIKIM_KEYS_OWNER_DSN, JIKIM_LEDGER_OWNER_DSN의 DB이며,
    jikim_owner로 동작할 수 있는 계정의 연결 문자열을 적습니다. 애플리케이션에는 이 문자열을 주지 않습니다. 내장
    서버에는 migrate가 필요 없습니다.
    """
)
def migrate(
    *,
    sql: Annotated[
        Literal["live", "archive", "keys", "ledger", "privileges"] | None,
        about(
            "Print the script of one database for its administrator: live, archive, keys or ledger; or privileges, what PUBLIC loses in each.",
            "DB 관리자가 실행할 스크립트를 출력: live, archive, keys 또는 ledger. privileges는 DB마다 PUBLIC에게서 거두는 권한",
            metavar="SCRIPT",
        ),
    ] = None,
    since: Annotated[
        str | None,
        about(
            "With --sql: the script for a database of that released version.",
            "--sql과 함께: 이미 배포된 그 버전의 DB에 맞는 스크립트",
            metavar="VERSION",
        ),
    ] = None,
) -> None:
    """Bring your own databases to this version, or print the SQL for it.

    A database of an older release is taken there in one transaction, or left as it was; one of a newer version, and one
    that was never released, is refused. Make a backup, and stop what runs, first.

    The databases are those of JIKIM_LIVE_OWNER_DSN, JIKIM_ARCHIVE_OWNER_DSN, JIKIM_KEYS_OWNER_DSN and
    JIKIM_LEDGER_OWNER_DSN: connection strings of a role that may act as jikim_owner. The application
    itself never has them. The embedded server needs no migrate.
    """
    if sql is not None:
        from jikim.db.migrate import privileges, script

        sys.stdout.write(privileges() if sql == "privileges" else script(sql, since))
        return
    from jikim.db.dsns import all_dsns

    named = all_dsns("_OWNER")
    if not named:
        raise UsageError(
            "no database is named",
            hint="set JIKIM_LIVE_OWNER_DSN, JIKIM_ARCHIVE_OWNER_DSN, JIKIM_KEYS_OWNER_DSN and JIKIM_LEDGER_OWNER_DSN; or print a script with --sql",
            ko=(
                "데이터베이스를 알 수 없습니다",
                "JIKIM_LIVE_OWNER_DSN, JIKIM_ARCHIVE_OWNER_DSN, JIKIM_KEYS_OWNER_DSN, JIKIM_LEDGER_OWNER_DSN을 설정하거나, --sql로 스크립트를 출력해 주세요",
            ),
        )
    from jikim.db.releases import version_of
    from jikim.db.spread import database_of

    for inbox, dsn in named.items():
        _bring(inbox, dsn)
        version = version_of(database_of(inbox))
        terminal.line(words(f"{inbox}: at version {version}", f"{inbox}: 버전 {version}"))


def _bring(inbox: str, dsn: str) -> None:
    import psycopg
    from sqlalchemy.exc import DBAPIError

    from jikim.db.migrate import migrate as bring
    from jikim.db.spread import database_of, variable_of

    variable = variable_of(inbox, "_OWNER")
    try:
        bring(database_of(inbox), dsn)
    except psycopg.OperationalError:
        raise StoreError(
            f"the {inbox} database can't be reached",
            hint=f"check {variable} and that the server runs",
            ko=(f"{inbox} 데이터베이스에 연결할 수 없습니다", f"{variable}과 서버가 실행 중인지 확인해 주세요"),
        ) from None
    except (psycopg.Error, DBAPIError) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        # The server's own sentence: it speaks of roles and tables, and a migration moves no value.
        said = cause.diag.message_primary if isinstance(cause, psycopg.Error) else None
        raise StoreError(
            f"the {inbox} database was not changed: {said or type(cause).__name__}",
            hint=f"`jikim migrate --sql {database_of(inbox)}` says which roles it expects",
            ko=(
                f"{inbox} 데이터베이스를 바꾸지 못했습니다: {said or type(cause).__name__}",
                f"`jikim migrate --sql {database_of(inbox)}`가 필요한 계정을 알려 줍니다",
            ),
        ) from None
