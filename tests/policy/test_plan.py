"""plan, against a slow reading of the file (`by_the_file`): what stays, what rests until when, what goes."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.drawn import drawn
from tests.policy.by_the_file import Life, end_of, last_days, still_kept
from tests.policy.strategies import policy_files

from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy, mask_of, numbers_of
from jikim.policy.model import PolicyFile
from jikim.policy.period import day_of, start_of
from jikim.policy.plan import plan
from jikim.policy.planned import Plan, RecordFacts, Step
from jikim.policy.states import State

ALICE, RECORD = UUID(int=1), UUID(int=2)
moments = st.datetimes(datetime(2010, 1, 1), datetime(2020, 12, 31), timezones=st.just(UTC))
SEOUL = ZoneInfo("Asia/Seoul")


class Case(NamedTuple):
    """A record's life by names, and what stands in its way."""

    life: Life
    frozen: bool
    held: bool

    def facts(self, policy: Policy) -> RecordFacts:
        """The same by numbers, as the store tells it."""
        life, of = self.life, policy.numbers.of
        return RecordFacts(
            subject=ALICE,
            record=RECORD,
            kind=of("record", life.kind) or 0,
            subject_kind=policy.people[life.who],
            state=State.ENDED if life.ended else State.LIVE,
            items=mask_of(of("item", name) or 0 for name in life.items),
            collected=life.collected,
            events={of("event", name) or 0: at for name, at in life.events.items()},
            ended=life.ended,
            frozen=self.frozen,
            held=self.held,
        )


@st.composite
def cases(draw: st.DrawFn, file: PolicyFile, now: datetime) -> Case:
    """A life of any record kind: some of its items, its events at any moments in any order, ended before now or not."""
    kind = draw(st.sampled_from(sorted(file.records)))
    record = file.records[kind]
    every = [*record.items.required, *record.items.optional, *(f"{kind}.{name}" for name in record.items.contents)]
    used = {"last-use"} & {record.ends.from_} if record.ends.after else set()
    names = sorted({*record.events, *record.ends.on, *used})
    life = Life(
        kind,
        draw(st.sampled_from([who.value for who in record.of])),
        frozenset(draw(st.sets(st.sampled_from(every)))),
        draw(moments),
        draw(st.dictionaries(st.sampled_from(names), moments)) if names else {},
        draw(st.none() | st.datetimes(datetime(2010, 1, 1), now.replace(tzinfo=None), timezones=st.just(UTC))),
    )
    return Case(life, draw(st.integers(0, 5)) == 0, draw(st.integers(0, 5)) == 0)


def by_name(policy: Policy, items: int) -> frozenset[str]:
    return frozenset(policy.name("item", number) for number in numbers_of(items))


def assert_planned(policy: Policy, case: Case, step: Step, now: datetime, leaving: bool) -> None:
    """One step is what the file says of this life at this moment."""
    file, life = policy.file, case.life
    ended = end_of(file, life, now, leaving)
    note(f"{case} at {now}, leaving: {leaving}: ended {ended}, planned {step[1:4]}")
    if ended is None:
        assert (step.fate, step.parts, step.destroyed) == ("stays", (), 0)
        return
    if case.frozen and not leaving:
        assert (step.fate, step.parts, step.destroyed) == ("waits", (), 0)
        return
    kept = still_kept(last_days(file, life, ended), now, file)
    assert {name: part.due for part in step.parts for name in by_name(policy, part.items)} == kept
    gone = life.items - kept.keys()
    if case.held and gone:
        assert (step.fate, step.destroyed) == ("waits", 0)
    else:
        assert by_name(policy, step.destroyed) == gone
        assert step.fate == ("rests" if kept else "goes")
    assert step.clause


