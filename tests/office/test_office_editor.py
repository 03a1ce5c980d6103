"""The policy's editor: written by one officer as a form or as text, approved by another, announced as it was approved;
or refused."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from tests.employed import admin_of
from tests.office.conftest import Office, post

from jikim.policy.compile import compile_policy
from jikim.policy.importing.progress import named_at
from jikim.policy.parse import parse
from jikim.policy.render.voice import Voice
from jikim.publishing.announce import withdraw
from jikim.publishing.proposals import patch, proposal_of, proposals

PATH = "/office/policy/proposals"
HOMEPAGE = Path(__file__).parents[2] / "homepage" / "policy.yaml"


def begin(browser: httpx.Client) -> str:
    """A new proposal's page."""
    mark = re.findall(r'name="once" value="([0-9a-f]{32})"', browser.get("/office/policy").text)[0]
    answer = post(browser, PATH, once=mark)
    assert answer.status_code == 303
    return str(answer.headers["location"])


PUBLISHED = """개인정보 처리방침

1. 처리 위탁
| 수탁자 | 위탁 업무 |
|---|---|
| 두루미택배(주) | 상품 배송 |

2. 보유 기간
계약에 관한 기록은 5년간 보관합니다.
회사는 늘 노력합니다.
"""


def begin_from(browser: httpx.Client, content: bytes, name: str) -> httpx.Response:
    """Begins a proposal with a published text."""
    mark = re.findall(r'name="once" value="([0-9a-f]{32})"', browser.get("/office/policy").text)[0]
    return post(browser, PATH, once=mark, files={"published": (name, content, "text/plain")})


def test_a_published_text_stands_beside_its_proposal(office: Office) -> None:
    """A draft is made of it; each sentence stands beside its lines with what they say otherwise, is mended and accepted
    there; what is no document, and another officer's older page, change nothing."""
    writer = office.officer("h-writer")
    assert begin_from(writer, b"%PDF-nothing", "broken.pdf").status_code == 422
    answer = begin_from(writer, PUBLISHED.encode(), "방침\nnotice: none\n.txt")
    assert answer.status_code == 303, answer.text
    way = str(answer.headers["location"])
    assert "방침 notice: none .txt에서 시작한" in text_of(office, way).splitlines()[0]
    assert f"{way}/source" in writer.get(way).text
    page = writer.get(f"{way}/source?which=all").text
    assert "두루미택배(주)" in page
    assert "회사는 늘 노력합니다." in page
    carrier = next(n for n, line in enumerate(text_of(office, way).splitlines(), 1) if "두루미택배(주)" in line)
    lines = text_of(office, way).splitlines()
    number_of = str(next(sentence for sentence, at in named_at(text_of(office, way)).items() if carrier in at))
    mend = {
        "sentence": number_of,
        "do": "mend",
        "which": "all",
        f"line-{carrier}": lines[carrier - 1].strip().replace("두루미", "왜가리"),
    }
    assert post(writer, f"{way}/source", seen=seen(writer, way), **mend).status_code == 303
    differs = writer.get(f"{way}/source?which=differs").text
    assert "왜가리택배(주)" in differs
    assert post(writer, f"{way}/source", seen="1", sentence=number_of, do="accepted").status_code == 422
    assert post(writer, f"{way}/source", seen=seen(writer, way), sentence=number_of, do="accepted").status_code == 303
    assert f"# accepted: s{number_of}" in text_of(office, way)
    assert post(writer, f"{way}/source", seen=seen(writer, way), sentence="999", do="accepted").status_code == 400
    assert writer.get(f"{begin(writer)}/source").status_code == 404
    assert office.worker("h-reads-nothing").get(f"{way}/source").status_code == 403


def seen(browser: httpx.Client, way: str) -> str:
    return re.findall(r'name="seen" value="(\d+)"', browser.get(way).text)[0]


def number(way: str) -> int:
    return int(way.partition("?")[0].rpartition("/")[2])


