"""The catalogue's data: what the law file asks for is in it, nothing is called verified that is not, and mistakes are
refused."""

from __future__ import annotations

import ast
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from jikim.policy import statutes
from jikim.policy.check.rights import ASKED_BY_GDPR
from jikim.policy.check.syntax import READING
from jikim.policy.period import Period
from jikim.policy.statutes import Statute
from jikim.policy.statutes.catalogue import FILES, build

ROOT = Path(__file__).parents[2]
TEXTS = {name: files("jikim.policy.statutes").joinpath(f"{name}.yaml").read_text(encoding="utf-8") for name in FILES}


def row(id: str) -> Statute:
    found = statutes.get(id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("id", "deadline"),
    [
        ("kr.pipa.access", "10d"),
        ("kr.pipa.correction", "10d"),
        ("kr.pipa.suspension", "10d"),
        ("kr.pipa.automated", "30d"),
        ("kr.pipa.breach-subjects", "72h"),
        ("kr.pipa.breach-authority", "72h"),
        ("kr.pipa.source-notice", "3mo"),
        ("eu.gdpr.access", "1mo"),
        ("eu.gdpr.breach-authority", "72h"),
    ],
)
def test_a_deadline_is_the_laws(id: str, deadline: str) -> None:
    """The days, hours and months are those of the statutes."""
    assert row(id).deadline == Period.parse(deadline)


def test_what_falls_due_again_and_what_is_put_off() -> None:
    """Advertising is reconfirmed every two years, use is told every year; automated decisions and the GDPR's month
    extend."""
    assert row("kr.network-act.advertising-reconfirm").every == Period(2, "y")
    assert row("kr.pipa.usage-notice").every == Period(1, "y")
    assert row("kr.pipa.automated").extended == Period(60, "d")
    assert row("eu.gdpr.portability").extended == Period(2, "mo")


def test_thresholds_begin_at_their_number() -> None:
    """50,000 people, or guarded data at all, for access records; 1,000,000, or 50,000 with guarded data, for notices of
    use."""
    large = row("kr.pipa.safety.access-records-large").threshold
    notice = row("kr.pipa.usage-notice").threshold
    breach = row("kr.pipa.breach-authority").threshold
    assert large is not None
    assert notice is not None
    assert breach is not None
    assert [large.reached(people, False) for people in (None, 49_999, 50_000)] == [False, False, True]
    assert large.reached(None, True)
    assert [notice.reached(people, False) for people in (None, 999_999, 1_000_000)] == [False, False, True]
    assert [notice.reached(people, True) for people in (None, 49_999, 50_000)] == [False, False, True]
    assert [breach.reached(people, False) for people in (999, 1000)] == [False, True]


@pytest.mark.parametrize(
    "id",
    [
        "kr.ecommerce.advertising", "kr.ecommerce.contract", "kr.ecommerce.payment", "kr.ecommerce.dispute",
        "kr.network-act.identity-check", "kr.network-act.overseas", "kr.tax.books", "kr.vat.invoice",
        "kr.commercial-act.books", "kr.commercial-act.slips", "kr.e-finance.transactions", "kr.credit-information.ended",
        "kr.pipa.withdrawal", "kr.pipa.safety.plan", "kr.pipa.safety.malware", "kr.pipa.safety.disaster",
    ],
)  # fmt: skip
def test_what_was_not_read_is_not_called_verified(id: str) -> None:
    """Rows from another source, of common knowledge or read over from elsewhere say so; so does all of the GDPR."""
    assert not row(id).verified
    assert not any(one.verified for one in statutes.all() if one.european)


def test_the_guideline_is_asked_for_once_its_month_is_over() -> None:
    """Its day is not known: a month stands for its last day."""
    title = row("kr.guideline.title")
    assert title.since == "2026-04"
    assert [title.in_force(date(2026, 4, day)) for day in (29, 30)] == [False, True]


