"""`make bench` runs: every row, in its small size, with what it calls today."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bench.gdprbench.workloads import WORKLOADS, World
from bench.rows import ROWS

ROOT = Path(__file__).parents[2]


@pytest.mark.long
def test_every_row_runs(tmp_path: Path) -> None:
    """Each row answers figures with a unit; the figures themselves are nothing to judge in this size."""
    into = tmp_path / "figures.json"
    command = [sys.executable, "-m", "bench", *ROWS, "growth", "--quick", "--minutes", "0.1", "--json", str(into)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr[-2000:]
    figures = json.loads(into.read_text("utf-8"))["figures"]
    assert {one["row"] for one in figures} == {*ROWS, "growth"}
    assert all(one["ours"] is not None and one["unit"] is not None for one in figures)


@pytest.mark.long
def test_what_was_answered_is_what_the_ledger_holds(tmp_path: Path) -> None:
    """Three minutes of mixed load, with sweeps, epochs and backups beside and a restart of PostgreSQL in the middle: no
    answered use or collection lacks its entry, none stands there that nobody asked, and the ledger verifies."""
    into = tmp_path / "figures.json"
    command = [sys.executable, "-m", "bench", "soak", "--minutes", "3", "--json", str(into)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr[-2000:]
    figures = json.loads(into.read_text("utf-8"))["figures"]
    assert "1 restarts" in figures[0]["limits"]
    account = [one for one in figures if one["goal"] in ("0", "all")]
    assert len(account) == 3
    assert all(one["reached"] for one in account), account


def test_each_person_of_a_workload_is_asked_by_one_client() -> None:
    """Of eight clients no two change the same person, so that each answer is known whoever is faster."""
    world = World(1_000)
    for workload in ("controller", "customer"):
        whose = [{op.people for op in ops} for ops in world.drawn(workload, 400, 8)]
        assert sum(map(len, whose)) == len(set().union(*whose))


def test_a_workload_is_what_the_paper_says_of_it() -> None:
    """Each operation has its share, the four sum to one, and a deleted record is asked for no more."""
    world, asked = World(2_000), 0
    for workload, (shares, _) in WORKLOADS.items():
        assert sum(shares.values()) == pytest.approx(1)
        [ops] = world.drawn(workload, 2_000, 1)
        gone = set[int]()
        for op in ops:
            asked += not gone.isdisjoint(op.keys)
            gone.update(op.keys if op.what == "delete" else ())
    assert asked == 0


def test_who_withdrew_gives_a_purpose_nothing() -> None:
    """What a read by purpose must answer leaves out whoever withdrew, and what it names does not."""
    world = World(1_000)
    [ops] = world.drawn("customer", 500, 1)
    assert any(op.keys and op.expects == () for op in ops if op.what == "purpose")
    assert all(len(op.expects) == len(op.keys) for op in ops if op.what in ("own", "user") and op.expects)  # type: ignore[arg-type]
