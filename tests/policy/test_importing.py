"""import: an existing policy becomes a draft that parses, each sentence is bound or said to have no place, and no file can do harm."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.cli import main
from jikim.policy.check import check
from jikim.policy.compile import compile_policy
from jikim.policy.finding import Severity
from jikim.policy.importing import Facts, UnreadableError, as_json, as_markdown, draft, gather, read
from jikim.policy.importing.plain import mark_of
from jikim.policy.importing.retention import period_of
from jikim.policy.importing.sections import cut, topics_of
from jikim.policy.model import PolicyFile
from jikim.policy.parse import parse

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 25)
# The published text that the homepage's policy is of. It lies beside some checkouts and is no part of this one.
SEED = ROOT.parent / "shared" / "seed" / "remoteview-policy-2013.ko.txt"

ARTICLES = """\
가람책방 개인정보 처리방침

가람책방 주식회사(이하 '회사')가 운영하는 가람책방(https://garam.example)은 이용자의 정보를 소중히 여깁니다.

제1조(수집하는 개인정보 항목) 회사는 다음의 항목을 수집합니다.
가. 필수항목 : 아이디, 비밀번호, 성명, 이메일 주소, 휴대전화번호
나. 선택항목 : 배송지 주소, 좋아하는 색
다. 자동 수집 : 접속 IP, 쿠키, 서비스 이용기록
단, 주민등록번호와 민감정보, 만 14세 미만 아동의 정보는 수집하지 않습니다.
제2조(수집 방법) 홈페이지, 전화, 팩스로 수집합니다.
제3조(개인정보의 이용 목적)
① 회원 관리: 회원제 서비스 제공, 본인 식별, 부정 이용 방지
② 서비스 제공: 도서 배송, 요금 결제, 고객 상담
③ 마케팅: 이벤트 및 광고성 정보 제공, 접속 빈도 파악
제4조(보유 및 이용기간) 목적이 달성되면 지체 없이 파기합니다. 다만, 다음은 정한 기간 보존합니다.
1. 계약 또는 청약철회 등에 관한 기록 : 5년 (전자상거래 등에서의 소비자보호에 관한 법률)
2. 소비자의 불만 또는 분쟁처리에 관한 기록 : 3년 (전자상거래 등에서의 소비자보호에 관한 법률)
3. 접속에 관한 기록 : 3개월 (통신비밀보호법)
4. 독서 모임 참가 명부 : 1년 (회사 내부 방침)
제5조(개인정보의 처리위탁)
- 두루미택배 : 도서 배송
- 까치페이(KKACHI) : 요금 결제
제6조(파기 방법) 종이는 분쇄하거나 소각하고, 파일은 재생할 수 없는 기술적 방법으로 지웁니다.
제7조(이용자의 권리) 이용자는 서면, 전화, 이메일로 열람, 정정, 삭제, 처리정지를 요구할 수 있으며 10일 이내에 답합니다.
제8조(개인정보 보호책임자) 책임자에게 물어보실 수 있습니다.
직위 : 경영지원실장 전화 : 02-0000-1234 이메일 : privacy@garam.example
제9조(권익침해 구제방법)
개인정보분쟁조정위원회 (국번 없이 1833-6972, www.kopico.go.kr)
제10조(처리방침의 변경) 바뀌면 7일 전부터, 이용자의 권리에 중요한 변경은 30일 전에 홈페이지 공지사항으로 알립니다.
공고일자 : 2026년 3월 2일
시행일자 : 2026년 3월 9일
달빛이 창가에 머물렀습니다.
"""

PAGE = """\
<!doctype html><html><head><title>방침</title><style>p{color:red}</style><script>alert('개인정보 항목: 여권번호')</script></head><body>
<nav><ul><li>처음으로</li></ul></nav>
<h1>누리상점 개인정보 처리방침</h1>
<h2>1. 처리하는 개인정보의 항목</h2>
<table><tr><th>구분</th><th>목적</th><th>수집 항목</th><th>보유 기간</th></tr>
<tr><td>필수</td><td>회원 가입</td><td>이메일, 비밀번호</td><td>탈퇴 시까지</td></tr>
<tr><td>선택</td><td>상품 배송</td><td>이름, 주소, 전화번호</td><td>5년</td></tr></table>
<p hidden>숨은 항목: 혈액형</p>
<h2>2. 개인정보 처리의 위탁</h2>
<table><thead><tr><th>수탁업체</th><th>위탁업무 내용</th><th>보유 및 이용기간</th><th>국가</th></tr></thead>
<tbody><tr><td>가나다택배</td><td>상품 배송</td><td>회원 탈퇴 시 또는 위탁계약 종료 시</td><td>대한민국</td></tr>
<tr><td>Example Cloud</td><td>데이터 보관</td><td>위탁계약 종료 시</td><td>미국</td></tr></tbody></table>
<h2>3. 보유기간</h2>
<table><tr><th>보존 기록</th><th>근거 법령</th><th>기간</th></tr>
<tr><td>대금결제 및 재화 등의 공급에 관한 기록</td><td>전자상거래법</td><td>5년</td></tr></table>
</body></html>
"""


def facts_of(text: str | bytes, name: str = "policy.txt") -> Facts:
    return gather(read(text.encode() if isinstance(text, str) else text, name))


def drafted(facts: Facts) -> PolicyFile:
    """The draft's policy: it parses, `check` finds no error in it, and it compiles."""
    made = draft(facts, ("ko",), TODAY)
    parsed = parse(made.policy, "draft.yaml")
    assert parsed.findings == (), [one.render("en") for one in parsed.findings]
    errors = [one.render("en") for one in check(parsed, TODAY) if one.severity is Severity.ERROR]
    assert errors == []
    assert parsed.policy is not None
    compile_policy(parsed.policy)
    return parsed.policy


def docx(body: str, *, name: str = "word/document.xml", head: str = "") -> bytes:
    """A Word document with this body."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            name,
            f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document {space}><w:body>{body}</w:body></w:document>',
        )
    return packed.getvalue()


def paragraph(text: str, style: str = "") -> str:
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{looks}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    cells = "".join(f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{cells}</w:tbl>"


# ---- articles, as text


def test_articles_and_their_lists_become_facts() -> None:
    """제1조, 가., ①: items with what is required, ways, purposes, periods with their laws, processors, contacts, days."""
    facts = facts_of(ARTICLES)
    assert {one.name for one in facts.items.values() if one.required} == {
        "login_id",
        "password",
        "name",
        "email",
        "mobile",
    }
    assert {"address", "ip", "cookie", "usage"} <= set(facts.items)
    assert [one.label for one in facts.items.values() if one.confidence < 0.5] == ["좋아하는 색"]
    assert set(facts.refused) == {"kr.resident-registration-number", "sensitive"}
    assert facts.below_age == 14
    assert set(facts.channels) == {"homepage", "phone", "fax"}
    assert {"identification", "abuse-prevention", "delivery", "billing", "support"} <= set(facts.purposes)
    assert {name for name, one in facts.purposes.items() if one.basis == "consent"} == {
        "marketing.events",
        "marketing.ads",
        "marketing.frequency",
    }
    assert [(one.period, one.law, one.record) for one in facts.keeps] == [
        ("5y", "kr.ecommerce.contract", "order"), ("3y", "kr.ecommerce.dispute", "enquiry"), ("3mo", "kr.comms-secrets.visit-log", "visit"),
        ("1y", "own-promise", "account"),
    ]  # fmt: skip
    assert [(one.label, one.purposes) for one in facts.processors.values()] == [
        ("두루미택배", ["delivery"]),
        ("까치페이(KKACHI)", ["billing"]),
    ]
    assert facts.paper == ["shred", "burn"]
    assert {name: (one.period, one.until) for name, one in facts.rights.items()}["suspend"] == (
        "10d",
        ["letter", "phone", "email"],
    )
    officer = facts.officers["officer"]
    assert (officer.label, officer.phone, officer.email) == ("경영지원실장", "02-0000-1234", "privacy@garam.example")
    assert (facts.bodies["dispute-mediation"].phone, facts.ordinary, facts.important) == ("1833-6972", "7d", "30d")
    assert (facts.announced, facts.effective) == (date(2026, 3, 2), date(2026, 3, 9))
    assert (facts.controller, facts.service, facts.url) == ("가람책방 주식회사", "가람책방", "https://garam.example")


def test_what_found_no_place_is_said_and_every_other_sentence_is_bound() -> None:
    """Each sentence has bindings with how sure they are, or is a kind of statement, or is listed as without a place."""
    facts = facts_of(ARTICLES)
    assert [one.text for one in facts.unplaced()] == ["달빛이 창가에 머물렀습니다."]
    report = as_json(facts)
    placed = {one["sentence"] for one in report["bindings"]} | {one["sentence"] for one in report["statements"]}
    assert placed | set(report["unplaced"]) == {one["number"] for one in report["sentences"]}
    assert all(0 < one["confidence"] <= 1 for one in report["bindings"])
    told = as_markdown(facts, "ko", "<방침>.txt", [])
    assert told.index("자리를 찾지 못한 것") < told.index("찾은 사실")
    assert "달빛이 창가에 머물렀습니다." in told
    assert "<방침>" not in told
    json.dumps(report)


def test_the_draft_runs_and_its_facts_are_those_of_the_text() -> None:
    """No error; labels are the text's own words, and what it does not say is marked in the file."""
    facts = facts_of(ARTICLES)
    policy = drafted(facts)
    assert policy.service.languages == ("ko",)
    assert policy.items["name"].label == {"ko": "성명"}
    assert str(policy.records["order"].keep[0].for_) == "5y"
    assert set(policy.processors) == {"party-1", "kkachi"}
    text = draft(facts, ("ko",), TODAY).policy
    assert "own-promise  # <- 법령이 적혀 있지 않습니다" in text
    assert "달빛이" not in text


def test_the_wording_can_be_included_and_check_holds_it_to_the_facts(tmp_path: Path) -> None:
    """The published sentences stand in a file of their own, which parses with the draft and is judged sentence by sentence."""
    source = tmp_path / "policy.txt"
    source.write_text(ARTICLES, encoding="utf-8")
    assert main(["import", str(source), "--out", str(tmp_path / "draft.yaml"), "--lang", "ko"]) == 0
    path = tmp_path / "draft.yaml"
    text = path.read_text(encoding="utf-8")
    assert "# include: [draft.wording.yaml]" in text
    path.write_text(text.replace("# include:", "include:"), encoding="utf-8")
    from jikim.policy_files import parse_files

    parsed = parse_files(path)
    assert parsed.findings == ()
    assert parsed.policy is not None
    said = [sentence.text for part in parsed.policy.wording["ko"].sections.values() for sentence in part.sentences]
    assert any("아이디, 비밀번호" in one for one in said)
    codes = {one.code for one in check(parsed, TODAY)}
    assert any(code.startswith("wording-") for code in codes)
    assert "wording-unknown" not in codes


def test_the_published_policy_of_the_homepage_is_found_again() -> None:
    """At least nine in ten of its items, all of its purposes, periods and processors, where that text lies beside the checkout."""
    if not SEED.exists():
        return
    facts = facts_of(SEED.read_bytes(), SEED.name)
    known = parse((ROOT / "homepage" / "policy.yaml").read_text(encoding="utf-8"), "policy.yaml").policy
    assert known is not None
    types = [item.type.value for item in known.items.values()]
    found = [one.kind for one in facts.items.values()]
    assert sum(kind in found for kind in types) >= 0.9 * len(types)
    # Support is a purpose that our file adds to the published list.
    named = {name.replace("member-services", "membership") for name in known.purposes if name != "support"}
    assert named - set(facts.purposes) == set()
    periods = {(str(keep.for_), keep.because) for record in known.records.values() for keep in record.keep}
    assert {(one.period, one.law) for one in facts.keeps} >= {
        ("1y", "own-promise"),
        ("5y", "kr.ecommerce.contract"),
        ("3y", "kr.ecommerce.dispute"),
    }
    assert {one.period for one in facts.keeps} == {period for period, _ in periods}
    assert {one.label for one in facts.processors.values()} >= {"금융결제원", "한국신용평가정보(주)"}
    assert len(facts.processors) == len(known.processors)
    assert (facts.announced, facts.effective) == (known.version.announced, known.version.effective)
    drafted(facts)


# ---- pages and Word documents


def test_tables_of_a_page_say_what_goes_with_what() -> None:
    """Items with their purposes, processors with task, end and country, records with law and period; nothing hidden or run."""
    facts = facts_of(PAGE, "policy.html")
    assert set(facts.items) == {"email", "password", "name", "address", "phone"}
    assert facts.purposes["delivery"].items == ["name", "address", "phone"]
    assert facts.items["email"].required is True
    parcels, cloud = facts.processors.values()
    assert (parcels.label, parcels.until, parcels.country) == ("가나다택배", ["withdrawal", "contract-end"], "KR")
    assert (cloud.label, cloud.country) == ("Example Cloud", "US")
    assert [(one.period, one.law) for one in facts.keeps] == [("5y", "kr.ecommerce.payment")]
    policy = drafted(facts)
    assert policy.purposes["delivery"].items == ("name", "address", "phone")
    said = " ".join(one.text for one in facts.sentences)
    assert "여권번호" not in said
    assert "혈액형" not in said
    assert "처음으로" not in said


def test_a_word_document_says_the_same() -> None:
    """Headings by style, lists and tables; deleted text of a tracked change is not read."""
    body = (
        paragraph("다솜의원 개인정보 처리방침", "Title") + paragraph("1. 처리하는 개인정보의 항목", "Heading1") + paragraph("가. 필수항목: 성명, 연락처, 이메일")
        + "<w:p><w:del><w:r><w:t>나. 여권번호, 혈액형</w:t></w:r></w:del></w:p>" + paragraph("2. 개인정보 처리위탁", "Heading1")
        + table(("수탁업체", "위탁 업무"), ("가나다정보", "예약 시스템 운영")) + paragraph("3. 보유 기간", "Heading1")
        + paragraph("「의료법」에 따른 보존") + paragraph("- 진료기록부 : 10년") + paragraph("- 처방전 : 2년")
    )  # fmt: skip
    facts = facts_of(docx(body), "policy.docx")
    assert set(facts.items) == {"name", "phone", "email"}
    assert [(one.label, one.task) for one in facts.processors.values()] == [("가나다정보", "예약 시스템 운영")]
    assert [(one.period, one.law, one.classes) for one in facts.keeps] == [
        ("10y", "kr.medical-act.chart", ("medical-chart",)), ("2y", "kr.medical-act.prescription", ("prescription",)),
    ]  # fmt: skip
    drafted(facts)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_old_character_sets_are_read(encoding: str) -> None:
    """UTF-8 with and without its mark, UTF-16, and the Korean code page of old files."""
    assert set(facts_of(ARTICLES.encode(encoding)).items) == set(facts_of(ARTICLES).items)


# ---- files that mean harm

_LAUGHS = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"PK\x03\x04broken", "a.docx", "no Word document"),
        (docx("", name="other.xml"), "a.docx", "no Word document"),
        (docx(paragraph("&b;"), head=_LAUGHS), "a.docx", "declares entities"),
        (docx(paragraph("x"), head='<!DOCTYPE d SYSTEM "file:///etc/passwd">'), "a.docx", "declares entities"),
        (docx("<w:p>" * 300 + "</w:p>" * 300), "a.docx", "nested deeper"),
        (docx(paragraph("가" * 40_000_000)), "a.docx", "unpacks to more"),
        (docx(paragraph("가" * 1_000_001)), "a.docx", "too long"),
        (docx("<w:p"), "a.docx", "can't be read"),
        (("<div>" * 300).encode(), "a.html", "nested deeper"),
        (b"x" * (8 * 1024 * 1024 + 1), "a.txt", "too large"),
        (b"\x00\x01\x02" * 10, "a.txt", "no text"),
        (b"\xff\xff\xff", "a.txt", "no text"),
        (b"%PDF-1.7", "a.pdf", "PDF"),
        (("- 항목\n" * 20_001).encode(), "a.txt", "more parts"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else None,
)  # fmt: skip
def test_what_is_no_policy_is_refused_in_a_moment(content: bytes, name: str, says: str) -> None:
    """Archives that unpack to more, entities, deep nesting, binaries: said in words, without a word of the file."""
    with pytest.raises(UnreadableError, match=says):
        read(content, name)


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode), st.sampled_from(["a.txt", "a.html", "a.docx"]))
@settings(deadline=None, derandomize=True, max_examples=150)
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    """Nothing else is ever raised."""
    try:
        blocks = read(content, name)
    except UnreadableError:
        return
    gather(blocks)


