"""The agent of an unsealed house: what it answers, whom it refuses, and how it ends. The house is sealed again however
that was."""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from tests.keys.houses import CHEAP, WORDS
from tests.waiting import PATIENCE, eventually

from jikim.errors import SealedError, StoreError
from jikim.keys import agent, agent_process
from jikim.keys.agent import AgentRoot
from jikim.keys.agent_process import KeyAgent
from jikim.keys.passphrase import Derived, Passphrase, PassphraseRoot


@pytest.fixture
def ring(tmp_path: Path) -> Iterator[Path]:
    """A ring's directory, whose agent is ended afterwards."""
    directory = tmp_path / "ring"
    directory.mkdir(mode=0o700)
    yield directory
    agent.end(directory)


def unsealed(ring: Path, *, seconds: float | None = None) -> tuple[str, bytes]:
    """Starts the agent's process on a house with one version; answers the version and something wrapped under it."""
    known = Passphrase(WORDS, CHEAP)
    root = PassphraseRoot(known, ring)
    version = root.new_version()
    derivation = root.unlocked()
    agent_process.start([ring], derivation, known.key(derivation), seconds=seconds)
    return version, root.wrap(version, b"label", b"secret")


@contextmanager
def serving(root: PassphraseRoot, ring: Path, **more: Any) -> Iterator[None]:
    """An agent in a thread of this process."""
    one = KeyAgent(root, ring, **more)
    listening = one.listen()
    thread = threading.Thread(target=one.serve, args=(listening,))
    thread.start()
    try:
        yield
    finally:
        one.end()
        thread.join()


