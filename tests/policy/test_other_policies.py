"""Policies of other trades, all invented: `check` passes each, and what it says, its forms and `collect` are one
answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest

from jikim.app import read_policy
from jikim.cli.starting import KINDS, Answers, Kind, composed
from jikim.desk.deadlines import deadline, putting_off
from jikim.drill.people import contents_of, value_of
from jikim.errors import InvalidError
from jikim.intake.doors import form_of, questions_of
from jikim.policy.ask import EVERYTHING, Actor, Ask
from jikim.policy.compile import compile_policy, digest_of
from jikim.policy.compiled import Policy, RecordRules, mask_of, numbers_of
from jikim.policy.decide import Allowed, decide
from jikim.policy.diff import compare, lead_of
from jikim.policy.explain import explain
from jikim.policy.model import Basis, ItemType, PolicyFile, SubjectKind
from jikim.policy.model.what import ChannelKind
from jikim.policy.parse import parse
from jikim.policy.period import Period, earliest
from jikim.policy.plan import Plan, RecordFacts, plan
from jikim.policy.render import document, render_markdown
from jikim.policy.source import plain, read
from jikim.policy.states import State, Verb
from jikim.prove.checking import check_decision
from jikim.verbs.values import Checked, check_values
from jikim.web.account.newcomer import joinings, offered_consents

HERE = Path(__file__).parent
OTHERS = sorted((HERE / "others").glob("*.yaml"))
CORPUS = [
    *OTHERS,
    HERE / "broken" / "base.yaml",
    HERE / "broken" / "base-eu.yaml",
    HERE.parents[1] / "homepage" / "policy.yaml",
]
NUMBERS = {
    ItemType.RESIDENT_NUMBER: "900101-1234567",
    ItemType.ALIEN_NUMBER: "900101-5234567",
    ItemType.PASSPORT: "M12345678",
    ItemType.DRIVER_LICENCE: "11-22-333333-44",
}


NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)


@cache
def policy_at(path: Path) -> Policy:
    return compile_policy(read_policy(path))


def others(*paths: Path) -> Any:
    return pytest.mark.parametrize("path", paths or OTHERS, ids=lambda path: path.stem)


def sample(policy: Policy, rules: RecordRules, name: str) -> Any:
    """A value that passes for an item or contents of a record kind."""
    contents = rules.record.items.contents.get(name)
    return (
        value_of(policy.file.items[name].type, "mark", Random(7))
        if contents is None
        else contents_of(contents.type, "mark")
    )


def taken(
    policy: Policy,
    rules: RecordRules,
    channel: str,
    who: str,
    names: Iterator[str] | list[str],
    given: int = EVERYTHING,
) -> bool:
    """Whether `collect` takes these of a record kind by a channel: their values are checked, then the ask is decided,
    as the verb does it."""
    try:
        checked = check_values(policy, rules, {name: sample(policy, rules, name) for name in names}, "KR")
    except InvalidError:
        return False
    if not isinstance(checked, Checked):
        return False
    number = policy.number("channel", channel)
    assert number is not None
    by = policy.file.channels[channel].kind
    kind: Any = {ChannelKind.HANDLER: "handler", ChannelKind.PARTNER: "handler"}.get(by, "application")
    partner = next(
        (name for name, one in policy.file.partners.items() if by is ChannelKind.PARTNER and rules.name in one.records),
        "",
    )
    to = policy.number("partner", partner) or 0
    actor = Actor(kind, "t", purposes=EVERYTHING, grant=1)
    ask = Ask(Verb.COLLECT, rules.number, checked.items, actor, 0, number, to, policy.people[who], "", True)
    answer = decide(policy, ask)
    return isinstance(answer, Allowed) and all(any(given >> one & 1 for one in group) for group in answer.needs)


def doors(policy: Policy) -> Iterator[tuple[RecordRules, str, str]]:
    for rules in policy.records.values():
        for via in rules.record.via:
            if policy.file.channels[via].kind is not ChannelKind.PARTNER:
                for who in rules.record.of:
                    yield rules, via, who


def least(policy: Policy, rules: RecordRules, via: str, who: str) -> list[str]:
    """The fewest items of which a record is taken."""
    brought = policy.bringing[policy.number("channel", via), rules.number, policy.people[who]]  # type: ignore[index]
    return [rules.spoken[item] for item in numbers_of(brought.least)]


def whole(rules: RecordRules, names: list[str]) -> list[str]:
    """With all that comes together with these."""
    cases = [one for one in rules.record.items.cases.values() if not one.always and set(one.items) & set(names)]
    return [*names, *(item for one in cases for item in one.items if item not in names)]


@others(*CORPUS)
def test_what_explain_says_comes_in_is_what_collect_takes(path: Path) -> None:
    """Of each item, the channels that `explain` names are those by which `collect` takes it, in some record kind, with
    every consent given."""
    policy = policy_at(path)
    for item in policy.file.items:
        told = explain(policy.file, f"items.{item}", policy.file.service.languages[0])
        assert told is not None
        lines = [line for chapter in told.topics[0].chapters for line in chapter.lines]
        said = {line.path.removeprefix("channels.") for line in lines if line.path.startswith("channels.")}
        never = any(line.path == "refuse" for line in lines)
        found = set()
        for rules, via, who in doors(policy):
            if item in rules.names and taken(
                policy, rules, via, who, whole(rules, [*least(policy, rules, via, who), item])
            ):
                found.add(via)
        partners = {name for name, one in policy.file.channels.items() if one.kind is ChannelKind.PARTNER}
        # A channel that can't bring what a record needs brings nothing of it, and `check` has said so.
        assert never is False
        assert found == said - partners - _incomplete(policy, item), item


def _incomplete(policy: Policy, item: str) -> set[str]:
    """Channels that cannot bring all that every record kind with the item requires."""
    whole: set[str] = set()
    for rules, via, _ in doors(policy):
        if item in rules.names and set(least(policy, rules, via, rules.record.of[0])) <= set(
            policy.file.channels[via].items
        ):
            whole.add(via)
    return set(policy.file.channels) - whole


@others(*CORPUS)
def test_a_form_asks_for_what_collect_takes(path: Path) -> None:
    """Each field of each form of the office and of joining, with the consents that stand beside it given, is taken as
    one record."""
    policy = policy_at(path)
    asked = 0
    for rules, via, who in doors(policy):
        entries = [one.name for one in form_of(policy, via, rules.name) if one.how != "file"]
        given = mask_of(policy.purpose_consents[one.purpose] for one in questions_of(policy, via, rules.name))
        if policy.file.channels[via].kind is ChannelKind.HANDLER and set(rules.record.items.required) <= set(entries):
            assert taken(policy, rules, via, who, entries, given), (rules.name, via)
            asked += 1
    for who, joining in joinings(policy).items():
        names = [*(field.name for field in joining.fields), joining.secret.item]
        given = mask_of(policy.purpose_consents[name] for name in offered_consents(policy, joining))
        assert taken(policy, policy.records[joining.record], joining.channel, who, names, given)
        asked += 1
    assert asked or "base" in path.stem


# ---- a life in each: joined, collected, ended, explained, published


def ended_at(policy: Policy, rules: RecordRules, moment: datetime, subject_kind: int) -> Plan:
    """What becomes of one whole record of a kind once each event that ends it has happened, or its time has passed."""
    ends = rules.record.ends
    events = {rules.events[name]: moment for name in ends.on if name in rules.events}
    over = moment if ends.on else moment + timedelta(days=ends.after.approximate_days() + 2 if ends.after else 0)
    facts = RecordFacts(
        uuid4(), uuid4(), rules.number, subject_kind, State.ENDED if ends.on else State.LIVE, rules.items,
        moment - timedelta(days=1), events, moment if ends.on else None,
    )  # fmt: skip
    return plan(policy, [facts], over + timedelta(minutes=1), leaving="left" in ends.on)


@others()
def test_each_record_of_it_lives_and_ends_as_it_says(path: Path) -> None:
    """Each record kind is taken by a door, is over by its event or its time, and rests under its rules alone: what no rule
    names goes."""
    policy = policy_at(path)
    here = {
        (rules.name, who)
        for rules, via, who in doors(policy)
        if taken(policy, rules, via, who, least(policy, rules, via, who))
    }
    assert {name for name, _ in here} == set(policy.records)
    for name, who in here:
        rules = policy.records[name]
        [step] = ended_at(policy, rules, NOON, policy.people[who]).steps
        kept = 0
        for rule in rules.keep:
            kept |= rule.items if policy.people[who] in rule.subjects else 0
        assert (step.fate, step.destroyed) == ("rests" if kept else "goes", rules.items & ~kept), (name, who)


@others()
def test_whoever_can_join_it_joins_and_leaves(path: Path) -> None:
    """The form of each kind of member is taken as it is filled in; one of guests alone has no form to join by."""
    policy = policy_at(path)
    found = joinings(policy)
    assert {joining.kind for joining in found.values()} == {who for who in policy.file.service.covers if not who.guest}
    for who, joining in found.items():
        rules = policy.records[joining.record]
        assert taken(policy, rules, joining.channel, who, least(policy, rules, joining.channel, who))
        assert "left" in rules.record.ends.on


@others()
def test_it_is_published_whole(path: Path) -> None:
    """In each of its languages the document says every item, purpose, right and body, under sections that have a title,
    each topic once; and a policy in its own order says what it says in any other."""
    file = read_policy(path)
    for language in file.service.languages:
        made = document(file, language)
        text = render_markdown(file, language)
        named = [*file.items.values(), *file.purposes.values(), *file.rights.values(), *file.bodies.values()]
        assert [one.label[language] for one in named if one.label[language] not in text] == []
        assert all(section.title for section in made.sections)
        topics = [topic for section in made.sections for topic in section.topics]
        assert len(topics) == len(set(topics))
        said = {anchor.path for _, row in made.rows() for anchor in ([row.anchor] if row.anchor else [])}
        other = document(file, language, "kr.2026")
        assert said == {anchor.path for _, row in other.rows() for anchor in ([row.anchor] if row.anchor else [])}


def test_its_own_sections_stand_in_its_own_order() -> None:
    """Titles, order and what stands where are the company's; what no section names stands under other matters."""
    notes = read_policy(HERE / "others" / "notes.yaml")
    made = document(notes, "en")
    titles = [section.title for section in made.sections]
    assert titles == ["About this policy", *(section.title["en"] for section in notes.sections)]
    assert [section.number for section in made.sections] == list(range(len(titles)))
    profiling = next(section for section in made.sections if section.title.startswith("Profiling"))
    assert "invitations" in str(profiling.blocks)
    without = notes.model_copy(update={"sections": notes.sections[:-1]})
    assert [section.title for section in document(without, "en").sections][-1] == "Other matters"
    academy = document(read_policy(HERE / "others" / "academy.yaml"), "ko")
    assert academy.sections[0].number == 1
    assert academy.sections[0].title == "총칙"


