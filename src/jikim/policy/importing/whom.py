"""To whom data goes: processors and recipients, from tables by their columns, and from lines of `name : task`."""

from __future__ import annotations

import re

from jikim.policy.importing.facts import GUESSED, LIKELY, SURE, Facts, Found
from jikim.policy.importing.items import add_item, columns, item_words
from jikim.policy.importing.lexicon import all_of
from jikim.policy.importing.plain import mark_of
from jikim.policy.importing.retention import period_of
from jikim.policy.importing.sections import Section, Sentence

_COUNTRIES = {
    "미국": "US", "일본": "JP", "중국": "CN", "싱가포르": "SG", "아일랜드": "IE", "독일": "DE", "영국": "GB", "인도": "IN", "베트남": "VN", "홍콩": "HK",
    "캐나다": "CA", "호주": "AU", "프랑스": "FR", "대한민국": "KR", "한국": "KR", "네덜란드": "NL", "대만": "TW", "태국": "TH", "필리핀": "PH",
    "usa": "US", "united states": "US", "japan": "JP", "singapore": "SG", "ireland": "IE",
}  # fmt: skip
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&. -]{1,24}")


def gather(facts: Facts, section: Section, mine: list[Sentence], topic: str) -> None:
    """Everyone whom a section names."""

    for block in section.blocks:
        if block.kind == "table":
            at = columns(block.rows[0]) if block.headed else {}
            for row in block.rows[1:] if at else block.rows:
                number = next((one.number for one in mine if one.text == " | ".join(cell for cell in row if cell)), 0)
                _row(facts, row, at, number, topic)
    labelled: dict[str, str] = {}
    for one in mine:
        if " | " in one.text:
            continue
        text = mark_of(one.text)[2]
        head, colon, tail = re.sub("：", ":", text).partition(":")
        head, tail = head.strip(" -·<>"), tail.strip()
        if colon and tail and len(head) <= 40:
            key = _key(head)
            if key is None and topic in ("processors", "abroad") and not re.search(r"기간|항목|목적|방법|문의", head):
                add_party(facts, head, topic, one.number, task=tail, confidence=LIKELY)
            elif key == "party":
                labelled = {"party": tail}
                add_party(facts, tail, topic, one.number, confidence=SURE)
            elif key is not None and "party" in labelled:
                _more(facts, labelled["party"], topic, key, tail, one.number)
            continue
        _sentence(facts, one, text, topic)


def _key(head: str) -> str | None:
    for key, pattern in (
        ("party", r"(제공|이전|위탁)\s*받는\s*(자|업체|회사|곳)|수탁(자|업체|사)|제공\s*받는"), ("items", r"항목|개인정보$"), ("until", r"기간"),
        ("country", r"국가"), ("task", r"업무|내용|목적"), ("contact", r"연락처"),
    ):  # fmt: skip
        if re.search(pattern, head):
            return key
    return None


def _row(facts: Facts, row: tuple[str, ...], at: dict[str, int], number: int, topic: str) -> None:
    cells = {name: row[index] for name, index in at.items() if index < len(row)}
    party = cells.get("processor") or cells.get("recipient")
    if party is None:
        taken = {
            index for name, index in at.items() if name in ("task", "items", "purpose", "period", "country", "law")
        }
        party = next((cell for index, cell in enumerate(row) if index not in taken and cell), None)
    if not party or re.search(r"수탁|업체명|제공\s*받는", party):
        return
    task = cells.get("task") or cells.get("purpose") or next((cell for cell in row[1:] if cell), "")
    for name in re.split(r"\s*(?:,|/|\n)\s*(?![^()]*\))", party):
        add_party(
            facts, name, topic, number, task=task, items=cells.get("items", ""), until=cells.get("period", ""), country=cells.get("country", ""),
            confidence=SURE,
        )  # fmt: skip


def add_party(
    facts: Facts, name: str, topic: str, sentence: int, *, task: str = "", items: str = "", until: str = "", country: str = "",
    confidence: float = SURE,
) -> None:  # fmt: skip
    """A processor or a recipient, by its name as the text has it."""

    name = name.strip(" -·.")
    if not name or len(name) > 60:
        return
    family = facts.recipients if topic == "recipients" else facts.processors
    kind = "recipients" if topic == "recipients" else "processors"
    key = next((known for known, one in family.items() if one.label == name), None)
    if key is None:
        key = _slug(name, family)
        family[key] = Found(key, name, confidence)
    found = family[key]
    found.task = found.task or task
    found.purposes += [row.name for row in all_of("purposes", task) if row.name not in found.purposes]
    for word in item_words(items) if items else ():
        item = add_item(facts, word, sentence)
        if item is not None and item not in found.items:
            found.items.append(item)
    if re.search(r"탈퇴|철회|leave|withdraw", until):
        found.until.append("withdrawal")
    if re.search(r"계약|종료|terminat|contract", until):
        found.until.append("contract-end")
    found.period = found.period or period_of(until)
    found.country = found.country or next(
        (code for word, code in _COUNTRIES.items() if word in f"{country} {name}".lower()), ""
    )
    facts.bind(sentence, f"{kind}.{key}", confidence)


def _more(facts: Facts, party: str, topic: str, key: str, words: str, sentence: int) -> None:
    keys = {"items": "items", "until": "until", "country": "country", "task": "task"}
    if key in keys:
        add_party(facts, party, topic, sentence, **{keys[key]: words}, confidence=SURE)


def _slug(name: str, taken: dict[str, Found]) -> str:
    latin = _LATIN.search(name)
    word = re.sub(r"[^a-z0-9]+", "-", latin[0].lower()).strip("-") if latin else ""
    slug = word if re.match(r"[a-z]", word) else f"party-{len(taken) + 1}"
    while slug in taken:
        slug += "-2"
    return slug


def _sentence(facts: Facts, one: Sentence, text: str, topic: str) -> None:
    """What is said of giving in general: the grounds that a published policy names."""
    kind = "processors" if topic == "processors" else "recipients"
    if topic == "recipients":
        for name, under, ko, pattern in (
            ("agreed", "consent", "미리 동의한 제공처", r"동의(한|를\s*(얻|받))"),
            ("authority", "law", "법령에 따른 제공처", r"법(령|률)(의|에|이)|수사|감독\s*당국"),
            ("statistics", "statistics", "통계와 연구", r"통계|학술|식별할\s*수\s*없"),
            ("counterparty", "counterparty", "거래 상대방", r"거래\s*(당사자|상대)"),
            ("service-least", "service", "서비스에 꼭 필요한 곳", r"필요한\s*최소한|업무상\s*필요"),
        ):
            if re.search(pattern, text):
                facts.recipients.setdefault(name, Found(name, ko, LIKELY, under))
                facts.bind(one.number, f"recipients.{name}", LIKELY)
        if re.search(r"제공하지\s*(않|아니)|초과하여", text):
            facts.bind(one.number, "clauses.provide-default", SURE)
    if topic == "processors" and re.search(r"위탁할\s*수|위탁하고\s*있습니다", text) and not facts.processors:
        facts.bind(one.number, "processors", GUESSED)
        facts.outside.append((one.number, "processing may be entrusted, and nobody is named: a processor has a name"))
    elif topic == "processors" and re.search(r"계약|관리\s*[·,ㆍ]?\s*감독|규정|재위탁|안전", text):
        facts.bind(one.number, "clauses.entrust", LIKELY)
    elif topic == "abroad" and re.search(r"거부|이전", text):
        facts.bind(one.number, f"{kind}.abroad", GUESSED)
