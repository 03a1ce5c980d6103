"""누가 썼나: what it claims to be, all of it, of everybody who looked, and only the person's own looks folded away (7.1)."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from typing import Any
from urllib.parse import urlsplit

import pytest
from pypdf import PdfReader
from tests.employed import employ, lasting
from tests.web.person import order, signed_in
from tests.web.running import Running

from jikim.handlers.register import change_worker
from jikim.mail.queue import queue
from jikim.policy.ask import Actor
from jikim.web.member import uses
from jikim.web.member.as_paper import MOST
from jikim.web.parts.secret import secret_words
from jikim.web.parts.traces import MOST_USES


def handler(web: Running, name: str, duty: str, kind: Any = "handler") -> Actor:
    """Somebody of the office with a duty and a grant."""
    employ(web.jk, name, kind, duty)
    purposes = ["delivery", "support"]
    lasting(web.jk, name, purposes)
    return web.jk.handler(name, origin="192.0.2.10")


def rows(page: str) -> list[str]:
    """The lines of the list, without their marks."""
    body = page.partition("<tbody")[2].partition("</tbody>")[0].partition(">")[2]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>") if row.strip()]


@pytest.mark.clause("7.1")
def test_only_the_persons_own_looks_are_folded_away(web: Running) -> None:
    """Looks by an officer, a guardian and an application stand in the list as it opens; the person's own are counted,
    and shown when asked for."""
    person, _ = web.member()
    me = str(person.subject)
    web.jk.by(Actor("member", me)).show(person.subject)
    web.jk.by(handler(web, "h-uses-on", "개인정보 보호 총괄", "officer")).show(person.subject)
    web.jk.by(Actor("guardian", me)).show(person.subject)
    web.jk.by(Actor("application", "erp", -1)).show(person.subject)
    with signed_in(web, person) as client:
        page = client.get("/my/uses").text
        listed = rows(page)
        assert "접어 두었습니다" in page
        for who in ("보호책임자 (개인정보 보호 총괄)", "법정대리인", "프로그램 (erp)"):
            assert any(who in row for row in listed), (who, listed)
        assert not any("본인" in row and "내 정보 보기" in row for row in listed)
        assert any("본인" in row for row in rows(client.get("/my/uses?what=everything").text))
        others = rows(client.get("/my/uses?what=looked").text)
        assert len(others) == 3, others


@pytest.mark.clause("7.1")
def test_who_has_more_entries_than_are_read_at_once_goes_on_below_them(
    web: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six at a time, each page says that there are earlier ones and leads there, with what was chosen; all entries come, each
    once, but for the looks that these pages are, and what was chosen stays chosen where there is none of it. One's
    own looks are unfolded on the page that folds them."""
    person, _ = web.member()
    ref = order(web, person)
    web.jk.by(Actor("application", "old", -1)).use(ref, purpose="delivery")
    for _ in range(12):
        web.jk.by(Actor("application", "erp", -1)).use(ref, purpose="delivery")
    web.jk.sequence()
    with signed_in(web, person) as client:
        whole = rows(client.get("/my/uses?what=used").text)
        assert len(whole) == 13
        monkeypatch.setattr(uses, "NEWEST", 6)
        path, found, pages = "/my/uses?what=used", list[str](), 0
        while path and pages < 20:
            page = client.get(path).text
            found += rows(page)
            older = re.search(r'<a href="(/my/uses\?[^"]+)">그 이전 내역 보기', page)
            path, pages = html.unescape(older[1]) if older else "", pages + 1
            assert ("이전 내역 중" in page) == (pages > 1)
        assert found == whole
        assert pages > 2
        web.jk.sequence()
        monkeypatch.setattr(uses, "NEWEST", 2)
        older = re.search(r'<a href="(/my/uses\?below=\d+)">그 이전 내역 보기', client.get("/my/uses").text)
        assert older is not None
        unfolded = re.search(r'<a href="([^"]+)">펼치기', client.get(older[1]).text)
        assert unfolded is not None
        assert urlsplit(html.unescape(unfolded[1])).query == f"what=everything&{urlsplit(older[1]).query}"
        newest = client.get("/my/uses?who=application:old").text
        assert ("조건에 맞는 내역이 없습니다" in newest, rows(newest)) == (True, [])