@others(*(HERE / "others" / f"{trade}.yaml" for trade in ("notes", "game", "parish")))
def test_a_company_under_the_gdpr_says_nothing_of_korean_law(path: Path) -> None:
    """No Korean statute, body, zone or word stands in its document; its rights, their extension, the way to appeal and how an
    interest was weighed do."""
    file = read_policy(path)
    text = render_markdown(file, "en")
    assert re.findall(r"[가-힣]|Korea|PIPA|Seoul|Civil Act", text) == []
    assert "2 months more" in text
    assert all(purpose.balance["en"] in text for purpose in file.purposes.values() if purpose.balance)
    assert file.rights["access"].appeal is not None
    assert file.rights["access"].appeal["en"] in text
    policy = compile_policy(file)
    asked = datetime(2026, 11, 26, 9, tzinfo=UTC)
    assert deadline(policy, "object", asked).due == date(2026, 12, 26)
    may = putting_off(policy, "object", date(2026, 12, 26))
    assert may is not None
    assert (may.extended, may.latest) == (True, date(2027, 2, 26))


def test_versions_from_before_stand_with_their_days() -> None:
    """A version that Jikim never kept is listed by its first day, with the address where it is read; and what is said to stay
    readable is what came after it."""
    text = render_markdown(read_policy(HERE / "others" / "academy.yaml"), "en")
    assert "1 March 2024" in text
    assert "https://academy.example/privacy-2024" in text
    assert "2 September 2019" in text
    assert "Every past version stays readable" not in text
    assert "Every version after that of 1 March 2024 stays readable" in text


