"""Which part of a document speaks of what: sections with their topics, and the sentences in them.

A topic is recognised by the words of a heading, so that the parts of a policy of 2013, of the 2026 guideline and of anyone's
own order are found alike. A table of contents is seen as what it is: headings without a body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jikim.policy.importing.blocks import Block
from jikim.policy.importing.plain import mark_of

# In the order in which they are asked: what is particular comes first.
TOPICS: tuple[tuple[str, str], ...] = (
    ("behaviour", r"행태\s*정보|behaviou?ral"),
    ("cookies", r"쿠키|자동\s*(으로\s*)?수집\s*(하는)?\s*장치|자동\s*수집|\bcookies?\b"),
    ("automated-decisions", r"자동화된\s*결정|automated decision"),
    ("pseudonymised", r"가명\s*정보|가명\s*처리|pseudonym"),
    ("cctv", r"영상\s*정보\s*처리\s*기기|\bcctv\b|고정형\s*영상"),
    ("generative-ai", r"생성형|인공\s*지능|generative ai"),
    ("additional-use", r"추가적(인|\s)*\s*(이용|제공)"),
    ("domestic-agent", r"국내\s*대리인|domestic (agent|representative)"),
    ("children", r"아동|만\s*14\s*세|미성년|\bchildren\b|\bminors\b"),
    (
        "announcements",
        r"고지(의|\s)*\s*의무|(처리|취급)방침(의|\s)*\s*(변경|개정)|방침의\s*변경|변경에\s*관한|시행일|공고|changes to (this|the|our)|^changes$|how changes are",
    ),
    ("bodies", r"권익\s*침해|구제\s*(방법|절차)|침해(에\s*대한)?\s*(신고|구제|상담)|침해\s*관련|remed(y|ies)|where else to turn"),
    ("abroad", r"국외|해외\s*(로|에|이전)|overseas|cross-border"),
    ("processors", r"위탁|outsourc|processors?\b|service providers"),
    ("recipients", r"제\s*3\s*자|제삼자|third part(y|ies)"),
    ("destruction", r"파기|destr(oy|uction)"),
    ("retention", r"보유|보존|보관\s*기간|이용\s*기간|retention|how long"),
    ("channels", r"수집\s*(하는\s*)?(방법|경로|절차)|how we collect"),
    (
        "items",
        r"항목|수집하는\s*(개인)?\s*정보|처리하는\s*개인정보|(data|information) we collect|what (data |information )?we collect|"
        r"personal (data|information) (that )?we",
    ),
    ("purposes", r"목적|purposes?\b|(how|why) we (use|process)"),
    ("officers", r"보호\s*책임자|관리\s*책임자|담당\s*부서|담당자(의|\s)*\s*연락처|고충\s*처리|책임자|contact us|whom to ask|(data protection|privacy) officer"),
    ("safeguards", r"안전성|안전(한)?\s*(관리|조치)|보호(를\s*위한)?\s*(대책|조치)|기술적|관리적|security|safeguards?|how we (guard|protect)"),
    ("duties", r"이용자(의|\s)*\s*의무|의무"),
    ("rights", r"권리|열람|정정|동의\s*철회|법정\s*대리인|\brights\b"),
    ("links", r"링크|배너|\blinks?\b"),
)  # fmt: skip
_COMPILED = tuple((topic, re.compile(pattern, re.I)) for topic, pattern in TOPICS)
_ENDS = re.compile(r"(다|요|음|함|까)\s*[.!?]\s*$|[:：]\s*$|[.;]\s*$")
_LONGEST = 70
_ARTICLE = re.compile(r"제\s*\d{1,3}\s*조(의\s*\d+)?\s*\([^)]{2,50}\)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, or a cell or a list item that says as much; numbered through the document."""

    number: int
    text: str
    place: int
    section: int


@dataclass
class Section:
    """A heading and what stands under it until the next one that speaks of something else."""

    title: str
    place: int
    topics: tuple[str, ...]
    blocks: list[Block] = field(default_factory=list)


def sections(blocks: tuple[Block, ...]) -> list[Section]:
    """The sections of a document; what stands before the first is a section without a topic."""
    found = [Section("", blocks[0].place if blocks else 1, ("preamble",))]
    for block in (part for whole in blocks for part in _parted(whole)):
        topics = heading(block)
        if topics is not None:
            _, _, words = mark_of(block.text)
            found.append(Section(words.strip("() ") or block.text, block.place, topics))
        else:
            found[-1].blocks.append(block)
    # A table of contents: a heading whose like comes again with a body.
    bodies = {_plain(one.title) for one in found if one.blocks}
    return [
        one
        for one in found
        if one.blocks or (one.title and _plain(one.title) not in bodies and not _listed(one, found))
    ]


