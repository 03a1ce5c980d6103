"""The pinned packages against a file of advisories, without a connection."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from tests.house.advisories import findings, main, read

LOCK = "Made_Up.Package==2.1.0 \\\n    --hash=sha256:0\nother==1.0rc1\n"


def _file(path: Path, *advisories: dict[str, Any]) -> Path:
    with ZipFile(path / "all.zip", "w") as file:
        for n, one in enumerate(advisories):
            file.writestr(
                f"MADE-{n}.json", json.dumps({"id": f"MADE-{n}", "modified": f"2026-11-0{n + 1}T00:00:00Z", **one})
            )
    return path / "all.zip"


def _of(package: str, *, ecosystem: str = "PyPI", **said: Any) -> dict[str, Any]:
    return {"affected": [{"package": {"name": package, "ecosystem": ecosystem}, **said}]}


def _range(*events: dict[str, str]) -> dict[str, Any]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}


@pytest.mark.parametrize(
    ("said", "hit"),
    [
        ({"versions": ["2.1.0"]}, True),
        ({"versions": ["2.1"]}, False),
        (_range({"introduced": "0"}, {"fixed": "2.1.1"}), True),
        (_range({"introduced": "0"}, {"fixed": "2.1.0"}), False),
        (_range({"introduced": "0"}, {"last_affected": "2.1.0"}), True),
        (_range({"introduced": "0"}, {"last_affected": "2.0.9"}), False),
        (_range({"introduced": "3"}), False),
        (_range({"introduced": "0"}, {"fixed": "1"}, {"introduced": "2"}, {"fixed": "3"}), True),
        (_range({"introduced": "of no form"}), True),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, False),
    ],
)
def test_a_pinned_version_is_found_where_an_advisory_reaches_it(
    tmp_path: Path, said: dict[str, Any], hit: bool
) -> None:
    """By its own name in any writing, named or in a range; what can't be compared counts as reached."""
    advisories = read(_file(tmp_path, _of("made-up-package", **said)))
    assert [line.split(":")[0] for line in findings(LOCK, advisories)] == (["made-up-package 2.1.0"] if hit else [])


def test_what_is_withdrawn_or_of_others_is_no_finding(tmp_path: Path) -> None:
    """An advisory that was withdrawn, or of another ecosystem's package of that name."""
    file = _file(
        tmp_path,
        {**_of("other", versions=["1.0rc1"]), "withdrawn": "2026-11-01T00:00:00Z"},
        _of("other", ecosystem="npm", versions=["1.0rc1"]),
        _of("other", versions=["0.9"]),
    )
    advisories = read(file)
    assert (findings(LOCK, advisories), len(advisories.found), advisories.youngest) == ([], 1, "2026-11-03")


def test_a_file_without_advisories_is_not_taken_for_a_clean_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No file, no zip, or none of PyPI: said, with 2. A package of production that is reached ends with 1."""
    assert main(tmp_path / "none.zip") == 2
    (tmp_path / "no.zip").write_text("text")
    assert main(tmp_path / "no.zip") == 2
    assert main(_file(tmp_path, _of("other", ecosystem="npm"))) == 2
    assert capsys.readouterr().err.count("not looked") == 3
    assert main(_file(tmp_path, _of("psycopg", **_range({"introduced": "0"})))) == 1
    assert main(_file(tmp_path, _of("psycopg", **_range({"introduced": "0"}, {"fixed": "1"})))) == 0
