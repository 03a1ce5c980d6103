"""One destruction certificate, to be read and filed: what, how many, why, when, by whom; signed, without personal data
(6.6)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from jikim.demo.pages.frame import Book
from jikim.policy.render import terms
from jikim.web.parts import Html, element, section, summary, table, together
from jikim.web.parts.destroyed import DESTROYED
from jikim.web.parts.line import Own, draw


def write(book: Book, content: Mapping[str, Any], signature: bytes, key: str) -> str:
    """The page. `key` is the ledger's verifier key, as text."""
    say = book.say
    at = datetime.fromisoformat(content["at"])
    rows = [_row(book, row) for row in content["destroyed"]]
    count = sum(row["count"] for row in content["destroyed"])
    by = {"system:sweep": say("시스템의 파기 작업", "the system’s sweep")}.get(content["by"], content["by"])
    minute: list[tuple[str, Html | str]] = [
        (say("무엇을", "What"), say(f"{count:,}건을 파기했습니다.", f"{count:,} destroyed.")),
        (say("언제", "When"), book.day(at)),
        (say("누가", "By whom"), by),
        (
            say("사유", "Why"),
            together(
                (
                    say(
                        "목적을 다했거나 보관 기한이 끝나서입니다. ",
                        "Its purpose was met, or its time to rest was over. ",
                    ),
                    book.clause("5.1"),
                    " ",
                    book.clause("6.5"),
                )
            ),
        ),
    ]
    head = (
        say("기록", "record"),
        say("무엇을", "what"),
        say("건", "how many"),
        say("보관 기한", "kept until"),
        say("보관한 근거", "kept by"),
        say("조항", "clause"),
    )
    parts = [
        summary(say("요약", "In short"), minute),
        section(
            say("파기한 것", "What was destroyed"),
            *_picture(book, content, at),
            table(say("파기한 것", "what was destroyed"), head, rows, right=(2,)),
        ),
        _seal(book, content, signature, key),
    ]
    title = say("파기 증명서", "Certificate of destruction")
    return book.write(
        "certificate", title, say(f"번호 {content['certificate']}", f"Number {content['certificate']}"), *parts
    )


def _row(book: Book, row: Mapping[str, Any]) -> tuple[Html | str, ...]:
    return (
        book.voice.record(row["kind"]),
        book.say(*DESTROYED[row["what"]]),
        f"{row['count']:,}",
        row.get("due", "—"),
        book.voice.laws(row.get("why", ())) or book.say("남길 근거 없음", "nothing keeps it"),
        book.clause(row["clause"]),
    )


def _picture(book: Book, content: Mapping[str, Any], at: datetime) -> list[Html]:
    """The life line of the first part that rested until its day: lived, rested, destroyed."""
    for row in content["destroyed"]:
        if "due" not in row:
            continue
        record = book.policy.records[row["kind"]]
        keep = max(record.keep, key=lambda keep: keep.for_.approximate_days())
        due = date.fromisoformat(row["due"])
        began = due - timedelta(days=round(keep.for_.approximate_days()))
        own = Own(
            began - timedelta(days=30),
            at.astimezone(book.zone).date(),
            ended=began,
            until=due,
            rests=book.voice.period(keep.for_),
            destroyed=due + timedelta(days=1),
            dated=False,
        )
        caption = book.say(
            f"{book.voice.record(row['kind'])} · {terms.EVENTS['ended'][0]}부터 {book.voice.period(keep.for_)} 보관하고 다음 날 파기",
            f"{book.voice.record(row['kind'])}: rested {book.voice.period(keep.for_)}, destroyed the day after",
        )
        return [element("p", caption, class_="soft"), draw(book, own, "life")]
    return []


def _seal(book: Book, content: Mapping[str, Any], signature: bytes, key: str) -> Html:
    say = book.say
    lines = [
        (say("서명 (Ed25519)", "Signature (Ed25519)"), base64.b64encode(signature).decode()),
        (say("검증 키", "Verifier key"), key),
        (say("방침의 지문", "Digest of the policy"), content["policy"]),
    ]
    told = say(
        "이 증명서에는 개인정보가 없습니다. 서명은 원장과 같은 키로 하였고, 같은 사실이 원장에도 적혀 있습니다. "
        "복구할 수 없게 되는 날(키 세대가 바뀌는 날)은 다음 단계에서 함께 적습니다.",
        "This certificate holds no personal data. It is signed with the ledger’s key, and the ledger holds the same facts. "
        "The day from which nothing can bring it back (the key epoch) is to be stated here in a later step.",
    )
    return section(
        say("확인", "How to check it"),
        element("p", told, class_="lead"),
        element(
            "div",
            *(element("p", element("b", label), ": ", element("code", value)) for label, value in lines),
            class_="seal",
        ),
    )
