"""Section 12: links that lead out."""

from __future__ import annotations

from jikim.prove.mechanism import Asked, Finding, Mechanism, seen_of_pages


def leads_out(asked: Asked) -> Finding:
    return seen_of_pages(
        asked,
        lambda one: (
            one.evidence.pages is not None and one.evidence.pages.leads_out and "/out" in one.evidence.pages.paths
        ),
        ("외부 링크가 안내 화면을 거치지 않습니다.", "External links do not pass through the notice page."),
        (
            "외부 링크가 안내 화면을 거치고, 이 사이트가 만들지 않은 링크는 연결되지 않는 것을 확인했습니다.",
            "External links pass through the notice page; a link not made by this site was rejected.",
        ),
    )


MECHANISMS = (Mechanism("links", leads_out),)
