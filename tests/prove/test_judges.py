"""The judges: every promise of the policy can be shown broken, by evidence that contradicts it, and by nothing else of
it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.prove.good import LONG_AGO, NOW, TODAY, good, policy_of

from jikim.cli.init import starter
from jikim.ledger.counting import NOTHING
from jikim.policy.compiled import Policy
from jikim.policy.model import PolicyFile
from jikim.policy.parse import parse
from jikim.policy.render import document
from jikim.prove.evidence import (
    NO_REQUESTS,
    NO_SESSIONS,
    Checkpoint,
    Contract,
    DatabaseAccess,
    Evidence,
    Given,
    Looks,
    Papers,
    Posted,
    Refusals,
    Requests,
    System,
    Told,
)
from jikim.prove.mechanism import State
from jikim.prove.promises import MECHANISMS, judge, places, promised

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "clauses.md"
Change = Callable[[Evidence], Evidence]


@pytest.fixture(scope="module")
def policy(homepage: PolicyFile) -> Policy:
    """The homepage's policy, compiled."""
    return policy_of(homepage)


def states(evidence: Evidence, policy: Policy) -> dict[str, State]:
    return {one.clause: one.state for one in judge(evidence, policy)}


def passed(*checks: str) -> Change:
    """Self-checks in which something went through."""
    return lambda good: replace(
        good, refusals={**good.refusals, **{check: Refusals(3, ("order",)) for check in checks}}
    )


def register(name: str) -> Change:
    """A register with something against what was promised."""
    return lambda good: replace(good, papers={**good.papers, name: Papers(2, 1)})


def with_(**more: Any) -> Change:
    return lambda good: replace(good, **more)


def staff(**more: int) -> Change:
    return lambda good: replace(good, staff=good.staff._replace(**more))


def pages(**more: Any) -> Change:
    def change(good: Evidence) -> Evidence:
        assert good.pages is not None
        return replace(good, pages=good.pages._replace(**more))

    return change


def without_path(path: str) -> Change:
    def change(good: Evidence) -> Evidence:
        assert good.pages is not None
        return replace(good, pages=good.pages._replace(paths=good.pages.paths - {path}))

    return change


def request(right: str, paged: bool) -> Change:
    return lambda good: replace(good, requests={**good.requests, (right, paged): Requests(2, 1)})


def undeleted(name: str) -> Change:
    return lambda good: replace(good, deleted={**good.deleted, f"processor:{name}": Told(2, 1)})


def announced(important: bool, days: int) -> Change:
    """One more notice, so many days ahead."""
    return lambda good: replace(
        good, notices=(*good.notices, Posted(3, important, TODAY - timedelta(days=days), TODAY))
    )


def contract(*against: str) -> Change:
    return lambda good: replace(good, contracts={**good.contracts, "kis": Contract(against=against)})


def given(name: str, one: Given) -> Change:
    return lambda good: replace(good, given={**good.given, name: one})