@pytest.mark.parametrize(("confirmed", "days", "fate"), [(False, 4, "stays"), (False, 6, "goes"), (True, 6, "stays")])
def test_a_guardian_who_does_not_answer_is_forgotten(confirmed: bool, days: int, fate: str) -> None:
    """Who a child's guardian is goes after five days; confirmed, it stays for as long as the child does."""
    policy = policy_at(HERE / "others" / "academy.yaml")
    rules = policy.records["guardian"]
    events = {rules.events["confirmed"]: NOON} if confirmed else {}
    member = policy.people["member"]
    facts = RecordFacts(uuid4(), uuid4(), rules.number, member, State.LIVE, rules.items, NOON, events)
    [step] = plan(policy, [facts], NOON + timedelta(days=days)).steps
    assert step.fate == fate


@others()
def test_the_proof_asks_its_engine_and_is_refused_where_it_must_be(path: Path) -> None:
    """What `prove` asks the engine of any of these policies is answered as the policy says: nothing is let through."""
    asked = check_decision(policy_at(path), NOON)
    assert {name: one.passed for name, one in asked.items() if one.passed} == {}


def test_a_processor_keeps_it_for_a_time() -> None:
    """How long a processor may keep what it got stands in its row, in `explain` and in what a change of it weighs."""
    file = read_policy(HERE / "others" / "academy.yaml")
    row = next(line for line in render_markdown(file, "ko").splitlines() if "processors.gateway" in line)
    assert "전달한 날부터 90일이 지난 때" in row
    told = explain(file, "processors.gateway", "en")
    assert told is not None
    assert "90 days have passed since it got them" in told.text("en")
    gateway = file.processors["gateway"]
    longer = file.model_copy(update={"processors": {"gateway": gateway.model_copy(update={"for_": Period(1, "y")})}})
    assert [change.rule.name for change in compare(file, longer).changes] == ["longer-retention"]
    assert [change.important for change in compare(longer, file).changes] == [False]


