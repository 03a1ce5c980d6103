"""Nobody is asked to agree to what is not told: each form that asks shows who receives it, items, purpose, period and
the right to refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conftest import HOMEPAGE
from tests.web.person import signed_in
from tests.web.running import Running

from jikim.app import read_policy
from jikim.policy.model import PolicyFile
from jikim.policy.render.consent import Told, told
from jikim.policy.render.voice import Voice

FILE = read_policy(HOMEPAGE)


def _plain(html: str) -> str:
    import html as entities

    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _shown(page: str, file: PolicyFile, name: str, language: str) -> Told:
    found = told(Voice(file, language), name)  # type: ignore[arg-type]
    text = _plain(page)
    for part in found:
        assert part
        assert " ".join(part.split()) in text, (name, language, part)
    return found


@pytest.mark.clause("3.2")
@pytest.mark.clause("3.7")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_forms_of_joining_and_consents_tell_all_five(web: Running, language: str) -> None:
    """Joining, and the page of consents, show all five of every consent that they ask for, in either language; a
    recipient by its company's name."""
    prefix = "/en" if language == "en" else ""
    with web.client() as visitor:
        page = visitor.get(f"{prefix}/join?kind=member").text
    asked = [name for name, one in FILE.purposes.items() if one.basis == "consent" and one.optional]
    for name in asked:
        _shown(page, FILE, name, language)
    with signed_in(web, web.member()[0]) as client:
        page = client.get(f"{prefix}/my/consents").text
    names = [
        f"{to}/{name}"
        for to, one in FILE.recipients.items()
        if one.under == "consent" and "membership" in one.records
        for name in one.purposes
    ]
    assert names
    for name in (*names, "marketing.ads"):
        found = _shown(page, FILE, name, language)
        if "/" in name:
            company = FILE.recipients[name.partition("/")[0]].company
            assert company is not None
            assert found.to == company[language]  # type: ignore[index]


def test_every_ask_stands_in_the_one_macro() -> None:
    """No template writes the terms of a consent by itself: the three that ask use the one macro, which reads the
    policy."""
    folder = Path(__file__).parents[2] / "src" / "jikim" / "web" / "templates"
    for name in ("account/join.html", "my/consents.html", "my/asked.html"):
        assert "parts.five(" in (folder / name).read_text(encoding="utf-8"), name
