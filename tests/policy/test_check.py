"""check: what holds of every finding, and what it says of the homepage's policy."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jikim.policy.check import check, rules
from jikim.policy.check.retention import longer, shorter
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import BUILT_IN_EVENTS
from jikim.policy.compiled import BUILT_IN_EVENTS as COMPILED_EVENTS
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import PolicyFile
from jikim.policy.parse import Parsed, parse
from jikim.policy.period import Period

ROOT = Path(__file__).parents[2]
BASE = (Path(__file__).parent / "broken" / "base.yaml").read_text(encoding="utf-8")
IN_FORCE = date(2013, 2, 5)
TODAY = date(2026, 11, 24)


@cache
def homepage() -> Parsed:
    return parse((ROOT / "homepage" / "policy.yaml").read_text(encoding="utf-8"), "homepage/policy.yaml")


@cache
def base() -> Parsed:
    return parse(BASE, "policy.yaml")


@cache
def europe() -> Parsed:
    return parse((Path(__file__).parent / "broken" / "base-eu.yaml").read_text(encoding="utf-8"), "policy.yaml")


def about(findings: tuple[Finding, ...], code: str) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


@pytest.mark.parametrize("day", [IN_FORCE, TODAY])
def test_the_homepage_policy_runs(day: date) -> None:
    """The first policy has no error, neither on the day it took effect nor today."""
    findings = check(homepage(), day)
    assert [finding.render("en") for finding in findings if finding.severity is Severity.ERROR] == []
    assert findings


@pytest.mark.parametrize("day", [IN_FORCE, TODAY])
def test_the_corporate_usage_history_is_the_companys_own_promise(day: date) -> None:
    """No statute asks for the year that corporate members' usage history rests."""
    (finding,) = about(check(homepage(), day), "own-promise")
    assert finding.path[:2] == ("records", "usage-history")
    assert "1 year" in finding.text["en"]


@pytest.mark.parametrize("day", [IN_FORCE, TODAY])
def test_the_identity_check_rule_rests_on_what_was_struck_down(day: date) -> None:
    """The Network Act's rule fell before the policy took effect; the finding names the decision and its day."""
    findings = about(check(homepage(), day), "statute-no-longer-in-force")
    (finding,) = [found for found in findings if found.path[:2] == ("records", "identity-check")]
    assert finding.statute == "kr.network-act.identity-check"
    assert "2012-08-23" in finding.text["ko"]
    assert "2010헌마47" in finding.text["ko"]


@pytest.mark.clause("5.7")
@pytest.mark.parametrize("day", [IN_FORCE, TODAY])
def test_visit_records_cite_a_statute_that_says_nothing_of_visits(day: date) -> None:
    """The finding names the statute that does, with its period."""
    (finding,) = about(check(homepage(), day), "citation-does-not-cover")
    assert finding.path[:2] == ("records", "visit")
    assert finding.statute == "kr.comms-secrets.visit-log"
    assert finding.hint is not None
    assert "at least 3 months" in finding.hint["en"]
    assert "3개월 이상" in finding.hint["ko"]


def test_each_of_the_homepages_contents_is_reported_as_missing_from_the_list() -> None:
    """One warning for each: no more, no fewer."""
    policy = homepage().policy
    assert policy is not None
    contents = {(name, part) for name, record in policy.records.items() for part in record.items.contents}
    found = about(check(homepage(), TODAY), "contents-not-listed")
    assert {(finding.path[1], finding.path[4]) for finding in found} == contents
    assert len(found) == len(contents) > 0


@pytest.mark.parametrize("day", [IN_FORCE, TODAY])
def test_the_homepages_demographics_lack_their_item_and_its_delivery_a_carrier(day: date) -> None:
    """A country makes no demographic group, and section 4 names nobody who delivers."""
    findings = check(homepage(), day)
    (demographics,) = about(findings, "purpose-without-its-item")
    assert demographics.path[1] == "marketing.demographics"
    (delivery,) = about(findings, "delivery-without-carrier")
    assert delivery.path[1] == "delivery"
    (issuer,) = about(findings, "invoice-without-issuer")
    assert issuer.path[1] == "invoicing"


def test_every_processor_of_the_homepage_is_reported_as_being_nowhere() -> None:
    """The published policy states no country, so each processor is named."""
    policy = homepage().policy
    assert policy is not None
    found = {finding.path[1] for finding in about(check(homepage(), TODAY), "country-not-named")}
    assert set(policy.processors) <= found


