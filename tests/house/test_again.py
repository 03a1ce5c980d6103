"""`make test-again` keeps in which order a worker came to a failure."""

from __future__ import annotations

from tests.again import orders

LOG = r"""
scheduling tests via LoadFileScheduling
tests/a/test_one.py::test_first[a b]
[gw0] [  1%] PASSED tests/a/test_one.py::test_first[a b]
[gw1] [  2%] PASSED tests/b/test_two.py::test_second[\uac00/b\n]
[gw0] [  3%] PASSED tests/a/test_one.py::test_third
[gw1] [100%] FAILED tests/b/test_two.py::test_fourth
[gw1] [100%] ERROR tests/b/test_two.py::test_fourth
FAILED tests/b/test_two.py::test_fourth - assert 1 == 2
"""


def test_the_order_of_the_worker_that_fell_comes_first() -> None:
    """Each worker's tests in their order, each once, from the log of a run."""
    found = orders(LOG)
    assert [*found] == ["gw1", "gw0"]
    assert found["gw1"] == [r"tests/b/test_two.py::test_second[\uac00/b\n]", "tests/b/test_two.py::test_fourth"]
    assert found["gw0"] == ["tests/a/test_one.py::test_first[a b]", "tests/a/test_one.py::test_third"]
