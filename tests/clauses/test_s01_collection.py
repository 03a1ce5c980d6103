"""Section 1: what is collected, by which doors, and what never is."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.clauses import facts, samples
from tests.clauses.conftest import Counts, Household, Ledger, Look
from tests.conftest import HOMEPAGE, Cast
from tests.employed import signed_by

import jikim
from jikim.app import Jikim
from jikim.db.embedded import Embedded
from jikim.errors import InvalidError
from jikim.policy.check import check
from jikim.policy.finding import Severity
from jikim.policy.parse import parse
from jikim.uploads import unpack

SEVENTEEN = [
    "login_id", "password", "name", "email", "country", "mobile", "phone", "address", "company", "business_no", "usage",
    "access_log", "cookie", "ip", "card", "bank_account", "payment",
]  # fmt: skip

# Invented numbers of each refused type, as people might write them.
NEVER = {
    "a resident registration number": "900101-1234568",
    "one without its hyphen": "9001011234568",
    "one in full-width digits": "９００１０１－１２３４５６８",
    "an alien registration number": "900101-5234568",
    "a passport number": "M12345678",
    "a driver licence number": "11-22-123456-78",
    "a birth date": "생년월일 1990년 1월 1일",
    "a card number": "4242 4242 4242 4242",
}


@pytest.mark.clause("1.1")
def test_there_are_seventeen_items_and_no_other() -> None:
    """The file declares the seventeen items of the published list, in its order, and each is collected by some record."""
    assert list(facts.policy()["items"]) == SEVENTEEN
    held = {item for kind in facts.KINDS for item in facts.items(kind) if "." not in item}
    assert held == set(SEVENTEEN)


@pytest.mark.clause("1.1")
def test_an_undeclared_item_is_refused_at_the_door(household: Household, ledger: Ledger, kept: Counts) -> None:
    """For each record kind, every item that it does not declare is refused with 1.1, recorded, and nothing is kept."""
    jk, before, refused = household.jk, kept(), 0
    for kind in facts.KINDS:
        channel = facts.widest_channel(kind)
        whose = household.people[facts.policy()["records"][kind]["of"][0]]
        for item in (*SEVENTEEN, "birth_date", "gender", "shoe_size"):
            if item in facts.items(kind):
                continue
            values = samples.record(kind, *facts.required(kind)) | {item: samples.FIXED.get(item, "anything")}
            with pytest.raises(jikim.DeniedError) as denied:
                jk.collect(kind, values, channel=channel, subject=whose, old_enough=True)
            assert (denied.value.why, denied.value.clause) == ("undeclared-item", "1.1"), (kind, item)
            refused += 1
    assert kept() == before
    found = [entry for entry in ledger() if entry.get("why") == "undeclared-item"]
    assert len(found) == refused
    assert {entry["clause"] for entry in found} == {"1.1"}


@pytest.mark.clause("1.1")
def test_each_item_has_a_validator(household: Household, kept: Counts) -> None:
    """For each item, values of the wrong form are refused by its name and never repeated, and a right one passes."""
    jk = household.jk
    for item in SEVENTEEN:
        kind = next(kind for kind in facts.KINDS if item in facts.items(kind))
        channel = facts.widest_channel(kind)
        right = samples.record(kind, *dict.fromkeys((*facts.required(kind), item)))
        whose = household.anyone(kind)
        before = kept()
        for wrong in samples.WRONG[item]:
            with pytest.raises(InvalidError) as refused:
                jk.collect(kind, right | {item: wrong}, channel=channel, subject=whose, old_enough=True)
            assert refused.value.item == item
            said = [str(part) for part in wrong.values()] if isinstance(wrong, dict) else [str(wrong)]
            assert not any(text in str(refused.value) for text in said if len(text) > 3 and not text.isalpha())
        assert kept() == before
        assert jk.collect(kind, right, channel=channel, subject=whose, old_enough=True).ref.kind == kind


@pytest.mark.clause("1.1")
def test_required_and_optional_items_are_told_apart(household: Household, kept: Counts) -> None:
    """Of each kind, a record without any one required item is refused by that item's name; with those alone it is
    taken."""
    jk = household.jk
    for kind in facts.KINDS:
        whose, required = household.anyone(kind), facts.required(kind)
        values, by = (
            samples.record(kind, *required) if required else samples.record(kind),
            household.by(facts.widest_channel(kind)),
        )
        before = kept()
        for item in required:
            for lacking in ({key: value for key, value in values.items() if key != item}, values | {item: None}):
                with pytest.raises(jikim.DeniedError) as denied:
                    jk.by(by).collect(kind, lacking, channel=facts.widest_channel(kind), subject=whose, old_enough=True)
                assert denied.value.why == "required-missing"
                assert f"`{item}`" in str(denied.value)
        assert kept() == before
        jk.by(by).collect(kind, values, channel=facts.widest_channel(kind), subject=whose, old_enough=True)


@pytest.mark.clause("1.1")
def test_contents_are_sealed_kept_and_destroyed_like_any_item(
    household: Household, holding: Callable[[str], list[str]], look: Look
) -> None:
    """An enquiry's text lies nowhere in the clear, comes back to its purpose, and goes with its record."""
    jk, text = household.jk, "원격 화면이 파랗게 보입니다"
    guest = household.people["guest"]
    enquiry = jk.collect(
        "enquiry",
        {"name": "가나다", "email": "g@example.org", "text": text, "files": "원격 화면".encode()},
        channel="board",
        subject=guest,
        old_enough=True,
    ).ref
    assert holding(text) == []
    read = jk.use(enquiry, purpose="support", items=["text", "files"])
    assert read["text"] == text
    assert [(file.size, file.content) for file in unpack(read["files"])] == [(len("원격 화면".encode()), None)]
    jk.event(enquiry, "answered")
    jk.sweep()
    assert look("live", "SELECT count(*) FROM live.record WHERE record = %s", enquiry.record) == [(0,)]
    with pytest.raises(jikim.DeniedError, match="no such record"):
        jk.use(enquiry, purpose="support", items=["text"])


