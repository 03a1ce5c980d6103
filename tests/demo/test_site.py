"""The demo's site: it opens whole, its clock moves on screen through every job, one move at a time, and its mailbox takes real mails."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from random import Random

import pytest
from rich.console import Console
from tests.conftest import START

import jikim
from jikim.demo import opening
from jikim.demo.acts import Act, Doings
from jikim.demo.moving import Mover
from jikim.demo.opening import Opened, open_site
from jikim.demo.people import cast as players
from jikim.demo.receiver import Receiver
from jikim.demo.report import Report
from jikim.demo.stage import Stage
from jikim.demo.story import appoint
from jikim.policy.model import PolicyFile


@pytest.fixture(scope="module")
def told() -> io.StringIO:
    """What the demo says."""
    return io.StringIO()


@pytest.fixture(scope="module")
def stage(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory, told: io.StringIO) -> Iterator[Stage]:
    """A stage on which the member 가나다 has joined, and nothing else has happened yet."""
    with ExitStack() as stack:
        jk = stack.enter_context(
            jikim.open(opening.homepage() / "policy.yaml", tmp_path_factory.mktemp("demo"), demo_start=START)
        )
        receiver = stack.enter_context(Receiver([*homepage.recipients, *homepage.processors], jk.now))
        made = Stage(jk, receiver, Report(Console(file=told, width=200), "ko", live=False), Random(1))
        appoint(made)
        gana = Doings(players()["gana"])
        gana.acts = [Act("membership", "homepage", gana.person.membership)]
        (made.cast["gana"],) = made.take([gana])
        yield made


@pytest.fixture(scope="module")
def opened(stage: Stage) -> Iterator[Opened]:
    """The open site."""
    with ExitStack() as stack:
        yield open_site(stack, stage)


def csrf(text: str) -> str:
    found = re.search(r'name="_csrf_token" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def still(mover: Mover, wait: float = 60) -> None:
    end = time.monotonic() + wait
    while mover.moving:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_every_address_answers(stage: Stage, opened: Opened, told: io.StringIO) -> None:
    """What is printed is there, in both languages; the addresses and the log-ins are printed, and what is not there yet is said."""
    opening.tell(stage.report, opened)
    opening.look(stage.report, opened)
    said = told.getvalue()
    assert stage.report.failed == 0, said
    assert opened.url in said
    assert "책임자 화면은 아직 없습니다" in said
    assert all(one.login in said and one.password in said for one in opened.entries)