def test_who_seals_is_answered_before_the_end(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agent's process waits for none of its threads: whoever ends it is told so before it begins to end."""
    one, sent, really = KeyAgent(derived(ring), ring), [], agent.send

    def send(connection: socket.socket, message: Mapping[str, Any]) -> None:
        sent.append((message, one._ended.is_set()))
        really(connection, message)

    monkeypatch.setattr(agent, "send", send)
    thread = threading.Thread(target=one.serve, args=(one.listen(),))
    thread.start()
    assert agent.end(ring)
    thread.join()
    assert sent == [({"do": "seal"}, False), ({"ok": None}, False)]


def derived(ring: Path) -> PassphraseRoot:
    derivation = CHEAP.derivation()
    return PassphraseRoot(Derived(derivation, derivation.key(WORDS)), ring)


def sealed(ring: Path) -> bool:
    try:
        AgentRoot(ring).versions()
    except SealedError as error:
        return error.hint == "jikim unseal"
    return False


def test_a_house_without_an_agent_is_sealed(ring: Path) -> None:
    """Where no agent answers, everything that needs the root key says that the house is sealed, and what opens it."""
    root = AgentRoot(ring)
    for call in (
        root.new_version,
        root.versions,
        lambda: root.wrap("1", b"label", b"secret"),
        lambda: root.unwrap("1", b"label", b"wrapped"),
        lambda: root.destroy_version("1"),
        lambda: root.destroyed_on("1"),
    ):
        with pytest.raises(SealedError, match="sealed") as refused:
            call()
        assert refused.value.hint == "jikim unseal"


def test_the_process_serves_until_it_is_sealed(ring: Path) -> None:
    """The agent's process opens what was wrapped before; its socket is this user's alone; sealing ends it and removes
    the socket."""
    version, wrapped = unsealed(ring)
    assert AgentRoot(ring).unwrap(version, b"label", wrapped) == b"secret"
    assert (ring / "agent.sock").stat().st_mode & 0o777 == 0o600
    pid = agent.ask(ring, "here")
    assert pid != os.getpid()
    assert agent.end(ring)
    assert sealed(ring)
    assert not (ring / "agent.sock").exists()
    assert not agent.end(ring)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_an_ended_agent_leaves_a_sealed_house(ring: Path, how: signal.Signals) -> None:
    """Killed or asked to end, the agent takes the key with it; unsealing again works over what it left."""
    version, wrapped = unsealed(ring)
    os.kill(agent.ask(ring, "here"), how)
    assert eventually(lambda: sealed(ring))
    known = Passphrase(WORDS, CHEAP)
    derivation = PassphraseRoot(known, ring).unlocked()
    agent_process.start([ring], derivation, known.key(derivation))
    assert AgentRoot(ring).unwrap(version, b"label", wrapped) == b"secret"


def test_its_time_ends(ring: Path) -> None:
    """An agent that was started for a time is gone after it."""
    unsealed(ring, seconds=1.0)
    assert not sealed(ring)
    assert eventually(lambda: sealed(ring))


def test_there_is_one_agent_a_ring(ring: Path) -> None:
    """A second agent on the same ring does not start while the first one lives, and the first one goes on."""
    version, wrapped = unsealed(ring)
    with pytest.raises(StoreError, match="did not start") as refused:
        agent_process.start([ring], CHEAP.derivation(), bytes(32))
    assert "jikim seal" in (refused.value.hint or "")
    assert AgentRoot(ring).unwrap(version, b"label", wrapped) == b"secret"


def test_the_key_is_on_no_command_line(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is started with nothing secret in its arguments or its environment, and leaves no core dump."""
    asked: list[tuple[Any, Any]] = []
    real = subprocess.Popen

    def watched(words: Any, **more: Any) -> Any:
        asked.append((words, more))
        return real(words, **more)

    monkeypatch.setattr(subprocess, "Popen", watched)
    unsealed(ring)
    assert asked[0][0] == [sys.executable, "-m", "jikim.keys.agent_process"]
    assert "env" not in asked[0][1]
    assert agent.ask(ring, "undumped") is True


def test_a_changed_passphrase_seals(ring: Path) -> None:
    """An agent that was unsealed before the passphrase changed opens nothing any more, and says to unseal again."""
    version, wrapped = unsealed(ring)
    PassphraseRoot(Passphrase(WORDS, CHEAP), ring).reseal(Passphrase("other invented words", CHEAP))
    with pytest.raises(SealedError, match="was changed") as refused:
        AgentRoot(ring).unwrap(version, b"label", wrapped)
    assert refused.value.hint == "jikim unseal"


# ---- whom it refuses


def test_another_users_process_is_refused(ring: Path) -> None:
    """An agent whose user is another one than the kernel names at the other end says nothing and does nothing."""
    root = derived(ring)
    with serving(root, ring, uid=os.geteuid() + 1):
        assert sealed(ring)
        with suppress(SealedError):
            AgentRoot(ring).new_version()
    assert root.versions() == []


_STRANGER = """
import os, socket, sys
from jikim.keys import agent
os.setgroups([]); os.setgid(65534); os.setuid(65534)
one = socket.socket(socket.AF_UNIX)
one.settimeout(10)
one.connect(sys.argv[1])
try:
    agent.send(one, {"do": "versions"})
    agent.receive(one)
except ConnectionError:
    sys.exit(7)
"""


if os.geteuid() == 0:

    def test_a_real_stranger_is_refused() -> None:
        """A process of the user `nobody` that gets past the file's mode is refused by the kernel's word on who it is."""
        with tempfile.TemporaryDirectory(prefix="jikim-") as name:
            place = Path(name)
            place.chmod(0o755)
            with serving(derived(place), place):
                (place / "agent.sock").chmod(0o666)
                words = [sys.executable, "-c", _STRANGER, str(place / "agent.sock")]
                assert subprocess.run(words, check=False, timeout=PATIENCE).returncode == 7


def test_nothing_is_sent_to_another_users_socket(ring: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket that someone else put in the agent's place gets no secret."""
    got: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(ring / "agent.sock"))
        listening.listen()
        listening.settimeout(10)

        def stranger() -> None:
            connection, _ = listening.accept()
            with connection:
                got.append(connection.recv(100))

        thread = threading.Thread(target=stranger)
        thread.start()
        monkeypatch.setattr(agent, "peer_uid", lambda _connection: os.geteuid() + 1)
        with pytest.raises(StoreError, match="another user"):
            AgentRoot(ring).wrap("1", b"label", b"secret")
        thread.join()
    assert got == [b""]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"\xff\xff\xff\xff",
        struct.pack(">I", 2) + b"[]",
        struct.pack(">I", 3) + b"{}}",
        struct.pack(">I", 4) + b"\xff\xff\xff\xff",
        struct.pack(">I", 1000) + b"{",
    ],
)
def test_what_is_no_message_ends_the_connection_alone(ring: Path, content: bytes) -> None:
    """Bytes that are no message get no answer, and the next caller is served."""
    with serving(derived(ring), ring):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(ring / "agent.sock"))
            connection.sendall(content)
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(10)
            assert connection.recv(1) == b""
        assert AgentRoot(ring).new_version() == "1"


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"do": "keys"},
        {"do": []},
        {"do": "wrap"},
        {"do": "wrap", "version": "1", "label": "?", "bytes": "?"},
        {"do": "unwrap", "version": 1, "label": "", "bytes": ""},
    ],
)
def test_a_request_that_is_none_of_its_is_refused(ring: Path, request_: dict[str, Any]) -> None:
    """A message that asks for something else, or lacks a part, is answered by an error and changes nothing."""
    root = derived(ring)
    with serving(root, ring), socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        connection.connect(str(ring / "agent.sock"))
        agent.send(connection, request_)
        assert agent.receive(connection)["error"] in ("StoreError", "KeyGoneError")
    assert root.versions() == []


if sys.platform == "linux":

    def test_a_long_path_has_a_socket_too(tmp_path: Path) -> None:
        """A ring's directory may be deeper than a socket's address is long."""
        place = tmp_path.joinpath(*["a-directory-with-quite-a-long-name-of-its-own"] * 3)
        place.mkdir(parents=True)
        with serving(derived(place), place):
            assert AgentRoot(place).new_version() == "1"