@given(data=st.data(), file=policy_files(), now=moments, leaving=st.booleans())
@drawn(70)
def test_plan_is_what_the_file_says(data: st.DataObject, file: PolicyFile, now: datetime, leaving: bool) -> None:
    """For random policies and lives, each item's fate and last day are those that the file gives, no day fewer and none
    more."""
    policy = compile_policy(file)
    found = [data.draw(cases(file, now)) for _ in range(6)]
    made = plan(policy, [case.facts(policy) for case in found], now, leaving=leaving)
    assert made.at == now
    assert len(made.steps) == len(found)
    for case, step in zip(found, made.steps, strict=True):
        assert_planned(policy, case, step, now, leaving)


@given(data=st.data(), now=moments, leaving=st.booleans())
@drawn(120)
def test_plan_is_what_the_homepage_says(
    data: st.DataObject, now: datetime, leaving: bool, homepage: PolicyFile
) -> None:
    """The same for the homepage's record kinds."""
    policy = compile_policy(homepage)
    case = data.draw(cases(homepage, now))
    (step,) = plan(policy, [case.facts(policy)], now, leaving=leaving).steps
    assert_planned(policy, case, step, now, leaving)


@given(data=st.data(), file=policy_files(), now=moments, leaving=st.booleans())
@drawn(80)
def test_a_record_falls_apart_without_rest(data: st.DataObject, file: PolicyFile, now: datetime, leaving: bool) -> None:
    """Parts don't overlap, have a day each in order, name the rules that cover them, and with what goes they are the
    whole record."""
    policy = compile_policy(file)
    case = data.draw(cases(file, now))
    (step,) = plan(policy, [case.facts(policy)], now, leaving=leaving).steps
    today = day_of(now, policy.zone)
    days = [part.due for part in step.parts]
    assert days == sorted(set(days))
    assert all(day >= today for day in days)
    seen = 0
    for part in step.parts:
        assert part.items
        assert not part.items & seen
        seen |= part.items
        for number, until in part.rules:
            rule = next(rule for rule in policy.records[case.life.kind].keep if rule.number == number)
            assert rule.items & part.items
            assert until <= part.due or rule.items & ~part.items
        assert max(until for _, until in part.rules) >= part.due
    if step.fate in ("rests", "goes"):
        assert seen & step.destroyed == 0
        assert seen | step.destroyed == step.facts.items
        assert not (case.held and step.destroyed)
        assert not case.frozen or leaving


@given(data=st.data(), file=policy_files(), now=moments, late=st.integers(0, 4000))
@drawn(80)
def test_a_late_sweep_keeps_nothing_longer(data: st.DataObject, file: PolicyFile, now: datetime, late: int) -> None:
    """A record that is over rests until the same days, whenever the sweep comes to it: lateness is not another reason
    to keep."""
    policy = compile_policy(file)
    case = data.draw(cases(file, now))._replace(frozen=False, held=False)
    if data.draw(st.booleans()):
        # Soon after it was taken, so that its rules still run.
        soon = now - timedelta(days=data.draw(st.integers(0, 200)))
        case = case._replace(life=case.life._replace(collected=soon, ended=None))
        late %= 100
    facts = case.facts(policy)
    (first,) = plan(policy, [facts], now).steps
    if first.fate == "stays":
        return
    then = now + timedelta(days=late)
    (second,) = plan(policy, [facts], then).steps
    today = day_of(then, policy.zone)
    assert [part for part in first.parts if part.due >= today] == list(second.parts)


def order(policy: Policy, **more: Any) -> RecordFacts:
    """An order of Alice's, by the homepage's policy."""
    rules = policy.records["order"]
    items = mask_of(rules.names[name] for name in ("name", "phone", "email", "address", "lines", "note"))
    facts = RecordFacts(ALICE, RECORD, rules.number, 1, State.LIVE, items, datetime(2013, 2, 5, tzinfo=SEOUL), {})
    return facts._replace(**more)


