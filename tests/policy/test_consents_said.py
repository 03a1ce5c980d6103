"""What a consent, and the document about it, say follows from the file: what refusing leads to, and how long."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.conftest import HOMEPAGE

from jikim.app import read_policy
from jikim.policy.model import PolicyFile
from jikim.policy.render import render_markdown
from jikim.policy.render.consent import blocks_nothing, told
from jikim.policy.render.voice import Voice

ERRANDS = Path(__file__).parent / "others" / "errands.yaml"
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