LINES = st.lists(
    st.sampled_from([line for line in ARTICLES.split("\n") if line])
    | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30),
    max_size=25,
)


@given(LINES)
@settings(deadline=None, derandomize=True, max_examples=60)
def test_whatever_text_gives_a_draft_that_parses(lines: list[str]) -> None:
    """However the lines of a policy are mixed with others, the draft parses, has no error, and compiles."""
    facts = facts_of("\n".join(lines))
    if facts.sentences:
        drafted(facts)


# ---- the small parts


def test_what_nobody_sees_is_left_out_of_a_draft() -> None:
    """Marks that turn or split words unseen, and a terminal's controls, come out of many editors: the draft has none of them."""
    facts = facts_of(ARTICLES.replace("성명", "\u202e성\u200b명\u202c").replace("두루미", "두루\u2066미\x1b[31m"))
    assert drafted(facts).items["name"].label == {"ko": "성명"}


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("5년", "5y"), ("보존 기간 : 6개월", "6mo"), ("3개월(통신비밀보호법)", "3mo"), ("촬영시부터 7일", "7d"), ("2주", "2w"),
        ("for 3 years", "3y"), ("24시간", "24h"),
        ("2013년 01월 29일", ""), ("2026. 3. 9.", ""), ("제5조", ""), ("0년", ""), ("기간 없음", ""), ("2026년 3월 2일부터 1년", "1y"),
    ],
)  # fmt: skip
def test_a_period_is_told_from_a_date(text: str, period: str) -> None:
    """Days and years that are a date are no period."""
    assert period_of(text) == period