@pytest.mark.clause("5.3")
def test_two_rules_on_one_order(homepage: PolicyFile) -> None:
    """Contract items rest 5 years from the end, supply items 5 years from delivery, what both keep until the later day;
    a note goes."""
    policy = compile_policy(homepage)
    rules = policy.records["order"]
    delivered, settled = datetime(2013, 2, 10, 9, tzinfo=SEOUL), datetime(2013, 3, 5, 9, tzinfo=SEOUL)
    facts = order(policy, state=State.ENDED, ended=settled, events={rules.events["delivered"]: delivered})
    (step,) = plan(policy, [facts], settled).steps
    assert [(part.due, by_name(policy, part.items)) for part in step.parts] == [
        (date(2018, 2, 10), {"address"}),
        (date(2018, 3, 5), {"name", "phone", "email", "order.lines"}),
    ]
    assert by_name(policy, step.destroyed) == {"order.note"}
    assert step.fate == "rests"
    assert [len(part.rules) for part in step.parts] == [1, 2]


@pytest.mark.clause("5.4")
def test_a_rule_whose_event_never_came_counts_from_the_end(homepage: PolicyFile) -> None:
    """An order that was never delivered keeps its address from its own end: no clock stands still for want of an event."""
    policy = compile_policy(homepage)
    settled = datetime(2013, 3, 5, 9, tzinfo=SEOUL)
    events = {policy.records["order"].events[name]: settled for name in ("paid", "settled")}
    (step,) = plan(policy, [order(policy, state=State.ENDED, ended=settled, events=events)], settled).steps
    assert [part.due for part in step.parts] == [date(2018, 3, 5)]


@pytest.mark.clause("5.3")
def test_a_rule_that_waits_for_an_event_keeps_nothing_without_it(homepage: PolicyFile) -> None:
    """An order that was withdrawn before anybody paid goes whole; one that was paid rests as a contract, without the
    address of no delivery."""
    policy = compile_policy(homepage)
    events = policy.records["order"].events
    paid, ended = datetime(2013, 2, 10, 9, tzinfo=SEOUL), datetime(2013, 3, 5, 9, tzinfo=SEOUL)
    unpaid = order(policy, state=State.ENDED, ended=ended, events={events["withdrawn"]: ended})
    (step,) = plan(policy, [unpaid], ended).steps
    assert (step.fate, step.parts) == ("goes", ())
    (step,) = plan(policy, [unpaid._replace(events={events["paid"]: paid, events["withdrawn"]: ended})], ended).steps
    assert [by_name(policy, part.items) for part in step.parts] == [{"name", "phone", "email", "order.lines"}]


@pytest.mark.clause("5.1")
def test_leaving_ends_what_is_not_to_be_finished(homepage: PolicyFile) -> None:
    """Of someone who leaves, the membership goes at once and an open order stays until it is settled; before, nothing
    changes."""
    policy = compile_policy(homepage)
    member = policy.records["membership"]
    now = datetime(2013, 3, 5, 9, tzinfo=SEOUL)
    facts = [
        RecordFacts(ALICE, RECORD, member.number, 1, State.LIVE, member.required, now, {}),
        order(policy, events={policy.records["order"].events["paid"]: now}),
    ]
    assert [step.fate for step in plan(policy, facts, now).steps] == ["stays", "stays"]
    leaving = plan(policy, facts, now, leaving=True)
    assert [step.fate for step in leaving.steps] == ["goes", "stays"]
    assert leaving.of("goes") == leaving.steps[:1]
    assert leaving.steps[0].destroyed == member.required


