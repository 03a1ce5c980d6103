"""A person's own pages: what is held, why, until when, who used it, where it went; consents and corrections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from tests.employed import employ, lasting, signed_by, swept
from tests.web.person import guardian_of, order, post, signed_in
from tests.web.running import Running

import jikim
from jikim.answers import Went
from jikim.clock import machine_moment
from jikim.demo.receiver import Receiver
from jikim.policy.ask import Actor
from jikim.web.member import data
from jikim.web.member.went import Correction, outdated

PAGES = ("/my", "/my/uses", "/my/went", "/my/consents", "/my/edit", "/my/leave", "/my/download")


@pytest.fixture(scope="module")
def hana(web: Running) -> Actor:
    """Hana, a handler with grants for delivery and support."""
    jk = web.jk
    employ(jk, "hana", duty="배송 지원")
    lasting(jk, "hana", ["delivery", "support"])
    return jk.handler("hana", origin="192.0.2.10")


def guest(web: Running, **values: Any) -> jikim.Person:
    """A guest who left an enquiry."""
    given = {
        "name": "Dan Example",
        "email": "dan@example.org",
        "subject": "접속",
        "text": "원격 접속이 자꾸 끊깁니다",
        **values,
    }
    return jikim.Person(
        web.jk.collect("enquiry", given, channel="board", subject="guest", old_enough=True).ref.subject, "guest"
    )


@pytest.fixture
def people(web: Running) -> Iterator[dict[str, tuple[jikim.Person, dict[str, Any]]]]:
    """One of each who may see pages of their own: a member, a corporate member, a guest, a child with a guardian."""
    member, _ = web.member()
    child, _ = web.member()
    given = {
        "login_id": "carol0001",
        "password": "quiet heron walks 77",
        "name": "Carol Example",
        "email": "carol@example.com",
        "company": "주식회사 가상",
        "business_no": "101-01-00009",
    }
    carol = web.jk.collect(
        "corporate-membership", given, channel="homepage", subject="corporate", old_enough=True
    ).ref.subject
    yield {
        "member": (member, {}),
        "corporate": (jikim.Person(carol, "corporate"), {}),
        "guest": (guest(web), {}),
        "guardian": (guardian_of(web, child), {"ward": child.subject}),
    }
    web.jk.by(Actor("member", str(carol))).leave(carol)


@pytest.mark.clause("7.1")
def test_every_page_opens_for_everyone_in_both_languages(
    web: Running, people: dict[str, tuple[jikim.Person, dict[str, Any]]]
) -> None:
    """Members, corporate members, guests and guardians see each page in Korean and in English, without an inline style
    or script."""
    for who, (person, more) in people.items():
        with signed_in(web, person, **more) as client:
            for path in PAGES:
                for language in ("", "/en"):
                    answer = client.get(language + path)
                    assert answer.status_code == 200, (who, language + path, answer.text[:3000])
                    assert not re.search(r"\sstyle=|<style|\son\w+=", answer.text), (who, path)
                    ids = re.findall(r'\bid="([^"]+)"', answer.text)
                    assert len(ids) == len(set(ids)), (who, path)
                    if language:
                        words = re.sub(r"<[^>]*lang=\"ko\"[^>]*>[^<]*<", "", answer.text)
                        assert not re.search(r"<h[123][^>]*>[^<]*[가-힣]", words), (who, path)


@pytest.mark.clause("7.2")
@pytest.mark.clause("10.1")
@pytest.mark.parametrize(
    "path",
    [
        *PAGES,
        "/my/download/my-data.json",
        "/my/download/my-data.zip",
        "/my/download/my-data.pdf",
        "/my/record/00000000-0000-4000-8000-000000000001",
    ],
)
def test_nobody_sees_a_page_without_proving_who_they_are(web: Running, path: str) -> None:
    """Without a session every page of one's own leads to signing in, and shows nothing."""
    with web.client() as client:
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.clause("7.1")
def test_my_data_shows_every_item_with_why_and_until_when(web: Running, hana: Actor) -> None:
    """What, why with its clause, until when, where from, who used it and what was refused stand on the card, values
    masked until opened."""
    person, given = web.member()
    ref = order(web, person)
    web.jk.by(hana).use(ref, purpose="delivery")
    with pytest.raises(jikim.DeniedError):
        web.jk.by(hana).use(ref, purpose="marketing.ads")
    with signed_in(web, person) as client:
        shown = client.get("/my").text
        assert "한눈에 보기" in shown
        assert re.search(rf"<summary>[^<]*\*[^<]*</summary><span class=\"plain\">{given['email']}", shown)
        assert "서울특별시 가상구 없는로 1" in shown
        for said in (
            "제품 배송",
            "전자상거래",
            ", 홈페이지",
            "취급자 (배송 지원)",
            "거절: ",
            'href="/policy#c5.3"',
            "이용 중",
        ):
            assert said in shown, said
        assert given["password"] not in shown
        assert "argon2" not in shown


