"""`jikim unseal` and `jikim seal` as processes: the passphrase from a pipe or a terminal, and never from anywhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.keys.houses import CHEAP, WORDS
from tests.waiting import PATIENCE, eventually, readable

from jikim.errors import SealedError
from jikim.keys import agent
from jikim.keys.agent import AgentRoot
from jikim.keys.passphrase import Passphrase, PassphraseRoot

OTHER = "other invented words there"
JIKIM = [sys.executable, "-m", "jikim"]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A house whose root key is under a (cheap) passphrase; its agent is ended afterwards."""
    PassphraseRoot(Passphrase(WORDS, CHEAP), tmp_path / "ring").new_version()
    yield tmp_path
    agent.end(tmp_path / "ring")


def environment(place: Path) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("JIKIM_")}
    return bare | {"JIKIM_DIR": str(place), "JIKIM_ROOT": "passphrase", "TERM": "dumb", "LC_ALL": "C.UTF-8"}


def ran(place: Path, *words: str, said: str = "") -> tuple[int, str]:
    """A command's exit code and all it wrote."""
    done = subprocess.run(
        [*JIKIM, *words],
        input=said,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(place),
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stdout


def opens(place: Path) -> bool:
    try:
        AgentRoot(place / "ring").versions()
    except SealedError:
        return False
    return True


def test_unsealing_and_sealing(place: Path) -> None:
    """The right passphrase from a pipe opens the house until it is sealed; a wrong one opens nothing and is told
    nothing else."""
    assert ran(place, "unseal", said="wrong invented words\n") == (
        1,
        "error: the passphrase does not open the root key\n",
    )
    assert not opens(place)
    assert ran(place, "unseal", said=f"{WORDS}\n") == (0, "unsealed\n")
    assert opens(place)
    first = agent.ask(place / "ring", "here")
    assert ran(place, "unseal", "--for", "8h", said=f"{WORDS}\n") == (0, "unsealed for 8h\n")
    assert agent.ask(place / "ring", "here") != first
    assert ran(place, "unseal", said="wrong invented words\n")[0] == 1
    assert opens(place)
    assert ran(place, "seal") == (0, "sealed\n")
    assert not opens(place)
    assert ran(place, "seal") == (0, "sealed already\n")


@pytest.mark.long
def test_changing_the_passphrase(place: Path) -> None:
    """A change asks for the old passphrase and the new one, unseals with the new one, and the old one opens nothing
    more."""
    assert ran(place, "unseal", "--change", said=f"wrong words\n{OTHER}\n")[0] == 1
    assert ran(place, "unseal", "--change", said=f"{WORDS}\nshort\n") == (
        1,
        "error: the passphrase is shorter than 12 characters\nhint: take several words\n",
    )
    assert ran(place, "unseal", "--change", said=f"{WORDS}\n{OTHER}\n") == (0, "unsealed\n")
    assert opens(place)
    assert ran(place, "unseal", said=f"{WORDS}\n")[0] == 1
    assert ran(place, "unseal", said=f"{OTHER}\n")[0] == 0


@pytest.mark.long
def test_a_new_house(tmp_path: Path) -> None:
    """A house without a key ring gets its first passphrase by --new alone, and only once."""
    assert ran(tmp_path, "unseal", said=f"{WORDS}\n")[0] == 1
    assert list(tmp_path.iterdir()) == []
    assert ran(tmp_path, "unseal", "--new", said="short\n")[0] == 1
    assert list(tmp_path.iterdir()) == []
    try:
        assert ran(tmp_path, "unseal", "--new", said=f"{WORDS}\n") == (0, "unsealed\n")
        assert AgentRoot(tmp_path / "ring").new_version() == "1"
    finally:
        agent.end(tmp_path / "ring")
    code, said = ran(tmp_path, "unseal", "--new", said=f"{OTHER}\n")
    assert (code, said.splitlines()[0]) == (1, "error: there is a key ring already")
    assert PassphraseRoot(Passphrase(WORDS), tmp_path / "ring").versions() == ["1"]


@pytest.mark.parametrize("said", ["", "\n"])
def test_no_passphrase_is_no_passphrase(place: Path, said: str) -> None:
    """An empty line or no line at all is refused."""
    assert ran(place, "unseal", said=said)[0] == 1
    assert not opens(place)


def on_terminal(place: Path, *words: str, typed: list[str]) -> tuple[int, str]:
    """A command on a terminal of its own, where someone types a line each time it asks."""
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        [*JIKIM, *words], stdin=end, stdout=end, stderr=end, env=environment(place), start_new_session=True
    )
    os.close(end)
    shown = b""
    waiting = list(typed)
    while readable(terminal, PATIENCE):
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
        if waiting and shown.endswith(b": "):
            # What is typed before the terminal stopped showing it would be flushed away.
            eventually(lambda: not termios.tcgetattr(terminal)[3] & termios.ECHO, "a terminal that shows nothing")
            os.write(terminal, waiting.pop(0).encode() + b"\n")
    os.close(terminal)
    return process.wait(PATIENCE), shown.decode().replace("\r\n", "\n")


def test_a_terminal_does_not_show_it(place: Path) -> None:
    """On a terminal the passphrase is asked for and not shown; a new one is asked for twice, and two that differ change
    nothing."""
    assert on_terminal(place, "unseal", typed=[WORDS]) == (0, "passphrase: \nunsealed\n")
    code, shown = on_terminal(place, "unseal", "--change", typed=[WORDS, OTHER, "other invented words their"])
    assert (code, shown) == (
        1,
        "passphrase: \nnew passphrase: \nnew passphrase again: \n"
        "error: the two passphrases differ\nhint: nothing was changed; try again\n",
    )
    assert ran(place, "unseal", said=f"{WORDS}\n")[0] == 0