@pytest.mark.clause("5.7")
def test_time_alone_ends_a_visit_on_its_day(homepage: PolicyFile) -> None:
    """A visit lives through the last second of its month in Seoul, and then rests, however late anybody looks."""
    policy = compile_policy(homepage)
    visit = policy.records["visit"]
    collected = datetime(2013, 3, 5, 23, 59, tzinfo=SEOUL)
    facts = RecordFacts(ALICE, RECORD, visit.number, 3, State.LIVE, visit.required, collected, {})
    over = start_of(date(2013, 4, 6), SEOUL)
    assert plan(policy, [facts], over - timedelta(microseconds=1)).steps[0].fate == "stays"
    for now in (over, over + timedelta(days=400)):
        (step,) = plan(policy, [facts], now).steps
        assert [part.due for part in step.parts] == [date(2018, 3, 5)]
    assert plan(policy, [facts], start_of(date(2018, 3, 6), SEOUL)).steps[0].fate == "goes"


@pytest.mark.clause("5.2")
def test_a_year_from_a_midnight_counts_its_first_day(homepage: PolicyFile) -> None:
    """Usage of 28 February is over on 1 April at 0:00; its year runs from that day (§157, proviso), and on 1 April a
    year later it is gone."""
    policy = compile_policy(homepage)
    usage = policy.records["usage-history"]
    collected = datetime(2013, 2, 28, 12, tzinfo=SEOUL)
    facts = RecordFacts(ALICE, RECORD, usage.number, 2, State.LIVE, usage.required, collected, {})
    (step,) = plan(policy, [facts], start_of(date(2013, 4, 1), SEOUL)).steps
    assert (step.fate, [part.due for part in step.parts]) == ("rests", [date(2014, 3, 31)])
    assert plan(policy, [facts], start_of(date(2014, 4, 1), SEOUL)).steps[0].fate == "goes"


@pytest.mark.clause("5.2")
def test_a_late_sweep_does_not_lengthen_a_year(homepage: PolicyFile) -> None:
    """A corporate member's usage rests one year from the day it was over, though the sweep slept for ten months."""
    policy = compile_policy(homepage)
    usage = policy.records["usage-history"]
    collected = datetime(2013, 3, 5, 9, tzinfo=SEOUL)
    facts = RecordFacts(ALICE, RECORD, usage.number, 2, State.LIVE, usage.required, collected, {})
    for now in (start_of(date(2013, 4, 6), SEOUL), datetime(2014, 2, 1, 9, tzinfo=SEOUL)):
        (step,) = plan(policy, [facts], now).steps
        assert [part.due for part in step.parts] == [date(2014, 4, 5)]
        assert step.facts.ended == start_of(date(2013, 4, 6), SEOUL)


@given(held=st.booleans(), items=st.integers(1, 2**40), now=moments)
@settings(derandomize=True, max_examples=40)
def test_a_kind_that_no_version_declares_goes(held: bool, items: int, now: datetime, homepage: PolicyFile) -> None:
    """What has no purpose any more is kept by a hold alone, whole."""
    policy = compile_policy(homepage)
    (step,) = plan(policy, [RecordFacts(ALICE, RECORD, 999, 1, State.LIVE, items, now, {}, held=held)], now).steps
    assert (step.fate, step.destroyed, step.parts) == (("waits", items, ()) if held else ("goes", items, ()))


FORGERIES: dict[str, Callable[[Any], Any]] = {
    "calling it": lambda step: Step(*step),
    "copy.copy": copy.copy,
    "copy.deepcopy": copy.deepcopy,
    "pickle": lambda step: pickle.loads(pickle.dumps(step)),
    "_replace": lambda step: step._replace(fate="goes"),
    "a subclass": lambda step: type("Mine", (Step,), {}),
    "setting a part": lambda step: setattr(step, "fate", "goes"),
}


@pytest.mark.parametrize("way", FORGERIES)
def test_a_step_comes_from_plan_alone(homepage: PolicyFile, way: str) -> None:
    """No second step comes of a first by calling, copying, pickling, replacing or subclassing."""
    policy = compile_policy(homepage)
    made: Plan = plan(policy, [order(policy)], datetime(2013, 3, 5, tzinfo=UTC))
    with pytest.raises((TypeError, AttributeError)):
        FORGERIES[way](made.steps[0])
