"""Counsel's own wording: what a sentence names is held against what it states, and every difference is found at its
letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from tests.drawn import drawn

from jikim.policy.check import check
from jikim.policy.model import Language, PolicyFile, Sentence, Topic, WordedSection, Wording
from jikim.policy.parse import parse
from jikim.policy.render import document, generated, render_html, render_markdown
from jikim.policy.render.document import Line, Lines, Table
from jikim.policy.render.voice import Voice
from jikim.policy.render.worded import anchors, stated
from jikim.policy.wording import compare
from jikim.policy.wording.facts import facts_of, names_of, said
from jikim.policy.wording.mentions import Names, Token, read

Mark = Literal["definition", "duty", "disclaimer"]
HERE = Path(__file__).parent
BASE = (HERE / "broken" / "base.yaml").read_text(encoding="utf-8")


def load(text: str) -> PolicyFile:
    return PolicyFile.model_validate(YAML(typ="safe", pure=True).load(text))


POLICY = load(BASE)
BAKERY = load((HERE / "bakery.yaml").read_text(encoding="utf-8"))
HOMEPAGE = load((HERE.parents[1] / "homepage" / "policy.yaml").read_text(encoding="utf-8"))


def sentence(text: str, states: tuple[str, ...] = (), statement: Mark | None = None) -> Sentence:
    return Sentence(text=text, states=states, statement=statement, heading=None)


def with_wording(
    policy: PolicyFile, language: Language, topic: Topic, *sentences: Sentence, words: dict[str, str] | None = None
) -> PolicyFile:
    wording = Wording(sections={topic: WordedSection(sentences=sentences)}, words=words or {})
    return policy.model_copy(update={"wording": {language: wording}})


def slips(policy: PolicyFile) -> list[tuple[str, str]]:
    """(code, letters) of each slip, without those about what a section leaves unsaid."""
    return [(one.code, one.word) for one in compare(policy) if one.code not in ("wording-missing", "wording-unsaid")]


RAFT, KEPT, CONTRACT = ("processors.raft",), ("records.order.keep.0",), ("processors.raft.contract",)
# topic, what it states, language, the sentence, and the letters that the facts lack with the last part of their code
CASES: list[tuple[Topic, tuple[str, ...], Language, str, list[str]]] = [
    # names, with the particles that follow them
    ("processors", RAFT, "ko", "배송은 뗏목택배에 맡기며 이름, 전화번호와 주소만 건넵니다.", []),
    ("processors", RAFT, "ko", "배송은 뗏목택배에 맡기며 이름, 전화번호, 주소, 카드까지 건넵니다.", ["name 카드"]),
    ("processors", RAFT, "ko", "뗏목택배에는 이메일은 물론 지역도 건네지 않습니다.", ["name 이메일", "name 지역"]),
    ("processors", RAFT, "ko", "뗏목택배는 항구상회와 다릅니다.", ["name 항구상회"]),
    ("processors", RAFT, "ko", "뗏목 택배가 결제기록을 받습니다.", ["name 결제기록"]),
    ("processors", RAFT, "ko", "뗏목택배에 이름표와 주소록은 건네지 않습니다.", []),
    ("processors", RAFT, "ko", "뗏목택배는 주민등록번호를 받습니다.", ["name 주민등록번호"]),
    ("processors", RAFT, "ko", "뗏목택배는 미국에 있습니다.", ["name 미국"]),
    ("processors", RAFT, "en", "Raft Couriers gets names, phones and addresses.", []),
    ("processors", RAFT, "en", "Raft Couriers gets each name, e-mail and payment record.", ["name e-mail", "name payment record"]),
    ("processors", RAFT, "en", "Raft Couriers' dates of birth and payment-records.", ["name payment-records"]),
    ("processors", RAFT, "en", "Raft Couriers is not Harbour Stores and not in Japan.", ["name Harbour Stores", "name Japan"]),
    ("processors", RAFT, "en", "Raft Couriers names the card and addresses each of them.", ["name card"]),
    # acts, by their full names or in short
    ("retention", KEPT, "ko", "전자상거래법과 개인정보보호법에 따라 계약 기록을 둡니다.", []),
    ("retention", KEPT, "ko", "전자상거래 등에서의 소비자보호에 관한 법률 시행령 제6조에 따라 둡니다.", []),
    ("retention", KEPT, "ko", "상법과 통신비밀보호법에 따라 계약 기록을 둡니다.", ["name 상법", "name 통신비밀보호법"]),
    ("retention", KEPT, "en", "We keep it under the E-Commerce Act and not under the Commercial Act.", ["name Commercial Act"]),
    # periods, however they are written
    ("retention", KEPT, "ko", "계약 기록은 정산이 끝난 때부터 5년간 보관합니다.", []),
    ("retention", KEPT, "ko", "계약 기록은 3년간 보관합니다.", ["period 3년"]),
    ("retention", KEPT, "ko", "계약 기록은 오 년 동안 둡니다.", []),
    ("retention", KEPT, "ko", "계약 기록은 삼 년 동안 둡니다.", ["period 삼 년"]),
    ("retention", KEPT, "ko", "계약 기록은 다섯 해, 곧 60개월 동안 둡니다.", []),
    ("retention", KEPT, "ko", "계약 기록은 네 해 동안 둡니다.", ["period 네 해"]),
    ("retention", KEPT, "ko", "계약 기록은 4년 12개월 동안 둡니다.", []),
    ("retention", KEPT, "ko", "계약 기록은 1년 6개월 동안 둡니다.", ["period 1년 6개월"]),
    ("retention", KEPT, "ko", "계약 기록은 보름 동안 둡니다.", ["period 보름"]),
    ("retention", KEPT, "ko", "7년의 기간이 지나면, 열두 달마다 2분의 1을 없앱니다.", ["period 7년", "period 열두 달", "number 2", "number 1"]),
    ("retention", KEPT, "ko", "전자상거래법 제6조제1항제2호에 따라 5년 보관합니다.", []),
    ("retention", KEPT, "ko", "1. 계약 기록: 5년(제3절과 2번 참조)", []),
    ("retention", KEPT, "en", "We keep the contract for five years.", []),
    ("retention", KEPT, "en", "We keep the contract for a 5-year period.", []),
    ("retention", KEPT, "en", "We keep the contract for sixty months.", []),
    ("retention", KEPT, "en", "We keep the contract for thirty-six months.", ["period thirty-six months"]),
    ("retention", KEPT, "en", "We keep the contract for a year.", ["period a year"]),
    ("retention", KEPT, "en", "Under Article 6(1)2 we keep the contract for 5 years.", []),
    ("retention", ("records.visit.ends",), "ko", "방문한 날부터 한 달이 지나면 목적이 끝납니다.", []),
    ("retention", ("records.visit.ends",), "ko", "방문한 날부터 석 달이 지나면 목적이 끝납니다.", ["period 석 달"]),
    ("rights", ("rights.access",), "ko", "열람은 10일 안에 처리합니다.", []),
    ("rights", ("rights.access",), "ko", "열람은 열흘 안에 처리합니다.", []),
    ("rights", ("rights.access",), "ko", "열람은 십오 일 안에 처리합니다.", ["period 십오 일"]),
    ("rights", ("rights.access",), "ko", "열람은 240시간 안에 처리합니다.", ["period 240시간"]),
    ("rights", ("rights.access",), "en", "We answer within 10 days' time.", []),
    ("rights", ("rights.access",), "en", "We answer within two weeks.", ["period two weeks"]),
    ("announcements", ("notice.ordinary",), "ko", "바뀌기 일주일 전에 알립니다.", []),
    ("announcements", ("notice.ordinary",), "ko", "바뀌기 7일 전, 중요하면 30일 전에 알립니다.", ["period 30일"]),
    ("processors", CONTRACT, "ko", "매년 점검합니다.", []),
    ("processors", CONTRACT, "ko", "매월 점검합니다.", ["period 매월"]),
    ("processors", CONTRACT, "en", "It is inspected half a year later.", ["period half a year"]),
    # a number in words, in signs, or twice
    ("retention", KEPT, "en", "Kept for five (5) years.", []),
    ("retention", KEPT, "en", "Kept for 5 (five) years.", []),
    ("retention", KEPT, "en", "Five years, ten (5) years.", ["number ten (5) years"]),
    ("retention", KEPT, "ko", "5년(오년) 동안, 5(오)년 동안 둡니다.", []),
    ("retention", KEPT, "ko", "5년 동안 두고 십(5)년 동안 둡니다.", ["number 십(5)년"]),
    ("retention", KEPT, "ko", "5년, 모두 5년 반 둡니다.", ["period 5년 반"]),
    ("retention", KEPT, "ko", "5년은 반드시 둡니다. 5년 반드시 둡니다.", []),
    ("retention", KEPT, "ko", "5년, 그 뒤 스물네 해 둡니다.", ["period 스물네 해"]),
    ("retention", KEPT, "ko", "5년, 그 뒤 삼천육백일 동안 둡니다.", ["period 삼천육백일"]),
    ("retention", KEPT, "ko", "5년, 그 뒤 한 세기 둡니다.", ["period 한 세기"]),
    ("retention", KEPT, "ko", "5년, 그 뒤 수년간 둡니다.", ["period 수년"]),
    ("retention", KEPT, "ko", "5년, 그 뒤 한두 해 더, 사오 년 둡니다.", ["period 한두 해", "period 사오 년"]),
    ("retention", KEPT, "ko", "5년, 그 뒤 ⑩년, Ⅹ년, 十年 동안 둡니다.", ["number ⑩년", "number Ⅹ년", "number 十年"]),
    ("retention", KEPT, "ko", "5년, 그 뒤 1O년 동안 둡니다.", ["number 1O년"]),
    ("retention", KEPT, "en", "Five years, then a decade.", ["period a decade"]),
    ("retention", KEPT, "en", "Five years, then half a dozen years.", ["period half a dozen years"]),
    ("retention", KEPT, "en", "Five years, then 10yrs, 10y.", ["period 10yrs", "period 10y"]),
    ("retention", KEPT, "en", "Five years, then ten more years.", ["period ten more years"]),
    ("retention", KEPT, "en", "Five years, then ten or more years.", ["period ten or more years"]),
    ("retention", KEPT, "en", "Five years, then two-and-a-half years.", ["period two-and-a-half years"]),
    ("retention", KEPT, "en", "Five years, then a couple of years.", ["period a couple of years"]),
    ("retention", KEPT, "en", "Five years, then X years.", ["number X years"]),
    ("retention", KEPT, "en", "5y is 60 mos.", []),
    # numbers, dates, contacts
    ("children", ("refuse.below_age",), "ko", "만 14세 미만 아동의 정보는 받지 않습니다.", []),
    ("children", ("refuse.below_age",), "ko", "만 열네 살 미만 아동의 정보는 받지 않습니다.", []),
    ("children", ("refuse.below_age",), "ko", "만 16세 미만 아동의 정보는 받지 않습니다.", ["number 16"]),
    ("children", ("refuse.below_age",), "en", "Nobody under fourteen may join.", []),
    ("children", ("refuse.below_age",), "en", "Nobody under sixteen may join.", ["number under sixteen"]),
    ("recipients", ("recipients.research",), "ko", "5명 미만의 통계는 내보내지 않습니다.", []),
    ("recipients", ("recipients.research",), "ko", "3명 미만의 통계는 내보내지 않습니다.", ["number 3"]),
    ("announcements", ("version.effective",), "ko", "2026. 11. 8.부터 시행합니다.", []),
    ("announcements", ("version.effective",), "ko", "2026년 11월 9일부터 시행합니다.", ["date 2026년 11월 9일"]),
    ("announcements", ("version.effective",), "en", "In force from November 8, 2026.", []),
    ("announcements", ("version.effective",), "en", "In force from 8 December 2026.", ["date 8 December 2026"]),
    ("processors", CONTRACT, "ko", "2026년에 계약했습니다.", []),
    ("officers", ("officers.officer",), "ko", "02-000-0001이나 officer@paperboat.example로 물어 주세요.", []),
    ("officers", ("officers.officer",), "ko", "02-000-0002로 물어 주세요.", ["contact 02-000-0002"]),
    ("officers", ("officers.officer",), "en", "Write to handler@paperboat.example.", ["contact handler@paperboat.example"]),
    ("bodies", ("bodies.mediation",), "ko", "1833-6972 또는 https://kopico.go.kr/main 에서 도와 드립니다.", []),
    ("bodies", ("bodies.mediation",), "ko", "1336 또는 www.1336.or.kr 에서 도와 드립니다.", ["number 1336", "contact www.1336.or.kr"]),
    # what several promises say together
    ("retention", ("records.order.keep",), "ko", "계약 기록과 결제 기록은 5년간 보관합니다.", []),
    ("retention", ("records.visit",), "ko", "접속 로그는 한 달 쓰고 3개월 더 둡니다.", []),
]  # fmt: skip
CODES = {
    "contact": "wording-contact",
    "period": "wording-period",
    "name": "wording-name",
    "number": "wording-number",
    "date": "wording-date",
}


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{place:02}-{case[0]}") for place, case in enumerate(CASES)])
def test_what_a_sentence_names_is_compared_with_what_it_states(
    case: tuple[Topic, tuple[str, ...], Language, str, list[str]],
) -> None:
    """Each name, number, period, date and contact that the facts lack is reported by its letters, and nothing else is."""
    topic, states, language, text, wanted = case
    policy = with_wording(POLICY, language, topic, sentence(text=text, states=states))
    split = [one.split(" ", 1) for one in wanted]
    assert slips(policy) == [(CODES[code], letters) for code, letters in split]


def test_a_sentence_states_something_or_is_a_statement() -> None:
    """A sentence with neither is a slip, one with both is one, and a statement that names a term or a company is
    doubted."""
    unbound = sentence(text="개인정보를 소중히 여깁니다.")
    assert slips(with_wording(POLICY, "ko", "preamble", unbound)) == [("wording-unbound", "")]
    both = sentence(text="뗏목택배에 맡깁니다.", states=RAFT, statement="duty")
    assert slips(with_wording(POLICY, "ko", "processors", both)) == [("wording-both", "")]
    marked = sentence(text="이용자는 30일 안에 알려야 하며, 뗏목택배의 잘못은 예외입니다.", statement="disclaimer")
    assert slips(with_wording(POLICY, "ko", "duties", marked)) == [
        ("wording-statement", "30일"),
        ("wording-statement", "뗏목택배"),
    ]
    plain = sentence(text="개인정보란 살아 있는 개인에 관한 정보를 말합니다.", statement="definition")
    assert slips(with_wording(POLICY, "ko", "preamble", plain)) == []


def test_a_promise_that_is_not_there_is_not_stated() -> None:
    """A path or clause that the document lacks is a slip with what was perhaps meant; so is a word for nothing."""
    policy = with_wording(
        POLICY,
        "ko",
        "processors",
        sentence(text="맡깁니다.", states=("processors.rafft",)),
        words={"배": "processors.rft"},
    )
    found = [one for one in compare(policy) if one.code == "wording-unknown"]
    assert [(one.path[-2:], one.hint and one.hint[1]) for one in found] == [
        (("words", "배"), "did you mean `processors.raft`?"),
        (("states", 0), "did you mean `processors.raft`?"),
    ]
    assert [code for code, _ in slips(POLICY.model_copy(update={"wording": {"en": Wording(sections={})}}))] == []
    korean = POLICY.model_copy(update={"service": POLICY.service.model_copy(update={"languages": ("ko",)})})
    english = with_wording(korean, "en", "processors", sentence(text="x", states=RAFT))
    assert slips(english) == [("wording-language", "")]


def test_a_worded_section_leaves_no_promise_unsaid() -> None:
    """Each promise of the section that no sentence states is a slip, and a company, an item or a length that is not
    said."""
    one = sentence(text="배송을 맡깁니다.", states=RAFT)
    found = {(slip.code, slip.en) for slip in compare(with_wording(POLICY, "ko", "processors", one))}
    assert found == {
        ("wording-unsaid", "it states `processors.raft` and does not say `뗏목택배`"),
        ("wording-missing", "no sentence of this wording states `clauses.entrust`"),
    }
    kept = sentence(text="계약 기록을 보관합니다.", states=("records", "clauses"))
    unsaid = [slip.en for slip in compare(with_wording(POLICY, "ko", "retention", kept))]
    lengths = (("order.keep.0", "5년"), ("order.keep.1", "5년"), ("visit.keep.0", "3개월"))
    assert unsaid == [f"it states `records.{kind}` and does not say `{length}`" for kind, length in lengths]
    general = sentence(text="모두 파기합니다.", states=("records", "clauses"))
    own = sentence(text="방문 기록은 1개월 보관합니다.", states=("records.visit.keep.0", "records.visit.ends"))
    kept_long = sentence(text="주문 기록은 5년 보관합니다.", states=("records.order.keep",))
    silent = compare(with_wording(POLICY, "ko", "retention", general, own, kept_long))
    assert [(one.code, one.path[-2]) for one in silent] == [("wording-unsaid", 1)]
    # A promise may be stated in a section that is not its own.
    both = Wording(
        sections={
            "children": WordedSection(sentences=(sentence(text="위와 같습니다.", statement="duty"),)),
            "refused": WordedSection(
                sentences=(sentence(text="14세 미만은 받지 않습니다.", states=("refuse", "refuse.below_age")),)
            ),
        }
    )
    assert compare(POLICY.model_copy(update={"wording": {"ko": both}})) == ()


def test_counsels_own_names_are_known() -> None:
    """A word that the wording declares names the part it stands for: where it fits, and where it does not."""
    words = {"택배사": "processors.raft", "연락처": "items.phone", "카드번호": "items.card"}
    text = "택배사에 이름과 연락처를 건네며 카드번호는 건네지 않습니다."
    policy = with_wording(POLICY, "ko", "processors", sentence(text=text, states=RAFT), words=words)
    assert slips(policy) == [("wording-name", "카드번호")]
    assert not [one for one in compare(policy) if one.code == "wording-unsaid"]


# ---- the generated document as a wording


def turned(policy: PolicyFile, language: Language) -> PolicyFile:
    """The policy with every sentence that it generates as its wording."""
    sections: dict[Topic, WordedSection] = {}
    for topic, blocks in generated(Voice(policy, language)).items():
        rows = [
            row
            for block in blocks
            if isinstance(block, (Lines, Table))
            for row in (block.lines if isinstance(block, Lines) else block.rows)
        ]
        sentences = tuple(sentence(text=" / ".join(said(row)), states=(row.anchor.path,)) for row in rows if row.anchor)
        if sentences:
            sections[topic] = WordedSection(sentences=sentences)
    return policy.model_copy(update={"wording": {language: Wording(sections=sections)}})


LANGUAGES: tuple[Language, ...] = ("ko", "en")
TURNED: list[tuple[PolicyFile, Language]] = [
    (turned(policy, language), language) for policy in (HOMEPAGE, BAKERY, POLICY) for language in LANGUAGES
]
OTHERS: dict[Language, dict[str, list[str]]] = {
    "ko": {
        "period": ["17년", "열일곱 달", "23일", "이십삼 년", "19분"],
        "number": ["77", "4,321"],
        "date": ["1999년 9월 9일", "1999-09-09"],
        "phone": ["02-999-9999"],
        "email": ["nobody@nowhere.example"],
        "url": ["https://nowhere.example"],
        "name": ["생년월일", "여권번호", "베트남"],
    },
    "en": {
        "period": ["17 years", "seventeen months", "23 days", "nineteen minutes"],
        "number": ["77", "4,321"],
        "date": ["9 September 1999"],
        "phone": ["02-999-9999"],
        "email": ["nobody@nowhere.example"],
        "url": ["https://nowhere.example"],
        "name": ["date of birth", "Vietnam"],
    },
}


@pytest.mark.parametrize("turn", [pytest.param(turn, id=f"{place}-{turn[1]}") for place, turn in enumerate(TURNED)])
def test_the_generated_sentences_are_a_wording_without_a_slip(turn: tuple[PolicyFile, Language]) -> None:
    """What the document says by itself passes as counsel's wording of it, sentence by sentence."""
    assert compare(turn[0]) == ()