@pytest.mark.clause("1.1")
def test_check_reports_every_content_as_missing_from_section_one() -> None:
    """What the policy implies and does not list is reported by `check`, content by content."""
    findings = check(parse(HOMEPAGE.read_text(encoding="utf-8"), "policy.yaml"), date(2013, 2, 5))
    reported = {finding.path[1:] for finding in findings if finding.code == "contents-not-listed"}
    told = {(path[0], path[-1]) for path in reported}
    assert told == {(kind, name) for kind in facts.KINDS for name in facts.contents(kind)}


def _listed(said: str) -> dict[str, list[str]]:
    return {"what": [said]}


@pytest.mark.clause("1.2")
def test_a_refused_number_in_free_text_is_neither_stored_nor_logged(
    household: Household,
    ledger: Ledger,
    kept: Counts,
    holding: Callable[[str], list[str]],
    server: Embedded,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """In every text, list, address or usage record a number that is never taken is refused, and no trace of it is left."""
    jk = household.jk
    caplog.set_level(logging.DEBUG)
    places: list[tuple[str, str, Callable[[str], Any]]] = [
        ("order", "address", lambda said: {"line1": said}),
        ("usage-history", "usage", lambda said: {"typed": said}),
    ]
    for kind in facts.KINDS:
        for name, content in facts.policy()["records"][kind]["items"].get("contents", {}).items():
            if content["type"] != "file":
                places.append((kind, name, _listed if content["type"] == "data" else str))
    whose = {kind: household.anyone(kind) for kind in facts.KINDS}
    before = kept()
    for kind, name, made in places:
        channel = next(
            via for via in facts.policy()["records"][kind]["via"] if {name, f"{kind}.{name}"} & facts.brought(via, kind)
        )
        values = samples.record(kind, *facts.required(kind)) if facts.required(kind) else {}
        for what, number in NEVER.items():
            given = values | {name: made(f"제 것은 {number} 입니다")}
            with pytest.raises((jikim.DeniedError, InvalidError)) as refused:
                jk.collect(kind, given, channel=channel, subject=whose[kind], old_enough=True)
            assert number not in str(refused.value), what
            if isinstance(refused.value, jikim.DeniedError):
                assert refused.value.clause == "1.2", (what, kind, name)
    assert kept() == before
    entries, logs = str(ledger()), [log.read_text(errors="replace") for log in server.directory.rglob("*.log")]
    assert logs
    for number in NEVER.values():
        assert holding(number) == []
        assert number not in entries
        assert number not in caplog.text
        assert not any(number in log for log in logs)


@pytest.mark.clause("1.2")
def test_a_policy_that_asks_for_a_refused_type_does_not_run() -> None:
    """A birth date or a resident registration number added to the items is an error of `check`, under whatever name."""
    text = HOMEPAGE.read_text(encoding="utf-8")
    for kind in ("birth-date", "kr.resident-registration-number", "sensitive"):
        altered = text.replace("type: company-name", f"type: {kind}")
        assert altered != text
        errors = [
            found
            for found in check(parse(altered, "policy.yaml"), date(2013, 2, 5))
            if found.severity is Severity.ERROR
        ]
        assert "item-of-refused-type" in {found.code for found in errors}


@pytest.mark.clause("1.2")
def test_every_channel_asks_about_the_age_and_a_no_keeps_nothing(
    household: Household, ledger: Ledger, kept: Counts
) -> None:
    """Through each channel, "no" and "nobody asked" are refused before anything is looked at; no person, record or key
    is left."""
    jk, before, asked = household.jk, kept(), 0
    for kind in facts.KINDS:
        for channel in facts.policy()["records"][kind]["via"]:
            for answer, why in ((False, "under-age"), (None, "age-not-asked")):
                with pytest.raises(jikim.DeniedError) as denied:
                    jk.collect(
                        kind,
                        samples.record(kind),
                        channel=channel,
                        subject=facts.policy()["records"][kind]["of"][0],
                        old_enough=answer,
                    )
                assert (denied.value.why, denied.value.clause) == (why, "1.2")
                asked += 1
    assert kept() == before
    found = [entry for entry in ledger() if entry.get("why") in ("under-age", "age-not-asked")]
    assert len(found) == asked
    assert not any("subject" in entry or "items" in entry for entry in found)


@pytest.mark.clause("1.2")
def test_a_child_found_later_is_removed(jk: Jikim, cast: Cast, kept: Counts, look: Look) -> None:
    """The officer ends the membership of someone who turns out to be a child; record, claims and key are gone with the
    sweep."""
    jk.by(cast.omar).leave(cast.bob.subject)
    with pytest.raises(jikim.DeniedError):
        jk.use(cast.bob_membership, purpose="notices")
    jk.sweep()
    assert look("live", "SELECT count(*) FROM live.subject WHERE subject = %s", cast.bob.subject) == [(0,)]
    keys = look("keys", "SELECT count(*) FROM keys.key WHERE position(%s in name) = 1", cast.bob.subject.bytes)
    assert keys == [(0,)]


@pytest.mark.clause("1.2")
def test_a_guardian_is_served_for_the_one_child_alone(jk: Jikim, cast: Cast) -> None:
    """A guardian sees and corrects that one person's data, and nobody else's."""
    guardian = jk.acting("guardian", str(cast.bob.subject))
    assert jk.by(guardian).show(cast.bob.subject).cards
    with pytest.raises(jikim.DeniedError, match="someone else's"):
        jk.by(guardian).show(cast.alice.subject)


@pytest.mark.clause("1.3")
def test_each_channel_brings_its_own_items_and_nothing_else(household: Household, kept: Counts) -> None:
    """A record comes by its own channels alone, and by each of them only what that channel's list names."""
    jk, before = household.jk, kept()
    for kind in facts.KINDS:
        record = facts.policy()["records"][kind]
        whose = household.people[record["of"][0]]
        required = facts.required(kind)
        values = samples.record(kind, *required) if required else samples.record(kind)
        for channel in facts.policy()["channels"]:
            partner = "reseller" if channel == "partner" else ""
            if channel not in record["via"]:
                with pytest.raises(jikim.DeniedError) as denied:
                    jk.collect(kind, values, channel=channel, subject=whose, old_enough=True, partner=partner)
                assert (denied.value.why, denied.value.clause) == ("channel", "1.3"), (kind, channel)
                continue
            for item in set(facts.items(kind)) - facts.brought(channel, kind):
                with pytest.raises(jikim.DeniedError) as denied:
                    jk.by(household.by(channel)).collect(
                        kind,
                        values | samples.record(kind, item),
                        channel=channel,
                        subject=whose,
                        old_enough=True,
                        partner=partner,
                    )
                clause = "1.4" if channel == "partner" else "1.3"
                assert denied.value.clause == clause, (kind, channel, item)
    assert kept() == before


@pytest.mark.clause("1.4")
def test_a_partner_supplies_its_records_and_items_and_the_subject_sees_it(household: Household, kept: Counts) -> None:
    """The reseller passes on an order; other records, other items, other names and other doors are refused; its
    customer sees who and when."""
    jk, alice = household.jk, household.people["member"]
    partner = signed_by(jk, "reseller")
    supplied = set(facts.policy()["partners"]["reseller"]["items"])
    values = samples.record("order", *facts.required("order"))

    def supply(kind: str = "order", more: dict[str, Any] | None = None, **how: Any) -> jikim.Ref:
        asked: dict[str, Any] = {"channel": "partner", "partner": "reseller", "by": partner} | how
        return jk.by(asked.pop("by")).collect(kind, values | (more or {}), subject=alice, old_enough=True, **asked).ref

    before = kept()
    refused: list[dict[str, Any]] = [
        {"kind": "delivery-request", "more": samples.record("delivery-request")},
        {"partner": "unheard-of"},
        {"partner": ""},
        {"channel": "homepage"},
        {"by": jk.actor},
        {"by": jk.acting("member", str(alice.subject))},
    ]
    for how in refused:
        with pytest.raises(jikim.DeniedError) as denied:
            supply(**how)
        assert denied.value.clause in ("1.3", "1.4")
    for item in set(facts.items("order")) - supplied:
        with pytest.raises(jikim.DeniedError) as denied:
            supply(more=samples.record("order", item))
        assert denied.value.clause == "1.4"
    assert kept() == before
    order = supply(more=samples.record("order", *sorted(supplied & set(facts.items("order")))))
    card = next(card for card in jk.show(alice.subject).cards if card.ref == order)
    assert (card.source, card.channel, card.collected) == ("reseller", "partner", jk.now())


@pytest.mark.clause("1.2")
def test_who_is_refused_before_they_are_anybody_leaves_no_trace(jk: Jikim, ledger: Ledger, kept: Counts) -> None:
    """A child's "no", a name that is taken, a missing or undeclared item, a number that is never taken: each refusal is
    recorded, and not from where."""
    address = "198.51.100.77"
    comes = jk.actor._replace(origin=address)
    member = {
        "login_id": "whimbrel",
        "password": "a quiet heron 4471",
        "name": "가나다",
        "email": "whimbrel@example.com",
    }

    def join(values: dict[str, Any], old_enough: bool | None = True, **more: Any) -> jikim.Ref:
        return jk.by(comes).collect("membership", values, channel="homepage", old_enough=old_enough, **more).ref

    join(member)
    (taken,) = [entry for entry in ledger() if address in json.dumps(entry)]
    assert "subject" in taken, "of who was taken it is recorded"
    before, other = kept(), {**member, "email": "other@example.com"}
    for values, old_enough, more, why in (
        (member, False, {}, "under-age"),
        (member, None, {}, "age-not-asked"),
        (other, True, {}, "taken"),
        ({**other, "login_id": "dunlin", "gender": "x"}, True, {}, "undeclared-item"),
        ({"login_id": "dunlin"}, True, {}, "required-missing"),
        (other, True, {"consents": ["nothing.at.all"]}, "purpose"),
    ):
        with pytest.raises(jikim.DeniedError) as denied:
            join(values, old_enough, **more)
        assert denied.value.why == why
        (entry,) = [entry for entry in ledger() if entry.get("why") == why]
        assert "subject" not in entry
        assert "record" not in entry
    assert [entry for entry in ledger() if address in json.dumps(entry)] == [taken]
    # A key that was made for one who was refused waits, under a random number, for the next who comes.
    assert kept()[:4] == before[:4]
