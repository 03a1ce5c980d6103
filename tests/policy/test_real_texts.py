"""What real texts say and no number can: answers in words and in working days, further legal grounds, a sale of the
business that nobody plans."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from jikim.app import read_policy
from jikim.desk.deadlines import deadline, rests
from jikim.policy.check import check
from jikim.policy.compile import compile_policy
from jikim.policy.diff import compare
from jikim.policy.explain import explain
from jikim.policy.finding import Severity
from jikim.policy.model import Basis, ItemType, Keep, Language, PolicyFile, Under
from jikim.policy.model.handover import Handover
from jikim.policy.parse import parse
from jikim.policy.period import Period
from jikim.policy.render import render_html, render_markdown

OTHERS = Path(__file__).parent / "others"


@cache
def policy_of(trade: str) -> PolicyFile:
    return read_policy(OTHERS / f"{trade}.yaml")


def row_of(trade: str, path: str, language: Language) -> str:
    """The line of a policy's document that states a promise."""
    return next(line for line in render_markdown(policy_of(trade), language).splitlines() if f'"{path}"' in line)


# ---- by when a request is answered


@pytest.mark.parametrize(
    ("trade", "right", "language", "said"),
    [
        ("mall", "correct", "ko", "지체 없이"),
        ("mall", "correct", "en", "Without delay"),
        ("mall", "access", "ko", "10일 이내"),
        ("clinic", "access", "ko", "5영업일 이내"),
        ("clinic", "access", "en", "5 working days"),
    ],
)
def test_an_answer_is_promised_in_the_texts_own_words(trade: str, right: str, language: Language, said: str) -> None:
    """What a text says of the time of an answer stands in the right's row, and no number that it does not say."""
    row = row_of(trade, f"rights.{right}", language)
    assert row.rstrip(" |").endswith(said)


def test_working_days_leave_out_what_is_none() -> None:
    """Five working days over a weekend and a holiday end on the fifth day on which somebody works."""
    policy = compile_policy(policy_of("clinic"))
    asked = datetime(2026, 12, 22, 9, tzinfo=UTC)  # a Tuesday; Friday is Christmas
    assert deadline(policy, "access", asked).due == date(2026, 12, 30)


def test_no_promise_in_words_is_answered_later_than_the_law_has_it() -> None:
    """Whatever the day on which it comes, it is due on the law's last day at the latest."""
    policies = [compile_policy(policy_of("clinic")), compile_policy(policy_of("mall"))]
    for days in range(60):
        asked = datetime(2027, 1, 10, 9, tzinfo=UTC) + timedelta(days=days)
        clinic, mall = deadline(policies[0], "access", asked), deadline(policies[1], "correct", asked)
        assert clinic.by_law is not None
        assert mall.by_law is not None
        assert clinic.due <= clinic.by_law
        assert mall.due <= mall.by_law
        assert clinic.due == clinic.by_law or not rests(clinic.due)


def test_the_summary_says_the_slowest_answer_as_it_is_promised() -> None:
    """Where every right is answered without delay, the page's summary says that and no number of days."""
    mall = policy_of("mall")
    rights = {name: right.model_copy(update={"pace": "without-delay"}) for name, right in mall.rights.items()}
    text = render_html(mall.model_copy(update={"rights": rights}), "ko")
    assert "언제든지 요구할 수 있으며, 지체 없이 처리합니다" in text
    assert "지체 없이 처리합니다" in text
    assert "10일" not in text


# ---- several legal grounds


def test_further_grounds_are_printed_and_the_first_decides() -> None:
    """Both grounds stand in the document and in `explain`; what is read needs no more and no less than by the first alone."""
    notes = policy_of("notes")
    row = row_of("notes", "purposes.billing", "en")
    assert "Contract; law" in row
    assert "German Fiscal Code" in row
    told = explain(notes, "purposes.billing", "en")
    assert told is not None
    assert "contract and law" in told.text("en")
    alone = notes.purposes["billing"].model_copy(update={"also": ()})
    fewer = notes.model_copy(update={"purposes": {**notes.purposes, "billing": alone}})
    assert compile_policy(notes).reading == compile_policy(fewer).reading
    assert [change.rule.name for change in compare(fewer, notes).changes] == ["other-basis"]