def fill(browser: httpx.Client, way: str, at: str, do: str = "save", **fields: Any) -> httpx.Response:
    """Writes fields of a part."""
    return post(browser, f"{way}/fields", seen=seen(browser, way), at=at, do=do, **fields)


def step(browser: httpx.Client, way: str, do: str, words: str = "", at: str = "") -> httpx.Response:
    return post(browser, f"{way}/step", seen=at or seen(browser, way), do=do, words=words)


def dated(office: Office, browser: httpx.Client, way: str, days: int = 40) -> None:
    """Says when it is announced and in force."""
    today = office.jk.house.today()
    assert (
        fill(
            browser,
            way,
            "version",
            **{
                "version/announced": today.isoformat(),
                "version/effective": (today + timedelta(days=days)).isoformat(),
                "version/clause": "13.3",
            },
        ).status_code
        == 303
    )


def text_of(office: Office, way: str) -> str:
    return office.jk.do(proposal_of, number(way))[1]


def test_a_change_goes_from_a_form_to_an_announcement(office: Office) -> None:
    """One officer writes a label, sees what it changes, asks for approval; another approves; exactly that is announced.
    Git gets the same."""
    writer, second = office.officer("h-writer"), office.officer("h-second")
    way = begin(writer)
    before = text_of(office, way)
    shown = writer.get(f"{way}?at=items/phone").text
    assert 'name="items/phone/label/ko"' in shown
    assert (
        fill(
            writer,
            way,
            "items/phone",
            **{
                "items/phone/label/ko": "연락 전화",
                "items/phone/label/en": "Contact phone",
                "items/phone/type": "phone",
                "items/phone/lookup": "true",
            },
        ).status_code
        == 303
    )
    dated(office, writer, way)
    page = writer.get(way).text
    assert "연락 전화" in page
    after = text_of(office, way)
    changed = [line for line in patch(before, after).splitlines() if line.startswith(("+", "-"))]
    assert 0 < len(changed) < 16
    assert writer.get(f"{way}/policy.patch").text == patch(before, after)
    assert "연락 전화" in writer.get(f"{way}/document").text
    assert step(writer, way, "proposed", "이름을 분명히 합니다").status_code == 303
    assert step(writer, way, "approved").status_code == 422
    assert "/office/policy/proposals/" in second.get("/office").text
    assert step(second, way, "approved").status_code == 303
    answer = step(second, way, "announce")
    assert answer.status_code == 303
    made = int(answer.headers["location"].rpartition("/")[2])
    try:
        assert second.get(f"/office/policy/{made}/policy.yaml").text == after
        assert office.jk.do(proposal_of, number(way))[0].publication == made
        # What was announced is judged no more: its page leads to the announcement.
        page = second.get(way).text
        assert f'href="/office/policy/{made}"' in page
        assert "가장 이른 시행일" not in page
    finally:
        office.jk.driver.run(
            withdraw(office.jk.house.by(office.jk.handler("h-second", kind="officer")), made, "시험을 마칩니다")
        )


@pytest.mark.long
def test_what_was_not_approved_is_not_announced(office: Office) -> None:
    """A draft, what another edit has changed since, and what was sent back: refused, and nothing is announced."""
    writer, second = office.officer("h-writer-2"), office.officer("h-second-2")
    way = begin(writer)
    dated(office, writer, way)
    old = seen(writer, way)
    assert fill(writer, way, "service", **{"service/people": "1200"}).status_code == 303
    assert step(second, way, "announce").status_code == 422
    assert step(second, way, "approved").status_code == 422
    assert step(writer, way, "proposed", "사람 수를 적습니다", at=old).status_code == 422
    assert step(writer, way, "proposed", "사람 수를 적습니다").status_code == 303
    assert fill(writer, way, "service", **{"service/people": "9"}).status_code == 422
    assert step(second, way, "draft", "근거를 적어 주세요").status_code == 303
    assert step(second, way, "announce").status_code == 422
    assert step(writer, way, "dropped").status_code == 303
    assert step(writer, way, "proposed", "다시").status_code == 422