@drawn(15)
@given(which=st.integers(0, len(TURNED) - 1), seed=st.integers(0, 1000))
def test_any_other_number_period_or_name_in_them_is_reported(which: int, seed: int) -> None:
    """Of each sentence of a document one thing that it names is exchanged: each of them is reported, by its letters."""
    policy, language = TURNED[which]
    names, passages = _reading(which)
    wording = policy.wording[language]
    sections: dict[Topic, WordedSection] = {}
    wanted: set[tuple[Any, ...]] = set()
    for topic, section in wording.sections.items():
        sentences: list[Sentence] = []
        for place, sentence in enumerate(section.sentences):
            tokens = read(sentence.text, language, names)
            facts = facts_of(policy, language, passages, topic, stated(passages, topic, sentence.states), names)
            changed = sentence.text
            if tokens:
                token = tokens[seed % len(tokens)]
                other = next(iter(_other(token, OTHERS[language][token.kind], seed, facts, language, names)), None)
                if other is not None:
                    changed = sentence.text[: token.start] + other + sentence.text[token.start + len(token.text) :]
                    wanted.add((topic, place, other))
            sentences.append(sentence.model_copy(update={"text": changed}))
        sections[topic] = WordedSection(sentences=tuple(sentences))
    mutated = policy.model_copy(update={"wording": {language: Wording(sections=sections)}})
    found = {(slip.path[3], slip.path[5], slip.word) for slip in compare(mutated) if slip.word}
    assert wanted - found == set(), wanted - found
    assert len(wanted) > 10


