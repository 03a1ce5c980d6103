"""From sections to facts: what is taken, by which ways, and why. The rest is gathered beside (`keeping`, `whom`, `care`)."""

from __future__ import annotations

import re

from jikim.policy.importing import care, retention, whom
from jikim.policy.importing.blocks import Block
from jikim.policy.importing.facts import GUESSED, LIKELY, SURE, Facts, Found
from jikim.policy.importing.items import REFUSABLE, VERB, add_item, columns, item_words
from jikim.policy.importing.lexicon import all_of, first, rows
from jikim.policy.importing.plain import mark_of
from jikim.policy.importing.sections import Section, Sentence, sections, sentences

_NOT_TAKEN = re.compile(
    r"(수집|저장|보유|처리)(하고|하지|되지)?(는|은)?\s*(있지\s*)?(않|아니)|수집하지|받지\s*않|do(es)? not collect"
)
_OPTIONAL = re.compile(r"선택(\s*(항목|적|정보|사항|동의))?|optional", re.I)
_REQUIRED = re.compile(r"필수(\s*(항목|적|정보|사항|동의))?|required|mandatory", re.I)
_STAFF = {"임직원": "employees", "지원자": "applicants", "채용": "applicants", "담당자": "partners' staff"}


def gather(blocks: tuple[Block, ...]) -> Facts:
    """All facts of a document."""
    parts = sections(blocks)
    facts = Facts(parts, sentences(parts))
    for number, section in enumerate(parts):
        mine = [one for one in facts.sentences if one.section == number]
        for topic in section.topics:
            if topic == "items":
                _items(facts, section, mine)
            elif topic == "channels":
                _channels(facts, section, mine)
            elif topic == "purposes":
                _purposes(facts, section, mine)
            elif topic == "retention":
                retention.retention(facts, section, mine)
            elif topic == "destruction":
                retention.destruction(facts, section, mine)
            elif topic in ("processors", "recipients", "abroad"):
                whom.gather(facts, section, mine, topic)
            else:
                care.gather(facts, section, mine, topic)
        _anywhere(facts, mine)
        _tables(facts, section, mine)
    care.frame(facts)
    _stated(facts)
    return facts


# ---- what is taken


def _items(facts: Facts, section: Section, mine: list[Sentence]) -> None:
    required: bool | None = None
    for one in mine:
        if " | " in one.text:
            continue
        text = _unmarked(one.text)
        if _NOT_TAKEN.search(text):
            _refuse(facts, one, text)
            continue
        if re.match(r"(수집|요청|이용)\s*방법|방법\s*[:：]", text):
            continue
        if who := re.search(r"임직원|지원자|채용|담당자(?=>)", text):
            facts.outside.append(
                (
                    one.number,
                    f"data of {_STAFF.get(who[0], who[0])}: the language knows members, corporate members and guests",
                )
            )
        if _OPTIONAL.search(text):
            required = False
        elif _REQUIRED.search(text):
            required = True
        for part in item_words(text):
            add_item(facts, part, one.number, required, listed="," in text or ":" in text or VERB.search(text) is None)


def _refuse(facts: Facts, one: Sentence, text: str) -> None:
    for row in all_of("items", text):
        if row.kind in REFUSABLE and row.name not in facts.items:
            facts.refused[row.kind] = Found(row.kind, row.ko, SURE)
            facts.bind(one.number, "refuse.types", SURE)
    if re.search(r"민감\s*정보", text):
        facts.refused["sensitive"] = Found("sensitive", "민감정보", SURE)
        facts.bind(one.number, "refuse.types", SURE)
    if age := re.search(r"만?\s*(\d{1,2})\s*세\s*미만", text):
        facts.below_age = int(age[1])
        facts.bind(one.number, "refuse.below_age", SURE)


def _channels(facts: Facts, section: Section, mine: list[Sentence]) -> None:
    for one in mine:
        text = _unmarked(one.text)
        if (
            first("items", text) is not None
            and not re.search(r"방법|통해|통하여|경로|수집합니다", text)
            and "items" in section.topics
        ):
            continue
        for row in all_of("channels", text):
            facts.channels.setdefault(row.name, Found(row.name, row.ko, SURE, row.kind))
            facts.bind(one.number, f"channels.{row.name}", SURE)
            if row.name == "partner":
                facts.bind(one.number, "partners", LIKELY)


# ---- why


def _purposes(facts: Facts, section: Section, mine: list[Sentence]) -> None:
    group = ""
    for one in mine:
        if " | " in one.text:
            continue
        _, level, text = mark_of(one.text)
        head, colon, tail = text.partition(":") if ":" in text else text.partition("：")
        if colon and len(head) < 40:
            group, text = head.strip(), tail.strip() or head
        elif level and level <= 5 and len(text) < 60 and "," not in text and not VERB.search(text):
            group = text
        if re.search(r"목적\s*이외의\s*용도|별도의\s*(사전\s*)?동의", text):
            facts.bind(one.number, "clauses.purpose-limit", SURE)
            continue
        if _introduces(text):
            continue
        for phrase in re.split(r"\s*[,;]\s*", text):
            add_purposes(facts, phrase, one.number, group)


