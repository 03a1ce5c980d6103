"""The page of figures is made from what `make bench` wrote, and says so where nothing was measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bench.stage import Figure, Measured
from docs.made import growth, performance

MACHINE = {"processor": "an invented one", "cores": 2, "memory_gib": 8, "system": "Linux", "python": "3"}
MACHINE |= {"postgresql": "18", "fsync_ms": 1.5, "load": 0.1}


def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *figures: Figure) -> None:
    file = tmp_path / "performance.json"
    rows: list[dict[str, Any]] = [{"row": "use", **one.as_json()} for one in figures]
    file.write_text(json.dumps({"day": "2030-01-01", "quick": False, "machine": MACHINE, "figures": rows}))
    monkeypatch.setattr(performance, "MEASURED", file)


def test_a_figure_stands_with_its_rounds_its_goal_and_whether_it_was_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Median, lowest and highest, beside its baseline; in the picture a bar and its goal's mark."""
    ours, base = Measured.of([800.0, 900.0, 1000.0]), Measured.of([1000.0])
    told(tmp_path, monkeypatch, Figure("use one", ours, "/s", base, "(bare)", "0.8", True, "9 µs in Python"))
    page = performance.page()
    assert "| `use` | use one | 900/s (800–1,000) | 1,000/s (1,000–1,000) (bare) | 0.90 | 0.8 | reached |" in page
    assert "| use one | 9 µs in Python |" in page
    assert "use one 0.90 of its baseline, goal 0.8" in performance.ratios("dark")


def test_an_account_stands_part_by_part_beside_the_baselines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that the baseline has none of is empty."""
    parts = [("the verb", 120.0, None), ("the statement", 90.0, 41.5)]
    told(tmp_path, monkeypatch, Figure("use one", 900.0, "/s", 1000.0, "(bare)", account=parts))
    page = performance.page()
    assert "| | use one | bare |" in page
    assert "| the verb | 120 |  |" in page
    assert "| the statement | 90.0 | 41.5 |" in page


def test_nothing_measured_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a whole run the page holds no figure."""
    monkeypatch.setattr(performance, "MEASURED", tmp_path / "none.json")
    assert "It has not been run in full yet." in performance.page()
    assert "nothing was measured yet" in performance.ratios("light")


def test_a_house_that_grows_has_a_curve_for_each_act(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each act has a row with a figure for each size, and a line in the picture; before a run the page says so."""
    file = tmp_path / "growth.json"
    monkeypatch.setattr(growth, "MEASURED", file)
    assert "has not been run yet" in "\n".join(growth.part())
    assert "nothing was measured yet" in growth.curves("light")
    points = [Figure("use one", 0.5, "ms", people=10_000), Figure("use one", 1500.0, "ms", people=1_000_000)]
    rows = [{"row": "growth", **one.as_json()} for one in points]
    file.write_text(json.dumps({"day": "2030-01-01", "figures": rows}))
    part = "\n".join(growth.part())
    assert "| what | 10,000 people | 1,000,000 people |" in part
    assert "| use one | 0.5 ms | 1.5 s |" in part
    assert growth.curves("dark").count("<polyline") == 1
