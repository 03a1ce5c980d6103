"""Section 7: what people may ask, in time, and what a correction stops and tells."""

from __future__ import annotations

from collections.abc import Iterable

from jikim.prove.evidence import Requests
from jikim.prove.mechanism import (
    Asked,
    Finding,
    Judge,
    Mechanism,
    all_of,
    has_paths,
    none_of,
    ready,
    refusals,
    seen_of_pages,
    some,
)

GUARDIAN = "guardian"


def in_time(asked: Asked, right: str) -> Finding:
    """All requests of this right, by whatever way they came."""
    return answered([one for (kind, _paged), one in asked.evidence.requests.items() if kind == right])


def answered(requests: Iterable[Requests]) -> Finding:
    """None of these is overdue."""
    found = list(requests)
    open_ = sum(one.open for one in found)
    return none_of(
        sum(one.overdue for one in found),
        "기한이 지난 요청이 {n}건 있습니다.",
        "Requests that are overdue: {n}.",
        some(
            sum(one.ever for one in found),
            f"지금까지 접수한 요청 {{n}}건 가운데 {open_:,}건이 처리 중이며, 기한을 넘긴 것은 없습니다.",
            f"Requests so far: {{n}}, of which {open_:,} are open and none is overdue.",
            "접수한 요청이 아직 없습니다.",
            "No request has been made yet.",
        ),
    )


def right(name: str) -> Judge:
    def judge(asked: Asked) -> Finding:
        findings = [in_time(asked, name)]
        if name == "access":
            # A guardian looks and corrects by a link, which is asked for like any other right (7.1).
            findings.append(in_time(asked, GUARDIAN))
        if f"right:{name}" in asked.evidence.refusals:
            findings.append(refusals(asked, f"right:{name}"))
        return all_of(*findings)

    return judge


def pages(asked: Asked) -> Finding:
    """The pages are there under those names (ready), and people have corrected and left (kept)."""
    seen = seen_of_pages(
        asked,
        has_paths("/my/edit", "/my/leave"),
        (
            "‘회원정보수정’이나 ‘회원탈퇴’ 화면이 없습니다.",
            "The page for editing personal data or closing an account is missing.",
        ),
        (
            "‘회원정보수정’과 ‘회원탈퇴’ 화면이 열려 있습니다.",
            "The pages for editing personal data and closing an account are available.",
        ),
    )
    return all_of(
        ready(seen.ko, seen.en) if seen.state == "kept" else seen,
        some(
            asked.evidence.left + asked.evidence.corrections.ever,
            "화면에서 처리한 정정과 탈퇴가 {n}건 있습니다.",
            "Corrections and account closures made online: {n}.",
            "화면에서 처리한 정정이나 탈퇴가 아직 없습니다.",
            "No correction or account closure has been made online yet.",
        ),
    )


def desk(asked: Asked) -> Finding:
    """What came by letter, phone or e-mail; and guardians' links, which the desk alone confirms, by whatever way they
    were asked for."""
    found = [one for (kind, paged), one in asked.evidence.requests.items() if not paged or kind == GUARDIAN]
    return answered(found)


def frozen(asked: Asked) -> Finding:
    seen = asked.evidence
    return all_of(
        refusals(asked, "frozen"),
        none_of(
            seen.corrections.overdue,
            "오랫동안 처리되지 않은 정정 요청이 {n}건 있습니다.",
            "Corrections that have been open for too long: {n}.",
            some(
                seen.corrections.ever,
                f"지금까지 접수한 정정 요청 {{n}}건 가운데 {seen.corrections.open:,}건이 처리 중이며, 그동안 이용하거나 제공하지 않습니다.",
                f"Correction requests so far: {{n}}, of which {seen.corrections.open:,} are open; meanwhile the record is neither used nor disclosed.",
                "정정 요청이 아직 없습니다.",
                "No correction has been requested yet.",
            ),
        ),
    )


