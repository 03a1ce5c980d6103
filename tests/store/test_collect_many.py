"""Many records at once cost as many statements as few do."""

from __future__ import annotations

import pytest
from tests.conftest import Cast

from jikim.answers import Collected, Offer
from jikim.app import Jikim


@pytest.mark.one_server("counts what is asked of one server")
@pytest.mark.parametrize("people", [1, 2])
def test_people_who_were_not_met_yet_are_looked_for_together(jk: Jikim, cast: Cast, people: int) -> None:
    """Who collects of people whose keys it does not know asks for all at once, however many they are."""
    who = [cast.alice, cast.bob][:people]
    offers = [Offer(person, "visit", {"ip": "192.0.2.1", "access_log": "GET /"}, "automatic") for person in who * 2]
    jk.house.holding._generations.clear()
    jk.house.keyring.forget_all()
    steps: list[str] = []
    jk.driver.hook = lambda step, when: steps.append(step) if when == "after" else None
    answers = jk.collect_many(offers, old_enough=True)
    jk.driver.hook = None
    assert all(isinstance(answer, Collected) for answer in answers)
    assert steps.count("generations_of") == steps.count("key.get_many") == steps.count("collect_many") == 1
    assert len(steps) <= 4  # and the key of the ledger's month
