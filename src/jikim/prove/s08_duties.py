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
    ko = f" 그중 {seen.unanswered:,}명은 아직 확인하거나 수정하지 않았습니다." if seen.unanswered else ""
    en = f" Of them, {seen.unanswered:,} have neither confirmed nor changed anything since." if seen.unanswered else ""
    return none_of(
        asked.evidence.unreminded.get(duty, 0),
        "안내 시기가 3일 넘게 지났으나 안내하지 않은 회원이 {n}명 있습니다.",
        "People whose reminder is more than three days overdue: {n}.",
        some(
            seen.people,
            "지금까지 {n}명에게 안내했으며, 안내 시기가 지난 회원은 없습니다." + ko,
            "People reminded so far: {n}; no reminder is overdue." + en,
            "안내 시기가 된 회원이 아직 없습니다.",
            "No reminder has been due yet.",
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
            "동시 로그인 한도를 넘은 계정이 {n}개 있습니다.",
            "Accounts over the limit of simultaneous sign-ins: {n}.",
            some(
                asked.evidence.sessions.running,
                "현재 로그인 {n}건 가운데 동시 로그인 한도를 넘은 계정은 없습니다.",
                "Current sessions: {n}; no account exceeds the limit of simultaneous sign-ins.",
                "현재 로그인한 회원이 없습니다.",
                "Nobody is signed in now.",
            ),
        ),
    )


def identity(asked: Asked) -> Finding:
    open_, bare, old, ever = asked.evidence.suspicions
    return all_of(
        none_of(
            bare,
            "도용 신고가 접수되었으나 정지되지 않은 계정이 {n}개 있습니다.",
            "Accounts not suspended although an impersonation was reported: {n}.",
            some(
                ever,
                f"지금까지 접수한 도용 신고 {{n}}건 가운데 {open_:,}건이 처리 중이며, 해당 계정은 모두 정지되어 있습니다.",
                f"Impersonation reports so far: {{n}}, of which {open_:,} are open, each with its account suspended.",
                "접수한 도용 신고가 아직 없습니다.",
                "No impersonation has been reported yet.",
            ),
        ),
        none_of(
            old,
            "한 달이 넘도록 처리되지 않은 도용 신고가 {n}건 있습니다.",
            "Impersonation reports that have been open for more than a month: {n}.",
            some(ever, "한 달을 넘긴 신고는 없습니다.", "None has been open for more than a month.", "", ""),
        ),
    )


def signed_out(asked: Asked) -> Finding:
    seen = asked.evidence.sessions
    return none_of(
        seen.loose,
        "정한 시간보다 오래 유지될 수 있는 로그인이 {n}건 있습니다.",
        "Sessions that could last longer than the policy allows: {n}.",
        some(
            seen.running,
            "현재 로그인 {n}건 모두 정한 시간이 지나면 자동으로 로그아웃됩니다.",
            "Current sessions: {n}; each ends automatically within the time the policy sets.",
            "현재 로그인한 회원이 없습니다.",
            "Nobody is signed in now.",
        ),
    )


def terms(asked: Asked) -> Finding:
    return seen_of_pages(
        asked,
        has_paths("/terms", "/join"),
        ("가입할 때 약관을 보여 주는 화면이 없습니다.", "The page that shows the terms at sign-up is missing."),
        ("가입할 때 약관을 보여 주고 동의를 받습니다.", "The terms are shown at sign-up, and accepted there."),
    )


def stated(_asked: Asked) -> Finding:
    return unproven(
        "이용자의 의무이므로 시스템이 점검할 내용이 없습니다.",
        "This is a duty of users; there is nothing for the system to measure.",
    )


MECHANISMS = (
    Mechanism(
        "duties", "서비스는 안내와 제한으로 지원합니다.", "The service supports this with reminders and limits.", stated
    ),
    Mechanism(
        "duties.current-data",
        "정한 주기마다 정보를 확인하도록 안내합니다.",
        "People are reminded regularly to check their data.",
        current,
        "/office/jobs",
    ),
    Mechanism(
        "duties.credentials",
        "추측하기 쉬운 비밀번호는 사용할 수 없고, 정한 주기마다 변경을 안내하며, 동시 로그인을 제한합니다.",
        "Common passwords are refused, changes are prompted regularly, and simultaneous sign-ins are limited.",
        credentials,
        "/office/jobs",
    ),
    Mechanism(
        "duties.own-identity",
        "도용 신고가 접수되면 계정을 정지하고 확인합니다.",
        "A reported impersonation suspends the account until it has been reviewed.",
        identity,
        "/office/impersonation",
    ),
    Mechanism(
        "duties.sign-out",
        "일정 시간 이용하지 않거나 정한 시간이 지나면 자동으로 로그아웃됩니다.",
        "Sessions end automatically when idle or when their time is over.",
        signed_out,
    ),
    Mechanism("duties.laws", "가입할 때 약관을 보여 줍니다.", "The terms are shown at sign-up.", terms),
)