def test_two_who_write_at_once_lose_nothing(office: Office) -> None:
    """Whoever saves second is told so; the first one's words stay, and the second one's are still in the field."""
    one, other = office.officer("h-one-writes"), office.officer("h-other-writes")
    way = begin(one)
    old = seen(other, way)
    assert fill(one, way, "service", **{"service/people": "100"}).status_code == 303
    answer = post(other, f"{way}/text", seen=old, at="", text="jikim: 1\n# 나중에 쓴 글\n")
    assert answer.status_code == 422
    assert "나중에 쓴 글" in answer.text
    assert "people: 100" in text_of(office, way)


@pytest.mark.parametrize("text", ["jikim: [", "no: policy\n", "service: {name: {ko: 가}}\n"])
def test_a_text_that_cannot_run_is_kept_with_its_findings(office: Office, text: str) -> None:
    """A draft may be broken: it says what is wrong and where, and cannot be proposed."""
    writer = office.officer("h-broken")
    way = begin(writer)
    assert post(writer, f"{way}/text", seen=seen(writer, way), at="", text=text).status_code == 303
    page = writer.get(way)
    assert page.status_code == 200
    assert 'class="findings"' in page.text
    assert 'value="proposed"' not in page.text
    assert step(writer, way, "proposed", "그래도").status_code == 422
    assert office.jk.do(proposal_of, number(way))[0].state == "draft"


def test_what_is_found_at_a_part_stands_on_its_form(office: Office) -> None:
    """Above the fields, and what is found at a field with its law; a link to a part with an error inside is marked."""
    writer = office.officer("h-finds")
    way = begin(writer)
    at = f"{way}?at=rights/correct"
    assert "정정이 끝날 때까지의 보호" not in form_of(writer, at)
    assert fill(writer, way, "rights/correct", **{"rights/correct/freeze": "false"}).status_code == 303
    assert "정정이 끝날 때까지의 보호(`freeze`)가 없습니다" in form_of(writer, at)
    assert "[kr.guideline.remedies]" in form_of(writer, f"{way}?at=bodies/dispute-mediation")
    order = f"{way}?at=records/order"
    assert "<b>오류</b>" not in form_of(writer, order)
    assert fill(writer, way, "records/order/ends", **{"records/order/ends/after": "5 bananas"}).status_code == 303
    assert "<b>오류</b>" in form_of(writer, order)


def test_a_period_and_an_ending_are_changed_by_form(office: Office) -> None:
    """An officer makes a rule of three years five, and says how else an order ends: what it changes, from which day, and
    a period that is none beside its field."""
    writer = office.officer("h-periods")
    way = begin(writer)
    rule = "records/complaint/keep/0"
    form = form_of(writer, f"{way}?at={rule}")
    assert f'name="{rule}/for" type="text" inputmode="numeric"' in " ".join(form.split())
    assert f"{rule}/because" in form
    assert "제6조제1항제4호" in form
    assert fill(writer, way, rule, **{f"{rule}/for": ["5", "y"]}).status_code == 303
    ends = "records/order/ends/on"
    assert (
        fill(writer, way, ends, "add", name="lost")
        .headers["location"]
        .endswith("at=records%2Forder%2Fends%2Fon%2Flost")
    )
    assert (
        fill(
            writer,
            way,
            f"{ends}/lost",
            **{
                f"{ends}/lost/by": "handler",
                f"{ends}/lost/label/ko": "분실",
                f"{ends}/lost/label/en": "lost",
                "shown": f"{ends}/lost/by",
            },
        ).status_code
        == 303
    )
    page = writer.get(f"{way}?at=records/order").text
    assert "분실" in page
    assert "중요한 변경 · 변경" in " ".join(page.split())
    assert fill(writer, way, rule, **{f"{rule}/for": ["five", "y"]}).status_code == 303
    assert "기간" in form_of(writer, f"{way}?at={rule}").split(f'{rule}/for"')[-1].split("found-")[1]
    assert fill(writer, way, "records/order/keep", "add").headers["location"].endswith("keep%2F2")
    assert fill(writer, way, "records/order/keep/2", "remove").status_code == 303


