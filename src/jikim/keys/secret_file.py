"""Secrets that an operator gives in a file: a passphrase, a token's PIN. Never on a command line or in a plain
variable."""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path

from jikim.errors import StoreError
from jikim.particles import eul, eun, i_ga

_MOST = 4096


def read_secret(path: Path, what: str) -> str:
    """The first line of a secret's file, in Unicode's form NFC (a Korean passphrase typed elsewhere is the same one).

    Raises StoreError for a file that can't be read, is no plain file, belongs to someone else, is open to group or
    others, is no text or is empty. The secret is never in the error.
    """
    try:
        with open(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK), "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise StoreError(
                    f"the {what} file `{path}` is no plain file",
                    hint="put it into a file of its own",
                    ko=(f"{what} 파일 {eun(f'`{path}`')} 일반 파일이 아닙니다", "별도의 파일에 적어 주세요"),
                )
            if state.st_mode & 0o077:
                raise StoreError(
                    f"the {what} file `{path}` is open to others",
                    hint=f"chmod 600 {path}",
                    ko=(f"{what} 파일 {eul(f'`{path}`')} 다른 사용자가 읽을 수 있습니다", f"chmod 600 {path}"),
                )
            if state.st_uid not in (0, os.geteuid()):
                raise StoreError(
                    f"the {what} file `{path}` belongs to another user",
                    hint="make it this user's own",
                    ko=(f"{what} 파일 {i_ga(f'`{path}`')} 다른 사용자의 것입니다", "이 사용자의 것으로 바꿔 주세요"),
                )
            content = file.read(_MOST + 1)
    except OSError as error:
        raise StoreError(
            f"the {what} file `{path}` can't be read: {error.strerror}",
            hint="check its path",
            ko=(f"{what} 파일 {eul(f'`{path}`')} 읽을 수 없습니다: {error.strerror}", "경로를 확인해 주세요"),
        ) from None
    return one_line(content, what)


def one_line(content: bytes, what: str) -> str:
    """The first line as text. Raises StoreError where there is none."""
    try:
        lines = content.decode().splitlines()
    except UnicodeDecodeError:
        raise StoreError(
            f"the {what} is no text",
            hint="write it in UTF-8, in one line",
            ko=(f"{what} 파일이 텍스트가 아닙니다", "UTF-8로 한 줄에 적어 주세요"),
        ) from None
    if not lines or not lines[0] or len(content) > _MOST:
        raise StoreError(
            f"the {what} is empty or too long",
            hint="write it in one line",
            ko=(f"{what} 파일이 비어 있거나 너무 깁니다", "한 줄로 적어 주세요"),
        )
    return unicodedata.normalize("NFC", lines[0])