# Each promise with all the ways in which evidence can contradict it.
BREAKS: dict[str, tuple[Change, ...]] = {
    "0.1": (with_(stored=False),),
    "1.1": (passed("items"),),
    "1.2": (passed("types"), passed("age"), passed("minimum")),
    "1.3": (passed("channel:board"), passed("channel:automatic")),
    "1.4": (passed("channel:partner"), passed("partners"), with_(unsourced=2)),
    "2.1": (passed("purpose:billing"), passed("purpose:support")),
    "2.2": (passed("purpose:notices"),),
    "2.3": (passed("purpose:marketing.ads"),),
    "3.1": (passed("nobody"), given("recipient:#99", Given(1, 1, 0, undeclared=True))),
    "3.2": (passed("recipient:agreed-partner"), given("recipient:publication", Given(3, 1, 0)), given("recipient:agreed-partner", Given(1, 0, 1))),
    "3.3": (passed("recipient:authority"), register("demands"), given("recipient:authority", Given(2, 2, 1))),
    "3.4": (passed("recipient:service-least"), given("recipient:service-least", Given(2, 2, 1))),
    "3.5": (passed("recipient:research"), register("releases")),
    "3.6": (passed("recipient:counterparty"), given("recipient:counterparty", Given(2, 2, 1))),
    "3.7": (passed("recipient:asked-later"), given("recipient:asked-later", Given(2, 1, 0))),
    "4.1": (passed("processor:kcp"), undeleted("kcp"), given("processor:kcp", Given(3, 3, 2))),
    "4.2": (passed("processor:kftc"), undeleted("kftc")),
    "4.3": (passed("processor:paypal"), undeleted("paypal")),
    "4.4": (passed("processor:epsilon"), undeleted("epsilon")),
    "4.5": (passed("processor:alipay"), undeleted("alipay")),
    "4.6": (passed("processor:kis"), undeleted("kis")),
    "4.7": (contract("ended"), contract("inspection")),
    "5.1": (with_(swept=NOW - timedelta(days=3)), with_(swept=None), with_(late={"order": 2})),
    "5.2": (with_(overdue={"usage-history": 1}),),
    "5.3": (with_(overdue={"order-withdrawal": 1}),),
    "5.4": (with_(overdue={"payment": 1}), with_(overdue={"delivery-request": 1})),
    "5.5": (with_(overdue={"complaint": 1}),),
    "5.6": (with_(overdue={"identity-check": 1}),),
    "5.7": (with_(overdue={"visit": 1}),),
    "5.8": (
        passed("archive:legal-evidence"), passed("archive:dispute-evidence"), with_(looks={"dispute-evidence": Looks(3, 1)}),
    ),
    "6.1": (
        with_(archive=DatabaseAccess("live", "jikim_live", 0)), with_(reads=("live.record",)), with_(changes=("live.subject",)),
    ),
    "6.2": (register("places"),),
    "6.3": (passed("resting"), with_(live=DatabaseAccess("live", "jikim_live", 1))),
    "6.4": (register("shreds"),),
    "6.5": (with_(waits_since=NOW - timedelta(days=3)),),
    "6.6": (with_(forged=1), with_(owed=2, uncertified=2), with_(owed=2, uncertified=1, certified=None)),
    "7.1": (passed("right:access"), request("access", True)),
    "7.2": (passed("right:withdraw"), request("withdraw", True), without_path("/my/leave"), without_path("/my/edit")),
    "7.3": (request("delete", False), request("access", False), request("guardian", True)),
    "7.4a": (passed("frozen"), passed("right:correct"), request("correct", True), with_(corrections=Requests(2, 1))),
    "7.4b": (with_(corrected={"recipient:counterparty": Told(1, 1)}),),
    "7.5": (passed("gone"), passed("left"), request("delete", True), lambda good: replace(good, sessions=good.sessions._replace(gone=1))),
    "8.1": (with_(unreminded={"current-data": 2, "credentials": 0}),),
    "8.2": (with_(suspicions=(2, 1, 0)), with_(suspicions=(2, 0, 1))),
    "8.3": (
        with_(unreminded={"current-data": 0, "credentials": 1}), passed("passwords"), lambda good: replace(good, sessions=good.sessions._replace(crowded=1)),
    ),
    "8.4": (lambda good: replace(good, sessions=good.sessions._replace(loose=1)),),
    "8.5": (without_path("/terms"),),
    "9.1": (passed("cookies:undeclared"), passed("cookies:life"), pages(cookies=False)),
    "9.2": (passed("cookies:unasked"),),
    "9.3": (passed("cookies:choices"), passed("cookies:signal")),
    "9.4": (without_path("/help/cookies"),),
    "10.1": (passed("secrets"), with_(hashed=False)),
    "10.2": (with_(backup=LONG_AGO), with_(backup=None)),
    "10.3": (with_(scanner="old"), with_(scanner="stale"), with_(scanner="silent")),
    "10.4": (with_(insecure=("JIKIM_SMTP",)),),
    "10.5": (
        with_(networks=("0.0.0.0/0",)), with_(networks=()), with_(networks=("10.0.0.0/0",)), with_(networks=("::/1", "8000::/1")),
        register("mass"), register("breaches"), register("alerts"),
    ),
    "10.6": (passed("grants"), staff(stale=1), staff(strays=1), with_(grants_kept=365)),
    "10.7": (staff(untrained=1),),
    "10.8": (staff(unhanded=1),),
    "10.9": (staff(unsworn=1),),
    "10.10": (
        with_(findings_overdue=1), with_(unreviewed=1, review_due=TODAY - timedelta(days=2)), with_(access_kept=100),
        with_(checkpoint=Checkpoint(100, False)), with_(checkpoint=None), with_(waiting=5, waiting_since=NOW - timedelta(days=2)),
    ),
    "11.1": (pages(contact=False),),
    "11.2": (with_(complaints=Requests(2, 1)), with_(late={"complaint": 1})),
    "11.3": (pages(bodies=False),),
    "12.1": (pages(leads_out=False), without_path("/out")),
    "13.1": (announced(False, 5), passed("notice:ordinary")),
    "13.2": (announced(True, 29), passed("notice:important")),
    "13.3": (with_(unreadable_versions=1),),
}  # fmt: skip
# A request that came by letter or phone belongs to the promise of its right, too; and a guardian's link to looking up
# (7.1), and to the promise about children (1.2).
ALSO = {("7.3", 0): {"7.5"}, ("7.3", 1): {"7.1"}, ("7.3", 2): {"7.1", "1.2"}}
# What the policy file itself decides: shown by a policy that differs, below.
BY_THE_FILE = {"5.9"}