def test_a_consent_beside_another_ground_is_still_asked_for() -> None:
    """What is said to rest on consent and an interest is not read without the consent."""
    notes = policy_of("notes")
    both = notes.purposes["news"].model_copy(update={"also": (Basis.LEGITIMATE_INTEREST,)})
    policy = compile_policy(notes.model_copy(update={"purposes": {**notes.purposes, "news": both}}))
    number = policy.number("purpose", "news")
    assert all(one.needs for (purpose, _), one in policy.reading.items() if purpose == number)


# ---- what a body knows of its own people


def readable(file: PolicyFile, purpose: str, item: str) -> bool:
    """Whether any record hands this item out for this purpose, by the tables that decide."""
    policy = compile_policy(file)
    number, mask = policy.number("purpose", purpose), 1 << (policy.number("item", item) or 0)
    return any(one.items & mask for (of, _), one in policy.reading.items() if of == number)


def test_a_parish_knows_what_its_own_people_believe_and_no_other_does() -> None:
    """For the purposes of its own people sensitive data is read without a consent; without the ground, for another purpose
    or of another kind, it is not; and no Korean policy has the ground."""
    parish = policy_of("parish")
    roll = parish.purposes["roll"]

    def turned(purpose: str, **changed: object) -> PolicyFile:
        other = parish.purposes[purpose].model_copy(update=changed)
        return parish.model_copy(update={"purposes": {**parish.purposes, purpose: other}})

    assert readable(parish, "roll", "belief")
    assert not readable(turned("roll", own_people=False), "roll", "belief")
    assert not readable(turned("emergencies", items=("name", "belief")), "emergencies", "belief")
    assert readable(turned("roll", items=(*roll.items, "relative")), "roll", "relative")
    alien = parish.items["belief"].model_copy(update={"type": ItemType.ALIEN_NUMBER})
    assert not readable(parish.model_copy(update={"items": {**parish.items, "belief": alien}}), "roll", "belief")
    korean = parish.service.model_copy(update={"under": ("kr.pipa", "eu.gdpr")})
    assert not readable(parish.model_copy(update={"service": korean}), "roll", "belief")


def test_the_parish_says_on_what_it_knows_it() -> None:
    """Its document names the article, the vital interest of a call in an emergency, and the statute of the donations."""
    text = render_markdown(policy_of("parish"), "en")
    assert "does not leave us without their consent (GDPR, Article 9(2)(d))" in text
    assert "Vital interest" in row_of("parish", "purposes.emergencies", "en")
    assert "Taxes Consolidation Act 1997 §886" in row_of("parish", "purposes.donations", "en")


# ---- the United Kingdom's own law


def british(**changed: str) -> dict[str, str | None]:
    """What `check` finds wrong, with the law behind it, in a small policy of a company in the United Kingdom."""
    text = (OTHERS.parent / "broken" / "base-eu.yaml").read_text(encoding="utf-8")
    turned = {
        "country: DE": "country: GB",
        "country: FR": "country: GB",
        "[eu.gdpr]": "[uk.gdpr]",
        "below_age: 16": "below_age: 13",
        **changed,
    }
    for old, new in turned.items():
        text = text.replace(old, new)
    found = check(parse(text, "policy.yaml"), date(2026, 11, 24))
    return {one.code: one.statute for one in found if one.severity is not Severity.NOTE}


