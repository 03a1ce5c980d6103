"""Facts of tables: what a header names, in either direction, spans written out. A column that no header names is not
read.

A cell counts where it is a list of names or one period; one that speaks (a verb, a *not*, an *except*) is left to its
reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jikim.policy.importing.sentences import Grid
from jikim.policy.items.countries import NAMES, SHORT
from jikim.policy.wording.facts import acts
from jikim.policy.wording.mentions import Names, negated, read

Value = str
_OF = r"(?:수집|이용|제공|이전|처리|보유|보관|보존|위탁)"
_DOT = r"[·ㆍ∙‧•/]?\s*"
_ROLES: tuple[tuple[str, str], ...] = (
    (
        "processor",
        r"수탁(?:자|업체|회사|사|기관)(?:명)?"
        r"|위탁\s*(?:받는\s*(?:자|업체|회사|곳)|업체|회사|처|대상자?|대상\s*업체)(?:명)?"
        r"|(?:sub-?)?processors?|(?:service )?providers?",
    ),
    (
        "task",
        r"(?:위탁|수탁)\s*(?:하는|받은|받는)?\s*(?:업무|사무)(?:의)?\s*(?:내용)?|위탁\s*(?:내용|목적)|업무\s*내용|(?:entrusted )?tasks?|services?|roles?",
    ),
    (
        "recipient",
        r"(?:개인정보를\s*)?(?:제공|이전)\s*받는\s*(?:자|곳|업체|회사|기관|사람)|제공처|recipients?|third part(?:y|ies)",
    ),
    ("need", r"필수\s*[/·,]?\s*선택\s*(?:여부|구분|사항)?|required\s*(?:/|or)\s*optional"),
    ("required", r"필수\s*(?:수집)?\s*(?:항목|정보)?|required(?: data)?"),
    ("optional", r"선택\s*(?:수집)?\s*(?:항목|정보)?|optional(?: data)?"),
    (
        "items",
        rf"(?:{_OF}(?:하는|되는|한)?\s*{_DOT})*(?:개인\s*정보(?:의)?\s*)?항목|(?:personal )?data(?: items?| processed| shared| provided)?"
        r"|categor(?:y|ies) of (?:personal )?data|items",
    ),
    ("purpose", rf"(?:{_OF}\s*{_DOT}(?:및\s*)?)*(?:하는\s*)?목적|purposes?(?: of (?:processing|use|collection))?"),
    ("period", rf"(?:{_OF}\s*{_DOT}(?:및\s*)?)*기간|(?:retention )?period|retention|how long|kept for"),
    ("country", r"(?:이전\s*(?:되는|받는)?\s*)?국가|countr(?:y|ies)|location"),
    ("law", r"(?:관련|근거)\s*(?:법령|법률)|법적\s*근거|근거|law|statute"),
    (
        "record",
        rf"(?:{_OF}\s*(?:하는)?\s*)?(?:기록|정보|서류|자료)(?:의\s*종류)?|records?"
        r"|(?:types?|categor(?:y|ies)|kinds?) of data|data (?:types?|categor(?:y|ies))",
    ),
)
_COMPILED = tuple((role, re.compile(pattern, re.I)) for role, pattern in _ROLES)
_NOTHING = re.compile(r"[-–—·.\s]*|(?:해당\s*)?(?:사항\s*)?없음|해당\s*없음|none|n/?a", re.I)
_SPEAKS = re.compile(
    r"니다|한다|된다|않|아니|없|제외|외의|경우|\b(?:not|never|except|unless|we|you|is|are|will|may|all|any|other)\b",
    re.I,
)
_LIST = re.compile(
    r"\s*[,，、;\n](?!\s*(?:Inc|Ltd|Limited|LLC|L\.L\.C|LLP|L\.P|PLC|PBC|Co|Corp|Pte|Pty|S\.A|S\.?R\.?L|B\.V|N\.V|GmbH|AG)\b)"
    r"(?![^()（）]*[)）])\s*",
    re.I,
)
_LEAD = re.compile(r"^\s*[\[(<]?(필수|선택)\s*(?:항목|정보)?[\])>]?\s*[:：]?\s*")
_FORM = re.compile(r"㈜|\(주\)|주식회사|유한회사|\(유\)")
_CLAUSE = re.compile(
    r"(?:하|되|받|갖|있)는\s|하면서|위한\s|위하여|관련된\s|에\s*(?:따른|의한)\s|통해\s|에\s*관한\s*기록$"
)
_LONGEST = 40


class Fact(NamedTuple):
    """One fact that a form makes sure: of which part (`family` and its `label`), what of it, and the sentences that say
    so."""

    family: str
    label: str
    key: str = ""
    value: str = ""
    sentences: tuple[int, ...] = ()


def facts_of_table(grid: Grid, headings: dict[int, str]) -> Iterator[Fact]:
    """The facts of one table; none where no header says what it holds."""
    across: list[tuple[int, ...]] = [(number,) for number in grid.numbers]
    every = tuple(number for number in grid.numbers if number)
    # The header is where more is named: of a matrix (required, optional; below them purpose, items, term) the other
    # side.
    rows, numbers = grid.rows, across
    if _named(roles_of(_turned(rows)[0])) > _named(roles_of(rows[0])):
        rows, numbers = _turned(rows), [every] * len(rows[0])
    roles = roles_of(rows[0])
    if len(set(roles.values())) < 2:
        return
    for row, said in zip(rows[1:], numbers[1:], strict=True):
        cells = {role: _cell(row, roles, role) for role in roles.values()}
        yield from _row(cells, tuple(number for number in said if number), headings.get(grid.under, ""))


def _named(roles: dict[int, str]) -> tuple[int, int]:
    """How much a header names; what is required and optional least of all."""
    return len(set(roles.values()) - {"required", "optional"}), len(set(roles.values()))


def roles_of(header: tuple[str, ...]) -> dict[int, str]:
    """Which column holds what, by its header's whole words; two columns of one role make neither sure."""
    found = {x: role for x, cell in enumerate(header) if (role := _role(cell))}
    many = {role for role in found.values() if sum(role == other for other in found.values()) > 1}
    return {x: role for x, role in found.items() if role not in many}


