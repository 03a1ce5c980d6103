"""What Jikim says by itself follows from the file: of a consent, what refusing leads to and how long; of a right, where it
is asked for; in one minute, what lets a time be longer; and no word of a law that does not judge the policy."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import HOMEPAGE

from jikim.app import read_policy
from jikim.policy.model import Keep, PolicyFile
from jikim.policy.period import Period
from jikim.policy.render import render_markdown
from jikim.policy.render.consent import blocks_nothing, told
from jikim.policy.render.mechanisms import KEPT, how_kept
from jikim.policy.render.summary import summary
from jikim.policy.render.voice import Voice

ERRANDS = Path(__file__).parent / "others" / "errands.yaml"
HOLDS = Path(__file__).parent / "others" / "academy.yaml"
RUNS: dict[str, Any] = {"ko": "동의하지 않으면 지원할 수 없습니다.", "en": "Without it you cannot apply."}


def said(file: PolicyFile, language: Any) -> str:
    return render_markdown(file, language)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_follows_a_refusal_stands_in_the_document(language: str) -> None:
    """Of a purpose and of a recipient; where the file says nothing, neither does the document."""
    file = read_policy(ERRANDS)
    assert RUNS[language] in said(file, language)
    hiring = file.purposes["hiring"].model_copy(update={"refusal": None})
    without = file.model_copy(update={"purposes": {**file.purposes, "hiring": hiring}})
    assert RUNS[language] not in said(without, language)
    assert (blocks_nothing(file, "hiring"), blocks_nothing(without, "hiring")) == (False, True)
    homepage = read_policy(HOMEPAGE)
    [name, *_] = [name for name, one in homepage.recipients.items() if one.under == "consent"]
    asks = homepage.recipients[name].model_copy(update={"refusal": RUNS})
    with_it = homepage.model_copy(update={"recipients": {**homepage.recipients, name: asks}})
    assert RUNS[language] not in said(homepage, language)
    assert RUNS[language] in said(with_it, language)


def test_a_consent_says_what_ends_sooner_and_what_is_kept() -> None:
    """An application ends when it is answered; what stands until its person leaves says no more than that."""
    file = read_policy(ERRANDS)
    assert told(Voice(file, "en"), "hiring").period.endswith("; Application: until it is answered")
    assert told(Voice(file, "ko"), "hiring").period.endswith("; 라이더 지원서: 답변이 끝난 때까지")
    keep = file.records["errand"].keep
    kept = file.records["application"].model_copy(update={"keep": keep})
    archived = file.model_copy(update={"records": {**file.records, "application": kept}})
    assert "is then archived for up to" in told(Voice(archived, "en"), "hiring").period
    assert "보존: 그 뒤" in told(Voice(archived, "ko"), "hiring").period
    standing = {kind: one for kind, one in file.records.items() if kind != "application"}
    assert told(Voice(file.model_copy(update={"records": standing}), "en"), "hiring").period == (
        "until you withdraw it or close your account"
    )


def test_a_right_without_a_page_is_not_said_to_be_done_on_one() -> None:
    """By letter alone a request is filed; nobody does it online."""
    file = read_policy(HOMEPAGE)
    assert how_kept(file, "rights.access") == KEPT["rights.access"]
    by_letter = {name: one.model_copy(update={"page": None, "by": ("letter",)}) for name, one in file.rights.items()}
    some = file.model_copy(update={"rights": {**file.rights, "access": by_letter["access"]}})
    assert (how_kept(some, "rights.access"), how_kept(some, "rights.withdraw")) == (
        KEPT["filed"],
        KEPT["rights.withdraw"],
    )
    assert how_kept(some, "rights") == KEPT["rights"]
    assert how_kept(file.model_copy(update={"rights": by_letter}), "rights") == KEPT["filed"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_in_one_minute_leaves_nothing_out_that_makes_a_time_longer(language: Any) -> None:
    """An extension, criteria instead of a period, a case in which destruction waits, and whose rule it is that keeps."""
    file = read_policy(HOMEPAGE)
    access = file.rights["access"].model_copy(update={"extension": Period(60, "d")})
    order = file.records["order"]
    longer = {
        ("60일까지 연장", "take 60 days more at most"): {"rights": {**file.rights, "access": access}},
        ("방침에 적은 기준에 따라", "states by what it is decided"): {
            "records": {**file.records, "order": order.model_copy(update={"criteria": RUNS})}
        },
        ("파기를 보류하는 경우", "destruction waits"): {"holds": read_policy(HOLDS).holds},
        ("파기합니다. 회사의 약속에 따라", "What our own promise keeps"): {
            "records": {"order": order.model_copy(update={"keep": (_own(order.keep[0]),)})}
        },
        ("파기합니다. 법령에 따라", "What a statute keeps"): {"records": {"order": order}},
    }
    for pair, update in longer.items():
        words = pair[language == "en"]
        assert words not in _minute(file, language)
        assert words in _minute(file.model_copy(update=update), language)


def _own(keep: Keep) -> Keep:
    return keep.model_copy(update={"because": "own-promise"})


def _minute(file: PolicyFile, language: Any) -> str:
    return " ".join(one.line for one in summary(Voice(file, language), defaultdict(int)).rows)


def test_a_law_that_asks_for_no_basis_is_given_none() -> None:
    """The column of a Korean or European policy has the law's word; elsewhere it says why the company may."""
    file = read_policy(HOMEPAGE)
    service = file.service.model_copy(update={"under": ("us.coppa",)})
    elsewhere = file.model_copy(update={"service": service})
    assert ("Legal basis" in said(file, "en"), "Legal basis" in said(elsewhere, "en")) == (True, False)