@pytest.mark.parametrize(
    ("topic", "under", "day", "id"),
    [
        ("overseas", ["kr.network-act", "kr.pipa"], date(2013, 2, 5), "kr.network-act.overseas"),
        ("overseas", ["kr.pipa"], date(2013, 2, 5), "kr.pipa.overseas-before"),
        ("overseas", ["kr.pipa"], date(2023, 9, 14), "kr.pipa.overseas-online"),
        ("overseas", ["kr.network-act", "kr.pipa"], date(2026, 11, 24), "kr.pipa.overseas"),
        ("overseas", ["eu.gdpr"], date(2026, 11, 24), "eu.gdpr.transfers"),
        ("overseas", ["kr.ecommerce"], date(2026, 11, 24), None),
        ("overseas", ["eu.gdpr"], date(2018, 5, 24), None),
        ("freeze", ["kr.network-act"], date(2020, 8, 4), "kr.network-act.freeze"),
        ("freeze", ["kr.network-act", "kr.pipa"], date(2020, 8, 5), None),
        ("dormancy", ["kr.network-act"], date(2012, 8, 17), None),
        ("dormancy", ["kr.network-act"], date(2012, 8, 18), "kr.network-act.dormancy"),
    ],
)
def test_the_row_behind_a_topic_is_that_of_the_day_and_of_the_policys_acts(
    topic: str, under: list[str], day: date, id: str | None
) -> None:
    """What moved from one act to another is found where it stood."""
    found = statutes.asking(topic, under, day)
    assert (found and found.id) == id


def test_every_topic_that_a_rule_asks_for_has_a_row() -> None:
    """No rule asks the catalogue for something that it never says."""
    asked = set()
    for path in (ROOT / "src" / "jikim" / "policy" / "check").glob("*.py"):
        asked |= set(re.findall(r'scope\.law\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8")))
    assert len(asked) > 15
    assert asked <= statutes.topics()


def test_each_right_of_the_gdpr_has_its_month() -> None:
    """Every right that a policy under the GDPR must have is answered by one of its rows, and none by them elsewhere."""
    for right in ASKED_BY_GDPR:
        (found,) = statutes.answering(right, ["eu.gdpr"])
        assert found.deadline == Period(1, "mo")
        assert not any(one.european for one in statutes.answering(right))


def test_the_gdprs_articles_are_named_as_lawyers_name_them() -> None:
    """In English by article and paragraph, in Korean by 조 and 항."""
    assert row("eu.gdpr.withdrawal").name("en").endswith("(GDPR) Article 7(3)")
    assert row("eu.gdpr.withdrawal").name("ko").endswith("제7조제3항")
    assert row("eu.gdpr.transfers").name("en").endswith("Articles 44–49")
    assert row("eu.gdpr.minimal").name("en").endswith("Article 5(1)(c)")


def test_countries_of_the_area_are_told_from_others() -> None:
    """Norway is one, though YAML would read its letters as a no; Switzerland and Korea are not."""
    assert all(statutes.in_eea(country) for country in ("DE", "NO", "IS"))
    assert not any(statutes.in_eea(country) for country in ("KR", "CH", "GB"))


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("keeping", "    minimum: 6mo\n    covers: [advertising]", "    covers: [advertising]", "go together"),
        ("keeping", "    covers: [advertising]", "    covers: [adverts]", "covers"),
        ("keeping", "    minimum: 6mo\n    covers: [adv", "    minimum: six months\n    covers: [adv", "period"),
        ("keeping", "    maximum: 5y", "    maximum: 5y\n    minimum: 1y", "not both"),
        ("keeping", "  kr.ecommerce.advertising:", "  us.ecommerce.advertising:", "country"),
        ("keeping", "  kr.ecommerce.advertising:", "  kr.advertising:", "no act as a whole"),
        ("keeping", "    act: vat\n", "    act: vta\n", "no act is called"),
        ("keeping", "    source: read in another source; its first day is not known", "", "source"),
        (
            "keeping",
            "    sure: other-source\n    in_force_from: unknown",
            "    sure: read\n    in_force_from: unknown",
            "was not read",
        ),
        (
            "keeping",
            "    sure: other-source\n    in_force_from: unknown",
            "    sure: certain\n    in_force_from: unknown",
            "sure",
        ),
        ("keeping", "    in_force_from: 2007-07-27", "    in_force_from: 2013-07-27", "before it began"),
        ("keeping", "    in_force_until: 2012-08-23\n", "", "a day and a reason"),
        ("keeping", "    in_force_from: 2015-09-12", "    in_force_from: lately", "unknown"),
        ("keeping", "    in_force_from: 2015-09-12", "    in_force_from: 2015-09-12\n    since: 2015", "Extra inputs"),
        ("acts", "    says: {ko: 상인의", "    topics: [books]\n    says: {ko: 상인의", "by itself"),
        ("guideline", "    asked: RC\n", "", "number and a mark"),
        ("guideline", "    asked: RC\n", "    asked: X\n", "asked"),
        ("eu", "    rights: [access]\n    deadline: 1mo\n", "    rights: [access]\n", "deadline"),
        ("eu", "    rights: [access]\n", "    rights: [acess]\n", "rights"),
        ("eu", "    topics: [complaint]\n", "    topics: [complaint]\n    extended: 2mo\n", "extended"),
        ("eu", "eea: [AT,", "eea: [Austria,", "eea"),
        ("eu", "  eu.gdpr.complaint:", "  eu.gdpr.impact:", "duplicate"),
        ("duties", "  kr.pipa.minimal:", "  kr.pipa.portability:", "another file"),
        ("bodies", "until: 2016-07-25", "until: 2016-07-24", "follow one another"),
        ("bodies", "    statute: kr.pipa.safety.disaster", "    statute: kr.pipa.safety.disater", "no row"),
        ("bodies", "names: [backup, ", "names: [", "own name"),
        ("bodies", "    label: {ko: 경찰청, en: National Police Agency}", "    label: {ko: 경찰청}", "label"),
    ],
)
def test_a_mistake_in_the_data_is_refused(file: str, old: str, new: str, message: str) -> None:
    """The loader guesses nothing: what is missing, misspelt or contradictory stops it, and it says what."""
    text = TEXTS[file]
    assert old in text
    with pytest.raises(ValueError, match=message):
        build({**TEXTS, file: text.replace(old, new, 1)})