@cache
def _reading(place: int) -> tuple[Names, dict[Topic, Any]]:
    policy, language = TURNED[place]
    return names_of(policy, language), generated(Voice(policy, language))


def _other(token: Token, others: list[str], seed: int, facts: Any, language: Language, names: Any) -> Iterator[str]:
    for shift in range(len(others)):
        other = others[(seed + shift) % len(others)]
        if not any(facts.has(one) for one in read(other, language, names)):
            yield other


# ---- in the file, and in the document

WORDED = """
wording:
  ko:
    words: {택배사: processors.raft}
    sections:
      processors:
        sentences:
          - text: >-
              회사는 물건을 나르는 일을 택배사에 맡깁니다. 그때 건네는
              것은 이름, 전화번호, 주소뿐이며 이메일은 건네지 않습니다.
            states: [processors.raft, clauses.entrust]
          - {text: "택배사는 6개월마다, 1년마다 점검합니다.", states: [processors.raft.contract]}
          - text: 택배사의 잘못으로 늦어진 배송은 미리 알려 드리기 어렵습니다.
            statement: disclaimer
            heading: 알아 두세요
"""


def test_a_slip_is_found_at_its_letters_in_the_file() -> None:
    """`check` says line and column of the very letters, in a folded text and in a quoted one."""
    parsed = parse(BASE + WORDED, "policy.yaml")
    assert parsed.policy is not None
    found = [one for one in check(parsed, date(2026, 11, 24)) if one.code.startswith("wording-")]
    lines = (BASE + WORDED).split("\n")
    shown = [(one.code, lines[one.position.line - 1][one.position.column - 1 :][:3]) for one in found]
    assert shown == [("wording-name", "이메일"), ("wording-period", "6개월"), ("wording-statement", "택배사")]
    assert found[1].hint == {"ko": "거기에 있는 기간: 매년, 1년", "en": "the periods there: 매년, 1년"}


