"""diff: nothing that differs is left out, each change is weighed by a rule that is named, and the mirror of a
comparison is its mirror."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import HOMEPAGE, ROOT
from tests.drawn import sampled
from tests.policy.mutations import mutations

from jikim.app import read_policy
from jikim.cli import comparing
from jikim.policy.compile import compile_policy
from jikim.policy.diff import RULES, Change, compare
from jikim.policy.model import PolicyFile
from jikim.policy.parse import parse
from jikim.policy.period import Period, earliest
from jikim.publishing.notice import of_announcement

TEXT = HOMEPAGE.read_text(encoding="utf-8")
LEAVING = "    page: {ko: 회원탈퇴, en: Close my account}\n    by: [page, letter, phone, email]\n    who: [member, corporate, guest, guardian]\n    within: "
PARTNER = "company: {ko: 가상제휴 주식회사(보기), en: Imaginary Partner Co. (an example)}"
SOLD = "label: {ko: 정보를 팝니다, en: We sell data}"
REQUIRED = "required: [login_id, password, name, email"
FILES = {"homepage": HOMEPAGE, "bakery": ROOT / "tests" / "policy" / "bakery.yaml"}


def edited(*edits: tuple[str, str]) -> PolicyFile:
    """The homepage's policy with some of its text replaced, each exactly once."""
    text = TEXT
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    parsed = parse(text, "policy.yaml")
    assert parsed.policy is not None, parsed.findings
    return parsed.policy


@pytest.fixture(scope="module", params=FILES)
def file(request: pytest.FixtureRequest) -> PolicyFile:
    path: Path = FILES[request.param]
    parsed = parse(path.read_text(encoding="utf-8"), str(path))
    assert parsed.policy is not None
    return parsed.policy


def test_the_same_differs_in_nothing(file: PolicyFile) -> None:
    """A version compared with itself has no change, asks nobody, leaves nothing without a basis, and may take effect by
    the ordinary notice."""
    same = compare(file, file)
    assert (same.changes, same.weight, same.questions) == ((), "same", ())
    assert not any(same.undeclared)


@pytest.mark.drawn
def test_any_mutation_of_any_field_is_reported(file: PolicyFile) -> None:
    """Each field of the model, changed in each way that it can be, is a change with a rule and words in both languages;
    and mirrored it is its mirror."""
    count = 0
    for path, mutant in sampled(mutations(file), one_in=9):
        found, back = compare(file, mutant), compare(mutant, file)
        assert found.changes, path
        mirrored = sorted(repr((one.path, one.difference.after, one.difference.before)) for one in back.changes)
        assert sorted(repr((one.path, *one.difference[2:])) for one in found.changes) == mirrored, path
        for change in found.changes:
            assert change.rule is RULES[change.rule.name]
            # No field of the model falls to the rule for what no rule knows, but the format's own number.
            assert change.rule.name != "unknown" or change.path == "jikim", path
            assert found.said(change, "ko"), path
            assert found.said(change, "en"), path
            assert all(found.sides(change, "en")), path
        count += 1
    assert count > 30


