"""Section 8: what users are asked to do, and what the service does to make it easy."""

from __future__ import annotations

from jikim.prove.evidence import Reminded
from jikim.prove.mechanism import (
    Asked,
    Finding,
    Mechanism,
    all_of,
    has_paths,
    none_of,
    refusals,
    seen_of_pages,
    some,
    unproven,
)


def _reminded(asked: Asked, duty: str) -> Finding:
    seen = asked.evidence.reminded.get(duty, Reminded())
    ko = f" 그 가운데 {seen.unanswered:,}명은 아직 확인하거나 고치지 않았습니다." if seen.unanswered else ""
    en = f" Of them, {seen.unanswered:,} have neither confirmed nor changed anything since." if seen.unanswered else ""
    return none_of(
        asked.evidence.unreminded.get(duty, 0),
        "알릴 때가 사흘 넘게 지났는데 알리지 않은 사람이 {n}명 있습니다.",
        "People who should have been reminded three days ago and more: {n}.",
        some(
            seen.people,
            "지금까지 {n}명에게 알렸고, 때가 되었는데 알리지 않은 사람은 없습니다." + ko,
            "People reminded so far: {n}; nobody who is due was left out." + en,
            "알릴 때가 된 사람이 아직 없습니다.",
            "Nobody has been due for a reminder yet.",
        ),
    )


def current(asked: Asked) -> Finding:
    return _reminded(asked, "current-data")


def credentials(asked: Asked) -> Finding:
    return all_of(
        _reminded(asked, "credentials"),
        refusals(asked, "passwords"),
        none_of(
            asked.evidence.sessions.crowded,
            "정한 것보다 많은 곳에서 한꺼번에 쓰이는 계정이 {n}개 있습니다.",
            "Accounts that are signed in from more places than the policy allows: {n}.",
            some(
                asked.evidence.sessions.running,
                "지금 접속 {n}건 가운데 정한 것보다 많은 곳에서 쓰이는 계정이 없습니다.",
                "Running sessions: {n}; no account is signed in from more places than the policy allows.",
                "지금 접속한 사람이 없습니다.",
                "No session runs now.",
            ),
        ),
    )


def identity(asked: Asked) -> Finding:
    open_, bare, old, ever = asked.evidence.suspicions
    return all_of(
        none_of(
            bare,
            "도용 신고를 받고도 정지되지 않은 계정이 {n}개 있습니다.",
            "Accounts not suspended although an impersonation was reported: {n}.",
            some(
                ever,
                f"지금까지 도용 신고 {{n}}건 가운데 {open_:,}건이 처리 중이고, 그 계정은 모두 정지되어 있습니다.",
                f"Impersonation reports so far: {{n}}, of which {open_:,} are open, each with its account suspended.",
                "도용 신고가 아직 없습니다.",
                "No impersonation has been reported yet.",
            ),
        ),
        none_of(
            old,
            "한 달 넘게 결론이 나지 않은 도용 신고가 {n}건 있습니다.",
            "Impersonation reports that have been open for more than a month: {n}.",
            some(ever, "한 달을 넘긴 신고는 없습니다.", "None has been open for more than a month.", "", ""),
        ),
    )


def signed_out(asked: Asked) -> Finding:
    seen = asked.evidence.sessions
    return none_of(
        seen.loose,
        "정한 시간보다 오래 유지될 수 있는 접속이 {n}건 있습니다.",
        "Sessions that may outlive the time that the policy gives them: {n}.",
        some(
            seen.running,
            "지금 접속 {n}건 모두 정한 시간이 지나면 스스로 끝납니다.",
            "Running sessions: {n}; each ends by itself in the time that the policy gives it.",
            "지금 접속한 사람이 없습니다.",
            "No session runs now.",
        ),
    )


def terms(asked: Asked) -> Finding:
    return seen_of_pages(
        asked,
        has_paths("/terms", "/join"),
        ("가입할 때 약관을 보여 주는 화면이 없습니다.", "The page that shows the terms at sign-up is not there."),
        ("가입할 때 약관을 보여 주고 동의를 받습니다.", "The terms are shown at sign-up, and accepted there."),
    )


def stated(_asked: Asked) -> Finding:
    return unproven(
        "이용자에게 바라는 일이라 시스템이 잴 수 있는 것이 없습니다.",
        "It is asked of users: there is nothing that the system could measure.",
    )


MECHANISMS = (
    Mechanism("duties", "서비스가 알림과 제한으로 돕습니다.", "The service helps by reminders and limits.", stated),
    Mechanism(
        "duties.current-data",
        "정한 때마다 정보를 확인해 달라고 알립니다.",
        "It reminds people to look whether their data is still right.",
        current,
        "/office/jobs",
    ),
    Mechanism(
        "duties.credentials",
        "흔한 비밀번호는 받지 않고, 정한 때마다 바꾸라고 알리며, 한 계정을 여러 곳에서 쓰지 못하게 합니다.",
        "Common passwords are refused, people are reminded to change theirs, and one account is not shared.",
        credentials,
        "/office/jobs",
    ),
    Mechanism(
        "duties.own-identity",
        "도용 신고를 받으면 계정을 멈추고 확인합니다.",
        "A reported impersonation freezes the account until it is looked into.",
        identity,
        "/office/impersonation",
    ),
    Mechanism(
        "duties.sign-out",
        "쓰지 않거나 정한 시간이 지난 접속은 스스로 끝납니다.",
        "A session ends by itself when idle, or when its time is over.",
        signed_out,
    ),
    Mechanism("duties.laws", "가입할 때 약관을 보여 줍니다.", "The terms are shown at sign-up.", terms),
)