@pytest.mark.clause("7.1")
def test_my_data_is_filtered_by_why_until_when_and_who(web: Running, hana: Actor) -> None:
    """Each filter leaves the records that it names, and one that fits nothing says so."""
    person, _ = web.member()
    ref = order(web, person)
    web.jk.by(hana).use(ref, purpose="delivery")
    with signed_in(web, person) as client:

        def cards(query: str) -> list[str]:
            return re.findall(
                r'<article class="record folded" aria-labelledby="r([^"]+)"', client.get(f"/my{query}").text
            )

        assert len(cards("")) == 2
        for query in ("?why=delivery", "?who=handler:배송 지원", "?kind=order", "?until=lives&why=delivery"):
            assert [("".join(found)) for found in cards(query)] == [str(ref.record)], query
        assert cards("?until=frozen") == []
        assert "조건에 맞는 기록이 없습니다" in client.get("/my?until=frozen").text
        assert len(cards("?why=no-such&page=99")) == 2


def test_a_record_of_anybody_else_is_no_page(web: Running) -> None:
    """Another person's record answers as one that never was."""
    one, _ = web.member()
    other, _ = web.member()
    ref = order(web, other)
    with signed_in(web, one) as client:
        theirs, nobodys = client.get(f"/my/record/{ref.record}"), client.get(f"/my/record/{uuid4()}")
        english = client.get(f"/en/my/record/{uuid4()}").text
        assert "<h1>There is no such record</h1>" in english
        assert '<a href="/en/my">My data</a>' in english
        assert (theirs.status_code, nobodys.status_code) == (404, 404)
        assert (
            theirs.text.replace(str(ref.record), "") == re.sub(r"[0-9a-f-]{36}", "", nobodys.text)
            or "가나다" not in theirs.text
        )
    with signed_in(web, other) as client:
        assert client.get(f"/my/record/{ref.record}").status_code == 200


@pytest.mark.clause("5.8")
@pytest.mark.clause("7.5")
def test_what_rests_shows_its_person_its_values_why_and_until_when(web: Running) -> None:
    """Of a record whose purpose is met the member sees and downloads what is kept, why and until when; what no rule
    keeps is nowhere."""
    person, _ = web.member()
    ref = order(web, person, name="라마바사", phone="02-555-0177", note="매뉴얼은 두고 가세요")
    web.jk.event(ref, "settled")
    swept(web.jk)
    with signed_in(web, person) as client:
        pages = [
            client.get(path).text for path in ("/my", f"/my/record/{ref.record}", "/my/download/my-data.json", "/en/my")
        ]
        assert "보관 중" in pages[0]
        assert "계약 기록" in pages[0]
        assert "파기합니다" in pages[0]
        assert "매뉴얼은 두고 가세요" not in "".join(pages)
        for page in pages:
            assert "라마바사" in page