def _role(cell: str) -> str:
    plain = re.sub(r"\s*[(（][^()（）]*[)）]\s*$|^취급\s*", "", cell).strip()
    return next((role for role, pattern in _COMPILED if pattern.fullmatch(plain)), "")


def _turned(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(zip(*rows, strict=True))


def _cell(row: tuple[str, ...], roles: dict[int, str], role: str) -> str:
    return next(row[x] for x, one in roles.items() if one == role)


def _row(cells: dict[str, str], said: tuple[int, ...], heading: str) -> Iterator[Fact]:
    if len(set(cells.values())) == 1 and len(cells) > 1:
        return  # one remark over the whole width
    period = period_of(cells.get("period", ""))
    said_need = {"필수": "yes", "선택": "no", "required": "yes", "optional": "no"}.get(
        cells.get("need", "").lower(), ""
    )
    party = "processors" if "processor" in cells else "recipients" if "recipient" in cells else ""
    # Beside a company, kinds of data are what it gets.
    kinds = "record" if party and "items" not in cells else "items"
    items = [
        (word, need)
        for role, need in ((kinds, said_need), ("required", "yes"), ("optional", "no"))
        for word, lead in listed(cells.get(role, ""))
        for need in (lead or need,)
    ]
    # What a law has kept is a record; its table lists no items.
    items = [] if "law" in cells and "purpose" not in cells else items
    for word, need in items:
        yield Fact("items", word, "required" if need else "", need, said)
    if party:
        yield from _parties(party, cells, [word for word, _ in items], period, said)
    elif items:
        for purpose in (one for one, _ in listed(cells.get("purpose", ""))) if cells.get("purpose") else ():
            yield from (Fact("purposes", purpose, "items", word, said) for word, _ in items)
            if period:
                yield Fact("purposes", purpose, "period", period, said)
    if (
        not party
        and "purpose" not in cells
        and period
        and (record := one_of(cells.get("record") or cells.get("items", "")))
    ):
        yield Fact("keep", record, "for", period, said)
        if act := act_of(cells.get("law", "") or heading):
            yield Fact("keep", record, "law", act, said)


def _parties(
    family: str, cells: dict[str, str], items: list[str], period: str, said: tuple[int, ...]
) -> Iterator[Fact]:
    names = [name for name, _ in listed(cells.get("processor") or cells.get("recipient", ""))]
    key = "task" if family == "processors" else "purpose"
    task = cells.get("task") or cells.get("purpose", "")
    country = country_of(cells.get("country", ""))
    for name in names:
        yield Fact(family, name, "", "", said)
        if task and not _NOTHING.fullmatch(task) and not _SPEAKS.search(task):
            yield Fact(family, name, key, task, said)
        yield from (Fact(family, name, "items", item, said) for item in items)
        if period:
            yield Fact(family, name, "period", period, said)
        if country:
            yield Fact(family, name, "country", country, said)


def listed(cell: str) -> list[tuple[str, str]]:
    """The names of a cell, and whether it says of them that they are required; none where it speaks."""
    lead = _LEAD.match(cell)
    need = {"필수": "yes", "선택": "no"}[lead[1]] if lead else ""
    plain = cell[lead.end() :] if lead else cell
    if _NOTHING.fullmatch(plain) or _SPEAKS.search(plain):
        return []
    words = [re.sub(r"\s*등\s*$|\s*(?:etc\.?)$", "", word).strip(" ·•-") for word in _LIST.split(plain)]
    words = [
        word if re.search(r"\b(?:Inc|Ltd|Co|Corp|B\.V|L\.L\.C|S\.A)\.$", word) else word.strip(".") for word in words
    ]
    if any(len(_FORM.findall(word)) > 1 for word in words):
        return []  # two companies run together
    words = [word for word in words if not _CLAUSE.search(word)]
    if any(not word or len(word) > _LONGEST or _LEAD.match(word) or re.search("[:：]", word) for word in words):
        return []
    return [(word, need) for word in dict.fromkeys(words) if any(letter.isalpha() for letter in word)]


def one_of(cell: str) -> str:
    """A cell as one name; empty where it speaks or says nothing."""
    return "" if _NOTHING.fullmatch(cell) or _SPEAKS.search(cell) or len(cell) > 2 * _LONGEST else cell.strip(" .·•-")


def period_of(text: str) -> str:
    """`5y`, where the text is a period and nothing that turns it: no *until*, no *after*, no second one."""
    if negated(text, 0) or re.search(
        r"경우|까지|부터|이후|후\s|또는|최소|최대|이상|이내|이하|\b(?:until|after|from|least|most|or|up to|maximum|max)\b|\+",
        text,
        re.I,
    ):
        return ""
    language = "ko" if re.search("[가-힣]", text) else "en"
    found = [one for one in read(text, language, _NONE[language]) if one.kind == "period"]
    if len(found) != 1 or len(found[0].value) != 2 or not found[0].value[1]:
        return ""
    unit, count = found[0].value
    if unit == "mo":
        years = re.search(r"년|해|year|yr|\dy", found[0].text, re.I) and int(count) % 12 == 0
        return f"{int(count) // 12}y" if years else f"{count}mo"
    return f"{count}{unit}"


def act_of(text: str) -> str:
    """The one act of the catalogue that a text names."""
    found: set[str] = set()
    for names in _ACTS.values():
        found |= {str(part) for token in names.find(text) for part in token.value}
    return next(iter(found)) if len(found) == 1 else ""


def country_of(text: str) -> str:
    plain = re.sub(r"\s*\([^()]*\)$", "", text.strip()).casefold()
    short = (code for code, names in SHORT.items() if plain in {one.casefold() for one in names})
    long = (code for code, names in NAMES.items() if plain in {one.casefold().removeprefix("the ") for one in names})
    return next(short, "") or next(long, "")


def _of_acts(language: str) -> Names:
    spelled: dict[str, list[str]] = {}
    for act, name in acts(language):  # type: ignore[arg-type]
        spelled.setdefault(name, []).append(act)
    return Names(spelled, language)  # type: ignore[arg-type]


_ACTS = {language: _of_acts(language) for language in ("ko", "en")}
_NONE = {"ko": Names({}, "ko"), "en": Names({}, "en")}
