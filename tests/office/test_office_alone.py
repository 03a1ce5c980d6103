"""What one officer did alone waits for another to look at it, and for nobody before there is one."""

from __future__ import annotations

import pytest
from tests.conftest import Cast
from tests.employed import employ, lasting, long_alone, officer_of

from jikim.app import Jikim
from jikim.cases.alone import ACTS, ALONE
from jikim.cases.cases import take_step
from jikim.cases.listing import case_by, open_cases, second_cases
from jikim.errors import DeniedError
from jikim.reading.mass import Query, ask_mass, decide_mass, mass_of


@pytest.mark.clause("10.6")
def test_another_looks_once_there_is_one(jk: Jikim, cast: Cast) -> None:
    """A sole officer approves their own bulk access after 30 days. It stands in the register as done alone, with its page;
    they never look at it themselves, nor does an officer whose word does not count yet; then it is closed."""
    run, house = jk.driver.run, jk.house
    long_alone(jk, "omar")
    number = run(
        ask_mass(house, Query("order", "delivery", ("name",), 1_000), actor=cast.omar, reason="배송 지연 안내")
    )
    asked = run(mass_of(house, number))
    assert asked is not None
    run(decide_mass(house, asked, True, actor=cast.omar))
    [case] = run(open_cases(house, ALONE, actor=cast.omar, whose=None, waiting=False, limit=9))
    assert (case.kind, case.href) == ("bulk", f"/office/people/many/{number}")
    assert (case.title("ko"), case.title("en")) == ACTS["bulk"][0]
    employ(jk, "o-new", "officer", new=True)
    lasting(jk, "o-new")
    for who, why in ((cast.omar, "second-person"), (jk.handler("o-new", kind="officer"), "new-officer")):
        with pytest.raises(DeniedError) as denied:
            run(take_step(house, ALONE, case, "look", {"found": "기록과 같습니다"}, actor=who))
        assert denied.value.why == why
    assert run(second_cases(house, ALONE, actor=cast.omar, limit=9)) == []
    other = officer_of(jk, "o-other")
    assert [one.id for one in run(second_cases(house, ALONE, actor=other, limit=9))] == [case.id]
    run(take_step(house, ALONE, case, "look", {"found": "기록과 같습니다"}, actor=other))
    seen = run(case_by(house, ALONE, case.number))
    assert seen is not None
    assert (seen.state, seen.closed is not None) == ("seen", True)
