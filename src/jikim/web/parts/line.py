"""The life line of one record: lives, rests, is destroyed, with today's mark. The same picture on every page.

Lengths are percentages, so that it fills any width while its words keep their size.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

from jikim.web.parts.book import Book
from jikim.web.parts.html import Html

_ROOM = 17.0  # percent that a word needs inside its part
_WIDEST = 32  # Latin letters that a phone has room for behind a third of the line; a Korean one counts twice


@dataclass(frozen=True)
class Own:
    """One record's life. `ended` and `until` are None while nobody knows them; then their words stand there."""

    begun: date
    today: date
    ended: date | None = None
    ends: str = ""
    until: date | None = None
    rests: str = ""
    frozen: bool = False
    destroyed: date | None = None
    dated: bool = True  # whether its beginning is known; that of many people's parts is not


def draw(book: Book, own: Own, identity: str) -> Html:
    """The figure. `identity` makes its ids unique in the page."""
    say = book.say
    lives, rests, gone = say("이용 중", "active"), say("분리 보관", "archived"), say("파기", "destroyed")
    frozen = say("정정 중", "suspended")
    end_live, end_rest, today = _scale(own)
    shade = "frozen" if own.frozen else "live"
    # Its word stands in the wider part of it, before today's mark or behind.
    parts = ((0.0, today), (today, end_live)) if today < end_live else ((0.0, end_live),)
    begin, end = max(parts, key=lambda part: part[1] - part[0])
    drawn = [
        f'<line class="gone" x1="{end_rest:.2f}%" y1="16" x2="100%" y2="16"/>',
        f'<rect class="{shade}" x="0" y="4" width="{end_live:.2f}%" height="24" rx="4"/>',
        f'<text class="on-{shade}" x="{(begin + end) / 2:.2f}%" y="21" text-anchor="middle">{frozen if own.frozen else lives}</text>'
        if end_live >= _ROOM / 2
        else "",
    ]
    if end_rest > end_live:
        width = end_rest - end_live
        words = f"{rests}: {own.rests}" if own.rests and width >= _ROOM else rests
        drawn += [
            f'<rect class="rest" x="{end_live:.2f}%" y="4" width="{width:.2f}%" height="24" rx="4"/>',
            f'<text class="on-rest" x="{end_live + width / 2:.2f}%" y="21" text-anchor="middle">{escape(words)}</text>',
        ]
    drawn.append(f'<text class="on-gone" x="{min(end_rest + 1.5, 100):.2f}%" y="21">{gone}</text>')
    marked = gone if own.destroyed else say("오늘", "today")
    drawn += _dates(book, own, end_live, end_rest)
    drawn += [
        f'<line class="mark" x1="{today:.2f}%" y1="-2" x2="{today:.2f}%" y2="34"/>',
        f'<text class="today" x="{today:.2f}%" y="-7" text-anchor="{_anchor(today)}">{marked} {book.voice.date(own.today)}</text>',
    ]
    steps = " → ".join(
        filter(
            None, (f"{lives} ({own.ends})" if own.ends else lives, f"{rests} ({own.rests})" if own.rests else "", gone)
        )
    )
    return Html(
        f'<div class="own-life"><svg role="img" width="100%" height="72" aria-labelledby="{identity}-d">'
        f'<desc id="{identity}-d">{escape(steps)}</desc><svg y="22" overflow="visible">{"".join(drawn)}</svg></svg></div>'
    )


def _scale(own: Own) -> tuple[float, float, float]:
    """Where living and resting end, and where today is, in percent of the width."""
    if own.ended is None or (own.until is None and own.rests):
        # Nobody knows yet when it ends, or until when it will rest: its living takes a third, today stands within it or
        # just behind.
        return 34.0, 34.0 if not own.rests else 82.0, 22.0 if own.ended is None else 35.0
    last = own.until or own.ended
    whole = max((max(last, own.today) - own.begun).days, 1)
    scale = 86.0 / whole
    end_live = max((own.ended - own.begun).days * scale, 3.0)
    end_rest = max((last - own.begun).days * scale, end_live + (9.0 if own.until else 0.0))
    today = min(max((own.today - own.begun).days * scale, 0.5), 99.0)
    if own.today >= own.ended:
        today = max(today, end_live)
    return end_live, end_rest, today


def _dates(book: Book, own: Own, end_live: float, end_rest: float) -> list[str]:
    """Below the line: when it began, what ends its living, and its last day."""
    drawn = [f'<text x="0" y="46">{book.voice.date(own.begun)}</text>'] if own.dated else []
    if own.ends and _fits(own.ends) and end_live > 12:
        # It starts where the living ends, so that on a phone it doesn't run into the beginning's date.
        drawn.append(f'<text x="{end_live:.2f}%" y="46">{escape(own.ends)}</text>')
    if own.until is not None:
        last = book.voice.date(own.until)
        said = book.say(f"{last}까지", f"until {last}")
        drawn.append(f'<text x="{end_rest:.2f}%" y="46" text-anchor="end">{said}</text>')
    return drawn


def _fits(text: str) -> bool:
    """Whether a phone has room for it behind a third of the line; what is longer stands whole beside the line alone."""
    return sum(2 if char > "\u1100" else 1 for char in text) <= _WIDEST


def _anchor(place: float) -> str:
    return "start" if place < 8 else "end" if place > 92 else "middle"


def chip(book: Book, state: str) -> Html:
    """A state with its icon and word: lives, rests, destroyed, frozen."""
    words = {
        "lives": (book.say("이용 중", "active"), '<circle class="live" cx="7" cy="7" r="6"/>'),
        "ended": (book.say("이용 종료", "ended"), '<circle class="live" cx="7" cy="7" r="6"/>'),
        "rests": (
            book.say("분리 보관 중", "archived"),
            '<rect class="rest" x="1" y="1" width="12" height="12" rx="2"/>',
        ),
        "destroyed": (book.say("파기됨", "destroyed"), '<path class="gone" d="M2 2 L12 12 M12 2 L2 12"/>'),
        "frozen": (
            book.say("정정 완료까지 이용 정지", "suspended until corrected"),
            '<path class="frozen" d="M3 1h3v12h-3z M8 1h3v12h-3z"/>',
        ),
    }
    word, icon = words[state]
    return Html(f'<span class="chip"><svg width="14" height="14" aria-hidden="true">{icon}</svg>{escape(word)}</span>')
