"""The documents of other companies, read as a lawyer reads them: nothing that the company did not promise, no *none* where
nothing was said, and words that stand in such policies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from jikim.app import read_policy
from jikim.cli.starting import KINDS, Answers, composed
from jikim.policy.model import Language, PolicyFile
from jikim.policy.parse import parse
from jikim.policy.render import render_html, render_markdown

HERE = Path(__file__).parent
OTHERS = sorted((HERE / "others").glob("*.yaml"))
REFERENCE = HERE.parents[1] / "homepage" / "policy.yaml"
# What no company says of itself unless it wrote it, and what no such document says at all.
NOBODY_PROMISED = "증명서|신속하고 충분|certificate|prompt and sufficient|위탁하지 않습니다|no outside processor"
NEVER_SO: dict[Language, str] = {
    "ko": r"주기: |짧은 글|맡겨 두는|허락 없는|에 쓰며|그 법조|: \.|\.\.|None",
    "en": r"Interval|(?<!\.)[Hh]andler|\bthe person\b, (?:the|our)|Their person|its person asks|announced on the |None|\.\.",
}


@cache
def policies() -> dict[str, PolicyFile]:
    """The policies of the tests, and what `jikim init` writes for each trade."""
    found = {path.stem: read_policy(path) for path in OTHERS}
    for trade in KINDS:
        made = parse(composed(Answers(trade), date(2026, 11, 1)).text, "policy.yaml").policy
        assert made is not None
        found[f"init {trade}"] = made
    return found


def documents() -> Iterator[tuple[str, PolicyFile, Language, str]]:
    for name, file in policies().items():
        for language in file.service.languages:
            yield name, file, language, re.sub(r"<a [^>]*>", "", render_markdown(file, language))


def test_no_document_promises_what_its_company_did_not() -> None:
    """No certificates, no prompt answers and no *we entrust nobody* stand in a document whose policy does not say so; the
    reference, which does, keeps its sentences."""
    assert {name: found for name, _, _, text in documents() if (found := re.findall(NOBODY_PROMISED, text))} == {}
    reference = render_markdown(read_policy(REFERENCE), "ko")
    assert "파기 증명서를 남깁니다" in reference
    assert "신속하고 충분하게 답변드립니다" in reference


def test_without_delay_is_said_where_it_is_promised() -> None:
    """Korean law has what is over destroyed without delay, and so do policies that name the last day; another company's
    document does not take the word."""
    for name, file, language, text in documents():
        said = "지체 없이 파기" in text or "destroyed without delay" in text
        assert said is (file.korean or file.archive.within is not None), (name, language)


def test_every_sentence_is_one_that_such_a_policy_has() -> None:
    """None of the words that a lawyer of either language struck out stands in any document, on the page either."""
    found = {}
    for name, file, language, text in documents():
        wrong = re.findall(NEVER_SO[language], text) + re.findall(
            NEVER_SO[language], plain(render_html(file, language))
        )
        if wrong:
            found[name, language] = wrong
    assert found == {}


def plain(page: str) -> str:
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)


@pytest.mark.parametrize(("language", "said"), [("ko", "3년 보존"), ("en", "Kept 3 years")])
def test_the_summary_does_not_call_a_least_time_the_most(language: Language, said: str) -> None:
    """Where a rule keeps for at least so long, the minute at the top does not say *at most*."""
    game = policies()["game"]
    both = game.model_copy(update={"service": game.service.model_copy(update={"languages": ("ko", "en")})})
    text = render_markdown(both, language)
    assert said in text
    assert not re.search(r"최대 3년|3 years at most", text)


# ---- what a lawyer of the company would not have printed


def document_of(name: str, language: Language, **changed: object) -> str:
    return render_markdown(policies()[name].model_copy(update=changed), language)


def sections_of(text: str) -> list[int]:
    """The numbers of a document's sections."""
    return [int(one) for one in re.findall(r"^## (?:<[^>]+>)*(\d+)\. ", text, re.M)]


