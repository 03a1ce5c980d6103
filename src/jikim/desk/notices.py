"""Notices (공지사항): numbered, in both languages, recorded in the ledger, and for ever as they were posted. What turns out
wrong is put right by another."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Literal, NamedTuple, get_args

from jikim.cases.who_may import at_desk
from jikim.db.driver import Steps
from jikim.db.queries import load
from jikim.errors import InvalidError
from jikim.policy.ask import Actor
from jikim.verbs.forbidden_numbers import no_numbers
from jikim.verbs.house import House

Q = load("jikim.desk")

NoticeKind = Literal["ordinary", "important", "policy-change"]
PAGE = 20
_EVERY = 2**31 - 1


class Notice(NamedTuple):
    """One notice. `effective` is the day from which what it announces holds."""

    number: int
    posted: datetime
    kind: NoticeKind
    effective: date | None
    title_ko: str
    title_en: str
    body_ko: str
    body_en: str

    def title(self, language: str) -> str:
        return self.title_ko if language == "ko" else self.title_en

    def paragraphs(self, language: str) -> list[str]:
        """The text, split where it has empty lines."""
        text = self.body_ko if language == "ko" else self.body_en
        return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def notices(_house: House, before: int | None = None, limit: int = PAGE) -> Steps[list[Notice]]:
    """Notices, the newest first; with `before`, those older than that number."""
    rows = yield Q["notice.list"](before=_EVERY if before is None else min(max(before, 0), _EVERY), limit=limit)
    return [Notice(*row) for row in rows]


def notice_of(_house: House, number: int) -> Steps[Notice | None]:
    """One notice; None where there is none of that number."""
    if not 0 < number < _EVERY:
        return None
    rows = yield Q["notice.one"](number=number)
    return Notice(*rows[0]) if rows else None


def post_notice(
    house: House,
    *,
    title_ko: str,
    title_en: str,
    body_ko: str,
    body_en: str,
    actor: Actor,
    kind: NoticeKind = "ordinary",
    effective: date | None = None,
) -> Steps[Notice]:
    """Posts a notice. An officer or the system does; the ledger holds its number and a digest of its words.

    Raises InvalidError where a part is missing in a language, or holds a number that is never taken.
    """
    yield from at_desk(house, "notice:post", None, actor, officer=True)
    texts = {
        "title_ko": title_ko.strip(),
        "title_en": title_en.strip(),
        "body_ko": body_ko.strip(),
        "body_en": body_en.strip(),
    }
    for name, text in texts.items():
        if not text:
            raise InvalidError(
                "it is empty",
                item=name,
                hint="write it in both languages",
                ko=("비어 있습니다", "두 언어로 모두 적어 주세요"),
            )
    # It is read by everybody, and stays for ever.
    yield from no_numbers(house.policy, **texts)
    if kind not in get_args(NoticeKind):
        raise InvalidError(
            "there is no such kind of notice",
            item="kind",
            hint=f"it is {', '.join(get_args(NoticeKind))}",
            ko=("없는 종류의 공지입니다", f"쓸 수 있는 종류: {', '.join(get_args(NoticeKind))}"),
        )
    digest = hashlib.sha256("\0".join(texts.values()).encode()).hexdigest()
    entry = yield from house.entry(
        "notice:post",
        house.policy,
        actor,
        None,
        house.policy.file.notice.clause_ordinary or "",
        notice=kind,
        words=digest,
        effective=effective.isoformat() if effective else "",
    )
    [(number,)] = yield Q["notice.post"](kind=kind, effective=effective, **texts, entry=entry)
    return Notice(number, entry.at, kind, effective, **texts)
