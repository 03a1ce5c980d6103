"""Files that commands read and write."""

from __future__ import annotations

import errno
import gzip
import os
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from jikim.cli.exits import UsageError
from jikim.cli.options import Language, words
from jikim.errors import JikimError

STDOUT = Path("-")


def read(path: Path) -> bytes:
    """A file's bytes. Raises UsageError where it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None


def unreadable(path: Path, error: OSError) -> UsageError:
    """The error of a file that can't be read."""
    return UsageError(
        f"`{path}` can't be read: {reason(error)}",
        hint="give the path of a file that you may read",
        ko=(f"`{path}` 파일을 읽을 수 없습니다 ({reason(error, 'ko')})", "읽을 수 있는 파일의 경로를 적어 주세요"),
    )


_REASONS = {
    errno.ENOENT: "그런 파일이나 디렉터리가 없음",
    errno.EACCES: "권한이 없음",
    errno.EPERM: "허용되지 않음",
    errno.EISDIR: "디렉터리임",
    errno.ENOTDIR: "디렉터리가 아님",
    errno.ENOSPC: "남은 공간이 없음",
    errno.EROFS: "읽기 전용임",
}


def reason(error: OSError, language: Language = "en") -> str:
    """Why the system refused: in its own words, or in Korean."""
    if language == "ko":
        return _REASONS.get(error.errno or 0, f"오류 번호 {error.errno}")
    return (error.strerror or "unknown error").lower()


def wrote(path: Path) -> str:
    """What is said of a file that was written."""
    return words(f"wrote {path}", f"{path} 파일을 저장했습니다")


def write(out: Path, pieces: Iterable[bytes], *, private: bool = False) -> None:
    """Writes the pieces to a file, whole or not at all, or for `-` to stdout. A name in `.gz` is compressed.

    `private`: only the user may read the new file. Raises JikimError where it can't be written.
    """
    if out == STDOUT:
        sys.stdout.flush()
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        return
    # A device or a pipe is written to; it is never replaced by a file.
    special = out.exists() and not out.is_file()
    draft = out if special else out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        flags = os.O_WRONLY if special else os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(draft, flags, 0o600 if private else 0o666), "wb") as file:
            _pour(file, pieces, compress=out.suffix == ".gz")
        if not special:
            draft.replace(out)
    except OSError as error:
        raise JikimError(
            f"`{out}` can't be written: {reason(error)}",
            hint="name a file that you may write",
            ko=(f"`{out}` 파일에 쓸 수 없습니다 ({reason(error, 'ko')})", "쓸 수 있는 파일을 적어 주세요"),
        ) from None
    finally:
        if not special:
            draft.unlink(missing_ok=True)


def _pour(file: IO[bytes], pieces: Iterable[bytes], *, compress: bool) -> None:
    if not compress:
        file.writelines(pieces)
        return
    with gzip.GzipFile(fileobj=file, mode="wb") as packed:
        for piece in pieces:
            packed.write(piece)
