"""The agent's process: it holds what was derived from a passphrase, and wraps and unwraps for processes of the same
user.

Started by `start`, it takes the key from its standard input, never from its arguments or environment. It leaves no core
dump, locks its memory where it may, refuses every other user, and ends with `jikim seal`, with SIGTERM, when its time
is over, or killed: then the house is sealed again.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from jikim.clock import machine_seconds
from jikim.errors import JikimError, StoreError
from jikim.keys import agent
from jikim.keys.memory import dumps_forbidden, forbid_core_dumps, keep_in_memory
from jikim.keys.passphrase import Derivation, Derived, PassphraseRoot

_READY = b"ready\n"
_START_SECONDS = 30.0
_LAST_ONE_SECONDS = 1.0


def start(directories: Sequence[Path], derivation: Derivation, key: bytes, *, seconds: float | None = None) -> None:
    """Starts the agent of a ring for so many seconds, or until it is sealed, and waits until it answers.

    Raises StoreError where it does not come up.
    """
    order = {
        "directories": [str(directory.resolve()) for directory in directories],
        "derivation": derivation.line(),
        "key": base64.b64encode(key).decode(),
        "seconds": seconds,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "jikim.keys.agent_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )
    late = threading.Timer(_START_SECONDS, process.kill)
    late.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(BrokenPipeError):
            process.stdin.write(json.dumps(order).encode())
            process.stdin.close()
        ready = process.stdout.read()
        process.stdout.close()
    finally:
        late.cancel()
    if ready != _READY:
        process.kill()
        process.wait()
        raise StoreError(
            "the agent did not start",
            hint="is there another one? `jikim seal` ends it",
            ko=("에이전트가 시작되지 않았습니다", "이미 하나가 있으면 `jikim seal`로 종료해 주세요"),
        )
    # The agent outlives this process: its end is nobody's to wait for.
    process.returncode = 0


class KeyAgent:
    """The agent itself, serving one ring for one user."""

    def __init__(self, root: PassphraseRoot, directory: Path, *, uid: int | None = None) -> None:
        self._root = root
        self._directory = directory
        self._uid = os.geteuid() if uid is None else uid
        self._ended = threading.Event()
        self._calls: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
            "new_version": lambda _ask: root.new_version(),
            "versions": lambda _ask: root.versions(),
            "wrap": lambda ask: self._bytes(root.wrap, ask),
            "unwrap": lambda ask: self._bytes(root.unwrap, ask),
            "destroy_version": lambda ask: root.destroy_version(ask["version"]),
            "destroyed_on": self._destroyed_on,
            "here": lambda _ask: os.getpid(),
            "undumped": lambda _ask: dumps_forbidden(),
        }

    @staticmethod
    def _bytes(call: Callable[[str, bytes, bytes], bytes], ask: Mapping[str, Any]) -> str:
        label, content = (base64.b64decode(ask[part], validate=True) for part in ("label", "bytes"))
        return base64.b64encode(call(ask["version"], label, content)).decode()

    def _destroyed_on(self, ask: Mapping[str, Any]) -> str | None:
        moment = self._root.destroyed_on(ask["version"])
        return None if moment is None else moment.isoformat()

    def listen(self) -> socket.socket:
        """The agent's socket: this user alone may open it."""
        agent.forget(self._directory)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        mask = os.umask(0o177)
        try:
            with agent.address(self._directory) as path:
                listening.bind(path)
        finally:
            os.umask(mask)
        listening.listen(64)
        return listening

    def serve(self, listening: socket.socket, *, seconds: float | None = None) -> None:
        """Answers until the agent is ended or its time is over."""
        until = None if seconds is None else machine_seconds() + seconds
        listening.settimeout(0.2)
        while not self._ended.is_set() and (until is None or machine_seconds() < until):
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()
        agent.forget(self._directory)
        listening.close()

    def end(self) -> None:
        """Ends `serve` within a moment."""
        self._ended.set()

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError, ValueError):
            connection.settimeout(agent.TIMEOUT)
            # INVARIANT: nothing is read from, and nothing said to, a process of another user.
            if agent.peer_uid(connection) != self._uid:
                return
            ask = agent.receive(connection)
            if ask.get("do") == "seal":
                agent.forget(self._directory)
                try:
                    # Before the end: the process waits for no thread, and who asked is told that there was an agent.
                    agent.send(connection, {"ok": None})
                finally:
                    self._ended.set()
                return
            agent.send(connection, self._done(ask))

    def _done(self, ask: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            return {"ok": self._calls[ask["do"]](ask)}
        except JikimError as error:
            wrong = error
        except (KeyError, TypeError, ValueError):
            wrong = StoreError("the agent does not know this request", ko=("에이전트가 모르는 요청입니다", ""))
        except OSError as error:
            said = error.strerror
            wrong = StoreError(f"the agent can't write: {said}", ko=(f"에이전트가 쓸 수 없습니다: {said}", ""))
        words = {"message": wrong.message, "hint": wrong.hint, "ko": wrong.words("ko")[:2]}
        return {"error": type(wrong).__name__, **words}


def main() -> int:
    """The process: its order comes in on standard input."""
    forbid_core_dumps()
    keep_in_memory()
    order = json.loads(sys.stdin.buffer.read())
    directories = [Path(directory) for directory in order["directories"]]
    held = Derived(Derivation.read(order["derivation"]), base64.b64decode(order["key"]))
    seconds = order["seconds"]
    del order
    # The lock is this process's until it ends, however it ends.
    if agent.alone(directories[0], _LAST_ONE_SECONDS) is None:
        return 1
    keeping = KeyAgent(PassphraseRoot(held, *directories), directories[0])
    for asked in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(asked, lambda _number, _frame: keeping.end())
    listening = keeping.listen()
    os.write(1, _READY)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    try:
        keeping.serve(listening, seconds=seconds)
    finally:
        held.wipe()
    return 0


if __name__ == "__main__":
    sys.exit(main())
