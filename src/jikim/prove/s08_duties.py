"""Section 8: what users are asked to do, and what the service does to make it easy."""

from __future__ import annotations

from jikim.prove.evidence import Reminded
from jikim.prove.mechanism import (
    Asked,
    Finding,
    Mechanism,
    all_of,
    counted,
    has_paths,
    none_of,
    refusals,
    seen_of_pages,
    some,
    unproven,
)


def _reminded(asked: Asked, duty: str) -> Finding:
    seen = asked.evidence.reminded.get(duty, Reminded())
    ko = (
        f" 그중 {asked.number(seen.unanswered, '명', 'ko')}은 아직 확인하거나 수정하지 않았습니다."
        if seen.unanswered
        else ""
    )
    en = (
        f" Of them, {asked.number(seen.unanswered, '', 'en')} have neither confirmed nor changed anything since."
        if seen.unanswered
        else ""
    )
    return none_of(
        "reminded",
        asked.evidence.unreminded.get(duty, 0),
        counted(
            asked,
            seen.people,
            "현재 회원 가운데 {n}명에게 안내했으며, 안내 시기가 지난 회원은 없습니다." + ko,
            "People here now who were reminded: {n}; no reminder is overdue." + en,
            "현재 회원 가운데 안내 시기가 된 사람은 없습니다.",
            "Of the people here now, none has been due for a reminder.",
        ),
    )


def current(asked: Asked) -> Finding:
    return _reminded(asked, "current-data")


def credentials(asked: Asked) -> Finding:
    return all_of(
        _reminded(asked, "credentials"),
        refusals(asked, "passwords"),
        none_of(
            "credentials", asked.evidence.sessions.crowded, some(asked, "credentials", asked.evidence.sessions.running)
        ),
    )


def identity(asked: Asked) -> Finding:
    open_, bare, old = asked.evidence.suspicions
    ever = asked.happened("impersonation:file")
    return all_of(
        none_of(
            "identity.bare",
            bare,
            counted(
                asked,
                ever,
                f"지금까지 접수한 도용 신고는 {{n}}건이고 {asked.number(open_, '건', 'ko')}이 처리 중이며, 해당 계정은 모두 정지되어 있습니다.",
                f"Impersonation reports so far: {{n}}; open: {asked.number(open_, '', 'en')}, each with its account suspended.",
                "접수한 도용 신고가 아직 없습니다.",
                "No impersonation has been reported yet.",
            ),
        ),
        none_of("identity.old", old, some(asked, "identity.old", ever)),
    )


def signed_out(asked: Asked) -> Finding:
    seen = asked.evidence.sessions
    return none_of("signed_out", seen.loose, some(asked, "signed_out", seen.running))


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
    Mechanism("duties", stated),
    Mechanism("duties.current-data", current, "/office/jobs"),
    Mechanism("duties.credentials", credentials, "/office/jobs"),
    Mechanism("duties.own-identity", identity, "/office/impersonation"),
    Mechanism("duties.sign-out", signed_out),
    Mechanism("duties.laws", terms),
)
