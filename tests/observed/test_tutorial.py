"""The tutorial of one's own database is a program: what its page says to type is typed, and answers what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.attach.django_shop import EXAMPLE, database
from tests.house.source import ROOT

from jikim.db.embedded import Embedded

PAGE = ROOT / "docs" / "tutorial" / "your-own-database.md"


@pytest.mark.usefixtures("ready_clusters")
@pytest.mark.long
def test_an_afternoon_with_the_database_you_have(server: Embedded, tmp_path: Path) -> None:
    """Every command of the page runs in its order, in a copy of the shop, and prints what stands below it."""
    place = tmp_path / "shop"
    shutil.copytree(EXAMPLE, place, ignore=shutil.ignore_patterns("__pycache__"))
    made = database(server)[1]
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "SHOP_DATABASE": made,
        "SHOP_SECRET": "invented" * 8,
    }
    text, said = PAGE.read_text(encoding="utf-8"), ""
    for language, block in re.findall(r"^```(sh|python|text|diff)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        if language == "python":
            (place / "visits.py").write_text(block, encoding="utf-8")
        elif language == "text":
            assert said == block
        else:
            typed = ["patch", "-p1", "--batch"] if language == "diff" else ["sh", "-ec", block]
            sent = block if language == "diff" else None
            ran = subprocess.run(
                typed, input=sent, cwd=place, env=environment, capture_output=True, text=True, timeout=120, check=False
            )
            assert ran.returncode == 0, f"{block}\n{ran.stdout}{ran.stderr}"
            said = ran.stdout
