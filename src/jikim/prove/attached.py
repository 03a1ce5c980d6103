"""Promises about records that lie in an application's own database: they are kept there by statement, and older backups
of that database are beyond any key of ours. Pure."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from jikim.policy.compiled import Policy
from jikim.policy.render.voice import Voice
from jikim.prove.evidence import AttachedKind, Evidence
from jikim.prove.mechanism import LANGUAGES
from jikim.prove.numbering import Stated

# Parts of the file that say of every record how it ends, goes or is destroyed.
_OF_EVERY = frozenset({
    "clauses.destroyed-when-met", "clauses.ended", "clauses.separate", "clauses.electronic", "clauses.irrecoverable", "clauses.certificate",
    "clauses.gone", "clauses.after-withdrawal", "safeguards.key-rotation", "rights.delete", "rights.withdraw",
})  # fmt: skip


class AttachedReach(NamedTuple):
    """The attached kinds that a promise is about, how many of their records were erased by statement, and on which day
    the oldest backup that holds one of them ends (None: none was erased)."""

    kinds: tuple[str, ...]
    erased: int
    backups: date | None
    ko: str
    en: str

    def said(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


def place_of(voice: Voice) -> str:
    """The database, by whose it is."""
    company = voice.text(voice.policy.service.controller)
    return voice.say(f"{company}의 자체 데이터베이스", f"the database of {company}")


def kinds_of(place: Stated, policy: Policy) -> frozenset[str]:
    """The record kinds whose life or end a part of the file is about."""
    if place.key in _OF_EVERY:
        return frozenset(policy.records)
    if place.key in ("records", "keep"):
        return frozenset({place.name.partition(":")[0]})
    if place.key.startswith("purposes."):
        return frozenset(name for name, rules in policy.records.items() if place.name in rules.record.for_)
    return frozenset()


def attached_reach(kinds: frozenset[str], evidence: Evidence, policy: Policy) -> AttachedReach | None:
    """What is to be said of a promise about these kinds. None where none of them is attached."""
    found = {name: evidence.attached[name] for name in sorted(kinds) if name in evidence.attached}
    if not found:
        return None
    until = max((one.backups for one in found.values() if one.backups is not None), default=None)
    ko, en = (_sentence(found, until, evidence, Voice(policy.file, language)) for language in LANGUAGES)
    return AttachedReach(tuple(found), sum(one.erased for one in found.values()), until, ko, en)


def _sentence(found: dict[str, AttachedKind], until: date | None, evidence: Evidence, voice: Voice) -> str:
    which = voice.records(found)
    head = voice.say(
        f"{place_of(voice)}에 있는 기록({which})은 삭제 명령으로 지웁니다.",
        f"Records in {place_of(voice)} ({which}) are erased by statement",
    )
    if until is None:
        return head + voice.say(
            " 그 데이터베이스의 이전 백업에는 보관 기간이 끝날 때까지 남아 있을 수 있습니다.",
            "; older backups of that database hold what is erased until their end.",
        )
    if until < evidence.today:
        return head + voice.say(
            f" 지금까지 지운 정보가 있던 그 데이터베이스의 이전 백업은 {voice.date(until)}에 보관 기간이 끝났습니다.",
            f"; the last backup of that database that held what was erased so far ended on {voice.date(until)}.",
        )
    return head + voice.say(
        f" 그 데이터베이스의 이전 백업에는 보관 기간이 끝나는 {voice.date(until)}까지 남아 있을 수 있습니다.",
        f"; older backups of that database hold what was erased until their end on {voice.date(until)}.",
    )