def test_in_a_good_house_every_promise_is_kept(policy: Policy) -> None:
    """With evidence of a house in which all is well, each clause is kept, each with words in both languages."""
    found = judge(good(policy), policy)
    assert {one.clause: one.said("en") for one in found if one.state != "kept"} == {}
    for one in found:
        assert one.parts, one.clause
        for language in ("ko", "en"):
            assert one.said(language).endswith("."), one
        assert re.search("[가-힣]", one.said("ko"))
        assert not re.search("[가-힣]", one.said("en").replace("한국", ""))


def test_every_clause_has_its_red(policy: Policy) -> None:
    """The list above is complete: no clause of the policy, and none of the reference, is without a way to be shown
    broken."""
    reference = set(re.findall(r"^\| ([0-9]+\.[0-9]+[a-z]?) \|", REFERENCE.read_text(encoding="utf-8"), re.MULTILINE))
    clauses = set(states(good(policy), policy))
    assert set(BREAKS) | BY_THE_FILE == clauses
    assert {number for number in reference if not number.startswith("4.1–")} <= clauses | {"4.1"}
    assert len(clauses) == 69


@pytest.mark.parametrize("clause", list(BREAKS))
def test_a_contradicted_promise_is_broken_and_no_other_is(policy: Policy, clause: str) -> None:
    """Evidence against one promise turns this one red, says so in both languages, and leaves every other as it was."""
    whole = good(policy)
    before = states(whole, policy)
    for n, change in enumerate(BREAKS[clause]):
        found = judge(change(whole), policy)
        after = {one.clause: one.state for one in found}
        assert {name for name in after if after[name] != before[name]} == {clause, *ALSO.get((clause, n), ())}, (
            n,
            after,
        )
        one = next(one for one in found if one.clause == clause)
        assert one.state == "broken"
        assert one.said("ko")
        assert one.said("en")


HANDED = {
    "recipient:agreed-partner": "3.2",
    "recipient:service-least": "3.4",
    "recipient:counterparty": "3.6",
    "processor:kcp": "4.1",
}


def test_a_grant_that_its_handler_did_not_confirm_is_late(policy: Policy) -> None:
    """Five days after it was given: 10.6 is late, whoever gave it."""
    found = [one for one in judge(staff(unaccepted=1)(good(policy)), policy) if one.state != "kept"]
    assert [(one.clause, one.state) for one in found] == [("10.6", "late")]


@pytest.mark.parametrize("name", HANDED)
def test_what_nobody_handed_over_in_time_is_late(policy: Policy, name: str) -> None:
    """A message that its receiver has not confirmed after five days makes its own promise late and no other; one that
    waits in its time does not."""
    waits = judge(good(policy, handed={name: Told(2, 0)}), policy)
    assert [one.clause for one in waits if one.state != "kept"] == []
    found = [one for one in judge(good(policy, handed={name: Told(2, 1)}), policy) if one.state != "kept"]
    assert [(one.clause, one.state) for one in found] == [(HANDED[name], "late")]


