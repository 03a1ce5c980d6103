"""Open records in the office: how old they are and who ends them; a handler ends an old one by the button, and the
evidence stands."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from tests.employed import admin_of, ledger_of
from tests.office.conftest import Office, post

import jikim
from jikim.errors import Said
from jikim.reading.open_records import becomes, counted, open_records
from jikim.web.office.me import actor_of

NAME = "바사아 열린기록"  # nobody else of this site is called so


def enquiry(office: Office, days: int = 0) -> jikim.Ref:
    """A guest's enquiry, which came so many days ago."""
    mark = uuid4().hex
    said = {"name": NAME, "email": f"{mark}@example.com", "text": f"화면이 멈춥니다 {mark}"}
    ref = office.jk.collect("enquiry", said, channel="board", subject="guest", old_enough=True).ref
    if days:
        with psycopg.connect(admin_of(office.jk), autocommit=True) as admin:
            admin.execute(
                "UPDATE live.record SET collected = collected - %s * interval '1 day' WHERE record = %s",
                (days, ref.record),
            )
    return ref


def value(*refs: jikim.Ref) -> list[str]:
    return [f"{ref.subject}/{ref.record}" for ref in refs]


def alone(browser: httpx.Client, ref: jikim.Ref) -> str:
    """The list with this record alone."""
    return browser.get(f"/office/records/{ref.kind}", params={"record": value(ref)[0]}).text


def is_open(browser: httpx.Client, ref: jikim.Ref) -> bool:
    return str(ref.record) in alone(browser, ref)


def once(page: str) -> str:
    found = re.search(r'name="once" value="(\w+)"', page)
    assert found is not None
    return found[1]


def end(browser: httpx.Client, event: str, *refs: jikim.Ref, **more: Any) -> httpx.Response:
    """Both steps, as the buttons take them."""
    form = {"event": event, "record": value(*refs)}
    told = post(browser, f"/office/records/{refs[0].kind}/before", **form)
    return post(browser, f"/office/records/{refs[0].kind}", **form, once=once(told.text), **more)


def test_how_far_a_last_day_is_stands_in_words(office: Office) -> None:
    """One day is one day, and the last one is not yet late."""
    browser = office.worker("h-open-words", "support")
    for days, words in ((13, "1 day left"), (14, "due today"), (15, "1 day late")):
        asked = {"record": value(enquiry(office, days=days))[0]}
        assert words in browser.get("/en/office/records/enquiry", params=asked).text


@pytest.mark.by_hand
@pytest.mark.clause("5.1")
def test_a_handler_ends_an_old_enquiry_by_the_button(office: Office) -> None:
    """Signed in, they see that it is late, see what becomes of it while nothing changes, and end it; the ledger says
    who, what and why; no value is shown."""
    ref = enquiry(office, days=40)
    browser = office.worker("h-button", "support")
    assert "/office/records/enquiry" in browser.get("/office").text
    assert "26일 지남" in alone(browser, ref)
    told = post(browser, "/office/records/enquiry/before", event="answered", record=value(ref))
    assert "파기" in told.text
    assert is_open(browser, ref)
    done = end(browser, "answered", ref, reason="전화로 답변하였음")
    assert "1건을" in done.text
    assert not is_open(browser, ref)
    assert NAME not in told.text + done.text
    found = [one for one in ledger_of(office.jk, ref.subject) if one["event"] == "record:event:allowed"]
    assert [(one["happened"], one["actor"], one["reason"]) for one in found] == [
        ("answered", "handler:h-button", "전화로 답변하였음")
    ]


def test_what_becomes_of_an_order_is_told_with_its_rules(office: Office) -> None:
    """Before an order ends, the page says which items rest until which day, under which statute and clause, and which
    go."""
    values = {
        "name": NAME,
        "phone": "02-555-0199",
        "address": "가상로 9",
        "lines": [{"product": "상자"}],
        "note": "메모",
    }
    ref = office.jk.collect("order", values, channel="homepage", subject="guest", old_enough=True).ref
    browser = office.worker("h-fate", "billing")
    told = post(browser, "/en/office/records/order/before", event="settled", record=value(ref)).text
    assert "Archived until" in told
    assert "Act on the Consumer Protection in Electronic Commerce" in told or "E-Commerce" in told
    assert "Note on the order" in told.partition("Destroyed")[2]
    assert "02-555-0199" not in told