def test_a_company_in_the_united_kingdom_is_judged_by_its_own_law() -> None:
    """From 13 people consent for themselves, no representative in the Union is asked for, and what is wrong is wrong by the
    UK's article; a company outside it needs a representative in it."""
    assert british() == {}
    assert british(**{"below_age: 13": "below_age: 12"}) == {"children-below-consent-age": "uk.gdpr.children"}
    assert british(**{"country: GB": "country: US"})["representative-not-named"] == "uk.gdpr.representative"
    assert british(**{"within: 1mo\n": "within: 2mo\n"}) == {"right-slower-than-law": "uk.gdpr.access"}


@pytest.mark.parametrize(("act", "slips"), [("UK GDPR", set()), ("GDPR", {"wording-name"})])
def test_counsel_names_the_united_kingdoms_law_by_its_short_name(act: str, slips: set[str]) -> None:
    """In a policy under it a sentence may name the UK GDPR, and the Union's it may not."""
    said = f"wording: {{en: {{sections: {{preamble: {{sentences: [{{text: We keep to the {act}., states: [service]}}]}}}}}}}}"
    assert {code for code in british(**{"jikim: 1\n": f"jikim: 1\n{said}\n"}) if code == "wording-name"} == slips


# ---- an interest that another has in it, and the public's


def test_a_third_party_gets_it_by_the_interest_that_its_purpose_names() -> None:
    """Who may buy the business stands with its ground; nothing that the law guards goes to it, whatever it lists; and from
    another ground to this one is an important change."""
    notes = policy_of("notes")
    row = row_of("notes", "recipients.buyer", "en")
    assert "Legitimate interest" in row
    assert "Preparing a sale of the business" in row
    policy = compile_policy(notes)
    key = (policy.number("recipient", "buyer"), policy.number("purpose", "sale"), policy.records["account"].number)
    named = 1 << (policy.number("item", "name") or 0)
    assert policy.providing[key].items & named  # type: ignore[index]
    sensitive = notes.items["name"].model_copy(update={"type": ItemType.SENSITIVE})
    guarded = compile_policy(notes.model_copy(update={"items": {**notes.items, "name": sensitive}}))
    assert not guarded.providing[key].items & named  # type: ignore[index]
    asked = notes.recipients["buyer"].model_copy(update={"under": Under.CONSENT})
    before = notes.model_copy(update={"recipients": {**notes.recipients, "buyer": asked}})
    assert "new-recipient" in {change.rule.name for change in compare(before, notes).changes}


def test_a_substantial_public_interest_stands_with_its_law() -> None:
    """It is printed beside the first ground and reads sensitive data where it is the only one, under the GDPR alone."""
    assert "substantial public interest, by law" in row_of("parish", "purposes.safeguarding", "en")
    parish = policy_of("parish")
    care = parish.purposes["care"].model_copy(
        update={
            "basis": Basis.SUBSTANTIAL_PUBLIC_INTEREST,
            "own_people": False,
            "balance": None,
            "law": "ie.safeguarding",
        }
    )
    kept = parish.model_copy(update={"purposes": {**parish.purposes, "care": care}})
    assert readable(kept, "care", "need")
    korean = kept.service.model_copy(update={"under": ("kr.pipa", "eu.gdpr")})
    assert not readable(kept.model_copy(update={"service": korean}), "care", "need")


@pytest.mark.parametrize(
    ("language", "said"), [("ko", "탈퇴한 날부터 90일이 지난 때까지"), ("en", "90 days have passed since you left")]
)
def test_a_processors_time_from_leaving_is_said(language: Language, said: str) -> None:
    """*Kept for 90 days after leaving* stands so, and a time from leaving in place of one from the hand-over keeps longer."""
    gateway = policy_of("academy").processors["gateway"]
    later = gateway.model_copy(update={"from_": "leaving", "until": ("contract-end",)})
    file = policy_of("academy").model_copy(update={"processors": {"gateway": later}})
    assert said in render_markdown(file, language)
    sooner = file.model_copy(update={"processors": {"gateway": later.model_copy(update={"from_": "handed"})}})
    assert [change.rule.name for change in compare(sooner, file).changes] == ["longer-retention"]
    assert [change.rule.name for change in compare(file, sooner).changes] == ["less-given"]


