"""Who records the event that ends a record, and how long its purpose should last: by the policy, its decision, its
document and its comparison."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import HOMEPAGE, ROOT
from tests.policy.test_diff import edited

from jikim.app import read_policy
from jikim.policy.ask import EVERY_PURPOSE, Actor, ActorKind, Ask
from jikim.policy.compile import compile_policy
from jikim.policy.decide import Allowed, decide
from jikim.policy.diff import compare
from jikim.policy.expecting import expected_of, grace_of, last_day, lateness
from jikim.policy.model import PolicyFile, Raiser
from jikim.policy.parse import parse
from jikim.policy.period import Period, day_of
from jikim.policy.render import render_markdown
from jikim.policy.states import Verb

BASE = (ROOT / "tests" / "policy" / "broken" / "base.yaml").read_text(encoding="utf-8")
SEOUL = ZoneInfo("Asia/Seoul")
ENQUIRY = read_policy(HOMEPAGE).records["enquiry"]


def base(ends: str) -> PolicyFile:
    parsed = parse(BASE.replace("    ends: [settled]", f"    ends: {ends}"), "policy.yaml")
    assert parsed.policy is not None, parsed.findings
    return parsed.policy


@pytest.mark.parametrize("short", ["settled", "[settled]", "{settled: {}}", "{on: settled}", "{on: [settled]}"])
def test_a_plain_name_means_the_site_and_handlers(short: str) -> None:
    """However short an ending is written, it is the one that says `by: [site, handler]`: the same policy, by its
    digest."""
    written_out = base("{on: {settled: {by: [site, handler]}}}")
    assert compile_policy(base(short)).digest == compile_policy(written_out).digest


def test_leaving_and_withdrawing_are_the_persons() -> None:
    """`left` and `consent-withdrawn`, written alone, are recorded by the person and by nobody else."""
    on = base("[settled, left, consent-withdrawn]").records["order"].ends.on
    assert [on[name].by for name in ("left", "consent-withdrawn")] == [(Raiser.PERSON,)] * 2


def by(file: PolicyFile) -> set[str]:
    """The kinds of actor who may record that an order is settled."""
    policy = compile_policy(file)
    rules = policy.records["order"]
    allowed = set()
    for kind in get_args(ActorKind):
        actor = Actor(kind, "somebody", EVERY_PURPOSE, grant=1)
        if isinstance(decide(policy, Ask(Verb.EVENT, rules.number, 0, actor, to=rules.events["settled"])), Allowed):
            allowed.add(kind)
    return allowed


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("handler", {"handler", "officer"}),
        ("site", {"application"}),
        ("person", {"member", "guardian", "application"}),
        ("[person, handler]", {"member", "guardian", "application", "handler", "officer"}),
    ],
)
def test_nobody_else_ends_a_record(said: str, who: set[str]) -> None:
    """The decision lets those record an ending whom the policy names, whatever their grant; the house itself carries
    out what was decided."""
    assert by(base(f"{{settled: {{by: {said}}}}}")) == who | {"system"}


def test_an_event_that_ends_nothing_is_bound_by_no_one() -> None:
    """Who may record it is asked of endings alone: `sent` of an order that only handlers end is recorded by a program."""
    policy = compile_policy(base("{settled: {by: handler}}"))
    rules = policy.records["order"]
    program = Actor("application", "somebody", EVERY_PURPOSE, grant=1)
    assert isinstance(decide(policy, Ask(Verb.EVENT, rules.number, 0, program, to=rules.events["sent"])), Allowed)


ENTRY = "      closed: {by: [site, handler]}\n"  # how an event entry ends


@pytest.mark.parametrize(
    ("edit", "rule", "weight"),
    [
        (("cancelled: {by: [person, site, handler]}", "cancelled: {by: [site, handler]}"), "longer-life", "important"),
        (("checked: {by: [site, handler]}", "checked: {by: [site]}"), "internal", "ordinary"),
        (("checked: {by: [site, handler]}", "checked: {by: [person, site, handler]}"), "internal", "ordinary"),
        ((ENTRY + "    expected: 3mo\n", ENTRY + "    expected: 2mo\n"), "shorter-retention", "ordinary"),
        ((ENTRY + "    expected: 3mo\n", ENTRY + "    expected: 4mo\n"), "longer-life", "important"),
        ((ENTRY + "    expected: 3mo\n", ENTRY + "    expected: standing\n"), "longer-life", "important"),
        ((ENTRY + "    expected: 3mo\n", ENTRY), "longer-life", "important"),
    ],
)
def test_what_takes_from_people_is_important(edit: tuple[str, str], rule: str, weight: str) -> None:
    """That a person can't end their record any more, or that a purpose lasts longer, is announced for the longer time."""
    found = compare(read_policy(HOMEPAGE), edited(edit))
    assert [(one.rule.name, one.rule.weight) for one in found.changes] == [(rule, weight)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ko",
            (
                "취소된 때: 본인, 사이트 또는 담당자",
                "기록 주체: 사이트 또는 담당자",
                "보통 14일 이내",
                "가입해 있는 동안",
            ),
        ),
        (
            "en",
            (
                "When it is cancelled: you, our site or our staff",
                "Recorded by: our site or our staff",
                "Usually within 14 days",
                "For as long as the account stands",
            ),
        ),
    ],
)
def test_the_document_says_who_ends_a_record_and_when(language: str, words: tuple[str, ...]) -> None:
    """The published policy says in both languages who records each ending, and how long a purpose usually lasts."""
    text = render_markdown(read_policy(HOMEPAGE), language)  # type: ignore[arg-type]
    assert [one for one in words if one not in text] == []


