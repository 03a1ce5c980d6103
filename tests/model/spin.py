"""Spin, which looks at every interleaving of a model (Holzmann, The SPIN Model Checker, 2003), where this machine has
it and a C compiler: Debian's packages `spin` and `gcc`."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

SPIN, CC = shutil.which("spin"), shutil.which("cc") or shutil.which("gcc")
HERE = SPIN is not None and CC is not None
LEFT_OUT = "spin or a C compiler is not installed: the models are left out"


class Looked(NamedTuple):
    """What a search met: its states, and the promise that was broken ("": none). `whole`: no state was left out."""

    states: int
    broken: str
    whole: bool


def look(model: Path, where: Path, without: str = "", bounds: Mapping[str, int] | None = None) -> Looked:
    """Every interleaving of a model within its bounds, `without` one of its guards, up to the first broken promise."""
    assert SPIN is not None
    assert CC is not None
    given = [f"-D{name}={value}" for name, value in (bounds or {}).items()] + ([f"-D{without}"] if without else [])
    subprocess.run([SPIN, "-a", *given, str(model)], cwd=where, check=True, capture_output=True)
    compiler = [CC, "-O2", "-DSAFETY", "-DCOLLAPSE", "-o", "pan", "pan.c"]
    subprocess.run(compiler, cwd=where, check=True, capture_output=True)
    # Blocked is no fault (-E): who has nothing left to do waits. Ends at the first fault.
    said = subprocess.run(["./pan", "-E", "-m5000000"], cwd=where, check=True, capture_output=True, text=True).stdout
    states = re.search(r"(\S+) states, stored", said)
    assert states is not None, said
    broken = re.search(r"assertion violated \(*(\w+)", said)
    left_out = "Search not completed" in said or "max search depth too small" in said
    return Looked(int(float(states[1])), broken[1] if broken else "", not left_out)
