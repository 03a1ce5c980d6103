"""may: a question's answer is `decide`'s own, whatever is asked; and its chain says why."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from strategies import Named, named_asks, policy_files

from conftest import HOMEPAGE, Cast
from jikim.app import Jikim, read_policy
from jikim.cli import main
from jikim.errors import DeniedError
from jikim.policy.ask import Facts
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy, mask_of
from jikim.policy.decide import Allowed, Denied, decide
from jikim.policy.may import MAY, Question, UnknownNameError, may
from jikim.policy.may.fate import SOMEBODY
from jikim.policy.may.question_words import understand
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


def asked_of(policy: Policy, named: Named, facts: Facts, condition: str, consents: list[str]) -> Question:
    """The same ask by names, as a question."""
    return Question(
        named.verb, named.record or "", tuple(sorted(named.items)), named.purpose or "", named.actor.kind, named.to or "", named.channel or "",
        named.subject_kind, condition, None, None, facts.frozen, facts.held, facts.subject_left, tuple(consents),  # type: ignore[arg-type]
        tuple(sorted(named.granted | (named.kept if named.verb is Verb.CONSULT else frozenset()))), False, bool(named.reason), named.old_enough,
        authority=bool(named.terms[0]), statute=bool(named.terms[1]), document=bool(named.terms[2]), approved=bool(named.terms[3]),
    )  # fmt: skip


@st.composite
def cases(draw: st.DrawFn, policy: Policy) -> tuple[Named, Facts, str, list[str]]:
    named = draw(named_asks(policy, MAY))
    known = {**policy.purpose_consents, **policy.recipient_consents}
    consents = draw(st.lists(st.sampled_from(sorted(known)), unique=True)) if known else []
    condition = draw(st.sampled_from([*STATES, "live", "live"]))
    if named.verb is Verb.COLLECT:
        condition = "live"
    facts = Facts(
        mask_of(known[name] for name in consents), draw(st.booleans()) and draw(st.booleans()), STATES[condition],
        draw(st.integers(0, 4)) == 0, draw(st.booleans()),
    )  # fmt: skip
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
        # A question names no kind of reason: it is answered for one that the purpose lists, by law where a statute is named.
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
    answer = may(policy, asked_of(policy, named, facts, condition, consents), NOW)
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


@given(data=st.data(), file=policy_files())
@settings(
    deadline=None,
    derandomize=True,
    max_examples=30,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
def test_explain_and_decide_never_differ(data: st.DataObject, file: PolicyFile) -> None:
    """On random policies, in every state, with any consents: the same yes, and the same no under the same clause for the same reason."""
    policy = compile_policy(file)
    for _ in range(6):
        try:
            assert_never_differs(policy, data.draw(cases(policy)))
        except UnknownNameError:
            continue  # what the policy does not declare is never answered


@given(data=st.data())
@settings(
    deadline=None,
    derandomize=True,
    max_examples=120,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
def test_explain_and_decide_never_differ_on_the_homepage(data: st.DataObject, policy: Policy) -> None:
    """The same of the homepage's policy."""
    assert_never_differs(policy, data.draw(cases(policy)))