@pytest.mark.parametrize(
    ("line", "level", "words"),
    [
        ("제1조 (목적)", 2, "(목적)"), ("제12조의 2 목적", 2, "목적"), ("1. 항목", 3, "항목"), ("가. 항목", 4, "항목"), ("(1) 항목", 5, "항목"),
        ("② 항목", 5, "항목"),
        ("- 항목", 7, "항목"), ("[기업회원의 이력]", 4, "기업회원의 이력"), ("1.5배", 0, "1.5배"), ("다. 그리고", 4, "그리고"), ("항목", 0, "항목"),
    ],
)  # fmt: skip
def test_numbers_and_marks_are_told_from_words(line: str, level: int, words: str) -> None:
    """The ways in which Korean policies number their parts."""
    assert mark_of(line)[1:] == (level, words)


def test_sentences_are_cut_where_they_end() -> None:
    """At Korean and English ends, before 단 and 다만, and not at a number, an address or a mark."""
    assert cut("수집합니다. 다만, 보관은 5.5년이 아닙니다. 1.5배 이상입니다.") == [
        "수집합니다.",
        "다만, 보관은 5.5년이 아닙니다.",
        "1.5배 이상입니다.",
    ]
    assert cut("가. 항목, 나. 방법") == ["가. 항목, 나. 방법"]
    assert cut("We keep it. You may ask.") == ["We keep it.", "You may ask."]
    assert cut("3. How long") == ["3. How long"]


