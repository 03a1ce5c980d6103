"""Clause 6.1 by pages: the process that moves a record into the archive is killed in the middle of it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.clauses.sites import homepage_site
from tests.conftest import HOMEPAGE, ROOT
from tests.homepage.shop import Browser, Shop

import jikim
from jikim.policy.model import PolicyFile

# `jikim sweep` that is killed once it has done a step: nothing is caught, nothing is tidied up.
KILLED = """
import os, signal, sys
from jikim.app import Jikim
from jikim.cli import main
opened = Jikim.__init__
def watched(jk, *given, **more):
    opened(jk, *given, **more)
    jk.driver.hook = lambda *step: step == (sys.argv[1], "after") and os.kill(os.getpid(), signal.SIGKILL)
Jikim.__init__ = watched
sys.exit(main(["sweep", *sys.argv[2:]]))
"""
# The steps of a move, and whether its parts have arrived after it.
STEPS = {"retire.begin": False, "archive.admit": True, "retire.finish": True, "rekey.reseal": True}
ORDER = {"name": "가나다", "phone": "02-555-0101", "lines": [{"product": "personal-1y", "quantity": 1}]}
HELD, RESTS = re.compile(r"보유 중인 기록 기록 (\d+)건"), re.compile(r"분리 보관 중인 기록 (\d+)건")


def counted(browser: Browser) -> tuple[int, int]:
    """How many records their person's page says are held, and how many archived."""
    page = browser.get("/my").text
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))
    held, rests = (int(found[1]) if (found := one.search(words)) else 0 for one in (HELD, RESTS))
    return held, rests


def over(rv: Shop, person: jikim.Person) -> None:
    """An order of theirs that has met its purpose, and is still among what is in use."""
    rv.jk.event(rv.jk.collect("order", ORDER, channel="homepage", subject=person, old_enough=True).ref, "settled")


def sweeps(rv: Shop, killed_after: str = "") -> int:
    """`jikim sweep` on the site's data, in a process of its own. Answers how it ended."""
    words = [killed_after, str(HOMEPAGE), "--dir", str(rv.web.settings.directory)]
    return subprocess.run([sys.executable, "-c", KILLED, *words], cwd=ROOT, capture_output=True, check=False).returncode


@pytest.mark.by_hand
@pytest.mark.clause("6.1")
def test_an_order_whose_move_was_killed_is_counted_once(homepage: PolicyFile, tmp_path: Path) -> None:
    """The process that archives an order is killed after each of its steps in turn: before, after, and once the command
    ran again, its person's page has it once, as held until its parts have arrived and as archived from then on."""
    with homepage_site(homepage, tmp_path) as rv:
        person, _ = rv.web.member()
        with rv.browser(person) as browser:
            held, _ = counted(browser)
            for n, (step, moved) in enumerate(STEPS.items()):
                over(rv, person)
                assert counted(browser) == (held + 1, n)
                assert sweeps(rv, step) == -signal.SIGKILL
                assert counted(browser) == ((held, n + 1) if moved else (held + 1, n)), step
                assert sweeps(rv) == 0
                assert counted(browser) == (held, n + 1)