def told(asked: Asked) -> Finding:
    found = list(asked.evidence.corrected.values())
    return none_of(
        sum(one.late for one in found),
        "정정 내용을 5일이 지나도록 통지하지 못한 곳이 {n}곳 있습니다.",
        "Recipients of incorrect data not notified within five days: {n}.",
        some(
            sum(one.messages for one in found),
            "잘못된 정보를 제공받은 곳에 보낸 정정 통지 {n}건 가운데 기한을 넘긴 것은 없습니다.",
            "Notifications to recipients of incorrect data: {n}; none is overdue.",
            "잘못된 정보를 제공받은 곳이 아직 없습니다.",
            "Nobody has received incorrect data yet.",
        ),
    )


def after(asked: Asked) -> Finding:
    return all_of(
        refusals(asked, "gone", "left"),
        none_of(
            asked.evidence.sessions.gone,
            "탈퇴한 회원의 로그인 상태가 {n}건 유효합니다.",
            "Sessions still valid after the account was closed: {n}.",
            some(
                asked.evidence.left + sum(asked.evidence.destroyed.values()),
                f"탈퇴 후 분리 보관 중인 기록만 있는 정보주체가 {asked.evidence.left:,}명이며, 탈퇴나 삭제 후에 유효한 로그인은 없습니다.",
                f"People who left and have archived records only: {asked.evidence.left:,}; no session remains valid after closure or deletion.",
                "탈퇴하거나 삭제를 요청한 정보주체가 아직 없습니다.",
                "Nobody has closed an account or requested deletion yet.",
            ),
        ),
    )


_AFTER = (
    "탈퇴하거나 삭제한 뒤에는 보관 목적 외에 누구도 열람하거나 이용할 수 없습니다.",
    "After closure or deletion, nobody can view or use what is archived except for the archive purpose.",
)
_FROZEN = (
    "정정이 끝날 때까지 모든 이용과 제공을 거절합니다.",
    "Every use and disclosure is refused until the correction is made.",
)

MECHANISMS = (
    Mechanism(
        "rights.access",
        "본인이 화면에서 직접 열람하며 다른 사람은 볼 수 없습니다. 요청은 기한을 정하여 접수합니다.",
        "You can view your own data online, and nobody else’s; requests are filed with a deadline.",
        right("access"),
        "/office/requests",
    ),
    Mechanism(
        "rights.withdraw",
        "회사의 승인 없이 화면에서 직접 처리할 수 있습니다.",
        "You can do it online without waiting for approval.",
        right("withdraw"),
        "/office/requests",
    ),
    Mechanism(
        "rights.suspend",
        "요청은 기한을 정하여 접수합니다.",
        "A request is filed with its deadline.",
        right("suspend"),
        "/office/requests",
    ),
    Mechanism(
        "rights.portability",
        "요청은 기한을 정하여 접수합니다.",
        "A request is filed with its deadline.",
        right("portability"),
        "/office/requests",
    ),
    *(
        Mechanism(
            f"rights.{name}",
            "요청은 기한을 정하여 접수합니다.",
            "A request is filed with its deadline.",
            right(name),
            "/office/requests",
        )
        for name in ("object", "human-review", "opt-out")
    ),
    Mechanism("rights.correct", *_FROZEN, right("correct"), "/office/requests"),
    Mechanism("rights.delete", *_AFTER, right("delete"), "/office/requests"),
    Mechanism(
        "clauses.pages",
        "처리방침에 적은 이름의 화면을 제공합니다.",
        "The pages are provided under the names in the policy.",
        pages,
    ),
    Mechanism(
        "clauses.desk",
        "서면, 전화, 이메일로 접수한 요청도 같은 기한 안에 처리합니다.",
        "Requests by letter, phone or e-mail are handled within the same deadline.",
        desk,
        "/office/requests",
    ),
    Mechanism("clauses.frozen", *_FROZEN, frozen, "/office/requests"),
    Mechanism(
        "clauses.told",
        "잘못된 정보를 제공받은 곳에 정정 내용을 통지하고 확인을 받습니다.",
        "Everyone who received incorrect data is sent the correction and confirms it.",
        told,
        "/office/requests",
    ),
    Mechanism("clauses.gone", *_AFTER, after, also=("clauses.after-withdrawal",)),
)
