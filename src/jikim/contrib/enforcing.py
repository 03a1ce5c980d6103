"""Statements that the policy refuses are not run, for the kinds and purposes that an officer said so of (`verbs.modes`).

INVARIANT: an error denies. While what was said is not known, no statement on a mapped table runs; once it is known, it
holds until it can be asked again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from jikim.clock import machine_seconds
from jikim.contrib.saying import Said
from jikim.contrib.statement import Touched
from jikim.errors import DeniedError
from jikim.errors import Said as Words
from jikim.policy.reasons import REASONS
from jikim.verbs.modes import Mode, met

if TYPE_CHECKING:
    from jikim.verbs.modes import KindMode

SECONDS = 10.0
KNOWN = 5_000
Verdict = tuple[str, str, str]  # the verdict, its clause, and why
_WORDS = {
    "purpose-not-named": ("no purpose is named here", "목적을 밝히지 않았습니다"),
    "no-channel": ("no channel is named here", "수집 경로를 밝히지 않았습니다"),
    "unmapped-column": ("it names a column that is in no mapping", "매핑에 없는 열이 있습니다"),
    "consent": (
        "it needs a person's consent, which a statement cannot show",
        "문장만으로는 정보주체의 동의를 확인할 수 없습니다",
    ),
    "unread": ("the statement cannot be read", "문장을 읽을 수 없습니다"),
}


class Enforcer:
    """Stops what is refused. `asked`: what was said of kinds and purposes; `judged`: what the policy says of a
    statement's part."""

    def __init__(
        self, kinds: Mapping[str, str], asked: Callable[[], list[KindMode]], judged: Callable[[Said, Touched], Verdict]
    ) -> None:
        self._kinds, self._asked, self._judged = kinds, asked, judged
        self._lock = threading.Lock()
        self._modes: Mapping[tuple[str, str], Mode] | None = None
        self._next = 0.0
        self._known: dict[tuple[Said, Touched], Verdict] = {}

    def expect(self, who: Said, found: tuple[Touched, ...] | None) -> None:
        """Raises DeniedError where one part of a statement is refused, and enforced; None: it could not be read."""
        said = self._said()
        if found is None:
            if "enforce" in said.values():
                raise _denied("", "unread")
            return
        for one in found:
            kind = self._kinds.get(one.table, "")
            if kind and met(said, kind, who.purpose) == "enforce":
                verdict, clause, why = self._verdict(who, one)
                if verdict != "allowed" or why:
                    raise _denied(clause, why)

    def _said(self) -> Mapping[tuple[str, str], Mode]:
        with self._lock:
            if self._modes is None or machine_seconds() >= self._next:
                try:
                    self._modes = {(one.kind, one.purpose): one.mode for one in self._asked()}
                    self._known.clear()
                except Exception:
                    if self._modes is None:
                        raise
                self._next = machine_seconds() + SECONDS
            return self._modes

    def forget(self) -> None:
        """Asks again at the next statement."""
        self._next = 0.0

    def _verdict(self, who: Said, one: Touched) -> Verdict:
        found = self._known.get((who, one))
        if found is None:
            found = self._judged(who, one)
            if len(self._known) >= KNOWN:
                self._known.clear()
            self._known[who, one] = found
        return found


def _denied(clause: str, why: str) -> DeniedError:
    reason = REASONS.get(why)  # type: ignore[call-overload]
    english, korean = _WORDS.get(why) or ((reason.en, reason.ko) if reason is not None else (why, why))
    return DeniedError(
        f"the statement was not run: {english}",
        clause=clause or "purposes",
        why=why,
        hint="name a purpose that covers it and read fewer columns, or use the verb on this connection",
        ko=Words(
            f"문장을 실행하지 않았습니다: {korean}",
            "이 열들을 쓸 수 있는 목적을 밝히고 필요한 열만 읽거나, 이 연결에서 동사를 사용해 주세요",
            "",
        ),
    )