def test_sections_are_numbered_one_after_another() -> None:
    """Where a section says nothing the numbers close up, unless the file's own clauses are known by them."""
    for name, file, language, text in documents():
        numbers = sections_of(text)
        assert len(numbers) > 5
        assert numbers == list(range(1, len(numbers) + 1)), (name, language)
        assert not file.clauses
    reference = read_policy(REFERENCE)
    kept = render_markdown(reference.model_copy(update={"links": None}), "ko")
    assert sections_of(kept) == [*range(1, 12), 13]


def test_a_company_without_paper_speaks_of_none() -> None:
    """No cabinet and no shredder where the policy names neither."""
    assert re.findall("Paper|shred", document_of("game", "en")) == []
    assert re.findall("종이|분쇄", document_of("errands", "ko")) == []
    assert "Paper is shredded." in document_of("parish", "en")


def test_who_has_no_account_does_not_leave() -> None:
    """A policy about applicants alone says nothing of closing an account."""
    assert re.findall("탈퇴", document_of("careers", "ko")) == []
    assert re.findall(r"\b[Ll]eave\b", document_of("careers", "en")) == []


def test_who_is_named_in_the_record_of_another_reads_what_they_may_ask() -> None:
    """A receiver or a referee reads what they may ask of whom, by the policy's own rights; where nobody is named, nothing
    of it stands there."""
    assert (
        "다른 사람의 기록에 정보가 적힌 분(추천인)은 개인정보 보호책임자에게 그 정보의 출처와 이용 목적을 문의하고 열람, 정정, 삭제, "
        "처리정지를 요청하실 수 있습니다. 연락처: 02-000-0013, officer@careers.example"
    ) in document_of("careers", "ko")
    assert (
        "Anyone whose data is in another person’s record (whoever the parishioner names) may ask where it came from and what "
        "it is used for, and make these requests: Access, Correction, Erasure, Restriction, Objection. Please contact: Data "
        "protection officer, privacy@parish.example"
    ) in document_of("parish", "en")
    for name, file, language, text in documents():
        said = "다른 사람의 기록에 정보가 적힌 분" if language == "ko" else "in another person’s record ("
        assert text.count(said) == any(item.whose for item in file.items.values()), (name, language)


def test_a_clinic_is_no_company() -> None:
    """A Korean document calls the company by its own word, with the particles that it takes, and by no other."""
    text = document_of("clinic", "ko")
    assert "(이하 ‘의원’)" in text
    assert "의원은 개인정보를" in text
    assert (
        re.findall("(?<!주식)회사", text + document_of("init clinic", "ko") + document_of("init academy", "ko")) == []
    )
    assert "회사는 개인정보를" in document_of("mall", "ko")


def test_an_address_stands_under_a_word_for_addresses() -> None:
    """A postal address does not stand under *e-mail* or *website* alone."""
    for name, file, language, text in documents():
        heads = [line for line in text.splitlines() if line.startswith("| ") and ("이메일" in line or "E-mail" in line)]
        assert any("주소" in one or "address" in one for one in heads) or not file.officers.officer.address, (
            name,
            language,
        )
    assert "| 기관 | 전화 | 홈페이지, 주소 |" in document_of("academy", "ko")


def test_the_age_of_the_title_is_that_of_the_policy() -> None:
    """*Under 15* is not announced under a title that says 14."""
    assert "15세 미만 아동의 개인정보" in document_of("careers", "ko")
    assert "14세" not in document_of("careers", "ko")


def test_what_is_done_each_day_is_done_daily() -> None:
    """`매일`, not `1일마다`; several keep their number."""
    assert "매일 합니다" in document_of("academy", "ko")
    for name, _, language, text in documents():
        assert not re.search(r"(?<!\d)1(?:일|주|개월|년)마다", text), (name, language)