def test_a_duty_that_says_the_kind_stands_alone(web: Running) -> None:
    """An officer whose duty is `개인정보 보호책임자` is called that, and not `보호책임자` of it."""
    person, _ = web.member()
    web.jk.by(handler(web, "h-uses-named", "개인정보 보호책임자", "officer")).show(person.subject)
    with signed_in(web, person) as client:
        page = client.get("/my/uses").text
    assert any("개인정보 보호책임자" in row for row in rows(page))
    assert "보호책임자 (개인정보" not in page


@pytest.mark.clause("7.1")
def test_each_application_stands_under_its_own_name(web: Running) -> None:
    """Two applications are two, in the list and in its filter; neither is called the homepage."""
    person, _ = web.member()
    ref = order(web, person)
    for name in ("erp", "till"):
        web.jk.by(Actor("application", name, -1)).use(ref, purpose="delivery")
    with signed_in(web, person) as client:
        page = client.get("/my/uses").text
        assert {"프로그램 (erp)", "프로그램 (till)"} <= set(re.findall(r"프로그램 \(\w+\)", page))
        narrowed = rows(client.get("/my/uses?who=application:till").text)
        assert len(narrowed) == 1
        assert "프로그램 (till)" in narrowed[0]


@pytest.mark.clause("7.1")
def test_a_trace_says_in_words_who_did_what_to_which_data(web: Running) -> None:
    """The site is no program with a name, an event is said to be recorded, and what was asked to leave and has not is
    not told as decided."""
    person, _ = web.member()
    ref, site = order(web, person), web.jk.by(Actor("application", "site", -1))
    site.use(ref, purpose="delivery", items=["phone"])
    site.entrust(ref, to="kis", purpose="debt-collection", items=["phone"])
    site.event(ref, "delivered")
    with signed_in(web, person) as client:
        traces = rows(client.get(f"/my/record/{ref.record}").text)
        page = client.get(f"/my/record/{ref.record}").text
    said = [row for row in traces if "사이트" in row]
    assert any("열람 전화번호" in row for row in said)
    assert any("배송이 끝난 것으로 기록" in row for row in said)
    assert any("위탁 요청" in row for row in said)
    assert "요청은 있었으나 전달된 내역이 없습니다." in page
    assert "(site)" not in page


@pytest.mark.clause("7.1")
def test_no_event_stands_by_its_bare_name(web: Running) -> None:
    """Whatever is told of a person reads as words on their pages, as it does in the office."""
    person, given = web.member()
    ref = order(web, person, email=given["email"])
    web.jk.do(queue, ref, "password-changed", "ko", {"when": "오늘"})
    web.jk.mails()
    with signed_in(web, person) as client:
        for prefix in ("", "/en"):
            listed = rows(client.get(f"{prefix}/my/uses?what=everything").text)
            assert len(listed) > 1
            assert [row for row in listed if re.search(r"\b[a-z-]+:[a-z-]+\b", row)] == []


@pytest.mark.clause("7.1")
def test_the_office_is_named_by_duty_on_the_page_and_in_every_download(web: Running) -> None:
    """Neither a handler's name, nor the name that grants know, nor the address they acted from reaches a person; their
    duty does."""
    person, _ = web.member()
    ref = order(web, person)
    web.jk.by(handler(web, "h-uses-gil", "배송 지원")).use(ref, purpose="delivery")
    with signed_in(web, person) as client:
        page = client.get("/my/uses").text + client.get("/my").text + client.get(f"/my/record/{ref.record}").text
        data = client.get("/my/download/my-data.json").text
        archive = zipfile.ZipFile(io.BytesIO(client.get("/my/download/my-data.zip").content))
        printed = PdfReader(io.BytesIO(client.get("/my/download/my-data.pdf").content))
    text = " ".join(one.extract_text() for one in printed.pages)
    assert "취급자 (배송 지원)" in page
    assert "배송 지원" in text
    assert any(use["actor"] == "handler:배송 지원" for use in json.loads(data)["uses"])
    csv = "\n".join(archive.read(name).decode() for name in archive.namelist())
    assert "handler:배송 지원" in csv
    for said in (page, data, text, csv):
        assert "제35조" in said
        assert "h-uses-gil" not in said
        assert "192.0.2.10" not in said