@pytest.mark.clause("2.1")
def test_uses_tell_each_use_and_refusal_with_what_its_purpose_means(web: Running, hana: Actor) -> None:
    """The page of uses has who, what, what for and the clause; a refusal says why; the purpose is explained; filters
    narrow it."""
    person, _ = web.member()
    ref = order(web, person)
    web.jk.by(hana).use(ref, purpose="delivery")
    with pytest.raises(jikim.DeniedError):
        web.jk.by(hana).use(ref, purpose="marketing.ads")
    with signed_in(web, person) as client:
        shown = client.get("/my/uses").text
        for said in (
            "취급자 (배송 지원)",
            "제품 배송",
            "거절: 이 목적으로는",
            "이용 항목",
            "계약의 체결·이행",
            f"/my/record/{ref.record}",
        ):
            assert said in shown, said
        refused = client.get("/my/uses?what=refused").text
        body = refused[refused.index("<tbody>") : refused.index("</tbody>")]
        assert body.count("<tr>") == 1
        assert "거절" in body
        assert "<tbody>" not in client.get("/my/uses?what=refused&why=delivery").text


@pytest.mark.clause("7.1")
def test_a_long_dossier_comes_in_pages(web: Running) -> None:
    """Forty-five orders stand on three pages, each record once."""
    person, _ = web.member()
    refs = {str(order(web, person).record) for _ in range(45)}
    found: list[str] = []
    with signed_in(web, person) as client:
        for number in (1, 2, 3):
            found += re.findall(r'aria-labelledby="r([0-9a-f-]{36})"', client.get(f"/my?kind=order&page={number}").text)
    assert len(found) == 45
    assert set(found) == refs