def _parted(block: Block) -> tuple[Block, ...]:
    """`제1조(목적) 회사는 …`: a heading, and the sentences that begin in its line."""
    found = _ARTICLE.match(block.text) if block.kind != "table" else None
    if found is None:
        return (block,)
    rest = block.text[found.end() :].strip()
    return (Block("item", found[0].strip(), block.place, 2), Block("text", rest, block.place)) if rest else (block,)


def _listed(one: Section, found: list[Section]) -> bool:
    """Whether an empty heading is followed at once by others as empty: a table of contents in other words."""
    at = found.index(one)
    around = found[max(0, at - 2) : at + 3]
    return len(around) > 2 and sum(not other.blocks for other in around) >= 3


def _plain(title: str) -> str:
    return re.sub(r"\W", "", title).casefold()


def heading(block: Block) -> tuple[str, ...] | None:
    """The topics of a block that is a section's heading; None for any other block."""
    if block.kind == "table" or len(block.text) > _LONGEST:
        return None
    mark, level, words = mark_of(block.text)
    numbered = 0 < level <= 4 or (block.kind == "heading")
    # `제1조(목적)`: the title stands in brackets.
    if mark.startswith("제") and (inside := re.match(r"\(([^)]{2,40})\)\s*$", words)):
        words = inside[1]
    if not numbered and not (block.kind == "text" and len(block.text) < 30):
        return None
    if _ENDS.search(words) or re.search(r"[:：]", words):
        return None
    topics = topics_of(words)
    if not topics:
        return ("other",) if block.kind == "heading" and block.level <= 2 else None
    if not numbered and not re.search(r"개인정보|쿠키|방침|수집|책임자|안전성|권리", words):
        return None
    return topics


def topics_of(words: str) -> tuple[str, ...]:
    """Every topic that a heading's words speak of, the most particular first."""
    topics = tuple(topic for topic, pattern in _COMPILED if pattern.search(words))
    if "cookies" in topics or "behaviour" in topics or "announcements" in topics:
        return topics[:1]
    if "rights" in topics and {"children", "duties"} & set(topics):
        return ("rights", "children") if "children" in topics else ("rights",)
    if "processors" in topics or "recipients" in topics or "abroad" in topics:
        return tuple(topic for topic in topics if topic in ("abroad", "processors", "recipients"))
    if "destruction" in topics and "retention" in topics and re.search(r"파기\s*(절차|방법)", words):
        return ("destruction", "retention") if re.search(r"보유|기간", words) else ("destruction",)
    if "officers" in topics:
        return ("officers",)
    if "safeguards" in topics:
        return ("safeguards",)
    return topics


_STOP = re.compile(
    r"(?<=\S[다요음함까죠오])[.!?](?=\s|$)|(?<=[a-z)\d\"”])[.!?](?=\s+[A-Z“\"]|$)|(?<=[^,\s])\s+(?=(?:단|다만),?\s)"
)


def sentences(found: list[Section]) -> list[Sentence]:
    """Every sentence of the document, in its order; of a table, each row."""
    made: list[Sentence] = []

    def add(text: str, place: int, section: int) -> None:
        text = text.strip()
        if any(letter.isalnum() for letter in text):
            made.append(Sentence(len(made) + 1, text, place, section))

    for number, section in enumerate(found):
        for block in section.blocks:
            if block.kind == "table":
                for row in block.rows[1 if block.headed else 0 :]:
                    add(" | ".join(cell for cell in row if cell), block.place, number)
                continue
            for sentence in cut(block.text):
                add(sentence, block.place, number)
    return made


_NUMBER_ALONE = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])[.)]")


def cut(text: str) -> list[str]:
    """A text cut into sentences. The number before a heading is none (`1. What we collect`)."""
    parts, start = [], 0
    for stop in _STOP.finditer(text):
        if _NUMBER_ALONE.fullmatch(text[start : stop.end()].strip()):
            continue
        parts.append(text[start : stop.end()].strip())
        start = stop.end()
    parts.append(text[start:].strip())
    return [part for part in parts if part]