def test_the_document_keeps_counsels_words_as_they_are() -> None:
    """A worded section stands in counsel's words, with the anchors of all it states; the rest, and the other language,
    is ours."""
    policy = load(BASE + WORDED)
    made, ours = document(policy, "ko"), document(POLICY, "ko")
    assert all(made.kept(row.anchor.path) for _, row in made.rows() if row.anchor)
    section = next(one for one in made.sections if "processors" in one.topics)
    texts = ["".join(map(str, row.parts)) for _, row in made.rows() if isinstance(row, Line)]
    assert all(sentence.text in texts for sentence in policy.wording["ko"].sections["processors"].sentences)
    assert "수탁자와 위탁 업무" not in [block.caption for block in section.blocks if isinstance(block, Table)]
    assert _paths(made) == _paths(ours)
    assert document(policy, "en") == document(POLICY, "en")
    page = render_html(policy, "ko", site="")
    assert 'id="processors.raft.contract"' in page
    assert "알아 두세요</h3>" in page


def test_counsels_words_are_never_markup() -> None:
    """A sentence that is a script or a link comes out as its characters, on the page and in Markdown."""
    evil = "<script>alert('14')</script> [x](javascript:14)"
    policy = with_wording(POLICY, "ko", "children", sentence(text=evil, states=("refuse.below_age",)))
    assert slips(policy) == []
    assert "<script" not in render_html(policy, "ko")
    assert "&lt;script&gt;alert(&#x27;14&#x27;)" in render_html(policy, "ko")
    assert r"\[x\](javascript" in render_markdown(policy, "ko")


