"""What `make test` runs (`tests/first.txt`): a part of every folder of tests, and nothing that is not there."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_first_tests_are_there_and_of_every_folder() -> None:
    """Each line names a file or folder of tests, once; no folder of tests is left out."""
    named = (ROOT / "tests/first.txt").read_text(encoding="utf-8").split()
    assert len(set(named)) == len(named)
    assert [one for one in named if not (ROOT / one).exists()] == []
    folders = {path.relative_to(ROOT).parts[1] for path in (ROOT / "tests").glob("*/**/test_*.py")}
    assert folders - {Path(one).parts[1] for one in named} == set()
