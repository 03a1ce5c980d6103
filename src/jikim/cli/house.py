"""The running Jikim that a command works on: one that is there, never one made by a misspelt directory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jikim.cli import policy_file
from jikim.cli.options import language
from jikim.errors import StoreError

if TYPE_CHECKING:
    from jikim.app import Jikim
    from jikim.prove.evidence import Pages


def opened(policy: Path, directory: Path | None, *, publishing: bool = False) -> Jikim:
    """Opens the Jikim of a policy on data that is there. Raises StoreError where there is none.

    `publishing`: with what is in force, whatever the file says.
    """
    file = policy_file.sound(policy, language(None))
    from jikim.app import Jikim
    from jikim.db import places
    from jikim.settings import Settings

    settings = Settings.from_environment(directory)
    if not settings.dsns and not (places.data_home(settings.directory) / "pg" / "PG_VERSION").exists():
        raise StoreError(
            f"there is no data in `{settings.directory}`",
            hint="name the directory with --dir or JIKIM_DIR, or your own databases with JIKIM_LIVE_DSN and its like",
            ko=(
                f"`{settings.directory}`에 데이터가 없습니다",
                "--dir이나 JIKIM_DIR로 디렉터리를, 또는 JIKIM_LIVE_DSN 등으로 직접 운영하는 데이터베이스를 알려 주세요",
            ),
        )
    jk = Jikim(file, settings, application="jikim", publishing=publishing)
    jk.look_at_pages = lambda: _pages(jk)
    return jk


def _pages(jk: Jikim) -> Pages:
    """What the pages show, as this program would serve them; imported only when a proof asks for it."""
    from jikim.web.public.looked import look

    return look(jk.policy, jk.now())