def test_an_officer_may_be_reached_by_a_form_alone() -> None:
    """Its address stands where telephone and e-mail would, in the table and in the summary, and nothing is left empty there."""
    text = render_markdown(read_policy(HERE / "others" / "notes.yaml"), "en")
    row = next(line for line in text.splitlines() if 'id="officers.officer"' in line)
    assert "https://notes.example/ask" in row
    assert "mailto:" not in row
    assert text.count("https://notes.example/ask") >= 3  # in the summary twice: as what it says, and as whom to ask


@others(*CORPUS)
def test_no_document_speaks_of_what_is_not_there(path: Path) -> None:
    """No *see below* without a table, no guardian where none may ask, no *alike* of one kind of people, no *no cookies*; what is
    said of sensitive data stands with the data, and not under links."""
    file = read_policy(path)
    bare = file.model_copy(
        update={
            "recipients": {},
            "cookies": None,
            "holds": {},
            "rejoining": None,
            "records": {name: one.model_copy(update={"keep": ()}) for name, one in file.records.items()},
            "rights": {name: one.model_copy(update={"who": ("member",)}) for name, one in file.rights.items()},
            "service": file.service.model_copy(update={"covers": (SubjectKind.MEMBER,)}),
        }
    )
    never = {
        "ko": "아래 표에|아래에서|예외입니다|이용자와 법정대리인은|모두의 개인정보|쿠키를 쓰지 않습니다|보존하는 개인정보는",
        "en": "exceptions are those|legal guardian, may|alike|sets no cookies|What is kept is used",
    }
    for language in file.service.languages:
        # The title of the section of 2013 names guardians; no sentence does.
        assert re.findall(never[language], render_markdown(bare, language)) == []
        assert bool(re.findall(never[language], render_markdown(file, language)))
    clinic = document(read_policy(HERE / "others" / "clinic.yaml"), "ko")
    [where] = [section.number for section in clinic.sections if "공개되는 자리에" in str(section.blocks)]
    assert where == 1


def test_an_event_whose_label_says_when_reads_as_it_is() -> None:
    """`the course is over` and `수강을 마친 때` stand as they are; a name of an event is quoted."""
    file = read_policy(HERE / "others" / "academy.yaml")
    assert "수강을 마친 때 또는 취소된 때" in render_markdown(file, "ko")
    assert "When the course is over or when it is cancelled" in render_markdown(file, "en")
    assert "treatment has ended happens" not in render_markdown(read_policy(HERE / "others" / "clinic.yaml"), "en")


def test_heirs_and_representatives_stand_where_they_may_ask() -> None:
    """Among those who have the right, in words that a lawyer would use, and nowhere else."""
    file = read_policy(HERE / "others" / "clinic.yaml")
    rows = {
        one: line for line in render_markdown(file, "ko").splitlines() for one in file.rights if f"rights.{one}" in line
    }
    assert "위임받은 대리인, 사망한 이용자의 상속인" in rows["access"]
    assert "상속인" not in rows["delete"]


def test_each_brand_stands_with_what_is_its_own() -> None:
    """The document names each brand with its company, its doors, who works for it alone and whom to turn to; `explain` says
    so too; what one brand requires is required there; and another company behind a brand is an important change."""
    file = read_policy(MALL)
    text = render_markdown(file, "en")
    rows = {name: next(line for line in text.splitlines() if f'id="brands.{name}"' in line) for name in file.brands}
    assert "Nowhere Outlet Co. | Outlet website" in rows["outlet"]
    assert "Nowhere Clothing Co. | Website, Phone orders" in rows["clothes"]
    assert "Nowhere Clothing Co. and Nowhere Outlet Co. decide together" in text
    couriers = {
        name: next(line for line in text.splitlines() if f'id="processors.{name}"' in line) for name in file.processors
    }
    assert "For Nowhere Outlet only." in couriers["outlet_courier"]
    assert "For Nowhere Clothes only." in couriers["courier"]
    assert "only." not in couriers["gateway"]
    assert "Nowhere Outlet: Privacy officer" in next(
        line for line in text.splitlines() if "brands.outlet.officers.officer" in line
    )
    told = explain(file, "order", "en")
    assert told is not None
    assert "For Nowhere Outlet only." in told.text("en")
    alone = file.model_copy(update={"brands": {"clothes": file.brands["clothes"]}})
    assert {change.rule.name for change in compare(alone, file).changes} == {"other-controller"}
    policy = policy_at(MALL)
    order, goods = policy.records["order"], ["name", "address", "card"]
    assert taken(policy, order, "site", "member", goods)
    assert not taken(policy, order, "outlet", "member", goods)
    assert taken(policy, order, "outlet", "member", [*goods, "mobile"])