def test_what_only_its_name_changed_of_stays_the_same_one(office: Office) -> None:
    """A purpose under another label would be another one, and its consents asked anew; by one press it says its former
    name, and goes on."""
    writer = office.officer("h-renames")
    way = begin(writer)
    for at, name in (("purposes/marketing.events", "label"), ("recipients/agreed-partner", "company")):
        words = {f"{at}/{name}/ko": "새 이름", f"{at}/{name}/en": "A new name"}
        assert fill(writer, way, at, **words).status_code == 303
        dotted = at.replace("/", ".", 1)
        asked = writer.get(way).text
        assert f'value="{dotted}"' in asked
        assert "새 동의가 필요합니다" in asked
        assert post(writer, f"{way}/same", seen=seen(writer, way), at=dotted).status_code == 303
        assert "새 동의가 필요합니다" not in writer.get(way).text
        assert f'value="{dotted}"' not in writer.get(way).text
    assert "formerly:" in text_of(office, way)
    # Nothing else is said to be the same: what has its old name, or is not there.
    before = text_of(office, way)
    for at in ("purposes.delivery", "purposes.nothing", "items.phone", ""):
        assert post(writer, f"{way}/same", seen=seen(writer, way), at=at).status_code == 303
    assert text_of(office, way) == before


def test_the_name_that_people_read_of_an_ending_changes_and_the_ending_stays(office: Office) -> None:
    """An ending is renamed at its label: it keeps its number, and its page says so."""
    writer = office.officer("h-renames-ending")
    way = begin(writer)
    before, at = text_of(office, way), "records/order/ends/on/settled"
    assert "파일 안의 이름은 기록과 이어지므로" in form_of(writer, f"{way}?at={at}")
    assert fill(writer, way, at, **{f"{at}/label/ko": "정산", f"{at}/label/en": "closed"}).status_code == 303
    old, new = (compile_policy(parse(text, "policy.yaml").policy) for text in (before, text_of(office, way)))  # type: ignore[arg-type]
    assert "정산" in Voice(new.file, "ko").ends(new.file.records["order"].ends)
    assert new.records["order"].events == old.records["order"].events


def test_what_a_form_would_save_is_shown_and_not_saved(office: Office) -> None:
    """As one types a part of the page comes with the document, what is found at the fields, and what it changes; without
    scripts the page itself, its words still in the fields. The proposal stays."""
    writer = office.officer("h-previews")
    way = begin(writer)
    before = text_of(office, way)
    typed = {"seen": seen(writer, way), "at": "items/phone", "beside": "document", "items/phone/label/ko": "연락할 번호",
             "items/phone/label/en": "Contact", "items/phone/type": "phone"}  # fmt: skip
    whole = post(writer, f"{way}/preview", **{**typed, "beside": "text"}).text
    writer.headers["HX-Request"] = "true"
    part = post(writer, f"{way}/preview", **typed)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "연락할 번호" in part.text.split('id="found-')[0]
    assert 'id="above-form" hx-swap-oob="innerHTML"' in part.text
    assert "중요한 변경" in part.text
    assert 'value="연락할 번호"' in whole
    assert re.search(r"(?m)^\+.*연락할 번호", whole)
    broken = post(writer, f"{way}/preview", seen=typed["seen"], text="jikim: [")
    assert "오류" in broken.text
    assert text_of(office, way) == before
    assert post(office.worker("h-previews-not"), f"{way}/preview", **typed).status_code == 403


def form_of(browser: httpx.Client, way: str) -> str:
    """The part's form, without the findings that stand below it."""
    return browser.get(way).text.split('<div class="editor">')[1].split("</section>")[0]