@pytest.mark.clause("11.3")
def test_the_complaint_bodies_numbers_were_right_and_are_out_of_date() -> None:
    """On the day the policy took effect its numbers were right; today each body has some that is not."""
    assert about(check(homepage(), IN_FORCE), "body-out-of-date") == []
    found = about(check(homepage(), TODAY), "body-out-of-date")
    assert {(finding.path[1], finding.path[2]) for finding in found} == {
        ("dispute-mediation", "phone"),
        ("dispute-mediation", "url"),
        ("infringement-report", "url"),
        ("prosecutors", "phone"),
        ("police", "phone"),
        ("police", "url"),
    }
    hints = " ".join(finding.hint["en"] for finding in found if finding.hint is not None)
    assert "1833-6972" in hints
    assert "182" in hints


def test_the_law_of_the_day_makes_the_difference() -> None:
    """The policy of 2013 is judged by the law of its first day and by today's, and each finds what the other does not."""
    then, now = check(homepage(), IN_FORCE), check(homepage(), TODAY)
    codes = [{finding.code for finding in findings} for findings in (then, now)]
    # In 2013 accounts unused for long had to go; today the bodies have other numbers, and the Network Act no such
    # chapter.
    assert codes[0] - codes[1] == {"dormancy-not-stated"}
    assert codes[1] - codes[0] == {"act-without-chapter", "body-out-of-date"}
    assert "statute-no-longer-in-force" in codes[0] & codes[1]
    behind = [{one.code: one.statute for one in findings} for findings in (then, now)]
    for code, old, new in (
        ("country-not-named", "kr.network-act.overseas", "kr.pipa.overseas"),
        ("delivery-without-carrier", "kr.network-act.entrustment", "kr.pipa.entrustment"),
        ("contents-not-listed", "kr.network-act.policy", "kr.pipa.policy"),
        ("own-promise", "kr.network-act.destruction", "kr.pipa.destruction"),
    ):
        assert (behind[0][code], behind[1][code]) == (old, new)
    assert {one.severity for findings in (then, now) for one in findings} == {Severity.WARNING, Severity.NOTE}


def test_a_finding_names_the_article_behind_it_and_how_that_is_known() -> None:
    """In both languages, for people and for machines; and no row that was not read is called verified."""
    (finding,) = about(check(homepage(), TODAY), "right-missing")
    assert "\nlaw: Enforcement Decree of the PIPA §44 [kr.pipa.suspension]\n" in finding.render("en")
    assert "\n근거: 「개인정보 보호법 시행령」 제44조 [kr.pipa.suspension]\n" in finding.render("ko")
    told = finding.as_json()
    assert told["statute"] == told["law"]["id"] == "kr.pipa.suspension"
    assert told["law"]["article"] == "§44"
    assert told["law"]["verified"] is True
    assert told["severity"] == "warning"
    assert told["waived"] is None
    (carrier,) = about(check(homepage(), TODAY), "delivery-without-carrier")
    assert "(its text was not read)" in carrier.render("en")
    assert carrier.as_json()["law"]["verified"] is False


def test_a_finding_names_the_promise_that_it_is_about() -> None:
    """The number that stands nearest: of a retention rule its own, not its record's; of a notice that of the two."""
    found = {finding.path: finding.clause for finding in check(homepage(), TODAY)}
    assert found["records", "visit", "keep", 0, "because"] == "5.7"
    assert found["processors", "kcp"] == "4.1"
    assert found["processors", "kcp", "contract"] == "4.7"
    assert found["bodies", "police", "url"] == "11.3"
    text = homepage().text.replace("  important: 30d", "  important: 3d")
    (short,) = about(check(parse(text, "policy.yaml"), TODAY), "important-notice-shorter")
    assert short.clause == "13.2"
    assert short.as_json()["clause"] == "13.2"
    assert "[important-notice-shorter] promise 13.2\n" in short.render("en")
    assert "[important-notice-shorter] 약속 13.2\n" in short.render("ko")
    assert {finding.clause for finding in check(base(), TODAY)} == {None}


def test_findings_are_in_the_order_of_the_file_and_in_both_languages() -> None:
    """Every finding has a place in the file, its line, and words in Korean and English that end without a full stop."""
    parsed = homepage()
    findings = check(parsed, TODAY)
    places = [(finding.position.line, finding.position.column) for finding in findings]
    assert places == sorted(places)
    lines = parsed.text.split("\n")
    for finding in findings:
        assert finding.source == lines[finding.position.line - 1]
        for words in (finding.text, finding.hint or {"ko": "-", "en": "-"}):
            assert set(words) == {"ko", "en"}
            assert all(text and not text.endswith(".") for text in words.values())
            assert words["en"].isascii() or "§" in words["en"] or "①" in words["en"]