def test_in_which_cases_destruction_waits() -> None:
    """The document says in which cases, until when, and calls them an exception; without any it does not speak of it."""
    file = read_policy(HERE / "others" / "academy.yaml")
    text = render_markdown(file, "en")
    assert "kept by a rule below, or held in a case below" in text
    row = next(line for line in text.splitlines() if 'id="holds.debt"' in line)
    assert "Something is still owed for the service" in row
    assert "until it is settled" in row
    without = file.model_copy(update={"holds": {}})
    assert "held in a case" not in render_markdown(without, "en")
    assert {change.rule.name for change in compare(without, file).changes} == {"longer-retention"}


def test_a_body_is_reached_by_letter_alone() -> None:
    """One that the catalogue lacks, with neither telephone nor address on the web, stands with its postal address."""
    row = next(
        line
        for line in render_markdown(read_policy(HERE / "others" / "academy.yaml"), "ko").splitlines()
        if "bodies.appeals" in line
    )
    assert "없는구 없는로 2" in row


# ---- what is required, and in which case

MALL = HERE / "others" / "mall.yaml"
GUESTS = ["mobile", "order_password"]
ORDER = ["name", "address", "card", *GUESTS]


@pytest.mark.parametrize(
    ("record", "via", "who", "names", "is_taken"),
    [
        ("order", "site", "guest", ORDER, True),
        ("order", "site", "guest", ["name", "address", "account", *GUESTS], True),
        (
            "order",
            "site",
            "guest",
            ["name", "address", "account", "mobile"],
            False,
        ),  # a guest, without a password for it
        ("order", "site", "member", ["name", "address", "account"], True),
        ("order", "site", "guest", ["name", "address", *GUESTS], False),  # one of several, and none of them
        ("order", "site", "guest", [*ORDER, "company"], False),  # a tax invoice without its number
        ("order", "site", "guest", [*ORDER, "company", "business_number"], True),
        ("order", "calls", "guest", ["name", "address", "account"], False),  # by phone, without a telephone
        ("order", "calls", "guest", ["name", "address", "account", "phone"], True),
        ("account", "site", "member", ["login_id", "password", "name", "email"], False),
        ("account", "site", "member", ["login_id", "password", "name", "email", "mobile"], True),
        ("account", "site", "corporate", ["login_id", "password", "name", "email", "mobile"], False),
        ("account", "site", "corporate", ["login_id", "password", "name", "email", "company", "business_number"], True),
        ("account", "talk", "member", ["name", "email", "mobile"], True),
        (
            "account",
            "talk",
            "member",
            ["name", "email"],
            False,
        ),  # this sign-in provider sends the number, and it is required
        ("account", "search", "member", ["email"], True),
        ("account", "search", "member", ["email", "name"], False),  # what this one does not send is not taken by it
        ("account", "talk", "member", ["name", "email", "mobile", "password"], False),
    ],
)
def test_what_a_case_requires_is_required_in_that_case(
    record: str, via: str, who: str, names: list[str], is_taken: bool
) -> None:
    """One of several, together with another, by one channel, of one kind of people: each is required there, and nowhere
    else."""
    policy = policy_at(MALL)
    assert taken(policy, policy.records[record], via, who, names) is is_taken


def test_nothing_that_is_required_in_a_case_is_called_optional() -> None:
    """The document and the form name the case beside such an item, and call none of them optional."""
    policy = policy_at(MALL)
    document = render_markdown(policy.file, "ko")
    row = next(line for line in document.splitlines() if "items.card" in line)
    assert "결제 수단: 카드 정보, 계좌번호 가운데 하나" in row
    assert row.count("| —") == 1  # optional nowhere
    assert "세금계산서를 원하는 경우" in next(line for line in document.splitlines() if "items.business_number" in line)
    fields = {field.name: field for field in joinings(policy)["corporate"].fields}
    assert (fields["company"].required, fields["birth"].required, fields["birth"].case) == (True, False, None)
    assert "mobile" not in fields
    assert "company" not in {field.name for field in joinings(policy)["member"].fields}
    by_phone = {one.name: one for one in form_of(policy, "calls", "order")}
    assert by_phone["phone"].required
    assert by_phone["account"].case is not None