def _paths(made: Any) -> set[str]:
    """The ids of the promises of a document; a statement has none."""
    found = {
        anchor.id
        for _, row in made.rows()
        for anchor in (row.anchor, *(row.also if isinstance(row, Line) else ()))
        if anchor
    }
    return {one for one in found if not one.startswith("wording.")}


@pytest.mark.clause("0.1")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_each_layout_says_the_same_promises_once(language: Language) -> None:
    """The order of 2013 and that of 2026 hold the same sentences with the same ids, each once, worded or generated; and
    who speaks, for which service, under which laws and about whom stands in the preamble of both."""
    for policy in (HOMEPAGE, BAKERY, turned(HOMEPAGE, language)):
        by = {layout: document(policy, language, layout) for layout in ("kr.2013", "kr.2026")}
        rows = {layout: [row for _, row in made.rows()] for layout, made in by.items()}
        assert sorted(map(repr, rows["kr.2013"])) == sorted(map(repr, rows["kr.2026"]))
        assert _paths(by["kr.2013"]) == _paths(by["kr.2026"])
        for made in by.values():
            identities = [one for row in (row for _, row in made.rows()) for one in _own(row)]
            assert len(identities) == len(set(identities))
            topics = [topic for section in made.sections for topic in section.topics]
            assert len(topics) == len(set(topics))
            lines = [row for section, row in made.rows() if section.number == 0 and isinstance(row, Line)]
            preamble = " ".join(str(getattr(part, "text", part)) for row in lines for part in row.parts)
            service = policy.service
            assert all(text[language] in preamble for text in (service.name, service.controller))
        numbers = [section.number for section in by["kr.2026"].sections]
        assert numbers == list(range(len(numbers)))
    titles = [section.title for section in document(HOMEPAGE, "ko", "kr.2026").sections]
    assert titles[1] == "개인정보의 처리 목적"
    assert "개인정보의 국외 이전" not in titles
    assert "개인정보의 국외 이전" in [section.title for section in document(BAKERY, "ko", "kr.2026").sections]


def _own(row: Any) -> list[str]:
    return [anchor.id for anchor in (row.anchor, *getattr(row, "also", ())) if anchor]


def test_the_file_says_its_own_layout() -> None:
    """`layout` in the file is the order of its document; another may be asked for."""
    policy = load(BASE + "layout: kr.2026\n")
    assert document(policy, "ko") == document(POLICY, "ko", "kr.2026")
    assert document(policy, "ko", "kr.2013") == document(POLICY, "ko")
    assert [anchor.path for anchor in anchors(generated(Voice(policy, "ko"))["children"])] == ["refuse.below_age"]
