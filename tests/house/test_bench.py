"""`make bench` runs: every row, in its small size, with what it calls today."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from bench.fides import VARIABLE, fides
from bench.gdprbench.ours import kind_of, policy_text
from bench.gdprbench.workloads import EACH, PURPOSES, WORKLOADS, World
from bench.rows import ROWS

from jikim.app import read_policy

if TYPE_CHECKING:
    from bench.stage import Stage

ROOT = Path(__file__).parents[2]


@pytest.mark.long
def test_every_row_runs(tmp_path: Path) -> None:
    """Each row answers figures with a unit; the figures themselves are nothing to judge in this size."""
    into = tmp_path / "figures.json"
    command = [
        sys.executable,
        "-m",
        "bench",
        *ROWS,
        "growth",
        "servers",
        "--quick",
        "--minutes",
        "0.1",
        "--json",
        str(into),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr[-2000:]
    figures = json.loads(into.read_text("utf-8"))["figures"]
    assert {one["row"] for one in figures} == {*ROWS, "growth", "servers"}
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


def test_a_peer_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an environment of Fides' its row is one line that names the variable, and asks the house nothing."""
    monkeypatch.delenv(VARIABLE, raising=False)
    [figure] = fides(cast("Stage", None))
    assert figure.what == f"beside Fides: not run, {VARIABLE} names none"


def test_each_purpose_of_a_workload_is_asked_by_one_client() -> None:
    """Of eight clients no two change the same purpose or anybody of it, so that each answer is known whoever is faster."""
    world = World(1_000)
    for workload in ("controller", "customer"):
        whose = [{op.purpose or world.purpose(op.person) for op in ops} for ops in world.drawn(workload, 400, 8)]
        assert sum(map(len, whose)) == len(set().union(*whose))


def test_a_workload_is_what_the_paper_says_of_it() -> None:
    """Each operation has its share, the four sum to one, and a deleted record is asked for no more."""
    world, asked = World(2_000), 0
    for workload, (shares, _) in WORKLOADS.items():
        assert sum(shares.values()) == pytest.approx(1)
        [ops] = world.drawn(workload, 2_000, 1)
        gone = set[int]()
        for op in ops:
            asked += op.what != "verify" and not gone.isdisjoint((op.key, *op.keys))
            gone.update((op.key,) if op.what == "delete" else ())
    assert asked == 0


def test_a_purpose_is_of_many_people_and_a_person_of_one_purpose() -> None:
    """A read by purpose answers every record of it, whoever's, but of those who object; each person's records are of one
    purpose."""
    world = World(10_000)
    [changed] = world.drawn("controller", 400, 1)
    assert {op.what for op in changed} == {"insert", "delete", "share", "object"}
    [ops] = world.drawn("processor", 400, 1)
    for op in ops:
        if op.what == "purpose":
            theirs = [
                key for person, keys in enumerate(world.live) if world.purpose(person) == op.purpose for key in keys
            ]
            objected = [key for key in theirs if world.owner[key] in world.objecting]
            assert isinstance(op.expects, tuple)
            assert len(op.expects) == len(theirs) - len(objected) > EACH


def test_who_withdrew_gives_a_purpose_nothing() -> None:
    """What a customer's read by purpose must answer is nothing where they withdrew, and else all that they have."""
    [ops] = World(1_000).drawn("customer", 500, 1)
    assert any(op.keys and op.expects == () for op in ops if op.what == "own-purpose")
    assert all(len(op.expects) == len(op.keys) for op in ops if op.what == "own")  # type: ignore[arg-type]


def test_the_house_of_the_benchmark_has_a_policy_without_fault(tmp_path: Path) -> None:
    """The policy that is made for the benchmark's purposes compiles, with a kind and a processor's purpose for each."""
    (tmp_path / "policy.yaml").write_text(policy_text(), encoding="utf-8")
    file = read_policy(tmp_path / "policy.yaml")
    assert set(file.purposes) == {"service", *PURPOSES}
    assert list(file.records) == [kind_of(purpose) for purpose in PURPOSES]
