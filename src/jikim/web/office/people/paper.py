"""A print-out of one person's values: the purpose, the handler and the time stand at its head and at the foot of every
page (safety notice §12)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from jikim.paper import Block, Facts, Heading, Paper, Paragraph
from jikim.web.page import Page


def printed(
    page: Page, head: Sequence[tuple[str, str]], number: str, cards: Sequence[dict[str, Any]], at: datetime
) -> Paper:
    """The paper. What was refused says so."""
    say = page.say
    blocks: list[Block] = [Facts([*head, (say("정보주체 번호", "Person"), number)])]
    for card in cards:
        blocks.append(Heading(f"{card['name']} · {page.day(card['collected'])}"))
        if card["problem"] is not None:
            blocks.append(Paragraph(card["problem"].text, soft=True))
            continue
        blocks.append(Facts([(one["label"], one["text"]) for one in card["values"]]))
    blocks.append(
        Paragraph(
            say(
                "사용 후 파쇄해 주세요. 이 출력은 원장에 기록되었습니다.",
                "Shred it after use. This print-out is recorded in the ledger.",
            ),
            soft=True,
        )
    )
    foot = " · ".join(text for _, text in head[:3])
    return Paper(
        say("개인정보 출력물", "Print-out of personal data"), page.visitor.language, at, blocks, under=foot, foot=foot
    )