@pytest.mark.parametrize(
    ("rule", "weight", "edit"),
    [
        ("new-item", "important", ("items:\n  login_id:", "items:\n  nickname: {type: text, label: {ko: 별명, en: Nickname}}\n  login_id:")),
        ("longer-retention", "important", ("for: 6mo\n        from: checked", "for: 7mo\n        from: checked")),
        ("shorter-retention", "ordinary", ("for: 6mo\n        from: checked", "for: 5mo\n        from: checked")),
        ("shorter-notice", "important", ("  ordinary: 7d", "  ordinary: 6d")),
        ("more-rights", "ordinary", ("  ordinary: 7d", "  ordinary: 8d")),
        ("right-slower", "important", (f"{LEAVING}10d", f"{LEAVING}11d")),
        ("right-removed", "important", ("    freeze: true", "    freeze: false")),
        ("refused-less", "important", ("  below_age: 14", "  below_age: 13")),
        ("weaker-safeguard", "important", ("    kind: system\n    every: 6mo", "    kind: system\n    every: 7mo")),
        ("sentence", "important", ("label: {ko: 국가, en: Country}", "label: {ko: 나라, en: Country}")),
        ("sentence", "important", ("\nstatements:\n", "\nstatements:\n  sold: {label: {ko: 정보를 팝니다, en: We sell data}}\n")),
        ("sentence", "important", ("\nsafeguards:\n", f"\nsafeguards:\n  sold: {{kind: system, {SOLD}}}\n")),
        ("sentence", "important", ("\nbodies:\n", f"\nbodies:\n  sold: {{kind: mediation, phone: '1', url: 'https://a.example', {SOLD}}}\n")),
        ("renamed", "important", (PARTNER, f"company: {{ko: 새 이름, en: New name}}\n    formerly: [{PARTNER.removeprefix('company: ')}]")),
        ("new-recipient", "important", (PARTNER, "company: {ko: 새 이름, en: New name}")),
        ("new-purpose", "important", ("label: {ko: 고객 상담, en: ", "label: {ko: 다른 목적, en: ")),
        ("new-processor", "important", ("label: {ko: 한국사이버결제(KCP)", "label: {ko: 어느 다른 회사")),
        ("new-recipient", "important", ("label: {ko: 수사기관과 감독당국", "label: {ko: 어느 다른 회사")),
        ("contact", "ordinary", ("title: {ko: 경영지원본부장, en", "title: {ko: 경영지원실장, en")),
        ("optional-to-required", "important", (f"{REQUIRED}]\n      optional: [country, mobile,", f"{REQUIRED}, country]\n      optional: [mobile,")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_rule_says_how_heavy_it_is(rule: str, weight: str, edit: tuple[str, str]) -> None:
    """Each of these edits is weighed by the rule that is named for it."""
    old, new = edited(), edited(edit)
    found = compare(old, new)
    assert {change.rule.name for change in found.changes} == {rule}
    assert found.weight == weight
    assert compare(new, old).weight in ("important", "ordinary")


def _texts(value: object) -> set[str]:
    """Every sentence and label within a value."""
    if isinstance(value, dict):
        if value and value.keys() <= {"ko", "en"}:
            return {text for text in value.values() if isinstance(text, str)}
        own = {value["text"]} if isinstance(value.get("text"), str) else set()
        return own.union(*map(_texts, value.values()))
    return set().union(*map(_texts, value)) if isinstance(value, list) else set()


def _differing(change: Change) -> dict[str, set[str]]:
    """By language, the sentences and labels of a change that were not there before, or are not there after."""
    before, after = change.difference.before, change.difference.after
    if isinstance(before, str) and isinstance(after, str) and change.path.startswith("wording."):
        return {"ko": {before, after}, "en": {before, after}}
    if not (isinstance(before, dict) and isinstance(after, dict) and {*before, *after} <= {"ko", "en"}):
        return {}
    changed = {language for language in ("ko", "en") if before.get(language) != after.get(language)}
    # Whoever reads the other language is shown the one that changed.
    return {
        language: {
            side[one] for side in (before, after) if (one := language if language in changed else min(changed)) in side
        }
        for language in ("ko", "en")
    }


@pytest.mark.drawn
def test_every_sentence_that_changes_is_shown_to_everybody(file: PolicyFile) -> None:
    """A text that changes stands before and after in page, command line and notice, in both languages; it is important,
    and warned of where alone."""
    at, day, count = datetime(2030, 1, 1, tzinfo=UTC), date(2029, 1, 1), 0
    policy = compile_policy(file)
    for path, mutant in sampled(mutations(file), one_in=9):
        found = compare(file, mutant)
        if not any(_differing(change) for change in found.substance):
            continue
        notice = of_announcement(policy, found, at, day)
        for change in found.substance:
            for language, texts in _differing(change).items():
                assert change.important or change.rule.name == "contact", path
                shown = {
                    "page": " ".join(found.sides(change, language)),
                    "line": found.said(change, language),
                    "command": "\n".join(comparing.lines(found, day, language)),  # type: ignore[arg-type]
                    "notice": notice.body_ko if language == "ko" else notice.body_en,
                }
                for where, said in shown.items():
                    assert all(" ".join(text.split()) in " ".join(said.split()) for text in texts), (path, where)
                if change.alone:
                    assert change.why(language) in shown["command"], path
                    assert change.why(language) in shown["notice"], path
                count += 1
            if isinstance(change.difference.before, dict) and path.endswith((".ko", ".en")):
                assert change.alone == (path[-2:],), path
    assert count > 10


def test_what_a_new_part_says_is_shown_with_it() -> None:
    """A part that comes is shown with every sentence in it: its label, its note, the labels of its contents."""
    added = edited(
        (
            "\nstatements:\n",
            "\nstatements:\n  sold: {label: {ko: 안내문, en: A word}, note: {ko: 정보를 팝니다., en: We sell data.}}\n",
        )
    )
    (change,) = compare(edited(), added).changes
    for language, texts in (("ko", ("안내문", "정보를 팝니다.")), ("en", ("A word", "We sell data."))):
        assert all(text in compare(edited(), added).said(change, language) for text in texts)
        assert all(text in " ".join(compare(edited(), added).sides(change, language)) for text in texts)


def test_counsels_sentence_is_seen_before_and_after() -> None:
    """A worded sentence that reads otherwise is one change, and a wording in one language alone is warned of."""
    wording = "\nwording:\n  ko:\n    sections:\n      links:\n        sentences:\n          - {text: 링크는 남의 것입니다., states: [links]}\n"
    old, new = (
        edited(("\nnotice:\n", f"{wording}\nnotice:\n")),
        edited(("\nnotice:\n", f"{wording.replace('남의 것', '우리 것')}\nnotice:\n")),
    )
    (change,) = compare(old, new).changes
    assert (change.rule.name, change.alone) == ("sentence", ("ko",))
    assert compare(old, new).sides(change, "en")[1:] == ("링크는 남의 것입니다.", "링크는 우리 것입니다.")


STATED = ("\nstatements:\n", f"\nstatements:\n  sold: {{{SOLD}}}\n")
DATES = "  effective: 2013-02-05\n"
JUDGED = f"{DATES}  ordinary:\n    - {{at: statements.sold, because: {{ko: 이미 하던 설명입니다, en: It was explained before}}}}\n"


def test_an_officers_judgement_is_published_with_its_reason() -> None:
    """A sentence is ordinary where an officer says so; the reason stands beside the change everywhere. What is more
    than words is not theirs to judge."""
    found = compare(edited(), edited(STATED, (DATES, JUDGED)))
    assert (found.weight, found.misjudged) == ("ordinary", ())
    (change,) = found.substance
    assert change.rule.name == "judged"
    for language, reason in (("ko", "이미 하던 설명입니다"), ("en", "It was explained before")):
        assert reason in change.why(language)
        assert reason in "\n".join(comparing.lines(found, date(2013, 1, 1), language))  # type: ignore[arg-type]
        notice = of_announcement(compile_policy(edited()), found, datetime(2013, 2, 1, tzinfo=UTC), date(2013, 1, 1))
        assert reason in (notice.body_ko if language == "ko" else notice.body_en)
    item = ("items:\n  login_id:", "items:\n  nickname: {type: text, label: {ko: 별명, en: Nickname}}\n  login_id:")
    over = compare(edited(), edited(item, (DATES, JUDGED.replace("statements.sold", "items.nickname"))))
    assert (over.weight, over.misjudged) == ("important", ("items.nickname",))


def test_no_sameness_is_claimed_that_nobody_judged() -> None:
    """No rule says of a change that it means the same."""
    for rule in RULES.values():
        assert "same in other words" not in rule.en
        assert "같은 내용" not in rule.ko


@given(
    announced=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    count=st.integers(1, 90),
    unit=st.sampled_from(["min", "h", "d", "w", "mo", "y"]),
)
@settings(max_examples=200)
def test_the_earliest_day_leaves_what_was_promised(announced: date, count: int, unit: str) -> None:
    """The earliest day is never before the announcement, grows with the period, and for days it is date subtraction."""
    period = Period(count, unit)  # type: ignore[arg-type]
    day = earliest(announced, period)
    assert day > announced
    assert earliest(announced, Period(count + 1, period.unit)) >= day
    if unit == "d":
        assert (day - announced).days == count


def test_january_29_to_february_5_is_seven() -> None:
    """The policy's own dates are a lead of seven days; a month leads to the corresponding day, and past the month where
    there is none."""
    assert earliest(date(2013, 1, 29), Period(7, "d")) == date(2013, 2, 5)
    assert earliest(date(2013, 1, 15), Period(1, "mo")) == date(2013, 2, 15)
    assert earliest(date(2013, 1, 31), Period(1, "mo")) == date(2013, 3, 1)


def test_what_is_asked_and_of_whom(homepage: PolicyFile) -> None:
    """A purpose that reads another item is asked anew of those whose records serve it; one that is not there any more
    is undeclared."""
    ads = homepage.purposes["marketing.ads"]
    more = ads.model_copy(update={"items": (*ads.items, "country")})
    found = compare(homepage, homepage.model_copy(update={"purposes": {**homepage.purposes, "marketing.ads": more}}))
    (asked,) = found.questions
    assert (asked.name, asked.why, asked.after) == ("marketing.ads", "items", more.items)
    assert "member" in {kind.value for kind in asked.kinds}
    less = {name: purpose for name, purpose in homepage.purposes.items() if name != "marketing.ads"}
    assert compare(homepage, homepage.model_copy(update={"purposes": less})).undeclared.purposes == ("marketing.ads",)


def test_a_comparison_is_data_too(homepage: PolicyFile) -> None:
    """As data it holds path, before, after, kind, weight, rule and words of each change, and the notice that the older
    version promises."""
    service = homepage.service.model_copy(update={"url": "https://new.example.com"})
    told = compare(homepage, homepage.model_copy(update={"service": service})).as_json()
    (change,) = told["changes"]
    assert (change["path"], change["before"], change["after"]) == (
        "service.url",
        "https://rview.com",
        "https://new.example.com",
    )
    assert (change["rule"], change["weight"], told["weight"]) == ("contact", "ordinary", "ordinary")
    assert set(change["words"]) == {"ko", "en"}
    assert told["notice"] == {"lead": "7d", "clause": "13.1"}
    assert read_policy(HOMEPAGE) == homepage


def test_a_transfer_that_rests_on_consent_is_asked_for() -> None:
    """A purpose that people agreed to is asked again where a processor takes its data to a country on their consent,
    and not where it did so before."""
    abroad = "country: US\n    abroad: {when: {ko: 때, en: when}, how: {ko: 길, en: how}, contact: a@b.example, refuse: {ko: 거절, en: no}, ground: consent}\n"
    mailer = "  mailer:\n    label: {ko: 비둘기, en: Dove}\n    task: {ko: 발송, en: mail}\n    purposes: [marketing.events]\n"
    mailer += "    records: [membership]\n    items: [email]\n    until: [withdrawal]\n"
    at_home = edited(("processors:\n", f"processors:\n{mailer}    country: KR\n"))
    away = edited(("processors:\n", f"processors:\n{mailer}    {abroad}"))
    assert [(one.name, one.why) for one in compare(at_home, away).questions] == [("marketing.events", "country")]
    assert compare(away, away).questions == compare(away, at_home).questions == ()


def test_days_of_the_new_file_that_are_too_soon_are_said() -> None:
    """A file whose own days leave less than the promised notice is told so, and one that kept the old days; one with
    time enough is not."""
    longer = ("for: 6mo\n        from: checked", "for: 7mo\n        from: checked")
    for days, said in (
        (("2026-12-01", "2026-12-30"), "too soon; `effective: 2026-12-31` or later"),
        (("2013-01-29", "2013-02-05"), "still has the old `version`"),
        (("2026-12-01", "2026-12-31"), None),
    ):
        dated = [
            (f"{key}: {old}", f"{key}: {new}")
            for key, old, new in zip(("announced", "effective"), ("2013-01-29", "2013-02-05"), days, strict=True)
        ]
        found = compare(edited(), edited(longer, *dated))
        told = list(comparing.lines(found, date(2026, 12, 1), "en"))
        assert [line for line in told if "new file" in line] == (
            [] if said is None else [one for one in told if said in one]
        )
        assert said is None or any(said in line for line in told)


def test_a_waiver_is_told_apart_by_what_it_lets_stand() -> None:
    """Another reason of one waiver is a change of it, told by its finding's code and place; no word of the program's is
    in it."""
    one = "waive:\n  - {finding: body-out-of-date, at: bodies.report, because: {ko: 곧 고칩니다, en: To be mended}}\n\nnotice:\n"
    old, new = (
        edited(("\nnotice:\n", f"\n{one}")),
        edited(("\nnotice:\n", "\n" + one.replace("곧 고칩니다", "고치는 중입니다"))),
    )
    (changed,) = compare(old, new).changes
    assert changed.path == "waive.body-out-of-date:bodies.report.because"
    assert compare(old, new).said(changed, "ko") == (
        "그대로 두는 점검 결과 ‘body-out-of-date:bodies.report’ · 사유: 곧 고칩니다 → 고치는 중입니다"
    )
    (until,) = compare(
        old, edited(("\nnotice:\n", "\n" + one.replace("because", "until: 2027-12-31, because")))
    ).changes
    assert compare(old, new).said(until, "en").endswith("· until: — → 31 December 2027")
    (added,) = compare(edited(), old).changes
    assert (
        compare(edited(), old).said(added, "en")
        == "Waived finding ‘body-out-of-date:bodies.report’: new — To be mended"
    )


ENDS = "until: {ko: 동의를 철회할 때까지, en: until you take your consent back}"


@pytest.mark.parametrize(
    ("there", "instead", "why"),
    [
        ("en: Imaginary Partner Co. (an example)", "en: Another Co.", "receiver"),
        (
            "records: [membership, corporate-membership, event-entry]",
            "records: [membership, corporate-membership, event-entry, enquiry]",
            "records",
        ),
        ("items: [name, email, mobile]\n    until", "items: [name, email]\n    until", "items"),
        (
            f"mobile]\n    {ENDS}\n  publication",
            "mobile]\n    until: {ko: 두 해, en: two years}\n  publication",
            "longer",
        ),
    ],
)
def test_whoever_agreed_is_asked_again_where_it_is_another_thing(there: str, instead: str, why: str) -> None:
    """Who gets it, which items, of which records, for how long: what people were told when they agreed is another, so
    they are asked, once each purpose."""
    asked = compare(edited(), edited((there, instead))).questions
    assert [(one.name, one.why) for one in asked] == [
        ("agreed-partner/marketing.ads", why),
        ("agreed-partner/marketing.events", why),
    ]


def test_a_purpose_that_reads_further_records_is_asked_for_again() -> None:
    """Records that are there for a consent's purpose now, and were not before, are named as why it is asked again."""
    further = edited(("    for: [support]\n", "    for: [support, marketing.events]\n"))
    assert [(one.name, one.why) for one in compare(edited(), further).questions] == [("marketing.events", "records")]