def test_an_entry_comes_and_goes(office: Office) -> None:
    """A new item by its name, with its findings beside its empty fields; taken out again, the text is what it was."""
    writer = office.officer("h-adding")
    way = begin(writer)
    before = text_of(office, way)
    answer = fill(writer, way, "items", "add", name="nickname")
    assert answer.headers["location"].endswith("?at=items%2Fnickname")
    assert "items/nickname/type" in writer.get(answer.headers["location"]).text
    assert fill(writer, way, "items/nickname", "remove").status_code == 303
    assert text_of(office, way) == before


@pytest.mark.parametrize("name", ["email", "한글 이름", "a/b", "A", "x\ny"])
def test_a_name_that_is_none_or_there_already_adds_nothing(office: Office, name: str) -> None:
    """An entry is never written over by adding it again; a wrong name is said beside its field."""
    writer = office.officer("h-wrong-name")
    way = begin(writer)
    before = text_of(office, way)
    assert fill(writer, way, "items", "add", name=name).status_code == 422
    assert fill(writer, way, "service", "remove").status_code == 303
    assert text_of(office, way) == before


def test_a_wrong_place_and_a_day_that_is_none_are_answered(office: Office) -> None:
    """Whatever stands in `at`, and a text with a 13th month: no page breaks."""
    writer = office.officer("h-wrong-place")
    way = begin(writer)
    text = text_of(office, way).replace("2013-01-29", "2013-13-45")
    assert post(writer, f"{way}/text", seen=seen(writer, way), at="가/나\n다", text=text).status_code == 303
    assert writer.get(f"{way}?at=가/나").status_code == 200
    assert fill(writer, way, "service", **{"service/people": "5"}).status_code in (303, 422)


def test_the_companys_own_file_keeps_its_comments(office: Office) -> None:
    """Begun from the file of the repository: its comments stay, and the patch is the change alone, ready for `git
    apply`."""
    writer = office.officer("h-own-file")
    mark = re.findall(r'name="once" value="([0-9a-f]{32})"', writer.get("/office/policy").text)[0]
    answer = writer.post(
        PATH,
        data={"_csrf_token": writer.cookies["jikim_office_csrf"], "once": mark},
        files={"file": ("policy.yaml", HOMEPAGE.read_bytes())},
    )
    way = str(answer.headers["location"])
    assert text_of(office, way) == HOMEPAGE.read_text("utf-8")
    assert fill(writer, way, "service", **{"service/people": "700"}).status_code == 303
    lines = [line for line in writer.get(f"{way}/policy.patch").text.splitlines() if line.startswith(("+", "-"))]
    assert lines == ["--- a/policy.yaml", "+++ b/policy.yaml", "+  people: 700"]


def test_only_officers_write(office: Office) -> None:
    """A handler sees no proposal and writes none."""
    writer, worker = office.officer("h-officer-writes"), office.worker("h-worker-reads")
    way = begin(writer)
    count = len(office.jk.do(proposals))
    assert worker.get(way).status_code == 403
    assert post(worker, f"{way}/text", seen="1", at="", text="jikim: 1").status_code == 403
    assert post(worker, PATH, once="0" * 32).status_code == 403
    assert len(office.jk.do(proposals)) == count


def approved(office: Office, writer: httpx.Client, second: httpx.Client, people: int, days: int = 40) -> str:
    """A proposal that another officer has approved: it changes how many people there are, and is in force so many days
    from now."""
    way = begin(writer)
    assert fill(writer, way, "service", **{"service/people": str(people)}).status_code == 303
    dated(office, writer, way, days)
    assert step(writer, way, "proposed", "사람 수를 적습니다").status_code == 303
    assert step(second, way, "approved").status_code == 303
    return way


def undone(office: Office, made: httpx.Response, by: str) -> None:
    """An announcement is withdrawn."""
    announced = int(made.headers["location"].rpartition("/")[2])
    office.jk.driver.run(
        withdraw(office.jk.house.by(office.jk.handler(by, kind="officer")), announced, "시험을 마칩니다")
    )


