"""The document people read: whole, in both languages, inert, and linkable to each promise."""

from __future__ import annotations

import base64
import calendar
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from jikim.policy import statutes
from jikim.policy.model import Language, PolicyFile
from jikim.policy.period import Period
from jikim.policy.render import document, render_html, render_markdown
from jikim.policy.render.document import Heading, Line, Link, Table
from jikim.policy.render.voice import address

HOMEPAGE = Path(__file__).parents[2] / "homepage" / "policy.yaml"
RENDER = Path(__file__).parents[2] / "src" / "jikim" / "policy" / "render"
LANGUAGES: tuple[Language, ...] = ("ko", "en")

BAKERY = (Path(__file__).parent / "bakery.yaml").read_text(encoding="utf-8")


def load(text: str) -> PolicyFile:
    return PolicyFile.model_validate(YAML(typ="safe", pure=True).load(text))


@pytest.fixture(scope="module", params=["homepage", "bakery"])
def policy(request: pytest.FixtureRequest) -> PolicyFile:
    return load(HOMEPAGE.read_text(encoding="utf-8") if request.param == "homepage" else BAKERY)


def plain(text: str) -> str:
    return " ".join(text.split())


def from_html(page: str) -> str:
    """What a reader sees of a page."""
    body = page[page.index("<body>") :]
    return plain(unescape(re.sub(r"<[^>]+>", "", body.replace("<br>", " ").replace("</", " </"))))


def from_markdown(text: str) -> str:
    """What a reader sees of Markdown."""
    text = re.sub(r'<a id="[^"]*"></a>', "", text).replace("<br>", " ")
    text = re.sub(r"\[((?:[^\]\\]|\\.)*)\]\(<[^>]*>\)", r"\1", text)
    return plain(unescape(re.sub(r"\\([\\`*_{}\[\]|~$#+\-=.)])", r"\1", text)))


def facts(value: Any, language: Language, where: str = "") -> Iterator[tuple[str, str]]:
    """Each text, number, address, date, period and statute of a policy, as the document must say it."""
    name = re.split(r"[.\[]", where)[-1]
    match value:
        case BaseModel():
            for field in type(value).model_fields:
                yield from facts(getattr(value, field), language, f"{where}.{field}")
        case Period():
            yield where, value.words(language)
        case date():
            months = calendar.month_name[1:]
            korean = f"{value.year}년 {value.month}월 {value.day}일"
            yield where, korean if language == "ko" else f"{value.day} {months[value.month - 1]} {value.year}"
        case Mapping() if (
            set(value) <= {"ko", "en"} and all(isinstance(text, str) for text in value.values()) and value
        ):
            yield where, plain(value[language])
        case Mapping() if name != "clauses":
            for key, part in value.items():
                yield from facts(part, language, f"{where}.{key}")
        case tuple():
            for part in value:
                yield from facts(part, language, where)
        case str() if name in {"phone", "url", "email", "contact", "subprocessors"}:
            yield where, value
        case "Asia/Seoul" if name == "time_zone":
            yield where, {"ko": "대한민국 표준시", "en": "Korea Standard Time"}[language]
        case str() if name == "time_zone":
            yield where, value
        case str() if name in {"because", "law", "laws", "under", "own_duty"} and not where.startswith(".recipients"):
            found = statutes.get(value)
            yield where, found.act[language] if found else "" if value == "own-promise" else value


def clauses(value: Any) -> Iterator[str]:
    """Each clause number in a policy."""
    match value:
        case BaseModel():
            for field in type(value).model_fields:
                part = getattr(value, field)
                if field.startswith("clause") and isinstance(part, str):
                    yield part
                elif field == "clauses":
                    yield from part.values()
                else:
                    yield from clauses(part)
        case Mapping():
            for part in value.values():
                yield from clauses(part)
        case tuple():
            for part in value:
                yield from clauses(part)


