"""Keys in memory: no process that opens a root key leaves a core dump, and what is held can be wiped."""

from __future__ import annotations

import math
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from jikim.crypto import new_key
from jikim.keys.keyring import Keyring
from jikim.keys.memory import Held

_OPENS = """
import os, resource, signal, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
from jikim.keys.memory import dumps_forbidden
from jikim.settings import Settings
from jikim.keys.root_choice import roots
if sys.argv[1] != "not yet":
    roots(Settings(Path(sys.argv[2]))).current.new_version()
print(dumps_forbidden(), resource.getrlimit(resource.RLIMIT_CORE), flush=True)
os.kill(os.getpid(), signal.SIGABRT)
"""


def ran(tmp_path: Path, word: str) -> tuple[str, int]:
    """What a process that opens the root key (or does not) says of itself, and its end."""
    process = subprocess.Popen(
        [sys.executable, "-c", _OPENS, word, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert process.stdout is not None
    with process.stdout:
        said = process.stdout.read()
    _pid, status = os.waitpid(process.pid, 0)
    process.returncode = 0
    return said, status


def test_a_process_that_opens_the_root_key_leaves_no_core_dump(tmp_path: Path) -> None:
    """Aborted after it opened the root key, a process dumps nothing, whatever limit it began with."""
    said, status = ran(tmp_path, "opens")
    assert said == "True (0, 0)\n"
    assert os.WTERMSIG(status) == signal.SIGABRT
    assert not os.WCOREDUMP(status)
    assert [path.name for path in tmp_path.iterdir()] == ["ring"]


def test_the_check_tells_the_difference(tmp_path: Path) -> None:
    """A process that has opened nothing yet does not say that its dumps are off, unless this machine's limit says so."""
    said, _status = ran(tmp_path, "not yet")
    limit = resource.getrlimit(resource.RLIMIT_CORE)[1]
    assert said.startswith("True" if limit == 0 and sys.platform != "linux" else "False")


def test_what_is_held_can_be_wiped() -> None:
    """A held key shows itself to nobody who prints it, and is zeros after it was wiped."""
    held = Held(b"an invented key of 32 bytes, yes")
    assert bytes(held) == b"an invented key of 32 bytes, yes"
    assert "invented" not in repr(held)
    with pytest.raises(AttributeError):
        held.other = 1  # type: ignore[attr-defined]
    held.wipe()
    assert bytes(held) == bytes(32)


def test_what_is_made_of_a_key_goes_with_it() -> None:
    """What was made of an opened key is made once, shows nothing, and is gone with the key, and with another of its name."""
    keyring = Keyring(None)  # type: ignore[arg-type]
    key = keyring._remember("index", b"1", new_key(), math.inf)
    made = keyring.of("index", b"1", key, bytearray)
    assert keyring.of("index", b"1", key, bytearray) is made
    assert repr(key) not in repr(keyring._cache)
    other = keyring._remember("index", b"1", new_key(), math.inf)
    assert keyring.of("index", b"1", other, bytearray) == other
    keyring.forget("index", b"1")
    assert keyring.of("index", b"1", key, bytearray) is not made
