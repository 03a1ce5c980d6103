"""Section 11: whom to ask, and that they answer."""

from __future__ import annotations

from jikim.prove.mechanism import Asked, Finding, Mechanism, counted, none_of, seen_of_pages


def contacts(asked: Asked) -> Finding:
    return seen_of_pages(
        asked,
        lambda one: one.evidence.pages is not None and one.evidence.pages.contact,
        (
            "점검한 화면에 보호책임자의 연락처가 없습니다.",
            "A page checked just now lacks the privacy officer’s contact.",
        ),
        (
            "점검한 화면에 보호책임자와 담당자의 연락처가 표시되어 있습니다.",
            "A page checked just now shows the contacts of the privacy officer and the handler.",
        ),
    )


def complaints(asked: Asked) -> Finding:
    found = asked.evidence.complaints
    return none_of(
        "complaints",
        found.overdue,
        counted(
            asked,
            asked.happened("complaint:file"),
            f"지금까지 접수한 민원은 {{n}}건이고 {asked.number(found.open, '건', 'ko')}이 답변 대기 중이며, 기한을 넘긴 것은 없습니다.",
            f"Complaints so far: {{n}}; awaiting an answer: {asked.number(found.open, '', 'en')}; none is overdue.",
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
            "민원 화면에 외부 기관을 모두 안내하며, 변경된 전화번호는 현재 번호와 함께 안내합니다.",
            "The complaint page names every outside body, with today’s number where the policy’s has changed.",
        ),
    )


MECHANISMS = (
    Mechanism("officers", contacts),
    Mechanism("clauses.complaints", complaints, "/office/complaints"),
    Mechanism("bodies", bodies),
)
