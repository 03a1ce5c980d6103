"""What the document says of a business that goes to another company: who, when, what, and how to stay out of it."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.policy.render.document import Block, Lines
from jikim.policy.render.voice import Voice, capital

_HOW: dict[str, tuple[str, str]] = {
    "sale": ("영업양도", "sold"),
    "merger": ("합병", "merged"),
    "division": ("분할", "divided"),
}


def handover(voice: Voice) -> Sequence[Block]:
    """What PIPA §27① has told beforehand: that the data goes, who gets it and where they are reached, and the way out."""
    found = voice.policy.handover
    if found is None:
        return ()
    how, day, to = voice.word(_HOW, found.how), voice.date(found.day), voice.text(found.to)
    until, way = voice.date(found.leave_by), voice.text(found.way)
    reached = " · ".join(filter(None, (voice.text(found.address), found.phone, found.email)))
    lines = [
        voice.line(
            "handover",
            found.clause,
            voice.say(
                f"{how}에 따라 {day}에 개인정보를 {to}에 이전합니다.",
                f"The business is being {how}, and your data goes to {to} on {day}.",
            ),
        ),
        voice.line(
            "handover.records",
            None,
            voice.records(found.records) if found.records else voice.say("보유한 기록 전부", "all records held"),
            head=voice.say("이전하는 기록", "What goes"),
        ),
        voice.line("handover.address", None, reached, head=voice.say("이전받는 자의 연락처", "Where they are reached")),
        voice.line(
            "handover.leave_by",
            None,
            voice.say(f"{way} ({until}까지)", f"{capital(way)} ({until} at the latest)"),
            head=voice.say("이전을 원하지 않으면", "If you do not want that"),
        ),
    ]
    if found.note:
        lines.append(voice.line("handover.note", None, voice.text(found.note)))
    return (Lines(tuple(lines)),)
