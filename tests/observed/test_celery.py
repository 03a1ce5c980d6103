"""A Celery task works for the purpose that was named where it was sent."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from tests.waiting import PATIENCE

from jikim.contrib.celery import carry
from jikim.contrib.saying import Said, purpose, said


@pytest.fixture(scope="module")
def app() -> Iterator[Celery]:
    """An application with a broker in memory, and a worker in a thread."""
    made = Celery("shop", broker="memory://", backend="cache+memory://")
    made.conf.update(worker_hijack_root_logger=False, task_serializer="json", broker_connection_retry_on_startup=False)
    made.conf.broker_transport_options = {"polling_interval": 0.02}

    @made.task(name="shop.parcels")
    def parcels() -> list[object]:
        return list(said())

    carry()
    carry()
    level = logging.getLogger().level
    with start_worker(made, pool="solo", perform_ping_check=False, loglevel="CRITICAL"):
        yield made
    # A worker sets the level of all that its process logs.
    logging.getLogger().setLevel(level)


def test_a_task_carries_its_purpose(app: Celery) -> None:
    """What was said where it was sent is said where it works, under the task's own name; the reason's words stay."""
    with purpose("delivery", channel="site", who="handler", reason="a parcel came back"):
        sent = app.tasks["shop.parcels"].delay()
    assert Said(*sent.get(timeout=PATIENCE)) == Said("shop.parcels", "delivery", "site", "handler", True, None)


def test_nothing_is_left_to_the_next_task(app: Celery) -> None:
    """A task that was sent without a purpose works without one, in a worker that has just had another."""
    with purpose("delivery"):
        app.tasks["shop.parcels"].delay().get(timeout=PATIENCE)
    assert Said(*app.tasks["shop.parcels"].delay().get(timeout=PATIENCE)) == Said("shop.parcels")


def test_a_task_in_place_keeps_its_callers_words(app: Celery) -> None:
    """A task that runs where it is called has what is said there, and leaves it as it was."""
    with purpose("billing"):
        assert Said(*app.tasks["shop.parcels"].apply().get()) == Said("shop.parcels", "billing")
        assert said().purpose == "billing"
        assert said().view == ""
