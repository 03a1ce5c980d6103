"""What the document says of a business that goes to another company: who, when, what, and how to stay out of it."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.policy.period import Period
from jikim.policy.render.document import Block, Line, Lines
from jikim.policy.render.voice import Voice, capital

_HOW: dict[str, tuple[str, str]] = {
    "sale": ("영업양도", "sold"),
    "merger": ("합병", "merged"),
    "division": ("분할", "divided"),
}


def _should(voice: Voice, lead: Period) -> Line:
    long, where = voice.period(lead), voice.text(voice.policy.notice.where)
    return voice.line(
        "notice.handover",
        None,
        voice.say(
            f"영업의 전부 또는 일부의 양도, 합병 등으로 개인정보를 다른 사람에게 이전하게 되면, 이전하기 {long} 전까지 {where}에 "
            "이전하려는 사실, 이전받는 자와 그 연락처, 이전을 원하지 않는 경우의 조치 방법과 절차를 알립니다. 원하지 않는 이용자는 "
            "그 전에 탈퇴할 수 있습니다.",
            f"Should the business, or a part of it, be sold or merged so that your data goes to another company, we tell "
            f"you through {where}, at least {long} before: that it goes, who gets it and how they are reached, and what to do "
            "if you do not want that. You can leave before.",
        ),
    )


def handover(voice: Voice) -> Sequence[Block]:
    """What PIPA §27① has told beforehand: that the data goes, who gets it and where they are reached, and the way out; or,
    where nothing is planned, how long before it is told."""
    found, lead = voice.policy.handover, voice.policy.notice.handover
    if found is None:
        return (Lines((_should(voice, lead),)),) if lead else ()
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
