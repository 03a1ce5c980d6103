"""Forms of the office that enter something new are good once: a button that is pressed twice makes one thing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.drawn import sampled
from tests.office.conftest import Office, post

from jikim.breach.cases import cases
from jikim.cabinet.paper_register import papers
from jikim.cases.listing import open_cases
from jikim.desk.notices import notices
from jikim.disclosures.demand_register import demands
from jikim.handlers.papers import papers_of
from jikim.handlers.register import grants, workers
from jikim.processors.processor_status import processor_status_of
from jikim.tasks.filing import TASKS
from jikim.verbs.hold import holds
from jikim.verbs.house import SYSTEM

TAKEN = "이미 접수된 양식입니다"


def once(page: str, action: str) -> str:
    """The mark of the form that goes to `action`."""
    forms = re.findall(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    marks = [mark for form in forms for mark in re.findall(r'name="once" value="([0-9a-f]{32})"', form)]
    assert len(marks) == 1, action
    return str(marks[0])


FORMS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "task": ("/office/tasks", "/office/tasks", {"text": "가상의 과제 twice", "due": "{today}"}),
    "contract": ("/office/processors/processor/{processor}", "/office/processors/processor/{processor}/contract", {"signed": "{today}"}),
    "inspection": (
        "/office/processors/processor/{processor}", "/office/processors/processor/{processor}/inspection",
        {"day": "{today}", "result": "findings", "text": "twice"},
    ),
    "paper": ("/office/cabinet", "/office/cabinet", {"kind": "enquiry", "cabinet": "서류함 twice", "shelf": "1"}),
    "training": ("/office/handlers/h-once", "/office/handlers/h-once/training", {"day": "{today}", "text": "가상의 교육 twice", "place": "서류철"}),
    "grant": ("/office/handlers/h-once", "/office/handlers/h-once/grant", {"purposes": "support", "until": "{soon}"}),
    "breach": ("/office/breach", "/office/breach", {"what": "가상의 유출 twice"}),
    "demand": (
        "/office/disclosures/demands/new", "/office/disclosures/demands/new",
        {"ground": "order", "authority": "가상경찰청", "statute": "통신비밀보호법", "document": "twice", "purpose": "authority/identification", "place": "함 B"},
    ),
    "attestation": (
        "/office/promises/systems/{system}", "/office/promises/systems/{system}/attest",
        {"day": "{today}", "until": "{soon}", "by": "가상의 회사", "words": "twice", "place": "서류함 C"},
    ),
    "hold": ("/office/calendar/holds", "/office/calendar/holds", {"record": "{record}", "reason": "가상의 소송 twice"}),
    "many": (
        "/office/people/many/new?what=support/enquiry", "/office/people/many/new",
        {"what": "support/enquiry", "item": "email", "ceiling": "5", "reason": "가상의 안내 twice"},
    ),
}  # fmt: skip


def _count(office: Office, name: str, processor: str) -> int:
    run, house = office.jk.driver.run, office.jk.house
    match name:
        case "task":
            return sum("twice" in one.title("ko") for one in run(open_cases(house, TASKS, limit=500, actor=SYSTEM)))
        case "contract" | "inspection":
            found = run(processor_status_of(house, "processor", processor, office.jk.settings.endpoints))
            assert found is not None
            return len(found.papers if name == "contract" else found.inspections)
        case "paper":
            return sum("twice" in one.cabinet for one in run(papers(house, limit=500)))
        case "training":
            return sum(one.kind == "training" for one in run(papers_of(house, "h-once")))
        case "grant":
            return len(run(grants(house, "h-once")))
        case "breach":
            return sum("twice" in one.what["what"] for one in run(cases(house)))
        case "demand":
            return sum("twice" in one.document for one in run(demands(house, limit=500)))
        case "hold":
            return sum("twice" in one.reason for one in run(holds(house, limit=500)))
    return -1


@pytest.mark.drawn
@pytest.mark.parametrize("name", sampled(FORMS))
def test_a_form_that_is_sent_twice_enters_one(office: Office, name: str) -> None:
    """Each form that enters something new, sent by two presses of its button at once, enters it once and says so;
    opened anew it enters another."""
    browser: httpx.Client = office.officer(f"h-twice-{name}")
    if name in ("training", "grant") and "h-once" not in {
        one.handler for one in office.jk.driver.run(workers(office.jk.house))
    }:
        office.employ("h-once", purposes=())
    processor = next(iter(office.jk.policy.file.processors))
    today = office.jk.house.today()
    given = {"today": str(today), "soon": str(today + timedelta(days=30)), "processor": processor, "record": ""}
    if name == "hold":
        made = office.jk.collect(
            "enquiry",
            {"name": "나다라", "email": "held@example.com", "text": "글"},
            channel="board",
            subject="guest",
            old_enough=True,
        )
        given["record"] = str(made.ref.record)
    if name == "attestation":
        new = {"system": "twice-mail", "ko": "메일", "en": "Mail", "clauses": ["12.1"], "reach": "outside"}
        assert post(browser, "/office/promises/systems", **new).status_code == 303
        given["system"] = "twice-mail"
    page, action, fields = FORMS[name]
    page, action = page.format(**given), action.format(**given)
    form = {field: value.format(**given) for field, value in fields.items()}
    before = _count(office, name, processor)
    sent = {**form, "once": once(browser.get(page).text, action)}
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: post(browser, action, **sent), range(2)))
    assert sorted(answer.status_code for answer in answers) == [303, 422], [answer.text[:2000] for answer in answers]
    assert [TAKEN in answer.text for answer in answers].count(True) == 1
    refused = next(answer for answer in answers if TAKEN in answer.text)
    assert _count(office, name, processor) == before + (1 if before >= 0 else 0)
    again = post(browser, action, **{**form, "once": once(refused.text, action)})
    assert TAKEN not in again.text


def test_a_notice_that_is_posted_twice_stands_once(office: Office) -> None:
    """The preview's button, pressed twice, puts one notice on the board."""
    browser = office.officer("h-twice-notice")
    words = {"title_ko": "두 번 누름", "title_en": "Pressed twice", "body_ko": "글", "body_en": "Text"}
    preview = post(browser, "/office/notices/new", do="look", **words)
    sent = {**words, "do": "post", "once": once(preview.text, "/office/notices/new")}
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda _: post(browser, "/office/notices/new", **sent), range(2)))
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    assert sum(one.title_ko == "두 번 누름" for one in office.jk.driver.run(notices(office.jk.house, limit=500))) == 1


def test_a_day_that_is_none_records_nothing(office: Office) -> None:
    """A training, and somebody new in the register, with a day that is no day are refused: nothing is recorded that
    would be recorded once more."""
    browser, run, house = office.officer("h-odd-day"), office.jk.driver.run, office.jk.house
    before = len(run(papers_of(house, "h-odd-day")))
    assert post(browser, "/office/handlers/h-odd-day/training", day="gestern", text="교육").status_code == 422
    assert len(run(papers_of(house, "h-odd-day"))) == before
    new = {"handler": "h-odd-new", "name": "라마바", "email": "odd@example.com", "joined": "gestern"}
    assert post(browser, "/office/handlers/new", **new).status_code == 422
    assert "h-odd-new" not in {one.handler for one in run(workers(house))}
