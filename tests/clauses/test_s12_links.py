"""Section 12: sites that are linked to."""

from __future__ import annotations

import pytest

from clauses import facts
from jikim.policy.model import Language, PolicyFile
from jikim.policy.render import render_markdown


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_document_says_that_linked_sites_are_not_covered(homepage: PolicyFile, language: Language) -> None:
    """The word about links and banners stands in the document."""
    assert facts.policy()["links"]["notice"][language] in render_markdown(homepage, language)