def test_each_sign_in_provider_is_a_source_with_its_own_items_and_requirements() -> None:
    """The document says of each what it sends and what is required by it, and of each item who sends it."""
    for language, who, sends, case in (
        ("ko", "가상톡 계정", "이용자가 선택한 로그인 제공자가 전달", "가상톡 계정으로 가입하는 경우"),
        ("en", "Imaginary Talk account", "the sign-in provider that you choose sends it", "If you join with your Imaginary Talk"),
    ):  # fmt: skip
        lines = render_markdown(policy_at(MALL).file, language).splitlines()  # type: ignore[arg-type]
        assert any(who in line and sends.lower() in line.lower() for line in lines)
        assert any(who in line for line in lines if "items.mobile" in line)
        assert not any(who in line for line in lines if "items.password" in line)
        assert any(case in line for line in lines)


# ---- data that a law guards


@others(*(path for path in OTHERS if not read_policy(path).guarded.isdisjoint(read_policy(path).items)))
def test_guarded_data_is_taken_by_its_own_items_alone(path: Path) -> None:
    """A number that a policy takes as an item is refused in every other value and text, and in each record kind that
    does not hold the item."""
    policy = policy_at(path)
    for kind in {item.type for item in policy.file.items.values()} & set(NUMBERS):
        for rules in policy.records.values():
            texts = [name for name, one in rules.record.items.contents.items() if one.type == "text"]
            texts += [
                name
                for name in rules.names
                if name in policy.file.items and policy.file.items[name].type is ItemType.SENSITIVE
            ]
            for name in texts:
                found = check_values(policy, rules, {name: f"번호는 {NUMBERS[kind]} 입니다"}, "KR")
                assert getattr(found, "why", "") == "refused-in-text"
            for name, item in policy.file.items.items():
                if item.type is kind and name not in rules.names:
                    assert (
                        getattr(check_values(policy, rules, {name: NUMBERS[kind]}, "KR"), "why", "")
                        == "undeclared-item"
                    )


@others(HERE / "others" / "clinic.yaml")
def test_guarded_data_is_read_with_a_reason(path: Path) -> None:
    """Whoever handles data gives a reason for each read by a purpose that reads guarded data, though the purpose does
    not ask for one."""
    policy = policy_at(path)
    rules, purpose = policy.records["chart"], policy.number("purpose", "treatment")
    assert purpose is not None
    ask = Ask(
        Verb.USE,
        rules.number,
        1 << rules.names["symptoms"],
        Actor("handler", "t", purposes=EVERYTHING, grant=1),
        purpose,
    )
    assert getattr(decide(policy, ask), "why", "") == "reason"
    assert isinstance(decide(policy, ask._replace(reason="재진 환자의 경과 확인")), Allowed)


def test_a_sensitive_picture_is_guarded_as_a_sensitive_item_is() -> None:
    """Contents that a policy calls sensitive are read with a reason, by the statute that asks for them and by no contract;
    the document says so beside them, and `explain` by whom they are read."""
    policy = policy_at(HERE / "others" / "clinic.yaml")
    rules = policy.records["chart"]
    picture, purpose = 1 << rules.names["picture"], policy.number("purpose", "treatment")
    assert purpose is not None
    ask = Ask(Verb.USE, rules.number, picture, Actor("handler", "t", purposes=EVERYTHING, grant=1), purpose)
    assert getattr(decide(policy, ask), "why", "") == "reason"
    assert isinstance(decide(policy, ask._replace(reason="재진 환자의 경과 확인")), Allowed)
    treatment = policy.file.purposes["treatment"].model_copy(update={"basis": Basis.CONTRACT, "law": None})
    by_contract = compile_policy(
        policy.file.model_copy(update={"purposes": {**policy.file.purposes, "treatment": treatment}})
    )
    assert getattr(decide(by_contract, ask._replace(reason="경과 확인")), "why", "") == "purpose-not-covering"
    row = next(line for line in render_markdown(policy.file, "ko").splitlines() if "contents.picture" in line)
    assert "민감정보로서" in row
    told = explain(policy.file, "chart.picture", "ko")
    assert told is not None
    assert "진료와 진료기록 작성" in told.text("ko")


def test_people_bear_the_companys_own_word() -> None:
    """Students are called students wherever the document names whose data it is or who may ask; nobody is a member there."""
    text = render_markdown(read_policy(HERE / "others" / "academy.yaml"), "en")
    assert "Students and people who asked" in text
    assert re.findall(r"\b(?:[Mm]embers|[Gg]uests)\b", text) == []
    assert "Students can undo leaving" in text