def test_of_who_left_only_what_first_finishes_is_open(office: Office) -> None:
    """An enquiry that is over with its person's leaving waits for no answer; an order goes on."""
    jk, asked = office.jk, enquiry(office)
    values = {"name": NAME, "phone": "02-555-0199", "address": "가상로 9", "lines": [{"product": "상자"}]}
    ordered = jk.collect(
        "order", values, channel="homepage", subject=jikim.Person(asked.subject, "guest"), old_enough=True
    ).ref
    browser = office.worker("h-left-open", "support", "billing")
    before = {one.kind: one.open for one in jk.do(counted, ("enquiry", "order"))}
    jk.leave(asked.subject)
    after = {one.kind: one.open for one in jk.do(counted, ("enquiry", "order"))}
    assert (after["enquiry"], after["order"]) == (before["enquiry"] - 1, before["order"])
    assert (is_open(browser, asked), is_open(browser, ordered)) == (False, True)


def test_several_are_ended_with_one_reason_each(office: Office) -> None:
    """Two at once need a reason, which stands in the ledger of both; without one nothing happens."""
    refs = [enquiry(office), enquiry(office)]
    browser = office.worker("h-several", "support")
    refused = end(browser, "closed", *refs)
    assert refused.status_code == 422
    assert all(is_open(browser, ref) for ref in refs)
    assert "2건을" in end(browser, "closed", *refs, reason="중복 접수").text
    for ref in refs:
        found = [one for one in ledger_of(office.jk, ref.subject) if one["event"] == "record:event:allowed"]
        assert [one["reason"] for one in found] == ["중복 접수"]


def test_a_form_that_is_sent_twice_records_once(office: Office) -> None:
    """The same button pressed again says so, and a record that ended meanwhile is left out."""
    ref = enquiry(office)
    browser = office.worker("h-twice", "support")
    end(browser, "answered", ref)
    again = post(browser, "/office/records/enquiry/before", event="answered", record=value(ref))
    assert "1건은 그사이" in again.text
    assert len([one for one in ledger_of(office.jk, ref.subject) if one["event"] == "record:event:allowed"]) == 1


def test_a_narrow_grant_sees_and_ends_its_own_kinds_alone(office: Office) -> None:
    """Whose grant is for enquiries sees no other kind, and reaches no record of one by its number: neither by its kind
    nor under a false one."""
    order = office.jk.collect(
        "order",
        {"name": NAME, "phone": "02-555-0177", "lines": [{"product": "상자"}]},
        channel="homepage",
        subject="guest",
        old_enough=True,
    ).ref
    office.employ("h-narrow-open", "handler", ("support",), kinds=["enquiry"])
    browser = office.browser("h-narrow-open")
    listed = browser.get("/office/records").text
    assert "/office/records/enquiry" in listed
    assert "/office/records/order" not in listed
    assert browser.get("/office/records/order").status_code == 403
    for path in ("/office/records/order/before", "/office/records/order"):
        assert post(browser, path, event="settled", record=value(order)).status_code == 403
    forged = post(browser, "/office/records/enquiry/before", event="answered", record=value(order))
    assert str(order.record)[:8] not in forged.text
    assert "record:event:allowed" not in {one["event"] for one in ledger_of(office.jk, order.subject)}


def test_what_handlers_do_not_record_has_no_button(office: Office) -> None:
    """An account ends by leaving: its list has nothing to tick, and a form that is sent all the same is refused."""
    person, _ = office.member()
    browser = office.worker("h-account", "member-services")
    page = browser.get("/office/records/membership").text
    assert 'name="event"' not in page
    for event in ("left", "ended", "settled", ""):
        answer = post(browser, "/office/records/membership/before", event=event, record=f"{person.subject}/{uuid4()}")
        assert answer.status_code == 422