# ---- what the document says of it


@pytest.mark.parametrize(
    ("until", "recall", "said"),
    [
        (("withdrawal", "contract-end"), (), "이용자의 탈퇴 또는 위탁계약의 종료 시까지"),
        (("contract-end",), ("paid",), "위탁계약의 종료 시 또는 결제한 때까지"),
        ((), ("paid",), "| 결제한 때까지"),
    ],
)
def test_until_when_a_processor_keeps_it_is_said_in_good_korean(
    until: tuple[str, ...], recall: tuple[str, ...], said: str
) -> None:
    """What says by itself when it is takes no second word for it."""
    mall = policy_of("mall")
    name, one = next(iter(mall.processors.items()))
    kept = mall.model_copy(
        update={"processors": {name: one.model_copy(update={"until": until, "recall": recall, "for_": None})}}
    )
    assert said in render_markdown(kept, "ko")


def test_a_promise_in_words_is_not_called_a_time_that_was_set() -> None:
    """Above rights that are answered without delay stands no word of a period that nobody reads."""
    assert "회사는 아래에 적은 대로 처리하고" in render_markdown(policy_of("mall"), "ko")
    assert "as stated below" in render_markdown(policy_of("mall"), "en")
    assert "회사는 정한 기간 안에 처리하고" in render_markdown(policy_of("academy"), "ko")


def test_a_heading_names_what_stands_under_it() -> None:
    """Coming back and accounts that nobody uses are named where the policy has them, each alone as well."""
    file = next(one for one in map(policy_of, ("mall", "academy", "game", "notes", "clinic")) if one.dormancy)
    text = render_markdown(file.model_copy(update={"leaving": None}), file.service.languages[0])
    assert "휴면 계정" in text or "Accounts that nobody uses" in text
    assert "탈퇴 취소와" not in text
    assert "Coming back" not in text


# ---- a sale of the business that nobody plans


def test_a_sale_that_nobody_plans_is_promised_to_be_told() -> None:
    """The document says how long before people are told, and that they may leave."""
    assert "30일 전까지" in row_of("academy", "notice.handover", "ko")
    assert "at least 30 days before" in row_of("academy", "notice.handover", "en")


def test_a_sale_is_announced_as_long_before_as_was_promised() -> None:
    """A version that hands the business over gets the notice that the one before it promised for that."""
    academy = policy_of("academy")
    notice = academy.notice.model_copy(update={"handover": Period(60, "d")})
    promised = academy.model_copy(update={"notice": notice})
    sold = Handover.model_validate(
        {
            "to": {"ko": "없는인수", "en": "Nowhere Takers"}, "how": "sale", "day": date(2027, 12, 31), "leave_by": date(2027, 12, 20),
            "address": {"ko": "없는시 1", "en": "1 Nowhere"}, "phone": "02-000-0000", "way": {"ko": "탈퇴", "en": "Leave"},
        }
    )  # fmt: skip
    announced = date(2027, 9, 1)
    assert compare(promised, promised.model_copy(update={"handover": sold})).earliest(announced) == date(2027, 10, 31)
    assert compare(academy, academy.model_copy(update={"handover": sold})).earliest(announced) == date(2027, 10, 1)


# ---- how long, in the texts' own words


def test_at_least_so_long_is_said_as_the_least_and_with_its_end() -> None:
    """*At least three years* stands so, with what follows; the picture of the record's life says it too."""
    row = row_of("game", "records.purchase.keep.0", "en")
    assert "At least 3 years after its purpose is met; then it is destroyed." in row
    assert "archived for at least 3 years" in render_markdown(policy_of("game"), "en")
    keep = policy_of("academy").records["course"].keep[0].model_copy(update={"bound": "least"})
    assert "최소 5년. 그 기간이 지나면 파기합니다." in render_markdown(kept(policy_of("academy"), keep), "ko")