def test_who_speaks_for_a_company_abroad_stands_beside_its_officer() -> None:
    """A representative in the Union stands with address and e-mail; what a program alone decides, beside its purpose."""
    text = render_markdown(read_policy(HERE / "others" / "game.yaml"), "en")
    row = next(line for line in text.splitlines() if "officers.representative" in line)
    assert "Sunrise Representatives" in row
    assert "3 Nowhere Quay" in row
    assert "eu@quest.example" in row
    row = next(
        line
        for line in render_markdown(read_policy(HERE / "others" / "notes.yaml"), "en").splitlines()
        if "purposes.security" in line
    )
    assert "Decided by a program alone: A program holds back" in row


@pytest.mark.parametrize(
    ("basis", "item"),
    [(Basis.CONTRACT, "symptoms"), (Basis.CONTRACT, "resident_number"), (Basis.CONSENT, "resident_number")],
)
def test_guarded_data_needs_its_own_ground(basis: Basis, item: str) -> None:
    """Compiled without a check, a contract takes and reads no guarded data, and not even a consent a resident number."""
    clinic = read_policy(HERE / "others" / "clinic.yaml")
    without = {
        name: one.model_copy(update={"basis": basis, "law": None, "optional": basis is Basis.CONSENT})
        if item in one.items
        else one
        for name, one in clinic.purposes.items()
    }
    loose = compile_policy(clinic.model_copy(update={"purposes": without}))
    rules = loose.records["chart"]
    assert not taken(loose, rules, "desk", "guest", ["name", "symptoms", item])
    readers = [one for (_, kind), one in loose.reading.items() if kind == rules.number]
    assert readers
    assert not any(one.items >> rules.names[item] & 1 for one in readers)


def test_the_reference_policy_is_what_it_was(homepage: PolicyFile) -> None:
    """As the language grows, a file that uses nothing new keeps its digest: this changes with the homepage's own file
    alone."""
    assert digest_of(homepage).hex() == "dcda0f96813c2288d1fd11e263372e030b0997673eeee35da52c1c9de4ad204b"


# ---- names that people see, whom to ask, and YAML as people write it


@others()
def test_no_raw_name_is_printed(path: Path) -> None:
    """Neither a group of purposes nor an event is read by its name in the file, in any language of the policy."""
    policy = read_policy(path)
    groups = {purpose.group for purpose in policy.purposes.values()} - {
        "contract",
        "membership",
        "marketing",
        "support",
    }
    for language in policy.service.languages:
        lines = render_markdown(policy, language).splitlines()
        assert not groups & {line.lstrip("# ") for line in lines}
        assert not any("‘treated’" in line or "‘settled’" in line for line in lines)


def test_the_officer_is_named_with_every_way_to_reach_them() -> None:
    """Name, department, fax and postal address stand in the document, and a statement in the section that it names."""
    document = render_markdown(read_policy(HERE / "others" / "clinic.yaml"), "ko")
    row = next(line for line in document.splitlines() if '"officers.officer"' in line)
    for said in ("홍가상", "고객센터", "팩스 02-000-0099", "없는구 없는로 1"):
        assert said in row
    before, _, after = document.partition("의원을 넘기는 때에는")
    assert after
    assert before.rindex("제3자 제공") > before.rindex("이용 목적")


MERGED = """
x-right: &right {by: [page], who: [member], within: 10d}
rights:
  access:
    <<: *right
    label: {ko: 열람, en: Access}
  correct: {<<: [{within: 3d}, *right], label: {ko: 정정, en: Correction}, by: [letter]}
"""


def test_merge_keys_and_anchors_are_read_as_people_write_them() -> None:
    """`<<` brings in what an anchor holds; what stands beside it wins, then the first of several; `x-` keeps anchors
    for the file itself."""
    root, found = read(MERGED, "p.yaml")
    assert root is not None
    assert found == ()
    rights = plain(root)["rights"]
    assert set(plain(root)) == {"rights"}
    assert rights["access"] == {
        "by": ["page"],
        "who": ["member"],
        "within": "10d",
        "label": {"ko": "열람", "en": "Access"},
    }
    assert (rights["correct"]["within"], rights["correct"]["by"]) == ("3d", ["letter"])


def test_a_merge_of_no_mapping_is_one_mistake() -> None:
    """What is no mapping merges nothing, and one finding says so."""
    _, found = read("a: &a [1]\nb: {<<: *a, c: 1}\n", "p.yaml")
    assert [one.code for one in found] == ["merge-not-a-mapping"]


# ---- time, criteria, and people who are no subjects of their own