def _introduces(text: str) -> bool:
    return re.search(r"다음(의|과|은|는)|아래(의|와|는)|following", text) is not None


def add_purposes(facts: Facts, phrase: str, sentence: int, group: str = "") -> list[str]:
    """The purposes that a phrase names; one that no row knows is a purpose of its own, if it reads like one."""
    phrase = re.sub(r"\s*(등|등의|등을)?\s*(을|를)?\s*(목적으로|목적$|위해|위하여).*$", "", phrase.strip(" .")).strip()
    phrase = re.sub(r"\s+등$", "", phrase)
    found = [row for row in all_of("purposes", phrase) if row.name != "content" or len(all_of("purposes", phrase)) == 1]
    names = []
    for row in found:
        marketing = row.name.startswith("marketing.") or re.search(r"마케팅|광고", group) is not None
        made = Found(row.name, row.ko, SURE if len(phrase) < 50 else LIKELY, row.kind, group, row.basis, said=phrase)
        if marketing:
            made.basis = "consent"
        facts.purposes.setdefault(row.name, made)
        facts.bind(sentence, f"purposes.{row.name}", made.confidence)
        names.append(row.name)
    if (
        not found
        and 4 <= len(phrase) <= 60
        and not VERB.search(phrase)
        and re.search(
            r"(제공|관리|확인|처리|이용|활용|개발|방지|발송|운영|수행|이행|안내|지원|분석|개선|보호|유지|조사|연구|준수|작성|관련|업무)$",
            phrase,
        )
    ):
        known = next((name for name, one in facts.purposes.items() if one.said == phrase), None)
        name = known or f"purpose-{sum(one.name.startswith('purpose-') for one in facts.purposes.values()) + 1}"
        facts.purposes.setdefault(name, Found(name, phrase, GUESSED, "other", group, "contract", said=phrase))
        facts.bind(sentence, f"purposes.{name}", GUESSED)
        names.append(name)
    return names


# ---- tables, wherever they stand


def _tables(facts: Facts, section: Section, mine: list[Sentence]) -> None:
    """Tables of items with their purposes and periods: the columns say what is what, whatever the section."""
    if {"processors", "recipients", "abroad", "officers", "retention"} & set(section.topics):
        return
    for block in section.blocks:
        if block.kind != "table" or not block.headed:
            continue
        at = columns(block.rows[0])
        if "items" not in at:
            continue
        for row in block.rows[1:]:
            number = next((one.number for one in mine if one.text == " | ".join(cell for cell in row if cell)), 0)
            cells = {name: row[index] for name, index in at.items() if index < len(row)}
            whole = " ".join(row)
            required = (
                False
                if _OPTIONAL.search(whole) and not _REQUIRED.search(whole)
                else True
                if _REQUIRED.search(whole)
                else None
            )
            names = [
                name
                for word in item_words(cells["items"])
                if (name := add_item(facts, word, number, required)) is not None
            ]
            purposes: list[str] = []
            for phrase in re.split(r"\s*[,;]\s*", cells.get("purpose", cells.get("kind", ""))):
                purposes += add_purposes(facts, phrase, number)
            for purpose in purposes:
                facts.purposes[purpose].items += [name for name in names if name not in facts.purposes[purpose].items]
            if (period := retention.period_of(cells.get("period", ""))) and number:
                facts.bind(number, "records.account.ends", LIKELY)
                facts.outside.append((number, f"a period for one row of a table: {period}"))


# ---- wherever it is said


def _anywhere(facts: Facts, mine: list[Sentence]) -> None:
    for one in mine:
        if re.search(r"(수집|받)(하고|하지)?\s*(있지\s*)?않", one.text) and re.search(
            r"민감|주민\s*등록|미만", one.text
        ):
            _refuse(facts, one, one.text)
        for row in rows("acts"):
            if row.pattern.search(one.text):
                facts.laws[row.name] = facts.laws.get(row.name, 0) + 1


def _stated(facts: Facts) -> None:
    """Sentences in which no fact was found, and that no mechanism could keep: definitions, duties, disclaimers."""
    for one in facts.sentences:
        kind = next((row.name for row in rows("statements") if row.pattern.search(one.text)), None)
        if kind is not None and (one.number not in facts.bindings or kind == "disclaimer"):
            facts.statements[one.number] = kind
        elif one.number not in facts.bindings and _introduces(one.text):
            facts.statements[one.number] = "definition"


def _unmarked(text: str) -> str:
    return mark_of(text)[2]