def test_the_same_file_and_day_give_the_same_findings() -> None:
    """check is a function of the file and the day alone."""
    again = parse(homepage().text, "homepage/policy.yaml")
    assert check(again, TODAY) == check(homepage(), TODAY)


def test_a_file_that_did_not_parse_has_the_findings_of_its_structure() -> None:
    """check on a broken file repeats what parse found, and judges nothing."""
    parsed = parse(BASE.replace("jikim: 1", "jikim: 2"), "policy.yaml")
    assert check(parsed, TODAY) == parsed.findings


def test_every_rule_says_what_it_holds_to_and_shares_no_code() -> None:
    """The reference is written from the rules: each has words, and each code belongs to one rule."""
    codes = [code for known in rules() for code in known.codes]
    assert len(codes) == len(set(codes)) >= 60
    assert all(len(known.says) > 40 for known in rules())


def test_a_rule_without_words_or_with_anothers_code_is_refused() -> None:
    """The registry keeps the reference whole."""
    with pytest.raises(ValueError, match="no docstring"):
        rule(never_used=Severity.NOTE)(lambda scope: iter(()))

    def second(scope: object) -> object:
        """A rule that takes another's code."""

    with pytest.raises(ValueError, match="another rule's code"):
        rule(unknown_item=Severity.ERROR)(second)  # type: ignore[arg-type]
    assert "never-used" not in {code for known in rules() for code in known.codes}


def test_check_and_compile_know_the_same_built_in_events() -> None:
    """An event that check lets pass is one that compile knows."""
    assert set(BUILT_IN_EVENTS) == set(COMPILED_EVENTS)


@pytest.mark.parametrize(
    ("one", "other", "is_shorter", "is_longer"),
    [
        ("12mo", "1y", False, False),
        ("11mo", "1y", True, False),
        ("13mo", "1y", False, True),
        ("365d", "1y", True, False),
        ("366d", "1y", False, False),
        ("367d", "1y", False, True),
        ("11d", "10d", False, True),
        ("2w", "10d", False, True),
        ("240h", "10d", False, False),
        ("60y", "5y", False, True),
    ],
)
def test_periods_are_compared_by_the_calendar(one: str, other: str, is_shorter: bool, is_longer: bool) -> None:
    """Months with months, days with days; between the two a leap year's day is let pass upward only."""
    assert shorter(Period.parse(one), Period.parse(other)) is is_shorter
    assert longer(Period.parse(one), Period.parse(other)) is is_longer


WORDS = sorted({word for line in BASE.split("\n") for word in line.replace("[", " ").replace("]", " ").split()})


@settings(max_examples=120)
@given(st.data())
def test_no_policy_of_the_right_structure_makes_check_raise(data: st.DataObject) -> None:
    """Names swapped, lists emptied, parts dropped: whatever still parses is judged, not crashed on."""
    parsed = data.draw(st.sampled_from([base(), europe()]))
    assert parsed.policy is not None
    tree = parsed.policy.model_dump(mode="json", by_alias=True)
    for _ in range(data.draw(st.integers(min_value=1, max_value=4))):
        mutate(tree, data)
    try:
        changed = PolicyFile.model_validate(tree)
    except ValueError:
        return
    for finding in check(Parsed(parsed.file, parsed.text, changed, parsed.positions, (), parsed.lines), TODAY):
        finding.render("ko")


def mutate(tree: object, data: st.DataObject) -> None:
    """One change somewhere: a list emptied, a name replaced by another, a part of a mapping dropped."""
    while True:
        if isinstance(tree, dict) and tree:
            key = data.draw(st.sampled_from(sorted(tree)))
            inner = tree[key]
            if data.draw(st.integers(min_value=0, max_value=5)) == 0:
                del tree[key]
                return
        elif isinstance(tree, list) and tree:
            key = data.draw(st.integers(min_value=0, max_value=len(tree) - 1))
            inner = tree[key]
            if data.draw(st.booleans()):
                tree.clear()
                return
        else:
            return
        if isinstance(inner, str):
            tree[key] = data.draw(st.sampled_from(WORDS))
            return
        tree = inner
