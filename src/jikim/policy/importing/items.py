"""Items as a text names them: in lists, and in the columns of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jikim.policy.importing.facts import GUESSED, LIKELY, SURE, Facts, Found
from jikim.policy.importing.lexicon import first

REFUSABLE = (
    "kr.resident-registration-number",
    "kr.alien-registration-number",
    "kr.passport-number",
    "kr.driver-licence-number",
    "sensitive",
    "birth-date",
)


_LIST = re.compile(r"\s*[,،、·ㆍ;/]\s*|\s+(?:및|또는|그리고)\s+|\s+and\s+")


VERB = re.compile(r"(합니다|습니다|입니다|됩니다|하며|하고|하여|한다|위해|위하여|경우|\bwe\b|\bis\b|\bare\b)")


def item_words(text: str) -> Iterator[str]:
    """The members of the lists in a text: what stands after a colon, in brackets or between commas."""
    text = re.sub(r"^[^:：]{0,40}[:：]", "", text) if re.search(r"^[^:：,]{0,40}[:：]", text) else text
    text = re.sub(r"\(?(필수|선택)\s*(항목|정보|사항)?\)?\s*[:：]?", " ", text)
    for part in _LIST.split(text):
        word = part.strip(" .()[]\"'“”‘’-–•*:：")
        # `결제기록 등을 수집합니다`: what follows the last of a list is no part of its name.
        word = re.sub(
            r"\s*(등(의|을|이|과)?|정보를|항목을)?\s*(수집|처리|이용|저장|보유)(합니다|하고|하며|될|됩니다).*$",
            "",
            word,
        ).strip()
        word = re.sub(r"\s+등(의|을|이)?(\s.*)?$|\s*등(의|을)?$", "", word)
        word = re.sub(r"\s*\(.*$|^.*\)\s*", "", word) or word
        if word:
            yield word


def add_item(
    facts: Facts, word: str, sentence: int, required: bool | None = None, *, listed: bool = True
) -> str | None:
    """An item by what a text calls it; its name in the draft. A word that no row knows is an item only in a list."""
    row = first("items", word)
    if row is not None:
        sure = SURE if len(word) <= 24 else LIKELY
        if row.kind in REFUSABLE[:1]:
            facts.refused.pop(row.kind, None)
        found = facts.items.setdefault(row.name, Found(row.name, row.ko, sure, row.kind, said=word))
        found.confidence = max(found.confidence, sure)
        if required is not None and found.required is not True:
            found.required = required
        facts.bind(sentence, f"items.{row.name}", sure)
        return row.name
    if not listed or len(word) > 20 or len(word) < 2 or VERB.search(word) or not re.search(r"[가-힣A-Za-z]", word):
        return None
    if re.search(
        r"(서비스|회사|이용자|경우|방법|목적|기간|개인정보|항목|이용|수집|관리|제공|운영|재화)$|^(단|다만|기타|및)$|^(회사|당사|병원|이용자|서비스)[은는이가]|[을를]\s|에\s",
        word,
    ):
        return None
    known = next((name for name, one in facts.items.items() if one.said == word), None)
    name = known or f"item_{sum(one.name.startswith('item_') for one in facts.items.values()) + 1}"
    facts.items.setdefault(name, Found(name, word, GUESSED, "text", said=word, required=required))
    facts.bind(sentence, f"items.{name}", GUESSED)
    return name


_COLUMNS: tuple[tuple[str, str], ...] = (
    ("country", r"국가|country"),
    ("period", r"기간|period|보유"),
    ("processor", r"수탁|위탁\s*(받|업체|회사|대상)|업체|processor"),
    ("recipient", r"제공\s*받는|이전\s*받는|recipient"),
    ("task", r"위탁.*(업무|내용)|업무\s*(의\s*)?내용|업무"),
    ("items", r"항목|개인정보(?!.*(기간|목적))|items?"),
    ("purpose", r"목적|purpose"),
    ("kind", r"구분|서비스"),
    ("law", r"근거|법(령|률)|basis"),
    ("label", r"기록|보존|종류|내용|정보"),
)


def columns(row: tuple[str, ...]) -> dict[str, int]:
    """Which column of a table holds what, by its header."""
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        for name, pattern in _COLUMNS:
            if name not in found and re.search(pattern, cell, re.I):
                found[name] = index
                break
    return found
