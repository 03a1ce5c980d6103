"""may: a question's answer is `decide`'s own, whatever is asked; and its chain says why."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption
from tests.conftest import HOMEPAGE, Cast
from tests.drawn import drawn
from tests.policy.strategies import Named, named_asks, policy_files

from jikim.app import Jikim, read_policy
from jikim.cli import main
from jikim.errors import DeniedError
from jikim.policy.ask import Facts
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.decide import Allowed, Denied, decide
from jikim.policy.may import MAY, Chosen, Question, UnknownNameError, fields, may, offered, question
from jikim.policy.may.fate import SOMEBODY
from jikim.policy.model import PolicyFile
from jikim.policy.model.where import ReasonKind
from jikim.policy.period import Period
from jikim.policy.states import State, Verb

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
STATES = {"live": State.LIVE, "ended": State.ENDED, "archived": State.ARCHIVED, "destroyed": State.DESTROYED}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return compile_policy(read_policy(HOMEPAGE))


# ---- explain and decide never differ


def chosen_of(named: Named, facts: Facts, condition: str, consents: list[str]) -> Chosen:
    """The same ask by names, as a form or the command line's options say it."""
    grants = sorted(named.granted | (named.kept if named.verb is Verb.CONSULT else frozenset()))
    states = [condition, *(["frozen"] if facts.frozen else []), *(["held"] if facts.held else [])]
    terms = [
        name for name, said in zip(("authority", "statute", "document", "approved"), named.terms, strict=True) if said
    ]
    old = {None: "", True: "yes", False: "no"}[named.old_enough]
    return {
        "may": [named.verb.value],
        "record": [named.record or ""],
        "item": sorted(named.items),
        "purpose": [named.purpose or ""],
        "to": [named.to or ""],
        "channel": [named.channel or ""],
        "actor": [named.actor.kind],
        "of": [named.subject_kind or ""],
        "state": states,
        "consent": consents or ["none"],
        "grant": grants or ["none"],
        "left": ["yes"] * facts.subject_left,
        "reason": ["yes"] * bool(named.reason),
        "old_enough": [old],
        "terms": terms,
    }


@st.composite
def cases(draw: st.DrawFn, policy: Policy) -> tuple[Named, Facts, str, list[str]]:
    named = draw(named_asks(policy, MAY))
    known = {**policy.purpose_consents, **policy.recipient_consents}
    consents = draw(st.lists(st.sampled_from(sorted(known)), unique=True)) if known else []
    condition = draw(st.sampled_from([*STATES, "live", "live"]))
    if named.verb is Verb.COLLECT:
        condition = "live"
    facts = Facts(
        mask_of(known[name] for name in consents),
        draw(st.booleans()) and draw(st.booleans()),
        STATES[condition],
        draw(st.integers(0, 4)) == 0,
        draw(st.booleans()),
    )
    return named, facts, condition, consents


def assert_never_differs(policy: Policy, case: tuple[Named, Facts, str, list[str]]) -> str:
    """The question's answer, and `decide`'s on an ask that was put together apart."""
    named, facts, condition, consents = case
    assume(named.record is not None or named.verb in (Verb.LEAVE,))
    assume("no-such-item" not in named.items and named.actor.kind != "outsider")
    if named.verb in (Verb.USE, Verb.PROVIDE, Verb.ENTRUST, Verb.CONSULT):
        assume(named.purpose is not None)
    if named.verb in (Verb.PROVIDE, Verb.ENTRUST):
        assume(named.to is not None)
    if named.verb is Verb.COLLECT:
        assume(named.channel is not None)
    if named.verb is Verb.CONSULT and named.purpose is not None:
        # A question names no kind of reason: it is answered for one that the purpose lists, by law where a statute is
        # named.
        listed = policy.file.archive.purposes[named.purpose].kinds if named.reason else ()
        fitting = [one for one in listed if (one is ReasonKind.DEMAND_BY_LAW) == bool(named.terms[1])]
        named = named._replace(reason_kind=next(iter([*fitting, *listed]), ""))
    ask = named.ask(policy)
    numbers = {name: policy.number("purpose", name) for name in named.granted}
    actor = ask.actor._replace(purposes=mask_of(number for number in numbers.values() if number is not None))
    own = actor.kind in ("member", "guardian")
    if own:
        actor = actor._replace(id=str(SOMEBODY))
    elif actor.kind == "partner":
        actor = actor._replace(id=named.to or "")
    ask = ask._replace(actor=actor, of=SOMEBODY if own else None, kind=0 if named.record is None else ask.kind)
    expected = decide(policy, ask, facts, NOW)
    chosen = chosen_of(named, facts, condition, consents)
    asked, lacking = question(chosen)
    assume(not lacking)
    assert asked is not None
    answer = may(policy, asked, NOW)
    assert_the_form_offers(policy, chosen, expected)
    note(f"{named}\n{facts}\n{expected[:3]}\n{answer.decision and answer.decision[:3]}")
    assert answer.yes is isinstance(expected, Allowed)
    assert answer.decision is not None
    assert (
        answer.decision[:3] == expected[:3]
        if isinstance(expected, Denied)
        else answer.decision.clause == expected.clause
    )
    last = answer.chain[-1]
    assert (last.passes, last.clause) == (answer.yes, expected.clause)
    assert {"ko", "en"} == set(last.words)
    # No link of the way to a yes says no.
    assert not answer.yes or all(step.passes for step in answer.chain), [step.words["en"] for step in answer.chain]
    if isinstance(expected, Denied):
        assert answer.hint is not None
        return expected.why
    return f"allowed {named.verb}"


