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
            f"지금까지 받은 요청 {{n}}건 가운데 {open_:,}건이 처리 중이고, 기한을 넘긴 것은 없습니다.",
            f"Requests so far: {{n}}, of which {open_:,} are open and none is overdue.",
            "받은 요청이 아직 없습니다.",
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
            "The page for editing one's data or for leaving is not there.",
        ),
        (
            "‘회원정보수정’과 ‘회원탈퇴’ 화면이 열려 있습니다.",
            "The pages for editing one's data and for leaving are there.",
        ),
    )
    return all_of(
        ready(seen.ko, seen.en) if seen.state == "kept" else seen,
        some(
            asked.evidence.left + asked.evidence.corrections.ever,
            "정정한 기록이나 탈퇴한 사람이 {n}건 있습니다.",
            "Corrections, and people who left: {n}.",
            "아직 아무도 정정하거나 탈퇴하지 않았습니다.",
            "Nobody has corrected anything or left yet.",
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
            "끝내지 않은 채 오래된 정정이 {n}건 있습니다.",
            "Corrections that have been open for too long: {n}.",
            some(
                seen.corrections.ever,
                f"지금까지 정정 요청 {{n}}건 가운데 {seen.corrections.open:,}건이 처리 중이고, 그동안 이용도 제공도 멈춥니다.",
                f"Corrections so far: {{n}}, of which {seen.corrections.open:,} are open; until each is made its record is neither used nor provided.",
                "정정 요청이 아직 없습니다.",
                "No correction has been asked for yet.",
            ),
        ),
    )


def told(asked: Asked) -> Finding:
    found = list(asked.evidence.corrected.values())
    return none_of(
        sum(one.late for one in found),
        "고친 내용을 닷새가 지나도록 알리지 못한 곳이 {n}곳 있습니다.",
        "Recipients of a wrong version who were not told within five days: {n}.",
        some(
            sum(one.messages for one in found),
            "틀린 내용을 받은 곳에 보낸 알림 {n}건 가운데 기한을 넘긴 것이 없습니다.",
            "Messages to recipients of a wrong version: {n}, none overdue.",
            "틀린 내용을 받은 곳이 아직 없습니다.",
            "Nobody has received a wrong version yet.",
        ),
    )


def after(asked: Asked) -> Finding:
    return all_of(
        refusals(asked, "gone", "left"),
        none_of(
            asked.evidence.sessions.gone,
            "탈퇴한 사람의 접속이 {n}건 유효합니다.",
            "Sessions of people who left that are still alive: {n}.",
            some(
                asked.evidence.left + sum(asked.evidence.destroyed.values()),
                f"탈퇴하고 보관 중인 기록만 남은 사람이 {asked.evidence.left:,}명이고, 탈퇴나 삭제 뒤에 남아 있는 접속은 없습니다.",
                f"People who left, of whom something is still kept: {asked.evidence.left:,}; no session outlives a leaving or a deletion.",
                "탈퇴하거나 삭제한 사람이 아직 없습니다.",
                "Nobody has left or deleted anything yet.",
            ),
        ),
    )


_AFTER = (
    "탈퇴하거나 지운 뒤에는 보관 목적 말고는 아무도 보거나 쓸 수 없습니다.",
    "After leaving or deletion nobody sees or uses what is kept but for its keeping.",
)
_FROZEN = ("정정이 끝날 때까지 어떤 이용도 거절합니다.", "Until a correction is made every use is refused.")

MECHANISMS = (
    Mechanism(
        "rights.access",
        "본인이 화면에서 직접 보고, 남은 볼 수 없습니다. 요청은 기한과 함께 접수됩니다.",
        "You look yourself, and nobody else does; a request is filed with its deadline.",
        right("access"),
        "/office/requests",
    ),
    Mechanism(
        "rights.withdraw",
        "승낙을 기다리지 않고 화면에서 끝냅니다.",
        "You do it on the page, and wait for nobody.",
        right("withdraw"),
        "/office/requests",
    ),
    Mechanism(
        "rights.suspend",
        "요청은 기한과 함께 접수됩니다.",
        "A request is filed with its deadline.",
        right("suspend"),
        "/office/requests",
    ),
    Mechanism(
        "rights.portability",
        "요청은 기한과 함께 접수됩니다.",
        "A request is filed with its deadline.",
        right("portability"),
        "/office/requests",
    ),
    *(
        Mechanism(
            f"rights.{name}",
            "요청은 기한과 함께 접수됩니다.",
            "A request is filed with its deadline.",
            right(name),
            "/office/requests",
        )
        for name in ("object", "human-review", "opt-out")
    ),
    Mechanism("rights.correct", *_FROZEN, right("correct"), "/office/requests"),
    Mechanism("rights.delete", *_AFTER, right("delete"), "/office/requests"),
    Mechanism("clauses.pages", "화면이 그 이름 그대로 있습니다.", "The pages are there, under those names.", pages),
    Mechanism(
        "clauses.desk",
        "우편, 전화, 이메일로 받은 요청도 같은 기한으로 처리합니다.",
        "A request by letter, phone or e-mail has the same deadline.",
        desk,
        "/office/requests",
    ),
    Mechanism("clauses.frozen", *_FROZEN, frozen, "/office/requests"),
    Mechanism(
        "clauses.told",
        "틀린 내용을 받은 곳에 고친 내용을 보내고 확인을 받습니다.",
        "Whoever received the wrong version is sent the right one, and confirms it.",
        told,
        "/office/requests",
    ),
    Mechanism("clauses.gone", *_AFTER, after),
    Mechanism("clauses.after-withdrawal", *_AFTER, after),
)
