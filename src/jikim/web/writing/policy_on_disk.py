"""The policy file that is being written, as it lies on the disk, and the published text that it began from, where there is one.

Guarantees: what is saved replaces exactly the writing that was seen, whole or not at all; an editor that saved meanwhile is not overwritten.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from jikim.errors import ConflictError, JikimError
from jikim.policy.check import check
from jikim.policy.finding import Finding, Severity
from jikim.policy.importing import Imported
from jikim.policy.model import PolicyFile
from jikim.policy.parse import Parsed
from jikim.policy.source_text import decode, sound_length
from jikim.policy_files import parse_files


class Look(NamedTuple):
    """The file at one moment. `file`: None where it cannot run; `seen`: this writing of it; `stamp`: that of all its files."""

    text: str
    seen: str
    stamp: str
    findings: tuple[Finding, ...]
    file: PolicyFile | None

    @property
    def errors(self) -> int:
        return sum(one.severity is Severity.ERROR for one in self.findings)


class PolicyOnDisk:
    """A policy file and what is thought of it now. `today`: the day in a time zone; `source`: the text that it began from."""

    def __init__(
        self,
        path: Path,
        today: Callable[[str | None], date],
        now: Callable[[], datetime],
        source: Imported | None = None,
    ) -> None:
        self.path, self.today, self.now, self.source = path, today, now, source
        self._lock = threading.Lock()
        self._files: Sequence[str] = (str(path),)
        self._last: Look | None = None

    def stamp(self) -> str:
        """What differs once any file of the policy was saved."""
        made = hashlib.sha256()
        for name in self._files:
            with suppress(OSError):
                made.update(Path(name).read_bytes() + b"\0")
        return made.hexdigest()[:20]

    def look(self) -> Look:
        """The file as it stands. Raises JikimError where it can't be read."""
        with self._lock:
            stamp = self.stamp()
            if self._last is not None and self._last.stamp == stamp:
                return self._last
            try:
                content = self.path.read_bytes()
                parsed = parse_files(self.path)
            except OSError as error:
                raise JikimError(
                    "the policy file can't be read",
                    hint=error.strerror or "save it again",
                    ko=("방침 파일을 읽을 수 없습니다", error.strerror or "다시 저장해 주세요"),
                ) from None
            self._files = parsed.files or (str(self.path),)
            text, _ = decode(content, str(self.path))
            self._last = self._judged(parsed, Look(text, _seen(content), self.stamp(), (), None))
            return self._last

    def look_at(self, text: str) -> Look:
        """The same, were this text saved in the file's place."""
        return self._judged(parse_files(self.path, text.encode()), self.look()._replace(text=text))

    def _judged(self, parsed: Parsed, look: Look) -> Look:
        findings = check(parsed, self.today(parsed.policy.service.time_zone if parsed.policy else None))
        broken = any(one.severity is Severity.ERROR for one in findings)
        return look._replace(findings=findings, file=None if broken else parsed.policy)

    def save(self, text: str, seen: str) -> None:
        """Puts a text in the place of the writing that was seen. Raises ConflictError where another was saved meanwhile."""
        sound_length(text)
        with self._lock:
            real = self.path.resolve()
            beside = real.with_name(f".{real.name}.{os.getpid()}")
            try:
                if _seen(self.path.read_bytes()) != seen:
                    raise ConflictError.meanwhile()
                # The file keeps its mode, and is never half written.
                with os.fdopen(
                    os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
                ) as out:
                    out.write(text)
                os.chmod(beside, self.path.stat().st_mode & 0o777)
                os.replace(beside, real)
            except OSError as error:
                raise JikimError(
                    "the policy file can't be written",
                    hint=error.strerror or "see who may write it",
                    ko=("방침 파일에 쓸 수 없습니다", error.strerror or "쓰기 권한을 확인해 주세요"),
                ) from None
            finally:
                beside.unlink(missing_ok=True)


def _seen(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:20]
