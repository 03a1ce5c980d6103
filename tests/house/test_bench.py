"""`make bench` runs: every row, in its small size, with what it calls today."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bench.rows import ROWS

ROOT = Path(__file__).parents[2]


@pytest.mark.long
def test_every_row_runs(tmp_path: Path) -> None:
    """Each row answers figures with a unit; the figures themselves are nothing to judge in this size."""
    into = tmp_path / "figures.json"
    command = [sys.executable, "-m", "bench", "--quick", "--minutes", "0.1", "--json", str(into)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr[-2000:]
    figures = json.loads(into.read_text("utf-8"))["figures"]
    assert {one["row"] for one in figures} == set(ROWS)
    assert all(one["ours"] is not None and one["unit"] is not None for one in figures)
