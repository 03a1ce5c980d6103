"""compile: what names a version (its digest), what makes a consent or a rule another one, and policies of many words."""

from __future__ import annotations

import copy
import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML
from tests.drawn import drawn
from tests.policy.strategies import policy_contents, policy_files

from jikim.policy.ask import Actor, Ask
from jikim.policy.check import check
from jikim.policy.compile import compile_policy, digest_of
from jikim.policy.compiled import mask_of, numbers_of
from jikim.policy.decide import Allowed, Denied, decide
from jikim.policy.finding import Severity
from jikim.policy.model import PolicyFile
from jikim.policy.parse import parse
from jikim.policy.states import Verb

TODAY = date(2026, 11, 24)
SYSTEM = Actor("system", "test", -1)


def read(text: str) -> PolicyFile:
    """A file's text as `parse` gives it."""
    parsed = parse(text, "policy.yaml")
    assert parsed.policy is not None, parsed.findings
    return parsed.policy


def yaml_of(content: Any, **style: Any) -> str:
    """A file's content written as YAML."""
    writer = YAML(typ="safe", pure=True)
    writer.sort_base_mapping_type_on_output = False
    for name, value in style.items():
        setattr(writer, name, value)
    out = StringIO()
    writer.dump(content, out)
    return out.getvalue()


@given(content=policy_contents())
@drawn(40)
def test_the_random_policies_are_policies(content: dict[str, Any]) -> None:
    """What the strategy makes is read and has no error, so the tests that use it speak of policies that could run."""
    parsed = parse(json.dumps(content), "policy.yaml")
    errors = [found.render("en") for found in check(parsed, TODAY) if found.severity is Severity.ERROR]
    assert errors == []
    assert parsed.policy == PolicyFile.model_validate(content)


@given(file=policy_files())
@drawn(80)
def test_a_stored_version_compiles_to_the_same_policy(file: PolicyFile) -> None:
    """The text that the store keeps of a version gives back the same file, digest and tables."""
    again = PolicyFile.model_validate_json(file.model_dump_json(by_alias=True))
    assert again == file
    policy = compile_policy(file)
    stored = compile_policy(again, policy.numbers)
    assert stored.digest == policy.digest
    assert (stored.reading, stored.bringing, stored.providing) == (policy.reading, policy.bringing, policy.providing)
    assert (stored.entrusting, stored.supplying, stored.records) == (
        policy.entrusting,
        policy.supplying,
        policy.records,
    )


def test_the_homepage_is_stored_whole(homepage: PolicyFile) -> None:
    """The same for the homepage's policy, which uses every part of the language."""
    again = PolicyFile.model_validate_json(homepage.model_dump_json(by_alias=True))
    assert again == homepage
    assert digest_of(again) == digest_of(homepage)


# ---- the digest


@given(content=policy_contents(), seed=st.randoms(use_true_random=False))
@drawn(25)
def test_the_digest_is_blind_to_how_a_file_is_written(content: dict[str, Any], seed: Any) -> None:
    """Comments, block or flow style, quotes, and the order of a part's own keys: one policy, one digest."""
    digest = digest_of(PolicyFile.model_validate(content))
    assert digest_of(read(yaml_of(content, default_flow_style=False))) == digest
    assert digest_of(read("# a comment\n" + yaml_of(content, default_flow_style=True) + "# another\n")) == digest
    shuffled = copy.deepcopy(content)
    for part in ("channels", "purposes", "records", "items"):
        for name, value in shuffled[part].items():
            keys = list(value)
            seed.shuffle(keys)
            shuffled[part][name] = {key: value[key] for key in keys}
    assert digest_of(PolicyFile.model_validate({key: shuffled[key] for key in sorted(shuffled)})) == digest