@pytest.mark.clause("7.1")
def test_an_entry_is_told_by_the_duty_that_its_handler_had_then(web: Running) -> None:
    """Who moves to another duty is named by the former one where they acted in it, on the page and in downloads; later
    acts by the new one."""
    person, _ = web.member()
    ref, run, jk = order(web, person), web.jk.driver.run, web.jk
    actor = handler(web, "h-uses-moves", "배송 지원")
    jk.by(actor).use(ref, purpose="delivery")
    for duty in ("상담 지원", "환불 지원"):
        change = {"name": "가나다", "email": "", "duty": duty, "kind": "handler"}
        run(change_worker(jk.house, "h-uses-moves", **change, actor=jk.acting("system", "set-up")))  # type: ignore[arg-type]
    jk.by(actor).use(ref, purpose="delivery")
    with signed_in(web, person) as client:
        page = rows(client.get("/my/uses").text)
        uses = client.get("/my/download/my-data.json").json()["uses"]
    said = [re.findall(r"취급자 \(([^)]*)\)", row)[0] for row in page if "열람" in row and "취급자" in row]
    assert said == ["환불 지원", "배송 지원"]
    named = [
        use["actor"] for use in uses if use["event"] == "record:use:allowed" and use["actor"].startswith("handler")
    ]
    assert named == ["handler:배송 지원", "handler:환불 지원"]


@pytest.mark.clause("7.1")
def test_the_first_collection_stays_visible_behind_many_later_looks(web: Running) -> None:
    """However often a record was used since, and however often its person looked, the card, its page and the paper say
    what it began with."""
    person, _ = web.member()
    ref = order(web, person)
    actor = handler(web, "h-uses-dal", "배송 지원")
    for _ in range(MOST_USES + 4):
        web.jk.by(actor).use(ref, purpose="delivery")
    for _ in range(30):
        web.jk.by(Actor("member", str(person.subject))).show(person.subject)
    with signed_in(web, person) as client:
        cards = client.get("/my?kind=order").text
        card = cards[cards.index("이용 기록") :]
        assert "수집" in rows(card)[-1]
        assert "그 밖에 4건이 있습니다" in card
        record = client.get(f"/my/record/{ref.record}").text
        assert sum("열람" in row for row in rows(record[record.index("이용 기록") :])) >= MOST_USES + 4
        assert any("수집" in row for row in rows(client.get("/my/uses").text))
        printed = PdfReader(io.BytesIO(client.get("/my/download/my-data.pdf").content))
    assert MOST > MOST_USES
    text = " ".join(one.extract_text() for one in printed.pages)
    assert "내 정보 보기" not in text
    assert "수집" in text


@pytest.mark.clause("3.3")
def test_the_pages_always_say_that_something_may_be_secret(web: Running) -> None:
    """The lists, the record's page and each download say that a secret disclosure may exist, of a person of whom there
    is none."""
    note = secret_words(korean=True)
    person, _ = web.member()
    ref = order(web, person)
    with signed_in(web, person) as client:
        for path in ("/my/uses", "/my/went", f"/my/record/{ref.record}"):
            assert note[0] in client.get(path).text, path
            assert note[1] in client.get(f"/en{path}").text, path
        assert json.loads(client.get("/my/download/my-data.json").text)["note"]["ko"] == note[0]
        archive = zipfile.ZipFile(io.BytesIO(client.get("/my/download/my-data.zip").content))
        assert any(note[0] in archive.read(name).decode() for name in archive.namelist())
        printed = PdfReader(io.BytesIO(client.get("/my/download/my-data.pdf").content))
    text = "".join("".join(one.extract_text() for one in printed.pages).split())
    assert "".join(note[0].split()) in text