class Outline(HTMLParser):
    """A page's tags in order, and whether they close as they open."""

    VOID = frozenset({"meta", "br", "circle", "rect", "path", "line"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def values(self, attribute: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(attribute)) is not None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_is_said(policy: PolicyFile, language: Language) -> None:
    """Every text, number, address, date, period and statute of the file stands in both forms of the document."""
    said = list(facts(policy, language))
    assert len(said) > 60
    for form in (from_html(render_html(policy, language)), from_markdown(render_markdown(policy, language))):
        assert [(where, fact) for where, fact in said if fact not in form] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clause_can_be_linked_to(policy: PolicyFile, language: Language) -> None:
    """Each clause number of the file is an anchor of the document, so that a refusal can link to its sentence."""
    numbers = set(clauses(policy))
    page, text = Outline(render_html(policy, language)), render_markdown(policy, language)
    assert {f"c{number}" for number in numbers} <= set(page.values("id"))
    assert [number for number in numbers if f'<a id="c{number}"></a>' not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_and_row_has_an_anchor(policy: PolicyFile, language: Language) -> None:
    """Each line and each row of a table carries an anchor of its own: its clause, else the path of its part."""
    page = Outline(render_html(policy, language))
    rows = [attrs for tag, attrs in page.tags if tag == "tr" and attrs.get("data-path")]
    made = document(policy, language)
    tables = [block for section in made.sections for block in section.blocks if isinstance(block, Table)]
    assert len(rows) == sum(len(table.rows) for table in tables)
    assert all(attrs["id"] in (f"c{attrs.get('data-clause')}", attrs["data-path"]) for attrs in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_fetches_nothing(policy: PolicyFile, language: Language) -> None:
    """The page closes its tags, repeats no id, leads nowhere inside that is not there, runs and fetches nothing."""
    text = render_html(policy, language)
    page = Outline(text)
    assert [name for name, count in Counter(page.values("id")).items() if count > 1] == []
    inside = {href[1:] for href in page.values("href") if href.startswith("#")}
    assert inside <= set(page.values("id"))
    assert {name for names in page.values("aria-labelledby") for name in names.split()} <= set(page.values("id"))
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "form", "base"}
    assert page.values("src") == page.values("style") == page.values("onclick") == []
    assert not re.search(r"url\(|@import", text)
    assert text.startswith(f'<!doctype html>\n<html lang="{language}">')


def test_the_page_allows_its_own_style_sheet_only() -> None:
    """The page's content security policy names the hash of the style sheet that it carries."""
    text = render_html(load(BAKERY), "ko")
    style = text[text.index("<style>") + 7 : text.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_go_down_one_step_at_a_time(policy: PolicyFile, language: Language) -> None:
    """A page has one h1, and no heading skips a level; its sections are 0 to 13 in order."""
    page = Outline(render_html(policy, language))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    numbers = [section.number for section in document(policy, language).sections]
    assert numbers == sorted(numbers)
    assert {0, 1, 2, 3, 4, 5, 6, 7, 11, 13} <= set(numbers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_a_caption_and_equal_rows(policy: PolicyFile, language: Language) -> None:
    """A table says what it is, and each of its rows answers each of its columns."""
    for section in document(policy, language).sections:
        for block in section.blocks:
            if isinstance(block, Table):
                assert block.caption
                assert block.rows
                assert {len(row.cells) for row in block.rows} == {len(block.head)}


def test_a_label_is_never_markup() -> None:
    """A label that is a script, a table's bar, a link or a heading comes out as its characters in both forms."""
    evil = "<script>alert('x')</script> | [x](javascript:1) *b* # &amp; \\ `c` \"q\""
    text = YAML(typ="safe", pure=True).load(BAKERY)
    text["items"]["name"]["label"] = text["records"]["cake"]["label"] = {"ko": evil, "en": evil}
    text["service"]["url"] = "javascript:alert(1)"
    text["partners"]["florist"]["contact"] = 'https://x.example/>|"onmouseover="alert(1)'
    policy = PolicyFile.model_validate(text)
    page, markdown = render_html(policy, "en"), render_markdown(policy, "en")
    outline = Outline(page)
    assert "script" not in {tag for tag, _ in outline.tags}
    assert outline.values("onmouseover") == []
    assert [href for href in outline.values("href") if not re.match(r"#|https?:|mailto:|tel:", href)] == []
    assert "<script" not in markdown
    assert not re.search(r"(?<!\\)\]\(<?javascript:", markdown)
    assert evil in from_html(page)
    assert evil in from_markdown(markdown)
    heads = [line for line in markdown.splitlines() if line.startswith("| ---")]
    widths = [len(re.findall(r"(?<!\\)\|", line)) for line in markdown.splitlines() if line.startswith("| <a")]
    assert len(heads) > 5
    assert set(widths) <= {len(re.findall(r"\|", line)) for line in heads}


def test_a_link_to_something_that_runs_cannot_be_made() -> None:
    """No address of a file becomes a link but http, https, mailto and tel; another stays words."""
    with pytest.raises(ValueError, match="a link leads to"):
        Link("click", "javascript:alert(1)")
    assert address("javascript:alert(1)") == "javascript:alert(1)"
    assert address("https://a.example") == Link("https://a.example", "https://a.example")
    assert address("ann@a.example") == Link("ann@a.example", "mailto:ann@a.example")


def test_no_sentence_belongs_to_one_company() -> None:
    """Nothing of the first customer stands in the code or in another company's document."""
    names = re.compile("알서포트|리모트뷰|rsupport|rview|remoteview", re.IGNORECASE)
    sources = [path.read_text(encoding="utf-8") for path in RENDER.iterdir() if path.is_file()]
    assert len(sources) > 10
    assert [found[0] for text in sources if (found := names.search(text))] == []
    policy = load(BAKERY)
    assert not any(names.search(render_html(policy, language)) for language in LANGUAGES)


def test_korean_and_english_do_not_mix() -> None:
    """The English document has no Hangul, and the Korean one no English sentence, where the file keeps them apart."""
    policy = load(BAKERY)
    assert re.findall(r"[가-힣]+", from_html(render_html(policy, "en"))) == []
    known = r"https?://\S+|\S+@\S+|Asia/Seoul|Flour & Sons|Yeast|Ltd|xx\.unknown-act|XK|candles lit|eaten|accounts|b"
    korean = re.sub(rf"\b(?:{known})\b", "", from_html(render_html(policy, "ko")))
    assert re.findall(r"[A-Za-z]{3,} [A-Za-z]{3,}", korean) == []


def test_a_language_the_service_lacks_is_refused() -> None:
    """A service that publishes in Korean alone has no English document."""
    policy = load(BAKERY.replace("covers: [guest]", "covers: [guest]\n  languages: [ko]"))
    assert render_html(policy, "ko")
    for render in (render_html, render_markdown):
        with pytest.raises(ValueError, match="the policy has no `en`\nhint: its languages are ko"):
            render(policy, "en")


def test_a_file_without_processors_says_nothing_of_them() -> None:
    """That a file names none is not that there is none; of cookies, too, nothing is said that no section says."""
    policy = load(BAKERY).model_copy(update={"processors": {}, "cookies": None})
    assert "cookie" not in render_markdown(policy, "en")
    assert "rocessor" not in render_markdown(policy, "en")


def test_a_statement_stands_in_the_section_of_its_clause() -> None:
    """A statement goes under the section that its number begins with, and under section 12 without one."""
    text = render_markdown(load(BAKERY), "en")
    eight, twelve = text.index("Enjoy."), text.index("The smell of bread")
    assert text.index('id="s8"') < eight < text.index('id="s10"')
    assert text.index('id="s12"') < twelve < text.index('id="s13"')


def test_processors_on_one_contract_share_a_row() -> None:
    """Processors on the same terms are told of once, together."""
    policy = load(HOMEPAGE.read_text(encoding="utf-8"))
    contract = next(part.contract for part in policy.processors.values() if part.contract)
    assert contract.scope is not None
    assert render_markdown(policy, "en").count(contract.scope["en"]) == 1


def test_a_column_that_says_nothing_is_left_out() -> None:
    """A table has no column in which every row is a dash."""
    for policy in (load(BAKERY), load(HOMEPAGE.read_text(encoding="utf-8"))):
        for section in document(policy, "ko").sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    columns = list(zip(*(row.cells for row in block.rows), strict=True))
                    assert all(any(cell != ("—",) for cell in column) for column in columns[1:])


def test_the_life_line_is_drawn_to_scale() -> None:
    """A rest of 3 months is a twentieth of one of 5 years, and each bar says in words what it shows."""
    page = Outline(render_html(load(BAKERY), "en"))
    widths = [
        float(str(attrs["width"]).rstrip("%"))
        for tag, attrs in page.tags
        if tag == "rect" and attrs.get("class") == "rest" and str(attrs["width"]).endswith("%")
    ]
    assert len(widths) == 2
    assert widths[0] / widths[1] == pytest.approx(20, rel=0.01)
    bars = [attrs for tag, attrs in page.tags if tag == "svg" and attrs.get("role") == "img"]
    assert len(bars) == 2
    assert "archived for 3 months → destroyed" in from_html(render_html(load(BAKERY), "en"))


def test_the_summary_leads_to_its_sections() -> None:
    """The one-minute box says what, why, to whom, how long, which rights and whom to ask, each with its section."""
    made = document(load(BAKERY), "en").summary
    assert [(label.name, label.section) for label in made.rows] == [
        ("What", 1),
        ("Why", 2),
        ("To whom", 3),
        ("How long", 5),
        ("Your rights", 7),
        ("Contact", 11),
    ]
    lines = " ".join(f"{label.short} {label.line}" for label in made.rows)
    for fact in ("Guest's name", "Mail address", "3 months to 5 years", "Ovenland", "within 7 days", "02-0000-0000"):
        assert fact in lines


def test_a_word_with_nothing_to_say_of_it_ends_without_a_colon() -> None:
    """In Markdown a measure that has neither note nor interval is its label alone."""
    for line in render_markdown(load(BAKERY.replace("every: 2w, lasts: 4y, law: kr.pipa, ", "")), "en").splitlines():
        assert not line.endswith("**:"), line


def test_one_policy_renders_to_one_text() -> None:
    """Rendering twice gives the same bytes: no clock, no randomness, no order by chance."""
    policy = load(HOMEPAGE.read_text(encoding="utf-8"))
    for language in LANGUAGES:
        assert render_html(policy, language) == render_html(policy, language)
        assert render_markdown(policy, language) == render_markdown(policy, language)


def test_what_changed_stands_before_the_policy() -> None:
    """Against an earlier version the document begins with the changes by weight and each sentence before and after,
    leading to its place; a version against itself says that nothing changed."""
    old = load(BAKERY)
    text = (
        BAKERY.replace("for: 5y", "for: 7y", 1)
        .replace("label: {ko: 꽃집, en: Florist}", "label: {ko: 꽃집, en: Flower shop}")
        .replace("en: Head baker}", "en: Chief baker}")
    )
    new = load(text)
    made = document(new, "en", before=old)
    first = made.sections[0]
    assert (first.number, first.title) == (-1, "What changed")
    table = next(block for block in first.blocks if isinstance(block, Table))
    rows = {str(getattr(row.cells[0][0], "text", "")): row.cells[1:] for row in table.rows}
    assert rows["Sales book"] == (
        ("For how long: 5 years after ‘candles lit’ happens",),
        ("For how long: 7 years after ‘candles lit’ happens",),
    )
    assert ("Florist", "Flower shop") in {(before[0], after[0]) for before, after in rows.values()}
    headings = [block.text for block in first.blocks if isinstance(block, Heading)]
    assert headings == ["Changes that matter to your rights", "Other changes", "Before and after"]
    page = Outline(render_html(new, "en", before=old))
    leads = {href[1:] for href in page.values("href") if href.startswith("#")}
    assert "records.cake.keep.0" in leads
    assert leads <= set(page.values("id"))
    assert "No sentence changed." in from_markdown(render_markdown(old, "en", before=old))
    with pytest.raises(ValueError, match="the earlier policy has no `en`"):
        document(new, "en", before=load(BAKERY.replace("covers: [guest]", "covers: [guest]\n  languages: [ko]")))


def test_matters_and_waivers_are_shown_where_they_belong() -> None:
    """A statement about a matter of the guideline stands in its section there and under its topic in the older order;
    the reason of a waiver stands with what it is about."""
    text = BAKERY.rstrip("\n") + (
        "\nwaive:\n  - {finding: kept-longer-than-law, at: records.cake, because: {ko: 세무 조사 때문입니다., en: For audits.}, until: 2027-12-31}\n"
    )
    loaded = YAML(typ="safe", pure=True).load(text)
    loaded["statements"]["cameras"] = {
        "about": "cctv",
        "label": {"ko": "매장 카메라", "en": "Shop camera"},
        "note": {"ko": "계산대 위에 하나 있습니다.", "en": "One above the counter."},
    }
    policy = PolicyFile.model_validate(loaded)
    for layout, cameras, audits in (
        ("kr.2013", "How we guard it", "How long we keep it"),
        ("kr.2026", "Cameras", "How long we keep it"),
    ):
        made = document(policy, "en", layout)  # type: ignore[arg-type]
        where = {"".join(map(str, row.parts)): section.title for section, row in made.rows() if isinstance(row, Line)}
        assert where["One above the counter."] == cameras
        assert where["For audits. (Until 31 December 2027.)"] == audits


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_opens_how_it_is_kept(policy: PolicyFile, language: Language) -> None:
    """Beside each line and row stands what opens how it is kept, said by its title too, with a link to its row of the
    Promises page where the site is known; and not without one."""
    page = Outline(render_html(policy, language, site="https://site.example/"))
    rows = sum(1 for _ in document(policy, language).rows())
    summaries = [attrs for tag, attrs in page.tags if tag == "summary"]
    assert len(summaries) == rows
    assert all(attrs["title"] for attrs in summaries)
    leads = [str(attrs["href"]) for tag, attrs in page.tags if tag == "a" and attrs.get("class") == "evidence"]
    assert {lead.split("#")[0] for lead in leads} <= {"https://site.example/promises"}
    assert {lead.split("#p")[1] for lead in leads} >= set(clauses(policy))
    assert not [attrs for tag, attrs in Outline(render_html(policy, language)).tags if attrs.get("class") == "evidence"]