def places(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a file's content, parents before their parts."""
    found = [path] if path else []
    if isinstance(content, dict):
        for key, value in content.items():
            found += places(value, (*path, key))
    elif isinstance(content, list):
        for index, value in enumerate(content):
            found += places(value, (*path, index))
    return found


@given(data=st.data(), content=policy_contents())
@drawn(150)
def test_the_digest_changes_with_the_meaning(data: st.DataObject, content: dict[str, Any]) -> None:
    """Anything dropped, doubled, swapped or rewritten, anywhere: two files have one digest if and only if they say the
    same."""
    path = data.draw(st.sampled_from(places(content)))
    changed: Any = copy.deepcopy(content)
    parent = changed
    for key in path[:-1]:
        parent = parent[key]
    value = parent[path[-1]]
    change = data.draw(st.sampled_from(("drop", "double", "swap", "rewrite")))
    if change == "drop":
        del parent[path[-1]]
    elif change == "double" and isinstance(value, list):
        parent[path[-1]] = value + value
    elif change == "swap" and isinstance(value, list):
        parent[path[-1]] = value[::-1]
    else:
        words = ("1y", "1d", "x", "self", "consent", "r0", "p0", "name", "email", "2013-02-06", "member", "ends")
        parent[path[-1]] = data.draw(st.sampled_from((*words, True, False, 14, ["name"], ["closed"])))
    try:
        other = PolicyFile.model_validate(changed)
    except ValidationError:
        return
    note(f"{change} at {path}")
    file = PolicyFile.model_validate(content)
    assert (digest_of(other) == digest_of(file)) == (other == file)


def test_the_order_of_names_is_part_of_what_a_file_says(homepage: PolicyFile) -> None:
    """Items and purposes are published in the file's order, so another order is another version; its numbers stay."""
    content = homepage.model_dump(by_alias=True, mode="json")
    content["items"] = dict(reversed(content["items"].items()))
    other = PolicyFile.model_validate(content)
    assert digest_of(other) != digest_of(homepage)
    policy = compile_policy(homepage)
    assert compile_policy(other, policy.numbers).numbers == policy.numbers


# ---- what makes a consent or a rule another one


@pytest.mark.clause("3.2")
def test_other_items_make_another_consent(homepage: PolicyFile) -> None:
    """A purpose or recipient that gets an item more asks anew; the old consent keeps its number and its name and covers
    nothing new."""
    policy = compile_policy(homepage)
    content = homepage.model_dump(by_alias=True, mode="json")
    content["purposes"]["marketing.events"]["items"].append("phone")
    content["recipients"]["publication"]["items"].append("email")
    content["purposes"]["marketing.ads"]["items"].reverse()
    later = compile_policy(PolicyFile.model_validate(content), policy.numbers)
    assert later.purpose_consents["marketing.events"] != policy.purpose_consents["marketing.events"]
    assert later.recipient_consents["publication/marketing.events"] not in policy.recipient_consents.values()
    assert later.purpose_consents["marketing.ads"] == policy.purpose_consents["marketing.ads"]
    old = policy.purpose_consents["marketing.events"]
    assert old not in later.consents.values()
    assert later.name("consent", old) == policy.name("consent", old)


@pytest.mark.clause("5.3")
def test_other_terms_make_another_rule(homepage: PolicyFile) -> None:
    """A rule of another length has another number, so a part that rests keeps the rule under which it was kept."""
    policy = compile_policy(homepage)
    content = homepage.model_dump(by_alias=True, mode="json")
    content["records"]["order"]["keep"][0]["for"] = "6y"
    later = compile_policy(PolicyFile.model_validate(content), policy.numbers)
    before, after = policy.records["order"].keep, later.records["order"].keep
    assert before[0].number != after[0].number
    assert before[1].number == after[1].number
    assert later.name("rule", before[0].number) == policy.name("rule", before[0].number)


@pytest.mark.clause("10.1")
@given(file=policy_files())
@drawn(80)
def test_no_password_is_ever_readable(file: PolicyFile) -> None:
    """Whatever a policy's purposes, recipients and rules list, no verb that reads is allowed a password."""
    policy = compile_policy(file)
    passwords = mask_of(
        policy.numbers.of("item", name) or 0 for name, item in file.items.items() if item.type == "password"
    )
    assert policy.unreadable == passwords
    for purpose, kind in policy.reading:
        answer = decide(policy, Ask(Verb.USE, kind, passwords, SYSTEM, purpose))
        assert isinstance(answer, Denied) or not passwords
    for table, verb in ((policy.providing, Verb.PROVIDE), (policy.entrusting, Verb.ENTRUST)):
        for to, purpose, kind in table:
            assert (
                isinstance(decide(policy, Ask(verb, kind, passwords, SYSTEM, purpose, to=to)), Denied) or not passwords
            )


def test_a_policy_of_more_than_a_thousand_items() -> None:
    """Masks of nineteen words decide like small ones: each item alone, all at once, and never a neighbour that is not
    listed."""
    names = [f"i{n}" for n in range(1200)]
    content = read_base()
    content["items"] |= {name: {"type": "text", "label": {"ko": name, "en": name}} for name in names}
    content["channels"]["site"]["items"] += names
    content["purposes"]["membership"]["items"] += names[::2]
    content["purposes"]["news"]["items"] += names
    content["records"]["member"]["items"]["optional"] += names
    policy = compile_policy(PolicyFile.model_validate(content))
    rules = policy.records["member"]
    purpose = policy.number("purpose", "membership") or 0
    assert rules.items.bit_count() == 1203
    listed = mask_of(rules.names[name] for name in names[::2])
    assert isinstance(decide(policy, Ask(Verb.USE, rules.number, listed, SYSTEM, purpose)), Allowed)
    for name in names:
        ask = Ask(Verb.USE, rules.number, 1 << rules.names[name], SYSTEM, purpose)
        assert isinstance(decide(policy, ask), Allowed) == (int(name[1:]) % 2 == 0)
    over = decide(policy, Ask(Verb.USE, rules.number, rules.items, SYSTEM, purpose))
    assert isinstance(over, Denied)
    assert set(over.about) == {*names[1::2], "region"}
    whole = Ask(
        Verb.COLLECT, rules.number, rules.items, SYSTEM, 0, policy.number("channel", "site") or 0, 0, 1, "", True
    )
    answer = decide(policy, whole)
    assert isinstance(answer, Allowed)
    assert numbers_of(answer.items) == numbers_of(rules.items)
    news = policy.purpose_consents["news"]
    assert (news,) in answer.needs


def read_base() -> dict[str, Any]:
    """The content of the policy in which `check` finds nothing."""
    text = (Path(__file__).parent / "broken" / "base.yaml").read_text(encoding="utf-8")
    return read(text).model_dump(by_alias=True, mode="json")