@pytest.mark.parametrize(("kind", "also"), [("order", ["5.3", "5.4"]), ("payment", ["5.4"]), ("visit", ["5.7"])])
def test_a_record_that_nobody_ends_holds_up_the_period_that_it_is_kept_for(
    policy: Policy, kind: str, also: list[str]
) -> None:
    """Late, and broken once its grace is over: the promise that it goes when its purpose is met, and each rule whose
    period does not begin."""
    aged: tuple[tuple[State, dict[str, Any]], ...] = (
        ("late", {"open_late": {kind: 1}}),
        ("broken", {"open_late": {kind: 1}, "open_broken": {kind: 1}}),
    )
    for state, counts in aged:
        found = [one for one in judge(good(policy, **counts), policy) if one.state != "kept"]
        assert [(one.clause, one.state) for one in found] == [(clause, state) for clause in ("5.1", *also)]


def test_keeping_that_cites_nothing_is_broken(homepage: PolicyFile) -> None:
    """A rule that keeps something for a statute that nobody knows breaks the promise about other statutes (5.9)."""
    record = homepage.records["visit"]
    rule = record.keep[0].model_copy(update={"because": "kr.no-such-act"})
    file = homepage.model_copy(
        update={"records": {**homepage.records, "visit": record.model_copy(update={"keep": (rule,)})}}
    )
    policy = policy_of(file)
    found = states(good(policy), policy)
    assert found["5.9"] == "broken"
    assert [clause for clause, state in found.items() if state != "kept"] == ["5.9"]


def test_a_cookie_that_the_pages_need_and_the_policy_lacks_breaks_its_promise(homepage: PolicyFile) -> None:
    """Without the session cookie in the table of section 9, the check that runs finds it (9.1)."""
    assert homepage.cookies is not None
    table = {name: one for name, one in homepage.cookies.table.items() if name != "jikim_session"}
    policy = policy_of(homepage.model_copy(update={"cookies": homepage.cookies.model_copy(update={"table": table})}))
    found = judge(good(policy), policy)
    assert [one.clause for one in found if one.state == "broken"] == ["9.1"]
    assert "jikim_session" in next(one for one in found if one.clause == "9.1").said("en")


def test_what_cannot_be_measured_is_unproven_and_says_why(policy: Policy) -> None:
    """Nothing measured is never kept: pages that nobody looked at, no scanner, an empty register, a house that just
    began."""
    fresh = good(
        policy, pages=None, scanner="none", backup=None, swept=None, began=TODAY, contracts={}, entries=0, checkpoint=None, hashed=None,
        live=None, reviewed=None, staff=good(policy).staff._replace(here=0, handlers=0, officers=0), notices=(),
    )  # fmt: skip
    found = judge(fresh, policy)
    unproven = {one.clause for one in found if one.state == "unproven"}
    assert unproven == {
        "4.7",
        "5.1",
        "6.1",
        "7.2",
        "8.5",
        "9.4",
        "10.1",
        "10.2",
        "10.3",
        "10.7",
        "10.9",
        "10.10",
        "11.1",
        "11.3",
        "12.1",
    }
    assert not [one for one in found if one.state == "broken"]
    assert all(one.said("ko") and one.said("en") for one in found)


MEASURED = {  # what stands in the policy, the settings, the register or on a page is measured whether or not anything has happened
    "0.1", "4.7", "5.9", "8.5", "9.1", "9.4", "10.2", "10.3", "10.4", "10.5", "10.6", "10.7", "10.9", "10.10", "11.1", "11.3", "12.1", "13.3",
}  # fmt: skip


def test_where_nothing_has_happened_no_promise_reads_kept(policy: Policy) -> None:
    """A house that is set up and in which nobody has done anything yet: its mechanisms were tried, and that is all that
    it says."""
    whole = good(policy)
    empty = good(
        policy, lives={}, happened=NOTHING, left=0, choices=0, given={}, corrected={}, deleted={}, rests={}, destroyed={}, requests={},
        certificates=0, certified=None, epoch=None, complaints=NO_REQUESTS, corrections=NO_REQUESTS, suspicions=(0, 0, 0), reminded={}, looks={}, notices=(),
        papers={}, sessions=NO_SESSIONS, staff=whole.staff._replace(handed=0),
    )  # fmt: skip
    found = judge(empty, policy)
    assert {one.clause for one in found if one.state == "kept"} == MEASURED
    assert [one.clause for one in found if one.state == "broken"] == []
    for one in found:
        if one.state == "unproven":
            assert all(part.finding.idle for part in one.parts), one
    # Paper, destruction, its certificate, corrected values that were told, reminders, handovers: there is nothing to
    # try.
    assert {one.clause for one in found if one.state == "unproven"} == {
        "6.2",
        "6.4",
        "6.5",
        "6.6",
        "7.3",
        "7.4b",
        "8.1",
        "8.2",
        "8.4",
        "10.8",
        "11.2",
    }
    # The promises that the trial found kept with nothing behind them.
    states = {one.clause: one.state for one in found}
    assert {clause: states[clause] for clause in ("1.4", "3.7", "6.4")} == {
        "1.4": "ready",
        "3.7": "ready",
        "6.4": "unproven",
    }
    untrained = judge(replace(empty, staff=empty.staff._replace(trained=None)), policy)
    assert next(one for one in untrained if one.clause == "10.7").state == "unproven"