@pytest.mark.parametrize(
    "query",
    [{"record": "x"}, {"record": "x/y"}, {"after": "soon", "of": "me"}, {"after": "2026-01-01", "of": str(uuid4())}],
)
def test_a_query_that_names_nothing_shows_a_page(office: Office, query: dict[str, str]) -> None:
    """A broken address is no error of ours."""
    assert office.worker("h-query", "support").get("/office/records/enquiry", params=query).status_code == 200


def test_an_unknown_kind_is_refused(office: Office) -> None:
    """A kind that the policy does not declare is beyond any grant."""
    assert office.worker("h-unknown-kind", "support").get("/office/records/nothing").status_code == 403


@pytest.mark.clause("5.1")
def test_what_nobody_ends_is_said_by_the_promises(office: Office) -> None:
    """Nobody touches an enquiry for forty days: today's list, the calendar and the public promises say so; once it is
    ended, they say no more."""

    def promises() -> str:
        """The public page, after an officer had the promises looked at now."""
        officer.get(post(officer, "/office/promises").headers["location"])
        return office.client().get("/promises").text

    ref = enquiry(office, days=40)
    officer = office.officer("h-open-officer")
    try:
        assert "/office/records/enquiry" in officer.get("/office").text
        assert "/office/records/enquiry" in officer.get("/office/calendar").text
        assert "종료되지 않은 기록이 1건" in promises()
    finally:
        assert "1건을" in end(office.worker("h-open-last", "support"), "closed", ref).text
    assert "종료되지 않은 기록이" not in promises()


def test_an_event_that_a_persons_own_version_does_not_know_is_refused_in_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who still stands under an older version: that record says why, is not sent on, and the page does not break; the
    others go on."""
    older, newer = enquiry(office), enquiry(office)
    by = office.employ("h-older-event", "handler", ("support",))
    (one,) = office.jk.do(open_records, "enquiry", actor=by, only=[older])
    rules = replace(one.rules, events={name: n for name, n in one.rules.events.items() if name != "closed"})
    before = one._replace(policy=replace(one.policy, by_number={**one.policy.by_number, one.facts.kind: rules}))
    with pytest.raises(jikim.DeniedError) as denied:
        becomes(before, "closed", office.jk.now())
    assert denied.value.why == "event"
    monkeypatch.setattr(
        "jikim.web.office.records.ending.becomes",
        lambda found, event, now: becomes(before if found.ref == older else found, event, now),
    )
    browser = office.browser("h-older-event")
    told = post(browser, "/office/records/enquiry/before", event="closed", record=value(older, newer))
    assert told.status_code == 200
    assert 'role="alert"' in told.text
    assert f'value="{value(newer)[0]}"' in told.text
    assert f'value="{value(older)[0]}"' not in told.text


def test_a_second_tab_says_that_nothing_was_recorded(office: Office) -> None:
    """Ended in one tab, sent again from another: the page says of no record that it was recorded just now, in neither
    language."""
    ref = enquiry(office)
    browser = office.worker("h-second-tab", "support")
    form = {"event": "closed", "record": value(ref)}
    marks = [once(post(browser, "/office/records/enquiry/before", **form).text) for _ in range(2)]
    assert "1건을" in post(browser, "/office/records/enquiry", once=marks[0], **form).text
    for way in ("/office", "/en/office"):
        again = post(browser, f"{way}/records/enquiry", once=marks[1], **form).text
        assert "처리 원장에 기록되었습니다" not in again
        assert "in the ledger" not in again


def test_where_every_record_was_refused_nothing_is_said_to_be_recorded(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each says why; the page's head does not say that it stands in the ledger."""
    ref, browser = enquiry(office), office.worker("h-all-refused", "support")
    form = {"event": "closed", "record": value(ref)}
    mark = once(post(browser, "/office/records/enquiry/before", **form).text)
    calls = count(1)

    async def over(*given: Any, **more: Any) -> Any:
        if next(calls) > 1:  # the grant ended after the record was looked up
            raise jikim.DeniedError("no", clause="10.6", why="grant", hint="", ko=Said("안 됨", ""))
        return await actor_of(*given, **more)

    monkeypatch.setattr("jikim.web.office.records.ending.actor_of", over)
    answer = post(browser, "/office/records/enquiry", once=mark, **form).text
    assert "처리 원장에 기록되었습니다" not in answer
    assert "처리한 기록이 없습니다" in answer
