"""Evidence in words: what has no letter and no digit is none, whatever invisible characters it is made of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from jikim.app import Jikim
from jikim.disclosures.releases import reasoned
from jikim.errors import InvalidError
from jikim.processors.deletion_answers import duty
from jikim.processors.inspections import Result, record_inspection
from jikim.tasks.filing import do_task, file_own

UNSEEN = ["\u200b", "\u2060\u2060", "\u3164", " . ", "\ufeff"]


@pytest.mark.parametrize("words", UNSEEN)
def test_words_that_show_nothing_are_no_evidence(jk: Jikim, cast: Any, words: str) -> None:
    """No inspection, task, release or duty is recorded by them."""
    today = jk.house.today()
    results: tuple[Result, ...] = ("sound", "findings")
    for result in results:
        given = {"day": today.isoformat(), "text": words}
        with pytest.raises(InvalidError):
            jk.do(record_inspection, "processor", "kis", result, given, actor=cast.omar)
    with pytest.raises(InvalidError):
        jk.do(file_own, words, None, today, actor=cast.omar)
    task = jk.do(file_own, "가상의 과제", None, today, actor=cast.omar)
    with pytest.raises(InvalidError):
        jk.do(do_task, task, words, actor=cast.omar)
    with pytest.raises(InvalidError):
        reasoned(jk.house, words)
    with pytest.raises(InvalidError):
        duty(words, str(today + timedelta(days=365)), date.min)