def test_an_ending_is_called_by_its_label() -> None:
    """An event of the policy's own reads by the label that it was given, in either language."""
    file = base("{handed-in: {by: handler, label: {ko: 반납 완료, en: handed in}}}")
    assert "‘반납 완료’ 시점" in render_markdown(file, "ko")
    assert "‘handed in’ happens" in render_markdown(file, "en")


@pytest.mark.parametrize(("kind", "days"), [("membership", None), ("visit", 31), ("enquiry", 14), ("order", 183)])
def test_how_long_is_expected_is_what_the_policy_says(kind: str, days: float | None) -> None:
    """A period as written; none of an account."""
    period = expected_of(read_policy(HOMEPAGE).records[kind])
    assert (period is None) is (days is None)
    assert period is None or abs(period.approximate_days() - (days or 0)) < 1


def test_a_silent_policy_is_judged_by_the_kind_of_record() -> None:
    """Without `expected` an order is given six months, what no class of the law is a year, an account and what time
    ends no time at all."""
    silent = parse("\n".join(line for line in BASE.split("\n") if "expected:" not in line), "policy.yaml").policy
    assert silent is not None
    assert {name: expected_of(one) for name, one in silent.records.items()} == {
        "member": None,
        "order": Period(6, "mo"),
        "visit": None,
    }
    plain = silent.records["order"].model_copy(update={"keep": ()})
    assert expected_of(plain) == Period(1, "y")


@given(
    st.dates(date(2013, 2, 5), date(2031, 1, 1)),
    st.builds(Period, st.integers(1, 40), st.sampled_from(["h", "d", "w", "mo", "y"])),
    st.integers(-3, 3),
)
@settings(derandomize=True, max_examples=200)
def test_late_is_from_the_day_after_the_last_one(collected: date, period: Period, off: int) -> None:
    """On any day, for any period, what was collected is late when its last day is over, and broken when its grace is:
    never a day otherwise."""
    record = ENQUIRY.model_copy(update={"expected": period})
    for which, last in enumerate(last_day(collected, period)):
        today = last + timedelta(days=off)
        found = lateness(record, today, SEOUL)
        assert found is not None
        noon = datetime(collected.year, collected.month, collected.day, 12, tzinfo=SEOUL)
        assert (noon < found[which]) is (off > 0)
        assert day_of(found[which], SEOUL) <= today
    assert grace_of(period).approximate_days() <= 30