def assert_the_form_offers(policy: Policy, chosen: Chosen, expected: Allowed | Denied) -> None:
    """What the form keeps of the choices is what it shows; where it keeps all that says something, its answer is
    `decide`'s too."""
    fields, kept = offered(policy, chosen)
    for field in fields:
        assert set(kept[field.part]) <= {choice.value for choice in field.choices}
        assert all(set(choice.label) == {"ko", "en"} and all(choice.label.values()) for choice in field.choices)
    said = {part: sorted(one for one in values if one not in ("", "live")) for part, values in chosen.items()}
    if {part: values for part, values in said.items() if values} == {
        part: sorted(kept[part]) for part in kept if kept[part]
    }:
        asked, _ = question(kept)
        assert asked is not None
        answer = may(policy, asked, NOW)
        assert (answer.yes, answer.decision and answer.decision.clause) == (
            isinstance(expected, Allowed),
            expected.clause,
        )
        assert isinstance(expected, Allowed) or getattr(answer.decision, "why", None) == expected.why


@given(data=st.data(), file=policy_files())
@settings(derandomize=True, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_chosen_is_answered_or_asked_for(data: st.DataObject, file: PolicyFile) -> None:
    """By what the form offers alone, in any order: each choice leads to a yes, a no, or the names of what is still to
    be chosen."""
    policy = compile_policy(file)
    chosen: dict[Any, list[str]] = {}
    for verb in (data.draw(st.sampled_from(MAY)), data.draw(st.sampled_from(MAY))):
        chosen["may"] = [verb.value]
        for field in fields(policy, chosen)[1:]:
            values = [choice.value for choice in field.choices]
            some = st.lists(st.sampled_from(values or [""]), max_size=2 if field.many else 1, unique=True)
            chosen[field.part] = data.draw(some)
    shown, kept = offered(policy, chosen)
    asked, lacking = question(kept)
    assert (asked is None) == bool(lacking)
    assert {field.part for field in shown} >= set(lacking)
    if asked is not None:
        answer = may(policy, asked, NOW)
        assert answer.yes is not None or answer.asks


@given(data=st.data(), file=policy_files())
@drawn(42, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_explain_and_decide_never_differ(data: st.DataObject, file: PolicyFile) -> None:
    """On random policies, in every state, with any consents: the same yes, and the same no under the same clause for
    the same reason."""
    policy = compile_policy(file)
    for _ in range(6):
        try:
            assert_never_differs(policy, data.draw(cases(policy)))
        except (UnknownNameError, UnsatisfiedAssumption):
            # What the policy does not declare is never answered; and a question that is none costs no other its policy.
            continue


@given(data=st.data())
@settings(derandomize=True, max_examples=120, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_explain_and_decide_never_differ_on_the_homepage(data: st.DataObject, policy: Policy) -> None:
    """The same of the homepage's policy."""
    assert_never_differs(policy, data.draw(cases(policy)))


@pytest.mark.long
def test_what_is_compared_reaches_every_verb(policy: Policy) -> None:
    """The comparison above is worth something: each verb is allowed at times, and refused for many reasons."""
    met: set[str] = set()

    def meet(verb: Verb) -> None:
        @given(data=st.data())
        @settings(
            derandomize=True, max_examples=150, database=None, suppress_health_check=[HealthCheck.filter_too_much]
        )
        def one(data: st.DataObject) -> None:
            _, facts, condition, consents = data.draw(cases(policy))
            if data.draw(st.integers(0, 3)):
                known = {**policy.purpose_consents, **policy.recipient_consents}
                condition, consents = "archived" if verb is Verb.CONSULT else "live", list(known)
                facts = Facts(mask_of(known.values()))
            condition = "live" if verb is Verb.COLLECT else condition
            facts = facts._replace(state=STATES[condition])
            named = data.draw(named_asks(policy, (verb,)))
            met.add(assert_never_differs(policy, (named, facts, condition, consents)))

        one()

    for verb in MAY:
        meet(verb)
    assert {f"allowed {verb}" for verb in MAY} <= met
    assert len(met - {f"allowed {verb}" for verb in MAY}) >= 12


def test_the_house_says_what_explain_says(jk: Jikim, cast: Cast) -> None:
    """On a real order: while it runs, a week after it ended, and for its keeping."""
    values = {"name": "가나다", "phone": "02-555-0101", "mobile": "010-0000-0101", "lines": "가상 상품 하나"}
    order = jk.collect("order", values, channel="homepage", subject="guest", old_enough=True).ref
    live = Question(Verb.USE, "order", ("phone",), "delivery")
    assert may(jk.policy, live, jk.now()).yes is True
    assert jk.use(order, purpose="delivery", items=["phone"])["phone"]
    jk.event(order, "settled")
    jk.move_clock(jk.now() + timedelta(days=7))
    jk.sweep()
    for item, why in (("phone", "resting"), ("mobile", "gone")):
        answer = may(jk.policy, Question(Verb.USE, "order", (item,), "delivery", ended=Period.parse("7d")), jk.now())
        assert isinstance(answer.decision, Denied)
        assert answer.decision.why == why
        with pytest.raises(DeniedError) as refused:
            jk.use(order, purpose="delivery", items=[item])
        # Of a record that rests, the house says of every item alike that it rests.
        assert refused.value.why == "resting"
    kept = Question(
        Verb.CONSULT, "order", ("phone",), "legal-evidence", "officer", ended=Period.parse("7d"), reason=True
    )
    assert may(jk.policy, kept, jk.now()).yes is True
    consulted = jk.by(cast.omar).consult(
        order, purpose="legal-evidence", reason_kind="dispute", reason="분쟁 확인", items=["phone"]
    )
    assert set(consulted) == {"phone"}


# ---- the question of the issue


def test_the_delivery_team_and_an_order_that_ended_last_week(policy: Policy) -> None:
    """No: it rests for the evidence alone, under the rules that keep it, each with its clause and its last day."""
    asked = Question(Verb.USE, "order", ("phone",), "delivery", ended=Period.parse("7d"))
    answer = may(policy, asked, NOW)
    assert answer.yes is False
    assert isinstance(answer.decision, Denied)
    assert answer.decision.why == "resting"
    assert [step.clause for step in answer.chain] == ["5.1", "2.1", "5.3", "5.4", "5.8"]
    assert [step.passes for step in answer.chain] == [True, True, False, False, False]
    assert "2031년 11월 18일까지" in answer.chain[2].words["ko"]
    live = may(policy, Question(Verb.USE, "order", ("phone",), "delivery"), NOW)
    assert live.yes is True
    kept = Question(Verb.CONSULT, "order", ("phone",), "legal-evidence", ended=Period.parse("7d"), reason=True)
    assert may(policy, kept, NOW).yes is True
    over = Question(Verb.CONSULT, "order", ("phone",), "legal-evidence", ended=Period.parse("6y"), reason=True)
    assert may(policy, over, NOW).yes is False
    # The mobile number is kept by no rule: nothing of it is left.
    gone = may(policy, Question(Verb.USE, "order", ("mobile",), "delivery", ended=Period.parse("7d")), NOW)
    assert isinstance(gone.decision, Denied)
    assert gone.decision.why == "gone"


def test_who_holds_no_grant_reads_for_no_purpose(policy: Policy) -> None:
    """A member, a guardian, an outsider: without a grant that the question gives them, none is taken to be theirs; a
    handler's is."""
    asked = Question(Verb.USE, "order", ("phone",), "delivery")
    assert may(policy, asked, NOW).yes is True
    for kind in ("member", "guardian", "outsider"):
        answer = may(policy, replace(asked, actor=kind), NOW)
        assert isinstance(answer.decision, Denied), kind
        assert answer.decision.why in ("grant", "not-confirmed")


def test_what_hangs_on_a_consent_is_asked_back(policy: Policy) -> None:
    """Neither yes nor no, before it is said whether the person consented."""
    asked = Question(Verb.USE, "membership", ("email",), "marketing.ads")
    answer = may(policy, asked, NOW)
    assert (answer.yes, len(answer.asks)) == (None, 1)
    assert "`marketing.ads`" in answer.asks[0]["ko"]
    for consents, yes in (((), False), (("marketing.ads",), True)):
        said = may(policy, Question(Verb.USE, "membership", ("email",), "marketing.ads", consents=consents), NOW)
        assert said.yes is yes


@pytest.mark.parametrize(
    ("change", "kind", "meant"),
    [
        ({"record": "ordr"}, "record", "order"),
        ({"items": ("phne",)}, "item", "phone"),
        ({"purpose": "delivry"}, "purpose", "delivery"),
        ({"verb": Verb.PROVIDE, "to": "authorty"}, "recipient", "authority"),
        ({"verb": Verb.ENTRUST, "to": "kpc"}, "processor", "kcp"),
        ({"verb": Verb.CONSULT, "purpose": "legal-evidnce"}, "purpose of the archive", "legal-evidence"),
        ({"verb": Verb.COLLECT, "channel": "homepge"}, "channel", "homepage"),
        ({"consents": ("marketing.ad",)}, "consent", "marketing.ads"),
        ({"granted": ("bilings",)}, "purpose", "billing"),
        ({"items": ("전화번호",)}, "item", "phone"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_name_that_is_not_declared_is_told_with_the_one_that_was_meant(
    policy: Policy, change: dict[str, Any], kind: str, meant: str
) -> None:
    """Never taken for nothing at all, in any place where a question names something."""
    asked: dict[str, Any] = {"verb": Verb.USE, "record": "order", "items": ("phone",), "purpose": "delivery", **change}
    with pytest.raises(UnknownNameError) as found:
        may(policy, Question(**asked), NOW)
    assert (found.value.kind, found.value.meant) == (kind, meant)


# ---- the command


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--may", "use", "--purpose", "delivery", "--item", "phone", "--record", "order", "--ended", "7d", "--at", "2026-11-25"], 1, "18 November 2031"),
        (["--may", "use", "--purpose", "delivery", "--item", "phone", "--record", "order"], 0, "yes"),
        (["--may", "use", "--purpose", "delivery", "--item", "phone", "--record", "order", "--grant", "none"], 1, "no grant"),
        (["--may", "use", "--purpose", "marketing.ads", "--item", "email", "--record", "membership"], 2, "whether this person consented"),
        (["--may", "use", "--purpose", "marketing.ads", "--item", "email", "--record", "membership", "--consent", "none"], 1, "no live consent"),
        (["--may", "use", "--record", "order"], 2, "needs --purpose and --item"),
        (["--may", "use", "--purpose", "delivery", "--item", "phone", "--record", "ordr"], 2, "did you mean `order`?"),
        (["--may", "show", "phone"], 2, "leave out the name"),
        ([], 2, "nothing is asked"),
        (["--may", "leave"], 0, "[7.2, rights.withdraw]"),
    ],
    ids=[f"{number}" for number in range(10)],
)  # fmt: skip
def test_the_command_answers(
    words: list[str], code: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 for yes, 1 for no, 2 where more must be said."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    options = list(words)
    positional = [options.pop()] if len(options) == 3 and options[-1] == "phone" else []
    assert main(["explain", str(HOMEPAGE), *positional, *options]) == code
    told = capsys.readouterr()
    assert says in told.out + told.err


def test_the_command_says_the_same_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """One document, with the chain and the clause."""
    asked = ["--may", "use", "--purpose", "delivery", "--item", "phone", "--record", "order", "--ended", "7d"]
    assert main(["explain", str(HOMEPAGE), *asked, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["yes"], found["why"], found["clause"]) == (False, "resting", "5.8")
    assert found["question"]["state"] == "archived"
    assert found["chain"][-1]["path"] == "clauses.kept-alone"