def test_as_long_as_the_law_requires_names_the_law_and_its_time() -> None:
    """The words of the text stand with the statute's name and the period that is run."""
    row = row_of("parish", "records.donation.keep.0", "en")
    assert "For as long as the law requires: 6 years after" in row
    assert "Taxes Consolidation Act 1997" in row


def kept(file: PolicyFile, keep: Keep) -> PolicyFile:
    """The academy's, with this as the first retention rule of an enrolment."""
    course = file.records["course"]
    return file.model_copy(
        update={"records": {**file.records, "course": course.model_copy(update={"keep": (keep, *course.keep[1:])})}}
    )


@pytest.mark.parametrize("bound", ["least", "law"])
def test_a_looser_word_for_a_period_is_an_important_change(bound: str) -> None:
    """Who was told *five years* and is told *at least five years* hears it the longer time before; the other way is ordinary."""
    academy = policy_of("academy")
    looser = kept(academy, academy.records["course"].keep[0].model_copy(update={"bound": bound}))
    assert [one.rule.name for one in compare(academy, looser).changes] == ["longer-retention"]
    assert [one.rule.name for one in compare(looser, academy).changes] == ["shorter-retention"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", "지체 없이, 늦어도 5일 이내에 파기합니다."),
        ("en", "destroyed without delay and within 5 days at the latest."),
    ],
)
def test_by_when_everything_is_destroyed_is_said(language: Language, said: str) -> None:
    """Beside *without delay* stands the last day that the policy gives itself."""
    assert said in render_markdown(policy_of("academy"), language)
    assert said not in render_markdown(policy_of("mall"), language)


def test_an_officers_approval_of_each_destruction_is_said_where_it_is_asked() -> None:
    """The sentence stands where no sweep destroys anything alone, and nowhere else."""
    assert "개인정보 보호책임자의 승인을 받아 파기합니다" in render_markdown(policy_of("clinic"), "ko")
    assert "once the privacy officer has approved it" in render_markdown(policy_of("clinic"), "en")
    assert "승인을 받아" not in render_markdown(policy_of("academy"), "ko")


# ---- who, and where


def test_each_country_of_a_processor_is_said() -> None:
    """All of them stand where it is named and where the transfer is told, and one more is an important change."""
    notes = policy_of("notes")
    assert "Country: the United States, India" in row_of("notes", "processors.gateway", "en")
    once = notes.processors["gateway"].model_copy(update={"further": ()})
    fewer = notes.model_copy(update={"processors": {**notes.processors, "gateway": once}})
    assert [one.rule.name for one in compare(fewer, notes).changes] == ["other-country"]


def test_a_processor_at_home_and_abroad_is_asked_for_the_transfers_particulars() -> None:
    """A further country is a transfer as any other: `check` asks for its particulars."""
    notes = (OTHERS / "notes.yaml").read_text(encoding="utf-8")
    hosting = "    country: IE\n    contract: {signed: 2026-01-02, scope: {en: hosting}"
    assert hosting in notes
    for further, asked in (("FR", 0), ("IN", 1)):
        text = notes.replace(hosting, hosting.replace("IE\n", f"IE\n    further: [{further}]\n"))
        found = check(parse(text, "policy.yaml"), date(2026, 11, 24))
        assert len([one for one in found if one.code == "abroad-without-particulars"]) == asked


def test_a_company_that_decides_together_needs_no_door_of_its_own() -> None:
    """The diocese stands with the parish as joint controllers, and whom to turn to there."""
    text = render_markdown(policy_of("parish"), "en")
    assert "The Parish of Nowhere and Diocese of Nowhere decide together" in text
    assert "How its data arrives" not in text
    assert "The diocese: " in next(line for line in text.splitlines() if "brands.diocese.officers.officer" in line)


def test_what_stays_when_the_data_is_gone_identifies_nobody() -> None:
    """Results that stay are said to stay, and are sums alone."""
    row = row_of("game", "purposes.balance", "en")
    assert "aggregated only" in row
    assert "identify nobody, and are kept when the data is destroyed" in row
