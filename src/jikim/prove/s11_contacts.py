"""Section 11: whom to ask, and that they answer."""

from __future__ import annotations

from jikim.prove.mechanism import Asked, Finding, Mechanism, none_of, seen_of_pages, some


def contacts(asked: Asked) -> Finding:
    return seen_of_pages(
        asked,
        lambda one: one.evidence.pages is not None and one.evidence.pages.contact,
        ("방금 만든 화면에 책임자의 연락처가 없습니다.", "A page that was made just now lacks the officer's contact."),
        (
            "방금 만든 화면 아래에 책임자와 담당자의 연락처가 있습니다.",
            "A page that was made just now carries the contact of the officer and the handler.",
        ),
    )


def complaints(asked: Asked) -> Finding:
    found = asked.evidence.complaints
    return none_of(
        found.overdue,
        "답할 기한이 지난 민원이 {n}건 있습니다.",
        "Complaints that should have been answered by now: {n}.",
        some(
            found.ever,
            f"지금까지 접수한 민원 {{n}}건 가운데 {found.open:,}건이 답을 기다리고, 기한을 넘긴 것은 없습니다.",
            f"Complaints so far: {{n}}, of which {found.open:,} wait for an answer and none is overdue.",
            "접수한 민원이 아직 없습니다.",
            "No complaint has been made yet.",
        ),
    )


def bodies(asked: Asked) -> Finding:
    return seen_of_pages(
        asked,
        lambda one: one.evidence.pages is not None and one.evidence.pages.bodies,
        ("민원 화면에 외부 기관의 연락처가 빠져 있습니다.", "The complaint page lacks an outside body."),
        (
            "민원 화면에 외부 기관이 모두 있고, 바뀐 번호는 오늘의 번호와 함께 알립니다.",
            "The complaint page names every outside body, with today's number where the policy's has changed.",
        ),
    )


MECHANISMS = (
    Mechanism(
        "officers",
        "모든 화면과 메일에 연락처가 있습니다.",
        "The contact stands on every page and in every mail.",
        contacts,
    ),
    Mechanism(
        "clauses.complaints",
        "민원을 화면에서 받고, 기한 안에 답합니다.",
        "Complaints are taken on a page, and answered within their time.",
        complaints,
        "/office/complaints",
    ),
    Mechanism(
        "bodies",
        "민원 화면과 메일에 외부 기관을 함께 알립니다.",
        "The outside bodies are named on the complaint page and in mails.",
        bodies,
    ),
)