@pytest.mark.long
def test_an_old_tab_takes_no_announced_proposal_back(office: Office) -> None:
    """What is announced stays as it was approved: no step and no writing of another tab changes it. Once withdrawn, it
    can go on."""
    writer, second = office.officer("h-old-tab"), office.officer("h-old-tab-2")
    way = approved(office, writer, second, 301)
    at = seen(second, way)
    made = step(second, way, "announce")
    try:
        for do in ("draft", "dropped"):
            assert step(second, way, do, "이전 창에서", at=at).status_code == 422
        assert post(writer, f"{way}/text", seen=at, at="", text="jikim: 1").status_code == 422
        one = office.jk.do(proposal_of, number(way))[0]
        assert (one.state, one.open) == ("approved", False)
    finally:
        undone(office, made, "h-old-tab-2")
    assert office.jk.do(proposal_of, number(way))[0].open
    assert step(second, way, "draft", "다시 적습니다").status_code == 303


@pytest.mark.long
def test_what_was_approved_against_an_older_version_is_not_announced(office: Office) -> None:
    """Another version came into force since: it would take that one's changes back, which nobody approved."""
    writer, second = office.officer("h-older"), office.officer("h-older-2")
    way = approved(office, writer, second, 302)
    with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
        admin.execute("UPDATE live.proposal SET base = base - 1 WHERE number = %s", (number(way),))
    answer = step(second, way, "announce")
    assert answer.status_code == 422
    assert "승인한 뒤에 다른 처리방침이 시행되었습니다" in answer.text
    assert step(second, way, "draft", "다시 확인").status_code == 303
    assert step(writer, way, "proposed", "다시").status_code == 303
    assert step(second, way, "approved").status_code == 303
    undone(office, step(second, way, "announce"), "h-older-2")


@pytest.mark.long
def test_an_approved_day_that_is_over_is_said_with_the_way_on(office: Office) -> None:
    """Not *try again in a moment*: the day of announcement in the file is past, and which is the earliest now."""
    writer, second = office.officer("h-over-day"), office.officer("h-over-day-2")
    way = begin(writer)
    today = office.jk.house.today()
    days = {
        "version/announced": (today - timedelta(days=1)).isoformat(),
        "version/effective": (today + timedelta(days=60)).isoformat(),
        "version/clause": "13.3",
    }
    assert fill(writer, way, "version", **days).status_code == 303
    assert fill(writer, way, "service", **{"service/people": "303"}).status_code == 303
    assert step(writer, way, "proposed", "사람 수").status_code == 303
    assert step(second, way, "approved").status_code == 303
    answer = step(second, way, "announce")
    assert answer.status_code == 422
    assert "파일의 공고일이 지난 날짜입니다" in answer.text
    assert f"{today.isoformat()} 이후" in answer.text
    assert "잠시 뒤에" not in answer.text
    short = approved(office, writer, second, 304, days=1)
    assert "약속한 공고 기간은 30일(중요한 변경: " in step(second, short, "announce").text


@pytest.mark.long
def test_what_was_typed_into_fields_stays_where_it_is_not_taken(office: Office) -> None:
    """Somebody saved first: one's own words still stand in the fields, a box that was unticked too."""
    one, other = office.officer("h-types-first"), office.officer("h-types-second")
    way = begin(one)
    old = seen(other, way)
    assert fill(one, way, "service", **{"service/people": "305"}).status_code == 303
    typed = {"service/name/ko": "늦게 적은 이름", "shown": ["service/languages"], "service/languages": ["ko"]}
    answer = post(other, f"{way}/fields", seen=old, at="service", do="save", **typed)
    assert answer.status_code == 422
    assert 'value="늦게 적은 이름"' in answer.text
    assert re.search(r'name="service/languages" value="ko" checked', answer.text)
    assert not re.search(r'name="service/languages" value="en" checked', answer.text)


@pytest.mark.parametrize("way", [f"{PATH}/99999999999999999999", f"{PATH}/2147483648/policy.patch", f"{PATH}/0"])
def test_a_proposal_of_no_number_is_not_there(office: Office, way: str) -> None:
    """Whatever number an address has, the page says that there is none."""
    assert office.officer("h-no-number").get(way).status_code == 404
