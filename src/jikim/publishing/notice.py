"""The words of a notice about the policy: what changes and when, in both languages, from the comparison and nothing
else."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from jikim.policy.compiled import Policy
from jikim.policy.diff import Change, Comparison
from jikim.policy.period import day_of
from jikim.policy.render.voice import Voice


class Words(NamedTuple):
    """A notice, in the order in which the statement takes it."""

    title_ko: str
    title_en: str
    body_ko: str
    body_en: str


def moment(policy: Policy, at: datetime, language: str) -> str:
    """A moment in the policy's time zone; a day's first minute is the day."""
    here = at.astimezone(policy.zone)
    day = Voice(policy.file, "ko" if language == "ko" else "en").date(here.date())
    return day if (here.hour, here.minute) == (0, 0) else f"{day} {here:%H:%M}"


def of_announcement(policy: Policy, found: Comparison, effective: datetime, announced: date) -> Words:
    """What is announced: when, what changes, the important first, and what is asked of whom."""
    return Words(
        f"개인정보 처리방침 변경 안내 ({moment(policy, effective, 'ko')} 시행)",
        f"Our privacy policy changes on {moment(policy, effective, 'en')}",
        _body(policy, found, effective, announced, "ko"),
        _body(policy, found, effective, announced, "en"),
    )


def _body(policy: Policy, found: Comparison, effective: datetime, announced: date, language: str) -> str:
    ko = language == "ko"
    voice = Voice(policy.file, "ko" if ko else "en")
    when, days = moment(policy, effective, language), (day_of(effective, policy.zone) - announced).days
    important = found.weight == "important"
    parts = [
        f"개인정보 처리방침을 {when}부터 아래와 같이 바꿉니다. {voice.date(announced)}에 알려 드리며, 시행까지 {days}일이 남아 있습니다."
        if ko
        else f"Our privacy policy changes on {when}, as follows. This is announced on {voice.date(announced)}, {days} days before."
    ]
    heavy = [_line(found, change, language) for change in found.substance if change.important]
    light = [_line(found, change, language) for change in found.substance if not change.important]
    for head, lines in (
        ("이용자의 권리에 중요한 변경" if ko else "Important for your rights", heavy),
        (
            ("그 밖의 변경" if important else "바뀌는 내용")
            if ko
            else ("Other changes" if important else "What changes"),
            light,
        ),
    ):
        if lines:
            parts.append("\n".join((f"{head}:", *(f"· {line}" for line in lines))))
    if not heavy and not light:
        parts.append("내용은 바뀌지 않습니다." if ko else "Nothing in it changes.")
    if found.questions:
        names = ", ".join(one.label(found.new, voice.language) for one in found.questions)
        parts.append(
            f"새로 동의를 구합니다: {names}. 회원은 ‘동의’ 화면에서 미리 답하실 수 있습니다. 답하지 않으시면, 이미 주신 정보는 지금의 방침에 따라 다룹니다."
            if ko
            else f"We ask for a new consent: {names}. Members can answer on the page of their consents. Until you answer, "
            "what you have given is treated by the present policy."
        )
    parts.append(
        "바뀌기 전과 뒤를 나란히 놓은 표는 아래 링크에서 보실 수 있습니다."
        if ko
        else "The link below shows before and after side by side."
    )
    return "\n\n".join(parts)


def _line(found: Comparison, change: Change, language: str) -> str:
    """A change in a line; with the officer's reason where one judged it, and the warning where one language changes
    alone."""
    said = found.said(change, language)
    return f"{said} ({change.why(language)})" if change.because is not None or change.alone else said


def of_withdrawal(policy: Policy, effective: datetime, number: int, reason: str) -> Words:
    """That an announcement is withdrawn, and why."""
    ko, en = moment(policy, effective, "ko"), moment(policy, effective, "en")
    return Words(
        f"개인정보 처리방침 변경 철회 ({ko} 시행 예정)",
        f"The change of our privacy policy on {en} is withdrawn",
        f"{ko}부터 시행한다고 알려 드린 개인정보 처리방침의 변경(공지 {number}번)을 거두어들입니다. 지금의 방침이 그대로 이어집니다.\n\n사유: {reason}",
        f"We withdraw the change of our privacy policy that was to be in force from {en} (notice {number}). The present policy goes on.\n\n"
        f"The reason: {reason}",
    )
