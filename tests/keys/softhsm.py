"""SoftHSM2, a PKCS#11 token in software, where this machine has it. It is Debian's package `softhsm2`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from jikim.keys.pkcs11 import Token

_PLACES = (
    "/usr/lib/softhsm",
    "/usr/lib/x86_64-linux-gnu/softhsm",
    "/usr/lib/aarch64-linux-gnu/softhsm",
    "/usr/lib64/pkcs11",
    "/usr/lib64/softhsm",
    "/usr/local/lib/softhsm",
    "/opt/homebrew/lib/softhsm",
)
LIBRARY = next((path for place in _PLACES if (path := Path(place) / "libsofthsm2.so").exists()), None)
PROGRAM = shutil.which("softhsm2-util")
HERE = LIBRARY is not None and PROGRAM is not None
LEFT_OUT = "softhsm2 is not installed: the tests of the PKCS#11 provider are left out"
PIN = "482913"


_made: list[Token] = []


def token(places: pytest.TempPathFactory) -> Token:
    """This process's token: the library reads where tokens are when it is first used, and never again."""
    if not _made:
        _made.append(_new(places.mktemp("softhsm"), "jikim"))
    return _made[0]


def _new(directory: Path, label: str) -> Token:
    from jikim.keys.pkcs11 import Token

    assert LIBRARY is not None
    assert PROGRAM is not None
    tokens = directory / "tokens"
    tokens.mkdir()
    settings = directory / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {tokens}\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    pin = directory / "pin"
    pin.write_text(f"{PIN}\n")
    pin.chmod(0o600)
    words = ["--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "730264"]
    subprocess.run([PROGRAM, *words], check=True, capture_output=True)
    return Token(LIBRARY, label, pin)