def test_every_code_of_reading_is_documented_and_given() -> None:
    """What reading a file can find is what the reference lists: no code more, none less."""
    code = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
    given = set()
    for name in ("source", "source_text", "including", "parse"):
        tree = ast.parse((ROOT / "src" / "jikim" / "policy" / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            words = node.args if isinstance(node, ast.Call) else node.elts[:1] if isinstance(node, ast.Tuple) else []
            given |= {
                word.value
                for word in words
                if isinstance(word, ast.Constant) and isinstance(word.value, str) and code.fullmatch(word.value)
            }
    assert given - {"utf-8"} == set(READING)


def test_the_united_kingdom_keeps_the_articles_that_it_took() -> None:
    """Each row of the GDPR stands once more under the UK's name, with its article, topics and deadline, from 2021; of
    children's consent it says otherwise."""
    taken = [one for one in statutes.all() if one.id.startswith("eu.gdpr") and "(GDPR)" in one.act["en"]]
    assert len(taken) > 20
    for one in taken:
        kept = row(f"uk{one.id.removeprefix('eu')}")
        assert (kept.article, kept.topics, kept.deadline, kept.rights) == (
            one.article,
            one.topics,
            one.deadline,
            one.rights,
        )
        assert kept.in_force_from == date(2021, 1, 1)
    assert "13" in row("uk.gdpr.children").says["en"]
    assert row("uk.gdpr.access").name("en").endswith("(UK GDPR) Article 15")
    assert statutes.asking("overseas", ["uk.gdpr"], date(2020, 12, 31)) is None