def test_what_is_compared_reaches_every_verb(policy: Policy) -> None:
    """The comparison above is worth something: each verb is allowed at times, and refused for many reasons."""
    met: set[str] = set()

    def meet(verb: Verb) -> None:
        @given(data=st.data())
        @settings(
            deadline=None,
            derandomize=True,
            max_examples=150,
            database=None,
            suppress_health_check=[HealthCheck.filter_too_much],
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
    consulted = jk.consult(
        order, purpose="legal-evidence", reason_kind="dispute", reason="분쟁 확인", actor=cast.omar, items=["phone"]
    )
    assert set(consulted) == {"phone"}


# ---- the question of the issue


def test_the_delivery_team_and_an_order_that_ended_last_week(policy: Policy) -> None:
    """No: it rests for the evidence alone, under the rules that keep it, each with its clause and its last day."""
    question = Question(Verb.USE, "order", ("phone",), "delivery", ended=Period.parse("7d"))
    answer = may(policy, question, NOW)
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
    """A member, a guardian, an outsider: without a grant that the question gives them, none is taken to be theirs; a handler's is."""
    asked = Question(Verb.USE, "order", ("phone",), "delivery")
    assert may(policy, asked, NOW).yes is True
    for kind in ("member", "guardian", "outsider"):
        answer = may(policy, replace(asked, actor=kind), NOW)
        assert isinstance(answer.decision, Denied), kind
        assert answer.decision.why in ("grant", "not-confirmed")


def test_what_hangs_on_a_consent_is_asked_back(policy: Policy) -> None:
    """Neither yes nor no, before it is said whether the person consented."""
    question = Question(Verb.USE, "membership", ("email",), "marketing.ads")
    answer = may(policy, question, NOW)
    assert (answer.yes, len(answer.asks)) == (None, 1)
    assert "`marketing.ads`" in answer.asks[0]["ko"]
    for consents, yes in (((), False), (("marketing.ads",), True)):
        said = may(policy, Question(Verb.USE, "membership", ("email",), "marketing.ads", consents=consents), NOW)
        assert said.yes is yes


@pytest.mark.parametrize(
    ("change", "kind", "meant"),
    [
        ({"record": "ordr"}, "record", "order"), ({"items": ("phne",)}, "item", "phone"), ({"purpose": "delivry"}, "purpose", "delivery"),
        ({"verb": Verb.PROVIDE, "to": "authorty"}, "recipient", "authority"), ({"verb": Verb.ENTRUST, "to": "kpc"}, "processor", "kcp"),
        ({"verb": Verb.CONSULT, "purpose": "legal-evidnce"}, "purpose of the archive", "legal-evidence"),
        ({"verb": Verb.COLLECT, "channel": "homepge"}, "channel", "homepage"), ({"consents": ("marketing.ad",)}, "consent", "marketing.ads"),
        ({"granted": ("bilings",)}, "purpose", "billing"), ({"items": ("전화번호",)}, "item", "phone"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_a_name_that_is_not_declared_is_told_with_the_one_that_was_meant(
    policy: Policy, change: dict[str, Any], kind: str, meant: str
) -> None:
    """Never taken for nothing at all, in any place where a question names something."""
    asked: dict[str, Any] = {"verb": Verb.USE, "record": "order", "items": ("phone",), "purpose": "delivery", **change}
    with pytest.raises(UnknownNameError) as found:
        may(policy, Question(**asked), NOW)
    assert (found.value.kind, found.value.meant) == (kind, meant)


# ---- in words

ASKED = [
    ("may the delivery team read the phone number of an order that ended last week?", False),
    ("배송 담당자가 지난주에 끝난 주문의 전화번호를 볼 수 있나요?", False),
    ("배송팀은 주문의 전화번호를 볼 수 있습니까?", True),
    ("can the delivery team see the name and the address of an open order?", True),
    ("고객 상담 담당자가 주문의 배송지 주소를 볼 수 있나요?", False),
    ("may KCP get the card of a payment for billing?", True),
    ("한국사이버결제(KCP)에 결제의 신용카드 정보를 맡길 수 있나요?", True),
    ("한국신용평가정보(주)에 결제의 신용카드 정보를 위탁할 수 있나요?", False),
    ("수사기관과 감독당국에 본인 식별 목적으로 회원 정보의 이메일 주소를 제공할 수 있나요?", False),
    ("승인을 받고 영장이 있으면 수사기관과 감독당국에 본인 식별 목적으로 회원 정보의 이메일 주소를 제공할 수 있나요?", True),
    ("회원이 자기 주문의 전화번호를 볼 수 있나요?", True),
    ("can a member leave?", True),
    ("회원이 탈퇴할 수 있나요?", True),
    ("회원이 자기 주문의 전화번호를 정정할 수 있나요?", True),
    ("홈페이지에서 비회원의 주문에 이메일을 수집해도 되나요?", True),
    ("홈페이지에서 만 14세 미만 비회원의 주문에 이메일을 수집해도 되나요?", False),
    ("책임자가 계약·결제·공급의 증빙 목적으로 보관된 주문의 전화번호를 열람할 수 있나요?", True),
    ("may the officer consult the phone number of an archived order for evidence in complaints and disputes?", False),
    ("행사 소식과 광고에 동의한 회원 정보의 이메일 주소를 마케팅 담당자가 볼 수 있나요?", True),
    ("동의하지 않은 사람의 회원 정보의 이메일 주소를 행사 소식과 광고 담당자가 볼 수 있나요?", False),
    ("may the support staff read the text of an enquiry that was closed 3 days ago?", False),
    ("배송팀이 정정 중인 주문의 전화번호를 볼 수 있나요?", False),
    ("배송팀이 끝난 지 일주일 된 주문의 전화번호를 볼 수 있나요?", False),
    ("배송팀이 끝난 지 30일이 지난 주문의 전화번호를 볼 수 있나요?", False),
    ("may the delivery team read the phone number of an order of a customer?", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "yes"), ASKED, ids=[f"{number}" for number in range(len(ASKED))])
def test_a_question_in_words_is_answered(policy: Policy, text: str, yes: bool) -> None:
    """Korean and English alike; what was understood is told, word for word."""
    understood = understand(policy, text)
    assert understood.question is not None, [one["en"] for one in understood.asks]
    answer = may(policy, understood.question, NOW)
    assert answer.yes is yes, (understood.question, [step.words["en"] for step in answer.chain])
    for heard in understood.heard:
        assert heard.words in text.casefold()
    assert understand(policy, text) == understood


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Can the delivery team see the passport number of an order?", "`passport` is not understood"),
        ("may the delivery team not read the phone number of an order?", "`not` is not understood"),
        ("may we give the phone number of an order to the police?", "`police` is not understood"),
        ("전화번호를 볼 수 있나요?", "say for what purpose"),
        ("배송팀이 전화번호를 볼 수 있나요?", "say of which record"),
        ("배송팀이 주문을 볼 수 있나요?", "say which item"),
        ("결제 담당자가 결제의 카드를 볼 수 있나요?", "may mean"),
        ("주문의 전화번호를 한국사이버결제(KCP)에", "say what is to be done"),
        ("안녕하세요", "is not understood"),
        ("?", "there is no question in it"),
        ("may " * 200, "too long"),
        ("배송팀이 주문의 전화번호와 생년월일을 볼 수 있나요?", "is not understood"),
        ("may a member read the phone number of an order for delivery?", "say who does it"),
        ("회원이 배송 목적으로 주문의 전화번호를 볼 수 있나요?", "say who does it"),
        ("may the delivery team read all phone numbers of orders?", "`all` is not understood"),
        ("배송팀과 추심팀이 주문의 전화번호를 볼 수 있나요?", "there is more than one purpose: `debt-collection`, `delivery`"),
    ],
    ids=[f"{number}" for number in range(16)],
)  # fmt: skip
def test_what_is_not_clear_is_asked_back(policy: Policy, text: str, asks: str) -> None:
    """An unknown word, two meanings, or a missing part: there is no answer, and the question says what to say."""
    understood = understand(policy, text)
    assert understood.question is None, understood
    assert any(asks in one["en"] for one in understood.asks), understood.asks
    assert all(set(one) == {"ko", "en"} for one in understood.asks)


@given(st.text(max_size=120))
@settings(deadline=None, derandomize=True, max_examples=60)
def test_no_text_breaks_it(policy: Policy, text: str) -> None:
    """Whatever is typed is understood or asked back."""
    understood = understand(policy, text)
    assert understood.question is not None or understood.asks


def test_what_was_assumed_is_said(policy: Policy) -> None:
    """A live record, a handler with a grant, a stated reason: each is told where nobody said it."""
    said = " ".join(
        one["en"] for one in understand(policy, "고객 상담 목적으로 주문의 전화번호를 볼 수 있나요?").assumed
    )
    assert "a handler who holds a grant" in said
    assert "live" in said
    assert "a reason" in said


# ---- the command


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["may the delivery team read the phone number of an order that ended last week?"], 1, "[5.8, clauses.kept-alone]"),
        (["--may", "use", "--purpose", "delivery", "--item", "phone", "--record", "order", "--ended", "7d", "--at", "2026-11-25"], 1, "18 November 2031"),
        (["--may", "use", "--purpose", "delivery", "--item", "phone", "--record", "order"], 0, "yes"),
        (["--may", "use", "--purpose", "delivery", "--item", "phone", "--record", "order", "--grant", "none"], 1, "no grant"),
        (["--may", "use", "--purpose", "marketing.ads", "--item", "email", "--record", "membership"], 2, "did this person consent"),
        (["--may", "use", "--purpose", "marketing.ads", "--item", "email", "--record", "membership", "--consent", "none"], 1, "no live consent"),
        (["배송팀이 주문의 전화번호를 볼 수 있나요?"], 0, "방침이 허락합니다"),
        (["배송팀이 여권번호를 볼 수 있나요?"], 2, "알아듣지 못했습니다"),
        (["--may", "use", "--record", "order"], 2, "needs --purpose and --item"),
        (["--may", "use", "--purpose", "delivery", "--item", "phone", "--record", "ordr"], 2, "did you mean `order`?"),
        (["--may", "show", "phone"], 2, "not both"),
        ([], 2, "nothing is asked"),
        (["--may", "leave"], 0, "[7.2, rights.withdraw]"),
    ],
    ids=[f"{number}" for number in range(13)],
)  # fmt: skip
def test_the_command_answers(
    words: list[str], code: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 for yes, 1 for no, 2 where more must be said."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    question = [words[0]] if words and not words[0].startswith("--") else []
    options = words[len(question) :]
    positional = [options.pop()] if len(options) == 3 and options[-1] == "phone" else question
    assert main(["explain", str(HOMEPAGE), *positional, *options]) == code
    told = capsys.readouterr()
    assert says in told.out + told.err


def test_the_command_says_the_same_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """One document, with what was understood, the chain and the clause."""
    assert main(["explain", str(HOMEPAGE), "배송팀이 지난주에 끝난 주문의 전화번호를 볼 수 있나요?", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["yes"], found["why"], found["clause"], found["question"]["state"]) == (
        False,
        "resting",
        "5.8",
        "archived",
    )
    assert [one["name"] for one in found["understood"]] == [
        "delivery",
        "handler",
        "7d",
        "ended",
        "order",
        "phone",
        "use",
    ]
    assert found["chain"][-1]["path"] == "clauses.kept-alone"
