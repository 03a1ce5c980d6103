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


def test_a_company_calls_itself_as_its_policy_does(homepage: PolicyFile) -> None:
    """의원 with the particles that it takes, where the policy says so; a company's own name that ends in the word is none."""
    clinic = homepage.model_copy(update={"labels": {"controller": {"ko": "의원"}}})
    said = "주식회사 가나는 회사의 직원에게 회사가 알리고 회사는 답합니다."
    assert in_own_words(clinic, said, "x") == "주식회사 가나는 의원의 직원에게 의원이 알리고 의원은 답합니다."
    assert in_own_words(homepage, said, "x") == said
