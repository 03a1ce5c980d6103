"""Each part of the language has the article that stands behind it on the editor's form, or a word why none does."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import BaseModel

from jikim.policy import statutes
from jikim.policy.form import path_of
from jikim.policy.meanings import law_behind
from jikim.policy.model import Named, Part, Promise
from jikim.policy.part_law import law_of
from jikim.policy.schema import classes

DAY = date(2026, 11, 29)
PARTS = [one for one in classes() if issubclass(one, BaseModel) and one not in (Part, Promise, Named)]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_each_part_has_its_law_or_a_word_why_none(part: type[BaseModel]) -> None:
    """Topics of the catalogue that have a row in force, under Korean law or the Union's; else words in each language."""
    behind = law_behind(part.__name__)
    if not isinstance(behind, list):
        assert behind.keys() == {"ko", "en"}
        return
    rows = [statutes.asking(topic, [act], DAY) for topic in behind for act in ("kr", "eu")]
    assert any(rows)
    assert all(any(rows[2 * n : 2 * n + 2]) for n in range(len(behind)))


@pytest.mark.parametrize(
    ("at", "under", "articles"),
    [
        ("records/order/keep", "kr.pipa", ["§21"]),
        ("records/order/keep/0", "eu.gdpr", ["§5①(e)"]),
        ("processors", "kr.pipa", ["§26"]),
        ("recipients/carrier/abroad", "kr.pipa", ["§28-8"]),
        ("rights/correct", "kr.pipa", ["§4", "§38④", "§43"]),
        ("officers/officer", "kr.pipa", ["§31"]),
        ("safeguards/x", "kr.pipa", ["§29"]),
        ("links", "kr.pipa", []),
        ("labels", "kr.pipa", []),
        ("nothing/here", "kr.pipa", []),
    ],
)
def test_the_article_is_of_the_policys_own_law(at: str, under: str, articles: list[str]) -> None:
    """As it is in force on the day, of the acts that the policy is made under; a right has its own request's too."""
    assert [row.article for row in law_of(path_of(at), [under], DAY).rows] == articles
    assert bool(law_of(path_of(at), [under], DAY).why) is (at == "links")
