"""One word for a complaint: the company's own where its policy has one, else the law's."""

from __future__ import annotations

from jikim.policy.complaint_word import in_own_words
from jikim.policy.model import PolicyFile


def test_a_complaint_is_called_as_the_policy_calls_it(homepage: PolicyFile) -> None:
    """민원 where a purpose or a record says so; 고충 elsewhere, and never in what was put into a sentence."""
    bare = homepage.model_copy(update={"purposes": {}, "records": {}})
    said = ("민원을 접수했습니다.", "We have received it.")
    assert in_own_words(homepage, *said) == said[0]
    assert in_own_words(bare, *said) == "고충을 접수했습니다."
    assert in_own_words(bare, "할 일: 민원 정리", "To do: 민원 정리") == "할 일: 민원 정리"
