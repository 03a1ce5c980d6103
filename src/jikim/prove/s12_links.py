"""Section 12: links that lead out."""

from __future__ import annotations

from jikim.prove.mechanism import Asked, Finding, Mechanism, seen_of_pages


def leads_out(asked: Asked) -> Finding:
    return seen_of_pages(
        asked,
        lambda one: (
            one.evidence.pages is not None and one.evidence.pages.leads_out and "/out" in one.evidence.pages.paths
        ),
        (
            "밖으로 가는 링크가 안내 화면을 거치지 않습니다.",
            "A link that leads out does not pass through the notice page.",
        ),
        (
            "방금 만든 바깥 링크가 안내 화면을 거치고, 우리가 만들지 않은 링크는 통하지 않았습니다.",
            "A link out that was made just now passes through the notice page, and one that we did not make is not offered.",
        ),
    )


MECHANISMS = (
    Mechanism(
        "links",
        "밖으로 가는 링크는 안내 화면을 거칩니다.",
        "Links that lead out pass through a notice page.",
        leads_out,
    ),
)