@pytest.mark.parametrize("clause", ["7.1", "7.2"])
def test_an_overdue_request_belongs_to_its_right_by_whatever_way_it_came(policy: Policy, clause: str) -> None:
    """One that came by letter and is overdue breaks the promise of its right; no promise says that no request is open."""
    right = {"7.1": "access", "7.2": "withdraw"}[clause]
    found = next(one for one in judge(request(right, False)(good(policy)), policy) if one.clause == clause)
    assert found.state == "broken"
    assert "overdue: 1" in found.said("en")


def test_a_policy_without_numbers_has_all_its_promises() -> None:
    """A file from `init` numbers nothing: its promises are numbered by the sections of its document, and each is
    judged."""
    file = parse(starter(), "policy.yaml").policy
    assert file is not None
    policy = policy_of(file)
    sections = {section.number for section in document(file, file.service.languages[0]).sections}
    found = judge(good(policy), policy)
    assert len(found) >= 25
    assert {one.section for one in found} <= sections
    assert {place.path for _, place in promised(file)} == {place.path for place in places(file)}
    assert all(one.parts for one in found)
    assert not [one for one in found if one.state == "broken"], [
        one.said("en") for one in found if one.state == "broken"
    ]


def test_outside_systems_are_attested_and_never_kept(policy: Policy) -> None:
    """A promise in which an outside system has a part reads attested while the attestation runs, unproven without one,
    broken once it is over."""
    outside = System("mail-provider", "outside", "메일 발송 대행사", "Mail provider", ("10.4", "4.1"))
    day = TODAY - timedelta(days=30)
    seen: dict[str, State] = {}
    for name, until in (("none", None), ("runs", TODAY), ("over", TODAY - timedelta(days=1))):
        system = outside._replace(day=day if until else None, until=until)
        found = states(good(policy, systems=(system,)), policy)
        assert found["4.1"] == found["10.4"]
        assert all(state == "kept" for clause, state in found.items() if clause not in system.clauses)
        seen[name] = found["10.4"]
    assert seen == {"none": "unproven", "runs": "attested", "over": "broken"}
    # What is broken here is not made good by an attestation; and an attached system asks for none.
    runs = outside._replace(day=day, until=TODAY)
    assert states(replace(good(policy, systems=(runs,)), insecure=("JIKIM_URL",)), policy)["10.4"] == "broken"
    attached = outside._replace(reach="attached")
    assert states(good(policy, systems=(attached,)), policy)["10.4"] == "kept"


def test_each_part_of_the_file_has_a_mechanism(homepage: PolicyFile) -> None:
    """No item, channel, purpose, rule, right, duty, cookie or safeguard of the homepage's policy is without one; keys
    are used once."""
    from jikim.prove.promises import mechanism_of

    bare = [
        place.path
        for place in places(homepage)
        if not place.key.startswith("clauses.") and mechanism_of(place.key) is None
    ]
    assert bare == []
    assert len(MECHANISMS) == sum(1 + len(one.also) for one in set(MECHANISMS.values()))


def test_every_number_of_the_evidence_is_judged() -> None:
    """A field that no judge reads would be measured in vain: each stands in a judge, or is shown on the page."""
    root = Path(__file__).parents[2] / "src" / "jikim"
    text = "\n".join(path.read_text(encoding="utf-8") for path in (root / "prove").glob("s*.py"))
    text += (root / "prove" / "promises.py").read_text(encoding="utf-8") + (
        root / "web/templates/public/promises.html"
    ).read_text(encoding="utf-8")
    text += (root / "prove" / "proving.py").read_text(encoding="utf-8")
    unread = [one.name for one in dataclasses.fields(Evidence) if not re.search(rf"\.{one.name}\b", text)]
    assert unread == []