def test_who_has_more_entries_than_the_page_reads_is_told_so(
    web: Running, hana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the newest entries the page counts no uses as if they were all, its cards lead to each record's own page, and who
    used what is still found among all."""
    monkeypatch.setattr(data, "NEWEST", 3)
    person, _ = web.member()
    first = order(web, person)
    web.jk.by(hana).use(first, purpose="delivery")
    others = [order(web, person) for _ in range(5)]
    web.jk.sequence()
    with signed_in(web, person) as client:
        page = client.get("/my").text
        assert re.search("최근 처리 기록 [0-9]+건 가운데 이용 내역 없음", page)
        assert page.count("더 이전의 내역이 있으면 전체 이력에서 확인하실 수 있습니다") == len(others) + 2
        assert "내역이 없습니다.</dd>" not in page.replace("제공·위탁 내역이 없습니다.", "")
        used = client.get("/my?who=handler:배송 지원").text
        assert re.findall(r'aria-labelledby="r([0-9a-f-]{36})"', used) == [str(first.record)]
        assert "배송 지원" in client.get(f"/my/record/{first.record}").text


@pytest.mark.clause("1.4")
def test_what_a_partner_sent_says_who_and_when(web: Running) -> None:
    """The card of an order that a partner passed on names the partner and the day."""
    person, _ = web.member()
    values = {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "remoteview-1y", "quantity": 1}]}
    sent = signed_by(web.jk, "reseller")
    web.jk.by(sent).collect("order", values, channel="partner", partner="reseller", subject=person, old_enough=True)
    with signed_in(web, person) as client:
        shown = client.get("/my?kind=order").text
        assert ", 판매 제휴사" in shown
        assert f"{web.jk.now().astimezone(web.jk.policy.zone).year}년" in shown


@pytest.mark.clause("5.2")
def test_a_corporate_customer_sees_its_usage_and_asks_for_older(
    web: Running, people: dict[str, tuple[jikim.Person, dict[str, Any]]]
) -> None:
    """The usage that lives is on the page and in the download; for what rests the page leads to a request, which a
    handler serves."""
    carol, _ = people["corporate"]
    usage = {"usage": {"at": "2026-11-25T09:00:00+09:00", "action": "connect", "detail": "pc-1"}}
    web.jk.collect("usage-history", usage, channel="automatic", subject=carol, old_enough=True)
    with signed_in(web, carol) as client:
        shown = client.get("/my").text
        assert 'href="/policy#c5.2"' in shown
        assert "/my/requests/new?kind=access" in shown
        assert "서비스 이용 기록" in client.get("/my?kind=usage-history").text
        kinds = [one["kind"] for one in client.get("/my/download/my-data.json").json()["records"]]
        assert "usage-history" in kinds
    with signed_in(web, people["member"][0]) as client:
        assert "이전 기록 요청" not in client.get("/my").text


@pytest.mark.clause("7.4b")
def test_a_version_is_outdated_by_a_later_correction_of_what_it_held() -> None:
    """What went is outdated where one of its items was corrected in a later version; a correction of another item, or
    before, leaves it right."""
    at = machine_moment()
    record = uuid4()
    went = Went(uuid4(), record, "kcp", ("name", "payment"), 2, at, "done", "", "", False, "")
    fixed = {str(record): [Correction(2, frozenset({"name"}), at), Correction(3, frozenset({"email"}), at)]}
    assert outdated(went, fixed) is None
    fixed[str(record)].append(Correction(4, frozenset({"payment"}), at))
    assert outdated(went, fixed) == fixed[str(record)][-1]


@pytest.mark.clause("7.4b")
def test_where_it_went_tells_of_corrections(web: Running) -> None:
    """Who got a version that was corrected since is told, and the page says that their version was old and when they
    heard."""
    person, _ = web.member()
    jk = web.jk
    given = {"name": "가나다", "payment": {"method": "card", "amount": 1000, "currency": "KRW", "reference": "p-1"}}
    ref = jk.collect("payment", given, channel="homepage", subject=person, old_enough=True).ref
    with Receiver(["kcp"], jk.now) as receiver, signed_in(web, person) as client:
        assert "제공·위탁한 내역이 없습니다" in client.get("/my/went").text
        jk.entrust(ref, to="kcp", purpose="billing", items=["name", "payment"])
        jk.deliver(receiver.endpoints)
        first = client.get("/my/went").text
        assert "한국사이버결제" in first
        assert "버전 1" in first
        assert "정정 전" not in first
        page = f"/my/record/{ref.record}/correct"
        post(client, page, do="ask", items=["name"])
        done = post(client, page, do="finish", name="라마바")
        assert "한국사이버결제" in done.text
        waits = client.get("/my/went").text
        assert "정정 전 내용" in waits
        assert "통지 대기" in waits
        jk.deliver(receiver.endpoints)
        told = client.get("/my/went?to=kcp").text
        assert "확인" in told
        assert "통지 대기" not in told


@pytest.mark.clause("2.3")
@pytest.mark.clause("7.2")
def test_a_consent_is_given_and_taken_back_by_one_button_each(web: Running) -> None:
    """Giving is one press; taking back is one too, and where records end by it, they are told first and a receipt says
    what was done."""
    person, _ = web.member()
    with signed_in(web, person) as client:
        given = post(client, "/my/consents", consent="marketing.events", do="give")
        assert given.status_code == 200
        assert "동의하셨습니다" in given.text
        entry = web.jk.collect(
            "event-entry",
            {"name": "가나다", "email": "entry@example.com", "answers": "예"},
            channel="event",
            subject=person,
            old_enough=True,
        )
        shown = client.get("/my/consents").text
        assert "이 동의에만 근거한 기록 1건" in shown
        asked = post(client, "/my/consents", consent="marketing.events", do="withdraw")
        assert "함께 파기되는 기록" in asked.text
        assert str(entry.ref.record) in asked.text
        assert web.jk.by(Actor("member", str(person.subject))).show(person.subject).consents
        done = post(client, "/my/consents", consent="marketing.events", do="withdraw", sure="yes")
        assert "이용 종료된 기록 1건" in done.text
        again = post(client, "/my/consents", consent="nonsense", do="give")
        assert again.status_code == 422
    assert not web.jk.by(Actor("member", str(person.subject))).show(person.subject).consents
