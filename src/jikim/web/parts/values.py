"""A record's values as a page shows them: one's own form for each type, and a mark for what is not shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jikim.answers import Card, RestingCard
from jikim.errors import InvalidError
from jikim.on_demand import on_demand
from jikim.policy.items import mask
from jikim.policy.model import ItemType
from jikim.uploads import REASONS, File, unpack
from jikim.web.parts.book import Book
from jikim.web.parts.html import Html, element

if TYPE_CHECKING:
    import phonenumbers
else:
    phonenumbers = on_demand("phonenumbers")

KOREA = 82


def values(book: Book, card: Card | RestingCard) -> Html:
    """Each item with its value masked; opening one shows it, without a script."""
    rows: list[Html] = []
    for item in card.items:
        kind, _, short = item.rpartition(".")
        rows.append(element("dt", book.voice.item(short if kind == card.ref.kind else item, card.ref.kind)))
        value = card.values.get(short if kind else item)
        rows.append(element("dd", _unseen(book, card, item) if value is None else _value(book, item, value)))
    return element("dl", *rows, class_="values")


def unseen(book: Book, card: Card | RestingCard, item: str) -> str:
    """Why an item has no value that could be shown: nobody can read it, it does not open, or its record is over."""
    declared = book.policy.items.get(item)
    if isinstance(card, RestingCard):
        return "–"
    if declared is not None and declared.type is ItemType.PASSWORD:
        return book.say("본인만 알 수 있음 (일방향 암호화)", "known only to you (one-way encrypted)")
    if card.damaged:
        return book.say("표시할 수 없습니다", "cannot be shown")
    if card.state == "live":
        return "–"
    return book.say("이용이 종료되어 볼 수 없습니다", "ended; no longer visible to anyone")


def _unseen(book: Book, card: Card | RestingCard, item: str) -> Html:
    return element("span", unseen(book, card, item), class_="soft")


def _value(book: Book, item: str, value: Any) -> Html | str:
    if isinstance(value, bytes):
        names = plain(book, item, value)
        count = len(attached(value))
        return (
            element(
                "details",
                element("summary", book.say(f"파일 {count}개", f"{count} files" if count != 1 else "1 file")),
                element("span", names, class_="plain"),
            )
            if count
            else names
        )
    declared = book.policy.items.get(item)
    masked = mask(declared.type, as_text(value)) if declared else "***"
    said = plain(book, item, value)
    if masked == said:
        return said
    return element("details", element("summary", masked), element("span", said, class_="plain"))


def as_text(value: Any) -> str:
    """A value as its type's mask reads it: a structured one is canonical JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(book: Book, item: str, value: Any) -> str:
    """An item's value unmasked, as its type is written."""
    declared = book.policy.items.get(item)
    if isinstance(value, bytes):
        files = attached(value)
        if not files:
            return book.say(f"파일 ({size(len(value))})", f"a file ({size(len(value))})")
        return ", ".join(f"{file.name} ({_state(book, file)})" for file in files)
    if declared is not None and declared.type in (ItemType.PHONE, ItemType.MOBILE) and isinstance(value, str):
        return telephone(value)
    try:
        return plainly(book, value)
    except RecursionError:  # a record of use may be thousands of brackets
        return as_text(value)


def attached(value: bytes) -> list[File]:
    """The files of a value that is a package of them; none of any other."""
    try:
        return unpack(value)
    except InvalidError:
        return []


def _state(book: Book, file: File) -> str:
    """How large a file is, or why it was not taken."""
    if file.left_out is None:
        return size(file.size)
    what = REASONS[file.left_out].what(book.voice.language)
    return book.say(f"받지 않음: {what}", f"not taken: {what}")


def size(count: int) -> str:
    """So many bytes, as people say it."""
    return f"{count:,} B" if count < 1024 else f"{count / 1024:,.0f} KB"


def telephone(number: str) -> str:
    """A number as people of its country write it, `010-0000-1234`; a foreign one with its country's code. Others are
    left as they are."""
    plain, _, extension = number.partition(";ext=")
    try:
        parsed = phonenumbers.parse(plain, None)
    except phonenumbers.NumberParseException:
        return number
    styles = phonenumbers.PhoneNumberFormat
    style = styles.NATIONAL if parsed.country_code == KOREA else styles.INTERNATIONAL
    return phonenumbers.format_number(parsed, style) + (f" #{extension}" if extension else "")


def plainly(book: Book, value: Any) -> str:
    """A value in words: an address as its lines, a card as brand and digits, a list as its parts."""
    if isinstance(value, Mapping):
        if value.keys() == {"brand", "last4"}:
            return f"{value['brand']} ····{value['last4']}"
        if "line1" in value:
            return ", ".join(str(value[part]) for part in ("postcode", "line1", "line2", "country") if value.get(part))
        if isinstance(value.get("amount"), int) and value.keys() >= {"method", "currency"}:
            method = {"card": ("카드", "card"), "transfer": ("계좌이체", "transfer")}.get(str(value["method"]))
            return f"{value['amount']:,} {value['currency']} · {book.say(*method) if method else value['method']}"
        if "product" in value:
            return f"{value['product']} × {value.get('quantity', value.get('count', 1))}"
        return ", ".join(f"{name}: {plainly(book, part)}" for name, part in value.items())
    if isinstance(value, list):
        return "; ".join(plainly(book, part) for part in value)
    if isinstance(value, bool):
        return book.say("예" if value else "아니요", "yes" if value else "no")
    return str(value)
