"""What may happen to one thing that the policy names, and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from jikim.policy.explain import Explanation, explain, suggest
from jikim.policy.model import Language, PolicyFile, System

HOMEPAGE = Path(__file__).parents[2] / "homepage" / "policy.yaml"
LANGUAGES: tuple[Language, ...] = ("ko", "en")


@pytest.fixture(scope="module")
def policy() -> PolicyFile:
    return PolicyFile.model_validate(YAML(typ="safe", pure=True).load(HOMEPAGE.read_text(encoding="utf-8")))


def told(policy: PolicyFile, name: str, language: Language = "en") -> Explanation:
    found = explain(policy, name, language)
    assert found is not None
    return found


def lines(explanation: Explanation, title: str) -> dict[str, str]:
    """The lines of a chapter of the first topic, by path."""
    return {
        line.path: line.text
        for chapter in explanation.topics[0].chapters
        if chapter.title == title
        for line in chapter.lines
    }


def names(policy: PolicyFile) -> list[str]:
    contents = [f"{kind}.{name}" for kind, record in policy.records.items() for name in record.items.contents]
    parts = (policy.items, policy.records, policy.purposes, policy.archive.purposes, policy.recipients)
    more = (policy.processors, policy.channels, policy.partners)
    return [name for part in (*parts, *more) for name in part] + contents


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_has_a_name_is_explained(policy: PolicyFile, language: Language) -> None:
    """Each item, record, content, purpose, recipient, processor, channel and partner has chapters."""
    assert len(names(policy)) > 80
    for name in names(policy):
        for topic in told(policy, name, language).topics:
            assert topic.label.text
            assert topic.chapters
            assert all(chapter.title and chapter.lines for chapter in topic.chapters)
            assert all(line.text and line.path for chapter in topic.chapters for line in chapter.lines)


def test_an_item_tells_where_it_comes_from(policy: PolicyFile) -> None:
    """The channels and partners that may bring an item are told, with clause and path, and no other."""
    sources = lines(told(policy, "items.ip"), "Where it may come from")
    assert list(sources) == ["channels.automatic"]
    assert "Not taken by" in lines(told(policy, "items.ip"), "What is refused")["clauses.channel"]


def test_an_item_tells_which_records_hold_it(policy: PolicyFile) -> None:
    """Required and optional are told apart, for every record that holds the item."""
    held = lines(told(policy, "items.email"), "Which records hold it")
    expected = {
        f"records.{kind}"
        for kind, record in policy.records.items()
        if "email" in record.items.required + record.items.optional
    }
    assert set(held) == expected
    assert ": required" in held["records.membership"]
    assert ": optional" in held["records.order"]


def test_an_item_tells_which_purposes_read_it_on_which_basis(policy: PolicyFile) -> None:
    """Exactly the purposes that list the item are told, each with its basis and the records in which it may read it."""
    readers = lines(told(policy, "items.email"), "Which purposes may read it")
    assert set(readers) == {f"purposes.{name}" for name, part in policy.purposes.items() if "email" in part.items}
    assert "your consent, optional" in readers["purposes.marketing.ads"]
    assert "contract" in readers["purposes.billing"]


def test_an_item_tells_who_may_get_it(policy: PolicyFile) -> None:
    """Recipients are told with their ground and processors with their task, and none that does not get the item."""
    getters = lines(told(policy, "items.card"), "Who may get it")
    expected = {f"recipients.{name}" for name, part in policy.recipients.items() if "card" in part.items}
    expected |= {f"processors.{name}" for name, part in policy.processors.items() if "card" in part.items}
    assert set(getters) == expected
    assert "purchase" in getters["processors.kcp"]


def test_an_item_tells_when_its_life_ends(policy: PolicyFile) -> None:
    """The rule, its period and its clause are told where the item rests, and that nothing rests where it does not."""
    life = lines(told(policy, "items.ip"), "When its life ends")
    assert "5 years" in life["records.visit.keep.0"]
    card = lines(told(policy, "items.card"), "When its life ends")
    assert not [path for path in card if ".keep." in path]
    assert "nothing is archived" in card["records.payment"]


def test_contents_are_told_like_an_item(policy: PolicyFile) -> None:
    """A record's contents come by their channels, are read by their purposes, and rest under the record's own rules."""
    explanation = told(policy, "order.lines")
    assert explanation.topics[0].kind == "contents"
    assert set(lines(explanation, "Which records hold it")) == {"records.order"}
    life = lines(explanation, "When its life ends")
    assert {path for path in life if ".keep." in path} == {"records.order.keep.0", "records.order.keep.1"}


def test_a_record_tells_its_whole_life(policy: PolicyFile) -> None:
    """A record tells whose it is, what it holds, its end, each rule of its rest, and what leaving does."""
    explanation = told(policy, "usage-history")
    life = lines(explanation, "When its life ends")
    assert "1 month" in life["records.usage-history.ends"]
    assert "1 year" in life["records.usage-history.keep.0"]
    assert "corporate members" in life["records.usage-history.keep.0"]
    assert "records.usage-history.leaving" in life
    assert "clauses.undeclared-item" in lines(explanation, "What is refused")


def test_a_purpose_tells_its_basis_and_reach(policy: PolicyFile) -> None:
    """An optional purpose says so, and that without consent it is refused."""
    explanation = told(policy, "marketing.ads")
    assert "optional" in lines(explanation, "Its basis")["purposes.marketing.ads"]
    assert set(lines(explanation, "Its cookies")) == {"cookies.purposes.targeting"}
    assert "purposes.marketing.ads" in lines(explanation, "What is refused")
    assert "purposes.billing" not in lines(told(policy, "billing"), "What is refused")


def test_a_purpose_of_keeping_tells_what_it_may_read(policy: PolicyFile) -> None:
    """An archive purpose tells exactly the retention rules that name it."""
    reads = lines(told(policy, "corporate-request"), "What it may read while archived")
    assert set(reads) == {"records.usage-history.keep.0"}


def test_a_recipient_tells_its_ground_and_least_group(policy: PolicyFile) -> None:
    """Statistics leave in groups of at least the declared size."""
    why = lines(told(policy, "research"), "Why, and until when")
    assert f"groups of {policy.recipients['research'].least} or more" in why["recipients.research"]


def test_a_processor_tells_its_own_duty(policy: PolicyFile) -> None:
    """A processor that must itself keep what it got tells under which statute."""
    why = lines(told(policy, "kcp"), "Why, and until when")
    assert "Electronic Financial Transactions Act" in why["processors.kcp.own_duty"]


def test_a_name_that_two_things_bear_tells_both(policy: PolicyFile) -> None:
    """`payment` is an item and a record; a path means the one."""
    both = told(policy, "payment")
    assert [(topic.kind, topic.label.path) for topic in both.topics] == [
        ("items", "items.payment"),
        ("records", "records.payment"),
    ]
    assert [topic.kind for topic in told(policy, "records.payment").topics] == ["records"]


def test_a_label_is_a_name_too(policy: PolicyFile) -> None:
    """Who reads the document may ask by its words, in either language and in any case."""
    label = policy.items["business_no"].label
    assert [topic.name for topic in told(policy, label["ko"]).topics] == ["business_no"]
    assert [topic.name for topic in told(policy, label["en"].upper()).topics] == ["business_no"]


def test_the_text_shows_clause_and_path_in_each_language(policy: PolicyFile) -> None:
    """The plain text names each line's clause and path, in the language asked for or the explanation's own."""
    explanation = told(policy, "items.email", "ko")
    korean, english = explanation.text(), explanation.text("en")
    assert korean.startswith(f"{policy.items['email'].label['ko']} (항목 `email`) [1.1, items.email]\n")
    assert "[1.3, channels.homepage]" in korean
    assert "[1.3, channels.homepage]" in english
    assert "거부되는 것" in korean
    assert "What is refused" in english
    assert korean.endswith("]\n")


def test_json_says_the_same(policy: PolicyFile) -> None:
    """The plain values have each line of the text, with clause and path, and survive JSON."""
    explanation = told(policy, "payment")
    value = json.loads(json.dumps(explanation.as_json()))
    assert (value["name"], value["language"]) == ("payment", "en")
    said = [line for topic in value["topics"] for chapter in topic["chapters"] for line in chapter["lines"]]
    assert len(said) == explanation.text().count("\n    - ")
    assert {"text", "clause", "path"} == set(said[0])


def test_an_unknown_name_is_none_and_gets_suggestions(policy: PolicyFile) -> None:
    """What the policy does not name has no explanation; near spellings and parts of labels are suggested."""
    assert explain(policy, "emial", "en") is None
    assert "email" in suggest(policy, "emial")
    assert "order.lines" in suggest(policy, "lines")
    assert len(suggest(policy, "marketing")) == 3
    assert all(name.startswith("marketing.") for name in suggest(policy, "marketing"))
    assert suggest(policy, "zzzzzz") == ()


def test_each_suggestion_can_be_explained(policy: PolicyFile) -> None:
    """A suggestion is always a name that `explain` knows."""
    for name in ("emial", "주문", "billng", "kpc", "contact", "delivery"):
        assert all(explain(policy, each, "ko") for each in suggest(policy, name))


def test_a_language_the_service_lacks_is_refused(policy: PolicyFile) -> None:
    """An explanation is given in the service's languages alone."""
    korean = policy.model_copy(update={"service": policy.service.model_copy(update={"languages": ("ko",)})})
    with pytest.raises(ValueError, match="the policy has no `en`\nhint: its languages are ko"):
        explain(korean, "email", "en")


def test_a_system_of_the_companys_own_is_told_too(policy: PolicyFile) -> None:
    """What it holds, of which records, and within how long it answers."""
    system = System(
        label={"ko": "회원 검색", "en": "Member search"}, kind="search", records=("membership",), items=("email",)
    )
    found = told(policy.model_copy(update={"systems": {"search": system}}), "search")
    assert found.topics[0].kind_label == "own system"
    assert any("within 5 days" in text for text in lines(found, "What it is told").values())
    assert list(lines(found, "What it holds").values())
    assert list(lines(found, "From which records"))
