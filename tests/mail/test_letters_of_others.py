"""The letters and the printed policy of other companies: nothing in them is the reference's, and nothing is of a law that
does not bind the company."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.mail.test_letters import facts
from tests.web.test_another_company import KOREAN_LAW, NUMBER, REFERENCE

from jikim.app import read_policy
from jikim.mail.letters import letter, names
from jikim.paper import policy_pdf
from jikim.policy.compile import compile_policy
from jikim.policy.compiled import Policy
from jikim.policy.render import document, sheet

OTHERS = sorted((Path(__file__).parents[1] / "policy" / "others").glob("*.yaml"))
TODAY, NOW = date(2026, 11, 29), datetime(2026, 11, 29, tzinfo=UTC)


@cache
def policy_at(path: Path) -> Policy:
    return compile_policy(read_policy(path))


def foreign(policy: Policy, language: str, text: str) -> list[str]:
    """What in a text is not this company's."""
    found = [*REFERENCE.findall(text), *NUMBER.findall(text), *re.findall(r"\bNone\b|\{\{|\}\}", text)]
    if language == "en":
        found += re.findall("[가-힣]+", text.replace("(광고) ", "") if policy.file.korean else text)
    if "민원" not in policy.file.model_dump_json():
        found += re.findall("민원", text)
    if not policy.file.korean:
        found += [one[0] for one in KOREAN_LAW.finditer(text)]
    return found


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.stem)
def test_every_letter_of_another_company_is_its_own(path: Path) -> None:
    """Each letter, in each of its languages, names its service and contacts, and nothing of anybody else's."""
    policy = policy_at(path)
    for language in policy.file.service.languages:
        for name in names():
            written = letter(policy, TODAY, language, name, **facts(name))
            text = f"{written.subject}\n{written.text}".replace(policy.file.service.url, "")
            assert foreign(policy, language, text) == [], (name, language)
            assert policy.file.service.name[language] in text, (name, language)


@pytest.mark.parametrize("trade", ["parish", "errands"])
def test_the_printed_policy_of_another_company_is_its_own(trade: str) -> None:
    """The PDF says whose it is, and nothing of the reference or of a law that does not bind the company."""
    policy = policy_at(Path(OTHERS[0].parent / f"{trade}.yaml"))
    language = policy.file.service.languages[-1]
    made = policy_pdf(sheet.data(document(policy.file, language), policy.file.service.url), NOW)
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    assert policy.file.service.name[language] in text
    assert REFERENCE.findall(text) == []
    assert policy.file.korean or KOREAN_LAW.findall(text) == []