def test_a_policy_may_state_its_effective_day_alone() -> None:
    """The document names no day of announcement that the file does not state, promises no lead where none is, and its
    first day may be today."""
    file = read_policy(MALL)
    today = file.version.effective
    assert (file.version.announced, earliest(today, lead_of(file, True))) == (today, today)
    for language, words in (
        ("ko", ("공고일", "시행하기")),
        ("en", ("nnounced on 1", " 0 days", "days before it takes")),
    ):
        document = render_markdown(file, language)  # type: ignore[arg-type]
        assert not any(said in document for said in words), language
    again = PolicyFile.model_validate_json(file.model_dump_json(by_alias=True))
    assert digest_of(again) == digest_of(file)


def test_criteria_and_whose_data_it_is_are_said() -> None:
    """Where no period can be stated the document says by what it is decided, and of somebody else's data whose it is."""
    document = render_markdown(read_policy(MALL), "en")
    assert "Criteria: whether anything of the transaction is open" in document
    assert "Data about whoever receives the parcel." in next(
        line for line in document.splitlines() if "items.address" in line
    )


def test_the_page_counts_its_own_rows() -> None:
    """What is said to be said exactly, by a workaround or not is what the tables of the page say."""
    page = (HERE.parents[1] / "docs" / "explanation" / "other-policies.md").read_text(encoding="utf-8")
    page, _, real = page.partition("## Real texts")
    page = page.partition("## Sites of five companies")[0]
    said = [row.split("|")[2].strip(" *") for row in page.splitlines() if row.startswith("| ")]
    counts = [sum(one.startswith(word) for one in said) for word in ("exactly", "workaround", "not")]
    assert "{} are said exactly, {} by a workaround, {} not".format(*counts) in page
    assert sum(counts) == len(said) - page.count("| fact |")
    rows = [[cell.strip() for cell in row.split("|")[3:7]] for row in real.splitlines() if row.startswith("| ")]
    *texts, whole = [[int(cell.split()[0]) for cell in row] for row in rows[1:]]
    assert whole == [sum(column) for column in zip(*texts, strict=True)]
    assert all(facts == sum(parts) for facts, *parts in texts)
    assert f"({round(100 * whole[1] / whole[0])} %)" in real


@pytest.mark.parametrize(("trade", "home"), [*((kind, "KR") for kind in KINDS), ("shop", "US"), ("game", "DE")])
def test_each_trade_that_init_writes_takes_what_it_declares(trade: Kind, home: str) -> None:
    """Whoever can join joins by its form, each record kind is taken by one of its doors, and ends as it says."""
    parsed = parse(composed(Answers(trade, countries=(home, "GB")), date(2026, 11, 1)).text, "policy.yaml")
    assert parsed.policy is not None
    policy = compile_policy(parsed.policy)
    for who, joining in joinings(policy).items():
        names = [*(field.name for field in joining.fields), joining.secret.item]
        given = mask_of(policy.purpose_consents[name] for name in offered_consents(policy, joining))
        assert taken(policy, policy.records[joining.record], joining.channel, who, names, given), who
    here = {
        (rules.name, who)
        for rules, via, who in doors(policy)
        if taken(policy, rules, via, who, least(policy, rules, via, who))
    }
    assert {name for name, _ in here} == set(policy.records)
    for name, who in here:
        [step] = ended_at(policy, policy.records[name], NOON, policy.people[who]).steps
        assert step.fate in ("rests", "goes"), (name, who)


def test_a_business_that_goes_to_another_company_is_said_in_its_own_place() -> None:
    """Who takes over, when, how they are reached and the last day to leave stand under a heading of their own in each
    layout and language; a version that adds it or moves a day is announced with the longer notice."""
    file = policy_at(HERE / "others" / "mall.yaml").file
    bare = file.model_copy(update={"handover": None})
    assert file.handover is not None
    for layout, language in ((one, spoken) for one in ("kr.2013", "kr.2026", "general") for spoken in ("ko", "en")):
        told, silent = (render_markdown(one, language, layout) for one in (file, bare))  # type: ignore[arg-type]
        heading = {"ko": "영업의 양도 등에 따른 개인정보의 이전", "en": "Handing over the business"}[language]
        facts = {
            "ko": ("없는인수상사", "2027년 1월 15일", "2027년 2월 1일"),
            "en": ("Nowhere Takers Co.", "15 January 2027", "1 February 2027"),
        }[language]
        assert heading in told
        assert all(one in told and one not in silent for one in (*facts, "02-000-0019"))
    later = file.model_copy(update={"handover": file.handover.model_copy(update={"leave_by": date(2027, 1, 1)})})
    assert compare(bare, file).weight == compare(file, later).weight == "important"
    assert digest_of(bare) != digest_of(file)