def test_a_heading_tells_its_topic() -> None:
    """The same part under the headings of 2013, of the guideline and of others."""
    assert topics_of("개인정보의 제3자 제공") == ("recipients",)
    assert topics_of("개인정보 처리업무의 위탁에 관한 사항") == ("processors",)
    assert topics_of("쿠키 사용 목적") == ("cookies",)
    assert topics_of("고지의 의무") == ("announcements",)
    assert topics_of("정보주체와 법정대리인의 권리·의무 및 행사방법") == ("rights",)
    assert "cctv" in topics_of("고정형 영상정보처리기기의 운영")
    for heading, topic in (
        ("What we collect", "items"), ("Why we use it", "purposes"), ("How long", "retention"), ("Privacy officer", "officers"),
        ("How we protect your data", "safeguards"), ("Changes", "announcements"), ("Changes to our policy", "announcements"),
    ):  # fmt: skip
        assert topic in topics_of(heading), heading


# ---- the command


def test_the_command_writes_three_files_and_overwrites_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Draft, wording and report; a second run changes nothing; `--json` answers the report."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    Path("old.txt").write_text(ARTICLES, encoding="utf-8")
    assert main(["import", "old.txt"]) == 0
    said = capsys.readouterr().out
    assert "wrote policy.draft.yaml" in said
    assert "1 found no place" in said
    assert {path.name for path in tmp_path.iterdir()} == {
        "old.txt",
        "policy.draft.yaml",
        "policy.draft.wording.yaml",
        "policy.draft.md",
    }
    assert main(["import", "old.txt"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["import", "old.txt", "--out", "other.yaml", "--report", "told.md", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["draft"], report["wording"], report["report"]) == ("other.yaml", "other.wording.yaml", "told.md")
    assert Path("told.md").read_text(encoding="utf-8").startswith("# An imported policy: old.txt")
    assert main(["check", "policy.draft.yaml"]) == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF-1"), ("empty.txt", b"\n\n"), ("b.docx", b"PK")],
    ids=["pdf", "empty", "broken"],
)
def test_the_command_says_what_it_cannot_read(
    tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 with a hint, and nothing is written."""
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["import", str(path), "--out", str(tmp_path / "x.yaml")]) == 2
    assert "hint: give a policy as text, HTML or docx" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == [name]
