"""Section 5: what is destroyed when its purpose is met, and what rests until exactly which day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.clauses import facts
from tests.clauses.conftest import Household, Ledger, Look
from tests.conftest import HOMEPAGE
from tests.employed import employ, lasting, second

import jikim
from jikim.app import Jikim
from jikim.crypto import blind
from jikim.keys.keyring import day_name
from jikim.policy import statutes
from jikim.policy.ask import Actor
from jikim.policy.check import check
from jikim.policy.compile import compile_policy
from jikim.policy.finding import Severity
from jikim.policy.model import PolicyFile
from jikim.policy.model.where import ReasonKind
from jikim.policy.parse import parse
from jikim.store.resting import tag_key
from jikim.verbs.event import event as ended
from jikim.verbs.show_resting import find_resting


def seoul(day: str, time: str = "00:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}:00+09:00")


@dataclass(frozen=True)
class Life:
    """One record's life: what happens when, and the last day of each item that rests. The days are worked out by hand
    from the Civil Act (§157, §160), month ends and leap days among them."""

    kind: str
    purpose: str
    events: tuple[tuple[str, str], ...]
    rests: dict[str, str]
    of: str = "member"
    taken: str = "2013-02-06"

    def __str__(self) -> str:
        return self.kind


CONTRACT = Life(
    "order",
    "legal-evidence",
    (("2013-02-10", "paid"), ("2013-08-31", "delivered"), ("2016-02-29", "settled")),
    {
        "name": "2021-02-28",
        "email": "2021-02-28",
        "phone": "2021-02-28",
        "lines": "2021-02-28",
        "address": "2018-08-31",
    },
)
PAYMENT = Life(
    "payment",
    "legal-evidence",
    (("2013-02-10", "paid"), ("2013-03-05", "settled")),
    {"name": "2018-02-10", "payment": "2018-02-10"},
    of="guest",
)
WITHDRAWAL = Life(
    "order-withdrawal",
    "legal-evidence",
    (("2013-04-30", "refunded"),),
    {"name": "2018-04-30", "lines": "2018-04-30", "reason": "2018-04-30"},
)
DELIVERY = Life(
    "delivery-request",
    "legal-evidence",
    (("2013-12-31", "delivered"),),
    {"name": "2018-12-31", "address": "2018-12-31"},
    of="corporate",
    taken="2013-12-01",
)
IDENTITY = Life(
    "identity-check",
    "identity-evidence",
    (("2013-08-30", "checked"),),
    {"name": "2014-02-28", "result": "2014-02-28"},
    taken="2013-08-20",
)
COMPLAINT = Life(
    "complaint",
    "dispute-evidence",
    (("2013-02-20", "answered"), ("2013-06-01", "closed")),
    {"name": "2016-06-01", "email": "2016-06-01", "text": "2016-06-01", "answer": "2016-06-01"},
    of="guest",
)
MEASURE = Life(
    "measure",
    "dispute-evidence",
    (("2013-02-20", "confirmed"), ("2013-06-01", "closed")),
    dict.fromkeys(("evidence", "objection", "answer"), "2016-06-01"),
)
USAGE = Life(
    "usage-history", "corporate-request", (), {"usage": "2014-03-06", "business_no": "2014-03-06"}, of="corporate"
)
VISIT = Life("visit", "visit-evidence", (), {"ip": "2018-02-06", "access_log": "2018-02-06"}, of="guest")

INVOICE = Life(
    "tax-invoice",
    "legal-evidence",
    (("2013-07-25", "filing-deadline"),),
    dict.fromkeys(("company", "business_no", "name", "paper"), "2018-07-25"),
    of="corporate",
)
RECEIPT = Life(
    "cash-receipt",
    "legal-evidence",
    (("2013-07-25", "filing-deadline"),),
    {"name": "2018-07-25", "paper": "2018-07-25"},
    of="guest",
)


@pytest.mark.parametrize(
    "life",
    [
        pytest.param(CONTRACT, marks=[pytest.mark.clause("5.3"), pytest.mark.clause("5.4")], id="order"),
        pytest.param(PAYMENT, marks=pytest.mark.clause("5.4"), id="payment"),
        pytest.param(WITHDRAWAL, marks=pytest.mark.clause("5.3"), id="order-withdrawal"),
        pytest.param(DELIVERY, marks=pytest.mark.clause("5.4"), id="delivery-request"),
        pytest.param(IDENTITY, marks=pytest.mark.clause("5.6"), id="identity-check"),
        pytest.param(COMPLAINT, marks=pytest.mark.clause("5.5"), id="complaint"),
        pytest.param(MEASURE, marks=pytest.mark.clause("5.5"), id="measure"),
        pytest.param(USAGE, id="usage-history"),
        pytest.param(VISIT, marks=pytest.mark.clause("5.7"), id="visit"),
        pytest.param(INVOICE, marks=pytest.mark.clause("5.9"), id="tax-invoice"),
        pytest.param(RECEIPT, marks=pytest.mark.clause("5.9"), id="cash-receipt"),
    ],
)
def test_a_record_rests_exactly_until_its_day(
    household: Household, forward: Callable[..., datetime], look: Look, life: Life
) -> None:
    """The kept items alone rest, for the rule's purpose alone, through the last minute of their last day; at midnight
    they are gone with their key.
    """
    jk, officer = household.jk, household.officer
    forward(to=seoul(life.taken, "10:00"))
    ref = household.take(life.kind, life.of)
    if life.events:
        for day, event in life.events:
            forward(to=seoul(day, "23:30"))
            jk.event(ref, event)
    else:
        forward(to=seoul("2013-03-06", "23:59"))
        assert jk.sweep().retired == {}
        forward(to=seoul("2013-03-07"))
    assert jk.sweep().retired == {life.kind: 1}

    def consult(items: list[str] | None = None, purpose: str = life.purpose) -> set[str]:
        how: dict[str, Any] = {"reason_kind": "person-request", "reason": "a test", "items": items}
        second(jk, ref, purpose=purpose, actor=officer, **how)
        return set(jk.by(officer).consult(ref, purpose=purpose, **how))

    dossier = jk.show(household.people[life.of].subject)
    assert not any(card.ref == ref for card in dossier.cards)
    resting = {facts.short(life.kind, item): card.until for card in dossier.resting for item in card.items}
    assert resting == {item: date.fromisoformat(day) for item, day in life.rests.items()}
    for item in facts.items(life.kind):
        if facts.short(life.kind, item) not in life.rests:
            with pytest.raises(jikim.DeniedError) as gone:
                consult([facts.short(life.kind, item)])
            assert gone.value.clause in ("5.8", "10.1")
    for other in facts.policy()["archive"]["purposes"]:
        if other != life.purpose:
            with pytest.raises(jikim.DeniedError) as denied:
                consult(purpose=other)
            assert denied.value.clause == "5.8"
    left = dict(life.rests)
    for last in sorted(set(life.rests.values())):
        forward(to=seoul(last, "23:59"))
        jk.sweep()
        assert consult() == set(left)
        going = {item for item, day in left.items() if day == last}
        left = {item: day for item, day in left.items() if day != last}
        forward(to=seoul((date.fromisoformat(last) + (date(2, 1, 2) - date(2, 1, 1))).isoformat()))
        for item in going if not left else ():
            with pytest.raises(jikim.DeniedError, match="no such record"):
                consult([item])
        swept = jk.sweep()
        assert swept.parts == 1
        assert swept.certificate is not None
        rows = look("archive", "SELECT due FROM archive.part WHERE record = %s", ref.record)
        assert {due.isoformat() for (due,) in rows} == set(left.values())
        if left:
            assert consult() == set(left)
    keys = look("keys", "SELECT count(*) FROM keys.key WHERE space = 'day'")
    destroyed = look("keys", "SELECT count(*) FROM keys.destroyed WHERE space = 'day'")
    assert (keys, destroyed) == ([(0,)], [(len(set(life.rests.values())),)])


@pytest.mark.parametrize(
    ("kind", "event", "last"),
    [
        pytest.param("order", "", "2013-02-20", marks=pytest.mark.clause("5.3"), id="an order that nobody paid"),
        pytest.param(
            "order", "withdrawn", "2013-02-06", marks=pytest.mark.clause("5.3"), id="an order withdrawn unpaid"
        ),
        pytest.param("payment", "", "2013-02-20", marks=pytest.mark.clause("5.4"), id="a payment never paid"),
        pytest.param(
            "delivery-request", "cancelled", "2013-02-06", marks=pytest.mark.clause("5.4"), id="a cancelled delivery"
        ),
        pytest.param(
            "delivery-request", "", "2013-05-06", marks=pytest.mark.clause("5.4"), id="a delivery that never was"
        ),
        pytest.param("identity-check", "", "2013-02-20", marks=pytest.mark.clause("5.6"), id="an abandoned check"),
    ],
)
def test_what_came_to_nothing_goes_whole(
    household: Household, forward: Callable[..., datetime], look: Look, kind: str, event: str, last: str
) -> None:
    """It lives through its declared day; the next run destroys it, and no part of it rests."""
    jk = household.jk
    forward(to=seoul("2013-02-06", "10:00"))
    ref = household.take(kind)
    if event:
        jk.event(ref, event)
    else:
        forward(to=seoul(last, "23:59"))
        jk.sweep()
        assert look("live", "SELECT 1 FROM live.record WHERE record = %s", ref.record)
        forward(to=seoul((date.fromisoformat(last) + timedelta(days=1)).isoformat()))
    jk.sweep()
    for where, table in (("live", "live.record"), ("archive", "archive.part")):
        assert look(where, f"SELECT 1 FROM {table} WHERE record = %s", ref.record) == []  # noqa: S608 - our own names


@pytest.mark.clause("5.3")
@pytest.mark.clause("5.4")
@pytest.mark.clause("5.5")
@pytest.mark.clause("5.6")
@pytest.mark.clause("5.7")
@pytest.mark.clause("5.9")
def test_every_rule_of_the_policy_has_a_life_in_the_table() -> None:
    """The table above covers each retention rule: its items, its purpose, and its period as published."""
    lives = (CONTRACT, PAYMENT, WITHDRAWAL, DELIVERY, IDENTITY, COMPLAINT, MEASURE, USAGE, VISIT, INVOICE, RECEIPT)
    published = {"5.2": "1y", "5.3": "5y", "5.4": "5y", "5.5": "3y", "5.6": "6mo", "5.7": "5y", "5.9": "5y"}
    seen = set()
    for kind in facts.KINDS:
        for rule in facts.policy()["records"][kind].get("keep", []):
            seen.add(rule["clause"])
            assert rule["for"] == published[rule["clause"]]
            assert any(
                life.kind == kind and life.purpose == rule["purpose"] and set(rule["items"]) <= set(life.rests)
                for life in lives
            ), (kind, rule["clause"])
    assert seen == set(published)
    for life in lives:
        kept = {item for rule in facts.policy()["records"][life.kind]["keep"] for item in rule["items"]}
        assert set(life.rests) == kept


@pytest.mark.clause("5.7")
def test_check_says_that_the_act_does_not_speak_of_visits() -> None:
    """The E-Commerce Act is cited for visit records, and `check` says that it covers none."""
    findings = check(parse(HOMEPAGE.read_text(encoding="utf-8"), "policy.yaml"), date(2013, 2, 5))
    assert any(
        (finding.code, finding.path[:2]) == ("citation-does-not-cover", ("records", "visit")) for finding in findings
    )


def test_only_a_corporate_members_usage_rests(
    household: Household, forward: Callable[..., datetime], ledger: Ledger
) -> None:
    """A member's usage goes after its month; a corporate member's rests a year more and is handed out for the company's
    request alone."""
    jk = household.jk
    private, corporate = household.take("usage-history", "member"), household.take("usage-history", "corporate")
    forward(days=40)
    swept = jk.sweep()
    assert (swept.retired, swept.destroyed) == ({"usage-history": 1}, {"usage-history": 1})
    with pytest.raises(jikim.DeniedError, match="no such record"):
        jk.by(household.officer).consult(private, purpose="corporate-request", reason_kind="dispute", reason="asked")
    read = jk.by(household.officer).consult(
        corporate, purpose="corporate-request", reason_kind="dispute", reason="the company asked"
    )
    assert read["usage"] == {"feature": "remote-session", "minutes": 12}


@pytest.mark.clause("5.1")
def test_each_event_that_fulfils_the_purpose_ends_the_record_without_delay(household: Household, look: Look) -> None:
    """For each record kind and each of its endings, the sweep of that very moment destroys it, or moves what a rule
    keeps."""
    jk, tried = household.jk, 0
    for kind in facts.KINDS:
        if kind in ("membership", "corporate-membership", "preferences"):
            continue
        for ending in facts.endings(kind):
            ref = household.take(kind)
            # Whom a company's administrator is, people alone say.
            assert (jk.by(household.officer) if kind == "company-administrator" else jk).event(ref, ending)
            with pytest.raises(jikim.DeniedError):
                jk.use(ref, purpose=facts.policy()["records"][kind]["for"][0], reason="late")
            swept = jk.sweep()
            rules = facts.policy()["records"][kind].get("keep", [])
            # A rule that waits for an event keeps nothing without it.
            kept = [rule for rule in rules if not rule.get("once") or ending in rule["once"]]
            assert (swept.retired if kept else swept.destroyed) == {kind: 1}, (kind, ending)
            assert look("live", "SELECT count(*) FROM live.record WHERE record = %s", ref.record) == [(0,)]
            rest = look("archive", "SELECT items FROM archive.part WHERE record = %s", ref.record)
            items = {jk.policy.name("item", number) for (numbers,) in rest for number in numbers}
            assert items == {f"{kind}.{i}" if i in facts.contents(kind) else i for rule in kept for i in rule["items"]}
            tried += 1
    assert tried == sum(len(facts.endings(kind)) for kind in facts.KINDS if facts.endings(kind) != ["left"])


@pytest.mark.clause("5.1")
def test_time_ends_what_has_no_event(household: Household, forward: Callable[..., datetime]) -> None:
    """Usage and visits live a month from the day they arose, sign-ins three and interests six; on the day after, the
    sweep ends them."""
    jk = household.jk
    forward(to=seoul("2013-08-31", "12:00"))
    months = {"usage-history": "2013-09-30", "visit": "2013-09-30", "sign-in": "2013-11-30", "interests": "2014-02-28"}
    of = {"usage-history": "member", "sign-in": "member"}
    refs = {kind: household.take(kind, of.get(kind, "guest")) for kind in months}
    for last in sorted(set(months.values())):
        forward(to=seoul(last, "23:59"))
        swept = jk.sweep()
        assert not swept.retired
        assert not swept.destroyed
        forward(minutes=1)
        swept = jk.sweep()
        ended = {kind for kind, day in months.items() if day == last}
        assert set(swept.retired) | set(swept.destroyed) == ended
    assert set(refs) == {kind for kind in facts.KINDS if not facts.endings(kind)}


@pytest.mark.clause("5.1")
def test_who_leaves_takes_everything_along_but_the_exceptions(household: Household, look: Look) -> None:
    """On leaving, all that no rule keeps is destroyed in the next sweep; kept items move; an open contract first
    finishes; then nothing is left."""
    jk, alice = household.jk, household.people["member"]
    refs = {kind: household.take(kind) for kind in facts.KINDS if "member" in facts.policy()["records"][kind]["of"]}
    plan = jk.leave(alice.subject)
    finishing = {kind for kind in refs if facts.policy()["records"][kind].get("leaving") == "finishes"}
    resting = {
        kind
        for kind in set(refs) - finishing
        if any(
            "member" in rule.get("only", ["member"]) and not rule.get("once")
            for rule in facts.policy()["records"][kind].get("keep", [])
        )
    }
    named: dict[str, set[str]] = {"stays": set(), "rests": set(), "goes": set()}
    for step in plan.steps:
        named[step.fate].add(jk.policy.name("record", step.facts.kind))
    assert named == {"stays": finishing, "rests": resting, "goes": set(refs) - finishing - resting}
    swept = jk.sweep()
    assert set(swept.retired) == resting
    assert set(swept.destroyed) == set(refs) - finishing - resting
    for kind in finishing:
        jk.event(refs[kind], facts.endings(kind)[0])
    jk.sweep()
    assert look("live", "SELECT count(*) FROM live.record WHERE subject = %s", alice.subject) == [(0,)]
    assert look("live", "SELECT count(*) FROM live.subject WHERE subject = %s", alice.subject) == [(0,)]
    keys = look(
        "keys", "SELECT count(*) FROM keys.key WHERE space = 'person' AND position(%s in name) = 1", alice.subject.bytes
    )
    assert keys == [(0,)]


@pytest.mark.clause("5.8")
def test_the_archives_index_ends_with_its_days_key(
    household: Household, look: Look, forward: Callable[..., None]
) -> None:
    """A tag in the archive is the HMAC of a value under a key out of its part's day key: with the day it goes, and
    nobody is found by it."""
    jk, house = household.jk, household.jk.house
    order = household.take("order")
    email = jk.by(household.officer).use(order, purpose="billing", items=["email"])["email"]
    jk.event(order, "settled")
    jk.sweep()
    item = jk.policy.number("item", "email")
    assert item is not None

    def found() -> list[Any]:
        why = "a dispute about the bill"
        return jk.driver.run(
            find_resting(
                house.by(household.officer), "email", email, purpose="legal-evidence", reason=why, reason_kind="dispute"
            )
        )

    assert {one.ref for one in found()} == {order}
    rows = look("archive", "SELECT due, kind, tags FROM archive.part WHERE record = %s", order.record)
    tagged = [(due, kind, tags) for due, kind, tags in rows if tags]
    assert tagged
    for due, kind, tags in tagged:
        day = jk.driver.run(house.keyring.open("day", day_name(kind, due)))
        assert blind(tag_key(day), item, email) in [bytes(tag) for tag in tags]
    forward(to=seoul((max(due for due, *_ in tagged) + timedelta(days=1)).isoformat()))
    jk.sweep()
    assert look("keys", "SELECT count(*) FROM keys.key WHERE space = 'day'") == [(0,)]
    assert found() == []
    assert look("archive", "SELECT count(*) FROM archive.kept") == [(0,)]


@pytest.mark.clause("5.8")
def test_what_rests_answers_to_its_own_purpose_or_to_law_each_time_with_a_reason(
    household: Household, ledger: Ledger
) -> None:
    """No reason, another purpose, a member, an application, a demand without its document: each is denied and
    recorded; what passes is recorded with its reason.
    """
    jk, officer = household.jk, household.officer
    order = household.take("order")
    jk.event(order, "settled")
    jk.sweep()
    counted = len(ledger())
    for purpose in facts.policy()["purposes"]:
        with pytest.raises(jikim.DeniedError):
            jk.by(officer).use(order, purpose=purpose, reason="curious")
    with pytest.raises(jikim.DeniedError):
        jk.by(officer).provide(order, to="service-least", purpose="delivery")
    refused: list[dict[str, Any]] = [
        {"purpose": "legal-evidence", "reason": ""},
        {"purpose": "delivery", "reason": "curious"},
        {"purpose": "dispute-evidence", "reason": "curious"},
        {"purpose": "legal-evidence", "reason": "curious", "by": jk.actor},
        {"purpose": "legal-evidence", "reason": "curious", "by": jk.acting("member", str(order.subject))},
        {"purpose": "legal-evidence", "reason": "a demand", "statute": "kr.criminal-procedure"},
        {"purpose": "legal-evidence", "reason": "a demand", "document": "2013-1"},
        {"purpose": "legal-evidence", "reason": "a demand", "reason_kind": "demand-by-law"},
        {"purpose": "legal-evidence", "reason": "curious", "items": ["note"]},
    ]
    for how in refused:
        with pytest.raises(jikim.DeniedError):
            jk.by(how.pop("by", officer)).consult(order, **{"reason_kind": "dispute", **how})
    assert jk.by(officer).consult(
        order, purpose="legal-evidence", reason_kind="dispute", reason="a dispute about the bill"
    )["name"]
    jk.by(officer).consult(
        order,
        purpose="legal-evidence",
        reason="a warrant",
        reason_kind="demand-by-law",
        statute="kr.criminal-procedure",
        document="2013-1",
    )
    entries = [entry for entry in ledger()[counted:] if entry["event"].startswith("archive:consult")]
    assert [entry["event"].rpartition(":")[2] for entry in entries].count("denied") == len(refused)
    read = [entry for entry in entries if entry["event"] == "archive:consult:allowed"]
    assert {entry["reason"] for entry in read} == {"a dispute about the bill", "a warrant"}
    assert {(entry.get("statute"), entry.get("document")) for entry in read} >= {("kr.criminal-procedure", "2013-1")}
    assert {entry["clause"] for entry in read} == {"5.8"}


@pytest.mark.clause("5.8")
def test_a_handler_without_a_running_grant_reads_nothing_that_rests(
    household: Household, forward: Callable[..., datetime]
) -> None:
    """A reason opens the archive to nobody whose grant was never given, was revoked, or is over."""
    jk = household.jk
    order = household.take("order")
    jk.event(order, "settled")
    jk.sweep()
    how: dict[str, Any] = {"purpose": "legal-evidence", "reason": "a dispute", "reason_kind": "dispute"}
    employ(jk, "hana")
    number = lasting(jk, "hana", ["support", "legal-evidence"], actor=household.officer)
    hana = jk.handler("hana")
    assert jk.by(hana).consult(order, **how)["name"]
    with pytest.raises(jikim.DeniedError) as never:
        jk.by(jk.handler("nobody")).consult(order, **how)
    assert never.value.why == "grant"
    jk.by(household.officer).revoke(number)
    for actor in (hana, jk.handler("hana")):
        with pytest.raises(jikim.DeniedError) as revoked:
            jk.by(actor).consult(order, **how)
        assert revoked.value.why == "grant"


@pytest.mark.clause("5.8")
def test_what_rests_opens_for_the_kinds_of_reason_that_its_purpose_lists(household: Household, ledger: Ledger) -> None:
    """A reason of no kind, of another's or of none that there is opens nothing, whoever asks; the entry says of which
    kind it was."""
    jk, kinds = household.jk, {}
    for kind, purpose, event in (("order", "legal-evidence", "settled"), ("complaint", "dispute-evidence", "closed")):
        ref = household.take(kind)
        jk.event(ref, event)
        kinds[purpose] = ref
    jk.sweep()
    listed = {name: row["reasons"] for name, row in facts.policy()["archive"]["purposes"].items()}
    assert all(listed.values())
    for purpose, ref in kinds.items():
        for given in ("", "curious", *(set(ReasonKind) - set(listed[purpose]))):
            for actor in (household.officer, jk.acting("system", "looker")):
                with pytest.raises(jikim.DeniedError) as denied:
                    jk.by(actor).consult(ref, purpose=purpose, reason_kind=given, reason="a test")
                assert (denied.value.why, denied.value.clause) == ("reason-kind", "5.8")
        for given in listed[purpose]:
            law = {"statute": "kr.x", "document": "2013-1"} if given == "demand-by-law" else {}
            how: dict[str, Any] = {"reason_kind": given, "reason": "a test", **law}
            second(jk, ref, purpose=purpose, actor=household.officer, **how)
            assert jk.by(household.officer).consult(ref, purpose=purpose, **how)
    told = {(one["purpose"], one.get("reason_kind")) for one in ledger() if one["event"] == "archive:consult:allowed"}
    assert told == {(purpose, kind) for purpose in kinds for kind in listed[purpose]}


@pytest.mark.clause("5.9")
def test_a_rule_may_cite_any_statute_of_the_catalogue(jk: Jikim) -> None:
    """Each statute that states a period, the Commercial Act among them, can stand behind a rule, and the policy runs;
    an unknown one cannot."""
    content: Any = YAML(typ="safe").load(facts.PLACE.read_text(encoding="utf-8"))
    cited = [statute for statute in statutes.all() if statute.covers]
    assert any(statute.id.startswith("kr.commercial-act") for statute in cited)
    for statute in cited:
        rule = content["records"]["order"]["keep"][0]
        rule["because"], rule["for"] = statute.id, str(statute.minimum or "1y")
        compiled = compile_policy(PolicyFile.model_validate(content), jk.policy.numbers)
        assert compiled.records["order"].keep[0].keep.because == statute.id
    unknown = HOMEPAGE.read_text(encoding="utf-8").replace("because: kr.ecommerce.dispute", "because: kr.no-such-act")
    errors = {f.code for f in check(parse(unknown, "policy.yaml"), date(2013, 2, 5)) if f.severity is Severity.ERROR}
    assert "unknown-statute" in errors


@pytest.mark.clause("5.8")
def test_what_rests_opens_to_a_grant_for_that_purpose_of_keeping_alone(
    household: Household, forward: Callable[..., datetime]
) -> None:
    """A grant for advertising, or for every purpose of use, opens nothing; nor does one for another purpose of keeping,
    a reason that says nothing, or a letter that asks for cooperation.
    """
    jk = household.jk
    order = household.take("order")
    jk.event(order, "settled")
    jk.sweep()
    until, system = jk.now() + timedelta(days=30), jk.acting("system", "set-up")

    def why(actor: Actor, reason: str = "a dispute", **more: str) -> str:
        with pytest.raises(jikim.DeniedError) as denied:
            jk.by(actor).consult(order, purpose="legal-evidence", reason_kind="dispute", reason=reason, **more)
        return denied.value.why

    employ(jk, "h-adverts")
    jk.by(system).grant("h-adverts", ["marketing.ads"], until)
    assert why(jk.handler("h-adverts"), "curious") == "keeping-grant"
    jk.by(system).grant("h-adverts", list(jk.policy.file.purposes), until)
    assert why(jk.handler("h-adverts")) == "keeping-grant"
    jk.by(system).grant("h-adverts", ["dispute-evidence"], until)
    assert why(jk.handler("h-adverts")) == "keeping-grant"
    jk.by(system).grant("h-adverts", ["legal-evidence"], until)
    keeper = jk.handler("h-adverts")
    assert jk.by(keeper).consult(order, purpose="legal-evidence", reason_kind="dispute", reason="a dispute")["name"]
    for nothing in ("", " ", "\u200b", "...", "\u3164", "\t\n"):
        assert why(keeper, nothing) == "reason"
    assert why(keeper, statute="형사소송법 제199조", document="수사협조 1") == "no-ground"


def test_a_reason_that_says_nothing_is_refused_by_every_verb_that_takes_one(household: Household) -> None:
    """Spaces, dots, invisible characters and Hangul fillers are no reason: to use (whether one is asked for or not), to
    hold, to refuse a correction, to end."""
    jk, officer = household.jk, household.officer
    order = household.take("order")
    correction = jk.ask_correction(order, ["phone"])
    purpose = next(
        name
        for name, one in jk.policy.file.purposes.items()
        if one.reason and name in jk.policy.file.records["order"].for_
    )
    for nothing in (" ", "\u200b", "…", "\u3164\u115f"):
        acts: list[Callable[[], object]] = [
            lambda nothing=nothing: jk.by(officer).hold(order, reason=nothing),  # type: ignore[misc]
            lambda nothing=nothing: jk.by(officer).refuse_correction(correction, reason=nothing),  # type: ignore[misc]
            lambda nothing=nothing: jk.by(officer).use(order, purpose=purpose, reason=nothing),  # type: ignore[misc]
            lambda nothing=nothing: jk.by(officer).use(order, purpose="delivery", reason=nothing),  # type: ignore[misc]
            lambda nothing=nothing: jk.driver.run(ended(jk.house.by(officer), order, "settled", reason=nothing)),  # type: ignore[misc]
        ]
        for act in acts:
            with pytest.raises(jikim.DeniedError) as denied:
                act()
            assert denied.value.why == "reason"
